//! The two languages of the program, and texts that exist in both.

use std::borrow::Cow;

/// A language of output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese (简体中文).
    Zh,
}

impl Language {
    /// The language of the locale: Chinese where `LC_ALL`, `LC_MESSAGES` or `LANG` (the first that is set) begins
    /// with `zh`, else English.
    #[must_use]
    pub fn from_locale(variable: impl Fn(&str) -> Option<String>) -> Language {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable).find(|value| !value.is_empty());
        if set.is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh")) {
            Language::Zh
        } else {
            Language::En
        }
    }
}

/// A text in every language.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Text {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

impl Text {
    /// The text in `language`.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Zh => &self.zh,
        }
    }
}

/// `text` with a mark in place of every character that would steer a terminal: a name from a file is only shown.
/// Line breaks and tabs become spaces.
#[must_use]
pub fn visible(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let show = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if steers(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(show).collect()
}

/// `text` with full-width digits, letters and marks as the ASCII ones that they are, every space as a plain one, and hyphens
/// and minus signs as hyphens. Nothing else changes: a footnote mark such as `①` or `²` is no digit.
#[must_use]
pub fn half_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{2010}'..='\u{2013}' | '\u{2212}' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    };
    text.chars().map(narrow).collect()
}

/// A [`Text`] from an English and a Chinese format string.
macro_rules! text {
    ($en:literal, $zh:literal $(,)?) => {
        $crate::text::Text { en: format!($en), zh: format!($zh) }
    };
}
pub(crate) use text;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_width_of_characters_is_folded() {
        assert_eq!(half_width("－１，２３４．５％\u{3000}"), "-1,234.5% ");
        assert_eq!(half_width("76.5①²"), "76.5①²");
    }

    #[test]
    fn the_first_locale_variable_that_is_set_decides() {
        let locale = |set: &'static [(&str, &str)]| {
            Language::from_locale(|name| set.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).to_owned()))
        };
        assert_eq!(locale(&[("LANG", "zh_CN.UTF-8")]), Language::Zh);
        assert_eq!(locale(&[("LC_ALL", "C"), ("LANG", "zh_CN.UTF-8")]), Language::En);
        assert_eq!(locale(&[("LC_ALL", ""), ("LANG", "zh_TW")]), Language::Zh);
        assert_eq!(locale(&[]), Language::En);
    }
}
