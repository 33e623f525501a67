//! The models that come with the program, as the files they are.

/// Every built-in model: its key and its file. The first is the default.
#[must_use]
pub fn all() -> &'static [(&'static str, &'static str)] {
    &[("maturity-appetite", include_str!("../../../assets/models/maturity-appetite.toml"))]
}

/// The file of the built-in model with this key.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    all().iter().find(|(known, _)| *known == key).map(|(_, toml)| *toml)
}
