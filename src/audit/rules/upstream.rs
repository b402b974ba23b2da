//! Fuels and electricity whose production a boundary from the cradle includes.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::Amount;
use crate::audit::figure::{is_near, over, percent, product, shown, sum, supposed};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::{Beside, Supposition};
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::factor::EmissionFactor;
use crate::name::fold;
use crate::text::text;
use crate::word::{BoundaryKind, FactorBoundary};

/// What the release calls the factor of the production of what an activity burns: the same name with this behind it.
const WELL_TO_TANK: &str = "-wtt";

/// What the release calls the factor that holds all of the life cycle of electricity, in place of its generation alone.
const LIFE_CYCLE: &str = "-life-cycle";

/// The production of fuels whose factors are called otherwise than their combustion, by the unit that each is per.
const ALSO: &[(&str, &[&str])] = &[
    ("diesel", &["diesel-mineral-by-mass-wtt", "diesel-mineral-wtt"]),
    ("diesel-set-b", &["diesel-mineral-by-mass-wtt", "diesel-mineral-wtt"]),
    ("diesel-set-c", &["diesel-mineral-by-mass-wtt", "diesel-mineral-wtt"]),
    ("gasoline", &["petrol-mineral-wtt"]),
    ("gasoline-set-b", &["petrol-mineral-wtt"]),
    ("gasoline-set-c", &["petrol-mineral-wtt"]),
    ("natural-gas-set-b", &["natural-gas-wtt"]),
    ("oilfield-natural-gas-set-c", &["natural-gas-wtt"]),
];

/// Energy that is counted by its combustion or its generation alone.
pub(super) fn find(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    if scene.basis.study.boundary == BoundaryKind::GateToGate {
        return;
    }
    // What rows count the production of: by the item, and by the factor with how much of it, in base units.
    let upstream: Vec<&Datum<'_>> = scene.data.iter().filter(|datum| datum.is_companion()).collect();
    let items: BTreeSet<String> = upstream.iter().map(|datum| datum.key.clone()).collect();
    let mut counted: BTreeMap<String, Amount> = BTreeMap::new();
    for (factor, amount) in upstream.iter().filter_map(|datum| Some((datum.factor?, in_base(datum)?))) {
        let known = counted.entry(fold(&factor.activity)).or_default();
        *known = sum([*known, amount]).unwrap_or(*known);
    }
    let mut by_activity: BTreeMap<String, Vec<(&Datum<'_>, Option<Companion<'_>>)>> = BTreeMap::new();
    for datum in &scene.data {
        let Some(factor) = datum.factor.filter(|factor| !factor.value.amount().is_ok_and(Amount::is_zero)) else {
            continue;
        };
        let is_use = matches!(factor.boundary, Some(FactorBoundary::Combustion | FactorBoundary::Generation));
        if is_use && !items.contains(&datum.key) {
            let activity = shipped_activity(scene, factor).unwrap_or_else(|| factor.activity.clone());
            let companion = companion(scene, factor);
            // What is counted in other units is not compared.
            let is_elsewhere = |name: &String| {
                companion.as_ref().is_none_or(|own| own.factor().activity != *name) && counted.contains_key(&fold(name))
            };
            if !production_of(&activity).iter().any(is_elsewhere) {
                by_activity.entry(activity).or_default().push((datum, companion));
            }
        }
    }
    for (activity, data) in by_activity {
        // The part of what is used whose production no row counts.
        let companion = data.iter().find_map(|(_, companion)| companion.as_ref());
        let known = companion.and_then(|other| counted.get(&fold(&other.factor().activity)).copied());
        let used = sum(data.iter().filter_map(|(datum, _)| in_base(datum)));
        let missing = match known.zip(used) {
            None => Amount::ONE,
            Some((known, used)) if is_near(known, used, ROUNDING) || known > used => continue,
            Some((known, used)) => over(used.less(known), used).unwrap_or(Amount::ONE),
        };
        let mut supposition = Supposition::default();
        let mut lines = BTreeSet::new();
        let mut what = None;
        for (datum, companion) in &data {
            let at = supposition.group(&datum.part.file, datum.part.line);
            match companion {
                Some(Companion::Beside(factor)) => {
                    let Some(sum) = datum.sum().and_then(|sum| product(sum, missing)) else { continue };
                    let sum = if missing == Amount::ONE { sum } else { supposed(sum) };
                    let activity = datum.part.activity.clone();
                    at.also.push(Beside::new(activity, sum, (*factor).clone()));
                    let name = factor.full_name();
                    what = Some(text!("with {name} beside it", "另计 {name}"));
                }
                Some(Companion::Instead(factor)) => {
                    at.factor = Some((*factor).clone());
                    let name = factor.full_name();
                    what = Some(text!("with {name} in its place", "改用 {name}"));
                }
                None => {}
            }
            if let Some(other) = companion {
                lines.insert(arithmetic(datum, other.factor()));
            }
        }
        let first = data[0].0;
        let is_generation = first.factor.is_some_and(|factor| factor.boundary == Some(FactorBoundary::Generation));
        let is_electrical = first.entry.line.characterisation.per.is_electrical();
        // A leg is called by what is moved; what burns is its fuel.
        let what_burns = match first.leg() {
            Some(_) => first.factor.map_or(first.item(), |factor| factor.activity.as_str()),
            None => first.item(),
        };
        let problem =
            problem::upstream_left_out(what_burns, is_generation && is_electrical, is_generation && !is_electrical);
        let draft = Draft::new(problem, first.place(C::Item), activity);
        let draft = draft.rows(data.iter().map(|(datum, _)| datum.row()));
        let draft = draft.arithmetic(lines.into_iter().map(|(en, zh)| text!("{en}", "{zh}")));
        let part = (missing != Amount::ONE).then(|| percent(missing));
        let draft = draft.arithmetic(
            part.map(|part| text!("the production of {part} of it is not counted", "其中 {part} 的生产未计入")),
        );
        let draft = draft.source(text!(
            "ISO 14067:2018, 6.3.4 and 6.4.9.4 (electricity); GHG Protocol Scope 3 Standard, category 3",
            "见 ISO 14067:2018，6.3.4、6.4.9.4（电力）；GHG Protocol 范围三标准第 3 类"
        ));
        drafts.push(match what {
            Some(what) => draft.supposing(what, supposition),
            None => draft,
        });
    }
}

fn arithmetic(datum: &Datum<'_>, other: &EmissionFactor) -> (String, String) {
    let name = other.full_name();
    let value = other.value.amount().map(shown).unwrap_or_default();
    let unit = &other.unit.symbol;
    let own = &datum.entry.line.characterisation.factor;
    // Of electricity there is a life-cycle factor of the whole country alone.
    let is_wider =
        datum.factor.and_then(|factor| factor.region.as_ref()).is_some_and(|own| other.region.as_ref() != Some(own));
    let (wider_en, wider_zh) = match &other.region {
        Some(region) if is_wider => (format!(" (of {region})"), format!("（{region}）")),
        _ => (String::new(), String::new()),
    };
    (
        format!("counted by {own} alone; {name}: {value} {unit}{wider_en}"),
        format!("仅按 {own} 计；{name}：{value} {unit}{wider_zh}"),
    )
}

/// How much less than is used may be counted, for rounding.
const ROUNDING: Amount = Amount::new(2, 2);

/// What falls to a factor, in base units of what it is per.
fn in_base(datum: &Datum<'_>) -> Option<Amount> {
    product(datum.part.allocated.activity, datum.entry.line.characterisation.per.size())
}

/// What includes the production of what a factor counts the use of.
enum Companion<'f> {
    Beside(&'f EmissionFactor),
    Instead(&'f EmissionFactor),
}

impl<'f> Companion<'f> {
    fn factor(&self) -> &'f EmissionFactor {
        match self {
            Companion::Beside(factor) | Companion::Instead(factor) => factor,
        }
    }
}

/// The activity of the shipped table that a factor is of, where one of its names is there.
fn shipped_activity(scene: &Scene<'_>, factor: &EmissionFactor) -> Option<String> {
    let named = |name: &str| {
        let mut found = scene
            .reference
            .factors
            .named(name)
            .filter(|other| other.boundary == factor.boundary && other.unit.per.converts_to(&factor.unit.per));
        found.next().map(|other| other.activity.clone())
    };
    factor.names().filter(|name| !name.is_empty()).find_map(named)
}

/// What the release calls the production of what an activity burns.
fn production_of(activity: &str) -> Vec<String> {
    let others = ALSO.iter().find(|(name, _)| *name == activity).map_or(&[][..], |(_, others)| others);
    let own = format!("{activity}{WELL_TO_TANK}");
    std::iter::once(own).chain(others.iter().map(|name| (*name).to_owned())).collect()
}

fn companion<'f>(scene: &Scene<'f>, factor: &EmissionFactor) -> Option<Companion<'f>> {
    let activity = shipped_activity(scene, factor).unwrap_or_else(|| factor.activity.clone());
    let fits = |other: &&EmissionFactor| other.unit.per.converts_to(&factor.unit.per);
    if factor.boundary == Some(FactorBoundary::Generation) {
        let stem = activity.split("-fossil").next().unwrap_or(&activity).replace("-excluding-market-non", "");
        return scene.anywhere(&format!("{stem}{LIFE_CYCLE}")).filter(fits).map(Companion::Instead);
    }
    production_of(&activity).iter().find_map(|name| scene.anywhere(name).filter(fits)).map(Companion::Beside)
}
