//! The result model: footprints per product, stage and scope, down to the contributions they are made of.
//!
//! Every output of the program is a view of a [`Footprint`]; nothing is computed after it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::activity::Exclusion;
use crate::amount::{Amount, Inexact, Sum, divide, ratio, share_out};
use crate::factor::FactorQuality;
use crate::quality::FootprintQuality;
use crate::source::Encoding;
use crate::unit::{Dimension, Quantity, Unit};
use crate::word::{BoundaryKind, GwpSet, Stage};

/// The footprints of a study.
#[derive(Clone, Debug)]
pub struct Footprint {
    /// Whose, where and when.
    pub study: StudyInfo,
    /// How much of the life cycle it claims to cover.
    pub boundary: BoundaryKind,
    /// The factor table.
    pub factors: Release,
    /// Whose global warming potentials.
    pub gwp: GwpSet,
    /// One footprint per product, in the order of products.csv.
    pub products: Vec<ProductFootprint>,
    /// What is outside the calculation.
    pub exclusions: Vec<Exclusion>,
    /// What became of the rows of activity data.
    pub rows: RowCount,
    /// The files that were read.
    pub inputs: Vec<Input>,
}

/// Whose study, of where and when.
#[derive(Clone, Debug, Serialize)]
pub struct StudyInfo {
    /// What the study is called.
    pub title: String,
    /// The plant.
    pub plant: Option<String>,
    /// An ISO 3166 code.
    pub region: String,
    /// The first day of the reporting period.
    #[serde(serialize_with = "as_text")]
    pub from: Date,
    /// The last day of the reporting period.
    #[serde(serialize_with = "as_text")]
    pub to: Date,
}

/// A release of the factor table.
#[derive(Clone, Debug, Serialize)]
pub struct Release {
    /// Its name.
    pub release: String,
    /// The SHA-256 of its files.
    pub sha256: String,
}

/// The footprint of one product.
#[derive(Clone, Debug, Serialize)]
pub struct ProductFootprint {
    /// Its name.
    pub product: String,
    /// What was produced in the period.
    pub output: Quantity,
    /// What the footprint is per: one of this unit.
    pub declared_unit: String,
    /// All its emissions of the period, in t CO2e.
    pub emissions: Amount,
    /// Its emissions per declared unit, in t CO2e.
    pub per_unit: Amount,
    /// Its emissions per tonne, in t CO2e, where it is counted in pieces whose mass is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_tonne: Option<Amount>,
    /// How uncertain it is, and how well its factors represent what they are used for, as far as these say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quality: Option<FootprintQuality>,
    /// By stage of the life cycle; the stages add up to the product's emissions.
    pub stages: Vec<StageEmissions>,
    /// By scope of the GHG Protocol, as the plant sees it; the scopes add up to the product's emissions.
    pub scopes: Vec<ScopeEmissions>,
    /// What it is made of.
    pub contributions: Vec<Contribution>,
}

/// The emissions of one stage.
#[derive(Clone, Debug, Serialize)]
pub struct StageEmissions {
    /// The stage.
    pub stage: Stage,
    /// In t CO2e.
    pub emissions: Amount,
    /// In t CO2e per declared unit; the stages add up to the product's.
    pub per_unit: Amount,
    /// In t CO2e per tonne, where the product is counted in pieces whose mass is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_tonne: Option<Amount>,
    /// As a fraction of the product's total; the stages add up to one. Nothing where the total is zero.
    pub share: Option<Amount>,
}

/// The emissions of one scope.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeEmissions {
    /// 1, 2 or 3.
    pub scope: u8,
    /// In t CO2e.
    pub emissions: Amount,
}

/// What one item contributes to the footprint of one product.
#[derive(Clone, Debug, Serialize)]
pub struct Contribution {
    /// The stage.
    pub stage: Stage,
    /// The scope.
    pub scope: u8,
    /// The file with the rows.
    pub file: String,
    /// The item.
    pub item: String,
    /// The activity that falls to the product, in the unit that the factor is per.
    pub activity: Quantity,
    /// The full name of the factor.
    pub factor: String,
    /// What the factor table says of the quality of the factor.
    #[serde(skip_serializing_if = "FactorQuality::is_empty")]
    pub factor_quality: FactorQuality,
    /// The emissions that fall to the product, in t CO2e.
    pub emissions: Amount,
    /// As a fraction of the product's total; nothing where the total is zero.
    #[serde(skip)]
    pub share: Option<Amount>,
    /// How a shared activity was shared out.
    pub allocation: Option<AllocationShare>,
    /// How many rows.
    pub rows: u64,
    /// The line of the first of them.
    pub first_line: u64,
    /// What it is a part of, by its place among the entries of the evaluation.
    #[serde(skip)]
    pub entry: usize,
}

/// A product's share of a shared activity.
#[derive(Clone, Debug, Serialize)]
pub struct AllocationShare {
    /// The allocation key.
    pub key: String,
    /// The share, as a fraction.
    pub share: Amount,
}

/// What became of the rows of activity data. Read is used plus excluded plus totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RowCount {
    /// All rows of the activity files.
    pub read: u64,
    /// Those that are part of the result.
    pub used: u64,
    /// Those that state why they are not.
    pub excluded: u64,
    /// Total lines, which are left out so that nothing counts twice.
    pub totals: u64,
}

/// A file that was read.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The file's name within the study.
    pub file: String,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// How many data rows it has.
    pub rows: u64,
    /// How many of them are total lines, which are left out.
    pub totals: u64,
    /// The SHA-256 of its bytes, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

fn as_text<S: Serializer>(value: &impl std::fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

impl ProductFootprint {
    /// Its contributions, the largest first.
    #[must_use]
    pub fn largest_first(&self) -> Vec<&Contribution> {
        let mut sorted: Vec<&Contribution> = self.contributions.iter().collect();
        sorted.sort_by_key(|contribution| std::cmp::Reverse(contribution.emissions));
        sorted
    }

    /// Sums contributions up to a product's footprint. `mass`: of the output, in kg, where it is known. `stages` are
    /// listed even where nothing falls to them.
    pub fn sum(
        product: String,
        output: Quantity,
        mass: Option<Amount>,
        stages: &[Stage],
        mut contributions: Vec<Contribution>,
    ) -> Result<ProductFootprint, Inexact> {
        let mut total = Sum::default();
        let mut by_stage: BTreeMap<Stage, Sum> = stages.iter().map(|stage| (*stage, Sum::default())).collect();
        let mut by_scope: BTreeMap<u8, Sum> = [1, 2, 3].map(|scope| (scope, Sum::default())).into();
        for contribution in &contributions {
            total.add(contribution.emissions);
            by_stage.entry(contribution.stage).or_default().add(contribution.emissions);
            by_scope.entry(contribution.scope).or_default().add(contribution.emissions);
        }
        let emissions = total.total()?;
        for contribution in &mut contributions {
            contribution.share = match divide(contribution.emissions, emissions) {
                Err(Inexact::DivisionByZero) => None,
                share => Some(share?),
            };
        }
        let amounts = by_stage.values().map(Sum::total).collect::<Result<Vec<Amount>, Inexact>>()?;
        let shares = shares_of(Amount::ONE, &amounts)?;
        let (per_unit, per_units) = per(emissions, &amounts, output.amount)?;
        // Per tonne says something new of what is not measured in tonnes, or the like, already.
        let mass = mass.filter(|mass| output.unit.dimension() != Dimension::Mass && !mass.is_zero());
        let tonnes = mass.map(|mass| ratio(&[mass], &[Unit::tonne().size()])).transpose()?;
        let per_tonne = tonnes.map(|tonnes| per(emissions, &amounts, tonnes)).transpose()?;
        let stages = by_stage.keys().zip(amounts).enumerate();
        let stages = stages.map(|(index, (stage, emissions))| StageEmissions {
            stage: *stage,
            emissions,
            per_unit: per_units[index],
            per_tonne: per_tonne.as_ref().map(|(_, parts)| parts[index]),
            share: shares.as_ref().map(|parts| parts[index]),
        });
        let stages = stages.collect();
        let scopes = by_scope
            .iter()
            .map(|(scope, sum)| Ok(ScopeEmissions { scope: *scope, emissions: sum.total()? }))
            .collect::<Result<Vec<_>, Inexact>>()?;
        let declared_unit = output.unit.to_string();
        let per_tonne = per_tonne.map(|(whole, _)| whole);
        Ok(ProductFootprint {
            product,
            output,
            declared_unit,
            emissions,
            per_unit,
            per_tonne,
            quality: None,
            stages,
            scopes,
            contributions,
        })
    }
}

/// `whole` and its parts over `divisor`; the quotients of the parts add up to that of the whole.
fn per(whole: Amount, parts: &[Amount], divisor: Amount) -> Result<(Amount, Vec<Amount>), Inexact> {
    let quotient = divide(whole, divisor)?;
    // Parts that cancel each other have no shares of nothing, but still something each.
    let parts = match shares_of(quotient, parts)? {
        Some(parts) => parts,
        None => parts.iter().map(|part| divide(*part, divisor)).collect::<Result<_, Inexact>>()?,
    };
    Ok((quotient, parts))
}

/// `whole` in proportion to `amounts`; nothing where these add up to zero.
fn shares_of(whole: Amount, amounts: &[Amount]) -> Result<Option<Vec<Amount>>, Inexact> {
    match share_out(whole, amounts) {
        Ok(parts) => Ok(Some(parts)),
        Err(Inexact::DivisionByZero) => Ok(None),
        Err(lost) => Err(lost),
    }
}
