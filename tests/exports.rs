//! The Kunshan data as exports have them: every encoding and layout gives the footprints of `fixtures/kunshan-2024`.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;

use common::{StudyFolder, fixture, footprint_of};
use pertonne::amount::Amount;
use pertonne::calculation::{Options, calculate};
use pertonne::diagnostic::{Style, render};
use pertonne::footprint::Footprint;
use pertonne::text::Language;

/// A footprint without the places of rows: what each product emits, in all, by stage, scope, and item.
fn amounts(footprint: &Footprint) -> BTreeMap<String, Amount> {
    let mut all: BTreeMap<String, Amount> = BTreeMap::new();
    let mut add = |key: String, part: Amount| {
        let sum = all.entry(key).or_insert(Amount::ZERO);
        *sum = sum.plus(part).unwrap();
    };
    for product in &footprint.products {
        let name = &product.product;
        add(name.clone(), product.emissions);
        add(format!("{name} per {}", product.declared_unit), product.per_unit);
        for stage in &product.stages {
            add(format!("{name} {:?}", stage.stage), stage.emissions);
        }
        for scope in &product.scopes {
            add(format!("{name} {:?}", scope.scope), scope.emissions);
        }
        for part in &product.contributions {
            add(format!("{name} {:?} {} {}", part.stage, part.item, part.factor), part.emissions);
        }
    }
    all
}

fn footprint_in(folder: &std::path::Path) -> Footprint {
    let calculation = calculate(folder, &Options::default()).unwrap();
    let style = Style { language: Language::En, colour: false, width: 120 };
    let problems = render(&calculation.diagnostics, style);
    calculation.footprint.unwrap_or_else(|| panic!("{}: {problems}", folder.display()))
}

#[test]
fn every_export_of_the_kunshan_data_gives_its_footprints_to_the_last_digit() {
    let expected = amounts(&footprint_of("kunshan-2024"));
    let mut checked = 0;
    for entry in fs::read_dir(fixture("exports")).unwrap() {
        let path = entry.unwrap().path();
        if path.join("study.toml").exists() {
            assert_eq!(amounts(&footprint_in(&path)), expected, "{}", path.display());
            checked += 1;
        }
    }
    assert_eq!(checked, 8);
}

#[test]
fn an_export_of_an_erp_gives_them_with_the_study_that_binds_it() {
    let folder = StudyFolder::new(&[]);
    for entry in fs::read_dir(fixture("exports/erp")).unwrap() {
        let entry = entry.unwrap();
        folder.write(entry.file_name().to_str().unwrap(), &fs::read(entry.path()).unwrap());
    }
    folder.write("study.toml", &fs::read(fixture("exports/erp-study.toml")).unwrap());
    assert_eq!(amounts(&footprint_in(folder.path())), amounts(&footprint_of("kunshan-2024")));
}

#[test]
fn the_encoding_of_every_file_is_named() {
    let encodings = |name: &str| -> Vec<String> {
        let footprint = footprint_in(&fixture("exports").join(name));
        footprint.inputs.iter().map(|input| input.encoding.to_string()).collect()
    };
    assert!(encodings("excel-utf8").iter().all(|encoding| encoding == "UTF-8"));
    assert!(encodings("excel-gbk").iter().all(|encoding| encoding == "GB18030"));
    assert!(encodings("excel-unicode-text").iter().all(|encoding| encoding == "UTF-16LE"));
}

#[test]
fn total_lines_are_counted_and_nothing_disappears() {
    let footprint = footprint_in(&fixture("exports/titles-and-totals"));
    let rows = footprint.rows;
    assert!(rows.totals > 5);
    assert_eq!(rows.read, rows.used + rows.excluded + rows.totals);
}
