//! The words of a report's tables and charts. Chinese terms are those of GB/T 24067 and of published reports.

use crate::column::FileKind;
use crate::text::{Text, text};
use crate::word::{FactorBoundary, Indicator, Leg, Method, Quality, Treatment};

/// Texts that are the same wherever they stand.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $zh:literal;)+) => {
        $($(#[$doc])* pub(in crate::report) fn $name() -> Text { text!($en, $zh) })+
    };
}

words! {
    // Titles.
    study_table: "The study", "核算概况";
    products_table: "Products and output", "产品产量信息";
    summary_table: "Footprint by stage", "单位产品碳足迹数值及各阶段占比";
    scopes_table: "Emissions by scope", "各范围排放量";
    sources_table: "Emission sources", "排放源识别清单";
    factors_table: "Emission factors", "排放因子及其来源";
    gwp_table: "Global warming potentials", "全球变暖潜值";
    raw_materials_table: "Raw materials", "原材料获取阶段：原材料温室气体排放量";
    inbound_table: "Inbound transport", "原材料获取阶段：运输温室气体排放量";
    production_table: "Production", "生产阶段温室气体排放量";
    waste_table: "Waste and its transport", "固废处置及运输温室气体排放量";
    distribution_table: "Distribution", "分销阶段温室气体排放量";
    later_stages_table: "Use and end of life", "使用及生命末期阶段温室气体排放量";
    allocation_table: "Allocation", "分配";
    warnings_table: "Remarks of the program", "程序提示";
    cut_offs_table: "Outside the calculation", "取舍：未计入的项目";
    quality_table: "Quality of the data", "数据质量";
    ratings_table: "Ratings of the factors", "因子质量评分";
    uncertainty_table: "Uncertainty from the factors", "因子引起的不确定性";
    data_sources_table: "Sources of the data", "活动数据及来源";
    inputs_table: "Inputs", "输入文件";
    contributions_table: "Contributions", "各项贡献";
    rows_table: "Rows behind the contributions", "各项贡献对应的数据行";

    // Headers.
    product: "Product", "产品";
    specification: "Grade", "型号规格";
    output: "Output", "产量";
    unit: "Unit", "单位";
    sold: "Sold", "销量";
    piece_mass: "Mass of a piece", "单件重量";
    price: "Price", "单价";
    currency: "Currency", "币种";
    source: "Source", "数据来源";
    note: "Note", "备注";
    emissions: "Emissions", "排放量";
    all_emissions: "Total emissions", "总排放量";
    footprint: "Footprint", "单位产品碳足迹";
    total_footprint: "Total footprint", "单位产品碳足迹合计";
    footprint_per_tonne: "Footprint per tonne", "每吨产品碳足迹";
    share: "Share", "占比";
    cumulative: "Cumulative", "累计占比";
    scope_header: "Scope", "范围";
    category: "Category", "类别";
    facility: "Facility", "设施/活动";
    supplier: "Supplier", "供应商";
    gas: "Gas", "温室气体";
    products: "Products", "对应产品";
    value: "Value", "因子值";
    factor_value: "Factor value", "因子值";
    factor_unit: "Factor unit", "因子单位";
    name: "Name", "名称";
    ncv: "Calorific value (GJ)", "低位发热量（GJ）";
    carbon_content: "Carbon (tC/GJ)", "单位热值含碳量（tC/GJ）";
    oxidation: "Oxidised", "碳氧化率";
    region: "Region", "地区";
    year: "Year", "年份";
    boundary: "Boundary", "边界";
    uncertainty: "Uncertainty", "不确定性";
    half_width: "± %, 95 %", "±%，95%";
    gsd: "Geometric standard deviation", "几何标准差";
    indicator: "Rated in", "评分项";
    rating: "Mean rating", "平均评分";
    measure: "Of", "指标";
    low: "Low", "下限";
    high: "High", "上限";
    below: "Below", "下偏";
    above: "Above", "上偏";
    share_covered: "Share of the emissions", "所占排放比例";
    locator: "Where in it", "出处";
    row: "Row", "所在行";
    used_by: "Used for", "用于";
    set: "Report", "评估报告";
    gwp_factor: "GWP", "GWP";
    input_share: "Share of input", "投入占比";
    input_share_percent: "Share of input (%)", "投入占比（%）";
    shared_by: "Shared by", "分配对象";
    code: "Code", "代码";
    place: "Place", "位置";
    message: "Message", "说明";
    leg: "Leg", "运输环节";
    mass: "Mass", "重量";
    mass_unit: "Unit of mass", "重量单位";
    distance: "Distance", "距离";
    distance_unit: "Unit of distance", "距离单位";
    trips: "Trips", "车次";
    vehicle: "Vehicle", "运输车辆";
    vehicle_distance: "Vehicle distance", "总里程";
    fuel: "Fuel", "燃料";
    date: "Date", "日期";
    treatment: "Treatment", "处置方式";
    key: "Allocation key", "分配方法";
    method: "Method", "方式";
    reason: "Reason", "理由";
    exclusion_reason: "Reason", "不计入原因";
    rows: "Rows", "行数";
    file: "File", "文件";
    contents: "Contents", "内容";
    encoding: "Encoding", "编码";
    total_lines: "Total lines", "合计行";
    quality: "Quality", "数据质量";
    rank: "Rank", "序号";
    line: "Line", "行号";
    quantity_unit: "Unit", "单位";
    key_word: "Subject", "项目";
    statement: "Statement", "内容";

    // What stands in cells.
    materials_leg: "materials", "原料";
    internal_leg: "on the grounds", "场内运输";
    materials_and_internal: "materials, with those on the grounds", "原料及场内运输";
    auxiliaries_leg: "auxiliaries", "辅料及包装";
    unstated: "not stated", "未说明";
    all_products: "all products", "全部产品";
    other_sources: "other sources", "其他";
    whole_stage: "Stage, total", "阶段合计";
    see_waste: "Waste and its transport (see its table)", "固废处置及运输（见该表）";
    stage_outside: "stage outside the boundary", "系统边界之外的阶段";
    declared_unit: "Declared unit", "声明单位";
    title: "Title", "名称";
    plant: "Plant", "企业";
    period: "Period", "核算周期";
    system_boundary: "System boundary", "系统边界";
    stages: "Stages inside", "计入的阶段";
    standards: "Standards", "采用标准";
    factor_release: "Factor release", "因子表版本";
    gwp_set: "GWP-100", "GWP-100";
    row_account: "Rows of activity data", "活动数据行";
    made_by: "Made by", "生成程序";
    gwp_source: "IPCC, Assessment Report as named; see gwp.csv of the release", "IPCC 相应评估报告，见该版本的 gwp.csv";
    study_file: "settings", "设置";
    excluded_materials: "Materials left out", "未计入的物料合计";

    // Notes.
    first_rows: "There are many rows: those with the same texts are shown together, with the remarks of the first. `pertonne trace` lists each.",
        "数据行较多：文字相同的行合并列出，备注取其首行。`pertonne trace` 可逐行列出。";
    share_of_input: "Share of input: by mass, of all materials that fall to the same products, what is left out included.",
        "投入占比：按质量计，分母为分给相同产品的全部物料投入（含未计入部分）。";
    share_of_counted: "Share of input: by mass, of all rows here that fall to the same products.",
        "投入占比：按质量计，分母为本表中归属相同产品的全部投入。";
    rounded: "Numbers are shown rounded; sums are of the unrounded numbers.", "表中数值为修约后的显示值；合计按修约前的数值相加。";
    mean_ratings: "1 is best, 5 worst. Means of the factors' ratings, weighted by the emissions that have them (PACT Methodology v3).",
        "1 最好，5 最差。为因子评分按所涉排放量加权的平均值（PACT Methodology v3）。";
    interval: "95 % intervals that follow from the uncertainty of those factors that state it, as if independent of each other (IPCC 2006 Guidelines, vol. 1, ch. 3, eq. 3.2). Activity data are taken as exact.",
        "95% 置信区间，仅由注明了不确定性的因子得出，假定各因子相互独立（IPCC 2006 指南第 1 卷第 3 章公式 3.2）；活动数据视为准确。";
    nothing_left_out: "Nothing is left out.", "没有未计入的项目。";
}

pub(in crate::report) fn per_declared_unit(unit: &Text) -> Text {
    let Text { en, zh } = unit;
    text!("1 {en}", "1 {zh}")
}

pub(in crate::report) fn made_by_version() -> Text {
    let program = concat!("pertonne ", env!("CARGO_PKG_VERSION"));
    text!("{program}", "{program}")
}

/// What a file holds.
pub(in crate::report) fn file_kind(kind: FileKind) -> Text {
    match kind {
        FileKind::Products => text!("products", "产品"),
        FileKind::Materials => text!("materials", "物料"),
        FileKind::Energy => text!("energy", "能源"),
        FileKind::Transport => text!("transport", "运输"),
        FileKind::Waste => text!("waste", "废物"),
        FileKind::Fugitives => text!("fugitives", "逸散"),
        FileKind::Vehicles => text!("vehicles", "车辆"),
        FileKind::Factors => text!("factors", "排放因子"),
        FileKind::Published => text!("published figures", "公布数值"),
        FileKind::Targets => text!("targets", "目标"),
        FileKind::Actions => text!("measures", "减排措施"),
    }
}

pub(in crate::report) fn files(count: usize) -> Text {
    text!("{count} files", "{count} 个文件")
}

pub(in crate::report) fn sum_of(name: &str) -> Text {
    text!("{name}, total", "{name} 合计")
}

pub(in crate::report) fn leg_name(leg: Leg) -> Text {
    match leg {
        Leg::Inbound => text!("inbound", "进厂"),
        Leg::Internal => text!("on the grounds", "场内运输"),
        Leg::Waste => text!("waste", "废物运输"),
        Leg::Outbound => text!("outbound", "出厂"),
    }
}

pub(in crate::report) fn treatment_name(treatment: Treatment) -> Text {
    match treatment {
        Treatment::Landfill => text!("landfill", "填埋"),
        Treatment::Incineration => text!("incineration", "焚烧"),
        Treatment::Recycling => text!("recycling", "回收利用"),
        Treatment::Composting => text!("composting", "堆肥"),
        Treatment::Hazardous => text!("hazardous waste", "危废处置"),
        Treatment::WasteWater => text!("waste water", "污水处理"),
        Treatment::OnSite => text!("on site", "厂内处理"),
    }
}

pub(in crate::report) fn quality_name(quality: Option<Quality>) -> Text {
    match quality {
        Some(Quality::Measured) => text!("measured", "实测"),
        Some(Quality::Calculated) => text!("calculated", "计算"),
        Some(Quality::Estimated) => text!("estimated", "估算"),
        None => unstated(),
    }
}

/// A rating of a factor.
pub(in crate::report) fn indicator_rating(of: Indicator) -> Text {
    match of {
        Indicator::Technology => text!("Technology rating", "技术代表性评分"),
        Indicator::Geography => text!("Geography rating", "地理代表性评分"),
        Indicator::Time => text!("Time rating", "时间代表性评分"),
    }
}

pub(in crate::report) fn method_name(method: Method) -> Text {
    match method {
        Method::Fixed => text!("stated shares", "固定比例"),
        Method::Mass => text!("by mass of output", "按产品质量"),
        Method::Economic => text!("by revenue", "按产值"),
    }
}

pub(in crate::report) fn factor_boundary(boundary: FactorBoundary) -> Text {
    match boundary {
        FactorBoundary::Combustion => text!("combustion", "燃烧"),
        FactorBoundary::Generation => text!("generation", "发电"),
        FactorBoundary::LifeCycle => text!("life cycle", "全生命周期"),
        FactorBoundary::Upstream => text!("upstream", "上游"),
        FactorBoundary::Direct => text!("direct", "直接排放"),
        FactorBoundary::CradleToGate => text!("cradle to gate", "从摇篮到大门"),
    }
}
