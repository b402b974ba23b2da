//! The sheet of products, with what they are shared out by.

use super::constant::Constant;
use super::sheet::{FIRST, Sheet};
use super::{Book, here};
use crate::amount::{Amount, ratio};
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::unit::{Dimension, Unit};
use crate::word::Measure;

const NAME: u16 = 0;
const SPECIFICATION: u16 = 1;
const OUTPUT: u16 = 2;
const UNIT: u16 = 3;
const SOLD: u16 = 4;
const PIECE: u16 = 5;
const PIECE_UNIT: u16 = 6;
const MASS: u16 = 7;
const PRICE: u16 = 8;
const CURRENCY: u16 = 9;
const REVENUE: u16 = 10;
const SOURCE: u16 = 11;
const NOTE: u16 = 12;

/// The cells of a product.
pub(super) struct ProductCells {
    /// Its output.
    pub(super) output: String,
    /// The mass of the output in t, and its cell, where it is known.
    pub(super) mass: Option<(String, Amount)>,
    /// The revenue, and its cell, where the price is known.
    pub(super) revenue: Option<(String, Amount)>,
}

pub(super) fn sheet<'b>(book: &Book<'b>) -> anyhow::Result<(Sheet<'b>, Vec<ProductCells>)> {
    let mut sheet = book.sheet(&words::products(), &titles::products_table())?;
    sheet.header(&[
        titles::product(),
        titles::specification(),
        titles::output(),
        titles::unit(),
        titles::sold(),
        titles::piece_mass(),
        titles::mass_unit(),
        words::output_mass(),
        titles::price(),
        titles::currency(),
        words::revenue(),
        titles::source(),
        titles::note(),
    ])?;
    let mut cells = Vec::new();
    for (row, product) in (FIRST..).zip(&book.basis.products) {
        let number = |measure, amount| book.digits.of(measure, amount);
        sheet.text(row, NAME, &product.name)?;
        sheet.text(row, SPECIFICATION, &product.remarks.specification)?;
        sheet.number(row, OUTPUT, number(Measure::Output, product.output.amount))?;
        sheet.words(row, UNIT, &labels::unit(&product.unit.to_string(), Amount::ONE))?;
        if let Some(sold) = product.sold {
            sheet.number(row, SOLD, number(Measure::Sold, sold.amount))?;
        }
        if let Some((piece, unit)) = &product.piece_mass {
            sheet.number(row, PIECE, number(Measure::Output, piece.amount))?;
            sheet.text(row, PIECE_UNIT, &unit.to_string())?;
        }
        let output = here(row, OUTPUT);
        let mass = match product.mass()? {
            None => None,
            Some(kilograms) => {
                let tonne = Unit::tonne().size();
                let mass = ratio(&[kilograms], &[tonne])?;
                let (weighed, size) = match &product.piece_mass {
                    Some((_, unit)) if product.unit.dimension() == Dimension::Count => {
                        (format!("{output}*{}", here(row, PIECE)), unit.size().times(product.unit.size()))
                    }
                    _ => (output.clone(), Ok(product.unit.size())),
                };
                let tonnes = Constant::ratio(&[size?], &[tonne])?;
                sheet.formula(row, MASS, &tonnes.times(&weighed), number(Measure::Output, mass))?;
                Some((sheet.cell(row, MASS), mass))
            }
        };
        let revenue = match &product.price {
            None => None,
            Some((price, currency)) => {
                sheet.number(row, PRICE, Number::exactly(*price))?;
                sheet.text(row, CURRENCY, currency)?;
                // A revenue of too many digits is none that anything is shared out by.
                match price.times(product.output.amount) {
                    Err(_) => None,
                    Ok(revenue) => {
                        let formula = format!("{output}*{}", here(row, PRICE));
                        sheet.formula(row, REVENUE, &formula, number(Measure::Output, revenue))?;
                        Some((sheet.cell(row, REVENUE), revenue))
                    }
                }
            }
        };
        sheet.text(row, SOURCE, &product.remarks.source)?;
        sheet.text(row, NOTE, &product.remarks.note)?;
        cells.push(ProductCells { output: sheet.cell(row, OUTPUT), mass, revenue });
    }
    Ok((sheet, cells))
}
