//! An audit in Markdown, to be pasted into a document or a ticket.

use crate::audit::{Audit, Effect, Finding};
use crate::report::labels::{self, audit as words};
use crate::report::markdown::escaped;
use crate::report::page::{signed, signed_percent};
use crate::text::{Language, Text};

/// The audit in GitHub-flavoured Markdown.
#[must_use]
pub fn audit_markdown(audit: &Audit, language: Language) -> String {
    let say = |text: &Text| escaped(text.in_language(language));
    let title = format!("# {}", escaped(&audit.footprint.study.title));
    let mut blocks = vec![title, say(&super::basis(audit)), format!("**{}**", say(&super::summary(audit)))];
    if !audit.every_row {
        blocks.push(say(&words::rows_together()));
    }
    if audit.findings.iter().any(|finding| finding.effect.is_some()) {
        blocks.push(say(&words::by_effect()));
    }
    let (standing, accepted): (Vec<&Finding>, Vec<&Finding>) =
        audit.findings.iter().partition(|finding| finding.accepted.is_none());
    for finding in standing {
        blocks.extend(one(finding, language, "##"));
    }
    if !accepted.is_empty() {
        blocks.push(format!("## {}", say(&words::accepted_heading())));
    }
    for finding in accepted {
        blocks.extend(one(finding, language, "###"));
    }
    blocks.join("\n\n") + "\n"
}

/// A finding, block by block.
fn one(finding: &Finding, language: Language, level: &str) -> Vec<String> {
    let say = |text: &Text| escaped(text.in_language(language));
    let severity = say(&finding.severity().name());
    let problem = &finding.diagnostic.problem;
    let mut blocks = vec![format!("{level} {severity}\\[{}\\] {}", finding.code(), say(&problem.message))];
    blocks.push(format!("{} · {}", escaped(&finding.name()), escaped(&super::place(finding))));
    if !finding.arithmetic.is_empty() {
        let lines = finding.arithmetic.iter().map(|line| format!("- {}", say(line)));
        blocks.push(lines.collect::<Vec<_>>().join("\n"));
    }
    blocks.extend(super::rows(finding).iter().map(say));
    if let Some(effect) = &finding.effect {
        blocks.push(say(&words::effect(&effect.what)));
        blocks.push(table(effect, language));
    }
    blocks.extend(finding.source.as_ref().map(|source| say(&words::source(source))));
    blocks.extend(finding.limit.as_ref().map(say));
    blocks.push(match &finding.accepted {
        Some(reason) => say(&words::accepted(reason)),
        None => say(&words::help(&problem.help)),
    });
    blocks
}

/// The effect on each product.
fn table(effect: &Effect, language: Language) -> String {
    let header = [labels::tables::product(), labels::emissions(), labels::share()];
    let header = header.map(|text| escaped(text.in_language(language)));
    let row = |cells: [String; 3]| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(header), "| --- | ---: | ---: |".to_owned()];
    lines.extend(
        effect.products.iter().map(|product| {
            row([escaped(&product.product), signed(product.difference, 2), signed_percent(product.share)])
        }),
    );
    lines.join("\n")
}
