//! Rows as data.

use super::super::{Code, Problem, note, warning};
use crate::text::text;

pub(crate) fn duplicate_row(times: usize) -> Problem {
    warning(
        Code::DuplicateRow,
        if times == 2 {
            text!("the same row stands in the file twice", "同一行在文件中出现两次")
        } else {
            text!("the same row stands in the file {times} times", "同一行在文件中出现 {times} 次")
        },
        text!(
            "remove what was pasted twice; where there were several, say in `note` or `source` what tells them apart",
            "请删去重复粘贴的行；若确有多笔，请在 `note` 或 `source` 写明区别"
        ),
    )
}

pub(crate) fn month_missing(item: &str, month: &str) -> Problem {
    warning(
        Code::MonthMissing,
        text!("`{item}` has no row in {month}", "`{item}` 在 {month} 没有数据"),
        text!("add the month; where nothing was used, give a row with 0", "请补充该月数据；若确无用量，请填 0"),
    )
}

pub(crate) fn month_outlier(item: &str, month: &str) -> Problem {
    warning(
        Code::MonthOutlier,
        text!("`{item}` stands out in {month}", "`{item}` 在 {month} 明显异常"),
        text!("check the reading, its unit and the point", "请核对读数、单位和小数点"),
    )
}

pub(crate) fn shifted_column(product: &str, is_high: bool) -> Problem {
    let (en, zh) = if is_high { ("high", "上") } else { ("low", "下") };
    warning(
        Code::ShiftedColumn,
        text!("the amounts of `{product}` stand one row too {en}", "`{product}` 的数量整列{zh}移了一行"),
        text!("move the column by one row, and check it against its source", "请将该列移动一行，并与原始资料核对"),
    )
}

pub(crate) fn estimated_data(product: &str, part: &str) -> Problem {
    warning(
        Code::EstimatedData,
        text!(
            "{part} of the footprint of `{product}` stands on estimates",
            "`{product}` 的碳足迹有 {part} 依赖估算数据"
        ),
        text!("measure the largest of them", "请对其中较大的项进行实测"),
    )
}

pub(crate) fn no_source(file: &str) -> Problem {
    note(
        Code::NoSource,
        text!("rows of {file} do not say where they come from", "{file} 中有数据行未注明来源"),
        text!("fill in `source`: the meter, the ledger, the bill", "请填写 `source`：计量表、台账、账单等"),
    )
}

pub(crate) fn round_numbers(file: &str) -> Problem {
    warning(
        Code::RoundNumbers,
        text!("{file} gives round numbers as measured", "{file} 中标为实测的数据多为整百"),
        text!("give what was read, or say `estimated` in `quality`", "请填写实际读数，或在 `quality` 写“估算”"),
    )
}
