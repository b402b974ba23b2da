//! The inventory: activity data summed per group, exactly, before any factor is looked at.
//!
//! A group is all rows of a file that have the same texts (item, product, unit, factor, leg, …) and the same numeric
//! columns filled. Since emissions are linear in the activity, Σ(q·f) = f·Σq: a factor is applied once per group.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;

use jiff::civil::Date;

use crate::amount::{Estimate, Inexact, Rounded, Sum, Written};
use crate::column::{Column as C, FileKind, Kind};
use crate::diagnostic::{Diagnostics, Problem, problem};
use crate::source::Record;
use crate::study::{Study, StudyFile};
use crate::table::{self, Layout, Reading, Row, Sink};

/// What a check asks of the rows besides their sums: what each sum could be, and single rows.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// By file, the lines of the rows that are not summed up with others of the same texts.
    pub apart: BTreeMap<String, BTreeSet<u64>>,
    /// Whether no row is.
    pub every_row: bool,
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
    /// How many data rows it has.
    pub rows: u64,
    /// Its groups, in the order of their first rows.
    pub groups: Vec<Group>,
}

/// Rows with the same texts.
#[derive(Clone, Debug)]
pub struct Group {
    /// The line of the first row.
    pub line: u64,
    /// The first row, which stands for all in what concerns texts.
    pub text: Box<str>,
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
        if other.line < self.line {
            (self.line, self.text) = (other.line, other.text);
        }
    }

    /// The first row.
    pub fn with_row<T>(&self, layout: &Layout, read: impl FnOnce(&Row<'_>) -> T) -> T {
        let record = Record::single(&self.text, self.line, Vec::new());
        read(&Row { layout, record: &record, rows: self.rows })
    }
}

/// How a row is counted: which of its numeric columns are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not at all.
    None,
    /// By `quantity`.
    Quantity,
    /// By `fuel_quantity`.
    Fuel,
    /// By `vehicle` and `vehicle_distance`.
    VehicleDistance,
    /// By `vehicle`, `distance` and `trips`.
    Trips,
    /// By `mass` and `distance`.
    Freight,
    /// In more than one way, or in one with columns that are no part of it, which is an error.
    Several,
}

impl Way {
    /// The columns whose product a row counted in this way says.
    #[must_use]
    pub fn columns(self) -> &'static [C] {
        match self {
            Way::None | Way::Several => &[],
            Way::Quantity => &[C::Quantity],
            Way::Fuel => &[C::FuelQuantity],
            Way::VehicleDistance => &[C::VehicleDistance],
            Way::Trips => &[C::Distance, C::Trips],
            Way::Freight => &[C::Mass, C::Distance],
        }
    }
}

/// The numbers of one row.
#[derive(Clone, Copy, Debug, Default)]
struct Numbers([Option<Written>; 6]);

impl Numbers {
    /// The place of a column by which rows are counted.
    fn place(column: C) -> Option<usize> {
        match column {
            C::Quantity => Some(0),
            C::Mass => Some(1),
            C::Distance => Some(2),
            C::Trips => Some(3),
            C::VehicleDistance => Some(4),
            C::FuelQuantity => Some(5),
            _ => None,
        }
    }

    fn set(&mut self, column: C, number: Option<Written>) {
        if let Some(place) = Numbers::place(column) {
            self.0[place] = number;
        }
    }

    fn get(&self, column: C) -> Option<Written> {
        self.0[Numbers::place(column)?]
    }

    /// The way that the filled columns are, exactly. The mass of the load may stand beside fuel or a vehicle's distance.
    fn way(&self, has_vehicle: bool) -> Way {
        let [quantity, mass, distance, trips, vehicle_distance, fuel] = self.0.map(|number| number.is_some());
        match (mass, distance, trips, has_vehicle, vehicle_distance, fuel) {
            _ if quantity => Way::Quantity,
            (_, false, false, false, false, true) => Way::Fuel,
            (_, false, false, true, true, false) => Way::VehicleDistance,
            (false, true, true, true, false, false) => Way::Trips,
            (true, true, false, false, false, false) => Way::Freight,
            (true, true, ..) | (.., true, true, _) | (_, true, true, true, ..) | (.., true) => Way::Several,
            _ => Way::None,
        }
    }

    /// The numbers whose product a row counted in this way says.
    fn product(&self, way: Way) -> (Option<Written>, Option<Written>) {
        match way.columns() {
            [] => (None, None),
            [one] => (self.get(*one), None),
            [one, other, ..] => (self.get(*one), self.get(*other)),
        }
    }

    /// Adds what the row says to `sum`.
    fn add_to(&self, way: Way, sum: &mut Sum) {
        match self.product(way) {
            (Some(a), Some(b)) => sum.add_product(a.amount, b.amount),
            (Some(one), None) | (None, Some(one)) => sum.add(one.amount),
            (None, None) => {}
        }
    }

    /// What the row could say.
    fn estimate(&self, way: Way, rounded: Rounded) -> Result<Estimate, Inexact> {
        match self.product(way) {
            (Some(a), Some(b)) => a.estimate(rounded).times(b.estimate(rounded)),
            (Some(one), None) | (None, Some(one)) => Ok(one.estimate(rounded)),
            (None, None) => Ok(Estimate::default()),
        }
    }
}

/// Sums the rows of one file. Each worker has its own; they are merged at the end.
struct Groups {
    kind: FileKind,
    period: (Date, Date),
    apart: Option<Apart>,
    by_key: HashMap<Vec<u8>, Group>,
    key: Vec<u8>,
}

impl Sink for Groups {
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        self.key.clear();
        let mut numbers = Numbers::default();
        let mut sound = true;
        let excluded = !row.text(C::Excluded).is_empty();
        for column in self.kind.columns().iter().copied().filter(|column| row.layout.has(*column)) {
            match column.kind() {
                Kind::Text => {
                    self.key.extend_from_slice(row.text(column).as_bytes());
                    // No text holds this byte, so that no two rows of different texts have one key.
                    self.key.push(0xFF);
                }
                Kind::Number => match self.number(row, column) {
                    Ok(Some(number)) if column == C::Distance && number.amount.is_negative() => {
                        // A reversal has its sign on what was moved or used: two signs would cancel.
                        diagnostics.push(row.diagnostic(column, problem::below_zero(number.amount)));
                        sound = false;
                    }
                    Ok(number) => numbers.set(column, number),
                    Err(problem) => {
                        diagnostics.push(row.diagnostic(column, problem));
                        sound = false;
                    }
                },
                Kind::Date => match row.date(column) {
                    Ok(Some(date)) if !excluded && (date < self.period.0 || date > self.period.1) => {
                        let problem = problem::date_outside_period(date, self.period.0, self.period.1);
                        diagnostics.push(row.diagnostic(column, problem));
                    }
                    Ok(_) => {}
                    Err(problem) => diagnostics.push(row.diagnostic(column, problem)),
                },
                Kind::Remark => {}
            }
        }
        if !sound {
            return;
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
        let group = match self.by_key.get_mut(&self.key) {
            Some(group) => group,
            None => {
                let bounds = self.apart.as_ref().map(|_| Box::default());
                let group =
                    Group { line, text: row.record.text.into(), rows: 0, way, sum: Sum::default(), bounds, apart };
                self.by_key.entry(self.key.clone()).or_insert(group)
            }
        };
        group.rows += 1;
        numbers.add_to(way, &mut group.sum);
        if let Some(bounds) = &mut group.bounds {
            for rounded in Rounded::ALL {
                bounds[rounded as usize].add(numbers.estimate(way, rounded));
            }
        }
    }
}

impl Groups {
    /// The number in a column; how it is written matters to a check alone. Trips are counted, and exact.
    fn number(&self, row: &Row<'_>, column: C) -> Result<Option<Written>, Problem> {
        match self.apart {
            Some(_) if column != C::Trips => row.written(column),
            _ => Ok(row.number(column)?.map(Written::exact)),
        }
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
            None => None,
            Some(Detail { every_row: true, .. }) => Some(Apart::All),
            Some(detail) => Some(Apart::Lines(detail.apart.get(&file.source.name).cloned().unwrap_or_default())),
        };
        let sink = || Groups {
            kind: file.kind,
            period: (study.from, study.to),
            apart: apart.clone(),
            by_key: HashMap::new(),
            key: Vec::new(),
        };
        let table = table::read(file.kind, &file.source, &file.binding, reading, sink, diagnostics)?;
        Ok(table.map(|table| {
            let mut all: HashMap<Vec<u8>, Group> = HashMap::new();
            for (key, group) in table.sinks.into_iter().flat_map(|sink| sink.by_key) {
                match all.entry(key) {
                    Entry::Occupied(mut entry) => entry.get_mut().merge(group),
                    Entry::Vacant(entry) => {
                        entry.insert(group);
                    }
                }
            }
            let mut groups: Vec<Group> = all.into_values().collect();
            groups.sort_by_key(|group| group.line);
            Inventory { kind: file.kind, layout: table.layout, encoding: table.encoding, rows: table.rows, groups }
        }))
    }
}
