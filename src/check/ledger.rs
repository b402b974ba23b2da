//! The contributions of an evaluation as a check needs them: what each could be, and the numbers that it is made of.

use crate::amount::{Amount, Estimate, Inexact, Rounded, ratio};
use crate::calculation::{Basis, Entry, Evaluation};
use crate::column::Column as C;
use crate::factor::{EmissionFactor, FactorSet, FactorValue};
use crate::footprint::Contribution;
use crate::inventory::Way;
use crate::unit::Unit;

/// The study, its footprint, and every contribution as a part that figures are sums of.
#[derive(Debug)]
pub(super) struct Ledger<'l> {
    pub(super) basis: &'l Basis,
    pub(super) parts: Vec<Part<'l>>,
    /// Which numbers are taken to be rounded.
    pub(super) rounded: Rounded,
}

/// A contribution to one product.
#[derive(Debug)]
pub(super) struct Part<'l> {
    /// The product, by its place in the list.
    pub(super) product: usize,
    pub(super) contribution: &'l Contribution,
    pub(super) entry: &'l Entry,
    /// In t CO2e.
    pub(super) emissions: Estimate,
    /// In the unit that the factor is per.
    pub(super) activity: Estimate,
    /// In km, for what a vehicle's distance counts.
    pub(super) distance: Option<Estimate>,
}

/// A number that a part is proportional to.
#[derive(Clone, Debug)]
pub(super) struct Lever {
    /// What it is.
    pub(super) kind: LeverKind,
    /// Its value.
    pub(super) amount: Amount,
    /// Whether the part is divided by it.
    pub(super) divides: bool,
}

/// What a number is that parts are proportional to. Parts with the same one share it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LeverKind {
    /// A number of the row, by file and line.
    Cell(String, u64, C),
    /// The value of a factor, by its full name.
    Factor(String),
    /// What a fuel's factor is derived from, by the factor's full name.
    Parameter(String, C),
    /// A number of vehicles.csv, by the vehicle's place.
    Vehicle(usize, C),
    /// The GWP of a gas.
    Gwp(String),
}

impl<'l> Ledger<'l> {
    pub(super) fn new(basis: &'l Basis, evaluation: &'l Evaluation, rounded: Rounded) -> Result<Ledger<'l>, Inexact> {
        let mut parts = Vec::new();
        for (product, footprint) in evaluation.footprint.products.iter().enumerate() {
            for contribution in &footprint.contributions {
                parts.push(Part::new(product, contribution, &evaluation.entries[contribution.entry], rounded)?);
            }
        }
        Ok(Ledger { basis, parts, rounded })
    }

    /// The factor with this full name: the study's own, else the release's.
    pub(super) fn factor(&self, full_name: &str) -> Option<&'l EmissionFactor> {
        let sets = [&self.basis.own, &self.basis.shipped.factors];
        sets.into_iter().flat_map(FactorSet::factors).find(|factor| factor.full_name() == full_name)
    }

    /// The numbers that a part is proportional to.
    pub(super) fn levers(&self, part: &Part<'_>) -> Vec<Lever> {
        let Part { contribution, entry, .. } = part;
        let characterisation = &entry.line.characterisation;
        let mut levers = Vec::new();
        for (column, written) in &entry.numbers {
            let kind = LeverKind::Cell(contribution.file.clone(), contribution.first_line, *column);
            levers.push(Lever { kind, amount: written.amount, divides: false });
        }
        if let Some(factor) = self.factor(&characterisation.factor) {
            levers.extend(levers_of(factor));
        }
        if let Some((gas, gwp)) = &characterisation.gas {
            levers.push(Lever { kind: LeverKind::Gwp(gas.clone()), amount: *gwp, divides: false });
        }
        if let Some(index) = characterisation.vehicle {
            let vehicle = &self.basis.vehicles[index];
            let by_mass = characterisation.per.dimension() != vehicle.consumption.fuel_unit.dimension();
            let fleet = vehicle.consumption.distance.half_unit() != Amount::ZERO;
            let mut number = |column, amount, divides| {
                levers.push(Lever { kind: LeverKind::Vehicle(index, column), amount, divides });
            };
            let consumption = &vehicle.consumption;
            number(if fleet { C::FuelUsed } else { C::Consumption }, consumption.fuel.amount, false);
            if fleet {
                number(C::Distance, consumption.distance.amount, true);
            }
            if let Some(density) = vehicle.density.filter(|_| by_mass) {
                let to_volume = characterisation.per.dimension() == crate::unit::Dimension::Volume;
                number(C::Density, density.amount, to_volume);
            }
        }
        levers.retain(|lever| !lever.amount.is_zero());
        levers
    }
}

impl<'l> Part<'l> {
    fn new(
        product: usize,
        contribution: &'l Contribution,
        entry: &'l Entry,
        rounded: Rounded,
    ) -> Result<Part<'l>, Inexact> {
        let sum = entry.estimates[rounded as usize];
        let share = Estimate::exact(contribution.allocation.as_ref().map_or(Amount::ONE, |part| part.share));
        let characterisation = &entry.line.characterisation;
        let of_product = |whole: Estimate, value: Amount| -> Result<Estimate, Inexact> {
            let Estimate { low, high, .. } = whole.times(share)?;
            // The value is that of the footprint; quotients may be rounded at the last of their digits.
            Ok(Estimate { value, low: low.min(value), high: high.max(value) })
        };
        let emissions = characterisation.emissions().estimate(sum, rounded)?;
        let activity = characterisation.activity.estimate(sum, rounded)?;
        let distance = match entry.way {
            Way::VehicleDistance | Way::Trips => Some(sum.times(share)?),
            _ => None,
        };
        Ok(Part {
            product,
            contribution,
            entry,
            emissions: of_product(emissions, contribution.emissions)?,
            activity: of_product(activity, contribution.activity.amount)?,
            distance,
        })
    }

    /// The unit of the activity.
    pub(super) fn per(&self) -> &'l Unit {
        &self.contribution.activity.unit
    }
}

/// The numbers that a factor's value is proportional to, and the value itself.
pub(super) fn levers_of(factor: &EmissionFactor) -> Vec<Lever> {
    let name = factor.full_name();
    let mut levers = Vec::new();
    if let FactorValue::Derived { ncv, carbon_content, oxidation } = factor.value {
        for (column, amount) in [(C::Ncv, ncv), (C::CarbonContent, carbon_content), (C::Oxidation, oxidation)] {
            levers.push(Lever { kind: LeverKind::Parameter(name.clone(), column), amount, divides: false });
        }
    }
    if let Ok(amount) = factor.value.amount() {
        levers.push(Lever { kind: LeverKind::Factor(name), amount, divides: false });
    }
    levers
}

/// The value of a factor in t per base unit of its activity: comparable whatever units two factors are in.
pub(super) fn in_base(factor: &EmissionFactor) -> Result<Amount, Inexact> {
    let (mut numerators, mut denominators) = factor.value.parts();
    numerators.push(factor.unit.tonnes);
    denominators.push(factor.unit.per.size());
    ratio(&numerators, &denominators)
}
