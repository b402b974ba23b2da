//! Reading study.lock.

use std::io;

use super::{Kind, Lock, Pin, Pinned, RELEASE, SCHEMA};
use crate::diagnostic::{Diagnostic, Diagnostics, problem};
use crate::source::Source;
use crate::study::{Section, toml_tables, toml_text};

impl Lock {
    /// Reads a lock. Nothing where it is broken, or of a format that this program does not know; what is wrong is in
    /// `diagnostics`.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> io::Result<Option<Lock>> {
        let mut found = Diagnostics::default();
        let lock = match toml_text(source, &mut found)? {
            Some(text) => read_text(&source.name, &text, &mut found),
            None => None,
        };
        let lock = lock.filter(|_| !found.has_errors());
        diagnostics.merge(found);
        Ok(lock)
    }
}

fn read_text(file: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Lock> {
    let table = toml_tables(file, text, diagnostics)?;
    let mut root = Section::root(file, text, &table);
    let schema = root.required("schema", diagnostics)?;
    if schema.value != SCHEMA {
        // What else it may hold only a program knows that knows the format.
        diagnostics.push(Diagnostic::new(problem::unknown_schema(&schema.value, SCHEMA), schema.place));
        return None;
    }
    let mut section = root.section("release", diagnostics);
    let release = section.required("name", diagnostics);
    let sha256 = section.required("sha256", diagnostics);
    section.finish(diagnostics);
    let mut section = root.section("gwp", diagnostics);
    let gwp = section.required("set", diagnostics);
    section.finish(diagnostics);
    let mut lock = Lock { release: release?, sha256: sha256?, gwp: gwp?, pins: std::collections::BTreeMap::new() };
    for kind in Kind::ALL {
        for section in root.sections(kind.name(), diagnostics) {
            read_pin(kind, section, &mut lock, diagnostics);
        }
    }
    root.finish(diagnostics);
    Some(lock)
}

fn read_pin(kind: Kind, mut section: Section<'_>, lock: &mut Lock, diagnostics: &mut Diagnostics) {
    let mut pin = Pin::default();
    let name = section.required(kind.keys()[0], diagnostics);
    for key in kind.keys() {
        pin.says.extend(section.text(key, diagnostics).map(|text| (key, text)));
    }
    if kind != Kind::Input {
        let names = section.texts("names", diagnostics).unwrap_or_default();
        pin.names.extend(names.into_iter().map(|name| (name.value, name.place)));
    }
    section.finish(diagnostics);
    let Some(name) = name else { return };
    let table = pin.text("table").filter(|table| *table != RELEASE).map(ToOwned::to_owned);
    let pinned = Pinned { kind, name: name.value, table };
    if let Some(first) = lock.pins.get(&pinned) {
        let first = first.place(kind, kind.keys()[0]);
        let problem = problem::duplicate_name(&pinned.name, &first.file, first.line);
        diagnostics.push(Diagnostic::new(problem, name.place));
        return;
    }
    lock.pins.insert(pinned, pin);
}
