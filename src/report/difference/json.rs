//! What differs between two releases, as JSON: the contract `pertonne.factors-diff/1`.

use serde::Serialize;

use crate::amount::Amount;
use crate::difference::{Change, Changed, GwpChange, StudyDifference, TableDifference};
use crate::factor::Loaded;
use crate::footprint::Release;
use crate::report::factors::{FactorDocument, factor_document};
use crate::report::json::pretty;

/// The name and version of the format. Fields may be added within a version; none changes or goes.
const SCHEMA: &str = "pertonne.factors-diff/1";

#[derive(Serialize)]
struct Document<'d> {
    schema: &'static str,
    old: Release,
    new: Release,
    added: Vec<FactorDocument<'d>>,
    withdrawn: Vec<FactorDocument<'d>>,
    changed: Vec<ChangedDocument<'d>>,
    gwps: &'d [GwpChange],
    #[serde(flatten)]
    study: Option<&'d StudyDifference>,
}

#[derive(Serialize)]
struct ChangedDocument<'d> {
    factor: String,
    by: Option<Amount>,
    changes: &'d [Change],
}

/// What differs as a JSON document. Amounts are strings; emissions are in t CO2e; a share and `by` are fractions.
///
/// # Errors
/// None that the document itself can cause.
pub fn difference_json(tables: &TableDifference<'_>, study: Option<&StudyDifference>) -> serde_json::Result<String> {
    let release = |loaded: &Loaded| Release { release: loaded.release.clone(), sha256: loaded.sha256.clone() };
    let changed = |changed: &'_ Changed<'_>| changed.new.full_name();
    pretty(&Document {
        schema: SCHEMA,
        old: release(tables.old),
        new: release(tables.new),
        added: tables.added.iter().copied().map(factor_document).collect(),
        withdrawn: tables.withdrawn.iter().copied().map(factor_document).collect(),
        changed: tables
            .changed
            .iter()
            .map(|one| ChangedDocument { factor: changed(one), by: one.by, changes: &one.changes })
            .collect(),
        gwps: &tables.gwps,
        study,
    })
}
