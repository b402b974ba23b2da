//! Tables: CSV files with their columns bound by name, read in blocks by any number of workers.
//!
//! One path serves for fifteen rows and for ten million, for activity data and for the small tables.

mod header;
mod layout;
mod look;
mod row;
mod small;
mod total;
mod totals;
mod worker;

use std::borrow::Cow;
use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::progress::Progress;
use crate::source::{Block, Blocks, Cut, Delimiter, Encoding, MAX_RECORD, Marks, NotText, Record, Records, Source};
use crate::study::{Binding, TotalLines};
use crate::world::in_file;

use header::Found;
pub use layout::{FieldUse, Layout};
pub use look::{Look, look};
pub use row::{Above, Row};
pub use small::{Named, SmallTable};
pub use total::{TotalWord, could_be_total, says_nothing};
use totals::Totals;
use worker::{Worker, fault_diagnostic, too_long};

/// How files are read. No result depends on it.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    /// The bytes of a block.
    pub block_size: usize,
    /// How many workers read a file that has more than one block.
    pub workers: usize,
    /// Where it is told how many bytes were read.
    pub progress: Option<&'static Progress>,
}

impl Default for Reading {
    fn default() -> Reading {
        let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Reading { block_size: 256 << 10, workers, progress: None }
    }
}

/// What takes the rows of a table, one after the other. Each worker has its own.
pub trait Sink: Send {
    /// Takes a row.
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics);

    /// Takes rows from `at` on without reading them as a [`Row`], as long as they are like rows that were read before and
    /// in no doubt. Each is one line. Returns how many, and where the next row begins.
    fn quick(&mut self, _marks: &mut Marks<'_>, at: usize) -> (u64, usize) {
        (0, at)
    }

    /// Takes note of a total line, which is called `word`.
    fn total(&mut self, _word: &TotalWord, _row: &Row<'_>, _diagnostics: &mut Diagnostics) {}
}

/// A table that was read.
#[derive(Debug)]
pub struct Table<S> {
    /// Its columns.
    pub layout: Layout,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// How many data rows it has, total lines included.
    pub rows: u64,
    /// How many of them are total lines, which no sink takes.
    pub totals: u64,
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
    sink: impl Fn(&Layout) -> S,
    diagnostics: &mut Diagnostics,
) -> io::Result<Option<Table<S>>> {
    let file = File { kind, source, binding };
    let mut found = Diagnostics::default();
    let table = file.read(reading, &sink, &mut found)?;
    if table.as_ref().is_some_and(|table| table.totals > 0) && !found.has_errors() {
        // One worker, for a total is that of the rows above it.
        let stated = binding.totals == Some(TotalLines::LeftOut);
        let totals = |layout: &Layout| Totals::new(kind, layout, stated);
        let mut judged = Diagnostics::default();
        let table = file.read(Reading { workers: 1, ..reading }, &totals, &mut judged)?;
        for totals in table.into_iter().flat_map(|table| table.sinks) {
            totals.finish(&mut judged);
        }
        // Nothing is said of the rows in this reading, and of the header nothing was said in the first.
        found.merge(judged);
    }
    diagnostics.merge(found);
    Ok(table)
}

/// A file, and what it holds.
#[derive(Clone, Copy)]
struct File<'f> {
    kind: FileKind,
    source: &'f Source,
    binding: &'f Binding,
}

/// Why a worker stops early.
enum Stop {
    /// The bytes are not of the encoding that is tried.
    NotText(Place),
    /// A quote is out of place, on this line, so that counting quotes does not tell where records end.
    Misquoted(u64),
    Failed(io::Error),
}

impl Stop {
    /// The line of it; a file that cannot be read comes before all.
    fn line(&self) -> u64 {
        match self {
            Stop::NotText(place) => place.line,
            Stop::Misquoted(line) => *line,
            Stop::Failed(_) => 0,
        }
    }
}

impl File<'_> {
    fn read<S: Sink>(
        self,
        reading: Reading,
        sink: &impl Fn(&Layout) -> S,
        diagnostics: &mut Diagnostics,
    ) -> io::Result<Option<Table<S>>> {
        let mut invalid = None;
        for encoding in self.source.encodings()? {
            for cut in [Cut::ByQuotes, Cut::ByFields] {
                let mut found = Diagnostics::default();
                match self.read_as(encoding, cut, reading, sink, &mut found) {
                    Ok(table) => {
                        diagnostics.merge(found);
                        return Ok(table);
                    }
                    Err(Stop::Misquoted(_)) => {}
                    Err(Stop::NotText(place)) => {
                        invalid = Some(Diagnostic::new(problem::bad_encoding(encoding), place));
                        break;
                    }
                    Err(Stop::Failed(error)) => {
                        return Err(in_file(&self.source.name, &error));
                    }
                }
            }
        }
        diagnostics.extend(invalid);
        Ok(None)
    }

    fn read_as<S: Sink>(
        self,
        encoding: Encoding,
        cut: Cut,
        reading: Reading,
        sink: &impl Fn(&Layout) -> S,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Table<S>>, Stop> {
        let mut reader = self.source.open_as(encoding).map_err(Stop::Failed)?;
        let mut beginning = Vec::new();
        reader.by_ref().take(header::BEGINNING as u64).read_to_end(&mut beginning).map_err(Stop::Failed)?;
        let whole = beginning.len() < header::BEGINNING;
        // A character cut in two, or bytes of another encoding, are nothing that a header is told by.
        let text = encoding.decode_lossy(&beginning);
        let found = header::find(self.kind, text.as_bytes(), whole, self.binding);
        let reader = io::Cursor::new(beginning).chain(reader);
        let mut blocks = Blocks::new(reader, reading.block_size, found.delimiter, cut);

        let attempt = Attempt { file: self, encoding, cut, progress: reading.progress };
        let mut block = Block::default();
        let Some(layout) = attempt.bind(&mut blocks, &mut block, found, diagnostics)? else { return Ok(None) };
        let mut workers = vec![Worker::new(attempt, &layout, sink)];
        workers[0].block(&block)?;
        if blocks.next_block(&mut block).map_err(Stop::Failed)? {
            workers[0].block(&block)?;
            let number = if layout.has_whole_rows() { reading.workers } else { 1 };
            workers.extend((1..number).map(|_| Worker::new(attempt, &layout, sink)));
            read_together(&mut workers, blocks)?;
        }
        let mut done = Table { layout: layout.clone(), encoding, rows: 0, totals: 0, sinks: Vec::new() };
        for worker in workers {
            done.rows += worker.rows;
            done.totals += worker.totals;
            done.sinks.push(worker.sink);
            diagnostics.merge(worker.diagnostics);
        }
        Ok(Some(done))
    }
}

/// Has the workers read all blocks that are left.
fn read_together<S: Sink>(workers: &mut [Worker<'_, S>], blocks: Blocks<impl Read + Send>) -> Result<(), Stop> {
    let shared = Mutex::new(blocks);
    let next = |block: &mut Block| match shared.lock() {
        Ok(mut blocks) => blocks.next_block(block).map_err(Stop::Failed),
        Err(_) => Ok(false),
    };
    let stopped = AtomicBool::new(false);
    let stops: Vec<Result<(), Stop>> = std::thread::scope(|scope| {
        let running: Vec<_> = workers.iter_mut().map(|worker| scope.spawn(|| worker.run(&next, &stopped))).collect();
        running
            .into_iter()
            .map(|handle| handle.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    // All blocks before one that stops a worker are read to their end, so that the first stop is always the same.
    stops.into_iter().filter_map(Result::err).min_by_key(Stop::line).map_or(Ok(()), Err)
}

/// One way of reading a file, until it proves wrong.
#[derive(Clone, Copy)]
struct Attempt<'f> {
    file: File<'f>,
    encoding: Encoding,
    cut: Cut,
    progress: Option<&'static Progress>,
}

impl Attempt<'_> {
    /// The records of a block, in UTF-8.
    fn decode<'b>(&self, block: &'b Block) -> Result<Cow<'b, [u8]>, Stop> {
        self.encoding.decode(block.bytes()).map_err(|before| self.not_text(block.first_line, &before))
    }

    /// What is wrong with a record that is too long to be read: the block is its beginning.
    fn cut_off(&self, block: &Block, delimiter: Delimiter) -> Diagnostic {
        let file = self.file.source.name.as_str();
        let text = self.encoding.decode_lossy(block.bytes());
        match Record::open_quote(text.as_bytes(), delimiter) {
            Some(at) => {
                let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
                let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
                let line = block.first_line + text[..start].matches('\n').count() as u64;
                let place = Place::in_record(file, line, &text[start..end], at - start..at - start + 1);
                Diagnostic::new(problem::unclosed_quote(), place)
            }
            None => too_long(file, block.first_line),
        }
    }

    fn not_text(&self, line: u64, before: &str) -> Stop {
        let mut place = Place::in_text(&self.file.source.name, before, before.len()..before.len());
        place.line += line - 1;
        Stop::NotText(place)
    }

    /// Reads the next record; false at the end.
    fn next<'t>(&self, records: &mut Records<'t>, record: &mut Record<'t>) -> Result<bool, Stop> {
        let more = records.read(record).map_err(|NotText { line, before }| self.not_text(line, &before))?;
        if more && record.fault.is_some() && self.cut == Cut::ByQuotes {
            return Err(Stop::Misquoted(record.line));
        }
        Ok(more)
    }

    /// Binds the header, which is in the block that was read last. Nothing where there is none that could be bound.
    fn bind(
        &self,
        blocks: &mut Blocks<impl Read>,
        block: &mut Block,
        found: Found,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Layout>, Stop> {
        let File { kind, source, binding } = self.file;
        let file = source.name.as_str();
        while blocks.next_block(block).map_err(Stop::Failed)? {
            if block.cut {
                diagnostics.push(self.cut_off(block, found.delimiter));
                return Ok(None);
            }
            let bytes = self.decode(block)?;
            let mut records = Records::new(&bytes, block.first_line, found.delimiter);
            let mut record = records.buffer();
            while self.next(&mut records, &mut record)? {
                if record.text.len() > MAX_RECORD && record.fault.is_none() {
                    diagnostics.push(too_long(file, record.line));
                    return Ok(None);
                }
                if record.is_blank() || found.line.is_some_and(|line| line != record.line) {
                    continue;
                }
                if record.text.contains('\0') {
                    diagnostics.push(Diagnostic::new(problem::looks_like_utf16(), Place::file(file)));
                    return Ok(None);
                }
                if let Some(fault) = record.fault {
                    diagnostics.push(fault_diagnostic(fault, file, &record));
                    return Ok(None);
                }
                return Ok(Layout::bind(kind, file, &record, found.delimiter, binding, diagnostics));
            }
        }
        diagnostics.push(match &binding.header_line {
            Some(line) => Diagnostic::new(problem::no_such_line(file, line.value), line.place.clone()),
            None => Diagnostic::new(problem::empty_file(kind.name()), Place::file(file)),
        });
        Ok(None)
    }
}
