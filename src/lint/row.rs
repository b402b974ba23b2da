//! What a row must say by itself: its source, what a release has of every factor, its sign, and its year.

use super::Subject;
use crate::column::Column as C;
use crate::diagnostic::{Code, Diagnostics, problem};
use crate::factor::{EmissionFactor, FactorValue};
use crate::table::Row;

/// What every factor of a release says, besides what no factor can be without: whoever uses it has nothing else to
/// judge by.
const OF_A_RELEASE: [C; 6] = [C::Region, C::Year, C::NameZh, C::NameEn, C::Boundary, C::Locator];

/// A footprint's data have their sources documented (ISO 14067:2018, 6.3.5): a number from nowhere cannot be verified.
/// Where the file has no such column at all, that is said once.
pub(super) fn source(row: &Row<'_>, diagnostics: &mut Diagnostics) {
    if row.layout.has(C::Source) && row.text(C::Source).is_empty() {
        row.report(C::Source, Code::MissingSource, diagnostics, problem::missing_source);
    }
}

/// What every factor of a release says.
pub(super) fn whole(row: &Row<'_>, diagnostics: &mut Diagnostics) {
    for column in OF_A_RELEASE {
        if row.text(column).is_empty() {
            row.report(column, Code::MissingCell, diagnostics, || problem::missing_cell(column.name()));
        }
    }
}

/// A factor says what an activity emits. What it removes, or avoids elsewhere, is reported apart from that (ISO
/// 14067:2018, 7.2): a credit is no factor. Nothing is emitted where an input is free of burden, as scrap may
/// be; the note then says so, for a zero may also be a cell that nobody filled.
pub(super) fn sign(row: &Row<'_>, factor: &EmissionFactor, diagnostics: &mut Diagnostics) {
    let FactorValue::Given(value) = factor.value else { return };
    if value.is_negative() {
        row.report(C::Value, Code::BelowZero, diagnostics, || problem::negative_factor(value));
    } else if value.is_zero() && factor.note.is_empty() {
        row.report(C::Value, Code::ZeroFactor, diagnostics, problem::zero_factor);
    }
}

/// A factor describes a year that has passed: a later one is a slip of the pen, as in 2042 for 2024.
pub(super) fn year(row: &Row<'_>, factor: &EmissionFactor, subject: &Subject<'_>, diagnostics: &mut Diagnostics) {
    let (Some(year), Some(last)) = (factor.year, subject.last_year) else { return };
    if year > last {
        row.report(C::Year, Code::YearAhead, diagnostics, || problem::year_ahead(year, last));
    }
}
