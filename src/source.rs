//! Bytes of a file, as text: encodings, blocks that end at a record's end, and hashes.
//!
//! The encoding of a file is not guessed but follows a rule: it is UTF-8 (with or without a byte-order mark) if all of
//! it is valid UTF-8, else GB18030 (which includes GBK and GB2312). `encoding` in study.toml overrides.

mod block;
mod record;

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

pub use block::{Block, Blocks, MAX_RECORD};
pub use record::{Fault, Field, Record, Records};

/// How the bytes of a file stand for characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// GB18030, of which GBK and GB2312 are parts.
    Gb18030,
}

impl Encoding {
    /// All names that `encoding` in study.toml takes.
    pub const NAMES: [&'static str; 4] = ["utf-8", "gb18030", "gbk", "gb2312"];

    /// The encoding with this name, in any case.
    #[must_use]
    pub fn parse(name: &str) -> Option<Encoding> {
        match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Encoding::Utf8),
            "gb18030" | "gbk" | "gb2312" => Some(Encoding::Gb18030),
            _ => None,
        }
    }

    /// The text of `bytes`.
    ///
    /// # Errors
    /// The text up to the first bytes that stand for no character; for GB18030 up to their line.
    pub fn decode(self, bytes: Vec<u8>) -> Result<String, String> {
        match self {
            Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                String::from_utf8_lossy(valid).into_owned()
            }),
            Encoding::Gb18030 => match gb18030(&bytes) {
                Some(text) => Ok(text.into_owned()),
                None => Err(bytes.split_inclusive(|byte| *byte == b'\n').map_while(gb18030).collect()),
            },
        }
    }
}

fn gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Gb18030 => "GB18030",
        })
    }
}

impl serde::Serialize for Encoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One input: where its bytes come from, and the name that messages call it by.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path relative to the study's folder, with `/`: `energy/2024-01.csv`.
    pub name: String,
    /// The encoding that study.toml states.
    pub encoding: Option<Encoding>,
    content: Content,
}

#[derive(Clone, Debug)]
enum Content {
    File(PathBuf),
    Embedded(&'static [u8]),
}

impl Source {
    /// A file of a study or of a factor table.
    #[must_use]
    pub fn file(name: impl Into<String>, path: &Path) -> Source {
        Source { name: name.into(), encoding: None, content: Content::File(path.to_owned()) }
    }

    /// A file that is part of the program.
    #[must_use]
    pub fn embedded(name: impl Into<String>, bytes: &'static [u8]) -> Source {
        Source { name: name.into(), encoding: None, content: Content::Embedded(bytes) }
    }

    /// Opens it, to be read from its beginning.
    ///
    /// # Errors
    /// Those of opening a file, with its path in the text.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match &self.content {
            Content::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
            },
            Content::Embedded(bytes) => Ok(Box::new(*bytes)),
        }
    }

    /// How many bytes it has.
    ///
    /// # Errors
    /// Those of looking at a file, with its path in the text.
    pub fn size(&self) -> io::Result<u64> {
        match &self.content {
            Content::File(path) => match std::fs::metadata(path) {
                Ok(metadata) => Ok(metadata.len()),
                Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
            },
            Content::Embedded(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// All its bytes. For small files.
    ///
    /// # Errors
    /// Those of opening and reading a file, with its path in the text.
    pub fn read(&self) -> io::Result<Cow<'static, [u8]>> {
        if let Content::Embedded(bytes) = self.content {
            return Ok(Cow::Borrowed(bytes));
        }
        let mut bytes = Vec::new();
        self.open()?
            .read_to_end(&mut bytes)
            .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", self.name)))?;
        Ok(Cow::Owned(bytes))
    }

    /// The SHA-256 of its bytes, in hexadecimal.
    ///
    /// # Errors
    /// Those of opening and reading a file.
    pub fn sha256(&self) -> io::Result<String> {
        let mut hasher = Sha256::new();
        let mut reader = self.open()?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(hex(hasher)),
                length => hasher.update(&buffer[..length]),
            }
        }
    }
}

/// The SHA-256 of the files `(name, bytes)` in the given order, in hexadecimal. Each name and each length is hashed
/// too, so that no two sets of files have one hash.
#[must_use]
pub fn sha256<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update((bytes.len() as u64).to_be_bytes());
        hasher.update(bytes);
    }
    hex(hasher)
}

fn hex(hasher: Sha256) -> String {
    let digits = hasher.finalize().iter().flat_map(|byte| [byte >> 4, byte & 15]).collect::<Vec<u8>>();
    digits.into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
