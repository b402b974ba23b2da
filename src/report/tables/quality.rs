//! How good the result is, as far as its factors say.

use super::Tables;
use super::study::percent;
use crate::amount::Amount;
use crate::report::digits::Digits;
use crate::report::document::{Cell, Number, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::word::Measure;

impl Tables<'_> {
    /// The mean ratings of the factors behind each product. Without any there is no table.
    pub(super) fn ratings(&self) -> Table {
        let mut table = Table::new("ratings", words::ratings_table())
            .text("product", words::product(), 0)
            .text("indicator", words::indicator(), 0)
            .number("rating", words::rating(), None, 0)
            .number("share", words::share_covered(), Some(percent()), 1);
        for product in &self.footprint.products {
            for (indicator, mean) in product.quality.iter().flat_map(|quality| &quality.ratings) {
                let cells = vec![
                    Cell::name(product.product.as_str()),
                    Cell::Words(labels::indicator(*indicator)),
                    Digits::rating(mean.rating).into(),
                    self.digits.share(mean.share).into(),
                ];
                table.row(RowKind::Plain, cells);
            }
        }
        if !table.rows.is_empty() {
            table.notes.push(words::mean_ratings());
        }
        table
    }

    /// Where the emissions and the footprint of each product lie. Without any uncertainty there is no table.
    pub(super) fn uncertainty(&self) -> Table {
        let mut table = Table::new("uncertainty", words::uncertainty_table())
            .text("product", words::product(), 0)
            .text("measure", words::measure(), 1)
            .number("computed", labels::computed(), None, 0)
            .number("low", words::low(), None, 0)
            .number("high", words::high(), None, 0)
            .text("unit", words::unit(), 0)
            .number("below", words::below(), Some(percent()), 3)
            .number("above", words::above(), Some(percent()), 3)
            .number("share", words::share_covered(), Some(percent()), 2);
        for product in &self.footprint.products {
            let Some(interval) = product.quality.as_ref().and_then(|quality| quality.uncertainty.as_ref()) else {
                continue;
            };
            let mut row = |measure, numbers: [Number; 3], unit| {
                let side = |fraction: Option<Amount>| {
                    fraction.map_or(Cell::Blank, |fraction| self.digits.share(fraction).into())
                };
                let mut cells = vec![Cell::name(product.product.as_str()), Cell::Words(labels::measure(measure))];
                cells.extend(numbers.map(Cell::from));
                cells.extend([Cell::Words(unit), side(interval.below), side(interval.above)]);
                cells.push(self.digits.share(interval.share).into());
                table.row(RowKind::Plain, cells);
            };
            let emissions = [product.emissions, interval.low, interval.high].map(|of| self.digits.emissions(of));
            row(Measure::Emissions, emissions, labels::emissions());
            let scale = self.digits.scale(product.per_unit);
            let unit = scale.unit_per(&labels::unit(&product.declared_unit, Amount::ONE));
            let footprint = [product.per_unit, interval.low_per_unit, interval.high_per_unit];
            row(Measure::Footprint, footprint.map(|of| scale.number(of)), unit);
        }
        if !table.rows.is_empty() {
            table.notes.push(words::interval());
        }
        table
    }
}
