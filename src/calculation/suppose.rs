//! What if: the result of a study with one thing changed.
//!
//! Nothing is read again, and what the change does not touch is not computed again: contributions are independent of each other,
//! and a sum of exact amounts is the same in whatever order. What it touches goes the same way as in a run, group by group, so
//! that the outcome is, to the last digit, that of a study which says what is supposed.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use super::entry::{Allocated, Line, Member};
use super::evaluate::{Instead, Run};
use super::{Basis, Evaluation};
use crate::activity::{Activity, Context};
use crate::allocation::AllocationKey;
use crate::amount::{Amount, Sum, divide};
use crate::characterise::size_of_sum;
use crate::diagnostic::Diagnostics;
use crate::factor::EmissionFactor;
use crate::inventory::{Group, Inventory};
use crate::study::Study;
use crate::vehicle::Vehicle;
use crate::word::GwpSet;

/// What is supposed in place of what the study says.
#[derive(Clone, Debug, Default)]
pub struct Supposition {
    /// Of groups of rows, by their file and the line of the first.
    groups: HashMap<(String, u64), Supposed>,
    gwp: Option<GwpSet>,
    keys: Option<BTreeMap<String, AllocationKey>>,
    /// Another vehicle, and its place in the list.
    vehicle: Option<(usize, Box<Vehicle>)>,
}

/// What is supposed of a group of rows.
#[derive(Clone, Debug, Default)]
pub struct Supposed {
    /// Whether it is not counted at all.
    pub left_out: bool,
    sum: Option<Amount>,
    /// Another factor.
    pub factor: Option<EmissionFactor>,
    /// What is counted beside it.
    pub also: Vec<Beside>,
}

/// An activity that is counted beside those of the study.
#[derive(Clone, Debug)]
pub struct Beside {
    activity: Activity,
    sum: Amount,
    factor: EmissionFactor,
}

/// The result of a product under a supposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// All its emissions of the period, in t CO2e.
    pub emissions: Amount,
    /// Its emissions per declared unit, in t CO2e.
    pub per_unit: Amount,
}

/// A group as it takes part in a result.
struct Taken<'g> {
    group: Cow<'g, Group>,
    instead: Instead<'g>,
}

impl Supposed {
    /// Supposes another sum, in the units of the row; none where nothing is known.
    pub fn sum(&mut self, sum: Option<Amount>) {
        self.sum = sum;
    }
}

impl Beside {
    /// An activity with its sum, in its own units.
    #[must_use]
    pub fn new(activity: Activity, sum: Amount, factor: EmissionFactor) -> Beside {
        Beside { activity, sum, factor }
    }
}

impl Supposition {
    /// Other potentials.
    #[must_use]
    pub fn gwp(gwp: GwpSet) -> Supposition {
        Supposition { gwp: Some(gwp), ..Supposition::default() }
    }

    /// Other allocation keys.
    #[must_use]
    pub fn keys(keys: BTreeMap<String, AllocationKey>) -> Supposition {
        Supposition { keys: Some(keys), ..Supposition::default() }
    }

    /// Another vehicle, in its place in the list.
    #[must_use]
    pub fn vehicle(place: usize, vehicle: Vehicle) -> Supposition {
        Supposition { vehicle: Some((place, Box::new(vehicle))), ..Supposition::default() }
    }

    /// What is supposed of a group, to be added to.
    pub fn group(&mut self, file: &str, line: u64) -> &mut Supposed {
        self.groups.entry((file.to_owned(), line)).or_default()
    }

    /// Whether nothing is supposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Supposition { groups, gwp, keys, vehicle } = self;
        groups.is_empty() && gwp.is_none() && keys.is_none() && vehicle.is_none()
    }

    /// What counts in place of a group: the group itself, where nothing is supposed of it.
    fn of<'g>(&'g self, file: &str, group: &'g Group) -> Vec<Taken<'g>> {
        let itself = Cow::Borrowed(group);
        let Some(supposed) = self.groups.get(&(file.to_owned(), group.line)) else {
            return vec![Taken { group: itself, instead: Instead::default() }];
        };
        let mut taken = Vec::new();
        if !supposed.left_out {
            let group = supposed.sum.map_or(itself, |sum| Cow::Owned(with_sum(group, sum)));
            taken.push(Taken { group, instead: Instead { activity: None, factor: supposed.factor.as_ref() } });
        }
        taken.extend(supposed.also.iter().map(|beside| Taken {
            group: Cow::Owned(with_sum(group, beside.sum)),
            instead: Instead { activity: Some(&beside.activity), factor: Some(&beside.factor) },
        }));
        taken
    }
}

fn with_sum(group: &Group, amount: Amount) -> Group {
    let mut sum = Sum::default();
    sum.add(amount);
    Group { sum, bounds: None, facts: None, ..group.clone() }
}

/// A result, ready for suppositions: where each group of rows is in it. Its entries must list their parts.
#[derive(Debug)]
pub struct Alternatives<'b> {
    basis: &'b Basis,
    evaluation: &'b Evaluation,
    groups: HashMap<(&'b str, u64), (&'b Inventory, &'b Group)>,
    /// Of each group that counts, its entry and its sum, in the base unit of the activity's dimension.
    parts: HashMap<(&'b str, u64), (usize, Amount)>,
    entries: HashMap<&'b Line, usize>,
}

/// The sums of entries that a supposition touches, in base units.
#[derive(Default)]
struct Touched {
    known: HashMap<usize, Sum>,
    new: HashMap<Line, Sum>,
}

impl<'b> Alternatives<'b> {
    /// Of a result and what it was computed from.
    #[must_use]
    pub fn new(basis: &'b Basis, evaluation: &'b Evaluation) -> Alternatives<'b> {
        let mut groups = HashMap::new();
        for inventory in &basis.inventories {
            let file = inventory.layout.file.as_str();
            groups.extend(inventory.groups.iter().map(|group| ((file, group.line), (inventory, group))));
        }
        let mut parts = HashMap::new();
        for (index, entry) in evaluation.entries.iter().enumerate() {
            parts.extend(entry.parts.iter().map(|part| ((part.file.as_str(), part.line), (index, part.sum))));
        }
        let entries = evaluation.entries.iter().enumerate().map(|(index, entry)| (&entry.line, index)).collect();
        Alternatives { basis, evaluation, groups, parts, entries }
    }

    /// The group whose first row is on this line, and its file.
    #[must_use]
    pub fn group(&self, file: &str, line: u64) -> Option<(&'b Inventory, &'b Group)> {
        self.groups.get(&(file, line)).copied()
    }

    /// The outcome for each product, in the order of the products. Nothing where there is none: a factor does not fit, say, or
    /// digits are lost.
    #[must_use]
    pub fn outcome(&self, supposition: &Supposition) -> Option<Vec<Outcome>> {
        let basis = self.basis;
        let study = match supposition.gwp {
            None => Cow::Borrowed(&basis.study),
            Some(gwp) => Cow::Owned(Study { gwp, ..basis.study.clone() }),
        };
        let vehicles = match &supposition.vehicle {
            None => Cow::Borrowed(&basis.vehicles),
            Some((place, other)) => {
                let mut vehicles = basis.vehicles.clone();
                *vehicles.get_mut(*place)? = Vehicle::clone(other);
                Cow::Owned(vehicles)
            }
        };
        let suggestions = Cell::new(0);
        let mut run = basis.run(&suggestions);
        run.context = Context { study: &study, products: &basis.products, vehicles: &vehicles };
        run.factors.study = &study;
        run.factors.vehicles = &vehicles;
        run.keys = supposition.keys.as_ref().unwrap_or(&basis.keys);

        let mut touched = Touched::default();
        for (file, line) in self.touches(supposition) {
            self.recount(&run, supposition, (file, line), &mut touched)?;
        }
        let mut changes: Vec<Sum> = vec![Sum::default(); basis.products.len()];
        let mut indices: Vec<usize> = touched.known.keys().copied().collect();
        if supposition.keys.is_some() {
            let has_key = |index: &usize| self.evaluation.entries[*index].line.key.is_some();
            indices.extend((0..self.evaluation.entries.len()).filter(has_key));
        }
        indices.sort_unstable();
        indices.dedup();
        for index in indices {
            let entry = &self.evaluation.entries[index];
            let sum = touched.known.get(&index).map_or_else(|| entry.sum(), Sum::total).ok()?;
            let after = allocated(&run, &entry.line, sum)?;
            for (place, product) in entry.line.products.iter().enumerate() {
                changes[*product].add(after.by_product[place].minus(entry.allocated.by_product[place]).ok()?);
            }
        }
        for (line, sum) in &touched.new {
            let own = allocated(&run, line, sum.total().ok()?)?;
            for (product, part) in line.products.iter().zip(own.by_product) {
                changes[*product].add(part);
            }
        }
        let footprints = self.evaluation.footprint.products.iter().zip(changes);
        footprints
            .map(|(before, change)| {
                let emissions = before.emissions.plus(change.total().ok()?).ok()?;
                Some(Outcome { emissions, per_unit: divide(emissions, before.output.amount).ok()? })
            })
            .collect()
    }

    /// The groups that a supposition is of, or that have something which it changes.
    fn touches<'s>(&'s self, supposition: &'s Supposition) -> Vec<(&'s str, u64)> {
        let named = supposition.groups.keys().map(|(file, line)| (file.as_str(), *line));
        let mut all: Vec<(&str, u64)> = named.collect();
        let vehicle = supposition.vehicle.as_ref().map(|(place, _)| *place);
        let is_wide = supposition.gwp.is_some() || vehicle.is_some();
        for entry in self.evaluation.entries.iter().filter(|_| is_wide) {
            let of = &entry.line.characterisation;
            let by_gas = supposition.gwp.is_some() && of.gas.is_some();
            if by_gas || (vehicle.is_some() && of.vehicle == vehicle) {
                all.extend(entry.parts.iter().map(|part| (part.file.as_str(), part.line)));
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The sum of an entry, to be changed.
    fn touch<'t>(&self, index: usize, touched: &'t mut Touched) -> Option<&'t mut Sum> {
        let own = self.evaluation.entries[index].sum().ok()?;
        Some(touched.known.entry(index).or_insert_with(|| {
            let mut sum = Sum::default();
            sum.add(own);
            sum
        }))
    }

    /// Takes a group out of its entry, and puts what counts in its place into the entry that is that of.
    fn recount(
        &self,
        run: &Run<'_>,
        supposition: &Supposition,
        (file, line): (&str, u64),
        touched: &mut Touched,
    ) -> Option<()> {
        let (inventory, group) = self.group(file, line)?;
        if let Some((index, own)) = self.parts.get(&(file, line)) {
            let taken_out = Amount::ZERO.minus(*own).ok()?;
            self.touch(*index, touched)?.add(taken_out);
        }
        let mut diagnostics = Diagnostics::default();
        for Taken { group, instead } in supposition.of(file, group) {
            let member = group.with_row(&inventory.layout, |row| {
                run.member_as(inventory.kind, &group, row, instead, &mut diagnostics)
            });
            match member? {
                Member::Excluded(_) => {}
                Member::Part(activity, line) => {
                    let size = size_of_sum(&activity).ok()?;
                    let sum = group.sum.total().and_then(|sum| sum.times(size)).ok()?;
                    match self.entries.get(&*line) {
                        None => touched.new.entry(*line).or_default().add(sum),
                        Some(index) => self.touch(*index, touched)?.add(sum),
                    }
                }
            }
        }
        (!diagnostics.has_errors()).then_some(())
    }
}

/// What an entry with this sum weighs, and what of it falls to each product.
fn allocated(run: &Run<'_>, line: &Line, sum: Amount) -> Option<Allocated> {
    let key = match &line.key {
        None => None,
        Some(key) => Some(run.keys.get(key)?),
    };
    let Line { characterisation, products, .. } = line;
    Allocated::of(sum, &characterisation.activity, &characterisation.emissions(), products, key).ok()
}
