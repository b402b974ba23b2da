//! One way of reading a file: in an encoding, with the ends of its records found in one manner.

use std::borrow::Cow;
use std::io::Read;

use super::header::Found;
use super::layout::Layout;
use super::worker::{Worker, fault_diagnostic, too_long};
use super::{File, Sink, Stop, Table};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, problem};
use crate::progress::Progress;
use crate::source::{Block, Blocks, Cut, Delimiter, Encoding, MAX_RECORD, NotText, Record, Records};

/// One way of reading a file, until it proves wrong.
#[derive(Clone, Copy)]
pub(super) struct Attempt<'f> {
    pub(super) file: File<'f>,
    pub(super) encoding: Encoding,
    pub(super) cut: Cut,
    pub(super) progress: Option<&'static Progress>,
}

impl Attempt<'_> {
    /// The records of a block, in UTF-8.
    pub(super) fn decode<'b>(&self, block: &'b Block) -> Result<Cow<'b, [u8]>, Stop> {
        self.encoding.decode(block.bytes()).map_err(|before| self.not_text(block.first_line, &before))
    }

    /// What is wrong with a record that is too long to be read: the block is its beginning.
    pub(super) fn cut_off(&self, block: &Block, delimiter: Delimiter) -> Diagnostic {
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
    pub(super) fn next<'t>(&self, records: &mut Records<'t>, record: &mut Record<'t>) -> Result<bool, Stop> {
        let more = records.read(record).map_err(|NotText { line, before }| self.not_text(line, &before))?;
        if more && record.fault.is_some() && self.cut == Cut::ByQuotes {
            return Err(Stop::Misquoted(record.line));
        }
        Ok(more)
    }

    /// What workers made of the rows of a table, put together.
    pub(super) fn table<S: Sink>(
        self,
        layout: &Layout,
        workers: Vec<Worker<'_, S>>,
        diagnostics: &mut Diagnostics,
    ) -> Table<S> {
        let Attempt { encoding, cut, .. } = self;
        let mut done = Table { layout: layout.clone(), encoding, cut, rows: 0, totals: 0, sinks: Vec::new() };
        for worker in workers {
            done.rows += worker.rows;
            done.totals += worker.totals;
            done.sinks.push(worker.sink);
            diagnostics.merge(worker.diagnostics);
        }
        done
    }

    /// Binds the header, which is in the block that was read last. Nothing where there is none that could be bound.
    pub(super) fn bind(
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
