//! The rows of the list of models: those of the book, those built in, and a file.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;

use crate::console::layer::Ctx;
use crate::console::parts::list::Row;
use crate::domain::model::{Model, builtin};
use crate::domain::text::Shown;
use crate::store::HeldModel;

/// Ids of rows that are no model of the book: above every position of one.
const BUILT_IN: i64 = 1_000_000;
const FILE: i64 = 2_000_000;

/// The built-in models with their files, read once.
static SHIPPED: LazyLock<Vec<(&'static str, Arc<Model>)>> = LazyLock::new(|| {
    let read = |toml: &'static str| Some((toml, Arc::new(Model::parse(toml, "a built-in model").ok()?)));
    builtin::all().iter().filter_map(|(_, toml)| read(toml)).collect()
});

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id; none for a heading.
    pub id: Option<i64>,
    /// What it is called.
    pub name: Shown,
    /// What it is.
    pub place: Place,
    /// What it says; none for headings and files.
    pub model: Option<Arc<Model>>,
}

/// What a row is.
#[derive(Debug, Clone, PartialEq)]
pub enum Place {
    /// A heading.
    Heading,
    /// A model of the book.
    Held {
        /// Whether it drives the cadence.
        driving: bool,
        /// Live clients in each segment, by key.
        clients: BTreeMap<String, i64>,
        /// Live clients without a segment in it.
        unplaced: i64,
        /// The day somebody last looked whether it still fits.
        evaluated_on: Option<NaiveDate>,
        /// The day by which somebody is to look again.
        evaluate_by: Option<NaiveDate>,
        /// Live clients with a revenue in another currency than the book's.
        elsewhere: i64,
    },
    /// One that is built in and not in the book.
    BuiltIn {
        /// Its file.
        toml: &'static str,
    },
    /// A file still to be chosen.
    File,
}

impl Row for Entry {
    fn id(&self) -> Option<i64> {
        self.id
    }
}

impl Entry {
    /// The model's key, of one that has one.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        self.model.as_ref().map(|model| model.key.as_str())
    }

    /// Whether the book has it.
    #[must_use]
    pub const fn is_held(&self) -> bool {
        matches!(self.place, Place::Held { .. })
    }

    /// The title of its text.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.model {
            Some(model) => format!("{} ({})", model.name, model.key),
            None => self.name.as_str().to_owned(),
        }
    }

    /// Clients that stand in a segment of it.
    #[must_use]
    pub fn placed(&self) -> i64 {
        match &self.place {
            Place::Held { clients, .. } => clients.values().sum(),
            Place::Heading | Place::BuiltIn { .. } | Place::File => 0,
        }
    }

    /// Whether it is to be evaluated by now.
    #[must_use]
    pub fn is_due(&self, today: NaiveDate) -> bool {
        matches!(&self.place, Place::Held { evaluate_by: Some(by), .. } if *by <= today)
    }

    /// What it is to the book, in a word or two.
    #[must_use]
    pub fn said(&self) -> String {
        match &self.place {
            Place::Heading => String::new(),
            Place::Held { driving: true, .. } => format!("drives, {} in it", self.placed()),
            Place::Held { driving: false, .. } => format!("lens, {} in it", self.placed()),
            Place::BuiltIn { .. } => "n adds it".to_owned(),
            Place::File => "n".to_owned(),
        }
    }
}

/// All rows.
pub fn entries(ctx: &mut Ctx<'_>) -> Vec<Entry> {
    let ground = ctx.store.ground();
    let begun = ctx.store.begun_on();
    let begun = ctx.desk.or_default(begun);
    let mut rows = vec![heading("In this book")];
    let elsewhere = ctx.store.in_other_currencies();
    let elsewhere = ctx.desk.or_default(elsewhere);
    for held in &ground.models {
        rows.push(in_book(held, begun, elsewhere, ctx));
    }
    let others = SHIPPED.iter().filter(|(_, model)| !ground.models.iter().any(|held| held.row.key == model.key));
    let others: Vec<Entry> = (BUILT_IN..).zip(others).map(|(id, (toml, model))| built_in(id, toml, model)).collect();
    if !others.is_empty() {
        rows.push(heading("Built in, not in this book"));
        rows.extend(others);
    }
    rows.push(heading("Your own"));
    rows.push(Entry { id: Some(FILE), name: Shown::line("From a file"), place: Place::File, model: None });
    rows
}

fn heading(words: &str) -> Entry {
    Entry { id: None, name: Shown::line(words), place: Place::Heading, model: None }
}

fn in_book(held: &HeldModel, begun: Option<NaiveDate>, elsewhere: i64, ctx: &mut Ctx<'_>) -> Entry {
    let shares = ctx.store.shares(Some(&held.row.key), None);
    let shares = ctx.desk.or_default(shares);
    let clients = shares.segments.into_iter().map(|share| (share.key, share.counted.clients)).collect();
    let evaluated_on = held.row.evaluated_on;
    let place = Place::Held {
        driving: held.row.driving,
        clients,
        unplaced: shares.unplaced.clients,
        evaluated_on,
        // A period that leaves the calendar asks for no evaluation.
        evaluate_by: evaluated_on.or(begun).and_then(|from| held.model.evaluate_every.after(from, 1).ok()),
        elsewhere,
    };
    Entry { id: Some(held.row.position), name: Shown::line(&held.model.name), place, model: Some(Arc::clone(&held.model)) }
}

fn built_in(id: i64, toml: &'static str, model: &Arc<Model>) -> Entry {
    let name = Shown::line(&model.name);
    Entry { id: Some(id), name, place: Place::BuiltIn { toml }, model: Some(Arc::clone(model)) }
}
