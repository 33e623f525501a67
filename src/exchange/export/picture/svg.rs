//! A picture being drawn, in quarters of a millimetre: shapes, signs and texts, written as SVG with fixed decimals.

use std::fmt::Write as _;

use super::clean;

/// A rectangle of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Area {
    /// Its right edge.
    #[must_use]
    pub fn right(&self) -> f64 {
        self.x + self.w
    }

    /// Its bottom edge.
    #[must_use]
    pub fn bottom(&self) -> f64 {
        self.y + self.h
    }

    /// The middle between left and right.
    #[must_use]
    pub fn middle(&self) -> f64 {
        self.x + self.w / 2.0
    }

    /// The same without so much at every edge.
    #[must_use]
    pub fn inside(&self, edge: f64) -> Self {
        Self { x: self.x + edge, y: self.y + edge, w: (self.w - 2.0 * edge).max(0.0), h: (self.h - 2.0 * edge).max(0.0) }
    }

    /// Whether two have anything in common.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether the other lies within it.
    #[must_use]
    pub fn holds(&self, other: &Self) -> bool {
        self.x <= other.x && self.y <= other.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }
}

/// What a colour stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// What is read first.
    Text,
    /// What is read second.
    Quiet,
    /// Frames and axes.
    Line,
    /// Shades behind: margins, further cells.
    Shade,
    /// The ground of a part.
    Ground,
    /// What stands on a filled shape.
    Paper,
    /// Overdue.
    Overdue,
    /// Due.
    Due,
    /// Proposed elsewhere.
    Drift,
    /// Anything counted or placed.
    Plain,
    /// No colour.
    None,
}

impl Ink {
    /// The colour, dark enough on the ground to be read in print without colours.
    const fn colour(self) -> &'static str {
        match self {
            Self::Text => "#1b2430",
            Self::Quiet => "#56616f",
            Self::Line => "#aeb7c2",
            Self::Shade => "#edf0f4",
            Self::Ground => "#fbfcfd",
            Self::Paper => "#ffffff",
            Self::Overdue => "#b3261e",
            Self::Due => "#9a6200",
            Self::Drift => "#1f5fa8",
            Self::Plain => "#3b5b7e",
            Self::None => "none",
        }
    }
}

/// What marks a client: each sign has a shape of its own, so that it is told apart without colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A triangle: overdue.
    Overdue,
    /// A diamond: due.
    Due,
    /// A triangle that points to the right: proposed elsewhere.
    Drift,
    /// A ring.
    Plain,
}

impl Sign {
    /// All of them with what they say.
    pub const LEGEND: [(Self, &'static str); 4] = [
        (Self::Overdue, "overdue"),
        (Self::Due, "due"),
        (Self::Drift, "scores propose another segment"),
        (Self::Plain, "none of these"),
    ];

    /// Its colour.
    #[must_use]
    pub const fn ink(self) -> Ink {
        match self {
            Self::Overdue => Ink::Overdue,
            Self::Due => Ink::Due,
            Self::Drift => Ink::Drift,
            Self::Plain => Ink::Plain,
        }
    }
}

/// Where a text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hang {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Type {
    /// Size of the type.
    pub size: f64,
    /// Its colour.
    pub ink: Ink,
    /// Whether it is bold.
    pub bold: bool,
    /// Where it hangs.
    pub hang: Hang,
}

impl Type {
    /// Plain type of a size that begins at its point.
    #[must_use]
    pub const fn of(size: f64, ink: Ink) -> Self {
        Self { size, ink, bold: false, hang: Hang::Start }
    }

    /// The same in bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same on another point.
    #[must_use]
    pub const fn hung(self, hang: Hang) -> Self {
        Self { hang, ..self }
    }
}

/// A picture being drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Drawing {
    width: f64,
    height: f64,
    title: String,
    body: String,
}

/// The faces texts are set in: those of the systems, none is fetched.
const FACES: &str = "'Segoe UI',Roboto,'Helvetica Neue',Arial,'Noto Sans','DejaVu Sans',sans-serif";

/// A number with two decimals at the most; there is no negative zero.
fn n(value: f64) -> String {
    let hundredths = (value * 100.0).round() / 100.0;
    let text = format!("{:.2}", if hundredths == 0.0 { 0.0 } else { hundredths });
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Drawing {
    /// An empty picture with a title that readers aloud read.
    #[must_use]
    pub fn new(width: f64, height: f64, title: &str) -> Self {
        Self { width, height, title: clean::line(title), body: String::new() }
    }

    fn put(&mut self, said: std::fmt::Arguments<'_>) {
        self.body.write_fmt(said).expect("writing to a text never fails");
        self.body.push('\n');
    }

    /// A rectangle with corners rounded by so much.
    pub fn rect(&mut self, area: Area, round: f64, fill: Ink, stroke: Ink) {
        let Area { x, y, w, h } = area;
        let frame = match stroke {
            Ink::None => String::new(),
            ink => format!(r#" stroke="{}""#, ink.colour()),
        };
        let round = if round > 0.0 { format!(r#" rx="{}""#, n(round)) } else { String::new() };
        let (x, y, w, h) = (n(x), n(y), n(w.max(0.0)), n(h.max(0.0)));
        self.put(format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}"{round} fill="{}"{frame}/>"#, fill.colour()));
    }

    /// A line from one point to another; dashed where `dashes` says how long.
    pub fn line(&mut self, from: (f64, f64), to: (f64, f64), ink: Ink, thick: f64, dashes: Option<f64>) {
        let dashes = dashes.map_or_else(String::new, |long| format!(r#" stroke-dasharray="{}""#, n(long)));
        let ((x1, y1), (x2, y2)) = ((n(from.0), n(from.1)), (n(to.0), n(to.1)));
        let (colour, thick) = (ink.colour(), n(thick));
        self.put(format_args!(
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{colour}" stroke-width="{thick}"{dashes}/>"#
        ));
    }

    /// A line of text, cleaned and escaped here; its baseline goes through the point.
    pub fn text(&mut self, at: (f64, f64), text: &str, how: Type) {
        self.words(at, text, how, "");
    }

    /// A line of text that keeps a rim of paper round its letters, where lines run behind it.
    pub fn rimmed(&mut self, at: (f64, f64), text: &str, how: Type) {
        let rim = format!(r#" stroke="{}" stroke-width="3" stroke-linejoin="round" paint-order="stroke""#, Ink::Paper.colour());
        self.words(at, text, how, &rim);
    }

    /// A line of text that runs upwards.
    pub fn upright(&mut self, at: (f64, f64), text: &str, how: Type) {
        let turn = format!(r#" transform="rotate(-90 {} {})""#, n(at.0), n(at.1));
        self.words(at, text, how, &turn);
    }

    fn words(&mut self, (x, y): (f64, f64), text: &str, how: Type, further: &str) {
        let text = clean::line(text);
        if text.trim().is_empty() {
            return;
        }
        let hang = match how.hang {
            Hang::Start => "",
            Hang::Middle => r#" text-anchor="middle""#,
            Hang::End => r#" text-anchor="end""#,
        };
        let bold = if how.bold { r#" font-weight="700""# } else { "" };
        let (x, y, size, colour) = (n(x), n(y), n(how.size), how.ink.colour());
        let text = clean::escaped(&text);
        self.put(format_args!(r#"<text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{bold}{hang}{further}>{text}</text>"#));
    }

    /// A sign round a point, with what it stands for as its title where that is said.
    pub fn sign(&mut self, sign: Sign, (x, y): (f64, f64), r: f64, title: &str) {
        let ink = sign.ink().colour();
        let title =
            if title.is_empty() { String::new() } else { format!("<title>{}</title>", clean::escaped(&clean::line(title))) };
        let points = |all: &[(f64, f64)]| {
            all.iter().map(|(dx, dy)| format!("{},{}", n(x + dx * r), n(y + dy * r))).collect::<Vec<_>>().join(" ")
        };
        match sign {
            Sign::Overdue => {
                let corners = points(&[(0.0, -1.1), (1.05, 0.8), (-1.05, 0.8)]);
                self.put(format_args!(r#"<polygon points="{corners}" fill="{ink}">{title}</polygon>"#));
            }
            Sign::Due => {
                let corners = points(&[(0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0)]);
                self.put(format_args!(r#"<polygon points="{corners}" fill="{ink}">{title}</polygon>"#));
            }
            Sign::Drift => {
                let corners = points(&[(-0.8, -1.0), (1.1, 0.0), (-0.8, 1.0)]);
                self.put(format_args!(
                    r##"<polygon points="{corners}" fill="#ffffff" stroke="{ink}" stroke-width="1.4">{title}</polygon>"##
                ));
            }
            Sign::Plain => {
                let (x, y, r) = (n(x), n(y), n(r * 0.8));
                self.put(format_args!(
                    r##"<circle cx="{x}" cy="{y}" r="{r}" fill="#ffffff" stroke="{ink}" stroke-width="1.4">{title}</circle>"##
                ));
            }
        }
    }

    /// A filled disc.
    pub fn disc(&mut self, (x, y): (f64, f64), r: f64, ink: Ink, title: &str) {
        let title = clean::escaped(&clean::line(title));
        let (x, y, r, ink) = (n(x), n(y), n(r), ink.colour());
        self.put(format_args!(
            r##"<circle cx="{x}" cy="{y}" r="{r}" fill="{ink}" stroke="#ffffff"><title>{title}</title></circle>"##
        ));
    }

    /// As a file of its own: an A4 page across where it has that size.
    #[must_use]
    pub fn document(&self) -> String {
        // A quarter of a millimetre in the pixels of CSS, 96 to the inch: programs that know no millimetres read those.
        let (w, h) = (n(self.width * 24.0 / 25.4), n(self.height * 24.0 / 25.4));
        let head = format!(r#" xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}""#);
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", self.element(&head))
    }

    /// As a part of a page.
    #[must_use]
    pub fn inline(&self) -> String {
        self.element("")
    }

    fn element(&self, further: &str) -> String {
        let (w, h) = (n(self.width), n(self.height));
        let title = clean::escaped(&self.title);
        let body = &self.body;
        format!(
            "<svg{further} viewBox=\"0 0 {w} {h}\" role=\"img\" font-family=\"{FACES}\">\n<title>{title}</title>\n\
             <rect width=\"{w}\" height=\"{h}\" fill=\"#ffffff\"/>\n{body}</svg>"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_two_decimals_at_most_and_no_negative_zero() {
        assert_eq!(
            [0.0, -0.001, 1.0, 12.345, -3.5, 1.0 / 3.0].map(n),
            ["0", "0", "1", "12.35", "-3.5", "0.33"].map(str::to_owned)
        );
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut drawing = Drawing::new(10.0, 10.0, "</title><script>");
        drawing.text((1.0, 1.0), "<svg onload=alert(1)>]]>\u{202E}\u{0}", Type::of(10.0, Ink::Text));
        let parsed = drawing.document();
        let tree = roxmltree::Document::parse(&parsed).expect("well-formed");
        let text = tree.descendants().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text"))).expect("there");
        assert_eq!(text.text(), Some("<svg onload=alert(1)>]]>\u{FFFD}"));
        assert!(!drawing.inline().contains("http"));
    }
}
