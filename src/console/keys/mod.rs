//! The one table of commands: keys, name, help, scope; lookup, footer, help, palette and `docs/KEYS.md` are printed from it.

mod keymap;
mod print;
mod scopes;
mod situation;
mod table;

pub use keymap::Keymap;
pub use print::{Entry, FooterItem, HelpLine, entries, footer, help, markdown, menu};
pub use situation::Situation;
pub use table::COMMANDS;

use super::key::Key;

/// Everything a person can tell the console to do. A later issue adds its verb here, its row in `table.rs` and its match arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Show the board: every client in its segment.
    Board,
    /// Show who is due, most overdue first.
    Due,
    /// Show the whole book as a table.
    Clients,
    /// Show the session: its agenda while one is open, else the list of all.
    Session,
    /// Show how the book changes: distribution, moves, owners, shares.
    Insights,
    /// Show the models of the book: axes, cuts, segments, touchpoints.
    Models,
    /// List the clients whose scores propose another segment.
    Drift,
    /// Go one row up.
    Up,
    /// Go one row down.
    Down,
    /// Go to the part on the left.
    Left,
    /// Go to the part on the right.
    Right,
    /// Go one page up.
    PageUp,
    /// Go one page down.
    PageDown,
    /// Go to the first row.
    First,
    /// Go to the last row.
    Last,
    /// Go to the next part of the screen.
    NextPart,
    /// Go to the part before.
    PreviousPart,
    /// Open what is selected: the client's page, or the line of a list.
    Open,
    /// Go back: close this, else clear the filter, else clear the marks.
    Back,
    /// Move the client, or all marked ones, to another segment, with a note that says why.
    Move,
    /// Move the client to the segment on the left.
    MoveLeft,
    /// Move the client to the segment on the right.
    MoveRight,
    /// Move the client to the segment above.
    MoveUp,
    /// Move the client to the segment below.
    MoveDown,
    /// Confirm that the client is still in the right segment.
    Confirm,
    /// Accept what the scores propose for the client, or for all marked ones, with a note.
    Accept,
    /// Log a review that took place.
    Review,
    /// Agree the date of the next review with the client, or call it off.
    Book,
    /// Hide a review until a date, with a reason; its due date and lateness stay.
    Snooze,
    /// Close the open review without holding it, with a reason.
    Skip,
    /// Let go a review that a move kept open, with a reason.
    Forgive,
    /// Stop the client's clocks for a while, or let them run again.
    Pause,
    /// Give the client a period of its own for a kind of review, or end it.
    OwnPeriod,
    /// Void a review that was logged by mistake, or let it count again.
    Void,
    /// Score the client on the factors of the model.
    Score,
    /// Edit the client's facts: name, owner, revenue, renewal, tags, notes.
    Edit,
    /// Add a client.
    New,
    /// Take the client out of the book, or bring it back; its history stays.
    Archive,
    /// Explain this client's due date and place, step by step.
    Why,
    /// Mark the client, or take its mark away; commands then serve all marked ones.
    Mark,
    /// Mark all that are shown; again clears all marks.
    MarkAll,
    /// Start a session.
    StartSession,
    /// Edit scope, roster, targets and agenda of the session.
    SetUp,
    /// Put the decision about the client off to a date.
    Defer,
    /// Say that the client was talked about, or that it was not.
    Discussed,
    /// Write a note about the client to the minutes.
    MinuteNote,
    /// Take the staged decision about the client back.
    Unstage,
    /// Confirm the uncontested rest, every name listed first.
    ConfirmRest,
    /// Go on to the next client that is not decided on.
    NextUndecided,
    /// Find a client on the agenda by its name.
    Jump,
    /// Show the clients alone that are not decided on.
    Undecided,
    /// Show what the staged moves come to.
    Consequences,
    /// Show the moves of the last session and what became of them.
    Replay,
    /// Say whether what a move expected came true.
    Judge,
    /// Write a file of proposals for an owner.
    ProposalsOut,
    /// Merge a file of proposals.
    ProposalsIn,
    /// Show the proposals to all.
    Reveal,
    /// Write everything that is staged.
    Finalise,
    /// Give the session up.
    VoidSession,
    /// Write minutes or hand-outs to a file.
    Minutes,
    /// Take the last change back; works after a restart too.
    Undo,
    /// Make the change again that was taken back.
    Redo,
    /// List the changes made to the book, in words.
    History,
    /// Spread first reviews over working days, within the hours of their owners.
    PlanFirst,
    /// Show only some clients: words, owner:ana, seg:educate, arr>50k, due<14d, overdue, drift.
    Filter,
    /// Show the next view of this screen.
    View,
    /// Show the clients of one owner alone.
    Owner,
    /// Show one kind of review alone.
    Kind,
    /// Show one segment as a full table, and back.
    Zoom,
    /// Swap the axes of the board.
    SwapAxes,
    /// Sort by another column; again turns the order round.
    Sort,
    /// Choose the columns of the table and their order.
    Columns,
    /// Look at the book through another model, or along any two dimensions.
    Model,
    /// Put two models side by side and see where they contradict each other.
    Compare,
    /// Show the board as it was on a day, and what is different now.
    AsOf,
    /// Add a model to the book: a built-in one, or a file.
    AddModel,
    /// Let this model set the cadence.
    DriveModel,
    /// Edit this model: cuts, names, touchpoints, shares.
    EditModel,
    /// Say that somebody looked whether this model still fits.
    Evaluate,
    /// Cut the quantiles of this model anew from the book.
    Fit,
    /// Hide money, notes and sentiment, for a shared screen.
    Presenter,
    /// Save the dialog. Nothing is written before.
    Save,
    /// Go to the next field; on a button, press it; in a note, begin a new line.
    Press,
    /// Go to the next field.
    NextField,
    /// Go to the field before.
    PreviousField,
    /// Yes, do it.
    Yes,
    /// No, leave it.
    No,
    /// Take what I typed over what somebody else changed meanwhile.
    TakeMine,
    /// Keep what somebody else changed meanwhile.
    TakeTheirs,
    /// Open the sample book: about sixty clients to try everything on.
    Sample,
    /// Bring in a file of clients from another system.
    Import,
    /// Write out what is shown, as a file for a meeting or another program.
    Export,
    /// Change what dates go by: rolling, working days, calendars, owners' hours, cadence.
    Settings,
    /// List the backups: what each holds, and what going back to it would lose.
    Backups,
    /// Make a backup now.
    BackUp,
    /// Go back to a backup; the book that is replaced is kept.
    RestoreBackup,
    /// Show which program and which book this is, and its last hash.
    About,
    /// Find any command by its name.
    Palette,
    /// Show the keys of this screen.
    Help,
    /// Go back, and from a main screen quit. Everything is saved already.
    Quit,
    /// Put the program aside and go to the shell; `fg` brings it back.
    Suspend,
    /// Draw the screen again.
    Redraw,
}

/// Where keys mean something: each kind of layer has one scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// The board, also while zoomed.
    Board,
    /// The due list.
    Due,
    /// The table of clients.
    Clients,
    /// One client's page.
    Client,
    /// How the book changes.
    Insights,
    /// The models of the book.
    Models,
    /// Whose scores propose another segment.
    Drift,
    /// Two models side by side.
    Compare,
    /// Who stands elsewhere now than on a past day.
    Elsewhere,
    /// All sessions.
    Sessions,
    /// The agenda of the open session.
    Session,
    /// One client of the session.
    SessionClient,
    /// What the staged moves come to.
    Balance,
    /// The moves of the last session.
    Replay,
    /// The list of changes.
    History,
    /// The backups of the book.
    Backups,
    /// The three doors of an empty book.
    Doors,
    /// The settings of the book.
    Settings,
    /// A dialog with fields.
    Dialog,
    /// A list to pick from: palette, menu, models, columns.
    Picker,
    /// The filter line.
    Filter,
    /// A text to read: help, why.
    Reading,
    /// A question to answer with yes or no.
    Question,
    /// What somebody else changed while I typed.
    Conflict,
    /// What can be done with a damaged book.
    Rescue,
}

/// All scopes, in the order of the documentation.
pub const SCOPES: [Scope; 25] = [
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
    Scope::Dialog,
    Scope::Picker,
    Scope::Filter,
    Scope::Reading,
    Scope::Question,
    Scope::Conflict,
    Scope::Rescue,
];

impl Scope {
    /// Whether characters are text here: no key that types one is ever a command.
    #[must_use]
    pub const fn is_typing(self) -> bool {
        match self {
            Self::Dialog | Self::Picker | Self::Filter => true,
            Self::Board
            | Self::Due
            | Self::Clients
            | Self::Client
            | Self::Insights
            | Self::Models
            | Self::Drift
            | Self::Compare
            | Self::Elsewhere
            | Self::Sessions
            | Self::Session
            | Self::SessionClient
            | Self::Balance
            | Self::Replay
            | Self::History
            | Self::Backups
            | Self::Doors
            | Self::Settings
            | Self::Reading
            | Self::Question
            | Self::Conflict
            | Self::Rescue => false,
        }
    }

    /// What it is called in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Due => "due",
            Self::Clients => "clients",
            Self::Client => "client page",
            Self::Insights => "insights",
            Self::Models => "models",
            Self::Drift => "drift",
            Self::Compare => "side by side",
            Self::Elsewhere => "then and now",
            Self::Sessions => "sessions",
            Self::Session => "agenda",
            Self::SessionClient => "session client",
            Self::Balance => "consequences",
            Self::Replay => "last session",
            Self::History => "history",
            Self::Backups => "backups",
            Self::Doors => "first steps",
            Self::Settings => "settings",
            Self::Dialog => "dialogs",
            Self::Picker => "lists to pick from",
            Self::Filter => "filter line",
            Self::Reading => "help and explanations",
            Self::Question => "questions",
            Self::Conflict => "mine and theirs",
            Self::Rescue => "a damaged book",
        }
    }
}

/// A heading commands stand under in help and documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// What is done to clients.
    Client,
    /// The re-segmentation session.
    Session,
    /// Taking back.
    Change,
    /// What is looked at and how.
    Look,
    /// Which screen.
    Screens,
    /// Moving about.
    About,
    /// Inside dialogs.
    Dialog,
    /// The first steps with an empty book.
    Doors,
    /// The program itself.
    Program,
}

/// All groups, in the order in which they are printed.
pub const GROUPS: [Group; 9] = [
    Group::Client,
    Group::Session,
    Group::Change,
    Group::Look,
    Group::Screens,
    Group::About,
    Group::Dialog,
    Group::Doors,
    Group::Program,
];

impl Group {
    /// The heading.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Client => "Clients",
            Self::Session => "The session",
            Self::Change => "Changes",
            Self::Look => "Looking",
            Self::Screens => "Screens",
            Self::About => "Moving about",
            Self::Dialog => "Dialogs",
            Self::Doors => "First steps",
            Self::Program => "The program",
        }
    }
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Its keys, the one to show first.
    pub keys: &'static [Key],
    /// Its name, one or two words.
    pub name: &'static str,
    /// One sentence that says what it does.
    pub help: &'static str,
    /// Where it stands in help.
    pub group: Group,
    /// Where its keys work.
    pub scopes: &'static [Scope],
    /// How much it deserves a place in the footer; 0 never.
    pub weight: u8,
}

impl Action {
    /// Its row in the table.
    #[must_use]
    pub fn command(self) -> &'static Command {
        &COMMANDS[self as usize]
    }
}
