//! The result against what plants of the sector do.

use std::collections::BTreeMap;

use crate::activity::Activity;
use crate::amount::{Amount, ratio};
use crate::audit::figure::{THOUSAND, over, shown, sum};
use crate::audit::finding::Draft;
use crate::audit::limits::Bound;
use crate::audit::scene::{Datum, Scene};
use crate::column::FileKind;
use crate::diagnostic::problem;
use crate::factor::{EmissionFactor, FactorValue};
use crate::name::fold;
use crate::text::{Text, text};
use crate::unit::Dimension;
use crate::word::{Stage, Treatment};

/// What fresh water is called, in the name of an item or of a factor.
const WATER: &[&str] =
    &["water-supply", "tap water", "fresh water", "自来水", "新鲜水", "工业用水", "生活用水", "生产用水"];

/// Intensities of the plant that are outside the range of its sector.
pub(super) fn intensities(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let output = (0..scene.basis.products.len()).map(|product| scene.output(product)).collect::<Option<Vec<_>>>();
    let Some(output) = output.and_then(sum).filter(|output| !output.is_zero()) else { return };
    for bound in scene.limits.of_sector() {
        let Some((amount, unit)) = measured(scene, &bound.name) else { continue };
        let Some(intensity) = over(amount, output).filter(|_| !amount.is_zero()) else { continue };
        if !bound.holds(intensity) {
            drafts.push(outside(scene, bound, (amount, output, intensity), unit));
        }
    }
}

fn outside(
    scene: &Scene<'_>,
    bound: &Bound,
    (amount, output, intensity): (Amount, Amount, Amount),
    unit: &str,
) -> Draft {
    let name = name(&bound.name);
    let (Text { en, zh }, range) = (name.clone(), bound.range());
    let [amount, output, intensity] = [amount, output, intensity].map(shown);
    let line = text!(
        "{en}: {amount} {unit} ÷ {output} t = {intensity} {unit}/t",
        "{zh}：{amount} {unit} ÷ {output} t ＝ {intensity} {unit}/t"
    );
    let place = scene.basis.products[0].place.clone();
    Draft::new(problem::intensity(&name, &range), place, &bound.name).arithmetic([line]).limit(bound)
}

fn name(measure: &str) -> Text {
    match measure {
        "fuel" => text!("fuel energy", "燃料能耗"),
        "electricity" => text!("electricity", "用电量"),
        "water" => text!("water", "用水量"),
        "waste" => text!("waste", "废物量"),
        "direct-emissions" => text!("direct emissions", "直接排放"),
        "gate-emissions" => text!("emissions of scopes 1 and 2", "范围一、二排放"),
        _ => text!("footprint", "碳足迹"),
    }
}

/// What the plant has of a measure, and its unit; nothing where the data do not tell.
fn measured(scene: &Scene<'_>, measure: &str) -> Option<(Amount, &'static str)> {
    let energy = || scene.of(FileKind::Energy).filter(|datum| datum.is_energy());
    match measure {
        "fuel" => {
            let fuels = energy().filter(|datum| !is_electrical(datum));
            Some((sum(fuels.map(|datum| heat(scene, datum)).collect::<Option<Vec<_>>>()?)?, "GJ"))
        }
        "electricity" => {
            let electricity = energy().filter(|datum| is_electrical(datum)).map(|datum| datum.part.sum);
            // Base units are MJ.
            Some((over(sum(electricity)?, Amount::new(36, 1))?, "kWh"))
        }
        "water" => {
            let is_water = |datum: &&Datum<'_>| {
                let names = [Some(datum.item()), datum.factor.map(|factor| factor.activity.as_str())];
                let is_it = |name: &String| WATER.iter().any(|water| name.contains(water));
                names.into_iter().flatten().map(fold).any(|name| is_it(&name))
            };
            let water = scene.of(FileKind::Materials).filter(is_water).map(|datum| tonnes(datum));
            Some((sum(water.collect::<Option<Vec<_>>>()?)?, "t"))
        }
        "waste" => {
            let is_solid = |datum: &&Datum<'_>| match &datum.part.activity {
                Activity::Waste(of) => of.treatment != Some(Treatment::WasteWater) && datum.mass().is_some(),
                _ => false,
            };
            Some((sum(scene.of(FileKind::Waste).filter(is_solid).filter_map(Datum::mass))?, "t"))
        }
        "direct-emissions" => Some((of_scopes(scene, &[1])?, "tCO2e")),
        "gate-emissions" => Some((of_scopes(scene, &[1, 2])?, "tCO2e")),
        "footprint" => {
            // Of a range from the cradle to the gate: what happens behind it is not meant.
            let stages = [Stage::RawMaterialAcquisition, Stage::Production];
            let mut by_stage: BTreeMap<Stage, Vec<Amount>> = BTreeMap::new();
            for stage in scene.evaluation.footprint.products.iter().flat_map(|product| &product.stages) {
                by_stage.entry(stage.stage).or_default().push(stage.emissions);
            }
            let has_cradle = by_stage.contains_key(&Stage::RawMaterialAcquisition);
            let all = stages.iter().filter_map(|stage| by_stage.get(stage)).flatten().copied();
            has_cradle.then(|| sum(all)).flatten().map(|all| (all, "tCO2e"))
        }
        _ => None,
    }
}

fn is_electrical(datum: &Datum<'_>) -> bool {
    datum.part.activity.quantity_unit().is_some_and(crate::unit::Unit::is_electrical)
}

/// Water by the tonne or the cubic metre, in t.
fn tonnes(datum: &Datum<'_>) -> Option<Amount> {
    let unit = datum.part.activity.quantity_unit()?;
    match unit.dimension() {
        Dimension::Volume => Some(datum.part.sum),
        Dimension::Mass => over(datum.part.sum, THOUSAND),
        _ => None,
    }
}

/// The heat of a fuel, in GJ, by the calorific value of its factor or of the shipped one with its name.
fn heat(scene: &Scene<'_>, datum: &Datum<'_>) -> Option<Amount> {
    let unit = datum.part.activity.quantity_unit()?;
    if unit.dimension() == Dimension::Energy {
        return over(datum.part.sum, THOUSAND);
    }
    let own = datum.factor?;
    let derived = |factor: &EmissionFactor| match factor.value {
        FactorValue::Derived { ncv, .. } if factor.unit.per.converts_to(unit) => {
            ratio(&[datum.part.sum, ncv], &[factor.unit.per.size()]).ok()
        }
        _ => None,
    };
    let names = || own.names().chain([datum.item()]).filter(|name| !name.is_empty());
    let shipped = || names().flat_map(|name| scene.reference.factors.named(name)).find_map(derived);
    derived(own).or_else(shipped)
}

fn of_scopes(scene: &Scene<'_>, scopes: &[u8]) -> Option<Amount> {
    let products = &scene.evaluation.footprint.products;
    let emissions = products.iter().flat_map(|product| &product.scopes).filter(|scope| scopes.contains(&scope.scope));
    sum(emissions.map(|scope| scope.emissions))
}
