//! Footprints per declared unit: a bar for each product, cut by stage.

use maud::{Markup, html as markup};

use super::drawing::{
    Anchor, Chart, LINE, Picture, WIDTH, bar, fill, legend, lines, paragraph, swatches, text, widest,
};
use super::{NEWLINE, Page, drawing};
use crate::report::document::{FootprintBar, FootprintChart, Number, Reach};
use crate::report::labels::html as words;
use crate::report::page::THOUSANDS;
use crate::word::Stage;

/// The most room for the name of a product.
const NAME: usize = 1800;
/// Between a name, a bar and a number.
const BESIDE: usize = 150;
/// The height of a bar.
const THICK: usize = 200;
/// Between two products.
const GAP: usize = 170;
/// The room for bars, at least.
const SHORTEST: usize = 1500;
/// How many products are in a picture.
const TOGETHER: usize = 12;

pub(super) fn figure(page: &Page<'_>, chart: &FootprintChart, index: usize) -> Markup {
    let totals = widest(chart.bars.iter().map(|bar| bar.total.shown(THOUSANDS)));
    // Bold digits are a little wider.
    let total = BESIDE + totals * 11 / 10;
    let start = BESIDE + widest(chart.bars.iter().flat_map(|bar| lines(&bar.product, NAME)));
    let width = WIDTH.max(start + SHORTEST + total);
    let plot = Plot { reach: chart.reach, start, length: width - start - total, width };
    let stages = || chart.bars.iter().flat_map(|bar| bar.stages.iter().map(|(stage, _)| *stage));
    let pictures = chart.bars.chunks(TOGETHER).map(|bars| {
        let (head, height) = legend(page, stages());
        let top = height + GAP;
        let mut y = top;
        let mut rows = Vec::new();
        for bar in bars {
            let (row, height) = plot.row(bar, y);
            rows.push(row);
            y += height + GAP;
        }
        let zero = plot.zero();
        let content = markup! {
            (head)
            @for row in rows { (NEWLINE) (row) }
            path.axis d=(format!("M{zero} {}V{}", top - 60, y - GAP + 60)) {}
        };
        Picture { width, height: y - GAP + 80, content }
    });
    let description = chart.bars.iter().map(|bar| {
        let part = |(stage, part): &(Stage, Number)| words::place(&stage.title(), &part.shown(THOUSANDS));
        let stages: Vec<_> = bar.stages.iter().map(part).collect();
        words::footprint_in_words(&bar.product, &bar.total.shown(THOUSANDS), &chart.unit, &words::listed(&stages))
    });
    let title = words::footprints_chart(&chart.unit);
    let (description, pictures) = (description.collect(), pictures.collect());
    let id = format!("chart-footprints-{index}");
    drawing::figure(page, Chart { id, title, description, pictures, notes: Vec::new() })
}

/// Where bars lie.
struct Plot {
    reach: Reach,
    start: usize,
    length: usize,
    width: usize,
}

impl Plot {
    /// Where nothing is.
    fn zero(&self) -> usize {
        self.start + self.reach.below.length(self.reach.whole, self.length)
    }

    /// A product: its name, its bar, its total, and below the bar the numbers of its parts. Gives the height, too.
    fn row(&self, product: &FootprintBar, y: usize) -> (Markup, usize) {
        let (mut left, mut right) = (self.zero(), self.zero());
        let mut parts = Vec::new();
        for (stage, part) in &product.stages {
            let size = |amount: crate::amount::Amount| amount.length(self.reach.whole, self.length);
            if part.amount.is_negative() {
                let length = size(part.amount);
                left = left.saturating_sub(length);
                parts.push(bar(&fill(*stage), left, y, length, THICK));
            } else if !part.amount.is_zero() {
                let length = size(part.amount);
                parts.push(bar(&fill(*stage), right, y, length, THICK));
                right += length;
            }
        }
        let name = lines(&product.product, NAME);
        let numbers: Vec<(Stage, String)> =
            product.stages.iter().map(|(stage, part)| (*stage, part.shown(THOUSANDS))).collect();
        let (numbers, height) = swatches(&numbers, self.start + 60, self.start + self.length, y + THICK + 50);
        let row = markup! {
            (paragraph(0, y + 25, Anchor::Start, &name))
            @for part in parts { (part) }
            (text(self.width, y + 25, Anchor::End, Some("strong"), &product.total.shown(THOUSANDS)))
            (numbers)
        };
        (row, (25 + name.len() * LINE).max(THICK + 50 + height))
    }
}
