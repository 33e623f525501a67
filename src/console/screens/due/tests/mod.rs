//! What the screen of what is due shows and does.

mod list;
mod story;
mod views;
