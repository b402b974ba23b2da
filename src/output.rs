//! Writing results: whole files or none, and over nothing that somebody else wrote.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::text::text;
use crate::world::OrSay;

/// A file to write: its name within the folder, and its content.
pub type NamedFile = (String, Vec<u8>);

/// Writes files into a folder, which is made where there is none: all, or none. What is there already and is to be
/// kept is the caller's to know.
///
/// # Errors
/// A folder or a file that cannot be written; then all is as it was.
pub fn write_files(folder: &Path, files: &[NamedFile]) -> anyhow::Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).or_say(|| text!("cannot make the folder `{shown}`", "无法新建文件夹 `{shown}`"))?;
    let places: Vec<Place> = files.iter().map(|(name, _)| Place::new(folder, name)).collect();
    if let Some(place) = places.iter().find(|place| place.path.is_dir()) {
        let shown = place.path.display();
        return Err(text!("`{shown}` is a folder; nothing was written", "`{shown}` 是文件夹；未写入任何文件").into());
    }
    let mut written = files.iter().zip(&places);
    let result = written.try_for_each(|((_, content), place)| fs::write(&place.new, content));
    let result = result.and_then(|()| {
        (0..places.len()).try_for_each(|index| {
            places[index].replace().inspect_err(|_| places[..index].iter().for_each(Place::restore))
        })
    });
    for place in &places {
        // What is left of them is in nobody's way.
        let _ = fs::remove_file(&place.new);
        let _ = fs::remove_file(&place.old);
    }
    Ok(result.or_say(|| text!("cannot write into `{shown}`", "无法写入 `{shown}`"))?)
}

/// Where a file is written to, and where it and the one that it replaces are in the meantime.
struct Place {
    path: PathBuf,
    new: PathBuf,
    old: PathBuf,
}

impl Place {
    fn new(folder: &Path, name: &str) -> Place {
        let beside = |what| folder.join(format!(".{name}.{what}"));
        Place { path: folder.join(name), new: beside("part"), old: beside("old") }
    }

    /// Puts the new file in the place of the old one, which is kept. Where that fails the old one is where it was.
    fn replace(&self) -> io::Result<()> {
        match fs::rename(&self.path, &self.old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::rename(&self.new, &self.path).inspect_err(|_| {
            let _ = fs::rename(&self.old, &self.path);
        })
    }

    /// Puts the old file, or nothing, where it was.
    fn restore(&self) {
        if fs::rename(&self.old, &self.path).is_err() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a path leads into a folder, by whatever links. What does not exist yet is where its nearest ancestor is.
///
/// # Errors
/// A folder that cannot be looked at.
pub fn is_inside(path: &Path, folder: &Path) -> io::Result<bool> {
    let folder = fs::canonicalize(folder)?;
    let absolute = std::path::absolute(path)?;
    let there = absolute.ancestors().find_map(|ancestor| fs::canonicalize(ancestor).ok());
    Ok(there.is_some_and(|there| there.starts_with(folder)))
}
