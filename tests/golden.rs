//! Golden snapshots: every fixture study in every output format. A change of any digit shows here.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::pertonne;
use insta_cmd::assert_cmd_snapshot;

const STUDIES: [&str; 3] = ["kunshan-2024", "starter-en", "starter-zh"];

fn run(study: &str, arguments: &[&str]) -> Command {
    let mut command = pertonne();
    command.arg("run").arg(format!("fixtures/{study}")).args(arguments);
    command
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
