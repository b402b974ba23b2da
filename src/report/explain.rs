//! The documentation of diagnostic codes for people at a terminal.

use unicode_width::UnicodeWidthStr;

use super::audit::findings_text;
use super::grid::wrap;
use super::labels;
use super::page::{Page, Screen};
use crate::diagnostic::{Code, Style, explain, render_each};
use crate::example::{Command, Example};

/// The narrowest summary in a list, in columns.
const NARROWEST: usize = 20;

/// All codes with their summaries.
#[must_use]
pub fn codes_text(screen: Screen) -> String {
    let page = Page { screen };
    let column = Code::ALL.iter().map(|code| code.as_str().width()).max().unwrap_or(0) + 2;
    let mut lines = Vec::new();
    for code in Code::ALL {
        let summary = wrap(explain(*code, screen.language).summary, screen.width.saturating_sub(column).max(NARROWEST));
        let mut before = page.bold(code.as_str()) + &" ".repeat(column - code.as_str().width());
        for line in summary {
            lines.push(before + &line);
            before = " ".repeat(column);
        }
    }
    lines.push(String::new());
    lines.extend(wrap(&page.say(&labels::explain_one()), screen.width));
    lines.join("\n") + "\n"
}

/// What is behind a code, how to remedy it, and `example`: what the program says of a study that has it.
#[must_use]
pub fn explanation_text(code: Code, example: Option<&Example>, screen: Screen) -> String {
    let page = Page { screen };
    let explanation = explain(code, screen.language);
    let mut blocks = Vec::new();
    let mut summary = vec![page.bold(&page.say(&labels::code(code)))];
    summary.extend(wrap(explanation.summary, screen.width));
    blocks.push(summary.join("\n"));
    for block in explanation.text.split("\n\n") {
        let stands = block.starts_with("    ");
        blocks.push(if stands { block.to_owned() } else { wrap(block, screen.width).join("\n") });
    }
    if let Some(example) = example {
        let style = Style { language: screen.language, colour: screen.colour, width: screen.width };
        let title = page.say(&labels::says_of_such_a_study(Command::of(code).name()));
        blocks.push(wrap(&title, screen.width).join("\n"));
        blocks.extend(match example {
            Example::Diagnostics(diagnostics) => render_each(diagnostics, style),
            Example::Audit(audit) => findings_text(audit, code, screen),
        });
    }
    blocks.join("\n\n") + "\n"
}
