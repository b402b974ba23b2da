//! The sink of activity data: rows become groups, and groups sums.

use std::collections::HashMap;

use jiff::civil::Date;

use super::facts::{Facts, Months, Prints};
use super::quick::Quick;
use super::{Apart, Group, RowReader, Way};
use crate::amount::Rounded;
use crate::column::FileKind;
use crate::diagnostic::Diagnostics;
use crate::source::Marks;
use crate::table::{Layout, Row, Sink};

/// The most groups of a file. What has more is summed by a running number, and would fill memory.
pub(super) const MOST: usize = 250_000;
/// The most that their first rows take, in bytes.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// Sums the rows of one file. Each worker has its own; they are merged at the end.
pub(super) struct Groups {
    reader: RowReader,
    apart: Option<Apart>,
    by_key: HashMap<Vec<u8>, usize>,
    pub(super) list: Vec<Group>,
    /// How long the first rows of all are.
    bytes: usize,
    /// Whether there are more than are kept.
    pub(super) surplus: bool,
    key: Vec<u8>,
    quick: Option<Quick>,
    /// The months by which an audit asks for facts.
    months: Option<Months>,
    /// What tells the rows apart, where an audit asks for it.
    pub(super) prints: Prints,
}

impl Groups {
    pub(super) fn new(
        kind: FileKind,
        period: (Date, Date),
        apart: Option<Apart>,
        facts: bool,
        layout: &Layout,
    ) -> Groups {
        let months = facts.then(|| Months::of(period));
        // A check asks how numbers are written, for which the quick path has no eye.
        let quick = if apart.is_none() { Quick::new(kind, layout, months) } else { None };
        Groups {
            reader: RowReader { kind, period },
            apart,
            by_key: HashMap::new(),
            list: Vec::new(),
            bytes: 0,
            surplus: false,
            key: Vec::new(),
            quick,
            months,
            prints: Prints::default(),
        }
    }

    /// The groups and the keys of their texts.
    pub(super) fn into_groups(mut self) -> impl Iterator<Item = (Vec<u8>, Group)> {
        if let Some(quick) = self.quick.take() {
            quick.add_to(&mut self.list);
        }
        let mut list: Vec<Option<Group>> = self.list.into_iter().map(Some).collect();
        self.by_key.into_iter().filter_map(move |(key, index)| Some((key, list[index].take()?)))
    }

    /// The group with the key at hand; a new one begins with this row. Nothing where there are too many.
    fn group(&mut self, row: &Row<'_>, way: Way, apart: bool) -> Option<usize> {
        if let Some(index) = self.by_key.get(&self.key) {
            return Some(*index);
        }
        self.bytes += row.record.text.len();
        if self.list.len() == MOST || self.bytes > MOST_BYTES {
            return None;
        }
        self.by_key.insert(self.key.clone(), self.list.len());
        let bounds = self.apart.as_ref().map(|_| Box::default());
        let facts = self.months.map(|months| Box::new(Facts::new(months)));
        self.list.push(Group { bounds, apart, facts, ..Group::begin(row, way) });
        Some(self.list.len() - 1)
    }
}

impl Sink for Groups {
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        let Some(counted) = self.reader.read(row, &mut self.key, diagnostics) else { return };
        let line = row.record.line;
        let apart = match &self.apart {
            None => false,
            Some(Apart::All) => true,
            Some(Apart::Lines(lines)) => lines.contains(&line),
        };
        if apart {
            self.key.extend_from_slice(&line.to_be_bytes());
        }
        let Some(index) = self.group(row, counted.way, apart) else {
            self.surplus = true;
            return;
        };
        let group = &mut self.list[index];
        group.rows += 1;
        counted.add_to(&mut group.sum);
        if let Some((months, facts)) = self.months.zip(group.facts.as_mut()) {
            counted.note(months, row, facts);
            self.prints.take(row.record.text.as_bytes());
        }
        if let Some(bounds) = &mut group.bounds {
            for rounded in Rounded::ALL {
                bounds[rounded as usize].add(counted.estimate(rounded));
            }
        }
        if let Some(quick) = &mut self.quick {
            let month = self.months.zip(counted.day).and_then(|(months, day)| months.place(day));
            quick.learn(index, counted.way, counted.in_period, month);
        }
    }

    fn quick(&mut self, marks: &mut Marks<'_>, at: usize, line: u64) -> (u64, usize) {
        let Some(quick) = &mut self.quick else { return (0, at) };
        match self.months {
            None => quick.rows(marks, at),
            Some(_) => quick.rows_with_facts(marks, (at, line), &mut self.prints),
        }
    }
}
