//! Every problem that data can have: its code, and in both languages what is wrong and what to write instead.
//!
//! This module and those below it are the one place for these texts. A function is one message; several messages may
//! share a code.

mod allocation;
mod audit;
mod factor;
mod lint;
mod lock;
mod published;
mod row;
mod study;
mod table;

use std::fmt;

use super::{Severity, nearest};
use crate::text::{Text, text, visible};

pub(crate) use allocation::*;
pub(crate) use audit::*;
pub(crate) use factor::*;
pub(crate) use lint::*;
pub(crate) use lock::*;
pub(crate) use published::*;
pub(crate) use row::*;
pub(crate) use study::*;
pub(crate) use table::*;

/// A problem without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub code: Code,
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub message: Text,
    /// What to write instead.
    pub help: Text,
    /// What the marked cell is, where that says more.
    pub label: Option<Text>,
}

macro_rules! codes {
    ($($variant:ident = $name:literal,)+) => {
        /// The stable name of a kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names say it, and each has a study in fixtures/errors")]
        pub enum Code { $($variant,)+ }

        impl Code {
            /// All codes.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)+];

            /// The name, in English in every language.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name,)+ }
            }
        }
    };
}

codes! {
    TomlSyntax = "toml-syntax",
    UnknownKey = "unknown-key",
    MissingKey = "missing-key",
    WrongType = "wrong-type",
    UnknownWord = "unknown-word",
    PeriodReversed = "period-reversed",
    UnknownRelease = "unknown-release",
    UnknownRegion = "unknown-region",
    UnknownFile = "unknown-file",
    MissingFile = "missing-file",
    DuplicateFile = "duplicate-file",
    EmptyFile = "empty-file",
    NoSuchLine = "no-such-line",
    BadEncoding = "bad-encoding",
    StrayQuote = "stray-quote",
    UnclosedQuote = "unclosed-quote",
    RecordTooLong = "record-too-long",
    RaggedRow = "ragged-row",
    TooManyTexts = "too-many-texts",
    UnknownColumn = "unknown-column",
    MissingColumn = "missing-column",
    DuplicateColumn = "duplicate-column",
    HeaderUnits = "header-units",
    CellWithoutHeader = "cell-without-header",
    MissingCell = "missing-cell",
    NothingAbove = "nothing-above",
    NoReason = "no-reason",
    NotANumber = "not-a-number",
    TooManyDigits = "too-many-digits",
    AmbiguousNumber = "ambiguous-number",
    ScientificNotation = "scientific-notation",
    NotADate = "not-a-date",
    DateOutsidePeriod = "date-outside-period",
    BelowZero = "below-zero",
    TotalMismatch = "total-mismatch",
    UncertainTotal = "uncertain-total",
    DuplicateName = "duplicate-name",
    SeparatorInName = "separator-in-name",
    NoProducts = "no-products",
    NoOutput = "no-output",
    UnknownProduct = "unknown-product",
    UnknownStage = "unknown-stage",
    StageOutsideBoundary = "stage-outside-boundary",
    UnknownUnit = "unknown-unit",
    UnitMismatch = "unit-mismatch",
    BadFactorUnit = "bad-factor-unit",
    BadConsumptionUnit = "bad-consumption-unit",
    FactorValue = "factor-value",
    FactorUncertainty = "factor-uncertainty",
    FactorRating = "factor-rating",
    UnknownFactor = "unknown-factor",
    FactorElsewhere = "factor-elsewhere",
    AmbiguousFactor = "ambiguous-factor",
    UnknownGas = "unknown-gas",
    MissingGwp = "missing-gwp",
    MixedGwp = "mixed-gwp",
    SupplyWithoutFactor = "supply-without-factor",
    ScopeAssumed = "scope-assumed",
    MissingSource = "missing-source",
    ZeroFactor = "zero-factor",
    SharedName = "shared-name",
    YearAhead = "year-ahead",
    FactorOutlier = "factor-outlier",
    UnitSlip = "unit-slip",
    Co2Part = "co2-part",
    PrintedDiffers = "printed-differs",
    UnknownVehicle = "unknown-vehicle",
    VehicleConsumption = "vehicle-consumption",
    MissingDensity = "missing-density",
    LegUncounted = "leg-uncounted",
    LegCountedTwice = "leg-counted-twice",
    FuelMismatch = "fuel-mismatch",
    UnknownAllocation = "unknown-allocation",
    MissingAllocation = "missing-allocation",
    MissingShares = "missing-shares",
    UnusedShares = "unused-shares",
    SharesNoRatio = "shares-no-ratio",
    MissingShare = "missing-share",
    MissingMass = "missing-mass",
    MissingPrice = "missing-price",
    MixedCurrencies = "mixed-currencies",
    NegativeTotal = "negative-total",
    Inexact = "inexact",
    UnknownMeasure = "unknown-measure",
    UnknownItem = "unknown-item",
    UnknownLine = "unknown-line",
    UnknownAction = "unknown-action",
    NothingSelected = "nothing-selected",
    UnusedCell = "unused-cell",
    BadFigureUnit = "bad-figure-unit",
    DuplicateFigure = "duplicate-figure",
    BaselineAlone = "baseline-alone",
    LockDiffers = "lock-differs",
    LockUnused = "lock-unused",
    InputChanged = "input-changed",
    BoundaryClaim = "boundary-claim",
    BoundaryWide = "boundary-wide",
    StageWithoutData = "stage-without-data",
    ClaimDiffers = "claim-differs",
    InputsNotCounted = "inputs-not-counted",
    UpstreamLeftOut = "upstream-left-out",
    MaterialWithoutTransport = "material-without-transport",
    LegWithoutDistance = "leg-without-distance",
    CutOffSingle = "cut-off-single",
    CutOffSum = "cut-off-sum",
    BurdenFree = "burden-free",
    OutputExceedsInput = "output-exceeds-input",
    MassUnexplained = "mass-unexplained",
    Yield = "yield",
    SoldDiffers = "sold-differs",
    CarriedDiffers = "carried-differs",
    SharesNotWhole = "shares-not-whole",
    CountedTwice = "counted-twice",
    FuelPerDistance = "fuel-per-distance",
    Payload = "payload",
    TripDistance = "trip-distance",
    YearDistance = "year-distance",
    FreightIntensity = "freight-intensity",
    EmptyReturn = "empty-return",
    FactorDiffers = "factor-differs",
    FactorClaimed = "factor-claimed",
    FactorOutdated = "factor-outdated",
    FactorRegion = "factor-region",
    Co2Only = "co2-only",
    GwpClaimed = "gwp-claimed",
    GasNotCounted = "gas-not-counted",
    AllocationReason = "allocation-reason",
    AllocationClaimed = "allocation-claimed",
    AllocationSensitivity = "allocation-sensitivity",
    AllocationAvoidable = "allocation-avoidable",
    DuplicateRow = "duplicate-row",
    MonthMissing = "month-missing",
    MonthOutlier = "month-outlier",
    ShiftedColumn = "shifted-column",
    EstimatedData = "estimated-data",
    NoSource = "no-source",
    RoundNumbers = "round-numbers",
    Intensity = "intensity",
    UnusedAcceptance = "unused-acceptance",
}

impl Code {
    /// The code with this name.
    ///
    /// # Errors
    /// What to write instead, where there is none.
    pub fn parse(name: &str) -> Result<Code, Text> {
        Code::ALL.iter().copied().find(|code| code.as_str() == name).ok_or_else(|| {
            let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
            let all = text!("`pertonne explain` lists all", "用 `pertonne explain` 可列出全部代码");
            let Text { en, zh } = nearest_or(&near, all);
            text!("there is no code `{name}`; {en}", "没有代码 `{name}`；{zh}")
        })
    }

    /// How grave all problems of this kind are.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Code::ScientificNotation
            | Code::TotalMismatch
            | Code::MixedGwp
            | Code::ScopeAssumed
            | Code::ZeroFactor
            | Code::YearAhead
            | Code::FactorOutlier
            | Code::UnitSlip
            | Code::Co2Part
            | Code::PrintedDiffers
            | Code::UnusedShares
            | Code::LockUnused
            | Code::InputChanged
            | Code::BoundaryWide
            | Code::StageWithoutData
            | Code::InputsNotCounted
            | Code::UpstreamLeftOut
            | Code::MaterialWithoutTransport
            | Code::LegWithoutDistance
            | Code::CutOffSingle
            | Code::CutOffSum
            | Code::BurdenFree
            | Code::MassUnexplained
            | Code::Yield
            | Code::SoldDiffers
            | Code::CarriedDiffers
            | Code::SharesNotWhole
            | Code::CountedTwice
            | Code::FuelPerDistance
            | Code::Payload
            | Code::TripDistance
            | Code::FreightIntensity
            | Code::FactorDiffers
            | Code::GasNotCounted
            | Code::AllocationReason
            | Code::DuplicateRow
            | Code::MonthMissing
            | Code::MonthOutlier
            | Code::ShiftedColumn
            | Code::EstimatedData
            | Code::RoundNumbers
            | Code::Intensity
            | Code::UnusedAcceptance => Severity::Warning,
            Code::EmptyReturn
            | Code::FactorOutdated
            | Code::FactorRegion
            | Code::Co2Only
            | Code::AllocationSensitivity
            | Code::AllocationAvoidable
            | Code::NoSource => Severity::Note,
            _ => Severity::Error,
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn error(code: Code, message: Text, help: Text) -> Problem {
    problem(code, Severity::Error, message, help)
}

/// A text without what would steer a terminal, and without the middle where it quotes a cell of kilobytes.
fn readable(text: Text) -> Text {
    const BEGINNING: usize = 300;
    const END: usize = 100;
    let shorten = |text: String| {
        let text = visible(&text);
        if text.len() <= 2 * (BEGINNING + END) {
            return text;
        }
        let beginning = &text[..text.floor_char_boundary(BEGINNING)];
        let end = &text[text.ceil_char_boundary(text.len() - END)..];
        format!("{beginning} … {end}")
    };
    Text { en: shorten(text.en), zh: shorten(text.zh) }
}

fn warning(code: Code, message: Text, help: Text) -> Problem {
    problem(code, Severity::Warning, message, help)
}

fn note(code: Code, message: Text, help: Text) -> Problem {
    problem(code, Severity::Note, message, help)
}

fn problem(code: Code, severity: Severity, message: Text, help: Text) -> Problem {
    debug_assert_eq!(code.severity(), severity, "{code}");
    let (message, help) = (readable(message), readable(help));
    Problem { code, severity, message, help, label: None }
}

impl Problem {
    fn with_label(self, label: Text) -> Problem {
        Problem { label: Some(label), ..self }
    }
}

/// `a`, `b` or `c`; at most twelve.
fn list<T: AsRef<str>>(names: &[T]) -> Text {
    let quoted = |names: &[T]| names.iter().map(|name| format!("`{}`", name.as_ref())).collect::<Vec<_>>();
    let (shown, more) = names.split_at(names.len().min(12));
    let (en, zh) = match quoted(shown).as_slice() {
        [] => (String::new(), String::new()),
        [one] => (one.clone(), one.clone()),
        [first @ .., last] => (format!("{} or {last}", first.join(", ")), format!("{} 或 {last}", first.join("、"))),
    };
    match more.len() {
        0 => Text { en, zh },
        count => text!("{en} (and {count} more)", "{zh}（另有 {count} 个）"),
    }
}

/// `a`, `b`, `c`: all of them.
fn all<T: AsRef<str>>(names: &[T]) -> Text {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    Text { en: quoted.join(", "), zh: quoted.join("、") }
}

/// The help for an unknown name: the nearest ones first, else what else there is to do.
fn nearest_or(near: &[String], otherwise: Text) -> Text {
    if near.is_empty() {
        return otherwise;
    }
    let Text { en, zh } = list(near);
    let Text { en: otherwise_en, zh: otherwise_zh } = otherwise;
    text!("did you mean {en}? Else {otherwise_en}", "是否指 {zh}？否则，{otherwise_zh}")
}

/// What is wrong with an option whose value must be one of those that are known.
pub(crate) fn unknown_choice<'k>(option: &str, name: &str, known: impl IntoIterator<Item = &'k str>) -> Text {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    known.dedup();
    let near = super::nearest(name, known.iter().copied());
    let Text { en, zh } = if near.is_empty() { list(&known) } else { list(&near) };
    if near.is_empty() {
        text!("{option}: the result has no `{name}`; it has {en}", "{option}：结果中没有 `{name}`；可用的有 {zh}")
    } else {
        text!(
            "{option}: the result has no `{name}`; did you mean {en}?",
            "{option}：结果中没有 `{name}`；是否指 {zh}？"
        )
    }
}
