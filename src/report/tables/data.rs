//! The data: how good it is, where it comes from, the files, and every row.

use std::collections::{BTreeMap, HashMap};

use super::columns::{
    ACTIVITY, ACTIVITY_UNIT, DATE, DISTANCE, DISTANCE_UNIT, FACTOR, FACTOR_UNIT, FACTOR_VALUE, FILE, GWP, ITEM, KEY,
    LINE, MASS, MASS_UNIT, NOTE, PRODUCTS, QUALITY, QUANTITY, QUANTITY_UNIT, ROWS, SCOPE, SOURCE, STAGE, Shown, Spec,
    TRIPS, VEHICLE, VEHICLE_DISTANCE, with,
};
use super::stages::parts;
use super::study::percent;
use super::{Tables, total};
use crate::amount::{Amount, Inexact, divide};
use crate::column::STUDY_FILE;
use crate::report::document::{Cell, Number, Row, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::source::Encoding;
use crate::text::text;
use crate::word::{Quality, Word};

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

impl Tables<'_> {
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
            let place = places.entry((&part.file, &line.item, &line.products, &part.remarks.source, quality));
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
