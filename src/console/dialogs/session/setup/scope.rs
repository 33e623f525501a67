//! The scope of a session as it is typed: how many clients it lets through and whose they are, or where the mistake is.

use crate::console::dialogs::sheet::line;
use crate::console::layer::Ctx;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::filter::{Filter, FilterError, TextField, TextTest};
use crate::domain::text::{Shown, fold};

/// Clients are counted this far: a key press must not cost more in a larger book.
const COUNTED: i64 = 10_000;
/// Owners asked about: each is a question to the book.
const OWNERS: usize = 100;
/// A mistake is underlined where the line typed is not wider; else it is quoted.
const WIDE: usize = 40;
/// What leads to a mistake: blanks at the beginning of a line are not drawn.
const LEAD: &str = "-";

/// Lines that say what a scope comes to.
pub fn lines(typed: &str, ctx: &Ctx<'_>) -> Vec<(Role, Shown)> {
    let filter = match Filter::parse(typed) {
        Ok(filter) => filter,
        Err(mistake) => return underlined(typed, &mistake),
    };
    let whole = filter == Filter::Everything;
    let filter = Some(filter).filter(|_| !whole);
    match ctx.store.at_leisure(|store| store.client_total(filter.as_ref(), COUNTED, ctx.stamp.today)) {
        Ok(found) => {
            let many = format!("{}{}", ctx.look.formats.number(found.clients), if found.more { "+" } else { "" });
            let said = match (found.clients, whole) {
                (0, _) => return vec![line(Role::Warning, "no client")],
                (1, _) => "1 client".to_owned(),
                (_, true) => format!("all {many} clients; or a filter: owner:ana  arr>50k  -tag:small"),
                (_, false) => format!("{many} clients"),
            };
            vec![line(Role::Dim, &said)]
        }
        Err(error) => vec![line(Role::Bad, &format!("! {error}"))],
    }
}

fn underlined(typed: &str, mistake: &FilterError) -> Vec<(Role, Shown)> {
    let columns = |at: usize| text::width(typed.get(..at.min(typed.len())).unwrap_or(typed));
    let (from, to) = (columns(mistake.at.start), columns(mistake.at.end));
    let mut lines = Vec::new();
    if text::width(typed) <= WIDE {
        lines.push(line(Role::Bad, &format!("{}{}", LEAD.repeat(from), "^".repeat(to.saturating_sub(from).max(1)))));
    }
    lines.push(line(Role::Bad, &format!("! {}; {}", mistake.what, mistake.hint)));
    lines
}

/// The owners of the clients a scope lets through, by name.
pub fn owners(filter: &Filter, ctx: &Ctx<'_>) -> Vec<String> {
    let all = ctx.store.owners().unwrap_or_default();
    let named = all.into_iter().map(|(owner, _)| owner).filter(|owner| !owner.is_empty()).take(OWNERS);
    let has = |owner: &String| {
        let own = Filter::Text(TextField::Owner, TextTest::Whole(fold(owner)));
        let both = if *filter == Filter::Everything { own } else { own.and(filter.clone()) };
        let found = ctx.store.at_leisure(|store| store.client_total(Some(&both), 1, ctx.stamp.today));
        found.is_ok_and(|found| found.clients > 0)
    };
    named.filter(has).collect()
}
