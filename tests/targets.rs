//! Targets: changes, rates, and the computed footprint beside them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{STUDY, StudyFolder, amount, fixture};
use pertonne::calculation::Options;
use pertonne::target::{Change, Plan, plan};
use pertonne::word::Stage;

/// 100 t of A with 250 t CO2e, of which 100 t in production.
fn study(targets: &str) -> StudyFolder {
    StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,100,t\n"),
        ("materials.csv", "item,quantity,unit\nIngot,10,t\n"),
        ("energy.csv", "item,quantity,unit\nGas,50,t\n"),
        ("factors.csv", "activity,value,unit,boundary\nIngot,15,tCO2e/t,\nGas,2,tCO2/t,combustion\n"),
        ("targets.csv", targets),
    ])
}

fn planned(folder: &StudyFolder) -> Plan {
    plan(folder.path(), &Options::default()).unwrap().plan.unwrap()
}

fn codes(folder: &StudyFolder) -> Vec<&'static str> {
    let planned = plan(folder.path(), &Options::default()).unwrap();
    assert_eq!(planned.plan.is_none(), planned.diagnostics.has_errors());
    planned.diagnostics.shown().iter().map(|diagnostic| diagnostic.problem.code.as_str()).collect()
}

fn change(amount_text: &str, fraction: &str) -> Change {
    Change { amount: amount(amount_text), fraction: Some(amount(fraction)) }
}

#[test]
fn the_earliest_year_is_the_baseline_whatever_the_order_of_the_rows() {
    let plan = planned(&study("product,year,value,unit\nA,2027,2.0,tCO2e/t\nA,2023,2.5,tCO2e/t\nA,2025,2.2,tCO2e/t\n"));
    let series = &plan.series[0];
    let years: Vec<i16> = series.years.iter().map(|year| year.year).collect();
    assert_eq!(years, [2023, 2025, 2027]);
    assert_eq!(series.years[0].to_baseline, None);
    assert_eq!(series.years[1].to_previous, Some(change("-0.3", "-0.12")));
    assert_eq!(series.years[2].to_baseline, Some(change("-0.5", "-0.2")));
    // 2.5 → 2.0 in four years: 0.125 a year, 5 % of the baseline; (2.0 ÷ 2.5)^(1/4) − 1 on the year before.
    assert_eq!((series.required.from, series.required.to), (2023, 2027));
    assert_eq!(series.required.linear, change("-0.125", "-0.05"));
    assert_eq!(series.required.compound.map(|rate| rate.round(6)), Some(amount("-0.054258")));
}

#[test]
fn the_computed_footprint_stands_beside_the_target_of_its_year_and_what_it_still_requires() {
    let plan = planned(&study("product,year,value,unit\nA,2023,2.6,tCO2e/t\nA,2024,2.4,tCO2e/t\nA,2026,2.0,tCO2e/t\n"));
    let computed = &plan.series[0].computed;
    assert_eq!((computed.year, computed.value), (2024, amount("2.5")));
    assert_eq!(computed.to_target.map(|change| change.amount), Some(amount("0.1")));
    let required = computed.required.as_ref().unwrap();
    assert_eq!((required.from, required.to, required.linear), (2024, 2026, change("-0.25", "-0.1")));
    // No year is left that anything could be required of, and no target is of the study's year.
    let past = planned(&study("product,year,value,unit\nA,2021,2.6,tCO2e/t\nA,2023,2.4,tCO2e/t\n"));
    assert!(past.series[0].computed.required.is_none() && past.series[0].computed.to_target.is_none());
}

#[test]
fn a_stage_has_targets_of_its_own_and_units_convert() {
    let targets = "product,stage,year,value,unit\n\
                   A,,2023,2600,kgCO2e/t\nA,production,2023,1.1,tCO2/t\nA,生产,2030,500,kgCO2e/t\nA,,2030,2.0,tCO2e/t\n";
    let plan = planned(&study(targets));
    let [whole, production] = plan.series.as_slice() else { panic!("{:#?}", plan.series) };
    assert_eq!((whole.stage, whole.unit.as_str(), whole.computed.value), (None, "kgCO2e/t", amount("2500")));
    assert_eq!(whole.years[1].value.amount, amount("2000"));
    assert_eq!((production.stage, production.computed.value), (Some(Stage::Production), amount("1")));
    assert_eq!(production.years[1].value.to_grouped(""), "0.5");
}

#[test]
fn nothing_is_a_target_too_but_no_fraction_leads_there() {
    let plan = planned(&study("product,year,value,unit\nA,2024,2.5,tCO2e/t\nA,2050,0,tCO2e/t\n"));
    let required = &plan.series[0].required;
    assert_eq!((required.linear.amount.round(6), required.compound), (amount("-0.096154"), None));
    let from_nothing = planned(&study("product,year,value,unit\nA,2020,0,tCO2e/t\nA,2030,1,tCO2e/t\n"));
    assert_eq!(from_nothing.series[0].years[1].to_baseline, Some(Change { amount: amount("1"), fraction: None }));
}

#[test]
fn per_piece_and_per_tonne_are_no_one_series() {
    let folder = study("product,year,value,unit\nA,2024,39,kgCO2e/piece\nA,2030,2.0,tCO2e/t\n");
    folder.write("products.csv", b"product,output,unit,piece_mass,piece_mass_unit\nA,100,piece,13.77,kg\n");
    assert_eq!(codes(&folder), ["unit-mismatch"]);
    folder.write("targets.csv", b"product,year,value,unit\nA,2024,39,kgCO2e/piece\nA,2030,0.03,tCO2e/piece\n");
    assert_eq!(planned(&folder).series[0].years[1].value.to_grouped(""), "30");
}

#[test]
fn measures_alone_are_a_plan_too() {
    let folder = study("");
    std::fs::remove_file(folder.path().join("targets.csv")).unwrap();
    folder.write("actions.csv", b"action,quantity,unit,factor\nSolar,10,MWh,\n");
    let plan = planned(&folder);
    assert_eq!((plan.series.len(), plan.actions.len(), plan.avoided), (0, 1, None));
}

#[test]
fn the_wheels_of_the_published_targets_are_per_tonne_and_their_measures_add_up() {
    let plan = plan(&fixture("dicastal-2023"), &Options::default()).unwrap().plan.unwrap();
    let [product, material] = plan.series.as_slice() else { panic!("{:#?}", plan.series) };
    // 237.2 and 198 kg a wheel of 13.77 kg.
    assert_eq!(product.computed.value.to_fixed(4, ""), "17.2259");
    assert_eq!(material.computed.value.to_fixed(4, ""), "14.3791");
    assert_eq!((product.years.len(), material.years.len()), (6, 6));
    for (product, material) in product.years.iter().zip(&material.years).skip(1) {
        // Production is planned to stay as it is.
        assert_eq!(product.value.amount.minus(material.value.amount), Ok(amount("2.85")));
    }
    let avoided: Vec<Option<String>> =
        plan.actions.iter().map(|action| action.avoided.map(|avoided| avoided.to_string())).collect();
    let shown = ["269.838", "327.435", "2367"].map(|text| Some(text.to_owned()));
    assert_eq!(avoided, [&[None], shown.as_slice()].concat());
    assert_eq!(plan.avoided, Some(amount("2964.273")));
}

#[test]
fn a_measure_of_a_gas_avoids_its_gwp() {
    let folder = study("product,year,value,unit\nA,2023,2.5,tCO2e/t\nA,2030,2.0,tCO2e/t\n");
    folder.write(
        "factors.csv",
        b"activity,value,unit,boundary\nIngot,15,tCO2e/t,\nGas,2,tCO2/t,combustion\nSludge,0.25,tCH4/tCOD,direct\n",
    );
    folder.write("actions.csv", b"action,year,quantity,unit,factor\nDigester,2026,2000,kgCOD,Sludge\n");
    let plan = planned(&folder);
    assert_eq!((plan.actions[0].year, plan.actions[0].avoided), (Some(2026), Some(amount("14"))));
}

#[test]
fn what_is_wrong_with_targets_and_measures_is_said_at_its_cell() {
    let with = |targets: &str| codes(&study(&format!("product,stage,year,value,unit\n{targets}")));
    let second = "A,,2030,2.0,tCO2e/t\n";
    for (row, code) in [
        ("B,,2023,2.5,tCO2e/t\n", "unknown-product"),
        ("A,produktion,2023,2.5,tCO2e/t\n", "unknown-stage"),
        ("A,end-of-life,2023,2.5,tCO2e/t\n", "stage-outside-boundary"),
        ("A,,23,2.5,tCO2e/t\n", "not-a-date"),
        ("A,,,2.5,tCO2e/t\n", "missing-cell"),
        ("A,,2023,-1,tCO2e/t\n", "below-zero"),
        ("A,,2023,much,tCO2e/t\n", "not-a-number"),
        ("A,,2023,2.5,t\n", "bad-figure-unit"),
        ("A,,2023,2.5,tCO2e/MWh\n", "unit-mismatch"),
        ("A,,2023,2.5,tCO2e/piece\n", "unit-mismatch"),
        ("A,,2023,2.5,tCH4/t\n", "bad-figure-unit"),
        ("A,,2030,2.1,tCO2e/t\n", "duplicate-name"),
    ] {
        assert!(with(&format!("{second}{row}")).contains(&code), "{row}: {:?}", with(&format!("{second}{row}")));
    }
    let folder = study(&format!("product,stage,year,value,unit\nA,,2023,2.5,tCO2e/t\n{second}"));
    for (row, code) in [
        ("Solar,10,MWh,Sun\n", "unknown-factor"),
        ("Solar,10,t,grid-electricity\n", "unit-mismatch"),
        ("Solar,-10,MWh,grid-electricity\n", "below-zero"),
        ("Solar,10,barrel,grid-electricity\n", "unknown-unit"),
        ("Solar,,,grid-electricity\n", "missing-cell"),
        ("Solar,,MWh,\n", "missing-cell"),
        (",10,MWh,grid-electricity\n", "missing-cell"),
        ("Solar,1,MWh,\nSolar,2,MWh,\n", "duplicate-name"),
    ] {
        folder.write("actions.csv", format!("action,quantity,unit,factor\n{row}").as_bytes());
        assert_eq!(codes(&folder), [code], "{row}");
    }
}
