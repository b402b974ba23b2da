//! The result as JSON: the contract `pertonne.footprint/1`.

mod report;

use serde::Serialize;

use crate::activity::Exclusion;
use crate::amount::Amount;
use crate::check::{Check, CheckedFigure, Failure, Subject, Summary};
use crate::diagnostic::Diagnostics;
use crate::footprint::{Footprint, Input, ProductFootprint, Release, RowCount, StudyInfo};
use crate::target::Plan;
use crate::text::Language;
use crate::word::{Cause, GwpSet, Measure, Verdict};

pub use report::report_json;

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
    exclusions: &'f [Exclusion],
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
        exclusions: &footprint.exclusions,
        inputs: &footprint.inputs,
        diagnostics: shown(diagnostics, language),
    };
    pretty(&document)
}

pub(super) fn shown(diagnostics: &Diagnostics, language: Language) -> Vec<impl Serialize> {
    diagnostics.shown().into_iter().map(|diagnostic| diagnostic.in_language(language)).collect()
}

pub(super) fn pretty(document: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string_pretty(document).map(|text| text + "\n")
}

/// The most causes of one difference that are listed.
const CAUSES: usize = 20;

#[derive(Serialize)]
struct CheckDocument<'c, D: Serialize> {
    schema: &'static str,
    study: &'c StudyInfo,
    factors: &'c Release,
    gwp: GwpSet,
    holds: bool,
    every_row: bool,
    summary: Summary,
    figures: Vec<FigureDocument<'c>>,
    diagnostics: Vec<D>,
}

#[derive(Serialize)]
struct FigureDocument<'c> {
    table: &'c str,
    file: &'c str,
    line: u64,
    measure: Measure,
    subject: &'c Subject,
    unit: &'c str,
    printed: String,
    computed: Amount,
    low: Amount,
    high: Amount,
    verdict: Verdict,
    stated: Option<Verdict>,
    reason: Option<&'c str>,
    cause: Option<Cause>,
    failure: Option<Failure>,
    search: Option<SearchDocument<'c>>,
}

#[derive(Serialize)]
struct SearchDocument<'c> {
    tried: usize,
    hits: usize,
    exact: usize,
    exact_by_chance: Amount,
    hits_by_chance: Amount,
    causes: Vec<HitDocument<'c>>,
}

#[derive(Serialize)]
struct HitDocument<'c> {
    cause: Cause,
    what: &'c str,
    arithmetic: &'c str,
    value: Amount,
    exact: bool,
    figures: usize,
}

/// A check as a JSON document, `pertonne.check/1`. Amounts are strings, in the unit of their figure.
///
/// # Errors
/// None that the document itself can cause.
pub fn check_json(check: &Check, diagnostics: &Diagnostics, language: Language) -> serde_json::Result<String> {
    pretty(&CheckDocument {
        schema: "pertonne.check/1",
        study: &check.study,
        factors: &check.factors,
        gwp: check.gwp,
        holds: check.holds(),
        every_row: check.every_row,
        summary: check.summary,
        figures: check.figures.iter().map(|figure| figure_document(figure, language)).collect(),
        diagnostics: shown(diagnostics, language),
    })
}

fn figure_document(figure: &CheckedFigure, language: Language) -> FigureDocument<'_> {
    FigureDocument {
        table: &figure.table,
        file: &figure.file,
        line: figure.line,
        measure: figure.measure,
        subject: &figure.subject,
        unit: &figure.unit,
        printed: figure.printed.to_grouped(""),
        computed: figure.computed.value,
        low: figure.computed.low,
        high: figure.computed.high,
        verdict: figure.verdict,
        stated: figure.stated,
        reason: figure.reason.as_deref(),
        cause: figure.cause,
        failure: figure.failure,
        search: figure.search.as_ref().map(|search| SearchDocument {
            tried: search.tried,
            hits: search.hits.len(),
            exact: search.exact(),
            exact_by_chance: search.exact_by_chance,
            hits_by_chance: search.by_chance,
            causes: search
                .hits
                .iter()
                .take(CAUSES)
                .map(|hit| HitDocument {
                    cause: hit.cause,
                    what: hit.what.in_language(language),
                    arithmetic: &hit.arithmetic,
                    value: hit.value,
                    exact: hit.exact,
                    figures: hit.figures,
                })
                .collect(),
        }),
    }
}

#[derive(Serialize)]
struct PlanDocument<'p, D: Serialize> {
    schema: &'static str,
    #[serde(flatten)]
    plan: &'p Plan,
    diagnostics: Vec<D>,
}

/// Targets as a JSON document, `pertonne.targets/1`. Amounts are strings; changes and rates are fractions.
///
/// # Errors
/// None that the document itself can cause.
pub fn plan_json(plan: &Plan, diagnostics: &Diagnostics, language: Language) -> serde_json::Result<String> {
    pretty(&PlanDocument { schema: "pertonne.targets/1", plan, diagnostics: shown(diagnostics, language) })
}
