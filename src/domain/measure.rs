//! Measures: named numbers of a client (`tickets` a month), exact to four decimals, that factors can be derived from.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::client::Field;
use super::money::Amount;
use super::refusal::Refusal;
use super::text::is_key;

/// The most measures a client has.
pub const MOST: usize = 100;

/// A client's measures by name.
pub type Measures = BTreeMap<String, Measure>;

/// A number of a client, exact to four decimals.
///
/// Up to [`Measure::LIMIT`] such a number and the nearest binary one stand for each other, so that it is the same in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(Amount);

impl Measure {
    /// The largest absolute value: a hundred billion.
    pub const LIMIT: i64 = 100_000_000_000;

    /// A measure of a number already read; none past the limit.
    #[must_use]
    pub fn of(number: Amount) -> Option<Self> {
        (number.ten_thousandths().abs() <= Self::LIMIT * Amount::SCALE).then_some(Self(number))
    }

    /// Reads a plain decimal number (`-12.5`): point as the decimal sign, no grouping, four decimals at most.
    ///
    /// # Errors
    /// A refusal that names the measure and says what would be right.
    pub fn parse(name: &str, text: &str) -> Result<Self, Refusal> {
        let refused = |hint: &str| Refusal::BadValue {
            what: format!("value for measure.{name}"),
            value: text.to_owned(),
            hint: hint.to_owned(),
        };
        let number = Amount::parse(text).map_err(|_| refused("write a number like 12 or 12.5, with four decimals at most"))?;
        Self::of(number).ok_or_else(|| refused("the limit is a hundred billion"))
    }

    /// The number, exactly.
    #[must_use]
    pub const fn number(self) -> Amount {
        self.0
    }

    /// As a binary number.
    #[must_use]
    pub fn to_f64(self) -> f64 {
        self.0.ten_thousandths() as f64 / Amount::SCALE as f64
    }
}

/// Prints a plain decimal without zeros at its end: `12`, `12.5`.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        f.write_str(if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text })
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = self.0.ten_thousandths();
        if raw % Amount::SCALE == 0 {
            serializer.serialize_i64(raw / Amount::SCALE)
        } else {
            serializer.serialize_f64(self.to_f64())
        }
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        let raw = (number * Amount::SCALE as f64).round();
        // Anything that is not finite, or too large, saturates past the limit and is refused.
        Self::of(Amount::from_ten_thousandths(raw as i64))
            .filter(|_| raw.is_finite())
            .ok_or_else(|| serde::de::Error::custom(format!("{number} is no measure")))
    }
}

/// The name of a measure as it is kept: small letters, digits, `-` and `_`, at most 64, beginning with a letter.
///
/// # Errors
/// A refusal for anything else, and for the name of a fact every client has.
pub fn name(text: &str) -> Result<String, Refusal> {
    let name = text.trim().to_lowercase();
    let refused =
        |hint: &str| Refusal::BadValue { what: "name of a measure".to_owned(), value: name.clone(), hint: hint.to_owned() };
    if !is_key(&name) {
        return Err(refused("write letters, digits, - and _, at most 64, a letter first: measure.tickets=12"));
    }
    if Field::of(&name.replace('-', "_")).is_some() {
        return Err(refused("a client has a fact of that name; choose another one"));
    }
    Ok(name)
}

/// Measures as they are written: `seats=40; tickets=12.5`.
#[must_use]
pub fn written(measures: &Measures) -> String {
    measures.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// Sets each measure named in a text (`tickets=12; seats=`), ends those without a number, and leaves the others; an empty text
/// ends them all.
///
/// # Errors
/// A name or number that is none, or too many measures.
pub fn assign(measures: &mut Measures, text: &str) -> Result<(), Refusal> {
    if text.trim().is_empty() {
        measures.clear();
        return Ok(());
    }
    for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let Some((given, value)) = part.split_once('=') else {
            let hint = "write it like tickets=12; seats=40".to_owned();
            return Err(Refusal::BadValue { what: "value for measures".to_owned(), value: part.to_owned(), hint });
        };
        let name = name(given)?;
        match value.trim() {
            "" => measures.remove(&name),
            number => {
                let value = Measure::parse(&name, number)?;
                measures.insert(name, value)
            }
        };
    }
    if measures.len() > MOST {
        let hint = format!("a client has at most {MOST} measures");
        return Err(Refusal::BadValue { what: "value for measures".to_owned(), value: text.to_owned(), hint });
    }
    Ok(())
}

/// The text that [`assign`] makes `after` of `before` with; none where nothing differs.
#[must_use]
pub fn difference(before: &Measures, after: &Measures) -> Option<String> {
    let gone = before.keys().filter(|name| !after.contains_key(*name)).map(|name| format!("{name}="));
    let new =
        after.iter().filter(|(name, value)| before.get(*name) != Some(value)).map(|(name, value)| format!("{name}={value}"));
    let parts: Vec<String> = gone.chain(new).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Measures {
        let mut measures = Measures::new();
        assign(&mut measures, text).expect("measures");
        measures
    }

    #[test]
    fn measures_are_set_ended_and_left_one_by_one() {
        let mut measures = of("tickets=12; seats = 40.50");
        assert_eq!(written(&measures), "seats=40.5; tickets=12");
        assign(&mut measures, "tickets=").expect("ended");
        assert_eq!(written(&measures), "seats=40.5");
        assign(&mut measures, " ").expect("ended");
        assert!(measures.is_empty());
    }

    #[test]
    fn what_is_no_measure_is_refused() {
        for text in
            ["tickets", "=1", "Ti ckets=1", "9lives=1", "arr=1", "renewal-on=1", "tickets=many", "tickets=NaN", "tickets=1e9"]
        {
            assert!(assign(&mut Measures::new(), text).is_err(), "{text}");
        }
        assert!(Measure::parse("n", "100000000000").is_ok() && Measure::parse("n", "100000000000.0001").is_err());
        assert!(name(&"a".repeat(64)).is_ok() && name(&"a".repeat(65)).is_err());
        let many: Vec<String> = (0..=MOST).map(|at| format!("n{at}=1")).collect();
        assert!(assign(&mut Measures::new(), &many.join(";")).is_err());
    }

    #[test]
    fn the_difference_of_measures_makes_one_of_the_other() {
        let (before, after) = (of("a=1; b=2; c=3"), of("b=2; c=4; d=5"));
        let mut changed = before.clone();
        assign(&mut changed, &difference(&before, &after).expect("they differ")).expect("assigned");
        assert_eq!(changed, after);
        assert_eq!(difference(&after, &after), None);
    }

    proptest! {
        #[test]
        fn a_measure_is_the_same_in_text_and_in_json(raw in -1_000_000_000_000_000_i64..=1_000_000_000_000_000) {
            let measure = Measure::of(Amount::from_ten_thousandths(raw)).expect("within the limit");
            prop_assert_eq!(Measure::parse("n", &measure.to_string()).ok(), Some(measure));
            let json = serde_json::to_string(&measure).expect("json");
            prop_assert_eq!(serde_json::from_str::<Measure>(&json).ok(), Some(measure));
        }
    }
}
