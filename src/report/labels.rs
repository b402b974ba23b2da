//! The words of results, in both languages. Chinese terms are those of GB/T 24067.

use crate::text::{Text, text};
use crate::word::{BoundaryKind, Stage};

/// The name of a stage as a reader sees it.
#[must_use]
pub fn stage_name(stage: Stage) -> Text {
    match stage {
        Stage::RawMaterialAcquisition => text!("Raw-material acquisition", "原材料获取阶段"),
        Stage::Production => text!("Production", "生产阶段"),
        Stage::Distribution => text!("Distribution", "分销阶段"),
        Stage::Use => text!("Use", "使用阶段"),
        Stage::EndOfLife => text!("End of life", "生命末期阶段"),
    }
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
pub(super) fn unit(symbol: &str, count: u64) -> Text {
    let plural = if count == 1 { "" } else { "s" };
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

pub(super) fn row_account(read: u64, used: u64, excluded: u64) -> Text {
    text!(
        "{read} rows of activity data: {used} used, {excluded} excluded with a reason",
        "活动数据共 {read} 行：计入 {used} 行，说明原因后排除 {excluded} 行"
    )
}
