//! The parts of a client's page as lines to read.

use super::{map, words};
use crate::console::canvas::Look;
use crate::console::formats::{ago, until};
use crate::console::glyphs::Mark;
use crate::console::screens::due::action_words;
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::domain::cadence::State;
use crate::domain::model::Model;
use crate::store::{ClientPage, StandsIn};

/// A part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Facts, signs, notes.
    Overview,
    /// Place on the axes and every factor.
    Scores,
    /// Clocks with their derivation.
    Cadence,
    /// Actions agreed.
    Actions,
    /// What happened, the latest first.
    Timeline,
}

/// All parts, in their order.
pub const PARTS: [Part; 5] = [Part::Overview, Part::Scores, Part::Cadence, Part::Actions, Part::Timeline];
/// Columns of the labels of facts.
const LABEL: usize = 13;
/// What stands for something hidden.
const HIDDEN: &str = "\u{2022}\u{2022}\u{2022}";

impl Part {
    /// Its title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Scores => "Scores",
            Self::Cadence => "Cadence",
            Self::Actions => "Actions",
            Self::Timeline => "Timeline",
        }
    }

    /// Its lines in a width.
    #[must_use]
    pub fn lines(self, page: &ClientPage, model: &Model, others: &[StandsIn], width: u16, look: &Look) -> Vec<Line> {
        match self {
            Self::Overview => overview(page, model, width, look),
            Self::Scores => scores(page, model, others, width, look),
            Self::Cadence => cadence(page, width, look),
            Self::Actions => actions(page, width, look),
            Self::Timeline => timeline(page, width, look),
        }
    }
}

fn overview(page: &ClientPage, model: &Model, width: u16, look: &Look) -> Vec<Line> {
    let client = &page.client;
    let date = |day: chrono::NaiveDate| {
        let far = if day < look.today { ago(day, look.today) } else { until(day, look.today) };
        format!("{} ({far})", look.formats.date(day))
    };
    let mut prose = Prose::new(width);
    for (mark, on) in [(Mark::Archived, client.archived_on)] {
        if let Some(on) = on {
            let sign = format!("{} ", look.glyphs.mark(mark));
            prose.hanging(&[(mark.role(), &sign)], Role::Warning, &format!("archived {}; A brings it back", date(on)));
        }
    }
    if let Some(on) = client.paused_on {
        prose.text(Role::Warning, &format!("its clocks are paused since {}; P lets them run again", date(on)));
    }
    signs(&mut prose, page, look);
    let placed = page.placement.as_ref().and_then(|placement| Some((placement.segment.as_deref()?, placement.since)));
    let segment = placed.map_or("none yet".to_owned(), |(key, since)| {
        format!("{}, since {}", words::segment(model, key), look.formats.date(since))
    });
    prose.fact("Segment", LABEL, Role::Title, &segment);
    if let Some(proposed) = page.proposed.as_deref().filter(|proposed| placed.is_none_or(|(key, _)| key != *proposed)) {
        prose.fact("Proposed", LABEL, Role::Drift, &words::segment(model, proposed));
    }
    if let Some(by) = words::confirm_by(page, look) {
        let role = if page.signs.confirm { Role::Unconfirmed } else { Role::Text };
        prose.fact("Confirm by", LABEL, role, &by);
    }
    let next = page.clocks.iter().filter_map(|clock| clock.row.clock.clock.effective.zip(Some(clock.row.clock.state))).min();
    let none = if client.paused_on.is_some() { "none while paused" } else { "as needed" };
    let (next, role) = next.map_or((none.to_owned(), Role::Text), |(day, state)| {
        (format!("{} ({})", look.formats.date(day), until(day, look.today)), state_role(state))
    });
    prose.fact("Next review", LABEL, role, &next);
    let revenue = match (client.arr, look.presenter) {
        (None, _) => None,
        (Some(_), true) => Some(HIDDEN.to_owned()),
        (Some(arr), false) => Some(format!("{} a year", look.formats.money(arr, &page.currency))),
    };
    let facts = [
        ("Owner", client.owner.clone()),
        ("Revenue", revenue),
        ("Renewal", client.renewal_on.map(date)),
        ("Stage", client.stage.clone()),
        ("Industry", client.industry.clone()),
        ("Goal", client.goal.clone()),
        ("Champion", client.champion.clone().or_else(|| client.champion_lost_on.map(|on| format!("lost {}", date(on))))),
        ("Measures", (!client.measures.is_empty()).then(|| words::measures(client, look))),
        ("Onboarded", client.onboarded_on.map(date)),
        ("Tags", (!client.tags.is_empty()).then(|| client.tags.join(", "))),
        ("External id", client.external_id.clone()),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            prose.fact(label, LABEL, Role::Text, &value);
        }
    }
    let open = page.actions.iter().filter(|action| action.done_on.is_none()).count();
    if open > 0 {
        prose.fact("Open actions", LABEL, Role::Text, &open.to_string());
    }
    if !client.notes.is_empty() {
        prose.heading("Notes").text(Role::Text, if look.presenter { HIDDEN } else { &client.notes });
    }
    prose.lines
}

fn signs(prose: &mut Prose, page: &ClientPage, look: &Look) {
    let signs = page.signs;
    let shown = [
        (signs.overdue, Mark::Overdue),
        (signs.due, Mark::Due),
        (signs.drift, Mark::Drift),
        (signs.near, Mark::Near),
        (signs.stale, Mark::Stale),
        (signs.confirm, Mark::Unconfirmed),
        (signs.renewal, Mark::Renewal),
        (signs.champion_lost, Mark::ChampionLost),
    ];
    for (_, mark) in shown.into_iter().filter(|(shown, _)| *shown) {
        let sign = format!("{} ", look.glyphs.mark(mark));
        prose.hanging(&[(mark.role(), &sign)], mark.role(), mark.meaning());
    }
    prose.gap();
}

const fn state_role(state: State) -> Role {
    match state {
        State::Overdue => Role::Overdue,
        State::Due => Role::Due,
        State::Upcoming | State::NotDue | State::Booked | State::Snoozed => Role::Text,
        State::AsNeeded | State::Paused => Role::Dim,
    }
}

fn scores(page: &ClientPage, model: &Model, others: &[StandsIn], width: u16, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    for sentence in words::proposal(page, model, look) {
        prose.text(Role::Text, &sentence);
    }
    prose.gap();
    prose.lines.extend(map::draw(page.scores, model, width, look));
    for dimension in &page.reckoning {
        prose.heading(&words::saying(look, |words| dimension.in_words(words)));
        for factor in &dimension.factors {
            let weight = if dimension.weighted { format!(" ({})", factor.weight_in_words()) } else { String::new() };
            prose.text(Role::Dim, &format!("{}{weight}", factor.question));
            let value = factor.value.map_or_else(|| "  ".to_owned(), |value| format!("  {value}/{} ", factor.top));
            let said: Vec<&str> = [factor.wording.as_str()].into_iter().filter(|words| !words.is_empty()).collect();
            match (words::age(factor, look), factor.is_stale(look.today)) {
                (Some(age), stale) => {
                    let said = if said.is_empty() { age } else { format!("{} ({age})", said.concat()) };
                    prose.hanging(&[(Role::Key, &value)], if stale { Role::Warning } else { Role::Text }, &said);
                }
                (None, _) => {
                    prose.text(Role::Off, "  not scored");
                }
            }
        }
    }
    if !others.is_empty() {
        prose.heading("In the other models");
        for one in others {
            let name = format!("{}: ", one.model.name);
            let role = if one.signs.drift { Role::Drift } else { Role::Text };
            prose.hanging(&[(Role::Dim, &name)], role, &words::elsewhere(one));
        }
    }
    prose.lines
}

fn cadence(page: &ClientPage, width: u16, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    if let Some(since) = page.client.paused_on {
        let said = format!("Paused since {}: no review is asked for. P lets the clocks run again.", look.formats.date(since));
        prose.text(Role::Warning, &said);
    }
    if page.clocks.is_empty() {
        prose.text(Role::Dim, "The model asks for no reviews.");
    }
    for clock in words::in_order(page) {
        let on = &clock.row.clock;
        prose.gap();
        let state = words::state_and_date(on, look);
        prose.pieces(&[(Role::Title, &on.clock.kind), (Role::Text, ": "), (state_role(on.state), &state)]);
        let own = words::own(page, &on.clock.kind).map(|(every, until)| words::own_period(every, until, look));
        let remarks: Vec<String> = own.into_iter().chain(words::besides(on, &clock.why, look)).collect();
        if !remarks.is_empty() {
            prose.text(Role::Warning, &remarks.join(", "));
        }
        prose.text(Role::Text, &clock.why);
    }
    prose.lines
}

fn actions(page: &ClientPage, width: u16, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    if page.actions.is_empty() {
        prose.text(Role::Dim, "No actions yet. They are agreed in reviews: r logs one.");
        return prose.lines;
    }
    for action in &page.actions {
        let from = prose.lines.len();
        match action.done_on {
            Some(on) => {
                prose.hanging(&[(Role::Good, "[x] ")], Role::Dim, &format!("{}, done {}", action.text, look.formats.date(on)))
            }
            None => {
                let late = action.due_on.is_some_and(|due| due < look.today);
                let role = if late { Role::Overdue } else { Role::Text };
                prose.hanging(&[(Role::Text, "[ ] ")], role, &action_words(action, look))
            }
        };
        prose.belongs(from, action.id);
    }
    prose.gap().text(Role::Dim, "Space or Enter: done, and open again.");
    prose.lines
}

fn timeline(page: &ClientPage, width: u16, look: &Look) -> Vec<Line> {
    let mut prose = Prose::new(width);
    if page.timeline.is_empty() {
        prose.text(Role::Dim, "Nothing has happened yet.");
    }
    for line in &page.timeline {
        let from = prose.lines.len();
        let on = format!("{}  ", look.formats.date(line.on));
        // What was typed follows the kind of a review after a colon.
        let what = match (line.kind, look.presenter) {
            ("review", true) => line.what.split_once(": ").map_or(line.what.as_str(), |(kind, _)| kind),
            (_, _) => &line.what,
        };
        let said = if line.kind == "move" { format!("moved {what}") } else { what.to_owned() };
        prose.hanging(&[(Role::Dim, &on)], Role::Text, &format!("{said} ({})", line.by));
        if !line.note.is_empty() {
            let indent = " ".repeat(on.chars().count());
            prose.hanging(&[(Role::Dim, &indent)], Role::Dim, if look.presenter { HIDDEN } else { &line.note });
        }
        prose.belongs(from, line.order);
    }
    if page.timeline.iter().any(|line| line.kind == "review") {
        prose.gap().text(Role::Dim, "Enter on a review: void it, or let it count again.");
    }
    prose.lines
}
