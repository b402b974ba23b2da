//! Every row behind a result, written as the rows come: nothing of them is kept.

mod csv;
mod json;
mod text;

use std::io;

use crate::diagnostic::Diagnostics;
use crate::text::Language;
use crate::trace::{Origin, Rows, Term, Traced};

pub use csv::TraceCsv;
pub use json::TraceJson;
pub use text::TraceText;

/// What writes the rows of a trace.
pub trait TraceView: Rows {
    /// Writes what follows the last row.
    ///
    /// # Errors
    /// Those of writing it.
    fn end(&mut self, traced: &Traced, diagnostics: &Diagnostics, language: Language) -> io::Result<()>;
}

/// `× 11.5 L ÷ 100 km`, each number written by `show`.
fn chain<'t>(terms: impl IntoIterator<Item = &'t Term>, show: impl Fn(&Term) -> String) -> String {
    let mut text = String::new();
    for term in terms {
        let sign = if term.divides { '÷' } else { '×' };
        let space = if term.unit.is_empty() { "" } else { " " };
        let before = if text.is_empty() { "" } else { " " };
        text.extend([before, &format!("{sign} {}{space}{}", show(term), term.unit)]);
    }
    text
}

/// `× 11.5 L ÷ 100 km` in plain digits.
fn plain<'t>(terms: impl IntoIterator<Item = &'t Term>) -> String {
    chain(terms, |term| term.amount.to_string())
}

/// The numbers that the value of a factor is the product of, where it is of several: `43.33 GJ/t × 0.0202 tC/GJ × 0.98`.
fn formula(origin: &Origin<'_>) -> Option<String> {
    (origin.value.len() > 1).then(|| plain(&origin.value).trim_start_matches("× ").to_owned())
}
