//! Published figures against the computed ones.
//!
//! Each figure of published.csv gets a verdict by the precision that it was printed with, not by a tolerance:
//!
//! - *exact*: the computed value, rounded to the digits printed, is the printed value;
//! - *within print*: it is not, but every number of the plant's data that was rounded could be off by half a unit in its
//!   last place, and what the figure could then be touches what rounds to the printed value;
//! - *differs*: neither. Then the study has to say so, with the reason.
//!
//! The plant's data are what its own files say: quantities, masses, distances, consumption, output. A number with
//! decimals was rounded at the last of them; a whole number is taken as it stands, for it may be a count or a nominal
//! value, and a search for causes tries what rounding it would explain. Trips and pieces are exact, and so are factors,
//! GWPs and stated shares: a calculation takes these as they are listed.
//! Numbers that several contributions share, as a vehicle's consumption, are off in the same direction in a sum;
//! between a part and the rest of a whole they are taken as independent. Where contributions are shared by what was
//! produced, a figure is computed for every combination of outputs that rounding leaves room for.
//!
//! Verifiers work in this way: ISO 14064-3:2019, 6.1.3, asks for the recalculation of what is claimed.

mod cause;
mod figure;
mod ledger;
mod published;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::amount::{Amount, Estimate, Inexact, Rounded, Written};
use crate::calculation::{Basis, Options, open};
use crate::column::FileKind;
use crate::diagnostic::{Diagnostic, Diagnostics, problem};
use crate::folder::Folder;
use crate::footprint::{Release, StudyInfo};
use crate::target::{read_actions, read_targets};
use crate::text::text;
use crate::word::{Cause, GwpSet, Measure, Stage, Verdict};

use cause::Causes;
pub use cause::{Hit, Search};
use ledger::{Ledger, supposed_outputs};
use published::{Context, Figure, PublishedTables};

/// A study whose published figures were checked.
#[derive(Clone, Debug)]
pub struct Check {
    /// Whose, where and when.
    pub study: StudyInfo,
    /// The factor table.
    pub factors: Release,
    /// Whose global warming potentials.
    pub gwp: GwpSet,
    /// The products of the study.
    pub products: Vec<String>,
    /// Whether the search for causes tried every row of the data singly: it does where they are at most 64 KiB.
    pub every_row: bool,
    /// The figures, in the order of published.csv.
    pub figures: Vec<CheckedFigure>,
    /// How many there are of each verdict.
    pub summary: Summary,
}

/// What a check gives: verdicts, unless an error stands.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The verdicts.
    pub check: Option<Check>,
    /// What is wrong or worth knowing.
    pub diagnostics: Diagnostics,
}

/// What a figure is a figure of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// The products; none where it is of all together.
    pub products: Vec<String>,
    /// The stage.
    pub stage: Option<Stage>,
    /// The scope.
    pub scope: Option<u8>,
    /// The file of the contributions.
    pub file: Option<String>,
    /// The line of the row.
    pub line: Option<u64>,
    /// The items.
    pub items: Vec<String>,
    /// The factor.
    pub factor: Option<String>,
    /// The year of a target.
    pub year: Option<i16>,
    /// A reduction measure.
    pub action: Option<String>,
}

/// A published figure and what became of it.
#[derive(Clone, Debug)]
pub struct CheckedFigure {
    /// Where it stands in the document.
    pub table: String,
    /// The file of published figures that has it.
    pub file: String,
    /// Its line there.
    pub line: u64,
    /// What it is a measure of.
    pub measure: Measure,
    /// What it is a figure of.
    pub subject: Subject,
    /// The printed value, in `unit`.
    pub printed: Written,
    /// The unit, as the study writes it.
    pub unit: String,
    /// The computed value and what it could be, in `unit`.
    pub computed: Estimate,
    /// How the two stand to each other.
    pub verdict: Verdict,
    /// What the study says that the verdict is.
    pub stated: Option<Verdict>,
    /// The reason that the study gives for a difference.
    pub reason: Option<String>,
    /// What kind of cause the study says it is.
    pub cause: Option<Cause>,
    /// What causes were found, for a figure that differs.
    pub search: Option<Search>,
    /// What does not hold; nothing where everything does.
    pub failure: Option<Failure>,
}

/// Why a figure fails the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// It differs, and the study does not say so.
    UnexplainedDifference,
    /// The study says that it differs, and it does not.
    NoDifference,
    /// The study states another verdict.
    OtherVerdict,
    /// No hypothesis of the kind that the study states gives the printed figure.
    CauseNotReproduced,
}

impl CheckedFigure {
    /// The printed value less the computed one.
    #[must_use]
    pub fn difference(&self) -> Amount {
        self.printed.amount.less(self.computed.value)
    }
}

/// How many figures there are of each verdict, and how many do not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// All.
    pub figures: usize,
    /// Computed to the printed digit.
    pub exact: usize,
    /// As close as the print of the inputs allows.
    pub within_print: usize,
    /// Different, with a reason.
    pub differs_with_reason: usize,
    /// Of these: how many that a calculation of the stated cause reproduces.
    pub reproduced: usize,
    /// What the check fails for.
    pub failed: usize,
}

impl Check {
    /// Whether every figure is as the study says.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.summary.failed == 0
    }
}

/// Holds the figures that were published of the study in `folder` against those computed.
///
/// # Errors
/// A folder without study.toml or published.csv, a file that cannot be read.
pub fn check<'f>(folder: impl Into<Folder<'f>>, options: &Options) -> anyhow::Result<Checked> {
    let (folder, mut diagnostics) = (folder.into(), Diagnostics::default());
    let Some(study) = open(folder, &mut diagnostics)? else { return Ok(Checked { check: None, diagnostics }) };
    if study.files_of(FileKind::Published).next().is_none() {
        return Err(text!(
            "`{folder}` has no published.csv: write one with the columns table, measure, product, value, unit and others, and a row \
             for each figure, as in\ntable,measure,product,stage,value,unit\nTable 3,emissions,A,production,760.09,tCO2e\n\
             Cover,footprint,A,,1.62,tCO2e/t",
            "`{folder}` 中没有 published.csv：请写一个，含 table、measure、product、value、unit 等列，每个数值一行，例如\n\
             table,measure,product,stage,value,unit\n表3,emissions,A,production,760.09,tCO2e\n\
             封面,footprint,A,,1.62,tCO2e/t"
        )
        .into());
    }
    let tables = PublishedTables::read(&study, &mut diagnostics)?;
    let Some(basis) = Basis::read(study, options, Some(&tables.detail()), &mut diagnostics)? else {
        return Ok(Checked { check: None, diagnostics });
    };
    let evaluation = basis.evaluate(&mut diagnostics);
    let targets = read_targets(&basis.study, &basis.products, &mut diagnostics)?;
    let actions = read_actions(&basis, &mut diagnostics)?;
    if diagnostics.has_errors() {
        return Ok(Checked { check: None, diagnostics });
    }
    let place = || basis.products[0].place.clone();
    let ledger = match Ledger::new(&basis, &evaluation, Rounded::Decimals, None) {
        Ok(ledger) => ledger,
        Err(error) => {
            diagnostics.push(Diagnostic::new(problem::inexact(error), place()));
            return Ok(Checked { check: None, diagnostics });
        }
    };
    let context = Context { ledger: &ledger, targets: &targets, actions: &actions };
    let figures = tables.figures(context, &mut diagnostics);
    let estimates = |rounded| {
        let mut outputs: Vec<_> = supposed_outputs(&basis, &evaluation, rounded).into_iter().map(Some).collect();
        // What `figures` say themselves need not be computed again.
        if outputs.is_empty() && rounded != Rounded::Decimals {
            outputs.push(None);
        }
        let ledgers = outputs.into_iter().map(|outputs| Ledger::new(&basis, &evaluation, rounded, outputs));
        let ledgers = ledgers.collect::<Result<Vec<_>, Inexact>>();
        ledgers.map_or(BTreeMap::new(), |ledgers| estimates(&tables, &ledgers, context))
    };
    let (estimates, looser) = (estimates(Rounded::Decimals), estimates(Rounded::WholeNumbersToo));
    let causes = Causes::new(&figures, &ledger);
    let mut checked = Vec::new();
    for figure in &figures {
        let key = figure.key();
        match judge(figure, estimates.get(&key).copied(), looser.get(&key).copied(), &causes) {
            Ok(figure) => checked.push(figure),
            Err(error) => {
                let problem = match (error, figure.measure) {
                    (Inexact::DivisionByZero, Measure::Share | Measure::InputShare) => problem::share_of_nothing(),
                    (error, _) => problem::inexact(error),
                };
                diagnostics.push(Diagnostic::new(problem, figure.place.clone()));
            }
        }
    }
    if diagnostics.has_errors() {
        return Ok(Checked { check: None, diagnostics });
    }
    cause::corroborate(checked.iter_mut().filter_map(|figure| figure.search.as_mut()));
    let footprint = evaluation.footprint;
    let summary = Summary::of(&checked);
    let products = footprint.products.into_iter().map(|product| product.product).collect();
    let (study, factors, gwp) = (footprint.study, footprint.factors, footprint.gwp);
    Ok(Checked {
        check: Some(Check { study, factors, gwp, products, every_row: basis.every_row, figures: checked, summary }),
        diagnostics,
    })
}

/// What every figure could be, by its place, over all `ledgers`. What is wrong with one is known; what has more digits than
/// there is room for is left out.
fn estimates(
    tables: &PublishedTables,
    ledgers: &[Ledger<'_>],
    context: Context<'_>,
) -> BTreeMap<(String, u64), Estimate> {
    let mut all: BTreeMap<(String, u64), Estimate> = BTreeMap::new();
    for ledger in ledgers {
        for figure in tables.figures(Context { ledger, ..context }, &mut Diagnostics::default()) {
            let Ok(estimate) = figure.formula.result() else { continue };
            all.entry(figure.key()).and_modify(|known| *known = known.or(estimate)).or_insert(estimate);
        }
    }
    all
}

/// The verdict on a figure, and the causes of a difference. `estimate`: what it could be, where its formula does not say;
/// `looser`: what it could be if whole numbers were rounded, too.
fn judge(
    figure: &Figure,
    estimate: Option<Estimate>,
    looser: Option<Estimate>,
    causes: &Causes<'_>,
) -> Result<CheckedFigure, Inexact> {
    let computed = figure.formula.result()?;
    let computed = estimate.map_or(computed, |estimate| estimate.with_value(computed.value));
    let printed = figure.printed;
    let verdict = if computed.value.round(printed.places()) == printed.amount {
        Verdict::Exact
    } else if computed.touches(printed.with_half_unit()) {
        Verdict::WithinPrint
    } else {
        Verdict::Differs
    };
    let search = match verdict {
        Verdict::Differs => {
            let looser = looser.map(|looser| looser.with_value(computed.value));
            Some(causes.search(figure, computed, looser))
        }
        Verdict::Exact | Verdict::WithinPrint => None,
    };
    let reproduced = |cause| search.as_ref().is_some_and(|search| search.reproduces(cause));
    let failure = match (verdict, figure.stated) {
        (Verdict::Differs, Some(Verdict::Differs)) => {
            figure.cause.filter(|cause| !reproduced(*cause)).map(|_| Failure::CauseNotReproduced)
        }
        (Verdict::Differs, _) => Some(Failure::UnexplainedDifference),
        (_, Some(Verdict::Differs)) => Some(Failure::NoDifference),
        (verdict, Some(stated)) if stated != verdict => Some(Failure::OtherVerdict),
        _ => None,
    };
    Ok(CheckedFigure {
        table: figure.table.clone(),
        file: figure.place.file.clone(),
        line: figure.place.line,
        measure: figure.measure,
        subject: figure.subject.clone(),
        printed,
        unit: figure.unit.clone(),
        computed,
        verdict,
        stated: figure.stated,
        reason: figure.reason.clone(),
        cause: figure.cause,
        search,
        failure,
    })
}

impl Summary {
    fn of(figures: &[CheckedFigure]) -> Summary {
        let count = |is: &dyn Fn(&CheckedFigure) -> bool| figures.iter().filter(|figure| is(figure)).count();
        let explained = |figure: &CheckedFigure| figure.verdict == Verdict::Differs && figure.failure.is_none();
        Summary {
            figures: figures.len(),
            exact: count(&|figure| figure.verdict == Verdict::Exact),
            within_print: count(&|figure| figure.verdict == Verdict::WithinPrint),
            differs_with_reason: count(&explained),
            reproduced: count(&|figure| explained(figure) && figure.cause.is_some()),
            failed: count(&|figure| figure.failure.is_some()),
        }
    }
}
