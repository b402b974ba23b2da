//! How a row becomes emissions, as a reader can follow it: number by number, each with its unit.

use crate::activity::{Activity, LegCount, TransportLeg};
use crate::amount::{Amount, Inexact, ratio};
use crate::calculation::{Basis, Entry};
use crate::column::Column;
use crate::factor::{EmissionFactor, FactorValue};
use crate::footprint::AllocationShare;
use crate::unit::{Dimension, Unit};
use crate::vehicle::Vehicle;
use crate::word::Stage;

/// What the rows with the same texts have in common.
#[derive(Clone, Debug)]
pub struct Origin<'t> {
    /// A number of its own, from zero on, by which a view may remember what it makes of it.
    pub index: usize,
    /// The file.
    pub file: &'t str,
    /// The item.
    pub item: &'t str,
    /// The stage.
    pub stage: Stage,
    /// 1, 2 or 3.
    pub scope: u8,
    /// The numbers that rows are counted by: their product is multiplied with all that follows.
    pub counted: Vec<Number>,
    /// The vehicle, whose consumption is part of the conversion.
    pub vehicle: Option<&'t str>,
    /// What leads to the activity in the factor's unit: a vehicle's consumption, a density, units.
    pub conversion: Vec<Term>,
    /// The unit that the factor is per.
    pub per: &'t Unit,
    /// The full name of the factor.
    pub factor: &'t str,
    /// The factor; a mere GWP has none.
    pub row: Option<&'t EmissionFactor>,
    /// The value of the factor: one number, or the numbers that it is the product of.
    pub value: Vec<Term>,
    /// The gas and its GWP-100, where one is applied.
    pub gas: Option<(&'t str, Amount)>,
    /// What leads from the factor's mass and gas to t CO2e.
    pub to_emissions: Vec<Term>,
    /// The products that it falls to, of those that are asked for.
    pub products: Vec<Share<'t>>,
}

/// A number that rows are counted by.
#[derive(Clone, Debug)]
pub struct Number {
    /// The column that it stands in.
    pub column: Column,
    /// Its unit; blank for a mere count.
    pub unit: String,
}

/// A number that another is multiplied with, or divided by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether it is divided by.
    pub divides: bool,
    /// The number.
    pub amount: Amount,
    /// Its unit; blank for a mere number.
    pub unit: String,
}

/// A product that a row falls to.
#[derive(Clone, Debug)]
pub struct Share<'t> {
    /// Its name.
    pub product: &'t str,
    /// Its place in the list of products.
    pub index: usize,
    /// Its place among those that the row falls to.
    pub(super) place: usize,
    /// How it is shared; nothing where it is the product's alone.
    pub allocation: Option<&'t AllocationShare>,
}

impl Term {
    fn times(amount: Amount, unit: impl Into<String>) -> Term {
        Term { divides: false, amount, unit: unit.into() }
    }

    fn over(amount: Amount, unit: impl Into<String>) -> Term {
        Term { divides: true, amount, unit: unit.into() }
    }

    /// `numerators` over `denominators` as one number where that is exact, without what changes nothing.
    fn scale(numerators: &[Amount], denominators: &[Amount]) -> Result<Vec<Term>, Inexact> {
        let (above, below) = (ratio(numerators, &[])?, ratio(denominators, &[])?);
        let (quotient, inverse) = (ratio(&[above], &[below])?, ratio(&[below], &[above])?);
        // ÷ 1000 is read more easily than × 0.001.
        Ok(if quotient == Amount::ONE {
            Vec::new()
        } else if inverse.places() == 0 && inverse.times(above) == Ok(below) {
            vec![Term::over(inverse, "")]
        } else if quotient.times(below) == Ok(above) {
            vec![Term::times(quotient, "")]
        } else {
            vec![Term::times(above, ""), Term::over(below, "")]
        })
    }
}

impl<'t> Origin<'t> {
    /// What rows have in common that are this activity and part of this entry. They fall to `products`.
    pub(super) fn new(
        basis: &'t Basis,
        entry: &'t Entry,
        activity: &Activity,
        columns: &[Column],
        products: Vec<Share<'t>>,
    ) -> Result<Origin<'t>, Inexact> {
        let characterisation = &entry.line.characterisation;
        let per = &characterisation.per;
        let row = characterisation.factor_row.as_ref().and_then(|row| basis.factor(row));
        let vehicle = characterisation.vehicle.and_then(|vehicle| basis.vehicles.get(vehicle));
        let units = units(activity);
        let sizes = units.iter().flatten().map(|unit| unit.size());
        let conversion = match vehicle {
            Some(vehicle) => fuel(vehicle, sizes.collect(), per)?,
            None if per.dimension() == Dimension::TransportWork && units.len() > 1 => {
                // kg × km in t·km.
                Term::scale(&sizes.collect::<Vec<_>>(), &[Unit::tonne().size(), per.size()])?
            }
            None => Term::scale(&sizes.collect::<Vec<_>>(), &[per.size()])?,
        };
        let symbol = |unit: Option<&Unit>| unit.map(ToString::to_string).unwrap_or_default();
        let counted = columns.iter().zip(&units).map(|(column, unit)| Number { column: *column, unit: symbol(*unit) });
        let gas = characterisation.gas.as_ref().map(|(gas, gwp)| (gas.as_str(), *gwp));
        let mut to_emissions = match row {
            Some(factor) => Term::scale(&[factor.unit.tonnes], &[])?,
            None => Vec::new(),
        };
        // That of CO2 itself changes nothing.
        let other = gas.filter(|(_, gwp)| *gwp != Amount::ONE);
        to_emissions.extend(other.map(|(gas, gwp)| Term::times(gwp, format!("tCO2e/t{gas}"))));
        Ok(Origin {
            index: 0,
            file: &entry.line.file,
            item: &entry.line.item,
            stage: entry.line.stage,
            scope: characterisation.scope,
            counted: counted.collect(),
            vehicle: vehicle.map(|vehicle| vehicle.name.as_str()),
            conversion,
            per,
            factor: &characterisation.factor,
            row,
            value: row.map(value).unwrap_or_default(),
            gas,
            to_emissions,
            products,
        })
    }

    /// All that the numbers of a row are multiplied with, up to t CO2e.
    pub fn terms(&self) -> impl Iterator<Item = &Term> {
        self.conversion.iter().chain(&self.value).chain(&self.to_emissions)
    }
}

/// The units of the numbers that an activity is counted by.
fn units(activity: &Activity) -> Vec<Option<&Unit>> {
    match activity {
        Activity::Transport(TransportLeg { count: LegCount::Freight { mass, distance }, .. }) => {
            vec![Some(mass), Some(distance)]
        }
        // A distance, and perhaps how often.
        Activity::Transport(TransportLeg { count: LegCount::Vehicle { unit, .. }, .. }) => vec![Some(unit), None],
        quantity => vec![quantity.quantity_unit()],
    }
}

/// From a distance to the fuel that a vehicle uses.
fn fuel(vehicle: &Vehicle, mut sizes: Vec<Amount>, per: &Unit) -> Result<Vec<Term>, Inexact> {
    let consumption = &vehicle.consumption;
    let unit = &consumption.fuel_unit;
    let mut terms = vec![
        Term::times(consumption.fuel.amount, unit.to_string()),
        Term::over(consumption.distance.amount.times(consumption.km)?, "km"),
    ];
    sizes.push(unit.size());
    let mut below = vec![per.size()];
    let litres = Amount::new(1000, 0);
    match (unit.dimension(), per.dimension(), vehicle.density) {
        (Dimension::Volume, Dimension::Mass, Some(density)) => {
            terms.push(Term::times(density.amount, "kg/L"));
            sizes.push(litres);
        }
        (Dimension::Mass, Dimension::Volume, Some(density)) => {
            terms.push(Term::over(density.amount, "kg/L"));
            below.push(litres);
        }
        _ => {}
    }
    terms.extend(Term::scale(&sizes, &below)?);
    Ok(terms)
}

/// The value of a factor; that of a fuel is a product.
fn value(factor: &EmissionFactor) -> Vec<Term> {
    let per = &factor.unit.per;
    let units = match factor.value {
        FactorValue::Given(_) => vec![factor.unit.symbol.clone()],
        FactorValue::Derived { .. } => vec![format!("GJ/{per}"), "tC/GJ".to_owned()],
    };
    let (above, below) = factor.value.parts();
    let units = units.into_iter().chain(std::iter::repeat(String::new()));
    let above = above.into_iter().zip(units).map(|(amount, unit)| Term::times(amount, unit));
    above.chain(below.into_iter().map(|amount| Term::over(amount, ""))).collect()
}
