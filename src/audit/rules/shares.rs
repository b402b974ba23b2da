//! Printed shares that are parts of one whole.

use std::collections::BTreeMap;

use crate::amount::{Amount, Written};
use crate::audit::figure::{HUNDRED, product, shown, sum};
use crate::audit::finding::{Draft, RowRef};
use crate::audit::scene::Scene;
use crate::cell::{required_written, word};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostics, Place, problem};
use crate::table::{Row, SmallTable};
use crate::text::text;
use crate::word::{Measure, Method};

/// How far from a hundred a sum may be and still be meant as one.
const MEANT: [Amount; 2] = [Amount::new(90, 0), Amount::new(110, 0)];

/// Printed parts of one whole: the table, the measure and the product that they are of.
type Key = (String, Measure, String);

/// One of them: what is printed, half a unit of its last place, and where.
struct Printed {
    value: Amount,
    half: Amount,
    row: RowRef,
    place: Place,
}

/// Printed shares of one whole that are meant to add up to 100 % and do not, and the shares of fixed keys.
///
/// # Errors
/// A file of published figures that cannot be read.
pub(super) fn find(scene: &Scene<'_>, drafts: &mut Vec<Draft>) -> anyhow::Result<()> {
    let mut wholes: BTreeMap<Key, Vec<Printed>> = BTreeMap::new();
    // What is wrong with them is for a check to say.
    let mut unsaid = Diagnostics::default();
    for file in scene.basis.study.files_of(FileKind::Published) {
        let table = SmallTable::read(FileKind::Published, &file.source, &file.binding, &mut unsaid)?;
        let Some(table) = table else { continue };
        table.for_each(|row| {
            if let Some((key, printed)) = read(&row, &mut Diagnostics::default()) {
                wholes.entry(key).or_default().push(printed);
            }
        });
    }
    for ((table, measure, product_name), parts) in wholes {
        // The whole itself is printed among its parts, sometimes.
        let parts: Vec<Printed> = parts.into_iter().filter(|part| part.value != HUNDRED).collect();
        if parts.len() < 2 {
            continue;
        }
        let Some((all, room)) = sum(parts.iter().map(|part| part.value)).zip(sum(parts.iter().map(|part| part.half)))
        else {
            continue;
        };
        let is_meant = MEANT[0] <= all && all <= MEANT[1];
        if is_meant && all.distance(HUNDRED) > room {
            let printed = parts.iter().map(|part| part.value.to_string()).collect::<Vec<_>>().join(" + ");
            let (all, room) = (shown(all), shown(room));
            let line = text!(
                "{printed} = {all}; rounding explains {room} at most",
                "{printed} ＝ {all}；修约至多可解释 {room}"
            );
            let name = if product_name.is_empty() { table.clone() } else { format!("{table} {product_name}") };
            let draft = Draft::new(problem::shares_not_whole(&name, measure), parts[0].place.clone(), name);
            drafts.push(draft.rows(parts.into_iter().map(|part| part.row)).arithmetic([line]).source(text!(
                "parts of one whole (ISO 14064-3:2019, 6.1.3: recalculation)",
                "同一整体的各部分（ISO 14064-3:2019，6.1.3：重新计算）"
            )));
        }
    }
    fixed(scene, drafts);
    Ok(())
}

/// Shares of a fixed key that are meant as fractions or per cent.
fn fixed(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    for (name, rule) in scene.basis.study.allocation.iter().filter(|(_, rule)| rule.method == Method::Fixed) {
        let Some(all) = sum(rule.shares.iter().map(|(_, share)| *share)) else { continue };
        let in_percent = if all < Amount::new(2, 0) { product(all, HUNDRED) } else { Some(all) };
        let halves = rule.shares.iter().map(|(_, share)| Written::plain(*share).half_unit());
        let room =
            sum(halves).and_then(|room| if in_percent == Some(all) { Some(room) } else { product(room, HUNDRED) });
        let is_meant = in_percent
            .is_some_and(|all| MEANT[0] <= all && all <= MEANT[1] && all.distance(HUNDRED) > room.unwrap_or_default());
        if is_meant && rule.shares.len() > 1 {
            let printed = rule.shares.iter().map(|(_, share)| share.to_string()).collect::<Vec<_>>().join(" + ");
            let all = shown(all);
            let line = text!("{printed} = {all}", "{printed} ＝ {all}");
            let problem = problem::key_not_whole(name);
            let draft = Draft::new(problem, rule.place.clone(), name).arithmetic([line]);
            drafts.push(draft.source(text!("ISO 14044:2006, 4.3.4", "见 ISO 14044:2006，4.3.4")));
        }
    }
}

/// A printed share of something in a whole.
fn read(row: &Row<'_>, unsaid: &mut Diagnostics) -> Option<(Key, Printed)> {
    let measure: Measure = word(row, C::Measure, unsaid)?;
    let of_whole = match measure {
        Measure::InputShare => row.filled(C::Item).is_some() || row.filled(C::Line).is_some(),
        Measure::Share => row.filled(C::Stage).is_some() && row.filled(C::Item).is_none(),
        _ => false,
    };
    if !of_whole || row.text(C::Unit) != "%" {
        return None;
    }
    let written = required_written(row, C::Value, unsaid)?;
    let table = row.filled(C::Table)?;
    let product = row.text(C::Product).into_owned();
    let place = row.place(C::Value);
    let row = RowRef { file: row.layout.file.clone(), line: row.record.line };
    Some(((table, measure, product), Printed { value: written.amount, half: written.half_unit(), row, place }))
}
