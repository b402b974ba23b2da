//! Where the files of a study lie: in a folder on disk, or in one that the program carries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;

use include_dir::Dir;

use crate::source::Source;

/// The folder of a study.
#[derive(Clone, Copy, Debug)]
pub enum Folder<'f> {
    /// One on disk.
    OnDisk(&'f Path),
    /// One that is part of the program.
    Embedded(&'static Dir<'static>),
}

impl<'f, P: AsRef<Path> + ?Sized> From<&'f P> for Folder<'f> {
    fn from(path: &'f P) -> Folder<'f> {
        Folder::OnDisk(path.as_ref())
    }
}

impl fmt::Display for Folder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Folder::OnDisk(path) => path.display().fmt(f),
            Folder::Embedded(folder) => folder.path().display().fmt(f),
        }
    }
}

impl Folder<'_> {
    /// The file at a path from this folder, if there is one.
    #[must_use]
    pub fn file(self, name: &str) -> Option<Source> {
        match self {
            Folder::OnDisk(folder) => {
                let path = folder.join(name);
                path.is_file().then(|| Source::file(name, &path))
            }
            Folder::Embedded(folder) => {
                let file = folder.get_file(folder.path().join(name))?;
                Some(Source::embedded(name, file.contents()))
            }
        }
    }

    /// The files in it and in all folders below it, by their names with `/`; hidden files and folders are left out.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn files(self) -> io::Result<BTreeMap<String, Source>> {
        match self {
            Folder::OnDisk(folder) => files_on_disk(folder),
            Folder::Embedded(folder) => Ok(embedded_files(folder)),
        }
    }
}

fn files_on_disk(folder: &Path) -> io::Result<BTreeMap<String, Source>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(String::new(), folder.to_owned())];
    let mut seen = BTreeSet::new();
    while let Some((below, folder)) = folders.pop() {
        // A link back to a folder above would never end.
        if !seen.insert(folder.canonicalize()?) {
            continue;
        }
        let mut paths = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        // The same names on every machine; a folder itself is taken before a link to it.
        paths.sort_by_key(|path| (!path.is_symlink(), path.clone()));
        for path in paths {
            let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
            if name.starts_with('.') {
                continue;
            }
            let mut full = format!("{below}{name}");
            if path.is_dir() {
                folders.push((full + "/", path));
                continue;
            }
            // Names that are no Unicode may look alike.
            while files.contains_key(&full) {
                full.insert(below.len(), '\u{FFFD}');
            }
            files.insert(full.clone(), Source::file(full, &path));
        }
    }
    Ok(files)
}

fn embedded_files(root: &'static Dir<'static>) -> BTreeMap<String, Source> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().strip_prefix(root.path()).unwrap_or(file.path());
            let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
            if !parts.iter().any(|part| part.starts_with('.')) {
                let name = parts.join("/");
                files.insert(name.clone(), Source::embedded(name, file.contents()));
            }
        }
    }
    files
}
