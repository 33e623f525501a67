//! Voiding a review that was logged by mistake, and letting it count again.

use ratatui::layout::Rect;

use super::clock::{Lines, REHEARSED};
use super::conflict::{self, Answer, Guard};
use super::sheet::{self, day_and_distance, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::formats::ago;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, required_note};
use crate::domain::review::{Review, ReviewId};
use crate::domain::text::Shown;
use crate::store::{ClientPage, DueRow};

/// The most reviews offered.
const OFFERED: usize = 60;

/// Opens the dialog on a client's reviews, with one of them chosen.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, review: Option<ReviewId>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let page = ctx.store.page(client, ctx.stamp.today).map_err(|error| complaint(&error))?;
    if page.reviews.is_empty() {
        let said = format!("{} has no review yet", page.client.name);
        return Err(Message::new(Tone::Plain, &said).hint("r logs one"));
    }
    Ok(Box::new(VoidDialog::new(&page, review, ctx)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Which,
    What,
    Then,
    Draft,
    Note,
}

/// The dialog that voids a review or restores it.
struct VoidDialog {
    client: ClientId,
    guard: Guard,
    reviews: Vec<Review>,
    /// The clocks as they are.
    before: Vec<DueRow>,
    form: Form<Of>,
    said: Option<Message>,
    title: Shown,
}

impl VoidDialog {
    fn new(page: &ClientPage, asked: Option<ReviewId>, ctx: &mut Ctx<'_>) -> Self {
        let client = page.client.id;
        let found = asked.and_then(|asked| page.reviews.iter().position(|review| review.id == asked));
        let at: usize = found.unwrap_or(0);
        let reviews: Vec<Review> = page.reviews.iter().skip((at + 1).saturating_sub(OFFERED)).take(OFFERED).cloned().collect();
        let at = reviews.iter().position(|review| Some(review.id) == asked).unwrap_or(0);
        let names = reviews.iter().map(|review| Shown::line(&name(review, ctx.look))).collect();
        let draft = ctx.desk.drafts.note(&draft_of(client)).to_owned();
        let begun = if draft.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let mut form = Form::new()
            .choice(Of::Which, "Review", names, at)
            .lines(Of::What, "About", Vec::new())
            .lines(Of::Then, "Then", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .note(Of::Note, "Why", &draft, NOTE_MIN)
            .of_rows(3);
        form.set_lines(Of::Draft, begun);
        if found.is_some() {
            form.focus(Of::Note);
        }
        let before = page.clocks.iter().map(|clock| clock.row.clone()).collect();
        let title = Shown::line(&format!("Void a review of {}", page.client.name));
        let guard = Guard::new(&[client], ctx);
        let mut dialog = Self { client, guard, reviews, before, form, said: None, title };
        dialog.rehearse(ctx);
        dialog
    }

    fn review(&self) -> &Review {
        // The dialog opens on one review at least, and a choice is one of its options.
        &self.reviews[self.form.chosen(Of::Which).min(self.reviews.len() - 1)]
    }

    fn command(&self, note: String) -> Command {
        let review = self.review();
        match review.voided {
            None => Command::VoidReview { review: review.id, note },
            Some(_) => Command::UnvoidReview { review: review.id },
        }
    }

    /// Asks the book what it would bring, and shows the review chosen.
    fn rehearse(&mut self, ctx: &Ctx<'_>) {
        let (client, today) = (self.client, ctx.stamp.today);
        let command = self.command(REHEARSED.to_owned());
        let then = match ctx.store.rehearse(&command, ctx.stamp, |book| book.clocks_on(client, today)) {
            Ok(after) => shifts(&self.before, &after, ctx.look),
            Err(error) => {
                self.said = Some(complaint(&error));
                Vec::new()
            }
        };
        self.form.set_lines(Of::Then, then);
        let (what, restores) = (what(self.review(), ctx.look), self.review().voided.is_some());
        self.form.set_lines(Of::What, what);
        if restores { self.form.hide(Of::Note) } else { self.form.reveal(Of::Note) }
    }

    fn save(&mut self) -> Step {
        let note = self.form.value(Of::Note);
        if self.review().voided.is_none()
            && let Err(refusal) = required_note(&note)
        {
            self.form.wrong(Of::Note, &refusal.to_string());
            return Step::Stay;
        }
        Step::Commit(Box::new(self.command(note)))
    }
}

/// A review in the choice: day and kind, and whether it counts.
fn name(review: &Review, look: &Look) -> String {
    let voided = if review.voided.is_some() { ", voided" } else { "" };
    format!("{} {}{voided}", look.formats.date(review.held_on), review.kind)
}

/// What is known of a review.
fn what(review: &Review, look: &Look) -> Lines {
    let hide = |text: &str| if look.presenter { sheet::HIDDEN.to_owned() } else { text.to_owned() };
    let when = format!("{} held {}, logged by {}", review.kind, ago(review.held_on, look.today), review.by);
    let mut lines = vec![line(Role::Dim, &when)];
    for text in [&review.outcome, &review.note].into_iter().filter(|text| !text.is_empty()) {
        lines.push(line(Role::Text, &hide(text)));
    }
    if let Some(why) = &review.voided {
        lines.push(line(Role::Warning, &format!("voided: {}", hide(why))));
    }
    lines
}

/// The due dates that move.
fn shifts(before: &[DueRow], after: &[DueRow], look: &Look) -> Lines {
    let due = |row: &DueRow| row.clock.clock.effective;
    let said = |day: Option<chrono::NaiveDate>| day.map_or_else(|| "as needed".to_owned(), |day| day_and_distance(look, day));
    let moved = after.iter().filter_map(|row| {
        let was = before.iter().find(|was| was.clock.clock.kind == row.clock.clock.kind)?;
        (due(was) != due(row)).then(|| {
            let (from, to) = (said(due(was)), said(due(row)));
            line(Role::Text, &format!("{} due {from} {} {to}", row.clock.clock.kind, look.glyphs.arrow()))
        })
    });
    let lines: Lines = moved.collect();
    if lines.is_empty() { vec![line(Role::Dim, "no due date moves")] } else { lines }
}

/// Where the draft of a note is kept.
fn draft_of(client: ClientId) -> String {
    format!("void/{client}")
}

impl Layer for VoidDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let button = if self.review().voided.is_some() { "Let it count again" } else { "Void it" };
        sheet::view(canvas, area, &self.title, &self.form, button, self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            return match answer {
                Answer::Mine => self.save(),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(Of::Note) => ctx.desk.drafts.keep(&draft_of(self.client), &self.form.value(Of::Note)),
            FormStep::Changed(_) => {
                self.said = None;
                self.rehearse(ctx);
            }
            FormStep::Save => {
                return match self.guard.news(ctx) {
                    Some(news) => news.against(Vec::new()),
                    None => self.save(),
                };
            }
            FormStep::Cancel => return sheet::left(ctx),
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        sheet::tried(outcome, &draft_of(self.client), &[], &mut self.said, ctx)
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        // A review that is gone keeps its last picture; saving then says so.
        if let Ok(page) = ctx.store.page(self.client, ctx.stamp.today) {
            for review in &mut self.reviews {
                if let Some(now) = page.reviews.iter().find(|now| now.id == review.id) {
                    review.clone_from(now);
                }
            }
            self.before = page.clocks.into_iter().map(|clock| clock.row).collect();
        }
        self.rehearse(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day, done};
    use super::open;
    use crate::console::key::Key;
    use crate::domain::command::{Command, LogReview};

    fn opened(columns: u16, rows: u16) -> Trial {
        let mut trial = Trial::new(columns, rows);
        let client = trial.client("Nordwind");
        let review = LogReview {
            kind: Some("QBR".to_owned()),
            outcome: "Asked for a second offer".to_owned(),
            ..LogReview::held(client, day("2026-05-04"))
        };
        done(&trial.other(), "2026-05-04", "ben", &Command::Review(review));
        trial.open(|ctx| open(client, None, ctx));
        trial
    }

    fn counted(trial: &mut Trial) -> usize {
        let client = trial.client("Nordwind");
        let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
        page.reviews.iter().filter(|review| review.voided.is_none()).count()
    }

    #[test]
    fn the_dialog_as_it_is_seen() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = opened(columns, rows);
            insta::assert_snapshot!(format!("void_{columns}x{rows}"), trial.draw());
            trial.every_size();
        }
    }

    #[test]
    fn a_review_is_voided_with_a_note_restored_without_one_and_both_are_taken_back() {
        let mut trial = opened(80, 24);
        assert!(trial.save().contains("! a note of at least 10 characters"));
        trial.type_in("It was another client");
        let seen = trial.save();
        assert!(trial.is_closed() && seen.contains("voided QBR of Nordwind Logistics held 2026-05-04"), "{seen}");
        assert_eq!(counted(&mut trial), 1);
        let client = trial.client("Nordwind");
        let seen = trial.open(|ctx| open(client, None, ctx));
        assert!(seen.contains("voided: It was another client") && seen.contains("[ Let it count again ]"), "{seen}");
        let seen = trial.save();
        assert!(seen.contains("restored QBR of Nordwind Logistics"), "{seen}");
        assert_eq!(counted(&mut trial), 2);
        trial.key(Key::char('u'));
        assert_eq!(counted(&mut trial), 1);
        trial.key(Key::char('u'));
        assert_eq!(counted(&mut trial), 2);
    }

    #[test]
    fn another_review_is_chosen_with_the_mouse_and_what_moves_is_shown() {
        let mut trial = opened(80, 24);
        let seen = trial.draw();
        assert!(seen.contains("Review due Fri 2026-09-04 (in 81 days) → Fri 2026-07-10 (in 25 days)"), "{seen}");
        let seen = trial.click("2026-03-10 Review");
        assert!(seen.contains("no due date moves") && seen.contains("Content, plans a second site"), "{seen}");
    }

    #[test]
    fn a_client_without_reviews_has_nothing_to_void() {
        let mut trial = Trial::new(80, 24);
        let client = trial.client("Corvid");
        let seen = trial.open(|ctx| open(client, None, ctx));
        assert!(seen.contains("Corvid Analytics has no review yet"), "{seen}");
    }
}
