//! What the study claims to cover against what it counts.

use std::collections::{BTreeMap, BTreeSet};

use super::transport::payload_in_tonnes;
use crate::activity::{Activity, Common, LegCount, MaterialUse, TransportLeg};
use crate::amount::Amount;
use crate::audit::figure::{product, shown, sum};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene, is_mass};
use crate::calculation::{Beside, Supposition};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::problem;
use crate::name::fold;
use crate::study::Placed;
use crate::text::{Text, text};
use crate::unit::Unit;
use crate::word::{BoundaryKind, Fleet, Leg, Stage, Word};

/// ISO 14067:2018 on what a system boundary has to say.
const CLAUSE: &str = "ISO 14067:2018, 6.3.4";

/// The factor with which transport is weighed of which nothing is known.
const FREIGHT: &str = "freight-hgv-all-average";

/// Stages that are claimed and not counted, and counted and not claimed.
pub(super) fn stages(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let study = &scene.basis.study;
    let claimed = study.boundary.stages();
    let name = study.boundary.name();
    let missing: Vec<Stage> = claimed.iter().filter(|stage| !study.stages.contains(stage)).copied().collect();
    let clause = || text!("{CLAUSE} and 7.3", "见 ISO 14067:2018，6.3.4、7.3");
    if !missing.is_empty() {
        let problem = problem::boundary_claim(name, &missing);
        drafts.push(Draft::new(problem, study.boundary_place.clone(), name).source(clause()));
    }
    let counted: BTreeSet<Stage> = scene.data.iter().map(|datum| datum.entry.line.stage).collect();
    for stage in &study.stages {
        if !counted.contains(stage) {
            let problem = problem::stage_without_data(*stage);
            drafts.push(Draft::new(problem, study.boundary_place.clone(), stage.name()).source(clause()));
        } else if !claimed.contains(stage) {
            let mut supposition = Supposition::default();
            for datum in scene.data.iter().filter(|datum| datum.entry.line.stage == *stage) {
                supposition.group(&datum.part.file, datum.part.line).left_out = true;
            }
            let problem = problem::boundary_wide(name, *stage);
            let what = text!("without that stage", "不计该阶段");
            let draft = Draft::new(problem, study.boundary_place.clone(), stage.name());
            drafts.push(draft.source(clause()).supposing(what, supposition));
        }
    }
}

/// Items that the report says are counted, or are not, against what is.
pub(super) fn claims(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let claims = &scene.basis.study.claims;
    let counted = |name: &str| {
        let name = fold(name);
        scene.data.iter().filter(move |datum| datum.entry.line.kind != FileKind::Transport && datum.key == name)
    };
    let clause = || text!("{CLAUSE} and 7.3", "见 ISO 14067:2018，6.3.4、7.3");
    for Placed { value: item, place } in &claims.included {
        if counted(item).next().is_none() {
            let key = fold(item);
            let excluded = scene.excluded(&key);
            let mut supposition = Supposition::default();
            let mut rows = Vec::new();
            for exclusion in excluded {
                super::cut_off::count(scene, exclusion, &mut supposition);
                rows.push(super::cut_off::row(exclusion));
            }
            let what = text!(
                "with it, at the factor of its row, of its name or of [audit.factors]",
                "按其所在行、其名称或 [audit.factors] 的因子计入"
            );
            let draft = Draft::new(problem::claim_not_counted(item), place.clone(), item).rows(rows);
            drafts.push(draft.source(clause()).supposing(what, supposition));
        }
    }
    for Placed { value: item, place } in &claims.left_out {
        let data: Vec<&Datum<'_>> = counted(item).collect();
        if !data.is_empty() {
            let mut supposition = Supposition::default();
            for datum in &data {
                supposition.group(&datum.part.file, datum.part.line).left_out = true;
            }
            let draft = Draft::new(problem::claim_counted(item), place.clone(), item);
            let draft = draft.rows(data.iter().map(|datum| datum.row())).source(clause());
            drafts.push(draft.supposing(text!("without it", "不计该项"), supposition));
        }
    }
}

/// Whether what happens before the plant is inside.
fn has_cradle(scene: &Scene<'_>) -> bool {
    scene.basis.study.boundary != BoundaryKind::GateToGate
        && scene.basis.study.stages.contains(&Stage::RawMaterialAcquisition)
}

/// Goods that are brought in and are no material of the study: nothing counts what it took to make them.
pub(super) fn inputs(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    if !has_cradle(scene) {
        return;
    }
    let counted = scene.data.iter().filter(|datum| datum.entry.line.kind != FileKind::Transport);
    let mut known: BTreeSet<String> = counted.map(|datum| datum.key.clone()).collect();
    let excluded = scene.exclusions().iter().filter(|excluded| excluded.kind != FileKind::Transport);
    known.extend(excluded.map(|excluded| fold(&excluded.item)));
    let mut unknown: BTreeMap<String, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in scene.legs(Leg::Inbound).filter(|datum| !scene.is_internal(&datum.key)) {
        let item = datum.key.clone();
        if !known.contains(&item) {
            unknown.entry(item).or_default().push(datum);
        }
    }
    for data in unknown.values() {
        let mut supposition = Supposition::default();
        let (mut lines, mut named) = (Vec::new(), None);
        for datum in data {
            let Some((mass, line)) = carried(scene, datum) else { continue };
            lines.push(line);
            let unit = Unit::tonne();
            if let Some(factor) = scene.weighing(datum.item(), &unit) {
                let activity = Activity::Material(MaterialUse { common: common(datum), unit });
                let beside = Beside::new(activity, mass, factor.clone());
                supposition.group(&datum.part.file, datum.part.line).also.push(beside);
                named = Some(factor.full_name());
            }
        }
        let (first, item) = (data[0], data[0].item());
        let what = named.unwrap_or_default();
        let what = text!("with what was carried, at {what}", "按 {what} 计入所运的量");
        let draft = Draft::new(problem::inputs_not_counted(item), first.place(C::Item), item);
        let draft = draft.rows(data.iter().map(|datum| datum.row())).arithmetic(lines);
        drafts.push(draft.source(text!("{CLAUSE}", "见 ISO 14067:2018，6.3.4")).supposing(what, supposition));
    }
}

/// What a leg carried, in t, and the arithmetic: its mass, or the loads of its trips.
fn carried(scene: &Scene<'_>, datum: &Datum<'_>) -> Option<(Amount, Text)> {
    if let Some(mass) = datum.mass() {
        let t = shown(mass);
        return Some((mass, text!("carried: {t} t", "运量：{t} t")));
    }
    let LegCount::Vehicle { vehicle, .. } = &datum.leg()?.count else { return None };
    let load = payload_in_tonnes(scene.basis.vehicles.get(*vehicle)?)?;
    let trips = datum.number(C::Trips).filter(|_| datum.part.rows == 1)?;
    let mass = product(load, trips)?;
    let [trips, load, t] = [trips, load, mass].map(shown);
    Some((mass, text!("{trips} trips × {load} t = {t} t at most", "{trips} 趟 × {load} t ＝ 至多 {t} t")))
}

/// A material's own part of what a row says: that of a leg.
fn common(datum: &Datum<'_>) -> Common {
    Common { factor: None, quality: None, ..datum.common().clone() }
}

/// Materials that no leg brings in.
pub(super) fn materials(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    if !has_cradle(scene) {
        return;
    }
    // A leg that is left out with a reason is one that somebody has thought of.
    let excluded = scene.exclusions().iter().filter(|excluded| excluded.kind == FileKind::Transport);
    let mut carried: BTreeSet<String> = excluded.map(|excluded| fold(&excluded.item)).collect();
    carried.extend(scene.legs(Leg::Inbound).map(|datum| datum.key.clone()));
    let mut missing: BTreeMap<String, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in scene.inputs().filter(|datum| datum.mass().is_some() && !scene.is_internal(&datum.key)) {
        let item = datum.key.clone();
        if !carried.contains(&item) {
            missing.entry(item).or_default().push(datum);
        }
    }
    for data in missing.values() {
        let item = data[0].item();
        let draft = Draft::new(problem::material_without_transport(item), data[0].place(C::Item), item);
        let masses: Vec<_> = data.iter().filter_map(|datum| Some((*datum, datum.mass()?))).collect();
        drafts.push(by_default(scene, draft.rows(data.iter().map(|datum| datum.row())), &masses));
    }
}

/// A finding with the effect of carrying masses the default distance on the road.
fn by_default(scene: &Scene<'_>, draft: Draft, masses: &[(&Datum<'_>, Amount)]) -> Draft {
    let (Some(limit), Some(factor)) = (scene.limit("default-distance"), scene.anywhere(FREIGHT)) else { return draft };
    let (Some(km), Some(distance)) = (limit.high, Unit::parse("km")) else { return draft };
    let mut supposition = Supposition::default();
    for (datum, mass) in masses {
        let count = LegCount::Freight { mass: Unit::tonne(), distance: distance.clone() };
        let own = datum.factor.filter(|_| matches!(datum.leg().map(|leg| &leg.count), Some(LegCount::Freight { .. })));
        let factor = own.unwrap_or(factor);
        let leg = TransportLeg { common: common(datum), leg: Leg::Inbound, fleet: Fleet::Hired, count };
        let Some(work) = product(*mass, km) else { continue };
        let beside = Beside::new(Activity::Transport(leg), work, factor.clone());
        supposition.group(&datum.part.file, datum.part.line).also.push(beside);
    }
    let line = sum(masses.iter().map(|(_, mass)| *mass)).and_then(|mass| {
        let work = product(mass, km)?;
        let [mass, km, work] = [mass, km, work].map(shown);
        Some(text!("{mass} t × {km} km = {work} t·km", "{mass} t × {km} km ＝ {work} t·km"))
    });
    let (km, name) = (shown(km), factor.full_name());
    let what = text!("{km} km on the road, at {name}", "按公路运输 {km} km，因子 {name}");
    draft.arithmetic(line).limit(limit).supposing(what, supposition)
}

/// Legs that go nowhere.
pub(super) fn legs(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let mut still: BTreeMap<(String, Leg), Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in scene.of(FileKind::Transport).filter(|datum| !scene.is_internal(&datum.key)) {
        let Some(leg) = datum.leg() else { continue };
        let by_fuel = matches!(leg.count, LegCount::Fuel { .. });
        if !by_fuel && datum.sum().is_some_and(Amount::is_zero) {
            still.entry((datum.key.clone(), leg.leg)).or_default().push(datum);
        }
    }
    for data in still.values() {
        let (first, item) = (data[0], data[0].item());
        let column =
            first.group.way.columns().iter().find(|column| first.number(**column).is_some_and(Amount::is_zero));
        let place = first.place(column.copied().unwrap_or(C::Item));
        let draft = Draft::new(problem::leg_without_distance(item), place, item);
        let draft = draft.rows(data.iter().map(|datum| datum.row()));
        // Of several legs of the same goods to the same products one carries what materials.csv says.
        let mut masses: Vec<(&Datum<'_>, Amount)> = Vec::new();
        let mut carried = BTreeSet::new();
        for datum in data {
            let own = datum.mass().is_some_and(|mass| !mass.is_zero());
            if let Some(mass) = moved(scene, datum).filter(|_| own || carried.insert(datum.products())) {
                masses.push((datum, mass));
            }
        }
        drafts.push(by_default(scene, draft, &masses));
    }
}

/// What a leg carried, in t: by itself, or what materials.csv, of a waste leg waste.csv, says of its item for the same products.
pub(super) fn moved(scene: &Scene<'_>, datum: &Datum<'_>) -> Option<Amount> {
    if datum.mass().is_some_and(|mass| !mass.is_zero()) {
        return datum.mass();
    }
    let kind = match datum.entry.line.leg? {
        Leg::Inbound => FileKind::Materials,
        Leg::Waste => FileKind::Waste,
        Leg::Internal | Leg::Outbound => return None,
    };
    let same = |material: &&Datum<'_>| material.products() == datum.products() && material.mass().is_some();
    let own = scene.of_item(kind, &datum.key).filter(same);
    let mass = sum(own.filter_map(Datum::mass))?;
    (!mass.is_zero()).then_some(mass)
}

/// Whether an exclusion says what it weighs, in t.
pub(super) fn excluded_mass(exclusion: &crate::activity::Exclusion) -> Option<Amount> {
    let quantity = exclusion.quantity.as_ref().filter(|quantity| is_mass(&quantity.unit))?;
    quantity.amount_in(&Unit::tonne()).ok()
}
