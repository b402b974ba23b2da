//! An audit as JSON: the contract `pertonne.audit/1`.

use serde::Serialize;

use super::super::json::{pretty, shown};
use crate::amount::Amount;
use crate::audit::{Audit, Finding, ProductEffect, RowRef};
use crate::diagnostic::{Diagnostics, Severity};
use crate::footprint::{Release, StudyInfo};
use crate::text::Language;
use crate::word::{GwpSet, Word};

#[derive(Serialize)]
struct Document<'a, D: Serialize> {
    schema: &'static str,
    study: &'a StudyInfo,
    boundary: &'static str,
    factors: &'a Release,
    gwp: GwpSet,
    reference: &'a str,
    every_row: bool,
    passes: bool,
    summary: Summary,
    products: Vec<ProductDocument<'a>>,
    findings: Vec<FindingDocument<'a>>,
    diagnostics: Vec<D>,
}

#[derive(Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    notes: usize,
    accepted: usize,
}

#[derive(Serialize)]
struct ProductDocument<'a> {
    product: &'a str,
    declared_unit: &'a str,
    emissions: Amount,
    per_unit: Amount,
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    code: &'static str,
    severity: Severity,
    subject: &'a str,
    name: String,
    file: &'a str,
    line: u64,
    column: u64,
    message: &'a str,
    help: &'a str,
    arithmetic: Vec<&'a str>,
    rows: &'a [RowRef],
    source: Option<&'a str>,
    limit: Option<&'a str>,
    effect: Option<EffectDocument<'a>>,
    accepted: Option<&'a str>,
}

#[derive(Serialize)]
struct EffectDocument<'a> {
    what: &'a str,
    difference: Option<Amount>,
    products: &'a [ProductEffect],
}

/// An audit as a JSON document, `pertonne.audit/1`. Amounts are strings; emissions are in t CO2e, and shares fractions of a
/// product's footprint.
///
/// # Errors
/// None that the document itself can cause.
pub fn audit_json(audit: &Audit, diagnostics: &Diagnostics, language: Language) -> serde_json::Result<String> {
    let footprint = &audit.footprint;
    let products = footprint.products.iter().map(|product| ProductDocument {
        product: &product.product,
        declared_unit: &product.declared_unit,
        emissions: product.emissions,
        per_unit: product.per_unit,
    });
    pretty(&Document {
        schema: "pertonne.audit/1",
        study: &footprint.study,
        boundary: footprint.boundary.name(),
        factors: &footprint.factors,
        gwp: footprint.gwp,
        reference: &audit.reference,
        every_row: audit.every_row,
        passes: audit.passes(),
        summary: Summary {
            errors: audit.count(Severity::Error),
            warnings: audit.count(Severity::Warning),
            notes: audit.count(Severity::Note),
            accepted: audit.findings.len() - audit.standing().count(),
        },
        products: products.collect(),
        findings: audit.findings.iter().map(|finding| document(finding, language)).collect(),
        diagnostics: shown(diagnostics, language),
    })
}

fn document(finding: &Finding, language: Language) -> FindingDocument<'_> {
    let problem = &finding.diagnostic.problem;
    let (line, column) = finding.diagnostic.place.line_and_column();
    FindingDocument {
        code: finding.code().as_str(),
        severity: finding.severity(),
        subject: &finding.subject,
        name: finding.name(),
        file: &finding.diagnostic.place.file,
        line,
        column,
        message: problem.message.in_language(language),
        help: problem.help.in_language(language),
        arithmetic: finding.arithmetic.iter().map(|line| line.in_language(language)).collect(),
        rows: &finding.rows,
        source: finding.source.as_ref().map(|source| source.in_language(language)),
        limit: finding.limit.as_ref().map(|limit| limit.in_language(language)),
        effect: finding.effect.as_ref().map(|effect| EffectDocument {
            what: effect.what.in_language(language),
            difference: effect.total(),
            products: &effect.products,
        }),
        accepted: finding.accepted.as_deref(),
    }
}
