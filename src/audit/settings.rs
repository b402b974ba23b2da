//! Whether what study.toml tells an audit is of this study.

use std::collections::BTreeSet;

use super::scene::{Datum, Scene};
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, problem};
use crate::factor::EmissionFactor;
use crate::name::fold;
use crate::study::Placed;

/// Says which items and factors of `[audit]` nothing is called.
pub(super) fn check(scene: &Scene<'_>, diagnostics: &mut Diagnostics) {
    let audit = &scene.basis.study.audit;
    let items = scene.data.iter().map(Datum::item);
    let items: BTreeSet<&str> = items.chain(scene.exclusions().iter().map(|of| of.item.as_str())).collect();
    let folded: BTreeSet<String> = items.iter().map(|item| fold(item)).collect();
    let mut known = |name: &str, place: &Placed<String>| {
        if !folded.contains(&fold(name)) {
            let near = nearest(name, items.iter().copied());
            diagnostics.push(Diagnostic::new(problem::unknown_item(name, &near), place.place.clone()));
        }
    };
    for item in &audit.internal {
        known(&item.value, item);
    }
    for (item, factor) in &audit.factors {
        known(item, factor);
    }
    for factor in audit.factors.values() {
        let sets = [&scene.basis.own, &scene.reference.factors];
        let name = &factor.value;
        if sets.iter().all(|set| set.exactly(name).is_none() && set.named(name).next().is_none()) {
            let names = sets.iter().flat_map(|set| set.factors().flat_map(EmissionFactor::names));
            let near = nearest(name, names);
            let problem = problem::unknown_factor(name, &near, &scene.reference.release, None);
            diagnostics.push(Diagnostic::new(problem, factor.place.clone()));
        }
    }
}
