//! What if: a study computed once more with one thing changed.
//!
//! The rows are those that were read; nothing is read again. What comes out is a footprint like any other, made on the
//! same way, so that the difference between the two is what the one thing does.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};

use super::{Basis, Evaluation};
use crate::activity::{Activity, Context};
use crate::allocation::AllocationKey;
use crate::amount::{Amount, Sum};
use crate::diagnostic::Diagnostics;
use crate::factor::EmissionFactor;
use crate::inventory::Group;
use crate::vehicle::Vehicle;
use crate::word::GwpSet;

/// What is supposed in place of what the study says.
#[derive(Clone, Debug, Default)]
pub struct Supposition {
    /// Of groups of rows, by their file and the line of the first.
    groups: HashMap<(String, u64), Supposed>,
    gwp: Option<GwpSet>,
    keys: Option<BTreeMap<String, AllocationKey>>,
    vehicles: Option<Vec<Vehicle>>,
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

/// A group as it takes part in an evaluation.
pub(super) struct Taken<'g> {
    pub(super) group: Cow<'g, Group>,
    /// The activity, where it is not the one that the row says.
    pub(super) activity: Option<&'g Activity>,
    /// The factor, where it is not the one that the row gets.
    pub(super) factor: Option<&'g EmissionFactor>,
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

    /// Other vehicles, one for each.
    #[must_use]
    pub fn vehicles(vehicles: Vec<Vehicle>) -> Supposition {
        Supposition { vehicles: Some(vehicles), ..Supposition::default() }
    }

    /// What is supposed of a group, to be added to.
    pub fn group(&mut self, file: &str, line: u64) -> &mut Supposed {
        self.groups.entry((file.to_owned(), line)).or_default()
    }

    /// Whether nothing is supposed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Supposition { groups, gwp, keys, vehicles } = self;
        groups.is_empty() && gwp.is_none() && keys.is_none() && vehicles.is_none()
    }

    /// What counts in place of a group: the group itself, where nothing is supposed of it.
    pub(super) fn of<'g>(&'g self, file: &str, group: &'g Group) -> Vec<Taken<'g>> {
        let itself = Taken { group: Cow::Borrowed(group), activity: None, factor: None };
        if self.groups.is_empty() {
            return vec![itself];
        }
        let Some(supposed) = self.groups.get(&(file.to_owned(), group.line)) else { return vec![itself] };
        let mut taken = Vec::new();
        if !supposed.left_out {
            let group = supposed.sum.map_or(itself.group, |sum| Cow::Owned(with_sum(group, sum)));
            taken.push(Taken { group, factor: supposed.factor.as_ref(), ..itself });
        }
        taken.extend(supposed.also.iter().map(|beside| Taken {
            group: Cow::Owned(with_sum(group, beside.sum)),
            activity: Some(&beside.activity),
            factor: Some(&beside.factor),
        }));
        taken
    }
}

fn with_sum(group: &Group, amount: Amount) -> Group {
    let mut sum = Sum::default();
    sum.add(amount);
    Group { sum, bounds: None, facts: None, ..group.clone() }
}

impl Basis {
    /// The result under a supposition. Nothing where there is none: a factor does not fit, say, or digits are lost.
    #[must_use]
    pub fn suppose(&self, supposition: &Supposition) -> Option<Evaluation> {
        let study = match supposition.gwp {
            None => Cow::Borrowed(&self.study),
            Some(gwp) => Cow::Owned(crate::study::Study { gwp, ..self.study.clone() }),
        };
        let vehicles = supposition.vehicles.as_ref().unwrap_or(&self.vehicles);
        let suggestions = Cell::new(0);
        let mut run = self.run(&suggestions);
        run.context = Context { study: &study, products: &self.products, vehicles };
        run.factors.study = &study;
        run.factors.vehicles = vehicles;
        run.keys = supposition.keys.as_ref().unwrap_or(&self.keys);
        run.supposition = Some(supposition);
        run.lists_parts = false;
        let mut diagnostics = Diagnostics::default();
        let evaluation = run.evaluate(&self.inventories, Vec::new(), &mut diagnostics);
        (!diagnostics.has_errors()).then_some(evaluation)
    }
}
