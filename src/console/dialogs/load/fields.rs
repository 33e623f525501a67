//! The fields a column can fill, each with a sentence, and the chooser that finds one by a few letters.

use ratatui::layout::Rect;

use crate::console::canvas::{Canvas, row_of, skip_columns, skip_rows};
use crate::console::glyphs::Focus;
use crate::console::hits::{Hits, Spot, Touch};
use crate::console::key::Key;
use crate::console::keys::Action;
use crate::console::layer::{Ctx, Input};
use crate::console::parts::field::{TextField, Typed};
use crate::console::parts::list::{List, Row, Window};
use crate::console::parts::popup;
use crate::console::theme::Role;
use crate::domain::model::Model;
use crate::domain::text::{Shown, fold};
use crate::exchange::import::Subject;
use crate::exchange::import::activities::ReviewField;
use crate::exchange::import::columns::Field;

use crate::console::parts::list::vertical;

/// The list of fields, for spots.
const FIELDS: u16 = 63;
/// Columns of a field's own name.
const NAME: u16 = 24;

/// A field that can be chosen.
#[derive(Debug, Clone)]
pub struct Choosable {
    /// The field; none leaves the column out.
    pub field: Option<Field>,
    /// Its own name.
    pub name: String,
    /// What it is.
    pub sentence: String,
    id: i64,
}

impl Row for Choosable {
    fn id(&self) -> Option<i64> {
        Some(self.id)
    }
}

/// The fields there are in this book: of a client, the measures it has, the factors of its models.
///
/// Those of a review are the client's id and name and what is said of the review.
#[must_use]
pub fn choosable(ctx: &mut Ctx<'_>, subject: Subject) -> Vec<Choosable> {
    let all = match subject {
        Subject::Clients => of_clients(ctx),
        Subject::Reviews => of_reviews(),
    };
    let all = std::iter::once((None, "Leave this column out.".to_owned())).chain(all);
    let one = |(id, (field, sentence)): (i64, (Option<Field>, String))| {
        let name = field.as_ref().map_or_else(|| "ignored".to_owned(), ToString::to_string);
        Choosable { field, name, sentence, id }
    };
    (0..).zip(all).map(one).collect()
}

fn of_reviews() -> Vec<(Option<Field>, String)> {
    let client = [(Field::ExternalId, "The id of the client it was with."), (Field::Name, "The name of the client it was with.")];
    let review = ReviewField::NAMED.iter().map(|(field, _)| (Field::Review(*field), review_sentence(*field)));
    client.into_iter().chain(review).map(|(field, sentence)| (Some(field), sentence.to_owned())).collect()
}

fn of_clients(ctx: &mut Ctx<'_>) -> Vec<(Option<Field>, String)> {
    let measures = ctx.store.measure_names();
    let measures = ctx.desk.or_default(measures);
    let ground = ctx.store.ground();
    let driving = ground.driving();
    let mut all: Vec<(Option<Field>, String)> = Vec::new();
    all.extend(Field::all().map(|field| (Some(field.clone()), sentence(&field).to_owned())));
    all.extend(scores(driving).map(|(key, said)| (Some(Field::Score(key)), said)));
    for held in ground.models.iter().filter(|held| held.row.key != driving.key) {
        let of_model = |(key, said): (String, String)| (Some(Field::Score(format!("{}.{key}", held.row.key))), said);
        all.extend(scores(&held.model).map(of_model));
        let key = held.row.key.clone();
        let placed = format!("The segment in the model {}.", held.model.name);
        all.push((Some(Field::SegmentOf(key.clone())), placed));
        all.push((Some(Field::SegmentSinceOf(key)), "Since when it is in that segment.".to_owned()));
    }
    let measure = |name: String| (Some(Field::Measure(name)), "A figure kept beside the client.".to_owned());
    all.extend(measures.into_iter().map(measure));
    all
}

/// The factors of a model that are scored by hand, with what they are and their scale.
fn scores(model: &Model) -> impl Iterator<Item = (String, String)> {
    let factors = model.dimensions.iter().flat_map(|dimension| dimension.factors.iter().map(move |factor| (dimension, factor)));
    factors.filter(|(_, factor)| factor.derived.is_none()).map(|(dimension, factor)| {
        (factor.key.clone(), format!("Score 1–{} of {}: {}", factor.top(), dimension.name, factor.question))
    })
}

/// What a field of a client is.
fn sentence(field: &Field) -> &'static str {
    match field {
        Field::ExternalId => "Its id in the other system: rows are matched by it.",
        Field::Name => "The name of the client. Every row needs one.",
        Field::Owner => "Who looks after the client.",
        Field::Arr => "Revenue a year.",
        Field::Mrr => "Revenue a month; times twelve where no yearly one is given.",
        Field::Currency => "Currency of the revenue (EUR, USD).",
        Field::Stage => "Where it stands in its life as a client.",
        Field::Industry => "Its industry.",
        Field::Goal => "What the relationship is to achieve.",
        Field::Champion => "Who speaks for us there.",
        Field::ChampionLostOn => "The day the champion was lost.",
        Field::RenewalOn => "The day the contract renews.",
        Field::OnboardedOn => "The day it became a client.",
        Field::Segment => "The segment it is placed in, by letter, key or name.",
        Field::LastReviewOn => "The day of the last review held.",
        Field::LastReviewKind => "The kind of that review.",
        Field::Tags => "Tags, with ; between them.",
        Field::Notes => "Free notes.",
        Field::SegmentSince => "Since when it is in its segment.",
        Field::Archived => "Whether, or since when, it is no client any more.",
        Field::Measure(_) => "A figure kept beside the client.",
        Field::Score(_) => "A score.",
        Field::SegmentOf(_) => "The segment in another model.",
        Field::SegmentSinceOf(_) => "Since when it is in that segment.",
        Field::Review(field) => review_sentence(*field),
    }
}

/// What a field of a review is.
const fn review_sentence(field: ReviewField) -> &'static str {
    match field {
        ReviewField::HeldOn => "The day the review was held. Every row needs one.",
        ReviewField::Kind => "The kind of review, in the words of the model.",
        ReviewField::Outcome => "What came of it, in a line.",
        ReviewField::Note => "Notes of the review.",
        ReviewField::Attendees => "Who took part.",
        ReviewField::Decisions => "What was decided.",
        ReviewField::Risks => "What may go wrong.",
        ReviewField::Sentiment => "The mood of the client.",
        ReviewField::By => "Who held it.",
        ReviewField::Status => "Whether it took place at all (completed, cancelled).",
    }
}

/// The list of fields over the columns, found by a few letters.
pub struct Chooser {
    /// The column it is for.
    pub column: usize,
    title: Shown,
    typed: TextField,
    all: Vec<Choosable>,
    found: Window<Choosable>,
    list: List,
}

/// What an input to the chooser came to.
pub enum Chosen {
    /// Not yet.
    Stay,
    /// This field; none leaves the column out.
    Take(Option<Field>),
    /// Nothing is changed.
    Leave,
}

impl Chooser {
    /// The list for a column that fills a field now.
    #[must_use]
    pub fn new(column: usize, header: &str, all: Vec<Choosable>, now: Option<&Field>) -> Self {
        let title = Shown::line(&format!("What is “{header}”?"));
        let mut list = List::new(FIELDS);
        list.select(all.iter().find(|one| one.field.as_ref() == now).map(|one| one.id));
        Self { column, title, typed: TextField::default(), found: Window::whole(all.clone()), all, list }
    }

    /// Deals with an input.
    pub fn act(&mut self, input: &Input, hits: &Hits) -> Chosen {
        let height = hits.area_of(Spot::Zone(FIELDS)).height;
        match input {
            Input::Act(Action::Back) => return Chosen::Leave,
            Input::Act(Action::Press | Action::Save) => return self.take(),
            Input::Act(Action::NextField) => drop(self.list.act(Action::Down, &self.found, height)),
            Input::Act(Action::PreviousField) => drop(self.list.act(Action::Up, &self.found, height)),
            Input::Act(_) => {}
            Input::Key(key) => self.key(*key, height),
            Input::Paste(text) => {
                self.typed.paste(text);
                self.search();
            }
            Input::Touch(touch) => {
                self.list.touch(*touch, &self.found, height);
                if let Touch::Click { spot: Spot::Row { list: FIELDS, .. }, .. } = touch {
                    return self.take();
                }
            }
        }
        Chosen::Stay
    }

    fn key(&mut self, key: Key, height: u16) {
        match self.typed.key(key) {
            Typed::Changed => self.search(),
            Typed::Taken => {}
            Typed::Not => {
                if let Some(action) = vertical(key) {
                    self.list.act(action, &self.found, height);
                }
            }
        }
    }

    fn take(&self) -> Chosen {
        let place = self.list.place(&self.found).map(|at| &self.found.rows[at]);
        place.map_or(Chosen::Stay, |one| Chosen::Take(one.field.clone()))
    }

    /// Finds the fields with what is typed in their name, then those with it in their sentence.
    fn search(&mut self) {
        let typed = fold(self.typed.text().trim());
        let rank = |one: &Choosable| match fold(&one.name).find(&typed) {
            Some(at) => Some(at.min(1)),
            None => fold(&one.sentence).contains(&typed).then_some(2),
        };
        let mut found: Vec<(usize, Choosable)> = self.all.iter().filter_map(|one| Some((rank(one)?, one.clone()))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.found = Window::whole(found.into_iter().map(|(_, one)| one).collect());
        let kept = typed.is_empty() && self.list.place(&self.found).is_some();
        if !kept {
            self.list = List::new(FIELDS);
            self.list.settle(&self.found);
        }
    }

    /// Draws it.
    pub fn view(&self, canvas: &mut Canvas<'_>, area: Rect) {
        canvas.cover();
        let inner = popup::centred(canvas, area, &self.title, 76, 16);
        canvas.text(inner, Role::Dim, "Type a few letters, or choose:");
        let field = skip_columns(row_of(inner, 0), 31);
        self.typed.view(canvas, field, Focus::Here);
        let list = skip_rows(inner, 2);
        let list = Rect { height: list.height.saturating_sub(1), ..list };
        if self.found.rows.is_empty() {
            canvas.text(list, Role::Warning, "no field is called that");
        }
        self.list.view(canvas, list, &self.found, Focus::Here, |canvas, place, one| {
            let name = NAME.min(place.width / 2);
            canvas.text(Rect { width: name, ..place }, Role::Key, one.name.clone());
            canvas.text(skip_columns(place, name + 1), Role::Text, one.sentence.clone());
        });
        let bottom = row_of(inner, inner.height.saturating_sub(1));
        super::buttons(canvas, bottom, &[("Take it", Role::ButtonFocus, Action::Save), ("Leave it", Role::Button, Action::Back)]);
    }
}
