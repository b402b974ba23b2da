//! Studies as plants write them: what may be left out, how files may look, and what a number then is.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{STUDY, StudyFolder, amount, product};
use pertonne::source::Encoding;
use pertonne::word::Stage::{Distribution, Production, RawMaterialAcquisition};

const ONE: &str = "product,output,unit\nA,100,t\n";
const TWO: &str = "product,output,unit\nA,100,t\nB,300,t\n";

/// The emissions of product A in a study of one product with these files.
fn emissions(files: &[(&str, &str)]) -> String {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE)]);
    for (name, content) in files {
        folder.write(name, content.as_bytes());
    }
    product(&folder.footprint(), "A").emissions.to_string()
}

#[test]
fn a_study_of_products_alone_runs_and_is_nothing() {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE)]);
    let footprint = folder.footprint();
    assert_eq!(product(&footprint, "A").emissions, amount("0"));
    assert!(product(&footprint, "A").stages.iter().all(|stage| stage.share.is_none()));
}

#[test]
fn one_product_needs_no_allocation() {
    assert_eq!(emissions(&[("energy.csv", "item,quantity,unit\n电力,10,MWh\n")]), "5.978");
}

#[test]
fn two_products_may_share_rows_by_a_key_of_their_own() {
    let keys = "\n[allocation]\ndefault = \"mass\"\n[allocation.mass]\nmethod = \"mass\"\n\
                [allocation.half]\nmethod = \"fixed\"\nshares = { A = 1, B = 1 }\n";
    let folder = StudyFolder::new(&[
        ("study.toml", &format!("{STUDY}{keys}")),
        ("products.csv", TWO),
        ("factors.csv", "activity,value,unit\nX,1,tCO2e/t\n"),
        ("materials.csv", "item,product,quantity,unit,allocation\nX,,8,t,\nX,A;B,2,t,half\nX,B,5,t,\n"),
    ]);
    let footprint = folder.footprint();
    assert_eq!(product(&footprint, "A").emissions, amount("3"));
    assert_eq!(product(&footprint, "B").emissions, amount("12"));
}

#[test]
fn a_file_a_month_counts_like_one_file() {
    let months = [
        ("energy/01.csv", "item,quantity,unit\n电力,4,MWh\n"),
        ("energy/02.csv", "item,quantity,unit\n电力,6000,kWh\n"),
    ];
    assert_eq!(emissions(&months), "5.978");
}

#[test]
fn a_gbk_file_with_chinese_headers_is_read_and_its_encoding_named() {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE)]);
    let (bytes, ..) = encoding_rs::GB18030.encode("名称,数量,单位,备注\r\n电力,10,兆瓦时,电费单\r\n");
    folder.write("energy.csv", &bytes);
    let footprint = folder.footprint();
    assert_eq!(product(&footprint, "A").emissions, amount("5.978"));
    let input = footprint.inputs.iter().find(|input| input.file == "energy.csv").unwrap();
    assert_eq!((input.encoding, input.rows), (Encoding::Gb18030, 1));
}

#[test]
fn byte_order_mark_blank_lines_and_every_line_break_are_read() {
    for text in ["\u{FEFF}item,quantity,unit\r\n\r\n电力,10,MWh\r\n,,\r\n", "\n\nitem,quantity,unit\r电力,10,MWh"] {
        assert_eq!(emissions(&[("energy.csv", text)]), "5.978", "{text:?}");
    }
}

#[test]
fn headers_are_bound_constants_filled_in_and_the_rest_is_ignored() {
    let binding = "\n[files.materials]\npath = \"2024年原料台账.csv\"\n\
                   columns = { item = \"材质名称\", factor = \"材质名称\", quantity = \"年用量(t)\" }\n\
                   constants = { unit = \"t\" }\nignore = [\"单据号\"]\n";
    let folder = StudyFolder::new(&[
        ("study.toml", &format!("{STUDY}{binding}")),
        ("products.csv", ONE),
        ("factors.csv", "activity,value,unit\n铜,4.1,tCO2/t\n"),
        ("2024年原料台账.csv", "单据号,材质名称,年用量(t)\nM-1,铜,10\nM-2,铜,2.5\n"),
    ]);
    assert_eq!(product(&folder.footprint(), "A").emissions, amount("51.25"));
}

#[test]
fn a_reversal_takes_back_what_it_reverses() {
    let rows = "item,quantity,unit,note\n电力,10,MWh,\n电力,-4,MWh,booked twice\n电力,4,MWh,\n";
    assert_eq!(emissions(&[("energy.csv", rows)]), "5.978");
}

#[test]
fn a_reversal_may_be_in_another_unit_or_another_month() {
    assert_eq!(emissions(&[("energy.csv", "item,quantity,unit\n电力,11,MWh\n电力,-1000,kWh\n")]), "5.978");
    let months = [
        ("energy/01.csv", "item,quantity,unit\n电力,11,MWh\n"),
        ("energy/02.csv", "item,quantity,unit\n电力,-1,MWh\n"),
    ];
    assert_eq!(emissions(&months), "5.978");
}

#[test]
fn a_reversal_is_weighed_in_the_unit_of_the_factor() {
    let header = "leg,item,vehicle,vehicle_distance,fuel,fuel_quantity,fuel_unit";
    for (km, fuel, sound) in [("10000", "-5", false), ("10000", "-2", true)] {
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("vehicles.csv", "vehicle,fuel,consumption,consumption_unit\nLorry,diesel,30,kg/100km\n"),
            ("transport.csv", &format!("{header}\noutbound,Goods,Lorry,{km},,,\noutbound,Goods,,,diesel,{fuel},t\n")),
        ]);
        // 10,000 km × 0.3 kg/km are 3 t.
        assert_eq!(folder.calculate().footprint.is_some(), sound, "{fuel}");
    }
}

#[cfg(unix)]
#[test]
fn files_whose_names_are_no_unicode_are_read_one_by_one() {
    use std::os::unix::ffi::OsStrExt;
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("energy/1.csv", "item,quantity,unit\n电力,4,MWh\n"),
    ]);
    for name in ["三月.csv", "四月.csv", "五月.csv"] {
        let (bytes, ..) = encoding_rs::GB18030.encode(name);
        let path = folder.path().join("energy").join(std::ffi::OsStr::from_bytes(&bytes));
        std::fs::write(path, format!("item,quantity,unit,note\n电力,2,MWh,{name}\n")).unwrap();
    }
    assert_eq!(product(&folder.footprint(), "A").emissions, amount("5.978"));
}

#[test]
fn a_product_cell_of_separators_names_no_product() {
    for cell in [";", "；", "; ;"] {
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("energy.csv", &format!("item,product,quantity,unit\n电力,{cell},10,MWh\n")),
        ]);
        assert_eq!(folder.codes(), ["unknown-product"], "{cell}");
    }
}

#[test]
fn tables_with_a_usual_name_are_read_in_each_of_their_formats() {
    for name in ["energy.csv", "energy.CSV", "energy.tsv", "energy.txt", "energy/meter 7.txt"] {
        let file = (name, "item\tquantity\tunit\n电力\t4\tMWh\n");
        let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE), file]);
        assert_eq!(folder.codes(), [""; 0], "{name}");
    }
    let both = [("energy.csv", "item,quantity,unit\n电力,4,MWh\n"), ("energy.txt", "item\tquantity\tunit\n")];
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE), both[0], both[1]]);
    assert_eq!(folder.codes(), ["duplicate-file"]);
}

#[test]
fn a_copy_of_a_file_under_another_name_is_said() {
    let month = "item,quantity,unit\n电力,4,MWh\n";
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("energy/01.csv", month),
        ("energy/02.csv", "item,quantity,unit\n电力,5,MWh\n"),
        ("energy/03.csv", month),
    ]);
    assert_eq!(folder.codes(), ["duplicate-file"]);
    let place = folder.calculate().diagnostics.shown()[0].place.clone();
    assert_eq!((place.file.as_str(), place.line), ("energy/03.csv", 0));
}

#[test]
fn every_data_file_in_the_folder_is_read_or_asked_about() {
    for name in ["engery/01.csv", "energy/2024/01.csv", "台账.csv", "energy.xlsx", "energy/02.xlsx"] {
        let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE), (name, "item,quantity,unit\n")]);
        assert_eq!(folder.codes(), ["unknown-file"], "{name}");
    }
    let study = format!("{STUDY}\n[files]\nignore = [\"old\", \"台账.csv\"]\n");
    let old = [("old/energy.csv", "x\n"), ("台账.csv", "y\n")];
    let folder = StudyFolder::new(&[("study.toml", &study), ("products.csv", ONE), old[0], old[1]]);
    assert_eq!(folder.codes(), [""; 0]);
}

#[test]
fn a_word_for_nothing_is_no_reason_to_leave_a_row_out() {
    for text in ["否", "无", "no", "N/A", "——？", "0", "√", "已排除。"] {
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("energy.csv", &format!("item,quantity,unit,excluded\n电力,4,MWh,{text}\n")),
        ]);
        assert_eq!(folder.codes(), ["no-reason"], "{text}");
    }
}

#[test]
fn one_month_may_be_bound_apart_from_the_others() {
    let study = format!(
        "{STUDY}\n[[files.energy]]\npath = \"energy/02.csv\"\ncolumns = {{ item = \"meter\" }}\n[[files.energy]]\n"
    );
    let folder = StudyFolder::new(&[
        ("study.toml", &study),
        ("products.csv", ONE),
        ("energy/01.csv", "item,quantity,unit\n电力,6,MWh\n"),
        ("energy/02.csv", "meter,quantity,unit\n电力,4,MWh\n"),
    ]);
    assert_eq!(product(&folder.footprint(), "A").emissions, amount("5.978"));
}

#[test]
fn a_leg_takes_no_column_that_its_way_of_counting_does_not_use() {
    let header = "leg,item,mass,mass_unit,distance,trips,vehicle,vehicle_distance,fuel,fuel_quantity,fuel_unit,factor";
    for (row, code) in [
        ("inbound,Ore,10,t,100,20,,,,,,diesel", "leg-counted-twice"),
        ("inbound,Ore,10,t,100,,,500,,,,diesel", "leg-counted-twice"),
        ("inbound,Ore,,,,4,Lorry,500,,,,", "leg-counted-twice"),
        ("inbound,Ore,,,,,Lorry,500,petrol,,,", "fuel-mismatch"),
        ("inbound,Ore,10,t,100,,,,diesel,,,diesel", "leg-counted-twice"),
        ("inbound,Ore,-10,t,-100,,,,,,,diesel", "below-zero"),
    ] {
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("vehicles.csv", "vehicle,fuel,consumption,consumption_unit\nLorry,diesel,30,kg/100km\n"),
            ("transport.csv", &format!("{header}\n{row}\n")),
        ]);
        assert_eq!(folder.codes(), [code], "{row}");
    }
}

#[test]
fn fifty_thousand_items_known_and_unknown_take_no_long_time() {
    let rows = |name: &str| {
        (0..50_000).fold(String::from("item,quantity,unit\n"), |rows, row| rows + &format!("{name}{row},1,t\n"))
    };
    let factors =
        (0..50_000).fold(String::from("activity,value,unit\n"), |rows, row| rows + &format!("X{row},1,tCO2/t\n"));
    let start = std::time::Instant::now();
    assert_eq!(emissions(&[("factors.csv", &factors), ("materials.csv", &rows("X"))]), "50000");
    let folder =
        StudyFolder::new(&[("study.toml", STUDY), ("products.csv", ONE), ("materials.csv", &rows("unknown "))]);
    assert_eq!(folder.codes(), ["unknown-factor"; 10]);
    // Minutes where each was compared with all others.
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

#[test]
fn an_excluded_row_weighs_nothing_and_may_be_of_another_year() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        (
            "energy.csv",
            "item,quantity,unit,date,excluded\n电力,10,MWh,2024-05-01,\n电力,7,MWh,2023-12-31,last year's invoice\n",
        ),
    ]);
    let footprint = folder.footprint();
    assert_eq!(product(&footprint, "A").emissions, amount("5.978"));
    assert_eq!((footprint.rows.read, footprint.rows.used, footprint.rows.excluded), (2, 1, 1));
    assert_eq!(footprint.exclusions[0].reason, "last year's invoice");
}

#[test]
fn the_three_ways_of_counting_a_leg_and_who_carries() {
    let factors = "activity,value,unit\nFuel,3,tCO2/t\nPer litre,2.5,kgCO2/L\nFreight,0.1,kgCO2e/t·km\n";
    let vehicles = "vehicle,fuel,consumption,consumption_unit,density,fuel_used,fuel_unit,distance,distance_unit\n\
                    by litre,Fuel,40,L/100km,0.8,,,,\nby mass,Per litre,32,kg/100km,0.8,,,,\nfleet,Fuel,,,,9,t,3,万km\n";
    let leg = |row: &str| {
        let header =
            "leg,item,mass,mass_unit,distance,trips,vehicle,vehicle_distance,fuel,fuel_quantity,fuel_unit,fleet,factor";
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("factors.csv", factors),
            ("vehicles.csv", vehicles),
            ("transport.csv", &format!("{header}\n{row}\n")),
        ]);
        let footprint = folder.footprint();
        let contribution = &product(&footprint, "A").contributions[0];
        (contribution.emissions.to_string(), contribution.scope, contribution.stage)
    };
    assert_eq!(leg("internal,Forklift,,,,,,,Fuel,2,t,own,"), ("6".into(), 1, Production));
    assert_eq!(leg("inbound,Ore,,,250,4,by litre,,,,,,"), ("0.96".into(), 3, RawMaterialAcquisition));
    assert_eq!(leg("outbound,Goods,,,,,by mass,1000,,,,own,"), ("1".into(), 1, Distribution));
    assert_eq!(leg("waste,Dross,,,,,fleet,1000,,,,,"), ("0.9".into(), 3, Production));
    assert_eq!(leg("inbound,Ore,500,kg,200,,,,,,,,Freight"), ("0.01".into(), 3, RawMaterialAcquisition));
}

#[test]
fn the_life_cycle_of_electricity_from_the_own_roof_is_scope_3() {
    let scopes = |row: &str| {
        let folder = StudyFolder::new(&[
            ("study.toml", &STUDY.replace("2024.1", "2025.1")),
            ("products.csv", ONE),
            ("energy.csv", &format!("item,quantity,unit,supply,factor\n{row}\n")),
        ]);
        let footprint = folder.footprint();
        let counted = product(&footprint, "A").scopes.iter().filter(|part| !part.emissions.is_zero());
        counted.map(|part| (part.scope, part.emissions.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(scopes("Roof,10,MWh,on-site,pv-electricity-life-cycle"), [(3, "0.545".into())]);
    assert_eq!(scopes("Grid,10,MWh,,grid-electricity-life-cycle"), [(2, "6.205".into())]);
    assert_eq!(scopes("Grid,10,MWh,,grid-electricity"), [(2, "5.978".into())]);
    assert_eq!(scopes("Boiler,10,t,on-site,diesel"), [(1, "31.451224933333333333".into())]);
}

#[test]
fn two_files_of_factors_share_their_names() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("factors/a.csv", "activity,region,year,value,unit\nX,CN,2024,1,tCO2e/t\n"),
        ("factors/b.csv", "activity,region,year,value,unit\nx,CN,2024,2,tCO2e/t\n"),
        ("materials.csv", "item,quantity,unit,factor\nOre,1,t,X/CN/2024\n"),
    ]);
    assert_eq!(folder.codes(), ["duplicate-name"]);
}

#[test]
fn a_study_s_own_factor_wins_by_whatever_name_of_its_activity() {
    let contribution = |rows: &str| {
        let folder = StudyFolder::new(&[
            ("study.toml", STUDY),
            ("products.csv", ONE),
            ("factors.csv", "activity,value,unit,boundary\ngrid-electricity,0.9,kgCO2/kWh,generation\n"),
            ("energy.csv", &format!("item,quantity,unit\n{rows}\n")),
        ]);
        let footprint = folder.footprint();
        let contribution = &product(&footprint, "A").contributions[0];
        (contribution.factor.clone(), contribution.emissions.to_string())
    };
    assert_eq!(contribution("电力,10,MWh"), ("grid-electricity".into(), "9".into()));
    assert_eq!(contribution("Diesel,10,t").0, "diesel/CN/2015");
}

#[test]
fn electricity_of_the_own_vehicles_is_scope_2() {
    let scope = |factor: &str| {
        let folder = StudyFolder::new(&[
            ("study.toml", &STUDY.replace("2024.1", "2025.1")),
            ("products.csv", ONE),
            (
                "transport.csv",
                &format!("leg,item,fuel,fuel_quantity,fuel_unit,fleet,factor\ninternal,Van,,1000,kWh,own,{factor}\n"),
            ),
        ]);
        product(&folder.footprint(), "A").contributions[0].scope
    };
    assert_eq!((scope("grid-electricity"), scope("grid-electricity-life-cycle")), (2, 2));
}

#[test]
fn a_factor_per_gas_follows_the_gwp_set() {
    let files = [
        ("factors.csv", "activity,value,unit\nSewage,0.25,tCH4/tCOD\n"),
        ("waste.csv", "item,quantity,unit,treatment\nSewage,4,tCOD,on-site\n"),
    ];
    assert_eq!(emissions(&files), "28");
    let folder =
        StudyFolder::new(&[("study.toml", &STUDY.replace("AR5", "AR6")), ("products.csv", ONE), files[0], files[1]]);
    assert_eq!(product(&folder.footprint(), "A").emissions, amount("27.9"));
}

#[test]
fn tonnes_of_waste_water_do_not_meet_a_factor_per_tonne_of_cod() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("factors.csv", "activity,value,unit\nSewage,0.25,tCH4/tCOD\n"),
        ("waste.csv", "item,quantity,unit\nSewage,4,t\n"),
    ]);
    assert_eq!(folder.codes(), ["unit-mismatch"]);
}

#[test]
fn electricity_comes_from_the_nearest_region_that_has_a_factor() {
    for (region, factor) in [
        ("CN-JS", "grid-electricity/CN-JS/2022"),
        ("CN-XZ", "grid-electricity/CN-GRID-SW/2022"),
        ("CN", "grid-electricity/CN/2022"),
    ] {
        let folder = StudyFolder::new(&[
            ("study.toml", &STUDY.replace("CN-JS", region)),
            ("products.csv", ONE),
            ("energy.csv", "item,quantity,unit\n外购电力,10,MWh\n"),
        ]);
        assert_eq!(product(&folder.footprint(), "A").contributions[0].factor, factor);
    }
    let folder = StudyFolder::new(&[
        ("study.toml", &STUDY.replace("2024-", "2021-")),
        ("products.csv", ONE),
        ("energy.csv", "item,quantity,unit\n外购电力,10,MWh\n"),
    ]);
    assert_eq!(product(&folder.footprint(), "A").contributions[0].factor, "grid-electricity/CN-JS/2021");
}

#[test]
fn small_footprints_are_shown_in_kilograms_and_pieces_by_name() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nBolt,5,万件\n"),
        ("energy.csv", "item,quantity,unit\n电力,10,kWh\n"),
    ]);
    let text = |language: &str| {
        let output = common::pertonne().arg("run").arg(folder.path()).args(["--lang", language]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(text("en").contains("1.1956 kg CO2e per 10 000 pieces"), "{}", text("en"));
    assert!(text("zh").contains("每 万件 产品 1.1956 kg CO2e"), "{}", text("zh"));
    assert_eq!(product(&folder.footprint(), "Bolt").per_unit, amount("0.0011956"));
}

#[test]
fn stages_that_cancel_each_other_still_weigh_per_unit() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("factors.csv", "activity,value,unit\nCredit,-2,tCO2e/t\nSteel,2,tCO2e/t\n"),
        ("materials.csv", "item,quantity,unit,stage\nCredit,1,t,\nSteel,1,t,production\n"),
    ]);
    let footprint = folder.footprint();
    let per_unit: Vec<String> =
        product(&footprint, "A").stages.iter().map(|stage| stage.per_unit.to_string()).collect();
    assert_eq!(per_unit, ["-0.02", "0.02", "0"]);
}

#[test]
fn a_name_from_a_file_does_not_steer_the_terminal() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", ONE),
        ("factors.csv", "activity,value,unit\n\u{1b}[31mred\u{7},1,tCO2/t\n"),
        ("materials.csv", "item,quantity,unit\n\u{1b}[31mred\u{7},1,t\n"),
    ]);
    let output = common::pertonne().arg("run").arg(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\u{FFFD}[31mred\u{FFFD}") && !text.contains('\u{1b}'), "{text}");
    folder.write("factors.csv", "activity,value,unit\n\u{1b}[31mred\u{202E}\u{9b}s,1,tCO2/t\n".as_bytes());
    let output = common::pertonne().arg("run").arg(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("unknown-factor") && !text.contains(['\u{1b}', '\u{7}', '\u{202E}', '\u{9b}']), "{text:?}");
}
