//! What two releases do to a study: the same activity data, characterised twice.
//!
//! Both results are made of the same rows, and the parts of a result add up to it exactly. So do the differences of the
//! parts, and each is put down to the change of the factor that its rows get.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use serde::Serialize;

use crate::amount::{Amount, Inexact, divide};
use crate::calculation::{Basis, Evaluation, Line, Options, open};
use crate::characterise::Characterisation;
use crate::column::STUDY_FILE;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, problem};
use crate::factor::Loaded;
use crate::footprint::StudyInfo;
use crate::inventory::Detail;
use crate::table::Reading;
use crate::text::text;

/// What two releases do to the footprints of a study.
#[derive(Debug, Serialize)]
pub struct StudyDifference {
    /// The study.
    pub study: StudyInfo,
    /// Its products.
    pub products: Vec<ProductDifference>,
}

/// What two releases do to a footprint. Emissions are in t CO2e, in the period.
#[derive(Debug, Serialize)]
pub struct ProductDifference {
    /// The product.
    pub product: String,
    /// What the footprint is per.
    pub declared_unit: String,
    /// With the old release.
    pub old: Amount,
    /// With the new one.
    pub new: Amount,
    /// By how much the new one is larger.
    pub difference: Amount,
    /// The difference as a fraction of the old footprint; nothing where that is 0.
    pub share: Option<Amount>,
    /// By how much the new footprint per declared unit is larger, in t CO2e.
    pub per_unit: Amount,
    /// What the difference is made of, the largest first; they add up to it exactly.
    pub parts: Vec<Part>,
}

/// What one change of a factor does to a footprint.
#[derive(Debug, Serialize)]
pub struct Part {
    /// The factor that the rows get from the old release.
    pub old_factor: FactorUse,
    /// The one that they get from the new release.
    pub new_factor: FactorUse,
    /// The items whose rows they are.
    pub items: Vec<String>,
    /// What they weigh with the old release, in t CO2e.
    pub old: Amount,
    /// With the new one.
    pub new: Amount,
    /// By how much the new one is larger.
    pub difference: Amount,
    /// The difference as a fraction of the old footprint; nothing where that is 0.
    pub share: Option<Amount>,
}

/// A factor as rows use it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FactorUse {
    /// Its full name.
    pub factor: String,
    /// Its value, in its unit.
    pub value: Amount,
    /// Whether that is exact, and not rounded to 18 decimals.
    #[serde(skip)]
    pub is_exact: bool,
    /// Its unit.
    pub unit: String,
    /// The gas that it is of and the gas's GWP-100, where it is no CO2e.
    pub gwp: Option<(String, Amount)>,
}

/// What the rows with one text get and weigh: the factor, the item, and what of the emissions falls to each product.
struct Weighed {
    factor: FactorUse,
    item: String,
    by_product: Vec<(usize, Amount)>,
}

/// Rows with the same texts, by their file and the line of the first.
type Rows = BTreeMap<(String, u64), Weighed>;

impl StudyDifference {
    /// Computes the study in `folder` with each of two releases.
    ///
    /// # Errors
    /// As for [`crate::calculation::calculate`], and a release with which the study has no result; why is in
    /// `diagnostics`.
    pub fn of(
        folder: &Path,
        (old, new): (Loaded, Loaded),
        reading: Reading,
        diagnostics: &mut Diagnostics,
    ) -> anyhow::Result<StudyDifference> {
        let names = [&old, &new].map(|release| release.release.clone());
        let read = read(folder, old, reading, diagnostics)?;
        let before = read.and_then(|basis| {
            let weighed = weigh(&basis, diagnostics)?;
            Some((basis, weighed))
        });
        let Some((mut basis, (before, old_rows))) = before else { return Err(no_result(&names[0])) };
        // What is worth knowing of the study was said with the first release.
        let mut found = Diagnostics::default();
        basis.use_release(new, &mut found);
        let after = weigh(&basis, &mut found);
        let Some((after, new_rows)) = after else {
            diagnostics.merge(found);
            return Err(no_result(&names[1]));
        };
        let said: HashSet<_> = diagnostics.shown().into_iter().map(key).collect();
        let news: Vec<Diagnostic> =
            found.shown().into_iter().filter(|new| !said.contains(&key(new))).cloned().collect();
        diagnostics.extend(news);
        match compare((&before, old_rows), (&after, new_rows)) {
            Ok(products) => Ok(StudyDifference { study: before.footprint.study, products }),
            Err(error) => {
                diagnostics.push(Diagnostic::new(problem::inexact(error), Place::file(STUDY_FILE)));
                Err(no_result(&names[1]))
            }
        }
    }
}

/// Reads a study to be computed with `release`, whatever its settings say.
fn read(
    folder: &Path,
    release: Loaded,
    reading: Reading,
    diagnostics: &mut Diagnostics,
) -> anyhow::Result<Option<Basis>> {
    let Some(study) = open(folder.into(), diagnostics)? else { return Ok(None) };
    let options = Options { release: Some(release), reading, ..Options::default() };
    let detail = Detail { as_parts: true, ..Detail::default() };
    Basis::read(study, &options, Some(&detail), diagnostics)
}

/// What makes two diagnostics one.
fn key(diagnostic: &Diagnostic) -> (Code, String, u64, String) {
    let Diagnostic { problem, place, .. } = diagnostic;
    (problem.code, place.file.clone(), place.line, problem.message.en.clone())
}

fn no_result(release: &str) -> anyhow::Error {
    text!("the study has no result with release {release}", "采用 {release} 版因子时，本核算没有结果").into()
}

/// The result with the release of `basis`, and what each of its rows weighs.
fn weigh(basis: &Basis, diagnostics: &mut Diagnostics) -> Option<(Evaluation, Rows)> {
    let evaluation = basis.evaluate(diagnostics);
    if diagnostics.has_errors() {
        return None;
    }
    let mut rows = Rows::new();
    for entry in &evaluation.entries {
        let Line { products, characterisation, item, .. } = &entry.line;
        let factor = match FactorUse::of(characterisation, basis) {
            Ok(factor) => factor,
            Err(error) => {
                diagnostics.push(Diagnostic::new(problem::inexact(error), Place::file(&entry.line.file)));
                return None;
            }
        };
        for part in &entry.parts {
            let by_product = products.iter().copied().zip(part.allocated.by_product.iter().copied()).collect();
            let weighed = Weighed { factor: factor.clone(), item: item.clone(), by_product };
            rows.insert((part.file.clone(), part.line), weighed);
        }
    }
    Some((evaluation, rows))
}

impl FactorUse {
    fn of(characterisation: &Characterisation, basis: &Basis) -> Result<FactorUse, Inexact> {
        let row = characterisation.factor_row.as_ref().and_then(|row| basis.factor(row));
        let gas = characterisation.gas.clone();
        let name = characterisation.factor.clone();
        Ok(match (row, gas) {
            (Some(factor), gwp) => {
                let (value, is_exact) = (factor.value.amount()?, factor.value.ends());
                FactorUse { factor: name, value, is_exact, unit: factor.unit.symbol.clone(), gwp }
            }
            // The factor of a released gas is its potential.
            (None, gas) => {
                let value = gas.map_or(Amount::ONE, |(_, gwp)| gwp);
                FactorUse { factor: name, value, is_exact: true, unit: "kgCO2e/kg".to_owned(), gwp: None }
            }
        })
    }
}

/// What a change of factors does so far.
#[derive(Default)]
struct Effect {
    items: Vec<String>,
    seen: HashSet<String>,
    old: Amount,
    new: Amount,
}

fn compare(
    (before, old_rows): (&Evaluation, Rows),
    (after, new_rows): (&Evaluation, Rows),
) -> Result<Vec<ProductDifference>, Inexact> {
    let products = &before.footprint.products;
    let mut effects: Vec<BTreeMap<(FactorUse, FactorUse), Effect>> = products.iter().map(|_| BTreeMap::new()).collect();
    // Both results are made of the same rows, in one order.
    for (old, new) in old_rows.into_values().zip(new_rows.into_values()) {
        for ((product, before), (_, after)) in old.by_product.into_iter().zip(new.by_product) {
            let effect = effects[product].entry((old.factor.clone(), new.factor.clone())).or_default();
            effect.old = effect.old.plus(before)?;
            effect.new = effect.new.plus(after)?;
            if effect.seen.insert(old.item.clone()) {
                effect.items.push(old.item.clone());
            }
        }
    }
    let pairs = products.iter().zip(&after.footprint.products).zip(effects);
    pairs
        .map(|((before, after), effects)| {
            let share = |difference: Amount| {
                let whole = Some(before.emissions).filter(|whole| !whole.is_zero());
                whole.map(|whole| divide(difference, whole)).transpose()
            };
            let mut parts = Vec::new();
            for ((old_factor, new_factor), Effect { items, old, new, .. }) in effects {
                let difference = new.minus(old)?;
                if difference.is_zero() && old_factor == new_factor {
                    continue;
                }
                parts.push(Part { old_factor, new_factor, items, old, new, difference, share: share(difference)? });
            }
            parts.sort_by_key(|part| std::cmp::Reverse(part.difference.abs()));
            let difference = after.emissions.minus(before.emissions)?;
            Ok(ProductDifference {
                product: before.product.clone(),
                declared_unit: before.declared_unit.clone(),
                old: before.emissions,
                new: after.emissions,
                difference,
                share: share(difference)?,
                per_unit: after.per_unit.minus(before.per_unit)?,
                parts,
            })
        })
        .collect()
}
