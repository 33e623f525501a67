//! Another model is to drive: the dates, hours and segments that then count are seen first.

use crate::console::dialogs::foresee::{Begins, Subject};
use crate::console::dialogs::sheet;
use crate::console::layer::Command;
use crate::console::parts::form::Form;
use crate::console::theme::Role;
use crate::store::{Ground, HeldModel};

/// The model that is to drive.
pub struct Drive {
    key: String,
    name: String,
}

/// The one thing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said;

impl Drive {
    /// The change as it stands.
    #[must_use]
    pub fn of(held: &HeldModel) -> Self {
        Self { key: held.row.key.clone(), name: held.model.name.clone() }
    }
}

impl Subject for Drive {
    type Of = Said;

    fn title(&self, _ground: &Ground) -> String {
        format!("Let {} drive", self.name)
    }

    fn form(&self, ground: &Ground) -> Form<Said> {
        let now = &ground.driving().name;
        let lines = [
            format!("{now} sets the cadence now. From then on the segments of {} say when reviews are due.", self.name),
            format!("{now} stays in the book as a lens, with every placement, score and note; u takes this back."),
        ];
        Form::new().lines(Said, "", lines.iter().map(|words| sheet::line(Role::Text, words)).collect())
    }

    fn command(&self, _form: &Form<Said>, ground: &Ground) -> Result<Option<Command>, (Said, String)> {
        let drives = ground.driving().key == self.key;
        Ok((!drives).then(|| Command::UseModel { key: self.key.clone() }))
    }

    fn begins(&self) -> Begins {
        Begins::LookedUp
    }

    fn saves(&self) -> &'static str {
        "Let it drive"
    }
}
