//! Emission factors: the shipped table of a release, the study's own, and which of them a row gets.

mod cells;
mod derivation;
mod embedded;
pub(crate) mod files;
mod gas;
mod quality;
mod region;
mod resolve;
mod set;
mod table;

use std::sync::Arc;

use crate::amount::{Amount, Inexact, ratio};
use crate::text::{Text, text};
use crate::unit::EmissionUnit;
use crate::word::{FactorBoundary, GwpSet};

pub use derivation::Derivation;
pub use gas::{Component, Gas, Gases};
pub use quality::{FactorQuality, Uncertainty};
pub use region::Regions;
pub use resolve::{Request, Unresolved, resolve};
pub use set::FactorSet;
pub(crate) use table::unknown_region;
pub use table::{FactorFiles, Loaded};

/// The molar mass of CO2 over that of carbon (IPCC 2006, vol. 2, ch. 1): a fuel's carbon becomes this much CO2.
const CARBON_TO_CO2: (Amount, Amount) = (Amount::new(44, 0), Amount::new(12, 0));

/// Emissions per unit of an activity.
#[derive(Clone, Debug)]
pub struct EmissionFactor {
    /// What is done: `grid-electricity`, `diesel`. The name that everything else is found by.
    pub activity: String,
    /// Where it holds; nothing in a study's own factor that serves everywhere.
    pub region: Option<String>,
    /// The year that it describes.
    pub year: Option<i16>,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// How much is emitted, in `unit`.
    pub value: FactorValue,
    /// The unit of the value.
    pub unit: EmissionUnit,
    /// The value that the source prints beside the parameters of a derived one, in `unit` and as it rounds it.
    pub printed: Option<Amount>,
    /// What it includes.
    pub boundary: Option<FactorBoundary>,
    /// The GWP set behind a value in CO2e.
    pub gwp: Option<GwpSet>,
    /// How uncertain it is, and how well it represents what it is used for.
    pub quality: FactorQuality,
    /// Who published it.
    pub source: String,
    /// Where in the source it stands.
    pub locator: String,
    /// What else there is to know.
    pub note: String,
    /// Its row.
    pub row: FactorRow,
}

/// The row of a factor.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FactorRow {
    /// The file.
    pub file: Arc<str>,
    /// The line.
    pub line: u64,
}

/// The value of an emission factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorValue {
    /// As published.
    Given(Amount),
    /// Of a fuel: calorific value (GJ per unit) × carbon content (tC/GJ) × oxidised fraction × 44/12, unrounded
    /// (IPCC 2006, vol. 2, ch. 1; the Chinese sector guidelines).
    Derived {
        /// Net calorific value, in GJ per unit of fuel.
        ncv: Amount,
        /// Carbon content, in tC/GJ.
        carbon_content: Amount,
        /// The fraction that is oxidised.
        oxidation: Amount,
    },
}

impl FactorValue {
    /// The value as numerators and denominators of one fraction, for [`ratio`].
    #[must_use]
    pub fn parts(self) -> (Vec<Amount>, Vec<Amount>) {
        match self {
            FactorValue::Given(value) => (vec![value], Vec::new()),
            FactorValue::Derived { ncv, carbon_content, oxidation } => {
                let (co2, carbon) = CARBON_TO_CO2;
                (vec![ncv, carbon_content, oxidation, co2], vec![carbon])
            }
        }
    }

    /// The value as one amount: exact where it ends, else to 18 decimals.
    pub fn amount(self) -> Result<Amount, Inexact> {
        let (numerators, denominators) = self.parts();
        ratio(&numerators, &denominators)
    }

    /// Whether the value ends, so that [`FactorValue::amount`] is exact.
    #[must_use]
    pub fn ends(self) -> bool {
        let (numerators, denominators) = self.parts();
        let whole = |amount: Amount| ratio(&[&denominators[..], &[amount]].concat(), &[]);
        self.amount().and_then(whole) == ratio(&numerators, &[])
    }
}

impl EmissionFactor {
    /// `activity/region/year`, without what is blank.
    #[must_use]
    pub fn full_name(&self) -> String {
        let mut name = self.activity.clone();
        for part in [self.region.clone(), self.year.map(|year| year.to_string())].into_iter().flatten() {
            name.push('/');
            name.push_str(&part);
        }
        name
    }

    /// Its name in both languages: in the other one where one has none, and nothing where neither has.
    #[must_use]
    pub fn name(&self) -> Option<Text> {
        let (en, zh) = (&self.name_en, &self.name_zh);
        match (en.as_str(), zh.as_str()) {
            ("", "") => None,
            ("", only) | (only, "") => Some(text!("{only}", "{only}")),
            _ => Some(text!("{en}", "{zh}")),
        }
    }

    /// Its value in t per base unit of its activity, as numerators and denominators of one fraction, for [`ratio`].
    #[must_use]
    pub fn in_base_parts(&self) -> (Vec<Amount>, Vec<Amount>) {
        let (mut numerators, mut denominators) = self.value.parts();
        numerators.push(self.unit.tonnes);
        denominators.push(self.unit.per.size());
        (numerators, denominators)
    }

    /// Its value in t per base unit of its activity: comparable whatever units two factors are in.
    pub fn in_base(&self) -> Result<Amount, Inexact> {
        let (numerators, denominators) = self.in_base_parts();
        ratio(&numerators, &denominators)
    }

    /// Every name that it is found by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        [&self.activity, &self.name_zh, &self.name_en].into_iter().chain(&self.aliases).map(String::as_str)
    }
}
