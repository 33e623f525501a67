//! Facts about each built-in model: what it says, and where scored clients land.

use std::collections::BTreeSet;

use rstest::rstest;

use super::*;
use crate::domain::calendar::Unit;
use crate::domain::client::Client;
use crate::domain::fields::{Fields, derive};
use crate::domain::money::Amount;
use crate::domain::refusal::Refusal;
use crate::domain::score::propose;

fn shipped(key: &str) -> Model {
    let toml = builtin::find(key).unwrap_or_else(|| panic!("{key} is built in"));
    Model::parse(toml, key).unwrap_or_else(|error| panic!("{error}; {}", error.hint))
}

/// A model with its quantiles as a book with these bounds has them.
fn fitted_to(key: &str, bounds: &[f64]) -> Model {
    let toml = builtin::find(key).unwrap_or_else(|| panic!("{key} is built in"));
    let (toml, said) =
        fitted(toml, &shipped(key), "2026-06-01".parse().unwrap(), |_, _| Ok::<_, Refusal>(Some(bounds.to_vec()))).unwrap();
    assert_eq!(said.len(), 1);
    Model::parse(&toml, key).unwrap()
}

/// What a client with this revenue and these answers is proposed.
fn proposed<'m>(model: &'m Model, arr: Option<f64>, answers: &[(&str, u8)]) -> Option<&'m str> {
    let on = "2026-06-01".parse().unwrap();
    let mut values: FactorValues = answers.iter().map(|(factor, value)| ((*factor).to_owned(), (*value, on))).collect();
    let mut client: Client = serde_json::from_str(r#"{"id":1,"rev":1,"name":"Acme"}"#).unwrap();
    client.arr = arr.map(|arr| Amount::from_ten_thousandths((arr * 10_000.0).round() as i64));
    derive(model, &mut values, on, &Fields { client: &client, last_review_on: None, next_review_on: None, today: on });
    propose(model, &values, None).segment
}

/// Every asked factor of a dimension at one value.
fn all(model: &Model, dimension: &str, value: u8) -> Vec<(String, u8)> {
    let factors = &model.dimension(dimension).unwrap().factors;
    factors.iter().filter(|factor| factor.derived.is_none()).map(|factor| (factor.key.clone(), value)).collect()
}

fn level(model: &Model, arr: Option<f64>, (x, y): (u8, u8)) -> Option<&str> {
    let mut answers = all(model, &model.x, x);
    answers.extend(all(model, model.y.as_deref().unwrap(), y));
    let answers: Vec<(&str, u8)> = answers.iter().map(|(factor, value)| (factor.as_str(), *value)).collect();
    proposed(model, arr, &answers)
}

#[rstest]
#[case("growth-risk", ("growth", "risk"), (2, 2), &["grow", "invest", "sustain", "protect"])]
#[case("service-tiers", ("spend", "spend_potential"), (3, 2), &["enterprise", "strategic", "one-to-many", "self-service"])]
#[case("touch-tier", ("revenue", "return"), (3, 2),
    &["enterprise-high", "enterprise-low", "mid-market-high", "mid-market-low", "commercial-high", "commercial-low"])]
#[case("alignment-potential", ("alignment", "potential"), (3, 3),
    &["partner", "develop", "win-over", "strengthen", "loyal", "on-request"])]
#[case("usage-commitment", ("usage", "commitment"), (3, 3), &["advocate", "steady", "activate", "secure", "rescue"])]
#[case("service-segments", ("need", "use"), (1, 1),
    &["all-in-hands", "shared-work", "always-on", "getting-started", "by-the-piece"])]
fn the_axes_grid_and_segments_are_those_of_the_specification(
    #[case] key: &str,
    #[case] axes: (&str, &str),
    #[case] grid: (u8, u8),
    #[case] segments: &[&str],
) {
    let model = shipped(key);
    assert_eq!((model.x.as_str(), model.y.as_deref().unwrap()), axes);
    assert_eq!(model.grid(), grid);
    assert_eq!(model.segments.iter().map(|segment| segment.key.as_str()).collect::<Vec<_>>(), segments);
}

#[test]
fn every_built_in_model_says_what_a_team_needs() {
    for (key, _) in builtin::all() {
        let model = shipped(key);
        assert!(!model.description.is_empty() && model.source.starts_with("After the "), "{key}");
        assert_eq!(model.evaluate_every, Period { n: 12, unit: Unit::Month }, "{key}");
        for dimension in &model.dimensions {
            assert!(!dimension.low.is_empty() && !dimension.high.is_empty(), "{key} {}", dimension.key);
            for factor in &dimension.factors {
                let worded: BTreeSet<&str> = factor.levels.iter().map(String::as_str).filter(|level| !level.is_empty()).collect();
                assert_eq!(worded.len(), factor.levels.len(), "{key} {}: each level in words of its own", factor.key);
                assert!(factor.derived.is_some() || factor.top() == 5, "{key} {}", factor.key);
            }
        }
        for segment in &model.segments {
            assert!(!segment.stance.is_empty() && !segment.initiatives.is_empty(), "{key} {}", segment.key);
            assert!(!segment.playbook.is_empty(), "{key} {}", segment.key);
            assert!(segment.owners.is_empty() == (segment.key == "self-service"), "{key} {}", segment.key);
            assert!(segment.touchpoints.is_empty() || segment.touch != Touch::None, "{key} {}", segment.key);
            assert!(segment.touchpoints.iter().all(|t| t.prepare_hours + t.hold_hours > 0.0), "{key} {}", segment.key);
        }
    }
}

#[test]
fn the_dimensions_a_lens_can_name_are_each_in_one_model() {
    let models: Vec<Model> = builtin::all().iter().map(|(key, _)| shipped(key)).collect();
    let keys: Vec<&str> = models.iter().flat_map(|model| &model.dimensions).map(|dimension| dimension.key.as_str()).collect();
    let wanted = [
        "maturity",
        "appetite",
        "growth",
        "risk",
        "potential",
        "alignment",
        "usage",
        "commitment",
        "spend",
        "spend_potential",
        "return",
    ];
    for wanted in wanted {
        assert_eq!(keys.iter().filter(|key| **key == wanted).count(), 1, "{wanted}");
    }
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}

#[test]
fn growth_and_risk_have_the_factors_of_the_specification() {
    let model = shipped("growth-risk");
    let of = |key: &str| model.dimension(key).unwrap().factors.iter().map(|f| f.key.clone()).collect::<Vec<_>>();
    assert_eq!(of("growth"), ["expansion_room", "strategic_fit", "budget"]);
    assert_eq!(of("risk"), ["sponsor_change", "sentiment", "support_load"]);
}

#[test]
fn the_corners_of_growth_and_risk_are_grow_invest_sustain_and_protect() {
    let model = shipped("growth-risk");
    for (at, segment) in [
        ((5, 1), "grow"),
        ((5, 5), "invest"),
        ((1, 1), "sustain"),
        ((1, 5), "protect"),
        // 50 is on the cut, and so in the upper band.
        ((3, 3), "invest"),
        ((3, 2), "grow"),
        ((2, 3), "protect"),
    ] {
        assert_eq!(level(&model, None, at), Some(segment), "{at:?}");
    }
}

#[test]
fn spend_and_potential_make_the_tiers() {
    let model = fitted_to("service-tiers", &[10_000.0, 30_000.0, 100_001.0]);
    for (arr, potential, tier) in [
        (100_001.0, 1, "enterprise"),
        (5_000_000.0, 5, "enterprise"),
        (99_999.99, 3, "strategic"),
        (10_000.0, 5, "strategic"),
        (99_999.99, 2, "one-to-many"),
        (10_000.0, 1, "one-to-many"),
        (9_999.99, 1, "self-service"),
        (0.0, 5, "self-service"),
    ] {
        assert_eq!(level(&model, Some(arr), (1, potential)), Some(tier), "{arr} {potential}");
    }
    assert_eq!(level(&model, None, (1, 5)), None, "nothing is known of the spend");
    assert!(shipped("service-tiers").is_unfitted() && !model.is_unfitted());
    let accounts = |key| model.segment(key).unwrap().accounts_per_owner;
    assert!(accounts("enterprise") < accounts("strategic") && accounts("strategic") < accounts("one-to-many"));
    assert_eq!(accounts("self-service"), None);
}

#[test]
fn the_two_example_companies_of_the_source_end_up_where_its_author_says() {
    let model = shipped("touch-tier");
    // The large one: everything bought, everything in use, nothing wrong, and a good champion even.
    let large = [("expansion_room", 1), ("adoption_gap", 1), ("churn_risk", 1), ("champion", 4)];
    assert_eq!(proposed(&model, Some(480_000.0), &large), Some("enterprise-low"));
    // The small one: room to grow and a champion, no more risk than others.
    let small = [("expansion_room", 5), ("adoption_gap", 3), ("churn_risk", 2), ("champion", 5)];
    assert_eq!(proposed(&model, Some(9_000.0), &small), Some("commercial-high"));
    let names = ["enterprise-low", "commercial-high"].map(|key| model.segment(key).unwrap().name.as_str());
    assert_eq!(names, ["Enterprise, lower touch", "Commercial, high touch"]);
}

#[test]
fn revenue_bands_and_return_make_the_touch() {
    let model = shipped("touch-tier");
    for (arr, answer, segment) in [
        (100_000.0, 3, "enterprise-high"),
        (100_000.0, 2, "enterprise-low"),
        (99_999.99, 5, "mid-market-high"),
        (25_000.0, 1, "mid-market-low"),
        (24_999.99, 3, "commercial-high"),
        (0.0, 1, "commercial-low"),
    ] {
        assert_eq!(level(&model, Some(arr), (1, answer)), Some(segment), "{arr} {answer}");
    }
}

#[test]
fn high_touch_has_three_touchpoints_at_once() {
    let model = shipped("touch-tier");
    for segment in &model.segments {
        let asked: Vec<(&str, String)> = segment.touchpoints.iter().map(|t| (t.kind.as_str(), t.every.to_string())).collect();
        if segment.touch == Touch::High {
            let of = |kind, every: &str| (kind, every.to_owned());
            let wanted = [of("QBR", "3 months"), of("Meeting", "2 weeks"), of("Adoption check-in", "1 month")];
            assert_eq!(asked, wanted, "{}", segment.key);
            assert_eq!(segment.touchpoints[0].satisfied_by, ["EBR"]);
        } else {
            assert_eq!(asked.len(), 1, "{}", segment.key);
        }
    }
    assert_eq!(model.segments.iter().filter(|segment| segment.touch == Touch::High).count(), 3);
}

#[rstest]
#[case("alignment-potential", [
    ["on-request", "loyal", "loyal"],
    ["on-request", "strengthen", "strengthen"],
    ["win-over", "develop", "partner"],
])]
#[case("usage-commitment", [
    ["rescue", "rescue", "secure"],
    ["activate", "steady", "secure"],
    ["activate", "steady", "advocate"],
])]
fn the_nine_cells_of_the_key_account_lenses_have_their_segments(#[case] key: &str, #[case] rows: [[&str; 3]; 3]) {
    let model = shipped(key);
    for (y, row) in [(1, rows[0]), (3, rows[1]), (5, rows[2])] {
        for (x, segment) in [(1, row[0]), (3, row[1]), (5, row[2])] {
            assert_eq!(level(&model, None, (x, y)), Some(segment), "{x} {y}");
        }
    }
}

#[test]
fn in_every_built_in_grid_a_score_equal_to_a_cut_is_in_the_upper_band() {
    for (key, _) in builtin::all() {
        let model = shipped(key);
        for dimension in &model.dimensions {
            for (below, cut) in (1_u8..).zip(&dimension.cuts) {
                assert_eq!((dimension.band(cut - 1), dimension.band(*cut)), (below, below + 1), "{key} {} {cut}", dimension.key);
            }
        }
        for (x, y) in model.segments.iter().flat_map(|segment| &segment.cells) {
            let low = |dimension: &Dimension, band: u8| if band == 1 { 0 } else { dimension.cuts[usize::from(band) - 2] };
            let (at_x, at_y) = (low(model.x_axis(), *x), model.y_axis().map(|axis| low(axis, *y)));
            assert_eq!(model.at(at_x, at_y), model.cell(*x, *y), "{key} [{x}, {y}]");
        }
    }
}

#[test]
fn a_derived_factor_alone_is_never_near_a_cut() {
    for key in ["service-tiers", "touch-tier"] {
        let model = shipped(key);
        let axis = model.x_axis();
        for step in 0..axis.factors[0].top() {
            let tenths = u16::from(step) * 1000 / (u16::from(axis.factors[0].top()) - 1);
            assert!(axis.distance(tenths).unwrap() > model.guard.margin, "{key} {step}");
        }
    }
}

#[test]
fn service_segments_overlap_and_no_score_decides() {
    let model = shipped("service-segments");
    assert_eq!(model.membership, Membership::Many);
    assert!(model.segments.len() >= 4);
    for segment in &model.segments {
        assert!(segment.cells.is_empty(), "{}", segment.key);
        assert!(segment.offers.len() >= 2 && segment.offers.last().unwrap().starts_with("Value: "), "{}", segment.key);
    }
    let factors: Vec<&str> = model.dimensions.iter().flat_map(|d| &d.factors).map(|f| f.key.as_str()).collect();
    assert_eq!(factors, ["service_needs", "business", "service_usage", "adoption", "lifecycle"]);
    assert_eq!(level(&model, None, (5, 5)), None);
}
