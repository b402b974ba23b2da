//! Factors as JSON: the contract `pertonne.factors/1`.

use serde::Serialize;

use crate::amount::Amount;
use crate::catalogue::Listing;
use crate::factor::{EmissionFactor, FactorQuality, FactorValue};
use crate::report::json::pretty;
use crate::word::{FactorBoundary, GwpSet};

/// The name and version of the format. Fields may be added within a version; none changes or goes.
const SCHEMA: &str = "pertonne.factors/1";

#[derive(Serialize)]
struct Document<'l> {
    schema: &'static str,
    release: &'l str,
    sha256: &'l str,
    factors: Vec<FactorDocument<'l>>,
}

#[derive(Serialize)]
pub(in crate::report) struct FactorDocument<'l> {
    factor: String,
    activity: &'l str,
    region: Option<&'l str>,
    year: Option<i16>,
    name_zh: &'l str,
    name_en: &'l str,
    aliases: &'l [String],
    value: Option<Amount>,
    unit: &'l str,
    derived_from: Option<DerivedDocument>,
    boundary: Option<FactorBoundary>,
    gwp: Option<GwpSet>,
    printed: Option<Amount>,
    #[serde(flatten)]
    quality: &'l FactorQuality,
    source: &'l str,
    locator: &'l str,
    note: &'l str,
    file: &'l str,
    line: u64,
}

#[derive(Serialize)]
struct DerivedDocument {
    ncv: Amount,
    carbon_content: Amount,
    oxidation: Amount,
}

/// Factors as a JSON document. Amounts are strings.
///
/// # Errors
/// None that the document itself can cause.
pub fn factors_json(listing: &Listing<'_>) -> serde_json::Result<String> {
    pretty(&Document {
        schema: SCHEMA,
        release: &listing.loaded.release,
        sha256: &listing.loaded.sha256,
        factors: listing.factors.iter().copied().map(factor_document).collect(),
    })
}

pub(in crate::report) fn factor_document(factor: &EmissionFactor) -> FactorDocument<'_> {
    FactorDocument {
        factor: factor.full_name(),
        activity: &factor.activity,
        region: factor.region.as_deref(),
        year: factor.year,
        name_zh: &factor.name_zh,
        name_en: &factor.name_en,
        aliases: &factor.aliases,
        value: factor.value.amount().ok(),
        unit: &factor.unit.symbol,
        derived_from: match factor.value {
            FactorValue::Given(_) => None,
            FactorValue::Derived { ncv, carbon_content, oxidation } => {
                Some(DerivedDocument { ncv, carbon_content, oxidation })
            }
        },
        boundary: factor.boundary,
        gwp: factor.gwp,
        printed: factor.printed,
        quality: &factor.quality,
        source: &factor.source,
        locator: &factor.locator,
        note: &factor.note,
        file: &factor.row.file,
        line: factor.row.line,
    }
}
