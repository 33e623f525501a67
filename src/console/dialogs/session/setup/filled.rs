//! What the form of a session begins with, and the name proposed for it.

use super::Of;
use crate::console::dialogs::sheet;
use crate::console::layer::Ctx;
use crate::console::parts::form::Form;
use crate::domain::text::{Shown, fold};

/// The quarter of today (`2026 Q4`), with a number behind it where there is a session of that name.
pub fn proposed_name(ctx: &Ctx<'_>) -> String {
    let quarter = ctx.store.ground().fiscal().quarter_of(ctx.stamp.today).to_string();
    // Spans are written `Q4 FY2026`: the year stands first, so that sessions sort by name.
    let name = match quarter.split_once(" FY") {
        Some((quarter, year)) => format!("{year} {quarter}"),
        None => quarter,
    };
    let taken = ctx.store.sessions().unwrap_or_default();
    let is_taken = |name: &str| taken.iter().any(|row| fold(&row.session.name) == fold(name));
    if !is_taken(&name) {
        return name;
    }
    (2..100).map(|n| format!("{name} ({n})")).find(|name| !is_taken(name)).unwrap_or(name)
}

/// What the form begins with.
pub struct Filled<'a> {
    pub name: &'a str,
    pub scope: &'a str,
    pub day: &'a str,
    pub leads: &'a str,
    pub besides: &'a str,
    pub people: &'a str,
    pub shares: &'a str,
    pub agenda: &'a str,
}

impl Filled<'_> {
    /// The form so filled, its models, and which of them is taken.
    pub fn form(&self, models: Vec<Shown>, at: usize, ctx: &Ctx<'_>) -> Form<Of> {
        let known = ctx.store.owners().unwrap_or_default();
        let known = known.into_iter().map(|(owner, _)| owner).filter(|owner| !owner.is_empty());
        let mut known: Vec<Shown> = known.take(8).map(|owner| Shown::line(&owner)).collect();
        if !known.iter().any(|person| fold(person.as_str()) == fold(&ctx.stamp.by)) {
            known.insert(0, Shown::line(&ctx.stamp.by));
        }
        let single = models.len() < 2;
        let mut form = Form::new()
            .text(Of::Name, "Name", self.name)
            .choice(Of::Model, "Model", models, at)
            .text(Of::Scope, "Clients", self.scope)
            .lines(Of::Found, " ", Vec::new())
            .date(Of::Day, "As of", self.day, sheet::dates(ctx.stamp.today))
            .text(Of::Leads, "Led by", self.leads)
            .offering(known)
            .text(Of::Besides, "and by", self.besides)
            .text(Of::People, "Take part", self.people)
            .text(Of::Shares, "Targets in %", self.shares)
            .lines(Of::Sum, " ", Vec::new())
            .text(Of::Agenda, "Agenda", self.agenda)
            .lines(Of::Order, " ", Vec::new());
        if single {
            form.hide(Of::Model);
        }
        form.focus(Of::Name);
        form
    }
}
