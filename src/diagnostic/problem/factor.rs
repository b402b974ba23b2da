//! Problems of units, of emission factors, and of the vehicles that have one.

use super::{Code, Problem, error, list, nearest_or, warning};
use crate::amount::Amount;
use crate::diagnostic::nearest;
use crate::text::{Text, text};
use crate::unit::{Dimension, Unit};
use crate::word::{FactorBoundary, Word};

fn measured(dimension: Dimension) -> Text {
    match dimension {
        Dimension::Mass => text!("a mass", "质量"),
        Dimension::Volume => text!("a volume", "体积"),
        Dimension::Energy => text!("an energy", "能量"),
        Dimension::Distance => text!("a distance", "距离"),
        Dimension::TransportWork => text!("a freight (mass × distance)", "货运周转量"),
        Dimension::Count => text!("a number of pieces", "件数"),
    }
}

fn units_of(dimension: Dimension) -> Text {
    let symbols: Vec<&str> =
        crate::unit::UNITS.iter().filter(|(_, _, own, _)| *own == dimension).map(|(symbol, ..)| *symbol).collect();
    list(&symbols)
}

pub(crate) fn unknown_unit(unit: &str) -> Problem {
    let near = nearest(unit, crate::unit::spellings());
    let symbols: Vec<&str> = crate::unit::UNITS.iter().map(|(symbol, ..)| *symbol).collect();
    let Text { en, zh } = list(&symbols);
    error(
        Code::UnknownUnit,
        text!("there is no unit `{unit}`", "没有单位 `{unit}`"),
        nearest_or(&near, text!("write {en}", "请写 {zh}")),
    )
}

pub(crate) fn not_a_unit_of(unit: &Unit, dimension: Dimension) -> Problem {
    let Text { en, zh } = measured(dimension);
    let Text { en: units_en, zh: units_zh } = units_of(dimension);
    error(
        Code::UnitMismatch,
        text!("`{unit}` is not the unit of {en}", "`{unit}` 不是{zh}单位"),
        text!("write {units_en}", "请写 {units_zh}"),
    )
    .with_label(measured(unit.dimension()))
}

pub(crate) fn unit_mismatch(unit: &Unit, factor: &str, per: &Unit) -> Problem {
    let Text { en, zh } = units_of(per.dimension());
    let help = if unit.dimension() == per.dimension() {
        text!(
            "the two are of different substances: give the amount in {per}, or use a factor per {unit}",
            "两者所指物质不同：请以 {per} 给出数量，或改用每 {unit} 的因子"
        )
    } else {
        text!("give the amount in {en}, or use a factor per {unit}", "请以 {zh} 给出数量，或改用每 {unit} 的因子")
    };
    error(
        Code::UnitMismatch,
        text!(
            "`{unit}` does not fit the factor `{factor}`, which is per {per}",
            "单位 `{unit}` 与因子 `{factor}`（每 {per}）不符"
        ),
        help,
    )
    .with_label(measured(unit.dimension()))
}

pub(crate) fn not_a_factor_unit(unit: &str) -> Problem {
    error(
        Code::BadFactorUnit,
        text!("`{unit}` is not the unit of an emission factor", "`{unit}` 不是排放因子单位"),
        text!(
            "write the mass of a gas per unit of activity, as in tCO2/t, kgCO2e/kWh, kgCO2e/t·km or tCH4/tCOD",
            "请写“气体质量/活动单位”，例如 tCO2/t、kgCO2e/kWh、kgCO2e/t·km 或 tCH4/tCOD"
        ),
    )
}

pub(crate) fn not_a_consumption_unit(unit: &str) -> Problem {
    error(
        Code::BadConsumptionUnit,
        text!("`{unit}` is not the unit of a fuel consumption", "`{unit}` 不是油耗单位"),
        text!("write L/100km, kg/100km or t/km", "请写 L/100km、kg/100km 或 t/km"),
    )
}

pub(crate) fn factor_value() -> Problem {
    error(
        Code::FactorValue,
        text!("the factor has no value, or two", "因子没有数值，或有两个数值"),
        text!(
            "fill either `value`, or all of `ncv`, `carbon_content` and `oxidation`",
            "请填写 `value`，或同时填写 `ncv`、`carbon_content` 和 `oxidation`"
        ),
    )
}

pub(crate) fn derived_unit(unit: &str, per: &Unit) -> Problem {
    error(
        Code::FactorValue,
        text!(
            "a factor from calorific value and carbon content is in tCO2, not in `{unit}`",
            "由热值和含碳量得出的因子单位为 tCO2，而不是 `{unit}`"
        ),
        text!(
            "write tCO2/{per}, `ncv` in GJ/{per}, `carbon_content` in tC/GJ",
            "请写 tCO2/{per}，`ncv` 以 GJ/{per} 计，`carbon_content` 以 tC/GJ 计"
        ),
    )
}

pub(crate) fn carbon_content(amount: Amount) -> Problem {
    error(
        Code::FactorValue,
        text!("no fuel has {amount} tC/GJ", "没有燃料的单位热值含碳量为 {amount} tC/GJ"),
        text!(
            "give it in tC/GJ, as in 0.0202: a value in tC/TJ divided by 1000",
            "请以 tC/GJ 计，例如 0.0202：tC/TJ 的数值除以 1000"
        ),
    )
}

pub(crate) fn factor_uncertainty(text: &str) -> Problem {
    error(
        Code::FactorUncertainty,
        text!("`{text}` is no half-width of a 95 % interval", "`{text}` 不是 95% 置信区间的半宽"),
        text!(
            "write it in per cent of the value, as in `5%` or `±5%`; for an interval that is wider above than below fill `gsd`",
            "请以数值的百分数填写，例如 `5%` 或 `±5%`；区间上下不对称的，请改填 `gsd`"
        ),
    )
}

pub(crate) fn two_uncertainties() -> Problem {
    error(
        Code::FactorUncertainty,
        text!("the uncertainty of the factor is given twice", "因子的不确定性给出了两次"),
        text!("fill either `uncertainty` or `gsd`", "`uncertainty` 与 `gsd` 只填其一"),
    )
}

pub(crate) fn gsd_below_one(gsd: Amount) -> Problem {
    error(
        Code::FactorUncertainty,
        text!("{gsd} is no geometric standard deviation: none is below 1", "{gsd} 不是几何标准差：几何标准差不小于 1"),
        text!(
            "write the geometric standard deviation of the value, as in 1.2, or the 95 % interval in `uncertainty`, as in `5%`",
            "请填写数值的几何标准差，例如 1.2；或在 `uncertainty` 列以 `5%` 的形式填写 95% 置信区间"
        ),
    )
}

pub(crate) fn factor_rating(rating: Amount) -> Problem {
    error(
        Code::FactorRating,
        text!("{rating} is no rating from 1 to 5", "{rating} 不在评分范围 1 至 5 之内"),
        text!(
            "write 1 for the best to 5 for the worst, with decimals for a mean; leave it blank where nobody has rated it",
            "请填写 1（最好）至 5（最差），平均值可带小数；未评分的请留空"
        ),
    )
}

pub(crate) fn mixed_gwp(factor: &str, own: &str, study: &str) -> Problem {
    warning(
        Code::MixedGwp,
        text!(
            "`{factor}` is in CO2e by {own}, and the study uses {study}",
            "`{factor}` 的 CO2e 采用 {own}，而本核算采用 {study}"
        ),
        text!(
            "use a factor of the same GWP set, or say in the report that sets are mixed",
            "请改用同一 GWP 版本的因子，或在报告中说明混用"
        ),
    )
}

/// `newer`: another release that has the factor.
pub(crate) fn unknown_factor(name: &str, near: &[String], release: &str, newer: Option<&str>) -> Problem {
    let unknown = text!("no emission factor is called `{name}`", "没有名为 `{name}` 的排放因子");
    if let Some(newer) = newer {
        return error(
            Code::UnknownFactor,
            unknown,
            text!(
                "release {newer} has it, and the study uses {release}: say `release = \"{newer}\"`, or add `{name}` to factors.csv",
                "{newer} 版有该因子，而本核算使用 {release} 版：请写 `release = \"{newer}\"`，或在 factors.csv 中补充 `{name}`"
            ),
        );
    }
    error(
        Code::UnknownFactor,
        unknown,
        nearest_or(
            near,
            text!(
                "name a factor of release {release} in `factor`, or add `{name}` to factors.csv",
                "请在 `factor` 列写明 {release} 版中的因子，或在 factors.csv 中补充 `{name}`"
            ),
        ),
    )
}

/// `boundary`: what kind of factor the name asks for.
pub(crate) fn factor_elsewhere(
    name: &str,
    boundary: Option<FactorBoundary>,
    (region, year): (&str, i16),
    others: &[String],
) -> Problem {
    let Text { en, zh } = list(others);
    let kind = boundary.map_or_else(
        || text!("", ""),
        |boundary| {
            let name = boundary.name();
            text!(" of boundary `{name}`", "（边界为 `{name}`）")
        },
    );
    let Text { en: kind_en, zh: kind_zh } = kind;
    error(
        Code::FactorElsewhere,
        text!(
            "`{name}` has no factor{kind_en} for {region} or around it up to {year}",
            "`{name}` 没有适用于 {region} 及其上级地区、{year} 年及以前的因子{kind_zh}"
        ),
        text!("if one of them fits, name it in full in `factor`: {en}", "若其中之一适用，请在 `factor` 列写全名：{zh}"),
    )
}

pub(crate) fn ambiguous_factor(name: &str, candidates: &[String]) -> Problem {
    let Text { en, zh } = list(candidates);
    error(
        Code::AmbiguousFactor,
        text!("more than one emission factor is called `{name}`", "名为 `{name}` 的排放因子不止一个"),
        text!("say in `factor` which: {en}", "请在 `factor` 列指明：{zh}"),
    )
}

pub(crate) fn several_kinds(name: &str, candidates: &[(String, FactorBoundary)]) -> Problem {
    let named = |(name, boundary): &(String, FactorBoundary)| format!("{name} ({})", boundary.name());
    let Text { en, zh } = list(&candidates.iter().map(named).collect::<Vec<_>>());
    error(
        Code::AmbiguousFactor,
        text!(
            "`{name}` leads to factors of several kinds, of which none stands for another",
            "`{name}` 对应不同边界的因子，彼此不可替代"
        ),
        text!("say in `factor` which: {en}", "请在 `factor` 列指明：{zh}"),
    )
}

pub(crate) fn unknown_gas(name: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownGas,
        text!("there is no gas `{name}`", "没有名为 `{name}` 的气体"),
        nearest_or(
            near,
            text!(
                "write it as in R22, HFC-32, CH4, or add its GWP to factors.csv in tCO2e/t",
                "请写成 R22、HFC-32、CH4 等，或在 factors.csv 中以 tCO2e/t 补充其 GWP"
            ),
        ),
    )
}

pub(crate) fn missing_gwp(gas: &str, set: &str) -> Problem {
    error(
        Code::MissingGwp,
        text!("{set} gives no 100-year GWP for `{gas}`", "{set} 没有给出 `{gas}` 的 100 年 GWP"),
        text!(
            "choose another set (`factors.gwp`), or give the factor in CO2e in factors.csv",
            "请改用其他 GWP 版本（`factors.gwp`），或在 factors.csv 中以 CO2e 给出因子"
        ),
    )
}

pub(crate) fn scope_assumed(factor: &str, scope: u8) -> Problem {
    warning(
        Code::ScopeAssumed,
        match scope {
            2 => text!(
                "`{factor}` does not say whether it is a fuel's; the energy is counted as bought heat, scope 2",
                "`{factor}` 未说明是否为燃料；该能源按外购热力计入范围二"
            ),
            _ => text!(
                "`{factor}` does not say whether it is a fuel's; the energy is counted as a fuel, scope 1",
                "`{factor}` 未说明是否为燃料；该能源按燃料计入范围一"
            ),
        },
        text!(
            "fill `boundary` in factors.csv: combustion for a fuel, generation for heat",
            "请在 factors.csv 中填写 `boundary`：燃料写 combustion，热力写 generation"
        ),
    )
}

pub(crate) fn supply_without_factor(supply: &str, factor: &str) -> Problem {
    error(
        Code::SupplyWithoutFactor,
        text!(
            "`{factor}` is the public grid's, and this electricity is `{supply}`",
            "`{factor}` 是电网的因子，而本行电力为 `{supply}`"
        ),
        text!(
            "name the factor of that supply in `factor` (it may be the grid's, if that is meant)",
            "请在 `factor` 列写明该电力的因子（若确指电网因子，也请写明）"
        ),
    )
}

pub(crate) fn fuel_mismatch(fuel: &str, vehicle: &str, own: &str) -> Problem {
    error(
        Code::FuelMismatch,
        text!("the row says `{fuel}`, and `{vehicle}` runs on `{own}`", "本行写 `{fuel}`，而 `{vehicle}` 使用 `{own}`"),
        text!(
            "correct one of them, or leave `fuel` blank: vehicles.csv has it",
            "请更正其一，或将 `fuel` 留空：以 vehicles.csv 为准"
        ),
    )
}

pub(crate) fn unknown_vehicle(name: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownVehicle,
        text!("there is no vehicle `{name}`", "没有名为 `{name}` 的车辆"),
        nearest_or(
            near,
            text!("add it to vehicles.csv with its fuel and consumption", "请在 vehicles.csv 中补充其燃料与油耗"),
        ),
    )
}

pub(crate) fn vehicle_consumption(twice: bool) -> Problem {
    error(
        Code::VehicleConsumption,
        if twice {
            text!("the vehicle's consumption is given twice", "车辆油耗给出了两次")
        } else {
            text!("nothing tells the vehicle's consumption", "没有给出车辆油耗")
        },
        text!(
            "fill either `consumption` and `consumption_unit`, or `fuel_used`, `fuel_unit` and `distance`",
            "请填写 `consumption` 和 `consumption_unit`，或填写 `fuel_used`、`fuel_unit` 和 `distance`"
        ),
    )
}

pub(crate) fn missing_density(vehicle: &str, fuel: &Unit, factor: &str, per: &Unit) -> Problem {
    error(
        Code::MissingDensity,
        text!(
            "`{vehicle}` uses its fuel in {fuel}, and the factor `{factor}` is per {per}",
            "`{vehicle}` 的燃料以 {fuel} 计，而因子 `{factor}` 以每 {per} 计"
        ),
        text!("fill `density` in vehicles.csv, in kg/L", "请在 vehicles.csv 中填写 `density`（kg/L）"),
    )
}

fn leg_ways() -> Text {
    text!(
        "fill one way: `fuel_quantity`; or `vehicle` with `vehicle_distance`, or with `distance` and `trips`; or `mass` and `distance`",
        "请只填写一种方式：`fuel_quantity`；或 `vehicle` 与 `vehicle_distance`（或与 `distance`、`trips`）；或 `mass` 与 `distance`"
    )
}

/// The names of the filled columns, joined for a message.
fn filled(columns: &[&str]) -> Text {
    let joined = columns.join(", ");
    if joined.is_empty() {
        text!("nothing is filled", "均为空")
    } else {
        text!("filled: {joined}", "已填写：{joined}")
    }
}

pub(crate) fn leg_uncounted(columns: &[&str]) -> Problem {
    let Text { en, zh } = filled(columns);
    error(Code::LegUncounted, text!("there is no way to count this leg ({en})", "无法计算该运输段（{zh}）"), leg_ways())
}

pub(crate) fn leg_counted_twice(columns: &[&str]) -> Problem {
    let Text { en, zh } = filled(columns);
    error(
        Code::LegCountedTwice,
        text!("there is more than one way to count this leg ({en})", "该运输段有不止一种计算方式（{zh}）"),
        leg_ways(),
    )
}
