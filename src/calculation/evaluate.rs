//! From inventories to a footprint: every group gets its factor, and each product its part.

use std::collections::BTreeMap;

use super::entry::{Allocated, Apportionment, Entries, Entry, Line, Member, Part};
use crate::activity::{Activity, Common, Context, TransportLeg, read_exclusion};
use crate::allocation::AllocationKey;
use crate::amount::{Amount, Estimate, Inexact, Sum, Written};
use crate::cell::number;
use crate::characterise::{Factors, asked, characterise, size_of_sum};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Problem, problem};
use crate::factor::EmissionFactor;
use crate::footprint::{
    AllocationShare, Contribution, Footprint, Input, ProductFootprint, Release, RowCount, StudyInfo,
};
use crate::inventory::{Group, Inventory};
use crate::product::Product;
use crate::quality::FootprintQuality;
use crate::remarks::Remarks;
use crate::table::Row;
use crate::unit::{Dimension, Quantity};

/// What the groups of the inventories are turned into emissions with.
pub(super) struct Run<'r> {
    pub(super) context: Context<'r>,
    pub(super) factors: Factors<'r>,
    pub(super) keys: &'r BTreeMap<String, AllocationKey>,
    /// Whether entries list the rows that they are made of.
    pub(super) as_parts: bool,
    /// Whether entries list the names that lead to their factors.
    pub(super) pinned: bool,
}

/// What is supposed of a group in place of what its row says.
#[derive(Clone, Copy, Default)]
pub(super) struct Instead<'s> {
    /// What it is.
    pub(super) activity: Option<&'s Activity>,
    /// Its factor.
    pub(super) factor: Option<&'s EmissionFactor>,
}

/// A footprint and what it is made of.
#[derive(Debug)]
pub struct Evaluation {
    /// The footprint. It has no products while an error stands.
    pub footprint: Footprint,
    /// The contributions before allocation, by [`Contribution::entry`].
    pub entries: Vec<Entry>,
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
                group.with_row(&inventory.layout, |row| match self.member(inventory.kind, group, row, diagnostics) {
                    Some(Member::Excluded(exclusion)) => {
                        rows.excluded += group.rows;
                        exclusions.push(*exclusion);
                    }
                    Some(Member::Part(activity, line)) => {
                        let entered = self.enter((*activity, *line), group, row, &mut entries, diagnostics);
                        rows.used += if entered.is_some() { group.rows } else { 0 };
                    }
                    None => {}
                });
            }
        }
        Run::check_totals(&entries.list, diagnostics);
        let products = self.context.products;
        let mut contributions: Vec<Vec<Contribution>> = vec![Vec::new(); products.len()];
        for (index, entry) in entries.list.iter_mut().enumerate() {
            if let Err(problem) = self.allocate(index, entry, &mut contributions) {
                diagnostics.push(Diagnostic { rows: entry.rows, ..Diagnostic::new(problem, entry.place.clone()) });
            }
        }
        let mut footprints = Vec::new();
        // An error that stands already may be what makes a sum impossible: one report of it is enough.
        let sound = !diagnostics.has_errors();
        for (product, contributions) in products.iter().zip(contributions).filter(|_| sound) {
            match self.product_footprint(product, contributions, &entries.list) {
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

    /// What a group is to the result. Nothing where a diagnostic says what is wrong.
    pub(super) fn member(
        &self,
        kind: FileKind,
        group: &Group,
        row: &Row<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Member> {
        self.member_as(kind, group, row, Instead::default(), diagnostics)
    }

    /// The same, with something else in place of what the row says.
    pub(super) fn member_as(
        &self,
        kind: FileKind,
        group: &Group,
        row: &Row<'_>,
        instead: Instead<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Member> {
        let activity = match instead.activity {
            Some(activity) => activity.clone(),
            None => {
                if let Some(exclusion) = read_exclusion(kind, group, row, self.context, diagnostics) {
                    return Some(Member::Excluded(Box::new(exclusion)));
                }
                Activity::read(kind, group, row, self.context, diagnostics)?
            }
        };
        let characterisation = characterise(&activity, row, self.factors, instead.factor, diagnostics)?;
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
        let file = row.layout.file.clone();
        let apart = (group.apart && !self.as_parts).then_some(group.line);
        let leg = match activity {
            Activity::Transport(TransportLeg { leg, .. }) => Some(leg),
            _ => None,
        };
        let line = Line { kind, file, item, stage, leg, products, key, characterisation, apart };
        Some(Member::Part(Box::new(activity), Box::new(line)))
    }

    /// Adds a group to the entry that it is part of. Nothing where a diagnostic says what is wrong.
    fn enter(
        &self,
        (activity, line): (Activity, Line),
        group: &Group,
        row: &Row<'_>,
        entries: &mut Entries,
        diagnostics: &mut Diagnostics,
    ) -> Option<()> {
        let is_transport = matches!(activity, Activity::Transport(_));
        let column = if is_transport { C::Item } else { C::Quantity };
        let entry = entries.entry(line, group, row.place(column));
        entry.rows += group.rows;
        if self.pinned {
            entry.add_name(asked(&activity, self.context.vehicles).0);
        }
        let sum = match size_of_sum(&activity).and_then(|size| entry.add(group, size)) {
            Ok(sum) => sum,
            Err(error) => {
                diagnostics.push(row.diagnostic(column, problem::inexact(error)));
                return None;
            }
        };
        // Pieces are counted, not measured.
        if !is_transport && entry.line.characterisation.per.dimension() == Dimension::Count {
            entry.estimates = entry.estimates.map(|estimate| Estimate::exact(estimate.value));
        }
        if group.apart {
            entry.numbers = numbers(group, row);
        }
        if self.as_parts {
            let numbers = match (group.rows, group.way.columns(), group.sum.total()) {
                (1, ..) => numbers(group, row).into_iter().map(|(column, number)| (column, number.amount)).collect(),
                (_, [column], Ok(total)) => vec![(*column, total)],
                _ => Vec::new(),
            };
            entry.parts.push(Part {
                file: entry.line.file.clone(),
                activity,
                line: group.line,
                rows: group.rows,
                numbers,
                remarks: Remarks::of(row),
                sum,
                allocated: Allocated::default(),
            });
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

    /// Characterises an entry and its rows, and gives each of its products what falls to it.
    fn allocate(
        &self,
        index: usize,
        entry: &mut Entry,
        contributions: &mut [Vec<Contribution>],
    ) -> Result<(), Problem> {
        let key = match entry.line.key.as_ref().map(|key| self.keys.get(key)) {
            // The key itself is wrong, which is reported where it stands.
            Some(None) => return Ok(()),
            key => key.flatten(),
        };
        entry.allocated = entry.allocate(key)?;
        let mut parts = std::mem::take(&mut entry.parts);
        let mut apportionment = Apportionment::new(entry, key);
        for part in &mut parts {
            part.allocated = apportionment.next(part.sum, part.rows)?;
        }
        entry.parts = parts;
        let Entry { line, allocated, .. } = &*entry;
        let shares = shares(key, allocated, &line.products)?;
        let factor = self.factor(entry);
        for ((product, emissions), (activity, allocation)) in
            line.products.iter().zip(&allocated.by_product).zip(shares)
        {
            contributions[*product].push(Contribution {
                stage: line.stage,
                scope: line.characterisation.scope,
                file: line.file.clone(),
                item: line.item.clone(),
                activity: Quantity { amount: activity, unit: line.characterisation.per.clone() },
                factor: line.characterisation.factor.clone(),
                factor_quality: factor.map(|factor| factor.quality.clone()).unwrap_or_default(),
                emissions: *emissions,
                share: None,
                allocation,
                rows: entry.rows,
                first_line: entry.first_line,
                entry: index,
            });
        }
        Ok(())
    }

    fn product_footprint(
        &self,
        product: &Product,
        mut contributions: Vec<Contribution>,
        entries: &[Entry],
    ) -> Result<ProductFootprint, Inexact> {
        // Stable: within a stage the order of the files and of their rows stays.
        contributions.sort_by_key(|contribution| contribution.stage);
        let stages = &self.context.study.stages;
        let mut footprint =
            ProductFootprint::sum(product.name.clone(), product.output(), product.mass()?, stages, contributions)?;
        footprint.quality = FootprintQuality::of(&footprint, |of| self.factor(&entries[of.entry]))?;
        Ok(footprint)
    }

    /// The factor of an entry; a released gas has none.
    fn factor(&self, entry: &Entry) -> Option<&EmissionFactor> {
        let row = entry.line.characterisation.factor_row.as_ref()?;
        self.factors.own.at(row).or_else(|| self.factors.shipped.factors.at(row))
    }
}

/// The numbers that a row is counted by.
fn numbers(group: &Group, row: &Row<'_>) -> Vec<(C, Written)> {
    let written = |column: &C| Some((*column, number(row, *column, &mut Diagnostics::default()).ok().flatten()?));
    group.way.columns().iter().filter_map(written).collect()
}

/// The activity that falls to each product, and its share.
fn shares(
    key: Option<&AllocationKey>,
    allocated: &Allocated,
    products: &[usize],
) -> Result<Vec<(Amount, Option<AllocationShare>)>, Problem> {
    let Some(key) = key else { return Ok(products.iter().map(|_| (allocated.activity, None)).collect()) };
    let no_share = || problem::missing_share(&key.name);
    let parts = key.shares(products).ok_or_else(no_share)?.map_err(problem::inexact)?;
    let activities = key.share_out(allocated.activity, products).ok_or_else(no_share)?.map_err(problem::inexact)?;
    let share = |part: crate::allocation::Part| Some(AllocationShare { key: key.name.clone(), share: part.share });
    Ok(activities.into_iter().zip(parts.into_iter().map(share)).collect())
}
