//! Every row behind a number: what `pertonne trace` lists, and that it adds up.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::process::{Command, Output, Stdio};

use common::{STUDY, StudyFolder, amount, fixture, footprint_of, pertonne};
use insta_cmd::assert_cmd_snapshot;
use pertonne::amount::{Amount, Sum, ratio};
use pertonne::calculation::Options;
use pertonne::diagnostic::Diagnostics;
use pertonne::trace::{Figure, Filter, Rows, Trace, Traced, TracedRow};
use pertonne::word::Word;

const PUBLISHED: [&str; 3] = ["kunshan-2024", "gongyi-2024", "dicastal-2023"];
const STUDIES: [&str; 6] =
    ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh", "rated-factors"];

fn trace(study: &str, arguments: &[&str]) -> Command {
    let mut program = pertonne();
    program.arg("trace").arg(format!("fixtures/{study}")).args(arguments);
    program
}

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// The lines of a trace in CSV, each by the names of its columns.
fn lines(command: &mut Command) -> Vec<BTreeMap<String, String>> {
    let (status, stdout, stderr) = output(command);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    let mut reader = csv::Reader::from_reader(stdout.strip_prefix('\u{FEFF}').unwrap().as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn total<'l>(lines: impl Iterator<Item = &'l BTreeMap<String, String>>) -> Amount {
    let mut sum = Sum::default();
    for line in lines {
        sum.add(amount(&line["product_emissions"]));
    }
    sum.total().unwrap()
}

/// Collects what it is handed.
#[derive(Default)]
struct Collected(Vec<(String, u64, Vec<Amount>)>);

impl Rows for Collected {
    fn row(&mut self, row: &TracedRow<'_>) -> io::Result<()> {
        self.0.push((row.origin.file.to_owned(), row.line, row.parts.to_vec()));
        Ok(())
    }
}

fn collect(trace: &Trace, filter: &Filter) -> anyhow::Result<(Collected, Option<Traced>)> {
    let mut rows = Collected::default();
    let selection = trace.select(filter).unwrap();
    let traced = trace.rows(&selection, &Options::default(), &mut rows, &mut Diagnostics::default())?;
    Ok((rows, traced))
}

fn read(folder: &StudyFolder) -> Trace {
    let mut diagnostics = Diagnostics::default();
    Trace::read(folder.path(), &Options::default(), &mut diagnostics).unwrap().unwrap()
}

#[test]
fn help_and_usage() {
    assert_cmd_snapshot!(pertonne().args(["trace", "--help"]));
}

#[test]
fn rows_as_text_in_both_languages_and_on_a_narrow_terminal() {
    let some: [(&str, &[&str]); 3] = [
        ("kunshan-2024", &["--stage", "production", "--product", "铝锭"]),
        ("gongyi-2024", &["--file", "transport.csv"]),
        ("dicastal-2023", &[]),
    ];
    for (study, filter) in some {
        for language in ["en", "zh"] {
            assert_cmd_snapshot!(format!("{study}-text-{language}"), trace(study, filter).args(["--lang", language]));
        }
        assert_cmd_snapshot!(format!("{study}-text-narrow"), trace(study, filter).env("COLUMNS", "48"));
    }
}

#[test]
fn all_rows_of_the_published_studies_as_csv() {
    for study in PUBLISHED {
        assert_cmd_snapshot!(format!("{study}-csv"), trace(study, &["--format", "csv"]));
    }
}

#[test]
fn rows_as_json() {
    let some: [(&str, &[&str]); 3] =
        [("kunshan-2024", &["--item", "天然气"]), ("gongyi-2024", &["--stage", "分销"]), ("dicastal-2023", &[])];
    for (study, filter) in some {
        assert_cmd_snapshot!(format!("{study}-json"), trace(study, filter).args(["--format", "json"]));
    }
}

#[test]
fn the_lines_of_every_product_and_stage_add_up_to_the_figure_of_the_result() {
    for study in STUDIES {
        let (_, json, _) = output(pertonne().args(["run", "--format", "json"]).arg(fixture(study)));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let all = lines(&mut trace(study, &["--format", "csv"]));
        for product in json["products"].as_array().unwrap() {
            let name = product["product"].as_str().unwrap();
            let own = || all.iter().filter(|line| line["product"] == name);
            assert_eq!(total(own()).to_string(), product["emissions"], "{study} {name}");
            for part in product["stages"].as_array().unwrap() {
                let stage = part["stage"].as_str().unwrap();
                assert_eq!(total(own().filter(|line| line["stage"] == stage)).to_string(), part["emissions"]);
                let filtered = lines(&mut trace(study, &["--format", "csv", "--product", name, "--stage", stage]));
                assert!(filtered.iter().eq(own().filter(|line| line["stage"] == stage)));
            }
            for contribution in product["contributions"].as_array().unwrap() {
                let has = |line: &&BTreeMap<String, String>| {
                    ["file", "item", "stage", "factor"].iter().all(|name| contribution[name] == line[*name])
                };
                let same = product["contributions"].as_array().unwrap().iter().filter(|other| {
                    ["file", "item", "stage", "factor"].iter().all(|name| contribution[name] == other[name])
                });
                let mut sum = Sum::default();
                same.for_each(|other| sum.add(amount(other["emissions"].as_str().unwrap())));
                assert_eq!(total(own().filter(has)), sum.total().unwrap(), "{study} {name} {contribution}");
            }
        }
    }
}

/// What an expression such as `÷ 1000 × 0.835 kg/L` is, as numerators and denominators.
fn numbers(expression: &str) -> (Vec<Amount>, Vec<Amount>) {
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let mut divides = false;
    for word in expression.split(' ') {
        match (word, Amount::parse(word)) {
            ("×" | "÷", _) => divides = word == "÷",
            (_, Ok(number)) if divides => below.push(number),
            (_, Ok(number)) => above.push(number),
            // A unit.
            _ => {}
        }
    }
    (above, below)
}

#[test]
fn the_numbers_of_a_line_are_those_that_its_emissions_were_computed_with() {
    for study in STUDIES {
        for line in lines(&mut trace(study, &["--format", "csv"])) {
            let (mut above, mut below) = numbers(&line["conversion"]);
            let value = if line["factor_formula"].is_empty() { "factor_value" } else { "factor_formula" };
            for column in ["quantity", "times", value, "gwp"] {
                let (more, less) = numbers(&line[column]);
                above.extend(more);
                below.extend(less);
            }
            if line["factor_unit"].starts_with("kg") {
                below.push(amount("1000"));
            }
            let emissions = ratio(&above, &below).unwrap();
            // The last row of a contribution takes what rounding leaves.
            let rest = emissions.minus(amount(&line["emissions"])).unwrap();
            assert!(rest.round(15).is_zero(), "{study} {line:?}: {emissions}");
            let part = emissions.times(amount(&line["share"])).map_or(emissions, |part| part);
            let rest = part.minus(amount(&line["product_emissions"])).unwrap_or_default();
            assert!(rest.round(12).is_zero(), "{study} {line:?}: {part}");
        }
    }
}

#[test]
fn the_json_document_says_which_figure_its_rows_add_up_to() {
    let of = |arguments: &[&str]| {
        let (status, stdout, _) = output(trace("kunshan-2024", arguments).args(["--format", "json"]));
        assert_eq!(status, Some(0));
        serde_json::from_str::<serde_json::Value>(&stdout).unwrap()
    };
    let footprint = footprint_of("kunshan-2024");
    let all = of(&[]);
    assert_eq!(all["schema"], "pertonne.trace/1");
    assert_eq!(all["row_count"], footprint.rows.used);
    assert_eq!(all["rows"].as_array().unwrap().len() as u64, footprint.rows.used);
    for (total, product) in all["totals"].as_array().unwrap().iter().zip(&footprint.products) {
        assert_eq!(
            (&total["figure"], &total["emissions"]),
            (&"footprint".into(), &product.emissions.to_string().into())
        );
    }
    let stage = of(&["--stage", "生产"]);
    let product = &footprint.products[0];
    let production = product.stages.iter().find(|stage| stage.stage.name() == "production").unwrap();
    assert_eq!(stage["totals"][0]["stage"], "production");
    assert_eq!(stage["totals"][0]["emissions"], production.emissions.to_string());
    let item = of(&["--item", "天然气", "--product", "铝锭"]);
    assert_eq!(item["totals"].as_array().unwrap().len(), 1);
    assert_eq!(item["totals"][0]["contributions"], 1);
    assert_eq!(item["rows"][0]["products"].as_array().unwrap().len(), 1);
}

#[test]
fn excluded_rows_and_total_lines_are_not_listed() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,3,t\n"),
        (
            "energy.csv",
            "item,quantity,unit,excluded\n电力,1,MWh,\n电力,2,MWh,\n合计,3,MWh,\n天然气,5,m3,billed to the neighbour\n电力,1000,kWh,\n",
        ),
    ]);
    let (rows, traced) = collect(&read(&folder), &Filter::default()).unwrap();
    assert_eq!(rows.0.iter().map(|(_, line, _)| *line).collect::<Vec<_>>(), [2, 3, 6]);
    let traced = traced.unwrap();
    assert_eq!((traced.rows, traced.totals[0].figure), (3, Figure::Footprint));
    assert_eq!(traced.totals[0].emissions, folder.footprint().products[0].emissions);
}

#[test]
fn an_unknown_name_is_wrong_usage_and_the_nearest_known_ones_are_named() {
    for (option, name, near) in [
        ("--product", "铝绽", "`铝锭`"),
        ("--stage", "produktion", "`production`"),
        ("--item", "天燃气", "`天然气`"),
        ("--file", "energie.csv", "`energy.csv`"),
        ("--stage", "use", "`production`"),
    ] {
        let (status, stdout, stderr) = output(&mut trace("kunshan-2024", &[option, name]));
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{option}");
        assert!(stderr.contains(option) && stderr.contains(name) && stderr.contains(near), "{stderr}");
    }
    let (_, _, stderr) = output(&mut trace("kunshan-2024", &["--item", "天燃气", "--lang", "zh"]));
    assert!(stderr.contains("是否指 `天然气`"), "{stderr}");
}

#[test]
fn no_row_is_listed_while_an_error_stands() {
    let (status, stdout, stderr) = output(pertonne().args(["trace", "fixtures/errors/unit-mismatch"]));
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error[unit-mismatch]"), "{stderr}");
}

#[test]
fn no_text_of_a_file_is_a_formula_in_a_spreadsheet_and_numbers_stay_numbers() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\n@A,3,t\n"),
        (
            "energy.csv",
            "item,quantity,unit,factor\n\"=HYPERLINK(\"\"x\"\")\",5,MWh,电力\n\"=HYPERLINK(\"\"x\"\")\",-2,MWh,电力\n",
        ),
    ]);
    let lines = lines(pertonne().args(["trace", "--format", "csv"]).arg(folder.path()));
    assert_eq!((lines[0]["item"].as_str(), lines[0]["product"].as_str()), ("'=HYPERLINK(\"x\")", "'@A"));
    assert_eq!(lines[1]["quantity"], "-2");
}

#[test]
fn what_would_steer_a_terminal_is_made_visible() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,3,t\n"),
        ("energy.csv", "item,quantity,unit,factor\nred \u{1b}[31m,5,MWh,电力\n"),
    ]);
    let (_, stdout, _) = output(pertonne().arg("trace").arg(folder.path()));
    assert!(stdout.contains("red \u{FFFD}[31m") && !stdout.contains('\u{1b}'), "{stdout}");
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let rows = "电力,12.25,MWh\n".repeat(20_000);
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,3,t\n"),
        ("energy.csv", &format!("item,quantity,unit\n{rows}")),
    ]);
    for format in ["text", "csv", "json"] {
        let mut program = pertonne();
        program.args(["trace", "--format", format]).arg(folder.path());
        let mut child = program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdout.take().unwrap().read_exact(&mut [0]).unwrap();
        let Output { status, stderr, .. } = child.wait_with_output().unwrap();
        assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_file_that_changes_between_the_passes_gives_no_wrong_answer() {
    let before = "item,quantity,unit,excluded\n电力,1,MWh,\n电力,2,MWh,\n天然气,5,m3,\n天然气,7,m3,not ours\n";
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,3,t\n"),
        ("energy.csv", before),
    ]);
    for (from, to) in [
        // Another text, another number, a row more, a row less, a row that is excluded or no longer, another header, nothing.
        ("天然气,5", "柴油,5"),
        ("电力,2", "电力,3"),
        ("电力,1,MWh,\n", "电力,1,MWh,\n电力,0,MWh,\n"),
        ("电力,1,MWh,\n", ""),
        ("电力,1,MWh,\n", "电力,1,MWh,not ours\n"),
        ("7,m3,not ours", "7,m3,"),
        ("item", "name of it"),
        ("电力,2", "电力,two"),
        (before, ""),
    ] {
        folder.write("energy.csv", before.as_bytes());
        let trace = read(&folder);
        assert!(collect(&trace, &Filter::default()).unwrap().1.is_some());
        folder.write("energy.csv", before.replace(from, to).as_bytes());
        let error = collect(&trace, &Filter::default()).err().unwrap().to_string();
        assert!(error.contains("energy.csv changed while it was read"), "{to}: {error}");
    }
}

#[test]
fn rows_are_read_once_more_as_they_were_read_in_every_form_of_export() {
    let expected: Vec<Amount> = footprint_of("exports/excel-utf8").products.iter().map(|p| p.emissions).collect();
    for entry in std::fs::read_dir(fixture("exports")).unwrap() {
        let study = entry.unwrap().path();
        if !study.join("study.toml").exists() {
            continue;
        }
        let options = Options::default();
        let trace = Trace::read(&study, &options, &mut Diagnostics::default()).unwrap().unwrap();
        let traced = collect(&trace, &Filter::default()).unwrap().1.unwrap();
        let totals: Vec<Amount> = traced.totals.iter().map(|total| total.emissions).collect();
        assert_eq!(totals, expected, "{}", study.display());
    }
}
