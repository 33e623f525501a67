//! How the list of proposals is drawn.

use ratatui::layout::Rect;

use super::{DriftScreen, PARTS};
use crate::console::canvas::{Canvas, Look, Side, row_of, skip_columns, skip_rows};
use crate::console::glyphs::{Focus, Mark};
use crate::console::hits::Spot;
use crate::console::screens::table::{ALWAYS, Column, Place, places};
use crate::console::theme::Role;
use crate::domain::score::percent;
use crate::domain::text::Shown;
use crate::domain::verdict::{Verdict, nearest_cut, points};
use crate::store::{ProposalPart, ProposalRow};

/// What stands for something hidden.
const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}";
/// From so many columns on, segments are written out.
const WIDE: u16 = 100;
/// Lines for the selected client below the list, a bare one before them, and from which height there are any.
const DETAIL: u16 = 3;
const LINED: u16 = 10;

/// What a column of the list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shows {
    Signs,
    Name,
    Way,
    X,
    Y,
    Cut,
    Confidence,
    Why,
    Scored,
    Owner,
    Revenue,
}

impl DriftScreen {
    pub(super) fn draw(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let filter = self.filter.as_ref().map_or_else(String::new, |filter| format!(" /{filter}"));
        let lens = if self.drives { "" } else { " (a lens)" };
        let inner = canvas.frame(area, Focus::Here, format!("What the scores propose in {}{lens}{filter}", self.model.name));
        self.tabs(canvas, row_of(inner, 0));
        let mut rest = skip_rows(inner, 1);
        let taken = canvas.paragraph(rest, Role::Dim, self.advice());
        rest = skip_rows(rest, taken);
        if self.sheet.window.rows.is_empty() {
            let said = match (self.part(), &self.filter) {
                (_, Some(_)) => "No client here passes the filter. / changes it.",
                (ProposalPart::Drifting, None) => {
                    "No move is proposed: every scored client stands where its scores say, or is held back."
                }
                (ProposalPart::Withheld, None) => "Nobody is held back.",
                (ProposalPart::Unplaced, None) => "No client without a segment has scores on every axis.",
            };
            canvas.paragraph(skip_rows(rest, 1), Role::Dim, said);
            return;
        }
        let rest = self.draw_selected(canvas, rest);
        let room = Rect { width: rest.width.saturating_sub(1), ..rest };
        let columns = self.columns(room.width);
        let wanted: Vec<Column> = columns.iter().map(|(_, column)| *column).collect();
        let places = places(&wanted, 1, room.width);
        for place in &places {
            let (shows, column) = columns[place.column];
            let title = match shows {
                Shows::X => self.model.x_axis().name.as_str(),
                Shows::Y => self.model.y_axis().map_or("", |axis| axis.name.as_str()),
                Shows::Signs
                | Shows::Name
                | Shows::Way
                | Shows::Cut
                | Shows::Confidence
                | Shows::Why
                | Shows::Scored
                | Shows::Owner
                | Shows::Revenue => column.title,
            };
            canvas.aligned(place.of(row_of(room, 0)), column.side, Role::Dim, Shown::line(title));
        }
        self.list.view(canvas, skip_rows(rest, 1), &self.sheet.window, Focus::Here, |canvas, line, row| {
            self.row_of_client(canvas, line, &places, &columns, row);
        });
    }

    /// Where the columns do not fit, the selected client is written out below the list; the answer is the room that is left.
    fn draw_selected(&self, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
        let Some(row) = self.row().filter(|_| area.width < WIDE && area.height >= LINED) else { return area };
        let look = canvas.look;
        let way = self.way(row, look, u16::MAX);
        let why = self.why(row, look);
        let scored = self.text(Shows::Scored, row, look, u16::MAX);
        let scored = if scored.is_empty() { scored } else { format!("scored on {scored}") };
        let (owner, revenue) = (self.text(Shows::Owner, row, look, u16::MAX), self.text(Shows::Revenue, row, look, u16::MAX));
        let said = [way, why, scored, owner, revenue].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        let dot = format!(" {} ", look.glyphs.dot());
        let high = area.height - DETAIL;
        let below = skip_rows(area, high);
        canvas.paragraph(skip_rows(below, 1), Role::Dim, Shown::line(&format!("{}: {}", row.name, said.join(&dot))));
        Rect { height: high, ..area }
    }

    fn tabs(&self, canvas: &mut Canvas<'_>, row: Rect) {
        let mut rest = row;
        for (at, (_, title)) in PARTS.iter().enumerate() {
            let here = at == self.at;
            let count = canvas.look.formats.number(self.counts[at]);
            let label = if here { format!("[{title} {count}]") } else { format!(" {title} {count} ") };
            let taken = canvas.text(rest, if here { Role::Key } else { Role::Dim }, label);
            canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(u16::try_from(at).unwrap_or(0)));
            rest = skip_columns(rest, taken + 1);
        }
    }

    fn advice(&self) -> &'static str {
        match self.part() {
            ProposalPart::Drifting => "a accepts, m moves elsewhere, c keeps it where it is; marks serve several",
            ProposalPart::Withheld => "near a cut or decided on lately: m moves all the same, w says why",
            ProposalPart::Unplaced => "a places them where the scores say; marks serve several",
        }
    }

    fn columns(&self, room: u16) -> Vec<(Shows, Column)> {
        let way = if room >= WIDE { 29 } else { 7 };
        let left = |title, width, keep| Column { title, width, side: Side::Left, keep };
        let right = |title, width, keep| Column { title, width, side: Side::Right, keep };
        let mut columns = vec![
            (Shows::Signs, left("", 2, ALWAYS)),
            (Shows::Name, left("Client", 16, ALWAYS)),
            (Shows::Way, left("Proposed", way.max(8), ALWAYS)),
            (Shows::X, right("", 8, 8)),
        ];
        if self.model.y_axis().is_some() {
            columns.push((Shows::Y, right("", 8, 7)));
        }
        match self.part() {
            ProposalPart::Drifting | ProposalPart::Unplaced => {
                columns.push((Shows::Cut, right("To cut", 6, 6)));
                columns.push((Shows::Confidence, right("Scored", 9, 5)));
            }
            ProposalPart::Withheld => columns.push((Shows::Why, left("Held back", if room >= WIDE { 38 } else { 22 }, 9))),
        }
        columns.push((Shows::Scored, left("Scored on", 10, 2)));
        columns.push((Shows::Owner, left("Owner", 8, 4)));
        columns.push((Shows::Revenue, right("Revenue", 13, 3)));
        columns
    }

    fn row_of_client(&self, canvas: &mut Canvas<'_>, line: Rect, at: &[Place], columns: &[(Shows, Column)], row: &ProposalRow) {
        let marked = self.marked.contains(&row.client);
        for place in at {
            let cell = place.of(line);
            let (shows, column) = columns[place.column];
            if shows == Shows::Signs {
                canvas.mark(cell, sign(row));
                if marked {
                    canvas.mark(skip_columns(cell, 1), Mark::Marked);
                }
                continue;
            }
            let role = match shows {
                Shows::Name if marked => Role::Marked,
                Shows::Way => Role::Drift,
                Shows::Why => Role::Near,
                Shows::Signs
                | Shows::Name
                | Shows::X
                | Shows::Y
                | Shows::Cut
                | Shows::Confidence
                | Shows::Scored
                | Shows::Owner
                | Shows::Revenue => Role::Text,
            };
            canvas.aligned(cell, column.side, role, Shown::line(&self.text(shows, row, canvas.look, cell.width)));
        }
    }

    fn text(&self, shows: Shows, row: &ProposalRow, look: &Look, width: u16) -> String {
        let score = |tenths: Option<u16>| tenths.map(points).unwrap_or_default();
        match shows {
            Shows::Signs => String::new(),
            Shows::Name => row.name.clone(),
            Shows::Way => self.way(row, look, width),
            Shows::X => score(row.scores.0),
            Shows::Y => score(row.scores.1),
            Shows::Cut => nearest_cut(&self.model, row.scores).map(|nearest| points(nearest.distance)).unwrap_or_default(),
            Shows::Confidence => match row.confidence {
                (Some(x), Some(y)) => format!("{}%", percent(x.min(y))),
                (Some(only), None) | (None, Some(only)) => format!("{}%", percent(only)),
                (None, None) => String::new(),
            },
            Shows::Why => self.why(row, look),
            Shows::Scored => row.scored_on.map(|day| look.formats.date(day)).unwrap_or_default(),
            Shows::Owner => row.owner.clone().unwrap_or_default(),
            Shows::Revenue if look.presenter => row.arr.map(|_| HIDDEN.to_owned()).unwrap_or_default(),
            Shows::Revenue => row.arr.map_or_else(String::new, |arr| {
                let whole = look.formats.money(arr, &row.currency);
                if whole.chars().count() <= usize::from(width) { whole } else { look.formats.short(arr) }
            }),
        }
    }

    /// From where to where: written out where there is room, else by letters.
    fn way(&self, row: &ProposalRow, look: &Look, width: u16) -> String {
        let to = match &row.verdict {
            Verdict::Drifts(to)
            | Verdict::Unplaced(to)
            | Verdict::Near(to, _)
            | Verdict::Dwells(to, ..)
            | Verdict::Besides(to) => to.as_str(),
            Verdict::Unscored | Verdict::Agrees => return String::new(),
        };
        let arrow = look.glyphs.arrow();
        let words = |place: Option<&str>| place.map(|place| self.model.place_in_words(place)).unwrap_or_default();
        let whole = format!("{} {arrow} {}", words(row.segment.as_deref()), words(Some(to)));
        if whole.chars().count() <= usize::from(width) {
            return whole.trim_start().to_owned();
        }
        let from = row.segment.as_deref().map(|place| self.model.place_letters(place)).unwrap_or_default();
        format!("{from} {arrow} {}", self.model.place_letters(to)).trim_start().to_owned()
    }

    fn why(&self, row: &ProposalRow, look: &Look) -> String {
        match &row.verdict {
            Verdict::Near(_, nearest) => {
                format!("{} from {} {}", points(nearest.distance), nearest.axis, points(nearest.cut))
            }
            Verdict::Dwells(_, decided, until) => {
                format!("until {}: decided {}", look.formats.date(*until), look.formats.date(*decided))
            }
            Verdict::Unscored | Verdict::Unplaced(_) | Verdict::Agrees | Verdict::Besides(_) | Verdict::Drifts(_) => {
                String::new()
            }
        }
    }
}

fn sign(row: &ProposalRow) -> Mark {
    match row.verdict {
        Verdict::Near(..) => Mark::Near,
        Verdict::Dwells(..) => Mark::Stale,
        Verdict::Unscored | Verdict::Unplaced(_) | Verdict::Agrees | Verdict::Besides(_) | Verdict::Drifts(_) => Mark::Drift,
    }
}
