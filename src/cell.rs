//! The cells of a row, read as what they must be. What is wrong with one becomes a diagnostic at its place.

use crate::amount::{Amount, Written};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, problem};
use crate::table::Row;
use crate::unit::{Dimension, Unit};
use crate::word::Word;

/// The text of a column that must not be blank.
pub fn required_text(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<String> {
    let text = row.filled(column);
    if text.is_none() {
        diagnostics.push(row.diagnostic(column, problem::missing_cell(column.name())));
    }
    text
}

/// The number in a column that must not be blank.
pub fn required_number(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<Amount> {
    required_written(row, column, diagnostics).map(|written| written.amount)
}

/// The number in a column that must not be blank, as it is written.
pub fn required_written(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<Written> {
    match row.written(column) {
        Ok(Some(number)) => Some(number),
        Ok(None) => {
            diagnostics.push(row.diagnostic(column, problem::missing_cell(column.name())));
            None
        }
        Err(problem) => {
            diagnostics.push(row.diagnostic(column, problem));
            None
        }
    }
}

/// The unit in a column that must not be blank.
pub fn required_unit(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<Unit> {
    let text = required_text(row, column, diagnostics)?;
    let unit = Unit::parse(&text);
    if unit.is_none() {
        diagnostics.push(row.diagnostic(column, problem::unknown_unit(&text)));
    }
    unit
}

/// The unit in a column that must not be blank, of one dimension.
pub fn unit_of(row: &Row<'_>, column: C, dimension: Dimension, diagnostics: &mut Diagnostics) -> Option<Unit> {
    let unit = required_unit(row, column, diagnostics)?;
    if unit.dimension() != dimension {
        diagnostics.push(row.diagnostic(column, problem::not_a_unit_of(&unit, dimension)));
        return None;
    }
    Some(unit)
}

/// The unit of the distances in a row: km where the cell is blank.
pub fn distance_unit(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Unit> {
    if row.text(C::DistanceUnit).is_empty() {
        return Unit::parse("km");
    }
    unit_of(row, C::DistanceUnit, Dimension::Distance, diagnostics)
}

/// The word in a column; nothing where it is blank or, as a diagnostic says, unknown.
pub fn word<W: Word>(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<W> {
    let text = row.filled(column)?;
    let word = W::parse(&text);
    if word.is_none() {
        diagnostics.push(row.diagnostic(column, problem::unknown_word(&text, &W::names())));
    }
    word
}

/// The year in a row; nothing where it is blank or, as a diagnostic says, none.
pub fn year(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<i16> {
    let text = row.filled(C::Year)?;
    let year = text.parse::<i16>().ok().filter(|year| (1900..=2200).contains(year));
    if year.is_none() {
        diagnostics.push(row.diagnostic(C::Year, problem::not_a_year(&text)));
    }
    year
}

/// The year in a row that must have one.
pub fn required_year(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<i16> {
    required_text(row, C::Year, diagnostics)?;
    year(row, diagnostics)
}

/// The names in a cell that may hold several, separated by `;`.
pub fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；']).map(str::trim).filter(|name| !name.is_empty())
}
