//! From inventories to a footprint: every group gets its factor, and each product its part.

use std::collections::{BTreeMap, HashMap};

use crate::activity::{Activity, Common, Context, read_exclusion};
use crate::allocation::{AllocationKey, Part};
use crate::amount::{Amount, Estimate, Inexact, Rounded, Sum, Written};
use crate::cell::number;
use crate::characterise::{Characterisation, Factors, characterise, size_of_sum};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, problem};
use crate::footprint::{
    AllocationShare, Contribution, Footprint, Input, ProductFootprint, Release, RowCount, StudyInfo,
};
use crate::inventory::{Group, Inventory, Way};
use crate::product::Product;
use crate::table::Row;
use crate::unit::{Dimension, Quantity};
use crate::word::Stage;

/// What the groups of the inventories are turned into emissions with.
pub(super) struct Run<'r> {
    pub(super) context: Context<'r>,
    pub(super) factors: Factors<'r>,
    pub(super) keys: &'r BTreeMap<String, AllocationKey>,
}

/// What makes activities one contribution: all that decides how they are characterised, allocated and shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// The file.
    pub file: String,
    /// The item.
    pub item: String,
    /// The stage.
    pub stage: Stage,
    /// The products that it falls to, by their place in the list.
    pub products: Vec<usize>,
    /// The key by which they share it.
    pub key: Option<String>,
    /// How its sum becomes emissions.
    pub characterisation: Characterisation,
    /// The line of a row that is kept apart.
    apart: Option<u64>,
}

/// A contribution before allocation.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub line: Line,
    /// In the base unit of the activity's dimension.
    sum: Sum,
    /// What the sum could be, for a check: by [`Rounded::ALL`].
    pub estimates: [Estimate; 2],
    /// How its rows are counted.
    pub way: Way,
    /// The numbers that the row is counted by, where it is one.
    pub numbers: Vec<(C, Written)>,
    rows: u64,
    first_line: u64,
    /// The place that a problem of the whole is reported at.
    place: Place,
}

impl Entry {
    fn add(&mut self, group: &Group, size: Amount) -> Result<(), Inexact> {
        self.sum.add(group.sum.total()?.times(size)?);
        for rounded in Rounded::ALL {
            let estimate = &mut self.estimates[rounded as usize];
            *estimate = estimate.plus(group.estimate(rounded)?.times(Estimate::exact(size))?)?;
        }
        Ok(())
    }

    /// The sum, in the base unit of the activity's dimension.
    pub fn sum(&self) -> Result<Amount, Inexact> {
        self.sum.total()
    }
}

/// A footprint and what it is made of.
#[derive(Debug)]
pub struct Evaluation {
    /// The footprint. It has no products while an error stands.
    pub footprint: Footprint,
    /// The contributions before allocation, by [`Contribution::entry`].
    pub entries: Vec<Entry>,
}

/// The entries in the order in which their first rows come.
#[derive(Default)]
struct Entries {
    list: Vec<Entry>,
    by_line: HashMap<Line, usize>,
}

impl Entries {
    /// The entry of a line; a new one begins with this group.
    fn entry(&mut self, line: Line, group: &Group, place: Place) -> &mut Entry {
        let next = self.list.len();
        let index = *self.by_line.entry(line.clone()).or_insert(next);
        if index == next {
            self.list.push(Entry {
                line,
                sum: Sum::default(),
                estimates: [Estimate::default(); 2],
                way: group.way,
                numbers: Vec::new(),
                rows: 0,
                first_line: group.line,
                place,
            });
        }
        &mut self.list[index]
    }
}

impl Run<'_> {
    /// The footprint of what the inventories hold, and the entries that it is made of.
    pub(super) fn evaluate(
        &self,
        inventories: &[Inventory],
        inputs: Vec<Input>,
        diagnostics: &mut Diagnostics,
    ) -> Evaluation {
        let mut rows = RowCount::default();
        let mut exclusions = Vec::new();
        let mut entries = Entries::default();
        for inventory in inventories {
            rows.read += inventory.rows;
            rows.totals += inventory.totals;
            for group in &inventory.groups {
                group.with_row(&inventory.layout, |row| {
                    if let Some(exclusion) = read_exclusion(group, row, self.context, diagnostics) {
                        rows.excluded += group.rows;
                        exclusions.push(exclusion);
                        return;
                    }
                    if self.enter(inventory.kind, group, row, &mut entries, diagnostics).is_some() {
                        rows.used += group.rows;
                    }
                });
            }
        }
        Run::check_totals(&entries.list, diagnostics);
        let products = self.context.products;
        let mut contributions: Vec<Vec<Contribution>> = vec![Vec::new(); products.len()];
        for (index, entry) in entries.list.iter().enumerate() {
            if let Err(problem) = self.allocate(index, entry, &mut contributions) {
                diagnostics.push(Diagnostic { rows: entry.rows, ..Diagnostic::new(problem, entry.place.clone()) });
            }
        }
        let mut footprints = Vec::new();
        // An error that stands already may be what makes a sum impossible: one report of it is enough.
        let sound = !diagnostics.has_errors();
        for (product, contributions) in products.iter().zip(contributions).filter(|_| sound) {
            match product_footprint(product, &self.context.study.stages, contributions) {
                Ok(footprint) => footprints.push(footprint),
                Err(error) => diagnostics.push(Diagnostic::new(problem::inexact(error), product.place.clone())),
            }
        }
        let study = self.context.study;
        let shipped = self.factors.shipped;
        let footprint = Footprint {
            study: StudyInfo {
                title: study.title.clone(),
                plant: study.plant.clone(),
                region: study.region.value.clone(),
                from: study.from,
                to: study.to,
            },
            boundary: study.boundary,
            factors: Release { release: shipped.release.clone(), sha256: shipped.sha256.clone() },
            gwp: study.gwp,
            products: footprints,
            exclusions,
            rows,
            inputs,
        };
        Evaluation { footprint, entries: entries.list }
    }

    /// Adds a group to the entry that it is part of. Nothing where a diagnostic says what is wrong.
    fn enter(
        &self,
        kind: FileKind,
        group: &Group,
        row: &Row<'_>,
        entries: &mut Entries,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let activity = Activity::read(kind, group, row, self.context, diagnostics)?;
        let characterisation = characterise(&activity, row, self.factors, diagnostics)?;
        let Common { item, products, stage, allocation, .. } = activity.common().clone();
        let mut key = None;
        if products.len() > 1 {
            let default = self.context.study.default_allocation.as_ref().map(|key| key.value.clone());
            key = allocation.or(default);
            if key.is_none() {
                diagnostics.push(row.diagnostic(C::Product, problem::missing_allocation(products.len())));
                return None;
            }
        }
        let column = if kind == FileKind::Transport { C::Item } else { C::Quantity };
        let file = row.layout.file.clone();
        let apart = group.apart.then_some(group.line);
        let line = Line { file, item, stage, products, key, characterisation, apart };
        let entry = entries.entry(line, group, row.place(column));
        entry.rows += group.rows;
        let size = size_of_sum(&activity);
        if let Err(error) = size.and_then(|size| entry.add(group, size)) {
            diagnostics.push(row.diagnostic(column, problem::inexact(error)));
            return None;
        }
        // Pieces are counted, not measured.
        if kind != FileKind::Transport && entry.line.characterisation.per.dimension() == Dimension::Count {
            entry.estimates = entry.estimates.map(|estimate| Estimate::exact(estimate.value));
        }
        if group.apart {
            let written =
                |column: &C| Some((*column, number(row, *column, &mut Diagnostics::default()).ok().flatten()?));
            entry.numbers = group.way.columns().iter().filter_map(written).collect();
        }
        Some(())
    }

    /// Reports what adds up to less than nothing over all files: a reversal may be booked a month later.
    fn check_totals(entries: &[Entry], diagnostics: &mut Diagnostics) {
        let mut totals: BTreeMap<_, (Sum, &Entry)> = BTreeMap::new();
        for entry in entries {
            let Line { item, stage, products, characterisation, .. } = &entry.line;
            let key = (item.as_str(), *stage, products.as_slice(), characterisation.factor.as_str());
            let (total, _) = totals.entry(key).or_insert((Sum::default(), entry));
            // What has no exact sum is reported where it is allocated.
            if let Ok(activity) = entry.sum().and_then(|sum| characterisation.activity.of(sum)) {
                total.add(activity);
            }
        }
        for (total, entry) in totals.values() {
            if let Some(activity) = total.total().ok().filter(|activity| activity.is_negative()) {
                let unit = &entry.line.characterisation.per;
                let problem = problem::negative_total(&entry.line.item, activity, unit);
                diagnostics.push(Diagnostic { rows: entry.rows, ..Diagnostic::new(problem, entry.place.clone()) });
            }
        }
    }

    /// Characterises an entry and shares it out among its products.
    fn allocate(&self, index: usize, entry: &Entry, contributions: &mut [Vec<Contribution>]) -> Result<(), Problem> {
        let Line { file, item, stage, products, key, characterisation, .. } = &entry.line;
        let sum = entry.sum().map_err(problem::inexact)?;
        let activity = characterisation.activity.of(sum).map_err(problem::inexact)?;
        let emissions = characterisation.emissions().of(sum).map_err(problem::inexact)?;
        let shared = match key.as_ref().map(|key| self.keys.get(key)) {
            None => None,
            // The key itself is wrong, which is reported where it stands.
            Some(None) => return Ok(()),
            Some(Some(key)) => Some(share(key, activity, emissions, products)?),
        };
        let unshared = || products.iter().map(|product| (*product, activity, emissions, None)).collect();
        for (product, activity, emissions, allocation) in shared.unwrap_or_else(unshared) {
            contributions[product].push(Contribution {
                stage: *stage,
                scope: characterisation.scope,
                file: file.clone(),
                item: item.clone(),
                activity: Quantity { amount: activity, unit: characterisation.per.clone() },
                factor: characterisation.factor.clone(),
                emissions,
                share: None,
                allocation,
                rows: entry.rows,
                first_line: entry.first_line,
                entry: index,
            });
        }
        Ok(())
    }
}

type Shared = Vec<(usize, Amount, Amount, Option<AllocationShare>)>;

/// The parts of an activity and of its emissions that fall to each product.
fn share(key: &AllocationKey, activity: Amount, emissions: Amount, products: &[usize]) -> Result<Shared, Problem> {
    let no_share = || problem::missing_share(&key.name);
    let parts = key.shares(products).ok_or_else(no_share)?.map_err(problem::inexact)?;
    let activities = key.share_out(activity, products).ok_or_else(no_share)?.map_err(problem::inexact)?;
    let emissions = key.share_out(emissions, products).ok_or_else(no_share)?.map_err(problem::inexact)?;
    let parts = parts.into_iter().zip(activities.into_iter().zip(emissions));
    Ok(parts
        .map(|(Part { product, share }, (activity, emissions))| {
            (product, activity, emissions, Some(AllocationShare { key: key.name.clone(), share }))
        })
        .collect())
}

fn product_footprint(
    product: &Product,
    stages: &[Stage],
    mut contributions: Vec<Contribution>,
) -> Result<ProductFootprint, Inexact> {
    // Stable: within a stage the order of the files and of their rows stays.
    contributions.sort_by_key(|contribution| contribution.stage);
    ProductFootprint::sum(product.name.clone(), product.output(), product.mass()?, stages, contributions)
}
