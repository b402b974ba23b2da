//! What a release of the factor table holds: for choosing a factor, and for looking at one.

mod choice;
mod kind;
mod other;
mod release;
mod search;
mod show;
mod study;

use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::factor::{EmissionFactor, Loaded, Regions};
use crate::text::{Text, text};
use crate::word::FactorBoundary;
use crate::world::{OrSay, WorldError};

pub use choice::{Answer, Asked, Choice, PassedOver};
pub use kind::{Kind, kinds};
pub use other::{OtherKinds, in_usual_unit, other_kinds};
pub use release::{ReleaseInfo, releases};
pub use search::{Found, search};
pub use show::Shown;
pub use study::{StudyFactors, of_study};

/// Reads a release: the newest where none is named, or that in a folder.
///
/// # Errors
/// A release that is not shipped, and those of reading it.
pub fn open(release: Option<&str>, folder: Option<&Path>, diagnostics: &mut Diagnostics) -> anyhow::Result<Loaded> {
    let own = folder.map(|folder| folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy());
    let release = release.or(own.as_deref()).or_else(|| Loaded::shipped_releases().last()).unwrap_or_default();
    let loaded = Loaded::read(release, folder, diagnostics)
        .or_say(|| text!("cannot read the factor table", "无法读取因子表"))?;
    loaded.ok_or_else(|| not_shipped(release).into())
}

fn not_shipped(release: &str) -> Text {
    let shipped: Vec<&str> = Loaded::shipped_releases().collect();
    let (en, zh) = (shipped.join(", "), shipped.join("、"));
    text!(
        "there is no release `{release}` of the factor table: shipped are {en}",
        "没有 `{release}` 版的因子表：程序自带 {zh}"
    )
}

/// What changed in a shipped release, in Markdown.
///
/// # Errors
/// A release that is not shipped.
pub fn changes(release: &str) -> Result<&'static str, WorldError> {
    Loaded::changes(release).ok_or_else(|| not_shipped(release).into())
}

/// The code of the region with this code or name.
///
/// # Errors
/// That there is none, with those that are near.
pub fn region(text: &str, regions: &Regions) -> Result<String, WorldError> {
    regions.find(text).map(ToOwned::to_owned).map_err(|near| {
        let quoted = |between: &str| near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between);
        let text = if near.is_empty() {
            text!(
                "there is no region `{text}`: write its code or name, as in CN-JS or Jiangsu",
                "没有地区 `{text}`：请写代码或名称，例如 CN-JS 或 江苏"
            )
        } else {
            let (en, zh) = (quoted(", "), quoted("、"));
            text!("there is no region `{text}`: near are {en}", "没有地区 `{text}`：相近的有 {zh}")
        };
        WorldError::from(text)
    })
}

/// Every factor of a release, in the order of its table.
pub fn factors(loaded: &Loaded) -> impl Iterator<Item = &EmissionFactor> {
    loaded.factors.factors()
}

/// Which factors are asked for; what says nothing takes all.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of this region, by its code.
    pub region: Option<String>,
    /// Of this year.
    pub year: Option<i16>,
    /// With this boundary.
    pub boundary: Option<FactorBoundary>,
}

impl Filter {
    /// Whether a factor is among them.
    #[must_use]
    pub fn takes(&self, factor: &EmissionFactor) -> bool {
        self.region.as_ref().is_none_or(|region| factor.region.as_ref() == Some(region))
            && self.year.is_none_or(|year| factor.year == Some(year))
            && self.boundary.is_none_or(|boundary| factor.boundary == Some(boundary))
    }

    /// Whether it leaves none out.
    #[must_use]
    pub fn takes_all(&self) -> bool {
        self.region.is_none() && self.year.is_none() && self.boundary.is_none()
    }

    /// Whether single factors are asked for, and not activities with all their regions and years.
    #[must_use]
    pub fn asks_for_single_ones(&self) -> bool {
        self.region.is_some() || self.year.is_some()
    }
}

/// Factors of a release that are listed.
#[derive(Clone, Debug)]
pub struct Listing<'l> {
    /// The release.
    pub loaded: &'l Loaded,
    /// Which are asked for.
    pub filter: Filter,
    /// These, in the order of the table.
    pub factors: Vec<&'l EmissionFactor>,
}

impl<'l> Listing<'l> {
    /// The factors that `filter` takes.
    #[must_use]
    pub fn new(loaded: &'l Loaded, filter: Filter) -> Listing<'l> {
        let factors = factors(loaded).filter(|factor| filter.takes(factor)).collect();
        Listing { loaded, filter, factors }
    }
}
