//! CSV for spreadsheets.

use std::borrow::Cow;

/// What a file begins with so that Excel reads it as UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// `text` as a cell that no spreadsheet takes for a formula: with an apostrophe before it where it begins like one. For
/// texts; a number is written as it is, with its sign.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(FORMULAS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula_in_a_spreadsheet() {
        for text in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠1"] {
            assert_eq!(cell(text), format!("'{text}"));
        }
        for text in ["", "A00 铝锭", "a=b", "t·km", "5 - 3", "'=1"] {
            assert_eq!(cell(text), text);
        }
    }
}
