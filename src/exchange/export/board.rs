//! The board on its way out: the segments with their figures, then the clients in each, most urgent first.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::ser::{Error as _, SerializeSeq};
use serde::{Serialize, Serializer};

use super::json::{self, Book, Revenue};
use super::table::{Cell, Column, Kind, Sheet};
use super::tables::Pace;
use super::{Ask, ExportError, Format, Share};
use crate::domain::client::ClientId;
use crate::domain::model::{Model, Segment};
use crate::domain::money::{Amount, Sums};
use crate::store::{self, BoardKey, BoardRow, Direction, SegmentTotal, Signs, Store, StoreError, Watch};

/// Clients read at a time.
const WINDOW: usize = 500;

/// A renewal that is near, in words.
pub const RENEWAL_SOON: &str = "renewal soon";
/// A champion that is lost, in words.
pub const CHAMPION_LOST: &str = "champion lost";

/// `board` as scripts read it (cli.md); `C` lists the clients of a segment.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct Document<C> {
    pub model: String,
    pub as_of: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    pub segments: Vec<SegmentItem<C>>,
    pub unplaced: C,
}

/// A segment of the board with its figures.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct SegmentItem<C> {
    pub key: String,
    pub letter: String,
    pub name: String,
    pub count: i64,
    #[serde(flatten)]
    pub revenue: Option<SegmentRevenue>,
    pub overdue: i64,
    pub clients: C,
}

/// The revenue of a segment: in the book's currency, and in each.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct SegmentRevenue {
    pub arr: String,
    pub currency: String,
    pub arr_by_currency: BTreeMap<String, String>,
}

impl<C> SegmentItem<C> {
    /// A segment with its figures and clients, in a book whose amounts are in `currency` where they name none.
    #[must_use]
    pub fn of(segment: &Segment, total: &SegmentTotal, clients: C, currency: &str) -> Self {
        Self {
            key: segment.key.clone(),
            letter: segment.letter.clone(),
            name: segment.name.clone(),
            count: total.clients,
            revenue: Some(SegmentRevenue {
                arr: sum_in(&total.arr, currency),
                currency: currency.to_owned(),
                arr_by_currency: sums(&total.arr),
            }),
            overdue: total.overdue,
            clients,
        }
    }
}

/// A client on the board, as scripts read it.
#[derive(Debug, Serialize)]
#[expect(missing_docs, reason = "the fields are those of the command line's contract, cli.md")]
pub struct BoardItem {
    pub client: String,
    pub client_id: ClientId,
    pub external_id: Option<String>,
    pub owner: Option<String>,
    #[serde(flatten)]
    pub revenue: Option<Revenue<'static>>,
    pub segment: Option<String>,
    pub proposed_segment: Option<String>,
    pub x_score: Option<f64>,
    pub y_score: Option<f64>,
    pub next_due_on: Option<NaiveDate>,
    pub overdue: bool,
    pub due: bool,
    pub drift: bool,
    pub near: bool,
    pub stale: bool,
    pub confirm: bool,
    pub renewal_soon: bool,
    pub champion_lost: bool,
}

impl BoardItem {
    /// A client in a segment, or in none.
    #[must_use]
    pub fn of(row: BoardRow, segment: Option<&str>) -> Self {
        Self {
            client: row.name,
            client_id: row.client,
            external_id: row.external_id,
            owner: row.owner,
            revenue: Some(Revenue { arr: row.arr, currency: Cow::Owned(row.currency) }),
            segment: segment.map(str::to_owned),
            proposed_segment: row.proposed,
            x_score: points(row.scores.0),
            y_score: points(row.scores.1),
            next_due_on: row.next_due_on,
            overdue: row.signs.overdue,
            due: row.signs.due,
            drift: row.signs.drift,
            near: row.signs.near,
            stale: row.signs.stale,
            confirm: row.signs.confirm,
            renewal_soon: row.signs.renewal,
            champion_lost: row.signs.champion_lost,
        }
    }

    /// What marks it, in words.
    #[must_use]
    pub fn state(&self) -> String {
        signs_in_words(Signs {
            overdue: self.overdue,
            due: self.due,
            drift: self.drift,
            near: self.near,
            stale: self.stale,
            confirm: self.confirm,
            renewal: self.renewal_soon,
            champion_lost: self.champion_lost,
        })
    }
}

/// A score in points: tenths as the book keeps them, one decimal as scripts read them.
#[must_use]
pub fn points(tenths: Option<i64>) -> Option<f64> {
    tenths.map(|tenths| tenths as f64 / 10.0)
}

/// What marks a client, in words.
#[must_use]
pub fn signs_in_words(signs: Signs) -> String {
    let Signs { overdue, due, drift, near, stale, confirm, renewal, champion_lost } = signs;
    let words = [
        (overdue, "overdue"),
        (due, "due"),
        (drift, "drift"),
        (near, "near a cut"),
        (stale, "stale scores"),
        (confirm, "to be confirmed"),
        (renewal, RENEWAL_SOON),
        (champion_lost, CHAMPION_LOST),
    ];
    words.into_iter().filter_map(|(set, word)| set.then_some(word)).collect::<Vec<_>>().join(", ")
}

/// The sum in one currency, as a decimal string.
#[must_use]
pub fn sum_in(sums: &Sums, currency: &str) -> String {
    sums.iter().find(|(known, _)| *known == currency).map_or_else(|| "0".to_owned(), |(_, sum)| sum.to_string())
}

/// The sums of every currency.
#[must_use]
pub fn sums(sums: &Sums) -> BTreeMap<String, String> {
    sums.iter().map(|(currency, sum)| (currency.to_owned(), sum.to_string())).collect()
}

/// The board asked for, read a window of clients at a time.
struct Reading<'a> {
    store: &'a Store,
    ask: &'a Ask,
    model: Arc<Model>,
    board: store::Board,
}

impl<'a> Reading<'a> {
    fn of(store: &'a Store, ask: &'a Ask) -> Result<Self, StoreError> {
        let model = store.ground().model(ask.model.as_deref())?;
        let board = store.board(Some(&model.key), ask.filter.as_ref(), ask.today)?;
        Ok(Self { store, ask, model, board })
    }

    /// The clients of a segment (`""`: those without one) after a place.
    fn window(&self, segment: &str, from: Option<&BoardKey>) -> Result<Vec<BoardRow>, StoreError> {
        let filter = self.ask.filter.as_ref();
        self.store.board_rows(Some(&self.model.key), segment, filter, from, Direction::After, WINDOW, self.ask.today)
    }

    /// Each segment with its figures, then what is in none.
    fn totals(&self) -> impl Iterator<Item = (Option<&Segment>, &SegmentTotal)> {
        let placed = self.model.segments.iter().map(Some).zip(&self.board.segments);
        placed.chain(std::iter::once((None, &self.board.unplaced)))
    }

    /// How many clients it lists; one in several segments counts in each.
    fn clients(&self) -> i64 {
        self.totals().map(|(_, total)| total.clients).sum()
    }

    fn item(&self, row: BoardRow, segment: &str) -> BoardItem {
        let mut item = BoardItem::of(row, (!segment.is_empty()).then_some(segment));
        if self.ask.money == Share::Left {
            item.revenue = None;
        }
        item
    }
}

/// Gives a sheet the segments, and, where a form has room for two tables, their clients.
pub(super) fn feed(store: &Store, ask: &Ask, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    let reading = Reading::of(store, ask)?;
    segments(&reading, sheet)?;
    // A second table in one CSV file would be a table nothing reads.
    if ask.format == Format::Csv { Ok(reading.clients()) } else { clients(&reading, sheet, watch) }
}

fn segments(reading: &Reading<'_>, sheet: &mut dyn Sheet) -> Result<(), ExportError> {
    let currencies: BTreeSet<&str> =
        reading.totals().flat_map(|(_, total)| total.arr.iter().map(|(currency, _)| currency)).collect();
    let mut columns = vec![
        Column::new("key", "Key", Kind::Text),
        Column::new("letter", "Letter", Kind::Text),
        Column::new("name", "Segment", Kind::Text),
        Column::new("clients", "Clients", Kind::Whole),
        Column::new("overdue", "Overdue", Kind::Whole),
    ];
    columns.extend(currencies.iter().map(|currency| Column {
        key: format!("arr.{currency}").into(),
        title: format!("Annual revenue {currency}").into(),
        kind: Kind::Money,
    }));
    sheet.begin("Board", &columns)?;
    for (segment, total) in reading.totals() {
        let mut cells = vec![
            Cell::text(segment.map(|segment| segment.key.as_str())),
            Cell::text(segment.map(|segment| segment.letter.as_str())),
            Cell::text(Some(segment.map_or("no segment", |segment| &segment.name))),
            Cell::Whole(total.clients),
            Cell::Whole(total.overdue),
        ];
        let sum = |currency: &&str| total.arr.iter().find(|(known, _)| known == currency).map(|(_, sum)| sum);
        cells.extend(currencies.iter().map(|currency| Cell::money(sum(currency))));
        sheet.row(&cells)?;
    }
    sheet.end()
}

const CLIENT_COLUMNS: [Column; 11] = [
    Column::new("segment", "Segment", Kind::Text),
    Column::new("client", "Client", Kind::Text),
    Column::new("external_id", "External id", Kind::Text),
    Column::new("owner", "Owner", Kind::Text),
    Column::new("arr", "Annual revenue", Kind::Money),
    Column::new("currency", "Currency", Kind::Text),
    Column::new("next_due_on", "Next review", Kind::Date),
    Column::new("state", "State", Kind::Text),
    Column::new("proposed_segment", "Proposed", Kind::Text),
    Column::new("x_score", "X", Kind::Decimal),
    Column::new("y_score", "Y", Kind::Decimal),
];

fn clients(reading: &Reading<'_>, sheet: &mut dyn Sheet, watch: Watch<'_>) -> Result<i64, ExportError> {
    let mut pace = Pace::new(watch, reading.clients());
    let mut done = 0;
    sheet.begin("Clients", &CLIENT_COLUMNS)?;
    for (segment, _) in reading.totals() {
        let key = segment.map_or("", |segment| &segment.key);
        let mut from = None;
        loop {
            let window = reading.window(key, from.as_ref())?;
            done = pace.step(window.len())?;
            let Some(last) = window.last() else { break };
            from = Some(last.key.clone());
            for row in &window {
                sheet.row(&client_cells(row, segment))?;
            }
        }
    }
    sheet.end()?;
    Ok(done)
}

fn client_cells<'a>(row: &'a BoardRow, segment: Option<&'a Segment>) -> [Cell<'a>; 11] {
    // Tenths of a point.
    let score = |tenths: Option<i64>| {
        tenths.map_or(Cell::Empty, |tenths| Cell::Decimal(Amount::from_ten_thousandths(tenths * (Amount::SCALE / 10))))
    };
    [
        Cell::text(Some(segment.map_or("no segment", |segment| &segment.name))),
        Cell::text(Some(&row.name)),
        Cell::text(row.external_id.as_deref()),
        Cell::text(row.owner.as_deref()),
        Cell::money(row.arr),
        Cell::text(Some(&row.currency)),
        Cell::date(row.next_due_on),
        Cell::owned(signs_in_words(row.signs)),
        Cell::text(row.proposed.as_deref()),
        score(row.scores.0),
        score(row.scores.1),
    ]
}

/// A board as one document, and the state of the book it was made of.
#[derive(Serialize)]
struct Whole<'a> {
    #[serde(flatten)]
    document: Document<Listed<'a>>,
    book: Book,
}

/// The clients of a segment as a list that is read while it is written.
struct Listed<'a> {
    reading: &'a Reading<'a>,
    segment: &'a str,
    pace: &'a RefCell<Pace<'a>>,
    /// What kept it from being read: the serializer only knows that something did.
    failed: &'a RefCell<Option<StoreError>>,
}

impl Serialize for Listed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let failed = |fault: StoreError| {
            let said = S::Error::custom(&fault);
            *self.failed.borrow_mut() = Some(fault);
            said
        };
        let mut list = serializer.serialize_seq(None)?;
        let mut from = None;
        loop {
            let window = self.reading.window(self.segment, from.as_ref()).map_err(failed)?;
            self.pace.borrow_mut().step(window.len()).map_err(failed)?;
            let Some(last) = window.last() else { return list.end() };
            from = Some(last.key.clone());
            for row in window {
                list.serialize_element(&self.reading.item(row, self.segment))?;
            }
        }
    }
}

/// Writes the board as `board --json` does.
pub(super) fn json(store: &Store, ask: &Ask, book: Book, to: &mut dyn Write, watch: Watch<'_>) -> Result<i64, ExportError> {
    let reading = Reading::of(store, ask)?;
    let (pace, failed) = (RefCell::new(Pace::new(watch, reading.clients())), RefCell::new(None));
    let whole = Whole { document: document(&reading, &pace, &failed), book };
    let written = json::document(&mut *to, &whole);
    if let Some(fault) = failed.take() {
        return Err(fault.into());
    }
    written?;
    to.write_all(b"\n")?;
    to.flush()?;
    Ok(reading.clients())
}

fn document<'a>(
    reading: &'a Reading<'a>,
    pace: &'a RefCell<Pace<'a>>,
    failed: &'a RefCell<Option<StoreError>>,
) -> Document<Listed<'a>> {
    let ground = reading.store.ground();
    let shown = reading.ask.money == Share::Shown;
    let listed = |segment: &'a str| Listed { reading, segment, pace, failed };
    let segments = reading.model.segments.iter().zip(&reading.board.segments).map(|(segment, total)| {
        let item = SegmentItem::of(segment, total, listed(&segment.key), &ground.currency);
        SegmentItem { revenue: item.revenue.filter(|_| shown), ..item }
    });
    Document {
        model: reading.model.key.clone(),
        as_of: reading.ask.today,
        currency: shown.then(|| ground.currency.clone()),
        segments: segments.collect(),
        unplaced: listed(""),
    }
}
