//! The files of a study, their columns, and the headers by which columns are known.
//!
//! This is the one place that names a column: adding one is a line in [`COLUMNS`] and a word in [`FileKind::columns`].

use Column as C;

use crate::name::fold;
use crate::unit::{ConsumptionUnit, EmissionUnit, Unit};

/// The file that makes a folder a study.
pub const STUDY_FILE: &str = "study.toml";

/// The file that pins what a study stands on.
pub const LOCK_FILE: &str = "study.lock";

/// A kind of file in a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// Products and their output.
    Products,
    /// What was bought in and used.
    Materials,
    /// Fuels, electricity, heat.
    Energy,
    /// Inbound, internal, waste and outbound legs.
    Transport,
    /// Waste and waste water, by treatment.
    Waste,
    /// Refrigerants and other gases released.
    Fugitives,
    /// Fuel use of vehicles or fleets.
    Vehicles,
    /// The study's own emission factors; the shipped table has the same columns.
    Factors,
    /// The figures of a published report.
    Published,
    /// Targets, a year each.
    Targets,
    /// Measures that reduce emissions.
    Actions,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text that says what the row is about. Rows with the same texts are summed.
    Text,
    /// A decimal number.
    Number,
    /// A day.
    Date,
    /// A text for the reader, which the calculation does not look at.
    Remark,
}

/// A column of a study's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "COLUMNS and the README describe them")]
pub enum Column {
    Item,
    Product,
    Quantity,
    Unit,
    Factor,
    Stage,
    Allocation,
    Excluded,
    Date,
    Source,
    Quality,
    Note,
    Category,
    Specification,
    Facility,
    Supplier,
    Supply,
    Leg,
    Mass,
    MassUnit,
    Distance,
    DistanceUnit,
    Trips,
    Vehicle,
    VehicleDistance,
    Fuel,
    FuelQuantity,
    FuelUnit,
    Fleet,
    Treatment,
    Gas,
    Output,
    PieceMass,
    PieceMassUnit,
    Sold,
    Price,
    Currency,
    Consumption,
    ConsumptionUnit,
    Density,
    Payload,
    PayloadUnit,
    FuelUsed,
    Activity,
    Region,
    Year,
    NameZh,
    NameEn,
    Aliases,
    Value,
    Ncv,
    CarbonContent,
    Oxidation,
    Printed,
    Boundary,
    Gwp,
    Uncertainty,
    Gsd,
    Technology,
    Geography,
    Time,
    Locator,
    Table,
    Measure,
    Scope,
    File,
    Line,
    Verdict,
    Cause,
    Reason,
    Action,
}

/// Every column in the order of [`Column`]: its name, the headers that are usual for it, what it holds.
pub const COLUMNS: &[(Column, &str, &[&str], Kind)] = &[
    (C::Item, "item", &["项目", "品名", "物料", "物料名称", "材料名称", "物料描述", "货物名称", "活动"], Kind::Text),
    (C::Product, "product", &["产品", "产品名称", "对应产品", "所属产品"], Kind::Text),
    (
        C::Quantity,
        "quantity",
        &[
            "数量",
            "用量",
            "年用量",
            "使用量",
            "消耗量",
            "年消耗量",
            "耗用量",
            "领用量",
            "活动数据",
            "活动数据值",
            "amount",
            "qty",
        ],
        Kind::Number,
    ),
    (C::Unit, "unit", &["单位", "计量单位", "uom"], Kind::Text),
    (C::Factor, "factor", &["排放因子", "因子"], Kind::Text),
    (C::Stage, "stage", &["阶段", "生命周期阶段"], Kind::Text),
    (C::Allocation, "allocation", &["分配", "分配方法"], Kind::Text),
    (C::Excluded, "excluded", &["排除原因", "不计入原因"], Kind::Text),
    (C::Date, "date", &["日期", "过磅日期", "抄表日期", "单据日期", "记账日期", "发货日期", "入库日期"], Kind::Date),
    (C::Source, "source", &["来源", "数据来源"], Kind::Remark),
    (C::Quality, "quality", &["数据质量"], Kind::Text),
    (C::Note, "note", &["备注", "说明", "remarks"], Kind::Remark),
    (C::Category, "category", &["类别", "物料类别", "材料类别"], Kind::Remark),
    (C::Specification, "specification", &["规格", "型号", "规格型号", "型号规格", "材质型号规格"], Kind::Remark),
    (C::Facility, "facility", &["设施", "设施/活动", "用能设施"], Kind::Remark),
    (C::Supplier, "supplier", &["供应商", "供应商名称", "产地", "处置供应商"], Kind::Remark),
    (C::Supply, "supply", &["供应方式", "供电方式"], Kind::Text),
    (C::Leg, "leg", &["运输环节", "运输类型"], Kind::Text),
    (C::Mass, "mass", &["重量", "货物重量", "运输量", "净重", "货运量"], Kind::Number),
    (C::MassUnit, "mass_unit", &["重量单位"], Kind::Text),
    (C::Distance, "distance", &["距离", "运距", "运输距离", "运输里程"], Kind::Number),
    (C::DistanceUnit, "distance_unit", &["距离单位", "里程单位"], Kind::Text),
    (C::Trips, "trips", &["次数", "车次", "运输次数"], Kind::Number),
    (C::Vehicle, "vehicle", &["车辆", "车型", "运输车辆", "车辆类型"], Kind::Text),
    (C::VehicleDistance, "vehicle_distance", &["里程", "行驶里程", "总里程", "年总里程"], Kind::Number),
    (C::Fuel, "fuel", &["燃料", "燃料种类", "车辆燃料"], Kind::Text),
    (C::FuelQuantity, "fuel_quantity", &["燃料消耗量", "燃料用量"], Kind::Number),
    (C::FuelUnit, "fuel_unit", &["燃料单位"], Kind::Text),
    (C::Fleet, "fleet", &["车队", "车辆归属"], Kind::Text),
    (C::Treatment, "treatment", &["处置方式", "处理方式"], Kind::Text),
    (C::Gas, "gas", &["气体", "温室气体"], Kind::Text),
    (C::Output, "output", &["产量", "年产量", "生产量"], Kind::Number),
    (C::PieceMass, "piece_mass", &["单件重量", "单重"], Kind::Number),
    (C::PieceMassUnit, "piece_mass_unit", &["单件重量单位", "单重单位"], Kind::Text),
    (C::Sold, "sold", &["销量", "销售量", "供货数量", "供货量"], Kind::Number),
    (C::Price, "price", &["单价", "价格"], Kind::Number),
    (C::Currency, "currency", &["币种", "货币"], Kind::Text),
    (C::Consumption, "consumption", &["单位油耗", "百公里油耗"], Kind::Number),
    (C::ConsumptionUnit, "consumption_unit", &["油耗单位"], Kind::Text),
    (C::Density, "density", &["密度"], Kind::Number),
    (C::Payload, "payload", &["载重", "载重量", "核定载质量", "额定载重"], Kind::Number),
    (C::PayloadUnit, "payload_unit", &["载重单位"], Kind::Text),
    (C::FuelUsed, "fuel_used", &["燃料总量", "总油耗"], Kind::Number),
    (C::Activity, "activity", &["排放源", "活动"], Kind::Text),
    (C::Region, "region", &["地区", "区域"], Kind::Text),
    (C::Year, "year", &["年份", "年度"], Kind::Text),
    (C::NameZh, "name_zh", &["中文名", "中文名称"], Kind::Text),
    (C::NameEn, "name_en", &["英文名", "英文名称"], Kind::Text),
    (C::Aliases, "aliases", &["别名"], Kind::Text),
    (C::Value, "value", &["数值", "排放因子值", "印出数值", "目标值"], Kind::Number),
    (C::Ncv, "ncv", &["低位发热量"], Kind::Number),
    (C::CarbonContent, "carbon_content", &["单位热值含碳量"], Kind::Number),
    (C::Oxidation, "oxidation", &["碳氧化率", "氧化率"], Kind::Number),
    (C::Printed, "printed", &["印出值"], Kind::Number),
    (C::Boundary, "boundary", &["边界", "核算边界"], Kind::Text),
    (C::Gwp, "gwp", &["全球变暖潜值"], Kind::Text),
    (C::Uncertainty, "uncertainty", &["不确定性", "不确定度"], Kind::Number),
    (C::Gsd, "gsd", &["几何标准差"], Kind::Number),
    // The second names are those of PACT's data model.
    (C::Technology, "technology", &["技术代表性", "technologicaldqr"], Kind::Number),
    (C::Geography, "geography", &["地理代表性", "geographicaldqr"], Kind::Number),
    (C::Time, "time", &["时间代表性", "temporaldqr"], Kind::Number),
    (C::Locator, "locator", &["出处"], Kind::Remark),
    (C::Table, "table", &["表", "表号", "所在表"], Kind::Text),
    (C::Measure, "measure", &["指标"], Kind::Text),
    (C::Scope, "scope", &["范围"], Kind::Text),
    (C::File, "file", &["文件"], Kind::Text),
    (C::Line, "line", &["行", "行号"], Kind::Number),
    (C::Verdict, "verdict", &["结论", "判定"], Kind::Text),
    (C::Cause, "cause", &["原因类别"], Kind::Text),
    (C::Reason, "reason", &["原因", "差异原因"], Kind::Text),
    (C::Action, "action", &["措施", "减排措施"], Kind::Text),
];

/// Headers that mean the column that names a row, whichever that is in the file at hand.
const NAME_HEADERS: &[&str] = &["名称", "name"];

/// Headers that are usual in one kind of file, where elsewhere they mean something else or nothing.
const OWN_HEADERS: &[(FileKind, Column, &[&str])] = &[
    (FileKind::Materials, C::Item, &["材质名称", "材质", "原料名称", "原材料名称", "原材料", "辅料名称", "material"]),
    (FileKind::Energy, C::Item, &["能源名称", "能源种类", "能源品种", "能源类型"]),
    (FileKind::Energy, C::Quantity, &["电量", "用电量", "耗电量", "用气量", "加油量", "用油量", "用水量"]),
    (FileKind::Waste, C::Item, &["废弃物名称", "废物名称", "固废名称", "废弃物种类"]),
    (FileKind::Waste, C::Quantity, &["产生量", "处置量", "转移量"]),
    (FileKind::Fugitives, C::Gas, &["制冷剂型号", "制冷剂种类"]),
    (FileKind::Fugitives, C::Quantity, &["充装量", "补充量", "逸散量", "泄漏量"]),
    (FileKind::Vehicles, C::Distance, &["里程", "行驶里程", "总里程", "年总里程"]),
];

impl Column {
    /// Its name: the English header, the key in study.toml.
    #[must_use]
    pub fn name(self) -> &'static str {
        COLUMNS[self as usize].1
    }

    /// What it holds.
    #[must_use]
    pub fn kind(self) -> Kind {
        COLUMNS[self as usize].3
    }

    /// The column of its unit, in a file of this kind.
    fn unit(self, kind: FileKind) -> Option<Column> {
        let unit = match self {
            C::Quantity | C::Output | C::Sold | C::Value => C::Unit,
            C::Mass => C::MassUnit,
            C::Distance | C::VehicleDistance => C::DistanceUnit,
            C::FuelQuantity | C::FuelUsed => C::FuelUnit,
            C::PieceMass => C::PieceMassUnit,
            C::Payload => C::PayloadUnit,
            C::Consumption => C::ConsumptionUnit,
            _ => return None,
        };
        kind.columns().contains(&unit).then_some(unit)
    }

    /// The unit that a header of this column carries in brackets, and the column that it is the unit of.
    #[must_use]
    pub fn unit_in(self, kind: FileKind, header: &str) -> Option<(Column, String)> {
        let (column, (_, text)) = (self.unit(kind)?, in_brackets(header)?);
        let is_unit = match self {
            C::Value => EmissionUnit::parse(text).is_some() || Unit::parse(text).is_some(),
            C::Consumption => ConsumptionUnit::parse(text).is_some(),
            _ => Unit::parse(text).is_some(),
        };
        is_unit.then(|| (column, text.to_owned()))
    }
}

/// What a header means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The column.
    pub column: Column,
    /// The column of its unit, and the unit that the header carries.
    pub unit: Option<(Column, String)>,
}

/// A header before a bracket at its end, and what is in the bracket.
fn in_brackets(header: &str) -> Option<(&str, &str)> {
    let header = header.trim();
    let inside = header.strip_suffix([')', '）', ']', '】'])?;
    let (before, inside) = inside.rsplit_once(['(', '（', '[', '【'])?;
    Some((before.trim(), inside.trim()))
}

/// The columns of vehicles.csv.
const VEHICLES: &[Column] = &[
    C::Vehicle,
    C::Fuel,
    C::Consumption,
    C::ConsumptionUnit,
    C::Density,
    C::Payload,
    C::PayloadUnit,
    C::FuelUsed,
    C::FuelUnit,
    C::Distance,
    C::DistanceUnit,
    C::Source,
    C::Note,
];

impl FileKind {
    /// All kinds, in the order in which results list them.
    pub const ALL: [FileKind; 11] = [
        FileKind::Products,
        FileKind::Materials,
        FileKind::Energy,
        FileKind::Transport,
        FileKind::Waste,
        FileKind::Fugitives,
        FileKind::Vehicles,
        FileKind::Factors,
        FileKind::Published,
        FileKind::Targets,
        FileKind::Actions,
    ];

    /// The kinds that hold activity data.
    pub const ACTIVITIES: [FileKind; 5] =
        [FileKind::Materials, FileKind::Energy, FileKind::Transport, FileKind::Waste, FileKind::Fugitives];

    /// Its name: the file's without `.csv`, the folder's, the key below `[files]`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FileKind::Products => "products",
            FileKind::Materials => "materials",
            FileKind::Energy => "energy",
            FileKind::Transport => "transport",
            FileKind::Waste => "waste",
            FileKind::Fugitives => "fugitives",
            FileKind::Vehicles => "vehicles",
            FileKind::Factors => "factors",
            FileKind::Published => "published",
            FileKind::Targets => "targets",
            FileKind::Actions => "actions",
        }
    }

    /// The kind with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<FileKind> {
        FileKind::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The columns that a file of this kind may have. The first names the row.
    #[must_use]
    pub fn columns(self) -> &'static [Column] {
        macro_rules! activity {
            ($($own:expr),*) => {
                &[
                    C::Item, C::Product, C::Factor, C::Stage, C::Allocation, C::Excluded, C::Date, C::Source,
                    C::Quality, C::Note, C::Category, C::Specification, C::Facility, C::Supplier, $($own),*
                ]
            };
        }
        match self {
            FileKind::Products => &[
                C::Product,
                C::Output,
                C::Unit,
                C::PieceMass,
                C::PieceMassUnit,
                C::Sold,
                C::Price,
                C::Currency,
                C::Specification,
                C::Source,
                C::Note,
            ],
            FileKind::Materials => activity![C::Quantity, C::Unit],
            FileKind::Energy => activity![C::Quantity, C::Unit, C::Supply],
            FileKind::Transport => activity![
                C::Leg,
                C::Mass,
                C::MassUnit,
                C::Distance,
                C::DistanceUnit,
                C::Trips,
                C::Vehicle,
                C::VehicleDistance,
                C::Fuel,
                C::FuelQuantity,
                C::FuelUnit,
                C::Fleet
            ],
            FileKind::Waste => activity![C::Quantity, C::Unit, C::Treatment],
            FileKind::Fugitives => activity![C::Quantity, C::Unit, C::Gas],
            FileKind::Vehicles => VEHICLES,
            FileKind::Factors => &[
                C::Activity,
                C::Region,
                C::Year,
                C::NameZh,
                C::NameEn,
                C::Aliases,
                C::Value,
                C::Unit,
                C::Ncv,
                C::CarbonContent,
                C::Oxidation,
                C::Printed,
                C::Boundary,
                C::Gwp,
                C::Uncertainty,
                C::Gsd,
                C::Technology,
                C::Geography,
                C::Time,
                C::Source,
                C::Locator,
                C::Note,
            ],
            FileKind::Published => &[
                C::Table,
                C::Measure,
                C::Product,
                C::Stage,
                C::Scope,
                C::File,
                C::Line,
                C::Item,
                C::Factor,
                C::Year,
                C::Action,
                C::Value,
                C::Unit,
                C::Verdict,
                C::Cause,
                C::Reason,
                C::Note,
            ],
            FileKind::Targets => &[C::Product, C::Stage, C::Year, C::Value, C::Unit, C::Source, C::Note],
            FileKind::Actions => &[C::Action, C::Year, C::Quantity, C::Unit, C::Factor, C::Source, C::Note],
        }
    }

    /// The columns that a file of this kind must have.
    #[must_use]
    pub fn required(self) -> &'static [Column] {
        match self {
            FileKind::Products => &[C::Product, C::Output, C::Unit],
            FileKind::Materials | FileKind::Energy | FileKind::Waste => &[C::Item, C::Quantity, C::Unit],
            FileKind::Fugitives => &[C::Item, C::Gas, C::Quantity, C::Unit],
            FileKind::Transport => &[C::Leg, C::Item],
            FileKind::Vehicles => &[C::Vehicle, C::Fuel],
            FileKind::Factors => &[C::Activity, C::Unit],
            FileKind::Published => &[C::Table, C::Measure, C::Value, C::Unit],
            FileKind::Targets => &[C::Product, C::Year, C::Value, C::Unit],
            FileKind::Actions => &[C::Action],
        }
    }

    /// The column that names a row.
    #[must_use]
    pub fn name_column(self) -> Column {
        self.columns()[0]
    }

    /// The column of this kind of file that a header means.
    #[must_use]
    pub fn column(self, header: &str) -> Option<Column> {
        let header = fold(header);
        if NAME_HEADERS.contains(&header.as_str()) {
            return Some(self.name_column());
        }
        if let Some(column) = self.own_headers().find(|(_, own)| own.contains(&header.as_str())) {
            return Some(column.0);
        }
        let names = |column: &&Column| {
            let (_, name, usual, _) = COLUMNS[**column as usize];
            fold(name) == header || usual.contains(&header.as_str())
        };
        self.columns().iter().find(names).copied()
    }

    fn own_headers(self) -> impl Iterator<Item = (Column, &'static [&'static str])> {
        OWN_HEADERS.iter().filter(move |(kind, ..)| *kind == self).map(|(_, column, own)| (*column, *own))
    }

    /// What a header means in this kind of file: a column, and the unit that it may carry, as in `年用量(t)`.
    #[must_use]
    pub fn meaning(self, header: &str) -> Option<Meaning> {
        if let Some(column) = self.column(header) {
            return Some(Meaning { column, unit: None });
        }
        let column = self.column(in_brackets(header)?.0)?;
        Some(Meaning { column, unit: Some(column.unit_in(self, header)?) })
    }

    /// Whether a plant's systems export such a file; the others are written for the study.
    #[must_use]
    pub fn is_exported(self) -> bool {
        !matches!(self, FileKind::Published | FileKind::Targets | FileKind::Actions)
    }

    /// Whether lines in such a file may be totals of the rows above them.
    #[must_use]
    pub fn has_totals(self) -> bool {
        matches!(self, FileKind::Products | FileKind::Vehicles) || FileKind::ACTIVITIES.contains(&self)
    }

    /// Every header that this kind of file knows: for suggesting the nearest.
    pub fn headers(self) -> impl Iterator<Item = &'static str> {
        let usual = self.columns().iter().flat_map(|column| {
            let (_, name, usual, _) = COLUMNS[*column as usize];
            std::iter::once(name).chain(usual.iter().copied())
        });
        usual.chain(self.own_headers().flat_map(|(_, own)| own.iter().copied()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_columns() {
        for (index, (column, ..)) in COLUMNS.iter().enumerate() {
            assert_eq!(*column as usize, index);
        }
    }

    #[test]
    fn a_header_may_carry_the_unit_of_its_column() {
        let unit = |kind: FileKind, header| kind.meaning(header).and_then(|meaning| meaning.unit);
        for (kind, header, column, expected) in [
            (FileKind::Materials, "年用量(t)", C::Unit, "t"),
            (FileKind::Energy, "电量（kWh）", C::Unit, "kWh"),
            (FileKind::Transport, "运距 [km]", C::DistanceUnit, "km"),
            (FileKind::Vehicles, "单位油耗(L/100km)", C::ConsumptionUnit, "L/100km"),
            (FileKind::Factors, "排放因子值（tCO2/t）", C::Unit, "tCO2/t"),
        ] {
            assert_eq!(unit(kind, header), Some((column, expected.to_owned())), "{header}");
        }
        for header in ["数量(全年)", "单价(元/t)", "(t)", "数量(t", "数量"] {
            assert_eq!(unit(FileKind::Materials, header), None, "{header}");
        }
    }

    #[test]
    fn within_a_file_every_header_means_one_column() {
        for kind in FileKind::ALL {
            for column in kind.columns() {
                let (_, name, usual, _) = COLUMNS[*column as usize];
                for header in std::iter::once(&name).chain(usual) {
                    assert_eq!(kind.column(header), Some(*column), "{} in {}", header, kind.name());
                }
            }
        }
        for (kind, column, own) in OWN_HEADERS {
            assert!(kind.columns().contains(column));
            for header in *own {
                assert_eq!(kind.column(header), Some(*column), "{} in {}", header, kind.name());
            }
        }
        assert_eq!(FileKind::Products.column("名称"), Some(Column::Product));
        assert_eq!(FileKind::Transport.column("里程"), Some(Column::VehicleDistance));
        assert_eq!(FileKind::Transport.column(" Vehicle Distance "), Some(Column::VehicleDistance));
    }
}
