//! Model files: the text of one, as far as any model goes, and where the person keeps their own.

use std::io::Read;
use std::path::{Path, PathBuf};

use super::refused::Refused;
use crate::domain::text::is_key;
use crate::exchange::source::Source;

/// Bytes read; one more than the longest model, so that a longer one is told apart.
const LIMIT: u64 = (1 << 20) + 1;

/// The text of a model file; what it says is for [`crate::domain::model::Model::parse`].
///
/// # Errors
/// No such file, or none that can be read as text.
pub fn text_of(path: &Path) -> Result<String, Refused> {
    let source = Source::open(path)?;
    let mut bytes = Vec::new();
    source.text()?.take(LIMIT).read_to_end(&mut bytes).map_err(|cause| Refused::unreadable(path, cause))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The model files in a folder of the person's own, by name; none where there is no such folder.
#[must_use]
pub fn own_models(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|ending| ending == "toml")).collect();
    files.sort();
    files
}

/// The file of a model in that folder, where a key was asked for that is no file by itself.
#[must_use]
pub fn own_model(folder: &Path, asked: &Path) -> Option<PathBuf> {
    let key = asked.to_str().filter(|key| is_key(key) && !asked.exists())?;
    Some(folder.join(format!("{key}.toml"))).filter(|file| file.is_file())
}
