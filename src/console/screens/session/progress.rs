//! Going through an agenda: which client is next, and whether a decision was one's own.

use std::collections::BTreeSet;

use crate::console::layer::{Ctx, Message, Step, Tone};
use crate::domain::client::ClientId;
use crate::domain::session::Session;
use crate::store::{Agenda, AgendaLine};

/// The next client that is not decided on, after one and round to the beginning; none where all are.
pub fn next_undecided(lines: &[AgendaLine], after: Option<ClientId>) -> Option<ClientId> {
    let from = after.and_then(|after| place(lines, after)).map_or(0, |at| at + 1);
    let (before, behind) = lines.split_at(from.min(lines.len()));
    let open = |line: &&AgendaLine| line.done.is_none() && Some(line.client) != after;
    behind.iter().chain(before).find(open).map(|line| line.client)
}

/// Brings an agenda up to date with the book; the answer is whether anything was saved since it was read.
pub fn bring_up(agenda: &mut Agenda, session: &Session, ctx: &mut Ctx<'_>) -> bool {
    let brought = ctx.store.agenda_again(session, agenda);
    ctx.desk.or_default(brought)
}

/// The clients not decided on as they follow after one, round to the beginning: a snapshot, since rescoring a client
/// orders the agenda anew and whoever was next must not be passed over.
pub fn ahead(lines: &[AgendaLine], of: ClientId) -> Vec<ClientId> {
    let from = place(lines, of).map_or(0, |at| at + 1);
    let (before, behind) = lines.split_at(from);
    let open = behind.iter().chain(before).filter(|line| line.done.is_none() && line.client != of);
    open.map(|line| line.client).collect()
}

/// The first of those that followed when a client was come to and are still to be decided on; else the next undecided one.
pub fn next_ahead(ahead: &[ClientId], lines: &[AgendaLine], after: ClientId) -> Option<ClientId> {
    let open: BTreeSet<ClientId> = lines.iter().filter(|line| line.done.is_none()).map(|line| line.client).collect();
    let first = ahead.iter().copied().find(|client| open.contains(client) && *client != after);
    first.or_else(|| next_undecided(lines, Some(after)))
}

/// The place of a client on the agenda.
pub fn place(lines: &[AgendaLine], client: ClientId) -> Option<usize> {
    lines.iter().position(|line| line.client == client)
}

/// Whether what is staged of a client was staged by this person.
pub fn decided_by_me(session: &Session, client: ClientId, ctx: &Ctx<'_>) -> bool {
    let item = ctx.store.session_item(session.id, client).ok().flatten();
    item.and_then(|item| item.staged).is_some_and(|staged| staged.by == ctx.stamp.by)
}

/// Nobody is left, or nobody is in the session at all.
pub fn all_decided(lines: &[AgendaLine]) -> Step {
    if lines.is_empty() {
        return Step::Say(Message::new(Tone::Plain, "nobody is in this session").hint("S changes its scope"));
    }
    Step::Say(Message::new(Tone::Good, "everybody is decided on").hint("B shows what it comes to, F on the agenda writes it"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::Kind;
    use crate::domain::session::agenda::Reasons;

    fn line(client: i64, done: Option<Kind>) -> AgendaLine {
        AgendaLine { client: ClientId(client), reasons: Reasons::default(), done, discussed: false }
    }

    #[test]
    fn the_next_one_is_the_first_undecided_after_it_and_then_from_the_beginning() {
        let lines = [line(1, None), line(2, Some(Kind::Move)), line(3, None), line(4, Some(Kind::Defer))];
        let next = |after: i64| next_undecided(&lines, Some(ClientId(after))).map(|client| client.0);
        assert_eq!([next(1), next(2), next(3), next(4)], [Some(3), Some(3), Some(1), Some(1)]);
        assert_eq!(next_undecided(&lines, None), Some(ClientId(1)));
        assert_eq!(next_undecided(&lines, Some(ClientId(99))), Some(ClientId(1)), "one that left the agenda");
        assert_eq!(next_undecided(&lines[..1], Some(ClientId(1))), None);
        assert_eq!(next_undecided(&[], None), None);
    }

    #[test]
    fn an_agenda_ordered_anew_passes_nobody_over() {
        let came = [line(1, None), line(2, None), line(3, None), line(4, None)];
        let ahead = ahead(&came, ClientId(2));
        let next = |lines: &[AgendaLine]| next_ahead(&ahead, lines, ClientId(2)).map(|client| client.0);
        let rescored = [line(1, None), line(3, None), line(4, None), line(2, None)];
        assert_eq!(next(&rescored), Some(3), "2 went to the end by its new scores; 3 is still the next");
        let others = [line(3, Some(Kind::Move)), line(1, None), line(2, None)];
        assert_eq!(next(&others), Some(1), "3 was decided on by somebody else, 4 left the scope");
        let new = [line(2, None), line(9, None)];
        assert_eq!(next(&new), Some(9), "one that came meanwhile");
        assert_eq!(next(&came[1..2]), None);
    }
}
