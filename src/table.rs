//! Tables: CSV files with their columns bound by name, read in blocks by any number of workers.
//!
//! One path serves for fifteen rows and for ten million, for activity data and for the small tables.

mod attempt;
mod header;
mod layout;
mod look;
mod row;
mod small;
mod total;
mod totals;
mod worker;

use std::io::{self, Read};
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::progress::Progress;
use crate::source::{Block, Blocks, Cut, Encoding, Marks, Source};
use crate::study::{Binding, TotalLines};
use crate::world::in_file;

use attempt::Attempt;
use header::Found;
pub use layout::{FieldUse, Layout};
pub use look::{Look, look};
pub use row::{Above, Row};
pub use small::{Named, SmallTable};
pub use total::{TotalWord, could_be_total, says_nothing};
use totals::Totals;
use worker::Worker;

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
    /// in no doubt. Each is one line, the first one `line`. Returns how many, and where the next row begins.
    fn quick(&mut self, _marks: &mut Marks<'_>, at: usize, _line: u64) -> (u64, usize) {
        (0, at)
    }

    /// Takes note of a total line, which is called `word`.
    fn total(&mut self, _word: &TotalWord, _row: &Row<'_>, _diagnostics: &mut Diagnostics) {}

    /// Whether it wants no more rows.
    fn is_done(&self) -> bool {
        false
    }
}

/// A table that was read.
#[derive(Debug)]
pub struct Table<S> {
    /// Its columns.
    pub layout: Layout,
    /// The encoding that was used.
    pub encoding: Encoding,
    /// How the ends of its records were found.
    pub cut: Cut,
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

/// Reads a table once more as it was read before, by one worker and in the order of its rows. Nothing where that cannot be
/// done: then it is not the table that it was. Total lines are not judged again.
///
/// # Errors
/// A file that cannot be read.
pub fn read_again<S: Sink>(
    kind: FileKind,
    source: &Source,
    binding: &Binding,
    (encoding, cut): (Encoding, Cut),
    block_size: usize,
    sink: impl FnOnce(&Layout) -> S,
) -> io::Result<Option<Table<S>>> {
    let file = File { kind, source, binding };
    let reading = Reading { block_size, workers: 1, progress: None };
    let mut found = Diagnostics::default();
    let table = file.read_once(encoding, cut, reading, sink, &mut found).or_else(|stop| match stop {
        Stop::Failed(error) => Err(file.failure(&error)),
        Stop::NotText(_) | Stop::Misquoted(_) => Ok(None),
    })?;
    Ok(table.filter(|_| !found.has_errors()))
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

impl<'f> File<'f> {
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
                    Err(Stop::Failed(error)) => return Err(self.failure(&error)),
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
        let (attempt, mut blocks, found) = self.open(encoding, cut, reading)?;
        let mut block = Block::default();
        let Some(layout) = attempt.bind(&mut blocks, &mut block, found, diagnostics)? else { return Ok(None) };
        let mut workers = vec![Worker::new(attempt, &layout, sink(&layout))];
        workers[0].block(&block)?;
        if blocks.next_block(&mut block).map_err(Stop::Failed)? {
            workers[0].block(&block)?;
            let number = if layout.has_whole_rows() { reading.workers } else { 1 };
            workers.extend((1..number).map(|_| Worker::new(attempt, &layout, sink(&layout))));
            read_together(&mut workers, blocks)?;
        }
        Ok(Some(attempt.table(&layout, workers, diagnostics)))
    }

    /// Reads the table with one worker.
    fn read_once<S: Sink>(
        self,
        encoding: Encoding,
        cut: Cut,
        reading: Reading,
        sink: impl FnOnce(&Layout) -> S,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<Table<S>>, Stop> {
        let (attempt, mut blocks, found) = self.open(encoding, cut, reading)?;
        let mut block = Block::default();
        let Some(layout) = attempt.bind(&mut blocks, &mut block, found, diagnostics)? else { return Ok(None) };
        let mut worker = Worker::new(attempt, &layout, sink(&layout));
        worker.block(&block)?;
        while !worker.sink.is_done() && blocks.next_block(&mut block).map_err(Stop::Failed)? {
            worker.block(&block)?;
        }
        Ok(Some(attempt.table(&layout, vec![worker], diagnostics)))
    }

    /// Opens the file, and finds its header.
    fn open(self, encoding: Encoding, cut: Cut, reading: Reading) -> Result<Opened<'f, impl Read + Send>, Stop> {
        let mut reader = self.source.open_as(encoding).map_err(Stop::Failed)?;
        let mut beginning = Vec::new();
        reader.by_ref().take(header::BEGINNING as u64).read_to_end(&mut beginning).map_err(Stop::Failed)?;
        let whole = beginning.len() < header::BEGINNING;
        // A character cut in two, or bytes of another encoding, are nothing that a header is told by.
        let text = encoding.decode_lossy(&beginning);
        let found = header::find(self.kind, text.as_bytes(), whole, self.binding);
        let reader = io::Cursor::new(beginning).chain(reader);
        let blocks = Blocks::new(reader, reading.block_size, found.delimiter, cut);
        Ok((Attempt { file: self, encoding, cut, progress: reading.progress }, blocks, found))
    }

    fn failure(self, error: &io::Error) -> io::Error {
        in_file(&self.source.name, error)
    }
}

/// A file that is open: how it is read, its blocks, and where its header is.
type Opened<'f, R> = (Attempt<'f>, Blocks<R>, Found);

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
