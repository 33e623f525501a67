//! The board of a lens: totals per cell and windows of a cell's clients, by scores and whatever segment they are in.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params_from_iter};

use super::arrangement::{Arrangement, By, bands_of};
use super::board::{Board, BoardKey, BoardRow, SIGN_COLUMNS, SegmentTotal, Signs, read_signs};
use super::error::StoreError;
use super::later::Asked;
use super::lens::LensAxis;
use super::{Direction, Store};
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::money::Amount;

/// A lens as SQL over `standing s`, with what it joins.
struct LensSql {
    /// The model whose rows of `standing` lead.
    model: String,
    joins: String,
    /// What the joins ask for.
    values: Vec<Value>,
    /// The key of the cell; `''` where a score is missing.
    cell: String,
    /// Score, confidence and the day it is stale from, of x and of y.
    axes: [[String; 3]; 2],
    /// The segment it stands in in the driving model.
    stands: &'static str,
}

impl LensSql {
    /// The columns of both axes.
    fn columns(&self) -> String {
        self.axes.concat().join(", ")
    }

    /// The condition of a cell that an index can answer, and its values.
    fn within(&self, cell: &str, by: &By) -> (String, Vec<Value>) {
        match by {
            By::Placement | By::Proposal if cell.is_empty() => ("s.proposed IS NULL".to_owned(), Vec::new()),
            By::Placement | By::Proposal => ("s.proposed = ?".to_owned(), vec![Value::Text(cell.to_owned())]),
            By::Scores(axes) => {
                let [[x, ..], [y, ..]] = &self.axes;
                let Some((on_x, on_y)) = bands_of(cell) else { return (format!("(+{x} IS NULL OR +{y} IS NULL)"), Vec::new()) };
                (format!("{} AND {}", in_band(&axes.0, x, on_x), in_band(&axes.1, y, on_y)), Vec::new())
            }
        }
    }
}

/// `+a.x >= 330 AND +a.x < 670`: a score equal to a cut is in the upper band. By no index of the score: the order of the board is
/// another one.
fn in_band(axis: &LensAxis, score: &str, band: u8) -> String {
    let cuts = &axis.dimension().cuts;
    let band = usize::from(band);
    let from = band.checked_sub(2).and_then(|at| cuts.get(at)).copied().unwrap_or(0);
    let below = cuts.get(band.saturating_sub(1)).map_or_else(String::new, |cut| format!(" AND +{score} < {cut}"));
    format!("+{score} >= {from}{below}")
}

impl Store {
    /// The totals of a board's segments; of the clients a filter lets through, where one is given. On a lens the ones without a
    /// place have too few scores, and the whole book is counted.
    ///
    /// # Errors
    /// [`StoreError::Later`] beside who answers keys; the model is gone, or the book cannot be read.
    pub fn arranged(&self, how: &Arrangement, filter: Option<&Filter>, today: NaiveDate) -> Result<Board, StoreError> {
        if filter.is_none() && how == &self.ground().placed(None)? {
            return self.arranged_now(how, None, today);
        }
        self.or_later(Asked::Board(Box::new(how.clone())), filter, today, || self.arranged_now(how, filter, today))
    }

    fn arranged_now(&self, how: &Arrangement, filter: Option<&Filter>, today: NaiveDate) -> Result<Board, StoreError> {
        if *how.by() == By::Placement {
            return self.board(Some(&how.model().key), filter, today);
        }
        let lens = self.lens_sql(how);
        let clause = self.clause(filter, &self.ground().model(Some(&lens.model))?, today)?;
        let sql = format!(
            "SELECT {}, s.currency, count(*), count(s.arr), coalesce(sum(s.arr), 0),
                    sum(s.overdue_from IS NOT NULL AND s.overdue_from <= ?)
               FROM standing s {} {} WHERE s.model = ? AND s.live = 1 AND {} GROUP BY 1, 2",
            lens.cell,
            lens.joins,
            clause.join_client(),
            clause.sql
        );
        let mut values = vec![Value::Text(today.to_string())];
        values.extend(lens.values);
        values.push(Value::Text(lens.model));
        values.extend(clause.values);
        let keys = how.model().segments.iter().map(|segment| segment.key.clone());
        let mut segments: Vec<SegmentTotal> = keys.map(|key| SegmentTotal { key, ..SegmentTotal::default() }).collect();
        let mut unplaced = SegmentTotal::default();
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let (cell, currency): (String, String) = (row.get(0)?, row.get(1)?);
            let total = segments.iter_mut().find(|total| total.key == cell).unwrap_or(&mut unplaced);
            total.clients += row.get::<_, i64>(2)?;
            total.overdue += row.get::<_, i64>(5)?;
            if row.get::<_, i64>(3)? > 0 {
                total.arr.add(&currency, Amount::from_ten_thousandths(row.get(4)?));
            }
        }
        Ok(Board { model: how.model().key.clone(), segments, unplaced })
    }

    /// A window of the clients of a segment of a board (`""`: those without one), most urgent first, as [`Store::board_rows`].
    ///
    /// # Errors
    /// The model is gone, or the book cannot be read.
    #[expect(clippy::too_many_arguments, reason = "a window is what, which, from where, how many, on which day")]
    pub fn arranged_rows(
        &self,
        how: &Arrangement,
        segment: &str,
        filter: Option<&Filter>,
        from: Option<&BoardKey>,
        direction: Direction,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<BoardRow>, StoreError> {
        if *how.by() == By::Placement {
            return self.board_rows(Some(&how.model().key), segment, filter, from, direction, limit, today);
        }
        let lens = self.lens_sql(how);
        let clause = self.clause(filter, &self.ground().model(Some(&lens.model))?, today)?;
        let (within, cell) = lens.within(segment, how.by());
        let (place, order) = BoardKey::sql(from, direction);
        let sql = format!(
            "SELECT s.client, c.name, c.external_id, s.owner, s.arr, s.currency, s.next_due_on, s.last_review_on, c.renewal_on,
                    nullif({}, ''), s.due_sort, s.arr_sort, s.name_key, {}, {SIGN_COLUMNS}
               FROM standing s CROSS JOIN clients c ON c.id = s.client {}
              WHERE s.model = ? AND s.live = 1 AND {within} {place} AND {} ORDER BY {order} LIMIT ?",
            lens.stands,
            lens.columns(),
            lens.joins,
            clause.sql
        );
        let mut values = lens.values;
        values.push(Value::Text(lens.model));
        values.extend(cell);
        values.extend(from.into_iter().flat_map(BoardKey::values));
        values.extend(clause.values);
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let proposes = *how.by() == By::Proposal;
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            let client = row.get(0)?;
            let stale = |at: usize| -> rusqlite::Result<bool> {
                Ok(row.get::<_, Option<NaiveDate>>(at)?.is_some_and(|from| from <= today))
            };
            let signs = read_signs(row, 19, today)?;
            // Marks of a model's own placement say nothing about two dimensions.
            let bare = Signs { drift: false, near: false, confirm: false, stale: stale(15)? || stale(18)?, ..signs };
            Ok(BoardRow {
                client,
                name: row.get(1)?,
                external_id: row.get(2)?,
                owner: row.get(3)?,
                arr: row.get::<_, Option<i64>>(4)?.map(Amount::from_ten_thousandths),
                currency: row.get(5)?,
                next_due_on: row.get(6)?,
                stands: row.get(9)?,
                proposed: None,
                scores: (row.get(13)?, row.get(16)?),
                confidence: (row.get(14)?, row.get(17)?),
                last_review_on: row.get(7)?,
                renewal_on: row.get(8)?,
                key: BoardKey::new(row, 10, client)?,
                signs: if proposes { signs } else { bare },
            })
        })?;
        let mut rows: Vec<BoardRow> = rows.collect::<rusqlite::Result<_>>()?;
        if direction == Direction::Before {
            rows.reverse();
        }
        Ok(rows)
    }

    /// Where a client stands in the order of its segment of a board, and in which segment: to bring it into view.
    ///
    /// # Errors
    /// The model is gone, or the book cannot be read.
    pub fn arranged_place(&self, how: &Arrangement, client: ClientId) -> Result<Option<(String, BoardKey)>, StoreError> {
        if *how.by() == By::Placement {
            return self.board_place(Some(&how.model().key), client);
        }
        let lens = self.lens_sql(how);
        let sql = format!(
            "SELECT {}, s.due_sort, s.arr_sort, s.name_key FROM standing s {} WHERE s.model = ? AND s.client = ? AND s.live = 1",
            lens.cell, lens.joins
        );
        let mut values = lens.values;
        values.extend([Value::Text(lens.model), Value::Integer(client.0)]);
        let mut statement = self.db.prepare_cached(&sql)?;
        let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, BoardKey::new(row, 1, client)?));
        Ok(statement.query_row(params_from_iter(values), read).optional()?)
    }

    fn lens_sql(&self, how: &Arrangement) -> LensSql {
        let driving = self.ground().driving().key.clone();
        match how.by() {
            By::Placement | By::Proposal => {
                let side = |side: &str| [format!("s.{side}"), format!("s.{side}_confidence"), format!("s.{side}_stale_from")];
                LensSql {
                    model: how.model().key.clone(),
                    joins: "CROSS JOIN standing d ON d.model = ? AND d.client = s.client".to_owned(),
                    values: vec![Value::Text(driving)],
                    cell: "coalesce(s.proposed, '')".to_owned(),
                    axes: [side("x"), side("y")],
                    stands: "d.segment",
                }
            }
            By::Scores(axes) => {
                let (x, y) = (axes.0.sql(Some(&driving), "a"), axes.1.sql(Some(&driving), "b"));
                let band = |axis: &LensAxis, score: &str| {
                    let above: String = axis.dimension().cuts.iter().map(|cut| format!(" + ({score} >= {cut})")).collect();
                    format!("(1{above})")
                };
                let bands = (band(&axes.0, &x.score), band(&axes.1, &y.score));
                LensSql {
                    model: driving,
                    joins: format!("{} {}", x.join, y.join),
                    values: x.values.iter().chain(&y.values).cloned().collect(),
                    cell: format!(
                        "CASE WHEN {} IS NULL OR {} IS NULL THEN '' ELSE {} || '.' || {} END",
                        x.score, y.score, bands.0, bands.1
                    ),
                    axes: [[x.score, x.confidence, x.stale_from], [y.score, y.confidence, y.stale_from]],
                    stands: "s.segment",
                }
            }
        }
    }
}
