//! Why a date is what it is, in words: every clock of a client, its segment, and what its scores say.

use crate::console::canvas::Look;
use crate::console::desk::complaint;
use crate::console::layer::{Ctx, Layer, Message};
use crate::console::screens::client::words;
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::{Reading, Told};
use crate::console::sight::Past;
use crate::console::theme::Role;
use crate::domain::client::ClientId;
use crate::domain::model::Model;
use crate::domain::text::Shown;
use crate::store::ClientPage;

/// The explanation.
struct Why {
    client: ClientId,
    page: ClientPage,
    model: std::sync::Arc<Model>,
    /// The day of the past it explains, if it does.
    then: Option<Shown>,
}

/// Opens the explanation.
///
/// # Errors
/// The client cannot be read.
pub fn open(client: ClientId, ctx: &mut Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let page = ctx.store.page(client, ctx.stamp.today).map_err(|error| complaint(&error))?;
    let model = std::sync::Arc::clone(ctx.store.ground().driving());
    Ok(Box::new(Reading::of(Why { client, page, model, then: None })))
}

/// Opens the explanation as it was on the day of the past that the board shows.
///
/// # Errors
/// The client cannot be read.
pub fn open_then(client: ClientId, past: &Past, ctx: &Ctx<'_>) -> Result<Box<dyn Layer>, Message> {
    let page = past.store.page(client, past.day).map_err(|error| complaint(&error))?;
    let model = std::sync::Arc::clone(past.store.ground().driving());
    let then = Shown::line(&format!(" on {}", ctx.look.formats.date(past.day)));
    Ok(Box::new(Reading::of(Why { client, page, model, then: Some(then) })))
}

impl Told for Why {
    fn title(&self) -> String {
        format!("Why: {}{}", self.page.client.name, self.then.as_ref().map_or("", Shown::as_str))
    }

    fn lines(&self, width: u16, look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        let page = &self.page;
        if let Some(since) = page.client.paused_on {
            prose.text(Role::Warning, &format!("Paused since {}: its clocks stand still.", look.formats.date(since)));
        }
        for clock in words::in_order(page) {
            prose.heading(&format!("{}: {}", clock.row.clock.clock.kind, words::state(clock.row.clock.state)));
            prose.text(Role::Text, &clock.why);
            let remarks = words::besides(&clock.row.clock, &clock.why, look);
            if !remarks.is_empty() {
                prose.text(Role::Warning, &remarks.join(", "));
            }
        }
        prose.heading("The segment");
        prose.text(Role::Text, &words::standing(page, &self.model, look));
        let decided = page.timeline.iter().find(|line| matches!(line.kind, "start" | "move" | "place" | "confirm"));
        if let Some(line) = decided {
            prose.text(Role::Text, &format!("{} ({}, {})", line.what, look.formats.date(line.on), line.by));
            if !line.note.is_empty() {
                prose.text(Role::Dim, if look.presenter { "\u{2022}\u{2022}\u{2022}" } else { &line.note });
            }
        }
        prose.heading("What the scores say");
        for sentence in words::proposal(page, &self.model, look) {
            prose.text(Role::Text, &sentence);
        }
        words::saying(look, |words| {
            for dimension in &page.reckoning {
                prose.gap();
                prose.text(Role::Title, &dimension.in_words(words));
                for factor in &dimension.factors {
                    let key = format!("  {} ", factor.key);
                    prose.hanging(&[(Role::Dim, &key)], Role::Text, &factor.in_words(dimension.weighted, words));
                }
            }
        });
        prose.lines
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        // What was does not change.
        if self.then.is_some() {
            return;
        }
        // A client that is gone keeps its last explanation until it is closed.
        if let Ok(page) = ctx.store.page(self.client, ctx.stamp.today) {
            self.page = page;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::console::keys::Scope;
    use crate::console::trial::Trial;

    fn why(columns: u16, rows: u16) -> Trial {
        let mut trial = Trial::new(columns, rows);
        trial.press("2").press("w");
        trial
    }

    #[test]
    fn the_explanation_of_a_client() {
        insta::assert_snapshot!("why_80x24", why(80, 24).seen());
        insta::assert_snapshot!("why_120x40", why(120, 40).seen());
        insta::assert_snapshot!("why_60x20", why(60, 20).seen());
    }

    #[test]
    fn every_clock_of_a_client_is_explained() {
        for (columns, rows) in [(80, 24), (120, 40), (60, 20)] {
            let mut trial = crate::console::dialogs::trial::Trial::with_kinds(columns, rows);
            let client = trial.client("Nordwind");
            insta::assert_snapshot!(format!("why_kinds_{columns}x{rows}"), trial.open(|ctx| super::open(client, ctx)));
        }
    }

    #[test]
    fn it_scrolls_to_its_end_and_escape_closes_it() {
        let mut trial = why(60, 20);
        trial.press("End");
        let end = trial.seen();
        trial.press("Down");
        assert_eq!(trial.seen(), end, "there is nothing below the end");
        trial.press("Esc");
        assert_eq!(trial.app.scope(), Scope::Due);
    }

    #[test]
    fn no_size_breaks_it() {
        why(80, 24).every_size();
    }
}
