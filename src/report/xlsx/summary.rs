//! The first sheet: whose footprint it is, and each product's by stage and by scope, summed from the activity data.

use super::activities::Lines;
use super::formats::Weight;
use super::products::ProductCells;
use super::sheet::{FIRST, Sheet};
use super::{Book, here};
use crate::amount::{Amount, Inexact, divide};
use crate::footprint::{ProductFootprint, ScopeEmissions, StageEmissions};
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::text::{Text, text};

const PRODUCT: u16 = 0;
const OF: u16 = 1;
const EMISSIONS: u16 = 2;
const SHARE: u16 = 3;
const FOOTPRINT: u16 = 4;
const UNIT: u16 = 5;
const PER_TONNE: u16 = 6;

/// The cells with the emissions of each product.
pub(super) type Totals = Vec<String>;

pub(super) fn sheet<'b>(
    book: &Book<'b>,
    lines: &Lines,
    products: &[ProductCells],
) -> anyhow::Result<(Sheet<'b>, Totals)> {
    let title = &book.basis.study.title;
    let mut sheet = book.sheet(&words::summary(), &text!("{title}", "{title}"))?;
    let mut row = head(book, &mut sheet)? + 1;

    let in_tonnes = |header: &Text| words::with_unit(header, &labels::emissions().en);
    let mut headers = vec![
        titles::product(),
        labels::stage(),
        in_tonnes(&titles::emissions()),
        labels::share(),
        titles::footprint(),
        titles::unit(),
    ];
    let has_pieces = book.footprint.products.iter().any(|product| product.per_tonne.is_some());
    headers.extend(has_pieces.then(|| in_tonnes(&titles::footprint_per_tonne())));
    sheet.header_at(row, &headers)?;
    row += 1;
    let mut totals = Totals::new();
    for (index, (product, cells)) in book.footprint.products.iter().zip(products).enumerate() {
        let total = row + u32::try_from(product.stages.len())?;
        for (row, stage) in (row..).zip(&product.stages) {
            let StageEmissions { stage, emissions, per_unit, per_tonne, share } = stage;
            sheet.text(row, PRODUCT, &product.product)?;
            sheet.words(row, OF, &stage.title())?;
            let sum = lines.sum_of(index, &lines.stages, &here(row, OF));
            sheet.formula(row, EMISSIONS, &sum, book.digits.emissions(*emissions))?;
            let block = Block { book, product, cells, total };
            block.put(&mut sheet, row, [Some(*per_unit), *per_tonne, *share], Weight::Plain)?;
        }
        let stages = format!("SUM({}:{})", here(row, EMISSIONS), here(total - 1, EMISSIONS));
        put_total(book, &mut sheet, total, product, &stages)?;
        let share = Some(Amount::ONE).filter(|_| !product.emissions.is_zero());
        let block = Block { book, product, cells, total };
        block.put(&mut sheet, total, [Some(product.per_unit), product.per_tonne, share], Weight::Total)?;
        totals.push(sheet.cell(total, EMISSIONS));
        row = total + 1;
    }

    row += 1;
    sheet.header_at(
        row,
        &[titles::product(), titles::scope_header(), in_tonnes(&titles::emissions()), labels::share()],
    )?;
    row += 1;
    for (index, (product, cells)) in book.footprint.products.iter().zip(products).enumerate() {
        let total = row + u32::try_from(product.scopes.len())?;
        let block = Block { book, product, cells, total };
        for (row, ScopeEmissions { scope, emissions }) in (row..).zip(&product.scopes) {
            sheet.text(row, PRODUCT, &product.product)?;
            sheet.scope(row, OF, *scope)?;
            let sum = lines.sum_of(index, &lines.scopes, &here(row, OF));
            sheet.formula(row, EMISSIONS, &sum, book.digits.emissions(*emissions))?;
            block.put(&mut sheet, row, [None, None, share_of(*emissions, product.emissions)?], Weight::Plain)?;
        }
        let scopes = format!("SUM({}:{})", here(row, EMISSIONS), here(total - 1, EMISSIONS));
        put_total(book, &mut sheet, total, product, &scopes)?;
        let share = share_of(product.emissions, product.emissions)?;
        block.put(&mut sheet, total, [None, None, share], Weight::Total)?;
        row = total + 1;
    }
    sheet.note(row + 1, 0, words::live().in_language(book.language))?;
    Ok((sheet, totals))
}

/// Whose footprint it is, and how it was made. Gives the row below.
fn head(book: &Book<'_>, sheet: &mut Sheet<'_>) -> anyhow::Result<u32> {
    let Book { footprint, basis, .. } = book;
    let study = &footprint.study;
    let same = |text: &str| text!("{text}", "{text}");
    let (en, zh) = (basis.study.standards.join(", "), basis.study.standards.join("、"));
    let lines = [
        (titles::plant(), same(study.plant.as_deref().unwrap_or_default())),
        (titles::region(), same(&study.region)),
        (titles::period(), labels::period(&study.from.to_string(), &study.to.to_string())),
        (titles::system_boundary(), labels::boundary_name(footprint.boundary)),
        (titles::standards(), text!("{en}", "{zh}")),
        (titles::factor_release(), same(&footprint.factors.release)),
        (words::release_sha256(), same(&footprint.factors.sha256)),
        (titles::gwp_set(), labels::gwp_of(footprint.gwp)),
        (titles::row_account(), labels::row_account(footprint.rows)),
        (titles::made_by(), titles::made_by_version()),
    ];
    let mut row = FIRST - 1;
    for (subject, statement) in lines.iter().filter(|(_, statement)| !statement.en.is_empty()) {
        sheet.words(row, PRODUCT, subject)?;
        // It may reach over the columns of the table below.
        sheet.line(row, OF, statement.in_language(book.language))?;
        row += 1;
    }
    Ok(row)
}

fn put_total(
    book: &Book<'_>,
    sheet: &mut Sheet<'_>,
    row: u32,
    product: &ProductFootprint,
    sum: &str,
) -> anyhow::Result<()> {
    let name = &product.product;
    sheet.bold(row, PRODUCT, &text!("{name}", "{name}"))?;
    sheet.bold(row, OF, &labels::total())?;
    sheet.result(row, EMISSIONS, sum, book.digits.emissions(product.emissions), Weight::Total)?;
    Ok(())
}

/// The lines of a product, the last of which has its total.
struct Block<'s> {
    book: &'s Book<'s>,
    product: &'s ProductFootprint,
    cells: &'s ProductCells,
    total: u32,
}

impl Block<'_> {
    /// What stands beside the emissions of a line: per declared unit, per tonne, and the share.
    fn put(
        &self,
        sheet: &mut Sheet<'_>,
        row: u32,
        [per_unit, per_tonne, share]: [Option<Amount>; 3],
        weight: Weight,
    ) -> anyhow::Result<()> {
        let Block { book, product, cells, total } = self;
        let emissions = here(row, EMISSIONS);
        if let Some(share) = share {
            let share = Number { amount: share, places: book.digits.share(share).places };
            let whole = rust_xlsxwriter::utility::row_col_to_cell_absolute(*total, EMISSIONS);
            sheet.share(row, SHARE, &format!("{emissions}/{whole}"), share, weight)?;
        }
        if let Some(per_unit) = per_unit {
            let scale = book.digits.scale(product.per_unit);
            let mut formula = format!("{emissions}/{}", cells.output);
            if scale.per_tonne() != Amount::ONE {
                formula = format!("{formula}*{}", scale.per_tonne());
            }
            sheet.result(row, FOOTPRINT, &formula, scale.number(per_unit), weight)?;
            let unit = scale.unit_per(&labels::unit(&product.declared_unit, Amount::ONE));
            if weight == Weight::Total { sheet.bold(row, UNIT, &unit)? } else { sheet.words(row, UNIT, &unit)? }
        }
        if let (Some(total), Some(per_tonne), Some((mass, _))) = (product.per_tonne, per_tonne, &cells.mass) {
            let number = book.digits.tonnes(total).number(per_tonne);
            sheet.result(row, PER_TONNE, &format!("{emissions}/{mass}"), number, weight)?;
        }
        Ok(())
    }
}

/// A part of a whole; nothing of nothing.
fn share_of(part: Amount, whole: Amount) -> Result<Option<Amount>, Inexact> {
    match divide(part, whole) {
        Ok(share) => Ok(Some(share)),
        Err(Inexact::DivisionByZero) => Ok(None),
        Err(lost) => Err(lost),
    }
}
