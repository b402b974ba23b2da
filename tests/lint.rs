//! What the lint of a factor table finds, and what it lets stand.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{StudyFolder, fixture, pertonne};
use pertonne::diagnostic::{Style, render};
use pertonne::factor::Loaded;
use pertonne::lint::{Lint, LintOptions, lint};
use pertonne::text::Language;
use proptest::prelude::*;
use proptest::sample::Index;

const COLUMNS: [&str; 16] = [
    "activity",
    "region",
    "year",
    "name_zh",
    "name_en",
    "aliases",
    "value",
    "unit",
    "ncv",
    "carbon_content",
    "oxidation",
    "printed",
    "boundary",
    "source",
    "locator",
    "note",
];

/// Regions that release 2024.1 knows.
const REGIONS: [&str; 5] = ["CN", "CN-JS", "CN-SH", "GB", "GLO"];

/// A factor table in which every cell may be changed.
#[derive(Clone, Debug)]
struct Table(Vec<[String; COLUMNS.len()]>);

fn column(name: &str) -> usize {
    COLUMNS.iter().position(|column| *column == name).unwrap()
}

impl Table {
    fn cell(&mut self, row: usize, name: &str) -> &mut String {
        &mut self.0[row][column(name)]
    }

    fn set(&mut self, row: usize, name: &str, text: &str) {
        text.clone_into(self.cell(row, name));
    }

    fn csv(&self) -> String {
        let rows = self.0.iter().map(|row| row.join(","));
        let lines: Vec<String> = std::iter::once(COLUMNS.join(",")).chain(rows).collect();
        lines.join("\n") + "\n"
    }

    /// What is found: the code, the line, and the text that is marked.
    fn findings(&self) -> Vec<(&'static str, u64, String)> {
        let folder = StudyFolder::new(&[("own.csv", &self.csv())]);
        found(&lint(&folder.path().join("own.csv"), &LintOptions::default()).unwrap())
    }
}

fn found(lint: &Lint) -> Vec<(&'static str, u64, String)> {
    let of = |d: &&pertonne::diagnostic::Diagnostic| {
        (d.problem.code.as_str(), d.place.line, d.place.text[d.place.mark.clone()].to_owned())
    };
    lint.diagnostics.shown().iter().map(of).collect()
}

fn shown(lint: &Lint) -> String {
    render(&lint.diagnostics, Style { language: Language::En, colour: false, width: 100 })
}

/// A number of 100 000 ths, as it is written.
fn decimal(value: u64) -> String {
    format!("{}.{:05}", value / 100_000, value % 100_000)
}

/// A table with nothing to find: activities that are each known for several regions and years, with values that differ by no
/// more than a factor of two, and a fuel at the end whose factor is derived.
fn clean() -> impl Strategy<Value = Table> {
    let units = prop::sample::select(vec!["tCO2/t", "kgCO2e/kWh", "kgCO2/万m3", "kgCH4/kgCOD", "kgCO2e/t·km"]);
    let boundary = prop::sample::select(vec!["combustion", "life-cycle", ""]);
    let values = prop::collection::vec(100_000_u64..200_000, 3..7);
    let activity = (units, boundary, 1_u64..500, values);
    prop::collection::vec(activity, 1..5).prop_map(|activities| {
        let mut rows = Vec::new();
        for (index, (unit, boundary, size, values)) in activities.into_iter().enumerate() {
            for (place, value) in values.into_iter().enumerate() {
                let mut row: [String; COLUMNS.len()] = Default::default();
                for (name, text) in [
                    ("activity", format!("activity-{index}")),
                    ("region", REGIONS[place % REGIONS.len()].to_owned()),
                    ("year", (2018 + place).to_string()),
                    ("name_zh", format!("活动{index}")),
                    ("aliases", format!("A{index};B{index}")),
                    ("value", decimal(value * size)),
                    ("unit", unit.to_owned()),
                    ("boundary", boundary.to_owned()),
                    ("source", "a source".to_owned()),
                ] {
                    row[column(name)] = text;
                }
                rows.push(row);
            }
        }
        let mut fuel: [String; COLUMNS.len()] = Default::default();
        for (name, text) in [
            ("activity", "fuel"),
            ("region", "CN"),
            ("year", "2015"),
            ("unit", "tCO2/t"),
            ("ncv", "43.33"),
            ("carbon_content", "0.0202"),
            ("oxidation", "0.98"),
            ("printed", "3.145"),
            ("boundary", "combustion"),
            ("source", "a source"),
        ] {
            fuel[column(name)].push_str(text);
        }
        rows.push(fuel);
        Table(rows)
    })
}

/// A defect: its code, the column at which it is found, and what makes it of a clean row.
type Defect = (&'static str, &'static str, fn(&mut Table, usize));

fn times(table: &mut Table, row: usize, by: u64) {
    let digits: u64 = table.cell(row, "value").replace('.', "").parse().unwrap();
    table.set(row, "value", &decimal(digits * by));
}

const DEFECTS: [Defect; 12] = [
    ("below-zero", "value", |table, row| table.cell(row, "value").insert(0, '-')),
    ("zero-factor", "value", |table, row| table.set(row, "value", "0.00")),
    ("factor-outlier", "value", |table, row| times(table, row, 40)),
    ("unit-slip", "unit", |table, row| times(table, row, 1_000)),
    ("missing-source", "source", |table, row| table.cell(row, "source").clear()),
    ("year-ahead", "year", |table, row| table.set(row, "year", "2099")),
    ("not-a-date", "year", |table, row| table.set(row, "year", "21")),
    ("unknown-region", "region", |table, row| table.set(row, "region", "CN-XX")),
    ("bad-factor-unit", "unit", |table, row| table.set(row, "unit", "t/tCO2")),
    ("not-a-number", "value", |table, row| table.set(row, "value", "ten")),
    ("missing-cell", "activity", |table, row| table.cell(row, "activity").clear()),
    ("factor-value", "value", |table, row| table.set(row, "ncv", "40")),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_planted_defect_is_found_at_its_cell_and_nothing_else_is(table in clean(), at: Index, defect: Index) {
        prop_assert_eq!(table.findings(), []);
        let (code, name, plant) = DEFECTS[defect.index(DEFECTS.len())];
        let row = at.index(table.0.len() - 1);
        let mut planted = table;
        plant(&mut planted, row);
        let cell = planted.cell(row, name).clone();
        prop_assert_eq!(planted.findings(), [(code, row as u64 + 2, cell)]);
    }

    #[test]
    fn a_name_that_two_have_is_found_at_the_second(table in clean(), at: Index, is_alias: bool) {
        let row = at.index(table.0.len() - 1);
        let mut planted = table;
        let mut copy = planted.0[row].clone();
        copy[column("activity")] = "another".to_owned();
        copy[column("name_zh")].clear();
        copy[column("aliases")] = "X".to_owned();
        let shared = if is_alias { "aliases" } else { "name_en" };
        copy[column(shared)] = planted.cell(row, "name_zh").clone();
        planted.0.push(copy);
        let line = planted.0.len() as u64 + 1;
        let cell = planted.cell(row, "name_zh").clone();
        prop_assert_eq!(planted.findings(), [("shared-name", line, cell)]);
    }

    #[test]
    fn a_printed_value_is_held_against_the_derivation_in_the_digits_printed(table in clean(), places in 1_u32..8, up: bool) {
        // 43.33 × 0.0202 × 0.98 × 44/12 = 3.14512249333…
        let mut table = table;
        let row = table.0.len() - 1;
        let printed = ["3.1", "3.15", "3.145", "3.1451", "3.14512", "3.145122", "3.1451225"][places as usize - 1];
        table.set(row, "printed", printed);
        prop_assert_eq!(table.findings(), []);
        let last: u64 = printed.replace('.', "").parse().unwrap();
        let wrong = (if up { last + 1 } else { last - 1 }).to_string();
        let wrong = format!("{}.{}", &wrong[..1], &wrong[1..]);
        table.set(row, "printed", &wrong);
        prop_assert_eq!(table.findings(), [("printed-differs", row as u64 + 2, wrong)]);
    }
}

/// The findings in a file of these rows below a header.
fn findings(rows: &[&str]) -> Vec<(&'static str, u64, String)> {
    let header = "activity,region,year,aliases,value,unit,boundary,source,note";
    let folder = StudyFolder::new(&[("own.csv", &format!("{header}\n{}\n", rows.join("\n")))]);
    found(&lint(&folder.path().join("own.csv"), &LintOptions::default()).unwrap())
}

fn finding(code: &'static str, line: u64, cell: &str) -> (&'static str, u64, String) {
    (code, line, cell.to_owned())
}

/// The message and the help of the only finding.
fn told(row: &str) -> (String, String) {
    let header = "activity,region,year,value,unit,ncv,carbon_content,oxidation,printed,boundary,source";
    let folder = StudyFolder::new(&[("own.csv", &format!("{header}\n{row}\n"))]);
    let lint = lint(&folder.path().join("own.csv"), &LintOptions::default()).unwrap();
    let shown = lint.diagnostics.shown();
    assert_eq!(shown.len(), 1, "{row}: {shown:?}");
    (shown[0].problem.message.en.clone(), shown[0].problem.help.en.clone())
}

#[test]
fn no_shipped_release_has_anything_to_find() {
    for release in Loaded::shipped_releases() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("factors").join(release);
        let lint = lint(&folder, &LintOptions::default()).unwrap();
        assert!(lint.diagnostics.is_empty(), "{release}:\n{}", shown(&lint));
        assert_eq!((lint.release.as_str(), lint.files.len()), (release, 4));
        assert!(lint.factors > 200, "{release}");
    }
}

#[test]
fn a_studys_own_factors_are_held_against_the_shipped_ones_of_their_names() {
    let slip = finding("unit-slip", 2, "kgCO2/MWh");
    assert_eq!(findings(&["外购电力,CN-JS,2024,,0.6451,kgCO2/MWh,generation,x,"]), std::slice::from_ref(&slip));
    assert_eq!(findings(&["our grid,,,电力,0.6451,kgCO2/MWh,,x,"]), [slip], "by an alias, without a boundary");
    assert_eq!(findings(&["外购电力,CN-JS,2024,,0.6451,kgCO2/MWh,upstream,x,"]), [], "that is something else");
    assert_eq!(findings(&["natural gas,,,,21.62,tCO2/m3,combustion,x,"]), [finding("unit-slip", 2, "tCO2/m3")]);
    assert_eq!(findings(&["primary aluminium,,,,160,tCO2e/t,,x,"]), [finding("factor-outlier", 2, "160")]);
    assert_eq!(findings(&["primary aluminium,,,,4.0,tCO2e/t,,x,hydropower"]), []);
}

#[test]
fn the_unit_that_was_meant_is_told() {
    let (message, help) = told("grid-electricity,CN-JS,2024,0.6451,kgCO2/MWh,,,,,generation,x");
    assert!(message.starts_with("0.6451 kgCO2/MWh is about 1/1,000 of "), "{message}");
    assert_eq!(help, "the unit is probably `tCO2/MWh` or `kgCO2/kWh`: look it up in the source");
    let (message, help) = told("natural-gas,CN-JS,2024,21.62,tCO2/m3,,,,,combustion,x");
    assert!(message.starts_with("21.62 tCO2/m3 is about 10,000 times "), "{message}");
    assert_eq!(help, "the unit is probably `tCO2/万m3`: look it up in the source");
    let (_, help) = told("wastewater-cod-max-methane,CN-JS,2024,250,kgCH4/kgCOD,,,,,direct,x");
    assert_eq!(help, "the unit is probably `gCH4/kgCOD` or `kgCH4/tCOD`: look it up in the source");
}

#[test]
fn co2_alone_is_a_part_of_co2e_and_nearly_all_where_something_burns() {
    // The UK's 2.93936 kgCO2e per kg of LPG in 2023.
    let lpg = |region: &str, value: &str, unit: &str| {
        findings(&[&format!("lpg,{region},2023,,{value},{unit},combustion,x,")])
    };
    for (region, value, unit, right) in [
        ("GB", "2.93", "tCO2/t", true),
        ("GB", "2.97", "tCO2/t", false),
        ("GB", "2.4", "tCO2/t", false),
        ("CN", "2.97", "tCO2/t", true),
        ("CN", "0.8", "tCO2/t", false),
        ("CN", "4.5", "tCO2/t", false),
        ("CN", "3.0", "tCO2e/t", true),
        ("CN", "1.9", "tCO2e/t", false),
    ] {
        let expected = if right { vec![] } else { vec![finding("co2-part", 2, value)] };
        assert_eq!(lpg(region, value, unit), expected, "{region} {value} {unit}");
    }
    let kiln = ["lime,CN,2020,,1.2,tCO2e/t,life-cycle,x,", "lime,CN-JS,2021,,0.3,tCO2/t,life-cycle,x,"];
    assert_eq!(findings(&kiln), [], "a life cycle has other gases");
}

#[test]
fn a_name_leads_to_factors_of_one_boundary() {
    let rows = ["grid,CN,2023,电,0.53,kgCO2/kWh,generation,x,", "grid-lc,CN,2024,电,0.62,kgCO2e/kWh,life-cycle,x,"];
    assert_eq!(findings(&rows), [finding("shared-name", 3, "电")]);
    let unsaid = ["grid,CN,2023,电,0.53,kgCO2/kWh,generation,x,", "grid-lc,CN,2024,电,0.62,kgCO2e/kWh,,x,"];
    assert_eq!(findings(&unsaid), []);
}

#[test]
fn of_two_that_are_far_apart_one_is_told_and_a_zero_with_its_reason_is_not() {
    let rows = ["sand,CN,2020,,3,kgCO2e/t,,x,", "sand,CN,2021,,0.003,kgCO2e/t,,x,"];
    assert_eq!(findings(&rows), [finding("unit-slip", 3, "kgCO2e/t")]);
    assert_eq!(findings(&["scrap,,,,0,tCO2e/t,,x,comes free of burden", "scrap,CN,,,1,tCO2e/t,,x,"]), []);
}

#[test]
fn what_explains_a_printed_value_is_told() {
    for (printed, why) in [
        ("21.84", "`oxidation` is left out in it"),
        ("5.897", "44/12 is left out in it: it is carbon"),
        ("5.95644", "`oxidation` and 44/12 are left out in it"),
        ("22.12", "`ncv` 398.31 gives it"),
        ("21.67", "a slip of one digit: 21.62 is right"),
        ("21.26", "a slip of one digit: 21.62 is right"),
        ("21621.9", "it is 1,000 times that: `carbon_content` in tC/TJ for tC/GJ, kg for t, or a slip of the point"),
        ("21.621", "it is cut off, not rounded"),
    ] {
        let (_, help) = told(&format!("gas,CN,2015,,tCO2/10^4m3,389.31,0.0153,0.99,{printed},combustion,x"));
        assert_eq!(help, format!("what explains it: {why}"), "{printed}");
    }
    let (_, help) = told("gas,CN,2015,,tCO2/10^4m3,389.31,0.0153,0.99,31.7,combustion,x");
    assert!(help.starts_with("look up `ncv`"), "{help}");
}

#[test]
fn a_release_says_of_every_factor_what_it_is() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2024.1");
    let folder = StudyFolder::new(&[]);
    let copy = |file: &str, change: &dyn Fn(String) -> String| {
        let text = fs::read_to_string(shipped.join(file)).unwrap();
        folder.write(&format!("2024.1/{file}"), change(text).as_bytes());
    };
    copy("regions.csv", &|text| text);
    copy("blends.csv", &|text| text.replacen(",ASHRAE Standard 34: nominal composition of R-404A by mass,", ",,", 1));
    copy("gwp.csv", &|text| text.replacen(",CHF3,14800,", ",CHF3,-14800,", 1).replacen(",SF6,22800,", ",SF6,0,", 1));
    copy("factors.csv", &|text| {
        let anthracite = "anthracite,CN,2015,无烟煤,Anthracite,anthracite coal,,tCO2/t,24.515,0.02749,0.94,combustion,";
        let bare = "anthracite,,2025,,,anthracite coal,,tCO2/t,24.515,0.02749,0.94,,";
        assert!(text.contains(anthracite));
        text.replacen(anthracite, bare, 1)
    });
    let release = folder.path().join("2024.1");
    for path in [release.clone(), release.join("factors.csv")] {
        let found = found(&lint(&path, &LintOptions::default()).unwrap());
        let mut codes: Vec<&str> = found.iter().map(|(code, ..)| *code).collect();
        codes.sort_unstable();
        let missing = ["missing-cell"; 4];
        let others = ["missing-source", "year-ahead", "zero-factor"];
        assert_eq!(codes, [&["below-zero"], &missing[..], &others[..]].concat(), "{found:?}");
        assert!(found.iter().any(|(code, _, cell)| (*code, cell.as_str()) == ("below-zero", "-14800")), "{found:?}");
    }
}

#[test]
fn a_study_is_looked_at_as_its_study_toml_binds_it() {
    let lint = lint(&fixture("exports/semicolon"), &LintOptions::default()).unwrap();
    assert_eq!((found(&lint), lint.factors, lint.files), (vec![], 17, vec!["factors.csv".to_owned()]));
}

#[test]
fn the_command_tells_findings_at_their_cells_and_how_many_there_are() {
    let output = |words: &[&str]| {
        let output = pertonne().args(["factors", "check"]).args(words).output().unwrap();
        let [out, err] = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code(), out, err)
    };
    let (status, out, err) = output(&["fixtures/errors/shared-name"]);
    assert_eq!(
        (status, out.as_str()),
        (
            Some(1),
            "factors.csv, 2 factors, beside release 2024.1: 1 error; 2 of them with nothing to be compared with\n"
        )
    );
    assert!(
        err.contains(" --> factors.csv:3:14\n") && err.ends_with("`pertonne explain shared-name` says more\n"),
        "{err}"
    );
    let (status, out, _) = output(&["fixtures/errors/unit-slip/factors.csv", "--release", "2024.1", "--lang", "zh"]);
    let expected = "fixtures/errors/unit-slip/factors.csv，1 个因子，对照 2024.1 版：1 个警告\n";
    assert_eq!((status, out.as_str()), (Some(0), expected), "a warning is no error");
    let (status, out, err) = output(&["factors/2024.1", "--lang", "en"]);
    assert_eq!((status, out.as_str(), err.as_str()), (Some(0), "release 2024.1, 283 factors: nothing found\n", ""));
    let (status, out, _) = output(&["fixtures/errors/zero-factor", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, &json["schema"]), (Some(0), &"pertonne.factors-check/1".into()));
    assert_eq!((&json["warnings"], &json["diagnostics"][0]["column"]), (&1.into(), &14.into()));
    let (status, _, err) = output(&["fixtures"]);
    assert_eq!(status, Some(2));
    assert_eq!(err, "pertonne: fixtures holds no study.toml, and is no release of the factor table\n");
    let (status, _, err) = output(&["fixtures/kunshan-2024", "--release", "2023.9"]);
    assert!(status == Some(2) && err.contains("2023.9"), "{err}");
    let (status, out, err) = output(&["fixtures/errors/toml-syntax"]);
    assert!(status == Some(1) && out.is_empty() && err.contains("error[toml-syntax]"), "{err}");
}

#[test]
fn a_calculation_does_not_ask_what_a_lint_finds() {
    for code in ["missing-source", "shared-name", "year-ahead", "unit-slip", "printed-differs"] {
        let output = pertonne().args(["run", &format!("fixtures/errors/{code}")]).output().unwrap();
        assert_eq!((output.status.code(), output.stderr), (Some(0), Vec::new()), "{code}");
    }
}
