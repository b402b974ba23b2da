//! Verdicts on published figures, and the causes of differences: each cause is put into a study, and has to be found.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{STUDY, StudyFolder, amount, copy_of, pertonne};
use pertonne::amount::Amount;
use pertonne::calculation::Options;
use pertonne::check::{Check, CheckedFigure, Failure, check};
use pertonne::diagnostic::{Style, render};
use pertonne::footprint::ProductFootprint;
use pertonne::text::Language;
use pertonne::word::{Cause, Measure, Stage, Verdict, Word};

const PUBLISHED: [&str; 3] = ["kunshan-2024", "gongyi-2024", "dicastal-2023"];

/// How two products share.
const ALLOCATION: &str = "\
[allocation]
default = \"agreed\"

[allocation.agreed]
method = \"fixed\"
shares = { \"A\" = 60, \"B\" = 40 }

[allocation.hours]
method = \"fixed\"
shares = { \"A\" = 3, \"B\" = 1 }
";

/// Two products with a bit of everything.
const FILES: [(&str, &str); 6] = [
    ("products.csv", "product,output,unit,sold\nA,1000.0,t,912.0\nB,500.0,t,480.0\n"),
    ("materials.csv", "item,product,quantity,unit\nIngot,A,120.53000,t\nCopper,A,3.25000,t\nIngot,B,80.17000,t\n"),
    ("energy.csv", "item,quantity,unit\nPower,845.38000,MWh\nDiesel,12.74000,t\n"),
    ("fugitives.csv", "item,gas,quantity,unit\nCooling,R22,0.1330000,t\nSwitchgear,SF6,0.0021000,t\n"),
    (
        "transport.csv",
        "leg,item,product,vehicle,distance,trips\ninbound,Ingot,A,10 t,45.5,137\noutbound,Parts,A,5 t,120.0,64\n",
    ),
    (
        "vehicles.csv",
        "vehicle,fuel,consumption,consumption_unit,density\n5 t,Diesel,11.5,L/100km,0.835\n10 t,Diesel,18.3,L/100km,0.835\n",
    ),
];

const FACTORS: &str = "\
activity,value,unit,ncv,carbon_content,oxidation,boundary
Ingot,16.4777,tCO2/t,,,,
Copper,4.1,tCO2/t,,,,
Zinc,6.12,tCO2/t,,,,
Power,0.6451,tCO2/MWh,,,,generation
Diesel,,tCO2/t,43.33,0.0202,0.98,combustion
";

fn study() -> StudyFolder {
    let folder = StudyFolder::new(&FILES);
    folder.write("study.toml", format!("{STUDY}\n{ALLOCATION}").as_bytes());
    folder.write("factors.csv", FACTORS.as_bytes());
    folder
}

/// The study with a text replaced in one of its files; it must be there.
fn with(file: &str, old: &str, new: &str) -> StudyFolder {
    let folder = study();
    let content = fs::read_to_string(folder.path().join(file)).unwrap();
    assert!(content.contains(old), "{file}: {old}");
    folder.write(file, content.replace(old, new).as_bytes());
    folder
}

fn checked(folder: &StudyFolder) -> Check {
    let checked = check(folder.path(), &Options::default()).unwrap();
    let problems = render(&checked.diagnostics, Style { language: Language::En, colour: false, width: 100 });
    checked.check.unwrap_or_else(|| panic!("{problems}"))
}

/// The one figure of a study for which `row` is published.
fn figure(folder: &StudyFolder, row: &str) -> CheckedFigure {
    let published = format!("table,measure,product,stage,item,factor,value,unit,verdict,cause,reason\n{row}\n");
    folder.write("published.csv", published.as_bytes());
    checked(folder).figures.remove(0)
}

fn product(folder: &StudyFolder, name: &str) -> ProductFootprint {
    folder.footprint().products.into_iter().find(|product| product.product == name).unwrap()
}

/// Asserts that a figure of A, as another study would have it, is found to differ by `cause`, to the digit.
#[track_caller]
fn assert_cause(cause: Cause, what: &str, other: &StudyFolder, stage: Option<Stage>) {
    let other = product(other, "A");
    let (value, name) = match stage {
        None => (other.emissions, ""),
        Some(Stage::Production) => (other.stages[1].emissions, "production"),
        Some(_) => (other.stages[0].emissions, "raw-material-acquisition"),
    };
    let own = study();
    let row = format!("T,emissions,A,{name},,,{},tCO2e,differs,,because", value.to_fixed(5, ""));
    let figure = figure(&own, &row);
    assert_eq!(figure.verdict, Verdict::Differs, "{what}");
    let search = figure.search.unwrap();
    let hits: Vec<_> = search.hits.iter().filter(|hit| hit.cause == cause && hit.exact).collect();
    assert!(hits.iter().any(|hit| hit.what.en.contains(what)), "{what}: {:#?}", search.hits);
    // The hypothesis is the study itself with the one thing changed.
    assert!(hits.iter().any(|hit| hit.value.round(9) == value.round(9)), "{what}");
}

#[test]
fn a_contribution_left_out_or_counted_twice_is_found() {
    assert_cause(Cause::LeftOut, "Copper", &with("materials.csv", "Copper,A,3.25000,t\n", ""), None);
    let twice = with("energy.csv", "Diesel,12.74000,t\n", "Diesel,12.74000,t\nDiesel,12.74000,t\n");
    assert_cause(Cause::CountedTwice, "Diesel", &twice, Some(Stage::Production));
    let without = study();
    fs::remove_file(without.path().join("fugitives.csv")).unwrap();
    assert_cause(Cause::LeftOut, "fugitives.csv", &without, Some(Stage::Production));
}

#[test]
fn a_gwp_an_oxidation_or_a_density_that_is_not_applied_is_found() {
    let one = with("fugitives.csv", "Cooling,R22", "Cooling,CO2");
    assert_cause(Cause::NotApplied, "GWP of HCFC-22 (1760) not applied", &one, Some(Stage::Production));
    let all = with("fugitives.csv", "R22,0.1330000,t\nSwitchgear,SF6", "CO2,0.1330000,t\nSwitchgear,CO2");
    assert_cause(Cause::NotApplied, "no GWP applied", &all, Some(Stage::Production));
    let unburnt = with("factors.csv", "0.98", "1");
    assert_cause(Cause::NotApplied, "`oxidation`", &unburnt, Some(Stage::Production));
    let dense = with("vehicles.csv", "18.3,L/100km,0.835", "18.3,L/100km,1");
    assert_cause(Cause::NotApplied, "`density`", &dense, Some(Stage::RawMaterialAcquisition));
    assert_cause(Cause::OtherGwp, "AR6", &with("study.toml", "AR5", "AR6"), Some(Stage::Production));
}

#[test]
fn another_factor_in_every_guise_is_found() {
    let other = with("materials.csv", "Copper,A,3.25000,t\n", "Zinc,A,3.25000,t\n");
    assert_cause(Cause::OtherFactor, "`Zinc`", &other, None);
    let rounded = with("factors.csv", "0.6451", "0.65");
    assert_cause(Cause::OtherFactor, "rounded to 0.65", &rounded, Some(Stage::Production));
    let swapped = with("factors.csv", "43.33,0.0202", "43.33,0.0220");
    assert_cause(Cause::DigitsSwapped, "0.022 for 0.0202", &swapped, Some(Stage::Production));
    // A factor of the release that has the same name.
    let named = with("factors.csv", "Power,0.6451", "Power,0.5978");
    let own = study();
    own.write("factors.csv", FACTORS.replace("Power,", "grid-electricity,").as_bytes());
    own.write("energy.csv", FILES[2].1.replace("Power", "grid-electricity").as_bytes());
    let value = product(&named, "A").stages[1].emissions.to_fixed(4, "");
    let figure = figure(&own, &format!("T,emissions,A,production,,,{value},tCO2e,,,"));
    let hits = figure.search.unwrap().hits;
    assert!(hits.iter().any(|hit| hit.exact && hit.what.en.contains("grid-electricity/CN-JS/2022")), "{hits:#?}");
}

#[test]
fn another_vehicle_other_shares_and_slips_of_the_inputs_are_found() {
    let vehicle = with("transport.csv", "10 t,45.5", "5 t,45.5");
    assert_cause(Cause::OtherVehicle, "vehicle `5 t` (11.5)", &vehicle, Some(Stage::RawMaterialAcquisition));
    let key = with("study.toml", "default = \"agreed\"", "default = \"hours\"");
    assert_cause(Cause::OtherShares, "`hours`", &key, Some(Stage::Production));
    let mass = with("study.toml", "method = \"fixed\"\nshares = { \"A\" = 60, \"B\" = 40 }", "method = \"mass\"");
    assert_cause(Cause::OtherShares, "mass", &mass, Some(Stage::Production));
    let swapped = with("study.toml", "\"A\" = 60, \"B\" = 40", "\"A\" = 40, \"B\" = 60");
    assert_cause(Cause::OtherShares, "swapped", &swapped, Some(Stage::Production));
    let ten = with("materials.csv", "Copper,A,3.25000", "Copper,A,32.50000");
    assert_cause(Cause::PowerOfTen, "10 times too large", &ten, None);
    let slip = with("energy.csv", "845.38", "854.38");
    assert_cause(Cause::DigitsSwapped, "854.38 for 845.38", &slip, Some(Stage::Production));
}

#[test]
fn another_denominator_is_found() {
    let own = study();
    let emissions = product(&own, "A").emissions;
    for (divisor, what) in
        [("912", "sold of A"), ("500", "output of B"), ("480", "sold of B"), ("1500", "all products")]
    {
        let value = pertonne::amount::divide(emissions, amount(divisor)).unwrap().to_fixed(4, "");
        let search = figure(&own, &format!("T,footprint,A,,,,{value},tCO2e/t,,,")).search.unwrap();
        assert!(search.hits.iter().any(|hit| hit.exact && hit.what.en.contains(what)), "{what}: {search:#?}");
    }
}

#[test]
fn the_shares_of_any_two_of_several_products_may_be_swapped() {
    let own = study();
    own.write("products.csv", b"product,output,unit\nA,1000.0,t\nB,500.0,t\nC,200.0,t\n");
    let shares = ALLOCATION.replace("\"A\" = 60, \"B\" = 40", "\"A\" = 50, \"B\" = 30, \"C\" = 20");
    own.write("study.toml", format!("{STUDY}\n{shares}").as_bytes());
    let whole = amount("545.354638");
    for (share, names) in [("0.3", "A and B"), ("0.2", "A and C")] {
        let value = whole.times(amount(share)).unwrap().to_fixed(4, "");
        let search = figure(&own, &format!("T,emissions,A,production,Power,,{value},tCO2e,,,")).search.unwrap();
        assert!(search.hits.iter().any(|hit| hit.exact && hit.what.en.contains(names)), "{names}: {search:#?}");
    }
}

#[test]
fn what_the_other_shares_leave_is_a_cause_where_they_are_all_of_the_whole() {
    let own = study();
    let published = |rows: &str| {
        own.write("published.csv", format!("table,measure,product,stage,value,unit\n{rows}").as_bytes());
        let search = checked(&own).figures.remove(2).search.unwrap();
        search.reproduces(Cause::Remainder)
    };
    let (two, third) = ("T,share,A,raw-material-acquisition,79.22,%\nT,share,A,production,20.64,%\n", "distribution");
    assert!(published(&format!("{two}T,share,A,{third},0.14,%\n")));
    let one = "T,share,A,production,20.64,%\nT,share,A,production,20.63,%\n";
    assert!(!published(&format!("{one}T,share,A,{third},79.36,%\n")));
}

#[test]
fn a_number_that_a_row_is_not_counted_by_explains_nothing() {
    let own = study();
    // The load stands beside the fuel, which counts the leg: 1.25 t × 3.145122… = 3.931403 t CO2e.
    own.write(
        "transport.csv",
        b"leg,item,product,mass,mass_unit,fuel,fuel_quantity,fuel_unit\ninbound,Ingot,A,12.30000,t,Diesel,1.25000,t\n",
    );
    let load = pertonne::amount::ratio(&[amount("3.931403"), amount("21.3")], &[amount("12.3")]).unwrap();
    let fuel = pertonne::amount::ratio(&[amount("3.931403"), amount("1.52")], &[amount("1.25")]).unwrap();
    let of_cells = |value: Amount| {
        let row = format!("T,emissions,A,raw-material-acquisition,Ingot,Diesel,{},tCO2e,,,", value.to_fixed(4, ""));
        let hits = figure(&own, &row).search.unwrap().hits;
        hits.into_iter().map(|hit| hit.what.en).filter(|what| what.contains("transport.csv:2")).collect::<Vec<_>>()
    };
    assert_eq!(of_cells(load), [""; 0]);
    assert_eq!(of_cells(fuel), ["1.52 for 1.25, `fuel_quantity` in transport.csv:2"]);
}

#[test]
fn slips_of_the_print_are_found() {
    let own = study();
    // 845.38 MWh × 0.6451 × 60 % = 327.2127828.
    for (printed, cause) in [
        ("327.2128", None),
        ("327.2127", Some(Cause::Truncated)),
        ("237.2128", Some(Cause::DigitsSwapped)),
        ("37.2128", Some(Cause::DigitLeftOut)),
        ("32.7213", Some(Cause::PowerOfTen)),
    ] {
        let search = figure(&own, &format!("T,emissions,A,production,Power,,{printed},tCO2e,,,")).search;
        assert_eq!(search.is_some(), cause.is_some(), "{printed}");
        let found = cause.is_none_or(|cause| search.as_ref().is_some_and(|search| search.reproduces(cause)));
        assert!(found, "{printed}: {search:#?}");
    }
}

#[test]
fn a_figure_that_follows_from_other_printed_figures_is_traced_to_them() {
    let own = study();
    let published = "table,measure,product,stage,value,unit,verdict,reason\n\
                     T1,emissions,A,raw-material-acquisition,2001.00,tCO2e,differs,x\n\
                     T1,emissions,A,production,500.00,tCO2e,differs,x\n\
                     T1,emissions,A,distribution,3.00,tCO2e,differs,x\n\
                     T2,emissions,A,,2504.00,tCO2e,differs,x\n\
                     T2,footprint,A,,2.504,tCO2e/t,differs,x\n\
                     T2,share,A,production,19.97,%,differs,x\n";
    own.write("published.csv", published.as_bytes());
    let check = checked(&own);
    for figure in &check.figures[3..] {
        let hit = &figure.search.as_ref().unwrap().hits[0];
        assert_eq!((hit.cause, hit.exact), (Cause::PrintedFigures, true), "{hit:?}");
        assert!(hit.arithmetic.contains("500.00") || hit.arithmetic.contains("2504.00"), "{}", hit.arithmetic);
    }
}

#[test]
fn a_difference_without_a_cause_says_so() {
    let own = study();
    let figure = figure(&own, "T,emissions,A,,Copper,,7654.3217,tCO2e,differs,,nobody knows");
    let search = figure.search.unwrap();
    assert!(search.hits.is_empty() && search.tried > 10, "{search:#?}");
    assert_eq!(figure.failure, None);
    let output = pertonne().arg("check").arg(own.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains(&format!("{} single causes tried: none gives the printed figure", search.tried)), "{text}");
}

#[test]
fn the_verdict_is_by_the_digits_that_are_printed() {
    let own = with("materials.csv", "3.25000", "3.25");
    // 3.25 t × 4.1 = 13.325; the tonnes could be 3.245 to 3.255, and the emissions 13.3045 to 13.3455.
    for (printed, verdict) in [
        ("13.325", Verdict::Exact),
        ("13.33", Verdict::Exact),
        ("13.3", Verdict::Exact),
        ("13", Verdict::Exact),
        ("13.32", Verdict::WithinPrint),
        ("13.346", Verdict::WithinPrint),
        ("13.347", Verdict::Differs),
        ("13.304", Verdict::WithinPrint),
        ("13.303", Verdict::Differs),
        ("13.350", Verdict::Differs),
        ("13.4", Verdict::Differs),
    ] {
        let figure = figure(&own, &format!("T,emissions,A,,Copper,,{printed},tCO2e,,,"));
        assert_eq!(figure.verdict, verdict, "{printed}");
        assert_eq!(figure.failure, (verdict == Verdict::Differs).then_some(Failure::UnexplainedDifference));
    }
    let computed = figure(&own, "T,emissions,A,,Copper,,13.32,tCO2e,,,").computed;
    assert_eq!((computed.low, computed.high), (amount("13.3045"), amount("13.3455")));
}

#[test]
fn whole_numbers_stand_unless_nothing_else_explains_a_difference() {
    let own = with("energy.csv", "12.74000", "12");
    // 12 t × 3.145122… × 60 %; if the tonnes were rounded, 21.70 to 23.59.
    let figure = figure(&own, "T,emissions,A,production,Diesel,,22.13,tCO2e,differs,whole-numbers,because");
    assert_eq!((figure.computed.low, figure.failure), (figure.computed.high, None));
    let hit = &figure.search.unwrap().hits[0];
    assert_eq!((hit.cause, hit.exact), (Cause::WholeNumbers, false));
}

#[test]
fn trips_pieces_and_factors_are_exact_and_what_was_measured_is_not() {
    let own = study();
    let leg = figure(&own, "T,activity,A,raw-material-acquisition,Ingot,Diesel,0.952,t,,,").computed;
    // 45.5 ± 0.05 km × 137 × 18.3 ± 0.05 L/100 km × 0.835 ± 0.0005 kg/L.
    let corner = |km: &str, litres: &str, density: &str| {
        let product = [km, "137", litres, density].map(amount);
        pertonne::amount::ratio(&product, &[amount("100000")]).unwrap()
    };
    assert_eq!(leg.value, corner("45.5", "18.3", "0.835"));
    assert_eq!((leg.low, leg.high), (corner("45.45", "18.25", "0.8345"), corner("45.55", "18.35", "0.8355")));
    let pieces = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit,piece_mass,piece_mass_unit\nWheel,3,piece,13.77,kg\n"),
        ("energy.csv", "item,quantity,unit,factor\nCasting,3,piece,Casting\n"),
        ("factors.csv", "activity,value,unit,boundary\nCasting,39.2,kgCO2e/piece,direct\n"),
    ]);
    let whole = figure(&pieces, "T,footprint,Wheel,,,,39.2,kgCO2e/piece,,,").computed;
    assert_eq!((whole.low, whole.high), (amount("39.2"), amount("39.2")));
    let by_mass = figure(&pieces, "T,footprint,Wheel,,,,2.847,kgCO2e/kg,,,");
    assert_eq!(by_mass.verdict, Verdict::Exact);
    assert!(by_mass.computed.low < by_mass.computed.value && by_mass.computed.value < by_mass.computed.high);
}

#[test]
fn a_credit_widens_the_range_of_a_share_the_other_way() {
    let own = study();
    own.write("products.csv", b"product,output,unit\nA,10.0,t\n");
    own.write("study.toml", STUDY.as_bytes());
    for file in ["materials.csv", "energy.csv", "fugitives.csv", "transport.csv"] {
        fs::remove_file(own.path().join(file)).unwrap();
    }
    own.write("materials.csv", b"item,quantity,unit\nIngot,10.5,t\nScrap,4.4,t\n");
    own.write("factors.csv", b"activity,value,unit\nIngot,2,tCO2e/t\nScrap,-1,tCO2e/t\n");
    // 21.0 ± 0.1 and −4.4 ± 0.05 t CO2e.
    let computed = figure(&own, "T,share,A,,Scrap,,-26.5,%,,,").computed;
    let share = |scrap: &str, ingot: &str| {
        let whole = amount(ingot).plus(amount(scrap)).unwrap();
        pertonne::amount::divide(amount(scrap), whole).unwrap().times(amount("100")).unwrap().round(9)
    };
    assert_eq!((computed.low.round(9), computed.high.round(9)), (share("-4.45", "20.9"), share("-4.35", "21.1")));
}

#[test]
fn shares_by_what_was_produced_could_be_off_as_the_output_is() {
    let own = with("study.toml", "method = \"fixed\"\nshares = { \"A\" = 60, \"B\" = 40 }", "method = \"mass\"");
    own.write("products.csv", b"product,output,unit\nA,1.5,t\nB,2.5,t\n");
    own.write("energy.csv", b"item,quantity,unit\nPower,1000,MWh\n");
    // 645.1 t × 1.5 ± 0.05 ÷ (1.5 ± 0.05 + 2.5 ± 0.05).
    let computed = figure(&own, "T,emissions,A,,Power,,241.9,tCO2e,,,").computed;
    let part = |own: &str, whole: &str| {
        pertonne::amount::ratio(&[amount("645.1"), amount(own)], &[amount(whole)]).unwrap().round(9)
    };
    assert_eq!((computed.low.round(9), computed.high.round(9)), (part("1.45", "4"), part("1.55", "4")));
    // All products together, and what part of each it is, do not depend on how they share.
    let whole = figure(&own, "T,emissions,,,Power,,645.1,tCO2e,,,").computed;
    assert_eq!((whole.low, whole.high), (amount("645.1"), amount("645.1")));
    // Per tonne of A it is 645.1 ÷ (A + B), however much of that is A's.
    let per_tonne = figure(&own, "T,footprint,A,,Power,,161.3,tCO2e/t,,,").computed;
    let over = |whole: &str| pertonne::amount::divide(amount("645.1"), amount(whole)).unwrap().round(9);
    assert_eq!((per_tonne.low.round(9), per_tonne.high.round(9)), (over("4.1"), over("3.9")));
}

#[test]
fn numbers_of_all_sizes_keep_their_distance() {
    let own = study();
    for printed in ["9999999999999999999999999999", "0.0000000000000000000000000001", "-5", "0"] {
        let figure = figure(&own, &format!("T,emissions,A,,Copper,,{printed},tCO2e,,,"));
        assert_eq!(figure.verdict, Verdict::Differs, "{printed}");
        assert!(!figure.difference().is_zero(), "{printed}");
    }
}

#[test]
fn what_a_row_cannot_select_is_said_at_its_cell() {
    let own = study();
    for (columns, row, code) in [
        ("item", ";", "unknown-item"),
        ("file,line", ",2", "missing-cell"),
        ("file", "enrgy.csv", "unknown-file"),
        ("factor", "Tin", "unknown-factor"),
        ("scope", "4", "unknown-word"),
        ("stage", "prodction", "unknown-stage"),
        ("product", "C", "unknown-product"),
        ("stage", "use", "nothing-selected"),
    ] {
        own.write("published.csv", format!("table,measure,value,unit,{columns}\nT,emissions,1,t,{row}\n").as_bytes());
        let checked = check(own.path(), &Options::default()).unwrap();
        let codes: Vec<&str> = checked.diagnostics.shown().iter().map(|d| d.problem.code.as_str()).collect();
        assert_eq!(codes, [code], "{row}");
    }
    for (row, code) in [
        ("footprint,,tCO2e/t", "missing-cell"),
        ("footprint,A,tCO2e/MWh", "unit-mismatch"),
        ("footprint,A,tCH4/t", "bad-figure-unit"),
        ("activity,A,kg", "unit-mismatch"),
        ("share,A,t", "bad-figure-unit"),
        ("distance,B,km", "nothing-selected"),
        ("output,A,MWh", "unit-mismatch"),
        ("sold,,t", "missing-cell"),
        ("distance,A,piece", "bad-figure-unit"),
    ] {
        own.write("published.csv", format!("table,value,measure,product,unit\nT,1,{row}\n").as_bytes());
        let checked = check(own.path(), &Options::default()).unwrap();
        let codes: Vec<&str> = checked.diagnostics.shown().iter().map(|d| d.problem.code.as_str()).collect();
        assert_eq!(codes, [code], "{row}");
    }
}

#[test]
fn what_is_stated_has_to_be_so() {
    let own = with("materials.csv", "3.25000", "3.25");
    for (row, failure) in [
        ("13.33,tCO2e,differs,,because", Some(Failure::NoDifference)),
        ("13.33,tCO2e,within-print,,", Some(Failure::OtherVerdict)),
        ("13.32,tCO2e,exact,,", Some(Failure::OtherVerdict)),
        ("13.32,tCO2e,within-print,,", None),
        ("13.32,tCO2e,,,", None),
        ("26.65,tCO2e,,,", Some(Failure::UnexplainedDifference)),
        ("26.65,tCO2e,differs,,because", None),
        ("26.65,tCO2e,differs,counted-twice,because", None),
        ("26.65,tCO2e,differs,left-out,because", Some(Failure::CauseNotReproduced)),
    ] {
        assert_eq!(figure(&own, &format!("T,emissions,A,,Copper,,{row}")).failure, failure, "{row}");
    }
}

#[test]
fn a_reason_is_asked_for_where_a_figure_differs_and_nowhere_else() {
    let own = with("materials.csv", "3.25000", "3.25");
    for (row, code) in [
        ("26.65,tCO2e,differs,,", "no-reason"),
        ("13.33,tCO2e,exact,,because", "unused-cell"),
        ("13.33,tCO2e,,truncated,", "unused-cell"),
    ] {
        let published =
            format!("table,measure,product,item,value,unit,verdict,cause,reason\nT,emissions,A,Copper,{row}\n");
        own.write("published.csv", published.as_bytes());
        let checked = check(own.path(), &Options::default()).unwrap();
        let codes: Vec<&str> = checked.diagnostics.shown().iter().map(|d| d.problem.code.as_str()).collect();
        assert_eq!((codes.as_slice(), checked.check.is_none()), ([code].as_slice(), true), "{row}");
    }
}

/// The other digit that stands in place of a digit.
fn other_digit(digit: char) -> char {
    char::from_digit((digit.to_digit(10).unwrap() + 1) % 10, 10).unwrap()
}

/// A number with its last digit changed, or its first one that is not zero.
fn changed(number: &str, last: bool) -> String {
    let is_one = |(_, c): &(usize, char)| c.is_ascii_digit() && (last || *c != '0');
    let all: Vec<(usize, char)> = number.char_indices().filter(is_one).collect();
    let Some((at, digit)) = (if last { all.last() } else { all.first() }) else { return format!("1{number}") };
    let digit = if *digit == '9' && !last { '8' } else { other_digit(*digit) };
    format!("{}{digit}{}", &number[..*at], &number[at + 1..])
}

/// Rewrites the cells of a column of a CSV file.
fn rewrite(folder: &StudyFolder, file: &str, column: &str, cell: impl Fn(usize, &str) -> String) {
    let content = fs::read(folder.path().join(file)).unwrap();
    let mut reader = csv::Reader::from_reader(content.as_slice());
    let headers = reader.headers().unwrap().clone();
    let at = headers.iter().position(|header| header == column).unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&headers).unwrap();
    for (row, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let cells =
            record.iter().enumerate().map(|(index, text)| if index == at { cell(row, text) } else { text.to_owned() });
        writer.write_record(cells).unwrap();
    }
    folder.write(file, &writer.into_inner().unwrap());
}

#[test]
fn no_digit_of_a_published_figure_can_change_unnoticed() {
    for study in PUBLISHED {
        let before = checked(&copy_of(study)).figures;
        // One figure after the other where some follow from others; all at once where none does.
        let alone = before.iter().any(|figure| figure.cause == Some(Cause::PrintedFigures));
        let rounds: Vec<Option<usize>> = if alone { (0..before.len()).map(Some).collect() } else { vec![None] };
        for (only, last) in rounds.into_iter().flat_map(|only| [(only, false), (only, true)]) {
            let is_changed = |row: usize| only.is_none_or(|only| only == row);
            let folder = copy_of(study);
            rewrite(&folder, "published.csv", "value", |row, text| {
                if is_changed(row) { changed(text, last) } else { text.to_owned() }
            });
            let after = checked(&folder).figures;
            for (row, (before, after)) in before.iter().zip(&after).enumerate().filter(|(row, _)| is_changed(*row)) {
                // A last digit may change within what the print of the inputs leaves room for; and a difference that
                // no single cause explains stays one.
                let may_hold = before.verdict == Verdict::Differs && before.cause.is_none()
                    || last && before.verdict != Verdict::Exact;
                let printed = after.printed.to_grouped("");
                assert!(after.failure.is_some() || may_hold, "{study}/published.csv, row {row}: {printed}");
            }
        }
    }
}

#[test]
fn no_number_of_an_input_or_a_factor_can_change_unnoticed() {
    // What no printed figure is made of, by row from 0: the lorries that carry nothing, and a measure without a
    // printed saving.
    let unprinted = |study: &str, file: &str, column: &str, row: usize| match (study, file, column) {
        // The first is what the report has in place of the second.
        ("gongyi-2024", "vehicles.csv", "consumption") => ![0, 1, 6].contains(&row),
        ("gongyi-2024", "vehicles.csv", _) => ![1, 6].contains(&row),
        // 30 g of CO2 are printed as 0.00 t, and so are 40 g.
        ("kunshan-2024", "fugitives.csv", _) => row == 2,
        ("dicastal-2023", "actions.csv", _) => row == 0,
        // The baseline is printed once, as the footprint of its year.
        ("dicastal-2023", "targets.csv", _) => row == 0 || row == 6,
        _ => false,
    };
    let columns = [
        ("gongyi-2024", "products.csv", "output"),
        ("gongyi-2024", "energy.csv", "quantity"),
        ("gongyi-2024", "transport.csv", "distance"),
        ("gongyi-2024", "transport.csv", "trips"),
        ("gongyi-2024", "vehicles.csv", "consumption"),
        ("gongyi-2024", "vehicles.csv", "density"),
        ("gongyi-2024", "factors.csv", "value"),
        ("gongyi-2024", "factors.csv", "ncv"),
        ("gongyi-2024", "factors.csv", "carbon_content"),
        ("gongyi-2024", "factors.csv", "oxidation"),
        ("dicastal-2023", "products.csv", "piece_mass"),
        ("dicastal-2023", "materials.csv", "quantity"),
        ("dicastal-2023", "energy.csv", "quantity"),
        ("dicastal-2023", "factors.csv", "value"),
        ("dicastal-2023", "targets.csv", "value"),
        ("dicastal-2023", "actions.csv", "quantity"),
        ("kunshan-2024", "products.csv", "output"),
        ("kunshan-2024", "products.csv", "sold"),
        ("kunshan-2024", "energy.csv", "quantity"),
        ("kunshan-2024", "fugitives.csv", "quantity"),
        ("kunshan-2024", "waste.csv", "quantity"),
        ("kunshan-2024", "vehicles.csv", "fuel_used"),
        ("kunshan-2024", "factors.csv", "value"),
    ];
    for (study, file, column) in columns {
        let rows = fs::read_to_string(common::fixture(study).join(file)).unwrap().lines().count() - 1;
        for row in (0..rows).filter(|row| !unprinted(study, file, column, *row)) {
            let folder = copy_of(study);
            let is_used = std::cell::Cell::new(true);
            rewrite(&folder, file, column, |index, text| match index == row {
                // Some columns are blank in some rows, and nothing stays nothing.
                true if text.is_empty() || text.parse() == Ok(0u8) => {
                    is_used.set(false);
                    text.to_owned()
                }
                true => changed(text, false),
                false => text.to_owned(),
            });
            let result = check(folder.path(), &Options::default()).unwrap();
            let holds = result.check.is_some_and(|check| check.holds());
            assert!(!holds || !is_used.get(), "{study}/{file}: `{column}` of row {row}");
        }
    }
}

#[test]
fn a_check_that_does_not_hold_exits_1_and_one_that_does_0() {
    for study in PUBLISHED {
        let output = pertonne().args(["check", &format!("fixtures/{study}")]).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{study}");
    }
    let folder = copy_of("gongyi-2024");
    let energy = fs::read_to_string(folder.path().join("energy.csv")).unwrap();
    folder.write("energy.csv", energy.replace("1616.67", "1616.76").as_bytes());
    for format in ["text", "json"] {
        let output = pertonne().arg("check").arg(folder.path()).args(["--format", format]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        // The verdicts are shown all the same.
        assert!(!output.stdout.is_empty());
    }
}

#[test]
fn a_file_without_a_figure_or_a_target_is_no_success() {
    let folder = study();
    folder.write("published.csv", b"table,measure,value,unit\n");
    folder.write("targets.csv", b"product,year,value,unit\n");
    for command in ["check", "targets"] {
        let output = pertonne().arg(command).arg(folder.path()).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.code() == Some(1) && text.contains("error[empty-file]"), "{text}");
    }
}

#[test]
fn the_help_names_every_measure_and_verdict() {
    let output = pertonne().args(["check", "--help"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    for name in Measure::names().into_iter().chain(Verdict::names()) {
        assert!(text.contains(name), "{name}: {text}");
    }
}

#[test]
fn a_study_without_published_figures_or_targets_says_what_to_write() {
    let folder = study();
    for (command, columns) in [("check", "table, measure, product, value, unit"), ("targets", "product, year, value")] {
        let output = pertonne().arg(command).arg(folder.path()).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(text.contains(columns), "{text}");
    }
}

#[test]
fn a_row_keeps_its_line_in_a_file_too_large_to_keep_every_row_apart() {
    let rows: Vec<String> = (0..30_000).map(|row| format!("Ingot,A,{}.{:02},t", row % 7 + 1, row % 90 + 10)).collect();
    let rows = rows.join("\n");
    let folder = study();
    folder.write("materials.csv", format!("item,product,quantity,unit\n{rows}").as_bytes());
    let published = "table,measure,file,line,value,unit\n\
                     T,activity,materials.csv,4,3.12,t\n\
                     T,activity,materials.csv,29999,3.37,t\n";
    folder.write("published.csv", published.as_bytes());
    let check = checked(&folder);
    assert!(check.holds() && check.summary.exact == 2, "{check:#?}");
    let whole = folder.footprint().products[0].contributions[0].activity.amount;
    let all = figure(&folder, &format!("T,activity,A,raw-material-acquisition,Ingot,Ingot,{whole},t,,,"));
    // 30,000 numbers with two decimals: each could be off by 0.005.
    assert_eq!(all.computed.high.minus(all.computed.value).unwrap(), amount("150"), "{all:#?}");
}
