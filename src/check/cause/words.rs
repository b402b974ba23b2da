//! What hypotheses are called, in both languages.

use crate::amount::Amount;
use crate::text::{Text, text};

pub(super) fn cut_off(places: u32) -> Text {
    text!("cut off after {places} decimals, not rounded", "截断至 {places} 位小数，未作修约")
}

pub(super) fn point_off() -> Text {
    text!("printed a power of ten off", "印刷时小数点错位")
}

pub(super) fn digits_swapped_in_print() -> Text {
    text!("two neighbouring digits swapped in print", "印刷时相邻两位数字颠倒")
}

pub(super) fn digit_left_out() -> Text {
    text!("a digit left out in print", "印刷时漏掉一位数字")
}

pub(super) fn follows(tables: &str) -> Text {
    text!("it follows from the figures printed in {tables}", "由{tables}的印出值得出")
}

/// A change, on printed figures.
pub(super) fn following(tables: &str, change: Text) -> Text {
    let Text { en, zh } = change;
    text!("with the figures printed in {tables}: {en}", "按{tables}的印出值：{zh}")
}

pub(super) fn whole_numbers() -> Text {
    text!("whole numbers of the data rounded, too", "数据中的整数也经过修约")
}

pub(super) fn remainder() -> Text {
    text!("what the other shares leave of the whole", "由整体减去其他占比得出")
}

pub(super) fn output_of(product: &str) -> Text {
    text!("divided by the output of {product}", "除以 {product} 的产量")
}

pub(super) fn sold_of(product: &str) -> Text {
    text!("divided by what was sold of {product}", "除以 {product} 的销量")
}

pub(super) fn output_of_all() -> Text {
    text!("divided by the output of all products", "除以所有产品的总产量")
}

pub(super) fn per_sold(stage: &Text, sold: Amount, output: Amount) -> Text {
    let Text { en, zh } = stage;
    text!(
        "{en} per unit sold ({sold}), the rest per unit produced ({output})",
        "{zh}按销量（{sold}）、其余按产量（{output}）计算"
    )
}

pub(super) fn instead_of_output(new: Amount, old: Amount) -> Text {
    text!("{new} for the output {old}", "产量 {old} 误作 {new}")
}

pub(super) fn left_out(name: &str) -> Text {
    text!("without {name}", "未计 {name}")
}

pub(super) fn left_out_of_whole(name: &str) -> Text {
    text!("the whole without {name}", "总量未计 {name}")
}

pub(super) fn twice(name: &str) -> Text {
    text!("{name} counted twice", "{name} 重复计算")
}

pub(super) fn too_large(name: &str, times: Amount) -> Text {
    text!("{name} {times} times too large", "{name} 大 {times} 倍")
}

pub(super) fn too_small(name: &str, times: Amount) -> Text {
    text!("{name} {times} times too small", "{name} 小 {times} 倍")
}

pub(super) fn instead(number: &Text, old: Amount, new: Amount) -> Text {
    let Text { en, zh } = number;
    text!("{new} for {old}, {en}", "{zh} {old} 误作 {new}")
}

pub(super) fn not_applied(number: &Text, old: Amount) -> Text {
    let Text { en, zh } = number;
    text!("{en} ({old}) not applied", "未乘 {zh}（{old}）")
}

pub(super) fn no_gwp(gases: &str) -> Text {
    text!("no GWP applied to {gases}", "{gases} 均未乘 GWP")
}

pub(super) fn other_gwp(gases: &str, set: &str) -> Text {
    text!("GWP of {set} for {gases}", "{gases} 采用 {set} 的 GWP")
}

pub(super) fn cell(column: &str, file: &str, line: u64) -> Text {
    text!("`{column}` in {file}:{line}", "{file}:{line} 的 `{column}`")
}

pub(super) fn factor(name: &str) -> Text {
    text!("factor `{name}`", "因子 `{name}`")
}

pub(super) fn parameter(column: &str, factor: &str) -> Text {
    text!("`{column}` of `{factor}`", "`{factor}` 的 `{column}`")
}

pub(super) fn of_vehicle(column: &str, vehicle: &str) -> Text {
    text!("`{column}` of vehicle `{vehicle}`", "车辆 `{vehicle}` 的 `{column}`")
}

pub(super) fn gwp(gas: &str) -> Text {
    text!("GWP of {gas}", "{gas} 的 GWP")
}

/// One factor for another, each with its name, value and unit.
pub(super) fn other_factor(new: (&str, Amount, &str), old: (&str, Amount, &str)) -> Text {
    let ((name, value, unit), (own, own_value, own_unit)) = (new, old);
    text!(
        "`{name}` ({value} {unit}) for `{own}` ({own_value} {own_unit})",
        "以 `{name}`（{value} {unit}）代替 `{own}`（{own_value} {own_unit}）"
    )
}

pub(super) fn rounded(factor: &str, value: Amount) -> Text {
    text!("`{factor}` rounded to {value}", "`{factor}` 修约为 {value}")
}

pub(super) fn as_printed(factor: &str, table: &str, value: Amount) -> Text {
    text!("`{factor}` as {table} prints it, {value}", "`{factor}` 按 {table} 印出的 {value}")
}

pub(super) fn other_vehicle(new: (&str, Amount), old: (&str, Amount)) -> Text {
    let ((name, value), (own, own_value)) = (new, old);
    text!(
        "the consumption of vehicle `{name}` ({value}) for that of `{own}` ({own_value})",
        "以车辆 `{name}` 的油耗（{value}）代替 `{own}` 的油耗（{own_value}）"
    )
}

pub(super) fn other_key(new: &str, old: &str) -> Text {
    text!("shared by the key `{new}` for `{old}`", "按 `{new}` 而非 `{old}` 分配")
}

pub(super) fn by_mass() -> Text {
    text!("shared by the mass of the output", "按产量（质量）分配")
}

pub(super) fn swapped_shares(key: &str, one: &str, other: &str) -> Text {
    text!("the shares of {one} and {other} in `{key}` swapped", "`{key}` 中 {one} 与 {other} 的分配比例颠倒")
}
