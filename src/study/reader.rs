//! TOML, read so that every mistake in it is found in one pass, each with its place: study.toml and study.lock.

use std::collections::BTreeSet;
use std::io;
use std::ops::Range;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::amount::Amount;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, nearest, problem};
use crate::source::Source;
use crate::word::Word;

/// The text of a TOML file. Nothing where it is no UTF-8, which is in `diagnostics`.
///
/// # Errors
/// A file that cannot be read.
pub(crate) fn toml_text(source: &Source, diagnostics: &mut Diagnostics) -> io::Result<Option<String>> {
    let bytes = source.read()?;
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Some(text.to_owned())),
        Err(error) => {
            let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let place = Place::in_text(&source.name, &valid, valid.len()..valid.len());
            diagnostics.push(Diagnostic::new(problem::toml_not_utf8(&source.name), place));
            Ok(None)
        }
    }
}

/// The tables in the text of a TOML file. Nothing where it is broken: what it lacks is not known before it is mended.
pub(crate) fn toml_tables<'t>(
    file: &str,
    text: &'t str,
    diagnostics: &mut Diagnostics,
) -> Option<Spanned<DeTable<'t>>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    let broken = !errors.is_empty();
    for error in errors {
        let place = Place::in_text(file, text, error.span().unwrap_or(0..0));
        diagnostics.push(Diagnostic::new(problem::toml_syntax(error.message()), place));
    }
    (!broken).then_some(table)
}

/// A table of a TOML file, whose keys are taken one by one; [`Section::finish`] reports those that nobody took.
pub(crate) struct Section<'t> {
    file: &'t str,
    /// Its name, as in `allocation.agreed`; empty for the file itself.
    name: String,
    text: &'t str,
    table: Option<&'t DeTable<'t>>,
    span: Range<usize>,
    known: BTreeSet<&'static str>,
}

/// A value of a TOML file and where it stands.
#[derive(Clone, Debug)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Its place in the file.
    pub place: Place,
}

impl<'t> Section<'t> {
    /// The file itself.
    pub(crate) fn root(file: &'t str, text: &'t str, table: &'t Spanned<DeTable<'t>>) -> Section<'t> {
        let (name, span) = (String::new(), table.span());
        Section { file, name, text, table: Some(table.get_ref()), span, known: BTreeSet::new() }
    }

    /// A table below it.
    fn below(&self, name: String, table: Option<&'t DeTable<'t>>, span: Range<usize>) -> Section<'t> {
        Section { file: self.file, name, text: self.text, table, span, known: BTreeSet::new() }
    }

    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::in_text(self.file, self.text, span)
    }

    /// The place of the section itself: its header where it has one.
    pub(crate) fn own_place(&self) -> Place {
        self.place(self.span.clone())
    }

    fn full_key(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.known.insert(key);
        self.table?.get(key)
    }

    /// The table below `key`, empty where there is none.
    pub(crate) fn section(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Section<'t> {
        let name = self.full_key(key);
        match self.get(key) {
            None => self.below(name, None, 0..0),
            Some(value) => self.table_of(name, value, diagnostics),
        }
    }

    fn table_of(&self, name: String, value: &'t Spanned<DeValue<'t>>, diagnostics: &mut Diagnostics) -> Section<'t> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(&name, value, problem::wants_table, diagnostics);
        }
        self.below(name, table, value.span())
    }

    /// All entries whose keys the study chooses itself.
    pub(super) fn entries(&self) -> Vec<(Placed<String>, &'t Spanned<DeValue<'t>>)> {
        let entries = self.table.into_iter().flatten();
        entries
            .map(|(key, value)| (Placed { value: key.get_ref().to_string(), place: self.place(key.span()) }, value))
            .collect()
    }

    /// The tables below `key`: one, or a list of them.
    pub(crate) fn sections(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Vec<Section<'t>> {
        let name = self.full_key(key);
        match self.get(key) {
            None => Vec::new(),
            Some(value) => match value.get_ref().as_array() {
                Some(list) => list.iter().map(|one| self.table_of(name.clone(), one, diagnostics)).collect(),
                None => vec![self.table_of(name, value, diagnostics)],
            },
        }
    }

    /// The subsection with a name of the study's own.
    pub(super) fn named_section(
        &self,
        key: &Placed<String>,
        value: &'t Spanned<DeValue<'t>>,
        diagnostics: &mut Diagnostics,
    ) -> Section<'t> {
        let mut section = self.table_of(self.full_key(&key.value), value, diagnostics);
        section.span = key.place_span(self.text, value.span());
        section
    }

    pub(crate) fn text(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Placed<String>> {
        let value = self.get(key)?;
        let text = self.text_of(&self.full_key(key), value, diagnostics)?;
        Some(Placed { value: text, place: self.place(value.span()) })
    }

    /// The text below `key`, which must be there.
    pub(crate) fn required(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Placed<String>> {
        self.require(key, diagnostics);
        self.text(key, diagnostics).filter(|text| {
            let empty = text.value.trim().is_empty();
            if empty {
                diagnostics
                    .push(Diagnostic::new(problem::missing_key(self.file, &self.full_key(key)), text.place.clone()));
            }
            !empty
        })
    }

    fn require(&mut self, key: &'static str, diagnostics: &mut Diagnostics) {
        if self.get(key).is_none() {
            diagnostics.push(Diagnostic::new(problem::missing_key(self.file, &self.full_key(key)), self.own_place()));
        }
    }

    pub(crate) fn texts(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Vec<Placed<String>>> {
        let value = self.get(key)?;
        let name = self.full_key(key);
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&name, value, problem::wants_list, diagnostics);
            return None;
        };
        let mut texts = Vec::new();
        for entry in list {
            if let Some(text) = self.text_of(&name, entry, diagnostics) {
                texts.push(Placed { value: text, place: self.place(entry.span()) });
            }
        }
        Some(texts)
    }

    /// The texts of a table whose keys the study, or the caller, knows: `columns`, `constants`.
    pub(super) fn text_entries(&self, diagnostics: &mut Diagnostics) -> Vec<(Placed<String>, Placed<String>)> {
        let mut entries = Vec::new();
        for (key, value) in self.entries() {
            if let Some(text) = self.text_of(&self.full_key(&key.value), value, diagnostics) {
                entries.push((key, Placed { value: text, place: self.place(value.span()) }));
            }
        }
        entries
    }

    fn text_of(&self, name: &str, value: &'t Spanned<DeValue<'t>>, diagnostics: &mut Diagnostics) -> Option<String> {
        let text = value.get_ref().as_str().map(ToOwned::to_owned);
        if text.is_none() {
            self.wrong(name, value, problem::wants_text, diagnostics);
        }
        text
    }

    pub(super) fn word<W: Word>(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Placed<W>> {
        let text = self.text(key, diagnostics)?;
        word(&text, diagnostics).map(|value| Placed { value, place: text.place })
    }

    pub(super) fn required_word<W: Word>(
        &mut self,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Placed<W>> {
        self.require(key, diagnostics);
        self.word(key, diagnostics)
    }

    pub(super) fn words<W: Word>(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Vec<W>> {
        let texts = self.texts(key, diagnostics)?;
        Some(texts.iter().filter_map(|text| word(text, diagnostics)).collect())
    }

    /// A day, written as a TOML date or as a text.
    pub(super) fn required_date(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Placed<Date>> {
        self.require(key, diagnostics);
        let value = self.get(key)?;
        let written = &self.text[value.span()];
        match crate::date::parse(written.trim_matches(['"', '\''])) {
            Some(date) => Some(Placed { value: date, place: self.place(value.span()) }),
            None => {
                self.wrong(&self.full_key(key), value, problem::wants_date, diagnostics);
                None
            }
        }
    }

    /// Numbers by name, as `shares` has them. The digits are taken as they are written: no float takes part.
    pub(super) fn amounts(&self, diagnostics: &mut Diagnostics) -> Vec<(Placed<String>, Option<Amount>)> {
        let mut amounts = Vec::new();
        for (key, value) in self.entries() {
            let written = match value.get_ref() {
                DeValue::Integer(number) if number.radix() == 10 => number.as_str(),
                DeValue::Float(number) => number.as_str(),
                DeValue::String(text) => text,
                _ => "",
            };
            let amount = Amount::parse(written).ok();
            if amount.is_none() {
                let name = self.full_key(&key.value);
                self.wrong(&name, value, problem::wants_number, diagnostics);
            }
            amounts.push((key, amount));
        }
        amounts
    }

    /// Numbers of decimals by name, of at most `most`.
    pub(super) fn digits(&self, most: u32, diagnostics: &mut Diagnostics) -> Vec<(Placed<String>, Option<u32>)> {
        let mut all = Vec::new();
        for (key, value) in self.entries() {
            let digits = match value.get_ref() {
                DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
                _ => None,
            };
            let digits = digits.filter(|digits| *digits <= most);
            if digits.is_none() {
                self.wrong(&self.full_key(&key.value), value, problem::wants_digits, diagnostics);
            }
            all.push((key, digits));
        }
        all
    }

    /// The number of a line, from 1.
    pub(super) fn line(&mut self, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Placed<u64>> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok().filter(|line| *line > 0),
            _ => None,
        };
        match number {
            Some(line) => Some(Placed { value: line, place: self.place(value.span()) }),
            None => {
                self.wrong(&self.full_key(key), value, problem::wants_line, diagnostics);
                None
            }
        }
    }

    /// Whether `key` has exactly this text.
    pub(super) fn is_text(&mut self, key: &'static str, text: &str) -> bool {
        self.get(key).is_some_and(|value| value.get_ref().as_str() == Some(text))
    }

    fn wrong(
        &self,
        name: &str,
        value: &Spanned<DeValue<'t>>,
        problem: impl Fn(&str) -> Problem,
        diagnostics: &mut Diagnostics,
    ) {
        diagnostics.push(Diagnostic::new(problem(name), self.place(value.span())));
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, diagnostics: &mut Diagnostics) {
        for (key, _) in self.entries() {
            if !self.known.contains(key.value.as_str()) {
                let near = nearest(&key.value, self.known.iter().copied());
                let problem = problem::unknown_key(&self.full_key(&key.value), &near, &self.known);
                diagnostics.push(Diagnostic::new(problem, key.place));
            }
        }
    }
}

impl Placed<String> {
    /// The span of this key within `text`, for pointing at a section by its name.
    fn place_span(&self, text: &str, fallback: Range<usize>) -> Range<usize> {
        let line = usize::try_from(self.place.line).unwrap_or(1).saturating_sub(1);
        let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
        let span = start + self.place.mark.start..start + self.place.mark.end;
        if span.end <= text.len() { span } else { fallback }
    }
}

fn word<W: Word>(text: &Placed<String>, diagnostics: &mut Diagnostics) -> Option<W> {
    let word = W::parse(text.value.trim());
    if word.is_none() {
        diagnostics.push(Diagnostic::new(problem::unknown_word(&text.value, &W::names()), text.place.clone()));
    }
    word
}
