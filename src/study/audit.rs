//! What an audit is told: `[claims]`, what the report says of itself, and `[audit]`, what else there is to know.

use std::collections::BTreeMap;

use super::binding::named;
use super::reader::{Placed, Section};
use crate::activity::is_no_reason;
use crate::amount::Amount;
use crate::diagnostic::{Diagnostic, Diagnostics, problem};
use crate::word::{GwpSet, Method, Word};

/// What a report says of itself, so that it can be held against what is counted.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    /// Whose potentials it says that it uses.
    pub gwp: Option<Placed<GwpSet>>,
    /// The gases that it says are counted.
    pub gases: Vec<Placed<String>>,
    /// The items that it says are counted.
    pub included: Vec<Placed<String>>,
    /// The items that it says are not.
    pub left_out: Vec<Placed<String>>,
    /// By the name of a factor, the full name of the shipped one that it says it is.
    pub factors: Vec<(Placed<String>, Placed<String>)>,
    /// By allocation key, the method that it says is followed.
    pub allocation: Vec<(Placed<String>, Placed<Method>)>,
}

/// Whether distances of vehicles include the way back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returns {
    /// They do, or the vehicles come back laden.
    Counted,
    /// They do not.
    NotCounted,
}

impl Returns {
    const NAMES: [&'static str; 2] = ["counted", "not-counted"];

    fn parse(name: &str) -> Option<Returns> {
        match name {
            "counted" => Some(Returns::Counted),
            "not-counted" => Some(Returns::NotCounted),
            _ => None,
        }
    }
}

/// A finding that the plant has an answer to.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The code, or the code and the subject: `burden-free/回收料`.
    pub finding: Placed<String>,
    /// The answer.
    pub reason: String,
}

/// What an audit is told of a study besides its data.
#[derive(Clone, Debug, Default)]
pub struct AuditSettings {
    /// The sector, whose ranges of intensities are documented.
    pub sector: Option<Placed<String>>,
    /// Items that come from the plant's own process and go back into it.
    pub internal: Vec<Placed<String>>,
    /// Whether distances of vehicles include the way back, where that is said.
    pub returns: Option<Returns>,
    /// Limits in place of the documented ones: `road-payload`, or `road-fuel.low` where there are two.
    pub limits: Vec<(Placed<String>, Amount)>,
    /// By item, the factor with which something is weighed that is not counted, or counts for nothing.
    pub factors: BTreeMap<String, Placed<String>>,
    /// The findings that are accepted.
    pub accepted: Vec<Acceptance>,
}

impl Claims {
    pub(super) fn read(mut section: Section<'_>, diagnostics: &mut Diagnostics) -> Claims {
        let gwp = section.word("gwp", diagnostics);
        let mut texts = |key| section.texts(key, diagnostics).unwrap_or_default();
        let (gases, included, left_out) = (texts("gases"), texts("included"), texts("left_out"));
        let factors = section.section("factors", diagnostics).text_entries(diagnostics);
        let mut allocation = Vec::new();
        for (key, text) in section.section("allocation", diagnostics).text_entries(diagnostics) {
            match Method::parse(text.value.trim()) {
                Some(value) => allocation.push((key, Placed { value, place: text.place })),
                None => {
                    let problem = problem::unknown_word(&text.value, &Method::names());
                    diagnostics.push(Diagnostic::new(problem, text.place));
                }
            }
        }
        section.finish(diagnostics);
        Claims { gwp, gases, included, left_out, factors, allocation }
    }
}

impl AuditSettings {
    pub(super) fn read(mut section: Section<'_>, diagnostics: &mut Diagnostics) -> AuditSettings {
        let sector = section.text("sector", diagnostics);
        let internal = section.texts("internal", diagnostics).unwrap_or_default();
        let returns = named(&mut section, "returns", Returns::parse, &Returns::NAMES, diagnostics);
        let limits = section.section("limits", diagnostics).amounts(diagnostics);
        let limits = limits.into_iter().filter_map(|(name, limit)| Some((name, limit?))).collect();
        let factors = section.section("factors", diagnostics).text_entries(diagnostics);
        let factors = factors.into_iter().map(|(item, factor)| (item.value, factor)).collect();
        let mut accepted = Vec::new();
        for (finding, reason) in section.section("accept", diagnostics).text_entries(diagnostics) {
            if is_no_reason(&reason.value) {
                diagnostics.push(Diagnostic::new(problem::no_answer(&reason.value), reason.place));
            } else {
                accepted.push(Acceptance { finding, reason: reason.value });
            }
        }
        section.finish(diagnostics);
        AuditSettings { sector, internal, returns, limits, factors, accepted }
    }
}
