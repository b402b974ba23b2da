//! Which digits of a number are shown: what study.toml says, else what makes sense for the measure.

use super::document::{Cell, Number};
use super::page::THOUSANDS;
use crate::amount::{Amount, ratio};
use crate::footprint::Footprint;
use crate::study::ReportLayout;
use crate::text::{Text, text};
use crate::unit::Unit;
use crate::word::Measure;

/// How many decimals of activity data and of factors are shown where nothing else is said; fewer where there are fewer.
const MOST_PLACES: u32 = 6;

/// How many decimals a mean rating has.
pub(super) const RATING_PLACES: u32 = 2;

/// The digits that the numbers of a report have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Digits<'l> {
    layout: &'l ReportLayout,
    emissions: u32,
}

impl<'l> Digits<'l> {
    /// The digits that study.toml asks for. Emissions of the period have at least two decimals, and three digits that
    /// count of the product with the least.
    pub(super) fn new(layout: &'l ReportLayout, footprint: &Footprint) -> Digits<'l> {
        let totals = footprint.products.iter().map(|product| product.emissions);
        let least = totals.filter(|total| *total > Amount::ZERO).min().unwrap_or(Amount::ONE);
        Digits { layout, emissions: places_of(least, 2) }
    }

    fn stated(self, measure: Measure) -> Option<u32> {
        self.layout.digits.get(&measure).copied()
    }

    /// Emissions of the period, in t CO2e.
    pub(super) fn emissions(self, amount: Amount) -> Number {
        Number { amount, places: self.stated(Measure::Emissions).unwrap_or(self.emissions) }
    }

    /// A fraction, in per cent.
    pub(super) fn share(self, fraction: Amount) -> Number {
        let amount = fraction.times(Amount::new(100, 0)).unwrap_or(fraction);
        Number { amount, places: self.stated(Measure::Share).unwrap_or(2) }
    }

    /// A mean rating.
    pub(super) fn rating(amount: Amount) -> Number {
        Number { amount, places: RATING_PLACES }
    }

    /// A number of the measure, with as many decimals as it has unless study.toml says how many.
    pub(super) fn of(self, measure: Measure, amount: Amount) -> Number {
        // What is small has three digits that count.
        let fitting = || amount.places().min(places_of(amount, MOST_PLACES));
        Number { amount, places: self.stated(measure).unwrap_or_else(fitting) }
    }

    /// The scale of a footprint in tonnes, for a column that says so.
    pub(super) fn tonnes(self, total: Amount) -> Scale {
        let scale = Scale { per_tonne: Amount::ONE, mass: "t".to_owned(), places: 4 };
        Scale { places: self.stated(Measure::Footprint).unwrap_or(scale.places), ..scale.with_places(total) }
    }

    /// The scale of a footprint per declared unit.
    pub(super) fn scale(self, total: Amount) -> Scale {
        let mut scale = match &self.layout.footprint_mass {
            Some(mass) => Scale::in_unit(mass, total),
            None => Scale::of(total),
        };
        scale.places = self.stated(Measure::Footprint).unwrap_or(scale.places);
        scale
    }
}

impl From<Number> for Cell {
    fn from(number: Number) -> Cell {
        Cell::Number(number)
    }
}

/// How emissions per unit are shown: in t, or in kg where a tonne is too much, with as many decimals in every line.
#[derive(Clone, Debug)]
pub(super) struct Scale {
    /// How many of it are a tonne.
    per_tonne: Amount,
    mass: String,
    places: u32,
}

impl Scale {
    /// The scale for a product with this total: at least four decimals, and three digits that count.
    pub(super) fn of(total: Amount) -> Scale {
        let in_kilograms = !total.is_zero() && total.round(2).is_zero();
        let (per_tonne, mass) = if in_kilograms { (Amount::new(1000, 0), "kg") } else { (Amount::ONE, "t") };
        Scale { per_tonne, mass: mass.to_owned(), places: 4 }.with_places(total)
    }

    /// The scale in a unit of mass: at least two decimals in kg and g, else as above.
    fn in_unit(mass: &Unit, total: Amount) -> Scale {
        let per_tonne = ratio(&[Unit::tonne().size()], &[mass.size()]).unwrap_or(Amount::ONE);
        let places = if per_tonne > Amount::ONE { 2 } else { 4 };
        Scale { per_tonne, mass: mass.to_string(), places }.with_places(total)
    }

    fn with_places(mut self, total: Amount) -> Scale {
        self.places = places_of(self.scaled(total), self.places);
        self
    }

    fn scaled(&self, amount: Amount) -> Amount {
        // A quotient has room for three more digits; where it has not, it is no small number.
        amount.times(self.per_tonne).unwrap_or(amount)
    }

    /// How many of its unit of mass are a tonne.
    pub(super) fn per_tonne(&self) -> Amount {
        self.per_tonne
    }

    /// The unit of mass, with what it is of.
    pub(super) fn unit(&self) -> String {
        format!("{} CO2e", self.mass)
    }

    /// The unit of a footprint per `one` declared unit.
    pub(super) fn unit_per(&self, one: &Text) -> Text {
        let (unit, Text { en, zh }) = (self.unit(), one);
        text!("{unit}/{en}", "{unit}/{zh}")
    }

    /// A footprint in t CO2e, in this scale.
    pub(super) fn number(&self, amount: Amount) -> Number {
        Number { amount: self.scaled(amount), places: self.places }
    }

    pub(super) fn show(&self, amount: Amount) -> String {
        self.number(amount).shown(THOUSANDS)
    }
}

/// How many decimals an amount needs for three digits that count; at least `least`, and at most twelve.
pub(super) fn places_of(amount: Amount, least: u32) -> u32 {
    let mut places = least;
    while places < 12 && !amount.is_zero() && amount.round(places - 2).is_zero() {
        places += 1;
    }
    places
}
