//! From the inventory to emissions: each group gets its factor, and its sum is multiplied once.
//!
//! emissions (t CO2e) = Σ activity × conversion into the factor's unit × factor × GWP-100 of the gas
//!
//! (ISO 14067:2018, 6.5.1; for fuels IPCC 2006, vol. 2, eq. 2.1). All factors of the product are multiplied exactly
//! and divided once; see [`crate::amount::ratio`].

use std::cell::Cell;

use crate::activity::{
    Activity, Common, EnergyUse, FugitiveRelease, LegCount, MaterialUse, TransportLeg, WasteTreatment,
};
use crate::amount::{Amount, Estimate, Inexact, Rounded, Written, ratio};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Problem, problem};
use crate::factor::{EmissionFactor, FactorRow, FactorSet, Loaded, Request, Unresolved, resolve};
use crate::study::Study;
use crate::table::Row;
use crate::unit::{Dimension, EmissionUnit, Unit};
use crate::vehicle::{Consumption, Vehicle};
use crate::word::{FactorBoundary, Fleet, GwpSet, Supply, Treatment, Word};

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
    /// How many names may still be compared with all known ones: a flood of unknown names is one mistake, and the
    /// first few suggestions show it.
    pub suggestions: &'f Cell<u32>,
}

/// A product of numbers over a product of numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerators: Vec<Written>,
    denominators: Vec<Written>,
}

impl Fraction {
    fn times(&mut self, number: Written) {
        self.numerators.push(number);
    }

    fn over(&mut self, number: Written) {
        self.denominators.push(number);
    }

    fn times_exact(&mut self, amounts: impl IntoIterator<Item = Amount>) {
        self.numerators.extend(amounts.into_iter().map(Written::exact));
    }

    fn over_exact(&mut self, amounts: impl IntoIterator<Item = Amount>) {
        self.denominators.extend(amounts.into_iter().map(Written::exact));
    }

    /// `amount` × this fraction, divided once.
    pub fn of(&self, amount: Amount) -> Result<Amount, Inexact> {
        let amounts = |numbers: &[Written]| numbers.iter().map(|number| number.amount).collect::<Vec<_>>();
        ratio(&[vec![amount], amounts(&self.numerators)].concat(), &amounts(&self.denominators))
    }

    /// What `estimate` × this fraction could be.
    pub fn estimate(&self, mut estimate: Estimate, rounded: Rounded) -> Result<Estimate, Inexact> {
        for number in &self.numerators {
            estimate = estimate.times(number.estimate(rounded))?;
        }
        for number in &self.denominators {
            estimate = estimate.over(number.estimate(rounded))?;
        }
        Ok(estimate)
    }
}

/// How the sum of a group becomes emissions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Characterisation {
    /// The full name of the factor.
    pub factor: String,
    /// Its row; a GWP has none.
    pub factor_row: Option<FactorRow>,
    /// 1, 2 or 3.
    pub scope: u8,
    /// The unit that the factor is per.
    pub per: Unit,
    /// From the sum in base units to the activity in the factor's unit.
    pub activity: Fraction,
    /// The value of the factor, in t of its gas.
    pub value: Fraction,
    /// The gas, and its GWP-100, where the factor is of one.
    pub gas: Option<(String, Amount)>,
    /// The vehicle whose consumption counts the fuel, by its place in the list.
    pub vehicle: Option<usize>,
}

impl Characterisation {
    /// From the sum in base units to emissions in t CO2e.
    #[must_use]
    pub fn emissions(&self) -> Fraction {
        let mut emissions = self.activity.clone();
        emissions.numerators.extend(&self.value.numerators);
        emissions.denominators.extend(&self.value.denominators);
        emissions.times_exact(self.gas.iter().map(|(_, gwp)| *gwp));
        emissions
    }
}

/// The factor of a group, as far as characterisation needs it: a released gas has one without being in a table.
struct Chosen<'f> {
    name: String,
    row: Option<FactorRow>,
    value: (Vec<Amount>, Vec<Amount>),
    unit: std::borrow::Cow<'f, EmissionUnit>,
    boundary: Option<FactorBoundary>,
    gwp: Option<GwpSet>,
    /// The gas that is emitted, where the value is no CO2e.
    gas: Option<&'f str>,
}

impl<'f> Chosen<'f> {
    fn factor(factor: &'f EmissionFactor) -> Chosen<'f> {
        let unit = std::borrow::Cow::Borrowed(&factor.unit);
        let gwp = factor.gwp.filter(|_| factor.unit.gas.is_none());
        let gas = factor.unit.gas.as_deref();
        Chosen {
            name: factor.full_name(),
            row: Some(factor.row.clone()),
            value: factor.value.parts(),
            unit,
            boundary: factor.boundary,
            gwp,
            gas,
        }
    }
}

/// Finds the factor for a group and how to apply it: its own, unless another is supposed. Nothing where a diagnostic says
/// what is wrong.
pub fn characterise(
    activity: &Activity,
    row: &Row<'_>,
    factors: Factors<'_>,
    supposed: Option<&EmissionFactor>,
    diagnostics: &mut Diagnostics,
) -> Option<Characterisation> {
    let mut report = |column: C, problem: Problem| diagnostics.push(row.diagnostic(column, problem));
    let chosen = match supposed.map_or_else(|| choose(activity, factors), |factor| Ok(Chosen::factor(factor))) {
        Ok(chosen) => chosen,
        Err((column, problem)) => {
            report(column, problem);
            return None;
        }
    };
    let (carried, unit_column) = carried_unit(activity, factors.vehicles);
    let per = &chosen.unit.per;
    let mut to_factor_unit = Fraction::default();
    let fits = match activity {
        Activity::Transport(TransportLeg { count: LegCount::Vehicle { vehicle, .. }, .. }) => {
            fuel_of_distance(&factors.vehicles[*vehicle], per, &chosen.name).map(|fuel| to_factor_unit = fuel)
        }
        _ if carried.converts_to(per) => Ok(()),
        _ => Err(problem::unit_mismatch(&carried, &chosen.name, per)),
    };
    if let Err(problem) = fits {
        report(unit_column, problem);
        return None;
    }
    to_factor_unit.over_exact([per.size()]);

    let mut value = Fraction::default();
    value.times_exact(chosen.value.0.iter().copied().chain([chosen.unit.tonnes]));
    value.over_exact(chosen.value.1.iter().copied());
    let set = factors.study.gwp;
    let gas = match chosen.gas.map(|gas| (gas, factors.shipped.gases.gwp(gas, set))) {
        None => None,
        Some((gas, Some(gwp))) => Some((gas.to_owned(), gwp)),
        Some((gas, None)) => {
            let by_gas = matches!(activity, Activity::Fugitive(_)) && activity.common().factor.is_none();
            let column = if by_gas { C::Gas } else { C::Factor };
            report(column, problem::missing_gwp(gas, set.name()));
            return None;
        }
    };
    if let Activity::Energy(EnergyUse { supply: Some(supply @ (Supply::OnSite | Supply::GreenPower)), .. }) = activity
        && chosen.boundary == Some(FactorBoundary::Generation)
        && activity.common().factor.is_none()
    {
        report(C::Supply, problem::supply_without_factor(supply.name(), &chosen.name));
        return None;
    }
    if let Some(own) = chosen.gwp.filter(|own| *own != set) {
        report(C::Factor, problem::mixed_gwp(&chosen.name, own.name(), set.name()));
    }
    let (scope, assumed) = scope(activity, chosen.boundary, &carried);
    if assumed {
        report(C::Unit, problem::scope_assumed(&chosen.name, scope));
    }
    let vehicle = match activity {
        Activity::Transport(TransportLeg { count: LegCount::Vehicle { vehicle, .. }, .. }) => Some(*vehicle),
        _ => None,
    };
    let per = chosen.unit.per.clone();
    Some(Characterisation {
        factor: chosen.name,
        factor_row: chosen.row,
        scope,
        per,
        activity: to_factor_unit,
        value,
        gas,
        vehicle,
    })
}

/// From km to the fuel that a vehicle uses, in the base unit of the dimension that its factor is per.
fn fuel_of_distance(vehicle: &Vehicle, per: &Unit, factor: &str) -> Result<Fraction, Problem> {
    let Consumption { fuel, fuel_unit, distance, km } = &vehicle.consumption;
    let mut fraction = Fraction::default();
    fraction.times(*fuel);
    fraction.times_exact([fuel_unit.size()]);
    fraction.over(*distance);
    fraction.over_exact([*km]);
    if fuel_unit.converts_to(per) {
        return Ok(fraction);
    }
    // m³ × 1000 L/m³ × kg/L, or the way back.
    let litres = Amount::new(1000, 0);
    let plain = fuel_unit.is_plain() && per.is_plain();
    match (fuel_unit.dimension(), per.dimension(), vehicle.density) {
        (Dimension::Volume, Dimension::Mass, Some(density)) if plain => {
            fraction.times_exact([litres]);
            fraction.times(density);
        }
        (Dimension::Mass, Dimension::Volume, Some(density)) if plain => {
            fraction.over_exact([litres]);
            fraction.over(density);
        }
        (Dimension::Volume, Dimension::Mass, None) | (Dimension::Mass, Dimension::Volume, None) if plain => {
            return Err(problem::missing_density(&vehicle.name, fuel_unit, factor, per));
        }
        _ => return Err(problem::unit_mismatch(fuel_unit, factor, per)),
    }
    Ok(fraction)
}

/// What the sum of a group must be multiplied with to be in the base unit of its dimension.
pub fn size_of_sum(activity: &Activity) -> Result<Amount, Inexact> {
    match activity {
        // kg × km in t·km.
        Activity::Transport(TransportLeg { count: LegCount::Freight { mass, distance }, .. }) => {
            ratio(&[mass.size(), distance.size()], &[Unit::tonne().size()])
        }
        Activity::Transport(TransportLeg {
            count: LegCount::Fuel { unit, .. } | LegCount::Vehicle { unit, .. },
            ..
        })
        | Activity::Material(MaterialUse { unit, .. })
        | Activity::Energy(EnergyUse { unit, .. })
        | Activity::Waste(WasteTreatment { unit, .. })
        | Activity::Fugitive(FugitiveRelease { unit, .. }) => Ok(unit.size()),
    }
}

/// The unit in which an activity meets its factor, and the column that it comes from.
fn carried_unit(activity: &Activity, vehicles: &[Vehicle]) -> (Unit, C) {
    match activity {
        Activity::Material(MaterialUse { unit, .. })
        | Activity::Energy(EnergyUse { unit, .. })
        | Activity::Waste(WasteTreatment { unit, .. })
        | Activity::Fugitive(FugitiveRelease { unit, .. }) => (unit.clone(), C::Unit),
        Activity::Transport(leg) => match &leg.count {
            LegCount::Fuel { unit, .. } => (unit.clone(), C::FuelUnit),
            LegCount::Vehicle { vehicle, .. } => (vehicles[*vehicle].consumption.fuel_unit.clone(), C::Vehicle),
            LegCount::Freight { .. } => (Unit::tonne_kilometre(), C::MassUnit),
        },
    }
}

/// The name by which the factor of an activity is found, and the column that it comes from: the factor that the row
/// names, else its fuel, its gas or its item.
pub(crate) fn asked<'a>(activity: &'a Activity, vehicles: &'a [Vehicle]) -> (&'a str, C) {
    let Common { item, factor, .. } = activity.common();
    match (factor, activity) {
        (Some(factor), _) => (factor.as_str(), C::Factor),
        (None, Activity::Fugitive(release)) => (release.gas.as_str(), C::Gas),
        (None, Activity::Transport(TransportLeg { count: LegCount::Fuel { fuel: Some(fuel), .. }, .. })) => {
            (fuel.as_str(), C::Fuel)
        }
        (None, Activity::Transport(TransportLeg { count: LegCount::Vehicle { vehicle, .. }, .. })) => {
            (vehicles[*vehicle].fuel.as_str(), C::Vehicle)
        }
        (None, _) => (item.as_str(), C::Item),
    }
}

/// The factor of an activity; or the column and what is wrong.
fn choose<'f>(activity: &Activity, factors: Factors<'f>) -> Result<Chosen<'f>, (C, Problem)> {
    let (name, column) = asked(activity, factors.vehicles);
    if column != C::Gas {
        return named_factor(name, factors).map(Chosen::factor).map_err(|problem| (column, problem));
    }
    // A released gas: the study's own factor by that name, else the GWP of its set.
    let gwp = &factors.study.gwp;
    match resolve(request(name, factors), &[factors.own], &factors.shipped.regions) {
        Ok(factor) => return Ok(Chosen::factor(factor)),
        Err(Unresolved::Unknown(_)) => {}
        Err(unresolved) => return Err((column, unresolved_problem(name, unresolved, factors))),
    }
    let gases = &factors.shipped.gases;
    let gas = gases.name(name).map_err(|near| (column, problem::unknown_gas(name, &near)))?;
    let unit = EmissionUnit { symbol: "tCO2e/t".to_owned(), tonnes: Amount::ONE, gas: None, per: Unit::tonne() };
    Ok(Chosen {
        name: format!("GWP-100/{}/{gas}", gwp.name()),
        row: None,
        value: (vec![Amount::ONE], Vec::new()),
        unit: std::borrow::Cow::Owned(unit),
        boundary: Some(FactorBoundary::Direct),
        gwp: None,
        gas: Some(gas),
    })
}

fn request<'r>(name: &'r str, factors: Factors<'r>) -> Request<'r> {
    let Study { region, to, .. } = factors.study;
    Request { name, region: &region.value, year: to.year(), suggest: factors.suggestions.get() > 0 }
}

/// The factor that a name finds: the study's own, else that of the release for the study's region and year.
pub(crate) fn named_factor<'f>(name: &str, factors: Factors<'f>) -> Result<&'f EmissionFactor, Problem> {
    let shipped = &factors.shipped.factors;
    resolve(request(name, factors), &[factors.own, shipped], &factors.shipped.regions)
        .map_err(|unresolved| unresolved_problem(name, unresolved, factors))
}

fn unresolved_problem(name: &str, unresolved: Unresolved, factors: Factors<'_>) -> Problem {
    match unresolved {
        Unresolved::Unknown(near) => {
            factors.suggestions.set(factors.suggestions.get().saturating_sub(1));
            let release = factors.shipped.release.as_str();
            let newer = Loaded::latest_with(name).filter(|newer| *newer != release);
            problem::unknown_factor(name, &near, release, newer)
        }
        Unresolved::NotHere { boundary, others } => {
            let Study { region, to, .. } = factors.study;
            problem::factor_elsewhere(name, boundary, (&region.value, to.year()), &others)
        }
        Unresolved::Ambiguous(candidates) => problem::ambiguous_factor(name, &candidates),
        Unresolved::SeveralKinds(candidates) => problem::several_kinds(name, &candidates),
    }
}

/// The scope of the GHG Protocol's Corporate Standard, ch. 4, seen from the plant; and whether it is a mere
/// assumption.
fn scope(activity: &Activity, boundary: Option<FactorBoundary>, carried: &Unit) -> (u8, bool) {
    use FactorBoundary::{Combustion, Direct, Generation, LifeCycle, Upstream};
    let supply = match activity {
        Activity::Material(_) | Activity::Transport(TransportLeg { fleet: Fleet::Hired, .. }) => return (3, false),
        Activity::Fugitive(_) => return (1, false),
        Activity::Waste(waste) => return (if waste.treatment == Some(Treatment::OnSite) { 1 } else { 3 }, false),
        // A fuel burns in the plant's own vehicle; electricity comes from elsewhere.
        Activity::Transport(_) => (!carried.is_electrical()).then_some(Supply::OnSite),
        Activity::Energy(energy) => energy.supply,
    };
    match (boundary, supply) {
        (Some(Upstream), _) => (3, false),
        // Electricity from the plant's own roof burns nothing there: what its life cycle weighs was emitted elsewhere.
        (Some(LifeCycle), Some(Supply::OnSite)) if carried.is_electrical() => (3, false),
        (Some(Generation), _) => (2, false),
        (Some(Combustion | Direct), _) | (_, Some(Supply::OnSite)) => (1, false),
        (_, Some(Supply::Grid | Supply::GreenPower)) => (2, false),
        (_, None) if carried.is_electrical() => (2, false),
        (_, None) if carried.dimension() == Dimension::Energy => (2, true),
        (_, None) => (1, true),
    }
}
