//! A model from a file is to join the book: what it is, and where the scores would put everybody.

use crate::console::dialogs::foresee::{Begins, Subject};
use crate::console::dialogs::sheet;
use crate::console::layer::Command;
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::store::Ground;

/// A model that was read and reads.
pub struct Add {
    /// Its file.
    pub toml: String,
    /// What it says.
    pub model: Model,
}

/// The one thing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said;

impl Subject for Add {
    type Of = Said;

    fn title(&self, _ground: &Ground) -> String {
        format!("Add the model {}", self.model.name)
    }

    fn form(&self, _ground: &Ground) -> Form<Said> {
        let model = &self.model;
        let segments: Vec<String> = model.segments.iter().map(|segment| format!("{} {}", segment.letter, segment.name)).collect();
        let lines = vec![
            sheet::line(Role::Text, &model.description),
            sheet::line(Role::Dim, &model.source),
            sheet::line(Role::Text, &format!("Segments: {}", segments.join(", "))),
            sheet::line(Role::Dim, "It joins as a lens and moves no date; u takes it back."),
        ];
        Form::new().lines(Said, "", lines.into_iter().filter(|(_, words)| !words.as_str().is_empty()).collect())
    }

    fn command(&self, _form: &Form<Said>, _ground: &Ground) -> Result<Option<Command>, (Said, String)> {
        Ok(Some(Command::AddModel { toml: self.toml.clone() }))
    }

    fn begins(&self) -> Begins {
        Begins::LookedUp
    }

    fn saves(&self) -> &'static str {
        "Add it"
    }

    fn model(&self, _command: &Command, _ground: &Ground) -> Option<Model> {
        Some(self.model.clone())
    }
}
