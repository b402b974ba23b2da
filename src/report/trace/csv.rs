//! Traced rows as CSV, a line per row and product.

use std::io::{self, Write};

use super::{TraceView, formula, plain};
use crate::diagnostic::Diagnostics;
use crate::report::csv::{BYTE_ORDER_MARK, inert};
use crate::text::Language;
use crate::trace::{Origin, Rows, Traced, TracedRow};
use crate::word::Word;

/// The header. Columns may be added at the end; none changes or goes.
const HEADER: [&str; 29] = [
    "file",
    "line",
    "item",
    "stage",
    "scope",
    "counted_by",
    "quantity",
    "unit",
    "times",
    "times_unit",
    "vehicle",
    "conversion",
    "activity",
    "activity_unit",
    "factor",
    "factor_value",
    "factor_unit",
    "factor_formula",
    "factor_source",
    "factor_locator",
    "factor_file",
    "factor_line",
    "gas",
    "gwp",
    "emissions",
    "product",
    "allocation",
    "share",
    "product_emissions",
];

/// Writes traced rows as CSV. Amounts are plain decimals with all their digits; emissions are in t CO2e.
pub struct TraceCsv<W: Write> {
    out: csv::Writer<W>,
    /// What the lines of rows with the same texts have in common, by their origin.
    known: Vec<Option<Constant>>,
}

/// The cells that are the same in all rows with the same texts, between those that are not.
struct Constant {
    item: [String; 4],
    units: [String; 2],
    vehicle: [String; 2],
    factor: [String; 11],
    shares: Vec<[String; 3]>,
}

impl<W: Write> TraceCsv<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// Those of writing it.
    pub fn new(mut out: W) -> io::Result<TraceCsv<W>> {
        out.write_all(BYTE_ORDER_MARK)?;
        let mut out = csv::Writer::from_writer(out);
        out.write_record(HEADER).map_err(unwritten)?;
        Ok(TraceCsv { out, known: Vec::new() })
    }
}

/// What kept a line from being written, as the system says it: a closed pipe has to be told from a full disk.
fn unwritten(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        // All lines are of one length, and nothing is read.
        _ => io::ErrorKind::InvalidData.into(),
    }
}

impl Constant {
    fn new(origin: &Origin<'_>) -> Constant {
        let counted_by = origin.counted.iter().map(|number| number.column.name()).collect::<Vec<_>>().join(" × ");
        let unit = |place: usize| origin.counted.get(place).map_or(String::new(), |number| inert(&number.unit));
        let row = origin.row;
        let of_row = |column: fn(&crate::factor::EmissionFactor) -> String| row.map(column).unwrap_or_default();
        let (gas, gwp) = origin.gas.map_or_else(Default::default, |(gas, gwp)| (gas.to_owned(), gwp.to_string()));
        let share = |share: &crate::trace::Share<'_>| {
            let (key, part) = share.allocation.map_or((String::new(), "1".to_owned()), |allocation| {
                (allocation.key.clone(), allocation.share.to_string())
            });
            [inert(share.product), inert(&key), part]
        };
        Constant {
            item: [inert(origin.item), origin.stage.name().to_owned(), origin.scope.to_string(), counted_by],
            units: [unit(0), unit(1)],
            vehicle: [inert(origin.vehicle.unwrap_or("")), plain(&origin.conversion)],
            factor: [
                origin.per.to_string(),
                inert(origin.factor),
                of_row(|factor| factor.value.amount().map_or(String::new(), |value| value.to_string())),
                inert(&of_row(|factor| factor.unit.symbol.clone())),
                formula(origin).unwrap_or_default(),
                inert(&of_row(|factor| factor.source.clone())),
                inert(&of_row(|factor| factor.locator.clone())),
                inert(&of_row(|factor| factor.row.file.to_string())),
                of_row(|factor| factor.row.line.to_string()),
                inert(&gas),
                gwp,
            ],
            shares: origin.products.iter().map(share).collect(),
        }
    }
}

impl<W: Write + Send> Rows for TraceCsv<W> {
    fn row(&mut self, row: &TracedRow<'_>) -> io::Result<()> {
        let TraceCsv { out, known } = self;
        let index = row.origin.index;
        if known.len() <= index {
            known.resize_with(index + 1, || None);
        }
        let Constant { item, units, vehicle, factor, shares } =
            known[index].get_or_insert_with(|| Constant::new(row.origin));
        let file = inert(row.origin.file);
        let line = row.line.to_string();
        let number = |place: usize| row.numbers.get(place).map(ToString::to_string).unwrap_or_default();
        let (quantity, times) = (number(0), number(1));
        let (activity, emissions) = (row.activity.to_string(), row.emissions.to_string());
        for (share, part) in shares.iter().zip(row.parts) {
            let part = part.to_string();
            let cells = [file.as_str(), &line].into_iter();
            let cells = cells.chain(item.iter().map(String::as_str));
            let cells = cells.chain([quantity.as_str(), &units[0], &times, &units[1]]);
            let cells = cells.chain(vehicle.iter().map(String::as_str)).chain([activity.as_str()]);
            let cells = cells.chain(factor.iter().map(String::as_str)).chain([emissions.as_str()]);
            let cells = cells.chain(share.iter().map(String::as_str)).chain([part.as_str()]);
            out.write_record(cells).map_err(unwritten)?;
        }
        Ok(())
    }
}

impl<W: Write + Send> TraceView for TraceCsv<W> {
    fn end(&mut self, _: &Traced, _: &Diagnostics, _: Language) -> io::Result<()> {
        self.out.flush()
    }
}
