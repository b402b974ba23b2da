//! Emission factors: the shipped table of a release, the study's own, and which of them a row gets.

mod gas;
mod table;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::amount::{Amount, Inexact, ratio};
use crate::diagnostic::nearest;
use crate::name::fold;
use crate::unit::EmissionUnit;
use crate::word::{FactorBoundary, GwpSet};

pub use gas::Gases;
pub use table::{Loaded, read_study_factors};

/// The molar mass of CO2 over that of carbon (IPCC 2006, vol. 2, ch. 1): a fuel's carbon becomes this much CO2.
const CARBON_TO_CO2: (Amount, Amount) = (Amount::new(44, 0), Amount::new(12, 0));

/// Emissions per unit of an activity.
#[derive(Clone, Debug)]
pub struct EmissionFactor {
    /// What is done: `grid-electricity`, `diesel`. The name that everything else is found by.
    pub activity: String,
    /// Where it holds; nothing in a study's own factor that serves everywhere.
    pub region: Option<String>,
    /// The year that it describes.
    pub year: Option<i16>,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// How much is emitted, in `unit`.
    pub value: FactorValue,
    /// The unit of the value.
    pub unit: EmissionUnit,
    /// What it includes.
    pub boundary: Option<FactorBoundary>,
    /// The GWP set behind a value in CO2e.
    pub gwp: Option<GwpSet>,
    /// How uncertain it is, as the source states it.
    pub uncertainty: String,
    /// Who published it.
    pub source: String,
    /// Where in the source it stands.
    pub locator: String,
    /// What else there is to know.
    pub note: String,
    /// Its row.
    pub row: FactorRow,
}

/// The row of a factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FactorRow {
    /// The file.
    pub file: Arc<str>,
    /// The line.
    pub line: u64,
}

/// The value of an emission factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorValue {
    /// As published.
    Given(Amount),
    /// Of a fuel: calorific value (GJ per unit) × carbon content (tC/GJ) × oxidised fraction × 44/12, unrounded
    /// (IPCC 2006, vol. 2, ch. 1; the Chinese sector guidelines).
    Derived {
        /// Net calorific value, in GJ per unit of fuel.
        ncv: Amount,
        /// Carbon content, in tC/GJ.
        carbon_content: Amount,
        /// The fraction that is oxidised.
        oxidation: Amount,
    },
}

impl FactorValue {
    /// The value as numerators and denominators of one fraction, for [`ratio`].
    #[must_use]
    pub fn parts(self) -> (Vec<Amount>, Vec<Amount>) {
        match self {
            FactorValue::Given(value) => (vec![value], Vec::new()),
            FactorValue::Derived { ncv, carbon_content, oxidation } => {
                let (co2, carbon) = CARBON_TO_CO2;
                (vec![ncv, carbon_content, oxidation, co2], vec![carbon])
            }
        }
    }

    /// The value as one amount: exact where it ends, else to 18 decimals.
    pub fn amount(self) -> Result<Amount, Inexact> {
        let (numerators, denominators) = self.parts();
        ratio(&numerators, &denominators)
    }
}

impl EmissionFactor {
    /// `activity/region/year`, without what is blank.
    #[must_use]
    pub fn full_name(&self) -> String {
        let mut name = self.activity.clone();
        for part in [self.region.clone(), self.year.map(|year| year.to_string())].into_iter().flatten() {
            name.push('/');
            name.push_str(&part);
        }
        name
    }

    /// Its value in t per base unit of its activity, as numerators and denominators of one fraction, for [`ratio`].
    #[must_use]
    pub fn in_base_parts(&self) -> (Vec<Amount>, Vec<Amount>) {
        let (mut numerators, mut denominators) = self.value.parts();
        numerators.push(self.unit.tonnes);
        denominators.push(self.unit.per.size());
        (numerators, denominators)
    }

    /// Its value in t per base unit of its activity: comparable whatever units two factors are in.
    pub fn in_base(&self) -> Result<Amount, Inexact> {
        let (numerators, denominators) = self.in_base_parts();
        ratio(&numerators, &denominators)
    }

    /// Every name that it is found by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.activity, &self.name_zh, &self.name_en].into_iter().chain(&self.aliases).map(String::as_str)
    }
}

/// Factors that can be found by name.
#[derive(Clone, Debug, Default)]
pub struct FactorSet {
    factors: Vec<EmissionFactor>,
    by_name: HashMap<String, Vec<usize>>,
    by_full_name: HashMap<String, usize>,
    by_row: HashMap<FactorRow, usize>,
}

impl FactorSet {
    /// The set of these factors.
    #[must_use]
    pub fn new(factors: Vec<EmissionFactor>) -> FactorSet {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, factor) in factors.iter().enumerate() {
            for name in factor.names().map(fold).filter(|name| !name.is_empty()) {
                let indices = by_name.entry(name).or_default();
                if indices.last() != Some(&index) {
                    indices.push(index);
                }
            }
        }
        // A full name says more than an activity; the activity alone is a name like others.
        let stated = |factor: &EmissionFactor| factor.region.is_some() || factor.year.is_some();
        let full = factors.iter().enumerate().filter(|(_, factor)| stated(factor));
        let by_full_name = full.map(|(index, factor)| (factor.full_name(), index)).collect();
        let by_row = factors.iter().enumerate().map(|(index, factor)| (factor.row.clone(), index)).collect();
        FactorSet { factors, by_name, by_full_name, by_row }
    }

    /// All factors, in the order of their table.
    #[must_use]
    pub fn factors(&self) -> &[EmissionFactor] {
        &self.factors
    }

    /// The factor in a row of its table.
    #[must_use]
    pub fn at(&self, row: &FactorRow) -> Option<&EmissionFactor> {
        self.by_row.get(row).map(|index| &self.factors[*index])
    }

    fn exactly(&self, full_name: &str) -> Option<&EmissionFactor> {
        self.by_full_name.get(full_name).map(|index| &self.factors[*index])
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &EmissionFactor> {
        self.by_name.get(&fold(name)).into_iter().flatten().map(|index| &self.factors[*index])
    }
}

/// The regions of a release: each with the next larger one, as in `CN-JS` → `CN-GRID-EC` → `CN` → `GLO`.
#[derive(Clone, Debug, Default)]
pub struct Regions(BTreeMap<String, Option<String>>);

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

/// What a row or a vehicle asks for, and for where and when.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// `activity`, `activity/region`, `activity/region/year`, or any name of a factor.
    pub name: &'r str,
    /// The study's region.
    pub region: &'r str,
    /// The last year of the reporting period.
    pub year: i16,
    /// Whether to look for near names where none is the same, which takes a while.
    pub suggest: bool,
}

/// Why a request has no single answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// No factor has this name; these are near.
    Unknown(Vec<String>),
    /// Factors have this name, but for elsewhere or for later.
    NotHere(Vec<String>),
    /// More than one has it.
    Ambiguous(Vec<String>),
}

/// Finds the factor for a request in the first of `sets` that knows its name: the study's own, then the release.
///
/// A name finds all factors that have it as activity, Chinese or English name, or alias. Of these the nearest region
/// counts (the study's, else the next larger one), and there the latest year that is not after the period.
pub fn resolve<'f>(
    request: Request<'_>,
    sets: &[&'f FactorSet],
    regions: &Regions,
) -> Result<&'f EmissionFactor, Unresolved> {
    // A name that is known, but not for here, may be known for here by the next set.
    let mut elsewhere: Vec<&EmissionFactor> = Vec::new();
    for set in sets {
        if let Some(factor) = set.exactly(request.name) {
            return Ok(factor);
        }
        let mut matches: Vec<&EmissionFactor> = set.named(request.name).collect();
        let mut wanted = request;
        if let (true, Some((activity, region))) = (matches.is_empty(), request.name.rsplit_once('/')) {
            elsewhere.extend(set.named(activity));
            if let Some((activity, _)) = activity.rsplit_once('/') {
                elsewhere.extend(set.named(activity));
            }
            matches = set.named(activity).filter(|factor| factor.region.as_deref() == Some(region)).collect();
            wanted.region = region;
        }
        match choose(&matches, wanted, regions) {
            Some(chosen) => return chosen,
            None => elsewhere.extend(matches),
        }
    }
    if !elsewhere.is_empty() {
        return Err(Unresolved::NotHere(full_names(&elsewhere)));
    }
    if !request.suggest {
        return Err(Unresolved::Unknown(Vec::new()));
    }
    let known = sets.iter().flat_map(|set| set.factors.iter().flat_map(EmissionFactor::names));
    Err(Unresolved::Unknown(nearest(request.name, known)))
}

/// The factor for the request among those of one name, if there is one for here.
fn choose<'f>(
    matches: &[&'f EmissionFactor],
    request: Request<'_>,
    regions: &Regions,
) -> Option<Result<&'f EmissionFactor, Unresolved>> {
    let in_time = |f: &&&EmissionFactor| f.year.is_none_or(|year| year <= request.year);
    // A factor without a region serves everywhere, and comes last.
    let levels = regions.chain(request.region).map(Some).chain([None]);
    for level in levels {
        let here: Vec<&EmissionFactor> =
            matches.iter().filter(|f| f.region.as_deref() == level).filter(in_time).copied().collect();
        let latest = here.iter().map(|f| f.year).max();
        let chosen: Vec<&EmissionFactor> = here.into_iter().filter(|f| Some(f.year) == latest).collect();
        match chosen.as_slice() {
            [] => {}
            [one] => return Some(Ok(one)),
            several => return Some(Err(Unresolved::Ambiguous(full_names(several)))),
        }
    }
    None
}

fn full_names(factors: &[&EmissionFactor]) -> Vec<String> {
    let mut names: Vec<String> = factors.iter().map(|factor| factor.full_name()).collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(activity: &str, region: &str, year: i16, aliases: &[&str]) -> EmissionFactor {
        EmissionFactor {
            activity: activity.into(),
            region: (!region.is_empty()).then(|| region.into()),
            year: (year > 0).then_some(year),
            name_zh: String::new(),
            name_en: String::new(),
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
            value: FactorValue::Given(Amount::ONE),
            unit: EmissionUnit::parse("kgCO2/kWh").unwrap(),
            boundary: None,
            gwp: None,
            uncertainty: String::new(),
            source: String::new(),
            locator: String::new(),
            note: String::new(),
            row: FactorRow { file: Arc::from(""), line: 0 },
        }
    }

    fn found(name: &str, own: &[EmissionFactor], shipped: &[EmissionFactor]) -> Result<String, Unresolved> {
        let parents = [("CN-JS", Some("CN-GRID-EC")), ("CN-GRID-EC", Some("CN")), ("CN", Some("GLO")), ("GLO", None)];
        let regions = Regions(parents.map(|(code, parent)| (code.to_owned(), parent.map(ToOwned::to_owned))).into());
        let (own, shipped) = (FactorSet::new(own.to_vec()), FactorSet::new(shipped.to_vec()));
        let request = Request { name, region: "CN-JS", year: 2024, suggest: true };
        resolve(request, &[&own, &shipped], &regions).map(EmissionFactor::full_name)
    }

    #[test]
    fn the_nearest_region_counts_and_there_the_latest_year_of_the_period() {
        let shipped = [
            factor("grid", "CN", 2024, &["电力"]),
            factor("grid", "CN-JS", 2021, &["电力"]),
            factor("grid", "CN-JS", 2022, &["电力"]),
            factor("grid", "CN-JS", 2025, &["电力"]),
            factor("grid", "GB", 2023, &["电力"]),
        ];
        assert_eq!(found("电力", &[], &shipped), Ok("grid/CN-JS/2022".into()));
        assert_eq!(found("grid/CN", &[], &shipped), Ok("grid/CN/2024".into()));
        assert_eq!(found("grid/CN-JS/2025", &[], &shipped), Ok("grid/CN-JS/2025".into()));
        assert_eq!(found("grid/CN/2019", &[], &shipped[..1]), Err(Unresolved::NotHere(vec!["grid/CN/2024".into()])));
        assert_eq!(found("电力", &[], &shipped[4..]), Err(Unresolved::NotHere(vec!["grid/GB/2023".into()])));
    }

    #[test]
    fn the_studys_own_factor_wins_and_two_that_match_are_not_chosen_from() {
        let shipped = [factor("diesel", "CN", 2015, &["柴油"]), factor("diesel-b", "CN", 2015, &["柴油"])];
        assert_eq!(found("柴油", &[factor("柴油", "", 0, &[])], &shipped), Ok("柴油".into()));
        assert_eq!(
            found("diesel/CN/2015", &[factor("diesel", "GB", 2020, &[])], &shipped),
            Ok("diesel/CN/2015".into())
        );
        assert_eq!(found("diesel", &[factor("diesel", "GB", 2020, &[])], &shipped), Ok("diesel/CN/2015".into()));
        assert_eq!(found("diesel/CN/2015", &[factor("diesel/CN/2015", "", 0, &[])], &[]), Ok("diesel/CN/2015".into()));
        let own = [factor("柴油", "CN-JS", 2020, &[]), factor("柴油", "", 2024, &[])];
        assert_eq!(found("柴油", &own, &shipped), Ok("柴油/CN-JS/2020".into()));
        let both = vec!["diesel-b/CN/2015".into(), "diesel/CN/2015".into()];
        assert_eq!(found("柴油", &[], &shipped), Err(Unresolved::Ambiguous(both)));
    }

    #[test]
    fn a_name_matches_whole_or_not_at_all() {
        let shipped = [factor("diesel", "CN", 2015, &["柴油", "PE/PP"])];
        assert_eq!(found("Ｄｉｅｓｅｌ ", &[], &shipped), Ok("diesel/CN/2015".into()));
        assert_eq!(found("PE/PP", &[], &shipped), Ok("diesel/CN/2015".into()));
        let slashed = [factor("PE/PP", "CN", 2015, &[]), factor("PE/PP", "", 2021, &[])];
        assert_eq!(found("PE/PP/CN/2015", &[], &slashed), Ok("PE/PP/CN/2015".into()));
        assert_eq!(found("PE/PP/2021", &[], &slashed), Ok("PE/PP/2021".into()));
        assert_eq!(found("PE/PP/CN", &[], &slashed), Ok("PE/PP/CN/2015".into()));
        assert_eq!(found("柴油机", &[], &shipped), Err(Unresolved::Unknown(vec!["柴油".into()])));
    }
}
