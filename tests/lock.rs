//! `pertonne lock` and `--locked`: what a study was locked with is what it is computed from, or nothing is.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{STUDY, StudyFolder, copy_of, fixture, pertonne};
use insta_cmd::assert_cmd_snapshot;
use pertonne::amount::Amount;
use pertonne::diagnostic::Diagnostics;
use pertonne::lock::{Kind, Lock, Written};
use pertonne::source::Source;
use pertonne::word::GwpSet;
use proptest::prelude::*;
use tempfile::TempDir;

const STUDIES: [&str; 5] = ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh"];
/// A lock that was written when 2024.1 was the newest release.
const KUNSHAN: &str = include_str!("locks/kunshan-2024.lock");

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn lock(folder: &StudyFolder) -> String {
    let (status, stdout, stderr) = output(pertonne().arg("lock").arg(folder.path()));
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    stdout
}

fn read(folder: &StudyFolder, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap()
}

fn replace(folder: &StudyFolder, name: &str, from: &str, to: &str) {
    let content = read(folder, name);
    assert!(content.contains(from), "{content}");
    folder.write(name, content.replace(from, to).as_bytes());
}

fn locked(folder: &StudyFolder, more: &[&str]) -> (Option<i32>, String, String) {
    output(pertonne().arg("run").arg(folder.path()).args(["--locked", "--format", "json"]).args(more))
}

/// The heads of the diagnostics.
fn heads(stderr: &str) -> Vec<&str> {
    stderr.lines().filter(|line| line.starts_with("error[") || line.starts_with("warning[")).collect()
}

/// What is said of a study that is not as it was locked; it has no result.
fn stopped(folder: &StudyFolder, more: &[&str]) -> Vec<String> {
    let (status, stdout, stderr) = locked(folder, more);
    assert_eq!((status, stdout.as_str()), (Some(1), ""), "{stderr}");
    heads(&stderr).into_iter().filter(|head| !head.starts_with("warning[input-changed]")).map(Into::into).collect()
}

/// What is warned of in a study that has a result.
fn warned(folder: &StudyFolder) -> Vec<String> {
    let (status, stdout, stderr) = locked(folder, &[]);
    assert_eq!(status, Some(0), "{stderr}");
    assert!(stdout.contains("pertonne.footprint/1"));
    heads(&stderr).into_iter().map(Into::into).collect()
}

/// A study with a factor of its own, a derived one, one of methane, and a released gas, locked.
fn small() -> StudyFolder {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("materials.csv", "item,quantity,unit\nIngot,2,t\nSludge,1,t\n"),
        ("energy.csv", "item,quantity,unit\n电力,1,MWh\n柴油,1,t\n"),
        ("fugitives.csv", "item,gas,quantity,unit\nChiller,R22,1,kg\n"),
        (
            "factors.csv",
            "activity,value,unit,boundary,gwp,source\nIngot,4.1,tCO2e/t,,AR5,supplier A\nSludge,0.5,tCH4/t,,,own\n",
        ),
    ]);
    lock(&folder);
    folder
}

#[test]
fn a_lock_of_an_older_release_reproduces_the_golden_result_to_the_last_digit() {
    let snapshot = include_str!("snapshots/golden__kunshan-2024-json.snap");
    let golden = snapshot.split_once("----- stdout -----\n").unwrap().1.split_once("\n\n----- stderr").unwrap().0;
    let folder = copy_of("kunshan-2024");
    folder.write("study.lock", KUNSHAN.as_bytes());
    let (status, stdout, stderr) = locked(&folder, &[]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout.trim_end(), golden.trim_end());
}

#[test]
fn the_same_study_gives_the_same_bytes_in_either_language_and_order_of_rows() {
    let folder = copy_of("kunshan-2024");
    lock(&folder);
    assert_eq!(read(&folder, "study.lock"), KUNSHAN);
    let lines = read(&folder, "transport.csv");
    let (header, rows) = lines.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().rev().collect();
    folder.write("transport.csv", format!("{header}\n{}\n", rows.join("\n")).as_bytes());
    output(pertonne().arg("lock").arg(folder.path()).args(["--lang", "zh"]));
    let now = read(&folder, "study.lock");
    let other = now.lines().zip(KUNSHAN.lines()).filter(|(now, then)| now != then).count();
    assert_eq!((other, now.len()), (1, KUNSHAN.len()), "the hash of transport.csv alone");
}

#[test]
fn every_study_has_the_same_result_locked_as_not_in_every_view() {
    for study in STUDIES {
        let folder = copy_of(study);
        lock(&folder);
        for view in ["run", "report", "check", "targets", "trace"] {
            let view = |more: &[&str]| {
                let mut command = pertonne();
                output(command.arg(view).arg(folder.path()).args(["--format", "json"]).args(more))
            };
            assert_eq!(view(&["--locked"]), view(&[]), "{study}");
        }
    }
}

#[test]
fn a_lock_pins_what_the_study_uses_and_nothing_else() {
    let folder = small();
    let lock = read(&folder, "study.lock");
    for pinned in [
        "[[gas]]\nname = \"CH4\"\ngwp = \"28\"\n\n",
        "[[gas]]\nname = \"HCFC-22\"\ngwp = \"1760\"\nnames = [\"R22\"]\n",
        "name = \"diesel/CN/2015\"\ntable = \"release\"\nncv = \"43.33\"\ncarbon_content = \"0.0202\"\noxidation = \"0.98\"\n",
        "name = \"Ingot\"\ntable = \"factors.csv\"\nvalue = \"4.1\"\nunit = \"tCO2e/t\"\ngwp = \"AR5\"\nsource = \"supplier A\"\n",
        "names = [\"电力\"]\n",
        "[[input]]\nfile = \"study.toml\"\nsha256 = \"",
    ] {
        assert!(lock.contains(pinned), "{pinned}\n{lock}");
    }
    let source = Source::text("study.lock", lock);
    let lock = Lock::read(&source, &mut Diagnostics::default()).unwrap().unwrap();
    assert_eq!([Kind::Gas, Kind::Factor, Kind::Input].map(|kind| lock.count(kind)), [2, 4, 6]);
}

#[test]
fn a_changed_factor_of_the_study_stops_it_whatever_of_it_changed() {
    for (from, to, said) in [
        ("4.1", "4.2", "`value` of the factor `Ingot` is `4.1` in study.lock, and now `4.2`"),
        (
            "tCO2e/t,,AR5",
            "kgCO2e/t,,AR5",
            "`unit` of the factor `Ingot` is `tCO2e/t` in study.lock, and now `kgCO2e/t`",
        ),
        ("t,,AR5", "t,upstream,AR5", "`boundary` of the factor `Ingot` is blank in study.lock, and now `upstream`"),
        ("AR5,", ",", "`gwp` of the factor `Ingot` is `AR5` in study.lock, and now blank"),
        (
            "supplier A",
            "supplier B",
            "`source` of the factor `Ingot` is `supplier A` in study.lock, and now `supplier B`",
        ),
    ] {
        let folder = small();
        replace(&folder, "factors.csv", from, to);
        assert_eq!(stopped(&folder, &[]), [format!("error[lock-differs]: {said}")]);
    }
}

#[test]
fn where_a_factor_stands_and_how_its_number_is_spelt_do_not_matter() {
    let folder = small();
    let (_, before, _) = locked(&folder, &[]);
    let turned = "note,source,gwp,boundary,unit,value,activity\n\n,own,,,tCH4/t,0.50,Sludge\n,unused,,,tCO2/t,9,Zinc\n,supplier A,AR5,,tCO2e/t,4.100,Ingot\n";
    folder.write("factors.csv", turned.as_bytes());
    assert_eq!(warned(&folder), ["warning[input-changed]: factors.csv has changed since the study was locked"]);
    let (_, after, _) = locked(&folder, &[]);
    let products = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap()["products"].clone();
    assert_eq!(products(&before), products(&after));
}

/// A copy of release 2024.1, to change.
fn release(from: &str, to: &str) -> TempDir {
    let release = TempDir::new().unwrap();
    for file in ["factors.csv", "gwp.csv", "blends.csv", "regions.csv"] {
        let content = fs::read_to_string(fixture("../factors/2024.1").join(file)).unwrap();
        fs::write(release.path().join(file), content.replace(from, to)).unwrap();
    }
    release
}

fn stopped_by(folder: &StudyFolder, release: &Path) -> Vec<String> {
    stopped(folder, &["--factors", release.to_str().unwrap()])
}

#[test]
fn a_release_with_one_digit_changed_stops_it() {
    let folder = small();
    let same = release("", "");
    let (status, stdout, stderr) = locked(&folder, &["--factors", same.path().to_str().unwrap()]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    assert_eq!(stdout, locked(&folder, &[]).1);
    let heads = stopped_by(&folder, release("0.5978", "0.5979").path());
    assert!(
        heads[0].starts_with("error[lock-differs]: the files of the factor release `2024.1` are not those"),
        "{heads:?}"
    );
    let value = "`value` of the factor `grid-electricity/CN-JS/2022` is `0.5978` in study.lock, and now `0.5979`";
    assert_eq!(heads[1..], [format!("error[lock-differs]: {value}")]);
    // A factor that the study does not use.
    assert_eq!(stopped_by(&folder, release("0.5992", "0.5993").path()).len(), 1);
    let heads = stopped_by(&folder, release("1760", "1761").path());
    assert_eq!(heads[1..], ["error[lock-differs]: the GWP of `HCFC-22` is `1760` in study.lock, and now `1761`"]);
}

#[test]
fn a_release_that_only_has_the_name_of_a_shipped_one_is_told() {
    let folder = small();
    let said = |more: &[&str]| {
        let output = pertonne().arg("lock").arg(folder.path()).args(["--lang", "en"]).args(more).output().unwrap();
        String::from_utf8(output.stdout).unwrap().contains("not the files of release 2024.1 that the program ships")
    };
    assert!(!said(&[]));
    let doctored = release("0.5978", "0.5979");
    assert!(said(&["--factors", doctored.path().to_str().unwrap()]));
}

#[test]
fn another_release_or_gwp_set_in_study_toml_stops_it() {
    let folder = small();
    replace(&folder, "study.toml", "2024.1", "2099.1");
    let said = "study.lock pins the factor release `2024.1`, and study.toml now takes `2099.1`";
    assert_eq!(stopped_by(&folder, release("", "").path()), [format!("error[lock-differs]: {said}")]);
    replace(&folder, "study.toml", "2099.1", "2026.1");
    let heads = stopped(&folder, &[]);
    assert_eq!(heads[0], format!("error[lock-differs]: {}", said.replace("2099.1", "2026.1")));
    assert!(heads[1].contains("`电力` leads to `grid-electricity/CN-JS/2023` of the release now"), "{heads:?}");
    let folder = small();
    replace(&folder, "study.toml", "AR5", "AR6");
    let heads = stopped(&folder, &[]);
    let heads: Vec<&String> = heads.iter().filter(|head| !head.contains("mixed-gwp")).collect();
    // The other GWPs follow from it.
    assert_eq!(heads, ["error[lock-differs]: study.lock pins the GWPs of AR5, and study.toml now takes those of AR6"]);
}

#[test]
fn a_name_that_leads_elsewhere_and_a_factor_that_is_new_stop_it() {
    let folder = small();
    let own = read(&folder, "factors.csv") + "电力,0.1,kgCO2/kWh,,,tariff\nR22,1700,tCO2e/t,,AR5,supplier\n";
    folder.write("factors.csv", own.as_bytes());
    assert_eq!(
        stopped(&folder, &[]),
        [
            "error[lock-differs]: `R22` leads to `R22` of factors.csv now; in study.lock it leads to the GWP of `HCFC-22`",
            "error[lock-differs]: `电力` leads to `电力` of factors.csv now; in study.lock it leads to `grid-electricity/CN-JS/2022` of the release",
        ]
    );
    let folder = small();
    replace(&folder, "study.toml", "CN-JS", "CN-ZJ");
    let heads = stopped(&folder, &[]);
    assert!(heads[0].contains("`电力` leads to `grid-electricity/CN-ZJ/2022` of the release now"), "{heads:?}");
    let folder = small();
    replace(&folder, "energy.csv", "柴油,1,t", "柴油,1,t\n汽油,1,t");
    let said = "study.lock lacks `gasoline/CN/2015` of the release, to which `汽油` leads";
    assert_eq!(stopped(&folder, &[]), [format!("error[lock-differs]: {said}")]);
    let folder = small();
    replace(&folder, "study.lock", "[[gas]]\nname = \"CH4\"\ngwp = \"28\"\n", "");
    assert_eq!(stopped(&folder, &[]), ["error[lock-differs]: study.lock lacks the GWP of `CH4`, which is used now"]);
}

#[test]
fn another_name_for_a_locked_factor_is_no_difference() {
    let folder = small();
    replace(&folder, "energy.csv", "电力,1,MWh", "电力,1,MWh\n外购电,1,MWh\n机修车间,1,MWh");
    replace(&folder, "energy.csv", "item,quantity,unit", "item,quantity,unit,factor");
    replace(&folder, "energy.csv", "外购电,1,MWh", "外购电,1,MWh,grid-electricity");
    replace(&folder, "energy.csv", "机修车间,1,MWh", "机修车间,1,MWh,grid-electricity/CN-JS/2022");
    replace(&folder, "energy.csv", "电力,1,MWh\n", "电力,1,MWh,\n");
    replace(&folder, "energy.csv", "柴油,1,t", "柴油,1,t,");
    assert_eq!(warned(&folder), ["warning[input-changed]: energy.csv has changed since the study was locked"]);
}

#[test]
fn data_may_change_and_every_file_that_did_is_named() {
    let folder = small();
    replace(&folder, "study.toml", "Test", "The same study");
    fs::remove_file(folder.path().join("energy.csv")).unwrap();
    folder.write("energy/01.csv", "item,quantity,unit\n电力,1,MWh\n柴油,1,t\n".as_bytes());
    folder.write("energy/02.csv", "item,quantity,unit\n电力,2,MWh\n".as_bytes());
    let mut warnings = warned(&folder);
    warnings.sort();
    assert_eq!(
        warnings,
        [
            "warning[input-changed]: energy.csv is no part of the study any more",
            "warning[input-changed]: energy/01.csv was no part of the study when it was locked",
            "warning[input-changed]: energy/02.csv was no part of the study when it was locked",
            "warning[input-changed]: study.toml has changed since the study was locked",
        ]
    );
}

#[test]
fn what_is_no_longer_used_is_a_warning_unless_what_is_used_is_not_known() {
    let folder = small();
    replace(&folder, "energy.csv", "柴油,1,t\n", "");
    replace(&folder, "materials.csv", "Sludge,1,t\n", "");
    let unused = |name: &str| format!("warning[lock-unused]: study.lock pins {name}, which nothing uses any more");
    let expected = [unused("`Sludge` of factors.csv"), unused("`diesel/CN/2015` of the release")];
    let warnings = warned(&folder);
    let warnings: Vec<&String> = warnings.iter().filter(|head| head.contains("lock-unused")).collect();
    assert_eq!(warnings, [&expected[0], &expected[1]]);
    replace(&folder, "energy.csv", "电力", "电リ");
    assert_eq!(stopped(&folder, &[]), ["error[unknown-factor]: no emission factor is called `电リ`"]);
}

#[test]
fn the_factors_of_measures_are_locked_too() {
    let folder = small();
    folder.write("factors.csv", (read(&folder, "factors.csv") + "Heat,0.11,tCO2/GJ,,,own\n").as_bytes());
    folder.write("actions.csv", b"action,quantity,unit,factor\nHeat pump,100,GJ,Heat\n");
    let targets = || output(pertonne().arg("targets").arg(folder.path()).arg("--locked"));
    let (status, _, stderr) = targets();
    assert_eq!(status, Some(1));
    assert!(stderr.contains("study.lock lacks `Heat` of factors.csv, to which `Heat` leads"), "{stderr}");
    lock(&folder);
    assert_eq!(targets().0, Some(0));
    // It is used, though not by the footprint.
    assert_eq!(warned(&folder), [""; 0]);
    replace(&folder, "factors.csv", "0.11", "0.12");
    assert_eq!(targets().0, Some(1));
}

#[test]
fn every_view_stops() {
    let folder = copy_of("dicastal-2023");
    lock(&folder);
    replace(&folder, "factors.csv", "0.", "0.0");
    for view in ["run", "report", "check", "audit", "targets", "trace"] {
        let (status, stdout, stderr) = output(pertonne().arg(view).arg(folder.path()).arg("--locked"));
        assert_eq!((status, stdout.as_str()), (Some(1), ""), "{view}");
        assert!(stderr.starts_with("error[lock-differs]"), "{stderr}");
    }
}

#[test]
fn without_a_lock_locked_says_how_to_write_one() {
    assert_cmd_snapshot!(pertonne().args(["run", "fixtures/starter-en", "--locked"]));
    assert_cmd_snapshot!(pertonne().args(["trace", "fixtures/starter-en", "--locked", "--lang", "zh"]));
}

#[test]
fn a_broken_lock_is_told_at_its_place() {
    let lock = read(&small(), "study.lock");
    for (from, to, code, at) in [
        ("[release]", "[release", "toml-syntax", "study.lock:5:"),
        ("pertonne.lock/1", "pertonne.lock/2", "unknown-word", "study.lock:3:10"),
        ("schema = ", "# schema = ", "missing-key", "study.lock:1:1"),
        ("name = \"2024.1\"", "name = 2024.1", "wrong-type", "study.lock:6:8"),
        ("sha256 = \"", "sha257 = \"", "unknown-key", "study.lock:7:1"),
        ("set = \"AR5\"\n", "", "missing-key", "study.lock:9:1"),
        ("names = [\"R22\"]", "names = \"R22\"", "wrong-type", "study.lock:"),
        ("name = \"Sludge\"", "name = \"Ingot\"", "duplicate-name", "study.lock:"),
        ("[[input]]", "[[inputs]]", "unknown-key", "study.lock:"),
    ] {
        let folder = small();
        folder.write("study.lock", lock.replace(from, to).as_bytes());
        let (status, stdout, stderr) = locked(&folder, &[]);
        assert_eq!((status, stdout.as_str()), (Some(1), ""), "{stderr}");
        let head = format!("error[{code}]: ");
        assert!(stderr.contains(&head) && stderr.contains(&format!("--> {at}")), "{from}: {stderr}");
        assert!(!stderr.contains("study.toml") && !stderr.contains("lock-differs"), "{from}: {stderr}");
    }
    let folder = small();
    folder.write("study.lock", &[lock.as_bytes(), b"\xFF"].concat());
    assert_eq!(stopped(&folder, &[]), ["error[bad-encoding]: from here on the bytes of study.lock are not UTF-8"]);
    folder.write("study.lock", lock.replace("lock/1", "lock/2").as_bytes());
    assert!(stopped(&folder, &["--lang", "zh"]).is_empty());
    let (_, _, stderr) = locked(&folder, &["--lang", "zh"]);
    assert!(stderr.contains("study.lock 的格式为 `pertonne.lock/2`，本程序不识别"), "{stderr}");
}

#[test]
fn line_breaks_of_windows_and_a_byte_order_mark_are_no_difference() {
    let folder = small();
    let windows = format!("\u{FEFF}{}", read(&folder, "study.lock").replace('\n', "\r\n"));
    folder.write("study.lock", windows.as_bytes());
    assert_eq!(warned(&folder), [""; 0]);
}

#[test]
fn a_lock_is_in_nobodys_way() {
    let folder = copy_of("dicastal-2023");
    let view = |view: &str| output(pertonne().arg(view).arg(folder.path()));
    let views = ["run", "report", "check", "targets", "trace"];
    let before = views.map(view);
    folder.write("study.lock", b"not even TOML \xFF");
    assert_eq!(views.map(view), before);
    let (status, ..) = output(pertonne().arg("run").arg(folder.path()).args(["--format", "json", "--hash"]));
    assert_eq!(status, Some(0));
    let exports = StudyFolder::new(&[("产量.csv", "产品,产量,单位\nA,1,t\n"), ("study.lock", "x")]);
    let (status, stdout, stderr) = output(pertonne().arg("init").arg(exports.path()));
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    assert!(!stdout.contains("study.lock"), "{stdout}");
}

#[test]
fn a_report_does_not_take_the_place_of_a_lock() {
    let folder = small();
    let before = read(&folder, "study.lock");
    for path in [folder.path().join("study.lock"), folder.path().join("none/../study.lock")] {
        let mut report = pertonne();
        report.arg("report").arg(folder.path()).args(["--format", "text", "--force", "-o"]).arg(&path);
        let (status, _, stderr) = output(&mut report);
        assert_eq!(status, Some(2), "{stderr}");
    }
    assert_eq!(read(&folder, "study.lock"), before);
}

#[test]
fn locking_anew_says_what_changed() {
    let folder = small();
    let mut said = String::new();
    let mut say = |folder: &StudyFolder, more: &[&str]| {
        let (status, stdout, _) = output(pertonne().arg("lock").arg(folder.path()).args(more));
        assert_eq!(status, Some(0));
        said += &stdout.replace(folder.path().to_str().unwrap(), "DIR");
        said.push('\n');
    };
    say(&folder, &[]);
    replace(&folder, "factors.csv", "4.1,tCO2e/t,", "4.2,tCO2e/t,upstream");
    replace(&folder, "energy.csv", "柴油,1,t", "汽油,1,t");
    say(&folder, &[]);
    folder.write("factors.csv", (read(&folder, "factors.csv") + "电力,0.1,kgCO2/kWh,,,tariff\n").as_bytes());
    fs::remove_file(folder.path().join("fugitives.csv")).unwrap();
    say(&folder, &["--lang", "zh"]);
    replace(&folder, "study.toml", "AR5", "AR6");
    replace(&folder, "study.toml", "2024.1", "2099.1");
    let release = release("", "");
    say(&folder, &["--factors", release.path().to_str().unwrap()]);
    replace(&folder, "study.lock", "# Written", "# A remark. Written");
    say(&folder, &["--factors", release.path().to_str().unwrap()]);
    insta::assert_snapshot!(said);
}

#[test]
fn a_long_list_of_changes_is_cut() {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", "product,output,unit\nA,1,t\n")]);
    let (mut materials, mut factors) = ("item,quantity,unit\n".to_owned(), "activity,value,unit\n".to_owned());
    for number in 0..30 {
        writeln!(materials, "M{number:02},1,t").unwrap();
        writeln!(factors, "M{number:02},1,tCO2e/t").unwrap();
    }
    folder.write("materials.csv", materials.as_bytes());
    folder.write("factors.csv", factors.as_bytes());
    lock(&folder);
    folder.write("factors.csv", factors.replace(",1,", ",2,").as_bytes());
    let said = lock(&folder);
    assert_eq!(said.lines().count(), 23, "{said}");
    assert!(said.ends_with("  … and 11 more\n"), "{said}");
}

#[test]
fn a_study_with_an_error_is_not_locked_and_keeps_its_lock() {
    let folder = small();
    let before = read(&folder, "study.lock");
    replace(&folder, "energy.csv", "电力", "电リ");
    let (status, stdout, stderr) = output(pertonne().arg("lock").arg(folder.path()));
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error[unknown-factor]"), "{stderr}");
    assert_eq!(read(&folder, "study.lock"), before);
}

#[test]
fn what_is_no_lock_is_replaced_only_by_force() {
    let folder = small();
    let before = read(&folder, "study.lock");
    for other in ["mine".to_owned(), before.replace("lock/1", "lock/2"), format!("<<<<<<< HEAD\n{before}")] {
        folder.write("study.lock", other.as_bytes());
        let (status, stdout, stderr) = output(pertonne().arg("lock").arg(folder.path()));
        assert_eq!((status, stdout.as_str()), (Some(2), ""));
        assert!(stderr.contains("is no lock that this program can read"), "{stderr}");
        assert_eq!(read(&folder, "study.lock"), other);
        assert_eq!(output(pertonne().arg("lock").arg(folder.path()).arg("--force")).0, Some(0));
        assert_eq!(read(&folder, "study.lock"), before);
    }
    fs::remove_file(folder.path().join("study.lock")).unwrap();
    fs::create_dir(folder.path().join("study.lock")).unwrap();
    let (status, _, stderr) = output(pertonne().arg("lock").arg(folder.path()).arg("--force"));
    assert_eq!(status, Some(2), "{stderr}");
}

proptest! {
    #[test]
    fn whatever_things_are_called_a_lock_reads_as_it_was_written(
        names in proptest::collection::vec("[\\PC\\x00-\\x1f\\x7f\"\\\\]{0,8}[\\PC\"\\\\]", 1..6),
        mantissa in any::<i64>(),
        scale in 0_u32..19,
    ) {
        let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.trim().is_empty()).collect();
        prop_assume!(!names.is_empty());
        let mut lock = Lock::new(names[0], names[names.len() - 1], GwpSet::Ar5);
        for name in &names {
            lock.pin_gas(name, Amount::new(mantissa, scale), names.iter().copied());
            lock.pin_input(name, names[0]);
        }
        let mut diagnostics = Diagnostics::default();
        let read = Lock::read(&Source::text("study.lock", lock.to_toml()), &mut diagnostics).unwrap();
        prop_assert!(diagnostics.is_empty(), "{:?}", diagnostics.shown());
        let read = read.unwrap();
        prop_assert_eq!(read.to_toml(), lock.to_toml());
        prop_assert_eq!(read.differences(&lock), vec![]);
        let folder = TempDir::new().unwrap();
        prop_assert_eq!(lock.write(folder.path(), false).unwrap(), Written::New);
        prop_assert_eq!(lock.write(folder.path(), false).unwrap(), Written::AsItWas);
    }
}
