//! The tables of a report, from the result and what it was computed from.

mod columns;
mod cut_offs;
mod data;
mod factors;
mod masses;
mod quality;
mod results;
mod stages;
mod study;

use super::charts::charts;
use super::digits::Digits;
use super::document::{Cell, Report, Row, RowKind, Table};
use super::labels::tables as words;
use crate::amount::{Amount, Inexact, Sum};
use crate::calculation::{Account, Basis, Entry, Options, account};
use crate::column::STUDY_FILE;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::folder::Folder;
use crate::footprint::Footprint;
use crate::text::{Text, text};
pub(super) use factors::quality_of;
use masses::Masses;

/// What tables are made from.
struct Tables<'r> {
    basis: &'r Basis,
    footprint: &'r Footprint,
    entries: &'r [Entry],
    digits: Digits<'r>,
    masses: Masses<'r>,
}

/// What a study gives for a report.
#[derive(Debug)]
pub struct Reported {
    /// The result with what it was computed from, and its report; nothing where an error stands.
    pub report: Option<(Account, Report)>,
    /// What is wrong or worth knowing.
    pub diagnostics: Diagnostics,
}

/// Computes the footprints of the study in `folder`, and makes their report.
///
/// # Errors
/// As for [`crate::calculation::calculate`].
pub fn report<'f>(folder: impl Into<Folder<'f>>, options: &Options) -> anyhow::Result<Reported> {
    let mut diagnostics = Diagnostics::default();
    let account = account(folder, options, &mut diagnostics)?;
    let report = account.and_then(|account| match Report::new(&account) {
        Ok(mut report) => {
            if !diagnostics.is_empty() {
                report.tables.push(warnings(&diagnostics));
            }
            Some((account, report))
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(problem::inexact(error), Place::file(STUDY_FILE)));
            None
        }
    });
    Ok(Reported { report, diagnostics })
}

impl Report {
    /// The report of a result.
    ///
    /// # Errors
    /// A sum over some contributions that has more digits than an amount holds.
    pub fn new(account: &Account) -> Result<Report, Inexact> {
        let Account { basis, evaluation } = account;
        let footprint = &evaluation.footprint;
        let digits = Digits::new(&basis.study.report, footprint);
        let of = Tables { basis, footprint, entries: &evaluation.entries, digits, masses: Masses::of(account)? };
        let mut tables = vec![of.study(), of.summary(), of.scopes()?, of.products(), of.allocation()?];
        tables.extend([of.sources()?, of.factors()?, of.gwps()]);
        tables.extend(of.stage_tables()?);
        tables.extend([
            of.contributions()?,
            of.cut_offs()?,
            of.quality()?,
            of.ratings(),
            of.uncertainty(),
            of.data_sources(),
            of.inputs(),
        ]);
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
    fn names(&self, products: &[usize]) -> Text {
        names(self.basis, products)
    }

    /// Whether there are co-products.
    fn has_co_products(&self) -> bool {
        self.basis.products.len() > 1
    }
}

/// What the program found worth knowing.
fn warnings(diagnostics: &Diagnostics) -> Table {
    let mut table = Table::new("warnings", words::warnings_table())
        .text("code", words::code(), 1)
        .text("place", words::place(), 0)
        .text("message", words::message(), 0);
    for diagnostic in diagnostics.shown() {
        let Place { file, line, .. } = &diagnostic.place;
        let place = if *line > 0 { format!("{file}:{line}") } else { file.clone() };
        let message = diagnostic.problem.message.clone();
        let cells = vec![Cell::name(diagnostic.problem.code.as_str()), Cell::name(place), Cell::Words(message)];
        table.row(RowKind::Plain, cells);
    }
    table
}

/// The names of products.
pub(super) fn names(basis: &Basis, products: &[usize]) -> Text {
    if products.len() == basis.products.len() && products.len() > 1 {
        return words::all_products();
    }
    let names: Vec<&str> = products.iter().map(|product| basis.products[*product].name.as_str()).collect();
    list(&names)
}

/// The file of an entry, or how many it is in.
pub(super) fn file_of(entry: &Entry) -> Cell {
    match entry.files().as_slice() {
        [] => Cell::name(entry.line.file.as_str()),
        [one] => Cell::name(*one),
        several => Cell::Words(words::files(several.len())),
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

/// A row whose cells are blank but for a name, in the first column that is never left out, and what `filled` has, by
/// column.
fn sum_row(table: &Table, kind: RowKind, name: Text, filled: Vec<(usize, Cell)>) -> Row {
    let mut cells = vec![Cell::Blank; table.columns.len()];
    let place = table.columns.iter().position(|column| column.drop == 0).unwrap_or_default();
    cells[place] = Cell::Words(name);
    for (column, cell) in filled {
        cells[column] = cell;
    }
    Row { kind, cells, entry: None }
}
