//! A whole screen with a dialog, as short as they are meant to be; not shipped, it proves the parts together.

use std::time::Instant;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::canvas::tests::{look, picture};
use super::canvas::{Canvas, Look, Side};
use super::desk::Desk;
use super::event::Event;
use super::glyphs::{Focus, Mark};
use super::hits::{Hits, Spot, Touch};
use super::key::{Code, Key};
use super::keys::{Action, Keymap, Scope, Situation};
use super::layer::{Command, Ctx, Input, Layer, Message, Outcome, Step, Tone};
use super::parts::chrome::Header;
use super::parts::form::{Form, FormStep};
use super::parts::list::{List, Moved, Row, Window};
use super::parts::menu::Menu;
use super::parts::popup;
use super::parts::question::Question;
use super::stack::{Effect, Stack};
use super::theme::Role;
use crate::domain::stamp::Stamp;
use crate::domain::text::Shown;
use crate::store::Store;

struct Client {
    id: i64,
    name: Shown,
    late: bool,
}

impl Row for Client {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// A list of clients.
struct Screen {
    list: List,
    rows: Window<Client>,
    dropped: Option<(i64, u16)>,
}

const LIST: u16 = 1;

/// A command as the example means it.
fn command(key: &str, value: &str) -> Command {
    Command::Set { key: key.to_owned(), value: value.to_owned() }
}

impl Screen {
    fn new(many: i64) -> Self {
        let client = |id: i64| Client { id, name: Shown::line(&format!("Client {id} 漢字")), late: id % 3 == 0 };
        let rows = Window::whole((0..many).map(client).collect());
        let mut list = List::new(LIST);
        list.settle(&rows);
        Self { list, rows, dropped: None }
    }
}

impl Layer for Screen {
    fn scope(&self) -> Scope {
        Scope::Clients
    }

    fn situation(&self) -> Situation {
        Situation { selected: self.list.selected().is_some(), placed: true, ..Situation::default() }
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = canvas.frame(area, Focus::Here, "Clients");
        self.list.view(canvas, inner, &self.rows, Focus::Here, |canvas, area, client| {
            if client.late {
                canvas.mark(area, Mark::Overdue);
            }
            canvas.text(Rect { x: area.x + 2, width: area.width.saturating_sub(12), ..area }, Role::Text, &client.name);
            canvas.aligned(area, Side::Right, Role::Text, canvas.look.formats.number(client.id * 1000));
        });
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        let height = ctx.hits.area_of(Spot::Zone(LIST)).height;
        match input {
            Input::Act(Action::Move) => Step::Push(Box::new(Dialog::new())),
            Input::Act(Action::Archive) => {
                Step::Push(Box::new(Question::new("Archive", Shown::line("Archive it?"), command("archive", ""))))
            }
            Input::Act(action) => match self.list.act(action, &self.rows, height) {
                Moved::Not => Step::Ignored,
                _ => Step::Stay,
            },
            Input::Touch(Touch::Drop { from: Spot::Row { id, .. }, to: Some(Spot::Zone(zone)) }) => {
                self.dropped = Some((id, zone));
                Step::Stay
            }
            Input::Touch(touch) => {
                self.list.touch(touch, &self.rows, height);
                match touch {
                    Touch::Double { .. } => Step::Push(Box::new(Dialog::new())),
                    Touch::Menu { at, .. } => Step::Push(Box::new(Menu::new(ctx.keymap, self.scope(), &self.situation(), at))),
                    _ => Step::Stay,
                }
            }
            Input::Key(_) | Input::Paste(_) => Step::Stay,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Of {
    To,
    Note,
}

/// A dialog that moves a client.
struct Dialog(Form<Of>);

impl Dialog {
    fn new() -> Self {
        let segments = ["Partner", "Educate"].map(Shown::line).to_vec();
        Self(Form::new().note(Of::Note, "Why", "", 10).choice(Of::To, "To", segments, 0))
    }
}

impl Layer for Dialog {
    fn scope(&self) -> Scope {
        Scope::Dialog
    }

    fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        let inner = popup::centred(canvas, area, "Move", 60, self.0.rows(60));
        self.0.view(canvas, inner, "Save");
    }

    fn act(&mut self, input: Input, ctx: &mut Ctx<'_>) -> Step {
        match self.0.act(&input, ctx.hits) {
            FormStep::Save => Step::Commit(Box::new(command("move", &self.0.value(Of::Note)))),
            FormStep::Cancel => Step::Close,
            FormStep::Ignored => Step::Ignored,
            FormStep::Stay | FormStep::Changed(_) => Step::Stay,
        }
    }
}

/// The console around the example: what the application does, without a store.
struct Trial {
    stack: Stack,
    hits: Hits,
    look: Look,
    keymap: Keymap,
    stamp: Stamp,
    store: Store,
    desk: Desk,
    _folder: tempfile::TempDir,
    size: (u16, u16),
}

impl Trial {
    fn new(columns: u16, rows: u16) -> Self {
        let look = look();
        let stamp = Stamp {
            now: chrono::DateTime::parse_from_rfc3339("2026-11-05T10:00:00+01:00").unwrap(),
            today: look.today,
            by: "ana".to_owned(),
        };
        let stack = Stack::new(Box::new(Screen::new(100)));
        let folder = tempfile::tempdir().unwrap();
        let store = Store::create(&folder.path().join("book.db"), "maturity-appetite", &stamp).unwrap();
        let mut trial = Self {
            stack,
            hits: Hits::default(),
            look,
            keymap: Keymap::default(),
            stamp,
            store,
            desk: Desk::default(),
            _folder: folder,
            size: (columns, rows),
        };
        trial.draw();
        trial
    }

    fn draw(&mut self) -> (String, Option<Position>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.0, self.size.1));
        let header = Header { tab: Action::Clients, tabs: Header::TABS, about: Shown::line("demo"), day: Shown::default() };
        let cursor = self.stack.draw(&mut buffer, &mut self.hits, &self.look, &self.keymap, &header);
        (picture(&buffer), cursor)
    }

    fn event(&mut self, event: Event) -> Vec<Effect> {
        let mut ctx = Ctx {
            stamp: &self.stamp,
            look: &self.look,
            keymap: &self.keymap,
            hits: &self.hits,
            store: &self.store,
            desk: &mut self.desk,
        };
        let effects = self.stack.event(event, &mut ctx);
        self.draw();
        effects
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        self.event(Event::Key(key))
    }

    fn type_in(&mut self, text: &str) {
        for c in text.chars() {
            assert_eq!(self.key(Key::char(c)), []);
        }
    }

    fn mouse(&mut self, kind: MouseEventKind, area: Rect) -> Vec<Effect> {
        let event = MouseEvent { kind, column: area.x, row: area.y, modifiers: KeyModifiers::NONE };
        self.event(Event::Mouse(event, Instant::now()))
    }

    fn click(&mut self, spot: Spot) -> Vec<Effect> {
        let area = self.hits.area_of(spot);
        assert!(!area.is_empty(), "{spot:?} is not on the screen");
        let mut effects = self.mouse(MouseEventKind::Down(MouseButton::Left), area);
        effects.extend(self.mouse(MouseEventKind::Up(MouseButton::Left), area));
        effects
    }

    fn committed(&mut self, outcome: &Outcome) -> Vec<Effect> {
        let mut ctx = Ctx {
            stamp: &self.stamp,
            look: &self.look,
            keymap: &self.keymap,
            hits: &self.hits,
            store: &self.store,
            desk: &mut self.desk,
        };
        self.stack.committed(outcome, &mut ctx)
    }
}

fn refused() -> Outcome {
    Outcome::Refused(Message::new(Tone::Bad, "the note is too short"))
}

fn saved() -> Outcome {
    Outcome::Saved(Message::new(Tone::Good, "moved").hint("u takes it back"))
}

#[test]
fn a_screen_is_drawn_with_header_message_line_and_footer() {
    let (seen, _) = Trial::new(80, 24).draw();
    let lines: Vec<&str> = seen.lines().collect();
    assert!(lines[0].contains("[3 Clients]") && lines[0].ends_with("demo"), "{seen}");
    assert!(lines[1].starts_with('┏') && lines[1].contains(" Clients "), "{seen}");
    assert!(lines[2].contains("▲ Client 0 漢字"), "{seen}");
    assert!(lines[23].starts_with(" ? help  m move"), "{seen}");
}

#[test]
fn a_dialog_that_is_refused_keeps_all_typing_and_closes_when_saved() {
    let mut trial = Trial::new(80, 24);
    trial.key(Key::char('m'));
    assert_eq!(trial.stack.depth(), 2);
    trial.type_in("quit? m");
    let effects = trial.key(Key::ctrl('s'));
    assert_eq!(effects, [Effect::Commit(Box::new(command("move", "quit? m")))]);
    assert_eq!(trial.key(Key::ctrl('s')), [], "one commit at a time");
    trial.committed(&refused());
    let (seen, _) = trial.draw();
    assert!(trial.stack.depth() == 2 && seen.contains("quit? m") && seen.contains("! the note is too short"), "{seen}");
    trial.key(Key::ctrl('s'));
    trial.committed(&saved());
    let (seen, _) = trial.draw();
    assert!(trial.stack.depth() == 1 && seen.contains("moved · u takes it back"), "{seen}");
}

#[test]
fn pasted_text_never_is_a_command_on_any_layer() {
    let mut trial = Trial::new(80, 24);
    let hostile = || Event::Paste("q\nm\nu y \u{3}".to_owned());
    for open in [None, Some('m'), Some('A'), Some('?'), Some(':')] {
        let depth = trial.stack.depth();
        if let Some(c) = open {
            trial.key(Key::char(c));
        }
        let opened = trial.stack.depth();
        assert_eq!(trial.event(hostile()), []);
        assert_eq!(trial.stack.depth(), opened, "{open:?}");
        trial.key(Key::plain(Code::Esc));
        assert_eq!(trial.stack.depth(), depth, "{open:?}");
    }
}

#[test]
fn help_and_palette_open_anywhere_and_escape_closes_them() {
    let mut trial = Trial::new(80, 24);
    trial.key(Key::char('?'));
    let (seen, _) = trial.draw();
    assert!(seen.contains("Keys: clients") && seen.contains("Move the client, or all marked ones"), "{seen}");
    trial.key(Key::plain(Code::Down));
    trial.key(Key::char('q'));
    assert_eq!(trial.stack.depth(), 1);
    trial.key(Key::char(':'));
    trial.type_in("move");
    let (seen, cursor) = trial.draw();
    assert!(seen.contains("Commands") && cursor.is_some(), "{seen}");
    trial.key(Key::plain(Code::Enter));
    assert_eq!(trial.stack.scope(), Scope::Dialog, "the palette gave way to the dialog of the command");
}

#[test]
fn a_command_that_is_off_says_why() {
    let mut trial = Trial::new(80, 24);
    assert_eq!(trial.key(Key::char('u')), []);
    let (seen, _) = trial.draw();
    assert!(seen.contains("Undo: there is nothing to undo"), "{seen}");
}

#[test]
fn what_no_layer_takes_reaches_the_application() {
    let mut trial = Trial::new(80, 24);
    assert_eq!(trial.key(Key::char('1')), [Effect::Do(Action::Board)]);
    assert_eq!(trial.click(Spot::Act(Action::Due)), [Effect::Do(Action::Due)]);
    assert_eq!(trial.key(Key::ctrl('z')), [Effect::Suspend]);
    assert_eq!(trial.key(Key::char('q')), [Effect::Quit]);
}

#[test]
fn the_mouse_selects_opens_drags_and_calls_a_menu() {
    let mut trial = Trial::new(80, 24);
    let row = Spot::Row { list: LIST, id: 4 };
    trial.click(row);
    trial.click(row);
    assert_eq!(trial.stack.scope(), Scope::Dialog, "a double click opens");
    let (seen, _) = trial.draw();
    assert!(seen.contains("[ Cancel ]"), "{seen}");
    trial.click(Spot::Act(Action::Back));
    assert_eq!(trial.stack.depth(), 1);
    let area = trial.hits.area_of(row);
    trial.mouse(MouseEventKind::Down(MouseButton::Right), area);
    let (seen, _) = trial.draw();
    assert!(seen.contains("Log") || seen.contains("Review"), "{seen}");
    trial.key(Key::char('m'));
    assert_eq!(trial.stack.scope(), Scope::Dialog, "the command's key works in its menu");
}

#[test]
fn a_click_beside_a_dialog_does_nothing_below_it() {
    let mut trial = Trial::new(80, 24);
    trial.key(Key::char('m'));
    assert!(trial.hits.iter().all(|(_, spot)| !matches!(spot, Spot::Row { .. })));
    assert_eq!(trial.mouse(MouseEventKind::Down(MouseButton::Left), Rect::new(1, 0, 1, 1)), []);
}

#[test]
fn a_question_is_answered_by_yes_alone() {
    let mut trial = Trial::new(80, 24);
    trial.key(Key::char('A'));
    trial.key(Key::plain(Code::Enter));
    assert_eq!(trial.stack.depth(), 1, "No has the focus");
    trial.key(Key::char('A'));
    assert_eq!(trial.key(Key::char('y')), [Effect::Commit(Box::new(command("archive", "")))]);
    trial.committed(&saved());
    assert_eq!(trial.stack.depth(), 1);
}

#[test]
fn no_size_breaks_a_screen_or_what_lies_over_it() {
    for open in [None, Some('m'), Some('A'), Some('?'), Some(':')] {
        let mut trial = Trial::new(80, 24);
        if let Some(c) = open {
            trial.key(Key::char(c));
        }
        for columns in [0, 1, 30, 59, 60, 61, 75, 80, 100, 120, 131] {
            for rows in [0, 1, 10, 19, 20, 21, 24, 40, 45] {
                trial.size = (columns, rows);
                trial.draw();
            }
        }
    }
}
