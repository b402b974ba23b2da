//! The documentation of the diagnostics, as `pertonne explain` shows it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::{Command, Output};

use common::pertonne;
use insta_cmd::assert_cmd_snapshot;
use pertonne::diagnostic::Code;
use pertonne::example;
use unicode_width::UnicodeWidthStr;

const NARROW: usize = 60;

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// What `explain` shows of a code below the heading of its example.
fn shown_example(code: Code, language: &str) -> Option<String> {
    let (status, stdout, stderr) = output(pertonne().args(["explain", code.as_str(), "--lang", language]));
    assert_eq!((status, stderr.as_str()), (Some(0), ""), "{code}");
    let heading = if language == "en" { "\n\nExample: " } else { "\n\n示例：" };
    let (_, example) = stdout.split_once(heading)?;
    Some(example.split_once("\n\n").unwrap().1.trim_end().to_owned())
}

#[test]
fn an_example_is_what_the_command_says_of_the_study_of_its_code() {
    for code in Code::ALL {
        for language in ["en", "zh"] {
            let study = format!("fixtures/errors/{code}");
            let command = example::Command::of(*code).name();
            let (_, stdout, stderr) = output(pertonne().args(command.split(' ')).args([&study, "--lang", language]));
            // Findings are the result of an audit.
            let text = if example::Command::of(*code) == example::Command::Audit { stdout } else { stderr };
            let of_code = |block: &&str| block.lines().next().unwrap().contains(&format!("[{code}]"));
            let said: Vec<&str> = text.trim_end().split("\n\n").filter(of_code).collect();
            match shown_example(*code, language) {
                Some(example) => assert_eq!(example, said.join("\n\n"), "{code}"),
                // Their studies are too large to keep.
                None => assert!([Code::RecordTooLong, Code::TooManyTexts].contains(code), "{code}"),
            }
        }
    }
}

#[test]
fn the_list_and_the_explanations_fit_the_width_of_the_terminal() {
    for language in ["en", "zh"] {
        for (size, columns) in [("narrow", NARROW.to_string()), ("wide", "100".to_owned())] {
            let command = |name: Option<&str>| {
                let mut command = pertonne();
                command.arg("explain").args(name).args(["--lang", language]).env("COLUMNS", &columns);
                command
            };
            assert_cmd_snapshot!(format!("list-{language}-{size}"), command(None));
            for code in ["total-mismatch", "nothing-selected"] {
                assert_cmd_snapshot!(format!("{code}-{language}-{size}"), command(Some(code)));
            }
        }
        let (_, list, _) = output(pertonne().args(["explain", "--lang", language]).env("COLUMNS", NARROW.to_string()));
        let too_wide: Vec<&str> = list.lines().filter(|line| line.width() > NARROW).collect();
        assert_eq!(too_wide, [""; 0]);
    }
}

#[test]
fn the_list_has_every_code_in_its_order() {
    let (status, list, _) = output(pertonne().arg("explain"));
    assert_eq!(status, Some(0));
    let listed: Vec<&str> = list.lines().filter_map(|line| line.split(' ').next()).collect();
    let listed: Vec<&str> = listed.into_iter().filter(|word| Code::parse(word).is_ok()).collect();
    assert_eq!(listed, Code::ALL.iter().map(|code| code.as_str()).collect::<Vec<_>>());
}

#[test]
fn an_unknown_code_is_wrong_usage_and_names_the_nearest() {
    assert_cmd_snapshot!(pertonne().args(["explain", "not-a-numbr"]));
    assert_cmd_snapshot!(pertonne().args(["explain", "not-a-numbr", "--lang", "zh"]));
    assert_cmd_snapshot!(pertonne().args(["explain", "\u{1b}[31mzzz"]));
}

#[test]
fn every_problem_points_to_its_explanation() {
    for (study, language, hint) in [
        ("fixtures/errors/unit-mismatch", "en", "`pertonne explain unit-mismatch` says more"),
        ("fixtures/errors/scope-assumed", "zh", "详见 `pertonne explain scope-assumed`"),
    ] {
        let (_, _, stderr) = output(pertonne().args(["run", study, "--lang", language]));
        assert_eq!(stderr.lines().last(), Some(hint));
    }
    let (_, _, stderr) = output(pertonne().args(["run", "fixtures/starter-en"]));
    assert_eq!(stderr, "");
}
