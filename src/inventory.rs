//! The inventory: activity data summed per group, exactly, before any factor is looked at.
//!
//! A group is all rows of a file that have the same texts (item, product, unit, factor, leg, …) and the same numeric
//! columns filled. Since emissions are linear in the activity, Σ(q·f) = f·Σq: a factor is applied once per group.

mod facts;
mod groups;
mod quick;
mod reader;
mod way;

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use crate::amount::{Estimate, Inexact, Rounded, Sum};
use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::source::{Cut, Record};
use crate::study::{Study, StudyFile};
use crate::table::{self, Above, Layout, Reading, Row};

pub use facts::{Extremes, Facts, Month, Months, print_of};
use groups::{Groups, MOST, MOST_BYTES};
pub use reader::{Counted, RowReader};
pub use way::Way;

/// What a check or a report asks of the rows besides their sums: what each sum could be, and single rows.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// By file, the lines of the rows that are not summed up with others of the same texts.
    pub apart: BTreeMap<String, BTreeSet<u64>>,
    /// Whether no row is.
    pub every_row: bool,
    /// Whether rows that are kept apart are listed as parts of one contribution, as a report wants them, and are not
    /// contributions of their own, as a check tries them.
    pub as_parts: bool,
    /// Whether an audit asks for facts of the rows. Nothing is kept apart then but where every row is; and every row is in larger
    /// files, too, as rules look at single rows.
    pub facts: bool,
}

/// Which rows of a file are kept apart.
#[derive(Clone, Debug)]
enum Apart {
    All,
    Lines(BTreeSet<u64>),
}

/// The sums of a file.
#[derive(Debug)]
pub struct Inventory {
    /// What the file holds.
    pub kind: FileKind,
    /// Its columns.
    pub layout: Layout,
    /// The encoding that was used.
    pub encoding: crate::source::Encoding,
    /// How the ends of its records were found.
    pub cut: Cut,
    /// How many data rows it has.
    pub rows: u64,
    /// How many of them are total lines, which are left out.
    pub totals: u64,
    /// Its groups, in the order of their first rows.
    pub groups: Vec<Group>,
    /// The prints that more than one row has, where an audit asks for it: see [`print_of`].
    pub repeated: BTreeSet<u64>,
}

/// Rows with the same texts.
#[derive(Clone, Debug)]
pub struct Group {
    /// The line of the first row.
    pub line: u64,
    /// The first row, which stands for all in what concerns texts.
    pub text: Box<str>,
    /// What its blank cells take from the rows above it.
    pub above: Box<[Above]>,
    /// How many rows.
    pub rows: u64,
    /// How the rows are counted.
    pub way: Way,
    /// The sum over all rows of what the filled columns say: a quantity, or distance × trips, or mass × distance.
    pub sum: Sum,
    /// What the sum could be if every number that was rounded is off by half a unit in its last place, where a check asks
    /// for it: by [`Rounded::ALL`].
    pub bounds: Option<Box<[Bounds; 2]>>,
    /// Whether the row is kept apart from others with the same texts.
    pub apart: bool,
    /// What is known of its rows, where an audit asks for it.
    pub facts: Option<Box<Facts>>,
}

/// The least and the most that a sum could be.
#[derive(Clone, Debug, Default)]
pub struct Bounds {
    low: Sum,
    high: Sum,
    /// Whether a row had more digits than an estimate has room for.
    lost: bool,
}

impl Bounds {
    fn add(&mut self, estimate: Result<Estimate, Inexact>) {
        match estimate {
            Ok(Estimate { low, high, .. }) => {
                self.low.add(low);
                self.high.add(high);
            }
            Err(_) => self.lost = true,
        }
    }

    fn merge(&mut self, other: Bounds) {
        self.low.merge(other.low);
        self.high.merge(other.high);
        self.lost |= other.lost;
    }
}

impl Group {
    /// The sum and what it could be; where nobody asked for the bounds, the sum alone.
    pub fn estimate(&self, rounded: Rounded) -> Result<Estimate, Inexact> {
        let value = self.sum.total()?;
        match self.bounds.as_ref().map(|bounds| &bounds[rounded as usize]) {
            None => Ok(Estimate::exact(value)),
            Some(Bounds { lost: true, .. }) => Err(Inexact::DigitsLost),
            Some(Bounds { low, high, .. }) => Ok(Estimate { value, low: low.total()?, high: high.total()? }),
        }
    }

    fn merge(&mut self, other: Group) {
        self.rows += other.rows;
        self.sum.merge(other.sum);
        if let (Some(bounds), Some(more)) = (&mut self.bounds, other.bounds) {
            for (bounds, more) in bounds.iter_mut().zip(*more) {
                bounds.merge(more);
            }
        }
        if let (Some(facts), Some(more)) = (&mut self.facts, other.facts) {
            facts.merge(*more);
        }
        if other.line < self.line {
            (self.line, self.text, self.above) = (other.line, other.text, other.above);
        }
    }

    /// A group that begins with this row, and has none yet.
    #[must_use]
    pub fn begin(row: &Row<'_>, way: Way) -> Group {
        Group {
            line: row.record.line,
            text: row.record.text.into(),
            above: row.above.into(),
            rows: 0,
            way,
            sum: Sum::default(),
            bounds: None,
            apart: false,
            facts: None,
        }
    }

    /// The first row.
    pub fn with_row<T>(&self, layout: &Layout, read: impl FnOnce(&Row<'_>) -> T) -> T {
        let record = Record::single(&self.text, self.line, layout.delimiter, Vec::new());
        read(&Row { layout, record: &record, rows: self.rows, above: &self.above })
    }
}

impl Inventory {
    /// Reads and sums one file of activity data, with the detail that a check asks for. Nothing where its header cannot
    /// be bound.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(
        file: &StudyFile,
        study: &Study,
        reading: Reading,
        detail: Option<&Detail>,
        diagnostics: &mut Diagnostics,
    ) -> io::Result<Option<Inventory>> {
        let apart = match detail {
            Some(Detail { every_row: true, .. }) => Some(Apart::All),
            None | Some(Detail { facts: true, .. }) => None,
            Some(detail) => Some(Apart::Lines(detail.apart.get(&file.source.name).cloned().unwrap_or_default())),
        };
        let period = (study.from, study.to);
        let facts = detail.is_some_and(|detail| detail.facts);
        let sink = |layout: &Layout| Groups::new(file.kind, period, apart.clone(), facts, layout);
        let table = table::read(file.kind, &file.source, &file.binding, reading, sink, diagnostics)?;
        Ok(table.map(|mut table| {
            let prints: Vec<_> = table.sinks.iter_mut().map(|sink| std::mem::take(&mut sink.prints)).collect();
            let repeated = if facts { facts::repeated(&prints) } else { BTreeSet::new() };
            let surplus = table.sinks.iter().any(|sink| sink.surplus);
            let mut all: HashMap<Vec<u8>, Group> = HashMap::new();
            for (key, group) in table.sinks.into_iter().flat_map(Groups::into_groups) {
                match all.entry(key) {
                    Entry::Occupied(mut entry) => entry.get_mut().merge(group),
                    Entry::Vacant(entry) => {
                        entry.insert(group);
                    }
                }
            }
            let mut groups: Vec<Group> = all.into_values().collect();
            groups.sort_by_key(|group| group.line);
            let bytes: usize = groups.iter().map(|group| group.text.len()).sum();
            if surplus || groups.len() > MOST || bytes > MOST_BYTES {
                // Where the first one too many stands depends on who read it, and nothing is to be made of any of them.
                let place = Place::file(&file.source.name);
                diagnostics.push(Diagnostic::new(problem::too_many_texts(MOST), place));
                groups.clear();
            }
            Inventory {
                kind: file.kind,
                layout: table.layout,
                encoding: table.encoding,
                cut: table.cut,
                rows: table.rows,
                totals: table.totals,
                groups,
                repeated,
            }
        }))
    }
}
