//! Model files: the text of one, as far as any model goes.

use std::io::Read;
use std::path::Path;

use super::refused::Refused;
use super::text::Source;

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
