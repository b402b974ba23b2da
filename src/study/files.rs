//! The files of a study: those that study.toml binds, and those in the folder that have a usual name.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use super::binding::{Binding, named, read_binding};
use super::reader::{Placed, Section};
use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest, problem};
use crate::folder::Folder;
use crate::source::{Encoding, Source};

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

/// The files that study.toml binds, and those in the folder that have a usual name. Any other CSV file in the
/// folder is an error, and so is a file that would be read twice: data must not be passed over, nor counted twice.
pub(super) fn read_files(
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
    let bound: Vec<(FileKind, Bound)> =
        FileKind::ALL.map(|kind| (kind, read_bound(kind, &mut section, &present, diagnostics))).into();
    let named: BTreeSet<String> =
        bound.iter().flat_map(|(_, bound)| &bound.own).map(|own| own.path.value.clone()).collect();
    let mut files = Vec::new();
    let mut read: BTreeSet<PathBuf> = BTreeSet::new();
    for (kind, Bound { own, usual: (binding, encoding) }) in bound {
        for Own { path, encoding, binding } in own {
            for name in matching(kind, &path.value, &present, &named) {
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
    // A month that was left as a workbook among those that are read.
    let folders: BTreeSet<&str> = files.iter().filter_map(|file| Some(file.source.name.rsplit_once('/')?.0)).collect();
    let is_beside =
        |name: &str| is_workbook(name) && name.rsplit_once('/').is_some_and(|(own, _)| folders.contains(own));
    for name in present.keys().filter(|name| looks_like_data(name) || is_beside(name)) {
        let usual: Vec<String> = FileKind::ALL.iter().map(|kind| format!("{}.csv", kind.name())).collect();
        let near = nearest(name, usual.iter().map(String::as_str));
        diagnostics.push(Diagnostic::new(problem::unknown_file(name, &near), Place::file(name)));
    }
    section.finish(diagnostics);
    Ok(files)
}

/// What study.toml says of the files of one kind.
struct Bound {
    own: Vec<Own>,
    /// For the files with a usual name.
    usual: (Binding, Option<Encoding>),
}

/// A file, or several, by a path.
struct Own {
    path: Placed<String>,
    encoding: Option<Encoding>,
    binding: Binding,
}

fn read_bound(
    kind: FileKind,
    section: &mut Section<'_>,
    present: &BTreeMap<String, Source>,
    diagnostics: &mut Diagnostics,
) -> Bound {
    let (mut own, mut usual) = (Vec::new(), None);
    for mut entry in section.sections(kind.name(), diagnostics) {
        let path = entry.text("path", diagnostics);
        let encoding = named(&mut entry, "encoding", Encoding::parse, &Encoding::NAMES, diagnostics);
        let binding = read_binding(kind, &mut entry, diagnostics);
        let place = entry.own_place();
        entry.finish(diagnostics);
        match path {
            Some(path) => {
                let path = Placed { value: plain_path(&path.value), place: path.place };
                own.push(Own { path, encoding, binding });
            }
            None if usual.is_some() => {
                diagnostics.push(Diagnostic::new(problem::section_twice(kind.name()), place));
            }
            None => {
                if !present.keys().any(|name| usual_kind(name) == Some(kind)) {
                    let problem = problem::no_such_file(&format!("{}.csv", kind.name()), &[]);
                    diagnostics.push(Diagnostic::new(problem, place));
                }
                usual = Some((binding, encoding));
            }
        }
    }
    Bound { own, usual: usual.unwrap_or_default() }
}

/// The names that a path of study.toml stands for: its own, or those of the tables that it matches where it has a `*`, but
/// for those that are bound by name, or have the usual name of another kind.
fn matching(kind: FileKind, path: &str, present: &BTreeMap<String, Source>, named: &BTreeSet<String>) -> Vec<String> {
    let own = vec![path.to_owned()];
    if !path.contains('*') {
        return own;
    }
    let is_meant = |name: &&String| {
        is_table(name)
            && !named.contains(*name)
            && usual_kind(name).is_none_or(|usual| usual == kind)
            && matches_pattern(name, path)
    };
    let meant: Vec<String> = present.keys().filter(is_meant).cloned().collect();
    if meant.is_empty() { own } else { meant }
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

/// The files that have the content of another, each with that. The copy is the one with the longer name.
pub(crate) fn copies<'f>(files: impl Iterator<Item = &'f StudyFile>) -> io::Result<Vec<(&'f str, &'f str)>> {
    let mut by_size: BTreeMap<u64, Vec<&Source>> = BTreeMap::new();
    for StudyFile { source, .. } in files {
        by_size.entry(source.size()?).or_default().push(source);
    }
    let mut copies = Vec::new();
    for mut same_size in by_size.into_values() {
        same_size.sort_by_key(|source| source.name.len());
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

/// Whether a file is a table by its name: CSV, or the text that Excel and others write with tabs.
pub(crate) fn is_table(name: &str) -> bool {
    has_extension(name, &["csv", "tsv", "txt"])
}

fn has_extension(name: &str, known: &[&str]) -> bool {
    let extension = Path::new(name).extension();
    extension.is_some_and(|extension| known.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

/// Whether a file is a workbook, which is not read. The files that Excel locks a workbook with are none.
pub(crate) fn is_workbook(name: &str) -> bool {
    has_extension(name, &["xlsx", "xls", "et", "ods"]) && !name.rsplit('/').next().unwrap_or(name).starts_with("~$")
}

/// Whether a file must not be passed over: a CSV file, one in the folder of a kind, or one with a usual name.
pub(crate) fn looks_like_data(full: &str) -> bool {
    let (folder, name) = full.rsplit_once('/').unwrap_or(("", full));
    match name.rsplit_once('.') {
        // A link to a folder that is not there.
        None => FileKind::parse(name).is_some(),
        Some((stem, _)) => {
            let is_usual = FileKind::parse(folder).is_some() || FileKind::parse(stem).is_some();
            has_extension(name, &["csv"]) || (is_usual && (has_extension(name, &["tsv", "txt"]) || is_workbook(name)))
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
