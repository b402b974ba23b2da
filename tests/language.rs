//! The program in Chinese: help, wrong usage and problems of the world.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::process::Command;

use common::pertonne;
use insta_cmd::assert_cmd_snapshot;

fn in_chinese(arguments: &[&str]) -> Command {
    let mut command = pertonne();
    command.args(arguments).env("LANG", "zh_CN.UTF-8");
    command
}

#[test]
fn help_is_in_the_language_of_the_locale() {
    assert_cmd_snapshot!(in_chinese(&["--help"]));
    assert_cmd_snapshot!(in_chinese(&["run", "--help"]));
    assert_cmd_snapshot!(in_chinese(&["check", "--help"]));
    assert_cmd_snapshot!(in_chinese(&["init", "--help"]));
    assert_cmd_snapshot!(in_chinese(&["run", "-h"]));
}

#[test]
fn help_is_in_the_language_that_is_asked_for() {
    let help = |command: &mut Command| String::from_utf8(command.output().unwrap().stdout).unwrap();
    let chinese = help(&mut in_chinese(&["run", "--help"]));
    assert_eq!(help(pertonne().args(["run", "--lang", "zh", "--help"])), chinese);
    assert_eq!(help(pertonne().args(["--lang=zh", "help", "run"])), chinese);
    assert_eq!(help(&mut in_chinese(&["--lang", "en", "run", "--help"])), help(pertonne().args(["run", "--help"])));
}

#[test]
fn wrong_usage_is_told_in_chinese() {
    assert_cmd_snapshot!(in_chinese(&["rnu"]));
    assert_cmd_snapshot!(in_chinese(&["run"]));
    assert_cmd_snapshot!(in_chinese(&["run", "x", "--fromat", "json"]));
    assert_cmd_snapshot!(in_chinese(&["init", "x", "--example", "kunshan"]));
}

#[test]
fn whatever_is_wrong_with_the_usage_is_told_in_chinese_with_the_same_status() {
    let lines: [&[&str]; 13] = [
        &[],
        &["--color", "auto"],
        &["help", "rnu"],
        &["run", "x", "y"],
        &["run", "x", "--format"],
        &["run", "x", "--format=jso"],
        &["run", "x", "--all=3"],
        &["run", "x", "--all", "--all"],
        &["run", "--dir"],
        &["--all", "run", "x"],
        &["--", "run"],
        &["--version"],
        &["explain", "--help"],
    ];
    for line in lines {
        let [english, chinese] = [pertonne().args(line).output().unwrap(), in_chinese(line).output().unwrap()];
        assert_eq!(chinese.status.code(), english.status.code(), "{line:?}");
        assert_eq!(chinese.stdout.is_empty(), english.stdout.is_empty(), "{line:?}");
        let text = String::from_utf8([chinese.stdout, chinese.stderr].concat()).unwrap();
        for word in ["error", "tip", "Usage", "argument", "value", "information", "exist", "Print"] {
            assert!(!text.contains(word), "{text}");
        }
    }
}
