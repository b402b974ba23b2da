//! Lists of factors for people at a terminal.

use std::collections::BTreeSet;

use super::value::short;
use crate::catalogue::{self, Kind, Listing, kinds};
use crate::factor::{EmissionFactor, Loaded};
use crate::report::grid::wrap;
use crate::report::labels::{self, factors as words, tables};
use crate::report::page::{INDENT, Page, Screen, indented};
use crate::text::Text;
use crate::word::FactorBoundary;

/// How many regions of an activity are named.
const REGIONS: usize = 3;

/// The factors, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn factors_text(listing: &Listing<'_>, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.release(listing.loaded);
    lines.push(String::new());
    if listing.factors.is_empty() {
        lines.extend(page.indented(&page.say(&words::none_listed()), 0));
    } else if listing.filter.asks_for_single_ones() {
        lines.extend(page.single_factors(&listing.factors));
        lines.push(String::new());
        lines.extend(page.indented(&page.say(&words::listed(listing.factors.len())), 0));
    } else {
        lines.extend(page.kinds(&kinds(&listing.factors)));
    }
    lines.push(String::new());
    lines.extend(page.indented(&page.say(&words::what_next()), 0));
    lines.join("\n") + "\n"
}

impl Page {
    /// Which release it is.
    pub(super) fn release(&self, loaded: &Loaded) -> Vec<String> {
        let factors = catalogue::factors(loaded).count();
        let title = self.say(&words::release(&loaded.release, factors, loaded.gases.len()));
        let title = self.indented(&title, 0).into_iter().map(|line| self.bold(&line));
        let hash = format!("{} {}", self.say(&labels::sha256()), loaded.sha256);
        title.chain(self.indented(&hash, 0)).collect()
    }

    /// Factors by activity: a line that says what it is, and one that says of what kind, where and when.
    pub(super) fn kinds(&self, kinds: &[Kind<'_>]) -> Vec<String> {
        let entry = |kind: &Kind<'_>| {
            let Kind { first, name, count, regions, years } = kind;
            let facts = [
                self.say(&words::unit(&first.unit.symbol)),
                self.boundary(first.boundary),
                in_short(regions),
                ranges(years),
                self.say(&words::count(*count)),
            ];
            self.entry(&first.activity, name.as_ref(), &facts)
        };
        kinds.iter().flat_map(entry).collect()
    }

    /// Factors one by one.
    pub(super) fn single_factors(&self, factors: &[&EmissionFactor]) -> Vec<String> {
        let entry = |factor: &&EmissionFactor| {
            let value = format!("{} {}", short(factor.value), self.say(&words::unit(&factor.unit.symbol)));
            let facts = [value, self.boundary(factor.boundary)];
            self.entry(&factor.full_name(), factor.name().as_ref(), &facts)
        };
        factors.iter().flat_map(entry).collect()
    }

    /// What is typed to get it, whole at any width; its name; and below them what else there is to say.
    pub(super) fn entry(&self, typed: &str, name: Option<&Text>, facts: &[String]) -> Vec<String> {
        let name = name.map(|name| self.say(name)).unwrap_or_default();
        let head = wrap(format!("{typed}  {name}").trim_end(), self.screen.width);
        let head = head.into_iter().enumerate().map(|(index, line)| match line.strip_prefix(typed) {
            Some(rest) if index == 0 => format!("{}{rest}", self.bold(typed)),
            _ if index == 0 => self.bold(&line),
            _ => indented(&line),
        });
        let facts: Vec<&str> = facts.iter().map(String::as_str).filter(|fact| !fact.is_empty()).collect();
        let facts = if facts.is_empty() { Vec::new() } else { self.indented(&facts.join(" · "), INDENT) };
        head.chain(facts).collect()
    }

    pub(super) fn boundary(&self, boundary: Option<FactorBoundary>) -> String {
        boundary.map(|boundary| self.say(&tables::factor_boundary(boundary))).unwrap_or_default()
    }
}

/// The first regions, and how many more there are.
fn in_short(regions: &[&str]) -> String {
    if regions.len() <= REGIONS {
        return regions.join(", ");
    }
    format!("{} +{}", regions[..REGIONS - 1].join(", "), regions.len() - REGIONS + 1)
}

/// Years, with those in a row as a range.
fn ranges(years: &BTreeSet<i16>) -> String {
    let years: Vec<i16> = years.iter().copied().collect();
    let ranges = years.chunk_by(|a, b| a + 1 == *b).map(|range| match range {
        [one] => one.to_string(),
        [first, .., last] => format!("{first}–{last}"),
        [] => String::new(),
    });
    ranges.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_in_a_row_are_a_range() {
        assert_eq!(ranges(&BTreeSet::from([2015, 2021, 2022, 2023])), "2015, 2021–2023");
        assert_eq!(ranges(&BTreeSet::new()), "");
    }

    #[test]
    fn of_many_regions_the_first_are_named() {
        assert_eq!(in_short(&["CN", "GB", "GLO"]), "CN, GB, GLO");
        assert_eq!(in_short(&["CN", "GB", "GLO", "US"]), "CN, GB +2");
    }
}
