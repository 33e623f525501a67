//! When a command is off, and why: a sentence instead of a key that silently does nothing.

use super::Action;
use crate::domain::session::State;

/// What commands depend on; each screen says how it stands. The default is an empty screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// A client (or on the history a change) is selected.
    pub selected: bool,
    /// What is selected is no client, and can be explained.
    pub explains: bool,
    /// The selected client is archived.
    pub archived: bool,
    /// The selected client is in a segment.
    pub placed: bool,
    /// The scores propose another segment for the selected client.
    pub drifts: bool,
    /// How many clients are marked.
    pub marked: usize,
    /// There is a change to take back.
    pub can_undo: bool,
    /// There is a change to make again.
    pub can_redo: bool,
    /// Why the book cannot be written, if it cannot.
    pub read_only: Option<&'static str>,
    /// The last scheduled backup could not be made.
    pub backup_failed: bool,
    /// How many models the book has.
    pub models: usize,
    /// A factor of the selected model is cut by quantiles of the book.
    pub quantiles: bool,
    /// How many axes the model has.
    pub axes: usize,
    /// What [`Action::Save`] does in a dialog where it is not saving: `import`.
    pub save: Option<&'static str>,
    /// The state of the session that is shown or selected; none where there is none.
    pub session: Option<State>,
    /// Nobody sees the proposals of the session yet.
    pub blind: bool,
    /// A decision about the selected client is staged.
    pub decided: bool,
}

impl Action {
    /// Why the command is off now; none when it works.
    #[must_use]
    pub fn off(self, now: &Situation) -> Option<&'static str> {
        match self {
            Self::Move
            | Self::MoveLeft
            | Self::MoveRight
            | Self::MoveUp
            | Self::MoveDown
            | Self::Accept
            | Self::Review
            | Self::Score
            | Self::Snooze
            | Self::Skip
            | Self::Pause => now.read_only.or_else(|| no_client(now)).or_else(|| archived(now)).or_else(|| closed(now)),
            Self::Defer | Self::Discussed | Self::MinuteNote => now.read_only.or_else(|| no_client(now)).or_else(|| closed(now)),
            Self::Unstage => now
                .read_only
                .or_else(|| no_client(now))
                .or_else(|| closed(now))
                .or_else(|| (!now.decided && now.marked == 0).then_some("nothing is staged for this client")),
            Self::StartSession => now.read_only,
            Self::SetUp | Self::ConfirmRest | Self::ProposalsIn | Self::Finalise | Self::VoidSession => {
                now.read_only.or_else(|| no_session(now)).or_else(|| closed(now))
            }
            Self::ProposalsOut => no_session(now).or_else(|| closed(now)),
            Self::Reveal => now
                .read_only
                .or_else(|| no_session(now))
                .or_else(|| closed(now))
                .or_else(|| (!now.blind).then_some("the proposals are shown to all already")),
            Self::Judge => now.read_only.or_else(|| (!now.selected).then_some("no move is selected")),
            Self::Consequences | Self::Replay | Self::Minutes => no_session(now),
            Self::Confirm => now
                .read_only
                .or_else(|| no_client(now))
                .or_else(|| archived(now))
                .or_else(|| (!now.placed && now.marked == 0).then_some("the client is in no segment yet; move it into one first"))
                .or_else(|| closed(now)),
            Self::Edit | Self::Book | Self::Forgive | Self::OwnPeriod => {
                now.read_only.or_else(|| (!now.selected).then_some("no client is selected")).or_else(|| archived(now))
            }
            Self::Void => now.read_only.or_else(|| (!now.selected).then_some("no client is selected")),
            Self::Archive => now.read_only.or_else(|| no_client(now)),
            Self::New | Self::Import | Self::PlanFirst | Self::Sample | Self::Settings | Self::BackUp => now.read_only,
            Self::Why => (!now.selected && !now.explains).then_some("nothing is selected"),
            Self::Mark => (!now.selected).then_some("no client is selected"),
            Self::Undo => now.read_only.or_else(|| (!now.can_undo).then_some("there is nothing to undo")),
            Self::Redo => now.read_only.or_else(|| (!now.can_redo).then_some("there is nothing to redo")),
            Self::Compare => (now.models < 2).then_some("this book has only one model; the models screen adds another"),
            Self::AddModel | Self::DriveModel | Self::EditModel | Self::Evaluate => now.read_only,
            Self::Fit => now.read_only.or_else(|| {
                (!now.quantiles).then_some("no factor of this model is cut by quantiles of the book; e changes its cuts")
            }),
            Self::SwapAxes => (now.axes < 2).then_some("this model has only one axis"),
            Self::Board
            | Self::Due
            | Self::Clients
            | Self::Session
            | Self::NextUndecided
            | Self::Jump
            | Self::Undecided
            | Self::Insights
            | Self::Models
            | Self::Drift
            | Self::Model
            | Self::AsOf
            | Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::PageUp
            | Self::PageDown
            | Self::First
            | Self::Last
            | Self::NextPart
            | Self::PreviousPart
            | Self::Open
            | Self::Back
            | Self::MarkAll
            | Self::History
            | Self::Filter
            | Self::Export
            | Self::View
            | Self::Owner
            | Self::Kind
            | Self::Zoom
            | Self::Sort
            | Self::Columns
            | Self::Presenter
            | Self::Save
            | Self::Press
            | Self::NextField
            | Self::PreviousField
            | Self::Yes
            | Self::No
            | Self::TakeMine
            | Self::TakeTheirs
            | Self::Backups
            | Self::RestoreBackup
            | Self::About
            | Self::Palette
            | Self::Help
            | Self::Quit
            | Self::Suspend
            | Self::Redraw => None,
        }
    }
}

fn no_client(now: &Situation) -> Option<&'static str> {
    (!now.selected && now.marked == 0).then_some("no client is selected")
}

fn no_session(now: &Situation) -> Option<&'static str> {
    now.session.is_none().then_some("there is no session; n in the list of sessions starts one")
}

fn closed(now: &Situation) -> Option<&'static str> {
    match now.session {
        None | Some(State::Open) => None,
        Some(State::Final) => Some("this session is final"),
        Some(State::Void) => Some("this session was given up"),
    }
}

fn archived(now: &Situation) -> Option<&'static str> {
    (now.archived && now.marked == 0).then_some("the client is archived; restore it first")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_that_cannot_work_says_why() {
        let empty = Situation::default();
        assert_eq!(Action::Move.off(&empty), Some("no client is selected"));
        assert_eq!(Action::Undo.off(&empty), Some("there is nothing to undo"));
        let marked = Situation { marked: 3, ..empty.clone() };
        assert_eq!(Action::Move.off(&marked), None);
        let archived = Situation { selected: true, archived: true, ..empty.clone() };
        assert!(Action::Review.off(&archived).is_some());
        assert_eq!(Action::Archive.off(&archived), None, "the same key restores it");
        let locked = Situation { selected: true, placed: true, read_only: Some("the book is read-only"), ..empty };
        assert_eq!(Action::Confirm.off(&locked), Some("the book is read-only"));
        assert_eq!(Action::Why.off(&locked), None);
    }
}
