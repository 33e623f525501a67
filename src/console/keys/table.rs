//! The one table of commands, put together from its parts. Nothing else in the program names a key.

mod clients;
mod going;
mod looking;
mod program;
mod sessions;

use super::{Action, Command, Group, Scope};
use crate::console::key::Key;

const fn row(
    action: Action,
    keys: &'static [Key],
    name: &'static str,
    help: &'static str,
    group: Group,
    scopes: &'static [Scope],
    weight: u8,
) -> Command {
    Command { action, keys, name, help, group, scopes, weight }
}

/// How many commands there are.
const MANY: usize =
    going::GOING.len() + clients::CLIENTS.len() + sessions::SESSIONS.len() + looking::LOOKING.len() + program::PROGRAM.len();

/// Every command, in the order of [`Action`].
pub const COMMANDS: [Command; MANY] = joined();

const fn joined() -> [Command; MANY] {
    let parts: [&[Command]; 5] = [&going::GOING, &clients::CLIENTS, &sessions::SESSIONS, &looking::LOOKING, &program::PROGRAM];
    let mut all = [going::GOING[0]; MANY];
    let (mut part, mut to) = (0, 0);
    while part < parts.len() {
        let mut at = 0;
        while at < parts[part].len() {
            all[to] = parts[part][at];
            at += 1;
            to += 1;
        }
        part += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_actions() {
        assert!(COMMANDS.iter().enumerate().all(|(at, command)| command.action as usize == at));
    }

    #[test]
    fn no_key_means_two_things_in_one_scope() {
        let mut taken: BTreeMap<(Scope, Key), Action> = BTreeMap::new();
        for command in &COMMANDS {
            for scope in command.scopes {
                for key in command.keys.iter().filter(|key| !(scope.is_typing() && key.typed().is_some())) {
                    let before = taken.insert((*scope, *key), command.action);
                    assert_eq!(before, None, "{key} on {scope:?}");
                }
            }
        }
    }

    #[test]
    fn every_command_can_be_reached_and_is_explained() {
        for command in &COMMANDS {
            let reached =
                command.scopes.iter().any(|scope| command.keys.iter().any(|key| !scope.is_typing() || key.typed().is_none()));
            assert!(reached, "{}", command.name);
            assert!(command.help.ends_with('.') && command.help.len() > 8, "{}", command.name);
            assert!(command.name.len() <= 14, "{}", command.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<String> = COMMANDS.iter().map(|command| command.name.to_lowercase()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), COMMANDS.len());
    }
}
