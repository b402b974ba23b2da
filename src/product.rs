//! Products and their output: what a footprint is of, and what it is per.

use std::io;

use crate::amount::{Amount, Inexact, ratio};
use crate::cell::{required_number, required_text, required_unit, unit_of};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::study::StudyFile;
use crate::table::{Row, SmallTable};
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

/// Reads the products of the study; also gives the tables, for the account of what was read.
///
/// # Errors
/// A file that cannot be read.
pub fn read_products(
    file: &StudyFile,
    products: &mut Vec<Product>,
    diagnostics: &mut Diagnostics,
) -> io::Result<Option<SmallTable>> {
    let Some(table) = SmallTable::read(FileKind::Products, &file.source, &file.binding, diagnostics)? else {
        return Ok(None);
    };
    table.for_each(|row| {
        let Some(product) = read_product(&row, diagnostics) else { return };
        match products.iter().find(|other| other.name == product.name) {
            Some(other) => {
                let problem = problem::duplicate_name(&product.name, &other.place.file, other.place.line);
                diagnostics.push(row.diagnostic(C::Product, problem));
            }
            None => products.push(product),
        }
    });
    if table.is_empty() {
        diagnostics.push(Diagnostic::new(problem::no_products(), table.header_place()));
    }
    Ok(Some(table))
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
