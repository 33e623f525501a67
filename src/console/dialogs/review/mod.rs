//! Logging a review, with what was scored, agreed and decided in it.

mod actions;
mod offered;
#[cfg(test)]
mod tests;

use ratatui::layout::Rect;

use super::clock::day_off;
use super::conflict::{self, Answer, Differs, Guard};
use super::score::ScoreSheet;
use super::sheet::{self, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::form::{Form, FormStep};
use crate::console::theme::Role;
use crate::domain::cadence::Settings;
use crate::domain::client::ClientId;
use crate::domain::command::{LogReview, NOTE_MIN, StillRight, required_note};
use crate::domain::review::Sentiment;
use crate::domain::text::Shown;
use crate::store::ClientPage;
use offered::{first_kind, first_segment, kinds, open_items};

/// Opens the dialog.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, kind: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let page = ctx.store.page(client, ctx.stamp.today).map_err(|error| complaint(&error))?;
    if let Some(since) = page.client.archived_on {
        let said = format!("{} is archived since {since}", page.client.name);
        return Err(Message::new(Tone::Plain, &said).hint("restore it first"));
    }
    Ok(Box::new(ReviewDialog::new(&page, kind, ctx)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Open,
    Date,
    Kind,
    Outcome,
    Note,
    Attendees,
    Decisions,
    Actions,
    Understood,
    Next,
    NextWarns,
    Risks,
    Sentiment,
    Verdict,
    Dimension(usize),
    Factor(usize),
    Wording,
    Stands,
    Still,
    To,
    Why,
    Reason,
}

/// The texts kept as drafts, with the last part of their keys.
const KEPT: [(Of, &str); 7] = [
    (Of::Outcome, "outcome"),
    (Of::Note, "note"),
    (Of::Attendees, "attendees"),
    (Of::Decisions, "decisions"),
    (Of::Actions, "actions"),
    (Of::Risks, "risks"),
    (Of::Why, "why"),
];

/// Moods in the order offered, after `not said`.
const MOODS: [(&str, Sentiment); 3] =
    [("positive", Sentiment::Positive), ("neutral", Sentiment::Neutral), ("negative", Sentiment::Negative)];

/// What may be said of the segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Still {
    NotAsked,
    Confirmed,
    Moved,
}

/// The dialog that logs a review.
struct ReviewDialog {
    client: ClientId,
    sheet: ScoreSheet,
    segment: Option<String>,
    /// The segment when I began, or last answered what others had changed.
    began: Option<String>,
    guard: Guard,
    kinds: Vec<String>,
    reasons: Vec<String>,
    stills: Vec<Still>,
    form: Form<Of>,
    today: chrono::NaiveDate,
    /// Working days and holidays for the client's owner.
    settings: Settings,
    said: Option<Message>,
    title: Shown,
}

impl ReviewDialog {
    fn new(page: &ClientPage, kind: Option<&str>, ctx: &mut Ctx<'_>) -> Self {
        let ground = ctx.store.ground();
        let model = ground.driving();
        let segment = page.placement.as_ref().and_then(|placement| placement.segment.clone());
        let sheet = ScoreSheet::new(page, std::sync::Arc::clone(model));
        let kinds = kinds(model);
        let reasons = ground.reasons();
        let stills = match segment {
            Some(_) => vec![Still::NotAsked, Still::Confirmed, Still::Moved],
            None => vec![Still::NotAsked, Still::Moved],
        };
        let client = page.client.id;
        let drafts = &ctx.desk.drafts;
        let draft = |of: Of| kept_at(client, of).map(|key| drafts.note(&key).to_owned()).unwrap_or_default();
        let mut form = Form::new()
            .page("Review")
            .lines(Of::Open, "Still open", Vec::new())
            .date(Of::Date, "Held on", "today", sheet::dates(ctx.stamp.today))
            .choice(
                Of::Kind,
                "Kind",
                kinds.iter().map(|kind| Shown::line(kind)).collect(),
                first_kind(&kinds, model, segment.as_deref(), kind),
            )
            .text(Of::Outcome, "Outcome", &draft(Of::Outcome))
            .note(Of::Note, "Note", &draft(Of::Note), 0)
            .text(Of::Attendees, "Who was there", &draft(Of::Attendees))
            .page("Agreed")
            .note(Of::Decisions, "Decisions", &draft(Of::Decisions), 0)
            .of_rows(3)
            .note(Of::Actions, "Actions", &draft(Of::Actions), 0)
            .of_rows(3)
            .lines(Of::Understood, "Understood", Vec::new())
            .date(Of::Next, "Next one on", "", sheet::dates_ahead(ctx.stamp.today))
            .lines(Of::NextWarns, "", Vec::new())
            .note(Of::Risks, "Risks", &draft(Of::Risks), 0)
            .of_rows(2)
            .choice(Of::Sentiment, "Mood", moods(), 0);
        if !sheet.factors.is_empty() {
            form = form.page("Scores");
            for at in 0..model.dimensions.len() {
                form = sheet.questions(at, form.lines(Of::Dimension(at), "", Vec::new()), Of::Factor);
            }
            form = form.lines(Of::Verdict, "", Vec::new()).lines(Of::Wording, "", Vec::new());
        }
        let names = model.segments.iter().map(|one| Shown::line(&sheet::segment(model, Some(&one.key)))).collect();
        let offered = std::iter::once("not said").chain(reasons.iter().map(String::as_str)).map(Shown::line).collect();
        let form = form
            .page("Segment")
            .lines(Of::Stands, "Stands in", Vec::new())
            .choice(Of::Still, "Still right?", stills.iter().map(|still| Shown::line(still.words())).collect(), 0)
            .choice(Of::To, "Moves to", names, first_segment(model, segment.as_deref(), page.proposed.as_deref()))
            .note(Of::Why, "Why", &draft(Of::Why), 0)
            .choice(Of::Reason, "Reason", offered, 0);
        let title = Shown::line(&format!("Review of {}", page.client.name));
        let today = ctx.stamp.today;
        let settings = ground.settings_for(page.client.owner.as_deref()).clone();
        let (began, guard) = (segment.clone(), Guard::new(&[client], ctx));
        let mut dialog =
            Self { client, sheet, segment, began, guard, kinds, reasons, stills, form, today, settings, said: None, title };
        dialog.form.set_lines(Of::Open, open_items(page, ctx.look));
        if ctx.look.presenter {
            dialog.form.hide(Of::Sentiment);
        }
        dialog.form.focus(Of::Date);
        dialog.show(ctx.look);
        dialog
    }

    fn still(&self) -> Still {
        self.stills.get(self.form.chosen(Of::Still)).copied().unwrap_or(Still::NotAsked)
    }

    fn scores(&self) -> Vec<(String, u8)> {
        self.sheet.changed(&self.form, Of::Factor)
    }

    /// What depends on something else: the actions as understood, the scores, what is asked of the segment.
    fn show(&mut self, look: &Look) {
        self.form.set_lines(Of::Understood, actions::shown(&self.form.value(Of::Actions), self.today, look));
        let next = self.form.day(Of::Next).ok().flatten().filter(|next| *next >= self.today);
        self.form.set_lines(Of::NextWarns, next.and_then(|next| day_off(next, &self.settings, look)).into_iter().collect());
        if !self.sheet.factors.is_empty() {
            let (proposal, values) = self.sheet.proposal(&self.scores(), self.today);
            let verdict = self.sheet.verdict(&proposal);
            for (at, dimension) in self.sheet.model.dimensions.iter().enumerate() {
                self.form.set_lines(Of::Dimension(at), self.sheet.heading(look, dimension, &values));
            }
            self.form.set_lines(Of::Verdict, verdict);
        }
        let stands = sheet::segment(&self.sheet.model, self.segment.as_deref());
        self.form.set_lines(Of::Stands, vec![line(Role::Title, &stands)]);
        match self.still() {
            Still::NotAsked => [Of::To, Of::Why, Of::Reason].into_iter().for_each(|of| self.form.hide(of)),
            Still::Confirmed => {
                self.form.hide(Of::To);
                self.form.hide(Of::Reason);
                self.form.reveal(Of::Why);
                self.form.set_needed(Of::Why, 0);
            }
            Still::Moved => {
                [Of::To, Of::Why, Of::Reason].into_iter().for_each(|of| self.form.reveal(of));
                self.form.set_needed(Of::Why, NOTE_MIN);
            }
        }
    }

    /// The wording of the step under the cursor, in full, below the scores.
    fn show_wording(&mut self) {
        if self.sheet.factors.is_empty() {
            return;
        }
        let focused = self.form.focused().and_then(|of| self.form.scale_of(of)).and_then(|scale| scale.wording().cloned());
        self.form.set_lines(Of::Wording, focused.map(|words| (Role::Dim, words)).into_iter().collect());
    }

    /// The review as it stands; what is wrong is said at its field.
    fn review(&mut self) -> Option<LogReview> {
        let held_on = match self.form.day(Of::Date) {
            Ok(Some(day)) if day > self.today => return self.refuse(Of::Date, "lies after today: log it once it was held"),
            Ok(day) => day.unwrap_or(self.today),
            Err(why) => return self.refuse(Of::Date, &why),
        };
        let actions = match actions::read(&self.form.value(Of::Actions), self.today) {
            Ok(actions) => actions,
            Err(why) => return self.refuse(Of::Actions, &why),
        };
        let next_on = match self.form.day(Of::Next) {
            Ok(Some(day)) if day < self.today => {
                return self.refuse(Of::Next, "lies in the past: name the day agreed for the next review");
            }
            Ok(day) => day,
            Err(why) => return self.refuse(Of::Next, &why),
        };
        let why = self.form.value(Of::Why);
        let still_right = match self.still() {
            Still::NotAsked => StillRight::NotAsked,
            Still::Confirmed => StillRight::Confirmed { note: why },
            Still::Moved => {
                let to = self.sheet.model.segments.get(self.form.chosen(Of::To)).map_or("", |segment| &segment.key).to_owned();
                if self.segment.as_deref() == Some(&to) {
                    return self.refuse(Of::To, "the client is there already: choose another, or confirm it");
                }
                if let Err(refusal) = required_note(&why) {
                    return self.refuse(Of::Why, &refusal.to_string());
                }
                let reason = self.form.chosen(Of::Reason).checked_sub(1).and_then(|at| self.reasons.get(at)).cloned();
                StillRight::Moved { to, note: why, reason }
            }
        };
        let mood = self.form.chosen(Of::Sentiment).checked_sub(1).and_then(|at| MOODS.get(at));
        Some(LogReview {
            kind: self.kinds.get(self.form.chosen(Of::Kind)).cloned(),
            outcome: self.form.value(Of::Outcome),
            note: self.form.value(Of::Note),
            attendees: self.form.value(Of::Attendees),
            decisions: self.form.value(Of::Decisions),
            risks: self.form.value(Of::Risks),
            sentiment: mood.map(|(_, mood)| *mood),
            actions,
            scores: self.scores(),
            still_right,
            next_on,
            ..LogReview::held(self.client, held_on)
        })
    }

    /// Puts mine and theirs side by side, where somebody else changed the client since I began.
    fn meets(&mut self, ctx: &mut Ctx<'_>) -> Option<Step> {
        let news = self.guard.news(ctx)?;
        self.refresh(ctx);
        let place = |key: Option<&str>| sheet::segment(&self.sheet.model, key);
        let stands = Differs {
            what: "Segment".to_owned(),
            was: place(self.began.as_deref()),
            theirs: place(self.segment.as_deref()),
            mine: match self.still() {
                Still::NotAsked => None,
                Still::Confirmed => Some("confirmed".to_owned()),
                Still::Moved => {
                    let to = self.sheet.model.segments.get(self.form.chosen(Of::To)).map(|segment| segment.key.as_str());
                    Some(place(to))
                }
            },
        };
        let theirs = conflict::scores(&self.sheet, &self.scores(), ctx);
        Some(news.against(std::iter::once(stands).chain(theirs).collect()))
    }

    fn save(&mut self, ctx: &mut Ctx<'_>) -> Step {
        if let Some(step) = self.meets(ctx) {
            return step;
        }
        self.review().map_or(Step::Stay, |review| Step::Commit(Box::new(Command::Review(review))))
    }

    fn refuse(&mut self, of: Of, why: &str) -> Option<LogReview> {
        self.form.wrong(of, why);
        None
    }
}

impl Still {
    const fn words(self) -> &'static str {
        match self {
            Self::NotAsked => "not asked",
            Self::Confirmed => "yes, confirm it",
            Self::Moved => "no, move it",
        }
    }
}

fn moods() -> Vec<Shown> {
    std::iter::once("not said").chain(MOODS.map(|(name, _)| name)).map(Shown::line).collect()
}

/// Where the draft of a text is kept.
fn kept_at(client: ClientId, of: Of) -> Option<String> {
    KEPT.iter().find(|(kept, _)| *kept == of).map(|(_, name)| format!("review/{client}/{name}"))
}

impl Layer for ReviewDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        sheet::view(canvas, area, &self.title, &self.form, "Log it", self.said.as_ref());
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        if let Some(answer) = conflict::answer(&input) {
            self.guard.answered();
            self.began = self.segment.clone();
            self.said = None;
            return match answer {
                Answer::Mine => self.save(ctx),
                Answer::Theirs => sheet::left(ctx),
            };
        }
        match self.form.act(&input, ctx.hits) {
            FormStep::Changed(of) => {
                self.said = None;
                if let Some(key) = kept_at(self.client, of) {
                    ctx.desk.drafts.keep(&key, &self.form.value(of));
                }
                self.show(ctx.look);
            }
            FormStep::Save => return self.save(ctx),
            FormStep::Cancel => {
                ctx.desk.write_drafts();
                return Step::Close;
            }
            FormStep::Ignored => return Step::Ignored,
            FormStep::Stay => {}
        }
        self.show_wording();
        Step::Stay
    }

    fn committed(&mut self, outcome: &Outcome, ctx: &mut Ctx<'_>) -> Step {
        match outcome {
            Outcome::Saved(_) => {
                for key in KEPT.iter().filter_map(|(of, _)| kept_at(self.client, *of)) {
                    ctx.desk.drafts.keep(&key, "");
                }
                ctx.desk.write_drafts();
                Step::Close
            }
            Outcome::Refused(why) => {
                self.said = Some(why.clone());
                self.meets(ctx).unwrap_or(Step::Stay)
            }
        }
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        match ctx.store.page(self.client, ctx.stamp.today) {
            Ok(page) => {
                let segment = page.placement.as_ref().and_then(|placement| placement.segment.clone());
                if segment != self.segment {
                    let place = sheet::segment(&self.sheet.model, segment.as_deref());
                    self.said = Some(Message::new(Tone::Plain, &format!("meanwhile the client was moved: now in {place}")));
                    self.segment = segment;
                }
                self.form.set_lines(Of::Open, open_items(&page, ctx.look));
            }
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.show(ctx.look);
    }
}
