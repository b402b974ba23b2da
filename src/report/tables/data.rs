//! The data: what is left out, how good the rest is, where it comes from, the files, and every row.

use std::collections::{BTreeMap, HashMap};

use super::columns::{
    ACTIVITY, ACTIVITY_UNIT, DATE, DISTANCE, DISTANCE_UNIT, FACTOR, FACTOR_UNIT, FACTOR_VALUE, FILE, GWP, ITEM, KEY,
    LINE, MASS, MASS_UNIT, NOTE, PRODUCTS, QUALITY, QUANTITY, QUANTITY_UNIT, ROWS, SCOPE, SOURCE, STAGE, Shown, Spec,
    TRIPS, VEHICLE, VEHICLE_DISTANCE, with,
};
use super::inputs::mass_left_out;
use super::stages::parts;
use super::study::percent;
use super::{Tables, sum_row, total};
use crate::activity::Exclusion;
use crate::amount::{Amount, Estimate, Inexact, divide};
use crate::column::STUDY_FILE;
use crate::report::document::{Cell, Number, Row, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::source::Encoding;
use crate::text::text;
use crate::unit::Unit;
use crate::word::{BoundaryKind, Measure, Quality, Word};

const ROW_COLUMNS: [Spec; 25] = [
    FILE,
    LINE,
    ROWS,
    DATE,
    ITEM,
    PRODUCTS,
    STAGE,
    SCOPE,
    QUANTITY,
    QUANTITY_UNIT,
    MASS,
    MASS_UNIT,
    DISTANCE,
    VEHICLE_DISTANCE,
    DISTANCE_UNIT,
    TRIPS,
    VEHICLE,
    ACTIVITY,
    ACTIVITY_UNIT,
    FACTOR,
    FACTOR_VALUE,
    FACTOR_UNIT,
    GWP,
    KEY,
    QUALITY,
];

/// What is left out of one kind.
struct LeftOut<'r> {
    /// The place of its reason among all.
    order: usize,
    exclusion: &'r Exclusion,
    quantity: Option<Amount>,
    rows: u64,
}

impl Tables<'_> {
    /// What is outside the calculation, why, and its share of the input.
    pub(super) fn cut_offs(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("cut-offs", words::cut_offs_table())
            .text("item", labels::item(), 0)
            .text("product", words::products(), 1)
            .number("quantity", labels::quantity(), None, 0)
            .text("unit", words::unit(), 0)
            .number("input_share", words::input_share(), Some(percent()), 0)
            .text("reason", words::exclusion_reason(), 1)
            .text("file", words::file(), 3)
            .number("rows", words::rows(), None, 4);
        let mut of_input = false;
        let mut masses = Vec::new();
        for LeftOut { exclusion, quantity, rows, .. } in self.left_out()? {
            let share = self.share_of_input(exclusion, quantity)?;
            of_input |= share.is_some();
            masses.extend(mass_left_out(exclusion, quantity)?);
            let unit = exclusion.quantity.as_ref().map(|quantity| quantity.unit.to_string());
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(exclusion.item.as_str()),
                    Cell::Words(self.names(&exclusion.products)),
                    quantity.map_or(Cell::Blank, |quantity| self.digits.of(Measure::Activity, quantity).into()),
                    unit.map_or(Cell::Blank, |unit| Cell::Words(labels::unit(&unit, Amount::ONE))),
                    share.map_or(Cell::Blank, |share| self.digits.share(share).into()),
                    Cell::name(exclusion.reason.as_str()),
                    Cell::name(format!("{}:{}", exclusion.file, exclusion.first_line)),
                    Number::count(rows).into(),
                ],
            );
        }
        if of_input {
            let mass =
                masses.into_iter().try_fold(Estimate::default(), |sum, mass| sum.plus(Estimate::exact(mass)))?.value;
            let whole = self.inputs.of_products(None)?;
            let share = divide(mass, whole).map_or(Cell::Blank, |share| self.digits.share(share).into());
            let tonnes = self.digits.of(Measure::Activity, in_tonnes(mass)?);
            let unit = Cell::name(Unit::tonne().to_string());
            let filled = vec![(2, tonnes.into()), (3, unit), (4, share)];
            let row = sum_row(&table, RowKind::Total, words::excluded_materials(), filled);
            table.rows.push(row);
            table.notes.push(words::share_of_input());
        }
        let outside = BoundaryKind::CradleToGrave.stages().iter();
        for stage in outside.filter(|stage| !self.basis.study.stages.contains(stage)) {
            let filled = vec![(5, Cell::Words(words::stage_outside()))];
            let row = sum_row(&table, RowKind::Plain, stage.title(), filled);
            table.rows.push(row);
        }
        if table.rows.is_empty() {
            table.notes.push(words::nothing_left_out());
        }
        Ok(table)
    }

    /// What is left out, summed by what it is of and why; of one reason after the other.
    fn left_out(&self) -> Result<Vec<LeftOut<'_>>, Inexact> {
        let mut reasons: HashMap<&str, usize> = HashMap::new();
        let mut places: HashMap<_, usize> = HashMap::new();
        let mut all: Vec<LeftOut<'_>> = Vec::new();
        for exclusion in &self.footprint.exclusions {
            let Exclusion { file, item, products, reason, quantity, rows, .. } = exclusion;
            let next = reasons.len();
            let order = *reasons.entry(reason).or_insert(next);
            let unit = quantity.as_ref().map(|quantity| &quantity.unit);
            let amount = quantity.as_ref().map(|quantity| quantity.amount);
            let next = all.len();
            let place = *places.entry((file, item, products, reason, unit)).or_insert(next);
            match all.get_mut(place) {
                Some(known) => {
                    known.quantity = known.quantity.zip(amount).map(|(one, other)| one.plus(other)).transpose()?;
                    known.rows += rows;
                }
                None => all.push(LeftOut { order, exclusion, quantity: amount, rows: *rows }),
            }
        }
        all.sort_by_key(|left_out| left_out.order);
        Ok(all)
    }

    /// What is left out as a part of all materials for the same products, by mass.
    fn share_of_input(&self, exclusion: &Exclusion, quantity: Option<Amount>) -> Result<Option<Amount>, Inexact> {
        let Some(mass) = mass_left_out(exclusion, quantity)? else { return Ok(None) };
        match divide(mass, self.inputs.of_products(Some(&exclusion.products))?) {
            Ok(share) => Ok(Some(share)),
            Err(Inexact::DivisionByZero) => Ok(None),
            Err(lost) => Err(lost),
        }
    }

    /// How much of the result rests on data of which quality.
    pub(super) fn quality(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("quality", words::quality_table())
            .text("quality", words::quality(), 0)
            .number("rows", words::rows(), None, 1)
            .number("emissions", words::all_emissions(), Some(labels::emissions()), 0)
            .number("share", words::share(), Some(percent()), 0);
        let whole = total(self.entries.iter().map(|entry| entry.allocated.emissions))?;
        let mut by_quality: BTreeMap<(bool, Option<Quality>), (u64, Vec<Amount>)> = BTreeMap::new();
        for part in self.entries.iter().flat_map(|entry| &entry.parts) {
            let quality = part.activity.common().quality;
            let (rows, emissions) = by_quality.entry((quality.is_none(), quality)).or_default();
            *rows += part.rows;
            emissions.push(part.allocated.emissions);
        }
        for ((_, quality), (rows, emissions)) in by_quality {
            let emissions = total(emissions)?;
            let share = divide(emissions, whole).map_or(Cell::Blank, |share| self.digits.share(share).into());
            let cells = vec![
                Cell::Words(words::quality_name(quality)),
                Number::count(rows).into(),
                self.digits.emissions(emissions).into(),
                share,
            ];
            table.row(RowKind::Plain, cells);
        }
        Ok(table)
    }

    /// Where each datum comes from.
    pub(super) fn data_sources(&self) -> Table {
        const COLUMNS: [Spec; 5] = [FILE, ITEM, PRODUCTS, SOURCE, QUALITY];
        let mut table = with(Table::new("data-sources", words::data_sources_table()), &COLUMNS).number(
            "rows",
            words::rows(),
            None,
            1,
        );
        let mut rows: Vec<(Row, u64)> = Vec::new();
        let mut places: HashMap<_, usize> = HashMap::new();
        let mut together = false;
        for shown in parts(self.shown()) {
            let Some(part) = shown.part else { continue };
            together |= part.rows > 1;
            let line = &shown.entry.line;
            let quality = part.activity.common().quality;
            let next = rows.len();
            let place = places.entry((&line.file, &line.item, &line.products, &part.remarks.source, quality));
            match rows.get_mut(*place.or_insert(next)) {
                Some((_, known)) => *known += part.rows,
                None => {
                    let cells: Vec<Cell> = COLUMNS.iter().map(|spec| (spec.cell)(self, shown)).collect();
                    let row = Row { kind: RowKind::Plain, cells, entry: Some(shown.index) };
                    rows.push((row, part.rows));
                }
            }
        }
        for (mut row, count) in rows {
            row.cells.push(Number::count(count).into());
            table.rows.push(row);
        }
        if together {
            table.notes.push(words::first_rows());
        }
        table
    }

    /// The files that were read, with the SHA-256 of their bytes, and the factor release.
    pub(super) fn inputs(&self) -> Table {
        let mut table = Table::new("inputs", words::inputs_table())
            .text("file", words::file(), 0)
            .text("contents", words::contents(), 3)
            .text("encoding", words::encoding(), 2)
            .number("rows", words::rows(), None, 1)
            .number("total_lines", words::total_lines(), None, 2)
            .text("sha256", labels::sha256(), 0);
        for input in &self.footprint.inputs {
            let file = self.basis.study.files.iter().find(|file| file.source.name == input.file);
            let is_study = input.file == STUDY_FILE;
            let contents = match file {
                Some(file) => Cell::Words(words::file_kind(file.kind)),
                None => Cell::Words(words::study_file()),
            };
            let count = |count: u64| Cell::from(Number::count(count));
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(input.file.as_str()),
                    contents,
                    if is_study {
                        Cell::name(Encoding::Utf8.to_string())
                    } else {
                        Cell::name(input.encoding.to_string())
                    },
                    if is_study { Cell::Blank } else { count(input.rows) },
                    if input.totals == 0 { Cell::Blank } else { count(input.totals) },
                    Cell::name(input.sha256.clone().unwrap_or_default()),
                ],
            );
        }
        let release = &self.footprint.factors;
        let (name, gwp) = (&release.release, self.footprint.gwp.name());
        let contents = text!("emission factors, GWP-100 of {gwp}", "排放因子，GWP-100 采用 {gwp}");
        let cells = vec![
            Cell::Words(text!("factor release {name}", "因子表 {name}")),
            Cell::Words(contents),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::name(release.sha256.as_str()),
        ];
        table.row(RowKind::Plain, cells);
        table
    }

    /// Every row behind the contributions; those of one lie together.
    pub(super) fn rows(&self) -> Table {
        let mut table = with(Table::new("rows", words::rows_table()), &ROW_COLUMNS);
        table = with(table, &[SOURCE, NOTE]).number("emissions", words::all_emissions(), Some(labels::emissions()), 0);
        let mut together = false;
        for shown in parts(self.shown()) {
            let Shown { index, .. } = shown;
            together |= shown.part.is_some_and(|part| part.rows > 1);
            let mut cells: Vec<Cell> =
                ROW_COLUMNS.iter().chain(&[SOURCE, NOTE]).map(|spec| (spec.cell)(self, shown)).collect();
            cells.push(self.digits.emissions(shown.allocated().emissions).into());
            table.row_of(index, cells);
        }
        if together {
            table.notes.push(words::first_rows());
        }
        table
    }
}

fn in_tonnes(kilograms: Amount) -> Result<Amount, Inexact> {
    crate::amount::ratio(&[kilograms], &[Unit::tonne().size()])
}
