//! Tables: CSV files with their columns bound by name, read in blocks by any number of workers.
//!
//! One path serves for fifteen rows and for ten million, for activity data and for the small tables.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::sync::Mutex;

use jiff::civil::Date;

use crate::amount::{Amount, NotAnAmount, Written};
use crate::column::{COLUMNS, Column, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, nearest, problem};
use crate::source::{Blocks, Encoding, Fault, MAX_RECORD, Record, Records, Source};
use crate::study::Binding;

/// How files are read. No result depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The bytes of a block.
    pub block_size: usize,
    /// How many workers read a file that has more than one block.
    pub workers: usize,
}

impl Default for Reading {
    fn default() -> Reading {
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Reading { block_size: 256 << 10, workers }
    }
}

/// Where the text of a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Absent,
    Field(usize),
    Constant(String),
}

/// The columns of one file.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The file's name.
    pub file: String,
    cells: Vec<Cell>,
    width: usize,
    unnamed: Vec<usize>,
    header: (u64, String),
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The file's columns.
    pub layout: &'r Layout,
    /// The row.
    pub record: &'r Record<'r>,
    /// How many rows it stands for.
    pub rows: u64,
}

impl Row<'_> {
    /// The text of a column without surrounding spaces; empty where the file does not have the column.
    #[must_use]
    pub fn text(&self, column: Column) -> Cow<'_, str> {
        match &self.layout.cells[column as usize] {
            Cell::Absent => Cow::Borrowed(""),
            Cell::Constant(text) => Cow::Borrowed(text),
            Cell::Field(index) => match self.record.field(*index) {
                Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
                Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
            },
        }
    }

    /// The text of a column, or nothing where it is blank.
    #[must_use]
    pub fn filled(&self, column: Column) -> Option<String> {
        let text = self.text(column);
        (!text.is_empty()).then(|| text.into_owned())
    }

    /// The number in a column; nothing where it is blank.
    ///
    /// # Errors
    /// What is wrong with a cell that is not blank.
    pub fn number(&self, column: Column) -> Result<Option<Amount>, Problem> {
        self.parse(column, Amount::parse)
    }

    /// The number in a column as it is written; nothing where it is blank.
    ///
    /// # Errors
    /// What is wrong with a cell that is not blank.
    pub fn written(&self, column: Column) -> Result<Option<Written>, Problem> {
        self.parse(column, Written::parse)
    }

    fn parse<T>(&self, column: Column, parse: fn(&str) -> Result<T, NotAnAmount>) -> Result<Option<T>, Problem> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        parse(&text).map(Some).map_err(|error| match error {
            NotAnAmount::NotANumber => problem::not_a_number(&text),
            NotAnAmount::TooManyDigits => problem::too_many_digits(&text),
        })
    }

    /// The day in a column; nothing where it is blank.
    ///
    /// # Errors
    /// What is wrong with a cell that is not blank.
    pub fn date(&self, column: Column) -> Result<Option<Date>, Problem> {
        let text = self.text(column);
        if text.is_empty() {
            return Ok(None);
        }
        crate::date::parse(&text).map(Some).ok_or_else(|| problem::not_a_date(&text))
    }

    /// The place of a column's cell: its text, the place where it should be, or the whole row.
    #[must_use]
    pub fn place(&self, column: Column) -> Place {
        let text = self.record.text;
        let mark = match &self.layout.cells[column as usize] {
            Cell::Field(index) => match self.record.fields.get(*index) {
                Some(field) => {
                    let content = &text[field.start..field.end];
                    let start = field.start + content.len() - content.trim_start().len();
                    start..start + content.trim().len()
                }
                None => text.len()..text.len(),
            },
            Cell::Absent | Cell::Constant(_) => 0..text.len(),
        };
        Place { file: self.layout.file.clone(), line: self.record.line, text: text.to_owned(), mark }
    }

    /// A problem at a column's cell.
    #[must_use]
    pub fn diagnostic(&self, column: Column, problem: Problem) -> Diagnostic {
        Diagnostic { rows: self.rows, ..Diagnostic::new(problem, self.place(column)) }
    }
}

impl Layout {
    /// Whether the file, or study.toml for it, has this column.
    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.cells[column as usize] != Cell::Absent
    }

    /// Binds the columns of a file by its header. Nothing where a column is missing without which no row makes sense.
    fn bind(
        kind: FileKind,
        file: &str,
        header: &Record<'_>,
        binding: &Binding,
        diagnostics: &mut Diagnostics,
    ) -> Option<Layout> {
        let mut layout = Layout {
            file: file.to_owned(),
            cells: vec![Cell::Absent; COLUMNS.len()],
            width: header.fields.len(),
            unnamed: Vec::new(),
            header: (header.line, header.text.to_owned()),
        };
        for (column, text) in &binding.constants {
            layout.cells[*column as usize] = Cell::Constant(text.value.trim().to_owned());
        }
        let headers: Vec<String> = (0..header.fields.len()).map(|i| header.field(i).trim().to_owned()).collect();
        let place = |index: usize| {
            let field = header.fields[index];
            Place { mark: field.start..field.end, ..layout_place(file, header) }
        };
        for (index, name) in headers.iter().enumerate() {
            if name.is_empty() {
                layout.unnamed.push(index);
                continue;
            }
            // A header may be bound to several columns: what is bought may also name its factor.
            let mut columns: Vec<Column> = binding
                .columns
                .iter()
                .filter(|(_, text)| text.value.trim() == name)
                .map(|(column, _)| *column)
                .collect();
            let is_stated = |column: &Column| binding.columns.iter().any(|(stated, _)| stated == column);
            if columns.is_empty() {
                if binding.ignore.iter().any(|ignored| ignored.value.trim() == name) {
                    continue;
                }
                columns.extend(kind.column(name).filter(|column| !is_stated(column)));
            }
            if columns.is_empty() && !binding.ignore_rest {
                let problem = problem::unknown_column(name, kind.name(), &nearest(name, kind.headers()));
                diagnostics.push(Diagnostic::new(problem, place(index)));
            }
            for column in columns {
                match &mut layout.cells[column as usize] {
                    cell @ Cell::Absent => *cell = Cell::Field(index),
                    Cell::Field(_) | Cell::Constant(_) => {
                        let problem = problem::duplicate_column(name, column.name());
                        diagnostics.push(Diagnostic::new(problem, place(index)));
                    }
                }
            }
        }
        let stated = binding.columns.iter().map(|(_, text)| text).chain(&binding.ignore);
        for text in stated.filter(|text| !headers.iter().any(|name| name == text.value.trim())) {
            let problem =
                problem::no_such_header(&text.value, file, &nearest(&text.value, headers.iter().map(String::as_str)));
            diagnostics.push(Diagnostic::new(problem, text.place.clone()));
        }
        let missing: Vec<Column> = kind.required().iter().copied().filter(|column| !layout.has(*column)).collect();
        for column in &missing {
            let problem = problem::missing_column(column.name(), &headers, kind.name());
            diagnostics.push(Diagnostic::new(problem, layout_place(file, header)));
        }
        missing.is_empty().then_some(layout)
    }

    /// The place of the header.
    #[must_use]
    pub fn header_place(&self) -> Place {
        let (line, text) = &self.header;
        Place { file: self.file.clone(), line: *line, text: text.clone(), mark: 0..text.len() }
    }
}

fn layout_place(file: &str, record: &Record<'_>) -> Place {
    Place { file: file.to_owned(), line: record.line, text: record.text.to_owned(), mark: 0..record.text.len() }
}

/// What takes the rows of a table, one after the other. Each worker has its own.
pub trait Sink: Send {
    /// Takes a row.
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics);
}

/// A table that was read.
#[derive(Debug)]
pub struct Table<S> {
    /// Its columns.
    pub layout: Layout,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// How many data rows it has.
    pub rows: u64,
    /// What the workers made of the rows.
    pub sinks: Vec<S>,
}

/// Reads a table: binds its columns, and hands each row that is whole to a sink. Nothing where the header, or a column
/// that the file must have, is missing.
///
/// # Errors
/// A file that cannot be read.
pub fn read<S: Sink>(
    kind: FileKind,
    source: &Source,
    binding: &Binding,
    reading: Reading,
    sink: impl Fn() -> S,
    diagnostics: &mut Diagnostics,
) -> io::Result<Option<Table<S>>> {
    // Without a stated encoding the file is taken for UTF-8 until a block shows that it is not.
    let encodings = source.encoding.map_or(vec![Encoding::Utf8, Encoding::Gb18030], |stated| vec![stated]);
    let mut invalid = None;
    for encoding in encodings {
        let mut found = Diagnostics::default();
        match read_as(kind, source, encoding, binding, reading, &sink, &mut found)? {
            Outcome::Read(table) => {
                diagnostics.merge(found);
                return Ok(table.map(|table| *table));
            }
            Outcome::Invalid(place) => {
                invalid = Some(Diagnostic::new(problem::bad_encoding(encoding), place));
            }
        }
    }
    diagnostics.extend(invalid);
    Ok(None)
}

enum Outcome<S> {
    Read(Option<Box<Table<S>>>),
    Invalid(Place),
}

/// A block of records as text.
struct Text {
    content: String,
    first_line: u64,
    cut: bool,
}

/// Why a worker stops early.
enum Stop {
    Invalid(Place),
    Failed(io::Error),
}

fn next_text<R: Read>(blocks: &mut Blocks<R>, file: &str, encoding: Encoding) -> Result<Option<Text>, Stop> {
    let Some(block) =
        blocks.next_block().map_err(|error| Stop::Failed(io::Error::new(error.kind(), format!("{file}: {error}"))))?
    else {
        return Ok(None);
    };
    let (first_line, cut) = (block.first_line, block.cut);
    match encoding.decode(block.bytes) {
        Ok(content) => Ok(Some(Text { content, first_line, cut })),
        Err(valid) => {
            let mut place = Place::in_text(file, &valid, valid.len()..valid.len());
            place.line += first_line - 1;
            Err(Stop::Invalid(place))
        }
    }
}

fn read_as<S: Sink>(
    kind: FileKind,
    source: &Source,
    encoding: Encoding,
    binding: &Binding,
    reading: Reading,
    sink: &impl Fn() -> S,
    diagnostics: &mut Diagnostics,
) -> io::Result<Outcome<S>> {
    let file = source.name.as_str();
    let mut blocks = Blocks::new(source.open()?, reading.block_size);
    let outcome = (|| {
        let Some((layout, first)) = read_header(kind, file, &mut blocks, encoding, binding, diagnostics)? else {
            return Ok(None);
        };
        let mut worker = Worker { layout: &layout, sink: sink(), rows: 0, diagnostics: Diagnostics::default() };
        if let Some(first) = first {
            worker.block(&first, true);
        }
        let second = next_text(&mut blocks, file, encoding)?;
        let mut workers = vec![worker];
        if let Some(second) = second {
            workers[0].block(&second, false);
            let more = (1..reading.workers).map(|_| Worker {
                layout: &layout,
                sink: sink(),
                rows: 0,
                diagnostics: Diagnostics::default(),
            });
            workers.extend(more);
            let shared = Mutex::new(&mut blocks);
            let next = || match shared.lock() {
                Ok(mut blocks) => next_text(&mut **blocks, file, encoding),
                Err(_) => Ok(None),
            };
            let stops: Vec<Result<(), Stop>> = std::thread::scope(|scope| {
                let running: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| worker.run(&next))).collect();
                running
                    .into_iter()
                    .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                    .collect()
            });
            stops.into_iter().collect::<Result<(), Stop>>()?;
        }
        let (mut rows, mut sinks) = (0, Vec::new());
        for worker in workers {
            rows += worker.rows;
            sinks.push(worker.sink);
            diagnostics.merge(worker.diagnostics);
        }
        Ok(Some(Box::new(Table { layout, encoding, rows, sinks })))
    })();
    match outcome {
        Ok(table) => Ok(Outcome::Read(table)),
        Err(Stop::Invalid(place)) => Ok(Outcome::Invalid(place)),
        Err(Stop::Failed(error)) => Err(error),
    }
}

/// Finds the header: the first row that is not blank. Returns the columns and the block's text after the header.
fn read_header<R: Read>(
    kind: FileKind,
    file: &str,
    blocks: &mut Blocks<R>,
    encoding: Encoding,
    binding: &Binding,
    diagnostics: &mut Diagnostics,
) -> Result<Option<(Layout, Option<Text>)>, Stop> {
    while let Some(block) = next_text(blocks, file, encoding)? {
        let mut records = Records::new(&block.content, block.first_line);
        let mut record = records.buffer();
        while records.read(&mut record) {
            if record.text.len() > MAX_RECORD {
                diagnostics.push(too_long(file, record.line));
                return Ok(None);
            }
            if record.is_blank() {
                continue;
            }
            if let Some(fault) = record.fault {
                diagnostics.push(fault_diagnostic(fault, file, &record));
                return Ok(None);
            }
            let layout = Layout::bind(kind, file, &record, binding, diagnostics);
            return Ok(layout.map(|layout| (layout, Some(block))));
        }
    }
    diagnostics.push(Diagnostic::new(problem::empty_file(kind.name()), Place::file(file)));
    Ok(None)
}

struct Worker<'l, S> {
    layout: &'l Layout,
    sink: S,
    rows: u64,
    diagnostics: Diagnostics,
}

impl<S: Sink> Worker<'_, S> {
    fn run(&mut self, next: &(impl Fn() -> Result<Option<Text>, Stop> + Sync)) -> Result<(), Stop> {
        while let Some(text) = next()? {
            self.block(&text, false);
        }
        Ok(())
    }

    /// Takes the rows of a block; `with_header`: those after the header.
    fn block(&mut self, block: &Text, with_header: bool) {
        let mut records = Records::new(&block.content, block.first_line);
        let mut record = records.buffer();
        let mut last_line = block.first_line;
        let first_row = if with_header { self.layout.header.0 + 1 } else { 0 };
        while records.read(&mut record) {
            last_line = record.line;
            if record.line < first_row || (record.is_blank() && record.text.len() <= MAX_RECORD) {
                continue;
            }
            self.rows += 1;
            match self.fault(&record) {
                Some(diagnostic) => self.diagnostics.push(diagnostic),
                None => self.sink.row(&Row { layout: self.layout, record: &record, rows: 1 }, &mut self.diagnostics),
            }
        }
        if block.cut {
            self.diagnostics.push(too_long(&self.layout.file, last_line));
        }
    }

    fn fault(&self, record: &Record<'_>) -> Option<Diagnostic> {
        let file = self.layout.file.as_str();
        if record.text.len() > MAX_RECORD {
            return Some(too_long(file, record.line));
        }
        if let Some(fault) = record.fault {
            return Some(fault_diagnostic(fault, file, record));
        }
        let width = self.layout.width;
        if record.fields.len() != width {
            let problem = problem::ragged_row(record.fields.len(), width);
            let start = record.fields.get(width).map_or(record.text.len(), |field| field.start);
            let place = Place { mark: start..record.text.len(), ..layout_place(file, record) };
            return Some(Diagnostic::new(problem, place));
        }
        let unnamed = self.layout.unnamed.iter().find(|index| !record.field(**index).trim().is_empty())?;
        let field = record.fields[*unnamed];
        let place = Place { mark: field.start..field.end, ..layout_place(file, record) };
        Some(Diagnostic::new(problem::cell_without_header(), place))
    }
}

fn too_long(file: &str, line: u64) -> Diagnostic {
    Diagnostic::new(problem::record_too_long(), Place { line, ..Place::file(file) })
}

fn fault_diagnostic(fault: Fault, file: &str, record: &Record<'_>) -> Diagnostic {
    let (problem, at) = match fault {
        Fault::StrayQuote(at) => (problem::stray_quote(), at),
        Fault::TextAfterQuote(at) => (problem::text_after_quote(), at),
        Fault::Unclosed(at) => (problem::unclosed_quote(), at),
    };
    let end = record.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    // An open quote swallows the rest of the file: its first line is enough to find it.
    let text = match record.text[at..].find('\n') {
        Some(newline) => &record.text[..at + newline],
        None => record.text,
    };
    let place = Place { mark: at..end.min(text.len()), text: text.to_owned(), ..layout_place(file, record) };
    Diagnostic::new(problem, place)
}

/// Small tables: every row kept, in the order of the file.
#[derive(Debug, Default)]
struct Keep(BTreeMap<u64, String>);

impl Sink for Keep {
    fn row(&mut self, row: &Row<'_>, _: &mut Diagnostics) {
        self.0.insert(row.record.line, row.record.text.to_owned());
    }
}

/// A row of a small table that has a name of its own.
pub trait Named: Sized {
    /// Reads it. Nothing where a diagnostic says what is wrong.
    fn read(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// Its name.
    fn name(&self) -> &str;

    /// The place of its name.
    fn place(&self) -> &Place;
}

/// A small table, held whole.
#[derive(Debug)]
pub struct SmallTable {
    layout: Layout,
    /// The encoding that was used.
    pub encoding: Encoding,
    rows: BTreeMap<u64, String>,
}

impl SmallTable {
    /// Reads a table of products, vehicles or factors.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn read(
        kind: FileKind,
        source: &Source,
        binding: &Binding,
        diagnostics: &mut Diagnostics,
    ) -> io::Result<Option<SmallTable>> {
        let reading = Reading { workers: 1, ..Reading::default() };
        let table = read(kind, source, binding, reading, Keep::default, diagnostics)?;
        Ok(table.map(|table| SmallTable {
            layout: table.layout,
            encoding: table.encoding,
            rows: table.sinks.into_iter().flat_map(|keep| keep.0).collect(),
        }))
    }

    /// How many rows it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.rows.len() as u64
    }

    /// Whether it has no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The place of its header.
    #[must_use]
    pub fn header_place(&self) -> Place {
        self.layout.header_place()
    }

    /// Adds what the rows name to `list`; a name that is there already is an error.
    pub fn collect<T: Named>(&self, list: &mut Vec<T>, diagnostics: &mut Diagnostics) {
        self.for_each(|row| {
            let Some(new) = T::read(&row, diagnostics) else { return };
            match list.iter().find(|other| other.name() == new.name()) {
                None => list.push(new),
                Some(other) => {
                    let Place { file, line, .. } = other.place();
                    let problem = problem::duplicate_name(new.name(), file, *line);
                    diagnostics.push(Diagnostic::new(problem, new.place().clone()));
                }
            }
        });
    }

    /// Hands every row to `take`, from top to bottom.
    pub fn for_each(&self, mut take: impl FnMut(Row<'_>)) {
        let mut fields = Vec::new();
        for (line, text) in &self.rows {
            let record = Record::single(text, *line, fields);
            take(Row { layout: &self.layout, record: &record, rows: 1 });
            fields = record.fields;
        }
    }
}
