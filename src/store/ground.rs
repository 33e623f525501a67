//! What the rules stand on: the book's models, its settings and its currency, read once and kept until they change.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Month;

use super::Store;
use super::error::StoreError;
use super::rows::select;
use crate::domain::cadence::{Rules, Settings};
use crate::domain::calendar::Fiscal;
use crate::domain::change::{BookModel, HolidayCalendar, Setting};
use crate::domain::command::{capacity, fiscal_start, owners_apart, reason_codes};
use crate::domain::model::{Model, builtin};
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;

/// Models and settings of a book.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// The book's models in their order.
    pub models: Vec<HeldModel>,
    /// The settings that bear on due dates.
    pub settings: Settings,
    /// The currency of amounts that name none.
    pub currency: String,
    /// The settings as they were set.
    pub recorded: Vec<Setting>,
    /// The calendars of days off.
    pub calendars: Vec<HolidayCalendar>,
    /// The settings for the clients of owners who go by other days than the book, by the owner's folded name.
    apart: BTreeMap<String, Settings>,
}

/// Whose derived rows a change of models or settings can touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Concerned {
    /// Every client's.
    Everybody,
    /// Those of clients that are, or ever were, in one of these segments of the driving model, and of these owners' clients
    /// (folded).
    Some { segments: Vec<String>, owners: Vec<String> },
}

/// A model of the book, read.
#[derive(Debug, Clone, PartialEq)]
pub struct HeldModel {
    /// Its row.
    pub row: BookModel,
    /// What it says.
    pub model: Arc<Model>,
}

impl Ground {
    /// A model by key, the driving one where none is named.
    ///
    /// # Errors
    /// No such model.
    pub fn model(&self, key: Option<&str>) -> Result<Arc<Model>, StoreError> {
        let found = match key {
            Some(key) => self.models.iter().find(|held| held.row.key == key),
            None => self.models.iter().find(|held| held.row.driving),
        };
        found.map(|held| Arc::clone(&held.model)).ok_or_else(|| {
            let hint = match key.filter(|key| builtin::find(key).is_some()) {
                Some(key) => format!("it is built in, but not in the book; add it first: quarterdeck model add {key}"),
                None => {
                    let keys: Vec<&str> = self.models.iter().map(|held| held.row.key.as_str()).collect();
                    format!("the book has {}", keys.join(", "))
                }
            };
            Refusal::NotFound { what: "model", name: key.unwrap_or("driving").to_owned(), hint }.into()
        })
    }

    /// The driving model.
    ///
    /// # Panics
    /// Never: every book is made with a driving model, and the schema keeps it unique.
    #[must_use]
    pub fn driving(&self) -> &Arc<Model> {
        &self.models.iter().find(|held| held.row.driving).expect("a book has a driving model").model
    }

    /// Whether any model has a dimension on neither of its axes.
    pub(super) fn scores_off_axes(&self) -> bool {
        self.models.iter().any(|held| held.model.dimensions.len() > 1 + usize::from(held.model.y.is_some()))
    }

    /// The rules of cadence for the clients of an owner, or for those without one.
    #[must_use]
    pub fn rules(&self, owner: Option<&str>) -> Rules<'_> {
        Rules { model: self.driving(), settings: self.settings_for(owner) }
    }

    /// The settings for the clients of an owner, or for those without one.
    #[must_use]
    pub fn settings_for(&self, owner: Option<&str>) -> &Settings {
        if self.apart.is_empty() {
            return &self.settings;
        }
        owner.and_then(|owner| self.apart.get(&fold(owner))).unwrap_or(&self.settings)
    }

    /// What is wrong with the days off of the book, or of an owner, in words: 31 of them in a row (C4).
    #[must_use]
    pub fn calendar_faults(&self) -> Vec<String> {
        let of_book = self.settings.calendar.fault().map(|fault| fault.to_string());
        let of_owners = self.apart.iter().filter_map(|(owner, own)| {
            let fault = own.calendar.fault()?;
            Some(format!("{fault}, for the clients of {owner}"))
        });
        of_book.into_iter().chain(of_owners).collect()
    }

    /// Whose derived rows may differ under other models and settings.
    pub(super) fn concerns(&self, after: &Self) -> Concerned {
        if self.settings != after.settings || self.currency != after.currency {
            return Concerned::Everybody;
        }
        let mut segments = Vec::new();
        if !self.models.iter().map(|held| &held.row.toml).eq(after.models.iter().map(|held| &held.row.toml))
            || self.driving().key != after.driving().key
        {
            let same_keys = self.models.iter().map(|held| &held.row.key).eq(after.models.iter().map(|held| &held.row.key));
            if !same_keys || self.driving().key != after.driving().key {
                return Concerned::Everybody;
            }
            for (before, after) in self.models.iter().zip(&after.models) {
                match before.model.segments_changed(&after.model) {
                    Some(changed) if changed.is_empty() => {}
                    Some(changed) if after.row.driving => segments.extend(changed),
                    // What a segment of a lens asks for moves no date and no score.
                    Some(_) => {}
                    None => return Concerned::Everybody,
                }
            }
        }
        let mut owners: Vec<String> = self.apart.keys().chain(after.apart.keys()).cloned().collect();
        owners.sort_unstable();
        owners.dedup();
        owners.retain(|owner| self.settings_for(Some(owner)) != after.settings_for(Some(owner)));
        Concerned::Some { segments, owners }
    }

    /// The fiscal year of the book.
    #[must_use]
    pub fn fiscal(&self) -> Fiscal {
        let begins = u8::try_from(fiscal_start(&self.recorded)).ok().and_then(|month| Month::try_from(month).ok());
        begins.map_or_else(Fiscal::default, |begins| Fiscal { begins })
    }

    /// The reason codes offered for a move.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        reason_codes(&self.recorded)
    }

    /// Hours a week an owner has for reviews, where said.
    #[must_use]
    pub fn capacity(&self, owner: &str) -> Option<f64> {
        capacity(&self.recorded, owner)
    }
}

impl Store {
    /// Models and settings as last read.
    #[must_use]
    pub fn ground(&self) -> Arc<Ground> {
        Arc::clone(&self.ground.borrow())
    }

    /// Reads models and settings again; what did not change stays the same object.
    pub(super) fn reload_ground(&self) -> Result<Arc<Ground>, StoreError> {
        let ground = read(self, Some(&self.ground()))?;
        *self.ground.borrow_mut() = Arc::clone(&ground);
        Ok(ground)
    }
}

/// Reads models and settings of a book.
pub(super) fn read(store: &Store, known: Option<&Arc<Ground>>) -> Result<Arc<Ground>, StoreError> {
    read_from(&store.db, known)
}

/// Reads models and settings through a connection.
pub(super) fn read_from(db: &rusqlite::Connection, known: Option<&Arc<Ground>>) -> Result<Arc<Ground>, StoreError> {
    let rows: Vec<BookModel> = select(db, "ORDER BY position, key", [])?;
    let recorded: Vec<Setting> = select(db, "ORDER BY key", [])?;
    let calendars: Vec<HolidayCalendar> = select(db, "ORDER BY name", [])?;
    if let Some(known) = known
        && known.recorded == recorded
        && known.calendars == calendars
        && known.models.iter().map(|held| &held.row).eq(&rows)
    {
        return Ok(Arc::clone(known));
    }
    let mut models = Vec::with_capacity(rows.len());
    for row in rows {
        let same = known.and_then(|known| known.models.iter().find(|held| held.row.toml == row.toml));
        let model = match same {
            Some(held) => Arc::clone(&held.model),
            None => Arc::new(Model::parse(&row.toml, &format!("model {} of the book", row.key))?),
        };
        models.push(HeldModel { row, model });
    }
    if !models.iter().any(|held| held.row.driving) {
        return Err(StoreError::Damaged("it has no driving model".to_owned()));
    }
    let currency = recorded.iter().find(|setting| setting.key == "currency").map_or("EUR", |setting| &setting.value);
    let settings = Settings::of(&recorded, &calendars, None);
    let owners = owners_apart(&recorded, &calendars).into_iter();
    let apart = owners.map(|owner| (Settings::of(&recorded, &calendars, Some(&owner)), owner));
    let apart = apart.filter(|(own, _)| *own != settings).map(|(own, owner)| (owner, own)).collect();
    Ok(Arc::new(Ground { models, settings, currency: currency.to_owned(), recorded, calendars, apart }))
}
