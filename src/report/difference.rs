//! What differs between two releases of the factor table, for people at a terminal.

mod json;

use std::collections::BTreeMap;

use unicode_width::UnicodeWidthStr;

use super::digits::places_of;
use super::factors::{short, shortened};
use super::grid::{GAP, NARROWEST, wrap};
use super::labels::{difference as words, factors};
use super::page::{INDENT, Page, Screen, THOUSANDS, signed, signed_percent};
use crate::amount::Amount;
use crate::difference::{
    Change, Changed, FactorUse, GwpChange, Part, ProductDifference, StudyDifference, TableDifference,
};
use crate::factor::EmissionFactor;
use crate::text::visible;
use crate::word::Word;

pub use json::difference_json;

/// How many decimals emissions are shown with; more where they are small.
const PLACES: u32 = 2;
/// And never more: what is less than a gram is nothing to a reader.
const MOST_PLACES: u32 = 6;
/// How many items of a change are named.
const ITEMS: usize = 6;
/// A text longer than this is not shown where it changed; JSON has it.
const LONG: usize = 60;

/// What differs, each line at most as wide as the screen where that is possible. Of a study what it does to the
/// footprints, and of the tables how much differs; else every factor.
#[must_use]
pub fn difference_text(tables: &TableDifference<'_>, study: Option<&StudyDifference>, screen: Screen) -> String {
    let page = Page { screen };
    let mut lines = page.between(tables);
    match study {
        None => lines.extend(page.tables(tables)),
        Some(study) => lines.extend(page.study(study)),
    }
    lines.join("\n") + "\n"
}

impl Page {
    fn between(&self, tables: &TableDifference<'_>) -> Vec<String> {
        let title = words::title(&tables.old.release, &tables.new.release);
        let described = tables.changed.iter().filter(|changed| changed.is_described_anew()).count();
        let counts = words::counts(
            [tables.added.len(), tables.withdrawn.len(), tables.changed.len() - described],
            [described, tables.unchanged],
            tables.gwps.len(),
        );
        let title = self.indented(&self.say(&title), 0).into_iter().map(|line| self.bold(&line));
        title.chain(self.indented(&self.say(&counts), 0)).collect()
    }

    fn tables(&self, tables: &TableDifference<'_>) -> Vec<String> {
        let mut lines = Vec::new();
        for (title, list) in [(words::added(), &tables.added), (words::withdrawn(), &tables.withdrawn)] {
            if !list.is_empty() {
                lines.extend([String::new(), self.bold(&self.say(&title))]);
                lines.extend(list.iter().flat_map(|factor| self.one(factor)));
            }
        }
        let (described, changed): (Vec<_>, Vec<_>) =
            tables.changed.iter().partition(|changed| changed.is_described_anew());
        if !changed.is_empty() {
            lines.extend([String::new(), self.bold(&self.say(&words::changed()))]);
            lines.extend(changed.iter().flat_map(|changed| self.changed(changed)));
        }
        if !described.is_empty() {
            lines.extend([String::new(), self.bold(&self.say(&words::described()))]);
            lines.extend(self.described(&described));
        }
        if !tables.gwps.is_empty() {
            lines.extend([String::new(), self.bold(&self.say(&words::gwps()))]);
            lines.extend(tables.gwps.iter().flat_map(|change| self.gwp(change)));
        }
        lines
    }

    /// A factor in a line, or in two where that is too narrow.
    fn one(&self, factor: &EmissionFactor) -> Vec<String> {
        let name = factor.full_name();
        let boundary = factor.boundary.map_or("", Word::name);
        let value = format!("{} {}", short(factor.value), self.say(&factors::unit(&factor.unit.symbol)));
        let line = format!("{name}  {value}  {boundary}");
        if INDENT + line.width() <= self.screen.width {
            return self.indented(&line, INDENT);
        }
        [self.indented(&name, INDENT), self.indented(&format!("{value}  {boundary}"), 2 * INDENT)].concat()
    }

    fn changed(&self, changed: &Changed<'_>) -> Vec<String> {
        let by = changed.by.map(|by| format!("  {}", signed_percent(Some(by)))).unwrap_or_default();
        let mut lines = self.indented(&format!("{}{by}", changed.new.full_name()), INDENT);
        for Change { column, old, new } in &changed.changes {
            let short = old.width().max(new.width()) <= LONG;
            let said = |text: &str| if text.is_empty() { self.say(&words::nothing()) } else { text.to_owned() };
            let text = if short { format!("{column}: {} → {}", said(old), said(new)) } else { (*column).to_owned() };
            lines.extend(self.indented(&text, 2 * INDENT));
        }
        lines
    }

    /// Factors that are only described in other words, by activity and by what differs.
    fn described(&self, factors: &[&Changed<'_>]) -> Vec<String> {
        let mut activities: BTreeMap<(&str, Vec<&str>), usize> = BTreeMap::new();
        for changed in factors {
            let columns = changed.changes.iter().map(|change| change.column).collect();
            *activities.entry((changed.new.activity.as_str(), columns)).or_default() += 1;
        }
        let line = |((activity, columns), count): ((&str, Vec<&str>), usize)| {
            let columns = columns.join(&self.say(&words::comma()));
            self.indented(&format!("{activity}  {columns}  {}", self.say(&factors::count(count))), INDENT)
        };
        activities.into_iter().flat_map(line).collect()
    }

    fn gwp(&self, change: &GwpChange) -> Vec<String> {
        let GwpChange { gas, set, old, new } = change;
        let said = |gwp: &Option<Amount>| match gwp {
            Some(gwp) => gwp.to_grouped(THOUSANDS),
            None => self.say(&words::nothing()),
        };
        self.indented(&format!("{gas} {}: {} → {}", set.name(), said(old), said(new)), INDENT)
    }

    fn study(&self, difference: &StudyDifference) -> Vec<String> {
        let mut lines = Vec::new();
        for product in &difference.products {
            lines.push(String::new());
            lines.extend(self.product_difference(product));
        }
        lines
    }

    fn product_difference(&self, product: &ProductDifference) -> Vec<String> {
        let ProductDifference { old, new, difference, share, parts, .. } = product;
        let places = [*old, *new, *difference].into_iter().filter(|amount| !amount.is_zero());
        let places = places.map(|amount| places_of(amount, PLACES)).max().unwrap_or(PLACES).min(MOST_PLACES);
        let tonnes = |amount: Amount| amount.to_fixed(places, THOUSANDS);
        let title = format!("{}  {} → {} t CO2e", visible(&product.product), tonnes(*old), tonnes(*new));
        let mut lines: Vec<String> = wrap(&title, self.screen.width).iter().map(|line| self.bold(line)).collect();
        if parts.is_empty() {
            lines.extend(self.indented(&self.say(&words::same_factors()), INDENT));
            return lines;
        }
        let effect = |difference: Amount, share| [signed(difference, places), signed_percent(share)];
        let effects: Vec<_> = parts.iter().map(|part| effect(part.difference, part.share)).collect();
        let whole = effect(*difference, *share);
        let widths = [0, 1].map(|index| {
            let widths = effects.iter().chain([&whole]).map(|effect| effect[index].width());
            widths.max().unwrap_or_default()
        });
        let beside = |[tonnes, percent]: &[String; 2], texts: &[String]| {
            let [first, second] = [tonnes, percent].map(|text| text.width());
            let spaces = [widths[0] - first, widths[1] - second].map(|width| " ".repeat(width));
            let effect = format!("{}{tonnes} t{}{}{percent}", spaces[0], " ".repeat(GAP), spaces[1]);
            let column = INDENT + effect.width() + GAP;
            let room = self.screen.width.saturating_sub(column).max(NARROWEST);
            let texts = texts.iter().flat_map(|text| wrap(text, room)).enumerate();
            let line = |(index, text): (usize, String)| match index {
                0 => format!("{}{effect}{}{text}", " ".repeat(INDENT), " ".repeat(GAP)),
                _ => format!("{}{text}", " ".repeat(column)),
            };
            texts.map(line).collect::<Vec<_>>()
        };
        for (part, effect) in parts.iter().zip(&effects) {
            let Part { old_factor, new_factor, items, old, new, .. } = part;
            let names = changed_text(&old_factor.factor, &new_factor.factor);
            let listed = items[..items.len().min(ITEMS)].join(&self.say(&words::comma()));
            let items = visible(&self.say(&words::items(&listed, items.len().saturating_sub(ITEMS))));
            let weights = self.say(&words::weighs(&items, &tonnes(*old), &tonnes(*new)));
            lines.extend(beside(effect, &[names, self.values(old_factor, new_factor), weights]));
        }
        lines.extend(beside(&whole, &[self.say(&words::sum())]));
        lines
    }

    /// What rows are multiplied with before and after.
    fn values(&self, old: &FactorUse, new: &FactorUse) -> String {
        let [before, after] = [old, new].map(|factor| {
            let gwp = factor.gwp.as_ref().filter(|(_, gwp)| *gwp != Amount::ONE);
            let gwp = gwp.map(|(gas, gwp)| format!(" × {} ({gas})", gwp.to_grouped(THOUSANDS))).unwrap_or_default();
            (shortened(factor.value, factor.is_exact), format!("{}{gwp}", self.say(&factors::unit(&factor.unit))))
        });
        if before.1 == after.1 {
            return format!("{} {}", changed_text(&before.0, &after.0), after.1);
        }
        format!("{} {} → {} {}", before.0, before.1, after.0, after.1)
    }
}

/// What was and what is, or what stayed.
fn changed_text(old: &str, new: &str) -> String {
    if old == new { new.to_owned() } else { format!("{old} → {new}") }
}
