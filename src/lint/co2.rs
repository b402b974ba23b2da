//! CO2 alone against CO2e of the same activity.

use std::collections::HashMap;

use super::Findings;
use super::kin::{Family, Member, exceeds};
use crate::amount::Amount;
use crate::diagnostic::problem;
use crate::unit::EmissionUnit;
use crate::word::FactorBoundary;

/// How far CO2 and CO2e may be apart.
#[derive(Clone, Copy)]
struct Room {
    /// CO2 is at most this much of the whole.
    co2: Amount,
    /// The whole is at most this much of CO2.
    whole: Option<Amount>,
}

/// In the same region and year: both are rounded, to three digits at worst.
const SAME: Room = Room { co2: Amount::new(1_005, 3), whole: None };

/// The same, where something burns. By the defaults of IPCC 2006, vol. 2, with the GWPs of AR4 to AR6, CH4 and N2O make
/// 0.1 to 3 % of it in industry (tables 2.2 and 2.3), and most in coal stoves and diesel locomotives: about a tenth (tables
/// 2.5 and 3.4.1).
const SAME_BURNT: Room = Room { whole: Some(Amount::new(115, 2)), ..SAME };

/// Of a fuel in another region or year: so far apart the calorific values of one fuel may be (IPCC 2006, vol. 2, table
/// 1.2: other bituminous coal from 19.9 to 30.5 GJ/t).
const ELSEWHERE: Room = Room { co2: Amount::new(15, 1), whole: Some(Amount::new(15, 1)) };

/// What a comparison finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    TooMuch,
    TooLittle,
}

/// CO2 is a part of CO2e: never more than it, and nearly all of it where something burns.
pub(super) fn part(family: &Family<'_>, findings: &mut Findings) {
    let is_mixed = family.members.iter().any(Member::is_co2e) && !family.members.iter().all(Member::is_co2e);
    if !is_mixed {
        return;
    }
    // Of two in the same table it is CO2 that is looked at, so that one finding is not two.
    against(family, false, Member::is_co2e, findings);
    against(family, true, |member| !member.is_co2e() && member.index.is_none(), findings);
}

/// Holds the members of the table that are in CO2e, or in CO2, against `others`.
fn against<'f>(family: &Family<'f>, in_co2e: bool, others: impl Fn(&Member<'f>) -> bool, findings: &mut Findings) {
    let mut same_place: HashMap<(Option<&str>, Option<i16>), Vec<&Member<'f>>> = HashMap::new();
    for other in family.members.iter().filter(|member| others(member)) {
        same_place.entry((other.factor.region.as_deref(), other.factor.year)).or_default().push(other);
    }
    let fuels = family.ranked(|member| others(member) && is(member, &[FactorBoundary::Combustion]));
    for member in &family.members {
        let Some(index) = member.index.filter(|_| member.is_co2e() == in_co2e) else { continue };
        let here = same_place.get(&(member.factor.region.as_deref(), member.factor.year)).into_iter().flatten();
        let here = here.copied().find(|other| other.may_be(member.factor.boundary));
        let judge = |other: &Member<'f>, room: Room| {
            let (co2, co2e) = if in_co2e { (other.value, member.value) } else { (member.value, other.value) };
            wrong(co2, co2e, room)
        };
        let (other, wrong) = match here {
            Some(other) => {
                let is_burning = is(other, &BURNING) || is(member, &BURNING);
                (*other, judge(other, if is_burning { SAME_BURNT } else { SAME }))
            }
            None => {
                let fuel = fuels.median(member).filter(|_| member.may_be(Some(FactorBoundary::Combustion)));
                let Some(median) = fuel else { continue };
                (median.member, judge(&median.member, ELSEWHERE))
            }
        };
        // Of what is off its kin by more, that was told.
        let is_told = [Some(index), other.index].into_iter().flatten().any(|index| findings.has(index));
        let Some(wrong) = wrong.filter(|_| !is_told) else { continue };
        // Both in the unit of the one that is looked at, but for the gas.
        let shown = |of: &Member<'f>| {
            let EmissionUnit { gas, .. } = &of.factor.unit;
            let unit = EmissionUnit::spell(member.factor.unit.mass(), gas.as_deref(), &member.factor.unit.per);
            format!("{} {unit}", member.in_own_unit(of.value).unwrap_or(of.value).to_brief())
        };
        let (own, others) = (shown(member), shown(&other));
        let (co2, co2e) = if in_co2e { (others, own) } else { (own, others) };
        let problem = problem::co2_part(&co2, &co2e, &other.factor.full_name(), wrong == Wrong::TooMuch);
        findings.add(index, member.value_column(), problem);
    }
}

/// Where something burns: CO2 is nearly all that it emits.
const BURNING: [FactorBoundary; 2] = [FactorBoundary::Combustion, FactorBoundary::Generation];

fn is(member: &Member<'_>, boundaries: &[FactorBoundary]) -> bool {
    member.factor.boundary.is_some_and(|boundary| boundaries.contains(&boundary))
}

fn wrong(co2: Amount, co2e: Amount, room: Room) -> Option<Wrong> {
    if exceeds(co2, room.co2, co2e) {
        return Some(Wrong::TooMuch);
    }
    room.whole.filter(|times| exceeds(co2e, *times, co2)).map(|_| Wrong::TooLittle)
}
