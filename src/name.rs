//! How names are compared: headers, items, factors, gases, words. Products, vehicles and keys are a study's own, and
//! are written as they are there.

use unicode_normalization::UnicodeNormalization;

/// Unicode NFKC (full-width letters, `m³`), lower case, without spaces and underscores. Two names are the same where
/// this is the same; likeness is never enough.
#[must_use]
pub fn fold(name: &str) -> String {
    // Chinese characters and ASCII are their own NFKC, and nearly all names are made of them.
    let plain = |c: char| c.is_ascii() || ('\u{4E00}'..='\u{9FFF}').contains(&c);
    if name.chars().all(plain) {
        return name.chars().filter(|c| !c.is_whitespace() && *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    }
    name.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace() && *c != '_').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_in_every_width_case_and_spacing() {
        for (name, folded) in [
            ("A00 铝锭", "a00铝锭"),
            ("Ａ００　铝锭", "a00铝锭"),
            ("Vehicle Distance", "vehicledistance"),
            ("㎥", "m3"),
        ] {
            assert_eq!(fold(name), folded);
        }
    }
}
