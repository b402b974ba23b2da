//! The files of a release. The build script includes this file.

/// The factors.
pub(crate) const FACTORS: &str = "factors.csv";
/// The gases and their GWPs.
pub(crate) const GWP: &str = "gwp.csv";
/// The blends of gases, and what they are made of.
pub(crate) const BLENDS: &str = "blends.csv";
/// The regions, each with the next larger one.
pub(crate) const REGIONS: &str = "regions.csv";

/// The files that results depend on, in the order in which they are hashed.
pub(crate) const FILES: [&str; 4] = [FACTORS, GWP, BLENDS, REGIONS];

/// What changed in a release, for readers.
#[allow(dead_code, reason = "the build script does not read it")]
pub(crate) const CHANGES: &str = "CHANGES.md";
/// The list of all releases, beside their folders.
#[allow(dead_code, reason = "the build script does not read it")]
pub(crate) const RELEASES: &str = "releases.csv";
