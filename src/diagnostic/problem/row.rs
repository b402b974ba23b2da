//! Problems of cells, of products and stages, and of what rows add up to.

use jiff::civil::Date;

use super::{Code, Problem, all, error, list, nearest_or, warning};
use crate::amount::{Amount, DecimalMark, Inexact, Spelled, Written};
use crate::text::{Text, text};
use crate::unit::Unit;
use crate::word::{Stage, Word};

pub(crate) fn missing_cell(column: &str) -> Problem {
    error(
        Code::MissingCell,
        text!("`{column}` is blank", "`{column}` 为空"),
        text!(
            "fill it in; a row of activity data may state in `excluded` why it is left out instead",
            "请填写；活动数据的行也可在 `excluded` 列说明不计入的原因"
        ),
    )
    .with_label(text!("needs a value", "需要填写"))
}

pub(crate) fn no_reason(text: &str) -> Problem {
    error(
        Code::NoReason,
        text!("`{text}` is no reason to leave a row out", "`{text}` 不是排除该行的原因"),
        text!(
            "write why it is outside the calculation, or leave the cell blank to count it",
            "请写明不计入的原因；若应计入，请留空"
        ),
    )
}

pub(crate) fn no_answer(text: &str) -> Problem {
    error(
        Code::NoReason,
        text!("`{text}` is no answer to a finding", "`{text}` 不是对审核发现的答复"),
        text!("write why the finding is accepted", "请写明接受该发现的原因"),
    )
}

pub(crate) fn nothing_above(column: &str) -> Problem {
    error(
        Code::NothingAbove,
        text!(
            "`{column}` is blank, and there is no cell above to take it from",
            "`{column}` 为空，且上方没有可沿用的单元格"
        ),
        text!(
            "fill in the first row, or take the column out of `fill_down`",
            "请填写第一行，或从 `fill_down` 中去掉该列"
        ),
    )
}

pub(crate) fn not_a_number(text: &str) -> Problem {
    let with_comma = Spelled::parse(text, DecimalMark::Comma).ok().filter(|_| text.contains([',', '，']));
    let with_point = Spelled::parse(text, DecimalMark::Point).ok().filter(|_| text.contains('.'));
    let help = match with_comma {
        None if with_point.is_some() => text!(
            "decimals follow a comma in this file, says study.toml: write it so, or correct `decimal`",
            "study.toml 指明本文件以逗号作小数点：请照此书写，或更正 `decimal`"
        ),
        Some(number) => {
            let plain = number.written.to_grouped("");
            text!(
                "write {plain}; where decimals follow a comma in the whole file, say `decimal = \",\"` in the file's own table of study.toml, [files.…]",
                "请写 {plain}；若整个文件以逗号作小数点，请在 study.toml 中该文件的 [files.…] 下写 `decimal = \",\"`"
            )
        }
        None => text!("write a decimal number, as in 1234.5", "请写十进制数，例如 1234.5"),
    };
    error(Code::NotANumber, text!("`{text}` is not a number", "`{text}` 不是数"), help)
}

pub(crate) fn no_percentage(text: &str, column: &str) -> Problem {
    error(
        Code::NotANumber,
        text!(
            "`{text}` is a percentage, which `{column}` does not take",
            "`{text}` 是百分数，`{column}` 列不接受百分数"
        ),
        text!(
            "write the amount itself; per cent is read where the unit is % or the column takes a fraction",
            "请写数值本身；只有单位为 % 或取值为比例的列可用百分数"
        ),
    )
}

pub(crate) fn two_numbers(text: &str) -> Problem {
    let read = |decimal| Spelled::parse(text, decimal).map_or(String::new(), |spelled| spelled.written.to_grouped(""));
    let (point, comma) = (read(DecimalMark::Point), read(DecimalMark::Comma));
    error(
        Code::AmbiguousNumber,
        text!("`{text}` could be {point} or {comma}", "`{text}` 可能是 {point}，也可能是 {comma}"),
        text!(
            "say what separates decimals in the file's own table of study.toml, [files.…]: `decimal = \".\"` for {point}, `decimal = \",\"` for {comma}",
            "请在 study.toml 中该文件的 [files.…] 下写明小数点：`decimal = \".\"` 读作 {point}，`decimal = \",\"` 读作 {comma}"
        ),
    )
}

pub(crate) fn scientific_notation(text: &str, number: Written) -> Problem {
    let plain = number.to_grouped("");
    warning(
        Code::ScientificNotation,
        text!(
            "`{text}` is taken as {plain}; what Excel shows with an exponent may have lost digits",
            "`{text}` 按 {plain} 计；Excel 以科学计数法显示的数可能已丢失位数"
        ),
        text!(
            "format the column as a number with all its decimals, and export it again",
            "请将该列设为“数值”格式并显示全部小数位，再重新导出"
        ),
    )
}

pub(crate) fn uncertain_total(figure: &str, sum: Amount) -> Problem {
    let sum = sum.to_grouped("");
    error(
        Code::UncertainTotal,
        text!(
            "this line may be a total or a row: it is called like a total, but {figure} is not the sum of its rows, {sum}",
            "本行可能是合计，也可能是数据行：名称像合计，但 {figure} 不等于各行之和 {sum}"
        ),
        uncertain_help(),
    )
}

pub(crate) fn unchecked_total(name: &str) -> Problem {
    error(
        Code::UncertainTotal,
        text!(
            "`{name}` may be a total or a row: it is called like a total, and has no figure that could be the sum of rows",
            "`{name}` 可能是合计，也可能是数据行：名称像合计，但没有可与各行之和核对的数值"
        ),
        uncertain_help(),
    )
}

fn uncertain_help() -> Text {
    text!(
        "say which in the file's own table of study.toml, [files.…]: `totals = \"rows\"` if such lines are rows, `totals = \"left-out\"` if they are totals",
        "请在 study.toml 中该文件的 [files.…] 下写明：是数据行则写 `totals = \"rows\"`，是合计则写 `totals = \"left-out\"`"
    )
}

pub(crate) fn total_mismatch(column: &str, stated: Written, sum: Amount) -> Problem {
    let (difference, more) = match stated.amount.minus(sum) {
        Ok(difference) if difference.is_negative() => (Amount::ZERO.minus(difference).unwrap_or(difference), false),
        Ok(difference) => (difference, true),
        Err(_) => (Amount::ZERO, true),
    };
    let (stated, sum) = (stated.to_grouped(""), sum.to_grouped(""));
    let (en, zh) = if more { ("more", "多") } else { ("less", "少") };
    warning(
        Code::TotalMismatch,
        text!(
            "this total says {stated} for `{column}`, {difference} {en} than its rows, which add up to {sum}",
            "合计行的 `{column}` 为 {stated}，比各行之和 {sum} {zh} {difference}"
        ),
        text!(
            "export again: rows may be missing, or counted that the total is not of; where the line is a row, say `totals = \"rows\"` in the file's own table of study.toml, [files.…]",
            "请重新导出：可能缺行，或有不属于该合计的行；若此行本是数据行，请在 study.toml 中该文件的 [files.…] 下写 `totals = \"rows\"`"
        ),
    )
}

pub(crate) fn too_many_digits(text: &str) -> Problem {
    error(
        Code::TooManyDigits,
        text!("`{text}` has more than 28 significant digits", "`{text}` 的有效数字超过 28 位"),
        text!("round it in the export: no meter shows so many", "请在导出时修约：任何仪表都没有这样的精度"),
    )
}

pub(crate) fn not_a_date(text: &str) -> Problem {
    // The days from 1982 to 2064, as Excel counts them from 1900.
    if text.parse::<u32>().is_ok_and(|days| (30_000..60_000).contains(&days)) {
        return error(
            Code::NotADate,
            text!("`{text}` is not a day, but Excel's count of days", "`{text}` 不是日期，而是 Excel 的日期序列号"),
            text!("format the column as a date, and export it again", "请将该列设为“日期”格式，再重新导出"),
        );
    }
    error(
        Code::NotADate,
        text!("`{text}` is not a day", "`{text}` 不是日期"),
        text!(
            "write 2024-01-05, 2024/1/5, 2024.1.5, 20240105 or 2024年1月5日",
            "请写 2024-01-05、2024/1/5、2024.1.5、20240105 或 2024年1月5日"
        ),
    )
}

pub(crate) fn not_a_year(text: &str) -> Problem {
    error(
        Code::NotADate,
        text!("`{text}` is not a year", "`{text}` 不是年份"),
        text!("write it in four digits, from 1900 to 2200, as in 2021", "请写四位年份（1900 至 2200），例如 2021"),
    )
}

pub(crate) fn date_outside_period(date: Date, from: Date, to: Date) -> Problem {
    error(
        Code::DateOutsidePeriod,
        text!("{date} is outside the reporting period, {from} to {to}", "{date} 不在核算周期 {from} 至 {to} 之内"),
        text!(
            "correct the date, or leave the row out and state why in `excluded`",
            "请更正日期，或在 `excluded` 列说明该行不计入的原因"
        ),
    )
}

pub(crate) fn below_zero(amount: Amount) -> Problem {
    error(
        Code::BelowZero,
        text!("{amount} is below zero", "{amount} 小于零"),
        text!("write an amount of zero or more", "请填写不小于零的数"),
    )
}

pub(crate) fn not_above_zero(amount: Amount) -> Problem {
    error(
        Code::BelowZero,
        text!("{amount} is not above zero, and is divided by", "{amount} 须大于零，因为要用作除数"),
        text!("write what was measured", "请填写实测值"),
    )
}

pub(crate) fn no_fraction(amount: Amount) -> Problem {
    error(
        Code::FactorValue,
        text!("the oxidised fraction {amount} is not between 0 and 1", "碳氧化率 {amount} 不在 0 与 1 之间"),
        text!("write 98 % as 0.98", "98% 请写为 0.98"),
    )
}

pub(crate) fn duplicate_name(name: &str, file: &str, line: u64) -> Problem {
    error(
        Code::DuplicateName,
        text!("`{name}` is on line {line} of {file} already", "`{name}` 已在 {file} 第 {line} 行出现"),
        text!("remove one of the two, or give it a name of its own", "请删除其一，或另取名称"),
    )
}

pub(crate) fn separator_in_name(name: &str) -> Problem {
    error(
        Code::SeparatorInName,
        text!("the product name `{name}` holds a semicolon", "产品名称 `{name}` 含有分号"),
        text!(
            "write one product per row: `;` separates the products that share an activity",
            "每行写一个产品：`;` 用于分隔共同分摊的产品"
        ),
    )
}

pub(crate) fn no_products() -> Problem {
    error(
        Code::NoProducts,
        text!("the study has no product", "没有任何产品"),
        text!(
            "write a products.csv with the columns product, output and unit, and a row for each product",
            "请编写 products.csv，包含 product、output、unit 三列，每个产品一行"
        ),
    )
}

pub(crate) fn no_output(output: Amount) -> Problem {
    error(
        Code::NoOutput,
        text!(
            "an output of {output} leaves nothing that a footprint could be per",
            "产量为 {output}，无法计算单位产品的碳足迹"
        ),
        text!("write what was produced in the period, or remove the product", "请填写周期内的产量，或删除该产品"),
    )
}

pub(crate) fn unknown_product(name: &str, near: &[String], known: &[&str]) -> Problem {
    let Text { en, zh } = all(known);
    error(
        Code::UnknownProduct,
        text!("there is no product `{name}`", "没有名为 `{name}` 的产品"),
        nearest_or(near, text!("the products are {en}; separate several with `;`", "产品有 {zh}；多个产品用 `;` 分隔")),
    )
}

pub(crate) fn unknown_stage(stage: &str, known: &[&str]) -> Problem {
    let Text { en, zh } = list(known);
    error(
        Code::UnknownStage,
        text!("there is no life-cycle stage `{stage}`", "没有名为 `{stage}` 的生命周期阶段"),
        text!(
            "write {en}, or leave the cell blank for the file's own stage",
            "请写 {zh}，或留空以采用该文件的默认阶段"
        ),
    )
}

pub(crate) fn stage_outside(stage: Stage, inside: &[Stage]) -> Problem {
    let name = stage.name();
    let inside: Vec<&str> = inside.iter().map(|stage| stage.name()).collect();
    let Text { en, zh } = all(&inside);
    error(
        Code::StageOutsideBoundary,
        text!(
            "this row belongs to the stage `{name}`, which is outside the system boundary",
            "本行属于 `{name}` 阶段，不在系统边界之内"
        ),
        text!(
            "inside are {en}: add it to `boundary.stages` in study.toml, or state in `excluded` why the row is left out",
            "边界内有 {zh}：请在 study.toml 的 `boundary.stages` 中加入该阶段，或在 `excluded` 列说明不计入的原因"
        ),
    )
}

pub(crate) fn negative_total(item: &str, sum: Amount, unit: &Unit) -> Problem {
    error(
        Code::NegativeTotal,
        text!(
            "the rows of `{item}` add up to {sum} {unit}, less than nothing",
            "`{item}` 各行合计为 {sum} {unit}，小于零"
        ),
        text!("check the signs: a reversal needs the row that it reverses", "请检查正负号：冲销行须有被冲销的原始行"),
    )
}

pub(crate) fn inexact(error_kind: Inexact) -> Problem {
    match error_kind {
        Inexact::DigitsLost => error(
            Code::Inexact,
            text!("the result needs more than 28 significant digits", "结果需要超过 28 位有效数字"),
            text!(
                "round the amounts of these rows to the digits that were measured",
                "请将这些行的数量修约至实际测量的位数"
            ),
        ),
        Inexact::DivisionByZero => error(
            Code::Inexact,
            text!("the result is divided by zero", "结果的除数为零"),
            text!("check the amounts that are zero", "请检查为零的数量"),
        ),
    }
}
