//! Numbers between two units, and the digits of numbers that no table of the report shows.

use crate::amount::{Amount, Estimate, Inexact};
use crate::report::document::Number;

/// How many significant digits a number has at least that no table of the report shows.
const SIGNIFICANT: u32 = 6;

/// A product over a product of constants, as a formula writes it.
pub(super) struct Constant {
    /// The digits, or a quotient where they do not end: `0.001`, `1000/3.6`.
    pub(super) text: String,
    /// Its value. No result of the program; a quotient is rounded to 18 decimals.
    pub(super) value: Amount,
    /// Whether the value is all of it.
    pub(super) ends: bool,
}

impl Constant {
    pub(super) fn ratio(numerators: &[Amount], denominators: &[Amount]) -> Result<Constant, Inexact> {
        let value = quotient(numerators, denominators)?;
        let [whole, part] = [numerators, denominators].map(|amounts| quotient(amounts, &[]));
        let (whole, part) = (whole?, part?);
        let ends = value.times(part) == Ok(whole);
        let text = if ends { value.to_string() } else { format!("{whole}/{part}") };
        Ok(Constant { text, value, ends })
    }

    /// `reference` × this, without a factor of one.
    pub(super) fn times(&self, reference: &str) -> String {
        if self.value == Amount::ONE { reference.to_owned() } else { format!("{reference}*{}", self.text) }
    }
}

/// The product of `numerators` over that of `denominators`, each quotient rounded to 18 decimals.
pub(super) fn quotient(numerators: &[Amount], denominators: &[Amount]) -> Result<Amount, Inexact> {
    let mut estimate = Estimate::exact(Amount::ONE);
    for number in numerators {
        estimate = estimate.times(Estimate::exact(*number))?;
    }
    for number in denominators {
        estimate = estimate.over(Estimate::exact(*number))?;
    }
    Ok(estimate.value)
}

/// A number with six significant digits at least, where it has them.
pub(super) fn significant(amount: Amount) -> Number {
    let mut places = SIGNIFICANT;
    while places < amount.places() && amount.round(places + 1 - SIGNIFICANT).is_zero() {
        places += 1;
    }
    Number { amount, places: places.min(amount.places()) }
}
