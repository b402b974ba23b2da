//! How names are compared: headers, items, factors, products, words.

use unicode_normalization::UnicodeNormalization;

/// Unicode NFKC (full-width letters, `m³`), lower case, without spaces and underscores. Two names are the same where
/// this is the same; likeness is never enough.
#[must_use]
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        let kept = name.bytes().filter(|b| !b.is_ascii_whitespace() && *b != b'_');
        return kept.map(|b| char::from(b.to_ascii_lowercase())).collect();
    }
    name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != '_').collect()
}
