//! New studies: a small one to start from, a copy of a published one out of the binary, or bindings for exports.

mod draft;
mod exports;
mod words;

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::column::STUDY_FILE;
use crate::output::{NamedFile, write_files};
use crate::text::{Language, text};

pub use exports::{Bindings, bind_exports, holds_exports};

/// The published studies that the program carries.
static EXAMPLES: [(&str, Dir<'static>); 3] = [
    ("kunshan-2024", include_dir!("$CARGO_MANIFEST_DIR/fixtures/kunshan-2024")),
    ("gongyi-2024", include_dir!("$CARGO_MANIFEST_DIR/fixtures/gongyi-2024")),
    ("dicastal-2023", include_dir!("$CARGO_MANIFEST_DIR/fixtures/dicastal-2023")),
];

/// The small studies to start from.
static STARTER_EN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/starter-en");
static STARTER_ZH: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/starter-zh");

/// The names of the published studies.
#[must_use]
pub fn example_names() -> Vec<&'static str> {
    EXAMPLES.iter().map(|(name, _)| *name).collect()
}

/// Writes a study into `folder`: the published one called `example`, else one to start from, in `language`.
/// Returns the names of its files.
///
/// All files are written, or none: not where one of them is there already.
///
/// # Errors
/// A file that is there already, or that cannot be written.
pub fn write_study(folder: &Path, example: Option<&str>, language: Language) -> anyhow::Result<Vec<String>> {
    let study = match (example, language) {
        (Some(wanted), _) => match EXAMPLES.iter().find(|(name, _)| *name == wanted) {
            Some((_, study)) => study,
            None => {
                let (en, zh) = (example_names().join(", "), example_names().join("、"));
                return Err(text!(
                    "there is no example `{wanted}`; there are: {en}",
                    "没有案例 `{wanted}`；可用的有：{zh}"
                )
                .into());
            }
        },
        (None, Language::En) => &STARTER_EN,
        (None, Language::Zh) => &STARTER_ZH,
    };
    // The files of a study lie side by side; their names have no folder in them.
    let files: Vec<NamedFile> =
        study.files().map(|file| (file.path().display().to_string(), file.contents().to_vec())).collect();
    write_new(folder, &files)
}

/// Writes a study.toml for the exports in `folder`, with what they do not say as questions in `language`.
///
/// # Errors
/// A study.toml that is there already, a file that cannot be read or written.
pub fn write_bindings(folder: &Path, language: Language) -> anyhow::Result<Bindings> {
    let bindings = bind_exports(folder, language)?;
    write_new(folder, &[(STUDY_FILE.to_owned(), bindings.text.clone().into_bytes())])?;
    Ok(bindings)
}

/// Writes new files into a folder, all or none, and returns their names.
fn write_new(folder: &Path, files: &[NamedFile]) -> anyhow::Result<Vec<String>> {
    let mut names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
    names.sort();
    let there: Vec<&str> = names.iter().map(String::as_str).filter(|name| folder.join(name).exists()).collect();
    let shown = folder.display();
    if !there.is_empty() {
        let (en, zh) = (there.join(", "), there.join("、"));
        return Err(text!(
            "`{shown}` holds {en} already; nothing was written",
            "`{shown}` 中已有 {zh}；未写入任何文件"
        )
        .into());
    }
    write_files(folder, files)?;
    Ok(names)
}
