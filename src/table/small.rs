//! Small tables, held whole: products, vehicles, factors, published figures.

use std::collections::BTreeMap;
use std::io;

use super::layout::Layout;
use super::row::{Above, Row};
use super::{Reading, Sink, read};
use crate::column::{Column, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::source::{Encoding, Record, Source};
use crate::study::Binding;

/// Every row kept, in the order of the file.
#[derive(Debug, Default)]
struct Keep(BTreeMap<u64, Kept>);

/// A row's text, and what its blank cells take from above.
#[derive(Debug)]
struct Kept {
    text: String,
    above: Vec<Above>,
}

impl Sink for Keep {
    fn row(&mut self, row: &Row<'_>, _: &mut Diagnostics) {
        self.0.insert(row.record.line, Kept { text: row.record.text.to_owned(), above: row.above.to_vec() });
    }
}

/// A row of a small table that has a name of its own.
pub trait Named: Sized {
    /// Reads it. Nothing where a diagnostic says what is wrong.
    fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// Its name.
    fn name(&self) -> &str;

    /// The place of its name.
    fn place(&self) -> &Place;
}

/// A small table, held whole.
#[derive(Debug)]
pub struct SmallTable {
    layout: Layout,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// How many total lines were left out.
    pub totals: u64,
    rows: BTreeMap<u64, Kept>,
}

impl SmallTable {
    /// Reads a table of products, vehicles or factors.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(
        kind: FileKind,
        source: &Source,
        binding: &Binding,
        diagnostics: &mut Diagnostics,
    ) -> io::Result<Option<SmallTable>> {
        let reading = Reading { workers: 1, ..Reading::default() };
        let table = read(kind, source, binding, reading, |_| Keep::default(), diagnostics)?;
        Ok(table.map(|table| SmallTable {
            layout: table.layout,
            encoding: table.encoding,
            totals: table.totals,
            rows: table.sinks.into_iter().flat_map(|keep| keep.0).collect(),
        }))
    }

    /// The file's name.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.layout.file
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether it has this column.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.layout.has(column)
    }

    /// The place of its header.
    #[must_use]
    pub fn header_place(&self) -> Place {
        self.layout.header_place()
    }

    /// Adds what the rows name to `list`; a name that is there already is an error.
    pub fn collect<T: Named>(&self, list: &mut Vec<T>, diagnostics: &mut Diagnostics) {
        self.for_each(|row| {
            let Some(new) = T::read(&row, diagnostics) else { return };
            match list.iter().find(|other| other.name() == new.name()) {
                None => list.push(new),
                Some(other) => {
                    let Place { file, line, .. } = other.place();
                    let problem = problem::duplicate_name(new.name(), file, *line);
                    diagnostics.push(Diagnostic::new(problem, new.place().clone()));
                }
            }
        });
    }

    /// Hands a row of this table to `take`, though the table does not hold it: `text` on line `line` of the file.
    pub fn with_row<T>(&self, text: &str, line: u64, take: impl FnOnce(Row<'_>) -> T) -> T {
        let record = Record::single(text, line, self.layout.delimiter, Vec::new());
        take(Row { layout: &self.layout, record: &record, rows: 1, above: &[] })
    }

    /// Hands every row to `take`, from top to bottom.
    pub fn for_each(&self, mut take: impl FnMut(Row<'_>)) {
        let mut fields = Vec::new();
        for (line, Kept { text, above }) in &self.rows {
            let record = Record::single(text, *line, self.layout.delimiter, fields);
            take(Row { layout: &self.layout, record: &record, rows: 1, above });
            fields = record.fields;
        }
    }
}
