//! What follows from other printed figures: these in place of the computed sums.

use std::cmp::Reverse;
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

/// The printed figures that may stand in place of computed sums: those that are sums of contributions.
pub(super) struct StandIns<'s> {
    /// Each with its contributions.
    figures: Vec<(&'s Figure, Vec<usize>)>,
    /// Their places, those of the most contributions first.
    largest_first: Vec<usize>,
}

/// Where a contribution stands in the formula of a figure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Terms,
    Rest,
}

/// A printed figure in place of the computed sum of its contributions.
struct StandIn {
    /// Its place among the printed figures.
    index: usize,
    side: Side,
    value: Estimate,
    shown: String,
}

impl<'s> StandIns<'s> {
    pub(super) fn new(figures: &'s [Figure]) -> StandIns<'s> {
        let is_sum = |figure: &&Figure| {
            matches!(figure.formula.over, Over::Nothing)
                && figure.formula.terms.iter().all(|term| !term.parts.is_empty())
        };
        let figures: Vec<(&Figure, Vec<usize>)> =
            figures.iter().filter(is_sum).map(|figure| (figure, figure.parts().collect())).collect();
        let mut largest_first: Vec<usize> = (0..figures.len()).collect();
        largest_first.sort_by_key(|index| Reverse(figures[*index].1.len()));
        StandIns { figures, largest_first }
    }

    /// The formula of a figure with printed figures in place of all that it is a sum of: those of one table, or of any;
    /// the largest that fit, or the smallest.
    pub(super) fn bases(&self, figure: &Figure, ledger: &Ledger<'_>) -> Vec<Base> {
        let mut bases: Vec<Base> = Vec::new();
        if !matches!(figure.formula.of, Of::Emissions | Of::Activity | Of::Distance) {
            return bases;
        }
        let mut sides = vec![None; ledger.parts.len()];
        for (side, terms) in [(Side::Terms, &figure.formula.terms), (Side::Rest, &figure.formula.rest)] {
            for part in terms.iter().flat_map(|term| &term.parts) {
                sides[*part] = Some(side);
            }
        }
        let mut fitting = Vec::new();
        for index in self.largest_first.iter().copied() {
            let (other, parts) = &self.figures[index];
            let Some(side) = parts.first().and_then(|part| sides[*part]) else { continue };
            if std::ptr::eq(*other, figure) || parts.iter().any(|part| sides[*part] != Some(side)) {
                continue;
            }
            if let Ok(Some((value, shown))) = stand_in(figure, other, ledger) {
                fitting.push(StandIn { index, side, value, shown });
            }
        }
        let mut tables: Vec<Option<&str>> = Vec::new();
        for StandIn { index, .. } in &fitting {
            let table = Some(self.figures[*index].0.table.as_str());
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        tables.push(None);
        for table in tables {
            let own = |other: &&StandIn| table.is_none_or(|table| self.figures[other.index].0.table == table);
            let mut own: Vec<&StandIn> = fitting.iter().filter(own).collect();
            for smallest in [false, true] {
                own.sort_by_key(|other| {
                    let (own, parts) = &self.figures[other.index];
                    let size = if smallest { parts.len() } else { usize::MAX - parts.len() };
                    // A figure of the same kind before an activity that has to meet its factor.
                    (size, own.formula.of != figure.formula.of)
                });
                if let Some(base) = self.base(figure, &own, sides.clone())
                    && !bases.iter().any(|other| (&other.terms, &other.rest) == (&base.terms, &base.rest))
                {
                    bases.push(base);
                }
            }
        }
        bases
    }

    /// The formula with each of the stand-ins as soon as it fits, if together they are all of it. `sides`: which
    /// contributions are of the terms and which of the rest.
    fn base(&self, figure: &Figure, own: &[&StandIn], mut sides: Vec<Option<Side>>) -> Option<Base> {
        let mut left = sides.iter().flatten().count();
        let mut taken: Vec<&StandIn> = Vec::new();
        for stand_in in own {
            let parts = &self.figures[stand_in.index].1;
            if parts.iter().all(|part| sides[*part] == Some(stand_in.side)) {
                for part in parts {
                    sides[*part] = None;
                }
                left -= parts.len();
                taken.push(stand_in);
            }
        }
        if left > 0 {
            return None;
        }
        // Shown in the order in which they are printed.
        taken.sort_by_key(|other| other.index);
        let mut tables: Vec<&str> = Vec::new();
        for other in &taken {
            let table = self.figures[other.index].0.table.as_str();
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        let of = |side: Side| taken.iter().copied().filter(move |other| other.side == side);
        let term = |other: &StandIn| {
            let parts = self.figures[other.index].1.clone();
            Term { value: other.value, parts, factor: None }
        };
        let formula = Formula {
            terms: of(Side::Terms).map(term).collect(),
            rest: of(Side::Rest).map(term).collect(),
            ..figure.formula.clone()
        };
        let shown = |side| of(side).map(|other| other.shown.clone()).collect();
        Some(Base { tables: tables.join(", "), formula, terms: shown(Side::Terms), rest: shown(Side::Rest) })
    }
}

/// What another printed figure stands for in the sum of a figure, and how that is shown; nothing where it is not of
/// the same kind.
fn stand_in(figure: &Figure, other: &Figure, ledger: &Ledger<'_>) -> Result<Option<(Estimate, String)>, Inexact> {
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
