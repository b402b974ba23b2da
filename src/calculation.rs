//! One run: the study is read, summed, characterised, allocated, and becomes a footprint.

mod entry;
mod evaluate;
mod files;
mod pins;
mod suppose;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;

use crate::activity::Context;
use crate::allocation::{AllocationKey, read_keys};
use crate::characterise::Factors;
use crate::column::{FileKind, LOCK_FILE, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::factor;
use crate::factor::{EmissionFactor, FactorFiles, FactorRow, FactorSet, Loaded};
use crate::folder::Folder;
use crate::footprint::{Footprint, Input};
use crate::inventory::{Detail, Group, Inventory};
use crate::lock::Lock;
use crate::product::Product;
use crate::source::Encoding;
use crate::study::{Study, StudyFile, copies};
use crate::table::{Named, Reading, Row, SmallTable};
use crate::text::text;
use crate::vehicle::Vehicle;
use crate::world::OrSay;

pub use entry::{Allocated, Apportionment, Entry, Line, Member, Part};
pub use evaluate::Evaluation;
pub use pins::pins;
use pins::read_action_factors;
pub use suppose::{Alternatives, Beside, Outcome, Supposed, Supposition};

/// For how many unknown factors near names are looked for.
const SUGGESTIONS: u32 = 50;

/// What a run is told besides the study.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// A folder to take the factor release from, in place of the shipped one.
    pub factors: Option<PathBuf>,
    /// The release to compute with, in place of the one that study.toml names.
    pub release: Option<Loaded>,
    /// How files are read.
    pub reading: Reading,
    /// Whether to give the SHA-256 of every input.
    pub hash: bool,
    /// Whether to stop where the study stands on something else than study.lock says.
    pub locked: bool,
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
pub fn calculate<'f>(folder: impl Into<Folder<'f>>, options: &Options) -> anyhow::Result<Calculation> {
    let mut diagnostics = Diagnostics::default();
    let basis = match open(folder.into(), &mut diagnostics)? {
        Some(study) => Basis::read(study, options, None, &mut diagnostics)?,
        None => None,
    };
    let footprint = basis.map(|basis| basis.evaluate(&mut diagnostics).footprint);
    let footprint = footprint.filter(|_| !diagnostics.has_errors());
    Ok(Calculation { footprint, diagnostics })
}

/// The result of a study and all that it was computed from, for views that say more than the result.
#[derive(Debug)]
pub struct Account {
    /// What it was computed from.
    pub basis: Basis,
    /// The result, with the rows that its contributions are made of.
    pub evaluation: Evaluation,
}

/// Computes the footprints of the study in `folder`, and accounts for them: contributions are over all files of a kind.
/// Nothing where an error stands.
///
/// # Errors
/// As for [`calculate`].
pub fn account<'f>(
    folder: impl Into<Folder<'f>>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Account>> {
    let Some(study) = open(folder.into(), diagnostics)? else { return Ok(None) };
    let detail = Detail { as_parts: true, ..Detail::default() };
    let Some(basis) = Basis::read(study, options, Some(&detail), diagnostics)? else { return Ok(None) };
    let evaluation = basis.evaluate(diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    match evaluation.over_files() {
        Ok(evaluation) => Ok(Some(Account { basis, evaluation })),
        Err(error) => {
            diagnostics.push(Diagnostic::new(problem::inexact(error), Place::file(STUDY_FILE)));
            Ok(None)
        }
    }
}

/// Reads the settings of the study in `folder`.
///
/// # Errors
/// A folder without study.toml, a file that cannot be read.
pub fn open(folder: Folder<'_>, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Study>> {
    let Some(source) = folder.file(STUDY_FILE) else {
        return Err(text!(
            "`{folder}` is no study: it has no {STUDY_FILE}; `pertonne init {folder}` writes one to start from",
            "`{folder}` 不是核算文件夹：其中没有 {STUDY_FILE}；可用 `pertonne init {folder}` 新建"
        )
        .into());
    };
    let study = Study::read(source, folder, diagnostics);
    Ok(study.or_say(|| text!("cannot read the study in `{folder}`", "无法读取 `{folder}` 中的核算"))?)
}

/// All that a footprint is computed from.
#[derive(Debug)]
pub struct Basis {
    /// The settings.
    pub study: Study,
    /// The products.
    pub products: Vec<Product>,
    /// The vehicles.
    pub vehicles: Vec<Vehicle>,
    /// The study's own factors.
    pub own: FactorSet,
    /// The release of the factor table.
    pub shipped: Loaded,
    /// The allocation keys.
    pub keys: BTreeMap<String, AllocationKey>,
    /// Whether every row of activity data is kept apart from others with the same texts, as a check and a report ask.
    pub every_row: bool,
    as_parts: bool,
    /// The sums of the files of activity data.
    pub inventories: Vec<Inventory>,
    inputs: Vec<Input>,
    /// Whether what follows is known, and which names lead to the factor of an entry.
    pinned: bool,
    /// The SHA-256 of study.toml and of every input.
    hashes: Vec<(String, String)>,
    /// The factors that actions.csv names.
    action_factors: Vec<String>,
    /// What the study was locked with, where that is to hold.
    locked: Option<Lock>,
}

/// The activity data of a study of which a check keeps every row apart are no larger, in bytes.
const APART: u64 = 64 << 10;
/// The activity data of a study of which an audit keeps every row apart are no larger, in bytes.
const APART_IN_AUDIT: u64 = 1 << 20;

impl Basis {
    /// Reads and sums the files of a study. Nothing where a diagnostic says what keeps everything back.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(
        study: Study,
        options: &Options,
        detail: Option<&Detail>,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<Option<Basis>> {
        let locked = if options.locked { read_lock(&study, diagnostics)? } else { None };
        let shipped = read_release(&study, options, diagnostics)?;
        let mut inputs = Vec::new();
        let products: Vec<Product> = read_all(&study, FileKind::Products, &mut inputs, diagnostics)?;
        if study.files_of(FileKind::Products).next().is_none() {
            diagnostics.push(Diagnostic::new(problem::no_products(), Place::file(STUDY_FILE)));
        }
        let vehicles: Vec<Vehicle> = read_all(&study, FileKind::Vehicles, &mut inputs, diagnostics)?;
        let mut own = FactorFiles::default();
        let regions = shipped.as_ref().map(|shipped| &shipped.regions);
        for file in study.files_of(FileKind::Factors) {
            if let Some(table) = own.read(file, regions, diagnostics)? {
                inputs.push(input(file, &table));
            }
        }
        let own = FactorSet::new(own.factors);
        let keys = if products.is_empty() { BTreeMap::new() } else { read_keys(&study, &products, diagnostics) };

        let activities = || FileKind::ACTIVITIES.into_iter().flat_map(|kind| study.files_of(kind));
        let mut bytes = 0;
        for file in activities().filter(|_| detail.is_some() || options.reading.progress.is_some()) {
            bytes += file.source.size()?;
        }
        if let Some(progress) = options.reading.progress {
            progress.expect(bytes);
        }
        let every_row = detail.is_some_and(|detail| bytes <= if detail.facts { APART_IN_AUDIT } else { APART });
        let as_parts = detail.is_some_and(|detail| detail.as_parts);
        let detail = detail.map(|detail| Detail { every_row, ..detail.clone() });
        let mut inventories = Vec::new();
        for file in activities() {
            if let Some(inventory) = Inventory::read(file, &study, options.reading, detail.as_ref(), diagnostics)? {
                let Inventory { encoding, rows, totals, .. } = inventory;
                inputs.push(Input { file: file.source.name.clone(), encoding, rows, totals, sha256: None });
                inventories.push(inventory);
            }
        }
        // A file without rows counts for nothing, and may well be as another is.
        let has_rows = |file: &&StudyFile| inputs.iter().any(|input| input.file == file.source.name && input.rows > 0);
        for (first, copy) in copies(study.files.iter().filter(has_rows))? {
            diagnostics.push(Diagnostic::new(problem::same_content(copy, first), Place::file(copy)));
        }
        let pinned = options.hash || options.locked;
        let hashes = if pinned { hashes(&study, &inputs)? } else { Vec::new() };
        let action_factors = if pinned { read_action_factors(&study)? } else { Vec::new() };
        if options.hash {
            let file = STUDY_FILE.to_owned();
            inputs.insert(0, Input { file, encoding: Encoding::Utf8, rows: 0, totals: 0, sha256: None });
            for (input, (_, sha256)) in inputs.iter_mut().zip(&hashes) {
                input.sha256 = Some(sha256.clone());
            }
        }
        let Some(shipped) = shipped.filter(|_| !products.is_empty()) else { return Ok(None) };
        Ok(Some(Basis {
            study,
            products,
            vehicles,
            own,
            shipped,
            keys,
            every_row,
            as_parts,
            inventories,
            inputs,
            pinned,
            hashes,
            action_factors,
            locked,
        }))
    }

    /// The footprint, and what it is made of. What is wrong is in `diagnostics`.
    pub fn evaluate(&self, diagnostics: &mut Diagnostics) -> Evaluation {
        let evaluation =
            self.run(&Cell::new(SUGGESTIONS)).evaluate(&self.inventories, self.inputs.clone(), diagnostics);
        if let Some(locked) = &self.locked {
            locked.hold(&self.pins(&evaluation.entries), diagnostics);
        }
        evaluation
    }

    /// What a group whose first row this is is to the result. Nothing where a diagnostic says what is wrong.
    pub fn member(
        &self,
        kind: FileKind,
        group: &Group,
        row: &Row<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Member> {
        self.run(&Cell::new(SUGGESTIONS)).member(kind, group, row, diagnostics)
    }

    fn run<'b>(&'b self, suggestions: &'b Cell<u32>) -> evaluate::Run<'b> {
        evaluate::Run {
            context: Context { study: &self.study, products: &self.products, vehicles: &self.vehicles },
            factors: self.factors(suggestions),
            keys: &self.keys,
            as_parts: self.as_parts,
            pinned: self.pinned,
        }
    }

    /// Takes another release in place of the one that was read.
    pub fn use_release(&mut self, release: Loaded, diagnostics: &mut Diagnostics) {
        diagnostics.extend(unknown_region(&self.study, &release));
        for factor in self.own.factors() {
            let problem = factor::unknown_region(factor, &release.regions);
            diagnostics.extend(problem.map(|problem| Diagnostic::new(problem, Place::file(&*factor.row.file))));
        }
        self.shipped = release;
    }

    /// The factor in a row of a factor table that this study uses.
    #[must_use]
    pub fn factor(&self, row: &FactorRow) -> Option<&EmissionFactor> {
        self.own.at(row).or_else(|| self.shipped.factors.at(row))
    }

    /// Where the factors of this study come from.
    pub(crate) fn factors<'b>(&'b self, suggestions: &'b Cell<u32>) -> Factors<'b> {
        Factors { study: &self.study, own: &self.own, shipped: &self.shipped, vehicles: &self.vehicles, suggestions }
    }
}

/// What the study was locked with. Nothing where a diagnostic says what is wrong with study.lock.
fn read_lock(study: &Study, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Lock>> {
    let Some(source) = &study.lock else {
        return Err(text!(
            "the study is not locked: it has no {LOCK_FILE}; `pertonne lock DIR` writes it",
            "本核算未锁定：其中没有 {LOCK_FILE}；可用 `pertonne lock 目录` 写入"
        )
        .into());
    };
    Ok(Lock::read(source, diagnostics)?)
}

/// The SHA-256 of study.toml, and of every input.
fn hashes(study: &Study, inputs: &[Input]) -> io::Result<Vec<(String, String)>> {
    let mut hashes = vec![(STUDY_FILE.to_owned(), study.source.sha256()?)];
    for Input { file, .. } in inputs {
        let own = study.files.iter().map(|own| &own.source).find(|source| source.name == *file);
        hashes.push((file.clone(), own.unwrap_or(&study.source).sha256()?));
    }
    Ok(hashes)
}

/// The release that a study uses, in which its region is. Nothing where there is no such release.
pub(crate) fn read_release(
    study: &Study,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Loaded>> {
    let release = &study.release;
    if let Some(loaded) = &options.release {
        diagnostics.extend(unknown_region(study, loaded));
        return Ok(Some(loaded.clone()));
    }
    let loaded = Loaded::read(&release.value, options.factors.as_deref(), diagnostics)
        .or_say(|| text!("cannot read the factor table", "无法读取因子表"))?;
    match &loaded {
        None => {
            let problem = problem::unknown_release(&release.value, &Loaded::shipped_releases().collect::<Vec<_>>());
            diagnostics.push(Diagnostic::new(problem, release.place.clone()));
        }
        Some(loaded) => diagnostics.extend(unknown_region(study, loaded)),
    }
    Ok(loaded)
}

/// What is wrong with the region of a study that a release does not know.
fn unknown_region(study: &Study, release: &Loaded) -> Option<Diagnostic> {
    let region = &study.region;
    if release.regions.contains(&region.value) {
        return None;
    }
    let meant = release.regions.meant_by(&region.value);
    Some(Diagnostic::new(problem::unknown_region(&region.value, &meant), region.place.clone()))
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
        inputs.push(input(file, &table));
    }
    Ok(all)
}

fn input(file: &StudyFile, table: &SmallTable) -> Input {
    let SmallTable { encoding, totals, .. } = *table;
    Input { file: file.source.name.clone(), encoding, rows: table.len() + totals, totals, sha256: None }
}
