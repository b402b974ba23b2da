//! The mass of what goes into products, by which shares of input are told. What is only shown as a share is rounded at the
//! 28th digit.

use std::collections::BTreeMap;

use crate::activity::Exclusion;
use crate::amount::{Amount, Inexact, Sum, rounded_product, rounded_sum};
use crate::calculation::{Account, Entry, Evaluation};
use crate::column::FileKind;
use crate::footprint::Contribution;
use crate::unit::{Dimension, Unit};
use crate::word::Stage;

/// The masses of materials.
pub(super) struct Masses<'r> {
    /// What is counted, in kg, by kind of file and products; nothing where not all of it is a mass.
    counted: BTreeMap<(FileKind, &'r [usize]), Option<Sum>>,
    /// The materials that fall to each product, in kg.
    by_product: Vec<Amount>,
    /// The materials that are left out, in kg, by products.
    left_out: BTreeMap<&'r [usize], Amount>,
}

impl<'r> Masses<'r> {
    pub(super) fn of(account: &'r Account) -> Result<Masses<'r>, Inexact> {
        let mut all = Masses { counted: BTreeMap::new(), by_product: Vec::new(), left_out: BTreeMap::new() };
        for entry in &account.evaluation.entries {
            let line = &entry.line;
            if line.stage != Stage::RawMaterialAcquisition {
                continue;
            }
            let counted = all.counted.entry((line.kind, &line.products)).or_insert_with(|| Some(Sum::default()));
            match counted {
                Some(counted) if is_mass(&line.characterisation.per) => counted.add(entry.sum()?),
                _ => *counted = None,
            }
        }
        let Evaluation { footprint, entries } = &account.evaluation;
        for product in &footprint.products {
            let is_input = |contribution: &&Contribution| {
                let line = &entries[contribution.entry].line;
                let is_material = line.kind == FileKind::Materials && line.stage == Stage::RawMaterialAcquisition;
                is_material && is_mass(&contribution.activity.unit)
            };
            let inputs_of = product.contributions.iter().filter(is_input);
            let masses = inputs_of.map(|Contribution { activity, .. }| mass(activity.amount, &activity.unit));
            all.by_product.push(rounded_sum(masses.collect::<Result<Vec<Amount>, Inexact>>()?)?);
        }
        for exclusion in &footprint.exclusions {
            let quantity = exclusion.quantity.as_ref().map(|quantity| quantity.amount);
            if let Some(mass) = mass_left_out(exclusion, quantity)? {
                let sum = all.left_out.entry(&exclusion.products).or_default();
                *sum = rounded_sum([*sum, mass])?;
            }
        }
        Ok(all)
    }

    /// All that is counted in files of the kind, for the products and in the stage of an entry, in kg; nothing where not all
    /// of it is a mass, or the stage is another than that of raw materials.
    pub(super) fn beside(&self, entry: &Entry) -> Option<Amount> {
        let line = &entry.line;
        let counted = self.counted.get(&(line.kind, line.products.as_slice()))?;
        counted.as_ref()?.total().ok().filter(|_| line.stage == Stage::RawMaterialAcquisition)
    }

    /// All materials that fall to some products (to any, where none are named), with what of them alone is left out, in kg.
    pub(super) fn of_products(&self, products: Option<&[usize]>) -> Result<Amount, Inexact> {
        let of = |product: usize| products.is_none_or(|products| products.contains(&product));
        let counted = self.by_product.iter().enumerate().filter(|(product, _)| of(*product)).map(|(_, sum)| sum);
        let left_out = self.left_out.iter().filter(|(own, _)| own.iter().all(|product| of(*product)));
        rounded_sum(counted.chain(left_out.map(|(_, sum)| sum)).copied())
    }
}

/// The mass of `quantity` of a material that is left out, in kg; nothing for what is no material, or no mass.
pub(super) fn mass_left_out(exclusion: &Exclusion, quantity: Option<Amount>) -> Result<Option<Amount>, Inexact> {
    let unit = exclusion.quantity.as_ref().map(|quantity| &quantity.unit);
    let unit = unit.filter(|unit| is_mass(unit) && exclusion.kind == FileKind::Materials);
    quantity.zip(unit).map(|(quantity, unit)| mass(quantity, unit)).transpose()
}

/// So many of a unit of mass, in kg.
fn mass(amount: Amount, unit: &Unit) -> Result<Amount, Inexact> {
    rounded_product(amount, unit.size())
}

fn is_mass(unit: &Unit) -> bool {
    unit.dimension() == Dimension::Mass && unit.is_plain()
}
