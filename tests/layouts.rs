//! What exports have in them besides rows, and what must never be lost or counted twice because of it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fmt::Write as _;

use common::{STUDY, StudyFolder, pertonne, product};
use pertonne::calculation::{Options, calculate};
use pertonne::diagnostic::Code;
use pertonne::footprint::RowCount;
use pertonne::table::Reading;

const TWO: &str = "product,output,unit\nA,10,t\nB,10,t\n";
const ONE: &str = "product,output,unit\nA,10,t\n";
const BY_MASS: &str = "\n[allocation]\ndefault = \"mass\"\n[allocation.mass]\nmethod = \"mass\"\n";

/// A study with one energy file and these settings for it.
fn energy(settings: &str, content: &[u8]) -> StudyFolder {
    let folder =
        StudyFolder::new(&[("study.toml", &format!("{STUDY}\n[files.energy]\n{settings}\n")), ("products.csv", ONE)]);
    folder.write("energy.csv", content);
    folder
}

/// What becomes of the rows of an energy file: read, used, total lines.
fn rows(settings: &str, content: &str) -> (u64, u64, u64) {
    let RowCount { read, used, totals, .. } = energy(settings, content.as_bytes()).footprint().rows;
    (read, used, totals)
}

fn codes(settings: &str, content: &str) -> Vec<&'static str> {
    energy(settings, content.as_bytes()).codes()
}

#[test]
fn a_total_is_left_out_wherever_its_label_stands() {
    for (settings, content) in [
        ("", "item,quantity,unit\n电力,10,MWh\n电力,20,MWh\n合计,30,MWh\n"),
        ("", "item,quantity,unit\n电力,10,MWh\n电力,20,MWh\n合计（MWh）,30,\n"),
        ("", "item,quantity,unit\n电力,10,MWh\n电力,20,MWh\nＴＯＴＡＬ：,30\n"),
        ("", "item,quantity,unit\n合计,30,MWh\n电力,10,MWh\n电力,20,MWh\n"),
        ("", "item,quantity,unit\n电力,10,MWh\n电力,20,MWh\n全厂用电合计,30,MWh\n"),
        ("ignore = [\"月份\"]", "月份,item,quantity,unit\n1月,电力,10,MWh\n2月,电力,20,MWh\n合计,电力,30,MWh\n"),
        ("ignore = [\"月份\"]\nconstants = { item = \"电力\" }", "月份,电量（MWh）\n1月,10\n2月,20\n合计,30\n"),
        ("columns = { note = \"月份\" }", "月份,item,quantity,unit\n1月,电力,10,MWh\n2月,电力,20,MWh\n合计,,30,MWh\n"),
    ] {
        assert_eq!(rows(settings, content), (3, 2, 1), "{content}");
    }
}

#[test]
fn a_label_behind_blank_cells_is_found_in_every_order_of_rows() {
    let header = "product,note,item,quantity,unit\n";
    let sound = ",,电力,10,MWh\n,first,电力,30,MWh\n";
    for content in [
        format!("{header}{sound},合计,,40,MWh\n{sound}"),
        format!("{header}{sound}-,合计,,40,MWh\n{sound}"),
        format!("{header}{sound}{sound},总计,,80,MWh\n"),
    ] {
        assert_eq!(rows("", &content), (5, 4, 1), "{content}");
    }
}

#[test]
fn a_row_that_may_be_a_total_or_data_is_asked_about_and_never_lost() {
    for content in [
        "item,quantity,unit\n宿舍用电合计,1000,MWh\n电力,0,MWh\n",
        "item,quantity,unit\n宿舍用电合计,\"1,000\",MWh\n电力,0,MWh\n",
        "item,quantity,unit\n电力,10,MWh\n宿舍用电合计,,MWh\n",
    ] {
        assert_eq!(codes("", content), ["uncertain-total"], "{content}");
        // Said to be a row, it is one, and needs a factor of its own.
        assert!(!codes("totals = \"rows\"", content).contains(&"uncertain-total"), "{content}");
    }
    let supplier = "supplier,item,quantity,unit\nX,电力,5,MWh\nTotal,电力,10,MWh\n";
    assert_eq!(codes("ignore = [\"supplier\"]", supplier), ["uncertain-total"]);
    assert_eq!(rows("ignore = [\"supplier\"]\ntotals = \"rows\"", supplier), (2, 2, 0));
}

#[test]
fn totals_of_every_level_are_held_against_their_rows() {
    let content = "item,quantity,unit\n电力,1,MWh\n小计,1,\n电力,2,MWh\n小计,2,\n合计,3,\n\
                   电力,3,MWh\n小计,3,\n电力,4,MWh\n小计,4,\n合计,7,\n总计,10,\n";
    assert_eq!(codes("", content), [""; 0]);
    for (right, wrong) in [("小计,4,", "小计,5,"), ("合计,7,", "合计,8,"), ("总计,10,", "总计,0,")] {
        assert_eq!(codes("", &content.replace(right, wrong)), ["total-mismatch"], "{wrong}");
    }
    // A figure that could be two numbers is right if one of them is.
    let thousand = "item,quantity,unit\n电力,1000.5,MWh\n电力,233.5,MWh\n合计,\"1,234\",MWh\n";
    assert_eq!(codes("", thousand), [""; 0]);
    assert_eq!(codes("", &thousand.replace("1,234", "1,235")), ["total-mismatch"]);
    assert_eq!(codes("", &thousand.replace("1,234", "about 1234")), ["not-a-number"]);
}

#[test]
fn a_merged_cell_goes_on_below_a_subtotal_and_a_summary_above_a_group_names_it() {
    let study = format!("{STUDY}{BY_MASS}\n[files.energy]\nfill_down = [\"product\"]\n");
    for content in [
        "product,item,quantity,unit\nA,电力,10,MWh\n,电力,10,MWh\n小计,,20,\nB,电力,5,MWh\n",
        "product,item,quantity,unit\nA,电力,10,MWh\n小计,,10,\n,电力,10,MWh\nB,电力,5,MWh\n",
        "product,item,quantity,unit\nA,电力,10,MWh\n,电力,10,MWh\nB,小计,20,\n,电力,5,MWh\n",
    ] {
        let folder = StudyFolder::new(&[("study.toml", &study), ("products.csv", TWO), ("energy.csv", content)]);
        let footprint = folder.footprint();
        let activity = |name| product(&footprint, name).contributions[0].activity.amount.to_string();
        assert_eq!((activity("A"), activity("B")), ("20000".into(), "5000".into()), "{content}");
    }
}

#[test]
fn nothing_above_the_header_is_passed_over_that_looks_like_one() {
    let twice = "能源甲,用量,单位\n电力,1000,MWh\n\n能源名称,用量,单位\n电力,10,MWh\n";
    assert!(codes("", twice).contains(&"unknown-column"));
    assert_eq!(rows("header_line = 4", twice), (1, 1, 0));
    let titled = "报表：全厂用电,,\n单位：某某公司,,\n\n能源名称,用量,单位\n电力,10,MWh\n";
    assert_eq!(rows("", titled), (1, 1, 0));
    let folder = StudyFolder::new(&[
        (
            "study.toml",
            &format!(
                "{STUDY}\n[files.transport]\nconstants = {{ leg = \"inbound\", item = \"Sand\", mass_unit = \"t\", factor = \"Road\" }}\n"
            ),
        ),
        ("products.csv", ONE),
        ("factors.csv", "activity,value,unit\nRoad,0.1,kgCO2e/t·km\n"),
        ("transport.csv", "过磅单汇总,,\n净重,运距,过磅日期\n30,100,2024-05-01\n"),
    ]);
    assert_eq!(folder.footprint().rows.used, 1);
}

#[test]
fn a_unit_in_a_header_is_held_against_one_that_is_stated() {
    let content = "item,用量(kWh)\n电力,1000\n";
    assert_eq!(codes("constants = { unit = \"MWh\" }", content), ["header-units"]);
    assert_eq!(codes("constants = { unit = \"千瓦时\" }", content), [""; 0]);
    // A column of units decides row by row.
    assert_eq!(codes("", "item,用量(kWh),unit\n电力,1,MWh\n"), [""; 0]);
}

#[test]
fn a_pattern_takes_no_file_that_is_bound_by_name_or_usual_for_another_kind() {
    let folder = StudyFolder::new(&[
        (
            "study.toml",
            &format!("{STUDY}\n[[files.materials]]\npath = \"*.csv\"\n[[files.energy]]\npath = \"2024年能源.csv\"\n"),
        ),
        ("products.csv", ONE),
        ("2024年能源.csv", "item,quantity,unit\n电力,1,MWh\n"),
        ("fugitives.csv", "item,gas,quantity,unit\nCooling,R22,1,kg\n"),
        ("原料.csv", "item,quantity,unit\nSand,1,t\n"),
        ("factors.csv", "activity,value,unit\nSand,0.1,tCO2e/t\n"),
        ("notes.txt", "nothing\n"),
    ]);
    let footprint = folder.footprint();
    let files: Vec<&str> = footprint.products[0].contributions.iter().map(|part| part.file.as_str()).collect();
    assert_eq!(files, ["原料.csv", "2024年能源.csv", "fugitives.csv"]);
}

#[test]
fn a_month_without_rows_is_no_copy_and_one_left_as_a_workbook_is_said() {
    let study = format!("{STUDY}\n[files.energy]\npath = \"用电/*.csv\"\n");
    let empty = "item,quantity,unit\n";
    let files = [
        ("study.toml", study.as_str()),
        ("products.csv", ONE),
        ("用电/01.csv", "item,quantity,unit\n电力,1,MWh\n"),
        ("用电/02.csv", empty),
        ("用电/03.csv", empty),
    ];
    let folder = StudyFolder::new(&files);
    assert_eq!(folder.codes(), [""; 0]);
    folder.write("用电/04.xlsx", b"PK");
    folder.write("用电/~$04.xlsx", b"lock");
    folder.write("report.xlsx", b"PK");
    assert_eq!(folder.codes(), ["unknown-file"]);
    let output = pertonne().arg("run").arg(folder.path()).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("`用电/04.xlsx`"));
}

#[test]
fn wrong_encodings_are_named_as_such() {
    let utf16: Vec<u8> = "item,quantity,unit\n电力,1,MWh\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = energy("", &utf16);
    assert_eq!(folder.codes(), ["bad-encoding"]);
    assert_eq!(energy("encoding = \"utf-16\"", &utf16).footprint().rows.used, 1);
    assert_eq!(
        energy("encoding = \"utf-8\"", b"item,quantity,unit\n\xB5\xE7\xC1\xA6,1,MWh\n").codes(),
        ["bad-encoding"]
    );
}

#[test]
fn the_first_bad_byte_is_the_same_for_any_number_of_workers() {
    let mut content = b"item,quantity,unit,note\n".to_vec();
    for row in 0..60_000 {
        content.extend_from_slice("电力,1,MWh,".as_bytes());
        content.extend_from_slice(if row % 7_919 == 7_918 { b"\xFF" } else { b"x" });
        content.push(b'\n');
    }
    let folder = energy("encoding = \"utf-8\"", &content);
    for (workers, block_size) in [(1, 1 << 20), (2, 10_000), (4, 3_000), (3, 50_000)] {
        for _ in 0..4 {
            let reading = Reading { workers, block_size, ..Reading::default() };
            let diagnostics = calculate(folder.path(), &Options { reading, ..Options::default() }).unwrap().diagnostics;
            let places: Vec<u64> = diagnostics.shown().iter().map(|shown| shown.place.line).collect();
            assert_eq!(places, [7_920], "{workers} workers, blocks of {block_size}");
        }
    }
}

#[test]
fn a_quote_that_never_closes_is_said_once_where_it_opens_however_long_the_file_is() {
    for length in [10, 18 << 20] {
        let content = format!("item,quantity,unit\n电力,1,MWh\n\"电力,2,MWh\n{}", "铝,1,t\n".repeat(length / 8));
        let folder = energy("", content.as_bytes());
        let diagnostics = folder.calculate().diagnostics;
        let shown = diagnostics.shown();
        assert_eq!(shown.iter().map(|d| d.problem.code).collect::<Vec<_>>(), [Code::UnclosedQuote]);
        assert_eq!(shown[0].place.line_and_column(), (3, 1));
    }
}

/// What a file is full of must not make it hang or fill memory: a run on 12 MB of it takes less than this, in kB.
#[cfg(unix)]
const MOST_MEMORY: i64 = 160 * 1024;

#[cfg(unix)]
#[test]
fn no_file_makes_a_run_hang_or_fill_memory() {
    use nix::sys::resource::{UsageWho, getrusage};
    for filling in [
        "\"",
        "\"\"",
        "\"\n",
        "a\"",
        ",",
        "\n",
        "\r",
        ";",
        "\t",
        "\u{0}",
        "x",
        "1,",
        "电,",
        "\"x\n\",",
        "小计,1,MWh\n",
        "电力,1e5,MWh\n",
    ] {
        let content = format!("item,quantity,unit\n{}", filling.repeat(12_000_000 / filling.len()));
        let folder = energy("", content.as_bytes());
        let output = pertonne().arg("run").arg(folder.path()).output().unwrap();
        assert!(matches!(output.status.code(), Some(0 | 1)), "{filling:?}");
        assert!(output.stderr.len() < 100_000, "{filling:?}");
        let memory = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss();
        assert!(memory < MOST_MEMORY, "{filling:?}: {memory} kB");
    }
}

#[test]
fn days_with_times_are_those_days_and_a_wrong_time_is_none() {
    // There are more of them than days are remembered.
    let mut content = "date,item,quantity,unit\n".to_owned();
    for minute in 0..2_000u32 {
        let (hour, rest) = (minute / 60 % 24, minute % 60);
        writeln!(content, "2024-03-{:02} {hour}:{rest:02},电力,0.5,MWh", minute / 1_440 + 1).unwrap();
    }
    content += "合计,,1000,MWh\n";
    assert_eq!(rows("", &content), (2_001, 2_000, 1));
    assert_eq!(codes("", &content.replace("2024-03-01 0:00", "2024-03-01 24:00")), ["not-a-date"]);
    assert_eq!(codes("", &content.replace("2024-03-01 0:59", "2025-03-01 0:59")), ["date-outside-period"]);
}
