//! Arithmetic that judges: of numbers that are shown or compared, and are no result. It rounds as [`crate::amount::divide`]
//! does, and has nothing where a number has too many digits.

use crate::amount::{Amount, rounded_product, rounded_ratio, rounded_sum};

/// A hundred.
pub(super) const HUNDRED: Amount = Amount::new(100, 0);
/// Kilograms in a tonne; litres in a cubic metre.
pub(super) const THOUSAND: Amount = Amount::new(1000, 0);

/// One number over another; nothing where that is zero.
pub(super) fn over(amount: Amount, divisor: Amount) -> Option<Amount> {
    rounded_ratio(&[amount], &[divisor]).ok()
}

/// The product of two numbers.
pub(super) fn product(one: Amount, other: Amount) -> Option<Amount> {
    rounded_product(one, other).ok()
}

/// A number that came out of a division, where it takes the place of a number of the study: with the decimals that a calculation has
/// room for.
pub(super) fn supposed(amount: Amount) -> Amount {
    amount.round(6)
}

/// A number with fewer digits is had by many things, and tells nothing.
pub(super) const TELLING: usize = 4;

/// How many digits of a number count: those between zeros at its beginning and at its end.
pub(super) fn significant(amount: Amount) -> usize {
    let digits: String = amount.to_grouped("").chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').trim_end_matches('0').len()
}

/// The sum of numbers.
pub(super) fn sum(amounts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
    rounded_sum(amounts).ok()
}

/// Whether two numbers differ by no more than a part of the larger.
pub(super) fn is_near(one: Amount, other: Amount, part: Amount) -> bool {
    let larger = one.abs().max(other.abs());
    product(larger, part).is_some_and(|room| one.distance(other) <= room)
}

/// The one in the middle; of two, the smaller.
pub(super) fn median(mut amounts: Vec<Amount>) -> Option<Amount> {
    amounts.sort_unstable();
    amounts.get(amounts.len().checked_sub(1)? / 2).copied()
}

/// A number as arithmetic shows it: with the digits that say something.
pub(super) fn shown(amount: Amount) -> String {
    let size = amount.abs();
    let places = if size >= THOUSAND {
        2
    } else if size >= Amount::ONE {
        4
    } else {
        return minus(&amount.to_brief());
    };
    minus(&amount.round(places).to_grouped(","))
}

/// A number with a minus that is as wide as a plus.
fn minus(number: &str) -> String {
    number.replace('-', "−")
}

/// A fraction in per cent: `4.1 %`.
pub(super) fn percent(fraction: Amount) -> String {
    let percent = product(fraction, HUNDRED).unwrap_or(fraction);
    let places = if percent.abs() < Amount::ONE { 2 } else { 1 };
    format!("{} %", minus(&percent.round(places).to_grouped(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn numbers_are_shown_with_the_digits_that_say_something() {
        let all = ["7675265.9994", "145.11833", "1.5", "0.00217216", "-0.5", "0"].map(|text| shown(amount(text)));
        assert_eq!(all, ["7,675,266", "145.1183", "1.5", "0.00217216", "−0.5", "0"]);
        let all = ["0.0412", "1.0307", "0.0004"].map(|text| percent(amount(text)));
        assert_eq!(all, ["4.1 %", "103.1 %", "0.04 %"]);
    }

    #[test]
    fn the_median_of_two_is_the_smaller() {
        assert_eq!(median(["3", "1", "2"].map(amount).to_vec()), Some(amount("2")));
        assert_eq!(median(["3", "1"].map(amount).to_vec()), Some(amount("1")));
        assert_eq!(median(Vec::new()), None);
    }

    #[test]
    fn two_numbers_are_near_within_a_part_of_the_larger() {
        assert!(is_near(amount("95"), amount("100"), amount("0.05")));
        assert!(!is_near(amount("94.9"), amount("100"), amount("0.05")));
        assert!(is_near(Amount::ZERO, Amount::ZERO, Amount::ZERO));
    }
}
