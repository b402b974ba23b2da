//! Problems of published figures, targets and reduction measures.

use std::collections::BTreeSet;

use super::{Code, Problem, all, error, list, nearest_or};
use crate::text::{Text, text};
use crate::unit::{Dimension, Unit};
use crate::word::{Cause, Measure, Stage, Verdict, Word};

pub(crate) fn unknown_measure(name: &str, near: &[String]) -> Problem {
    let Text { en, zh } = all(&Measure::names());
    error(
        Code::UnknownMeasure,
        text!("there is no measure `{name}`", "没有名为 `{name}` 的指标"),
        nearest_or(near, text!("the measures are {en}", "指标有 {zh}")),
    )
}

pub(crate) fn no_such_stage(stage: &str, near: &[String], known: &[&str]) -> Problem {
    let Text { en, zh } = list(known);
    error(
        Code::UnknownStage,
        text!("there is no life-cycle stage `{stage}`", "没有名为 `{stage}` 的生命周期阶段"),
        nearest_or(near, text!("write {en}, or leave the cell blank for all stages", "请写 {zh}，或留空表示所有阶段")),
    )
}

pub(crate) fn unknown_scope(scope: &str) -> Problem {
    error(
        Code::UnknownWord,
        text!("there is no scope `{scope}`", "没有范围 `{scope}`"),
        text!("write 1, 2 or 3, or leave the cell blank for all", "请写 1、2 或 3，或留空表示全部"),
    )
}

pub(crate) fn unknown_item(item: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownItem,
        text!("nothing in the result is called `{item}`", "结果中没有名为 `{item}` 的项目"),
        nearest_or(
            near,
            text!(
                "write the item as it is in its file; separate several with `;`",
                "请按数据文件中的写法填写；多个项目用 `;` 分隔"
            ),
        ),
    )
}

pub(crate) fn unknown_action(action: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownAction,
        text!("no measure in actions.csv is called `{action}`", "actions.csv 中没有名为 `{action}` 的措施"),
        nearest_or(near, text!("write the action as it is in actions.csv", "请按 actions.csv 中的写法填写")),
    )
}

pub(crate) fn action_without_factor(action: &str) -> Problem {
    error(
        Code::UnknownAction,
        text!("`{action}` says nothing of what it avoids", "`{action}` 没有说明减排量"),
        text!("name its `factor` in actions.csv", "请在 actions.csv 中写明 `factor`"),
    )
}

pub(crate) fn file_without_contribution(file: &str, near: &[String], known: &BTreeSet<&str>) -> Problem {
    let known: Vec<&str> = known.iter().copied().collect();
    let Text { en, zh } = list(&known);
    error(
        Code::UnknownFile,
        text!("nothing in the result comes from a file `{file}`", "结果中没有来自文件 `{file}` 的数据"),
        nearest_or(near, text!("the files are {en}", "文件有 {zh}")),
    )
}

pub(crate) fn unused_factor(factor: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownFactor,
        text!("nothing in the result is computed with a factor `{factor}`", "结果中没有采用因子 `{factor}`"),
        nearest_or(
            near,
            text!(
                "write its full name, as `pertonne run --all` shows it, or the activity alone",
                "请写 `pertonne run --all` 所示的全名，或只写排放源"
            ),
        ),
    )
}

pub(crate) fn unknown_line(line: &str, file: &str) -> Problem {
    error(
        Code::UnknownLine,
        text!("{file} has no row of the calculation on line {line}", "{file} 第 {line} 行没有计入核算的数据"),
        text!(
            "write the line on which the row begins; the header is line 1, and excluded rows weigh nothing",
            "请写该行的行号：表头为第 1 行，排除的行不计"
        ),
    )
}

pub(crate) fn nothing_selected() -> Problem {
    error(
        Code::NothingSelected,
        text!("nothing in the result is all of this at once", "结果中没有同时满足这些条件的数据"),
        text!(
            "leave cells blank that need not hold: product, stage, scope, file, line, item, factor",
            "请将不必限定的单元格留空：product、stage、scope、file、line、item、factor"
        ),
    )
}

pub(crate) fn no_such_target(product: &str, years: &[String]) -> Problem {
    let Text { en, zh } = list(years);
    error(
        Code::NothingSelected,
        text!("targets.csv has no such target of `{product}`", "targets.csv 中没有 `{product}` 的该项目标"),
        match years {
            [] => text!("add it to targets.csv", "请在 targets.csv 中补充"),
            _ => text!("it has targets for {en}", "已有目标的年份为 {zh}"),
        },
    )
}

pub(crate) fn unused_cell(column: &str, measure: &str) -> Problem {
    error(
        Code::UnusedCell,
        text!("`{column}` means nothing to the measure `{measure}`", "指标 `{measure}` 不使用 `{column}` 列"),
        text!("clear the cell, or choose another measure", "请清空该单元格，或改用其他指标"),
    )
}

pub(crate) fn bad_figure_unit(unit: &str, measure: Measure) -> Problem {
    let name = measure.name();
    let examples = match measure {
        Measure::Emissions | Measure::Avoided => "tCO2e, kgCO2e",
        Measure::Footprint | Measure::Target => "tCO2e/t, kgCO2e/t, kgCO2e/piece",
        Measure::Share | Measure::InputShare => "%",
        Measure::Distance => "km, 万km",
        Measure::Factor => "tCO2/t, kgCO2e/kWh",
        Measure::Activity | Measure::Output | Measure::Sold => "t, kg, kWh, m3",
    };
    error(
        Code::BadFigureUnit,
        text!("`{unit}` is not a unit of the measure `{name}`", "`{unit}` 不是指标 `{name}` 的单位"),
        text!("write it as in {examples}", "请写成 {examples} 等"),
    )
}

pub(crate) fn figure_unit_mismatch(unit: &str, own: &Unit) -> Problem {
    error(
        Code::UnitMismatch,
        text!("`{unit}` does not fit what is selected, which is in {own}", "`{unit}` 与所选数据的单位 {own} 不符"),
        text!("write a unit that {own} converts to, or select less", "请写可与 {own} 换算的单位，或缩小选择范围"),
    )
}

pub(crate) fn other_gas(unit: &str, own: &str) -> Problem {
    error(
        Code::UnitMismatch,
        text!(
            "`{unit}` is of another gas than the factor, which is in {own}",
            "`{unit}` 与因子的气体不同，因子单位为 {own}"
        ),
        text!("write the value and its unit as the document prints them", "请按文件印出的数值和单位填写"),
    )
}

pub(crate) fn share_of_nothing() -> Problem {
    error(
        Code::Inexact,
        text!("this is a share of a whole that is zero", "该占比的总量为零"),
        text!("check what is selected: nothing has a share of nothing", "请检查所选内容：总量为零时没有占比"),
    )
}

pub(crate) fn not_per_output(unit: &str, product: &str, own: &Unit) -> Problem {
    error(
        Code::UnitMismatch,
        text!(
            "`{unit}` is not per what `{product}` is counted in, {own}",
            "`{unit}` 与 `{product}` 的计量单位 {own} 不符"
        ),
        if own.dimension() == Dimension::Count {
            text!(
                "write it per {own}, or give `piece_mass` in products.csv to have pieces in tonnes",
                "请以每 {own} 表示，或在 products.csv 中给出 `piece_mass` 以便按吨换算"
            )
        } else {
            text!("write it per {own}, or a unit that {own} converts to", "请以每 {own} 或可与 {own} 换算的单位表示")
        },
    )
}

pub(crate) fn one_product_needed() -> Problem {
    error(
        Code::MissingCell,
        text!("this measure is of one product, and the row does not name one", "该指标只针对一个产品，而本行没有写明"),
        text!("name one product in `product`", "请在 `product` 列写明一个产品"),
    )
}

pub(crate) fn difference_without_reason() -> Problem {
    let (differs, causes) = (Verdict::Differs.name(), Cause::names().join(", "));
    error(
        Code::NoReason,
        text!("a figure that `{differs}` needs a reason", "判定为 `{differs}` 的数值须说明原因"),
        text!(
            "write in `reason` why it differs, verified by calculation, and in `cause` which of these it is, if one is: {causes}",
            "请在 `reason` 列写明经计算核实的原因，并在 `cause` 列注明类别（如有）：{causes}"
        ),
    )
}

pub(crate) fn reason_without_difference(column: &str) -> Problem {
    let differs = Verdict::Differs.name();
    error(
        Code::UnusedCell,
        text!(
            "`{column}` is filled for a figure that is not said to differ",
            "`{column}` 已填写，但未声明该数值不一致"
        ),
        text!(
            "write `{differs}` in `verdict`, or put remarks in `note`",
            "请在 `verdict` 列写 `{differs}`，或将说明写入 `note` 列"
        ),
    )
}

pub(crate) fn nothing_sold(product: &str) -> Problem {
    error(
        Code::NothingSelected,
        text!("products.csv does not say what was sold of `{product}`", "products.csv 中没有 `{product}` 的销量"),
        text!("fill its `sold` in products.csv", "请在 products.csv 中填写 `sold`"),
    )
}

pub(crate) fn target_outside(stage: Stage, inside: &[Stage]) -> Problem {
    let inside: Vec<&str> = inside.iter().map(|stage| stage.name()).collect();
    let (name, Text { en, zh }) = (stage.name(), all(&inside));
    error(
        Code::StageOutsideBoundary,
        text!(
            "this target is of the stage `{name}`, which is outside the system boundary",
            "该目标属于 `{name}` 阶段，不在系统边界之内"
        ),
        text!(
            "inside are {en}: add the stage to `boundary.stages` in study.toml, or remove the target",
            "边界内有 {zh}：请在 study.toml 的 `boundary.stages` 中加入该阶段，或删除该目标"
        ),
    )
}

pub(crate) fn duplicate_figure(place: &str) -> Problem {
    error(
        Code::DuplicateFigure,
        text!("this figure is at {place} already", "该数值已在 {place} 出现"),
        text!(
            "write each figure once; name further places where it stands in `note`",
            "每个数值只写一次；其他出现位置可写入 `note`"
        ),
    )
}

pub(crate) fn mixed_series(unit: &str, year: i16, baseline: &str) -> Problem {
    error(
        Code::UnitMismatch,
        text!(
            "this target is in `{unit}`, the baseline of {year} in `{baseline}`",
            "该目标以 `{unit}` 表示，而 {year} 年基准以 `{baseline}` 表示"
        ),
        text!("write all targets of a series per the same thing", "同一序列的目标请以同类单位表示"),
    )
}

pub(crate) fn baseline_alone(year: i16) -> Problem {
    error(
        Code::BaselineAlone,
        text!("{year} is the only year of this series", "该序列只有 {year} 一年"),
        text!(
            "the earliest year is the baseline: write a row for each year that has a target",
            "最早的年份为基准年：请为每个目标年份各写一行"
        ),
    )
}
