//! Regions, and which of them contains which.

use std::collections::BTreeMap;

/// The regions of a release: each with the next larger one, as in `CN-JS` → `CN-GRID-EC` → `CN` → `GLO`.
#[derive(Clone, Debug, Default)]
pub struct Regions(pub(super) BTreeMap<String, Option<String>>);

impl Regions {
    /// Whether there is a region with this code.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// All codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A region and all that contain it, the smallest first.
    pub fn chain<'r>(&'r self, code: &'r str) -> impl Iterator<Item = &'r str> {
        // A table in which regions contain each other ends here too.
        std::iter::successors(Some(code), |code| self.0.get(*code)?.as_deref()).take(self.0.len().max(1))
    }
}
