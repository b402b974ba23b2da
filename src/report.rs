//! Views of the result. A renderer formats and never computes.

mod grid;
mod json;
mod labels;
mod terminal;

pub use json::json;
pub use labels::stage_name;
pub use terminal::{Screen, terminal};
