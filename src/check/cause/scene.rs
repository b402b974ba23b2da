//! A figure as a scene for hypotheses: its sums, what may change in them, and how the arithmetic is shown.

use std::collections::{BTreeMap, BTreeSet};

use super::words;
use crate::amount::{Amount, Estimate, Inexact};
use crate::check::figure::{Formula, Of, Over, Term, sum};
use crate::check::ledger::{Ledger, Lever, LeverKind, levers_of};
use crate::text::Text;

/// The two sums of a formula.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    pub(super) terms: Estimate,
    pub(super) rest: Estimate,
}

impl Sums {
    pub(super) fn of(formula: &Formula) -> Result<Sums, Inexact> {
        Ok(Sums { terms: sum(&formula.terms)?, rest: sum(&formula.rest)? })
    }
}

/// A formula in which something is changed.
pub(super) struct Scene<'s> {
    pub(super) formula: &'s Formula,
    pub(super) sums: Sums,
    pub(super) ledger: &'s Ledger<'s>,
}

/// Terms of a formula by their places: first those of the terms, then those of the rest.
pub(super) type Slots = Vec<usize>;

/// What a hypothesis does to a formula.
pub(super) struct Change {
    /// The sums that it makes.
    pub(super) sums: Sums,
    /// What it changes of the terms, before and after.
    pub(super) old: Amount,
    pub(super) new: Amount,
    /// The multiplier, where it is one.
    pub(super) times: Option<Times>,
}

/// A multiplier, as a fraction.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    pub(super) by: Amount,
    pub(super) over: Amount,
}

impl Times {
    pub(super) fn by(amount: Amount) -> Times {
        Times { by: amount, over: Amount::ONE }
    }

    /// From `old` to `new`, for what is proportional to it, or divided by it.
    pub(super) fn instead(new: Amount, old: Amount, divides: bool) -> Times {
        if divides { Times { by: old, over: new } } else { Times { by: new, over: old } }
    }

    pub(super) fn of(self, estimate: Estimate) -> Result<Estimate, Inexact> {
        let product = if self.by == Amount::ONE { estimate } else { estimate.times(Estimate::exact(self.by))? };
        if self.over == Amount::ONE { Ok(product) } else { product.over(Estimate::exact(self.over)) }
    }
}

impl Scene<'_> {
    pub(super) fn term(&self, slot: usize) -> &Term {
        let terms = &self.formula.terms;
        terms.get(slot).unwrap_or_else(|| &self.formula.rest[slot - terms.len()])
    }

    pub(super) fn slots(&self) -> usize {
        self.formula.terms.len() + self.formula.rest.len()
    }

    /// The sum of those of `slots` that are in the terms, and of those in the rest.
    pub(super) fn part(&self, slots: &[usize]) -> Result<Sums, Inexact> {
        let in_terms = self.formula.terms.len();
        let (terms, rest): (Vec<usize>, Vec<usize>) = slots.iter().partition(|slot| **slot < in_terms);
        let sum_of = |slots: Vec<usize>| sum(slots.into_iter().map(|slot| self.term(slot)));
        Ok(Sums { terms: sum_of(terms)?, rest: sum_of(rest)? })
    }

    /// What becomes of the figure where some of the terms are multiplied.
    pub(super) fn change(&self, changes: &[(Slots, Times)]) -> Result<Change, Inexact> {
        let (mut old, mut new) = (Sums::default(), Sums::default());
        for (slots, times) in changes {
            let part = self.part(slots)?;
            old = Sums { terms: old.terms.plus(part.terms)?, rest: old.rest.plus(part.rest)? };
            let multiplied = Sums { terms: times.of(part.terms)?, rest: times.of(part.rest)? };
            new = Sums { terms: new.terms.plus(multiplied.terms)?, rest: new.rest.plus(multiplied.rest)? };
        }
        let exchange = |whole: Estimate, old, new| whole.without(old)?.plus(new);
        let sums = Sums {
            terms: exchange(self.sums.terms, old.terms, new.terms)?,
            rest: exchange(self.sums.rest, old.rest, new.rest)?,
        };
        let times = if let [(_, times)] = changes { Some(*times) } else { None };
        Ok(Change { sums, old: old.terms.value, new: new.terms.value, times })
    }

    /// The figure for other sums.
    pub(super) fn result(&self, sums: Sums) -> Result<Estimate, Inexact> {
        self.formula.combine(sums.terms, sums.rest, &self.formula.over)
    }

    /// The numbers that a term is proportional to.
    pub(super) fn levers(&self, slot: usize) -> Vec<Lever> {
        let term = self.term(slot);
        if let Some(factor) = term.factor.as_ref().and_then(|name| self.ledger.factor(name)) {
            return levers_of(factor);
        }
        match term.parts.as_slice() {
            [part] => {
                let levers = self.ledger.levers(&self.ledger.parts[*part]);
                let counts = |lever: &Lever| match self.formula.of {
                    Of::Emissions | Of::Given => true,
                    Of::Activity => {
                        !matches!(lever.kind, LeverKind::Factor(_) | LeverKind::Parameter(..) | LeverKind::Gwp(_))
                    }
                    Of::Distance => matches!(lever.kind, LeverKind::Cell(..)),
                };
                levers.into_iter().filter(counts).collect()
            }
            _ => Vec::new(),
        }
    }

    /// All slots, and those of each item alone where there are several.
    pub(super) fn by_item(&self, slots: &[usize]) -> Vec<Slots> {
        let mut items: BTreeMap<(&str, &str), Slots> = BTreeMap::new();
        for slot in slots {
            if let [part] = self.term(*slot).parts.as_slice() {
                let contribution = self.ledger.parts[*part].contribution;
                items.entry((&contribution.file, &contribution.item)).or_default().push(*slot);
            }
        }
        let mut all = vec![slots.to_vec()];
        if items.len() > 1 {
            all.extend(items.into_values());
        }
        all
    }

    /// What a number is called.
    pub(super) fn name(&self, kind: &LeverKind) -> Text {
        match kind {
            LeverKind::Cell(file, line, own) => words::cell(own.name(), file, *line),
            LeverKind::Factor(name) => words::factor(name),
            LeverKind::Parameter(name, own) => words::parameter(own.name(), name),
            LeverKind::Vehicle(index, own) => words::of_vehicle(own.name(), &self.ledger.basis.vehicles[*index].name),
            LeverKind::Gwp(gas) => words::gwp(gas),
        }
    }

    /// A number of the sum in the unit that is shown.
    pub(super) fn shown(&self, amount: Amount) -> String {
        let scaled = Estimate::exact(amount).times(Estimate::exact(self.formula.scale_of_sum()));
        number(scaled.map_or(amount, |scaled| scaled.value))
    }

    /// The calculation of a changed figure.
    pub(super) fn arithmetic(&self, change: &Change) -> String {
        let Change { sums, old, new, times } = change;
        let whole = self.sums.terms.value;
        let terms = match times {
            _ if new.is_zero() => format!("{} − {}", self.shown(whole), self.shown(*old)),
            Some(times) if *old == whole => times_text(&self.shown(whole), *times),
            _ => format!("{} − {} + {}", self.shown(whole), self.shown(*old), self.shown(*new)),
        };
        match &self.formula.over {
            Over::Whole => whole_text(*sums, self.formula.scale),
            Over::Nothing => terms,
            over @ Over::Output { .. } => over_text(&format!("({terms})"), over, self.formula.scale),
        }
    }

    /// Rows, items and files, by name: what may be left out as one.
    pub(super) fn groups(&self) -> Vec<(String, Slots)> {
        let mut rows: BTreeMap<(&str, u64), (String, Slots)> = BTreeMap::new();
        let mut items: BTreeMap<(&str, &str), (String, Slots)> = BTreeMap::new();
        let mut files: BTreeMap<&str, (String, Slots)> = BTreeMap::new();
        for slot in 0..self.slots() {
            let [part] = self.term(slot).parts.as_slice() else { continue };
            let contribution = self.ledger.parts[*part].contribution;
            let (file, item, line) = (contribution.file.as_str(), contribution.item.as_str(), contribution.first_line);
            let row = || (format!("{item} ({file}:{line})"), Vec::new());
            rows.entry((file, line)).or_insert_with(row).1.push(slot);
            items.entry((file, item)).or_insert_with(|| (format!("{item} ({file})"), Vec::new())).1.push(slot);
            files.entry(file).or_insert_with(|| (file.to_owned(), Vec::new())).1.push(slot);
        }
        let mut seen: BTreeSet<Slots> = BTreeSet::new();
        let all = rows.into_values().chain(items.into_values()).chain(files.into_values());
        all.filter(|(_, slots)| seen.insert(slots.clone())).collect()
    }
}

impl Formula {
    /// From the sum to what is shown of it: the printed unit, unless the sum is divided first.
    pub(super) fn scale_of_sum(&self) -> Amount {
        if matches!(self.over, Over::Nothing) { self.scale } else { Amount::ONE }
    }
}

/// A number as arithmetic shows it: six decimals, or six digits that count.
pub(super) fn number(amount: Amount) -> String {
    amount.to_brief()
}

pub(super) fn times_text(value: &str, times: Times) -> String {
    match (times.by == Amount::ONE, times.over == Amount::ONE) {
        (_, true) => format!("{value} × {}", number(times.by)),
        (true, false) => format!("{value} ÷ {}", number(times.over)),
        (false, false) => format!("{value} × {} ÷ {}", number(times.by), number(times.over)),
    }
}

pub(super) fn over_text(terms: &str, over: &Over, scale: Amount) -> String {
    let quotient = match over {
        Over::Output { output, .. } => format!("{terms} ÷ {}", number(output.value)),
        Over::Nothing | Over::Whole => return terms.to_owned(),
    };
    if scale == Amount::ONE { quotient } else { format!("{quotient} × {scale}") }
}

pub(super) fn whole_text(sums: Sums, scale: Amount) -> String {
    let whole = sums.terms.plus(sums.rest).map_or(Amount::ZERO, |whole| whole.value);
    format!("{} ÷ {} × {scale}", number(sums.terms.value), number(whole))
}
