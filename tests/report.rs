//! The report: every table of every fixture study, in every format and both languages.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{STUDY, StudyFolder, amount, copy_of, fixture, pertonne};
use pertonne::amount::Amount;
use pertonne::calculation::{Account, Options};
use pertonne::diagnostic::Diagnostics;
use pertonne::report::document::{Cell, Number, Report, RowKind, Table};
use pertonne::report::{csv_files, html, markdown, report, report_json};
use pertonne::text::Language;
use tempfile::TempDir;

const STUDIES: [&str; 6] =
    ["kunshan-2024", "gongyi-2024", "dicastal-2023", "starter-en", "starter-zh", "rated-factors"];
const LANGUAGES: [(Language, &str); 2] = [(Language::En, "en"), (Language::Zh, "zh")];

fn account_of(folder: &Path) -> (Account, Report) {
    let options = Options { hash: true, ..Options::default() };
    let reported = report(folder, &options).unwrap();
    reported.report.unwrap_or_else(|| panic!("{:?}", reported.diagnostics))
}

fn report_of(study: &str) -> Report {
    account_of(&fixture(study)).1
}

fn table<'r>(report: &'r Report, name: &str) -> &'r Table {
    report.tables.iter().chain([&report.rows]).find(|table| table.name == name).unwrap_or_else(|| panic!("{name}"))
}

fn column(table: &Table, name: &str) -> usize {
    table
        .columns
        .iter()
        .position(|column| column.name == name)
        .unwrap_or_else(|| panic!("{} has no {name}", table.name))
}

/// The number in a column of a row.
fn number(table: &Table, row: usize, name: &str) -> Number {
    match &table.rows[row].cells[column(table, name)] {
        Cell::Number(number) => *number,
        other => panic!("{other:?}"),
    }
}

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    output(pertonne().args(arguments))
}

fn output(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

fn text(study: &str, language: &str) -> String {
    let (status, stdout, stderr) = run(&["report", &format!("fixtures/{study}"), "--lang", language]);
    assert_eq!((status, stderr.as_str()), (Some(0), ""));
    stdout
}

/// A snapshot that does not depend on the version of the program.
fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.add_filter(r"pertonne \d+\.\d+\.\d+", "pertonne [version]");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_table_of_every_study_as_text() {
    for study in STUDIES {
        for (_, language) in LANGUAGES {
            snapshot(&format!("{study}-text-{language}"), &text(study, language));
        }
    }
}

#[test]
fn every_table_of_every_study_in_markdown() {
    for study in STUDIES {
        for (language, name) in LANGUAGES {
            snapshot(&format!("{study}-markdown-{name}"), &markdown(&report_of(study), language));
        }
    }
}

#[test]
fn every_table_of_every_study_in_csv() {
    for study in STUDIES {
        for (language, name) in LANGUAGES {
            let files = csv_files(&report_of(study), language).unwrap();
            let files = files.into_iter().map(|(name, bytes)| format!("{name}\n{}", String::from_utf8(bytes).unwrap()));
            snapshot(&format!("{study}-csv-{name}"), &files.collect::<Vec<_>>().join("\n"));
        }
    }
}

#[test]
fn every_table_of_every_study_in_json() {
    for study in STUDIES {
        let [en, zh] =
            LANGUAGES.map(|(language, _)| report_json(&report_of(study), &Diagnostics::default(), language).unwrap());
        assert_eq!(en, zh, "words are in both languages");
        snapshot(&format!("{study}-json"), &en);
    }
}

#[test]
fn a_report_on_a_narrow_terminal() {
    for (_, language) in LANGUAGES {
        let mut command = pertonne();
        command.args(["report", "fixtures/starter-en", "--lang", language]).env("COLUMNS", "64");
        let (_, stdout, _) = output(&mut command);
        snapshot(&format!("narrow-{language}"), &stdout);
    }
}

/// The columns that the published reports print in each of their tables, and where this report has them.
const PRINTED: [(&str, &str, &str, &[&str]); 16] = [
    ("kunshan-2024", "表2", "products", &["product", "specification", "output", "unit", "source"]),
    ("kunshan-2024", "表4", "factors", &["factor", "value", "unit", "source"]),
    ("kunshan-2024", "表4", "gwp", &["gas", "gwp", "report"]),
    ("kunshan-2024", "表6", "sources", &["category", "item", "facility", "gas", "product"]),
    ("kunshan-2024", "表7", "raw-materials", &["product", "item", "input_share", "activity", "unit"]),
    ("kunshan-2024", "表7", "inbound", &["product", "item", "fuel", "vehicle_distance", "distance_unit", "note"]),
    (
        "kunshan-2024",
        "表10",
        "raw-materials",
        &["category", "specification", "factor_value", "factor_unit", "emissions"],
    ),
    ("kunshan-2024", "表11", "inbound", &["product", "vehicle", "fuel", "vehicle_distance", "activity", "emissions"]),
    ("kunshan-2024", "表12", "inbound", &["category", "item", "mass", "mass_unit", "distance", "emissions"]),
    (
        "kunshan-2024",
        "表13",
        "production",
        &["category", "item", "facility", "activity", "unit", "product:铝锭", "product:铝棒", "allocation_key"],
    ),
    (
        "kunshan-2024",
        "表14",
        "waste",
        &["note", "item", "mass", "supplier", "distance", "emissions", "product:铝锭", "product:铝棒"],
    ),
    (
        "kunshan-2024",
        "表15",
        "distribution",
        &["product", "vehicle", "fuel", "vehicle_distance", "activity", "emissions"],
    ),
    ("kunshan-2024", "表16", "summary", &["product", "stage", "emissions", "footprint", "total_footprint", "share"]),
    ("gongyi-2024", "表2.1-2", "inbound", &["item", "supplier", "distance", "trips", "vehicle", "fuel", "activity"]),
    ("gongyi-2024", "2.5", "production", &["item", "activity", "unit", "factor_value", "factor_unit", "emissions"]),
    ("gongyi-2024", "表3.1-1", "summary", &["stage", "footprint", "unit", "share"]),
];

#[test]
fn whoever_wrote_the_published_reports_finds_every_column_that_they_print() {
    for (study, printed, name, columns) in PRINTED {
        let report = report_of(study);
        let table = table(&report, name);
        for of in columns {
            assert!(table.columns.iter().any(|column| column.name == *of), "{study} {printed}: {name} has no {of}");
        }
    }
}

#[test]
fn the_tables_have_the_figures_that_the_published_ones_print() {
    let report = report_of("kunshan-2024");
    let shown = |name: &str, label: &str, of: &str| {
        let table = table(&report, name);
        let here =
            |row: &&pertonne::report::document::Row| row.cells.iter().any(|cell| cell.shown(Language::Zh, "") == label);
        let row = table.rows.iter().find(here).unwrap_or_else(|| panic!("{name}: {label}"));
        row.cells[column(table, of)].shown(Language::Zh, "")
    };
    // Tables 11, 12 and the text below it, 13, 15.
    assert_eq!(shown("inbound", "铝锭 原料 合计", "vehicle_distance"), "29218.55");
    assert_eq!(shown("inbound", "铝锭 原料 合计", "activity"), "35.680316");
    assert_eq!(shown("inbound", "铝锭 原料及场内运输 合计", "emissions"), "247.74");
    assert_eq!(shown("inbound", "铝棒 原料及场内运输 合计", "emissions"), "1101.70");
    assert_eq!(shown("inbound", "铝锭 辅料及包装 合计", "emissions"), "46.01");
    assert_eq!(shown("inbound", "铝锭 合计", "emissions"), "293.76");
    assert_eq!(shown("inbound", "铝棒 合计", "emissions"), "1229.15");
    assert_eq!(shown("production", "合计", "product:铝锭"), "11439.25");
    assert_eq!(shown("production", "合计", "product:铝棒"), "11906.16");
    assert_eq!(shown("production", "天然气", "emissions"), "16885.59");
    assert_eq!(shown("waste", "合计", "product:铝棒"), "5521.20");
    assert_eq!(shown("distribution", "铝棒 合计", "activity"), "219.730981");
    let gongyi = report_of("gongyi-2024");
    let summary = table(&gongyi, "summary");
    assert_eq!(number(summary, 3, "footprint").shown(""), "324.25");
    assert_eq!(summary.rows[3].cells[column(summary, "unit")].shown(Language::En, ""), "kg CO2e/t");
}

fn sum(numbers: impl IntoIterator<Item = Amount>) -> Amount {
    numbers.into_iter().fold(Amount::ZERO, |sum, part| sum.plus(part).unwrap())
}

#[test]
fn every_contribution_stands_in_one_table_of_its_stage_and_every_row_behind_it() {
    const STAGES: [&str; 6] = ["raw-materials", "inbound", "production", "waste", "distribution", "later-stages"];
    for study in STUDIES {
        let (account, report) = account_of(&fixture(study));
        let mut by_entry: BTreeMap<usize, Amount> = BTreeMap::new();
        for table in report.tables.iter().filter(|table| STAGES.contains(&table.name)) {
            for row in table.rows.iter().filter(|row| row.kind == RowKind::Plain) {
                let Cell::Number(number) = row.cells[column(table, "emissions")] else { panic!("{row:?}") };
                let total = by_entry.entry(row.entry.unwrap()).or_default();
                *total = total.plus(number.amount).unwrap();
            }
        }
        let mut by_rows: BTreeMap<usize, Amount> = BTreeMap::new();
        for row in &report.rows.rows {
            let Cell::Number(number) = row.cells[column(&report.rows, "emissions")] else { panic!("{row:?}") };
            let total = by_rows.entry(row.entry.unwrap()).or_default();
            *total = total.plus(number.amount).unwrap();
        }
        let entries = account.evaluation.entries.iter().enumerate();
        let entries: BTreeMap<usize, Amount> =
            entries.map(|(index, entry)| (index, entry.allocated.emissions)).collect();
        assert_eq!(by_entry, entries, "{study}");
        assert_eq!(by_rows, entries, "{study}");
        let all = account.evaluation.footprint.products.iter().map(|product| product.emissions);
        assert_eq!(sum(all), sum(entries.into_values()), "{study}");
    }
}

#[test]
fn rows_add_up_exactly_by_product_where_quotients_do_not_end() {
    // 100 L/… of a fleet over 7 km, shared by thirds: no row's part ends.
    let folder = StudyFolder::new(&[
        (
            "study.toml",
            &format!(
                "{STUDY}[allocation]\ndefault = \"k\"\n[allocation.k]\nmethod = \"fixed\"\nshares = {{ A = 1, B = 1, C = 1 }}\n"
            ),
        ),
        ("products.csv", "product,output,unit\nA,7,t\nB,3,t\nC,1,t\n"),
        ("vehicles.csv", "vehicle,fuel,fuel_used,fuel_unit,distance,distance_unit\nlorry,diesel,1,t,7,km\n"),
        (
            "transport.csv",
            "leg,item,vehicle,vehicle_distance\ninbound,ore,lorry,1\ninbound,ore,lorry,2\ninbound,ore,lorry,4\n",
        ),
    ]);
    let (account, report) = account_of(folder.path());
    let [entry] = account.evaluation.entries.as_slice() else { panic!() };
    assert_eq!(entry.parts.len(), 3);
    for product in 0..3 {
        let parts = entry.parts.iter().map(|part| part.allocated.by_product[product]);
        assert_eq!(sum(parts), account.evaluation.footprint.products[product].emissions);
    }
    assert_eq!(sum(entry.parts.iter().map(|part| part.allocated.emissions)), entry.allocated.emissions);
    assert_eq!(report.rows.rows.len(), 3);
}

#[test]
fn every_number_has_the_same_digits_in_every_format() {
    for study in STUDIES {
        let report = report_of(study);
        let files: BTreeMap<String, Vec<u8>> = csv_files(&report, Language::Zh).unwrap().into_iter().collect();
        let markdown = markdown(&report, Language::Zh);
        let json: serde_json::Value =
            serde_json::from_str(&report_json(&report, &Diagnostics::default(), Language::Zh).unwrap()).unwrap();
        let html = html(&report, Language::Zh);
        let wide = {
            let mut command = pertonne();
            command.args(["report", &format!("fixtures/{study}"), "--lang", "zh"]).env("COLUMNS", "2000");
            output(&mut command).1
        };
        let mut lines = markdown.lines();
        for (index, table) in report.tables.iter().enumerate() {
            let csv = files[&format!("{}.csv", table.name)].strip_prefix("\u{FEFF}".as_bytes()).unwrap();
            let records: Vec<csv::StringRecord> = csv::Reader::from_reader(csv).records().map(Result::unwrap).collect();
            lines.find(|line| line.starts_with("| ---"));
            for (place, row) in table.rows.iter().enumerate() {
                let cells: Vec<&str> =
                    lines.next().unwrap().split('|').map(|cell| cell.trim().trim_matches('*')).collect();
                for (at, cell) in row.cells.iter().enumerate() {
                    let Cell::Number(number) = cell else { continue };
                    assert_eq!(&records[place][at], number.shown(""), "{study} {}", table.name);
                    assert_eq!(cells[at + 1], number.shown(","), "{study} {}", table.name);
                    assert_eq!(json["tables"][index]["rows"][place]["cells"][at]["shown"], number.shown(""));
                    assert_eq!(json["tables"][index]["rows"][place]["cells"][at]["amount"], number.amount.to_string());
                    assert!(
                        html.contains(&number.shown(",")) && wide.contains(&number.shown(",")),
                        "{study}: {cell:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn study_toml_says_how_many_digits_each_measure_has() {
    let folder = copy_of("kunshan-2024");
    let toml = fs::read_to_string(folder.path().join("study.toml")).unwrap();
    let digits = "\n[report]\nfootprint_unit = \"kg\"\n[report.digits]\nemissions = 0\nfootprint = 1\nshare = 3\nactivity = 1\n\"排放因子\" = 5\noutput = 2\n";
    folder.write("study.toml", (toml + digits).as_bytes());
    let (_, report) = account_of(folder.path());
    let shown = |name: &str, row: usize, of: &str| number(table(&report, name), row, of).shown(",");
    assert_eq!(shown("summary", 3, "emissions"), "57,465");
    assert_eq!(shown("summary", 3, "footprint"), "1,491.0");
    assert_eq!(shown("summary", 0, "share"), "69.582");
    assert_eq!(shown("raw-materials", 0, "activity"), "1,850.0");
    assert_eq!(shown("factors", 0, "value"), "16.47770");
    assert_eq!(shown("products", 0, "output"), "38,541.00");
}

#[test]
fn digits_that_no_number_can_have_are_refused() {
    for (report, message) in [
        ("[report.digits]\nemissions = 19\n", "decimals from 0 to 18"),
        ("[report.digits]\nemission = 2\n", "report.digits.emission"),
        ("[report]\nfootprint_unit = \"MWh\"\n", "kgCO2e"),
        ("[report]\nfootprint_unit = \"lb\"\n", "kgCO2e"),
        ("[report]\nfootprints = \"kg\"\n", "report.footprints"),
    ] {
        let toml = format!("{STUDY}{report}");
        let folder =
            StudyFolder::new(&[("study.toml", toml.as_str()), ("products.csv", "product,output,unit\nA,1,t\n")]);
        let (status, _, stderr) = output(pertonne().arg("report").arg(folder.path()));
        assert!(status == Some(1) && stderr.contains(message), "{stderr}");
    }
}

#[test]
fn small_emissions_have_three_digits_that_count() {
    let report = report_of("dicastal-2023");
    assert_eq!(number(table(&report, "summary"), 0, "emissions").shown(""), "0.198");
    assert_eq!(number(table(&report, "summary"), 2, "emissions").shown(""), "0.237");
}

#[test]
fn of_many_rows_those_with_the_same_texts_are_shown_together() {
    let rows = (0..6_000).map(|index| format!("电力,{index}.5,kWh,meter {index}\n"));
    let rows = format!("item,quantity,unit,source\n{}", rows.collect::<String>());
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nA,1,t\n"),
        ("energy.csv", &rows),
    ]);
    let (_, report) = account_of(folder.path());
    assert_eq!(report.rows.rows.len(), 1);
    assert_eq!(number(&report.rows, 0, "rows").shown(""), "6000");
    assert_eq!(number(&report.rows, 0, "quantity").shown(""), "18000000");
    assert!(table(&report, "data-sources").notes.iter().any(|note| note.en.contains("pertonne trace")));
}

/// A study whose texts are code to whoever runs them.
fn hostile() -> StudyFolder {
    let toml = STUDY.replace("\"Test\"", "\"<script>alert(1)</script>\"");
    StudyFolder::new(&[
        ("study.toml", toml.as_str()),
        ("products.csv", "product,output,unit\n=A+1,1,t\n"),
        ("energy.csv", "item,quantity,unit,factor,note\n@电力|*x*,1,MWh,电力,\"+SUM(A1)\n<b>\"\n"),
    ])
}

#[test]
fn a_text_of_the_study_is_a_text_in_every_format() {
    let folder = hostile();
    let (_, report) = account_of(folder.path());
    for (name, bytes) in csv_files(&report, Language::En).unwrap() {
        let text = String::from_utf8(bytes).unwrap();
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
        for cell in
            reader.records().flat_map(|record| record.unwrap().iter().map(ToOwned::to_owned).collect::<Vec<_>>())
        {
            let is_number = cell.parse::<f64>().is_ok();
            assert!(is_number || !cell.trim_start().starts_with(['=', '+', '-', '@']), "{name}: {cell}");
        }
    }
    let markdown = markdown(&report, Language::En);
    assert!(markdown.starts_with("# &lt;script>alert(1)&lt;/script>\n"), "{markdown}");
    assert!(markdown.contains(r"@电力\|\*x\*"), "{markdown}");
    let html = html(&report, Language::En);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !html.contains("<script"));
}

#[test]
fn the_same_study_gives_the_same_bytes_wherever_it_lies() {
    let folder = TempDir::new().unwrap();
    let write = |study: &Path, name: &str| {
        let path = folder.path().join(name);
        let (status, _, stderr) = output(pertonne().arg("report").arg(study).arg("-o").arg(&path));
        assert_eq!((status, stderr.as_str()), (Some(0), ""));
        fs::read(path).unwrap()
    };
    let copy = copy_of("kunshan-2024");
    for extension in ["txt", "md", "json", "html", "xlsx"] {
        let first = write(&fixture("kunshan-2024"), &format!("one.{extension}"));
        let second = write(copy.path(), &format!("other.{extension}"));
        assert!(first == second, "{extension}");
    }
}

#[test]
fn a_report_replaces_its_own_files_and_no_others() {
    let folder = TempDir::new().unwrap();
    for name in ["report.txt", "report.md", "report.json", "report.html", "report.xlsx"] {
        let path = folder.path().join(name);
        let write =
            |more: &[&str]| output(pertonne().args(["report", "fixtures/gongyi-2024", "-o"]).arg(&path).args(more));
        assert_eq!(write(&[]).0, Some(0), "{name}");
        assert_eq!(write(&["--lang", "zh"]).0, Some(0), "{name}: its own");
        assert_eq!(write(&[]).0, Some(0), "{name}: its own, in Chinese");
        fs::write(&path, "mine").unwrap();
        let (status, _, stderr) = write(&[]);
        assert_eq!(status, Some(2), "{name}");
        assert!(stderr.contains("--force"), "{stderr}");
        assert_eq!(fs::read(&path).unwrap(), b"mine");
        assert_eq!(write(&["--force"]).0, Some(0), "{name}");
        assert!(fs::read(&path).unwrap() != b"mine");
    }
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
}

#[test]
fn tables_in_csv_are_a_folder_and_replace_those_of_an_earlier_report() {
    let folder = TempDir::new().unwrap();
    let tables = folder.path().join("tables");
    let write = |study: &str, more: &[&str]| {
        output(
            pertonne().args(["report", &format!("fixtures/{study}"), "--format", "csv", "-o"]).arg(&tables).args(more),
        )
    };
    assert_eq!(write("kunshan-2024", &[]).0, Some(0));
    assert!(tables.join("waste.csv").exists() && tables.join("summary.csv").exists());
    fs::write(tables.join("mine.csv"), "a\n1\n").unwrap();
    fs::write(tables.join("gwp.csv"), "mine, too").unwrap();
    assert_eq!(write("dicastal-2023", &[]).0, Some(0));
    assert!(!tables.join("waste.csv").exists() && tables.join("mine.csv").exists());
    assert_eq!(fs::read(tables.join("gwp.csv")).unwrap(), b"mine, too");
    fs::write(tables.join("study.csv"), "mine").unwrap();
    let (status, _, stderr) = write("dicastal-2023", &[]);
    assert!(status == Some(2) && stderr.contains("study.csv"), "{stderr}");
    assert_eq!(write("dicastal-2023", &["--force"]).0, Some(0));
}

#[test]
fn nothing_is_written_where_it_would_be_read_as_data() {
    let study = copy_of("gongyi-2024");
    for (output_name, format) in
        [("", "csv"), ("tables", "csv"), ("report.txt", "text"), ("waste.csv", "html"), ("study.toml", "html")]
    {
        let path = study.path().join(output_name);
        let arguments = ["--format", format, "--force", "-o"];
        let (status, _, stderr) = output(pertonne().arg("report").arg(study.path()).args(arguments).arg(&path));
        assert!(status == Some(2) && stderr.contains("lies in the study"), "{output_name}: {stderr}");
    }
    let path = study.path().join("report.html");
    assert_eq!(output(pertonne().arg("report").arg(study.path()).arg("-o").arg(&path)).0, Some(0));
    assert_eq!(output(pertonne().arg("run").arg(study.path())).0, Some(0));
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("report.html")).unwrap();
    let path = folder.path().join("report.html");
    let arguments = ["report", "fixtures/gongyi-2024", "--force", "-o"];
    let (status, _, stderr) = output(pertonne().args(arguments).arg(&path));
    assert!(status == Some(2) && stderr.contains("report.html"), "{stderr}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_form_follows_from_the_name_or_has_to_be_said() {
    let study = "fixtures/gongyi-2024";
    for arguments in [
        &["report", study, "--format", "csv"][..],
        &["report", study, "--format", "xlsx"],
        &["report", study, "-o", "no-extension"],
        &["report", study, "--force"],
    ] {
        let (status, stdout, stderr) = run(arguments);
        assert_eq!((status, stdout.as_str()), (Some(2), ""), "{stderr}");
    }
    let (status, stdout, _) = run(&["report", study, "--format", "html"]);
    assert!(status == Some(0) && stdout.starts_with("<!DOCTYPE html>"));
}

#[test]
fn wrong_data_gives_no_report() {
    let (status, stdout, stderr) = run(&["report", "fixtures/errors/unit-mismatch"]);
    assert_eq!((status, stdout.as_str()), (Some(1), ""));
    assert!(stderr.starts_with("error[unit-mismatch]"), "{stderr}");
}

/// The study of one product with some files.
fn account_with(files: &[(&str, &str)]) -> (Account, Report) {
    let folder = StudyFolder::new(&[("study.toml", STUDY), ("products.csv", "product,output,unit\nA,10,t\n")]);
    for (name, content) in files {
        folder.write(name, content.as_bytes());
    }
    account_of(folder.path())
}

const FREIGHT: (&str, &str) = ("factors.csv", "activity,value,unit\nRoad,0.1,kgCO2e/t·km\nsteel,2,tCO2e/t\n");

#[test]
fn legs_of_one_item_stand_in_the_tables_of_their_legs_whatever_their_order() {
    let header = "item,leg,mass,mass_unit,distance,factor\n";
    let rows = ["haul,waste,1,t,10,Road\n", "haul,internal,1000,t,10,Road\n"];
    for (first, second) in [(0, 1), (1, 0)] {
        let transport = format!("{header}{}{}", rows[first], rows[second]);
        let (_, report) = account_with(&[FREIGHT, ("transport.csv", &transport)]);
        assert_eq!(number(table(&report, "waste"), 0, "emissions").amount, amount("0.001"));
        assert_eq!(number(table(&report, "production"), 0, "emissions").amount, amount("1"));
    }
}

#[test]
fn what_rows_do_not_have_in_common_is_not_said_of_their_sum() {
    let materials = "item,quantity,unit,factor,supplier,specification\n\
                     steel,10,t,steel,Alpha,G1\nsteel,90,t,steel,Beta,G1\n";
    let (_, report) = account_with(&[FREIGHT, ("materials.csv", materials)]);
    let raw = table(&report, "raw-materials");
    assert_eq!(number(raw, 0, "activity").shown(""), "100");
    assert_eq!(raw.rows[0].cells[column(raw, "specification")], Cell::name("G1"));
    assert!(raw.columns.iter().all(|column| column.name != "supplier"));
    let suppliers = report.rows.rows.len();
    assert_eq!(suppliers, 2);
}

#[test]
fn a_sum_is_over_all_rows_or_not_there() {
    let transport = "item,leg,mass,mass_unit,distance,factor,fuel,fuel_quantity,fuel_unit\n\
                     ore,inbound,5,t,10,Road,,,\nslag,inbound,,,,,diesel,1,t\n";
    let (_, report) = account_with(&[FREIGHT, ("transport.csv", transport)]);
    let inbound = table(&report, "inbound");
    let total = inbound.rows.last().unwrap();
    assert_eq!(total.kind, RowKind::Total);
    assert_eq!(total.cells[column(inbound, "mass")], Cell::Blank);
    assert_eq!(total.cells[column(inbound, "activity")], Cell::Blank);
}

#[test]
fn a_material_left_out_has_its_share_of_all_that_falls_to_its_product() {
    let folder = StudyFolder::new(&[
        ("study.toml", &format!("{STUDY}[allocation]\ndefault = \"m\"\n[allocation.m]\nmethod = \"mass\"\n")),
        ("products.csv", "product,output,unit\nX,3,t\nY,1,t\n"),
        FREIGHT,
        (
            "materials.csv",
            "item,product,quantity,unit,factor,excluded\nsteel,,1000,t,steel,\nglue,X,1,t,steel,too small to count\n",
        ),
    ]);
    let (_, report) = account_of(folder.path());
    let cut_offs = table(&report, "cut-offs");
    // 1 of 750 + 1, and of 1000 + 1.
    assert_eq!(number(cut_offs, 0, "input_share").shown(""), "0.13");
    assert_eq!(number(cut_offs, 1, "input_share").shown(""), "0.10");
}

#[test]
fn monthly_files_are_one_contribution() {
    let month = |quantity: u32| format!("item,quantity,unit\n天然气,{quantity},m3\n");
    let (account, report) =
        account_with(&[("energy/2024-01.csv", &month(70_000)), ("energy/2024-02.csv", &month(30_000))]);
    let production = table(&report, "production");
    assert_eq!(production.rows.len(), 2);
    assert_eq!(number(production, 0, "activity").shown(","), "100,000");
    let contributions = table(&report, "contributions");
    assert_eq!(number(contributions, 0, "share").shown(""), "100.00");
    assert_eq!(contributions.rows[0].cells[column(contributions, "file")].shown(Language::En, ""), "2 files");
    // The rows say which file they are from, and the result is that of a run.
    let files: Vec<String> =
        report.rows.rows.iter().map(|row| row.cells[column(&report.rows, "file")].shown(Language::En, "")).collect();
    assert_eq!(files, ["energy/2024-01.csv", "energy/2024-02.csv"]);
    assert_eq!(account.evaluation.footprint.products[0].contributions[0].rows, 2);
    let sources = table(&report, "data-sources");
    let files: Vec<String> =
        sources.rows.iter().map(|row| row.cells[column(sources, "file")].shown(Language::En, "")).collect();
    assert_eq!(files, ["energy/2024-01.csv", "energy/2024-02.csv"]);
}

#[test]
fn the_tables_of_monthly_exports_are_those_of_one_file() {
    let (months, one) = (report_of("exports/monthly"), report_of("kunshan-2024"));
    for name in ["summary", "scopes", "raw-materials", "production", "waste"] {
        let numbers = |report: &Report| -> Vec<String> {
            let rows = table(report, name).rows.iter();
            rows.map(|row| row.cells.iter().filter(|cell| matches!(cell, Cell::Number(_))))
                .map(|cells| cells.map(|cell| cell.shown(Language::En, "")).collect::<Vec<_>>().join(" "))
                .collect()
        };
        let (mut months, mut one) = (numbers(&months), numbers(&one));
        months.sort();
        one.sort();
        assert_eq!(months, one, "{name}");
    }
}

#[test]
fn footprints_of_different_size_are_shown_as_the_tables_show_them() {
    let folder = StudyFolder::new(&[
        ("study.toml", STUDY),
        ("products.csv", "product,output,unit\nX,10,t\nY,1000000,t\n"),
        FREIGHT,
        ("materials.csv", "item,product,quantity,unit,factor\na,X,10,t,steel\nb,Y,20,t,steel\n"),
    ]);
    let (_, report) = account_of(folder.path());
    let shown: Vec<String> = report
        .charts
        .footprints
        .iter()
        .flat_map(|chart| chart.bars.iter().map(|bar| format!("{} {}", bar.total.shown(""), chart.unit.en)))
        .collect();
    assert_eq!(shown, ["2.0000 t CO2e/t", "0.0400 kg CO2e/t"]);
}

#[test]
fn what_the_program_found_worth_knowing_stands_in_the_report() {
    let (_, report) = account_of(&fixture("errors/scope-assumed"));
    let warnings = table(&report, "warnings");
    assert_eq!(warnings.rows[0].cells[0], Cell::name("scope-assumed"));
}

#[test]
fn a_report_that_somebody_changed_is_not_replaced() {
    let folder = TempDir::new().unwrap();
    let write =
        |name: &str| output(pertonne().args(["report", "fixtures/gongyi-2024", "-o"]).arg(folder.path().join(name)));
    for name in ["report.txt", "report.md", "report.html"] {
        assert_eq!(write(name).0, Some(0));
        let path = folder.path().join(name);
        let changed = format!("my own words\n{}", fs::read_to_string(&path).unwrap());
        fs::write(&path, &changed).unwrap();
        assert_eq!(write(name).0, Some(2), "{name}");
        assert_eq!(fs::read_to_string(&path).unwrap(), changed);
    }
}

#[test]
fn a_dash_is_standard_output() {
    let (status, stdout, _) = run(&["report", "fixtures/gongyi-2024", "-o", "-", "--format", "markdown"]);
    assert!(status == Some(0) && stdout.starts_with("# "), "{stdout}");
    let workbook = pertonne().args(["report", "fixtures/gongyi-2024", "-o", "-", "--format", "xlsx"]).output().unwrap();
    assert!(workbook.stdout.starts_with(b"PK"));
}
