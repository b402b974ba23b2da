//! study.toml: who, when, what is inside the boundary, which factors, how co-products share, which files.

mod reader;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use toml::de::DeTable;

use crate::amount::{Amount, DecimalMark};
use crate::column::{Column, FileKind, Kind, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest, problem};
use crate::folder::Folder;
use crate::source::{Delimiter, Encoding, Source};
use crate::word::{BoundaryKind, GwpSet, Method, Stage, Word};

pub use reader::Placed;
use reader::Section;

/// What study.toml says.
#[derive(Clone, Debug)]
pub struct Study {
    /// study.toml itself.
    pub source: Source,
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
    /// Whether it needs none but the bound and the usual ones.
    pub ignore_rest: bool,
    /// What separates the fields, where it is not told from the header.
    pub delimiter: Option<Delimiter>,
    /// What separates decimals, where that is said.
    pub decimal: Option<DecimalMark>,
    /// The line of the header, where it is not found by the columns in it.
    pub header_line: Option<Placed<u64>>,
    /// The columns that take blank cells from the row above, as merged cells export.
    pub fill_down: Vec<Column>,
    /// What lines are that look like totals.
    pub totals: TotalLines,
}

/// What lines are that look like totals of the rows above them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TotalLines {
    /// They are left out, so that nothing counts twice.
    #[default]
    LeftOut,
    /// They are rows like others.
    Rows,
}

impl TotalLines {
    /// All names that `totals` in study.toml takes.
    const NAMES: [&'static str; 2] = ["left-out", "rows"];

    fn parse(name: &str) -> Option<TotalLines> {
        match name {
            "left-out" => Some(TotalLines::LeftOut),
            "rows" => Some(TotalLines::Rows),
            _ => None,
        }
    }
}

impl Binding {
    /// Whether a header is declared not to be needed.
    #[must_use]
    pub fn ignores(&self, header: &str) -> bool {
        self.ignore.iter().any(|ignored| ignored.value.trim() == header)
    }
}

impl Study {
    /// Reads `source`, which is the study.toml in `folder`, and finds the study's files. Nothing where a key that
    /// everything hangs on is missing or wrong; what is wrong is in `diagnostics`.
    ///
    /// # Errors
    /// A file or folder that cannot be read.
    pub fn read(source: Source, folder: Folder<'_>, diagnostics: &mut Diagnostics) -> io::Result<Option<Study>> {
        let bytes = source.read()?;
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let place = Place::in_text(STUDY_FILE, &valid, valid.len()..valid.len());
                diagnostics.push(Diagnostic::new(problem::bad_encoding(Encoding::Utf8), place));
                return Ok(None);
            }
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        let broken = !errors.is_empty();
        for error in errors {
            let place = Place::in_text(STUDY_FILE, text, error.span().unwrap_or(0..0));
            diagnostics.push(Diagnostic::new(problem::toml_syntax(error.message()), place));
        }
        // What a broken file lacks is not known before it is mended.
        if broken {
            return Ok(None);
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
            source,
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
/// folder is an error, and so is a file that would be read twice: data must not be passed over, nor counted twice.
fn read_files(
    mut section: Section<'_>,
    folder: Folder<'_>,
    diagnostics: &mut Diagnostics,
) -> io::Result<Vec<StudyFile>> {
    let mut present = folder.files()?;
    for ignored in section.texts("ignore", diagnostics).unwrap_or_default() {
        let own = plain_path(&ignored.value);
        let below = format!("{own}/");
        let before = present.len();
        present.retain(|name, _| *name != own && !name.starts_with(&below));
        if present.len() == before {
            let near = nearest(&ignored.value, present.keys().map(String::as_str));
            diagnostics.push(Diagnostic::new(problem::no_such_file(&ignored.value, &near), ignored.place));
        }
    }
    let mut files = Vec::new();
    let mut read: BTreeSet<PathBuf> = BTreeSet::new();
    for kind in FileKind::ALL {
        let mut for_usual: Option<(Binding, Option<Encoding>)> = None;
        let mut bound = Vec::new();
        for mut own in section.sections(kind.name(), diagnostics) {
            let path = own.text("path", diagnostics);
            let encoding = named(&mut own, "encoding", Encoding::parse, &Encoding::NAMES, diagnostics);
            let binding = read_binding(kind, &mut own, diagnostics);
            let place = own.own_place();
            own.finish(diagnostics);
            match path {
                Some(path) => bound.push((path, encoding, binding)),
                None if for_usual.is_some() => {
                    diagnostics.push(Diagnostic::new(problem::section_twice(kind.name()), place));
                }
                None => {
                    if !present.keys().any(|name| usual_kind(name) == Some(kind)) {
                        let problem = problem::no_such_file(&format!("{}.csv", kind.name()), &[]);
                        diagnostics.push(Diagnostic::new(problem, place));
                    }
                    for_usual = Some((binding, encoding));
                }
            }
        }
        for (path, encoding, binding) in bound {
            for name in matching(&plain_path(&path.value), &present) {
                let source = present.remove(&name).filter(Source::is_there).or_else(|| folder.file(&name));
                let Some(source) = source else {
                    let near = nearest(&name, present.keys().map(String::as_str));
                    diagnostics.push(Diagnostic::new(problem::no_such_file(&name, &near), path.place.clone()));
                    continue;
                };
                if read.insert(source.identity()?) {
                    files.push(study_file(kind, source, encoding, binding.clone()));
                } else {
                    diagnostics.push(Diagnostic::new(problem::file_twice(&name), path.place.clone()));
                }
            }
        }
        let usual: Vec<String> = present.keys().filter(|name| usual_kind(name) == Some(kind)).cloned().collect();
        let in_folder = usual.iter().any(|name| name.contains('/'));
        let (binding, encoding) = for_usual.unwrap_or_default();
        let mut beside = false;
        for name in usual {
            let Some(source) = present.remove(&name) else { continue };
            // A link that leads nowhere is reported when it is opened.
            let twice = source.identity().is_ok_and(|own| !read.insert(own));
            let is_beside = !name.contains('/') && (in_folder || std::mem::replace(&mut beside, true));
            if twice || is_beside {
                diagnostics.push(Diagnostic::new(problem::file_twice(&name), Place::file(&name)));
                continue;
            }
            files.push(study_file(kind, source, encoding, binding.clone()));
        }
    }
    for name in present.keys().filter(|name| looks_like_data(name)) {
        let usual: Vec<String> = FileKind::ALL.iter().map(|kind| format!("{}.csv", kind.name())).collect();
        let near = nearest(name, usual.iter().map(String::as_str));
        diagnostics.push(Diagnostic::new(problem::unknown_file(name, &near), Place::file(name)));
    }
    for (first, copy) in copies(&files)? {
        diagnostics.push(Diagnostic::new(problem::same_content(copy, first), Place::file(copy)));
    }
    section.finish(diagnostics);
    Ok(files)
}

/// The names that a path of study.toml stands for: its own, or those of the files that it matches where it has a `*`.
fn matching(path: &str, present: &BTreeMap<String, Source>) -> Vec<String> {
    let own = vec![path.to_owned()];
    if !path.contains('*') {
        return own;
    }
    let names: Vec<String> = present.keys().filter(|name| matches_pattern(name, path)).cloned().collect();
    if names.is_empty() { own } else { names }
}

/// Whether a name is what a pattern says, of which `*` is any part without `/`.
fn matches_pattern(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|start| name.strip_prefix(start)) else { return false };
    let mut parts = parts.peekable();
    while let Some(part) = parts.next() {
        let found = if parts.peek().is_none() {
            rest.ends_with(part).then(|| rest.len() - part.len())
        } else {
            rest.find(part)
        };
        let Some(skipped) = found.filter(|at| !rest[..*at].contains('/')) else { return false };
        rest = &rest[skipped + part.len()..];
    }
    rest.is_empty()
}

/// The files that have the content of one before them, and which that is.
fn copies(files: &[StudyFile]) -> io::Result<Vec<(&str, &str)>> {
    let mut by_size: BTreeMap<u64, Vec<&Source>> = BTreeMap::new();
    for StudyFile { source, .. } in files {
        // A file that cannot be looked at is reported when it is opened.
        if let Ok(size) = source.size() {
            by_size.entry(size).or_default().push(source);
        }
    }
    let mut copies = Vec::new();
    for same_size in by_size.values() {
        for (index, copy) in same_size.iter().enumerate() {
            for first in &same_size[..index] {
                if first.has_content_of(copy)? {
                    copies.push((first.name.as_str(), copy.name.as_str()));
                    break;
                }
            }
        }
    }
    Ok(copies)
}

/// A path of study.toml as files are named: with `/`, from the study's folder.
fn plain_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").unwrap_or(&path).trim_end_matches('/').to_owned()
}

fn study_file(kind: FileKind, mut source: Source, encoding: Option<Encoding>, binding: Binding) -> StudyFile {
    source.encoding = encoding;
    StudyFile { kind, source, binding }
}

fn read_binding(kind: FileKind, section: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Binding {
    let column = |key: &Placed<String>, diagnostics: &mut Diagnostics| {
        let column = kind.columns().iter().find(|column| column.name() == key.value).copied();
        if column.is_none() {
            let names: Vec<&str> = kind.columns().iter().map(|column| column.name()).collect();
            let near = nearest(&key.value, names.iter().copied());
            let problem = problem::no_such_column(&key.value, kind.name(), &near, &names);
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
    let mut fill_down = Vec::new();
    for name in section.texts("fill_down", diagnostics).unwrap_or_default() {
        match column(&name, diagnostics) {
            // A number that stood for several rows would be counted once for each.
            Some(column) if column.kind() == Kind::Number => {
                diagnostics.push(Diagnostic::new(problem::numbers_do_not_fill_down(column.name()), name.place));
            }
            Some(column) => fill_down.push(column),
            None => {}
        }
    }
    Binding {
        columns,
        constants,
        ignore: ignore.unwrap_or_default(),
        ignore_rest,
        delimiter: named(section, "delimiter", Delimiter::parse, &Delimiter::NAMES, diagnostics),
        decimal: named(section, "decimal", DecimalMark::parse, &DecimalMark::NAMES, diagnostics),
        header_line: section.line("header_line", diagnostics),
        fill_down,
        totals: named(section, "totals", TotalLines::parse, &TotalLines::NAMES, diagnostics).unwrap_or_default(),
    }
}

/// The value of `key` that has this name, among those with `names`.
fn named<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: fn(&str) -> Option<T>,
    names: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let name = section.text(key, diagnostics)?;
    let value = parse(&name.value);
    if value.is_none() {
        diagnostics.push(Diagnostic::new(problem::unknown_word(&name.value, names), name.place));
    }
    value
}

/// Whether a file is a table by its name: CSV, or the text that Excel and others write with tabs.
pub(crate) fn is_table(name: &str) -> bool {
    has_extension(name, &["csv", "tsv", "txt"])
}

fn has_extension(name: &str, known: &[&str]) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether a file must not be passed over: a CSV file, one in the folder of a kind, or one with a usual name.
pub(crate) fn looks_like_data(full: &str) -> bool {
    let (folder, name) = full.rsplit_once('/').unwrap_or(("", full));
    match name.rsplit_once('.') {
        // A link to a folder that is not there.
        None => FileKind::parse(name).is_some(),
        Some((stem, _)) => {
            let is_usual = FileKind::parse(folder).is_some() || FileKind::parse(stem).is_some();
            has_extension(name, &["csv"]) || (is_usual && has_extension(name, &["tsv", "txt", "xlsx", "xls", "ods"]))
        }
    }
}

/// The kind of a file by its name: `energy.csv`, or any table right in the folder `energy`.
pub(crate) fn usual_kind(name: &str) -> Option<FileKind> {
    if !is_table(name) {
        return None;
    }
    match name.split_once('/') {
        Some((folder, file)) => FileKind::parse(folder).filter(|_| !file.contains('/')),
        None => FileKind::parse(name.rsplit_once('.')?.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_in_a_path_is_any_part_of_a_name_but_no_folder() {
        for (name, pattern, matches) in [
            ("energy-01.csv", "energy-*.csv", true),
            ("污水站-上半年.csv", "污水站-*.csv", true),
            ("2024/energy-01.csv", "2024/*.csv", true),
            ("2024/a/energy.csv", "2024/*.csv", false),
            ("a.csv.bak", "*.csv", false),
            ("abcbc", "a*bc", true),
            ("ab", "ab*b", false),
            ("xaybz", "*a*b*", true),
        ] {
            assert_eq!(matches_pattern(name, pattern), matches, "{name} {pattern}");
        }
    }
}
