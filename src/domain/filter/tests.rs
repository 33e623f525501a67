//! Facts about the filter language: what each form means, where mistakes are underlined, printing and hostile input.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::domain::text::fold;

fn word(text: &str) -> Filter {
    Filter::Word(text.to_owned())
}

fn holds(field: TextField, text: &str) -> Filter {
    Filter::Text(field, TextTest::Holds(text.to_owned()))
}

fn whole(field: TextField, text: &str) -> Filter {
    Filter::Text(field, TextTest::Whole(text.to_owned()))
}

fn measure(name: &str, test: Test<Amount>) -> Filter {
    Filter::Measure { name: name.to_owned(), test }
}

fn arr(relation: Relation, units: i32) -> Filter {
    Filter::Arr(Test::Is(relation, Amount::whole(units)))
}

fn day(field: DayField, relation: Relation, when: When) -> Filter {
    Filter::Day(field, Test::Is(relation, when))
}

fn on(text: &str) -> When {
    When::On(text.parse().unwrap())
}

#[rstest]
#[case("", Filter::Everything)]
#[case(" \t ", Filter::Everything)]
#[case("Müller", word("muller"))]
#[case("\"Antonio  Moreno\"", word("antonio moreno"))]
#[case("“Antonio Moreno”", word("antonio moreno"))]
#[case("\"overdue\"", word("overdue"))]
#[case("owner:ana", holds(TextField::Owner, "ana"))]
#[case("OWNER:Ana", holds(TextField::Owner, "ana"))]
#[case("owner=ana", whole(TextField::Owner, "ana"))]
#[case("owner:\"Ana María\"", holds(TextField::Owner, "ana maria"))]
#[case("owner:none", Filter::Text(TextField::Owner, TextTest::Absent))]
#[case("owner:\"none\"", holds(TextField::Owner, "none"))]
#[case("seg:Educate", whole(TextField::Segment, "educate"))]
#[case("segment=educate", whole(TextField::Segment, "educate"))]
#[case("tag:vip", whole(TextField::Tag, "vip"))]
#[case("id:SF-001", whole(TextField::Id, "sf-001"))]
#[case("stage:onboarding", holds(TextField::Stage, "onboarding"))]
#[case("industry:health", holds(TextField::Industry, "health"))]
#[case("goal:adoption", holds(TextField::Goal, "adoption"))]
#[case("champion:Ana", holds(TextField::Champion, "ana"))]
#[case("champion:none", Filter::Text(TextField::Champion, TextTest::Absent))]
#[case("Champion:Lost", Filter::State(State::ChampionLost))]
#[case("champion:\"lost\"", holds(TextField::Champion, "lost"))]
#[case("champion=lost", whole(TextField::Champion, "lost"))]
#[case("measure.tickets>10", measure("tickets", Test::Is(Relation::More, Amount::whole(10))))]
#[case("Measure.open-tickets_2:1..2", measure("open-tickets_2", Test::Between(Amount::whole(1), Amount::whole(2))))]
#[case("measure.seats:none", measure("seats", Test::Absent))]
#[case("name:moreno", holds(TextField::Name, "moreno"))]
#[case("arr>50k", arr(Relation::More, 50_000))]
#[case("arr:>50k", arr(Relation::More, 50_000))]
#[case("arr>=1.5m", arr(Relation::AtLeast, 1_500_000))]
#[case("arr≥2M", arr(Relation::AtLeast, 2_000_000))]
#[case("arr<-5", arr(Relation::Less, -5))]
#[case("arr<=100", arr(Relation::AtMost, 100))]
#[case("arr=100", arr(Relation::Equal, 100))]
#[case("arr:100", arr(Relation::Equal, 100))]
#[case("arr:none", Filter::Arr(Test::Absent))]
#[case("arr:50k..100k", Filter::Arr(Test::Between(Amount::whole(50_000), Amount::whole(100_000))))]
#[case("arr:50k..", arr(Relation::AtLeast, 50_000))]
#[case("arr:..50k", arr(Relation::AtMost, 50_000))]
#[case("due<14d", day(DayField::Due, Relation::Less, When::Days(14)))]
#[case("due<2w", day(DayField::Due, Relation::Less, When::Days(14)))]
#[case("due>=-3d", day(DayField::Due, Relation::AtLeast, When::Days(-3)))]
#[case("due:today", day(DayField::Due, Relation::Equal, When::Days(0)))]
#[case("due<=Tomorrow", day(DayField::Due, Relation::AtMost, When::Days(1)))]
#[case("due>2026-12-01", day(DayField::Due, Relation::More, on("2026-12-01")))]
#[case("due:2026-12-01..2026-12-31", Filter::Day(DayField::Due, Test::Between(on("2026-12-01"), on("2026-12-31"))))]
#[case("renewal<90d", day(DayField::Renewal, Relation::Less, When::Days(90)))]
#[case("renewal<3m", day(DayField::Renewal, Relation::Less, When::Days(90)))]
#[case("renewal:today..1y", Filter::Day(DayField::Renewal, Test::Between(When::Days(0), When::Days(365))))]
#[case("last<2026-01-01", day(DayField::LastReview, Relation::Less, on("2026-01-01")))]
#[case("last:none", Filter::Day(DayField::LastReview, Test::Absent))]
#[case("x>50", Filter::Axis(Axis::X, Test::Is(Relation::More, 500)))]
#[case("y<=40", Filter::Axis(Axis::Y, Test::Is(Relation::AtMost, 400)))]
#[case("y<37.5", Filter::Axis(Axis::Y, Test::Is(Relation::Less, 375)))]
#[case("x:none", Filter::Axis(Axis::X, Test::Absent))]
#[case("score.engagement>=4", Filter::Score { factor: "engagement".to_owned(), test: Test::Is(Relation::AtLeast, 4) })]
#[case("score.appetite.goals:none", Filter::Score { factor: "appetite.goals".to_owned(), test: Test::Absent })]
#[case("near:cut", Filter::State(State::NearCut))]
#[case("Overdue", Filter::State(State::Overdue))]
#[case("due", Filter::State(State::Due))]
#[case("upcoming", Filter::State(State::Upcoming))]
#[case("snoozed", Filter::State(State::Snoozed))]
#[case("booked", Filter::State(State::Booked))]
#[case("Paused", Filter::State(State::Paused))]
#[case("first", Filter::State(State::First))]
#[case("held", Filter::State(State::Held))]
#[case("silent", Filter::State(State::Silent))]
#[case("drift", Filter::State(State::Drift))]
#[case("stale", Filter::State(State::Stale))]
#[case("unplaced", Filter::State(State::Unplaced))]
#[case("archived", Filter::State(State::Archived))]
#[case("confirm", Filter::State(State::Confirm))]
fn each_form_means_one_thing(#[case] text: &str, #[case] meant: Filter) {
    assert_eq!(Filter::parse(text), Ok(meant));
}

#[rstest]
#[case("a b", Filter::All(vec![word("a"), word("b")]))]
#[case("a and b AND c", Filter::All(vec![word("a"), word("b"), word("c")]))]
#[case("a or b", Filter::Any(vec![word("a"), word("b")]))]
#[case("a b or c", Filter::Any(vec![Filter::All(vec![word("a"), word("b")]), word("c")]))]
#[case("a (b or c)", Filter::All(vec![word("a"), Filter::Any(vec![word("b"), word("c")])]))]
#[case("(a b) (c)", Filter::All(vec![word("a"), word("b"), word("c")]))]
#[case("a or (b or c)", Filter::Any(vec![word("a"), word("b"), word("c")]))]
#[case("-a", Filter::Not(Box::new(word("a"))))]
#[case("not a b", Filter::All(vec![Filter::Not(Box::new(word("a"))), word("b")]))]
#[case("--a", word("a"))]
#[case("not -a", word("a"))]
#[case("-(a or b)", Filter::Not(Box::new(Filter::Any(vec![word("a"), word("b")]))))]
#[case("-\"a b\"", Filter::Not(Box::new(word("a b"))))]
#[case("one-to-many", word("one-to-many"))]
#[case("(-a)", Filter::Not(Box::new(word("a"))))]
fn joining_binds_as_in_speech(#[case] text: &str, #[case] meant: Filter) {
    assert_eq!(Filter::parse(text), Ok(meant));
}

#[test]
fn looking_back_more_days_means_longer_ago() {
    let last = |relation, when| Ok(day(DayField::LastReview, relation, when));
    assert_eq!(Filter::parse("last>90d"), last(Relation::Less, When::Days(-90)));
    assert_eq!(Filter::parse("last<=90d"), last(Relation::AtLeast, When::Days(-90)));
    assert_eq!(Filter::parse("last>-90d"), last(Relation::More, When::Days(-90)));
    assert_eq!(Filter::parse("last<today"), last(Relation::Less, When::Days(0)));
    assert_eq!(Filter::parse("last:30d.."), last(Relation::AtMost, When::Days(-30)));
    assert_eq!(Filter::parse("last:..30d"), last(Relation::AtLeast, When::Days(-30)));
    let between = Filter::Day(DayField::LastReview, Test::Between(When::Days(-90), When::Days(-30)));
    assert_eq!(Filter::parse("last:30d..90d"), Ok(between.clone()));
    assert_eq!(Filter::parse("last:-90d..-30d"), Ok(between));
}

#[rstest]
#[case("ower:ana", "ower", "no field", "owner")]
#[case("abc zebra:x", "zebra", "no field", "in quotes")]
#[case("abc >50k", ">", "field is missing", "arr>50k")]
#[case("arr>", "arr>", "what arr?", "arr>50k")]
#[case("owner: ana", "owner:", "what owner?", "owner:ana")]
#[case("owner:\"\"", "owner:\"", "what owner?", "owner:ana")]
#[case("arr>50q", "50q", "no amount", "50k")]
#[case("arr>9999999999999m", "9999999999999m", "no amount", "50k")]
#[case("arr:100k..50k", "100k..50k", "before it begins", "smaller")]
#[case("arr>50k..60k", "50k..60k", "colon", "arr:50k..60k")]
#[case("arr:..", "..", "without ends", "arr:1..2")]
#[case("arr:5..x", "x", "no amount", "50k")]
#[case("due<soon", "soon", "no day", "14d")]
#[case("due<d", "d", "no day", "14d")]
#[case("due<2026-02-30", "2026-02-30", "no day", "2026-12-01")]
#[case("due<99999999999999999999d", "99999999999999999999d", "hundred years", "14d")]
#[case("due:2026-12-31..2026-12-01", "2026-12-31..2026-12-01", "before it begins", "smaller")]
#[case("x>101", "101", "no score", "0 to 100")]
#[case("x>50.55", "50.55", "no score", "0 to 100")]
#[case("y<-1", "-1", "no score", "0 to 100")]
#[case("score.engagement>=4.5", "4.5", "no value of a factor", "like 4")]
#[case("score.>=4", "score.", "cannot be a factor", "score.engagement")]
#[case("score>4", "score", "no field", "score.engagement")]
#[case("measure.9>4", "measure.9", "cannot be a measure", "measure.tickets>10")]
#[case("measure.tickets>many", "many", "is no amount", "50k")]
#[case("near:miss", "miss", "cut only", "near:cut")]
#[case("owner>ana", "owner>", "not more or less", "owner:ana")]
#[case("(a or b", "(", "not closed", ")")]
#[case("a) b", ")", "no bracket is open", "take it out")]
#[case("a ()", "()", "empty brackets", "take them out")]
#[case("( )", "( )", "empty brackets", "take them out")]
#[case("a or", "or", "missing after", "add")]
#[case("a and", "and", "missing after", "add")]
#[case("or a", "or", "nothing to join", "\"or\"")]
#[case("a or or b", "or", "nothing to join", "\"or\"")]
#[case("(a or)", ")", "missing before", "add")]
#[case("not", "not", "missing after", "add")]
#[case("a -", "-", "a minus", "-overdue")]
#[case("a \"b", "\"b", "does not end", "add \"")]
#[case("owner:\"b", "\"b", "does not end", "add \"")]
#[case("\u{301}", "\u{301}", "nothing to look for", "one letter")]
fn a_mistake_is_underlined_with_a_hint(#[case] text: &str, #[case] underlined: &str, #[case] what: &str, #[case] hint: &str) {
    let error = Filter::parse(text).unwrap_err();
    assert_eq!(&text[error.at.clone()], underlined, "{error}");
    assert!(error.what.contains(what), "{error}");
    assert!(error.hint.contains(hint), "{}", error.hint);
}

#[test]
fn a_hostile_filter_ends_in_an_error() {
    for text in ["(".repeat(10_000), "a ".repeat(500_000), "-".repeat(4_000), "not ".repeat(1_000), "\"".repeat(4_095)] {
        assert!(Filter::parse(&text).is_err(), "{}", &text[..8]);
    }
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    assert!(Filter::parse(&nested(DEEPEST - 1)).is_ok());
    assert!(Filter::parse(&nested(DEEPEST)).is_err());
    assert!(Filter::parse(&"a ".repeat(MOST)).is_ok());
    assert!(Filter::parse(&"a ".repeat(MOST + 1)).is_err());
    assert!(Filter::parse(&"ﷺ".repeat(1_000)).is_err(), "folding makes it longer than a filter may be");
}

#[test]
fn filters_join_without_nesting() {
    let both = |a: &str, b: &str| Filter::parse(a).unwrap().and(Filter::parse(b).unwrap()).to_string();
    assert_eq!(both("a b", "c"), "a b c");
    assert_eq!(both("", "c"), "c");
    assert_eq!(both("", ""), "");
    assert_eq!(both("a or b", "c or d"), "(a or b) (c or d)");
}

#[test]
fn a_part_is_found_wherever_it_stands() {
    let archived = |filter: &Filter| matches!(filter, Filter::State(State::Archived));
    assert!(Filter::parse("a -(b or archived)").unwrap().mentions(&archived));
    assert!(!Filter::parse("a -(b or \"archived\")").unwrap().mentions(&archived));
}

#[test]
fn a_day_counts_from_the_day_it_is_used() {
    let today = "2026-02-27".parse().unwrap();
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(When::Days(2).date(today), date("2026-03-01"));
    assert_eq!(When::Days(-27).date(today), date("2026-01-31"));
    assert_eq!(on("2020-01-01").date(today), date("2020-01-01"));
    assert_eq!((When::Days(i64::MAX).date(today), When::Days(i64::MIN).date(today)), (NaiveDate::MAX, NaiveDate::MIN));
}

fn any_text() -> impl Strategy<Value = String> {
    let kept = |text: String| Some(fold(&fold(&text).replace(lex::is_quote, " "))).filter(|text| !text.is_empty());
    prop_oneof![
        "[a-z]{1,8}( [a-z0-9]{1,5})?",
        "\\PC{1,12}".prop_filter_map("folds to nothing", kept),
        prop::sample::select(vec!["or", "and", "not", "due", "overdue", "none", "-x", "a:b", "x>1", "(", ")", "..", "near:cut"])
            .prop_map(str::to_owned),
    ]
}

fn any_test<T: Clone + std::fmt::Debug + PartialOrd + 'static>(
    value: impl Strategy<Value = T> + Clone + 'static,
) -> impl Strategy<Value = Test<T>> {
    let relation =
        prop::sample::select(vec![Relation::Less, Relation::AtMost, Relation::Equal, Relation::AtLeast, Relation::More]);
    prop_oneof![
        Just(Test::Absent),
        (relation, value.clone()).prop_map(|(relation, value)| Test::Is(relation, value)),
        (value.clone(), value).prop_map(|(a, b)| if b < a { Test::Between(b, a) } else { Test::Between(a, b) }),
    ]
}

fn any_when() -> impl Strategy<Value = Test<When>> {
    let fixed = (0_i32..=9999, 1_u32..=366).prop_filter_map("a day of the year", |(y, d)| NaiveDate::from_yo_opt(y, d));
    prop_oneof![
        any_test(-36_000_i64..36_000).prop_map(|test| match test {
            Test::Absent => Test::Absent,
            Test::Is(relation, days) => Test::Is(relation, When::Days(days)),
            Test::Between(a, b) => Test::Between(When::Days(a), When::Days(b)),
        }),
        any_test(fixed).prop_map(|test| match test {
            Test::Absent => Test::Absent,
            Test::Is(relation, date) => Test::Is(relation, When::On(date)),
            Test::Between(a, b) => Test::Between(When::On(a), When::On(b)),
        }),
    ]
}

fn any_leaf() -> impl Strategy<Value = Filter> {
    let field = prop::sample::select(vec![
        TextField::Owner,
        TextField::Segment,
        TextField::Stage,
        TextField::Industry,
        TextField::Goal,
        TextField::Champion,
        TextField::Tag,
        TextField::Name,
        TextField::Id,
    ]);
    let text = (field, any_text(), 0..3).prop_map(|(field, text, form)| {
        let test = match form {
            0 => TextTest::Absent,
            1 if !fields::is_whole(field) => TextTest::Holds(text),
            _ => TextTest::Whole(text),
        };
        Filter::Text(field, test)
    });
    let state = prop::sample::select(vec![
        State::Overdue,
        State::Due,
        State::Upcoming,
        State::Snoozed,
        State::Booked,
        State::Paused,
        State::First,
        State::Held,
        State::Silent,
        State::Drift,
        State::Stale,
        State::Unplaced,
        State::Archived,
        State::Confirm,
        State::NearCut,
        State::ChampionLost,
    ]);
    let days = prop::sample::select(vec![DayField::Due, DayField::LastReview, DayField::Renewal]);
    let champion = prop::sample::select(vec!["lost", "none", "lost ana"]);
    let champion = champion.prop_map(|text| Filter::Text(TextField::Champion, TextTest::Holds(text.to_owned())));
    let number = (-Amount::LIMIT..=Amount::LIMIT).prop_map(Amount::from_ten_thousandths);
    let amount = (-Amount::LIMIT..=Amount::LIMIT).prop_map(Amount::from_ten_thousandths);
    prop_oneof![
        any_text().prop_map(Filter::Word),
        text,
        state.prop_map(Filter::State),
        any_test(amount).prop_map(Filter::Arr),
        champion,
        ("n[a-z0-9_-]{0,8}x", any_test(number)).prop_map(|(name, test)| Filter::Measure { name, test }),
        (days, any_when()).prop_map(|(field, test)| Filter::Day(field, test)),
        (prop::sample::select(vec![Axis::X, Axis::Y]), any_test(0_u16..=1000)).prop_map(|(axis, test)| Filter::Axis(axis, test)),
        ("[a-z][a-z_-]{0,8}(\\.[a-z]{1,5})?", any_test(0_u8..=100)).prop_map(|(factor, test)| Filter::Score { factor, test }),
    ]
}

fn any_filter() -> impl Strategy<Value = Filter> {
    any_leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::all),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Filter::any),
            inner.prop_map(Filter::negated),
        ]
    })
}

proptest! {
    #[test]
    fn a_printed_filter_reads_back_to_the_same_tree(filter in any_filter()) {
        let printed = filter.to_string();
        prop_assume!(printed.len() <= LONGEST);
        prop_assert_eq!(Filter::parse(&printed), Ok(filter), "{}", printed);
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,80}") {
        check_any(&text)?;
    }

    #[test]
    fn no_mix_of_pieces_makes_the_parser_panic(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "(", ")", "-", "\"", "“", " ", "or", "not", "and", "a", "é", "owner", "arr", "due", "last", "x", "score.", "near", ":",
            ">", "<", "=", "≥", "..", "none", "50k", "1.5m", "14d", "-3w", "2026-12-01", "cut", "İ", "\u{0}", "\u{202E}", "９", "＂",
        ]), 0..24),
    ) {
        check_any(&pieces.concat())?;
    }
}

/// Whatever is read prints and reads back; whatever is refused is refused at a place that can be underlined.
fn check_any(text: &str) -> Result<(), TestCaseError> {
    match Filter::parse(text) {
        Ok(filter) => prop_assert_eq!(Filter::parse(&filter.to_string()), Ok(filter)),
        Err(error) => {
            prop_assert!(text.get(error.at.clone()).is_some(), "{:?}", error.at);
            prop_assert!(!error.what.is_empty() && !error.hint.is_empty());
        }
    }
    Ok(())
}
