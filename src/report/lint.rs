//! What the lint of a factor table found: on one line, and as JSON.

use serde::Serialize;

use super::json::{pretty, shown};
use crate::diagnostic::Severity;
use crate::lint::Lint;
use crate::text::{Language, text, visible};

/// How many factors were looked at, and how much was found.
#[must_use]
pub fn lint_text(lint: &Lint, language: Language) -> String {
    let Lint { factors, release, .. } = lint;
    let files: Vec<String> = lint.files.iter().map(|file| visible(file)).collect();
    let (en, zh) = (files.join(", "), files.join("、"));
    let release = visible(release);
    let s = if *factors == 1 { "" } else { "s" };
    let what = if lint.is_release {
        text!("release {release}, {factors} factor{s}", "{release} 版，{factors} 个因子")
    } else {
        text!("{en}, {factors} factor{s}, beside release {release}", "{zh}，{factors} 个因子，对照 {release} 版")
    };
    let [errors, warnings] = counts(lint);
    let plural = |count: u64| if count == 1 { "" } else { "s" };
    let (e, w) = (plural(errors), plural(warnings));
    let found = match (errors, warnings) {
        (0, 0) => text!("nothing found", "未发现问题"),
        (_, 0) => text!("{errors} error{e}", "{errors} 个错误"),
        (0, _) => text!("{warnings} warning{w}", "{warnings} 个警告"),
        _ => text!("{errors} error{e}, {warnings} warning{w}", "{errors} 个错误，{warnings} 个警告"),
    };
    let between = text!(": ", "：");
    let alone = match lint.without_kin {
        alone if alone == 0 || lint.is_release => text!("", ""),
        alone => text!("; {alone} of them with nothing to be compared with", "；其中 {alone} 个没有可对照的同类因子"),
    };
    [&what, &between, &found, &alone].map(|text| text.in_language(language)).concat() + "\n"
}

fn counts(lint: &Lint) -> [u64; 2] {
    [Severity::Error, Severity::Warning].map(|severity| lint.diagnostics.count(severity))
}

#[derive(Serialize)]
struct Document<'l, D: Serialize> {
    schema: &'static str,
    files: &'l [String],
    release: &'l str,
    factors: usize,
    without_kin: usize,
    errors: u64,
    warnings: u64,
    diagnostics: Vec<D>,
}

/// What was found, as a JSON document, `pertonne.factors-check/1`; of each code the first are among its diagnostics, and all
/// are counted.
///
/// # Errors
/// None that the document itself can cause.
pub fn lint_json(lint: &Lint, language: Language) -> serde_json::Result<String> {
    let [errors, warnings] = counts(lint);
    pretty(&Document {
        schema: "pertonne.factors-check/1",
        files: &lint.files,
        release: &lint.release,
        factors: lint.factors,
        without_kin: lint.without_kin,
        errors,
        warnings,
        diagnostics: shown(&lint.diagnostics, language),
    })
}
