//! Values that are far off their kin, and slips of a unit.

use super::Findings;
use super::kin::{Family, Median, Member, exceeds};
use crate::amount::Amount;
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::unit::{EmissionUnit, UNITS, Unit};

/// How much more, or less, than its kin a factor may be. What one activity emits differs by less: the provinces' grids of
/// China by seven (0.1073 kgCO2/kWh in Yunnan to 0.7901 in Hebei), the calorific values of one fuel by two (IPCC 2006, vol. 2,
/// table 1.2).
const TENFOLD: Amount = Amount::new(10, 0);

/// By what a value is off where one unit is taken for another: kg for t, `MWh` for `kWh`, L for m³; 万m³ for m³;
/// g for t.
const SLIPS: [Amount; 3] = [Amount::new(1_000, 0), Amount::new(10_000, 0), Amount::new(1_000_000, 0)];

/// How far a value may be off its kin once the slip is undone: half of the way to ten, as ratios go, so that it tells a
/// thousand from ten thousand.
const ABOUT: Amount = Amount::new(3, 0);

/// The masses that factors are given in, in t.
const MASSES: [(&str, Amount); 3] = [("t", Amount::ONE), ("kg", Amount::new(1, 3)), ("g", Amount::new(1, 6))];

/// Every member of the table that is more than [`TENFOLD`] off the median of its kin, or off by one of [`SLIPS`].
pub(super) fn off(family: &Family<'_>, findings: &mut Findings) {
    let ranked = family.ranked(|_| true);
    for member in &family.members {
        let Some(index) = member.index else { continue };
        let Some(median) = ranked.median(member) else { continue };
        // Of two that are far apart nobody knows which is right: that is told once, at the one below.
        if median.count == 1 && median.member.index.is_some_and(|other| other > index) {
            continue;
        }
        let is_large = exceeds(member.value, TENFOLD, median.member.value);
        if !is_large && !exceeds(median.member.value, TENFOLD, member.value) {
            continue;
        }
        let Some((by, meant)) = slip(member, &median, is_large) else {
            findings.add(index, member.value_column(), problem::factor_outlier(&compared(member, &median), is_large));
            continue;
        };
        findings.add(index, C::Unit, problem::unit_slip(&compared(member, &median), by, is_large, &meant));
    }
}

/// The slip that a member is off by, and the units that it is undone with.
fn slip(member: &Member<'_>, median: &Median<'_>, is_large: bool) -> Option<(Amount, Vec<String>)> {
    let (large, small) = if is_large { (member, &median.member) } else { (&median.member, member) };
    SLIPS.into_iter().find_map(|by| {
        let shifted = small.value.times(by).ok()?;
        let is_it = !exceeds(large.value, ABOUT, shifted) && !exceeds(shifted, ABOUT, large.value);
        is_it.then(|| (by, meant(&member.factor.unit, by, is_large))).filter(|(_, meant)| !meant.is_empty())
    })
}

/// The units with which the same digits are `by` times less, or more: another mass of the gas, or another unit of the
/// activity.
fn meant(unit: &EmissionUnit, by: Amount, less: bool) -> Vec<String> {
    // What is twice as much in the denominator makes half of it.
    let is_by = |one: Amount, other: Amount| {
        let (small, large) = if less { (one, other) } else { (other, one) };
        small.times(by).is_ok_and(|shifted| shifted == large)
    };
    let gas = unit.gas.as_deref();
    let masses = MASSES.iter().filter(|(_, tonnes)| is_by(*tonnes, unit.tonnes));
    let masses = masses.map(|(mass, _)| EmissionUnit::spell(mass, gas, &unit.per));
    let units = UNITS.iter().filter_map(|(symbol, ..)| {
        let other = Unit::parse(&format!("{symbol}{}", unit.per.substance().unwrap_or_default()))?;
        let fits = other.converts_to(&unit.per) && is_by(unit.per.size(), other.size());
        fits.then(|| EmissionUnit::spell(unit.mass(), gas, &other))
    });
    masses.chain(units).collect()
}

/// A member and its median as a message shows them.
fn compared(member: &Member<'_>, median: &Median<'_>) -> problem::Compared {
    let Median { member: other, count } = median;
    let shown = |value: Amount| member.in_own_unit(value).unwrap_or(value).to_brief();
    problem::Compared {
        activity: member.factor.activity.clone(),
        unit: member.factor.unit.symbol.clone(),
        value: shown(member.value),
        others: shown(other.value),
        other: other.factor.full_name(),
        count: *count,
    }
}
