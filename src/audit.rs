//! An audit: what a verifier would question in a study, and what it would change.
//!
//! A footprint can be computed without a mistake from data that cannot be true, or by a method that contradicts what the
//! report claims. The rules below look for that in the data of any study; none knows a plant, an item or a number. What they
//! find are [`Finding`]s: a diagnostic, the rows behind it, the arithmetic, the source of the limit, and the effect.
//!
//! An effect is never estimated. The study is computed once more with the one thing changed ([`crate::calculation::Supposition`]),
//! and the effect is the difference of the two results, for each product. Effects do not add up: each is of one change alone.
//!
//! What a rule holds a number against stands in limits.csv and sectors.csv, with its source, and can be set otherwise in study.toml
//! ([`Limits`]). A verifier's tasks are those of ISO 14064-3:2019, 6.1.3 and 7.1.4: recalculation, plausibility, completeness.

mod accept;
mod figure;
mod finding;
mod limits;
mod rules;
mod scene;
mod settings;

use crate::calculation::{Basis, Evaluation, Options, open};
use crate::column::STUDY_FILE;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::factor::Loaded;
use crate::folder::Folder;
use crate::footprint::Footprint;
use crate::inventory::Detail;
use crate::lint::{LintOptions, lint_folder};
use crate::text::text;
use crate::world::OrSay;

use finding::Draft;
pub use finding::{Effect, Finding, ProductEffect, RowRef};
pub use limits::{Bound, Limits};
use scene::Scene;

/// The audit of a study.
#[derive(Clone, Debug)]
pub struct Audit {
    /// The footprint that was audited.
    pub footprint: Footprint,
    /// The release that its factors were held against.
    pub reference: String,
    /// Whether every row was looked at by itself: in activity data of more than 1 MiB rows with the same texts are one.
    pub every_row: bool,
    /// What was found, by its effect: the largest first; what is accepted is among it.
    pub findings: Vec<Finding>,
}

/// What an audit gives: findings, unless the study has no result.
#[derive(Clone, Debug)]
pub struct Audited {
    /// The audit.
    pub audit: Option<Audit>,
    /// What keeps the study from having a result.
    pub diagnostics: Diagnostics,
}

impl Audit {
    /// The findings that nobody has an answer to.
    pub fn standing(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.accepted.is_none())
    }

    /// How many findings of a severity stand.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.standing().filter(|finding| finding.severity() == severity).count()
    }

    /// Whether no error stands.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.count(Severity::Error) == 0
    }
}

/// Audits the study in `folder`.
///
/// # Errors
/// A folder without study.toml, a file that cannot be read.
pub fn audit<'f>(folder: impl Into<Folder<'f>>, options: &Options) -> anyhow::Result<Audited> {
    let (folder, mut diagnostics) = (folder.into(), Diagnostics::default());
    let audit = audited(folder, options, &mut diagnostics)?;
    Ok(Audited { audit, diagnostics })
}

fn audited(folder: Folder<'_>, options: &Options, diagnostics: &mut Diagnostics) -> anyhow::Result<Option<Audit>> {
    let Some(study) = open(folder, diagnostics)? else { return Ok(None) };
    let limits = Limits::read(&study.audit, diagnostics);
    let detail = Detail { as_parts: true, facts: true, ..Detail::default() };
    let Some(basis) = Basis::read(study, options, Some(&detail), diagnostics)? else { return Ok(None) };
    let evaluation = basis.evaluate(diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let newest = newest(&basis, options)?;
    let scene = Scene::new(&basis, &evaluation, newest.as_ref().unwrap_or(&basis.shipped), &limits, options.reading);
    settings::check(&scene, diagnostics);
    if diagnostics.has_errors() {
        return Ok(None);
    }
    let mut drafts = Vec::new();
    rules::find(&scene, &mut drafts)?;
    drafts.extend(of_others(folder, &basis, diagnostics)?);
    let mut findings = finding::weighed(drafts, &scene);
    accept::accept(&basis.study.audit.accepted, &mut findings);
    finding::sort(&mut findings);
    let reference = scene.reference.release.clone();
    let every_row = basis.every_row;
    let Evaluation { footprint, .. } = evaluation;
    Ok(Some(Audit { footprint, reference, every_row, findings }))
}

/// The newest shipped release, where the study uses another.
fn newest(basis: &Basis, options: &Options) -> anyhow::Result<Option<Loaded>> {
    let newest = Loaded::shipped_releases().next_back().filter(|newest| *newest != basis.shipped.release);
    let Some(newest) = newest.filter(|_| options.factors.is_none() && options.release.is_none()) else {
        return Ok(None);
    };
    // What is shipped has been read before the program was.
    Loaded::read(newest, None, &mut Diagnostics::default())
        .or_say(|| text!("cannot read the factor table", "无法读取因子表"))
        .map_err(Into::into)
}

/// What a run and a lint of the study's own factors warn of: the audit is to hold all that there is to question.
fn of_others(folder: Folder<'_>, basis: &Basis, warned: &Diagnostics) -> anyhow::Result<Vec<Draft>> {
    let draft = |diagnostic: &Diagnostic| Draft::of(diagnostic.clone());
    let mut drafts: Vec<Draft> = warned.shown().into_iter().map(draft).collect();
    if !basis.own.is_empty() {
        let lint = lint_folder(folder, &LintOptions::default())?;
        // What enters free of burden has a rule of its own.
        let found = lint.diagnostics.without(&[crate::diagnostic::Code::ZeroFactor]);
        drafts.extend(found.shown().into_iter().filter(|found| found.place.file != STUDY_FILE).map(draft));
    }
    Ok(drafts)
}
