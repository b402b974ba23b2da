//! Factors as CSV, a line each, with all that is known of them.

use crate::column::{Column as C, FileKind};
use crate::factor::EmissionFactor;
use crate::report::csv::{BYTE_ORDER_MARK, inert};
use crate::text::{Text, text};

/// Factors as CSV: the full name, then the columns of a factors.csv. The value of a fuel stands beside what it is derived
/// from, to 18 decimals where it does not end.
///
/// # Errors
/// None that a factor itself can cause.
pub fn factors_csv(factors: &[&EmissionFactor]) -> Result<Vec<u8>, csv::Error> {
    let columns = FileKind::Factors.columns();
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.to_vec());
    writer.write_record(std::iter::once("factor").chain(columns.iter().map(|column| column.name())))?;
    for factor in factors {
        let cells = columns.iter().map(|column| cell(factor, *column));
        writer.write_record(std::iter::once(inert(&factor.full_name())).chain(cells))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// What stands in a column; the value of a fuel is worked out.
fn cell(factor: &EmissionFactor, column: C) -> String {
    match column {
        C::Value => factor.value.amount().map(|amount| amount.to_string()).unwrap_or_default(),
        C::Ncv | C::CarbonContent | C::Oxidation | C::Printed | C::Year => factor.cell(column),
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
