//! Why a figure differs: the single causes that a verifier would try, each by calculation.
//!
//! Every hypothesis changes one thing: a contribution, a number that contributions are proportional to, a denominator,
//! the print itself; or it follows other printed figures instead of computed ones. A hypothesis hits where the figure
//! that it gives has the printed digits, or leaves room for them. Many hypotheses make coincidences: a search says how
//! many it tried, and how many of them would be expected to hit by chance.

mod instead;
mod printed;
mod scene;
mod words;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use self::instead::{instead, other_shares, per_sold};
use self::printed::{Base, StandIns};
use self::scene::{Scene, Slots, Sums, Times, number, over_text, times_text, whole_text};
use super::figure::{Of, Over};
use super::ledger::{Ledger, Lever, LeverKind};
use super::published::Figure;
use crate::amount::{Amount, Estimate, Inexact, Written, with_digits_swapped, without_a_digit};
use crate::column::Column as C;
use crate::product::Product;
use crate::text::Text;
use crate::unit::Unit;
use crate::word::{Cause, GwpSet, Word};

/// By what a number is off where the point, or its unit, slips.
const POWERS: [Amount; 4] = [Amount::new(10, 0), Amount::new(100, 0), Amount::new(1000, 0), Amount::new(10_000, 0)];

/// What a search for the cause of a difference found.
#[derive(Clone, Debug)]
pub struct Search {
    /// How many hypotheses were tried.
    pub tried: usize,
    /// How many of them would be expected to give the printed digits if they had nothing to do with the figure: of
    /// those that lead no further away than the computed value, the part that the printed digit's unit has of their
    /// range.
    pub exact_by_chance: Amount,
    /// How many would be expected to leave room for the printed digits.
    pub by_chance: Amount,
    /// Those that hit: first those that give the printed digits, of these first those that hit most figures.
    pub hits: Vec<Hit>,
}

/// A hypothesis that hits.
#[derive(Clone, Debug)]
pub struct Hit {
    /// What kind of cause.
    pub cause: Cause,
    /// What it is, in words.
    pub what: Text,
    /// The calculation.
    pub arithmetic: String,
    /// The figure that it gives.
    pub value: Amount,
    /// Whether that has the printed digits; else it leaves room for them.
    pub exact: bool,
    /// How many figures of the document the same hypothesis hits.
    pub figures: usize,
}

impl Search {
    /// Whether a hypothesis of this kind gives the printed digits; for whole numbers, which give a range, whether it
    /// leaves room for them.
    #[must_use]
    pub fn reproduces(&self, cause: Cause) -> bool {
        self.hits.iter().any(|hit| hit.cause == cause && (hit.exact || cause == Cause::WholeNumbers))
    }

    /// How many hits give the printed digits.
    #[must_use]
    pub fn exact(&self) -> usize {
        self.hits.iter().filter(|hit| hit.exact).count()
    }
}

/// Counts for every hypothesis how many of the figures it hits, and puts those that hit most first: what explains
/// several differences at once is hardly a coincidence. First of all comes what follows from other printed figures.
pub(super) fn corroborate<'s>(searches: impl Iterator<Item = &'s mut Search>) {
    let mut searches: Vec<&mut Search> = searches.collect();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    // What is said of the print itself, or of other printed figures, is said of each figure alone.
    let shared = |hit: &Hit| {
        !matches!(
            hit.cause,
            Cause::PrintedFigures | Cause::Remainder | Cause::Truncated | Cause::DigitLeftOut | Cause::WholeNumbers
        )
    };
    for hit in searches.iter().flat_map(|search| &search.hits).filter(|hit| shared(hit)) {
        *counts.entry(hit.what.en.clone()).or_default() += 1;
    }
    for search in &mut searches {
        for hit in &mut search.hits {
            hit.figures = counts.get(&hit.what.en).copied().unwrap_or(1);
        }
        search.hits.sort_by_key(|hit| {
            let first = hit.cause == Cause::PrintedFigures;
            (!hit.exact, hit.cause == Cause::Remainder, !first, Reverse(hit.figures), hit.cause)
        });
    }
}

/// What causes are looked for among: all figures, and what they are made of.
pub(super) struct Causes<'c> {
    figures: &'c [Figure],
    ledger: &'c Ledger<'c>,
    stand_ins: StandIns<'c>,
}

impl<'c> Causes<'c> {
    pub(super) fn new(figures: &'c [Figure], ledger: &'c Ledger<'c>) -> Causes<'c> {
        Causes { figures, ledger, stand_ins: StandIns::new(figures) }
    }

    /// Tries every hypothesis for a figure that differs. `with_whole_numbers`: what it could be if whole numbers were
    /// rounded, too. A hypothesis that has more digits than there is room for, or divides by nothing, is none.
    pub(super) fn search(&self, figure: &Figure, computed: Estimate, with_whole_numbers: Option<Estimate>) -> Search {
        let mut trials = Trials::new(figure, computed);
        trials.print(computed.value);
        if let Some(estimate) = with_whole_numbers {
            trials.whole_numbers(estimate);
        }
        for base in self.stand_ins.bases(figure, self.ledger) {
            trials.follow(&base, self.ledger);
        }
        trials.remainder(figure, self.figures);
        if let Ok(sums) = Sums::of(&figure.formula) {
            let scene = Scene { formula: &figure.formula, sums, ledger: self.ledger };
            trials.denominators(&scene, None);
            trials.groups(&scene);
            trials.levers(&scene, self.figures);
            for (what, changes) in other_shares(&scene) {
                trials.change(Cause::OtherShares, &scene, &changes, || what);
            }
        }
        trials.done()
    }
}

/// The hypotheses that were tried for one figure, and what came of them.
struct Trials<'f> {
    figure: &'f Figure,
    printed: Estimate,
    /// The computed figure, and how far it is from the printed one.
    computed: Amount,
    distance: Amount,
    tried: usize,
    exact_by_chance: Estimate,
    by_chance: Estimate,
    hits: Vec<Hit>,
}

impl<'f> Trials<'f> {
    fn new(figure: &'f Figure, computed: Estimate) -> Trials<'f> {
        let computed = computed.value;
        let distance = computed.distance(figure.printed.amount);
        let printed = figure.printed.with_half_unit();
        let nothing = Estimate::default();
        Trials {
            figure,
            printed,
            computed,
            distance,
            tried: 0,
            exact_by_chance: nothing,
            by_chance: nothing,
            hits: Vec::new(),
        }
    }

    /// Takes the figure that a hypothesis gives.
    fn take(
        &mut self,
        cause: Cause,
        result: Result<Estimate, Inexact>,
        what: impl FnOnce() -> Text,
        arithmetic: impl FnOnce() -> String,
    ) {
        self.tried += 1;
        let Ok(result) = result else { return };
        let printed = self.figure.printed;
        self.count_chance(result);
        let exact = result.value.round(printed.places()) == printed.amount;
        if exact || result.touches(self.printed) {
            let places = printed.places() + 3;
            let value = result.value.round(places);
            // At least the digits that are printed.
            let value = value.to_fixed(value.places().max(printed.places()), "");
            let range = if exact { String::new() } else { format!(" {}", range_text(result, places)) };
            let text = format!("{} = {value}{range}", arithmetic());
            self.hit(Hit { cause, what: what(), arithmetic: text, value: result.value, exact, figures: 1 });
        }
    }

    /// Keeps a hit. The same words (of the largest and the smallest printed parts, of all rows and of an item's) are one
    /// hypothesis, which is kept as it hits best.
    fn hit(&mut self, hit: Hit) {
        match self.hits.iter_mut().find(|other| other.what == hit.what) {
            None => self.hits.push(hit),
            Some(other) if hit.exact && !other.exact => *other = hit,
            Some(_) => {}
        }
    }

    /// Counts what part of the range hits in which a hypothesis leads: between the computed figure and as far on the
    /// other side of the printed one. One that leads further away, or changes no digit that is printed, counts nothing.
    fn count_chance(&mut self, result: Estimate) {
        let Written { amount: printed, .. } = self.figure.printed;
        let places = self.figure.printed.places();
        let moves = result.value.round(places) != self.computed.round(places);
        if !moves || result.value.distance(printed) > self.distance {
            return;
        }
        let unit = Estimate::exact(self.printed.width());
        let range = Estimate::exact(self.distance).plus(Estimate::exact(self.distance));
        let chance = |window: Result<Estimate, Inexact>| {
            let chance = window?.over(range?)?;
            Ok(Estimate::exact(chance.value.min(Amount::ONE)))
        };
        let add = |sum: Estimate, chance: Result<Estimate, Inexact>| chance.and_then(|c| sum.plus(c)).unwrap_or(sum);
        self.exact_by_chance = add(self.exact_by_chance, chance(Ok(unit)));
        self.by_chance = add(self.by_chance, chance(unit.plus(Estimate::exact(result.width()))));
    }

    /// The figure as it is computed, printed wrongly.
    fn print(&mut self, computed: Amount) {
        let places = self.figure.printed.places();
        let shown = computed.to_fixed(places, "");
        let long = computed.round(places + 3).to_string();
        let mut seen = BTreeSet::new();
        for fewer in (0..=places).rev() {
            let cut = computed.truncate(fewer);
            if seen.insert(cut) {
                self.slip(Cause::Truncated, cut, || words::cut_off(fewer), &long);
            }
        }
        for power in POWERS {
            for slip in [Times::by(power), Times { by: Amount::ONE, over: power }] {
                if let Ok(moved) = slip.of(Estimate::exact(computed)) {
                    let moved = moved.value.round(places);
                    self.slip(Cause::PowerOfTen, moved, words::point_off, &times_text(&long, slip));
                }
            }
        }
        for swapped in with_digits_swapped(&shown) {
            self.slip(Cause::DigitsSwapped, swapped, words::digits_swapped_in_print, &shown);
        }
        for shorter in without_a_digit(&shown) {
            self.slip(Cause::DigitLeftOut, shorter, words::digit_left_out, &shown);
        }
    }

    /// What the figure could be if whole numbers were rounded, too.
    fn whole_numbers(&mut self, result: Estimate) {
        self.tried += 1;
        self.count_chance(result);
        if result.touches(self.printed) {
            let places = self.figure.printed.places() + 3;
            let arithmetic = format!("{} {}", result.value.round(places), range_text(result, places));
            let (cause, what) = (Cause::WholeNumbers, words::whole_numbers());
            self.hit(Hit { cause, what, arithmetic, value: result.value, exact: false, figures: 1 });
        }
    }

    /// A slip of the print, which gives the printed figure or not.
    fn slip(&mut self, cause: Cause, result: Amount, what: impl FnOnce() -> Text, arithmetic: &str) {
        let printed = self.figure.printed;
        // Of nothing, and of what loses its first digits, no slip can be told.
        if result.is_zero() {
            return;
        }
        self.tried += 1;
        self.count_chance(Estimate::exact(result));
        if result == printed.amount {
            let arithmetic = format!("{arithmetic} → {}", printed.to_grouped(""));
            self.hit(Hit { cause, what: what(), arithmetic, value: result, exact: true, figures: 1 });
        }
    }

    /// What follows from other printed figures.
    fn follow(&mut self, base: &Base, ledger: &Ledger<'_>) {
        let Ok(sums) = Sums::of(&base.formula) else { return };
        let scene = Scene { formula: &base.formula, sums, ledger };
        let what = || words::follows(&base.tables);
        self.take(Cause::PrintedFigures, scene.result(sums), what, || base.arithmetic(&base.formula.over));
        self.denominators(&scene, Some(base));
    }

    /// The figure as what the others of its table leave of the whole, where together they are all of it.
    fn remainder(&mut self, figure: &Figure, figures: &[Figure]) {
        if !matches!(figure.formula.over, Over::Whole) {
            return;
        }
        let whole = figure.whole();
        let mut taken: BTreeSet<usize> = figure.parts().collect();
        let mut left = Ok(Estimate::exact(figure.formula.scale));
        let mut others = Vec::new();
        for other in figures.iter().filter(|other| other.table == figure.table && other.measure == figure.measure) {
            if other.parts().all(|part| !taken.contains(&part)) && other.whole() == whole {
                taken.extend(other.parts());
                left = left.and_then(|left| left.without(Estimate::exact(other.printed.amount)));
                others.push(other.printed.to_grouped(""));
            }
        }
        if others.len() > 1 && taken == whole {
            let arithmetic = || format!("{} − {}", figure.formula.scale, others.join(" − "));
            self.take(Cause::Remainder, left, words::remainder, arithmetic);
        }
    }

    /// Something else to divide by.
    fn denominators(&mut self, scene: &Scene<'_>, base: Option<&Base>) {
        let following = |what: Text| match base {
            None => what,
            Some(base) => words::following(&base.tables, what),
        };
        match &scene.formula.over {
            Over::Output { output, product, per } => {
                let mut others = other_outputs(*product, per, scene.ledger);
                others.retain(|(_, _, other)| other.value != output.value);
                // What printed figures were divided by is no input of theirs.
                if base.is_none() {
                    others.extend(with_digits_swapped(&output.value.to_string()).into_iter().map(|swapped| {
                        let what = words::instead_of_output(swapped, output.value);
                        (Cause::DigitsSwapped, what, Estimate::exact(swapped))
                    }));
                }
                for (cause, what, output) in others {
                    let over = Over::Output { output, product: *product, per: per.clone() };
                    let result = scene.formula.combine(scene.sums.terms, scene.sums.rest, &over);
                    let arithmetic = || match base {
                        Some(base) => base.arithmetic(&over),
                        None => over_text(&number(scene.sums.terms.value), &over, scene.formula.scale),
                    };
                    self.take(cause, result, || following(what), arithmetic);
                }
            }
            // One stage per tonne sold, and the others per tonne produced.
            Over::Whole if scene.formula.of == Of::Emissions => {
                for (what, change) in per_sold(scene) {
                    self.change(Cause::OtherDenominator, scene, &[change], || following(what));
                }
            }
            Over::Nothing | Over::Whole => {}
        }
    }

    /// Contributions left out, counted twice, or a power of ten off.
    fn groups(&mut self, scene: &Scene<'_>) {
        for (name, slots) in scene.groups() {
            let Ok(part) = scene.part(&slots) else { continue };
            if let Over::Whole = scene.formula.over {
                self.leave_out_of_whole(scene, part, &name);
            }
            // What a share is of can be left out altogether; nothing is left where that is everything.
            if part.terms != Estimate::default() && slots.len() < scene.slots() {
                let nothing = [(slots.clone(), Times::by(Amount::ZERO))];
                self.change(Cause::LeftOut, scene, &nothing, || words::left_out(&name));
            }
            let twice = [(slots.clone(), Times::by(Amount::new(2, 0)))];
            self.change(Cause::CountedTwice, scene, &twice, || words::twice(&name));
            for power in POWERS {
                let more = [(slots.clone(), Times::by(power))];
                self.change(Cause::PowerOfTen, scene, &more, || words::too_large(&name, power));
                let less = [(slots.clone(), Times { by: Amount::ONE, over: power })];
                self.change(Cause::PowerOfTen, scene, &less, || words::too_small(&name, power));
            }
        }
    }

    /// A contribution that the whole lacks, though not the part that a share is of.
    fn leave_out_of_whole(&mut self, scene: &Scene<'_>, part: Sums, name: &str) {
        let left = part.terms.plus(part.rest).and_then(|part| scene.sums.rest.without(part));
        let sums = left.map(|rest| Sums { rest, ..scene.sums });
        let arithmetic = || sums.map_or(String::new(), |sums| whole_text(sums, scene.formula.scale));
        let result = sums.and_then(|sums| scene.result(sums));
        self.take(Cause::LeftOut, result, || words::left_out_of_whole(name), arithmetic);
    }

    /// One number changed that terms are proportional to.
    fn levers(&mut self, scene: &Scene<'_>, figures: &[Figure]) {
        let mut all: BTreeMap<LeverKind, (Lever, Slots)> = BTreeMap::new();
        for slot in 0..scene.slots() {
            for lever in scene.levers(slot) {
                all.entry(lever.kind.clone()).or_insert_with(|| (lever, Vec::new())).1.push(slot);
            }
        }
        for (lever, slots) in all.values() {
            let (old, name) = (lever.amount, scene.name(&lever.kind));
            for new in with_digits_swapped(&old.to_string()) {
                let swapped = [(slots.clone(), Times::instead(new, old, lever.divides))];
                self.change(Cause::DigitsSwapped, scene, &swapped, || words::instead(&name, old, new));
            }
            let may_be_forgotten = matches!(
                lever.kind,
                LeverKind::Gwp(_) | LeverKind::Parameter(_, C::Oxidation) | LeverKind::Vehicle(_, C::Density)
            );
            if may_be_forgotten && old != Amount::ONE {
                let forgotten = [(slots.clone(), Times::instead(Amount::ONE, old, lever.divides))];
                self.change(Cause::NotApplied, scene, &forgotten, || words::not_applied(&name, old));
            }
            let instead = instead(lever, self.figure, figures, scene.ledger);
            let by_item = if instead.is_empty() { Vec::new() } else { scene.by_item(slots) };
            for (cause, what, times) in instead {
                for slots in &by_item {
                    self.change(cause, scene, &[(slots.clone(), times)], || what.clone());
                }
            }
        }
        let gases = all.values().filter_map(|(lever, slots)| match &lever.kind {
            LeverKind::Gwp(gas) if lever.amount != Amount::ONE => Some((gas.as_str(), lever.amount, slots)),
            _ => None,
        });
        self.potentials(scene, &gases.collect::<Vec<_>>());
    }

    /// No GWP at all, or those of another report.
    fn potentials(&mut self, scene: &Scene<'_>, gases: &[(&str, Amount, &Slots)]) {
        if gases.is_empty() {
            return;
        }
        let names = gases.iter().map(|(gas, ..)| *gas).collect::<Vec<_>>().join(", ");
        let basis = scene.ledger.basis;
        let instead = |gwp_of: &dyn Fn(&str) -> Option<Amount>| -> Vec<(Slots, Times)> {
            let change = |(gas, old, slots): &(&str, Amount, &Slots)| {
                ((*slots).clone(), Times { by: gwp_of(gas).unwrap_or(*old), over: *old })
            };
            gases.iter().map(change).collect()
        };
        let none = instead(&|_| Some(Amount::ONE));
        self.change(Cause::NotApplied, scene, &none, || words::no_gwp(&names));
        for (set, _) in GwpSet::WORDS.iter().filter(|(set, _)| *set != basis.study.gwp) {
            let other = instead(&|gas| basis.shipped.gases.gwp(gas, *set));
            self.change(Cause::OtherGwp, scene, &other, || words::other_gwp(&names, set.name()));
        }
    }

    /// Some terms multiplied.
    fn change(&mut self, cause: Cause, scene: &Scene<'_>, changes: &[(Slots, Times)], what: impl FnOnce() -> Text) {
        let change = scene.change(changes);
        let result = change.as_ref().map_err(|error| *error).and_then(|change| scene.result(change.sums));
        self.take(cause, result, what, || change.as_ref().map_or(String::new(), |change| scene.arithmetic(change)));
    }

    fn done(self) -> Search {
        let Trials { tried, exact_by_chance, by_chance, hits, .. } = self;
        Search { tried, exact_by_chance: exact_by_chance.value, by_chance: by_chance.value, hits }
    }
}

/// Other outputs than that of a product, in a unit: what was sold, and what else was produced.
fn other_outputs(product: usize, per: &Unit, ledger: &Ledger<'_>) -> Vec<(Cause, Text, Estimate)> {
    let products = &ledger.basis.products;
    let mut others = Vec::new();
    let mut all = Ok(Estimate::default());
    let in_unit = |of: &Product, count: Written| of.in_unit(count, per, ledger.rounded).ok().flatten();
    for (index, other) in products.iter().enumerate() {
        if let Some(produced) = in_unit(other, other.output) {
            all = all.and_then(|all| all.plus(produced));
            if index != product {
                others.push((Cause::OtherDenominator, words::output_of(&other.name), produced));
            }
        }
        if let Some(sold) = other.sold.and_then(|sold| in_unit(other, sold)) {
            others.push((Cause::OtherDenominator, words::sold_of(&other.name), sold));
        }
    }
    if let (Ok(all), true) = (all, products.len() > 1) {
        others.push((Cause::OtherDenominator, words::output_of_all(), all));
    }
    others
}

fn range_text(estimate: Estimate, places: u32) -> String {
    format!("[{}, {}]", estimate.low.round(places), estimate.high.round(places))
}
