//! A report in Markdown, to be pasted into a document.

use super::document::{Column, Report, RowKind, Table};
use super::page::THOUSANDS;
use crate::text::{Language, visible};

/// The report in GitHub-flavoured Markdown.
#[must_use]
pub fn markdown(report: &Report, language: Language) -> String {
    let mut text = format!("# {}\n", escaped(&report.study.title));
    for table in &report.tables {
        text.push('\n');
        text.push_str(&markdown_table(table, language));
    }
    text
}

fn markdown_table(table: &Table, language: Language) -> String {
    let mut text = format!("## {}\n\n", escaped(table.title.in_language(language)));
    let mut line = |cells: &mut dyn Iterator<Item = String>| {
        for cell in cells {
            text.push_str("| ");
            text.push_str(&cell);
            text.push(' ');
        }
        text.push_str("|\n");
    };
    if !table.rows.is_empty() {
        let rule = |column: &Column| if column.numeric { "---:".to_owned() } else { "---".to_owned() };
        line(&mut table.columns.iter().map(|column| escaped(&column.header(language))));
        line(&mut table.columns.iter().map(rule));
    }
    for row in &table.rows {
        line(&mut row.cells.iter().map(|cell| {
            let shown = escaped(&cell.shown(language, THOUSANDS));
            let stands_out = row.kind != RowKind::Plain && !shown.is_empty();
            if stands_out { format!("**{shown}**") } else { shown }
        }));
    }
    for note in &table.notes {
        text.push('\n');
        text.push_str(&escaped(note.in_language(language)));
        text.push('\n');
    }
    text
}

/// A text as it reads, not as Markdown or HTML would take it.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '~' | '#' | '$' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        assert_eq!(escaped("a|b *c* <script> [d](e) `f` x_y\nz"), r"a\|b \*c\* &lt;script> \[d\](e) \`f\` x\_y z");
    }
}
