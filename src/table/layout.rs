//! The columns of one file, bound by its header.

use std::ops::Range;

use super::row::{Above, content};
use super::total::is_total_word;
use crate::amount::DecimalMark;
use crate::column::{COLUMNS, Column, FileKind, Kind, Meaning};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest, problem};
use crate::source::{Delimiter, Record};
use crate::study::{Binding, TotalLines};
use crate::unit::Unit;

/// Where the text of a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Absent,
    Field(usize),
    /// What study.toml says, or a unit that stands in another column's header.
    Constant(String),
}

/// The columns of one file.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The file's name.
    pub file: String,
    /// What separates its fields.
    pub delimiter: Delimiter,
    /// What separates decimals.
    pub decimal: DecimalMark,
    pub(super) cells: Vec<Cell>,
    /// How many fields the header has.
    pub(super) width: usize,
    /// The fields without a header.
    pub(super) unnamed: Vec<usize>,
    /// The columns that take blank cells from the row above.
    pub(super) fill_down: Vec<Column>,
    /// Whether total lines are left out.
    pub(super) leaves_totals_out: bool,
    /// The field of the column that names a row.
    pub(super) name_field: Option<usize>,
    pub(super) header: (u64, String),
}

/// What a field of a file is to the calculation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldUse {
    /// It is not looked at.
    Ignored,
    /// It has no header, and must be blank.
    Unnamed,
    /// It is these columns, of one kind.
    Columns(Kind, Vec<Column>),
    /// It is columns of several kinds.
    Mixed,
}

/// What binding a header finds.
#[derive(Clone, Debug, Default)]
pub(super) struct Bound {
    /// The columns of each field.
    columns: Vec<Vec<Column>>,
    /// The units that headers carry, with their field and the column of the unit.
    units: Vec<(usize, Column, String)>,
}

impl Bound {
    /// What each header of a file means, by study.toml or by itself.
    pub(super) fn new(kind: FileKind, headers: &[String], binding: &Binding) -> Bound {
        let is_stated = |column: Column| binding.columns.iter().any(|(stated, _)| *stated == column);
        let mut bound = Bound::default();
        for (index, header) in headers.iter().enumerate() {
            // A header may be bound to several columns: what is bought may also name its factor.
            let stated = binding.columns.iter().filter(|(_, text)| text.value.trim() == header);
            let mut columns: Vec<Column> = stated.map(|(column, _)| *column).collect();
            let mut unit = None;
            if !columns.is_empty() {
                unit = columns.iter().find_map(|column| column.unit_in(kind, header));
            } else if !binding.ignores(header)
                && let Some(Meaning { column, unit: carried }) = kind.meaning(header)
                && !is_stated(column)
            {
                columns.push(column);
                unit = carried;
            }
            bound.units.extend(unit.map(|(column, unit)| (index, column, unit)));
            bound.columns.push(columns);
        }
        bound
    }

    /// Whether a column is in the header, or stands in study.toml.
    fn has(&self, column: Column, binding: &Binding) -> bool {
        self.columns.iter().flatten().any(|bound| *bound == column)
            || self.units.iter().any(|(_, unit, _)| *unit == column)
            || binding.constants.iter().any(|(constant, _)| *constant == column)
    }

    /// The columns that the file must have and has not.
    pub(super) fn missing(&self, kind: FileKind, binding: &Binding) -> Vec<Column> {
        kind.required().iter().copied().filter(|column| !self.has(*column, binding)).collect()
    }

    /// The columns of each field.
    pub(super) fn into_columns(self) -> Vec<Vec<Column>> {
        self.columns
    }

    /// How many fields mean something.
    pub(super) fn count(&self) -> usize {
        self.columns.iter().filter(|columns| !columns.is_empty()).count()
    }
}

/// The headers in a record.
pub(super) fn headers(record: &Record<'_>) -> Vec<String> {
    (0..record.fields.len()).map(|index| record.field(index).trim().to_owned()).collect()
}

impl Layout {
    /// Whether the file, or study.toml for it, has this column.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.cells[column as usize] != Cell::Absent
    }

    /// The text that a column has in every row, where it is the same in all.
    #[must_use]
    pub fn constant(&self, column: Column) -> Option<&str> {
        match &self.cells[column as usize] {
            Cell::Constant(text) => Some(text),
            Cell::Absent | Cell::Field(_) => None,
        }
    }

    /// The field that a column is in.
    pub(super) fn field(&self, column: Column) -> Option<usize> {
        match self.cells[column as usize] {
            Cell::Field(index) => Some(index),
            Cell::Absent | Cell::Constant(_) => None,
        }
    }

    /// Whether a column is in this field.
    #[must_use]
    pub fn is_field(&self, column: Column, index: usize) -> bool {
        self.field(column) == Some(index)
    }

    /// What the fields of a row are, in their order.
    #[must_use]
    pub fn uses(&self) -> Vec<FieldUse> {
        let used = |index: usize| {
            let is_here = |column: &&Column| self.cells[**column as usize] == Cell::Field(index);
            let all = COLUMNS.iter().map(|(column, ..)| column);
            let columns: Vec<Column> =
                all.filter(is_here).copied().filter(|column| column.kind() != Kind::Remark).collect();
            match columns.first().map(|column| column.kind()) {
                None if self.unnamed.contains(&index) => FieldUse::Unnamed,
                None => FieldUse::Ignored,
                Some(kind) if columns.iter().all(|column| column.kind() == kind) => FieldUse::Columns(kind, columns),
                Some(_) => FieldUse::Mixed,
            }
        };
        (0..self.width).map(used).collect()
    }

    /// Whether a row can be judged by itself: blank cells are not those of the row above.
    #[must_use]
    pub fn has_whole_rows(&self) -> bool {
        self.fill_down.is_empty()
    }

    /// Whether lines that are totals are left out.
    #[must_use]
    pub fn leaves_totals_out(&self) -> bool {
        self.leaves_totals_out
    }

    /// Binds the columns of a file by its header. Nothing where a column is missing without which no row makes sense.
    pub(super) fn bind(
        kind: FileKind,
        file: &str,
        header: &Record<'_>,
        delimiter: Delimiter,
        binding: &Binding,
        diagnostics: &mut Diagnostics,
    ) -> Option<Layout> {
        let mut layout = Layout {
            file: file.to_owned(),
            delimiter,
            decimal: match (binding.decimal, delimiter) {
                (Some(stated), _) => stated,
                (None, Delimiter::Semicolon) => DecimalMark::UnstatedAmongSemicolons,
                (None, _) => DecimalMark::Unstated,
            },
            cells: vec![Cell::Absent; COLUMNS.len()],
            width: header.fields.len(),
            unnamed: Vec::new(),
            fill_down: binding.fill_down.clone(),
            leaves_totals_out: kind.has_totals() && binding.totals != Some(TotalLines::Rows),
            name_field: None,
            header: (header.line, header.text.to_owned()),
        };
        for (column, text) in &binding.constants {
            layout.cells[*column as usize] = Cell::Constant(text.value.trim().to_owned());
        }
        let headers = headers(header);
        let bound = Bound::new(kind, &headers, binding);
        let place = |index: usize| {
            let field = header.fields[index];
            record_place(file, header, field.start..field.end)
        };
        for (index, (name, columns)) in headers.iter().zip(&bound.columns).enumerate() {
            if name.is_empty() {
                layout.unnamed.push(index);
                continue;
            }
            if columns.is_empty() && !binding.ignores(name) && !binding.ignore_rest {
                let others = kind.headers().filter(|header| header != name);
                let problem = problem::unknown_column(name, kind, &nearest(name, others));
                diagnostics.push(Diagnostic::new(problem, place(index)));
            }
            for column in columns {
                match &mut layout.cells[*column as usize] {
                    cell @ Cell::Absent => *cell = Cell::Field(index),
                    Cell::Field(_) | Cell::Constant(_) => {
                        let problem = problem::duplicate_column(name, column.name());
                        diagnostics.push(Diagnostic::new(problem, place(index)));
                    }
                }
            }
        }
        layout.take_units(&bound, &headers, place, diagnostics);
        let stated = binding.columns.iter().map(|(_, text)| text).chain(&binding.ignore);
        for text in stated.filter(|text| !headers.iter().any(|name| name == text.value.trim())) {
            let problem =
                problem::no_such_header(&text.value, file, &nearest(&text.value, headers.iter().map(String::as_str)));
            diagnostics.push(Diagnostic::new(problem, text.place.clone()));
        }
        let missing = bound.missing(kind, binding);
        for column in &missing {
            let problem = problem::missing_column(column.name(), &headers, kind.name());
            diagnostics.push(Diagnostic::new(problem, record_place(file, header, 0..header.text.len())));
        }
        layout.name_field = layout.field(kind.name_column());
        missing.is_empty().then_some(layout)
    }

    /// Takes the units that headers carry, where there is no column and no constant for them.
    fn take_units(
        &mut self,
        bound: &Bound,
        headers: &[String],
        place: impl Fn(usize) -> Place,
        diagnostics: &mut Diagnostics,
    ) {
        let mut taken: Vec<(usize, Column)> = Vec::new();
        for (index, column, unit) in &bound.units {
            let first = taken.iter().find(|(_, other)| other == column).map(|(index, _)| *index);
            match (&self.cells[*column as usize], first) {
                (Cell::Absent, _) => {
                    self.cells[*column as usize] = Cell::Constant(unit.clone());
                    taken.push((*index, *column));
                }
                (Cell::Constant(other), Some(first)) if !is_same_unit(other, unit) => {
                    let problem = problem::header_units(&headers[first], &headers[*index], column.name());
                    diagnostics.push(Diagnostic::new(problem, place(*index)));
                }
                (Cell::Constant(stated), None) if !is_same_unit(stated, unit) => {
                    let problem = problem::unit_against_constant(&headers[*index], column.name(), stated);
                    diagnostics.push(Diagnostic::new(problem, place(*index)));
                }
                _ => {}
            }
        }
    }

    /// Takes note of what stands in the columns that are filled down, for the rows below. Where a cell is blank and
    /// nothing stands above it, that is said.
    pub(super) fn fill_down(&self, record: &Record<'_>, above: &mut Vec<Above>, diagnostics: &mut Diagnostics) {
        for column in &self.fill_down {
            let Cell::Field(index) = self.cells[*column as usize] else { continue };
            let cell = record.field(index);
            let text = cell.trim();
            match above.iter_mut().find(|(filled, _)| filled == column) {
                Some(_) if text.is_empty() => {}
                Some((_, above)) => content(text).clone_into(above),
                None if text.is_empty() => diagnostics.push_at(Code::NothingAbove, &self.file, record.line, || {
                    let field = record.fields[index];
                    let place = record_place(&self.file, record, field.start..field.end);
                    Diagnostic::new(problem::nothing_above(column.name()), place)
                }),
                None => above.push((*column, content(text).to_owned())),
            }
        }
    }

    /// Takes note of what a total line has in the columns that are filled down, which may be the group that follows.
    pub(super) fn note_above(&self, record: &Record<'_>, above: &mut [Above]) {
        for (column, text) in above {
            if let Cell::Field(index) = self.cells[*column as usize] {
                let cell = record.field(index);
                let cell = content(&cell);
                if !cell.is_empty() && !is_total_word(cell) {
                    cell.clone_into(text);
                }
            }
        }
    }

    /// The place of the header.
    #[must_use]
    pub fn header_place(&self) -> Place {
        let (line, text) = &self.header;
        Place::in_record(&self.file, *line, text, 0..text.len())
    }
}

/// Whether two texts are one unit, as `t` and `吨` are.
fn is_same_unit(one: &str, other: &str) -> bool {
    one == other || Unit::parse(one).is_some_and(|one| Unit::parse(other) == Some(one))
}

/// The place of a part of a record, in bytes.
pub(super) fn record_place(file: &str, record: &Record<'_>, mark: Range<usize>) -> Place {
    Place::in_record(file, record.line, record.text, mark)
}
