//! The plan that targets and measures make, beside the computed footprint.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Action, Target, read_actions, read_targets};
use crate::amount::{Amount, Inexact, Rounded, Sum, Written, compound_rate, divide, ratio};
use crate::calculation::{Basis, Options, open};
use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::folder::Folder;
use crate::footprint::{Footprint, StudyInfo};
use crate::text::text;
use crate::unit::{EmissionUnit, Quantity};
use crate::word::Stage;

/// What a study plans: its targets against the computed footprint, and its measures.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// Whose, where and when.
    pub study: StudyInfo,
    /// One series per product, or stage of it, in the order of targets.csv.
    pub series: Vec<Series>,
    /// The measures.
    pub actions: Vec<PlannedAction>,
    /// What the measures that say it avoid together, in t CO2e a year; nothing where none does.
    pub avoided: Option<Amount>,
}

/// The targets of a product, or of one stage of it.
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    /// The product.
    pub product: String,
    /// The stage; nothing for the whole footprint.
    pub stage: Option<Stage>,
    /// The unit of all its numbers.
    pub unit: String,
    /// Year by year, the baseline first.
    pub years: Vec<YearTarget>,
    /// What leads from the baseline to the last target.
    pub required: Rate,
    /// The footprint of the study's own year, and what leads from it to the last target.
    pub computed: Computed,
}

/// The target of one year.
#[derive(Clone, Debug, Serialize)]
pub struct YearTarget {
    /// The year.
    pub year: i16,
    /// The footprint that it is to have, as it is written.
    #[serde(serialize_with = "as_written")]
    pub value: Written,
    /// The change to the year before it in the series; nothing for the baseline.
    pub to_previous: Option<Change>,
    /// The change to the baseline.
    pub to_baseline: Option<Change>,
}

fn as_written<S: serde::Serializer>(value: &Written, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&value.to_grouped(""))
}

/// A change: how much, and as a fraction of what it is a change to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How much; below zero for less.
    pub amount: Amount,
    /// As a fraction of what it is a change to; nothing where that is zero.
    pub fraction: Option<Amount>,
}

/// What leads from one year to another.
#[derive(Clone, Debug, Serialize)]
pub struct Rate {
    /// From the end of this year
    pub from: i16,
    /// to the end of this one.
    pub to: i16,
    /// The same amount every year.
    pub linear: Change,
    /// The same fraction of the year before, every year; nothing where it begins or ends at zero.
    pub compound: Option<Amount>,
}

/// The computed footprint beside the targets.
#[derive(Clone, Debug, Serialize)]
pub struct Computed {
    /// The last year of the reporting period.
    pub year: i16,
    /// The footprint.
    pub value: Amount,
    /// The change from the target of that year to it; nothing where the series has no such year.
    pub to_target: Option<Change>,
    /// What leads from it to the last target, where that is still to come.
    pub required: Option<Rate>,
}

/// A measure and what it avoids.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedAction {
    /// What is done.
    pub action: String,
    /// From which year on.
    pub year: Option<i16>,
    /// How much is saved or bought a year.
    pub quantity: Option<Quantity>,
    /// The full name of the factor.
    pub factor: Option<String>,
    /// In t CO2e a year; nothing where no factor is named.
    pub avoided: Option<Amount>,
}

/// A plan, unless an error stands, and what is wrong or worth knowing.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Option<Plan>,
    /// What is wrong or worth knowing.
    pub diagnostics: Diagnostics,
}

/// Holds the targets of the study in `folder` against its footprint.
///
/// # Errors
/// A folder without study.toml or targets.csv, a file that cannot be read.
pub fn plan<'f>(folder: impl Into<Folder<'f>>, options: &Options) -> anyhow::Result<Planned> {
    let (folder, mut diagnostics) = (folder.into(), Diagnostics::default());
    let Some(study) = open(folder, &mut diagnostics)? else { return Ok(Planned { plan: None, diagnostics }) };
    let has = |kind| study.files_of(kind).next().is_some();
    if !has(FileKind::Targets) && !has(FileKind::Actions) {
        return Err(text!(
            "`{folder}` has neither targets.csv nor actions.csv: write targets.csv with the columns product, year, value and unit, \
             and a row a year, as in\n\
             product,year,value,unit\nA,2024,2.5,tCO2e/t\nA,2030,1.9,tCO2e/t",
            "`{folder}` 中既没有 targets.csv 也没有 actions.csv：请写 targets.csv，含 product、year、value、unit 列，每年一行，例如\n\
             product,year,value,unit\nA,2024,2.5,tCO2e/t\nA,2030,1.9,tCO2e/t"
        )
        .into());
    }
    let Some(basis) = Basis::read(study, options, None, &mut diagnostics)? else {
        return Ok(Planned { plan: None, diagnostics });
    };
    let footprint = basis.evaluate(&mut diagnostics).footprint;
    let targets = read_targets(&basis.study, &basis.products, &mut diagnostics)?;
    let actions = read_actions(&basis, &mut diagnostics)?;
    if diagnostics.has_errors() {
        return Ok(Planned { plan: None, diagnostics });
    }
    let plan = match make(&basis, footprint, &targets, &actions, &mut diagnostics) {
        Ok(plan) => Some(plan).filter(|_| !diagnostics.has_errors()),
        Err(error) => {
            let place = targets.first().map_or(Place::file("targets.csv"), |target| target.place.clone());
            diagnostics.push(Diagnostic::new(problem::inexact(error), place));
            None
        }
    };
    Ok(Planned { plan, diagnostics })
}

fn make(
    basis: &Basis,
    footprint: Footprint,
    targets: &[Target],
    actions: &[Action],
    diagnostics: &mut Diagnostics,
) -> Result<Plan, Inexact> {
    let mut order: Vec<(usize, Option<Stage>)> = Vec::new();
    let mut by_series: BTreeMap<(usize, Option<Stage>), Vec<&Target>> = BTreeMap::new();
    for target in targets {
        let key = (target.product, target.stage);
        if !order.contains(&key) {
            order.push(key);
        }
        by_series.entry(key).or_default().push(target);
    }
    let mut series = Vec::new();
    for key in order {
        let mut years = by_series.remove(&key).unwrap_or_default();
        years.sort_by_key(|target| target.year);
        if let [only] = years.as_slice() {
            diagnostics.push(Diagnostic::new(problem::baseline_alone(only.year), only.place.clone()));
            continue;
        }
        let unit = &years[0].unit;
        let others: Vec<&&Target> = years.iter().filter(|target| !target.unit.per.converts_to(&unit.per)).collect();
        for other in &others {
            let problem = problem::mixed_series(&other.unit.symbol, years[0].year, &unit.symbol);
            diagnostics.push(Diagnostic::new(problem, other.place.clone()));
        }
        if others.is_empty() {
            series.push(make_series(basis, &footprint, key, &years)?);
        }
    }
    let mut avoided = Sum::default();
    let stated: Vec<Amount> = actions.iter().filter_map(|action| Some(action.avoided?.value)).collect();
    for amount in &stated {
        avoided.add(*amount);
    }
    let avoided = if stated.is_empty() { None } else { Some(avoided.total()?) };
    let actions = actions.iter().map(|action| PlannedAction {
        action: action.name.clone(),
        year: action.year,
        quantity: action.quantity.clone().map(|(number, unit)| Quantity { amount: number.amount, unit }),
        factor: action.factor.clone(),
        avoided: action.avoided.map(|avoided| avoided.value),
    });
    Ok(Plan { study: footprint.study, series, actions: actions.collect(), avoided })
}

fn make_series(
    basis: &Basis,
    footprint: &Footprint,
    (product, stage): (usize, Option<Stage>),
    targets: &[&Target],
) -> Result<Series, Inexact> {
    // All in the unit of the baseline, which the others convert to.
    let unit = &targets[0].unit;
    let values = targets.iter().map(|target| in_unit_of(target, unit)).collect::<Result<Vec<Written>, Inexact>>()?;
    let mut years = Vec::new();
    for (index, (target, value)) in targets.iter().zip(&values).enumerate() {
        let to = |other: Option<&Written>| other.map(|other| change(other.amount, value.amount)).transpose();
        years.push(YearTarget {
            year: target.year,
            value: *value,
            to_previous: to(index.checked_sub(1).map(|previous| &values[previous]))?,
            to_baseline: to(values.first().filter(|_| index > 0))?,
        });
    }
    let (first, last) = (&years[0], &years[years.len() - 1]);
    let required = rate((first.year, first.value.amount), (last.year, last.value.amount))?;

    let whole = &footprint.products[product];
    let emissions = match stage {
        None => whole.emissions,
        Some(stage) => whole.stages.iter().find(|part| part.stage == stage).map_or(Amount::ZERO, |part| part.emissions),
    };
    let of = &basis.products[product];
    // The unit was seen to fit when the target was read.
    let output = of.in_unit(of.output, &unit.per, Rounded::Decimals)?.ok_or(Inexact::DivisionByZero)?;
    let value = divide(emissions, ratio(&[output.value, unit.tonnes], &[])?)?;
    let year = basis.study.to.year();
    let own = years.iter().find(|target| target.year == year);
    let computed = Computed {
        year,
        value,
        to_target: own.map(|target| change(target.value.amount, value)).transpose()?,
        required: if year < last.year { Some(rate((year, value), (last.year, last.value.amount))?) } else { None },
    };
    Ok(Series { product: of.name.clone(), stage, unit: unit.symbol.clone(), years, required, computed })
}

fn in_unit_of(target: &Target, unit: &EmissionUnit) -> Result<Written, Inexact> {
    if target.unit == *unit {
        return Ok(target.value);
    }
    let own = &target.unit;
    let sizes = (&[target.value.amount, own.tonnes, unit.per.size()], &[unit.tonnes, own.per.size()]);
    ratio(sizes.0, sizes.1).map(Written::plain)
}

fn change(from: Amount, to: Amount) -> Result<Change, Inexact> {
    let amount = to.minus(from)?;
    Ok(Change { amount, fraction: unless_zero(divide(amount, from))? })
}

fn rate(from: (i16, Amount), to: (i16, Amount)) -> Result<Rate, Inexact> {
    // Years are between 1900 and 2200.
    let years = u32::try_from(to.0 - from.0).unwrap_or(0);
    let whole = change(from.1, to.1)?;
    let a_year = |amount| divide(amount, Amount::from(u64::from(years)));
    let linear = Change { amount: a_year(whole.amount)?, fraction: whole.fraction.map(a_year).transpose()? };
    Ok(Rate { from: from.0, to: to.0, linear, compound: unless_zero(compound_rate(from.1, to.1, years))? })
}

/// A quotient; nothing where the divisor is zero.
fn unless_zero(quotient: Result<Amount, Inexact>) -> Result<Option<Amount>, Inexact> {
    match quotient {
        Err(Inexact::DivisionByZero) => Ok(None),
        other => other.map(Some),
    }
}
