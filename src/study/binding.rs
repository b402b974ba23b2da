//! How the columns of a file are bound, and in which form it is exported: a table below `[files]` in study.toml.

use super::reader::{Placed, Section};
use crate::amount::DecimalMark;
use crate::column::{Column, FileKind, Kind};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, problem};
use crate::source::Delimiter;

/// How the columns of a file are bound where its headers are not the usual ones.
#[derive(Clone, Debug, Default)]
pub struct Binding {
    /// The header that stands for a column.
    pub columns: Vec<(Column, Placed<String>)>,
    /// The text that a column has in every row.
    pub constants: Vec<(Column, Placed<String>)>,
    /// The headers that the study does not need.
    pub ignore: Vec<Placed<String>>,
    /// Whether it needs none but the bound and the usual ones.
    pub ignore_rest: bool,
    /// What separates the fields, where it is not told from the header.
    pub delimiter: Option<Delimiter>,
    /// What separates decimals, where that is said.
    pub decimal: Option<DecimalMark>,
    /// The line of the header, where it is not found by the columns in it.
    pub header_line: Option<Placed<u64>>,
    /// The columns that take blank cells from the row above, as merged cells export.
    pub fill_down: Vec<Column>,
    /// What lines are that look like totals, where that is said.
    pub totals: Option<TotalLines>,
}

/// What lines are that look like totals of the rows above them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalLines {
    /// They are left out, so that nothing counts twice; so are those where it is not said.
    LeftOut,
    /// They are rows like others.
    Rows,
}

impl TotalLines {
    /// All names that `totals` in study.toml takes.
    const NAMES: [&'static str; 2] = ["left-out", "rows"];

    fn parse(name: &str) -> Option<TotalLines> {
        match name {
            "left-out" => Some(TotalLines::LeftOut),
            "rows" => Some(TotalLines::Rows),
            _ => None,
        }
    }
}

impl Binding {
    /// Whether a header is declared not to be needed.
    #[must_use]
    pub fn ignores(&self, header: &str) -> bool {
        self.ignore.iter().any(|ignored| ignored.value.trim() == header)
    }
}

pub(super) fn read_binding(kind: FileKind, section: &mut Section<'_>, diagnostics: &mut Diagnostics) -> Binding {
    let column = |key: &Placed<String>, diagnostics: &mut Diagnostics| {
        let column = kind.columns().iter().find(|column| column.name() == key.value).copied();
        if column.is_none() {
            let names: Vec<&str> = kind.columns().iter().map(|column| column.name()).collect();
            let near = nearest(&key.value, names.iter().copied());
            let problem = problem::no_such_column(&key.value, kind.name(), &near, &names);
            diagnostics.push(Diagnostic::new(problem, key.place.clone()));
        }
        column
    };
    let mut bound = |name, diagnostics: &mut Diagnostics| {
        let mut bound = Vec::new();
        for (key, text) in section.section(name, diagnostics).text_entries(diagnostics) {
            bound.extend(column(&key, diagnostics).map(|column| (column, text)));
        }
        bound
    };
    let columns = bound("columns", diagnostics);
    let constants = bound("constants", diagnostics);
    let ignore_rest = section.is_text("ignore", "rest");
    let ignore = if ignore_rest { None } else { section.texts("ignore", diagnostics) };
    let mut fill_down = Vec::new();
    for name in section.texts("fill_down", diagnostics).unwrap_or_default() {
        match column(&name, diagnostics) {
            // A number that stood for several rows would be counted once for each.
            Some(column) if column.kind() == Kind::Number => {
                diagnostics.push(Diagnostic::new(problem::numbers_do_not_fill_down(column.name()), name.place));
            }
            Some(column) => fill_down.push(column),
            None => {}
        }
    }
    Binding {
        columns,
        constants,
        ignore: ignore.unwrap_or_default(),
        ignore_rest,
        delimiter: named(section, "delimiter", Delimiter::parse, &Delimiter::NAMES, diagnostics),
        decimal: named(section, "decimal", DecimalMark::parse, &DecimalMark::NAMES, diagnostics),
        header_line: section.line("header_line", diagnostics),
        fill_down,
        totals: named(section, "totals", TotalLines::parse, &TotalLines::NAMES, diagnostics),
    }
}

/// The value of `key` that has this name, among those with `names`.
pub(super) fn named<T>(
    section: &mut Section<'_>,
    key: &'static str,
    parse: fn(&str) -> Option<T>,
    names: &[&str],
    diagnostics: &mut Diagnostics,
) -> Option<T> {
    let name = section.text(key, diagnostics)?;
    let value = parse(&name.value);
    if value.is_none() {
        diagnostics.push(Diagnostic::new(problem::unknown_word(&name.value, names), name.place));
    }
    value
}
