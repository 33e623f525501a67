//! The fourth page of an import: what would happen, part by part: summary, problems, duplicates, changes, new clients.

use ratatui::layout::Rect;

use super::columns::here;
use super::kinds::is_private;
use super::line::{HIDDEN, Page};
use super::looked::{TOLD, Would, name_of};
use super::pick::Pick;
use super::plan::Plan;
use crate::console::canvas::{Canvas, Look, row_of, skip_columns};
use crate::console::dialogs::sheet::counted;
use crate::console::hits::Spot;
use crate::console::parts::text;
use crate::console::theme::Role;
use crate::domain::command::OnExisting;
use crate::domain::text::Shown;
use crate::exchange::import::Subject;
use crate::exchange::import::columns::Field;
use crate::exchange::import::load::Loaded;
use crate::exchange::import::rows::Problem;
use crate::exchange::import::told::{Decision, Difference, Double, Fate, Told};
use crate::exchange::refused::{shown_cell, shown_path};

/// The place of the tabs, for spots: the first one is `Spot::Heading(TABS)`.
pub const TABS: u16 = 800;
/// Refused rows told on their tab.
const MOST: usize = 500;

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// Counts and choices.
    #[default]
    Summary,
    /// What is wrong with refused rows.
    Problems,
    /// New clients that may be some the book has.
    Duplicates,
    /// Clients that change.
    Changed,
    /// Clients, or reviews, that are made.
    New,
    /// Rows left alone.
    LeftOut,
}

impl Tab {
    const ALL: [Self; 6] = [Self::Summary, Self::Problems, Self::Duplicates, Self::Changed, Self::New, Self::LeftOut];

    const fn name(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Problems => "Problems",
            Self::Duplicates => "Duplicates",
            Self::Changed => "Changed",
            Self::New => "New",
            Self::LeftOut => "Left out",
        }
    }

    fn count(self, loaded: &Loaded) -> u64 {
        match self {
            Self::Summary => 0,
            Self::Problems => loaded.problems.len() as u64,
            Self::Duplicates => loaded.probable,
            Self::Changed => loaded.updated,
            Self::New => loaded.created,
            Self::LeftOut => loaded.skipped,
        }
    }
}

/// The parts that have something to say, with how much.
#[must_use]
pub fn tabs(plan: &Plan) -> Vec<(Tab, u64)> {
    let Some(loaded) = plan.loaded() else { return vec![(Tab::Summary, 0)] };
    let counts = Tab::ALL.into_iter().map(|tab| (tab, tab.count(loaded)));
    counts.filter(|(tab, count)| *tab == Tab::Summary || *count > 0).collect()
}

/// The part after or before another one.
#[must_use]
pub fn beside(plan: &Plan, tab: Tab, by: isize) -> Tab {
    let all = tabs(plan);
    let here = all.iter().position(|(other, _)| *other == tab).unwrap_or(0);
    let there = here.saturating_add_signed(by).min(all.len() - 1);
    all[there].0
}

/// The part whose name begins with a letter.
#[must_use]
pub fn lettered(plan: &Plan, letter: char) -> Option<Tab> {
    let begins = |tab: Tab| tab.name().starts_with(letter.to_ascii_uppercase());
    tabs(plan).into_iter().map(|(tab, _)| tab).find(|tab| begins(*tab))
}

/// The letters that show the other parts; none where there is only one part.
#[must_use]
pub fn letters(plan: &Plan) -> String {
    let all = tabs(plan);
    let letters = all.iter().filter(|_| all.len() > 1).map(|(tab, _)| tab.name()[..1].to_lowercase());
    letters.collect::<Vec<_>>().join(" ")
}

/// Draws the names of the parts; the answer is how many rows they took.
pub fn view_tabs(canvas: &mut Canvas<'_>, area: Rect, plan: &Plan, tab: Tab, focused: bool) -> u16 {
    let (mut row, mut rest) = (0, row_of(area, 0));
    for (place, (one, count)) in (TABS..).zip(tabs(plan)) {
        let said =
            if count == 0 { one.name().to_owned() } else { format!("{} {}", one.name(), canvas.look.formats.count(count)) };
        let words = match (one == tab, focused) {
            (true, true) => format!("> {said} <"),
            (true, false) => format!("[ {said} ]"),
            (false, _) => format!("  {said}  "),
        };
        let wide = u16::try_from(text::width(&words)).unwrap_or(u16::MAX);
        if wide > rest.width && rest.x > area.x {
            row += 1;
            rest = row_of(area, row);
        }
        let role = match (one == tab, focused) {
            (true, true) => Role::ButtonFocus,
            (true, false) => Role::TabActive,
            (false, _) => Role::Text,
        };
        let taken = canvas.text(rest, role, words);
        canvas.spot(Rect { width: taken, ..rest }, Spot::Heading(place));
        rest = skip_columns(rest, taken);
    }
    row + 1
}

/// The lines of a part.
pub fn view(page: &mut Page<'_>, plan: &Plan, tab: Tab) {
    let Some(loaded) = plan.loaded() else {
        waiting(page, plan);
        return;
    };
    match tab {
        Tab::Summary => summary(page, plan, loaded),
        Tab::Problems => problems(page, plan, loaded),
        Tab::Duplicates => doubles(page, plan, loaded),
        Tab::Changed => told(page, loaded, Fate::Updated, loaded.updated),
        Tab::New => told(page, loaded, Fate::Created, loaded.created),
        Tab::LeftOut => told(page, loaded, Fate::Skipped, loaded.skipped),
    }
}

fn waiting(page: &mut Page<'_>, plan: &Plan) {
    match &plan.looked.would {
        Would::Fail(message) => page.words(Role::Bad, &format!("! {}", message.said)),
        Would::Ask | Would::Unnamed { .. } => page.words(Role::Warning, "a question is open: go one step back with Esc"),
        Would::Unknown | Would::Do(_) => page.words(Role::Dim, "being tried out …"),
    }
}

/// What it comes to, in one sentence.
fn verdict(page: &mut Page<'_>, plan: &Plan, loaded: &Loaded) {
    if loaded.all_refused() {
        page.words(Role::Bad, "! Every row is refused; nothing would be imported. p shows why, row by row:");
        if let Some(problem) = loaded.problems.first() {
            page.hung(Role::Text, &problem_in_words(problem, plan, page.look));
        }
    } else if loaded.created + loaded.updated == 0 && !(plan.place && loaded.placed > 0) {
        page.words(Role::Warning, &format!("Nothing would change: {}.", plan.in_words(loaded, &page.look.formats)));
    } else {
        page.words(
            Role::Good,
            &format!("This will happen: {}. Nothing is written yet.", plan.in_words(loaded, &page.look.formats)),
        );
    }
}

fn summary(page: &mut Page<'_>, plan: &Plan, loaded: &Loaded) {
    verdict(page, plan, loaded);
    page.gap();
    // An empty book has no clients that anything could happen to.
    if plan.subject() == Subject::Clients && !plan.looked.into_empty {
        let said = match plan.orders.policy.on_existing {
            OnExisting::Update => "are updated",
            OnExisting::Fill => "get what they lack",
            OnExisting::Skip => "stay as they are",
        };
        page.choice(Pick::Existing, "Clients already in the book", said);
    }
    if loaded.rejected > 0 {
        let said = if plan.written { format!("go to {}", name_of(&plan.rejects)) } else { "are not written".to_owned() };
        page.choice(Pick::Rejects, &counted(page.look, size(loaded.rejected), "refused row"), &said);
    }
    if loaded.probable > 0 {
        let label = counted(page.look, size(loaded.probable), "probable duplicate");
        page.choice(Pick::Doubles, &label, &decided_in_words(plan));
    }
    offers(page, plan);
    let notes: Vec<String> = loaded.notes.iter().map(|note| here(note)).collect();
    if !notes.is_empty() {
        page.heading("Notes");
        notes.iter().for_each(|note| page.hung(Role::Text, note));
    }
}

/// What can be done along with it, in the same step.
fn offers(page: &mut Page<'_>, plan: &Plan) {
    let Some(tried) = plan.tried else { return };
    let yes = |yes: bool| if yes { "yes" } else { "no" };
    if tried.placed > 0 || plan.place {
        let label = format!("Place {} by scores", counted(page.look, size(tried.placed), "client"));
        page.choice(Pick::Place, &label, yes(plan.place));
    }
    if tried.planned > 0 || plan.plan {
        let known = tried.placing == plan.place;
        let label = if known {
            format!("Plan {}", counted(page.look, size(tried.planned), "first review"))
        } else {
            "Plan the first reviews".to_owned()
        };
        page.choice(Pick::Plan, &label, yes(plan.plan));
    }
}

fn size(n: u64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

fn problems(page: &mut Page<'_>, plan: &Plan, loaded: &Loaded) {
    let said = if plan.written {
        format!(
            "These rows are refused and go to {}, with the reason: corrected there, they import again.",
            shown_path(&plan.rejects)
        )
    } else {
        "These rows are refused; correct them in the file, or import the rest.".to_owned()
    };
    page.words(Role::Dim, &said);
    for problem in loaded.problems.iter().take(MOST) {
        page.hung(Role::Text, &problem_in_words(problem, plan, page.look));
    }
    if loaded.problems.len() > MOST {
        page.words(Role::Dim, &format!("and {} more", page.look.formats.count((loaded.problems.len() - MOST) as u64)));
    }
}

fn problem_in_words(problem: &Problem, plan: &Plan, look: &Look) -> String {
    let line = problem.row;
    if !look.presenter || !hides(problem, plan) {
        return format!("line {line}, {problem}");
    }
    let column = problem.column.as_deref().map_or_else(String::new, |column| format!("{}: ", shown_cell(column)));
    format!("line {line}, {column}{HIDDEN} {}", problem.problem)
}

/// Whether the cell of a problem is not for a shared screen.
fn hides(problem: &Problem, plan: &Plan) -> bool {
    let Some(header) = &problem.column else { return false };
    let at = plan.looked.mapping.columns.iter().position(|column| column.header == *header);
    is_private(at.and_then(|at| plan.field(at)))
}

fn doubles(page: &mut Page<'_>, plan: &Plan, loaded: &Loaded) {
    page.words(Role::Dim, "Equal or nearly equal names. Left and Right decide for each; the first line decides for all.");
    page.choice(Pick::Doubles, "All of them", &decided_in_words(plan));
    page.gap();
    for (at, double) in loaded.doubles.iter().enumerate() {
        let decision = plan.orders.decided.iter().find(|(row, _)| *row == double.row).map_or(double.decision, |(_, said)| *said);
        page.choice(
            Pick::Double(at),
            &format!("line {}, {}", double.row, with_id(&double.name, double.external_id.as_deref())),
            decision_in_words(decision),
        );
        page.pieces(vec![(Role::Dim, format!("    {}", may_be(double)))]);
    }
}

fn with_id(name: &str, id: Option<&str>) -> String {
    id.map_or_else(|| name.to_owned(), |id| format!("{name} ({id})"))
}

fn may_be(double: &Double) -> String {
    format!("may be {}: {}", with_id(&double.client, double.client_external_id.as_deref()), double.why)
}

fn decided_in_words(plan: &Plan) -> String {
    let all = decision_in_words(plan.orders.doubles);
    match plan.orders.decided.len() {
        0 => all.to_owned(),
        some => format!("{all}; {some} decided one by one"),
    }
}

const fn decision_in_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Apart => "another client: it is made",
        Decision::Same => "the same client",
        Decision::Skip => "left out",
    }
}

/// Rows of one fate, each with what changes.
fn told(page: &mut Page<'_>, loaded: &Loaded, fate: Fate, count: u64) {
    let mut shown = 0;
    for row in loaded.told.iter().filter(|row| row.fate == fate) {
        shown += 1;
        row_of_file(page, row);
    }
    if count > shown {
        let more = page.look.formats.count(count - shown);
        let said = if shown == 0 { format!("{more} rows; they are not listed one by one") } else { format!("and {more} more") };
        page.words(Role::Dim, &said);
    }
    if loaded.told.len() >= TOLD {
        page.words(Role::Dim, &format!("The first {} rows are listed.", page.look.formats.count(TOLD as u64)));
    }
}

fn row_of_file(page: &mut Page<'_>, row: &Told) {
    let why = row.why.as_ref().map_or_else(String::new, |why| format!(": {why}"));
    page.pieces(vec![(Role::Dim, format!("line {:<5} ", row.row)), (Role::Title, shown_cell(&row.client)), (Role::Text, why)]);
    let arrow = page.look.glyphs.arrow();
    for Difference { field, before, after } in &row.changes {
        let private = page.look.presenter && field.parse::<Field>().is_ok_and(|field| is_private(Some(&field)));
        let value = |value: &Option<String>| match value {
            Some(_) if private => HIDDEN.to_owned(),
            Some(value) => shown_cell(value),
            None => "nothing".to_owned(),
        };
        let said = match (before, row.fate) {
            (None, Fate::Created) => value(after),
            (Some(_) | None, _) => format!("{} {arrow} {}", value(before), value(after)),
        };
        page.pieces(vec![(Role::Key, format!("    {field:<18} ")), (Role::Text, said)]);
    }
}

/// The title of a page that asks how many rows there are.
#[must_use]
pub fn import_in_words(plan: &Plan, look: &Look) -> Shown {
    let all = plan.loaded().map_or(0, |loaded| loaded.created + loaded.updated);
    let what = match plan.subject() {
        Subject::Clients => "client",
        Subject::Reviews => "review",
    };
    Shown::line(&match all {
        0 if plan.is_idle() => "Close".to_owned(),
        0 => "Import".to_owned(),
        many => format!("Import {}", counted(look, size(many), what)),
    })
}
