//! Greenhouse gases and their 100-year global warming potentials; blends are computed from their components.

use std::collections::HashMap;

use serde::Deserialize;

use crate::amount::Amount;
use crate::cell::names;
use crate::diagnostic::nearest;
use crate::name::fold;
use crate::text::{Text, text};
use crate::word::GwpSet;
use crate::world::{OrSay, WorldError};

/// A row of gwp.csv: GWP-100 in kg CO2e/kg, by IPCC report.
#[derive(Debug, Deserialize)]
struct GasRow {
    gas: String,
    name_zh: String,
    name_en: String,
    aliases: String,
    #[serde(default)]
    formula: String,
    #[serde(rename = "AR4")]
    ar4: String,
    #[serde(rename = "AR5")]
    ar5: String,
    #[serde(rename = "AR6")]
    ar6: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    locator: String,
    #[serde(default)]
    note: String,
}

/// A row of blends.csv: one component of a blend.
#[derive(Debug, Deserialize)]
struct BlendRow {
    blend: String,
    aliases: String,
    gas: String,
    mass_fraction: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    note: String,
}

/// The gases of a release.
#[derive(Clone, Debug, Default)]
pub struct Gases {
    list: Vec<Gas>,
    by_name: HashMap<String, usize>,
    names: Vec<String>,
}

/// A gas, or a blend of gases.
#[derive(Clone, Debug, Default)]
pub struct Gas {
    /// Its standard name, as in `HFC-134a`.
    pub name: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// Its English name.
    pub name_en: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Its chemical formula; blank for a blend.
    pub formula: String,
    gwp: [Option<Amount>; 3],
    /// Of what it is a blend; nothing for a gas.
    pub components: Vec<Component>,
    /// Who published the GWPs, or the composition of the blend.
    pub source: String,
    /// Where in the source they stand.
    pub locator: String,
    /// What else there is to know.
    pub note: String,
}

/// A component of a blend.
#[derive(Clone, Debug)]
pub struct Component {
    /// The standard name of the gas.
    pub gas: String,
    /// How much of the blend's mass it is.
    pub fraction: Amount,
}

impl Gas {
    /// Its GWP-100, in kg CO2e/kg; nothing where the report has none.
    #[must_use]
    pub fn gwp(&self, set: GwpSet) -> Option<Amount> {
        self.gwp[set as usize]
    }

    /// Every name that it is found by.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = [&self.name, &self.name_zh, &self.name_en].into_iter().chain(&self.aliases);
        names.map(String::as_str).filter(|name| !name.is_empty())
    }
}

impl Gases {
    /// Reads gwp.csv and blends.csv of a release.
    ///
    /// # Errors
    /// A row that is not as the release's format wants it, with its line.
    pub fn read(gwp: &[u8], blends: &[u8]) -> Result<Gases, WorldError> {
        let mut gases = Gases::default();
        for row in csv::Reader::from_reader(gwp).deserialize() {
            let row: GasRow = row.or_say(|| text!("gwp.csv", "gwp.csv"))?;
            let mut values = [None; 3];
            for (value, text) in values.iter_mut().zip([&row.ar4, &row.ar5, &row.ar6]) {
                if !text.is_empty() {
                    *value = Some(amount(text).or_say(|| of_row("gwp.csv", &row.gas))?);
                }
            }
            let GasRow { gas: name, name_zh, name_en, aliases, formula, source, locator, note, .. } = row;
            let aliases = separated(&aliases);
            let components = Vec::new();
            gases.insert(Gas {
                name,
                name_zh,
                name_en,
                aliases,
                formula,
                gwp: values,
                components,
                source,
                locator,
                note,
            })?;
        }
        let mut rows: Vec<BlendRow> = Vec::new();
        for row in csv::Reader::from_reader(blends).deserialize() {
            rows.push(row.or_say(|| text!("blends.csv", "blends.csv"))?);
        }
        for components in rows.chunk_by(|a, b| a.blend == b.blend) {
            let first = &components[0];
            let gas = gases.blend(components).or_say(|| of_row("blends.csv", &first.blend))?;
            gases.insert(gas)?;
        }
        Ok(gases)
    }

    /// The mass-weighted mean of the components' potentials; unknown where one of them is.
    fn blend(&self, components: &[BlendRow]) -> Result<Gas, WorldError> {
        let mut whole = Amount::ZERO;
        let mut gwp = [Some(Amount::ZERO); 3];
        let mut parts = Vec::new();
        for component in components {
            let BlendRow { gas, mass_fraction, .. } = component;
            let Some(gas) = self.find(gas) else { return Err(text!("no gas {gas}", "没有气体 {gas}").into()) };
            let fraction = amount(mass_fraction)?;
            let lost = |_| WorldError::from(text!("too many digits", "位数过多"));
            whole = whole.plus(fraction).map_err(lost)?;
            parts.push(Component { gas: gas.name.clone(), fraction });
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
            return Err(text!("the mass fractions add up to {whole}", "质量分数之和为 {whole}").into());
        }
        let BlendRow { blend, aliases, source, note, .. } = &components[0];
        let [name, source, note] = [blend, source, note].map(Clone::clone);
        Ok(Gas { name, aliases: separated(aliases), gwp, components: parts, source, note, ..Gas::default() })
    }

    fn insert(&mut self, gas: Gas) -> Result<(), WorldError> {
        let index = self.list.len();
        for name in gas.names() {
            self.names.push(name.to_owned());
            if self.by_name.insert(fold(name), index).is_some_and(|other| other != index) {
                return Err(text!("two gases have the name {name}", "两种气体同名：{name}").into());
            }
        }
        self.list.push(gas);
        Ok(())
    }

    /// All gases and blends, in the order of their tables.
    pub fn iter(&self) -> std::slice::Iter<'_, Gas> {
        self.list.iter()
    }

    /// How many gases and blends there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The standard names of all gases and blends, in the order of the release.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|gas| gas.name.as_str())
    }

    /// The gas with this name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Gas> {
        self.by_name.get(&fold(name)).map(|index| &self.list[*index])
    }

    /// The standard name of a gas, or the nearest names.
    pub fn name(&self, name: &str) -> Result<&str, Vec<String>> {
        self.find(name).map(|gas| gas.name.as_str()).ok_or_else(|| nearest(name, self.names.iter().map(String::as_str)))
    }

    /// The GWP-100 of a gas, in kg CO2e/kg; nothing where the report has none.
    #[must_use]
    pub fn gwp(&self, name: &str, set: GwpSet) -> Option<Amount> {
        self.find(name)?.gwp(set)
    }
}

impl<'g> IntoIterator for &'g Gases {
    type Item = &'g Gas;
    type IntoIter = std::slice::Iter<'g, Gas>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The names in a cell.
fn separated(aliases: &str) -> Vec<String> {
    names(aliases).map(ToOwned::to_owned).collect()
}

/// Whose row it is that something is wrong with.
fn of_row(file: &str, name: &str) -> Text {
    text!("{file}: {name}", "{file}：{name}")
}

fn amount(text: &str) -> Result<Amount, WorldError> {
    Amount::parse(text).map_err(|_| text!("`{text}` is not a number", "`{text}` 不是数字").into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;
    use crate::world::said;

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
        let error = anyhow::Error::from(Gases::read(GWP, blends).unwrap_err());
        assert_eq!(said(&error, Language::En), "blends.csv: R410A: the mass fractions add up to 0.9");
        assert_eq!(said(&error, Language::Zh), "blends.csv：R410A：质量分数之和为 0.9");
    }
}
