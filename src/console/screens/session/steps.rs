//! What the commands of a session do, the same on its agenda and on one client of it.

use crate::console::dialogs::session as dialogs;
use crate::console::keys::Action;
use crate::console::layer::{Command, Ctx, Step};
use crate::console::verbs;
use crate::domain::client::ClientId;
use crate::domain::command::SessionAct;
use crate::domain::session::{Session, SessionId};

/// Whom a command serves.
pub struct Subjects {
    /// The selected client.
    pub selected: Option<ClientId>,
    /// The marked ones, else the selected one.
    pub all: Vec<ClientId>,
    /// Whether the selected one was talked about.
    pub discussed: bool,
}

/// Whether a command asks for a decision: after it the screen goes on to the next client.
pub const fn decides(action: Action) -> bool {
    matches!(action, Action::Move | Action::Confirm | Action::Defer)
}

/// The step of a command; none where it is not one of a session.
pub fn of(action: Action, session: &Session, on: &Subjects, ctx: &mut Ctx<'_>) -> Option<Step> {
    let id = session.id;
    Some(match action {
        Action::Move => dialogs::stage_move(ctx, id, &on.all),
        Action::Confirm => dialogs::confirm(ctx, id, &on.all),
        Action::Defer => dialogs::defer(ctx, id, &on.all),
        Action::MinuteNote => dialogs::note(ctx, id, on.selected?),
        Action::Discussed => {
            let (clients, discussed) = (on.all.clone(), !on.discussed);
            commit(SessionAct::Discuss { session: id, clients, discussed })
        }
        Action::Unstage => commit(SessionAct::Unstage { session: id, clients: on.all.clone() }),
        Action::Score => return verbs::in_model(action, on.selected, Some(&session.model), ctx),
        Action::Review | Action::Book | Action::Edit | Action::Why | Action::Mark => {
            return verbs::step(action, on.selected, ctx);
        }
        _ => return whole(action, id, ctx),
    })
}

/// The step of a command about the session as a whole.
pub fn whole(action: Action, session: SessionId, ctx: &Ctx<'_>) -> Option<Step> {
    Some(match action {
        Action::ConfirmRest => dialogs::rest(ctx, session),
        Action::SetUp => dialogs::edit(ctx, session),
        Action::ProposalsOut => dialogs::proposals_out(ctx, session),
        Action::ProposalsIn => dialogs::proposals_in(ctx, session),
        Action::Reveal => dialogs::reveal(ctx, session),
        Action::Finalise => dialogs::finalise(ctx, session),
        Action::VoidSession => dialogs::void(ctx, session),
        Action::Minutes => dialogs::report(ctx, session),
        Action::Consequences => super::balance::open(ctx, session),
        Action::Replay => super::replay::open(ctx, session),
        _ => return None,
    })
}

fn commit(act: SessionAct) -> Step {
    Step::Commit(Box::new(Command::Session(act)))
}
