//! A model file is looked for, read and checked; a broken one says where and what would be right, and changes nothing.

use ratatui::layout::Rect;

use super::add::Add;
use crate::console::canvas::{Canvas, row_of, skip_rows};
use crate::console::dialogs::load::buttons;
use crate::console::dialogs::{foresee, sheet};
use crate::console::keys::{Action, Scope};
use crate::console::layer::{Ctx, Input, Layer, Message, Step, Tone};
use crate::console::parts::path::{Listing, PATH, PathField, PathStep, Wanted};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::exchange::models::text_of;
use crate::exchange::refused::shown_path;

/// Files models are read from.
const MODELS: Wanted = Wanted { endings: &[".toml"], called: "model", order: Listing::Named };
/// Rows of names where there is room.
const ROWS: u16 = 12;

/// The dialog.
struct ModelFile {
    path: PathField,
    said: Option<Message>,
}

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(ctx: &Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    Ok(Box::new(ModelFile { path: PathField::new(ctx.desk.home.clone(), MODELS), said: None }))
}

impl ModelFile {
    /// Reads the file of the path; a folder is gone into.
    fn read(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if self.path.is_blank() {
            self.said = Some(Message::new(Tone::Bad, "type the path of a model file, or choose one below"));
            return Step::Stay;
        }
        let file = self.path.file();
        if file.is_dir() {
            self.path.enter();
            return Step::Stay;
        }
        let toml = match text_of(&file) {
            Ok(toml) => toml,
            Err(refused) => {
                self.said = Some(Message::new(Tone::Bad, &refused.to_string()));
                return Step::Stay;
            }
        };
        let added = match Model::parse(&toml, &shown_path(&file)) {
            Ok(model) => foresee::open(Add { toml, model }, ctx),
            Err(error) => Err(Message::new(Tone::Bad, &error.to_string()).hint(&error.hint)),
        };
        match added {
            Ok(layer) => Step::Replace(layer),
            Err(message) => {
                self.said = Some(message);
                Step::Stay
            }
        }
    }
}

impl Layer for ModelFile {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let columns = sheet::columns(area);
        let rows = sheet::said_rows(self.said.as_ref(), columns) + 6 + ROWS;
        let inner = popup::centred(canvas, area, "Add a model", columns, rows);
        let rest = sheet::say(canvas, inner, self.said.as_ref());
        canvas.text(rest, Role::Dim, "Path of a model file. To begin with one that is there:");
        canvas.text(row_of(rest, 1), Role::Dim, "quarterdeck model show KEY --toml > mine.toml");
        let field = row_of(rest, 2);
        self.path.view(canvas, field);
        canvas.spot(field, PATH);
        let list = skip_rows(rest, 4);
        self.path.view_names(canvas, Rect { height: list.height.saturating_sub(2), ..list });
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        buttons(canvas, bottom, &[("Look at it", Role::ButtonFocus, Action::Save), ("Cancel", Role::Button, Action::Back)]);
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        self.said = None;
        match self.path.act(input, ctx.hits) {
            PathStep::Stay => Step::Stay,
            PathStep::Read => self.read(ctx),
            PathStep::Leave => Step::Close,
            PathStep::Ignored => Step::Ignored,
        }
    }
}
