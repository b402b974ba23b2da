//! How good a factor is: the uncertainty of its value, and ratings of how well it represents what it is used for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::amount::{Amount, Inexact, rounded_ratio};
use crate::cell::{number, plus_minus};
use crate::column::Column as C;
use crate::diagnostic::{Diagnostics, problem};
use crate::table::Row;
use crate::word::Indicator;

/// The best and the worst rating (PACT Methodology v3, data quality ratings).
const RATINGS: [Amount; 2] = [Amount::ONE, Amount::new(5, 0)];

/// What a factor table says of the quality of a factor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FactorQuality {
    /// How uncertain its value is, where that is known.
    #[serde(flatten)]
    pub uncertainty: Option<Uncertainty>,
    /// How well it represents what it is used for: 1 is best, 5 worst. A mean of several has decimals.
    #[serde(flatten)]
    pub ratings: BTreeMap<Indicator, Amount>,
}

/// How uncertain a value is: where it lies with a probability of 95 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Uncertainty {
    /// Within this fraction of it to either side: half the width of the interval.
    #[serde(rename = "uncertainty")]
    Relative(Amount),
    /// Between value ÷ g² and value × g², where g, the geometric standard deviation of a lognormal distribution, is this.
    #[serde(rename = "gsd")]
    Geometric(Amount),
}

impl Uncertainty {
    /// How far what is `value` could be below and above it, neither with a sign; rounded at the 18th decimal. Of a value
    /// below zero it is the size that is uncertain.
    pub fn half_widths(self, value: Amount) -> Result<(Amount, Amount), Inexact> {
        let size = value.abs();
        match self {
            Uncertainty::Relative(fraction) => {
                let half_width = rounded_ratio(&[size, fraction], &[])?;
                Ok((half_width, half_width))
            }
            Uncertainty::Geometric(g) => {
                // g² − 1 without a square that may have no room.
                let excess = [size, g.minus(Amount::ONE)?, g.plus(Amount::ONE)?];
                let (smaller, larger) = (rounded_ratio(&excess, &[g, g])?, rounded_ratio(&excess, &[])?);
                Ok(if value.is_negative() { (larger, smaller) } else { (smaller, larger) })
            }
        }
    }
}

impl FactorQuality {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.uncertainty.is_none() && self.ratings.is_empty()
    }

    /// What a row of a factor table says.
    pub(super) fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> FactorQuality {
        let rating = |indicator: &Indicator| Some((*indicator, rating(row, *indicator, diagnostics)?));
        let ratings = Indicator::ALL.iter().filter_map(rating).collect();
        FactorQuality { uncertainty: uncertainty(row, diagnostics), ratings }
    }
}

/// Nothing where the cell is blank or, as a diagnostic says, no rating.
fn rating(row: &Row<'_>, indicator: Indicator, diagnostics: &mut Diagnostics) -> Option<Amount> {
    let column = match indicator {
        Indicator::Technology => C::Technology,
        Indicator::Geography => C::Geography,
        Indicator::Time => C::Time,
    };
    let rating = number(row, column, diagnostics).ok()??.amount;
    let [best, worst] = RATINGS;
    if rating < best || rating > worst {
        diagnostics.push(row.diagnostic(column, problem::factor_rating(rating)));
        return None;
    }
    Some(rating)
}

/// Nothing where neither cell is filled or, as a diagnostic says, one of them is wrong.
fn uncertainty(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Uncertainty> {
    let relative = plus_minus(row, C::Uncertainty, diagnostics).ok()?;
    let gsd = number(row, C::Gsd, diagnostics).ok()?.map(|written| written.amount);
    match (relative, gsd) {
        (Some(_), Some(_)) => {
            diagnostics.push(row.diagnostic(C::Gsd, problem::two_uncertainties()));
            None
        }
        (_, Some(gsd)) if gsd < Amount::ONE => {
            diagnostics.push(row.diagnostic(C::Gsd, problem::gsd_below_one(gsd)));
            None
        }
        (relative, gsd) => relative.map(Uncertainty::Relative).or(gsd.map(Uncertainty::Geometric)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn an_interval_lies_around_the_value_whatever_its_sign() {
        let relative = Uncertainty::Relative(amount("0.05"));
        assert_eq!(relative.half_widths(amount("-200")), Ok((amount("10"), amount("10"))));
        // 100 ÷ 1.25² = 64 and 100 × 1.25² = 156.25.
        let lognormal = Uncertainty::Geometric(amount("1.25"));
        assert_eq!(lognormal.half_widths(amount("100")), Ok((amount("36"), amount("56.25"))));
        assert_eq!(lognormal.half_widths(amount("-100")), Ok((amount("56.25"), amount("36"))));
        assert_eq!(lognormal.half_widths(Amount::ZERO), Ok((Amount::ZERO, Amount::ZERO)));
        assert_eq!(Uncertainty::Geometric(Amount::ONE).half_widths(amount("100")), Ok((Amount::ZERO, Amount::ZERO)));
    }

    #[test]
    fn it_is_written_by_the_names_of_its_columns() {
        let ratings = BTreeMap::from([(Indicator::Time, amount("2.5")), (Indicator::Technology, amount("1"))]);
        let quality = FactorQuality { uncertainty: Some(Uncertainty::Geometric(amount("1.2"))), ratings };
        assert_eq!(serde_json::to_string(&quality).unwrap(), r#"{"gsd":"1.2","technology":"1","time":"2.5"}"#);
        assert!(!quality.is_empty() && FactorQuality::default().is_empty());
    }
}
