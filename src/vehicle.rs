//! Vehicles and fleets, and the fuel that they use per distance.

use crate::amount::Amount;
use crate::cell::{distance_unit, required_number, required_text, required_unit};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Place, problem};
use crate::table::{Named, Row};
use crate::unit::{ConsumptionUnit, Unit};

/// A vehicle, or a fleet of them.
#[derive(Clone, Debug)]
pub struct Vehicle {
    /// Its name.
    pub name: String,
    /// Its fuel: the name of an emission factor.
    pub fuel: String,
    /// How much fuel it uses per distance.
    pub consumption: Consumption,
    /// The density of the fuel, in kg/L.
    pub density: Option<Amount>,
    /// Where it stands.
    pub place: Place,
}

/// Fuel per distance, as a fraction that is not yet divided: a fleet's measured total is one division, and the last.
#[derive(Clone, Debug)]
pub struct Consumption {
    /// How much fuel.
    pub fuel: Amount,
    /// Its unit.
    pub fuel_unit: Unit,
    /// Over how many km.
    pub km: Amount,
}

impl Named for Vehicle {
    fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Vehicle> {
        read_vehicle(row, diagnostics)
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

fn read_vehicle(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Vehicle> {
    let name = required_text(row, C::Vehicle, diagnostics);
    let fuel = required_text(row, C::Fuel, diagnostics);
    let density = match row.number(C::Density) {
        Ok(Some(density)) if density <= Amount::ZERO => {
            diagnostics.push(row.diagnostic(C::Density, problem::not_above_zero(density)));
            None
        }
        Ok(density) => density,
        Err(problem) => {
            diagnostics.push(row.diagnostic(C::Density, problem));
            None
        }
    };
    let any = |columns: &[C]| columns.iter().any(|column| !row.text(*column).is_empty());
    let stated = any(&[C::Consumption, C::ConsumptionUnit]);
    let measured = any(&[C::FuelUsed, C::FuelUnit, C::Distance]);
    let consumption = match (stated, measured) {
        (true, false) => stated_consumption(row, diagnostics),
        (false, true) => measured_consumption(row, diagnostics),
        _ => {
            diagnostics.push(row.diagnostic(C::Vehicle, problem::vehicle_consumption(stated)));
            None
        }
    };
    Some(Vehicle { name: name?, fuel: fuel?, consumption: consumption?, density, place: row.place(C::Vehicle) })
}

fn stated_consumption(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Consumption> {
    let amount = required_number(row, C::Consumption, diagnostics);
    let text = required_text(row, C::ConsumptionUnit, diagnostics)?;
    let Some(unit) = ConsumptionUnit::parse(&text) else {
        diagnostics.push(row.diagnostic(C::ConsumptionUnit, problem::not_a_consumption_unit(&text)));
        return None;
    };
    let amount = not_negative(row, C::Consumption, amount?, diagnostics)?;
    Some(Consumption { fuel: amount, fuel_unit: unit.fuel, km: unit.km })
}

fn measured_consumption(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Consumption> {
    let fuel = required_number(row, C::FuelUsed, diagnostics);
    let fuel_unit = required_unit(row, C::FuelUnit, diagnostics);
    let distance = required_number(row, C::Distance, diagnostics)?;
    if distance <= Amount::ZERO {
        diagnostics.push(row.diagnostic(C::Distance, problem::not_above_zero(distance)));
        return None;
    }
    let unit = distance_unit(row, diagnostics)?;
    let km = match distance.times(unit.size()) {
        Ok(km) => km,
        Err(error) => {
            diagnostics.push(row.diagnostic(C::Distance, problem::inexact(error)));
            return None;
        }
    };
    let fuel = not_negative(row, C::FuelUsed, fuel?, diagnostics)?;
    Some(Consumption { fuel, fuel_unit: fuel_unit?, km })
}

fn not_negative(row: &Row<'_>, column: C, amount: Amount, diagnostics: &mut Diagnostics) -> Option<Amount> {
    if amount.is_negative() {
        diagnostics.push(row.diagnostic(column, problem::below_zero(amount)));
        return None;
    }
    Some(amount)
}
