//! The shipped releases, and what changed in one, for people at a terminal.

use crate::catalogue::ReleaseInfo;
use crate::report::grid::wrap;
use crate::report::labels::{self, factors as words};
use crate::report::page::{Page, Screen, indented};

/// The releases, the oldest first.
#[must_use]
pub fn releases_text(releases: &[ReleaseInfo], screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = Vec::new();
    for release in releases {
        let facts = [
            release.cut_off.as_ref().map(|day| page.say(&words::cut_off(day))).unwrap_or_default(),
            page.say(&words::count(release.factors)),
            page.say(&words::gases(release.gases)),
        ];
        lines.extend(page.entry(&release.release, None, &facts));
        lines.extend(page.indented(&format!("{} {}", page.say(&labels::sha256()), release.sha256), 2));
    }
    lines.push(String::new());
    lines.extend(page.indented(&page.say(&words::what_changed()), 0));
    lines.join("\n") + "\n"
}

/// What changed in a release: its page, with lines that fit the screen.
#[must_use]
pub fn changes_text(markdown: &str, screen: Screen) -> String {
    let page = Page { screen };
    let line = |line: &str| -> Vec<String> {
        match (line.trim_start_matches('#'), line.strip_prefix("- ")) {
            (title, _) if title.len() < line.len() => vec![page.bold(title.trim())],
            (_, Some(item)) => {
                let lines = wrap(item, screen.width.saturating_sub(2)).into_iter().enumerate();
                lines.map(|(index, line)| if index == 0 { format!("- {line}") } else { indented(&line) }).collect()
            }
            _ => wrap(line, screen.width),
        }
    };
    markdown.lines().flat_map(line).collect::<Vec<_>>().join("\n") + "\n"
}
