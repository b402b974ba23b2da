//! Units of measurement, their dimensions, and the units of emission factors and of fuel consumption.
//!
//! Every unit is an exact decimal multiple of its dimension's base unit, so that converting loses nothing.
//! The list of the known units is [`UNITS`]; one line there is one unit with all the ways in which it is written.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::amount::{Amount, Inexact, ratio};

/// What a unit measures. Two units of one dimension convert into each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// In kg.
    Mass,
    /// In m³. Normal cubic metres of gas (Nm³) count as cubic metres, as the Chinese guidelines use them.
    Volume,
    /// In MJ.
    Energy,
    /// In km.
    Distance,
    /// Freight: mass carried × distance, in t·km.
    TransportWork,
    /// Pieces.
    Count,
}

/// One known unit: its symbol, other spellings (after Unicode NFKC, without spaces), dimension, and size in the
/// dimension's base unit as mantissa and number of decimals.
type Known = (&'static str, &'static [&'static str], Dimension, (i64, u32));

/// All known units.
///
/// Sources of the sizes that are not decimal prefixes: 1 kcal = 4.1868 kJ (International Table calorie) and
/// 1 kgce = 29 307.6 kJ (GB/T 2589-2020), 1 lb = 0.45359237 kg and 1 mile = 1.609344 km (1959 agreement),
/// 1 nautical mile = 1.852 km (SI brochure).
pub const UNITS: &[Known] = &[
    ("t", &["吨", "公吨", "tonne", "tonnes"], Dimension::Mass, (1000, 0)),
    ("kg", &["千克", "公斤", "kilogram", "kilograms"], Dimension::Mass, (1, 0)),
    ("g", &["克", "gram", "grams"], Dimension::Mass, (1, 3)),
    ("kt", &["千吨"], Dimension::Mass, (1_000_000, 0)),
    ("万t", &["万吨", "10^4t"], Dimension::Mass, (10_000_000, 0)),
    ("lb", &["磅"], Dimension::Mass, (45_359_237, 8)),
    ("m3", &["M3", "Nm3", "立方米", "立方", "方", "标方", "标准立方米", "m^3"], Dimension::Volume, (1, 0)),
    ("万m3", &["万立方米", "万方", "万Nm3", "万标方", "10^4m3", "10^4Nm3"], Dimension::Volume, (10_000, 0)),
    ("L", &["升", "公升", "litre", "litres", "liter", "liters", "dm3"], Dimension::Volume, (1, 3)),
    ("mL", &["毫升"], Dimension::Volume, (1, 6)),
    ("kWh", &["千瓦时", "千瓦·时", "度", "kW·h", "kW.h"], Dimension::Energy, (36, 1)),
    ("MWh", &["兆瓦时", "MW·h", "MW.h", "千度"], Dimension::Energy, (3600, 0)),
    ("万kWh", &["万千瓦时", "万度", "10^4kWh"], Dimension::Energy, (36_000, 0)),
    ("GWh", &["吉瓦时"], Dimension::Energy, (3_600_000, 0)),
    ("kJ", &["千焦"], Dimension::Energy, (1, 3)),
    ("MJ", &["兆焦"], Dimension::Energy, (1, 0)),
    ("GJ", &["吉焦", "百万千焦"], Dimension::Energy, (1000, 0)),
    ("TJ", &["太焦"], Dimension::Energy, (1_000_000, 0)),
    ("kcal", &["千卡", "大卡"], Dimension::Energy, (41_868, 7)),
    ("kgce", &["千克标准煤", "公斤标煤"], Dimension::Energy, (293_076, 4)),
    ("tce", &["吨标准煤", "吨标煤"], Dimension::Energy, (293_076, 1)),
    ("km", &["公里", "千米"], Dimension::Distance, (1, 0)),
    ("m", &["米"], Dimension::Distance, (1, 3)),
    ("万km", &["万公里", "10^4km"], Dimension::Distance, (10_000, 0)),
    ("mile", &["miles", "英里"], Dimension::Distance, (1_609_344, 6)),
    ("nmi", &["海里"], Dimension::Distance, (1852, 3)),
    ("t·km", &["t.km", "t*km", "t-km", "tkm", "吨公里", "吨·公里", "吨千米"], Dimension::TransportWork, (1, 0)),
    ("kg·km", &["kg.km", "kg*km", "kgkm", "千克公里"], Dimension::TransportWork, (1, 3)),
    ("万t·km", &["万吨公里", "10^4t·km"], Dimension::TransportWork, (10_000, 0)),
    (
        "piece",
        &["pieces", "pcs", "pc", "件", "个", "只", "台", "支", "根", "块", "套", "辆", "片"],
        Dimension::Count,
        (1, 0),
    ),
    ("万piece", &["万件", "万个", "万只"], Dimension::Count, (10_000, 0)),
];

/// A unit of measurement, possibly of one named substance: `t`, `kWh`, `tCOD` (tonnes of chemical oxygen demand).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unit {
    symbol: String,
    dimension: Dimension,
    size: Amount,
    substance: Option<String>,
}

impl Unit {
    /// Reads a unit in any of its known spellings; upper and lower case are told apart only where it matters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Unit> {
        let text = normalise(text);
        if let Some(known) = lookup(&text) {
            return Some(Unit::known(known, None));
        }
        let (known, substance) = split_substance(&text).filter(|(_, substance)| SUBSTANCES.contains(substance))?;
        Some(Unit::known(known, Some(substance.to_owned())))
    }

    fn known(&(symbol, _, dimension, (mantissa, scale)): &Known, substance: Option<String>) -> Unit {
        let symbol = format!("{symbol}{}", substance.as_deref().unwrap_or(""));
        Unit { symbol, dimension, size: Amount::new(mantissa, scale), substance }
    }

    /// Tonnes, the unit of emissions.
    #[must_use]
    pub fn tonne() -> Unit {
        Unit::known(&UNITS[0], None)
    }

    /// Tonne-kilometres, the unit of freight.
    #[must_use]
    pub fn tonne_kilometre() -> Unit {
        Unit { symbol: "t·km".to_owned(), dimension: Dimension::TransportWork, size: Amount::ONE, substance: None }
    }

    /// What it measures.
    #[must_use]
    pub fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// Whether it is of the thing itself and not of a substance in it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.substance.is_none()
    }

    /// The substance that it is of, as in `tCOD`.
    #[must_use]
    pub fn substance(&self) -> Option<&str> {
        self.substance.as_deref()
    }

    /// How many base units of its dimension it is.
    #[must_use]
    pub fn size(&self) -> Amount {
        self.size
    }

    /// Whether an amount in this unit can be given in `other`: one dimension and one substance.
    #[must_use]
    pub fn converts_to(&self, other: &Unit) -> bool {
        self.dimension == other.dimension && self.substance == other.substance
    }

    /// Whether it counts electricity: a multiple of the kilowatt-hour.
    #[must_use]
    pub fn is_electrical(&self) -> bool {
        self.symbol.ends_with("Wh")
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.symbol)
    }
}

impl serde::Serialize for Unit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.symbol)
    }
}

/// An amount in a unit.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Quantity {
    /// How much.
    pub amount: Amount,
    /// Of what.
    pub unit: Unit,
}

impl Quantity {
    /// The amount in the base unit of its dimension.
    pub fn in_base(&self) -> Result<Amount, Inexact> {
        self.amount.times(self.unit.size)
    }

    /// The amount in `unit`, exact where the quotient ends. The caller has seen to it that the units convert.
    pub fn amount_in(&self, unit: &Unit) -> Result<Amount, Inexact> {
        ratio(&[self.amount, self.unit.size], &[unit.size])
    }
}

/// The unit of an emission factor: a mass of a gas per unit of activity, as in `kgCO2e/t·km` or `tCH4/tCOD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmissionUnit {
    /// How the unit is written.
    pub symbol: String,
    /// One unit of the numerator, in t.
    pub tonnes: Amount,
    /// The gas: `None` for CO2 equivalents, else its name, as in `CH4`.
    pub gas: Option<String>,
    /// The unit of the activity.
    pub per: Unit,
}

impl EmissionUnit {
    /// The gas, where it is another than CO2: emissions of CO2 are CO2 equivalents as they stand.
    #[must_use]
    pub fn other_gas(&self) -> Option<&str> {
        self.gas.as_deref().filter(|gas| *gas != "CO2")
    }

    /// How such a unit is written. `gas`: `None` for CO2 equivalents.
    #[must_use]
    pub fn spell(mass: &str, gas: Option<&str>, per: &Unit) -> String {
        format!("{mass}{}/{per}", gas.unwrap_or("CO2e"))
    }

    /// The symbol of its unit of mass.
    #[must_use]
    pub fn mass(&self) -> &str {
        let rest = EmissionUnit::spell("", self.gas.as_deref(), &self.per);
        self.symbol.strip_suffix(&rest).unwrap_or_default()
    }

    /// Reads `tCO2/t`, `kg CO2e/kWh`, `kgCO2e/(t·km)` or `tCH4/tCOD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<EmissionUnit> {
        let text = normalise(text);
        let (emitted, per) = text.split_once('/')?;
        let (mass, gas) = parse_emitted(emitted)?;
        let per = Unit::parse(per.strip_prefix('(').and_then(|p| p.strip_suffix(')')).unwrap_or(per))?;
        let symbol = EmissionUnit::spell(&mass.symbol, gas.as_deref(), &per);
        let tonnes = ratio(&[mass.size], &[Unit::tonne().size]).ok()?;
        Some(EmissionUnit { symbol, tonnes, gas, per })
    }
}

/// Reads `kgCH4` or `t CO2e`: the unit of mass, and the gas; nothing for CO2 equivalents.
fn parse_emitted(text: &str) -> Option<(Unit, Option<String>)> {
    let text = text.replace("co2", "CO2").replace("CO2E", "CO2e").replace("CO2eQ", "CO2eq");
    let (mass, gas) = split_substance(&text)?;
    let gas = match gas {
        "CO2e" | "CO2eq" | "CO2-e" | "CO2-eq" => None,
        gas => Some(gas.to_owned()),
    };
    Some((Unit::known(mass, None), gas))
}

/// The unit of a footprint: emissions of CO2 or CO2e per unit of output.
#[must_use]
pub fn footprint_unit(text: &str) -> Option<EmissionUnit> {
    EmissionUnit::parse(text).filter(|unit| unit.other_gas().is_none())
}

/// The unit of mass of emissions as reports write it: `tCO2e`, `kg CO2`, or the mass alone. Nothing for other gases.
#[must_use]
pub fn parse_emissions(text: &str) -> Option<Unit> {
    let text = normalise(text);
    match parse_emitted(&text) {
        Some((mass, gas)) => Some(mass).filter(|_| gas.is_none_or(|gas| gas == "CO2")),
        None => Unit::parse(&text).filter(|unit| unit.dimension == Dimension::Mass && unit.is_plain()),
    }
}

/// The unit of a vehicle's fuel consumption: a quantity of fuel per distance, as in `L/100km`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumptionUnit {
    /// The unit of the fuel.
    pub fuel: Unit,
    /// The distance, in km.
    pub km: Amount,
}

impl ConsumptionUnit {
    /// Reads `L/100km`, `kg/100 km`, `t/km`, `升/百公里`.
    #[must_use]
    pub fn parse(text: &str) -> Option<ConsumptionUnit> {
        let text = normalise(text).replace("百公里", "100km");
        let (fuel, distance) = text.split_once('/')?;
        let digits = distance.bytes().take_while(u8::is_ascii_digit).count();
        let count = if digits == 0 { Amount::ONE } else { Amount::parse(&distance[..digits]).ok()? };
        let unit = Unit::parse(&distance[digits..]).filter(|unit| unit.dimension == Dimension::Distance)?;
        let fuel = Unit::parse(fuel)
            .filter(|unit| !matches!(unit.dimension, Dimension::Distance | Dimension::TransportWork))?;
        let km = count.times(unit.size).ok().filter(|km| !km.is_zero())?;
        Some(ConsumptionUnit { fuel, km })
    }
}

/// Every spelling of every known unit: for suggesting the nearest.
pub fn spellings() -> impl Iterator<Item = &'static str> {
    UNITS.iter().flat_map(|(symbol, others, ..)| std::iter::once(*symbol).chain(others.iter().copied()))
}

/// Unicode NFKC (full-width letters, `㎥`, `m³`) without spaces; superscript powers of ten become `10^4`.
fn normalise(text: &str) -> String {
    if text.is_ascii() {
        return text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    }
    text.replace("10⁴", "10^4").nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// What the mass of a unit like `tCOD` may be of, where that is not the mass of the thing itself.
const SUBSTANCES: [&str; 5] = ["COD", "BOD", "BOD5", "TN", "TP"];

/// The unit with exactly this spelling; else the only one that differs from it by case alone. The case of a first M
/// always counts: ML is not mL, and mJ is not MJ.
fn lookup(text: &str) -> Option<&'static Known> {
    let find = |same: &dyn Fn(&str) -> bool| {
        let mut hits =
            UNITS.iter().filter(|(symbol, others, ..)| same(symbol) || others.iter().any(|other| same(other)));
        hits.next().filter(|_| hits.next().is_none())
    };
    let same_m = |spelling: &str| spelling.starts_with('M') == text.starts_with('M');
    find(&|spelling| spelling == text)
        .or_else(|| find(&|spelling| same_m(spelling) && spelling.to_lowercase() == text.to_lowercase()))
}

/// Splits `tCH4` or `kgCOD` into a unit of mass and a substance, which begins with a capital letter.
fn split_substance(text: &str) -> Option<(&'static Known, &str)> {
    let start = text.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase())?.0;
    let (mass, substance) = text.split_at(start);
    let known = lookup(mass).filter(|(_, _, dimension, _)| *dimension == Dimension::Mass)?;
    let plain = substance.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    plain.then_some((known, substance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap_or_else(|| panic!("no unit: {text}"))
    }

    #[test]
    fn every_spelling_names_one_unit() {
        for spelling in spellings() {
            let (symbol, others, ..) = lookup(&normalise(spelling)).unwrap_or_else(|| panic!("{spelling}"));
            assert!(*symbol == spelling || others.contains(&spelling), "{spelling} is read as {symbol}");
        }
    }

    #[test]
    fn units_are_read_as_plants_write_them() {
        for (text, symbol) in [
            ("Mwh", "MWh"),
            ("KWH", "kWh"),
            ("m³", "m3"),
            ("㎥", "m3"),
            ("万 m³", "万m3"),
            ("10⁴m³", "万m3"),
            ("ｋｇ", "kg"),
            ("tkm", "t·km"),
            ("tCOD", "tCOD"),
            ("kg COD", "kgCOD"),
        ] {
            assert_eq!(unit(text).to_string(), symbol);
        }
        for text in ["", "furlong", "CO2", "tcod", "t km2", "ML", "mJ", "mwh", "TON", "GT", "tCO2"] {
            assert_eq!(Unit::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_substance_keeps_waste_water_and_its_load_apart() {
        assert!(unit("kgCOD").converts_to(&unit("tCOD")));
        assert!(!unit("t").converts_to(&unit("tCOD")));
        assert!(!unit("kWh").converts_to(&unit("m3")));
    }

    #[test]
    fn an_emission_unit_names_its_gas_and_what_it_is_per() {
        let per_work = EmissionUnit::parse("kg CO2e/(t·km)").unwrap();
        assert_eq!((per_work.symbol.as_str(), per_work.gas.as_deref()), ("kgCO2e/t·km", None));
        assert_eq!(per_work.tonnes, Amount::new(1, 3));
        let methane = EmissionUnit::parse("tCH4/tCOD").unwrap();
        assert_eq!((methane.gas.as_deref(), methane.per.to_string().as_str()), (Some("CH4"), "tCOD"));
        assert_eq!(EmissionUnit::parse("kgco2e/t").unwrap().symbol, "kgCO2e/t");
        assert_eq!(EmissionUnit::parse("tCO2E/t").unwrap().gas, None);
        assert_eq!(EmissionUnit::parse("tCO₂/m³").unwrap().symbol, "tCO2/m3");
        assert_eq!((per_work.mass(), methane.mass()), ("kg", "t"));
        for text in ["tCO2", "CO2/t", "t/t", "m3CO2/t", "tCO2/"] {
            assert_eq!(EmissionUnit::parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn a_consumption_is_fuel_per_distance() {
        let common = ConsumptionUnit::parse("L/100 km").unwrap();
        assert_eq!((common.fuel.to_string().as_str(), common.km), ("L", Amount::new(100, 0)));
        assert_eq!(ConsumptionUnit::parse("升/百公里"), Some(common));
        assert_eq!(ConsumptionUnit::parse("t/km").unwrap().km, Amount::ONE);
        for text in ["L/100", "km/L", "L", "L/0km"] {
            assert_eq!(ConsumptionUnit::parse(text), None, "{text:?}");
        }
    }
}
