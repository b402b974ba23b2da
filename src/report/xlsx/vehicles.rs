//! The sheet of vehicles: how much fuel each uses per km, in the unit of the fuel's factor.

use std::collections::BTreeMap;

use super::constant::{Constant, quotient, significant};
use super::sheet::{FIRST, Sheet};
use super::{Book, here};
use crate::amount::Amount;
use crate::report::document::Number;
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::unit::{Dimension, Unit};
use crate::vehicle::{Consumption, Vehicle};

const NAME: u16 = 0;
const FUEL: u16 = 1;
const USED: u16 = 2;
const USED_UNIT: u16 = 3;
const DISTANCE: u16 = 4;
const DENSITY: u16 = 5;
const CONVERSION: u16 = 6;
const PER_KM: u16 = 7;
const UNIT: u16 = 8;

/// The fuel that a vehicle uses per km, and its cell, by vehicle and the unit that the factor is per.
pub(super) type PerKm<'r> = BTreeMap<(usize, &'r Unit), (String, Amount)>;

pub(super) fn sheet<'b>(book: &Book<'b>) -> anyhow::Result<(Sheet<'b>, PerKm<'b>)> {
    let mut sheet = book.sheet(&words::vehicles(), &words::vehicles_title())?;
    sheet.header(&[
        titles::vehicle(),
        titles::fuel(),
        words::fuel_used(),
        titles::unit(),
        words::over_distance(),
        words::density(),
        words::fuel_conversion(),
        words::fuel_per_km(),
        titles::unit(),
    ])?;
    let mut per_km = PerKm::new();
    let mut row = FIRST;
    for of in book.entries.iter().map(|entry| &entry.line.characterisation) {
        let Some(index) = of.vehicle.filter(|vehicle| !per_km.contains_key(&(*vehicle, &of.per))) else { continue };
        let fuel = put(&mut sheet, row, &book.basis.vehicles[index], &of.per)?;
        per_km.insert((index, &of.per), (sheet.cell(row, PER_KM), fuel));
        row += 1;
    }
    Ok((sheet, per_km))
}

/// A vehicle, with its fuel in a unit.
fn put(sheet: &mut Sheet<'_>, row: u32, vehicle: &Vehicle, per: &Unit) -> anyhow::Result<Amount> {
    let Consumption { fuel, fuel_unit, distance, km } = &vehicle.consumption;
    // A unit of fuel in that of the factor. Litres and kilograms need the density: m³ × 1000 L/m³ × kg/L, or the way back.
    let litres = Amount::new(1000, 0);
    let (from, to) = (fuel_unit.size(), per.size());
    let density = vehicle.density.map_or(Amount::ONE, |density| density.amount);
    let cell = here(row, DENSITY);
    let (formula, conversion) = match (fuel_unit.dimension(), per.dimension()) {
        (Dimension::Volume, Dimension::Mass) => {
            let constant = Constant::ratio(&[from, litres], &[to])?;
            (constant.times(&cell), quotient(&[from, litres, density], &[to])?)
        }
        (Dimension::Mass, Dimension::Volume) => {
            let constant = Constant::ratio(&[from], &[to, litres])?;
            (format!("{}/{cell}", constant.text), quotient(&[from], &[to, litres, density])?)
        }
        _ => {
            let constant = Constant::ratio(&[from], &[to])?;
            (constant.text, constant.value)
        }
    };
    let all_km = distance.amount.times(*km)?;
    let per_km = quotient(&[fuel.amount, conversion], &[all_km])?;
    sheet.text(row, NAME, &vehicle.name)?;
    sheet.text(row, FUEL, &vehicle.fuel)?;
    sheet.number(row, USED, Number::exactly(fuel.amount))?;
    sheet.text(row, USED_UNIT, &fuel_unit.to_string())?;
    if *km == Amount::ONE {
        sheet.number(row, DISTANCE, Number::exactly(all_km))?;
    } else {
        sheet.formula(row, DISTANCE, &format!("{}*{km}", distance.amount), Number::exactly(all_km))?;
    }
    if let Some(density) = vehicle.density {
        sheet.number(row, DENSITY, Number::exactly(density.amount))?;
    }
    sheet.formula(row, CONVERSION, &formula, significant(conversion))?;
    let [used, conversion, distance] = [USED, CONVERSION, DISTANCE].map(|column| here(row, column));
    sheet.formula(row, PER_KM, &format!("{used}*{conversion}/{distance}"), significant(per_km))?;
    sheet.words(row, UNIT, &labels::unit(&per.to_string(), Amount::ONE))?;
    Ok(per_km)
}
