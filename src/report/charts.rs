//! The charts of a report, from the result: what is drawn, not how.

use std::collections::BTreeMap;

use super::digits::Digits;
use super::document::{
    Cell, Charts, FlowChart, FlowLink, FlowNode, FootprintBar, FootprintChart, Largest, LargestChart, Reach,
};
use super::labels;
use crate::amount::{Amount, Inexact, Sum};
use crate::footprint::{Contribution, Footprint, ProductFootprint};
use crate::text::Text;
use crate::word::Stage;

/// How many contributions of a product are drawn.
const LARGEST: usize = 12;
/// How many sources a flow diagram has besides all others.
const SOURCES: usize = 10;

pub(super) fn charts(footprint: &Footprint, digits: Digits<'_>) -> Result<Charts, Inexact> {
    // What adds up to nothing has no shares.
    let products = footprint.products.iter().filter(|product| !product.emissions.is_zero());
    let largest = products.map(|product| largest(product, digits)).collect::<Result<_, _>>()?;
    Ok(Charts { footprints: footprints(footprint, digits)?, largest, flows: flows(footprint, digits)? })
}

/// One chart for all products whose footprints are shown in one unit, so that bars can be compared, and numbers are those
/// of the tables.
fn footprints(footprint: &Footprint, digits: Digits<'_>) -> Result<Vec<FootprintChart>, Inexact> {
    let mut charts: Vec<(Text, Vec<FootprintBar>)> = Vec::new();
    for product in &footprint.products {
        let scale = digits.scale(product.per_unit);
        let unit = scale.unit_per(&labels::unit(&product.declared_unit, Amount::ONE));
        let bar = FootprintBar {
            product: product.product.clone(),
            total: scale.number(product.per_unit),
            stages: product.stages.iter().map(|stage| (stage.stage, scale.number(stage.per_unit))).collect(),
        };
        match charts.iter_mut().find(|(of, _)| *of == unit) {
            Some((_, bars)) => bars.push(bar),
            None => charts.push((unit, vec![bar])),
        }
    }
    charts.into_iter().map(|(unit, bars)| Ok(FootprintChart { unit, reach: reach(&bars)?, bars })).collect()
}

/// How far the bars go.
fn reach(bars: &[FootprintBar]) -> Result<Reach, Inexact> {
    let (mut most, mut least) = (Amount::ZERO, Amount::ZERO);
    for bar in bars {
        let (mut above, mut below) = (Sum::default(), Sum::default());
        for (_, part) in &bar.stages {
            if part.amount.is_negative() { &mut below } else { &mut above }.add(part.amount);
        }
        most = most.max(above.total()?);
        least = least.min(below.total()?);
    }
    Ok(Reach { below: Amount::ZERO.minus(least)?, whole: most.minus(least)? })
}

fn largest(product: &ProductFootprint, digits: Digits<'_>) -> Result<LargestChart, Inexact> {
    let mut sorted = product.largest_first();
    sorted.retain(|contribution| contribution.emissions > Amount::ZERO);
    let others = sorted.len().saturating_sub(LARGEST);
    let mut cumulative = Sum::default();
    let mut contributions = Vec::new();
    sorted.truncate(LARGEST);
    for contribution in &sorted {
        let Contribution { item, factor, .. } = contribution;
        let two = sorted.iter().any(|other| other.item == *item && other.factor != *factor);
        let share = contribution.share.unwrap_or_default();
        cumulative.add(share);
        contributions.push(Largest {
            item: item.clone(),
            factor: (two && factor != item).then(|| factor.clone()),
            stage: contribution.stage,
            emissions: digits.emissions(contribution.emissions),
            share: digits.share(share),
            cumulative: digits.share(cumulative.total()?),
            entry: contribution.entry,
        });
    }
    Ok(LargestChart { product: product.product.clone(), contributions, others })
}

/// A place of a source: the largest by their order, then all others.
type Source = usize;

fn flows(footprint: &Footprint, digits: Digits<'_>) -> Result<Option<FlowChart>, Inexact> {
    let contributions = || {
        let products = footprint.products.iter().enumerate();
        products.flat_map(|(index, product)| product.contributions.iter().map(move |one| (index, one)))
    };
    let emitting = || contributions().filter(|(_, contribution)| contribution.emissions > Amount::ZERO);
    let mut by_item: BTreeMap<&str, Sum> = BTreeMap::new();
    for (_, contribution) in emitting() {
        by_item.entry(&contribution.item).or_default().add(contribution.emissions);
    }
    let mut items: Vec<(Amount, &str)> = Vec::new();
    for (item, sum) in by_item {
        items.push((sum.total()?, item));
    }
    items.sort_by_key(|(emissions, _)| std::cmp::Reverse(*emissions));
    if items.is_empty() {
        return Ok(None);
    }
    let named = if items.len() > SOURCES + 1 { SOURCES } else { items.len() };
    let place = |item: &str| items[..named].iter().position(|(_, name)| *name == item).unwrap_or(named);

    let mut to_stages: BTreeMap<(Source, Stage), Sum> = BTreeMap::new();
    let mut to_products: BTreeMap<(Stage, usize), Sum> = BTreeMap::new();
    for (product, contribution) in emitting() {
        to_stages.entry((place(&contribution.item), contribution.stage)).or_default().add(contribution.emissions);
        to_products.entry((contribution.stage, product)).or_default().add(contribution.emissions);
    }
    let mut stages: Vec<Stage> = to_products.keys().map(|(stage, _)| *stage).collect();
    stages.dedup();
    let stage_place = |stage: Stage| stages.iter().position(|known| *known == stage).unwrap_or_default();

    let total = |sums: &mut dyn Iterator<Item = &Sum>| -> Result<Amount, Inexact> {
        let mut whole = Sum::default();
        for sum in sums {
            whole.merge(sum.clone());
        }
        whole.total()
    };
    let node = |label, emissions| FlowNode { label, emissions: digits.emissions(emissions) };
    let mut sources = Vec::new();
    for source in 0..=named.min(items.len() - 1) {
        let label = match items[..named].get(source) {
            Some((_, item)) => Cell::name(*item),
            None => Cell::Words(labels::tables::other_sources()),
        };
        let mut of = to_stages.iter().filter(|((from, _), _)| *from == source).map(|(_, sum)| sum);
        sources.push(node(label, total(&mut of)?));
    }
    let mut stage_nodes = Vec::new();
    for stage in &stages {
        let mut of = to_products.iter().filter(|((from, _), _)| from == stage).map(|(_, sum)| sum);
        stage_nodes.push(node(Cell::Words(stage.title()), total(&mut of)?));
    }
    let mut products = Vec::new();
    for (index, product) in footprint.products.iter().enumerate() {
        let mut of = to_products.iter().filter(|((_, to), _)| *to == index).map(|(_, sum)| sum);
        products.push(node(Cell::name(product.product.as_str()), total(&mut of)?));
    }
    let link = |from, to, sum: &Sum| Ok(FlowLink { from, to, emissions: digits.emissions(sum.total()?) });
    let all = total(&mut to_stages.values())?;
    Ok(Some(FlowChart {
        emissions: digits.emissions(all),
        removals: contributions().any(|(_, contribution)| contribution.emissions.is_negative()),
        sources,
        stages: stage_nodes,
        products,
        to_stages: to_stages
            .iter()
            .map(|((source, stage), sum)| link(*source, stage_place(*stage), sum))
            .collect::<Result<_, Inexact>>()?,
        to_products: to_products
            .iter()
            .map(|((stage, product), sum)| link(stage_place(*stage), *product, sum))
            .collect::<Result<_, Inexact>>()?,
    }))
}
