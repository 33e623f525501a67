//! Target shares as a person writes them: `A 20, B 30`, in percent by letter, name or key.

use std::collections::BTreeMap;

use crate::domain::model::{Membership, Model};

/// Target shares by segment key, per mille.
pub type Shares = BTreeMap<String, u16>;

/// The shares of the model itself.
#[must_use]
pub fn of_model(model: &Model) -> Shares {
    let share = |share: f64| (share * 1000.0).round().clamp(0.0, 1000.0) as u16;
    let named = model.segments.iter().filter_map(|segment| Some((segment.key.clone(), share(segment.target_share?))));
    named.collect()
}

/// Shares as text, in the order of the model: `A 20, B 12.5`.
#[must_use]
pub fn written(shares: &Shares, model: &Model) -> String {
    let known = model.segments.iter().filter_map(|segment| Some((segment, shares.get(&segment.key)?)));
    let known = known.map(|(segment, share)| format!("{} {}", segment.letter, percent(*share)));
    known.collect::<Vec<_>>().join(", ")
}

/// A share in percent: `20`, `12.5`.
#[must_use]
pub fn percent(share: u16) -> String {
    if share.is_multiple_of(10) { (share / 10).to_string() } else { format!("{}.{}", share / 10, share % 10) }
}

/// Reads shares; `=` and `:` may stand between segment and share, `%` behind it.
///
/// # Errors
/// What is wrong, and what would be right.
pub fn read(text: &str, model: &Model) -> Result<Shares, String> {
    let mut shares = Shares::new();
    for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let bare = part.trim_end_matches('%').trim_end();
        let cut = bare.rfind(|c: char| c == '=' || c == ':' || c.is_whitespace());
        let (name, share) = cut.map_or((bare, ""), |cut| bare.split_at(cut));
        let share = share.trim_start_matches(|c: char| c == '=' || c == ':' || c.is_whitespace());
        let name = name.trim_end_matches(|c: char| c == '=' || c == ':' || c.is_whitespace());
        let letters = || model.segments.iter().map(|segment| segment.letter.as_str()).collect::<Vec<_>>().join(", ");
        let segment =
            model.segment_named(name).ok_or_else(|| format!("there is no segment “{name}”; there are {}", letters()))?;
        let share =
            per_mille(share).ok_or_else(|| format!("“{part}” names no share from 0 to 100 %: such as {} 20", segment.letter))?;
        if shares.insert(segment.key.clone(), share).is_some() {
            return Err(format!("{} stands there twice", segment.letter));
        }
    }
    let sum = sum(&shares);
    if model.membership == Membership::One && sum > 1000 {
        return Err(format!("together they are {}.{} %: more than all", sum / 10, sum % 10));
    }
    Ok(shares)
}

/// All shares together, per mille.
#[must_use]
pub fn sum(shares: &Shares) -> u32 {
    shares.values().map(|share| u32::from(*share)).sum()
}

fn per_mille(text: &str) -> Option<u16> {
    let share: f64 = text.replace(',', ".").parse().ok()?;
    (0.0..=100.0).contains(&share).then(|| (share * 10.0).round() as u16)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::builtin;

    fn model() -> Model {
        Model::parse(builtin::all()[0].1, "built-in").expect("a built-in model")
    }

    #[test]
    fn shares_are_read_as_they_are_written() {
        let model = model();
        let shares = read("A=20, Modernize 12.5%; c: 30", &model).unwrap();
        assert_eq!(written(&shares, &model), "A 20, B 12.5, C 30");
        assert_eq!(read(&written(&shares, &model), &model).unwrap(), shares);
        assert_eq!((sum(&shares), read("", &model).unwrap().len()), (625, 0));
    }

    #[test]
    fn what_is_wrong_with_shares_is_said() {
        let model = model();
        assert!(read("X 20", &model).unwrap_err().contains("there is no segment “X”"));
        assert!(read("A many", &model).unwrap_err().contains("such as A 20"));
        assert!(read("A 60, B 60", &model).unwrap_err().contains("120.0 %"));
        assert!(read("A 10, a 20", &model).unwrap_err().contains("twice"));
    }
}
