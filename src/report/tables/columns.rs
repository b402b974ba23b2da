//! The columns of tables that show contributions or their rows: what each is called, and how its cells are filled.

use super::Tables;
use crate::activity::{Activity, LegCount, TransportLeg};
use crate::amount::Amount;
use crate::calculation::{Allocated, Entry, Part};
use crate::column::{Column as C, FileKind};
use crate::report::document::{Cell, Number, Table};
use crate::report::labels::tables as labels;
use crate::text::Text;
use crate::unit::{Quantity, Unit};
use crate::word::{Leg, Measure};

/// A contribution, or some rows of it.
#[derive(Clone, Copy)]
pub(super) struct Shown<'r> {
    pub(super) index: usize,
    pub(super) entry: &'r Entry,
    /// The rows, where it is not the whole contribution.
    pub(super) part: Option<&'r Part>,
}

impl<'r> Shown<'r> {
    pub(super) fn allocated(&self) -> &'r Allocated {
        self.part.map_or(&self.entry.allocated, |part| &part.allocated)
    }

    /// The rows, or all of the contribution.
    fn parts(&self) -> &'r [Part] {
        self.part.map_or(&self.entry.parts, std::slice::from_ref)
    }

    /// What all rows have in common; nothing where they differ in it.
    fn common<T: PartialEq>(&self, of: impl Fn(&'r Part) -> T) -> Option<T> {
        let mut parts = self.parts().iter().map(of);
        let first = parts.next()?;
        parts.all(|other| other == first).then_some(first)
    }

    fn remark(&self, remark: fn(&Part) -> &String) -> Cell {
        self.common(remark).map_or(Cell::Blank, |text| Cell::name(text.as_str()))
    }

    /// A number of rows that are shown by themselves, and have it.
    fn number(&self, column: C) -> Option<Amount> {
        let numbers = &self.part?.numbers;
        numbers.iter().find(|(of, _)| *of == column).map(|(_, amount)| *amount)
    }

    fn leg(&self) -> Option<&'r TransportLeg> {
        match &self.part?.activity {
            Activity::Transport(leg) => Some(leg),
            _ => None,
        }
    }

    /// The mass and the distance that a leg is counted by, as units.
    fn freight(&self) -> Option<(&'r Unit, &'r Unit)> {
        match &self.leg()?.count {
            LegCount::Freight { mass, distance } => Some((mass, distance)),
            _ => None,
        }
    }

    /// The unit of the activity: that of the rows, where all have one that converts; else the one that the factor is per.
    fn unit(&self) -> &'r Unit {
        let per = &self.entry.line.characterisation.per;
        let own = self.common(|part| part.activity.quantity_unit()).flatten();
        own.filter(|own| own.converts_to(per)).unwrap_or(per)
    }

    /// An activity that is in the unit that the factor is per, in [`Shown::unit`]; nothing where an amount has no room for
    /// its digits.
    pub(super) fn in_own_unit(&self, amount: Amount) -> Option<Amount> {
        let unit = self.entry.line.characterisation.per.clone();
        Quantity { amount, unit }.amount_in(self.unit()).ok()
    }

    pub(super) fn is_leg(&self, of: Leg) -> bool {
        self.entry.line.leg == Some(of)
    }

    pub(super) fn is_transport(&self) -> bool {
        self.entry.line.leg.is_some()
    }

    /// Waste that leaves the plant, or its transport; what is treated on site is part of production.
    pub(super) fn is_waste(&self) -> bool {
        let line = &self.entry.line;
        self.is_leg(Leg::Waste) || line.kind == FileKind::Waste && line.characterisation.scope != 1
    }
}

/// A column: its name, its header, whether it holds numbers, how soon it goes where there is no room, and its cells.
#[derive(Clone, Copy)]
pub(super) struct Spec {
    pub(super) name: &'static str,
    header: fn() -> Text,
    numeric: bool,
    drop: u8,
    pub(super) cell: fn(&Tables<'_>, Shown<'_>) -> Cell,
}

const fn text(name: &'static str, header: fn() -> Text, drop: u8, cell: fn(&Tables<'_>, Shown<'_>) -> Cell) -> Spec {
    Spec { name, header, numeric: false, drop, cell }
}

const fn number(name: &'static str, header: fn() -> Text, drop: u8, cell: fn(&Tables<'_>, Shown<'_>) -> Cell) -> Spec {
    Spec { name, header, numeric: true, drop, cell }
}

/// Adds columns to a table.
pub(super) fn with(table: Table, specs: &[Spec]) -> Table {
    specs.iter().fold(table, |table, spec| {
        let header = (spec.header)();
        if spec.numeric {
            table.number(spec.name, header, None, spec.drop)
        } else {
            table.text(spec.name, header, spec.drop)
        }
    })
}

fn unit(unit: &Unit) -> Cell {
    Cell::Words(crate::report::labels::unit(unit.to_string().as_str(), Amount::ONE))
}

fn optional(cell: Option<impl Into<Cell>>) -> Cell {
    cell.map_or(Cell::Blank, Into::into)
}

pub(super) const ITEM: Spec =
    text("item", crate::report::labels::item, 0, |_, shown| Cell::name(shown.entry.line.item.clone()));
pub(super) const PRODUCTS: Spec =
    text("product", labels::products, 0, |tables, shown| Cell::Words(tables.names(&shown.entry.line.products)));
pub(super) const STAGE: Spec =
    text("stage", crate::report::labels::stage, 4, |_, shown| Cell::Words(shown.entry.line.stage.title()));
pub(super) const SCOPE: Spec = text("scope", labels::scope_header, 5, |_, shown| {
    Cell::Words(crate::report::labels::scope(shown.entry.line.characterisation.scope))
});
pub(super) const CATEGORY: Spec =
    text("category", labels::category, 6, |_, shown| shown.remark(|part| &part.remarks.category));
pub(super) const SPECIFICATION: Spec =
    text("specification", labels::specification, 8, |_, shown| shown.remark(|part| &part.remarks.specification));
pub(super) const FACILITY: Spec =
    text("facility", labels::facility, 8, |_, shown| shown.remark(|part| &part.remarks.facility));
pub(super) const SUPPLIER: Spec =
    text("supplier", labels::supplier, 9, |_, shown| shown.remark(|part| &part.remarks.supplier));
pub(super) const DATE: Spec = text("date", labels::date, 7, |_, shown| shown.remark(|part| &part.remarks.date));
pub(super) const SOURCE: Spec =
    text("source", labels::source, 10, |_, shown| shown.remark(|part| &part.remarks.source));
pub(super) const NOTE: Spec = text("note", labels::note, 11, |_, shown| shown.remark(|part| &part.remarks.note));
pub(super) const QUALITY: Spec = text("quality", labels::quality, 9, |_, shown| {
    let quality = shown.common(|part| part.activity.common().quality).flatten();
    quality.map_or(Cell::Blank, |quality| Cell::Words(labels::quality_name(Some(quality))))
});
pub(super) const LEG: Spec = text("leg", labels::leg, 6, |_, shown| {
    shown.entry.line.leg.map_or(Cell::Blank, |leg| Cell::Words(labels::leg_name(leg)))
});
pub(super) const TREATMENT: Spec = text("treatment", labels::treatment, 8, |_, shown| {
    let treatment = match shown.part.map(|part| &part.activity) {
        Some(Activity::Waste(waste)) => waste.treatment,
        _ => None,
    };
    treatment.map_or(Cell::Blank, |treatment| Cell::Words(labels::treatment_name(treatment)))
});
pub(super) const MASS: Spec = number("mass", labels::mass, 2, |tables, shown| {
    optional(shown.number(C::Mass).map(|mass| tables.digits.of(Measure::Activity, mass)))
});
pub(super) const MASS_UNIT: Spec = text("mass_unit", labels::mass_unit, 2, |_, shown| {
    let mass = shown.freight().filter(|_| shown.number(C::Mass).is_some());
    mass.map_or(Cell::Blank, |(mass, _)| unit(mass))
});
pub(super) const DISTANCE: Spec = number("distance", labels::distance, 2, |tables, shown| {
    optional(shown.number(C::Distance).map(|distance| tables.digits.of(Measure::Distance, distance)))
});
pub(super) const TRIPS: Spec = number("trips", labels::trips, 2, |tables, shown| {
    optional(shown.number(C::Trips).map(|trips| tables.digits.of(Measure::Distance, trips)))
});
pub(super) const VEHICLE_DISTANCE: Spec = number("vehicle_distance", labels::vehicle_distance, 2, |tables, shown| {
    optional(shown.number(C::VehicleDistance).map(|distance| tables.digits.of(Measure::Distance, distance)))
});
pub(super) const DISTANCE_UNIT: Spec = text("distance_unit", labels::distance_unit, 2, |_, shown| {
    let has = [C::Distance, C::VehicleDistance].into_iter().any(|column| shown.number(column).is_some());
    match shown.leg().map(|leg| &leg.count) {
        Some(LegCount::Freight { distance, .. } | LegCount::Vehicle { unit: distance, .. }) if has => unit(distance),
        _ => Cell::Blank,
    }
});
pub(super) const VEHICLE: Spec = text("vehicle", labels::vehicle, 5, |tables, shown| {
    let vehicle = shown.entry.line.characterisation.vehicle;
    vehicle.map_or(Cell::Blank, |vehicle| Cell::name(tables.basis.vehicles[vehicle].name.clone()))
});
pub(super) const FUEL: Spec = text("fuel", labels::fuel, 6, |tables, shown| match shown.leg().map(|leg| &leg.count) {
    Some(LegCount::Fuel { fuel, .. }) => optional(fuel.clone().map(Cell::name)),
    Some(LegCount::Vehicle { vehicle, .. }) => Cell::name(tables.basis.vehicles[*vehicle].fuel.clone()),
    _ => Cell::Blank,
});
/// A quantity as the rows have it.
pub(super) const QUANTITY: Spec = number("quantity", crate::report::labels::quantity, 1, |tables, shown| {
    let quantity = [C::Quantity, C::FuelQuantity].into_iter().find_map(|column| shown.number(column));
    optional(quantity.map(|quantity| tables.digits.of(Measure::Activity, quantity)))
});
pub(super) const QUANTITY_UNIT: Spec = text("quantity_unit", labels::quantity_unit, 1, |_, shown| {
    let own = shown.part.and_then(|part| part.activity.quantity_unit());
    own.map_or(Cell::Blank, unit)
});
/// The activity in the unit of the rows, where all have one; else in the unit that the factor is per.
pub(super) const ACTIVITY: Spec = number("activity", crate::report::labels::activity, 1, |tables, shown| {
    let activity = shown.in_own_unit(shown.allocated().activity);
    optional(activity.map(|activity| tables.digits.of(Measure::Activity, activity)))
});
pub(super) const ACTIVITY_UNIT: Spec = text("unit", labels::unit, 1, |_, shown| unit(shown.unit()));
pub(super) const INPUT_SHARE: Spec = number("input_share", labels::input_share_percent, 3, |tables, shown| {
    optional(tables.input_share(shown).map(|share| tables.digits.share(share)))
});
pub(super) const FACTOR: Spec = text("factor", crate::report::labels::factor, 3, |_, shown| {
    Cell::name(shown.entry.line.characterisation.factor.clone())
});
pub(super) const FACTOR_VALUE: Spec = number("factor_value", labels::factor_value, 4, |tables, shown| {
    optional(tables.factor_value(shown.entry).map(|(value, _)| tables.digits.of(Measure::Factor, value)))
});
pub(super) const FACTOR_UNIT: Spec = text("factor_unit", labels::factor_unit, 4, |tables, shown| {
    optional(tables.factor_value(shown.entry).map(|(_, unit)| Cell::name(unit)))
});
/// The GWP that a factor of a gas is multiplied with; a released gas has its GWP for a factor.
pub(super) const GWP: Spec = number("gwp", labels::gwp_factor, 4, |tables, shown| {
    let characterisation = &shown.entry.line.characterisation;
    let gwp = characterisation.gas.as_ref().filter(|_| characterisation.factor_row.is_some());
    let gwp = gwp.filter(|(_, gwp)| *gwp != Amount::ONE).map(|(_, gwp)| tables.digits.of(Measure::Factor, *gwp));
    optional(gwp)
});
pub(super) const GAS: Spec = text("gas", labels::gas, 5, |_, shown| Cell::name(gas(shown.entry)));
pub(super) const KEY: Spec =
    text("allocation_key", labels::key, 7, |_, shown| optional(shown.entry.line.key.clone().map(Cell::name)));
pub(super) const FILE: Spec = text("file", labels::file, 3, |_, shown| match shown.part {
    Some(part) => Cell::name(part.file.as_str()),
    None => super::file_of(shown.entry),
});
/// The first line, where the rows are in one file.
pub(super) const LINE: Spec = number("line", labels::line, 3, |_, shown| {
    let line = shown.part.map_or(shown.entry.first_line, |part| part.line);
    shown.common(|part| &part.file).map_or(Cell::Blank, |_| Number::count(line).into())
});
pub(super) const ROWS: Spec = number("rows", labels::rows, 9, |_, shown| {
    let rows = shown.part.map_or(shown.entry.rows, |part| part.rows);
    Number::count(rows).into()
});

impl Tables<'_> {
    /// Its mass as a part of all contributions from files of its kind, of the same products and stage; nothing where that is
    /// no mass.
    fn input_share(&self, shown: Shown<'_>) -> Option<Amount> {
        let sum = shown.part.map_or_else(|| shown.entry.sum().ok(), |part| Some(part.sum))?;
        crate::amount::divide(sum, self.masses.beside(shown.entry)?).ok()
    }

    /// The value of an entry's factor, and its unit.
    pub(super) fn factor_value(&self, entry: &Entry) -> Option<(Amount, String)> {
        let characterisation = &entry.line.characterisation;
        match (&characterisation.factor_row, &characterisation.gas) {
            (Some(row), _) => {
                let factor = self.basis.factor(row)?;
                Some((factor.value.amount().ok()?, factor.unit.symbol.clone()))
            }
            (None, Some((_, gwp))) => Some((*gwp, "tCO2e/t".to_owned())),
            (None, None) => None,
        }
    }
}

/// The gas that an entry's factor is of: CO2e where it is of several.
fn gas(entry: &Entry) -> String {
    let gas = entry.line.characterisation.gas.as_ref().map(|(gas, _)| gas.clone());
    gas.unwrap_or_else(|| "CO2e".to_owned())
}
