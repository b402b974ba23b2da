//! The words of views of the factor table.

use crate::catalogue::PassedOver;
use crate::text::{Text, text};
use crate::word::FactorBoundary;

/// The head of a list.
pub(in crate::report) fn release(release: &str, factors: usize, gases: usize) -> Text {
    text!(
        "Factor release {release}: {factors} emission factors, {gases} gases with their GWP-100",
        "因子表 {release} 版：排放因子 {factors} 个，气体 GWP-100 {gases} 种"
    )
}

/// How many of a release are listed, where these are not all.
pub(in crate::report) fn listed(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("{count} factor{plural} listed", "列出 {count} 个因子")
}

pub(in crate::report) fn none_listed() -> Text {
    text!("no factor is of this region, year and boundary", "没有符合该地区、年份和边界的因子")
}

pub(in crate::report) fn count(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("{count} factor{plural}", "{count} 个因子")
}

/// A unit as a reader sees it: 万 is a power of ten where nobody reads Chinese.
pub(in crate::report) fn unit(symbol: &str) -> Text {
    Text { en: symbol.replace('万', "10^4"), zh: symbol.to_owned() }
}

pub(in crate::report) fn what_next() -> Text {
    text!(
        "single factors: --region CN-JS, --year 2022; one with its source: `pertonne factors show NAME`; for a spreadsheet: --format csv",
        "逐个列出：--region CN-JS、--year 2022；查看一个因子及其来源：`pertonne factors show 名称`；导出到电子表格：--format csv"
    )
}

/// How many factors and gases a search found.
pub(in crate::report) fn found(factors: usize, gases: usize) -> Text {
    let Text { en, zh } = count(factors);
    let Text { en: gases_en, zh: gases_zh } = self::gases(gases);
    let (en, zh) = match (factors, gases) {
        (_, 0) => (en, zh),
        (0, _) => (gases_en, gases_zh),
        _ => (format!("{en}, {gases_en}"), format!("{zh}，{gases_zh}")),
    };
    text!(
        "{en} found; one with its source: `pertonne factors show NAME`; narrower: more words, --region, --year, --boundary",
        "找到 {zh}；查看一个因子及其来源：`pertonne factors show 名称`；缩小范围：增加词，或用 --region、--year、--boundary"
    )
}

pub(in crate::report) fn gases(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "es" };
    text!("{count} gas{plural}", "{count} 种气体")
}

/// What a sentence that something is missing ends with.
pub(in crate::report) fn near(near: &[String]) -> Text {
    let quoted = |between: &str| near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(between);
    let (en, zh) = (quoted(", "), quoted("、"));
    if near.is_empty() { text!("", "") } else { text!(": near are {en}", "：相近的有 {zh}") }
}

pub(in crate::report) fn cut_off(day: &str) -> Text {
    text!("published by {day}", "截至 {day} 已公布的内容")
}

pub(in crate::report) fn what_changed() -> Text {
    text!(
        "what changed in one: `pertonne factors releases RELEASE`; what is in it: `pertonne factors list --release RELEASE`",
        "查看一个版本的变更：`pertonne factors releases 版本`；查看其内容：`pertonne factors list --release 版本`"
    )
}

pub(in crate::report) fn none() -> Text {
    text!("none", "无")
}

// Labels of what there is to say of a factor or a gas.

pub(in crate::report) fn derivation() -> Text {
    text!("Derivation", "推算")
}

pub(in crate::report) fn other_kind() -> Text {
    text!("Not to be confused", "勿混淆")
}

pub(in crate::report) fn chosen() -> Text {
    text!("Chosen", "选用理由")
}

pub(in crate::report) fn passed_over() -> Text {
    text!("Passed over", "未选用")
}

pub(in crate::report) fn aliases() -> Text {
    text!("Also called", "别名")
}

pub(in crate::report) fn release_label() -> Text {
    text!("Release", "版本")
}

pub(in crate::report) fn composition() -> Text {
    text!("Composition", "组成")
}

pub(in crate::report) fn formula() -> Text {
    text!("Formula", "化学式")
}

// The steps of a derivation.

pub(in crate::report) fn step_energy(arithmetic: &str) -> Text {
    text!("energy in the fuel: {arithmetic}", "燃料的热值：{arithmetic}")
}

pub(in crate::report) fn step_carbon(arithmetic: &str) -> Text {
    text!("carbon in it: {arithmetic}", "其中的碳：{arithmetic}")
}

pub(in crate::report) fn step_oxidised(arithmetic: &str) -> Text {
    text!("of it oxidised: {arithmetic}", "其中氧化的碳：{arithmetic}")
}

pub(in crate::report) fn step_co2(arithmetic: &str) -> Text {
    text!("as CO2, by molar mass: {arithmetic}", "按摩尔质量折算为 CO2：{arithmetic}")
}

/// What a boundary includes.
pub(in crate::report) fn boundary(boundary: Option<FactorBoundary>) -> Text {
    match boundary {
        None => text!("not stated", "未说明"),
        Some(FactorBoundary::Combustion) => text!(
            "combustion: what burning the fuel emits, and not what its extraction, refining and transport do",
            "燃烧：仅燃料燃烧的排放，不含开采、炼制和运输"
        ),
        Some(FactorBoundary::Generation) => text!(
            "generation: what is emitted where electricity or heat is generated, for scope 2; it is no footprint over the life cycle",
            "发电供热：发电、供热环节的排放，用于范围二；不是全生命周期的碳足迹"
        ),
        Some(FactorBoundary::LifeCycle) => text!(
            "life cycle: everything from extraction on, for the footprints of products; it is not for scope 2",
            "全生命周期：自开采起的全部排放，用于产品碳足迹；不用于范围二"
        ),
        Some(FactorBoundary::Upstream) => text!(
            "upstream: what comes before use, as a fuel's extraction, refining and transport; burning it comes on top",
            "上游：使用之前的排放，如燃料的开采、炼制和运输；燃烧的排放另计"
        ),
        Some(FactorBoundary::Direct) => {
            text!("direct: what the process itself emits", "直接排放：过程本身的排放")
        }
        Some(FactorBoundary::CradleToGate) => text!(
            "cradle to gate: the material from extraction to its supplier's gate",
            "从摇篮到大门：材料自开采至供应商大门的排放"
        ),
    }
}

/// Kinds of one boundary.
pub(in crate::report) fn with_boundary(boundary: &str, names: &str) -> Text {
    text!("{boundary}: {names}", "{boundary}：{names}")
}

/// What to know of kinds with other boundaries.
pub(in crate::report) fn never_in_its_place(search: &str) -> Text {
    text!(
        "another boundary is another kind of factor, and none is taken for the other; `pertonne factors search {search}` finds them",
        "核算边界不同即为另一类因子，不可互相替代；`pertonne factors search {search}` 可查到"
    )
}

/// Why the region is that of the choice.
pub(in crate::report) fn chosen_region(asked: Option<&Text>, own: Option<&Text>, same: bool) -> Text {
    match (asked, own) {
        (Some(Text { en, zh }), Some(_)) if same => text!("{en} has one of its own", "{zh} 有自己的因子"),
        (Some(Text { en, zh }), Some(Text { en: own_en, zh: own_zh })) => text!(
            "none is for {en}: the nearest larger region with one is {own_en}",
            "没有 {zh} 的因子：最近的上级地区是 {own_zh}"
        ),
        (_, None) => text!("it is for no region alone, and serves everywhere", "它不限地区，处处适用"),
        (None, Some(Text { en, zh })) => text!("{en} is the only region with one", "只有 {zh} 有该因子"),
    }
}

/// Why a factor is chosen that is named in full.
pub(in crate::report) fn named_in_full() -> Text {
    text!("it is named in full: region and year play no part", "按全名指定，与所要的地区和年份无关")
}

/// Why a factor of the study is chosen.
pub(in crate::report) fn own_comes_first() -> Text {
    text!("the study's own factor comes before the release's", "核算自有的因子优先于因子表版本")
}

/// Why the year is that of the choice.
pub(in crate::report) fn chosen_year(asked: Option<i16>, own: Option<i16>) -> Text {
    match (asked, own) {
        (_, None) => text!("it is for no year alone", "不限年份"),
        (Some(asked), Some(own)) if asked == own => text!("{own} is the year asked for", "{own} 即所要的年份"),
        (Some(asked), Some(own)) => {
            text!("{own} is the latest year that is not after {asked}", "{own} 是不晚于 {asked} 的最新年份")
        }
        (None, Some(own)) => text!("{own} is the latest year", "{own} 是最新年份"),
    }
}

pub(in crate::report) fn both(first: &Text, second: &Text) -> Text {
    Text { en: format!("{}; {}", first.en, second.en), zh: format!("{}；{}", first.zh, second.zh) }
}

/// Why factors are not chosen.
pub(in crate::report) fn why_not(why: PassedOver, names: &str) -> Text {
    match why {
        PassedOver::Earlier => text!("an earlier year: {names}", "年份较早：{names}"),
        PassedOver::LargerRegion => text!("a larger region: {names}", "地区范围较大：{names}"),
        PassedOver::Later => text!("a later year than asked for: {names}", "晚于所要的年份：{names}"),
        PassedOver::Elsewhere => text!("elsewhere: {names}", "其他地区：{names}"),
        PassedOver::OtherKind => text!("another kind: {names}", "另一类因子：{names}"),
        PassedOver::OwnFirst => text!("behind the study's own: {names}", "让位于核算自有的因子：{names}"),
    }
}

pub(in crate::report) fn within(percent: &str) -> Text {
    text!("±{percent} %, with a probability of 95 %", "±{percent}%（95% 置信区间）")
}

pub(in crate::report) fn gwp_unit() -> Text {
    text!("kg CO2e/kg", "kg CO2e/kg")
}

pub(in crate::report) fn by_mass(parts: &str) -> Text {
    text!("{parts}, by mass", "{parts}（按质量）")
}

/// A name that leads to several factors.
pub(in crate::report) fn several(name: &str, count: usize) -> Text {
    text!("`{name}` leads to {count} factors:", "`{name}` 对应 {count} 个因子：")
}

pub(in crate::report) fn choose_region() -> Text {
    text!(
        "choose by --region, as in --region CN-JS, and --year; or by a full name: activity/region/year",
        "请用 --region（例如 --region CN-JS）和 --year 选择，或写全名：活动/地区/年份"
    )
}

pub(in crate::report) fn choose_kind() -> Text {
    text!(
        "choose by the activity, with --region and --year, or by a full name: activity/region/year",
        "请写明活动，并用 --region 和 --year 选择；或写全名：活动/地区/年份"
    )
}

// Why nothing is shown.

pub(in crate::report) fn unknown(name: &str, release: &str, near: &[String]) -> Text {
    let Text { en, zh } = self::near(near);
    text!(
        "no factor and no gas of release {release} is called `{name}`{en}",
        "{release} 版中没有名为 `{name}` 的因子或气体{zh}"
    )
}

pub(in crate::report) fn not_here(name: &str, region: Option<&str>, year: Option<i16>) -> Text {
    let Text { en, zh } = match (region, year) {
        (Some(region), Some(year)) => {
            text!("{region} and a period that ends in {year}", "地区 {region}、{year} 年的报告期")
        }
        (Some(region), None) => text!("{region}", "地区 {region}"),
        (None, Some(year)) => text!("a period that ends in {year}", "{year} 年的报告期"),
        (None, None) => text!("this", "此处"),
    };
    text!("no factor called `{name}` is for {en}; there are others:", "没有适用于{zh}的因子 `{name}`；其他的有：")
}

pub(in crate::report) fn ambiguous(name: &str) -> Text {
    text!(
        "a row that says `{name}` could not choose: it has to name one of these in `factor`",
        "数据行若写 `{name}` 则无法确定：须在 `factor` 列写明其中之一"
    )
}
