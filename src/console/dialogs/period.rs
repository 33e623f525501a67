//! A client's own period for a kind of review (C15): set with a reason and a last day, or ended.

use chrono::NaiveDate;
use ratatui::layout::Rect;

use super::clock::{ClocksOf, Lines, REHEARSED, Verb, clock_lines, first_kind, read_clocks};
use super::conflict::{self, Answer, Guard};
use super::sheet::{self, day_and_distance, line};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::complaint;
use crate::console::keys::Scope;
use crate::console::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use crate::console::parts::choice::Choice;
use crate::console::parts::form::{Field, Form, FormStep};
use crate::console::screens::client::words;
use crate::console::theme::Role;
use crate::domain::calendar::Period;
use crate::domain::client::ClientId;
use crate::domain::command::{NOTE_MIN, OwnPeriods, required_note};
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::{ClientPage, ClockRow};

/// Opens the dialog, on the clock of a kind where one is named.
///
/// # Errors
/// Why it cannot be opened.
pub fn open(client: ClientId, kind: Option<&str>, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let today = ctx.stamp.today;
    let page = ctx.store.page(client, today).map_err(|error| complaint(&error))?;
    if let Some(since) = page.client.archived_on {
        let said = format!("{} is archived since {since}", page.client.name);
        return Err(Message::new(Tone::Plain, &said).hint("restore it first"));
    }
    if page.clocks.is_empty() {
        let said = format!("{} asks for no reviews at all", ctx.store.ground().driving().name);
        return Err(Message::new(Tone::Plain, &said));
    }
    let of = read_clocks(ctx.store, &[client], today).map_err(|error| complaint(&error))?;
    Ok(Box::new(PeriodDialog::new(page, kind, &of, ctx)))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    Who,
    Kind,
    Now,
    Asks,
    Way,
    Every,
    Until,
    Brings,
    Draft,
    Note,
}

/// The dialog that gives a client its own period or ends it.
struct PeriodDialog {
    client: ClientId,
    guard: Guard,
    page: ClientPage,
    model: std::sync::Arc<Model>,
    kinds: Vec<String>,
    form: Form<Of>,
    today: NaiveDate,
    said: Option<Message>,
    title: Shown,
}

impl PeriodDialog {
    fn new(page: ClientPage, kind: Option<&str>, of: &[ClocksOf], ctx: &mut Ctx<'_>) -> Self {
        let client = page.client.id;
        let kinds: Vec<String> = page.clocks.iter().map(|clock| clock.row.clock.clock.kind.clone()).collect();
        let at = first_kind(&kinds, kind, of, Verb::Skip.act(), ctx.stamp.today);
        let draft = ctx.desk.drafts.note(&draft_of(client)).to_owned();
        let begun = if draft.is_empty() { Vec::new() } else { vec![line(Role::Dim, "you began this note before")] };
        let mut form = Form::new()
            .lines(Of::Who, "Client", Vec::new())
            .choice(Of::Kind, "Review", kinds.iter().map(|kind| Shown::line(kind)).collect(), at)
            .lines(Of::Now, "Now", Vec::new())
            .lines(Of::Asks, "Asked for", Vec::new())
            .choice(Of::Way, "What", ["its own period", "by its segment again"].map(Shown::line).to_vec(), 0)
            .text(Of::Every, "Every", "")
            .date(Of::Until, "Last day", "", sheet::dates_ahead(ctx.stamp.today))
            .lines(Of::Brings, "Then", Vec::new())
            .lines(Of::Draft, "Draft", Vec::new())
            .note(Of::Note, "Why", &draft, NOTE_MIN)
            .of_rows(3);
        form.set_lines(Of::Draft, begun);
        if kinds.len() < 2 {
            form.hide(Of::Kind);
        }
        let model = std::sync::Arc::clone(ctx.store.ground().driving());
        let title = Shown::line(&format!("Own period of {}", page.client.name));
        let today = ctx.stamp.today;
        let guard = Guard::new(&[client], ctx);
        let mut dialog = Self { client, guard, page, model, kinds, form, today, said: None, title };
        dialog.form.focus(Of::Every);
        dialog.show(ctx);
        dialog
    }

    fn kind(&self) -> &str {
        self.kinds.get(self.form.chosen(Of::Kind)).map_or("", String::as_str)
    }

    fn clock(&self) -> Option<&ClockRow> {
        self.page.clocks.iter().find(|clock| clock.row.clock.clock.kind == self.kind())
    }

    fn own(&self) -> Option<(Period, Option<NaiveDate>)> {
        words::own(&self.page, self.kind())
    }

    /// Whether the own period there is shall end.
    fn ends(&self) -> bool {
        self.own().is_some() && self.form.chosen(Of::Way) == 1
    }

    fn every(&self) -> Result<Option<Period>, String> {
        let text = self.form.value(Of::Every);
        if text.trim().is_empty() {
            Ok(None)
        } else {
            text.parse().map(Some).map_err(|why: crate::domain::calendar::PeriodError| why.to_string())
        }
    }

    /// The command as it is typed; none while something is missing or wrong.
    fn command(&self, note: String) -> Option<OwnPeriods> {
        let kind = self.kind().to_owned();
        if self.ends() {
            return Some(OwnPeriods { client: self.client, periods: vec![(kind, None)], until: None, note });
        }
        let every = self.every().ok()??;
        let until = self.form.day(Of::Until).ok()?;
        Some(OwnPeriods { client: self.client, periods: vec![(kind, Some(every))], until, note })
    }

    fn show(&mut self, ctx: &Ctx<'_>) {
        let look = ctx.look;
        let place = self.page.placement.as_ref().and_then(|placement| placement.segment.as_deref());
        let who = format!("{}, {}", self.page.client.name, sheet::segment(&self.model, place));
        let now = self.clock().map(|clock| clock_lines(&clock.row.clock, look)).unwrap_or_default();
        let (asks, brings) = (self.asks(look), self.brings(ctx));
        self.form.set_lines(Of::Who, vec![line(Role::Title, &who)]);
        self.form.set_lines(Of::Now, now);
        self.form.set_lines(Of::Asks, asks);
        self.form.set_lines(Of::Brings, brings);
        if self.own().is_some() {
            self.form.reveal(Of::Way)
        } else {
            self.form.hide(Of::Way)
        }
        let (ends, fields) = (self.ends(), [Of::Every, Of::Until]);
        fields.into_iter().for_each(|of| if ends { self.form.hide(of) } else { self.form.reveal(of) });
        self.form.set_needed(Of::Note, if ends { 0 } else { NOTE_MIN });
    }

    /// What segment and client ask for now.
    fn asks(&self, look: &Look) -> Lines {
        let segment = self.page.placement.as_ref().and_then(|placement| self.model.segment(placement.segment.as_deref()?));
        let asked = segment.and_then(|segment| segment.touchpoints.iter().find(|asked| asked.kind == self.kind()));
        let said = match (segment, asked) {
            (None, _) => "it is in no segment: an own period counts once it is in one".to_owned(),
            (Some(segment), Some(asked)) => format!("every {} by {}", asked.every, segment.name),
            (Some(segment), None) => format!("as needed by {}", segment.name),
        };
        let mut lines = vec![line(Role::Text, &said)];
        if let Some((every, until)) = self.own() {
            lines.push(line(Role::Title, &words::own_period(every, until, look)));
        }
        lines
    }

    /// The due date before and after, or what is wrong.
    fn brings(&self, ctx: &Ctx<'_>) -> Lines {
        if !self.ends() {
            match self.every() {
                Err(why) => return vec![line(Role::Bad, &format!("! {why}"))],
                Ok(None) => return vec![line(Role::Dim, "write a period: 2 weeks, 1 month, 90 days")],
                Ok(Some(_)) => {}
            }
        }
        let Some(command) = self.command(REHEARSED.to_owned()) else { return Vec::new() };
        let (client, today, kind) = (self.client, ctx.stamp.today, self.kind());
        let until = command.until;
        let after = match ctx.store.rehearse(&Command::OwnPeriods(command), ctx.stamp, |book| book.clocks_on(client, today)) {
            Ok(rows) => rows.into_iter().find(|row| row.clock.clock.kind == kind),
            Err(error) => return vec![line(Role::Bad, &format!("! {error}"))],
        };
        let said = |due: Option<NaiveDate>| due.map_or_else(|| "as needed".to_owned(), |due| day_and_distance(ctx.look, due));
        let (was, is) = (
            self.clock().and_then(|clock| clock.row.clock.clock.effective),
            after.as_ref().and_then(|row| row.clock.clock.effective),
        );
        let arrow = ctx.look.glyphs.arrow();
        let mut lines = vec![if was == is {
            line(Role::Text, &format!("due {}, as before", said(is)))
        } else {
            line(Role::Text, &format!("due {} {arrow} {}", said(was), said(is)))
        }];
        if let Some(row) = &after {
            let remarks = words::remarks(&row.clock, ctx.look);
            if !remarks.is_empty() {
                lines.push(line(Role::Dim, &remarks.join(", ")));
            }
        }
        if let Some(until) = until {
            lines.push(line(Role::Dim, &format!("by its segment again after {}", sheet::weekday(ctx.look, until))));
        }
        lines
    }

    fn save(&mut self) -> Step {
        if !self.ends() {
            match self.every() {
                Ok(Some(_)) => {}
                Ok(None) => return self.refuse(Of::Every, "write a period: 2 weeks, 1 month, 90 days"),
                Err(why) => return self.refuse(Of::Every, &why),
            }
            match self.form.day(Of::Until) {
                Ok(Some(until)) if until < self.today => return self.refuse(Of::Until, "lies in the past"),
                Ok(_) => {}
                Err(why) => return self.refuse(Of::Until, &why),
            }
        }
        let note = self.form.value(Of::Note);
        if !self.ends()
            && let Err(refusal) = required_note(&note)
        {
            return self.refuse(Of::Note, &refusal.to_string());
        }
        self.command(note).map_or(Step::Stay, |command| Step::Commit(Box::new(Command::OwnPeriods(command))))
    }

    fn refuse(&mut self, of: Of, why: &str) -> Step {
        self.form.wrong(of, why);
        Step::Stay
    }
}

/// Where the draft of a note is kept.
fn draft_of(client: ClientId) -> String {
    format!("period/{client}")
}

impl Layer for PeriodDialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let button = if self.ends() { "End it" } else { "Set it" };
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
            FormStep::Changed(of) => {
                self.said = None;
                if of == Of::Kind {
                    let options = ["its own period", "by its segment again"].map(Shown::line).to_vec();
                    self.form.replace(Of::Way, Field::Choice(Choice::new(options, 0)));
                }
                self.show(ctx);
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
        match ctx.store.page(self.client, ctx.stamp.today) {
            Ok(page) => self.page = page,
            Err(error) => self.said = Some(complaint(&error)),
        }
        self.model = std::sync::Arc::clone(ctx.store.ground().driving());
        self.today = ctx.stamp.today;
        self.show(ctx);
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, day};
    use super::open;
    use crate::console::key::{Code, Key};

    fn opened(columns: u16, rows: u16) -> Trial {
        let mut trial = Trial::with_kinds(columns, rows);
        let client = trial.client("Nordwind");
        trial.open(|ctx| open(client, Some("Review"), ctx));
        trial
    }

    fn own(trial: &mut Trial, kind: &str) -> Option<String> {
        let client = trial.client("Nordwind");
        let page = trial.app.with(|ctx| ctx.store.page(client, ctx.stamp.today).unwrap());
        super::words::own(&page, kind)
            .map(|(every, until)| format!("{every} {}", until.map(|until| until.to_string()).unwrap_or_default()))
    }

    #[test]
    fn the_dialog_as_it_is_seen() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = opened(columns, rows);
            trial.type_in("2 weeks");
            trial.key(Key::plain(Code::Tab));
            trial.type_in("+3m");
            insta::assert_snapshot!(format!("period_{columns}x{rows}"), trial.draw());
            trial.every_size();
        }
    }

    #[test]
    fn an_own_period_is_set_shown_ended_and_taken_back() {
        let mut trial = opened(80, 24);
        let seen = trial.type_in("2 fortnights");
        assert!(seen.contains("is not a period"), "{seen}");
        trial.key(Key::ctrl('u'));
        let seen = trial.type_in("2 weeks");
        assert!(seen.contains("due Fri 2026-07-10 (in 25 days) → Mon 2026-06-29 (in 14 days)"), "{seen}");
        assert!(trial.save().contains("! a note of at least 10 characters"));
        trial.type_in("They are being onboarded");
        let seen = trial.save();
        assert!(trial.is_closed() && seen.contains("Nordwind Logistics: Review every 2 weeks"), "{seen}");
        assert_eq!(own(&mut trial, "Review").as_deref(), Some("2 weeks "));
        let client = trial.client("Nordwind");
        let seen = trial.open(|ctx| open(client, Some("Review"), ctx));
        assert!(seen.contains("its own: every 2 weeks"), "{seen}");
        let seen = trial.click("by its segment again");
        assert!(seen.contains("[ End it ]") && !seen.contains("Last day"), "{seen}");
        let seen = trial.save();
        assert!(seen.contains("Nordwind Logistics: Review by its segment again"), "{seen}");
        assert_eq!(own(&mut trial, "Review"), None);
        trial.key(Key::char('u'));
        assert_eq!(own(&mut trial, "Review").as_deref(), Some("2 weeks "));
        trial.key(Key::char('u'));
        assert_eq!(own(&mut trial, "Review"), None);
    }

    #[test]
    fn the_last_day_is_understood_and_a_past_one_is_refused_at_its_field() {
        let mut trial = opened(80, 24);
        trial.click("Status call");
        trial.key(Key::plain(Code::Tab));
        trial.type_in("1 month");
        trial.key(Key::plain(Code::Tab));
        trial.type_in("yesterday");
        assert!(trial.save().contains("! lies in the past"));
        trial.key(Key::ctrl('u'));
        let seen = trial.type_in("end of month");
        assert!(seen.contains("→ Tue 2026-06-30 (in 15 days)"), "{seen}");
        trial.key(Key::plain(Code::Tab));
        trial.paste("Only until the migration\r\nis over");
        trial.save();
        assert!(trial.is_closed());
        assert_eq!(own(&mut trial, "Status call"), Some(format!("1 month {}", day("2026-06-30"))));
    }
}
