//! The sheet of emission factors: each as it is published, and in t CO2e per unit.

use std::collections::HashMap;

use super::constant::significant;
use super::gwp::Potentials;
use super::sheet::{FIRST, Sheet};
use super::{Book, here, unknown_cell};
use crate::amount::Amount;
use crate::calculation::Entry;
use crate::characterise::Characterisation;
use crate::factor::{EmissionFactor, FactorRow, FactorValue};
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::report::tables::quality_of;
use crate::text::text;
use crate::word::{Indicator, Measure, Word};

const NAME: u16 = 0;
const TITLE: u16 = 1;
const NCV: u16 = 2;
const CARBON: u16 = 3;
const OXIDATION: u16 = 4;
const VALUE: u16 = 5;
const UNIT: u16 = 6;
const TONNES: u16 = 7;
const GAS: u16 = 8;
const GWP: u16 = 9;
const IN_TONNES: u16 = 10;
const PER: u16 = 11;
const REGION: u16 = 12;
const YEAR: u16 = 13;
const BOUNDARY: u16 = 14;
const BASIS: u16 = 15;
const SOURCE: u16 = 16;
const LOCATOR: u16 = 17;
const ROW: u16 = 18;
const NOTE: u16 = 19;
/// Uncertainty, geometric standard deviation and ratings, where a factor has any of them.
const QUALITY: u16 = 20;

/// Where each factor stands.
pub(super) struct Factors<'r>(HashMap<(Option<&'r FactorRow>, &'r str), u32>);

/// The cells of a factor.
pub(super) struct FactorCells {
    /// Its name.
    pub(super) name: String,
    /// Its value in t CO2e per unit.
    pub(super) in_tonnes: String,
}

impl Factors<'_> {
    pub(super) fn cells(&self, sheet: &Sheet<'_>, of: &Characterisation) -> anyhow::Result<FactorCells> {
        let row = self.0.get(&key(of)).ok_or_else(unknown_cell)?;
        Ok(FactorCells { name: sheet.cell(*row, NAME), in_tonnes: sheet.cell(*row, IN_TONNES) })
    }
}

fn key(of: &Characterisation) -> (Option<&FactorRow>, &str) {
    (of.factor_row.as_ref(), &of.factor)
}

pub(super) fn sheet<'b>(book: &Book<'b>, gwps: &Potentials<'b>) -> anyhow::Result<(Sheet<'b>, Factors<'b>)> {
    let mut sheet = book.sheet(&words::factors(), &titles::factors_table())?;
    let mut headers = vec![
        labels::factor(),
        titles::title(),
        titles::ncv(),
        titles::carbon_content(),
        titles::oxidation(),
        titles::value(),
        titles::unit(),
        words::mass_in_tonnes(),
        titles::gas(),
        labels::gwp_100(),
        words::factor_in_tonnes(),
        words::activity_unit(),
        titles::region(),
        titles::year(),
        titles::boundary(),
        labels::gwp_basis(),
        titles::source(),
        titles::locator(),
        titles::row(),
        titles::note(),
    ];
    let has_quality = |entry: &Entry| {
        let row = entry.line.characterisation.factor_row.as_ref();
        row.and_then(|row| book.basis.factor(row)).is_some_and(|factor| !factor.quality.is_empty())
    };
    if book.entries.iter().any(has_quality) {
        headers.extend([words::with_unit(&titles::uncertainty(), &titles::half_width().en), titles::gsd()]);
        headers.extend(Indicator::ALL.map(titles::indicator_rating));
    }
    sheet.header(&headers)?;
    let mut factors = Factors(HashMap::new());
    let mut row = FIRST;
    for entry in book.entries {
        let of = &entry.line.characterisation;
        if factors.0.contains_key(&key(of)) {
            continue;
        }
        sheet.text(row, NAME, &of.factor)?;
        let mut product = Vec::new();
        if let Some(own) = &of.factor_row {
            let factor = book.basis.factor(own).ok_or_else(unknown_cell)?;
            put_factor(book, &mut sheet, row, factor)?;
            product.push(here(row, VALUE));
            if factor.unit.tonnes != Amount::ONE {
                product.push(here(row, TONNES));
            }
        }
        if let Some((gas, gwp)) = &of.gas {
            let potential = gwps.get(gas.as_str()).ok_or_else(unknown_cell)?;
            sheet.text(row, GAS, gas)?;
            sheet.formula(row, GWP, potential, Number::exactly(*gwp))?;
            product.push(here(row, GWP));
        } else {
            sheet.text(row, GAS, "CO2e")?;
        }
        let gwp = of.gas.as_ref().map_or(Amount::ONE, |(_, gwp)| *gwp);
        let in_tonnes = of.value.of(gwp)?;
        sheet.formula(row, IN_TONNES, &product.join("*"), significant(in_tonnes))?;
        sheet.words(row, PER, &labels::unit(&of.per.to_string(), Amount::ONE))?;
        factors.0.insert(key(of), row);
        row += 1;
    }
    Ok((sheet, factors))
}

/// What the table of factors says of one.
fn put_factor(book: &Book<'_>, sheet: &mut Sheet<'_>, row: u32, factor: &EmissionFactor) -> anyhow::Result<()> {
    let value = book.digits.of(Measure::Factor, factor.value.amount()?);
    match factor.value {
        FactorValue::Given(_) => sheet.number(row, VALUE, value)?,
        FactorValue::Derived { ncv, carbon_content, oxidation } => {
            for (column, amount) in [(NCV, ncv), (CARBON, carbon_content), (OXIDATION, oxidation)] {
                sheet.number(row, column, Number::exactly(amount))?;
            }
            // Carbon becomes CO2: 44/12, as in the factor itself.
            let [ncv, carbon, oxidation] = [NCV, CARBON, OXIDATION].map(|column| here(row, column));
            sheet.formula(row, VALUE, &format!("{ncv}*{carbon}*{oxidation}*44/12"), value)?;
        }
    }
    let (en, zh) = (&factor.name_en, &factor.name_zh);
    let (en, zh) = (if en.is_empty() { zh } else { en }, if zh.is_empty() { en } else { zh });
    sheet.words(row, TITLE, &text!("{en}", "{zh}"))?;
    sheet.text(row, UNIT, &factor.unit.symbol)?;
    sheet.number(row, TONNES, Number::exactly(factor.unit.tonnes))?;
    sheet.text(row, REGION, factor.region.as_deref().unwrap_or_default())?;
    sheet.text(row, YEAR, &factor.year.map(|year| year.to_string()).unwrap_or_default())?;
    if let Some(boundary) = factor.boundary {
        sheet.words(row, BOUNDARY, &titles::factor_boundary(boundary))?;
    }
    sheet.text(row, BASIS, factor.gwp.map_or("", Word::name))?;
    sheet.text(row, SOURCE, &factor.source)?;
    sheet.text(row, LOCATOR, &factor.locator)?;
    sheet.text(row, ROW, &format!("{}:{}", factor.row.file, factor.row.line))?;
    sheet.text(row, NOTE, &factor.note)?;
    for (column, number) in (QUALITY..).zip(quality_of(&factor.quality)) {
        if let Some(number) = number {
            sheet.number(row, column, number)?;
        }
    }
    Ok(())
}
