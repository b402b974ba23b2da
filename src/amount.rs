//! Exact decimal amounts: parse, add, multiply, share out, round to print.
//!
//! This module owns every operation on a number. The rules:
//!
//! - An [`Amount`] holds up to 28 significant digits. What would need more is an [`Inexact::DigitsLost`],
//!   never a rounding.
//! - [`Sum`] adds up row by row in integers, 128 bits wide and wider where need be, so that no order of rows matters.
//! - Division happens in [`ratio`], [`divide`], [`rounded_ratio`], [`share_out`] and [`Sum::over`] alone. [`ratio`]
//!   multiplies everything first, in integers of any width, and divides once: a quotient that ends is kept whole, one
//!   that does not end is rounded to [`QUOTIENT_PLACES`] decimals. [`share_out`] gives the last part what is left, so
//!   that parts add up to the whole exactly.
//! - Roots are integer roots ([`Sum::root`], [`compound_rate`]), rounded to as many decimals.
//! - [`Amount::round`] is for printing: half away from zero, as a spreadsheet does.

mod digits;
mod estimate;
mod short;
mod spelling;
mod sum;

use std::fmt;

use num_bigint::{BigInt, BigUint, Sign};
use num_integer::Integer;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

pub use digits::{with_a_digit_changed, with_digits_swapped, without_a_digit};
pub use estimate::{Estimate, Rounded, Written, rounded_product, rounded_sum};
pub use short::Short;
pub use spelling::{DecimalMark, Spelled};
pub use sum::Sum;

/// Decimals that a quotient keeps which does not end: 10⁻¹⁸ t is a picogram.
pub const QUOTIENT_PLACES: u32 = 18;

/// The significant digits that every amount can hold.
const DIGITS: u32 = 28;

/// An exact decimal number of up to 28 significant digits, kept without trailing zeros.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(Decimal);

/// Why an operation has no exact result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inexact {
    /// The exact result has more than 28 significant digits, or is too large.
    DigitsLost,
    /// The divisor, or the sum of all weights, is zero.
    DivisionByZero,
}

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Inexact::DigitsLost => "the exact result has more than 28 significant digits",
            Inexact::DivisionByZero => "division by zero",
        })
    }
}

impl std::error::Error for Inexact {}

/// Why a text is not an [`Amount`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAmount {
    /// The text is not a plain decimal number (an optional sign, digits, at most one point).
    NotANumber,
    /// It is one, with more than 28 significant digits.
    TooManyDigits,
    /// It could be two: `1,234` is a thousand here and a little more than one there.
    TwoNumbers,
}

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(Decimal::ZERO);
    /// One.
    pub const ONE: Amount = Amount(Decimal::ONE);

    /// `mantissa` × 10^−`scale`, for constants.
    #[must_use]
    pub const fn new(mantissa: i64, scale: u32) -> Amount {
        // `from_parts` takes the 96-bit mantissa in three words and does not panic on these.
        let magnitude = mantissa.unsigned_abs();
        #[expect(clippy::cast_possible_truncation, reason = "the two halves of a u64")]
        Amount(Decimal::from_parts(magnitude as u32, (magnitude >> 32) as u32, 0, mantissa < 0, scale))
    }

    /// Reads a plain decimal number: an optional sign, digits, at most one point. No exponent, no separators.
    ///
    /// # Errors
    /// [`NotAnAmount`], where the text is anything else or has more than 28 significant digits.
    pub fn parse(text: &str) -> Result<Amount, NotAnAmount> {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        if whole.is_empty() && fraction.is_empty() {
            return Err(NotAnAmount::NotANumber);
        }
        if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
            return Err(NotAnAmount::NotANumber);
        }
        let fraction = fraction.trim_end_matches('0');
        let mut mantissa: i128 = 0;
        for digit in whole.bytes().chain(fraction.bytes()) {
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(i128::from(digit - b'0')))
                .ok_or(NotAnAmount::TooManyDigits)?;
        }
        if text.starts_with('-') {
            mantissa = -mantissa;
        }
        let scale = u32::try_from(fraction.len()).map_err(|_| NotAnAmount::TooManyDigits)?;
        Amount::from_scaled(mantissa, scale).map_err(|_| NotAnAmount::TooManyDigits)
    }

    /// `mantissa` × 10^−`scale`, exactly, without trailing zeros.
    fn from_scaled(mut mantissa: i128, mut scale: u32) -> Result<Amount, Inexact> {
        if mantissa == 0 {
            return Ok(Amount::ZERO);
        }
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        if scale > DIGITS || mantissa.unsigned_abs() >= 10u128.pow(DIGITS) {
            return Err(Inexact::DigitsLost);
        }
        Decimal::try_from_i128_with_scale(mantissa, scale).map(Amount).map_err(|_| Inexact::DigitsLost)
    }

    fn from_big(mantissa: &BigInt, scale: u32) -> Result<Amount, Inexact> {
        let (mut mantissa, mut scale) = (mantissa.clone(), scale);
        let ten = BigInt::from(10);
        while scale > 0 && mantissa.is_multiple_of(&ten) {
            mantissa /= &ten;
            scale -= 1;
        }
        i128::try_from(mantissa).map_err(|_| Inexact::DigitsLost).and_then(|m| Amount::from_scaled(m, scale))
    }

    /// The exact sum.
    pub fn plus(self, other: Amount) -> Result<Amount, Inexact> {
        let mut sum = Sum::default();
        sum.add(self);
        sum.add(other);
        sum.total()
    }

    /// The exact difference.
    pub fn minus(self, other: Amount) -> Result<Amount, Inexact> {
        self.plus(Amount(-other.0))
    }

    /// The exact product.
    pub fn times(self, other: Amount) -> Result<Amount, Inexact> {
        ratio(&[self, other], &[])
    }

    /// Rounded to `places` decimals, half away from zero. For printing only.
    #[must_use]
    pub fn round(self, places: u32) -> Amount {
        Amount(self.0.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero).normalize())
    }

    /// Cut off after `places` decimals: what a report prints that does not round.
    #[must_use]
    pub fn truncate(self, places: u32) -> Amount {
        Amount(self.0.trunc_with_scale(places).normalize())
    }

    /// The decimals that it has.
    #[must_use]
    pub fn places(self) -> u32 {
        self.0.scale()
    }

    /// The text of the amount rounded to exactly `places` decimals, with `separator` between thousands.
    #[must_use]
    pub fn to_fixed(self, places: u32, separator: &str) -> String {
        let rounded = self.round(places).0;
        let digits = rounded.abs().to_string();
        let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
        let mut text = String::from(if rounded.is_sign_negative() && !rounded.is_zero() { "-" } else { "" });
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                text.push_str(separator);
            }
            text.push(digit);
        }
        if places > 0 {
            text.push('.');
            text.push_str(fraction);
            text.extend(std::iter::repeat_n('0', (places as usize).saturating_sub(fraction.len())));
        }
        text
    }

    /// All its digits, with `separator` between the thousands of the whole part.
    #[must_use]
    pub fn to_grouped(self, separator: &str) -> String {
        self.to_fixed(self.0.scale(), separator)
    }

    /// The text of a fraction as per cent, with `places` decimals.
    #[must_use]
    pub fn to_percent(self, places: u32) -> String {
        match self.times(Amount::new(100, 0)) {
            Ok(percent) => format!("{} %", percent.to_fixed(places, "")),
            Err(_) => self.to_string(),
        }
    }

    /// How many eighths of a column a bar is long that has `columns` columns at one; for drawing only.
    #[must_use]
    pub fn eighths(self, columns: u32) -> usize {
        self.max(Amount::ZERO).length(Amount::ONE, columns as usize * 8)
    }

    /// How long a line is for this amount, whatever its sign, where `whole` is `units` long; it is never longer. For
    /// drawing only.
    #[must_use]
    pub fn length(self, whole: Amount, units: usize) -> usize {
        let part = Amount(self.0.abs()).min(whole);
        let n = BigInt::from(part.0.mantissa()) * units * ten_to(whole.0.scale());
        let d = BigInt::from(whole.0.mantissa()) * ten_to(part.0.scale());
        if d.sign() != Sign::Plus {
            return 0;
        }
        round_quotient(&n, &d, 0).ok().and_then(|length| length.0.to_usize()).unwrap_or(0)
    }

    /// The nearest floating-point number, for workbooks only: a spreadsheet computes in no other.
    #[must_use]
    pub fn to_float(self) -> f64 {
        // The text of a decimal is always the text of a float; nothing is computed on the way.
        self.0.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Its size, without its sign.
    #[must_use]
    pub fn abs(self) -> Amount {
        Amount(self.0.abs())
    }

    /// Whether it is a round number: a whole one that ends in two zeros or more, and not nothing.
    #[must_use]
    pub fn is_round(self) -> bool {
        !self.is_zero() && self.0.scale() == 0 && self.0.mantissa() % 100 == 0
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self < Amount::ZERO
    }
}

impl From<u64> for Amount {
    fn from(count: u64) -> Amount {
        Amount(Decimal::from(count).normalize())
    }
}

impl fmt::Display for Amount {
    /// All its digits, without trailing zeros: an amount reads the same wherever it is written in full.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

impl Serialize for Amount {
    /// As a string: a JSON number would pass through a float in most readers.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The product of `numerators` over the product of `denominators`.
///
/// Everything is multiplied exactly before the one division. Where the denominators cancel, or leave a power of
/// ten, the result is exact or [`Inexact::DigitsLost`]. Where a true division remains, a quotient that ends
/// within 28 digits is exact, and any other is rounded to [`QUOTIENT_PLACES`] decimals (fewer where
/// the whole part needs the digits), half away from zero.
pub fn ratio(numerators: &[Amount], denominators: &[Amount]) -> Result<Amount, Inexact> {
    let (numerator, numerator_scale) = product(numerators);
    let (denominator, denominator_scale) = product(denominators);
    if denominator.sign() == Sign::NoSign {
        return Err(Inexact::DivisionByZero);
    }
    let prefix_alone = is_prefix(&numerator, &denominator);
    // value = n × 10^ds / (d × 10^ns), in lowest terms.
    let n = numerator * ten_to(denominator_scale);
    let d = denominator * ten_to(numerator_scale);
    let divisor = n.gcd(&d);
    let (n, d) = if d.sign() == Sign::Minus { (-n / &divisor, -d / &divisor) } else { (n / &divisor, d / &divisor) };

    let (ending, places) = places_of_end(d.magnitude());
    if ending && (prefix_alone || places <= DIGITS) {
        let exact = Amount::from_big(&(&n * ten_to(places) / &d), places);
        if exact.is_ok() || prefix_alone {
            return exact;
        }
    }
    round_quotient(&n, &d, QUOTIENT_PLACES)
}

/// `amount` over `divisor`: exact where the quotient has at most [`QUOTIENT_PLACES`] decimals, else rounded there. For
/// results that are not calculated with: per declared unit, share.
pub fn divide(amount: Amount, divisor: Amount) -> Result<Amount, Inexact> {
    rounded_ratio(&[amount], &[divisor])
}

/// The product of `numerators` over the product of `denominators`, rounded as [`divide`] does: for results that are not
/// calculated with.
pub fn rounded_ratio(numerators: &[Amount], denominators: &[Amount]) -> Result<Amount, Inexact> {
    let (numerator, numerator_scale) = product(numerators);
    let (denominator, denominator_scale) = product(denominators);
    quotient((&numerator, numerator_scale), (&denominator, denominator_scale))
}

/// One number over another, both given by mantissa and scale, rounded to [`QUOTIENT_PLACES`] decimals.
fn quotient(numerator: (&BigInt, u32), denominator: (&BigInt, u32)) -> Result<Amount, Inexact> {
    if denominator.0.sign() == Sign::NoSign {
        return Err(Inexact::DivisionByZero);
    }
    round_quotient(&(numerator.0 * ten_to(denominator.1)), &(denominator.0 * ten_to(numerator.1)), QUOTIENT_PLACES)
}

/// The rate a year at which `from` becomes `to` in `years` years if it is the same in each: the `years`th root of
/// their quotient, less one, rounded to [`QUOTIENT_PLACES`] decimals.
///
/// # Errors
/// [`Inexact::DivisionByZero`], where an amount is not above zero or there are no years.
pub fn compound_rate(from: Amount, to: Amount, years: u32) -> Result<Amount, Inexact> {
    if from <= Amount::ZERO || to <= Amount::ZERO || years == 0 {
        return Err(Inexact::DivisionByZero);
    }
    // Two digits more than are kept, so that the root, which is cut off, rounds as the whole one would.
    let places = QUOTIENT_PLACES + 2;
    let n = BigInt::from(to.0.mantissa()) * ten_to(from.0.scale() + places * years);
    let d = BigInt::from(from.0.mantissa()) * ten_to(to.0.scale());
    let root = (n / d).nth_root(years);
    round_quotient(&(root - ten_to(places)), &ten_to(places), QUOTIENT_PLACES)
}

/// Parts of `total` in proportion to `weights`: each rounded to [`QUOTIENT_PLACES`] decimals or those of the total,
/// the last one with a weight taking what is left, so that the parts add up to the total exactly.
pub fn share_out(total: Amount, weights: &[Amount]) -> Result<Vec<Amount>, Inexact> {
    let mut sum = Sum::default();
    for weight in weights {
        sum.add(*weight);
    }
    let whole = sum.total()?;
    if whole.is_zero() {
        return Err(Inexact::DivisionByZero);
    }
    let last = weights.iter().rposition(|weight| !weight.is_zero());
    // The last part has as many whole digits as the total may have, and as many decimals as the others.
    let whole_digits = digits(total.0.trunc().mantissa().unsigned_abs());
    let places = QUOTIENT_PLACES.max(total.0.scale()).min(DIGITS - whole_digits);
    let mut left = total;
    let mut parts = Vec::with_capacity(weights.len());
    for (index, weight) in weights.iter().enumerate() {
        if Some(index) == last {
            parts.push(Amount::ZERO);
            continue;
        }
        let (numerator, numerator_scale) = product(&[total, *weight]);
        let n = numerator * ten_to(whole.0.scale());
        let d = BigInt::from(whole.0.mantissa()) * ten_to(numerator_scale);
        let part = round_quotient(&n, &d, places)?;
        left = left.minus(part)?;
        parts.push(part);
    }
    if let Some(index) = last {
        parts[index] = left;
    }
    Ok(parts)
}

/// Whether dividing by `denominator` only moves the point: what `numerator` does not cancel of it is a power of ten.
fn is_prefix(numerator: &BigInt, denominator: &BigInt) -> bool {
    let ten = BigInt::from(10);
    let mut rest = denominator.clone();
    while rest.is_multiple_of(&ten) {
        rest /= &ten;
    }
    numerator.is_multiple_of(&rest)
}

/// The product of all mantissas, and the sum of all scales.
fn product(amounts: &[Amount]) -> (BigInt, u32) {
    amounts.iter().fold((BigInt::from(1), 0), |(mantissa, scale), amount| {
        (mantissa * amount.0.mantissa(), scale + amount.0.scale())
    })
}

/// How many digits a whole number has.
fn digits(number: u128) -> u32 {
    number.checked_ilog10().unwrap_or(0) + 1
}

fn ten_to(places: u32) -> BigInt {
    BigInt::from(10).pow(places)
}

/// Whether a fraction in lowest terms with this denominator ends in decimal, and after how many places.
fn places_of_end(denominator: &BigUint) -> (bool, u32) {
    let mut rest = denominator.clone();
    let mut powers = [0u32; 2];
    for (prime, power) in [2u32, 5].into_iter().zip(&mut powers) {
        let prime = BigUint::from(prime);
        while rest.is_multiple_of(&prime) {
            rest /= &prime;
            *power += 1;
        }
    }
    (rest == BigUint::from(1u32), powers[0].max(powers[1]))
}

/// `n` / `d` rounded to `places` decimals, or to as many as 28 digits leave, half away from zero.
fn round_quotient(n: &BigInt, d: &BigInt, places: u32) -> Result<Amount, Inexact> {
    let negative = (n.sign() == Sign::Minus) != (d.sign() == Sign::Minus);
    let (n, d) = (n.magnitude(), d.magnitude());
    let whole = u128::try_from(n / d).map_err(|_| Inexact::DigitsLost)?;
    let whole_digits = digits(whole);
    let places = places.min(DIGITS.saturating_sub(whole_digits));
    let scaled = n * BigUint::from(10u32).pow(places);
    let (mut quotient, remainder) = scaled.div_rem(d);
    if remainder * 2u32 >= *d {
        quotient += 1u32;
    }
    let sign = if negative { Sign::Minus } else { Sign::Plus };
    Amount::from_big(&BigInt::from_biguint(sign, quotient), places)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn a_plain_decimal_is_read_and_anything_else_is_not() {
        for (text, shown) in
            [("7675265.9994", "7675265.9994"), ("-0.50", "-0.5"), ("+3", "3"), (".5", "0.5"), ("-0", "0")]
        {
            assert_eq!(amount(text).to_string(), shown);
        }
        for text in ["", "-", ".", "1e3", "1_000", "1,000", " 1", "0x1", "１", "1.2.3", "--1", "NaN"] {
            assert_eq!(Amount::parse(text), Err(NotAnAmount::NotANumber), "{text:?}");
        }
    }

    #[test]
    fn a_number_that_does_not_fit_28_digits_is_refused_and_never_rounded() {
        assert_eq!(amount("1234567890123456789012345678").to_string(), "1234567890123456789012345678");
        assert_eq!(amount("0.1234567890123456789012345678").to_string(), "0.1234567890123456789012345678");
        assert_eq!(Amount::parse("0.12345678901234567890123456789"), Err(NotAnAmount::TooManyDigits));
        assert_eq!(Amount::parse(&"9".repeat(400)), Err(NotAnAmount::TooManyDigits));
        assert_eq!(amount(&format!("0.5{}", "0".repeat(400))).to_string(), "0.5");
    }

    #[test]
    fn sums_and_products_are_exact_or_say_that_digits_are_lost() {
        assert_eq!(amount("0.1").plus(amount("0.2")).unwrap(), amount("0.3"));
        assert_eq!(amount("7675265.9994").times(amount("0.0022")).unwrap(), amount("16885.58519868"));
        let long = amount("1.000000000000000000000000001");
        assert_eq!(long.times(long), Err(Inexact::DigitsLost));
        assert_eq!(amount("7000000000000000000000000000").plus(amount("0.1")), Err(Inexact::DigitsLost));
    }

    #[test]
    fn a_quotient_that_ends_is_kept_whole_and_one_that_does_not_is_rounded_at_18_places() {
        assert_eq!(ratio(&[amount("1")], &[amount("1024")]).unwrap(), amount("0.0009765625"));
        assert_eq!(ratio(&[amount("2")], &[amount("-3")]).unwrap(), amount("-0.666666666666666667"));
        // Diesel, parameter set A: 43.33 GJ/t × 0.0202 tC/GJ × 98 % × 44/12.
        let diesel = [amount("43.33"), amount("0.0202"), amount("0.98"), amount("44")];
        assert_eq!(ratio(&diesel, &[amount("12")]).unwrap(), amount("3.145122493333333333"));
        assert_eq!(ratio(&[Amount::ONE], &[Amount::ZERO]), Err(Inexact::DivisionByZero));
    }

    #[test]
    fn a_result_per_unit_is_rounded_at_18_places_whatever_the_unit() {
        let long = amount("0.12345678901234567891");
        assert_eq!(divide(long, amount("100")).unwrap(), amount("0.001234567890123457"));
        assert_eq!(divide(long, amount("101")).unwrap(), amount("0.001222344445666789"));
        assert_eq!(divide(long, Amount::ZERO), Err(Inexact::DivisionByZero));
    }

    #[test]
    fn the_same_rate_every_year_leads_from_one_amount_to_the_other() {
        assert_eq!(compound_rate(amount("100"), amount("81"), 2), Ok(amount("-0.1")));
        assert_eq!(compound_rate(amount("100"), amount("133.1"), 3), Ok(amount("0.1")));
        assert_eq!(compound_rate(amount("17.23"), amount("14.65"), 5).unwrap().round(6), amount("-0.031922"));
        assert_eq!(compound_rate(amount("0"), amount("1"), 3), Err(Inexact::DivisionByZero));
    }

    #[test]
    fn a_factor_that_cancels_costs_no_digit() {
        let long = amount("0.1234567890123456789012345");
        assert_eq!(ratio(&[long, amount("3.6")], &[amount("3.6")]).unwrap(), long);
        assert_eq!(ratio(&[long], &[amount("10000")]), Err(Inexact::DigitsLost));
    }

    #[test]
    fn parts_add_up_to_the_whole_and_a_part_without_weight_is_nothing() {
        let parts = share_out(amount("100"), &[amount("1"), amount("1"), amount("1"), Amount::ZERO]).unwrap();
        let shown: Vec<String> = parts.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["33.333333333333333333", "33.333333333333333333", "33.333333333333333334", "0"]);
        assert_eq!(share_out(amount("1"), &[Amount::ZERO]), Err(Inexact::DivisionByZero));
    }

    #[test]
    fn rounding_goes_half_away_from_zero_and_keeps_the_places_asked_for() {
        assert_eq!(amount("2.5").round(0), amount("3"));
        assert_eq!(amount("-2.345").to_fixed(2, ","), "-2.35");
        assert_eq!(amount("-0.001").to_fixed(2, ","), "0.00");
        assert_eq!(amount("1234567.5").to_fixed(2, ","), "1,234,567.50");
        assert_eq!(amount("39691.434").to_grouped(","), "39,691.434");
        assert_eq!(amount("38541").to_fixed(0, " "), "38 541");
    }

    #[test]
    fn a_line_is_as_long_as_its_part_of_the_whole_and_never_longer() {
        let length = |part: &str, whole: &str| amount(part).length(amount(whole), 600);
        assert_eq!([length("1", "3"), length("2.5", "2.5"), length("0.0001", "1")], [200, 600, 0]);
        assert_eq!([length("-1", "3"), length("1", "0"), length("4", "3")], [200, 0, 600]);
        let long = "0.1234567890123456789012345678";
        assert_eq!([length(long, "1"), length(long, long)], [74, 600]);
    }
}
