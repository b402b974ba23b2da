//! The shipped releases of the factor table: none changes once it is out, each holds what the one before held, and every
//! derived factor is what its parameters say. What a release says is read here from its CSV files, not through the program.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use num_bigint::BigInt;
use pertonne::amount::Amount;
use pertonne::diagnostic::Diagnostics;
use pertonne::factor::{EmissionFactor, Loaded, Request, Unresolved, resolve};
use pertonne::name::fold;
use pertonne::word::{FactorBoundary, GwpSet};

/// A row of a CSV file: its cells by header.
type Cells = BTreeMap<String, String>;

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("factors").join(file)
}

fn rows(file: &str) -> Vec<Cells> {
    csv::Reader::from_path(path(file)).unwrap().deserialize().map(Result::unwrap).collect()
}

fn factors_of(release: &str) -> Vec<Cells> {
    rows(&format!("{release}/factors.csv"))
}

fn full_name(row: &Cells) -> String {
    format!("{}/{}/{}", row["activity"], row["region"], row["year"])
}

fn changes_of(release: &str) -> String {
    fs::read_to_string(path(&format!("{release}/CHANGES.md"))).unwrap()
}

/// The lines below a heading of CHANGES.md.
fn section(release: &str, heading: &str) -> String {
    let changes = changes_of(release);
    let (_, below) = changes.split_once(&format!("\n## {heading}\n")).unwrap();
    below.split("\n## ").next().unwrap().to_owned()
}

fn loaded(release: &str) -> Loaded {
    Loaded::read(release, None, &mut Diagnostics::default()).unwrap().unwrap()
}

fn factor<'l>(loaded: &'l Loaded, full_name: &str) -> &'l EmissionFactor {
    loaded.factors.factors().find(|factor| factor.full_name() == full_name).unwrap()
}

fn asked<'l>(loaded: &'l Loaded, name: &str, region: &str, year: i16) -> Result<&'l EmissionFactor, Unresolved> {
    resolve(Request { name, region, year, suggest: false }, &[&loaded.factors], &loaded.regions)
}

#[test]
fn a_released_file_never_changes() {
    let list = rows("releases.csv");
    let listed: Vec<&str> = list.iter().map(|row| row["release"].as_str()).collect();
    let mut folders: Vec<String> = fs::read_dir(path(""))
        .unwrap()
        .map(Result::unwrap)
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    assert_eq!(listed, folders);
    assert!(Loaded::shipped_releases().eq(listed));
    for row in &list {
        let release = &row["release"];
        let mut diagnostics = Diagnostics::default();
        let on_disk = Loaded::read(release, Some(&path(release)), &mut diagnostics).unwrap().unwrap();
        assert!(diagnostics.is_empty(), "{release}: {:?}", diagnostics.shown());
        assert_eq!(on_disk.sha256, row["sha256"], "{release} is released: a correction is a new release");
        assert_eq!(loaded(release).sha256, row["sha256"], "{release} as the program carries it");
        assert!(changes_of(release).contains(&format!("Data cut-off: {}.", row["cut_off"])), "{release}");
    }
    let cut_offs: Vec<&String> = list.iter().map(|row| &row["cut_off"]).collect();
    assert!(cut_offs.is_sorted());
}

/// A decimal as a whole number and the power of ten that it is over.
fn decimal(text: &str) -> (BigInt, u32) {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    (format!("{whole}{decimals}").parse().unwrap(), u32::try_from(decimals.len()).unwrap())
}

#[test]
fn every_derived_factor_is_the_product_of_its_parameters() {
    let mut derived = 0;
    for release in Loaded::shipped_releases() {
        let loaded = loaded(release);
        for row in factors_of(release) {
            let name = full_name(&row);
            let says = factor(&loaded, &name).value.amount().unwrap();
            if row["ncv"].is_empty() {
                assert_eq!(says, Amount::parse(&row["value"]).unwrap(), "{release}: {name}");
                continue;
            }
            derived += 1;
            assert!(row["value"].is_empty() && row["unit"].starts_with("tCO2/"), "{release}: {name}");
            // ncv × carbon content × oxidation × 44/12 is their product × 11 over 3, here in units of 10⁻ᵖ.
            let (mut product, mut places) = (BigInt::from(11), 0);
            for column in ["ncv", "carbon_content", "oxidation"] {
                let (digits, decimals) = decimal(&row[column]);
                product *= digits;
                places += decimals;
            }
            let three = BigInt::from(3);
            let ends = &product % &three == BigInt::ZERO;
            let (expected, kept) = if ends {
                (product / three, places)
            } else {
                // A third is never half of a digit, so that half a digit more rounds it.
                assert!(places < 18);
                let scaled = product * BigInt::from(10).pow(18 - places);
                ((scaled * 2 + &three) / (three * 2), 18)
            };
            let (digits, decimals) = decimal(&says.to_string());
            assert!(decimals <= kept && (ends || decimals == kept), "{release}: {name} is {says}");
            assert_eq!(digits * BigInt::from(10).pow(kept - decimals), expected, "{release}: {name} is {says}");
        }
        let value = |name| factor(&loaded, name).value.amount().unwrap().to_string();
        assert_eq!(value("natural-gas/CN/2015"), "21.62188809");
        assert_eq!(value("diesel/CN/2015"), "3.145122493333333333");
    }
    assert_eq!(derived, 3 * 49);
}

#[test]
fn what_a_source_prints_for_a_fuel_is_the_derived_factor_rounded() {
    for release in ["2025.1", "2026.1"] {
        let loaded = loaded(release);
        let printed = loaded.factors.factors().filter_map(|factor| Some((factor, factor.printed?)));
        let names: Vec<&str> = printed
            .map(|(factor, printed)| {
                let derived = factor.value.amount().unwrap();
                assert_eq!(derived.round(printed.places()), printed, "{}", factor.full_name());
                factor.activity.as_str()
            })
            .collect();
        let set_c: Vec<&str> = loaded
            .factors
            .factors()
            .map(|factor| factor.activity.as_str())
            .filter(|activity| activity.ends_with("-set-c"))
            .collect();
        assert_eq!(names, set_c);
        assert_eq!(names.len(), 10);
    }
}

#[test]
fn each_release_holds_what_the_one_before_held_but_for_what_it_says() {
    for (before, after) in Loaded::shipped_releases().zip(Loaded::shipped_releases().skip(1)) {
        let (changed, withdrawn) = (section(after, "Changed"), section(after, "Withdrawn"));
        let now: BTreeMap<String, Cells> = factors_of(after).into_iter().map(|row| (full_name(&row), row)).collect();
        for row in factors_of(before) {
            let name = full_name(&row);
            let Some(kept) = now.get(&name) else {
                assert!(withdrawn.contains(&format!("`{name}`")), "{after} withdraws {name} and does not say so");
                continue;
            };
            let columns: BTreeSet<&String> = row.keys().chain(kept.keys()).collect();
            for column in columns {
                let cell = |row: &Cells| row.get(column).cloned().unwrap_or_default();
                let (old, new) = (cell(&row), cell(kept));
                if old == new {
                    continue;
                }
                if column == "aliases" {
                    let stated = format!("- `{}`: ", row["activity"]);
                    let line = changed.lines().find_map(|line| line.strip_prefix(&stated)).unwrap_or_default();
                    let old: Vec<&str> = old.split(';').filter(|name| !name.is_empty()).collect();
                    let stated = old.into_iter().chain(line.split("; ")).collect::<Vec<&str>>().join(";");
                    assert_eq!(new, stated, "{after}: names of {name}");
                } else if column == "source" {
                    let stated = format!("- `source` {old} → {new}");
                    assert!(changed.lines().any(|line| line == stated), "{after} does not say: {stated}");
                } else {
                    let blank = |cell: String| if cell.is_empty() { "blank".to_owned() } else { cell };
                    let stated = format!("- `{name}`: `{column}` {} → {}", blank(old), blank(new));
                    assert!(changed.lines().any(|line| line == stated), "{after} does not say: {stated}");
                }
            }
        }
        for file in ["gwp.csv", "blends.csv", "regions.csv"] {
            let bytes = |release: &str| fs::read(path(&format!("{release}/{file}"))).unwrap();
            assert_eq!(bytes(before), bytes(after), "{after}/{file}");
        }
    }
}

#[test]
fn a_release_counts_its_rows() {
    for release in Loaded::shipped_releases() {
        let stated = format!("`factors.csv` has {} rows,", factors_of(release).len());
        assert!(changes_of(release).contains(&stated), "{release}: {stated}");
    }
}

#[test]
fn every_row_says_what_it_is_and_where_it_comes_from() {
    for release in Loaded::shipped_releases() {
        let loaded = loaded(release);
        for row in factors_of(release) {
            for column in
                ["activity", "region", "year", "name_zh", "name_en", "unit", "boundary", "source", "locator", "note"]
            {
                assert!(!row[column].trim().is_empty(), "{release}: {} has no {column}", full_name(&row));
            }
            assert!(loaded.regions.contains(&row["region"]), "{release}: {}", full_name(&row));
            let factor = factor(&loaded, &full_name(&row));
            assert!(factor.boundary.is_some() && factor.value.amount().unwrap() > Amount::ZERO);
            // A GWP set stands where, and only where, the value is in CO2e and its source names the set.
            let co2e = row["unit"].contains("CO2e");
            assert!(co2e || row["gwp"].is_empty(), "{release}: {}", full_name(&row));
            if row["source"].starts_with("UK Government") {
                let set = if factor.year < Some(2023) { GwpSet::Ar4 } else { GwpSet::Ar5 };
                assert_eq!(factor.gwp, Some(set), "{release}: {}", full_name(&row));
                assert!(row["note"].contains("Open Government Licence v3.0"), "{release}: {}", full_name(&row));
            }
        }
    }
}

#[test]
fn no_name_stands_for_both_the_generation_and_the_life_cycle_of_electricity() {
    for release in Loaded::shipped_releases() {
        let loaded = loaded(release);
        let names = |boundary| -> BTreeSet<String> {
            let of = loaded.factors.factors().filter(|factor| factor.boundary == Some(boundary));
            of.flat_map(EmissionFactor::names).map(fold).collect()
        };
        let (generation, life_cycle) = (names(FactorBoundary::Generation), names(FactorBoundary::LifeCycle));
        let both: Vec<&String> = generation.intersection(&life_cycle).collect();
        assert!(both.is_empty(), "{release}: {both:?}");
        for name in &generation {
            if let Ok(factor) = asked(&loaded, name, "CN-JS", 2026) {
                assert_eq!(factor.boundary, Some(FactorBoundary::Generation), "{release}: {name}");
            }
        }
        for (name, boundary) in [
            ("电力", Some(FactorBoundary::Generation)),
            ("Purchased electricity", Some(FactorBoundary::Generation)),
            ("电力碳足迹", (release > "2024.1").then_some(FactorBoundary::LifeCycle)),
            ("electricity carbon footprint", (release > "2024.1").then_some(FactorBoundary::LifeCycle)),
        ] {
            let found = asked(&loaded, name, "CN-JS", 2026).ok().and_then(|factor| factor.boundary);
            assert_eq!(found, boundary, "{release}: {name}");
        }
    }
}

#[test]
fn in_one_region_a_name_belongs_to_one_activity() {
    for release in Loaded::shipped_releases() {
        let mut activities: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
        let mut factors: BTreeMap<(String, String, String), BTreeSet<String>> = BTreeMap::new();
        for row in factors_of(release) {
            let names = ["activity", "name_zh", "name_en"].map(|column| row[column].as_str());
            let aliases = row["aliases"].split(';').filter(|alias| !alias.is_empty());
            for name in names.into_iter().chain(aliases).map(fold) {
                let place = (name.clone(), row["region"].clone());
                activities.entry(place).or_default().insert(row["activity"].clone());
                let moment = (name, row["region"].clone(), row["year"].clone());
                factors.entry(moment).or_default().insert(full_name(&row));
            }
        }
        for (name, factors) in factors {
            assert_eq!(factors.len(), 1, "{release}: {name:?} leads to {factors:?}");
        }
        // Of two activities of one name the later year would win unseen.
        for (name, activities) in activities {
            assert_eq!(activities.len(), 1, "{release}: {name:?} leads to {activities:?}");
        }
    }
}

#[test]
fn the_factors_of_electricity_are_those_that_were_announced() {
    for release in Loaded::shipped_releases() {
        let jiangsu = loaded(release);
        let jiangsu = factor(&jiangsu, "grid-electricity/CN-JS/2021");
        assert_eq!(jiangsu.value.amount().unwrap(), Amount::parse("0.6451").unwrap());
        assert_eq!(jiangsu.unit.symbol, "kgCO2/kWh");
        assert!(jiangsu.source.contains("announcement 2024 No. 12"), "{}", jiangsu.source);
    }
    let latest = loaded("2026.1");
    for (year, value, announced) in [(2023, "0.6205", "2025 No. 3 "), (2024, "0.5777", "2025-10-24")] {
        let average = asked(&latest, "grid-electricity-life-cycle", "CN-JS", year).unwrap();
        assert_eq!(average.full_name(), format!("grid-electricity-life-cycle/CN/{year}"));
        assert_eq!(average.value.amount().unwrap(), Amount::parse(value).unwrap());
        assert_eq!(average.unit.symbol, "kgCO2e/kWh");
        assert_eq!((average.boundary, average.gwp), (Some(FactorBoundary::LifeCycle), None));
        assert!(average.source.contains(announced), "{}", average.source);
    }
    let (oldest, older, newer) = (loaded("2024.1"), loaded("2025.1"), &latest);
    let average = |loaded| asked(loaded, "grid-electricity-life-cycle", "CN", 2026).map(EmissionFactor::full_name);
    assert_eq!(average(&older), Ok("grid-electricity-life-cycle/CN/2023".into()));
    assert_eq!(average(newer), Ok("grid-electricity-life-cycle/CN/2024".into()));
    let grid = |loaded| asked(loaded, "电力", "CN-JS", 2024).map(EmissionFactor::full_name);
    assert_eq!(grid(&older), Ok("grid-electricity/CN-JS/2022".into()));
    assert_eq!(grid(newer), Ok("grid-electricity/CN-JS/2023".into()));
    let uk = |loaded| asked(loaded, "water-supply", "GB", 2026).map(EmissionFactor::full_name);
    assert_eq!(uk(&oldest), Ok("water-supply/GB/2024".into()));
    assert_eq!(uk(&older), Ok("water-supply/GB/2025".into()));
}

#[test]
fn the_potential_of_a_blend_is_the_mass_weighted_sum_of_its_components() {
    // From the components' potentials, worked out apart; beside them what UK conversion factors print, in whole numbers.
    let blends = [
        ("R404A", ["3921.6", "3942.8", "4728"], [None, Some("3943")]),
        ("R407A", ["2107", "1923.4", "2262.2"], [None, Some("1923")]),
        ("R407C", ["1773.85", "1624.21", "1907.93"], [Some("1774"), Some("1624")]),
        ("R407F", ["1824.5", "1674.1", "1965.3"], [None, Some("1674")]),
        ("R410A", ["2087.5", "1923.5", "2255.5"], [Some("2088"), Some("1924")]),
        ("R507A", ["3985", "3985", "4775"], [None, Some("3985")]),
    ];
    for release in Loaded::shipped_releases() {
        let gases = loaded(release).gases;
        let of_release: BTreeSet<String> =
            rows(&format!("{release}/blends.csv")).into_iter().map(|row| row["blend"].clone()).collect();
        assert_eq!(of_release, blends.iter().map(|(blend, ..)| (*blend).to_owned()).collect());
        for (blend, potentials, printed) in blends {
            for (set, potential) in [GwpSet::Ar4, GwpSet::Ar5, GwpSet::Ar6].into_iter().zip(potentials) {
                let expected = Amount::parse(potential).unwrap();
                assert_eq!(gases.gwp(blend, set), Some(expected), "{release}: {blend}");
            }
            for (potential, printed) in potentials.into_iter().zip(printed) {
                let Some(printed) = printed else { continue };
                assert_eq!(Amount::parse(potential).unwrap().round(0).to_string(), printed, "{blend}");
            }
        }
    }
}
