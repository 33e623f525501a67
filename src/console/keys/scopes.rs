//! Where commands mean something: the sets of scopes that rows of the table share.

use super::Scope;

/// The main screens and the client page.
pub(super) const MAIN: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client];
/// Wherever there are rows.
pub(super) const LISTS: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Picker,
    Scope::Filter,
    Scope::Reading,
];
/// Wherever there is a left and a right.
pub(super) const SIDES: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::Question];
/// Wherever something is selected.
pub(super) const OPENABLE: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Picker,
    Scope::Filter,
    Scope::Question,
];
/// The board alone.
pub(super) const BOARD: &[Scope] = &[Scope::Board];
/// The screen of what is due.
pub(super) const DUE: &[Scope] = &[Scope::Due];
/// Wherever a client can be added.
pub(super) const ADDING: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::Doors];
/// The screens whose rows can be marked.
pub(super) const MARKABLE: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients];
/// Wherever a change can be taken back.
pub(super) const CHANGES: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::History, Scope::Settings];
/// Wherever rows have an order of choice.
pub(super) const SORTABLE: &[Scope] = &[Scope::Board, Scope::Clients];
/// The table of clients.
pub(super) const TABLE: &[Scope] = &[Scope::Clients];
/// Dialogs.
pub(super) const DIALOG: &[Scope] = &[Scope::Dialog];
/// Questions.
pub(super) const QUESTION: &[Scope] = &[Scope::Question];
/// The first steps.
pub(super) const DOORS: &[Scope] = &[Scope::Doors];
/// Wherever there are keys to explain.
pub(super) const HELPABLE: &[Scope] =
    &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::History, Scope::Doors, Scope::Settings, Scope::Dialog];
/// Wherever characters are not text.
pub(super) const PLAIN: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Reading,
    Scope::Question,
];
