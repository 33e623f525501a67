//! The script of the sample book: the files of `assets/demo/` as they read.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::calendar::Period;

/// Who leads the account team: confirms in bulk, adds the first clients.
pub const LEAD: &str = "Claire Aubin";

/// What concerns the book as a whole.
const BOOK: &str = include_str!("../../../assets/demo/book.toml");

/// The clients, by where they stand today.
const CLIENTS: [(&str, &str); 5] = [
    ("transform.toml", include_str!("../../../assets/demo/transform.toml")),
    ("modernize.toml", include_str!("../../../assets/demo/modernize.toml")),
    ("educate.toml", include_str!("../../../assets/demo/educate.toml")),
    ("sustain.toml", include_str!("../../../assets/demo/sustain.toml")),
    ("tray.toml", include_str!("../../../assets/demo/tray.toml")),
];

/// The whole script.
pub struct Script {
    pub book: Book,
    pub clients: Vec<Client>,
}

/// What concerns the book as a whole. Days are days before the book is opened.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Book {
    /// The day the first clients were added.
    pub begun: u32,
    /// The day they were placed by their first scores, and the note.
    pub placed: u32,
    pub placing_note: String,
    /// Hours a week each owner can give to reviews.
    pub capacity: BTreeMap<String, u32>,
    /// Confirmations of several clients at once.
    pub confirmations: Vec<Confirmation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Confirmation {
    pub ago: u32,
    pub why: String,
    pub clients: Vec<String>,
}

/// A client with its story.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// External id.
    pub id: String,
    pub name: String,
    pub owner: String,
    /// Annual revenue in whole units.
    pub arr: u32,
    pub currency: Option<String>,
    pub stage: String,
    pub industry: String,
    pub goal: Option<String>,
    /// Who speaks for us there.
    pub champion: Option<String>,
    /// Measures, `name=number` with `;` between.
    #[serde(default)]
    pub measures: String,
    /// Days from the day of opening until the contract renews.
    pub renews: Option<u32>,
    /// Days since the client was onboarded.
    pub onboarded: Option<u32>,
    #[serde(default)]
    pub tags: Vec<String>,
    #[serde(default)]
    pub notes: String,
    /// When it was added, where that was later than the first clients.
    pub added: Option<u32>,
    /// The segment it was placed in with the first clients.
    pub first: Option<String>,
    /// The scores it was added with; 0 stands for a factor nobody scored.
    pub scores: Option<[u8; 6]>,
    #[serde(default)]
    pub log: Vec<Line>,
}

/// One thing that happened to a client: a review where `review` says how it went, else a move, a confirmation, the archive,
/// something about its clock, scores or an edit, whichever is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    pub ago: u32,
    /// Who did it, where it was not the owner.
    pub by: Option<String>,
    /// Outcome of a review.
    pub review: Option<String>,
    pub kind: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub with: String,
    #[serde(default)]
    pub decided: String,
    #[serde(default)]
    pub risks: String,
    /// `good`, `fair` or `bad`.
    pub mood: Option<String>,
    #[serde(default)]
    pub actions: Vec<ActionLine>,
    pub scores: Option<[u8; 6]>,
    /// The segment it is moved to; `why` is the justification.
    #[serde(rename = "move")]
    pub to: Option<String>,
    /// The note of a confirmation.
    pub confirm: Option<String>,
    #[serde(default)]
    pub why: String,
    pub reason: Option<String>,
    pub authorised: Option<String>,
    /// Whether a move forgives what was due (C14).
    #[serde(default)]
    pub forgive: bool,
    /// Fields and values.
    #[serde(default)]
    pub edit: BTreeMap<String, String>,
    pub archive: Option<String>,
    /// A review is booked so many days later; `why` says what was agreed.
    pub book: Option<u32>,
    /// The review is snoozed for so many days; `why` is the reason.
    pub snooze: Option<u32>,
    /// The review is skipped, for this reason.
    pub skip: Option<String>,
    /// The client pauses, for this reason.
    pub pause: Option<String>,
    /// The client's own period; `why` is the reason.
    pub period: Option<Own>,
}

/// A client's own period.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Own {
    pub every: Period,
    /// Days for which it applies.
    pub days: u32,
}

/// An action agreed in a review.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionLine {
    pub what: String,
    pub who: Option<String>,
    /// Days after the review by which it is to be done.
    pub due: Option<u32>,
    /// Days after the review on which it was done.
    pub done: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cast {
    clients: Vec<Client>,
}

/// Reads the script, which is part of the program.
pub fn read() -> Script {
    let book = toml::from_str(BOOK).unwrap_or_else(|error| panic!("assets/demo/book.toml does not read: {error}"));
    let mut clients = Vec::new();
    for (name, text) in CLIENTS {
        let cast: Cast = toml::from_str(text).unwrap_or_else(|error| panic!("assets/demo/{name} does not read: {error}"));
        clients.extend(cast.clients);
    }
    Script { book, clients }
}
