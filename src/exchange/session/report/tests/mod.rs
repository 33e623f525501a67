//! Reports of minutes made by hand, read back by parsers.

mod example;

use roxmltree::Document;
use scraper::{Html, Selector};

use self::example::{day, empty, rich, session};
use super::{Form, Without, compared, report};
use crate::domain::session::minutes::{Minutes, Part};
use crate::domain::session::record::Record;
use crate::domain::session::{Kind, Phase, Session, State, View};
use crate::store::SessionRow;

const FORMS: [Form; 4] = [Form::Markdown, Form::Html, Form::Csv, Form::Json];
const ALL: Without = Without { money: false, notes: false };

fn text(minutes: &Minutes, form: Form, without: Without) -> String {
    String::from_utf8(report(minutes, &Part::default(), form, without)).expect("UTF-8")
}

fn of(owner: &str) -> Part {
    Part { owner: Some(owner.to_owned()) }
}

fn count(page: &Html, of: &str) -> usize {
    page.select(&Selector::parse(of).expect("a selector")).count()
}

fn texts(page: &Html, of: &str) -> Vec<String> {
    page.select(&Selector::parse(of).expect("a selector")).map(|element| element.text().collect()).collect()
}

/// The page parsed, with its pictures well-formed and nothing loaded from elsewhere.
fn parsed(page: &str) -> Html {
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains("<script"), "nothing from elsewhere");
    for svg in page.split("<svg").skip(1) {
        let svg = format!("<svg{}</svg>", svg.split("</svg>").next().expect("it ends"));
        Document::parse(&svg).expect("a picture is well-formed");
    }
    let page = Html::parse_document(page);
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(count(&page, "script, link, img, iframe, object, [href], [src], [style], [onload], [onerror]"), 0);
    assert_eq!(count(&page, "meta[charset=utf-8]") + count(&page, "meta[http-equiv=Content-Security-Policy]"), 2);
    page
}

fn rows(csv: &[u8]) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv).into_records().collect::<Result<_, _>>().expect("CSV")
}

#[test]
fn minutes_as_they_are_read() {
    for (name, minutes) in [("rich", rich()), ("empty", empty())] {
        for (ending, form) in [("md", Form::Markdown), ("html", Form::Html), ("csv", Form::Csv), ("json", Form::Json)] {
            let said = text(&minutes, form, ALL);
            if let Some(folder) = option_env!("QUARTERDECK_PICTURES") {
                std::fs::write(format!("{folder}/session-{name}.{ending}"), &said).expect("written");
            }
            // The style of a page is looked at elsewhere.
            let said = match said.split_once("</style>") {
                Some((_, after)) if form == Form::Html => after,
                Some(_) | None => &said,
            };
            insta::assert_snapshot!(format!("{name}_{ending}"), said);
        }
    }
}

#[test]
fn a_hand_out_as_it_is_read() {
    let said = report(&rich(), &of("Ana"), Form::Markdown, ALL);
    insta::assert_snapshot!("hand_out_md", String::from_utf8(said).unwrap());
}

#[test]
fn a_hand_out_names_no_client_of_another_owner() {
    let others = ["Cobalt", "Fjord", "Elbe", "Helios", "Iris"];
    let own = ["Borealis Maritime", "Acme", "Dairy", "Gamma Glass", "Juno"];
    for form in FORMS {
        let said = String::from_utf8(report(&rich(), &of("ANA"), form, ALL)).unwrap();
        assert!(others.iter().all(|name| !said.contains(name)), "{form:?}: {said}");
        // A table has the clients that were taken up, and not those of last time.
        let own = own.iter().filter(|name| form != Form::Csv || **name != "Juno");
        assert!(own.clone().all(|name| said.contains(name)), "{form:?}: {said}");
    }
}

#[test]
fn the_same_minutes_give_the_same_bytes_and_no_instant() {
    for form in FORMS {
        let said = text(&rich(), form, ALL);
        assert_eq!(said, text(&rich(), form, ALL));
        assert!(!said.contains("13:37"), "{form:?}");
    }
}

#[test]
fn what_is_left_out_is_nowhere() {
    const NOTES: [&str; 12] = [
        "three plants",
        "Budget is approved",
        "standardises",
        "Happy as it is",
        "New CEO",
        "finance about",
        "board wants",
        "ready for more",
        "budget real",
        "ben is ill",
        "saw the contract",
        "agreed by all",
    ];
    const EXPECTED: [&str; 3] = ["next quarter", "renew early", "why Gamma"];
    const MONEY: [&str; 9] = ["480,000", "480000", "EUR", "USD", "120000", "52000", "987", "31,415", "50k"];
    for form in FORMS {
        let whole = text(&rich(), form, ALL);
        assert!(whole.contains("EUR") && whole.contains("Happy as it is"), "{form:?}");
        let bare = text(&rich(), form, Without { money: true, notes: true });
        for marker in NOTES.iter().chain(&EXPECTED).chain(&MONEY) {
            assert!(!bare.contains(marker), "{form:?} {marker}: {bare}");
        }
        let no_money = text(&rich(), form, Without { money: true, notes: false });
        assert!(MONEY.iter().all(|marker| !no_money.contains(marker)), "{form:?}: {no_money}");
        assert!(no_money.contains("Happy as it is"), "{form:?}");
        let no_notes = text(&rich(), form, Without { money: false, notes: true });
        assert!(NOTES.iter().chain(&EXPECTED).all(|marker| !no_notes.contains(marker)), "{form:?}: {no_notes}");
        assert!(no_notes.contains("EUR"), "{form:?}");
    }
}

#[test]
fn a_scope_that_names_revenue_does_not_say_it_where_revenue_is_left_out() {
    let mut minutes = rich();
    minutes.session.scope = "arr>250k owner:ana".to_owned();
    for form in [Form::Markdown, Form::Html, Form::Json] {
        assert!(text(&minutes, form, ALL).contains("250k"));
        assert!(!text(&minutes, form, Without { money: true, notes: false }).contains("250k"), "{form:?}");
    }
}

#[test]
fn a_session_that_is_not_final_says_so_before_anything_else() {
    let act = session().closed;
    let draft = Session { state: State::Open, closed: None, ..session() };
    let void = Session {
        state: State::Void,
        closed: act.map(|act| crate::domain::session::Act { note: "merged teams".to_owned(), ..act }),
        ..session()
    };
    for (session, phase, word) in
        [(draft, Phase::Live, Some("DRAFT")), (void, Phase::Void, Some("VOID")), (session(), Phase::Final, None)]
    {
        let minutes = Minutes { session, phase, ..rich() };
        let page = parsed(&text(&minutes, Form::Html, ALL));
        let warned = texts(&page, ".warning strong");
        assert_eq!(warned.first().map(String::as_str), word);
        let markdown = text(&minutes, Form::Markdown, ALL);
        assert_eq!(word.is_some(), markdown.lines().nth(2).is_some_and(|line| line.starts_with("> **")), "{markdown}");
        if phase == Phase::Void {
            assert!(texts(&page, ".warning")[0].contains("Reason: merged teams"));
        }
    }
}

#[test]
fn the_page_has_every_move_and_a_chart_of_segments_and_owners() {
    let page = parsed(&text(&rich(), Form::Html, ALL));
    assert_eq!(count(&page, "svg"), 2);
    let headings = texts(&page, "h3");
    assert!(headings.iter().any(|heading| heading.starts_with("Borealis Maritime: ") && heading.contains(" → ")), "{headings:?}");
    assert!(texts(&page, "ul.checks li").iter().any(|said| said == "Name an executive sponsor"));
    assert!(texts(&page, "ul.checks li").iter().any(|said| said.contains("tell Ines Ott")));
    assert!(texts(&page, "td").iter().any(|said| said == "over by 0.2"));
    parsed(&text(&empty(), Form::Html, ALL));
}

#[test]
fn the_table_has_a_row_per_client_that_was_taken_up() {
    let bytes = report(&rich(), &Part::default(), Form::Csv, ALL);
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 7);
    assert_eq!(&rows[0][0], "Borealis Maritime");
    assert_eq!((&rows[0][1], &rows[0][3], &rows[0][5]), ("0049", "move", "transform"));
    assert_eq!(&rows[6][3], "");
    let header = String::from_utf8(bytes).unwrap().lines().next().unwrap().to_owned();
    let start = "client,external_id,owner,kind,from,to,note,reason,authorised_by,decided_by,decided_on,until,expect,revisit_on,minutes_note,";
    assert!(header.starts_with(start), "{header}");
}

#[test]
fn the_document_reads_back_with_the_fields_of_a_session() {
    let said: serde_json::Value = serde_json::from_str(&text(&rich(), Form::Json, ALL)).expect("JSON");
    assert_eq!((said["schema"].as_u64(), said["id"].as_i64(), said["state"].as_str()), (Some(1), Some(4), Some("final")));
    assert_eq!(said["staged"].as_array().map(Vec::len), Some(6));
    assert_eq!(said["undecided"].as_array().map(Vec::len), Some(1));
    assert_eq!(said["staged"][0]["hours_after"].as_f64(), Some(16.13));
    assert_eq!(said["distribution"][0]["target"].as_f64(), Some(0.25));
    assert_eq!(said["distribution"][0]["arr_after"]["USD"].as_str(), Some("1000"));
    assert_eq!(said["workload"][0]["over"].as_bool(), Some(true));
    assert_eq!(said["replay"][1]["verdict"].as_str(), Some("not held"));
    let bare: serde_json::Value =
        serde_json::from_str(&text(&rich(), Form::Json, Without { money: true, notes: true })).expect("JSON");
    assert!(bare["staged"][0].get("arr").is_none() && bare["distribution"][0].get("arr_after").is_none());
}

#[test]
fn hostile_names_stay_text() {
    const HOSTILE: [&str; 7] = [
        "</style><script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "=cmd|'/C calc'!A0",
        "a | b\n# c\n- d",
        "[x](javascript:alert(1)) `y` <!--",
        "\u{202E}gnp\u{0}\u{FFFF}",
        "{{ 7*7 }} &lt;",
    ];
    let mut minutes = rich();
    for (line, name) in minutes.lines.iter_mut().zip(HOSTILE) {
        name.clone_into(&mut line.record.name);
        line.record.owner = Some(name.to_owned());
        line.record.champion = Some(name.to_owned());
        line.record.playbook.push(name.to_owned());
        name.clone_into(&mut line.item.note);
        if let Some(staged) = &mut line.item.staged {
            name.clone_into(&mut staged.note);
            staged.reason = Some(name.to_owned());
            staged.from = Some(name.to_owned());
        }
    }
    for (shift, name) in minutes.record.owners.iter_mut().zip(HOSTILE) {
        shift.owner = Some(name.to_owned());
    }
    HOSTILE[0].clone_into(&mut minutes.session.name);
    let page = text(&minutes, Form::Html, ALL);
    let page = {
        assert_eq!(page.matches("<script").count(), 0);
        Html::parse_document(&page)
    };
    assert!(page.errors.is_empty(), "{:?}", page.errors);
    assert_eq!(count(&page, "script, img, [onerror], [src], [href]"), 0);
    assert_eq!(count(&page, "body, main, footer"), 3);
    let markdown = text(&minutes, Form::Markdown, ALL);
    let is_ours = |line: &&str| {
        ["# ", "## ", "### ", "- ", "| ", "> ", "---", "**", "Made", "Talked", "No ", "Not talked", "3 "]
            .iter()
            .any(|start| line.starts_with(start))
            || line.is_empty()
    };
    assert!(markdown.lines().all(|line| is_ours(&line)), "{markdown}");
    assert!(!markdown.contains("<script") && !markdown.contains("<!--") && !markdown.contains('\u{202E}'));
    // Every row of a table is as wide as its header.
    let bars = |line: &str| line.replace("\\|", "").matches('|').count();
    for table in markdown.split("\n\n").filter(|part| part.starts_with("| ")) {
        let mut widths = table.lines().map(bars);
        let first = widths.next().expect("a header");
        assert!(widths.all(|width| width == first), "{table}");
    }
    let table = rows(&report(&minutes, &Part::default(), Form::Csv, ALL));
    assert_eq!(&table[2][0], "'=cmd|'/C calc'!A0");
    serde_json::from_str::<serde_json::Value>(&text(&minutes, Form::Json, ALL)).expect("JSON");
}

fn quarters() -> Vec<SessionRow> {
    let record = rich().record;
    let row = |id, name: &str, state, phase, record: Option<Record>, moves| SessionRow {
        session: Session { id, name: name.to_owned(), state, record, as_of: day("2026-10-01"), ..session() },
        phase,
        total: 9,
        moves,
        confirmed: 3,
        deferred: 1,
        voters: vec!["ana".to_owned()],
    };
    vec![
        row(6, "2027 Q1", State::Open, Phase::Live, None, 1),
        row(5, "2026 Q4", State::Final, Phase::Final, Some(record.clone()), 2),
        row(4, "2026 Q4 (first try)", State::Void, Phase::Void, None, 0),
        row(3, "2026 Q3", State::Final, Phase::Final, Some(Record { total: 9, ..record }), 4),
    ]
}

#[test]
fn sessions_stand_side_by_side() {
    let said = |form| String::from_utf8(compared(&quarters(), form)).expect("UTF-8");
    insta::assert_snapshot!("compared_md", said(Form::Markdown));
    insta::assert_snapshot!("compared_csv", said(Form::Csv));
    let page = parsed(&said(Form::Html));
    assert_eq!(count(&page, "svg"), 1);
    assert!(texts(&page, "th").iter().any(|title| title == "Before 2026 Q3"));
    let document: serde_json::Value = serde_json::from_str(&said(Form::Json)).expect("JSON");
    assert_eq!(document["items"][1]["moves"].as_i64(), Some(2));
    for form in FORMS {
        let _ = compared(&[], form);
    }
}

#[test]
fn who_has_no_view_is_not_named_and_a_note_said_of_many_stands_once() {
    let mut minutes = rich();
    let confirmed: Vec<usize> = (0..minutes.lines.len()).filter(|at| minutes.lines[*at].kind() == Some(Kind::Confirm)).collect();
    assert_eq!(confirmed.len(), 3);
    for at in confirmed {
        minutes.lines[at].item.staged.as_mut().unwrap().note = "nobody had anything to say".to_owned();
    }
    for opinion in &mut minutes.lines[0].opinions {
        (opinion.view, opinion.to, opinion.note) = (View::NoView, None, String::new());
    }
    let said = text(&minutes, Form::Markdown, ALL);
    assert!(!said.contains("no view") && !said.contains("Said before"), "{said}");
    assert_eq!(said.matches("nobody had anything to say").count(), 2, "once for each segment: {said}");
}
