//! What `pertonne init` made of a folder of exports.

use super::grid::{Column, Grid};
use super::labels;
use super::page::INDENT;
use crate::init::Bindings;
use crate::text::{Language, visible};

/// Each file and what it was bound as, and what is left to do.
#[must_use]
pub fn bindings_text(bindings: &Bindings, folder: &str, language: Language) -> String {
    let folder = visible(folder);
    let mut grid = Grid::new(vec![Column::left("", 0), Column::left("", 0)]);
    for (file, kind) in &bindings.files {
        let unsure = labels::not_bound();
        let bound = kind.map_or(unsure.in_language(language), |kind| kind.name());
        grid.row(vec![visible(file), bound.to_owned()]);
    }
    let wrote = labels::bound(&folder);
    let next = labels::questions(bindings.questions, &folder);
    let mut lines = vec![wrote.in_language(language).to_owned()];
    lines.extend(grid.lines(INDENT, usize::MAX).into_iter().filter(|line| !line.trim().is_empty()));
    lines.push(next.in_language(language).to_owned());
    lines.join("\n") + "\n"
}
