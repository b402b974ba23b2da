//! What rules look at: the study, its result, and the rows behind it with what they weigh and how far they went.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::figure::{over, product, sum};
use super::finding::RowRef;
use super::limits::{Bound, Limits};
use crate::activity::{Activity, Common, Exclusion, LegCount, TransportLeg};
use crate::amount::{Amount, ratio};
use crate::calculation::{Alternatives, Basis, Entry, Evaluation, Part};
use crate::column::{Column as C, FileKind};
use crate::diagnostic::Place;
use crate::factor::{EmissionFactor, Loaded, Request, resolve};
use crate::inventory::{Facts, Group, Inventory};
use crate::name::fold;
use crate::table::Reading;
use crate::unit::{Dimension, Unit};
use crate::word::{FactorBoundary, Leg, Stage};

/// What rules look at.
pub(super) struct Scene<'s> {
    pub(super) basis: &'s Basis,
    pub(super) evaluation: &'s Evaluation,
    /// What the result would be, were something else.
    pub(super) alternatives: Alternatives<'s>,
    /// The release that factors are held against: the newest.
    pub(super) reference: &'s Loaded,
    pub(super) limits: &'s Limits,
    /// How files are read, where rows have to be looked at once more.
    pub(super) reading: Reading,
    /// The rows with the same texts, in the order of the entries.
    pub(super) data: Vec<Datum<'s>>,
    index: Index,
    by_value: OnceCell<HashMap<Amount, Vec<&'s EmissionFactor>>>,
}

/// Where things are, so that no rule looks at all of them for each.
#[derive(Default)]
struct Index {
    /// The data that are no companions, by the kind of their file and their item.
    items: HashMap<(FileKind, String), Vec<usize>>,
    /// The legs that are no companions, by leg and item.
    legs: HashMap<(Leg, String), Vec<usize>>,
    /// Those of the outbound legs that are of one product.
    outbound: HashMap<usize, Vec<usize>>,
    /// The legs that a vehicle goes, by its place in the list.
    vehicles: HashMap<usize, Vec<usize>>,
    /// The data, by file and first line.
    rows: HashMap<(String, u64), usize>,
    /// What is outside the calculation, by item.
    excluded: HashMap<String, Vec<usize>>,
    /// The items that go round in the plant.
    internal: HashSet<String>,
    /// By item, the factor that `[audit.factors]` names.
    factors: HashMap<String, String>,
}

/// Rows with the same texts, or a single row: what they say, and what is known of them.
pub(super) struct Datum<'s> {
    /// The item, as names are compared.
    pub(super) key: String,
    pub(super) entry: &'s Entry,
    pub(super) part: &'s Part,
    pub(super) group: &'s Group,
    pub(super) inventory: &'s Inventory,
    pub(super) factor: Option<&'s EmissionFactor>,
}

impl<'s> Scene<'s> {
    pub(super) fn new(
        basis: &'s Basis,
        evaluation: &'s Evaluation,
        reference: &'s Loaded,
        limits: &'s Limits,
        reading: Reading,
    ) -> Scene<'s> {
        let alternatives = Alternatives::new(basis, evaluation);
        let datum = |entry: &'s Entry, part: &'s Part| {
            let (inventory, group) = alternatives.group(&part.file, part.line)?;
            let factor = entry.line.characterisation.factor_row.as_ref().and_then(|row| basis.factor(row));
            Some(Datum { key: fold(&entry.line.item), entry, part, group, inventory, factor })
        };
        let data =
            evaluation.entries.iter().flat_map(|entry| entry.parts.iter().filter_map(move |part| datum(entry, part)));
        let data: Vec<Datum<'_>> = data.collect();
        let index = Index::of(&data, basis, evaluation);
        Scene { basis, evaluation, alternatives, reference, limits, reading, data, index, by_value: OnceCell::new() }
    }

    fn at<'i>(&'i self, places: Option<&'i Vec<usize>>) -> impl Iterator<Item = &'i Datum<'s>> {
        places.into_iter().flatten().map(|place| &self.data[*place])
    }

    /// The rows of one kind of file and one item.
    pub(super) fn of_item(&self, kind: FileKind, key: &str) -> impl Iterator<Item = &Datum<'s>> {
        self.at(self.index.items.get(&(kind, key.to_owned())))
    }

    /// The legs of this kind that carry an item.
    pub(super) fn legs_of(&self, leg: Leg, key: &str) -> impl Iterator<Item = &Datum<'s>> {
        self.at(self.index.legs.get(&(leg, key.to_owned())))
    }

    /// The outbound legs of one product alone.
    pub(super) fn outbound(&self, product: usize) -> impl Iterator<Item = &Datum<'s>> {
        self.at(self.index.outbound.get(&product))
    }

    /// The legs that a vehicle goes, companions among them.
    pub(super) fn legs_by(&self, vehicle: usize) -> impl Iterator<Item = &Datum<'s>> {
        self.at(self.index.vehicles.get(&vehicle))
    }

    /// What is outside the calculation of an item.
    pub(super) fn excluded(&self, key: &str) -> impl Iterator<Item = &'s Exclusion> {
        let all = self.exclusions();
        self.index.excluded.get(key).into_iter().flatten().map(|place| &all[*place])
    }

    /// The rows of one kind of file. What counts the production of a fuel or of freight beside it is not among them: it says
    /// the same once more.
    pub(super) fn of(&self, kind: FileKind) -> impl Iterator<Item = &Datum<'s>> {
        self.data.iter().filter(move |datum| datum.entry.line.kind == kind && !datum.is_companion())
    }

    /// The legs of transport of this kind.
    pub(super) fn legs(&self, leg: Leg) -> impl Iterator<Item = &Datum<'s>> {
        self.of(FileKind::Transport).filter(move |datum| datum.entry.line.leg == Some(leg))
    }

    /// What is bought in and goes into products.
    pub(super) fn inputs(&self) -> impl Iterator<Item = &Datum<'s>> {
        self.of(FileKind::Materials).filter(|datum| datum.entry.line.stage == Stage::RawMaterialAcquisition)
    }

    /// Whether the plant says that an item is its own, and goes round in it.
    pub(super) fn is_internal(&self, key: &str) -> bool {
        self.index.internal.contains(key)
    }

    /// What is outside the calculation.
    pub(super) fn exclusions(&self) -> &'s [Exclusion] {
        &self.evaluation.footprint.exclusions
    }

    /// A limit; its name is one of limits.csv.
    pub(super) fn limit(&self, name: &str) -> Option<&Bound> {
        self.limits.get(name)
    }

    /// The output of a product, in t; nothing where its mass is not known.
    pub(super) fn output(&self, product: usize) -> Option<Amount> {
        let mass = self.basis.products.get(product)?.mass().ok()??;
        over(mass, super::figure::THOUSAND)
    }

    /// What of a product was sold, in t; nothing where that, or its mass, is not known.
    pub(super) fn sold(&self, product: usize) -> Option<Amount> {
        let of = self.basis.products.get(product)?;
        let share = over(of.sold?.amount, of.output.amount)?;
        super::figure::product(self.output(product)?, share)
    }

    /// The factor that a name finds in the release that factors are held against, for the study's region and year.
    pub(super) fn shipped(&self, name: &str) -> Option<&'s EmissionFactor> {
        let study = &self.basis.study;
        let request = Request { name, region: &study.region.value, year: study.to.year(), suggest: false };
        resolve(request, &[&self.reference.factors], &self.reference.regions).ok()
    }

    /// The latest factor of an activity, up to the end of the period, wherever it holds: in the study's region, in one around it,
    /// else anywhere.
    pub(super) fn anywhere(&self, activity: &str) -> Option<&'s EmissionFactor> {
        let year = self.basis.study.to.year();
        let of = |factor: &&EmissionFactor| factor.activity == activity && factor.year.is_none_or(|own| own <= year);
        self.shipped(activity).or_else(|| {
            let factors = self.reference.factors.named(activity).filter(of);
            factors.max_by_key(|factor| (factor.year, std::cmp::Reverse(factor.row.line)))
        })
    }

    /// The factor with which something is weighed that is not counted, or counts for nothing: the one that `[audit.factors]` names,
    /// else the one that a row of this item would get.
    pub(super) fn weighing(&self, item: &str, per: &Unit) -> Option<&'s EmissionFactor> {
        let study = &self.basis.study;
        let named = self.index.factors.get(&fold(item));
        let name = named.map_or(item, String::as_str);
        let request = Request { name, region: &study.region.value, year: study.to.year(), suggest: false };
        let found = resolve(request, &[&self.basis.own, &self.reference.factors], &self.reference.regions).ok();
        let found = found.or_else(|| named.and_then(|name| self.reference.factors.exactly(name)));
        found.filter(|factor| factor.unit.per.converts_to(per) && factor.in_base().is_ok_and(|value| !value.is_zero()))
    }

    /// What the rows weigh whose first one this is, in t CO2e, whatever its sign.
    pub(super) fn weight(&self, row: &RowRef) -> Option<Amount> {
        let place = self.index.rows.get(&(row.file.clone(), row.line))?;
        Some(self.data[*place].part.allocated.emissions.abs())
    }

    /// Whether `[audit.factors]` names a factor for an item.
    pub(super) fn names_factor(&self, item: &str) -> bool {
        self.index.factors.contains_key(&fold(item))
    }

    /// The shipped factors with exactly this value, in t per base unit.
    pub(super) fn with_value(&self, value: Amount) -> &[&'s EmissionFactor] {
        let by_value = self.by_value.get_or_init(|| {
            let mut by_value: HashMap<Amount, Vec<&EmissionFactor>> = HashMap::new();
            for factor in self.reference.factors.factors() {
                if let Ok(value) = factor.in_base() {
                    by_value.entry(value).or_default().push(factor);
                }
            }
            by_value
        });
        by_value.get(&value).map_or(&[], Vec::as_slice)
    }

    /// What data weigh together, by product, in t CO2e.
    pub(super) fn emissions(&self, data: &[&Datum<'s>]) -> Vec<Amount> {
        let mut sums = vec![Amount::ZERO; self.basis.products.len()];
        for datum in data {
            for (product, part) in datum.products().iter().zip(&datum.part.allocated.by_product) {
                sums[*product] = sum([sums[*product], *part]).unwrap_or_default();
            }
        }
        sums
    }

    /// The names of products.
    pub(super) fn names(&self, products: &[usize]) -> String {
        let names = products.iter().filter_map(|product| Some(self.basis.products.get(*product)?.name.as_str()));
        names.collect::<Vec<_>>().join("; ")
    }
}

impl Index {
    fn of(data: &[Datum<'_>], basis: &Basis, evaluation: &Evaluation) -> Index {
        let mut index = Index::default();
        for (place, datum) in data.iter().enumerate() {
            index.rows.insert((datum.part.file.clone(), datum.part.line), place);
            if let Some(LegCount::Vehicle { vehicle, .. }) = datum.leg().map(|leg| &leg.count) {
                index.vehicles.entry(*vehicle).or_default().push(place);
            }
            if datum.is_companion() {
                continue;
            }
            let line = &datum.entry.line;
            index.items.entry((line.kind, datum.key.clone())).or_default().push(place);
            if let Some(leg) = line.leg {
                index.legs.entry((leg, datum.key.clone())).or_default().push(place);
            }
            if let (Some(Leg::Outbound), [product]) = (line.leg, line.products.as_slice()) {
                index.outbound.entry(*product).or_default().push(place);
            }
        }
        for (place, exclusion) in evaluation.footprint.exclusions.iter().enumerate() {
            index.excluded.entry(fold(&exclusion.item)).or_default().push(place);
        }
        let audit = &basis.study.audit;
        index.internal = audit.internal.iter().map(|item| fold(&item.value)).collect();
        index.factors = audit.factors.iter().map(|(item, factor)| (fold(item), factor.value.clone())).collect();
        index
    }
}

impl<'s> Datum<'s> {
    pub(super) fn common(&self) -> &'s Common {
        self.part.activity.common()
    }

    pub(super) fn item(&self) -> &'s str {
        &self.entry.line.item
    }

    pub(super) fn products(&self) -> &'s [usize] {
        &self.entry.line.products
    }

    pub(super) fn leg(&self) -> Option<&'s TransportLeg> {
        match &self.part.activity {
            Activity::Transport(leg) => Some(leg),
            _ => None,
        }
    }

    /// Whether it counts the production of what another row counts the use of.
    pub(super) fn is_companion(&self) -> bool {
        self.factor.is_some_and(|factor| factor.boundary == Some(FactorBoundary::Upstream))
    }

    pub(super) fn row(&self) -> RowRef {
        RowRef { file: self.part.file.clone(), line: self.part.line }
    }

    pub(super) fn facts(&self) -> Option<&'s Facts> {
        self.group.facts.as_deref()
    }

    /// The place of a cell of its first row.
    pub(super) fn place(&self, column: C) -> Place {
        self.group.with_row(&self.inventory.layout, |row| row.place(column))
    }

    /// What its rows add up to, in their own units.
    pub(super) fn sum(&self) -> Option<Amount> {
        self.group.sum.total().ok()
    }

    /// A number that its rows are counted by, where it is one row, or the same in all of them.
    pub(super) fn number(&self, column: C) -> Option<Amount> {
        let written = self.part.numbers.iter().find(|(own, _)| *own == column).map(|(_, number)| *number);
        written.or_else(|| {
            let extremes = self.facts()?.extremes(column)?;
            (extremes.least.0 == extremes.largest.0).then_some(extremes.least.0)
        })
    }

    /// The largest number of a column, and its line.
    pub(super) fn largest(&self, column: C) -> Option<(Amount, u64)> {
        match self.facts().and_then(|facts| facts.extremes(column)) {
            Some(extremes) => Some(extremes.largest),
            None => Some((self.number(column)?, self.part.line)),
        }
    }

    /// What it weighs, in t: of a leg what was carried. Nothing where that is not known.
    pub(super) fn mass(&self) -> Option<Amount> {
        let in_tonnes = |amount: Amount, unit: &Unit| ratio(&[amount, unit.size()], &[Unit::tonne().size()]).ok();
        match &self.part.activity {
            Activity::Material(of) if is_mass(&of.unit) => in_tonnes(self.sum()?, &of.unit),
            Activity::Waste(of) if is_mass(&of.unit) => in_tonnes(self.sum()?, &of.unit),
            Activity::Transport(TransportLeg { count: LegCount::Freight { mass, distance }, .. }) => {
                if let (1, Some(one)) = (self.part.rows, self.number(C::Mass)) {
                    return in_tonnes(one, mass);
                }
                // All rows went the same way: what they carried is their tonne-kilometres over it.
                let km = self.number(C::Distance).and_then(|far| product(far, distance.size()))?;
                over(self.part.sum, km)
            }
            _ => None,
        }
    }

    /// How far one row of it went, in km, where that is one number.
    pub(super) fn distance(&self) -> Option<Amount> {
        let count = &self.leg()?.count;
        match count {
            LegCount::Freight { distance, .. } => product(self.number(C::Distance)?, distance.size()),
            LegCount::Vehicle { unit, .. } => {
                product(self.number(C::Distance).or_else(|| self.number(C::VehicleDistance))?, unit.size())
            }
            LegCount::Fuel { .. } => None,
        }
    }
}

/// Whether a unit says what a thing itself weighs.
pub(super) fn is_mass(unit: &Unit) -> bool {
    unit.dimension() == Dimension::Mass && unit.is_plain()
}

/// What data weigh together, in t. Nothing where one's mass is not known.
pub(super) fn mass_of<'d, 's: 'd>(data: impl Iterator<Item = &'d Datum<'s>>) -> Option<Amount> {
    sum(data.map(Datum::mass).collect::<Option<Vec<Amount>>>()?)
}
