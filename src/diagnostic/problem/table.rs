//! Problems of tables: their bytes, records and headers.

use super::{Code, Problem, error, list, nearest_or};
use crate::amount::Amount;
use crate::column::FileKind;
use crate::source::{Delimiter, Encoding};
use crate::text::{Text, text};

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
            "save it as “CSV UTF-8”, or write its `encoding` in its own table of study.toml, [files.…] (utf-8, utf-16, gb18030)",
            "请另存为“CSV UTF-8”，或在 study.toml 中该文件的 [files.…] 下写明 `encoding`（utf-8、utf-16、gb18030）"
        ),
    )
}

pub(crate) fn looks_like_utf16() -> Problem {
    error(
        Code::BadEncoding,
        text!("every other byte of this file is zero, as in UTF-16", "文件每隔一个字节为零，应为 UTF-16"),
        text!(
            "write `encoding = \"utf-16\"` in the file's own table of study.toml, [files.…], or save it as “CSV UTF-8”",
            "请在 study.toml 中该文件的 [files.…] 下写 `encoding = \"utf-16\"`，或另存为“CSV UTF-8”"
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
            "give both one unit, or add a column `{column}` that says it row by row",
            "请统一单位，或增加 `{column}` 列逐行写明"
        ),
    )
}

pub(crate) fn unit_against_constant(header: &str, column: &str, constant: &str) -> Problem {
    error(
        Code::HeaderUnits,
        text!(
            "`{header}` carries another unit than study.toml states for `{column}`: `{constant}`",
            "`{header}` 带有的单位与 study.toml 中 `{column}` 的取值 `{constant}` 不一致"
        ),
        text!(
            "remove the one that is wrong: the header's unit is read by itself",
            "请删去有误的一处：表头中的单位会自动读取"
        ),
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
