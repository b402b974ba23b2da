//! The words of what `pertonne lock` says.

use crate::lock::{Change, Kind, Lock, Pinned};
use crate::text::{Text, text};

/// What a lock pins.
pub(in crate::report) fn pinned(lock: &Lock) -> Text {
    let [gases, factors, inputs] = [Kind::Gas, Kind::Factor, Kind::Input].map(|kind| lock.count(kind));
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    let (g, f, i) = (plural(gases), plural(factors), plural(inputs));
    let (release, gwp) = (lock.release(), lock.gwp());
    text!(
        "{factors} factor{f} (release {release}), {gases} GWP{g} ({gwp}), {inputs} input file{i}",
        "{factors} 个因子（版本 {release}）、{gases} 个 GWP（{gwp}）、{inputs} 个输入文件"
    )
}

pub(in crate::report) fn wrote_lock(path: &str, pinned: &Text) -> Text {
    let Text { en, zh } = pinned;
    text!("wrote {path}: {en}", "已写入 {path}：{zh}")
}

pub(in crate::report) fn lock_as_it_was(path: &str, pinned: &Text) -> Text {
    let Text { en, zh } = pinned;
    text!("{path} is as it was: {en}", "{path} 无变化：{zh}")
}

/// A release of another table has the name of a shipped one.
pub(in crate::report) fn another_table(release: &str) -> Text {
    text!(
        "note: these are not the files of release {release} that the program ships, but others of that name",
        "注意：所用文件不是程序自带的 {release} 版，只是同名"
    )
}

pub(in crate::report) fn nothing_changed() -> Text {
    text!("what it pins is as it was", "锁定的内容无变化")
}

pub(in crate::report) fn changed() -> Text {
    text!("changed against the former lock:", "与原锁定文件相比：")
}

pub(in crate::report) fn more_changes(more: usize) -> Text {
    text!("… and {more} more", "…… 另有 {more} 项")
}

fn thing(what: &Pinned) -> Text {
    let Pinned { kind, name, table } = what;
    match (kind, table) {
        (Kind::Factor, Some(table)) => text!("{name} ({table})", "{name}（{table}）"),
        (Kind::Gas, _) => text!("GWP of {name}", "{name} 的 GWP"),
        (Kind::Factor | Kind::Input, _) => text!("{name}", "{name}"),
    }
}

fn arrow(locked: &Text, now: &Text) -> Text {
    let arrow = |locked: &str, now: &str| format!("{locked} → {now}");
    Text { en: arrow(&locked.en, &now.en), zh: arrow(&locked.zh, &now.zh) }
}

/// One change, on one line.
pub(in crate::report) fn change(change: &Change) -> Text {
    let said = |what: &Option<String>| match what {
        Some(what) => text!("{what}", "{what}"),
        None => text!("blank", "空白"),
    };
    match change {
        Change::Release { locked, now } => text!("release: {locked} → {now}", "因子表版本：{locked} → {now}"),
        Change::ReleaseFiles { release, .. } => {
            text!("release {release}: its files are others", "因子表版本 {release}：文件内容不同")
        }
        Change::GwpSet { locked, now } => text!("GWPs: {locked} → {now}", "GWP：{locked} → {now}"),
        Change::Text { of, .. } if of.kind == Kind::Input => {
            let Text { en, zh } = thing(of);
            text!("{en}: changed", "{zh}：有改动")
        }
        Change::Text { of, key, locked, now } => {
            let Text { en: thing_en, zh: thing_zh } = thing(of);
            let key = if of.kind == Kind::Gas { String::new() } else { format!("{key} ") };
            let Text { en, zh } = arrow(&said(locked), &said(now));
            text!("{thing_en}: {key}{en}", "{thing_zh}：{key}{zh}")
        }
        Change::Leads { name, locked, now } => {
            let Text { en, zh } = arrow(&thing(locked), &thing(now));
            text!("{name}: {en}", "{name}：{zh}")
        }
        Change::New { what, .. } => {
            let Text { en, zh } = thing(what);
            text!("+ {en}", "+ {zh}")
        }
        Change::Gone { what } => {
            let Text { en, zh } = thing(what);
            text!("− {en}", "− {zh}")
        }
    }
}
