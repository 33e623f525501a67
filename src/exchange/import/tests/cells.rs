//! The numbers, dates, ids and texts of trust.md's list, in files: an accepted value, or line, column, value and reason.

use rstest::rstest;

use super::*;

/// What one column of a file says, row by row: its value, or why its row is rejected. The first data row is on line 2.
fn column(header: &str, cells: &[&str], value: fn(&Row) -> Option<String>) -> Vec<Result<Option<String>, String>> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["name", header]).expect("memory takes all");
    for (at, cell) in cells.iter().enumerate() {
        writer.write_record([format!("Client {at}").as_str(), cell]).expect("memory takes all");
    }
    let read = good(writer.into_inner().expect("memory takes all"));
    let told = |(at, cell): (usize, &&str)| {
        let line = at as u64 + 2;
        if let Some(row) = read.rows.iter().find(|row| row.line == line) {
            return Ok(value(row));
        }
        let problem = read.problems.iter().find(|problem| problem.row == line).expect("accepted or rejected");
        assert_eq!((problem.column.as_deref(), problem.value.as_str()), (Some(header), *cell), "the cell is named as it stands");
        assert!(problem.hint.is_some(), "{problem}");
        Err(problem.problem.clone())
    };
    cells.iter().enumerate().map(told).collect()
}

fn arr(row: &Row) -> Option<String> {
    row.arr.map(|arr| arr.to_string())
}

fn renewal(row: &Row) -> Option<String> {
    row.renewal_on.map(|day| day.to_string())
}

fn id(row: &Row) -> Option<String> {
    row.external_id.clone()
}

#[rstest]
#[case("1,234.56", "1234.56")]
#[case("1.234,56", "1234.56")]
#[case("1 234,56", "1234.56")]
#[case("1\u{A0}234,56", "1234.56")]
#[case("1'234.50", "1234.50")]
#[case("$1,234", "1234")]
#[case("1234-", "-1234")]
#[case("-1,234.5", "-1234.50")]
#[case("(1,234.00)", "-1234")]
#[case("１２３４", "1234")]
#[case("１，２３４．５０", "1234.50")]
#[case("0.125", "0.125")]
#[case("1234.567", "1234.567")]
#[case("1.234.567", "1234567")]
#[case("12,34,567.00", "1234567")]
#[case("EUR 1.234,50", "1234.50")]
fn an_amount_that_reads_in_one_way_alone_is_accepted(#[case] cell: &str, #[case] amount: &str) {
    assert_eq!(column("arr", &[cell], arr), [Ok(Some(amount.to_owned()))], "{cell}");
}

#[rstest]
#[case("1.234")]
#[case("1,234")]
#[case("(1,234)")]
#[case("1,234-")]
#[case("€1.234")]
#[case("１．２３４")]
fn three_digits_behind_the_only_sign_of_a_column_are_asked_about(#[case] cell: &str) {
    let refused = refusal(format!("name;arr\nAcme;{cell}\nBolt;99\n"));
    assert!(refused.contains("“arr”") && refused.contains("(line 2)") && refused.contains("--decimal"), "{refused}");
}

#[rstest]
#[case("1.234", "1,5", "1234")]
#[case("1.234", "1.5", "1.234")]
#[case("1,234", "1.5", "1234")]
#[case("1,234", "1,5", "1.234")]
#[case("(1,234)", "1.5", "-1234")]
#[case("(1,234)", "1,5", "-1.234")]
#[case("1,234-", "1.5", "-1234")]
#[case("12.345", "7.654.321", "12345")]
#[case("12,345", "$1,000", "12345")]
fn another_cell_of_the_column_decides_and_none_is_a_thousand_times_off(
    #[case] cell: &str,
    #[case] other: &str,
    #[case] amount: &str,
) {
    assert_eq!(column("arr", &[cell, other], arr)[0], Ok(Some(amount.to_owned())), "{cell} beside {other}");
    assert_eq!(column("arr", &[other, cell], arr)[1], Ok(Some(amount.to_owned())), "{other} before {cell}");
}

#[rstest]
#[case("1e3", "exponent")]
#[case("1E+12", "exponent")]
#[case("NaN", "is not a number")]
#[case("inf", "is not a number")]
#[case("-", "")]
#[case("N/A", "")]
#[case("#REF!", "error of a spreadsheet")]
#[case("#N/A", "error of a spreadsheet")]
#[case("#DIV/0!", "error of a spreadsheet")]
#[case("12%", "percentage")]
#[case("1.5M", "abbreviation")]
#[case("1,23,4", "is not a number")]
#[case("12 34", "is not a number")]
#[case("1..5", "is not a number")]
#[case("0x10", "is not a number")]
#[case("99999999999999999999", "too large")]
#[case("٣٤", "is not a number")]
fn what_is_no_amount_rejects_its_row_alone(#[case] cell: &str, #[case] why: &str) {
    let told = column("arr", &["10.5", cell, "20"], arr);
    assert_eq!((&told[0], &told[2]), (&Ok(Some("10.50".to_owned())), &Ok(Some("20".to_owned()))));
    match &told[1] {
        Ok(value) => assert_eq!((value, why), (&None, ""), "{cell}: a word for nothing is a blank"),
        Err(problem) => assert!(!why.is_empty() && problem.contains(why), "{cell}: {problem}"),
    }
}

#[test]
fn a_measure_and_a_monthly_fee_are_decided_by_their_columns_as_well() {
    for header in ["mrr", "measure.seats"] {
        let refused = refusal(format!("name;{header}\nAcme;1.234\n"));
        assert!(refused.contains(&format!("“{header}”")) && refused.contains("--decimal"), "{refused}");
    }
}

#[rstest]
#[case("2028-02-29", "2028-02-29")]
#[case("29/02/2028", "2028-02-29")]
#[case("30 Apr 2026", "2026-04-30")]
#[case("2026-03-01T23:30:00-08:00", "2026-03-01")]
#[case("2026-03-01T00:30:00+14:00", "2026-03-01")]
#[case("2026-03-01 00:00:00 UTC", "2026-03-01")]
#[case("2026-03-01T24:00:00Z", "2026-03-01")]
#[case("Sun Mar 01 2026 10:00:00", "2026-03-01")]
#[case("46082", "2026-03-01")]
#[case("46082.75", "2026-03-01")]
#[case("31/12/99", "1999-12-31")]
#[case("31/12/30", "2030-12-31")]
#[case("31.12.26", "2026-12-31")]
#[case("20260301", "2026-03-01")]
fn a_date_that_reads_in_one_way_alone_is_accepted(#[case] cell: &str, #[case] day: &str) {
    assert_eq!(column("renewal_on", &[cell], renewal), [Ok(Some(day.to_owned()))], "{cell}");
}

#[rstest]
#[case("31/04/2026", "a day the calendar does not have")]
#[case("31 Apr 2026", "a day the calendar does not have")]
#[case("2026-04-31", "a day the calendar does not have")]
#[case("29/02/2026", "a day the calendar does not have")]
#[case("2026-02-29", "a day the calendar does not have")]
#[case("2100-02-29", "a day the calendar does not have")]
#[case("0000-00-00", "a date of zeros")]
#[case("00/00/0000", "")]
#[case("0000-00-00 00:00:00", "a date of zeros")]
#[case("2026-13-01", "a day the calendar does not have")]
#[case("2026-00-10", "a day the calendar does not have")]
#[case("46082", "is not a date")]
#[case("#VALUE!", "is not a date")]
#[case("next spring", "is not a date")]
#[case("Q1 2026", "is not a date")]
#[case("03/2026", "is not a date")]
#[case("1826-01-01", "")]
fn what_is_no_date_rejects_its_row_alone(#[case] cell: &str, #[case] why: &str) {
    let told = column("renewal_on", &["31/12/2026", cell, "02/03/2026"], renewal);
    let day = |text: &str| Ok(Some(text.to_owned()));
    assert_eq!((&told[0], &told[2]), (&day("2026-12-31"), &day("2026-03-02")), "{cell}: the others stay in their order");
    assert!(told[1].as_ref().is_err_and(|problem| problem.contains(why)), "{cell}: {:?}", told[1]);
}

#[rstest]
#[case("02/03/2026")]
#[case("2.3.26")]
#[case("26-03-02")]
#[case("02/03/2026 14:00")]
fn a_column_of_dates_in_two_possible_orders_is_asked_about(#[case] cell: &str) {
    let refused = refusal(format!("name,renewal_on\nAcme,{cell}\n"));
    assert!(refused.contains("“renewal_on”") && refused.contains("(line 2)") && refused.contains("--date-order"), "{refused}");
}

#[test]
fn each_column_decides_for_itself_and_one_that_contradicts_itself_is_asked_about() {
    let read = good("name,renewal_on,onboarded_on\nA,31/12/2026,12/31/2020\nB,02/03/2026,02/03/2020\n");
    let days = |row: &Row| (row.renewal_on.map(|day| day.to_string()), row.onboarded_on.map(|day| day.to_string()));
    assert_eq!(days(&read.rows[1]), (Some("2026-03-02".to_owned()), Some("2020-02-03".to_owned())));
    let refused = refusal("name,renewal_on\nA,31/12/2026\nB,12/31/2026\n");
    assert!(refused.contains("(line 3)") && refused.contains("does not go with the other dates"), "{refused}");
}

#[rstest]
#[case(&["007", "7", "0007"], &["007", "7", "0007"])]
#[case(&[" A-1", "A-1 ", "a-1", "A - 1"], &["A-1", "A-1", "a-1", "A - 1"])]
#[case(&["Zo\u{e9}", "Zoe\u{301}", "Zo\u{e9}\u{200b}"], &["Zo\u{e9}", "Zo\u{e9}", "Zo\u{e9}"])]
#[case(&["\u{a0}X1\u{a0}", "\u{feff}X1"], &["X1", "X1"])]
#[case(&["-5", "'-5", "=5", "+5"], &["-5", "-5", "=5", "+5"])]
#[case(&["1e5", "12E4", "0.0"], &["1e5", "12E4", "0.0"])]
fn an_id_is_kept_but_for_spaces_around_and_normal_form(#[case] cells: &[&str], #[case] ids: &[&str]) {
    let expected: Vec<_> = ids.iter().map(|id| Ok(Some((*id).to_owned()))).collect();
    assert_eq!(column("external_id", cells, id), expected);
}

#[test]
fn an_id_a_spreadsheet_has_rounded_rejects_its_row() {
    for cell in ["1E+12", "1.23E+15", "4,5E+9"] {
        let told = column("external_id", &["A", cell], id);
        assert!(told[1].as_ref().is_err_and(|problem| problem.contains("rounded")), "{cell}: {told:?}");
    }
}

#[rstest]
#[case("\u{1B}[31mAcme\u{1B}[0m", "[31mAcme [0m")]
#[case("Ac\u{202E}me", "Ac\u{202E}me")]
#[case("👩‍👩‍👧 & Söhne 🇨🇭", "👩‍👩‍👧 & Söhne 🇨🇭")]
#[case("=1+1", "=1+1")]
#[case("+49 Ltd", "+49 Ltd")]
#[case("-Dash", "-Dash")]
#[case("@home", "@home")]
#[case("'=1+1", "=1+1")]
#[case("'s-Hertogenbosch", "'s-Hertogenbosch")]
fn a_name_is_text_whatever_it_looks_like(#[case] cell: &str, #[case] name: &str) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in [["name", "owner"], [cell, "Ann"]] {
        writer.write_record(record).expect("memory takes all");
    }
    assert_eq!(good(writer.into_inner().expect("memory takes all")).names(), [name]);
}

#[test]
fn piles_of_combining_marks_are_too_long_for_a_name_and_kept_in_notes() {
    let pile = format!("a{}", "\u{301}".repeat(10_000));
    let read = good(format!("name,notes\n{pile},x\nBolt,{pile}\n"));
    assert_eq!((read.names(), read.rejected.as_slice()), (vec!["Bolt"], &[2][..]));
    assert_eq!(read.rows[0].notes.as_deref(), Some(pile.as_str()), "as it was");
    let problem = &read.problems[0];
    assert!(problem.problem.contains("10001 characters") && problem.value.chars().count() <= 200, "{problem:?}");
    assert!(problem.to_string().chars().count() < 400, "{}", problem.to_string().chars().count());
}
