//! The mass of what goes into products, by which shares of input are told.

use std::collections::{BTreeMap, BTreeSet};

use super::total;
use crate::activity::Exclusion;
use crate::amount::{Amount, Inexact, Sum};
use crate::calculation::{Account, Entry};
use crate::column::FileKind;
use crate::unit::{Dimension, Unit};
use crate::word::Stage;

/// The masses of materials.
pub(super) struct Inputs<'r> {
    /// What is counted, in kg, by file and products; nothing where not all of it is a mass.
    counted: BTreeMap<(&'r str, &'r [usize]), Option<Sum>>,
    /// What is counted and what is left out, in kg, by products.
    all: BTreeMap<&'r [usize], Sum>,
}

impl<'r> Inputs<'r> {
    pub(super) fn of(account: &'r Account) -> Result<Inputs<'r>, Inexact> {
        let study = &account.basis.study;
        let materials: BTreeSet<&str> =
            study.files_of(FileKind::Materials).map(|file| file.source.name.as_str()).collect();
        let mut inputs = Inputs { counted: BTreeMap::new(), all: BTreeMap::new() };
        for entry in &account.evaluation.entries {
            let line = &entry.line;
            if line.stage != Stage::RawMaterialAcquisition {
                continue;
            }
            let counted = inputs.counted.entry((&line.file, &line.products)).or_insert_with(|| Some(Sum::default()));
            if !is_mass(&line.characterisation.per) {
                *counted = None;
                continue;
            }
            let mass = entry.sum()?;
            if let Some(counted) = counted {
                counted.add(mass);
            }
            if materials.contains(line.file.as_str()) {
                inputs.all.entry(&line.products).or_default().add(mass);
            }
        }
        for exclusion in &account.evaluation.footprint.exclusions {
            if let Some(mass) = mass_left_out(exclusion, exclusion.quantity.as_ref().map(|quantity| quantity.amount)) {
                inputs.all.entry(&exclusion.products).or_default().add(mass);
            }
        }
        Ok(inputs)
    }

    /// All that is counted in the file, for the products and in the stage of an entry, in kg; nothing where not all of it is
    /// a mass, or the stage is another than that of raw materials.
    pub(super) fn beside(&self, entry: &Entry) -> Option<Amount> {
        let line = &entry.line;
        let counted = self.counted.get(&(line.file.as_str(), line.products.as_slice()))?;
        counted.as_ref()?.total().ok().filter(|_| line.stage == Stage::RawMaterialAcquisition)
    }

    /// All materials that go into no others than some products (into any, where none are named), left out or not, in kg.
    pub(super) fn of_products(&self, products: Option<&[usize]>) -> Result<Amount, Inexact> {
        let of = |own: &[usize]| products.is_none_or(|products| own.iter().all(|product| products.contains(product)));
        let masses = self.all.iter().filter(|(own, _)| of(own)).map(|(_, sum)| sum.total());
        total(masses.collect::<Result<Vec<Amount>, Inexact>>()?)
    }
}

/// The mass of `quantity` of a material that is left out, in kg; nothing for what is no material, or no mass.
pub(super) fn mass_left_out(exclusion: &Exclusion, quantity: Option<Amount>) -> Option<Amount> {
    let unit = &exclusion.quantity.as_ref()?.unit;
    (is_mass(unit) && exclusion.kind == FileKind::Materials).then_some(())?;
    quantity?.times(unit.size()).ok()
}

fn is_mass(unit: &Unit) -> bool {
    unit.dimension() == Dimension::Mass && unit.is_plain()
}
