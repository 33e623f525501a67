//! Which column of a file is which field of a client.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::activities::ReviewField;
use super::headers::{ENTITIES, SYNONYMS, TURNOVER};
use super::numbers::is_currency_code;
use crate::domain::measure;
use crate::domain::text::{fold, is_key};
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

/// A column of a file with what it was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header as written.
    pub header: String,
    /// The field it fills; none where it is left out.
    pub field: Option<Field>,
    /// The currency its header names (`arr_usd`).
    pub currency: Option<String>,
    /// The kind of review its header names (`qbr_last_date`).
    pub kind: Option<String>,
}

/// The columns of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    /// Column by column, in the order of the file.
    pub columns: Vec<Column>,
    /// What somebody should know about how they were understood.
    pub notes: Vec<String>,
}

/// What somebody says about a column: `--map COLUMN=FIELD`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChoice {
    /// What was given.
    given: String,
    column: String,
    field: Option<Field>,
}

impl ColumnChoice {
    /// Whether it speaks of this header.
    #[must_use]
    pub fn names(&self, header: &str) -> bool {
        fold(header) == fold(&self.column)
    }

    /// The place among `count` columns, from 0, where it was given as `#3`.
    fn number(&self, count: usize) -> Option<usize> {
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
        Ok(Self { given: shown_cell(given), column, field })
    }
}

impl Mapping {
    /// Finds the field of each column: what was said about it, else what its header means; the better word wins.
    ///
    /// # Errors
    /// A choice that names no column, or gives a column or field twice.
    pub fn of(headers: &[String], choices: &[ColumnChoice]) -> Result<Self, Refused> {
        Self::by(headers, choices, claim)
    }

    /// As [`Mapping::of`], with `claim` for what a header means.
    ///
    /// # Errors
    /// As [`Mapping::of`].
    pub(super) fn by(
        headers: &[String],
        choices: &[ColumnChoice],
        claim: impl Fn(&str) -> Option<Claim>,
    ) -> Result<Self, Refused> {
        let mut chosen: Vec<Option<&ColumnChoice>> = vec![None; headers.len()];
        for choice in choices {
            let at = find(headers, choice)?;
            let twice = choices.iter().any(|other| other != choice && other.field.is_some() && other.field == choice.field);
            if twice || chosen[at].is_some_and(|earlier| earlier != choice) {
                let why = "the same column or field is given twice".to_owned();
                return Err(Refused::BadMap { given: choice.given.clone(), why });
            }
            chosen[at] = Some(choice);
        }
        let mut mapping = Self::default();
        let claims: Vec<Option<Claim>> = headers.iter().map(|header| claim(header)).collect();
        for (at, header) in headers.iter().enumerate() {
            let claim = claims[at].as_ref();
            let field = match chosen[at] {
                Some(choice) => choice.field.clone(),
                None => claim.and_then(|claim| mapping.awarded(headers, &claims, &chosen, at, claim)),
            };
            let fits = |claim: &&Claim| field.as_ref() == Some(&claim.field);
            let (currency, kind) =
                claim.filter(fits).map_or((None, None), |claim| (claim.currency.clone(), claim.kind.map(str::to_owned)));
            mapping.columns.push(Column { header: header.clone(), field, currency, kind });
        }
        Ok(mapping)
    }

    /// The column that fills a field.
    #[must_use]
    pub fn index_of(&self, field: &Field) -> Option<usize> {
        self.columns.iter().position(|column| column.field.as_ref() == Some(field))
    }

    /// The factors that have a score column.
    pub fn factors(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().filter_map(|column| match &column.field {
            Some(Field::Score(factor)) => Some(factor.as_str()),
            Some(_) | None => None,
        })
    }

    /// The field a column claims, unless it was given away or another column has the better word for it.
    fn awarded(
        &mut self,
        headers: &[String],
        claims: &[Option<Claim>],
        chosen: &[Option<&ColumnChoice>],
        at: usize,
        claim: &Claim,
    ) -> Option<Field> {
        if chosen.iter().flatten().any(|choice| choice.field.as_ref() == Some(&claim.field)) {
            return None;
        }
        let better = |(other, rival): (usize, &Option<Claim>)| {
            let rival = rival.as_ref().filter(|rival| rival.field == claim.field && chosen[other].is_none())?;
            ((rival.rank, other) < (claim.rank, at)).then_some((rival.rank, other))
        };
        if let Some((_, winner)) = claims.iter().enumerate().filter_map(better).min() {
            let (winner, loser) = (shown_cell(&headers[winner]), shown_cell(&headers[at]));
            let field = &claim.field;
            self.notes.push(if winner == loser {
                format!("column “{loser}” is there more than once: the first is taken as {field}, the others are left out")
            } else {
                format!("column “{loser}” is left out: “{winner}” is taken as {field}")
            });
            return None;
        }
        if claim.turnover {
            let header = shown_cell(&headers[at]);
            self.notes.push(format!(
                "column “{header}” is taken as {}; where it is the client's own turnover, leave it out with --map '{header}=ignore'",
                claim.field
            ));
        }
        Some(claim.field.clone())
    }
}

fn find(headers: &[String], choice: &ColumnChoice) -> Result<usize, Refused> {
    if let Some(at) = headers.iter().position(|header| choice.names(header)) {
        return Ok(at);
    }
    choice.number(headers.len()).ok_or_else(|| {
        let column = shown_cell(&choice.column);
        let why = format!("there is no column “{column}”; the columns are: {}", listed(headers));
        Refused::BadMap { given: choice.given.clone(), why }
    })
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

/// What a header says about its column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Claim {
    pub(super) field: Field,
    /// How telling the word is, 0 the most.
    rank: usize,
    currency: Option<String>,
    kind: Option<&'static str>,
    turnover: bool,
}

impl Claim {
    /// A claim on a field, and nothing said besides.
    pub(super) fn of(field: Field, rank: usize) -> Self {
        Self { field, rank, currency: None, kind: None, turnover: false }
    }
}

/// What a header means by itself, where it means a field.
pub(super) fn claim(header: &str) -> Option<Claim> {
    if let Some(factor) = factor_of(header) {
        return Some(Claim { field: Field::Score(factor), rank: 0, currency: None, kind: None, turnover: false });
    }
    if let Some(name) = measure_of(header) {
        return Some(Claim { field: Field::Measure(name), rank: 0, currency: None, kind: None, turnover: false });
    }
    if let Some(field) = placement_of(header) {
        return Some(Claim::of(field, 0));
    }
    let words = without_remarks(header);
    let key = folded(&words);
    if key.is_empty() {
        return None;
    }
    if let Some(claim) = look_up(&key) {
        return Some(claim);
    }
    if let Some(claim) = ENTITIES.iter().find_map(|entity| key.strip_prefix(entity).and_then(look_up)) {
        return Some(Claim { rank: claim.rank + 50, ..claim });
    }
    let (amount, code) = key.split_at_checked(key.len().checked_sub(3)?)?;
    let code = code.to_ascii_uppercase();
    let claim = look_up(amount).filter(|claim| claim.field.is_money() && is_currency_code(&code))?;
    Some(Claim { currency: Some(code), ..claim })
}

fn look_up(key: &str) -> Option<Claim> {
    SYNONYMS.iter().find_map(|(field, words)| {
        let rank = words.iter().position(|word| *word == key)?;
        let kind = ["QBR", "EBR"].into_iter().find(|kind| key.contains(&kind.to_lowercase()));
        let kind = kind.filter(|_| *field == Field::LastReviewOn);
        Some(Claim { field: field.clone(), rank, currency: None, kind, turnover: TURNOVER.contains(&key) })
    })
}

/// The factor of a `score.FACTOR` or `score.MODEL.FACTOR` header.
fn factor_of(header: &str) -> Option<String> {
    let header = header.trim();
    let (word, factor) = header.split_at_checked(6)?;
    let factor = factor.trim();
    (word.eq_ignore_ascii_case("score.") && !factor.is_empty()).then(|| factor.to_lowercase())
}

/// The measure of a `measure.NAME` header; white space in the name counts as a hyphen.
fn measure_of(header: &str) -> Option<String> {
    let (word, name) = header.trim().split_once('.')?;
    let name = name.split_whitespace().collect::<Vec<_>>().join("-");
    if word.eq_ignore_ascii_case("measure") { measure::name(&name).ok() } else { None }
}

/// The field of a `segment.MODEL` or `segment_since.MODEL` header.
fn placement_of(header: &str) -> Option<Field> {
    let (word, model) = header.trim().split_once('.')?;
    let model = Some(model.trim().to_lowercase()).filter(|model| is_key(model))?;
    match word.to_lowercase().as_str() {
        "segment" => Some(Field::SegmentOf(model)),
        "segment_since" => Some(Field::SegmentSinceOf(model)),
        _ => None,
    }
}

/// A header without the marks systems add: `[required]`, `*`, `__c`; currency signs become codes.
pub(super) fn without_remarks(header: &str) -> String {
    let mut words = header.trim();
    if let Some((before, _)) = words.split_once('[') {
        words = before;
    }
    for custom in ["__c", "__C"] {
        words = words.strip_suffix(custom).unwrap_or(words);
    }
    words.replace('€', "eur").replace('£', "gbp").replace('$', "usd")
}

/// Small letters and digits only, marks off.
pub(super) fn folded(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
