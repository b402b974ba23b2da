//! A report as a workbook in which every result is a formula, so that a reader can follow each number to the data.
//!
//! Each sheet is written after those that its formulas refer to: potentials and factors, products and shares, vehicles,
//! then the activity data, and of these the contributions and the summary. A formula cell holds the program's own number
//! beside its formula.

mod activities;
mod allocation;
mod constant;
mod contributions;
mod counted;
mod factors;
mod formats;
mod gwp;
mod products;
mod sheet;
mod summary;
mod tables;
mod vehicles;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError, utility};

use super::digits::Digits;
use super::document::{Report, Table};
use super::labels::{audit, tables as titles, xlsx as words};
use crate::calculation::{Account, Basis, Entry};
use crate::footprint::Footprint;
use crate::text::{Language, Text, visible};
use formats::Formats;
use sheet::Sheet;

/// Who a workbook says that it is by; by this the program knows its own.
const AUTHOR: &str = "pertonne";

/// What sheets are made from.
struct Book<'b> {
    basis: &'b Basis,
    footprint: &'b Footprint,
    entries: &'b [Entry],
    tables: &'b [Table],
    digits: Digits<'b>,
    formats: &'b Formats,
    language: Language,
}

/// The workbook of a report. The same report gives the same bytes.
///
/// # Errors
/// More lines or products than a sheet holds; a number of more digits than an amount holds.
pub fn workbook(account: &Account, report: &Report, language: Language) -> anyhow::Result<Vec<u8>> {
    build(account, report, language).map_err(|error| match error.downcast_ref() {
        Some(XlsxError::RowColumnLimitError) => words::too_large().into(),
        _ => error,
    })
}

/// What is said of a cell that a formula refers to and no sheet has: all that is used was put on its sheet.
fn unknown_cell() -> anyhow::Error {
    words::unknown_cell().into()
}

fn build(account: &Account, report: &Report, language: Language) -> anyhow::Result<Vec<u8>> {
    let Account { basis, evaluation } = account;
    let formats = Formats::new(language);
    let book = Book {
        basis,
        footprint: &evaluation.footprint,
        entries: &evaluation.entries,
        tables: &report.tables,
        digits: Digits::new(&basis.study.report, &evaluation.footprint),
        formats: &formats,
        language,
    };
    let (gwp, gwps) = gwp::sheet(&book)?;
    let (factors, factor_cells) = factors::sheet(&book, &gwps)?;
    let (products, product_cells) = products::sheet(&book)?;
    let (allocation, shares) = allocation::sheet(&book, &product_cells)?;
    let (vehicles, per_km) = vehicles::sheet(&book)?;
    let sources =
        activities::Sources { factors: (&factors, &factor_cells), allocation: (&allocation, &shares), per_km: &per_km };
    let (activities, lines) = activities::sheet(&book, &sources)?;
    let (summary, totals) = summary::sheet(&book, &lines, &product_cells)?;
    let contributions = contributions::sheet(&book, &lines, &totals)?;

    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&book)?);
    let used = |sheet, used: bool| Some(sheet).filter(|_| used);
    let sheets = vec![
        Some(summary),
        Some(contributions),
        Some(activities),
        Some(factors),
        used(gwp, !gwps.is_empty()),
        Some(products),
        used(allocation, !shares.is_empty()),
        used(vehicles, !per_km.is_empty()),
        tables::sheet(&book, &words::cut_offs(), "cut-offs")?,
        tables::sheet(&book, &words::ratings(), "ratings")?,
        tables::sheet(&book, &words::uncertainty(), "uncertainty")?,
        tables::sheet(&book, &words::data_sources(), "data-sources")?,
        tables::sheet(&book, &words::inputs(), "inputs")?,
        tables::sheet(&book, &audit::table(), "audit")?,
    ];
    for sheet in sheets.into_iter().flatten() {
        workbook.push_worksheet(sheet.finish()?);
    }
    Ok(workbook.save_to_buffer()?)
}

/// What the workbook says of itself. Its date is the end of the period, not that of a clock.
fn properties(book: &Book<'_>) -> anyhow::Result<DocProperties> {
    let study = &book.basis.study;
    let part = |part: i8| u8::try_from(part).unwrap_or(1);
    let to = ExcelDateTime::from_ymd(u16::try_from(study.to.year())?, part(study.to.month()), part(study.to.day()))?;
    Ok(DocProperties::new()
        .set_author(AUTHOR)
        .set_title(visible(&study.title))
        .set_company(visible(study.plant.as_deref().unwrap_or_default()))
        .set_comment(titles::made_by_version().in_language(book.language))
        .set_creation_datetime(&to))
}

impl<'b> Book<'b> {
    fn sheet(&self, name: &Text, title: &Text) -> Result<Sheet<'b>, XlsxError> {
        Sheet::new(name, title, self.formats, self.language)
    }

    fn products(&self, products: &[usize]) -> Text {
        super::tables::names(self.basis, products)
    }
}

/// A cell, as formulas on its own sheet write it.
fn here(row: u32, column: u16) -> String {
    utility::row_col_to_cell(row, column)
}
