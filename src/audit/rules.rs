//! The rules, by what they look at.

mod allocation;
mod balance;
mod boundary;
mod cut_off;
mod data;
mod factors;
mod gwp;
mod result;
mod shares;
mod shifted;
mod transport;
mod upstream;
mod year;

use super::finding::Draft;
use super::scene::Scene;

/// A rule: what it finds in a study.
type Rule = fn(&Scene<'_>, &mut Vec<Draft>);

/// All rules but those that read rows once more.
const RULES: &[Rule] = &[
    boundary::stages,
    boundary::claims,
    boundary::inputs,
    boundary::materials,
    boundary::legs,
    upstream::find,
    cut_off::exclusions,
    cut_off::free,
    balance::products,
    balance::sales,
    balance::carried,
    balance::twice,
    transport::fuel,
    transport::payloads,
    transport::intensity,
    transport::returns,
    year::find,
    factors::own,
    factors::claimed,
    factors::newer,
    factors::co2_only,
    gwp::claimed,
    gwp::gases,
    allocation::keys,
    allocation::avoidable,
    data::months,
    data::quality,
    shifted::find,
    result::intensities,
];

/// What all rules find.
///
/// # Errors
/// A file that cannot be read once more.
pub(super) fn find(scene: &Scene<'_>, drafts: &mut Vec<Draft>) -> anyhow::Result<()> {
    for rule in RULES {
        rule(scene, drafts);
    }
    shares::find(scene, drafts)?;
    data::repeated(scene, drafts)
}
