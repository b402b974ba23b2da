//! Numbers as short as nearly all in an export: read eight characters at a time, for files of millions of rows.

use std::cmp::Ordering;

use super::Amount;
use crate::bytes::{BYTES, equal_to, first, word};

/// A decimal number of at most 18 digits without a sign.
#[derive(Clone, Copy, Debug, Default)]
pub struct Short {
    pub(super) mantissa: i64,
    pub(super) places: u32,
}

/// 10⁰ to 10¹⁸: what a 64-bit number can be raised by.
pub(super) const POWERS: [i64; 19] = {
    let mut powers = [1; 19];
    let mut place = 1;
    while place < powers.len() {
        powers[place] = powers[place - 1] * 10;
        place += 1;
    }
    powers
};

impl From<Short> for Amount {
    fn from(short: Short) -> Amount {
        // Eighteen digits are always an amount.
        Amount::from_scaled(i128::from(short.mantissa), short.places).unwrap_or_default()
    }
}

impl PartialEq for Short {
    fn eq(&self, other: &Short) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Short {}

impl Ord for Short {
    #[inline]
    fn cmp(&self, other: &Short) -> Ordering {
        if self.places == other.places {
            return self.mantissa.cmp(&other.mantissa);
        }
        let places = self.places.max(other.places);
        let power = |own: &Short| POWERS[(places - own.places) as usize];
        if let (Some(one), Some(other)) =
            (self.mantissa.checked_mul(power(self)), other.mantissa.checked_mul(power(other)))
        {
            return one.cmp(&other);
        }
        let raised = |own: &Short| i128::from(own.mantissa) * i128::from(power(own));
        raised(self).cmp(&raised(other))
    }
}

impl PartialOrd for Short {
    #[inline]
    fn partial_cmp(&self, other: &Short) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Short {
    /// The number in millionths; nothing where it has more decimals, or is too large.
    #[must_use]
    #[inline]
    pub fn millionths(self) -> Option<i64> {
        let places = 6_u32.checked_sub(self.places)?;
        self.mantissa.checked_mul(POWERS[places as usize])
    }

    /// Whether it is a round number, as [`Amount::is_round`] says.
    #[must_use]
    #[inline]
    pub fn is_round(self) -> bool {
        // A multiple of a hundred is one of four, which few numbers are, and which is soon seen.
        if self.mantissa & 3 != 0 {
            return false;
        }
        // A number with decimals may be a whole one: 1200.00.
        let unit = 100 * POWERS[self.places.min(16) as usize];
        self.mantissa != 0 && self.mantissa % unit == 0
    }

    /// The number whose `length` characters, at most eight, are the first bytes of `word`; `point` separates its
    /// decimals. Nothing where it is anything but digits and at most one point.
    #[must_use]
    #[expect(clippy::inline_always, reason = "as for `in_field`")]
    #[inline(always)]
    pub fn from_word(word: u64, length: usize, point: u8) -> Option<Short> {
        let text = word & first(length);
        let points = equal_to(text, point);
        if points & points.wrapping_sub(1) != 0 {
            return None;
        }
        // Without a point all digits are before it.
        let before = (points.trailing_zeros() as usize / 8).min(length);
        let digits = (text & first(before)) | ((text >> 8) & !first(before));
        let count = length - usize::from(points != 0);
        let places = count - before;
        if count == 0 {
            return None;
        }
        let values = (digits ^ (BYTES * u64::from(b'0'))) & first(count);
        // More than nine, in any byte. A sum that runs over comes from a byte that is found by itself.
        if (values | values.wrapping_add(BYTES * 0x76)) & (BYTES * 0x80) != 0 {
            return None;
        }
        // The first digit is the lowest byte: zeros before it, then pairs, fours and eights are put together.
        let eight = values << (64 - 8 * count);
        let pairs = eight.wrapping_mul(10).wrapping_add(eight >> 8);
        let upper = (pairs & 0x0000_00FF_0000_00FF).wrapping_mul(0x000F_4240_0000_0064);
        let lower = ((pairs >> 16) & 0x0000_00FF_0000_00FF).wrapping_mul(0x0000_2710_0000_0001);
        let mantissa = upper.wrapping_add(lower) >> 32;
        #[expect(clippy::cast_possible_truncation, clippy::cast_possible_wrap, reason = "eight digits, seven decimals")]
        Some(Short { mantissa: mantissa as i64, places: places as u32 })
    }

    /// The number in a field of `bytes`, from one place to another. Nothing where it is anything but up to 18 digits and at
    /// most one point, or the bytes end soon.
    #[must_use]
    #[expect(clippy::inline_always, reason = "called twice for every row; a call costs a tenth of the run")]
    #[inline(always)]
    pub fn in_field(bytes: &[u8], field: usize, end: usize, point: u8) -> Option<Short> {
        if end - field <= 8 {
            return Short::from_word(word(bytes, field)?, end - field, point);
        }
        Short::parse(&bytes[field..end], point)
    }

    /// The number that `text` is. Nothing where it is anything but up to 18 digits and at most one point.
    #[must_use]
    #[cold]
    pub fn parse(text: &[u8], point: u8) -> Option<Short> {
        let (mut mantissa, mut digits, mut places) = (0i64, 0, None);
        for byte in text {
            match byte {
                b'0'..=b'9' if digits < 18 => {
                    mantissa = mantissa * 10 + i64::from(byte - b'0');
                    digits += 1;
                    places = places.map(|places| places + 1);
                }
                byte if *byte == point && places.is_none() => places = Some(0),
                _ => return None,
            }
        }
        (digits > 0).then_some(Short { mantissa, places: places.unwrap_or(0) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Amount, Sum};
    use super::*;

    proptest! {
        #[test]
        fn a_short_number_is_the_amount_that_its_text_is_or_nothing(text in "[0-9]{0,6}[.]?[0-9]{0,6}[.,x-]?[0-9]{0,2}") {
            let plain = Amount::parse(&text).ok().filter(|_| !text.starts_with('-'));
            let amount = |short: Short| {
                let mut sum = Sum::default();
                sum.add_short(short);
                sum.total().unwrap()
            };
            prop_assert_eq!(Short::parse(text.as_bytes(), b'.').map(amount), plain);
            if text.len() <= 8 {
                let mut bytes = [b'7'; 8];
                bytes[..text.len()].copy_from_slice(text.as_bytes());
                let short = Short::from_word(u64::from_le_bytes(bytes), text.len(), b'.');
                prop_assert_eq!(short.map(amount), plain);
            }
        }

        #[test]
        fn any_eight_bytes_are_a_number_or_nothing(bytes in any::<[u8; 8]>(), length in 1usize..=8) {
            let plain = std::str::from_utf8(&bytes[..length]).ok().and_then(|text| Amount::parse(text).ok());
            let short = Short::from_word(u64::from_le_bytes(bytes), length, b'.');
            prop_assert!(short.is_none() || plain.is_some());
        }

        #[test]
        fn sums_of_short_numbers_and_products_are_those_of_amounts(
            pairs in proptest::collection::vec(("[0-9]{1,12}([.][0-9]{1,6})?", "[0-9]{1,6}([.][0-9]{1,9})?"), 0..12),
        ) {
            let (mut short, mut long) = (Sum::default(), Sum::default());
            for (a, b) in &pairs {
                let parse = |text: &str| Short::parse(text.as_bytes(), b'.').unwrap();
                short.add_short(parse(a));
                short.add_short_product(parse(a), parse(b));
                long.add(Amount::parse(a).unwrap());
                long.add_product(Amount::parse(a).unwrap(), Amount::parse(b).unwrap());
            }
            prop_assert_eq!(short.total(), long.total());
        }
    }
}
