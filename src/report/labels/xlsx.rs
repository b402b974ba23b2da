//! The words of a report's workbook, beside those of its tables.

use crate::text::{Text, text};

/// Texts that are the same wherever they stand.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)+) => {
        $($(#[$doc])* pub(in crate::report) fn $name() -> Text { text!($en, $zh) })+
    };
}

words! {
    // Names of sheets: at most 31 characters, none of []:*?/\ and no apostrophe.
    summary: "Summary", "汇总";
    activities: "Activity data", "活动数据";
    contributions: "Contributions", "各项贡献";
    factors: "Factors", "排放因子";
    gwp: "GWP", "GWP";
    products: "Products", "产品";
    allocation: "Allocation", "分配";
    vehicles: "Vehicles", "车辆";
    cut_offs: "Outside the calculation", "未计入的项目";
    data_sources: "Sources of the data", "数据来源";
    inputs: "Inputs", "输入文件";
    ratings: "Ratings of the factors", "因子质量评分";
    uncertainty: "Uncertainty", "不确定性";

    // Titles of sheets.
    activities_title: "Activity data and emissions, row by row", "活动数据与排放量（逐行）";
    vehicles_title: "Vehicles and their fuel", "运输车辆及单位里程燃料消耗";

    // Headers.
    entry: "No.", "编号";
    conversion: "Conversion into the factor's unit", "换算系数（换算为因子单位）";
    activity: "Activity in the factor's unit", "活动数据（因子单位）";
    factor_in_tonnes: "Factor × GWP (t CO2e per unit)", "因子 × GWP（t CO2e/单位）";
    mass_in_tonnes: "Unit of mass of the factor (t)", "因子质量单位折合（t）";
    activity_unit: "Unit of the activity", "活动数据单位";
    output_mass: "Mass of the output (t)", "产品总重量（t）";
    revenue: "Revenue", "产值";
    weight: "Weight", "权重";
    weight_unit: "Unit of the weight", "权重单位";
    fuel_used: "Fuel used", "燃料消耗量";
    over_distance: "Over a distance of (km)", "对应里程（km）";
    density: "Density of the fuel (kg/L)", "燃料密度（kg/L）";
    fuel_conversion: "Conversion into the factor's unit", "换算系数（换算为因子单位）";
    fuel_per_km: "Fuel per km in the factor's unit", "每公里燃料消耗（因子单位）";
    release_sha256: "SHA-256 of the release", "因子表 SHA-256";

    // Notes.
    live: "Every result is a formula. A spreadsheet computes in floating point, to about 15 digits; pertonne computes exactly in decimals.",
        "所有结果均为公式。电子表格以浮点数计算，约 15 位有效数字；pertonne 以十进制精确计算。";
    unknown_cell: "a formula of the workbook refers to a cell that no sheet has", "工作簿的公式引用了不存在的单元格";
    too_large: "this report has more lines or products than a workbook holds (1,048,576 rows and 16,384 columns a sheet); take the report as CSV, which holds any number",
        "报告的行数或产品数超出工作簿的上限（每张工作表 1,048,576 行、16,384 列）；请改用 CSV 格式的报告，CSV 不限行数";
}

/// The page of a printed sheet, in the codes of a workbook's footer.
pub(in crate::report) fn page() -> Text {
    text!("&A, page &P of &N", "&A，第 &P 页，共 &N 页")
}

/// The number format of a scope.
pub(in crate::report) fn scope_format() -> Text {
    text!("\"Scope \"0", "\"范围\"0")
}

/// What something is per.
pub(in crate::report) fn with_unit(header: &Text, unit: &str) -> Text {
    let Text { en, zh } = header;
    text!("{en} ({unit})", "{zh}（{unit}）")
}
