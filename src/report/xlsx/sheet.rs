//! A sheet of the workbook as it is written: cells with their formats, columns as wide as what stands in them.

use rust_xlsxwriter::{Format, Formula, Url, Worksheet, XlsxError, utility};
use unicode_width::UnicodeWidthStr;

use super::formats::{Formats, Weight};
use crate::amount::Amount;
use crate::report::document::{Cell, Number};
use crate::report::labels::xlsx as words;
use crate::text::{Language, Text, visible};

/// The row of a sheet's header, and the first below it. The title stands above.
pub(super) const HEADER: u32 = 2;
pub(super) const FIRST: u32 = HEADER + 1;

/// The characters that a cell holds, as Excel counts them.
const MOST_CHARACTERS: usize = 32_767;
/// The links that a sheet holds.
const MOST_LINKS: u32 = 65_530;
/// The least width of a column, and what it has more than its text, in characters.
const LEAST_WIDTH: usize = 5;
const PADDING: usize = 2;
/// Texts and headers are wrapped to these widths. Numbers never are: a column is as wide as its widest.
const TEXT_WIDTH: usize = 32;
const WORD_WIDTH: usize = 64;
const HEADER_WIDTH: usize = 10;
/// The height of a line of text in points, and how many lines a row shows at most.
const LINE: u32 = 14;
const MOST_LINES: u32 = 8;

/// A sheet, row by row.
pub(super) struct Sheet<'f> {
    name: String,
    worksheet: Worksheet,
    formats: &'f Formats,
    language: Language,
    widths: Vec<usize>,
    headers: Vec<(u32, u16, usize)>,
    /// The last row that is higher than a line, and its height.
    tall: Option<(u32, u32)>,
    links: u32,
}

impl<'f> Sheet<'f> {
    /// A sheet with a title.
    pub(super) fn new(name: &Text, title: &Text, formats: &'f Formats, language: Language) -> Result<Self, XlsxError> {
        let name = name.in_language(language).to_owned();
        let mut worksheet = Worksheet::new();
        worksheet.set_name(&name)?;
        // A4, across.
        worksheet
            .set_paper_size(9)
            .set_landscape()
            .set_print_fit_to_pages(1, 0)
            .set_margins(0.4, 0.4, 0.5, 0.6, 0.2, 0.3);
        worksheet.set_footer(words::page().in_language(language));
        worksheet.write_string_with_format(0, 0, shown(title.in_language(language)), &formats.title)?;
        Ok(Sheet { name, worksheet, formats, language, widths: Vec::new(), headers: Vec::new(), tall: None, links: 0 })
    }

    /// A cell, as formulas on any sheet write it. No name of a sheet has an apostrophe.
    pub(super) fn cell(&self, row: u32, column: u16) -> String {
        format!("'{}'!{}", self.name, utility::row_col_to_cell_absolute(row, column))
    }

    /// The cells of a column from [`FIRST`] to before `end`, as formulas on any sheet write them.
    pub(super) fn column(&self, column: u16, end: u32) -> String {
        let last = utility::row_col_to_cell_absolute(end.max(FIRST + 1) - 1, column);
        format!("{}:{last}", self.cell(FIRST, column))
    }

    /// The header, which stays in sight and is repeated on every printed page.
    pub(super) fn header(&mut self, headers: &[Text]) -> Result<(), XlsxError> {
        self.header_at(HEADER, headers)?;
        self.worksheet.set_freeze_panes(FIRST, 0)?.set_repeat_rows(HEADER, HEADER)?;
        Ok(())
    }

    /// A header in any row.
    pub(super) fn header_at(&mut self, row: u32, headers: &[Text]) -> Result<(), XlsxError> {
        for (column, header) in (0..).zip(headers) {
            let header = shown(header.in_language(self.language));
            self.widen(column, header.width().min(HEADER_WIDTH));
            self.headers.push((row, column, header.width()));
            self.worksheet.write_string_with_format(row, column, header, &self.formats.header)?;
        }
        Ok(())
    }

    /// Buttons at the header to choose lines by; the last line is before `end`.
    pub(super) fn filter(&mut self, columns: u16, end: u32) -> Result<(), XlsxError> {
        self.worksheet.autofilter(HEADER, 0, end.max(FIRST + 1) - 1, columns - 1)?;
        Ok(())
    }

    /// A text. It is never a formula, whatever it begins with.
    pub(super) fn text(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        if text.is_empty() {
            return Ok(());
        }
        let text = shown(text);
        self.make_room(row, column, &text)?;
        self.worksheet.write_string_with_format(row, column, text, &self.formats.text)?;
        Ok(())
    }

    /// A text that may reach over the columns to its right.
    pub(super) fn line(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(row, column, shown(text), &self.formats.line)?;
        Ok(())
    }

    /// A text of the program.
    pub(super) fn words(&mut self, row: u32, column: u16, text: &Text) -> Result<(), XlsxError> {
        self.text(row, column, text.in_language(self.language))
    }

    /// A text in a line of sums.
    pub(super) fn bold(&mut self, row: u32, column: u16, text: &Text) -> Result<(), XlsxError> {
        let text = shown(text.in_language(self.language));
        self.make_room(row, column, &text)?;
        self.worksheet.write_string_with_format(row, column, text, &self.formats.bold)?;
        Ok(())
    }

    /// A text that may be wider than its column, below or above a table.
    pub(super) fn note(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        self.worksheet.write_string_with_format(row, column, shown(text), &self.formats.note)?;
        Ok(())
    }

    /// A text that leads to a cell of this workbook.
    pub(super) fn link(&mut self, row: u32, column: u16, text: &str, cell: &str) -> Result<(), XlsxError> {
        self.links += 1;
        if self.links > MOST_LINKS {
            return self.text(row, column, text);
        }
        let text = shown(text);
        self.make_room(row, column, &text)?;
        let url = Url::new(format!("internal:{cell}")).set_text(text);
        self.worksheet.write_url_with_format(row, column, url, &self.formats.link)?;
        Ok(())
    }

    /// A number.
    pub(super) fn number(&mut self, row: u32, column: u16, number: Number) -> Result<(), XlsxError> {
        self.widen(column, number.shown(",").len());
        let format = self.formats.number(number.places, Weight::Plain);
        self.worksheet.write_number_with_format(row, column, number.amount.to_float(), format)?;
        Ok(())
    }

    /// A line number, or the number of a contribution: without thousands.
    pub(super) fn ordinal(&mut self, row: u32, column: u16, ordinal: u64) -> Result<(), XlsxError> {
        self.worksheet.write_number_with_format(row, column, Amount::from(ordinal).to_float(), &self.formats.plain)?;
        Ok(())
    }

    /// A scope, as a number that says so.
    pub(super) fn scope(&mut self, row: u32, column: u16, scope: u8) -> Result<(), XlsxError> {
        self.widen(column, "Scope 1".len());
        self.worksheet.write_number_with_format(row, column, scope, &self.formats.scope)?;
        Ok(())
    }

    /// A formula, and the number that the program has for it: a viewer that does not compute shows that.
    pub(super) fn formula(&mut self, row: u32, column: u16, formula: &str, number: Number) -> Result<(), XlsxError> {
        self.result(row, column, formula, number, Weight::Plain)
    }

    /// A formula for a number in a line of sums, or in another.
    pub(super) fn result(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        number: Number,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        self.widen(column, number.shown(",").len());
        let format = self.formats.number(number.places, weight);
        self.put(row, column, formula, number.amount, format)
    }

    /// A formula for a fraction that is shown in per cent, with `places` decimals.
    pub(super) fn share(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        fraction: Number,
        weight: Weight,
    ) -> Result<(), XlsxError> {
        self.widen(column, "100.%".len() + fraction.places as usize);
        let format = self.formats.share(fraction.places, weight);
        self.put(row, column, formula, fraction.amount, format)
    }

    fn put(
        &mut self,
        row: u32,
        column: u16,
        formula: &str,
        amount: Amount,
        format: &'f Format,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(amount.to_string());
        self.worksheet.write_formula_with_format(row, column, formula, format)?;
        Ok(())
    }

    /// A cell of a report's table.
    pub(super) fn cell_of(&mut self, row: u32, column: u16, cell: &Cell) -> Result<(), XlsxError> {
        match cell {
            Cell::Blank => Ok(()),
            Cell::Name(name) => self.text(row, column, name),
            Cell::Words(text) => self.words(row, column, text),
            Cell::Number(number) => self.number(row, column, *number),
        }
    }

    /// A share of a report's table, which is in per cent, as the fraction that the workbook's shares are.
    pub(super) fn percentage(&mut self, row: u32, column: u16, percent: Number) -> Result<(), XlsxError> {
        self.widen(column, "100.%".len() + percent.places as usize);
        let hundredth = percent.amount.times(Amount::new(1, 2)).unwrap_or_default();
        let format = self.formats.share(percent.places, Weight::Plain);
        self.worksheet.write_number_with_format(row, column, hundredth.to_float(), format)?;
        Ok(())
    }

    /// Room for a text: as wide as it is, or as many lines as it needs.
    fn make_room(&mut self, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
        let width = text.width();
        // The name of a file and a SHA-256 are not broken.
        let most = if text.bytes().all(|byte| byte.is_ascii_graphic()) { WORD_WIDTH } else { TEXT_WIDTH };
        self.widen(column, width.min(most));
        if width > most {
            let height = height(width, most);
            if self.tall.is_none_or(|(tall, lines)| tall != row || lines < height) {
                self.tall = Some((row, height));
                self.worksheet.set_row_height(row, height)?;
            }
        }
        Ok(())
    }

    fn widen(&mut self, column: u16, width: usize) {
        let column = usize::from(column);
        if self.widths.len() <= column {
            self.widths.resize(column + 1, LEAST_WIDTH);
        }
        self.widths[column] = self.widths[column].max(width);
    }

    /// The sheet, with columns as wide as they must be, and headers as high.
    pub(super) fn finish(mut self) -> Result<Worksheet, XlsxError> {
        for (column, width) in (0..).zip(&self.widths) {
            self.worksheet.set_column_width(column, u32::try_from(width + PADDING).unwrap_or_default())?;
        }
        for headers in self.headers.chunk_by(|(row, ..), (next, ..)| row == next) {
            let room = |column: u16| self.widths[usize::from(column)] + PADDING;
            let heights = headers.iter().map(|(_, column, width)| height(*width, room(*column)));
            self.worksheet.set_row_height(headers[0].0, heights.max().unwrap_or(LINE) + LINE / 2)?;
        }
        Ok(self.worksheet)
    }
}

/// The height of a row with a text of some width in a column of another. Words are not broken, which may take a line more.
fn height(text: usize, column: usize) -> u32 {
    let lines = text.div_ceil(column) + usize::from(text > 2 * column);
    u32::try_from(lines).unwrap_or(MOST_LINES).min(MOST_LINES) * LINE
}

/// A text as a cell may hold it: what would steer a screen is visible, and what is too long ends in an ellipsis.
fn shown(text: &str) -> String {
    let text = visible(text).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}");
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return text;
    }
    let mut room = MOST_CHARACTERS - 1;
    let mut cut: String = text
        .chars()
        .take_while(|c| {
            let fits = c.len_utf16() <= room;
            room = room.saturating_sub(c.len_utf16());
            fits
        })
        .collect();
    cut.push('…');
    cut
}
