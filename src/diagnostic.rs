//! Problems in the data, as values: what is wrong, where, and what to write instead.
//!
//! Low-level code returns a bare [`Problem`]; whoever knows the place makes it a [`Diagnostic`]. A run collects all of
//! them in [`Diagnostics`], which keeps the first few of each code and counts the rest, so that a million bad rows fill
//! neither memory nor the screen. Problems of the world (a missing file, a full disk) are ordinary errors.

mod explain;
mod near;
pub mod problem;
mod render;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::ser::{Serialize, SerializeStruct, Serializer};

pub use explain::{Explanation, explain};
pub use near::nearest;
pub use problem::{Code, Problem};
pub use render::{Style, render, render_each, render_findings};

use crate::text::{Language, Text, text};

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// No result is given while it stands.
    Error,
    /// The result is given beside it.
    Warning,
    /// Nothing is wrong, and it is worth knowing.
    Note,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Severity::Error => text!("error", "错误"),
            Severity::Warning => text!("warning", "警告"),
            Severity::Note => text!("note", "提示"),
        }
    }
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, by its name within the study.
    pub file: String,
    /// The line on which `text` begins, from 1.
    pub line: u64,
    /// The characters of that line before `text`.
    pub before: u64,
    /// The record, or the line, that holds it; of a long one what is around the mark.
    pub text: String,
    /// The offending part of `text`, in bytes.
    pub mark: Range<usize>,
}

/// The most of a record that a place keeps, in bytes: a million of them are not to fill memory, and records may be long.
const LONGEST: usize = 4096;

impl Place {
    /// A file as a whole.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Place {
        Place { file: name.into(), line: 0, before: 0, text: String::new(), mark: 0..0 }
    }

    /// The part `span` (in bytes) of a text file.
    #[must_use]
    pub fn in_text(name: impl Into<String>, text: &str, span: Range<usize>) -> Place {
        let at = span.start.min(text.len());
        let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
        let line = text[..start].bytes().filter(|b| *b == b'\n').count() as u64 + 1;
        let content = text[start..end].trim_end_matches('\r');
        let mark = (at - start).min(content.len())..(span.end.max(at) - start).min(content.len());
        Place::in_record(name, line, content, mark)
    }

    /// The part `mark` (in bytes) of a record that begins on line `line`.
    #[must_use]
    pub fn in_record(name: impl Into<String>, line: u64, text: &str, mark: Range<usize>) -> Place {
        let start = match text.len() {
            0..=LONGEST => 0,
            _ => text.floor_char_boundary(mark.start.saturating_sub(LONGEST / 2)),
        };
        let end = text.floor_char_boundary((start + LONGEST).min(text.len()));
        let left_out = &text[..start];
        let line_start = left_out.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            file: name.into(),
            line: line + left_out.bytes().filter(|b| *b == b'\n').count() as u64,
            before: left_out[line_start..].chars().count() as u64,
            text: text[start..end].to_owned(),
            mark: mark.start - start..mark.end.min(end) - start,
        }
    }

    /// Line and column of the mark, from 1; the column in characters.
    #[must_use]
    pub fn line_and_column(&self) -> (u64, u64) {
        let before = &self.text[..self.mark.start];
        let (start, left_out) = before.rfind('\n').map_or((0, self.before), |newline| (newline + 1, 0));
        let lines = before.bytes().filter(|b| *b == b'\n').count() as u64;
        (self.line + lines, left_out + before[start..].chars().count() as u64 + 1)
    }
}

/// A problem at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub place: Place,
    /// How many rows have it: a problem of texts is found once for all rows that have the same texts.
    pub rows: u64,
}

impl Diagnostic {
    /// The problem at a place, of one row.
    #[must_use]
    pub fn new(problem: Problem, place: Place) -> Diagnostic {
        Diagnostic { problem, place, rows: 1 }
    }

    /// study.toml first, then the other files by name; within a file from top to bottom.
    fn order(&self) -> (bool, &str, u64, usize, Code) {
        let file = self.place.file.as_str();
        (file != crate::column::STUDY_FILE, file, self.place.line, self.place.mark.start, self.problem.code)
    }

    /// The diagnostic as JSON has it, with its texts in `language`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> impl Serialize + '_ {
        Localised { diagnostic: self, language }
    }
}

struct Localised<'d> {
    diagnostic: &'d Diagnostic,
    language: Language,
}

impl Serialize for Localised<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Diagnostic { problem, place, rows } = self.diagnostic;
        let (line, column) = place.line_and_column();
        let mut fields = serializer.serialize_struct("Diagnostic", 8)?;
        fields.serialize_field("code", problem.code.as_str())?;
        fields.serialize_field("severity", &problem.severity)?;
        fields.serialize_field("file", &place.file)?;
        fields.serialize_field("line", &line)?;
        fields.serialize_field("column", &column)?;
        fields.serialize_field("message", problem.message.in_language(self.language))?;
        fields.serialize_field("help", problem.help.in_language(self.language))?;
        fields.serialize_field("rows", rows)?;
        fields.end()
    }
}

/// How many diagnostics of one code are kept and shown.
const KEPT: usize = 10;

/// All problems of a run: the first ten of each code, and how many there were.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    by_code: BTreeMap<Code, Kept>,
}

#[derive(Clone, Debug, Default)]
struct Kept {
    first: Vec<Diagnostic>,
    total: u64,
    /// Whether the first are sorted, and as many as are kept.
    full: bool,
}

impl Kept {
    fn trim(&mut self) {
        self.first.sort_by(|a, b| a.order().cmp(&b.order()));
        self.first.truncate(KEPT);
        self.full = self.first.len() == KEPT;
    }

    /// Whether a diagnostic on this line stands below all that are kept.
    fn is_behind(&self, file: &str, line: u64) -> bool {
        let last = self.first.last().map(|last| &last.place);
        self.full && last.is_some_and(|last| last.file == file && last.line < line)
    }
}

impl Diagnostics {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let kept = self.by_code.entry(diagnostic.problem.code).or_default();
        kept.total += 1;
        kept.first.push(diagnostic);
        kept.full = false;
        // Which are the first does not depend on the order in which they are found.
        if kept.first.len() == KEPT || kept.first.len() >= 8 * KEPT {
            kept.trim();
        }
    }

    /// Adds a diagnostic of this code on a line of a file, which is only counted, and not made, where as many as are
    /// shown stand above it: a million bad rows are to take no longer than a million good ones.
    pub fn push_at(&mut self, code: Code, file: &str, line: u64, make: impl FnOnce() -> Diagnostic) {
        match self.by_code.get_mut(&code) {
            Some(kept) if kept.is_behind(file, line) => kept.total += 1,
            _ => self.push(make()),
        }
    }

    /// Those of other codes.
    #[must_use]
    pub fn without(mut self, codes: &[Code]) -> Diagnostics {
        self.by_code.retain(|kept, _| !codes.contains(kept));
        self
    }

    /// Those of one code alone.
    #[must_use]
    pub fn of(mut self, code: Code) -> Diagnostics {
        self.by_code.retain(|kept, _| *kept == code);
        self
    }

    /// Adds those there are.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }

    /// Adds all that `other` holds.
    pub fn merge(&mut self, other: Diagnostics) {
        for (code, more) in other.by_code {
            let kept = self.by_code.entry(code).or_default();
            kept.total += more.total;
            kept.first.extend(more.first);
            kept.trim();
        }
    }

    /// Whether an error stands.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.by_code.values().any(|kept| kept.first.iter().any(|d| d.problem.severity == Severity::Error))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_code.is_empty()
    }

    /// The kept diagnostics in the order in which they are shown.
    #[must_use]
    pub fn shown(&self) -> Vec<&Diagnostic> {
        let mut shown = Vec::new();
        for kept in self.by_code.values() {
            let mut first: Vec<&Diagnostic> = kept.first.iter().collect();
            first.sort_by(|a, b| a.order().cmp(&b.order()));
            first.truncate(KEPT);
            shown.extend(first);
        }
        shown.sort_by(|a, b| a.order().cmp(&b.order()));
        shown
    }

    /// The codes of which more were found than are shown, with how many more.
    #[must_use]
    pub fn not_shown(&self) -> Vec<(Code, u64)> {
        let more = |kept: &Kept| kept.total.saturating_sub(kept.first.len().min(KEPT) as u64);
        self.by_code.iter().map(|(code, kept)| (*code, more(kept))).filter(|(_, more)| *more > 0).collect()
    }

    /// How many of `severity` were found.
    #[must_use]
    pub fn count(&self, severity: Severity) -> u64 {
        let of = |kept: &&Kept| kept.first.first().is_some_and(|d| d.problem.severity == severity);
        self.by_code.values().filter(of).map(|kept| kept.total).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_keeps_the_first_of_each_code_in_whatever_order_they_come() {
        let place = |line| Place::in_record("energy.csv", line, "", 0..0);
        let (mut up, mut down) = (Diagnostics::default(), Diagnostics::default());
        for line in 0..1214 {
            up.push(Diagnostic::new(problem::stray_quote(), place(line)));
            down.push(Diagnostic::new(problem::stray_quote(), place(1213 - line)));
        }
        assert_eq!(up.not_shown(), [(Code::StrayQuote, 1204)]);
        assert_eq!(up.shown(), down.shown());
        assert_eq!(up.shown().iter().map(|d| d.place.line).collect::<Vec<_>>(), (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn a_place_in_a_text_is_its_line_with_the_mark() {
        let text = "[study]\r\ntitle = 1\n";
        let place = Place::in_text("study.toml", text, 17..18);
        assert_eq!((place.line, place.text.as_str(), place.mark.clone()), (2, "title = 1", 8..9));
        assert_eq!(place.line_and_column(), (2, 9));
    }

    #[test]
    fn of_a_long_record_what_is_around_the_mark_is_kept_with_its_line_and_column() {
        let text = format!("{}\n{}x{}", "铝".repeat(3_000), "锭".repeat(5_000), "棒".repeat(90_000));
        let at = text.find('x').unwrap();
        let place = Place::in_record("energy.csv", 7, &text, at..at + 1);
        assert_eq!(place.line_and_column(), (8, 5_001));
        assert_eq!(&place.text[place.mark.clone()], "x");
        assert!(place.text.len() <= LONGEST);
    }
}
