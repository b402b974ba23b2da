//! Vehicles and fleets, and the fuel that they use per distance.

use crate::amount::{Amount, Written};
use crate::cell::{Reported, distance_unit, number, required_text, required_unit, required_written, unit_of};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Place, problem};
use crate::table::{Named, Row};
use crate::unit::{ConsumptionUnit, Dimension, Unit};

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
    pub density: Option<Written>,
    /// What it can carry, and the unit, where that is known.
    pub payload: Option<(Amount, Unit)>,
    /// Where it stands.
    pub place: Place,
}

/// Fuel per distance, as a fraction that is not yet divided: a fleet's measured total is one division, and the last.
#[derive(Clone, Debug)]
pub struct Consumption {
    /// How much fuel.
    pub fuel: Written,
    /// Its unit.
    pub fuel_unit: Unit,
    /// Over what distance.
    pub distance: Written,
    /// The unit of the distance, in km.
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
    let density = match number(row, C::Density, diagnostics) {
        Ok(Some(density)) if density.amount <= Amount::ZERO => {
            diagnostics.push(row.diagnostic(C::Density, problem::not_above_zero(density.amount)));
            None
        }
        Ok(density) => density,
        Err(Reported) => None,
    };
    let payload = match number(row, C::Payload, diagnostics) {
        Ok(Some(payload)) if payload.amount <= Amount::ZERO => {
            diagnostics.push(row.diagnostic(C::Payload, problem::not_above_zero(payload.amount)));
            None
        }
        Ok(Some(payload)) => {
            unit_of(row, C::PayloadUnit, Dimension::Mass, diagnostics).map(|unit| (payload.amount, unit))
        }
        Ok(None) | Err(Reported) => None,
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
    let place = row.place(C::Vehicle);
    Some(Vehicle { name: name?, fuel: fuel?, consumption: consumption?, density, payload, place })
}

fn stated_consumption(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Consumption> {
    let amount = required_written(row, C::Consumption, diagnostics);
    let text = required_text(row, C::ConsumptionUnit, diagnostics)?;
    let Some(unit) = ConsumptionUnit::parse(&text) else {
        diagnostics.push(row.diagnostic(C::ConsumptionUnit, problem::not_a_consumption_unit(&text)));
        return None;
    };
    let amount = not_negative(row, C::Consumption, amount?, diagnostics)?;
    // The 100 of L/100km is a number of the unit.
    Some(Consumption { fuel: amount, fuel_unit: unit.fuel, distance: Written::exact(unit.km), km: Amount::ONE })
}

fn measured_consumption(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Consumption> {
    let fuel = required_written(row, C::FuelUsed, diagnostics);
    let fuel_unit = required_unit(row, C::FuelUnit, diagnostics);
    let distance = required_written(row, C::Distance, diagnostics)?;
    if distance.amount <= Amount::ZERO {
        diagnostics.push(row.diagnostic(C::Distance, problem::not_above_zero(distance.amount)));
        return None;
    }
    let km = distance_unit(row, diagnostics)?.size();
    let fuel = not_negative(row, C::FuelUsed, fuel?, diagnostics)?;
    Some(Consumption { fuel, fuel_unit: fuel_unit?, distance, km })
}

fn not_negative(row: &Row<'_>, column: C, number: Written, diagnostics: &mut Diagnostics) -> Option<Written> {
    if number.amount.is_negative() {
        diagnostics.push(row.diagnostic(column, problem::below_zero(number.amount)));
        return None;
    }
    Some(number)
}
