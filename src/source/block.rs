//! Blocks of a CSV file that end at a record's end, so that workers can read them independently.

use std::io::{self, Read};

use super::record::{Delimiter, line_breaks, records_by_quotes, whole_records};

/// The longest record that is taken: 16 MiB. A longer one is a quote that never closes, or no CSV file.
pub const MAX_RECORD: usize = 16 << 20;

/// The bytes that are read first.
const SMALL: usize = 16 << 10;

/// Whole records of a file. Its room is used again for the next block.
#[derive(Debug, Default)]
pub struct Block {
    buffer: Vec<u8>,
    length: usize,
    /// The line on which they begin, from 1.
    pub first_line: u64,
    /// Whether they end in the middle of a record longer than [`MAX_RECORD`], after which the file is not read.
    pub cut: bool,
}

impl Block {
    /// The records, with line breaks.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }
}

/// How the end of a record is found, to cut a file there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// By counting quotes, which is right as long as none is out of place, and fast.
    ByQuotes,
    /// By reading every field.
    ByFields,
}

/// Cuts a file into blocks.
pub struct Blocks<R> {
    reader: R,
    size: usize,
    delimiter: Delimiter,
    cut: Cut,
    carry: Vec<u8>,
    line: u64,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    /// Blocks of about `size` bytes, larger where one record is.
    pub fn new(reader: R, size: usize, delimiter: Delimiter, cut: Cut) -> Blocks<R> {
        Blocks { reader, size: size.max(1), delimiter, cut, carry: Vec::new(), line: 1, ended: false }
    }

    /// Reads the next block into `block`; false at the end of the file. A record that is much longer than
    /// [`MAX_RECORD`] is cut, and ends the file.
    ///
    /// # Errors
    /// Those of reading.
    pub fn next_block(&mut self, block: &mut Block) -> io::Result<bool> {
        let mut filled = self.carry.len();
        let buffer = &mut block.buffer;
        // A small file needs no large buffer.
        let wanted = filled + self.size;
        if buffer.len() < wanted {
            buffer.resize(wanted.min(filled + SMALL), 0);
        }
        buffer[..filled].copy_from_slice(&self.carry);
        self.carry.clear();
        block.cut = false;
        let whole = loop {
            while !self.ended && filled < buffer.len() {
                match self.reader.read(&mut buffer[filled..]) {
                    Ok(0) => self.ended = true,
                    Ok(length) => filled += length,
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(error) => return Err(error),
                }
            }
            if !self.ended && buffer.len() < wanted {
                buffer.resize(wanted, 0);
                continue;
            }
            let whole = if self.ended { filled } else { self.whole_records(&buffer[..filled]) };
            if whole > 0 || self.ended {
                break whole;
            }
            if filled > MAX_RECORD {
                self.ended = true;
                block.cut = true;
            } else {
                buffer.resize(2 * buffer.len(), 0);
            }
        };
        self.carry.extend_from_slice(&buffer[whole..filled]);
        block.length = whole;
        block.first_line = self.line;
        self.line += line_breaks(block.bytes());
        Ok(whole > 0)
    }

    fn whole_records(&self, bytes: &[u8]) -> usize {
        let by_quotes = if self.cut == Cut::ByQuotes { records_by_quotes(bytes) } else { 0 };
        if by_quotes > 0 { by_quotes } else { whole_records(bytes, self.delimiter) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_of_every_size_hold_the_same_bytes_and_begin_at_records() {
        let text = b"a,b\r\n\"x\ny\",\"\"\"\"\r\n\r\nlast,\"1\"\rend".as_slice();
        for (size, cut) in (1..=text.len()).flat_map(|size| [(size, Cut::ByQuotes), (size, Cut::ByFields)]) {
            let mut blocks = Blocks::new(text, size, Delimiter::Comma, cut);
            let mut block = Block::default();
            let mut joined = Vec::new();
            while blocks.next_block(&mut block).unwrap() {
                assert_eq!(block.first_line, 1 + line_breaks(&joined), "size {size}");
                assert!(!block.bytes().ends_with(b"\"x\n"), "size {size}");
                joined.extend_from_slice(block.bytes());
            }
            assert_eq!(joined, text, "size {size}");
        }
    }
}
