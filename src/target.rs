//! Targets and what is done to reach them: `targets.csv`, `actions.csv`, and the plan that they make.
//!
//! A target is a footprint per declared unit that a year is to have, for a product or for one stage of it. The
//! earliest year of a series is its baseline.

mod plan;

use std::cell::Cell;
use std::io;

use crate::amount::{Amount, Estimate, Rounded, Written, ratio};
use crate::calculation::Basis;
use crate::cell::{required_text, required_unit, required_written, required_year, year};
use crate::characterise::named_factor;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, nearest, problem};
use crate::factor::EmissionFactor;
use crate::name::fold;
use crate::product::{Product, named_product};
use crate::study::Study;
use crate::table::{Named, Row, SmallTable};
use crate::unit::{EmissionUnit, Unit, footprint_unit};
use crate::word::{Measure, Stage, Word};

pub use plan::{Change, Computed, Plan, Planned, PlannedAction, Rate, Series, YearTarget, plan};

/// A row of targets.csv.
#[derive(Clone, Debug)]
pub struct Target {
    /// The product, by its place in the list.
    pub product: usize,
    /// The stage; nothing for the whole footprint.
    pub stage: Option<Stage>,
    /// The year.
    pub year: i16,
    /// The footprint that the year is to have, in `unit`.
    pub value: Written,
    /// The unit: emissions per unit of output.
    pub unit: EmissionUnit,
    /// Where it stands.
    pub place: Place,
}

/// A row of actions.csv: something that is done to reduce emissions.
#[derive(Clone, Debug)]
pub struct Action {
    /// What is done.
    pub name: String,
    /// From which year on.
    pub year: Option<i16>,
    /// How much is saved or bought a year, and its unit.
    pub quantity: Option<(Written, Unit)>,
    /// The full name of the factor that tells what it avoids.
    pub factor: Option<String>,
    /// What it avoids a year, in t CO2e; nothing where the row names no factor.
    pub avoided: Option<Estimate>,
    /// Where it stands.
    pub place: Place,
    /// Where its factor stands.
    factor_place: Place,
}

impl Named for Action {
    fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Action> {
        let name = required_text(row, C::Action, diagnostics);
        let year = year(row, diagnostics);
        let quantity = if row.text(C::Quantity).is_empty() && row.text(C::Unit).is_empty() {
            None
        } else {
            let number = required_written(row, C::Quantity, diagnostics);
            Some((number?, required_unit(row, C::Unit, diagnostics)?))
        };
        if let Some((number, _)) = quantity.as_ref().filter(|(number, _)| number.amount.is_negative()) {
            diagnostics.push(row.diagnostic(C::Quantity, problem::below_zero(number.amount)));
        }
        let factor = row.filled(C::Factor);
        if factor.is_some() && quantity.is_none() {
            diagnostics.push(row.diagnostic(C::Quantity, problem::missing_cell(C::Quantity.name())));
        }
        Some(Action {
            name: name?,
            year,
            quantity,
            factor,
            avoided: None,
            place: row.place(C::Action),
            factor_place: row.place(C::Factor),
        })
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

/// The targets of a study, in the order of their rows.
///
/// # Errors
/// A file that cannot be read.
pub fn read_targets(study: &Study, products: &[Product], diagnostics: &mut Diagnostics) -> io::Result<Vec<Target>> {
    let mut targets: Vec<Target> = Vec::new();
    for file in study.files_of(FileKind::Targets) {
        let table = SmallTable::read(FileKind::Targets, &file.source, &file.binding, diagnostics)?;
        let Some(table) = table else { continue };
        if table.is_empty() {
            diagnostics.push(Diagnostic::new(problem::no_rows("targets"), table.header_place()));
        }
        table.for_each(|row| {
            let Some(target) = read_target(&row, products, &study.stages, diagnostics) else { return };
            let same = |other: &&Target| {
                (other.product, other.stage, other.year) == (target.product, target.stage, target.year)
            };
            if let Some(Target { place, .. }) = targets.iter().find(same) {
                let problem = problem::duplicate_name(&target.year.to_string(), &place.file, place.line);
                diagnostics.push(row.diagnostic(C::Year, problem));
                return;
            }
            targets.push(target);
        });
    }
    Ok(targets)
}

fn read_target(row: &Row<'_>, products: &[Product], stages: &[Stage], diagnostics: &mut Diagnostics) -> Option<Target> {
    let name = required_text(row, C::Product, diagnostics);
    let product = name.and_then(|name| named_product(&name, row, products, diagnostics));
    let stage = read_stage(row, diagnostics);
    if let Ok(Some(stage)) = stage
        && !stages.contains(&stage)
    {
        diagnostics.push(row.diagnostic(C::Stage, problem::target_outside(stage, stages)));
    }
    let year = required_year(row, diagnostics);
    let value = required_written(row, C::Value, diagnostics);
    if let Some(value) = value.filter(|value| value.amount.is_negative()) {
        diagnostics.push(row.diagnostic(C::Value, problem::below_zero(value.amount)));
    }
    let unit = required_text(row, C::Unit, diagnostics).and_then(|text| {
        let unit = footprint_unit(&text);
        if unit.is_none() {
            diagnostics.push(row.diagnostic(C::Unit, problem::bad_figure_unit(&text, Measure::Target)));
        }
        unit
    });
    let (product, value, unit) = (product?, value?, unit?);
    if products[product].in_unit(products[product].output, &unit.per, Rounded::Decimals).ok().flatten().is_none() {
        let problem = problem::not_per_output(&unit.symbol, &products[product].name, &products[product].unit);
        diagnostics.push(row.diagnostic(C::Unit, problem));
        return None;
    }
    Some(Target { product, stage: stage.ok()?, year: year?, value, unit, place: row.place(C::Year) })
}

/// The stage in a row; `Ok(None)` where it is blank.
pub(crate) fn read_stage(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Result<Option<Stage>, ()> {
    let Some(text) = row.filled(C::Stage) else { return Ok(None) };
    match Stage::parse(&text) {
        Some(stage) => Ok(Some(stage)),
        None => {
            let near = nearest(&text, Stage::WORDS.iter().flat_map(|(_, names)| names.iter().copied()));
            diagnostics.push(row.diagnostic(C::Stage, problem::no_such_stage(&text, &near, &Stage::names())));
            Err(())
        }
    }
}

/// The reduction measures of a study, in the order of their rows, with what each avoids.
///
/// # Errors
/// A file that cannot be read.
pub fn read_actions(basis: &Basis, diagnostics: &mut Diagnostics) -> io::Result<Vec<Action>> {
    let mut actions: Vec<Action> = Vec::new();
    for file in basis.study.files_of(FileKind::Actions) {
        let table = SmallTable::read(FileKind::Actions, &file.source, &file.binding, diagnostics)?;
        if let Some(table) = table {
            table.collect(&mut actions, diagnostics);
        }
    }
    let suggestions = Cell::new(1);
    for action in &mut actions {
        let (Some((quantity, unit)), Some(name)) = (&action.quantity, &action.factor) else { continue };
        let avoided = named_factor(name, basis.factors(&suggestions))
            .and_then(|factor| avoided(*quantity, unit, factor, basis).map(|avoided| (factor.full_name(), avoided)));
        match avoided {
            Ok((factor, avoided)) => (action.factor, action.avoided) = (Some(factor), Some(avoided)),
            Err(problem) => diagnostics.push(Diagnostic::new(problem, action.factor_place.clone())),
        }
    }
    Ok(actions)
}

fn avoided(quantity: Written, unit: &Unit, factor: &EmissionFactor, basis: &Basis) -> Result<Estimate, Problem> {
    let EmissionUnit { gas, per, .. } = &factor.unit;
    if !unit.converts_to(per) {
        return Err(problem::unit_mismatch(unit, &factor.full_name(), per));
    }
    let gwp = match gas {
        None => Amount::ONE,
        Some(gas) => {
            let set = basis.study.gwp;
            basis.shipped.gases.gwp(gas, set).ok_or_else(|| problem::missing_gwp(gas, set.name()))?
        }
    };
    let (mut numerators, denominators) = factor.in_base_parts();
    numerators.extend([unit.size(), gwp]);
    let whole = || {
        let value = ratio(&[&[quantity.amount], numerators.as_slice()].concat(), &denominators)?;
        let each = Estimate::exact(ratio(&numerators, &denominators)?);
        Ok(quantity.estimate(Rounded::Decimals).times(each)?.with_value(value))
    };
    whole().map_err(problem::inexact)
}

/// The measure with this name.
pub(crate) fn action_named<'a>(name: &str, actions: &'a [Action]) -> Option<&'a Action> {
    actions.iter().find(|action| fold(&action.name) == fold(name))
}
