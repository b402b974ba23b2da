//! What a published figure is made of: which contributions, over what, in which unit.

use super::ledger::{Ledger, Part, in_base};
use crate::amount::{Amount, Estimate, Inexact, ratio};
use crate::diagnostic::{Problem, problem};
use crate::factor::EmissionFactor;
use crate::name::fold;
use crate::unit::{Dimension, EmissionUnit, Unit, parse_emissions};
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
    pub(super) items: Vec<String>,
    /// A full name, or an activity.
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
            && (self.items.is_empty() || self.items.iter().any(|item| fold(item) == fold(&contribution.item)))
            && self.factor.as_ref().is_none_or(|factor| is_factor(factor, &contribution.factor))
    }
}

/// Whether `name` is the full name, or the activity of it.
pub(super) fn is_factor(name: &str, full_name: &str) -> bool {
    let (name, full_name) = (fold(name), fold(full_name));
    full_name.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
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

/// The formula of a measure of selected contributions.
pub(super) fn formula(
    measure: Measure,
    selection: &Selection,
    unit: &str,
    ledger: &Ledger<'_>,
) -> Result<Formula, Problem> {
    let selected: Vec<usize> = (0..ledger.parts.len()).filter(|index| selection.takes(&ledger.parts[*index])).collect();
    if selected.is_empty() {
        return Err(problem::nothing_selected());
    }
    let bad_unit = || problem::bad_figure_unit(unit, measure);
    let emissions = |indices: &[usize]| indices.iter().map(|index| ledger.term(*index, Of::Emissions)).collect();
    let per_tonne = |tonnes: Amount| ratio(&[Amount::ONE], &[tonnes]).map_err(problem::inexact);
    let (over, of) = (Over::Nothing, Of::Emissions);
    match measure {
        Measure::Emissions => {
            let mass = parse_emissions(unit).ok_or_else(bad_unit)?;
            let scale = ratio(&[Unit::tonne().size()], &[mass.size()]).map_err(problem::inexact)?;
            Ok(Formula { terms: emissions(&selected), rest: Vec::new(), over, scale, of })
        }
        Measure::Footprint => {
            let &[product] = selection.products.as_slice() else { return Err(problem::one_product_needed()) };
            let EmissionUnit { tonnes, per, symbol, .. } = footprint_unit(unit).ok_or_else(bad_unit)?;
            let of_product = &ledger.basis.products[product];
            let output = of_product.in_unit(of_product.output, &per, ledger.rounded).map_err(problem::inexact)?;
            let output = output.ok_or_else(|| problem::not_per_output(&symbol, &of_product.name, &of_product.unit))?;
            let over = Over::Output { output, product, per };
            Ok(Formula { terms: emissions(&selected), rest: Vec::new(), over, scale: per_tonne(tonnes)?, of })
        }
        Measure::Share => {
            let scale = percent(unit).ok_or_else(bad_unit)?;
            let whole =
                (0..ledger.parts.len()).filter(|index| selection.products.contains(&ledger.parts[*index].product));
            let rest: Vec<usize> = whole.filter(|index| !selected.contains(index)).collect();
            Ok(Formula { terms: emissions(&selected), rest: emissions(&rest), over: Over::Whole, scale, of })
        }
        Measure::Activity => {
            let printed = Unit::parse(unit).ok_or_else(bad_unit)?;
            let terms = activity_terms(&selected, &printed, unit, ledger)?;
            Ok(Formula { terms, rest: Vec::new(), over, scale: Amount::ONE, of: Of::Activity })
        }
        Measure::InputShare => {
            let scale = percent(unit).ok_or_else(bad_unit)?;
            // Of all that the same files hold for the same products and stages.
            let same = |index: &usize| {
                let own = ledger.parts[*index].contribution;
                let like = |other: &usize| {
                    let other = ledger.parts[*other].contribution;
                    (&own.file, own.stage) == (&other.file, other.stage)
                };
                selection.products.contains(&ledger.parts[*index].product) && selected.iter().any(like)
            };
            let rest: Vec<usize> =
                (0..ledger.parts.len()).filter(same).filter(|index| !selected.contains(index)).collect();
            let printed = ledger.parts[selected[0]].per();
            let terms = activity_terms(&selected, printed, &printed.to_string(), ledger)?;
            let rest = activity_terms(&rest, printed, &printed.to_string(), ledger)?;
            Ok(Formula { terms, rest, over: Over::Whole, scale, of: Of::Activity })
        }
        Measure::Distance => {
            let printed = Unit::parse(unit).filter(|unit| unit.dimension() == Dimension::Distance);
            let printed = printed.ok_or_else(bad_unit)?;
            let counted = selected.iter().copied().filter(|index| ledger.parts[*index].distance.is_some());
            let terms: Vec<Term> = counted.map(|index| ledger.term(index, Of::Distance)).collect();
            if terms.is_empty() {
                return Err(problem::nothing_selected());
            }
            Ok(Formula { terms, rest: Vec::new(), over, scale: per_tonne(printed.size())?, of: Of::Distance })
        }
        Measure::Factor | Measure::Output | Measure::Sold | Measure::Target | Measure::Avoided => Err(bad_unit()),
    }
}

/// The unit of a footprint: emissions of CO2 or CO2e per unit of output.
pub(super) fn footprint_unit(unit: &str) -> Option<EmissionUnit> {
    EmissionUnit::parse(unit).filter(|unit| unit.gas.as_deref().is_none_or(|gas| gas == "CO2"))
}

/// The value of a factor in the printed unit.
pub(super) fn factor_formula(factor: &EmissionFactor, unit: &str) -> Result<Formula, Problem> {
    let bad_unit = || problem::bad_figure_unit(unit, Measure::Factor);
    let printed = EmissionUnit::parse(unit).ok_or_else(bad_unit)?;
    let plain = |gas: &Option<String>| gas.clone().filter(|gas| gas != "CO2");
    if !factor.unit.per.converts_to(&printed.per) || plain(&factor.unit.gas) != plain(&printed.gas) {
        return Err(problem::figure_unit_mismatch(unit, &factor.unit.per));
    }
    let value = in_base(factor).and_then(|base| ratio(&[base, printed.per.size()], &[printed.tonnes]));
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
