//! Blocks of a CSV file that end at a record's end, so that workers can read them independently.

use std::io::{self, Read};

use super::record::{line_breaks, whole_records};

/// The longest record that is taken: 16 MiB. A longer one is a quote that never closes, or no CSV file.
pub const MAX_RECORD: usize = 16 << 20;

/// Whole records of a file.
#[derive(Debug)]
pub struct Block {
    /// Their bytes, with line breaks.
    pub bytes: Vec<u8>,
    /// The line on which they begin, from 1.
    pub first_line: u64,
    /// Whether they end in the middle of a record longer than [`MAX_RECORD`], after which the file is not read.
    pub cut: bool,
}

/// Cuts a file into blocks.
pub struct Blocks<R> {
    reader: R,
    size: usize,
    carry: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of about `size` bytes, larger where one record is.
    pub fn new(reader: R, size: usize) -> Blocks<R> {
        Blocks { reader, size: size.max(1), carry: Vec::new(), line: 1, ended: false }
    }

    /// The next block, or nothing at the end of the file. A UTF-8 byte-order mark is left out. A record that is much
    /// longer than [`MAX_RECORD`] is cut, and ends the file.
    ///
    /// # Errors
    /// Those of reading.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        let mut bytes = std::mem::take(&mut self.carry);
        let mut cut = false;
        loop {
            if !self.ended {
                let wanted = self.size.saturating_sub(bytes.len()).max(bytes.len()) as u64;
                let got = self.reader.by_ref().take(wanted).read_to_end(&mut bytes)?;
                self.ended = got == 0;
            }
            if self.line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            let whole = if self.ended { bytes.len() } else { whole_records(&bytes) };
            if whole > 0 {
                self.carry = bytes.split_off(whole);
                let first_line = self.line;
                self.line += line_breaks(&bytes);
                return Ok(Some(Block { bytes, first_line, cut }));
            }
            if self.ended {
                return Ok(None);
            }
            if bytes.len() > MAX_RECORD {
                self.ended = true;
                cut = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_every_size_hold_the_same_bytes_and_begin_at_records() {
        let text = b"\xEF\xBB\xBFa,b\r\n\"x\ny\",\"\"\"\"\r\n\r\nlast,\"1\"\rend".as_slice();
        for size in 1..=text.len() {
            let mut blocks = Blocks::new(text, size);
            let mut joined = Vec::new();
            while let Some(block) = blocks.next_block().unwrap() {
                assert_eq!(block.first_line, 1 + line_breaks(&joined), "size {size}");
                joined.extend(block.bytes);
            }
            assert_eq!(joined, &text[3..], "size {size}");
        }
    }
}
