//! About: which program, which book, its last hash, its backups, and where everything lies.

use super::Opened;
use crate::console::canvas::Look;
use crate::console::desk::complaint;
use crate::console::layer::Ctx;
use crate::console::screens::backups;
use crate::console::screens::prose::{Line, Prose};
use crate::console::screens::reading::{Reading, Told};
use crate::console::theme::Role;
use crate::store;

/// Columns of the labels.
const LABEL: usize = 14;
/// The licence of the program.
const LICENCE: &str = env!("CARGO_PKG_LICENSE");

/// What is told, label and words.
struct About {
    facts: Vec<(&'static str, String)>,
}

/// Opens the dialog.
///
/// # Errors
/// The book cannot be read.
pub fn open(ctx: &mut Ctx<'_>) -> Opened {
    Ok(Box::new(Reading::of(About { facts: facts(ctx)? })))
}

fn facts(ctx: &mut Ctx<'_>) -> Result<Vec<(&'static str, String)>, crate::console::layer::Message> {
    let (entries, hash) = ctx.store.head().map_err(|error| complaint(&error))?;
    let number = |n: i64| ctx.look.formats.number(n);
    let kept = store::backups(ctx.store.path()).map_err(|error| complaint(&error))?;
    let last = kept.first().map_or_else(
        || "none yet".to_owned(),
        |backup| format!("{}, {}; {} in all", backups::moment(backup.at, ctx), backups::why(&backup.why), kept.len()),
    );
    let model = ctx.store.ground().driving().name.clone();
    let mut facts = vec![
        ("Quarterdeck", format!("version {}", env!("CARGO_PKG_VERSION"))),
        ("Book", ctx.store.path().display().to_string()),
        ("Model", model),
        ("Entries", number(entries)),
        ("Last hash", format!("{entries}:{hash}")),
        ("", "it stands in exports too; quarterdeck check --contains compares".to_owned()),
        ("Last backup", last),
    ];
    facts.extend(ctx.desk.backup_failed.as_ref().map(|why| ("", format!("the last one FAILED: {why}"))));
    facts.push(("Backups", ctx.store.backup_folder().display().to_string()));
    let config = ctx.desk.config.as_ref().map_or_else(|| "none".to_owned(), |config| config.display().to_string());
    facts.extend([("Settings", config), ("Licence", LICENCE.to_owned())]);
    Ok(facts)
}

impl Told for About {
    fn title(&self) -> String {
        "About".to_owned()
    }

    fn lines(&self, width: u16, _look: &Look) -> Vec<Line> {
        let mut prose = Prose::new(width);
        for (label, words) in &self.facts {
            prose.fact(label, LABEL, Role::Text, words);
        }
        prose.lines
    }

    fn refresh(&mut self, ctx: &mut Ctx<'_>) {
        if let Ok(facts) = facts(ctx) {
            self.facts = facts;
        }
    }
}
