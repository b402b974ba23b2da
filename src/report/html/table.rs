//! A table that fits on A4 paper: the columns that there is no room for follow each row in a line of their own.

use maud::{Markup, html as markup};
use unicode_width::UnicodeWidthChar;

use super::drawing::{FONT, advance, widest};
use super::{NEWLINE, Page, rows_id};
use crate::report::document::{Cell, Column, Row, RowKind, Table};
use crate::report::page::THOUSANDS;

/// The width of a page; all widths are in parts of a letter's size, as those of charts are.
const ROOM: usize = 72 * FONT;
/// What lies between two columns.
const GAP: usize = FONT;
/// A text that is longer is broken into lines.
const BROKEN: usize = 15 * FONT / 2;
/// One that is much longer has more room.
const LONG: usize = 30 * FONT;
/// The letters of a checksum.
const CHECKSUM: usize = 64;

/// The table, in an element that scrolls where the window is too narrow.
pub(super) fn table(page: &Page<'_>, table: &Table) -> Markup {
    let widths: Vec<usize> = (0..table.columns.len()).map(|index| width(page, table, index)).collect();
    let (shown, more) = columns(table, &widths);
    let is_rows = std::ptr::eq(table, &raw const page.report.rows);
    let mut last = None;
    let records = table.rows.iter().map(|row| {
        let first = is_rows && row.entry != last;
        last = row.entry;
        let id = row.entry.filter(|_| first).map(rows_id);
        let link = if is_rows { None } else { page.rows_of(row.entry) };
        (id, link, row)
    });
    markup! {
        div.scroll tabindex="0" role="region" aria-labelledby=(table.name) { (NEWLINE)
            table {
                thead { tr {
                    @for &index in &shown {
                        @let column = &table.columns[index];
                        th.n[column.numeric] scope="col" style=(min_width(widths[index])) {
                            (header(page, column))
                        }
                    }
                } }
                @for (id, link, row) in records { (NEWLINE)
                    tbody id=[id] class=[class(row.kind)] {
                        (cells(page, table, row, &shown, link.as_deref()))
                        (details(page, table, row, &more, shown.len()))
                    }
                }
            }
        }
    }
}

/// The columns that there is room for, and those that there is none for.
fn columns(table: &Table, widths: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let mut shown: Vec<usize> = (0..table.columns.len()).collect();
    let mut more = Vec::new();
    while shown.iter().map(|index| widths[*index] + GAP).sum::<usize>() > ROOM {
        // A number goes with its unit: both have the same place in the order. The first column, which names the sums,
        // never goes.
        let drop = |index: &usize| if *index == 0 { 0 } else { table.columns[*index].drop };
        match shown.iter().map(drop).max() {
            Some(last @ 1..) => more.extend(shown.extract_if(.., |index| drop(index) == last)),
            // A column for each of many products.
            _ if shown.len() > 1 => more.extend(shown.pop()),
            _ => break,
        }
    }
    more.sort_unstable();
    (shown, more)
}

/// The header of a column; its unit is not broken.
fn header(page: &Page<'_>, column: &Column) -> String {
    let header = column.header(page.language);
    match column.unit.as_ref().map(|unit| unit.in_language(page.language)) {
        Some(unit) => header.replace(unit, &unit.replace(' ', "\u{a0}")),
        None => header,
    }
}

/// The room that a column needs.
fn width(page: &Page<'_>, table: &Table, index: usize) -> usize {
    let column = &table.columns[index];
    let widest = widest(table.rows.iter().map(|row| row.cells[index].shown(page.language, THOUSANDS)));
    let header = header(page, column);
    // A header breaks into lines, but no word of it does; bold letters are a little wider.
    let wide = |c: char| c == ' ' || c.width().is_some_and(|columns| columns > 1);
    let word = header.split(wide).map(advance).max().unwrap_or(0).min(BROKEN) * 11 / 10;
    match (column.numeric, widest) {
        (true, _) => widest.max(word).max(advance(&header).div_ceil(3).min(BROKEN)),
        (false, LONG..) => BROKEN * 2,
        (false, _) => widest.max(advance(&header)).min(BROKEN).max(word),
    }
}

/// What keeps the lines of a text from becoming too short.
fn min_width(width: usize) -> String {
    let tenths = (width * 10).div_ceil(FONT);
    format!("min-width:{}.{}em", tenths / 10, tenths % 10)
}

fn class(kind: RowKind) -> Option<&'static str> {
    match kind {
        RowKind::Plain => None,
        RowKind::Subtotal => Some("subtotal"),
        RowKind::Total => Some("total"),
    }
}

/// The cells of a row; the first text leads to the rows behind it, and the name of a sum has the blank cells beside it.
fn cells(page: &Page<'_>, table: &Table, row: &Row, shown: &[usize], link: Option<&str>) -> Markup {
    let blank = |index: &usize| row.cells[*index] == Cell::Blank;
    let linked = shown.iter().copied().find(|index| !table.columns[*index].numeric && !blank(index));
    let beside = shown.iter().skip(1).take_while(|index| row.kind != RowKind::Plain && blank(index)).count();
    let (first, others) = shown.split_at(shown.len().min(1));
    let cell = |index: usize, span: usize| {
        let text = row.cells[index].shown(page.language, THOUSANDS);
        let checksum = text.len() == CHECKSUM && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        markup! {
            td.n[table.columns[index].numeric].code[checksum] colspan=[(span > 1).then_some(span)] {
                @match link.filter(|_| linked == Some(index)) {
                    Some(id) => a href={ "#" (id) } { (text) },
                    None => (text),
                }
            }
        }
    };
    markup! {
        tr {
            @for &index in first { (cell(index, 1 + beside)) }
            @for &index in &others[beside..] { (cell(index, 1)) }
        }
    }
}

/// What the columns have that there is no room for.
fn details(page: &Page<'_>, table: &Table, row: &Row, more: &[usize], columns: usize) -> Markup {
    let filled: Vec<usize> = more.iter().copied().filter(|index| row.cells[*index] != Cell::Blank).collect();
    markup! {
        @if !filled.is_empty() {
            tr.more { td colspan=(columns) {
                @for index in filled {
                    span { b { (table.columns[index].header(page.language)) } " " (row.cells[index].shown(page.language, THOUSANDS)) } " "
                }
            } }
        }
    }
}
