//! Eight bytes at a time: what a row of an export is looked at with.

/// A word with one in every byte.
pub const BYTES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = BYTES * 0x80;

/// The eight bytes from `at` on, the first one lowest. Nothing where fewer are left.
#[must_use]
#[inline]
pub fn word(bytes: &[u8], at: usize) -> Option<u64> {
    let eight = bytes.get(at..at + 8)?;
    Some(u64::from_le_bytes(eight.try_into().ok()?))
}

/// A mask of the first `count` bytes; all for eight and more, up to fifteen. A table takes fewer steps than shifting does.
#[must_use]
#[inline]
pub const fn first(count: usize) -> u64 {
    const MASKS: [u64; 16] = {
        let mut masks = [u64::MAX; 16];
        let mut count = 0;
        while count < 8 {
            masks[count] = (1 << (8 * count)) - 1;
            count += 1;
        }
        masks
    };
    MASKS[count % MASKS.len()]
}

/// The high bit of every byte that equals `byte`, and of no other.
#[must_use]
#[inline]
pub const fn equal_to(word: u64, byte: u8) -> u64 {
    let different = word ^ (BYTES * byte as u64);
    !(((different & !HIGH) + !HIGH) | different | !HIGH)
}

/// Whether every byte is ASCII.
#[must_use]
#[inline]
pub const fn is_ascii(word: u64) -> bool {
    word & HIGH == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_the_bytes_that_a_loop_finds(bytes in any::<[u8; 8]>(), byte in any::<u8>()) {
            let word = u64::from_le_bytes(bytes);
            let marks = |marks: u64| (0..8).filter(|i| marks >> (8 * i) & 0x80 != 0).collect::<Vec<usize>>();
            let places = |test: &dyn Fn(u8) -> bool| (0..8).filter(|i| test(bytes[*i])).collect::<Vec<usize>>();
            prop_assert_eq!(marks(equal_to(word, byte)), places(&|b| b == byte));
            prop_assert_eq!(is_ascii(word), bytes.is_ascii());
        }
    }
}
