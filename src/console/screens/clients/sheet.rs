//! The window of clients the table holds: read by keys, forward and backward, never more than a few pages.

use crate::console::layer::Ctx;
use crate::console::parts::list::{Row, Window};
use crate::domain::client::ClientId;
use crate::store::{ClientKey, ClientQuery, ClientRow, Direction, StoreError};

/// Rows read at once; few in tests, so that small books have many pages.
pub const PAGE: usize = if cfg!(test) { 30 } else { 100 };
/// The most rows held.
const KEPT: usize = 3 * PAGE;

impl Row for ClientRow {
    fn id(&self) -> Option<i64> {
        Some(self.client.0)
    }
}

/// The rows held.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Consecutive rows of the table.
    pub window: Window<ClientRow>,
}

/// What the table asks for.
pub fn query(ctx: &Ctx<'_>) -> ClientQuery {
    let table = &ctx.desk.table;
    ClientQuery { model: None, filter: ctx.desk.filter().cloned(), sort: table.sort, descending: table.descending }
}

fn read(from: Option<&ClientKey>, direction: Direction, limit: usize, ctx: &mut Ctx<'_>) -> Vec<ClientRow> {
    let rows: Result<_, StoreError> = ctx.store.clients(&query(ctx), from, direction, limit, ctx.stamp.today);
    ctx.desk.or_default(rows)
}

impl Sheet {
    /// Reads the first rows.
    pub fn first_page(&mut self, ctx: &mut Ctx<'_>) {
        let rows = read(None, Direction::After, PAGE, ctx);
        self.window.below = rows.len() == PAGE;
        self.window.above = false;
        self.window.rows = rows;
    }

    /// Reads the last rows.
    pub fn last_page(&mut self, ctx: &mut Ctx<'_>) {
        let rows = read(None, Direction::Before, PAGE, ctx);
        self.window.above = rows.len() == PAGE;
        self.window.below = false;
        self.window.rows = rows;
    }

    /// Reads the rows after those held.
    pub fn below(&mut self, ctx: &mut Ctx<'_>) {
        let Some(key) = self.window.rows.last().map(|row| row.key.clone()) else { return self.first_page(ctx) };
        let rows = read(Some(&key), Direction::After, PAGE, ctx);
        self.window.below = rows.len() == PAGE;
        self.window.rows.extend(rows);
        let surplus = self.window.rows.len().saturating_sub(KEPT);
        self.window.rows.drain(..surplus);
        self.window.above |= surplus > 0;
    }

    /// Reads the rows before those held.
    pub fn above(&mut self, ctx: &mut Ctx<'_>) {
        let Some(key) = self.window.rows.first().map(|row| row.key.clone()) else { return self.first_page(ctx) };
        let mut rows = read(Some(&key), Direction::Before, PAGE, ctx);
        self.window.above = rows.len() == PAGE;
        rows.append(&mut self.window.rows);
        self.window.below |= rows.len() > KEPT;
        rows.truncate(KEPT);
        self.window.rows = rows;
    }

    /// Reads again around a client, so that it keeps its place on the screen: rows before it and after it. Around the first
    /// row held where the client is not among those shown any more.
    pub fn around(&mut self, client: Option<ClientId>, ctx: &mut Ctx<'_>) {
        let place = client.map(|client| ctx.store.client_place(&query(ctx), client, ctx.stamp.today));
        let place = place.and_then(|place| ctx.desk.or_default(place));
        let Some(key) = place.or_else(|| self.window.rows.first().map(|row| row.key.clone())) else {
            return self.first_page(ctx);
        };
        let mut rows = read(Some(&key), Direction::Before, PAGE, ctx);
        self.window.above = rows.len() == PAGE;
        // The rows from the one at the key on: those after the last one before it.
        let from = rows.last().map(|row| row.key.clone());
        let after = read(from.as_ref(), Direction::After, PAGE + 1, ctx);
        self.window.below = after.len() == PAGE + 1;
        rows.extend(after);
        self.window.rows = rows;
    }
}
