//! The command line. Its texts are the English ones; `zh` holds their twins.

mod factors;
mod usage;
mod zh;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::text::{Language, Text, text};

use factors::AFTER_FACTORS;
pub use factors::{
    CheckArgs, CheckFormat, DiffArgs, DiffFormat, FactorsArgs, FactorsCommand, FilterArgs, ListArgs, ReleasesArgs,
    SearchArgs, ShowArgs, TableArgs, TableFormat,
};

/// What stands below the help of a command.
const AFTER_RUN: &str = "Exit status: 0 done; 1 the data is wrong; 2 wrong usage, or a file that cannot be read.";
const AFTER_REPORT: &str = "\
Without --format the name behind -o tells it: .txt, .md, .json, .html, .xlsx. CSV wants a folder, with a file for each table.
[report] in study.toml says how many decimals each measure has, and the unit of footprints.
What this program did not write is not replaced, unless --force says so.

Exit status: 0 done; 1 the data is wrong; 2 wrong usage, or a file that cannot be read or written.";
const AFTER_CHECK: &str = "\
published.csv has a row for each figure:
  table, value, unit   where it stands, and as it is printed
  measure              emissions, footprint, share, activity, distance, input-share, factor, output, sold, target, avoided
  product, stage, scope, file, line, item, factor, year, action   what it is a figure of; blank takes all
  verdict              exact, within-print, differs; blank takes the first two
  reason, cause        why it differs, and of which kind the cause is

Exit status: 0 every figure is as published.csv says; 1 one is not, or the data is wrong; 2 wrong usage, or a file that cannot be read.";
const AFTER_AUDIT: &str = "\
Each effect is the difference of two results: the study's, and the one computed once more with the one thing changed.
[claims] in study.toml says what the report claims; [audit] what else there is to know; [audit.limits] other limits.
[audit.accept] answers a finding: \"burden-free/Scrap\" = \"the reason\". `pertonne explain CODE` documents each rule.

Exit status: 0 no error stands; 1 one does, or the data is wrong; 2 wrong usage, or a file that cannot be read.";
const AFTER_TARGETS: &str = "\
targets.csv has a row for each year: product, stage, year, value, unit; the earliest is the baseline.
actions.csv lists measures: action, year, quantity, unit, and the factor that tells what it avoids.

Exit status: 0 done; 1 the data is wrong; 2 wrong usage, or a file that cannot be read.";
const AFTER_TRACE: &str = "\
The rows add up to the result to the last digit: the last row of a contribution takes what is
left where a division does not end.

Exit status: 0 done; 1 the data is wrong; 2 wrong usage, or a file that cannot be read or changes.";
const AFTER_LOCK: &str = "\
study.lock pins the release, every factor and GWP in use, the names that lead to them, and the SHA-256 of the inputs.
With --locked, run, report, check, audit, targets and trace stop where a factor is another one; of changed data they warn.

Exit status: 0 done; 1 the data is wrong; 2 wrong usage, or a file that cannot be read or written.";
const AFTER_INIT: &str = "\
In a folder that holds CSV exports already, study.toml binds them by their names, headers and first rows.
What they do not say stands in it as a question, marked `# ?`; no number is guessed.
Nothing that is there already is overwritten.";
const AFTER_EXPLAIN: &str = "Exit status: 0 done; 2 there is no such code.";

/// Product carbon footprints from a plant's yearly CSV exports.
///
/// Exact in decimals, and traceable to the row and the emission factor behind every number.
#[derive(Debug, Parser)]
#[command(version, about, arg_required_else_help = true)]
pub struct Cli {
    /// Language of results and messages [default: the locale's]
    #[arg(long, global = true, value_enum, value_name = "LANGUAGE")]
    pub lang: Option<Language>,
    /// When to use colour
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

impl Cli {
    /// Reads the arguments that a program was called with, its own name first. Help, and what is wrong with them, is said
    /// in `language`, and ends the program.
    #[must_use]
    pub fn read(arguments: &[OsString], language: Language) -> Cli {
        match language {
            Language::En => Cli::parse_from(arguments),
            Language::Zh => zh::parse(arguments).unwrap_or_else(|error| usage::exit(error)),
        }
    }
}

/// The language that arguments ask for by `--lang`. It is looked for before they are read, for what is wrong with them
/// is said in it.
#[must_use]
pub fn language(arguments: &[OsString]) -> Option<Language> {
    let mut words = arguments.iter().filter_map(|argument| argument.to_str()).take_while(|word| *word != "--");
    while let Some(word) = words.next() {
        let value = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        if let Some(value) = value {
            return Language::from_str(value, false).ok();
        }
    }
    None
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compute the footprints of a study: per product, stage, scope and declared unit
    #[command(after_help = AFTER_RUN)]
    Run(RunArgs),
    /// Write the tables of a footprint report: as text, Markdown, CSV, JSON, HTML or a workbook
    #[command(after_help = AFTER_REPORT)]
    Report(ReportArgs),
    /// Hold the figures that were published against the computed ones
    #[command(after_help = AFTER_CHECK)]
    Check(ViewArgs),
    /// Question the study as a verifier would: each finding with its effect in t CO2e
    #[command(after_help = AFTER_AUDIT)]
    Audit(AuditArgs),
    /// Show the targets, what they require, and the computed footprint beside them
    #[command(after_help = AFTER_TARGETS)]
    Targets(ViewArgs),
    /// List every row behind the result, with its factor and what of it falls to each product
    #[command(after_help = AFTER_TRACE)]
    Trace(TraceArgs),
    /// Pin the emission factors that a study stands on, in its study.lock
    #[command(after_help = AFTER_LOCK)]
    Lock(LockArgs),
    /// Look into the emission factors: list, search and show them, with their sources
    #[command(after_help = AFTER_FACTORS, arg_required_else_help = true)]
    Factors(FactorsArgs),
    /// Write a new study, a copy of a shipped example, or a study.toml for the exports in a folder
    #[command(after_help = AFTER_INIT)]
    Init(InitArgs),
    /// Say what is behind a diagnostic, with an example and its remedy; without CODE, list all
    #[command(after_help = AFTER_EXPLAIN)]
    Explain(ExplainArgs),
}

/// The study, and what its factors are.
#[derive(Debug, clap::Args)]
pub struct StudyArgs {
    /// The study's folder, which holds study.toml
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Take the factor release from this folder, not from the program
    #[arg(long, value_name = "DIR")]
    pub factors: Option<PathBuf>,
    /// Stop where the study stands on other factors than its study.lock says
    #[arg(long)]
    pub locked: bool,
}

/// What most views of a study take.
#[derive(Debug, clap::Args)]
pub struct ViewArgs {
    /// How to show the result
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub study: StudyArgs,
}

/// The arguments of `audit`.
#[derive(Debug, clap::Args)]
pub struct AuditArgs {
    /// How to show the findings
    #[arg(long, value_enum, default_value = "text")]
    pub format: AuditFormat,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub study: StudyArgs,
}

/// How to show the findings of an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AuditFormat {
    /// Finding by finding, for the terminal.
    Text,
    /// Text to paste into a document.
    Markdown,
    /// JSON: the contract `pertonne.audit/1`.
    Json,
}

/// The arguments of `lock`.
#[derive(Debug, clap::Args)]
pub struct LockArgs {
    /// The study's folder, which holds study.toml
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Take the factor release from this folder, not from the program
    #[arg(long, value_name = "DIR")]
    pub factors: Option<PathBuf>,
    /// Replace a study.lock that cannot be read
    #[arg(long)]
    pub force: bool,
}

/// The arguments of `run`.
#[derive(Debug, clap::Args)]
pub struct RunArgs {
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub view: ViewArgs,
    /// List every contribution, not the largest alone
    #[arg(long)]
    pub all: bool,
    /// Give the SHA-256 of every input (in JSON)
    #[arg(long)]
    pub hash: bool,
}

/// The arguments of `report`.
#[derive(Debug, clap::Args)]
pub struct ReportArgs {
    /// In which form [default: as the name behind -o says, else text]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,
    /// Write it here: a file, a folder for CSV, or - for standard output
    #[arg(short, long, value_name = "PATH")]
    pub output: Option<PathBuf>,
    /// Replace what is there already, whoever wrote it
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Add what an audit finds
    #[arg(long)]
    pub audit: bool,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub study: StudyArgs,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// Tables for the terminal.
    Text,
    /// Tables to paste into a document.
    Markdown,
    /// A file for each table, in a folder.
    Csv,
    /// JSON: the contract `pertonne.report/1`.
    Json,
    /// One page with charts, for the screen and for paper.
    Html,
    /// A workbook with live formulas.
    Xlsx,
}

impl ReportArgs {
    /// The form that is asked for, by name or by the name of the file.
    ///
    /// # Errors
    /// What else has to be said.
    pub fn form(&self) -> Result<ReportFormat, Text> {
        let named = |path: &PathBuf| match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" => Some(ReportFormat::Text),
            "md" | "markdown" => Some(ReportFormat::Markdown),
            "json" => Some(ReportFormat::Json),
            "html" | "htm" => Some(ReportFormat::Html),
            "xlsx" => Some(ReportFormat::Xlsx),
            _ => None,
        };
        let form = match self.path() {
            None => Some(self.format.unwrap_or(ReportFormat::Text)),
            Some(path) => self.format.or_else(|| named(path)),
        };
        match form {
            None => Err(text!(
                "the name behind -o does not tell the form: say --format text, markdown, csv, json, html or xlsx",
                "无法按 -o 的文件名判断输出形式：请指定 --format text、markdown、csv、json、html 或 xlsx"
            )),
            Some(ReportFormat::Csv) if self.path().is_none() => Err(no_path()),
            Some(ReportFormat::Xlsx) if self.output.is_none() => Err(no_path()),
            Some(form) => Ok(form),
        }
    }

    /// Where to write; nothing for standard output.
    #[must_use]
    pub fn path(&self) -> Option<&PathBuf> {
        self.output.as_ref().filter(|path| path.as_os_str() != "-")
    }
}

fn no_path() -> Text {
    text!(
        "tables in CSV want `-o FOLDER`, and a workbook `-o FILE.xlsx`",
        "CSV 表格须用 `-o 文件夹`，工作簿须用 `-o 文件.xlsx`"
    )
}

/// How to show a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for the terminal.
    Text,
    /// JSON: the contract `pertonne.footprint/1`, `pertonne.check/1` or `pertonne.targets/1`.
    Json,
}

/// The arguments of `trace`.
#[derive(Debug, clap::Args)]
pub struct TraceArgs {
    /// What falls to this product alone
    #[arg(long, value_name = "NAME")]
    pub product: Option<String>,
    /// Rows of this stage alone
    #[arg(long, value_name = "NAME")]
    pub stage: Option<String>,
    /// Rows of this item alone
    #[arg(long, value_name = "NAME")]
    pub item: Option<String>,
    /// Rows of this file alone
    #[arg(long, value_name = "NAME")]
    pub file: Option<String>,
    /// How to show the rows
    #[arg(long, value_enum, default_value = "text")]
    pub format: RowFormat,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub study: StudyArgs,
}

/// How to show rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// The arithmetic of each row, for the terminal.
    Text,
    /// A line per row and product, for spreadsheets.
    Csv,
    /// JSON: the contract `pertonne.trace/1`.
    Json,
}

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// What stands in brackets behind `error` or `warning`, as in not-a-number
    #[arg(value_name = "CODE")]
    pub code: Option<String>,
}

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// The folder to write into; it is made where it does not exist
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Copy this published study out of the program
    #[arg(long, value_name = "NAME", value_parser = crate::init::example_names())]
    pub example: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_known_before_the_arguments_are_read() {
        let asked = |line: &str| language(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(asked("pertonne --lang zh rnu"), Some(Language::Zh));
        assert_eq!(asked("pertonne run x --lang=en"), Some(Language::En));
        assert_eq!(asked("pertonne run x --lang=de"), None);
        assert_eq!(asked("pertonne run -- --lang zh"), None);
        assert_eq!(asked("pertonne run --lang"), None);
    }
}
