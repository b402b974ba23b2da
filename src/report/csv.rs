//! CSV for spreadsheets: cells that are no formulas, and a report with one file a table.

use std::borrow::Cow;

use super::document::{Cell, Report, Table};
use crate::output::NamedFile;
use crate::text::{Language, visible};

/// What a file begins with so that Excel reads it as UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// `text` as a cell that no spreadsheet takes for a formula: with an apostrophe before it where it begins like one. For
/// texts; a number is written as it is, with its sign.
pub(super) fn cell(text: &str) -> Cow<'_, str> {
    const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULAS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// Each table as a CSV file.
///
/// # Errors
/// None that a table itself can cause.
pub fn csv_files(report: &Report, language: Language) -> Result<Vec<NamedFile>, csv::Error> {
    let tables = report.tables.iter().chain([&report.rows]);
    tables.map(|table| Ok((format!("{}.csv", table.name), csv_table(table, language)?))).collect()
}

fn csv_table(table: &Table, language: Language) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    let inert = |text: &str| cell(&visible(text)).into_owned();
    writer.write_record(table.columns.iter().map(|column| inert(&column.header(language))))?;
    for row in &table.rows {
        writer.write_record(row.cells.iter().map(|cell| match cell {
            Cell::Number(number) => number.shown(""),
            text => inert(&text.shown(language, "")),
        }))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_in_a_spreadsheet() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["", "A00 铝锭", "a=b", "t·km", "5 - 3", "'=1"] {
            assert_eq!(cell(text), text);
        }
    }
}
