//! A check for people at a terminal: figure by figure, grouped by the table that each stands in.

use super::grid::{Column, Grid};
use super::labels;
use super::page::{INDENT, Page, Screen, THOUSANDS, signed};
use crate::amount::Amount;
use crate::check::{Check, CheckedFigure, Hit, Search, Subject, Summary};
use crate::text::visible;
use crate::word::{Cause, Measure, Verdict, Word};

/// How many causes of a difference are shown.
const CAUSES: usize = 3;

/// The check as text, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn check_text(check: &Check, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.head(&check.study, &labels::basis(&check.factors.release, check.gwp.name()));
    // Where there is one product alone its name says nothing.
    let several = check.products.len() > 1;
    let mut tables: Vec<&str> = Vec::new();
    for figure in &check.figures {
        if !tables.contains(&figure.table.as_str()) {
            tables.push(&figure.table);
        }
    }
    for table in tables {
        let figures: Vec<&CheckedFigure> = check.figures.iter().filter(|figure| figure.table == table).collect();
        lines.push(String::new());
        lines.extend(page.table(table, &figures, several));
    }
    lines.push(String::new());
    if !check.every_row && check.figures.iter().any(|figure| figure.search.is_some()) {
        lines.extend(page.indented(&page.say(&labels::rows_not_tried()), 0));
    }
    lines.extend(page.summary(check.summary));
    lines.join("\n") + "\n"
}

impl Page {
    /// The figures of a table of the document, with what there is to say of each below it.
    fn table(&self, table: &str, figures: &[&CheckedFigure], several: bool) -> Vec<String> {
        let mut grid = Grid::new(vec![
            Column::left(table, 0),
            Column::right(&self.say(&labels::printed()), 0),
            Column::right(&self.say(&labels::computed()), 0),
            Column::right(&self.say(&labels::difference()), 2),
            Column::left(&self.say(&labels::unit_header()), 1),
            Column::left(&self.say(&labels::verdict_header()), 0),
            Column::left(&self.say(&labels::range_header()), 3),
        ]);
        for figure in figures {
            let places = figure.printed.places() + 2;
            let show = |amount: Amount| amount.to_fixed(places, THOUSANDS);
            let (low, high) = (show(figure.computed.low), show(figure.computed.high));
            let range = if figure.verdict == Verdict::Exact || low == high {
                String::new()
            } else {
                format!("{low} … {high}")
            };
            grid.row(vec![
                self.subject(figure, several),
                figure.printed.to_grouped(THOUSANDS),
                show(figure.computed.value),
                signed(figure.difference(), places),
                figure.unit.clone(),
                self.say(&labels::verdict(figure.verdict)),
                range,
            ]);
        }
        let mut rows = grid.lines(0, self.screen.width).into_iter();
        let mut lines: Vec<String> = rows.next().iter().map(|header| self.bold(header)).collect();
        for (row, figure) in rows.zip(figures) {
            lines.push(if figure.failure.is_some() { self.bold(&row) } else { row });
            lines.extend(self.details(figure));
        }
        lines
    }

    /// What a figure is of, and which measure where the unit does not say it. `several`: whether there is more than one
    /// product.
    fn subject(&self, figure: &CheckedFigure, several: bool) -> String {
        let Subject { products, stage, scope, file, line, items, factor, year, action } = &figure.subject;
        let mut parts = Vec::new();
        if several {
            parts.extend(products.iter().cloned());
        }
        parts.extend(items.iter().cloned());
        parts.extend(factor.clone());
        // The file matters where nothing else says what of it.
        parts.extend(file.as_ref().and_then(|file| match line {
            Some(line) => Some(format!("{file}:{line}")),
            None => Some(file.clone()).filter(|_| items.is_empty() && factor.is_none()),
        }));
        parts.extend(year.map(|year| year.to_string()));
        parts.extend(action.clone());
        let said_by_unit = matches!(figure.measure, Measure::Emissions | Measure::Footprint | Measure::Activity);
        if !said_by_unit {
            parts.push(self.say(&labels::measure(figure.measure)));
        }
        // Where there is no room for all, the end is what is cut.
        parts.extend(scope.map(|scope| self.say(&labels::scope(scope))));
        parts.extend(stage.map(|stage| self.say(&stage.title())));
        if parts.is_empty() {
            parts.push(products.first().cloned().unwrap_or_else(|| self.say(&labels::total())));
        }
        parts.join(" · ")
    }

    /// Reason, causes, and what fails.
    fn details(&self, figure: &CheckedFigure) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(reason) = &figure.reason {
            lines.extend(self.indented(&self.say(&labels::reason(reason)), 2 * INDENT));
        }
        if let Some(search) = &figure.search {
            lines.extend(self.causes(figure, search));
        }
        if let Some(failure) = figure.failure {
            let text = labels::failure(failure, figure.stated, &format!("{}:{}", figure.file, figure.line));
            lines.extend(self.indented(&self.say(&text), 2 * INDENT).iter().map(|line| self.alarm(line)));
        }
        lines
    }

    fn causes(&self, figure: &CheckedFigure, search: &Search) -> Vec<String> {
        let stated = |hit: &&Hit| figure.cause == Some(hit.cause);
        let strength = search.hits.iter().find(stated).map_or(0, |hit| hit.figures);
        // What gives the printed digits makes what merely leaves room for them superfluous; and what explains fewer
        // figures than the stated cause is no rival of it.
        let rivals = |hit: &&Hit| {
            let strong = hit.figures >= strength || hit.cause == Cause::PrintedFigures;
            !stated(hit) && strong && (hit.exact || search.exact() == 0)
        };
        let others = search.hits.iter().filter(rivals);
        let mut lines = Vec::new();
        for hit in search.hits.iter().filter(stated).take(1).chain(others).take(CAUSES) {
            let what = visible(hit.what.in_language(self.screen.language));
            let hit = labels::hit(stated(&hit), &what, &hit.arithmetic, hit.figures - 1);
            lines.extend(self.indented(&self.say(&hit), 2 * INDENT));
        }
        if figure.reason.is_some() && figure.cause.is_none() {
            lines.extend(self.indented(&self.say(&labels::taken_as_written()), 2 * INDENT));
        }
        let (exact, all) = (search.exact(), search.hits.len());
        let tried = match all {
            0 => labels::none_fits(search.tried),
            _ if exact == 0 => labels::room(search.tried, all, &chance(search.by_chance)),
            _ => labels::tried(search.tried, exact, &chance(search.exact_by_chance)),
        };
        lines.extend(self.indented(&self.say(&tried), 2 * INDENT));
        lines
    }

    fn summary(&self, summary: Summary) -> Vec<String> {
        let mut lines = self.indented(&self.say(&labels::summary(summary)), 0);
        if summary.failed > 0 {
            lines.extend(
                self.indented(&self.say(&labels::failed(summary.failed)), 0).iter().map(|line| self.bold(line)),
            );
        }
        lines
    }
}

/// An expected number of hits, with two digits that count.
fn chance(expected: Amount) -> String {
    if expected.round(3).is_zero() {
        return "<0.001".to_owned();
    }
    let places = if expected < Amount::new(1, 1) { 3 } else { 1 };
    expected.to_fixed(places, THOUSANDS)
}
