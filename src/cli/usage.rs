//! What is wrong with a command line, in Chinese.

use std::error::Error as _;
use std::fmt::Write as _;

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, Error, ErrorFormatter, ErrorKind};

use crate::text::Language;
use crate::world::WorldError;

/// Says what clap found in Chinese, or as clap says it where there is no Chinese for it, and ends the program.
/// Help and versions are texts already.
pub(super) fn exit(error: Error) -> ! {
    match message(&error) {
        Some(_) => error.apply::<Chinese>().exit(),
        None => error.exit(),
    }
}

struct Chinese;

impl ErrorFormatter for Chinese {
    fn format_error(error: &Error<Chinese>) -> StyledStr {
        let styles = Styles::styled();
        let (wrong, right) = (styles.get_error(), styles.get_valid());
        let mut text = format!("{wrong}错误：{wrong:#}{}", message(error).unwrap_or_default());
        let tips = tips(error);
        for (index, tip) in tips.iter().enumerate() {
            let blank = if index == 0 { "\n" } else { "" };
            let _ = write!(text, "{blank}\n  {right}提示：{right:#}{tip}");
        }
        if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
            let usage = usage.to_string();
            let _ = write!(text, "\n\n用法：{}", usage.trim_start_matches("Usage: "));
        }
        text += "\n\n详细说明请见 `--help`。\n";
        text.into()
    }
}

/// What is wrong; nothing where there is no Chinese for it.
fn message<F: ErrorFormatter>(error: &Error<F>) -> Option<String> {
    let argument = || one(error, ContextKind::InvalidArg);
    let value = || one(error, ContextKind::InvalidValue);
    let command = || one(error, ContextKind::InvalidSubcommand);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("不识别参数 `{}`", argument()?),
        ErrorKind::InvalidSubcommand => format!("没有命令 `{}`", command()?),
        ErrorKind::MissingSubcommand => {
            format!("`{}` 后缺少命令{}", command()?, list("命令", &all(error, ContextKind::ValidSubcommand)))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = all(error, ContextKind::InvalidArg).into_iter().map(|name| format!("\n  {name}"));
            format!("缺少必需的参数：{}", missing.collect::<String>())
        }
        ErrorKind::InvalidValue => {
            let values = list("可选值", &all(error, ContextKind::ValidValue));
            match value()? {
                "" => format!("`{}` 缺少取值{values}", argument()?),
                value => format!("`{}` 的取值 `{value}` 无效{values}", argument()?),
            }
        }
        ErrorKind::ValueValidation => {
            let why = error.source().and_then(|source| source.downcast_ref::<WorldError>());
            let why = why.map(|why| format!("：{}", why.in_language(Language::Zh))).unwrap_or_default();
            format!("`{}` 的取值 `{}` 无效{why}", argument()?, value()?)
        }
        ErrorKind::TooManyValues => format!("`{}` 不接受取值 `{}`", argument()?, value()?),
        ErrorKind::ArgumentConflict => {
            let others = all(error, ContextKind::PriorArg);
            match argument()? {
                argument if others == [argument] => format!("参数 `{argument}` 只能使用一次"),
                argument => format!("参数 `{argument}` 不能与 {} 同时使用", quoted(&others)),
            }
        }
        ErrorKind::InvalidUtf8 => "参数中有无效的 UTF-8 字符".to_owned(),
        _ => return None,
    })
}

/// What clap thinks was meant.
fn tips<F: ErrorFormatter>(error: &Error<F>) -> Vec<String> {
    let mut tips = Vec::new();
    for (kind, what) in [
        (ContextKind::SuggestedSubcommand, "命令"),
        (ContextKind::SuggestedArg, "参数"),
        (ContextKind::SuggestedValue, "取值"),
    ] {
        let near = all(error, kind);
        if !near.is_empty() {
            tips.push(format!("有相近的{what} {}", quoted(&near)));
        }
    }
    if let Some(ContextValue::StyledStrs(others)) = error.get(ContextKind::Suggested) {
        tips.extend(others.iter().map(|tip| in_chinese(&tip.to_string())));
    }
    tips
}

/// A tip that clap gives as a sentence: its parts in quotes are what it is about.
fn in_chinese(tip: &str) -> String {
    match tip.split('\'').collect::<Vec<_>>().as_slice() {
        ["to pass ", value, " as a value, use ", instead, ""] => format!("要将 `{value}` 作为取值，请写 `{instead}`"),
        ["subcommand ", command, " exists; to use it, remove the ", dashes, " before it"] => {
            format!("有命令 `{command}`；要使用它，请去掉前面的 `{dashes}`")
        }
        ["", known, " exists"] => format!("有 `{known}`"),
        _ => tip.to_owned(),
    }
}

fn one<F: ErrorFormatter>(error: &Error<F>, kind: ContextKind) -> Option<&str> {
    all(error, kind).first().copied()
}

fn all<F: ErrorFormatter>(error: &Error<F>, kind: ContextKind) -> Vec<&str> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text],
        Some(ContextValue::Strings(texts)) => texts.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// What could be written, on a line of its own.
fn list(what: &str, known: &[&str]) -> String {
    if known.is_empty() { String::new() } else { format!("\n  [{what}：{}]", known.join("、")) }
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、")
}
