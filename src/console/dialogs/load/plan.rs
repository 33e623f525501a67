//! The second step of an import: what was understood, what it would do, and the choices that change it.

use std::path::{Path, PathBuf};

use super::looked::{Looked, Would, has_clients, look};
use crate::console::layer::{Ctx, Load, Message, Tone};
use crate::console::parts::list::List;
use crate::domain::command::OnExisting;
use crate::domain::model::Model;
use crate::domain::text::fold;
use crate::exchange::import::columns::{ColumnChoice, Field};
use crate::exchange::import::dates::DateOrder;
use crate::exchange::import::load::{Orders, PLACED};
use crate::exchange::import::numbers::Decimal;
use crate::exchange::refused::{Asks, Question};
use crate::store::Progress;

/// The list of lines, for spots.
pub const LINES: u16 = 61;
/// Up to so many rows every change is tried out at once.
const QUICK: u64 = 2_000;
/// The first line of the columns, as an id.
const COLUMN: i64 = 1_000;

/// A line that can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The order of dates.
    Dates,
    /// The decimal sign.
    Decimal,
    /// Whether refused rows are written.
    Rejects,
    /// What happens to clients in the book.
    Existing,
    /// Whether clients are placed by their scores.
    Place,
    /// The field a column fills, by its place in the file.
    Column(usize),
}

impl Pick {
    /// Its id in the list.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Dates => 1,
            Self::Decimal => 2,
            Self::Rejects => 3,
            Self::Existing => 4,
            Self::Place => 5,
            Self::Column(at) => COLUMN + i64::try_from(at).unwrap_or(0),
        }
    }

    /// What a line of the list can change, by its id.
    #[must_use]
    pub fn of(id: i64) -> Option<Self> {
        match id {
            1 => Some(Self::Dates),
            2 => Some(Self::Decimal),
            3 => Some(Self::Rejects),
            4 => Some(Self::Existing),
            5 => Some(Self::Place),
            _ => usize::try_from(id - COLUMN).ok().map(Self::Column),
        }
    }
}

/// Which way a choice is stepped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// To the option before.
    Back,
    /// To the next one.
    On,
}

/// Where the focus is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// On the lines.
    Lines,
    /// On the button that imports.
    Import,
    /// On the button that goes back.
    Other,
}

/// A file and what is to be done with it.
pub struct Plan {
    /// The file.
    pub file: PathBuf,
    /// What was found.
    pub looked: Looked,
    /// How it is to go in.
    pub orders: Orders,
    /// Where refused rows are written.
    pub rejects: PathBuf,
    /// Whether they are.
    pub written: bool,
    /// What was ever asked about the file: the answers can be changed.
    pub asked: Vec<Question>,
    /// Whether the book has clients.
    pub clients: bool,
    /// The lines.
    pub list: List,
    /// Where the focus is.
    pub part: Part,
    /// The import is under way; how far, where that takes long.
    pub under_way: Option<Option<Progress>>,
    fields: Vec<Field>,
}

impl Plan {
    /// Looks at a file.
    ///
    /// # Errors
    /// Why it cannot be looked at.
    pub fn of(file: PathBuf, ctx: &Ctx<'_>) -> Result<Self, Message> {
        let orders = Orders::default();
        let looked = look(&file, &orders, ctx.store, ctx.stamp)?;
        let ground = ctx.store.ground();
        let driving = ground.driving();
        let factors = |model: &Model| -> Vec<String> {
            let factors = model.dimensions.iter().flat_map(|dimension| &dimension.factors);
            factors.filter(|factor| factor.derived.is_none()).map(|factor| factor.key.clone()).collect()
        };
        let others = ground.models.iter().filter(|held| held.row.key != driving.key).flat_map(|held| {
            let key = &held.row.key;
            factors(&held.model).into_iter().map(move |factor| Field::Score(format!("{key}.{factor}")))
        });
        let scores = factors(driving).into_iter().map(Field::Score).chain(others);
        let measures = ctx.store.measure_names().unwrap_or_default().into_iter().map(Field::Measure);
        let fields = Field::all().chain(measures).chain(scores).collect();
        let mut plan = Self {
            rejects: free_name(&file),
            written: true,
            asked: looked.questions.clone(),
            clients: has_clients(ctx.store.is_empty()),
            list: List::new(LINES),
            part: Part::Lines,
            under_way: None,
            file,
            looked,
            orders,
            fields,
        };
        plan.list.select(Some(plan.first().id()));
        Ok(plan)
    }

    /// The line that wants attention first.
    fn first(&self) -> Pick {
        match self.open() {
            Some(pick) => pick,
            None if self.clients => Pick::Existing,
            None => Pick::Place,
        }
    }

    /// The question that is not answered yet.
    #[must_use]
    pub fn open(&self) -> Option<Pick> {
        match self.looked.would {
            Would::Ask => self.looked.questions.first().map(|question| match question.asks {
                Asks::DateOrder => Pick::Dates,
                Asks::Decimal => Pick::Decimal,
                Asks::Scale => Pick::Column(0),
            }),
            Would::Unnamed => Some(Pick::Column(0)),
            Would::Do(_) | Would::Fail(_) | Would::Unknown => None,
        }
    }

    /// Looks at the file again.
    pub fn look(&mut self, ctx: &Ctx<'_>) {
        self.clients = has_clients(ctx.store.is_empty());
        match look(&self.file, &self.orders, ctx.store, ctx.stamp) {
            Ok(looked) => self.looked = looked,
            Err(message) => self.looked.would = Would::Fail(message),
        }
        for question in &self.looked.questions {
            if !self.asked.iter().any(|known| known.asks == question.asks) {
                self.asked.push(question.clone());
            }
        }
    }

    /// Looks again if that is quickly done; else the file is looked at when that is asked for.
    pub fn look_if_quick(&mut self, ctx: &Ctx<'_>) {
        if self.looked.rows <= QUICK {
            self.look(ctx);
        } else {
            let choices = self.orders.options.map.clone();
            self.looked.choose(&choices);
        }
    }

    /// Steps the choice of a line.
    pub fn step(&mut self, pick: Pick, way: Way, ctx: &Ctx<'_>) {
        match pick {
            Pick::Dates => {
                let all = DateOrder::ALL.map(Some);
                self.orders.options.date_order = stepped(&all, self.orders.options.date_order, way);
            }
            Pick::Decimal => {
                let all = [Some(Decimal::Point), Some(Decimal::Comma)];
                self.orders.options.decimal = stepped(&all, self.orders.options.decimal, way);
            }
            Pick::Rejects => {
                self.written = !self.written;
                return;
            }
            Pick::Existing => {
                let all = [OnExisting::Update, OnExisting::Fill, OnExisting::Skip];
                self.orders.policy.on_existing = stepped(&all, self.orders.policy.on_existing, way);
            }
            Pick::Place => {
                self.orders.place = if self.orders.place.is_some() { None } else { Some(PLACED.to_owned()) };
            }
            Pick::Column(at) => {
                let now = self.field(at).cloned();
                let free = self.free(at);
                self.fill(at, stepped(&free, now, way).as_ref());
            }
        }
        self.look_if_quick(ctx);
    }

    /// Gives a column the next field that begins with a letter.
    pub fn letter(&mut self, at: usize, letter: char, ctx: &Ctx<'_>) {
        let letter = fold(letter.encode_utf8(&mut [0; 4]));
        let free = self.free(at);
        let here = free.iter().position(|field| field.as_ref() == self.field(at)).unwrap_or(0);
        let named = |field: &Option<Field>| field.as_ref().map_or_else(|| "ignored".to_owned(), ToString::to_string);
        let next = (1..=free.len()).map(|step| &free[(here + step) % free.len()]).find(|f| named(f).starts_with(&letter));
        if let Some(next) = next.cloned() {
            self.fill(at, next.as_ref());
            self.look_if_quick(ctx);
        }
    }

    /// The field a column fills; none where it is ignored or left out.
    #[must_use]
    pub fn field(&self, at: usize) -> Option<&Field> {
        let field = self.looked.mapping.columns.get(at)?.field.as_ref()?;
        (!self.is_left_out(field)).then_some(field)
    }

    /// A column whose cells are no segments of ours is left out by the import itself.
    fn is_left_out(&self, field: &Field) -> bool {
        match &self.looked.would {
            Would::Do(loaded) => *field == Field::Segment && !loaded.mapping.values().any(|taken| taken == "segment"),
            Would::Ask | Would::Unnamed | Would::Fail(_) | Would::Unknown => false,
        }
    }

    /// What a column can fill: nothing, or a field no other column fills.
    fn free(&self, at: usize) -> Vec<Option<Field>> {
        let columns = 0..self.looked.mapping.columns.len();
        let taken: Vec<&Field> = columns.filter(|other| *other != at).filter_map(|other| self.field(other)).collect();
        let free = self.fields.iter().filter(|field| !taken.contains(field)).cloned().map(Some);
        std::iter::once(None).chain(free).collect()
    }

    fn fill(&mut self, at: usize, field: Option<&Field>) {
        let column = |at: usize| format!("#{}=", at + 1);
        let said = format!("{}{}", column(at), field.map_or_else(|| "ignore".to_owned(), ToString::to_string));
        let Ok(choice) = said.parse::<ColumnChoice>() else { return };
        let map = &mut self.orders.options.map;
        map.retain(|known| !known.names(column(at).trim_end_matches('=')));
        map.push(choice);
    }

    /// The import, or why it cannot be done yet.
    ///
    /// # Errors
    /// What has to be done first.
    pub fn import(&mut self, ctx: &Ctx<'_>) -> Result<Load, Message> {
        let wait = |said: &str| Err(Message::new(Tone::Bad, said));
        if matches!(self.looked.would, Would::Unknown) {
            self.look(ctx);
            return Err(Message::new(Tone::Plain, "this is what it would do now; import again to do it"));
        }
        let rejected = match &self.looked.would {
            Would::Do(loaded) if loaded.all_refused() => {
                return wait("every row is refused; nothing would be imported");
            }
            Would::Do(loaded) => loaded.rejected > 0,
            Would::Ask => return wait("say first how the dates or amounts are written"),
            Would::Unnamed => return wait("say first which column is the name of the client"),
            Would::Fail(message) => return Err(message.clone()),
            Would::Unknown => false,
        };
        let rejects = (rejected && self.written).then(|| self.rejects.clone());
        Ok(Load { file: self.file.clone(), orders: Orders { rejects, ..self.orders.clone() } })
    }
}

/// The option after or before the one taken, round and round; the first one where none of them is.
fn stepped<T: Clone + PartialEq>(all: &[T], now: T, way: Way) -> T {
    let Some(here) = all.iter().position(|option| *option == now) else { return all[0].clone() };
    let next = match way {
        Way::On => here + 1,
        Way::Back => here + all.len() - 1,
    };
    all[next % all.len()].clone()
}

/// A file beside another for its refused rows; one that is there already is never replaced.
fn free_name(file: &Path) -> PathBuf {
    let first = file.with_extension("rejects.csv");
    let more = (2..1_000).map(|n| file.with_extension(format!("rejects-{n}.csv")));
    std::iter::once(first.clone()).chain(more).find(|path| !path.exists()).unwrap_or(first)
}
