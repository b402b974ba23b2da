//! `pertonne init` in a folder of exports: what is sure is bound, what is not is asked, nothing is guessed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{StudyFolder, fixture, footprint_of, pertonne};
use pertonne::init::write_bindings;
use pertonne::text::Language;

/// A copy of the exports of an ERP.
fn erp() -> StudyFolder {
    let folder = StudyFolder::new(&[]);
    for entry in fs::read_dir(fixture("exports/erp")).unwrap() {
        let entry = entry.unwrap();
        folder.write(entry.file_name().to_str().unwrap(), &fs::read(entry.path()).unwrap());
    }
    folder
}

fn study_toml(folder: &Path) -> String {
    fs::read_to_string(folder.join("study.toml")).unwrap()
}

#[test]
fn the_exports_of_an_erp_are_bound_but_for_what_they_do_not_say() {
    let folder = erp();
    for language in ["en", "zh"] {
        let output = pertonne().args(["init", "--lang", language]).arg(folder.path()).output().unwrap();
        assert!(output.status.success());
        let text = study_toml(folder.path());
        let name = folder.path().file_name().unwrap().to_str().unwrap();
        insta::assert_snapshot!(format!("erp-{language}"), text.replace(name, "erp"));
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed = printed.replace(folder.path().to_str().unwrap(), "erp");
        insta::assert_snapshot!(format!("erp-{language}-printed"), printed);
        fs::remove_file(folder.path().join("study.toml")).unwrap();
    }
}

#[test]
fn with_its_questions_answered_the_study_gives_the_published_footprints() {
    let folder = erp();
    write_bindings(folder.path(), Language::Zh).unwrap();
    let text = study_toml(folder.path());
    let answered = text
        .replace("# region = \"…\"", "region = \"CN-JS\"")
        .replace("# from = 2024-01-01", "from = 2024-01-01")
        .replace("# to = 2024-12-31", "to = 2024-12-31")
        .replace("# gwp = \"…\"", "gwp = \"AR5\"")
        .replace("# [allocation]\n# default", "[allocation]\ndefault")
        .replace("# [allocation.shared]\n# method = \"mass\"", "[allocation.shared]")
        .replace("# method = \"fixed\"", "method = \"fixed\"")
        .replace("# shares = { \"铝锭\" = …, \"铝棒\" = … }", "shares = { \"铝锭\" = 49, \"铝棒\" = 51 }")
        .replace("columns = { item = \"材质名称\"", "columns = { product = \"生产线\", item = \"材质名称\"");
    folder.write("study.toml", answered.as_bytes());
    let (computed, published) = (folder.footprint(), footprint_of("kunshan-2024"));
    for (computed, published) in computed.products.iter().zip(&published.products) {
        assert_eq!(
            (&computed.product, computed.emissions, computed.per_unit),
            (&published.product, published.emissions, published.per_unit)
        );
    }
}

#[test]
fn an_unanswered_question_is_an_error_of_the_run_and_never_a_number() {
    let folder = erp();
    write_bindings(folder.path(), Language::En).unwrap();
    let codes = folder.codes();
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == "missing-key"), "{codes:?}");
    assert!(folder.calculate().footprint.is_none());
}

#[test]
fn a_study_that_is_there_is_not_overwritten() {
    let folder = erp();
    folder.write("study.toml", b"mine");
    let output = pertonne().arg("init").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(study_toml(folder.path()), "mine");
}

#[test]
fn items_that_match_no_factor_are_listed_with_the_candidates() {
    let folder = StudyFolder::new(&[
        ("用电 2024.csv", "名称,数量,单位\n电,100,MWh\n天燃气,20,万m3\n"),
        ("产量.csv", "产品,产量,单位\nA,10,t\n"),
    ]);
    write_bindings(folder.path(), Language::En).unwrap();
    let text = study_toml(folder.path());
    let line = text.lines().find(|line| line.contains("天燃气")).unwrap();
    assert!(
        line.starts_with("# ? 用电 2024.csv:3: no emission factor is called `天燃气`; did you mean `天然气`"),
        "{line}"
    );
}

#[test]
fn what_a_table_holds_is_asked_where_neither_name_nor_headers_tell() {
    let folder = StudyFolder::new(&[
        ("2024.csv", "名称,数量,单位\n电力,100,MWh\n"),
        ("notes.txt", "call the supplier about the scrap\n"),
        ("台账.xlsx", "PK"),
        ("产量.csv", "产品,产量,单位\nA,10,t\n"),
    ]);
    let bindings = write_bindings(folder.path(), Language::En).unwrap();
    let kind = |name: &str| bindings.files.iter().find(|(file, _)| file == name).unwrap().1;
    assert_eq!(kind("2024.csv"), None);
    assert!(!bindings.files.iter().any(|(file, _)| file == "notes.txt"));
    let text = study_toml(folder.path());
    assert!(text.contains("# ? what `2024.csv` holds: materials, energy, waste?"), "{text}");
    assert!(text.contains("# ? `台账.xlsx` is a workbook"), "{text}");
}

#[test]
fn cells_that_look_merged_are_asked_about_and_no_cell_breaks_the_file() {
    let folder = StudyFolder::new(&[
        ("产量.csv", "产品,产量,单位\nA,10,t\nB,20,t\n"),
        ("原料.csv", "产品,材料名称,数量,单位,\"odd\nheader\"\nA,铝锭,1,t,\"x\u{7}\ny\"\n,铜,1,t,\nB,铝锭,1,t,\n"),
    ]);
    write_bindings(folder.path(), Language::En).unwrap();
    let text = study_toml(folder.path());
    assert!(text.contains("if those were merged, add fill_down = [\"product\"]; as it is"), "{text}");
    assert!(!folder.codes().contains(&"toml-syntax"), "{text}");
}

#[test]
fn a_folder_with_workbooks_alone_is_left_as_it_is() {
    let folder = StudyFolder::new(&[("汇总.xlsx", "PK")]);
    let output = pertonne().arg("init").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("CSV UTF-8"));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_an_interrupted_init_left_behind_is_no_study_and_in_nobodys_way() {
    let folder = erp();
    folder.write(".study.toml.4711-0.part", b"[stu");
    let output = pertonne().arg("run").arg(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    write_bindings(folder.path(), Language::En).unwrap();
    assert!(study_toml(folder.path()).contains("[study]"));
}

#[test]
fn monthly_files_of_one_folder_become_one_binding() {
    let month = |month: u32| format!("日期,能源名称,用电量（kWh）\n2024-{month:02}-28,电力,{month}00\n");
    let folder = StudyFolder::new(&[("产量.csv", "产品,产量,单位\nA,10,t\n")]);
    for number in 1..=12 {
        folder.write(&format!("用电/{number:02}月.csv"), month(number).as_bytes());
    }
    write_bindings(folder.path(), Language::En).unwrap();
    let text = study_toml(folder.path());
    assert_eq!(text.matches("[files.energy]\npath = \"用电/*.csv\"").count(), 1, "{text}");
    let answered = text
        .replace("# region = \"…\"", "region = \"CN-JS\"")
        .replace("# from", "from")
        .replace("# to", "to")
        .replace("# gwp = \"…\"", "gwp = \"AR5\"");
    folder.write("study.toml", answered.as_bytes());
    assert_eq!(folder.footprint().rows.used, 12);
}
