//! Two locks side by side: what a study was locked with, and what it stands on now.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, Lock, Pin, Pinned};
use crate::column::{Column as C, LOCK_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::name::fold;

/// One thing in which two locks differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What differs.
    pub change: Change,
    /// Where it stands in the former lock.
    place: Place,
}

/// What differs between two locks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The release is another one.
    Release {
        /// Its name in the former lock.
        locked: String,
        /// Its name now.
        now: String,
    },
    /// The release has other files under the same name.
    ReleaseFiles {
        /// Its name.
        release: String,
        /// Their SHA-256 in the former lock.
        locked: String,
        /// Their SHA-256 now.
        now: String,
    },
    /// The GWP set is another one.
    GwpSet {
        /// Its name in the former lock.
        locked: String,
        /// Its name now.
        now: String,
    },
    /// Something says something else of itself.
    Text {
        /// What.
        of: Pinned,
        /// Of what.
        key: &'static str,
        /// In the former lock; nothing where that is blank.
        locked: Option<String>,
        /// Now; nothing where that is blank.
        now: Option<String>,
    },
    /// A name leads to another factor.
    Leads {
        /// The name.
        name: String,
        /// To which it led.
        locked: Pinned,
        /// To which it leads now.
        now: Pinned,
    },
    /// The former lock lacks it.
    New {
        /// What.
        what: Pinned,
        /// The names in the study that lead to it.
        names: Vec<String>,
    },
    /// It is no longer used.
    Gone {
        /// What.
        what: Pinned,
    },
}

impl Change {
    /// Of what kind of thing it is a change; nothing for the release, the GWP set and names.
    fn kind(&self) -> Option<Kind> {
        match self {
            Change::Release { .. } | Change::ReleaseFiles { .. } | Change::GwpSet { .. } | Change::Leads { .. } => None,
            Change::Text { of: what, .. } | Change::New { what, .. } | Change::Gone { what } => Some(what.kind),
        }
    }
}

impl Difference {
    /// What is said of it where a study is to be as it was locked.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        let problem = match &self.change {
            Change::Release { locked, now } => problem::release_differs(locked, now),
            Change::ReleaseFiles { release, locked, now } => problem::release_files_differ(release, locked, now),
            Change::GwpSet { locked, now } => problem::gwp_set_differs(locked, now),
            Change::Text { of, .. } if of.kind == Kind::Input => problem::input_changed(&of.name),
            Change::Text { of, key, locked, now } => problem::pin_differs(of, key, locked.as_deref(), now.as_deref()),
            Change::Leads { name, locked, now } => problem::name_leads_elsewhere(name, locked, now),
            Change::New { what, .. } if what.kind == Kind::Input => problem::input_added(&what.name),
            Change::New { what, names } => problem::not_locked(what, names),
            Change::Gone { what } if what.kind == Kind::Input => problem::input_gone(&what.name),
            Change::Gone { what } => problem::lock_unused(what),
        };
        Diagnostic::new(problem, self.place)
    }
}

impl Lock {
    /// Reports in what `now` is not as it was locked. What is no longer used is not known while an error stands, for a row
    /// that is wrong may use it.
    pub fn hold(&self, now: &Lock, diagnostics: &mut Diagnostics) {
        let sound = !diagnostics.has_errors();
        let differences = self.differences(now).into_iter();
        let is_unused = |change: &Change| matches!(change, Change::Gone { .. }) && change.kind() != Some(Kind::Input);
        let told = |difference: &Difference| sound || !is_unused(&difference.change);
        diagnostics.extend(differences.filter(told).map(Difference::diagnostic));
    }

    /// In what `now` differs from this lock. What follows from another difference is not listed: other files of another
    /// release, what another release calls its sources, the values of another GWP set, a factor that is new or gone because a name leads elsewhere, the gas of a
    /// factor that is gone.
    #[must_use]
    pub fn differences(&self, now: &Lock) -> Vec<Difference> {
        let leads = self.leads(now);
        let mut differences = Vec::new();
        let mut elsewhere: BTreeSet<&Pinned> = BTreeSet::new();
        for Difference { change, .. } in &leads {
            if let Change::Leads { locked, now, .. } = change {
                elsewhere.extend([locked, now]);
            }
        }
        let other_release = self.release.value != now.release.value;
        let other_set = self.gwp.value != now.gwp.value;
        for (pinned, pin) in &now.pins {
            match self.pins.get(pinned) {
                Some(_) if other_set && pinned.kind == Kind::Gas => {}
                Some(locked) => {
                    let reworded = |key| other_release && pinned.table.is_none() && key == C::Source.name();
                    let texts = of_texts(pinned, locked, pin).into_iter();
                    differences.extend(texts.filter(|(key, _)| !reworded(*key)).map(|(_, difference)| difference));
                }
                None if elsewhere.contains(pinned) => {}
                None => {
                    let names = pin.names.keys().cloned().collect();
                    let change = Change::New { what: pinned.clone(), names };
                    differences.push(Difference { change, place: Place::file(LOCK_FILE) });
                }
            }
        }
        let follows = |(pinned, pin): (&Pinned, &Pin)| pinned.kind == Kind::Gas && pin.names.is_empty();
        let gone = |(pinned, pin): &(&Pinned, &Pin)| {
            !now.pins.contains_key(*pinned) && !elsewhere.contains(pinned) && !follows((pinned, pin))
        };
        for (pinned, pin) in self.pins.iter().filter(gone) {
            let place = pin.place(pinned.kind, pinned.kind.keys()[0]);
            differences.push(Difference { change: Change::Gone { what: pinned.clone() }, place });
        }
        // Factors first, data last.
        differences.sort_by_key(|difference| difference.change.kind());
        [self.of_tables(now), leads, differences].concat()
    }

    /// The release and the GWP set.
    fn of_tables(&self, now: &Lock) -> Vec<Difference> {
        let mut differences = Vec::new();
        let of = |lock: &Lock| (lock.release.value.clone(), lock.sha256.value.clone(), lock.gwp.value.clone());
        let ((release, sha256, gwp), (release_now, sha256_now, gwp_now)) = (of(self), of(now));
        if release != release_now {
            let change = Change::Release { locked: release, now: release_now };
            differences.push(Difference { change, place: self.release.place.clone() });
        } else if sha256 != sha256_now {
            let change = Change::ReleaseFiles { release, locked: sha256, now: sha256_now };
            differences.push(Difference { change, place: self.sha256.place.clone() });
        }
        if gwp != gwp_now {
            let change = Change::GwpSet { locked: gwp, now: gwp_now };
            differences.push(Difference { change, place: self.gwp.place.clone() });
        }
        differences
    }

    /// The names that lead to another factor, or to a gas in place of one. A name may lead to several: as the gas that is
    /// released to its GWP, and as a material to a factor.
    fn leads(&self, now: &Lock) -> Vec<Difference> {
        let mut locked: BTreeMap<String, Vec<(&Pinned, &Place)>> = BTreeMap::new();
        for (pinned, pin) in &self.pins {
            for (name, place) in &pin.names {
                locked.entry(fold(name)).or_default().push((pinned, place));
            }
        }
        let mut differences = Vec::new();
        for (pinned, pin) in &now.pins {
            for name in pin.names.keys() {
                let Some(led) = locked.get(&fold(name)) else { continue };
                if let (Some((first, place)), true) = (led.first(), led.iter().all(|(other, _)| *other != pinned)) {
                    let change = Change::Leads { name: name.clone(), locked: (*first).clone(), now: pinned.clone() };
                    differences.push(Difference { change, place: (*place).clone() });
                }
            }
        }
        differences
    }
}

/// What two locks say of the same thing, key by key.
fn of_texts(pinned: &Pinned, locked: &Pin, now: &Pin) -> Vec<(&'static str, Difference)> {
    let differs = |key: &&'static str| locked.text(key) != now.text(key);
    let difference = |key: &'static str| {
        let change = Change::Text {
            of: pinned.clone(),
            key,
            locked: locked.text(key).map(ToOwned::to_owned),
            now: now.text(key).map(ToOwned::to_owned),
        };
        (key, Difference { change, place: locked.place(pinned.kind, key) })
    };
    pinned.kind.keys().into_iter().filter(differs).map(difference).collect()
}
