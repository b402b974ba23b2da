//! A lint of a factor table: what reading it does not need to know, and whoever relies on it does.
//!
//! It looks at the factors of a study, or at a release; what it finds are diagnostics at their cells. Some rules look at a
//! row by itself, others at what rows have in common. A calculation does not lint: its result does not depend on what
//! a lint thinks of its factors.

mod co2;
mod gas;
mod kin;
mod magnitude;
mod names;
mod printed;
mod row;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::catalogue;
use crate::column::{Column, FileKind, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Problem, problem};
use crate::factor::files::{FACTORS, FILES};
use crate::factor::{EmissionFactor, FactorFiles, FactorSet, Loaded};
use crate::folder::Folder;
use crate::source::Source;
use crate::study::{Binding, Study, StudyFile};
use crate::table::{Row, SmallTable};
use crate::text::{Text, text};
use crate::world::OrSay;

/// How many years after its release the table of a study may still be in use: no clock is asked what year it is, and two
/// years after it was made a release has a successor.
const YEARS_IN_USE: i16 = 2;

/// What the factors of a study are held against.
#[derive(Clone, Debug, Default)]
pub struct LintOptions {
    /// The release with the regions and the kin of a study's factors; else the one that the study names, else the newest.
    pub release: Option<String>,
    /// A folder to read it from.
    pub factors: Option<PathBuf>,
}

/// What a lint found.
#[derive(Clone, Debug)]
pub struct Lint {
    /// The files that were looked at.
    pub files: Vec<String>,
    /// How many factors they have that could be read.
    pub factors: usize,
    /// How many of them have no kin, in the files or in the release, whose values they could be compared with.
    pub without_kin: usize,
    /// The release that they were held against, or that they are.
    pub release: String,
    /// Whether they are that release.
    pub is_release: bool,
    /// What is wrong.
    pub diagnostics: Diagnostics,
}

/// What the rules look at.
struct Subject<'s> {
    factors: &'s [EmissionFactor],
    /// The factors that are kin of a study's.
    shipped: Option<&'s FactorSet>,
    /// The latest year that a factor may describe, where that is known.
    last_year: Option<i16>,
}

/// What rules that look at several rows find, by the factor that they find it at.
#[derive(Default)]
struct Findings(HashMap<usize, Vec<(Column, Problem)>>);

impl Findings {
    fn add(&mut self, factor: usize, column: Column, problem: Problem) {
        self.0.entry(factor).or_default().push((column, problem));
    }

    fn has(&self, factor: usize) -> bool {
        self.0.contains_key(&factor)
    }
}

/// Looks at `path`: a factors.csv, or the folder of a study or of a release.
///
/// # Errors
/// A file that cannot be read, or a folder that is neither.
pub fn lint(path: &Path, options: &LintOptions) -> anyhow::Result<Lint> {
    if path.is_dir() {
        return lint_folder(path, options);
    }
    let beside = path.parent().unwrap_or(path);
    if path.file_name().is_some_and(|name| name == FACTORS) && FILES.iter().all(|file| beside.join(file).is_file()) {
        return lint_release(beside);
    }
    let source = Source::file(path.display().to_string(), path);
    let file = StudyFile { kind: FileKind::Factors, source, binding: Binding::default() };
    let mut diagnostics = Diagnostics::default();
    let loaded = catalogue::open(options.release.as_deref(), options.factors.as_deref(), &mut diagnostics)?;
    lint_own(&[&file], &loaded, None, diagnostics)
}

/// Looks at the folder of a study or of a release.
///
/// # Errors
/// A file that cannot be read, or a folder that is neither.
pub fn lint_folder<'f>(folder: impl Into<Folder<'f>>, options: &LintOptions) -> anyhow::Result<Lint> {
    let folder = folder.into();
    if let Some(source) = folder.file(STUDY_FILE) {
        return lint_study(source, folder, options);
    }
    match folder {
        Folder::OnDisk(path) if FILES.iter().any(|file| path.join(file).is_file()) => lint_release(path),
        _ => Err(text!(
            "{folder} holds no {STUDY_FILE}, and is no release of the factor table",
            "{folder} 中没有 {STUDY_FILE}，也不是因子表的一个版本"
        )
        .into()),
    }
}

fn lint_study(source: Source, folder: Folder<'_>, options: &LintOptions) -> anyhow::Result<Lint> {
    let mut diagnostics = Diagnostics::default();
    let study = Study::read(source, folder, &mut diagnostics)
        .or_say(|| text!("cannot read the study in {folder}", "无法读取 {folder} 中的核算"))?;
    let nothing = |diagnostics| Lint {
        files: Vec::new(),
        factors: 0,
        without_kin: 0,
        release: String::new(),
        is_release: false,
        diagnostics,
    };
    let Some(study) = study else { return Ok(nothing(diagnostics)) };
    let files: Vec<&StudyFile> = study.files_of(FileKind::Factors).collect();
    if files.is_empty() {
        return Err(text!("the study in {folder} has no factors of its own", "{folder} 中的核算没有自有因子").into());
    }
    let loaded = match options {
        LintOptions { release: None, factors: None } => {
            Loaded::read(&study.release.value, None, &mut diagnostics).or_say(cannot_read)?
        }
        LintOptions { release, factors } => {
            let release = release.as_ref().unwrap_or(&study.release.value);
            Some(catalogue::open(Some(release), factors.as_deref(), &mut diagnostics)?)
        }
    };
    let Some(loaded) = loaded else {
        let problem = problem::unknown_release(&study.release.value, &Loaded::shipped_releases().collect::<Vec<_>>());
        diagnostics.push(Diagnostic::new(problem, study.release.place.clone()));
        return Ok(nothing(diagnostics));
    };
    lint_own(&files, &loaded, Some(study.to.year()), diagnostics)
}

fn cannot_read() -> Text {
    text!("cannot read the factor table", "无法读取因子表")
}

/// Looks at the factors of a study. `reported`: the last year of its period, where that is known.
fn lint_own(
    files: &[&StudyFile],
    loaded: &Loaded,
    reported: Option<i16>,
    mut diagnostics: Diagnostics,
) -> anyhow::Result<Lint> {
    let (mut tables, mut own) = (Vec::new(), FactorFiles::default());
    for file in files {
        tables.extend(own.read(file, Some(&loaded.regions), &mut diagnostics)?);
    }
    let factors = own.factors;
    let in_use = year_of(&loaded.release).map(|year| year.saturating_add(YEARS_IN_USE));
    // What a study of a later period was made with can be known.
    let subject = Subject { factors: &factors, shipped: Some(&loaded.factors), last_year: in_use.max(reported) };
    let without_kin = subject.report(&tables, false, &mut diagnostics);
    let files = files.iter().map(|file| file.source.name.clone()).collect();
    Ok(Lint {
        files,
        factors: factors.len(),
        without_kin,
        release: loaded.release.clone(),
        is_release: false,
        diagnostics,
    })
}

/// Looks at a release, in its folder.
fn lint_release(folder: &Path) -> anyhow::Result<Lint> {
    let named = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let release = named.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // What reading it finds comes once more below, with the table in hand.
    let loaded = Loaded::read(&release, Some(folder), &mut Diagnostics::default()).or_say(cannot_read)?;
    let regions = loaded.map(|loaded| loaded.regions).unwrap_or_default();
    let mut diagnostics = Diagnostics::default();
    let sources = FILES.map(|file| Source::file(folder.join(file).display().to_string(), &folder.join(file)));
    let [source, gwp, blends, _] = &sources;
    let file = StudyFile { kind: FileKind::Factors, source: source.clone(), binding: Binding::default() };
    let mut own = FactorFiles::default();
    let table = own.read(&file, Some(&regions), &mut diagnostics).or_say(cannot_read)?;
    let (tables, factors) = (Vec::from_iter(table), own.factors);
    let subject = Subject { factors: &factors, shipped: None, last_year: year_of(&release) };
    let without_kin = subject.report(&tables, true, &mut diagnostics);
    for source in [gwp, blends] {
        gas::gases(&source.name, &source.read()?, &mut diagnostics);
    }
    let files = sources.iter().map(|source| source.name.clone()).collect();
    Ok(Lint { files, factors: factors.len(), without_kin, release: release.clone(), is_release: true, diagnostics })
}

/// The year in the name of a release, after whose end it was not changed: `2024` of `2024.1`.
fn year_of(release: &str) -> Option<i16> {
    release.split('.').next()?.parse().ok()
}

impl Subject<'_> {
    /// Holds everything against every rule; how many factors have no kin to be compared with.
    fn report(&self, tables: &[SmallTable], is_release: bool, diagnostics: &mut Diagnostics) -> usize {
        let mut findings = Findings::default();
        let mut without_kin = self.factors.len();
        for family in kin::families(self.factors, self.shipped) {
            if family.members.len() > 1 {
                without_kin -= family.members.iter().filter(|member| member.index.is_some()).count();
            }
            magnitude::off(&family, &mut findings);
            co2::part(&family, &mut findings);
        }
        names::shared(self.factors, &mut findings);
        let rows: HashMap<(&str, u64), usize> = self
            .factors
            .iter()
            .enumerate()
            .map(|(index, factor)| ((&*factor.row.file, factor.row.line), index))
            .collect();
        for table in tables {
            if !table.has(Column::Source) && !table.is_empty() {
                diagnostics.push(Diagnostic::new(problem::missing_source(), table.header_place()));
            }
            table.for_each(|row| {
                row::source(&row, diagnostics);
                if is_release {
                    row::whole(&row, diagnostics);
                }
                // A row that could not be read has no factor.
                let Some(index) = rows.get(&(table.file(), row.record.line)) else { return };
                self.row(&row, *index, &findings, diagnostics);
            });
        }
        without_kin
    }

    fn row(&self, row: &Row<'_>, index: usize, findings: &Findings, diagnostics: &mut Diagnostics) {
        let factor = &self.factors[index];
        row::sign(row, factor, diagnostics);
        row::year(row, factor, self, diagnostics);
        printed::printed(row, factor, diagnostics);
        for (column, problem) in findings.0.get(&index).into_iter().flatten() {
            row.report(*column, problem.code, diagnostics, || problem.clone());
        }
    }
}
