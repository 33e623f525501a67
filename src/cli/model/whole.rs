//! `model show` for people: everything a model says, in tables and lists.

use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::print::Table;
use crate::domain::model::{Dimension, Membership, Model, Segment, Touch, Touchpoint};

/// Prints a model whole; so many clients have their revenue `elsewhere`, in another currency than the book's.
pub(super) fn print(model: &Model, elsewhere: i64, call: &mut Call) -> Result<(), Fault> {
    let membership = match model.membership {
        Membership::One => "a client is in one segment",
        Membership::Many => "a client may be in several segments",
    };
    call.out.text(&format!("{} ({}): {}", model.name, model.key, model.description))?;
    call.out.text(&format!("source: {}", model.source))?;
    call.out.text(&format!(
        "{membership}; confirmed every {}; the model itself is looked at every {}",
        model.confirm_every, model.evaluate_every
    ))?;
    call.out.text(&format!(
        "no move is proposed within {} points of a cut, nor within {} of a decision; a score counts as fresh for {}",
        points(model.guard.margin),
        model.guard.dwell,
        model.score_valid
    ))?;
    grid(model, call)?;
    scores(model, call)?;
    if elsewhere > 0 && model.compares_amounts() {
        let has = if elsewhere == 1 { "1 client has its" } else { &format!("{elsewhere} clients have their") };
        call.out.text(&format!("{has} revenue in another currency than the book's: bands compare bare amounts"))?;
    }
    segments(model, call)?;
    reviews(model, call)?;
    model.segments.iter().try_for_each(|segment| lists(segment, call))
}

fn points(tenths: u16) -> String {
    (f64::from(tenths) / 10.0).to_string()
}

/// The bands of an axis in words, the lowest first.
fn bands(axis: &Dimension) -> Vec<String> {
    let cuts: Vec<String> = axis.cuts.iter().map(|cut| points(*cut)).collect();
    let Some(first) = cuts.first() else { return vec!["all".to_owned()] };
    let mut bands = vec![format!("below {first}")];
    bands.extend(cuts.windows(2).map(|pair| format!("{} to below {}", pair[0], pair[1])));
    bands.extend(cuts.last().map(|last| format!("{last} and above")));
    bands
}

fn grid(model: &Model, call: &mut Call) -> Result<(), Fault> {
    let (x, y) = (model.x_axis(), model.y_axis());
    let (columns, rows) = model.grid();
    let across = bands(x);
    let corner = y.map_or_else(|| x.name.clone(), |y| format!("{} / {}", y.name, x.name));
    let head: Vec<&str> = std::iter::once(corner.as_str()).chain(across.iter().map(String::as_str)).collect();
    let mut table = Table::new(&head);
    let down = y.map_or_else(|| vec![String::new()], bands);
    for row in (1..=rows).rev() {
        let band = down.get(usize::from(row) - 1).cloned().unwrap_or_default();
        let cells = (1..=columns).map(|column| {
            model.cell(column, row).map_or_else(String::new, |segment| format!("{} {}", segment.letter, segment.name))
        });
        table.row(std::iter::once(band).chain(cells));
    }
    call.out.heading("Grid (a score equal to a cut is in the upper band)")?;
    call.out.table(&table)
}

fn scores(model: &Model, call: &mut Call) -> Result<(), Fault> {
    for dimension in &model.dimensions {
        let axis = if dimension.key == model.x {
            " on the x axis"
        } else if Some(&dimension.key) == model.y.as_ref() {
            " on the y axis"
        } else {
            ""
        };
        let cuts: Vec<String> = dimension.cuts.iter().map(|cut| points(*cut)).collect();
        let cuts = if cuts.is_empty() { "no cut".to_owned() } else { format!("cut at {}", cuts.join(", ")) };
        let ends = format!("from “{}” to “{}”", dimension.low, dimension.high);
        call.out.heading(&format!("{} ({}){axis}, {cuts}, {ends}", dimension.name, dimension.key))?;
        for factor in &dimension.factors {
            let from = factor.derived.as_ref().map_or_else(String::new, |derived| {
                let bands: Vec<String> = derived.bands.iter().map(ToString::to_string).collect();
                let parts = derived.parts_in_words().map_or_else(String::new, |parts| match derived.fitted {
                    Some(day) => format!("; {parts}, cut on {day}"),
                    None => format!("; {parts}, not cut from this book yet"),
                });
                format!(", from {}: bands at {}{parts}", derived.from, bands.join(", "))
            });
            call.out.text(&format!("{}: {} (weight {}{from})", factor.key, factor.question, factor.weight))?;
            for (value, level) in (1..).zip(&factor.levels).filter(|(_, level)| !level.is_empty()) {
                call.out.text(&format!("  {value}  {level}"))?;
            }
        }
    }
    Ok(())
}

fn segments(model: &Model, call: &mut Call) -> Result<(), Fault> {
    let head = ["segment", "stance", "looked after by", "touch", "accounts per owner", "target share", "grace", "silent after"];
    let mut table = Table::new(&head);
    for segment in &model.segments {
        let touch = match segment.touch {
            Touch::High => "high",
            Touch::Low => "low",
            Touch::None => "none",
        };
        table.row([
            format!("{} {} ({})", segment.letter, segment.name, segment.key),
            segment.stance.clone(),
            segment.owners.join(", "),
            touch.to_owned(),
            segment.accounts_per_owner.map_or_else(String::new, |n| n.to_string()),
            segment.target_share.map_or_else(String::new, |share| format!("{}%", (share * 1000.0).round() / 10.0)),
            format!("{} working days", segment.grace),
            segment.floor.to_string(),
        ]);
    }
    call.out.heading("Segments")?;
    call.out.table(&table)
}

fn reviews(model: &Model, call: &mut Call) -> Result<(), Fault> {
    let mut table = Table::new(&["segment", "review", "every", "hours to prepare", "hours to hold", "also satisfied by"]);
    for segment in &model.segments {
        let name = format!("{} {}", segment.letter, segment.name);
        if segment.touchpoints.is_empty() {
            table.row([name.as_str(), "as needed", "", "", "", ""]);
        }
        for touchpoint in &segment.touchpoints {
            let (prepare, hold) = (touchpoint.prepare_hours.to_string(), touchpoint.hold_hours.to_string());
            let (every, also) = (every(touchpoint), touchpoint.satisfied_by.join(", "));
            table.row([name.as_str(), &touchpoint.kind, &every, &prepare, &hold, &also]);
        }
    }
    call.out.heading("Reviews")?;
    call.out.table(&table)
}

fn every(touchpoint: &Touchpoint) -> String {
    let end = if touchpoint.end_of_month { ", at the end of the month" } else { "" };
    format!("{}{end}", touchpoint.every)
}

fn lists(segment: &Segment, call: &mut Call) -> Result<(), Fault> {
    let lists = [("initiatives", &segment.initiatives), ("offers", &segment.offers), ("playbook", &segment.playbook)];
    if lists.iter().all(|(_, items)| items.is_empty()) {
        return Ok(());
    }
    call.out.heading(&format!("{} {}", segment.letter, segment.name))?;
    for (name, items) in lists.into_iter().filter(|(_, items)| !items.is_empty()) {
        call.out.text(&format!("{name}:"))?;
        items.iter().try_for_each(|item| call.out.text(&format!("  - {item}")))?;
    }
    Ok(())
}
