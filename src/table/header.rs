//! Where the header of a file is, and what separates its fields: told from its first lines.

use super::layout::{Bound, headers};
use crate::column::FileKind;
use crate::source::{Delimiter, Record, Records};
use crate::study::Binding;

/// The bytes from the beginning of a file among which its header is looked for.
pub(super) const BEGINNING: usize = 64 << 10;

/// The header is one of the first rows that are not blank.
const ROWS: usize = 50;

/// Where a header is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) delimiter: Delimiter,
    /// Its line; nothing where it is the first row that is not blank.
    pub(super) line: Option<u64>,
}

/// Finds the header in the beginning of a file: the first row that has all columns that the file must have, with the first
/// delimiter with which one has; else the row in which most columns are known. Where a row above it looks like a header,
/// too, it is that one: what stands between them must not be passed over. `whole`: the beginning is all.
pub(super) fn find(kind: FileKind, beginning: &[u8], whole: bool, binding: &Binding) -> Found {
    let delimiters = binding.delimiter.map_or(Delimiter::ALL.to_vec(), |stated| vec![stated]);
    let mut best: Option<(bool, usize, Found)> = None;
    let mut widest = (1, Delimiter::Comma);
    let stated = binding.header_line.as_ref().map(|line| line.value);
    'found: for delimiter in delimiters {
        for (row, record) in rows(beginning, whole, delimiter, stated).enumerate() {
            if row == 0 && (record.fields.len() > widest.0 || binding.delimiter.is_some()) {
                widest = (record.fields.len(), delimiter);
            }
            let headers = headers(&record);
            let bound = Bound::new(kind, &headers, binding);
            let has = |header: &str| headers.iter().any(|name| name == header);
            let has_bound = binding.columns.iter().all(|(_, text)| has(text.value.trim()));
            let filled = headers.iter().filter(|header| !header.is_empty()).count();
            let complete = has_bound && bound.count() > 0 && bound.missing(kind, binding).is_empty();
            let looks_like_one = bound.count() > 1 && 2 * bound.count() > filled;
            let found = Found { delimiter, line: Some(record.line) };
            let rank = (complete, bound.count());
            if rank.1 > 0 && best.is_none_or(|(complete, count, _)| rank > (complete, count)) {
                best = Some((complete, rank.1, found));
            }
            if complete {
                break 'found;
            }
            if looks_like_one {
                break;
            }
        }
    }
    best.map_or(Found { delimiter: widest.1, line: stated }, |(.., found)| found)
}

/// The first rows that are not blank, or the one on the line that is stated, as far as they are whole and their quotes in
/// order.
fn rows(beginning: &[u8], whole: bool, delimiter: Delimiter, stated: Option<u64>) -> impl Iterator<Item = Record<'_>> {
    let mut records = Records::new(beginning, 1, delimiter);
    let rows = std::iter::from_fn(move || {
        let mut record = records.buffer();
        let more = records.read(&mut record).unwrap_or(false);
        (more && (whole || records.position().0 < beginning.len())).then_some(record)
    });
    let is_one = move |record: &Record<'_>| {
        !record.is_blank() && record.fault.is_none() && stated.is_none_or(|line| line == record.line)
    };
    rows.filter(is_one).take(ROWS)
}
