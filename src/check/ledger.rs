//! The contributions of an evaluation as a check needs them: what each could be, and the numbers that it is made of.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::{Amount, Estimate, Inexact, Rounded, Written, share_out};
use crate::calculation::{Basis, Entry, Evaluation};
use crate::column::Column as C;
use crate::factor::{EmissionFactor, FactorValue};
use crate::footprint::Contribution;
use crate::inventory::Way;
use crate::name::fold;
use crate::unit::{Dimension, Unit};
use crate::word::Method;

/// The study, its footprint, and every contribution as a part that figures are sums of.
#[derive(Debug)]
pub(super) struct Ledger<'l> {
    pub(super) basis: &'l Basis,
    pub(super) parts: Vec<Part<'l>>,
    /// Which numbers are taken to be rounded.
    pub(super) rounded: Rounded,
    /// What was produced of every product, where that is supposed and not what products.csv says.
    supposed: Option<Outputs>,
    /// The factors in use, by their full names.
    factors: BTreeMap<&'l str, &'l EmissionFactor>,
}

/// An output of every product, in the order of the products.
pub(super) type Outputs = Vec<Amount>;

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
    /// The item and the factor as names are compared.
    pub(super) item: String,
    pub(super) factor: String,
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
    pub(super) fn new(
        basis: &'l Basis,
        evaluation: &'l Evaluation,
        rounded: Rounded,
        supposed: Option<Outputs>,
    ) -> Result<Ledger<'l>, Inexact> {
        let mut parts = Vec::new();
        let shares = supposed.as_deref().map(|outputs| Shares { basis, outputs });
        for (product, footprint) in evaluation.footprint.products.iter().enumerate() {
            for contribution in &footprint.contributions {
                let entry = &evaluation.entries[contribution.entry];
                parts.push(Part::new(product, contribution, entry, rounded, shares.as_ref())?);
            }
        }
        let names: BTreeSet<&str> = parts.iter().map(|part| part.contribution.factor.as_str()).collect();
        let shipped = names.iter().filter_map(|name| Some((*name, basis.shipped.factors.exactly(name)?)));
        let mut factors: BTreeMap<&str, &EmissionFactor> = shipped.collect();
        // The study's own win.
        for factor in basis.own.factors() {
            if let Some(name) = names.get(factor.full_name().as_str()) {
                factors.insert(*name, factor);
            }
        }
        Ok(Ledger { basis, parts, rounded, supposed, factors })
    }

    /// What was produced of a product.
    pub(super) fn output(&self, product: usize) -> Written {
        match &self.supposed {
            None => self.basis.products[product].output,
            Some(outputs) => Written::exact(outputs[product]),
        }
    }

    /// The factor with this full name: the study's own, else the release's.
    pub(super) fn factor(&self, full_name: &str) -> Option<&'l EmissionFactor> {
        let Basis { own, shipped, .. } = self.basis;
        let found = self.factors.get(full_name).copied();
        // A published figure may be of a factor that nothing is computed with.
        found
            .or_else(|| own.factors().find(|factor| factor.full_name() == full_name))
            .or_else(|| shipped.factors.exactly(full_name))
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
            let fleet = !vehicle.consumption.distance.is_exact();
            let mut number = |column, amount, divides| {
                levers.push(Lever { kind: LeverKind::Vehicle(index, column), amount, divides });
            };
            let consumption = &vehicle.consumption;
            number(if fleet { C::FuelUsed } else { C::Consumption }, consumption.fuel.amount, false);
            if fleet {
                number(C::Distance, consumption.distance.amount, true);
            }
            if let Some(density) = vehicle.density.filter(|_| by_mass) {
                let to_volume = characterisation.per.dimension() == Dimension::Volume;
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
        shares: Option<&Shares<'_>>,
    ) -> Result<Part<'l>, Inexact> {
        let sum = entry.estimates[rounded as usize];
        let (mut share, mut supposed) = (Estimate::exact(Amount::ONE), false);
        if let Some(allocation) = &contribution.allocation {
            let other = shares.and_then(|shares| shares.of(&allocation.key, product, &entry.line.products));
            share = Estimate::exact(other.unwrap_or(allocation.share));
            supposed = other.is_some();
        }
        // The value is that of the footprint, unless another share is supposed; quotients may be rounded at their last
        // digit.
        let with_value = |estimate: Estimate, value| if supposed { estimate } else { estimate.with_value(value) };
        let characterisation = &entry.line.characterisation;
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
            emissions: with_value(emissions.times(share)?, contribution.emissions),
            activity: with_value(activity.times(share)?, contribution.activity.amount),
            distance,
            item: fold(&contribution.item),
            factor: fold(&contribution.factor),
        })
    }

    /// The unit of the activity.
    pub(super) fn per(&self) -> &'l Unit {
        &self.contribution.activity.unit
    }
}

/// The shares that follow from supposed outputs.
struct Shares<'s> {
    basis: &'s Basis,
    outputs: &'s [Amount],
}

impl Shares<'_> {
    /// A product's share among `products`; nothing where the key does not share by what was produced.
    fn of(&self, key: &str, product: usize, products: &[usize]) -> Option<Amount> {
        let method = self.basis.keys.get(key)?.method;
        let weight = |index: usize| -> Option<Amount> {
            let (of, output) = (&self.basis.products[index], Written::exact(self.outputs[index]));
            match method {
                Method::Mass => of.in_unit(output, &Unit::tonne(), Rounded::Decimals).ok()?.map(|mass| mass.value),
                Method::Economic => of.price.as_ref()?.0.times(output.amount).ok(),
                Method::Fixed => None,
            }
        };
        let weights = products.iter().map(|index| weight(*index)).collect::<Option<Vec<Amount>>>()?;
        let shares = share_out(Amount::ONE, &weights).ok()?;
        products.iter().zip(shares).find(|(index, _)| **index == product).map(|(_, share)| share)
    }
}

/// More products than these are not supposed to have other outputs: two for each would be too many.
const MOST_PRODUCTS: usize = 5;

/// The outputs that a figure has to be computed for to know what it could be: where contributions are shared by what was
/// produced, every combination of the least and the most that the rounded outputs could be, for a figure rises or falls
/// with each output all the way. None where nothing depends on it.
pub(super) fn supposed_outputs(basis: &Basis, evaluation: &Evaluation, rounded: Rounded) -> Vec<Outputs> {
    let by_output = |entry: &Entry| {
        let key = entry.line.key.as_ref().and_then(|key| basis.keys.get(key));
        key.is_some_and(|key| key.method != Method::Fixed)
    };
    let estimates: Vec<Estimate> = basis.products.iter().map(|product| product.output.estimate(rounded)).collect();
    let is_rounded = estimates.iter().any(|estimate| estimate.low != estimate.high);
    if !is_rounded || basis.products.len() > MOST_PRODUCTS || !evaluation.entries.iter().any(by_output) {
        return Vec::new();
    }
    let mut corners = vec![Outputs::new()];
    for Estimate { low, high, .. } in estimates {
        let bounds = if low == high { vec![low] } else { vec![low, high] };
        let longer = |corner: &Outputs| -> Vec<Outputs> {
            bounds.iter().map(|bound| [corner.as_slice(), &[*bound]].concat()).collect()
        };
        corners = corners.iter().flat_map(longer).collect();
    }
    corners
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
