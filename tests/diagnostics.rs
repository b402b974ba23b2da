//! One small study per diagnostic code, with what the program says of it in both languages.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use common::{StudyFolder, fixture, pertonne};
use insta_cmd::assert_cmd_snapshot;
use pertonne::calculation::{Options, calculate};
use pertonne::diagnostic::{Code, Severity};
use pertonne::example::Command;
use pertonne::table::Reading;

/// The codes whose study is made here, because its file is too large to keep.
const MADE: [Code; 2] = [Code::RecordTooLong, Code::TooManyTexts];

#[test]
fn every_code_has_a_study_that_raises_it_and_every_study_a_code() {
    let studies: BTreeSet<String> = fs::read_dir(fixture("errors"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let codes = || Code::ALL.iter().copied().filter(|code| !MADE.contains(code));
    assert_eq!(studies, codes().map(|code| code.as_str().to_owned()).collect());
    for code in codes() {
        let study = fixture("errors").join(code.as_str());
        let (diagnostics, has_result) = Command::of(code).outcome(&study).unwrap();
        let shown = diagnostics.shown();
        let raised = shown.iter().find(|diagnostic| diagnostic.problem.code == code);
        let raised = raised.unwrap_or_else(|| panic!("{code} is not raised"));
        assert_eq!(has_result, !diagnostics.has_errors(), "{code}");
        assert!(!raised.problem.help.en.is_empty() && !raised.problem.help.zh.is_empty(), "{code}");
        if raised.problem.severity == Severity::Warning {
            assert!(has_result, "{code}: a warning keeps no result back");
        }
    }
}

#[test]
fn every_code_says_what_is_wrong_and_what_to_write_instead() {
    for code in Code::ALL.iter().filter(|code| !MADE.contains(code)) {
        for language in ["en", "zh"] {
            let mut command = pertonne();
            command.args(Command::of(*code).name().split(' '));
            command.args([&format!("fixtures/errors/{code}"), "--lang", language]);
            assert_cmd_snapshot!(format!("{code}-{language}"), command);
        }
    }
}

#[test]
fn a_row_of_more_than_16_mib_is_cut_and_said_so() {
    let folder = StudyFolder::new(&[
        ("study.toml", common::STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", &format!("item,quantity,unit\n{},1,MWh\n电力,1,MWh\n", "x".repeat(17 << 20))),
    ]);
    assert!(folder.codes().contains(&"record-too-long"));
}

#[test]
fn a_running_number_among_the_texts_is_said_and_does_not_fill_memory() {
    let mut rows = "item,quantity,unit,factor\n".to_owned();
    for ticket in 0..250_010 {
        writeln!(rows, "Sand,1,t,W{ticket}").unwrap();
    }
    let folder = StudyFolder::new(&[
        ("study.toml", common::STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("materials.csv", &rows),
    ]);
    for workers in [1, 2] {
        let reading = Reading { workers, ..Reading::default() };
        let diagnostics = calculate(folder.path(), &Options { reading, ..Options::default() }).unwrap().diagnostics;
        assert!(diagnostics.shown().iter().any(|d| d.problem.code == Code::TooManyTexts), "{workers}");
    }
}

#[test]
fn all_problems_of_a_study_come_in_one_run() {
    let folder = StudyFolder::new(&[
        ("study.toml", &common::STUDY.replace("AR5", "AR9")),
        ("products.csv", "product,output,unit\nA,0,t\nB,2,barrel\n"),
        ("energy.csv", "item,quantity,unit,date\n电力,ten,MWh,2024-13-01\n"),
        ("typo.csv", "a,b\n"),
    ]);
    let mut codes = folder.codes();
    codes.sort_unstable();
    // Without a GWP set nothing else of the study can be judged.
    assert_eq!(codes, ["unknown-file", "unknown-word"]);
    folder.write("study.toml", common::STUDY.as_bytes());
    let mut codes = folder.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["no-output", "not-a-date", "not-a-number", "unknown-file", "unknown-unit"]);
}

#[test]
fn all_problems_of_a_row_come_in_one_run() {
    let folder = StudyFolder::new(&[
        ("study.toml", common::STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        (
            "energy.csv",
            "item,product,quantity,unit,stage,allocation,quality\nElectricty,Housng,2,MWh,produktion,halves,good\n",
        ),
    ]);
    let mut codes = folder.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["unknown-allocation", "unknown-factor", "unknown-product", "unknown-stage", "unknown-word"]);
}

#[test]
fn a_flood_is_capped_and_counted() {
    let rows = "电力,10x,MWh\n".repeat(1_214);
    let folder = StudyFolder::new(&[
        ("study.toml", common::STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", &format!("item,quantity,unit\n{rows}")),
    ]);
    let output = pertonne().arg("run").arg(folder.path()).output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("… and 1,204 more [not-a-number]"), "{text}");
    let end = "1214 errors; no result while they stand\n`pertonne explain not-a-number` says more\n";
    assert!(text.ends_with(end), "{text}");
    assert_eq!(text.matches("error[not-a-number]").count(), 10);
}
