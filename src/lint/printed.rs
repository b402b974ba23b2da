//! Derived values against what the source prints beside the parameters.

use crate::amount::{Amount, Inexact, Written, ratio, with_a_digit_changed, with_digits_swapped};
use crate::column::Column as C;
use crate::diagnostic::{Code, Diagnostics, problem};
use crate::factor::{EmissionFactor, FactorValue};
use crate::table::Row;
use crate::text::{Text, text};

/// The most causes that are told: of one kind there are rarely more.
const CAUSES: usize = 3;

/// A fuel's factor follows from its parameters; where the source prints it, too, the two are the same in the digits
/// printed. Where they are not, one of the four numbers was misread or misprinted.
pub(super) fn printed(row: &Row<'_>, factor: &EmissionFactor, diagnostics: &mut Diagnostics) {
    // What is wrong with the cell was said when the factor was read.
    let Ok(Some(spelled)) = row.spelled(C::Printed) else { return };
    let (printed, Ok(derived)) = (spelled.written, factor.value.amount()) else { return };
    if !is_printed(derived, printed) {
        row.report(C::Printed, Code::PrintedDiffers, diagnostics, || {
            let mut causes = causes(row, factor.value, derived, printed);
            causes.truncate(CAUSES);
            problem::printed_differs(&printed.to_grouped(""), &derived.to_brief(), &factor.unit.symbol, causes)
        });
    }
}

/// Whether a value, rounded to the digits printed, is the printed one.
fn is_printed(value: Amount, printed: Written) -> bool {
    value.round(printed.places()) == printed.amount
}

/// What explains the printed value: the slips of the first kind that does.
fn causes(row: &Row<'_>, value: FactorValue, derived: Amount, printed: Written) -> Vec<Text> {
    let FactorValue::Derived { ncv, carbon_content, oxidation } = value else { return Vec::new() };
    let parameters = [(C::Ncv, ncv), (C::CarbonContent, carbon_content), (C::Oxidation, oxidation)];
    let written = parameters.map(|(column, amount)| {
        let spelled = row.spelled(column).ok().flatten();
        (column, spelled.filter(|s| !s.percent).map_or(Written::plain(amount), |s| s.written))
    });
    let kinds: [&dyn Fn() -> Vec<Text>; 5] = [
        &|| left_out(ncv, carbon_content, oxidation, printed),
        &|| cut_off(derived, printed),
        &|| shifted(derived, printed),
        &|| misprinted(derived, printed),
        &|| misread(&written, printed),
    ];
    kinds.into_iter().map(|kind| kind()).find(|causes| !causes.is_empty()).unwrap_or_default()
}

/// A part of the product is missing.
fn left_out(ncv: Amount, carbon_content: Amount, oxidation: Amount, printed: Written) -> Vec<Text> {
    let products = [
        (
            FactorValue::Derived { ncv, carbon_content, oxidation: Amount::ONE }.amount(),
            text!("`oxidation` is left out in it", "其中未乘 `oxidation`"),
        ),
        (
            ratio(&[ncv, carbon_content, oxidation], &[]),
            text!("44/12 is left out in it: it is carbon", "其中未乘 44/12，即为碳的量"),
        ),
        (
            ratio(&[ncv, carbon_content], &[]),
            text!("`oxidation` and 44/12 are left out in it", "其中未乘 `oxidation` 和 44/12"),
        ),
    ];
    let is_it = |value: &Result<Amount, Inexact>| value.is_ok_and(|value| is_printed(value, printed));
    products.into_iter().filter(|(value, _)| is_it(value)).map(|(_, cause)| cause).collect()
}

/// Digits are cut off and not rounded.
fn cut_off(derived: Amount, printed: Written) -> Vec<Text> {
    let is_it = derived.truncate(printed.places()) == printed.amount;
    is_it.then(|| text!("it is cut off, not rounded", "其为截断而非四舍五入")).into_iter().collect()
}

/// The point, or a unit, slips.
fn shifted(derived: Amount, printed: Written) -> Vec<Text> {
    let powers = [10_i64, 100, 1_000, 10_000].map(|power| Amount::new(power, 0));
    let found = powers.into_iter().find_map(|power| {
        let more = ratio(&[derived, power], &[]).is_ok_and(|value| is_printed(value, printed));
        let less = ratio(&[derived], &[power]).is_ok_and(|value| is_printed(value, printed));
        (more || (less && !printed.amount.is_zero())).then_some((power.to_grouped(","), more))
    });
    let cause = found.map(|(power, more)| {
        if more {
            text!(
                "it is {power} times that: `carbon_content` in tC/TJ for tC/GJ, kg for t, or a slip of the point",
                "其为推算值的 {power} 倍：`carbon_content` 误用 tC/TJ，或误用 kg，或小数点错位"
            )
        } else {
            text!(
                "that is {power} times it: another unit of the fuel, as m3 for 10^4m3, or a slip of the point",
                "推算值为其 {power} 倍：燃料单位不同（如 m3 与 10^4m3），或小数点错位"
            )
        }
    });
    cause.into_iter().collect()
}

/// A digit of the printed value is wrong.
fn misprinted(derived: Amount, printed: Written) -> Vec<Text> {
    let digits = printed.to_grouped("");
    let rounded = derived.round(printed.places());
    let is_it = with_digits_swapped(&digits).contains(&rounded) || with_a_digit_changed(&digits).contains(&rounded);
    let right = derived.to_fixed(printed.places(), "");
    let cause = is_it.then(|| text!("a slip of one digit: {right} is right", "数字笔误：应为 {right}"));
    cause.into_iter().collect()
}

/// A digit of a parameter is wrong: neighbours that changed places first, for that happens more easily.
fn misread(parameters: &[(C, Written); 3], printed: Written) -> Vec<Text> {
    let mistakes: [fn(&str) -> Vec<Amount>; 2] = [with_digits_swapped, with_a_digit_changed];
    let found = mistakes.map(|mistake| {
        let mut causes = Vec::new();
        for (place, (column, written)) in parameters.iter().enumerate() {
            let digits = written.to_grouped("");
            for other in mistake(&digits) {
                let mut all = parameters.map(|(_, written)| written.amount);
                all[place] = other;
                let [ncv, carbon_content, oxidation] = all;
                let value = FactorValue::Derived { ncv, carbon_content, oxidation }.amount();
                if oxidation <= Amount::ONE && value.is_ok_and(|value| is_printed(value, printed)) {
                    let name = column.name();
                    causes.push(text!("`{name}` {other} gives it", "`{name}` 为 {other} 时得此值"));
                }
            }
        }
        causes
    });
    found.into_iter().find(|causes| !causes.is_empty()).unwrap_or_default()
}
