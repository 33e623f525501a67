//! Whole files of days off, as real programs write them and as they break.

use std::fmt::Write as _;

use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn span() -> (NaiveDate, NaiveDate) {
    (day("2026-01-01"), day("2028-12-31"))
}

fn read_bytes(bytes: &[u8], order: Option<DateOrder>) -> Result<Holidays, HolidayError> {
    let folder = tempfile::tempdir().expect("a folder");
    // The ending says nothing about what is in it.
    let path = folder.path().join("holidays.dat");
    std::fs::write(&path, bytes).expect("written");
    read(&path, span(), order)
}

fn holidays(text: &str) -> Holidays {
    read_bytes(text.as_bytes(), None).expect("days off")
}

/// The days as `2026-12-25 Christmas Day`.
fn days(holidays: &Holidays) -> Vec<String> {
    holidays.days.iter().map(|(day, name)| format!("{day} {name}").trim_end().to_owned()).collect()
}

fn notes(holidays: &Holidays) -> Vec<String> {
    holidays.notes.iter().map(Note::to_string).collect()
}

/// A calendar around the lines of one event.
fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n")
}

const GOOGLE: &str = "BEGIN:VCALENDAR\r
PRODID:-//Google Inc//Google Calendar 70.9054//EN\r
VERSION:2.0\r
CALSCALE:GREGORIAN\r
METHOD:PUBLISH\r
X-WR-CALNAME:Holidays in Norway\r
X-WR-TIMEZONE:UTC\r
X-WR-CALDESC:Holidays and Observances in Norway\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261225\r
DTEND;VALUE=DATE:20261226\r
DTSTAMP:20260601T074003Z\r
UID:20261225_abc@google.com\r
CLASS:PUBLIC\r
DESCRIPTION:Public holiday\r
STATUS:CONFIRMED\r
SUMMARY:Christmas Day\r
TRANSP:TRANSPARENT\r
END:VEVENT\r
BEGIN:VEVENT\r
DTSTART;VALUE=DATE:20261224\r
DTEND;VALUE=DATE:20261225\r
UID:20261224_abc@google.com\r
DESCRIPTION:Observance\\nTo hide observances\\, go to Google Calendar Setting\r
 s > Holidays in Norway\r
SUMMARY:Christmas Eve\\, afternoon off and the rest of a name that is rather \r
 long\r
TRANSP:TRANSPARENT\r
END:VEVENT\r
END:VCALENDAR\r
";

#[test]
fn a_calendar_of_google_gives_its_days_and_its_name() {
    let read = holidays(GOOGLE);
    let long = "2026-12-24 Christmas Eve, afternoon off and the rest of a name that is rather long";
    assert_eq!(days(&read), [long, "2026-12-25 Christmas Day"]);
    assert_eq!(read.name.as_deref(), Some("Holidays in Norway"));
    let [note] = notes(&read).try_into().expect("one note");
    assert!(note.starts_with("line 20: “Christmas Eve") && note.contains("observance"), "{note}");
}

#[test]
fn a_calendar_of_apple_repeats_by_rule() {
    let read = holidays(
        "BEGIN:VCALENDAR\nMETHOD:PUBLISH\nX-WR-CALNAME:US Holidays\nBEGIN:VTIMEZONE\nTZID:US/Pacific\nBEGIN:STANDARD\n\
         DTSTART:16010101T020000\nRRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\nSUMMARY:not this\nEND:STANDARD\nEND:VTIMEZONE\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:20101125\nDTEND;VALUE=DATE:20101126\nSUMMARY;LANGUAGE=en:Thanksgiving\n\
         RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nEND:VEVENT\n\
         BEGIN:VEVENT\nDTSTART;VALUE=DATE:17760704\nDURATION:P1D\nSUMMARY:Independence Day\nRRULE:FREQ=YEARLY\n\
         EXDATE;VALUE=DATE:20270704\nBEGIN:VALARM\nDURATION:P9D\nSUMMARY:Alarm\nTRIGGER:-PT15H\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    let expected = [
        "2026-07-04 Independence Day",
        "2026-11-26 Thanksgiving",
        "2027-11-25 Thanksgiving",
        "2028-07-04 Independence Day",
        "2028-11-23 Thanksgiving",
    ];
    assert_eq!((days(&read), notes(&read)), (expected.map(str::to_owned).to_vec(), vec![]));
}

#[test]
fn a_moved_occurrence_stands_for_the_one_of_the_rule() {
    let read = holidays(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20200601\nSUMMARY:Company day\nRRULE:FREQ=YEARLY;COUNT=8\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;VALUE=DATE:20260601\nDTSTART;VALUE=DATE:20260605\nSUMMARY:Company day\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:a\nRECURRENCE-ID;VALUE=DATE:20270601\nDTSTART;VALUE=DATE:20270601\nSTATUS:CANCELLED\nEND:VEVENT\n\
         BEGIN:VEVENT\nUID:b\nDTSTART;VALUE=DATE:20260102\nRDATE;VALUE=DATE:20260302,20260402\nEND:VEVENT\nEND:VCALENDAR\n",
    );
    assert_eq!(days(&read), ["2026-01-02", "2026-03-02", "2026-04-02", "2026-06-05 Company day"]);
}

#[rstest]
#[case::one_day("DTSTART;VALUE=DATE:20261225", &["2026-12-25 X"])]
#[case::end_is_excluded("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227", &["2026-12-24 X", "2026-12-25 X", "2026-12-26 X"])]
#[case::end_is_the_start("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261224", &["2026-12-24 X"])]
#[case::duration("DTSTART;VALUE=DATE:20261224\nDURATION:P2D", &["2026-12-24 X", "2026-12-25 X"])]
#[case::midnight_to_midnight("DTSTART;TZID=Europe/Oslo:20261224T000000\nDTEND;TZID=Europe/Oslo:20261225T000000", &["2026-12-24 X"])]
#[case::midnight_without_end("DTSTART:20261224T000000Z", &["2026-12-24 X"])]
#[case::to_the_last_minute("DTSTART:20261224T000000\nDTEND:20261225T235900", &["2026-12-24 X", "2026-12-25 X"])]
#[case::outlook("X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\nDTSTART:20261224T080000\nDTEND:20261225T080000", &["2026-12-24 X"])]
#[case::lower_case("dtstart;value=date:20261225\nsummary:other", &["2026-12-25 X"])]
#[case::without_value("DTSTART:20261225", &["2026-12-25 X"])]
#[case::long_ago("DTSTART;VALUE=DATE:19990101", &["1999-01-01 X"])]
fn an_event_takes_its_whole_days(#[case] lines: &str, #[case] expected: &[&str]) {
    let read = holidays(&event(&format!("SUMMARY:X\n{lines}")));
    assert_eq!((days(&read), notes(&read)), (expected.iter().map(ToString::to_string).collect(), vec![]), "{lines}");
}

#[rstest]
#[case::meeting(
    "DTSTART:20261224T090000Z\nDTEND:20261224T100000Z",
    "line 3: “X” runs from 2026-12-24 09:00 to 2026-12-24 10:00 and not over a whole day"
)]
#[case::moment("DTSTART:20261224T090000", "line 3: “X” is at 09:00 and not on a whole day")]
#[case::backwards("DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261220", "ends before it begins")]
#[case::no_date("DESCRIPTION:nothing", "“X” has no date")]
#[case::no_such_day("DTSTART;VALUE=DATE:20260230", "line 5: “X” begins on “20260230”, which is no date")]
#[case::endless("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20620101", "longer than a year")]
#[case::far_future("DTSTART;VALUE=DATE:22620101", "“X” lies on 2262-01-01")]
fn an_event_without_whole_days_is_noted(#[case] lines: &str, #[case] why: &str) {
    let refused = read_bytes(event(&format!("SUMMARY:X\n{lines}")).as_bytes(), None).expect_err("no day off");
    let hint = refused.hint().expect("the first note");
    assert!(matches!(refused, HolidayError::NoDays { .. }) && hint.contains(why), "{refused}: {hint}");
}

#[test]
fn hours_at_the_ends_are_left_out_and_noted() {
    let read = holidays(&event("SUMMARY:Retreat\nDTSTART:20261224T120000\nDTEND:20261227T090000"));
    assert_eq!(days(&read), ["2026-12-25 Retreat", "2026-12-26 Retreat"]);
    assert!(notes(&read)[0].contains("only its whole days are taken"), "{:?}", read.notes);
}

#[test]
fn a_rule_that_is_not_understood_gives_its_first_day_and_a_note() {
    let read = holidays(&event("SUMMARY:Friday\nDTSTART;VALUE=DATE:20260102\nRRULE:FREQ=WEEKLY;BYDAY=FR"));
    assert_eq!(days(&read), ["2026-01-02 Friday"]);
    let note = "line 6: “Friday” repeats by a rule that is not understood (FREQ=WEEKLY;BYDAY=FR); only the days it names are taken; \
                give the others as a list of dates";
    assert_eq!(notes(&read), [note]);
}

#[test]
fn a_damaged_calendar_is_read_as_far_as_it_goes() {
    let text = "\u{feff}\r\n\r\nbegin:vcalendar\r\nrubbish\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year\r\n\
                BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND:soon\r\nSUMMARY;LANGUAGE=de\r\nEND:VEVENT\r\n\
                BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261226\r\nSUMMARY:Cut";
    let read = holidays(text);
    assert_eq!(days(&read), ["2026-01-01 New Year", "2026-12-25", "2026-12-26 Cut"]);
    let lines: Vec<u64> = read.notes.iter().map(|note| note.line).collect();
    assert_eq!(lines, [5, 10, 11, 13], "{:?}", notes(&read));
}

#[test]
fn names_of_one_day_are_joined_where_they_differ() {
    let read = holidays("2026-05-14, Ascension Day\n2026-05-14\n2026-05-14, Founding day\n2026-05-14, Ascension Day\n");
    assert_eq!(days(&read), ["2026-05-14 Ascension Day / Founding day"]);
}

#[test]
fn a_german_list_with_a_header_is_read() {
    let text = "Datum;Wochentag;Feiertag\r\n01.01.2026;Donnerstag;Neujahr\r\n06.01.2026;Dienstag;Heilige Drei Könige\r\n\r\n\
                # Betriebsferien\r\n24.12.2026 - 31.12.2026;;Betriebsferien\r\nTag der Arbeit;1.5.2026\r\n31.04.2026;Do;gibt es nicht\r\n";
    let windows = encoding_rs::WINDOWS_1252.encode(text).0;
    let read = read_bytes(&windows, None).expect("days off");
    assert_eq!(days(&read)[..3], ["2026-01-01 Neujahr", "2026-01-06 Heilige Drei Könige", "2026-05-01 Tag der Arbeit"]);
    assert_eq!(read.days.len(), 3 + 8);
    assert_eq!(notes(&read), ["line 8: “31.04.2026” is a day the calendar does not have; write it as YYYY-MM-DD"]);
}

#[rstest]
#[case("2026-12-25", "2026-12-25")]
#[case("2026-12-25, Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25,Christmas Day, observed", "2026-12-25 Christmas Day, observed")]
#[case("2026-12-25;Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25\tChristmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25   Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25 - Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25: Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25 # Christmas Day", "2026-12-25 Christmas Day")]
#[case("- 2026-12-25 Christmas Day (UK)", "2026-12-25 Christmas Day (UK)")]
#[case("2026-12-25 1. Weihnachtstag", "2026-12-25 1. Weihnachtstag")]
#[case("Christmas Day;25.12.2026", "2026-12-25 Christmas Day")]
#[case("Christmas Day 25.12.2026", "2026-12-25 Christmas Day")]
#[case("Christmas Day 25 Dec 2026", "2026-12-25 Christmas Day")]
#[case("Christmas: 25 Dec 2026", "2026-12-25 Christmas")]
#[case("December 25, 2026, Christmas Day", "2026-12-25 Christmas Day")]
#[case("Friday, December 25, 2026", "2026-12-25")]
#[case("Fri 25 Dec 2026 Christmas Day", "2026-12-25 Christmas Day")]
#[case("Freitag, 25.12.2026, Weihnachten", "2026-12-25 Weihnachten")]
#[case("Fr 25.12.2026 Weihnachten", "2026-12-25 Weihnachten")]
#[case("\"Friday, December 25, 2026\",\"Christmas, \"\"the\"\" day\"", "2026-12-25 Christmas, \"the\" day")]
#[case("20261225 Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25T00:00:00Z,Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25,2026-12-25,Christmas Day", "2026-12-25 Christmas Day")]
#[case("2026-12-25 10:00 Service", "2026-12-25 Service")]
#[case("2026-12-25 - 1. Weihnachtstag", "2026-12-25 1. Weihnachtstag")]
fn a_line_gives_its_day_and_name(#[case] line: &str, #[case] expected: &str) {
    let read = holidays(line);
    assert_eq!((days(&read), notes(&read)), (vec![expected.to_owned()], vec![]), "{line}");
}

#[rstest]
#[case("2026-12-24..2026-12-26, Closed")]
#[case("2026-12-24 - 2026-12-26 Closed")]
#[case("2026-12-24T00:00..2026-12-26T00:00 Closed")]
#[case("2026-12-24 – 2026-12-26; Closed")]
#[case("24.12.2026-26.12.2026\tClosed")]
#[case("Closed, 24 Dec 2026 to 26 Dec 2026")]
#[case("Closed 2026-12-24 to 2026-12-26")]
#[case("24/12/2026 bis 26/12/2026 Closed")]
fn a_range_gives_each_of_its_days(#[case] line: &str) {
    assert_eq!(days(&holidays(line)), ["2026-12-24 Closed", "2026-12-25 Closed", "2026-12-26 Closed"], "{line}");
}

#[rstest]
#[case("2026-12-24,2026-12-31", "holds several dates")]
#[case("2026-12-31..2026-12-24", "ends before it begins")]
#[case("2026-12-24..2062-12-26", "longer than a year")]
#[case("2026-13-45 Nonsense", "calendar does not have")]
#[case("3026-12-25 Nonsense", "lies in the year 3026")]
#[case("Christmas", "holds no date")]
#[case("24.12. - 31.12.2026", "holds no date")]
#[case("24 - 31 Dec 2026 Closed", "holds no date")]
#[case("24 Dec - 31 Dec 2026", "holds no date")]
#[case("24.12.2026 - 31.12.", "holds no date")]
#[case("24. bis 31.12.2026", "holds no date")]
fn a_line_that_does_not_read_is_noted_and_the_rest_is_read(#[case] line: &str, #[case] why: &str) {
    let read = holidays(&format!("2026-01-01\n{line}\n2026-01-06\n"));
    assert_eq!(days(&read), ["2026-01-01", "2026-01-06"]);
    let [note] = notes(&read).try_into().expect("one note");
    assert!(note.starts_with("line 2: ") && note.contains(why), "{note}");
}

#[test]
fn the_file_decides_the_order_of_its_dates_or_asks() {
    assert_eq!(days(&holidays("01/02/2026 A\n25/12/2026 B")), ["2026-02-01 A", "2026-12-25 B"]);
    assert_eq!(days(&holidays("01/02/2026 A\n12/25/2026 B")), ["2026-01-02 A", "2026-12-25 B"]);
    let asked = read_bytes(b"day\n01/02/2026 A\n03/04/2026 B", None).expect_err("two ways");
    assert!(asked.to_string().ends_with("“01/02/2026” (line 2) can be read in two ways, day or month first"), "{asked}");
    assert!(asked.hint().is_some_and(|hint| hint.contains("2026-12-25") && hint.contains("--date-order")));
    let told = read_bytes(b"01/02/2026 A", Some(DateOrder::Mdy)).expect("told");
    assert_eq!(days(&told), ["2026-01-02 A"]);
}

#[test]
fn encodings_of_spreadsheets_are_read() {
    let text = "Feiertag\tTag\r\nMariä Himmelfahrt\t15.08.2026\r\n";
    let wide: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(days(&read_bytes(&wide, None).expect("days off")), ["2026-08-15 Mariä Himmelfahrt"]);
}

#[rstest]
#[case::nothing(b"", "is empty")]
#[case::picture(b"\x89PNG\r\n\x1a\nabcdefg", "is a picture")]
#[case::zeros(b"2026-12-25\nab\0c 2026", "holds a zero byte on line 2")]
#[case::controls(b"2026-12-25\x01\x02\x03\x04\x05", "is binary or damaged")]
#[case::prose(b"Dear all,\nwe are closed over Christmas.", "gives no day off")]
#[case::no_events(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "gives no day off")]
fn what_holds_no_days_off_is_refused_with_a_sentence(#[case] bytes: &[u8], #[case] why: &str) {
    let refused = read_bytes(bytes, None).expect_err("no days off");
    assert!(refused.to_string().contains(why), "{refused}");
    assert!(refused.hint().is_some_and(|hint| !hint.contains("CSV")), "{:?}", refused.hint());
}

#[test]
fn a_missing_file_is_said_to_be_missing() {
    let refused = read(Path::new("/nowhere/holidays.ics"), span(), None).expect_err("missing");
    assert!(refused.is_missing(), "{refused}");
}

#[test]
fn files_beyond_the_limits_are_refused() {
    let large = " ".repeat(usize::try_from(SIZE_LIMIT).expect("fits") + 1);
    assert!(matches!(read_bytes(large.as_bytes(), None), Err(HolidayError::TooLarge(_))));
    let year = |year: i32| format!("{year}-01-01..{year}-12-31\n");
    let many: String = (2000..2060).map(year).collect();
    assert!(matches!(read_bytes(many.as_bytes(), None), Err(HolidayError::TooMany(_))));
    let daily = "BEGIN:VEVENT\nDTSTART:00010101\nRRULE:FREQ=YEARLY;COUNT=9999999;BYDAY=MO,TU,WE,TH,FR,SA,SU\nEND:VEVENT\n";
    let busy = format!("BEGIN:VCALENDAR\n{}", daily.repeat(100));
    assert!(matches!(read_bytes(busy.as_bytes(), None), Err(HolidayError::TooMany(_))));
}

#[test]
fn notes_are_kept_to_a_number() {
    let text = "2026-12-25\n".to_owned() + &"no date\n".repeat(300);
    let read = holidays(&text);
    assert_eq!(read.notes.len(), NOTES_LIMIT + 1);
    assert_eq!(read.notes.last().map(|note| note.what.as_str()), Some("100 more like these are not listed"));
}

fn book() -> impl Strategy<Value = BTreeMap<NaiveDate, String>> {
    let date = (0u64..60_000).prop_map(|days| day("1970-01-01") + chrono::Days::new(days));
    proptest::collection::btree_map(date, "([A-ZÄÖÜ][a-zäöüß]{3,9}( [(&'a-z]{1,3}[a-zäöü]{3,8}\\)?){0,3})?", 1..12)
}

proptest! {
    // Every case writes files.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_as_a_list_reads_back(days in book(), form in 0usize..5) {
        let mut text = String::from("# days off\n");
        for (day, name) in &days {
            match form {
                0 => writeln!(text, "{day}, {name}"),
                1 => writeln!(text, "{day} {name}"),
                2 => writeln!(text, "{name};{day}"),
                3 => writeln!(text, "\"{name}\",\"{}\"", day.format("%A, %B %-d, %Y")),
                _ => writeln!(text, "{}\t{name}", day.format("%-d %b %Y")),
            }.expect("written");
        }
        let read = holidays(&text);
        prop_assert_eq!(read.days, days, "{}", text);
        prop_assert_eq!(read.notes, vec![]);
    }

    #[test]
    fn what_is_written_as_a_calendar_reads_back(days in book()) {
        let mut calendar = icalendar::Calendar::new();
        for (day, name) in &days {
            use icalendar::{Component as _, EventLike as _};
            calendar.push(icalendar::Event::new().uid("x").summary(name).all_day(*day).done());
        }
        let read = holidays(&calendar.to_string());
        prop_assert_eq!(read.days, days);
        prop_assert_eq!(read.notes, vec![]);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in "[0-9A-Z:;=,./ äT\n\"–#-]{0,120}") {
        let event = event(&format!("DTSTART:20260101\nSUMMARY:{text}\nRRULE:FREQ=YEARLY;{text}\nDTEND:{text}\nDURATION:{text}\nEXDATE:{text}"));
        let calendar = [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n".as_slice(), &bytes].concat();
        for bytes in [bytes.as_slice(), text.as_bytes(), event.as_bytes(), &calendar] {
            let _ = read_bytes(bytes, Some(DateOrder::Dmy));
        }
    }

    #[test]
    fn no_rule_makes_it_panic(parts in proptest::collection::vec(("BY(DAY|MONTH|MONTHDAY|SETPOS)|COUNT|INTERVAL|UNTIL", "(-?[0-9]{1,3}(MO|FR)?,?){1,3}"), 0..4), start in "[0-9]{4}(0[1-9]|1[0-2])[0-3][0-9]") {
        let parts: String = parts.into_iter().map(|(key, value)| format!(";{key}={}", value.trim_end_matches(','))).collect();
        let _ = read_bytes(event(&format!("DTSTART:{start}\nRRULE:FREQ=YEARLY{parts}")).as_bytes(), None);
    }
}
