//! Colours by role: what a piece of the screen means, and how each theme shows it.

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

/// What a piece of the screen is. Screens ask for roles, never for colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Ordinary text.
    Text,
    /// Text that steps back: labels, absent values, hints.
    Dim,
    /// A heading.
    Title,
    /// A frame without the focus.
    Border,
    /// The frame with the focus.
    BorderFocus,
    /// The selected row where the focus is.
    Selected,
    /// The selected row elsewhere.
    SelectedAway,
    /// A marked row.
    Marked,
    /// The bar at the top.
    Header,
    /// The tab of the screen shown.
    TabActive,
    /// The bar of keys at the bottom.
    Footer,
    /// A key in the footer, in help, in menus.
    Key,
    /// A command that is off now.
    Off,
    /// Overdue.
    Overdue,
    /// Due soon.
    Due,
    /// Scores disagree with the placement.
    Drift,
    /// A score close to a cut.
    Near,
    /// Scores too old.
    Stale,
    /// A confirmation is overdue.
    Unconfirmed,
    /// All is well; a change was saved.
    Good,
    /// Refused, failed.
    Bad,
    /// Take care.
    Warning,
    /// A field to type in.
    Field,
    /// The field with the focus.
    FieldFocus,
    /// A button.
    Button,
    /// The button with the focus.
    ButtonFocus,
    /// An axis and its labels.
    Axis,
    /// Where a drag would drop.
    Drop,
}

/// All roles, in the order of the theme files.
pub const ROLES: [Role; 28] = [
    Role::Text,
    Role::Dim,
    Role::Title,
    Role::Border,
    Role::BorderFocus,
    Role::Selected,
    Role::SelectedAway,
    Role::Marked,
    Role::Header,
    Role::TabActive,
    Role::Footer,
    Role::Key,
    Role::Off,
    Role::Overdue,
    Role::Due,
    Role::Drift,
    Role::Near,
    Role::Stale,
    Role::Unconfirmed,
    Role::Good,
    Role::Bad,
    Role::Warning,
    Role::Field,
    Role::FieldFocus,
    Role::Button,
    Role::ButtonFocus,
    Role::Axis,
    Role::Drop,
];

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None: `NO_COLOR` is set.
    Mono,
    /// The sixteen every terminal has.
    Sixteen,
    /// 256 or more.
    Rich,
}

impl Depth {
    /// The depth that the environment tells: the values of `NO_COLOR`, `COLORTERM` and `TERM`.
    #[must_use]
    pub fn of(no_color: Option<&str>, colorterm: Option<&str>, term: Option<&str>) -> Self {
        if no_color.is_some_and(|value| !value.is_empty()) || term == Some("dumb") {
            return Self::Mono;
        }
        let rich = colorterm.is_some_and(|value| matches!(value, "truecolor" | "24bit"))
            || term.is_some_and(|value| value.contains("256color") || value.contains("direct") || value.contains("kitty"));
        if rich { Self::Rich } else { Self::Sixteen }
    }
}

/// A theme: one style for each role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; ROLES.len()],
}

/// The themes that come with the program: name, and the text of its file.
pub const THEMES: [(&str, &str); 5] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../assets/themes/colour-blind.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Styles of sixteen colours.
    plain: std::collections::BTreeMap<String, String>,
    /// Styles that replace them where the terminal has more.
    #[serde(default)]
    rich: std::collections::BTreeMap<String, String>,
}

impl Theme {
    /// The theme of a name at a depth; without colours it is always `mono`.
    ///
    /// # Errors
    /// No theme has that name; the sentence names those that there are.
    pub fn named(name: &str, depth: Depth) -> Result<Self, String> {
        let name = if depth == Depth::Mono { "mono" } else { name };
        let Some((_, text)) = THEMES.iter().find(|(known, _)| *known == name) else {
            let known: Vec<&str> = THEMES.iter().map(|(known, _)| *known).collect();
            return Err(format!("there is no theme “{name}”; there are {}", known.join(", ")));
        };
        Self::read(text, depth)
    }

    /// Reads a theme file.
    ///
    /// # Errors
    /// What is wrong in it, with its line where TOML knows it.
    pub fn read(text: &str, depth: Depth) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut theme = Self { styles: [Style::new(); ROLES.len()] };
        theme.lay(&file.plain)?;
        if depth == Depth::Rich {
            theme.lay(&file.rich)?;
        }
        Ok(theme)
    }

    fn lay(&mut self, styles: &std::collections::BTreeMap<String, String>) -> Result<(), String> {
        for (name, text) in styles {
            let known = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(name);
            let role = Role::deserialize(known).map_err(|_| format!("there is no role “{name}”"))?;
            self.styles[role as usize] = style(text).ok_or_else(|| format!("“{text}” is no style for {name}"))?;
        }
        Ok(())
    }

    /// The style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

/// Reads `bold red on black`: modifiers, a colour, `on` and the colour behind; `-` is the terminal's own.
fn style(text: &str) -> Option<Style> {
    let mut style = Style::new();
    let mut behind = false;
    for word in text.split_whitespace() {
        match word {
            "on" => behind = true,
            "bold" => style = style.add_modifier(Modifier::BOLD),
            "dim" => style = style.add_modifier(Modifier::DIM),
            "italic" => style = style.add_modifier(Modifier::ITALIC),
            "underlined" => style = style.add_modifier(Modifier::UNDERLINED),
            "reversed" => style = style.add_modifier(Modifier::REVERSED),
            "-" => {}
            colour => {
                let colour: Color = colour.parse().ok()?;
                style = if behind { style.bg(colour) } else { style.fg(colour) };
            }
        }
    }
    Some(style)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_names_every_role_and_no_other() {
        for (name, text) in THEMES {
            let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert_eq!(file.plain.len(), ROLES.len(), "{name} has a style for each role");
            for depth in [Depth::Sixteen, Depth::Rich] {
                Theme::named(name, depth).unwrap_or_else(|error| panic!("{name}: {error}"));
            }
        }
    }

    #[test]
    fn a_theme_of_sixteen_colours_uses_only_those() {
        for (name, _) in THEMES {
            let theme = Theme::named(name, Depth::Sixteen).unwrap();
            for style in theme.styles {
                for colour in [style.fg, style.bg].into_iter().flatten() {
                    assert!(!matches!(colour, Color::Rgb(..) | Color::Indexed(_)), "{name}: {colour}");
                }
            }
        }
    }

    #[test]
    fn no_colour_means_no_colour() {
        let depth = Depth::of(Some("1"), Some("truecolor"), Some("xterm-256color"));
        let theme = Theme::named("dark", depth).unwrap();
        assert!(theme.styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert_ne!(theme.style(Role::Selected), theme.style(Role::Text), "the selection is seen without colour");
        assert_eq!(Depth::of(Some(""), None, Some("xterm")), Depth::Sixteen);
    }

    #[test]
    fn roles_stand_in_their_order() {
        assert!(ROLES.iter().enumerate().all(|(at, role)| *role as usize == at));
    }

    #[test]
    fn a_mistake_in_a_theme_is_named() {
        assert!(Theme::read("[plain]\nfoo = \"red\"", Depth::Rich).unwrap_err().contains("foo"));
        assert!(Theme::read("[plain]\ntext = \"reddish\"", Depth::Rich).unwrap_err().contains("reddish"));
        assert!(Theme::named("neon", Depth::Rich).unwrap_err().contains("high-contrast"));
    }
}
