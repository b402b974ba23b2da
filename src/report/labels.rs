//! The words of results, in both languages. Chinese terms are those of GB/T 24067.

pub(super) mod audit;
pub(super) mod difference;
pub(super) mod factors;
pub(super) mod html;
pub(super) mod lock;
pub(super) mod tables;
pub(super) mod xlsx;

use crate::amount::Amount;
use crate::check::{Failure, Summary};
use crate::diagnostic::Code;
use crate::footprint::RowCount;
use crate::text::{Text, text};
use crate::trace::Figure;
use crate::word::{BoundaryKind, GwpSet, Indicator, Measure, Verdict, Word};

/// A code as the head of a diagnostic has it.
pub(super) fn code(code: Code) -> Text {
    let Text { en, zh } = code.severity().name();
    text!("{en}[{code}]", "{zh}[{code}]")
}

pub(super) fn explain_one() -> Text {
    text!("`pertonne explain CODE` says more of one", "`pertonne explain 代码` 给出其中一项的详细说明")
}

pub(super) fn says_of_such_a_study(command: &str) -> Text {
    text!(
        "Example: what `pertonne {command}` says of such a study",
        "示例：`pertonne {command}` 对这样的核算给出的提示"
    )
}

pub(super) fn boundary_name(kind: BoundaryKind) -> Text {
    match kind {
        BoundaryKind::GateToGate => text!("gate to gate", "从大门到大门"),
        BoundaryKind::CradleToGate => text!("cradle to gate", "从摇篮到大门"),
        BoundaryKind::CradleToCustomer => text!("cradle to customer", "从摇篮到客户"),
        BoundaryKind::CradleToGrave => text!("cradle to grave", "从摇篮到坟墓"),
    }
}

pub(super) fn stage() -> Text {
    text!("Stage", "阶段")
}

pub(super) fn emissions() -> Text {
    text!("t CO2e", "t CO2e")
}

/// In what a factor is rated.
pub(super) fn indicator(indicator: Indicator) -> Text {
    match indicator {
        Indicator::Technology => text!("technology", "技术代表性"),
        Indicator::Geography => text!("geography", "地理代表性"),
        Indicator::Time => text!("time", "时间代表性"),
    }
}

/// Mean ratings, and the share of the emissions that they are of.
pub(super) fn ratings(ratings: &[(Indicator, String)], share: &str) -> Text {
    let of = |(of, rating): &(Indicator, String)| {
        let Text { en, zh } = indicator(*of);
        text!("{en} {rating}", "{zh} {rating}")
    };
    let (en, zh): (Vec<String>, Vec<String>) = ratings.iter().map(of).map(|Text { en, zh }| (en, zh)).unzip();
    let (en, zh) = (en.join(", "), zh.join("、"));
    text!(
        "Factors: {en} (1 best, 5 worst), for {share} of emissions",
        "因子：{zh}（1 最好，5 最差），涉及排放量的 {share}"
    )
}

/// Where a footprint lies per unit, how far that is below and above it, and the share of the emissions whose factors say so.
pub(super) fn interval(ends: &[String; 2], mass: &str, unit: &str, sides: &[String; 2], share: &str) -> Text {
    let ([low, high], [below, above]) = (ends, sides);
    text!(
        "Factors: 95 % interval {low} … {high} {mass} per {unit} ({below}, {above}); stated for {share} of emissions, the rest counts as exact",
        "因子：95% 置信区间为每 {unit} 产品 {low} … {high} {mass}（{below}，{above}）；因子注明不确定性的排放占 {share}，其余按无不确定性计"
    )
}

pub(super) fn share() -> Text {
    text!("Share", "占比")
}

pub(super) fn total() -> Text {
    text!("Total", "合计")
}

pub(super) fn scope(scope: u8) -> Text {
    text!("Scope {scope}", "范围{scope}")
}

pub(super) fn largest() -> Text {
    text!("Largest contributions", "主要贡献")
}

pub(super) fn all_contributions() -> Text {
    text!("Contributions", "全部贡献")
}

pub(super) fn activity() -> Text {
    text!("Activity", "活动数据")
}

pub(super) fn factor() -> Text {
    text!("Factor", "排放因子")
}

pub(super) fn allocated() -> Text {
    text!("Allocated", "分配比例")
}

pub(super) fn rows() -> Text {
    text!("Rows", "数据行")
}

pub(super) fn smaller(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("… and {count} smaller one{plural} (--all shows them)", "…… 另有 {count} 项较小的贡献（用 --all 全部显示）")
}

pub(super) fn output(amount: &str, unit: &str, emissions: &str) -> Text {
    text!("{amount} {unit} produced, {emissions} t CO2e in all", "产量 {amount} {unit}，排放总量 {emissions} t CO2e")
}

pub(super) fn headline(per_unit: &str, mass: &str, unit: &str) -> Text {
    text!("{per_unit} {mass} per {unit}", "每 {unit} 产品 {per_unit} {mass}")
}

/// A unit as a reader sees it: pieces have names of their own in each language.
pub(super) fn unit(symbol: &str, count: Amount) -> Text {
    let plural = if count == Amount::ONE { "" } else { "s" };
    match symbol {
        "piece" => text!("piece{plural}", "件"),
        "万piece" => text!("10 000 pieces", "万件"),
        symbol => text!("{symbol}", "{symbol}"),
    }
}

pub(super) fn method(boundary: &Text, release: &str, gwp: &str) -> Text {
    let Text { en, zh } = boundary;
    text!("{en}, factors {release}, GWP-100 of {gwp}", "{zh}，因子表 {release}，GWP-100 采用 {gwp}")
}

pub(super) fn period(from: &str, to: &str) -> Text {
    text!("{from} to {to}", "{from} 至 {to}")
}

pub(super) fn left_out() -> Text {
    text!("Outside the calculation", "不计入核算")
}

pub(super) fn item() -> Text {
    text!("Item", "项目")
}

pub(super) fn quantity() -> Text {
    text!("Quantity", "数量")
}

pub(super) fn progress(percent: &str, read: &str, total: &str) -> Text {
    text!("reading: {percent} of {total} MB ({read} MB)", "读取中：{percent}，共 {total} MB（{read} MB）")
}

pub(super) fn bound(folder: &str) -> Text {
    text!("wrote study.toml into {folder}, for these files:", "已在 {folder} 写入 study.toml，绑定的文件：")
}

pub(super) fn not_bound() -> Text {
    text!("not sure: see study.toml", "未能确定，见 study.toml")
}

pub(super) fn questions(count: usize, folder: &str) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!(
        "next: answer the {count} question{plural} in study.toml (lines with `# ?`), then: pertonne run {folder}",
        "下一步：回答 study.toml 中的 {count} 个问题（以“# ?”开头的行），然后运行 pertonne run {folder}"
    )
}

pub(super) fn read_as(encoding: &str, files: &[String]) -> Text {
    let (en, zh) = (files.join(", "), files.join("、"));
    text!("read as {encoding}: {en}", "按 {encoding} 读取：{zh}")
}

pub(super) fn row_account(rows: RowCount) -> Text {
    let RowCount { read, used, excluded, totals } = rows;
    let [read, used, excluded] = [read, used, excluded].map(|count| Amount::from(count).to_grouped(","));
    let (en, zh) = match totals {
        0 => (String::new(), String::new()),
        1 => (", 1 total line left out".to_owned(), "，合计行 1 行不计".to_owned()),
        _ => (format!(", {totals} total lines left out"), format!("，合计行 {totals} 行不计")),
    };
    text!(
        "{read} rows of activity data: {used} used, {excluded} excluded with a reason{en}",
        "活动数据共 {read} 行：计入 {used} 行，说明原因后排除 {excluded} 行{zh}"
    )
}

pub(super) fn basis(release: &str, gwp: &str) -> Text {
    text!(
        "published figures against the data, factors {release}, GWP-100 of {gwp}",
        "公布数值与数据核对，因子表 {release}，GWP-100 采用 {gwp}"
    )
}

pub(super) fn printed() -> Text {
    text!("Printed", "印出值")
}

pub(super) fn computed() -> Text {
    text!("Computed", "计算值")
}

pub(super) fn difference() -> Text {
    text!("Difference", "差值")
}

pub(super) fn unit_header() -> Text {
    text!("Unit", "单位")
}

pub(super) fn verdict_header() -> Text {
    text!("Verdict", "结论")
}

pub(super) fn range_header() -> Text {
    text!("Computed range", "计算值范围")
}

pub(super) fn verdict(verdict: Verdict) -> Text {
    match verdict {
        Verdict::Exact => text!("exact", "一致"),
        Verdict::WithinPrint => text!("within print", "修约范围内"),
        Verdict::Differs => text!("differs", "不一致"),
    }
}

pub(super) fn measure(measure: Measure) -> Text {
    match measure {
        Measure::Emissions => text!("emissions", "排放量"),
        Measure::Footprint => text!("footprint", "单位产品碳足迹"),
        Measure::Share => text!("share", "占比"),
        Measure::Activity => text!("activity", "活动数据"),
        Measure::Distance => text!("distance", "里程"),
        Measure::InputShare => text!("share of input", "投入占比"),
        Measure::Factor => text!("factor", "排放因子"),
        Measure::Output => text!("output", "产量"),
        Measure::Sold => text!("sold", "销量"),
        Measure::Target => text!("target", "目标"),
        Measure::Avoided => text!("avoided", "减排量"),
    }
}

pub(super) fn reason(reason: &str) -> Text {
    text!("reason: {reason}", "原因：{reason}")
}

pub(super) fn hit(stated: bool, what: &str, arithmetic: &str, others: usize) -> Text {
    let more = match others {
        0 => text!("", ""),
        1 => text!(" (would explain another figure, too)", "（亦可解释另外 1 个数值）"),
        _ => text!(" (would explain {others} other figures, too)", "（亦可解释另外 {others} 个数值）"),
    };
    let Text { en, zh } = more;
    if stated {
        text!("reproduced: {what}: {arithmetic}{en}", "经计算重现：{what}：{arithmetic}{zh}")
    } else {
        text!("possible: {what}: {arithmetic}{en}", "可能的原因：{what}：{arithmetic}{zh}")
    }
}

pub(super) fn taken_as_written() -> Text {
    text!("not reproduced: the reason is taken as it is written", "未经计算重现：原因按所写采信")
}

pub(super) fn tried(tried: usize, exact: usize, exact_by_chance: &str) -> Text {
    let verb = if exact == 1 { "gives" } else { "give" };
    text!(
        "{tried} single causes tried: {exact} {verb} the printed digits (about {exact_by_chance} expected by coincidence)",
        "试算 {tried} 种单一原因：{exact} 种得出印出值（纯属巧合的期望约 {exact_by_chance} 种）"
    )
}

pub(super) fn none_fits(tried: usize) -> Text {
    text!("{tried} single causes tried: none gives the printed figure", "试算 {tried} 种单一原因：均得不到印出值")
}

pub(super) fn room(tried: usize, hits: usize, by_chance: &str) -> Text {
    let verb = if hits == 1 { "leaves" } else { "leave" };
    text!(
        "{tried} single causes tried: none gives the printed digits, {hits} {verb} room for them (about {by_chance} expected by coincidence)",
        "试算 {tried} 种单一原因：没有一种得出印出值，{hits} 种在修约范围内吻合（纯属巧合的期望约 {by_chance} 种）"
    )
}

pub(super) fn failure(failure: Failure, stated: Option<Verdict>, place: &str) -> Text {
    let stated = stated.map_or("", Word::name);
    match (failure, stated) {
        (Failure::UnexplainedDifference, "") => text!(
            "FAILS: it differs. Check the figure and the data; if they are right, state `differs` and the reason in {place}",
            "未通过：数值不一致。请核对数值与数据；若无误，请在 {place} 写明 `differs` 和原因"
        ),
        (Failure::UnexplainedDifference, _) => text!(
            "FAILS: {place} states `{stated}`, but it differs. Check the figure and the data; if they are right, state `differs` and the reason",
            "未通过：{place} 写的是 `{stated}`，实际不一致。请核对数值与数据；若无误，请写 `differs` 和原因"
        ),
        (Failure::NoDifference, _) => text!(
            "FAILS: {place} states `differs`, but it does not",
            "未通过：{place} 写的是 `differs`，实际并无不一致"
        ),
        (Failure::OtherVerdict, _) => text!(
            "FAILS: {place} states `{stated}`, which it is not",
            "未通过：{place} 写的是 `{stated}`，与实际结论不符"
        ),
        (Failure::CauseNotReproduced, _) => text!(
            "FAILS: no single cause of the kind that {place} states gives the printed digits",
            "未通过：{place} 所写的原因类别经计算得不到印出值"
        ),
    }
}

pub(super) fn summary(summary: Summary) -> Text {
    let Summary { figures, exact, within_print, differs_with_reason, reproduced, .. } = summary;
    let plural = if figures == 1 { "" } else { "s" };
    text!(
        "{figures} published figure{plural}: {exact} exact, {within_print} within print, {differs_with_reason} different with a reason ({reproduced} reproduced by calculation)",
        "公布数值共 {figures} 个：一致 {exact} 个，修约范围内 {within_print} 个，不一致但已说明原因 {differs_with_reason} 个（其中 {reproduced} 个经计算重现）"
    )
}

pub(super) fn failed(count: usize) -> Text {
    let (plural, verb) = if count == 1 { ("", "s") } else { ("s", "") };
    text!("the check does not hold: {count} figure{plural} fail{verb}", "核对未通过：{count} 个数值不成立")
}

pub(super) fn targets() -> Text {
    text!("targets against the computed footprint", "目标与计算结果对照")
}

pub(super) fn year() -> Text {
    text!("Year", "年份")
}

pub(super) fn target() -> Text {
    text!("Target", "目标")
}

pub(super) fn to_previous() -> Text {
    text!("vs previous", "较上一目标")
}

pub(super) fn to_baseline() -> Text {
    text!("vs baseline", "较基准年")
}

pub(super) fn baseline() -> Text {
    text!("baseline", "基准年")
}

pub(super) fn computed_of(year: i16) -> Text {
    text!("{year}, computed", "{year} 计算值")
}

pub(super) fn against_target(year: i16, amount: &str, percent: Option<&str>) -> Text {
    let (en, zh) = percent.map_or_else(Default::default, |percent| (format!(" ({percent})"), format!("（{percent}）")));
    text!("computed against the target of {year}: {amount}{en}", "{year} 年计算值与目标相比：{amount}{zh}")
}

/// What leads from a footprint to a target: an amount a year and, where it is one, a fraction. `linear` and `compound`
/// are both given or both not.
pub(super) fn required(from_computed: bool, from: i16, to: i16, amount: &str, fractions: Option<(&str, &str)>) -> Text {
    let (start, of) = if from_computed {
        (
            text!("required from the computed {from} to {to}", "自 {from} 年计算值至 {to} 年：每年须变化"),
            text!("it", "计算值"),
        )
    } else {
        (text!("planned from {from} to {to}", "计划自 {from} 至 {to} 年：每年变化"), text!("the baseline", "基准年"))
    };
    let more = match fractions {
        None => text!("", ""),
        Some((linear, compound)) => {
            let Text { en, zh } = of;
            text!(
                " ({linear} of {en}), or {compound} each year, compounded",
                "（相当于{zh}的 {linear}），或每年复合 {compound}"
            )
        }
    };
    Text { en: format!("{}: {amount} a year{}", start.en, more.en), zh: format!("{} {amount}{}", start.zh, more.zh) }
}

pub(super) fn actions() -> Text {
    text!("Reduction measures", "减排措施")
}

pub(super) fn action() -> Text {
    text!("Measure", "措施")
}

pub(super) fn avoided() -> Text {
    text!("t CO2e avoided a year", "年减排量 t CO2e")
}

pub(super) fn total_of(stated: usize, all: usize) -> Text {
    if stated == all {
        return total();
    }
    text!("Total of {stated} of {all}", "{all} 项中 {stated} 项合计")
}

pub(super) fn rows_not_tried() -> Text {
    text!(
        "the data are larger than 64 KiB: rows with the same texts were tried together, not singly",
        "数据超过 64 KiB：文字相同的数据行合并试算，未逐行试算"
    )
}

/// What the footprint of a product is, in one line.
pub(super) fn headline_of(product: &str, amount: &str, unit: &Text) -> Text {
    let Text { en, zh } = unit;
    text!("{product}: {amount} {en}", "{product}：{amount} {zh}")
}

pub(super) fn gwp_of(set: GwpSet) -> Text {
    let set = set.name();
    text!("{set} (IPCC)", "{set}（IPCC）")
}

pub(super) fn gwp_100() -> Text {
    text!("GWP-100", "GWP-100")
}

pub(super) fn gwp_basis() -> Text {
    text!("GWP basis", "GWP 依据")
}

pub(super) fn sha256() -> Text {
    text!("SHA-256", "SHA-256")
}

pub(super) fn trips() -> Text {
    text!("trips", "趟")
}

pub(super) fn vehicle(name: &str) -> Text {
    text!("vehicle {name}", "车辆 {name}")
}

pub(super) fn traced_rows(rows: u64) -> Text {
    let plural = if rows == 1 { "" } else { "s" };
    let rows = Amount::from(rows).to_grouped(",");
    text!("{rows} row{plural}", "共 {rows} 行")
}

/// Which figure of the result the rows of a trace add up to.
pub(super) fn figure_of(figure: Figure) -> Text {
    match figure {
        Figure::Footprint => text!("the product's emissions in all", "该产品的排放总量"),
        Figure::Stage(stage) => {
            let Text { en, zh } = stage.title();
            text!("the product's emissions in the stage {en}", "该产品{zh}的排放量")
        }
        Figure::Contributions(1) => text!("one contribution of the result", "结果中的 1 项贡献"),
        Figure::Contributions(count) => {
            text!("the sum of {count} contributions of the result", "结果中 {count} 项贡献之和")
        }
    }
}

pub(super) fn traced_total(product: &str, rows: u64, emissions: &str, figure: &str) -> Text {
    let (plural, verb) = if rows == 1 { ("", "is") } else { ("s", "add up to") };
    let rows = Amount::from(rows).to_grouped(",");
    text!(
        "{product}: {rows} row{plural} {verb} {emissions} t CO2e: {figure}",
        "{product}：{rows} 行合计 {emissions} t CO2e，即{figure}"
    )
}

pub(super) fn columns_left_out(columns: &[String]) -> Text {
    let (en, zh) = (columns.join(", "), columns.join("、"));
    text!(
        "no room for: {en} (a wider window, or another format, has it)",
        "列宽不足，未显示：{zh}（加宽窗口或改用其他格式可见）"
    )
}
