//! An audit for people at a terminal: finding by finding, the one that changes most first.

use std::collections::BTreeSet;

use super::super::digits::Scale;
use super::super::grid::{Column, Grid};
use super::super::labels::audit as words;
use super::super::page::{INDENT, Page, Screen, signed, signed_percent};
use crate::audit::{Audit, Effect, Finding};
use crate::diagnostic::{Code, Severity};
use crate::text::{Text, visible};

/// The audit as text, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn audit_text(audit: &Audit, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.head(&audit.footprint.study, &super::basis(audit));
    if audit.findings.iter().any(|finding| finding.effect.is_some()) {
        lines.push(String::new());
        lines.extend(page.indented(&page.say(&words::by_effect()), 0));
    }
    let (standing, accepted): (Vec<&Finding>, Vec<&Finding>) =
        audit.findings.iter().partition(|finding| finding.accepted.is_none());
    let mut seen = BTreeSet::new();
    for finding in standing {
        lines.push(String::new());
        lines.extend(page.finding(audit, finding, seen.insert(finding.code())));
    }
    if !accepted.is_empty() {
        lines.push(String::new());
        lines.push(page.bold(&page.say(&words::accepted_heading())));
    }
    for finding in accepted {
        lines.push(String::new());
        lines.extend(page.finding(audit, finding, seen.insert(finding.code())));
    }
    lines.push(String::new());
    lines.extend(page.indented(&page.say(&super::summary(audit)), 0).iter().map(|line| page.bold(line)));
    if !audit.every_row {
        lines.extend(page.indented(&page.say(&words::rows_together()), 0));
    }
    if let Some(first) = audit.standing().min_by_key(|finding| finding.severity()) {
        lines.extend(page.indented(&page.say(&words::explained(first.code().as_str())), 0));
    }
    lines.join("\n") + "\n"
}

/// The findings of one code, each as a text of its own.
pub(in crate::report) fn findings_text(audit: &Audit, code: Code, screen: Screen) -> Vec<String> {
    let page = Page { screen };
    let of_code = audit.findings.iter().filter(|finding| finding.code() == code);
    of_code.enumerate().map(|(place, finding)| page.finding(audit, finding, place == 0).join("\n")).collect()
}

impl Page {
    /// Of several findings of one code the first says what their limit is.
    fn finding(&self, audit: &Audit, finding: &Finding, is_first: bool) -> Vec<String> {
        let severity = self.say(&finding.severity().name());
        let problem = &finding.diagnostic.problem;
        let title = format!("{severity}[{}] {}", finding.code(), self.say(&problem.message));
        let mut lines: Vec<String> = self
            .indented(&visible(&title), 0)
            .iter()
            .map(|line| if finding.severity() == Severity::Error { self.alarm(line) } else { self.bold(line) })
            .collect();
        let mut say = |text: &str, indent: usize| lines.extend(self.indented(&visible(text), indent));
        say(&format!("{} · {}", finding.name(), super::place(finding)), INDENT);
        for line in super::arithmetic(finding) {
            say(&self.say(&line), 2 * INDENT);
        }
        if let Some(rows) = super::rows(finding) {
            say(&self.say(&rows), INDENT);
        }
        if let Some(effect) = &finding.effect {
            say(&self.say(&words::effect(&effect.what)), INDENT);
            lines.extend(self.effect(audit, effect));
        }
        let mut say = |text: &Text| lines.extend(self.indented(&visible(&self.say(text)), INDENT));
        if let Some(source) = &finding.source {
            say(&words::source(source));
        }
        if let Some(limit) = finding.limit.as_ref().filter(|_| is_first) {
            say(limit);
        }
        match &finding.accepted {
            Some(reason) => say(&words::accepted(reason)),
            None => say(&words::help(&problem.help)),
        }
        lines
    }

    /// Of each product: the difference, its share of the footprint, and the footprint before and after.
    fn effect(&self, audit: &Audit, effect: &Effect) -> Vec<String> {
        let mut grid =
            Grid::new(vec![Column::left("", 0), Column::right("", 0), Column::right("", 0), Column::left("", 1)]);
        // A product on which it has none is passed over.
        let has_effect = effect.products.iter().any(|product| !product.difference.is_zero());
        for (after, before) in effect.products.iter().zip(&audit.footprint.products) {
            if has_effect && after.difference.is_zero() {
                continue;
            }
            let scale = Scale::of(before.per_unit);
            let (old, new) = (scale.show(before.per_unit), scale.show(after.per_unit));
            let places = if after.difference.abs() < crate::amount::Amount::ONE { 4 } else { 2 };
            grid.row(vec![
                visible(&after.product),
                format!("{} t CO2e", signed(after.difference, places)),
                signed_percent(after.share),
                format!("{old} → {new} {}/{}", scale.unit(), before.declared_unit),
            ]);
        }
        grid.lines(2 * INDENT, self.screen.width).into_iter().filter(|line| !line.trim().is_empty()).collect()
    }
}
