//! What `pertonne lock` pinned, and what changed against the former lock.

use std::path::Path;

use super::labels::lock as labels;
use super::page::INDENT;
use crate::column::LOCK_FILE;
use crate::lock::{Lock, Written};
use crate::text::{Language, visible};

/// How many changes are listed.
const LISTED: usize = 20;

/// What became of study.lock in `folder`.
#[must_use]
pub fn lock_text(lock: &Lock, written: &Written, folder: &str, language: Language) -> String {
    let path = visible(&Path::new(folder).join(LOCK_FILE).display().to_string());
    let pinned = labels::pinned(lock);
    let head = match written {
        Written::New | Written::Changed(_) => labels::wrote_lock(&path, &pinned),
        Written::AsItWas => labels::lock_as_it_was(&path, &pinned),
    };
    let mut lines = vec![head];
    let mut changes = Vec::new();
    match written {
        Written::Changed(differences) if differences.is_empty() => lines.push(labels::nothing_changed()),
        Written::Changed(differences) => {
            lines.push(labels::changed());
            changes.extend(differences.iter().take(LISTED).map(|difference| labels::change(&difference.change)));
            let more = differences.len().saturating_sub(LISTED);
            changes.extend((more > 0).then(|| labels::more_changes(more)));
        }
        Written::New | Written::AsItWas => {}
    }
    lines.extend(lock.is_of_another_table().then(|| labels::another_table(lock.release())));
    let indent = " ".repeat(INDENT);
    let lines = lines.iter().map(|text| visible(text.in_language(language)));
    let changes = changes.iter().map(|text| format!("{indent}{}", visible(text.in_language(language))));
    lines.chain(changes).collect::<Vec<_>>().join("\n") + "\n"
}
