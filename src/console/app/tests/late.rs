//! What takes longer than a moment is read aside: the screen answers keys meanwhile, says so, and comes to the same.

use std::sync::mpsc::channel;
use std::time::Duration;

use crate::console::event::Event;
use crate::console::trial::Trial;

/// Opens a screen under a filter.
fn filtered(trial: &mut Trial, screen: &str, filter: &str) {
    trial.press(screen).press("/");
    trial.event(Event::Paste(filter.to_owned()));
}

#[test]
fn every_screen_comes_to_the_same_whether_it_is_answered_at_once_or_later() {
    for screen in ["1", "2", "3"] {
        for filter in ["owner:cleo", "nobody at all"] {
            let mut at_once = Trial::new(120, 40);
            filtered(&mut at_once, screen, filter);
            let mut later = Trial::new(120, 40);
            later.app.owing();
            filtered(&mut later, screen, filter);
            assert_eq!(later.seen(), at_once.seen(), "{screen} {filter}");
            later.press("Enter");
            at_once.press("Enter");
            assert_eq!(later.seen(), at_once.seen(), "{screen} {filter} Enter");
        }
    }
}

#[test]
fn insights_and_points_come_to_the_same_later() {
    for ways in [&["5"][..], &["5", "v"], &["5", "v", "v"], &["5", "v", "v", "v"], &["1", "v"], &["1", "v", "j", "S"], &["6"]] {
        let mut at_once = Trial::new(120, 40);
        let mut later = Trial::new(120, 40);
        later.app.owing();
        for key in ways {
            at_once.press(key);
            later.press(key);
            assert_eq!(later.seen(), at_once.seen(), "{ways:?}");
        }
    }
}

#[test]
fn keys_are_answered_while_clients_are_looked_for_and_the_last_filter_counts() {
    for (screen, said) in [("1", "looking"), ("2", "Looking for"), ("3", "counting")] {
        let mut trial = Trial::new(120, 40);
        trial.press(screen);
        let mut expected = Trial::new(120, 40);
        filtered(&mut expected, screen, "owner:cleo");
        trial.app.owing();
        let (send, events) = channel();
        trial.app.told_by(send);
        filtered(&mut trial, screen, "owner:cle");
        let waiting = trial.seen();
        assert!(waiting.contains(said) && waiting.contains("counting"), "{screen}: {waiting}");
        trial.type_in("o");
        while trial.seen() != expected.seen() {
            let told = events.recv_timeout(Duration::from_secs(20));
            assert_eq!(told, Ok(Event::Work), "{screen}: {}", trial.seen());
            trial.event(Event::Work);
        }
        assert!(!trial.seen().contains("counting"), "{screen}");
    }
}
