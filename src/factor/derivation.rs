//! How a fuel's factor follows from its parameters, step by step.

use super::FactorValue;
use crate::amount::{Amount, Inexact, ratio};

/// The steps from a unit of fuel to its CO2 (IPCC 2006, vol. 2, ch. 1), each exact but for the last, which is the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Derivation {
    /// The energy in it, in GJ: the net calorific value.
    pub energy: Amount,
    /// Carbon per energy, in tC/GJ.
    pub carbon_content: Amount,
    /// The carbon in it, in tC: energy × carbon content.
    pub carbon: Amount,
    /// The fraction that is oxidised.
    pub oxidation: Amount,
    /// The carbon that is oxidised, in tC.
    pub oxidised: Amount,
}

impl FactorValue {
    /// The steps to a derived value; nothing where it is given.
    pub fn derivation(self) -> Result<Option<Derivation>, Inexact> {
        let FactorValue::Derived { ncv, carbon_content, oxidation } = self else { return Ok(None) };
        let carbon = ratio(&[ncv, carbon_content], &[])?;
        let oxidised = ratio(&[ncv, carbon_content, oxidation], &[])?;
        Ok(Some(Derivation { energy: ncv, carbon_content, carbon, oxidation, oxidised }))
    }
}
