//! The typed records of the activity files, read from the texts of a group, once per group.

use crate::cell::{distance_unit, required_text, required_unit, unit_of, word};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostics, nearest, problem};
use crate::inventory::{Group, Way};
use crate::name::fold;
use crate::product::{Product, named_products};
use crate::study::Study;
use crate::table::Row;
use crate::unit::{Dimension, Quantity, Unit};
use crate::vehicle::Vehicle;
use crate::word::{Fleet, Leg, Quality, Stage, Supply, Treatment, Word};

/// What every activity has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// What it is of.
    pub item: String,
    /// The products that it falls to, by their place in the list of products.
    pub products: Vec<usize>,
    /// The stage it belongs to.
    pub stage: Stage,
    /// The allocation key that the row names.
    pub allocation: Option<String>,
    /// The factor that the row names.
    pub factor: Option<String>,
    /// How good the datum is.
    pub quality: Option<Quality>,
}

/// A record of an activity file. The amounts of a group are one sum, in the unit that the record gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Activity {
    /// A row of materials.csv.
    Material(MaterialUse),
    /// A row of energy.csv.
    Energy(EnergyUse),
    /// A row of transport.csv.
    Transport(TransportLeg),
    /// A row of waste.csv.
    Waste(WasteTreatment),
    /// A row of fugitives.csv.
    Fugitive(FugitiveRelease),
}

/// What was bought in and used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MaterialUse {
    /// What every activity has.
    pub common: Common,
    /// The unit of the quantity.
    pub unit: Unit,
}

/// Fuel, electricity or heat that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnergyUse {
    /// What every activity has.
    pub common: Common,
    /// The unit of the quantity.
    pub unit: Unit,
    /// Where electricity came from.
    pub supply: Option<Supply>,
}

/// Goods that were moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransportLeg {
    /// What every activity has.
    pub common: Common,
    /// Which leg.
    pub leg: Leg,
    /// Whose vehicles.
    pub fleet: Fleet,
    /// How the leg is counted.
    pub count: LegCount,
}

/// How a transport leg is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LegCount {
    /// By the fuel that was used, in this unit; the factor is the fuel's.
    Fuel {
        /// The fuel's name, where the row gives it.
        fuel: Option<String>,
        /// The unit of the fuel.
        unit: Unit,
    },
    /// By the distance that a vehicle went, in this unit.
    Vehicle {
        /// The vehicle, by its place in the list of vehicles.
        vehicle: usize,
        /// The unit of the distance.
        unit: Unit,
    },
    /// By mass × distance, each in its unit.
    Freight {
        /// The unit of the mass.
        mass: Unit,
        /// The unit of the distance.
        distance: Unit,
    },
}

/// Waste or waste water that was treated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WasteTreatment {
    /// What every activity has.
    pub common: Common,
    /// The unit of the quantity.
    pub unit: Unit,
    /// How it was treated.
    pub treatment: Option<Treatment>,
}

/// A gas that was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FugitiveRelease {
    /// What every activity has.
    pub common: Common,
    /// The unit of the quantity, a mass.
    pub unit: Unit,
    /// The gas.
    pub gas: String,
}

/// A group that is outside the calculation, and why.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Exclusion {
    /// The kind of the file.
    #[serde(skip)]
    pub kind: FileKind,
    /// The file.
    pub file: String,
    /// What it is of.
    pub item: String,
    /// The products that it would fall to, by their place in the list.
    #[serde(skip)]
    pub products: Vec<usize>,
    /// Why it is left out.
    pub reason: String,
    /// How much of it, and its unit, where the row says.
    pub quantity: Option<Quantity>,
    /// How many rows.
    pub rows: u64,
    /// The first of them.
    pub first_line: u64,
}

/// What the texts of a row refer to.
#[derive(Clone, Copy, Debug)]
pub struct Context<'s> {
    /// The study.
    pub study: &'s Study,
    /// Its products.
    pub products: &'s [Product],
    /// Its vehicles.
    pub vehicles: &'s [Vehicle],
}

/// What stands in `excluded` and is no reason: a yes or no, a word for nothing.
const NO_REASONS: [&str; 16] = [
    "no",
    "yes",
    "false",
    "true",
    "none",
    "null",
    "nil",
    "na",
    "n/a",
    "excluded",
    "排除",
    "已排除",
    "不计入",
    "没有",
    "ok",
    "可以",
];

/// Whether a text gives no reason. A single letter, digit, mark or Chinese character (否, 无, √) is none either.
pub(crate) fn is_no_reason(text: &str) -> bool {
    let folded = fold(text);
    let words = folded.trim_matches(|c: char| !c.is_alphanumeric());
    words.chars().count() < 2 || NO_REASONS.contains(&words)
}

/// The reason for which a group is outside the calculation, and what it says of itself. Nothing where it is inside.
pub fn read_exclusion(
    kind: FileKind,
    group: &Group,
    row: &Row<'_>,
    context: Context<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Exclusion> {
    let reason = row.filled(C::Excluded)?;
    if is_no_reason(&reason) {
        diagnostics.push(row.diagnostic(C::Excluded, problem::no_reason(&reason)));
    }
    let products = named_products(row, context.products, diagnostics).unwrap_or_default();
    let mut quantity = None;
    if group.way == Way::Quantity {
        match group.sum.total() {
            Ok(amount) => {
                quantity = required_unit(row, C::Unit, diagnostics).map(|unit| Quantity { amount, unit });
            }
            Err(error) => diagnostics.push(row.diagnostic(C::Quantity, problem::inexact(error))),
        }
    }
    Some(Exclusion {
        kind,
        products,
        file: row.layout.file.clone(),
        item: required_text(row, C::Item, diagnostics).unwrap_or_default(),
        reason,
        quantity,
        rows: group.rows,
        first_line: group.line,
    })
}

impl Activity {
    /// What every activity has.
    #[must_use]
    pub fn common(&self) -> &Common {
        match self {
            Activity::Material(MaterialUse { common, .. })
            | Activity::Energy(EnergyUse { common, .. })
            | Activity::Transport(TransportLeg { common, .. })
            | Activity::Waste(WasteTreatment { common, .. })
            | Activity::Fugitive(FugitiveRelease { common, .. }) => common,
        }
    }

    /// The unit of its quantity, or of its fuel; a leg that is counted by a distance has none.
    #[must_use]
    pub fn quantity_unit(&self) -> Option<&Unit> {
        match self {
            Activity::Material(MaterialUse { unit, .. })
            | Activity::Energy(EnergyUse { unit, .. })
            | Activity::Waste(WasteTreatment { unit, .. })
            | Activity::Fugitive(FugitiveRelease { unit, .. })
            | Activity::Transport(TransportLeg { count: LegCount::Fuel { unit, .. }, .. }) => Some(unit),
            Activity::Transport(_) => None,
        }
    }

    /// Reads the first row of a group as a record of its file. Nothing where a diagnostic says what is wrong.
    pub fn read(
        kind: FileKind,
        group: &Group,
        row: &Row<'_>,
        context: Context<'_>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Activity> {
        let leg = if kind == FileKind::Transport { read_leg(row, diagnostics) } else { None };
        let common = read_common(default_stage(kind, leg), row, context, diagnostics);
        if kind == FileKind::Transport {
            let fleet = word(row, C::Fleet, diagnostics).unwrap_or(Fleet::Hired);
            let count = read_count(group, row, context, diagnostics);
            return Some(Activity::Transport(TransportLeg { common: common?, leg: leg?, fleet, count: count? }));
        }
        if group.way != Way::Quantity {
            diagnostics.push(row.diagnostic(C::Quantity, problem::missing_cell(C::Quantity.name())));
        }
        let unit = if kind == FileKind::Fugitives {
            unit_of(row, C::Unit, Dimension::Mass, diagnostics)
        } else {
            required_unit(row, C::Unit, diagnostics)
        };
        let activity = match kind {
            FileKind::Energy => {
                let supply = word(row, C::Supply, diagnostics);
                Activity::Energy(EnergyUse { common: common?, unit: unit?, supply })
            }
            FileKind::Waste => {
                let treatment = word(row, C::Treatment, diagnostics);
                Activity::Waste(WasteTreatment { common: common?, unit: unit?, treatment })
            }
            FileKind::Fugitives => {
                let gas = required_text(row, C::Gas, diagnostics);
                Activity::Fugitive(FugitiveRelease { common: common?, unit: unit?, gas: gas? })
            }
            _ => Activity::Material(MaterialUse { common: common?, unit: unit? }),
        };
        (group.way == Way::Quantity).then_some(activity)
    }
}

/// The stage of a row that names none.
fn default_stage(kind: FileKind, leg: Option<Leg>) -> Stage {
    match (kind, leg) {
        (FileKind::Materials, _) | (_, Some(Leg::Inbound)) => Stage::RawMaterialAcquisition,
        (_, Some(Leg::Outbound)) => Stage::Distribution,
        _ => Stage::Production,
    }
}

fn read_leg(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Leg> {
    required_text(row, C::Leg, diagnostics)?;
    word(row, C::Leg, diagnostics)
}

fn read_common(default: Stage, row: &Row<'_>, context: Context<'_>, diagnostics: &mut Diagnostics) -> Option<Common> {
    let item = required_text(row, C::Item, diagnostics);
    // A row with an unknown product goes on, so that all that is wrong with it is found in one run.
    let products = named_products(row, context.products, diagnostics).unwrap_or_default();
    let stage = match row.filled(C::Stage) {
        None => Some(default),
        Some(text) => {
            let stage = Stage::parse(&text);
            if stage.is_none() {
                diagnostics.push(row.diagnostic(C::Stage, problem::unknown_stage(&text, &Stage::names())));
            }
            stage
        }
    };
    if let Some(stage) = stage.filter(|stage| !context.study.stages.contains(stage)) {
        diagnostics.push(row.diagnostic(C::Stage, problem::stage_outside(stage, &context.study.stages)));
    }
    let allocation = row.filled(C::Allocation);
    if let Some(key) = &allocation
        && !context.study.allocation.contains_key(key)
    {
        let near = nearest(key, context.study.allocation.keys().map(String::as_str));
        diagnostics.push(row.diagnostic(C::Allocation, problem::unknown_allocation(key, &near)));
    }
    let quality = word(row, C::Quality, diagnostics);
    // So does a row with an unknown stage.
    let stage = stage.unwrap_or(default);
    Some(Common { item: item?, products, stage, allocation, factor: row.filled(C::Factor), quality })
}

/// Exactly one way of counting a leg must be filled.
fn read_count(group: &Group, row: &Row<'_>, context: Context<'_>, diagnostics: &mut Diagnostics) -> Option<LegCount> {
    match group.way {
        Way::Fuel => {
            let unit = required_unit(row, C::FuelUnit, diagnostics)?;
            Some(LegCount::Fuel { fuel: row.filled(C::Fuel), unit })
        }
        Way::VehicleDistance | Way::Trips => {
            let unit = distance_unit(row, diagnostics);
            let name = row.text(C::Vehicle);
            let vehicle = context.vehicles.iter().position(|vehicle| vehicle.name == name);
            if vehicle.is_none() {
                let near = nearest(&name, context.vehicles.iter().map(|vehicle| vehicle.name.as_str()));
                diagnostics.push(row.diagnostic(C::Vehicle, problem::unknown_vehicle(&name, &near)));
            }
            let vehicle = vehicle?;
            let own = &context.vehicles[vehicle].fuel;
            if let Some(fuel) = row.filled(C::Fuel)
                && fold(&fuel) != fold(own)
            {
                diagnostics.push(row.diagnostic(C::Fuel, problem::fuel_mismatch(&fuel, &name, own)));
            }
            Some(LegCount::Vehicle { vehicle, unit: unit? })
        }
        Way::Freight if !row.text(C::Fuel).is_empty() => {
            diagnostics.push(row.diagnostic(C::Fuel, problem::leg_counted_twice(&filled_columns(row))));
            None
        }
        Way::Freight => {
            let mass = unit_of(row, C::MassUnit, Dimension::Mass, diagnostics);
            let distance = distance_unit(row, diagnostics);
            Some(LegCount::Freight { mass: mass?, distance: distance? })
        }
        Way::None | Way::Quantity => {
            diagnostics.push(row.diagnostic(C::Item, problem::leg_uncounted(&filled_columns(row))));
            None
        }
        Way::Several => {
            diagnostics.push(row.diagnostic(C::Item, problem::leg_counted_twice(&filled_columns(row))));
            None
        }
    }
}

/// The columns that take part in counting a leg and are filled in this row.
fn filled_columns(row: &Row<'_>) -> Vec<&'static str> {
    [C::Mass, C::Distance, C::Trips, C::Vehicle, C::VehicleDistance, C::Fuel, C::FuelQuantity]
        .into_iter()
        .filter(|column| !row.text(*column).is_empty())
        .map(C::name)
        .collect()
}
