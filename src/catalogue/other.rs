//! What else there is to say of a factor: its value in another unit, and the kinds of factor that it is not.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::{Kind, factors, kinds};
use crate::amount::{Amount, ratio};
use crate::factor::{EmissionFactor, Loaded};
use crate::name::fold;
use crate::text::Language;
use crate::unit::EmissionUnit;

/// Mass and unit of activity, and those that are as usual for the same thing.
const USUAL: [([&str; 2], [&str; 2]); 6] = [
    (["kg", "kWh"], ["t", "MWh"]),
    (["t", "MWh"], ["kg", "kWh"]),
    (["t", "万m3"], ["kg", "m3"]),
    (["t", "GJ"], ["kg", "kWh"]),
    (["kg", "t"], ["t", "t"]),
    (["kg", "t·km"], ["g", "t·km"]),
];

/// The value in another unit that is as usual, where it ends in both.
#[must_use]
pub fn in_usual_unit(factor: &EmissionFactor) -> Option<(Amount, EmissionUnit)> {
    let gas = factor.unit.gas.as_deref().unwrap_or("CO2e");
    let symbol = |[mass, per]: &[&str; 2]| format!("{mass}{gas}/{per}");
    let (_, usual) = USUAL.iter().find(|(own, _)| symbol(own) == factor.unit.symbol)?;
    let unit = EmissionUnit::parse(&symbol(usual))?;
    let value = factor.value.amount().ok().filter(|_| factor.value.ends())?;
    let (above, below) = ([value, factor.unit.tonnes, unit.per.size()], [unit.tonnes, factor.unit.per.size()]);
    let converted = ratio(&above, &below).ok()?;
    let back = ratio(&[&[converted], &below[..]].concat(), &[]);
    (back == ratio(&above, &[])).then_some((converted, unit))
}

/// Kinds of factor with another boundary, and what to search for to find them beside the factor itself.
#[derive(Clone, Debug)]
pub struct OtherKinds<'l> {
    /// These, the most likely first.
    pub kinds: Vec<Kind<'l>>,
    /// A text that is in a name of the factor and of each of them.
    pub search: String,
}

/// The shortest name, in characters, that tells what a factor is of.
const SHORTEST: usize = 2;

/// The factors of a release that are of another kind than this one and yet might be taken for it: with another boundary, for
/// the same amounts of activity, and with a name that is part of one of its names, or has one of them as its part. Those
/// with most such names come first.
#[must_use]
pub fn other_kinds<'l>(factor: &EmissionFactor, loaded: &'l Loaded, language: Language) -> Option<OtherKinds<'l>> {
    let own: Vec<String> = factor.names().map(fold).collect();
    let mut others: Vec<(BTreeSet<String>, &'l EmissionFactor)> = Vec::new();
    for other in factors(loaded) {
        let differs = other.boundary.zip(factor.boundary).is_some_and(|(other, own)| other != own);
        if differs && other.unit.per.converts_to(&factor.unit.per) {
            others.push((shared_names(&own, other), other));
        }
    }
    let terms: BTreeSet<&String> = others.iter().flat_map(|(shared, _)| shared).collect();
    // Best is what is in the reader's language, then what finds most, then what is short.
    let in_language = |term: &str| term.is_ascii() == (language == Language::En);
    let found = |term: &String| others.iter().filter(|(shared, _)| shared.contains(term)).count();
    let search = terms
        .into_iter()
        .max_by_key(|term| (in_language(term), found(term), Reverse(term.chars().count()), Reverse((*term).clone())));
    let folded = search?.clone();
    others.retain(|(shared, _)| shared.contains(&folded));
    let names = factor.names().chain(others.iter().flat_map(|(_, other)| other.names()));
    let search = names.into_iter().find(|name| fold(name) == folded).map_or(folded.clone(), ToOwned::to_owned);
    others.sort_by_key(|(shared, _)| Reverse(shared.len()));
    let others: Vec<&EmissionFactor> = others.into_iter().map(|(_, other)| other).collect();
    Some(OtherKinds { kinds: kinds(&others), search })
}

/// The names, folded, of one of the two that are part of a name of the other.
fn shared_names(own: &[String], other: &EmissionFactor) -> BTreeSet<String> {
    let names: Vec<String> = other.names().map(fold).collect();
    let pairs = own.iter().flat_map(|own| names.iter().map(move |other| (own, other)));
    let shared = pairs.filter_map(|(own, other)| {
        let (short, long) = if own.len() <= other.len() { (own, other) } else { (other, own) };
        (short.chars().count() >= SHORTEST && long.contains(short.as_str())).then(|| short.clone())
    });
    shared.collect()
}
