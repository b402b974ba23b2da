//! Greenhouse gases and their 100-year global warming potentials; blends are computed from their components.

use std::collections::HashMap;

use anyhow::{Context, bail};
use serde::Deserialize;

use crate::amount::Amount;
use crate::diagnostic::nearest;
use crate::name::fold;
use crate::word::GwpSet;

/// A row of gwp.csv: GWP-100 in kg CO2e/kg, by IPCC report.
#[derive(Debug, Deserialize)]
struct GasRow {
    gas: String,
    name_zh: String,
    name_en: String,
    aliases: String,
    #[serde(rename = "AR4")]
    ar4: String,
    #[serde(rename = "AR5")]
    ar5: String,
    #[serde(rename = "AR6")]
    ar6: String,
}

/// A row of blends.csv: one component of a blend.
#[derive(Debug, Deserialize)]
struct BlendRow {
    blend: String,
    aliases: String,
    gas: String,
    mass_fraction: String,
}

/// The gases of a release.
#[derive(Clone, Debug, Default)]
pub struct Gases {
    list: Vec<Gas>,
    by_name: HashMap<String, usize>,
    names: Vec<String>,
}

#[derive(Clone, Debug)]
struct Gas {
    name: String,
    gwp: [Option<Amount>; 3],
}

impl Gases {
    /// Reads gwp.csv and blends.csv of a release.
    ///
    /// # Errors
    /// A row that is not as the release's format wants it, with its line.
    pub fn read(gwp: &[u8], blends: &[u8]) -> anyhow::Result<Gases> {
        let mut gases = Gases::default();
        for row in csv::Reader::from_reader(gwp).deserialize() {
            let row: GasRow = row.context("gwp.csv")?;
            let mut values = [None; 3];
            for (value, text) in values.iter_mut().zip([&row.ar4, &row.ar5, &row.ar6]) {
                if !text.is_empty() {
                    *value = Some(amount(text).with_context(|| format!("gwp.csv: {}", row.gas))?);
                }
            }
            let names = [&row.gas, &row.name_zh, &row.name_en].map(String::as_str);
            let names = names.into_iter().chain(row.aliases.split(';'));
            gases.insert(Gas { name: row.gas.clone(), gwp: values }, names)?;
        }
        let mut rows: Vec<BlendRow> = Vec::new();
        for row in csv::Reader::from_reader(blends).deserialize() {
            rows.push(row.context("blends.csv")?);
        }
        for components in rows.chunk_by(|a, b| a.blend == b.blend) {
            let first = &components[0];
            let gas = gases.blend(components).with_context(|| format!("blends.csv: {}", first.blend))?;
            gases.insert(gas, std::iter::once(first.blend.as_str()).chain(first.aliases.split(';')))?;
        }
        Ok(gases)
    }

    /// The mass-weighted mean of the components' potentials; unknown where one of them is.
    fn blend(&self, components: &[BlendRow]) -> anyhow::Result<Gas> {
        let mut whole = Amount::ZERO;
        let mut gwp = [Some(Amount::ZERO); 3];
        for component in components {
            let Some(gas) = self.find(&component.gas) else { bail!("no gas {}", component.gas) };
            let fraction = amount(&component.mass_fraction)?;
            let lost = |_| anyhow::anyhow!("too many digits");
            whole = whole.plus(fraction).map_err(lost)?;
            for (sum, part) in gwp.iter_mut().zip(gas.gwp) {
                *sum = match (*sum, part) {
                    (Some(sum), Some(part)) => {
                        Some(part.times(fraction).and_then(|part| sum.plus(part)).map_err(lost)?)
                    }
                    _ => None,
                };
            }
        }
        if whole != Amount::ONE {
            bail!("the mass fractions add up to {whole}");
        }
        Ok(Gas { name: components[0].blend.clone(), gwp })
    }

    fn insert<'n>(&mut self, gas: Gas, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
        let index = self.list.len();
        for name in names.map(str::trim).filter(|name| !name.is_empty()) {
            self.names.push(name.to_owned());
            if self.by_name.insert(fold(name), index).is_some_and(|other| other != index) {
                bail!("two gases have the name {name}");
            }
        }
        self.list.push(gas);
        Ok(())
    }

    fn find(&self, name: &str) -> Option<&Gas> {
        self.by_name.get(&fold(name)).map(|index| &self.list[*index])
    }

    /// The standard name of a gas, or the nearest names.
    pub fn name(&self, name: &str) -> Result<&str, Vec<String>> {
        self.find(name).map(|gas| gas.name.as_str()).ok_or_else(|| nearest(name, self.names.iter().map(String::as_str)))
    }

    /// The GWP-100 of a gas, in kg CO2e/kg; nothing where the report has none.
    #[must_use]
    pub fn gwp(&self, name: &str, set: GwpSet) -> Option<Amount> {
        self.find(name)?.gwp[set as usize]
    }
}

fn amount(text: &str) -> anyhow::Result<Amount> {
    Amount::parse(text).map_err(|_| anyhow::anyhow!("`{text}` is not a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GWP: &[u8] = b"gas,name_zh,name_en,aliases,formula,AR4,AR5,AR6\nHFC-32,,,R32;R-32,CH2F2,675,677,771\nHFC-125,,,R125,,3500,3170,\n";

    #[test]
    fn a_blend_is_the_weighted_mean_of_its_components() {
        let blends = b"blend,aliases,gas,mass_fraction\nR410A,R-410A,HFC-32,0.5\nR410A,R-410A,HFC-125,0.5\n";
        let gases = Gases::read(GWP, blends).unwrap();
        assert_eq!(gases.gwp("r-410a", GwpSet::Ar5), Some(Amount::new(19235, 1)));
        assert_eq!(gases.gwp("R410A", GwpSet::Ar6), None);
        assert_eq!(gases.name("R32"), Ok("HFC-32"));
        assert_eq!(gases.name("R33"), Err(vec!["R32".to_owned(), "R-32".to_owned()]));
    }

    #[test]
    fn a_blend_whose_fractions_are_no_whole_is_refused() {
        let blends = b"blend,aliases,gas,mass_fraction\nR410A,,HFC-32,0.4\nR410A,,HFC-125,0.5\n";
        assert!(format!("{:#}", Gases::read(GWP, blends).unwrap_err()).contains("add up to 0.9"));
    }
}
