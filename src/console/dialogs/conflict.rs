//! Mine and theirs: what somebody else changed while a dialog was open, shown before anything of it is saved (P5).

#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use super::placard::{Button, Placard, Pressed};
use super::score::ScoreSheet;
use super::sheet;
use crate::console::canvas::{Canvas, Look};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::console::parts::text;
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{HistoryQuery, HistoryRow, Subject};

/// The most entries of others that are read, and the most rows of one that are looked at.
const ENTRIES: usize = 50;
const ROWS: i64 = 5_000;
/// The most entries shown, and the most lines of one value.
const SHOWN: usize = 4;
const LINES: usize = 3;

/// What a dialog has seen of the book: the journal's last number when it began, and whom it is about. An entry made since is
/// noticed even where it left everything as it was: numbers are never used again.
#[derive(Debug, Clone)]
pub struct Guard {
    seen: i64,
    shown: i64,
    clients: Vec<ClientId>,
}

/// What became of a client's field: as it was when I began, as somebody else left it, and as I typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// What it is.
    pub what: String,
    /// When I began.
    pub was: String,
    /// Now.
    pub theirs: String,
    /// Mine; none where I did not touch it.
    pub mine: Option<String>,
}

/// What others did meanwhile.
#[derive(Debug)]
pub struct News {
    entries: Vec<HistoryRow>,
}

/// What a person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Mine goes over theirs.
    Mine,
    /// Theirs stay.
    Theirs,
}

/// The answer that reaches a dialog from the one above it.
#[must_use]
pub fn answer(input: &Input) -> Option<Answer> {
    match input {
        Input::Act(Action::TakeMine) => Some(Answer::Mine),
        Input::Act(Action::TakeTheirs) => Some(Answer::Theirs),
        Input::Act(_) | Input::Key(_) | Input::Paste(_) | Input::Touch(_) => None,
    }
}

impl Guard {
    /// Guards a dialog about clients from now on.
    #[must_use]
    pub fn new(clients: &[ClientId], ctx: &Ctx<'_>) -> Self {
        // Where the book cannot be read now, the rules of the store still refuse what is stale.
        let seen = ctx.store.head().map_or(i64::MAX, |(seq, _)| seq);
        Self { seen, shown: seen, clients: clients.to_vec() }
    }

    /// What was done to the clients since the dialog began, if anything.
    pub fn news(&mut self, ctx: &mut Ctx<'_>) -> Option<News> {
        let head = ctx.store.head();
        let (head, _) = ctx.desk.or_default(head);
        if head <= self.seen {
            return None;
        }
        let rows = ctx.store.history(&HistoryQuery::default(), ENTRIES);
        let rows = ctx.desk.or_default(rows);
        let since = rows.into_iter().take_while(|row| row.seq > self.seen);
        let entries: Vec<HistoryRow> = since.filter(|row| self.concerns(row, ctx)).collect();
        self.shown = head;
        (!entries.is_empty()).then_some(News { entries })
    }

    fn concerns(&self, row: &HistoryRow, ctx: &Ctx<'_>) -> bool {
        // What is too long to be looked at may concern anybody.
        row.changes > ROWS
            || ctx.store.entry_changes(row.seq).map_or(true, |changes| {
                changes.iter().filter_map(|change| change.fact().client()).any(|client| self.clients.contains(&client))
            })
    }

    /// What was shown has been answered: it is no news any more. What came after it is.
    pub fn answered(&mut self) {
        self.seen = self.shown;
    }
}

/// Where clients stood, stand now, and are to stand: those that stand elsewhere than when I began first, a few at most.
#[must_use]
pub fn segments(began: &[Subject], now: &[Subject], model: &Model, mine: impl Fn(&Subject) -> Option<String>) -> Vec<Differs> {
    const FEW: usize = 12;
    let pairs = now.iter().filter_map(|now| Some((began.iter().find(|began| began.client == now.client)?, now)));
    let (moved, stayed): (Vec<_>, Vec<_>) = pairs.partition(|(began, now)| began.decision != now.decision);
    let differs = moved.into_iter().chain(stayed).take(FEW).map(|(began, now)| Differs {
        what: now.name.clone(),
        was: sheet::segment(model, began.segment.as_deref()),
        theirs: sheet::segment(model, now.segment.as_deref()),
        mine: mine(now),
    });
    differs.collect()
}

/// Factors of a sheet that I answered: as they were when I began, as they are now, and mine.
#[must_use]
pub fn scores(sheet: &ScoreSheet, typed: &[(String, u8)], ctx: &Ctx<'_>) -> Vec<Differs> {
    let Ok(page) = ctx.store.page_in(Some(&sheet.model.key), sheet.client.id, ctx.stamp.today) else { return Vec::new() };
    let words = |value: Option<u8>| value.map_or_else(String::new, |value| value.to_string());
    let rows = (0..sheet.factors.len()).filter_map(|at| {
        let factor = sheet.factor(at)?;
        let now = page.factors.iter().find(|row| row.factor == factor.key)?.value.as_ref().map(|(value, ..)| *value);
        let mine = typed.iter().find(|(key, _)| *key == factor.key).map(|(_, value)| value.to_string());
        let was = sheet.value(at);
        (was != now || mine.is_some()).then(|| Differs { what: factor.key.clone(), was: words(was), theirs: words(now), mine })
    });
    rows.collect()
}

impl News {
    /// The dialog that puts them side by side.
    #[must_use]
    pub fn against(self, differs: Vec<Differs>) -> Step {
        Step::Push(Box::new(Conflict { entries: self.entries, differs, placard: Placard::new(&BUTTONS, 2) }))
    }
}

/// The dialog.
struct Conflict {
    entries: Vec<HistoryRow>,
    differs: Vec<Differs>,
    placard: Placard,
}

const BUTTONS: [Button; 3] =
    [("Mine over theirs", Action::TakeMine), ("Keep theirs", Action::TakeTheirs), ("Go on typing", Action::Back)];

impl Conflict {
    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        for row in self.entries.iter().take(SHOWN) {
            let when = row.at.get(..16).unwrap_or(&row.at).replace('T', " ");
            prose.hanging(&[(Role::Warning, "! ")], Role::Text, &format!("{} ({when}): {}", row.by, row.summary));
        }
        let more = self.entries.len().saturating_sub(SHOWN);
        if more > 0 {
            prose.text(Role::Dim, &format!("  and {more} more, see the history"));
        }
        if !self.differs.is_empty() {
            prose.gap();
            self.table(&mut prose, usize::from(width), look);
        }
        prose.gap().text(Role::Dim, "Nothing is saved yet, and nothing of what you typed is lost.");
        prose.lines
    }

    fn table(&self, prose: &mut Prose, width: usize, look: &Look) {
        let label = self.differs.iter().map(|row| text::width(&row.what)).max().unwrap_or(0).clamp(5, width / 4);
        let column = width.saturating_sub(label + 3) / 3;
        let cut = look.glyphs.cut();
        let cell = |words: &str| text::left(words, column, cut);
        let head = ["when you began", "theirs now", "mine"].map(cell);
        let begin = " ".repeat(label + 1);
        prose.pieces(&[(Role::Text, &begin), (Role::Dim, &head.join(" "))]);
        for row in &self.differs {
            let mine = row.mine.as_deref().unwrap_or("not touched");
            let sides = [&row.was, &row.theirs, mine].map(|side| wrapped(side, column, cut));
            let rows = sides.iter().map(Vec::len).max().unwrap_or(1);
            for at in 0..rows {
                let name = text::left(if at == 0 { &row.what } else { "" }, label, cut) + " ";
                let side = |n: usize| cell(sides[n].get(at).map_or("", String::as_str)) + " ";
                let theirs = if row.theirs == row.was { Role::Dim } else { Role::Warning };
                let own = if row.mine.is_some() { Role::Title } else { Role::Dim };
                prose.pieces(&[(Role::Text, &name), (Role::Dim, &side(0)), (theirs, &side(1)), (own, &side(2))]);
            }
        }
    }
}

/// A value in a column, over a few lines at most.
fn wrapped(words: &str, column: usize, cut: &str) -> Vec<String> {
    let said = if words.trim().is_empty() { "nothing" } else { words };
    let mut lines = text::wrap(Shown::block(said).as_str(), column.max(1));
    if lines.len() > LINES {
        lines.truncate(LINES);
        if let Some(last) = lines.last_mut() {
            let kept = text::head(last, column.saturating_sub(text::width(cut))).to_owned();
            *last = kept + cut;
        }
    }
    lines
}

impl Layer for Conflict {
    fn scope(&self) -> Scope {
        Scope::Conflict
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let look = canvas.look;
        self.placard.view(canvas, area, "Changed meanwhile by somebody else", |columns| self.lines(columns, look));
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let mut placard = self.placard;
        let pressed = placard.act(&input, ctx.hits, |columns| self.lines(columns, ctx.look));
        self.placard = placard;
        match pressed {
            Pressed::Button(answer @ (Action::TakeMine | Action::TakeTheirs)) => Step::Perform(answer),
            Pressed::Button(_) => Step::Close,
            Pressed::Stay => Step::Stay,
            Pressed::Ignored if input == Input::Act(Action::Quit) => Step::Close,
            Pressed::Ignored => Step::Ignored,
        }
    }
}
