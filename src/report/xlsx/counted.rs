//! The numbers that rows are counted by, as they stand in the file.

use super::constant::quotient;
use crate::activity::{Activity, EnergyUse, FugitiveRelease, LegCount, MaterialUse, TransportLeg, WasteTreatment};
use crate::amount::Amount;
use crate::calculation::Part;
use crate::column::Column;
use crate::report::labels;
use crate::text::{Text, text};
use crate::unit::Unit;

/// A number of a row, its unit, and how many base units that is.
pub(super) struct Measured {
    pub(super) amount: Amount,
    pub(super) unit: Text,
    pub(super) size: Amount,
}

impl Measured {
    fn of(amount: Amount, unit: &Unit) -> Measured {
        Measured { amount, unit: labels::unit(&unit.to_string(), Amount::ONE), size: unit.size() }
    }
}

/// The numbers of a line as its rows have them. Where rows differ in more than one number, their sum.
#[derive(Default)]
pub(super) struct Counted {
    pub(super) quantity: Option<Measured>,
    pub(super) mass: Option<Measured>,
    pub(super) distance: Option<Measured>,
    pub(super) trips: Option<Amount>,
}

impl Counted {
    pub(super) fn of(part: &Part) -> Counted {
        let number = |column| part.numbers.iter().find(|(of, _)| *of == column).map(|(_, amount)| *amount);
        let unit = match &part.activity {
            Activity::Transport(TransportLeg { count: LegCount::Freight { mass, distance }, .. }) => {
                let (of, over) = (number(Column::Mass), number(Column::Distance));
                return match of.zip(over) {
                    Some((of, over)) => Counted {
                        mass: Some(Measured::of(of, mass)),
                        distance: Some(Measured::of(over, distance)),
                        ..Counted::default()
                    },
                    None => Counted {
                        quantity: Some(Measured::of(part.sum, &Unit::tonne_kilometre())),
                        ..Counted::default()
                    },
                };
            }
            Activity::Transport(TransportLeg { count: LegCount::Vehicle { unit, .. }, .. }) => {
                let distance = number(Column::VehicleDistance).or(number(Column::Distance));
                let kilometres = || Measured { amount: part.sum, unit: text!("km", "km"), size: Amount::ONE };
                let distance = distance.map_or_else(kilometres, |distance| Measured::of(distance, unit));
                return Counted { distance: Some(distance), trips: number(Column::Trips), ..Counted::default() };
            }
            Activity::Transport(TransportLeg { count: LegCount::Fuel { unit, .. }, .. })
            | Activity::Material(MaterialUse { unit, .. })
            | Activity::Energy(EnergyUse { unit, .. })
            | Activity::Waste(WasteTreatment { unit, .. })
            | Activity::Fugitive(FugitiveRelease { unit, .. }) => unit,
        };
        let quantity = number(Column::Quantity).or(number(Column::FuelQuantity));
        let quantity = quantity.or_else(|| quotient(&[part.sum], &[unit.size()]).ok());
        Counted { quantity: quantity.map(|amount| Measured::of(amount, unit)), ..Counted::default() }
    }

    /// The base units of the product of the numbers, as one fraction.
    pub(super) fn sizes(&self) -> (Vec<Amount>, Vec<Amount>) {
        let sizes = [&self.quantity, &self.mass, &self.distance].into_iter().flatten().map(|of| of.size).collect();
        // kg × km in t·km.
        let over = self.mass.iter().map(|_| Unit::tonne().size()).collect();
        (sizes, over)
    }
}
