//! SHA-256, in hexadecimal. The build script hashes the shipped releases with this very file.

use sha2::{Digest, Sha256};

/// A hash under way.
#[derive(Debug, Default)]
pub(crate) struct Hash(Sha256);

impl Hash {
    /// Takes more bytes.
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash of all bytes, in hexadecimal.
    pub(crate) fn hex(self) -> String {
        let digits = self.0.finalize().iter().flat_map(|byte| [byte >> 4, byte & 15]).collect::<Vec<u8>>();
        digits.into_iter().filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
    }
}

/// The SHA-256 of the files `(name, bytes)` in the given order, in hexadecimal. Each name and each length is hashed
/// too, so that no two sets of files have one hash.
#[must_use]
pub fn sha256<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hash = Hash::default();
    for (name, bytes) in files {
        hash.update(name.as_bytes());
        hash.update(&[0]);
        hash.update(&(bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    }
    hash.hex()
}
