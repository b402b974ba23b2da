//! A report as JSON: the contract `pertonne.report/1`.

use serde::Serialize;

use super::{pretty, shown};
use crate::amount::Amount;
use crate::diagnostic::Diagnostics;
use crate::footprint::{Release, StudyInfo};
use crate::report::document::{Cell, Column, Report, Row, RowKind, Table};
use crate::text::Language;
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
    title: &'r str,
    columns: Vec<ColumnDocument<'r>>,
    rows: Vec<RowDocument<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'r str>,
}

#[derive(Serialize)]
struct ColumnDocument<'r> {
    column: &'r str,
    header: &'r str,
    unit: Option<&'r str>,
}

#[derive(Serialize)]
struct RowDocument<'r> {
    row: &'static str,
    cells: Vec<CellDocument<'r>>,
}

/// A text, nothing, or a number with the digits that are shown of it.
#[derive(Serialize)]
#[serde(untagged)]
enum CellDocument<'r> {
    Text(Option<&'r str>),
    Number { amount: Amount, shown: String },
}

/// A report as a JSON document, `pertonne.report/1`. Amounts are strings, in the unit of their column; a share is in per
/// cent.
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
        tables: tables.map(|table| table_document(table, language)).collect(),
        diagnostics: shown(diagnostics, language),
    })
}

fn table_document(table: &Table, language: Language) -> TableDocument<'_> {
    TableDocument {
        table: table.name,
        title: table.title.in_language(language),
        columns: table.columns.iter().map(|column| column_document(column, language)).collect(),
        rows: table.rows.iter().map(|row| row_document(row, language)).collect(),
        notes: table.notes.iter().map(|note| note.in_language(language)).collect(),
    }
}

fn column_document(column: &Column, language: Language) -> ColumnDocument<'_> {
    ColumnDocument {
        column: &column.name,
        header: column.header.in_language(language),
        unit: column.unit.as_ref().map(|unit| unit.in_language(language)),
    }
}

fn row_document(row: &Row, language: Language) -> RowDocument<'_> {
    let kind = match row.kind {
        RowKind::Plain => "plain",
        RowKind::Subtotal => "subtotal",
        RowKind::Total => "total",
    };
    RowDocument { row: kind, cells: row.cells.iter().map(|cell| cell_document(cell, language)).collect() }
}

fn cell_document(cell: &Cell, language: Language) -> CellDocument<'_> {
    match cell {
        Cell::Blank => CellDocument::Text(None),
        Cell::Name(text) => CellDocument::Text(Some(text)),
        Cell::Words(text) => CellDocument::Text(Some(text.in_language(language))),
        Cell::Number(number) => CellDocument::Number { amount: number.amount, shown: number.shown("") },
    }
}
