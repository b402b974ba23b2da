//! The result: footprints by stage, by scope, by source, and all contributions.

use super::columns::{
    ACTIVITY, ACTIVITY_UNIT, CATEGORY, FACILITY, FACTOR, FILE, GAS, ITEM, LINE, PRODUCTS, ROWS, SCOPE, STAGE, Shown,
    Spec, with,
};
use super::study::percent;
use super::{Tables, sum_row, total};
use crate::amount::{Amount, Inexact, Sum, divide};
use crate::report::document::{Cell, Number, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::word::Measure;

impl Tables<'_> {
    /// Stage by stage, what is emitted, per declared unit, and as a share.
    pub(super) fn summary(&self) -> Table {
        let mut table = Table::new("summary", words::summary_table())
            .text("product", words::product(), 0)
            .text("stage", labels::stage(), 0)
            .number("emissions", words::emissions(), Some(labels::emissions()), 0)
            .number("footprint", words::footprint(), None, 0)
            .text("unit", words::unit(), 0)
            .number("footprint_per_tonne", words::footprint_per_tonne(), Some(labels::emissions()), 2)
            .number("share", words::share(), Some(percent()), 1)
            .number("total_footprint", words::total_footprint(), None, 3);
        table.notes.push(words::rounded());
        for product in &self.footprint.products {
            let scale = self.digits.scale(product.per_unit);
            let unit = scale.unit_per(&labels::unit(&product.declared_unit, Amount::ONE));
            let by_mass = |amount: Option<Amount>| {
                let scale = product.per_tonne.map(|total| self.digits.tonnes(total));
                scale.zip(amount).map_or(Cell::Blank, |(scale, amount)| scale.number(amount).into())
            };
            for stage in &product.stages {
                table.row(
                    RowKind::Plain,
                    vec![
                        Cell::name(product.product.as_str()),
                        Cell::Words(stage.stage.title()),
                        self.digits.emissions(stage.emissions).into(),
                        scale.number(stage.per_unit).into(),
                        Cell::Words(unit.clone()),
                        by_mass(stage.per_tonne),
                        stage.share.map_or(Cell::Blank, |share| self.digits.share(share).into()),
                        scale.number(product.per_unit).into(),
                    ],
                );
            }
            let whole = if product.emissions.is_zero() { Cell::Blank } else { self.digits.share(Amount::ONE).into() };
            table.row(
                RowKind::Total,
                vec![
                    Cell::name(product.product.as_str()),
                    Cell::Words(labels::total()),
                    self.digits.emissions(product.emissions).into(),
                    scale.number(product.per_unit).into(),
                    Cell::Words(unit.clone()),
                    by_mass(product.per_tonne),
                    whole,
                    scale.number(product.per_unit).into(),
                ],
            );
        }
        table
    }

    /// Scope by scope, as the plant sees them.
    pub(super) fn scopes(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("scopes", words::scopes_table())
            .text("product", words::product(), 0)
            .text("scope", words::scope_header(), 0)
            .number("emissions", words::emissions(), Some(labels::emissions()), 0)
            .number("share", words::share(), Some(percent()), 1);
        let share = |part: Amount, whole: Amount| match divide(part, whole) {
            Ok(share) => Ok(Cell::from(self.digits.share(share))),
            Err(Inexact::DivisionByZero) => Ok(Cell::Blank),
            Err(lost) => Err(lost),
        };
        for product in &self.footprint.products {
            let name = || Cell::name(product.product.as_str());
            for part in &product.scopes {
                let emissions = self.digits.emissions(part.emissions).into();
                let cells = vec![
                    name(),
                    Cell::Words(labels::scope(part.scope)),
                    emissions,
                    share(part.emissions, product.emissions)?,
                ];
                table.row(RowKind::Plain, cells);
            }
            let emissions = self.digits.emissions(product.emissions).into();
            let cells =
                vec![name(), Cell::Words(labels::total()), emissions, share(product.emissions, product.emissions)?];
            table.row(RowKind::Total, cells);
        }
        Ok(table)
    }

    /// What emits, by stage, scope and gas, over all products.
    pub(super) fn sources(&self) -> Result<Table, Inexact> {
        const COLUMNS: [Spec; 8] = [STAGE, SCOPE, CATEGORY, ITEM, FACILITY, GAS, PRODUCTS, FACTOR];
        let mut table = with(Table::new("sources", words::sources_table()), &COLUMNS)
            .number("emissions", words::all_emissions(), Some(labels::emissions()), 0)
            .number("share", words::share(), Some(percent()), 1);
        let whole = total(self.entries.iter().map(|entry| entry.allocated.emissions))?;
        let mut entries: Vec<Shown<'_>> = self.shown().collect();
        entries.sort_by_key(|shown| (shown.entry.line.stage, shown.entry.line.characterisation.scope));
        for shown in entries {
            let emissions = shown.allocated().emissions;
            let mut cells: Vec<Cell> = COLUMNS.iter().map(|spec| (spec.cell)(self, shown)).collect();
            cells.push(self.digits.emissions(emissions).into());
            cells.push(divide(emissions, whole).map_or(Cell::Blank, |share| self.digits.share(share).into()));
            table.row_of(shown.index, cells);
        }
        if table.rows.is_empty() {
            return Ok(table);
        }
        let column = table.columns.len() - 2;
        let share = if whole.is_zero() { Cell::Blank } else { self.digits.share(Amount::ONE).into() };
        let filled = vec![(column, self.digits.emissions(whole).into()), (column + 1, share)];
        let row = sum_row(&table, RowKind::Total, labels::total(), filled);
        table.rows.push(row);
        Ok(table)
    }

    /// All contributions to each product, the largest first, with their cumulative share.
    pub(super) fn contributions(&self) -> Result<Table, Inexact> {
        const COLUMNS: [Spec; 9] = [ITEM, STAGE, SCOPE, FACTOR, FILE, LINE, ROWS, ACTIVITY, ACTIVITY_UNIT];
        let mut table = Table::new("contributions", words::contributions_table())
            .text("product", words::product(), 0)
            .number("rank", words::rank(), None, 6);
        table = with(table, &COLUMNS)
            .number("allocated", labels::allocated(), Some(percent()), 5)
            .number("emissions", words::emissions(), Some(labels::emissions()), 0)
            .number("share", words::share(), Some(percent()), 1)
            .number("cumulative", words::cumulative(), Some(percent()), 2);
        for product in &self.footprint.products {
            let mut cumulative = Sum::default();
            for (rank, contribution) in (1..).zip(product.largest_first()) {
                let shown = Shown { index: contribution.entry, entry: &self.entries[contribution.entry], part: None };
                let mut cells = vec![Cell::name(product.product.as_str()), Number::count(rank).into()];
                cells.extend(COLUMNS.iter().map(|spec| (spec.cell)(self, shown)));
                let activity = cells.len() - 2;
                let own = shown.in_own_unit(contribution.activity.amount);
                cells[activity] = own.map_or(Cell::Blank, |amount| self.digits.of(Measure::Activity, amount).into());
                let allocated = contribution.allocation.as_ref();
                cells.push(allocated.map_or(Cell::Blank, |part| self.digits.share(part.share).into()));
                cells.push(self.digits.emissions(contribution.emissions).into());
                cells.push(contribution.share.map_or(Cell::Blank, |share| self.digits.share(share).into()));
                cumulative.add(contribution.share.unwrap_or_default());
                let so_far = cumulative.total()?;
                cells.push(if contribution.share.is_some() { self.digits.share(so_far).into() } else { Cell::Blank });
                table.row_of(contribution.entry, cells);
            }
        }
        Ok(table)
    }

    /// The contributions before allocation.
    pub(super) fn shown(&self) -> impl Iterator<Item = Shown<'_>> {
        self.entries.iter().enumerate().map(|(index, entry)| Shown { index, entry, part: None })
    }
}
