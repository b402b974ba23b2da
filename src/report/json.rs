//! The result as JSON: the contract `pertonne.footprint/1`.

use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::footprint::{Footprint, Input, ProductFootprint, Release, RowCount, StudyInfo};
use crate::text::Language;
use crate::word::GwpSet;

/// The name and version of the format. Fields may be added within a version; none changes or goes.
const SCHEMA: &str = "pertonne.footprint/1";

#[derive(Serialize)]
struct Document<'f, D: Serialize> {
    schema: &'static str,
    study: &'f StudyInfo,
    factors: &'f Release,
    gwp: GwpSet,
    products: &'f [ProductFootprint],
    rows: RowCount,
    inputs: &'f [Input],
    diagnostics: Vec<D>,
}

/// The footprint as a JSON document. Amounts are strings; emissions are in t CO2e; a share is a fraction.
///
/// # Errors
/// None that the document itself can cause.
pub fn json(footprint: &Footprint, diagnostics: &Diagnostics, language: Language) -> serde_json::Result<String> {
    let document = Document {
        schema: SCHEMA,
        study: &footprint.study,
        factors: &footprint.factors,
        gwp: footprint.gwp,
        products: &footprint.products,
        rows: footprint.rows,
        inputs: &footprint.inputs,
        diagnostics: diagnostics.shown().into_iter().map(|diagnostic| diagnostic.in_language(language)).collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}
