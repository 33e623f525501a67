//! Damaged books: what can be read of one is looked at without writing to it, and going back to a backup goes on from there.

use super::{App, Ctx};
use crate::console::desk::{Rescued, complaint};
use crate::console::dialogs;
use crate::console::layer::{Message, Outcome, Tone};
use crate::console::work::Task;
use crate::domain::text::Shown;
use crate::store::{RestoreReport, Salvage, Store, StoreError};

impl App {
    /// Shows what was saved of a damaged book; the store is that already.
    pub(super) fn show_rescue(&mut self, rescued: Rescued) {
        let name = self.store.path().file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let said = format!(" ! RESCUE: {name} is damaged; this is what could be read of it, to be looked at and exported only");
        self.stack.set_banner(Some(Shown::line(&said)));
        self.desk.read_only = Some(crate::console::desk::RESCUED);
        self.desk.rescued = Some(std::rc::Rc::new(rescued));
        let mut ctx = ctx!(self);
        self.stack.refresh(&mut ctx);
        let dialog = dialogs::rescue::open(&mut ctx);
        self.push(dialog);
    }

    /// Something that was read showed that the book is damaged: what can be read of it is saved, and looked at instead.
    pub(super) fn noticed_damage(&mut self) {
        if self.desk.rescued.is_some() || self.desk.read_only == Some(DAMAGED) {
            return;
        }
        self.desk.read_only = Some(DAMAGED);
        self.begin(None, Task::Salvage);
    }

    /// What could be read of the damaged book.
    pub(super) fn salvaged(&mut self, done: Result<Box<Salvage>, StoreError>) {
        match done {
            Ok(salvage) => {
                let (store, rescued) = Rescued::of(*salvage, "some of it could not be read");
                self.take_up(store, None);
                if let Some(rescued) = rescued {
                    self.show_rescue(rescued);
                }
            }
            Err(error) => {
                let said = format!("the book is damaged, and nothing of it can be read: {error}");
                self.stack.say(Message::new(Tone::Bad, &said).hint("F3 shows the backups to go back to"));
            }
        }
    }

    /// A backup is the book now, or is not.
    pub(super) fn restored(&mut self, done: Result<Box<RestoreReport>, StoreError>) {
        let report = match done {
            Ok(report) => report,
            Err(error) => {
                let said = Message::new(Tone::Bad, &format!("the backup was not restored: {error}"));
                let said = error.hint().map_or(said.clone(), |hint| said.hint(&hint));
                self.ended(&Outcome::Refused(said));
                return;
            }
        };
        let path = self.store.path().to_owned();
        match Store::open(&path, self.stamp.today) {
            Ok(store) => {
                self.take_up(store, None);
                let (clients, entries) = (report.clients_after, report.entries_after);
                let number = |n: i64| self.look.formats.number(n);
                let said = format!("the backup is restored: {} clients, {} entries", number(clients), number(entries));
                let kept = report.kept.as_ref().and_then(|kept| kept.file_name()).map(|name| name.to_string_lossy().into_owned());
                let said = Message::new(Tone::Good, &said);
                let said = kept.map_or(said.clone(), |kept| said.hint(&format!("what was replaced is kept as {kept}")));
                self.ended(&Outcome::Saved(said));
            }
            Err(error) => self.ended(&Outcome::Refused(complaint(&error))),
        }
    }
}

/// Why nothing is written while a damaged book is being looked through.
const DAMAGED: &str = "the book is damaged; what can be read of it is being looked for";
