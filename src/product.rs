//! Products and their output: what a footprint is of, and what it is per.

use crate::amount::{Amount, Inexact, ratio};
use crate::cell::{required_number, required_text, required_unit, unit_of};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Place, problem};
use crate::table::{Named, Row};
use crate::unit::{Dimension, Quantity};

/// A product of the study; one of several is a co-product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// What was produced in the period. Its unit is the declared unit (ISO 14067:2018, 6.3.3).
    pub output: Quantity,
    /// The mass of one piece, for products that are counted.
    pub piece_mass: Option<Quantity>,
    /// The price of one unit of output, and its currency.
    pub price: Option<(Amount, String)>,
    /// Where it stands.
    pub place: Place,
}

impl Product {
    /// The mass of the output, in kg; nothing where neither the unit nor the mass of a piece tells it.
    pub fn mass(&self) -> Result<Option<Amount>, Inexact> {
        match (self.output.unit.dimension(), &self.piece_mass) {
            (Dimension::Mass, _) => self.output.in_base().map(Some),
            (Dimension::Count, Some(piece)) => {
                ratio(&[self.output.amount, self.output.unit.size(), piece.amount, piece.unit.size()], &[]).map(Some)
            }
            _ => Ok(None),
        }
    }
}

impl Named for Product {
    fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Product> {
        read_product(row, diagnostics)
    }

    fn name(&self) -> &str {
        &self.name
    }

    fn place(&self) -> &Place {
        &self.place
    }
}

fn read_product(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Product> {
    let name = required_text(row, C::Product, diagnostics);
    let output = required_number(row, C::Output, diagnostics);
    let unit = required_unit(row, C::Unit, diagnostics);
    if let Some(output) = output
        && output <= Amount::ZERO
    {
        diagnostics.push(row.diagnostic(C::Output, problem::no_output(output)));
    }
    let piece = row.number(C::PieceMass);
    let price = row.number(C::Price);
    let sold = row.number(C::Sold);
    for (column, number) in [(C::PieceMass, &piece), (C::Price, &price), (C::Sold, &sold)] {
        match number {
            Err(problem) => diagnostics.push(row.diagnostic(column, problem.clone())),
            Ok(Some(amount)) if amount.is_negative() => {
                diagnostics.push(row.diagnostic(column, problem::below_zero(*amount)));
            }
            Ok(_) => {}
        }
    }
    let piece_mass = match piece.ok().flatten() {
        None => None,
        Some(amount) => {
            let unit = unit_of(row, C::PieceMassUnit, Dimension::Mass, diagnostics)?;
            Some(Quantity { amount, unit })
        }
    };
    let price = price.ok().flatten().map(|price| (price, row.text(C::Currency).into_owned()));
    let name = name?;
    if name.contains([';', '；']) {
        diagnostics.push(row.diagnostic(C::Product, problem::separator_in_name(&name)));
        return None;
    }
    Some(Product {
        name,
        output: Quantity { amount: output?, unit: unit? },
        piece_mass,
        price,
        place: row.place(C::Product),
    })
}
