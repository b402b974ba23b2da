//! What factors say of their quality, carried through to the result: laws, as property tests, and the cases at their edges.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use common::{STUDY, StudyFolder, amount, footprint_of};
use pertonne::amount::Amount;
use pertonne::calculation::{Options, account, calculate};
use pertonne::diagnostic::Diagnostics;
use pertonne::footprint::ProductFootprint;
use pertonne::quality::{FootprintQuality, Interval};
use pertonne::report::json;
use pertonne::text::Language;
use pertonne::word::Indicator;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// What a factor says: its value, and the cells for its quality.
type Factor = (String, String);

/// A factor, now and then a credit. Some say nothing of their quality, and some only a part of what they could.
fn factor() -> impl Strategy<Value = Factor> {
    let value = (1i64..5_000_000, 0u32..5, any::<u8>()).prop_map(|(mantissa, scale, sign)| {
        let value = Amount::new(mantissa, scale);
        if sign < 40 { Amount::ZERO.minus(value).unwrap().to_string() } else { value.to_string() }
    });
    let uncertainty = prop_oneof![
        Just(",".to_owned()),
        (0u32..3000).prop_map(|tenths| format!("±{}.{}%,", tenths / 10, tenths % 10)),
        (0u32..300).prop_map(|hundredths| format!(",{}", Amount::new(i64::from(100 + hundredths), 2))),
    ];
    let rating = || prop_oneof![Just(String::new()), (100i64..=500).prop_map(|of| Amount::new(of, 2).to_string())];
    let quality = (uncertainty, rating(), rating(), rating());
    (value, quality.prop_map(|(uncertainty, a, b, c)| format!("{uncertainty},{a},{b},{c}")))
}

/// A row: its factor by number, and its quantity in thousandths.
fn row() -> impl Strategy<Value = (usize, i64)> {
    (0usize..5, 1i64..1_000_000_000)
}

fn quantity(thousandths: i64) -> Amount {
    Amount::new(thousandths, 3)
}

/// A study of one product. Rows are of different items, so that each is a contribution of its own.
fn study(factors: &[Factor], rows: &[(usize, Amount)]) -> StudyFolder {
    let mut table = "activity,value,unit,uncertainty,gsd,technology,geography,time\n".to_owned();
    for (index, (value, quality)) in factors.iter().enumerate() {
        writeln!(table, "F{index},{value},tCO2e/t,{quality}").unwrap();
    }
    let mut materials = "item,quantity,unit,factor\n".to_owned();
    for (index, (factor, quantity)) in rows.iter().enumerate() {
        writeln!(materials, "I{index},{quantity},t,F{factor}").unwrap();
    }
    StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,38541.3,t\n"),
        ("factors.csv", &table),
        ("materials.csv", &materials),
    ])
}

fn product(factors: &[Factor], rows: &[(usize, Amount)]) -> ProductFootprint {
    study(factors, rows).footprint().products.remove(0)
}

fn quality(factors: &[Factor], rows: &[(usize, Amount)]) -> Option<FootprintQuality> {
    product(factors, rows).quality
}

fn rows(of: &[(usize, i64)]) -> Vec<(usize, Amount)> {
    of.iter().map(|(factor, thousandths)| (*factor, quantity(*thousandths))).collect()
}

/// Whether two fractions differ by no more than what their parts were rounded by at the 18th decimal.
fn near(one: Option<Amount>, other: Option<Amount>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            one.distance(other) <= one.max(Amount::ONE).round(0).times(Amount::new(1, 9)).unwrap()
        }
        (one, other) => one == other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn more_of_everything_changes_neither_ratings_nor_the_relative_interval(
        factors in vec(factor(), 5), of in vec(row(), 1..12), times in 2i64..50,
    ) {
        let rows = rows(&of);
        let more: Vec<_> = rows.iter().map(|(factor, q)| (*factor, q.times(Amount::new(times, 0)).unwrap())).collect();
        let (before, after) = (quality(&factors, &rows), quality(&factors, &more));
        prop_assert_eq!(before.is_some(), after.is_some());
        if let (Some(before), Some(after)) = (before, after) {
            prop_assert_eq!(before.ratings, after.ratings);
            prop_assert_eq!(before.uncertainty.is_some(), after.uncertainty.is_some());
            if let (Some(before), Some(after)) = (before.uncertainty, after.uncertainty) {
                prop_assert_eq!(before.share, after.share);
                prop_assert!(near(before.below, after.below) && near(before.above, after.above), "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn the_interval_holds_the_emissions_and_a_rating_lies_between_best_and_worst(
        factors in vec(factor(), 5), of in vec(row(), 1..12),
    ) {
        let product = product(&factors, &rows(&of));
        let Some(FootprintQuality { ratings, uncertainty }) = product.quality else { return Ok(()) };
        for mean in ratings.values() {
            prop_assert!(Amount::ONE <= mean.rating && mean.rating <= amount("5"), "{mean:?}");
            prop_assert!(Amount::ZERO < mean.share && mean.share <= Amount::ONE, "{mean:?}");
        }
        if let Some(interval @ Interval { low, high, low_per_unit, high_per_unit, share, .. }) = uncertainty {
            prop_assert!(low <= product.emissions && product.emissions <= high, "{interval:?}");
            prop_assert!(low_per_unit <= product.per_unit && product.per_unit <= high_per_unit, "{interval:?}");
            prop_assert!(Amount::ZERO < share && share <= Amount::ONE, "{interval:?}");
            prop_assert_eq!(interval.below.is_some(), !product.emissions.is_zero());
        }
    }

    #[test]
    fn one_factor_in_two_rows_is_as_one_row_of_their_sum(
        factors in vec(factor(), 5), mut of in vec(row(), 1..12), first in 1i64..1_000_000_000,
    ) {
        let apart = [rows(&of), vec![(of[0].0, quantity(first))]].concat();
        of[0].1 += first;
        prop_assert_eq!(quality(&factors, &apart), quality(&factors, &rows(&of)));
    }

    #[test]
    fn the_mean_of_equal_ratings_is_that_rating(
        values in vec(1i64..1_000_000, 5), of in vec(row(), 1..12), ratings in vec(100i64..=500, 3),
    ) {
        let ratings: Vec<Amount> = ratings.into_iter().map(|of| Amount::new(of, 2)).collect();
        let cells = format!(",,{},{},{}", ratings[0], ratings[1], ratings[2]);
        let factors: Vec<Factor> = values.iter().map(|of| (Amount::new(*of, 3).to_string(), cells.clone())).collect();
        let quality = quality(&factors, &rows(&of)).unwrap();
        let means: Vec<Amount> = quality.ratings.values().map(|mean| mean.rating).collect();
        prop_assert_eq!(means, ratings);
        prop_assert!(quality.ratings.values().all(|mean| mean.share == Amount::ONE));
        prop_assert!(quality.uncertainty.is_none());
    }

    #[test]
    fn the_order_of_rows_and_of_factors_changes_nothing(
        (of, shuffled) in vec(row(), 1..12).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        factors in vec(factor(), 5), turned in select(vec![0usize, 2, 4]),
    ) {
        let before = quality(&factors, &rows(&of));
        prop_assert_eq!(&before, &quality(&factors, &rows(&shuffled)));
        let place = |factor: usize| (factor + 5 - turned) % 5;
        let mut others = factors.clone();
        others.rotate_left(turned);
        let moved: Vec<_> = rows(&of).into_iter().map(|(factor, q)| (place(factor), q)).collect();
        prop_assert_eq!(before, quality(&others, &moved));
    }

    #[test]
    fn what_a_factor_says_of_its_quality_changes_no_emission(
        factors in vec(factor(), 5), of in vec(row(), 1..12),
    ) {
        let plain: Vec<Factor> = factors.iter().map(|(value, _)| (value.clone(), ",,,,".to_owned())).collect();
        let (with, without) = (product(&factors, &rows(&of)), product(&plain, &rows(&of)));
        prop_assert!(without.quality.is_none());
        prop_assert_eq!(with.emissions, without.emissions);
        prop_assert_eq!(with.per_unit, without.per_unit);
    }
}

fn said(value: &str, quality: &str) -> Factor {
    (value.to_owned(), quality.to_owned())
}

#[test]
fn emissions_that_cancel_have_an_interval_and_no_fraction_of_nothing() {
    let factors = [said("10", "±10%,,1,,"), said("-10", ",1.5,3,,")];
    let product = product(&factors, &rows(&[(0, 3_000), (1, 3_000)]));
    assert_eq!(product.emissions, Amount::ZERO);
    let FootprintQuality { ratings, uncertainty } = product.quality.unwrap();
    let interval = uncertainty.unwrap();
    assert_eq!((interval.below, interval.above, interval.share), (None, None, Amount::ONE));
    // Of the credit it is the size that is uncertain: 30 × 1.5² is 37.5 t more of it, which lowers the sum.
    assert_eq!(interval.low.round(4), amount("-37.6198"));
    // 30 - 30 ÷ 1.5² = 16.6667 t less of it: √(3² + 16.6667²).
    assert_eq!(interval.high.round(4), amount("16.9345"));
    assert_eq!(ratings.values().map(|mean| mean.rating).collect::<Vec<_>>(), [amount("2")]);
}

#[test]
fn where_nothing_is_emitted_nothing_is_said() {
    assert_eq!(quality(&[said("0", "±10%,,1,1,1")], &rows(&[(0, 3_000)])), None);
    // What weighs nothing says nothing of what weighs something.
    let factors = [said("0", "±10%,,1,1,1"), said("2", ",,,,")];
    assert_eq!(quality(&factors, &rows(&[(0, 3_000), (1, 1_000)])), None);
}

#[test]
fn emissions_below_zero_have_an_interval_around_them() {
    let product = product(&[said("-10", "±10%,,,,")], &rows(&[(0, 3_000)]));
    let interval = product.quality.unwrap().uncertainty.unwrap();
    assert_eq!((interval.low, product.emissions, interval.high), (amount("-33"), amount("-30"), amount("-27")));
    assert_eq!((interval.below, interval.above), (Some(amount("0.1")), Some(amount("0.1"))));
}

#[test]
fn long_numbers_do_not_keep_a_footprint_back() {
    let factors = [said("1.2345678901234567", "±12.345678901%,,1.23456789012,,"), said("0.1", ",1.23456789012345,,,")];
    let rows = [(0, amount("12345678.125")), (1, amount("98765432.0625"))];
    let interval = product(&factors, &rows).quality.unwrap().uncertainty.unwrap();
    assert_eq!(interval.share, Amount::ONE);
}

#[test]
fn a_report_over_monthly_files_says_of_the_quality_what_a_run_says() {
    let folder = study(&[said("4", "±10%,,2,,"), said("1", ",1.1,,3,")], &[]);
    fs::remove_file(folder.path().join("materials.csv")).unwrap();
    folder.write("materials/01.csv", b"item,quantity,unit,factor\nCopper,10,t,F0\nTin,7,t,F1\n");
    folder.write("materials/02.csv", b"item,quantity,unit,factor\nCopper,30,t,F0\n");
    let mut diagnostics = Diagnostics::default();
    let account = account(folder.path(), &Options::default(), &mut diagnostics).unwrap().unwrap();
    let run = folder.footprint();
    assert_eq!(run.products[0].contributions.len(), 3);
    assert_eq!(account.evaluation.footprint.products[0].contributions.len(), 2);
    assert!(run.products[0].quality.is_some());
    assert_eq!(account.evaluation.footprint.products[0].quality, run.products[0].quality);
}

#[test]
fn cells_are_read_as_people_write_them_in_both_languages() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("materials.csv", "item,quantity,unit\nCopper,1,t\n"),
    ]);
    let width = |header: &str, cell: &str| {
        folder.write("factors.csv", format!("排放源,数值,单位,{header}\nCopper,100,tCO2e/t,{cell}\n").as_bytes());
        folder.footprint().products[0].quality.as_ref().map(|quality| quality.uncertainty.unwrap().high.to_string())
    };
    for cell in ["5%", "±5%", "± 5 %", "+/-5%", "±５％", "5.0%"] {
        assert_eq!(width("不确定性", cell).as_deref(), Some("105"), "{cell}");
    }
    assert_eq!(width("几何标准差", "1.1").as_deref(), Some("121"));
    for none in ["", "/", "-"] {
        assert_eq!(width("不确定度", none), None, "{none}");
    }
    for (header, cell, code) in [
        ("uncertainty", "0.05", "factor-uncertainty"),
        ("uncertainty", "±", "factor-uncertainty"),
        ("uncertainty", "-5%", "factor-uncertainty"),
        ("uncertainty", "\"1,234%\"", "ambiguous-number"),
        ("uncertainty", "0.12345678901234567890123456789%", "too-many-digits"),
        ("gsd", "0.99", "factor-uncertainty"),
        ("gsd", "10%", "not-a-number"),
        ("time", "good", "not-a-number"),
        ("time", "5.01", "factor-rating"),
        ("geography", "0.99", "factor-rating"),
    ] {
        folder.write("factors.csv", format!("activity,value,unit,{header}\nCopper,1,tCO2e/t,{cell}\n").as_bytes());
        assert_eq!(folder.codes(), [code], "{header} {cell}");
    }
}

#[test]
fn the_factors_of_a_release_say_of_their_quality_what_a_study_s_own_may_say() {
    let release = StudyFolder::new(&[]);
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("factors/2024.1");
    for file in ["gwp.csv", "blends.csv", "regions.csv"] {
        release.write(file, &fs::read(shipped.join(file)).unwrap());
    }
    let mut table = csv::Reader::from_path(shipped.join("factors.csv")).unwrap();
    let mut rated = csv::Writer::from_writer(Vec::new());
    let header = table.headers().unwrap().clone();
    let uncertainty = header.iter().position(|name| name == "uncertainty").unwrap();
    rated.write_record(header.iter().chain(["technology"])).unwrap();
    for row in table.records() {
        let row = row.unwrap();
        let cells = row.iter().enumerate().map(|(at, cell)| if at == uncertainty { "±7%" } else { cell });
        rated.write_record(cells.chain(["2"])).unwrap();
    }
    release.write("factors.csv", &rated.into_inner().unwrap());
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", "item,quantity,unit\n电力,100,MWh\n"),
    ]);
    assert!(folder.footprint().products[0].quality.is_none());
    let options = Options { factors: Some(release.path().to_owned()), ..Options::default() };
    let product = calculate(folder.path(), &options).unwrap().footprint.unwrap().products.remove(0);
    let quality = product.quality.unwrap();
    assert_eq!(quality.uncertainty.unwrap().above, Some(amount("0.07")));
    assert_eq!(quality.ratings[&Indicator::Technology].rating, amount("2"));
}

#[test]
fn a_result_whose_factors_say_nothing_says_nothing_of_quality() {
    for study in ["kunshan-2024", "gongyi-2024", "dicastal-2023"] {
        let json = json(&footprint_of(study), &Diagnostics::default(), Language::En).unwrap();
        assert!(!json.contains("quality"), "{study}");
    }
}
