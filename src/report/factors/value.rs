//! The value of a factor, with the digits that a reader is shown.

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
pub(super) fn short(value: FactorValue) -> String {
    let Ok(amount) = value.amount() else { return NONE.to_owned() };
    if value.ends() {
        return amount.to_grouped(THOUSANDS);
    }
    let places = places_of(amount, PLACES);
    amount.truncate(places).to_fixed(places, THOUSANDS) + &ELLIPSIS.to_string()
}
