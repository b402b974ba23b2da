//! The study's own factors against the shipped ones, and those in use against newer and nearer ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::amount::{Amount, ratio, with_digits_swapped};
use crate::audit::figure::{TELLING, is_near, over, percent, product, shown, significant};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::factor::{EmissionFactor, FactorRow, FactorValue};
use crate::footprint::ProductFootprint;
use crate::name::fold;
use crate::text::{Text, text};
use crate::word::FactorBoundary;

/// A rounding that moves a value by less than this is how numbers are printed.
const ROUNDING: Amount = Amount::new(5, 3);

/// A factor and the rows that use it.
struct Used<'d, 's> {
    factor: &'s EmissionFactor,
    data: Vec<&'d Datum<'s>>,
}

impl Used<'_, '_> {
    /// What comes out where all its rows have another factor.
    fn replaced(&self, by: &EmissionFactor) -> Supposition {
        let mut supposition = Supposition::default();
        for datum in &self.data {
            supposition.group(&datum.part.file, datum.part.line).factor = Some(by.clone());
        }
        supposition
    }

    fn draft(&self, problem: crate::diagnostic::Problem, by: &EmissionFactor, lines: Vec<Text>) -> Draft {
        let factor = self.factor;
        let draft = Draft::new(problem, self.data[0].place(C::Item), factor.full_name());
        let row = |row: &FactorRow| crate::audit::finding::RowRef { file: row.file.to_string(), line: row.line };
        let rows = self.data.iter().map(|datum| datum.row());
        let draft = draft.rows(std::iter::once(row(&factor.row)).filter(|row| !row.file.contains('/')).chain(rows));
        let name = by.full_name();
        draft.arithmetic(lines).supposing(text!("at {name}", "按 {name} 计"), self.replaced(by))
    }
}

/// The factors in use, by their rows.
fn used<'d, 's>(scene: &'d Scene<'s>) -> Vec<Used<'d, 's>> {
    let mut by_row: BTreeMap<(String, u64), Used<'d, 's>> = BTreeMap::new();
    for datum in &scene.data {
        if let Some(factor) = datum.factor {
            let key = (factor.row.file.to_string(), factor.row.line);
            by_row.entry(key).or_insert_with(|| Used { factor, data: Vec::new() }).data.push(datum);
        }
    }
    by_row.into_values().collect()
}

/// Whether two factors can be told from each other by their values: of the same gas, but for CO2 and CO2e, and per the same.
fn are_comparable(one: &EmissionFactor, other: &EmissionFactor) -> bool {
    one.unit.other_gas() == other.unit.other_gas() && one.unit.per.converts_to(&other.unit.per)
}

/// The shipped factors that may be meant by a study's own: those of any of its names, and of activities that are called alike and
/// more.
fn candidates<'s>(scene: &Scene<'s>, own: &EmissionFactor) -> Vec<&'s EmissionFactor> {
    let named: Vec<&EmissionFactor> = own
        .names()
        .filter(|name| !name.is_empty())
        .flat_map(|name| scene.reference.factors.named(name))
        .filter(|factor| are_comparable(own, factor))
        .collect();
    let activities: BTreeSet<&str> = named.iter().map(|factor| factor.activity.as_str()).collect();
    let related = ["-life-cycle", "-set-b", "-set-c", "-fossil", "-excluding-market-non-fossil"];
    let alike = activities.iter().flat_map(|activity| related.iter().map(move |end| format!("{activity}{end}")));
    let alike: Vec<String> = alike.collect();
    let alike = alike
        .iter()
        .flat_map(|activity| scene.reference.factors.named(activity).filter(|factor| are_comparable(own, factor)));
    let mut all: Vec<&EmissionFactor> = named.iter().copied().chain(alike).collect();
    all.sort_by_key(|factor| factor.row.line);
    all.dedup_by_key(|factor| factor.row.line);
    all
}

/// A value in the unit of another factor.
fn in_unit_of(own: &EmissionFactor, other: &EmissionFactor) -> Option<Amount> {
    let value = other.in_base().ok()?;
    ratio(&[value, own.unit.per.size()], &[own.unit.tonnes]).ok()
}

/// Factors of the study that differ from the shipped ones of the same activity.
pub(super) fn own(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for used in used(scene).iter().filter(|used| scene.basis.own.at(&used.factor.row).is_some()) {
        let own = used.factor;
        let FactorValue::Given(value) = own.value else { continue };
        let all = candidates(scene, own);
        let values = all.iter().filter_map(|other| Some((*other, in_unit_of(own, other)?)));
        let values: Vec<(&EmissionFactor, Amount)> = values.collect();
        if value.is_zero() || values.is_empty() {
            continue;
        }
        let is_of_kind = |other: &EmissionFactor| {
            own.boundary.is_none() || other.boundary.is_none() || own.boundary == other.boundary
        };
        let equal: Vec<&EmissionFactor> =
            values.iter().filter(|(_, other)| *other == value).map(|(factor, _)| *factor).collect();
        if equal.iter().any(|other| is_of_kind(other) && is_of_same(own, other)) {
            continue;
        }
        // The one that a row of that name would get; of several kinds the own one's.
        let named = own.names().filter(|name| !name.is_empty()).find_map(|name| scene.shipped(name));
        let expected = named.filter(|other| is_of_kind(other)).or_else(|| {
            let alike = values.iter().map(|(factor, _)| *factor).filter(|factor| is_of_kind(factor));
            alike.filter_map(|factor| scene.anywhere(&factor.activity)).find(|factor| are_comparable(own, factor))
        });
        // A factor that says where it holds is not one of elsewhere, whatever its digits.
        let here = |other: &EmissionFactor| is_of_kind(other) && (own.region.is_none() || own.region == other.region);
        let near: Vec<(&EmissionFactor, Amount)> = values.iter().filter(|(other, _)| here(other)).copied().collect();
        let elsewhere = equal.first().filter(|_| significant(value) >= TELLING);
        let (other, cause) = match (elsewhere, cause(value, &near)) {
            (Some(equal), _) if is_of_kind(equal) => (expected.unwrap_or(equal), Some(Slip::Elsewhere)),
            (Some(equal), _) => (expected.unwrap_or(equal), Some(Slip::OtherKind)),
            (None, Some((other, cause))) => (other, Some(cause)),
            // A factor that says where and when it holds is another one elsewhere and in other years.
            (None, None) => match expected.filter(|other| is_of_same(own, other)) {
                Some(other) => (other, None),
                None => continue,
            },
        };
        let Some(shipped) = in_unit_of(own, other) else { continue };
        let limit = scene.limit("factor-difference");
        let most = limit.and_then(|limit| limit.high).unwrap_or_default();
        let is_rounding = matches!(cause, Some(Slip::Rounded | Slip::CutOff));
        let is_near_enough = match cause {
            Some(Slip::Rounded | Slip::CutOff) => is_near(value, shipped, ROUNDING),
            Some(_) => false,
            None => is_near(value, shipped, most),
        };
        if is_near_enough {
            continue;
        }
        let unit = &own.unit.symbol;
        let apart = over(value.less(shipped), shipped).map(percent).unwrap_or_default();
        let [printed, of_other] = [shown(value), shown(shipped)];
        let (full, from) = (other.full_name(), &other.source);
        let mut lines = vec![text!(
            "{printed} {unit} against {of_other} {unit} of {full}: {apart}",
            "{printed} {unit}，而 {full} 为 {of_other} {unit}：{apart}"
        )];
        let of = elsewhere.map(|equal| equal.full_name()).unwrap_or_default();
        lines.extend(cause.map(|cause| cause.text(&of)));
        let problem = problem::factor_differs(&own.full_name(), &full, is_rounding);
        let draft = used.draft(problem, other, lines);
        drafts.push(draft.source(text!("the shipped factor: {from}", "内置因子来源：{from}")));
    }
}

/// Whether what a study's factor says of region and year is that of another.
fn is_of_same(own: &EmissionFactor, other: &EmissionFactor) -> bool {
    let same_region = own.region.is_none() || own.region == other.region;
    same_region && (own.year.is_none() || own.year == other.year)
}

/// How a value may have come from another.
#[derive(Clone, Copy)]
enum Slip {
    Rounded,
    CutOff,
    Swapped,
    Power,
    Elsewhere,
    OtherKind,
}

impl Slip {
    /// `of`: the factor that has the value, where one has.
    fn text(self, of: &str) -> Text {
        match self {
            Slip::Rounded => text!("it is that value rounded", "其为该值的修约"),
            Slip::CutOff => text!("it is that value cut off", "其为该值的截断"),
            Slip::Swapped => text!("it is that value with two digits swapped", "其为该值相邻两位数字颠倒"),
            Slip::Elsewhere => text!("it is {of}, of another region or year", "其为 {of}，地区或年份不同"),
            Slip::OtherKind => text!("it is {of}, of another kind of boundary", "其为 {of}，边界类型不同"),
            Slip::Power => text!(
                "it is that value times a power of ten: another unit, or a slip of the point",
                "其为该值的十的幂倍：单位不同，或小数点错位"
            ),
        }
    }
}

/// The shipped factor from which a value comes by a slip.
fn cause<'f>(value: Amount, values: &[(&'f EmissionFactor, Amount)]) -> Option<(&'f EmissionFactor, Slip)> {
    let digits = value.to_grouped("");
    let swapped = with_digits_swapped(&digits);
    let rounded = |other: &Amount| other.round(value.places()) == value && !value.is_zero();
    let cut_off = |other: &Amount| other.truncate(value.places()) == value && !value.is_zero();
    let is_swapped = |other: &Amount| swapped.iter().any(|swapped| other.round(value.places()) == *swapped);
    let is_power = |other: &Amount| {
        let powers = [10_i64, 100, 1000, 10_000];
        powers
            .into_iter()
            .map(|power| Amount::new(power, 0))
            .any(|power| product(value, power) == Some(*other) || product(*other, power) == Some(value))
    };
    let by = |is_it: &dyn Fn(&Amount) -> bool| {
        let fitting = values.iter().filter(|(_, other)| is_it(other));
        fitting.max_by_key(|(factor, _)| factor.year).map(|(factor, _)| *factor)
    };
    if significant(value) < 2 {
        return None;
    }
    let rounded = by(&rounded).map(|factor| (factor, Slip::Rounded));
    let rounded = rounded.or_else(|| by(&is_swapped).map(|factor| (factor, Slip::Swapped)));
    let rounded = rounded.or_else(|| by(&cut_off).map(|factor| (factor, Slip::CutOff)));
    rounded.or_else(|| by(&is_power).map(|factor| (factor, Slip::Power)))
}

/// Factors that are said to be another one.
pub(super) fn claimed(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let all = used(scene);
    for (name, claim) in &scene.basis.study.claims.factors {
        let folded = fold(&name.value);
        let of = |used: &&Used<'_, '_>| {
            fold(&used.factor.full_name()) == folded || used.factor.names().any(|own| fold(own) == folded)
        };
        let Some(used) = all.iter().find(of) else {
            let problem = problem::claim_unknown(&name.value);
            drafts.push(Draft::new(problem, name.place.clone(), &name.value).source(claim_source()));
            continue;
        };
        let Some(meant) = scene.reference.factors.exactly(&claim.value).or_else(|| scene.shipped(&claim.value)) else {
            let problem = problem::claim_unknown(&claim.value);
            drafts.push(Draft::new(problem, claim.place.clone(), &name.value).source(claim_source()));
            continue;
        };
        let own = used.factor;
        let (Ok(value), Some(claimed)) = (own.value.amount(), in_unit_of(own, meant)) else { continue };
        if claimed.round(value.places()) == value || claimed == value || own.row == meant.row {
            continue;
        }
        let same: Vec<String> = own
            .in_base()
            .map(|value| scene.with_value(value))
            .unwrap_or_default()
            .iter()
            .filter(|other| are_comparable(own, other))
            .map(|other| other.full_name())
            .collect();
        let unit = &own.unit.symbol;
        let [value, claimed] = [shown(value), shown(claimed)];
        let full = meant.full_name();
        let mut lines = vec![text!(
            "{value} {unit} is used; {full} is {claimed} {unit}",
            "采用 {value} {unit}；{full} 为 {claimed} {unit}"
        )];
        if !same.is_empty() {
            let same = same.join(", ");
            lines.push(text!("{value} is {same}", "{value} 是 {same} 的数值"));
        }
        let problem = problem::factor_claimed(&name.value, &full);
        let draft = Draft::new(problem, claim.place.clone(), &name.value);
        let table = crate::audit::finding::RowRef { file: own.row.file.to_string(), line: own.row.line };
        let rows = std::iter::once(table).chain(used.data.iter().map(|datum| datum.row()));
        let draft = draft.rows(rows).arithmetic(lines).source(claim_source());
        drafts.push(draft.supposing(text!("at {full}", "按 {full} 计"), used.replaced(meant)));
    }
}

fn claim_source() -> Text {
    text!("[claims] in study.toml, and the release", "study.toml 的 [claims]，以及因子表")
}

/// Factors that are older, or of a region farther away, than need be.
pub(super) fn newer(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let study = &scene.basis.study;
    let chain: Vec<&str> = scene.reference.regions.chain(&study.region.value).collect();
    let rank = |factor: &EmissionFactor| {
        let region = factor.region.as_deref();
        chain.iter().position(|code| region.is_some_and(|region| region.eq_ignore_ascii_case(code)))
    };
    for used in used(scene) {
        let own = used.factor;
        // A study's own factor is the shipped one that it has the value of, where that is telling.
        let shipped = if scene.basis.own.at(&own.row).is_some() {
            same_value(scene, own)
        } else {
            scene.reference.factors.exactly(&own.full_name())
        };
        let Some(shipped) = shipped else { continue };
        let others: Vec<&EmissionFactor> = scene
            .reference
            .factors
            .named(&shipped.activity)
            .filter(|other| {
                other.activity == shipped.activity
                    && other.boundary == shipped.boundary
                    && are_comparable(own, other)
                    && other.year.is_none_or(|year| year <= study.to.year())
            })
            .collect();
        let newer = others.iter().filter(|other| other.region == shipped.region && other.year > shipped.year);
        if let Some(other) = newer.max_by_key(|other| other.year) {
            let problem = problem::factor_outdated(&own.full_name(), &shipped.full_name(), &other.full_name());
            drafts.push(compared(&used, own, other, problem));
            continue;
        }
        let nearer =
            others.iter().filter(|other| rank(other).is_some_and(|near| rank(shipped).is_none_or(|far| near < far)));
        if let Some(other) = nearer.min_by_key(|other| (rank(other), std::cmp::Reverse(other.year))) {
            let problem = problem::factor_region(&own.full_name(), &shipped.full_name(), &other.full_name());
            drafts.push(compared(&used, own, other, problem));
        }
    }
}

fn compared(
    used: &Used<'_, '_>,
    own: &EmissionFactor,
    other: &EmissionFactor,
    problem: crate::diagnostic::Problem,
) -> Draft {
    let unit = &own.unit.symbol;
    let [value, new] =
        [own.value.amount().ok(), in_unit_of(own, other)].map(|value| value.map(shown).unwrap_or_default());
    let full = other.full_name();
    let line = text!("{value} {unit} is used; {full} is {new} {unit}", "采用 {value} {unit}；{full} 为 {new} {unit}");
    used.draft(problem, other, vec![line]).source(text!(
        "ISO 14067:2018, 6.3.5 (data quality: time and geography)",
        "见 ISO 14067:2018，6.3.5（数据质量：时间与地理代表性）"
    ))
}

/// Factors of what others did that hold CO2 alone, beside such that hold all gases.
pub(super) fn co2_only(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    use FactorBoundary::{Combustion, Direct, Generation};
    // What burns gives off hardly anything but CO2; what it took to make a thing gave off more.
    let is_of_others = |used: &Used<'_, '_>| {
        let of_life_cycle = !matches!(used.factor.boundary, Some(Combustion | Direct | Generation));
        of_life_cycle && used.data.iter().any(|datum| datum.entry.line.characterisation.scope == 3)
    };
    let all: Vec<Used<'_, '_>> = used(scene).into_iter().filter(is_of_others).collect();
    let is_co2 = |used: &&Used<'_, '_>| {
        used.factor.unit.gas.as_deref() == Some("CO2") && used.factor.in_base().is_ok_and(|value| !value.is_zero())
    };
    let alone: Vec<&Used<'_, '_>> = all.iter().filter(is_co2).collect();
    let (Some(first), true) = (alone.first(), all.iter().any(|used| used.factor.unit.gas.is_none())) else { return };
    let data: Vec<&Datum<'_>> = alone.iter().flat_map(|used| used.data.iter().copied()).collect();
    let emissions = scene.emissions(&data);
    let line = |(index, footprint): (usize, &ProductFootprint)| {
        let share = over(emissions[index], footprint.emissions).filter(|share| !share.is_zero()).map(percent)?;
        let product = &footprint.product;
        Some(text!("{product}: {share} of the footprint", "{product}：占碳足迹的 {share}"))
    };
    let lines: Vec<Text> = scene.evaluation.footprint.products.iter().enumerate().filter_map(line).collect();
    let names: Vec<String> = alone.iter().map(|used| used.factor.full_name()).collect();
    let draft = Draft::new(problem::co2_only(&names), first.data[0].place(C::Item), "");
    let draft = draft.rows(data.iter().map(|datum| datum.row())).arithmetic(lines);
    drafts.push(
        draft.source(text!(
            "ISO 14067:2018, 6.5.1 (all greenhouse gases)",
            "见 ISO 14067:2018，6.5.1（计入全部温室气体）"
        )),
    );
}

/// The shipped factor that a study's own has the value of: one of its names, or of a value that no other activity has.
fn same_value<'s>(scene: &Scene<'s>, own: &EmissionFactor) -> Option<&'s EmissionFactor> {
    let value = own.in_base().ok()?;
    let same = scene.with_value(value).iter().copied().filter(|other| are_comparable(own, other));
    let named = candidates(scene, own);
    let is_named = |other: &&EmissionFactor| named.iter().any(|named| named.row == other.row);
    let by_name = same.clone().find(|other| is_named(other) && is_of_same(own, other));
    let own_value = own.value.amount().ok()?;
    let is_rounded = |other: &&EmissionFactor| {
        let value = in_unit_of(own, other);
        let is_it = value
            .is_some_and(|value| value.round(own_value.places()) == own_value && is_near(value, own_value, ROUNDING));
        is_it && is_of_same(own, other)
    };
    let by_name = by_name.or_else(|| named.iter().copied().find(is_rounded));
    by_name.or_else(|| {
        let activities: BTreeSet<&str> = same.clone().map(|other| other.activity.as_str()).collect();
        let one = activities.len() == 1 && significant(own_value) >= TELLING;
        one.then(|| same.max_by_key(|other| other.year)).flatten()
    })
}
