//! One small study per diagnostic code, out of the binary, and what the program says of it.

use include_dir::{Dir, include_dir};

use crate::audit::{Audit, audit};
use crate::calculation::{Options, calculate};
use crate::check::check;
use crate::diagnostic::{Code, Diagnostics};
use crate::folder::Folder;
use crate::lint::{LintOptions, lint_folder};
use crate::target::plan;

/// The studies, each in a folder with the name of its code.
static STUDIES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/errors");

/// A command that computes something from a study.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The footprints.
    Run,
    /// The footprints, of the factors that the study was locked with.
    RunLocked,
    /// The verdicts on published figures.
    Check,
    /// The targets.
    Targets,
    /// The lint of the study's own factors.
    FactorsCheck,
    /// The audit.
    Audit,
}

impl Command {
    /// The first command that raises a code.
    #[must_use]
    pub fn of(code: Code) -> Command {
        match code {
            Code::UnknownMeasure
            | Code::UnknownItem
            | Code::UnknownLine
            | Code::UnknownAction
            | Code::NothingSelected
            | Code::UnusedCell
            | Code::BadFigureUnit
            | Code::DuplicateFigure => Command::Check,
            Code::BaselineAlone => Command::Targets,
            Code::MissingSource
            | Code::ZeroFactor
            | Code::SharedName
            | Code::YearAhead
            | Code::FactorOutlier
            | Code::UnitSlip
            | Code::Co2Part
            | Code::PrintedDiffers => Command::FactorsCheck,
            Code::LockDiffers | Code::LockUnused | Code::InputChanged => Command::RunLocked,
            // What an audit finds stands last among the codes.
            _ if code >= Code::BoundaryClaim => Command::Audit,
            _ => Command::Run,
        }
    }

    /// Its name on the command line, which may be several words, and the option that makes it what it is.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Command::Run => "run",
            Command::RunLocked => "run --locked",
            Command::Check => "check",
            Command::Targets => "targets",
            Command::FactorsCheck => "factors check",
            Command::Audit => "audit",
        }
    }

    /// What it says of the study in `folder`, and whether it gives a result.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn outcome<'f>(self, folder: impl Into<Folder<'f>>) -> anyhow::Result<(Diagnostics, bool)> {
        let options = Options { locked: self == Command::RunLocked, ..Options::default() };
        Ok(match self {
            Command::Run | Command::RunLocked => {
                let run = calculate(folder, &options)?;
                (run.diagnostics, run.footprint.is_some())
            }
            Command::Check => {
                let checked = check(folder, &options)?;
                (checked.diagnostics, checked.check.is_some())
            }
            Command::Targets => {
                let planned = plan(folder, &options)?;
                (planned.diagnostics, planned.plan.is_some())
            }
            Command::Audit => {
                let audited = audit(folder, &options)?;
                let found = audited.audit.iter().flat_map(|audit| &audit.findings);
                let mut diagnostics = audited.diagnostics;
                diagnostics.extend(found.map(|finding| finding.diagnostic.clone()));
                let passes = audited.audit.is_some_and(|audit| audit.passes());
                (diagnostics, passes)
            }
            Command::FactorsCheck => {
                let diagnostics = lint_folder(folder, &LintOptions::default())?.diagnostics;
                let passes = !diagnostics.has_errors();
                (diagnostics, passes)
            }
        })
    }
}

/// What the program says of the study of a code.
#[derive(Clone, Debug)]
pub enum Example {
    /// The diagnostics of that code.
    Diagnostics(Diagnostics),
    /// The audit that finds it.
    Audit(Box<Audit>),
}

/// What the program says of the study of a code. Nothing where the program carries no study of it, because it would be too
/// large.
///
/// # Errors
/// Those of reading a study.
pub fn example(code: Code) -> anyhow::Result<Option<Example>> {
    let Some(study) = STUDIES.get_dir(code.as_str()) else { return Ok(None) };
    let (command, folder) = (Command::of(code), Folder::Embedded(study));
    if command == Command::Audit {
        return Ok(audit(folder, &Options::default())?.audit.map(|audit| Example::Audit(Box::new(audit))));
    }
    let (diagnostics, _) = command.outcome(folder)?;
    Ok(Some(Example::Diagnostics(diagnostics.of(code))))
}
