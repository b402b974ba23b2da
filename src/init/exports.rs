//! A study.toml for a folder that holds exports: it binds what is sure, and asks about the rest.
//!
//! No number is guessed, and nothing that a number depends on: what the exports do not say stands in the file as a
//! question, marked `# ?`.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::Path;

use super::draft::{self, Bound, Draft};
use super::words::{is_needless, kinds_by_name};
use crate::calculation::{Basis, Options};
use crate::column::{Column, FileKind, STUDY_FILE};
use crate::diagnostic::{Code, Diagnostics};
use crate::folder::Folder;
use crate::source::Source;
use crate::study::{Study, is_table, is_workbook, looks_like_data, usual_kind};
use crate::table::{Look, could_be_total, look};
use crate::text::{Language, text};
use crate::unit::Unit;
use crate::word::{Fleet, Leg, Quality, Stage, Supply, Treatment, Word};

/// A study.toml for the exports in a folder, and what was made of them.
#[derive(Clone, Debug)]
pub struct Bindings {
    /// The text of study.toml.
    pub text: String,
    /// Each file and what it was bound as; nothing where that is a question.
    pub files: Vec<(String, Option<FileKind>)>,
    /// How many questions the text asks.
    pub questions: usize,
}

/// Whether a folder holds tables from which a study can be made.
///
/// # Errors
/// A folder that cannot be read, or one in which all data are in workbooks.
pub fn holds_exports(folder: &Path) -> anyhow::Result<bool> {
    if !folder.is_dir() {
        return Ok(false);
    }
    let files = Folder::from(folder).files()?;
    let tables = files.keys().any(|name| is_table(name));
    if let Some(workbook) = files.keys().find(|name| is_workbook(name) && !tables) {
        return Err(text!(
            "`{workbook}` is a workbook, which is not read: save its sheets as “CSV UTF-8” (CSV UTF-8（逗号分隔）) beside it",
            "程序不读取工作簿 `{workbook}`：请将各工作表另存为“CSV UTF-8（逗号分隔）”，放在同一文件夹"
        )
        .into());
    }
    Ok(tables)
}

/// Reads the headers and first rows of all tables in a folder, and writes a study.toml for them, in `language`.
///
/// # Errors
/// A file that cannot be read.
pub fn bind_exports(folder: &Path, language: Language) -> anyhow::Result<Bindings> {
    let sources = Folder::from(folder).files()?;
    let mut bound = Vec::new();
    let mut unsure = Vec::new();
    for (name, source) in sources.iter().filter(|(name, _)| is_table(name)) {
        match kind_of(name, source)? {
            Ok((kind, look)) => bound.push((name.clone(), kind, look)),
            // A text that resembles no table is a note, and a run does not ask about it either.
            Err(kinds) if kinds.is_empty() && !looks_like_data(name) => {}
            Err(kinds) => unsure.push((name.clone(), kinds)),
        }
    }
    let products = names_of_products(&bound);
    let draft = Draft {
        title: title(folder),
        years: years(&bound),
        stages: stages(&bound),
        products: products.clone(),
        files: grouped(bound.iter().map(|(name, kind, look)| bind(name, *kind, look, &products)).collect()),
        unsure,
        workbooks: sources.keys().filter(|name| is_workbook(name)).cloned().collect(),
    };
    let problems = problems(folder, &draft)?;
    let mut files: Vec<(String, Option<FileKind>)> =
        bound.into_iter().map(|(name, kind, _)| (name, Some(kind))).collect();
    files.extend(draft.unsure.iter().map(|(name, _)| (name.clone(), None)));
    let text = draft.text(&problems, language);
    let questions = text.lines().filter(|line| line.starts_with(draft::QUESTION)).count();
    Ok(Bindings { text, files, questions })
}

/// The kind of a table and what it shows; the kinds that it could be, where that is not sure.
fn kind_of(name: &str, source: &Source) -> io::Result<Result<(FileKind, Look), Vec<FileKind>>> {
    if let Some(kind) = usual_kind(name)
        && let Some(look) = look(kind, source)?
    {
        return Ok(Ok((kind, look)));
    }
    let mut complete = Vec::new();
    for kind in FileKind::ALL.into_iter().filter(|kind| kind.is_exported()) {
        if let Some(look) = look(kind, source)?
            && look.missing.is_empty()
            && (kind != FileKind::Factors || has_values(&look))
        {
            complete.push((kind, look));
        }
    }
    let named = kinds_by_name(name);
    // The name decides among the kinds whose columns are all there; where one is missing, it decides alone.
    for kind in &named {
        if let Some(place) = complete.iter().position(|(complete, _)| complete == kind) {
            return Ok(Ok(complete.swap_remove(place)));
        }
    }
    if named.is_empty() && complete.len() == 1 {
        return Ok(Ok(complete.swap_remove(0)));
    }
    if let [kind] = named.as_slice()
        && let Some(look) = look(*kind, source)?
        && look.columns.iter().any(|columns| !columns.is_empty())
    {
        return Ok(Ok((*kind, look)));
    }
    let kinds = if named.is_empty() { complete.into_iter().map(|(kind, _)| kind).collect() } else { named };
    Ok(Err(kinds))
}

/// Whether a table of factors has what they are. Any table with names and units would be one else.
fn has_values(look: &Look) -> bool {
    look.columns.iter().flatten().any(|column| matches!(column, Column::Value | Column::Ncv))
}

/// The binding of a file, and the questions that its headers leave.
fn bind(name: &str, kind: FileKind, look: &Look, products: &[String]) -> Bound {
    let mut bound = Bound::new(name, kind);
    for (index, (header, columns)) in look.headers.iter().zip(&look.columns).enumerate() {
        if header.is_empty() {
            continue;
        }
        let cells = look.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.trim().to_owned());
        let cells = distinct(cells.filter(|cell| !cell.is_empty()));
        if let Some(column) = columns.first() {
            bound.columns.push((*column, header.clone()));
        } else if is_needless(header) {
            bound.ignore.push(header.clone());
        } else {
            let likely = likely_column(kind, &cells, look, products);
            bound.unknown.push(draft::Unknown {
                header: header.clone(),
                cells: cells.into_iter().take(3).collect(),
                likely,
            });
        }
    }
    bound.missing.clone_from(&look.missing);
    bound.merged = bound.columns.iter().filter(|(column, _)| looks_merged(look, *column)).cloned().collect();
    bound
}

/// The column whose words all cells of a column are, where the file has no such column yet.
fn likely_column(kind: FileKind, cells: &[String], look: &Look, products: &[String]) -> Option<Column> {
    type Judge<'j> = &'j dyn Fn(&str) -> bool;
    let is_product = |cell: &str| crate::cell::names(cell).all(|name| products.iter().any(|product| product == name));
    let judges: [(Column, Judge<'_>); 9] = [
        (Column::Product, &is_product),
        (Column::Leg, &|cell| Leg::parse(cell).is_some()),
        (Column::Stage, &|cell| Stage::parse(cell).is_some()),
        (Column::Treatment, &|cell| Treatment::parse(cell).is_some()),
        (Column::Supply, &|cell| Supply::parse(cell).is_some()),
        (Column::Fleet, &|cell| Fleet::parse(cell).is_some()),
        (Column::Quality, &|cell| Quality::parse(cell).is_some()),
        (Column::Unit, &|cell| Unit::parse(cell).is_some()),
        (Column::Date, &|cell| crate::date::parse(cell).is_some()),
    ];
    if cells.is_empty() {
        return None;
    }
    let is_free = |column: Column| {
        kind.columns().contains(&column) && !look.columns.iter().flatten().any(|bound| *bound == column)
    };
    let fits = |(column, judge): &(Column, Judge<'_>)| is_free(*column) && cells.iter().all(|cell| judge(cell));
    judges.iter().find(|judge| fits(judge)).map(|(column, _)| *column)
}

/// The names in the files of products, as far as their first rows show them.
fn names_of_products(bound: &[(String, FileKind, Look)]) -> Vec<String> {
    let files = bound.iter().filter(|(_, kind, _)| *kind == FileKind::Products);
    distinct(files.flat_map(|(.., look)| cells_of(look, Column::Product)))
}

/// Each text once, in the order in which they come.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    texts.filter(|text| seen.insert(text.clone())).collect()
}

/// Whether a column of names looks like merged cells: filled in the first row and blank in some below, and never filled twice
/// in a row with the same.
fn looks_merged(look: &Look, column: Column) -> bool {
    let Some(index) = look.columns.iter().position(|columns| columns.contains(&column)) else { return false };
    let is_total = |row: &&Vec<String>| row.iter().any(|cell| could_be_total(cell.as_bytes()));
    let rows = look.rows.iter().filter(|row| !is_total(row));
    let cells: Vec<&str> = rows.filter_map(|row| row.get(index)).map(|cell| cell.trim()).collect();
    let repeated = cells.windows(2).any(|pair| !pair[0].is_empty() && pair[0] == pair[1]);
    let names = matches!(column, Column::Product | Column::Item);
    names && !repeated && cells.first().is_some_and(|cell| !cell.is_empty()) && cells.contains(&"")
}

/// What stands in a column.
fn cells_of(look: &Look, column: Column) -> Vec<String> {
    let Some(index) = look.columns.iter().position(|columns| columns.contains(&column)) else { return Vec::new() };
    let cells = look.rows.iter().filter_map(|row| row.get(index)).map(|cell| cell.trim().to_owned());
    cells.filter(|cell| !cell.is_empty()).collect()
}

/// The years that file names and days speak of.
fn years(bound: &[(String, FileKind, Look)]) -> BTreeSet<i16> {
    let mut years = BTreeSet::new();
    for (name, _, look) in bound {
        let numbers = name.split(|c: char| !c.is_ascii_digit()).filter(|number| number.len() == 4);
        years
            .extend(numbers.filter_map(|number| number.parse::<i16>().ok()).filter(|year| (2000..2100).contains(year)));
        let days = cells_of(look, Column::Date);
        years.extend(days.iter().filter_map(|day| crate::date::parse(day)).map(jiff::civil::Date::year));
    }
    years
}

/// The stages that the files belong to, in their order.
fn stages(bound: &[(String, FileKind, Look)]) -> Vec<Stage> {
    let mut stages = BTreeSet::from([Stage::Production]);
    for (_, kind, look) in bound {
        let legs = cells_of(look, Column::Leg).into_iter().filter_map(|leg| Leg::parse(&leg));
        stages.extend(legs.map(|leg| match leg {
            Leg::Inbound => Stage::RawMaterialAcquisition,
            Leg::Outbound => Stage::Distribution,
            Leg::Internal | Leg::Waste => Stage::Production,
        }));
        stages.extend(cells_of(look, Column::Stage).into_iter().filter_map(|stage| Stage::parse(&stage)));
        stages.extend((*kind == FileKind::Materials).then_some(Stage::RawMaterialAcquisition));
    }
    stages.into_iter().collect()
}

fn title(folder: &Path) -> String {
    let name = folder.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_string_lossy().into_owned()));
    name.unwrap_or_default()
}

/// Files that lie in one folder below and are bound alike, as monthly exports are, become one entry.
fn grouped(files: Vec<Bound>) -> Vec<Bound> {
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    for file in &files {
        *folders.entry(file.folder().to_owned()).or_default() += 1;
    }
    let mut grouped: Vec<Bound> = Vec::new();
    for file in files {
        let alike = |other: &&mut Bound| other.is_like(&file) && !file.folder().is_empty();
        match grouped.iter_mut().find(alike) {
            Some(group) => group.files += 1,
            None => grouped.push(file),
        }
    }
    for group in &mut grouped {
        let extension = group.path.rsplit_once('.').map_or("csv", |(_, extension)| extension);
        if group.files > 1 && folders.get(group.folder()) == Some(&group.files) {
            group.path = format!("{}/*.{extension}", group.folder());
        }
    }
    grouped.sort_by_key(|file| file.kind);
    grouped
}

/// What a run says of the study, once all questions about it are left open that a run would stop at.
fn problems(folder: &Path, draft: &Draft) -> anyhow::Result<Diagnostics> {
    let mut found = Diagnostics::default();
    let study = Source::text(STUDY_FILE, draft.provisional());
    let study = Study::read(study, Folder::from(folder), &mut Diagnostics::default())?;
    if let Some(study) = study
        && let Some(basis) = Basis::read(study, &Options::default(), None, &mut found)?
    {
        basis.evaluate(&mut found);
    }
    // The draft asks about headers itself, and about how products share.
    let asked = [Code::UnknownColumn, Code::MissingColumn, Code::MissingAllocation, Code::NoProducts];
    Ok(found.without(&asked))
}
