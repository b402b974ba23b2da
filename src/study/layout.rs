//! How a report shows its numbers: `[report]` in study.toml.

use std::collections::BTreeMap;

use super::reader::Section;
use crate::diagnostic::{Diagnostic, Diagnostics, nearest, problem};
use crate::unit::{Unit, parse_emissions};
use crate::word::{Measure, Word};

/// The most decimals that can be asked for.
const MOST_DIGITS: u32 = 18;

/// How a report shows its numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReportLayout {
    /// How many decimals the numbers of a measure have, where that is said.
    pub digits: BTreeMap<Measure, u32>,
    /// The unit of mass of emissions per declared unit, where that is said.
    pub footprint_mass: Option<Unit>,
}

impl ReportLayout {
    /// The measures that `[report.digits]` takes.
    pub const MEASURES: [Measure; 8] = [
        Measure::Emissions,
        Measure::Footprint,
        Measure::Share,
        Measure::Activity,
        Measure::Distance,
        Measure::Factor,
        Measure::Output,
        Measure::Sold,
    ];

    pub(super) fn read(mut section: Section<'_>, diagnostics: &mut Diagnostics) -> ReportLayout {
        let mut layout = ReportLayout::default();
        if let Some(text) = section.text("footprint_unit", diagnostics) {
            let plain = |mass: &Unit| ["t", "kg", "g"].contains(&mass.to_string().as_str());
            layout.footprint_mass = parse_emissions(&text.value).filter(plain);
            if layout.footprint_mass.is_none() {
                let problem = problem::wants_mass_of_emissions("report.footprint_unit");
                diagnostics.push(Diagnostic::new(problem, text.place));
            }
        }
        for (key, digits) in section.section("digits", diagnostics).digits(MOST_DIGITS, diagnostics) {
            match Measure::parse(&key.value).filter(|measure| ReportLayout::MEASURES.contains(measure)) {
                Some(measure) => layout.digits.extend(digits.map(|digits| (measure, digits))),
                None => {
                    let known = ReportLayout::MEASURES.map(Measure::name);
                    let near = nearest(&key.value, known);
                    let problem = problem::unknown_key(&format!("report.digits.{}", key.value), &near, &known.into());
                    diagnostics.push(Diagnostic::new(problem, key.place));
                }
            }
        }
        section.finish(diagnostics);
        layout
    }
}
