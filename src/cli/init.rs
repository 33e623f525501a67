//! `init`: an empty book.

use clap::Args;
use serde_json::json;

use super::call::Call;
use super::fault::Fault;
use crate::domain::model::builtin;
use crate::exchange::refused::shown_path;
use crate::store::Store;

/// Make an empty book. A file that is there already is left alone.
#[derive(Debug, Args)]
pub struct Init {
    /// The segmentation model that drives the reviews
    #[arg(long, value_name = "KEY")]
    model: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

impl Init {
    pub fn run(self, call: &mut Call) -> Result<(), Fault> {
        let (default, _) = builtin::all().first().expect("a model is built in");
        let model = self.model.as_deref().unwrap_or(default);
        let store = Store::create(&call.book, model, &call.stamp)?;
        let path = store.path();
        if self.json {
            return call.out.json(&json!({ "book": path.display().to_string(), "model": model }));
        }
        call.out.text(&format!("made an empty book at {} with the model {model}", shown_path(path)))
    }
}
