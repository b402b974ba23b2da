//! The words of an audit.

use crate::text::{Text, text};

pub(in crate::report) fn basis(boundary: &Text, release: &str, gwp: &str, reference: &str) -> Text {
    let Text { en, zh } = boundary;
    text!(
        "audit: {en}, factors {release}, GWP-100 of {gwp}; factors held against release {reference}",
        "审核：{zh}，因子表 {release}，GWP-100 采用 {gwp}；因子对照 {reference} 版"
    )
}

pub(in crate::report) fn summary([errors, warnings, notes]: [usize; 3], accepted: usize) -> Text {
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (e, w, n) = (plural(errors), plural(warnings), plural(notes));
    let (also_en, also_zh) = match accepted {
        0 => (String::new(), String::new()),
        _ => (format!("; {accepted} accepted"), format!("；已接受 {accepted} 项")),
    };
    text!(
        "{errors} error{e}, {warnings} warning{w}, {notes} note{n}{also_en}",
        "{errors} 项错误，{warnings} 项警告，{notes} 项提示{also_zh}"
    )
}

pub(in crate::report) fn nothing() -> Text {
    text!("nothing to question", "未发现疑点")
}

pub(in crate::report) fn by_effect() -> Text {
    text!(
        "By effect, the largest first. Each effect is of one change alone, computed by running the study once more with it; they do not add up.",
        "按影响由大到小排列。每项影响均为只作该项改动后重新计算所得，不可相加。"
    )
}

pub(in crate::report) fn rows_together() -> Text {
    text!(
        "Activity data of more than 1 MiB: rows with the same texts are looked at together, and what a single one of them carried, or how far, is not.",
        "活动数据超过 1 MiB：文字相同的数据行合并审核，不逐行审核其运量和运距。"
    )
}

pub(in crate::report) fn explained(code: &str) -> Text {
    text!("`pertonne explain {code}` says more", "详见 `pertonne explain {code}`")
}

pub(in crate::report) fn more_lines(count: usize) -> Text {
    text!("… and {count} more (--format json has all)", "…… 另有 {count} 条（--format json 列出全部）")
}

pub(in crate::report) fn rows(places: &str, more: usize) -> Text {
    match more {
        0 => text!("rows: {places}", "数据行：{places}"),
        _ => text!("rows: {places} and {more} more", "数据行：{places} 等，另有 {more} 行"),
    }
}

pub(in crate::report) fn effect(what: &Text) -> Text {
    let Text { en, zh } = what;
    text!("effect, {en}:", "影响（{zh}）：")
}

pub(in crate::report) fn source(source: &Text) -> Text {
    let Text { en, zh } = source;
    text!("source: {en}", "依据：{zh}")
}

pub(in crate::report) fn help(help: &Text) -> Text {
    let Text { en, zh } = help;
    text!("help: {en}", "建议：{zh}")
}

pub(in crate::report) fn accepted(reason: &str) -> Text {
    text!("accepted: {reason}", "已接受：{reason}")
}

pub(in crate::report) fn accepted_heading() -> Text {
    text!("Accepted, with an answer in study.toml", "已接受（study.toml 中写有答复）")
}

pub(in crate::report) fn table() -> Text {
    text!("Audit", "审核")
}

pub(in crate::report) fn finding() -> Text {
    text!("Finding", "发现")
}

pub(in crate::report) fn severity() -> Text {
    text!("Severity", "级别")
}

pub(in crate::report) fn arithmetic() -> Text {
    text!("Arithmetic", "计算")
}

pub(in crate::report) fn change() -> Text {
    text!("Change", "改动")
}

pub(in crate::report) fn effect_on(product: &str) -> Text {
    text!("Effect on {product}", "对 {product} 的影响")
}

pub(in crate::report) fn largest_share() -> Text {
    text!("Largest share", "最大占比")
}

pub(in crate::report) fn source_header() -> Text {
    text!("Source", "依据")
}

pub(in crate::report) fn answer() -> Text {
    text!("Answer", "答复")
}
