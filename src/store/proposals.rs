//! What the scores propose: who would go where, who is held back by the guard, and who has a proposal and no segment.

use chrono::NaiveDate;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params, params_from_iter};

use super::Store;
use super::error::StoreError;
use crate::domain::client::ClientId;
use crate::domain::filter::Filter;
use crate::domain::model::{Membership, Model};
use crate::domain::money::Amount;
use crate::domain::verdict::{Scored, Verdict};

/// A part of what the scores propose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProposalPart {
    /// Clients for which a move is proposed.
    Drifting,
    /// Clients whose scores say another segment and who are held back: near a cut, or decided on lately.
    Withheld,
    /// Clients without a segment for which the scores propose one.
    Unplaced,
}

/// Whose proposals are asked for.
#[derive(Debug, Clone, Copy)]
pub struct ProposalsOf<'a> {
    /// The model; the driving one where none is named.
    pub model: Option<&'a str>,
    /// The part.
    pub part: ProposalPart,
    /// Only clients a filter lets through.
    pub filter: Option<&'a Filter>,
}

/// A client with what its scores come to.
#[derive(Debug, Clone, PartialEq)]
pub struct ProposalRow {
    /// The client.
    pub client: ClientId,
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner: Option<String>,
    /// Annual revenue.
    pub arr: Option<Amount>,
    /// Its currency.
    pub currency: String,
    /// Its place; none where it is in no segment.
    pub segment: Option<String>,
    /// The decision that put it there; 0 where it was never placed.
    pub decision: i64,
    /// Scores on the axes, tenths of a point.
    pub scores: (Option<u16>, Option<u16>),
    /// Confidence of these scores, per mille.
    pub confidence: (Option<i64>, Option<i64>),
    /// What the scores come to.
    pub verdict: Verdict,
    /// The day of its last decision; none without one.
    pub decided_on: Option<NaiveDate>,
    /// The day of its newest score; none where all factors are derived.
    pub scored_on: Option<NaiveDate>,
    /// The day it left the book.
    pub archived_on: Option<NaiveDate>,
    /// The key to read on from here.
    pub key: ProposalKey,
}

/// A place in the order of proposals: the most revenue first, then by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposalKey {
    arr_sort: i64,
    name_key: String,
    client: ClientId,
}

const COLUMNS: &str = "s.client, c.name, s.owner, s.arr, s.currency, nullif(s.segment, ''), s.decision, s.x, s.y, s.x_confidence,
    s.y_confidence, s.proposed, s.dwell_until, d.day, c.archived_on, s.arr_sort, s.name_key,
    (SELECT max(f.day) FROM scores f WHERE f.client = s.client AND f.model = s.model)";
const TABLES: &str = "standing s JOIN clients c ON c.id = s.client LEFT JOIN decisions d ON d.id = nullif(s.decision, 0)";

impl Store {
    /// A window of proposals, the most revenue first, at most `limit` of them after the key.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn proposals(
        &self,
        of: &ProposalsOf<'_>,
        from: Option<&ProposalKey>,
        limit: usize,
        today: NaiveDate,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let model = self.ground().model(of.model)?;
        let clause = self.clause_now(of.filter, &model, today)?;
        let mut values = Vec::new();
        let mut windows = Vec::new();
        for condition in conditions(of.part, model.membership) {
            values.push(Value::Text(model.key.clone()));
            values.extend(condition.day.then(|| Value::Text(today.to_string())));
            let mut place = "";
            if let Some(key) = from {
                place = "AND (s.arr_sort, s.name_key, s.client) > (?, ?, ?)";
                values.extend([key.arr_sort.into(), key.name_key.clone().into(), key.client.0.into()]);
            }
            values.extend(clause.values.iter().cloned());
            // Each window by the order of its own index; SQLite merges two of them row by row.
            windows.push(format!(
                "SELECT {COLUMNS} FROM {TABLES} WHERE s.model = ? AND s.live = 1 AND {} {place} AND {}",
                condition.sql, clause.sql
            ));
        }
        values.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        // The columns of the order by their places: what a compound statement is ordered by has no table.
        let sql = format!("{} ORDER BY 16, 17, 1 LIMIT ?", windows.join(" UNION ALL "));
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(values), |row| read(row, &model, today))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The keys after which the windows of so many proposals begin, the first window's left out: who walks to the end of a part
    /// needs no more than these.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn proposal_windows(&self, of: &ProposalsOf<'_>, rows: usize, today: NaiveDate) -> Result<Vec<ProposalKey>, StoreError> {
        let model = self.ground().model(of.model)?;
        let clause = self.clause_now(of.filter, &model, today)?;
        let mut values = Vec::new();
        let mut windows = Vec::new();
        for condition in conditions(of.part, model.membership) {
            values.push(Value::Text(model.key.clone()));
            values.extend(condition.day.then(|| Value::Text(today.to_string())));
            values.extend(clause.values.iter().cloned());
            windows.push(format!(
                "SELECT s.arr_sort, s.name_key, s.client FROM standing s {} WHERE s.model = ? AND s.live = 1 AND {} AND {}",
                clause.join_client(),
                condition.sql,
                clause.sql
            ));
        }
        let mut statement = self.db.prepare_cached(&format!("{} ORDER BY 1, 2, 3", windows.join(" UNION ALL ")))?;
        let mut found = statement.query(params_from_iter(values))?;
        let (mut keys, mut seen) = (Vec::new(), 0);
        while let Some(row) = found.next()? {
            seen += 1;
            if seen % rows == 0 {
                keys.push(ProposalKey { arr_sort: row.get(0)?, name_key: row.get(1)?, client: row.get(2)? });
            }
        }
        Ok(keys)
    }

    /// How many proposals there are in a part.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn count_proposals(&self, of: &ProposalsOf<'_>, today: NaiveDate) -> Result<i64, StoreError> {
        let model = self.ground().model(of.model)?;
        let clause = self.clause_now(of.filter, &model, today)?;
        let mut count = 0;
        for condition in conditions(of.part, model.membership) {
            let mut values = vec![Value::Text(model.key.clone())];
            values.extend(condition.day.then(|| Value::Text(today.to_string())));
            values.extend(clause.values.iter().cloned());
            let sql = format!(
                "SELECT count(*) FROM standing s {} WHERE s.model = ? AND s.live = 1 AND {} AND {}",
                clause.join_client(),
                condition.sql,
                clause.sql
            );
            count += self.db.prepare_cached(&sql)?.query_row(params_from_iter(values), |row| row.get::<_, i64>(0))?;
        }
        Ok(count)
    }

    /// What the scores of these clients come to, in the order asked for; those that are not in the book are left out.
    ///
    /// # Errors
    /// No such model, or the book cannot be read.
    pub fn proposals_of(
        &self,
        model: Option<&str>,
        clients: &[ClientId],
        today: NaiveDate,
    ) -> Result<Vec<ProposalRow>, StoreError> {
        let model = self.ground().model(model)?;
        let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE s.model = ? AND s.client = ?");
        let mut statement = self.db.prepare_cached(&sql)?;
        let mut found = Vec::with_capacity(clients.len());
        for client in clients {
            found.extend(statement.query_row(params![model.key, client], |row| read(row, &model, today)).optional()?);
        }
        Ok(found)
    }
}

/// A condition that an index of its own serves.
struct Condition {
    sql: &'static str,
    /// Whether it asks for today.
    day: bool,
}

fn conditions(part: ProposalPart, membership: Membership) -> Vec<Condition> {
    match (part, membership) {
        (ProposalPart::Drifting, _) => {
            vec![Condition { sql: "s.drift = 1 AND (s.dwell_until IS NULL OR s.dwell_until <= ?)", day: true }]
        }
        // Standing in one segment more is no contradiction: nothing is held back.
        (ProposalPart::Withheld, Membership::Many) => vec![Condition { sql: "0", day: false }],
        (ProposalPart::Withheld, Membership::One) => vec![
            Condition { sql: "s.drift = 1 AND s.dwell_until > ?", day: true },
            Condition { sql: "s.near = 1 AND s.segment <> '' AND s.proposed <> s.segment", day: false },
        ],
        (ProposalPart::Unplaced, _) => vec![Condition { sql: "s.segment = '' AND s.proposed IS NOT NULL", day: false }],
    }
}

fn read(row: &Row<'_>, model: &Model, today: NaiveDate) -> rusqlite::Result<ProposalRow> {
    let segment: Option<String> = row.get(5)?;
    let proposed: Option<String> = row.get(11)?;
    let scores = (row.get(7)?, row.get(8)?);
    let decided_on = row.get(13)?;
    let scored =
        Scored { segment: segment.as_deref(), falls_into: proposed.as_deref(), scores, decided_on, dwell_until: row.get(12)? };
    let client = row.get(0)?;
    Ok(ProposalRow {
        client,
        name: row.get(1)?,
        owner: row.get(2)?,
        arr: row.get::<_, Option<i64>>(3)?.map(Amount::from_ten_thousandths),
        currency: row.get(4)?,
        verdict: Verdict::of(model, scored, today),
        segment,
        decision: row.get(6)?,
        scores,
        confidence: (row.get(9)?, row.get(10)?),
        decided_on,
        scored_on: row.get(17)?,
        archived_on: row.get(14)?,
        key: ProposalKey { arr_sort: row.get(15)?, name_key: row.get(16)?, client },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::cadence::Leaving;
    use crate::domain::command::{Command, Destination, Incoming, Move, ScoreClient};
    use crate::domain::stamp::Stamp;
    use crate::store::ImportPolicy;

    fn stamp(day: &str) -> Stamp {
        let now = chrono::DateTime::parse_from_rfc3339(&format!("{day}T09:00:00+01:00")).expect("an instant");
        Stamp { now, today: day.parse().expect("a date"), by: "ana".to_owned() }
    }

    /// Forty clients, the one with the least revenue first; every third drifts, every third is near a cut, every third agrees;
    /// those whose number ends in 0 were confirmed on 2026-05-01, those ending in 5 have no segment.
    fn book(folder: &tempfile::TempDir) -> Store {
        use crate::domain::client::Field;
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2025-01-01")).expect("a book");
        let begun = stamp("2025-01-01");
        let mut import = store.import(ImportPolicy::default(), &begun).expect("begun");
        for n in 0..40_u64 {
            let maturity = [5, 3, 1][(n % 3) as usize];
            let row = Incoming {
                fields: vec![(Field::Name, format!("Client {n:02}")), (Field::Arr, (n * 10).to_string())],
                segment: (n % 10 != 5).then(|| "sustain".to_owned()),
                scores: vec![("stability".to_owned(), maturity), ("goals".to_owned(), 1)],
                ..Incoming::default()
            };
            import.row(n + 2, &row).expect("a row");
        }
        import.finish("imported", "{}").expect("finished");
        let confirmed = [0, 10, 20, 30].map(|n| store.find(&format!("Client {n:02}")).expect("there").into());
        let confirm = Command::Confirm { clients: confirmed.to_vec(), model: None, note: "they stay for now".to_owned() };
        store.execute(&confirm, &stamp("2026-05-01")).expect("confirmed");
        store
    }

    fn names(store: &Store, part: ProposalPart, day: &str, window: usize) -> Vec<String> {
        let of = ProposalsOf { model: None, part, filter: None };
        let mut rows: Vec<ProposalRow> = Vec::new();
        loop {
            let from = rows.last().map(|row| row.key.clone());
            let next = store.proposals(&of, from.as_ref(), window, day.parse().expect("a date")).expect("read");
            if next.is_empty() {
                assert_eq!(store.count_proposals(&of, day.parse().expect("a date")).expect("counted"), rows.len() as i64);
                return rows.into_iter().map(|row| row.name[7..].to_owned()).collect();
            }
            rows.extend(next);
        }
    }

    #[test]
    fn each_client_is_in_one_part_at_most_the_most_revenue_first_in_windows_of_any_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = book(&folder);
        for window in [1, 4, 100] {
            let of = |part| names(&store, part, "2026-06-15", window).join(" ");
            assert_eq!(of(ProposalPart::Drifting), "39 36 33 27 24 21 18 12 09 06 03");
            assert_eq!(of(ProposalPart::Withheld), "37 34 31 30 28 22 19 16 13 10 07 04 01 00");
            assert_eq!(of(ProposalPart::Unplaced), "35 25 15 05");
        }
        // On the last day of the dwell those confirmed drift again.
        let until = |day| names(&store, ProposalPart::Drifting, day, 100).contains(&"30".to_owned());
        assert_eq!((until("2026-07-31"), until("2026-08-01")), (false, true));
    }

    #[test]
    fn a_filter_and_a_model_narrow_what_is_proposed() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = book(&folder);
        let filter = Filter::parse("arr>350").expect("a filter");
        let of = ProposalsOf { model: None, part: ProposalPart::Withheld, filter: Some(&filter) };
        let today = "2026-06-15".parse().expect("a date");
        assert_eq!(store.proposals(&of, None, 9, today).expect("read").len(), 1);
        assert_eq!(store.count_proposals(&of, today).expect("counted"), 1);
        let unknown = ProposalsOf { model: Some("astrology"), ..of };
        assert!(store.proposals(&unknown, None, 9, today).is_err());
    }

    #[test]
    fn accepting_a_proposal_read_before_another_decision_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = book(&folder);
        let today = stamp("2026-06-15");
        let client = store.find("Client 39").expect("there");
        let row = store.proposals_of(None, &[client], today.today).expect("read").remove(0);
        assert_eq!(row.verdict, Verdict::Drifts("educate".to_owned()));
        let accept = |seen| {
            Command::Move(Move {
                clients: vec![crate::domain::command::MoveTarget { client, seen: Some(seen) }],
                model: None,
                to: Destination::Each(vec!["educate".to_owned()]),
                note: "as the scores say".to_owned(),
                reason: None,
                authorised_by: None,
                leaving: Leaving::Hold,
            })
        };
        let confirm = Command::Confirm { clients: vec![client.into()], model: None, note: "they stay for now".to_owned() };
        store.execute(&confirm, &Stamp { by: "ben".to_owned(), ..today.clone() }).expect("confirmed");
        assert!(store.execute(&accept(row.decision), &today).is_err());
        let score = ScoreClient { clients: vec![client], model: None, values: vec![("stability".to_owned(), 1)] };
        store.execute(&Command::Score(score), &today).expect("scored");
        let row = store.proposals_of(None, &[client], today.today).expect("read").remove(0);
        assert_eq!(row.verdict, Verdict::Agrees);
    }
}
