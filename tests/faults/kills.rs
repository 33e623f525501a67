//! The binary killed at random moments of every kind of work, and at each of its calls.

use std::process::Stdio;
use std::time::Duration;

use super::stage::{ACTS, Act, Ran, Stage, act, args, hermetic, now_and_then, program};

/// Kills so many runs of each act, spread over the time one takes. Answers how many were killed before they ended.
fn killed(acts: &[&'static Act], each: u32) -> (u32, u32) {
    let (mut tried, mut hit, mut wrong) = (0, 0, Vec::new());
    for act in acts {
        let stage = Stage::of(act);
        let whole = {
            let (set, begun) = (stage.set(), std::time::Instant::now());
            assert_eq!(stage.run(set.path()).code, Some(0), "{}", act.name);
            begun.elapsed()
        };
        for nth in 0..each {
            let set = stage.set();
            let mut child = hermetic(&program(), set.path())
                .args(args(act, set.path()))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("it runs");
            let delay = whole.mul_f64(f64::from(nth * 7 % each + 1) / f64::from(each));
            wait(delay);
            child.kill().expect("killed, or gone");
            let code = child.wait().expect("gone").code();
            tried += 1;
            now_and_then(tried, act.name, wrong.len());
            hit += u32::from(code.is_none());
            // What it said went nowhere; without a code nothing was acknowledged.
            let ran = Ran { code, said: "error: …".to_owned() };
            if let Err(problem) = stage.judge(set.path(), &ran) {
                wrong.push(format!("{problem}: {} killed after {delay:?}: {code:?}", act.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    (tried, hit)
}

/// Lets a time pass in which the other process works: a kill aims at its middle, wherever that is.
fn wait(delay: Duration) {
    let (_open, nothing_comes) = std::sync::mpsc::channel::<()>();
    assert!(nothing_comes.recv_timeout(delay).is_err());
}

#[test]
fn a_killed_command_is_done_or_not_done() {
    killed(&["move", "import", "backup"].map(act), 3);
}

#[test]
#[ignore = "long: 1,200 kills"]
fn a_thousand_killed_commands_are_done_or_not_done() {
    let (tried, hit) = killed(&ACTS.each_ref(), 100);
    eprintln!("{tried} runs, {hit} of them killed before they ended");
    assert!(hit > tried / 3, "the kills came too late: {hit} of {tried}");
}
