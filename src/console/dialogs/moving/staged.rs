//! The move dialog in a session: the move is staged with what it expects; what others said or decided of the clients is in view.

use super::{MoveDialog, Of, shown};
use crate::console::canvas::Look;
use crate::console::desk::complaint;
use crate::console::dialogs::session::earlier::{self, Choice, Earlier, Offered};
use crate::console::dialogs::sheet::{self, line};
use crate::console::layer::{Command, Ctx, Message, Step, Tone};
use crate::console::parts::choice;
use crate::console::parts::form::Field;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{SessionAct, Stage, Staging};
use crate::domain::score::dwells_until;
use crate::domain::session::{Kind, Session};
use crate::store::Subject;

/// The session a move is staged in.
pub(super) struct Sitting {
    pub session: Session,
    /// What it says of the clients.
    pub earlier: Earlier,
    /// Notes that can be taken again.
    pub offered: Offered,
}

impl Sitting {
    /// Reads what the session says of the clients.
    pub fn of(session: Session, subjects: &[Subject], ctx: &Ctx<'_>) -> Result<Self, Message> {
        let clients: Vec<ClientId> = subjects.iter().map(|subject| subject.client).collect();
        let earlier = Earlier::read(ctx.store, &session, &clients).map_err(|error| complaint(&error))?;
        let offered = Offered::of(earlier.notes(subjects), "");
        Ok(Self { session, earlier, offered })
    }

    /// The segment taken at first, where the person staged a move of the only client before, or somebody proposes one.
    pub fn first(&self, me: &str) -> Option<String> {
        let mine = self.earlier.mine(me).filter(|staged| staged.kind == Kind::Move).and_then(|staged| staged.to.clone());
        mine.or_else(|| self.earlier.proposal())
    }
}

impl MoveDialog {
    /// Takes up what the person staged before, and takes away what only a session asks for.
    pub(super) fn take_up(&mut self, me: &str, look: &Look) {
        let Some(sitting) = &mut self.sitting else {
            for of in [Of::Proposed, Of::Earlier, Of::Over, Of::Dwell, Of::Again, Of::Expect, Of::Revisit] {
                self.form.hide(of);
            }
            return;
        };
        if let Some(staged) = sitting.earlier.mine(me).filter(|staged| staged.kind == Kind::Move) {
            // A shared screen shows no note: what is written there takes its place.
            if self.form.value(Of::Note).is_empty() && !look.presenter {
                self.form.set_text(Of::Note, &staged.note);
            }
            let reason = self.reasons.iter().position(|reason| Some(reason) == staged.reason.as_ref());
            let options = std::iter::once("not said").chain(self.reasons.iter().map(String::as_str));
            let options = options.map(crate::domain::text::Shown::line).collect();
            self.form.replace(Of::Reason, Field::Choice(choice::Choice::new(options, reason.map_or(0, |at| at + 1))));
            self.form.set_text(Of::By, staged.authorised_by.as_deref().unwrap_or_default());
            self.form.set_text(Of::Expect, &staged.expect);
            self.form.set_text(Of::Revisit, &staged.revisit_on.map(|day| day.to_string()).unwrap_or_default());
        }
        let typed = self.form.value(Of::Note);
        sitting.offered = Offered::of(sitting.earlier.notes(&self.subjects), &typed);
        self.form.replace(Of::Again, Field::Choice(choice::Choice::new(sitting.offered.options(), 0)));
        if sitting.offered.is_empty() {
            self.form.hide(Of::Again);
        }
    }

    /// Takes a note again, or gives back what was typed.
    pub(super) fn again(&mut self) {
        if let Some(sitting) = &mut self.sitting {
            sitting.offered.take(&mut self.form, Of::Again, Of::Note);
        }
    }

    /// Shows what others said and decided, and what the guard says of a move so soon.
    pub(super) fn show_staged(&mut self, ctx: &Ctx<'_>) {
        let Some(sitting) = &self.sitting else { return };
        let me = &ctx.stamp.by;
        let decided = sitting.earlier.lines(me, &self.model, &self.subjects, ctx.look);
        let proposed = sitting.earlier.proposed(&self.model, &self.subjects, ctx.look);
        let asked = !decided.is_empty();
        let dwell = self.dwell(ctx);
        self.form.set_lines(Of::Proposed, proposed);
        self.form.set_lines(Of::Earlier, decided);
        self.form.set_lines(Of::Dwell, dwell);
        if asked { self.form.reveal(Of::Over) } else { self.form.hide(Of::Over) }
    }

    /// Who was decided on so lately that no move would be proposed.
    fn dwell(&self, ctx: &Ctx<'_>) -> shown::Lines {
        let day = |day| ctx.look.formats.date(day);
        let soon: Vec<(&Subject, String)> = self
            .moving()
            .filter_map(|(subject, _)| {
                let on = subject.decided.as_ref()?.on;
                let until = dwells_until(&self.model, on).filter(|until| *until > ctx.stamp.today)?;
                Some((subject, format!("decided on {}; no move is proposed before {}", day(on), day(until))))
            })
            .collect();
        match soon.as_slice() {
            [] => Vec::new(),
            [(only, said)] if self.subjects.len() == 1 => vec![line(Role::Warning, &format!("{} was {said}", only.name))],
            several => {
                let many = sheet::counted(ctx.look, several.len(), "client");
                vec![line(Role::Warning, &format!("{many} decided on so lately that no move would be proposed yet"))]
            }
        }
    }

    /// Looks again at what the session says. What somebody else decided meanwhile is said.
    pub(super) fn look_at_staged(&mut self, ctx: &Ctx<'_>) {
        let Some(sitting) = &mut self.sitting else { return };
        match ctx.store.session(sitting.session.id) {
            Ok(session) => sitting.session = session,
            Err(error) => self.said = Some(complaint(&error)),
        }
        match Earlier::read(ctx.store, &sitting.session, &self.asked) {
            Ok(now) => {
                if let Some(said) = now.meanwhile(&sitting.earlier, &ctx.stamp.by, &self.model, &self.subjects, ctx.look) {
                    self.said = Some(said);
                }
                sitting.earlier = now;
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
    }

    /// Stages the move.
    pub(super) fn stage(&mut self, ctx: &Ctx<'_>) -> Step {
        self.look_at_staged(ctx);
        self.show_staged(ctx);
        let Some(sitting) = &self.sitting else { return Step::Stay };
        let revisit_on = match self.form.day(Of::Revisit) {
            Ok(Some(day)) if day <= ctx.stamp.today => Err("it does not lie after today".to_owned()),
            read => read,
        };
        let revisit_on = match revisit_on {
            Ok(day) => day,
            Err(why) => {
                self.form.wrong(Of::Revisit, &why);
                return Step::Stay;
            }
        };
        let choice = Choice::of(self.form.chosen(Of::Over));
        let stays: Vec<ClientId> = match choice {
            Choice::Leave => sitting.earlier.of_others(&ctx.stamp.by).map(|(client, _)| client).collect(),
            Choice::Replace => Vec::new(),
        };
        let going: Vec<(ClientId, Option<String>)> =
            self.moving().map(|(subject, to)| (subject.client, to)).filter(|(client, _)| !stays.contains(client)).collect();
        let Some((_, Some(to))) = going.first() else {
            if stays.is_empty() {
                self.said = Some(Message::new(Tone::Bad, "nothing can be staged that leaves a client in no segment"));
            } else {
                self.form.wrong(Of::Over, earlier::ASKED);
            }
            return Step::Stay;
        };
        if going.iter().any(|(_, other)| other.as_ref() != Some(to)) {
            let said = "they would end up in different segments";
            self.said = Some(Message::new(Tone::Bad, said).hint("choose `into this one only`, or stage them one by one"));
            return Step::Stay;
        }
        let clients: Vec<ClientId> = going.iter().map(|(client, _)| *client).collect();
        let moved = self.command();
        let stage = Stage {
            session: sitting.session.id,
            over: sitting.earlier.over(&clients, choice),
            clients,
            what: Staging::Move(to.clone()),
            note: moved.note,
            reason: moved.reason,
            authorised_by: moved.authorised_by,
            leaving: moved.leaving,
            expect: self.form.value(Of::Expect),
            revisit_on,
        };
        Step::Commit(Box::new(Command::Session(SessionAct::Stage(stage))))
    }
}
