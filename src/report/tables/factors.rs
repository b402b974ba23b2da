//! The emission factors and the global warming potentials that the result rests on.

use std::collections::BTreeSet;

use super::{Tables, list};
use crate::amount::{Amount, Inexact};
use crate::calculation::Entry;
use crate::factor::{EmissionFactor, FactorValue};
use crate::report::document::{Cell, Number, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::text::{Text, text};
use crate::word::{Measure, Word};

/// How many items a factor is said to be used for, at most.
const ITEMS: usize = 6;

impl Tables<'_> {
    /// Every factor that is used, in the order of first use.
    pub(super) fn factors(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("factors", words::factors_table())
            .text("factor", labels::factor(), 0)
            .text("name", words::title(), 5)
            .number("value", words::value(), None, 0)
            .text("unit", words::unit(), 0)
            .number("ncv", words::ncv(), None, 8)
            .number("carbon_content", words::carbon_content(), None, 8)
            .number("oxidation", words::oxidation(), None, 8)
            .text("region", words::region(), 2)
            .text("year", words::year(), 2)
            .text("boundary", words::boundary(), 3)
            .text("gwp", labels::gwp_basis(), 7)
            .text("uncertainty", words::uncertainty(), 9)
            .text("source", words::source(), 1)
            .text("locator", words::locator(), 6)
            .text("note", words::note(), 11)
            .text("row", words::row(), 4)
            .text("used_for", words::used_by(), 10);
        let mut known: BTreeSet<(&str, u64)> = BTreeSet::new();
        for entry in self.entries {
            let Some(row) = &entry.line.characterisation.factor_row else { continue };
            let Some(factor) = self.basis.factor(row) else { continue };
            if known.insert((&row.file, row.line)) {
                let same = |other: &&Entry| other.line.characterisation.factor_row.as_ref() == Some(row);
                let used_for = used_for(self.entries.iter().filter(same));
                table.row(RowKind::Plain, self.factor_cells(factor, used_for)?);
            }
        }
        Ok(table)
    }

    fn factor_cells(&self, factor: &EmissionFactor, used_for: Text) -> Result<Vec<Cell>, Inexact> {
        let number = |amount| Cell::from(self.digits.of(Measure::Factor, amount));
        let derived = match factor.value {
            FactorValue::Given(_) => [Cell::Blank, Cell::Blank, Cell::Blank],
            FactorValue::Derived { ncv, carbon_content, oxidation } => {
                [ncv, carbon_content, oxidation].map(|of| Cell::from(Number::exactly(of)))
            }
        };
        let [ncv, carbon_content, oxidation] = derived;
        let (en, zh) = (&factor.name_en, &factor.name_zh);
        let name = match (en.as_str(), zh.as_str()) {
            ("", "") => Cell::Blank,
            ("", only) | (only, "") => Cell::name(only),
            _ => Cell::Words(text!("{en}", "{zh}")),
        };
        Ok(vec![
            Cell::name(factor.full_name()),
            name,
            number(factor.value.amount()?),
            Cell::name(factor.unit.symbol.as_str()),
            ncv,
            carbon_content,
            oxidation,
            Cell::name(factor.region.clone().unwrap_or_default()),
            Cell::name(factor.year.map(|year| year.to_string()).unwrap_or_default()),
            factor.boundary.map_or(Cell::Blank, |boundary| Cell::Words(words::factor_boundary(boundary))),
            Cell::name(factor.gwp.map_or("", Word::name)),
            Cell::name(factor.uncertainty.as_str()),
            Cell::name(factor.source.as_str()),
            Cell::name(factor.locator.as_str()),
            Cell::name(factor.note.as_str()),
            Cell::name(format!("{}:{}", factor.row.file, factor.row.line)),
            Cell::Words(used_for),
        ])
    }

    /// Every global warming potential that is used: of released gases, and of the gases of factors.
    pub(super) fn gwps(&self) -> Table {
        let mut table = Table::new("gwp", words::gwp_table())
            .text("gas", words::gas(), 0)
            .number("gwp", labels::gwp_100(), None, 0)
            .text("report", words::set(), 1)
            .text("used_for", words::used_by(), 2)
            .text("source", words::source(), 3);
        let mut known: Vec<(&str, Amount)> = Vec::new();
        for entry in self.entries {
            let Some((gas, gwp)) = &entry.line.characterisation.gas else { continue };
            if known.contains(&(gas, *gwp)) {
                continue;
            }
            known.push((gas, *gwp));
            let same = |other: &&Entry| other.line.characterisation.gas.as_ref() == Some(&(gas.clone(), *gwp));
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(gas.as_str()),
                    Number::exactly(*gwp).into(),
                    Cell::name(self.footprint.gwp.name()),
                    Cell::Words(used_for(self.entries.iter().filter(same))),
                    Cell::Words(words::gwp_source()),
                ],
            );
        }
        table
    }
}

/// The items of some entries, the first few of them.
fn used_for<'e>(entries: impl Iterator<Item = &'e Entry>) -> Text {
    let mut items: Vec<&str> = Vec::new();
    for entry in entries {
        if !items.contains(&entry.line.item.as_str()) {
            items.push(&entry.line.item);
        }
    }
    if items.len() > ITEMS {
        items.truncate(ITEMS);
        items.push("…");
    }
    list(&items)
}
