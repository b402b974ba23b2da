//! What there is to say of one thing: a line or more to each label, all beginning at one column.

use unicode_width::UnicodeWidthStr;

use crate::report::grid::{GAP, wrap};
use crate::report::page::Page;
use crate::text::Text;

/// Labels, each with its lines.
pub(super) struct Facts<'p> {
    page: &'p Page,
    facts: Vec<(String, Vec<String>)>,
}

impl<'p> Facts<'p> {
    /// Nothing to say yet.
    pub(super) fn new(page: &'p Page) -> Facts<'p> {
        Facts { page, facts: Vec::new() }
    }

    /// Adds what there is to say under a label, where there is something.
    pub(super) fn line(&mut self, label: &Text, text: Option<String>) {
        self.lines(label, text);
    }

    /// Adds lines under a label; blank ones are left out.
    pub(super) fn lines(&mut self, label: &Text, lines: impl IntoIterator<Item = String>) {
        let lines: Vec<String> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() {
            self.facts.push((self.page.say(label), lines));
        }
    }

    /// All lines, each at most as wide as the screen where that is possible.
    pub(super) fn shown(self) -> Vec<String> {
        let Facts { page, facts } = self;
        let column = facts.iter().map(|(label, _)| label.width()).max().unwrap_or(0) + GAP;
        let room = page.screen.width.saturating_sub(column);
        let mut shown = Vec::new();
        for (label, lines) in facts {
            let mut before = page.bold(&label) + &" ".repeat(column - label.width());
            for line in lines.iter().flat_map(|line| wrap(line, room)) {
                shown.push(before + &line);
                before = " ".repeat(column);
            }
        }
        shown
    }
}
