//! What a row of activity data says: its numbers, how it is counted, and the texts that make it one of a group.

use jiff::civil::Date;

use super::facts::{Facts, Months};
use super::way::{Numbers, Way};
use crate::amount::{Amount, Estimate, Inexact, Rounded, Sum, Written};
use crate::cell::{Reported, date, number};
use crate::column::{Column as C, FileKind, Kind};
use crate::diagnostic::{Code, Diagnostics, problem};
use crate::table::Row;

/// Reads the rows of one file of activity data, whose days must be in a period.
#[derive(Clone, Copy, Debug)]
pub struct RowReader {
    /// What the file holds.
    pub kind: FileKind,
    /// The first and the last day of the period.
    pub period: (Date, Date),
}

/// The numbers of a row, and how it is counted by them.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    numbers: Numbers,
    /// How it is counted.
    pub way: Way,
    /// Whether its day is in the period, or blank.
    pub in_period: bool,
    /// Its day.
    pub day: Option<Date>,
}

impl Counted {
    /// Adds what the row says to `sum`.
    pub fn add_to(&self, sum: &mut Sum) {
        self.numbers.add_to(self.way, sum);
    }

    /// Takes note of what an audit asks of the row.
    pub(super) fn note(&self, months: Months, row: &Row<'_>, facts: &mut Facts) {
        let mut sum = Sum::default();
        self.add_to(&mut sum);
        facts.add(self.day.and_then(|day| months.place(day)).map_or(0, |place| place + 1), 1, sum);
        for (place, number) in self.numbers.filled() {
            facts.see(place, number, row.record.line);
        }
        let first = self.way.columns().first().and_then(|column| self.amount(*column));
        facts.round += u64::from(first.is_some_and(Amount::is_round));
        facts.sourced += u64::from(!row.text(C::Source).is_empty());
    }

    /// What the row says.
    pub fn sum(&self) -> Result<Amount, Inexact> {
        let mut sum = Sum::default();
        self.add_to(&mut sum);
        sum.total()
    }

    /// What the row could say.
    pub fn estimate(&self, rounded: Rounded) -> Result<Estimate, Inexact> {
        self.numbers.estimate(self.way, rounded)
    }

    /// The number in a column by which rows are counted.
    #[must_use]
    pub fn amount(&self, column: C) -> Option<Amount> {
        self.numbers.get(column).map(|number| number.amount)
    }
}

impl RowReader {
    /// Reads a row, and sets `key` to what rows have in common that have the same texts and are counted in the same way.
    /// Nothing where a diagnostic says what is wrong with a number.
    #[inline]
    pub fn read(&self, row: &Row<'_>, key: &mut Vec<u8>, diagnostics: &mut Diagnostics) -> Option<Counted> {
        let mut numbers = Numbers::default();
        let (mut sound, mut in_period, mut day) = (true, true, None);
        let columns = || self.kind.columns().iter().copied().filter(|column| row.layout.has(*column));
        for column in columns() {
            match column.kind() {
                Kind::Number => match RowReader::number(row, column, diagnostics) {
                    Ok(Some(number)) if column == C::Distance && number.amount.is_negative() => {
                        // A reversal has its sign on what was moved or used: two signs would cancel.
                        row.report(column, Code::BelowZero, diagnostics, || problem::below_zero(number.amount));
                        sound = false;
                    }
                    Ok(number) => numbers.set(column, number),
                    Err(Reported) => sound = false,
                },
                Kind::Date => (in_period, day) = self.day(row, diagnostics),
                Kind::Text | Kind::Remark => {}
            }
        }
        if !sound {
            return None;
        }
        key.clear();
        for column in columns().filter(|column| column.kind() == Kind::Text) {
            key.extend_from_slice(row.text(column).as_bytes());
            // No text holds this byte, so that no two rows of different texts have one key.
            key.push(0xFF);
        }
        let way = numbers.way(row.layout.has(C::Vehicle) && !row.text(C::Vehicle).is_empty());
        key.push(way as u8);
        Some(Counted { numbers, way, in_period, day })
    }

    /// The number in a column. Trips are counted, and exact.
    fn number(row: &Row<'_>, column: C, diagnostics: &mut Diagnostics) -> Result<Option<Written>, Reported> {
        let number = number(row, column, diagnostics)?;
        Ok(if column == C::Trips { number.map(|trips| Written::exact(trips.amount)) } else { number })
    }

    /// Whether the day of a row is in the period, or blank, and the day; what is wrong with it is said.
    fn day(&self, row: &Row<'_>, diagnostics: &mut Diagnostics) -> (bool, Option<Date>) {
        match date(row, C::Date, diagnostics) {
            Ok(Some(date)) if date < self.period.0 || date > self.period.1 => {
                if row.text(C::Excluded).is_empty() {
                    row.report(C::Date, Code::DateOutsidePeriod, diagnostics, || {
                        problem::date_outside_period(date, self.period.0, self.period.1)
                    });
                }
                (false, None)
            }
            Ok(day) => (true, day),
            Err(Reported) => (false, None),
        }
    }
}
