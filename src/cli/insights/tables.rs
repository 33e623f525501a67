//! The insights as people read them: a table for each question.

use super::{Found, keys};
use crate::cli::call::Call;
use crate::cli::fault::Fault;
use crate::cli::figures::{ordered, row};
use crate::cli::movements::matrix;
use crate::cli::print::Table;
use crate::cli::shape::{hours_in_words, segment_in_words, sums_in_words};
use crate::domain::model::{Membership, Model};
use crate::store::{Counted, FiguresBy, OwnerBook};

/// Prints all sections.
pub fn print(found: &Found, model: &Model, driving: &Model, call: &mut Call) -> Result<(), Fault> {
    let (from, to) = (found.from, found.to);
    let whose = found.owner.as_ref().map_or_else(String::new, |owner| format!(", clients of {owner}"));
    call.out.text(&format!("{} from the end of {from} to the end of {to}{whose}", model.name))?;
    call.out.heading("Clients per segment")?;
    call.out.table(&distribution(found, model, |counted| counted.clients.to_string()))?;
    call.out.heading("Revenue per segment")?;
    call.out.table(&distribution(found, model, |counted| sums_in_words(&counted.arr)))?;
    if model.membership == Membership::Many {
        call.out.text("a client counts in each of its segments: they may have more clients together than the book")?;
    }
    call.out.heading("Owners")?;
    call.out.table(&owners(found))?;
    if let Some(needed) = found.books.all.guideline {
        call.out.text(&format!("the guidelines ask for {needed:.1} owners; there are {}", found.books.named()))?;
    }
    if found.books.all.unguided > 0 {
        let many = found.books.all.unguided;
        call.out.text(&format!("{many} clients are in segments without accounts_per_owner: they count in no guideline"))?;
    }
    call.out.heading("Shares")?;
    call.out.table(&shares(found, model))?;
    if !found.shares.other_currencies.is_empty() {
        let others = found.shares.other_currencies.join(", ");
        call.out.text(&format!("shares of the revenue are of that in {}; {others} count in none", found.shares.currency))?;
    }
    call.out.heading("Moves")?;
    call.out.table(&matrix(&found.moves, model))?;
    let decisions = found.moves.decided;
    call.out.text(&format!("decisions in between: {decisions}; quarterdeck moves --from {from} --to {to} lists them"))?;
    call.out.heading("Reviews on time")?;
    for by in [FiguresBy::Segment, FiguresBy::Owner] {
        call.out.table(&figures(found, by, driving))?;
    }
    Ok(())
}

fn distribution(found: &Found, model: &Model, said: impl Fn(&Counted) -> String) -> Table {
    let keys = keys(found, model);
    let mut names = vec!["day".to_owned(), ">all".to_owned()];
    names.extend(keys.iter().map(|key| format!(">{}", segment_in_words(model, Some(key)))));
    names.push(">no segment".to_owned());
    let mut table = Table::new(&names);
    let none = Counted::default();
    for of in &found.distribution.days {
        let mut row = vec![of.on.to_string(), said(&of.all)];
        row.extend(keys.iter().map(|key| said(of.segments.get(*key).unwrap_or(&none))));
        row.push(said(&of.unplaced));
        table.row(row);
    }
    table
}

fn owners(found: &Found) -> Table {
    let names = [
        "owner",
        ">clients",
        ">revenue",
        ">hours a week",
        ">of",
        ">guideline",
        ">drift",
        ">near a cut",
        ">stale",
        ">unscored",
        ">to confirm",
    ];
    let mut table = Table::new(&names);
    for book in &found.books.owners {
        table.row(owner(book.owner.as_deref().unwrap_or("(no owner)"), book, 1));
    }
    table.row(owner("all", &found.books.all, found.books.named()));
    table
}

fn owner(name: &str, book: &OwnerBook, owners: usize) -> [String; 11] {
    let signs = book.signs;
    let counts = [signs.drift, signs.near, signs.stale, signs.unscored, signs.confirm].map(|count| count.to_string());
    let [drift, near, stale, unscored, confirm] = counts;
    [
        name.to_owned(),
        book.all.clients.to_string(),
        sums_in_words(&book.all.arr),
        hours_in_words(book.hours_per_week),
        book.capacity.map_or_else(String::new, hours_in_words),
        book.guideline.map_or_else(String::new, |needed| percent(needed / owners.max(1) as f64)),
        drift,
        near,
        stale,
        unscored,
        confirm,
    ]
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

fn shares(found: &Found, model: &Model) -> Table {
    let mut table = Table::new(&["segment", ">clients", ">share", ">target", ">points", ">revenue", ">share of revenue"]);
    let said = |share: Option<f64>| share.map_or_else(String::new, percent);
    for segment in &found.shares.segments {
        table.row([
            segment_in_words(model, Some(&segment.key)),
            segment.counted.clients.to_string(),
            said(segment.share),
            said(segment.target),
            segment.difference().map_or_else(String::new, |points| format!("{points:+.0}")),
            sums_in_words(&segment.counted.arr),
            said(segment.arr_share),
        ]);
    }
    table
}

fn figures(found: &Found, by: FiguresBy, driving: &Model) -> Table {
    let (of, name) = match by {
        FiguresBy::Segment => (&found.figures.0, "segment"),
        FiguresBy::Owner => (&found.figures.1, "owner"),
    };
    let mut table = Table::new(&[name, ">on time", ">late", ">skipped", ">open", ">total", ">share", ">as needed"]);
    for (key, part) in ordered(of, by, driving) {
        let named = match (by, &key) {
            (FiguresBy::Segment, Some(key)) => segment_in_words(driving, Some(key)),
            (FiguresBy::Owner, Some(owner)) => owner.clone(),
            (FiguresBy::Segment, None) => "(no segment)".to_owned(),
            (FiguresBy::Owner, None) => "(no owner)".to_owned(),
        };
        table.row(row(named, part));
    }
    table.row(row("all".to_owned(), of.all));
    table
}
