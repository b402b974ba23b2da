//! An audit: for people at a terminal, in Markdown, as JSON, and as a table of a report.

mod json;
mod markdown;
mod table;
mod terminal;

pub use json::audit_json;
pub use markdown::audit_markdown;
pub use terminal::audit_text;
pub(super) use terminal::findings_text;

use super::labels::{self, audit as words};
use crate::audit::{Audit, Finding, RowRef};
use crate::diagnostic::{Place, Severity};
use crate::text::{Text, text};
use crate::word::Word;

/// The most lines of arithmetic, and of rows, that are shown of one finding.
const LINES: usize = 8;
const ROWS: usize = 12;

/// How the study was computed, and what its factors were held against.
fn basis(audit: &Audit) -> Text {
    let footprint = &audit.footprint;
    let boundary = labels::boundary_name(footprint.boundary);
    words::basis(&boundary, &footprint.factors.release, footprint.gwp.name(), &audit.reference)
}

/// How many findings stand, and how many are accepted.
fn summary(audit: &Audit) -> Text {
    let counts = [Severity::Error, Severity::Warning, Severity::Note].map(|severity| audit.count(severity));
    let accepted = audit.findings.len() - audit.standing().count();
    if audit.findings.is_empty() { words::nothing() } else { words::summary(counts, accepted) }
}

/// Where a finding is: `transport.csv:57`.
fn place(finding: &Finding) -> String {
    let Place { file, .. } = &finding.diagnostic.place;
    match finding.diagnostic.place.line_and_column() {
        (0, _) => file.clone(),
        (line, _) => format!("{file}:{line}"),
    }
}

/// The rows of a finding, file by file: `transport.csv:57, 58, 60`; and how many more there are.
fn rows(finding: &Finding) -> Option<Text> {
    let all = &finding.rows;
    let shown = &all[..all.len().min(ROWS)];
    let mut parts: Vec<String> = Vec::new();
    let mut last = None;
    for RowRef { file, line } in shown {
        if last == Some(file) {
            parts.push(line.to_string());
        } else {
            parts.push(format!("{file}:{line}"));
        }
        last = Some(file);
    }
    let Place { file, line, .. } = &finding.diagnostic.place;
    let says_more = all.iter().any(|row| row.file != *file || row.line != *line);
    says_more.then(|| words::rows(&parts.join(", "), all.len() - shown.len()))
}

/// The lines of arithmetic that are shown, with how many more there are.
fn arithmetic(finding: &Finding) -> Vec<Text> {
    let all = &finding.arithmetic;
    let shown = if all.len() > LINES { LINES - 1 } else { all.len() };
    let mut lines = all[..shown].to_vec();
    if shown < all.len() {
        lines.push(words::more_lines(all.len() - shown));
    }
    lines
}

/// `burden-free/回收料`, as a text.
fn name(finding: &Finding) -> Text {
    let name = finding.name();
    text!("{name}", "{name}")
}
