//! The second step of an import as lines: what is asked, what is refused, the choices, the columns, the notes.

use ratatui::layout::Rect;

use super::looked::{Would, name_of};
use super::plan::{Pick, Plan};
use crate::console::canvas::{Canvas, Look, skip_columns};
use crate::console::parts::list::Row;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::command::OnExisting;
use crate::domain::text::Shown;
use crate::exchange::import::dates::{self, DateForm, DateOrder};
use crate::exchange::import::numbers::{self, Decimal};
use crate::exchange::import::rows::Problem;
use crate::exchange::refused::{Asks, Question, shown_cell};

/// Refused rows told before the choices.
const FIRST: usize = 5;
/// Refused rows told at all.
const MOST: usize = 200;
/// The first line of text, as an id.
const TEXT: i64 = 1_000_000;
/// The most columns of a label.
const LABEL: u16 = 30;
/// What stands in the place of what a shared screen must not show.
const HIDDEN: &str = "•••";

/// A line of the plan.
pub struct Line {
    id: Option<i64>,
    says: Says,
}

enum Says {
    Words(Role, Shown),
    Choice { label: Shown, value: Shown, open: bool },
    Column { header: Shown, field: Shown, role: Role, example: Shown },
}

impl Row for Line {
    fn id(&self) -> Option<i64> {
        self.id
    }
}

impl Line {
    /// Draws it.
    pub fn view(&self, canvas: &mut Canvas<'_>, place: Rect) {
        match &self.says {
            Says::Words(role, words) => {
                canvas.text(place, *role, words);
            }
            Says::Choice { label, value, open } => {
                let label_columns = LABEL.min(place.width / 2);
                canvas.text(Rect { width: label_columns, ..place }, Role::Text, label);
                let role = if *open { Role::Warning } else { Role::Key };
                let rest = skip_columns(place, label_columns + 1);
                canvas.pieces(rest, &[(Role::Dim, "< ".into()), (role, value.into()), (Role::Dim, " >".into())]);
            }
            Says::Column { header, field, role, example } => {
                let wide = (place.width / 3).min(LABEL);
                canvas.text(Rect { width: wide, ..place }, Role::Text, header);
                let rest = skip_columns(place, wide + 1);
                canvas.pieces(rest, &[(Role::Dim, "< ".into()), (*role, field.into()), (Role::Dim, " >".into())]);
                canvas.text(skip_columns(rest, 24), Role::Dim, example);
            }
        }
    }
}

/// Lines under construction, for so many columns.
struct Sheet<'a> {
    lines: Vec<Line>,
    columns: usize,
    look: &'a Look,
}

impl Sheet<'_> {
    fn words(&mut self, role: Role, words: &str) {
        for line in text::wrap(words, self.columns) {
            let id = TEXT + i64::try_from(self.lines.len()).unwrap_or(0);
            self.lines.push(Line { id: Some(id), says: Says::Words(role, Shown::line(&line)) });
        }
    }

    fn heading(&mut self, words: &str) {
        if !self.lines.is_empty() {
            self.lines.push(Line { id: None, says: Says::Words(Role::Text, Shown::line("")) });
        }
        self.lines.push(Line { id: None, says: Says::Words(Role::Title, Shown::line(words)) });
    }

    fn pick(&mut self, pick: Pick, label: &str, value: Option<&str>) {
        let says =
            Says::Choice { label: Shown::line(label), value: Shown::line(value.unwrap_or("choose")), open: value.is_none() };
        self.lines.push(Line { id: Some(pick.id()), says });
    }

    fn questions(&mut self, plan: &Plan) {
        for question in &plan.asked {
            let Question { column, value, line, why, .. } = question;
            let value = if self.look.presenter { HIDDEN } else { value };
            self.words(Role::Warning, &format!("? column “{column}”: “{value}” (line {line}) {why}"));
            match question.asks {
                Asks::DateOrder => {
                    let said = plan.orders.options.date_order.map(|order| self.order(order, question));
                    self.pick(Pick::Dates, "Dates are written", said.as_deref());
                }
                Asks::Decimal => {
                    let said = plan.orders.options.decimal.map(|decimal| self.decimal(decimal, question));
                    self.pick(Pick::Decimal, "Amounts are written", said.as_deref());
                }
                Asks::Scale => self.words(Role::Text, &format!("  import it from the command line: {}", question.answers)),
            }
        }
    }

    /// An order of dates, and what it makes of the cell asked about.
    fn order(&self, order: DateOrder, question: &Question) -> String {
        let said = match order {
            DateOrder::Dmy => "day month year",
            DateOrder::Mdy => "month day year",
            DateOrder::Ymd => "year month day",
        };
        match dates::read(&question.value, &DateForm { order: Some(order), serials: false }) {
            Ok(date) => format!("{said}: {}", self.look.formats.date(date)),
            Err(_) => said.to_owned(),
        }
    }

    fn decimal(&self, decimal: Decimal, question: &Question) -> String {
        let said = match decimal {
            Decimal::Point => "with a point: 1,234.56",
            Decimal::Comma => "with a comma: 1.234,56",
        };
        match numbers::read(&question.value, Some(decimal)) {
            Ok(money) if !self.look.presenter => format!("{said}; it is {}", self.look.formats.amount(money.amount)),
            Ok(_) | Err(_) => said.to_owned(),
        }
    }

    fn problem(&mut self, problem: &Problem) {
        let line = problem.row;
        if self.look.presenter {
            let column = problem.column.as_deref().map_or_else(String::new, |column| format!("{}: ", shown_cell(column)));
            self.words(Role::Bad, &format!("! line {line}, {column}{HIDDEN} {}", problem.problem));
        } else {
            self.words(Role::Bad, &format!("! line {line}, {problem}"));
        }
    }

    fn columns(&mut self, plan: &Plan) {
        self.heading("Columns, and what they fill");
        for (at, column) in plan.looked.mapping.columns.iter().enumerate() {
            let header = shown_cell(&column.header);
            let header = if header.is_empty() { format!("(column {})", at + 1) } else { header };
            let (role, field) = match (plan.field(at), &column.field) {
                (Some(field), _) => (Role::Key, field.to_string()),
                (None, Some(_)) => (Role::Warning, "left out".to_owned()),
                (None, None) => (Role::Dim, "ignored".to_owned()),
            };
            let example = plan.looked.examples.get(at).map_or("", String::as_str);
            let example = if self.look.presenter { HIDDEN } else { example };
            let says =
                Says::Column { header: Shown::line(&header), field: Shown::line(&field), role, example: Shown::line(example) };
            self.lines.push(Line { id: Some(Pick::Column(at).id()), says });
        }
    }
}

/// The lines of a plan in so many columns.
#[must_use]
pub fn lines(plan: &Plan, columns: u16, look: &Look) -> Vec<Line> {
    let mut sheet = Sheet { lines: Vec::new(), columns: usize::from(columns), look };
    sheet.questions(plan);
    let loaded = match &plan.looked.would {
        Would::Do(loaded) => Some(loaded),
        Would::Ask | Would::Unnamed | Would::Fail(_) | Would::Unknown => None,
    };
    let problems = loaded.map_or(&[][..], |loaded| &loaded.problems);
    if !problems.is_empty() {
        sheet.heading("Refused");
        problems.iter().take(FIRST).for_each(|problem| sheet.problem(problem));
        if problems.len() > FIRST {
            sheet.words(Role::Dim, &format!("and {} more, at the end", problems.len() - FIRST));
        }
        let said = if plan.written { format!("{}, beside it", name_of(&plan.rejects)) } else { "no".to_owned() };
        sheet.pick(Pick::Rejects, "Write the refused rows", Some(&said));
    }
    sheet.heading("Choices");
    if plan.clients {
        let said = match plan.orders.policy.on_existing {
            OnExisting::Update => "are updated",
            OnExisting::Fill => "get what they lack",
            OnExisting::Skip => "stay as they are",
        };
        sheet.pick(Pick::Existing, "Clients already in the book", Some(said));
    }
    sheet.pick(Pick::Place, "Place clients by their scores", Some(if plan.orders.place.is_some() { "yes" } else { "no" }));
    sheet.columns(plan);
    let notes = loaded.map_or(&plan.looked.mapping.notes, |loaded| &loaded.notes);
    if !notes.is_empty() {
        sheet.heading("Notes");
        notes.iter().for_each(|note| sheet.words(Role::Text, &here(note)));
    }
    if problems.len() > FIRST {
        sheet.heading("Refused, the rest");
        problems.iter().skip(FIRST).take(MOST).for_each(|problem| sheet.problem(problem));
        if problems.len() > FIRST + MOST {
            sheet.words(Role::Dim, &format!("and {} more", problems.len() - FIRST - MOST));
        }
    }
    sheet.lines
}

/// A note without the flag of the command line: here the column is changed above.
fn here(note: &str) -> String {
    note.split_once(" or say so with --map").map_or_else(|| note.to_owned(), |(said, _)| format!("{said} or fill segment above"))
}
