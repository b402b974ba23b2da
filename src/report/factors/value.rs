//! The value of a factor, with the digits that a reader is shown.

use crate::amount::Amount;
use crate::factor::FactorValue;
use crate::report::page::THOUSANDS;

/// What a value is followed by that goes on.
const ELLIPSIS: &str = "…";
/// How many decimals a value has in a list; more where few of its digits would be left.
const PLACES: u32 = 6;
/// How often a digit is shown that goes on for ever.
const REPEATED: usize = 3;
/// What stands where a value would lose digits.
const NONE: &str = "–";

/// The value for a list: as it is, or cut off and marked so.
pub(in crate::report) fn short(value: FactorValue) -> String {
    value.amount().map_or(NONE.to_owned(), |amount| shortened(amount, value.ends()))
}

/// An amount for a list: as it is where it ends, else cut off and marked so.
pub(in crate::report) fn shortened(amount: Amount, ends: bool) -> String {
    if ends {
        return amount.to_grouped(THOUSANDS);
    }
    let places = (PLACES..amount.places()).find(|places| !amount.truncate(places - 2).is_zero());
    let places = places.unwrap_or(amount.places());
    amount.truncate(places).to_fixed(places, THOUSANDS) + ELLIPSIS
}

/// The value with all its digits; where they go on for ever, up to where only the last is repeated.
pub(super) fn full(value: FactorValue) -> String {
    let Ok(amount) = value.amount() else { return NONE.to_owned() };
    if value.ends() {
        return amount.to_grouped(THOUSANDS);
    }
    // The last decimal is rounded.
    let places = amount.places().saturating_sub(1);
    let text = amount.truncate(places).to_fixed(places, THOUSANDS);
    let last = text.chars().next_back().unwrap_or_default();
    let repeated = text.chars().rev().take_while(|digit| *digit == last).count();
    text[..text.len() - repeated.saturating_sub(REPEATED)].to_owned() + ELLIPSIS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn derived(ncv: &str, carbon_content: &str, oxidation: &str) -> FactorValue {
        let amount = |text| Amount::parse(text).unwrap();
        FactorValue::Derived { ncv: amount(ncv), carbon_content: amount(carbon_content), oxidation: amount(oxidation) }
    }

    #[test]
    fn a_value_that_goes_on_is_cut_off_and_says_so() {
        let diesel = derived("43.33", "0.0202", "0.98");
        assert_eq!(full(diesel), "3.14512249333…");
        assert_eq!(short(diesel), "3.145122…");
        let small = derived("0.001", "0.0002", "1");
        assert_eq!((full(small), short(small)), ("0.0000007333…".to_owned(), "0.000000733…".to_owned()));
    }

    #[test]
    fn a_value_that_ends_is_whole() {
        let natural_gas = derived("389.31", "0.0153", "0.99");
        assert_eq!(full(natural_gas), "21.62188809");
        assert_eq!(short(natural_gas), "21.62188809");
        assert_eq!(full(FactorValue::Given(Amount::new(91_226_364, 4))), "9,122.6364");
    }
}
