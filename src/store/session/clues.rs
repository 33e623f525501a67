//! What happened to a client since the last session, out of the journal, in words.

use chrono::NaiveDate;
use rusqlite::params;

use super::replay::Earlier;
use super::sight::Clue;
use crate::domain::change::{Fact, Mark};
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::session::Session;
use crate::store::journal::from_json;
use crate::store::{Ground, Store, StoreError};

/// The most changes of a client that are looked at, the latest ones.
const CHANGES: i64 = 500;

impl Store {
    /// What happened to a client since a day, the latest first: its facts that changed, decisions, marks on its clocks, actions
    /// done. What was undone did not happen; what the last session itself decided is known.
    pub(super) fn clues(
        &self,
        session: &Session,
        last: Option<&Earlier>,
        client: ClientId,
        since: NaiveDate,
    ) -> Result<Vec<Clue>, StoreError> {
        let ground = self.ground();
        let mut statement = self.db.prepare_cached(
            "SELECT d.before, d.after, e.day, e.by FROM changes d CROSS JOIN entries e ON e.seq = d.seq
              WHERE d.client = ?1 AND e.day >= ?2 AND e.root IS NULL
                AND coalesce((SELECT r.kind FROM entries r WHERE r.root = e.seq ORDER BY r.seq DESC LIMIT 1), '') <> 'undo'
              ORDER BY d.seq DESC, d.n DESC LIMIT ?3",
        )?;
        let mut rows = statement.query(params![client, since, CHANGES])?;
        let mut clues = Vec::new();
        while let Some(row) = rows.next()? {
            let side = |at| -> Result<Option<Fact>, StoreError> {
                row.get::<_, Option<String>>(at)?.as_deref().map(from_json).transpose()
            };
            let Some(after) = side(1)? else { continue };
            let told = Told { on: row.get(2)?, by: row.get(3)?, ground: &ground, model: &session.model };
            let of_last =
                matches!(&after, Fact::Decision(decision) if last.is_some_and(|last| decision.session == Some(last.id)));
            if !of_last {
                clues.extend(told.clues(side(0)?, after));
            }
        }
        Ok(clues)
    }
}

/// Who tells of a change, and how.
struct Told<'a> {
    on: NaiveDate,
    by: String,
    ground: &'a Ground,
    /// Key of the session's model.
    model: &'a str,
}

impl Told<'_> {
    fn clue(&self, what: String, note: String) -> Clue {
        Clue { on: self.on, what, field: None, note, by: self.by.clone() }
    }

    fn clues(&self, before: Option<Fact>, after: Fact) -> Vec<Clue> {
        match (before, after) {
            (Some(Fact::Client(before)), Fact::Client(after)) => self.edited(&before, &after),
            (None, Fact::Client(_)) => vec![self.clue("added to the book".to_owned(), String::new())],
            (None, Fact::Decision(decision)) => vec![self.decided(decision)],
            (None, Fact::Mark(mark)) => vec![self.marked(mark)],
            (Some(Fact::Action(before)), Fact::Action(after)) if before.done_on.is_none() && after.done_on.is_some() => {
                vec![self.clue(format!("action done: {}", after.text), String::new())]
            }
            // Scores, reviews and placements are shown for themselves; what is staged is no news.
            (
                _,
                Fact::Client(_)
                | Fact::Placement(_)
                | Fact::Decision(_)
                | Fact::Score(_)
                | Fact::Review(_)
                | Fact::Action(_)
                | Fact::Mark(_)
                | Fact::Setting(_)
                | Fact::Model(_)
                | Fact::Calendar(_)
                | Fact::Session(_)
                | Fact::Item(_)
                | Fact::Opinion(_),
            ) => Vec::new(),
        }
    }

    fn edited(&self, before: &Client, after: &Client) -> Vec<Clue> {
        let differ = Field::ALL.into_iter().filter(|field| before.get(*field) != after.get(*field));
        let clue = |field: Field| {
            let value = |client: &Client| Some(client.get(field)).filter(|value| !value.is_empty());
            let value = |client: &Client| value(client).unwrap_or_else(|| "nothing".to_owned());
            // Notes are long; the page shows them.
            let what = if field == Field::Notes {
                "notes changed".to_owned()
            } else {
                format!("{}: {} \u{2192} {}", field.words(), value(before), value(after))
            };
            Clue { field: Some(field), ..self.clue(what, String::new()) }
        };
        differ.map(clue).collect()
    }

    fn decided(&self, decision: Decision) -> Clue {
        let model = self.ground.model(Some(&decision.model)).ok();
        let name = |place: &Option<String>| match (place, &model) {
            (Some(place), Some(model)) => Model::place_named(model, place),
            (Some(place), None) => place.clone(),
            (None, _) => "no segment".to_owned(),
        };
        let what = match decision.how {
            How::Start => format!("in {} from the start", name(&decision.to)),
            How::Move => format!("moved: {} \u{2192} {}", name(&decision.from), name(&decision.to)),
            How::Place => format!("placed in {}", name(&decision.to)),
            How::Confirm => format!("confirmed in {}", name(&decision.to)),
        };
        // A decision of another model is told with its name.
        let elsewhere = model.filter(|model| model.key != self.model).map(|model| format!("{}: ", model.name));
        let note = match &decision.reason {
            Some(reason) => format!("[{reason}] {}", decision.note),
            None => decision.note,
        };
        Clue { by: decision.by, ..self.clue(format!("{}{what}", elsewhere.unwrap_or_default()), note) }
    }

    fn marked(&self, mark: Mark) -> Clue {
        let what = mark.in_words(|day| day.to_string());
        self.clue(what, mark.note)
    }
}
