//! How rows are counted: the columns of numbers that are filled, and what they say together.

use crate::amount::{Amount, Estimate, Inexact, Rounded, Sum, Written};
use crate::column::Column as C;

/// How a row is counted: which of its numeric columns are filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Not at all.
    None,
    /// By `quantity`.
    Quantity,
    /// By `fuel_quantity`.
    Fuel,
    /// By `vehicle` and `vehicle_distance`.
    VehicleDistance,
    /// By `vehicle`, `distance` and `trips`.
    Trips,
    /// By `mass` and `distance`.
    Freight,
    /// In more than one way, or in one with columns that are no part of it, which is an error.
    Several,
}

impl Way {
    /// The columns whose product a row counted in this way says.
    #[must_use]
    pub fn columns(self) -> &'static [C] {
        match self {
            Way::None | Way::Several => &[],
            Way::Quantity => &[C::Quantity],
            Way::Fuel => &[C::FuelQuantity],
            Way::VehicleDistance => &[C::VehicleDistance],
            Way::Trips => &[C::Distance, C::Trips],
            Way::Freight => &[C::Mass, C::Distance],
        }
    }
}

/// The numbers of one row.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers([Option<Written>; Numbers::COUNT]);

impl Numbers {
    /// How many columns rows are counted by.
    pub(super) const COUNT: usize = 6;

    /// The place of a column by which rows are counted.
    pub(super) fn place(column: C) -> Option<usize> {
        match column {
            C::Quantity => Some(0),
            C::Mass => Some(1),
            C::Distance => Some(2),
            C::Trips => Some(3),
            C::VehicleDistance => Some(4),
            C::FuelQuantity => Some(5),
            _ => None,
        }
    }

    pub(super) fn set(&mut self, column: C, number: Option<Written>) {
        if let Some(place) = Numbers::place(column) {
            self.0[place] = number;
        }
    }

    pub(super) fn get(&self, column: C) -> Option<Written> {
        self.0[Numbers::place(column)?]
    }

    /// The numbers that are filled, by their places.
    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, Amount)> + '_ {
        self.0.iter().enumerate().filter_map(|(place, number)| Some((place, (*number)?.amount)))
    }

    /// The way that the filled columns are, exactly. The mass of the load may stand beside fuel or a vehicle's distance.
    pub(super) fn way(&self, has_vehicle: bool) -> Way {
        let [quantity, mass, distance, trips, vehicle_distance, fuel] = self.0.map(|number| number.is_some());
        match (mass, distance, trips, has_vehicle, vehicle_distance, fuel) {
            _ if quantity => Way::Quantity,
            (_, false, false, false, false, true) => Way::Fuel,
            (_, false, false, true, true, false) => Way::VehicleDistance,
            (false, true, true, true, false, false) => Way::Trips,
            (true, true, false, false, false, false) => Way::Freight,
            (true, true, ..) | (.., true, true, _) | (_, true, true, true, ..) | (.., true) => Way::Several,
            _ => Way::None,
        }
    }

    /// The numbers whose product a row counted in this way says.
    fn product(&self, way: Way) -> (Option<Written>, Option<Written>) {
        match way.columns() {
            [] => (None, None),
            [one] => (self.get(*one), None),
            [one, other, ..] => (self.get(*one), self.get(*other)),
        }
    }

    /// Adds what the row says to `sum`.
    pub(super) fn add_to(&self, way: Way, sum: &mut Sum) {
        match self.product(way) {
            (Some(a), Some(b)) => sum.add_product(a.amount, b.amount),
            (Some(one), None) | (None, Some(one)) => sum.add(one.amount),
            (None, None) => {}
        }
    }

    /// What the row could say.
    pub(super) fn estimate(&self, way: Way, rounded: Rounded) -> Result<Estimate, Inexact> {
        match self.product(way) {
            (Some(a), Some(b)) => a.estimate(rounded).times(b.estimate(rounded)),
            (Some(one), None) | (None, Some(one)) => Ok(one.estimate(rounded)),
            (None, None) => Ok(Estimate::default()),
        }
    }
}
