//! Diagnostics as text for people: the offending cell marked in its row, and what to write instead.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Diagnostics, Severity};
use crate::text::{Language, Text, text, visible};

/// How diagnostics are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The language of the texts.
    pub language: Language,
    /// Whether to colour them.
    pub colour: bool,
    /// The width of the terminal, in columns.
    pub width: usize,
}

/// The longest excerpt of a row that is shown, in bytes.
const EXCERPT: usize = 400;

/// All diagnostics as one text that ends with a count and a hint where to read more.
#[must_use]
pub fn render(diagnostics: &Diagnostics, style: Style) -> String {
    ended(diagnostics, &[count(diagnostics), hint(diagnostics)], style)
}

/// All diagnostics as one text that ends with a hint where to read more: where their count is a result.
#[must_use]
pub fn render_findings(diagnostics: &Diagnostics, style: Style) -> String {
    ended(diagnostics, &[hint(diagnostics)], style)
}

fn ended(diagnostics: &Diagnostics, end: &[Option<Text>], style: Style) -> String {
    let mut shown = render_each(diagnostics, style);
    let lines: Vec<&str> = end.iter().flatten().map(|text| text.in_language(style.language)).collect();
    if !lines.is_empty() {
        shown.push(lines.join("\n"));
    }
    shown.join("\n\n") + "\n"
}

/// The diagnostics, each as a text of its own.
#[must_use]
pub fn render_each(diagnostics: &Diagnostics, style: Style) -> Vec<String> {
    let renderer = if style.colour { Renderer::styled() } else { Renderer::plain() }.term_width(style.width);
    let mut shown: Vec<String> = diagnostics.shown().iter().map(|d| one(d, &renderer, style.language)).collect();
    for (code, more) in diagnostics.not_shown() {
        let more = crate::amount::Amount::from(more).to_grouped(",");
        let text = text!("… and {more} more [{code}]", "…… 另有 {more} 处 [{code}]");
        shown.push(text.in_language(style.language).to_owned());
    }
    shown
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer, language: Language) -> String {
    let Diagnostic { problem, place, rows } = diagnostic;
    let [help, note] = match language {
        Language::En => ["help", "note"],
        Language::Zh => ["帮助", "说明"],
    };
    let severity = problem.severity.name();
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let level = level.with_name(severity.in_language(language));
    let title = level.primary_title(problem.message.in_language(language)).id(problem.code.as_str());
    let file = visible(&place.file);
    let (start, excerpt, mark) = excerpt(&place.text, &place.mark);
    let group = if place.line == 0 {
        Group::with_title(title).element(annotate_snippets::Origin::path(file.as_str()))
    } else {
        let mut annotation = AnnotationKind::Primary.span(mark);
        if let Some(label) = &problem.label {
            annotation = annotation.label(label.in_language(language));
        }
        let left_out = place.text[..start].bytes().filter(|byte| *byte == b'\n').count();
        let line = usize::try_from(place.line).unwrap_or(usize::MAX).saturating_add(left_out);
        // The renderer shows ASCII control characters itself; those of two bytes get a mark of two bytes, so that the
        // place of the annotation stays.
        let excerpt: String =
            excerpt.chars().map(|c| if ('\u{80}'..'\u{A0}').contains(&c) { '¿' } else { c }).collect();
        let snippet = Snippet::source(excerpt).line_start(line).path(file.as_str()).annotation(annotation);
        Group::with_title(title).element(snippet)
    };
    let mut group = group.element(Level::HELP.with_name(help).message(problem.help.in_language(language)));
    let others = text!("{rows} rows have these texts; this is the first", "共有 {rows} 行内容相同，此为第一行");
    if *rows > 1 {
        group = group.element(Level::NOTE.with_name(note).message(others.in_language(language)));
    }
    renderer.render(&[group])
}

/// A record of megabytes is shown around its mark only: where the excerpt starts, the excerpt, and the mark in it.
fn excerpt<'t>(text: &'t str, mark: &Range<usize>) -> (usize, &'t str, Range<usize>) {
    if text.len() <= EXCERPT {
        return (0, text, mark.clone());
    }
    let start = if mark.start < EXCERPT / 2 { 0 } else { text.floor_char_boundary(mark.start - EXCERPT / 2) };
    let end = text.floor_char_boundary((start + EXCERPT).min(text.len()));
    (start, &text[start..end], mark.start - start..mark.end.min(end) - start)
}

/// Where to read more of the first.
fn hint(diagnostics: &Diagnostics) -> Option<Text> {
    let first = diagnostics.shown().first()?.problem.code;
    Some(text!("`pertonne explain {first}` says more", "详见 `pertonne explain {first}`"))
}

/// How many there are, where errors are among them.
fn count(diagnostics: &Diagnostics) -> Option<Text> {
    let (errors, warnings) = (diagnostics.count(Severity::Error), diagnostics.count(Severity::Warning));
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    let (e, w) = (plural(errors), plural(warnings));
    Some(match (errors, warnings) {
        (0, _) => return None,
        (1, 0) => text!("1 error; no result while it stands", "1 个错误；改正之前不给出结果"),
        (_, 0) => text!("{errors} errors; no result while they stand", "{errors} 个错误；改正之前不给出结果"),
        _ => text!(
            "{errors} error{e}, {warnings} warning{w}; no result while errors stand",
            "{errors} 个错误，{warnings} 个警告；改正错误之前不给出结果"
        ),
    })
}
