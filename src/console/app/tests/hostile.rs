//! A book whose every text tries to control the terminal or to hide: each screen and dialog is drawn over it and looked at cell by cell.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::console::canvas::Canvas;
use crate::console::canvas::tests::{look, picture};
use crate::console::dialogs::trial::{TODAY, Trial, damage, day, stamp};
use crate::console::dialogs::{facts, load};
use crate::console::event::Event;
use crate::console::hits::Hits;
use crate::console::key::{Code, Key};
use crate::console::keys::{Action, Scope};
use crate::console::parts::question::Question;
use crate::console::run::Program;
use crate::domain::cadence::Leaving;
use crate::domain::client::{ClientId, Field};
use crate::domain::command::{
    ActionDraft, AddClient, Command, EditClient, Finalise, LogReview, Move, Opined, ScoreClient, SessionAct, Stage, Staging,
    StartSession,
};
use crate::domain::review::Sentiment;
use crate::domain::session::View;
use crate::domain::stamp::Stamp;
use crate::domain::text::payloads::{all, harm_in};
use crate::domain::text::{Shown, UNSHOWN};
use crate::store::Store;

/// A text that does harm unless it is cleaned.
type Payload = (&'static str, String);

/// Payloads of each kind of harm; all the others are in the long version.
const COVERING: [&str; 8] = [
    "colour",
    "CSI in 8 bits",
    "title",
    "DEL",
    "right-to-left override",
    "zero-width space",
    "tags",
    "a pile of 10,000 acute accents",
];

/// Layers that show nothing of any book, each with its reason.
const WITHOUT_DATA: [(&str, &str); 9] = [
    ("help::Help", "the keys"),
    ("palette::Palette", "the commands"),
    ("menu::Menu", "the commands"),
    ("asof::AsOfDialog", "a day that is typed"),
    ("doors::DoorsScreen", "a book without a client"),
    ("picker::DaysPicker", "days"),
    ("export::ExportDialog", "names of files: what cannot be shown as it is stays out"),
    ("file::ModelFile", "names of files: what cannot be shown as it is stays out"),
    ("import::Import", "names of files: what cannot be shown as it is stays out"),
];

/// Layers that no key opens here, each with its reason.
const ELSEWHERE: [(&str, &str); 2] = [
    ("elsewhere::ElsewhereScreen", "the book of a past day is made by a worker"),
    ("rescue::Rescue", "a damaged book takes seconds: it is in the long version"),
];

/// Columns and rows of the frames.
const SIZE: (u16, u16) = (110, 44);

/// Which layers were met, and whether one of their frames showed a payload.
#[derive(Default)]
struct Met {
    layers: BTreeMap<String, bool>,
    frames: usize,
}

impl Met {
    /// Looks at every cell of the frame, and whether the uppermost layer shows a payload by itself.
    #[track_caller]
    fn look(&mut self, trial: &mut Trial, at: &str) {
        let frame = trial.frame();
        for (place, cell) in frame.content().iter().enumerate().filter(|(_, cell)| !is_plain(cell.symbol())) {
            let symbol = cell.symbol();
            let harm = harm_in(symbol).or_else(|| symbol.chars().find(|c| c.is_control()));
            let harm = harm.map(|c| c.escape_unicode().to_string());
            assert_eq!(harm, None, "{at}: cell {place} is {symbol:?}\n{}", picture(&frame));
        }
        self.frames += 1;
        let top = trial.app.stack.top();
        let shown = self.layers.entry(top.type_name().to_owned()).or_default();
        if !*shown {
            let area = Rect::new(0, 0, SIZE.0, SIZE.1);
            let (mut alone, mut hits, look) = (Buffer::empty(area), Hits::default(), look());
            top.view(&mut Canvas::new(&mut alone, &mut hits, &look), area);
            *shown = alone.content().iter().any(|cell| cell.symbol().contains(UNSHOWN));
        }
    }
}

fn is_plain(symbol: &str) -> bool {
    symbol.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// Presses a key, and draws nothing.
fn press(trial: &mut Trial, key: &str) {
    trial.app.handle(Event::Key(key.parse().unwrap()));
}

/// Does a command; what is refused is not in the book.
fn tried(store: &Store, by: &Stamp, command: Command) -> bool {
    store.execute(&command, by).is_ok()
}

/// The model with hostile names and words: of segments, dimensions, factors, levels, kinds of review.
fn hostile_model(toml: &str, text: &str) -> String {
    let quoted: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    let words =
        ["name = \"", "question = \"", "low = \"", "high = \"", "description = \"", "source = \"", "kind = \"", "summary = \""];
    words.into_iter().fold(toml.to_owned(), |toml, word| toml.replace(word, &format!("{word}\u{202E}{quoted} ")))
}

/// The console over a book with these payloads in every field that holds text, and in an open session; the clients in it.
fn hostile(payloads: &[Payload]) -> (Trial, Vec<ClientId>) {
    let trial = Trial::empty(SIZE.0, SIZE.1);
    let store = trial.other();
    let mut clients = Vec::new();
    let models = crate::domain::model::builtin::all();
    let by = stamp("2026-01-01", &payloads[0].1.chars().take(60).collect::<String>());
    let (driving, lens) = (hostile_model(models[0].1, &payloads[0].1), hostile_model(models[1].1, &payloads[0].1));
    store.execute(&Command::EditModel { key: models[0].0.to_owned(), toml: driving, seen: None }, &by).unwrap();
    store.execute(&Command::AddModel { toml: lens }, &by).unwrap();
    for (at, (_, text)) in payloads.iter().enumerate() {
        // Longer than a name may be is refused; its beginning hides as well as all of it.
        let short: String = text.chars().take(150).collect();
        let fields = [
            (Field::ExternalId, format!("H{at}")),
            (Field::Name, short.clone()),
            (Field::Owner, short.clone()),
            (Field::Arr, "48000".to_owned()),
            (Field::Industry, short.clone()),
            (Field::Goal, short.clone()),
            (Field::Champion, short.clone()),
            (Field::Tags, short.replace([';', ','], " ")),
            (Field::Notes, text.clone()),
        ];
        let by = stamp("2026-01-01", &short);
        if !tried(&store, &by, Command::Add(AddClient { fields: fields.to_vec() })) {
            continue;
        }
        let client = store.find(&format!("H{at}")).unwrap();
        clients.push(client);
        tried(&store, &by, moved(client, ["educate", "sustain", "transform"][at % 3], &short));
        let values = ["standardization", "stability", "engagement", "goals"].map(|factor| (factor.to_owned(), 5)).to_vec();
        tried(&store, &by, Command::Score(ScoreClient { clients: vec![client], model: None, values }));
        if at % 4 == 3 {
            continue;
        }
        let review = LogReview {
            note: text.clone(),
            outcome: short.clone(),
            risks: short.clone(),
            decisions: short.clone(),
            attendees: short.clone(),
            sentiment: Some(Sentiment::Negative),
            actions: vec![ActionDraft { text: short.clone(), owner: Some(short.clone()), due_on: None }],
            ..LogReview::held(client, day("2026-02-01"))
        };
        tried(&store, &stamp("2026-02-01", &short), Command::Review(review));
    }
    sit(&store, &clients, payloads);
    // Names of files and folders are text of others as well.
    for name in ["model \u{202E}lmot.toml", "days \u{202E}sci.ics", "sheet \u{202E}vsc.csv"] {
        std::fs::write(trial.folder.path().join(name), "x").unwrap();
    }
    std::fs::create_dir(trial.folder.path().join("exports \u{202E}\x1b[2J")).unwrap();
    (trial, clients)
}

fn moved(client: ClientId, to: &str, text: &str) -> Command {
    Command::Move(Move {
        clients: vec![client.into()],
        model: None,
        to: to.into(),
        note: format!("because {text}"),
        reason: None,
        authorised_by: Some(text.to_owned()),
        leaving: Leaving::Hold,
    })
}

/// A session that is over, and one in which something is said of every client.
fn sit(store: &Store, clients: &[ClientId], payloads: &[Payload]) {
    let text: String = payloads[0].1.chars().take(60).collect();
    let by = stamp(TODAY, &text);
    for name in ["before", "now"] {
        let start = StartSession {
            name: format!("{name} {text}"),
            facilitator: "ana".to_owned(),
            co_facilitators: vec![text.clone()],
            participants: vec![text.clone(), "ana".to_owned()],
            ..StartSession::default()
        };
        store.execute(&Command::Session(SessionAct::Start(start)), &by).unwrap();
        let session = store.open_sessions().unwrap().remove(0).id;
        // Some are left for the rest.
        for (at, client) in clients.iter().enumerate().filter(|(at, _)| name == "before" || at % 4 != 2) {
            let text: String = payloads[at % payloads.len()].1.chars().take(100).collect();
            let opinions =
                vec![Opined { client: *client, view: View::Propose, to: Some("modernize".to_owned()), note: text.clone() }];
            let merge = SessionAct::Merge { session, voter: "ana".to_owned(), opinions };
            let to = if name == "before" { "modernize" } else { "transform" };
            let (what, expect, revisit_on) = match at % 2 {
                0 => (Staging::Move(to.to_owned()), "engagement >= 4".to_owned(), Some(day("2026-06-20"))),
                _ => (Staging::Confirm, String::new(), None),
            };
            let authorised_by = Some(text.clone());
            let plain = Stage::plain(session, *client, what);
            let stage = Stage { note: format!("because {text}"), expect, revisit_on, authorised_by, ..plain };
            let note = SessionAct::Note { session, client: *client, note: text.clone() };
            for act in [merge, SessionAct::Stage(stage), note] {
                tried(store, &by, Command::Session(act));
            }
        }
        tried(store, &by, Command::Session(SessionAct::Reveal { session, note: text.clone() }));
        if name == "before" {
            finalise(store, &by, &[]);
        }
    }
}

fn finalise(store: &Store, by: &Stamp, accept: &[ClientId]) {
    let session = store.open_sessions().unwrap().remove(0).id;
    store.finalise(&Finalise { session, note: by.by.clone(), accept: accept.to_vec() }, by).unwrap();
}

/// Leaves every dialog and page, down to a main screen.
#[track_caller]
fn leave(trial: &mut Trial, at: &str) {
    let mut left = 0;
    while trial.app.stack.depth() > 1 || trial.app.scope().is_typing() {
        if trial.app.scope() == Scope::Question {
            press(trial, "n");
        }
        press(trial, "Esc");
        left += 1;
        assert!(left < 12, "{at} cannot be left: {}", trial.draw());
    }
}

/// What is pressed, from the board on: each opens something, and is looked at after each key.
const ROUTES: [&str; 19] = [
    "1 G v v v z z x M",
    "1 C",
    "1 t",
    "2 w Esc v w Esc v w Esc v w Esc v w",
    "2 Home w",
    "2 v Home w Esc v Home w Esc v Home w",
    "4 Esc Enter",
    "2 o",
    "2 y",
    "3 S C",
    "4 Enter B",
    "4 L",
    "5 v v v v t",
    "5 o",
    "6 Enter",
    "6 n",
    "D Enter",
    "H Enter",
    "3 Enter Tab Tab Tab PageDown",
];

/// What is opened over a client on the table of clients, on its agenda, on the screen of models.
const OVER: [(&str, &str); 3] = [
    ("3", "m c a r b s K F P O V e E n A w f / X ? : , F2 I"),
    ("4", "m c d N e E w R F W X P I V S / . n B L"),
    ("6", "n d e V F"),
];

/// Through everything that a key opens over such a book.
fn tour(payloads: &[Payload], met: &mut Met) -> Trial {
    let (mut trial, clients) = hostile(payloads);
    trial.event(Event::Focus(true));
    met.look(&mut trial, "the board");
    for route in ROUTES {
        press(&mut trial, "1");
        for key in route.split(' ') {
            press(&mut trial, key);
            met.look(&mut trial, route);
        }
        leave(&mut trial, route);
    }
    let mut opened = 0;
    for (screen, keys) in OVER {
        for key in keys.split(' ') {
            let at = format!("{screen} {key}");
            press(&mut trial, "1");
            press(&mut trial, screen);
            // Another client each time, so that each dialog meets another payload.
            opened += 1;
            press(&mut trial, "Home");
            (0..opened % clients.len()).for_each(|_| press(&mut trial, "j"));
            press(&mut trial, key);
            met.look(&mut trial, &at);
            if trial.app.scope().is_typing() {
                let text: String = payloads[opened % payloads.len()].1.chars().take(60).collect();
                trial.app.handle(Event::Paste(text));
                met.look(&mut trial, &at);
            }
            leave(&mut trial, &at);
        }
    }
    // Each line of the settings.
    for down in 0..14 {
        press(&mut trial, ",");
        (0..down).for_each(|_| press(&mut trial, "Down"));
        press(&mut trial, "Enter");
        met.look(&mut trial, "the settings");
        names_of_files(&mut trial, 1, met);
        leave(&mut trial, "the settings");
    }
    for (screen, key) in [("3", "X"), ("6", "n"), ("4", "X"), ("4", "P"), ("4", "I")] {
        press(&mut trial, screen);
        press(&mut trial, key);
        names_of_files(&mut trial, 6, met);
        leave(&mut trial, "names of files");
    }
    menu(&mut trial, met);
    let asked = Shown::line(&payloads[0].1);
    let question = Question::passing("Replace the file", asked, Action::Yes);
    trial.app.push(Ok(Box::new(question)));
    met.look(&mut trial, "a question");
    leave(&mut trial, "a question");
    conflict(&mut trial, clients[0], payloads, met);
    wizard(&mut trial, payloads, met);
    backups(&mut trial, payloads, met);
    finalise(&trial.other(), &stamp(TODAY, "ana"), &clients);
    for key in ["4", "Enter"] {
        press(&mut trial, key);
        met.look(&mut trial, "the sessions");
    }
    leave(&mut trial, "the sessions");
    met.look(&mut Trial::empty(SIZE.0, SIZE.1), "a book without a client");
    trial
}

/// In each field, as far as it takes a path: what lies in the home folder.
fn names_of_files(trial: &mut Trial, fields: usize, met: &mut Met) {
    for _ in 0..fields {
        if !trial.app.scope().is_typing() {
            return;
        }
        press(trial, "Ctrl-u");
        trial.app.handle(Event::Paste("~/".to_owned()));
        met.look(trial, "names of files");
        press(trial, "Tab");
    }
}

/// What may be done with a client, by a click.
fn menu(trial: &mut Trial, met: &mut Met) {
    press(trial, "3");
    let frame = trial.frame();
    let at = frame.content().iter().position(|cell| cell.symbol().contains(UNSHOWN)).expect("a client");
    let (column, row) = frame.pos_of(at);
    for kind in [MouseEventKind::Down(MouseButton::Right), MouseEventKind::Up(MouseButton::Right)] {
        trial.app.handle(Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }, Instant::now()));
    }
    met.look(trial, "the menu");
    leave(trial, "the menu");
}

/// Somebody else changed what is being typed over.
fn conflict(trial: &mut Trial, client: ClientId, payloads: &[Payload], met: &mut Met) {
    trial.open(|ctx| facts::edit(client, ctx));
    trial.key(Key::plain(Code::Tab));
    trial.key(Key::plain(Code::Tab));
    trial.type_in("dora");
    let text: String = payloads[0].1.chars().take(100).collect();
    let fields = vec![(Field::Owner, format!("cleo {text}"))];
    let edit = Command::Edit(EditClient { client, seen: None, fields });
    trial.other().execute(&edit, &stamp(TODAY, &text)).unwrap();
    trial.save();
    assert_eq!(trial.app.scope(), Scope::Conflict);
    met.look(trial, "mine and theirs");
    leave(trial, "mine and theirs");
}

/// A file whose names, columns and cells do harm.
fn wizard(trial: &mut Trial, payloads: &[Payload], met: &mut Met) {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\"").replace('\0', ""));
    let mut file = format!("Name,Owner,{},Segment\n", quoted(&payloads[0].1));
    for (_, text) in payloads {
        let cell = quoted(&text.chars().take(120).collect::<String>());
        file.push_str(&format!("{cell},{cell},{cell},{cell}\n"));
    }
    let name = "clients \u{202E}vsc\x1b[2J.csv";
    std::fs::write(trial.folder.path().join(name), file).unwrap();
    trial.open(load::open);
    met.look(trial, "the files to bring in");
    trial.paste(&trial.folder.path().join(name).to_string_lossy());
    trial.key(Key::plain(Code::Enter));
    for page in ["the preview", "the columns", "the outcome"] {
        met.look(trial, page);
        trial.key(Key::plain(Code::PageDown));
        met.look(trial, page);
        trial.save();
    }
    leave(trial, "a file to bring in");
}

/// Copies, and what going back to one would lose.
fn backups(trial: &mut Trial, payloads: &[Payload], met: &mut Met) {
    let by = stamp(TODAY, &payloads[0].1.chars().take(60).collect::<String>());
    let copy = trial.other().backup(None, "asked", &by).unwrap();
    let renamed = copy.to_string_lossy().replace("asked", "asked\u{202E}\x1b[2J");
    std::fs::copy(&copy, renamed).unwrap();
    press(trial, "F3");
    for key in ["Home", "R", "Esc", "Down", "R"] {
        met.look(trial, "the backups");
        press(trial, key);
    }
    met.look(trial, "a backup to go back to");
    leave(trial, "the backups");
}

/// The layers that the sources have: `module::Type`, as far as two names tell them apart.
fn in_the_sources() -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let own = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let module =
                if stem == "mod" { path.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned() } else { stem };
            if ["trial", "example", "tests"].contains(&module.as_str())
                || path.components().any(|part| part.as_os_str() == "tests")
            {
                continue;
            }
            let named = own.lines().filter_map(|line| line.strip_prefix("impl Layer for ")?.strip_suffix(" {"));
            found.extend(named.map(|name| format!("{module}::{name}")));
        }
    }
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/console"), &mut found);
    found.sort();
    found
}

#[test]
fn no_cell_of_any_screen_or_dialog_controls_reorders_or_hides() {
    let covering: Vec<Payload> = all().into_iter().filter(|(name, _)| COVERING.contains(name)).collect();
    assert_eq!(covering.len(), COVERING.len());
    let mut met = Met::default();
    drop(tour(&covering, &mut met));
    let layers = in_the_sources();
    assert!(layers.len() > 45, "{layers:#?}");
    let state = |name: &String| met.layers.iter().find(|(met, _)| met.ends_with(&format!("::{name}"))).map(|(_, shown)| *shown);
    let listed = |name: &&String| ELSEWHERE.iter().all(|(other, _)| other != name);
    let never: Vec<&String> = layers.iter().filter(listed).filter(|name| state(name).is_none()).collect();
    let bare = |name: &&String| WITHOUT_DATA.iter().all(|(bare, _)| bare != name) && state(name) == Some(false);
    let clean: Vec<&String> = layers.iter().filter(bare).collect();
    assert!(never.is_empty() && clean.is_empty(), "never met: {never:#?}\nno payload on any frame: {clean:#?}");
}

#[test]
#[ignore = "every payload on every screen and in every dialog: a minute"]
fn no_cell_of_any_screen_or_dialog_does_harm_with_any_payload() {
    let mut met = Met::default();
    for payloads in all().chunks(8) {
        drop(tour(payloads, &mut met));
    }
    let mut trial = tour(&all()[..8], &mut met);
    damage(&trial.path);
    for key in ["1", "2", "3", "5", "H"] {
        trial.app.with(|ctx| drop(ctx.store.check(day(TODAY))));
        press(&mut trial, key);
        met.look(&mut trial, "a damaged book");
    }
    assert!(met.frames > 1_500, "{} frames", met.frames);
}
