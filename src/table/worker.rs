//! What takes the blocks of a file apart: every record is a row that a sink takes, a total line, or a problem.

use std::sync::atomic::{AtomicBool, Ordering};

use super::layout::{Layout, record_place};
use super::row::{Above, Row};
use super::total::total_of;
use super::{Attempt, Sink, Stop};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, Problem, problem};
use crate::source::{Block, Fault, MAX_RECORD, Marks, Record, Records};

/// Reads blocks of one file, each on its own; what it makes of them is merged with what the others make.
pub(super) struct Worker<'l, S> {
    attempt: Attempt<'l>,
    layout: &'l Layout,
    pub(super) sink: S,
    pub(super) rows: u64,
    pub(super) totals: u64,
    /// What blank cells take from above, where the file says so.
    above: Vec<Above>,
    pub(super) diagnostics: Diagnostics,
}

impl<'l, S: Sink> Worker<'l, S> {
    pub(super) fn new(attempt: Attempt<'l>, layout: &'l Layout, sink: S) -> Worker<'l, S> {
        Worker { attempt, layout, sink, rows: 0, totals: 0, above: Vec::new(), diagnostics: Diagnostics::default() }
    }

    /// Reads blocks as long as there are some, and none of the workers had to stop.
    pub(super) fn run(
        &mut self,
        next: &(impl Fn(&mut Block) -> Result<bool, Stop> + Sync),
        stopped: &AtomicBool,
    ) -> Result<(), Stop> {
        let mut block = Block::default();
        while !stopped.load(Ordering::Relaxed) && next(&mut block)? {
            self.block(&block).inspect_err(|_| stopped.store(true, Ordering::Relaxed))?;
        }
        Ok(())
    }

    /// Takes the rows of a block, those after the header.
    pub(super) fn block(&mut self, block: &Block) -> Result<(), Stop> {
        if let Some(progress) = self.attempt.progress {
            progress.add(block.bytes().len() as u64);
        }
        if block.cut {
            self.diagnostics.push(self.attempt.cut_off(block, self.layout.delimiter));
            return Ok(());
        }
        let bytes = self.attempt.decode(block)?;
        let mut records = Records::new(&bytes, block.first_line, self.layout.delimiter);
        let mut marks = Marks::new(&bytes, self.layout.delimiter);
        let mut record = records.buffer();
        loop {
            let (position, line) = records.position();
            let is_row = line > self.layout.header.0;
            if is_row {
                marks.pass_to(position);
                let (rows, position) = self.sink.quick(&mut marks, position, line);
                records.pass(rows, position);
                self.rows += rows;
            }
            if !self.attempt.next(&mut records, &mut record)? {
                break;
            }
            if is_row {
                self.record(&record);
            }
        }
        Ok(())
    }

    /// Takes a record, if it is a row.
    fn record(&mut self, record: &Record<'_>) {
        let is_too_long = record.text.len() > MAX_RECORD;
        if record.is_blank() && !is_too_long {
            return;
        }
        self.rows += 1;
        if is_too_long && record.fault.is_none() {
            self.diagnostics.push(too_long(&self.layout.file, record.line));
            return;
        }
        if let Some(fault) = record.fault {
            let (code, _, _) = fault_problem(fault);
            let file = self.layout.file.as_str();
            self.diagnostics.push_at(code, file, record.line, || fault_diagnostic(fault, file, record));
            return;
        }
        // A total line may have no cells behind its figure.
        if let Some(word) = total_of(record, self.layout) {
            self.totals += 1;
            self.layout.note_above(record, &mut self.above);
            let row = Row { layout: self.layout, record, rows: 1, above: &[] };
            self.sink.total(&word, &row, &mut self.diagnostics);
            return;
        }
        if self.is_ragged(record) {
            return;
        }
        if !self.layout.has_whole_rows() {
            self.layout.fill_down(record, &mut self.above, &mut self.diagnostics);
        }
        let row = Row { layout: self.layout, record, rows: 1, above: &self.above };
        self.sink.row(&row, &mut self.diagnostics);
    }

    /// Whether the row has other fields than the header, which is said.
    fn is_ragged(&mut self, record: &Record<'_>) -> bool {
        let (file, width) = (self.layout.file.as_str(), self.layout.width);
        if record.fields.len() != width {
            self.diagnostics.push_at(Code::RaggedRow, file, record.line, || {
                let problem = problem::ragged_row(record.fields.len(), width, self.layout.delimiter);
                let start = record.fields.get(width).map_or(record.text.len(), |field| field.start);
                Diagnostic::new(problem, record_place(file, record, start..record.text.len()))
            });
            return true;
        }
        let Some(index) = self.layout.unnamed.iter().find(|index| !record.field(**index).trim().is_empty()) else {
            return false;
        };
        self.diagnostics.push_at(Code::CellWithoutHeader, file, record.line, || {
            let field = record.fields[*index];
            Diagnostic::new(problem::cell_without_header(), record_place(file, record, field.start..field.end))
        });
        true
    }
}

pub(super) fn too_long(file: &str, line: u64) -> Diagnostic {
    Diagnostic::new(problem::record_too_long(), Place { line, ..Place::file(file) })
}

/// What is wrong with quotes, and where.
fn fault_problem(fault: Fault) -> (Code, fn() -> Problem, usize) {
    match fault {
        Fault::StrayQuote(at) => (Code::StrayQuote, problem::stray_quote, at),
        Fault::TextAfterQuote(at) => (Code::StrayQuote, problem::text_after_quote, at),
        Fault::Unclosed(at) => (Code::UnclosedQuote, problem::unclosed_quote, at),
    }
}

pub(super) fn fault_diagnostic(fault: Fault, file: &str, record: &Record<'_>) -> Diagnostic {
    let (_, problem, at) = fault_problem(fault);
    let end = record.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
    // An open quote swallows the rest of the file: its first line is enough to find it.
    let text = match record.text[at..].find('\n') {
        Some(newline) => &record.text[..at + newline],
        None => record.text,
    };
    Diagnostic::new(problem(), Place::in_record(file, record.line, text, at..end.min(text.len())))
}
