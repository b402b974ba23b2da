//! The mass of what goes into products, by which shares of input are told. What is only shown as a share is rounded at the
//! 28th digit.

use std::collections::{BTreeMap, BTreeSet};

use crate::activity::Exclusion;
use crate::amount::{Amount, Estimate, Inexact, Sum};
use crate::calculation::{Account, Entry};
use crate::column::FileKind;
use crate::footprint::Contribution;
use crate::unit::{Dimension, Unit};
use crate::word::Stage;

/// The masses of materials.
pub(super) struct Inputs<'r> {
    /// What is counted, in kg, by kind of file and products; nothing where not all of it is a mass.
    counted: BTreeMap<(FileKind, &'r [usize]), Option<Sum>>,
    /// The materials that fall to each product, in kg.
    by_product: Vec<Estimate>,
    /// The materials that are left out, in kg, by products.
    left_out: BTreeMap<&'r [usize], Estimate>,
}

impl<'r> Inputs<'r> {
    pub(super) fn of(account: &'r Account) -> Result<Inputs<'r>, Inexact> {
        let study = &account.basis.study;
        let materials: BTreeSet<&str> =
            study.files_of(FileKind::Materials).map(|file| file.source.name.as_str()).collect();
        let mut inputs = Inputs { counted: BTreeMap::new(), by_product: Vec::new(), left_out: BTreeMap::new() };
        for entry in &account.evaluation.entries {
            let line = &entry.line;
            if line.stage != Stage::RawMaterialAcquisition {
                continue;
            }
            let counted = inputs.counted.entry((line.kind, &line.products)).or_insert_with(|| Some(Sum::default()));
            match counted {
                Some(counted) if is_mass(&line.characterisation.per) => counted.add(entry.sum()?),
                _ => *counted = None,
            }
        }
        let footprint = &account.evaluation.footprint;
        for product in &footprint.products {
            let mut sum = Estimate::default();
            for contribution in &product.contributions {
                let Contribution { stage, file, activity, .. } = contribution;
                let is_material = *stage == Stage::RawMaterialAcquisition && materials.contains(file.as_str());
                if is_material && is_mass(&activity.unit) {
                    sum = sum.plus(mass(activity.amount, &activity.unit)?)?;
                }
            }
            inputs.by_product.push(sum);
        }
        for exclusion in &footprint.exclusions {
            let quantity = exclusion.quantity.as_ref().map(|quantity| quantity.amount);
            if let Some(mass) = mass_left_out(exclusion, quantity)? {
                let sum = inputs.left_out.entry(&exclusion.products).or_default();
                *sum = sum.plus(Estimate::exact(mass))?;
            }
        }
        Ok(inputs)
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
        let mut masses = counted.chain(left_out.map(|(_, sum)| sum));
        let sum = masses.try_fold(Estimate::default(), |sum, mass| sum.plus(*mass))?;
        Ok(sum.value)
    }
}

/// The mass of `quantity` of a material that is left out, in kg; nothing for what is no material, or no mass.
pub(super) fn mass_left_out(exclusion: &Exclusion, quantity: Option<Amount>) -> Result<Option<Amount>, Inexact> {
    let unit = exclusion.quantity.as_ref().map(|quantity| &quantity.unit);
    let unit = unit.filter(|unit| is_mass(unit) && exclusion.kind == FileKind::Materials);
    quantity.zip(unit).map(|(quantity, unit)| Ok(mass(quantity, unit)?.value)).transpose()
}

/// So many of a unit of mass, in kg.
fn mass(amount: Amount, unit: &Unit) -> Result<Estimate, Inexact> {
    Estimate::exact(amount).times(Estimate::exact(unit.size()))
}

fn is_mass(unit: &Unit) -> bool {
    unit.dimension() == Dimension::Mass && unit.is_plain()
}
