//! Workbooks as a reader has them: the cells of each sheet, changed where a test asks, and recalculated by LibreOffice.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test fails by panicking, and says what it leaves out")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a workbook's file.
#[derive(Clone)]
pub(crate) struct Workbook(Vec<(String, String)>);

/// A sheet: its cells by row and column, both from one.
pub(crate) struct Sheet {
    pub(crate) name: String,
    part: String,
    pub(crate) cells: BTreeMap<(u32, u32), Cell>,
}

/// A cell as it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) formula: Option<String>,
    pub(crate) value: String,
    pub(crate) is_number: bool,
    pub(crate) is_error: bool,
}

impl Workbook {
    pub(crate) fn read(bytes: &[u8]) -> Workbook {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let name = file.name().unwrap().into_owned();
            let mut text = String::new();
            if file.read_to_string(&mut text).is_ok() {
                parts.push((name, text));
            }
        }
        Workbook(parts)
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            archive.start_file(name, SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    pub(crate) fn part(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        let strings: Vec<String> = elements(self.part("xl/sharedStrings.xml"), "si")
            .map(|(_, content)| elements(content, "t").map(|(_, text)| unescaped(text)).collect())
            .collect();
        let links: BTreeMap<&str, &str> = elements(self.part("xl/_rels/workbook.xml.rels"), "Relationship")
            .map(|(tag, _)| (attribute(tag, "Id").unwrap(), attribute(tag, "Target").unwrap()))
            .collect();
        let sheets = elements(self.part("xl/workbook.xml"), "sheet");
        sheets
            .map(|(tag, _)| {
                let target = links[attribute(tag, "r:id").unwrap()].trim_start_matches("/xl/");
                let part = format!("xl/{target}");
                let cells = cells(self.part(&part), &strings);
                Sheet { name: unescaped(attribute(tag, "name").unwrap()), part, cells }
            })
            .collect()
    }

    pub(crate) fn sheet(&self, name: &str) -> Sheet {
        self.sheets().into_iter().find(|sheet| sheet.name == name).unwrap_or_else(|| panic!("no sheet {name}"))
    }

    /// The workbook with another number in a cell that holds one.
    pub(crate) fn with(mut self, sheet: &Sheet, (row, column): (u32, u32), number: &str) -> Workbook {
        let old = &sheet.cells[&(row, column)];
        assert!(old.formula.is_none() && old.is_number, "{old:?} is no number");
        let (_, text) = self.0.iter_mut().find(|(name, _)| *name == sheet.part).unwrap();
        let start = text.find(&format!("<c r=\"{}{row}\"", letters(column))).unwrap();
        let (before, rest) = text.split_at(start);
        let changed = rest.replacen(&format!("<v>{}</v>", old.value), &format!("<v>{number}</v>"), 1);
        *text = format!("{before}{changed}");
        self
    }
}

impl Sheet {
    /// The column with this header in row three.
    pub(crate) fn column(&self, header: &str) -> u32 {
        let headers = self.cells.iter().filter(|((row, _), cell)| *row == 3 && cell.value == header);
        headers.map(|((_, column), _)| *column).next().unwrap_or_else(|| panic!("{}: no column {header}", self.name))
    }

    /// The first row that has `text` in a column.
    pub(crate) fn row(&self, column: u32, text: &str) -> u32 {
        let rows = self.cells.iter().filter(|((_, at), cell)| *at == column && cell.value == text);
        rows.map(|((row, _), _)| *row).next().unwrap_or_else(|| panic!("{}: no row {text}", self.name))
    }
}

/// What LibreOffice makes of workbooks when it computes every formula anew; nothing where it is not installed.
pub(crate) fn recalculated(workbooks: &[Workbook]) -> Option<Vec<Workbook>> {
    let office = ["soffice", "libreoffice"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok());
    let Some(office) = office else {
        let required = std::env::var("PERTONNE_LIBREOFFICE").is_ok_and(|value| value == "required");
        assert!(!required, "PERTONNE_LIBREOFFICE=required, but there is no LibreOffice");
        eprintln!("skipped: there is no LibreOffice to recalculate the workbook");
        return None;
    };
    let folder = TempDir::new().unwrap();
    let profile = folder.path().join("profile");
    fs::create_dir_all(profile.join("user")).unwrap();
    fs::write(profile.join("user/registrymodifications.xcu"), RECALCULATE).unwrap();
    let name = |index: usize| format!("{index}.xlsx");
    for (index, workbook) in workbooks.iter().enumerate() {
        fs::write(folder.path().join(name(index)), workbook.bytes()).unwrap();
    }
    let output = folder.path().join("out");
    let run = Command::new(office)
        .current_dir(folder.path())
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .arg(&output)
        .args((0..workbooks.len()).map(name))
        .output()
        .unwrap();
    let read = |path: &Path| fs::read(path).unwrap_or_else(|error| panic!("{}: {error}: {run:?}", path.display()));
    Some((0..workbooks.len()).map(|index| Workbook::read(&read(&output.join(name(index))))).collect())
}

/// The setting by which LibreOffice never takes a result that a workbook brings along.
const RECALCULATE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"#;

fn cells(xml: &str, strings: &[String]) -> BTreeMap<(u32, u32), Cell> {
    let mut cells = BTreeMap::new();
    for (tag, content) in elements(xml, "c") {
        let kind = attribute(tag, "t").unwrap_or("n");
        let formula = elements(content, "f").next().map(|(_, formula)| unescaped(formula));
        let Some((_, value)) = elements(content, "v").next() else { continue };
        let value = if kind == "s" { strings[value.parse::<usize>().unwrap()].clone() } else { unescaped(value) };
        let cell = Cell { formula, value, is_number: kind == "n", is_error: kind == "e" };
        cells.insert(place(attribute(tag, "r").unwrap()), cell);
    }
    cells
}

/// Every element of a name: what its tag says, and what is in it.
fn elements<'x>(xml: &'x str, name: &str) -> impl Iterator<Item = (&'x str, &'x str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut rest = xml;
    std::iter::from_fn(move || {
        loop {
            rest = &rest[rest.find(&open)? + open.len()..];
            if rest.starts_with([' ', '>', '/']) {
                break;
            }
        }
        let (tag, after) = rest.split_once('>')?;
        rest = after;
        if let Some(tag) = tag.strip_suffix('/') {
            return Some((tag, ""));
        }
        let (content, after) = rest.split_once(&close)?;
        rest = after;
        Some((tag, content))
    })
}

fn attribute<'x>(tag: &'x str, name: &str) -> Option<&'x str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}

/// `AB12` as row and column.
fn place(reference: &str) -> (u32, u32) {
    let (letters, row) = reference.split_at(reference.find(|c: char| c.is_ascii_digit()).unwrap());
    let column = letters.bytes().fold(0, |column, letter| column * 26 + u32::from(letter - b'A') + 1);
    (row.parse().unwrap(), column)
}

fn letters(mut column: u32) -> String {
    let mut letters = String::new();
    while column > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((column - 1) % 26).unwrap()));
        column = (column - 1) / 26;
    }
    letters
}
