//! Views of the result. A renderer formats and never computes.

mod bindings;
mod charts;
mod check;
pub mod csv;
mod digits;
pub mod document;
mod explain;
mod grid;
mod html;
mod json;
mod labels;
mod page;
mod plan;
mod progress;
mod tables;
mod terminal;
mod trace;
mod xlsx;

pub use bindings::bindings_text;
pub use check::check_text;
pub use explain::{codes_text, explanation_text};
pub use html::html;
pub use json::{check_json, json, plan_json};
pub use page::Screen;
pub use plan::plan_text;
pub use progress::progress_line;
pub use terminal::terminal;
pub use trace::{TraceCsv, TraceJson, TraceText, TraceView};
pub use xlsx::workbook;
