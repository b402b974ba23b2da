//! How cells look: fonts, alignment, and the digits of numbers.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::report::labels::xlsx as words;
use crate::text::Language;

/// How cells look. Formats are made once: a workbook compares each that it is given with those that it has.
pub(super) struct Formats {
    pub(super) title: Format,
    pub(super) header: Format,
    pub(super) text: Format,
    pub(super) bold: Format,
    pub(super) line: Format,
    pub(super) note: Format,
    pub(super) link: Format,
    pub(super) scope: Format,
    pub(super) plain: Format,
    numbers: Vec<[Format; 2]>,
    shares: Vec<[Format; 2]>,
}

/// Whether a cell is one of a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Total,
}

impl Formats {
    pub(super) fn new(language: Language) -> Formats {
        let font = match language {
            Language::En => "Calibri",
            Language::Zh => "等线",
        };
        let base = Format::new().set_font_name(font).set_font_size(10).set_align(FormatAlign::VerticalCenter);
        let text = base.clone().set_text_wrap().set_indent(1);
        let bold = base.clone().set_bold().set_border_top(FormatBorder::Thin);
        let both = |code: &str| [base.clone().set_num_format(code), bold.clone().set_num_format(code)];
        let decimals = |places: usize| format!("0{}{}", if places > 0 { "." } else { "" }, "0".repeat(places));
        Formats {
            title: base.clone().set_bold().set_font_size(14),
            header: base
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_background_color("DCE6F1")
                .set_border_bottom(FormatBorder::Thin),
            link: text.clone().set_font_color("0563C1").set_underline(FormatUnderline::Single),
            line: base.clone().set_indent(1),
            note: base.clone().set_italic(),
            scope: base.clone().set_num_format(words::scope_format().in_language(language)).set_indent(1),
            plain: base.clone().set_num_format("0"),
            numbers: (0..=28).map(|places| both(&format!("#,##{}", decimals(places)))).collect(),
            shares: (0..=28).map(|places| both(&format!("{}%", decimals(places)))).collect(),
            bold: bold.set_text_wrap().set_indent(1),
            text,
        }
    }

    /// Of a number with so many decimals.
    pub(super) fn number(&self, places: u32, weight: Weight) -> &Format {
        of(&self.numbers, places, weight)
    }

    /// Of a fraction that is shown in per cent.
    pub(super) fn share(&self, places: u32, weight: Weight) -> &Format {
        of(&self.shares, places, weight)
    }
}

fn of(formats: &[[Format; 2]], places: u32, weight: Weight) -> &Format {
    &formats[(places as usize).min(formats.len() - 1)][weight as usize]
}
