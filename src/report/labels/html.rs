//! The words of a report's web page that are not in its tables: the contents, the charts and what they say in words.

use crate::text::{Text, text};

pub(in crate::report) fn contents() -> Text {
    text!("Contents", "目录")
}

pub(in crate::report) fn charts() -> Text {
    text!("Charts", "图示")
}

pub(in crate::report) fn footprints_chart(unit: &Text) -> Text {
    let Text { en, zh } = unit;
    text!("Footprint by stage, in {en}", "各阶段单位产品碳足迹（{zh}）")
}

pub(in crate::report) fn largest_chart(product: &str) -> Text {
    text!("Largest contributions: {product}", "主要贡献：{product}")
}

pub(in crate::report) fn flow_chart() -> Text {
    text!("From source to stage to product, in t CO2e", "排放流向：排放源、阶段、产品（t CO2e）")
}

pub(in crate::report) fn nothing_emitted() -> Text {
    text!("Nothing is emitted: there is no flow to draw.", "排放量为零，没有可示的流向。")
}

pub(in crate::report) fn smaller(count: usize) -> Text {
    let plural = if count == 1 { "" } else { "s" };
    text!("and {count} smaller one{plural}, in the table of contributions", "另有 {count} 项较小的贡献，见“各项贡献”表")
}

pub(in crate::report) fn no_removals() -> Text {
    text!("Removals are not shown.", "不含清除量。")
}

pub(in crate::report) fn in_all(emissions: &str) -> Text {
    text!("{emissions} t CO2e in all.", "合计 {emissions} t CO2e。")
}

/// A place of a flow diagram, and what passes it.
pub(in crate::report) fn place(name: &Text, emissions: &str) -> Text {
    let Text { en, zh } = name;
    text!("{en} {emissions}", "{zh} {emissions}")
}

pub(in crate::report) fn link(from: &Text, to: &Text, emissions: &str) -> Text {
    let (Text { en: from, zh: from_zh }, Text { en: to, zh: to_zh }) = (from, to);
    text!("{from} → {to}: {emissions} t CO2e", "{from_zh} → {to_zh}：{emissions} t CO2e")
}

/// The footprint of a product and its stages, in words.
pub(in crate::report) fn footprint_in_words(product: &str, total: &str, unit: &Text, stages: &Text) -> Text {
    let Text { en: unit_en, zh: unit_zh } = unit;
    let Text { en, zh } = stages;
    text!("{product}: {total} {unit_en}, of which {en}.", "{product}：{total} {unit_zh}，其中{zh}。")
}

/// A contribution, in words.
pub(in crate::report) fn contribution_in_words(item: &str, emissions: &str, share: &str) -> Text {
    text!("{item} {emissions} t CO2e ({share} %)", "{item} {emissions} t CO2e（{share} %）")
}

/// Items one after the other, as a sentence has them.
pub(in crate::report) fn listed(items: &[Text]) -> Text {
    let (en, zh): (Vec<&str>, Vec<&str>) = items.iter().map(|item| (item.en.as_str(), item.zh.as_str())).unzip();
    Text { en: en.join("; "), zh: zh.join("；") }
}

pub(in crate::report) fn sources(list: &Text) -> Text {
    let Text { en, zh } = list;
    text!("Sources: {en}.", "排放源：{zh}。")
}

pub(in crate::report) fn stages(list: &Text) -> Text {
    let Text { en, zh } = list;
    text!("Stages: {en}.", "阶段：{zh}。")
}

pub(in crate::report) fn products(list: &Text) -> Text {
    let Text { en, zh } = list;
    text!("Products: {en}.", "产品：{zh}。")
}
