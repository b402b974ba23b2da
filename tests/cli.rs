//! The command line as a user types it, exit status included.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::io::Read;
use std::process::{Command, Output, Stdio};

use common::{STUDY, StudyFolder, fixture, pertonne};
use insta_cmd::assert_cmd_snapshot;
use tempfile::TempDir;

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn help_and_usage() {
    assert_cmd_snapshot!(pertonne().arg("--help"));
    assert_cmd_snapshot!(pertonne().args(["run", "--help"]));
    assert_cmd_snapshot!(pertonne().args(["init", "--help"]));
    assert_cmd_snapshot!(pertonne().arg("rnu"));
    assert_cmd_snapshot!(pertonne().args(["init", "x", "--example", "kunshan"]));
    assert_cmd_snapshot!(pertonne().args(["explain", "--help"]));
}

#[test]
fn a_folder_without_a_study_is_a_problem_of_the_world() {
    assert_cmd_snapshot!(pertonne().args(["run", "fixtures"]));
    let (status, stdout, stderr) = output(pertonne().args(["run", "no/such/folder"]));
    assert_eq!((status, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("no/such/folder"), "{stderr}");
}

#[test]
fn wrong_data_exits_with_1_and_prints_no_footprint() {
    let (status, stdout, stderr) =
        output(pertonne().args(["run", "fixtures/errors/unit-mismatch", "--format", "json"]));
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error[unit-mismatch]"), "{stderr}");
}

#[test]
fn a_warning_stands_beside_the_footprint() {
    let (status, stdout, stderr) =
        output(pertonne().args(["run", "fixtures/errors/scope-assumed", "--format", "json"]));
    assert_eq!(status, Some(0));
    assert!(stderr.starts_with("warning[scope-assumed]"), "{stderr}");
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(json["diagnostics"][0]["code"], "scope-assumed");
    assert_eq!(json["diagnostics"][0]["line"], 2);
}

#[test]
fn the_json_document_has_the_fields_of_the_contract_in_their_order() {
    let (status, stdout, _) = output(pertonne().args(["run", "fixtures/kunshan-2024", "--format", "json"]));
    assert_eq!(status, Some(0));
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let sorted = |fields: &str| {
        let mut fields: Vec<String> = fields.split(' ').map(ToOwned::to_owned).collect();
        fields.sort();
        fields
    };
    assert_eq!(keys(&json), sorted("schema study factors gwp products rows exclusions inputs diagnostics"));
    assert_eq!(json["schema"], "pertonne.footprint/1");
    assert_eq!(keys(&json["study"]), sorted("title plant region from to"));
    assert_eq!(keys(&json["factors"]), sorted("release sha256"));
    let product = &json["products"][0];
    assert_eq!(keys(product), sorted("product output declared_unit emissions per_unit stages scopes contributions"));
    assert_eq!(keys(&product["output"]), sorted("amount unit"));
    assert_eq!(keys(&product["stages"][0]), sorted("stage emissions per_unit share"));
    assert_eq!(keys(&product["scopes"][0]), sorted("scope emissions"));
    let gas = product["contributions"].as_array().unwrap().iter().find(|c| c["item"] == "天然气").unwrap();
    assert_eq!(keys(gas), sorted("stage scope file item activity factor emissions allocation rows first_line"));
    assert_eq!(gas["allocation"], serde_json::json!({"key": "agreed", "share": "0.49"}));
    assert_eq!(gas["activity"], serde_json::json!({"amount": "3760880.339706", "unit": "m3"}));
    assert_eq!(keys(&json["inputs"][0]), sorted("file encoding rows totals"));
    // Amounts are strings, counts are numbers.
    assert!(product["emissions"].is_string() && product["scopes"][0]["scope"].is_number());
    let order = [
        "\"schema\"",
        "\"study\"",
        "\"factors\"",
        "\"gwp\"",
        "\"products\"",
        "\"rows\"",
        "\"inputs\"",
        "\"diagnostics\"",
    ];
    let places: Vec<usize> = order.iter().map(|key| stdout.rfind(&format!("\n  {key}")).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn hash_gives_the_sha256_of_every_input() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", "item,quantity,unit\n电力,1,MWh\n"),
    ]);
    let (_, stdout, _) = output(pertonne().arg("run").arg(folder.path()).args(["--format", "json", "--hash"]));
    let json: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    let sum = Command::new("sha256sum").arg(folder.path().join("energy.csv")).output();
    let expected = sum.ok().and_then(|output| String::from_utf8(output.stdout).ok());
    let own = json["inputs"][2]["sha256"].as_str().unwrap().to_owned();
    assert_eq!(own.len(), 64);
    if let Some(expected) = expected {
        assert!(expected.starts_with(&own), "{expected}");
    }
}

#[test]
fn init_writes_a_study_that_runs_as_it_stands() {
    for language in ["en", "zh"] {
        let folder = TempDir::new().unwrap();
        let study = folder.path().join("new").join("study");
        let (status, stdout, _) = output(pertonne().arg("init").arg(&study).args(["--lang", language]));
        assert_eq!(status, Some(0));
        assert!(stdout.contains("study.toml"), "{stdout}");
        let (status, _, stderr) = output(pertonne().arg("run").arg(&study));
        assert_eq!((status, stderr.as_str()), (Some(0), ""));
    }
}

#[test]
fn init_copies_the_published_study_out_of_the_binary() {
    let folder = TempDir::new().unwrap();
    let (status, ..) = output(pertonne().arg("init").arg(folder.path()).args(["--example", "kunshan-2024"]));
    assert_eq!(status, Some(0));
    for entry in fs::read_dir(fixture("kunshan-2024")).unwrap() {
        let name = entry.unwrap().file_name();
        let original = fs::read(fixture("kunshan-2024").join(&name)).unwrap();
        assert_eq!(fs::read(folder.path().join(&name)).unwrap(), original, "{name:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), fs::read_dir(fixture("kunshan-2024")).unwrap().count());
}

#[test]
fn init_overwrites_nothing_and_then_writes_nothing() {
    let folder = StudyFolder::new(&[("products.csv", "mine\n")]);
    let (status, stdout, stderr) =
        output(pertonne().arg("init").arg(folder.path()).args(["--example", "kunshan-2024"]));
    assert_eq!((status, stdout.as_str()), (Some(2), ""));
    assert!(stderr.contains("products.csv"), "{stderr}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(folder.path().join("products.csv")).unwrap(), "mine\n");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let mut child = pertonne()
        .args(["run", "fixtures/kunshan-2024", "--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 1];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn nobody_at_standard_error_changes_neither_result_nor_status() {
    for (study, status) in [("fixtures/errors/unit-mismatch", 1), ("fixtures/errors/scope-assumed", 0)] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = pertonne().args(["run", study]).stderr(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{study}");
        assert_eq!(output.stdout.is_empty(), status == 1, "{study}");
    }
}

#[test]
fn a_release_is_taken_from_a_folder_where_one_is_given() {
    let release = TempDir::new().unwrap();
    for file in ["factors.csv", "gwp.csv", "blends.csv", "regions.csv"] {
        let content = fs::read_to_string(fixture("../factors/2024.1").join(file)).unwrap();
        fs::write(release.path().join(file), content.replace("0.5978", "0.6978")).unwrap();
    }
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", "item,quantity,unit\n电力,1,MWh\n"),
    ]);
    let run = |arguments: &[&std::ffi::OsStr]| {
        let (_, stdout, stderr) =
            output(pertonne().arg("run").arg(folder.path()).args(["--format", "json"]).args(arguments));
        let json: serde_json::Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stderr}"));
        (json["products"][0]["emissions"].clone(), json["factors"]["sha256"].clone())
    };
    let shipped = run(&[]);
    let own = run(&["--factors".as_ref(), release.path().as_os_str()]);
    assert_eq!((shipped.0, own.0), ("0.5978".into(), "0.6978".into()));
    assert_ne!(shipped.1, own.1);
}

#[test]
fn the_locale_chooses_the_language_and_lang_overrides_it() {
    let text = |command: &mut Command| output(command).1;
    let chinese = text(pertonne().args(["run", "fixtures/starter-en"]).env("LANG", "zh_CN.UTF-8"));
    assert!(chinese.contains("生产阶段"), "{chinese}");
    let english = text(pertonne().args(["run", "fixtures/starter-en", "--lang", "en"]).env("LANG", "zh_CN.UTF-8"));
    assert!(english.contains("Production"), "{english}");
}
