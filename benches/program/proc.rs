//! What Linux says about a running process; elsewhere nothing is known.

use std::fs;

/// A process by its id.
pub struct Proc(pub u32);

impl Proc {
    /// A number of `/proc/PID/status` (memory is in KiB).
    pub fn status(&self, key: &str) -> Option<f64> {
        number(&fs::read_to_string(format!("/proc/{}/status", self.0)).ok()?, key)
    }

    /// How often its threads went to sleep of their own will or were interrupted, since they began.
    pub fn wake_ups(&self) -> Option<f64> {
        let threads = fs::read_dir(format!("/proc/{}/task", self.0)).ok()?;
        let of_thread = |path: std::path::PathBuf| {
            let status = fs::read_to_string(path.join("status")).ok()?;
            Some(number(&status, "voluntary_ctxt_switches")? + number(&status, "nonvoluntary_ctxt_switches")?)
        };
        threads.flatten().map(|thread| of_thread(thread.path())).sum()
    }

    /// The clock ticks (hundredths of a second) of CPU used, its own and the system's for it.
    pub fn ticks(&self) -> Option<f64> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0)).ok()?;
        let after = stat.rsplit_once(')')?.1;
        let fields: Vec<&str> = after.split_whitespace().collect();
        Some(fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?)
    }
}

fn number(status: &str, key: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    line.split_whitespace().next()?.parse().ok()
}
