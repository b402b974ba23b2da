//! Views of the factor table.

mod csv;
mod facts;
mod json;
mod list;
mod releases;
mod search;
mod show;
mod value;

pub(super) use json::{FactorDocument, factor_document};
pub(super) use value::{short, shortened};

pub use csv::{factors_csv, no_gas_in_csv};
pub use json::{factors_json, found_json, shown_json};
pub use list::factors_text;
pub use releases::{changes_text, releases_text};
pub use search::{found_text, nothing_found};
pub use show::{not_shown, shown_text};
