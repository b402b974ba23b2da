//! Targets for people at a terminal.

use super::grid::{Column, Grid, cut};
use super::labels;
use super::page::{INDENT, Page, Screen, THOUSANDS, bar, signed, signed_percent};
use crate::amount::divide;
use crate::target::{Change, Plan, Rate, Series};
use crate::text::visible;

/// The longest bar, in columns.
const BAR: u32 = 16;

/// The plan as text, each line at most as wide as the screen where that is possible.
#[must_use]
pub fn plan_text(plan: &Plan, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.head(&plan.study, &labels::targets());
    for series in &plan.series {
        lines.push(String::new());
        lines.extend(page.series(series));
    }
    if !plan.actions.is_empty() {
        lines.push(String::new());
        lines.extend(page.actions(plan));
    }
    lines.join("\n") + "\n"
}

impl Page {
    fn series(&self, series: &Series) -> Vec<String> {
        let stage = series.stage.map(|stage| self.say(&stage.title()));
        let name = std::iter::once(series.product.clone()).chain(stage).collect::<Vec<_>>().join(" · ");
        let mut lines = vec![self.bold(&cut(&visible(&format!("{name}  {}", series.unit)), self.screen.width))];
        let mut grid = Grid::new(vec![
            Column::left(&self.say(&labels::year()), 0),
            Column::right(&self.say(&labels::target()), 0),
            Column::right(&self.say(&labels::to_previous()), 4),
            Column::right(&format!("{} %", self.say(&labels::to_previous())), 3),
            Column::right(&self.say(&labels::to_baseline()), 2),
            Column::right(&format!("{} %", self.say(&labels::to_baseline())), 0),
            Column::left("", 1),
        ]);
        let computed = &series.computed;
        let most = series.years.iter().map(|year| year.value.amount).chain([computed.value]).max().unwrap_or_default();
        let length = |amount| bar(divide(amount, most).ok(), BAR);
        // As many decimals in every line, whatever each target is written with.
        let places = series.years.iter().map(|year| year.value.places()).max().unwrap_or(0).max(2);
        let change = |change: Option<Change>| match change {
            None => [String::new(), String::new()],
            Some(Change { amount, fraction }) => [signed(amount, places), signed_percent(fraction)],
        };
        for year in &series.years {
            let [previous, previous_percent] = change(year.to_previous);
            let [baseline, baseline_percent] = match year.to_baseline {
                None => [self.say(&labels::baseline()), String::new()],
                some => change(some),
            };
            grid.row(vec![
                year.year.to_string(),
                year.value.to_grouped(THOUSANDS),
                previous,
                previous_percent,
                baseline,
                baseline_percent,
                length(year.value.amount),
            ]);
        }
        let year = self.say(&labels::computed_of(computed.year));
        let value = computed.value.to_fixed(4, THOUSANDS);
        let blank = String::new;
        grid.row(vec![year, value, blank(), blank(), blank(), blank(), length(computed.value)]);
        lines.extend(grid.lines(INDENT, self.screen.width));
        if let Some(Change { amount, fraction }) = computed.to_target {
            let percent = fraction.map(|fraction| signed_percent(Some(fraction)));
            let against = labels::against_target(computed.year, &signed(amount, 4), percent.as_deref());
            lines.extend(self.indented(&self.say(&against), INDENT));
        }
        for rate in std::iter::once(&series.required).chain(&computed.required) {
            let from_computed = !std::ptr::eq(rate, &raw const series.required);
            lines.extend(self.indented(&self.rate(rate, &series.unit, from_computed), INDENT));
        }
        lines
    }

    fn rate(&self, rate: &Rate, unit: &str, from_computed: bool) -> String {
        let linear = format!("{} {unit}", signed(rate.linear.amount, 4));
        let fractions = rate.linear.fraction.zip(rate.compound);
        let fractions =
            fractions.map(|(linear, compound)| (signed_percent(Some(linear)), signed_percent(Some(compound))));
        let fractions = fractions.as_ref().map(|(linear, compound)| (linear.as_str(), compound.as_str()));
        self.say(&labels::required(from_computed, rate.from, rate.to, &linear, fractions))
    }

    fn actions(&self, plan: &Plan) -> Vec<String> {
        let mut lines = vec![self.bold(&self.say(&labels::actions()))];
        let years = plan.actions.iter().any(|action| action.year.is_some());
        let mut grid = Grid::new(vec![
            Column::left(&self.say(&labels::action()), 0),
            Column::left(&if years { self.say(&labels::year()) } else { String::new() }, 3),
            Column::right(&self.say(&labels::quantity()), 1),
            Column::left(&self.say(&labels::factor()), 2),
            Column::right(&self.say(&labels::avoided()), 0),
        ]);
        for action in &plan.actions {
            let quantity = action.quantity.as_ref();
            grid.row(vec![
                action.action.clone(),
                action.year.map_or(String::new(), |year| year.to_string()),
                quantity.map_or(String::new(), |q| format!("{} {}", q.amount.to_grouped(THOUSANDS), q.unit)),
                action.factor.clone().unwrap_or_default(),
                action.avoided.map_or("–".to_owned(), |avoided| avoided.to_fixed(2, THOUSANDS)),
            ]);
        }
        let blank = String::new;
        if let Some(total) = plan.avoided {
            let stated = plan.actions.iter().filter(|action| action.avoided.is_some()).count();
            let name = self.say(&labels::total_of(stated, plan.actions.len()));
            grid.row(vec![name, blank(), blank(), blank(), total.to_fixed(2, THOUSANDS)]);
        }
        lines.extend(grid.lines(INDENT, self.screen.width));
        lines
    }
}
