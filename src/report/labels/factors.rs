//! The words of views of the factor table.

use crate::text::{Text, text};

/// The head of a list.
pub(in crate::report) fn release(release: &str, factors: usize, gases: usize) -> Text {
    text!(
        "Factor release {release}: {factors} emission factors, {gases} gases with their GWP-100",
        "因子表 {release} 版：排放因子 {factors} 个，气体 GWP-100 {gases} 种"
    )
}

/// How many of a release are listed, where these are not all.
pub(in crate::report) fn listed(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("{count} factor{plural} listed", "列出 {count} 个因子")
}

pub(in crate::report) fn none_listed() -> Text {
    text!("no factor is of this region, year and boundary", "没有符合该地区、年份和边界的因子")
}

pub(in crate::report) fn count(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("{count} factor{plural}", "{count} 个因子")
}

/// A unit as a reader sees it: 万 is a power of ten where nobody reads Chinese.
pub(in crate::report) fn unit(symbol: &str) -> Text {
    Text { en: symbol.replace('万', "10^4"), zh: symbol.to_owned() }
}

pub(in crate::report) fn what_next() -> Text {
    text!(
        "single factors: --region CN-JS, --year 2022; one with its source: `pertonne factors show NAME`; for a spreadsheet: --format csv",
        "逐个列出：--region CN-JS、--year 2022；查看一个因子及其来源：`pertonne factors show 名称`；导出到电子表格：--format csv"
    )
}
