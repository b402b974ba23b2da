//! The sheet of activity data: every row of the files with its numbers, and the formulas that lead from them to the
//! emissions of each product.

use super::allocation::Shares;
use super::constant::{Constant, quotient, significant};
use super::counted::{Counted, Measured};
use super::factors::Factors;
use super::sheet::{FIRST, Sheet};
use super::vehicles::PerKm;
use super::{Book, here};
use crate::amount::Amount;
use crate::calculation::{Entry, Part};
use crate::report::labels::{self, tables as titles, xlsx as words};
use crate::text::{Text, text};
use crate::word::Measure;

/// What the formulas refer to.
pub(super) struct Sources<'s, 'b> {
    pub(super) factors: (&'s Sheet<'b>, &'s Factors<'b>),
    pub(super) allocation: (&'s Sheet<'b>, &'s Shares<'b>),
    pub(super) per_km: &'s PerKm<'b>,
}

/// A column. Those that are blank throughout are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum C {
    Entry,
    Item,
    File,
    Line,
    Rows,
    Date,
    Products,
    Stage,
    Scope,
    Quantity,
    QuantityUnit,
    Mass,
    MassUnit,
    Distance,
    DistanceUnit,
    Trips,
    Vehicle,
    Conversion,
    Activity,
    Unit,
    Factor,
    InTonnes,
    Emissions,
    Key,
    Product(usize),
    Leg,
    Category,
    Specification,
    Facility,
    Supplier,
    Source,
    Quality,
    Note,
}

impl C {
    /// What no line needs is left out; `product`: how many there are.
    fn all(products: usize) -> impl Iterator<Item = C> {
        let before = [
            C::Entry,
            C::Item,
            C::File,
            C::Line,
            C::Rows,
            C::Date,
            C::Products,
            C::Stage,
            C::Scope,
            C::Quantity,
            C::QuantityUnit,
            C::Mass,
            C::MassUnit,
            C::Distance,
            C::DistanceUnit,
            C::Trips,
            C::Vehicle,
            C::Conversion,
            C::Activity,
            C::Unit,
            C::Factor,
            C::InTonnes,
            C::Emissions,
            C::Key,
        ];
        before.into_iter().chain((0..products).map(C::Product)).chain([
            C::Leg,
            C::Category,
            C::Specification,
            C::Facility,
            C::Supplier,
            C::Source,
            C::Quality,
            C::Note,
        ])
    }

    fn header(self, book: &Book<'_>) -> Text {
        match self {
            C::Entry => words::entry(),
            C::Item => labels::item(),
            C::File => titles::file(),
            C::Line => titles::line(),
            C::Rows => titles::rows(),
            C::Date => titles::date(),
            C::Products => titles::products(),
            C::Stage => labels::stage(),
            C::Scope => titles::scope_header(),
            C::Quantity => labels::quantity(),
            C::QuantityUnit | C::Unit => titles::unit(),
            C::Mass => titles::mass(),
            C::MassUnit => titles::mass_unit(),
            C::Distance => titles::distance(),
            C::DistanceUnit => titles::distance_unit(),
            C::Trips => titles::trips(),
            C::Vehicle => titles::vehicle(),
            C::Conversion => words::conversion(),
            C::Activity => words::activity(),
            C::Factor => labels::factor(),
            C::InTonnes => words::factor_in_tonnes(),
            C::Emissions => words::with_unit(&titles::all_emissions(), &labels::emissions().en),
            C::Key => titles::key(),
            C::Product(product) => {
                let name = &book.basis.products[product].name;
                words::with_unit(&text!("{name}", "{name}"), &labels::emissions().en)
            }
            C::Leg => titles::leg(),
            C::Category => titles::category(),
            C::Specification => titles::specification(),
            C::Facility => titles::facility(),
            C::Supplier => titles::supplier(),
            C::Source => titles::source(),
            C::Quality => titles::quality(),
            C::Note => titles::note(),
        }
    }
}

/// The columns that are shown.
struct Columns(Vec<C>);

impl Columns {
    /// A cell of a row, as formulas on this sheet write it.
    fn cell(&self, row: u32, column: C) -> String {
        here(row, self.place(column))
    }

    /// What formulas refer to is shown: a line that has no quantity has no formula with one.
    fn place(&self, column: C) -> u16 {
        let place = self.0.iter().position(|shown| *shown == column).unwrap_or(self.0.len());
        u16::try_from(place).unwrap_or(u16::MAX)
    }
}

/// A line of the sheet.
struct Line<'b> {
    index: usize,
    entry: &'b Entry,
    part: &'b Part,
    counted: Counted,
}

impl Line<'_> {
    /// The columns whose product the rows say.
    fn numbers(&self) -> impl Iterator<Item = C> {
        let Line { counted: Counted { quantity, mass, distance, trips }, .. } = self;
        let filled = [
            (C::Quantity, quantity.is_some()),
            (C::Mass, mass.is_some()),
            (C::Distance, distance.is_some()),
            (C::Trips, trips.is_some()),
        ];
        filled.into_iter().filter(|(_, filled)| *filled).map(|(column, _)| column)
    }

    /// Whether it has something in a column that others may leave blank.
    fn fills(&self, column: C) -> bool {
        let Line { part: Part { remarks, activity, .. }, counted, .. } = self;
        match column {
            C::Quantity | C::QuantityUnit => counted.quantity.is_some(),
            C::Mass | C::MassUnit => counted.mass.is_some(),
            C::Distance | C::DistanceUnit => counted.distance.is_some(),
            C::Trips => counted.trips.is_some(),
            C::Vehicle => self.entry.line.characterisation.vehicle.is_some(),
            C::Key => self.entry.line.key.is_some(),
            C::Date => !remarks.date.is_empty(),
            C::Leg => self.entry.line.leg.is_some(),
            C::Category => !remarks.category.is_empty(),
            C::Specification => !remarks.specification.is_empty(),
            C::Facility => !remarks.facility.is_empty(),
            C::Supplier => !remarks.supplier.is_empty(),
            C::Source => !remarks.source.is_empty(),
            C::Quality => activity.common().quality.is_some(),
            C::Note => !remarks.note.is_empty(),
            _ => true,
        }
    }
}

/// The columns of the sheet that other sheets sum.
pub(super) struct Lines {
    products: Vec<String>,
    pub(super) entries: String,
    pub(super) stages: String,
    pub(super) scopes: String,
}

impl Lines {
    /// The emissions of a product in the lines that have in the column `by` what stands in `cell`.
    pub(super) fn sum_of(&self, product: usize, by: &str, cell: &str) -> String {
        format!("SUMIFS({},{by},{cell})", self.products[product])
    }
}

/// The number of a contribution, by which its lines are found.
pub(super) fn number(entry: usize) -> u64 {
    entry as u64 + 1
}

pub(super) fn sheet<'b>(book: &Book<'b>, sources: &Sources<'_, 'b>) -> anyhow::Result<(Sheet<'b>, Lines)> {
    let mut sheet = book.sheet(&words::activities(), &words::activities_title())?;
    let lines: Vec<Line<'_>> = book
        .entries
        .iter()
        .enumerate()
        .flat_map(|(index, entry)| {
            entry.parts.iter().map(move |part| Line { index, entry, part, counted: Counted::of(part) })
        })
        .collect();
    let products = book.basis.products.len();
    let shown = C::all(products).filter(|column| lines.is_empty() || lines.iter().any(|line| line.fills(*column)));
    let columns = Columns(shown.collect());
    sheet.header(&columns.0.iter().map(|column| column.header(book)).collect::<Vec<_>>())?;
    let mut row = FIRST;
    for line in &lines {
        for (at, column) in (0..).zip(&columns.0) {
            put(book, sources, &mut sheet, &columns, line, (row, at), *column)?;
        }
        row += 1;
    }
    sheet.filter(u16::try_from(columns.0.len())?, row)?;
    if lines.iter().any(|line| line.part.rows > 1) {
        sheet.note(row + 1, 0, titles::first_rows().in_language(book.language))?;
    }
    let of = |column| sheet.column(columns.place(column), row);
    let lines = Lines {
        products: (0..products).map(|product| of(C::Product(product))).collect(),
        entries: of(C::Entry),
        stages: of(C::Stage),
        scopes: of(C::Scope),
    };
    Ok((sheet, lines))
}

/// Fills one cell.
fn put(
    book: &Book<'_>,
    sources: &Sources<'_, '_>,
    sheet: &mut Sheet<'_>,
    columns: &Columns,
    line: &Line<'_>,
    (row, at): (u32, u16),
    column: C,
) -> anyhow::Result<()> {
    let Line { index, entry, part, counted } = line;
    let of = &entry.line.characterisation;
    let measured = |measure, of: Option<&Measured>| of.map(|of| book.digits.of(measure, of.amount));
    let cell = |column| columns.cell(row, column);
    let mut number = |number| match number {
        Some(number) => sheet.number(row, at, number),
        None => Ok(()),
    };
    match column {
        C::Quantity => number(measured(Measure::Activity, counted.quantity.as_ref()))?,
        C::Mass => number(measured(Measure::Activity, counted.mass.as_ref()))?,
        C::Distance => number(measured(Measure::Distance, counted.distance.as_ref()))?,
        C::Trips => number(counted.trips.map(|trips| book.digits.of(Measure::Distance, trips)))?,
        C::QuantityUnit => put_unit(sheet, (row, at), counted.quantity.as_ref())?,
        C::MassUnit => put_unit(sheet, (row, at), counted.mass.as_ref())?,
        C::DistanceUnit => put_unit(sheet, (row, at), counted.distance.as_ref())?,
        C::Entry => sheet.ordinal(row, at, self::number(*index))?,
        C::Item => sheet.text(row, at, &entry.line.item)?,
        C::File => sheet.text(row, at, &part.file)?,
        C::Line => sheet.ordinal(row, at, part.line)?,
        C::Rows => sheet.ordinal(row, at, part.rows)?,
        C::Products => sheet.words(row, at, &book.products(&entry.line.products))?,
        C::Stage => sheet.words(row, at, &entry.line.stage.title())?,
        C::Scope => sheet.scope(row, at, of.scope)?,
        C::Vehicle => sheet.text(row, at, of.vehicle.map_or("", |vehicle| &book.basis.vehicles[vehicle].name))?,
        C::Conversion => put_conversion(sources, sheet, line, (row, at))?,
        C::Activity => {
            let factors: Vec<String> = line.numbers().chain([C::Conversion]).map(cell).collect();
            let activity = book.digits.of(Measure::Activity, part.allocated.activity);
            sheet.formula(row, at, &factors.join("*"), activity)?;
        }
        C::Unit => sheet.words(row, at, &labels::unit(&of.per.to_string(), Amount::ONE))?,
        C::Factor => {
            let (factors, cells) = sources.factors;
            sheet.link(row, at, &of.factor, &cells.cells(factors, of)?.name)?;
        }
        C::InTonnes => {
            let (factors, cells) = sources.factors;
            let gwp = of.gas.as_ref().map_or(Amount::ONE, |(_, gwp)| *gwp);
            sheet.formula(row, at, &cells.cells(factors, of)?.in_tonnes, significant(of.value.of(gwp)?))?;
        }
        C::Emissions => {
            let formula = format!("{}*{}", cell(C::Activity), cell(C::InTonnes));
            sheet.formula(row, at, &formula, book.digits.emissions(part.allocated.emissions))?;
        }
        C::Key => sheet.text(row, at, entry.line.key.as_deref().unwrap_or_default())?,
        C::Product(product) => {
            let Some(place) = entry.line.products.iter().position(|of| *of == product) else { return Ok(()) };
            let (allocation, shares) = sources.allocation;
            let whole = cell(C::Emissions);
            let formula = match shares.cell(allocation, &entry.line, u32::try_from(place)?) {
                Some(share) => format!("{whole}*{share}"),
                None => whole,
            };
            sheet.formula(row, at, &formula, book.digits.emissions(part.allocated.by_product[place]))?;
        }
        C::Date => sheet.text(row, at, &part.remarks.date)?,
        C::Leg => {
            if let Some(leg) = entry.line.leg {
                sheet.words(row, at, &titles::leg_name(leg))?;
            }
        }
        C::Category => sheet.text(row, at, &part.remarks.category)?,
        C::Specification => sheet.text(row, at, &part.remarks.specification)?,
        C::Facility => sheet.text(row, at, &part.remarks.facility)?,
        C::Supplier => sheet.text(row, at, &part.remarks.supplier)?,
        C::Source => sheet.text(row, at, &part.remarks.source)?,
        C::Note => sheet.text(row, at, &part.remarks.note)?,
        C::Quality => {
            if let Some(quality) = part.activity.common().quality {
                sheet.words(row, at, &titles::quality_name(Some(quality)))?;
            }
        }
    }
    Ok(())
}

fn put_unit(sheet: &mut Sheet<'_>, (row, at): (u32, u16), of: Option<&Measured>) -> anyhow::Result<()> {
    if let Some(of) = of {
        sheet.words(row, at, &of.unit)?;
    }
    Ok(())
}

/// From the product of the numbers to the activity in the factor's unit: what a vehicle uses per km, or a constant.
fn put_conversion(
    sources: &Sources<'_, '_>,
    sheet: &mut Sheet<'_>,
    line: &Line<'_>,
    (row, at): (u32, u16),
) -> anyhow::Result<()> {
    let per = &line.entry.line.characterisation.per;
    let (sizes, mut over) = line.counted.sizes();
    let vehicle = line.entry.line.characterisation.vehicle;
    if let Some((cell, per_km)) = vehicle.and_then(|vehicle| sources.per_km.get(&(vehicle, per))) {
        let constant = Constant::ratio(&sizes, &over)?;
        let value = quotient(&[constant.value, *per_km], &[])?;
        return Ok(sheet.formula(row, at, &constant.times(cell), significant(value))?);
    }
    over.push(per.size());
    let constant = Constant::ratio(&sizes, &over)?;
    if constant.ends {
        sheet.number(row, at, significant(constant.value))?;
    } else {
        sheet.formula(row, at, &constant.text, significant(constant.value))?;
    }
    Ok(())
}
