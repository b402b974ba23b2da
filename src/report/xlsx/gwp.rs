//! The sheet of global warming potentials.

use std::collections::BTreeMap;

use super::Book;
use super::sheet::{FIRST, Sheet};
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::word::Word;

/// The gases, and where the GWP-100 of each stands.
pub(super) type Potentials<'r> = BTreeMap<&'r str, String>;

pub(super) fn sheet<'b>(book: &Book<'b>) -> anyhow::Result<(Sheet<'b>, Potentials<'b>)> {
    let mut sheet = book.sheet(&words::gwp(), &titles::gwp_table())?;
    sheet.header(&[titles::gas(), labels::gwp_100(), titles::set(), titles::source()])?;
    let mut potentials = Potentials::new();
    let mut row = FIRST;
    for (gas, gwp) in book.entries.iter().filter_map(|entry| entry.line.characterisation.gas.as_ref()) {
        if potentials.contains_key(gas.as_str()) {
            continue;
        }
        sheet.text(row, 0, gas)?;
        sheet.number(row, 1, Number::exactly(*gwp))?;
        sheet.text(row, 2, book.footprint.gwp.name())?;
        sheet.words(row, 3, &titles::gwp_source())?;
        potentials.insert(gas, sheet.cell(row, 1));
        row += 1;
    }
    Ok((sheet, potentials))
}
