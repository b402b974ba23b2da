//! Regions, and which of them contains which.

use std::collections::BTreeMap;

use crate::diagnostic::nearest;
use crate::name::fold;
use crate::text::Text;

/// The regions of a release: each with the next larger one, as in `CN-JS` → `CN-GRID-EC` → `CN` → `GLO`.
#[derive(Clone, Debug, Default)]
pub struct Regions(pub(super) BTreeMap<String, Region>);

/// What is known of a region besides its code.
#[derive(Clone, Debug, Default)]
pub(super) struct Region {
    pub(super) parent: Option<String>,
    pub(super) name_zh: String,
    pub(super) name_en: String,
}

/// What the full names of Chinese provinces end with; the longest first.
const SUFFIXES: [&str; 7] = ["维吾尔自治区", "特别行政区", "壮族自治区", "回族自治区", "自治区", "省", "市"];

impl Regions {
    /// Whether there is a region with this code.
    #[must_use]
    pub fn contains(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }

    /// All codes.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A region and all that contain it, the smallest first.
    pub fn chain<'r>(&'r self, code: &'r str) -> impl Iterator<Item = &'r str> {
        // A table in which regions contain each other ends here too.
        std::iter::successors(Some(code), |code| self.0.get(*code)?.parent.as_deref()).take(self.0.len().max(1))
    }

    /// The name of a region, in both languages; its code where it has none.
    #[must_use]
    pub fn name(&self, code: &str) -> Text {
        let region = self.0.get(code);
        let or_code = |name: Option<&String>| name.filter(|name| !name.is_empty()).map_or(code, |name| name).to_owned();
        Text { en: or_code(region.map(|region| &region.name_en)), zh: or_code(region.map(|region| &region.name_zh)) }
    }

    /// The codes that may be meant by what is none: that of the region with this name, else those that are nearest.
    #[must_use]
    pub fn meant_by(&self, text: &str) -> Vec<String> {
        self.find(text).map_or_else(|_| nearest(text, self.codes()), |code| vec![code.to_owned()])
    }

    /// The code of the region with this code or name, or the codes and names that are nearest. A province may be named
    /// in full: 江苏省.
    pub fn find(&self, text: &str) -> Result<&str, Vec<String>> {
        let folded = fold(text);
        let short = SUFFIXES.iter().find_map(|suffix| folded.strip_suffix(suffix)).filter(|short| !short.is_empty());
        let is_it = |(code, region): &(&String, &Region)| {
            [*code, &region.name_zh, &region.name_en]
                .into_iter()
                .map(|name| fold(name))
                .any(|name| !name.is_empty() && (name == folded || short.is_some_and(|short| name == short)))
        };
        let known = || self.0.iter().flat_map(|(code, region)| [code, &region.name_zh, &region.name_en]);
        let found = self.0.iter().find(is_it).map(|(code, _)| code.as_str());
        found.ok_or_else(|| nearest(text, known().map(String::as_str)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_is_meant_by_its_name_in_either_language_and_in_full() {
        let region = |zh: &str, en: &str| Region { parent: None, name_zh: zh.into(), name_en: en.into() };
        let known = [("CN-JS", region("江苏", "Jiangsu")), ("CN-GX", region("广西", "Guangxi"))];
        let regions = Regions(known.map(|(code, region)| (code.to_owned(), region)).into());
        for (text, code) in [
            ("江苏", "CN-JS"),
            ("江苏省", "CN-JS"),
            ("jiangsu", "CN-JS"),
            ("广西壮族自治区", "CN-GX"),
            ("CN-JSS", "CN-JS"),
        ] {
            assert_eq!(regions.meant_by(text).first().map(String::as_str), Some(code), "{text}");
        }
        assert_eq!(regions.find("省"), Err(Vec::new()));
    }
}
