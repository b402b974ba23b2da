//! How good a footprint is, as far as its factors say: mean ratings, and an interval that follows from their uncertainty.
//!
//! Neither changes the footprint. Each tells what share of the emissions it is about, by size: what is removed weighs as
//! much as what is emitted.
//!
//! - **Ratings.** The mean of the factors' ratings, each weighted by the emissions that it stands behind, for technology,
//!   geography and time apart (PACT Methodology v3 and Technical Specifications v3, Partnership for Carbon Transparency:
//!   data quality indicators).
//! - **Uncertainty.** Independent uncertainties of a sum combine as the root of the sum of their squares (IPCC 2006
//!   Guidelines, vol. 1, ch. 3, approach 1, eq. 3.2). What has the same factor is off together, and is summed before. A
//!   lognormal value reaches further above it than below, so that the two sides are combined apart. Activity data, GWPs and
//!   shares are taken as they stand, and so are factors that say nothing.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use crate::amount::{Amount, Inexact, Sum, divide, rounded_sum};
use crate::factor::{EmissionFactor, FactorRow, Uncertainty};
use crate::footprint::{Contribution, ProductFootprint};
use crate::word::Indicator;

/// The quality of a product's footprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FootprintQuality {
    /// The mean ratings; none where no factor is rated.
    #[serde(flatten)]
    pub ratings: BTreeMap<Indicator, MeanRating>,
    /// Where the footprint lies; nothing where no factor states its uncertainty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<Interval>,
}

/// The ratings of several factors as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct MeanRating {
    /// The mean, weighted by emissions: 1 is best, 5 worst.
    pub rating: Amount,
    /// The share of the product's emissions whose factors are rated, as a fraction.
    pub share: Amount,
}

/// Where a product's emissions lie with a probability of 95 %, if nothing but its factors is uncertain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Interval {
    /// The lower end, in t CO2e of the period.
    pub low: Amount,
    /// The upper end, in t CO2e of the period.
    pub high: Amount,
    /// The lower end, in t CO2e per declared unit.
    pub low_per_unit: Amount,
    /// The upper end, in t CO2e per declared unit.
    pub high_per_unit: Amount,
    /// How far the lower end is below the emissions, as a fraction of these. Nothing where these are zero.
    pub below: Option<Amount>,
    /// How far the upper end is above them, likewise.
    pub above: Option<Amount>,
    /// The share of the product's emissions whose factors state their uncertainty, as a fraction.
    pub share: Amount,
}

/// A part of a product's emissions.
struct Part<'f> {
    emissions: Amount,
    factor: Option<&'f EmissionFactor>,
}

impl FootprintQuality {
    /// The quality of a footprint whose contributions have these factors. Nothing where no factor with emissions says
    /// anything of its own.
    ///
    /// # Errors
    /// The emissions of one factor have more digits than an amount holds.
    pub fn of<'f>(
        footprint: &ProductFootprint,
        factor: impl Fn(&Contribution) -> Option<&'f EmissionFactor>,
    ) -> Result<Option<FootprintQuality>, Inexact> {
        let part = |of: &Contribution| Part { emissions: of.emissions, factor: factor(of) };
        let parts: Vec<Part<'f>> = footprint.contributions.iter().map(part).collect();
        let size = size(parts.iter());
        let mut ratings = BTreeMap::new();
        for indicator in Indicator::ALL {
            ratings.extend(mean(&parts, &size, indicator)?.map(|mean| (indicator, mean)));
        }
        let uncertainty = interval(&parts, &size, footprint)?;
        Ok((!ratings.is_empty() || uncertainty.is_some()).then_some(FootprintQuality { ratings, uncertainty }))
    }
}

/// The sum of emissions without their signs.
fn size<'p>(parts: impl Iterator<Item = &'p Part<'p>>) -> Sum {
    let mut size = Sum::default();
    for part in parts {
        size.add(part.emissions.abs());
    }
    size
}

/// What part of the emissions is `of`; nothing where it weighs nothing.
fn share(of: &Sum, whole: &Sum) -> Result<Option<Amount>, Inexact> {
    match of.over(whole) {
        Ok(share) => Ok((!share.is_zero()).then_some(share)),
        Err(Inexact::DivisionByZero) => Ok(None),
        Err(lost) => Err(lost),
    }
}

/// The mean of what the factors say of one indicator.
fn mean(parts: &[Part<'_>], whole: &Sum, indicator: Indicator) -> Result<Option<MeanRating>, Inexact> {
    let (mut weighted, mut weights) = (Sum::default(), Sum::default());
    for part in parts {
        if let Some(rating) = part.factor.and_then(|factor| factor.quality.ratings.get(&indicator)) {
            weighted.add_product(part.emissions.abs(), *rating);
            weights.add(part.emissions.abs());
        }
    }
    let Some(share) = share(&weights, whole)? else { return Ok(None) };
    Ok(Some(MeanRating { rating: weighted.over(&weights)?, share }))
}

/// The interval that follows from the uncertainty of the factors.
fn interval(parts: &[Part<'_>], whole: &Sum, footprint: &ProductFootprint) -> Result<Option<Interval>, Inexact> {
    let uncertainty = |part: &Part<'_>| part.factor.and_then(|factor| factor.quality.uncertainty);
    let covered = size(parts.iter().filter(|part| uncertainty(part).is_some()));
    let Some(share) = share(&covered, whole)? else { return Ok(None) };
    let mut by_factor: HashMap<&FactorRow, (Uncertainty, Sum)> = HashMap::new();
    for part in parts {
        if let (Some(factor), Some(uncertainty)) = (part.factor, uncertainty(part)) {
            let (_, sum) = by_factor.entry(&factor.row).or_insert((uncertainty, Sum::default()));
            sum.add(part.emissions);
        }
    }
    let (mut lower, mut upper) = (Sum::default(), Sum::default());
    for (uncertainty, emissions) in by_factor.values() {
        let (below, above) = uncertainty.half_widths(emissions.total()?)?;
        lower.add_product(below, below);
        upper.add_product(above, above);
    }
    // A sum of squares has a root.
    let (below, above) = (lower.root()?.unwrap_or_default(), upper.root()?.unwrap_or_default());
    let ProductFootprint { emissions, output, .. } = footprint;
    let (low, high) = (emissions.less(below), rounded_sum([*emissions, above])?);
    let relative = |half_width| match divide(half_width, emissions.abs()) {
        Ok(fraction) => Ok(Some(fraction)),
        Err(Inexact::DivisionByZero) => Ok(None),
        Err(lost) => Err(lost),
    };
    Ok(Some(Interval {
        low,
        high,
        low_per_unit: divide(low, output.amount)?,
        high_per_unit: divide(high, output.amount)?,
        below: relative(below)?,
        above: relative(above)?,
        share,
    }))
}
