//! The parts screens and dialogs are made of.

pub mod checks;
pub mod choice;
pub mod chrome;
pub mod date;
pub mod field;
pub mod form;
mod form_act;
mod form_view;
pub mod help;
pub mod list;
pub mod menu;
pub mod note;
pub mod offers;
pub mod palette;
pub mod path;
pub mod popup;
pub mod question;
pub mod scale;
pub mod searched;
pub mod text;
