//! From the inventory to emissions: each group gets its factor, and its sum is multiplied once.
//!
//! emissions (t CO2e) = Σ activity × conversion into the factor's unit × factor × GWP-100 of the gas
//!
//! (ISO 14067:2018, 6.5.1; for fuels IPCC 2006, vol. 2, eq. 2.1). All factors of the product are multiplied exactly
//! and divided once; see [`crate::amount::ratio`].

use crate::activity::{Activity, Common, LegCount, TransportLeg, at_group};
use crate::amount::{Amount, Inexact, ratio};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Problem, problem};
use crate::factor::{EmissionFactor, FactorSet, Loaded, Request, Unresolved, resolve};
use crate::inventory::Group;
use crate::study::Study;
use crate::table::Row;
use crate::unit::{Dimension, EmissionUnit, Unit};
use crate::vehicle::Vehicle;
use crate::word::{FactorBoundary, Fleet, Supply, Treatment, Word};

/// Where factors come from.
#[derive(Clone, Copy, Debug)]
pub struct Factors<'f> {
    /// The study.
    pub study: &'f Study,
    /// The study's own factors.
    pub own: &'f FactorSet,
    /// The release.
    pub shipped: &'f Loaded,
    /// The study's vehicles.
    pub vehicles: &'f [Vehicle],
}

/// A product of amounts over a product of amounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fraction {
    numerators: Vec<Amount>,
    denominators: Vec<Amount>,
}

impl Fraction {
    fn times(&mut self, amount: Amount) {
        self.numerators.push(amount);
    }

    fn over(&mut self, amount: Amount) {
        self.denominators.push(amount);
    }

    /// `amount` × this fraction, divided once.
    pub fn of(&self, amount: Amount) -> Result<Amount, Inexact> {
        let mut numerators = vec![amount];
        numerators.extend(&self.numerators);
        ratio(&numerators, &self.denominators)
    }
}

/// How the sum of a group becomes emissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Characterisation {
    /// The full name of the factor.
    pub factor: String,
    /// 1, 2 or 3.
    pub scope: u8,
    /// The unit in which the group's sum is carried, the base unit of its dimension.
    pub size: Amount,
    /// The unit that the factor is per.
    pub per: Unit,
    /// From the sum in base units to the activity in the factor's unit.
    pub activity: Fraction,
    /// From the sum in base units to emissions in t CO2e.
    pub emissions: Fraction,
}

/// The factor of a group, as far as characterisation needs it: a released gas has one without being in a table.
struct Chosen<'f> {
    name: String,
    value: (Vec<Amount>, Vec<Amount>),
    unit: std::borrow::Cow<'f, EmissionUnit>,
    boundary: Option<FactorBoundary>,
}

impl<'f> Chosen<'f> {
    fn factor(factor: &'f EmissionFactor) -> Chosen<'f> {
        let unit = std::borrow::Cow::Borrowed(&factor.unit);
        Chosen { name: factor.full_name(), value: factor.value.parts(), unit, boundary: factor.boundary }
    }
}

/// Finds the factor for a group and how to apply it. Nothing where a diagnostic says what is wrong.
pub fn characterise(
    activity: &Activity,
    group: &Group,
    row: &Row<'_>,
    factors: Factors<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Characterisation> {
    let mut report = |column: C, problem: Problem| diagnostics.push(at_group(group, row, column, problem));
    let chosen = match choose(activity, factors) {
        Ok(chosen) => chosen,
        Err((column, problem)) => {
            report(column, problem);
            return None;
        }
    };
    let (carried, unit_column) = carried_unit(activity, factors.vehicles);
    let per = &chosen.unit.per;
    let mut to_factor_unit = Fraction::default();
    if let Activity::Transport(TransportLeg { count: LegCount::Vehicle { vehicle, .. }, .. }) = activity {
        // km × fuel/km (× density), in base units.
        let vehicle = &factors.vehicles[*vehicle];
        to_factor_unit.times(vehicle.consumption.fuel);
        to_factor_unit.times(vehicle.consumption.fuel_unit.size());
        to_factor_unit.over(vehicle.consumption.km);
        let litres = Amount::new(1000, 0);
        match (carried.dimension(), per.dimension(), vehicle.density) {
            (Dimension::Volume, Dimension::Mass, Some(density)) => {
                to_factor_unit.times(litres);
                to_factor_unit.times(density);
            }
            (Dimension::Mass, Dimension::Volume, Some(density)) => {
                to_factor_unit.over(litres);
                to_factor_unit.over(density);
            }
            (Dimension::Volume, Dimension::Mass, None) | (Dimension::Mass, Dimension::Volume, None) => {
                report(C::Vehicle, problem::missing_density(&vehicle.name, &carried, &chosen.name, per));
                return None;
            }
            _ if !carried.converts_to(per) => {
                report(C::Vehicle, problem::unit_mismatch(&carried, &chosen.name, per));
                return None;
            }
            _ => {}
        }
    } else if !carried.converts_to(per) {
        report(unit_column, problem::unit_mismatch(&carried, &chosen.name, per));
        return None;
    }
    to_factor_unit.over(per.size());

    let mut emissions = to_factor_unit.clone();
    emissions.numerators.extend(&chosen.value.0);
    emissions.denominators.extend(&chosen.value.1);
    emissions.times(chosen.unit.tonnes);
    if let Some(gas) = &chosen.unit.gas {
        match factors.shipped.gases.gwp(gas, factors.study.gwp) {
            Some(gwp) => emissions.times(gwp),
            None => {
                report(C::Factor, problem::missing_gwp(gas, factors.study.gwp.name()));
                return None;
            }
        }
    }
    let electrical = carried.is_electrical();
    let (scope, assumed) = scope(activity, chosen.boundary, electrical, carried.dimension());
    if assumed {
        report(C::Unit, problem::scope_assumed(&chosen.name));
    }
    let size = match size_of_sum(activity) {
        Ok(size) => size,
        Err(error) => {
            report(unit_column, problem::inexact(error));
            return None;
        }
    };
    Some(Characterisation {
        factor: chosen.name,
        scope,
        size,
        per: chosen.unit.per.clone(),
        activity: to_factor_unit,
        emissions,
    })
}

/// What the group's sum must be multiplied with to be in the base unit of its dimension.
fn size_of_sum(activity: &Activity) -> Result<Amount, Inexact> {
    let size = match activity {
        Activity::Material(record) => record.unit.size(),
        Activity::Energy(record) => record.unit.size(),
        Activity::Waste(record) => record.unit.size(),
        Activity::Fugitive(record) => record.unit.size(),
        Activity::Transport(leg) => match &leg.count {
            LegCount::Fuel { unit, .. } | LegCount::Vehicle { unit, .. } => unit.size(),
            // kg × km in t·km.
            LegCount::Freight { mass, distance } => ratio(&[mass.size(), distance.size()], &[Unit::tonne().size()])?,
        },
    };
    Ok(size)
}

/// The unit in which an activity meets its factor, and the column that it comes from.
fn carried_unit(activity: &Activity, vehicles: &[Vehicle]) -> (Unit, C) {
    match activity {
        Activity::Material(record) => (record.unit.clone(), C::Unit),
        Activity::Energy(record) => (record.unit.clone(), C::Unit),
        Activity::Waste(record) => (record.unit.clone(), C::Unit),
        Activity::Fugitive(record) => (record.unit.clone(), C::Unit),
        Activity::Transport(leg) => match &leg.count {
            LegCount::Fuel { unit, .. } => (unit.clone(), C::FuelUnit),
            LegCount::Vehicle { vehicle, .. } => (vehicles[*vehicle].consumption.fuel_unit.clone(), C::Vehicle),
            LegCount::Freight { .. } => (Unit::tonne_kilometre(), C::MassUnit),
        },
    }
}

/// The factor that the row names, or the one that matches its fuel, gas or item; or the column and what is wrong.
fn choose<'f>(activity: &Activity, factors: Factors<'f>) -> Result<Chosen<'f>, (C, Problem)> {
    let Common { item, factor, .. } = activity.common();
    let (name, column) = match (factor, activity) {
        (Some(factor), _) => (factor.as_str(), C::Factor),
        (None, Activity::Fugitive(release)) => (release.gas.as_str(), C::Gas),
        (None, Activity::Transport(TransportLeg { count: LegCount::Fuel { fuel: Some(fuel), .. }, .. })) => {
            (fuel.as_str(), C::Fuel)
        }
        (None, Activity::Transport(TransportLeg { count: LegCount::Vehicle { vehicle, .. }, .. })) => {
            (factors.vehicles[*vehicle].fuel.as_str(), C::Vehicle)
        }
        (None, _) => (item.as_str(), C::Item),
    };
    let Study { region, to, gwp, .. } = factors.study;
    let request = Request { name, region: &region.value, year: to.year() };
    let shipped = &factors.shipped.factors;
    let regions = &factors.shipped.regions;
    if column != C::Gas {
        return resolve(request, &[factors.own, shipped], regions)
            .map(Chosen::factor)
            .map_err(|unresolved| (column, unresolved_problem(name, unresolved, factors)));
    }
    // A released gas: the study's own factor by that name, else the GWP of its set.
    match resolve(request, &[factors.own], regions) {
        Ok(factor) => return Ok(Chosen::factor(factor)),
        Err(Unresolved::Unknown(_)) => {}
        Err(unresolved) => return Err((column, unresolved_problem(name, unresolved, factors))),
    }
    let gases = &factors.shipped.gases;
    let gas = gases.name(name).map_err(|near| (column, problem::unknown_gas(name, &near)))?;
    let value = gases.gwp(gas, *gwp).ok_or_else(|| (column, problem::missing_gwp(gas, gwp.name())))?;
    let unit = EmissionUnit { symbol: "tCO2e/t".to_owned(), tonnes: Amount::ONE, gas: None, per: Unit::tonne() };
    Ok(Chosen {
        name: format!("GWP-100/{}/{gas}", gwp.name()),
        value: (vec![value], Vec::new()),
        unit: std::borrow::Cow::Owned(unit),
        boundary: Some(FactorBoundary::Direct),
    })
}

fn unresolved_problem(name: &str, unresolved: Unresolved, factors: Factors<'_>) -> Problem {
    match unresolved {
        Unresolved::Unknown(near) => problem::unknown_factor(name, &near, &factors.shipped.release),
        Unresolved::NotHere(others) => {
            problem::factor_elsewhere(name, &factors.study.region.value, factors.study.to.year(), &others)
        }
        Unresolved::Ambiguous(candidates) => problem::ambiguous_factor(name, &candidates),
    }
}

/// The scope of the GHG Protocol's Corporate Standard, ch. 4, seen from the plant; and whether it is a mere
/// assumption.
fn scope(activity: &Activity, boundary: Option<FactorBoundary>, electrical: bool, dimension: Dimension) -> (u8, bool) {
    match activity {
        Activity::Material(_) => (3, false),
        Activity::Fugitive(_) => (1, false),
        Activity::Waste(waste) => (if waste.treatment == Some(Treatment::OnSite) { 1 } else { 3 }, false),
        Activity::Transport(leg) => match (leg.fleet, boundary) {
            (Fleet::Hired, _) => (3, false),
            (Fleet::Own, Some(FactorBoundary::Generation)) => (2, false),
            (Fleet::Own, _) => (1, false),
        },
        Activity::Energy(energy) => match (boundary, energy.supply) {
            (Some(FactorBoundary::Upstream), _) => (3, false),
            (Some(FactorBoundary::Combustion | FactorBoundary::Direct), _) | (_, Some(Supply::OnSite)) => (1, false),
            (Some(FactorBoundary::Generation | FactorBoundary::LifeCycle), _)
            | (_, Some(Supply::Grid | Supply::GreenPower)) => (2, false),
            (Some(FactorBoundary::CradleToGate) | None, None) => match dimension {
                Dimension::Energy => (2, !electrical),
                _ => (1, false),
            },
        },
    }
}
