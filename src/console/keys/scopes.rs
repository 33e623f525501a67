//! Where commands mean something: the sets of scopes that rows of the table share.

use super::Scope;

/// Every screen that can be gone to by a number, and those that lie over one.
pub(super) const SCREENS: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Backups,
];
/// Wherever the program tells of itself and of its backups: on every screen, and where nothing else goes on.
pub(super) const TELLING: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Backups,
    Scope::Doors,
    Scope::Settings,
    Scope::Rescue,
];
/// The screens that show a client: its verbs have the same keys on all of them.
pub(super) const VERBS: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::Drift];
/// Those, and the screens on which a session decides about clients: what the verbs write there is staged.
pub(super) const DECIDING: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Drift,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
];
/// The list of sessions.
pub(super) const SESSIONS: &[Scope] = &[Scope::Sessions];
/// The list of sessions and the agenda.
pub(super) const SESSION: &[Scope] = &[Scope::Sessions, Scope::Session];
/// The agenda.
pub(super) const AGENDA: &[Scope] = &[Scope::Session];
/// Where a session goes through its clients.
pub(super) const TALK: &[Scope] = &[Scope::Session, Scope::SessionClient];
/// Those, and what the staged moves come to.
pub(super) const STAGED: &[Scope] = &[Scope::Session, Scope::SessionClient, Scope::Balance];
/// Every screen of a session.
pub(super) const ROOM: &[Scope] = &[Scope::Sessions, Scope::Session, Scope::SessionClient, Scope::Balance, Scope::Replay];
/// The moves of the last session.
pub(super) const REPLAY: &[Scope] = &[Scope::Replay];
/// The models of the book.
pub(super) const MODELS: &[Scope] = &[Scope::Models];
/// The screens with several views.
pub(super) const VIEWS: &[Scope] =
    &[Scope::Board, Scope::Due, Scope::Insights, Scope::Compare, Scope::Sessions, Scope::Session, Scope::Balance];
/// Wherever there are rows.
pub(super) const LISTS: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Picker,
    Scope::Filter,
    Scope::Reading,
    Scope::Backups,
    Scope::Conflict,
    Scope::Rescue,
];
/// Wherever there is a left and a right.
pub(super) const SIDES: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Compare,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Question,
    Scope::Conflict,
    Scope::Rescue,
];
/// Wherever something is selected.
pub(super) const OPENABLE: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Picker,
    Scope::Filter,
    Scope::Question,
    Scope::Backups,
    Scope::Conflict,
    Scope::Rescue,
];
/// Where there are two axes to swap.
pub(super) const AXES: &[Scope] = &[Scope::Board, Scope::Compare];
/// The board alone.
pub(super) const BOARD: &[Scope] = &[Scope::Board];
/// The screens that show one owner's clients alone, or what one person did.
pub(super) const OWNED: &[Scope] = &[Scope::Due, Scope::Insights, Scope::History];
/// The screens that look back.
pub(super) const DATED: &[Scope] = &[Scope::Board, Scope::Insights, Scope::History];
/// The screens whose rows are of several kinds.
pub(super) const KINDS: &[Scope] = &[Scope::Due, Scope::History];
/// Wherever a client can be added.
pub(super) const ADDING: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::Doors];
/// The screens whose rows can be marked.
pub(super) const MARKABLE: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Drift, Scope::Session];
/// The screens that the filter narrows.
pub(super) const FILTERED: &[Scope] = &[Scope::Board, Scope::Due, Scope::Clients, Scope::Drift];
/// Wherever a change can be taken back.
pub(super) const CHANGES: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Models,
    Scope::Drift,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Settings,
];
/// Wherever rows have an order of choice.
pub(super) const SORTABLE: &[Scope] = &[Scope::Board, Scope::Clients, Scope::Insights];
/// The screens whose content can be written out.
pub(super) const EXPORTABLE: &[Scope] =
    &[Scope::Board, Scope::Due, Scope::Clients, Scope::Client, Scope::Insights, Scope::Drift, Scope::History, Scope::Rescue];
/// The table of clients.
pub(super) const TABLE: &[Scope] = &[Scope::Clients];
/// Dialogs.
pub(super) const DIALOG: &[Scope] = &[Scope::Dialog];
/// Questions.
pub(super) const QUESTION: &[Scope] = &[Scope::Question];
/// Where mine stands against theirs.
pub(super) const CONFLICT: &[Scope] = &[Scope::Conflict];
/// The backups of the book.
pub(super) const BACKUPS: &[Scope] = &[Scope::Backups];
/// Where one goes back to a backup.
pub(super) const RESTORING: &[Scope] = &[Scope::Backups, Scope::Rescue];
/// The first steps.
pub(super) const DOORS: &[Scope] = &[Scope::Doors];
/// Wherever there are keys to explain.
pub(super) const HELPABLE: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Dialog,
    Scope::Backups,
    Scope::Conflict,
    Scope::Rescue,
];
/// Wherever characters are not text.
pub(super) const PLAIN: &[Scope] = &[
    Scope::Board,
    Scope::Due,
    Scope::Clients,
    Scope::Client,
    Scope::Insights,
    Scope::Models,
    Scope::Drift,
    Scope::Compare,
    Scope::Elsewhere,
    Scope::Sessions,
    Scope::Session,
    Scope::SessionClient,
    Scope::Balance,
    Scope::Replay,
    Scope::History,
    Scope::Doors,
    Scope::Settings,
    Scope::Reading,
    Scope::Question,
    Scope::Backups,
    Scope::Conflict,
    Scope::Rescue,
];
