//! What the product says beside what the oracle says, and the shortest history on which they differ.

use std::fmt::Write as _;

use chrono::NaiveDate;
use quarterdeck::domain::cadence::{Clock, Event, Rules, Settings, State};
use quarterdeck::domain::model::Model;

use super::books;
use super::chance::Chance;
use super::days::plus;
use super::histories::{Entry, accepts, facts, history, is_running, looks};
use super::rules::{Face, Oracle};

fn face(clock: &Clock, settings: &Settings, today: NaiveDate) -> Face {
    Face {
        kind: clock.kind.clone(),
        state: clock.state(today, settings.lead),
        anchor: clock.anchor,
        nominal: clock.nominal,
        effective: clock.effective,
        grace_end: clock.grace_end,
        every: clock.period.map(|period| (period, clock.end_of_month)),
        days_late: clock.days_late(today),
        periods_missed: clock.periods_missed(today),
        first_review: clock.first_review,
        accelerated: clock.accelerated,
        held: clock.held,
        booked_on: clock.booked_on,
        missed_booking: clock.missed_booking(today),
        booked_late: clock.booked_late(),
        snoozed_until: clock.snoozed_until,
        snooze_count: clock.snooze_count,
        snooze_slip: clock.snooze_slip,
        latest_snooze: clock.latest_snooze(today).expect("in range"),
    }
}

/// The first difference on a day, in words.
fn differs(model: &Model, settings: &Settings, facts: &[Event], today: NaiveDate) -> Option<String> {
    let oracle = Oracle::on(model, settings, facts, today).faces();
    let clocks = Rules { model, settings }.clocks(facts, today).expect("dates in range");
    let product: Vec<Face> = clocks.iter().map(|clock| face(clock, settings, today)).collect();
    if let Some((mine, theirs)) = oracle.iter().zip(&product).find(|(mine, theirs)| mine != theirs) {
        return Some(apart(today, mine, theirs));
    }
    assert_eq!(oracle.len(), product.len());
    // The columns hold until the day they name, and no fact asks for another fold before it.
    for (clock, mine) in clocks.iter().zip(&oracle) {
        if clock.from > today || clock.until.is_some_and(|until| until <= today) {
            return Some(format!("{today}: {} holds from {} until {:?}", clock.kind, clock.from, clock.until));
        }
        // C19: the derivation arrives at these dates.
        let why = Rules { model, settings }.why(facts, &clock.kind, today).expect("dates in range").expect("a kind");
        if let Some((effective, grace_end)) = mine.effective.zip(mine.grace_end) {
            let (way, rest) = why.split_once("; grace").unwrap_or((&why, ""));
            let arrives = way.rfind("→").is_some_and(|at| way[at..].contains(&effective.to_string()));
            if !arrives || !rest.contains(&plus(grace_end, 1).to_string()) {
                return Some(format!("{today}: effective {effective}, grace end {grace_end}, but why: {why}"));
            }
        }
        if let Some(wrong) = permissions(clock, mine, today) {
            return Some(format!("{today}: {} {wrong}", clock.kind));
        }
        let later = clock.until.map_or(plus(today, 40), |until| plus(until, -1));
        for day in [clock.from, later] {
            let then = Oracle::on(model, settings, facts, day).faces();
            let then = then.iter().find(|face| face.kind == clock.kind).expect("the same kinds");
            let cached = face(clock, settings, day);
            if *then != cached {
                return Some(format!("cached on {today}: {}", apart(day, then, &cached)));
            }
        }
    }
    None
}

fn permissions(clock: &Clock, mine: &Face, today: NaiveDate) -> Option<String> {
    let mut wrong = String::new();
    let mut ask = |what: &str, expected: bool, told: bool| {
        if expected != told {
            let _ = write!(wrong, "{what}: oracle {expected}, product {told}; ");
        }
    };
    let runs = is_running(mine);
    for until in [today, plus(today, 1)].into_iter().chain(mine.latest_snooze.iter().flat_map(|&d| [d, plus(d, 1)])) {
        let allowed = runs && until > today && mine.latest_snooze.is_some_and(|last| until <= last);
        ask(&format!("snooze until {until}"), allowed, clock.may_snooze(today, until).is_ok());
    }
    for date in [plus(today, -1), today, plus(today, 200)] {
        ask(&format!("book {date}"), mine.state != State::Paused && date >= today, clock.may_book(today, date).is_ok());
    }
    ask("skip", runs, clock.may_skip().is_ok());
    ask("forgive", mine.held, clock.may_forgive().is_ok());
    (!wrong.is_empty()).then_some(wrong)
}

fn apart(today: NaiveDate, mine: &Face, theirs: &Face) -> String {
    let (mine, theirs) = (format!("{mine:#?}"), format!("{theirs:#?}"));
    let lines = |text: &str| {
        text.replace("(\n            ", "(").replace(",\n        ),", "),").lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let (left, right) = (format_lines(&lines(&mine)), format_lines(&lines(&theirs)));
    let mut said = format!("on {today}\n  oracle  {left}\n  product {right}\n  differ:");
    for (a, b) in left.split(", ").zip(right.split(", ")).filter(|(a, b)| a != b) {
        let _ = write!(said, " [{a} | {b}]");
    }
    said
}

fn format_lines(lines: &[String]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ").replace("Some( ", "").replace(", )", "")
}

fn tell(model: &Model, settings: &Settings, entries: &[Entry]) -> String {
    let mut said = format!(
        "{:?} {:?} lead {} first within {} holidays {:?}\n",
        settings.calendar.roll, settings.calendar.working, settings.lead, settings.first_within, settings.calendar.holidays
    );
    for segment in &model.segments {
        let _ = write!(said, "{} grace {}:", segment.key, segment.grace);
        for t in &segment.touchpoints {
            let month_end = if t.end_of_month { " to month end" } else { "" };
            let _ = write!(said, " [{} every {}{month_end}, by {:?}]", t.kind, t.every, t.satisfied_by);
        }
        said.push('\n');
    }
    for Entry { entered, fact } in entries {
        let late = if fact.on == *entered { String::new() } else { format!(" (entered {entered})") };
        let _ = writeln!(said, "{} {:?}{late}", fact.on, fact.what);
    }
    said
}

/// Drops what is not needed for the difference to stay, while every fact stays allowed.
fn shrink(model: &Model, settings: &Settings, entries: Vec<Entry>, today: NaiveDate) -> (Settings, Model, Vec<Entry>, String) {
    let wrong = |model: &Model, settings: &Settings, entries: &[Entry]| {
        let allowed = (0..entries.len()).all(|at| accepts(model, settings, &entries[..at], &entries[at]));
        allowed.then(|| differs(model, settings, &facts(entries), today)).flatten()
    };
    let (mut settings, mut model, mut entries) = (settings.clone(), model.clone(), entries);
    loop {
        let shorter = (0..entries.len()).find_map(|at| {
            let mut fewer = entries.clone();
            fewer.remove(at);
            wrong(&model, &settings, &fewer).map(|_| fewer)
        });
        if let Some(shorter) = shorter {
            entries = shorter;
            continue;
        }
        let mut simpler = settings.clone();
        simpler.calendar.holidays.pop_first();
        if simpler != settings && wrong(&model, &simpler, &entries).is_some() {
            settings = simpler;
            continue;
        }
        let mut plain = Settings { lead: settings.lead, ..Settings::default() };
        plain.calendar.holidays.clone_from(&settings.calendar.holidays);
        if plain != settings && wrong(&model, &plain, &entries).is_some() {
            settings = plain;
            continue;
        }
        let smaller = model.segments.iter().enumerate().find_map(|(s, segment)| {
            (0..segment.touchpoints.len()).find_map(|t| {
                let mut smaller = model.clone();
                smaller.segments[s].touchpoints.remove(t);
                let known = smaller.segments.iter().flat_map(|s| &s.touchpoints).map(|t| t.kind.clone()).collect::<Vec<_>>();
                let fits = entries.iter().all(|entry| touched(entry).is_none_or(|kind| known.contains(kind)));
                (fits && wrong(&smaller, &settings, &entries).is_some()).then_some(smaller)
            })
        });
        if let Some(smaller) = smaller {
            model = smaller;
            continue;
        }
        let said = wrong(&model, &settings, &entries).unwrap_or_default();
        return (settings, model, entries, said);
    }
}

fn touched(entry: &Entry) -> Option<&String> {
    use quarterdeck::domain::cadence::What;
    match &entry.fact.what {
        What::Snooze { kind, .. } | What::Book { kind, .. } | What::Skip { kind } | What::Forgive { kind } => Some(kind),
        What::Plan { kind, .. } | What::Override { kind, .. } | What::Unbook { kind } | What::Wake { kind } => Some(kind),
        What::Start { .. } | What::Move { .. } | What::Review { .. } => None,
        What::Pause | What::Resume | What::Archive | What::Restore => None,
    }
}

/// One random history, looked at on many days; what differs, told with the shortest history.
pub fn compare(seed: u64) -> Option<String> {
    let mut chance = Chance(seed);
    let model = books::model(&mut chance);
    let settings = books::settings(&mut chance);
    let entries = history(&mut chance, &model, &settings);
    let known = facts(&entries);
    let today = looks(&mut chance, &model, &settings, &entries)
        .into_iter()
        .find(|&today| differs(&model, &settings, &known, today).is_some())?;
    let (settings, model, entries, said) = shrink(&model, &settings, entries, today);
    Some(format!("seed {seed}\n{}{said}", tell(&model, &settings, &entries)))
}

/// What the random histories must show at least once.
pub const WORDS: [&str; 18] = [
    "Overdue",
    "Due",
    "Upcoming",
    "NotDue",
    "Booked",
    "Snoozed",
    "AsNeeded",
    "Paused",
    "first review",
    "satisfied",
    "accelerated",
    "held",
    "held, as needed otherwise",
    "missed booking",
    "booked late",
    "snoozed twice",
    "periods missed",
    "own period",
];

/// The states and marks one random history shows.
pub fn reached(seed: u64) -> Vec<String> {
    let mut chance = Chance(seed);
    let model = books::model(&mut chance);
    let settings = books::settings(&mut chance);
    let entries = history(&mut chance, &model, &settings);
    let mut seen = Vec::new();
    for today in looks(&mut chance, &model, &settings, &entries) {
        let client = Oracle::on(&model, &settings, &facts(&entries), today);
        let segment = client.segment().and_then(|key| model.segments.iter().find(|segment| segment.key == key));
        for face in client.faces() {
            let asked = segment.is_some_and(|segment| segment.touchpoints.iter().any(|t| t.kind == face.kind));
            seen.push(format!("{:?}", face.state));
            let marks = [
                (face.first_review, "first review"),
                (!face.first_review, "satisfied"),
                (face.accelerated, "accelerated"),
                (face.held, "held"),
                (face.held && !asked && !client.has_own(&face.kind), "held, as needed otherwise"),
                (face.missed_booking, "missed booking"),
                (face.booked_late, "booked late"),
                (face.snooze_count > 1, "snoozed twice"),
                (face.periods_missed > 0, "periods missed"),
                (client.has_own(&face.kind), "own period"),
            ];
            seen.extend(marks.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word.to_owned()));
        }
    }
    seen
}
