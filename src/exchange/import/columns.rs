//! Which column of a file is which field of a client.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::activities::ReviewField;
use super::claims::{factor_of, measure_of, placement_of};
use super::headers::SYNONYMS;
pub use super::mapping::{Column, Mapping};
use crate::domain::text::fold;
use crate::exchange::refused::{Refused, shown_cell};

/// A field of a client a column can fill (the import columns of the command line's contract).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Its id in the other system.
    ExternalId,
    /// Its name; the only field every row must have.
    Name,
    /// The relationship owner.
    Owner,
    /// Annual recurring revenue.
    Arr,
    /// Monthly recurring revenue; times twelve where no annual one is given.
    Mrr,
    /// Currency of the revenue.
    Currency,
    /// Lifecycle stage.
    Stage,
    /// Industry.
    Industry,
    /// What the relationship is to achieve.
    Goal,
    /// Who speaks for us there.
    Champion,
    /// The day the champion was lost.
    ChampionLostOn,
    /// When the contract renews.
    RenewalOn,
    /// When the client was onboarded.
    OnboardedOn,
    /// The segment it is placed in.
    Segment,
    /// The day of the last review held.
    LastReviewOn,
    /// The kind of that review.
    LastReviewKind,
    /// Tags, `;` between.
    Tags,
    /// Free notes.
    Notes,
    /// Since when it is in its segment.
    SegmentSince,
    /// Whether, or since when, it is archived.
    Archived,
    /// A measure, by its name.
    Measure(String),
    /// The score of a factor, by the factor's key; of another model than the driving one as `MODEL.FACTOR`.
    Score(String),
    /// The segment in another model than the driving one, by the model's key.
    SegmentOf(String),
    /// Since when it is in that segment.
    SegmentSinceOf(String),
    /// What a row of reviews says besides whose review it is (the client is [`Field::ExternalId`] or [`Field::Name`]).
    Review(ReviewField),
}

impl Field {
    /// Whether its cells are dates.
    #[must_use]
    pub fn is_date(&self) -> bool {
        match self {
            Self::ChampionLostOn | Self::RenewalOn | Self::OnboardedOn | Self::LastReviewOn | Self::SegmentSince => true,
            Self::SegmentSinceOf(_) | Self::Review(ReviewField::HeldOn) => true,
            Self::ExternalId | Self::Name | Self::Owner | Self::Arr | Self::Mrr | Self::Currency | Self::Stage => false,
            Self::Industry | Self::Goal | Self::Champion | Self::Segment | Self::LastReviewKind | Self::Tags => false,
            Self::Notes | Self::Archived | Self::Measure(_) | Self::Score(_) | Self::SegmentOf(_) | Self::Review(_) => false,
        }
    }

    /// Whether its cells are amounts of money.
    #[must_use]
    pub fn is_money(&self) -> bool {
        matches!(self, Self::Arr | Self::Mrr)
    }

    /// Whether its cells are numbers with decimals.
    #[must_use]
    pub fn is_decimal(&self) -> bool {
        self.is_money() || matches!(self, Self::Measure(_))
    }

    /// All fields but measures and scores.
    pub fn all() -> impl Iterator<Item = Self> {
        SYNONYMS.iter().map(|(field, _)| field.clone())
    }

    /// All fields by their own names, for messages.
    #[must_use]
    pub fn names() -> String {
        Self::all().map(|field| field.to_string()).collect::<Vec<_>>().join(", ")
            + ", measure.NAME, score.FACTOR, score.MODEL.FACTOR, segment.MODEL, segment_since.MODEL, ignore; of a review: "
            + &ReviewField::names()
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
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
            Self::RenewalOn => "renewal_on",
            Self::OnboardedOn => "onboarded_on",
            Self::Segment => "segment",
            Self::LastReviewOn => "last_review_on",
            Self::LastReviewKind => "last_review_kind",
            Self::Tags => "tags",
            Self::Notes => "notes",
            Self::SegmentSince => "segment_since",
            Self::Archived => "archived",
            Self::Measure(name) => return write!(f, "measure.{name}"),
            Self::Score(factor) => return write!(f, "score.{factor}"),
            Self::SegmentOf(model) => return write!(f, "segment.{model}"),
            Self::SegmentSinceOf(model) => return write!(f, "segment_since.{model}"),
            Self::Review(field) => field.name(),
        })
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Field {
    type Err = ();

    /// Reads a field by its own name, whatever its case and its signs between words.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(factor) = factor_of(text) {
            return Ok(Self::Score(factor));
        }
        if let Some(name) = measure_of(text) {
            return Ok(Self::Measure(name));
        }
        if let Some(field) = placement_of(text) {
            return Ok(field);
        }
        let key = folded(text);
        let field = SYNONYMS.iter().find(|(_, words)| words[0] == key).map(|(field, _)| field.clone());
        field.or_else(|| ReviewField::named(&key).map(Self::Review)).ok_or(())
    }
}

/// What somebody says about a column: `--map COLUMN=FIELD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// What was given.
    pub(super) given: String,
    column: String,
    /// The column as headers are compared.
    key: String,
    pub(super) field: Option<Field>,
}

impl ColumnChoice {
    /// Whether it speaks of this header.
    #[must_use]
    pub fn names(&self, header: &str) -> bool {
        fold(header) == self.key
    }

    /// A choice for a column by its header, or by its place as `#3`; no field leaves it out.
    #[must_use]
    pub fn new(column: &str, field: Option<Field>) -> Self {
        let word = field.as_ref().map_or_else(|| "ignore".to_owned(), Field::to_string);
        let column = column.trim();
        Self { given: shown_cell(&format!("{column}={word}")), column: column.to_owned(), key: fold(column), field }
    }

    /// The column it speaks of, as given.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }

    /// The field the column fills; none where it is left out.
    #[must_use]
    pub fn field(&self) -> Option<&Field> {
        self.field.as_ref()
    }

    /// The place among `count` columns, from 0, where it was given as `#3`.
    pub(super) fn number(&self, count: usize) -> Option<usize> {
        let number: usize = self.column.strip_prefix('#')?.trim().parse().ok()?;
        (1..=count).contains(&number).then(|| number - 1)
    }
}

impl FromStr for ColumnChoice {
    type Err = Refused;

    fn from_str(given: &str) -> Result<Self, Self::Err> {
        let refused = |why: String| Refused::BadMap { given: shown_cell(given), why };
        let Some((column, field)) = given.rsplit_once('=') else {
            return Err(refused("there is no = in it".to_owned()));
        };
        let (column, field) = (column.trim().to_owned(), field.trim());
        if column.is_empty() {
            return Err(refused("it names no column".to_owned()));
        }
        let field = match field {
            "-" | "ignore" | "none" => None,
            name => match name.parse() {
                Ok(field) => Some(field),
                Err(()) => {
                    let why = format!("there is no field “{}”; the fields are: {}", shown_cell(name), Field::names());
                    return Err(refused(why));
                }
            },
        };
        Ok(Self { given: shown_cell(given), key: fold(&column), column, field })
    }
}

/// The columns that are spoken of, as headers are compared.
pub(super) fn spoken_of(choices: &[ColumnChoice]) -> HashSet<&str> {
    choices.iter().map(|choice| choice.key.as_str()).collect()
}

/// Where the columns of a header stand: looked up once, however many are spoken of.
pub(super) struct Places {
    first: HashMap<String, usize>,
    count: usize,
}

impl Places {
    pub(super) fn of(headers: &[String]) -> Self {
        let first = headers.iter().enumerate().rev().map(|(at, header)| (fold(header), at)).collect();
        Self { first, count: headers.len() }
    }

    /// The place of the column a choice speaks of, from 0; none where there is no such column.
    pub(super) fn at(&self, choice: &ColumnChoice) -> Option<usize> {
        self.first.get(&choice.key).copied().or_else(|| choice.number(self.count))
    }
}

/// Headers in a row for a message, at most forty of them.
#[must_use]
pub fn listed(headers: &[String]) -> String {
    const LISTED: usize = 40;
    let shown = |(at, header): (usize, &String)| {
        if header.trim().is_empty() { format!("#{}", at + 1) } else { shown_cell(header) }
    };
    let mut list: Vec<String> = headers.iter().enumerate().take(LISTED).map(shown).collect();
    if headers.len() > LISTED {
        list.push(format!("and {} more", headers.len() - LISTED));
    }
    list.join(", ")
}

/// Small letters and digits only, marks off.
pub(super) fn folded(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
