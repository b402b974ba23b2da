//! Two releases of the factor table: what differs, and what that does to a study.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, iter};

use common::{StudyFolder, amount, fixture};
use insta_cmd::assert_cmd_snapshot;
use pertonne::amount::Amount;
use pertonne::calculation::{Options, calculate};
use pertonne::diagnostic::Diagnostics;
use pertonne::difference::{StudyDifference, TableDifference};
use pertonne::factor::Loaded;
use pertonne::footprint::Footprint;
use pertonne::table::Reading;
use tempfile::TempDir;

fn shipped(release: &str) -> Loaded {
    Loaded::read(release, None, &mut Diagnostics::default()).unwrap().unwrap()
}

/// A copy of a release, with texts of its files replaced.
struct Draft(TempDir);

impl Draft {
    fn of(release: &str, replaced: &[(&str, &str, &str)]) -> Draft {
        let draft = Draft(TempDir::new().unwrap());
        let released = Path::new(env!("CARGO_MANIFEST_DIR")).join("factors").join(release);
        for file in ["factors.csv", "gwp.csv", "blends.csv", "regions.csv"] {
            let mut text = fs::read_to_string(released.join(file)).unwrap();
            for (_, old, new) in replaced.iter().filter(|(name, ..)| *name == file) {
                assert_eq!(text.matches(old).count(), 1, "{old}");
                text = text.replace(old, new);
            }
            fs::write(draft.0.path().join(file), text).unwrap();
        }
        draft
    }

    fn loaded(&self) -> Loaded {
        Loaded::read("draft", Some(self.0.path()), &mut Diagnostics::default()).unwrap().unwrap()
    }
}

fn footprint(folder: &Path, release: &Loaded) -> Footprint {
    let options = Options { release: Some(release.clone()), ..Options::default() };
    calculate(folder, &options).unwrap().footprint.unwrap()
}

fn difference(folder: &Path, old: &Loaded, new: &Loaded) -> StudyDifference {
    let releases = (old.clone(), new.clone());
    StudyDifference::of(folder, releases, Reading::default(), &mut Diagnostics::default()).unwrap()
}

fn total(amounts: impl Iterator<Item = Amount>) -> Amount {
    amounts.fold(Amount::ZERO, |sum, part| sum.plus(part).unwrap())
}

/// A study that stands on the shipped table: two castings share a grid that gets cleaner, a furnace and a leak.
fn castings() -> StudyFolder {
    let study = common::STUDY.replace("2024-", "2026-")
        + "\n[allocation]\ndefault = \"agreed\"\n\n[allocation.agreed]\nmethod = \"fixed\"\nshares = { A = 1, B = 2 }\n";
    StudyFolder::new(&[
        ("study.toml", &study),
        ("products.csv", "product,output,unit\nA,100,t\nB,70,t\n"),
        ("energy.csv", "item,product,quantity,unit\n电力,,1000,MWh\n外购电力,A,30,MWh\n天然气,,70,万m3\n柴油,B,7,t\n"),
        ("fugitives.csv", "item,gas,quantity,unit\nChiller,R22,10,kg\nChiller,R410A,7,kg\n"),
    ])
}

fn studies() -> impl Iterator<Item = PathBuf> {
    ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh"].into_iter().map(fixture)
}

#[test]
fn the_parts_of_a_difference_add_up_to_that_of_two_runs() {
    let castings = castings();
    for folder in studies().chain(iter::once(castings.path().to_owned())) {
        for (old, new) in
            [("2024.1", "2025.1"), ("2024.1", "2026.1"), ("2026.1", "2024.1")].map(|(a, b)| (shipped(a), shipped(b)))
        {
            let (before, after) = (footprint(&folder, &old), footprint(&folder, &new));
            let difference = difference(&folder, &old, &new);
            assert_eq!(difference.products.len(), before.products.len());
            for ((found, before), after) in difference.products.iter().zip(&before.products).zip(&after.products) {
                assert_eq!((found.old, found.new), (before.emissions, after.emissions));
                assert_eq!(found.difference, after.emissions.minus(before.emissions).unwrap());
                assert_eq!(
                    total(found.parts.iter().map(|part| part.difference)),
                    found.difference,
                    "{}",
                    found.product
                );
                assert!(found.parts.iter().all(|part| part.new.minus(part.old).unwrap() == part.difference));
            }
        }
    }
}

#[test]
fn a_part_is_what_its_change_alone_does() {
    let castings = castings();
    let old = shipped("2026.1");
    let changes = [
        ("factors.csv", "CN-JS,2023,", "grid-electricity/CN-JS/2023"),
        ("factors.csv", "natural-gas,CN,2015,", "natural-gas/CN/2015"),
    ];
    // One after the other, and both at once.
    let row = |name: &str| {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2026.1/factors.csv")).unwrap();
        text.lines().find(|line| line.contains(name)).unwrap().to_owned()
    };
    let electricity = row("grid-electricity,CN-JS,2023,");
    let dirtier = electricity.replacen("kgCO2/kWh", "tCO2/kWh", 1);
    let gas = row("natural-gas,CN,2015,");
    let richer = gas.replacen("389.31", "400", 1);
    assert!(electricity != dirtier && gas != richer);
    let one = Draft::of("2026.1", &[("factors.csv", &electricity, &dirtier)]).loaded();
    let other = Draft::of("2026.1", &[("factors.csv", &gas, &richer)]).loaded();
    let both = Draft::of("2026.1", &[("factors.csv", &electricity, &dirtier), ("factors.csv", &gas, &richer)]).loaded();
    let whole = difference(castings.path(), &old, &both);
    for (release, (_, _, name)) in [&one, &other].into_iter().zip(changes) {
        let single = difference(castings.path(), &old, release);
        for (single, whole) in single.products.iter().zip(&whole.products) {
            assert_eq!(single.parts.len(), 1, "{name}");
            let part = whole.parts.iter().find(|part| part.old_factor.factor == name).unwrap();
            assert_eq!((part.old, part.new), (single.parts[0].old, single.parts[0].new), "{name}");
            assert_eq!(single.parts[0].difference, single.difference);
        }
    }
    assert_eq!(whole.products[0].parts[0].items, ["电力", "外购电力"], "the largest comes first, with its items");
}

#[test]
fn a_changed_potential_is_a_change_like_others() {
    let castings = castings();
    let old = shipped("2026.1");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2026.1/gwp.csv")).unwrap();
    let row = text.lines().find(|line| line.starts_with("HCFC-22,")).unwrap();
    let new = Draft::of("2026.1", &[("gwp.csv", row, &row.replacen(",1760,", ",1960,", 1))]).loaded();
    let tables = TableDifference::of(&old, &new);
    assert!(tables.added.is_empty() && tables.withdrawn.is_empty() && tables.changed.is_empty());
    let [change] = tables.gwps.as_slice() else { panic!("{:?}", tables.gwps) };
    assert_eq!((change.old, change.new), (Some(amount("1760")), Some(amount("1960"))));
    let study = difference(castings.path(), &old, &new);
    // 10 kg × 200 kg CO2e/kg are 2 t, of which A takes a third.
    let parts: Vec<_> = study.products.iter().map(|product| &product.parts).collect();
    assert!(parts.iter().all(|parts| parts.len() == 1 && parts[0].items == ["Chiller"]));
    assert_eq!(total(study.products.iter().map(|product| product.difference)), amount("2"));
    assert_eq!(parts[0][0].old_factor.value, amount("1760"));
}

#[test]
fn what_was_added_withdrawn_and_changed_is_told() {
    let old = shipped("2024.1");
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2024.1/factors.csv")).unwrap();
    let row = |name: &str| text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
    let (gone, changed) = (row("purchased-heat,CN,2015,"), row("grid-electricity,CN-JS,2021,"));
    let renamed = gone.replacen("purchased-heat", "bought-heat", 1);
    let new = Draft::of(
        "2024.1",
        &[("factors.csv", &gone, &renamed), ("factors.csv", &changed, &changed.replacen("0.6451", "0.58059", 1))],
    )
    .loaded();
    let tables = TableDifference::of(&old, &new);
    let names = |factors: &[&pertonne::factor::EmissionFactor]| {
        factors.iter().map(|factor| factor.full_name()).collect::<Vec<_>>()
    };
    assert_eq!(names(&tables.added), ["bought-heat/CN/2015"]);
    assert_eq!(names(&tables.withdrawn), ["purchased-heat/CN/2015"]);
    let [one] = tables.changed.as_slice() else { panic!("{:?}", tables.changed) };
    assert_eq!((one.new.full_name(), one.by), ("grid-electricity/CN-JS/2021".into(), Some(amount("-0.1"))));
    assert_eq!(one.changes.len(), 1);
    assert_eq!((one.changes[0].column, one.changes[0].old.as_str()), ("value", "0.6451"));
    assert!(TableDifference::of(&old, &old).is_empty());
}

#[test]
fn a_study_that_a_release_has_no_factor_for_has_no_difference() {
    let study = StudyFolder::new(&[
        ("study.toml", common::STUDY),
        ("products.csv", "product,output,unit\nA,100,t\n"),
        ("energy.csv", "item,quantity,unit,factor\nPower,1,MWh,grid-electricity-life-cycle/CN/2023\n"),
    ]);
    let mut diagnostics = Diagnostics::default();
    let releases = (shipped("2025.1"), shipped("2024.1"));
    let error = StudyDifference::of(study.path(), releases, Reading::default(), &mut diagnostics).unwrap_err();
    assert_eq!(error.to_string(), "the study has no result with release 2024.1");
    assert_eq!(diagnostics.shown()[0].problem.code.as_str(), "unknown-factor");
}

fn told(arguments: &str, language: &str, columns: &str) -> Command {
    let mut command = common::pertonne();
    command.env("COLUMNS", columns).args(["factors", "diff"]).args(arguments.split(' ')).args(["--lang", language]);
    command
}

#[test]
fn the_difference_of_two_releases_is_told_in_both_languages_at_any_width() {
    assert_cmd_snapshot!("releases-en", told("2024.1 2025.1", "en", "100"));
    assert_cmd_snapshot!("releases-zh-narrow", told("2025.1 2026.1", "zh", "50"));
    assert_cmd_snapshot!("same", told("2025.1 2025.1", "en", "100"));
    assert_cmd_snapshot!("study-zh", told("2024.1 2026.1 --study fixtures/starter-zh", "zh", "100"));
    assert_cmd_snapshot!("study-en-narrow", told("2024.1 2026.1 --study fixtures/starter-en", "en", "56"));
    assert_cmd_snapshot!("study-json", told("2025.1 2026.1 --study fixtures/starter-en --format json", "en", "100"));
    assert_cmd_snapshot!("study-untouched", told("2024.1 2026.1 --study fixtures/kunshan-2024", "zh", "100"));
}

#[test]
fn a_release_that_is_not_there_is_wrong_usage_and_a_study_without_result_wrong_data() {
    assert_cmd_snapshot!("no-release", told("2024.1 2023.1", "en", "100"));
    assert_cmd_snapshot!("no-result", told("2024.1 2026.1 --study fixtures/errors/unknown-factor", "zh", "100"));
}

#[test]
fn a_folder_is_compared_like_a_release() {
    let gas = "natural-gas,CN,2015,";
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2026.1/factors.csv")).unwrap();
    let row = text.lines().find(|line| line.starts_with(gas)).unwrap();
    let draft = Draft::of("2026.1", &[("factors.csv", row, &row.replacen("389.31", "400", 1))]);
    let output = told(&format!("2026.1 {}", draft.0.path().display()), "en", "200").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("  natural-gas/CN/2015  +2.75 %\n    ncv: 389.31 → 400\n"), "{text}");
}
