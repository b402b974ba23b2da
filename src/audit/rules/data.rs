//! Rows as data: the same one twice, months that are missing or stand out, what is estimated, unsourced or round.

use std::collections::{BTreeMap, BTreeSet};

use crate::activity::Activity;
use crate::amount::{Amount, Sum};
use crate::audit::figure::{median, over, percent, product, shown, sum, supposed};
use crate::audit::finding::{Draft, RowRef};
use crate::audit::scene::{Datum, Scene};
use crate::calculation::Supposition;
use crate::characterise::size_of_sum;
use crate::column::{Column as C, FileKind};
use crate::diagnostic::{Diagnostics, problem};
use crate::inventory::{Inventory, Months, RowReader, print_of};
use crate::table::{self, Layout, Row, Sink};
use crate::text::{Text, text};
use crate::word::{Leg, Quality};

/// How many months a series has that misses one; and rows of which half being round says something.
const SERIES: usize = 6;
const ROWS: u64 = 5;
/// For how many sets of equal rows their amounts are looked up.
const SETS: usize = 20;

fn source() -> Text {
    text!("ISO 14044:2006, 4.3.3.2 (validation of data)", "见 ISO 14044:2006，4.3.3.2（数据的确认）")
}

/// Rows that stand in a file twice.
///
/// # Errors
/// A file that cannot be read once more.
pub(super) fn repeated(scene: &Scene<'_>, drafts: &mut Vec<Draft>) -> anyhow::Result<()> {
    for inventory in scene.basis.inventories.iter().filter(|inventory| !inventory.repeated.is_empty()) {
        // Rows that are outside the result have no effect, and rows with one print by chance are not the same.
        let mut same: BTreeMap<String, Vec<Found<'_, '_>>> = BTreeMap::new();
        for found in rows_of(scene, inventory)? {
            same.entry(found.text.clone()).or_default().push(found);
        }
        let mut sets: Vec<Vec<Found<'_, '_>>> = same.into_values().collect();
        for set in &mut sets {
            set.sort_by_key(|found| found.line);
        }
        sets.retain(|set| set.len() > 1 && !set[0].amount.is_zero());
        sets.sort_by_key(|set| set[0].line);
        for set in sets.iter().take(SETS) {
            let (first, again) = (&set[0], &set[1..]);
            let (last, amount) = (&again[again.len() - 1], first.amount);
            let datum = first.datum;
            let mut supposition = Supposition::default();
            let another = supposition.group(&datum.part.file, last.datum.part.line);
            if datum.part.rows == 1 {
                for other in again {
                    supposition.group(&datum.part.file, other.datum.part.line).left_out = true;
                }
            } else {
                let count = Amount::from(again.len() as u64);
                another.sum(datum.sum().zip(product(amount, count)).map(|(sum, twice)| sum.less(twice)));
            }
            let file = &inventory.layout.file;
            let times = again.len() + 1;
            let lines: Vec<String> = set.iter().map(|row| row.line.to_string()).collect();
            let (shown, en, zh) = (shown(amount), lines.join(", "), lines.join("、"));
            let line = text!("{shown} on lines {en}", "第 {zh} 行均为 {shown}");
            let refs = set.iter().map(|row| RowRef { file: file.clone(), line: row.line });
            let subject = format!("{file}:{}", last.line);
            let draft = Draft::new(problem::duplicate_row(times), last.place.clone(), subject);
            let draft = draft.rows(refs).arithmetic([line]).source(source());
            drafts.push(draft.supposing(text!("counted once", "只计一次"), supposition));
        }
    }
    Ok(())
}

/// A row that stands in its file more than once.
struct Found<'d, 's> {
    datum: &'d Datum<'s>,
    line: u64,
    text: String,
    amount: Amount,
    place: crate::diagnostic::Place,
}

/// The rows of a file that stand in it more than once: those that are groups of their own, else by reading the file once more.
fn rows_of<'d, 's>(scene: &'d Scene<'s>, inventory: &Inventory) -> anyhow::Result<Vec<Found<'d, 's>>> {
    let file = &inventory.layout.file;
    let of_file = scene.data.iter().filter(|datum| datum.part.file == *file);
    if scene.basis.every_row {
        let found = of_file.filter(|datum| inventory.repeated.contains(&print_of(datum.group.text.as_bytes())));
        let found = found.filter_map(|datum| {
            let (line, text, amount) = (datum.part.line, datum.group.text.to_string(), datum.sum()?);
            Some(Found { datum, line, text, amount, place: datum.place(C::Item) })
        });
        return Ok(found.collect());
    }
    let wanted: BTreeSet<u64> = inventory.repeated.iter().take(4 * SETS).copied().collect();
    let study = &scene.basis.study;
    let Some(own) = study.files.iter().find(|own| own.source.name == *file) else { return Ok(Vec::new()) };
    let period = (study.from, study.to);
    let sink = |_: &Layout| Wanted {
        reader: RowReader { kind: inventory.kind, period },
        prints: &wanted,
        key: Vec::new(),
        found: Vec::new(),
    };
    let mut unsaid = Diagnostics::default();
    let table = table::read(inventory.kind, &own.source, &own.binding, scene.reading, sink, &mut unsaid)?;
    // A row is of the group whose first row has the same texts.
    let mut by_key: BTreeMap<Vec<u8>, &Datum<'_>> = BTreeMap::new();
    for datum in of_file {
        let mut key = Vec::new();
        let reader = RowReader { kind: inventory.kind, period };
        datum.group.with_row(&inventory.layout, |row| reader.read(row, &mut key, &mut Diagnostics::default()));
        by_key.insert(key, datum);
    }
    let rows = table.into_iter().flat_map(|table| table.sinks).flat_map(|sink| sink.found);
    Ok(rows
        .filter_map(|row| {
            let datum = by_key.get(&row.key).copied()?;
            let place = crate::diagnostic::Place { line: row.line, ..datum.place(C::Item) };
            Some(Found { datum, line: row.line, text: row.text, amount: row.amount, place })
        })
        .collect())
}

/// Takes the rows with some prints.
struct Wanted<'w> {
    reader: RowReader,
    prints: &'w BTreeSet<u64>,
    key: Vec<u8>,
    found: Vec<WantedRow>,
}

struct WantedRow {
    line: u64,
    key: Vec<u8>,
    text: String,
    amount: Amount,
}

impl Sink for Wanted<'_> {
    fn row(&mut self, row: &Row<'_>, diagnostics: &mut Diagnostics) {
        if !self.prints.contains(&print_of(row.record.text.as_bytes())) {
            return;
        }
        if let Some(counted) = self.reader.read(row, &mut self.key, diagnostics)
            && let Ok(amount) = counted.sum()
        {
            let (line, text) = (row.record.line, row.record.text.to_owned());
            self.found.push(WantedRow { line, key: self.key.clone(), text, amount });
        }
    }
}

/// What makes rows one series of months.
type Series<'k> = (FileKind, Option<Leg>, u8, &'k str, &'k [usize], &'k str);

/// Series of months that miss one, or have one that stands out.
pub(super) fn months(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let months = Months::of((scene.basis.study.from, scene.basis.study.to));
    if months.count() < SERIES {
        return;
    }
    let mut series: BTreeMap<Series<'_>, Vec<&Datum<'_>>> = BTreeMap::new();
    for datum in &scene.data {
        let line = &datum.entry.line;
        let key = (
            line.kind,
            line.leg,
            datum.group.way as u8,
            datum.item(),
            line.products.as_slice(),
            line.characterisation.factor.as_str(),
        );
        series.entry(key).or_default().push(datum);
    }
    for data in series.into_values() {
        let Some(sums) = by_month(&data, months.count()) else { continue };
        let known: Vec<Amount> = sums.iter().flatten().copied().collect();
        // What is bought now and then is no series.
        if known.len() < SERIES || known.len() * 4 < months.count() * 3 {
            continue;
        }
        for (place, own) in sums.iter().enumerate() {
            // A month of nothing says nothing of the others, and one that the period cuts is no month.
            if is_cut(scene, place, months.count()) {
                continue;
            }
            let others: Vec<Amount> = sums
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place && !is_cut(scene, *other, months.count()))
                .filter_map(|(_, sum)| sum.filter(|sum| !sum.is_zero()))
                .collect();
            let name = months.name(place);
            match own {
                None => drafts.extend(missing(&data, &name, &others)),
                // A month of nothing is said to be one.
                Some(own) if own.is_zero() => {}
                Some(own) => drafts.extend(outlier(scene, &data, (place, &name), *own, others)),
            }
        }
    }
}

/// Whether a month is the first or the last of a period that has a part of it alone.
fn is_cut(scene: &Scene<'_>, place: usize, count: usize) -> bool {
    let (from, to) = (scene.basis.study.from, scene.basis.study.to);
    (place == 0 && from.day() > 1) || (place + 1 == count && to.day() < to.days_in_month())
}

/// The sums of each month, in base units; nothing for a month without a row. None at all where rows have no day.
fn by_month(data: &[&Datum<'_>], count: usize) -> Option<Vec<Option<Amount>>> {
    let mut sums: Vec<Option<Sum>> = vec![None; count];
    for datum in data {
        let size = size_of_sum(&datum.part.activity).ok()?;
        for (place, month) in datum.facts()?.months().iter().enumerate().filter(|(_, month)| month.rows > 0) {
            let amount = month.sum.total().ok().and_then(|sum| product(sum, size))?;
            sums.get_mut(place)?.get_or_insert_default().add(amount);
        }
    }
    sums.into_iter().map(|sum| sum.map_or(Some(None), |sum| sum.total().ok().map(Some))).collect()
}

/// The mean of numbers.
fn mean(amounts: &[Amount]) -> Option<Amount> {
    over(sum(amounts.iter().copied())?, Amount::from(amounts.len() as u64))
}

/// Supposes that rows add up to this more, in base units.
fn with_more(datum: &Datum<'_>, more: Amount) -> Option<Supposition> {
    let size = size_of_sum(&datum.part.activity).ok()?;
    let all = sum([datum.sum()?, supposed(over(more, size)?)])?;
    let mut supposition = Supposition::default();
    supposition.group(&datum.part.file, datum.part.line).sum(Some(all));
    Some(supposition)
}

/// A sum in the unit of a row.
fn own(datum: &Datum<'_>, amount: Amount) -> String {
    let size = size_of_sum(&datum.part.activity).ok().and_then(|size| over(amount, size));
    let unit = datum.part.activity.quantity_unit().map(|unit| format!(" {unit}")).unwrap_or_default();
    format!("{}{unit}", shown(size.unwrap_or(amount)))
}

fn missing(data: &[&Datum<'_>], month: &str, others: &[Amount]) -> Option<Draft> {
    let first = data[0];
    let mean = mean(others)?;
    let (count, usual) = (others.len(), own(first, mean));
    let line = text!(
        "{count} months have rows, {usual} each on average; {month} has none",
        "{count} 个月有数据，月均 {usual}；{month} 没有"
    );
    let subject = format!("{}/{month}", first.item());
    let draft = Draft::new(problem::month_missing(first.item(), month), first.place(C::Item), subject);
    let draft = draft.arithmetic([line]).source(source());
    Some(draft.supposing(text!("with the mean of the others", "按其余各月的均值补入"), with_more(first, mean)?))
}

fn outlier(
    scene: &Scene<'_>,
    data: &[&Datum<'_>],
    (place, month): (usize, &str),
    amount: Amount,
    others: Vec<Amount>,
) -> Option<Draft> {
    let limit = scene.limit("month-outlier")?;
    if others.len() < SERIES - 1 {
        return None;
    }
    let usual = median(others)?;
    let times = limit.high?;
    let is_out = amount > product(usual, times)? || product(amount, times)? < usual;
    if !is_out {
        return None;
    }
    let first = data[0];
    let ratio = over(amount, usual).map(shown).unwrap_or_default();
    let [amount_text, usual_text] = [amount, usual].map(|amount| own(first, amount));
    let line = text!(
        "{month}: {amount_text}; the median of the others: {usual_text}; ratio {ratio}",
        "{month}：{amount_text}；其余各月中位数：{usual_text}；比值 {ratio}"
    );
    let subject = format!("{}/{month}", first.item());
    // Where every row stands by itself, the one of that month is known.
    let is_there = |datum: &&&Datum<'_>| {
        datum.facts().and_then(|facts| facts.months().get(place)).is_some_and(|month| month.rows > 0)
    };
    let at = data.iter().find(is_there).copied().unwrap_or(first);
    let draft = Draft::new(problem::month_outlier(first.item(), month), at.place(C::Item), subject);
    let draft = draft.arithmetic([line]).limit(limit);
    Some(
        draft.supposing(text!("at the median of the others", "按其余各月的中位数"), with_more(at, usual.less(amount))?),
    )
}

/// What is estimated, has no source, or is round where it is said to be measured.
pub(super) fn quality(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    estimated(scene, drafts);
    for kind in FileKind::ACTIVITIES {
        let mut by_file: BTreeMap<&str, Vec<&Datum<'_>>> = BTreeMap::new();
        for datum in scene.data.iter().filter(|datum| datum.entry.line.kind == kind) {
            by_file.entry(&datum.part.file).or_default().push(datum);
        }
        for (file, data) in by_file {
            unsourced(file, &data, drafts);
            round(scene, file, &data, drafts);
        }
    }
}

fn estimated(scene: &Scene<'_>, drafts: &mut Vec<Draft>) {
    let Some(limit) = scene.limit("estimated-share") else { return };
    let data: Vec<&Datum<'_>> =
        scene.data.iter().filter(|datum| datum.common().quality == Some(Quality::Estimated)).collect();
    let estimated = scene.emissions(&data);
    for (index, footprint) in scene.evaluation.footprint.products.iter().enumerate() {
        let Some(share) = over(estimated[index], footprint.emissions) else { continue };
        if share > limit.high.unwrap_or_default() {
            let part = percent(share);
            let product = &scene.basis.products[index];
            let line = text!("{part} of the footprint stands on estimates", "碳足迹的 {part} 依赖估算数据");
            let draft = Draft::new(problem::estimated_data(&product.name, &part), product.place.clone(), &product.name);
            let rows = data.iter().filter(|datum| datum.products().contains(&index)).map(|datum| datum.row());
            drafts.push(draft.rows(rows).arithmetic([line]).limit(limit));
        }
    }
}

fn unsourced(file: &str, data: &[&Datum<'_>], drafts: &mut Vec<Draft>) {
    let mut rows = 0;
    let mut sourced = 0;
    for datum in data {
        rows += datum.part.rows;
        sourced += datum.facts().map_or(0, |facts| facts.sourced);
    }
    // A source that is the same for a whole group is a text of its first row.
    let is_blank = |datum: &&&Datum<'_>| {
        datum.part.remarks.source.is_empty() && datum.facts().is_none_or(|facts| facts.sourced == 0)
    };
    let Some(first) = data.iter().find(is_blank).filter(|_| sourced < rows) else { return };
    let without = rows.saturating_sub(sourced);
    let line = text!("{without} of {rows} rows", "{rows} 行中有 {without} 行");
    let draft = Draft::new(problem::no_source(file), first.place(C::Item), file);
    drafts
        .push(draft.arithmetic([line]).source(text!("ISO 14067:2018, 6.3.5 and 7.3", "见 ISO 14067:2018，6.3.5、7.3")));
}

fn round(scene: &Scene<'_>, file: &str, data: &[&Datum<'_>], drafts: &mut Vec<Draft>) {
    let Some(limit) = scene.limit("round-share") else { return };
    let measured: Vec<&&Datum<'_>> =
        data.iter().filter(|datum| datum.common().quality == Some(Quality::Measured)).collect();
    let rows: u64 = measured.iter().map(|datum| datum.part.rows).sum();
    let round: u64 = measured.iter().filter_map(|datum| Some(datum.facts()?.round)).sum();
    let Some(share) = over(Amount::from(round), Amount::from(rows)) else { return };
    if rows >= ROWS && share > limit.high.unwrap_or_default() {
        let line = text!("{round} of {rows} measured rows end in 00", "{rows} 行实测数据中有 {round} 行末两位为 00");
        let rows = measured.iter().filter(|datum| datum.is_round()).map(|datum| datum.row());
        let draft = Draft::new(problem::round_numbers(file), measured[0].place(C::Item), file);
        drafts.push(draft.rows(rows).arithmetic([line]).limit(limit));
    }
}

impl Datum<'_> {
    /// Whether all its rows are round numbers.
    pub(super) fn is_round(&self) -> bool {
        self.facts().is_some_and(|facts| facts.round == self.part.rows)
    }

    /// Whether it is energy.
    pub(super) fn is_energy(&self) -> bool {
        matches!(self.part.activity, Activity::Energy(_))
    }
}
