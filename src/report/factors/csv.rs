//! Factors as CSV, a line each, with all that is known of them.

use crate::column::{Column as C, FileKind};
use crate::factor::{EmissionFactor, FactorValue, Uncertainty};
use crate::report::csv::{BYTE_ORDER_MARK, inert};
use crate::word::Word;

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

/// What stands in a column.
fn cell(factor: &EmissionFactor, column: C) -> String {
    let derived = |of: fn(FactorValue) -> Option<String>| of(factor.value).unwrap_or_default();
    match column {
        C::Activity => inert(&factor.activity),
        C::Region => inert(factor.region.as_deref().unwrap_or_default()),
        C::Year => factor.year.map(|year| year.to_string()).unwrap_or_default(),
        C::NameZh => inert(&factor.name_zh),
        C::NameEn => inert(&factor.name_en),
        C::Aliases => inert(&factor.aliases.join(";")),
        C::Value => factor.value.amount().map(|amount| amount.to_string()).unwrap_or_default(),
        C::Unit => inert(&factor.unit.symbol),
        C::Ncv => derived(|value| parts(value).map(|[ncv, ..]| ncv)),
        C::CarbonContent => derived(|value| parts(value).map(|[_, carbon_content, _]| carbon_content)),
        C::Oxidation => derived(|value| parts(value).map(|[.., oxidation]| oxidation)),
        C::Boundary => factor.boundary.map_or("", Word::name).to_owned(),
        C::Gwp => factor.gwp.map_or("", Word::name).to_owned(),
        C::Uncertainty => match factor.quality.uncertainty {
            Some(Uncertainty::Relative(fraction)) => fraction.to_string(),
            _ => String::new(),
        },
        C::Source => inert(&factor.source),
        C::Locator => inert(&factor.locator),
        C::Note => inert(&factor.note),
        _ => String::new(),
    }
}

/// What the value of a fuel is derived from.
fn parts(value: FactorValue) -> Option<[String; 3]> {
    match value {
        FactorValue::Given(_) => None,
        FactorValue::Derived { ncv, carbon_content, oxidation } => {
            Some([ncv, carbon_content, oxidation].map(|amount| amount.to_string()))
        }
    }
}
