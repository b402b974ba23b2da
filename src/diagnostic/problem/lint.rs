//! Problems of a table of emission factors that reading it does not need to know.

use super::{Code, Problem, error, list, warning};
use crate::amount::Amount;
use crate::factor::EmissionFactor;
use crate::text::{Text, text};
use crate::word::Word;

pub(crate) fn missing_source() -> Problem {
    error(
        Code::MissingSource,
        text!("nothing says where the number comes from", "没有说明数值的来源"),
        text!(
            "name in `source` who published it and what it is called, and in `locator` where in it the number stands",
            "请在 `source` 写明发布者和文件名称，在 `locator` 写明数值所在的位置"
        ),
    )
}

pub(crate) fn negative_factor(value: Amount) -> Problem {
    error(
        Code::BelowZero,
        text!("{value} is below zero: a credit is no emission factor", "{value} 小于零：抵扣不是排放因子"),
        text!(
            "write what the activity emits; what it removes or avoids is reported apart from the footprint",
            "请填写该活动的排放量；清除量或避免的排放量应与碳足迹分开报告"
        ),
    )
}

pub(crate) fn zero_factor() -> Problem {
    warning(
        Code::ZeroFactor,
        text!("the factor is zero, and nothing says why", "因子为零，且未说明原因"),
        text!(
            "say in `note` why nothing is emitted, as for scrap that comes free of burden; else fill in the value",
            "请在 `note` 说明为何没有排放（例如回收料不带上游负担）；否则请填写数值"
        ),
    )
}

pub(crate) fn zero_gwp() -> Problem {
    warning(
        Code::ZeroFactor,
        text!("the GWP is zero: such a gas would not warm", "GWP 为零：这样的气体没有增温作用"),
        text!("leave the cell blank where the report gives no value", "报告没有给出数值时请留空"),
    )
}

pub(crate) fn year_ahead(year: i16, last: i16) -> Problem {
    warning(
        Code::YearAhead,
        text!(
            "a factor of {year} can hardly be known: {last} is the latest year that is expected",
            "{year} 年的因子不大可能已经公布：预期最晚为 {last} 年"
        ),
        text!("write the year that the factor describes, as in 2021", "请写因子所描述的年份，例如 2021"),
    )
}

pub(crate) fn shared_name(name: &str, other: &EmissionFactor) -> Problem {
    let (full, line, file) = (other.full_name(), other.row.line, &other.row.file);
    error(
        Code::SharedName,
        text!(
            "`{name}` is a name of `{full}`, too, on line {line} of {file}, for the same region and year",
            "`{name}` 也是 {file} 第 {line} 行 `{full}` 的名称，且地区和年份相同"
        ),
        text!(
            "take the name from one of the two: a row that gives it could not choose",
            "请从其一删去该名称：只写此名的数据行无法选择"
        ),
    )
}

pub(crate) fn several_boundaries(name: &str, factor: &EmissionFactor, other: &EmissionFactor) -> Problem {
    let (full, line, file) = (other.full_name(), other.row.line, &other.row.file);
    let [own, others] = [factor, other].map(|factor| factor.boundary.map_or("", Word::name));
    error(
        Code::SharedName,
        text!(
            "`{name}` is a name of `{full}`, too, on line {line} of {file}: its boundary is {others}, and not {own}",
            "`{name}` 也是 {file} 第 {line} 行 `{full}` 的名称，而其边界为 {others}，不是 {own}"
        ),
        text!(
            "give factors of different boundaries different names: one never stands for the other",
            "边界不同的因子请用不同的名称：两者不可互相替代"
        ),
    )
}

/// A factor beside its kin.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub(crate) activity: String,
    pub(crate) unit: String,
    pub(crate) value: String,
    /// The median of its kin, in the same unit.
    pub(crate) others: String,
    /// Whose that is.
    pub(crate) other: String,
    pub(crate) count: usize,
}

impl Compared {
    /// What the kin have.
    fn kin(&self) -> Text {
        let Compared { activity, unit, others, other, count, .. } = self;
        match count {
            1 => text!("{others} {unit} of `{other}`", "`{other}` 的 {others} {unit}"),
            _ => text!(
                "{others} {unit}, the median of {count} others of `{activity}`",
                "`{activity}` 其余 {count} 个因子的中位数 {others} {unit}"
            ),
        }
    }
}

pub(crate) fn factor_outlier(compared: &Compared, is_large: bool) -> Problem {
    let Compared { value, unit, .. } = compared;
    let Text { en, zh } = compared.kin();
    warning(
        Code::FactorOutlier,
        if is_large {
            text!("{value} {unit} is more than ten times {en}", "{value} {unit} 超过{zh} 的十倍")
        } else {
            text!("{value} {unit} is less than a tenth of {en}", "{value} {unit} 不到{zh} 的十分之一")
        },
        text!(
            "look up value, unit and boundary in the source again; what is something else has a name of its own",
            "请核对来源中的数值、单位和边界；若所指不同，请另取名称"
        ),
    )
}

pub(crate) fn unit_slip(compared: &Compared, by: Amount, is_large: bool, meant: &[String]) -> Problem {
    let Compared { value, unit, .. } = compared;
    let Text { en, zh } = compared.kin();
    let Text { en: meant_en, zh: meant_zh } = list(meant);
    let by = by.to_grouped(",");
    warning(
        Code::UnitSlip,
        if is_large {
            text!("{value} {unit} is about {by} times {en}", "{value} {unit} 约为{zh} 的 {by} 倍")
        } else {
            text!("{value} {unit} is about 1/{by} of {en}", "{value} {unit} 约为{zh} 的 1/{by}")
        },
        text!("the unit is probably {meant_en}: look it up in the source", "单位可能应为 {meant_zh}：请核对来源"),
    )
}

/// `name`: the factor that the other of the two values is of.
pub(crate) fn co2_part(co2: &str, co2e: &str, name: &str, is_more: bool) -> Problem {
    warning(
        Code::Co2Part,
        if is_more {
            text!(
                "CO2 alone would be more than all gases together: {co2} and {co2e}, beside `{name}`",
                "仅 CO2 就超过全部气体之和：{co2} 与 {co2e}（对照 `{name}`）"
            )
        } else {
            text!(
                "CO2 would be too little of all gases together: {co2} and {co2e}, beside `{name}`",
                "CO2 占全部气体的比例过低：{co2} 与 {co2e}（对照 `{name}`）"
            )
        },
        text!(
            "look up in the source whether the value is of CO2, of CO2e or of carbon, and which boundary it has",
            "请核对来源：数值是 CO2、CO2e 还是碳，以及其边界"
        ),
    )
}

/// `causes`: what explains the printed value.
pub(crate) fn printed_differs(printed: &str, derived: &str, unit: &str, causes: Vec<Text>) -> Problem {
    let joined = |texts: Vec<String>, between: &str| texts.join(between);
    let (en, zh): (Vec<String>, Vec<String>) = causes.into_iter().map(|Text { en, zh }| (en, zh)).unzip();
    let help = if en.is_empty() {
        text!(
            "look up `ncv`, `carbon_content`, `oxidation` and the printed value in the source",
            "请核对来源中的 `ncv`、`carbon_content`、`oxidation` 和印出值"
        )
    } else {
        let (en, zh) = (joined(en, "; or "), joined(zh, "；或"));
        text!("what explains it: {en}", "可能的解释：{zh}")
    };
    warning(
        Code::PrintedDiffers,
        text!(
            "the source prints {printed} {unit}, and its parameters give {derived}",
            "来源印为 {printed} {unit}，而由其参数得出 {derived}"
        ),
        help,
    )
}
