//! The rows of the due list as they are read: pages of clocks in the order of C7, then of silent clients, from the keys come by.

use std::collections::VecDeque;

use super::lens;
use super::pane::Selected;
use crate::console::layer::Ctx;
use crate::console::parts::list::{Row, Window};
use crate::domain::cadence::State;
use crate::domain::client::ClientId;
use crate::store::{ClientKey, ClientQuery, ClientRow, Direction, DueKey, DueQuery, DueRange, DueRow, SortKey, StoreError};

/// Rows read at once; few in tests, so that small books have many pages.
pub const PAGE: usize = if cfg!(test) { 30 } else { 100 };
/// Pages gone through at once on the way to a far place.
const STRIDE: usize = if cfg!(test) { 2 } else { 64 };
/// Pages kept in memory.
const KEPT: usize = 3;
/// Row ids a client has: one for each kind, the last for its silence.
const IDS: i64 = 64;

/// A group of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Past the grace end.
    Overdue,
    /// Due.
    Due,
    /// Within the lead.
    Upcoming,
    /// With an agreed date that is not past (C9).
    Booked,
    /// Hidden for now (C8).
    Snoozed,
    /// Never reviewed, and in none of the groups before (C13).
    First,
    /// As needed, and without any review for longer than the segment allows (C12).
    Silent,
}

impl Group {
    /// Whether its reviews ask for something now or soon.
    pub const fn asks(self) -> bool {
        match self {
            Self::Overdue | Self::Due | Self::Upcoming => true,
            Self::Booked | Self::Snoozed | Self::First | Self::Silent => false,
        }
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A group begins.
    Heading(Group),
    /// A clock.
    Clock(i64, Box<DueRow>),
    /// A silent client.
    Silent(i64, Box<ClientRow>),
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        match self {
            Self::Heading(_) => None,
            Self::Clock(id, _) | Self::Silent(id, _) => Some(*id),
        }
    }
}

impl Entry {
    /// The group it stands in.
    pub fn group(&self) -> Group {
        match self {
            Self::Heading(group) => *group,
            Self::Clock(_, row) => group_of(row),
            Self::Silent(..) => Group::Silent,
        }
    }

    /// Its client as the screen's selection.
    pub fn selected(&self) -> Option<Selected> {
        match self {
            Self::Heading(_) => None,
            Self::Clock(_, row) => {
                Some(Selected { client: row.client, placed: row.segment.is_some(), kind: Some(row.clock.clock.kind.clone()) })
            }
            Self::Silent(_, row) => Some(Selected { client: row.client, placed: row.segment.is_some(), kind: None }),
        }
    }

    /// Its client, and whose it is.
    pub fn title(&self) -> String {
        let owner = match self {
            Self::Heading(_) => None,
            Self::Clock(_, row) => row.owner.as_deref(),
            Self::Silent(_, row) => row.owner.as_deref(),
        };
        owner.map_or_else(|| self.name().to_owned(), |owner| format!("{}, {owner}", self.name()))
    }

    /// The name of its client.
    pub fn name(&self) -> &str {
        match self {
            Self::Heading(_) => "",
            Self::Clock(_, row) => &row.name,
            Self::Silent(_, row) => &row.name,
        }
    }

    /// Its client.
    pub fn client(&self) -> Option<ClientId> {
        match self {
            Self::Heading(_) => None,
            Self::Clock(_, row) => Some(row.client),
            Self::Silent(_, row) => Some(row.client),
        }
    }
}

/// The group of a clock that is in the list.
pub fn group_of(row: &DueRow) -> Group {
    match row.clock.state {
        State::Overdue => Group::Overdue,
        State::Due => Group::Due,
        State::Upcoming => Group::Upcoming,
        State::Booked => Group::Booked,
        State::Snoozed => Group::Snoozed,
        State::NotDue | State::AsNeeded | State::Paused => Group::First,
    }
}

/// Where a page begins.
#[derive(Debug, Clone)]
enum Start {
    Clocks(Option<DueKey>),
    Silent(Option<ClientKey>),
}

/// Some consecutive pages of the list, and the keys by which those before them were reached.
#[derive(Debug)]
pub struct Roll {
    /// The lines held, with the headings between the groups.
    pub window: Window<Entry>,
    /// How many rows the list has, where that is known.
    pub total: Option<u64>,
    pages: VecDeque<Vec<Entry>>,
    /// Where each page begins, from the first of the list to the one after those held, where there is one.
    starts: Vec<Start>,
    /// The place of the first page held.
    first: usize,
}

impl Default for Roll {
    fn default() -> Self {
        Self { window: Window::default(), total: None, pages: VecDeque::new(), starts: vec![Start::Clocks(None)], first: 0 }
    }
}

impl Roll {
    /// Reads again from the beginning of the list as far as was read before.
    pub fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        let until = self.first + self.pages.len().max(1);
        *self = Self::default();
        self.skip(until, ctx);
        while self.first + self.pages.len() < until && self.fetch(ctx) {}
        self.build();
    }

    /// Reads the first page.
    pub fn first_page(&mut self, ctx: &mut Ctx<'_>) {
        *self = Self { total: self.total, ..Self::default() };
        self.fetch(ctx);
        self.build();
    }

    /// Reads on to the last page.
    pub fn last_page(&mut self, ctx: &mut Ctx<'_>) {
        self.skip(usize::MAX, ctx);
        while self.fetch(ctx) {}
        self.build();
    }

    /// Goes towards the page `until` in large strides that keep nothing but where each page begins. The last pages before it
    /// are left to be read and held.
    fn skip(&mut self, until: usize, ctx: &mut Ctx<'_>) {
        while let (true, Some(Start::Clocks(key))) = (self.starts.len() < until, self.starts.last().cloned()) {
            let rows = ctx.store.due(&query(ctx), key.as_ref(), PAGE * STRIDE, ctx.stamp.today);
            let rows = ctx.desk.or_default(rows);
            let ends = rows.chunks_exact(PAGE).filter_map(|page| page.last());
            self.starts.extend(ends.map(|last| Start::Clocks(Some(last.key.clone()))));
            if rows.len() < PAGE * STRIDE {
                break;
            }
        }
        let first = self.starts.len().min(until).saturating_sub(KEPT);
        if first > self.first {
            self.pages.clear();
            self.first = first;
        }
    }

    /// Reads the page after those held.
    pub fn below(&mut self, ctx: &mut Ctx<'_>) {
        self.fetch(ctx);
        self.build();
    }

    /// Reads the page before those held.
    pub fn above(&mut self, ctx: &mut Ctx<'_>) {
        let Some(before) = self.first.checked_sub(1) else { return };
        let page = read(&self.starts[before], ctx);
        let (page, _) = ctx.desk.or_default(page);
        self.pages.push_front(page);
        self.first = before;
        if self.pages.len() > KEPT {
            self.pages.pop_back();
        }
        self.starts.truncate(self.first + self.pages.len() + 1);
        self.build();
    }

    /// Reads the page that follows; the answer is whether there was one.
    fn fetch(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(start) = self.starts.get(self.first + self.pages.len()) else { return false };
        let page = read(start, ctx);
        let (page, next) = ctx.desk.or_default(page);
        self.starts.truncate(self.first + self.pages.len() + 1);
        self.starts.extend(next);
        self.pages.push_back(page);
        if self.pages.len() > KEPT {
            self.pages.pop_front();
            self.first += 1;
        }
        true
    }

    /// Puts the pages together, with a heading where a group begins.
    fn build(&mut self) {
        let mut rows: Vec<Entry> = Vec::new();
        for entry in self.pages.iter().flatten() {
            let group = entry.group();
            let begins = rows.last().map_or(self.first == 0, |last| last.group() != group);
            if begins {
                rows.push(Entry::Heading(group));
            }
            rows.push(entry.clone());
        }
        self.window = Window {
            rows,
            above: self.first > 0,
            below: self.starts.len() > self.first + self.pages.len(),
            before: Some((self.first * PAGE) as u64),
            total: self.total,
        };
    }

    /// The entry with an id.
    pub fn entry(&self, id: Option<i64>) -> Option<&Entry> {
        self.window.rows.iter().find(|entry| id.is_some() && entry.id() == id)
    }
}

/// All groups, in their order.
pub const GROUPS: [Group; 7] =
    [Group::Overdue, Group::Due, Group::Upcoming, Group::Booked, Group::Snoozed, Group::First, Group::Silent];

/// What the list asks for.
pub fn query(ctx: &Ctx<'_>) -> DueQuery {
    lens::query(DueRange::Shown, ctx)
}

/// The clients in the list, from its beginning, at most `most`.
pub fn clients(most: usize, ctx: &mut Ctx<'_>) -> Vec<ClientId> {
    let rows = ctx.store.due(&query(ctx), None, most, ctx.stamp.today);
    let mut found: Vec<ClientId> = ctx.desk.or_default(rows).iter().map(|row| row.client).collect();
    let rows = quiet(None, most.saturating_sub(found.len()), ctx);
    found.extend(ctx.desk.or_default(rows).iter().map(|row| row.client));
    found.sort_unstable();
    found.dedup();
    found
}

fn quiet(from: Option<&ClientKey>, limit: usize, ctx: &Ctx<'_>) -> Result<Vec<ClientRow>, StoreError> {
    let Some(silent) = lens::silent(ctx) else { return Ok(Vec::new()) };
    let query = ClientQuery { filter: Some(silent), sort: SortKey::Silence, ..ClientQuery::default() };
    ctx.store.clients(&query, from, Direction::After, limit, ctx.stamp.today)
}

/// A page and where the next one begins. A page that the clocks do not fill goes on with the silent clients.
fn read(start: &Start, ctx: &Ctx<'_>) -> Result<(Vec<Entry>, Option<Start>), StoreError> {
    let mut page = Vec::with_capacity(PAGE);
    let mut from = None;
    match start {
        Start::Clocks(key) => {
            page.extend(entries(ctx.store.due(&query(ctx), key.as_ref(), PAGE, ctx.stamp.today)?, ctx));
            if let (PAGE, Some(Entry::Clock(_, last))) = (page.len(), page.last()) {
                let next = Start::Clocks(Some(last.key.clone()));
                return Ok((page, Some(next)));
            }
        }
        Start::Silent(key) => from.clone_from(key),
    }
    let wanted = PAGE - page.len();
    let rows = quiet(from.as_ref(), wanted, ctx)?;
    let next = (rows.len() == wanted).then(|| Start::Silent(rows.last().map(|row| row.key.clone())));
    page.extend(rows.into_iter().map(|row| Entry::Silent(row.client.0.wrapping_mul(IDS).wrapping_add(IDS - 1), Box::new(row))));
    Ok((page, next))
}

/// Clocks as lines of a list, each with an id of its own.
pub fn entries(rows: Vec<DueRow>, ctx: &Ctx<'_>) -> Vec<Entry> {
    let ground = ctx.store.ground();
    let kinds = ground.driving().kinds();
    let entry = |row: DueRow| {
        let kind = kinds.iter().position(|kind| *kind == row.clock.clock.kind);
        Entry::Clock(row_id(row.client, kind.unwrap_or(0)), Box::new(row))
    };
    rows.into_iter().map(entry).collect()
}

fn row_id(client: ClientId, kind: usize) -> i64 {
    let kind = i64::try_from(kind).unwrap_or(IDS).min(IDS - 2);
    client.0.wrapping_mul(IDS).wrapping_add(kind)
}
