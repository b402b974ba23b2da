//! study.lock: what the footprints of a study stand on, pinned.
//!
//! `pertonne lock` writes it: every emission factor and every GWP that the study uses, with the names in the study that
//! lead to each, the release of the factor table with its SHA-256, and the SHA-256 of every input. With `--locked` a
//! calculation is compared with it, and stops where a factor is another one. It does not stop for data, which may grow:
//! for these the lock only tells that they changed.
//!
//! A lock is compared as it is written, text by text: amounts have one spelling each ([`Amount`]). Where a factor
//! stands in its table (its row) is no part of it.

mod compare;
mod read;
mod write;

use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::column::{Column as C, LOCK_FILE};
use crate::diagnostic::Place;
use crate::factor::{EmissionFactor, Loaded};
use crate::study::Placed;
use crate::word::{GwpSet, Word};

pub use compare::{Change, Difference};
pub use write::Written;

/// The name and version of the format.
const SCHEMA: &str = "pertonne.lock/1";

/// The table of a factor that is no factor of the study's own.
const RELEASE: &str = "release";

/// What is pinned of a factor: all that a result is computed with, and its source.
const PINNED: [C; 13] = [
    C::Value,
    C::Ncv,
    C::CarbonContent,
    C::Oxidation,
    C::Unit,
    C::Boundary,
    C::Gwp,
    C::Uncertainty,
    C::Gsd,
    C::Technology,
    C::Geography,
    C::Time,
    C::Source,
];

/// What the footprints of a study stand on.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The release of the factor table.
    release: Placed<String>,
    /// The SHA-256 of its files.
    sha256: Placed<String>,
    /// The GWP set.
    gwp: Placed<String>,
    /// Gases, factors and inputs.
    pins: BTreeMap<Pinned, Pin>,
}

/// A kind of thing that is pinned one by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The GWP of a gas.
    Gas,
    /// An emission factor.
    Factor,
    /// An input file.
    Input,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Gas, Kind::Factor, Kind::Input];

    /// The name of its tables in study.lock.
    fn name(self) -> &'static str {
        match self {
            Kind::Gas => "gas",
            Kind::Factor => "factor",
            Kind::Input => "input",
        }
    }

    /// The keys of such a table, in their order; the first names it.
    fn keys(self) -> Vec<&'static str> {
        match self {
            Kind::Gas => vec!["name", "gwp"],
            Kind::Factor => ["name", "table"].into_iter().chain(PINNED.map(C::name)).collect(),
            Kind::Input => vec!["file", "sha256"],
        }
    }
}

/// What is pinned: by this it is found in another lock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pinned {
    /// What kind of thing.
    pub kind: Kind,
    /// A factor's full name, a gas, or a file.
    pub name: String,
    /// The table that a factor stands in: the study's own, by its file; nothing for the release.
    pub table: Option<String>,
}

/// What a lock says of one thing.
#[derive(Clone, Debug, Default)]
struct Pin {
    /// By key; what is blank is left out.
    says: BTreeMap<&'static str, Placed<String>>,
    /// The names in the study that lead to it, and where they stand.
    names: BTreeMap<String, Place>,
}

impl Pin {
    fn text(&self, key: &str) -> Option<&str> {
        self.says.get(key).map(|text| text.value.as_str())
    }

    /// Where it stands in study.lock: the key, else the key that names it.
    fn place(&self, kind: Kind, key: &str) -> Place {
        let placed = self.says.get(key).or_else(|| self.says.get(kind.keys()[0]));
        placed.map_or_else(|| Place::file(LOCK_FILE), |placed| placed.place.clone())
    }
}

/// A text that has no place in a file yet.
fn unwritten(text: impl Into<String>) -> Placed<String> {
    Placed { value: text.into(), place: Place::file(LOCK_FILE) }
}

impl Lock {
    /// A lock of a release, by its name and the SHA-256 of its files, and of a GWP set.
    #[must_use]
    pub fn new(release: &str, sha256: &str, gwp: GwpSet) -> Lock {
        let [release, sha256, gwp] = [release, sha256, gwp.name()].map(unwritten);
        Lock { release, sha256, gwp, pins: BTreeMap::new() }
    }

    /// Pins a factor: `table` is the file of the study's own ones that it stands in, nothing for the release; `names`
    /// are those in the study that lead to it.
    pub fn pin_factor<'n>(
        &mut self,
        factor: &EmissionFactor,
        table: Option<&str>,
        names: impl IntoIterator<Item = &'n str>,
    ) {
        let mut says = vec![("table", table.unwrap_or(RELEASE).to_owned())];
        says.extend(PINNED.iter().map(|column| (column.name(), factor.cell(*column))));
        let pinned = Pinned { kind: Kind::Factor, name: factor.full_name(), table: table.map(ToOwned::to_owned) };
        self.pin(pinned, says, names);
    }

    /// Pins the GWP-100 of a gas; `names` are those in the study that lead to it, where it is released as such.
    pub fn pin_gas<'n>(&mut self, gas: &str, gwp: Amount, names: impl IntoIterator<Item = &'n str>) {
        let pinned = Pinned { kind: Kind::Gas, name: gas.to_owned(), table: None };
        self.pin(pinned, vec![("gwp", gwp.to_string())], names);
    }

    /// Pins an input by its SHA-256.
    pub fn pin_input(&mut self, file: &str, sha256: &str) {
        let pinned = Pinned { kind: Kind::Input, name: file.to_owned(), table: None };
        self.pin(pinned, vec![("sha256", sha256.to_owned())], []);
    }

    fn pin<'n>(&mut self, pinned: Pinned, says: Vec<(&'static str, String)>, names: impl IntoIterator<Item = &'n str>) {
        let name = (pinned.kind.keys()[0], pinned.name.clone());
        let pin = self.pins.entry(pinned).or_default();
        let says = std::iter::once(name).chain(says).filter(|(_, text)| !text.is_empty());
        pin.says.extend(says.map(|(key, text)| (key, unwritten(text))));
        pin.names.extend(names.into_iter().map(|name| (name.to_owned(), Place::file(LOCK_FILE))));
    }

    /// The release of the factor table.
    #[must_use]
    pub fn release(&self) -> &str {
        &self.release.value
    }

    /// Whether its release has the name of a shipped one, but other files.
    #[must_use]
    pub fn is_of_another_table(&self) -> bool {
        Loaded::shipped_sha256(self.release()).is_some_and(|shipped| shipped != self.sha256.value)
    }

    /// The GWP set.
    #[must_use]
    pub fn gwp(&self) -> &str {
        &self.gwp.value
    }

    /// How many things of a kind it pins.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.pins.keys().filter(|pinned| pinned.kind == kind).count()
    }
}
