//! Traced rows as JSON: the contract `pertonne.trace/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{TraceView, formula, plain};
use crate::amount::Amount;
use crate::diagnostic::Diagnostics;
use crate::footprint::{AllocationShare, Footprint};
use crate::report::json::shown;
use crate::text::Language;
use crate::trace::{Figure, Rows, Traced, TracedRow};
use crate::word::Stage;

/// The name and version of the format. Fields may be added within a version; none changes or goes.
const SCHEMA: &str = "pertonne.trace/1";

#[derive(Serialize)]
struct RowDocument<'t> {
    file: &'t str,
    line: u64,
    item: &'t str,
    stage: Stage,
    scope: u8,
    counted_by: Vec<NumberDocument<'t>>,
    vehicle: Option<&'t str>,
    conversion: String,
    activity: ActivityDocument,
    factor: FactorDocument<'t>,
    gas: Option<GasDocument<'t>>,
    emissions: Amount,
    products: Vec<ProductDocument<'t>>,
}

#[derive(Serialize)]
struct NumberDocument<'t> {
    column: &'t str,
    amount: Amount,
    unit: &'t str,
}

#[derive(Serialize)]
struct ActivityDocument {
    amount: Amount,
    unit: String,
}

#[derive(Serialize)]
struct FactorDocument<'t> {
    name: &'t str,
    value: Option<Amount>,
    unit: Option<&'t str>,
    formula: Option<String>,
    source: Option<&'t str>,
    locator: Option<&'t str>,
    file: Option<&'t str>,
    line: Option<u64>,
}

#[derive(Serialize)]
struct GasDocument<'t> {
    gas: &'t str,
    gwp: Amount,
}

#[derive(Serialize)]
struct ProductDocument<'t> {
    product: &'t str,
    allocation: Option<&'t AllocationShare>,
    emissions: Amount,
}

#[derive(Serialize)]
struct TotalDocument<'t> {
    product: &'t str,
    rows: u64,
    emissions: Amount,
    /// Of what in the result they are the emissions.
    figure: &'static str,
    stage: Option<Stage>,
    contributions: Option<usize>,
}

/// Writes traced rows as a JSON document, a line per row. Amounts are strings; emissions are in t CO2e; a share is a
/// fraction.
pub struct TraceJson<W> {
    out: W,
    begun: bool,
}

impl<W: Write> TraceJson<W> {
    /// Writes what comes before the first row.
    ///
    /// # Errors
    /// Those of writing it.
    pub fn new(mut out: W, footprint: &Footprint) -> io::Result<TraceJson<W>> {
        write!(out, "{{\n  \"schema\": \"{SCHEMA}\",\n  \"study\": ")?;
        serde_json::to_writer(&mut out, &footprint.study)?;
        write!(out, ",\n  \"factors\": ")?;
        serde_json::to_writer(&mut out, &footprint.factors)?;
        write!(out, ",\n  \"gwp\": ")?;
        serde_json::to_writer(&mut out, &footprint.gwp)?;
        write!(out, ",\n  \"rows\": [")?;
        Ok(TraceJson { out, begun: false })
    }

    fn list<T: Serialize>(&mut self, name: &str, list: &[T]) -> io::Result<()> {
        write!(self.out, ",\n  \"{name}\": [")?;
        for (index, value) in list.iter().enumerate() {
            write!(self.out, "{}\n    ", if index > 0 { "," } else { "" })?;
            serde_json::to_writer(&mut self.out, value)?;
        }
        write!(self.out, "{}]", if list.is_empty() { "" } else { "\n  " })
    }
}

impl<W: Write + Send> Rows for TraceJson<W> {
    fn row(&mut self, row: &TracedRow<'_>) -> io::Result<()> {
        let origin = row.origin;
        let numbers = origin.counted.iter().zip(row.numbers);
        let of_row = origin.row;
        let products = origin.products.iter().zip(row.parts);
        let document = RowDocument {
            file: origin.file,
            line: row.line,
            item: origin.item,
            stage: origin.stage,
            scope: origin.scope,
            counted_by: numbers
                .map(|(number, amount)| NumberDocument {
                    column: number.column.name(),
                    amount: *amount,
                    unit: &number.unit,
                })
                .collect(),
            vehicle: origin.vehicle,
            conversion: plain(&origin.conversion),
            activity: ActivityDocument { amount: row.activity, unit: origin.per.to_string() },
            factor: FactorDocument {
                name: origin.factor,
                value: of_row.and_then(|factor| factor.value.amount().ok()),
                unit: of_row.map(|factor| factor.unit.symbol.as_str()),
                formula: formula(origin),
                source: of_row.map(|factor| factor.source.as_str()),
                locator: of_row.map(|factor| factor.locator.as_str()),
                file: of_row.map(|factor| factor.row.file.as_ref()),
                line: of_row.map(|factor| factor.row.line),
            },
            gas: origin.gas.map(|(gas, gwp)| GasDocument { gas, gwp }),
            emissions: row.emissions,
            products: products
                .map(|(share, emissions)| ProductDocument {
                    product: share.product,
                    allocation: share.allocation,
                    emissions: *emissions,
                })
                .collect(),
        };
        self.out.write_all(if self.begun { b",\n    " } else { b"\n    " })?;
        self.begun = true;
        Ok(serde_json::to_writer(&mut self.out, &document)?)
    }
}

impl<W: Write + Send> TraceView for TraceJson<W> {
    fn end(&mut self, traced: &Traced, diagnostics: &Diagnostics, language: Language) -> io::Result<()> {
        write!(self.out, "{}],\n  \"row_count\": {}", if self.begun { "\n  " } else { "" }, traced.rows)?;
        let totals: Vec<TotalDocument<'_>> = traced
            .totals
            .iter()
            .map(|total| {
                let (figure, stage, contributions) = match total.figure {
                    Figure::Footprint => ("footprint", None, None),
                    Figure::Stage(stage) => ("stage", Some(stage), None),
                    Figure::Contributions(count) => ("contributions", None, Some(count)),
                };
                let (product, emissions) = (total.product.as_str(), total.emissions);
                TotalDocument { product, rows: total.rows, emissions, figure, stage, contributions }
            })
            .collect();
        self.list("totals", &totals)?;
        self.list("diagnostics", &shown(diagnostics, language))?;
        self.out.write_all(b"\n}\n")?;
        self.out.flush()
    }
}
