//! A year's kilometres where the distance of one trip belongs: mass × distance counts each tonne over the way that it went, and not
//! over those of all trips.
//!
//! What gives it away are legs whose distance is that of one trip times their mass over one payload. Where another row tells how far
//! the place is, the payload follows; where several payloads agree, they tell the distance of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::transport::Mode;
use crate::activity::LegCount;
use crate::amount::Amount;
use crate::audit::figure::{THOUSAND, is_near, median, over, product, shown, supposed};
use crate::audit::finding::{Draft, RowRef};
use crate::audit::limits::Bound;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::inventory::Way as Counted;
use crate::text::{Text, text};
use crate::word::{Leg, Word};

/// The least that a lorry carries on trips whose number is asked for, in t.
const LEAST_LOAD: Amount = Amount::new(2, 0);
/// How near payloads are that are meant to be one.
const ONE_PAYLOAD: Amount = Amount::new(2, 2);

/// A leg by mass × distance.
#[derive(Clone, Copy)]
struct Way<'d, 's> {
    datum: &'d Datum<'s>,
    mass: Amount,
    km: Amount,
}

/// A leg with the distance of a year, and what it is of one trip.
struct Year<'d, 's> {
    way: Way<'d, 's>,
    trip: Amount,
    payload: Amount,
    /// Whether another row says how far it is.
    told: bool,
}

/// Distances of a year, and trips that are longer than any.
pub(super) fn find(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for (leg, _) in Leg::WORDS {
        // A train carries what it carries in one trip.
        let by_road = |datum: &&Datum<'_>| datum.factor.and_then(Mode::of).is_none_or(|mode| mode == Mode::Road);
        let ways: Vec<Way<'_, '_>> = scene.legs(*leg).filter(by_road).filter_map(way).collect();
        let years = years(scene, &ways);
        for data in by_item(&years).into_values() {
            drafts.push(year(&data));
        }
        let legs: Vec<&Datum<'_>> = scene.legs(*leg).collect();
        longest(scene, &legs, &years, drafts);
    }
}

fn way<'d, 's>(datum: &'d Datum<'s>) -> Option<Way<'d, 's>> {
    let LegCount::Freight { .. } = datum.leg()?.count else { return None };
    let (mass, km) = (datum.mass()?, datum.distance()?);
    (mass > Amount::ZERO && km > Amount::ZERO).then_some(Way { datum, mass, km })
}

/// Where goods of a leg go to, or come from: the supplier that it names; else nobody knows.
fn place<'d>(way: &Way<'d, '_>) -> Option<&'d str> {
    Some(way.datum.part.remarks.supplier.as_str()).filter(|supplier| !supplier.is_empty())
}

/// The legs whose distance is a year's.
fn years<'d, 's>(scene: &Scene<'_>, ways: &[Way<'d, 's>]) -> Vec<Year<'d, 's>> {
    let Some(most) = scene.limits.high("road-payload") else { return Vec::new() };
    // How far a place is: as a row of one load says.
    let mut trips: BTreeMap<&str, BTreeSet<Amount>> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.mass <= most) {
        if let Some(place) = place(way) {
            trips.entry(place).or_default().insert(way.km);
        }
    }
    let heavy: Vec<&Way<'d, 's>> = ways.iter().filter(|way| way.mass > most).collect();
    let mut found: Vec<Year<'d, 's>> = Vec::new();
    for way in &heavy {
        // Of several distances the longest is meant that leaves what a lorry carries.
        let told = place(way).and_then(|place| trips.get(place)).into_iter().flatten().rev();
        let mut payloads = told.filter_map(|trip| Some((*trip, load(way, *trip, most)?)));
        if let Some((trip, payload)) = payloads.next() {
            found.push(Year { way: **way, trip, payload, told: true });
        }
    }
    let payload = median(found.iter().map(|year| year.payload).collect()).map(supposed);
    let Some(payload) = payload else { return Vec::new() };
    // One that happens to be a multiple of another is no pattern: at least two rows share the payload.
    found.retain(|year| is_near(year.payload, payload, ONE_PAYLOAD));
    if found.len() < 2 {
        return Vec::new();
    }
    // The others of the same kind of goods went as many trips, each as far as that leaves.
    let longest = Mode::Road.limit(scene, "trip").and_then(|limit| limit.high);
    let items: BTreeSet<&str> = found.iter().map(|year| year.way.datum.key.as_str()).collect();
    let rows: BTreeSet<_> = found.iter().map(|year| row_of(year.way.datum)).collect();
    let mut others: Vec<Year<'d, 's>> = Vec::new();
    for way in &heavy {
        let trip = product(way.km, payload).and_then(|whole| over(whole, way.mass)).map(supposed);
        let is_alike = !rows.contains(&row_of(way.datum)) && items.contains(way.datum.key.as_str());
        if let Some(trip) = trip.filter(|trip| is_alike && longest.is_none_or(|longest| *trip <= longest)) {
            others.push(Year { way: **way, trip, payload, told: false });
        }
    }
    // A place to which goods went more than once is as far each time.
    let mut trips: Vec<Amount> = found.iter().chain(&others).map(|year| year.trip).collect();
    trips.sort_unstable();
    let is_shared = |year: &Year<'_, '_>| {
        // Its neighbours among the others are the nearest.
        let place = trips.partition_point(|trip| *trip < year.trip);
        let neighbours = [place.checked_sub(1), place.checked_add(1)].into_iter().flatten();
        neighbours.filter_map(|place| trips.get(place)).any(|trip| is_near(*trip, year.trip, ONE_PAYLOAD))
    };
    found.extend(others.into_iter().filter(is_shared));
    found.sort_by_key(|year| (year.way.datum.part.file.clone(), year.way.datum.part.line));
    found
}

fn row_of<'d>(datum: &'d Datum<'_>) -> (&'d str, u64) {
    (&datum.part.file, datum.part.line)
}

/// What each of the trips carries in which a mass goes a distance, if one trip is this far; nothing where no lorry does.
fn load(way: &Way<'_, '_>, trip: Amount, most: Amount) -> Option<Amount> {
    let load = over(product(way.mass, trip)?, way.km)?;
    (LEAST_LOAD <= load && load <= most && load < way.mass).then_some(load)
}

/// The tonne-kilometres, in the units of the row, of all that it carried over another distance, in km.
fn over_trip(datum: &Datum<'_>, km: Amount) -> Option<Amount> {
    let LegCount::Freight { mass, distance } = &datum.leg()?.count else { return None };
    let far = over(km, distance.size())?;
    match datum.number(C::Mass).filter(|_| datum.part.rows == 1) {
        Some(mass) => product(mass, far),
        None => product(over(product(datum.mass()?, THOUSAND)?, mass.size())?, far).map(supposed),
    }
}

fn by_item<'y, 'd, 's>(years: &'y [Year<'d, 's>]) -> BTreeMap<String, Vec<&'y Year<'d, 's>>> {
    let mut by_item: BTreeMap<String, Vec<&Year<'_, '_>>> = BTreeMap::new();
    for year in years {
        by_item.entry(year.way.datum.key.clone()).or_default().push(year);
    }
    by_item
}

fn year(data: &[&Year<'_, '_>]) -> Draft {
    let first = data[0].way.datum;
    let mut supposition = Supposition::default();
    let mut lines: Vec<Text> = Vec::new();
    for Year { way: Way { datum, mass, km }, trip, payload, told } in data {
        supposition.group(&datum.part.file, datum.part.line).sum(over_trip(datum, *trip));
        let line = datum.part.line;
        let [mass, km, trip, payload] = [*mass, *km, trip.round(2), payload.round(2)].map(shown);
        lines.push(if *told {
            text!(
                "line {line}: {mass} t ÷ {payload} t a trip × {trip} km = {km} km, the distance that is given",
                "第 {line} 行：{mass} t ÷ 每趟 {payload} t × {trip} km ＝ {km} km，即所给的距离"
            )
        } else {
            text!(
                "line {line}: {km} km ÷ ({mass} t ÷ {payload} t a trip) = {trip} km a trip",
                "第 {line} 行：{km} km ÷（{mass} t ÷ 每趟 {payload} t）＝ 每趟 {trip} km"
            )
        });
    }
    let draft = Draft::new(problem::year_distance(first.item()), first.place(C::Distance), first.item());
    let draft = draft.rows(data.iter().map(|year| year.way.datum.row())).arithmetic(lines).source(text!(
        "ISO 14083:2023 and EN 16258:2012: transport activity is the mass of each consignment × its own distance",
        "见 ISO 14083:2023、EN 16258:2012：运输周转量＝每批货物的质量 × 该批的运距"
    ));
    draft.supposing(text!("each tonne over the distance of one trip", "每吨货物按单程距离计"), supposition)
}

/// Distances that are longer than any trip, and not those of a year that were found.
fn longest(scene: &Scene<'_>, legs: &[&Datum<'_>], years: &[Year<'_, '_>], drafts: &mut Vec<Draft>) {
    let rows: BTreeSet<_> = years.iter().map(|year| row_of(year.way.datum)).collect();
    let mut by_item: BTreeMap<String, Vec<Long<'_, '_>>> = BTreeMap::new();
    for datum in legs {
        let distance = match datum.leg().map(|leg| &leg.count) {
            Some(LegCount::Freight { distance, .. }) => distance,
            Some(LegCount::Vehicle { unit, .. }) if datum.group.way == Counted::Trips => unit,
            _ => continue,
        };
        if rows.contains(&row_of(datum)) {
            continue;
        }
        // Where no name says how goods were moved, they went by land.
        let mode = datum.factor.and_then(Mode::of).unwrap_or(Mode::Road);
        let Some(bound) = mode.limit(scene, "trip") else { continue };
        let Some((far, line)) = datum.largest(C::Distance) else { continue };
        if let (Some(km), Some(most)) = (product(far, distance.size()), bound.high)
            && km > most
        {
            by_item.entry(datum.key.clone()).or_default().push(Long { datum, line, km, most, bound });
        }
    }
    for data in by_item.into_values() {
        let Long { datum: first, km, most, bound, .. } = data[0];
        let mut supposition = Supposition::default();
        let mut lines = Vec::new();
        for Long { datum, line, km, most, .. } in &data {
            // Of rows that are summed up with others nobody knows what this one carried.
            if datum.distance().is_some() {
                let shorter = match datum.group.way {
                    Counted::Trips => over(*most, *km).and_then(|part| product(datum.sum()?, part)).map(supposed),
                    _ => over_trip(datum, *most),
                };
                supposition.group(&datum.part.file, datum.part.line).sum(shorter);
            }
            let km = shown(*km);
            lines.push(match datum.mass().map(shown) {
                Some(mass) => text!("line {line}: {mass} t over {km} km", "第 {line} 行：{mass} t，{km} km"),
                None => text!("line {line}: {km} km", "第 {line} 行：{km} km"),
            });
        }
        let most = shown(most);
        let draft =
            Draft::new(problem::trip_distance(first.item(), &shown(km)), first.place(C::Distance), first.item());
        let rows = data.iter().map(|long| RowRef { line: long.line, ..long.datum.row() });
        let draft = draft.rows(rows).arithmetic(lines).limit(bound);
        drafts.push(draft.supposing(text!("over {most} km at most", "按至多 {most} km 计"), supposition));
    }
}

/// A leg that is longer than its mode of transport goes.
#[derive(Clone, Copy)]
struct Long<'d, 's> {
    datum: &'d Datum<'s>,
    line: u64,
    km: Amount,
    most: Amount,
    bound: &'d Bound,
}
