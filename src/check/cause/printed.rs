//! What follows from other printed figures: these in place of the computed sums.

use std::collections::BTreeSet;

use super::scene::{number, over_text};
use crate::amount::{Estimate, Inexact};
use crate::check::figure::{Formula, Of, Over, Term, sum};
use crate::check::ledger::Ledger;
use crate::check::published::Figure;

/// A formula in which printed figures stand in place of computed ones.
pub(super) struct Base {
    pub(super) tables: String,
    pub(super) formula: Formula,
    /// What its terms, and its rest, are shown as.
    terms: Vec<String>,
    rest: Vec<String>,
}

impl Base {
    /// The calculation, over something.
    pub(super) fn arithmetic(&self, over: &Over) -> String {
        match over {
            Over::Whole => {
                let all: Vec<String> = self.terms.iter().chain(&self.rest).cloned().collect();
                format!("{} ÷ ({}) × {}", join(&self.terms), all.join(" + "), self.formula.scale)
            }
            over => over_text(&join(&self.terms), over, self.formula.scale),
        }
    }
}

fn join(terms: &[String]) -> String {
    match terms {
        [one] => one.clone(),
        several => format!("({})", several.join(" + ")),
    }
}

impl Figure {
    /// The contributions that it is of, by their places in the ledger.
    pub(super) fn parts(&self) -> impl Iterator<Item = usize> + '_ {
        self.formula.terms.iter().flat_map(|term| term.parts.iter().copied())
    }
}

/// What printed figures may stand for in the sum of another.
struct StandIn<'f> {
    table: &'f str,
    parts: BTreeSet<usize>,
    /// Whether it is a figure of the same kind, and not an activity that has to meet its factor.
    direct: bool,
    value: Estimate,
    shown: String,
}

/// The formula of a figure with printed figures in place of all that it is a sum of: those of one table, or of any; the
/// largest that fit, or the smallest.
pub(super) fn bases(figure: &Figure, figures: &[Figure], ledger: &Ledger<'_>) -> Result<Vec<Base>, Inexact> {
    let mut bases: Vec<Base> = Vec::new();
    if !matches!(figure.formula.of, Of::Emissions | Of::Activity | Of::Distance) {
        return Ok(bases);
    }
    let mut all = Vec::new();
    let mut tables: Vec<Option<&str>> = Vec::new();
    for other in figures.iter().filter(|other| !std::ptr::eq(*other, figure)) {
        if let Some((value, shown)) = stand_in(figure, other, ledger)? {
            let direct = other.formula.of == figure.formula.of;
            all.push(StandIn { table: &other.table, parts: other.parts().collect(), direct, value, shown });
            if !tables.contains(&Some(other.table.as_str())) {
                tables.push(Some(&other.table));
            }
        }
    }
    tables.push(None);
    for table in tables {
        for smallest in [false, true] {
            let own = all.iter().enumerate().filter(|(_, other)| table.is_none_or(|table| other.table == table));
            let mut own: Vec<(usize, &StandIn<'_>)> = own.collect();
            own.sort_by_key(|(_, other)| {
                let size = other.parts.len();
                (if smallest { size } else { usize::MAX - size }, !other.direct)
            });
            let (Some(mut terms), Some(mut rest)) =
                (cover(&figure.formula.terms, &own), cover(&figure.formula.rest, &own))
            else {
                continue;
            };
            // Shown in the order in which they are printed.
            terms.sort_unstable();
            rest.sort_unstable();
            let used: BTreeSet<usize> = terms.iter().chain(&rest).copied().collect();
            let mut names: Vec<&str> = used.iter().map(|index| all[*index].table).collect();
            names.dedup();
            let term = |index: &usize| {
                let StandIn { parts, value, .. } = &all[*index];
                Term { value: *value, parts: parts.iter().copied().collect(), factor: None }
            };
            let shown = |indices: &[usize]| indices.iter().map(|index| all[*index].shown.clone()).collect();
            let base = Base {
                tables: names.join(", "),
                formula: Formula {
                    terms: terms.iter().map(term).collect(),
                    rest: rest.iter().map(term).collect(),
                    ..figure.formula.clone()
                },
                terms: shown(&terms),
                rest: shown(&rest),
            };
            if !bases.iter().any(|other| (&other.terms, &other.rest) == (&base.terms, &base.rest)) {
                bases.push(base);
            }
        }
    }
    Ok(bases)
}

/// The stand-ins, by their places, that together are all of the terms and nothing twice; each as soon as it fits.
fn cover(terms: &[Term], stand_ins: &[(usize, &StandIn<'_>)]) -> Option<Vec<usize>> {
    let mut left: BTreeSet<usize> = terms.iter().flat_map(|term| term.parts.iter().copied()).collect();
    let mut taken = Vec::new();
    for (index, StandIn { parts, .. }) in stand_ins {
        if parts.is_subset(&left) {
            left.retain(|part| !parts.contains(part));
            taken.push(*index);
        }
    }
    left.is_empty().then_some(taken)
}

/// What another printed figure stands for in the sum of a figure, and how that is shown; nothing where it is not of
/// the same kind.
fn stand_in(figure: &Figure, other: &Figure, ledger: &Ledger<'_>) -> Result<Option<(Estimate, String)>, Inexact> {
    if !matches!(other.formula.over, Over::Nothing) || other.formula.terms.iter().any(|term| term.parts.is_empty()) {
        return Ok(None);
    }
    let printed = other.printed.with_half_unit();
    let shown = other.printed.to_grouped("");
    let from_unit = |estimate: Estimate| estimate.over(Estimate::exact(other.formula.scale));
    match (figure.formula.of, other.formula.of) {
        (Of::Emissions, Of::Emissions) | (Of::Distance, Of::Distance) => Ok(Some((from_unit(printed)?, shown))),
        (Of::Activity, Of::Activity) if figure.unit == other.unit => Ok(Some((printed, shown))),
        // The printed activity × the factor.
        (Of::Emissions, Of::Activity) => {
            let parts: Vec<usize> = other.parts().collect();
            let factors: BTreeSet<&str> =
                parts.iter().map(|part| ledger.parts[*part].contribution.factor.as_str()).collect();
            let terms: Vec<Term> = parts.iter().map(|part| ledger.term(*part, Of::Emissions)).collect();
            let emissions = sum(&terms)?.value;
            let activity = sum(&other.formula.terms)?.value;
            if factors.len() != 1 || activity.is_zero() || emissions.is_zero() {
                return Ok(None);
            }
            let each = Estimate::exact(emissions).over(Estimate::exact(activity))?;
            let value = printed.times(Estimate::exact(each.value))?;
            Ok(Some((value, format!("{shown} × {}", number(each.value)))))
        }
        _ => Ok(None),
    }
}
