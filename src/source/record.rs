//! CSV records after RFC 4180, read strictly: a quote opens a field only at its start, and closes it only before a
//! comma or the record's end. Whatever else a quote does is a [`Fault`] with its place.

use std::borrow::Cow;

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
    /// Text between a closing quote and the next comma.
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
    pub fn single(text: &str, line: u64, fields: Vec<Field>) -> Record<'_> {
        let mut record = Record { line, text, fields, fault: None };
        Records::new(text, line).read(&mut record);
        record
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

    /// Whether nothing is written in it: an empty line, or commas alone.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.fault.is_none() && self.fields.iter().all(|field| self.text[field.start..field.end].trim().is_empty())
    }
}

/// The records of a text that ends at a record's end.
#[derive(Clone, Debug)]
pub struct Records<'t> {
    text: &'t str,
    position: usize,
    line: u64,
}

impl<'t> Records<'t> {
    /// The records of `text`, whose first line is line `first_line` of its file.
    #[must_use]
    pub fn new(text: &'t str, first_line: u64) -> Records<'t> {
        Records { text, position: 0, line: first_line }
    }

    /// An empty record, for [`Records::read`] to fill.
    #[must_use]
    pub fn buffer(&self) -> Record<'t> {
        Record { line: self.line, text: "", fields: Vec::new(), fault: None }
    }

    /// Reads the next record into `record`; false at the end.
    pub fn read(&mut self, record: &mut Record<'t>) -> bool {
        if self.position >= self.text.len() {
            return false;
        }
        let rest = &self.text[self.position..];
        let scan = scan(rest.as_bytes(), &mut record.fields);
        record.line = self.line;
        record.text = &rest[..scan.content];
        record.fault = scan.fault.or(match scan.end {
            End::InsideQuotes(opened) => Some(Fault::Unclosed(opened)),
            End::Break(_) | End::Text => None,
        });
        let next = match scan.end {
            End::Break(next) => next,
            End::Text | End::InsideQuotes(_) => rest.len(),
        };
        self.line += line_breaks(&rest.as_bytes()[..next]);
        self.position += next;
        true
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
    fault: Option<Fault>,
}

/// Finds the fields of the record at the start of `bytes`.
fn scan(bytes: &[u8], fields: &mut Vec<Field>) -> Scan {
    fields.clear();
    let mut fault = None;
    let mut at = 0;
    loop {
        let mut field = Field { start: at, end: at, escaped: false };
        if bytes.get(at) == Some(&b'"') {
            let opened = at;
            field.start = at + 1;
            at += 1;
            loop {
                match bytes.get(at) {
                    None => {
                        field.end = at;
                        fields.push(field);
                        return Scan { content: at, end: End::InsideQuotes(opened), fault };
                    }
                    Some(b'"') if bytes.get(at + 1) == Some(&b'"') => {
                        field.escaped = true;
                        at += 2;
                    }
                    Some(b'"') => break,
                    Some(_) => at += 1,
                }
            }
            field.end = at;
            at += 1;
            if bytes.get(at).is_some_and(|b| !matches!(b, b',' | b'\n' | b'\r')) {
                fault = fault.or(Some(Fault::TextAfterQuote(at)));
                at = unquoted_end(bytes, at);
                field.end = at;
            }
        } else {
            at = unquoted_end(bytes, at);
            field.end = at;
            if let Some(quote) = bytes[field.start..at].iter().position(|b| *b == b'"') {
                fault = fault.or(Some(Fault::StrayQuote(field.start + quote)));
            }
        }
        fields.push(field);
        match bytes.get(at) {
            Some(b',') => at += 1,
            Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                return Scan { content: at, end: End::Break(at + 2), fault };
            }
            Some(_) => return Scan { content: at, end: End::Break(at + 1), fault },
            None => return Scan { content: at, end: End::Text, fault },
        }
    }
}

/// Where the unquoted text from `from` on ends: at a comma, a line break, or the end.
fn unquoted_end(bytes: &[u8], from: usize) -> usize {
    let length = bytes[from..].iter().position(|b| matches!(b, b',' | b'\n' | b'\r'));
    length.map_or(bytes.len(), |length| from + length)
}

/// How many line breaks (LF, CRLF or CR) `bytes` holds.
pub(super) fn line_breaks(bytes: &[u8]) -> u64 {
    let mut count = 0;
    let mut after_cr = false;
    for byte in bytes {
        count += u64::from(*byte == b'\r' || (*byte == b'\n' && !after_cr));
        after_cr = *byte == b'\r';
    }
    count
}

/// The length of the longest beginning of `bytes` that consists of whole records, each with its line break. A
/// carriage return at the very end does not count as one: its line feed may follow.
pub(super) fn whole_records(bytes: &[u8]) -> usize {
    let safe = if bytes.last() == Some(&b'\r') { &bytes[..bytes.len() - 1] } else { bytes };
    if !safe.contains(&b'"') {
        return safe.iter().rposition(|b| matches!(b, b'\n' | b'\r')).map_or(0, |last| last + 1);
    }
    let mut fields = Vec::new();
    let mut length = 0;
    while let End::Break(next) = scan(&safe[length..], &mut fields).end {
        length += next;
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>, Option<Fault>)> {
        let mut records = Records::new(text, 1);
        let mut record = records.buffer();
        let mut all = Vec::new();
        while records.read(&mut record) {
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
}
