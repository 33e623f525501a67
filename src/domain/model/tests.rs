//! Facts about models: the built-in ones, broken files one by one, bands and cells.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::calendar::Unit;

fn default_model() -> Model {
    Model::parse(builtin::all()[0].1, "maturity-appetite.toml").expect("the built-in model is right")
}

#[test]
fn every_built_in_model_reads_under_its_own_key() {
    for (key, toml) in builtin::all() {
        let model = Model::parse(toml, key).map_err(|error| format!("{error}; {}", error.hint));
        assert_eq!(model.as_ref().map(|model| model.key.as_str()), Ok(*key));
        assert_eq!(builtin::find(key), Some(*toml));
    }
}

#[test]
fn the_default_model_is_the_one_of_the_specification() {
    let model = default_model();
    let seen: Vec<_> = model
        .segments
        .iter()
        .map(|segment| {
            let square = model.squares(segment)[0];
            let every = segment.touchpoints.first().map_or("none".to_owned(), |touchpoint| touchpoint.every.to_string());
            (segment.letter.as_str(), segment.key.as_str(), every, (square.row, square.column), segment.floor.to_string())
        })
        .collect();
    let month12 = || "12 months".to_owned();
    assert_eq!(
        seen,
        [
            ("A", "transform", "1 month".to_owned(), (0, 1), month12()),
            ("B", "modernize", "3 months".to_owned(), (0, 0), month12()),
            ("C", "educate", "4 months".to_owned(), (1, 1), month12()),
            ("D", "sustain", "none".to_owned(), (1, 0), month12()),
        ]
    );
    let factors: Vec<_> = model.dimensions.iter().flat_map(|d| &d.factors).map(|f| (f.key.as_str(), f.weight, f.top())).collect();
    let keys = ["standardization", "stability", "proactivity", "engagement", "feedback", "goals"];
    assert_eq!(factors, keys.map(|key| (key, 1.0, 5)));
    assert!(model.dimensions.iter().flat_map(|d| &d.factors).all(|f| f.levels.iter().all(|level| !level.is_empty())));
    assert_eq!(model.dimensions.iter().map(|d| d.cuts.clone()).collect::<Vec<_>>(), [vec![500], vec![500]]);
    assert_eq!((model.guard.margin, model.grid(), model.kinds()), (50, (2, 2), vec!["Review"]));
    assert!(model.segments.iter().flat_map(|s| &s.touchpoints).all(|t| t.satisfied_by == ["QBR", "EBR"]));
}

#[test]
fn a_score_equal_to_the_cut_is_in_the_upper_band() {
    let model = default_model();
    for (tenths, band) in [(0, 1), (499, 1), (500, 2), (501, 2), (1000, 2)] {
        assert_eq!(model.band("maturity", tenths), Some(band), "{tenths}");
    }
    assert_eq!(model.band("nothing", 1), None);
    let at = |x, y| model.at(x, y).map(|segment| segment.key.as_str());
    assert_eq!(at(500, Some(500)), Some("transform"));
    assert_eq!(at(499, Some(500)), Some("modernize"));
    assert_eq!(at(500, Some(499)), Some("educate"));
    assert_eq!(at(499, Some(499)), Some("sustain"));
    assert_eq!(at(499, None), None);
}

#[test]
fn a_factor_is_found_by_its_key_with_or_without_its_dimension() {
    let model = default_model();
    let found = |name| model.factor(name).map(|(dimension, factor)| (dimension.key.as_str(), factor.key.as_str()));
    assert_eq!(found("goals"), Some(("appetite", "goals")));
    assert_eq!(found("appetite.goals"), Some(("appetite", "goals")));
    assert_eq!(found("maturity.goals"), None);
    assert_eq!(found("maturity"), None);
}

#[test]
fn a_year_has_its_reviews_and_hours() {
    let model = default_model();
    let year = |key| model.segment(key).map(|s| (s.reviews_per_year(), s.hours_per_year()));
    assert_eq!(year("transform"), Some((12.0, 36.0)));
    assert_eq!(year("modernize"), Some((4.0, 18.0)));
    assert_eq!(year("educate"), Some((3.0, 7.5)));
    assert_eq!(year("sustain"), Some((0.0, 0.0)));
    let every = |n, unit| Touchpoint {
        kind: "Call".to_owned(),
        every: Period { n, unit },
        end_of_month: false,
        prepare_hours: 0.5,
        hold_hours: 0.5,
        satisfied_by: vec![],
    };
    assert_eq!(every(2, Unit::Week).hours_per_year(), 26.0);
    assert_eq!(every(5, Unit::Day).reviews_per_year(), 73.0);
    assert_eq!(every(2, Unit::Year).reviews_per_year(), 0.5);
}

#[test]
fn the_distance_is_to_the_nearest_cut_of_either_axis() {
    let model = default_model();
    assert_eq!(model.distance(Some(530), Some(900)), Some(30));
    assert_eq!(model.distance(Some(900), Some(480)), Some(20));
    assert_eq!(model.distance(None, Some(480)), Some(20));
    assert_eq!(model.distance(None, None), None);
}

/// A model of two axes; `{…}` marks are replaced by the cases below.
const SMALL: &str = r#"key = "small"
name = "Small"
x = "spend"
y = "fit"

[[dimensions]]
key = "spend"
name = "Spend"
cuts = [30, 70]
[[dimensions.factors]]
key = "revenue"
question = "Revenue a year"
from = "arr"
bands = [10000, 50000]

[[dimensions]]
key = "fit"
name = "Fit"
cuts = [50.5]
[[dimensions.factors]]
key = "need"
question = "Do they need us?"
weight = 2.5

[[segments]]
key = "core"
letter = "K"
name = "Core"
cells = [[3, 1], [3, 2]]
target_share = 0.4
[[segments.touchpoints]]
kind = "QBR"
every = "3 months"
[[segments.touchpoints]]
kind = "Call"
every = "2 weeks"
satisfied_by = ["QBR"]

[[segments]]
key = "rest"
letter = "R"
name = "Rest"
cells = [[1, 1], [1, 2], [2, 1], [2, 2]]
"#;

#[test]
fn what_a_file_leaves_out_has_its_default() {
    let model = Model::parse(SMALL, "small.toml").unwrap();
    let period = |n| Period { n, unit: Unit::Month };
    assert_eq!((model.score_valid, model.confirm_every, model.evaluate_every), (period(6), period(3), period(12)));
    assert_eq!(model.guard, Guard { margin: 50, dwell: period(3) });
    assert_eq!(model.membership, Membership::One);
    assert_eq!((model.segments[1].grace, model.segments[1].floor, model.segments[1].touch), (5, period(12), Touch::Low));
    assert_eq!(model.dimensions[0].factors[0].levels, ["", "", ""]);
    assert_eq!(model.dimensions[1].factors[0].levels.len(), 5);
    assert_eq!(model.dimensions[1].cuts, [505]);
    assert_eq!(model.kinds(), ["QBR", "Call"]);
    assert_eq!(model.grid(), (3, 2));
    assert_eq!(model.squares(&model.segments[0]), [Square { row: 0, column: 2 }, Square { row: 1, column: 2 }]);
}

#[test]
fn the_dwell_left_out_is_one_confirm_period() {
    let text = SMALL.replace("x = \"spend\"\n", "x = \"spend\"\nconfirm_every = \"6 weeks\"\n");
    assert_eq!(Model::parse(&text, "f").unwrap().guard.dwell, Period { n: 6, unit: Unit::Week });
}

#[test]
fn a_ladder_has_one_row_and_may_write_cells_with_one_number() {
    let text = SMALL
        .replace("\ny = \"fit\"\n", "\n")
        .replace("[[3, 1], [3, 2]]", "[[3]]")
        .replace("[[1, 1], [1, 2], [2, 1], [2, 2]]", "[[1], [2]]");
    let model = Model::parse(&text, "ladder.toml").unwrap();
    assert_eq!(model.grid(), (3, 1));
    assert_eq!(model.at(700, None).map(|s| s.key.as_str()), Some("core"));
    assert_eq!(model.at(699, Some(3)).map(|s| s.key.as_str()), Some("rest"));
}

#[test]
fn many_may_leave_cells_and_segments_free_and_one_may_not() {
    let free = SMALL.replace("cells = [[3, 1], [3, 2]]\n", "");
    let many = free.replace("name = \"Small\"\n", "name = \"Small\"\nmembership = \"many\"\n");
    let model = Model::parse(&many, "many.toml").unwrap();
    assert_eq!(model.cell(3, 1), None);
    assert!(Model::parse(&free, "one.toml").is_err());
}

#[rstest]
#[case::unknown_key("weight = 2.5", "wieght = 2.5", 23, "wieght", "weight")]
#[case::unknown_key_on_top("y = \"fit\"", "z = \"fit\"", 4, "z", "known here")]
#[case::missing_key("question = \"Do they need us?\"\n", "", 20, "question", "question")]
#[case::no_toml("x = \"spend\"", "x = spend", 3, "quoted", "in quotes")]
#[case::open_text("name = \"Small\"", "name = \"Small", 2, "string", "`\"`")]
#[case::wrong_type("cuts = [30, 70]", "cuts = [30, \"70\"]", 9, "string", "a number")]
#[case::no_list("cells = [[3, 1], [3, 2]]", "cells = [3, 1]", 29, "integer", "a list")]
#[case::no_table("x = \"spend\"", "x = \"spend\"\nguard = 5", 4, "integer", "a table")]
#[case::key_twice("weight = 2.5", "weight = 2.5\nweight = 3", 24, "already", "once")]
#[case::unknown_touch("letter = \"R\"", "letter = \"R\"\ntouch = \"hihg\"", 42, "hihg", "high")]
#[case::cell_without_segment("[2, 1], [2, 2]", "[2, 1]", 26, "[2, 2] belongs to no segment", "[2, 2]")]
#[case::cell_twice("[1, 1], [1, 2]", "[3, 1], [1, 1], [1, 2]", 43, "“core”", "one segment")]
#[case::cell_off_the_board("[3, 1], [3, 2]", "[3, 1], [4, 2]", 29, "[4, 2]", "1 to 3")]
#[case::cell_from_nought("[3, 1], [3, 2]", "[3, 1], [0, 2]", 29, "no cell", "from 1")]
#[case::weights_of_nothing("weight = 2.5", "weight = 0", 17, "“fit”", "above 0")]
#[case::negative_weight("weight = 2.5", "weight = -1", 23, "-1", "between 0")]
#[case::weight_nan("weight = 2.5", "weight = nan", 23, "NaN", "between 0")]
#[case::weight_too_fine("weight = 2.5", "weight = 0.3333", 23, "0.3333", "three decimals")]
#[case::cuts_out_of_order("[30, 70]", "[70, 30]", 9, "30 after 70", "low to high")]
#[case::cuts_equal("[30, 70]", "[70, 70]", 9, "70 after 70", "low to high")]
#[case::cut_above("[30, 70]", "[30, 100.1]", 9, "100.1", "100")]
#[case::cut_below("[30, 70]", "[0, 70]", 9, "0", "0.1")]
#[case::cut_too_fine("[30, 70]", "[30.25, 70]", 9, "30.25", "one decimal")]
#[case::no_period("every = \"2 weeks\"", "every = \"fortnight\"", 36, "fortnight", "2 weeks")]
#[case::period_of_nought("every = \"2 weeks\"", "every = \"0 weeks\"", 36, "0 weeks", "2 weeks")]
#[case::unknown_axis("y = \"fit\"", "y = \"fits\"", 4, "fits", "“fit”")]
#[case::same_axis("y = \"fit\"", "y = \"spend\"", 4, "both axes", "another")]
#[case::dimension_twice("key = \"fit\"", "key = \"spend\"", 17, "line 7", "another")]
#[case::factor_twice("key = \"need\"", "key = \"revenue\"", 21, "line 11", "another")]
#[case::segment_twice("key = \"rest\"", "key = \"core\"", 40, "line 26", "another")]
#[case::letter_twice("letter = \"R\"", "letter = \"k\"", 41, "line 27", "another")]
#[case::name_twice("name = \"Rest\"", "name = \"CORE\"", 42, "line 28", "another")]
#[case::name_means_another("name = \"Rest\"", "name = \"K\"", 42, "“Core”", "differ")]
#[case::kind_twice("kind = \"Call\"", "kind = \"QBR\"", 35, "line 32", "another")]
#[case::kind_spelt_twice("[\"QBR\"]", "[\"Qbr\"]", 37, "“QBR”", "write “QBR”")]
#[case::bad_key("key = \"small\"", "key = \"Small Model\"", 1, "Small Model", "small letters")]
#[case::long_letter("letter = \"K\"", "letter = \"Key\"", 27, "Key", "one or two")]
#[case::empty_name("name = \"Core\"", "name = \" \"", 28, "empty", "name")]
#[case::segment_without_cell("cells = [[3, 1], [3, 2]]\n", "", 26, "no cell", "cells =")]
#[case::levels_and_bands(
    "bands = [10000, 50000]",
    "bands = [10000, 50000]\nlevels = [\"a\", \"b\"]",
    15,
    "2 levels for 3 bands",
    "3 levels"
)]
#[case::bands_out_of_order("[10000, 50000]", "[50000, 10000]", 14, "10000 after 50000", "low to high")]
#[case::unknown_field("from = \"arr\"", "from = \"ar\"", 13, "“ar”", "“arr”")]
#[case::bands_alone("from = \"arr\"\n", "", 13, "bands", "from")]
#[case::short_scale("weight = 2.5", "levels = [\"x\"]", 23, "1 levels", "2 to 20")]
#[case::share_above_one("target_share = 0.4", "target_share = 1.4", 30, "1.4", "between 0 and 1")]
#[case::margin_too_wide("y = \"fit\"", "y = \"fit\"\nguard = { margin = 51 }", 5, "51", "50")]
#[case::axis_without_cuts("cuts = [50.5]\n", "", 17, "no cuts", "cuts = [50]")]
#[case::end_of_month_of_weeks("every = \"2 weeks\"", "every = \"2 weeks\"\nend_of_month = true", 37, "2 weeks", "months")]
fn a_broken_file_is_refused_at_its_line(
    #[case] right: &str,
    #[case] wrong: &str,
    #[case] line: usize,
    #[case] what: &str,
    #[case] hint: &str,
) {
    assert!(SMALL.contains(right), "the case changes something");
    let error = Model::parse(&SMALL.replacen(right, wrong, 1), "my.toml").unwrap_err();
    assert_eq!(error.line, line, "{error}");
    assert!(error.what.contains(what), "{error}");
    assert!(error.hint.contains(hint) && !error.hint.is_empty(), "{error}: {}", error.hint);
    assert!(error.to_string().starts_with(&format!("my.toml, line {line}: ")));
}

#[test]
fn shares_of_more_than_the_book_are_refused() {
    let text = SMALL.replace("letter = \"R\"", "letter = \"R\"\ntarget_share = 0.7");
    let error = Model::parse(&text, "f").unwrap_err();
    assert_eq!((error.line, error.what.as_str()), (42, "the target shares sum to 1.10"));
}

#[test]
fn a_hostile_file_ends_in_an_error() {
    let deep = format!("key = {}", "[".repeat(100_000));
    let long = format!("key = \"{}\"", "k".repeat(2 << 20));
    for text in ["", "\u{0}", "key", deep.as_str(), long.as_str()] {
        assert!(Model::parse(text, "f").is_err());
    }
}

/// A valid model file: a grid of cuts whose cells are dealt to a few segments.
fn any_grid() -> impl Strategy<Value = (String, Vec<u16>, Vec<u16>)> {
    let cuts = || prop::collection::btree_set(1_u16..=1000, 1..=4).prop_map(|cuts| cuts.into_iter().collect::<Vec<_>>());
    (cuts(), cuts(), prop::collection::vec(0_usize..4, 25)).prop_map(|(x, y, deal)| {
        let cells: Vec<(usize, usize)> = (1..=y.len() + 1).flat_map(|b| (1..=x.len() + 1).map(move |a| (a, b))).collect();
        let list = |cuts: &[u16]| cuts.iter().map(|cut| format!("{:.1}", f64::from(*cut) / 10.0)).collect::<Vec<_>>().join(", ");
        let mut text = "key = \"g\"\nname = \"G\"\nx = \"a\"\ny = \"b\"\n".to_owned();
        for (key, cuts) in [("a", &x), ("b", &y)] {
            text += &format!("[[dimensions]]\nkey = \"{key}\"\nname = \"{key}\"\ncuts = [{}]\n", list(cuts));
            text += &format!("[[dimensions.factors]]\nkey = \"f{key}\"\nquestion = \"?\"\n");
        }
        for segment in 0..4 {
            let own = cells.iter().zip(&deal).filter(|(_, dealt)| **dealt == segment).map(|((a, b), _)| format!("[{a}, {b}]"));
            let own = own.collect::<Vec<_>>();
            if !own.is_empty() {
                text += &format!("[[segments]]\nkey = \"s{segment}\"\nletter = \"{segment}\"\nname = \"Segment {segment}\"\n");
                text += &format!("cells = [{}]\n", own.join(", "));
            }
        }
        (text, x, y)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_score_falls_into_exactly_one_band_and_one_segment((text, x, y) in any_grid()) {
        let model = Model::parse(&text, "g.toml").map_err(|error| TestCaseError::fail(format!("{error}\n{text}")))?;
        for (axis, cuts) in [(model.x_axis(), &x), (model.y_axis().unwrap(), &y)] {
            let mut edges = vec![0];
            edges.extend(cuts);
            edges.push(1001);
            for tenths in 0..=1000_u16 {
                let bands: Vec<usize> = (1..edges.len()).filter(|b| (edges[b - 1]..edges[*b]).contains(&tenths)).collect();
                prop_assert_eq!(&bands, &[usize::from(axis.band(tenths))]);
            }
        }
        let (columns, rows) = model.grid();
        for (a, b) in (1..=columns).flat_map(|a| (1..=rows).map(move |b| (a, b))) {
            prop_assert_eq!(model.segments.iter().filter(|s| s.cells.contains(&(a, b))).count(), 1);
            prop_assert!(model.cell(a, b).is_some());
        }
        let mut drawn: Vec<Square> = model.segments.iter().flat_map(|s| model.squares(s)).collect();
        drawn.sort_unstable();
        let all: Vec<Square> = (0..rows).flat_map(|row| (0..columns).map(move |column| Square { row, column })).collect();
        prop_assert_eq!(drawn, all);
    }

    #[test]
    fn no_text_makes_the_reader_panic(at in 0..SMALL.len(), with in "[\\PC\"\\[\\]=\n]{0,6}") {
        let at = (0..=at).rev().find(|at| SMALL.is_char_boundary(*at)).unwrap();
        let _ = Model::parse(&format!("{}{with}{}", &SMALL[..at], &SMALL[at..]), "f");
    }
}
