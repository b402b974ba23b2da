//! What a published figure is made of: which contributions, over what, in which unit.

use std::collections::BTreeSet;

use super::ledger::{Ledger, Part};
use crate::amount::{Amount, Estimate, Inexact, ratio};
use crate::column::Column as C;
use crate::diagnostic::{Problem, problem};
use crate::factor::EmissionFactor;
use crate::unit::{Dimension, EmissionUnit, Unit, footprint_unit, parse_emissions};
use crate::word::{Measure, Stage};

/// Which contributions a figure is of. What is blank takes all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Selection {
    /// By their places in the list.
    pub(super) products: Vec<usize>,
    pub(super) stage: Option<Stage>,
    pub(super) scope: Option<u8>,
    pub(super) file: Option<String>,
    pub(super) line: Option<u64>,
    /// As names are compared.
    pub(super) items: Vec<String>,
    /// A full name, or an activity, as names are compared.
    pub(super) factor: Option<String>,
}

impl Selection {
    pub(super) fn takes(&self, part: &Part<'_>) -> bool {
        let contribution = part.contribution;
        self.products.contains(&part.product)
            && self.stage.is_none_or(|stage| stage == contribution.stage)
            && self.scope.is_none_or(|scope| scope == contribution.scope)
            && self.file.as_ref().is_none_or(|file| *file == contribution.file)
            && self.line.is_none_or(|line| line == contribution.first_line)
            && (self.items.is_empty() || self.items.contains(&part.item))
            && self.factor.as_ref().is_none_or(|factor| is_factor(factor, &part.factor))
    }
}

/// Whether `name` is the full name, or the activity of it, both as names are compared.
pub(super) fn is_factor(name: &str, full_name: &str) -> bool {
    full_name.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// How a figure is computed: the sum of its terms, over something, in the unit that is printed.
#[derive(Clone, Debug)]
pub(super) struct Formula {
    pub(super) terms: Vec<Term>,
    /// What the whole has besides the terms, for a share.
    pub(super) rest: Vec<Term>,
    pub(super) over: Over,
    /// From the unit of the sum to the printed one.
    pub(super) scale: Amount,
    /// What the terms are amounts of.
    pub(super) of: Of,
}

/// A part of a sum.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub(super) value: Estimate,
    /// The contributions behind it, by their places in the ledger.
    pub(super) parts: Vec<usize>,
    /// The factor that it is the value of, by full name.
    pub(super) factor: Option<String>,
}

/// What the terms of a formula are amounts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    Emissions,
    Activity,
    Distance,
    /// Something that is given, and not summed.
    Given,
}

/// What a sum is divided by.
#[derive(Clone, Debug)]
pub(super) enum Over {
    Nothing,
    /// The output of a product, in the unit that is printed.
    Output {
        output: Estimate,
        product: usize,
        per: Unit,
    },
    /// The terms and the rest together.
    Whole,
}

impl Formula {
    /// A number that is given as it stands.
    pub(super) fn given(value: Estimate, factor: Option<String>) -> Formula {
        let term = Term { value, parts: Vec::new(), factor };
        Formula { terms: vec![term], rest: Vec::new(), over: Over::Nothing, scale: Amount::ONE, of: Of::Given }
    }

    /// The figure, in the printed unit, and what it could be.
    pub(super) fn result(&self) -> Result<Estimate, Inexact> {
        self.combine(sum(&self.terms)?, sum(&self.rest)?, &self.over)
    }

    /// The figure for other sums, or over something else.
    pub(super) fn combine(&self, terms: Estimate, rest: Estimate, over: &Over) -> Result<Estimate, Inexact> {
        let quotient = match over {
            Over::Nothing => terms,
            Over::Output { output, .. } => terms.over(*output)?,
            Over::Whole => terms.share_with(rest)?,
        };
        if self.scale == Amount::ONE { Ok(quotient) } else { quotient.times(Estimate::exact(self.scale)) }
    }
}

/// The sum of terms.
pub(super) fn sum<'t>(terms: impl IntoIterator<Item = &'t Term>) -> Result<Estimate, Inexact> {
    terms.into_iter().try_fold(Estimate::default(), |sum, term| sum.plus(term.value))
}

/// The formula of a measure of selected contributions; or the column and what is wrong.
pub(super) fn formula(
    measure: Measure,
    selection: &Selection,
    unit: &str,
    ledger: &Ledger<'_>,
) -> Result<Formula, (C, Problem)> {
    let takes: Vec<bool> = ledger.parts.iter().map(|part| selection.takes(part)).collect();
    let selected: Vec<usize> = (0..takes.len()).filter(|index| takes[*index]).collect();
    let Some(first) = selected.first().map(|first| &ledger.parts[*first]) else {
        return Err((C::Measure, problem::nothing_selected()));
    };
    let of_products = |index: &usize| selection.products.contains(&ledger.parts[*index].product);
    let bad_unit = || (C::Unit, problem::bad_figure_unit(unit, measure));
    let inexact = |error| (C::Value, problem::inexact(error));
    let in_unit = |problem| (C::Unit, problem);
    let terms = |indices: &[usize], of| indices.iter().map(|index| ledger.term(*index, of)).collect::<Vec<Term>>();
    let over_one = |size: Amount| ratio(&[Amount::ONE], &[size]).map_err(inexact);
    let sum = |terms: Vec<Term>, scale, of| Formula { terms, rest: Vec::new(), over: Over::Nothing, scale, of };
    match measure {
        Measure::Emissions => {
            let mass = parse_emissions(unit).ok_or_else(bad_unit)?;
            let scale = ratio(&[Unit::tonne().size()], &[mass.size()]).map_err(inexact)?;
            Ok(sum(terms(&selected, Of::Emissions), scale, Of::Emissions))
        }
        Measure::Footprint => {
            let &[product] = selection.products.as_slice() else {
                return Err((C::Product, problem::one_product_needed()));
            };
            let EmissionUnit { tonnes, per, symbol, .. } = footprint_unit(unit).ok_or_else(bad_unit)?;
            let of = &ledger.basis.products[product];
            let output = of.in_unit(ledger.output(product), &per, ledger.rounded).map_err(inexact)?;
            let output = output.ok_or_else(|| in_unit(problem::not_per_output(&symbol, &of.name, &of.unit)))?;
            let over = Over::Output { output, product, per };
            Ok(Formula { over, ..sum(terms(&selected, Of::Emissions), over_one(tonnes)?, Of::Emissions) })
        }
        Measure::Share => {
            let scale = percent(unit).ok_or_else(bad_unit)?;
            let rest: Vec<usize> = (0..takes.len()).filter(|index| !takes[*index]).filter(of_products).collect();
            let rest = terms(&rest, Of::Emissions);
            Ok(Formula { rest, over: Over::Whole, ..sum(terms(&selected, Of::Emissions), scale, Of::Emissions) })
        }
        Measure::Activity => {
            let printed = Unit::parse(unit).ok_or_else(bad_unit)?;
            let terms = activity_terms(&selected, &printed, unit, ledger).map_err(in_unit)?;
            Ok(sum(terms, Amount::ONE, Of::Activity))
        }
        Measure::InputShare => {
            let scale = percent(unit).ok_or_else(bad_unit)?;
            // Of all that the same files hold for the same products and stages.
            let place = |index: &usize| {
                let contribution = ledger.parts[*index].contribution;
                (contribution.file.as_str(), contribution.stage)
            };
            let places: BTreeSet<(&str, Stage)> = selected.iter().map(place).collect();
            let rest = (0..takes.len()).filter(|index| !takes[*index] && places.contains(&place(index)));
            let rest: Vec<usize> = rest.filter(of_products).collect();
            let (printed, unit) = (first.per(), first.per().to_string());
            let terms = activity_terms(&selected, printed, &unit, ledger).map_err(in_unit)?;
            let rest = activity_terms(&rest, printed, &unit, ledger).map_err(in_unit)?;
            Ok(Formula { rest, over: Over::Whole, ..sum(terms, scale, Of::Activity) })
        }
        Measure::Distance => {
            let printed = Unit::parse(unit).filter(|unit| unit.dimension() == Dimension::Distance);
            let printed = printed.ok_or_else(bad_unit)?;
            let counted: Vec<usize> =
                selected.iter().copied().filter(|index| ledger.parts[*index].distance.is_some()).collect();
            if counted.is_empty() {
                return Err((C::Measure, problem::nothing_selected()));
            }
            Ok(sum(terms(&counted, Of::Distance), over_one(printed.size())?, Of::Distance))
        }
        Measure::Factor | Measure::Output | Measure::Sold | Measure::Target | Measure::Avoided => Err(bad_unit()),
    }
}

/// The value of a factor in the printed unit.
pub(super) fn factor_formula(factor: &EmissionFactor, unit: &str) -> Result<Formula, Problem> {
    let bad_unit = || problem::bad_figure_unit(unit, Measure::Factor);
    let printed = EmissionUnit::parse(unit).ok_or_else(bad_unit)?;
    if factor.unit.other_gas() != printed.other_gas() {
        return Err(problem::other_gas(unit, &factor.unit.symbol));
    }
    if !factor.unit.per.converts_to(&printed.per) {
        return Err(problem::figure_unit_mismatch(unit, &factor.unit.per));
    }
    let value = factor.in_base().and_then(|base| ratio(&[base, printed.per.size()], &[printed.tonnes]));
    Ok(Formula::given(Estimate::exact(value.map_err(problem::inexact)?), Some(factor.full_name())))
}

fn activity_terms(indices: &[usize], printed: &Unit, unit: &str, ledger: &Ledger<'_>) -> Result<Vec<Term>, Problem> {
    let mut terms = Vec::new();
    for index in indices {
        let part = &ledger.parts[*index];
        if !part.per().converts_to(printed) {
            return Err(problem::figure_unit_mismatch(unit, part.per()));
        }
        let mut term = ledger.term(*index, Of::Activity);
        let size = ratio(&[part.per().size()], &[printed.size()]).map_err(problem::inexact)?;
        term.value = term.value.times(Estimate::exact(size)).map_err(problem::inexact)?;
        terms.push(term);
    }
    Ok(terms)
}

fn percent(unit: &str) -> Option<Amount> {
    match unit {
        "%" | "％" => Some(Amount::new(100, 0)),
        "‰" => Some(Amount::new(1000, 0)),
        "1" => Some(Amount::ONE),
        _ => None,
    }
}

impl Ledger<'_> {
    /// A contribution as a term.
    pub(super) fn term(&self, index: usize, of: Of) -> Term {
        let part = &self.parts[index];
        let value = match of {
            Of::Emissions | Of::Given => part.emissions,
            Of::Activity => part.activity,
            Of::Distance => part.distance.unwrap_or_default(),
        };
        Term { value, parts: vec![index], factor: None }
    }
}
