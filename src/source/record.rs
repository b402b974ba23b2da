//! CSV records after RFC 4180, read strictly: a quote opens a field only at its start, and closes it only before a
//! delimiter or the record's end. Whatever else a quote does is a [`Fault`] with its place.

use std::borrow::Cow;

/// What separates the fields of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delimiter {
    /// A comma.
    #[default]
    Comma,
    /// A semicolon, where the comma separates decimals.
    Semicolon,
    /// A tab, as in Excel's “Unicode text”.
    Tab,
}

impl Delimiter {
    /// All, in the order in which they are tried.
    pub const ALL: [Delimiter; 3] = [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab];

    /// All names that `delimiter` in study.toml takes.
    pub const NAMES: [&'static str; 3] = [",", ";", "tab"];

    /// The delimiter with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Delimiter> {
        match name {
            "," => Some(Delimiter::Comma),
            ";" => Some(Delimiter::Semicolon),
            "tab" | "\t" => Some(Delimiter::Tab),
            _ => None,
        }
    }

    /// Its character.
    #[must_use]
    pub const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
        }
    }
}

/// One field of a record: its place in the record's text, without the enclosing quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Where the content begins, in bytes from the start of the record.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Whether it holds doubled quotes that stand for one.
    escaped: bool,
}

/// What is wrong with the quotes of a record, and where, in bytes from the start of the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote inside a field that does not begin with one.
    StrayQuote(usize),
    /// Text between a closing quote and the next delimiter.
    TextAfterQuote(usize),
    /// A quoted field that the file's end leaves open; the place of its opening quote.
    Unclosed(usize),
}

/// One record of a CSV text.
#[derive(Clone, Debug)]
pub struct Record<'t> {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Its text, without the line break at its end.
    pub text: &'t str,
    /// Its fields.
    pub fields: Vec<Field>,
    /// What is wrong with its quotes.
    pub fault: Option<Fault>,
}

impl Record<'_> {
    /// Reads a text that is known to be one record, as a record on line `line`. `fields` is room to use again.
    #[must_use]
    pub fn single(text: &str, line: u64, delimiter: Delimiter, mut fields: Vec<Field>) -> Record<'_> {
        let fault = scan(text.as_bytes(), delimiter, &mut fields).fault();
        Record { line, text, fields, fault }
    }

    /// Where a quote opens that the text leaves open.
    #[must_use]
    pub fn open_quote(bytes: &[u8], delimiter: Delimiter) -> Option<usize> {
        match scan(bytes, delimiter, &mut Vec::new()).end {
            End::InsideQuotes(opened) => Some(opened),
            End::Break(_) | End::Text => None,
        }
    }

    /// The content of field `index`, or nothing where the record is shorter.
    #[must_use]
    pub fn field(&self, index: usize) -> Cow<'_, str> {
        match self.fields.get(index) {
            None => Cow::Borrowed(""),
            Some(field) if field.escaped => Cow::Owned(self.text[field.start..field.end].replace("\"\"", "\"")),
            Some(field) => Cow::Borrowed(&self.text[field.start..field.end]),
        }
    }

    /// Whether nothing is written in it: an empty line, or delimiters alone.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && self.fields.iter().all(|field| self.text[field.start..field.end].trim().is_empty())
    }
}

/// Bytes that are no UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotText {
    /// The line on which the record begins that holds them.
    pub line: u64,
    /// The record's text before them.
    pub before: String,
}

/// The records of bytes that end at a record's end.
#[derive(Clone, Debug)]
pub struct Records<'t> {
    bytes: &'t [u8],
    position: usize,
    line: u64,
    delimiter: Delimiter,
}

impl<'t> Records<'t> {
    /// The records of `bytes`, whose first line is line `first_line` of its file.
    #[must_use]
    pub fn new(bytes: &'t [u8], first_line: u64, delimiter: Delimiter) -> Records<'t> {
        Records { bytes, position: 0, line: first_line, delimiter }
    }

    /// An empty record, for [`Records::read`] to fill.
    #[must_use]
    pub fn buffer(&self) -> Record<'t> {
        Record { line: self.line, text: "", fields: Vec::new(), fault: None }
    }

    /// Where the next record begins, in bytes, and on which line.
    #[must_use]
    pub fn position(&self) -> (usize, u64) {
        (self.position, self.line)
    }

    /// Passes over `rows` records of one line each, to where the next one begins.
    pub fn pass(&mut self, rows: u64, position: usize) {
        self.position = position;
        self.line += rows;
    }

    /// Reads the next record into `record`; false at the end.
    ///
    /// # Errors
    /// [`NotText`], where the record is no UTF-8.
    pub fn read(&mut self, record: &mut Record<'t>) -> Result<bool, NotText> {
        let (rest, line) = (&self.bytes[self.position..], self.line);
        if rest.is_empty() {
            return Ok(false);
        }
        let scan = scan(rest, self.delimiter, &mut record.fields);
        record.line = line;
        record.text = std::str::from_utf8(&rest[..scan.content]).map_err(|error| {
            let before = String::from_utf8_lossy(&rest[..error.valid_up_to()]).into_owned();
            NotText { line, before }
        })?;
        record.fault = scan.fault();
        let next = match scan.end {
            End::Break(next) => next,
            End::Text | End::InsideQuotes(_) => rest.len(),
        };
        self.line += line_breaks(&rest[..next]);
        self.position += next;
        Ok(true)
    }
}

/// How a record ended.
enum End {
    /// With a line break; where the next record begins.
    Break(usize),
    /// With the text.
    Text,
    /// With the text, inside a quoted field that began here.
    InsideQuotes(usize),
}

struct Scan {
    /// Where the record's text ends.
    content: usize,
    end: End,
    misplaced: Option<Fault>,
}

impl Scan {
    fn fault(&self) -> Option<Fault> {
        self.misplaced.or(match self.end {
            End::InsideQuotes(opened) => Some(Fault::Unclosed(opened)),
            End::Break(_) | End::Text => None,
        })
    }
}

/// The most fields that a record is taken apart into, and one more: as many as a sheet of Excel has columns. A line of
/// millions of delimiters is no record, and would fill memory.
const MAX_FIELDS: usize = 16_384;

/// Finds the fields of the record at the start of `bytes`.
fn scan(bytes: &[u8], delimiter: Delimiter, fields: &mut Vec<Field>) -> Scan {
    fields.clear();
    let delimiter = delimiter.byte();
    let mut misplaced = None;
    let mut at = 0;
    loop {
        let mut field = Field { start: at, end: at, escaped: false };
        if bytes.get(at) == Some(&b'"') {
            let opened = at;
            field.start = at + 1;
            at += 1;
            loop {
                match memchr::memchr(b'"', &bytes[at..]) {
                    None => {
                        field.end = bytes.len();
                        fields.push(field);
                        return Scan { content: bytes.len(), end: End::InsideQuotes(opened), misplaced };
                    }
                    Some(quote) if bytes.get(at + quote + 1) == Some(&b'"') => {
                        field.escaped = true;
                        at += quote + 2;
                    }
                    Some(quote) => {
                        at += quote;
                        break;
                    }
                }
            }
            field.end = at;
            at += 1;
            if bytes.get(at).is_some_and(|b| *b != delimiter && !matches!(b, b'\n' | b'\r')) {
                misplaced = misplaced.or(Some(Fault::TextAfterQuote(at)));
                at = unquoted_end(bytes, delimiter, at);
                field.end = at;
            }
        } else {
            at = unquoted_end(bytes, delimiter, at);
            field.end = at;
            if let Some(quote) = bytes[field.start..at].iter().position(|b| *b == b'"') {
                misplaced = misplaced.or(Some(Fault::StrayQuote(field.start + quote)));
            }
        }
        if fields.len() <= MAX_FIELDS {
            fields.push(field);
        }
        match bytes.get(at) {
            None => return Scan { content: at, end: End::Text, misplaced },
            Some(byte) if *byte == delimiter => at += 1,
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                return Scan { content: at, end: End::Break(at + 2), misplaced };
            }
            Some(_) => return Scan { content: at, end: End::Break(at + 1), misplaced },
        }
    }
}

/// Where the unquoted text from `from` on ends: at a delimiter, a line break, or the end.
fn unquoted_end(bytes: &[u8], delimiter: u8, from: usize) -> usize {
    let length = bytes[from..].iter().position(|b| *b == delimiter || matches!(b, b'\n' | b'\r'));
    length.map_or(bytes.len(), |length| from + length)
}

/// How many line breaks (LF, CRLF or CR) `bytes` holds.
pub(super) fn line_breaks(bytes: &[u8]) -> u64 {
    let feeds = memchr::memchr_iter(b'\n', bytes).count();
    let lone = memchr::memchr_iter(b'\r', bytes).filter(|at| bytes.get(at + 1) != Some(&b'\n')).count();
    (feeds + lone) as u64
}

/// The length of the longest beginning of `bytes` that consists of whole records, each with its line break. A
/// carriage return at the very end does not count as one: its line feed may follow.
pub(super) fn whole_records(bytes: &[u8], delimiter: Delimiter) -> usize {
    let safe = if bytes.last() == Some(&b'\r') { &bytes[..bytes.len() - 1] } else { bytes };
    if !safe.contains(&b'"') {
        return memchr::memrchr2(b'\n', b'\r', safe).map_or(0, |last| last + 1);
    }
    let mut fields = Vec::new();
    let mut length = 0;
    while let End::Break(next) = scan(&safe[length..], delimiter, &mut fields).end {
        length += next;
    }
    length
}

/// As [`whole_records`], but only up to a line feed, and from the number of quotes alone: where each quote of `bytes`
/// opens a field, closes one or is doubled, a line feed ends a record where the quotes before it are even in number.
pub(super) fn records_by_quotes(bytes: &[u8]) -> usize {
    let mut inside = memchr::memchr_iter(b'"', bytes).count() % 2 == 1;
    let mut end = bytes.len();
    while let Some(last) = memchr::memrchr2(b'\n', b'"', &bytes[..end]) {
        match bytes[last] {
            b'"' => inside = !inside,
            _ if !inside => return last + 1,
            _ => {}
        }
        end = last;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>, Option<Fault>)> {
        let mut records = Records::new(text.as_bytes(), 1, Delimiter::Comma);
        let mut record = records.buffer();
        let mut all = Vec::new();
        while records.read(&mut record).unwrap() {
            let fields = (0..record.fields.len()).map(|i| record.field(i).into_owned()).collect();
            all.push((record.line, fields, record.fault));
        }
        all
    }

    #[test]
    fn quoted_fields_hold_commas_line_breaks_and_doubled_quotes() {
        let records = read("a,\"b,\r\nc\",\"say \"\"hi\"\"\"\r\nd,,\n");
        assert_eq!(records[0], (1, vec!["a".into(), "b,\r\nc".into(), "say \"hi\"".into()], None));
        assert_eq!(records[1], (3, vec!["d".into(), String::new(), String::new()], None));
    }

    #[test]
    fn lines_are_counted_through_blank_lines_and_every_kind_of_line_break() {
        let lines: Vec<u64> = read("a\n\nb\r\nc\rd").iter().map(|(line, ..)| *line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_quote_out_of_place_is_a_fault_and_the_rest_of_the_file_is_still_read() {
        let records = read("3\" pipe,x\n\"a\"b,y\nz\n\"open\nend");
        assert_eq!(records[0].2, Some(Fault::StrayQuote(1)));
        assert_eq!(records[1].2, Some(Fault::TextAfterQuote(3)));
        assert_eq!(records[2].2, None);
        assert_eq!((records[3].0, records[3].2), (4, Some(Fault::Unclosed(0))));
        assert_eq!(records.len(), 4);
    }

    #[test]
    fn bytes_that_are_no_text_are_found_with_their_line() {
        let bytes = b"a,b\n\"c\nd\",e\xFF";
        let mut records = Records::new(bytes, 7, Delimiter::Comma);
        let mut record = records.buffer();
        assert_eq!(records.read(&mut record), Ok(true));
        assert_eq!(records.read(&mut record), Err(NotText { line: 8, before: "\"c\nd\",e".to_owned() }));
    }
}
