//! Rows of dialogs, questions, first steps and the program itself.

use super::row;
use crate::console::key::{Code, Key};
use crate::console::keys::scopes::{ADDING, DIALOG, DOORS, EXPORTABLE, HELPABLE, PLAIN, QUESTION, SCREENS};
use crate::console::keys::{Action, Command, Group, SCOPES};

/// In the order of [`Action`].
pub(super) const PROGRAM: [Command; 15] = [
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
        Action::Export,
        &[Key::char('X')],
        "Export",
        "Write out the board, what is due, clients, reviews or the history: Excel, CSV, HTML, calendar and more.",
        Group::Look,
        EXPORTABLE,
        15,
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
