//! study.toml: who, when, what is inside the boundary, which factors, how co-products share, which files.

mod reader;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::de::DeTable;

use crate::amount::Amount;
use crate::column::{Column, FileKind, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest, problem};
use crate::source::{Encoding, Source};
use crate::word::{BoundaryKind, GwpSet, Method, Stage, Word};

pub use reader::Placed;
use reader::Section;

/// Files of a study that have a fixed name and are no activity data.
const OTHER_FILES: [&str; 3] = ["published.csv", "targets.csv", "actions.csv"];

/// What study.toml says.
#[derive(Clone, Debug)]
pub struct Study {
    /// What the study is called.
    pub title: String,
    /// Whose it is.
    pub plant: Option<String>,
    /// Where: an ISO 3166 code, as in `CN-JS`.
    pub region: Placed<String>,
    /// The first day of the reporting period.
    pub from: Date,
    /// The last day of the reporting period.
    pub to: Date,
    /// The standards it follows, as it names them.
    pub standards: Vec<String>,
    /// How much of the life cycle it claims to cover.
    pub boundary: BoundaryKind,
    /// The stages that are inside.
    pub stages: Vec<Stage>,
    /// The release of the shipped factor table.
    pub release: Placed<String>,
    /// Whose global warming potentials.
    pub gwp: GwpSet,
    /// The key for shared rows that name none.
    pub default_allocation: Option<Placed<String>>,
    /// The allocation keys by name.
    pub allocation: BTreeMap<String, AllocationRule>,
    /// The files, in the order in which they are read.
    pub files: Vec<StudyFile>,
}

/// A key of `[allocation]`.
#[derive(Clone, Debug)]
pub struct AllocationRule {
    /// How it shares out.
    pub method: Method,
    /// The stated shares by product, for [`Method::Fixed`].
    pub shares: Vec<(Placed<String>, Amount)>,
    /// Why (ISO 14044:2006, 4.3.4.1 asks for it).
    pub reason: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// A file of the study, and how its columns are bound.
#[derive(Clone, Debug)]
pub struct StudyFile {
    /// What it holds.
    pub kind: FileKind,
    /// Where it is.
    pub source: Source,
    /// How its columns are bound.
    pub binding: Binding,
}

/// How the columns of a file are bound where its headers are not the usual ones.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    /// The header that stands for a column.
    pub columns: Vec<(Column, Placed<String>)>,
    /// The text that a column has in every row.
    pub constants: Vec<(Column, Placed<String>)>,
    /// The headers that the study does not need.
    pub ignore: Vec<Placed<String>>,
    /// Whether it needs none but the bound ones.
    pub ignore_rest: bool,
}

impl Study {
    /// Reads `study.toml` in `folder` and finds the study's files. Nothing where a key that everything hangs on
    /// is missing or wrong; what is wrong is in `diagnostics`.
    ///
    /// # Errors
    /// A file or folder that cannot be read.
    pub fn read(folder: &Path, diagnostics: &mut Diagnostics) -> io::Result<Option<Study>> {
        let bytes = Source::file(STUDY_FILE, &folder.join(STUDY_FILE)).read()?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let text = match Encoding::Utf8.decode(bytes.to_owned()) {
            Ok(text) => text,
            Err(valid) => {
                let place = Place::in_text(STUDY_FILE, &valid, valid.len()..valid.len());
                diagnostics.push(Diagnostic::new(problem::bad_encoding(Encoding::Utf8), place));
                return Ok(None);
            }
        };
        let text = text.as_str();
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let place = Place::in_text(STUDY_FILE, text, error.span().unwrap_or(0..0));
            diagnostics.push(Diagnostic::new(problem::toml_syntax(error.message()), place));
        }
        let mut root = Section::root(text, &table);
        let mut settings = root.section("study", diagnostics);
        let title = settings.required("title", diagnostics);
        let plant = settings.text("plant", diagnostics);
        let region = settings.required("region", diagnostics);
        let from = settings.required_date("from", diagnostics);
        let to = settings.required_date("to", diagnostics);
        let standards = settings.texts("standards", diagnostics).unwrap_or_default();
        settings.finish(diagnostics);
        if let (Some(from), Some(to)) = (&from, &to)
            && from.value > to.value
        {
            diagnostics.push(Diagnostic::new(problem::period_reversed(from.value, to.value), to.place.clone()));
        }

        let mut boundary = root.section("boundary", diagnostics);
        let kind = boundary.word("kind", diagnostics);
        let stages = boundary.words("stages", diagnostics);
        boundary.finish(diagnostics);
        let kind = kind.map_or(BoundaryKind::CradleToGate, |kind| kind.value);
        let stages = stages.unwrap_or_else(|| kind.stages().to_vec());

        let mut factors = root.section("factors", diagnostics);
        let release = factors.required("release", diagnostics);
        let gwp = factors.required_word("gwp", diagnostics);
        factors.finish(diagnostics);

        let (default_allocation, allocation) = read_allocation(root.section("allocation", diagnostics), diagnostics);
        let files = read_files(root.section("files", diagnostics), folder, diagnostics)?;
        root.finish(diagnostics);

        let (Some(title), Some(region), Some(from), Some(to), Some(release), Some(gwp)) =
            (title, region, from, to, release, gwp)
        else {
            return Ok(None);
        };
        Ok(Some(Study {
            title: title.value,
            plant: plant.map(|plant| plant.value),
            region,
            from: from.value,
            to: to.value,
            standards: standards.into_iter().map(|standard| standard.value).collect(),
            boundary: kind,
            stages,
            release,
            gwp: gwp.value,
            default_allocation,
            allocation,
            files,
        }))
    }

    /// The files of one kind.
    pub fn files_of(&self, kind: FileKind) -> impl Iterator<Item = &StudyFile> {
        self.files.iter().filter(move |file| file.kind == kind)
    }
}

fn read_allocation(
    mut section: Section<'_>,
    diagnostics: &mut Diagnostics,
) -> (Option<Placed<String>>, BTreeMap<String, AllocationRule>) {
    let default = section.text("default", diagnostics);
    let mut rules = BTreeMap::new();
    for (key, value) in section.entries() {
        if key.value == "default" {
            continue;
        }
        let mut own = section.named_section(&key, value, diagnostics);
        let method = own.required_word("method", diagnostics);
        let reason = own.text("reason", diagnostics);
        let shares = own.section("shares", diagnostics);
        let stated = shares.amounts(diagnostics);
        own.finish(diagnostics);
        let Some(method) = method else { continue };
        match (method.value, stated.first()) {
            (Method::Fixed, None) => {
                diagnostics.push(Diagnostic::new(problem::missing_shares(&key.value), method.place.clone()));
            }
            (Method::Fixed, Some(_)) | (_, None) => {}
            (other, Some((first, _))) => {
                let problem = problem::unused_shares(&key.value, other.name());
                diagnostics.push(Diagnostic::new(problem, first.place.clone()));
            }
        }
        let shares = stated.into_iter().filter_map(|(product, share)| share.map(|share| (product, share))).collect();
        let reason = reason.map(|reason| reason.value);
        rules.insert(key.value, AllocationRule { method: method.value, shares, reason, place: key.place });
    }
    if let Some(default) = &default
        && !rules.contains_key(&default.value)
    {
        let near = nearest(&default.value, rules.keys().map(String::as_str));
        let problem = problem::unknown_allocation(&default.value, &near);
        diagnostics.push(Diagnostic::new(problem, default.place.clone()));
    }
    (default, rules)
}

/// The files that study.toml binds, and those in the folder that have a usual name. Any other CSV file in the
/// folder is an error: data must not be passed over in silence.
fn read_files(mut section: Section<'_>, folder: &Path, diagnostics: &mut Diagnostics) -> io::Result<Vec<StudyFile>> {
    let mut present = csv_files(folder)?;
    for ignored in section.texts("ignore", diagnostics).unwrap_or_default() {
        if !present.remove(&ignored.value) {
            let near = nearest(&ignored.value, present.iter().map(String::as_str));
            diagnostics.push(Diagnostic::new(problem::no_such_file(&ignored.value, &near), ignored.place));
        }
    }
    let mut files = Vec::new();
    for kind in FileKind::ALL {
        let usual: Vec<String> = present.iter().filter(|name| usual_kind(name) == Some(kind)).cloned().collect();
        for name in &usual {
            present.remove(name);
        }
        let mut bound_usual = false;
        for mut own in section.sections(kind.name(), diagnostics) {
            let path = own.text("path", diagnostics);
            let encoding = own.text("encoding", diagnostics).and_then(|name| encoding(&name, diagnostics));
            let binding = read_binding(kind, &mut own, diagnostics);
            let names = match path {
                Some(path) => {
                    if !folder.join(&path.value).is_file() {
                        let near = nearest(&path.value, present.iter().map(String::as_str));
                        diagnostics.push(Diagnostic::new(problem::no_such_file(&path.value, &near), path.place));
                        continue;
                    }
                    present.remove(&path.value);
                    vec![path.value]
                }
                None if usual.is_empty() => {
                    let usual = format!("{}.csv", kind.name());
                    diagnostics.push(Diagnostic::new(problem::no_such_file(&usual, &[]), own.own_place()));
                    Vec::new()
                }
                None => {
                    bound_usual = true;
                    usual.clone()
                }
            };
            own.finish(diagnostics);
            for name in names {
                let mut source = Source::file(name.clone(), &folder.join(&name));
                source.encoding = encoding;
                files.push(StudyFile { kind, source, binding: binding.clone() });
            }
        }
        // A file with the usual name is read as it is unless a section without `path` has bound it.
        for name in usual {
            if bound_usual || files.iter().any(|file: &StudyFile| file.source.name == name) {
                continue;
            }
            let source = Source::file(name.clone(), &folder.join(name));
            files.push(StudyFile { kind, source, binding: Binding::default() });
        }
    }
    for name in present.iter().filter(|name| !OTHER_FILES.contains(&name.as_str())) {
        let usual: Vec<String> = FileKind::ALL.iter().map(|kind| format!("{}.csv", kind.name())).collect();
        let near = nearest(name, usual.iter().map(String::as_str).chain(OTHER_FILES));
        diagnostics.push(Diagnostic::new(problem::unknown_file(name, &near), Place::file(name)));
    }
    section.finish(diagnostics);
    Ok(files)
}

fn read_binding(kind: FileKind, section: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Binding {
    let column = |key: &Placed<String>, diagnostics: &mut Diagnostics| {
        let column = kind.columns().iter().find(|column| column.name() == key.value).copied();
        if column.is_none() {
            let names: Vec<&str> = kind.columns().iter().map(|column| column.name()).collect();
            let near = nearest(&key.value, names.iter().copied());
            let problem = problem::unknown_column(&key.value, kind.name(), &near);
            diagnostics.push(Diagnostic::new(problem, key.place.clone()));
        }
        column
    };
    let mut bound = |name, diagnostics: &mut Diagnostics| {
        let mut bound = Vec::new();
        for (key, text) in section.section(name, diagnostics).text_entries(diagnostics) {
            bound.extend(column(&key, diagnostics).map(|column| (column, text)));
        }
        bound
    };
    let columns = bound("columns", diagnostics);
    let constants = bound("constants", diagnostics);
    let ignore_rest = section.is_text("ignore", "rest");
    let ignore = if ignore_rest { None } else { section.texts("ignore", diagnostics) };
    Binding { columns, constants, ignore: ignore.unwrap_or_default(), ignore_rest }
}

fn encoding(name: &Placed<String>, diagnostics: &mut Diagnostics) -> Option<Encoding> {
    let encoding = Encoding::parse(&name.value);
    if encoding.is_none() {
        diagnostics.push(Diagnostic::new(problem::unknown_word(&name.value, &Encoding::NAMES), name.place.clone()));
    }
    encoding
}

/// The CSV files of the folder and of the folders below it that are named after a kind of file.
fn csv_files(folder: &Path) -> io::Result<std::collections::BTreeSet<String>> {
    let mut names = std::collections::BTreeSet::new();
    let mut list = |below: &str, path: PathBuf| -> io::Result<()> {
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let is_csv = Path::new(&name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("csv"));
            if is_csv && entry.path().is_file() {
                names.insert(format!("{below}{name}"));
            }
        }
        Ok(())
    };
    list("", folder.to_owned())?;
    for kind in FileKind::ALL {
        let below = folder.join(kind.name());
        if below.is_dir() {
            list(&format!("{}/", kind.name()), below)?;
        }
    }
    Ok(names)
}

/// The kind of a file by its name: `energy.csv`, or any CSV file in the folder `energy`.
fn usual_kind(name: &str) -> Option<FileKind> {
    match name.split_once('/') {
        Some((folder, _)) => FileKind::parse(folder),
        None => FileKind::parse(name.strip_suffix(".csv")?),
    }
}
