//! Rows, and what stands in their cells.

use std::borrow::Cow;

use super::layout::{Cell, Layout};
use crate::amount::{NotAnAmount, Spelled};
use crate::column::Column;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Problem};
use crate::source::Record;

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The file's columns.
    pub layout: &'r Layout,
    /// The row.
    pub record: &'r Record<'r>,
    /// How many rows it stands for.
    pub rows: u64,
    /// What blank cells take from the rows above.
    pub above: &'r [Above],
}

/// A text that stands in the last row above in which a column is not blank.
pub type Above = (Column, String);

/// What stands for “none” in a cell that may be blank.
const NONE: [&str; 7] = ["/", "-", "—", "–", "--", "——", "／"];

/// A cell without surrounding spaces; empty where it says that there is nothing.
pub(super) fn content(cell: &str) -> &str {
    let text = cell.trim();
    // The longest of the marks has six bytes.
    if text.len() <= 6 && NONE.contains(&text) { "" } else { text }
}

impl Row<'_> {
    /// The text of a column without surrounding spaces; empty where the file does not have the column, or the cell has
    /// a mark for “none”.
    #[must_use]
    pub fn text(&self, column: Column) -> Cow<'_, str> {
        let text = match &self.layout.cells[column as usize] {
            Cell::Absent => return Cow::Borrowed(""),
            Cell::Constant(text) => return Cow::Borrowed(text),
            Cell::Field(index) => match self.record.field(*index) {
                Cow::Borrowed(text) => Cow::Borrowed(content(text)),
                Cow::Owned(text) => Cow::Owned(content(&text).to_owned()),
            },
        };
        match self.above.iter().find(|(filled, _)| *filled == column) {
            Some((_, above)) if text.is_empty() => Cow::Borrowed(above),
            _ => text,
        }
    }

    /// The text of a column, or nothing where it is blank.
    #[must_use]
    pub fn filled(&self, column: Column) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// The number that a column spells; nothing where it is blank. [`crate::cell::number`] says what is wrong.
    ///
    /// # Errors
    /// What is wrong with a cell that is not blank.
    pub fn spelled(&self, column: Column) -> Result<Option<Spelled>, NotAnAmount> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        Spelled::parse(&text, self.layout.decimal).map(Some)
    }

    /// The place of a column's cell: its text, the place where it should be, or the whole row.
    #[must_use]
    pub fn place(&self, column: Column) -> Place {
        let text = self.record.text;
        let mark = match &self.layout.cells[column as usize] {
            Cell::Field(index) => match self.record.fields.get(*index) {
                Some(field) => {
                    let content = &text[field.start..field.end];
                    let start = field.start + content.len() - content.trim_start().len();
                    start..start + content.trim().len()
                }
                None => text.len()..text.len(),
            },
            Cell::Absent | Cell::Constant(_) => 0..text.len(),
        };
        Place::in_record(&self.layout.file, self.record.line, text, mark)
    }

    /// A problem at a column's cell.
    #[must_use]
    pub fn diagnostic(&self, column: Column, problem: Problem) -> Diagnostic {
        Diagnostic { rows: self.rows, ..Diagnostic::new(problem, self.place(column)) }
    }

    /// Adds a problem at a column's cell, which is not made where as many as are shown stand above it.
    pub fn report(&self, column: Column, code: Code, diagnostics: &mut Diagnostics, problem: impl FnOnce() -> Problem) {
        diagnostics.push_at(code, &self.layout.file, self.record.line, || self.diagnostic(column, problem()));
    }
}
