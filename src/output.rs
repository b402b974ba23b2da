//! Writing results: whole files or none.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use crate::text::text;
use crate::world::OrSay;

/// A file to write: its name within the folder, and its content.
pub type NamedFile = (String, Vec<u8>);

/// Writes files into a folder, which is made where there is none: all, or none. What is there already and is to be
/// kept is the caller's to know.
///
/// # Errors
/// A folder or a file that cannot be written; then all files are as they were.
pub fn write_files(folder: &Path, files: &[NamedFile]) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).or_say(|| text!("cannot make the folder `{shown}`", "无法新建文件夹 `{shown}`"))?;
    let mut places = Vec::new();
    for (name, _) in files {
        // A link is written through: what it leads to is replaced, not the link.
        let path = folder.join(name);
        let path = fs::canonicalize(&path).unwrap_or(path);
        if path.exists() && !path.is_file() {
            let shown = path.display();
            return Err(text!("`{shown}` is no file; nothing was written", "`{shown}` 不是文件；未写入任何内容").into());
        }
        places.push(Place { path, new: None, old: None });
    }
    let result = write_all(files, &mut places);
    for path in places.iter().flat_map(|place| [&place.new, &place.old]).flatten() {
        // What is left of them is in nobody's way.
        let _ = fs::remove_file(path);
    }
    Ok(result.or_say(|| text!("cannot write into `{shown}`", "无法写入 `{shown}`"))?)
}

fn write_all(files: &[NamedFile], places: &mut [Place]) -> io::Result<()> {
    for ((_, content), place) in files.iter().zip(places.iter_mut()) {
        place.write(content)?;
    }
    // A file alone is put in its place in one step; of several, those that were placed go back where one fails.
    if places.len() > 1 {
        places.iter_mut().try_for_each(Place::keep)?;
    }
    for index in 0..places.len() {
        if let Err(error) = places[index].put() {
            places[..index].iter_mut().for_each(Place::restore);
            return Err(error);
        }
    }
    Ok(())
}

/// Where a file is written to, and where it and the one that it replaces are in the meantime.
struct Place {
    path: PathBuf,
    new: Option<PathBuf>,
    old: Option<PathBuf>,
}

impl Place {
    /// Writes the new file beside its place, with the permissions of the old one.
    fn write(&mut self, content: &[u8]) -> io::Result<()> {
        let (path, mut file) =
            self.beside("part", |path| OpenOptions::new().write(true).create_new(true).open(path))?;
        self.new = Some(path);
        file.write_all(content)?;
        match fs::metadata(&self.path) {
            Ok(old) => file.set_permissions(old.permissions()),
            Err(_) => Ok(()),
        }
    }

    /// Keeps the old file, where there is one.
    fn keep(&mut self) -> io::Result<()> {
        if self.path.exists() {
            let link = |path: &Path| {
                fs::hard_link(&self.path, path).or_else(|error| match error.kind() {
                    io::ErrorKind::AlreadyExists => Err(error),
                    // Not every file system has links.
                    _ => fs::copy(&self.path, path).map(|_| ()),
                })
            };
            self.old = Some(self.beside("old", link)?.0);
        }
        Ok(())
    }

    /// Puts the new file in its place, in one step.
    fn put(&mut self) -> io::Result<()> {
        match &self.new {
            Some(new) => fs::rename(new, &self.path).map(|()| self.new = None),
            None => Ok(()),
        }
    }

    /// Puts the old file, or nothing, where it was. The error that is reported is the one that stopped the writing.
    fn restore(&mut self) {
        let _ = match self.old.take() {
            Some(old) => fs::rename(old, &self.path),
            None => fs::remove_file(&self.path),
        };
    }

    /// A file beside the place that nobody has, and what `make` made of it.
    fn beside<T>(&self, what: &str, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<(PathBuf, T)> {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let process = std::process::id();
        let mut last = io::ErrorKind::AlreadyExists.into();
        for number in 0..100 {
            let path = self.path.with_file_name(format!(".{name}.{process}-{number}.{what}"));
            match make(&path) {
                Ok(it) => return Ok((path, it)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => last = error,
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }
}

/// Whether a path leads into a folder, by whatever links. What does not exist yet is taken as it is written.
///
/// # Errors
/// A folder that cannot be looked at.
pub fn is_inside(path: &Path, folder: &Path) -> io::Result<bool> {
    let folder = fs::canonicalize(folder)?;
    let mut there = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        match component {
            Component::ParentDir => {
                there.pop();
            }
            other => {
                there.push(other);
                there = fs::canonicalize(&there).unwrap_or(there);
            }
        }
    }
    Ok(there.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, content: &str) -> NamedFile {
        (name.to_owned(), content.as_bytes().to_vec())
    }

    #[test]
    fn where_one_of_several_files_cannot_be_placed_all_are_as_they_were() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "old").unwrap();
        let mut places = ["a", "b"].map(|name| Place { path: path(name), new: None, old: None });
        write_all(&[file("a", "new"), file("b", "new")], &mut places).unwrap();
        assert_eq!((fs::read(path("a")).unwrap(), fs::read(path("b")).unwrap()), (b"new".to_vec(), b"new".to_vec()));
        places.iter_mut().for_each(Place::restore);
        assert_eq!((fs::read(path("a")).unwrap(), path("b").exists()), (b"old".to_vec(), false));
        // The second has nowhere to go.
        let mut places = [path("a"), path("none/b")].map(|path| Place { path, new: None, old: None });
        assert!(write_all(&[file("a", "new"), file("b", "new")], &mut places).is_err());
        assert_eq!(fs::read(path("a")).unwrap(), b"old");
    }

    #[test]
    fn what_is_written_replaces_the_file_behind_a_link_and_touches_nothing_else() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path(".r.part"), "mine").unwrap();
        write_files(folder.path(), &[file("r", "one")]).unwrap();
        assert_eq!(fs::read(path(".r.part")).unwrap(), b"mine");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path("r"), fs::Permissions::from_mode(0o600)).unwrap();
            std::os::unix::fs::symlink(path("r"), path("link")).unwrap();
            write_files(folder.path(), &[file("link", "two")]).unwrap();
            assert_eq!(fs::read(path("r")).unwrap(), b"two");
            assert!(fs::symlink_metadata(path("link")).unwrap().is_symlink());
            assert_eq!(fs::metadata(path("r")).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(fs::read_dir(folder.path()).unwrap().count() <= 3);
    }

    #[test]
    fn a_path_is_inside_a_folder_whatever_it_is_written_as() {
        let folder = tempfile::TempDir::new().unwrap();
        let study = folder.path().join("study");
        fs::create_dir(&study).unwrap();
        for inside in ["study", "study/a/b", "none/../study/x", "study/../study/x", "none/new/../../study"] {
            assert!(is_inside(&folder.path().join(inside), &study).unwrap(), "{inside}");
        }
        for outside in ["", "other", "study/..", "study/../other", "studies/x"] {
            assert!(!is_inside(&folder.path().join(outside), &study).unwrap(), "{outside}");
        }
    }
}
