//! Reading factor tables: a release, shipped or in a folder, and a study's factors.csv.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use super::embedded::{Embedded, EmbeddedRelease};
use super::files::{BLENDS, CHANGES, FACTORS, FILES, GWP, REGIONS};
use super::region::Region;
use super::{EmissionFactor, FactorQuality, FactorRow, FactorSet, FactorValue, Gases, Regions};
use crate::amount::Amount;
use crate::cell::{self, Reported, names, word, year};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostics, Problem, problem};
use crate::name::fold;
use crate::source::{Source, sha256};
use crate::study::{Binding, StudyFile};
use crate::table::{Row, SmallTable};
use crate::text::text;
use crate::unit::EmissionUnit;
use crate::word::{FactorBoundary, GwpSet};
use crate::world::OrSay;

/// More carbon than any fuel has, in tC/GJ: the highest defaults (IPCC 2006, vol. 2, table 1.3) are about 0.07.
const MOST_CARBON: Amount = Amount::new(1, 1);

/// A row of regions.csv.
#[derive(Debug, Deserialize)]
struct RegionRow {
    region: String,
    parent: String,
    #[serde(default)]
    name_zh: String,
    #[serde(default)]
    name_en: String,
}

/// A row of releases.csv.
#[derive(Debug, Deserialize)]
struct ListedRelease {
    release: String,
    cut_off: String,
}

/// A release of the factor table.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Its name, as in `2024.1`.
    pub release: String,
    /// The SHA-256 of its files.
    pub sha256: String,
    /// Its factors.
    pub factors: FactorSet,
    /// Its regions.
    pub regions: Regions,
    /// Its gases and their GWPs.
    pub gases: Gases,
}

impl Loaded {
    /// The names of the shipped releases, the oldest first.
    #[must_use]
    pub fn shipped_releases() -> impl DoubleEndedIterator<Item = &'static str> {
        EmbeddedRelease::all().iter().map(|release| release.name)
    }

    /// The SHA-256 of a shipped release.
    #[must_use]
    pub fn shipped_sha256(release: &str) -> Option<&'static str> {
        EmbeddedRelease::find(release).map(|release| release.sha256)
    }

    /// The latest shipped release that has a factor with this full name, or else one with this as any of its names.
    #[must_use]
    pub fn latest_with(name: &str) -> Option<&'static str> {
        let folded = fold(name);
        let latest = |knows: &dyn Fn(&EmbeddedRelease) -> bool| EmbeddedRelease::all().iter().rfind(|r| knows(r));
        let found = latest(&|release| release.row(&folded).is_some());
        Some(found.or_else(|| latest(&|release| !release.rows_named(&folded).is_empty()))?.name)
    }

    /// What changed in a shipped release, in Markdown; nothing where there is no such release.
    #[must_use]
    pub fn changes(release: &str) -> Option<&'static str> {
        std::str::from_utf8(EmbeddedRelease::find(release)?.bytes(CHANGES)).ok()
    }

    /// The day by which what a shipped release holds had been published.
    #[must_use]
    pub fn cut_off(release: &str) -> Option<String> {
        let mut rows = csv::Reader::from_reader(EmbeddedRelease::list()).into_deserialize::<ListedRelease>();
        let row = rows.find_map(|row| row.ok().filter(|row| row.release == release))?;
        Some(row.cut_off)
    }

    /// Reads a release: `folder` where one is given, else the shipped one. Nothing where the program ships no such
    /// release.
    ///
    /// # Errors
    /// A file of the folder that is missing, cannot be read, or is no factor table.
    pub fn read(release: &str, folder: Option<&Path>, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Loaded>> {
        match (folder, EmbeddedRelease::find(release)) {
            (Some(folder), _) => Loaded::in_folder(release, folder, diagnostics).map(Some),
            (None, Some(shipped)) => Loaded::shipped(shipped),
            (None, None) => Ok(None),
        }
    }

    fn in_folder(release: &str, folder: &Path, diagnostics: &mut Diagnostics) -> anyhow::Result<Loaded> {
        let source = |file: &str| Source::file(folder.join(file).display().to_string(), &folder.join(file));
        let mut files = BTreeMap::new();
        for file in FILES {
            files.insert(file, source(file).read()?);
        }
        let sha256 = sha256(FILES.into_iter().map(|file| (file, files[file].as_ref())));
        let regions = read_regions(&files[REGIONS])?;
        let gases = Gases::read(&files[GWP], &files[BLENDS])?;
        let table = SmallTable::read(FileKind::Factors, &source(FACTORS), &Binding::default(), diagnostics)?;
        let mut factors = FactorFiles::default();
        if let Some(table) = table {
            factors.add(&table, Some(&regions), diagnostics);
        }
        Ok(Loaded { release: release.to_owned(), sha256, factors: FactorSet::new(factors.factors), regions, gases })
    }

    fn shipped(release: &'static EmbeddedRelease) -> anyhow::Result<Option<Loaded>> {
        let Some(factors) = Embedded::open(release)? else { return Ok(None) };
        Ok(Some(Loaded {
            release: release.name.to_owned(),
            sha256: release.sha256.to_owned(),
            factors: FactorSet::embedded(factors),
            regions: read_regions(release.bytes(REGIONS))?,
            gases: Gases::read(release.bytes(GWP), release.bytes(BLENDS))?,
        }))
    }
}

fn read_regions(bytes: &[u8]) -> anyhow::Result<Regions> {
    let mut regions = BTreeMap::new();
    for row in csv::Reader::from_reader(bytes).deserialize() {
        let row: RegionRow = row.or_say(|| text!("regions.csv", "regions.csv"))?;
        let RegionRow { region, parent, name_zh, name_en } = row;
        let known = Region { parent: (!parent.is_empty()).then_some(parent), name_zh, name_en };
        if regions.insert(region.clone(), known).is_some() {
            return Err(text!("regions.csv: {region} stands there twice", "regions.csv：{region} 重复").into());
        }
    }
    let parents = || regions.iter().filter_map(|(region, known)| Some((region, known.parent.as_ref()?)));
    if let Some((region, parent)) = parents().find(|(_, parent)| !regions.contains_key(*parent)) {
        return Err(text!(
            "regions.csv: {region} is part of {parent}, which is not there",
            "regions.csv：{region} 的上级地区 {parent} 不在表中"
        )
        .into());
    }
    Ok(Regions(regions))
}

/// The factors of one or more files, of which no two have one full name.
#[derive(Debug, Default)]
pub struct FactorFiles {
    /// The factors.
    pub factors: Vec<EmissionFactor>,
    /// The rows of their folded full names.
    rows: BTreeMap<String, FactorRow>,
}

impl FactorFiles {
    /// Adds a file of a study; its factors are for `regions` where these are known. Gives the table, for the account of
    /// what was read.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(
        &mut self,
        file: &StudyFile,
        regions: Option<&Regions>,
        diagnostics: &mut Diagnostics,
    ) -> io::Result<Option<SmallTable>> {
        let table = SmallTable::read(FileKind::Factors, &file.source, &file.binding, diagnostics)?;
        if let Some(table) = &table {
            self.add(table, regions, diagnostics);
        }
        Ok(table)
    }

    /// Adds the factors of a table.
    pub(super) fn add(&mut self, table: &SmallTable, regions: Option<&Regions>, diagnostics: &mut Diagnostics) {
        let file: Arc<str> = Arc::from(table.file());
        table.for_each(|row| {
            let Some(factor) = read_factor(&file, &row, diagnostics) else { return };
            let problem = regions.and_then(|regions| unknown_region(&factor, regions));
            diagnostics.extend(problem.map(|problem| row.diagnostic(C::Region, problem)));
            let name = factor.full_name();
            match self.rows.entry(fold(&name)) {
                Entry::Occupied(other) => {
                    let FactorRow { file, line } = other.get();
                    diagnostics.push(row.diagnostic(C::Activity, problem::duplicate_name(&name, file, *line)));
                }
                Entry::Vacant(free) => {
                    free.insert(factor.row.clone());
                    self.factors.push(factor);
                }
            }
        });
    }
}

/// What is wrong with the region of a factor that a release does not know.
pub(crate) fn unknown_region(factor: &EmissionFactor, regions: &Regions) -> Option<Problem> {
    let region = factor.region.as_deref().filter(|region| !regions.contains(region))?;
    Some(problem::unknown_region(region, &regions.meant_by(region)))
}

pub(super) fn read_factor(file: &Arc<str>, row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<EmissionFactor> {
    let activity = row.filled(C::Activity);
    if activity.is_none() {
        diagnostics.push(row.diagnostic(C::Activity, problem::missing_cell(C::Activity.name())));
    }
    let unit = read_unit(row, diagnostics);
    let value = read_value(row, diagnostics);
    if let (Some(unit), Some(FactorValue::Derived { .. })) = (&unit, &value)
        && (unit.gas.as_deref() != Some("CO2") || unit.tonnes != Amount::ONE)
    {
        diagnostics.push(row.diagnostic(C::Unit, problem::derived_unit(&unit.symbol, &unit.per)));
    }
    let printed = cell::number(row, C::Printed, diagnostics);
    let year = year(row, diagnostics);
    let boundary = word::<FactorBoundary>(row, C::Boundary, diagnostics);
    let gwp = word::<GwpSet>(row, C::Gwp, diagnostics);
    let quality = FactorQuality::read(row, diagnostics);
    Some(EmissionFactor {
        activity: activity?,
        region: row.filled(C::Region),
        year,
        name_zh: row.text(C::NameZh).into_owned(),
        name_en: row.text(C::NameEn).into_owned(),
        aliases: names(&row.text(C::Aliases)).map(ToOwned::to_owned).collect(),
        value: value?,
        unit: unit?,
        printed: printed.ok()?.map(|written| written.amount),
        boundary,
        gwp,
        quality,
        source: row.text(C::Source).into_owned(),
        locator: row.text(C::Locator).into_owned(),
        note: row.text(C::Note).into_owned(),
        row: FactorRow { file: Arc::clone(file), line: row.record.line },
    })
}

fn read_unit(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<EmissionUnit> {
    let text = row.text(C::Unit);
    let unit = EmissionUnit::parse(&text);
    if unit.is_none() {
        let problem =
            if text.is_empty() { problem::missing_cell(C::Unit.name()) } else { problem::not_a_factor_unit(&text) };
        diagnostics.push(row.diagnostic(C::Unit, problem));
    }
    unit
}

/// Either `value`, or all three of `ncv`, `carbon_content` and `oxidation`.
fn read_value(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<FactorValue> {
    let mut number = |column| Ok(cell::number(row, column, diagnostics)?.map(|written| written.amount));
    let value: Result<Option<Amount>, Reported> = number(C::Value);
    let parts = [number(C::Ncv), number(C::CarbonContent), number(C::Oxidation)];
    let value = value.ok()?;
    let [Ok(ncv), Ok(carbon_content), Ok(oxidation)] = parts else { return None };
    match (value, ncv, carbon_content, oxidation) {
        (Some(value), None, None, None) => Some(FactorValue::Given(value)),
        (None, Some(ncv), Some(carbon_content), Some(oxidation)) => {
            for (column, amount) in [(C::Ncv, ncv), (C::CarbonContent, carbon_content)] {
                if amount.is_negative() {
                    diagnostics.push(row.diagnostic(column, problem::below_zero(amount)));
                    return None;
                }
            }
            if carbon_content >= MOST_CARBON {
                diagnostics.push(row.diagnostic(C::CarbonContent, problem::carbon_content(carbon_content)));
                return None;
            }
            if oxidation > Amount::ONE || oxidation.is_negative() {
                diagnostics.push(row.diagnostic(C::Oxidation, problem::no_fraction(oxidation)));
                return None;
            }
            Some(FactorValue::Derived { ncv, carbon_content, oxidation })
        }
        _ => {
            diagnostics.push(row.diagnostic(C::Value, problem::factor_value()));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_value_stands_beside_the_derived_one_and_counts_for_nothing() {
        let csv = "activity,unit,ncv,carbon_content,oxidation,printed\nGas oil,tCO2/t,42.652,0.0202,0.98,3.0959\n";
        let mut diagnostics = Diagnostics::default();
        let source = Source::embedded("factors.csv".to_owned(), csv.as_bytes());
        let table = SmallTable::read(FileKind::Factors, &source, &Binding::default(), &mut diagnostics).unwrap();
        let mut files = FactorFiles::default();
        files.add(&table.unwrap(), None, &mut diagnostics);
        let factors = files.factors;
        let [gas_oil] = factors.as_slice() else { panic!("{factors:?}") };
        assert_eq!(gas_oil.printed, Some(Amount::new(30959, 4)));
        assert_eq!(gas_oil.value.amount().map(|value| value.round(6)), Ok(Amount::new(309_591, 5)));
    }
}
