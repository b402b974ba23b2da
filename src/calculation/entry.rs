//! Entries: contributions before allocation, the rows that they are made of, and what falls to each product.

use std::collections::HashMap;

use crate::activity::{Activity, Exclusion};
use crate::allocation::AllocationKey;
use crate::amount::{Amount, Estimate, Inexact, Rounded, Sum, Written};
use crate::characterise::{Characterisation, Fraction};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Place, Problem, problem};
use crate::inventory::{Group, Way};
use crate::remarks::Remarks;
use crate::word::{Leg, Stage};

/// What rows with the same texts are to the result.
#[derive(Debug)]
pub enum Member {
    /// They are outside it.
    Excluded(Box<Exclusion>),
    /// They are part of the entry of this line.
    Part(Box<Activity>, Box<Line>),
}

/// What makes activities one contribution: all that decides how they are characterised, allocated and shown.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Line {
    /// What the file holds.
    pub kind: FileKind,
    /// The file; where there are several, the first.
    pub file: String,
    /// The item.
    pub item: String,
    /// The stage.
    pub stage: Stage,
    /// The leg, where it is of transport.
    pub leg: Option<Leg>,
    /// The products that it falls to, by their place in the list.
    pub products: Vec<usize>,
    /// The key by which they share it.
    pub key: Option<String>,
    /// How its sum becomes emissions.
    pub characterisation: Characterisation,
    /// The line of a row that is a contribution of its own.
    pub(super) apart: Option<u64>,
}

/// A contribution before allocation.
#[derive(Debug)]
pub struct Entry {
    /// What it is.
    pub line: Line,
    /// The names in the study that lead to its factor, where a lock asks for them.
    pub names: Vec<String>,
    /// In the base unit of the activity's dimension.
    sum: Sum,
    /// What the sum could be, for a check: by [`Rounded::ALL`].
    pub estimates: [Estimate; 2],
    /// How its rows are counted.
    pub way: Way,
    /// The numbers that the row is counted by, where it is one.
    pub numbers: Vec<(C, Written)>,
    /// How many rows it has.
    pub rows: u64,
    /// The line of the first of them.
    pub first_line: u64,
    /// The place that a problem of the whole is reported at.
    pub(super) place: Place,
    /// The rows that it is made of, where a report asks for them.
    pub parts: Vec<Part>,
    /// What it weighs, and what of it falls to each product.
    pub allocated: Allocated,
}

/// Rows of an entry: those with the same texts, or a single one.
#[derive(Debug)]
pub struct Part {
    /// The file.
    pub file: String,
    /// What the rows say.
    pub activity: Activity,
    /// The line of the first row.
    pub line: u64,
    /// How many rows.
    pub rows: u64,
    /// The numbers that the rows are counted by, in their own units; none where rows differ in more than one.
    pub numbers: Vec<(C, Amount)>,
    /// What the first row says to the reader.
    pub remarks: Remarks,
    /// The sum, in the base unit of the activity's dimension.
    pub sum: Amount,
    /// What it weighs, and what of it falls to each product.
    pub allocated: Allocated,
}

/// An activity and its emissions, as a whole and by product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allocated {
    /// In the unit that the factor is per.
    pub activity: Amount,
    /// In t CO2e.
    pub emissions: Amount,
    /// The emissions that fall to each product of the entry, in t CO2e; they add up to the whole.
    pub by_product: Vec<Amount>,
}

impl Entry {
    /// Adds a group, whose amounts are `size` base units each, and gives its sum in base units.
    pub(super) fn add(&mut self, group: &Group, size: Amount) -> Result<Amount, Inexact> {
        let sum = group.sum.total()?.times(size)?;
        self.sum.add(sum);
        for rounded in Rounded::ALL {
            let estimate = &mut self.estimates[rounded as usize];
            *estimate = estimate.plus(group.estimate(rounded)?.times(Estimate::exact(size))?)?;
        }
        Ok(sum)
    }

    /// Adds a name that leads to its factor.
    pub(super) fn add_name(&mut self, name: &str) {
        if !self.names.iter().any(|known| known == name) {
            self.names.push(name.to_owned());
        }
    }

    /// Adds the sum of another.
    pub(super) fn merge_sum(&mut self, other: &Entry) {
        self.sum.merge(other.sum.clone());
    }

    /// The files that its rows are in, where it lists them.
    #[must_use]
    pub fn files(&self) -> Vec<&str> {
        let mut files: Vec<&str> = self.parts.iter().map(|part| part.file.as_str()).collect();
        files.dedup();
        files
    }

    /// The sum, in the base unit of the activity's dimension.
    pub fn sum(&self) -> Result<Amount, Inexact> {
        self.sum.total()
    }

    /// Characterises the sum and shares it out by `key`.
    pub(super) fn allocate(&self, key: Option<&AllocationKey>) -> Result<Allocated, Problem> {
        let sum = self.sum().map_err(problem::inexact)?;
        let characterisation = &self.line.characterisation;
        Allocated::of(sum, &characterisation.activity, &characterisation.emissions(), &self.line.products, key)
    }
}

impl Allocated {
    /// Characterises a sum and shares it out by `key`.
    pub(super) fn of(
        sum: Amount,
        activity: &Fraction,
        emissions: &Fraction,
        products: &[usize],
        key: Option<&AllocationKey>,
    ) -> Result<Allocated, Problem> {
        let activity = activity.of(sum).map_err(problem::inexact)?;
        let emissions = emissions.of(sum).map_err(problem::inexact)?;
        let by_product = match key {
            // Without a key there is one product alone.
            None => vec![emissions; products.len()],
            Some(key) => {
                let parts = key.share_out(emissions, products).ok_or_else(|| problem::missing_share(&key.name))?;
                parts.map_err(problem::inexact)?
            }
        };
        Ok(Allocated { activity, emissions, by_product })
    }

    fn minus(&self, other: &Allocated) -> Result<Allocated, Inexact> {
        let by_product = self.by_product.iter().zip(&other.by_product);
        Ok(Allocated {
            activity: self.activity.minus(other.activity)?,
            emissions: self.emissions.minus(other.emissions)?,
            by_product: by_product.map(|(whole, part)| whole.minus(*part)).collect::<Result<_, _>>()?,
        })
    }
}

/// Gives the rows of an entry their parts of it, one after the other. Each gets what it says, computed as the whole is;
/// the last takes what is left, so that the parts add up to the whole exactly.
#[derive(Debug)]
pub struct Apportionment<'e> {
    entry: &'e Entry,
    emissions: Fraction,
    key: Option<&'e AllocationKey>,
    rows: u64,
    left: Allocated,
}

impl<'e> Apportionment<'e> {
    /// `key`: that by which the products share the entry.
    #[must_use]
    pub fn new(entry: &'e Entry, key: Option<&'e AllocationKey>) -> Apportionment<'e> {
        let emissions = entry.line.characterisation.emissions();
        Apportionment { entry, emissions, key, rows: entry.rows, left: entry.allocated.clone() }
    }

    /// The part of the next `rows` rows, whose sum is `sum` in the base unit of the activity's dimension.
    pub fn next(&mut self, sum: Amount, rows: u64) -> Result<Allocated, Problem> {
        self.rows = self.rows.saturating_sub(rows);
        if self.rows == 0 {
            return Ok(std::mem::take(&mut self.left));
        }
        let Line { characterisation, products, .. } = &self.entry.line;
        let part = Allocated::of(sum, &characterisation.activity, &self.emissions, products, self.key)?;
        self.left = self.left.minus(&part).map_err(problem::inexact)?;
        Ok(part)
    }
}

/// The entries in the order in which their first rows come.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) list: Vec<Entry>,
    by_line: HashMap<Line, usize>,
}

impl Entries {
    /// The entry of a line; a new one begins with this group.
    pub(super) fn entry(&mut self, line: Line, group: &Group, place: Place) -> &mut Entry {
        let next = self.list.len();
        let index = *self.by_line.entry(line.clone()).or_insert(next);
        if index == next {
            self.list.push(Entry {
                line,
                names: Vec::new(),
                sum: Sum::default(),
                estimates: [Estimate::default(); 2],
                way: group.way,
                numbers: Vec::new(),
                rows: 0,
                first_line: group.line,
                place,
                parts: Vec::new(),
                allocated: Allocated::default(),
            });
        }
        &mut self.list[index]
    }
}
