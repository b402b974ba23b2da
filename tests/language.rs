//! The program in Chinese: help, wrong usage and problems of the world; and no text that has no Chinese.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{StudyFolder, copy_of, fixture, pertonne};
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

#[test]
fn problems_of_the_world_are_told_in_chinese() {
    assert_cmd_snapshot!(in_chinese(&["run", "fixtures"]));
    assert_cmd_snapshot!(in_chinese(&["run", "no/such/folder"]));
    assert_cmd_snapshot!(in_chinese(&["check", "fixtures/starter-en"]));
    assert_cmd_snapshot!(in_chinese(&["targets", "fixtures/starter-en"]));
    assert_cmd_snapshot!(in_chinese(&["init", "fixtures/kunshan-2024"]));
    assert_cmd_snapshot!(in_chinese(&["init", "fixtures/starter-en", "--example", "kunshan-2024"]));
    assert_cmd_snapshot!(in_chinese(&["run", "fixtures/starter-en", "--factors", "no/such/release"]));
    assert_cmd_snapshot!(in_chinese(&["explain", "not-a-numbr"]));
}

/// What a command in a folder says as it fails.
fn told(folder: &StudyFolder, language: &str, arguments: &[&str]) -> String {
    let mut command = pertonne();
    let output = command.current_dir(folder.path()).args(arguments).args(["--lang", language]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn a_path_that_cannot_be_read_or_written_is_named() {
    let folder = StudyFolder::new(&[("file", "")]);
    assert_eq!(
        told(&folder, "zh", &["init", "file/new"]),
        "pertonne: 无法新建文件夹 `file/new`：路径中有一段不是文件夹（os error 20）\n"
    );
    assert_eq!(
        told(&folder, "en", &["init", "file/new"]),
        "pertonne: cannot make the folder `file/new`: Not a directory (os error 20)\n"
    );
    let folder = StudyFolder::new(&[("report.xlsx", "")]);
    assert!(told(&folder, "zh", &["init", "."]).contains("程序不读取工作簿 `report.xlsx`"));
    assert!(told(&folder, "en", &["init", "."]).contains("`report.xlsx` is a workbook"));
}

#[test]
fn what_is_wrong_with_a_factor_release_is_told_in_chinese() {
    let release = copy_of("../factors/2024.1");
    let study = fixture("starter-zh");
    let run = ["run", study.to_str().unwrap(), "--factors", "."];
    release.write("gwp.csv", b"gas,name_zh,name_en,aliases,AR4,AR5\nCO2,,,,1,1\n");
    assert_eq!(told(&release, "zh", &run), "pertonne: 无法读取因子表：gwp.csv：缺少列 `AR6`\n");
    release.write("gwp.csv", b"gas,name_zh,name_en,aliases,AR4,AR5,AR6\nCO2,,,,1,x,1\n");
    assert_eq!(told(&release, "zh", &run), "pertonne: 无法读取因子表：gwp.csv：CO2：`x` 不是数字\n");
    assert_eq!(
        told(&release, "en", &run),
        "pertonne: cannot read the factor table: gwp.csv: CO2: `x` is not a number\n"
    );
}

/// The sources of the program, by their paths.
fn sources() -> Vec<(String, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(&path).unwrap();
                let program = source.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
                sources.push((path.display().to_string(), program));
            }
        }
    }
    sources
}

/// The string literal that `source` begins with after spaces and a comma, as it is written, and what follows it.
fn literal(source: &str) -> Option<(&str, &str)> {
    let text = source.trim_start_matches([' ', '\n', ',']).strip_prefix('"')?;
    let mut escaped = false;
    let end = text.find(|c| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    })?;
    Some((&text[..end], &text[end + 1..]))
}

/// Whether a text has words, besides values, names in backticks and file names.
fn has_words(text: &str) -> bool {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '`']) {
        plain.push_str(&rest[..at]);
        let end = if rest[at..].starts_with('{') { '}' } else { '`' };
        rest = rest[at + 1..].split_once(end).map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let is_word = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase());
    plain.split([' ', ',', ':', ';', '(', ')']).any(is_word)
}

#[test]
fn no_text_lacks_its_chinese_twin() {
    let mut pairs = 0;
    for (path, source) in sources() {
        // Lists of words are `name: "…", "…";`.
        let listed = source.split_once("\nwords! {").map_or("", |(_, list)| list.split("\n}").next().unwrap_or(""));
        let listed =
            listed.lines().filter_map(|line| line.trim().split_once(": \"").map(|(_, after)| format!("\"{after}")));
        let listed: Vec<String> = listed.filter(|line| line.ends_with("\";")).collect();
        let written = source.split(" text!(").skip(1).map(str::trim_start).filter(|after| after.starts_with('"'));
        for after in written.chain(listed.iter().map(String::as_str)) {
            let (en, rest) = literal(after).unwrap();
            let (zh, _) = literal(rest).unwrap();
            let is_chinese = zh.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
            assert!(is_chinese || !has_words(en), "{path}: {en} = {zh}");
            assert_eq!(en.is_empty(), zh.is_empty(), "{path}: {en} = {zh}");
            pairs += 1;
        }
    }
    assert!(pairs > 300, "{pairs}");
}

#[test]
fn no_problem_of_the_world_is_told_in_english_alone() {
    for (path, source) in sources().into_iter().filter(|(path, _)| !path.ends_with("world.rs")) {
        for call in
            ["anyhow!(", "bail!(", "ensure!(", ".context(", ".with_context(", "io::Error::new(", "Error::other("]
        {
            assert!(!source.contains(call), "{path}: {call}");
        }
    }
}
