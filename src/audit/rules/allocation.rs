//! How co-products share, and how else they could.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::{AllocationKey, read_keys};
use crate::audit::figure::{HUNDRED, product};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostics, problem};
use crate::study::Study;
use crate::text::{Text, text};
use crate::word::{Method, Word};

fn clause() -> Text {
    text!(
        "ISO 14044:2006, 4.3.4.1 and 4.3.4.2: state and explain the procedure; where several apply, show what each gives",
        "见 ISO 14044:2006，4.3.4.1、4.3.4.2：应说明并解释分配程序；有多种可用时应作敏感性分析"
    )
}

/// Keys without a reason, keys that are not what is claimed, and what other methods would give.
pub(super) fn keys(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let study = &scene.basis.study;
    let in_use: BTreeSet<&str> =
        scene.evaluation.entries.iter().filter_map(|entry| entry.line.key.as_deref()).collect();
    for (name, claim) in &study.claims.allocation {
        let Some(rule) = study.allocation.get(&name.value) else {
            let problem = problem::claim_unknown(&name.value);
            drafts.push(Draft::new(problem, name.place.clone(), &name.value).source(clause()));
            continue;
        };
        if rule.method != claim.value {
            let (claimed, used) = (claim.value.name(), rule.method.name());
            let problem = problem::allocation_claimed(&name.value, claimed, used);
            let draft = Draft::new(problem, claim.place.clone(), &name.value).source(clause());
            drafts.push(other_method(scene, &name.value, claim.value, draft));
        }
    }
    for (name, rule) in study.allocation.iter().filter(|(name, _)| in_use.contains(name.as_str())) {
        if rule.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            let draft = Draft::new(problem::allocation_reason(name), rule.place.clone(), name);
            drafts.push(draft.arithmetic(shares(scene, scene.basis.keys.get(name), rule.method)).source(clause()));
        }
        for method in [Method::Mass, Method::Economic].into_iter().filter(|method| *method != rule.method) {
            // What is claimed has been said.
            if study.claims.allocation.iter().any(|(own, claim)| own.value == *name && claim.value == method) {
                continue;
            }
            let Some(key) = with_method(scene, name, method) else { continue };
            if scene.basis.keys.get(name).is_some_and(|own| same_shares(scene, own, &key)) {
                continue;
            }
            let subject = format!("{name}/{}", method.name());
            let draft = Draft::new(problem::allocation_sensitivity(name, method.name()), rule.place.clone(), subject);
            drafts.push(other_method(scene, name, method, draft.source(clause())));
        }
    }
}

/// A finding with the shares by the study's key and by another method, and the effect of that.
fn other_method(scene: &Scene<'_>, name: &str, method: Method, draft: Draft) -> Draft {
    let own = scene.basis.study.allocation.get(name).map(|rule| rule.method);
    let own = own.map(|own| shares(scene, scene.basis.keys.get(name), own)).into_iter().flatten();
    let Some(key) = with_method(scene, name, method) else { return draft.arithmetic(own) };
    let draft = draft.arithmetic(own).arithmetic(shares(scene, Some(&key), method));
    let keys = scene.basis.keys.iter().map(|(own, key)| (own.clone(), key.clone()));
    let keys: BTreeMap<String, AllocationKey> = keys.chain([(name.to_owned(), key)]).collect();
    let supposition = Supposition::keys(keys);
    let method = method.name();
    draft.supposing(text!("shared by {method}", "按 {method} 分配"), supposition)
}

/// The key with another method; nothing where products lack what it goes by.
fn with_method(scene: &Scene<'_>, name: &str, method: Method) -> Option<AllocationKey> {
    let mut rule = scene.basis.study.allocation.get(name)?.clone();
    rule.method = method;
    let allocation = BTreeMap::from([(name.to_owned(), rule)]);
    let study = Study { allocation, ..scene.basis.study.clone() };
    let mut unsaid = Diagnostics::default();
    let keys = read_keys(&study, &scene.basis.products, &mut unsaid);
    keys.into_values().next()
}

fn same_shares(scene: &Scene<'_>, one: &AllocationKey, other: &AllocationKey) -> bool {
    let all: Vec<usize> = (0..scene.basis.products.len()).collect();
    match (one.shares(&all), other.shares(&all)) {
        (Some(Ok(one)), Some(Ok(other))) => one == other,
        _ => false,
    }
}

/// `fixed: A 49 %, B 51 %`.
fn shares(scene: &Scene<'_>, key: Option<&AllocationKey>, method: Method) -> Option<Text> {
    let all: Vec<usize> = (0..scene.basis.products.len()).collect();
    let parts = key?.shares(&all)?.ok()?;
    let part = |part: &crate::allocation::Part| {
        let percent = product(part.share, HUNDRED)?.round(2).to_grouped(",");
        Some(format!("{} {percent} %", scene.basis.products.get(part.product)?.name))
    };
    let parts = parts.iter().map(part).collect::<Option<Vec<String>>>()?;
    let (en, zh, method) = (parts.join(", "), parts.join("，"), method.name());
    Some(text!("{method}: {en}", "{method}：{zh}"))
}

/// Rows that products share beside rows of the same item for one of them: what is metered for one could be for all.
pub(super) fn avoidable(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for kind in FileKind::ACTIVITIES {
        let mut by_item: BTreeMap<String, (Vec<&Datum<'_>>, Vec<&Datum<'_>>)> = BTreeMap::new();
        for datum in scene.of(kind) {
            let (shared, own) = by_item.entry(datum.key.clone()).or_default();
            if datum.products().len() > 1 { shared.push(datum) } else { own.push(datum) }
        }
        for (shared, own) in by_item.into_values() {
            let (Some(first), Some(one)) = (shared.first(), own.first()) else { continue };
            let draft = Draft::new(problem::allocation_avoidable(first.item()), first.place(C::Item), first.item());
            let names = scene.names(one.products());
            let line = one.part.line;
            let line = text!("line {line} is of {names} alone", "第 {line} 行只属于 {names}");
            let rows = shared.iter().chain(&own).map(|datum| datum.row());
            drafts.push(draft.rows(rows).arithmetic([line]).source(text!(
                "ISO 14044:2006, 4.3.4.2 a): avoid allocation wherever possible",
                "见 ISO 14044:2006，4.3.4.2 a)：应尽可能避免分配"
            )));
        }
    }
}
