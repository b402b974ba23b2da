//! Which factor a row would get, and which it would not.

use crate::factor::{EmissionFactor, FactorSet, Regions, Request, Unresolved, resolve};

/// Where and when a factor is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The code of the region; nothing where none is named.
    pub region: Option<String>,
    /// The last year; nothing for the latest that there is.
    pub year: Option<i16>,
}

/// A factor, and how it was chosen.
#[derive(Clone, Debug)]
pub struct Choice<'l> {
    /// The factor.
    pub factor: &'l EmissionFactor,
    /// What it was chosen for; nothing where it is the only one, or named in full.
    pub asked: Option<Asked>,
    /// Whether it is named in full, so that region and year play no part.
    pub in_full: bool,
    /// Whether it is the study's own.
    pub is_own: bool,
    /// The others of this name, and why they are not chosen; those of one reason together.
    pub passed_over: Vec<(&'l EmissionFactor, PassedOver)>,
}

/// Why a factor is not chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PassedOver {
    /// It describes an earlier year than the chosen one.
    Earlier,
    /// Its region is a larger one.
    LargerRegion,
    /// It describes a later year than is asked for.
    Later,
    /// Its region does not contain the one that is asked for.
    Elsewhere,
    /// It is of another kind.
    OtherKind,
    /// The study's own factor comes first.
    OwnFirst,
}

/// What a name leads to.
#[derive(Clone, Debug)]
pub enum Answer<'l> {
    /// One factor.
    One(Choice<'l>),
    /// Several, of which a region and a year would choose.
    Several(Vec<&'l EmissionFactor>),
    /// None of these: each is for elsewhere or for later.
    NotHere(Vec<&'l EmissionFactor>),
    /// Several that no region and no year tells apart: a row has to name one in full.
    Ambiguous(Vec<&'l EmissionFactor>),
    /// None.
    Unknown,
}

/// What `name` leads to in `sets`, the study's own factors before those of a release. With a region it is what a row in a
/// study there gets whose period ends in `year`. Without one, a name that several regions have leads to all of them: with a
/// year, to the latest of each that is not after it.
pub(super) fn answer<'l>(
    name: &str,
    region: Option<&str>,
    year: Option<i16>,
    sets: &[&'l FactorSet],
    regions: &Regions,
) -> Answer<'l> {
    let Candidates { factors, region: named } = candidates(name, sets);
    let Some(first) = factors.first() else { return Answer::Unknown };
    let one_region = factors.iter().all(|factor| factor.region == first.region);
    let own = first.region.as_deref().unwrap_or_default();
    let asked = Asked { region: region.or(named).map(ToOwned::to_owned), year };
    match (asked.region.as_deref(), year) {
        (Some(place), _) => resolved(name, place, asked.clone(), factors, sets, regions),
        (None, Some(_)) if one_region => resolved(name, own, asked, factors, sets, regions),
        (None, Some(last)) => {
            let in_time = |factor: &&EmissionFactor| factor.year.is_none_or(|year| year <= last);
            let of_each = latest(factors.iter().copied().filter(in_time));
            if of_each.is_empty() { Answer::NotHere(factors) } else { Answer::Several(of_each) }
        }
        (None, None) => match factors.as_slice() {
            [factor] => {
                let (in_full, is_own) = (false, is_own(factor, sets));
                Answer::One(Choice { factor, asked: None, in_full, is_own, passed_over: Vec::new() })
            }
            _ => Answer::Several(factors),
        },
    }
}

/// What a name may mean, wherever and whenever.
struct Candidates<'l, 'n> {
    factors: Vec<&'l EmissionFactor>,
    /// The region, where the name says it: `activity/region`.
    region: Option<&'n str>,
}

/// In the ways in which [`resolve`] finds a name: in full, by any name, by the activity and its region.
fn candidates<'l, 'n>(name: &'n str, sets: &[&'l FactorSet]) -> Candidates<'l, 'n> {
    let mut candidates = Candidates { factors: Vec::new(), region: None };
    for set in sets {
        if let Some(factor) = set.exactly(name) {
            candidates.factors.push(factor);
            break;
        }
        let before = candidates.factors.len();
        candidates.factors.extend(set.named(name));
        if let (true, Some((activity, region))) = (candidates.factors.len() == before, name.rsplit_once('/')) {
            candidates.factors.extend(set.named(activity).filter(|factor| factor.region.as_deref() == Some(region)));
            if candidates.factors.len() > before {
                candidates.region = Some(region);
            }
        }
    }
    candidates
}

/// The latest of each region and kind, in their order.
fn latest<'l>(factors: impl Iterator<Item = &'l EmissionFactor>) -> Vec<&'l EmissionFactor> {
    let mut latest: Vec<&EmissionFactor> = Vec::new();
    for factor in factors {
        let same = |other: &&mut &EmissionFactor| {
            (&other.activity, &other.region, other.boundary) == (&factor.activity, &factor.region, factor.boundary)
        };
        match latest.iter_mut().find(same) {
            Some(other) if other.year < factor.year => *other = factor,
            Some(_) => {}
            None => latest.push(factor),
        }
    }
    latest
}

fn resolved<'l>(
    name: &str,
    place: &str,
    asked: Asked,
    candidates: Vec<&'l EmissionFactor>,
    sets: &[&'l FactorSet],
    regions: &Regions,
) -> Answer<'l> {
    let request = Request { name, region: place, year: asked.year.unwrap_or(i16::MAX), suggest: false };
    let of_names = |names: &[String]| {
        candidates.iter().copied().filter(|factor| names.contains(&factor.full_name())).collect::<Vec<_>>()
    };
    match resolve(request, sets, regions) {
        Ok(factor) => {
            let others = candidates.iter().copied().filter(|other| other.row != factor.row);
            let why = |other: &'l EmissionFactor| (other, why_not(other, factor, request, sets, regions));
            let mut passed_over: Vec<_> = others.map(why).collect();
            passed_over.sort_by_key(|(_, why)| *why);
            // Where it is named in full, region and year play no part.
            let in_full = sets.iter().any(|set| set.exactly(name).is_some_and(|exact| exact.row == factor.row));
            let is_own = is_own(factor, sets);
            Answer::One(Choice { factor, asked: (!in_full).then_some(asked), in_full, is_own, passed_over })
        }
        Err(Unresolved::Unknown(_)) => Answer::Unknown,
        Err(Unresolved::NotHere { .. }) => Answer::NotHere(candidates),
        Err(Unresolved::Ambiguous(names)) => Answer::Ambiguous(of_names(&names)),
        Err(Unresolved::SeveralKinds(names)) => {
            Answer::Ambiguous(of_names(&names.into_iter().map(|(name, _)| name).collect::<Vec<_>>()))
        }
    }
}

/// Whether a factor is the study's own, and not of a release: that comes last.
fn is_own(factor: &EmissionFactor, sets: &[&FactorSet]) -> bool {
    sets.split_last().is_some_and(|(_, own)| own.iter().any(|set| set.at(&factor.row).is_some()))
}

/// Why `other` is not the choice, where `chosen` is.
fn why_not(
    other: &EmissionFactor,
    chosen: &EmissionFactor,
    request: Request<'_>,
    sets: &[&FactorSet],
    regions: &Regions,
) -> PassedOver {
    let set_of = |factor: &EmissionFactor| sets.iter().position(|set| set.at(&factor.row).is_some());
    // A factor without a region serves everywhere, and comes last.
    let chain: Vec<Option<&str>> = regions.chain(request.region).map(Some).chain([None]).collect();
    let level = |factor: &EmissionFactor| chain.iter().position(|region| *region == factor.region.as_deref());
    if set_of(other) > set_of(chosen) {
        PassedOver::OwnFirst
    } else if other.boundary.zip(chosen.boundary).is_some_and(|(other, chosen)| other != chosen) {
        PassedOver::OtherKind
    } else if level(other).is_none() {
        PassedOver::Elsewhere
    } else if other.year.is_some_and(|year| year > request.year) {
        PassedOver::Later
    } else if level(other) > level(chosen) {
        PassedOver::LargerRegion
    } else {
        PassedOver::Earlier
    }
}
