//! What is different between two versions of a model, in words for the history.

use super::{Dimension, Model, Segment, Touchpoint};

/// The most differences that are named.
const NAMED: usize = 4;

/// What is different in a model as it would be, in words, the most telling first: `Maturity: cut 50 → 60`. Beyond four, and where
/// nothing that has words differs, the rest is counted or left out.
#[must_use]
pub fn differences(was: &Model, now: &Model) -> Vec<String> {
    let mut said = Vec::new();
    for dimension in &now.dimensions {
        match was.dimensions.iter().find(|old| old.key == dimension.key) {
            Some(old) => of_dimension(&mut said, old, dimension),
            None => said.push(format!("new dimension {}", dimension.name)),
        }
    }
    for segment in &now.segments {
        match was.segments.iter().find(|old| old.key == segment.key) {
            Some(old) => of_segment(&mut said, old, segment),
            None => said.push(format!("new segment {}", segment.name)),
        }
    }
    let gone = was.segments.iter().filter(|old| now.segment(&old.key).is_none());
    said.extend(gone.map(|old| format!("without segment {}", old.name)));
    let gone = was.dimensions.iter().filter(|old| !now.dimensions.iter().any(|one| one.key == old.key));
    said.extend(gone.map(|old| format!("without dimension {}", old.name)));
    of_whole(&mut said, was, now);
    if said.len() > NAMED {
        let more = said.len() - (NAMED - 1);
        said.truncate(NAMED - 1);
        said.push(format!("and {more} more changes"));
    }
    said
}

fn of_whole(said: &mut Vec<String>, was: &Model, now: &Model) {
    changed(said, "name", &was.name, &now.name);
    changed(said, "margin", &points(was.guard.margin), &points(now.guard.margin));
    changed(said, "dwell", &was.guard.dwell.to_string(), &now.guard.dwell.to_string());
    changed(said, "confirmed every", &was.confirm_every.to_string(), &now.confirm_every.to_string());
    changed(said, "scores fresh for", &was.score_valid.to_string(), &now.score_valid.to_string());
    changed(said, "evaluated every", &was.evaluate_every.to_string(), &now.evaluate_every.to_string());
    worded(said, (was.x != now.x || was.y != now.y).then_some("other axes"));
    worded(said, (was.membership != now.membership).then_some("other membership"));
    worded(said, (was.description != now.description || was.source != now.source).then_some("other description"));
}

fn of_dimension(said: &mut Vec<String>, was: &Dimension, now: &Dimension) {
    changed(said, "dimension", &was.name, &now.name);
    changed(said, &format!("{}: cut", now.name), &cuts(was), &cuts(now));
    let other = was.factors != now.factors || was.low != now.low || was.high != now.high;
    worded(said, other.then(|| format!("{}: other questions or weights", now.name)));
}

fn of_segment(said: &mut Vec<String>, was: &Segment, now: &Segment) {
    changed(said, "segment", &was.name, &now.name);
    let name = &now.name;
    for touchpoint in &now.touchpoints {
        match was.touchpoints.iter().find(|old| old.kind == touchpoint.kind) {
            Some(old) => of_touchpoint(said, name, old, touchpoint),
            None => said.push(format!("{name}: {} every {}", touchpoint.kind, touchpoint.every)),
        }
    }
    let gone = was.touchpoints.iter().filter(|old| !now.touchpoints.iter().any(|one| one.kind == old.kind));
    said.extend(gone.map(|old| format!("{name}: no {}", old.kind)));
    changed(said, &format!("{name}: grace"), &was.grace.to_string(), &now.grace.to_string());
    changed(said, &format!("{name}: silent after"), &was.floor.to_string(), &now.floor.to_string());
    let share =
        |of: &Segment| of.target_share.map_or_else(|| "none".to_owned(), |share| format!("{} %", hundredths(share * 100.0)));
    changed(said, &format!("{name}: target share"), &share(was), &share(now));
    let accounts = |of: &Segment| of.accounts_per_owner.map_or_else(|| "none".to_owned(), |accounts| accounts.to_string());
    changed(said, &format!("{name}: accounts per owner"), &accounts(was), &accounts(now));
    changed(said, &format!("{name}: letter"), &was.letter, &now.letter);
    worded(said, (was.cells != now.cells).then(|| format!("{name}: other cells")));
    let words =
        |of: &Segment| (of.stance.clone(), of.initiatives.clone(), of.owners.clone(), of.playbook.clone(), of.offers.clone());
    worded(said, (words(was) != words(now) || was.touch != now.touch).then(|| format!("{name}: other words")));
}

fn of_touchpoint(said: &mut Vec<String>, name: &str, was: &Touchpoint, now: &Touchpoint) {
    let kind = &now.kind;
    changed(said, &format!("{name}: {kind} every"), &was.every.to_string(), &now.every.to_string());
    let hours = [("prepare", was.prepare_hours, now.prepare_hours), ("hold", was.hold_hours, now.hold_hours)];
    for (what, was, now) in hours {
        changed(said, &format!("{name}: {kind} hours to {what}"), &hundredths(was), &hundredths(now));
    }
    let other = was.end_of_month != now.end_of_month || was.satisfied_by != now.satisfied_by;
    worded(said, other.then(|| format!("{name}: {kind} counts otherwise")));
}

fn changed(said: &mut Vec<String>, what: &str, was: &str, now: &str) {
    if was != now {
        said.push(format!("{what} {was} → {now}"));
    }
}

fn worded<T: Into<String>>(said: &mut Vec<String>, words: Option<T>) {
    said.extend(words.map(Into::into));
}

/// Tenths of a point: `50`, `33.3`.
fn points(tenths: u16) -> String {
    (f64::from(tenths) / 10.0).to_string()
}

fn cuts(of: &Dimension) -> String {
    let all: Vec<String> = of.cuts.iter().map(|cut| points(*cut)).collect();
    if all.is_empty() { "none".to_owned() } else { all.join(" ") }
}

fn hundredths(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::domain::model::{Model, builtin, edited};

    /// What is said of an edit of the default model.
    fn said(values: &[(&str, &str)]) -> Vec<String> {
        let toml = builtin::find("maturity-appetite").unwrap();
        let read = |toml: &str| Model::parse(toml, "test.toml").unwrap();
        differences(&read(toml), &read(&edited(toml, values.iter().copied()).unwrap()))
    }

    #[test]
    fn every_edit_the_console_offers_is_named() {
        assert_eq!(said(&[("maturity.cuts", "[60]")]), ["Maturity: cut 50 → 60"]);
        assert_eq!(said(&[("transform.touchpoints.Review.every", "2 weeks")]), ["Transform: Review every 1 month → 2 weeks"]);
        assert_eq!(said(&[("transform.name", "Grow")]), ["segment Transform → Grow"]);
        assert_eq!(said(&[("transform.target_share", "0.2")]), ["Transform: target share none → 20 %"]);
        assert_eq!(said(&[("guard.margin", "3")]), ["margin 5 → 3"]);
        assert_eq!(said(&[("name", "Ours")]), ["name Maturity × Appetite → Ours"]);
        assert_eq!(said(&[("transform.touchpoints.Review", "")]), ["Transform: no Review"]);
        assert_eq!(said(&[("transform.stance", "Other")]), ["Transform: other words"]);
        assert_eq!(said(&[]), Vec::<String>::new());
    }

    #[test]
    fn of_many_differences_the_first_are_named_and_the_rest_counted() {
        let all = said(&[
            ("maturity.cuts", "[60]"),
            ("appetite.cuts", "[60]"),
            ("guard.margin", "3"),
            ("name", "X"),
            ("educate.grace", "9"),
        ]);
        assert_eq!(all.len(), 4);
        assert_eq!(all.last().map(String::as_str), Some("and 2 more changes"));
    }
}
