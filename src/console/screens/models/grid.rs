//! The segments of a model drawn small, where they stand on its axes.

use super::whole::points;
use crate::console::canvas::Look;
use crate::console::parts::text;
use crate::console::screens::prose::Prose;
use crate::console::theme::Role;
use crate::domain::model::{Dimension, Model};

/// The widest a cell gets.
const CELL: usize = 22;
/// Columns left of the y axis: a cut.
const CUT: usize = 6;

/// Draws the grid; `clients` says how many stand in a segment, where that is known.
pub fn draw(prose: &mut Prose, model: &Model, clients: impl Fn(&str) -> Option<i64>, width: u16, look: &Look) {
    let (columns, rows) = model.grid();
    let (x, y) = (model.x_axis(), model.y_axis());
    let glyphs = look.glyphs;
    let room = usize::from(width).saturating_sub(CUT + 2);
    let wide = (room / usize::from(columns)).saturating_sub(3).clamp(1, CELL);
    if let Some(y) = y {
        let arrow = look.glyphs.arrow();
        prose.pieces(&[(Role::Dim, &format!("Upwards: {} {arrow} {}", y.low, y.high))]);
    }
    for row in (1..=rows).rev() {
        let mut line: Vec<(Role, String)> = vec![(Role::Text, " ".repeat(CUT))];
        for column in 1..=columns {
            let said = model.cell(column, row).map_or_else(String::new, |segment| {
                let many = clients(&segment.key).map_or_else(String::new, |many| format!(" {}", look.formats.number(many)));
                let full = format!("{} {}", segment.letter, segment.name);
                let room = wide.saturating_sub(text::width(&many));
                format!("{}{many}", text::fit(&full, room, glyphs.cut()))
            });
            line.push((Role::Border, format!("{} ", glyphs.upright())));
            line.push((Role::Text, format!("{} ", text::left(&said, wide, glyphs.cut()))));
        }
        put(prose, &line);
        let across = glyphs.rule().repeat(usize::from(columns) * (wide + 3) - 1);
        let cut = y.filter(|_| row > 1).and_then(|y| y.cuts.get(usize::from(row) - 2));
        match cut {
            Some(cut) => put(
                prose,
                &[
                    (Role::Key, format!("{} ", text::right(&points(look, *cut), CUT - 1, ""))),
                    (Role::Border, format!("{}{across}", glyphs.upright())),
                ],
            ),
            None if row == 1 => {
                put(prose, &[(Role::Text, " ".repeat(CUT)), (Role::Border, format!("{}{across}", glyphs.corner()))]);
            }
            None => {}
        }
    }
    under(prose, x, wide, look);
}

/// The cuts of the x axis below the lines they stand at, and its ends.
fn under(prose: &mut Prose, x: &Dimension, wide: usize, look: &Look) {
    let mut line = " ".repeat(CUT);
    for (at, cut) in x.cuts.iter().enumerate() {
        let cut = points(look, *cut);
        let place = CUT + (at + 1) * (wide + 3);
        let from = place.saturating_sub(text::width(&cut) / 2);
        line.push_str(&" ".repeat(from.saturating_sub(text::width(&line))));
        line.push_str(&cut);
    }
    put(prose, &[(Role::Key, line)]);
    let arrow = look.glyphs.arrow();
    put(prose, &[(Role::Dim, format!("Across: {} {arrow} {}", x.low, x.high))]);
}

fn put(prose: &mut Prose, pieces: &[(Role, String)]) {
    let pieces: Vec<(Role, &str)> = pieces.iter().map(|(role, piece)| (*role, piece.as_str())).collect();
    prose.pieces(&pieces);
}
