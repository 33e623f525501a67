//! The third page of an import: what is asked, and every column with what it fills, how it was understood and a sample.

use super::kinds::is_private;
use super::line::{HIDDEN, Page};
use super::pick::Pick;
use super::plan::Plan;
use super::questions;
use crate::console::theme::Role;
use crate::exchange::import::columns::Field;
use crate::exchange::refused::shown_cell;

/// Builds the page.
pub fn view(page: &mut Page<'_>, plan: &Plan) {
    questions::view(page, plan);
    if let Some(lacks) = plan.lacks() {
        page.words(Role::Warning, &format!("? No column says {lacks}. Which one does? Up and Down, then Enter."));
        if plan.external_id().is_some() && plan.lacking() == Some(&Field::Name) {
            page.words(Role::Dim, "Where none does, the ids can stand for names.");
        }
    }
    if let Some(used) = plan.mapping_used() {
        page.words(Role::Good, &format!("{used}; what you change here goes before it"));
    }
    let filled = (0..plan.looked.mapping.columns.len()).filter(|at| plan.field(*at).is_some()).count();
    page.heading(&format!("Columns: {filled} of {} are used", plan.looked.mapping.columns.len()));
    for at in 0..plan.looked.mapping.columns.len() {
        column(page, plan, at);
    }
    if plan.looked.profile.is_some() {
        page.gap();
        page.press(Pick::Keep, "Keep these columns", "under a name, for the next file with this header");
    }
    if !plan.looked.notes.is_empty() {
        page.heading("Notes");
        plan.looked.notes.iter().for_each(|note| page.hung(Role::Text, &here(note)));
    }
}

fn column(page: &mut Page<'_>, plan: &Plan, at: usize) {
    let column = &plan.looked.mapping.columns[at];
    let field = plan.field(at);
    let (role, filled) = match (field, &column.field) {
        (Some(field), _) => (Role::Key, field.to_string()),
        (None, Some(_)) => (Role::Warning, "left out".to_owned()),
        (None, None) => (Role::Dim, "ignored".to_owned()),
    };
    let example = plan.looked.examples.get(at).map_or("", String::as_str);
    let example = if page.look.presenter && is_private(field) { HIDDEN } else { example };
    let kind = plan.looked.kinds.get(at).map_or("", |kind| kind.words.as_str());
    let told = format!("{kind}: {example}");
    page.column(Pick::Column(at), &header_of(plan, at), (role, &filled), if example.is_empty() { kind } else { &told });
    if matches!(field, Some(Field::Score(_))) {
        let said = plan.scale(at).map_or_else(|| "its cells are scores already".to_owned(), ToString::to_string);
        page.choice(Pick::Scale(at), "    on the scale", &said);
    }
}

/// The header of a column as it is shown; one without says its place.
#[must_use]
pub fn header_of(plan: &Plan, at: usize) -> String {
    let header = plan.looked.mapping.columns.get(at).map_or_else(String::new, |column| shown_cell(&column.header));
    if header.is_empty() { format!("(column {})", at + 1) } else { header }
}

/// A note without the flag of the command line: here the column is changed on the page of columns.
#[must_use]
pub fn here(note: &str) -> String {
    if let Some((said, _)) = note.split_once(" or say so with --map") {
        return format!("{said} or choose segment for it");
    }
    note.split_once(" with --map").map_or_else(|| note.to_owned(), |(said, _)| said.to_owned())
}
