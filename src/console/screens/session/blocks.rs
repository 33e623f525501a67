//! One client as the session sees it, as blocks of lines to read: why it is here, scores then and now, what happened, who said what.

use chrono::NaiveDate;

use super::words;
use crate::console::canvas::Look;
use crate::console::dialogs::sheet;
use crate::console::screens::client::{map, words as facts};
use crate::console::screens::prose::{Line, Prose};
use crate::console::theme::Role;
use crate::domain::client::Field;
use crate::domain::model::Model;
use crate::domain::placement::{Decision, How};
use crate::domain::review::Sentiment;
use crate::domain::session::Session;
use crate::domain::session::agenda::Rules;
use crate::store::{Clue, PastMove, Sight};

/// What the blocks are made of.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The client.
    pub sight: &'a Sight,
    /// The session.
    pub session: &'a Session,
    /// Its model.
    pub model: &'a Model,
    /// The rules of its agenda.
    pub rules: &'a Rules,
    /// How everything looks.
    pub look: &'a Look,
}

/// A block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// What is staged, discussed and noted.
    Decision,
    /// Why it stands on the agenda.
    Why,
    /// Scores then and now.
    Scores,
    /// What people said before.
    Opinions,
    /// The moves that a move back would undo.
    Back,
    /// What happened since the last session.
    Since,
    /// Reviews held and missed.
    Reviews,
    /// The decisions before, with their notes.
    Earlier,
    /// Its place on the axes, with its trail.
    Place,
}

/// The blocks in one column, what decides first.
pub const ALL: [Block; 9] = [
    Block::Decision,
    Block::Why,
    Block::Opinions,
    Block::Scores,
    Block::Back,
    Block::Since,
    Block::Reviews,
    Block::Earlier,
    Block::Place,
];
/// The left column where there are two.
pub const LEFT: [Block; 5] = [Block::Decision, Block::Why, Block::Opinions, Block::Scores, Block::Reviews];
/// The right column.
pub const RIGHT: [Block; 4] = [Block::Place, Block::Back, Block::Since, Block::Earlier];
/// What stands beside the agenda.
pub const BESIDE: [Block; 6] = [Block::Decision, Block::Why, Block::Opinions, Block::Scores, Block::Back, Block::Earlier];

/// Some blocks as lines in a width.
pub fn lines(blocks: &[Block], of: Of<'_>, width: u16) -> Vec<Line> {
    let mut prose = Prose::new(width);
    for block in blocks {
        let block = block.lines(of, width);
        if !block.is_empty() {
            prose.gap();
            prose.lines.extend(block);
        }
    }
    prose.lines
}

impl Block {
    fn lines(self, of: Of<'_>, width: u16) -> Vec<Line> {
        let mut prose = Prose::new(width);
        match self {
            Self::Decision => decision(&mut prose, of),
            Self::Why => why(&mut prose, of),
            Self::Scores => scores(&mut prose, of, width),
            Self::Opinions => opinions(&mut prose, of),
            Self::Back => back(&mut prose, of),
            Self::Since => since(&mut prose, of),
            Self::Reviews => reviews(&mut prose, of),
            Self::Earlier => earlier(&mut prose, of),
            Self::Place => place(&mut prose, of, width),
        }
        prose.lines
    }
}

fn decision(prose: &mut Prose, of: Of<'_>) {
    let item = of.sight.item.as_ref();
    prose.heading("Decision");
    match item.and_then(|item| item.staged.as_ref()) {
        None => {
            let placed = of.sight.page.placement.as_ref().is_some_and(|placement| placement.segment.is_some());
            let keys = if placed { "c confirms, m moves, d puts it off" } else { "m moves it into a segment, d puts it off" };
            prose.text(Role::Dim, &format!("None yet: {keys}."));
        }
        Some(staged) => {
            let said = words::decision(of.model, staged, of.look);
            let tick = format!("{} ", of.look.glyphs.done());
            prose.hanging(&[(Role::Good, &tick)], words::decision_role(staged.kind), &format!("{said} ({})", staged.by));
            let mut rest = Vec::new();
            rest.extend(Some(words::private(&staged.note, of.look).to_owned()).filter(|note| !note.is_empty()));
            rest.extend(staged.reason.as_ref().map(|reason| format!("reason: {reason}")));
            rest.extend(staged.authorised_by.as_ref().map(|who| format!("authorised by {who}")));
            if !staged.expect.is_empty() {
                rest.push(format!("expects {}", words::private(&staged.expect, of.look)));
            }
            rest.extend(staged.revisit_on.map(|day| format!("to be looked at again on {}", of.look.formats.date(day))));
            for line in &rest {
                prose.hanging(&[(Role::Text, "  ")], Role::Text, line);
            }
        }
    }
    if item.is_some_and(|item| item.discussed) {
        prose.hanging(&[(Role::Key, of.look.glyphs.dot()), (Role::Text, " ")], Role::Text, "discussed");
    }
    if let Some(note) = item.map(|item| item.note.as_str()).filter(|note| !note.is_empty()) {
        prose.hanging(&[(Role::Dim, "minutes: ")], Role::Text, words::private(note, of.look));
    }
}

fn why(prose: &mut Prose, of: Of<'_>) {
    prose.heading("Why it is on the agenda");
    let sign = format!("{} ", of.look.glyphs.dot());
    for reason in of.sight.reasons.in_order(of.rules) {
        let said = reason.why(&of.sight.evidence, of.session.as_of, |day| of.look.formats.date(day));
        prose.hanging(&[(Role::Near, &sign)], Role::Text, &said);
    }
    if of.sight.reasons.is_rest() {
        prose.text(Role::Dim, "Nothing speaks against its place: it belongs to the rest.");
    }
    for sentence in facts::proposal(&of.sight.page, of.model, of.look) {
        prose.text(Role::Dim, &sentence);
    }
    if let Some(until) = of.sight.dwells_until {
        prose.text(Role::Near, &format!("The guard holds proposals back until {}.", of.look.formats.date(until)));
    }
}

fn scores(prose: &mut Prose, of: Of<'_>, width: u16) {
    let sight = of.sight;
    let then = sight.last_session.clone().unwrap_or_else(|| of.look.formats.date(sight.since));
    prose.heading(&format!("Scores: {then} {} now", of.look.glyphs.arrow()));
    let label = usize::from(width).saturating_sub(22).clamp(10, 26);
    let pad = |name: &str| crate::console::parts::text::left(name, label, of.look.glyphs.cut());
    let axes = [
        (Some(of.model.x_axis()), sight.scores_then.0, sight.page.scores.0),
        (of.model.y_axis(), sight.scores_then.1, sight.page.scores.1),
    ];
    for dimension in &of.model.dimensions {
        let axis = axes.iter().find(|(axis, ..)| axis.is_some_and(|axis| axis.key == dimension.key));
        let points = |tenths: Option<i64>| tenths.map_or_else(|| "-".to_owned(), facts::points);
        match axis {
            Some((_, then, now)) => compared(prose, Role::Title, &pad(&dimension.name), (*then, *now), points, of.look),
            None => drop(prose.text(Role::Title, &dimension.name)),
        }
        for factor in sight.factors.iter().filter(|factor| factor.dimension == dimension.key) {
            let name = format!("  {}", spelled(&factor.factor));
            let value = |value: Option<i64>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
            let pair = (factor.then.map(i64::from), factor.now.map(i64::from));
            compared(prose, Role::Dim, &pad(&name), pair, value, of.look);
        }
    }
}

/// `Maturity   45.0 → 62.5 ▴`; a dash alone where neither is known.
fn compared(
    prose: &mut Prose,
    role: Role,
    label: &str,
    (then, now): (Option<i64>, Option<i64>),
    said: impl Fn(Option<i64>) -> String,
    look: &Look,
) {
    let (before, after) = (format!("{:>5}", said(then)), format!("{:>4}", said(now)));
    let (sign, way) = match (then, now) {
        (Some(then), Some(now)) if now > then => (look.glyphs.above(), Role::Good),
        (Some(then), Some(now)) if now < then => (look.glyphs.below(), Role::Warning),
        (None, Some(_)) => ("new", Role::Good),
        (Some(_) | None, Some(_) | None) => ("", Role::Text),
    };
    if then.is_none() && now.is_none() {
        prose.pieces(&[(role, label), (Role::Dim, "        "), (Role::Text, &after)]);
        return;
    }
    let arrow = format!(" {} ", look.glyphs.arrow());
    prose.pieces(&[(role, label), (Role::Dim, &before), (Role::Dim, &arrow), (way, &after), (way, " "), (way, sign)]);
}

/// A key as a word: `goals_shared` as `Goals shared`.
fn spelled(key: &str) -> String {
    let text = key.replace(['_', '-'], " ");
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn opinions(prose: &mut Prose, of: Of<'_>) {
    if of.session.revealed.is_none() || of.sight.opinions.is_empty() {
        return;
    }
    prose.heading("What was proposed");
    for opinion in &of.sight.opinions {
        let role = match opinion.view {
            crate::domain::session::View::Question => Role::Warning,
            crate::domain::session::View::NoView => Role::Dim,
            crate::domain::session::View::Propose | crate::domain::session::View::Agree => Role::Text,
        };
        prose.text(role, &words::noted(words::opinion(of.model, opinion), &opinion.note, of.look));
    }
}

fn back(prose: &mut Prose, of: Of<'_>) {
    for (to, moves) in of.sight.back.iter().filter(|(_, moves)| !moves.is_empty()) {
        prose.heading(&format!("A move back to {} would undo", of.model.place_in_words(to)));
        moves.iter().for_each(|past| past_move(prose, past, of));
    }
}

fn past_move(prose: &mut Prose, past: &PastMove, of: Of<'_>) {
    let said = words::from_to(of.model, past.from.as_deref(), past.to.as_deref(), of.look);
    dated(prose, past.on, &words::noted(format!("{said} ({})", past.by), &past.note, of.look), of.look);
}

fn dated(prose: &mut Prose, on: NaiveDate, said: &str, look: &Look) {
    let day = format!("{}  ", look.formats.date(on));
    prose.hanging(&[(Role::Dim, &day)], Role::Text, said);
}

fn since(prose: &mut Prose, of: Of<'_>) {
    let day = of.look.formats.date(of.sight.since);
    let title = match &of.sight.last_session {
        Some(name) => format!("Since {name} ({day})"),
        None => format!("Since {day}"),
    };
    prose.heading(&title);
    if of.sight.clues.is_empty() {
        prose.text(Role::Dim, "Nothing was recorded.");
    }
    for clue in &of.sight.clues {
        let what = shown_fact(clue, of.look);
        dated(prose, clue.on, &words::noted(format!("{what} ({})", clue.by), &clue.note, of.look), of.look);
    }
}

/// What happened; a shared screen hides what is said of money and notes.
fn shown_fact(clue: &Clue, look: &Look) -> String {
    let private = matches!(clue.field, Some(Field::Arr | Field::Mrr | Field::Notes | Field::Measures));
    match clue.what.split_once(':').filter(|_| private && look.presenter) {
        Some((fact, _)) => format!("{fact}: {}", sheet::HIDDEN),
        None => clue.what.clone(),
    }
}

fn reviews(prose: &mut Prose, of: Of<'_>) {
    let sight = of.sight;
    prose.heading("Reviews held and missed");
    if sight.held.is_empty() && sight.missed.is_empty() {
        prose.text(Role::Dim, "None was due and none was held.");
    }
    for (kind, due, became) in &sight.missed {
        let day = format!("{}  ", of.look.formats.date(*due));
        prose.hanging(&[(Role::Dim, &day)], Role::Overdue, &format!("{kind} missed: {became}"));
    }
    for review in &sight.held {
        let mood = match review.sentiment.filter(|_| !of.look.presenter) {
            None => "",
            Some(Sentiment::Positive) => ", content",
            Some(Sentiment::Neutral) => ", neutral",
            Some(Sentiment::Negative) => ", discontent",
        };
        dated(prose, review.held_on, &words::noted(format!("{}{mood}", review.kind), &review.outcome, of.look), of.look);
    }
}

fn earlier(prose: &mut Prose, of: Of<'_>) {
    if of.sight.decisions.is_empty() {
        return;
    }
    prose.heading("Earlier decisions and their notes");
    for decision in &of.sight.decisions {
        dated(prose, decision.on, &words::noted(decided(decision, of), &decision.note, of.look), of.look);
    }
}

fn decided(decision: &Decision, of: Of<'_>) -> String {
    let to = || sheet::segment(of.model, decision.to.as_deref());
    let said = match decision.how {
        How::Start => format!("began in {}", to()),
        How::Move => words::from_to(of.model, decision.from.as_deref(), decision.to.as_deref(), of.look),
        How::Place => format!("placed in {}", to()),
        How::Confirm => format!("stays in {}", to()),
    };
    format!("{said} ({})", decision.by)
}

fn place(prose: &mut Prose, of: Of<'_>, width: u16) {
    prose.heading("Its place");
    let trail: Vec<(u16, Option<u16>)> = of.sight.trail.iter().map(|point| (point.x, point.y)).collect();
    prose.lines.extend(map::draw_with_trail(of.sight.page.scores, &trail, of.model, width, of.look));
}
