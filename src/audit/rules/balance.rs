//! What goes in against what comes out.

use std::collections::{BTreeMap, BTreeSet};

use crate::activity::Activity;
use crate::amount::Amount;
use crate::audit::figure::{TELLING, is_near, over, percent, product, shown, significant, sum, supposed};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Place, Problem, problem};
use crate::text::{Text, text};
use crate::word::{Leg, Treatment};

/// The masses of a product, or of the plant, in t.
struct Balance {
    charge: Amount,
    output: Amount,
    waste: Amount,
}

impl Balance {
    /// What of the charge is found in neither output nor waste; below nothing where more comes out than goes in.
    fn gap(&self) -> Option<Amount> {
        Some(self.charge.less(sum([self.output, self.waste])?))
    }

    fn lines(&self) -> Option<Vec<Text>> {
        let gap = self.gap()?;
        let part = percent(over(gap, self.charge)?);
        let yields = percent(over(self.output, self.charge)?);
        let [charge, output, waste, gap] = [self.charge, self.output, self.waste, gap].map(shown);
        Some(vec![
            text!(
                "charge {charge} t − output {output} t − waste {waste} t = {gap} t = {part} of the charge",
                "投入 {charge} t − 产出 {output} t − 废物 {waste} t ＝ {gap} t，占投入的 {part}"
            ),
            text!("yield: {output} ÷ {charge} = {yields}", "收得率：{output} ÷ {charge} ＝ {yields}"),
        ])
    }
}

/// The balance of each product, and of the plant where it makes several.
pub(super) fn products(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let products = &scene.basis.products;
    let outputs: Option<Vec<Amount>> = (0..products.len()).map(|product| scene.output(product)).collect();
    let inputs = || scene.inputs().filter(|datum| !scene.is_internal(&datum.key));
    // Water and gas by the cubic metre are no charge; a charge counted in pieces is none that can be balanced.
    let weighed = || inputs().filter(|datum| datum.mass().is_some());
    let is_counted =
        |datum: &Datum<'_>| datum.entry.line.characterisation.per.dimension() == crate::unit::Dimension::Count;
    let (Some(outputs), false) = (outputs, inputs().any(is_counted)) else { return };
    let charges = by_mass(weighed(), &outputs).filter(|charges| charges.iter().any(|charge| !charge.is_zero()));
    let (Some(charges), Some(wastes)) = (charges, by_mass(solid(scene), &outputs)) else { return };
    let mut judged = false;
    for ((own, output), (charge, waste)) in products.iter().zip(&outputs).zip(charges.iter().zip(&wastes)) {
        let balance = Balance { charge: *charge, output: *output, waste: *waste };
        judged |= judge(scene, &balance, &own.name, &own.place, drafts);
    }
    // What is balanced of each product is balanced of all.
    if products.len() > 1
        && !judged
        && let (Some(charge), Some(waste), Some(output)) = (sum(charges), sum(wastes), sum(outputs))
    {
        judge(scene, &Balance { charge, output, waste }, "", &products[0].place, drafts);
    }
}

/// The masses of data, by product. What several share has its masses as their outputs are, however its emissions are shared: metal
/// goes where metal comes out.
fn by_mass<'d, 's: 'd>(data: impl Iterator<Item = &'d Datum<'s>>, outputs: &[Amount]) -> Option<Vec<Amount>> {
    let mut masses = vec![Amount::ZERO; outputs.len()];
    for datum in data {
        let (mass, products) = (datum.mass()?, datum.products());
        let whole = sum(products.iter().map(|own| outputs[*own]))?;
        for own in products {
            let part = if products.len() == 1 { mass } else { over(product(mass, outputs[*own])?, whole)? };
            masses[*own] = sum([masses[*own], part])?;
        }
    }
    Some(masses)
}

/// What leaves as waste: what waste.csv weighs, and what waste legs carry of other items.
fn solid<'d, 's>(scene: &'d Scene<'s>) -> impl Iterator<Item = &'d Datum<'s>> {
    let is_solid = |datum: &&Datum<'_>| match &datum.part.activity {
        Activity::Waste(of) => {
            let is_solid = of.treatment != Some(Treatment::WasteWater) && datum.mass().is_some();
            is_solid && !scene.is_internal(&datum.key)
        }
        _ => false,
    };
    let treated: Vec<&Datum<'_>> = scene.of(FileKind::Waste).filter(is_solid).collect();
    let items: BTreeSet<String> = treated.iter().map(|datum| datum.key.clone()).collect();
    let carried = scene
        .legs(Leg::Waste)
        .filter(move |leg| leg.mass().is_some() && !items.contains(&leg.key) && !scene.is_internal(&leg.key));
    treated.into_iter().chain(carried)
}

/// Judges a balance; whether there was something to say.
fn judge(scene: &Scene<'_>, balance: &Balance, name: &str, place: &Place, drafts: &mut Vec<Draft>) -> bool {
    let Some((gap, yields)) = balance.gap().zip(over(balance.output, balance.charge)) else { return false };
    let (Some(limit), Some(lines)) = (scene.limit("balance-gap"), balance.lines()) else { return false };
    let most = limit.high.unwrap_or_default();
    let Some(room) = product(balance.charge, most) else { return false };
    let range = scene.limits.sector("yield").or_else(|| scene.limit("yield"));
    let mut say = |problem: Problem, limit: &crate::audit::limits::Bound, lines: Vec<Text>| {
        drafts.push(Draft::new(problem, place.clone(), name).arithmetic(lines).limit(limit));
    };
    if balance.output.less(balance.charge) > room {
        say(problem::output_exceeds_input(name), limit, lines);
    } else if gap.abs() > room {
        say(problem::mass_unexplained(name, gap.is_negative()), limit, lines);
    } else if let Some(range) = range.filter(|range| !range.holds(yields) && yields < Amount::ONE) {
        say(problem::yield_outside(name, &range.range()), range, lines);
    } else {
        return false;
    }
    true
}

/// What is sold against what is made.
pub(super) fn sales(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for own in &scene.basis.products {
        let Some(sold) = own.sold.filter(|sold| sold.amount > own.output.amount) else { continue };
        let ([sold, output], unit) = ([sold.amount, own.output.amount].map(shown), &own.unit);
        let line = text!("sold {sold} {unit} > output {output} {unit}", "销量 {sold} {unit} ＞ 产量 {output} {unit}");
        let source = text!("products.csv: what is sold was made", "products.csv：所售即所产");
        let draft = Draft::new(problem::sold_exceeds_output(&own.name), own.place.clone(), &own.name);
        drafts.push(draft.arithmetic([line]).source(source));
    }
}

/// Legs that do not carry what is used, thrown away or sold.
pub(super) fn carried(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for (leg, kind) in [(Leg::Inbound, FileKind::Materials), (Leg::Waste, FileKind::Waste)] {
        let mut by_item: BTreeMap<String, Vec<&Datum<'_>>> = BTreeMap::new();
        for datum in scene.legs(leg) {
            by_item.entry(datum.key.clone()).or_default().push(datum);
        }
        for (item, legs) in by_item {
            let used = scene.of_item(kind, &item).map(Datum::mass);
            let excluded = scene.excluded(&item).filter(|of| of.kind == kind);
            let excluded = excluded.map(super::boundary::excluded_mass);
            let used = used.chain(excluded).collect::<Option<Vec<Amount>>>().and_then(sum);
            differs(scene, legs[0].item(), &legs, used, (leg, true), drafts);
        }
    }
    for (index, own) in scene.basis.products.iter().enumerate() {
        let legs: Vec<&Datum<'_>> = scene.outbound(index).collect();
        let made = scene.sold(index).or_else(|| scene.output(index));
        differs(scene, &own.name, &legs, made, (Leg::Outbound, own.sold.is_some()), drafts);
    }
}

/// Whether legs carry another mass than there is. What goes a part of its way by one lorry and another by a train is carried twice.
fn differs(
    scene: &Scene<'_>,
    of: &str,
    legs: &[&Datum<'_>],
    there: Option<Amount>,
    (leg, is_sold): (Leg, bool),
    drafts: &mut Vec<Draft>,
) {
    const STAGES: i64 = 4;
    let Some((limit, most)) = scene.limit("balance-gap").and_then(|limit| Some((limit, limit.high?))) else { return };
    let masses = legs.iter().map(|leg| leg.mass()).collect::<Option<Vec<Amount>>>();
    let Some(carried) = masses.and_then(sum).filter(|carried| !carried.is_zero()) else { return };
    let Some(there) = there.filter(|there| !there.is_zero()) else { return };
    let is_chain = (1..=STAGES)
        .any(|times| product(there, Amount::new(times, 0)).is_some_and(|whole| is_near(carried, whole, most)));
    if is_chain {
        return;
    }
    // Each leg with its part of what there is.
    let mut supposition = Supposition::default();
    for datum in legs {
        let scaled = datum.sum().and_then(|work| over(product(work, there)?, carried)).map(supposed);
        supposition.group(&datum.part.file, datum.part.line).sum(scaled);
    }
    let part = over(carried, there).map(percent).unwrap_or_default();
    let [carried, there] = [carried, there].map(shown);
    let (en, zh) = match (leg, is_sold) {
        (Leg::Outbound, true) => ("sold", "销量"),
        (Leg::Outbound, false) => ("made", "产量"),
        (Leg::Waste, _) => ("thrown away", "废物量"),
        _ => ("used", "用量"),
    };
    let line = text!("carried {carried} t ÷ {en} {there} t = {part}", "运量 {carried} t ÷ {zh} {there} t ＝ {part}");
    let draft = Draft::new(problem::carried_differs(of, leg), legs[0].place(C::Item), of);
    let draft = draft.rows(legs.iter().map(|leg| leg.row())).arithmetic([line]).limit(limit);
    drafts.push(draft.supposing(text!("carrying {there} t", "按运量 {there} t 计"), supposition));
}

/// The same amount with the same factor in two files, and a total beside its parts.
pub(super) fn twice(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let mut by_amount: BTreeMap<(Amount, &str), Vec<&Datum<'_>>> = BTreeMap::new();
    let mut by_item: BTreeMap<(&str, String, &str), Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &scene.data {
        let line = &datum.entry.line;
        if datum.part.sum.is_zero() || scene.is_internal(&datum.key) {
            continue;
        }
        by_amount.entry((datum.part.sum, &line.characterisation.factor)).or_default().push(datum);
        if line.kind != FileKind::Transport && !datum.is_companion() {
            let key = (datum.part.file.as_str(), datum.key.clone(), line.characterisation.factor.as_str());
            by_item.entry(key).or_default().push(datum);
        }
    }
    for data in by_amount.values() {
        let first = data[0];
        // Of an amount that anything might have, nothing follows.
        let is_telling = |datum: &&&Datum<'_>| {
            let digits = datum.sum().map(significant).unwrap_or_default();
            datum.entry.line.kind != first.entry.line.kind && datum.part.rows == 1 && digits >= TELLING
        };
        let share_product = |other: &&Datum<'_>| first.products().iter().any(|own| other.products().contains(own));
        if let Some(other) = data.iter().filter(is_telling).copied().find(|other| share_product(other)) {
            let mut supposition = Supposition::default();
            supposition.group(&other.part.file, other.part.line).left_out = true;
            let amount = first.sum().map(shown).unwrap_or_default();
            let factor = &first.entry.line.characterisation.factor;
            let (one, two) = (&first.part.file, &other.part.file);
            let line = text!(
                "{amount}, at {factor}, in {one} and in {two}",
                "{amount}（因子 {factor}）同时见于 {one} 和 {two}"
            );
            let draft =
                Draft::new(problem::counted_twice(first.item(), other.item()), other.place(C::Item), other.item());
            let draft = draft.rows([first.row(), other.row()]).arithmetic([line]).source(source());
            drafts.push(draft.supposing(text!("without the second", "不计第二处"), supposition));
        }
    }
    for data in by_item.values().filter(|data| data.len() > 2) {
        let Some(all) = sum(data.iter().map(|datum| datum.part.sum)) else { continue };
        // The total is half of all, and falls to all products of the others.
        let is_total = |datum: &&&Datum<'_>| {
            let digits = datum.sum().map(significant).unwrap_or_default();
            let others = data.iter().filter(|other| other.part.line != datum.part.line);
            digits >= TELLING
                && product(datum.part.sum, Amount::new(2, 0)) == Some(all)
                && others.flat_map(|other| other.products()).all(|product| datum.products().contains(product))
        };
        let Some(total) = data.iter().find(is_total) else { continue };
        let mut supposition = Supposition::default();
        supposition.group(&total.part.file, total.part.line).left_out = true;
        let others: Vec<String> =
            data.iter().filter(|own| own.part.line != total.part.line).filter_map(|own| own.sum().map(shown)).collect();
        let (others, whole) = (others.join(" + "), total.sum().map(shown).unwrap_or_default());
        let line = text!("{others} = {whole}", "{others} ＝ {whole}");
        let draft = Draft::new(problem::total_beside_parts(total.item()), total.place(C::Item), total.item());
        let draft = draft.rows(data.iter().map(|datum| datum.row())).arithmetic([line]).source(source());
        drafts.push(draft.supposing(text!("without the total", "不计合计行"), supposition));
    }
}

fn source() -> Text {
    text!("ISO 14044:2006, 4.3.3 (each flow once)", "见 ISO 14044:2006，4.3.3（每项流只计一次）")
}
