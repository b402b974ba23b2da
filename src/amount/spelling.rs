//! Numbers as exports spell them: with separated thousands, full-width digits, per cent, or Excel's exponents.
//!
//! Nothing is guessed: a text that could be two numbers is neither.

use super::{Amount, NotAnAmount, Written};
use crate::text::half_width;

/// What separates decimals in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DecimalMark {
    /// A point, and a comma separates thousands where it can do nothing else: the file does not say.
    #[default]
    Unstated,
    /// As [`DecimalMark::Unstated`], in a file whose fields are separated by semicolons: where those are written, decimals
    /// often follow a comma, and `1.234` could be a thousand.
    UnstatedAmongSemicolons,
    /// A point, as in `1,234.5`.
    Point,
    /// A comma, as in `1.234,5`.
    Comma,
}

impl DecimalMark {
    /// All names that `decimal` in study.toml takes.
    pub const NAMES: [&'static str; 2] = [".", ","];

    /// The mark with this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<DecimalMark> {
        match name {
            "." => Some(DecimalMark::Point),
            "," => Some(DecimalMark::Comma),
            _ => None,
        }
    }

    /// Its character, where it has but one meaning.
    #[must_use]
    pub const fn byte(self) -> Option<u8> {
        match self {
            DecimalMark::Unstated | DecimalMark::Point => Some(b'.'),
            DecimalMark::UnstatedAmongSemicolons => None,
            DecimalMark::Comma => Some(b','),
        }
    }
}

/// A number that a cell spells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spelled {
    /// The number, as it stands before a per cent sign.
    pub written: Written,
    /// Whether a per cent sign follows it.
    pub percent: bool,
    /// Whether it has an exponent, as Excel shows numbers for which a column is too narrow.
    pub scientific: bool,
}

/// No exponent of an amount is larger.
const LARGEST_EXPONENT: i32 = 40;

impl Spelled {
    /// Reads the number that `text` spells in a file with this decimal mark.
    ///
    /// # Errors
    /// [`NotAnAmount`], with [`NotAnAmount::TwoNumbers`] for `1,234` in a file that states no decimal mark.
    pub fn parse(text: &str, decimal: DecimalMark) -> Result<Spelled, NotAnAmount> {
        if matches!(decimal, DecimalMark::Unstated | DecimalMark::Point)
            && let Ok(written) = Written::parse(text)
        {
            return Ok(Spelled { written, percent: false, scientific: false });
        }
        let folded = half_width(text);
        let unsigned = folded.trim();
        let (percent, unsigned) = match unsigned.strip_suffix('%') {
            Some(number) => (true, number.trim_end()),
            None => (false, unsigned),
        };
        let (negative, unsigned) = sign(unsigned);
        let (digits, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, Some(parse_exponent(exponent)?)),
            None => (unsigned, None),
        };
        let mut plain = plain(digits, decimal)?;
        if let Some(exponent) = exponent {
            plain = shift(&plain, exponent)?;
        }
        let signed = if negative { format!("-{plain}") } else { plain };
        Ok(Spelled { written: Written::parse(&signed)?, percent, scientific: exponent.is_some() })
    }
}

/// Whether a number is negative (SAP writes its sign behind it), and what is left without its sign.
fn sign(number: &str) -> (bool, &str) {
    if let Some(rest) = number.strip_prefix('-') {
        (true, rest)
    } else if let Some(rest) = number.strip_prefix('+') {
        (false, rest)
    } else if let Some(rest) = number.strip_suffix('-') {
        (true, rest)
    } else {
        (false, number)
    }
}

fn parse_exponent(text: &str) -> Result<i32, NotAnAmount> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotAnAmount::NotANumber);
    }
    let exponent: i32 = text.parse().map_err(|_| NotAnAmount::NotANumber)?;
    if exponent.abs() > LARGEST_EXPONENT { Err(NotAnAmount::TooManyDigits) } else { Ok(exponent) }
}

/// The digits with a point before the decimals, and without separators.
fn plain(digits: &str, decimal: DecimalMark) -> Result<String, NotAnAmount> {
    let (mark, other) = match decimal {
        DecimalMark::Point => ('.', ','),
        DecimalMark::Comma => (',', '.'),
        _ if could_be_thousands(digits, ',') => return Err(NotAnAmount::TwoNumbers),
        DecimalMark::UnstatedAmongSemicolons if could_be_thousands(digits, '.') => return Err(NotAnAmount::TwoNumbers),
        // Points that can only separate thousands.
        _ if digits.matches('.').count() > 1 && !digits.contains(',') => (',', '.'),
        _ => ('.', ','),
    };
    let (whole, decimals) = digits.split_once(mark).map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let separator = whole.chars().find(|c| !c.is_ascii_digit());
    let whole = match separator {
        None => whole.to_owned(),
        Some(separator) if (separator == other || separator == ' ') && is_grouped(whole, separator) => {
            whole.replace(separator, "")
        }
        Some(_) => return Err(NotAnAmount::NotANumber),
    };
    match decimals {
        None => Ok(whole),
        Some(decimals) if decimals.bytes().all(|byte| byte.is_ascii_digit()) => Ok(format!("{whole}.{decimals}")),
        Some(_) => Err(NotAnAmount::NotANumber),
    }
}

/// Whether the only mark could separate a thousand as well as decimals.
fn could_be_thousands(digits: &str, mark: char) -> bool {
    digits.matches(mark).count() == 1 && is_grouped(digits, mark)
}

/// Whether the digits stand in groups of three behind a first one of one to three.
fn is_grouped(whole: &str, separator: char) -> bool {
    let mut groups = whole.split(separator);
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()) && digits(group) && group != "0");
    first && groups.all(|group| group.len() == 3 && digits(group))
}

/// A plain number times 10^`exponent`, by moving its point.
fn shift(plain: &str, exponent: i32) -> Result<String, NotAnAmount> {
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    if whole.is_empty() && decimals.is_empty() {
        return Err(NotAnAmount::NotANumber);
    }
    let places = usize::try_from(exponent.unsigned_abs()).map_err(|_| NotAnAmount::TooManyDigits)?;
    Ok(if exponent >= 0 {
        let moved = decimals.len().min(places);
        format!("{whole}{}{}.{}", &decimals[..moved], "0".repeat(places - moved), &decimals[moved..])
    } else {
        let moved = whole.len().min(places);
        let (rest, behind) = whole.split_at(whole.len() - moved);
        format!("{rest}.{}{behind}{decimals}", "0".repeat(places - moved))
    })
}

impl Amount {
    /// One hundredth: what a number before a per cent sign is of one.
    pub const PERCENT: Amount = Amount::new(1, 2);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: DecimalMark) -> Result<String, NotAnAmount> {
        Spelled::parse(text, decimal).map(|spelled| {
            let mark = if spelled.percent { "%" } else { "" };
            format!("{}{mark}", spelled.written.to_grouped(""))
        })
    }

    #[test]
    fn numbers_are_read_as_exports_spell_them() {
        let (none, point, comma) = (DecimalMark::Unstated, DecimalMark::Point, DecimalMark::Comma);
        for (text, decimal, number) in [
            ("1,234.5", none, "1234.5"),
            ("1,234,567", none, "1234567"),
            ("1.234.567", none, "1234567"),
            ("1 234.50", none, "1234.50"),
            ("1\u{A0}234\u{202F}567", none, "1234567"),
            ("1,234", point, "1234"),
            ("12,345,678.9", point, "12345678.9"),
            ("1 234,5", comma, "1234.5"),
            ("1.234,5", comma, "1234.5"),
            ("1.234", comma, "1234"),
            ("12,50", comma, "12.50"),
            ("７６．５", none, "76.5"),
            ("－１，２３４．５", none, "-1234.5"),
            ("−3", none, "-3"),
            ("1.234,50-", comma, "-1234.50"),
            ("98 %", none, "98%"),
            ("４.00％", none, "4.00%"),
            ("7.68E+06", none, "7680000"),
            ("7.6752659994E+06", none, "7675265.9994"),
            ("1,5E-3", comma, "0.0015"),
            ("5e0", none, "5"),
        ] {
            assert_eq!(read(text, decimal).as_deref(), Ok(number), "{text}");
        }
    }

    #[test]
    fn what_could_be_two_numbers_or_is_none_is_not_guessed() {
        for text in ["1,234", "12,345", "-999,999", "１，２３４"] {
            assert_eq!(read(text, DecimalMark::Unstated), Err(NotAnAmount::TwoNumbers), "{text}");
        }
        let semicolons = DecimalMark::UnstatedAmongSemicolons;
        assert_eq!(read("1.234", semicolons), Err(NotAnAmount::TwoNumbers));
        assert_eq!(read("1.2345", semicolons).as_deref(), Ok("1.2345"));
        let (none, comma) = (DecimalMark::Unstated, DecimalMark::Comma);
        for (text, decimal) in [
            ("12,5", none),
            ("1234,567", none),
            ("0,123", none),
            ("1.234,5", none),
            ("1,23,456", none),
            ("1,234 567", none),
            ("1.5", comma),
            ("1,234.5", comma),
            ("1e", none),
            ("e5", none),
            ("1e5.0", none),
            ("%", none),
            ("--1", none),
            ("1/2", none),
            ("", none),
            ("１２ｔ", none),
            ("76.5①", none),
            ("10³", none),
            ("1.吨e1", none),
        ] {
            assert_eq!(read(text, decimal), Err(NotAnAmount::NotANumber), "{text}");
        }
        assert_eq!(read("1e99", none), Err(NotAnAmount::TooManyDigits));
    }

    proptest::proptest! {
        #[test]
        fn no_cell_makes_reading_a_number_panic(text in "[0-9.,eE%+\\- 吨①０．]{0,9}") {
            for decimal in [DecimalMark::Unstated, DecimalMark::UnstatedAmongSemicolons, DecimalMark::Point, DecimalMark::Comma] {
                let _ = Spelled::parse(&text, decimal);
            }
        }
    }
}
