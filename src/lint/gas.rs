//! The gases of a release: gwp.csv and blends.csv.
//!
//! What reading a release refuses is no finding: a row that is no number, names that two gases have, a blend whose fractions
//! do not add up to one.

use std::borrow::Cow;

use crate::amount::Amount;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, problem};
use crate::source::{Delimiter, Record, Records};
use crate::word::{GwpSet, Word};

/// A gas warms: its GWP is above zero. It has a source, and so has the composition of a blend.
pub(super) fn gases(file: &str, bytes: &[u8], diagnostics: &mut Diagnostics) {
    let mut records = Records::new(bytes, 1, Delimiter::Comma);
    let mut record = records.buffer();
    let mut header: Vec<String> = Vec::new();
    while records.read(&mut record).is_ok_and(|read| read) {
        if header.is_empty() {
            header = (0..record.fields.len()).map(|field| record.field(field).into_owned()).collect();
            continue;
        }
        let mut report = |column: &str, problem: &dyn Fn(&str) -> Option<Problem>| {
            let (text, place) = cell(file, &record, header.iter().position(|name| name == column));
            if let Some(problem) = problem(&text) {
                diagnostics.push(Diagnostic::new(problem, place));
            }
        };
        report("source", &|text| text.is_empty().then(problem::missing_source));
        for (_, names) in GwpSet::WORDS {
            report(names[0], &|text| {
                let gwp = Amount::parse(text).ok().filter(|gwp| *gwp <= Amount::ZERO)?;
                Some(if gwp.is_negative() { problem::below_zero(gwp) } else { problem::zero_gwp() })
            });
        }
    }
}

/// The text and the place of a cell; of the whole record, where the file has no such column.
fn cell<'r>(file: &str, record: &'r Record<'_>, column: Option<usize>) -> (Cow<'r, str>, Place) {
    let field = column.and_then(|column| Some((column, record.fields.get(column)?)));
    let mark = field.map_or(0..record.text.len(), |(_, field)| field.start..field.end);
    let text = field.map_or(Cow::Borrowed(""), |(column, _)| record.field(column));
    (text, Place::in_record(file, record.line, record.text, mark))
}
