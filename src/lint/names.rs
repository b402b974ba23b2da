//! Names that a row could not choose by.

use std::collections::HashMap;

use super::Findings;
use crate::column::Column as C;
use crate::diagnostic::problem;
use crate::factor::EmissionFactor;
use crate::name::fold;
use crate::word::FactorBoundary;

/// What is known of the factors above that have a name.
#[derive(Default)]
struct Above<'f> {
    /// The first factor that says of which kind it is.
    kind: Option<(FactorBoundary, usize)>,
    /// The first factor of each region and year.
    places: HashMap<(Option<&'f str>, Option<i16>), usize>,
}

/// No name leads to two factors of one region and year, nor to factors of several kinds: [`resolve`] refuses both, for
/// what it takes must not depend on the order of a table, and the CO2 of generating electricity, say, never stands for
/// its footprint. A factor is told once, at the first of its names that is another's.
///
/// [`resolve`]: crate::factor::resolve
pub(super) fn shared(factors: &[EmissionFactor], findings: &mut Findings) {
    let mut known: HashMap<String, Above<'_>> = HashMap::new();
    for (index, factor) in factors.iter().enumerate() {
        let mut finding = None;
        for (column, name) in columns(factor) {
            let above = known.entry(fold(name)).or_default();
            let of_kind = above.kind.zip(factor.boundary).filter(|((other, _), own)| other != own);
            let place = (factor.region.as_deref(), factor.year);
            let same = *above.places.entry(place).or_insert(index);
            if let (Some(boundary), None) = (factor.boundary, above.kind) {
                above.kind = Some((boundary, index));
            }
            if finding.is_some() {
                continue;
            }
            if let Some(((_, other), _)) = of_kind {
                finding = Some((column, problem::several_boundaries(name, factor, &factors[other])));
            } else if same != index {
                finding = Some((column, problem::shared_name(name, &factors[same])));
            }
        }
        if let Some((column, problem)) = finding {
            findings.add(index, column, problem);
        }
    }
}

/// The names of a factor, each with the column that it stands in; nothing that is blank.
fn columns(factor: &EmissionFactor) -> impl Iterator<Item = (C, &str)> {
    let own = [(C::Activity, &factor.activity), (C::NameZh, &factor.name_zh), (C::NameEn, &factor.name_en)];
    let aliases = factor.aliases.iter().map(|alias| (C::Aliases, alias));
    own.into_iter().chain(aliases).map(|(column, name)| (column, name.as_str())).filter(|(_, name)| !name.is_empty())
}
