//! Contributions over all files of one kind: twelve monthly files of one item are one contribution.

use std::collections::HashMap;

use super::entry::{Allocated, Entry, Line};
use super::evaluate::Evaluation;
use crate::amount::{Inexact, rounded_sum};
use crate::footprint::Contribution;

impl Evaluation {
    /// The same result with contributions that differ in their files alone as one, which has the file of the first. No
    /// amount of the result changes: what was rounded is added as it is. An activity, which is only shown, may be rounded at
    /// the 28th digit.
    pub(super) fn over_files(mut self) -> Result<Evaluation, Inexact> {
        let mut places: HashMap<Line, usize> = HashMap::new();
        let mut merged: Vec<Entry> = Vec::new();
        let mut place_of: Vec<usize> = Vec::new();
        for mut entry in self.entries {
            let key = Line { file: String::new(), ..entry.line.clone() };
            let place = *places.entry(key).or_insert(merged.len());
            place_of.push(place);
            match merged.get_mut(place) {
                Some(first) => {
                    first.merge_sum(&entry);
                    entry.names.iter().for_each(|name| first.add_name(name));
                    first.rows += entry.rows;
                    first.parts.append(&mut entry.parts);
                    first.allocated = first.allocated.plus(&entry.allocated)?;
                }
                None => merged.push(entry),
            }
        }
        self.entries = merged;
        for product in &mut self.footprint.products {
            let mut contributions: Vec<Contribution> = Vec::new();
            let mut known: HashMap<usize, usize> = HashMap::new();
            for mut contribution in std::mem::take(&mut product.contributions) {
                contribution.entry = place_of[contribution.entry];
                match known.get(&contribution.entry) {
                    Some(place) => contributions[*place].add(&contribution)?,
                    None => {
                        known.insert(contribution.entry, contributions.len());
                        contributions.push(contribution);
                    }
                }
            }
            product.contributions = contributions;
        }
        Ok(self)
    }
}

impl Contribution {
    fn add(&mut self, other: &Contribution) -> Result<(), Inexact> {
        self.activity.amount = rounded_sum([self.activity.amount, other.activity.amount])?;
        self.emissions = self.emissions.plus(other.emissions)?;
        self.share = self.share.zip(other.share).map(|(one, other)| one.plus(other)).transpose()?;
        self.rows += other.rows;
        Ok(())
    }
}

impl Allocated {
    fn plus(&self, other: &Allocated) -> Result<Allocated, Inexact> {
        let by_product = self.by_product.iter().zip(&other.by_product);
        Ok(Allocated {
            activity: rounded_sum([self.activity, other.activity])?,
            emissions: self.emissions.plus(other.emissions)?,
            by_product: by_product.map(|(one, other)| one.plus(*other)).collect::<Result<_, _>>()?,
        })
    }
}
