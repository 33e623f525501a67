//! Boards of models of a team's own: ladders, fine grids, segments whose cells make no rectangle, segments without cells.

use insta::assert_snapshot;
use proptest::prelude::*;
use ratatui::layout::Rect;

use super::super::areas::{Areas, Shape, Wanted};
use super::super::grid::{Axes, Grid, Toward};
use super::book::{CLIENTS, Console, TODAY, add, day, moving, stamp};
use crate::console::canvas::tests::look;
use crate::domain::client::Field;
use crate::domain::command::{Command, ScoreClient};
use crate::domain::model::Model;
use crate::store::Store;

/// Letter, name and cells of a segment.
type Part = (String, String, Vec<(u8, u8)>);

/// Cuts that part 100 points into so many bands.
fn cuts(bands: u8) -> String {
    let cut = |band: u32| f64::from(1000 * band / u32::from(bands)) / 10.0;
    (1..u32::from(bands)).map(|band| cut(band).to_string()).collect::<Vec<_>>().join(", ")
}

/// A model file: bands of x, bands of y (none in a ladder), segments.
fn toml(x: u8, y: Option<u8>, membership: &str, parts: &[Part]) -> String {
    let mut out = format!("key = \"own\"\nname = \"Our own\"\nmembership = \"{membership}\"\nx = \"reach\"\n");
    if y.is_some() {
        out.push_str("y = \"worth\"\n");
    }
    for (key, name, bands) in [("reach", "Reach", Some(x)), ("worth", "Worth", y)] {
        let Some(bands) = bands else { continue };
        out.push_str(&format!(
            "[[dimensions]]\nkey = \"{key}\"\nname = \"{name}\"\nlow = \"Low\"\nhigh = \"High\"\ncuts = [{}]\n\
             [[dimensions.factors]]\nkey = \"f_{key}\"\nquestion = \"How much?\"\n",
            cuts(bands)
        ));
    }
    for (at, (letter, name, cells)) in parts.iter().enumerate() {
        let cells: Vec<String> = cells.iter().map(|(x, y)| format!("[{x}, {y}]")).collect();
        let cells = cells.join(", ");
        out.push_str(&format!("[[segments]]\nkey = \"s{at}\"\nletter = \"{letter}\"\nname = \"{name}\"\ncells = [{cells}]\n"));
        if at % 3 != 2 {
            out.push_str(&format!("[[segments.touchpoints]]\nkind = \"Review\"\nevery = \"{} months\"\n", 1 + at % 6));
        }
    }
    out
}

const NAMES: [&str; 9] =
    ["Newcomers", "Steady", "Growing", "Strategic", "Key accounts", "Partners", "Lighthouses", "Founders", "Crown"];

/// A segment a rung, the lowest first.
fn ladder(rungs: u8) -> String {
    let part = |at: u8| (format!("R{}", at + 1), NAMES[usize::from(at)].to_owned(), vec![(at + 1, 1)]);
    toml(rungs, None, "one", &(0..rungs).map(part).collect::<Vec<_>>())
}

/// A segment a cell.
fn fine(x: u8, y: u8) -> String {
    let cells = (1..=y).rev().flat_map(|up| (1..=x).map(move |across| (across, up)));
    let part = |(at, cell): (usize, (u8, u8))| {
        let letter = char::from(b'A' + u8::try_from(at / 9).unwrap());
        (format!("{letter}{}", at % 9 + 1), format!("{} of {}{}", NAMES[at % 9], cell.0, cell.1), vec![cell])
    };
    toml(x, Some(y), "one", &cells.take(64).enumerate().map(part).collect::<Vec<_>>())
}

/// The same in literals.
type Short<'a> = (&'a str, &'a str, &'a [(u8, u8)]);

fn parts(all: &[Short<'_>]) -> Vec<Part> {
    all.iter().map(|(letter, name, cells)| ((*letter).to_owned(), (*name).to_owned(), cells.to_vec())).collect()
}

/// An L, a corner with a far cell, and two plain ones on three by three.
fn crooked() -> String {
    let all = parts(&[
        ("A", "Expand", &[(2, 3), (3, 3), (3, 2)]),
        ("B", "Modernize", &[(1, 3), (3, 1)]),
        ("C", "Core", &[(1, 2), (2, 2)]),
        ("D", "Sustain", &[(1, 1), (2, 1)]),
    ]);
    toml(3, Some(3), "one", &all)
}

/// Two segments with cells, a free cell, and three segments without.
fn mixed() -> String {
    let all = parts(&[
        ("A", "Advocates", &[(2, 2)]),
        ("B", "Builders", &[(1, 2), (1, 1)]),
        ("P", "Pilot programme", &[]),
        ("Q", "Quick starters", &[]),
        ("R", "Referral partners", &[]),
    ]);
    toml(2, Some(2), "many", &all)
}

fn worldly() -> String {
    let all = parts(&[
        ("漢", "戦略的パートナーシップと共同成長の顧客", &[(3, 2)]),
        ("ש", "לקוחות אסטרטגיים עם פוטנציאל גבוה", &[(2, 2)]),
        ("É", "Entreprises à très fort développement international", &[(1, 2)]),
        ("D", "Donaudampfschifffahrtsgesellschaftskapitäne", &[(1, 1)]),
        ("Z", "E\u{301}quipes re\u{301}gionales", &[(2, 1)]),
        ("F", "Foundations", &[(3, 1)]),
    ]);
    toml(3, Some(2), "one", &all)
}

/// A book driven by a model of one's own, its clients dealt to the segments in turn, every tenth one to the tray.
fn book(toml: &str) -> (Store, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp("2025-05-01")).unwrap();
    let model = Model::parse(toml, "own.toml").unwrap_or_else(|error| panic!("{error}\n{toml}"));
    store.execute(&Command::AddModel { toml: toml.to_owned() }, &stamp("2025-05-01")).unwrap();
    store.execute(&Command::UseModel { key: "own".to_owned() }, &stamp("2025-05-01")).unwrap();
    let months = ["2026-03-02", "2026-04-07", "2026-05-04", "2026-06-01"];
    for (at, (name, owner, arr, renewal, ..)) in CLIENTS.into_iter().enumerate() {
        let on = months[at % months.len()];
        let fields = [(Field::Name, name), (Field::Owner, owner), (Field::Arr, arr), (Field::RenewalOn, renewal)];
        let client = add(&store, &fields, on);
        let factors = model.dimensions.iter().flat_map(|dimension| &dimension.factors);
        let values = factors.zip([1 + (at % 5) as u8, 1 + (at / 3 % 5) as u8]);
        let values = values.map(|(factor, value)| (factor.key.clone(), value)).collect();
        store.execute(&Command::Score(ScoreClient { clients: vec![client], model: None, values }), &stamp(on)).unwrap();
        if at % 10 != 9 {
            let segment = &model.segments[at % model.segments.len()];
            store.execute(&moving(client, &segment.key), &stamp(on)).unwrap();
        }
    }
    store.turn_to(day(TODAY)).unwrap();
    (store, folder)
}

fn console(toml: &str, columns: u16, rows: u16) -> Console {
    let (store, folder) = book(toml);
    Console::on(store, folder, look(), columns, rows)
}

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (120, 40)];

fn draw(name: &str, toml: &str) {
    let mut console = console(toml, 80, 24);
    for size in SIZES {
        console.size = size;
        assert_snapshot!(format!("{name}_{}", size.0), console.draw());
    }
}

#[test]
fn ladders_of_many_rungs_are_drawn() {
    for rungs in [2, 3, 4, 5, 6, 9] {
        draw(&format!("ladder_{rungs}"), &ladder(rungs));
    }
}

#[test]
fn fine_grids_are_drawn() {
    for (x, y) in [(3, 3), (4, 4), (5, 3)] {
        draw(&format!("grid_{x}_by_{y}"), &fine(x, y));
    }
}

#[test]
fn the_largest_grid_is_drawn() {
    let part = |at: u8| {
        let cells = (1..=9u8).flat_map(|x| (1..=9u8).map(move |y| (x, y)));
        let own = cells.filter(|(x, y)| (x - 1) / 3 + (y - 1) / 3 * 3 == at).collect();
        (format!("G{}", at + 1), NAMES[usize::from(at)].to_owned(), own)
    };
    draw("grid_9_by_9_merged", &toml(9, Some(9), "one", &(0..9).map(part).collect::<Vec<_>>()));
    let stripes = |at: u8| (format!("{}", at + 1), NAMES[usize::from(at)].to_owned(), (1..=9).map(|y| (at + 1, y)).collect());
    draw("grid_9_columns", &toml(9, Some(9), "one", &(0..9).map(stripes).collect::<Vec<_>>()));
    draw("grid_8_by_8", &fine(8, 8));
}

#[test]
fn segments_whose_cells_make_no_rectangle_are_drawn() {
    draw("crooked", &crooked());
    let mut swapped = console(&crooked(), 80, 24);
    assert_snapshot!("crooked_swapped", swapped.keys("x"));
}

#[test]
fn segments_without_cells_beside_others_with_cells_are_drawn() {
    draw("mixed", &mixed());
}

#[test]
fn names_of_any_script_and_length_are_drawn() {
    draw("worldly", &worldly());
}

#[test]
fn a_click_and_a_drop_on_a_far_cell_mean_its_segment() {
    let mut console = console(&crooked(), 80, 24);
    let far = console.find("→ B Modernize");
    let seen = console.click(far);
    assert!(seen.contains("┏ B Modernize"), "{seen}");
    let (from, to) = (console.find("Northwind"), console.find("→ B Modernize"));
    console.drag(from, to);
    assert!(console.draw().contains("to Modernize: Northwin"), "{}", console.draw());
    console.mouse(crossterm::event::MouseEventKind::Up(crossterm::event::MouseButton::Left), to);
    let seen = console.draw();
    assert!(seen.contains("Modernize") && seen.contains("Why"), "{seen}");
}

#[test]
fn on_a_stacked_ladder_a_move_goes_up_and_down() {
    let mut console = console(&ladder(9), 80, 24);
    let seen = console.keys("Shift-Right");
    assert!(seen.contains("no segment on the right of"), "{seen}");
    let seen = console.keys("Shift-Up");
    assert!(seen.contains("Steady") && seen.contains("Why"), "{seen}");
}

#[test]
fn on_a_map_of_tabs_h_and_l_follow_the_board() {
    let mut console = console(&fine(3, 3), 60, 20);
    assert!(console.keys("l").contains("[A2 Steady"), "{}", console.draw());
    assert!(console.keys("l l").contains("[A3 Growing"), "there is nothing on its right: {}", console.draw());
    let below = console.find("A9 Crown");
    assert!(console.click(below).contains("┏ A9 Crown of 31"), "{}", console.draw());
}

#[test]
fn the_tray_opens_below_a_fine_grid_whose_cells_are_merged() {
    let halves = |upper: bool| (1..=9u8).flat_map(|x| (1..=9u8).map(move |y| (x, y))).filter(move |(_, y)| (*y > 5) == upper);
    let all = [("A", "Above", true), ("B", "Below", false)];
    let all = all.map(|(letter, name, upper)| (letter.to_owned(), name.to_owned(), halves(upper).collect()));
    let mut console = console(&toml(9, Some(9), "one", &all), 80, 24);
    let seen = console.keys("Shift-Tab");
    assert!(seen.contains("┏ Tray"), "{seen}");
    assert!(seen.contains("≥55.5") && !seen.contains("≥44.4"), "only a cut between two segments is said: {seen}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn any_grid_covers_its_cells_once_and_shows_or_reaches_every_segment(
        x in 1u8..=9, y in 1u8..=9, deal in proptest::collection::vec(0u8..12, 81), many in 1u8..12,
        width in 0u16..=130, height in 0u16..=45, focus in 0usize..12, waiting in 0u16..9, swapped: bool,
    ) {
        let model = dealt(x, y, &deal, many);
        let axes = if swapped { Axes::Swapped } else { Axes::Straight };
        let grid = Grid::of(&model, axes);
        covered_once(&grid)?;
        let focus = focus % (model.segments.len() + 1);
        let area = Rect::new(2, 1, width, height);
        let areas = Areas::of(area, &grid, Wanted { focus, waiting, zoomed: false });
        prop_assert_eq!(areas.parts.len(), model.segments.len() + 1);
        apart(area, &areas)?;
        if areas.shape != Shape::One {
            prop_assert!(areas.parts.iter().all(|part| !part.is_empty()), "all are shown");
        } else if !areas.tabs.is_empty() {
            prop_assert!(areas.tabs.iter().all(|tab| !tab.is_empty()), "all have a tab");
        }
        // Towards a side one comes to another segment, never to oneself.
        for toward in [Toward::Left, Toward::Right, Toward::Up, Toward::Down] {
            prop_assert_ne!(grid.neighbour(focus, toward), Some(focus));
        }
        if grid.below == 0 {
            prop_assert_eq!(grid.turned().turned(), grid);
        }
    }
}

/// A model whose cells are dealt to its segments; some may get none.
fn dealt(x: u8, y: u8, deal: &[u8], many: u8) -> Model {
    let mut all: Vec<Part> =
        (0..many).map(|at| (char::from(b'A' + at).to_string(), format!("Segment {at}"), Vec::new())).collect();
    let cells = (1..=x).flat_map(|across| (1..=y).map(move |up| (across, up)));
    for (cell, to) in cells.zip(deal) {
        // What is dealt to nobody stays free.
        if let Some(part) = all.get_mut(usize::from(*to)) {
            part.2.push(cell);
        }
    }
    let ladder = y == 1;
    Model::parse(&toml(x, (!ladder).then_some(y), "many", &all), "own.toml").unwrap()
}

fn covered_once(grid: &Grid) -> Result<(), TestCaseError> {
    if !grid.on_axes {
        return Ok(());
    }
    for square in (0..grid.rows).flat_map(|row| (0..grid.columns).map(move |column| (row, column))) {
        let places = grid.places.iter().chain(grid.annexes.iter().map(|annex| &annex.place));
        prop_assert_eq!(places.filter(|place| place.holds(square)).count(), 1, "{:?}", square);
    }
    Ok(())
}

fn apart(area: Rect, areas: &Areas) -> Result<(), TestCaseError> {
    let annexes = areas.annexes.iter().map(|(area, _)| *area);
    let tabbed = if areas.tabs.is_empty() { vec![areas.strip] } else { areas.tabs.clone() };
    let edges = [areas.across, areas.up, areas.standing];
    let all: Vec<Rect> = areas.parts.iter().copied().chain(annexes).chain(edges).chain(tabbed).collect();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| !one.is_empty()) {
        prop_assert_eq!(one.intersection(area), *one);
        for other in all[at + 1..].iter().filter(|other| !other.is_empty()) {
            prop_assert!(one.intersection(*other).is_empty(), "{one} and {other}");
        }
    }
    Ok(())
}

const HARD: [fn() -> String; 6] = [|| ladder(9), || fine(4, 4), || fine(8, 8), crooked, mixed, worldly];

#[test]
fn every_segment_is_reached_by_tab_at_every_size() {
    for toml in HARD.map(|toml| toml()) {
        let model = Model::parse(&toml, "own.toml").unwrap();
        let mut console = console(&toml, 80, 24);
        for size in SIZES {
            console.size = size;
            let mut missing: Vec<&str> = model.segments.iter().map(|segment| segment.letter.as_str()).collect();
            for _ in 0..=model.segments.len() {
                let seen = console.keys("Tab");
                let focused = |letter: &&str| ["┏ ", "━ ", "["].iter().any(|sign| seen.contains(&format!("{sign}{letter} ")));
                missing.retain(|letter| !focused(letter));
            }
            assert!(missing.is_empty(), "{missing:?} at {size:?}\n{}", console.draw());
        }
    }
}

#[test]
fn no_size_panics_with_a_model_of_any_shape() {
    for toml in HARD.map(|toml| toml()) {
        let mut console = console(&toml, 80, 24);
        for keys in ["", "x", "Tab", "Shift-Tab"] {
            console.size = (80, 24);
            console.keys(keys);
            for columns in (0..=130).step_by(13) {
                for rows in (0..=45).step_by(5) {
                    console.size = (columns, rows);
                    console.draw();
                }
            }
        }
    }
}
