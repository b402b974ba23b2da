//! One run: the study is read, summed, characterised, allocated, and becomes a footprint.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::activity::{Activity, Common, Context, read_exclusion};
use crate::allocation::{AllocationKey, Part, read_keys};
use crate::amount::{Amount, Inexact, Sum};
use crate::characterise::{Characterisation, Factors, characterise, size_of_sum};
use crate::column::{Column as C, FileKind, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, nearest, problem};
use crate::factor::{FactorSet, Loaded, read_study_factors};
use crate::footprint::{
    AllocationShare, Contribution, Footprint, Input, ProductFootprint, Release, RowCount, StudyInfo,
};
use crate::inventory::{Group, Inventory};
use crate::product::Product;
use crate::source::Encoding;
use crate::study::{Study, StudyFile};
use crate::table::{Named, Reading, Row, SmallTable};
use crate::unit::Quantity;
use crate::vehicle::Vehicle;
use crate::word::Stage;

/// For how many unknown factors near names are looked for.
const SUGGESTIONS: u32 = 50;

/// What a run is told besides the study.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A folder to take the factor release from, in place of the shipped one.
    pub factors: Option<PathBuf>,
    /// How files are read.
    pub reading: Reading,
    /// Whether to give the SHA-256 of every input.
    pub hash: bool,
}

/// What a run gives: a footprint, unless an error stands.
#[derive(Clone, Debug)]
pub struct Calculation {
    /// The footprint.
    pub footprint: Option<Footprint>,
    /// What is wrong or worth knowing.
    pub diagnostics: Diagnostics,
}

/// Computes the footprints of the study in `folder`.
///
/// # Errors
/// Problems of the world: a folder without study.toml, a file that cannot be read. Problems in the data are in
/// [`Calculation::diagnostics`].
pub fn calculate(folder: &Path, options: &Options) -> anyhow::Result<Calculation> {
    let mut diagnostics = Diagnostics::default();
    let shown = folder.display();
    if !folder.join(STUDY_FILE).is_file() {
        bail!("`{shown}` is no study: it has no {STUDY_FILE}; `pertonne init {shown}` writes one to start from");
    }
    let study = Study::read(folder, &mut diagnostics).with_context(|| format!("cannot read the study in `{shown}`"))?;
    let footprint = match study {
        Some(study) => read_and_sum(&study, options, &mut diagnostics)?,
        None => None,
    };
    let footprint = footprint.filter(|_| !diagnostics.has_errors());
    Ok(Calculation { footprint, diagnostics })
}

fn read_and_sum(study: &Study, options: &Options, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Footprint>> {
    let shipped = read_release(study, options, diagnostics)?;
    let mut inputs = Vec::new();
    let products: Vec<Product> = read_all(study, FileKind::Products, &mut inputs, diagnostics)?;
    if study.files_of(FileKind::Products).next().is_none() {
        diagnostics.push(Diagnostic::new(problem::no_products(), Place::file(STUDY_FILE)));
    }
    let vehicles: Vec<Vehicle> = read_all(study, FileKind::Vehicles, &mut inputs, diagnostics)?;
    let mut own = Vec::new();
    let regions = shipped.as_ref().map(|shipped| &shipped.regions);
    for file in study.files_of(FileKind::Factors) {
        if let Some((table, factors)) = read_study_factors(file, regions, diagnostics)? {
            inputs.push(input(file, table.encoding, table.len()));
            own.extend(factors);
        }
    }
    let own = FactorSet::new(own);
    let keys = if products.is_empty() { BTreeMap::new() } else { read_keys(study, &products, diagnostics) };

    let mut inventories = Vec::new();
    for file in FileKind::ACTIVITIES.into_iter().flat_map(|kind| study.files_of(kind)) {
        if let Some(inventory) = Inventory::read(file, study, options.reading, diagnostics)? {
            let Inventory { encoding, rows, .. } = inventory;
            inputs.push(input(file, encoding, rows));
            inventories.push(inventory);
        }
    }
    if options.hash {
        inputs.insert(0, Input { file: STUDY_FILE.to_owned(), encoding: Encoding::Utf8, rows: 0, sha256: None });
        for input in &mut inputs {
            let file = study.files.iter().map(|file| &file.source).find(|source| source.name == input.file);
            input.sha256 = Some(file.unwrap_or(&study.source).sha256()?);
        }
    }
    let Some(shipped) = shipped else { return Ok(None) };
    if products.is_empty() {
        return Ok(None);
    }
    let run = Run {
        context: Context { study, products: &products, vehicles: &vehicles },
        factors: Factors {
            study,
            own: &own,
            shipped: &shipped,
            vehicles: &vehicles,
            suggestions: &Cell::new(SUGGESTIONS),
        },
        keys: &keys,
    };
    Ok(Some(run.footprint(&inventories, inputs, diagnostics)))
}

fn read_release(study: &Study, options: &Options, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Loaded>> {
    let release = &study.release;
    let loaded = Loaded::read(&release.value, options.factors.as_deref(), diagnostics)
        .context("cannot read the factor table")?;
    match &loaded {
        None => {
            let problem = problem::unknown_release(&release.value, &Loaded::shipped_releases());
            diagnostics.push(Diagnostic::new(problem, release.place.clone()));
        }
        Some(loaded) if !loaded.regions.contains(&study.region.value) => {
            let near = nearest(&study.region.value, loaded.regions.codes());
            let problem = problem::unknown_region(&study.region.value, &near);
            diagnostics.push(Diagnostic::new(problem, study.region.place.clone()));
        }
        Some(_) => {}
    }
    Ok(loaded)
}

/// Reads all small tables of one kind into one list.
fn read_all<T: Named>(
    study: &Study,
    kind: FileKind,
    inputs: &mut Vec<Input>,
    diagnostics: &mut Diagnostics,
) -> io::Result<Vec<T>> {
    let mut all = Vec::new();
    for file in study.files_of(kind) {
        let Some(table) = SmallTable::read(kind, &file.source, &file.binding, diagnostics)? else { continue };
        table.collect(&mut all, diagnostics);
        if kind == FileKind::Products && table.is_empty() {
            diagnostics.push(Diagnostic::new(problem::no_products(), table.header_place()));
        }
        inputs.push(input(file, table.encoding, table.len()));
    }
    Ok(all)
}

fn input(file: &StudyFile, encoding: Encoding, rows: u64) -> Input {
    Input { file: file.source.name.clone(), encoding, rows, sha256: None }
}

/// What the groups of the inventories are turned into emissions with.
struct Run<'r> {
    context: Context<'r>,
    factors: Factors<'r>,
    keys: &'r BTreeMap<String, AllocationKey>,
}

/// What makes activities one contribution: all that decides how they are characterised, allocated and shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Line {
    file: String,
    item: String,
    stage: Stage,
    products: Vec<usize>,
    key: Option<String>,
    characterisation: Characterisation,
}

/// A contribution before allocation.
struct Entry {
    line: Line,
    /// In the base unit of the activity's dimension.
    sum: Sum,
    rows: u64,
    first_line: u64,
    /// The place that a problem of the whole is reported at.
    place: Place,
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
            self.list.push(Entry { line, sum: Sum::default(), rows: 0, first_line: group.line, place });
        }
        &mut self.list[index]
    }
}

impl Run<'_> {
    fn footprint(&self, inventories: &[Inventory], inputs: Vec<Input>, diagnostics: &mut Diagnostics) -> Footprint {
        let mut rows = RowCount::default();
        let mut exclusions = Vec::new();
        let mut entries = Entries::default();
        for inventory in inventories {
            rows.read += inventory.rows;
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
        for entry in &entries.list {
            if let Err(problem) = self.allocate(entry, &mut contributions) {
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
        Footprint {
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
        }
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
        let line = Line { file, item, stage, products, key, characterisation };
        let entry = entries.entry(line, group, row.place(column));
        entry.rows += group.rows;
        match group.sum.total().and_then(|sum| sum.times(size_of_sum(&activity)?)) {
            Ok(sum) => entry.sum.add(sum),
            Err(error) => {
                diagnostics.push(row.diagnostic(column, problem::inexact(error)));
                return None;
            }
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
            if let Ok(activity) = entry.sum.total().and_then(|sum| characterisation.activity.of(sum)) {
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
    fn allocate(&self, entry: &Entry, contributions: &mut [Vec<Contribution>]) -> Result<(), Problem> {
        let Line { file, item, stage, products, key, characterisation } = &entry.line;
        let sum = entry.sum.total().map_err(problem::inexact)?;
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
    ProductFootprint::sum(product.name.clone(), product.output(), stages, contributions)
}
