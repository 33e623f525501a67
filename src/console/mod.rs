//! The console: screens and dialogs as layers over one loop, one table of commands, one guard of the terminal.
//!
//! # For whoever writes a screen or a dialog
//!
//! A screen is one file with one type that implements [`layer::Layer`]:
//!
//! - `scope()` names the rows of the table of commands that work on it ([`keys::Scope`]). `situation()` says what is selected,
//!   marked, undoable; from it the table knows which commands are off and why. A command that is off never reaches `act`.
//! - `view(&self, canvas, area)` draws with [`canvas::Canvas`] and changes nothing. Text is a literal, a `Shown`, or a `String`
//!   (cleaned on the way); colours are [`theme::Role`]s; no place and no size is wrong, everything is clipped. What the mouse
//!   can use is recorded with `canvas.spot(area, Spot::…)`: rows, zones (also drop targets), fields, headings, or
//!   `Spot::Act(action)`, which performs the command by itself.
//! - `act(&mut self, input, ctx)` gets an [`layer::Input`] and answers with a [`layer::Step`]. Commands that mean nothing here are
//!   `Step::Ignored`: the stack opens help and palette, goes back, quits; the rest (`Board`, `Undo`, `History`, …) reaches the
//!   application as [`stack::Effect::Do`]. Letters typed into fields come as `Input::Key`, pasted text as `Input::Paste`, and
//!   neither can ever be a command.
//! - `refresh()` reads again what is shown after the book changed. Keep selections as ids ([`parts::list::List`] does), never
//!   as places.
//!
//! Lists: the screen keeps a [`parts::list::Window`] of rows the store gave it and a [`parts::list::List`]; `list.view` draws only
//! what is seen, `list.act` moves the selection and says when it needs rows beyond the window. How many rows were shown is
//! `ctx.hits.area_of(Spot::Zone(list)).height`.
//!
//! Dialogs: build a [`parts::form::Form`] with an enum for its fields, draw it inside [`parts::popup::centred`], lead every input
//! through `form.act(&input, ctx.hits)` and answer its [`parts::form::FormStep`]. On `Save` answer `Step::Commit(command)` and stay:
//! `committed` closes the dialog when the change is on disk and keeps all typing when it was refused; `form.wrong(field, why)` says
//! what is wrong where it is wrong.
//!
//! A new verb is one variant of [`keys::Action`], one row in `keys/table/`, one arm in `keys/situation.rs`, one arm in the screens;
//! then `UPDATE_DOCS=1 cargo test keys`. `example.rs` (tests only) is a whole screen with a dialog.
//!
//! The application (`app.rs`) owns [`stack::Stack`], `Hits`, `Look` and the store, implements [`run::Program`], carries out
//! [`stack::Effect`]s and tells the stack how commits ended; [`run::run`] drives it.

pub mod app;
pub mod canvas;
pub mod desk;
pub mod dialogs;
pub mod drafts;
pub mod event;
#[cfg(test)]
mod example;
pub mod folders;
pub mod formats;
pub mod glyphs;
pub mod hits;
pub mod input;
pub mod key;
pub mod keys;
pub mod late;
pub mod layer;
pub mod paint;
pub mod parts;
pub mod run;
pub mod screens;
pub mod sight;
pub mod signals;
pub mod stack;
pub mod start;
pub mod term;
pub mod theme;
#[cfg(test)]
pub(crate) mod trial;
pub mod verbs;
pub mod watch;
pub mod work;
pub mod worker;
