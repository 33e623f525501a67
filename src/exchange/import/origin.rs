//! The system a file comes from, by its name.

use std::str::FromStr;

/// The system a file comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Origin {
    /// Whatever the columns say.
    #[default]
    Auto,
    /// Our own export.
    Quarterdeck,
    /// Unknown.
    Generic,
    /// Salesforce.
    Salesforce,
    /// HubSpot.
    Hubspot,
    /// Dynamics 365.
    Dynamics,
    /// Zoho CRM.
    Zoho,
    /// ConnectWise PSA.
    Connectwise,
    /// Autotask.
    Autotask,
    /// Gainsight.
    Gainsight,
    /// Pipedrive.
    Pipedrive,
    /// HaloPSA.
    Halopsa,
    /// Freshsales.
    Freshsales,
}

impl Origin {
    const NAMED: [(&'static str, Self); 13] = [
        ("auto", Self::Auto),
        ("generic", Self::Generic),
        ("quarterdeck", Self::Quarterdeck),
        ("salesforce", Self::Salesforce),
        ("hubspot", Self::Hubspot),
        ("dynamics", Self::Dynamics),
        ("zoho", Self::Zoho),
        ("connectwise", Self::Connectwise),
        ("autotask", Self::Autotask),
        ("gainsight", Self::Gainsight),
        ("pipedrive", Self::Pipedrive),
        ("halopsa", Self::Halopsa),
        ("freshsales", Self::Freshsales),
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED.iter().find(|(_, origin)| *origin == self).expect("every origin is in the list").0
    }

    /// The signs it writes between tags.
    pub(super) fn between_tags(self) -> &'static [char] {
        match self {
            Self::Pipedrive | Self::Freshsales | Self::Zoho => &[';', ','],
            Self::Auto
            | Self::Quarterdeck
            | Self::Generic
            | Self::Salesforce
            | Self::Hubspot
            | Self::Dynamics
            | Self::Connectwise
            | Self::Autotask
            | Self::Gainsight
            | Self::Halopsa => &[';'],
        }
    }
}

impl FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = Self::NAMED.iter().find(|(name, _)| text.eq_ignore_ascii_case(name)).map(|(_, origin)| *origin);
        named.ok_or_else(|| format!("“{text}” is no source; give {}", Self::NAMED.map(|(name, _)| name).join(", ")))
    }
}
