//! Tables for the terminal: columns aligned by display width, so that Chinese text lines up.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::text::visible;

/// How the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
}

/// A column of a grid.
#[derive(Clone, Debug)]
pub(super) struct Column {
    header: String,
    align: Align,
    /// Where the table is too wide: the column with the highest number is left out first; 0 never is.
    drop: u8,
}

impl Column {
    pub(super) fn left(header: &str, drop: u8) -> Column {
        Column { header: header.to_owned(), align: Align::Left, drop }
    }

    pub(super) fn right(header: &str, drop: u8) -> Column {
        Column { header: header.to_owned(), align: Align::Right, drop }
    }
}

/// A table of texts.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
}

/// A grid in the room that there is.
pub(super) struct Fitted {
    pub(super) lines: Vec<String>,
    pub(super) left_out: Vec<String>,
}

pub(super) const GAP: usize = 2;
/// A text column is never cut to less than this.
pub(super) const NARROWEST: usize = 12;

impl Grid {
    pub(super) fn new(columns: Vec<Column>) -> Grid {
        Grid { columns, rows: Vec::new() }
    }

    /// Puts a column before the one at `index`; the grid has no rows yet.
    pub(super) fn insert(&mut self, index: usize, column: Column) {
        self.columns.insert(index, column);
    }

    /// Adds a row with one cell per column.
    pub(super) fn row(&mut self, mut cells: Vec<String>) {
        for cell in &mut cells {
            *cell = visible(cell);
        }
        self.rows.push(cells);
    }

    /// Adds a row that has a text in its first column alone.
    pub(super) fn heading(&mut self, text: &str) {
        let mut cells = vec![String::new(); self.columns.len()];
        text.clone_into(&mut cells[0]);
        self.row(cells);
    }

    /// The lines of the table, the header first, each at most `width` columns wide where that is possible.
    pub(super) fn lines(&self, indent: usize, width: usize) -> Vec<String> {
        self.fitted(indent, width).lines
    }

    /// The lines, and the headers of the columns that there is no room for.
    pub(super) fn fitted(&self, indent: usize, width: usize) -> Fitted {
        let mut widths: Vec<usize> = (0..self.columns.len()).map(|index| self.column_width(index)).collect();
        let mut shown: Vec<usize> = (0..self.columns.len()).collect();
        let total = |shown: &[usize], widths: &[usize]| {
            indent + shown.iter().map(|index| widths[*index]).sum::<usize>() + GAP * shown.len().saturating_sub(1)
        };
        while total(&shown, &widths) > width {
            // First a long text is cut, then a column is left out, then texts are cut further.
            let over = total(&shown, &widths) - width;
            let last = shown
                .iter()
                .copied()
                .filter(|index| self.columns[*index].drop > 0)
                .max_by_key(|index| self.columns[*index].drop);
            let text = shown
                .iter()
                .copied()
                .filter(|index| self.columns[*index].align == Align::Left)
                .max_by_key(|index| widths[*index]);
            match (text, last) {
                (Some(text), _) if widths[text] >= over + 2 * NARROWEST => widths[text] -= over,
                (_, Some(last)) => shown.retain(|index| *index != last),
                (Some(text), None) if widths[text] > NARROWEST => {
                    widths[text] = widths[text].saturating_sub(over).max(NARROWEST);
                }
                _ => break,
            }
        }
        let headers: Vec<String> = self.columns.iter().map(|column| column.header.clone()).collect();
        let all = std::iter::once(&headers).chain(&self.rows);
        let lines = all.map(|cells| self.line(cells, &shown, &widths, indent)).collect();
        let left_out = (0..headers.len()).filter(|index| !shown.contains(index) && !headers[*index].is_empty());
        Fitted { lines, left_out: left_out.map(|index| headers[index].clone()).collect() }
    }

    fn column_width(&self, index: usize) -> usize {
        let cells = self.rows.iter().map(|row| row[index].width());
        cells.chain([self.columns[index].header.width()]).max().unwrap_or(0)
    }

    fn line(&self, cells: &[String], shown: &[usize], widths: &[usize], indent: usize) -> String {
        let mut line = " ".repeat(indent);
        for (place, &index) in shown.iter().enumerate() {
            let cell = cut(&cells[index], widths[index]);
            let space = " ".repeat(widths[index].saturating_sub(cell.width()));
            let (before, after) = match self.columns[index].align {
                Align::Left => ("", space.as_str()),
                Align::Right => (space.as_str(), ""),
            };
            if place > 0 {
                line.push_str(&" ".repeat(GAP));
            }
            line.push_str(before);
            line.push_str(&cell);
            line.push_str(after);
        }
        line.truncate(line.trim_end().len());
        line
    }
}

/// `text`, cut to `width` columns with an ellipsis where it is wider.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    cut
}

/// Signs that no line of Chinese ends with, and those that none begins with.
const OPENING: &str = "（《【“‘([";
const CLOSING: &str = "）》】”’)]，。、；：？！…%,.;:?!";

/// `text` in lines of at most `width` columns, broken at spaces and beside Chinese characters, but for where that would
/// leave a sign on the wrong line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_by(text, width, UnicodeWidthStr::width)
}

/// The same, with `measure` in place of columns.
pub(super) fn wrap_by(text: &str, width: usize, measure: impl Fn(&str) -> usize) -> Vec<String> {
    let text = visible(text);
    let wide = |c: char| c.width().unwrap_or(0) > 1;
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut word = String::new();
    let mut quoted = false;
    for (c, next) in text.chars().zip(text.chars().skip(1).chain([' '])) {
        // Backticks open and close in turn.
        quoted ^= c == '`';
        let opens = OPENING.contains(c) || (quoted && c == '`');
        let closes = CLOSING.contains(next) || (quoted && next == '`');
        word.push(c);
        if c != ' ' && next != ' ' && (opens || closes || !(wide(c) || wide(next))) {
            continue;
        }
        if !line.is_empty() && measure(&line) + measure(word.trim_end()) > width {
            lines.push(line.trim_end().to_owned());
            line.clear();
        }
        line.push_str(&word);
        word.clear();
    }
    lines.push(line.trim_end().to_owned());
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_wrap_at_spaces_and_between_chinese_characters() {
        assert_eq!(wrap("not part of our product", 12), ["not part of", "our product"]);
        assert_eq!(wrap("包装材料（表8）不计入", 12), ["包装材料（表", "8）不计入"]);
        assert_eq!(wrap("产品：铝锭。", 10), ["产品：铝", "锭。"]);
        assert_eq!(wrap("产品（铝锭）", 6), ["产品", "（铝", "锭）"]);
        assert_eq!(wrap("写在 `备注` 列", 6), ["写在", "`备注`", "列"]);
        assert_eq!(wrap("unbreakable", 4), ["unbreakable"]);
        assert_eq!(wrap("", 4), [""]);
    }

    fn grid() -> Grid {
        let mut grid = Grid::new(vec![Column::left("Item", 0), Column::right("t CO2e", 0), Column::left("Factor", 1)]);
        grid.row(vec!["A00 铝锭".into(), "30,483.25".into(), "铝锭".into()]);
        grid.row(vec!["Electricity from the public grid".into(), "6.17".into(), "grid-electricity/CN-JS/2021".into()]);
        grid
    }

    #[test]
    fn chinese_text_lines_up() {
        assert_eq!(
            grid().lines(0, 100).join("\n"),
            "\
Item                                 t CO2e  Factor
A00 铝锭                          30,483.25  铝锭
Electricity from the public grid       6.17  grid-electricity/CN-JS/2021"
        );
    }

    #[test]
    fn a_narrow_terminal_loses_the_last_column_and_then_the_ends_of_texts() {
        for width in [60, 40, 30] {
            for line in grid().lines(2, width) {
                assert!(line.width() <= width, "{width}: {line}");
            }
        }
        assert_eq!(grid().lines(0, 30)[2], "Electricity from t…       6.17");
    }
}
