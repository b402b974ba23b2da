//! Searching a release in both languages at once.

use std::cmp::Reverse;

use super::{Filter, factors};
use crate::diagnostic::nearest;
use crate::factor::{EmissionFactor, Gas, Loaded, Regions};
use crate::name::fold;
use crate::word::{FactorBoundary, Word};

/// What is found in a release, the best first.
#[derive(Clone, Debug)]
pub struct Found<'l> {
    /// The release.
    pub loaded: &'l Loaded,
    /// The factors.
    pub factors: Vec<&'l EmissionFactor>,
    /// The gases; none where factors of a region, a year or a boundary are asked for.
    pub gases: Vec<&'l Gas>,
    /// Names that are near, where nothing is found.
    pub near: Vec<String>,
}

/// How a word stands in the names of what is searched for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Hit {
    /// A whole name.
    Whole,
    /// The beginning of one.
    Begins,
    /// Within one.
    Within,
    /// Not in a name, but in its source, region, year or boundary.
    Beside,
}

/// Searches a release for what has every word of `text`, after [`fold`]: in a name or alias, the activity, the full name,
/// the code or a name of the region, the year, the boundary, or the source. A code is meant from its beginning, and a year whole.
///
/// Whole names come first, then those that begin with a word, then those that contain one; then activities by name, the
/// larger region before the smaller one, and the latest year first.
#[must_use]
pub fn search<'l>(loaded: &'l Loaded, text: &str, filter: &Filter) -> Found<'l> {
    let query = Query::new(text);
    let mut found: Vec<_> = factors(loaded)
        .filter(|factor| filter.takes(factor))
        .enumerate()
        .filter_map(|(place, factor)| Some((query.hit_factor(factor, &loaded.regions)?, place, factor)))
        .collect();
    found.sort_by_cached_key(|(hit, place, factor)| {
        let size = factor.region.as_ref().map(|region| loaded.regions.chain(region).count());
        (*hit, factor.activity.clone(), size, factor.region.clone(), Reverse(factor.year), *place)
    });
    let gases = loaded.gases.iter().filter(|_| filter.takes_all());
    let mut gases: Vec<_> = gases.filter_map(|gas| Some((query.hit(&gas_names(gas), |_| false)?, gas))).collect();
    gases.sort_by_key(|(hit, _)| *hit);
    let near = if found.is_empty() && gases.is_empty() { near(text, loaded) } else { Vec::new() };
    Found {
        loaded,
        factors: found.into_iter().map(|(.., factor)| factor).collect(),
        gases: gases.into_iter().map(|(_, gas)| gas).collect(),
        near,
    }
}

/// What is searched for.
struct Query {
    /// All of it, without spaces.
    whole: String,
    words: Vec<String>,
}

impl Query {
    fn new(text: &str) -> Query {
        let words = text.split_whitespace().map(fold).filter(|word| !word.is_empty());
        Query { whole: fold(text), words: words.collect() }
    }

    fn hit_factor(&self, factor: &EmissionFactor, regions: &Regions) -> Option<Hit> {
        let full_name = factor.full_name();
        let names = factor.names().chain([full_name.as_str()]).map(fold).collect::<Vec<_>>();
        self.hit(&names, |word| is_beside(word, factor, regions))
    }

    /// How what has these names, folded, stands to what is searched for; nothing where a word is missing. `beside` tells
    /// whether a word is in what else there is of it.
    fn hit(&self, names: &[String], beside: impl Fn(&str) -> bool) -> Option<Hit> {
        let mut best = in_names(&self.whole, names).unwrap_or(Hit::Beside);
        for word in &self.words {
            let hit = in_names(word, names).or_else(|| beside(word).then_some(Hit::Beside))?;
            best = best.min(hit);
        }
        (!self.words.is_empty()).then_some(best)
    }
}

fn in_names(word: &str, names: &[String]) -> Option<Hit> {
    let hits = names.iter().filter_map(|name| {
        if name == word {
            Some(Hit::Whole)
        } else if name.starts_with(word) {
            Some(Hit::Begins)
        } else {
            name.contains(word).then_some(Hit::Within)
        }
    });
    hits.min()
}

/// Whether a word is in the source, region, year or boundary of a factor.
fn is_beside(word: &str, factor: &EmissionFactor, regions: &Regions) -> bool {
    let in_region = |code: &String| {
        let name = regions.name(code);
        fold(code).starts_with(word) || [name.en, name.zh].iter().any(|name| fold(name).contains(word))
    };
    let in_boundary = |boundary: FactorBoundary| {
        let words = FactorBoundary::WORDS.iter().find(|(of, _)| *of == boundary);
        words.is_some_and(|(_, names)| names.iter().any(|name| fold(name).contains(word)))
    };
    fold(&factor.source).contains(word)
        || factor.region.as_ref().is_some_and(in_region)
        || factor.year.is_some_and(|year| year.to_string() == word)
        || factor.boundary.is_some_and(in_boundary)
}

fn gas_names(gas: &Gas) -> Vec<String> {
    gas.names().chain([gas.formula.as_str()]).map(fold).filter(|name| !name.is_empty()).collect()
}

/// The names that are nearest to the text, else to its words.
fn near(text: &str, loaded: &Loaded) -> Vec<String> {
    let names = || factors(loaded).flat_map(EmissionFactor::names).chain(loaded.gases.iter().flat_map(Gas::names));
    let whole = nearest(text, names());
    if !whole.is_empty() {
        return whole;
    }
    text.split_whitespace().flat_map(|word| nearest(word, names()).into_iter().take(1)).collect()
}
