//! Problems of study.toml and of the files as wholes.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Code, Problem, all, error, list, nearest_or};
use crate::amount::Amount;
use crate::column::FileKind;
use crate::source::{Delimiter, Encoding};
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

pub(crate) fn unknown_key(key: &str, near: &[String], known: &BTreeSet<&'static str>) -> Problem {
    let known: Vec<&str> = known.iter().copied().collect();
    let Text { en, zh } = all(&known);
    error(
        Code::UnknownKey,
        text!("there is no key `{key}`", "没有名为 `{key}` 的键"),
        nearest_or(near, text!("the keys here are {en}", "此处可用的键有 {zh}")),
    )
}

pub(crate) fn missing_key(key: &str) -> Problem {
    error(
        Code::MissingKey,
        text!("study.toml does not say `{key}`", "study.toml 中缺少 `{key}`"),
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

fn wrong_type(key: &str, en: &str, zh: &str) -> Problem {
    error(
        Code::WrongType,
        text!("`{key}` is not {en}", "`{key}` 应为{zh}"),
        match en {
            "a text" => text!("write it in quotes: `\"…\"`", "请加引号：`\"…\"`"),
            "a list of texts" => text!("write `[\"…\", \"…\"]`", "请写成 `[\"…\", \"…\"]`"),
            "a date" => text!("write it as 2024-01-31", "请写成 2024-01-31"),
            "the number of a line" => text!("write a whole number from 1, as in 4", "请写从 1 起的整数，例如 4"),
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

pub(crate) fn empty_file(kind: &str) -> Problem {
    error(
        Code::EmptyFile,
        text!("this file has no header", "文件没有表头"),
        text!(
            "write the column names of a {kind} file above its rows, or remove the file",
            "请在数据行上方写 {kind} 文件的列名，或删除该文件"
        ),
    )
}

pub(crate) fn no_such_line(file: &str, line: u64) -> Problem {
    error(
        Code::NoSuchLine,
        text!("`{file}` has no header on line {line}", "`{file}` 的第 {line} 行没有表头"),
        text!(
            "write the line on which the column names stand, counted from 1 with blank lines, or leave `header_line` out: the header is then found by its columns",
            "请写列名所在的行号（从 1 起，空行也计入），或删去 `header_line`：程序会按列名查找表头"
        ),
    )
}

pub(crate) fn no_rows(kind: &str) -> Problem {
    error(
        Code::EmptyFile,
        text!("this file has a header and no row", "文件只有表头，没有数据行"),
        text!("write the rows of a {kind} file, or remove the file", "请填写 {kind} 文件的数据行，或删除该文件"),
    )
}

pub(crate) fn bad_encoding(encoding: Encoding) -> Problem {
    error(
        Code::BadEncoding,
        text!("from here on the bytes are not {encoding}", "从此处起的字节不是有效的 {encoding}"),
        text!(
            "save it as “CSV UTF-8”, or write its `encoding` under [files] in study.toml (utf-8, utf-16, gb18030)",
            "请另存为“CSV UTF-8”，或在 study.toml 的 [files] 中写明 `encoding`（utf-8、utf-16、gb18030）"
        ),
    )
}

pub(crate) fn stray_quote() -> Problem {
    error(
        Code::StrayQuote,
        text!("a quote stands inside a field that does not begin with one", "字段不以引号开头，其中却出现引号"),
        text!(
            "put the whole field in quotes and double the inner one: \"3\"\" pipe\"",
            "请将整个字段加引号，内部引号写两个：\"3\"\" 管\""
        ),
    )
}

pub(crate) fn text_after_quote() -> Problem {
    error(
        Code::StrayQuote,
        text!("text follows the closing quote of a field", "字段的结束引号之后还有文字"),
        text!(
            "double the quotes inside a quoted field, and end it with `\",`",
            "请将带引号字段内部的引号写两个，并以 `\",` 结束"
        ),
    )
}

pub(crate) fn unclosed_quote() -> Problem {
    error(
        Code::UnclosedQuote,
        text!(
            "this quote is never closed; it takes in the rest of the file",
            "此引号没有结束，文件其余部分都被包含在内"
        ),
        text!("close it, or remove it", "请补上结束引号，或删除该引号"),
    )
}

pub(crate) fn record_too_long() -> Problem {
    error(
        Code::RecordTooLong,
        text!(
            "a row is longer than 16 MiB; the rest of the file was not read",
            "某一行超过 16 MiB，文件其余部分未读取"
        ),
        text!(
            "look for a quote that is not closed, or a file that is no CSV",
            "请检查是否有未结束的引号，或文件并非 CSV"
        ),
    )
}

pub(crate) fn ragged_row(fields: usize, header: usize, delimiter: Delimiter) -> Problem {
    let (mark, zh) = match delimiter {
        Delimiter::Comma => ("comma", "逗号"),
        Delimiter::Semicolon => ("semicolon", "分号"),
        Delimiter::Tab => ("tab", "制表符"),
    };
    error(
        Code::RaggedRow,
        text!("this row has {fields} fields, the header has {header}", "本行有 {fields} 个字段，表头有 {header} 个"),
        if fields > header {
            text!(
                "put a field that holds a {mark} in quotes, or remove the surplus ones",
                "含{zh}的字段请加引号，或删除多余字段"
            )
        } else {
            text!("add the missing {mark}s: blank cells count, too", "请补足{zh}：空单元格也要占位")
        },
    )
}

pub(crate) fn too_many_texts(most: usize) -> Problem {
    let most = Amount::from(most as u64).to_grouped(",");
    error(
        Code::TooManyTexts,
        text!("this file has more than {most} different combinations of texts", "本文件的文本组合超过 {most} 种"),
        text!(
            "look for a running number (of a ticket, a document) that is bound to a column of texts, and ignore it",
            "请检查是否把流水号（磅单号、单据号）绑定到了文本列，并将其忽略"
        ),
    )
}

pub(crate) fn header_units(one: &str, other: &str, column: &str) -> Problem {
    error(
        Code::HeaderUnits,
        text!(
            "`{one}` and `{other}` carry different units for the one column `{column}`",
            "`{one}` 与 `{other}` 给出不同的单位，而 `{column}` 列只有一个"
        ),
        text!(
            "give both one unit, or say which counts: constants = {{ {column} = \"…\" }} under [files] in study.toml",
            "请统一单位，或在 study.toml 的 [files] 中指明：constants = {{ {column} = \"…\" }}"
        ),
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

pub(crate) fn unknown_column(header: &str, kind: FileKind, near: &[String]) -> Problem {
    // Whoever has a header of his own is shown how to bind it, with the column that it resembles.
    let resembled = near.iter().find_map(|near| kind.column(near)).unwrap_or(kind.name_column()).name();
    let kind = kind.name();
    error(
        Code::UnknownColumn,
        text!("no column of {kind} is called `{header}`", "{kind} 文件没有名为 `{header}` 的列"),
        nearest_or(
            near,
            text!(
                "bind it under [files.{kind}] in study.toml: columns = {{ {resembled} = \"{header}\" }}, or leave it out: ignore = [\"{header}\"]",
                "请在 study.toml 的 [files.{kind}] 中绑定：columns = {{ {resembled} = \"{header}\" }}，或忽略：ignore = [\"{header}\"]"
            ),
        ),
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

pub(crate) fn missing_column(column: &str, headers: &[String], kind: &str) -> Problem {
    let headers: Vec<&String> = headers.iter().filter(|header| !header.is_empty()).collect();
    let Text { en, zh } = list(&headers);
    error(
        Code::MissingColumn,
        text!("this header has no column `{column}`", "表头没有 `{column}` 列"),
        text!(
            "under [files.{kind}] in study.toml, say which of {en} it is (columns = {{ {column} = \"…\" }}), or what it is in every row (constants = {{ {column} = \"…\" }})",
            "请在 study.toml 的 [files.{kind}] 中指明是 {zh} 中的哪一列（columns = {{ {column} = \"…\" }}），或各行相同的值（constants = {{ {column} = \"…\" }}）"
        ),
    )
}

pub(crate) fn no_such_header(header: &str, file: &str, near: &[String]) -> Problem {
    error(
        Code::MissingColumn,
        text!("`{file}` has no header `{header}`", "`{file}` 的表头中没有 `{header}`"),
        nearest_or(near, text!("write the header exactly as the file has it", "请按文件中的写法填写表头")),
    )
}

pub(crate) fn duplicate_column(header: &str, column: &str) -> Problem {
    error(
        Code::DuplicateColumn,
        text!("`{header}` is a second source for the column `{column}`", "`{header}` 与已有的 `{column}` 列重复"),
        text!(
            "leave one out with `ignore = [\"{header}\"]`, or say which one counts with `columns = {{ {column} = \"…\" }}`",
            "请用 `ignore = [\"{header}\"]` 忽略其一，或用 `columns = {{ {column} = \"…\" }}` 指明采用哪一列"
        ),
    )
}

pub(crate) fn cell_without_header() -> Problem {
    error(
        Code::CellWithoutHeader,
        text!("this cell stands in a column without a header", "该单元格所在列没有表头"),
        text!("give the column a header, or clear the cell", "请为该列补上表头，或清空单元格"),
    )
}
