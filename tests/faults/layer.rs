//! The failing file layer of `layer.c`, put between SQLite and the C library of a test that starts itself again under it.
//!
//! No crate gives SQLite another file layer without a generator of bindings (libclang) or `unsafe` code; a C compiler is there
//! wherever the bundled SQLite is built.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};
use std::sync::OnceLock;

const INSIDE: &str = "QUARTERDECK_TEST_LAYER";

/// How the n-th call fails.
#[derive(Debug, Clone, Copy)]
pub struct Failure {
    pub nth: u32,
    /// The error's number: 5 (EIO) or 28 (ENOSPC).
    pub error: i32,
    /// Half of what was to be written is written before it fails.
    pub partial: bool,
    /// Everything after it fails too.
    pub for_good: bool,
}

/// Whether this process runs over the layer.
#[expect(clippy::disallowed_methods, reason = "how a test tells the process it starts what to do")]
pub fn inside() -> bool {
    std::env::var_os(INSIDE).is_some()
}

fn built() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let layer = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("layer-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/layer.c");
        let made = Process::new("cc").args(["-O1", "-shared", "-fPIC", "-o"]).arg(&layer).arg(source).arg("-ldl").status();
        assert!(made.expect("a C compiler, which SQLite needs as well").success());
        layer
    })
}

/// Runs the test of this name over the layer, in a process of its own.
#[track_caller]
pub fn under(test: &str) {
    let ran = Process::new(std::env::current_exe().expect("this executable"))
        .args(["--exact", test, "--nocapture", "--include-ignored", "--test-threads=1"])
        .env(INSIDE, "1")
        .env("LD_PRELOAD", built())
        // How far it has come is to be seen at once.
        .stderr(Stdio::inherit())
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{said}");
    eprintln!(
        "{}",
        said.lines().filter_map(|line| line.split_once("figures: ").map(|(_, told)| told)).collect::<Vec<_>>().join("\n")
    );
}

fn tell(what: &str) {
    assert!(File::open(format!("/faults!/{what}")).is_err());
}

/// From here on calls about files under `root` are counted, and the n-th fails.
pub fn arm(failure: Failure, root: &Path) {
    let Failure { nth, error, partial, for_good } = failure;
    tell(&format!("arm:{nth}:{error}:{}:{}:{}", i32::from(partial), i32::from(for_good), root.display()));
}

/// From here on calls about files under `root` are written down.
pub fn remember(log: &Path, root: &Path) {
    tell(&format!("log:{}:{}", log.display(), root.display()));
}

/// Writes down what was acknowledged.
pub fn mark(what: &str) {
    tell(&format!("mark:{what}"));
}

/// Ends it; answers whether a call has failed.
pub fn off(report: &Path) -> bool {
    tell(&format!("off:{}", report.display()));
    let said = fs::read_to_string(report).expect("a report");
    said.rsplit_once(' ').is_some_and(|(_, fired)| fired.trim() != "0")
}
