//! Reading published.csv: every figure with what it is a figure of.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::Subject;
use super::figure::{Formula, Selection, factor_formula, formula, is_factor};
use super::ledger::Ledger;
use crate::amount::{Amount, Estimate, Written, ratio};
use crate::cell::{names, required_text, required_written, required_year, word};
use crate::characterise::named_factor;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Problem, nearest, problem};
use crate::inventory::Detail;
use crate::name::fold;
use crate::product::named_products;
use crate::study::Study;
use crate::table::{Row, SmallTable};
use crate::target::{Action, Target, action_named, read_stage};
use crate::unit::{EmissionUnit, Unit, footprint_unit, parse_emissions};
use crate::word::{Cause, Measure, Verdict, Word};

/// A figure as it was published, and how it is computed.
#[derive(Clone, Debug)]
pub(super) struct Figure {
    pub(super) table: String,
    pub(super) place: Place,
    pub(super) measure: Measure,
    pub(super) subject: Subject,
    pub(super) selection: Selection,
    pub(super) printed: Written,
    pub(super) unit: String,
    /// What the study says of it.
    pub(super) stated: Option<Verdict>,
    pub(super) cause: Option<Cause>,
    pub(super) reason: Option<String>,
    pub(super) formula: Formula,
}

/// The published figures of a study before they are looked up in its result.
#[derive(Debug, Default)]
pub(super) struct PublishedTables(Vec<SmallTable>);

/// What a figure may be a figure of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'c> {
    pub(super) ledger: &'c Ledger<'c>,
    pub(super) targets: &'c [Target],
    pub(super) actions: &'c [Action],
}

impl PublishedTables {
    pub(super) fn read(study: &Study, diagnostics: &mut Diagnostics) -> io::Result<PublishedTables> {
        let mut tables = Vec::new();
        for file in study.files_of(FileKind::Published) {
            let table = SmallTable::read(FileKind::Published, &file.source, &file.binding, diagnostics)?;
            if let Some(table) = table.as_ref().filter(|table| table.is_empty()) {
                diagnostics.push(Diagnostic::new(problem::no_rows("published"), table.header_place()));
            }
            tables.extend(table);
        }
        Ok(PublishedTables(tables))
    }

    /// The rows that figures name by file and line, which have to be kept apart.
    pub(super) fn detail(&self) -> Detail {
        let mut apart: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for table in &self.0 {
            table.for_each(|row| {
                if let (Some(file), Ok(line)) = (row.filled(C::File), row.text(C::Line).parse()) {
                    apart.entry(file).or_default().insert(line);
                }
            });
        }
        Detail { apart, ..Detail::default() }
    }

    /// Every figure, in the order of the rows. What is wrong is in `diagnostics`.
    pub(super) fn figures(&self, context: Context<'_>, diagnostics: &mut Diagnostics) -> Vec<Figure> {
        let mut figures: Vec<Figure> = Vec::new();
        let mut places: BTreeMap<String, String> = BTreeMap::new();
        for table in &self.0 {
            table.for_each(|row| {
                let Some(figure) = read_figure(&row, context, diagnostics) else { return };
                let place = format!("{}:{}", figure.place.file, figure.place.line);
                match places.entry(figure.identity()) {
                    Entry::Occupied(first) => {
                        diagnostics.push(row.diagnostic(C::Table, problem::duplicate_figure(first.get())));
                    }
                    Entry::Vacant(entry) => {
                        entry.insert(place);
                        figures.push(figure);
                    }
                }
            });
        }
        figures
    }
}

impl Figure {
    /// The contributions that it is of, by their places in the ledger.
    pub(super) fn parts(&self) -> impl Iterator<Item = usize> + '_ {
        self.formula.terms.iter().flat_map(|term| term.parts.iter().copied())
    }

    /// The contributions of the whole that it is a share of, by their places in the ledger.
    pub(super) fn whole(&self) -> BTreeSet<usize> {
        let rest = self.formula.rest.iter().flat_map(|term| term.parts.iter().copied());
        self.parts().chain(rest).collect()
    }

    /// Where it stands: its file and line.
    pub(super) fn key(&self) -> (String, u64) {
        (self.place.file.clone(), self.place.line)
    }

    /// What makes two rows one figure: the same digits of the same thing, wherever they stand in the document.
    fn identity(&self) -> String {
        let Subject { year, action, factor, .. } = &self.subject;
        let printed = self.printed.to_grouped("");
        format!("{:?} {:?} {factor:?} {year:?} {action:?} {printed} {}", self.measure, self.selection, self.unit)
    }
}

/// The columns that say what a figure of a measure is of.
fn columns(measure: Measure) -> &'static [C] {
    match measure {
        Measure::Emissions
        | Measure::Footprint
        | Measure::Share
        | Measure::Activity
        | Measure::Distance
        | Measure::InputShare => &[C::Product, C::Stage, C::Scope, C::File, C::Line, C::Item, C::Factor],
        Measure::Factor => &[C::Factor],
        Measure::Output | Measure::Sold => &[C::Product],
        Measure::Target => &[C::Product, C::Stage, C::Year],
        Measure::Avoided => &[C::Action],
    }
}

fn read_figure(row: &Row<'_>, context: Context<'_>, diagnostics: &mut Diagnostics) -> Option<Figure> {
    let table = required_text(row, C::Table, diagnostics);
    let measure = read_measure(row, diagnostics);
    let printed = required_written(row, C::Value, diagnostics);
    let unit = required_text(row, C::Unit, diagnostics);
    let stated = word::<Verdict>(row, C::Verdict, diagnostics);
    let cause = word::<Cause>(row, C::Cause, diagnostics);
    let reason = row.filled(C::Reason);
    match stated {
        Some(Verdict::Differs) if reason.is_none() => {
            diagnostics.push(row.diagnostic(C::Reason, problem::difference_without_reason()));
        }
        Some(Verdict::Differs) => {}
        _ => {
            for column in [C::Cause, C::Reason].into_iter().filter(|column| !row.text(*column).is_empty()) {
                diagnostics.push(row.diagnostic(column, problem::reason_without_difference(column.name())));
            }
        }
    }
    let (table, measure, printed, unit) = (table?, measure?, printed?, unit?);
    let all = [C::Product, C::Stage, C::Scope, C::File, C::Line, C::Item, C::Factor, C::Year, C::Action];
    for column in all.into_iter().filter(|column| !columns(measure).contains(column)) {
        if !row.text(column).is_empty() {
            diagnostics.push(row.diagnostic(column, problem::unused_cell(column.name(), measure.name())));
        }
    }
    let selection = read_selection(measure, row, context.ledger, diagnostics)?;
    let mut year = None;
    let formula = match measure {
        Measure::Factor => {
            let name = required_text(row, C::Factor, diagnostics)?;
            let suggestions = std::cell::Cell::new(1);
            named_factor(&name, context.ledger.basis.factors(&suggestions))
                .map_err(|problem| (C::Factor, problem))
                .and_then(|factor| factor_formula(factor, &unit).map_err(|problem| (C::Unit, problem)))
        }
        Measure::Output | Measure::Sold => counted(measure, &selection, &unit, context),
        Measure::Target => {
            year = Some(required_year(row, diagnostics)?);
            target(&selection, year, &unit, context)
        }
        Measure::Avoided => avoided(&required_text(row, C::Action, diagnostics)?, &unit, context),
        _ => formula(measure, &selection, &unit, context.ledger),
    };
    let formula = formula.map_err(|(column, problem)| diagnostics.push(row.diagnostic(column, problem))).ok()?;
    let products = &context.ledger.basis.products;
    let named = if row.text(C::Product).is_empty() {
        Vec::new()
    } else {
        selection.products.iter().map(|index| products[*index].name.clone()).collect()
    };
    let subject = Subject {
        products: named,
        stage: selection.stage,
        scope: selection.scope,
        file: selection.file.clone(),
        line: selection.line,
        items: names(&row.text(C::Item)).map(ToOwned::to_owned).collect(),
        factor: row.filled(C::Factor),
        year,
        action: row.filled(C::Action),
    };
    let place = row.place(C::Value);
    Some(Figure { table, place, measure, subject, selection, printed, unit, stated, cause, reason, formula })
}

fn read_measure(row: &Row<'_>, diagnostics: &mut Diagnostics) -> Option<Measure> {
    let text = required_text(row, C::Measure, diagnostics)?;
    let measure = Measure::parse(&text);
    if measure.is_none() {
        let near = nearest(&text, Measure::WORDS.iter().flat_map(|(_, names)| names.iter().copied()));
        diagnostics.push(row.diagnostic(C::Measure, problem::unknown_measure(&text, &near)));
    }
    measure
}

/// What a row selects. Nothing where it names what there is not.
fn read_selection(
    measure: Measure,
    row: &Row<'_>,
    ledger: &Ledger<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Selection> {
    let products = named_products(row, &ledger.basis.products, diagnostics);
    let stage = read_stage(row, diagnostics);
    let scope = match row.filled(C::Scope) {
        None => Ok(None),
        Some(text) => match text.as_str() {
            "1" | "2" | "3" => Ok(text.parse().ok()),
            _ => {
                diagnostics.push(row.diagnostic(C::Scope, problem::unknown_scope(&text)));
                Err(())
            }
        },
    };
    let contributions = || ledger.parts.iter().map(|part| part.contribution);
    let mut sound = true;
    let mut report = |column: C, problem: Problem| {
        diagnostics.push(row.diagnostic(column, problem));
        sound = false;
    };
    let file = row.filled(C::File);
    let files: BTreeSet<&str> = contributions().map(|contribution| contribution.file.as_str()).collect();
    if let Some(file) = file.as_ref().filter(|file| !files.contains(file.as_str())) {
        let near = nearest(file, files.iter().copied());
        report(C::File, problem::file_without_contribution(file, &near, &files));
    }
    let mut line = None;
    if let Some(text) = row.filled(C::Line) {
        let name = file.clone().unwrap_or_default();
        if name.is_empty() {
            report(C::File, problem::missing_cell(C::File.name()));
        }
        line = text.parse().ok().filter(|line| {
            contributions().any(|contribution| contribution.file == name && contribution.first_line == *line)
        });
        if line.is_none() && !name.is_empty() {
            report(C::Line, problem::unknown_line(&text, &name));
        }
    }
    let text = row.text(C::Item);
    let named: Vec<&str> = names(&text).collect();
    if named.is_empty() && !text.is_empty() {
        report(C::Item, problem::unknown_item(&text, &[]));
    }
    for name in &named {
        if !ledger.parts.iter().any(|part| part.item == fold(name)) {
            let near = nearest(name, contributions().map(|contribution| contribution.item.as_str()));
            report(C::Item, problem::unknown_item(name, &near));
        }
    }
    let mut items: Vec<String> = named.iter().map(|name| fold(name)).collect();
    items.sort();
    let factor = row.filled(C::Factor).filter(|_| measure != Measure::Factor);
    if let Some(name) = &factor
        && !ledger.parts.iter().any(|part| is_factor(&fold(name), &part.factor))
    {
        let near = nearest(name, contributions().map(|contribution| contribution.factor.as_str()));
        report(C::Factor, problem::unused_factor(name, &near));
    }
    let factor = factor.map(|name| fold(&name));
    let selection =
        Selection { products: products?, stage: stage.ok()?, scope: scope.ok()?, file, line, items, factor };
    sound.then_some(selection)
}

type Found = Result<Formula, (C, Problem)>;

/// What was produced or sold.
fn counted(measure: Measure, selection: &Selection, unit: &str, context: Context<'_>) -> Found {
    let &[product] = selection.products.as_slice() else { return Err((C::Product, problem::one_product_needed())) };
    let output = context.ledger.output(product);
    let product = &context.ledger.basis.products[product];
    let printed = Unit::parse(unit).ok_or_else(|| (C::Unit, problem::bad_figure_unit(unit, measure)))?;
    let count = match measure {
        Measure::Sold => product.sold.ok_or_else(|| (C::Measure, problem::nothing_sold(&product.name)))?,
        _ => output,
    };
    let estimate = product
        .in_unit(count, &printed, context.ledger.rounded)
        .map_err(|error| (C::Value, problem::inexact(error)))?;
    let estimate = estimate.ok_or_else(|| (C::Unit, problem::figure_unit_mismatch(unit, &product.unit)))?;
    Ok(Formula::given(estimate, None))
}

/// The target of a year.
fn target(selection: &Selection, year: Option<i16>, unit: &str, context: Context<'_>) -> Found {
    let &[product] = selection.products.as_slice() else { return Err((C::Product, problem::one_product_needed())) };
    let series =
        || context.targets.iter().filter(|target| (target.product, target.stage) == (product, selection.stage));
    let Some(target) = series().find(|target| Some(target.year) == year) else {
        let years: Vec<String> = series().map(|target| target.year.to_string()).collect();
        return Err((C::Year, problem::no_such_target(&context.ledger.basis.products[product].name, &years)));
    };
    let bad_unit = || (C::Unit, problem::bad_figure_unit(unit, Measure::Target));
    let printed = footprint_unit(unit).ok_or_else(bad_unit)?;
    let EmissionUnit { tonnes, per, .. } = &target.unit;
    if !per.converts_to(&printed.per) {
        return Err((C::Unit, problem::figure_unit_mismatch(unit, per)));
    }
    let sizes = ratio(&[target.value.amount, *tonnes, printed.per.size()], &[printed.tonnes, per.size()]);
    Ok(Formula::given(Estimate::exact(sizes.map_err(|error| (C::Value, problem::inexact(error)))?), None))
}

/// What a measure of actions.csv avoids.
fn avoided(name: &str, unit: &str, context: Context<'_>) -> Found {
    let Some(action) = action_named(name, context.actions) else {
        let near = nearest(name, context.actions.iter().map(|action| action.name.as_str()));
        return Err((C::Action, problem::unknown_action(name, &near)));
    };
    let avoided = action.avoided.ok_or_else(|| (C::Action, problem::action_without_factor(name)))?;
    let mass = parse_emissions(unit).ok_or_else(|| (C::Unit, problem::bad_figure_unit(unit, Measure::Avoided)))?;
    let scale = ratio(&[Unit::tonne().size()], &[mass.size()]).unwrap_or(Amount::ONE);
    let estimate = avoided.times(Estimate::exact(scale)).map_err(|error| (C::Value, problem::inexact(error)))?;
    Ok(Formula::given(estimate, action.factor.clone()))
}
