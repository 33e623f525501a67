//! Everything a model says, as text to scroll through: what it is, its axes, its grid, each segment, what is scored.

use super::entry::{Entry, Place};
use super::grid;
use crate::console::canvas::Look;
use crate::console::dialogs::sheet::{counted, figure};
use crate::console::formats::until;
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::domain::model::{Dimension, Factor, Membership, Model, Segment, Touch, Touchpoint};

/// Columns of labels.
const LABEL: usize = 17;

/// The text of a row of the list.
#[must_use]
pub fn lines(entry: &Entry, width: u16, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    let Some(model) = &entry.model else {
        of_file(&mut prose);
        return prose.lines;
    };
    about(&mut prose, entry, model, look);
    axes(&mut prose, model, look);
    prose.heading("Grid");
    grid::draw(&mut prose, model, |key| clients(entry, key), width, look);
    for segment in &model.segments {
        of_segment(&mut prose, entry, segment, look);
    }
    for dimension in &model.dimensions {
        scores(&mut prose, model, dimension, look);
    }
    currencies(&mut prose, entry, model, look);
    prose.lines
}

/// Tenths of a point, with a decimal only where it says something.
#[must_use]
pub fn points(look: &Look, tenths: u16) -> String {
    figure(look, f64::from(tenths) / 10.0)
}

/// How a model of one's own comes into the book.
fn of_file(prose: &mut Prose) {
    prose.text(Role::Text, "n, or Enter, asks for a model file and shows what it is before it joins the book as a lens.");
    prose.gap().text(Role::Text, "To begin with one that is there, write it into a file, change it, and give it another key:");
    prose.text(Role::Key, "quarterdeck model show maturity-appetite --toml > mine.toml");
    prose.gap().text(Role::Text, "A file with a mistake is refused with its line and what would be right; nothing changes.");
}

/// Live clients in a segment; none where the model is not in the book.
fn clients(entry: &Entry, key: &str) -> Option<i64> {
    match &entry.place {
        Place::Held { clients, .. } => Some(clients.get(key).copied().unwrap_or(0)),
        Place::Heading | Place::BuiltIn { .. } | Place::File => None,
    }
}

fn about(prose: &mut Prose, entry: &Entry, model: &Model, look: &Look) {
    let (role, state) = match &entry.place {
        Place::Held { driving: true, .. } => (Role::Good, "Drives the cadence: its segments say when reviews are due."),
        Place::Held { driving: false, .. } => (Role::Text, "A lens of this book: it moves no date. d lets it drive."),
        Place::BuiltIn { .. } => (Role::Warning, "Built in, and not in this book: n adds it as a lens."),
        Place::Heading | Place::File => (Role::Text, ""),
    };
    prose.text(role, state).gap().text(Role::Text, &model.description);
    if !model.source.is_empty() {
        prose.gap().hanging(&[(Role::Dim, "Source: ")], Role::Dim, &model.source);
    }
    prose.gap();
    let membership = match model.membership {
        Membership::One => "a client is in one segment",
        Membership::Many => "a client may be in several segments",
    };
    prose.fact("Membership", LABEL, Role::Text, membership);
    if let Place::Held { unplaced, evaluated_on, evaluate_by, .. } = &entry.place {
        let said = format!("{} in a segment, {} in none", look.formats.number(entry.placed()), look.formats.number(*unplaced));
        prose.fact("Clients", LABEL, Role::Text, &said);
        let last = evaluated_on.map_or_else(|| "not yet".to_owned(), |day| look.formats.date(day));
        let next = evaluate_by.map_or_else(String::new, |day| {
            format!("; to be looked at again by {} ({})", look.formats.date(day), until(day, look.today))
        });
        let role = if entry.is_due(look.today) { Role::Warning } else { Role::Text };
        prose.fact("Evaluated", LABEL, role, &format!("{last}{next}"));
    } else {
        prose.fact("Evaluated", LABEL, Role::Text, &format!("every {}", model.evaluate_every));
    }
    prose.fact("Confirmed", LABEL, Role::Text, &format!("every {}", model.confirm_every));
    prose.fact("Scores are fresh", LABEL, Role::Text, &format!("for {}", model.score_valid));
    let margin = points(look, model.guard.margin);
    let guard = format!("no move is proposed within {margin} points of a cut, nor within {} of a decision", model.guard.dwell);
    prose.fact("Guard", LABEL, Role::Text, &guard);
}

fn axes(prose: &mut Prose, model: &Model, look: &Look) {
    prose.heading("Axes");
    let mut axis = |label: &str, dimension: &Dimension| {
        let ends = format!("{}: {} {} {}", dimension.name, dimension.low, look.glyphs.arrow(), dimension.high);
        prose.fact(label, LABEL, Role::Text, &format!("{ends}, {}", cuts(dimension, look)));
    };
    axis("Across", model.x_axis());
    if let Some(y) = model.y_axis() {
        axis("Upwards", y);
    }
    prose.text(Role::Dim, "A score equal to a cut is in the upper band.");
}

fn cuts(dimension: &Dimension, look: &Look) -> String {
    let cuts: Vec<String> = dimension.cuts.iter().map(|cut| points(look, *cut)).collect();
    match cuts.as_slice() {
        [] => "no cut".to_owned(),
        [one] => format!("cut at {one}"),
        several => format!("cuts at {}", several.join(", ")),
    }
}

fn of_segment(prose: &mut Prose, entry: &Entry, segment: &Segment, look: &Look) {
    prose.heading(&format!("{} {}", segment.letter, segment.name));
    if let Some(many) = clients(entry, &segment.key) {
        let share = if entry.placed() > 0 { many as f64 / entry.placed() as f64 } else { 0.0 };
        let many = counted(look, usize::try_from(many).unwrap_or(0), "client");
        let target = segment.target_share.map_or_else(String::new, |target| format!(", target {}", percent(target, look)));
        prose.text(Role::Dim, &format!("{many}, {} of those in a segment{target}", percent(share, look)));
    } else if let Some(target) = segment.target_share {
        prose.text(Role::Dim, &format!("target {} of the book", percent(target, look)));
    }
    prose.text(Role::Text, &segment.stance);
    if segment.touchpoints.is_empty() {
        prose.fact("Reviews", LABEL, Role::Text, "as needed");
    }
    for (at, touchpoint) in segment.touchpoints.iter().enumerate() {
        prose.fact(if at == 0 { "Reviews" } else { "" }, LABEL, Role::Text, &reviewed(touchpoint, look));
    }
    let hours = segment.hours_per_year() / 4.0;
    if hours > 0.0 {
        prose.fact("Hours", LABEL, Role::Text, &format!("{} a quarter for each client", figure(look, hours)));
    }
    let days = if segment.grace == 1 { "working day" } else { "working days" };
    prose.fact("Grace", LABEL, Role::Text, &format!("{} {days}", segment.grace));
    prose.fact("Silent after", LABEL, Role::Text, &segment.floor.to_string());
    let touch = match segment.touch {
        Touch::High => "high",
        Touch::Low => "low",
        Touch::None => "none",
    };
    prose.fact("Touch", LABEL, Role::Text, touch);
    if !segment.owners.is_empty() {
        prose.fact("Looked after by", LABEL, Role::Text, &segment.owners.join(", "));
    }
    if let Some(accounts) = segment.accounts_per_owner {
        prose.fact("For one owner", LABEL, Role::Text, &counted(look, accounts as usize, "account"));
    }
    for (label, items) in
        [("Initiatives", &segment.initiatives), ("Offers", &segment.offers), ("Entry playbook", &segment.playbook)]
    {
        for (at, item) in items.iter().enumerate() {
            prose.fact(if at == 0 { label } else { "" }, LABEL, Role::Text, item);
        }
    }
}

fn percent(share: f64, look: &Look) -> String {
    format!("{}%", figure(look, share * 100.0))
}

/// `QBR every 3 months, 3 h to prepare and 1 h to hold; EBR counts as one`
fn reviewed(touchpoint: &Touchpoint, look: &Look) -> String {
    let end = if touchpoint.end_of_month { " at its end" } else { "" };
    let (prepare, hold) = (figure(look, touchpoint.prepare_hours), figure(look, touchpoint.hold_hours));
    let also = match touchpoint.satisfied_by.as_slice() {
        [] => String::new(),
        [one] => format!("; {one} counts as one"),
        several => format!("; {} count as one", several.join(", ")),
    };
    format!("{} every {}{end}, {prepare} h to prepare and {hold} h to hold{also}", touchpoint.kind, often(touchpoint))
}

/// `every month`, `every 2 weeks`, as the board says it.
fn often(touchpoint: &Touchpoint) -> String {
    let every = touchpoint.every.to_string();
    every.strip_prefix("1 ").unwrap_or(&every).to_owned()
}

/// Bands of revenue compare bare amounts: said where somebody pays in another currency.
fn currencies(prose: &mut Prose, entry: &Entry, model: &Model, look: &Look) {
    let Place::Held { elsewhere: clients @ 1.., .. } = entry.place else { return };
    if model.compares_amounts() {
        let has = if clients == 1 {
            "1 client has its".to_owned()
        } else {
            format!("{} clients have their", look.formats.number(clients))
        };
        let said = format!("{has} revenue in another currency than the book's: bands compare bare amounts.");
        prose.gap().text(Role::Warning, &said);
    }
}

fn scores(prose: &mut Prose, model: &Model, dimension: &Dimension, look: &Look) {
    let axis = if dimension.key == model.x {
        ", across"
    } else if Some(&dimension.key) == model.y.as_ref() {
        ", upwards"
    } else {
        ", on no axis"
    };
    prose.heading(&format!("Scored: {}{axis}", dimension.name));
    for factor in &dimension.factors {
        of_factor(prose, factor, look);
    }
}

fn of_factor(prose: &mut Prose, factor: &Factor, look: &Look) {
    prose.gap().text(Role::Text, &factor.question);
    let weight = figure(look, factor.weight);
    match &factor.derived {
        Some(derived) => {
            let bands: Vec<String> = derived.bands.iter().map(ToString::to_string).collect();
            let said = format!("{}, weight {weight}, from {}: bands at {}", factor.key, derived.from, bands.join(", "));
            prose.text(Role::Dim, &said);
            if let Some(parts) = derived.parts_in_words() {
                let (role, state) = match derived.fitted {
                    Some(day) => (Role::Text, format!("cut on {}; F cuts them anew", look.formats.date(day))),
                    None => (Role::Warning, "not cut from this book yet; F cuts them".to_owned()),
                };
                prose.text(role, &format!("{parts}, {state}"));
            }
        }
        None => {
            prose.text(Role::Dim, &format!("{}, weight {weight}", factor.key));
        }
    }
    for (value, level) in (1..).zip(&factor.levels).filter(|(_, level)| !level.is_empty()) {
        prose.hanging(&[(Role::Dim, &format!("  {value}  "))], Role::Text, level);
    }
}
