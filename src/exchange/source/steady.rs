//! A file that is still the one that was looked at when its end is reached: what was cut off meanwhile is no end.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::time::SystemTime;

/// What a file was when it was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    length: u64,
    modified: Option<SystemTime>,
}

impl Look {
    pub(super) fn at(about: &Metadata) -> Self {
        Self { length: about.len(), modified: about.modified().ok() }
    }
}

/// Reads an open file to its end, which is an error where the file is no longer what it was.
pub(super) struct Steady {
    file: File,
    look: Look,
}

impl Steady {
    pub(super) fn new(file: File, look: Look) -> Self {
        Self { file, look }
    }
}

impl Read for Steady {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(into)?;
        if read == 0 && !into.is_empty() && Look::at(&self.file.metadata()?) != self.look {
            return Err(io::Error::from(io::ErrorKind::StaleNetworkFileHandle));
        }
        Ok(read)
    }
}

/// Whether reading ended because the file is no longer what it was.
pub(super) fn is_change(cause: &io::Error) -> bool {
    cause.kind() == io::ErrorKind::StaleNetworkFileHandle
}
