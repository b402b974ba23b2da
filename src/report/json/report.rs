//! A report as JSON: the contract `pertonne.report/1`.

use serde::Serialize;

use super::{pretty, shown};
use crate::amount::Amount;
use crate::diagnostic::Diagnostics;
use crate::footprint::{Release, StudyInfo};
use crate::report::document::{Cell, Column, Report, Row, RowKind, Table};
use crate::text::{Language, Text};
use crate::word::GwpSet;

#[derive(Serialize)]
struct ReportDocument<'r, D: Serialize> {
    schema: &'static str,
    study: &'r StudyInfo,
    factors: &'r Release,
    gwp: GwpSet,
    tables: Vec<TableDocument<'r>>,
    diagnostics: Vec<D>,
}

#[derive(Serialize)]
struct TableDocument<'r> {
    table: &'r str,
    title: &'r Text,
    columns: Vec<ColumnDocument<'r>>,
    rows: Vec<RowDocument<'r>>,
    #[serde(skip_serializing_if = "<[Text]>::is_empty")]
    notes: &'r [Text],
}

#[derive(Serialize)]
struct ColumnDocument<'r> {
    column: &'r str,
    header: &'r Text,
    unit: Option<&'r Text>,
}

#[derive(Serialize)]
struct RowDocument<'r> {
    row: &'static str,
    cells: Vec<CellDocument<'r>>,
}

/// Nothing or a text of the study, words of the program, or a number with the digits that are shown of it.
#[derive(Serialize)]
#[serde(untagged)]
enum CellDocument<'r> {
    Name(Option<&'r str>),
    Words(&'r Text),
    Number { amount: Amount, shown: String },
}

/// A report as a JSON document, `pertonne.report/1`. Amounts are strings, in the unit of their column; a share is in per
/// cent; words of the program are in both languages, but for those of diagnostics.
///
/// # Errors
/// None that the document itself can cause.
pub fn report_json(report: &Report, diagnostics: &Diagnostics, language: Language) -> serde_json::Result<String> {
    let tables = report.tables.iter().chain([&report.rows]);
    pretty(&ReportDocument {
        schema: "pertonne.report/1",
        study: &report.study,
        factors: &report.factors,
        gwp: report.gwp,
        tables: tables.map(|table| table_document(table)).collect(),
        diagnostics: shown(diagnostics, language),
    })
}

fn table_document(table: &Table) -> TableDocument<'_> {
    TableDocument {
        table: table.name,
        title: &table.title,
        columns: table.columns.iter().map(|column| column_document(column)).collect(),
        rows: table.rows.iter().map(|row| row_document(row)).collect(),
        notes: &table.notes,
    }
}

fn column_document(column: &Column) -> ColumnDocument<'_> {
    ColumnDocument { column: &column.name, header: &column.header, unit: column.unit.as_ref() }
}

fn row_document(row: &Row) -> RowDocument<'_> {
    let kind = match row.kind {
        RowKind::Plain => "plain",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
    };
    RowDocument { row: kind, cells: row.cells.iter().map(|cell| cell_document(cell)).collect() }
}

fn cell_document(cell: &Cell) -> CellDocument<'_> {
    match cell {
        Cell::Blank => CellDocument::Name(None),
        Cell::Name(text) => CellDocument::Name(Some(text)),
        Cell::Words(text) => CellDocument::Words(text),
        Cell::Number(number) => CellDocument::Number { amount: number.amount, shown: number.shown("") },
    }
}
