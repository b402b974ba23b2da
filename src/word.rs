//! The words that some columns and keys take: life-cycle stages, legs, methods.

use crate::name::fold;
use crate::text::{Text, text};

/// A closed set of words, each with the name that results use and the other ways in which it may be written.
pub trait Word: Copy + Eq + 'static {
    /// Every word with its names, the standard one first.
    const WORDS: &'static [(Self, &'static [&'static str])];

    /// The word with this name.
    #[must_use]
    fn parse(text: &str) -> Option<Self> {
        let text = fold(text);
        Self::WORDS.iter().find(|(_, names)| names.iter().any(|name| fold(name) == text)).map(|(word, _)| *word)
    }

    /// The standard name.
    #[must_use]
    fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(word, _)| *word == self).map_or("", |(_, names)| names[0])
    }

    /// Every standard name.
    #[must_use]
    fn names() -> Vec<&'static str> {
        Self::WORDS.iter().map(|(_, names)| names[0]).collect()
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$variant_doc:meta])* $variant:ident = $($name:literal)|+,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type { $($(#[$variant_doc])* $variant,)+ }

        impl Word for $type {
            const WORDS: &'static [(Self, &'static [&'static str])] = &[$(($type::$variant, &[$($name),+])),+];
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.name())
            }
        }
    };
}

words! {
    /// A stage of the life cycle (ISO 14067:2018, 6.3.4; GB/T 24067).
    Stage {
        /// Extraction and production of what is bought in, and its transport to the plant.
        RawMaterialAcquisition = "raw-material-acquisition" | "原材料获取" | "原料获取" | "原材料获取阶段" | "原料获取阶段",
        /// What happens at the plant.
        Production = "production" | "生产" | "产品生产" | "生产阶段" | "产品生产阶段",
        /// Transport and storage on the way to the customer.
        Distribution = "distribution" | "分销" | "产品分销" | "产品运输" | "分销阶段" | "产品运输阶段",
        /// The product's use.
        Use = "use" | "使用" | "使用阶段",
        /// What happens to it afterwards.
        EndOfLife = "end-of-life" | "生命末期" | "废弃" | "生命末期阶段",
    }
}

words! {
    /// How much of the life cycle a study covers.
    BoundaryKind {
        /// The plant alone.
        GateToGate = "gate-to-gate" | "大门到大门",
        /// From the raw material to the plant's gate.
        CradleToGate = "cradle-to-gate" | "从摇篮到大门" | "摇篮到大门",
        /// To the customer's gate.
        CradleToCustomer = "cradle-to-customer" | "摇篮到客户",
        /// The whole life cycle.
        CradleToGrave = "cradle-to-grave" | "从摇篮到坟墓" | "摇篮到坟墓",
    }
}

words! {
    /// The IPCC report whose 100-year global warming potentials are used.
    GwpSet {
        /// Fourth Assessment Report, 2007.
        Ar4 = "AR4",
        /// Fifth Assessment Report, 2013.
        Ar5 = "AR5",
        /// Sixth Assessment Report, 2021.
        Ar6 = "AR6",
    }
}

words! {
    /// How an allocation key shares out.
    Method {
        /// By shares that the study states.
        Fixed = "fixed" | "固定比例",
        /// By the mass of the output.
        Mass = "mass" | "质量" | "产量",
        /// By the revenue from the output.
        Economic = "economic" | "经济价值" | "产值",
    }
}

words! {
    /// A leg of transport.
    Leg {
        /// To the plant.
        Inbound = "inbound" | "进厂" | "原料运输",
        /// On the plant's grounds.
        Internal = "internal" | "厂内" | "场内",
        /// Of waste, to its treatment.
        Waste = "waste" | "废物" | "固废运输",
        /// To the customer.
        Outbound = "outbound" | "出厂" | "销售运输",
    }
}

words! {
    /// Whose vehicles carry.
    Fleet {
        /// The plant's.
        Own = "own" | "自有",
        /// Somebody else's.
        Hired = "hired" | "外包" | "第三方",
    }
}

words! {
    /// Where electricity comes from.
    Supply {
        /// The public grid.
        Grid = "grid" | "电网" | "外购",
        /// The public grid, with certificates or a contract for renewable generation.
        GreenPower = "green-power" | "绿电",
        /// The plant's own generation.
        OnSite = "on-site" | "自发自用" | "自发电",
    }
}

words! {
    /// What is done with waste.
    Treatment {
        /// Landfill.
        Landfill = "landfill" | "填埋",
        /// Incineration, with or without energy recovery.
        Incineration = "incineration" | "焚烧",
        /// Recycling or reuse.
        Recycling = "recycling" | "回收" | "再利用" | "综合利用",
        /// Composting or digestion.
        Composting = "composting" | "堆肥",
        /// Treatment of hazardous waste.
        Hazardous = "hazardous" | "危废处置",
        /// Treatment of waste water outside the plant.
        WasteWater = "waste-water" | "污水处理",
        /// Any treatment on the plant's grounds, which makes its emissions the plant's own.
        OnSite = "on-site" | "厂内处理",
    }
}

words! {
    /// How good a datum is.
    Quality {
        /// Measured.
        Measured = "measured" | "实测" | "测量",
        /// Calculated from measurements.
        Calculated = "calculated" | "计算",
        /// Estimated.
        Estimated = "estimated" | "估算" | "估计",
    }
}

words! {
    /// In what an emission factor is to represent what it is used for (PACT Methodology v3, data quality indicators).
    Indicator {
        /// The process that is behind it.
        Technology = "technology" | "技术代表性",
        /// The place that it holds for.
        Geography = "geography" | "地理代表性",
        /// The years that it describes.
        Time = "time" | "时间代表性",
    }
}

words! {
    /// What an emission factor includes.
    FactorBoundary {
        /// The burning of a fuel.
        Combustion = "combustion" | "燃烧",
        /// The generation of electricity or heat, at the power station.
        Generation = "generation" | "发电",
        /// Everything from extraction on.
        LifeCycle = "life-cycle" | "生命周期" | "全生命周期",
        /// What comes before: a fuel's extraction, refining and transport.
        Upstream = "upstream" | "上游",
        /// A process's own emissions.
        Direct = "direct" | "直接" | "直接排放",
        /// A material, from extraction to the supplier's gate.
        CradleToGate = "cradle-to-gate" | "摇篮到大门" | "从摇篮到大门",
    }
}

words! {
    /// What a published figure is a figure of.
    Measure {
        /// Emissions of the period.
        Emissions = "emissions" | "排放量",
        /// Emissions per declared unit, or per another unit of the output.
        Footprint = "footprint" | "碳足迹" | "单位产品碳足迹",
        /// Emissions as a part of the product's total.
        Share = "share" | "占比",
        /// An amount of activity data, in the unit of its factor or one that converts to it.
        Activity = "activity" | "活动数据" | "活动数据合计",
        /// Kilometres of vehicles.
        Distance = "distance" | "里程",
        /// An amount of activity data as a part of all of its file.
        InputShare = "input-share" | "投入占比",
        /// The value of an emission factor.
        Factor = "factor" | "排放因子",
        /// What was produced.
        Output = "output" | "产量",
        /// What was sold.
        Sold = "sold" | "销量",
        /// The target of a year.
        Target = "target" | "目标",
        /// What a reduction measure avoids.
        Avoided = "avoided" | "减排量",
    }
}

words! {
    /// How a published figure stands to the computed one.
    Verdict {
        /// The computed value, rounded to the digits printed, is the printed value.
        Exact = "exact" | "一致",
        /// It is not, but the inputs as printed leave room for it.
        WithinPrint = "within-print" | "修约范围内",
        /// Neither.
        Differs = "differs" | "不一致",
    }
}

words! {
    /// A single cause for which a published figure differs.
    Cause {
        /// It follows from other printed figures, which differ themselves or were rounded.
        PrintedFigures = "printed-figures" | "沿用印出值",
        /// A contribution is left out.
        LeftOut = "left-out" | "遗漏",
        /// A contribution is counted twice.
        CountedTwice = "counted-twice" | "重复计算",
        /// A GWP, an oxidised fraction or a density is not applied.
        NotApplied = "not-applied" | "未乘系数",
        /// The GWP of another IPCC report.
        OtherGwp = "other-gwp" | "其他GWP",
        /// Another factor, or the factor as it is printed, rounded or not.
        OtherFactor = "other-factor" | "其他因子",
        /// Another vehicle's consumption.
        OtherVehicle = "other-vehicle" | "其他车辆",
        /// Another denominator: what was sold, a co-product's output.
        OtherDenominator = "other-denominator" | "其他分母",
        /// Other allocation shares.
        OtherShares = "other-shares" | "其他分配",
        /// A slip of a power of ten.
        PowerOfTen = "power-of-ten" | "数量级",
        /// Two neighbouring digits swapped.
        DigitsSwapped = "digits-swapped" | "数字颠倒",
        /// A digit left out in print.
        DigitLeftOut = "digit-left-out" | "漏印数字",
        /// Cut off instead of rounded.
        Truncated = "truncated" | "截断",
        /// Whole numbers of the data were rounded, too.
        WholeNumbers = "whole-numbers" | "整数修约",
        /// What the other figures leave of the whole.
        Remainder = "remainder" | "倒推",
    }
}

impl Stage {
    /// Its name as a reader sees it; the Chinese one is that of GB/T 24067.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Stage::RawMaterialAcquisition => text!("Raw-material acquisition", "原材料获取阶段"),
            Stage::Production => text!("Production", "生产阶段"),
            Stage::Distribution => text!("Distribution", "分销阶段"),
            Stage::Use => text!("Use", "使用阶段"),
            Stage::EndOfLife => text!("End of life", "生命末期阶段"),
        }
    }
}

impl Indicator {
    /// All of them.
    pub const ALL: [Indicator; 3] = [Indicator::Technology, Indicator::Geography, Indicator::Time];
}

impl BoundaryKind {
    /// The stages that a boundary of this kind has inside, unless the study lists its own.
    #[must_use]
    pub fn stages(self) -> &'static [Stage] {
        use Stage::{Distribution, EndOfLife, Production, RawMaterialAcquisition, Use};
        match self {
            BoundaryKind::GateToGate => &[Production],
            BoundaryKind::CradleToGate => &[RawMaterialAcquisition, Production],
            BoundaryKind::CradleToCustomer => &[RawMaterialAcquisition, Production, Distribution],
            BoundaryKind::CradleToGrave => &[RawMaterialAcquisition, Production, Distribution, Use, EndOfLife],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_both_languages_and_written_in_one() {
        assert_eq!(Stage::parse("原材料获取"), Some(Stage::RawMaterialAcquisition));
        assert_eq!(Stage::parse("Production").map(Word::name), Some("production"));
        assert_eq!(GwpSet::parse("ar5"), Some(GwpSet::Ar5));
        assert_eq!(Leg::parse("sideways"), None);
    }
}
