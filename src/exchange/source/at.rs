//! A file read from a place of one's own: several readers of one open file do not move each other.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// A reader of an open file with its own place in it.
#[derive(Debug, Clone)]
pub(super) struct At {
    file: Arc<File>,
    at: u64,
}

impl At {
    /// Reads a file from its beginning.
    pub(super) fn start(file: Arc<File>) -> Self {
        Self { file, at: 0 }
    }

    /// Its own reader of the same file, from the beginning.
    pub(super) fn again(&self) -> Self {
        Self::start(Arc::clone(&self.file))
    }
}

impl Read for At {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, into, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, into, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for At {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.file.metadata()?.len(), by),
        };
        let before = || io::Error::new(io::ErrorKind::InvalidInput, "a place before the beginning of the file");
        self.at = from.checked_add_signed(by).ok_or_else(before)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_readers_of_one_file_do_not_move_each_other() {
        let mut file = tempfile::tempfile().expect("a file");
        io::Write::write_all(&mut file, b"abcdef").expect("written");
        let mut first = At::start(Arc::new(file));
        let mut second = first.again();
        let mut two = [0; 2];
        first.read_exact(&mut two).expect("read");
        second.read_exact(&mut two).expect("read");
        assert_eq!(&two, b"ab");
        first.read_exact(&mut two).expect("read");
        assert_eq!(&two, b"cd");
        assert_eq!(first.seek(SeekFrom::End(-1)).expect("sought"), 5);
        assert!(first.seek(SeekFrom::Current(-6)).is_err());
    }
}
