//! What is outside the calculation, and its share of the input.

use std::collections::HashMap;

use super::masses::mass_left_out;
use super::study::percent;
use super::{Tables, sum_row};
use crate::activity::Exclusion;
use crate::amount::{Amount, Inexact, divide, ratio, rounded_sum};
use crate::report::document::{Cell, Number, RowKind, Table};
use crate::report::labels::{self, tables as words};
use crate::unit::Unit;
use crate::word::{BoundaryKind, Measure};

/// What is left out of one kind.
struct LeftOut<'r> {
    /// The place of its reason among all.
    order: usize,
    exclusion: &'r Exclusion,
    quantity: Option<Amount>,
    rows: u64,
}

impl Tables<'_> {
    /// What is outside the calculation, why, and its share of the input.
    pub(super) fn cut_offs(&self) -> Result<Table, Inexact> {
        let mut table = Table::new("cut-offs", words::cut_offs_table())
            .text("item", labels::item(), 0)
            .text("product", words::products(), 1)
            .number("quantity", labels::quantity(), None, 0)
            .text("unit", words::unit(), 0)
            .number("input_share", words::input_share(), Some(percent()), 0)
            .text("reason", words::exclusion_reason(), 1)
            .text("file", words::file(), 3)
            .number("rows", words::rows(), None, 4);
        let mut of_input = false;
        let mut masses = Vec::new();
        for LeftOut { exclusion, quantity, rows, .. } in self.left_out()? {
            let share = self.share_of_input(exclusion, quantity)?;
            of_input |= share.is_some();
            masses.extend(mass_left_out(exclusion, quantity)?);
            let unit = exclusion.quantity.as_ref().map(|quantity| quantity.unit.to_string());
            table.row(
                RowKind::Plain,
                vec![
                    Cell::name(exclusion.item.as_str()),
                    Cell::Words(self.names(&exclusion.products)),
                    quantity.map_or(Cell::Blank, |quantity| self.digits.of(Measure::Activity, quantity).into()),
                    unit.map_or(Cell::Blank, |unit| Cell::Words(labels::unit(&unit, Amount::ONE))),
                    share.map_or(Cell::Blank, |share| self.digits.share(share).into()),
                    Cell::name(exclusion.reason.as_str()),
                    Cell::name(format!("{}:{}", exclusion.file, exclusion.first_line)),
                    Number::count(rows).into(),
                ],
            );
        }
        if of_input {
            let mass = rounded_sum(masses)?;
            let whole = self.masses.of_products(None)?;
            let share = divide(mass, whole).map_or(Cell::Blank, |share| self.digits.share(share).into());
            let tonnes = self.digits.of(Measure::Activity, in_tonnes(mass)?);
            let unit = Cell::name(Unit::tonne().to_string());
            let filled = vec![(2, tonnes.into()), (3, unit), (4, share)];
            let row = sum_row(&table, RowKind::Total, words::excluded_materials(), filled);
            table.rows.push(row);
            table.notes.push(words::share_of_input());
        }
        let outside = BoundaryKind::CradleToGrave.stages().iter();
        for stage in outside.filter(|stage| !self.basis.study.stages.contains(stage)) {
            let filled = vec![(5, Cell::Words(words::stage_outside()))];
            let row = sum_row(&table, RowKind::Plain, stage.title(), filled);
            table.rows.push(row);
        }
        if table.rows.is_empty() {
            table.notes.push(words::nothing_left_out());
        }
        Ok(table)
    }

    /// What is left out, summed by what it is of and why, over all files of a kind; of one reason after the other.
    fn left_out(&self) -> Result<Vec<LeftOut<'_>>, Inexact> {
        let mut reasons: HashMap<&str, usize> = HashMap::new();
        let mut places: HashMap<_, usize> = HashMap::new();
        let mut all: Vec<LeftOut<'_>> = Vec::new();
        for exclusion in &self.footprint.exclusions {
            let Exclusion { kind, item, products, reason, quantity, rows, .. } = exclusion;
            let next = reasons.len();
            let order = *reasons.entry(reason).or_insert(next);
            let unit = quantity.as_ref().map(|quantity| &quantity.unit);
            let amount = quantity.as_ref().map(|quantity| quantity.amount);
            let next = all.len();
            let place = *places.entry((*kind, item, products, reason, unit)).or_insert(next);
            match all.get_mut(place) {
                Some(known) => {
                    known.quantity = known.quantity.zip(amount).map(|(one, other)| one.plus(other)).transpose()?;
                    known.rows += rows;
                }
                None => all.push(LeftOut { order, exclusion, quantity: amount, rows: *rows }),
            }
        }
        all.sort_by_key(|left_out| left_out.order);
        Ok(all)
    }

    /// What is left out as a part of all materials for the same products, by mass.
    fn share_of_input(&self, exclusion: &Exclusion, quantity: Option<Amount>) -> Result<Option<Amount>, Inexact> {
        let Some(mass) = mass_left_out(exclusion, quantity)? else { return Ok(None) };
        match divide(mass, self.masses.of_products(Some(&exclusion.products))?) {
            Ok(share) => Ok(Some(share)),
            Err(Inexact::DivisionByZero) => Ok(None),
            Err(lost) => Err(lost),
        }
    }
}

fn in_tonnes(kilograms: Amount) -> Result<Amount, Inexact> {
    ratio(&[kilograms], &[Unit::tonne().size()])
}
