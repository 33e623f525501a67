//! Runs tests: once to see which mutants each reaches, then against each mutant those that reach it.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::tree::{Binary, Listed, Place};

/// A test: which binary, its name, how long it takes.
#[derive(Debug, Clone)]
pub struct Test {
    binary: usize,
    name: String,
    time: Duration,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// All passed.
    Passed,
    /// This one failed, or the process died.
    Failed(String),
    /// The time was up.
    Late,
}

fn run(place: &Place, binary: &Path, names: &[&str], variable: (&str, &str), job: usize, limit: Duration) -> End {
    let shared = Path::new("/dev/shm");
    let base = if shared.is_dir() { shared.to_owned() } else { std::env::temp_dir() };
    let scratch = base.join(format!("quarterdeck-mutation-{}-{job}", std::process::id()));
    fs::create_dir_all(&scratch).expect("a folder can be made");
    let mut command = Command::new("sh");
    command
        .args(["-c", "renice -n 15 $$ >/dev/null; ulimit -v 8000000; ulimit -f 1000000; exec \"$@\"", "sh"])
        .arg(binary)
        .args(["--exact", "--test-threads=1"])
        .args(names);
    command.current_dir(place.tree()).env(variable.0, variable.1).env("TMPDIR", &scratch).env("INSTA_UPDATE", "no");
    command.env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1").env("PROPTEST_MAX_SHRINK_ITERS", "0").env("RUST_BACKTRACE", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    let mut child = command.spawn().expect("a test starts");
    let out = child.stdout.take().expect("piped");
    let (say, hear) = channel();
    let reader = std::thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            let _ = say.send(line);
        }
    });
    let until = Instant::now() + limit;
    let mut exited = None;
    let end = loop {
        match hear.recv_timeout(Duration::from_millis(10)) {
            Ok(line) if line.starts_with("test ") && line.ends_with("FAILED") => {
                break End::Failed(line[5..].split(' ').next().unwrap_or("?").to_owned());
            }
            Ok(_) => {}
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                if let Some(status) = exited {
                    break if status { End::Passed } else { End::Failed("the process died".into()) };
                }
                exited = child.try_wait().expect("a child can be asked").map(|status| status.success());
                if exited.is_none() && Instant::now() > until {
                    break End::Late;
                }
            }
        }
    };
    if exited.is_none() {
        let _ = Command::new("kill").args(["-9", "--", &format!("-{}", child.id())]).stderr(Stdio::null()).status();
    }
    let _ = child.wait();
    drop(hear);
    // Where a grandchild still holds the pipe, its reader is left alone.
    if reader.is_finished() {
        let _ = reader.join();
    }
    let _ = fs::remove_dir_all(&scratch);
    end
}

/// Which tests reach each mutant; of the library's only those whose names start with one of `among`, where there are any.
pub fn reach(place: &Place, binaries: &[Binary], among: &[String], jobs: usize) -> BTreeMap<usize, Vec<Test>> {
    let mut tests = Vec::new();
    for (binary, (_, file)) in binaries.iter().enumerate() {
        let output = Command::new(file)
            .args(["--list", "--format", "terse"])
            .current_dir(place.tree())
            .output()
            .expect("tests list themselves");
        let names = String::from_utf8_lossy(&output.stdout).into_owned();
        let wanted = |name: &&str| {
            binaries[binary].0 != "quarterdeck" || among.is_empty() || among.iter().any(|start| name.starts_with(start))
        };
        tests.extend(
            names.lines().filter_map(|line| line.strip_suffix(": test")).filter(wanted).map(|name| (binary, name.to_owned())),
        );
    }
    let next = AtomicUsize::new(0);
    let reached: Mutex<BTreeMap<usize, Vec<Test>>> = Mutex::default();
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for job in 0..jobs {
            let (next, reached, failed, tests) = (&next, &reached, &failed, &tests);
            scope.spawn(move || {
                let file = place.target.join(format!("reach-{job}"));
                while let Some((binary, name)) = tests.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let _ = fs::remove_file(&file);
                    let from = Instant::now();
                    let end = run(
                        place,
                        &binaries[*binary].1,
                        &[name],
                        ("MUTATION_REACH", &file.display().to_string()),
                        job,
                        Duration::from_secs(12),
                    );
                    let test = Test { binary: *binary, name: name.clone(), time: from.elapsed() };
                    if end != End::Passed {
                        failed.lock().expect("held shortly").push(name.clone());
                        continue;
                    }
                    let mut reached = reached.lock().expect("held shortly");
                    let numbers = fs::read(&file).unwrap_or_default();
                    let mut numbers: Vec<u32> =
                        numbers.chunks_exact(4).map(|four| u32::from_le_bytes(four.try_into().expect("four"))).collect();
                    numbers.sort_unstable();
                    numbers.dedup();
                    for number in numbers {
                        reached.entry(number as usize).or_default().push(test.clone());
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no thread is left");
    eprintln!(
        "{} tests, {} left out because they fail in the copy, or take longer than twelve seconds: {}",
        tests.len(),
        failed.len(),
        failed.join(", ")
    );
    reached.into_inner().expect("no thread is left")
}

/// What was found so far, by a mutant's key.
pub fn results(place: &Place) -> HashMap<String, (String, String)> {
    let text = fs::read_to_string(file(place)).unwrap_or_default();
    let parts = |line: &str| {
        let mut parts = line.split('\t');
        Some((parts.next()?.to_owned(), (parts.next()?.to_owned(), parts.next()?.to_owned())))
    };
    text.lines().filter_map(parts).collect()
}

fn file(place: &Place) -> PathBuf {
    place.target.join("results.tsv")
}

/// Tries each mutant; what is found is appended to a file at once. `budget` bounds the tests' own time a mutant.
pub fn each(
    place: &Place,
    binaries: &[Binary],
    mutants: &[&Listed],
    reached: &BTreeMap<usize, Vec<Test>>,
    jobs: usize,
    budget: Duration,
) {
    let out = Mutex::new(fs::OpenOptions::new().create(true).append(true).open(file(place)).expect("a file can be written"));
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for job in 0..jobs {
            let (next, out) = (&next, &out);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(mutant) = mutants.get(index) else { break };
                    if index % 100 == 0 {
                        eprintln!("{index} of {}", mutants.len());
                    }
                    let tests = reached.get(&mutant.number).map_or(&[][..], Vec::as_slice);
                    let (state, by) = one(place, binaries, mutant, tests, job, budget);
                    let line = format!("{}\t{state}\t{by}\n", mutant.key);
                    out.lock().expect("held shortly").write_all(line.as_bytes()).expect("a file can be written");
                }
            });
        }
    });
}

fn one(
    place: &Place,
    binaries: &[Binary],
    mutant: &Listed,
    tests: &[Test],
    job: usize,
    budget: Duration,
) -> (&'static str, String) {
    if tests.is_empty() {
        return ("unreached", String::new());
    }
    let mut tests: Vec<&Test> = tests.iter().collect();
    tests.sort_by_key(|test| (std::cmp::Reverse(nearness(&mutant.file, &binaries[test.binary].0, &test.name)), test.time));
    let mut spent = Duration::ZERO;
    let mut most = Duration::from_millis(250);
    let mut ran = 0;
    while ran < tests.len() {
        if spent > budget {
            return ("survived", format!("{ran} of {} tests", tests.len()));
        }
        let binary = tests[ran].binary;
        let mut sum = Duration::ZERO;
        let chunk = tests[ran..].iter().take_while(|test| {
            let more = test.binary == binary && sum < most;
            sum += test.time;
            more
        });
        let names: Vec<&str> = chunk.map(|test| test.name.as_str()).collect();
        match run(
            place,
            &binaries[binary].1,
            &names,
            ("MUTATION_TRY", &mutant.number.to_string()),
            job,
            sum * 8 + Duration::from_secs(12),
        ) {
            End::Passed => {}
            End::Failed(by) => return ("killed", by),
            End::Late => return ("timed out", names.join(" ").chars().take(200).collect()),
        }
        ran += names.len();
        spent += sum;
        most = most.saturating_mul(4);
    }
    ("survived", format!("all {} tests", tests.len()))
}

/// How many folders a test's name shares with a file.
fn nearness(file: &str, binary: &str, test: &str) -> usize {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    let floor = path.split('/').next().unwrap_or_default();
    if binary != "quarterdeck" {
        return usize::from(binary == floor);
    }
    path.split('/').zip(test.split("::")).take_while(|(folder, module)| folder == module).count()
}
