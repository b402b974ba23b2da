//! The known names that are nearest to one that is not known.

use crate::name::fold;

/// The longest name, in bytes, for which near ones are looked for.
const LONGEST: usize = 200;

/// At most three of `known` that resemble `name`, the nearest first: by edit distance, or one containing the other.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    // A cell of kilobytes is no slip of a name, and comparing it would take long.
    if name.len() > LONGEST {
        return Vec::new();
    }
    let folded = fold(name);
    let mut scored: Vec<(u32, &str)> = known
        .into_iter()
        .filter(|candidate| !candidate.is_empty())
        .filter_map(|candidate| likeness(&folded, &fold(candidate)).map(|score| (score, candidate)))
        .collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    scored.dedup_by(|a, b| a.1 == b.1);
    scored.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}

/// How alike two folded names are, in thousandths; nothing where they are not.
fn likeness(a: &str, b: &str) -> Option<u32> {
    let (length_a, length_b) = (a.chars().count(), b.chars().count());
    let longest = length_a.max(length_b);
    if length_a.min(length_b) == 0 {
        return None;
    }
    let distance = strsim::damerau_levenshtein(a, b);
    let alike = u32::try_from(1000 * (longest - distance.min(longest)) / longest).unwrap_or(0);
    let contained = a.contains(b) || b.contains(a);
    (alike >= 500 || contained).then_some(alike + if contained { 250 } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_names_come_first_and_strangers_not_at_all() {
        let known = ["quantity", "quality", "product", "年用量", "数量"];
        assert_eq!(nearest("quantty", known), ["quantity", "quality"]);
        assert_eq!(nearest("用量", known), ["年用量", "数量"]);
        assert_eq!(nearest("zzz", known), [""; 0]);
    }
}
