//! Sums that lose nothing on the way.

use num_bigint::BigInt;

use super::short::{POWERS, Short};
use super::{Amount, Inexact, ten_to};

/// A running sum, exact whatever its parts and their order.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    mantissa: i128,
    scale: u32,
    /// What did not fit into 128 bits, mantissa and scale. Hardly any sum has it.
    wide: Option<Box<(BigInt, u32)>>,
}

impl Sum {
    /// Adds `amount`.
    pub fn add(&mut self, amount: Amount) {
        self.add_scaled(amount.0.mantissa(), amount.0.scale());
    }

    /// Adds `a` × `b`.
    pub fn add_product(&mut self, a: Amount, b: Amount) {
        let scale = a.0.scale() + b.0.scale();
        match a.0.mantissa().checked_mul(b.0.mantissa()) {
            Some(product) => self.add_scaled(product, scale),
            None => self.add_wide(BigInt::from(a.0.mantissa()) * b.0.mantissa(), scale),
        }
    }

    /// Adds `amount`.
    #[inline]
    pub fn add_short(&mut self, amount: Short) {
        self.add_scaled(i128::from(amount.mantissa), amount.places);
    }

    /// Adds `a` × `b`.
    #[inline]
    pub fn add_short_product(&mut self, a: Short, b: Short) {
        self.add_scaled(i128::from(a.mantissa) * i128::from(b.mantissa), a.places + b.places);
    }

    /// Adds all that `other` holds.
    pub fn merge(&mut self, other: Sum) {
        self.add_scaled(other.mantissa, other.scale);
        if let Some((mantissa, scale)) = other.wide.map(|wide| *wide) {
            self.add_wide(mantissa, scale);
        }
    }

    /// The sum as an amount.
    ///
    /// # Errors
    /// [`Inexact::DigitsLost`], where it has more than 28 significant digits.
    pub fn total(&self) -> Result<Amount, Inexact> {
        match &self.wide {
            None => Amount::from_scaled(self.mantissa, self.scale),
            Some(_) => {
                let mut all = self.clone();
                all.spill();
                all.wide.map_or(Ok(Amount::ZERO), |wide| Amount::from_big(&wide.0, wide.1))
            }
        }
    }

    #[inline]
    fn add_scaled(&mut self, mantissa: i128, scale: u32) {
        // Nearly every part of a sum has the decimals that the sum has, or fewer.
        if scale <= self.scale
            && let Some(raised) = raise(mantissa, self.scale - scale)
            && let Some(sum) = self.mantissa.checked_add(raised)
        {
            self.mantissa = sum;
            return;
        }
        self.add_at_another_scale(mantissa, scale);
    }

    #[cold]
    fn add_at_another_scale(&mut self, mantissa: i128, scale: u32) {
        let common = self.scale.max(scale);
        let own = raise(self.mantissa, common - self.scale);
        let other = raise(mantissa, common - scale);
        match own.zip(other).and_then(|(own, other)| own.checked_add(other)) {
            Some(sum) => (self.mantissa, self.scale) = (sum, common),
            None => {
                self.spill();
                (self.mantissa, self.scale) = (mantissa, scale);
            }
        }
    }

    /// Moves what is held in 128 bits to where there is room.
    fn spill(&mut self) {
        let (mantissa, scale) = (std::mem::take(&mut self.mantissa), std::mem::take(&mut self.scale));
        self.add_wide(BigInt::from(mantissa), scale);
    }

    fn add_wide(&mut self, mantissa: BigInt, scale: u32) {
        let wide = self.wide.get_or_insert_default();
        let common = wide.1.max(scale);
        wide.0 = &wide.0 * ten_to(common - wide.1) + mantissa * ten_to(common - scale);
        wide.1 = common;
    }
}

/// `mantissa` × 10^`places`, where it fits.
#[inline]
fn raise(mantissa: i128, places: u32) -> Option<i128> {
    // The product of two numbers of 64 bits always fits.
    if let (Ok(mantissa), Some(power)) = (i64::try_from(mantissa), POWERS.get(places as usize)) {
        return Some(i128::from(mantissa) * i128::from(*power));
    }
    if mantissa == 0 || places == 0 {
        return Some(mantissa);
    }
    10i128.checked_pow(places).and_then(|power| mantissa.checked_mul(power))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn a_sum_passes_through_more_digits_than_an_amount_holds() {
        let mut sum = Sum::default();
        for text in ["7000000000000000000000000000", "0.1", "-7000000000000000000000000000"] {
            sum.add(amount(text));
        }
        assert_eq!(sum.total(), Ok(amount("0.1")));
        // Neither 128 bits nor the order in which they are full make a difference.
        let parts = ["7000000000000000000000000000", "0.000000000000000000000001", "-7000000000000000000000000000"];
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2]] {
            let (mut sum, mut other) = (Sum::default(), Sum::default());
            for index in order {
                sum.add_product(amount(parts[index]), amount("3.5"));
            }
            other.merge(sum);
            assert_eq!(other.total(), Ok(amount("0.0000000000000000000000035")), "{order:?}");
        }
    }
}
