//! How figures grow with the book, the order of growth named.

use super::figures::{Column, Unit};

/// Prints, for every time and every amount of memory, how it grows from the smallest book to the largest.
pub fn print(columns: &[Column], names: &[&'static str]) {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else { return };
    if first.clients == last.clients {
        return;
    }
    println!("\n| growth from {} clients on | times | order |", first.clients);
    println!("|---|---:|---|");
    let counted = |name: &&&str| {
        first.figures.iter().any(|figure| figure.name == **name && matches!(figure.unit, Unit::Time | Unit::Memory))
    };
    for name in names.iter().filter(counted) {
        // What is not measured over the largest book grows up to the largest it is measured over.
        let to = columns.iter().rev().find_map(|column| Some((column.clients, column.value(name)?)));
        let (Some(from), Some((clients, to))) = (first.value(name), to) else { continue };
        #[expect(clippy::cast_precision_loss, reason = "a few millions at most")]
        let larger = (clients as f64 / first.clients as f64).ln();
        // The exponent of the size that leads from the one figure to the other.
        let exponent = (to.max(1e-9) / from.max(1e-9)).ln() / larger;
        println!("| {name} (to {clients}) | {:.2} | {} |", to / from.max(1e-9), order(exponent));
    }
}

fn order(exponent: f64) -> &'static str {
    match exponent {
        ..0.03 => "flat",
        ..0.12 => "logarithmic: pages on the way down a tree",
        ..0.8 => "below linear",
        ..1.15 => "linear",
        _ => "above linear",
    }
}
