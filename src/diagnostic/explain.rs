//! What is behind each code, in both languages: why it is a problem, and how to remedy it.

use super::Code;
use crate::text::Language;

/// The documentation of a code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Explanation {
    /// What is wrong, on one line.
    pub summary: &'static str,
    /// Paragraphs with a blank line between them, of which the last tells the remedy. Lines that begin with four spaces
    /// stand as they are.
    pub text: &'static str,
}

/// The documentation of `code`.
#[must_use]
pub fn explain(code: Code, language: Language) -> Explanation {
    // No text lacks a code, which a test sees to.
    sections(language).find(|(name, _)| *name == code.as_str()).map(|(_, explanation)| explanation).unwrap_or_default()
}

/// The sections of the text, by the names in their headings: `## code`, a summary on one line, and the rest.
fn sections(language: Language) -> impl Iterator<Item = (&'static str, Explanation)> {
    let text = match language {
        Language::En => include_str!("explain/en.md"),
        Language::Zh => include_str!("explain/zh.md"),
    };
    text.trim_start_matches("## ").split("\n## ").filter_map(|section| {
        let (name, rest) = section.split_once('\n')?;
        let (summary, text) = rest.split_once("\n\n")?;
        Some((name, Explanation { summary, text: text.trim_end() }))
    })
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::*;

    #[test]
    fn every_code_has_a_section_in_both_languages_in_the_order_of_the_codes() {
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        for language in [Language::En, Language::Zh] {
            assert_eq!(sections(language).map(|(name, _)| name).collect::<Vec<_>>(), codes);
        }
    }

    #[test]
    fn a_summary_is_one_short_line() {
        for code in Code::ALL {
            for language in [Language::En, Language::Zh] {
                let Explanation { summary, .. } = explain(*code, language);
                let chinese = summary.chars().filter(|c| !c.is_ascii()).count();
                assert!(!summary.is_empty() && !summary.contains('\n'), "{code}");
                assert!(summary.width() <= 90 && chinese <= 45, "{code}: {summary}");
            }
        }
    }

    #[test]
    fn every_section_ends_with_a_remedy_and_nothing_but_an_example_after_it() {
        for code in Code::ALL {
            for (language, remedy) in [(Language::En, "Remedy: "), (Language::Zh, "处理：")] {
                let blocks: Vec<&str> = explain(*code, language).text.split("\n\n").collect();
                let last = blocks.iter().rposition(|block| !block.starts_with("    ")).unwrap();
                assert!(last > 0 && blocks[last].starts_with(remedy), "{code}: {}", blocks[last]);
                assert_eq!(blocks.iter().filter(|block| block.starts_with(remedy)).count(), 1, "{code}");
            }
        }
    }

    #[test]
    fn both_languages_show_an_example_with_the_same_codes() {
        let shown = |code, language| explain(code, language).text.split("\n\n").any(|block| block.starts_with("    "));
        for code in Code::ALL {
            assert_eq!(shown(*code, Language::En), shown(*code, Language::Zh), "{code}");
        }
    }
}
