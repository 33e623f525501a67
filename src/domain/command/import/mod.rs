//! What one row of an imported file does to the book.

mod activity;
mod difference;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::client::{external_id_is_free, mark, revised};
use super::review::review_kind;
use super::score::factor_value;
use super::{Facts, Held, PlanError, bounded, place};
use crate::domain::change::{Change, Fact, MarkKind};
use crate::domain::client::{Client, ClientId, Field};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::review::Review;
use crate::domain::score::Score;
use crate::domain::stamp::Stamp;

pub use activity::{Earlier, IncomingReview, NoReview, OtherKinds, ReviewFate};
pub use difference::{Difference, Said, differences, of_review};

/// A row understood, in the book's terms: fields as written (never empty), the rest typed. Blank cells are absent.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Incoming {
    /// Facts of the client, the name among them.
    pub fields: Vec<(Field, String)>,
    /// The segment it is said to be in: key, letter or name.
    pub segment: Option<String>,
    /// Since when it is there.
    pub segment_since: Option<NaiveDate>,
    /// When it was last reviewed.
    pub last_review_on: Option<NaiveDate>,
    /// The kind of that review.
    pub last_review_kind: Option<String>,
    /// Whether it has left the book.
    pub archived: Option<bool>,
    /// Factor and value; `MODEL.FACTOR` is a factor of another model than the driving one.
    pub scores: Vec<(String, u8)>,
    /// Where it is said to be in other models, by the model's key: key, letter or name of the segment, and since when.
    pub elsewhere: Vec<(String, String, Option<NaiveDate>)>,
    /// What is done with a kind of review the model does not know.
    pub other_kinds: OtherKinds,
}

/// What happens to clients that are in the book already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnExisting {
    /// Cells that hold something replace what the book holds.
    #[default]
    Update,
    /// They are left as they are.
    Skip,
    /// Only what the book lacks is filled in.
    Fill,
}

/// What a row comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum RowFate {
    /// A client is made.
    Created(ClientId, Vec<Change>),
    /// A client changes.
    Updated(ClientId, Vec<Change>),
    /// The book says so already.
    Unchanged(ClientId),
    /// Left alone as asked, or because the client is archived.
    Skipped(ClientId, String),
}

impl Incoming {
    /// Plans a row for a client that is not in the book.
    ///
    /// # Errors
    /// A value the rules refuse, or facts that cannot be read.
    pub fn create(&self, model: &Model, facts: &dyn Facts, stamp: &Stamp) -> Result<RowFate, PlanError> {
        let mut client = Client::named(ClientId(facts.new_id()), "");
        for (field, value) in &self.fields {
            client.set(*field, value)?;
        }
        if client.name.is_empty() {
            client.set(Field::Name, "")?;
        }
        external_id_is_free(&client, facts)?;
        let id = client.id;
        let archived = self.archived == Some(true);
        if archived {
            client.archived_on = Some(stamp.today);
        }
        let mut changes = vec![Change::make(Fact::Client(client))];
        let unknown = Known { placed: false, reviewed: false, is_new: true, keep_scores: false };
        self.around(id, model, &unknown, facts, stamp, &mut changes)?;
        if archived {
            changes.push(Change::make(Fact::Mark(mark(facts.new_id(), id, MarkKind::Archive, String::new(), stamp))));
        }
        Ok(RowFate::Created(id, changes))
    }

    /// Plans a row for a client of the book.
    ///
    /// # Errors
    /// A value the rules refuse, or facts that cannot be read.
    pub fn meet(
        &self,
        existing: ClientId,
        policy: OnExisting,
        model: &Model,
        facts: &dyn Facts,
        stamp: &Stamp,
    ) -> Result<RowFate, PlanError> {
        let before = facts.client(existing)?;
        if let (Some(since), true) = (before.archived_on, self.archived != Some(true)) {
            let why = format!("{} is archived since {since}; restore it to update it", before.name);
            return Ok(RowFate::Skipped(existing, why));
        }
        if policy == OnExisting::Skip {
            return Ok(RowFate::Skipped(existing, format!("{} is in the book", before.name)));
        }
        let mut after = before.clone();
        for (field, value) in &self.fields {
            let has = has(&before, *field, value);
            if policy == OnExisting::Update || !has {
                after.set(*field, value)?;
            }
        }
        after.lose_champion(&before, stamp.today);
        let leaves = self.archived == Some(true) && before.archived_on.is_none();
        if leaves {
            after.archived_on = Some(stamp.today);
        }
        let mut changes = Vec::new();
        if after != before {
            external_id_is_free(&after, facts)?;
            changes = revised(before, after, facts, stamp)?;
        }
        let known = Known {
            placed: facts.placement(existing, &model.key)?.is_some(),
            // One that was voided is known, too: a file does not bring it back.
            reviewed: match self.last_review_on {
                Some(day) => facts.reviewed_on(existing, day, &self.kind(model)?)? != Held::Never,
                None => false,
            },
            is_new: false,
            keep_scores: policy == OnExisting::Fill,
        };
        self.around(existing, model, &known, facts, stamp, &mut changes)?;
        if leaves {
            changes.push(Change::make(Fact::Mark(mark(facts.new_id(), existing, MarkKind::Archive, String::new(), stamp))));
        }
        Ok(if changes.is_empty() { RowFate::Unchanged(existing) } else { RowFate::Updated(existing, changes) })
    }

    /// Whether the row names another segment than a client of the book stands in, in some model: a file places clients that have
    /// no place yet and moves none, which takes a decision with its note.
    ///
    /// # Errors
    /// A segment the model does not have, or facts that cannot be read.
    pub fn names_another_segment(&self, client: ClientId, model: &Model, facts: &dyn Facts) -> Result<bool, PlanError> {
        let differs = |model: &Model, asked: &str| -> Result<bool, PlanError> {
            let asked = place::place_asked(model, asked)?;
            Ok(facts.placement(client, &model.key)?.is_some_and(|now| now.segment.as_deref() != Some(asked.as_str())))
        };
        if let Some(segment) = &self.segment
            && differs(model, segment)?
        {
            return Ok(true);
        }
        for (key, segment, _) in &self.elsewhere {
            if differs(&*facts.model(Some(key))?, segment)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn kind(&self, model: &Model) -> Result<String, Refusal> {
        match self.last_review_kind.as_deref() {
            Some(kind) => match (review_kind(model, Some(kind)), &self.other_kinds) {
                (Err(_), OtherKinds::Kept) => bounded(kind.trim(), "kind of review", 100),
                (known, OtherKinds::Kept | OtherKinds::OnlyOne | OtherKinds::As(_)) => known,
            },
            None => Ok(model.kinds().first().map_or_else(|| "Review".to_owned(), |kind| (*kind).to_owned())),
        }
    }

    /// Segment, review and scores of a row, as far as the book does not know them.
    fn around(
        &self,
        client: ClientId,
        model: &Model,
        known: &Known,
        facts: &dyn Facts,
        stamp: &Stamp,
        changes: &mut Vec<Change>,
    ) -> Result<(), PlanError> {
        if let Some(segment) = &self.segment {
            let segment = place::place_asked(model, segment)?;
            if !known.placed {
                let since = self.segment_since.unwrap_or(stamp.today);
                not_after_today(since, stamp)?;
                changes.extend(place::start(client, model, &segment, since, facts.new_id(), stamp));
            }
        }
        self.placed_elsewhere(client, known, facts, stamp, changes)?;
        if let Some(held_on) = self.last_review_on {
            not_after_today(held_on, stamp)?;
            let kind = self.kind(model)?;
            if !known.reviewed {
                let review = Review::bare(facts.new_id(), client, held_on, kind, stamp);
                changes.push(Change::make(Fact::Review(review)));
            }
        }
        self.scored(client, model, known, facts, stamp, changes)
    }

    /// Where a row says the client is in models in which the book has it nowhere.
    fn placed_elsewhere(
        &self,
        client: ClientId,
        known: &Known,
        facts: &dyn Facts,
        stamp: &Stamp,
        changes: &mut Vec<Change>,
    ) -> Result<(), PlanError> {
        for (key, segment, since) in &self.elsewhere {
            let model = facts.model(Some(key))?;
            let segment = place::place_asked(&model, segment)?;
            let since = since.unwrap_or(stamp.today);
            not_after_today(since, stamp)?;
            let starts = |change: &Change| matches!(change.fact(), Fact::Placement(placement) if placement.model == model.key);
            let stands = changes.iter().any(starts) || !known.is_new && facts.placement(client, &model.key)?.is_some();
            if !stands {
                changes.extend(place::start(client, &model, &segment, since, facts.new_id(), stamp));
            }
        }
        Ok(())
    }

    /// The scores of a row that are not in force.
    fn scored(
        &self,
        client: ClientId,
        driving: &Model,
        known: &Known,
        facts: &dyn Facts,
        stamp: &Stamp,
        changes: &mut Vec<Change>,
    ) -> Result<(), PlanError> {
        let mut in_force: BTreeMap<String, Vec<Score>> = BTreeMap::new();
        let mut read: Vec<(String, String, u8)> = Vec::with_capacity(self.scores.len());
        for (name, value) in &self.scores {
            let other = model_of(name).and_then(|(key, factor)| Some((facts.model(Some(key)).ok()?, factor)));
            let (model, factor) = other.as_ref().map_or((driving, name.as_str()), |(model, factor)| (&**model, *factor));
            let factor = factor_value(model, factor, *value)?;
            if let Some((.., before)) = read.iter().find(|(of, known, _)| *of == model.key && known == factor) {
                if before == value {
                    continue;
                }
                let what = format!("{factor} is scored {before} and {value} in one row");
                return Err(Refusal::Barred { what, hint: "keep one of the two columns".to_owned() }.into());
            }
            read.push((model.key.clone(), factor.to_owned(), *value));
            if !known.is_new && !in_force.contains_key(&model.key) {
                in_force.insert(model.key.clone(), facts.scores(client, &model.key)?);
            }
            let before = in_force.get(&model.key).and_then(|scores| scores.iter().find(|score| score.factor == factor));
            if before.is_some_and(|score| score.value == *value || known.keep_scores) {
                continue;
            }
            changes.push(Change::make(Fact::Score(Score {
                id: facts.new_id(),
                client,
                model: model.key.clone(),
                factor: factor.to_owned(),
                value: *value,
                on: stamp.today,
                by: stamp.by.clone(),
            })));
        }
        Ok(())
    }
}

/// Model and factor where a name is `MODEL.FACTOR`. A dimension of the driving model can stand in the place of the model, where
/// the book has no model of that key.
#[must_use]
pub fn model_of(name: &str) -> Option<(&str, &str)> {
    name.split_once('.')
}

/// What the book knows of a client beside its own facts.
#[derive(Debug)]
struct Known {
    placed: bool,
    reviewed: bool,
    is_new: bool,
    keep_scores: bool,
}

/// Whether the book knows what a cell would fill in.
fn has(client: &Client, field: Field, value: &str) -> bool {
    match field {
        Field::Mrr => client.arr.is_some(),
        Field::Measures => value.split_once('=').is_some_and(|(name, _)| client.measures.contains_key(name)),
        // The loss of a champion says who it is, too: nobody any more.
        Field::ChampionLostOn => client.champion.is_some() || client.champion_lost_on.is_some(),
        Field::Name
        | Field::ExternalId
        | Field::Owner
        | Field::Arr
        | Field::Currency
        | Field::Stage
        | Field::Industry
        | Field::Goal
        | Field::Champion
        | Field::RenewalOn
        | Field::OnboardedOn
        | Field::Tags
        | Field::Notes => !client.get(field).is_empty(),
    }
}

fn not_after_today(date: NaiveDate, stamp: &Stamp) -> Result<(), Refusal> {
    if date > stamp.today {
        return Err(Refusal::WrongDate {
            date,
            why: "lies after today",
            hint: "a past date is needed here; a meeting to come is a booking",
        });
    }
    Ok(())
}
