//! Views of the factor table.

mod csv;
mod json;
mod list;
mod value;

pub(super) use json::{FactorDocument, factor_document};
pub(super) use value::{short, shortened};

pub use csv::factors_csv;
pub use json::factors_json;
pub use list::factors_text;
