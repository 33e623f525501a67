//! What one row of a file of reviews does to the book.

use chrono::NaiveDate;

use super::not_after_today;
use crate::domain::change::{Change, Fact};
use crate::domain::client::ClientId;
use crate::domain::command::review::review_kind;
use crate::domain::command::{Facts, Held, LINE_MAX, PlanError, bounded, optional_note};
use crate::domain::model::Model;
use crate::domain::refusal::Refusal;
use crate::domain::review::{Review, Sentiment};
use crate::domain::stamp::Stamp;
use crate::domain::text::fold;

/// Characters of the longest kind of review.
const KIND_MAX: usize = 100;

/// A row of a file of reviews, in the book's terms. Empty texts were blank.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IncomingReview {
    /// The client's id in the other system.
    pub external_id: Option<String>,
    /// The client's name.
    pub name: Option<String>,
    /// The day it was held.
    pub held_on: NaiveDate,
    /// Its kind, as the file names it.
    pub kind: Option<String>,
    /// The outcome in a line.
    pub outcome: String,
    /// Notes.
    pub note: String,
    /// Who took part.
    pub attendees: String,
    /// What was decided.
    pub decisions: String,
    /// What may go wrong.
    pub risks: String,
    /// The client's mood.
    pub sentiment: Option<Sentiment>,
    /// Who recorded it; the one who imports where nobody is named.
    pub by: Option<String>,
}

/// What a row that names no kind the model knows is taken for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum OtherKinds {
    /// The kind of a model that has one; refused otherwise.
    #[default]
    OnlyOne,
    /// This kind.
    As(String),
    /// They stay what they are: the file is our own export, and models change.
    Kept,
}

impl OtherKinds {
    /// Itself, where the model knows the kind it names.
    ///
    /// # Errors
    /// A kind the model does not know.
    pub fn of(self, model: &Model) -> Result<Self, Refusal> {
        match &self {
            Self::As(kind) => Ok(Self::As(review_kind(model, Some(kind))?)),
            Self::OnlyOne | Self::Kept => Ok(self),
        }
    }
}

/// What a row of reviews comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum ReviewFate {
    /// A review is made.
    Created(Box<Review>),
    /// The book knew only that it was held: what the row says of it goes in (before, after).
    Filled(Box<(Review, Review)>),
    /// The book has a review of that client, day and kind.
    Unchanged,
    /// Left alone, and why.
    Skipped(String),
}

/// What was met already by an earlier row of the same file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Nothing of that client, day and kind.
    Nothing,
    /// A review of that client, day and kind that says something else.
    Other,
    /// The same.
    Same,
}

impl IncomingReview {
    /// The kind the review is of.
    ///
    /// # Errors
    /// A kind the model does not know, or none named where there are several; [`NoReview`] where its kind says it is none.
    pub fn kind_in(&self, model: &Model, others: &OtherKinds) -> Result<Result<String, NoReview>, Refusal> {
        let named = self.kind.as_deref().map(str::trim).filter(|kind| !kind.is_empty());
        let known = review_kind(model, named);
        match (known, named, others) {
            (Ok(kind), ..) => Ok(Ok(kind)),
            (Err(_), Some(named), OtherKinds::Kept) => Ok(Ok(bounded(named, "kind of review", KIND_MAX)?)),
            (Err(_), _, OtherKinds::As(kind)) => Ok(Ok(review_kind(model, Some(kind))?)),
            (Err(unknown), Some(named), OtherKinds::OnlyOne) => match the_only_kind(model) {
                Some(_) if is_no_review(named) => Ok(Err(NoReview(named.to_owned()))),
                Some(only) => Ok(Ok(only.to_owned())),
                None => Err(with_flag(unknown)),
            },
            (Err(unknown), None, OtherKinds::Kept | OtherKinds::OnlyOne) => Err(unknown),
        }
    }

    /// Plans a row for a client of the book that is not archived.
    ///
    /// # Errors
    /// A value the rules refuse, or facts that cannot be read.
    pub fn plan(
        &self,
        client: ClientId,
        kind: &str,
        earlier: Earlier,
        facts: &dyn Facts,
        stamp: &Stamp,
    ) -> Result<ReviewFate, PlanError> {
        not_after_today(self.held_on, stamp)?;
        match earlier {
            Earlier::Same => return Ok(ReviewFate::Unchanged),
            Earlier::Other => {}
            Earlier::Nothing => match facts.reviewed_on(client, self.held_on, kind)? {
                Held::Counts => return Ok(ReviewFate::Unchanged),
                Held::Bare(known) => return self.fill(*known),
                Held::Voided => return Ok(ReviewFate::Skipped(format!("the {kind} of {} was voided", self.held_on))),
                Held::Never => {}
            },
        }
        let bare = Review::bare(facts.new_id(), client, self.held_on, kind.to_owned(), stamp);
        Ok(ReviewFate::Created(Box::new(self.said_of(bare)?)))
    }

    /// What the row says of a review the book knows no more of than that it was held.
    fn fill(&self, known: Review) -> Result<ReviewFate, PlanError> {
        let after = self.said_of(known.clone())?;
        if after.is_bare() {
            return Ok(ReviewFate::Unchanged);
        }
        Ok(ReviewFate::Filled(Box::new((known.clone(), Review { rev: known.rev + 1, ..after }))))
    }

    /// A review with the words of the row.
    fn said_of(&self, review: Review) -> Result<Review, PlanError> {
        let by = self.by.as_deref().map(str::trim).filter(|by| !by.is_empty());
        Ok(Review {
            outcome: bounded(self.outcome.trim(), "outcome", LINE_MAX)?,
            note: optional_note(&self.note)?,
            attendees: bounded(self.attendees.trim(), "list of attendees", LINE_MAX)?,
            decisions: optional_note(&self.decisions)?,
            risks: optional_note(&self.risks)?,
            sentiment: self.sentiment,
            by: bounded(by.unwrap_or(&review.by), "name", LINE_MAX)?,
            ..review
        })
    }
}

impl ReviewFate {
    /// The changes it makes.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        match self {
            Self::Created(review) => vec![Change::make(Fact::Review((**review).clone()))],
            Self::Filled(review) => {
                let (before, after) = (**review).clone();
                vec![Change::become_(Fact::Review(before), Fact::Review(after))]
            }
            Self::Unchanged | Self::Skipped(_) => Vec::new(),
        }
    }
}

/// A kind of activity that is no review (`Email`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoReview(pub String);

/// The kind of a model that asks for one.
fn the_only_kind(model: &Model) -> Option<&str> {
    match model.kinds()[..] {
        [only] => Some(only),
        [..] => None,
    }
}

/// Whether a word names what one does besides reviews: it resets no clock unless somebody says so.
fn is_no_review(word: &str) -> bool {
    const WORDS: [&str; 16] = [
        "email",
        "e-mail",
        "mail",
        "call",
        "phone call",
        "phonecall",
        "task",
        "to do",
        "todo",
        "note",
        "letter",
        "fax",
        "sms",
        "chat",
        "ticket",
        "deadline",
    ];
    WORDS.contains(&fold(word).as_str())
}

/// An unknown kind, with what takes it in all the same.
fn with_flag(unknown: Refusal) -> Refusal {
    let Refusal::NotFound { what, name, hint } = unknown else { return unknown };
    Refusal::NotFound { what, name, hint: format!("{hint}; --kind KIND takes other kinds for that one") }
}
