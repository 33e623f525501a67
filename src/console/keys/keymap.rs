//! From a key to its command: the table's keys, with those the configuration changes.

use super::{Action, COMMANDS, Scope};
use crate::console::key::Key;

/// The keys in force.
#[derive(Debug, Clone)]
pub struct Keymap {
    keys: Vec<Vec<Key>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: COMMANDS.iter().map(|command| command.keys.to_vec()).collect() }
    }
}

impl Keymap {
    /// The table's keys with changes: command name (`mark all`, any case) and its keys instead (`["Ctrl-a"]`).
    ///
    /// # Errors
    /// A command or a key that does not exist, or a key that would mean two things in one place; both are named.
    pub fn changed<'a>(changes: impl IntoIterator<Item = (&'a str, &'a [String])>) -> Result<Self, String> {
        let mut map = Self::default();
        for (name, keys) in changes {
            let command = COMMANDS
                .iter()
                .find(|command| {
                    command.name.eq_ignore_ascii_case(name) || command.name.replace(' ', "-").eq_ignore_ascii_case(name)
                })
                .ok_or_else(|| format!("there is no command “{name}” to give keys to; docs/KEYS.md lists them"))?;
            map.keys[command.action as usize] = keys.iter().map(|key| key.parse()).collect::<Result<_, _>>()?;
        }
        match map.conflict() {
            Some(conflict) => Err(conflict),
            None => Ok(map),
        }
    }

    fn conflict(&self) -> Option<String> {
        let mut taken = std::collections::BTreeMap::new();
        for command in &COMMANDS {
            for scope in command.scopes {
                for key in self.keys(command.action).iter().filter(|key| works(**key, *scope)) {
                    if let Some(other) = taken.insert((*scope, *key), command.name) {
                        return Some(format!("{key} would be both {other} and {} in the {}", command.name, scope.name()));
                    }
                }
            }
        }
        None
    }

    /// The command of a key in a scope.
    #[must_use]
    pub fn action(&self, key: Key, scope: Scope) -> Option<Action> {
        if !works(key, scope) {
            return None;
        }
        let means = |command: &&super::Command| command.scopes.contains(&scope) && self.keys(command.action).contains(&key);
        COMMANDS.iter().find(means).map(|command| command.action)
    }

    /// The keys of a command.
    #[must_use]
    pub fn keys(&self, action: Action) -> &[Key] {
        &self.keys[action as usize]
    }

    /// The key of a command to show in a scope; empty where it has none.
    #[must_use]
    pub fn shown(&self, action: Action, scope: Scope) -> String {
        self.keys(action).iter().find(|key| works(**key, scope)).map(ToString::to_string).unwrap_or_default()
    }
}

/// Where characters are text, no key that types one is a command.
fn works(key: Key, scope: Scope) -> bool {
    !(scope.is_typing() && key.typed().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::key::Code;
    use crate::console::keys::SCOPES;

    #[test]
    fn a_key_means_what_the_table_says_in_its_scope() {
        let map = Keymap::default();
        assert_eq!(map.action(Key::char('m'), Scope::Board), Some(Action::Move));
        assert_eq!(map.action(Key::char('E'), Scope::Due), Some(Action::Edit));
        assert_eq!(map.action(Key::char('e'), Scope::Due), Some(Action::Score));
        assert_eq!(map.action(Key::shift(Code::Left), Scope::Board), Some(Action::MoveLeft));
        assert_eq!(map.action(Key::char('n'), Scope::Question), Some(Action::No));
        assert_eq!(map.action(Key::char('n'), Scope::Clients), Some(Action::New));
    }

    #[test]
    fn no_character_is_a_command_where_text_is_typed() {
        let map = Keymap::default();
        for scope in SCOPES.into_iter().filter(|scope| scope.is_typing()) {
            for c in (' '..='~').chain("éßж漢".chars()) {
                assert_eq!(map.action(Key::char(c), scope), None, "{c} in {scope:?}");
            }
        }
        assert_eq!(map.action(Key::ctrl('s'), Scope::Dialog), Some(Action::Save));
        assert_eq!(map.shown(Action::Help, Scope::Dialog), "F1");
        assert_eq!(map.shown(Action::Help, Scope::Board), "?");
    }

    #[test]
    fn changed_keys_are_used_and_a_conflict_is_reported_by_name() {
        let keys = ["Ctrl-a".to_owned()];
        let map = Keymap::changed([("mark-all", keys.as_slice())]).unwrap();
        assert_eq!(map.action(Key::ctrl('a'), Scope::Board), Some(Action::MarkAll));
        assert_eq!(map.action(Key::char('*'), Scope::Board), None);
        let taken = ["m".to_owned()];
        let error = Keymap::changed([("review", taken.as_slice())]).unwrap_err();
        assert!(error.contains("Move") && error.contains("Review") && error.contains("board"), "{error}");
        assert!(Keymap::changed([("dance", taken.as_slice())]).is_err());
    }
}
