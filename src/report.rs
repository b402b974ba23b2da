//! Views of the result. A renderer formats and never computes.

mod audit;
mod bindings;
mod charts;
mod check;
mod csv;
mod difference;
mod digits;
pub mod document;
mod explain;
mod factors;
mod grid;
mod html;
mod json;
mod labels;
mod lint;
mod lock;
mod markdown;
mod page;
mod plan;
mod progress;
mod tables;
mod terminal;
mod text;
mod trace;
mod write;
mod xlsx;

pub use audit::{audit_json, audit_markdown, audit_text};
pub use bindings::bindings_text;
pub use check::check_text;
pub use csv::csv_files;
pub use difference::{difference_json, difference_text};
pub use explain::{codes_text, explanation_text};
pub use factors::{
    changes_text, factors_csv, factors_json, factors_text, found_json, found_text, no_gas_in_csv, not_shown,
    nothing_found, releases_text, shown_json, shown_text,
};
pub use html::html;
pub use json::{check_json, json, plan_json, report_json};
pub use lint::{lint_json, lint_text};
pub use lock::lock_text;
pub use markdown::markdown;
pub use page::Screen;
pub use plan::plan_text;
pub use progress::progress_line;
pub use tables::{Reported, report};
pub use terminal::terminal;
pub use text::report_text;
pub use trace::{TraceCsv, TraceJson, TraceText, TraceView};
pub use write::{Destination, Mark, wrote_text};
pub use xlsx::workbook;
