//! The verbs that mean the same on every screen that shows a client: each opens its dialog for the marked or selected clients.

use super::dialogs::{self, clock::Verb};
use super::keys::Action;
use super::layer::{Ctx, Layer, Message, Step, Tone};
use crate::domain::client::ClientId;

/// What a verb does for the selected client or the marked ones; none where the action is no such verb.
#[must_use]
pub fn step(action: Action, selected: Option<ClientId>, ctx: &mut Ctx<'_>) -> Option<Step> {
    on_clock(action, selected, None, ctx)
}

/// The verbs about a segment or its scores, in a model that is looked at (the driving one where none is named); none where the
/// action is no such verb.
#[must_use]
pub fn in_model(action: Action, selected: Option<ClientId>, model: Option<&str>, ctx: &mut Ctx<'_>) -> Option<Step> {
    let subjects = ctx.desk.subjects(selected);
    Some(push(match action {
        Action::Confirm => dialogs::confirm::open_in(model, &subjects, ctx),
        Action::Accept => dialogs::moving::accept(&subjects, model, ctx),
        Action::Score => dialogs::score::open(&subjects, model, ctx),
        Action::Move => dialogs::moving::open(&subjects, model, None, ctx),
        _ => return None,
    }))
}

/// The same where a row is one clock of the client: the verbs on clocks begin with its kind.
#[must_use]
pub fn on_clock(action: Action, selected: Option<ClientId>, kind: Option<&str>, ctx: &mut Ctx<'_>) -> Option<Step> {
    let subjects = ctx.desk.subjects(selected);
    let opened = match action {
        Action::Move => dialogs::moving::open(&subjects, None, None, ctx),
        Action::Accept => dialogs::moving::accept(&subjects, None, ctx),
        Action::Confirm => dialogs::confirm::open(&subjects, ctx),
        Action::Review => dialogs::review::open(selected?, kind, ctx),
        Action::Book => dialogs::clock::open(Verb::Book, &[selected?], kind, ctx),
        Action::Snooze => dialogs::clock::open(Verb::Snooze, &subjects, kind, ctx),
        Action::Skip => dialogs::clock::open(Verb::Skip, &subjects, kind, ctx),
        Action::Forgive => dialogs::clock::open(Verb::Forgive, &[selected?], kind, ctx),
        Action::Pause => dialogs::pause::open(&subjects, ctx),
        Action::OwnPeriod => dialogs::period::open(selected?, kind, ctx),
        Action::Void => dialogs::void::open(selected?, None, ctx),
        Action::Score => dialogs::score::open(&subjects, None, ctx),
        Action::Edit => dialogs::facts::edit(selected?, ctx),
        Action::New => dialogs::facts::add(ctx),
        Action::Archive => dialogs::archive::open(selected?, ctx),
        Action::Why => dialogs::why::open(selected?, ctx),
        Action::Mark => {
            ctx.desk.toggle(selected?);
            return Some(Step::Stay);
        }
        Action::Back if ctx.desk.filter.is_some() => {
            ctx.desk.filter = None;
            return Some(Step::Say(Message::new(Tone::Plain, "the filter is cleared")));
        }
        Action::Back if !ctx.desk.marked.is_empty() => {
            ctx.desk.marked.clear();
            return Some(Step::Say(Message::new(Tone::Plain, "the marks are cleared")));
        }
        _ => return None,
    };
    match push(opened) {
        Step::Push(layer) if serves_one(action) => Some(alone(layer, selected, ctx)),
        step => Some(step),
    }
}

/// Verbs about one client alone, whoever is marked.
fn serves_one(action: Action) -> bool {
    matches!(
        action,
        Action::Review
            | Action::Book
            | Action::Forgive
            | Action::OwnPeriod
            | Action::Void
            | Action::Edit
            | Action::Archive
            | Action::Why
    )
}

/// Opens a dialog about the selected client; where others are marked, it is said that they are left out.
fn alone(layer: Box<dyn Layer>, selected: Option<ClientId>, ctx: &Ctx<'_>) -> Step {
    let others = ctx.desk.marked.iter().filter(|marked| Some(**marked) != selected).count();
    if others == 0 {
        return Step::Push(layer);
    }
    let said = Message::new(Tone::Plain, "this serves the selected client alone")
        .hint("marks serve move, accept, confirm, score, snooze, skip and pause");
    Step::All(vec![Step::Push(layer), Step::Say(said)])
}

/// Puts a dialog on top, or says why it cannot be opened.
#[must_use]
pub fn push(opened: Result<Box<dyn Layer>, Message>) -> Step {
    match opened {
        Ok(layer) => Step::Push(layer),
        Err(message) => Step::Say(message),
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialogs::trial::Trial;
    use crate::console::key::{Code, Key};
    use crate::console::keys::Scope;

    /// On the due list of a book with two kinds of review, at the less urgent one of a client.
    fn at_a_review() -> Trial {
        let mut trial = Trial::with_kinds(120, 40);
        trial.key(Key::char('2'));
        trial.click("Meridian Foods    ben      C   Review");
        trial
    }

    #[test]
    fn a_verb_on_a_row_of_the_due_list_begins_with_its_clock() {
        for (key, title) in [('s', "Snooze"), ('b', "Book"), ('K', "Skip"), ('F', "Forgive"), ('O', "Own period of")] {
            let mut trial = at_a_review();
            let seen = trial.key(Key::char(key));
            assert!(seen.contains(&format!("┏ {title} ")) && seen.contains("(•) Review"), "{key}: {seen}");
            trial.key(Key::plain(Code::Esc));
            assert_eq!(trial.app.scope(), Scope::Due);
        }
        let mut trial = at_a_review();
        assert!(trial.key(Key::char('r')).contains("(•) Review"));
    }

    #[test]
    fn marks_serve_snooze_skip_and_pause_and_the_others_serve_the_selected_client_alone() {
        for (key, title) in [('s', "Snooze 2 clients"), ('K', "Skip 2 clients"), ('P', "Pause 2 clients")] {
            let mut trial = at_a_review();
            trial.mark(&["Meridian", "Corvid"]);
            let seen = trial.key(Key::char(key));
            assert!(seen.contains(title), "{seen}");
        }
        for key in ['b', 'F', 'O'] {
            let mut trial = at_a_review();
            trial.mark(&["Meridian", "Corvid"]);
            let seen = trial.key(Key::char(key));
            assert!(seen.contains("this serves the selected client alone"), "{key}: {seen}");
        }
    }

    #[test]
    fn the_palette_reaches_the_verbs_by_their_names() {
        let mut trial = at_a_review();
        trial.key(Key::char(':'));
        trial.type_in("own per");
        let seen = trial.key(Key::plain(Code::Enter));
        assert!(seen.contains("Own period of"), "{seen}");
    }
}
