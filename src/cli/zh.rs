//! The command line in Chinese: every text of clap's help in place of its English one.

mod factors;

use std::ffi::OsString;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, Command, CommandFactory, FromArgMatches};

use super::{
    AFTER_AUDIT, AFTER_CHECK, AFTER_EXPLAIN, AFTER_INIT, AFTER_LOCK, AFTER_REPORT, AFTER_RUN, AFTER_TARGETS,
    AFTER_TRACE, Cli,
};

/// Every English text, as the help has it, and its Chinese one; a new text is a line here. A test sees to it that none is
/// missing, and none left over.
const TEXTS: &[(&str, &str)] = &[
    // The program.
    (env!("CARGO_PKG_DESCRIPTION"), "根据工厂的年度 CSV 导出数据计算产品碳足迹：十进制精确计算，可追溯到数据行"),
    (
        "Product carbon footprints from a plant's yearly CSV exports.\n\nExact in decimals, and traceable to the row and the emission factor behind every number.",
        "根据工厂的年度 CSV 导出数据计算产品碳足迹。\n\n十进制精确计算，每个数值均可追溯到数据行和排放因子。",
    ),
    // Its commands.
    (
        "Compute the footprints of a study: per product, stage, scope and declared unit",
        "计算产品碳足迹：按产品、阶段、范围和声明单位给出",
    ),
    (AFTER_RUN, "退出状态：0 完成；1 数据有误；2 用法有误，或文件无法读取。"),
    (
        "Write the tables of a footprint report: as text, Markdown, CSV, JSON, HTML or a workbook",
        "生成碳足迹报告的各个表格：文本、Markdown、CSV、JSON、HTML 或 Excel 工作簿",
    ),
    (
        AFTER_REPORT,
        "\
未指定 --format 时按 -o 的文件名判断：.txt、.md、.json、.html、.xlsx。CSV 须指定文件夹，每个表格一个文件。
study.toml 的 [report] 规定各项数值的小数位数和碳足迹的单位。
不是本程序生成的文件不会被覆盖，除非使用 --force。

退出状态：0 完成；1 数据有误；2 用法有误，或文件无法读取或写入。",
    ),
    ("In which form [default: as the name behind -o says, else text]", "输出形式 [默认：按 -o 的文件名，否则为 text]"),
    ("Write it here: a file, a folder for CSV, or - for standard output", "写到此处：文件；CSV 为文件夹；- 为标准输出"),
    ("Replace what is there already, whoever wrote it", "覆盖已有文件，无论由谁生成"),
    ("Tables for the terminal", "终端表格"),
    ("Tables to paste into a document", "可粘贴到文档中的表格"),
    ("A file for each table, in a folder", "文件夹，每个表格一个文件"),
    ("JSON: the contract `pertonne.report/1`", "JSON：格式约定 `pertonne.report/1`"),
    ("One page with charts, for the screen and for paper", "带图表的单个网页，适于屏幕阅读和打印"),
    ("A workbook with live formulas", "带公式的 Excel 工作簿"),
    ("PATH", "路径"),
    ("Hold the figures that were published against the computed ones", "将公布数值与计算值逐个核对"),
    (
        AFTER_CHECK,
        "\
published.csv 中每个数值占一行：
  table, value, unit   数值所在的表、印出值及其单位
  measure              emissions, footprint, share, activity, distance, input-share, factor, output, sold, target, avoided
  product, stage, scope, file, line, item, factor, year, action   数值所指的对象；留空表示全部
  verdict              exact, within-print, differs；留空表示前两者均可
  reason, cause        不一致的原因及其类别

退出状态：0 所有数值均如 published.csv 所述；1 有数值不符，或数据有误；2 用法有误，或文件无法读取。",
    ),
    (
        "Question the study as a verifier would: each finding with its effect in t CO2e",
        "像核查员那样提出疑点：每项发现均给出以 t CO2e 计的影响",
    ),
    (
        AFTER_AUDIT,
        "\
每项影响为两个结果之差：本核算的结果，与只作该项改动后重新计算的结果。
study.toml 的 [claims] 写明报告所称的内容；[audit] 写明其他须知；[audit.limits] 另设限值。
[audit.accept] 答复一项发现：\"burden-free/废铝\" = \"原因\"。各项规则的说明见 `pertonne explain 代码`。

退出状态：0 没有未答复的错误；1 有错误，或数据有误；2 用法有误，或文件无法读取。",
    ),
    ("How to show the findings", "发现的显示方式"),
    ("Finding by finding, for the terminal", "逐项列出，适于终端"),
    ("Text to paste into a document", "可粘贴到文档中的文本"),
    ("JSON: the contract `pertonne.audit/1`", "JSON：格式约定 `pertonne.audit/1`"),
    ("Add what an audit finds", "附上审核的发现"),
    (
        "Show the targets, what they require, and the computed footprint beside them",
        "列出目标、达到目标所需的变化，并与计算结果对照",
    ),
    (
        AFTER_TARGETS,
        "\
targets.csv 中每个年份占一行：product, stage, year, value, unit；最早的年份为基准年。
actions.csv 列出减排措施：action, year, quantity, unit，以及计算减排量所用的 factor。

退出状态：0 完成；1 数据有误；2 用法有误，或文件无法读取。",
    ),
    (
        "List every row behind the result, with its factor and what of it falls to each product",
        "逐行列出结果背后的数据，及其排放因子和分给各产品的部分",
    ),
    (
        AFTER_TRACE,
        "\
各行之和与结果逐位相等：除不尽时，一项贡献的最后一行取其余数。

退出状态：0 完成；1 数据有误；2 用法有误，或文件无法读取或有改动。",
    ),
    ("What falls to this product alone", "只列分给该产品的部分"),
    ("Rows of this stage alone", "只列该阶段的数据行"),
    ("Rows of this item alone", "只列该项目的数据行"),
    ("Rows of this file alone", "只列该文件的数据行"),
    ("How to show the rows", "数据行的输出形式"),
    ("The arithmetic of each row, for the terminal", "每行的算式，适于终端"),
    ("A line per row and product, for spreadsheets", "每行每个产品一条记录，适于电子表格"),
    ("JSON: the contract `pertonne.trace/1`", "JSON：格式约定 `pertonne.trace/1`"),
    ("Pin the emission factors that a study stands on, in its study.lock", "在 study.lock 中锁定核算所依据的排放因子"),
    (
        AFTER_LOCK,
        "\
study.lock 锁定因子表版本、核算用到的每个排放因子和 GWP、对应到它们的名称，以及每个输入文件的 SHA-256。
使用 --locked 时，run、report、check、audit、targets 和 trace 遇到因子不同即停止；数据有变化时只作警告。

退出状态：0 完成；1 数据有误；2 用法有误，或文件无法读取或写入。",
    ),
    ("Stop where the study stands on other factors than its study.lock says", "核算所依据的因子与 study.lock 不同时停止"),
    ("Replace a study.lock that cannot be read", "覆盖无法读取的 study.lock"),
    (
        "Write a new study, a copy of a shipped example, or a study.toml for the exports in a folder",
        "新建核算、复制自带的公布案例，或为文件夹中的导出数据写 study.toml",
    ),
    (
        AFTER_INIT,
        "\
文件夹中已有 CSV 导出数据时，study.toml 按文件名、表头和前几行绑定这些文件。
数据未说明之处以“# ?”提问，写在 study.toml 中；不猜测任何数值。
已有的文件不会被覆盖。",
    ),
    (
        "Say what is behind a diagnostic, with an example and its remedy; without CODE, list all",
        "详细说明一个问题代码，附示例和处理办法；不写代码则列出全部",
    ),
    (AFTER_EXPLAIN, "退出状态：0 完成；2 没有该代码。"),
    ("Print this message or the help of the given subcommand(s)", "显示本帮助，或指定命令的帮助"),
    // Their arguments.
    ("Language of results and messages [default: the locale's]", "结果和提示的语言 [默认：随系统区域设置]"),
    ("English", "英文"),
    ("Chinese (简体中文)", "简体中文"),
    ("When to use colour", "何时使用颜色"),
    ("On a terminal, unless `NO_COLOR` is set", "在终端上使用，设置了 `NO_COLOR` 时除外"),
    ("Always", "始终使用"),
    ("Never", "从不使用"),
    ("The study's folder, which holds study.toml", "核算文件夹，其中有 study.toml"),
    ("How to show the result", "结果的显示方式"),
    ("A table for the terminal", "终端中的表格"),
    (
        "JSON: the contract `pertonne.footprint/1`, `pertonne.check/1` or `pertonne.targets/1`",
        "JSON：遵循 `pertonne.footprint/1`、`pertonne.check/1` 或 `pertonne.targets/1`",
    ),
    ("Take the factor release from this folder, not from the program", "使用该文件夹中的因子表版本，而非程序自带的"),
    ("List every contribution, not the largest alone", "列出全部贡献，而非仅主要贡献"),
    ("Give the SHA-256 of every input (in JSON)", "给出每个输入文件的 SHA-256（在 JSON 中）"),
    (
        "What stands in brackets behind `error` or `warning`, as in not-a-number",
        "`错误` 或 `警告` 后方括号中的代码，例如 not-a-number",
    ),
    ("The folder to write into; it is made where it does not exist", "要写入的文件夹；不存在则新建"),
    ("Copy this published study out of the program", "复制程序自带的公布案例"),
    ("Print help (see more with '--help')", "显示帮助（用 `--help` 查看详细帮助）"),
    ("Print help (see a summary with '-h')", "显示帮助（用 `-h` 查看简要帮助）"),
    ("Print version", "显示版本"),
    // What stands for their values.
    ("DIR", "目录"),
    ("NAME", "名称"),
    ("CODE", "代码"),
    ("FORMAT", "格式"),
    ("LANGUAGE", "语言"),
    ("WHEN", "时机"),
];

/// The texts of all commands.
fn texts() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    TEXTS.iter().chain(factors::TEXTS)
}

/// The Chinese of an English text.
fn twin(en: &str) -> Option<&'static str> {
    texts().find(|(text, _)| *text == en).map(|(_, zh)| *zh)
}

/// In Chinese, else as it is.
fn zh(en: &StyledStr) -> String {
    let en = en.to_string();
    twin(&en).map_or(en, ToOwned::to_owned)
}

/// Reads arguments, with help in Chinese.
pub(super) fn parse(arguments: &[OsString]) -> clap::error::Result<Cli> {
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

fn command() -> Command {
    let mut command = Cli::command();
    // So that it has what clap adds: `--help`, `--version` and the command `help`.
    command.build();
    in_chinese(command)
}

fn in_chinese(command: Command) -> Command {
    let mut command = command.mut_args(argument).mut_subcommands(in_chinese);
    if let Some(about) = command.get_about().map(zh) {
        command = command.about(about);
    }
    if let Some(about) = command.get_long_about().map(zh) {
        command = command.long_about(about);
    }
    if let Some(text) = command.get_after_help().map(zh) {
        command = command.after_help(text);
    }
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ").replace("[OPTIONS]", "[选项]").replace("COMMAND", "命令");
    let template = template(&command);
    command.override_usage(usage).help_template(template)
}

/// What clap's own template is, whose headings are English.
fn template(command: &Command) -> String {
    let style = command.get_styles().get_header();
    let sections = [
        ("命令", "{subcommands}", command.has_subcommands()),
        ("参数", "{positionals}", command.get_positionals().next().is_some()),
        ("选项", "{options}", command.get_arguments().any(|argument| !argument.is_positional())),
    ];
    let shown = sections.into_iter().filter(|(.., is_there)| *is_there);
    let shown: Vec<String> = shown.map(|(heading, tag, _)| format!("\n\n{style}{heading}：{style:#}\n{tag}")).collect();
    format!("{{about-with-newline}}\n{style}用法：{style:#}{{usage}}{}{{after-help}}", shown.concat())
}

/// An argument with its values and its default in the text, for clap would show them in English.
fn argument(argument: Arg) -> Arg {
    let Some(short) = argument.get_help().map(zh) else { return argument };
    let long = argument.get_long_help().map_or_else(|| short.clone(), zh);
    let values = argument.get_possible_values();
    let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
    let names = if names.is_empty() { String::new() } else { format!("[可选值：{}]", names.join("、")) };
    let lines: Vec<String> = values
        .iter()
        .filter_map(|value| Some(format!("\n- {}：{}", value.get_name(), zh(value.get_help()?))))
        .collect();
    let list = if lines.is_empty() { names.clone() } else { format!("可选值：{}", lines.concat()) };
    let takes_value = argument.get_action().takes_values();
    let default = argument.get_default_values().first().filter(|_| takes_value);
    let default = default.map(|value| format!("[默认：{}]", value.display())).unwrap_or_default();
    let placeholders: Option<Vec<&str>> =
        argument.get_value_names().and_then(|names| names.iter().map(|name| twin(name)).collect());
    let argument = match placeholders {
        Some(placeholders) if takes_value => argument.value_names(placeholders),
        _ => argument,
    };
    argument
        .help(joined([&short, &names, &default], " "))
        .long_help(joined([&long, &list, &default], "\n\n"))
        .hide_possible_values(true)
        .hide_default_value(true)
}

/// The parts that there are.
fn joined(parts: [&str; 3], between: &str) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn texts(command: &Command, texts: &mut BTreeSet<String>) {
        let own = [command.get_about(), command.get_long_about(), command.get_after_help()];
        texts.extend(own.into_iter().flatten().map(ToString::to_string));
        for argument in command.get_arguments() {
            let own = [argument.get_help(), argument.get_long_help()];
            texts.extend(own.into_iter().flatten().map(ToString::to_string));
            let values = argument.get_possible_values();
            texts.extend(values.iter().filter_map(|value| Some(value.get_help()?.to_string())));
            if argument.get_action().takes_values() {
                texts.extend(argument.get_value_names().unwrap_or_default().iter().map(ToString::to_string));
            }
        }
        for subcommand in command.get_subcommands() {
            self::texts(subcommand, texts);
        }
    }

    #[test]
    fn every_text_of_the_command_line_has_a_chinese_twin() {
        let mut command = Cli::command();
        command.build();
        let mut english = BTreeSet::new();
        texts(&command, &mut english);
        let known = super::texts().map(|(en, _)| (*en).to_owned()).collect::<BTreeSet<_>>();
        assert_eq!(english.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "have no twin");
        assert_eq!(known.difference(&english).collect::<Vec<_>>(), Vec::<&String>::new(), "are no texts");
        for (_, zh) in super::texts() {
            assert!(zh.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)), "{zh}");
        }
    }

    #[test]
    fn nothing_of_the_frame_of_a_chinese_help_is_english() {
        let mut command = command();
        let mut pages = vec![command.render_help(), command.render_long_help()];
        for subcommand in command.get_subcommands_mut() {
            pages.extend([subcommand.render_help(), subcommand.render_long_help()]);
            for command in subcommand.get_subcommands_mut() {
                pages.extend([command.render_help(), command.render_long_help()]);
            }
        }
        for page in pages {
            let page = page.to_string();
            for word in ["Usage", "Commands", "Arguments", "Options", "OPTIONS", "COMMAND", "alues", "default"] {
                assert!(!page.contains(word), "{page}");
            }
        }
    }
}
