//! Whose global warming potentials are claimed and used, and which gases.

use std::collections::BTreeSet;

use crate::audit::figure::shown;
use crate::audit::finding::Draft;
use crate::audit::scene::Scene;
use crate::calculation::Supposition;
use crate::diagnostic::problem;
use crate::name::fold;
use crate::study::Placed;
use crate::text::{Text, text};
use crate::word::Word;

fn clause() -> Text {
    text!(
        "ISO 14067:2018, 6.5.1 (GWP-100 of the latest IPCC report)",
        "见 ISO 14067:2018，6.5.1（采用 IPCC 最新的 GWP-100）"
    )
}

/// The report of the IPCC that is claimed, and the one that is used.
pub(super) fn claimed(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let study = &scene.basis.study;
    let Some(claim) = study.claims.gwp.as_ref().filter(|claim| claim.value != study.gwp) else { return };
    let (claimed, used) = (claim.value.name(), study.gwp.name());
    let mut gases: BTreeSet<&str> = BTreeSet::new();
    for entry in &scene.evaluation.entries {
        gases.extend(entry.line.characterisation.gas.as_ref().map(|(gas, _)| gas.as_str()));
    }
    let values = |gas: &&str| {
        let [own, other] = [study.gwp, claim.value]
            .map(|set| scene.basis.shipped.gases.gwp(gas, set).map_or_else(|| "–".to_owned(), shown));
        text!("{gas}: {own} ({used}), {other} ({claimed})", "{gas}：{own}（{used}），{other}（{claimed}）")
    };
    let kept =
        text!("factors in CO2e keep the potentials that they were made with", "以 CO2e 给出的因子仍沿用其编制时的潜值");
    let lines: Vec<Text> = gases.iter().filter(|gas| **gas != "CO2").map(values).collect();
    let supposition = Supposition::gwp(claim.value);
    let draft = Draft::new(problem::gwp_claimed(claimed, used), claim.place.clone(), claimed);
    drafts.push(
        draft
            .arithmetic(lines)
            .arithmetic([kept])
            .source(clause())
            .supposing(text!("with {claimed}", "采用 {claimed}"), supposition),
    );
}

/// Gases that are said to be counted, and that nothing releases.
pub(super) fn gases(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let gases = &scene.basis.shipped.gases;
    let mut counted: BTreeSet<String> = BTreeSet::from(["co2".to_owned()]);
    let mut has_co2e = false;
    for entry in &scene.evaluation.entries {
        let characterisation = &entry.line.characterisation;
        match &characterisation.gas {
            None => has_co2e = true,
            Some((gas, _)) => {
                let found = gases.find(gas);
                counted.insert(fold(gas));
                counted.extend(found.into_iter().flat_map(|gas| gas.components.iter().map(|of| fold(&of.gas))));
                counted.extend(found.into_iter().flat_map(|gas| gas.names().map(fold)));
            }
        }
    }
    // Factors in CO2e hold what burning and making things gives off beside CO2.
    if has_co2e {
        counted.extend(["ch4".to_owned(), "n2o".to_owned()]);
    }
    for Placed { value: gas, place } in &scene.basis.study.claims.gases {
        let own = gases.find(gas).map_or_else(|| fold(gas), |gas| fold(&gas.name));
        let stem = own.trim_end_matches('s');
        let is_family = gases.find(gas).is_none();
        let is_counted =
            counted.contains(&own) || (is_family && counted.iter().any(|counted| counted.starts_with(stem)));
        if !is_counted {
            let draft = Draft::new(problem::gas_not_counted(gas), place.clone(), gas);
            drafts.push(draft.source(text!("ISO 14067:2018, 6.4 and 7.3", "见 ISO 14067:2018，6.4、7.3")));
        }
    }
}
