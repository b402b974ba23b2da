//! Total lines: what an export adds up itself is left out, so that nothing counts twice, and held against its rows.

use super::layout::Layout;
use super::row::{Row, content};
use super::{Sink, Table};
use crate::amount::{Amount, Sum, Written};
use crate::cell::number;
use crate::column::{Column, FileKind, Kind};
use crate::diagnostic::{Code, Diagnostics, problem};
use crate::name::fold;
use crate::source::Record;

/// Words that a total line is called by, folded.
const WORDS: [&str; 16] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总和",
    "本页合计",
    "本年合计",
    "全年合计",
    "total",
    "totals",
    "subtotal",
    "subtotals",
    "sub-total",
    "grandtotal",
    "sum",
];

/// Words that end the name of a total line, as in `铝锭小计`.
const ENDS: [&str; 3] = ["小计", "合计", "总计"];

/// Words for a total of the rows since the last one, and not of all above.
const PARTS: [&str; 4] = ["小计", "本页合计", "subtotal", "sub-total"];

/// Marks that may follow the word.
const MARKS: [char; 5] = [':', '：', '.', '。', ' '];

/// The word for a total in a cell; nothing where it is none.
fn total_word(cell: &str) -> Option<String> {
    let cell = content(cell).trim_end_matches(MARKS);
    // Folding every cell would take long.
    if !cell.ends_with(['计', '和', 'l', 'L', 's', 'S', 'm', 'M', 'ｌ', 'Ｌ']) {
        return None;
    }
    let folded = fold(cell);
    (WORDS.contains(&folded.as_str()) || ENDS.iter().any(|end| folded.ends_with(end))).then_some(folded)
}

/// Whether a cell that is not looked at otherwise, before all that are, could make its row a total line. For the quick
/// path: rather once too often.
#[must_use]
pub fn could_be_total(cell: &[u8]) -> bool {
    cell.last().is_some_and(|last| !last.is_ascii_digit())
}

/// What a row is called, where it is a total line: its first cell that is not blank, or its name, is a word for a total.
pub(super) fn total_of(record: &Record<'_>, layout: &Layout) -> Option<String> {
    let name = layout.total_in?;
    let first = (0..record.fields.len()).map(|index| record.field(index)).find(|cell| !content(cell).is_empty())?;
    total_word(&first).or_else(|| total_word(&record.field(name)))
}

/// A column of which a total is the sum of the rows: no price, and no distance, which is a mean as often.
fn adds_up(column: Column) -> bool {
    let rates = [Column::Price, Column::PieceMass, Column::Distance, Column::Density, Column::Consumption];
    column.kind() == Kind::Number && !rates.contains(&column)
}

/// Holds the figures of total lines against the sums of their rows.
pub(super) struct Totals {
    columns: Vec<Column>,
    /// By column: since the beginning, and since the last total line.
    all: Vec<Sum>,
    part: Vec<Sum>,
}

impl Totals {
    pub(super) fn new(kind: FileKind, layout: &Layout) -> Totals {
        let columns: Vec<Column> =
            kind.columns().iter().copied().filter(|column| adds_up(*column) && layout.has(*column)).collect();
        Totals { all: vec![Sum::default(); columns.len()], part: vec![Sum::default(); columns.len()], columns }
    }
}

impl Sink for Totals {
    fn row(&mut self, row: &Row<'_>, _: &mut Diagnostics) {
        for (index, column) in self.columns.iter().enumerate() {
            if let Ok(Some(number)) = number(row, *column, &mut Diagnostics::default()) {
                self.all[index].add(number.amount);
                self.part[index].add(number.amount);
            }
        }
    }

    fn total(&mut self, word: &str, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        for (index, column) in self.columns.iter().enumerate() {
            let stated = number(row, *column, diagnostics).ok().flatten();
            let sums = [&self.part[index], &self.all[index]].map(|sum| sum.total().ok());
            if let Some(stated) = stated
                && !sums.iter().flatten().any(|sum| is_same(*sum, stated))
            {
                let [part, all] = sums;
                let expected = if PARTS.iter().any(|end| word.ends_with(end)) { part } else { all };
                if let Some(expected) = expected {
                    row.report(*column, Code::TotalMismatch, diagnostics, || {
                        problem::total_mismatch(column.name(), stated, expected)
                    });
                }
            }
            self.part[index] = Sum::default();
        }
    }
}

/// Whether a sum is what a total states, to the decimals of the total.
fn is_same(sum: Amount, stated: Written) -> bool {
    sum.round(stated.places()) == stated.amount
}

/// Whether a table has total lines whose figures can be judged.
pub(super) fn are_to_be_checked<S>(table: &Table<S>, found: &Diagnostics) -> bool {
    table.totals > 0 && !found.has_errors()
}
