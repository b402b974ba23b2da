//! What may stand in place of a number: another factor, another vehicle, other shares, what was sold.

use std::collections::{BTreeMap, BTreeSet};

use super::scene::{Scene, Slots, Times};
use super::words;
use crate::amount::{Amount, Estimate, ratio, share_out};
use crate::check::ledger::{Ledger, Lever, LeverKind};
use crate::check::published::Figure;
use crate::column::Column as C;
use crate::factor::{EmissionFactor, FactorValue};
use crate::name::fold;
use crate::text::Text;
use crate::vehicle::{Consumption, Vehicle};
use crate::word::{Cause, Measure, Stage};

/// What may stand in place of a factor or of a vehicle's consumption.
pub(super) fn instead(
    lever: &Lever,
    figure: &Figure,
    figures: &[Figure],
    ledger: &Ledger<'_>,
) -> Vec<(Cause, Text, Times)> {
    match &lever.kind {
        LeverKind::Factor(name) => match ledger.factor(name) {
            Some(factor) => other_factors(factor, figure, figures, ledger),
            None => Vec::new(),
        },
        LeverKind::Vehicle(index, C::Consumption | C::FuelUsed) => other_vehicles(*index, ledger),
        _ => Vec::new(),
    }
}

/// Each stage of a share per tonne sold instead of produced.
pub(super) fn per_sold(scene: &Scene<'_>) -> Vec<(Text, (Slots, Times))> {
    let mut stages: BTreeMap<Stage, Slots> = BTreeMap::new();
    let mut products: BTreeSet<usize> = BTreeSet::new();
    for slot in 0..scene.slots() {
        let parts = &scene.term(slot).parts;
        let own: BTreeSet<_> = parts.iter().map(|part| scene.ledger.parts[*part].contribution.stage).collect();
        products.extend(parts.iter().map(|part| scene.ledger.parts[*part].product));
        if let (Some(stage), 1) = (own.first(), own.len()) {
            stages.entry(*stage).or_default().push(slot);
        }
    }
    let (Some(product), 1) = (products.first(), products.len()) else { return Vec::new() };
    let product = &scene.ledger.basis.products[*product];
    let Some(sold) = product.sold.filter(|sold| sold.amount != product.output.amount) else { return Vec::new() };
    let times = Times { by: product.output.amount, over: sold.amount };
    let name = |stage: Stage| words::per_sold(&stage.title(), sold.amount, product.output.amount);
    stages.into_iter().map(|(stage, slots)| (name(stage), (slots, times))).collect()
}

/// Other factors that may have been used: the study's own of the same dimension, those of the release that share a name
/// with it in the study's region or a larger one, or round to it, and the factor itself as it may have been printed.
fn other_factors(
    factor: &EmissionFactor,
    figure: &Figure,
    figures: &[Figure],
    ledger: &Ledger<'_>,
) -> Vec<(Cause, Text, Times)> {
    let (Ok(old), Ok(base)) = (factor.value.amount(), factor.in_base()) else { return Vec::new() };
    let own_name = factor.full_name();
    let mut others = Vec::new();
    if old.is_zero() {
        return others;
    }
    let mut seen = BTreeSet::from([old]);
    let mut add = |what: Text, new: Amount, over: Amount, as_it_stands: Amount| {
        if !new.is_zero() && seen.insert(as_it_stands) {
            others.push((Cause::OtherFactor, what, Times { by: new, over }));
        }
    };
    let names: BTreeSet<String> = factor.names().map(fold).filter(|name| !name.is_empty()).collect();
    let basis = ledger.basis;
    let regions: Vec<&str> = basis.shipped.regions.chain(&basis.study.region.value).collect();
    let own = basis.own.factors().map(|other| (other, true));
    for (other, is_own) in own.chain(basis.shipped.factors.factors().map(|other| (other, false))) {
        let name = other.full_name();
        if other.unit.other_gas() != factor.unit.other_gas() || name == own_name {
            continue;
        }
        let Ok(value) = other.value.amount() else { continue };
        let (unit, own_unit) = (&other.unit.symbol, &factor.unit.symbol);
        let what = || words::other_factor((&name, value, unit), (&own_name, old, own_unit));
        let near = other.region.as_ref().is_none_or(|region| regions.contains(&region.as_str()));
        let alike = is_own || near && other.names().any(|name| names.contains(&fold(name)));
        if alike && other.unit.per.converts_to(&factor.unit.per) {
            let new = other.in_base();
            let in_own_unit = new.and_then(|new| {
                Ok(Estimate::exact(new).times(Estimate::exact(old))?.over(Estimate::exact(base))?.value)
            });
            let (Ok(new), Ok(in_own_unit)) = (new, in_own_unit) else { continue };
            add(what(), new, base, in_own_unit);
        } else if other.unit.tonnes == factor.unit.tonnes && old.places() > 1 && value.round(old.places()) == old {
            // The number as it stands: a tonne of water is a cubic metre.
            add(what(), value, old, value);
        }
    }
    let places = if matches!(factor.value, FactorValue::Derived { .. }) { 6 } else { old.places() };
    for fewer in 0..places.min(6) {
        let rounded = old.round(fewer);
        let what = words::rounded(&own_name, rounded);
        // One digit is no form that a factor is printed in.
        if rounded.to_string().chars().filter(char::is_ascii_digit).skip_while(|digit| *digit == '0').count() > 1 {
            add(what, rounded, old, rounded);
        }
    }
    for other in figures.iter().filter(|other| other.measure == Measure::Factor && !std::ptr::eq(*other, figure)) {
        let [term] = other.formula.terms.as_slice() else { continue };
        if term.factor.as_ref() == Some(&own_name) {
            let printed = other.printed.amount;
            let what = words::as_printed(&own_name, &other.table, printed);
            add(what, printed, term.value.value, printed);
        }
    }
    others
}

/// The consumption of the other vehicles that use the same fuel.
fn other_vehicles(index: usize, ledger: &Ledger<'_>) -> Vec<(Cause, Text, Times)> {
    let vehicles = &ledger.basis.vehicles;
    let own = &vehicles[index];
    // In the unit of the one, whatever that of the other.
    let in_own_unit = |vehicle: &Vehicle| {
        let Consumption { fuel, fuel_unit, distance, km } = &vehicle.consumption;
        let own = &own.consumption;
        let numerators = [fuel.amount, fuel_unit.size(), own.distance.amount, own.km];
        ratio(&numerators, &[own.fuel_unit.size(), distance.amount, *km])
    };
    let old = own.consumption.fuel.amount;
    let mut seen = BTreeSet::from([old]);
    let mut others = Vec::new();
    for vehicle in vehicles {
        let same_fuel = fold(&vehicle.fuel) == fold(&own.fuel);
        if same_fuel && vehicle.consumption.fuel_unit.converts_to(&own.consumption.fuel_unit) && !old.is_zero() {
            let Ok(new) = in_own_unit(vehicle) else { continue };
            let what = words::other_vehicle((&vehicle.name, new), (&own.name, old));
            if seen.insert(new) {
                others.push((Cause::OtherVehicle, what, Times { by: new, over: old }));
            }
        }
    }
    others
}

/// By other shares: another product's, another key's, by the mass of the output.
pub(super) fn other_shares(scene: &Scene<'_>) -> Vec<(Text, Vec<(Slots, Times)>)> {
    let basis = scene.ledger.basis;
    let mut by_key: BTreeMap<&str, Slots> = BTreeMap::new();
    for slot in 0..scene.slots() {
        if let [part] = scene.term(slot).parts.as_slice()
            && let Some(allocation) = &scene.ledger.parts[*part].contribution.allocation
        {
            by_key.entry(&allocation.key).or_default().push(slot);
        }
    }
    let masses: Option<Vec<Amount>> = basis.products.iter().map(|product| product.mass().ok().flatten()).collect();
    let mut others = Vec::new();
    for (key, slots) in by_key {
        let change = |new: &dyn Fn(usize, &[usize]) -> Option<Amount>| -> Option<Vec<(Slots, Times)>> {
            let mut times = Vec::new();
            for slot in &slots {
                let [part] = scene.term(*slot).parts.as_slice() else { return None };
                let part = &scene.ledger.parts[*part];
                let old = part.contribution.allocation.as_ref()?.share;
                let new = new(part.product, &part.entry.line.products)?;
                times.push((vec![*slot], Times { by: new, over: old }));
            }
            Some(times).filter(|times| times.iter().any(|(_, times)| times.by != times.over))
        };
        let share_of = |key: &str, product: usize, products: &[usize]| {
            let parts = basis.keys.get(key)?.shares(products)?.ok()?;
            parts.into_iter().find(|part| part.product == product).map(|part| part.share)
        };
        for other in basis.keys.keys().filter(|other| *other != key) {
            let times = change(&|product, products| share_of(other, product, products));
            others.extend(times.map(|times| (words::other_key(other, key), times)));
        }
        if let Some(masses) = &masses {
            let by_mass = |product: usize, products: &[usize]| {
                let weights: Vec<Amount> = products.iter().map(|index| masses[*index]).collect();
                let shares = share_out(Amount::ONE, &weights).ok()?;
                products.iter().zip(shares).find(|(index, _)| **index == product).map(|(_, share)| share)
            };
            let times = change(&by_mass);
            others.extend(times.map(|times| (words::by_mass(), times)));
        }
        // Two products with each other's.
        let count = basis.products.len();
        for (one, other) in (0..count).flat_map(|one| (one + 1..count).map(move |other| (one, other))) {
            let swapped = |product: usize, products: &[usize]| {
                let both = products.contains(&one) && products.contains(&other);
                let beside = match product {
                    _ if !both => product,
                    product if product == one => other,
                    product if product == other => one,
                    product => product,
                };
                share_of(key, beside, products)
            };
            let names = (&basis.products[one].name, &basis.products[other].name);
            let times = change(&swapped);
            others.extend(times.map(|times| (words::swapped_shares(key, names.0, names.1), times)));
        }
    }
    others
}
