//! The sheet of allocation: every key, the products that it shares among, their weights and shares.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::formats::Weight;
use super::products::ProductCells;
use super::sheet::{FIRST, Sheet};
use super::{Book, here, unknown_cell};
use crate::allocation::AllocationKey;
use crate::calculation::Line;
use crate::report::document::Number;
use crate::report::labels::{tables as titles, xlsx as words};
use crate::unit::Unit;
use crate::word::Method;

const KEY: u16 = 0;
const METHOD: u16 = 1;
const GROUP: u16 = 2;
const PRODUCT: u16 = 3;
const WEIGHT: u16 = 4;
const WEIGHT_UNIT: u16 = 5;
const SHARE: u16 = 6;
const REASON: u16 = 7;

/// The first row of each key with the products that it is used for.
pub(super) struct Shares<'r>(BTreeMap<(&'r str, &'r [usize]), u32>);

impl Shares<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cell with the share that a product has of a line, by its place in the products of the line. Nothing where
    /// all of it is the product's.
    pub(super) fn cell(&self, sheet: &Sheet<'_>, line: &Line, place: u32) -> Option<String> {
        let first = self.0.get(&(line.key.as_deref()?, line.products.as_slice()))?;
        Some(sheet.cell(first + place, SHARE))
    }
}

pub(super) fn sheet<'b>(book: &Book<'b>, products: &[ProductCells]) -> anyhow::Result<(Sheet<'b>, Shares<'b>)> {
    let mut sheet = book.sheet(&words::allocation(), &titles::allocation_table())?;
    sheet.header(&[
        titles::key(),
        titles::method(),
        titles::products(),
        titles::product(),
        words::weight(),
        words::weight_unit(),
        titles::share(),
        titles::reason(),
    ])?;
    let mut shares = Shares(BTreeMap::new());
    let mut stated = Stated::new();
    let mut row = FIRST;
    for entry in book.entries {
        let Some(key) = entry.line.key.as_ref().and_then(|key| book.basis.keys.get(key)) else { continue };
        let group = entry.line.products.as_slice();
        if shares.0.contains_key(&(key.name.as_str(), group)) {
            continue;
        }
        shares.0.insert((&key.name, group), row);
        put(book, &mut sheet, row, (key, group), products, &mut stated)?;
        row += u32::try_from(group.len())?;
    }
    Ok((sheet, shares))
}

/// The cell in which the weight of a product by a key with stated shares stands as a number; all others refer to it.
type Stated<'r> = BTreeMap<(&'r str, usize), String>;

/// A key for some products, a row each.
fn put<'r>(
    book: &Book<'_>,
    sheet: &mut Sheet<'_>,
    first: u32,
    (key, group): (&'r AllocationKey, &[usize]),
    products: &[ProductCells],
    stated: &mut Stated<'r>,
) -> anyhow::Result<()> {
    let parts = key.shares(group).ok_or_else(unknown_cell)??;
    let weights = key.weights_of(group).ok_or_else(unknown_cell)?;
    let last = first + u32::try_from(group.len())? - 1;
    let sum = format!("SUM({}:{})", fixed(first), fixed(last));
    let reason = book.basis.study.allocation.get(&key.name).and_then(|rule| rule.reason.as_deref());
    for ((row, part), weight) in (first..).zip(parts).zip(weights) {
        let (product, of) = (&book.basis.products[part.product], &products[part.product]);
        sheet.text(row, KEY, &key.name)?;
        sheet.words(row, METHOD, &titles::method_name(key.method))?;
        sheet.words(row, GROUP, &book.products(group))?;
        sheet.text(row, PRODUCT, &product.name)?;
        match key.method {
            Method::Fixed => match stated.entry((&key.name, part.product)) {
                Entry::Occupied(cell) => sheet.formula(row, WEIGHT, cell.get(), Number::exactly(weight))?,
                Entry::Vacant(vacant) => {
                    vacant.insert(sheet.cell(row, WEIGHT));
                    sheet.number(row, WEIGHT, Number::exactly(weight))?;
                }
            },
            Method::Mass => {
                let (cell, mass) = of.mass.as_ref().ok_or_else(unknown_cell)?;
                sheet.formula(row, WEIGHT, cell, Number::exactly(*mass))?;
                sheet.text(row, WEIGHT_UNIT, &Unit::tonne().to_string())?;
            }
            Method::Economic => {
                let (cell, revenue) = of.revenue.as_ref().ok_or_else(unknown_cell)?;
                sheet.formula(row, WEIGHT, cell, Number::exactly(*revenue))?;
                sheet.text(row, WEIGHT_UNIT, product.price.as_ref().map_or("", |(_, currency)| currency))?;
            }
        }
        let places = book.digits.share(part.share).places;
        let share = Number { amount: part.share, places };
        sheet.share(row, SHARE, &format!("{}/{sum}", here(row, WEIGHT)), share, Weight::Plain)?;
        sheet.text(row, REASON, reason.unwrap_or_default())?;
    }
    Ok(())
}

/// A weight, in the words of a formula that is the same in every row.
fn fixed(row: u32) -> String {
    rust_xlsxwriter::utility::row_col_to_cell_absolute(row, WEIGHT)
}
