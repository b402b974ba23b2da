//! A report for people at a terminal.

use super::document::{Report, Row, RowKind, Table};
use unicode_width::UnicodeWidthStr;

use super::grid::{Column, GAP, Grid, NARROWEST, wrap};
use super::labels;
use super::page::{Page, Screen, THOUSANDS};

/// The report as text, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn report_text(report: &Report, screen: Screen) -> String {
    let page = Page { screen };
    let blocks: Vec<String> = report.tables.iter().map(|table| page.report_table(table).join("\n")).collect();
    blocks.join("\n\n") + "\n"
}

impl Page {
    fn report_table(&self, table: &Table) -> Vec<String> {
        let language = self.screen.language;
        let columns = table.columns.iter().map(|column| {
            let header = column.header(language);
            if column.numeric { Column::right(&header, column.drop) } else { Column::left(&header, column.drop) }
        });
        let mut grid = Grid::new(columns.collect());
        let mut kinds = vec![None];
        let subjects = table.rows.iter().map(|row| row.cells[0].shown(language, "").width()).max().unwrap_or(0);
        for Row { cells, kind, .. } in &table.rows {
            for cells in self.in_lines(cells.iter().map(|cell| cell.shown(language, THOUSANDS)).collect(), subjects) {
                grid.row(cells);
                kinds.push(Some(*kind));
            }
        }
        let mut lines = vec![self.bold(&self.say(&table.title))];
        let mut fitted = grid.fitted(0, self.screen.width);
        // Where there is no row there is something to say.
        if table.rows.is_empty() {
            fitted.lines.clear();
            fitted.left_out.clear();
        }
        for (line, kind) in fitted.lines.iter().zip(kinds) {
            lines.push(if kind == Some(RowKind::Plain) { line.clone() } else { self.bold(line) });
        }
        for note in &table.notes {
            lines.extend(self.indented(&self.say(note), 0));
        }
        if !fitted.left_out.is_empty() {
            lines.extend(self.indented(&self.say(&labels::columns_left_out(&fitted.left_out)), 0));
        }
        lines
    }

    /// A row of two, a subject and a statement, in as many lines as the statement needs; any other as it is. `subjects`: the
    /// width of the widest subject.
    fn in_lines(&self, cells: Vec<String>, subjects: usize) -> Vec<Vec<String>> {
        let [subject, statement] = cells.as_slice() else { return vec![cells] };
        let room = self.screen.width.saturating_sub(subjects + GAP).max(NARROWEST);
        let lines = wrap(statement, room).into_iter().enumerate();
        lines.map(|(index, line)| vec![if index == 0 { subject.clone() } else { String::new() }, line]).collect()
    }
}
