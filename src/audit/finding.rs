//! A finding, and what it weighs.

use serde::Serialize;

use super::figure::over;
use super::limits::Bound;
use super::scene::Scene;
use crate::amount::Amount;
use crate::calculation::{Outcome, Supposition};
use crate::diagnostic::{Code, Diagnostic, Place, Problem, Severity};
use crate::footprint::Footprint;
use crate::text::Text;

/// What a verifier would question.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What it is of: an item, a product, an allocation key, a file. With the code it is the name by which it is accepted.
    pub subject: String,
    /// What is wrong, where, and what to do.
    pub diagnostic: Diagnostic,
    /// The rows behind it, where it is not the place alone.
    pub rows: Vec<RowRef>,
    /// The numbers that show it.
    pub arithmetic: Vec<Text>,
    /// The clause or the source behind the rule, and of its limit.
    pub source: Option<Text>,
    /// What the limit is, and why it is that.
    pub limit: Option<Text>,
    /// What it changes; nothing where that cannot be told by computing the study once more.
    pub effect: Option<Effect>,
    /// The answer to it that study.toml gives.
    pub accepted: Option<String>,
}

/// A row of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowRef {
    /// The file.
    pub file: String,
    /// The line.
    pub line: u64,
}

/// What a finding changes: the result with the one thing changed, less the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What was changed.
    pub what: Text,
    /// The effect on each product, in the order of the products.
    pub products: Vec<ProductEffect>,
}

/// What a finding changes of one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductEffect {
    /// The product.
    pub product: String,
    /// The emissions of the period with the change, in t CO2e.
    pub emissions: Amount,
    /// These less the ones of the study, in t CO2e.
    pub difference: Amount,
    /// The difference as a fraction of the product's footprint; nothing where that is zero.
    pub share: Option<Amount>,
    /// The footprint with the change, in t CO2e per declared unit.
    pub per_unit: Amount,
}

impl Finding {
    /// Its code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.diagnostic.problem.code
    }

    /// How grave it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.diagnostic.problem.severity
    }

    /// The name by which study.toml accepts it: `burden-free/回收料`.
    #[must_use]
    pub fn name(&self) -> String {
        match self.subject.as_str() {
            "" => self.code().to_string(),
            subject => format!("{}/{subject}", self.code()),
        }
    }

    /// The largest part of a product's footprint that it changes.
    #[must_use]
    pub fn weight(&self) -> Amount {
        self.effect.as_ref().map_or(Amount::ZERO, Effect::weight)
    }
}

impl Effect {
    /// The largest part of a product's footprint that it changes.
    #[must_use]
    pub fn weight(&self) -> Amount {
        let shares = self.products.iter().map(|product| product.share.unwrap_or_default().abs());
        shares.max().unwrap_or_default()
    }

    /// What it changes of all products together, in t CO2e.
    #[must_use]
    pub fn total(&self) -> Option<Amount> {
        super::figure::sum(self.products.iter().map(|product| product.difference))
    }

    fn of(what: Text, before: &Footprint, after: &[Outcome]) -> Option<Effect> {
        let products = before.products.iter().zip(after);
        let products = products.map(|(before, after)| {
            let difference = after.emissions.minus(before.emissions).ok()?;
            Some(ProductEffect {
                product: before.product.clone(),
                emissions: after.emissions,
                difference,
                share: over(difference, before.emissions),
                per_unit: after.per_unit,
            })
        });
        Some(Effect { what, products: products.collect::<Option<_>>()? })
    }
}

/// The order in which findings are shown: by what they change, then by how grave they are; what is accepted comes last.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by_cached_key(|finding| {
        let Place { file, line, .. } = &finding.diagnostic.place;
        let key = (finding.accepted.is_some(), std::cmp::Reverse(finding.weight()), finding.severity());
        (key, finding.code(), file.clone(), *line, finding.subject.clone())
    });
}

/// A finding before it is weighed.
pub(super) struct Draft {
    finding: Finding,
    supposing: Option<(Text, Supposition)>,
}

impl Draft {
    pub(super) fn new(problem: Problem, place: Place, subject: impl Into<String>) -> Draft {
        Draft {
            finding: Finding {
                subject: subject.into(),
                diagnostic: Diagnostic::new(problem, place),
                rows: Vec::new(),
                arithmetic: Vec::new(),
                source: None,
                limit: None,
                effect: None,
                accepted: None,
            },
            supposing: None,
        }
    }

    /// What another part of the program found.
    pub(super) fn of(diagnostic: Diagnostic) -> Draft {
        let (line, _) = diagnostic.place.line_and_column();
        let subject = match line {
            0 => diagnostic.place.file.clone(),
            _ => format!("{}:{line}", diagnostic.place.file),
        };
        Draft::new(diagnostic.problem, diagnostic.place, subject)
    }

    /// The finding as it is, of another subject: one without an effect.
    pub(super) fn named(self, subject: &str) -> Finding {
        Finding { subject: subject.to_owned(), ..self.finding }
    }

    pub(super) fn rows(mut self, rows: impl IntoIterator<Item = RowRef>) -> Draft {
        self.finding.rows.extend(rows);
        self
    }

    pub(super) fn arithmetic(mut self, lines: impl IntoIterator<Item = Text>) -> Draft {
        self.finding.arithmetic.extend(lines);
        self
    }

    pub(super) fn source(mut self, source: Text) -> Draft {
        self.finding.source = Some(source);
        self
    }

    /// Held against a limit, whose source is the finding's.
    pub(super) fn limit(mut self, bound: &Bound) -> Draft {
        self.finding.limit = Some(bound.note.clone()).filter(|_| !bound.own);
        self.source(bound.text())
    }

    /// The effect is that of supposing something else; none where nothing is supposed.
    pub(super) fn supposing(mut self, what: Text, supposition: Supposition) -> Draft {
        if !supposition.is_empty() {
            self.supposing = Some((what, supposition));
        }
        self
    }
}

/// For how many findings of a code the study is computed once more. There are rarely more that matter, and a study of a million
/// items is to be audited, too.
const WEIGHED: usize = 20;

/// The findings with their effects. Of a code those are weighed whose rows weigh most.
pub(super) fn weighed(mut drafts: Vec<Draft>, scene: &Scene<'_>) -> Vec<Finding> {
    drafts.sort_by_cached_key(|draft| {
        let rows = draft.finding.rows.iter().filter_map(|row| scene.weight(row));
        std::cmp::Reverse(super::figure::sum(rows).unwrap_or_default())
    });
    let mut counts = std::collections::BTreeMap::new();
    let mut findings = Vec::new();
    for Draft { mut finding, supposing } in drafts {
        let count = counts.entry(finding.code()).or_insert(0_usize);
        if let Some((what, supposition)) = supposing
            && *count < WEIGHED
        {
            *count += 1;
            let after = scene.alternatives.outcome(&supposition);
            finding.effect = after.and_then(|after| Effect::of(what, &scene.evaluation.footprint, &after));
        }
        findings.push(finding);
    }
    findings
}
