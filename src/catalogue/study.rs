//! The factors that a study has: its own, and the release that it uses.

use std::path::Path;

use super::open;
use crate::calculation::{Options, open as open_study, read_release};
use crate::column::FileKind;
use crate::diagnostic::Diagnostics;
use crate::factor::{FactorFiles, FactorSet, Loaded};
use crate::folder::Folder;
use crate::study::Study;

/// What the rows of a study choose their factors from, and for where and when.
#[derive(Debug)]
pub struct StudyFactors {
    /// Its settings.
    pub study: Study,
    /// Its own factors.
    pub own: FactorSet,
    /// The release.
    pub loaded: Loaded,
}

/// Reads the factors of the study in `folder`, without its activity data. Nothing where a diagnostic says what keeps them
/// back. `release` and `factors` take the place of the release that study.toml names.
///
/// # Errors
/// A folder without study.toml, a release that is not shipped, a file that cannot be read.
pub fn of_study(
    folder: &Path,
    release: Option<&str>,
    factors: Option<&Path>,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<StudyFactors>> {
    let Some(study) = open_study(Folder::from(folder), diagnostics)? else { return Ok(None) };
    let loaded = match release {
        Some(_) => Some(open(release, factors, diagnostics)?),
        None => {
            let options = Options { factors: factors.map(Path::to_owned), ..Options::default() };
            read_release(&study, &options, diagnostics)?
        }
    };
    let Some(loaded) = loaded else { return Ok(None) };
    let mut own = FactorFiles::default();
    for file in study.files_of(FileKind::Factors) {
        own.read(file, Some(&loaded.regions), diagnostics)?;
    }
    Ok(Some(StudyFactors { study, own: FactorSet::new(own.factors), loaded }))
}
