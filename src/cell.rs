//! The cells of a row, read as what they must be. What is wrong with one becomes a diagnostic at its place.

use jiff::civil::Date;

use crate::amount::{Amount, NotAnAmount, Spelled, Written};
use crate::column::Column as C;
use crate::diagnostic::{Code, Diagnostics, Problem, problem};
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

/// A diagnostic says what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reported;

/// The number in a column as it is written; nothing where it is blank.
///
/// # Errors
/// [`Reported`], where the cell is no number.
pub fn number(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Result<Option<Written>, Reported> {
    let spelled = match row.spelled(column) {
        Ok(Some(spelled)) => spelled,
        Ok(None) => return Ok(None),
        Err(error) => return Err(no_number(row, column, error, diagnostics)),
    };
    let mut number = spelled.written;
    if spelled.percent && row.text(C::Unit) != "%" {
        if column != C::Oxidation {
            row.report(column, Code::NotANumber, diagnostics, || {
                problem::no_percentage(&row.text(column), column.name())
            });
            return Err(Reported);
        }
        let Ok(fraction) = number.amount.times(Amount::PERCENT) else {
            row.report(column, Code::TooManyDigits, diagnostics, || problem::too_many_digits(&row.text(column)));
            return Err(Reported);
        };
        number = Written::plain(fraction);
    }
    if spelled.scientific {
        row.report(column, Code::ScientificNotation, diagnostics, || {
            problem::scientific_notation(&row.text(column), number)
        });
    }
    Ok(Some(number))
}

fn no_number(row: &Row<'_>, column: C, error: NotAnAmount, diagnostics: &mut Diagnostics) -> Reported {
    let (code, problem): (Code, fn(&str) -> Problem) = match error {
        NotAnAmount::NotANumber => (Code::NotANumber, problem::not_a_number),
        NotAnAmount::TooManyDigits => (Code::TooManyDigits, problem::too_many_digits),
        NotAnAmount::TwoNumbers => (Code::AmbiguousNumber, problem::two_numbers),
    };
    row.report(column, code, diagnostics, || problem(&row.text(column)));
    Reported
}

/// What a value may be off by, as a fraction of it: `5%` or `±5%`; nothing where the column is blank.
///
/// # Errors
/// [`Reported`], where the cell is anything else: without its sign `5` could be five times the value.
pub fn plus_minus(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Result<Option<Amount>, Reported> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let size = text.strip_prefix('±').or_else(|| text.strip_prefix("+/-")).unwrap_or(&text).trim_start();
    match Spelled::parse(size, row.layout.decimal) {
        Ok(Spelled { written, percent: true, scientific: false }) if !written.amount.is_negative() => {
            let fraction = written.amount.times(Amount::PERCENT);
            fraction.map(Some).map_err(|_| no_number(row, column, NotAnAmount::TooManyDigits, diagnostics))
        }
        Err(error @ (NotAnAmount::TooManyDigits | NotAnAmount::TwoNumbers)) => {
            Err(no_number(row, column, error, diagnostics))
        }
        _ => {
            row.report(column, Code::FactorUncertainty, diagnostics, || problem::factor_uncertainty(&text));
            Err(Reported)
        }
    }
}

/// The day in a column; nothing where it is blank.
///
/// # Errors
/// [`Reported`], where the cell is no day.
pub fn date(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Result<Option<Date>, Reported> {
    let text = row.text(column);
    if text.is_empty() {
        return Ok(None);
    }
    let date = crate::date::parse(&text);
    if date.is_none() {
        row.report(column, Code::NotADate, diagnostics, || problem::not_a_date(&text));
    }
    date.map(Some).ok_or(Reported)
}

/// The number in a column that must not be blank.
pub fn required_number(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<Amount> {
    required_written(row, column, diagnostics).map(|written| written.amount)
}

/// The number in a column that must not be blank, as it is written.
pub fn required_written(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Option<Written> {
    let number = number(row, column, diagnostics).ok()?;
    if number.is_none() {
        diagnostics.push(row.diagnostic(column, problem::missing_cell(column.name())));
    }
    number
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
