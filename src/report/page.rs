//! What all outputs for people share: the screen, the head of the page, bars.

use super::grid::wrap;
use super::labels;
use crate::amount::Amount;
use crate::footprint::StudyInfo;
use crate::text::{Language, Text};

/// What the result is shown on.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// The language.
    pub language: Language,
    /// Whether to use bold and colour.
    pub colour: bool,
    /// Columns.
    pub width: usize,
    /// Whether to list every contribution.
    pub all: bool,
}

pub(super) const THOUSANDS: &str = ",";
pub(super) const INDENT: usize = 2;

/// A page for a screen.
pub(super) struct Page {
    pub(super) screen: Screen,
}

impl Page {
    pub(super) fn say(&self, text: &Text) -> String {
        text.in_language(self.screen.language).to_owned()
    }

    pub(super) fn bold(&self, text: &str) -> String {
        if self.screen.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// What must not be overlooked.
    pub(super) fn alarm(&self, text: &str) -> String {
        if self.screen.colour { format!("\u{1b}[1;31m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// The study, and how its result was made.
    pub(super) fn head(&self, study: &StudyInfo, method: &Text) -> Vec<String> {
        let period = self.say(&labels::period(&study.from.to_string(), &study.to.to_string()));
        let place = study.plant.iter().map(String::as_str).chain([study.region.as_str(), &period]);
        let place = place.collect::<Vec<_>>().join(" · ");
        let title = wrap(&study.title, self.screen.width).into_iter().map(|line| self.bold(&line));
        let rest = [place, self.say(method)];
        title.chain(rest.iter().flat_map(|line| wrap(line, self.screen.width))).collect()
    }

    /// A text in lines that begin with spaces.
    pub(super) fn indented(&self, text: &str, indent: usize) -> Vec<String> {
        let lines = wrap(text, self.screen.width.saturating_sub(indent));
        lines.into_iter().map(|line| format!("{}{line}", " ".repeat(indent))).collect()
    }
}

pub(super) fn indented(line: &str) -> String {
    format!("{}{line}", " ".repeat(INDENT))
}

/// A bar in eighths of a column, `columns` long at one.
pub(super) fn bar(share: Option<Amount>, columns: u32) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = share.map_or(0, |share| share.eighths(columns));
    "█".repeat(eighths / 8) + EIGHTHS[eighths % 8]
}

/// A number with its sign, and a minus as wide as a plus.
pub(super) fn signed(amount: Amount, places: u32) -> String {
    let text = amount.to_fixed(places, THOUSANDS);
    match text.strip_prefix('-') {
        Some(size) => format!("−{size}"),
        None if amount.round(places).is_zero() => text,
        None => format!("+{text}"),
    }
}

/// A fraction as per cent with its sign.
pub(super) fn signed_percent(fraction: Option<Amount>) -> String {
    match fraction {
        None => "–".to_owned(),
        Some(fraction) => {
            let percent = fraction.times(Amount::new(100, 0)).unwrap_or(fraction);
            format!("{} %", signed(percent, 2))
        }
    }
}
