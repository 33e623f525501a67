//! A client: the facts an account manager keeps about a customer of the book.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::command::{LINE_MAX, optional_note};
use super::goal;
use super::measure::{self, Measures};
use super::money::Amount;
use super::refusal::Refusal;
use super::text::weight;

/// A renewal is marked so many days ahead, the last one included.
pub const RENEWAL_DAYS: i64 = 120;

/// Row of a client in its book; the identity behind every selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClientId(pub i64);

impl std::fmt::Display for ClientId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A client of the book. Empty texts mean absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its row.
    pub id: ClientId,
    /// Revision: 1 when made, one more at each change.
    pub rev: i64,
    /// Its id in another system, unique in the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Its name, not necessarily unique.
    pub name: String,
    /// The relationship owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Annual recurring revenue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arr: Option<Amount>,
    /// Currency of the revenue, three capital letters; none means the book's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Lifecycle stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// Industry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub industry: Option<String>,
    /// What the relationship is to achieve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<String>,
    /// Who speaks for us there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub champion: Option<String>,
    /// The day the champion was lost; none while there is one, or where there never was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub champion_lost_on: Option<NaiveDate>,
    /// Numbers by name, that factors can be derived from.
    #[serde(default, skip_serializing_if = "Measures::is_empty")]
    pub measures: Measures,
    /// When the contract renews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal_on: Option<NaiveDate>,
    /// When the client was onboarded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onboarded_on: Option<NaiveDate>,
    /// Tags, in the order given, without doubles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Free notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The day the client left the book.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_on: Option<NaiveDate>,
    /// The day the client's clocks were paused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_on: Option<NaiveDate>,
}

/// A fact of a client that can be edited, as named in files and commands (cli.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Its id in another system.
    ExternalId,
    /// Its name.
    Name,
    /// Its relationship owner.
    Owner,
    /// Annual recurring revenue.
    Arr,
    /// Monthly recurring revenue, kept as twelve times as much a year.
    Mrr,
    /// Currency of the revenue.
    Currency,
    /// Lifecycle stage.
    Stage,
    /// Industry.
    Industry,
    /// Goal.
    Goal,
    /// Champion.
    Champion,
    /// The day the champion was lost.
    ChampionLostOn,
    /// Measures, `name=number` with `;` between; only those named are changed.
    Measures,
    /// Renewal date.
    RenewalOn,
    /// Onboarding date.
    OnboardedOn,
    /// Tags, `;` between.
    Tags,
    /// Notes.
    Notes,
}

impl Field {
    /// All fields, in the order of a form.
    pub const ALL: [Self; 16] = [
        Self::Name,
        Self::ExternalId,
        Self::Owner,
        Self::Arr,
        Self::Mrr,
        Self::Currency,
        Self::Stage,
        Self::Industry,
        Self::Goal,
        Self::Champion,
        Self::ChampionLostOn,
        Self::RenewalOn,
        Self::OnboardedOn,
        Self::Measures,
        Self::Tags,
        Self::Notes,
    ];

    /// What it is called in a sentence: where its change is told.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::ExternalId => "external id",
            Self::Name => "name",
            Self::Owner => "owner",
            Self::Arr | Self::Mrr => "revenue",
            Self::Currency => "currency",
            Self::Stage => "stage",
            Self::Industry => "industry",
            Self::Goal => "goal",
            Self::Champion => "champion",
            Self::ChampionLostOn => "champion lost",
            Self::Measures => "measures",
            Self::RenewalOn => "renewal",
            Self::OnboardedOn => "onboarded",
            Self::Tags => "tags",
            Self::Notes => "notes",
        }
    }

    /// The name in files and commands.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ExternalId => "external_id",
            Self::Name => "name",
            Self::Owner => "owner",
            Self::Arr => "arr",
            Self::Mrr => "mrr",
            Self::Currency => "currency",
            Self::Stage => "stage",
            Self::Industry => "industry",
            Self::Goal => "goal",
            Self::Champion => "champion",
            Self::ChampionLostOn => "champion_lost_on",
            Self::Measures => "measures",
            Self::RenewalOn => "renewal_on",
            Self::OnboardedOn => "onboarded_on",
            Self::Tags => "tags",
            Self::Notes => "notes",
        }
    }

    /// The field of a name.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

impl Client {
    /// A client with a name and nothing else.
    #[must_use]
    pub fn named(id: ClientId, name: &str) -> Self {
        Self {
            id,
            rev: 1,
            external_id: None,
            name: name.to_owned(),
            owner: None,
            arr: None,
            currency: None,
            stage: None,
            industry: None,
            goal: None,
            champion: None,
            champion_lost_on: None,
            measures: Measures::new(),
            renewal_on: None,
            onboarded_on: None,
            tags: Vec::new(),
            notes: String::new(),
            archived_on: None,
            paused_on: None,
        }
    }

    /// The value of a field as it is written; empty where absent.
    #[must_use]
    pub fn get(&self, field: Field) -> String {
        let date = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        match field {
            Field::ExternalId => self.external_id.clone(),
            Field::Name => Some(self.name.clone()),
            Field::Owner => self.owner.clone(),
            Field::Arr => self.arr.map(|arr| arr.to_string()),
            Field::Mrr => None,
            Field::Currency => self.currency.clone(),
            Field::Stage => self.stage.clone(),
            Field::Industry => self.industry.clone(),
            Field::Goal => self.goal.clone(),
            Field::Champion => self.champion.clone(),
            Field::ChampionLostOn => date(self.champion_lost_on),
            Field::Measures => Some(measure::written(&self.measures)),
            Field::RenewalOn => date(self.renewal_on),
            Field::OnboardedOn => date(self.onboarded_on),
            Field::Tags => Some(self.tags.join("; ")),
            Field::Notes => Some(self.notes.clone()),
        }
        .unwrap_or_default()
    }

    /// A measure by its name.
    #[must_use]
    pub fn measure(&self, name: &str) -> Option<f64> {
        self.measures.get(name).map(|measure| measure.to_f64())
    }

    /// Notes on a day that the champion of `before` is gone, where nobody has taken the place and no other day was given.
    pub fn lose_champion(&mut self, before: &Self, today: NaiveDate) {
        if before.champion.is_some() && self.champion.is_none() && self.champion_lost_on.is_none() {
            self.champion_lost_on = Some(today);
        }
    }

    /// Whether the contract renews soon, seen on a day: from that day on, within [`RENEWAL_DAYS`].
    #[must_use]
    pub fn renews_soon(renewal_on: Option<NaiveDate>, today: NaiveDate) -> bool {
        renewal_on.is_some_and(|on| (0..=RENEWAL_DAYS).contains(&(on - today).num_days()))
    }

    /// Sets a field from its written form; an empty text takes the value away (not the name's).
    ///
    /// # Errors
    /// A refusal that says what would be right.
    pub fn set(&mut self, field: Field, text: &str) -> Result<(), Refusal> {
        let text = text.trim();
        let line = || -> Result<Option<String>, Refusal> {
            let clean: String = text.chars().filter(|c| !c.is_control()).collect();
            let given = clean.chars().count();
            if given > LINE_MAX {
                return Err(Refusal::TextTooLong { what: field.key().to_owned(), limit: LINE_MAX, given });
            }
            Ok((!clean.is_empty()).then_some(clean))
        };
        match field {
            Field::ExternalId => self.external_id = line()?,
            Field::Name => {
                self.name = line()?.filter(|name| weight(name) > 0).ok_or_else(|| bad(field, text, "give the client a name"))?
            }
            Field::Owner => self.owner = line()?,
            Field::Arr => self.arr = amount(field, text)?,
            Field::Mrr => {
                let monthly = amount(field, text)?;
                self.arr = match monthly {
                    Some(monthly) => Some(monthly.checked_times(12).ok_or_else(|| bad(field, text, "the amount is too large"))?),
                    None => None,
                };
            }
            Field::Currency => self.currency = currency(text)?,
            Field::Stage => self.stage = line()?,
            Field::Industry => self.industry = line()?,
            Field::Goal => self.goal = line()?.map(|goal| goal::spelled(&goal).to_owned()),
            Field::Champion => {
                self.champion = line()?;
                if self.champion.is_some() {
                    self.champion_lost_on = None;
                }
            }
            Field::ChampionLostOn => {
                self.champion_lost_on = date(field, text)?;
                if self.champion_lost_on.is_some() {
                    self.champion = None;
                }
            }
            Field::Measures => measure::assign(&mut self.measures, text)?,
            Field::RenewalOn => self.renewal_on = date(field, text)?,
            Field::OnboardedOn => self.onboarded_on = date(field, text)?,
            Field::Tags => self.tags = tags(&line()?.unwrap_or_default()),
            Field::Notes => self.notes = optional_note(text)?,
        }
        Ok(())
    }
}

/// Tags from a text with `;` between them: trimmed, without empty ones and doubles.
#[must_use]
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(';').map(str::trim).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|known| known == tag) {
            tags.push(tag.to_owned());
        }
    }
    tags
}

fn bad(field: Field, value: &str, hint: &str) -> Refusal {
    Refusal::BadValue { what: format!("value for {}", field.key()), value: value.to_owned(), hint: hint.to_owned() }
}

fn amount(field: Field, text: &str) -> Result<Option<Amount>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    Amount::parse(text).map(Some).map_err(|error| bad(field, text, &error.to_string()))
}

/// A currency code: three letters (ISO 4217), capital; empty is none.
///
/// # Errors
/// A refusal for anything else.
pub fn currency(text: &str) -> Result<Option<String>, Refusal> {
    let code = text.trim().to_ascii_uppercase();
    if code.is_empty() {
        return Ok(None);
    }
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(Some(code));
    }
    Err(bad(Field::Currency, text, "write the three letters of the currency, like EUR"))
}

fn date(field: Field, text: &str) -> Result<Option<NaiveDate>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .ok()
        .filter(|day| (1..=9999).contains(&chrono::Datelike::year(day)))
        .map(Some)
        .ok_or_else(|| bad(field, text, "write the date like 2026-11-05"))
}
