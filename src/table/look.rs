//! A look at the beginning of a table: its header, what is known of it, and its first rows.

use std::io::{self, Read};

use super::header;
use super::layout::{Bound, headers};
use crate::column::{Column, FileKind};
use crate::source::{Delimiter, Encoding, Records, Source};
use crate::study::Binding;

/// How many rows are looked at.
const ROWS: usize = 200;

/// What the beginning of a table shows.
#[derive(Clone, Debug)]
pub struct Look {
    /// The encoding, as far as the beginning shows it.
    pub encoding: Encoding,
    /// What separates the fields.
    pub delimiter: Delimiter,
    /// The line of the header.
    pub line: u64,
    /// The headers.
    pub headers: Vec<String>,
    /// The columns that each header is.
    pub columns: Vec<Vec<Column>>,
    /// The columns that such a file must have and this one has not.
    pub missing: Vec<Column>,
    /// The cells of the first rows.
    pub rows: Vec<Vec<String>>,
}

/// Looks at the beginning of a table as one of this kind. Nothing where it has no header.
///
/// # Errors
/// A file that cannot be read.
pub fn look(kind: FileKind, source: &Source) -> io::Result<Option<Look>> {
    let binding = Binding::default();
    let Some((encoding, text, whole)) = beginning(source)? else { return Ok(None) };
    let found = header::find(kind, text.as_bytes(), whole, &binding);
    let mut records = Records::new(text.as_bytes(), 1, found.delimiter);
    let mut record = records.buffer();
    let mut look: Option<Look> = None;
    while records.read(&mut record).unwrap_or(false) {
        // The last record may be cut.
        if !whole && records.position().0 == text.len() {
            break;
        }
        if record.is_blank() || record.fault.is_some() {
            continue;
        }
        match &mut look {
            None if found.line.is_none_or(|line| line == record.line) => {
                let headers = headers(&record);
                let bound = Bound::new(kind, &headers, &binding);
                let missing = bound.missing(kind, &binding);
                look = Some(Look {
                    encoding,
                    delimiter: found.delimiter,
                    line: record.line,
                    columns: bound.into_columns(),
                    headers,
                    missing,
                    rows: Vec::new(),
                });
            }
            None => {}
            Some(look) if look.rows.len() == ROWS => break,
            Some(look) => look.rows.push(headers(&record)),
        }
    }
    Ok(look)
}

/// The beginning of a file as text, and whether it is all. Nothing where it is none in any encoding.
fn beginning(source: &Source) -> io::Result<Option<(Encoding, String, bool)>> {
    for encoding in source.encodings()? {
        let mut bytes = Vec::new();
        source.open_as(encoding)?.take(header::BEGINNING as u64).read_to_end(&mut bytes)?;
        let whole = bytes.len() < header::BEGINNING;
        // Whole lines, so that no character is cut.
        let end = if whole { bytes.len() } else { memchr::memrchr(b'\n', &bytes).map_or(0, |last| last + 1) };
        let Ok(text) = encoding.decode(&bytes[..end]) else { continue };
        if let Ok(text) = String::from_utf8(text.into_owned()) {
            return Ok(Some((encoding, text, whole)));
        }
    }
    Ok(None)
}
