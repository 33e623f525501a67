//! What the opinions about one client come to: whether they contest each other, and whether somebody proposes a move.

use std::collections::BTreeSet;

use super::{Opinion, View};
use crate::domain::model::place;

/// What the opinions about a client come to. Counted only once they are revealed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Weighed {
    /// Whether somebody questions what is proposed, or places are named that differ.
    pub contested: bool,
    /// Whether somebody names a place other than the present one.
    pub proposed: bool,
    /// The place all name who name one; none where they differ or nobody names any.
    pub agreed: Option<String>,
}

impl Weighed {
    /// Weighs all opinions about one client that stands in a place (none: in no segment).
    ///
    /// A view that names a place counts for that place: a proposal, or an agreement that says what it agrees with. An agreement
    /// that names none goes along with whatever is proposed. Nothing is counted of those who have no view.
    #[must_use]
    pub fn of<'a>(opinions: impl IntoIterator<Item = &'a Opinion>, present: Option<&str>) -> Self {
        let mut questioned = false;
        let mut named: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
        let mut agreed = None;
        for opinion in opinions {
            questioned |= opinion.view == View::Question;
            if let Some(to) = opinion.to.as_deref().filter(|_| opinion.view != View::NoView) {
                named.insert(place::keys(to).collect());
                agreed = Some(to);
            }
        }
        let present: BTreeSet<&str> = present.map(|present| place::keys(present).collect()).unwrap_or_default();
        Self {
            contested: questioned || named.len() > 1,
            proposed: named.iter().any(|place| *place != present),
            agreed: agreed.filter(|_| named.len() == 1).map(str::to_owned),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::client::ClientId;

    fn said(view: View, to: Option<&str>) -> Opinion {
        Opinion {
            session: 1,
            client: ClientId(1),
            voter: "Ana".to_owned(),
            rev: 1,
            view,
            to: to.map(str::to_owned),
            note: String::new(),
            on: chrono::NaiveDate::default(),
            by: "Ana".to_owned(),
        }
    }

    fn weighed(opinions: &[(View, Option<&str>)], present: Option<&str>) -> (bool, bool, Option<String>) {
        let all: Vec<Opinion> = opinions.iter().map(|(view, to)| said(*view, *to)).collect();
        let weighed = Weighed::of(&all, present);
        (weighed.contested, weighed.proposed, weighed.agreed)
    }

    #[test]
    fn opinions_contest_where_somebody_questions_or_places_differ() {
        use View::{Agree, NoView, Propose, Question};
        type Case<'a> = (&'a [(View, Option<&'a str>)], (bool, bool, Option<&'a str>));
        let cases: [Case<'_>; 11] = [
            (&[], (false, false, None)),
            (&[(NoView, None), (Agree, None)], (false, false, None)),
            (&[(Question, None)], (true, false, None)),
            (&[(Question, Some("transform"))], (true, true, Some("transform"))),
            (&[(Propose, Some("transform"))], (false, true, Some("transform"))),
            (&[(Propose, Some("educate"))], (false, false, Some("educate"))),
            (&[(Propose, Some("transform")), (Agree, None)], (false, true, Some("transform"))),
            (&[(Propose, Some("transform")), (Agree, Some("transform"))], (false, true, Some("transform"))),
            (&[(Propose, Some("transform")), (Agree, Some("educate"))], (true, true, None)),
            (&[(Propose, Some("transform")), (Propose, Some("modernize"))], (true, true, None)),
            (&[(Propose, Some("transform")), (Question, None)], (true, true, Some("transform"))),
        ];
        for (opinions, (contested, proposed, agreed)) in cases {
            assert_eq!(weighed(opinions, Some("educate")), (contested, proposed, agreed.map(str::to_owned)), "{opinions:?}");
        }
    }

    #[test]
    fn a_place_for_a_client_in_no_segment_is_a_move() {
        assert_eq!(weighed(&[(View::Propose, Some("educate"))], None), (false, true, Some("educate".to_owned())));
    }

    #[test]
    fn the_order_of_the_segments_of_a_place_is_no_contradiction() {
        let two = [(View::Propose, Some("a,b")), (View::Agree, Some("b,a"))];
        assert_eq!(weighed(&two, Some("b,a")), (false, false, Some("b,a".to_owned())));
    }
}
