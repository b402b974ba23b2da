//! `pertonne factors`: lists, searches and shows, as a user types them, and that they say of a factor what a row gets.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::{Command, Output};

use common::{StudyFolder, copy_of, fixture, pertonne};
use insta_cmd::assert_cmd_snapshot;
use pertonne::amount::Amount;
use pertonne::catalogue::{self, Answer, Asked, Filter, PassedOver, Shown, in_usual_unit, search};
use pertonne::diagnostic::Diagnostics;
use pertonne::factor::{EmissionFactor, Loaded, Request, Unresolved, resolve};
use unicode_width::UnicodeWidthStr;

const NARROW: usize = 60;

fn factors(line: &str) -> Command {
    let mut command = pertonne();
    command.arg("factors").args(line.split(' '));
    command
}

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn loaded(release: &str) -> Loaded {
    let mut diagnostics = Diagnostics::default();
    let loaded = catalogue::open(Some(release), None, &mut diagnostics).unwrap();
    assert!(diagnostics.is_empty());
    loaded
}

/// Shows what a command prints in both languages.
macro_rules! in_both_languages {
    ($name:literal, $line:literal) => {
        for language in ["en", "zh"] {
            assert_cmd_snapshot!(format!("{}-{language}", $name), factors($line).args(["--lang", language]));
        }
    };
}

#[test]
fn factors_are_listed_by_activity_or_one_by_one() {
    in_both_languages!("list", "list --release 2024.1 --boundary generation");
    in_both_languages!("list-region", "list --release 2026.1 --region 江苏");
    in_both_languages!("list-none", "list --release 2024.1 --region GB --year 2015");
    assert_cmd_snapshot!(
        "list-csv",
        factors("list --release 2024.1 --year 2021 --boundary generation --region CN --format csv")
    );
    assert_cmd_snapshot!("list-json", factors("list --release 2024.1 --year 2011 --region CN-JS --format json"));
}

#[test]
fn the_releases_are_listed_and_say_what_changed() {
    in_both_languages!("releases", "releases");
    assert_cmd_snapshot!("changes", factors("releases 2024.1"));
    for release in Loaded::shipped_releases() {
        assert!(Loaded::cut_off(release).is_some(), "{release}");
        assert!(Loaded::changes(release).unwrap().starts_with(&format!("# Release {release}\n")));
    }
}

#[test]
fn a_search_finds_in_both_languages_and_the_best_first() {
    in_both_languages!("search", "search 电力 --release 2026.1");
    in_both_languages!("search-words", "search 江苏 electricity 2023 --release 2026.1");
    in_both_languages!("search-gas", "search 甲烷 --release 2024.1");
    in_both_languages!("search-nothing", "search electrcity --release 2024.1");
    assert_cmd_snapshot!("search-json", factors("search R410A --release 2024.1 --format json"));
}

#[test]
fn a_factor_is_shown_with_all_that_is_known_of_it() {
    in_both_languages!("show-electricity", "show grid-electricity --region CN-JS --year 2021 --release 2026.1");
    in_both_languages!("show-footprint", "show 电力碳足迹 --region 江苏 --release 2026.1");
    in_both_languages!("show-fuel", "show natural-gas/CN --release 2026.1");
    in_both_languages!("show-set-c", "show diesel-set-c --release 2026.1");
    in_both_languages!("show-several", "show natural gas --release 2024.1");
    in_both_languages!("show-many", "show 电力 --year 2022 --release 2024.1");
    assert_cmd_snapshot!("show-json", factors("show diesel --region CN-JS --year 2024 --release 2024.1 --format json"));
}

#[test]
fn a_gas_is_shown_and_a_blend_with_its_sum() {
    in_both_languages!("show-gas", "show R22 --release 2024.1");
    in_both_languages!("show-blend", "show r-410a --release 2024.1");
    assert_cmd_snapshot!("show-gas-json", factors("show R407C --release 2024.1 --format json"));
}

#[test]
fn what_is_not_there_is_said_with_what_is_near() {
    in_both_languages!("unknown-name", "show elektricity --release 2024.1");
    in_both_languages!("not-here", "show grid-electricity --region CN-JS --year 2010 --release 2024.1");
    in_both_languages!("unknown-region", "list --region CN-JZ");
    in_both_languages!("unknown-release", "show diesel --release 2024.9");
    in_both_languages!("no-year", "search diesel --year 21");
    let (status, _, stderr) = output(&mut factors("releases 1999.1"));
    assert_eq!(status, Some(2), "{stderr}");
    let (status, stdout, _) = output(&mut factors("show elektricity --release 2024.1 --format json"));
    assert_eq!(status, Some(1));
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((json["factors"].as_array().unwrap().len(), &json["near"][0]), (0, &"electricity".into()));
}

#[test]
fn help_is_in_both_languages() {
    for line in ["--help", "list --help", "search --help", "show --help", "releases --help"] {
        let name = format!("help-{}", line.split(' ').next().unwrap().trim_start_matches('-'));
        assert_cmd_snapshot!(format!("{name}-zh"), factors(line).args(["--lang", "zh"]));
        assert_cmd_snapshot!(format!("{name}-en"), factors(line));
    }
}

#[test]
fn the_value_of_jiangsu_in_2021_names_its_announcement() {
    let (status, stdout, _) = output(&mut factors("show grid-electricity --region CN-JS --year 2021"));
    assert_eq!(status, Some(0));
    assert!(stdout.contains("\n0.6451 kgCO2/kWh"), "{stdout}");
    assert!(stdout.contains("announcement 2024 No. 12"), "{stdout}");
}

#[test]
fn the_derivation_of_a_fuel_is_worked_out_unrounded() {
    let shown = |name: &str| output(factors(&format!("show {name}")).env("COLUMNS", "200")).1;
    let gas = shown("natural-gas/CN");
    assert!(gas.contains("389.31 GJ/10^4m3 × 0.0153 tC/GJ × 0.99 × 44/12 = 21.62188809 tCO2/10^4m3"), "{gas}");
    let diesel = shown("diesel/CN");
    assert!(diesel.contains("43.33 GJ/t × 0.0202 tC/GJ × 0.98 × 44/12 = 3.14512249333… tCO2/t"), "{diesel}");
}

#[test]
fn every_line_fits_a_narrow_terminal_but_for_what_cannot_be_broken() {
    for language in ["en", "zh"] {
        for line in [
            "list",
            "list --year 2023",
            "releases",
            "releases 2026.1",
            "search 电力",
            "search gas",
            "show grid-electricity --region CN-JS --year 2024",
            "show natural-gas/CN",
            "show R410A",
        ] {
            let columns = NARROW.to_string();
            let (status, stdout, stderr) = output(factors(line).args(["--lang", language]).env("COLUMNS", columns));
            assert_eq!((status, stderr.as_str()), (Some(0), ""), "{line}");
            let too_wide = |line: &&str| {
                let words = line.split_whitespace().filter(|word| word.width() > NARROW / 2).count();
                line.width() > NARROW && words == 0
            };
            assert_eq!(stdout.lines().filter(too_wide).collect::<Vec<_>>(), [""; 0], "{line}");
        }
    }
}

#[test]
fn colour_is_for_terminals_and_for_who_asks() {
    let (_, plain, _) = output(&mut factors("show R22"));
    let (_, coloured, _) = output(&mut factors("show R22 --color always"));
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[1mHCFC-22\u{1b}[0m"));
}

#[test]
fn a_csv_of_a_release_has_every_cell_of_its_table() {
    for release in Loaded::shipped_releases() {
        let (_, stdout, _) = output(&mut factors(&format!("list --release {release} --format csv")));
        let listed = stdout.strip_prefix('\u{FEFF}').unwrap();
        let table = std::fs::read(fixture("../factors").join(release).join("factors.csv")).unwrap();
        let mut listed = csv::Reader::from_reader(listed.as_bytes());
        let mut table = csv::Reader::from_reader(table.as_slice());
        let (columns, header) = (table.headers().unwrap().clone(), listed.headers().unwrap().clone());
        let mut rows = 0;
        for (own, row) in listed.records().zip(table.records()) {
            let (own, row) = (own.unwrap(), row.unwrap());
            for (column, cell) in columns.iter().zip(&row) {
                let shown = &own[header.iter().position(|name| name == column).unwrap()];
                let same = match Amount::parse(cell) {
                    Ok(amount) => Amount::parse(shown) == Ok(amount),
                    // Units are written in one way, names without spaces beside them.
                    Err(_) if column == "unit" || column == "aliases" => shown.is_empty() == cell.is_empty(),
                    Err(_) => shown == cell,
                };
                assert!(same, "{release}, {}: {column} is {shown}, not {cell}", &own[0]);
            }
            rows += 1;
        }
        assert_eq!(rows, loaded(release).factors.len());
    }
}

/// What a name leads to, for a region and a year, in a release.
fn shown<'l>(name: &str, region: &str, year: i16, loaded: &'l Loaded) -> Shown<'l> {
    Shown::new(name, Asked { region: Some(region.to_owned()), year: Some(year) }, None, loaded)
}

#[test]
fn what_is_shown_for_a_region_and_a_year_is_what_a_row_there_gets() {
    for release in Loaded::shipped_releases() {
        let loaded = loaded(release);
        let names: std::collections::BTreeSet<&str> =
            loaded.factors.factors().flat_map(EmissionFactor::names).collect();
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            for (region, year) in [("CN-JS", 2024), ("CN-GRID-EC", 2021), ("GB", 2022), ("DE", 2030)] {
                let request = Request { name, region, year, suggest: false };
                let row = resolve(request, &[&loaded.factors], &loaded.regions);
                match (&shown(name, region, year, &loaded).answer, &row) {
                    (Answer::One(choice), Ok(factor)) => {
                        assert_eq!(choice.factor.row, factor.row);
                        let chain: Vec<&str> = loaded.regions.chain(region).collect();
                        let level = |factor: &EmissionFactor| {
                            chain.iter().position(|code| Some(*code) == factor.region.as_deref())
                        };
                        for (other, why) in &choice.passed_over {
                            let holds = match why {
                                PassedOver::Earlier => other.region == factor.region && other.year < factor.year,
                                PassedOver::LargerRegion => level(other) > level(factor),
                                PassedOver::Later => other.year > Some(year),
                                PassedOver::Elsewhere => level(other).is_none(),
                                PassedOver::OtherKind => other.boundary != factor.boundary,
                                PassedOver::OwnFirst => false,
                            };
                            assert!(holds, "{name} for {region} in {year}: {} {why:?}", other.full_name());
                        }
                    }
                    (Answer::NotHere(_), Err(Unresolved::NotHere { .. }))
                    | (Answer::Ambiguous(_), Err(Unresolved::Ambiguous(_) | Unresolved::SeveralKinds(_))) => {}
                    (answer, row) => panic!("{name} for {region} in {year}: {answer:?}, but {row:?}"),
                }
            }
        }
    }
}

#[test]
fn for_a_study_it_is_the_factor_that_its_rows_have() {
    for study in ["starter-en", "starter-zh", "kunshan-2024"] {
        let footprint = common::footprint_of(study);
        let mut diagnostics = Diagnostics::default();
        let factors = catalogue::of_study(&fixture(study), None, None, &mut diagnostics).unwrap().unwrap();
        let asked = Asked { region: Some(factors.study.region.value.clone()), year: Some(factors.study.to.year()) };
        let mut found = 0;
        for contribution in footprint.products.iter().flat_map(|product| &product.contributions) {
            let shown = Shown::new(&contribution.factor, asked.clone(), Some(&factors.own), &factors.loaded);
            if let Answer::One(choice) = &shown.answer {
                assert_eq!(choice.factor.full_name(), contribution.factor);
                found += 1;
            }
            let by_item = Shown::new(&contribution.item, asked.clone(), Some(&factors.own), &factors.loaded);
            if let (Answer::One(choice), "energy.csv") = (&by_item.answer, contribution.file.as_str()) {
                assert_eq!(choice.factor.full_name(), contribution.factor, "{}", contribution.item);
            }
        }
        assert!(found > 3, "{study}: {found}");
    }
}

#[test]
fn the_studys_own_factor_comes_before_those_of_the_release() {
    let folder = copy_of("starter-en");
    folder.write(
        "factors.csv",
        "activity,value,unit,aliases,source,uncertainty,technology\nOwn power,0.3,kgCO2e/kWh,electricity,the supplier,±5%,2\n".as_bytes(),
    );
    let show = |language| {
        let mut command = pertonne();
        command.current_dir(folder.path()).args(["factors", "show", "electricity", "--study", ".", "--lang", language]);
        command
    };
    assert_cmd_snapshot!("show-own-en", show("en"));
    assert_cmd_snapshot!("show-own-zh", show("zh"));
}

#[test]
fn what_is_wrong_with_the_factors_of_a_study_is_told() {
    let folder = copy_of("starter-en");
    folder.write("factors.csv", b"activity,value,unit\nx,1,furlong\n");
    let (status, stdout, stderr) = output(pertonne().args(["factors", "show", "x", "--study"]).arg(folder.path()));
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error[bad-factor-unit]"), "{stderr}");
    let none = StudyFolder::new(&[]);
    let (status, _, stderr) = output(pertonne().args(["factors", "show", "x", "--study"]).arg(none.path()));
    assert_eq!(status, Some(2), "{stderr}");
}

#[test]
fn a_release_in_a_folder_is_looked_at_as_a_shipped_one() {
    let folder = fixture("../factors/2024.1");
    let (_, shipped, _) = output(&mut factors("list --release 2024.1 --region CN-JS"));
    let (status, own, _) = output(factors("list --region CN-JS --factors").arg(&folder));
    assert_eq!((status, own), (Some(0), shipped));
}

#[test]
fn a_whole_name_is_found_first_and_every_word_counts() {
    let loaded = loaded("2026.1");
    let first = |text: &str| {
        let found = search(&loaded, text, &Filter::default());
        found.factors.first().map(|factor| factor.full_name())
    };
    assert_eq!(first("电力").as_deref(), Some("grid-electricity/CN/2023"), "larger regions and later years first");
    assert_eq!(first("电力 江苏").as_deref(), Some("grid-electricity/CN-JS/2023"));
    assert_eq!(first("Jiangsu 2021").as_deref(), Some("grid-electricity/CN-JS/2021"));
    assert_eq!(first("ＣＮ－ＪＳ generation").as_deref(), Some("grid-electricity/CN-JS/2023"));
    assert_eq!(first("grid-electricity/CN-JS/2022").as_deref(), Some("grid-electricity/CN-JS/2022"));
    assert_eq!(first("江苏 life-cycle"), None);
    assert_eq!(first(" "), None);
    let all = loaded.factors.factors().count();
    for factor in loaded.factors.factors().step_by(7) {
        for name in factor.names().filter(|name| !name.trim().is_empty()) {
            let found = search(&loaded, name, &Filter::default());
            assert!(found.factors.iter().any(|other| other.row == factor.row), "{name}");
            assert!(found.factors.len() < all);
        }
    }
}

#[test]
fn a_value_in_another_unit_is_the_same_emission() {
    let loaded = loaded("2026.1");
    let mut converted = 0;
    for factor in loaded.factors.factors() {
        let Some((amount, unit)) = in_usual_unit(factor) else { continue };
        let value = factor.value.amount().unwrap();
        // tonnes per base unit of the activity, multiplied out.
        let left = value.times(factor.unit.tonnes).unwrap().times(unit.per.size()).unwrap();
        let right = amount.times(unit.tonnes).unwrap().times(factor.unit.per.size()).unwrap();
        assert_eq!(left, right, "{}", factor.full_name());
        converted += 1;
    }
    assert!(converted > 100);
}

#[test]
fn what_a_list_calls_an_activity_is_a_name_of_it() {
    let loaded = loaded("2026.1");
    let all: Vec<&EmissionFactor> = loaded.factors.factors().collect();
    let listed = catalogue::kinds(&all);
    let unnamed = listed.iter().flat_map(|kind| kind.name.iter().flat_map(|name| [&name.en, &name.zh]));
    let unnamed: Vec<&String> = unnamed.filter(|name| loaded.factors.named(name).next().is_none()).collect();
    assert_eq!(unnamed, Vec::<&String>::new());
}
