//! `pertonne factors …`.

use std::path::PathBuf;
use std::process::ExitCode;

use pertonne::catalogue::{self, Asked, Filter, Listing, Shown, StudyFactors};
use pertonne::cli::{
    CheckArgs, CheckFormat, Colour, DiffArgs, DiffFormat, FactorsArgs, FactorsCommand, FilterArgs, ListArgs,
    ReleasesArgs, SearchArgs, ShowArgs, TableArgs, TableFormat,
};
use pertonne::diagnostic::Diagnostics;
use pertonne::difference::{StudyDifference, TableDifference};
use pertonne::factor::{Loaded, Regions};
use pertonne::lint::{LintOptions, lint};
use pertonne::report::{
    changes_text, difference_json, difference_text, factors_csv, factors_json, factors_text, found_json, found_text,
    lint_json, lint_text, no_gas_in_csv, not_shown, nothing_found, releases_text, shown_json, shown_text,
};
use pertonne::text::Language;

use crate::{DATA, complain, print, reading, screen, show, show_findings, watched};

/// Does what is asked for.
pub(crate) fn factors(args: &FactorsArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    match &args.command {
        FactorsCommand::List(args) => list(args, language, colour),
        FactorsCommand::Releases(args) => releases(args, language, colour),
        FactorsCommand::Search(args) => search(args, language, colour),
        FactorsCommand::Show(args) => show_one(args, language, colour),
        FactorsCommand::Check(args) => check(args, language, colour),
        FactorsCommand::Diff(args) => diff(args, language, colour),
    }
}

fn list(args: &ListArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let Some(loaded) = open(&args.table, language, colour)? else { return Ok(ExitCode::from(DATA)) };
    let listing = Listing::new(&loaded, filter(&args.filter, &loaded.regions)?);
    print(match args.format {
        TableFormat::Text => factors_text(&listing, screen(language, colour, true)).into_bytes(),
        TableFormat::Csv => factors_csv(&listing.factors)?,
        TableFormat::Json => factors_json(&listing)?.into_bytes(),
    })?;
    Ok(if listing.factors.is_empty() { ExitCode::from(DATA) } else { ExitCode::SUCCESS })
}

fn releases(args: &ReleasesArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let screen = screen(language, colour, true);
    print(match &args.release {
        None => releases_text(&catalogue::releases()?, screen),
        Some(release) => changes_text(catalogue::changes(release)?, screen),
    })
}

fn search(args: &SearchArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let Some(loaded) = open(&args.table, language, colour)? else { return Ok(ExitCode::from(DATA)) };
    let text = args.text.join(" ");
    let found = catalogue::search(&loaded, &text, &filter(&args.filter, &loaded.regions)?);
    let nothing = found.factors.is_empty() && found.gases.is_empty();
    match args.format {
        TableFormat::Text if nothing => complain(&nothing_found(&text, &loaded.release, &found.near).into(), language),
        TableFormat::Text => print(found_text(&found, screen(language, colour, true))).map(drop)?,
        TableFormat::Csv => {
            if !found.gases.is_empty() {
                complain(&no_gas_in_csv().into(), language);
            }
            print(factors_csv(&found.factors)?).map(drop)?;
        }
        TableFormat::Json => print(found_json(&found)?).map(drop)?,
    }
    Ok(if nothing { ExitCode::from(DATA) } else { ExitCode::SUCCESS })
}

fn show_one(args: &ShowArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let ShowArgs { study, table, .. } = args;
    let mut diagnostics = Diagnostics::default();
    let (release, factors) = (table.release.as_deref(), table.factors.as_deref());
    let of_study = study.as_ref().map(|folder| catalogue::of_study(folder, release, factors, &mut diagnostics));
    let (loaded, own, mut asked) = match of_study {
        None => (catalogue::open(release, factors, &mut diagnostics)?, None, Asked::default()),
        Some(study) => {
            let study = study?.filter(|_| !diagnostics.has_errors());
            let Some(StudyFactors { study, own, loaded }) = study else {
                show(&diagnostics, language, colour);
                return Ok(ExitCode::from(DATA));
            };
            (loaded, Some(own), Asked { region: Some(study.region.value), year: Some(study.to.year()) })
        }
    };
    show(&diagnostics, language, colour);
    if diagnostics.has_errors() {
        return Ok(ExitCode::from(DATA));
    }
    if let Some(region) = &args.region {
        asked.region = Some(catalogue::region(region, &loaded.regions)?);
    }
    asked.year = args.year.or(asked.year);
    let shown = Shown::new(&args.name.join(" "), asked, own.as_ref(), &loaded);
    if let Some(why) = not_shown(&shown).filter(|_| args.format == TableFormat::Text) {
        complain(&why.into(), language);
    }
    if args.format == TableFormat::Csv && shown.is_gas() {
        return Err(no_gas_in_csv().into());
    }
    print(match args.format {
        TableFormat::Text => shown_text(&shown, screen(language, colour, true)).into_bytes(),
        TableFormat::Csv => factors_csv(shown.factors())?,
        TableFormat::Json => shown_json(&shown)?.into_bytes(),
    })?;
    Ok(if shown.is_found() { ExitCode::SUCCESS } else { ExitCode::from(DATA) })
}

fn check(args: &CheckArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let TableArgs { release, factors } = args.table.clone();
    let lint = watched(language, || lint(&args.path, &LintOptions { release, factors }))?;
    show_findings(&lint.diagnostics, language, colour);
    // study.toml does not say which files there are.
    if lint.files.is_empty() {
        return Ok(ExitCode::from(DATA));
    }
    print(match args.format {
        CheckFormat::Text => lint_text(&lint, language),
        CheckFormat::Json => lint_json(&lint, language)?,
    })?;
    Ok(if lint.diagnostics.has_errors() { ExitCode::from(DATA) } else { ExitCode::SUCCESS })
}

fn diff(args: &DiffArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let open = |name: &String| {
        // The name of a release, else a folder that holds one.
        let is_shipped = Loaded::shipped_releases().any(|release| release == name);
        let folder = Some(PathBuf::from(name)).filter(|folder| !is_shipped && folder.is_dir());
        let table = TableArgs { release: Some(name.clone()), factors: folder };
        open(&table, language, colour)
    };
    let (Some(old), Some(new)) = (open(&args.old)?, open(&args.new)?) else { return Ok(ExitCode::from(DATA)) };
    let mut diagnostics = Diagnostics::default();
    let study = args.study.as_ref().map(|folder| {
        let releases = (old.clone(), new.clone());
        watched(language, || StudyDifference::of(folder, releases, reading(None).reading, &mut diagnostics))
    });
    show(&diagnostics, language, colour);
    if diagnostics.has_errors()
        && let Some(Err(error)) = &study
    {
        complain(error, language);
        return Ok(ExitCode::from(DATA));
    }
    let study = study.transpose()?;
    let tables = TableDifference::of(&old, &new);
    print(match args.format {
        DiffFormat::Text => difference_text(&tables, study.as_ref(), screen(language, colour, true)),
        DiffFormat::Json => difference_json(&tables, study.as_ref())?,
    })
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
