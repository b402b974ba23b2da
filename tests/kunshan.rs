//! The Kunshan study under other settings than its own. What its report prints is in published.csv, which the golden
//! snapshots check.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{amount, copy_of, footprint_of, product, sum};

const STUDY: &str = "kunshan-2024";

#[test]
fn one_word_in_study_toml_allocates_by_output() {
    let folder = copy_of(STUDY);
    let study = std::fs::read_to_string(folder.path().join("study.toml")).unwrap();
    folder.write("study.toml", study.replace("method = \"fixed\"", "method = \"mass\"").as_bytes());
    let footprint = folder.footprint();
    let gas = |name: &str| {
        let product = product(&footprint, name);
        product.contributions.iter().find(|c| c.item == "天然气").unwrap().clone()
    };
    let share = |name: &str| gas(name).allocation.unwrap().share;
    assert_eq!(share("铝锭"), pertonne::amount::ratio(&[amount("38541")], &[amount("79721")]).unwrap());
    assert_eq!(share("铝锭").plus(share("铝棒")).unwrap(), amount("1"));
    let whole = gas("铝锭").emissions.plus(gas("铝棒").emissions).unwrap();
    assert_eq!(whole, amount("16885.58519868"));
    assert_eq!(folder.codes(), ["unused-shares"]);
}

#[test]
fn the_gwp_of_the_printed_table_4_are_those_of_ar5() {
    let folder = copy_of(STUDY);
    let emissions = |gwp: &str| {
        let study = std::fs::read_to_string(common::fixture(STUDY).join("study.toml")).unwrap();
        folder.write("study.toml", study.replace("gwp = \"AR5\"", &format!("gwp = \"{gwp}\"")).as_bytes());
        let footprint = folder.footprint();
        ["制冷剂 R22", "制冷剂 R32", "生活污水", "CO2 灭火器"].map(|item| {
            let parts = footprint.products.iter().map(|product| sum(product, |c| c.item == item));
            parts.fold(amount("0"), |sum, part| sum.plus(part).unwrap()).to_string()
        })
    };
    // 0.1330 t × 1760, 0.0662 t × 677, 2.4743 t × 0.25 × 28, 0.00003 t × 1.
    assert_eq!(emissions("AR5"), ["234.08", "44.8174", "17.3201", "0.00003"]);
    assert_eq!(emissions("AR4"), ["240.73", "44.685", "15.464375", "0.00003"]);
    assert_eq!(emissions("AR6"), ["260.68", "51.0402", "17.2582425", "0.00003"]);
}

#[test]
fn every_row_is_used_or_excluded_and_the_auxiliaries_say_why() {
    let footprint = footprint_of(STUDY);
    assert_eq!(footprint.rows.read, footprint.rows.used + footprint.rows.excluded);
    let excluded: u64 = footprint.exclusions.iter().map(|exclusion| exclusion.rows).sum();
    assert_eq!((excluded, footprint.rows.excluded), (32, 32));
    assert!(footprint.exclusions.iter().all(|exclusion| exclusion.reason.contains("表8")));
}
