//! The words of the difference between two releases of the factor table.

use crate::text::{Text, text};

pub(in crate::report) fn title(old: &str, new: &str) -> Text {
    text!("Factor releases {old} → {new}", "因子表 {old} 版 → {new} 版")
}

/// How much differs.
pub(in crate::report) fn counts(
    [added, withdrawn, changed]: [usize; 3],
    [described, unchanged]: [usize; 2],
    gwps: usize,
) -> Text {
    text!(
        "factors: {added} added, {withdrawn} withdrawn, {changed} changed, {described} reworded, {unchanged} as they were; GWPs: {gwps} changed",
        "因子：新增 {added} 个，撤销 {withdrawn} 个，变更 {changed} 个，仅说明文字变更 {described} 个，未变 {unchanged} 个；GWP：变更 {gwps} 个"
    )
}

pub(in crate::report) fn added() -> Text {
    text!("Added", "新增")
}

pub(in crate::report) fn withdrawn() -> Text {
    text!("Withdrawn", "撤销")
}

pub(in crate::report) fn changed() -> Text {
    text!("Changed", "变更")
}

/// Of factors whose values are the same.
pub(in crate::report) fn described() -> Text {
    text!("Reworded", "仅说明文字变更")
}

pub(in crate::report) fn gwps() -> Text {
    text!("GWP-100, kg CO2e/kg", "GWP-100（kg CO2e/kg）")
}

pub(in crate::report) fn nothing() -> Text {
    text!("nothing", "无")
}

pub(in crate::report) fn same_factors() -> Text {
    text!("every row gets the same factor from both releases", "每一行在两版中取得的因子相同")
}

/// Some items, and how many more there are.
pub(in crate::report) fn items(named: &str, more: usize) -> Text {
    match more {
        0 => text!("{named}", "{named}"),
        _ => text!("{named} and {more} more", "{named}等另 {more} 项"),
    }
}

/// What some items weigh before and after.
pub(in crate::report) fn weighs(items: &str, old: &str, new: &str) -> Text {
    text!("{items}: {old} → {new} t", "{items}：{old} → {new} t")
}

pub(in crate::report) fn sum() -> Text {
    text!("in all", "合计")
}

pub(in crate::report) fn comma() -> Text {
    text!(", ", "、")
}
