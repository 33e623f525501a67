//! Bringing in a file, page by page: the file, a preview, the columns, what will happen; then one step, and what comes next.

mod asked;
mod closing;
mod columns;
mod fields;
mod kinds;
mod line;
mod looked;
mod offers;
mod outcome;
mod over;
mod pick;
mod plan;
mod preview;
mod questions;
mod run;
#[cfg(test)]
mod tests;
mod view;
mod wizard;

use ratatui::layout::Rect;

pub use looked::{Depth, Found, Look, Looked, Would};
pub use offers::{Offers, placing};
pub use run::bring_in;

use crate::console::canvas::{Canvas, skip_columns};
use crate::console::folders::Purpose;
use crate::console::hits::Spot;
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Layer, Message, Tone};
use crate::console::parts::path::{PathField, TABLES};
use crate::console::theme::Role;
use crate::exchange::import::saved::all;

use self::wizard::Wizard;

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    if let Some(why) = ctx.desk.read_only {
        return Err(Message::new(Tone::Bad, why));
    }
    let mut path = PathField::new(ctx.desk.home.clone(), TABLES);
    if let Some(folder) = ctx.desk.folders.last(Purpose::Import) {
        path.put_path(&folder.join(""));
    }
    let kept = ctx.desk.mappings.as_deref().map(all).unwrap_or_default();
    // A mapping that does not read keeps nobody from importing.
    if let Some((_, refused)) = kept.unread.first() {
        ctx.desk.complain(Message::new(Tone::Bad, &format!("{refused}; it is left out")));
    }
    Ok(Box::new(Wizard::new(path, kept.saved)))
}

/// Draws buttons side by side.
pub(super) fn buttons(canvas: &mut Canvas<'_>, mut rest: Rect, all: &[(&'static str, Role, Action)]) {
    for (name, role, action) in all {
        if *action == Action::Save {
            canvas.set_saves(name);
        }
        let words = if *role == Role::ButtonFocus { format!("> {name} <") } else { format!("[ {name} ]") };
        let taken = canvas.text(rest, *role, words);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Act(*action));
        rest = skip_columns(rest, taken + 2);
    }
}
