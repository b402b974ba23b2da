//! Factors as JSON: the contract `pertonne.factors/1`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::amount::Amount;
use crate::catalogue::{Answer, Found, Listing, PassedOver, Shown};
use crate::factor::{EmissionFactor, FactorQuality, Gas, Loaded};
use crate::report::json::pretty;
use crate::word::{FactorBoundary, GwpSet, Word};

/// The name and version of the format. Fields may be added within a version; none changes or goes.
const SCHEMA: &str = "pertonne.factors/1";

/// What every document has, and what only some have, which is left out of the others.
#[derive(Default, Serialize)]
struct Document<'l> {
    schema: &'static str,
    release: &'l str,
    sha256: &'l str,
    /// What is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<AskedDocument<'l>>,
    /// The full name of the one factor that it leads to, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    chosen: Option<String>,
    factors: Vec<FactorDocument<'l>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<Vec<PassedOverDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gases: Option<Vec<GasDocument<'l>>>,
    /// Names that are near, where nothing is found.
    #[serde(skip_serializing_if = "Option::is_none")]
    near: Option<&'l [String]>,
}

#[derive(Serialize)]
struct AskedDocument<'l> {
    name: &'l str,
    region: Option<&'l str>,
    year: Option<i16>,
}

#[derive(Serialize)]
struct PassedOverDocument {
    factor: String,
    why: PassedOver,
}

#[derive(Serialize)]
struct GasDocument<'l> {
    gas: &'l str,
    name_zh: &'l str,
    name_en: &'l str,
    aliases: &'l [String],
    formula: &'l str,
    gwp: BTreeMap<&'static str, Option<Amount>>,
    components: Vec<ComponentDocument<'l>>,
    source: &'l str,
    locator: &'l str,
    note: &'l str,
}

#[derive(Serialize)]
struct ComponentDocument<'l> {
    gas: &'l str,
    mass_fraction: Amount,
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

/// The parameters of a fuel's factor, and the steps from them to its value.
#[derive(Serialize)]
struct DerivedDocument {
    ncv: Amount,
    carbon_content: Amount,
    oxidation: Amount,
    carbon: Amount,
    oxidised_carbon: Amount,
    /// Whether the value ends: if not, it is rounded to 18 decimals.
    exact: bool,
}

impl<'l> Document<'l> {
    fn new(loaded: &'l Loaded, factors: &[&'l EmissionFactor]) -> Document<'l> {
        Document {
            schema: SCHEMA,
            release: &loaded.release,
            sha256: &loaded.sha256,
            factors: factors.iter().copied().map(factor_document).collect(),
            ..Document::default()
        }
    }
}

/// Factors as a JSON document. Amounts are strings.
///
/// # Errors
/// None that the document itself can cause.
pub fn factors_json(listing: &Listing<'_>) -> serde_json::Result<String> {
    pretty(&Document::new(listing.loaded, &listing.factors))
}

/// What a search found as a JSON document.
///
/// # Errors
/// None that the document itself can cause.
pub fn found_json(found: &Found<'_>) -> serde_json::Result<String> {
    pretty(&Document {
        gases: Some(found.gases.iter().copied().map(gas_document).collect()),
        near: Some(&found.near),
        ..Document::new(found.loaded, &found.factors)
    })
}

/// What a name leads to as a JSON document.
///
/// # Errors
/// None that the document itself can cause.
pub fn shown_json(shown: &Shown<'_>) -> serde_json::Result<String> {
    let Shown { name, asked, loaded, answer, gas, near } = shown;
    let choice = match answer {
        Answer::One(choice) => Some(choice),
        _ => None,
    };
    let passed_over = choice.map(|choice| choice.passed_over.iter()).into_iter().flatten();
    let passed_over = passed_over.map(|(factor, why)| PassedOverDocument { factor: factor.full_name(), why: *why });
    let region = asked.region.as_deref();
    pretty(&Document {
        asked: Some(AskedDocument { name, region, year: asked.year }),
        chosen: choice.map(|choice| choice.factor.full_name()),
        passed_over: Some(passed_over.collect()),
        gases: Some(gas.iter().copied().map(gas_document).collect()),
        near: Some(near),
        ..Document::new(loaded, shown.factors())
    })
}

fn gas_document(gas: &Gas) -> GasDocument<'_> {
    let components = gas.components.iter();
    GasDocument {
        gas: &gas.name,
        name_zh: &gas.name_zh,
        name_en: &gas.name_en,
        aliases: &gas.aliases,
        formula: &gas.formula,
        gwp: GwpSet::WORDS.iter().map(|(set, _)| (set.name(), gas.gwp(*set))).collect(),
        components: components.map(|part| ComponentDocument { gas: &part.gas, mass_fraction: part.fraction }).collect(),
        source: &gas.source,
        locator: &gas.locator,
        note: &gas.note,
    }
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
        derived_from: factor.value.derivation().ok().flatten().map(|steps| DerivedDocument {
            ncv: steps.energy,
            carbon_content: steps.carbon_content,
            oxidation: steps.oxidation,
            carbon: steps.carbon,
            oxidised_carbon: steps.oxidised,
            exact: factor.value.ends(),
        }),
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
