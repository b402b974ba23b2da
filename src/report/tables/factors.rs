//! The emission factors and the global warming potentials that the result rests on.

use std::collections::HashMap;
use std::hash::Hash;

use super::{Tables, list};
use crate::amount::{Amount, Inexact};
use crate::calculation::Entry;
use crate::factor::{EmissionFactor, FactorQuality, FactorValue, Uncertainty};
use crate::report::document::{Cell, Number, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::text::Text;
use crate::word::{Indicator, Measure, Word};

/// How many items a factor is said to be used for, at most.
const ITEMS: usize = 6;

/// What a factor's row says of its quality, as it stands there: its uncertainty in per cent, its geometric standard
/// deviation, and its ratings.
pub(in crate::report) fn quality_of(quality: &FactorQuality) -> [Option<Number>; 5] {
    let (relative, gsd) = match quality.uncertainty {
        Some(Uncertainty::Relative(fraction)) => (fraction.times(Amount::new(100, 0)).ok(), None),
        Some(Uncertainty::Geometric(gsd)) => (None, Some(gsd)),
        None => (None, None),
    };
    let [technology, geography, time] = Indicator::ALL.map(|indicator| quality.ratings.get(&indicator).copied());
    [relative, gsd, technology, geography, time].map(|amount| amount.map(Number::exactly))
}

impl Tables<'_> {
    /// Every factor that is used, in the order of first use.
    pub(super) fn factors(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("factors", words::factors_table())
            .text("factor", labels::factor(), 0)
            .text("name", words::name(), 5)
            .number("value", words::value(), None, 0)
            .text("unit", words::unit(), 0)
            .number("ncv", words::ncv(), None, 8)
            .number("carbon_content", words::carbon_content(), None, 8)
            .number("oxidation", words::oxidation(), None, 8)
            .text("region", words::region(), 2)
            .text("year", words::year(), 2)
            .text("boundary", words::boundary(), 3)
            .text("gwp", labels::gwp_basis(), 7)
            .number("uncertainty", words::uncertainty(), Some(words::half_width()), 9)
            .number("gsd", words::gsd(), None, 9);
        for indicator in Indicator::ALL {
            table = table.number(indicator.name(), words::indicator_rating(indicator), None, 9);
        }
        table = table
            .text("source", words::source(), 1)
            .text("locator", words::locator(), 6)
            .text("note", words::note(), 11)
            .text("row", words::row(), 4)
            .text("used_for", words::used_by(), 10);
        let used = self.used_for(|entry| entry.line.characterisation.factor_row.as_ref());
        for (row, used_for) in used {
            if let Some(factor) = self.basis.factor(row) {
                table.row(RowKind::Plain, self.factor_cells(factor, list(&used_for))?);
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
        let name = match factor.name() {
            None => Cell::Blank,
            Some(only) if only.en == only.zh => Cell::name(only.en),
            Some(both) => Cell::Words(both),
        };
        let mut cells = vec![
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
        ];
        cells.extend(quality_of(&factor.quality).map(|number| number.map_or(Cell::Blank, Cell::from)));
        cells.extend([
            Cell::name(factor.source.as_str()),
            Cell::name(factor.locator.as_str()),
            Cell::name(factor.note.as_str()),
            Cell::name(format!("{}:{}", factor.row.file, factor.row.line)),
            Cell::Words(used_for),
        ]);
        Ok(cells)
    }

    /// Every global warming potential that is used: of released gases, and of the gases of factors.
    pub(super) fn gwps(&self) -> Table {
        let mut table = Table::new("gwp", words::gwp_table())
            .text("gas", words::gas(), 0)
            .number("gwp", labels::gwp_100(), None, 0)
            .text("report", words::set(), 1)
            .text("used_for", words::used_by(), 2)
            .text("source", words::source(), 3);
        for ((gas, gwp), used_for) in self.used_for(|entry| entry.line.characterisation.gas.as_ref()) {
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(gas.as_str()),
                    Number::exactly(*gwp).into(),
                    Cell::name(self.footprint.gwp.name()),
                    Cell::Words(list(&used_for)),
                    Cell::Words(words::gwp_source()),
                ],
            );
        }
        table
    }

    /// What entries have in common, in the order of first use, and the first few items that have it.
    fn used_for<K: Eq + Hash>(&self, common: impl Fn(&Entry) -> Option<&K>) -> Vec<(&K, Vec<&str>)> {
        let mut all: Vec<(&K, Vec<&str>)> = Vec::new();
        let mut places: HashMap<&K, usize> = HashMap::new();
        for entry in self.entries {
            let Some(key) = common(entry) else { continue };
            let next = all.len();
            let place = *places.entry(key).or_insert(next);
            if place == next {
                all.push((key, Vec::new()));
            }
            let (item, items) = (entry.line.item.as_str(), &mut all[place].1);
            match items.len() {
                _ if items.contains(&item) => {}
                ITEMS => items.push("…"),
                0..ITEMS => items.push(item),
                _ => {}
            }
        }
        all
    }
}
