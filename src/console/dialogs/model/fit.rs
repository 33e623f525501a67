//! The quantiles of a model are to be cut anew: the segments, hours and dates that this moves are seen first.

use crate::console::dialogs::foresee::{Begins, Subject};
use crate::console::dialogs::sheet;
use crate::console::layer::Command;
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::domain::model::{Derived, Factor, Model};
use crate::store::{Ground, HeldModel};

/// The model whose quantiles are to be cut.
pub struct Fit {
    key: String,
    name: String,
    lines: Vec<String>,
}

/// The one thing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said;

impl Fit {
    /// The change as it stands.
    #[must_use]
    pub fn of(held: &HeldModel) -> Self {
        let lines = held.model.quantiled().map(|(factor, derived)| said(factor, derived)).collect();
        Self { key: held.row.key.clone(), name: held.model.name.clone(), lines }
    }
}

/// `annual_spend, by arr, goes in quarters of the book: cut on 2026-01-01 at 10000, 30000, 100000.`
fn said(factor: &Factor, derived: &Derived) -> String {
    let parts = derived.parts_in_words().unwrap_or_default();
    let bands: Vec<String> = derived.bands.iter().map(ToString::to_string).collect();
    let state = match (derived.fitted, bands.is_empty()) {
        (Some(day), _) => format!("cut on {day} at {}", bands.join(", ")),
        (None, false) => format!("not cut from this book yet, bands at {}", bands.join(", ")),
        (None, true) => "not cut from this book yet".to_owned(),
    };
    format!("{}, by {}, goes in {parts}: {state}.", factor.key, derived.from)
}

impl Subject for Fit {
    type Of = Said;

    fn title(&self, _ground: &Ground) -> String {
        format!("Fit {} to the book", self.name)
    }

    fn form(&self, _ground: &Ground) -> Form<Said> {
        let last = "They are cut anew from the clients as they are now; nobody is moved, and u takes it back.";
        let lines = self.lines.iter().map(String::as_str).chain([last]);
        Form::new().lines(Said, "", lines.map(|words| sheet::line(Role::Text, words)).collect())
    }

    fn command(&self, _form: &Form<Said>, _ground: &Ground) -> Result<Option<Command>, (Said, String)> {
        Ok(Some(Command::FitModel { key: self.key.clone() }))
    }

    fn begins(&self) -> Begins {
        Begins::LookedUp
    }

    fn saves(&self) -> &'static str {
        "Fit"
    }

    fn model(&self, _command: &Command, ground: &Ground) -> Option<Model> {
        let held = ground.models.iter().find(|held| held.row.key == self.key);
        held.map(|held| held.model.as_ref().clone())
    }
}
