//! A book in memory that commands are planned on.

use std::cell::Cell;
use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};

use crate::domain::cadence::{Clock, Event, Rules, Settings, What};
use crate::domain::change::{BookModel, Fact, HolidayCalendar, Setting};
use crate::domain::client::{Client, ClientId};
use crate::domain::command::{Command, Facts, Held, LastChange, PlanError, StoodIn};
use crate::domain::fields::Fields;
use crate::domain::model::{Model, builtin};
use crate::domain::placement::{Decision, Placement};
use crate::domain::refusal::Refusal;
use crate::domain::review::{Action, Review, ReviewId};
use crate::domain::score::Score;
use crate::domain::session::conflict::Seen;
use crate::domain::session::{Item, Opinion, Session, SessionId};
use crate::domain::stamp::Stamp;
use crate::domain::text::fold;

/// A book in memory: commands read it, `after` applies what they plan.
pub(in crate::domain::command) struct Book {
    pub(in crate::domain::command) model: Arc<Model>,
    pub(in crate::domain::command) clients: HashMap<ClientId, Client>,
    pub(in crate::domain::command) placements: HashMap<ClientId, Placement>,
    pub(in crate::domain::command) decisions: HashMap<i64, Decision>,
    pub(in crate::domain::command) reviews: HashMap<i64, Review>,
    pub(in crate::domain::command) actions: HashMap<i64, Action>,
    pub(in crate::domain::command) settings: HashMap<String, Setting>,
    pub(in crate::domain::command) stood: Vec<StoodIn>,
    pub(in crate::domain::command) sessions: HashMap<SessionId, Session>,
    pub(in crate::domain::command) items: HashMap<(SessionId, ClientId), Item>,
    pub(in crate::domain::command) opinions: Vec<Opinion>,
    pub(in crate::domain::command) next: Cell<i64>,
}

fn none(what: &'static str, name: impl ToString) -> PlanError {
    Refusal::NotFound { what, name: name.to_string(), hint: String::new() }.into()
}

impl Facts for Book {
    fn client(&self, id: ClientId) -> Result<Client, PlanError> {
        self.clients.get(&id).cloned().ok_or_else(|| none("client", id))
    }
    fn placement(&self, client: ClientId, _: &str) -> Result<Option<Placement>, PlanError> {
        Ok(self.placements.get(&client).cloned())
    }
    fn placements(&self, client: ClientId) -> Result<Vec<Placement>, PlanError> {
        Ok(self.placements.get(&client).cloned().into_iter().collect())
    }
    fn decision(&self, id: i64) -> Result<Option<Decision>, PlanError> {
        Ok(self.decisions.get(&id).cloned())
    }
    fn field_values(&self, field: &str, today: NaiveDate) -> Result<Vec<f64>, PlanError> {
        let fields = |client| Fields { client, last_review_on: None, next_review_on: None, today };
        Ok(self.clients.values().filter_map(|client| fields(client).value(field)).collect())
    }
    fn scores(&self, _: ClientId, _: &str) -> Result<Vec<Score>, PlanError> {
        Ok(Vec::new())
    }
    fn review(&self, id: ReviewId) -> Result<Review, PlanError> {
        self.reviews.get(&id).cloned().ok_or_else(|| none("review", id))
    }
    fn reviewed_on(&self, client: ClientId, day: NaiveDate, kind: &str) -> Result<Held, PlanError> {
        let held = |review: &&Review| review.client == client && review.held_on == day && review.kind == kind;
        Ok(if self.reviews.values().any(|review| held(&review)) { Held::Counts } else { Held::Never })
    }
    fn is_planned(&self, _: ClientId, _: &str, _: NaiveDate) -> Result<bool, PlanError> {
        Ok(false)
    }
    fn action(&self, id: i64) -> Result<Action, PlanError> {
        self.actions.get(&id).cloned().ok_or_else(|| none("action", id))
    }
    fn model(&self, key: Option<&str>) -> Result<Arc<Model>, PlanError> {
        match key {
            Some(key) if key != self.model.key => Err(none("model", key)),
            Some(_) | None => Ok(Arc::clone(&self.model)),
        }
    }
    fn book_model(&self, _: &str) -> Result<Option<BookModel>, PlanError> {
        Ok(None)
    }
    fn stood_in(&self, _: &str) -> Result<Vec<StoodIn>, PlanError> {
        Ok(self.stood.clone())
    }
    fn setting(&self, key: &str) -> Result<Option<Setting>, PlanError> {
        Ok(self.settings.get(key).cloned())
    }
    fn clocks(&self, client: ClientId, today: NaiveDate) -> Result<Vec<Clock>, PlanError> {
        let settings = Settings::default();
        let rules = Rules { model: &self.model, settings: &settings };
        let placed = self.placements.get(&client).and_then(|placement| placement.segment.clone());
        let events: Vec<Event> =
            placed.map(|segment| Event { on: today, order: 1, what: What::Start { segment } }).into_iter().collect();
        Ok(rules.clocks(&events, today).map_err(Refusal::from)?)
    }
    fn has_own_period(&self, _: ClientId, _: &str, _: NaiveDate) -> Result<bool, PlanError> {
        Ok(false)
    }
    fn models(&self) -> Result<Vec<BookModel>, PlanError> {
        Ok(Vec::new())
    }
    fn calendar(&self, _: &str) -> Result<Option<HolidayCalendar>, PlanError> {
        Ok(None)
    }
    fn with_external_id(&self, external_id: &str) -> Result<Option<ClientId>, PlanError> {
        Ok(self.clients.values().find(|client| client.external_id.as_deref() == Some(external_id)).map(|client| client.id))
    }
    fn session(&self, id: SessionId) -> Result<Session, PlanError> {
        self.sessions.get(&id).cloned().ok_or_else(|| none("session", id))
    }
    fn sessions(&self) -> Result<Vec<Session>, PlanError> {
        Ok(self.sessions.values().cloned().collect())
    }
    fn item(&self, session: SessionId, client: ClientId) -> Result<Option<Item>, PlanError> {
        Ok(self.items.get(&(session, client)).cloned())
    }
    fn items(&self, session: SessionId) -> Result<Vec<Item>, PlanError> {
        let mut items: Vec<Item> = self.items.values().filter(|item| item.session == session).cloned().collect();
        items.sort_by_key(|item| item.client);
        Ok(items)
    }
    fn opinions(&self, session: SessionId, client: ClientId) -> Result<Vec<Opinion>, PlanError> {
        let of = |opinion: &&Opinion| opinion.session == session && opinion.client == client;
        Ok(self.opinions.iter().filter(of).cloned().collect())
    }
    fn voters(&self, session: SessionId) -> Result<Vec<String>, PlanError> {
        let of = self.opinions.iter().filter(|opinion| opinion.session == session);
        Ok(of.map(|opinion| opinion.voter.clone()).collect())
    }
    fn looks_after_some(&self, _: SessionId, person: &str) -> Result<bool, PlanError> {
        Ok(self.clients.values().any(|client| client.owner.as_deref().is_some_and(|owner| fold(owner) == fold(person))))
    }
    fn last_change(&self, _: &Fact) -> Result<Option<LastChange>, PlanError> {
        Ok(None)
    }
    fn seen(&self, client: ClientId, _: &str) -> Result<Seen, PlanError> {
        let decision = self.placements.get(&client).map_or(0, |placement| placement.decision);
        Ok(Seen::of(&self.client(client)?, decision, None))
    }
    fn new_id(&self) -> i64 {
        self.next.replace(self.next.get() + 1)
    }
}

pub(in crate::domain::command) const ACME: ClientId = ClientId(1);
pub(in crate::domain::command) const GONE: ClientId = ClientId(2);
pub(in crate::domain::command) const NOTE: &str = "they asked for monthly talks";

impl Book {
    /// Acme, unplaced, and a client that left.
    pub(in crate::domain::command) fn new() -> Self {
        let toml = builtin::find("maturity-appetite").expect("the first model");
        let mut gone = Client::named(GONE, "Gone");
        gone.archived_on = Some(stamp().today);
        gone.external_id = Some("G-1".to_owned());
        Self {
            model: Arc::new(Model::parse(toml, "maturity-appetite.toml").expect("a model")),
            clients: HashMap::from([(ACME, Client::named(ACME, "Acme")), (GONE, gone)]),
            placements: HashMap::new(),
            decisions: HashMap::new(),
            reviews: HashMap::new(),
            actions: HashMap::new(),
            settings: HashMap::new(),
            stood: Vec::new(),
            sessions: HashMap::new(),
            items: HashMap::new(),
            opinions: Vec::new(),
            next: Cell::new(10),
        }
    }

    /// The book after a command that goes through.
    pub(in crate::domain::command) fn after(self, command: &Command) -> Self {
        self.after_by(command, &stamp())
    }

    /// The same done by somebody else.
    #[track_caller]
    pub(in crate::domain::command) fn after_by(mut self, command: &Command, stamp: &Stamp) -> Self {
        for change in command.plan(&self, stamp).expect("it goes through").changes {
            match change.after().expect("commands take no row away").clone() {
                Fact::Client(client) => drop(self.clients.insert(client.id, client)),
                Fact::Placement(placement) => drop(self.placements.insert(placement.client, placement)),
                Fact::Decision(decision) => drop(self.decisions.insert(decision.id, decision)),
                Fact::Review(review) => drop(self.reviews.insert(review.id, review)),
                Fact::Action(action) => drop(self.actions.insert(action.id, action)),
                Fact::Setting(setting) => drop(self.settings.insert(setting.key.clone(), setting)),
                Fact::Score(_) | Fact::Mark(_) | Fact::Model(_) | Fact::Calendar(_) => {}
                Fact::Session(session) => drop(self.sessions.insert(session.id, session)),
                Fact::Item(item) => drop(self.items.insert((item.session, item.client), *item)),
                Fact::Opinion(opinion) => self.opinions.push(opinion),
            }
        }
        self
    }

    #[track_caller]
    pub(in crate::domain::command) fn refuses(&self, command: &Command) -> Refusal {
        match command.plan(self, &stamp()) {
            Err(PlanError::Refused(refusal)) => refusal,
            other => panic!("not refused: {other:?}"),
        }
    }
}

pub(in crate::domain::command) fn stamp() -> Stamp {
    let now = DateTime::parse_from_rfc3339("2026-06-15T09:00:00+01:00").expect("an instant");
    Stamp { now, today: now.date_naive(), by: "ana".to_owned() }
}
