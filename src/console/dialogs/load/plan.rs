//! A file to be brought in and all that was said about it: kept from page to page, whatever is looked at again.

use std::path::{Path, PathBuf};

use super::fields::Choosable;
use super::looked::{Depth, Look, Looked, Would};
use super::pick::{Pick, Way, stepped};
use super::questions::{SCALES, Said, answers};
use crate::console::formats::Formats;
use crate::console::layer::{Load, Message, Tone};
use crate::domain::command::OnExisting;
use crate::domain::text::fold;
use crate::exchange::import::columns::{ColumnChoice, Field};
use crate::exchange::import::load::{Loaded, Orders, PLACED};
use crate::exchange::import::saved::Saved;
use crate::exchange::import::scale::{Scale, ScaleChoice};
use crate::exchange::import::told::Decision;
use crate::exchange::import::{Options, Subject};
use crate::exchange::refused::{Asks, Question, shown_cell};

/// A file and what is to be done with it.
pub struct Plan {
    /// The file.
    pub file: PathBuf,
    /// What was found.
    pub looked: Looked,
    /// How it is to go in.
    pub orders: Orders,
    /// Where refused rows are written.
    pub rejects: PathBuf,
    /// Whether they are.
    pub written: bool,
    /// What was ever asked about the file: the answers can be changed.
    pub asked: Vec<Question>,
    /// Clients are to be placed by their scores.
    pub place: bool,
    /// First reviews are to be planned.
    pub plan: bool,
    /// How many could be placed, and first reviews planned, as tried out.
    pub tried: Option<Tried>,
    /// The fields there are.
    pub fields: Vec<Choosable>,
}

/// What was tried out beyond the rows themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tried {
    /// Whether clients were placed.
    pub placing: bool,
    /// Clients that were.
    pub placed: u64,
    /// First reviews that got a date.
    pub planned: u64,
}

/// What a change of a line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Nothing more.
    Nothing,
    /// The columns are to be looked at again.
    Columns,
    /// All of it is to be tried out again.
    Book,
}

impl Plan {
    /// A file that was looked at.
    #[must_use]
    pub fn of(file: PathBuf, looked: Looked, fields: Vec<Choosable>, saved: Vec<Saved>) -> Self {
        Self {
            rejects: free_name(&file),
            written: true,
            asked: looked.questions.clone(),
            place: false,
            plan: false,
            tried: None,
            orders: Orders { options: Options { saved, ..Options::default() }, ..Orders::default() },
            file,
            looked,
            fields,
        }
    }

    /// Takes what a newer look found.
    pub fn take(&mut self, looked: Looked) {
        for question in &looked.questions {
            if !self.asked.iter().any(|known| known.asks == question.asks && known.column == question.column) {
                self.asked.push(question.clone());
            }
        }
        if let Would::Do(loaded) = &looked.would {
            self.tried = Some(Tried { placing: self.tries_placing(), placed: loaded.placed, planned: loaded.planned });
        }
        self.looked = looked;
    }

    /// Whether clients are placed when it is tried out: how many could be has to be known.
    fn tries_placing(&self) -> bool {
        self.place || self.tried.is_none()
    }

    /// The look that tells what is said so far.
    #[must_use]
    pub fn look(&self, depth: Depth, serial: u64) -> Look {
        let place = self.tries_placing().then(|| PLACED.to_owned());
        let orders = Orders { place, plan: true, ..self.orders.clone() };
        Look { file: self.file.clone(), orders, depth, serial }
    }

    /// What it would do, where that is known.
    #[must_use]
    pub fn loaded(&self) -> Option<&Loaded> {
        match &self.looked.would {
            Would::Do(loaded) => Some(loaded),
            Would::Ask | Would::Unnamed { .. } | Would::Fail(_) | Would::Unknown => None,
        }
    }

    /// Whether the import would write nothing at all, not even refused rows.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.loaded().is_some_and(|loaded| {
            let placed = self.place && loaded.placed > 0;
            let planned = self.plan && loaded.planned > 0;
            loaded.created + loaded.updated + loaded.rejected == 0 && !placed && !planned
        })
    }

    /// What no column says, though every row needs it.
    #[must_use]
    pub fn lacks(&self) -> Option<&'static str> {
        match &self.looked.would {
            Would::Unnamed { lacks, .. } => Some(lacks),
            Would::Do(_) | Would::Ask | Would::Fail(_) | Would::Unknown => None,
        }
    }

    /// The field that says what no column says.
    #[must_use]
    pub fn lacking(&self) -> Option<&Field> {
        let Would::Unnamed { field, .. } = &self.looked.would else { return None };
        self.fields.iter().find(|one| one.name == *field)?.field.as_ref()
    }

    /// The column of the ids of another system.
    #[must_use]
    pub fn external_id(&self) -> Option<usize> {
        (0..self.looked.mapping.columns.len()).find(|at| self.field(*at) == Some(&Field::ExternalId))
    }

    /// Whether several sheets may be meant and none was chosen.
    #[must_use]
    pub fn asks_sheet(&self) -> bool {
        self.looked.which && self.orders.options.sheet.is_none()
    }

    /// Takes the sheet that is shown.
    pub fn take_sheet(&mut self) {
        self.orders.options.sheet = self.sheet().map(str::to_owned);
    }

    /// `3 created, 2 updated`: what it would do as it is said.
    #[must_use]
    pub fn in_words(&self, loaded: &Loaded, formats: &Formats) -> String {
        let placed = if self.place { loaded.placed } else { 0 };
        let planned = if self.plan { loaded.planned } else { 0 };
        let counts = Loaded {
            rows: loaded.rows,
            created: loaded.created,
            updated: loaded.updated,
            unchanged: loaded.unchanged,
            skipped: loaded.skipped,
            rejected: loaded.rejected,
            placed,
            planned,
            ..Loaded::default()
        };
        counts.in_words_with(|n| formats.count(n))
    }

    /// The question that is not answered yet, by its place among those asked.
    #[must_use]
    pub fn open(&self) -> Option<usize> {
        self.asked.iter().position(|question| self.looked.questions.contains(question) && self.said(question).is_none())
    }

    /// What was answered to a question.
    #[must_use]
    pub fn said(&self, question: &Question) -> Option<Said> {
        match question.asks {
            Asks::DateOrder => self.orders.options.date_order.map(Said::Dates),
            Asks::Decimal => self.orders.options.decimal.map(Said::Amounts),
            Asks::Scale => {
                let at = self.column_of(question)?;
                if self.field(at).is_none() {
                    return Some(Said::LeftOut);
                }
                self.scale(at).map(|scale| Said::Scale(scale.to_string()))
            }
        }
    }

    /// Answers a question.
    pub fn answer(&mut self, question: usize, answer: usize) -> Then {
        let Some(question) = self.asked.get(question) else { return Then::Nothing };
        match (answers(question).get(answer), self.column_of(question)) {
            (Some(Said::Dates(order)), _) => self.orders.options.date_order = Some(*order),
            (Some(Said::Amounts(decimal)), _) => self.orders.options.decimal = Some(*decimal),
            (Some(Said::Scale(scale)), Some(at)) => drop(self.put_scale(at, scale)),
            (Some(Said::LeftOut), Some(at)) => return self.fill(at, None),
            (Some(Said::Scale(_) | Said::LeftOut), None) | (None, _) => return Then::Nothing,
        }
        Then::Columns
    }

    /// The column a question is about.
    #[must_use]
    pub fn column_of(&self, question: &Question) -> Option<usize> {
        self.looked.mapping.columns.iter().position(|column| shown_cell(&column.header) == question.column)
    }

    /// The scale of a column of scores; none where its cells are scores already.
    #[must_use]
    pub fn scale(&self, at: usize) -> Option<&Scale> {
        let own = self.orders.options.scales.iter().find(|choice| choice.of() == format!("#{}", at + 1));
        own.map(ScaleChoice::scale).or_else(|| self.looked.mapping.columns.get(at)?.scale.as_ref())
    }

    /// Says the scale of a column; an empty one takes it back.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn put_scale(&mut self, at: usize, scale: &str) -> Result<(), String> {
        let of = format!("#{}", at + 1);
        let scale = if scale.is_empty() { None } else { Some(scale.parse::<Scale>()?) };
        self.orders.options.scales.retain(|choice| choice.of() != of);
        self.orders.options.scales.extend(scale.map(|scale| ScaleChoice::new(&of, scale)));
        Ok(())
    }

    /// The saved mapping that was used, in words.
    #[must_use]
    pub fn mapping_used(&self) -> Option<&str> {
        self.looked.notes.iter().map(String::as_str).find(|note| note.starts_with("the saved mapping"))
    }

    /// What was said and understood of the file, to be kept under a name.
    ///
    /// # Errors
    /// The name is none a file can have, or the file was not understood yet.
    pub fn saved(&self, name: &str) -> Result<Saved, String> {
        let profile = self.looked.profile.as_ref().ok_or("answer what is asked first")?;
        Saved::of(name, profile, &self.orders.options).map_err(|refused| refused.to_string())
    }

    /// What has to be said before it can be tried out.
    #[must_use]
    pub fn missing(&self) -> Option<Message> {
        let said = |words: &str| Some(Message::new(Tone::Bad, words));
        if self.open().is_some() || matches!(self.looked.would, Would::Ask) {
            return said("answer the question first: choose one of the two readings below");
        }
        match &self.looked.would {
            Would::Unnamed { lacks, .. } => {
                let words = format!("say which column says {lacks}: go to it and press Enter");
                Some(Message::new(Tone::Bad, &words))
            }
            Would::Fail(message) => Some(message.clone()),
            Would::Do(_) | Would::Ask | Would::Unknown => None,
        }
    }

    /// Steps the choice of a line.
    pub fn step(&mut self, pick: Pick, way: Way) -> Then {
        match pick {
            Pick::Subject => {
                let now = Some(self.subject());
                self.orders.options.subject = stepped(&[Some(Subject::Clients), Some(Subject::Reviews)], &now, way);
                // A column means something else of a review than of a client.
                self.orders.options.map.clear();
                self.orders.options.scales.clear();
                self.asked.clear();
                self.tried = None;
                Then::Columns
            }
            Pick::Sheet if self.looked.sheets.len() > 1 => {
                let sheets: Vec<Option<String>> = self.looked.sheets.iter().cloned().map(Some).collect();
                self.orders.options.sheet = stepped(&sheets, &self.sheet().map(str::to_owned), way);
                // What was said of the columns of one sheet is not said of another.
                self.orders.options.map.clear();
                self.orders.options.scales.clear();
                self.asked.clear();
                self.tried = None;
                Then::Columns
            }
            Pick::Column(at) => {
                let now = self.field(at).cloned();
                let next = stepped(&self.free(at), &now, way);
                self.fill(at, next.as_ref())
            }
            Pick::Existing => {
                let all = [OnExisting::Update, OnExisting::Fill, OnExisting::Skip];
                self.orders.policy.on_existing = stepped(&all, &self.orders.policy.on_existing, way);
                Then::Book
            }
            Pick::Rejects => {
                self.written = !self.written;
                Then::Nothing
            }
            Pick::Place => {
                self.place = !self.place;
                Then::Book
            }
            Pick::Plan => {
                self.plan = !self.plan;
                Then::Nothing
            }
            Pick::Doubles => {
                self.orders.doubles = stepped(&DECISIONS, &self.orders.doubles, way);
                self.orders.decided.clear();
                Then::Book
            }
            Pick::Double(at) => self.decide(at, way),
            Pick::Answer(question, answer) => self.answer(question, answer),
            Pick::Scale(at) => {
                let all: Vec<String> = SCALES.iter().map(|(low, high)| format!("{low}..{high}")).collect();
                let now = self.scale(at).map_or_else(String::new, ToString::to_string);
                // A scale of common use is always one.
                let _ = self.put_scale(at, &stepped(&all, &now, way));
                Then::Columns
            }
            Pick::Sheet | Pick::Keep | Pick::PlaceNow | Pick::PlanNow | Pick::TakeBack => Then::Nothing,
        }
    }

    /// What the rows are.
    #[must_use]
    pub fn subject(&self) -> Subject {
        self.orders.options.subject.unwrap_or(self.looked.subject)
    }

    /// The sheet looked at.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.orders.options.sheet.as_deref().or(self.looked.sheet.as_deref())
    }

    /// Decides about one probable duplicate.
    fn decide(&mut self, at: usize, way: Way) -> Then {
        let Some(double) = self.loaded().and_then(|loaded| loaded.doubles.get(at)) else { return Then::Nothing };
        let (row, now) = (double.row, double.decision);
        let now = self.orders.decided.iter().find(|(line, _)| *line == row).map_or(now, |(_, decision)| *decision);
        self.orders.decided.retain(|(line, _)| *line != row);
        self.orders.decided.push((row, stepped(&DECISIONS, &now, way)));
        Then::Book
    }

    /// Gives a column the next field that begins with a letter.
    pub fn letter(&mut self, at: usize, letter: char) -> Then {
        let letter = fold(letter.encode_utf8(&mut [0; 4]));
        let free = self.free(at);
        let here = free.iter().position(|field| field.as_ref() == self.field(at)).unwrap_or(0);
        let named = |field: &Option<Field>| field.as_ref().map_or_else(|| "ignored".to_owned(), ToString::to_string);
        let next = (1..=free.len()).map(|step| &free[(here + step) % free.len()]).find(|f| named(f).starts_with(&letter));
        next.cloned().map_or(Then::Nothing, |next| self.fill(at, next.as_ref()))
    }

    /// The field a column fills; none where it is ignored or left out.
    #[must_use]
    pub fn field(&self, at: usize) -> Option<&Field> {
        let field = self.looked.mapping.columns.get(at)?.field.as_ref()?;
        (!self.is_left_out(field)).then_some(field)
    }

    /// A column whose cells are no segments of ours is left out by the import itself.
    fn is_left_out(&self, field: &Field) -> bool {
        let taken = |loaded: &Loaded| loaded.mapping.values().any(|taken| taken == "segment");
        *field == Field::Segment && self.loaded().is_some_and(|loaded| !taken(loaded))
    }

    /// What a column can fill: nothing, a score, or a field no other column fills.
    fn free(&self, at: usize) -> Vec<Option<Field>> {
        let columns = 0..self.looked.mapping.columns.len();
        let taken: Vec<&Field> = columns.filter(|other| *other != at).filter_map(|other| self.field(other)).collect();
        let free = |field: &Option<Field>| field.as_ref().is_none_or(|field| is_shared(field) || !taken.contains(&field));
        self.fields.iter().map(|one| one.field.clone()).filter(free).collect()
    }

    /// Lets a column fill a field; another column that filled it is ignored then.
    pub fn fill(&mut self, at: usize, field: Option<&Field>) -> Then {
        if let Some(field) = field.filter(|field| !is_shared(field)) {
            let others = (0..self.looked.mapping.columns.len()).filter(|other| *other != at);
            let others: Vec<usize> = others.filter(|other| self.field(*other) == Some(field)).collect();
            others.into_iter().for_each(|other| self.choose(other, None));
        }
        self.choose(at, field);
        if !matches!(field, Some(Field::Score(_))) {
            // What is no score has no scale.
            let of = format!("#{}", at + 1);
            self.orders.options.scales.retain(|choice| choice.of() != of);
        }
        let options = self.orders.options.clone();
        self.looked.choose(&options);
        Then::Columns
    }

    fn choose(&mut self, at: usize, field: Option<&Field>) {
        let column = format!("#{}", at + 1);
        let said = format!("{column}={}", field.map_or_else(|| "ignore".to_owned(), ToString::to_string));
        let Ok(choice) = said.parse::<ColumnChoice>() else { return };
        let map = &mut self.orders.options.map;
        map.retain(|known| !known.names(&column));
        map.push(choice);
    }

    /// The import as it was said.
    #[must_use]
    pub fn import(&self, formats: Formats) -> Load {
        let rejected = self.loaded().is_some_and(|loaded| loaded.rejected > 0);
        let rejects = (rejected && self.written).then(|| self.rejects.clone());
        let place = self.place.then(|| PLACED.to_owned());
        let orders = Orders { rejects, place, plan: self.plan, ..self.orders.clone() };
        Load { file: self.file.clone(), orders, formats }
    }
}

/// What can be decided about a probable duplicate.
const DECISIONS: [Decision; 3] = [Decision::Apart, Decision::Same, Decision::Skip];

/// Whether several columns may fill a field.
fn is_shared(field: &Field) -> bool {
    matches!(field, Field::Score(_))
}

/// A file beside another for its refused rows; one that is there already is never replaced.
fn free_name(file: &Path) -> PathBuf {
    let first = file.with_extension("rejects.csv");
    let more = (2..1_000).map(|n| file.with_extension(format!("rejects-{n}.csv")));
    std::iter::once(first.clone()).chain(more).find(|path| !path.exists()).unwrap_or(first)
}
