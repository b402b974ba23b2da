//! The command line of `pertonne factors`.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum};

use crate::text::text;
use crate::word::{FactorBoundary, Word};
use crate::world::WorldError;

/// What stands below the help of `factors`.
pub(super) const AFTER_FACTORS: &str = "\
A factor's full name is activity/region/year, as in grid-electricity/CN-JS/2021.
A release never changes; a correction is a new release.";
/// What stands below the help of `factors list`.
pub(super) const AFTER_LIST: &str = "\
Factors are grouped by activity, unless --region or --year asks for single ones; CSV and JSON have every factor.

Exit status: 0 done; 1 the table is wrong; 2 wrong usage, or a file that cannot be read.";

/// What stands below the help of `factors check`.
pub(super) const AFTER_CHECK: &str = "\
PATH is a factors.csv, the folder of a study, or that of a release. A file is read as it stands; in its folder, as study.toml binds it.
The factors of a study are held against the release that --release names, else the one that its study.toml names, else the newest.

Exit status: 0 nothing found, or warnings alone; 1 an error; 2 wrong usage, or a file that cannot be read.";
/// What stands below the help of `factors diff`.
pub(super) const AFTER_DIFF: &str = "\
OLD and NEW are releases, as in 2024.1, or folders that hold one.
With --study the activity data are computed with both releases, whichever study.toml names; the
differences of the parts add up to that of the footprint.

Exit status: 0 done; 1 a table or the study is wrong; 2 wrong usage, or a file that cannot be read.";
/// What stands below the help of `factors releases`.
pub(super) const AFTER_RELEASES: &str = "Exit status: 0 done; 2 wrong usage, or there is no such release.";
/// What stands below the help of `factors search`.
pub(super) const AFTER_SEARCH: &str = "\
Found is what has every word: in a name or alias in either language, the activity, the region, the year, the boundary or the source; and gases by their names.
Whole names come first. Many factors are grouped by activity; CSV and JSON have every factor.

Exit status: 0 something is found; 1 nothing is, or the table is wrong; 2 wrong usage, or a file that cannot be read.";
/// What stands below the help of `factors show`.
pub(super) const AFTER_SHOW: &str = "\
NAME is a full name, an activity, any name or alias in either language, or a gas.
With --region, or --study, it is what a row there gets: the nearest region's factor, and there the latest that is not after --year.

Exit status: 0 shown; 1 there is none of that name, or none for there, or the table or the study is wrong; 2 wrong usage, or a file that cannot be read.";

/// The arguments of `factors`.
#[derive(Debug, Args)]
pub struct FactorsArgs {
    /// What to do with the factors.
    #[command(subcommand)]
    pub command: FactorsCommand,
}

/// A command about factors.
#[derive(Debug, Subcommand)]
pub enum FactorsCommand {
    /// List the factors of a release: by activity, or those of a region or a year
    #[command(after_help = AFTER_LIST)]
    List(ListArgs),
    /// List the releases that the program carries; with RELEASE, say what changed in it
    #[command(after_help = AFTER_RELEASES)]
    Releases(ReleasesArgs),
    /// Search the factors and gases of a release, in both languages at once
    #[command(after_help = AFTER_SEARCH)]
    Search(SearchArgs),
    /// Show a factor or a gas with all that is known of it, and why a row would get it
    #[command(after_help = AFTER_SHOW)]
    Show(ShowArgs),
    /// Look for mistakes in a table of factors: units, names, sources, values far off their kin
    #[command(after_help = AFTER_CHECK)]
    Check(CheckArgs),
    /// Tell what differs between two releases, and with a study what that does to its footprints
    #[command(after_help = AFTER_DIFF)]
    Diff(DiffArgs),
}

/// Which table is looked at.
#[derive(Clone, Debug, Args)]
pub struct TableArgs {
    /// A release of the factor table [default: the newest]
    #[arg(long, value_name = "RELEASE")]
    pub release: Option<String>,
    /// Take the factor release from this folder, not from the program
    #[arg(long, value_name = "DIR")]
    pub factors: Option<PathBuf>,
}

/// Which of its factors.
#[derive(Debug, Args)]
pub struct FilterArgs {
    /// Factors of this region alone, by its code or its name
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// Factors of this year alone
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i16>,
    /// Factors with this boundary alone
    #[arg(long, value_name = "BOUNDARY", value_parser = boundary())]
    pub boundary: Option<FactorBoundary>,
}

/// The arguments of `factors list`.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub table: TableArgs,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How to show the factors
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

/// The arguments of `factors check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// A factors.csv, or the folder of a study or of a release
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub table: TableArgs,
    /// How to show the result
    #[arg(long, value_enum, default_value = "text")]
    pub format: CheckFormat,
}

/// How to show what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// How much was found, on one line.
    Text,
    /// JSON: the contract `pertonne.factors-check/1`.
    Json,
}

/// The arguments of `factors diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The release to compare
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The one to compare it with
    #[arg(value_name = "NEW")]
    pub new: String,
    /// Tell what the difference does to the footprints of this study
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
    /// How to show the difference
    #[arg(long, value_enum, default_value = "text")]
    pub format: DiffFormat,
}

/// How to show a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For the terminal.
    Text,
    /// JSON: the contract `pertonne.factors-diff/1`.
    Json,
}

/// The arguments of `factors releases`.
#[derive(Debug, Args)]
pub struct ReleasesArgs {
    /// The release whose changes are shown
    #[arg(value_name = "RELEASE")]
    pub release: Option<String>,
}

/// The arguments of `factors search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words that must all occur
    #[arg(value_name = "TEXT", required = true)]
    pub text: Vec<String>,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub table: TableArgs,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub filter: FilterArgs,
    /// How to show the factors
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

/// The arguments of `factors show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A factor or a gas, by any of its names
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    /// For a row of a study in this region, by its code or its name
    #[arg(long, value_name = "REGION")]
    pub region: Option<String>,
    /// For a period that ends in this year
    #[arg(long, value_name = "YEAR", value_parser = year)]
    pub year: Option<i16>,
    /// For a row of this study: with its region, its period, its release and its own factors
    #[arg(long, value_name = "DIR")]
    pub study: Option<PathBuf>,
    #[expect(missing_docs, reason = "what it takes is described where it is")]
    #[command(flatten)]
    pub table: TableArgs,
    /// How to show the factors
    #[arg(long, value_enum, default_value = "text")]
    pub format: TableFormat,
}

/// How to show factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// A table for the terminal.
    Text,
    /// A line per factor with all that is known of it, for spreadsheets.
    Csv,
    /// JSON: the contract `pertonne.factors/1`.
    Json,
}

/// Reads a year.
fn year(text: &str) -> Result<i16, WorldError> {
    let year = text.parse().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or_else(|| {
        text!("a year has four digits, from 1900 to 2200, as in 2024", "年份为四位数字（1900 至 2200），例如 2024")
            .into()
    })
}

/// Reads a boundary, in either language.
fn boundary() -> impl TypedValueParser<Value = FactorBoundary> {
    let values = FactorBoundary::WORDS.iter().map(|(_, names)| PossibleValue::new(names[0]).aliases(&names[1..]));
    PossibleValuesParser::new(values)
        .try_map(|name| FactorBoundary::parse(&name).ok_or_else(|| WorldError::from(text!("{name}", "{name}"))))
}
