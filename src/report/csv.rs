//! CSV for spreadsheets: cells that are no formulas, and a report with one file a table.

use super::document::{Cell, Report, Table};
use crate::output::NamedFile;
use crate::text::{Language, visible};

/// What a file begins with so that Excel reads it as UTF-8.
pub(super) const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// `text` as a cell that no spreadsheet takes for a formula, and no terminal for a command: with an apostrophe before it
/// where it begins like a formula. For texts; a number is written as it is, with its sign.
pub(super) fn inert(text: &str) -> String {
    const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let shown = visible(text);
    if text.starts_with(FORMULAS) { format!("'{shown}") } else { shown }
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
            assert!(inert(text).starts_with('\''), "{text}");
        }
        for text in ["", "A00 铝锭", "a=b", "t·km", "5 - 3", "'=1"] {
            assert_eq!(inert(text), text);
        }
        assert_eq!(inert("st\u{1b}[31meel"), "st\u{FFFD}[31meel");
    }
}
