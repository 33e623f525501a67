//! A filter that lets few clients through, as their ids: looked for once, whatever asks for them next.

use std::sync::Arc;

use chrono::NaiveDate;
use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Store;
use super::conditions::{Clause, compile};
use super::error::StoreError;
use super::grams;
use super::later::Asked;
use crate::domain::filter::Filter;
use crate::domain::model::Model;

/// The most clients that are named one by one; where a filter lets more through, a window is soon full.
const FEW: usize = 2_000;
/// A book with fewer is looked through rather than glanced at.
const MANY: i64 = 20_000;
/// Where one client of so many goes through, a window is soon full.
const DENSE: usize = 40;
/// Places of the book that are glanced at.
const GLANCES: i64 = 8;
/// The filters remembered: a screen asks in one or two models.
const KEPT: usize = 3;

/// Whom a filter lets through in a model on a day, as long as nobody writes.
#[derive(Debug)]
pub(super) struct Narrow {
    filter: Filter,
    model: Arc<Model>,
    today: NaiveDate,
    state: (u64, i64),
    /// Their ids as JSON; none where they are many.
    clients: Option<String>,
}

impl Store {
    /// A filter as a condition over `standing s` of a model. Where it lets few clients through these are named: then each
    /// window costs what it shows, and the book is walked through once per filter and not once per window.
    ///
    /// # Errors
    /// The book cannot be read.
    pub(super) fn clause(&self, filter: Option<&Filter>, model: &Arc<Model>, today: NaiveDate) -> Result<Clause, StoreError> {
        let clause = compile(filter, model, today);
        // Inside a transaction what is read may be taken back.
        let (Some(filter), true) = (filter, self.db.is_autocommit()) else { return Ok(clause) };
        Ok(match self.narrowed(filter, model, today)? {
            Some(clients) => clause.naming(&clients),
            None => clause,
        })
    }

    /// The same for a reader that shows nothing but whole answers.
    pub(super) fn clause_now(&self, filter: Option<&Filter>, model: &Arc<Model>, today: NaiveDate) -> Result<Clause, StoreError> {
        self.at_leisure(|store| store.clause(filter, model, today))
    }

    /// Whom a filter lets through, their ids as JSON, where they are few.
    pub(super) fn narrowed(&self, filter: &Filter, model: &Arc<Model>, today: NaiveDate) -> Result<Option<String>, StoreError> {
        let state = self.state()?;
        let same = |kept: &Narrow| {
            let same_model = Arc::ptr_eq(&kept.model, model) || kept.model == *model;
            kept.state == state && kept.today == today && same_model && kept.filter == *filter
        };
        if let Some(kept) = self.narrow.borrow().iter().find(|kept| same(kept)) {
            return Ok(kept.clients.clone());
        }
        let few = || self.few(&compile(Some(filter), model, today), model, filter);
        let clients = self.or_later(Asked::Few(Arc::clone(model)), Some(filter), today, few)?;
        let mut kept = self.narrow.borrow_mut();
        kept.retain(|kept| kept.state == state);
        kept.truncate(KEPT - 1);
        kept.insert(0, Narrow { filter: filter.clone(), model: Arc::clone(model), today, state, clients: clients.clone() });
        Ok(clients)
    }

    fn few(&self, clause: &Clause, model: &Model, filter: &Filter) -> Result<Option<String>, StoreError> {
        if self.many_at_a_glance(clause, model)? {
            return Ok(None);
        }
        let mut few: Vec<i64> = Vec::new();
        let words = filter.words();
        let searched = grams::holding(&self.db, &words, |clients| {
            few.extend(self.through(clause, model, Some(&clients), FEW + 1)?);
            Ok(few.len() <= FEW)
        })?;
        if !searched {
            few = self.through(clause, model, None, FEW + 1)?;
        }
        Ok((few.len() <= FEW).then(|| json_of(few)))
    }

    /// Whether a filter lets so many of some clients through that many of all will be; those looked at lie all over the book.
    fn many_at_a_glance(&self, clause: &Clause, model: &Model) -> Result<bool, StoreError> {
        // Each by itself: asked for together, the least and the greatest are looked for in every row.
        let ends = "SELECT coalesce((SELECT min(id) FROM clients), 0), coalesce((SELECT max(id) FROM clients), 0),
                           (SELECT coalesce(sum(clients), 0) FROM totals WHERE model = ?)";
        let ends = self.db.prepare_cached(ends)?.query_row([&model.key], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let (first, last, clients): (i64, i64, i64) = ends;
        if clients < MANY {
            return Ok(false);
        }
        let (mut looked, mut through) = (0, 0);
        let mut some = self.db.prepare_cached("SELECT id FROM clients WHERE id >= ? LIMIT 128")?;
        for at in 0..GLANCES {
            let from = first + (last - first) / GLANCES * at;
            let clients: Vec<i64> = some.query_map([from], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
            looked += clients.len();
            through += self.through(clause, model, Some(&clients), clients.len())?.len();
        }
        Ok(through * DENSE >= looked)
    }

    /// Whom a filter lets through, of some clients or of all; `most` at the most.
    fn through(&self, clause: &Clause, model: &Model, of: Option<&[i64]>, most: usize) -> Result<Vec<i64>, StoreError> {
        let from = if of.is_some() { "json_each(?) j CROSS JOIN standing s ON s.client = j.value" } else { "standing s" };
        let sql = format!(
            "SELECT s.client FROM {from} {} WHERE s.model = ? AND {} AND {} LIMIT {most}",
            clause.join_client(),
            if clause.archived { "1" } else { "s.live = 1" },
            clause.in_no_order(),
        );
        let of = of.map(|clients| Value::Text(json_of(clients.iter().copied())));
        let values = of.into_iter().chain([Value::Text(model.key.clone())]).chain(clause.values.iter().cloned());
        let mut statement = self.db.prepare_cached(&sql)?;
        let clients = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        Ok(clients.collect::<rusqlite::Result<_>>()?)
    }
}

/// Row numbers of clients as a JSON array, to be bound as one value.
pub(super) fn json_of(clients: impl IntoIterator<Item = i64>) -> String {
    let ids: Vec<String> = clients.into_iter().map(|client| client.to_string()).collect();
    format!("[{}]", ids.join(","))
}
