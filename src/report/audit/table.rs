//! An audit as a table of a report.

use super::super::document::{Cell, Number, Report, RowKind, Table};
use super::super::labels::{audit as words, tables};
use crate::amount::Amount;
use crate::audit::{Audit, Finding};
use crate::text::{Text, text};

impl Report {
    /// Adds what an audit found, the one that changes most first.
    pub fn add_audit(&mut self, audit: &Audit) {
        self.tables.push(table(audit).without_blank_columns());
    }
}

fn table(audit: &Audit) -> Table {
    let tonnes = || text!("t CO2e", "t CO2e");
    let mut table = Table::new("audit", words::table())
        .text("severity", words::severity(), 0)
        .text("finding", words::finding(), 1)
        .text("place", tables::place(), 2)
        .text("message", tables::message(), 0)
        .text("arithmetic", words::arithmetic(), 4)
        .text("change", words::change(), 3);
    for product in &audit.footprint.products {
        table =
            table.number(&format!("effect {}", product.product), words::effect_on(&product.product), Some(tonnes()), 0);
    }
    table = table
        .number("largest_share", words::largest_share(), Some(text!("%", "%")), 0)
        .text("source", words::source_header(), 5)
        .text("answer", words::answer(), 1);
    for finding in &audit.findings {
        table.row(RowKind::Plain, cells(audit, finding));
    }
    table.notes.push(super::summary(audit));
    if !audit.every_row {
        table.notes.push(words::rows_together());
    }
    if audit.findings.iter().any(|finding| finding.effect.is_some()) {
        table.notes.push(words::by_effect());
    }
    table
}

fn cells(audit: &Audit, finding: &Finding) -> Vec<Cell> {
    let arithmetic = super::arithmetic(finding);
    let joined = |pick: fn(&Text) -> &str| arithmetic.iter().map(pick).collect::<Vec<_>>().join("; ");
    let (en, zh) = (joined(|text| &text.en), joined(|text| &text.zh));
    let words = |text: Option<&Text>| text.map_or(Cell::Blank, |text| Cell::Words(text.clone()));
    let effect = finding.effect.as_ref();
    let mut cells = vec![
        Cell::Words(finding.severity().name()),
        Cell::Words(super::name(finding)),
        Cell::name(super::place(finding)),
        Cell::Words(finding.diagnostic.problem.message.clone()),
        if en.is_empty() { Cell::Blank } else { Cell::Words(text!("{en}", "{zh}")) },
        words(effect.map(|effect| &effect.what)),
    ];
    let number = |amount: Amount, places: u32| Cell::Number(Number { amount, places });
    for place in 0..audit.footprint.products.len() {
        let own = effect.and_then(|effect| effect.products.get(place));
        cells.push(own.map_or(Cell::Blank, |own| number(own.difference, 2)));
    }
    let percent = effect.and_then(|effect| effect.weight().times(Amount::new(100, 0)).ok());
    cells.push(percent.map_or(Cell::Blank, |percent| number(percent, 2)));
    cells.push(words(finding.source.as_ref()));
    cells.push(finding.accepted.as_ref().map_or(Cell::Blank, Cell::name));
    cells
}
