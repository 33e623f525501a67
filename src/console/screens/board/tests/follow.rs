//! What is selected after the book changed, and windows over many clients.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::super::BoardScreen;
use super::book::{TODAY, add, day, make, moving, stamp};
use crate::console::canvas::tests::{look, picture};
use crate::console::canvas::{Canvas, Look};
use crate::console::desk::Desk;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::keys::{Action, Keymap};
use crate::console::layer::{Ctx, Input, Layer, Step};
use crate::domain::client::{ClientId, Field};
use crate::domain::command::Incoming;
use crate::domain::filter::Filter;
use crate::domain::stamp::Stamp;
use crate::store::{ImportPolicy, Store};

/// The board alone, without the application around it.
pub struct Bench {
    store: Store,
    desk: Desk,
    hits: Hits,
    look: Look,
    keymap: Keymap,
    stamp: Stamp,
    screen: BoardScreen,
    folder: tempfile::TempDir,
}

macro_rules! ctx {
    ($bench:ident) => {
        Ctx {
            stamp: &$bench.stamp,
            look: &$bench.look,
            keymap: &$bench.keymap,
            hits: &$bench.hits,
            store: &$bench.store,
            desk: &mut $bench.desk,
        }
    };
}

impl Bench {
    /// The board of the book of fifteen.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = make(folder.path());
        Self::on(store, folder)
    }

    fn on(store: Store, folder: tempfile::TempDir) -> Self {
        let look = Look { today: day(TODAY), ..look() };
        let (mut desk, hits, keymap, stamp) = (Desk::default(), Hits::default(), Keymap::default(), stamp(TODAY));
        let screen = BoardScreen::new(&mut Ctx {
            stamp: &stamp,
            look: &look,
            keymap: &keymap,
            hits: &hits,
            store: &store,
            desk: &mut desk,
        });
        let mut bench = Self { store, desk, hits, look, keymap, stamp, screen, folder };
        bench.draw(80, 21);
        bench
    }

    pub fn draw(&mut self, columns: u16, rows: u16) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, columns, rows));
        self.hits.clear();
        let mut canvas = Canvas::new(&mut buffer, &mut self.hits, &self.look);
        let area = canvas.area();
        self.screen.view(&mut canvas, area);
        picture(&buffer)
    }

    pub fn filter(&mut self, text: &str) {
        self.desk.filter = Some((text.to_owned(), Filter::parse(text).unwrap()));
        self.refresh();
    }

    fn refresh(&mut self) {
        self.screen.refresh(&mut ctx!(self));
    }

    fn act(&mut self, action: Action) {
        self.screen.act(Input::Act(action), &mut ctx!(self));
        self.draw(80, 21);
    }

    fn selected(&self) -> ClientId {
        self.screen.part().selected().unwrap()
    }

    fn segment(&self) -> &str {
        &self.screen.part().key
    }

    fn find(&self, name: &str) -> ClientId {
        self.store.find(name).unwrap()
    }
}

#[test]
fn after_a_move_made_here_the_next_client_of_the_quadrant_has_its_turn() {
    let mut bench = Bench::new();
    bench.act(Action::Down);
    let kestrel = bench.find("Kestrel Logistics");
    assert_eq!(bench.selected(), kestrel);
    bench.act(Action::MoveDown);
    bench.store.execute(&moving(kestrel, "educate"), &bench.stamp).unwrap();
    bench.refresh();
    assert_eq!(bench.segment(), "transform");
    assert_eq!(bench.selected(), bench.find("漢字テック株式会社"));
}

#[test]
fn an_undo_takes_the_selection_along() {
    let mut bench = Bench::new();
    let northwind = bench.selected();
    bench.store.execute(&moving(northwind, "educate"), &bench.stamp).unwrap();
    bench.refresh();
    assert_eq!((bench.segment(), bench.selected()), ("educate", northwind));
    bench.store.undo(&bench.stamp).unwrap();
    bench.refresh();
    assert_eq!((bench.segment(), bench.selected()), ("transform", northwind));
}

#[test]
fn another_process_that_moves_the_client_while_its_dialog_is_open_is_followed() {
    let mut bench = Bench::new();
    let northwind = bench.selected();
    bench.act(Action::MoveDown);
    let other = Store::open(&bench.folder.path().join("book.db"), day(TODAY)).unwrap();
    other.execute(&moving(northwind, "sustain"), &bench.stamp).unwrap();
    bench.refresh();
    assert_eq!((bench.segment(), bench.selected()), ("sustain", northwind));
}

#[test]
fn a_filter_keeps_the_client_that_passes_and_drops_the_one_that_does_not() {
    let mut bench = Bench::new();
    bench.act(Action::Down);
    bench.filter("owner:ben");
    assert_eq!(bench.selected(), bench.find("Kestrel Logistics"));
    bench.filter("owner:ana");
    assert_eq!(bench.segment(), "transform");
    assert_ne!(bench.selected(), bench.find("Kestrel Logistics"));
    assert_eq!(bench.screen.part().total.clients, 2);
}

/// A book with so many clients in one segment.
fn crowd(many: usize) -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp(TODAY)).unwrap();
    let stamp = stamp(TODAY);
    let mut import = store.import(ImportPolicy::default(), &stamp).unwrap();
    for (line, n) in (2..).zip(0..many) {
        let fields = vec![(Field::Name, format!("Client {n:04}"))];
        import.row(line, &Incoming { fields, segment: Some("educate".to_owned()), ..Incoming::default() }).unwrap();
    }
    import.finish("imported a crowd", "{}").unwrap();
    Bench::on(store, folder)
}

#[test]
fn every_client_of_a_long_quadrant_is_reached_in_order_and_few_are_held() {
    let mut bench = crowd(400);
    let name = |bench: &Bench| bench.screen.part().entry(bench.selected()).unwrap().name.as_str().to_owned();
    for n in 0..400 {
        assert_eq!(name(&bench), format!("Client {n:04}"));
        let window = &bench.screen.part().window;
        assert!(window.rows.len() <= 3 * 64, "{} rows are held", window.rows.len());
        let at = window.rows.iter().position(|entry| entry.row.client == bench.selected()).unwrap();
        assert_eq!(window.before.unwrap() + at as u64, n, "the scrollbar knows the place");
        bench.screen.act(Input::Act(Action::Down), &mut ctx!(bench));
    }
    for n in (0..400).rev() {
        assert_eq!(name(&bench), format!("Client {n:04}"));
        bench.screen.act(Input::Act(Action::Up), &mut ctx!(bench));
    }
    bench.act(Action::Last);
    assert_eq!(name(&bench), "Client 0399");
    bench.act(Action::First);
    assert_eq!(name(&bench), "Client 0000");
    bench.act(Action::PageDown);
    assert_ne!(name(&bench), "Client 0000");
}

#[test]
fn a_client_far_down_is_still_selected_and_shown_after_a_change() {
    let mut bench = crowd(300);
    bench.act(Action::Last);
    let last = bench.selected();
    add(&bench.store, &[(Field::Name, "One more")], TODAY);
    bench.refresh();
    assert_eq!(bench.selected(), last);
    assert!(bench.draw(80, 21).contains("Client 0299"));
}

#[test]
fn marking_reads_nothing_again_and_marks_all_pages() {
    let mut bench = crowd(1_203);
    bench.act(Action::MarkAll);
    assert_eq!(bench.desk.marked.len(), 1_203);
    bench.refresh();
    assert!(bench.draw(80, 21).contains('✓'));
    bench.act(Action::MarkAll);
    assert!(bench.desk.marked.is_empty());
}

#[test]
fn models_of_other_shapes_are_drawn_at_every_size() {
    let shapes: [[&[(u8, u8)]; 4]; 2] =
        [[&[(3, 2)], &[(1, 2), (2, 2)], &[(2, 1), (3, 1)], &[(1, 1)]], [&[(3, 2), (1, 1)], &[(1, 2), (2, 2)], &[(2, 1)], &[]]];
    let mut bench = Bench::new();
    for cells in shapes {
        bench.screen.model = std::sync::Arc::new(super::places::wide(cells));
        bench.screen.grid = super::super::grid::Grid::of(&bench.screen.model, bench.screen.axes);
        for (columns, rows) in (0..140).step_by(11).flat_map(|columns| (0..50).step_by(7).map(move |rows| (columns, rows))) {
            bench.draw(columns, rows);
        }
        bench.draw(120, 37);
        bench.act(Action::Left);
        assert_eq!(bench.segment(), "modernize");
        bench.screen.focus = 0;
    }
}

#[test]
fn a_drop_on_another_quadrant_or_its_tab_asks_for_the_move_and_one_at_home_does_not() {
    let mut bench = Bench::new();
    let from = Spot::Row { list: 0, id: bench.selected().0 };
    let asked = |bench: &mut Bench, to: Spot| {
        let step = bench.screen.act(Input::Touch(Touch::Drop { from, to: Some(to) }), &mut ctx!(bench));
        matches!(step, Step::Push(_) | Step::All(_) | Step::Say(_))
    };
    assert!(asked(&mut bench, Spot::Zone(2)));
    assert!(bench.screen.acted, "after the move the next client has its turn");
    assert!(asked(&mut bench, Spot::Zone(super::super::TABS + 2)));
    assert!(!asked(&mut bench, Spot::Zone(0)));
    assert!(!bench.screen.acted);
}
