//! Segments before and after: clients, their share of the scope against the target, and revenue by currency.

use std::collections::{BTreeMap, BTreeSet};

use super::BalanceScreen;
use super::figures::{Cell, Figure, LABEL, Table};
use crate::console::canvas::{Look, Side};
use crate::console::screens::insights::pane::{Piece, percent};
use crate::console::screens::table::{ALWAYS, Column};
use crate::console::theme::Role;
use crate::domain::model::{Membership, Model};
use crate::domain::money::Amount;
use crate::domain::session::record::SegmentShift;

const TABLE: Table = Table {
    columns: &[
        Column { title: "", width: LABEL, side: Side::Left, keep: ALWAYS },
        Column { title: "", width: 6, side: Side::Left, keep: ALWAYS },
        Column { title: "", width: 4, side: Side::Left, keep: 1 },
        Column { title: "clients", width: 7, side: Side::Right, keep: ALWAYS },
        Column { title: "share", width: 6, side: Side::Right, keep: ALWAYS },
        Column { title: "target", width: 16, side: Side::Left, keep: 2 },
    ],
    grows: 2,
};

fn unit(points: f64) -> &'static str {
    if points < 1.5 { "point" } else { "points" }
}

/// How far a share lies from the one that is wanted, in words: `11 points over`, `on target`.
fn against(share: f64, target: f64) -> (Role, String) {
    let points = ((share - target) * 100.0).round();
    if points > 0.0 {
        (Role::Warning, format!("{points:.0} {} over", unit(points)))
    } else if points < 0.0 {
        (Role::Warning, format!("{:.0} {} under", -points, unit(-points)))
    } else {
        (Role::Good, "on target".to_owned())
    }
}

fn part(clients: i64, total: i64) -> f64 {
    clients as f64 / total.max(1) as f64
}

fn wanted(shift: &SegmentShift) -> Option<f64> {
    shift.target.map(|target| f64::from(target) / 1000.0)
}

impl BalanceScreen {
    /// What a segment is called where there is little room.
    fn name_of(shift: &SegmentShift, model: &Model) -> String {
        shift.segment.as_deref().map_or_else(|| "No segment".to_owned(), |key| model.place_in_words(key))
    }

    pub(super) fn segments(&self, figures: &mut Vec<Figure>, model: &Model, width: u16, look: &Look) {
        let record = &self.balance.record;
        let anybody = |shift: &&SegmentShift| shift.segment.is_some() || shift.before.clients + shift.after.clients > 0;
        let shifts: Vec<&SegmentShift> = record.distribution.iter().filter(anybody).collect();
        let parts = shifts.iter().flat_map(|shift| {
            let counts = [shift.before.clients, shift.after.clients].map(|clients| part(clients, record.total));
            counts.into_iter().chain(wanted(shift))
        });
        let scale = parts.fold(0.1, f64::max);
        figures.push(Figure::Head("Segments", &TABLE));
        for shift in &shifts {
            figures.extend(rows(shift, Self::name_of(shift, model), record.total, scale, look));
        }
        let mut said = String::new();
        if model.membership == Membership::Many {
            said.push_str("A client counts in each of its segments. ");
        }
        if record.distribution.iter().all(|shift| shift.target.is_none()) {
            said.push_str("No target shares are set: S on the agenda sets them.");
        }
        figures.extend(Figure::text(Role::Dim, said.trim_end(), width).filter(|_| !said.is_empty()));
        figures.push(Figure::Blank);
        self.revenue(figures, &shifts, model, width, look);
    }

    fn revenue(&self, figures: &mut Vec<Figure>, shifts: &[&SegmentShift], model: &Model, width: u16, look: &Look) {
        figures.push(Figure::Text(Role::Title, "Revenue".to_owned()));
        if look.presenter {
            figures.extend(Figure::text(Role::Dim, "hidden on a shared screen", width));
            return;
        }
        for shift in shifts {
            let said = self.sums(&shift.before.arr, &shift.after.arr, look);
            let role = if shift.before.arr == shift.after.arr { Role::Dim } else { Role::Text };
            figures.extend(Figure::labelled(&Self::name_of(shift, model), role, &said, width));
        }
    }

    /// `178.3k → 250.3k EUR · 10k USD`: the book's own currency first.
    fn sums(&self, before: &BTreeMap<String, Amount>, after: &BTreeMap<String, Amount>, look: &Look) -> String {
        let mut currencies: Vec<&String> = before.keys().chain(after.keys()).collect::<BTreeSet<_>>().into_iter().collect();
        currencies.sort_by_key(|currency| **currency != self.home);
        let zero = Amount::from_ten_thousandths(0);
        let said = currencies.into_iter().map(|currency| {
            let of = |sums: &BTreeMap<String, Amount>| sums.get(currency).copied().unwrap_or(zero);
            let (before, after) = (of(before), of(after));
            let (from, to) = (look.formats.short(before), look.formats.short(after));
            if before == after { format!("{from} {currency}") } else { format!("{from} {} {to} {currency}", look.glyphs.arrow()) }
        });
        let said = said.collect::<Vec<_>>().join(&format!(" {} ", look.glyphs.dot()));
        if said.is_empty() { "0".to_owned() } else { said }
    }
}

/// Before and, below it, after.
fn rows(shift: &SegmentShift, name: String, total: i64, scale: f64, look: &Look) -> [Figure; 2] {
    let (full, apart) = look.glyphs.bar();
    let target = wanted(shift);
    let mark = target.map(|target| target / scale);
    let row = |label: String, when: &str, clients: i64, piece: Piece, said: (Role, String)| {
        let share = part(clients, total);
        let role = if when == "after" { Role::Text } else { Role::Dim };
        let cells = vec![
            Cell::Said(Role::Text, label),
            Cell::Said(role, when.to_owned()),
            Cell::Bar(Piece { part: share / scale, ..piece }, mark),
            Cell::Said(role, look.formats.number(clients)),
            Cell::Said(role, percent(share)),
            Cell::Said(said.0, said.1),
        ];
        Figure::Row(&TABLE, cells)
    };
    let asked = target.map_or_else(|| "none".to_owned(), percent);
    let verdict = target.map_or((Role::Dim, String::new()), |target| against(part(shift.after.clients, total), target));
    let piece = |role: Role, sign: &'static str| Piece { part: 0.0, role, sign };
    [
        row(name, "before", shift.before.clients, piece(Role::Dim, apart), (Role::Dim, asked)),
        row(String::new(), "after", shift.after.clients, piece(Role::Due, full), verdict),
    ]
}
