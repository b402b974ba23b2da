//! Problems of study.lock: what a study was locked with, and what it stands on now.

use super::{Code, Problem, error, list, warning};
use crate::lock::{Kind, Pinned};
use crate::text::{Text, text};

pub(crate) fn unknown_schema(schema: &str, known: &str) -> Problem {
    error(
        Code::UnknownWord,
        text!(
            "study.lock is in the format `{schema}`, which this program does not know",
            "study.lock 的格式为 `{schema}`，本程序不识别"
        ),
        text!(
            "this program writes `{known}`: take the one that wrote the lock, or write it anew with `pertonne lock DIR --force`",
            "本程序写入的格式为 `{known}`：请使用写入该文件的程序版本，或用 `pertonne lock 目录 --force` 重新写入"
        ),
    )
}

/// What is pinned, with the table that it stands in.
pub(crate) fn of_table(what: &Pinned) -> Text {
    let Pinned { kind, name, table } = what;
    match (kind, table) {
        (Kind::Factor, Some(table)) => text!("`{name}` of {table}", "文件 {table} 中的 `{name}`"),
        (Kind::Factor, None) => text!("`{name}` of the release", "因子表版本中的 `{name}`"),
        (Kind::Gas, _) => text!("the GWP of `{name}`", "气体 `{name}` 的 GWP"),
        (Kind::Input, _) => text!("`{name}`", "文件 `{name}`"),
    }
}

/// A text of a lock.
fn said(what: Option<&str>) -> Text {
    match what {
        Some(what) => text!("`{what}`", "`{what}`"),
        None => text!("blank", "空白"),
    }
}

pub(crate) fn release_differs(locked: &str, now: &str) -> Problem {
    error(
        Code::LockDiffers,
        text!(
            "study.lock pins the factor release `{locked}`, and study.toml now takes `{now}`",
            "study.lock 锁定的因子表版本为 `{locked}`，study.toml 现为 `{now}`"
        ),
        text!(
            "write `release = \"{locked}\"` in study.toml, or pin the new release with `pertonne lock`",
            "请在 study.toml 中写 `release = \"{locked}\"`，或用 `pertonne lock` 锁定新版本"
        ),
    )
}

pub(crate) fn release_files_differ(release: &str, locked: &str, now: &str) -> Problem {
    error(
        Code::LockDiffers,
        text!(
            "the files of the factor release `{release}` are not those that study.lock pins: SHA-256 {locked}, and now {now}",
            "因子表版本 `{release}` 的文件与 study.lock 锁定的不同：SHA-256 锁定时为 {locked}，现为 {now}"
        ),
        text!(
            "a release never changes: take the one that is part of the program (leave `--factors` out), or the folder that the study was locked with",
            "已发布的版本不会改变：请使用程序自带的版本（不写 `--factors`），或锁定时所用的文件夹"
        ),
    )
}

pub(crate) fn gwp_set_differs(locked: &str, now: &str) -> Problem {
    error(
        Code::LockDiffers,
        text!(
            "study.lock pins the GWPs of {locked}, and study.toml now takes those of {now}",
            "study.lock 锁定的 GWP 版本为 {locked}，study.toml 现为 {now}"
        ),
        text!(
            "write `gwp = \"{locked}\"` in study.toml, or pin the other set with `pertonne lock`",
            "请在 study.toml 中写 `gwp = \"{locked}\"`，或用 `pertonne lock` 锁定新的 GWP 版本"
        ),
    )
}

pub(crate) fn pin_differs(of: &Pinned, key: &str, locked: Option<&str>, now: Option<&str>) -> Problem {
    let Pinned { kind, name, table } = of;
    let (locked, now) = (said(locked), said(now));
    let (locked_en, now_en, locked_zh, now_zh) = (locked.en, now.en, locked.zh, now.zh);
    let message = match kind {
        Kind::Gas => text!(
            "the GWP of `{name}` is {locked_en} in study.lock, and now {now_en}",
            "气体 `{name}` 的 GWP 在 study.lock 中为 {locked_zh}，现为 {now_zh}"
        ),
        Kind::Factor | Kind::Input => text!(
            "`{key}` of the factor `{name}` is {locked_en} in study.lock, and now {now_en}",
            "因子 `{name}` 的 `{key}` 在 study.lock 中为 {locked_zh}，现为 {now_zh}"
        ),
    };
    let help = match table {
        Some(table) => text!(
            "put back what {table} said; where the change is meant, `pertonne lock` pins it",
            "请恢复 {table} 中原来的内容；如确需更改，请用 `pertonne lock` 重新锁定"
        ),
        None => text!(
            "take the release that the study was locked with; if it is the same, study.lock itself was changed: `pertonne lock` writes it anew",
            "请使用锁定时的因子表版本；如版本相同，则 study.lock 本身被改动过：请用 `pertonne lock` 重新写入"
        ),
    };
    error(Code::LockDiffers, message, help)
}

pub(crate) fn name_leads_elsewhere(name: &str, locked: &Pinned, now: &Pinned) -> Problem {
    let (locked, now) = (of_table(locked), of_table(now));
    let (locked_en, now_en, locked_zh, now_zh) = (locked.en, now.en, locked.zh, now.zh);
    error(
        Code::LockDiffers,
        text!(
            "`{name}` leads to {now_en} now; in study.lock it leads to {locked_en}",
            "`{name}` 现对应{now_zh}；在 study.lock 中对应{locked_zh}"
        ),
        text!(
            "take back what made the name lead elsewhere (a new factor, another region or period), or write the locked one into the \
             row's `factor`; where the change is meant, `pertonne lock` pins it",
            "请撤销使名称改变对应关系的改动（新增因子、改变地区或周期），或在该行的 `factor` 中写明锁定的因子；如确需更改，请用 `pertonne lock` 重新锁定"
        ),
    )
}

pub(crate) fn not_locked(what: &Pinned, names: &[String]) -> Problem {
    let (Text { en, zh }, names) = (of_table(what), list(names));
    let (names_en, names_zh) = (names.en, names.zh);
    let message = if names_en.is_empty() {
        text!("study.lock lacks {en}, which is used now", "study.lock 中没有{zh}，而现在用到了它")
    } else {
        text!("study.lock lacks {en}, to which {names_en} leads", "study.lock 中没有{zh}，而 {names_zh} 对应于它")
    };
    error(
        Code::LockDiffers,
        message,
        text!(
            "see whether the rows are meant to use it; if so, `pertonne lock` adds it",
            "请确认有关数据行是否应采用它；如是，请用 `pertonne lock` 补充锁定"
        ),
    )
}

pub(crate) fn lock_unused(what: &Pinned) -> Problem {
    let Text { en, zh } = of_table(what);
    warning(
        Code::LockUnused,
        text!("study.lock pins {en}, which nothing uses any more", "study.lock 锁定了{zh}，而现在不再用到它"),
        text!(
            "see whether rows are missing; if not, `pertonne lock` takes it out",
            "请确认是否缺少数据行；如不缺，请用 `pertonne lock` 将其去除"
        ),
    )
}

fn input(message: Text) -> Problem {
    warning(
        Code::InputChanged,
        message,
        text!(
            "factors are held to the lock, data are not; where the change is meant, `pertonne lock` records the file as it is now",
            "锁定约束的是因子，而非数据；如确需更改，可用 `pertonne lock` 记录文件的现状"
        ),
    )
}

pub(crate) fn input_changed(file: &str) -> Problem {
    input(text!("{file} has changed since the study was locked", "{file} 在锁定之后有改动"))
}

pub(crate) fn input_added(file: &str) -> Problem {
    input(text!("{file} was no part of the study when it was locked", "{file} 在锁定时不属于本核算"))
}

pub(crate) fn input_gone(file: &str) -> Problem {
    input(text!("{file} is no part of the study any more", "{file} 已不属于本核算"))
}
