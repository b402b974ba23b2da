//! The study itself: who, where and when, its products, and how they share.

use super::{Tables, list};
use crate::amount::Inexact;
use crate::footprint::RowCount;
use crate::report::document::{Cell, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::report::page::THOUSANDS;
use crate::text::Text;
use crate::word::Measure;

impl Tables<'_> {
    /// What the cover of a report says.
    pub(super) fn study(&self) -> Table {
        let study = &self.basis.study;
        let mut table = Table::new("study", words::study_table()).text("subject", words::key_word(), 0).text(
            "statement",
            words::statement(),
            0,
        );
        let mut say = |subject: Text, statement: Cell| {
            if statement != Cell::Blank {
                table.row(RowKind::Plain, vec![Cell::Words(subject), statement]);
            }
        };
        say(words::title(), Cell::name(study.title.as_str()));
        say(words::plant(), Cell::name(study.plant.clone().unwrap_or_default()));
        say(words::region(), Cell::name(study.region.value.as_str()));
        say(words::period(), Cell::Words(labels::period(&study.from.to_string(), &study.to.to_string())));
        say(words::system_boundary(), Cell::Words(labels::boundary_name(study.boundary)));
        let stages: Vec<Text> = study.stages.iter().map(|stage| stage.title()).collect();
        let (en, zh): (Vec<&str>, Vec<&str>) =
            stages.iter().map(|title| (title.en.as_str(), title.zh.as_str())).unzip();
        say(words::stages(), Cell::Words(Text { en: list(&en).en, zh: list(&zh).zh }));
        for product in &self.footprint.products {
            let unit = labels::unit(&product.declared_unit, crate::amount::Amount::ONE);
            let scale = self.digits.scale(product.per_unit);
            let footprint = labels::headline_of(
                &product.product,
                &scale.number(product.per_unit).shown(THOUSANDS),
                &scale.unit_per(&unit),
            );
            say(words::footprint(), Cell::Words(footprint));
        }
        say(
            words::standards(),
            if study.standards.is_empty() { Cell::Blank } else { Cell::Words(list(&study.standards)) },
        );
        say(words::factor_release(), Cell::name(self.footprint.factors.release.as_str()));
        say(words::gwp_set(), Cell::Words(labels::gwp_of(self.footprint.gwp)));
        let RowCount { read, .. } = self.footprint.rows;
        if read > 0 {
            say(words::row_account(), Cell::Words(labels::row_account(self.footprint.rows)));
        }
        say(words::made_by(), Cell::Words(words::made_by_version()));
        table
    }

    /// Products, what was produced and sold of them, and what the study says of them.
    pub(super) fn products(&self) -> Table {
        let mut table = Table::new("products", words::products_table())
            .text("product", words::product(), 0)
            .text("specification", words::specification(), 4)
            .number("output", words::output(), None, 0)
            .text("unit", words::unit(), 0)
            .number("sold", words::sold(), None, 1)
            .number("piece_mass", words::piece_mass(), None, 2)
            .text("piece_mass_unit", words::mass_unit(), 2)
            .number("price", words::price(), None, 3)
            .text("currency", words::currency(), 3)
            .text("declared_unit", words::declared_unit(), 2)
            .text("source", words::source(), 5)
            .text("note", words::note(), 6);
        for product in &self.basis.products {
            let number = |measure, amount| Cell::from(self.digits.of(measure, amount));
            let unit = labels::unit(&product.unit.to_string(), crate::amount::Amount::ONE);
            let piece = product.piece_mass.as_ref();
            let price = product.price.as_ref();
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(product.name.as_str()),
                    Cell::name(product.remarks.specification.as_str()),
                    number(Measure::Output, product.output.amount),
                    Cell::Words(unit.clone()),
                    product.sold.map_or(Cell::Blank, |sold| number(Measure::Sold, sold.amount)),
                    piece.map_or(Cell::Blank, |(mass, _)| number(Measure::Output, mass.amount)),
                    piece.map_or(Cell::Blank, |(_, unit)| Cell::name(unit.to_string())),
                    price.map_or(Cell::Blank, |(price, _)| number(Measure::Output, *price)),
                    price.map_or(Cell::Blank, |(_, currency)| Cell::name(currency.as_str())),
                    Cell::Words(words::per_declared_unit(&unit)),
                    Cell::name(product.remarks.source.as_str()),
                    Cell::name(product.remarks.note.as_str()),
                ],
            );
        }
        table
    }

    /// The keys that are used, for the products that they are used for, with each product's share.
    pub(super) fn allocation(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("allocation", words::allocation_table())
            .text("allocation_key", words::key(), 0)
            .text("method", words::method(), 1)
            .text("shared_by", words::shared_by(), 1)
            .text("product", words::product(), 0)
            .number("share", words::share(), Some(percent()), 0)
            .text("reason", words::reason(), 2);
        let mut shown: Vec<(&str, &[usize])> = Vec::new();
        for entry in self.entries {
            let Some(key) = entry.line.key.as_ref().and_then(|key| self.basis.keys.get(key)) else { continue };
            let products = entry.line.products.as_slice();
            if shown.contains(&(key.name.as_str(), products)) {
                continue;
            }
            shown.push((&key.name, products));
            let reason = self.basis.study.allocation.get(&key.name).and_then(|rule| rule.reason.clone());
            // What has no share was found out when it was shared.
            for part in key.shares(products).transpose()?.into_iter().flatten() {
                table.row(
                    RowKind::Plain,
                    vec![
                        Cell::name(key.name.as_str()),
                        Cell::Words(words::method_name(key.method)),
                        Cell::Words(self.names(products)),
                        Cell::name(self.basis.products[part.product].name.as_str()),
                        self.digits.share(part.share).into(),
                        Cell::name(reason.clone().unwrap_or_default()),
                    ],
                );
            }
        }
        Ok(table)
    }
}

/// The unit of a share.
pub(super) fn percent() -> Text {
    crate::text::text!("%", "%")
}
