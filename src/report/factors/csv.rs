//! Factors as CSV, a line each, with all that is known of them.

use crate::column::{Column as C, FileKind};
use crate::factor::EmissionFactor;
use crate::report::csv::{BYTE_ORDER_MARK, inert};
use crate::text::{Text, text};

/// The column of the value as it is computed with: of a fuel to 18 decimals, where it does not end.
const WORKED_OUT: &str = "worked_out";

/// Factors as CSV: the full name, then the columns of a factors.csv, to be copied into one, then the value as it is
/// computed with.
///
/// # Errors
/// None that a factor itself can cause.
pub fn factors_csv(factors: &[&EmissionFactor]) -> Result<Vec<u8>, csv::Error> {
    let columns = FileKind::Factors.columns();
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    let header = columns.iter().map(|column| column.name());
    writer.write_record(std::iter::once("factor").chain(header).chain([WORKED_OUT]))?;
    for factor in factors {
        let cells = columns.iter().map(|column| cell(factor, *column));
        let worked_out = factor.value.amount().map(|amount| amount.to_string()).unwrap_or_default();
        writer.write_record(std::iter::once(inert(&factor.full_name())).chain(cells).chain([worked_out]))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// What stands in a column.
fn cell(factor: &EmissionFactor, column: C) -> String {
    match column {
        C::Value | C::Ncv | C::CarbonContent | C::Oxidation | C::Printed | C::Year => factor.cell(column),
        _ => inert(&factor.cell(column)),
    }
}

/// Why gases are not in it.
#[must_use]
pub fn no_gas_in_csv() -> Text {
    text!(
        "CSV has the columns of factors.csv, and a gas is none of its rows: text and JSON show gases",
        "CSV 为 factors.csv 的各列，不含气体：请用 text 或 json 查看气体"
    )
}
