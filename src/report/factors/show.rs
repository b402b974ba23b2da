//! A factor or a gas with all that is known of it, for people at a terminal.

use super::facts::Facts;
use super::value::full;
use crate::amount::Amount;
use crate::catalogue::{Answer, Choice, Kind, OtherKinds, PassedOver, Shown, in_usual_unit, kinds, other_kinds};
use crate::factor::{Derivation, EmissionFactor, Gas, Gases, Loaded, Regions};
use crate::report::labels::{self, factors as words, tables};
use crate::report::page::{Page, Screen, THOUSANDS};
use crate::report::tables::quality_of;
use crate::text::{Language, Text, text};
use crate::word::{GwpSet, Indicator, Word};

/// How many factors of a name are listed one by one.
const SINGLE: usize = 20;
/// How many names a line has.
const NAMES: usize = 4;

/// What a name leads to, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn shown_text(shown: &Shown<'_>, screen: Screen) -> String {
    let page = Page { screen };
    let mut blocks: Vec<Vec<String>> = Vec::new();
    match &shown.answer {
        Answer::One(choice) => blocks.push(page.chosen_factor(choice, shown.loaded)),
        _ if shown.factors().is_empty() => {}
        _ => blocks.push(page.several(shown)),
    }
    blocks.extend(shown.gas.map(|gas| page.whole_gas(gas, shown.loaded)));
    blocks.into_iter().map(|lines| lines.join("\n") + "\n").collect::<Vec<_>>().join("\n")
}

/// Why there is no single answer; nothing where there is one, or where several are shown.
#[must_use]
pub fn not_shown(shown: &Shown<'_>) -> Option<Text> {
    let name = shown.name.as_str();
    match &shown.answer {
        _ if shown.is_found() => None,
        Answer::NotHere(_) => Some(words::not_here(name, shown.asked.region.as_deref(), shown.asked.year)),
        Answer::Ambiguous(_) => Some(words::ambiguous(name)),
        _ => Some(words::unknown(name, &shown.loaded.release, &shown.near)),
    }
}

impl Page {
    fn chosen_factor(&self, choice: &Choice<'_>, loaded: &Loaded) -> Vec<String> {
        let factor = choice.factor;
        let mut lines = self.entry(&factor.full_name(), factor.name().as_ref(), &[]);
        lines.extend(self.indented(&self.value(factor), 0));
        lines.push(String::new());

        let regions = &loaded.regions;
        let unit = self.say(&words::unit(&factor.unit.symbol));
        let printed = factor.printed.map(|amount| format!("{} {unit}", amount.to_grouped(THOUSANDS)));
        let other = other_kinds(factor, loaded, self.screen.language);
        let region = factor.region.as_ref().map(|code| self.chain(code, regions));
        let place = format!("{}:{}", factor.row.file, factor.row.line);

        let mut facts = Facts::new(self);
        facts.lines(&words::derivation(), self.derivation(factor));
        facts.line(&labels::printed(), printed);
        facts.line(&tables::boundary(), Some(self.say(&words::boundary(factor.boundary))));
        facts.line(&tables::source(), Some(factor.source.clone()));
        facts.line(&tables::locator(), Some(factor.locator.clone()));
        facts.line(&tables::note(), Some(factor.note.clone()));
        facts.line(&words::chosen(), self.chosen(choice, regions));
        facts.lines(&words::passed_over(), self.passed_over(&choice.passed_over));
        facts.line(&tables::region(), region);
        facts.line(&tables::year(), factor.year.map(|year| year.to_string()));
        facts.line(&labels::gwp_basis(), factor.gwp.map(|set| self.say(&labels::gwp_of(set))));
        self.factor_quality(factor, &mut facts);
        facts.lines(&tables::name(), [factor.name_zh.clone(), factor.name_en.clone()]);
        facts.line(&words::aliases(), Some(factor.aliases.join(self.comma())));
        facts.lines(&words::other_kind(), other.map(|other| self.other(&other)).unwrap_or_default());
        facts.line(&tables::row(), Some(place));
        // What is the study's own is in no release.
        if loaded.factors.at(&factor.row).is_some() {
            self.release_of(loaded, &mut facts);
        }
        lines.extend(facts.shown());
        lines
    }

    /// The value and its unit, and the same in another unit where that is as usual.
    fn value(&self, factor: &EmissionFactor) -> String {
        let unit = |symbol: &str| self.say(&words::unit(symbol));
        let value = format!("{} {}", full(factor.value), unit(&factor.unit.symbol));
        match in_usual_unit(factor) {
            Some((amount, other)) => format!("{value} = {} {}", amount.to_grouped(THOUSANDS), unit(&other.symbol)),
            None => value,
        }
    }

    /// How the value follows from a fuel's parameters: in one line, then step by step.
    fn derivation(&self, factor: &EmissionFactor) -> Vec<String> {
        let Ok(Some(steps)) = factor.value.derivation() else { return Vec::new() };
        let per = self.say(&words::unit(&factor.unit.per.to_string()));
        let unit = self.say(&words::unit(&factor.unit.symbol));
        let value = full(factor.value);
        let Derivation { energy, carbon_content, carbon, oxidation, oxidised } = steps;
        vec![
            format!("{energy} GJ/{per} × {carbon_content} tC/GJ × {oxidation} × 44/12 = {value} {unit}"),
            self.say(&words::step_energy(&format!("{energy} GJ/{per}"))),
            self.say(&words::step_carbon(&format!("× {carbon_content} tC/GJ = {carbon} tC/{per}"))),
            self.say(&words::step_oxidised(&format!("× {oxidation} = {oxidised} tC/{per}"))),
            self.say(&words::step_co2(&format!("× 44/12 = {value} {unit}"))),
        ]
    }

    /// What must not be taken for it, by boundary, and how it is found.
    fn other(&self, other: &OtherKinds<'_>) -> Vec<String> {
        let mut kinds: Vec<&Kind<'_>> = other.kinds.iter().collect();
        kinds.sort_by_key(|kind| kind.first.boundary);
        let of_one = |kinds: &[&Kind<'_>]| {
            let boundary = self.boundary(kinds[0].first.boundary);
            let names = kinds.iter().map(|kind| kind.first.activity.as_str());
            self.say(&words::with_boundary(&boundary, &self.some_of(names)))
        };
        let lines = kinds.chunk_by(|a, b| a.first.boundary == b.first.boundary).map(of_one);
        lines.chain([self.say(&words::never_in_its_place(&other.search))]).collect()
    }

    /// The first of some names, and how many more there are.
    fn some_of<'n>(&self, names: impl ExactSizeIterator<Item = &'n str>) -> String {
        let more = names.len().saturating_sub(NAMES);
        let mut shown: Vec<String> = names.take(NAMES).map(ToOwned::to_owned).collect();
        if more > 0 {
            shown.push(format!("+{more}"));
        }
        shown.join(self.comma())
    }

    fn chosen(&self, choice: &Choice<'_>, regions: &Regions) -> Option<String> {
        if choice.in_full {
            return Some(self.say(&words::named_in_full()));
        }
        let asked = choice.asked.as_ref()?;
        let region = asked.region.as_deref().map(|code| named(code, regions));
        let own = choice.factor.region.as_deref().map(|code| named(code, regions));
        let same = choice.factor.region == asked.region;
        let place = words::chosen_region(region.as_ref(), own.as_ref(), same);
        let time = words::chosen_year(asked.year, choice.factor.year);
        let where_and_when = words::both(&place, &time);
        let own = choice.is_own.then(words::own_comes_first);
        Some(self.say(&own.map_or(where_and_when.clone(), |own| words::both(&own, &where_and_when))))
    }

    /// The factors that are not chosen, those of one reason in a line.
    fn passed_over(&self, passed_over: &[(&EmissionFactor, PassedOver)]) -> Vec<String> {
        let lines = passed_over.chunk_by(|(_, a), (_, b)| a == b).map(|group| {
            let names: Vec<String> = group.iter().map(|(factor, _)| factor.full_name()).collect();
            let why = group[0].1;
            // Of those elsewhere there may be a hundred, of which none is nearer than another.
            if why == PassedOver::Elsewhere && names.len() > NAMES {
                return self.say(&words::why_not(why, &self.say(&words::count(names.len()))));
            }
            self.say(&words::why_not(why, &self.some_of(names.iter().map(String::as_str))))
        });
        lines.collect()
    }

    fn chain(&self, code: &str, regions: &Regions) -> String {
        let chain = regions.chain(code).map(|code| self.say(&named(code, regions)));
        chain.collect::<Vec<_>>().join(" → ")
    }

    fn factor_quality(&self, factor: &EmissionFactor, facts: &mut Facts<'_>) {
        let [relative, gsd, ratings @ ..] = quality_of(&factor.quality);
        facts.line(&tables::uncertainty(), relative.map(|percent| self.say(&words::within(&percent.shown("")))));
        facts.line(&tables::gsd(), gsd.map(|gsd| gsd.shown("")));
        for (indicator, rating) in Indicator::ALL.into_iter().zip(ratings) {
            facts.line(&tables::indicator_rating(indicator), rating.map(|rating| rating.shown("")));
        }
    }

    fn release_of(&self, loaded: &Loaded, facts: &mut Facts<'_>) {
        let hash = format!("{} {}", self.say(&labels::sha256()), loaded.sha256);
        facts.lines(&words::release_label(), [loaded.release.clone(), hash]);
    }

    /// Factors that a name leads to, and how to choose from them.
    fn several(&self, shown: &Shown<'_>) -> Vec<String> {
        let factors = shown.factors();
        let head = self.say(&words::several(&shown.name, factors.len()));
        let mut lines: Vec<String> = self.indented(&head, 0);
        lines.push(String::new());
        lines.extend(if factors.len() <= SINGLE { self.single_factors(factors) } else { self.kinds(&kinds(factors)) });
        let kinds = kinds(factors);
        lines.push(String::new());
        let one_activity = kinds.iter().all(|kind| kind.first.activity == kinds[0].first.activity);
        let choose = if one_activity { words::choose_region() } else { words::choose_kind() };
        lines.extend(self.indented(&self.say(&choose), 0));
        lines
    }

    fn whole_gas(&self, gas: &Gas, loaded: &Loaded) -> Vec<String> {
        let name = Text { en: gas.name_en.clone(), zh: gas.name_zh.clone() };
        let mut lines = self.entry(&gas.name, Some(&name), &[]);
        lines.push(String::new());
        let mut facts = Facts::new(self);
        facts.line(&labels::gwp_100(), Some(format!("{} {}", self.gwps(gas), self.say(&words::gwp_unit()))));
        facts.lines(&words::composition(), self.composition(gas, &loaded.gases));
        facts.lines(&tables::name(), [gas.name_zh.clone(), gas.name_en.clone()]);
        facts.line(&words::aliases(), Some(gas.aliases.join(self.comma())));
        facts.line(&words::formula(), Some(gas.formula.clone()));
        facts.line(&tables::source(), Some(gas.source.clone()));
        facts.line(&tables::locator(), Some(gas.locator.clone()));
        facts.line(&tables::note(), Some(gas.note.clone()));
        self.release_of(loaded, &mut facts);
        lines.extend(facts.shown());
        lines
    }

    /// What a blend is made of, and its GWP in each report from those of its components.
    fn composition(&self, blend: &Gas, gases: &Gases) -> Vec<String> {
        if blend.components.is_empty() {
            return Vec::new();
        }
        let percent = |fraction: Amount| fraction.to_percent(fraction.places().saturating_sub(2));
        let parts = blend.components.iter().map(|part| format!("{} {}", percent(part.fraction), part.gas));
        let parts = parts.collect::<Vec<_>>().join(" + ");
        let in_set = |(set, _): &(GwpSet, _)| {
            let whole = blend.gwp(*set)?;
            let term = |gas: &str, fraction: Amount| Some(format!("{fraction} × {}", gases.gwp(gas, *set)?));
            let terms: Option<Vec<String>> = blend.components.iter().map(|c| term(&c.gas, c.fraction)).collect();
            Some(format!("{}: {} = {whole}", set.name(), terms?.join(" + ")))
        };
        let by_mass = self.say(&words::by_mass(&parts));
        std::iter::once(by_mass).chain(GwpSet::WORDS.iter().filter_map(in_set)).collect()
    }

    /// What stands between names.
    fn comma(&self) -> &'static str {
        match self.screen.language {
            Language::En => ", ",
            Language::Zh => "、",
        }
    }
}

/// A region by code and name.
fn named(code: &str, regions: &Regions) -> Text {
    let Text { en, zh } = regions.name(code);
    if en == code && zh == code {
        return text!("{code}", "{code}");
    }
    text!("{code} ({en})", "{code}（{zh}）")
}
