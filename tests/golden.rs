//! Golden snapshots: every fixture study in every output format. A change of any digit shows here.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::pertonne;
use insta_cmd::assert_cmd_snapshot;

const STUDIES: [&str; 6] =
    ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh", "rated-factors"];
/// Those whose published figures are checked.
const PUBLISHED: [&str; 3] = ["kunshan-2024", "gongyi-2024", "dicastal-2023"];

fn view(command: &str, study: &str, arguments: &[&str]) -> Command {
    let mut program = pertonne();
    program.arg(command).arg(format!("fixtures/{study}")).args(arguments);
    program
}

fn run(study: &str, arguments: &[&str]) -> Command {
    view("run", study, arguments)
}

#[test]
fn every_study_as_a_table_in_both_languages() {
    for study in STUDIES {
        for language in ["en", "zh"] {
            assert_cmd_snapshot!(format!("{study}-text-{language}"), run(study, &["--lang", language]));
        }
    }
}

#[test]
fn every_study_with_all_its_contributions() {
    for study in STUDIES {
        assert_cmd_snapshot!(format!("{study}-all"), run(study, &["--all"]).env("COLUMNS", "160"));
    }
}

#[test]
fn every_study_on_a_narrow_terminal() {
    for study in STUDIES {
        assert_cmd_snapshot!(format!("{study}-narrow"), run(study, &["--lang", "zh"]).env("COLUMNS", "56"));
    }
}

#[test]
fn every_study_as_json() {
    for study in STUDIES {
        assert_cmd_snapshot!(format!("{study}-json"), run(study, &["--format", "json"]));
    }
}

#[test]
fn every_published_figure_is_reproduced_or_explained_in_both_languages() {
    for study in PUBLISHED {
        for language in ["en", "zh"] {
            let name = format!("{study}-check-{language}");
            assert_cmd_snapshot!(name, view("check", study, &["--lang", language]).env("COLUMNS", "120"));
        }
        assert_cmd_snapshot!(format!("{study}-check-narrow"), view("check", study, &[]).env("COLUMNS", "60"));
    }
}

#[test]
fn every_check_as_json() {
    for study in PUBLISHED {
        assert_cmd_snapshot!(format!("{study}-check-json"), view("check", study, &["--format", "json"]));
    }
}

#[test]
fn targets_in_both_languages_on_a_narrow_terminal_and_as_json() {
    for language in ["en", "zh"] {
        let name = format!("dicastal-2023-targets-{language}");
        assert_cmd_snapshot!(name, view("targets", "dicastal-2023", &["--lang", language]));
    }
    let mut narrow = view("targets", "dicastal-2023", &["--lang", "zh"]);
    assert_cmd_snapshot!("dicastal-2023-targets-narrow", narrow.env("COLUMNS", "56"));
    assert_cmd_snapshot!("dicastal-2023-targets-json", view("targets", "dicastal-2023", &["--format", "json"]));
}
