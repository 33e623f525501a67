//! Client fields as numbers: what factors are derived from, on a day, and for which days the values hold (models.md).

use chrono::{Days, NaiveDate};

use super::client::Client;
use super::model::{Derived, FactorValues, Model};
use super::money::Amount;
use super::text::is_key;

/// The client fields a factor can be derived from: revenue a year, and days since or until an event (negative once past).
pub const FIELDS: [&str; 4] = ["arr", "days_since_review", "days_since_onboarding", "days_to_renewal"];

/// Before the name of a measure of the client, where a factor is derived from one: `measure.tickets`.
pub const MEASURE: &str = "measure.";

/// Whether a factor can be derived from what this names: a field, or a measure.
#[must_use]
pub fn is_field(name: &str) -> bool {
    FIELDS.contains(&name) || name.strip_prefix(MEASURE).is_some_and(is_key)
}

/// A client as far as factors are derived from it, on a day.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'c> {
    /// The client.
    pub client: &'c Client,
    /// The last review that counts, held by that day.
    pub last_review_on: Option<NaiveDate>,
    /// The first review recorded for a later day: a book can be looked at on an earlier one.
    pub next_review_on: Option<NaiveDate>,
    /// The day.
    pub today: NaiveDate,
}

/// The days for which derived values hold. Without bounds they hold on any day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// The first of them.
    pub from: Option<NaiveDate>,
    /// The first day on which they no longer do.
    pub until: Option<NaiveDate>,
}

impl Held {
    /// Takes in a day on which a value changes.
    fn bounded(&mut self, at: Option<NaiveDate>, today: NaiveDate) {
        let Some(at) = at else { return };
        if at <= today {
            self.from = self.from.max(Some(at));
        } else {
            self.until = Some(self.until.map_or(at, |until| until.min(at)));
        }
    }
}

impl Fields<'_> {
    /// The number behind a field; none where the client has none.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<f64> {
        let since = |day: Option<NaiveDate>| day.map(|day| (self.today - day).num_days() as f64);
        match field {
            "arr" => self.client.arr.map(|arr| arr.ten_thousandths() as f64 / Amount::SCALE as f64),
            "days_since_review" => since(self.last_review_on),
            "days_since_onboarding" => since(self.client.onboarded_on),
            "days_to_renewal" => since(self.client.renewal_on).map(|past| -past),
            other => self.client.measure(other.strip_prefix(MEASURE)?),
        }
    }

    /// Narrows the days for which a derived value holds to those without a bound crossed.
    fn hold(&self, derived: &Derived, held: &mut Held) {
        let counts = |from: Option<NaiveDate>, held: &mut Held| {
            for bound in &derived.bands {
                held.bounded(from.and_then(|from| shifted(from, bound.ceil())), self.today);
            }
        };
        match derived.from.as_str() {
            "days_since_review" => {
                held.bounded(self.last_review_on, self.today);
                held.bounded(self.next_review_on, self.today);
                counts(self.last_review_on, held);
            }
            "days_since_onboarding" => counts(self.client.onboarded_on, held),
            "days_to_renewal" => {
                for bound in &derived.bands {
                    // The last day with at least so many days to go is that many before the renewal.
                    held.bounded(self.client.renewal_on.and_then(|on| shifted(on, 1.0 - bound.ceil())), self.today);
                }
            }
            _ => {}
        }
    }
}

/// A date some days later, or earlier; none outside the calendar.
fn shifted(from: NaiveDate, days: f64) -> Option<NaiveDate> {
    let many = Days::new(days.abs().min(1e9) as u64);
    if days < 0.0 { from.checked_sub_days(many) } else { from.checked_add_days(many) }
}

/// Sets the values of a model's derived factors from a client's fields, as recorded `on` that day, and answers for which days
/// they hold; a field without a value leaves its factor without one.
pub fn derive(model: &Model, values: &mut FactorValues, on: NaiveDate, fields: &Fields<'_>) -> Held {
    let mut held = Held::default();
    for factor in model.dimensions.iter().flat_map(|dimension| &dimension.factors) {
        let Some(derived) = &factor.derived else { continue };
        fields.hold(derived, &mut held);
        match fields.value(&derived.from).and_then(|given| derived.value(given)) {
            Some(value) => values.insert(factor.key.clone(), (value, on)),
            None => values.remove(&factor.key),
        };
    }
    held
}

/// The bounds that cut values into so many parts of the same size, as nearly as can be: the lowest value of each part but the
/// first. Equal values stay together, so that what nobody is below never counts as more than the lowest part; two parts can then
/// begin at the same value. None where there are fewer values than parts, or all are equal.
#[must_use]
pub fn quantiles(mut values: Vec<f64>, parts: u8) -> Option<Vec<f64>> {
    let parts = usize::from(parts);
    if parts < 2 || values.len() < parts {
        return None;
    }
    values.sort_by(f64::total_cmp);
    let rises: Vec<usize> = (1..values.len()).filter(|at| values[*at] > values[at - 1]).collect();
    let nearest = |at: usize| {
        let above = rises.partition_point(|rise| *rise < at);
        let around = above.saturating_sub(1)..(above + 1).min(rises.len());
        rises[around].iter().copied().min_by_key(|rise| rise.abs_diff(at))
    };
    (1..parts).map(|part| nearest((part * values.len()).div_ceil(parts)).map(|rise| values[rise])).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::client::ClientId;
    use crate::domain::score::propose;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn client() -> Client {
        serde_json::from_str(r#"{"id":1,"rev":1,"name":"Acme"}"#).expect("a client")
    }

    /// A model with one derived factor on the x axis of a ladder.
    fn ladder(field: &str, bands: &str) -> Model {
        let (bounds, steps) = (bands.split(',').count(), bands.split(',').count() + 1);
        let toml = format!(
            "key = \"ladder\"\nname = \"Ladder\"\nx = \"d\"\n[[dimensions]]\nkey = \"d\"\nname = \"D\"\ncuts = [50]\n\
             [[dimensions.factors]]\nkey = \"f\"\nquestion = \"?\"\nfrom = \"{field}\"\nbands = [{bands}]\n\
             [[segments]]\nkey = \"low\"\nletter = \"L\"\nname = \"Low\"\ncells = [[1]]\n\
             [[segments]]\nkey = \"high\"\nletter = \"H\"\nname = \"High\"\ncells = [[2]]\n"
        );
        assert_eq!(bounds + 1, steps);
        Model::parse(&toml, "ladder").unwrap_or_else(|error| panic!("{error}"))
    }

    fn value(model: &Model, fields: &Fields<'_>) -> (Option<u8>, Held) {
        let mut values = FactorValues::new();
        let held = derive(model, &mut values, fields.today, fields);
        (values.get("f").map(|(value, _)| *value), held)
    }

    #[test]
    fn a_field_without_value_takes_a_derived_value_away_and_a_derived_value_never_ages() {
        let model = ladder("arr", "1, 2, 3, 4");
        let mut client = client();
        client.arr = Some(Amount::from_ten_thousandths(45_000));
        fn fields(client: &Client) -> Fields<'_> {
            Fields { client, last_review_on: None, next_review_on: None, today: day("1970-01-01") }
        }
        let mut values = FactorValues::new();
        derive(&model, &mut values, day("1970-01-01"), &fields(&client));
        assert_eq!(values["f"], (5, day("1970-01-01")));
        assert_eq!(propose(&model, &values, None).stale_from, None);
        client.arr = None;
        derive(&model, &mut values, day("1970-01-01"), &fields(&client));
        assert!(values.is_empty());
    }

    #[test]
    fn equal_values_stay_together_in_quantiles() {
        let bounds = |values: &[f64]| quantiles(values.to_vec(), 4);
        assert_eq!(bounds(&[0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 3.0, 4.0]), Some(vec![2.0, 2.0, 3.0]));
        assert_eq!(bounds(&[1.0, 2.0, 3.0, 4.0, 4.0, 4.0, 4.0, 4.0]), Some(vec![3.0, 4.0, 4.0]));
        assert_eq!(bounds(&[5.0; 8]), None);
        assert_eq!(bounds(&[1.0, 2.0, 3.0]), None);
    }

    #[test]
    fn days_since_a_review_change_their_band_on_the_day_the_bound_is_reached() {
        let model = ladder("days_since_review", "30, 90");
        let mut client = client();
        client.id = ClientId(7);
        let at = |today: &str| Fields {
            client: &client,
            last_review_on: Some(day("2026-01-01")),
            next_review_on: None,
            today: day(today),
        };
        assert_eq!(value(&model, &at("2026-01-30")).0, Some(1));
        let (second, held) = value(&model, &at("2026-01-31"));
        assert_eq!((second, held.from, held.until), (Some(2), Some(day("2026-01-31")), Some(day("2026-04-01"))));
        assert_eq!(value(&model, &at("2026-04-01")).0, Some(3));
        let never = Fields { last_review_on: None, ..at("2026-04-01") };
        assert_eq!(value(&model, &never), (None, Held::default()));
    }

    #[test]
    fn days_to_a_renewal_fall_below_a_bound_the_day_after_it() {
        let model = ladder("days_to_renewal", "0, 120");
        let mut client = client();
        client.renewal_on = Some(day("2026-06-01"));
        let at = |today: NaiveDate| Fields { client: &client, last_review_on: None, next_review_on: None, today };
        let renewal = day("2026-06-01");
        assert_eq!(value(&model, &at(renewal - Days::new(120))).0, Some(3));
        assert_eq!(value(&model, &at(renewal - Days::new(119))).0, Some(2));
        assert_eq!(value(&model, &at(renewal)).0, Some(2));
        assert_eq!(value(&model, &at(renewal + Days::new(1))).0, Some(1));
    }

    proptest! {
        #[test]
        fn a_derived_value_is_the_same_on_every_day_it_is_said_to_hold_and_another_after(
            field in prop::sample::select(vec!["days_since_review", "days_since_onboarding", "days_to_renewal"]),
            bounds in prop::collection::btree_set(-40_i32..200, 1..4),
            offset in -60_i64..260,
            later in prop::option::of(1_u64..100),
        ) {
            let bands: Vec<String> = bounds.iter().map(|bound| format!("{}.5", bound)).collect();
            let model = ladder(field, &bands.join(", "));
            let today = day("2026-06-01");
            let event = today - chrono::Duration::days(offset);
            let mut client = client();
            client.onboarded_on = Some(event);
            client.renewal_on = Some(event);
            let next = later.map(|days| today + Days::new(days));
            let on = |today: NaiveDate| {
                let reviews = [Some(event), next];
                let past = reviews.iter().flatten().filter(|held| **held <= today).max().copied();
                let coming = reviews.iter().flatten().filter(|held| **held > today).min().copied();
                Fields { client: &client, last_review_on: past, next_review_on: coming, today }
            };
            let (now, held) = value(&model, &on(today));
            for step in 0..300 {
                let tomorrow = today + Days::new(step);
                let yesterday = today - Days::new(step);
                if held.until.is_none_or(|until| tomorrow < until) {
                    prop_assert_eq!(value(&model, &on(tomorrow)).0, now, "{}", tomorrow);
                }
                if held.from.is_none_or(|from| yesterday >= from) {
                    prop_assert_eq!(value(&model, &on(yesterday)).0, now, "{}", yesterday);
                }
            }
        }

        #[test]
        fn the_lowest_value_is_in_the_lowest_part_and_the_highest_in_the_highest(
            values in prop::collection::vec(-5_i32..5, 0..40),
            parts in 2_u8..21,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let Some(bands) = quantiles(values.clone(), parts) else {
                prop_assert!(values.len() < usize::from(parts) || values.iter().all(|value| *value == values[0]));
                return Ok(());
            };
            prop_assert_eq!(bands.len(), usize::from(parts) - 1);
            prop_assert!(bands.is_sorted());
            let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
            prop_assert!(bands.iter().all(|bound| low < *bound && *bound <= high), "{:?}", bands);
        }

        #[test]
        fn quantiles_cut_distinct_values_into_parts_of_the_same_size(
            values in prop::collection::btree_set(-1000_i32..1000, 0..60),
            parts in 2_u8..8,
        ) {
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let Some(bands) = quantiles(values.clone(), parts) else {
                prop_assert!(values.len() < usize::from(parts));
                return Ok(());
            };
            let derived = Derived { from: "arr".to_owned(), bands, quantiles: Some(parts), fitted: None };
            let mut sizes = vec![0_usize; usize::from(parts)];
            for value in &values {
                sizes[usize::from(derived.value(*value).expect("a number")) - 1] += 1;
            }
            let (least, most) = (sizes.iter().min().expect("some"), sizes.iter().max().expect("some"));
            prop_assert!(most - least <= 1, "{:?}", sizes);
        }
    }
}
