//! The backups of the book: when, why, what each holds and whether it is whole, the newest first.

#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset, Utc};
use ratatui::layout::Rect;

use super::table::{ALWAYS, Column, Place, places};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_rows};
use crate::console::dialogs::restore;
use crate::console::glyphs::Focus;
use crate::console::hits::{Spot, Touch};
use crate::console::keys::{Action, Scope, Situation};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Task, Tone};
use crate::console::parts::list::{List, Moved, Row, Window};
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::text::Shown;
use crate::store::{self, BackupFile, Examined};

/// The list's number for the mouse.
const LIST: u16 = 1;

/// Why a backup was made, in words.
#[must_use]
pub fn why(word: &str) -> String {
    match word {
        "asked" => "asked for",
        "import" => "before an import",
        "session" => "before finalising a session",
        "bulk" => "before a bulk change",
        "hourly" => "every half hour",
        "restore" => "before a restore",
        "version" => "before an upgrade",
        "replaced" => "replaced by a restore",
        other => other,
    }
    .to_owned()
}

/// When a backup was made, to the minute, where the person is.
#[must_use]
pub fn moment(at: DateTime<Utc>, ctx: &Ctx<'_>) -> String {
    in_zone(at, *ctx.stamp.now.offset(), ctx.look)
}

fn in_zone(at: DateTime<Utc>, zone: FixedOffset, look: &Look) -> String {
    let at = at.with_timezone(&zone);
    format!("{} {}", look.formats.date(at.date_naive()), at.format("%H:%M"))
}

/// A size in words: `412 KB`, `3.1 MB`.
fn size(bytes: u64, look: &Look) -> String {
    let tenths = |unit: u64| format!("{}{}{}", bytes / unit, look.formats.decimal, bytes % unit * 10 / unit);
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", tenths(1_000_000)),
        _ => format!("{} GB", tenths(1_000_000_000)),
    }
}

/// A backup with what is known of it.
struct Kept {
    id: i64,
    file: BackupFile,
    /// What it holds, or why it cannot be read; none while nobody looked.
    found: Option<Result<Examined, String>>,
}

impl Row for Kept {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// The screen.
pub struct BackupsScreen {
    desk: Situation,
    window: Window<Kept>,
    list: List,
    /// The paths seen, each by its number: selections outlive new backups.
    known: Vec<PathBuf>,
    folder: Shown,
    failed: Option<Shown>,
    zone: FixedOffset,
    making: bool,
}

impl BackupsScreen {
    /// Reads the screen from the folder of backups.
    #[must_use]
    pub fn new(ctx: &mut Ctx<'_>) -> Self {
        let mut screen = Self {
            desk: ctx.desk.situation(),
            window: Window::default(),
            list: List::new(LIST),
            known: Vec::new(),
            folder: Shown::line(&ctx.store.backup_folder().display().to_string()),
            failed: None,
            zone: *ctx.stamp.now.offset(),
            making: false,
        };
        screen.refresh(ctx);
        screen
    }

    fn row(&self) -> Option<&Kept> {
        self.list.place(&self.window).map(|at| &self.window.rows[at])
    }

    fn numbered(&mut self, path: &Path) -> i64 {
        let at = self.known.iter().position(|known| known == path).unwrap_or_else(|| {
            self.known.push(path.to_owned());
            self.known.len() - 1
        });
        i64::try_from(at).unwrap_or(i64::MAX)
    }

    fn open(&self, ctx: &mut Ctx<'_>) -> Step {
        self.row().map_or(Step::Stay, |row| Step::Push(restore::dialog(row.file.clone(), ctx)))
    }

    fn draw(&self, canvas: &mut Canvas<'_>, area: Rect, places: &[Place], row: &Kept) {
        let look = canvas.look;
        let (role, whole) = match &row.found {
            None => (Role::Text, look.glyphs.cut().to_owned()),
            Some(Ok(found)) if found.is_whole() => (Role::Text, "whole".to_owned()),
            Some(Ok(_) | Err(_)) => (Role::Bad, "! damaged".to_owned()),
        };
        let number = |of: fn(&Examined) -> i64| match &row.found {
            Some(Ok(found)) => look.formats.number(of(found)),
            Some(Err(_)) | None => String::new(),
        };
        for place in places {
            let words = match place.column {
                0 => in_zone(row.file.at, self.zone, look),
                1 => why(&row.file.why),
                2 => number(|found| found.clients),
                3 => number(|found| found.entries),
                4 => size(row.file.bytes, look),
                _ => whole.clone(),
            };
            canvas.aligned(place.of(area), COLUMNS[place.column].side, role, Shown::line(&words));
        }
    }

    /// What stands above the list.
    fn above(&self, width: u16, glyphs: &Look) -> Vec<(Role, String)> {
        let width = usize::from(width).max(8);
        let mut lines = Vec::new();
        let mut say = |role: Role, words: &str| lines.extend(text::wrap(words, width).into_iter().map(|line| (role, line)));
        if let Some(why) = &self.failed {
            say(Role::Bad, &format!("! The last backup failed: {why}. Your work is saved all the same; n tries again."));
        }
        let _ = glyphs;
        say(Role::Dim, &format!("Kept in {}", self.folder));
        lines
    }
}

const COLUMNS: [Column; 6] = [
    Column { title: "When", width: 16, side: Side::Left, keep: ALWAYS },
    Column { title: "Why", width: 16, side: Side::Left, keep: ALWAYS },
    Column { title: "Clients", width: 8, side: Side::Right, keep: 3 },
    Column { title: "Entries", width: 8, side: Side::Right, keep: 4 },
    Column { title: "Size", width: 8, side: Side::Right, keep: 2 },
    Column { title: "State", width: 9, side: Side::Left, keep: ALWAYS },
];

impl Layer for BackupsScreen {
    fn scope(&self) -> Scope {
        Scope::Backups
    }

    fn situation(&self) -> Situation {
        Situation { selected: self.row().is_some(), marked: 0, ..self.desk.clone() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let total = self.window.rows.len();
        let inner = canvas.frame(area, Focus::Here, format!("Backups: {total}, the newest first"));
        let room = inner.width.saturating_sub(1);
        let above = self.above(room, canvas.look);
        for (row, (role, words)) in (0_u16..).zip(&above) {
            canvas.text(Rect { width: room, ..row_of(inner, row) }, *role, words.clone());
        }
        let inner = skip_rows(inner, u16::try_from(above.len() + 1).unwrap_or(u16::MAX));
        if total == 0 {
            canvas.paragraph(
                inner,
                Role::Text,
                "There is no backup yet. One is made every half hour while there are changes, and before imports, bulk changes, \
                 sessions that are finalised and upgrades; n makes one now.",
            );
            return;
        }
        let places = places(&COLUMNS, 1, room);
        let head = Rect { width: room, ..row_of(inner, 0) };
        for place in &places {
            let column = COLUMNS[place.column];
            canvas.aligned(place.of(head), column.side, Role::Dim, column.title);
        }
        self.list.view(canvas, skip_rows(inner, 1), &self.window, Focus::Here, |canvas, area, row| {
            self.draw(canvas, area, &places, row);
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match input {
            Input::Act(Action::Open | Action::RestoreBackup) => self.open(ctx),
            Input::Act(Action::Back | Action::Quit) => Step::Close,
            // It is shown already.
            Input::Act(Action::Backups) => Step::Stay,
            Input::Act(Action::BackUp) if self.making => Step::Stay,
            Input::Act(Action::BackUp) => {
                self.making = true;
                Step::All(vec![
                    Step::Say(Message::new(Tone::Plain, "a backup is being made …")),
                    Step::Work(Task::BackUp("asked")),
                ])
            }
            Input::Act(action) => match self.list.act(action, &self.window, height) {
                Moved::Not => Step::Ignored,
                Moved::Yes | Moved::NeedsAbove | Moved::NeedsBelow | Moved::NeedsFirst | Moved::NeedsLast => Step::Stay,
            },
            Input::Touch(touch) => {
                self.list.touch(touch, &self.window, height);
                if matches!(touch, Touch::Double { spot: Spot::Row { .. } }) { self.open(ctx) } else { Step::Stay }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }

    fn committed(&mut self, _outcome: &crate::console::layer::Outcome, _ctx: &mut Ctx<'_>) -> Step {
        self.making = false;
        Step::Stay
    }

    fn wanted(&mut self) -> Option<Task> {
        if self.making {
            return None;
        }
        let next = self.window.rows.iter().find(|row| row.found.is_none())?;
        Some(Task::Examine(next.file.path.clone()))
    }

    fn examined(&mut self, file: &Path, found: Result<Examined, String>) {
        if let Some(row) = self.window.rows.iter_mut().find(|row| row.file.path == file) {
            row.found = Some(found);
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        self.desk = ctx.desk.situation();
        self.failed = ctx.desk.backup_failed.as_deref().map(Shown::line);
        let listed = store::backups(ctx.store.path());
        let listed = ctx.desk.or_default(listed);
        let mut before = std::mem::take(&mut self.window.rows);
        let mut rows = Vec::with_capacity(listed.len());
        for file in listed {
            let found = before.iter_mut().find(|row| row.file == file).and_then(|row| row.found.take());
            rows.push(Kept { id: self.numbered(&file.path), file, found });
        }
        self.window = Window::whole(rows);
        self.list.settle(&self.window);
    }
}
