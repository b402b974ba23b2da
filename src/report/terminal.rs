//! The result for people at a terminal.

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::digits::{RATING_PLACES, Scale};
use super::grid::{Column, Grid, cut, wrap};
use super::labels;
use super::page::{INDENT, Page, Screen, THOUSANDS, bar, indented, signed_percent};
use crate::amount::Amount;
use crate::footprint::{Contribution, Footprint, ProductFootprint};
use crate::source::Encoding;
use crate::text::visible;
use crate::unit::Quantity;
use crate::word::{Indicator, Word};

/// The longest bar, in columns.
const BAR: u32 = 20;
/// How many contributions of a product are shown where not all are asked for.
const LARGEST: usize = 8;

/// The footprint as text, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn terminal(footprint: &Footprint, screen: Screen) -> String {
    let page = Page { screen };
    let method =
        labels::method(&labels::boundary_name(footprint.boundary), &footprint.factors.release, footprint.gwp.name());
    let mut lines = page.head(&footprint.study, &method);
    for product in &footprint.products {
        lines.push(String::new());
        lines.extend(page.product(product));
    }
    lines.extend(page.exclusions(footprint));
    lines.push(String::new());
    let account = page.say(&labels::row_account(footprint.rows));
    lines.extend(wrap(&account, screen.width));
    lines.extend(page.encodings(footprint));
    lines.join("\n") + "\n"
}

impl Page {
    fn product(&self, product: &ProductFootprint) -> Vec<String> {
        let width = self.screen.width;
        let Quantity { amount, unit } = &product.output;
        let (one, several) =
            (labels::unit(&product.declared_unit, Amount::ONE), labels::unit(&unit.to_string(), *amount));
        let scale = Scale::of(product.per_unit);
        let headline = labels::headline(&scale.show(product.per_unit), &scale.unit(), &self.say(&one));
        let headline = self.say(&headline);
        let name = cut(&visible(&product.product), width.saturating_sub(headline.width() + 2).max(12));
        let space = width.min(72).saturating_sub(name.width() + headline.width()).max(2);
        let output = labels::output(&amount.to_grouped(THOUSANDS), &self.say(&several), &tonnes(product.emissions));
        let mut lines = vec![format!("{}{}{}", self.bold(&name), " ".repeat(space), self.bold(&headline))];
        lines.extend(wrap(&self.say(&output), width));
        if let Some(per_tonne) = product.per_tonne {
            let scale = Scale::of(per_tonne);
            lines.extend(wrap(&self.say(&labels::headline(&scale.show(per_tonne), &scale.unit(), "t")), width));
        }
        lines.push(String::new());
        lines.extend(self.stages(product, &scale));
        lines.push(String::new());
        let scopes = product.scopes.iter();
        let scopes = scopes.map(|part| format!("{} {}", self.say(&labels::scope(part.scope)), tonnes(part.emissions)));
        let scopes = scopes.collect::<Vec<_>>().join(" · ") + " t CO2e";
        lines.extend(self.indented(&scopes, INDENT));
        lines.extend(self.quality(product, &scale));
        if !product.contributions.is_empty() {
            lines.push(String::new());
            lines.extend(self.contributions(product));
        }
        lines
    }

    /// What the factors say of their quality and so of the product's footprint; nothing where they say nothing.
    fn quality(&self, product: &ProductFootprint, scale: &Scale) -> Vec<String> {
        let Some(quality) = &product.quality else { return Vec::new() };
        let one = labels::unit(&product.declared_unit, Amount::ONE);
        let interval = quality.uncertainty.as_ref().map(|interval| {
            let ends = [interval.low_per_unit, interval.high_per_unit].map(|end| scale.show(end));
            let below = signed_percent(interval.below.map(|below| Amount::ZERO.less(below)));
            let sides = [below, signed_percent(interval.above)];
            labels::interval(&ends, &scale.unit(), &self.say(&one), &sides, &percent(Some(interval.share)))
        });
        // Whoever rates a factor rates it in all three, mostly.
        let mut shared: Vec<(Amount, Vec<(Indicator, String)>)> = Vec::new();
        for (indicator, mean) in &quality.ratings {
            let rating = (*indicator, mean.rating.to_fixed(RATING_PLACES, THOUSANDS));
            match shared.iter_mut().find(|(share, _)| *share == mean.share) {
                Some((_, ratings)) => ratings.push(rating),
                None => shared.push((mean.share, vec![rating])),
            }
        }
        let ratings = shared.iter().map(|(share, ratings)| labels::ratings(ratings, &percent(Some(*share))));
        interval.into_iter().chain(ratings).flat_map(|line| self.indented(&self.say(&line), INDENT)).collect()
    }

    fn stages(&self, product: &ProductFootprint, scale: &Scale) -> Vec<String> {
        let one = self.say(&labels::unit(&product.declared_unit, Amount::ONE));
        let mut grid = Grid::new(vec![
            Column::left(&self.say(&labels::stage()), 0),
            Column::right(&self.say(&labels::emissions()), 0),
            Column::right(&format!("{}/{one}", scale.unit()), 0),
            Column::right(&self.say(&labels::share()), 1),
            Column::left("", 3),
        ]);
        let by_mass = product.per_tonne.map(Scale::of);
        if let Some(scale) = &by_mass {
            grid.insert(3, Column::right(&format!("{}/t", scale.unit()), 2));
        }
        let mut row = |name: String, emissions, per_unit, per_tonne: Option<Amount>, share, bar| {
            let mut cells = vec![name, tonnes(emissions), scale.show(per_unit)];
            cells.extend(by_mass.as_ref().zip(per_tonne).map(|(scale, per_tonne)| scale.show(per_tonne)));
            cells.extend([percent(share), bar]);
            grid.row(cells);
        };
        for stage in &product.stages {
            let name = self.say(&stage.stage.title());
            row(name, stage.emissions, stage.per_unit, stage.per_tonne, stage.share, bar(stage.share, BAR));
        }
        let whole = Some(Amount::ONE).filter(|_| !product.emissions.is_zero());
        let total = self.say(&labels::total());
        row(total, product.emissions, product.per_unit, product.per_tonne, whole, String::new());
        grid.lines(INDENT, self.screen.width)
    }

    fn contributions(&self, product: &ProductFootprint) -> Vec<String> {
        let mut sorted: Vec<&Contribution> = product.contributions.iter().collect();
        if !self.screen.all {
            sorted.sort_by_key(|contribution| std::cmp::Reverse(contribution.emissions));
            sorted.retain(|contribution| !contribution.emissions.is_zero());
            sorted.truncate(LARGEST);
        }
        let title = if self.screen.all { labels::all_contributions() } else { labels::largest() };
        let mut grid = Grid::new(vec![
            Column::left(&self.say(&title), 0),
            Column::right(&self.say(&labels::emissions()), 0),
            Column::right(&self.say(&labels::share()), 1),
            Column::right(&self.say(&labels::activity()), 5),
            Column::left(&self.say(&labels::factor()), 4),
            Column::right(&self.say(&labels::allocated()), 3),
            Column::left(&self.say(&labels::rows()), 2),
        ]);
        let mut stage = None;
        for contribution in &sorted {
            if self.screen.all && stage != Some(contribution.stage) {
                stage = Some(contribution.stage);
                grid.heading(&self.say(&contribution.stage.title()));
            }
            let Contribution { activity, .. } = contribution;
            grid.row(vec![
                format!("{}{}", if self.screen.all { "  " } else { "" }, contribution.item),
                tonnes(contribution.emissions),
                percent(contribution.share),
                format!("{} {}", tonnes(activity.amount), activity.unit),
                contribution.factor.clone(),
                contribution.allocation.as_ref().map_or(String::new(), |part| percent(Some(part.share))),
                rows(&contribution.file, contribution.first_line, contribution.rows),
            ]);
        }
        // Where all weigh nothing there is no largest one.
        let mut lines = if sorted.is_empty() { Vec::new() } else { grid.lines(INDENT, self.screen.width) };
        let left = product.contributions.len() - sorted.len();
        if left > 0 {
            let smaller = wrap(&self.say(&labels::smaller(left)), self.screen.width.saturating_sub(INDENT));
            lines.extend(smaller.iter().map(|line| indented(line)));
        }
        lines
    }

    /// The files that are not in UTF-8, by what they were read as.
    fn encodings(&self, footprint: &Footprint) -> Vec<String> {
        let mut files: BTreeMap<Encoding, Vec<String>> = BTreeMap::new();
        for input in footprint.inputs.iter().filter(|input| input.encoding != Encoding::Utf8) {
            files.entry(input.encoding).or_default().push(visible(&input.file));
        }
        let read_as = |(encoding, files): (&Encoding, &Vec<String>)| {
            let line = labels::read_as(&encoding.to_string(), files);
            wrap(&self.say(&line), self.screen.width)
        };
        files.iter().flat_map(read_as).collect()
    }

    fn exclusions(&self, footprint: &Footprint) -> Vec<String> {
        if footprint.exclusions.is_empty() {
            return Vec::new();
        }
        let mut lines = vec![String::new(), self.bold(&self.say(&labels::left_out()))];
        let mut reasons: Vec<&str> = Vec::new();
        for exclusion in &footprint.exclusions {
            if !reasons.contains(&exclusion.reason.as_str()) {
                reasons.push(&exclusion.reason);
            }
        }
        for reason in reasons {
            let mut grid = Grid::new(vec![
                Column::left(&self.say(&labels::item()), 0),
                Column::right(&self.say(&labels::quantity()), 0),
                Column::left(&self.say(&labels::rows()), 1),
            ]);
            for exclusion in footprint.exclusions.iter().filter(|exclusion| exclusion.reason == reason) {
                let quantity = exclusion.quantity.as_ref();
                grid.row(vec![
                    exclusion.item.clone(),
                    quantity.map_or(String::new(), |q| format!("{} {}", q.amount.to_grouped(THOUSANDS), q.unit)),
                    rows(&exclusion.file, exclusion.first_line, exclusion.rows),
                ]);
            }
            let reason = wrap(reason, self.screen.width.saturating_sub(INDENT));
            lines.extend(reason.iter().map(|line| indented(line)));
            lines.extend(grid.lines(2 * INDENT, self.screen.width));
        }
        lines
    }
}

/// Where rows begin, and how many more there are.
fn rows(file: &str, first_line: u64, rows: u64) -> String {
    let more = if rows > 1 { format!(" +{}", rows - 1) } else { String::new() };
    format!("{file}:{first_line}{more}")
}

/// Emissions of a period, or an activity: two decimals. What is more than nothing is not shown as `0.00`.
fn tonnes(amount: Amount) -> String {
    if amount.round(2).is_zero() && amount > Amount::ZERO {
        return "<0.01".to_owned();
    }
    amount.to_fixed(2, THOUSANDS)
}

fn percent(share: Option<Amount>) -> String {
    match share {
        None => "–".to_owned(),
        Some(share) if share.round(4).is_zero() && share > Amount::ZERO => "<0.01 %".to_owned(),
        Some(share) => share.to_percent(2),
    }
}
