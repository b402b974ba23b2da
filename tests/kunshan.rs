//! The Kunshan report of 2024 against its data: what it prints comes out where it agrees with itself.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{amount, copy_of, footprint_of, product, sum};
use pertonne::footprint::Contribution;
use pertonne::word::Stage;

const STUDY: &str = "kunshan-2024";

fn is_material(c: &Contribution) -> bool {
    c.file == "materials.csv" && c.stage == Stage::RawMaterialAcquisition
}

fn is_freight(c: &Contribution) -> bool {
    c.factor == "道路运输因子" && c.stage == Stage::RawMaterialAcquisition
}

fn is_inbound(c: &Contribution) -> bool {
    c.file == "transport.csv" && c.stage == Stage::RawMaterialAcquisition && !is_freight(c)
}

#[test]
fn table_10_raw_materials_come_out_to_the_rounding_of_the_printed_tonnages() {
    let footprint = footprint_of(STUDY);
    // Every tonnage is printed to 0.01 t, so that each line may be off by 0.005 t × its factor. The second number is
    // the sum of the factors of the product's lines × 0.005.
    for (name, printed, lines) in [
        ("铝锭", "39691.43", "16.4777 4.1 11.2 21.8"),
        ("铝棒", "67622.33", "16.4777 16.4777 16.4777 3.97 4.1 6.12 11.2 13.9 2.05 21.8 24.7"),
    ] {
        let computed = sum(product(&footprint, name), is_material);
        let rounding = lines
            .split(' ')
            .fold(amount("0.005"), |sum, factor| sum.plus(amount(factor).times(amount("0.005")).unwrap()).unwrap());
        let difference = computed.minus(amount(printed)).unwrap();
        let size = if difference.is_negative() { amount("0").minus(difference).unwrap() } else { difference };
        assert!(size <= rounding, "{name}: {computed}, printed {printed}");
    }
    assert_eq!(sum(product(&footprint, "铝锭"), is_material).to_string(), "39691.513669");
    assert_eq!(sum(product(&footprint, "铝棒"), is_material).to_string(), "67622.475271");
}

#[test]
fn tables_11_and_12_inbound_transport_comes_out_to_the_printed_digit() {
    let footprint = footprint_of(STUDY);
    for (name, vehicles, freight, freight_places) in [("铝锭", "247.74", "46.01", 2), ("铝棒", "1101.70", "127.446", 3)]
    {
        assert_eq!(sum(product(&footprint, name), is_inbound).to_fixed(2, ""), vehicles);
        assert_eq!(sum(product(&footprint, name), is_freight).to_fixed(freight_places, ""), freight);
    }
}

#[test]
fn table_13_the_shared_rows_of_production_come_out_to_the_printed_digit() {
    let footprint = footprint_of(STUDY);
    let rows = [
        ("天然气", "8273.94", "8611.65"),
        ("汽油", "1.43", "1.49"),
        ("制冷剂 R32", "21.96", "22.86"),
        ("制冷剂 R22", "114.70", "119.38"),
        ("CO2 灭火器", "0.00", "0.00"),
        // The billet's 8.83 is what the table's totals need; its cell is blank in print.
        ("生活污水", "8.49", "8.83"),
        ("外购电力", "3016.52", "3139.64"),
    ];
    for (item, ingot, billet) in rows {
        assert_eq!(sum(product(&footprint, "铝锭"), |c| c.item == item).to_fixed(2, ""), ingot, "{item}");
        assert_eq!(sum(product(&footprint, "铝棒"), |c| c.item == item).to_fixed(2, ""), billet, "{item}");
    }
    // Water alone differs: the report prints 4.516 t, which is 25561 t × 0.176685 and not × the 0.177 of its table 4.
    let whole = ["铝锭", "铝棒"].map(|name| sum(product(&footprint, name), |c| c.item == "生活用水采购"));
    assert_eq!(whole[0].plus(whole[1]).unwrap().to_string(), "4.524297");
    assert_eq!(amount("25561").times(amount("0.000176685")).unwrap().to_fixed(3, ""), "4.516");
}

#[test]
fn table_14_waste_transport_comes_out_to_the_printed_digit() {
    let footprint = footprint_of(STUDY);
    for (item, ingot, billet) in [("铝灰", "5302.74", "5519.18"), ("环保灰", "1.95", "2.03")] {
        assert_eq!(sum(product(&footprint, "铝锭"), |c| c.item == item).to_fixed(2, ""), ingot);
        assert_eq!(sum(product(&footprint, "铝棒"), |c| c.item == item).to_fixed(2, ""), billet);
    }
}

#[test]
fn table_15_distribution_comes_out_to_the_printed_digit() {
    let footprint = footprint_of(STUDY);
    for (name, printed) in [("铝锭", "735.77"), ("铝棒", "681.17")] {
        assert_eq!(sum(product(&footprint, name), |c| c.stage == Stage::Distribution).to_fixed(2, ""), printed);
    }
}

#[test]
fn table_16_is_not_reproduced_where_it_leaves_gases_without_their_gwp() {
    let footprint = footprint_of(STUDY);
    for (name, computed, printed, per_tonne) in
        [("铝锭", "16743.94", "16599.19", "1.4910"), ("铝棒", "17427.37", "17276.71", "2.1117")]
    {
        let product = product(&footprint, name);
        let production = product.stages.iter().find(|stage| stage.stage == Stage::Production).unwrap();
        assert_eq!(production.emissions.to_fixed(2, ""), computed);
        assert_eq!(product.per_unit.to_fixed(4, ""), per_tonne);

        // Counted as tonnes of gas and not of CO2e, R32, R22 and CH4 leave the printed figure, but for the water.
        let unweighted = [("制冷剂 R32", "677"), ("制冷剂 R22", "1760"), ("生活污水", "28")];
        let missing = unweighted.iter().fold(amount("0"), |missing, (item, gwp)| {
            let weighted = sum(product, |c| c.item == *item);
            let bare = pertonne::amount::ratio(&[weighted], &[amount(gwp)]).unwrap();
            missing.plus(weighted.minus(bare).unwrap()).unwrap()
        });
        let left = production.emissions.minus(missing).unwrap();
        let rest = left.minus(amount(printed)).unwrap();
        assert!(!rest.is_negative() && rest < amount("0.02"), "{name}: {left}, printed {printed}");
    }
}

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
