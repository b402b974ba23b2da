//! Factors of one kind: one activity, in one unit, with one boundary, for several regions and years.

use std::collections::{BTreeSet, HashMap};

use crate::factor::EmissionFactor;
use crate::text::Text;
use crate::word::FactorBoundary;

/// Factors that differ in region and year alone.
#[derive(Clone, Debug)]
pub struct Kind<'l> {
    /// The first of them.
    pub first: &'l EmissionFactor,
    /// What their names have in common; nothing where they have none.
    pub name: Option<Text>,
    /// How many they are.
    pub count: usize,
    /// Their regions, in the order of the table.
    pub regions: Vec<&'l str>,
    /// Their years.
    pub years: BTreeSet<i16>,
}

/// The kinds of some factors, in the order of their first ones. What has another unit or boundary is another kind, for
/// it cannot stand in for the first.
#[must_use]
pub fn kinds<'l>(factors: &[&'l EmissionFactor]) -> Vec<Kind<'l>> {
    let mut kinds: Vec<Kind<'l>> = Vec::new();
    let mut places: HashMap<(&str, &str, Option<FactorBoundary>), usize> = HashMap::new();
    for &factor in factors {
        let next = kinds.len();
        let place = *places.entry((&factor.activity, &factor.unit.symbol, factor.boundary)).or_insert(next);
        if place == next {
            let name = factor.name();
            kinds.push(Kind { first: factor, name, count: 0, regions: Vec::new(), years: BTreeSet::new() });
        }
        let kind = &mut kinds[place];
        if let (Some(name), Some(other)) = (&mut kind.name, factor.name()) {
            *name = Text { en: in_common(&name.en, &other.en), zh: in_common(&name.zh, &other.zh) };
        }
        kind.count += 1;
        kind.years.extend(factor.year);
        if let Some(region) = factor.region.as_deref().filter(|region| !kind.regions.contains(region)) {
            kind.regions.push(region);
        }
    }
    kinds
}

/// What two names begin with, without the sign behind which a region follows; the first where that is next to nothing.
fn in_common(a: &str, b: &str) -> String {
    if a == b {
        return a.to_owned();
    }
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let begin: String = a.chars().take(same).collect();
    let begin = begin.trim_end_matches(|c: char| !c.is_alphanumeric());
    if begin.chars().count() < 2 { a.to_owned() } else { begin.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_kind_is_without_regions() {
        for (a, b, common) in [
            ("电网电力（全国）", "电网电力（江苏）", "电网电力"),
            ("Grid electricity, China", "Grid electricity, Jiangsu", "Grid electricity"),
            ("Diesel", "Diesel", "Diesel"),
            ("Diesel", "Petrol", "Diesel"),
        ] {
            assert_eq!(in_common(a, b), common);
        }
    }
}
