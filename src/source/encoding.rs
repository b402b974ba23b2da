//! How bytes stand for characters.
//!
//! The encoding of a file is not guessed but follows a rule: a byte-order mark says it; without one the file is UTF-8 if
//! all of it is valid UTF-8, else GB18030 (which includes GBK and GB2312). `encoding` in study.toml overrides.

use std::borrow::Cow;
use std::fmt;
use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_16BE, UTF_16LE};

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, the lower byte first: Excel's “Unicode text”.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// GB18030, of which GBK and GB2312 are parts.
    Gb18030,
}

impl Encoding {
    const ALL: [Encoding; 4] = [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030];

    /// All names that `encoding` in study.toml takes.
    pub const NAMES: [&'static str; 7] = ["utf-8", "utf-16", "utf-16le", "utf-16be", "gb18030", "gbk", "gb2312"];

    /// The encoding with this name, in any case. `utf-16` is told from the byte-order mark, and is the one with the
    /// lower byte first where there is none.
    #[must_use]
    pub fn parse(name: &str) -> Option<Encoding> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Encoding::Utf8),
            "utf-16" | "utf16" | "utf-16le" => Some(Encoding::Utf16Le),
            "utf-16be" => Some(Encoding::Utf16Be),
            "gb18030" | "gbk" | "gb2312" => Some(Encoding::Gb18030),
            _ => None,
        }
    }

    /// Its byte-order mark.
    #[must_use]
    pub fn mark(self) -> &'static [u8] {
        match self {
            Encoding::Utf8 => b"\xEF\xBB\xBF",
            Encoding::Utf16Le => b"\xFF\xFE",
            Encoding::Utf16Be => b"\xFE\xFF",
            Encoding::Gb18030 => b"\x84\x31\x95\x33",
        }
    }

    /// The encoding whose byte-order mark a file begins with.
    #[must_use]
    pub fn of_mark(beginning: &[u8]) -> Option<Encoding> {
        Encoding::ALL.into_iter().find(|encoding| beginning.starts_with(encoding.mark()))
    }

    /// Whole lines of a file, as [`super::Source::open_as`] reads it, in UTF-8. What is no UTF-8 in a file of that
    /// encoding stays as it is.
    ///
    /// # Errors
    /// For GB18030 the text up to the line of the first bytes that stand for no character.
    pub fn decode(self, bytes: &[u8]) -> Result<Cow<'_, [u8]>, String> {
        if self != Encoding::Gb18030 {
            return Ok(Cow::Borrowed(bytes));
        }
        match gb18030(bytes) {
            Some(Cow::Borrowed(text)) => Ok(Cow::Borrowed(text.as_bytes())),
            Some(Cow::Owned(text)) => Ok(Cow::Owned(text.into_bytes())),
            None => Err(bytes.split_inclusive(|byte| *byte == b'\n').map_while(gb18030).collect()),
        }
    }

    /// The text of a part of a file, as [`super::Source::open_as`] reads it, with a mark for what is none.
    #[must_use]
    pub fn decode_lossy(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Gb18030 => GB18030.decode_without_bom_handling(bytes).0,
            _ => String::from_utf8_lossy(bytes),
        }
    }
}

fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16Le => "UTF-16LE",
            Encoding::Utf16Be => "UTF-16BE",
            Encoding::Gb18030 => "GB18030",
        })
    }
}

impl serde::Serialize for Encoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads UTF-16 as UTF-8. Half a pair of surrogates becomes a byte that UTF-8 has not, so that it is found at its place.
pub(super) struct Utf16Reader<R> {
    reader: R,
    decoder: Decoder,
    input: Vec<u8>,
    /// What of the input is not decoded yet.
    left: std::ops::Range<usize>,
    ended: bool,
    output: Vec<u8>,
    /// How much of the output was handed out.
    handed: usize,
}

const CHUNK: usize = 16 << 10;

impl<R: Read> Utf16Reader<R> {
    pub(super) fn new(reader: R, encoding: Encoding) -> Utf16Reader<R> {
        let utf16 = if encoding == Encoding::Utf16Be { UTF_16BE } else { UTF_16LE };
        Utf16Reader {
            reader,
            decoder: utf16.new_decoder_without_bom_handling(),
            input: vec![0; CHUNK],
            left: 0..0,
            ended: false,
            output: Vec::new(),
            handed: 0,
        }
    }

    /// Decodes some more; false at the end.
    fn advance(&mut self) -> io::Result<bool> {
        if self.left.is_empty() {
            if self.ended {
                return Ok(false);
            }
            let length = self.reader.read(&mut self.input)?;
            self.left = 0..length;
            self.ended = length == 0;
        }
        // Two bytes become three at most.
        self.output.resize(2 * CHUNK, 0);
        let input = &self.input[self.left.clone()];
        let (result, read, written) =
            self.decoder.decode_to_utf8_without_replacement(input, &mut self.output, self.ended);
        self.left.start += read;
        self.output.truncate(written);
        if let DecoderResult::Malformed(..) = result {
            self.output.push(0xFF);
        }
        self.handed = 0;
        Ok(true)
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.handed == self.output.len() {
            if !self.advance()? {
                return Ok(0);
            }
        }
        let length = buffer.len().min(self.output.len() - self.handed);
        buffer[..length].copy_from_slice(&self.output[self.handed..self.handed + length]);
        self.handed += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let mut text = Vec::new();
        Utf16Reader::new(bytes, encoding).read_to_end(&mut text).unwrap();
        text
    }

    #[test]
    fn utf_16_is_read_in_both_orders_of_bytes_however_long_it_is() {
        let text = "物料,数量\r\n铝锭,1\u{10000}\r\n".repeat(3_000);
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        assert_eq!(read(&little, Encoding::Utf16Le), text.as_bytes());
        assert_eq!(read(&big, Encoding::Utf16Be), text.as_bytes());
    }

    #[test]
    fn half_a_pair_of_surrogates_or_half_a_unit_is_no_text() {
        for (bytes, text) in [
            (b"a\x00\x00\xD8b\x00".as_slice(), b"a\xFFb".as_slice()),
            (b"a\x00b", b"a\xFF"),
            (b"a\x00\x00\xD8", b"a\xFF"),
        ] {
            assert_eq!(read(bytes, Encoding::Utf16Le), text);
        }
    }
}
