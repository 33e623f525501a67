//! What is printed from the table: footer, help, palette, mouse menus and `docs/KEYS.md`.

use std::fmt::Write;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use super::{Action, COMMANDS, Command, GROUPS, Keymap, Scope, Situation};

/// One command in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterItem {
    /// The command.
    pub action: Action,
    /// Its key.
    pub key: String,
    /// Its name, small.
    pub name: String,
}

/// On the due list, what is done with a review goes before what is done with a client.
const ON_DUE: [(Action, u8); 8] = [
    (Action::Review, 99),
    (Action::Book, 98),
    (Action::Snooze, 97),
    (Action::Why, 94),
    (Action::View, 93),
    (Action::Move, 60),
    (Action::Skip, 74),
    (Action::Score, 20),
];

/// On the list of what the scores propose, deciding goes before reviewing.
const ON_DRIFT: [(Action, u8); 6] = [
    (Action::Confirm, 94),
    (Action::Why, 93),
    (Action::Mark, 91),
    (Action::Review, 30),
    (Action::Book, 20),
    (Action::Snooze, 10),
];
/// On the agenda and on a client of it, deciding goes before everything else.
const ON_AGENDA: [(Action, u8); 9] = [
    (Action::View, 47),
    (Action::Undo, 71),
    (Action::Move, 99),
    (Action::Confirm, 98),
    (Action::Score, 70),
    (Action::Mark, 55),
    (Action::Review, 0),
    (Action::Book, 0),
    (Action::Edit, 0),
];
/// Where the selected client drifts, what is proposed goes before all but the first few commands.
const ACCEPT: u8 = 92;

/// How useful a command is in a scope, as things stand.
fn weight(command: &Command, scope: Scope, now: &Situation) -> u8 {
    if command.action == Action::Accept && (now.drifts || scope == Scope::Drift) {
        return if scope == Scope::Drift { 99 } else { ACCEPT };
    }
    let own: &[(Action, u8)] = match scope {
        Scope::Due => &ON_DUE,
        Scope::Drift => &ON_DRIFT,
        Scope::Session | Scope::SessionClient => &ON_AGENDA,
        Scope::Board
        | Scope::Clients
        | Scope::Client
        | Scope::Insights
        | Scope::Models
        | Scope::Compare
        | Scope::Elsewhere
        | Scope::Sessions
        | Scope::Balance
        | Scope::Replay
        | Scope::History
        | Scope::Backups
        | Scope::Doors
        | Scope::Settings
        | Scope::Dialog
        | Scope::Picker
        | Scope::Filter
        | Scope::Reading
        | Scope::Question
        | Scope::Conflict
        | Scope::Rescue => &[],
    };
    let own = own.iter().filter(|(action, _)| *action == command.action);
    own.map(|(_, weight)| *weight).next().unwrap_or(command.weight)
}

/// The commands for a footer `width` columns wide: the most useful that work now, each as `key name`, two columns apart. They
/// stand in the order of their usefulness.
#[must_use]
pub fn footer(map: &Keymap, scope: Scope, now: &Situation, width: usize) -> Vec<FooterItem> {
    let mut useful: Vec<&Command> = COMMANDS
        .iter()
        .filter(|command| weight(command, scope, now) > 0 && command.scopes.contains(&scope) && command.action.off(now).is_none())
        .collect();
    useful.sort_by_key(|command| std::cmp::Reverse(weight(command, scope, now)));
    let mut taken = 0;
    let mut items = Vec::new();
    for command in useful {
        let key = map.shown(command.action, scope);
        let own = now.save.filter(|_| command.action == Action::Save);
        let name = own.or_else(|| named(command.action, scope)).unwrap_or(command.name).to_lowercase();
        let item = FooterItem { action: command.action, key, name };
        let wide = item.key.chars().count() + 1 + item.name.chars().count() + 2;
        if item.key.is_empty() || taken + wide > width {
            continue;
        }
        taken += wide;
        items.push(item);
    }
    items
}

/// What a command is called where its usual name would mislead.
fn named(action: Action, scope: Scope) -> Option<&'static str> {
    match (action, scope) {
        (Action::Owner, Scope::History) => Some("person"),
        (Action::AsOf, Scope::History | Scope::Insights) => Some("days"),
        (_, _) => None,
    }
}

/// One line of the help overlay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpLine {
    /// The heading of a group.
    Heading(&'static str),
    /// A command: its keys, its sentence, and why it is off if it is.
    Command {
        /// The command.
        action: Action,
        /// All its keys here.
        keys: String,
        /// What it does.
        help: &'static str,
        /// Why it is off now.
        off: Option<&'static str>,
    },
}

/// The help of a scope: its commands by group.
#[must_use]
pub fn help(map: &Keymap, scope: Scope, now: &Situation) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    for group in GROUPS {
        let mut rows = COMMANDS.iter().filter(|command| command.group == group && command.scopes.contains(&scope)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        lines.push(HelpLine::Heading(group.title()));
        lines.extend(rows.map(|command| HelpLine::Command {
            action: command.action,
            keys: keys_in(map, command, scope),
            help: command.help,
            off: command.action.off(now),
        }));
    }
    lines
}

fn keys_in(map: &Keymap, command: &Command, scope: Scope) -> String {
    let works = |key: &&crate::console::key::Key| map.action(**key, scope) == Some(command.action);
    map.keys(command.action).iter().filter(works).map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// One line of the palette or of a mouse menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The command.
    pub action: Action,
    /// Its key here, if it has one.
    pub key: String,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub help: &'static str,
    /// Why it is off now.
    pub off: Option<&'static str>,
}

/// Why a command of another screen is off.
const ELSEWHERE: &str = "not on this screen";

/// The palette's lines that fit what is typed, best first; with nothing typed, all: those that work here before the others.
#[must_use]
pub fn entries(map: &Keymap, scope: Scope, now: &Situation, typed: &str) -> Vec<Entry> {
    let pattern = |kind| Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
    // A name is found by some of its letters, a sentence by a word of it: its letters would fit anything.
    let (fuzzy, whole) = (pattern(AtomKind::Fuzzy), pattern(AtomKind::Substring));
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut room = Vec::new();
    let mut score = |pattern: &Pattern, text: &str| pattern.score(Utf32Str::new(text, &mut room), &mut matcher);
    let mut found: Vec<(u32, Entry)> = COMMANDS
        .iter()
        .filter(|command| command.group != super::Group::Dialog && command.action != Action::Palette)
        .filter_map(|command| {
            // A hit in the name is worth more than one somewhere in the sentence.
            let by_name = score(&fuzzy, command.name).map(|points| points * 2);
            let by_help = score(&whole, command.help);
            by_name.max(by_help).map(|points| (points, entry(map, command, scope, now)))
        })
        .collect();
    found.sort_by_key(|(points, entry)| (entry.off == Some(ELSEWHERE), std::cmp::Reverse(*points)));
    found.into_iter().map(|(_, entry)| entry).collect()
}

/// The lines of a mouse menu on a client: what can be done to it here.
#[must_use]
pub fn menu(map: &Keymap, scope: Scope, now: &Situation) -> Vec<Entry> {
    COMMANDS
        .iter()
        .filter(|command| command.scopes.contains(&scope))
        .filter(|command| {
            command.action == Action::Open || (command.group == super::Group::Client && !steps_aside(command.action))
        })
        .map(|command| entry(map, command, scope, now))
        .collect()
}

/// Commands that make no sense on a client that was pointed at.
fn steps_aside(action: Action) -> bool {
    matches!(action, Action::New | Action::MarkAll | Action::MoveLeft | Action::MoveRight | Action::MoveUp | Action::MoveDown)
}

fn entry(map: &Keymap, command: &'static Command, scope: Scope, now: &Situation) -> Entry {
    let here = command.scopes.contains(&scope);
    let off = if here { command.action.off(now) } else { Some(ELSEWHERE) };
    let key = if here { map.shown(command.action, scope) } else { String::new() };
    let failed = command.action == Action::Backups && now.backup_failed;
    let help = if failed { "The last backup FAILED: see why, and make one." } else { command.help };
    Entry { action: command.action, key, name: command.name, help, off }
}

/// The text of `docs/KEYS.md`.
#[must_use]
pub fn markdown() -> String {
    let mut out = String::from(
        "# Keys\n\nPrinted from the table of commands (`src/console/keys/table/`); `UPDATE_DOCS=1 cargo test keys` prints it anew.\n\
         In dialogs and wherever text is typed, characters are text: only the other keys are commands there.\n",
    );
    for group in GROUPS {
        let _ = write!(out, "\n## {}\n\n| key | command | what it does | where |\n|---|---|---|---|\n", group.title());
        for command in COMMANDS.iter().filter(|command| command.group == group) {
            let keys: Vec<String> = command.keys.iter().map(|key| format!("`{key}`")).collect();
            let places: Vec<&str> = command.scopes.iter().map(|scope| scope.name()).collect();
            let places = if places.len() == super::SCOPES.len() { "everywhere".to_owned() } else { places.join(", ") };
            let _ = writeln!(out, "| {} | {} | {} | {places} |", keys.join(" "), command.name, command.help);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn busy() -> Situation {
        Situation { selected: true, placed: true, can_undo: true, models: 1, axes: 2, ..Situation::default() }
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test may be told to write the page anew")]
    fn the_documentation_of_keys_is_what_the_table_says() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/KEYS.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, markdown()).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap();
        assert_eq!(kept, markdown(), "docs/KEYS.md is old: run UPDATE_DOCS=1 cargo test keys");
    }

    #[test]
    fn the_footer_fits_its_width_and_begins_with_the_most_useful() {
        let map = Keymap::default();
        for width in 0..200 {
            let items = footer(&map, Scope::Board, &busy(), width);
            let wide: usize = items.iter().map(|item| item.key.len() + item.name.len() + 3).sum();
            assert!(wide <= width);
        }
        let items = footer(&map, Scope::Board, &busy(), 80);
        let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
        assert_eq!(names[..3], ["help", "move", "open"]);
        assert!(!names.contains(&"redo"));
    }

    #[test]
    fn the_footer_says_what_a_dialog_does_where_it_does_not_save() {
        let named = |now: &Situation| {
            let items = footer(&Keymap::default(), Scope::Dialog, now, 80);
            items.into_iter().find(|item| item.action == Action::Save).map(|item| item.name)
        };
        assert_eq!(named(&Situation::default()).as_deref(), Some("save"));
        assert_eq!(named(&Situation { save: Some("import"), ..Situation::default() }).as_deref(), Some("import"));
    }

    #[test]
    fn a_command_that_is_off_leaves_the_footer_but_stays_in_help_with_its_reason() {
        let map = Keymap::default();
        let empty = Situation::default();
        assert!(!footer(&map, Scope::Board, &empty, 200).iter().any(|item| item.action == Action::Move));
        let lines = help(&map, Scope::Board, &empty);
        assert!(lines.iter().any(|line| matches!(line, HelpLine::Command { action: Action::Move, off: Some(_), .. })));
    }

    #[test]
    fn the_palette_finds_a_command_by_a_few_letters_of_its_name() {
        let map = Keymap::default();
        for (typed, action) in
            [("mov", Action::Move), ("swp", Action::SwapAxes), ("undo", Action::Undo), ("hide money", Action::Presenter)]
        {
            assert_eq!(entries(&map, Scope::Board, &busy(), typed).first().map(|entry| entry.action), Some(action), "{typed}");
        }
        assert!(entries(&map, Scope::Board, &busy(), "zzzz").is_empty());
        let all = entries(&map, Scope::Due, &busy(), "");
        assert!(all.iter().any(|entry| entry.action == Action::Zoom && entry.off == Some(ELSEWHERE)));
    }

    #[test]
    fn a_mouse_menu_holds_what_can_be_done_to_a_client() {
        let actions: Vec<Action> = menu(&Keymap::default(), Scope::Board, &busy()).iter().map(|entry| entry.action).collect();
        assert!(actions.contains(&Action::Move) && actions.contains(&Action::Open) && !actions.contains(&Action::New));
    }
}
