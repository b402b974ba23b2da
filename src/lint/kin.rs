//! The kin of a factor: what the same activity emits elsewhere and in other years, as far as that can be compared.
//!
//! Kin have the activity in common, the gas (CO2 alone and CO2e are near enough to each other), and the dimension of what
//! they are per; their boundaries are the same, or one does not say. A study's own factor also has the shipped ones as
//! kin that have any of its names. They are found once, in time proportional to their number but for sorting.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::amount::{Amount, Inexact, ratio, rounded_product};
use crate::column::Column as C;
use crate::factor::{EmissionFactor, FactorSet, FactorValue};
use crate::name::fold;
use crate::unit::Dimension;
use crate::word::FactorBoundary;

/// What kin have in common.
#[derive(PartialEq, Eq, Hash)]
struct Common<'f> {
    activity: String,
    /// The gas, where it is another than CO2.
    gas: Option<&'f str>,
    dimension: Dimension,
    substance: Option<&'f str>,
}

impl<'f> Common<'f> {
    fn of(factor: &'f EmissionFactor) -> Common<'f> {
        let per = &factor.unit.per;
        Common {
            activity: fold(&factor.activity),
            gas: factor.unit.other_gas(),
            dimension: per.dimension(),
            substance: per.substance(),
        }
    }

    /// Whether another factor is of the same gas, and per the same.
    fn fits(&self, other: &EmissionFactor) -> bool {
        let per = &other.unit.per;
        (self.gas, self.dimension, self.substance) == (other.unit.other_gas(), per.dimension(), per.substance())
    }
}

/// A factor among its kin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member<'f> {
    pub(super) factor: &'f EmissionFactor,
    /// In t per base unit of the activity; above zero.
    pub(super) value: Amount,
    /// Where it stands in the table that is looked at; nothing for a shipped one.
    pub(super) index: Option<usize>,
}

impl<'f> Member<'f> {
    /// Nothing for a factor of nothing, or below it, which tells nothing of others; and for one with too many digits.
    fn new(factor: &'f EmissionFactor, index: Option<usize>) -> Option<Member<'f>> {
        let value = factor.in_base().ok().filter(|value| *value > Amount::ZERO)?;
        Some(Member { factor, value, index })
    }

    pub(super) fn is_co2e(&self) -> bool {
        self.factor.unit.gas.is_none()
    }

    /// Whether its boundary is the other's, or one of the two does not say.
    pub(super) fn may_be(&self, boundary: Option<FactorBoundary>) -> bool {
        match (self.factor.boundary, boundary) {
            (Some(own), Some(other)) => own == other,
            _ => true,
        }
    }

    /// Where the value stands, or the first number that it is derived from.
    pub(super) fn value_column(&self) -> C {
        match self.factor.value {
            FactorValue::Given(_) => C::Value,
            FactorValue::Derived { .. } => C::Ncv,
        }
    }

    /// A value, in t per base unit, in the unit of this factor.
    pub(super) fn in_own_unit(&self, value: Amount) -> Result<Amount, Inexact> {
        let unit = &self.factor.unit;
        ratio(&[value, unit.per.size()], &[unit.tonnes])
    }
}

/// Whether one value is more than `times` another.
pub(super) fn exceeds(one: Amount, times: Amount, other: Amount) -> bool {
    rounded_product(other, times).is_ok_and(|limit| one > limit)
}

/// Factors that are kin but for their boundaries: those of the table that is looked at, then the shipped ones.
#[derive(Debug, Default)]
pub(super) struct Family<'f> {
    pub(super) members: Vec<Member<'f>>,
}

/// All families of a table, one after the other: many factors may have the same shipped ones as kin.
pub(super) fn families<'f>(
    factors: &'f [EmissionFactor],
    shipped: Option<&'f FactorSet>,
) -> impl Iterator<Item = Family<'f>> {
    let mut known: HashMap<Common<'f>, Family<'f>> = HashMap::new();
    for (index, factor) in factors.iter().enumerate() {
        let Some(member) = Member::new(factor, Some(index)) else { continue };
        known.entry(Common::of(factor)).or_default().members.push(member);
    }
    let mut shipped = shipped.map(|set| Shipped { set, by_name: HashMap::new() });
    known.into_iter().map(move |(common, mut family)| {
        if let Some(shipped) = &mut shipped {
            let kin = shipped.kin(&common, &family.members);
            family.members.extend(kin);
        }
        family
    })
}

/// The shipped factors, as they are looked for.
struct Shipped<'f> {
    set: &'f FactorSet,
    /// Those of the names that were looked for.
    by_name: HashMap<String, Vec<Member<'f>>>,
}

impl<'f> Shipped<'f> {
    /// The factors that have any of the names of `own`, and fit.
    fn kin(&mut self, common: &Common<'f>, own: &[Member<'f>]) -> Vec<Member<'f>> {
        let names: HashSet<String> =
            own.iter().flat_map(|member| member.factor.names()).map(fold).filter(|name| !name.is_empty()).collect();
        let mut by_line: BTreeMap<u64, Member<'f>> = BTreeMap::new();
        for name in names {
            let set = self.set;
            let members = self
                .by_name
                .entry(name)
                .or_insert_with_key(|name| set.named(name).filter_map(|factor| Member::new(factor, None)).collect());
            let fitting = members.iter().filter(|member| common.fits(member.factor));
            by_line.extend(fitting.map(|member| (member.factor.row.line, *member)));
        }
        by_line.into_values().collect()
    }
}

impl<'f> Family<'f> {
    /// Those that `which` takes, by the boundaries that members of the table have.
    pub(super) fn ranked(&self, which: impl Fn(&Member<'f>) -> bool) -> Ranked<'f> {
        let own = self.members.iter().filter(|member| member.index.is_some());
        let boundaries: BTreeSet<Option<FactorBoundary>> = own.map(|member| member.factor.boundary).collect();
        let ranks = boundaries.into_iter().map(|boundary| {
            let meant = self.members.iter().filter(|member| which(member) && member.may_be(boundary));
            let mut rank: Vec<Member<'f>> = meant.copied().collect();
            rank.sort_by_key(|member| (member.value, member.index));
            (boundary, rank)
        });
        Ranked(ranks.collect())
    }
}

/// Members by their values, for each boundary that one of them may have to be compared with.
pub(super) struct Ranked<'f>(BTreeMap<Option<FactorBoundary>, Vec<Member<'f>>>);

/// What a factor is held against: the median of its kin, and how many they are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Median<'f> {
    /// The one in the middle; of two, the nearer.
    pub(super) member: Member<'f>,
    pub(super) count: usize,
}

impl<'f> Ranked<'f> {
    /// The median of all others that a member of the table can be compared with.
    pub(super) fn median(&self, of: &Member<'f>) -> Option<Median<'f>> {
        let rank = self.0.get(&of.factor.boundary)?;
        let key = (of.value, of.index);
        let below = rank.partition_point(|member| (member.value, member.index) < key);
        let is_in = rank.get(below).is_some_and(|member| (member.value, member.index) == key);
        let count = rank.len() - usize::from(is_in);
        let other = |place: usize| rank[if is_in && place >= below { place + 1 } else { place }];
        let (low, high) = (count.checked_sub(1)? / 2, count / 2);
        let member = if of.value > other(high).value { other(high) } else { other(low) };
        Some(Median { member, count })
    }
}
