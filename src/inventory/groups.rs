//! The sink of activity data: rows become groups, and groups sums.

use std::collections::HashMap;

use jiff::civil::Date;

use super::quick::Quick;
use super::way::{Numbers, Way};
use super::{Apart, Group};
use crate::amount::{Rounded, Sum, Written};
use crate::cell::{Reported, date, number};
use crate::column::{Column as C, FileKind, Kind};
use crate::diagnostic::{Code, Diagnostics, problem};
use crate::source::Marks;
use crate::table::{Layout, Row, Sink};

/// The most groups of a file. What has more is summed by a running number, and would fill memory.
pub(super) const MOST: usize = 250_000;
/// The most that their first rows take, in bytes.
pub(super) const MOST_BYTES: usize = 128 << 20;

/// Sums the rows of one file. Each worker has its own; they are merged at the end.
pub(super) struct Groups {
    kind: FileKind,
    period: (Date, Date),
    apart: Option<Apart>,
    by_key: HashMap<Vec<u8>, usize>,
    pub(super) list: Vec<Group>,
    /// How long the first rows of all are.
    bytes: usize,
    /// Whether there are more than are kept.
    pub(super) surplus: bool,
    key: Vec<u8>,
    quick: Option<Quick>,
}

impl Groups {
    pub(super) fn new(kind: FileKind, period: (Date, Date), apart: Option<Apart>, layout: &Layout) -> Groups {
        // A check asks how numbers are written, for which the quick path has no eye.
        let quick = if apart.is_none() { Quick::new(kind, layout) } else { None };
        Groups {
            kind,
            period,
            apart,
            by_key: HashMap::new(),
            list: Vec::new(),
            bytes: 0,
            surplus: false,
            key: Vec::new(),
            quick,
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

    /// The number in a column. Trips are counted, and exact.
    fn number(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Result<Option<Written>, Reported> {
        let number = number(row, column, diagnostics)?;
        Ok(if column == C::Trips { number.map(|trips| Written::exact(trips.amount)) } else { number })
    }

    /// Whether the day of a row is in the period, or blank; what is wrong with it is said.
    fn is_in_period(&self, row: &Row<'_>, diagnostics: &mut Diagnostics) -> bool {
        match date(row, C::Date, diagnostics) {
            Ok(Some(date)) if date < self.period.0 || date > self.period.1 => {
                if row.text(C::Excluded).is_empty() {
                    row.report(C::Date, Code::DateOutsidePeriod, diagnostics, || {
                        problem::date_outside_period(date, self.period.0, self.period.1)
                    });
                }
                false
            }
            Ok(_) => true,
            Err(Reported) => false,
        }
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
        self.list.push(Group {
            line: row.record.line,
            text: row.record.text.into(),
            above: row.above.into(),
            rows: 0,
            way,
            sum: Sum::default(),
            bounds: self.apart.as_ref().map(|_| Box::default()),
            apart,
        });
        Some(self.list.len() - 1)
    }
}

impl Sink for Groups {
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        let mut numbers = Numbers::default();
        let (mut sound, mut in_period) = (true, true);
        let columns = || self.kind.columns().iter().copied().filter(|column| row.layout.has(*column));
        for column in columns() {
            match column.kind() {
                Kind::Number => match Groups::number(row, column, diagnostics) {
                    Ok(Some(number)) if column == C::Distance && number.amount.is_negative() => {
                        // A reversal has its sign on what was moved or used: two signs would cancel.
                        row.report(column, Code::BelowZero, diagnostics, || problem::below_zero(number.amount));
                        sound = false;
                    }
                    Ok(number) => numbers.set(column, number),
                    Err(Reported) => sound = false,
                },
                Kind::Date => in_period = self.is_in_period(row, diagnostics),
                Kind::Text | Kind::Remark => {}
            }
        }
        if !sound {
            return;
        }
        self.key.clear();
        for column in columns().filter(|column| column.kind() == Kind::Text) {
            self.key.extend_from_slice(row.text(column).as_bytes());
            // No text holds this byte, so that no two rows of different texts have one key.
            self.key.push(0xFF);
        }
        let way = numbers.way(row.layout.has(C::Vehicle) && !row.text(C::Vehicle).is_empty());
        self.key.push(way as u8);
        let line = row.record.line;
        let apart = match &self.apart {
            None => false,
            Some(Apart::All) => true,
            Some(Apart::Lines(lines)) => lines.contains(&line),
        };
        if apart {
            self.key.extend_from_slice(&line.to_be_bytes());
        }
        let Some(index) = self.group(row, way, apart) else {
            self.surplus = true;
            return;
        };
        let group = &mut self.list[index];
        group.rows += 1;
        numbers.add_to(way, &mut group.sum);
        if let Some(bounds) = &mut group.bounds {
            for rounded in Rounded::ALL {
                bounds[rounded as usize].add(numbers.estimate(way, rounded));
            }
        }
        if let Some(quick) = &mut self.quick {
            quick.learn(index, way, in_period);
        }
    }

    fn quick(&mut self, marks: &mut Marks<'_>, at: usize) -> (u64, usize) {
        self.quick.as_mut().map_or((0, at), |quick| quick.rows(marks, at))
    }
}
