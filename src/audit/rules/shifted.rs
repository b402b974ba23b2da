//! A column that fits its neighbours better when moved by one row.
//!
//! The masses of two products that are made alike stand in one ratio, row by row, where one list was made from the other. Where they
//! do so only once one list is moved by a row, somebody pasted it one row too high or too low.

use std::collections::BTreeMap;

use crate::amount::Amount;
use crate::audit::figure::{over, product, shown, supposed};
use crate::audit::finding::Draft;
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::problem;
use crate::inventory::Way;
use crate::text::{Text, text};

/// How many products' lists are held against each other.
const PRODUCTS: usize = 20;
/// How many rows a pattern has at least.
const ROWS: usize = 6;
/// What part of the pairs have the one ratio when moved, and what part at most do as they stand.
const FITS: (usize, usize) = (3, 5);
const FITS_NOT: (usize, usize) = (3, 10);

/// The number by which rows of a list are counted that somebody typed in: of freight the mass.
fn number(datum: &Datum<'_>) -> Option<Amount> {
    let column = match datum.group.way {
        Way::Freight => C::Mass,
        Way::Quantity => C::Quantity,
        _ => return None,
    };
    datum.number(column).filter(|number| *number > Amount::ZERO && datum.part.rows == 1)
}

/// Lists of two products in one file, one of which stands one row too high or too low.
pub(super) fn find(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for kind in [FileKind::Materials, FileKind::Energy, FileKind::Transport, FileKind::Waste] {
        let mut lists: BTreeMap<(&str, String), BTreeMap<usize, Vec<&Datum<'_>>>> = BTreeMap::new();
        for datum in scene.of(kind).filter(|datum| number(datum).is_some()) {
            if let [product] = datum.products() {
                let leg = datum.entry.line.leg.map(|leg| format!("{leg:?}")).unwrap_or_default();
                let by_product = lists.entry((&datum.part.file, leg)).or_default();
                by_product.entry(*product).or_default().push(datum);
            }
        }
        for mut by_product in lists.into_values() {
            for list in by_product.values_mut() {
                list.sort_by_key(|datum| datum.part.line);
            }
            let lists: Vec<(usize, Vec<&Datum<'_>>)> = by_product.into_iter().collect();
            // Somebody typed lists of a few products side by side; of hundreds nobody did.
            for (index, (_, one)) in lists.iter().take(PRODUCTS).enumerate() {
                for (product, other) in lists.iter().take(PRODUCTS).skip(index + 1) {
                    drafts.extend(moved(scene, one, *product, other));
                }
            }
        }
    }
}

/// The ratio that most pairs have, and which they are.
fn common_ratio(one: &[&Datum<'_>], other: &[&Datum<'_>]) -> Option<(Amount, Vec<usize>)> {
    let mut pairs: BTreeMap<Amount, Vec<usize>> = BTreeMap::new();
    for (place, (one, other)) in one.iter().zip(other).enumerate() {
        if let Some(ratio) = over(number(other)?, number(one)?) {
            pairs.entry(ratio.round(6)).or_default().push(place);
        }
    }
    pairs.into_iter().max_by_key(|(_, places)| places.len())
}

fn moved(scene: &Scene<'_>, one: &[&Datum<'_>], product_index: usize, other: &[&Datum<'_>]) -> Option<Draft> {
    let length = one.len().min(other.len());
    if length < ROWS {
        return None;
    }
    let pairs = length - 1;
    let as_they_stand = common_ratio(one, other).map_or(0, |(_, places)| places.len());
    // One row too high: what stands beside a row belongs to the next one of the other list.
    let high = common_ratio(&one[1..], other);
    let low = common_ratio(one, &other[1..]);
    let count = |found: &Option<(Amount, Vec<usize>)>| found.as_ref().map_or(0, |(_, places)| places.len());
    let is_high = count(&high) >= count(&low);
    let (ratio, places) = if is_high { high? } else { low? };
    let fits = places.len() * FITS.1 >= pairs * FITS.0 && as_they_stand * FITS_NOT.1 <= length * FITS_NOT.0;
    if !fits {
        return None;
    }
    let mut supposition = Supposition::default();
    let mut lines: Vec<Text> = Vec::new();
    let numbers: Vec<Amount> = other.iter().map(|datum| number(datum)).collect::<Option<_>>()?;
    // The row that nothing is moved to has what the ratio leaves.
    let edge = supposed(product(number(if is_high { one[0] } else { one[length - 1] })?, ratio)?);
    for (place, datum) in other.iter().enumerate() {
        let meant = match (is_high, place) {
            (true, 0) => edge,
            (true, place) => numbers[place - 1],
            (false, place) => numbers.get(place + 1).copied().unwrap_or(edge),
        };
        let sum = match datum.group.way {
            Way::Freight => datum.number(C::Distance).and_then(|far| product(meant, far)),
            _ => Some(meant),
        };
        supposition.group(&datum.part.file, datum.part.line).sum(sum);
    }
    let ratio_text = shown(ratio);
    for place in &places {
        let (at, beside) = if is_high { (one[place + 1], other[*place]) } else { (one[*place], other[place + 1]) };
        let (own, moved) = (number(at).map(shown)?, number(beside).map(shown)?);
        let (from, to) = (beside.part.line, at.part.line);
        lines.push(text!(
            "line {from}: {moved} = {ratio_text} × {own}, of line {to}",
            "第 {from} 行：{moved} ＝ {ratio_text} × {own}（第 {to} 行）"
        ));
    }
    let (found, name) = (places.len(), &scene.basis.products[product_index].name);
    lines.truncate(5);
    let (edge, last) = (shown(edge), if is_high { numbers[numbers.len() - 1] } else { numbers[0] });
    let last = shown(last);
    lines.push(text!(
        "the row that is left over gets {edge}, as the ratio says; {last} is of no row",
        "空出的一行按该比例取 {edge}；{last} 没有对应的行"
    ));
    lines.push(text!(
        "{found} of {pairs} pairs have the ratio {ratio_text} once moved; as they stand, {as_they_stand} at most have one in common",
        "移动一行后 {pairs} 对中有 {found} 对之比为 {ratio_text}；不移动时至多 {as_they_stand} 对之比相同"
    ));
    let first = other[0];
    let column = if first.group.way == Way::Freight { C::Mass } else { C::Quantity };
    let draft =
        Draft::new(problem::shifted_column(name, is_high), first.place(column), format!("{}/{name}", first.part.file));
    let draft = draft
        .rows(other.iter().map(|datum| datum.row()))
        .arithmetic(lines)
        .source(text!("ISO 14044:2006, 4.3.3.2 (validation of data)", "见 ISO 14044:2006，4.3.3.2（数据的确认）"));
    Some(draft.supposing(text!("moved by one row", "移动一行"), supposition))
}
