//! Findings that the plant has an answer to.

use super::finding::{Draft, Finding};
use crate::diagnostic::{Diagnostic, problem};
use crate::study::Acceptance;

/// Gives findings the answers of study.toml; an answer that fits none is a finding itself.
pub(super) fn accept(answers: &[Acceptance], findings: &mut Vec<Finding>) {
    let mut unused = Vec::new();
    for Acceptance { finding: name, reason } in answers {
        let fits = |finding: &&mut Finding| finding.code().as_str() == name.value || finding.name() == name.value;
        let mut fitting = findings.iter_mut().filter(fits).peekable();
        if fitting.peek().is_none() {
            let known = findings.iter().map(Finding::name).collect::<Vec<_>>();
            let problem = problem::unused_acceptance(&name.value, &known);
            unused.push(Draft::of(Diagnostic::new(problem, name.place.clone())).named(&name.value));
            continue;
        }
        for finding in fitting {
            finding.accepted = Some(reason.clone());
        }
    }
    findings.extend(unused);
}
