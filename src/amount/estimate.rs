//! Numbers as they are written, and what they could be: half a unit in the last place either way.
//!
//! Estimates judge what is printed; no result is made of them. Their operations round at the 28th digit, where exact
//! ones would refuse.

use rust_decimal::Decimal;

use super::{Amount, DIGITS, Inexact, NotAnAmount, divide};

/// Which numbers were rounded when they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounded {
    /// Those with decimals, at the last of them. A whole number is taken as it stands: it may be a count, or a nominal
    /// value, and half a kilometre more or less of two would excuse anything.
    Decimals,
    /// Whole numbers, too, at their last digit.
    WholeNumbersToo,
}

impl Rounded {
    /// Both.
    pub const ALL: [Rounded; 2] = [Rounded::Decimals, Rounded::WholeNumbersToo];
}

/// A number as it is written somewhere: its amount, and how many decimals stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Written {
    /// The number.
    pub amount: Amount,
    /// The decimals that are written; nothing where the number is exact: a count, a constant, a definition.
    places: Option<u32>,
}

impl Written {
    /// Reads a number as [`Amount::parse`] does, and keeps how many decimals it has.
    pub fn parse(text: &str) -> Result<Written, NotAnAmount> {
        let amount = Amount::parse(text)?;
        let places = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        Ok(Written { amount, places: u32::try_from(places).ok() })
    }

    /// A number that is not rounded.
    #[must_use]
    pub fn exact(amount: Amount) -> Written {
        Written { amount, places: None }
    }

    /// A number as it would be written with just the decimals that it has.
    #[must_use]
    pub fn plain(amount: Amount) -> Written {
        Written { amount, places: Some(amount.places()) }
    }

    /// Whether it is not rounded at all: a count, a constant, a definition.
    #[must_use]
    pub fn is_exact(self) -> bool {
        self.places.is_none()
    }

    /// How many decimals are written.
    #[must_use]
    pub fn places(self) -> u32 {
        self.places.unwrap_or(0)
    }

    /// Half a unit in the last place that is written.
    #[must_use]
    pub fn half_unit(self) -> Amount {
        match self.places {
            // Behind the 28th decimal nothing is left to be off by.
            Some(places) if places < DIGITS => Amount::new(5, places + 1),
            _ => Amount::ZERO,
        }
    }

    /// What the number could be. A zero is nothing, and not a little.
    #[must_use]
    pub fn estimate(self, rounded: Rounded) -> Estimate {
        let stands = self.places == Some(0) && rounded == Rounded::Decimals;
        if stands || self.amount.is_zero() { Estimate::exact(self.amount) } else { self.with_half_unit() }
    }

    /// What rounds to the number, a zero included.
    #[must_use]
    pub fn with_half_unit(self) -> Estimate {
        let half = self.half_unit();
        let around = |amount: Result<Amount, Inexact>| amount.unwrap_or(self.amount);
        Estimate { value: self.amount, low: around(minus(self.amount, half)), high: around(plus(self.amount, half)) }
    }

    /// The number with all the decimals that are written, and `separator` between thousands.
    #[must_use]
    pub fn to_grouped(self, separator: &str) -> String {
        self.amount.to_fixed(self.places(), separator)
    }
}

/// The sum of what is only shown, and not calculated with: rounded at the 28th digit.
pub fn rounded_sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, Inexact> {
    amounts.into_iter().try_fold(Amount::ZERO, plus)
}

/// The product of what is only shown, rounded likewise.
pub fn rounded_product(one: Amount, other: Amount) -> Result<Amount, Inexact> {
    times(one, other)
}

/// A number and what it could be if everything rounded that it is made of is off by half a unit in its last place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// What it is if nothing is off.
    pub value: Amount,
    /// The least that it could be.
    pub low: Amount,
    /// The most that it could be.
    pub high: Amount,
}

impl Estimate {
    /// A number that could be nothing else.
    #[must_use]
    pub fn exact(amount: Amount) -> Estimate {
        Estimate { value: amount, low: amount, high: amount }
    }

    /// The sum.
    pub fn plus(self, other: Estimate) -> Result<Estimate, Inexact> {
        Ok(Estimate {
            value: plus(self.value, other.value)?,
            low: plus(self.low, other.low)?,
            high: plus(self.high, other.high)?,
        })
    }

    /// What is left of a sum without one of its parts: each bound without that of the part.
    pub fn without(self, part: Estimate) -> Result<Estimate, Inexact> {
        Ok(Estimate {
            value: minus(self.value, part.value)?,
            low: minus(self.low, part.low)?,
            high: minus(self.high, part.high)?,
        })
    }

    /// The product of two numbers that are off independently.
    pub fn times(self, other: Estimate) -> Result<Estimate, Inexact> {
        let value = times(self.value, other.value)?;
        Estimate::around(value, self, other, times)
    }

    /// The quotient of two numbers that are off independently; the divisor could not be zero.
    pub fn over(self, divisor: Estimate) -> Result<Estimate, Inexact> {
        if divisor.low.is_negative() != divisor.high.is_negative() || divisor.low.is_zero() || divisor.high.is_zero() {
            return Err(Inexact::DivisionByZero);
        }
        let value = divide(self.value, divisor.value)?;
        Estimate::around(value, self, divisor, over)
    }

    /// What share of a whole `self` has where `rest` is what else there is. Where the whole could be nothing the share
    /// could be anything, and is given as it is.
    pub fn share_with(self, rest: Estimate) -> Result<Estimate, Inexact> {
        let whole = self.plus(rest)?;
        let value = divide(self.value, whole.value)?;
        if whole.low.is_negative() != whole.high.is_negative() || whole.low.is_zero() || whole.high.is_zero() {
            return Ok(Estimate::exact(value));
        }
        // Along each of the two the share rises or falls all the way, so that its bounds are at the corners.
        Estimate::around(value, self, rest, |part, rest| over(part, plus(part, rest)?))
    }

    /// The same bounds around another value, which quotients may have rounded at the last of their digits.
    #[must_use]
    pub fn with_value(self, value: Amount) -> Estimate {
        Estimate { value, low: self.low.min(value), high: self.high.max(value) }
    }

    /// What either of the two could be, with the value of this one.
    #[must_use]
    pub fn or(self, other: Estimate) -> Estimate {
        Estimate { value: self.value, low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// Whether the two could be the same number.
    #[must_use]
    pub fn touches(self, other: Estimate) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// How far its bounds are apart.
    #[must_use]
    pub fn width(self) -> Amount {
        self.high.less(self.low)
    }

    fn around(
        value: Amount,
        a: Estimate,
        b: Estimate,
        operation: fn(Amount, Amount) -> Result<Amount, Inexact>,
    ) -> Result<Estimate, Inexact> {
        let (mut low, mut high) = (value, value);
        for corner in [(a.low, b.low), (a.low, b.high), (a.high, b.low), (a.high, b.high)] {
            let corner = operation(corner.0, corner.1)?;
            (low, high) = (low.min(corner), high.max(corner));
        }
        Ok(Estimate { value, low, high })
    }
}

impl Amount {
    /// The difference, rounded at the 28th digit: for showing and comparing.
    #[must_use]
    pub fn less(self, other: Amount) -> Amount {
        // Two amounts of opposite signs may differ by more than there is room for: by nearly the larger one.
        minus(self, other).unwrap_or(self)
    }

    /// The text of the amount with six decimals, or six digits that count: for arithmetic that is shown.
    #[must_use]
    pub fn to_brief(self) -> String {
        let mut places = 6;
        while places < 15 && !self.is_zero() && self.distance(Amount::ZERO) < Amount::new(1, places - 5) {
            places += 1;
        }
        self.round(places).to_string()
    }

    /// How far two amounts are apart, rounded at the 28th digit.
    #[must_use]
    pub fn distance(self, other: Amount) -> Amount {
        self.max(other).less(self.min(other))
    }
}

fn plus(a: Amount, b: Amount) -> Result<Amount, Inexact> {
    rounded(a.0.checked_add(b.0))
}

fn minus(a: Amount, b: Amount) -> Result<Amount, Inexact> {
    rounded(a.0.checked_sub(b.0))
}

fn times(a: Amount, b: Amount) -> Result<Amount, Inexact> {
    rounded(a.0.checked_mul(b.0))
}

fn over(a: Amount, b: Amount) -> Result<Amount, Inexact> {
    if b.is_zero() {
        return Err(Inexact::DivisionByZero);
    }
    rounded(a.0.checked_div(b.0))
}

/// What the library rounded to the 28 or 29 digits that it has room for, with at most 28 of them.
fn rounded(result: Option<Decimal>) -> Result<Amount, Inexact> {
    let result = result.ok_or(Inexact::DigitsLost)?.normalize();
    if super::digits(result.mantissa().unsigned_abs()) <= DIGITS {
        return Ok(Amount(result));
    }
    match result.scale() {
        0 => Err(Inexact::DigitsLost),
        scale => Ok(Amount(result).round(scale - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    fn written(text: &str) -> Estimate {
        Written::parse(text).unwrap().estimate(Rounded::WholeNumbersToo)
    }

    fn bounds(estimate: Estimate) -> (String, String) {
        (estimate.low.to_string(), estimate.high.to_string())
    }

    #[test]
    fn a_number_could_be_off_by_half_a_unit_in_the_last_place_that_is_written() {
        for (text, low, high) in [
            ("1849.97", "1849.965", "1849.975"),
            ("1.0000", "0.99995", "1.00005"),
            ("36", "35.5", "36.5"),
            ("-5.0", "-5.05", "-4.95"),
            ("0", "0", "0"),
            ("0.00", "0", "0"),
        ] {
            assert_eq!(bounds(written(text)), (low.to_owned(), high.to_owned()), "{text}");
        }
        assert_eq!(bounds(Written::parse("0.00").unwrap().with_half_unit()), ("-0.005".to_owned(), "0.005".to_owned()));
        for number in [Written::exact(amount("969")), Written::parse("969").unwrap()] {
            assert_eq!(bounds(number.estimate(Rounded::Decimals)), ("969".to_owned(), "969".to_owned()));
        }
        assert_eq!(bounds(Written::parse("0.5").unwrap().estimate(Rounded::Decimals)).0, "0.45");
    }

    #[test]
    fn bounds_go_with_every_operation() {
        assert_eq!(bounds(written("2").plus(written("0.5")).unwrap()), ("1.95".into(), "3.05".into()));
        assert_eq!(bounds(written("-2").times(written("3")).unwrap()), ("-8.75".into(), "-3.75".into()));
        assert_eq!(bounds(written("3").over(written("2")).unwrap()).0, "1");
        assert_eq!(written("3").over(Estimate::exact(Amount::ZERO)), Err(Inexact::DivisionByZero));
        let share = written("1").share_with(written("3")).unwrap();
        assert_eq!((share.value, bounds(share)), (amount("0.25"), ("0.125".into(), "0.375".into())));
        // Beside a credit the share of more is smaller.
        let credit = Estimate { value: amount("-4"), low: amount("-5"), high: amount("-3") };
        let whole = written("9").share_with(credit).unwrap();
        assert_eq!(
            (whole.value, bounds(whole)),
            (
                amount("1.8"),
                (
                    over(amount("9.5"), amount("6.5")).unwrap().to_string(),
                    over(amount("8.5"), amount("3.5")).unwrap().to_string()
                )
            )
        );
        let nothing = written("3").share_with(credit).unwrap();
        assert_eq!(nothing, Estimate::exact(amount("-3")));
    }

    #[test]
    fn an_estimate_rounds_where_a_result_would_be_refused() {
        let long = amount("1.000000000000000000000000001");
        assert_eq!(long.times(long), Err(Inexact::DigitsLost));
        let square = Estimate::exact(long).times(Estimate::exact(long)).unwrap();
        assert_eq!(square.value, amount("1.000000000000000000000000002"));
    }
}
