//! `pertonne factors …`.

use std::process::ExitCode;

use pertonne::catalogue::{self, Filter, Listing};
use pertonne::cli::{
    CheckArgs, CheckFormat, Colour, FactorsArgs, FactorsCommand, FilterArgs, ListArgs, TableArgs, TableFormat,
};
use pertonne::diagnostic::Diagnostics;
use pertonne::factor::{Loaded, Regions};
use pertonne::lint::{LintOptions, lint};
use pertonne::report::{factors_csv, factors_json, factors_text, lint_json, lint_text};
use pertonne::text::Language;

use crate::{DATA, print, screen, show, show_findings, watched};

/// Does what is asked for.
pub(crate) fn factors(args: &FactorsArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    match &args.command {
        FactorsCommand::List(args) => list(args, language, colour),
        FactorsCommand::Check(args) => check(args, language, colour),
    }
}

fn list(args: &ListArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let Some(loaded) = open(&args.table, language, colour)? else { return Ok(ExitCode::from(DATA)) };
    let listing = Listing::new(&loaded, filter(&args.filter, &loaded.regions)?);
    print(match args.format {
        TableFormat::Text => factors_text(&listing, screen(language, colour, true)).into_bytes(),
        TableFormat::Csv => factors_csv(&listing.factors)?,
        TableFormat::Json => factors_json(&listing)?.into_bytes(),
    })
}

fn check(args: &CheckArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let TableArgs { release, factors } = args.table.clone();
    let lint = watched(language, || lint(&args.path, &LintOptions { release, factors }))?;
    show_findings(&lint.diagnostics, language, colour);
    // study.toml does not say which files there are.
    if lint.files.is_empty() {
        return Ok(ExitCode::from(DATA));
    }
    let done = print(match args.format {
        CheckFormat::Text => lint_text(&lint, language),
        CheckFormat::Json => lint_json(&lint, language)?,
    })?;
    Ok(if lint.diagnostics.has_errors() { ExitCode::from(DATA) } else { done })
}

/// The release that is asked for; what is wrong with it is shown. Nothing where an error stands.
fn open(args: &TableArgs, language: Language, colour: Colour) -> anyhow::Result<Option<Loaded>> {
    let mut diagnostics = Diagnostics::default();
    let loaded = catalogue::open(args.release.as_deref(), args.factors.as_deref(), &mut diagnostics)?;
    show(&diagnostics, language, colour);
    Ok(Some(loaded).filter(|_| !diagnostics.has_errors()))
}

fn filter(args: &FilterArgs, regions: &Regions) -> anyhow::Result<Filter> {
    let region = args.region.as_deref().map(|region| catalogue::region(region, regions)).transpose()?;
    Ok(Filter { region, year: args.year, boundary: args.boundary })
}
