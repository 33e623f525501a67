//! Where the clients of the move dialog go: into a segment, into one more, out of one, or each where its scores propose.

use super::{MoveDialog, Of};
use crate::console::dialogs::sheet;
use crate::console::layer::Input;
use crate::domain::command::Destination;
use crate::domain::model::place::{holds, keys};
use crate::domain::model::{Membership, Model};
use crate::domain::text::{Shown, fold};
use crate::store::Subject;

/// What can be done with a segment where a client can be in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Into it, and it stays in the others.
    AsWell,
    /// Out of it.
    OutOf,
    /// Into it and no other.
    Only,
}

const WAYS: [(Way, &str); 3] =
    [(Way::AsWell, "into this one as well"), (Way::OutOf, "out of this one"), (Way::Only, "into this one only")];

/// The ways as options of a choice, in order.
pub fn options() -> Vec<Shown> {
    WAYS.iter().map(|(_, words)| Shown::line(words)).collect()
}

/// The segment taken at first: the one asked for, else the one proposed, else the first that is another.
pub fn first_choice(model: &Model, subjects: &[Subject], to: Option<&str>) -> usize {
    let place = |key: &str| model.segments.iter().position(|segment| segment.key == key);
    let asked = to.and_then(|to| model.segment_named(to)).and_then(|segment| place(&segment.key));
    let first = subjects.first();
    let held = |key: &str| first.is_some_and(|one| holds(one.segment.as_deref().unwrap_or_default(), key));
    let proposed = first.and_then(|one| keys(one.proposed.as_deref()?).find(|key| !held(key))).and_then(place);
    let other = || model.segments.iter().position(|segment| first.is_some() && !held(&segment.key));
    asked.or(proposed).or_else(other).unwrap_or(0)
}

impl MoveDialog {
    /// Whether an input at the choice of the segment is the beginning of the note: pasted text, or a letter no segment begins with.
    pub(super) fn begins_note(&self, input: &Input) -> bool {
        let Input::Key(key) = input else { return matches!(input, Input::Paste(_)) };
        let Some(letter) = key.typed().filter(|letter| *letter != ' ') else { return false };
        let letter = fold(letter.encode_utf8(&mut [0; 4]));
        !self.model.segments.iter().any(|one| fold(&sheet::segment(&self.model, Some(&one.key))).starts_with(&letter))
    }

    /// Key of the segment chosen; empty where what the scores propose is chosen.
    pub(super) fn to(&self) -> &str {
        let at = self.form.chosen(Of::To).checked_sub(usize::from(self.proposals.is_some()));
        at.and_then(|at| self.model.segments.get(at)).map_or("", |segment| &segment.key)
    }

    /// Whether each goes where its scores propose.
    pub(super) fn is_proposed(&self) -> bool {
        self.proposals.is_some() && self.form.chosen(Of::To) == 0
    }

    /// Whether clients without a segment are placed where their scores propose.
    pub(super) fn places(&self) -> bool {
        self.is_proposed() && self.proposals.as_ref().is_some_and(|proposals| proposals.places())
    }

    pub(super) fn way(&self) -> Way {
        match self.model.membership {
            Membership::One => Way::Only,
            Membership::Many if self.proposals.is_some() => Way::Only,
            Membership::Many => WAYS.get(self.form.chosen(Of::How)).map_or(Way::AsWell, |(way, _)| *way),
        }
    }

    /// The destination of all, where it is one for all.
    fn shared(&self) -> Destination {
        let to = self.to().to_owned();
        match self.way() {
            Way::AsWell => Destination::Add(to),
            Way::OutOf => Destination::Remove(to),
            Way::Only => Destination::To(to),
        }
    }

    /// Where those that move go.
    pub(super) fn destination(&self) -> Destination {
        if self.is_proposed() {
            return Destination::Each(self.moving().filter_map(|(_, to)| to).collect());
        }
        self.shared()
    }

    /// Those that would move, each with the place it ends up in: not there yet, and not archived.
    pub(super) fn moving(&self) -> impl Iterator<Item = (&Subject, Option<String>)> {
        self.subjects.iter().filter_map(|subject| Some((subject, self.goes(subject)?)))
    }

    /// The place a client would end up in (none: in no segment); none where it would not move.
    fn goes(&self, subject: &Subject) -> Option<Option<String>> {
        if subject.archived_on.is_some() {
            return None;
        }
        if self.is_proposed() {
            return self.proposals.as_ref()?.of_client(subject.client).map(Some);
        }
        let place = self.shared().place(&self.model, 0, subject.segment.as_deref()).ok()?;
        (place != subject.segment).then_some(place)
    }

    /// What the choice means, as in `nobody would …`.
    pub(super) fn goes_in_words(&self) -> String {
        if self.is_proposed() {
            return "move: no move is proposed any more".to_owned();
        }
        let to = sheet::segment(&self.model, Some(self.to()));
        match (self.model.membership, self.way()) {
            (Membership::One, _) => format!("move to {to}"),
            (Membership::Many, Way::AsWell) => format!("be added to {to}"),
            (Membership::Many, Way::OutOf) => format!("be taken out of {to}"),
            (Membership::Many, Way::Only) => format!("be in {to} alone"),
        }
    }
}
