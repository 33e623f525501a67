//! What a session came to, to be read: shares before and after, who moved where and why, who stays, who was put off.

use std::sync::Arc;

use super::words;
use crate::console::canvas::Look;
use crate::console::desk::complaint;
use crate::console::layer::{Ctx, Step};
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::{Reading, Told};
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::session::minutes::{Minutes, MinutesLine};
use crate::domain::session::{Kind, SessionId};

/// The minutes of a session, read only.
struct Summary {
    minutes: Minutes,
}

/// The step that opens it.
pub fn open(session: SessionId, ctx: &Ctx<'_>) -> Step {
    let read = ctx.store.session(session).and_then(|session| ctx.store.session_minutes(&session, ctx.stamp));
    match read {
        Ok(minutes) => Step::Push(Box::new(Reading::of(Summary { minutes }))),
        Err(error) => Step::Say(complaint(&error)),
    }
}

impl Told for Summary {
    fn title(&self) -> String {
        self.minutes.session.name.clone()
    }

    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        let minutes = &self.minutes;
        let session = &minutes.session;
        about(&mut prose, minutes, look);
        shares(&mut prose, minutes, look);
        for (kind, title) in [(Kind::Move, "Moved"), (Kind::Defer, "Put off"), (Kind::Confirm, "Stay")] {
            let of_kind = |line: &&MinutesLine| line.item.staged.as_ref().is_some_and(|staged| staged.kind == kind);
            let lines: Vec<&MinutesLine> = minutes.lines.iter().filter(of_kind).collect();
            if lines.is_empty() {
                continue;
            }
            prose.heading(&format!("{title}: {}", look.formats.number(lines.len() as i64)));
            lines.iter().for_each(|line| decided(&mut prose, line, &minutes.model, look));
        }
        if let Some(note) = session.closed.as_ref().map(|act| act.note.as_str()).filter(|note| !note.is_empty()) {
            prose.heading("Note").text(Role::Text, words::private(note, look));
        }
        prose.gap().text(Role::Dim, "X writes the minutes and hand-outs to a file; Esc goes back.");
        prose.lines
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Ok(minutes) = ctx.store.session_minutes(&self.minutes.session, ctx.stamp) {
            self.minutes = minutes;
        }
    }
}

fn about(prose: &mut Prose, minutes: &Minutes, look: &Look) {
    let session = &minutes.session;
    let closed =
        session.closed.as_ref().map(|act| format!("{} on {} by {}", minutes.phase.word(), look.formats.date(act.on), act.by));
    let scope = if session.scope.is_empty() { "the whole book" } else { &session.scope };
    let people: Vec<&str> = session.co_facilitators.iter().chain(&session.participants).map(String::as_str).collect();
    prose.fact("State", 13, Role::Text, &closed.unwrap_or_else(|| minutes.phase.word().to_owned()));
    prose.fact("Model", 13, Role::Text, &minutes.model.name);
    prose.fact("Scope", 13, Role::Text, scope);
    prose.fact("As of", 13, Role::Text, &look.formats.date(session.as_of));
    prose.fact("Facilitator", 13, Role::Text, &session.facilitator);
    if !people.is_empty() {
        prose.fact("With", 13, Role::Text, &people.join(", "));
    }
    let decided = format!("{} of {}", look.formats.number(minutes.record.done), look.formats.number(minutes.record.total));
    prose.fact("Decided", 13, Role::Text, &decided);
}

fn shares(prose: &mut Prose, minutes: &Minutes, look: &Look) {
    if minutes.record.distribution.is_empty() {
        return;
    }
    prose.heading("Segments before and after");
    super::sessions::distribution(prose, &minutes.record, Some(&minutes.model), look);
}

fn decided(prose: &mut Prose, line: &MinutesLine, model: &Arc<Model>, look: &Look) {
    let Some(staged) = &line.item.staged else { return };
    let said = match staged.kind {
        Kind::Move => words::from_to(model, staged.from.as_deref(), staged.to.as_deref(), look),
        Kind::Confirm => crate::console::dialogs::sheet::segment(model, staged.to.as_deref()),
        Kind::Defer => words::decision(model, staged, look),
    };
    let name = format!("{}  ", line.record.name);
    prose.hanging(&[(Role::Title, &name)], Role::Text, &words::noted(said, &staged.note, look));
}
