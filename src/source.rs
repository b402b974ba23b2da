//! Bytes of a file, as text: encodings, blocks that end at a record's end, and hashes.

mod block;
mod encoding;
mod hash;
mod marks;
mod record;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

use crate::world::in_file;

pub use block::{Block, Blocks, Cut, MAX_RECORD};
pub use encoding::Encoding;
use encoding::Utf16Reader;
use hash::Hash;
pub use hash::sha256;
pub use marks::{Marks, next_field};
pub use record::{Delimiter, Fault, Field, NotText, Record, Records};

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
    Memory(Cow<'static, [u8]>),
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
        Source { name: name.into(), encoding: None, content: Content::Memory(Cow::Borrowed(bytes)) }
    }

    /// Whether it is a file, and no link that leads nowhere.
    #[must_use]
    pub fn is_there(&self) -> bool {
        match &self.content {
            Content::File(path) => path.is_file(),
            Content::Memory(_) => true,
        }
    }

    /// What tells it from other files, by whatever names and links they are reached.
    ///
    /// # Errors
    /// A link that leads nowhere.
    pub fn identity(&self) -> io::Result<PathBuf> {
        match &self.content {
            Content::File(path) => path.canonicalize(),
            Content::Memory(_) => Ok(PathBuf::from(&self.name)),
        }
    }

    /// A text that is made up as the program runs.
    #[must_use]
    pub fn text(name: impl Into<String>, text: String) -> Source {
        Source { name: name.into(), encoding: None, content: Content::Memory(Cow::Owned(text.into_bytes())) }
    }

    /// Opens it, to be read from its beginning.
    ///
    /// # Errors
    /// Those of opening a file, with its path in the text.
    pub fn open(&self) -> io::Result<Box<dyn Read + Send>> {
        match &self.content {
            Content::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(error) => Err(in_file(path.display(), &error)),
            },
            Content::Memory(bytes) => Ok(Box::new(Cursor::new(bytes.clone()))),
        }
    }

    /// The encodings that it can have, to be tried in this order: the one that study.toml states, else what the
    /// byte-order mark says, else UTF-8 and, if some of it is not valid, GB18030.
    ///
    /// # Errors
    /// Those of opening and reading a file.
    pub fn encodings(&self) -> io::Result<Vec<Encoding>> {
        let mark = Encoding::of_mark(&self.beginning()?.0);
        Ok(match (self.encoding, mark) {
            (Some(Encoding::Utf16Le | Encoding::Utf16Be), Some(mark @ (Encoding::Utf16Le | Encoding::Utf16Be)))
            | (None, Some(mark)) => vec![mark],
            (Some(stated), _) => vec![stated],
            (None, None) => vec![Encoding::Utf8, Encoding::Gb18030],
        })
    }

    /// Opens it as records are read: without a byte-order mark, and UTF-16 as UTF-8.
    ///
    /// # Errors
    /// Those of opening and reading a file, with its path in the text.
    pub fn open_as(&self, encoding: Encoding) -> io::Result<Box<dyn Read + Send>> {
        let (mut beginning, rest) = self.beginning()?;
        if beginning.starts_with(encoding.mark()) {
            beginning.drain(..encoding.mark().len());
        }
        let reader = Cursor::new(beginning).chain(rest);
        Ok(match encoding {
            Encoding::Utf8 | Encoding::Gb18030 => Box::new(reader),
            Encoding::Utf16Le | Encoding::Utf16Be => Box::new(Utf16Reader::new(reader, encoding)),
        })
    }

    /// The first bytes, as many as a byte-order mark can have, and what reads the rest.
    fn beginning(&self) -> io::Result<(Vec<u8>, Box<dyn Read + Send>)> {
        let mut reader = self.open()?;
        let mut beginning = Vec::new();
        let read = reader.by_ref().take(4).read_to_end(&mut beginning);
        read.map_err(|error| in_file(&self.name, &error))?;
        Ok((beginning, reader))
    }

    /// How many bytes it has.
    ///
    /// # Errors
    /// Those of looking at a file, with its path in the text.
    pub fn size(&self) -> io::Result<u64> {
        match &self.content {
            Content::File(path) => match std::fs::metadata(path) {
                Ok(metadata) => Ok(metadata.len()),
                Err(error) => Err(in_file(path.display(), &error)),
            },
            Content::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    /// All its bytes. For small files.
    ///
    /// # Errors
    /// Those of opening and reading a file, with its path in the text.
    pub fn read(&self) -> io::Result<Cow<'static, [u8]>> {
        if let Content::Memory(bytes) = &self.content {
            return Ok(bytes.clone());
        }
        let mut bytes = Vec::new();
        self.open()?.read_to_end(&mut bytes).map_err(|error| in_file(&self.name, &error))?;
        Ok(Cow::Owned(bytes))
    }

    /// Whether another source, of the same size, has the same bytes. Most that differ do so early.
    ///
    /// # Errors
    /// Those of opening and reading a file.
    pub fn has_content_of(&self, other: &Source) -> io::Result<bool> {
        let (mut one, mut other) = (self.open()?, other.open()?);
        let (mut buffer, mut same) = (Vec::new(), Vec::new());
        loop {
            buffer.clear();
            same.clear();
            one.by_ref().take(64 << 10).read_to_end(&mut buffer)?;
            other.by_ref().take(64 << 10).read_to_end(&mut same)?;
            if buffer != same || buffer.is_empty() {
                return Ok(buffer == same);
            }
        }
    }

    /// The SHA-256 of its bytes, in hexadecimal.
    ///
    /// # Errors
    /// Those of opening and reading a file.
    pub fn sha256(&self) -> io::Result<String> {
        let mut hash = Hash::default();
        let mut reader = self.open()?;
        let mut buffer = vec![0; 64 << 10];
        loop {
            match reader.read(&mut buffer)? {
                0 => return Ok(hash.hex()),
                length => hash.update(&buffer[..length]),
            }
        }
    }
}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256_of(bytes: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.update(bytes);
    hash.hex()
}
