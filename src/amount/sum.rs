//! Sums that lose nothing on the way.

use num_bigint::BigInt;

use super::short::{POWERS, Short};
use super::{Amount, DIGITS, Inexact, QUOTIENT_PLACES, quotient, ten_to};

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
                let (mantissa, scale) = self.whole();
                Amount::from_big(&mantissa, scale)
            }
        }
    }

    /// The sum over another, whatever digits the two have: divided once and rounded to [`QUOTIENT_PLACES`] decimals. For
    /// results that are not calculated with: a weighted mean.
    ///
    /// # Errors
    /// [`Inexact::DivisionByZero`], where the other is zero; [`Inexact::DigitsLost`], where the quotient is too large.
    pub fn over(&self, divisor: &Sum) -> Result<Amount, Inexact> {
        let ((numerator, numerator_scale), (denominator, denominator_scale)) = (self.whole(), divisor.whole());
        quotient((&numerator, numerator_scale), (&denominator, denominator_scale))
    }

    /// The square root of the sum, whatever digits it has, rounded half up to [`QUOTIENT_PLACES`] decimals or to those that
    /// 28 digits leave; nothing where the sum is below zero.
    ///
    /// # Errors
    /// [`Inexact::DigitsLost`], where the root is too large.
    pub fn root(&self) -> Result<Option<Amount>, Inexact> {
        let (mantissa, scale) = self.whole();
        if mantissa < BigInt::ZERO {
            return Ok(None);
        }
        let whole_digits = (&mantissa / ten_to(scale)).sqrt().to_string().len();
        let whole_digits = u32::try_from(whole_digits).map_err(|_| Inexact::DigitsLost)?;
        let places = QUOTIENT_PLACES.min(DIGITS.checked_sub(whole_digits).ok_or(Inexact::DigitsLost)?);
        // √s rounded to a whole number is (√4s + 1) ÷ 2, cut off; and an integer root is cut off, too.
        let fourfold: BigInt = mantissa * 4 * ten_to(2 * places) / ten_to(scale);
        Amount::from_big(&((fourfold.sqrt() + 1) / 2), places).map(Some)
    }

    /// All of it, mantissa and scale.
    fn whole(&self) -> (BigInt, u32) {
        let mut all = self.clone();
        all.spill();
        all.wide.map_or((BigInt::ZERO, 0), |wide| *wide)
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

    fn sum_of(products: &[(&str, &str)]) -> Sum {
        let mut sum = Sum::default();
        for (one, other) in products {
            sum.add_product(amount(one), amount(other));
        }
        sum
    }

    #[test]
    fn a_mean_is_divided_once_whatever_digits_its_sums_have() {
        let long = "0.1234567890123456789012345678";
        assert_eq!(sum_of(&[(long, "3.25"), (long, "3.25")]).over(&sum_of(&[(long, "2")])), Ok(amount("3.25")));
        assert_eq!(sum_of(&[("1", "1"), ("2", "2")]).over(&sum_of(&[("3", "1")])), Ok(amount("1.666666666666666667")));
        assert_eq!(sum_of(&[("1", "1")]).over(&Sum::default()), Err(Inexact::DivisionByZero));
    }

    #[test]
    fn a_root_is_rounded_at_18_decimals_or_where_28_digits_end() {
        let root = |one, other| sum_of(&[(one, other)]).root().map(|root| root.map(|root| root.to_string()));
        for (one, other, expected) in [
            ("0", "1", "0"),
            ("1", "2", "1.414213562373095049"),
            ("5", "5", "5"),
            ("0.001", "0.00001", "0.0001"),
            // Half a unit of the 18th decimal, which rounds up, and less than that.
            ("0.0000000000000000005", "0.0000000000000000005", "0.000000000000000001"),
            ("0.0000000000000000005", "0.0000000000000000004", "0"),
        ] {
            assert_eq!(root(one, other), Ok(Some(expected.to_owned())), "{one} × {other}");
        }
        assert_eq!(root("3", "7000000000000000000000000000"), Ok(Some("144913767461894.3857371866416".to_owned())));
        assert_eq!(root("-1", "4"), Ok(None));
        let largest = "9999999999999999999999999999";
        assert_eq!(root(largest, largest), Ok(Some(largest.to_owned())));
    }

    /// A number with some decimals.
    fn decimal() -> impl proptest::strategy::Strategy<Value = Amount> {
        use proptest::strategy::Strategy;
        (0i64..i64::MAX, 0u32..24).prop_map(|(mantissa, scale)| Amount::new(mantissa, scale))
    }

    proptest::proptest! {
        #[test]
        fn the_root_of_a_square_is_its_side(side in decimal()) {
            let mut square = Sum::default();
            square.add_product(side, side);
            proptest::prop_assert_eq!(square.root(), Ok(Some(side.round(18))));
        }

        #[test]
        fn a_root_is_off_by_at_most_half_a_unit_in_the_18th_decimal(one in decimal(), other in decimal()) {
            let mut sum = Sum::default();
            sum.add_product(one, other);
            let root = sum.root().unwrap().unwrap();
            let half = Amount::new(5, 19);
            // (root - half)² ≤ sum ≤ (root + half)², where the root has its 18 decimals.
            if root < Amount::new(1_000_000_000, 0) {
                let mut below = Sum::default();
                let less = root.minus(half).unwrap();
                if !less.is_negative() {
                    below.add_product(less, less);
                }
                let mut above = Sum::default();
                let more = root.plus(half).unwrap();
                above.add_product(more, more);
                let ((below, b), (sum, s), (above, a)) = (below.whole(), sum.whole(), above.whole());
                proptest::prop_assert!(below * ten_to(s) <= &sum * ten_to(b));
                proptest::prop_assert!(sum * ten_to(a) <= above * ten_to(s));
            }
        }
    }
}
