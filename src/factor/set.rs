//! Factors that can be found by name.

use std::collections::HashMap;

use super::embedded::Embedded;
use super::{EmissionFactor, FactorRow};
use crate::name::fold;
use crate::word::FactorBoundary;

/// Factors that can be found by name: those that were read from a file, or those of a shipped release, of which only the
/// rows are read that something asks for.
#[derive(Clone, Debug)]
pub struct FactorSet(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Held(Held),
    Embedded(Embedded),
}

/// Factors in memory, with an index of their names.
#[derive(Clone, Debug, Default)]
struct Held {
    factors: Vec<EmissionFactor>,
    by_name: HashMap<String, Vec<usize>>,
    by_full_name: HashMap<String, usize>,
    by_row: HashMap<FactorRow, usize>,
}

/// A factor that a name finds: what decides whether a request gets it. It is read when it is chosen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate<'f> {
    set: &'f FactorSet,
    index: usize,
    pub(super) region: Option<&'f str>,
    pub(super) year: Option<i16>,
    pub(super) boundary: Option<FactorBoundary>,
}

impl<'f> Candidate<'f> {
    /// The factor.
    pub(super) fn factor(&self) -> Option<&'f EmissionFactor> {
        self.set.get(self.index)
    }
}

impl FactorSet {
    /// The set of these factors.
    #[must_use]
    pub fn new(factors: Vec<EmissionFactor>) -> FactorSet {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, factor) in factors.iter().enumerate() {
            for name in factor.names().map(fold).filter(|name| !name.is_empty()) {
                let indices = by_name.entry(name).or_default();
                if indices.last() != Some(&index) {
                    indices.push(index);
                }
            }
        }
        // A full name says more than an activity; the activity alone is a name like others.
        let stated = |factor: &EmissionFactor| factor.region.is_some() || factor.year.is_some();
        let full = factors.iter().enumerate().filter(|(_, factor)| stated(factor));
        let by_full_name = full.map(|(index, factor)| (fold(&factor.full_name()), index)).collect();
        let by_row = factors.iter().enumerate().map(|(index, factor)| (factor.row.clone(), index)).collect();
        FactorSet(Kind::Held(Held { factors, by_name, by_full_name, by_row }))
    }

    /// The set of the factors of a shipped release.
    pub(super) fn embedded(release: Embedded) -> FactorSet {
        FactorSet(Kind::Embedded(release))
    }

    /// All factors, in the order of their table. Of a shipped release this reads every row.
    pub fn factors(&self) -> impl Iterator<Item = &EmissionFactor> + Clone {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// How many factors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Kind::Held(held) => held.factors.len(),
            Kind::Embedded(embedded) => embedded.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The factor in a row of its table.
    #[must_use]
    pub fn at(&self, row: &FactorRow) -> Option<&EmissionFactor> {
        match &self.0 {
            Kind::Held(held) => held.by_row.get(row).and_then(|index| self.get(*index)),
            Kind::Embedded(embedded) => embedded.at(row),
        }
    }

    /// The factor with this full name, once both are folded.
    #[must_use]
    pub fn exactly(&self, full_name: &str) -> Option<&EmissionFactor> {
        match &self.0 {
            Kind::Held(held) => held.by_full_name.get(&fold(full_name)).and_then(|index| self.get(*index)),
            Kind::Embedded(embedded) => embedded.exactly(&fold(full_name)),
        }
    }

    /// The factors that have this name as activity, Chinese or English name, or alias.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &EmissionFactor> {
        self.indices(name).filter_map(|index| self.get(index))
    }

    /// The same, not read yet.
    pub(super) fn candidates(&self, name: &str) -> impl Iterator<Item = Candidate<'_>> {
        self.indices(name).filter_map(|index| self.candidate(index))
    }

    fn candidate(&self, index: usize) -> Option<Candidate<'_>> {
        let (region, year, boundary) = match &self.0 {
            Kind::Held(held) => {
                let factor = held.factors.get(index)?;
                (factor.region.as_deref(), factor.year, factor.boundary)
            }
            Kind::Embedded(embedded) => {
                let row = embedded.row(index)?;
                (row.region, row.year, row.boundary())
            }
        };
        Some(Candidate { set: self, index, region, year, boundary })
    }

    fn indices(&self, name: &str) -> impl Iterator<Item = usize> {
        let name = fold(name);
        let (held, embedded) = match &self.0 {
            Kind::Held(held) => (held.by_name.get(&name).map(Vec::as_slice), None),
            Kind::Embedded(embedded) => (None, Some(embedded.named(&name))),
        };
        let held = held.into_iter().flatten().copied();
        let embedded = embedded.into_iter().flatten().map(|index| usize::from(*index));
        held.chain(embedded)
    }

    fn get(&self, index: usize) -> Option<&EmissionFactor> {
        match &self.0 {
            Kind::Held(held) => held.factors.get(index),
            Kind::Embedded(embedded) => embedded.get(index),
        }
    }
}
