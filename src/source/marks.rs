//! Where the fields of a block may end: its delimiters, quotes, line breaks and other control characters, found 64
//! bytes at a time, without a branch that depends on them.

use super::record::Delimiter;

/// How many bytes are looked at together.
const CHUNK: usize = 64;
/// How many bytes are looked at before what was found is used.
const WINDOW: usize = 64 * CHUNK;
/// How many places are written at a time: a little more than most chunks have.
const GROUP: usize = 10;

/// The marks of a block, found as they are asked for.
#[derive(Debug)]
pub struct Marks<'b> {
    bytes: &'b [u8],
    delimiter: u8,
    /// How many bytes were looked at.
    looked_at: usize,
    /// The places of marks that were found, those of `left` not yet used. Whole groups are written, so that there is
    /// room for one more.
    found: Vec<u32>,
    left: std::ops::Range<usize>,
}

impl<'b> Marks<'b> {
    /// The marks of `bytes`, which are records.
    #[must_use]
    pub fn new(bytes: &'b [u8], delimiter: Delimiter) -> Marks<'b> {
        Marks { bytes, delimiter: delimiter.byte(), looked_at: 0, found: Vec::new(), left: 0..0 }
    }

    /// The bytes that they are the marks of.
    #[must_use]
    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    /// The next marks that are not used: at least `count`, where there are so many.
    #[inline]
    pub fn ahead(&mut self, count: usize) -> &[u32] {
        if self.left.len() < count && self.looked_at < self.bytes.len() {
            self.look(count);
        }
        &self.found[self.left.clone()]
    }

    /// Uses the next `count` marks.
    #[inline]
    pub fn pass(&mut self, count: usize) {
        self.left.start += count;
    }

    /// Uses all marks before `place`.
    pub fn pass_to(&mut self, place: usize) {
        loop {
            while let Some(next) = self.found[self.left.clone()].first() {
                if *next as usize >= place {
                    return;
                }
                self.left.start += 1;
            }
            if self.looked_at >= self.bytes.len() {
                return;
            }
            // A record of megabytes is passed over without looking.
            self.looked_at = self.looked_at.max(place / CHUNK * CHUNK);
            self.look(1);
        }
    }

    /// Looks for marks until `count` are left, or none follows.
    #[cold]
    fn look(&mut self, count: usize) {
        self.found.copy_within(self.left.clone(), 0);
        self.left = 0..self.left.len();
        while self.left.len() < count && self.looked_at < self.bytes.len() {
            let window = &self.bytes[self.looked_at..(self.looked_at + WINDOW).min(self.bytes.len())];
            self.found.resize(self.left.end + WINDOW + CHUNK, 0);
            let (chunks, rest) = window.as_chunks::<CHUNK>();
            for chunk in chunks {
                self.add(chunk);
            }
            if !rest.is_empty() {
                let mut chunk = [b'x'; CHUNK];
                chunk[..rest.len()].copy_from_slice(rest);
                self.add(&chunk);
                self.looked_at = self.bytes.len();
            }
        }
    }

    #[inline]
    fn add(&mut self, chunk: &[u8; CHUNK]) {
        let mut hits = [0; CHUNK];
        for (hit, byte) in hits.iter_mut().zip(chunk) {
            *hit = u8::from(*byte == self.delimiter) | u8::from(*byte == b'"') | u8::from(*byte < b' ');
        }
        let mut bits = 0;
        for (index, eight) in hits.as_chunks::<8>().0.iter().enumerate() {
            // The lowest bit of every byte, moved into the highest byte.
            let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
            bits |= gathered << (8 * index);
        }
        #[expect(clippy::cast_possible_truncation, reason = "a block is no larger than some records of 16 MiB")]
        let base = self.looked_at as u32;
        let count = bits.count_ones() as usize;
        let mut written = 0;
        while written < count {
            let Some(room) = self.found.get_mut(self.left.end + written..).and_then(<[u32]>::first_chunk_mut::<GROUP>)
            else {
                break;
            };
            for place in room {
                // Without a test for zero, of which nothing is used.
                *place = base + (bits | 1 << (CHUNK - 1)).trailing_zeros();
                bits &= bits.wrapping_sub(1);
            }
            written += GROUP;
        }
        self.left.end += count;
        self.looked_at += CHUNK;
    }
}

/// The next field of a record, from `at` on: where its content begins and ends, without plain quotes around it, and where
/// the next one begins. Nothing where its quotes are not plain, or it ends with anything but the terminator: a delimiter,
/// or the line break (of either kind) that a line feed stands for.
#[inline]
pub fn next_field(
    bytes: &[u8],
    at: usize,
    marks: &mut std::slice::Iter<'_, u32>,
    terminator: u8,
) -> Option<(usize, usize, usize)> {
    let (mut field, mut end) = (at, *marks.next()? as usize);
    let mut last = end;
    let mut found = *bytes.get(last)?;
    if found == b'"' {
        if end != field {
            return None;
        }
        (field, end) = (end + 1, *marks.next()? as usize);
        last = *marks.next()? as usize;
        if bytes[end] != b'"' || last != end + 1 {
            return None;
        }
        found = bytes[last];
    }
    if found != terminator {
        if found != b'\r' || terminator != b'\n' || bytes.get(last + 1) != Some(&b'\n') {
            return None;
        }
        marks.next();
        last += 1;
    }
    Some((field, end, last + 1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn marks_are_those_that_a_loop_finds(
            text in "[ab,;\t\n\r\" 铝]{0,400}", repeat in 1usize..40, jump in any::<prop::sample::Index>(), ask in 1usize..9,
        ) {
            let bytes = text.repeat(repeat).into_bytes();
            for delimiter in Delimiter::ALL {
                let is_mark = |b: &u8| *b == delimiter.byte() || *b == b'"' || *b < b' ';
                let all: Vec<u32> = (0u32..).zip(&bytes).filter(|(_, b)| is_mark(b)).map(|(place, _)| place).collect();
                let mut marks = Marks::new(&bytes, delimiter);
                let mut found = Vec::new();
                loop {
                    let ahead = marks.ahead(ask).to_vec();
                    prop_assert!(ahead.len() >= ask.min(all.len() - found.len()));
                    if ahead.is_empty() {
                        break;
                    }
                    found.push(ahead[0]);
                    marks.pass(1);
                }
                prop_assert_eq!(&found, &all);
                let place = jump.index(bytes.len() + 1);
                let mut marks = Marks::new(&bytes, delimiter);
                marks.pass_to(place);
                let next = marks.ahead(1).first().copied();
                prop_assert_eq!(next, all.iter().copied().find(|mark| *mark as usize >= place));
            }
        }
    }
}
