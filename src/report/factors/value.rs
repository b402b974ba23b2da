//! The value of a factor, with the digits that a reader is shown.

use crate::amount::Amount;
use crate::factor::FactorValue;
use crate::report::digits::places_of;
use crate::report::page::THOUSANDS;

/// What a value is followed by that goes on.
const ELLIPSIS: char = '…';
/// How many decimals a value has in a list; more where fewer would leave less than three digits.
const PLACES: u32 = 6;
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
    let places = places_of(amount, PLACES);
    amount.truncate(places).to_fixed(places, THOUSANDS) + &ELLIPSIS.to_string()
}
