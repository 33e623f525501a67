//! Pictures of real books: every shape of model, hostile names, what is left out, the same bytes.

use std::ops::ControlFlow;
use std::path::Path;

use chrono::{DateTime, FixedOffset, NaiveDate};
use roxmltree::{Document, Node};

use super::svg::{Area, Drawing, Ink, Type};
use super::{clean, write};
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{AddClient, Command, Move, ScoreClient};
use crate::domain::filter::Filter;
use crate::domain::model::builtin;
use crate::domain::stamp::Stamp;
use crate::exchange::export::{Ask, Format, Share, View, What};
use crate::exchange::sample;
use crate::store::Store;

/// Names that would break out, control, reorder or pile up.
pub(in crate::exchange::export) const HOSTILE: [&str; 12] = [
    "<svg onload=alert(1)>",
    "]]><script>alert(1)</script>",
    "\"><img src=http://evil.example/x onerror=alert(1)>",
    "'; DROP TABLE clients; --",
    "\u{202E}gnp.exe\u{2066}x",
    "zero\u{200B}width\u{FEFF}here",
    "non\u{FFFF}character\u{FFFE}",
    "&amp;&lt;&#0;&bogus;",
    "BEGIN:VEVENT;X=\\n,END:VEVENT",
    "=cmd|'/C calc'!A0",
    "東京電力ホールディングス株式会社東京電力ホールディングス株式会社東京電力ホールディングス",
    "{{ 7*7 }} {% raw %}",
];

pub(in crate::exchange::export) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 6, 15).expect("a day")
}

pub(in crate::exchange::export) fn now() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2026-06-15T09:00:00+02:00").expect("an instant")
}

pub(in crate::exchange::export) fn stamp() -> Stamp {
    Stamp { now: now(), today: day(), by: "tester".to_owned() }
}

/// The sample book.
pub(in crate::exchange::export) fn sample_book(folder: &Path) -> Store {
    sample::make(&folder.join("sample.db"), day(), now()).expect("made")
}

pub(in crate::exchange::export) fn ask(what: What, format: Format) -> Ask {
    Ask::of(what, format, day())
}

/// Adds a client in a segment of the driving model.
pub(in crate::exchange::export) fn add(store: &Store, name: &str, fields: &[(Field, &str)], segment: Option<&str>) -> ClientId {
    let fields = fields.iter().map(|(field, value)| (*field, (*value).to_owned()));
    let fields = std::iter::once((Field::Name, name.to_owned())).chain(fields).collect();
    let id = ClientId(store.execute(&Command::Add(AddClient { fields }), &stamp()).expect("added").made[0]);
    if let Some(segment) = segment {
        let moved = Move {
            clients: vec![id.into()],
            model: None,
            to: segment.into(),
            note: "agreed in the quarterly talk".to_owned(),
            reason: None,
            authorised_by: None,
            leaving: Leaving::Hold,
        };
        store.execute(&Command::Move(moved), &stamp()).expect("moved");
    }
    id
}

/// The sample book with hostile names in one of its segments and in none.
pub(in crate::exchange::export) fn hostile_book(folder: &Path) -> Store {
    let store = sample_book(folder);
    let pile: String = std::iter::once('a').chain(std::iter::repeat_n('\u{0301}', 90)).collect();
    let segment = store.ground().driving().segments[0].key.clone();
    for (at, name) in HOSTILE.iter().copied().chain([pile.as_str()]).enumerate() {
        add(&store, name, &[(Field::Owner, name), (Field::Arr, "987654")], (at % 2 == 0).then_some(&segment));
    }
    store
}

fn drawn(store: &Store, ask: &Ask) -> (String, i64) {
    let mut out = Vec::new();
    let count = write(store, ask, &mut out, &mut |_| ControlFlow::Continue(())).expect("drawn");
    (String::from_utf8(out).expect("UTF-8"), count)
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).map_or(0.0, |text| text.parse().expect("a number"))
}

/// What a text covers; none where it is turned.
fn extent(text: &Node<'_, '_>) -> Option<Area> {
    if text.attribute("transform").is_some() {
        return None;
    }
    let (size, said) = (number(text, "font-size"), text.text().unwrap_or_default());
    let wide = clean::width(said, size);
    let x = number(text, "x")
        - match text.attribute("text-anchor") {
            None => 0.0,
            Some("middle") => wide / 2.0,
            Some(_) => wide,
        };
    Some(Area { x, y: number(text, "y") - size, w: wide, h: size })
}

/// Every text lies on the page; one that begins in a cell ends in it; cells have nothing in common.
fn check(svg: &str) {
    let tree = Document::parse(svg).expect("well-formed");
    let named = |name: &'static str| tree.descendants().filter(move |node| node.tag_name().name() == name);
    let known = ["svg", "title", "rect", "text", "line", "polygon", "circle"];
    assert!(tree.descendants().filter(Node::is_element).all(|node| known.contains(&node.tag_name().name())));
    let area = |node: &Node<'_, '_>| Area {
        x: number(node, "x"),
        y: number(node, "y"),
        w: number(node, "width"),
        h: number(node, "height"),
    };
    let cells: Vec<Area> = named("rect").filter(|rect| rect.attribute("rx") == Some("6")).map(|rect| area(&rect)).collect();
    for (at, cell) in cells.iter().enumerate() {
        assert!(cells[..at].iter().all(|other| !other.inside(0.5).meets(cell)), "{cell:?}");
    }
    let page = Area { x: 0.0, y: 0.0, w: 1188.0, h: 840.0 };
    for text in named("text") {
        let Some(extent) = extent(&text) else { continue };
        assert!(page.holds(&extent), "{:?} {extent:?}", text.text());
        for cell in cells.iter().filter(|cell| cell.meets(&Area { w: 1.0, ..extent })) {
            let room = cell.inside(-4.0);
            assert!(extent.right() <= room.right() && extent.bottom() <= room.bottom(), "{:?} {extent:?} {cell:?}", text.text());
        }
    }
}

#[test]
fn every_built_in_model_is_drawn_with_every_text_in_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    for (key, _) in builtin::all() {
        let store = Store::create(&folder.path().join(format!("{key}.db")), key, &stamp()).expect("made");
        let model = store.ground().driving().clone();
        let factors: Vec<_> = model.dimensions.iter().flat_map(|dimension| &dimension.factors).collect();
        for at in 0u8..24 {
            let name = format!("Client number {at} with rather a long name of its own");
            let arr = format!("{}", 1_000 + 9_973 * i32::from(at));
            let segment = model.segments.get(usize::from(at) % (model.segments.len() + 1)).map(|segment| segment.key.as_str());
            let id = add(&store, &name, &[(Field::Arr, &arr)], segment);
            let values = factors.iter().filter(|factor| factor.derived.is_none());
            let values: Vec<_> = values.map(|factor| (factor.key.clone(), 1 + at % factor.top())).collect();
            if !values.is_empty() {
                store.execute(&Command::Score(ScoreClient { clients: vec![id], model: None, values }), &stamp()).expect("scored");
            }
        }
        for view in [View::Board, View::Scatter] {
            let (svg, count) = drawn(&store, &Ask { view, ..ask(What::Board, Format::Svg) });
            assert_eq!(count, 24, "{key}");
            keep(&format!("{key}-{view:?}"), &svg);
            check(&svg);
        }
    }
}

/// Keeps a picture to be looked at, where the person who runs the tests says in which folder.
fn keep(name: &str, svg: &str) {
    if let Some(folder) = option_env!("QUARTERDECK_PICTURES") {
        std::fs::write(Path::new(folder).join(format!("{name}.svg")), svg).expect("written");
    }
}

/// A model with so many bands across and up, and segments by their cells.
fn own(x: u8, y: u8, many: &str, segments: &[(&str, &[(u8, u8)])]) -> String {
    let cuts =
        |bands: u8| (1..bands).map(|at| (100 * u16::from(at) / u16::from(bands)).to_string()).collect::<Vec<_>>().join(", ");
    let mut out = format!("key = \"own\"\nname = \"Our own\"\nmembership = \"{many}\"\nx = \"reach\"\ny = \"worth\"\n");
    for (key, bands) in [("reach", x), ("worth", y)] {
        out.push_str(&format!(
            "[[dimensions]]\nkey = \"{key}\"\nname = \"The {key} of a client\"\nlow = \"Low\"\nhigh = \"High\"\ncuts = [{}]\n\
             [[dimensions.factors]]\nkey = \"f_{key}\"\nquestion = \"How much?\"\n",
            cuts(bands)
        ));
    }
    for (at, (name, cells)) in segments.iter().enumerate() {
        let cells: Vec<String> = cells.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
        let cells = cells.join(", ");
        let letter = char::from(b'A' + u8::try_from(at / 9).expect("few"));
        let letter = format!("{letter}{}", at % 9 + 1);
        out.push_str(&format!(
            "[[segments]]\nkey = \"s{at}\"\nletter = \"{letter}\"\nname = \"{name} {at}\"\ncells = [{cells}]\n"
        ));
    }
    out
}

#[test]
fn odd_shapes_fine_grids_and_segments_without_cells_have_their_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let fine: Vec<(u8, u8)> = (1..=8).flat_map(|y| (1..=8).map(move |x| (x, y))).collect();
    let fine: Vec<(&str, &[(u8, u8)])> = fine.chunks(1).map(|cell| ("Strategic lighthouses", cell)).collect();
    let models = [
        own(
            3,
            3,
            "one",
            &[
                ("Expand", &[(2, 3), (3, 3), (3, 2)]),
                ("Modernize", &[(1, 3), (3, 1)]),
                ("Core", &[(1, 2), (2, 2)]),
                ("Sustain", &[(1, 1), (2, 1)]),
            ],
        ),
        own(
            2,
            2,
            "many",
            &[("Advocates", &[(2, 2)]), ("Builders", &[(1, 2), (1, 1)]), ("Pilot", &[]), ("Starters", &[]), ("Partners", &[])],
        ),
        own(8, 8, "one", &fine),
    ];
    for (at, toml) in models.iter().enumerate() {
        let store = Store::create(&folder.path().join(format!("{at}.db")), "maturity-appetite", &stamp()).expect("made");
        store.execute(&Command::AddModel { toml: toml.clone() }, &stamp()).expect("added");
        store.execute(&Command::UseModel { key: "own".to_owned() }, &stamp()).expect("used");
        for n in 0..30 {
            add(
                &store,
                &format!("Client {n} of the fine grid"),
                &[(Field::Arr, "1250000")],
                Some(if n % 3 == 0 { "s0" } else { "s1" }),
            );
        }
        for view in [View::Board, View::Scatter] {
            let (svg, _) = drawn(&store, &Ask { view, ..ask(What::Board, Format::Svg) });
            keep(&format!("own-{at}-{view:?}"), &svg);
            check(&svg);
            if at == 2 && view == View::Board {
                // The cells of a fine grid have no room for names: "and 10 more" would be more than nobody.
                assert!(svg.contains(">10 clients</text>") && !svg.contains("and 10 more"));
            }
        }
    }
}

#[test]
fn a_board_shows_names_and_says_how_many_more() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hostile_book(folder.path());
    for n in 0..200 {
        add(&store, &format!("Filler {n}"), &[], None);
    }
    for view in [View::Board, View::Scatter] {
        let ask = Ask { view, ..ask(What::Board, Format::Svg) };
        let (svg, count) = drawn(&store, &ask);
        check(&svg);
        keep(&format!("hostile-{view:?}"), &svg);
        assert_eq!(count, store.count_clients(None, day()).expect("counted"));
        assert_eq!(svg, drawn(&store, &ask).0, "the same book gives the same bytes");
        for c in ['\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{FFFF}'] {
            assert!(!svg.contains(c), "{c:?}");
        }
        assert_eq!(svg.contains(" more</text>"), view == View::Board);
    }
}

#[test]
fn money_left_out_is_nowhere_not_even_in_the_filter() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hostile_book(folder.path());
    let filter: Filter = "arr>987653".parse().expect("a filter");
    let asked = Ask { filter: Some(filter), ..ask(What::Board, Format::Svg) };
    for view in [View::Board, View::Scatter] {
        let shown = drawn(&store, &Ask { view, ..asked.clone() }).0;
        let left = drawn(&store, &Ask { view, money: Share::Left, ..asked.clone() }).0;
        assert!(shown.contains("987653"), "the filter is said");
        assert!(!left.contains("98765") && !left.contains("EUR") && !left.contains("987,"));
    }
}

#[test]
fn every_hostile_string_of_the_list_is_text() {
    let mut drawing = Drawing::new(100.0, 100.0, "x");
    let mut strings: Vec<String> = HOSTILE.iter().map(|text| (*text).to_owned()).collect();
    let pile: String = std::iter::once('a').chain(std::iter::repeat_n('\u{0301}', 10_000)).collect();
    strings.push(pile);
    match std::fs::read_to_string("/work/shared/data/terminal/blns.json") {
        Ok(list) => strings.extend(serde_json::from_str::<Vec<String>>(&list).expect("a list of strings")),
        Err(fault) => eprintln!("without the big list of naughty strings: {fault}"),
    }
    for text in &strings {
        drawing.text((1.0, 1.0), text, Type::of(10.0, Ink::Text));
        drawing.disc((1.0, 1.0), 1.0, Ink::Plain, text);
        assert!(clean::width(&clean::fitted(&clean::line(text), 10.0, 60.0), 10.0) <= 60.0, "{text}");
    }
    let document = drawing.document();
    let tree = Document::parse(&document).expect("well-formed");
    assert_eq!(tree.descendants().filter(|node| node.tag_name().name() == "circle").count(), strings.len());
}
