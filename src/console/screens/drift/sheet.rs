//! The window of proposals the list holds: a few pages, each read on from the key of the one before.

use std::collections::VecDeque;

use crate::console::layer::Ctx;
use crate::console::parts::list::{Row, Window};
use crate::store::{ProposalKey, ProposalPart, ProposalRow, ProposalsOf};

/// Rows read at once; few in tests, so that small books have many pages.
const PAGE: usize = if cfg!(test) { 10 } else { 100 };
/// Pages held.
const KEPT: usize = 3;

impl Row for ProposalRow {
    fn id(&self) -> Option<i64> {
        Some(self.client.0)
    }
}

/// Key of the model the board looks at, where the book has it; none for the driving one.
pub fn model<'a>(ctx: &'a Ctx<'_>) -> Option<&'a str> {
    let key = ctx.desk.sight.model()?;
    let ground = ctx.store.ground();
    ground.models.iter().any(|held| held.row.key == key && !held.row.driving).then_some(key)
}

/// What is asked of a part: of the model the board looks at, under the filter in force.
pub fn of<'a>(part: ProposalPart, ctx: &'a Ctx<'_>) -> ProposalsOf<'a> {
    ProposalsOf { model: model(ctx), part, filter: ctx.desk.filter() }
}

/// Rows of a part after a key.
pub fn read(part: ProposalPart, from: Option<&ProposalKey>, limit: usize, ctx: &mut Ctx<'_>) -> Vec<ProposalRow> {
    let rows = ctx.store.proposals(&of(part, ctx), from, limit, ctx.stamp.today);
    ctx.desk.or_default(rows)
}

/// The pages held.
#[derive(Debug)]
pub struct Sheet {
    /// Consecutive rows of the list.
    pub window: Window<ProposalRow>,
    pages: VecDeque<Vec<ProposalRow>>,
    /// After which key each page begins, up to the one after those held, where there is one.
    starts: Vec<Option<ProposalKey>>,
    /// The place of the first page held.
    first: usize,
}

impl Default for Sheet {
    fn default() -> Self {
        Self { window: Window::default(), pages: VecDeque::new(), starts: vec![None], first: 0 }
    }
}

impl Sheet {
    /// Reads again what is held, or the first pages.
    pub fn again(&mut self, part: ProposalPart, total: i64, ctx: &mut Ctx<'_>) {
        let until = self.first + self.pages.len().max(2);
        self.restart();
        while self.first + self.pages.len() < until && self.fetch(part, ctx) {}
        self.build(total);
    }

    /// Reads the first pages.
    pub fn first(&mut self, part: ProposalPart, total: i64, ctx: &mut Ctx<'_>) {
        self.restart();
        self.again(part, total, ctx);
    }

    /// Reads the last pages: where the others begin is asked for without their rows.
    pub fn last(&mut self, part: ProposalPart, total: i64, ctx: &mut Ctx<'_>) {
        let keys = ctx.store.proposal_windows(&of(part, ctx), PAGE, ctx.stamp.today);
        let keys = ctx.desk.or_default(keys);
        self.restart();
        self.starts.extend(keys.into_iter().map(Some));
        self.first = self.starts.len().saturating_sub(KEPT);
        while self.fetch(part, ctx) {}
        self.build(total);
    }

    /// Reads the page after those held.
    pub fn below(&mut self, part: ProposalPart, total: i64, ctx: &mut Ctx<'_>) {
        self.fetch(part, ctx);
        self.build(total);
    }

    /// Reads the page before those held.
    pub fn above(&mut self, part: ProposalPart, total: i64, ctx: &mut Ctx<'_>) {
        let Some(before) = self.first.checked_sub(1) else { return };
        let start = self.starts[before].clone();
        self.pages.push_front(read(part, start.as_ref(), PAGE, ctx));
        self.pages.truncate(KEPT);
        self.first = before;
        self.starts.truncate(self.first + self.pages.len() + 1);
        self.build(total);
    }

    fn restart(&mut self) {
        (self.pages, self.starts, self.first) = (VecDeque::new(), vec![None], 0);
    }

    /// Reads the page that follows those held; the answer is whether there was one.
    fn fetch(&mut self, part: ProposalPart, ctx: &mut Ctx<'_>) -> bool {
        let next = self.first + self.pages.len();
        let Some(start) = self.starts.get(next).cloned() else { return false };
        let page = read(part, start.as_ref(), PAGE, ctx);
        self.starts.truncate(next + 1);
        if page.len() == PAGE {
            self.starts.push(page.last().map(|row| row.key.clone()));
        }
        self.pages.push_back(page);
        if self.pages.len() > KEPT {
            self.pages.pop_front();
            self.first += 1;
        }
        true
    }

    fn build(&mut self, total: i64) {
        let rows: Vec<ProposalRow> = self.pages.iter().flatten().cloned().collect();
        let seen = i64::try_from(self.first * PAGE + rows.len()).unwrap_or(i64::MAX);
        self.window = Window {
            rows,
            above: self.first > 0,
            below: self.starts.len() > self.first + self.pages.len() && seen < total,
            before: Some((self.first * PAGE) as u64),
            total: u64::try_from(total).ok(),
        };
    }
}
