//! Tables of the report that no formula refers to, as they are.

use super::Book;
use super::sheet::{FIRST, Sheet};
use crate::report::document::{Cell, Column};
use crate::text::{Language, Text};

/// The sheet of a table; nothing where the report has none of this name.
pub(super) fn sheet<'b>(book: &Book<'b>, name: &Text, table: &str) -> anyhow::Result<Option<Sheet<'b>>> {
    let Some(table) = book.tables.iter().find(|known| known.name == table) else { return Ok(None) };
    let mut sheet = book.sheet(name, &table.title)?;
    let header = |column: &Column| match column {
        // Shares are shown as the percentages that they are everywhere in the workbook.
        column if is_share(column) => column.header.clone(),
        column => Text { en: column.header(Language::En), zh: column.header(Language::Zh) },
    };
    sheet.header(&table.columns.iter().map(header).collect::<Vec<_>>())?;
    let mut line = FIRST;
    for row in &table.rows {
        for ((at, column), cell) in (0..).zip(&table.columns).zip(&row.cells) {
            match cell {
                Cell::Number(percent) if is_share(column) => sheet.percentage(line, at, *percent)?,
                cell => sheet.cell_of(line, at, cell)?,
            }
        }
        line += 1;
    }
    for note in &table.notes {
        sheet.note(line + 1, 0, note.in_language(book.language))?;
        line += 1;
    }
    Ok(Some(sheet))
}

fn is_share(column: &Column) -> bool {
    column.unit.as_ref().is_some_and(|unit| unit.en == "%")
}
