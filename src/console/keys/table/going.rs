//! Rows of going from screen to screen and about on them.

use super::row;
use crate::console::key::{Code, Key};
use crate::console::keys::scopes::{LISTS, OPENABLE, SCREENS, SIDES};
use crate::console::keys::{Action, Command, Group, SCOPES};

/// In the order of [`Action`].
pub(super) const GOING: [Command; 19] = [
    row(Action::Board, &[Key::char('1')], "Board", "Show the board: every client in its segment.", Group::Screens, SCREENS, 0),
    row(Action::Due, &[Key::char('2')], "Due", "Show who is due, most overdue first.", Group::Screens, SCREENS, 0),
    row(Action::Clients, &[Key::char('3')], "Clients", "Show the whole book as a table.", Group::Screens, SCREENS, 0),
    row(
        Action::Session,
        &[Key::char('4')],
        "Session",
        "Show the session: its agenda while one is open, else the list of all.",
        Group::Screens,
        SCREENS,
        0,
    ),
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
];
