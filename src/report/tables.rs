//! The tables of a report, from the result and what it was computed from.

mod columns;
mod data;
mod factors;
mod results;
mod stages;
mod study;

use super::charts::charts;
use super::digits::Digits;
use super::document::{Cell, Report, Row, RowKind, Table};
use crate::amount::{Amount, Inexact, Sum};
use crate::calculation::{Account, Basis, Entry};
use crate::footprint::Footprint;
use crate::text::{Text, text};

/// What tables are made from.
struct Tables<'r> {
    basis: &'r Basis,
    footprint: &'r Footprint,
    entries: &'r [Entry],
    digits: Digits<'r>,
}

impl Report {
    /// The report of a result.
    ///
    /// # Errors
    /// A sum over some contributions that has more digits than an amount holds.
    pub fn new(account: &Account) -> Result<Report, Inexact> {
        let Account { basis, evaluation } = account;
        let footprint = &evaluation.footprint;
        let digits = Digits::new(&basis.study.report);
        let of = Tables { basis, footprint, entries: &evaluation.entries, digits };
        let mut tables = vec![of.study(), of.summary(), of.scopes()?, of.products(), of.allocation()?];
        tables.extend([of.sources()?, of.factors()?, of.gwps()]);
        tables.extend(of.stage_tables()?);
        tables.extend([of.contributions()?, of.cut_offs()?, of.quality()?, of.data_sources(), of.inputs()]);
        // A study without waste has no table of it; but it says that nothing is left out.
        tables.retain(|table| !table.rows.is_empty() || !table.notes.is_empty());
        Ok(Report {
            study: footprint.study.clone(),
            factors: footprint.factors.clone(),
            gwp: footprint.gwp,
            tables: tables.into_iter().map(Table::without_blank_columns).collect(),
            rows: of.rows().without_blank_columns(),
            charts: charts(footprint, digits)?,
        })
    }
}

impl Tables<'_> {
    /// The names of products, for a cell.
    fn products_cell(&self, products: &[usize]) -> Cell {
        if products.len() == self.basis.products.len() && products.len() > 1 {
            return Cell::Words(super::labels::tables::all_products());
        }
        let names: Vec<&str> = products.iter().map(|product| self.basis.products[*product].name.as_str()).collect();
        Cell::Words(list(&names))
    }

    /// Whether there are co-products.
    fn has_co_products(&self) -> bool {
        self.basis.products.len() > 1
    }
}

/// Names, one after the other.
fn list(names: &[impl AsRef<str>]) -> Text {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    let (en, zh) = (names.join(", "), names.join("、"));
    text!("{en}", "{zh}")
}

/// The exact sum.
fn total(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, Inexact> {
    let mut sum = Sum::default();
    for amount in amounts {
        sum.add(amount);
    }
    sum.total()
}

/// A row whose cells are blank but for a name at the beginning and what `filled` has, by column.
fn sum_row(table: &Table, kind: RowKind, name: Text, filled: Vec<(usize, Cell)>) -> Row {
    let mut cells = vec![Cell::Blank; table.columns.len()];
    cells[0] = Cell::Words(name);
    for (column, cell) in filled {
        cells[column] = cell;
    }
    Row { kind, cells, entry: None }
}
