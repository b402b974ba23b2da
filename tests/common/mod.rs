//! What the tests share: studies written into a temporary folder, and the program as a user calls it.
#![allow(dead_code, reason = "each test binary uses a part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use pertonne::amount::Amount;
use pertonne::calculation::{Calculation, Options, calculate};
use pertonne::diagnostic::{Style, render};
use pertonne::footprint::{Footprint, ProductFootprint};
use pertonne::text::Language;
use tempfile::TempDir;

/// The head of a study with one boundary and no allocation.
pub(crate) const STUDY: &str = "\
[study]
title = \"Test\"
region = \"CN-JS\"
from = 2024-01-01
to = 2024-12-31

[boundary]
kind = \"cradle-to-customer\"

[factors]
release = \"2024.1\"
gwp = \"AR5\"
";

/// A study in a temporary folder.
pub(crate) struct StudyFolder(TempDir);

impl StudyFolder {
    pub(crate) fn new(files: &[(&str, &str)]) -> StudyFolder {
        let folder = StudyFolder(TempDir::new().unwrap());
        for (name, content) in files {
            folder.write(name, content.as_bytes());
        }
        folder
    }

    pub(crate) fn write(&self, name: &str, content: &[u8]) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn calculate(&self) -> Calculation {
        calculate(self.path(), &Options::default()).unwrap()
    }

    /// The footprint; panics with the diagnostics where there is none.
    pub(crate) fn footprint(&self) -> Footprint {
        let calculation = self.calculate();
        let problems = render(&calculation.diagnostics, Style { language: Language::En, colour: false, width: 100 });
        calculation.footprint.unwrap_or_else(|| panic!("{problems}"))
    }

    /// The codes of the diagnostics.
    pub(crate) fn codes(&self) -> Vec<&'static str> {
        self.calculate().diagnostics.shown().iter().map(|d| d.problem.code.as_str()).collect()
    }
}

/// A fixture of the repository.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

/// The footprint of a fixture.
pub(crate) fn footprint_of(name: &str) -> Footprint {
    calculate(&fixture(name), &Options::default()).unwrap().footprint.unwrap()
}

/// A copy of a fixture, to change.
pub(crate) fn copy_of(name: &str) -> StudyFolder {
    let folder = StudyFolder::new(&[]);
    for entry in fs::read_dir(fixture(name)).unwrap() {
        let entry = entry.unwrap();
        folder.write(entry.file_name().to_str().unwrap(), &fs::read(entry.path()).unwrap());
    }
    folder
}

pub(crate) fn amount(text: &str) -> Amount {
    Amount::parse(text).unwrap()
}

pub(crate) fn product<'f>(footprint: &'f Footprint, name: &str) -> &'f ProductFootprint {
    footprint.products.iter().find(|product| product.product == name).unwrap()
}

/// The sum of the emissions of the contributions that `which` takes.
pub(crate) fn sum(product: &ProductFootprint, which: impl Fn(&pertonne::footprint::Contribution) -> bool) -> Amount {
    let emissions = product.contributions.iter().filter(|c| which(c)).map(|c| c.emissions);
    emissions.fold(Amount::ZERO, |sum, part| sum.plus(part).unwrap())
}

/// The program, as a user calls it from the repository, without what the caller's environment says of language,
/// width and colour.
pub(crate) fn pertonne() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pertonne"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
}
