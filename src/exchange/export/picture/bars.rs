//! Charts of reports: bars across with a name each, and bars upward along time.

use super::clean;
use super::svg::{Area, Drawing, Hang, Ink, Type};

/// A bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its length, in any unit; 0 or more.
    pub value: f64,
    /// The value in words.
    pub said: String,
    /// Its colour.
    pub ink: Ink,
}

/// The width of a chart.
const WIDE: f64 = 560.0;
/// The room of the title of a chart.
const HEAD: f64 = 30.0;

fn longest(bars: &[Bar]) -> f64 {
    bars.iter().map(|bar| bar.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE)
}

fn begin(title: &str, height: f64) -> Drawing {
    let mut drawing = Drawing::new(WIDE, height, title);
    let said = clean::fitted(&clean::line(title), 14.0 * clean::BOLD, WIDE - 8.0);
    drawing.text((4.0, 18.0), &said, Type::of(14.0, Ink::Text).bold());
    drawing
}

/// Bars across, one below the other, each with its name and its value.
#[must_use]
pub fn across(title: &str, bars: &[Bar]) -> Drawing {
    const STEP: f64 = 24.0;
    let mut drawing = begin(title, HEAD + STEP * bars.len() as f64 + 6.0);
    let width = |text: &str| clean::width(&clean::line(text), 12.0);
    let names = bars.iter().map(|bar| width(&bar.name)).fold(40.0, f64::max).min(190.0);
    let values = bars.iter().map(|bar| width(&bar.said)).fold(20.0, f64::max).min(190.0);
    let (from, room) = (names + 14.0, WIDE - names - values - 30.0);
    let most = longest(bars);
    for (at, bar) in bars.iter().enumerate() {
        let y = HEAD + STEP * at as f64;
        let name = clean::fitted(&clean::line(&bar.name), 12.0, names);
        drawing.text((from - 8.0, y + 16.0), &name, Type::of(12.0, Ink::Text).hung(Hang::End));
        let long = (bar.value / most).clamp(0.0, 1.0) * room;
        drawing.rect(Area { x: from, y: y + 3.0, w: long.max(1.0), h: 18.0 }, 0.0, bar.ink, Ink::None);
        let said = clean::fitted(&clean::line(&bar.said), 12.0, values);
        drawing.text((from + long + 8.0, y + 16.0), &said, Type::of(12.0, Ink::Text));
    }
    drawing
}

/// Bars upward side by side, each with its value above and its name below.
#[must_use]
pub fn upward(title: &str, bars: &[Bar]) -> Drawing {
    const FIELD: f64 = 120.0;
    let mut drawing = begin(title, HEAD + FIELD + 44.0);
    let step = WIDE / bars.len().max(1) as f64;
    let foot = HEAD + FIELD + 14.0;
    let most = longest(bars);
    for (at, bar) in bars.iter().enumerate() {
        let x = step * at as f64;
        let high = (bar.value / most).clamp(0.0, 1.0) * FIELD;
        let area = Area { x: x + step * 0.16, y: foot - high, w: step * 0.68, h: high };
        drawing.rect(area, 0.0, bar.ink, Ink::None);
        let hung = Type::of(11.0, Ink::Text).hung(Hang::Middle);
        let said = if bar.value > 0.0 { clean::fitted(&clean::line(&bar.said), 11.0, step) } else { String::new() };
        drawing.text((area.middle(), area.y - 4.0), &said, hung);
        let name = clean::fitted(&clean::line(&bar.name), 9.5, step);
        drawing.text((area.middle(), foot + 15.0), &name, Type::of(9.5, Ink::Quiet).hung(Hang::Middle));
    }
    drawing.line((0.0, foot), (WIDE, foot), Ink::Line, 1.0, None);
    drawing
}
