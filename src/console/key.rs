//! One key press as the table of commands writes it: `Ctrl-s`, `Shift-Left`, `K`, `?`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character as typed: capitals and signs already carry their Shift.
    Char(char),
    /// A function key.
    F(u8),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with Shift it is back-tab.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// A key press with its modifiers, the same value on every keyboard protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Control held.
    pub ctrl: bool,
    /// Alt held.
    pub alt: bool,
    /// Shift held; never set on characters, which carry it in themselves.
    pub shift: bool,
}

impl Key {
    /// A key alone.
    #[must_use]
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A character alone.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// A character with Control.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self { code: Code::Char(c), ctrl: true, alt: false, shift: false }
    }

    /// A key with Shift.
    #[must_use]
    pub const fn shift(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: true }
    }

    /// The character this key types into a field, if it types one.
    #[must_use]
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key of a terminal event, or `None` for keys this program has no name for.
    ///
    /// Terminals differ in how they report Shift: `K`, `k` with Shift and `K` with Shift are one key here.
    #[must_use]
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        let held = event.modifiers;
        let shift = held.contains(KeyModifiers::SHIFT);
        let ctrl = held.contains(KeyModifiers::CONTROL);
        let alt = held.contains(KeyModifiers::ALT);
        if held.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META) {
            return None;
        }
        let (code, shift) = match event.code {
            KeyCode::Char(c) if ctrl => (Code::Char(c.to_ascii_lowercase()), false),
            KeyCode::Char(c) if shift => (Code::Char(capital(c)), false),
            KeyCode::Char(c) => (Code::Char(c), false),
            KeyCode::BackTab => (Code::Tab, true),
            KeyCode::Tab => (Code::Tab, shift),
            KeyCode::F(n) => (Code::F(n), shift),
            KeyCode::Enter => (Code::Enter, shift),
            KeyCode::Esc => (Code::Esc, false),
            KeyCode::Backspace => (Code::Backspace, false),
            KeyCode::Delete => (Code::Delete, shift),
            KeyCode::Left => (Code::Left, shift),
            KeyCode::Right => (Code::Right, shift),
            KeyCode::Up => (Code::Up, shift),
            KeyCode::Down => (Code::Down, shift),
            KeyCode::Home => (Code::Home, shift),
            KeyCode::End => (Code::End, shift),
            KeyCode::PageUp => (Code::PageUp, shift),
            KeyCode::PageDown => (Code::PageDown, shift),
            _ => return None,
        };
        Some(Self { code, ctrl, alt, shift })
    }
}

/// The capital of a letter where it is one character; signs stay as they are.
fn capital(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(one), None) => one,
        _ => c,
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Char(' ') => f.write_str("Space"),
            Self::Char(c) => write!(f, "{c}"),
            Self::F(n) => write!(f, "F{n}"),
            Self::Enter => f.write_str("Enter"),
            Self::Esc => f.write_str("Esc"),
            Self::Tab => f.write_str("Tab"),
            Self::Backspace => f.write_str("Backspace"),
            Self::Delete => f.write_str("Delete"),
            Self::Left => f.write_str("Left"),
            Self::Right => f.write_str("Right"),
            Self::Up => f.write_str("Up"),
            Self::Down => f.write_str("Down"),
            Self::Home => f.write_str("Home"),
            Self::End => f.write_str("End"),
            Self::PageUp => f.write_str("PageUp"),
            Self::PageDown => f.write_str("PageDown"),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")] {
            if held {
                f.write_str(name)?;
            }
        }
        self.code.fmt(f)
    }
}

impl FromStr for Key {
    type Err = String;

    /// Reads `Ctrl-s`, `Shift-Left`, `K`, `Space`: the form in which keys are printed and configured.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = text;
        loop {
            let (held, after) = if let Some(after) = rest.strip_prefix("Ctrl-") {
                (&mut key.ctrl, after)
            } else if let Some(after) = rest.strip_prefix("Alt-") {
                (&mut key.alt, after)
            } else if let Some(after) = rest.strip_prefix("Shift-") {
                (&mut key.shift, after)
            } else {
                break;
            };
            *held = true;
            rest = after;
        }
        key.code = code(rest).ok_or_else(|| format!("“{text}” is no key; write it like `m`, `Ctrl-s`, `Shift-Left` or `F5`"))?;
        if let Code::Char(c) = key.code {
            let c = if key.shift { capital(c) } else { c };
            key.code = Code::Char(if key.ctrl { c.to_ascii_lowercase() } else { c });
            key.shift = false;
        }
        Ok(key)
    }
}

fn code(name: &str) -> Option<Code> {
    const NAMED: [Code; 14] = [
        Code::Char(' '),
        Code::Enter,
        Code::Esc,
        Code::Tab,
        Code::Backspace,
        Code::Delete,
        Code::Left,
        Code::Right,
        Code::Up,
        Code::Down,
        Code::Home,
        Code::End,
        Code::PageUp,
        Code::PageDown,
    ];
    if let Some(named) = NAMED.into_iter().find(|code| code.to_string() == name) {
        return Some(named);
    }
    if let Some(n) = name.strip_prefix('F').and_then(|n| n.parse().ok()).filter(|n| (1..=24).contains(n)) {
        return Some(Code::F(n));
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() && !c.is_whitespace() => Some(Code::Char(c)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_the_same_whatever_way_the_terminal_reports_shift() {
        let capital = Key::char('K');
        for (c, held) in [('K', KeyModifiers::NONE), ('K', KeyModifiers::SHIFT), ('k', KeyModifiers::SHIFT)] {
            assert_eq!(Key::from_event(&KeyEvent::new(KeyCode::Char(c), held)), Some(capital));
        }
        let sign = KeyEvent::new(KeyCode::Char('?'), KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(&sign), Some(Key::char('?')));
        let back = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from_event(&back), Some(Key::shift(Code::Tab)));
    }

    #[test]
    fn a_key_reads_as_it_prints() {
        for text in ["m", "K", "Ctrl-s", "Shift-Left", "Shift-Tab", "Space", "F5", "?", "*", "-", "Alt-x", "Ctrl-Alt-x", "é"] {
            assert_eq!(text.parse::<Key>().map(|key| key.to_string()), Ok(text.to_owned()));
        }
        for text in ["", "Ctrl-", "Foo", "F99", "\u{1b}", "ab"] {
            assert!(text.parse::<Key>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_keys_without_control_type_text() {
        assert_eq!(Key::char('a').typed(), Some('a'));
        assert_eq!(Key::ctrl('a').typed(), None);
        assert_eq!(Key::plain(Code::Enter).typed(), None);
    }
}
