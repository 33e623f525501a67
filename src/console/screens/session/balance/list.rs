//! The staged decisions as a list: moves, confirmations and those put off, each by name, with what is staged of the selected one.

use std::collections::HashMap;

use ratatui::layout::Rect;

use super::{BalanceScreen, Part};
use crate::console::canvas::{Canvas, Look, Side, Words, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::parts::list::Row;
use crate::console::parts::text;
use crate::console::screens::session::words;
use crate::console::screens::table::{ALWAYS, Column, places};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::session::{Kind, Staged};
use crate::store::{AgendaRow, Conflict};

/// The sign of a client that changed since it was decided on.
const CHANGED: &str = "!";
/// The most rows that say more of the selected decision, and from which height there are any.
const DETAIL: u16 = 7;
const DETAILED: u16 = 9;

/// A decision that is staged.
pub(super) struct Decision {
    pub client: ClientId,
    /// Its present place.
    pub segment: Option<String>,
    name: String,
    owner: String,
    staged: Staged,
    /// What is to stand in the minutes besides.
    noted: String,
    /// What changed since it was decided on.
    changed: Vec<String>,
}

/// A line of the list.
pub(super) enum Line {
    Heading(Kind, i64),
    Decision(Box<Decision>),
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(..) => None,
            Self::Decision(decision) => Some(decision.client.0),
        }
    }
}

/// The lines of everything staged.
pub(super) fn lines(rows: Vec<AgendaRow>, conflicts: &[Conflict]) -> Vec<Line> {
    let changed: HashMap<ClientId, &Vec<String>> =
        conflicts.iter().map(|conflict| (conflict.client, &conflict.changed)).collect();
    let decided = rows.into_iter().filter_map(|row| {
        let item = row.item?;
        Some(Decision {
            client: row.client,
            segment: row.segment,
            name: row.name,
            owner: row.owner.unwrap_or_default(),
            staged: item.staged?,
            noted: item.note,
            changed: changed.get(&row.client).map(|changed| (*changed).clone()).unwrap_or_default(),
        })
    });
    let mut decided: Vec<Decision> = decided.collect();
    decided.sort_by_key(|decision| decision.staged.kind);
    let counts = counts(decided.iter());
    let mut lines = Vec::with_capacity(decided.len() + 3);
    let mut under = None;
    for decision in decided {
        let kind = decision.staged.kind;
        if under.replace(kind) != Some(kind) {
            lines.push(Line::Heading(kind, counts[kind as usize]));
        }
        lines.push(Line::Decision(Box::new(decision)));
    }
    lines
}

/// How many decisions there are of each kind, in the order of [`Kind`].
fn counts<'a>(decisions: impl Iterator<Item = &'a Decision>) -> [i64; 3] {
    let mut counts = [0; 3];
    decisions.for_each(|decision| counts[decision.staged.kind as usize] += 1);
    counts
}

/// What a kind is called above its decisions.
const fn heading(kind: Kind) -> &'static str {
    match kind {
        Kind::Move => "Moves",
        Kind::Confirm => "Confirmations",
        Kind::Defer => "Put off",
    }
}

/// The columns; the note grows.
const COLUMNS: [Column; 6] = [
    Column { title: "", width: 1, side: Side::Left, keep: ALWAYS },
    Column { title: "Client", width: 18, side: Side::Left, keep: ALWAYS },
    Column { title: "Decided", width: 13, side: Side::Left, keep: ALWAYS },
    Column { title: "By", width: 8, side: Side::Left, keep: 6 },
    Column { title: "Owner", width: 8, side: Side::Left, keep: 4 },
    Column { title: "Note", width: 12, side: Side::Left, keep: 5 },
];

impl BalanceScreen {
    /// How many move, stay and are put off.
    pub(super) fn kinds(&self) -> [i64; 3] {
        counts(self.window.rows.iter().filter_map(|line| match line {
            Line::Heading(..) => None,
            Line::Decision(decision) => Some(decision.as_ref()),
        }))
    }

    /// The clients that are to go elsewhere or stay: from which place to which.
    pub(super) fn ways(&self) -> impl Iterator<Item = (Option<&str>, Option<&str>)> {
        self.window.rows.iter().filter_map(|line| match line {
            Line::Decision(decision) if decision.staged.kind != Kind::Defer => {
                Some((decision.staged.from.as_deref(), decision.staged.to.as_deref()))
            }
            Line::Heading(..) | Line::Decision(_) => None,
        })
    }

    /// Draws the list, and below it what is staged of the selected client.
    pub(super) fn draw_list(&self, canvas: &mut Canvas<'_>, area: Rect, model: &Model) {
        if self.window.rows.is_empty() {
            let said = "Nothing is decided yet. Decisions made on the agenda gather here, and are written when the session is finalised.";
            canvas.paragraph(skip_columns(area, 1), Role::Dim, said);
            return;
        }
        let area = self.draw_detail(canvas, area, model);
        let room = area.width.saturating_sub(1);
        // Of a wide list the note has what is left; else the name.
        let grows = if places(&COLUMNS, 1, room).len() == COLUMNS.len() { 5 } else { 1 };
        let places = places(&COLUMNS, grows, room);
        for place in &places {
            let column = COLUMNS[place.column];
            canvas.aligned(place.of(row_of(area, 0)), column.side, Role::Dim, column.title);
        }
        let focus = Focus::from(self.part == Part::Decisions);
        self.list.view(canvas, skip_rows(area, 1), &self.window, focus, |canvas, row, line| match line {
            Line::Heading(kind, many) => {
                let said = format!("{} {}", heading(*kind), canvas.look.formats.number(*many));
                canvas.text(row, Role::Title, said);
            }
            Line::Decision(decision) => {
                for place in &places {
                    let (role, said) = decision.cell(place.column, model, canvas.look);
                    canvas.text(place.of(row), role, said);
                }
            }
        });
    }

    /// The answer is the room that is left.
    fn draw_detail(&self, canvas: &mut Canvas<'_>, area: Rect, model: &Model) -> Rect {
        let Some(decision) = self.decision().filter(|_| area.height >= DETAILED) else { return area };
        let said = decision.in_words(model, canvas.look);
        let width = area.width.saturating_sub(2);
        let rows: usize = said.iter().map(|(_, said)| text::wrap(said, usize::from(width)).len()).sum();
        let high = u16::try_from(rows).unwrap_or(DETAIL).min(DETAIL).min(area.height / 2);
        let list = Rect { height: area.height - high - 1, ..area };
        let rule = row_of(area, list.height);
        let sign = canvas.look.glyphs.rule();
        canvas.rule(rule, Role::Border, sign);
        let mut below = Rect { width, ..skip_columns(skip_rows(area, list.height + 1), 1) };
        for (role, said) in said {
            let taken = canvas.paragraph(below, role, said);
            below = skip_rows(below, taken);
        }
        list
    }
}

impl Decision {
    fn cell(&self, column: usize, model: &Model, look: &Look) -> (Role, Words<'_>) {
        match column {
            0 if self.changed.is_empty() => (Role::Text, "".into()),
            0 => (Role::Warning, CHANGED.into()),
            1 => (Role::Text, self.name.clone().into()),
            2 => (words::decision_role(self.staged.kind), self.way(model, look).into()),
            3 => (Role::Dim, self.staged.by.clone().into()),
            4 => (Role::Dim, self.owner.clone().into()),
            _ => (Role::Text, words::private(&self.staged.note, look).to_owned().into()),
        }
    }

    /// `B → A`, `B stays`, `to 2026-12-01`.
    fn way(&self, model: &Model, look: &Look) -> String {
        match (self.staged.kind, self.staged.until) {
            (Kind::Defer, Some(day)) => format!("to {}", look.formats.date(day)),
            (Kind::Move | Kind::Confirm | Kind::Defer, _) => {
                words::way(model, self.staged.from.as_deref(), Some(&self.staged), look)
            }
        }
    }

    /// Everything that is staged, a sentence a paragraph.
    fn in_words(&self, model: &Model, look: &Look) -> Vec<(Role, String)> {
        let (staged, dot) = (&self.staged, look.glyphs.dot());
        let mut parts =
            vec![words::decision(model, staged, look), format!("by {} on {}", staged.by, look.formats.date(staged.on))];
        parts.extend(staged.reason.as_ref().map(|reason| format!("reason {reason}")));
        parts.extend(staged.authorised_by.as_ref().map(|who| format!("authorised by {who}")));
        let mut said = vec![(Role::Text, format!("{}: {}", self.name, parts.join(&format!(" {dot} "))))];
        let private = |text| words::private(text, look);
        if !self.changed.is_empty() {
            let what = if look.presenter { String::new() } else { format!(": {}", self.changed.join("; ")) };
            said.push((Role::Warning, format!("{CHANGED} changed since it was decided on{what}")));
        }
        if !staged.note.is_empty() {
            said.push((Role::Text, format!("Note: {}", private(&staged.note))));
        }
        if !staged.expect.is_empty() {
            let by = staged.revisit_on.map(|day| format!(", looked at again {}", look.formats.date(day))).unwrap_or_default();
            said.push((Role::Text, format!("Expects: {}{by}", private(&staged.expect))));
        }
        if !self.noted.is_empty() {
            said.push((Role::Dim, format!("For the minutes: {}", private(&self.noted))));
        }
        said
    }
}
