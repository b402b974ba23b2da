//! What an audit asks of the rows of a group besides their sum: by month, the least and the largest number, and what is
//! said of them. No result depends on it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::way::Numbers;
use crate::amount::{Amount, Sum};
use crate::column::Column as C;

/// The most months of a period that are told apart.
const MOST_MONTHS: usize = 60;

/// The months of a reporting period.
#[derive(Clone, Copy, Debug)]
pub struct Months {
    year: i16,
    month: i8,
    count: usize,
}

impl Months {
    /// The months from the first day to the last; none are told apart where there are more than five years of them.
    #[must_use]
    pub fn of((from, to): (Date, Date)) -> Months {
        let (year, month) = (from.year(), from.month());
        let count = Months { year, month, count: usize::MAX }.place(to).map_or(0, |last| last + 1);
        Months { year, month, count: if count > MOST_MONTHS { 0 } else { count } }
    }

    /// How many they are.
    #[must_use]
    pub fn count(self) -> usize {
        self.count
    }

    /// Which of them a day is in.
    #[must_use]
    pub fn place(self, day: Date) -> Option<usize> {
        let months =
            (i32::from(day.year()) - i32::from(self.year)) * 12 + i32::from(day.month()) - i32::from(self.month);
        usize::try_from(months).ok().filter(|place| *place < self.count)
    }

    /// The name of one: `2024-03`.
    #[must_use]
    pub fn name(self, place: usize) -> String {
        let months = i64::from(self.month) - 1 + i64::try_from(place).unwrap_or(0);
        let year = i64::from(self.year) + months.div_euclid(12);
        format!("{year}-{:02}", months.rem_euclid(12) + 1)
    }
}

/// The rows of one month, or those without a day.
#[derive(Clone, Debug, Default)]
pub struct Month {
    /// How many.
    pub rows: u64,
    /// The sum of what they say, in their own units.
    pub sum: Sum,
}

impl Month {
    fn merge(&mut self, other: Month) {
        self.rows += other.rows;
        self.sum.merge(other.sum);
    }
}

/// The least and the largest number of a column, and the line of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extremes {
    /// The least.
    pub least: (Amount, u64),
    /// The largest.
    pub largest: (Amount, u64),
}

/// What is known of the rows of a group.
#[derive(Clone, Debug)]
pub struct Facts {
    /// First the rows without a day, then those of each month of the period.
    months: Vec<Month>,
    extremes: [Option<Extremes>; Numbers::COUNT],
    /// How many rows are counted by a round number: a whole one that ends in two zeros or more.
    pub round: u64,
    /// How many rows say where they come from.
    pub sourced: u64,
}

impl Facts {
    pub(super) fn new(months: Months) -> Facts {
        let months = vec![Month::default(); months.count() + 1];
        Facts { months, extremes: [None; Numbers::COUNT], round: 0, sourced: 0 }
    }

    /// Adds the sum of a row, or of several, in a month: its place and one more; 0 is none.
    pub(super) fn add(&mut self, month: usize, rows: u64, sum: Sum) {
        if let Some(month) = self.months.get_mut(month) {
            month.merge(Month { rows, sum });
        }
    }

    /// Takes note of a number in a column.
    pub(super) fn see(&mut self, place: usize, number: Amount, line: u64) {
        let seen = Extremes { least: (number, line), largest: (number, line) };
        let known = self.extremes[place].get_or_insert(seen);
        *known = known.with(seen);
    }

    pub(super) fn merge(&mut self, other: Facts) {
        for (month, more) in self.months.iter_mut().zip(other.months) {
            month.merge(more);
        }
        for (place, seen) in other.extremes.into_iter().enumerate() {
            if let Some(seen) = seen {
                let known = self.extremes[place].get_or_insert(seen);
                *known = known.with(seen);
            }
        }
        self.round += other.round;
        self.sourced += other.sourced;
    }

    /// The rows of each month of the period.
    #[must_use]
    pub fn months(&self) -> &[Month] {
        self.months.get(1..).unwrap_or_default()
    }

    /// The least and the largest number of a column by which rows are counted; nothing where none has one.
    #[must_use]
    pub fn extremes(&self, column: C) -> Option<Extremes> {
        self.extremes[Numbers::place(column)?]
    }
}

impl Extremes {
    /// The extremes of both; of the same number the first line.
    fn with(self, other: Extremes) -> Extremes {
        let ((least, least_line), (own, line)) = (self.least, other.least);
        let first = if (own, line) < (least, least_line) { other.least } else { self.least };
        let ((largest, largest_line), (own, line)) = (self.largest, other.largest);
        let is_larger = own > largest || (own == largest && line < largest_line);
        Extremes { least: first, largest: if is_larger { other.largest } else { self.largest } }
    }
}

/// The most rows of a file that each worker compares with others; of those behind nothing is said.
const MOST_COMPARED: usize = 1 << 24;

/// Into how many parts prints are put by their first six bits: the ends of all are to lie in a processor's cache.
const PARTS: usize = 1 << 6;

/// The prints of the rows that one worker has read: a hash each of all that stands in them.
#[derive(Debug, Default)]
pub(super) struct Prints {
    parts: Vec<Vec<u64>>,
    count: usize,
}

impl Prints {
    /// Takes the print of a row with this text.
    #[inline]
    pub(super) fn take(&mut self, text: &[u8]) {
        if self.count == MOST_COMPARED {
            return;
        }
        if self.parts.is_empty() {
            self.parts.resize(PARTS, Vec::new());
        }
        self.count += 1;
        let print = print_of(text);
        self.parts[part_of(print)].push(print);
    }
}

/// The part that a hash is put into: its first bits.
#[inline]
fn part_of(hash: u64) -> usize {
    (hash >> 58) as usize
}

/// The print of a row's text.
#[must_use]
#[inline]
pub fn print_of(text: &[u8]) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let (eights, rest) = text.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let words = eights.iter().chain(std::iter::once(&last)).map(|eight| u64::from_le_bytes(*eight));
    // The upper half of each product goes back into the lower, so that every bit counts in every other.
    let mixed = words.fold(text.len() as u64, |hash, word| {
        let product = u128::from(hash ^ word ^ ODD) * u128::from(ODD ^ word.rotate_left(32));
        #[expect(clippy::cast_possible_truncation, reason = "the two halves")]
        let (low, high) = (product as u64, (product >> 64) as u64);
        low ^ high.rotate_left(29) ^ hash.rotate_left(17)
    });
    mixed ^ (mixed >> 31)
}

/// The prints that more than one row has. What has the same print by chance is told apart by whoever looks at the rows.
#[must_use]
pub(super) fn repeated(prints: &[Prints]) -> BTreeSet<u64> {
    let parts: Vec<usize> = (0..PARTS).collect();
    std::thread::scope(|scope| {
        let workers = parts.chunks(PARTS.div_ceil(prints.len().max(1)));
        let workers: Vec<_> = workers
            .map(|parts| scope.spawn(|| parts.iter().flat_map(|part| repeated_in(prints, *part)).collect::<Vec<_>>()))
            .collect();
        // A worker that fails has found nothing; what it was to find has no effect on a result.
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    })
}

/// The prints in one part that more than one row has.
fn repeated_in(prints: &[Prints], part: usize) -> Vec<u64> {
    let own = || prints.iter().filter_map(|prints| prints.parts.get(part)).flatten().copied();
    let count: usize = prints.iter().filter_map(|prints| prints.parts.get(part)).map(Vec::len).sum();
    // An open table of those that were seen; none of this part is like the mark of an empty place.
    let size = (2 * count).next_power_of_two();
    let empty = if part == 0 { u64::MAX } else { 0 };
    let mut seen = vec![empty; size];
    let mut again = Vec::new();
    for print in own() {
        let mut place = usize::try_from(print).unwrap_or_default() & (size - 1);
        while seen[place] != empty && seen[place] != print {
            place = (place + 1) & (size - 1);
        }
        if seen[place] == print {
            again.push(print);
        }
        seen[place] = print;
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        crate::date::parse(text).unwrap()
    }

    #[test]
    fn the_months_of_a_period_have_places_and_names() {
        let months = Months::of((day("2023-11-05"), day("2024-10-31")));
        assert_eq!(months.count(), 12);
        assert_eq!(months.place(day("2023-11-30")), Some(0));
        assert_eq!(months.place(day("2024-10-01")), Some(11));
        assert_eq!([months.place(day("2023-10-31")), months.place(day("2024-11-01"))], [None, None]);
        assert_eq!([months.name(0), months.name(2), months.name(11)], ["2023-11", "2024-01", "2024-10"]);
        assert_eq!(Months::of((day("2000-01-01"), day("2024-12-31"))).count(), 0);
    }

    #[test]
    fn rows_with_the_same_text_have_one_print_and_others_another() {
        let rows = ["a,1,t", "a,1,t ", "a,2,t", "a,1,t", "", "a,1,t,", "aaaaaaaa", "aaaaaaaaaaaaaaaa", "a,2,t"];
        let prints = |rows: &[&str]| {
            let mut prints = Prints::default();
            for row in rows {
                prints.take(row.as_bytes());
            }
            prints
        };
        let twice: BTreeSet<u64> = ["a,1,t", "a,2,t"].iter().map(|row| print_of(row.as_bytes())).collect();
        assert_eq!(repeated(&[prints(&rows[..4]), prints(&rows[4..])]), twice);
        assert_eq!(repeated(&[prints(&rows)]), twice);
        assert!(repeated(&[]).is_empty());
    }
}
