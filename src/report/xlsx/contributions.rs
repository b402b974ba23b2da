//! The sheet of contributions: what each product's footprint is made of, the largest first.

use super::activities::Lines;
use super::formats::Weight;
use super::sheet::{FIRST, Sheet};
use super::summary::Totals;
use super::{Book, here};
use crate::amount::Sum;
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::report::tables::file_of;

const PRODUCT: u16 = 0;
const RANK: u16 = 1;
const ITEM: u16 = 2;
const STAGE: u16 = 3;
const SCOPE: u16 = 4;
const FILE: u16 = 5;
const FACTOR: u16 = 6;
const ENTRY: u16 = 7;
const EMISSIONS: u16 = 8;
const SHARE: u16 = 9;
const CUMULATIVE: u16 = 10;

pub(super) fn sheet<'b>(book: &Book<'b>, lines: &Lines, totals: &Totals) -> anyhow::Result<Sheet<'b>> {
    let mut sheet = book.sheet(&words::contributions(), &titles::contributions_table())?;
    sheet.header(&[
        titles::product(),
        titles::rank(),
        labels::item(),
        labels::stage(),
        titles::scope_header(),
        titles::file(),
        labels::factor(),
        words::entry(),
        words::with_unit(&titles::emissions(), &labels::emissions().en),
        titles::share(),
        titles::cumulative(),
    ])?;
    let mut row = FIRST;
    for (index, (product, total)) in book.footprint.products.iter().zip(totals).enumerate() {
        let mut cumulative = Sum::default();
        for (rank, of) in (1..).zip(product.largest_first()) {
            sheet.text(row, PRODUCT, &product.product)?;
            sheet.ordinal(row, RANK, rank)?;
            sheet.text(row, ITEM, &of.item)?;
            sheet.words(row, STAGE, &of.stage.title())?;
            sheet.scope(row, SCOPE, of.scope)?;
            sheet.text(row, FILE, &file_of(&book.entries[of.entry]).shown(book.language, ""))?;
            sheet.text(row, FACTOR, &of.factor)?;
            sheet.ordinal(row, ENTRY, super::activities::number(of.entry))?;
            let sum = lines.sum_of(index, &lines.entries, &here(row, ENTRY));
            sheet.formula(row, EMISSIONS, &sum, book.digits.emissions(of.emissions))?;
            if let Some(share) = of.share {
                let places = book.digits.share(share).places;
                let formula = format!("{}/{total}", here(row, EMISSIONS));
                sheet.share(row, SHARE, &formula, Number { amount: share, places }, Weight::Plain)?;
                cumulative.add(share);
                let mut formula = here(row, SHARE);
                if rank > 1 {
                    formula = format!("{}+{formula}", here(row - 1, CUMULATIVE));
                }
                let so_far = Number { amount: cumulative.total()?, places };
                sheet.share(row, CUMULATIVE, &formula, so_far, Weight::Plain)?;
            }
            row += 1;
        }
    }
    sheet.filter(CUMULATIVE + 1, row)?;
    Ok(sheet)
}
