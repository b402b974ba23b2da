//! The figures of total lines, held against the sums of their rows.

use std::collections::BTreeMap;

use super::Sink;
use super::layout::Layout;
use super::row::Row;
use super::total::{TotalWord, could_be_total, says_nothing};
use crate::amount::{Amount, DecimalMark, NotAnAmount, Short, Spelled, Sum, Written};
use crate::cell::number;
use crate::column::{Column, FileKind, Kind};
use crate::diagnostic::{Diagnostic, Diagnostics, problem};
use crate::source::{Marks, next_field};

/// Words for a total of the rows since the last one, and not of all above.
const PARTS: [&str; 4] = ["小计", "本页合计", "subtotal", "sub-total"];

/// A column of which a total is the sum of the rows: no price, and no distance, which is a mean as often.
fn adds_up(column: Column) -> bool {
    let rates = [Column::Price, Column::PieceMass, Column::Distance, Column::Density, Column::Consumption];
    column.kind() == Kind::Number && !rates.contains(&column)
}

/// The sums of a column at some line.
#[derive(Clone, Debug, Default)]
struct Sums {
    /// Since the beginning.
    all: Sum,
    /// Since the last total line.
    part: Sum,
    /// What `all` was at the last line that was called by a word.
    at: BTreeMap<String, Amount>,
}

/// What a total line states, until the rows below it are read, of which it may be the total.
struct Pending {
    index: usize,
    stated: Vec<Written>,
    diagnostic: Diagnostic,
}

/// The most total lines above all rows that are kept.
const MOST_PENDING: usize = 100;

/// Holds the figures of total lines against the sums of their rows.
pub(super) struct Totals {
    /// Whether study.toml says that such lines are totals, so that none is in doubt.
    stated: bool,
    columns: Vec<Column>,
    sums: Vec<Sums>,
    /// How many rows there were, and how many since the last total line.
    rows: u64,
    rows_since: u64,
    pending: Vec<Pending>,
    /// By field, for the quick path: the column whose numbers are added.
    fields: Vec<Option<usize>>,
    delimiter: u8,
    point: Option<u8>,
    /// Where the cell is that names a row.
    name_field: Option<usize>,
}

impl Totals {
    pub(super) fn new(kind: FileKind, layout: &Layout, stated: bool) -> Totals {
        let columns: Vec<Column> = kind
            .columns()
            .iter()
            .copied()
            .filter(|column| adds_up(*column) && layout.field(*column).is_some())
            .collect();
        let place = |field: usize| columns.iter().position(|column| layout.field(*column) == Some(field));
        Totals {
            stated,
            sums: vec![Sums::default(); columns.len()],
            rows: 0,
            rows_since: 0,
            pending: Vec::new(),
            fields: (0..layout.width).map(place).collect(),
            delimiter: layout.delimiter.byte(),
            point: layout.decimal.byte().filter(|_| layout.has_whole_rows() && layout.unnamed.is_empty()),
            name_field: layout.name_field,
            columns,
        }
    }

    /// What is wrong with total lines above all rows.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) {
        for Pending { index, stated, diagnostic } in self.pending {
            let sum = self.sums[index].all.total().ok();
            if !stated.iter().any(|stated| sum.is_some_and(|sum| is_same(sum, *stated))) {
                diagnostics.push(diagnostic);
            }
        }
    }

    /// Takes the row from `at` on, if it can be no total line and its numbers are plain; returns how many marks it has and
    /// where the next one begins.
    fn quick_row(&mut self, bytes: &[u8], mut at: usize, marks: &[u32], point: u8) -> Option<(usize, usize)> {
        let mut left = marks.iter();
        let last = self.fields.len() - 1;
        let mut numbers = [(0, Short::default()); 8];
        let mut count = 0;
        let mut blank = true;
        for (index, column) in self.fields.iter().enumerate() {
            let terminator = if index == last { b'\n' } else { self.delimiter };
            let (field, end, next) = next_field(bytes, at, &mut left, terminator)?;
            at = next;
            let cell = &bytes[field..end];
            if (blank || self.name_field == Some(index)) && could_be_total(cell) {
                return None;
            }
            blank = blank && says_nothing(cell);
            if let Some(column) = column
                && !cell.is_empty()
            {
                *numbers.get_mut(count)? = (*column, Short::in_field(bytes, field, end, point)?);
                count += 1;
            }
        }
        if blank {
            return None;
        }
        for (column, number) in &numbers[..count] {
            self.sums[*column].all.add_short(*number);
            self.sums[*column].part.add_short(*number);
        }
        self.rows += 1;
        self.rows_since += 1;
        Some((marks.len() - left.as_slice().len(), at))
    }
}

impl Sink for Totals {
    fn row(&mut self, row: &Row<'_>, _: &mut Diagnostics) {
        for (sums, column) in self.sums.iter_mut().zip(&self.columns) {
            if let Ok(Some(number)) = number(row, *column, &mut Diagnostics::default()) {
                sums.all.add(number.amount);
                sums.part.add(number.amount);
            }
        }
        self.rows += 1;
        self.rows_since += 1;
    }

    fn quick(&mut self, marks: &mut Marks<'_>, mut at: usize, _line: u64) -> (u64, usize) {
        let Some(point) = self.point else { return (0, at) };
        let bytes = marks.bytes();
        let most = 3 * self.fields.len() + 1;
        let mut rows = 0;
        while let Some((used, next)) = self.quick_row(bytes, at, marks.ahead(most), point) {
            marks.pass(used);
            (at, rows) = (next, rows + 1);
        }
        (rows, at)
    }

    fn total(&mut self, word: &TotalWord, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        let mut fits = false;
        let mut wrong = None;
        for (index, column) in self.columns.iter().enumerate() {
            let stated = stated(row, *column, diagnostics);
            let sums = &mut self.sums[index];
            let all = sums.all.total().ok();
            let part = sums.part.total().ok().filter(|_| self.rows_since > 0);
            let since = sums.at.get(&word.word).and_then(|before| all?.minus(*before).ok());
            let expected = if PARTS.iter().any(|end| word.word.ends_with(end)) { part.or(all) } else { all };
            if let (Some(first), Some(expected)) = (stated.first(), expected) {
                let is_one = |sum: Amount| stated.iter().any(|stated| is_same(sum, *stated));
                if self.rows > 0 && [part, since, all].into_iter().flatten().any(is_one) {
                    fits = true;
                } else {
                    wrong.get_or_insert((index, stated.clone(), *first, expected));
                }
            }
            if let Some(all) = all {
                sums.at.insert(word.word.clone(), all);
            }
            sums.part = Sum::default();
        }
        self.rows_since = 0;
        let in_doubt = !word.certain && !self.stated;
        match wrong {
            Some((index, stated, first, expected)) => {
                let column = self.columns[index];
                let problem = if in_doubt {
                    problem::uncertain_total(&row.text(column), expected)
                } else {
                    problem::total_mismatch(column.name(), first, expected)
                };
                let diagnostic = row.diagnostic(column, problem);
                if self.rows == 0 && self.pending.len() < MOST_PENDING {
                    self.pending.push(Pending { index, stated, diagnostic });
                } else {
                    diagnostics.push(diagnostic);
                }
            }
            None if in_doubt && !fits => {
                let place = row.record.field(self.name_field.unwrap_or(0)).into_owned();
                diagnostics.push(row.diagnostic(Column::Item, problem::unchecked_total(&place)));
            }
            None => {}
        }
    }
}

/// What a total line states for a column: both readings of a figure that could be two numbers. What is no number is said.
fn stated(row: &Row<'_>, column: Column, diagnostics: &mut Diagnostics) -> Vec<Written> {
    if row.spelled(column) == Err(NotAnAmount::TwoNumbers) {
        let text = row.text(column);
        let read = |decimal| Spelled::parse(&text, decimal).ok().map(|spelled| spelled.written);
        return [DecimalMark::Point, DecimalMark::Comma].into_iter().filter_map(read).collect();
    }
    number(row, column, diagnostics).ok().flatten().into_iter().collect()
}

/// Whether a sum is what a total states, to the decimals of the total.
fn is_same(sum: Amount, stated: Written) -> bool {
    sum.round(stated.places()) == stated.amount
}
