//! From where to where the staged decisions take clients, as a matrix; who stays stands in brackets.

use std::collections::BTreeMap;

use super::BalanceScreen;
use super::figures::{CELL, Figure, WAY};
use crate::console::canvas::Look;
use crate::console::dialogs::sheet;
use crate::console::theme::Role;
use crate::domain::model::Model;

/// A place, in the order of the model; none comes last.
type Ranked<'a> = (usize, Option<&'a str>);

impl BalanceScreen {
    pub(super) fn matrix(&self, figures: &mut Vec<Figure>, model: &Model, width: u16, look: &Look) {
        let rank = |place: Option<&str>| {
            let first = |place| model.segments.iter().position(|segment| crate::domain::model::place::holds(place, &segment.key));
            place.map_or(usize::MAX, |place| first(place).unwrap_or(usize::MAX - 1))
        };
        let mut counts: BTreeMap<(Ranked<'_>, Ranked<'_>), i64> = BTreeMap::new();
        for (from, to) in self.ways() {
            *counts.entry(((rank(from), from), (rank(to), to))).or_default() += 1;
        }
        let mut columns: Vec<Ranked<'_>> = counts.keys().map(|(_, to)| *to).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut rows: Vec<Ranked<'_>> = counts.keys().map(|(from, _)| *from).collect();
        rows.dedup();
        let room = usize::from(width.saturating_sub(WAY) / CELL).max(2) - 1;
        let hidden = columns.len().saturating_sub(room);
        columns.truncate(room);
        let letters = |place: Option<&str>| place.map_or_else(|| "none".to_owned(), |place| model.place_letters(place));
        let heads = columns.iter().map(|(_, to)| (Role::Axis, letters(*to))).chain([(Role::Dim, "all".to_owned())]);
        figures.push(Figure::Text(Role::Title, format!("From {} to", look.glyphs.arrow())));
        if rows.is_empty() {
            figures.extend(Figure::text(Role::Dim, "No move is staged, and nobody is confirmed.", width));
            return;
        }
        figures.push(Figure::Cells(String::new(), heads.collect()));
        for from in &rows {
            let cell = |to: &Ranked<'_>| match counts.get(&(*from, *to)) {
                None => (Role::Dim, look.glyphs.dot().to_owned()),
                Some(many) if from == to => (Role::Dim, format!("({})", look.formats.number(*many))),
                Some(many) => (Role::Drift, look.formats.number(*many)),
            };
            let all: i64 = counts.iter().filter(|((one, _), _)| one == from).map(|(_, many)| many).sum();
            let cells = columns.iter().map(cell).chain([(Role::Dim, look.formats.number(all))]);
            figures.push(Figure::Cells(sheet::segment(model, from.1), cells.collect()));
        }
        let more = if hidden > 0 { format!(" {hidden} more places are not shown here.") } else { String::new() };
        figures.extend(Figure::text(Role::Dim, &format!("( ) stay where they are; those put off are left out.{more}"), width));
    }
}
