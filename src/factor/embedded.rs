//! The shipped releases, which are part of the program: an index made when it is built tells where each row stands and
//! which rows a name finds, so that a run reads only the rows that it uses.

use std::io;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use include_dir::{Dir, include_dir};

use super::files::{FACTORS, RELEASES as LIST};
use super::table::read_factor;
use super::{EmissionFactor, FactorRow};
use crate::column::FileKind;
use crate::diagnostic::Diagnostics;
use crate::source::Source;
use crate::study::Binding;
use crate::table::SmallTable;
use crate::word::{FactorBoundary, Word};

/// The files of every release.
static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/factors");

/// The releases, by name.
#[expect(clippy::unreadable_literal, reason = "a script wrote it, and nobody reads it")]
static RELEASES: &[EmbeddedRelease] = include!(concat!(env!("OUT_DIR"), "/releases.rs"));

/// What the build script knows of a release.
#[derive(Debug)]
pub(super) struct EmbeddedRelease {
    /// Its name.
    pub(super) name: &'static str,
    /// The SHA-256 of its files.
    pub(super) sha256: &'static str,
    /// Where the header of its factors stands, in bytes.
    header: Range<usize>,
    /// Its factors.
    rows: &'static [EmbeddedRow],
    /// Which rows a folded name finds, in the order of the names.
    names: &'static [(&'static str, &'static [u16])],
    /// Which row has a folded full name, in the order of the names.
    full_names: &'static [(&'static str, u16)],
}

/// Where a factor stands, and what decides whether a request gets it.
#[derive(Debug)]
pub(super) struct EmbeddedRow {
    line: u64,
    bytes: Range<usize>,
    pub(super) region: Option<&'static str>,
    pub(super) year: Option<i16>,
    boundary: &'static str,
}

impl EmbeddedRow {
    /// What kind of factor it is.
    pub(super) fn boundary(&self) -> Option<FactorBoundary> {
        FactorBoundary::WORDS.iter().find(|(_, names)| names[0] == self.boundary).map(|(boundary, _)| *boundary)
    }
}

impl EmbeddedRelease {
    /// All releases, the oldest first.
    pub(super) fn all() -> &'static [EmbeddedRelease] {
        RELEASES
    }

    /// The release with this name.
    pub(super) fn find(name: &str) -> Option<&'static EmbeddedRelease> {
        RELEASES.iter().find(|release| release.name == name)
    }

    fn file_name(&self, name: &str) -> String {
        format!("factors/{}/{name}", self.name)
    }

    /// The bytes of a file of it; none where it has no such file.
    pub(super) fn bytes(&self, name: &str) -> &'static [u8] {
        SHIPPED.get_file(format!("{}/{name}", self.name)).map_or(&[], include_dir::File::contents)
    }

    /// The list of all releases.
    pub(super) fn list() -> &'static [u8] {
        SHIPPED.get_file(LIST).map_or(&[], include_dir::File::contents)
    }

    /// The number of the row, from 0, with this folded full name.
    pub(super) fn row(&self, full_name: &str) -> Option<usize> {
        let found = self.full_names.binary_search_by_key(&full_name, |(name, _)| name).ok()?;
        Some(usize::from(self.full_names[found].1))
    }

    /// The numbers of the rows that a folded name finds.
    pub(super) fn rows_named(&self, folded: &str) -> &'static [u16] {
        self.names.binary_search_by_key(&folded, |(name, _)| name).map_or(&[], |found| self.names[found].1)
    }
}

/// The factors of a shipped release, each read when it is asked for.
#[derive(Clone, Debug)]
pub(super) struct Embedded {
    release: &'static EmbeddedRelease,
    text: &'static str,
    /// The table's header without its rows.
    header: Arc<SmallTable>,
    file: Arc<str>,
    read: Box<[OnceLock<Option<Box<EmissionFactor>>>]>,
}

impl Embedded {
    /// Opens the factors of a release. Nothing where they are no table, which the tests exclude.
    pub(super) fn open(release: &'static EmbeddedRelease) -> io::Result<Option<Embedded>> {
        let Ok(text) = std::str::from_utf8(release.bytes(FACTORS)) else { return Ok(None) };
        let name = release.file_name(FACTORS);
        let header = Source::embedded(name.as_str(), text[release.header.clone()].as_bytes());
        let mut unheard = Diagnostics::default();
        let header = SmallTable::read(FileKind::Factors, &header, &Binding::default(), &mut unheard)?;
        let read = release.rows.iter().map(|_| OnceLock::new()).collect();
        Ok(header.map(|header| Embedded { release, text, header: Arc::new(header), file: Arc::from(name), read }))
    }

    pub(super) fn len(&self) -> usize {
        self.release.rows.len()
    }

    /// The factor in the row of this number, from 0.
    pub(super) fn get(&self, index: usize) -> Option<&EmissionFactor> {
        let read = || {
            let EmbeddedRow { line, bytes, .. } = self.row(index)?;
            let text = self.text[bytes.clone()].trim_end_matches(['\r', '\n']);
            let mut unheard = Diagnostics::default();
            let factor = self.header.with_row(text, *line, |row| read_factor(&self.file, &row, &mut unheard));
            factor.map(Box::new)
        };
        self.read.get(index)?.get_or_init(read).as_deref()
    }

    /// What is known of the row of this number, from 0, without reading it.
    pub(super) fn row(&self, index: usize) -> Option<&'static EmbeddedRow> {
        self.release.rows.get(index)
    }

    /// The factor in a row of the table.
    pub(super) fn at(&self, row: &FactorRow) -> Option<&EmissionFactor> {
        if row.file != self.file {
            return None;
        }
        self.get(self.release.rows.binary_search_by_key(&row.line, |row| row.line).ok()?)
    }

    pub(super) fn exactly(&self, full_name: &str) -> Option<&EmissionFactor> {
        self.get(self.release.row(full_name)?)
    }

    /// The numbers of the rows that a folded name finds.
    pub(super) fn named(&self, folded: &str) -> &'static [u16] {
        self.release.rows_named(folded)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::factor::Loaded;

    #[test]
    fn the_index_finds_what_reading_every_row_finds() {
        for release in EmbeddedRelease::all() {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("factors").join(release.name);
            let mut diagnostics = Diagnostics::default();
            let whole = Loaded::read(release.name, Some(&folder), &mut diagnostics).unwrap().unwrap();
            assert!(diagnostics.is_empty(), "{}: {diagnostics:?}", release.name);
            let shipped = Loaded::read(release.name, None, &mut diagnostics).unwrap().unwrap();
            assert_eq!(whole.sha256, shipped.sha256);
            assert_eq!(whole.factors.len(), shipped.factors.len());
            let plain = |factor: &EmissionFactor| {
                let row = FactorRow { file: Arc::from(""), line: factor.row.line };
                format!("{:?}", EmissionFactor { row, ..factor.clone() })
            };
            for (read, indexed) in whole.factors.factors().zip(shipped.factors.factors()) {
                assert_eq!(plain(read), plain(indexed));
                assert_eq!(plain(shipped.factors.at(&indexed.row).unwrap()), plain(read));
                for candidate in shipped.factors.candidates(&indexed.activity) {
                    let factor = candidate.factor().unwrap();
                    assert_eq!(
                        (candidate.region, candidate.year, candidate.boundary),
                        (factor.region.as_deref(), factor.year, factor.boundary)
                    );
                }
                let full_name = read.full_name();
                assert_eq!(plain(shipped.factors.exactly(&full_name).unwrap()), plain(read));
                for name in read.names() {
                    let found =
                        |set: &crate::factor::FactorSet| set.named(name).map(|f| f.row.line).collect::<Vec<_>>();
                    assert_eq!(found(&whole.factors), found(&shipped.factors), "{name}");
                }
            }
            assert_eq!(shipped.factors.exactly("grid-electricity").map(plain), None);
            assert_eq!(shipped.factors.named("no such name").count(), 0);
        }
    }

    #[test]
    fn a_name_of_another_release_is_known() {
        assert_eq!(Loaded::latest_with("no such name"), None);
        let last = EmbeddedRelease::all().last().unwrap();
        assert_eq!(Loaded::latest_with("Grid-Electricity"), Some(last.name));
    }
}
