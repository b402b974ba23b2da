//! Which factor a row gets: by its name, the study's region and the year.

use super::set::Candidate;
use super::{EmissionFactor, FactorSet, Regions};
use crate::diagnostic::nearest;
use crate::word::FactorBoundary;

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
    NotHere {
        /// What the request asks for, as far as the factors of this name are of one kind.
        boundary: Option<FactorBoundary>,
        /// The full names of these factors.
        others: Vec<String>,
    },
    /// More than one has it.
    Ambiguous(Vec<String>),
    /// It leads to factors of several kinds, of which none may stand for another: the CO2 of generating electricity, say,
    /// and its footprint over the life cycle.
    SeveralKinds(Vec<(String, FactorBoundary)>),
}

/// Finds the factor for a request in the first of `sets` that knows its name, or the activity that the name stands for:
/// the study's own, then the release.
///
/// A name finds all factors that have it as activity, Chinese or English name, or alias. They must be of one kind. Of
/// these the nearest region counts (the study's, else the next larger one), and there the latest year that is not after
/// the period.
pub fn resolve<'f>(
    request: Request<'_>,
    sets: &[&'f FactorSet],
    regions: &Regions,
) -> Result<&'f EmissionFactor, Unresolved> {
    // A name that is known, but not for here, may be known for here by the next set.
    let mut elsewhere: Vec<Candidate<'_>> = Vec::new();
    for (index, set) in sets.iter().enumerate() {
        let before = &sets[..index];
        if let Some(factor) = set.exactly(request.name) {
            return Ok(factor);
        }
        let mut matches: Vec<Candidate<'_>> = set.candidates(request.name).collect();
        let mut wanted = request;
        if let (true, Some((activity, region))) = (matches.is_empty(), request.name.rsplit_once('/')) {
            elsewhere.extend(set.candidates(activity));
            if let Some((activity, _)) = activity.rsplit_once('/') {
                elsewhere.extend(set.candidates(activity));
            }
            matches = set.candidates(activity).filter(|factor| is_same(factor.region, region)).collect();
            wanted.region = matches.first().and_then(|factor| factor.region).unwrap_or(region);
        }
        // What a set has for elsewhere is no other kind of factor in the next.
        if let [asked] = kinds(&elsewhere).as_slice() {
            matches.retain(|factor| factor.boundary.is_none_or(|boundary| boundary == *asked));
        }
        if kinds(&matches).len() > 1 {
            return Err(Unresolved::SeveralKinds(with_kinds(&matches)));
        }
        match choose(&matches, wanted, regions) {
            Some(Ok(chosen)) => return Ok(own_of(chosen, wanted, before, regions).unwrap_or(chosen)),
            Some(several) => return several,
            None => elsewhere.extend(matches),
        }
    }
    if !elsewhere.is_empty() {
        let boundary = match kinds(&elsewhere).as_slice() {
            [boundary] => Some(*boundary),
            _ => None,
        };
        return Err(Unresolved::NotHere { boundary, others: full_names(&elsewhere) });
    }
    if !request.suggest {
        return Err(Unresolved::Unknown(Vec::new()));
    }
    let known = sets.iter().flat_map(|set| set.factors().flat_map(EmissionFactor::names));
    Err(Unresolved::Unknown(nearest(request.name, known)))
}

/// The factor that the sets before have for the activity of one that was chosen by another of its names, if it is of the
/// same kind: whoever gives a factor of `diesel` of his own means his 柴油, too.
fn own_of<'f>(
    chosen: &EmissionFactor,
    request: Request<'_>,
    before: &[&'f FactorSet],
    regions: &Regions,
) -> Option<&'f EmissionFactor> {
    before.iter().find_map(|set| {
        let own: Vec<Candidate<'_>> = set
            .candidates(&chosen.activity)
            .filter(|own| own.boundary.is_none() || own.boundary == chosen.boundary)
            .collect();
        choose(&own, request, regions)?.ok()
    })
}

/// Whether a region has this code, in either case.
fn is_same(region: Option<&str>, code: &str) -> bool {
    region.is_some_and(|region| region.eq_ignore_ascii_case(code))
}

/// The kinds that factors say they are of.
fn kinds(factors: &[Candidate<'_>]) -> Vec<FactorBoundary> {
    let mut kinds: Vec<FactorBoundary> = factors.iter().filter_map(|factor| factor.boundary).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// The full names of factors that say of which kind they are, with it.
fn with_kinds(factors: &[Candidate<'_>]) -> Vec<(String, FactorBoundary)> {
    let mut names: Vec<_> = factors.iter().filter_map(|f| Some((f.factor()?.full_name(), f.boundary?))).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// The factor for the request among those of one name, if there is one for here.
fn choose<'f>(
    matches: &[Candidate<'f>],
    request: Request<'_>,
    regions: &Regions,
) -> Option<Result<&'f EmissionFactor, Unresolved>> {
    let in_time = |f: &&Candidate<'_>| f.year.is_none_or(|year| year <= request.year);
    // A factor without a region serves everywhere, and comes last.
    let levels = regions.chain(request.region).map(Some).chain([None]);
    for level in levels {
        let here: Vec<Candidate<'_>> = matches.iter().filter(|f| f.region == level).filter(in_time).copied().collect();
        let latest = here.iter().map(|f| f.year).max();
        let chosen: Vec<Candidate<'f>> = here.into_iter().filter(|f| Some(f.year) == latest).collect();
        match chosen.as_slice() {
            [] => {}
            [one] => return one.factor().map(Ok),
            several => return Some(Err(Unresolved::Ambiguous(full_names(several)))),
        }
    }
    None
}

fn full_names(factors: &[Candidate<'_>]) -> Vec<String> {
    let mut names: Vec<String> = factors.iter().filter_map(Candidate::factor).map(EmissionFactor::full_name).collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::amount::Amount;
    use crate::factor::region::Region;
    use crate::factor::{FactorQuality, FactorRow, FactorValue};
    use crate::unit::EmissionUnit;

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
            printed: None,
            boundary: None,
            gwp: None,
            quality: FactorQuality::default(),
            source: String::new(),
            locator: String::new(),
            note: String::new(),
            row: FactorRow { file: Arc::from(""), line: 0 },
        }
    }

    fn found(name: &str, own: &[EmissionFactor], shipped: &[EmissionFactor]) -> Result<String, Unresolved> {
        let parents = [("CN-JS", Some("CN-GRID-EC")), ("CN-GRID-EC", Some("CN")), ("CN", Some("GLO")), ("GLO", None)];
        let region = |parent: Option<&str>| Region { parent: parent.map(ToOwned::to_owned), ..Region::default() };
        let regions = Regions(parents.map(|(code, parent)| (code.to_owned(), region(parent))).into());
        let (own, shipped) = (FactorSet::new(own.to_vec()), FactorSet::new(shipped.to_vec()));
        let request = Request { name, region: "CN-JS", year: 2024, suggest: true };
        resolve(request, &[&own, &shipped], &regions).map(EmissionFactor::full_name)
    }

    fn not_here(other: &str) -> Result<String, Unresolved> {
        Err(Unresolved::NotHere { boundary: None, others: vec![other.to_owned()] })
    }

    fn of_kind(boundary: FactorBoundary, factor: EmissionFactor) -> EmissionFactor {
        EmissionFactor { boundary: Some(boundary), ..factor }
    }

    #[test]
    fn a_kind_of_factor_never_stands_for_another() {
        use FactorBoundary::{Generation, LifeCycle};
        let generation = of_kind(Generation, factor("grid", "CN", 2023, &["电力"]));
        let footprint = of_kind(LifeCycle, factor("grid-life-cycle", "CN", 2024, &["电力"]));
        let both = vec![("grid-life-cycle/CN/2024".into(), LifeCycle), ("grid/CN/2023".into(), Generation)];
        assert_eq!(found("电力", &[], &[generation.clone(), footprint.clone()]), Err(Unresolved::SeveralKinds(both)));
        assert_eq!(
            found("grid/CN", &[], &[generation.clone(), footprint.clone()]),
            Ok("grid/CN/2023".into()),
            "the activity says which"
        );
        let later = of_kind(LifeCycle, factor("own", "CN", 2025, &["电力"]));
        let asked = Unresolved::NotHere { boundary: Some(LifeCycle), others: vec!["own/CN/2025".into()] };
        assert_eq!(
            found("电力", std::slice::from_ref(&later), &[generation]),
            Err(asked),
            "the study's own is of another kind"
        );
        assert_eq!(found("电力", &[later], &[footprint]), Ok("grid-life-cycle/CN/2024".into()));
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
        assert_eq!(found("grid/CN/2019", &[], &shipped[..1]), not_here("grid/CN/2024"));
        assert_eq!(found("电力", &[], &shipped[4..]), not_here("grid/GB/2023"));
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
        let own = factor("diesel", "CN", 2024, &[]);
        assert_eq!(
            found("柴油", &[own], &shipped[..1]),
            Ok("diesel/CN/2024".into()),
            "whatever the activity is called"
        );
        let later = factor("diesel", "CN", 2025, &[]);
        assert_eq!(found("柴油", &[later], &shipped[..1]), Ok("diesel/CN/2015".into()));
    }

    #[test]
    fn a_name_matches_whole_or_not_at_all() {
        let shipped = [factor("diesel", "CN", 2015, &["柴油", "PE/PP"])];
        assert_eq!(found("Ｄｉｅｓｅｌ ", &[], &shipped), Ok("diesel/CN/2015".into()));
        assert_eq!(found("PE/PP", &[], &shipped), Ok("diesel/CN/2015".into()));
        assert_eq!(found("Diesel/cn/2015", &[], &shipped), Ok("diesel/CN/2015".into()));
        assert_eq!(found("Diesel/cn", &[], &shipped), Ok("diesel/CN/2015".into()));
        let slashed = [factor("PE/PP", "CN", 2015, &[]), factor("PE/PP", "", 2021, &[])];
        assert_eq!(found("PE/PP/CN/2015", &[], &slashed), Ok("PE/PP/CN/2015".into()));
        assert_eq!(found("PE/PP/2021", &[], &slashed), Ok("PE/PP/2021".into()));
        assert_eq!(found("PE/PP/CN", &[], &slashed), Ok("PE/PP/CN/2015".into()));
        assert_eq!(found("柴油机", &[], &shipped), Err(Unresolved::Unknown(vec!["柴油".into()])));
    }
}
