//! The models that come with the program, as the files they are.

/// A built-in model under its key: the name of its file.
macro_rules! shipped {
    ($($key:literal),+ $(,)?) => {
        &[$(($key, include_str!(concat!("../../../assets/models/", $key, ".toml")))),+]
    };
}

/// Every built-in model: its key and its file. The first is the default.
#[must_use]
pub fn all() -> &'static [(&'static str, &'static str)] {
    shipped![
        "maturity-appetite",
        "growth-risk",
        "service-tiers",
        "touch-tier",
        "alignment-potential",
        "usage-commitment",
        "service-segments",
    ]
}

/// The file of the built-in model with this key.
#[must_use]
pub fn find(key: &str) -> Option<&'static str> {
    all().iter().find(|(known, _)| *known == key).map(|(_, toml)| *toml)
}
