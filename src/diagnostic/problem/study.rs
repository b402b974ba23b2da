//! Problems of study.toml, and of which files there are.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Code, Problem, all, error, list, nearest_or};
use crate::text::{Text, text};

pub(crate) fn toml_syntax(message: &str) -> Problem {
    error(
        Code::TomlSyntax,
        text!("this is not TOML: {message}", "不符合 TOML 语法：{message}"),
        text!(
            "write `key = \"text\"`, texts in straight quotes, and each [section] once",
            "请写成 `键 = \"文本\"`，文本用英文直引号，每个 [节] 只出现一次"
        ),
    )
}

pub(crate) fn toml_not_utf8(file: &str) -> Problem {
    error(
        Code::BadEncoding,
        text!("from here on the bytes of {file} are not UTF-8", "从此处起 {file} 的字节不是 UTF-8"),
        text!(
            "save {file} as UTF-8: in Notepad, Save as, Encoding: UTF-8",
            "请将 {file} 另存为 UTF-8：记事本中选“另存为”，编码选 UTF-8"
        ),
    )
}

pub(crate) fn unknown_key(key: &str, near: &[String], known: &BTreeSet<&str>) -> Problem {
    let known: Vec<&str> = known.iter().copied().collect();
    let Text { en, zh } = all(&known);
    error(
        Code::UnknownKey,
        text!("there is no key `{key}`", "没有名为 `{key}` 的键"),
        nearest_or(near, text!("the keys here are {en}", "此处可用的键有 {zh}")),
    )
}

pub(crate) fn missing_key(file: &str, key: &str) -> Problem {
    error(
        Code::MissingKey,
        text!("{file} does not say `{key}`", "{file} 中缺少 `{key}`"),
        match key {
            "study.region" => text!(
                "write where the plant is, as in `region = \"CN-JS\"`",
                "请写明工厂所在地区，例如 `region = \"CN-JS\"`"
            ),
            "study.from" | "study.to" => {
                text!(
                    "write the reporting period, as in `from = 2024-01-01` and `to = 2024-12-31`",
                    "请写明核算周期，例如 `from = 2024-01-01` 和 `to = 2024-12-31`"
                )
            }
            "factors.release" => text!(
                "write the release of the factor table, as in `release = \"2024.1\"` under [factors]",
                "请在 [factors] 下写明因子表版本，例如 `release = \"2024.1\"`"
            ),
            "factors.gwp" => text!(
                "write `gwp = \"AR5\"` (or AR4, AR6) under [factors]",
                "请在 [factors] 下写 `gwp = \"AR5\"`（或 AR4、AR6）"
            ),
            _ => text!("add it: `{key} = \"…\"`", "请补充：`{key} = \"…\"`"),
        },
    )
}

const DIGITS: &str = "a number of decimals from 0 to 18";
const MASS: &str = "`tCO2e`, `kgCO2e` or `gCO2e`";

fn wrong_type(key: &str, en: &str, zh: &str) -> Problem {
    error(
        Code::WrongType,
        text!("`{key}` is not {en}", "`{key}` 应为{zh}"),
        match en {
            "a text" => text!("write it in quotes: `\"…\"`", "请加引号：`\"…\"`"),
            "a list of texts" => text!("write `[\"…\", \"…\"]`", "请写成 `[\"…\", \"…\"]`"),
            "a date" => text!("write it as 2024-01-31", "请写成 2024-01-31"),
            "the number of a line" => text!("write a whole number from 1, as in 4", "请写从 1 起的整数，例如 4"),
            DIGITS => text!("write a whole number, as in 2", "请写整数，例如 2"),
            MASS => text!("write `\"kgCO2e\"`, for one", "例如 `\"kgCO2e\"`"),
            "a number" => text!("write a plain decimal, as in 49 or 0.49", "请写普通十进制数，例如 49 或 0.49"),
            _ => text!("write a table: `{{ name = \"…\" }}` or a [section]", "请写成表：`{{ 名称 = \"…\" }}` 或 [节]"),
        },
    )
}

pub(crate) fn wants_text(key: &str) -> Problem {
    wrong_type(key, "a text", "文本")
}

pub(crate) fn wants_list(key: &str) -> Problem {
    wrong_type(key, "a list of texts", "文本列表")
}

pub(crate) fn wants_date(key: &str) -> Problem {
    wrong_type(key, "a date", "日期")
}

pub(crate) fn wants_number(key: &str) -> Problem {
    wrong_type(key, "a number", "数字")
}

pub(crate) fn wants_line(key: &str) -> Problem {
    wrong_type(key, "the number of a line", "行号")
}

pub(crate) fn wants_digits(key: &str) -> Problem {
    wrong_type(key, DIGITS, " 0 到 18 之间的小数位数")
}

pub(crate) fn wants_mass_of_emissions(key: &str) -> Problem {
    wrong_type(key, MASS, " `tCO2e`、`kgCO2e` 或 `gCO2e`")
}

pub(crate) fn wants_table(key: &str) -> Problem {
    wrong_type(key, "a table", "表")
}

pub(crate) fn unknown_word(word: &str, known: &[&str]) -> Problem {
    let Text { en, zh } = all(known);
    error(
        Code::UnknownWord,
        text!("`{word}` is none of the words that are known here", "此处不识别 `{word}`"),
        text!("write {en}", "请写 {zh}"),
    )
}

pub(crate) fn period_reversed(from: Date, to: Date) -> Problem {
    error(
        Code::PeriodReversed,
        text!(
            "the reporting period ends on {to}, before it begins on {from}",
            "核算周期的结束日 {to} 早于开始日 {from}"
        ),
        text!("swap `from` and `to`, or correct the year", "请对调 `from` 与 `to`，或更正年份"),
    )
}

pub(crate) fn unknown_release(release: &str, shipped: &[&str]) -> Problem {
    let Text { en, zh } = list(shipped);
    error(
        Code::UnknownRelease,
        text!("this program ships no factor release `{release}`", "本程序不含因子表版本 `{release}`"),
        text!(
            "write {en}, or give the release's folder with `--factors DIR`",
            "请写 {zh}，或用 `--factors 目录` 指定该版本所在文件夹"
        ),
    )
}

pub(crate) fn unknown_region(region: &str, near: &[String]) -> Problem {
    error(
        Code::UnknownRegion,
        text!("the factor release knows no region `{region}`", "因子表中没有地区 `{region}`"),
        nearest_or(
            near,
            text!("write an ISO 3166 code, as in CN-JS, CN or GLO", "请写 ISO 3166 代码，例如 CN-JS、CN 或 GLO"),
        ),
    )
}

pub(crate) fn unknown_file(name: &str, near: &[String]) -> Problem {
    let message = text!("nothing in the study says what `{name}` holds", "核算中没有说明 `{name}` 的内容");
    let extension = std::path::Path::new(name).extension();
    let workbook = |known: &&str| extension.is_some_and(|extension| extension.eq_ignore_ascii_case(known));
    if ["xlsx", "xls", "ods"].iter().any(workbook) {
        let help = text!(
            "a workbook is not read: save its sheet as “CSV UTF-8”, or leave it out ([files] ignore = [\"{name}\"])",
            "程序不读取工作簿：请将工作表另存为“CSV UTF-8”，或声明忽略（[files] ignore = [\"{name}\"]）"
        );
        return error(Code::UnknownFile, message, help);
    }
    error(
        Code::UnknownFile,
        message,
        nearest_or(
            near,
            text!(
                "bind it in study.toml ([files.materials] path = \"{name}\"), or leave it out ([files] ignore = [\"{name}\"])",
                "请在 study.toml 中绑定（[files.materials] path = \"{name}\"），或声明忽略（[files] ignore = [\"{name}\"]）"
            ),
        ),
    )
}

pub(crate) fn no_such_file(name: &str, near: &[String]) -> Problem {
    error(
        Code::MissingFile,
        text!("the study's folder has no file `{name}`", "核算文件夹中没有文件 `{name}`"),
        nearest_or(
            near,
            text!("write its path from the study's folder, with `/`", "请写相对于核算文件夹的路径，用 `/` 分隔"),
        ),
    )
}

pub(crate) fn file_twice(name: &str) -> Problem {
    error(
        Code::DuplicateFile,
        text!("`{name}` would be counted twice", "`{name}` 会被重复计算"),
        text!(
            "name a file once; a folder serves in place of the file of the same name, not beside it",
            "同一文件只写一次；同名文件夹用于代替该文件，不能并存"
        ),
    )
}

pub(crate) fn same_content(copy: &str, first: &str) -> Problem {
    error(
        Code::DuplicateFile,
        text!("`{copy}` has the same content as `{first}`", "`{copy}` 与 `{first}` 的内容完全相同"),
        text!(
            "remove the copy, or leave it out ([files] ignore = [\"{copy}\"]): its rows would be counted twice",
            "请删除副本，或声明忽略（[files] ignore = [\"{copy}\"]）：其中各行会被重复计算"
        ),
    )
}

pub(crate) fn section_twice(kind: &str) -> Problem {
    error(
        Code::DuplicateFile,
        text!("[files.{kind}] without a `path` stands twice", "未写 `path` 的 [files.{kind}] 出现了两次"),
        text!("give each a `path`, or make them one", "请分别写明 `path`，或合并为一节"),
    )
}

pub(crate) fn numbers_do_not_fill_down(column: &str) -> Problem {
    error(
        Code::UnknownWord,
        text!(
            "`{column}` holds numbers: one that stands for several rows would be counted for each",
            "`{column}` 是数值列：合并单元格中的一个数会被每行各计一次"
        ),
        text!("fill down texts and dates only, as in [\"product\"]", "只能向下填充文本和日期，例如 [\"product\"]"),
    )
}

pub(crate) fn no_such_column(name: &str, kind: &str, near: &[String], known: &[&str]) -> Problem {
    let Text { en, zh } = all(known);
    error(
        Code::UnknownColumn,
        text!("a {kind} file has no column `{name}`", "{kind} 文件没有 `{name}` 列"),
        nearest_or(near, text!("the columns are {en}", "可用的列有 {zh}")),
    )
}
