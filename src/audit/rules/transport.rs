//! What lorries, trains and ships do.

use std::collections::BTreeMap;

use super::boundary::moved;
use crate::activity::LegCount;
use crate::amount::{Amount, Written, ratio};
use crate::audit::figure::{HUNDRED, THOUSAND, over, percent, product, shown, sum, supposed};
use crate::audit::finding::Draft;
use crate::audit::limits::Bound;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::factor::{EmissionFactor, FactorValue};
use crate::name::fold;
use crate::study::Returns;
use crate::text::{Text, text};
use crate::unit::{Dimension, Unit};
use crate::vehicle::Vehicle;
use crate::word::{Leg, Word};

/// How goods are moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    Road,
    Rail,
    Sea,
    Air,
}

/// The words by which the name of a factor, or of a vehicle, says how goods are moved.
const WORDS: &[(Mode, &[&str])] = &[
    (Mode::Air, &["air", "aircraft", "航空", "空运"]),
    (
        Mode::Road,
        &["hgv", "road", "lorry", "lorries", "truck", "trucks", "van", "vans", "公路", "道路", "货车", "卡车", "汽运"],
    ),
    (Mode::Rail, &["rail", "railway", "train", "trains", "铁路", "火车", "班列"]),
    (Mode::Sea, &["sea", "ocean", "maritime", "ship", "ships", "vessel", "barge", "水运", "水路", "海运", "船"]),
];

impl Mode {
    pub(super) const ALL: [Mode; 4] = [Mode::Road, Mode::Rail, Mode::Sea, Mode::Air];

    /// The name of a limit of it: `road-trip`.
    pub(super) fn limit<'s>(self, scene: &'s Scene<'_>, of: &str) -> Option<&'s Bound> {
        let own = match self {
            Mode::Road => "road",
            Mode::Rail => "rail",
            Mode::Sea => "sea",
            Mode::Air => "air",
        };
        scene.limit(&format!("{own}-{of}"))
    }

    /// How the name of a factor says that goods are moved.
    pub(super) fn of(factor: &EmissionFactor) -> Option<Mode> {
        Mode::named(factor.names())
    }

    /// How names say that goods are moved: by a whole word, or in Chinese by a part of the name.
    fn named<'n>(names: impl Iterator<Item = &'n str>) -> Option<Mode> {
        let names: Vec<String> = names.map(str::to_lowercase).collect();
        let has = |name: &String, word: &str| {
            let mut parts = name.split(|c: char| !c.is_alphanumeric());
            if word.is_ascii() { parts.any(|part| part == word) } else { name.contains(word) }
        };
        let says = |words: &[&str]| names.iter().any(|name| words.iter().any(|word| has(name, word)));
        WORDS.iter().find(|(_, words)| says(words)).map(|(mode, _)| *mode)
    }
}

/// What a vehicle uses, in L/100km, and the density by which a mass of fuel became litres.
fn litres(scene: &Scene<'_>, vehicle: &Vehicle) -> Option<(Amount, Option<Amount>)> {
    let of = &vehicle.consumption;
    let km = product(of.distance.amount, of.km)?;
    let hundred = over(km, HUNDRED)?;
    match of.fuel_unit.dimension() {
        // What is counted in cubic metres is a gas.
        Dimension::Volume if of.fuel_unit.size() >= Amount::ONE => None,
        Dimension::Volume => {
            let litres = ratio(&[of.fuel.amount, of.fuel_unit.size(), THOUSAND], &[]).ok()?;
            Some((over(litres, hundred)?, None))
        }
        Dimension::Mass => {
            let is_called = |names: &[&str]| names.iter().any(|name| fold(&vehicle.fuel).contains(name));
            let usual = if is_called(&["diesel", "柴油"]) {
                scene.limits.high("diesel-density")
            } else if is_called(&["petrol", "gasoline", "汽油"]) {
                scene.limits.high("petrol-density")
            } else {
                None
            };
            let density = vehicle.density.map(|density| density.amount).or(usual)?;
            let litres = ratio(&[of.fuel.amount, of.fuel_unit.size()], &[density]).ok()?;
            Some((over(litres, hundred)?, Some(density)))
        }
        _ => None,
    }
}

/// Vehicles that use more or less fuel than lorries do: at all, or for what they carry.
pub(super) fn fuel(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for (index, vehicle) in scene.basis.vehicles.iter().enumerate() {
        if Mode::named(std::iter::once(vehicle.name.as_str())).is_some_and(|mode| mode != Mode::Road) {
            continue;
        }
        let legs: Vec<&Datum<'_>> = scene.legs_by(index).collect();
        let Some((used, density)) = litres(scene, vehicle).filter(|_| !legs.is_empty()) else { continue };
        let of = &vehicle.consumption;
        let (fuel, unit) = (shown(of.fuel.amount), &of.fuel_unit);
        let per = if of.distance.amount == Amount::new(100, 0) {
            "100 km".to_owned()
        } else {
            format!("{} km", product(of.distance.amount, of.km).map(shown).unwrap_or_default())
        };
        let of_density = density.map(|density| format!(" ÷ {density} kg/L")).unwrap_or_default();
        let line = {
            let used = shown(used);
            text!(
                "{fuel} {unit} per {per}{of_density} = {used} L/100km",
                "油耗：{fuel} {unit}／{per}{of_density} ＝ {used} L/100km"
            )
        };
        let mut say = |bound: &Bound, nearest: Amount, lines: Vec<Text>, for_payload: bool| {
            let Some(fuel) = product(of.fuel.amount, nearest).and_then(|fuel| over(fuel, used)).map(supposed) else {
                return;
            };
            let mut other = vehicle.clone();
            other.consumption.fuel = Written::exact(fuel);
            let supposition = Supposition::vehicle(index, other);
            let (used, limit) = (shown(used), shown(nearest));
            let problem = problem::fuel_per_distance(&vehicle.name, &used, for_payload);
            let draft = Draft::new(problem, vehicle.place.clone(), &vehicle.name).arithmetic(lines).limit(bound);
            let draft = draft.rows(legs.iter().map(|leg| leg.row()));
            drafts.push(draft.supposing(text!("at {limit} L/100km", "按 {limit} L/100km"), supposition));
        };
        let Some(range) = scene.limit("road-fuel") else { continue };
        if !range.holds(used) {
            say(range, range.nearest(used), vec![line], false);
        } else if let Some((gross, bound)) = class_of(scene, vehicle)
            && let Some(usual) = bound.high
            && let Some(least) = scene.limit("stated-fuel-margin").and_then(|margin| product(margin.low?, usual))
            && used < least
        {
            let (payload, unit) = vehicle.payload.as_ref().map(|(load, unit)| (shown(*load), unit)).unzip();
            let (payload, unit) = (payload.unwrap_or_default(), unit.map(ToString::to_string).unwrap_or_default());
            let (part, gross) = (scene.limits.high("payload-share").unwrap_or_default(), shown(gross));
            let (usual_text, share) = (shown(usual), over(used, usual).map(percent).unwrap_or_default());
            let heavier = text!(
                "payload {payload} {unit} ÷ {part} = gross mass of {gross} t at least; lorries of that class: {usual_text} L/100km; stated: {share} of it",
                "载质量 {payload} {unit} ÷ {part} ＝ 总质量至少 {gross} t；该级别货车限值 {usual_text} L/100km；所述为其 {share}"
            );
            say(bound, usual, vec![heavier], true);
        }
    }
}

/// What a vehicle can carry, in t.
pub(super) fn payload_in_tonnes(vehicle: &Vehicle) -> Option<Amount> {
    let (payload, unit) = vehicle.payload.as_ref()?;
    over(product(*payload, unit.size())?, Unit::tonne().size())
}

/// The least gross mass of a lorry with this payload, in t, and the class of the heaviest lorries that weigh no more.
fn class_of<'s>(scene: &'s Scene<'_>, vehicle: &Vehicle) -> Option<(Amount, &'s Bound)> {
    let gross = over(payload_in_tonnes(vehicle)?, scene.limits.high("payload-share")?)?;
    let classes = scene.limits.classes("lorry-fuel-");
    let (_, bound) = classes.into_iter().rfind(|(above, _)| *above < gross)?;
    Some((gross, bound))
}

/// Trips that carry more than a lorry, or than their vehicle, can.
pub(super) fn payloads(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let Some(road) = scene.limit("road-payload") else { return };
    for (leg, _) in Leg::WORDS {
        for datum in scene.legs(*leg) {
            let Some(LegCount::Vehicle { vehicle, .. }) = datum.leg().map(|leg| &leg.count) else { continue };
            let trips = datum.number(C::Trips).filter(|_| datum.part.rows == 1);
            let (Some(trips), Some(mass)) = (trips, carried(scene, datum)) else { continue };
            let Some(load) = over(mass, trips) else { continue };
            let vehicle = &scene.basis.vehicles[*vehicle];
            let own = payload_in_tonnes(vehicle);
            let most = own.or(road.high).unwrap_or(load);
            // A full load is rarely exactly what is stated: a tenth more is no question.
            let room = product(most, Amount::new(11, 1)).unwrap_or(most);
            if load <= room {
                continue;
            }
            // Trips are whole ones.
            let whole = over(mass, most).and_then(|trips| {
                let full = trips.truncate(0);
                if full == trips { Some(full) } else { sum([full, Amount::ONE]) }
            });
            let needed = whole.zip(datum.number(C::Distance)).and_then(|(trips, km)| product(trips, km));
            let mut supposition = Supposition::default();
            supposition.group(&datum.part.file, datum.part.line).sum(needed);
            let [mass, trips, load, limit] = [mass, trips, load, most].map(shown);
            let line = text!(
                "{mass} t ÷ {trips} trips = {load} t a trip; {limit} t is what it can carry",
                "{mass} t ÷ {trips} 趟 ＝ 每趟 {load} t；可载 {limit} t"
            );
            let problem = problem::payload(datum.item(), &load);
            let draft = Draft::new(problem, datum.place(C::Trips), datum.item()).arithmetic([line]);
            let draft = if own.is_none() {
                draft.limit(road)
            } else {
                draft.source(text!("the payload of the vehicle, vehicles.csv", "vehicles.csv 所列车辆载质量"))
            };
            let what = text!("with the trips that {limit} t each take", "按每趟 {limit} t 所需的趟数");
            drafts.push(draft.supposing(what, supposition));
        }
    }
}

/// What the trips of a leg carried, in t.
fn carried(scene: &Scene<'_>, datum: &Datum<'_>) -> Option<Amount> {
    if datum.entry.line.leg == Some(Leg::Outbound) {
        let [product] = datum.products() else { return None };
        // Of several legs nobody says which carried what.
        if scene.outbound(*product).nth(1).is_some() {
            return None;
        }
        return scene.sold(*product).or_else(|| scene.output(*product));
    }
    let leg = datum.entry.line.leg?;
    let same = scene.legs_of(leg, &datum.key).filter(|other| other.products() == datum.products());
    if same.take(2).count() > 1 {
        return None;
    }
    moved(scene, datum)
}

/// Freight factors that no lorry, train or ship has.
pub(super) fn intensity(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let mut by_factor: BTreeMap<&str, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &scene.data {
        if matches!(datum.leg().map(|leg| &leg.count), Some(LegCount::Freight { .. })) && !datum.is_companion() {
            by_factor.entry(&datum.entry.line.characterisation.factor).or_default().push(datum);
        }
    }
    for (name, data) in by_factor {
        let Some(factor) = data[0].factor else { continue };
        let Some(value) = factor.in_base().ok().and_then(|value| product(value, THOUSAND)) else { continue };
        let modes = Mode::of(factor).map_or(Mode::ALL.to_vec(), |mode| vec![mode]);
        let bounds: Vec<&Bound> = modes.iter().filter_map(|mode| mode.limit(scene, "intensity")).collect();
        if value.is_zero() || bounds.is_empty() || bounds.iter().any(|bound| bound.holds(value)) {
            continue;
        }
        let nearest = |bound: &&&Bound| bound.nearest(value).distance(value);
        let Some(bound) = bounds.iter().min_by_key(nearest) else { continue };
        let limit = bound.nearest(value);
        let Some(in_own) =
            over(limit, value).and_then(|times| product(factor.value.amount().ok()?, times)).map(supposed)
        else {
            continue;
        };
        let mut supposition = Supposition::default();
        for datum in &data {
            let other = EmissionFactor { value: FactorValue::Given(in_own), ..factor.clone() };
            supposition.group(&datum.part.file, datum.part.line).factor = Some(other);
        }
        let [value, limit] = [value, limit].map(shown);
        let line = text!("{name}: {value} kgCO2e/t·km", "{name}：{value} kgCO2e/t·km");
        let problem = problem::freight_intensity(name, &value);
        let draft = Draft::new(problem, data[0].place(C::Factor), name).rows(data.iter().map(|datum| datum.row()));
        let what = text!("at {limit} kgCO2e/t·km", "按 {limit} kgCO2e/t·km");
        drafts.push(draft.arithmetic([line]).limit(bound).supposing(what, supposition));
    }
}

/// Vehicles whose way back is not counted, unless the plant says that it is.
pub(super) fn returns(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    if scene.basis.study.audit.returns == Some(Returns::Counted) {
        return;
    }
    // A fleet's measured fuel holds the way back; a freight factor the empty part of trips that is usual.
    let is_one_way = |datum: &&Datum<'_>| match datum.leg().map(|leg| (&leg.count, leg.leg)) {
        Some((LegCount::Vehicle { vehicle, .. }, leg)) => {
            let of = &scene.basis.vehicles[*vehicle].consumption;
            let per = product(of.distance.amount, of.km);
            leg != Leg::Internal && per.is_some_and(|km| km <= HUNDRED)
        }
        _ => false,
    };
    let legs: Vec<&Datum<'_>> = scene.data.iter().filter(is_one_way).filter(|leg| !leg.part.sum.is_zero()).collect();
    let Some(first) = legs.first() else { return };
    let mut supposition = Supposition::default();
    for leg in &legs {
        supposition.group(&leg.part.file, leg.part.line).sum(leg.sum().and_then(|sum| product(sum, Amount::new(2, 0))));
    }
    // What counts the production of the fuel goes the same way.
    let km = sum(legs.iter().filter(|leg| !leg.is_companion()).map(|leg| leg.part.sum)).map(shown).unwrap_or_default();
    let line = text!("{km} km are counted, one way", "计入单程 {km} km");
    let is_said = scene.basis.study.audit.returns == Some(Returns::NotCounted);
    let draft = Draft::new(problem::empty_return(is_said), first.place(C::Vehicle), "");
    let draft = draft.rows(legs.iter().map(|leg| leg.row())).arithmetic([line]).source(text!(
        "ISO 14083:2023 and EN 16258:2012: empty trips belong to the transport",
        "见 ISO 14083:2023、EN 16258:2012：空驶属于该运输"
    ));
    let what = text!("with the way back, empty", "计入空驶返程");
    drafts.push(draft.supposing(what, supposition));
}
