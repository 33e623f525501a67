//! Who moves from where to where, and who is left out.

use super::way::Way;
use super::{MoveDialog, shown};
use crate::console::canvas::Look;
use crate::console::dialogs::sheet::{self, line};
use crate::console::theme::Role;
use crate::domain::model::Membership;
use crate::store::Subject;

impl MoveDialog {
    /// Who moves from where to where, and who is left out.
    pub(super) fn who(&self, look: &Look) -> shown::Lines {
        let arrow = look.glyphs.arrow();
        let moving: Vec<(&Subject, Option<String>)> = self.moving().collect();
        let mut lines = Vec::new();
        match (moving.as_slice(), self.subjects.as_slice()) {
            ([], [only]) => lines.push(line(Role::Warning, &format!("{} {}", only.name, self.stays("is")))),
            ([], _) => lines.push(line(Role::Warning, &format!("all of them {}", self.stays("are")))),
            ([(only, to)], [_]) => {
                let from = sheet::segment(&self.model, only.segment.as_deref());
                let to = sheet::segment(&self.model, to.as_deref());
                lines.push(line(Role::Title, &format!("{}: {from} {arrow} {to}", only.name)));
            }
            (several, _) => {
                let from = self.origins(several);
                let to = self.goal(look, several);
                lines.push(line(Role::Title, &format!("{}: {from} {arrow} {to}", sheet::counted(look, several.len(), "client"))));
            }
        }
        if self.model.membership == Membership::Many && self.way() == Way::AsWell && !moving.is_empty() {
            lines.push(line(Role::Dim, "a client can be in several segments of this model: it stays in the others"));
        }
        lines.extend(self.left_out(look, moving.len()));
        lines
    }

    fn left_out(&self, look: &Look, moving: usize) -> shown::Lines {
        if let (Some(proposals), true) = (&self.proposals, self.is_proposed()) {
            return proposals.left_out(&self.model, look);
        }
        let mut lines = Vec::new();
        if self.subjects.len() > 1 {
            let archived = self.subjects.iter().filter(|subject| subject.archived_on.is_some()).count();
            let there = self.subjects.len() - archived - moving;
            if there > 0 && moving > 0 {
                let there = sheet::counted(look, there, "client");
                let where_to = self.stays("").trim_start().to_owned();
                lines.push(line(Role::Dim, &format!("left out: {there} {where_to}")));
            }
            if archived > 0 {
                lines.push(line(Role::Dim, &format!("left out: {}", sheet::counted(look, archived, "archived client"))));
            }
        }
        lines
    }

    /// Why somebody would not move, as in `Acme is in A Transform already`.
    fn stays(&self, is: &str) -> String {
        if self.is_proposed() {
            return format!("{is} not proposed to move any more");
        }
        let to = sheet::segment(&self.model, Some(self.to()));
        match (self.model.membership, self.way()) {
            (Membership::Many, Way::OutOf) => format!("{is} not in {to}"),
            (Membership::Many, Way::Only) => format!("{is} in {to} alone already"),
            (Membership::Many, Way::AsWell) | (Membership::One, _) => format!("{is} in {to} already"),
        }
    }

    /// Where several go.
    fn goal(&self, look: &Look, moving: &[(&Subject, Option<String>)]) -> String {
        if self.is_proposed() {
            let many = |key: &str| moving.iter().filter(|(_, to)| to.as_deref() == Some(key)).count();
            let counted = self.model.segments.iter().map(|segment| (segment.letter.as_str(), many(&segment.key)));
            let counted: Vec<String> =
                counted.filter(|(_, many)| *many > 0).map(|(letter, many)| format!("{many} {letter}")).collect();
            return counted.join(", ");
        }
        let to = sheet::segment(&self.model, Some(self.to()));
        match (self.model.membership, self.way()) {
            (Membership::Many, Way::OutOf) => format!("out of {to}"),
            (Membership::Many, Way::AsWell) => format!("{} {to}", look.glyphs.dot()),
            (Membership::Many, Way::Only) | (Membership::One, _) => to,
        }
    }

    /// `3 C, 2 D`: how many come from where.
    fn origins(&self, moving: &[(&Subject, Option<String>)]) -> String {
        let mut places: Vec<Option<&str>> = moving.iter().map(|(subject, _)| subject.segment.as_deref()).collect();
        places.sort_by_key(|place| place.map_or(usize::MAX, |place| self.model.order_of(place)));
        let mut counted: Vec<(Option<&str>, usize)> = Vec::new();
        for place in places {
            match counted.last_mut().filter(|(known, _)| *known == place) {
                Some((_, many)) => *many += 1,
                None => counted.push((place, 1)),
            }
        }
        let letters =
            |place: Option<&str>| place.map_or_else(|| "without a segment".to_owned(), |key| self.model.place_letters(key));
        counted.into_iter().map(|(place, many)| format!("{many} {}", letters(place))).collect::<Vec<_>>().join(", ")
    }
}
