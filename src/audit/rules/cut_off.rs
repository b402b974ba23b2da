//! What is left out, and what counts for nothing.

use std::collections::BTreeMap;

use super::boundary::excluded_mass;
use crate::activity::{Activity, Common, Exclusion, MaterialUse};
use crate::amount::Amount;
use crate::audit::figure::{over, percent, shown, sum};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene, mass_of};
use crate::calculation::{Beside, Supposition};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Place, problem};
use crate::name::fold;
use crate::table::Row;
use crate::text::{Text, text};
use crate::word::{BoundaryKind, Stage};

/// Supposes that what is left out is counted, at the factor with which it is weighed. Gives the name of that.
pub(super) fn count(scene: &Scene<'_>, exclusion: &Exclusion, supposition: &mut Supposition) -> Option<String> {
    let quantity = exclusion.quantity.as_ref()?;
    let cell = |column: C| first_row(scene, exclusion, |row| row.filled(column)).flatten();
    // [audit.factors] comes first, then what the row names, then its item.
    let by_row = cell(C::Factor).filter(|_| !scene.names_factor(&exclusion.item));
    let factor = by_row.and_then(|name| scene.weighing(&name, &quantity.unit));
    let factor = factor.or_else(|| scene.weighing(&exclusion.item, &quantity.unit))?;
    let common = Common {
        item: exclusion.item.clone(),
        products: exclusion.products.clone(),
        stage: Stage::RawMaterialAcquisition,
        allocation: cell(C::Allocation),
        factor: None,
        quality: None,
    };
    let activity = Activity::Material(MaterialUse { common, unit: quantity.unit.clone() });
    let supposed = supposition.group(&exclusion.file, exclusion.first_line);
    supposed.left_out = true;
    supposed.also.push(Beside::new(activity, quantity.amount, factor.clone()));
    Some(factor.full_name())
}

/// Everything that is left out, singly and in sum: by its mass, and by an estimate of its emissions.
pub(super) fn exclusions(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    // A leg that is left out carries what a material weighs, and waste is no input; nor is what goes round in the plant, or what a
    // boundary from gate to gate leaves to others.
    let is_input = |of: &&Exclusion| {
        let is_outside = of.kind == FileKind::Materials && scene.basis.study.boundary == BoundaryKind::GateToGate;
        !matches!(of.kind, FileKind::Transport | FileKind::Waste) && !is_outside && !scene.is_internal(&fold(&of.item))
    };
    let all: Vec<&Exclusion> = scene.exclusions().iter().filter(is_input).collect();
    if all.is_empty() {
        return;
    }
    let inputs = scene.inputs().filter(|datum| datum.mass().is_some() && !scene.is_internal(&datum.key));
    let Some(charge) = mass_of(inputs) else { return };
    let excluded = |of: &[&Exclusion]| sum(of.iter().filter_map(|exclusion| excluded_mass(exclusion)));
    let whole = excluded(&all).filter(|_| !charge.is_zero()).and_then(|mass| sum([mass, charge]));
    let mut by_item: BTreeMap<String, Vec<&Exclusion>> = BTreeMap::new();
    for exclusion in &all {
        by_item.entry(fold(&exclusion.item)).or_default().push(exclusion);
    }
    let judge = |of: &[&Exclusion], limit: &str| -> Option<(Vec<Text>, Supposition)> {
        let most = scene.limit(limit)?.high?;
        let mut supposition = Supposition::default();
        let names: Vec<String> = of.iter().filter_map(|of| count(scene, of, &mut supposition)).collect();
        let mut lines = Vec::new();
        let mut exceeds = false;
        if let (Some(mass), Some(whole)) = (excluded(of).filter(|mass| !mass.is_zero()), whole) {
            let share = over(mass, whole)?;
            exceeds |= share > most;
            let [mass, whole, share] = [shown(mass), shown(whole), percent(share)];
            lines.push(text!("{mass} t of {whole} t = {share} of the mass", "{mass} t ÷ {whole} t ＝ 质量的 {share}"));
        }
        if !names.is_empty()
            && let Some(after) = scene.alternatives.outcome(&supposition)
        {
            let before = &scene.evaluation.footprint.products;
            for (before, after) in before.iter().zip(&after) {
                let more = after.emissions.minus(before.emissions).ok()?;
                let Some(share) = over(more, before.emissions).filter(|share| !share.is_zero()) else { continue };
                exceeds |= share > most;
                let (product, more, share) = (&before.product, shown(more), percent(share));
                lines.push(text!(
                    "{product}: {more} t CO2e = {share} of the footprint",
                    "{product}：{more} t CO2e ＝ 碳足迹的 {share}"
                ));
            }
        }
        exceeds.then_some((lines, supposition))
    };
    let what = || {
        text!(
            "counted, at the factors of [audit.factors], of their rows or of their names",
            "按 [audit.factors]、数据行或其名称的因子计入"
        )
    };
    for of in by_item.values() {
        if let (Some((lines, supposition)), Some(limit)) = (judge(of, "cut-off-single"), scene.limit("cut-off-single"))
        {
            let draft =
                Draft::new(problem::cut_off_single(&of[0].item, &limit.range()), place(scene, of[0]), &of[0].item);
            let draft = draft.rows(of.iter().map(|of| row(of))).arithmetic(lines).limit(limit);
            drafts.push(draft.supposing(what(), supposition));
        }
    }
    if by_item.len() < 2 {
        return;
    }
    if let (Some((lines, supposition)), Some(limit)) = (judge(&all, "cut-off-sum"), scene.limit("cut-off-sum")) {
        let draft = Draft::new(problem::cut_off_sum(by_item.len(), &limit.range()), place(scene, all[0]), "");
        let draft = draft.rows(all.iter().map(|of| row(of))).arithmetic(lines).limit(limit);
        drafts.push(draft.supposing(what(), supposition));
    }
}

pub(super) fn row(of: &Exclusion) -> crate::audit::finding::RowRef {
    crate::audit::finding::RowRef { file: of.file.clone(), line: of.first_line }
}

/// The place of the reason for which something is left out.
fn place(scene: &Scene<'_>, of: &Exclusion) -> Place {
    first_row(scene, of, |row| row.place(C::Excluded)).unwrap_or_else(|| Place::file(&of.file))
}

/// What the first row says of something that is left out.
fn first_row<T>(scene: &Scene<'_>, of: &Exclusion, read: impl FnOnce(&Row<'_>) -> T) -> Option<T> {
    let (inventory, group) = scene.alternatives.group(&of.file, of.first_line)?;
    Some(group.with_row(&inventory.layout, read))
}

/// Inputs that count for nothing: what they are is said to have been emitted by somebody else.
pub(super) fn free(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let mut free: BTreeMap<String, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in scene.of(FileKind::Materials).filter(|datum| !scene.is_internal(&datum.key)) {
        let is_free = datum.part.allocated.emissions.is_zero();
        if is_free && datum.sum().is_some_and(|sum| !sum.is_zero()) {
            free.entry(datum.key.clone()).or_default().push(datum);
        }
    }
    if free.is_empty() {
        return;
    }
    let charge = mass_of(scene.inputs().filter(|datum| datum.mass().is_some() && !scene.is_internal(&datum.key)));
    for data in free.values() {
        let (first, item) = (data[0], data[0].item());
        let mut supposition = Supposition::default();
        let mut named = None;
        for datum in data {
            let per = &datum.entry.line.characterisation.per;
            if let Some(factor) = scene.weighing(item, per) {
                supposition.group(&datum.part.file, datum.part.line).factor = Some(factor.clone());
                named = Some(factor.full_name());
            }
        }
        let mass: Option<Amount> = sum(data.iter().filter_map(|datum| datum.mass()));
        let line = mass.zip(charge).and_then(|(mass, charge)| {
            let [mass, whole, share] = [shown(mass), shown(charge), percent(over(mass, charge)?)];
            Some(text!("{mass} t of {whole} t of inputs = {share}", "{mass} t ÷ 投入 {whole} t ＝ {share}"))
        });
        let what = named.clone().unwrap_or_default();
        let what = text!("weighed at {what}", "按 {what} 计");
        let draft = Draft::new(problem::burden_free(item, named.is_some()), first.place(C::Item), item);
        let draft = draft.rows(data.iter().map(|datum| datum.row())).arithmetic(line);
        let draft = draft.source(text!(
            "ISO 14044:2006, 4.3.4.3 (reuse and recycling); ISO 14067:2018, 6.4.6",
            "见 ISO 14044:2006，4.3.4.3（再使用与再循环）；ISO 14067:2018，6.4.6"
        ));
        drafts.push(draft.supposing(what, supposition));
    }
}
