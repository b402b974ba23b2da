//! Products and their output: what a footprint is of, and what it is per.

use crate::amount::{Amount, Estimate, Inexact, Rounded, Written, ratio};
use crate::cell::{Reported, names, number, required_text, required_unit, required_written, unit_of};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, Place, nearest, problem};
use crate::remarks::Remarks;
use crate::table::{Named, Row};
use crate::unit::{Dimension, Quantity, Unit};

/// A product of the study; one of several is a co-product.
#[derive(Clone, Debug)]
pub struct Product {
    /// Its name.
    pub name: String,
    /// What was produced in the period, in `unit`.
    pub output: Written,
    /// The declared unit (ISO 14067:2018, 6.3.3).
    pub unit: Unit,
    /// The mass of one piece, and its unit, for products that are counted.
    pub piece_mass: Option<(Written, Unit)>,
    /// What of it was sold in the period, in `unit`.
    pub sold: Option<Written>,
    /// The price of one unit of output, and its currency.
    pub price: Option<(Amount, String)>,
    /// What products.csv says of it to the reader.
    pub remarks: Remarks,
    /// Where it stands.
    pub place: Place,
}

impl Product {
    /// What was produced in the period.
    #[must_use]
    pub fn output(&self) -> Quantity {
        Quantity { amount: self.output.amount, unit: self.unit.clone() }
    }

    /// `count` (the output, or what was sold) in `unit`: pieces become a mass where the mass of one is known. Nothing
    /// where the unit does not fit.
    pub fn in_unit(&self, count: Written, unit: &Unit, rounded: Rounded) -> Result<Option<Estimate>, Inexact> {
        let size = |of: &Unit| ratio(&[of.size()], &[unit.size()]).map(Estimate::exact);
        if self.unit.converts_to(unit) {
            return count.estimate(rounded).times(size(&self.unit)?).map(Some);
        }
        match &self.piece_mass {
            Some((piece, of)) if self.unit.dimension() == Dimension::Count && of.converts_to(unit) => {
                let pieces = count.estimate(rounded).times(Estimate::exact(self.unit.size()))?;
                pieces.times(piece.estimate(rounded))?.times(size(of)?).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The mass of the output, in kg; nothing where neither the unit nor the mass of a piece tells it.
    pub fn mass(&self) -> Result<Option<Amount>, Inexact> {
        match (self.unit.dimension(), &self.piece_mass) {
            (Dimension::Mass, _) => self.output().in_base().map(Some),
            (Dimension::Count, Some((piece, unit))) => {
                ratio(&[self.output.amount, self.unit.size(), piece.amount, unit.size()], &[]).map(Some)
            }
            _ => Ok(None),
        }
    }
}

/// The product with this name, by its place in the list. Nothing where a diagnostic says that there is none.
pub fn named_product(name: &str, row: &Row<'_>, products: &[Product], diagnostics: &mut Diagnostics) -> Option<usize> {
    let index = products.iter().position(|product| product.name == name);
    if index.is_none() {
        let known: Vec<&str> = products.iter().map(|product| product.name.as_str()).collect();
        let near = nearest(name, known.iter().copied());
        diagnostics.push(row.diagnostic(C::Product, problem::unknown_product(name, &near, &known)));
    }
    index
}

/// The products that a row names, separated by `;`, by their places in the list; all where it names none. Nothing where a
/// diagnostic says that one is unknown.
pub fn named_products(row: &Row<'_>, products: &[Product], diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
    let text = row.text(C::Product);
    if text.is_empty() {
        return Some((0..products.len()).collect());
    }
    let mut names: Vec<&str> = names(&text).collect();
    if names.is_empty() {
        names.push(&text);
    }
    let found: Vec<Option<usize>> =
        names.into_iter().map(|name| named_product(name, row, products, diagnostics)).collect();
    let mut found = found.into_iter().collect::<Option<Vec<usize>>>()?;
    found.sort_unstable();
    found.dedup();
    Some(found)
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
    let output = required_written(row, C::Output, diagnostics);
    let unit = required_unit(row, C::Unit, diagnostics);
    if let Some(output) = output
        && output.amount <= Amount::ZERO
    {
        diagnostics.push(row.diagnostic(C::Output, problem::no_output(output.amount)));
    }
    let mut optional = |column| match number(row, column, diagnostics) {
        Ok(Some(number)) if number.amount.is_negative() => {
            diagnostics.push(row.diagnostic(column, problem::below_zero(number.amount)));
            Some(number)
        }
        Ok(number) => number,
        Err(Reported) => None,
    };
    let [piece, price, sold] = [C::PieceMass, C::Price, C::Sold].map(&mut optional);
    let piece_mass = match piece {
        None => None,
        Some(mass) => Some((mass, unit_of(row, C::PieceMassUnit, Dimension::Mass, diagnostics)?)),
    };
    let price = price.map(|price| (price.amount, row.text(C::Currency).into_owned()));
    let name = name?;
    if name.contains([';', '；']) {
        diagnostics.push(row.diagnostic(C::Product, problem::separator_in_name(&name)));
        return None;
    }
    let unit = unit?;
    // Pieces are counted, not measured.
    let counted =
        |number: Written| if unit.dimension() == Dimension::Count { Written::exact(number.amount) } else { number };
    Some(Product {
        name,
        output: counted(output?),
        sold: sold.map(counted),
        unit,
        piece_mass,
        price,
        remarks: Remarks::of(row),
        place: row.place(C::Product),
    })
}
