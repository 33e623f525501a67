//! The rows of the table of commands. Nothing else in the program names a key.

use super::scopes::{
    ADDING, BOARD, CHANGES, DATED, DIALOG, DOORS, DUE, HELPABLE, LISTS, MARKABLE, MODELS, OPENABLE, OWNED, PLAIN, QUESTION,
    SCREENS, SIDES, SORTABLE, TABLE, VERBS, VIEWS,
};
use super::{Action, Command, Group, SCOPES, Scope};
use crate::console::key::{Code, Key};

const fn row(
    action: Action,
    keys: &'static [Key],
    name: &'static str,
    help: &'static str,
    group: Group,
    scopes: &'static [Scope],
    weight: u8,
) -> Command {
    Command { action, keys, name, help, group, scopes, weight }
}

/// Every command, in the order of [`Action`].
pub const COMMANDS: [Command; 74] = [
    row(Action::Board, &[Key::char('1')], "Board", "Show the board: every client in its segment.", Group::Screens, SCREENS, 0),
    row(Action::Due, &[Key::char('2')], "Due", "Show who is due, most overdue first.", Group::Screens, SCREENS, 0),
    row(Action::Clients, &[Key::char('3')], "Clients", "Show the whole book as a table.", Group::Screens, SCREENS, 0),
    row(
        Action::Insights,
        &[Key::char('5')],
        "Insights",
        "Show how the book changes: distribution, moves, owners, shares.",
        Group::Screens,
        SCREENS,
        0,
    ),
    row(
        Action::Models,
        &[Key::char('6')],
        "Models",
        "Show the models of the book, their axes, cuts and segments.",
        Group::Screens,
        SCREENS,
        0,
    ),
    row(
        Action::Drift,
        &[Key::char('D')],
        "Drift",
        "List the clients whose scores propose another segment.",
        Group::Screens,
        SCREENS,
        0,
    ),
    row(Action::Up, &[Key::char('k'), Key::plain(Code::Up)], "Up", "Go one row up.", Group::About, LISTS, 0),
    row(Action::Down, &[Key::char('j'), Key::plain(Code::Down)], "Down", "Go one row down.", Group::About, LISTS, 0),
    row(Action::Left, &[Key::char('h'), Key::plain(Code::Left)], "Left", "Go to the part on the left.", Group::About, SIDES, 0),
    row(
        Action::Right,
        &[Key::char('l'), Key::plain(Code::Right)],
        "Right",
        "Go to the part on the right.",
        Group::About,
        SIDES,
        0,
    ),
    row(Action::PageUp, &[Key::plain(Code::PageUp)], "Page up", "Go one page up.", Group::About, LISTS, 0),
    row(Action::PageDown, &[Key::plain(Code::PageDown)], "Page down", "Go one page down.", Group::About, LISTS, 0),
    row(Action::First, &[Key::plain(Code::Home), Key::char('g')], "First", "Go to the first row.", Group::About, LISTS, 0),
    row(Action::Last, &[Key::plain(Code::End), Key::char('G')], "Last", "Go to the last row.", Group::About, LISTS, 0),
    row(Action::NextPart, &[Key::plain(Code::Tab)], "Next part", "Go to the next part of the screen.", Group::About, SCREENS, 0),
    row(Action::PreviousPart, &[Key::shift(Code::Tab)], "Previous part", "Go to the part before.", Group::About, SCREENS, 0),
    row(
        Action::Open,
        &[Key::plain(Code::Enter)],
        "Open",
        "Open what is selected: the client's page, or the line of a list.",
        Group::About,
        OPENABLE,
        95,
    ),
    row(
        Action::Back,
        &[Key::plain(Code::Esc)],
        "Back",
        "Go back: close this, else clear the filter, else clear the marks.",
        Group::About,
        &SCOPES,
        30,
    ),
    row(
        Action::Move,
        &[Key::char('m')],
        "Move",
        "Move the client, or all marked ones, to another segment, with a note that says why.",
        Group::Client,
        VERBS,
        100,
    ),
    row(
        Action::MoveLeft,
        &[Key::shift(Code::Left)],
        "Move left",
        "Move the client to the segment on the left.",
        Group::Client,
        BOARD,
        0,
    ),
    row(
        Action::MoveRight,
        &[Key::shift(Code::Right)],
        "Move right",
        "Move the client to the segment on the right.",
        Group::Client,
        BOARD,
        0,
    ),
    row(Action::MoveUp, &[Key::shift(Code::Up)], "Move up", "Move the client to the segment above.", Group::Client, BOARD, 0),
    row(
        Action::MoveDown,
        &[Key::shift(Code::Down)],
        "Move down",
        "Move the client to the segment below.",
        Group::Client,
        BOARD,
        0,
    ),
    row(
        Action::Confirm,
        &[Key::char('c')],
        "Confirm",
        "Confirm that the client is still in the right segment.",
        Group::Client,
        VERBS,
        70,
    ),
    row(
        Action::Accept,
        &[Key::char('a')],
        "Accept",
        "Accept what the scores propose for the client, or for all marked ones, with a note.",
        Group::Client,
        VERBS,
        0,
    ),
    row(Action::Review, &[Key::char('r')], "Review", "Log a review that took place.", Group::Client, VERBS, 90),
    row(
        Action::Book,
        &[Key::char('b')],
        "Book",
        "Agree the date of the next review with the client, or call it off.",
        Group::Client,
        VERBS,
        73,
    ),
    row(
        Action::Snooze,
        &[Key::char('s')],
        "Snooze",
        "Hide a review until a date, with a reason; its due date and lateness stay.",
        Group::Client,
        VERBS,
        72,
    ),
    row(
        Action::Skip,
        &[Key::char('K')],
        "Skip",
        "Close the open review without holding it, with a reason; the next one follows.",
        Group::Client,
        VERBS,
        0,
    ),
    row(
        Action::Forgive,
        &[Key::char('F')],
        "Forgive",
        "Let go a review that a move kept open, with a reason.",
        Group::Client,
        VERBS,
        0,
    ),
    row(
        Action::Pause,
        &[Key::char('P')],
        "Pause",
        "Stop the client's clocks for a while, or let them run again.",
        Group::Client,
        VERBS,
        0,
    ),
    row(
        Action::OwnPeriod,
        &[Key::char('O')],
        "Own period",
        "Give the client a period of its own for a kind of review, or end it.",
        Group::Client,
        VERBS,
        0,
    ),
    row(
        Action::Void,
        &[Key::char('V')],
        "Void review",
        "Void a review that was logged by mistake, or let it count again.",
        Group::Client,
        VERBS,
        0,
    ),
    row(Action::Score, &[Key::char('e')], "Score", "Score the client on the factors of the model.", Group::Client, VERBS, 75),
    row(
        Action::Edit,
        &[Key::char('E')],
        "Edit",
        "Edit the client's facts: name, owner, revenue, renewal, tags, notes.",
        Group::Client,
        VERBS,
        50,
    ),
    row(Action::New, &[Key::char('n')], "New", "Add a client.", Group::Client, ADDING, 60),
    row(
        Action::Archive,
        &[Key::char('A')],
        "Archive",
        "Take the client out of the book, or bring it back; its history stays.",
        Group::Client,
        VERBS,
        0,
    ),
    row(
        Action::Why,
        &[Key::char('w')],
        "Why",
        "Explain this client's due date and place, step by step.",
        Group::Client,
        VERBS,
        65,
    ),
    row(
        Action::Mark,
        &[Key::char(' ')],
        "Mark",
        "Mark the client, or take its mark away; moving, confirming, snoozing, skipping and pausing serve all marked ones.",
        Group::Client,
        MARKABLE,
        55,
    ),
    row(
        Action::MarkAll,
        &[Key::char('*')],
        "Mark all",
        "Mark all that are shown; again clears all marks.",
        Group::Client,
        MARKABLE,
        0,
    ),
    row(
        Action::Undo,
        &[Key::char('u')],
        "Undo",
        "Take the last change back; works after a restart too.",
        Group::Change,
        CHANGES,
        80,
    ),
    row(Action::Redo, &[Key::ctrl('r')], "Redo", "Make the change again that was taken back.", Group::Change, CHANGES, 0),
    row(Action::History, &[Key::char('H')], "History", "List the changes made to the book, in words.", Group::Change, SCREENS, 0),
    row(
        Action::PlanFirst,
        &[Key::char('f')],
        "Plan reviews",
        "Spread first reviews over working days, within the hours of their owners.",
        Group::Change,
        SCREENS,
        0,
    ),
    row(
        Action::Filter,
        &[Key::char('/')],
        "Filter",
        "Show only some clients: words, owner:ana, seg:educate, arr>50k, due<14d, overdue, drift.",
        Group::Look,
        MARKABLE,
        85,
    ),
    row(Action::View, &[Key::char('v')], "View", "Show the next view of this screen.", Group::Look, VIEWS, 82),
    row(Action::Owner, &[Key::char('o')], "Owner", "Show the clients of one owner alone.", Group::Look, OWNED, 57),
    row(Action::Kind, &[Key::char('y')], "Kind", "Show one kind of review alone.", Group::Look, DUE, 0),
    row(Action::Zoom, &[Key::char('z')], "Zoom", "Show one segment as a full table, and back.", Group::Look, BOARD, 58),
    row(Action::SwapAxes, &[Key::char('x')], "Swap axes", "Swap the axes of the board.", Group::Look, BOARD, 20),
    row(
        Action::Sort,
        &[Key::char('S')],
        "Sort",
        "Sort by another column; again turns the order round.",
        Group::Look,
        SORTABLE,
        45,
    ),
    row(
        Action::Columns,
        &[Key::char('C')],
        "Columns",
        "Choose the columns of the table and their order.",
        Group::Look,
        TABLE,
        40,
    ),
    row(
        Action::Model,
        &[Key::char('M')],
        "Model",
        "Look at the book through another model, or along any two dimensions.",
        Group::Look,
        BOARD,
        40,
    ),
    row(
        Action::Compare,
        &[Key::char('C')],
        "Compare",
        "Put two models side by side and see where they contradict each other.",
        Group::Look,
        BOARD,
        0,
    ),
    row(
        Action::AsOf,
        &[Key::char('t')],
        "As of",
        "Show the board as it was on a day, and what is different now; on the insights, choose the days.",
        Group::Look,
        DATED,
        35,
    ),
    row(
        Action::AddModel,
        &[Key::char('n')],
        "Add model",
        "Add a model to the book: a built-in one, or a file.",
        Group::Look,
        MODELS,
        60,
    ),
    row(
        Action::DriveModel,
        &[Key::char('d')],
        "Drive",
        "Let this model set the cadence; what that moves is shown first.",
        Group::Look,
        MODELS,
        70,
    ),
    row(
        Action::EditModel,
        &[Key::char('e')],
        "Edit model",
        "Edit this model: cuts, names, touchpoints, shares; what that moves is shown first.",
        Group::Look,
        MODELS,
        80,
    ),
    row(
        Action::Evaluate,
        &[Key::char('V')],
        "Evaluate",
        "Say that somebody looked whether this model still fits.",
        Group::Look,
        MODELS,
        50,
    ),
    row(
        Action::Presenter,
        &[Key::char('p')],
        "Presenter",
        "Hide money, notes and sentiment, for a shared screen.",
        Group::Look,
        SCREENS,
        0,
    ),
    row(Action::Save, &[Key::ctrl('s')], "Save", "Save the dialog. Nothing is written before.", Group::Dialog, DIALOG, 100),
    row(
        Action::Press,
        &[Key::plain(Code::Enter)],
        "Next",
        "Go to the next field; on a button, press it; in a note, begin a new line.",
        Group::Dialog,
        DIALOG,
        0,
    ),
    row(Action::NextField, &[Key::plain(Code::Tab)], "Next field", "Go to the next field.", Group::Dialog, DIALOG, 90),
    row(Action::PreviousField, &[Key::shift(Code::Tab)], "Field before", "Go to the field before.", Group::Dialog, DIALOG, 0),
    row(Action::Yes, &[Key::char('y')], "Yes", "Yes, do it.", Group::Dialog, QUESTION, 100),
    row(Action::No, &[Key::char('n')], "No", "No, leave it.", Group::Dialog, QUESTION, 90),
    row(
        Action::Sample,
        &[Key::char('s')],
        "Sample book",
        "Open the sample book: about sixty clients to try everything on.",
        Group::Doors,
        DOORS,
        90,
    ),
    row(
        Action::Import,
        &[Key::char('i'), Key::char('I')],
        "Import",
        "Bring in a file of clients from another system.",
        Group::Change,
        ADDING,
        31,
    ),
    row(
        Action::Settings,
        &[Key::char(',')],
        "Settings",
        "Change what dates go by: rolling, working days, calendars, owners' hours, cadence.",
        Group::Program,
        SCREENS,
        0,
    ),
    row(
        Action::Palette,
        &[Key::char(':'), Key::ctrl('p')],
        "Commands",
        "Find any command by its name.",
        Group::Program,
        SCREENS,
        35,
    ),
    row(
        Action::Help,
        &[Key::char('?'), Key::plain(Code::F(1))],
        "Help",
        "Show the keys of this screen.",
        Group::Program,
        HELPABLE,
        110,
    ),
    row(
        Action::Quit,
        &[Key::char('q'), Key::ctrl('c')],
        "Quit",
        "Go back, and from a main screen quit. Everything is saved already.",
        Group::Program,
        PLAIN,
        25,
    ),
    row(
        Action::Suspend,
        &[Key::ctrl('z')],
        "Put aside",
        "Put the program aside and go to the shell; `fg` brings it back.",
        Group::Program,
        &SCOPES,
        0,
    ),
    row(Action::Redraw, &[Key::ctrl('l')], "Redraw", "Draw the screen again.", Group::Program, &SCOPES, 0),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_actions() {
        assert!(COMMANDS.iter().enumerate().all(|(at, command)| command.action as usize == at));
    }

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut taken: BTreeMap<(Scope, Key), Action> = BTreeMap::new();
        for command in &COMMANDS {
            for scope in command.scopes {
                for key in command.keys.iter().filter(|key| !(scope.is_typing() && key.typed().is_some())) {
                    let before = taken.insert((*scope, *key), command.action);
                    assert_eq!(before, None, "{key} on {scope:?}");
                }
            }
        }
    }

    #[test]
    fn every_command_can_be_reached_and_is_explained() {
        for command in &COMMANDS {
            let reached =
                command.scopes.iter().any(|scope| command.keys.iter().any(|key| !scope.is_typing() || key.typed().is_none()));
            assert!(reached, "{}", command.name);
            assert!(command.help.ends_with('.') && command.help.len() > 8, "{}", command.name);
            assert!(command.name.len() <= 14, "{}", command.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<String> = COMMANDS.iter().map(|command| command.name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
