//! Charts of reports that show a change: two bars across for each name, before and after, and a mark for what is meant to be.

use super::clean;
use super::svg::{Area, Drawing, Hang, Ink, Type};

/// Two bars under one name.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// What they stand for.
    pub name: String,
    /// The length of the first, in any unit; 0 or more.
    pub before: f64,
    /// The length of the second, in the same unit.
    pub after: f64,
    /// Where the mark is, in the same unit.
    pub mark: Option<f64>,
    /// The values in words.
    pub said: String,
}

const WIDE: f64 = 560.0;
const HEAD: f64 = 52.0;
const STEP: f64 = 34.0;

/// Pairs of bars one below the other. The legend names the first bar, the second, and the mark where any pair has one.
#[must_use]
pub fn pairs(title: &str, legend: (&str, &str, &str), pairs: &[Pair]) -> Drawing {
    let mut drawing = Drawing::new(WIDE, HEAD + STEP * pairs.len() as f64 + 6.0, title);
    let said = clean::fitted(&clean::line(title), 14.0 * clean::BOLD, WIDE - 8.0);
    drawing.text((4.0, 18.0), &said, Type::of(14.0, Ink::Text).bold());
    explain(&mut drawing, legend, pairs.iter().any(|pair| pair.mark.is_some()));
    let width = |text: &str| clean::width(&clean::line(text), 12.0);
    let names = pairs.iter().map(|pair| width(&pair.name)).fold(40.0, f64::max).min(190.0);
    let values = pairs.iter().map(|pair| width(&pair.said)).fold(20.0, f64::max).min(150.0);
    let (from, room) = (names + 14.0, WIDE - names - values - 30.0);
    let lengths = pairs.iter().flat_map(|pair| [pair.before, pair.after, pair.mark.unwrap_or(0.0)]);
    let most = lengths.filter(|length| length.is_finite()).fold(f64::MIN_POSITIVE, f64::max);
    let long = |value: f64| if value.is_finite() { (value / most).clamp(0.0, 1.0) * room } else { 0.0 };
    for (at, pair) in pairs.iter().enumerate() {
        let y = HEAD + STEP * at as f64;
        let name = clean::fitted(&clean::line(&pair.name), 12.0, names);
        drawing.text((from - 8.0, y + 19.0), &name, Type::of(12.0, Ink::Text).hung(Hang::End));
        drawing.rect(Area { x: from, y: y + 3.0, w: long(pair.before).max(1.0), h: 11.0 }, 0.0, Ink::Line, Ink::None);
        drawing.rect(Area { x: from, y: y + 15.0, w: long(pair.after).max(1.0), h: 11.0 }, 0.0, Ink::Plain, Ink::None);
        if let Some(mark) = pair.mark {
            let x = from + long(mark);
            drawing.line((x, y), (x, y + 29.0), Ink::Overdue, 2.0, Some(4.0));
        }
        let end = from + [pair.before, pair.after, pair.mark.unwrap_or(0.0)].map(long).into_iter().fold(0.0, f64::max);
        let said = clean::fitted(&clean::line(&pair.said), 12.0, values);
        drawing.text((end + 8.0, y + 19.0), &said, Type::of(12.0, Ink::Text));
    }
    drawing
}

fn explain(drawing: &mut Drawing, (before, after, mark): (&str, &str, &str), marked: bool) {
    let mut x = 4.0;
    for (ink, words) in [(Ink::Line, before), (Ink::Plain, after)] {
        drawing.rect(Area { x, y: 30.0, w: 12.0, h: 11.0 }, 0.0, ink, Ink::None);
        drawing.text((x + 17.0, 40.0), words, Type::of(11.0, Ink::Quiet));
        x += 34.0 + clean::width(words, 11.0);
    }
    if marked {
        drawing.line((x + 2.0, 28.0), (x + 2.0, 43.0), Ink::Overdue, 2.0, Some(4.0));
        drawing.text((x + 9.0, 40.0), mark, Type::of(11.0, Ink::Quiet));
    }
}
