//! What rules hold numbers against: limits.csv and sectors.csv, with their sources, and what study.toml sets otherwise.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::figure::{percent, shown};
use crate::amount::Amount;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, problem};
use crate::study::AuditSettings;
use crate::text::{Text, text};

/// The limits that every study has.
const LIMITS: &str = include_str!("limits.csv");
/// The ranges of sectors.
const SECTORS: &str = include_str!("sectors.csv");

/// A limit, or a range: from the least to the most that needs no question.
#[derive(Clone, Debug)]
pub struct Bound {
    /// Its name, or that of what is measured.
    pub name: String,
    /// The least.
    pub low: Option<Amount>,
    /// The most; of a single value both are it.
    pub high: Option<Amount>,
    /// The unit; blank for a fraction or a number.
    pub unit: String,
    /// Who published it.
    pub source: String,
    /// Where in it the number stands.
    pub locator: String,
    /// What it is.
    pub note: Text,
    /// Whether it is a part of something: a number without a unit that is no more than one.
    pub is_part: bool,
    /// Whether study.toml sets it.
    pub own: bool,
}

#[derive(Deserialize)]
struct BoundRow {
    #[serde(default)]
    sector: String,
    #[serde(alias = "measure")]
    name: String,
    low: String,
    high: String,
    unit: String,
    source: String,
    locator: String,
    note_en: String,
    note_zh: String,
}

impl Bound {
    fn of(row: BoundRow) -> Option<(String, Bound)> {
        let BoundRow { sector, name, low, high, unit, source, locator, note_en: en, note_zh: zh } = row;
        let amount = |text: &str| (!text.is_empty()).then(|| Amount::parse(text).ok()).flatten();
        let (low, high) = (amount(&low), amount(&high));
        let bound = Bound {
            is_part: unit.is_empty() && low.max(high).is_some_and(|most| most <= Amount::ONE),
            low,
            high,
            name,
            unit,
            source,
            locator,
            note: Text { en, zh },
            own: false,
        };
        (bound.low.is_some() || bound.high.is_some()).then_some((sector, bound))
    }

    /// Whether a number needs no question.
    #[must_use]
    pub fn holds(&self, amount: Amount) -> bool {
        self.low.is_none_or(|low| amount >= low) && self.high.is_none_or(|high| amount <= high)
    }

    /// The end of the range that is nearest to a number outside.
    #[must_use]
    pub fn nearest(&self, amount: Amount) -> Amount {
        let low = self.low.filter(|low| amount < *low);
        low.or_else(|| self.high.filter(|high| amount > *high)).unwrap_or(amount)
    }

    /// `0.9 to 0.99 t/t`.
    #[must_use]
    pub fn range(&self) -> Text {
        let unit = if self.unit.is_empty() { String::new() } else { format!(" {}", self.unit) };
        let shown = if self.is_part { percent } else { shown };
        match (self.low.map(shown), self.high.map(shown)) {
            (Some(low), Some(high)) if low == high => text!("{low}{unit}", "{low}{unit}"),
            (Some(low), Some(high)) => text!("{low} to {high}{unit}", "{low} 至 {high}{unit}"),
            (Some(low), None) => text!("at least {low}{unit}", "不低于 {low}{unit}"),
            (None, Some(high)) => text!("at most {high}{unit}", "不超过 {high}{unit}"),
            (None, None) => text!("any", "不限"),
        }
    }

    /// Its name, what it is, and who says so.
    #[must_use]
    pub fn text(&self) -> Text {
        let (Text { en: range_en, zh: range_zh }, name) = (self.range(), &self.name);
        if self.own {
            return text!(
                "{name}: {range_en} (set in study.toml, [audit.limits])",
                "{name}：{range_zh}（study.toml 的 [audit.limits] 所设）"
            );
        }
        let cited = match self.locator.as_str() {
            "" => self.source.clone(),
            locator => format!("{}, {locator}", self.source),
        };
        let (cited_en, cited_zh) = match cited.as_str() {
            "convention" => ("a convention of this program".to_owned(), "本程序的约定".to_owned()),
            _ => (cited.clone(), cited),
        };
        text!("{name}: {range_en} ({cited_en})", "{name}：{range_zh}（{cited_zh}）")
    }
}

/// The limits of one study.
#[derive(Clone, Debug)]
pub struct Limits {
    bounds: BTreeMap<String, Bound>,
    /// By measure, the ranges of the study's sector.
    sector: BTreeMap<String, Bound>,
}

impl Limits {
    /// The documented limits, and what the study sets otherwise; what is wrong with that is in `diagnostics`.
    #[must_use]
    pub fn read(settings: &AuditSettings, diagnostics: &mut Diagnostics) -> Limits {
        let mut bounds: BTreeMap<String, Bound> = rows(LIMITS).map(|(_, bound)| (bound.name.clone(), bound)).collect();
        let mut sector = BTreeMap::new();
        if let Some(named) = &settings.sector {
            sector.extend(
                rows(SECTORS)
                    .filter(|(sector, _)| *sector == named.value)
                    .map(|(_, bound)| (bound.name.clone(), bound)),
            );
            if sector.is_empty() {
                let mut names: Vec<String> = rows(SECTORS).map(|(sector, _)| sector).collect();
                names.dedup();
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                diagnostics.push(Diagnostic::new(problem::unknown_word(&named.value, &names), named.place.clone()));
            }
        }
        for (name, amount) in &settings.limits {
            let [general, own] = [&mut bounds, &mut sector].map(|bounds| set(bounds, &name.value, *amount));
            if !general && !own {
                let known: BTreeSet<&str> = bounds.keys().chain(sector.keys()).map(String::as_str).collect();
                let near = nearest(&name.value, known.iter().copied());
                let problem = problem::unknown_key(&format!("audit.limits.{}", name.value), &near, &known);
                diagnostics.push(Diagnostic::new(problem, name.place.clone()));
            }
        }
        for (name, amount) in &settings.limits {
            let stem =
                name.value.strip_suffix(".low").or_else(|| name.value.strip_suffix(".high")).unwrap_or(&name.value);
            let bound = bounds.get(stem).or_else(|| sector.get(stem));
            let is_reversed =
                bound.is_some_and(|bound| bound.low.is_some() && bound.high.is_some() && bound.low > bound.high);
            // What is a part of something is at most all of it: 0.08, and not 8.
            let is_whole = bound.is_some_and(|bound| bound.is_part && *amount > Amount::ONE);
            if amount.is_negative() || is_reversed || is_whole {
                diagnostics
                    .push(Diagnostic::new(problem::no_limit(&name.value, *amount, is_whole), name.place.clone()));
            }
        }
        Limits { bounds, sector }
    }

    /// The limit with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Bound> {
        self.bounds.get(name)
    }

    /// The most that a limit allows.
    #[must_use]
    pub fn high(&self, name: &str) -> Option<Amount> {
        self.get(name)?.high
    }

    /// Those whose names begin with this, and what follows it as a number, from the least on.
    #[must_use]
    pub fn classes(&self, prefix: &str) -> Vec<(Amount, &Bound)> {
        let class = |(name, bound)| {
            let size: Option<Amount> = str::strip_prefix(name, prefix).and_then(|size| Amount::parse(size).ok());
            Some((size?, bound))
        };
        let mut classes: Vec<_> = self.bounds.iter().filter_map(|(name, bound)| class((name, bound))).collect();
        classes.sort_by_key(|(size, _)| *size);
        classes
    }

    /// The ranges of the study's sector.
    pub fn of_sector(&self) -> impl Iterator<Item = &Bound> {
        self.sector.values()
    }

    /// The range of a measure in the study's sector.
    #[must_use]
    pub fn sector(&self, measure: &str) -> Option<&Bound> {
        self.sector.get(measure)
    }
}

/// Sets a limit by its name: its most, or its least where there is no most; with `.low` or `.high` the end of a range. Nothing
/// where there is no such limit.
fn set(bounds: &mut BTreeMap<String, Bound>, name: &str, amount: Amount) -> bool {
    let (stem, is_low) = match name.strip_suffix(".low") {
        Some(stem) => (stem, true),
        None => (name.strip_suffix(".high").unwrap_or(name), false),
    };
    let Some(bound) = bounds.get_mut(stem) else { return false };
    bound.own = true;
    // A value is both ends.
    if stem == name && bound.low == bound.high {
        bound.low = Some(amount);
    }
    let end = if is_low || (bound.high.is_none() && stem == name) { &mut bound.low } else { &mut bound.high };
    *end = Some(amount);
    true
}

fn rows(table: &str) -> impl Iterator<Item = (String, Bound)> {
    csv::Reader::from_reader(table.as_bytes())
        .into_deserialize()
        .filter_map(|row: csv::Result<BoundRow>| Bound::of(row.ok()?))
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &AuditSettings) -> Limits {
        let mut diagnostics = Diagnostics::default();
        let limits = Limits::read(settings, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        limits
    }

    #[test]
    fn every_limit_says_where_it_comes_from_and_reads_in_both_languages() {
        for (table, least) in [(LIMITS, 25), (SECTORS, 30)] {
            let lines = csv::Reader::from_reader(table.as_bytes()).into_records().count();
            let rows: Vec<(String, Bound)> = rows(table).collect();
            assert_eq!(rows.len(), lines, "every row is a limit");
            assert!(rows.len() >= least);
            for (_, bound) in rows {
                let Bound { name, low, high, source, note, .. } = &bound;
                assert!(!source.is_empty() && !note.en.is_empty() && !note.zh.is_empty(), "{name}");
                assert!(low.is_none() || high.is_none() || low <= high, "{name}");
            }
        }
    }

    #[test]
    fn a_limit_is_set_by_its_name_or_by_an_end_of_its_range() {
        use crate::diagnostic::Place;
        use crate::study::Placed;
        let name = |value: &str| Placed { value: value.to_owned(), place: Place::file("study.toml") };
        let amount = |text: &str| Amount::parse(text).unwrap();
        let limits = vec![(name("road-payload"), amount("25")), (name("road-fuel.low"), amount("5"))];
        let limits = read(&AuditSettings { limits, ..AuditSettings::default() });
        assert_eq!(limits.high("road-payload"), Some(amount("25")));
        let fuel = limits.get("road-fuel").unwrap();
        assert_eq!((fuel.low, fuel.own), (Some(amount("5")), true));
        assert!(fuel.holds(amount("6")) && !fuel.holds(amount("4")));
        assert_eq!(fuel.nearest(amount("4")), amount("5"));
    }

    #[test]
    fn classes_come_in_the_order_of_their_sizes() {
        let limits = read(&AuditSettings::default());
        let classes = limits.classes("lorry-fuel-");
        assert!(classes.len() >= 3);
        assert!(classes.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1.high <= pair[1].1.high));
    }
}
