//! study.toml: who, when, what is inside the boundary, which factors, how co-products share, which files.

mod audit;
mod binding;
mod files;
mod layout;
mod reader;

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;

use crate::amount::Amount;
use crate::column::{FileKind, LOCK_FILE, STUDY_FILE};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, nearest, problem};
use crate::folder::Folder;
use crate::source::Source;
use crate::word::{BoundaryKind, GwpSet, Method, Stage, Word};

pub use audit::{Acceptance, AuditSettings, Claims, Returns};
pub use binding::{Binding, TotalLines};
pub use files::StudyFile;
use files::read_files;
pub(crate) use files::{copies, is_table, is_workbook, looks_like_data, usual_kind};
pub use layout::ReportLayout;
pub use reader::Placed;
pub(crate) use reader::{Section, toml_tables, toml_text};

/// What study.toml says.
#[derive(Clone, Debug)]
pub struct Study {
    /// study.toml itself.
    pub source: Source,
    /// What the study is called.
    pub title: String,
    /// Whose it is.
    pub plant: Option<String>,
    /// Where: an ISO 3166 code, as in `CN-JS`.
    pub region: Placed<String>,
    /// The first day of the reporting period.
    pub from: Date,
    /// The last day of the reporting period.
    pub to: Date,
    /// The standards it follows, as it names them.
    pub standards: Vec<String>,
    /// How much of the life cycle it claims to cover.
    pub boundary: BoundaryKind,
    /// Where it says so.
    pub boundary_place: Place,
    /// The stages that are inside.
    pub stages: Vec<Stage>,
    /// The release of the shipped factor table.
    pub release: Placed<String>,
    /// Whose global warming potentials.
    pub gwp: GwpSet,
    /// The key for shared rows that name none.
    pub default_allocation: Option<Placed<String>>,
    /// The allocation keys by name.
    pub allocation: BTreeMap<String, AllocationRule>,
    /// How a report shows its numbers.
    pub report: ReportLayout,
    /// What the report says of itself.
    pub claims: Claims,
    /// What an audit is told.
    pub audit: AuditSettings,
    /// The files, in the order in which they are read.
    pub files: Vec<StudyFile>,
    /// study.lock, where there is one.
    pub lock: Option<Source>,
}

/// A key of `[allocation]`.
#[derive(Clone, Debug)]
pub struct AllocationRule {
    /// How it shares out.
    pub method: Method,
    /// The stated shares by product, for [`Method::Fixed`].
    pub shares: Vec<(Placed<String>, Amount)>,
    /// Why (ISO 14044:2006, 4.3.4.1 asks for it).
    pub reason: Option<String>,
    /// Where it stands.
    pub place: Place,
}

impl Study {
    /// Reads `source`, which is the study.toml in `folder`, and finds the study's files. Nothing where a key that
    /// everything hangs on is missing or wrong; what is wrong is in `diagnostics`.
    ///
    /// # Errors
    /// A file or folder that cannot be read.
    pub fn read(source: Source, folder: Folder<'_>, diagnostics: &mut Diagnostics) -> io::Result<Option<Study>> {
        let Some(text) = toml_text(&source, diagnostics)? else { return Ok(None) };
        let Some(table) = toml_tables(STUDY_FILE, &text, diagnostics) else { return Ok(None) };
        let mut root = Section::root(STUDY_FILE, &text, &table);
        let mut settings = root.section("study", diagnostics);
        let title = settings.required("title", diagnostics);
        let plant = settings.text("plant", diagnostics);
        let region = settings.required("region", diagnostics);
        let from = settings.required_date("from", diagnostics);
        let to = settings.required_date("to", diagnostics);
        let standards = settings.texts("standards", diagnostics).unwrap_or_default();
        settings.finish(diagnostics);
        if let (Some(from), Some(to)) = (&from, &to)
            && from.value > to.value
        {
            diagnostics.push(Diagnostic::new(problem::period_reversed(from.value, to.value), to.place.clone()));
        }

        let mut boundary = root.section("boundary", diagnostics);
        let kind = boundary.word("kind", diagnostics);
        let stages = boundary.words("stages", diagnostics);
        let boundary_place = kind.as_ref().map_or_else(|| boundary.own_place(), |kind| kind.place.clone());
        boundary.finish(diagnostics);
        let kind = kind.map_or(BoundaryKind::CradleToGate, |kind| kind.value);
        let stages = stages.unwrap_or_else(|| kind.stages().to_vec());

        let mut factors = root.section("factors", diagnostics);
        let release = factors.required("release", diagnostics);
        let gwp = factors.required_word("gwp", diagnostics);
        factors.finish(diagnostics);

        let (default_allocation, allocation) = read_allocation(root.section("allocation", diagnostics), diagnostics);
        let report = ReportLayout::read(root.section("report", diagnostics), diagnostics);
        let claims = Claims::read(root.section("claims", diagnostics), diagnostics);
        let audit = AuditSettings::read(root.section("audit", diagnostics), diagnostics);
        let files = read_files(root.section("files", diagnostics), folder, diagnostics)?;
        root.finish(diagnostics);

        let (Some(title), Some(region), Some(from), Some(to), Some(release), Some(gwp)) =
            (title, region, from, to, release, gwp)
        else {
            return Ok(None);
        };
        Ok(Some(Study {
            source,
            title: title.value,
            plant: plant.map(|plant| plant.value),
            region,
            from: from.value,
            to: to.value,
            standards: standards.into_iter().map(|standard| standard.value).collect(),
            boundary: kind,
            boundary_place,
            stages,
            release,
            gwp: gwp.value,
            default_allocation,
            allocation,
            report,
            claims,
            audit,
            files,
            lock: folder.file(LOCK_FILE),
        }))
    }

    /// The files of one kind.
    pub fn files_of(&self, kind: FileKind) -> impl Iterator<Item = &StudyFile> {
        self.files.iter().filter(move |file| file.kind == kind)
    }
}

fn read_allocation(
    mut section: Section<'_>,
    diagnostics: &mut Diagnostics,
) -> (Option<Placed<String>>, BTreeMap<String, AllocationRule>) {
    let default = section.text("default", diagnostics);
    let mut rules = BTreeMap::new();
    for (key, value) in section.entries() {
        if key.value == "default" {
            continue;
        }
        let mut own = section.named_section(&key, value, diagnostics);
        let method = own.required_word("method", diagnostics);
        let reason = own.text("reason", diagnostics);
        let shares = own.section("shares", diagnostics);
        let stated = shares.amounts(diagnostics);
        own.finish(diagnostics);
        let Some(method) = method else { continue };
        match (method.value, stated.first()) {
            (Method::Fixed, None) => {
                diagnostics.push(Diagnostic::new(problem::missing_shares(&key.value), method.place.clone()));
            }
            (Method::Fixed, Some(_)) | (_, None) => {}
            (other, Some((first, _))) => {
                let problem = problem::unused_shares(&key.value, other.name());
                diagnostics.push(Diagnostic::new(problem, first.place.clone()));
            }
        }
        let shares = stated.into_iter().filter_map(|(product, share)| share.map(|share| (product, share))).collect();
        let reason = reason.map(|reason| reason.value);
        rules.insert(key.value, AllocationRule { method: method.value, shares, reason, place: key.place });
    }
    if let Some(default) = &default
        && !rules.contains_key(&default.value)
    {
        let near = nearest(&default.value, rules.keys().map(String::as_str));
        let problem = problem::unknown_allocation(&default.value, &near);
        diagnostics.push(Diagnostic::new(problem, default.place.clone()));
    }
    (default, rules)
}
