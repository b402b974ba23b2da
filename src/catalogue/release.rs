//! The shipped releases, and what changed in each.

use super::open;
use crate::diagnostic::Diagnostics;
use crate::factor::Loaded;

/// A shipped release.
#[derive(Clone, Debug, serde::Serialize)]
pub struct ReleaseInfo {
    /// Its name.
    pub release: String,
    /// The day by which what it holds had been published, as `factors/releases.csv` has it.
    pub cut_off: Option<String>,
    /// How many factors it has.
    pub factors: usize,
    /// How many gases and blends.
    pub gases: usize,
    /// The SHA-256 of its files.
    pub sha256: String,
}

/// The shipped releases, the oldest first.
///
/// # Errors
/// None that a shipped release can cause.
pub fn releases() -> anyhow::Result<Vec<ReleaseInfo>> {
    let mut releases = Vec::new();
    for name in Loaded::shipped_releases() {
        let loaded = open(Some(name), None, &mut Diagnostics::default())?;
        releases.push(ReleaseInfo {
            cut_off: Loaded::cut_off(name),
            factors: loaded.factors.len(),
            gases: loaded.gases.len(),
            release: loaded.release,
            sha256: loaded.sha256,
        });
    }
    Ok(releases)
}
