//! A report as Markdown: no text of the book can become markup.

use super::paper::{Block, Facts, Kind, Paper, Table};
use crate::domain::text::Shown;
use crate::exchange::export::markdown::escaped;
use crate::exchange::guard::guarded;

/// The report as Markdown.
pub(super) fn written(paper: &Paper) -> String {
    let mut out = String::new();
    push(&mut out, &format!("# {}\n\n", line(&paper.title)));
    if let Some(warning) = &paper.warning {
        push(&mut out, &format!("> **{}** {}\n\n", warning.word, block(&warning.said)));
    }
    facts(&mut out, &paper.facts);
    let figures = paper.figures.iter().map(|(figure, of)| format!("**{}** {}", line(figure), line(of)));
    push(&mut out, &format!("{}\n\n", figures.collect::<Vec<_>>().join(" · ")));
    for section in &paper.sections {
        push(&mut out, &format!("## {}\n\n", line(&section.title)));
        section.blocks.iter().for_each(|block| self::section_block(&mut out, block));
    }
    push(&mut out, "---\n\n");
    push(&mut out, &format!("{}\n", paper.foot.iter().map(|said| line(said)).collect::<Vec<_>>().join(" ")));
    out
}

fn push(out: &mut String, text: &str) {
    out.push_str(text);
}

fn section_block(out: &mut String, part: &Block) {
    match part {
        Block::Heading(said) => push(out, &format!("### {}\n\n", line(said))),
        Block::Says(said) => push(out, &format!("{}\n\n", block(said))),
        Block::Facts(said) => facts(out, said),
        Block::Table(said) => table(out, said),
        Block::List(said) => list(out, "- ", said),
        Block::Checklist(said) => list(out, "- [ ] ", said),
        // Nothing in a chart is not in the table beside it.
        Block::Charts(_) => {}
    }
}

fn facts(out: &mut String, facts: &Facts) {
    if facts.is_empty() {
        return;
    }
    for (name, said) in facts {
        push(out, &format!("- **{}:** {}\n", line(name), block(said)));
    }
    out.push('\n');
}

fn list(out: &mut String, mark: &str, lines: &[String]) {
    lines.iter().for_each(|said| push(out, &format!("{mark}{}\n", block(said))));
    out.push('\n');
}

fn table(out: &mut String, table: &Table) {
    let row = |out: &mut String, cells: Vec<String>| push(out, &format!("| {} |\n", cells.join(" | ")));
    row(out, table.columns.iter().map(|column| line(&column.title)).collect());
    let rule = |kind| match kind {
        Kind::Figure => "---:".to_owned(),
        Kind::Text | Kind::Note | Kind::Day => "---".to_owned(),
    };
    row(out, table.columns.iter().map(|column| rule(column.kind)).collect());
    for cells in &table.rows {
        let cell = |(text, column): (&String, &super::paper::Column)| match column.kind {
            Kind::Figure | Kind::Day => escaped(Shown::line(text).as_str()),
            // Tables are pasted into spreadsheets.
            Kind::Text | Kind::Note => escaped(Shown::block(&guarded(text)).as_str()),
        };
        row(out, cells.iter().zip(&table.columns).map(cell).collect());
    }
    out.push('\n');
}

/// A line of text that stays text wherever a line of Markdown may begin.
fn line(text: &str) -> String {
    inert(Shown::line(text).as_str())
}

/// The same of several lines.
fn block(text: &str) -> String {
    inert(Shown::block(text).as_str())
}

/// Escapes what begins markup anywhere, and what begins it at the start of a line.
fn inert(text: &str) -> String {
    let safe = escaped(text).replace('#', "\\#");
    let (digits, rest) = safe.split_at(safe.chars().take_while(char::is_ascii_digit).count());
    let is_number =
        !digits.is_empty() && rest.starts_with(['.', ')']) && rest[1..].chars().next().is_none_or(char::is_whitespace);
    let is_mark = digits.is_empty() && rest.starts_with(['-', '+', '=', ':']);
    if is_number || is_mark { format!("{digits}\\{rest}") } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_at_the_start_of_a_line_begins_no_markup() {
        assert_eq!(
            ["# a", "- a", "1. a", "12) a", "+", "--- x", "1.5 h", "2026-06-15", "> q", "a # b"].map(inert),
            ["\\# a", "\\- a", "1\\. a", "12\\) a", "\\+", "\\--- x", "1.5 h", "2026-06-15", "&gt; q", "a \\# b"]
        );
    }

    #[test]
    fn lines_within_a_text_stay_one_paragraph() {
        assert_eq!(block("a\n# b\n- c"), "a<br>\\# b<br>- c");
    }
}
