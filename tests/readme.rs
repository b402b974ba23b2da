//! The README's commands, run as they stand there, print what stands there.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::pertonne;
use tempfile::TempDir;

/// The commands of all `console` blocks, each with the lines that it is said to print.
fn examples(readme: &str) -> Vec<(String, Vec<String>)> {
    let mut examples: Vec<(String, Vec<String>)> = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```console" => inside = true,
            "```" => inside = false,
            _ if inside => match line.strip_prefix("$ ") {
                Some(command) => examples.push((command.to_owned(), Vec::new())),
                None => examples.last_mut().unwrap().1.push(line.to_owned()),
            },
            _ => {}
        }
    }
    examples
}

#[test]
fn every_command_prints_what_the_readme_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = TempDir::new().unwrap();
    let examples = examples(&fs::read_to_string(root.join("README.md")).unwrap());
    assert!(examples.len() >= 4);
    for (command, expected) in examples {
        let (program, words) = command.split_once(' ').unwrap();
        let words = words.split(' ').map(|word| match word.strip_prefix("fixtures/") {
            Some(_) => root.join(word).display().to_string(),
            None => word.to_owned(),
        });
        let mut program = match program {
            "pertonne" => pertonne(),
            "cp" => Command::new("cp"),
            _ => panic!("{command}"),
        };
        let output = program.args(words).current_dir(folder.path()).output().unwrap();
        let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let printed: Vec<&str> = printed.lines().collect();
        // A last line of `…` stands for all that follows.
        let (expected, whole) = match expected.split_last() {
            Some((last, rest)) if last == "…" => (rest, false),
            _ => (expected.as_slice(), true),
        };
        let shown = if whole { printed.as_slice() } else { &printed[..expected.len().min(printed.len())] };
        assert_eq!(shown, expected, "{command}");
    }
}

#[test]
fn the_study_toml_of_the_readme_is_one_that_works() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let toml = readme.split("```toml\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = common::copy_of("starter-en");
    folder.write("study.toml", toml.as_bytes());
    assert_eq!(folder.footprint().products.len(), 2);
    assert_eq!(folder.codes(), [""; 0]);
}

#[test]
fn the_published_csv_of_the_readme_is_one_that_holds() {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let published = readme.split("```csv\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = common::copy_of("starter-en");
    folder.write("published.csv", published.as_bytes());
    let output = pertonne().arg("check").arg(folder.path()).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("4 published figures: 3 exact, 0 within print, 1 different"), "{text}");
}
