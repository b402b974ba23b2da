//! What a calculation stands on, to be locked: the factors and GWPs that it uses, the names that lead to them, its inputs.

use std::cell::Cell;
use std::io;

use super::{Basis, Entry, Options, open};
use crate::characterise::named_factor;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::Diagnostics;
use crate::factor::EmissionFactor;
use crate::folder::Folder;
use crate::lock::Lock;
use crate::study::Study;
use crate::table::SmallTable;

/// What the footprints of the study in `folder` stand on. Nothing where an error stands.
///
/// # Errors
/// As for [`calculate`](super::calculate).
pub fn pins<'f>(
    folder: impl Into<Folder<'f>>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Lock>> {
    let Some(study) = open(folder.into(), diagnostics)? else { return Ok(None) };
    let options = Options { hash: true, ..options.clone() };
    let Some(basis) = Basis::read(study, &options, None, diagnostics)? else { return Ok(None) };
    let evaluation = basis.evaluate(diagnostics);
    Ok((!diagnostics.has_errors()).then(|| basis.pins(&evaluation.entries)))
}

impl Basis {
    /// What these entries and the measures of the study stand on.
    pub(super) fn pins(&self, entries: &[Entry]) -> Lock {
        let mut lock = Lock::new(&self.shipped.release, &self.shipped.sha256, self.study.gwp);
        for entry in entries {
            let characterisation = &entry.line.characterisation;
            let names = || entry.names.iter().map(String::as_str);
            let factor = characterisation.factor_row.as_ref().and_then(|row| self.factor(row));
            if let Some(factor) = factor {
                lock.pin_factor(factor, self.own_table(factor), names());
            }
            let own_gas = |gas: &str| factor.is_none_or(|factor| factor.unit.other_gas() == Some(gas));
            if let Some((gas, gwp)) = characterisation.gas.as_ref().filter(|(gas, _)| own_gas(gas)) {
                // To the gas of a factor no name leads but the factor's.
                lock.pin_gas(gas, *gwp, names().filter(|_| factor.is_none()));
            }
        }
        let suggestions = Cell::new(0);
        for name in &self.action_factors {
            let Ok(factor) = named_factor(name, self.factors(&suggestions)) else { continue };
            lock.pin_factor(factor, self.own_table(factor), [name.as_str()]);
            let gas = factor.unit.other_gas();
            if let Some((gas, gwp)) = gas.zip(gas.and_then(|gas| self.shipped.gases.gwp(gas, self.study.gwp))) {
                lock.pin_gas(gas, gwp, []);
            }
        }
        for (file, sha256) in &self.hashes {
            lock.pin_input(file, sha256);
        }
        lock
    }

    /// The file of the study's own factors that one stands in; nothing for one of the release.
    fn own_table<'f>(&self, factor: &'f EmissionFactor) -> Option<&'f str> {
        self.own.at(&factor.row).map(|_| &*factor.row.file)
    }
}

/// The factors that the measures of a study name. What is wrong with them is said where a plan is made of them.
pub(super) fn read_action_factors(study: &Study) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    let mut unsaid = Diagnostics::default();
    for file in study.files_of(FileKind::Actions) {
        if let Some(table) = SmallTable::read(FileKind::Actions, &file.source, &file.binding, &mut unsaid)? {
            table.for_each(|row| names.extend(row.filled(C::Factor)));
        }
    }
    Ok(names)
}
