//! Two releases, factor by factor and gas by gas.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::amount::{Amount, Inexact, ratio};
use crate::column::{Column as C, FileKind};
use crate::factor::{EmissionFactor, Loaded};
use crate::word::{GwpSet, Word};

/// What differs between two releases.
#[derive(Debug)]
pub struct TableDifference<'l> {
    /// The release that is compared.
    pub old: &'l Loaded,
    /// The release that it is compared with.
    pub new: &'l Loaded,
    /// Factors that the new one has and the old one has not, in the order of the table.
    pub added: Vec<&'l EmissionFactor>,
    /// Factors that the old one has and the new one has not.
    pub withdrawn: Vec<&'l EmissionFactor>,
    /// Factors that both have, and of which something differs.
    pub changed: Vec<Changed<'l>>,
    /// How many factors both have as they were.
    pub unchanged: usize,
    /// Potentials of gases that are not the same in both.
    pub gwps: Vec<GwpChange>,
}

/// A factor that two releases have.
#[derive(Debug)]
pub struct Changed<'l> {
    /// As it was.
    pub old: &'l EmissionFactor,
    /// As it is.
    pub new: &'l EmissionFactor,
    /// By what fraction of its old value the new one is larger; nothing where the value is the same, or the two are in
    /// no common unit.
    pub by: Option<Amount>,
    /// What differs.
    pub changes: Vec<Change>,
}

/// A cell that differs.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The column.
    pub column: &'static str,
    /// What stood there.
    pub old: String,
    /// What stands there.
    pub new: String,
}

/// A 100-year potential that differs, in kg CO2e/kg; nothing where a release has none.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct GwpChange {
    /// The gas.
    pub gas: String,
    /// The report.
    pub set: GwpSet,
    /// As it was.
    pub old: Option<Amount>,
    /// As it is.
    pub new: Option<Amount>,
}

impl<'l> TableDifference<'l> {
    /// Compares two releases.
    #[must_use]
    pub fn of(old: &'l Loaded, new: &'l Loaded) -> TableDifference<'l> {
        let by_name = |loaded: &'l Loaded| {
            loaded.factors.factors().map(|factor| (factor.full_name(), factor)).collect::<BTreeMap<_, _>>()
        };
        let (before, after) = (by_name(old), by_name(new));
        let without = |factors: &'l Loaded, others: &BTreeMap<String, &EmissionFactor>| {
            factors.factors.factors().filter(|factor| !others.contains_key(&factor.full_name())).collect::<Vec<_>>()
        };
        let changed = new.factors.factors().filter_map(|factor| Changed::of(before.get(&factor.full_name())?, factor));
        let changed: Vec<_> = changed.collect();
        let added: Vec<_> = without(new, &before);
        TableDifference {
            old,
            new,
            withdrawn: without(old, &after),
            unchanged: after.len() - added.len() - changed.len(),
            added,
            changed,
            gwps: gwp_changes(old, new),
        }
    }

    /// Whether the two have the same content.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.withdrawn.is_empty() && self.changed.is_empty() && self.gwps.is_empty()
    }
}

/// The columns that say what a factor is and where it comes from, and not what it weighs.
const DESCRIPTIONS: [C; 7] = [C::NameZh, C::NameEn, C::Aliases, C::Printed, C::Source, C::Locator, C::Note];

impl<'l> Changed<'l> {
    /// Whether it is only described in other words.
    #[must_use]
    pub fn is_described_anew(&self) -> bool {
        self.changes.iter().all(|change| DESCRIPTIONS.iter().any(|column| column.name() == change.column))
    }

    /// What differs between two factors of one name, if anything does.
    fn of(old: &'l EmissionFactor, new: &'l EmissionFactor) -> Option<Changed<'l>> {
        let cells = |column: &C| Change { column: column.name(), old: old.cell(*column), new: new.cell(*column) };
        let changes: Vec<Change> =
            FileKind::Factors.columns().iter().map(cells).filter(|change| change.old != change.new).collect();
        (!changes.is_empty()).then(|| Changed { old, new, by: relative(old, new).ok().flatten(), changes })
    }
}

/// By what fraction of its old value a factor is larger.
fn relative(old: &EmissionFactor, new: &EmissionFactor) -> Result<Option<Amount>, Inexact> {
    if !old.unit.per.converts_to(&new.unit.per) || old.unit.gas != new.unit.gas {
        return Ok(None);
    }
    let ((mut under, mut over), (above, below)) = (old.in_base_parts(), new.in_base_parts());
    if under.iter().any(|part| part.is_zero()) {
        return Ok(None);
    }
    over.extend(above);
    under.extend(below);
    let by = ratio(&over, &under)?.minus(Amount::ONE)?;
    Ok(Some(by).filter(|by| !by.is_zero()))
}

fn gwp_changes(old: &Loaded, new: &Loaded) -> Vec<GwpChange> {
    let mut gases: Vec<&str> = old.gases.names().collect();
    gases.extend(new.gases.names().filter(|gas| old.gases.name(gas).is_err()));
    let mut changes = Vec::new();
    for gas in gases {
        for (set, _) in GwpSet::WORDS {
            let (before, after) = (old.gases.gwp(gas, *set), new.gases.gwp(gas, *set));
            if before != after {
                changes.push(GwpChange { gas: gas.to_owned(), set: *set, old: before, new: after });
            }
        }
    }
    changes
}
