//! The progress of a run as a line on the terminal.

use unicode_width::UnicodeWidthStr;

use super::labels;
use super::page::bar;
use crate::amount::{Amount, divide};
use crate::progress::Progress;
use crate::text::Language;

/// The length of the bar, in columns.
const BAR: u32 = 24;

/// The progress in less than `width` columns; nothing where it is not known what there is to read, or there is no room.
#[must_use]
pub fn progress_line(progress: &Progress, width: usize, language: Language) -> Option<String> {
    let (read, total) = progress.so_far();
    let share = divide(Amount::from(read), Amount::from(total)).ok()?;
    let [read, total] = [read, total].map(|bytes| Amount::from(bytes / 1_000_000).to_grouped(","));
    let percent = share.to_percent(0);
    let line = labels::progress(&percent, &read, &total);
    let line = line.in_language(language);
    let bar = bar(Some(share), BAR);
    let with_bar = format!("{bar}{} {line}", " ".repeat((BAR as usize).saturating_sub(bar.width())));
    // The last column is left free: writing there would break the line in some terminals.
    [with_bar.as_str(), line, percent.as_str()].into_iter().find(|line| line.width() < width).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_fits_the_terminal_and_says_no_more_than_is_known() {
        let progress = Progress::new();
        assert_eq!(progress_line(&progress, 80, Language::En), None);
        progress.expect(640_000_000);
        progress.add(160_000_000);
        let line = |width| progress_line(&progress, width, Language::En).unwrap();
        assert_eq!(line(80), format!("{:<24} reading: 25 % of 640 MB (160 MB)", "█".repeat(6)));
        assert_eq!(line(50), "reading: 25 % of 640 MB (160 MB)");
        assert_eq!(line(10), "25 %");
        assert_eq!(progress_line(&progress, 4, Language::En), None);
        assert_eq!(progress_line(&progress, 40, Language::Zh).unwrap(), "读取中：25 %，共 640 MB（160 MB）");
        progress.add(640_000_000);
        assert!(line(80).contains("100 % of 640 MB (640 MB)"));
    }
}
