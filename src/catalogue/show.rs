//! A factor or a gas by its name, with how it was found.

use super::choice::{Answer, Asked, answer};
use crate::diagnostic::nearest;
use crate::factor::{EmissionFactor, FactorSet, Gas, Loaded};

/// What a name leads to.
#[derive(Clone, Debug)]
pub struct Shown<'l> {
    /// The name.
    pub name: String,
    /// Where and when it is asked for.
    pub asked: Asked,
    /// The release.
    pub loaded: &'l Loaded,
    /// Its factor, or several.
    pub answer: Answer<'l>,
    /// The gas of this name.
    pub gas: Option<&'l Gas>,
    /// Names that are near, where it leads to nothing.
    pub near: Vec<String>,
}

impl<'l> Shown<'l> {
    /// What `name` leads to where and when it is asked for, in the study's `own` factors and in a release.
    #[must_use]
    pub fn new(name: &str, asked: Asked, own: Option<&'l FactorSet>, loaded: &'l Loaded) -> Shown<'l> {
        let name = name.trim();
        let sets: Vec<&FactorSet> = own.into_iter().chain([&loaded.factors]).collect();
        let answer = answer(name, asked.region.as_deref(), asked.year, &sets, &loaded.regions);
        let gas = loaded.gases.find(name);
        let near = match (&answer, gas) {
            (Answer::Unknown, None) => {
                let factors = sets.iter().flat_map(|set| set.factors()).flat_map(EmissionFactor::names);
                nearest(name, factors.chain(loaded.gases.iter().flat_map(Gas::names)))
            }
            _ => Vec::new(),
        };
        Shown { name: name.to_owned(), asked, loaded, answer, gas, near }
    }

    /// Whether it leads to something that can be shown as what was asked for.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.gas.is_some() || matches!(self.answer, Answer::One(_) | Answer::Several(_))
    }

    /// Whether it is a gas and no factor.
    #[must_use]
    pub fn is_gas(&self) -> bool {
        self.gas.is_some() && self.factors().is_empty()
    }

    /// The factors, one or several, that the name leads to.
    #[must_use]
    pub fn factors(&self) -> &[&'l EmissionFactor] {
        match &self.answer {
            Answer::One(choice) => std::slice::from_ref(&choice.factor),
            Answer::Several(factors) | Answer::NotHere(factors) | Answer::Ambiguous(factors) => factors,
            Answer::Unknown => &[],
        }
    }
}
