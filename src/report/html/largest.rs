//! The largest contributions to a product: a bar each, and what they come to together.

use std::fmt::Write as _;

use maud::{Markup, html as markup};

use super::drawing::{Anchor, Chart, LINE, Picture, WIDTH, bar, fill, legend, lines, paragraph, text, widest};
use super::{NEWLINE, Page, drawing};
use crate::amount::Amount;
use crate::report::document::{Largest, LargestChart, Number};
use crate::report::labels::{self, html as words, tables};
use crate::report::page::THOUSANDS;
use crate::text::{Language, Text};

/// The most room for the name of an item.
const NAME: usize = 1900;
/// Between a name and its bar.
const BESIDE: usize = 150;
/// Bars are no shorter where the numbers beside them are long.
const SHORTEST: usize = 1000;
/// The height of a bar.
const THICK: usize = 150;
/// Between two columns.
const GAP: usize = 200;
/// The width of the line of cumulative shares.
const CUMULATIVE: usize = 900;

pub(super) fn figure(page: &Page<'_>, chart: &LargestChart, index: usize) -> Markup {
    let columns = Columns::new(page, chart);
    let (head, height) = legend(page, chart.contributions.iter().map(|one| one.stage));
    let top = height + 120 + LINE + 60;
    let mut y = top;
    let mut rows = Vec::new();
    let mut points = Vec::new();
    for one in &chart.contributions {
        let name = lines(&name(one), NAME);
        let height = (name.len() * LINE).max(THICK) + 60;
        rows.push(columns.row(page, one, &name, y));
        points.push((columns.cumulative(one), y + THICK / 2));
        y += height;
    }
    let content = markup! {
        (head)
        (columns.headers(page, top - LINE - 60))
        (columns.scale(top, y))
        @for row in rows { (NEWLINE) (row) }
        (line(&points))
    };
    let title = words::largest_chart(&chart.product);
    let in_words = |one: &Largest| {
        words::contribution_in_words(&name(one), &one.emissions.shown(THOUSANDS), &one.share.shown(THOUSANDS))
    };
    let description: Vec<_> = chart.contributions.iter().map(in_words).collect();
    let notes = if chart.others == 0 { Vec::new() } else { vec![words::smaller(chart.others)] };
    let pictures = vec![Picture { width: columns.width, height: y, content }];
    let id = format!("chart-largest-{index}");
    drawing::figure(page, Chart { id, title, description: vec![words::listed(&description)], pictures, notes })
}

/// The item, and its factor where the item alone does not tell.
fn name(one: &Largest) -> String {
    one.factor.as_ref().map_or_else(|| one.item.clone(), |factor| format!("{} · {factor}", one.item))
}

/// Where the columns of a chart end; each is as wide as its numbers.
struct Columns {
    /// The longest bar.
    most: Amount,
    /// What the whole width of the line of cumulative shares stands for, in per cent.
    whole: Amount,
    start: usize,
    bars: usize,
    emissions: usize,
    share: usize,
    line: usize,
    width: usize,
}

impl Columns {
    fn new(page: &Page<'_>, chart: &LargestChart) -> Columns {
        let all = &chart.contributions;
        let column = |header: String, number: fn(&Largest) -> Number| {
            GAP + widest(all.iter().map(|one| number(one).shown(THOUSANDS)).chain([header]))
        };
        let emissions = column(page.say(&labels::emissions()), |one| one.emissions);
        let share = column(header(page, &labels::share()), |one| one.share);
        let header = header(page, &tables::cumulative());
        let cumulative = column(header, |one| one.cumulative).max(GAP);
        let numbers = emissions + share + GAP + CUMULATIVE + cumulative;
        let start = BESIDE + widest(all.iter().flat_map(|one| lines(&name(one), NAME)));
        let bars = WIDTH.saturating_sub(start + numbers).max(SHORTEST);
        let emissions = start + bars + emissions;
        let share = emissions + share;
        let hundred = Amount::new(100, 0);
        Columns {
            most: all.iter().map(|one| one.emissions.amount).max().unwrap_or_default(),
            whole: all.iter().map(|one| one.cumulative.amount).max().unwrap_or_default().max(hundred),
            start,
            bars,
            emissions,
            share,
            line: share + GAP,
            width: start + bars + numbers,
        }
    }

    fn headers(&self, page: &Page<'_>, y: usize) -> Markup {
        markup! {
            (text(self.emissions, y, Anchor::End, Some("quiet"), &page.say(&labels::emissions())))
            (text(self.share, y, Anchor::End, Some("quiet"), &header(page, &labels::share())))
            (text(self.width, y, Anchor::End, Some("quiet"), &header(page, &tables::cumulative())))
        }
    }

    /// The lines at nothing, at the half and at all.
    fn scale(&self, top: usize, bottom: usize) -> Markup {
        let hundred = Amount::new(100, 0);
        let at = |percent| self.line + Amount::new(percent, 0).length(self.whole.max(hundred), CUMULATIVE);
        let d: Vec<String> = [0, 50, 100].map(|percent| format!("M{} {}V{bottom}", at(percent), top - 20)).into();
        markup! { path.scale d=(d.concat()) {} path.axis d=(format!("M{} {}V{bottom}", self.start, top - 20)) {} }
    }

    /// Where the line is beside a contribution.
    fn cumulative(&self, one: &Largest) -> usize {
        self.line + one.cumulative.amount.max(Amount::ZERO).length(self.whole, CUMULATIVE)
    }

    fn row(&self, page: &Page<'_>, one: &Largest, name: &[String], y: usize) -> Markup {
        let content = markup! {
            (paragraph(0, y, Anchor::Start, name))
            (bar(&fill(one.stage), self.start, y, one.emissions.amount.length(self.most, self.bars), THICK))
        };
        markup! {
            // The same links stand in the table of contributions, where the keyboard reaches them and readers name them.
            @match page.rows_of(Some(one.entry)) {
                Some(id) => a href={ "#" (id) } tabindex="-1" { (content) },
                None => (content),
            }
            (text(self.emissions, y, Anchor::End, None, &one.emissions.shown(THOUSANDS)))
            (text(self.share, y, Anchor::End, None, &one.share.shown(THOUSANDS)))
            (text(self.width, y, Anchor::End, None, &one.cumulative.shown(THOUSANDS)))
        }
    }
}

fn header(page: &Page<'_>, text: &Text) -> String {
    match page.language {
        Language::En => format!("{} (%)", text.en),
        Language::Zh => format!("{}（%）", text.zh),
    }
}

/// A line through points.
fn line(points: &[(usize, usize)]) -> Markup {
    let mut d = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(d, "{}{x} {y}", if index == 0 { 'M' } else { 'L' });
    }
    markup! {
        path.line d=(d) {}
        @for (x, y) in points { circle.dot cx=(x) cy=(y) r="26" {} }
    }
}
