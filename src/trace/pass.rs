//! The second pass: each row of a file gets its part of its entry.

use std::collections::HashMap;
use std::io;

use super::{Origin, Rows, Selection, Share, Sums, Trace, TracedRow};
use crate::amount::{Amount, Inexact, Sum};
use crate::calculation::{Apportionment, Entry, Line, Member};
use crate::characterise::size_of_sum;
use crate::column::Column as C;
use crate::diagnostic::{Diagnostic, Diagnostics, problem};
use crate::inventory::{Group, RowReader, Way};
use crate::study::StudyFile;
use crate::table::{Row, Sink};

/// Why a pass ends early.
pub(super) enum Halt {
    /// The rows are not those that the result was computed from.
    Changed,
    /// The part of a row has more digits than an amount holds.
    Inexact(Box<Diagnostic>),
    /// It could not be written.
    Unwritten(io::Error),
}

/// What takes the rows of one file, and hands them on with their parts.
pub(super) struct Pass<'t, 's> {
    trace: &'t Trace,
    selection: &'s Selection,
    by_line: &'s HashMap<&'t Line, usize>,
    file: &'s StudyFile,
    reader: RowReader,
    sink: &'s mut dyn Rows,
    sums: &'s mut Sums,
    /// What the texts of rows stand for, by their key: a group, or nothing where they are outside the result.
    known: HashMap<Vec<u8>, Option<usize>>,
    groups: Vec<Texts<'t>>,
    /// The entries that have had a row, and where they are.
    begun: Vec<Begun<'t>>,
    places: HashMap<usize, usize>,
    key: Vec<u8>,
    numbers: Vec<Amount>,
    parts: Vec<Amount>,
    /// How many rows are part of the result.
    pub(super) used: u64,
    pub(super) halt: Option<Halt>,
}

/// What rows with the same texts stand for.
struct Texts<'t> {
    /// The place of their entry among those that have begun.
    place: usize,
    /// What their sum is multiplied with to be in base units.
    size: Amount,
    /// How they become emissions, where they are asked for.
    origin: Option<Origin<'t>>,
}

/// An entry of which some rows were read.
struct Begun<'t> {
    entry: &'t Entry,
    apportionment: Apportionment<'t>,
    rows: u64,
    sum: Sum,
}

impl<'t, 's> Pass<'t, 's> {
    pub(super) fn new(
        trace: &'t Trace,
        selection: &'s Selection,
        by_line: &'s HashMap<&'t Line, usize>,
        file: &'s StudyFile,
        (sink, sums): (&'s mut dyn Rows, &'s mut Sums),
    ) -> Pass<'t, 's> {
        let study = &trace.basis.study;
        Pass {
            trace,
            selection,
            by_line,
            file,
            reader: RowReader { kind: file.kind, period: (study.from, study.to) },
            sink,
            sums,
            known: HashMap::new(),
            groups: Vec::new(),
            begun: Vec::new(),
            places: HashMap::new(),
            key: Vec::new(),
            numbers: Vec::new(),
            parts: Vec::new(),
            used: 0,
            halt: None,
        }
    }

    fn take(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) -> Result<(), Halt> {
        let inexact = |error| Halt::Inexact(Box::new(row.diagnostic(C::Item, problem::inexact(error))));
        let counted = self.reader.read(row, &mut self.key, diagnostics).ok_or(Halt::Changed)?;
        let group = match self.known.get(&self.key) {
            Some(known) => *known,
            None => {
                let group = self.learn(row, counted.way, diagnostics)?;
                self.known.insert(self.key.clone(), group);
                group
            }
        };
        let Some(Texts { place, size, origin }) = group.map(|group| &self.groups[group]) else { return Ok(()) };
        let Begun { entry, apportionment, rows, sum } = &mut self.begun[*place];
        let own = counted.sum().and_then(|sum| sum.times(*size)).map_err(inexact)?;
        *rows += 1;
        self.used += 1;
        sum.add(own);
        // The last row takes what is left, which must be its own.
        if *rows > entry.rows || (*rows == entry.rows && sum.total() != entry.sum()) {
            return Err(Halt::Changed);
        }
        let Some(origin) = origin else { return Ok(()) };
        let halt = |problem| Halt::Inexact(Box::new(row.diagnostic(C::Item, problem)));
        let allocated = apportionment.next(own, 1).map_err(halt)?;
        self.numbers.clear();
        self.numbers.extend(origin.counted.iter().filter_map(|number| counted.amount(number.column)));
        self.parts.clear();
        self.parts.extend(origin.products.iter().filter_map(|share| allocated.by_product.get(share.place)));
        self.sums.rows += 1;
        for (share, part) in origin.products.iter().zip(&self.parts) {
            let (rows, sum) = &mut self.sums.products[share.index];
            *rows += 1;
            sum.add(*part);
        }
        let traced = TracedRow {
            origin,
            line: row.record.line,
            numbers: &self.numbers,
            activity: allocated.activity,
            emissions: allocated.emissions,
            parts: &self.parts,
        };
        self.sink.row(&traced).map_err(Halt::Unwritten)
    }

    /// What rows with the texts of this one stand for.
    fn learn(&mut self, row: &Row<'_>, way: Way, diagnostics: &mut Diagnostics) -> Result<Option<usize>, Halt> {
        let group = Group { rows: 1, ..Group::begin(row, way) };
        let member = self.trace.basis.member(self.file.kind, &group, row, diagnostics).ok_or(Halt::Changed)?;
        let Member::Part(activity, line) = member else { return Ok(None) };
        let index = *self.by_line.get(&*line).ok_or(Halt::Changed)?;
        let entry = &self.trace.evaluation.entries[index];
        let place = *self.places.entry(index).or_insert(self.begun.len());
        if place == self.begun.len() {
            let key = line.key.as_ref().and_then(|key| self.trace.basis.keys.get(key));
            let apportionment = Apportionment::new(entry, key);
            self.begun.push(Begun { entry, apportionment, rows: 0, sum: Sum::default() });
        }
        let inexact = |error: Inexact| Halt::Inexact(Box::new(row.diagnostic(C::Item, problem::inexact(error))));
        let size = size_of_sum(&activity).map_err(inexact)?;
        let mut origin = None;
        if self.selection.has_line(&line) {
            let products = self.shares(index, entry);
            let new = Origin::new(&self.trace.basis, entry, &activity, way.columns(), products).map_err(inexact)?;
            origin = Some(Origin { index: self.sums.origins, ..new });
            self.sums.origins += 1;
        }
        self.groups.push(Texts { place, size, origin });
        Ok(Some(self.groups.len() - 1))
    }

    /// The products that an entry falls to, of those that are asked for.
    fn shares(&self, index: usize, entry: &Entry) -> Vec<Share<'t>> {
        let footprints = &self.trace.evaluation.footprint.products;
        let shares =
            entry.line.products.iter().enumerate().filter(|(_, product)| self.selection.has_product(**product));
        let share = |(place, product): (usize, &usize)| {
            let footprint = footprints.get(*product)?;
            let contribution = footprint.contributions.iter().find(|contribution| contribution.entry == index)?;
            let allocation = contribution.allocation.as_ref();
            Some(Share { product: &footprint.product, index: *product, place, allocation })
        };
        shares.filter_map(share).collect()
    }
}

impl Sink for Pass<'_, '_> {
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        if self.halt.is_none() {
            self.halt = self.take(row, diagnostics).err();
        }
    }

    fn is_done(&self) -> bool {
        self.halt.is_some()
    }
}
