//! What each stage is made of: every contribution stands in exactly one of these tables.

use std::collections::BTreeSet;

use super::columns::{
    ACTIVITY, ACTIVITY_UNIT, CATEGORY, DATE, DISTANCE, DISTANCE_UNIT, FACILITY, FACTOR, FACTOR_UNIT, FACTOR_VALUE,
    FUEL, GWP, INPUT_SHARE, ITEM, KEY, LEG, MASS, MASS_UNIT, NOTE, PRODUCTS, QUANTITY, QUANTITY_UNIT, SCOPE,
    SPECIFICATION, STAGE, SUPPLIER, Shown, Spec, TREATMENT, TRIPS, VEHICLE, VEHICLE_DISTANCE, with,
};
use super::{Tables, sum_row, total};
use crate::amount::{Amount, Inexact};
use crate::calculation::Entry;
use crate::report::document::{Cell, Number, Row, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::text::{Text, text};
use crate::word::{Leg, Measure, Stage};

const RAW_MATERIALS: [Spec; 13] = [
    PRODUCTS,
    CATEGORY,
    ITEM,
    SPECIFICATION,
    SUPPLIER,
    INPUT_SHARE,
    ACTIVITY,
    ACTIVITY_UNIT,
    FACTOR,
    FACTOR_VALUE,
    FACTOR_UNIT,
    GWP,
    KEY,
];

const PRODUCTION: [Spec; 11] =
    [CATEGORY, ITEM, FACILITY, SCOPE, ACTIVITY, ACTIVITY_UNIT, FACTOR, FACTOR_VALUE, FACTOR_UNIT, GWP, KEY];

/// For what is moved, and for what is thrown away and moved.
const LEGS: [Spec; 25] = [
    PRODUCTS,
    CATEGORY,
    LEG,
    DATE,
    ITEM,
    TREATMENT,
    SUPPLIER,
    QUANTITY,
    QUANTITY_UNIT,
    MASS,
    MASS_UNIT,
    DISTANCE,
    VEHICLE_DISTANCE,
    DISTANCE_UNIT,
    TRIPS,
    VEHICLE,
    FUEL,
    ACTIVITY,
    ACTIVITY_UNIT,
    FACTOR,
    FACTOR_VALUE,
    FACTOR_UNIT,
    GWP,
    KEY,
    NOTE,
];

const LATER: [Spec; 10] = [STAGE, PRODUCTS, ITEM, ACTIVITY, ACTIVITY_UNIT, FACTOR, FACTOR_VALUE, FACTOR_UNIT, GWP, KEY];

/// Rows of a table that are summed together, and what the sum is called.
struct Group<'r> {
    name: Option<Text>,
    rows: Vec<Shown<'r>>,
    /// Whether the sum is over the rows of the group before it, too, which falls to the same products.
    with_previous: bool,
}

/// The columns of numbers that are summed where all have one unit, and those of their units.
const SUMMED: [(Spec, Spec); 4] =
    [(QUANTITY, QUANTITY_UNIT), (MASS, MASS_UNIT), (VEHICLE_DISTANCE, DISTANCE_UNIT), (ACTIVITY, ACTIVITY_UNIT)];

/// Where there are more products than these, their columns are the first to go where there is no room.
const FEW: usize = 4;

/// Emissions in all, and by product in the order of the study's products.
struct Sums {
    emissions: Amount,
    by_product: Vec<Amount>,
}

impl<'r> Tables<'r> {
    /// The tables of all stages.
    pub(super) fn stage_tables(&self) -> Result<Vec<Table>, Inexact> {
        let of = |stages: &'static [Stage], which: fn(Shown<'_>) -> bool| {
            let here = self.entries.iter().enumerate().filter(move |(_, entry)| stages.contains(&entry.line.stage));
            here.map(|(index, entry)| Shown { index, entry, part: None }).filter(move |shown| which(*shown))
        };
        let raw = of(&[Stage::RawMaterialAcquisition], |shown| !shown.is_transport());
        let inbound = of(&[Stage::RawMaterialAcquisition], |shown| shown.is_transport());
        let production = of(&[Stage::Production], |shown| !shown.is_waste());
        let waste = of(&[Stage::Production], |shown| shown.is_waste());
        let distribution = of(&[Stage::Distribution], |_| true);
        let later = of(&[Stage::Use, Stage::EndOfLife], |_| true);

        let raw: Vec<Shown<'r>> = raw.collect();
        let items: BTreeSet<&str> = raw.iter().map(|material| material.entry.line.item.as_str()).collect();
        let (inbound, others): (Vec<Shown<'r>>, Vec<Shown<'r>>) = inbound.partition(|leg| leg.is_leg(Leg::Inbound));
        let is_material = |leg: &Shown<'_>| items.contains(leg.entry.line.item.as_str());
        let (materials, auxiliaries): (Vec<Shown<'r>>, Vec<Shown<'r>>) = inbound.into_iter().partition(is_material);
        let mut legs = self.by_products(parts(materials.into_iter()), Some(&words::materials_leg()));
        // What moves materials on the grounds is summed with what brought them.
        for mut group in self.by_products(parts(others.into_iter()), Some(&words::internal_leg())) {
            let own = products_of(&group.rows);
            if legs.iter().any(|materials| products_of(&materials.rows) == own) {
                group.name = Some(self.group_name(own.unwrap_or_default(), Some(&words::materials_and_internal())));
                group.with_previous = true;
            }
            legs.push(group);
        }
        legs.extend(self.by_products(parts(auxiliaries.into_iter()), Some(&words::auxiliaries_leg())));
        legs.sort_by_key(|group| group.rows.first().map(|shown| shown.entry.line.products.clone()));
        let waste: Vec<Shown<'r>> = parts(waste).collect();

        // Where nothing is shared, a column for each product says nothing new.
        let is_shared = |stages: &[Stage]| {
            let here = |entry: &Entry| stages.contains(&entry.line.stage) && entry.line.products.len() > 1;
            self.has_co_products() && self.entries.iter().any(here)
        };
        let [in_raw, in_production, in_distribution] =
            [Stage::RawMaterialAcquisition, Stage::Production, Stage::Distribution].map(|stage| is_shared(&[stage]));
        let in_later = is_shared(&[Stage::Use, Stage::EndOfLife]);
        let raw = self.by_products(raw, None);
        let mut production =
            self.table("production", words::production_table(), &PRODUCTION, in_production, one(production))?;
        if !waste.is_empty() && !production.rows.is_empty() {
            self.add_waste(&mut production, &waste, in_production)?;
        }
        let distribution = self.by_products(parts(distribution), None);
        Ok(vec![
            self.table("raw-materials", words::raw_materials_table(), &RAW_MATERIALS, in_raw, raw)?,
            self.table("inbound", words::inbound_table(), &LEGS, in_raw, legs)?,
            production,
            self.table("waste", words::waste_table(), &LEGS, in_production, one(waste))?,
            self.table("distribution", words::distribution_table(), &LEGS, in_distribution, distribution)?,
            self.table("later-stages", words::later_stages_table(), &LATER, in_later, one(later))?,
        ])
    }

    /// Groups of rows that fall to the same products, in the order of the products.
    fn by_products(&self, rows: impl IntoIterator<Item = Shown<'r>>, name: Option<&Text>) -> Vec<Group<'r>> {
        let mut groups: Vec<(&[usize], Group<'r>)> = Vec::new();
        for shown in rows {
            let products = shown.entry.line.products.as_slice();
            match groups.iter_mut().find(|(of, _)| *of == products) {
                Some((_, group)) => group.rows.push(shown),
                None => {
                    let name = Some(self.group_name(products, name));
                    groups.push((products, Group { name, rows: vec![shown], with_previous: false }));
                }
            }
        }
        groups.sort_by_key(|(products, _)| products.to_vec());
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// What a group of rows is called: by its products, and what of them.
    fn group_name(&self, products: &[usize], of: Option<&Text>) -> Text {
        let Text { en, zh } = self.names(products);
        match of {
            None => text!("{en}", "{zh}"),
            Some(Text { en: of, zh: of_zh }) => text!("{en}, {of}", "{zh} {of_zh}"),
        }
    }

    fn table(
        &self,
        name: &'static str,
        title: Text,
        columns: &[Spec],
        by_product: bool,
        groups: Vec<Group<'r>>,
    ) -> Result<Table, Inexact> {
        let mut table = with(Table::new(name, title), columns).number(
            "emissions",
            words::emissions(),
            Some(labels::emissions()),
            0,
        );
        if by_product {
            for product in &self.basis.products {
                let name = &product.name;
                let drop = if self.basis.products.len() > FEW { 12 } else { 0 };
                let header = text!("{name}", "{name}");
                table = table.number(&format!("product:{name}"), header, Some(labels::emissions()), drop);
            }
        }
        let sum_of = |table: &Table, name: Text, rows: &[Shown<'r>]| {
            let name = Text { en: words::sum_of(&name.en).en, zh: words::sum_of(&name.zh).zh };
            self.sum_of(table, RowKind::Subtotal, name, rows, by_product)
        };
        for (index, Group { name, rows, with_previous }) in groups.iter().enumerate() {
            for shown in rows {
                let mut cells: Vec<Cell> = columns.iter().map(|spec| (spec.cell)(self, *shown)).collect();
                cells.extend(self.own_cells(*shown, by_product));
                table.row_of(shown.index, cells);
            }
            if let Some(name) = name.clone().filter(|_| groups.len() > 1) {
                let previous = index.checked_sub(1).filter(|_| *with_previous).map(|index| &groups[index].rows);
                let summed: Vec<Shown<'r>> = previous.into_iter().flatten().chain(rows).copied().collect();
                let row = sum_of(&table, name, &summed)?;
                table.rows.push(row);
            }
            // Where a product has several groups it has a sum of its own, too, behind the last of them.
            let own = products_of(rows);
            let of_own = |group: &&Group<'r>| products_of(&group.rows) == own;
            let same: Vec<Shown<'r>> = groups.iter().filter(of_own).flat_map(|group| &group.rows).copied().collect();
            let is_last = !groups[index + 1..].iter().any(|next| of_own(&next));
            let is_summed = *with_previous && groups.iter().filter(of_own).count() == 2;
            if is_last && same.len() > rows.len() && !is_summed && self.has_co_products() {
                let row = sum_of(&table, self.names(own.unwrap_or_default()), &same)?;
                table.rows.push(row);
            }
        }
        let all: Vec<Shown<'r>> = groups.into_iter().flat_map(|group| group.rows).collect();
        if !all.is_empty() {
            let row = self.sum_of(&table, RowKind::Total, labels::total(), &all, by_product)?;
            table.rows.push(row);
        }
        let place = table.columns.iter().position(|column| column.name == INPUT_SHARE.name);
        if place.is_some_and(|place| table.rows.iter().any(|row| row.cells[place] != Cell::Blank)) {
            table.notes.push(words::share_of_counted());
        }
        let together = |shown: &Shown<'_>| shown.part.is_some_and(|part| part.rows > 1);
        if all.iter().any(together) {
            table.notes.push(words::first_rows());
        }
        Ok(table)
    }

    /// Says below the table of production what waste adds to it.
    fn add_waste(&self, production: &mut Table, waste: &[Shown<'r>], by_product: bool) -> Result<(), Inexact> {
        let of_production = |shown: &Shown<'_>| shown.entry.line.stage == Stage::Production;
        let stage: Vec<Shown<'_>> = self.shown().filter(of_production).collect();
        for (name, sums, kind) in [
            (words::see_waste(), self.sums(waste.iter().copied())?, RowKind::Subtotal),
            (words::whole_stage(), self.sums(stage)?, RowKind::Total),
        ] {
            let row = self.sum_row(production, kind, name, &sums, by_product);
            production.rows.push(row);
        }
        if let Some(own) = production.rows.iter_mut().rev().nth(2) {
            own.kind = RowKind::Subtotal;
        }
        Ok(())
    }

    fn sums<'s>(&self, rows: impl IntoIterator<Item = Shown<'s>>) -> Result<Sums, Inexact> {
        let rows: Vec<Shown<'s>> = rows.into_iter().collect();
        let of_product = |product: usize| {
            let part = |shown: &Shown<'s>| {
                let place = shown.entry.line.products.iter().position(|of| *of == product)?;
                shown.allocated().by_product.get(place).copied()
            };
            total(rows.iter().filter_map(part))
        };
        Ok(Sums {
            emissions: total(rows.iter().map(|shown| shown.allocated().emissions))?,
            by_product: (0..self.basis.products.len()).map(of_product).collect::<Result<_, _>>()?,
        })
    }

    /// The emissions of a row; those of a product that it does not fall to are blank.
    fn own_cells(&self, shown: Shown<'_>, by_product: bool) -> Vec<Cell> {
        let allocated = shown.allocated();
        let mut cells = vec![self.digits.emissions(allocated.emissions).into()];
        for product in (0..self.basis.products.len()).filter(|_| by_product) {
            let place = shown.entry.line.products.iter().position(|of| *of == product);
            let part = place.and_then(|place| allocated.by_product.get(place));
            cells.push(part.map_or(Cell::Blank, |emissions| self.digits.emissions(*emissions).into()));
        }
        cells
    }

    fn cells(&self, sums: &Sums, by_product: bool) -> Vec<Cell> {
        let parts = sums.by_product.iter().filter(|_| by_product);
        let all = std::iter::once(&sums.emissions).chain(parts);
        all.map(|emissions| self.digits.emissions(*emissions).into()).collect()
    }

    /// The sum of rows: of their emissions, and of whatever else is in one unit.
    fn sum_of(
        &self,
        table: &Table,
        kind: RowKind,
        name: Text,
        rows: &[Shown<'r>],
        by_product: bool,
    ) -> Result<Row, Inexact> {
        let mut row = self.sum_row(table, kind, name, &self.sums(rows.iter().copied())?, by_product);
        for (number, unit) in SUMMED {
            let place = |spec: Spec| table.columns.iter().position(|column| column.name == spec.name);
            let (Some(number_place), Some(unit_place)) = (place(number), place(unit)) else { continue };
            let mut numbers: Vec<Number> = Vec::new();
            let mut units: Vec<Cell> = Vec::new();
            for shown in rows {
                if let Cell::Number(number) = (number.cell)(self, *shown) {
                    numbers.push(number);
                    units.push((unit.cell)(self, *shown));
                }
            }
            units.dedup();
            // A sum over some of the rows would look like one over all.
            if let [unit] = units.as_slice()
                && numbers.len() == rows.len()
            {
                let amount = total(numbers.iter().map(|number| number.amount))?;
                row.cells[number_place] = self.digits.of(Measure::Activity, amount).into();
                row.cells[unit_place] = unit.clone();
            }
        }
        Ok(row)
    }

    fn sum_row(&self, table: &Table, kind: RowKind, name: Text, sums: &Sums, by_product: bool) -> Row {
        let cells = self.cells(sums, by_product);
        let first = table.columns.len() - cells.len();
        sum_row(table, kind, name, cells.into_iter().enumerate().map(|(index, cell)| (first + index, cell)).collect())
    }
}

/// The products that the rows of a group fall to.
fn products_of<'r>(rows: &[Shown<'r>]) -> Option<&'r [usize]> {
    rows.first().map(|shown| shown.entry.line.products.as_slice())
}

/// All rows as one group, which has no sum of its own.
fn one<'r>(rows: impl IntoIterator<Item = Shown<'r>>) -> Vec<Group<'r>> {
    vec![Group { name: None, rows: rows.into_iter().collect(), with_previous: false }]
}

/// The rows that contributions are made of.
pub(super) fn parts<'r>(entries: impl Iterator<Item = Shown<'r>>) -> impl Iterator<Item = Shown<'r>> {
    entries.flat_map(|shown| shown.entry.parts.iter().map(move |part| Shown { part: Some(part), ..shown }))
}
