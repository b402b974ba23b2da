//! The binary: arguments → library → exit status.

mod commands {
    pub(crate) mod factors;
}

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use pertonne::audit::audit;
use pertonne::calculation::{Options, calculate, pins};
use pertonne::check::check;
use pertonne::cli::{
    self, AuditArgs, AuditFormat, Cli, Colour, Command, ExplainArgs, Format, InitArgs, LockArgs, ReportArgs,
    ReportFormat, RowFormat, RunArgs, StudyArgs, TraceArgs, ViewArgs,
};
use pertonne::diagnostic::{Code, Diagnostics, Style, render, render_findings};
use pertonne::example::example;
use pertonne::init::{holds_exports, write_bindings, write_study};
use pertonne::progress::Progress;
use pertonne::report::{
    Destination, Mark, Screen, TraceCsv, TraceJson, TraceText, TraceView, audit_json, audit_markdown, audit_text,
    bindings_text, check_json, check_text, codes_text, csv_files, explanation_text, html, json, lock_text, markdown,
    plan_json, plan_text, progress_line, report, report_json, report_text, terminal, workbook, wrote_text,
};
use pertonne::table::Reading;
use pertonne::target::plan;
use pertonne::text::{Language, visible};
use pertonne::trace::{Filter, Trace};
use pertonne::world::{OrSay, cannot_write, said};

/// Exit statuses: the data is wrong; wrong usage, or the world is.
const DATA: u8 = 1;
const WORLD: u8 = 2;

/// What this run has read.
static PROGRESS: Progress = Progress::new();
/// How long work may take before its progress is shown, and how often that is drawn again.
const PATIENCE: Duration = Duration::from_millis(500);
const REDRAWN: Duration = Duration::from_millis(100);
/// How much of a long result is written at once.
const BUFFER: usize = 64 << 10;
/// The width of tables that go to no terminal: there is room for all columns.
const PAGE: usize = 10_000;
/// What has a terminal clear the rest of the line.
const CLEAR_REST: &str = "\x1b[K";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let asked = cli::language(&arguments);
    let language = asked.unwrap_or_else(|| Language::from_locale(|name| std::env::var(name).ok()));
    let cli = Cli::read(&arguments, language);
    let done = match cli.command {
        Command::Run(args) => run(&args, language, cli.color),
        Command::Report(args) => make_report(&args, language, cli.color),
        Command::Check(args) => check_figures(&args, language, cli.color),
        Command::Audit(args) => audit_study(&args, language, cli.color),
        Command::Targets(args) => targets(&args, language, cli.color),
        Command::Trace(args) => trace(&args, language, cli.color),
        Command::Lock(args) => lock(&args, language, cli.color),
        Command::Factors(args) => commands::factors::factors(&args, language, cli.color),
        Command::Init(args) => init(&args, language),
        Command::Explain(args) => explain(&args, language, cli.color),
    };
    match done {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error, language);
            ExitCode::from(WORLD)
        }
    }
}

fn run(args: &RunArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let options = Options { hash: args.hash, ..options(&args.view.study) };
    let calculation = watched(language, || calculate(&args.view.study.folder, &options))?;
    show(&calculation.diagnostics, language, colour);
    let Some(footprint) = &calculation.footprint else { return Ok(ExitCode::from(DATA)) };
    let text = match args.view.format {
        Format::Text => terminal(footprint, screen(language, colour, args.all)),
        Format::Json => json(footprint, &calculation.diagnostics, language)?,
    };
    print(&text)
}

fn make_report(args: &ReportArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let form = args.form()?;
    let options = Options { hash: true, ..options(&args.study) };
    let mut reported = watched(language, || report(&args.study.folder, &options))?;
    show(&reported.diagnostics, language, colour);
    if args.audit
        && let Some((_, report)) = &mut reported.report
        && let Some(audit) = audit(&args.study.folder, &options)?.audit
    {
        report.add_audit(&audit);
    }
    let Some((account, report)) = &reported.report else { return Ok(ExitCode::from(DATA)) };
    let content = match form {
        ReportFormat::Text => {
            let paper = Screen { language, colour: false, width: PAGE, all: true };
            let on_screen = || {
                let width = known_width(&io::stdout()).unwrap_or(PAGE);
                Screen { width, ..screen(language, colour, true) }
            };
            report_text(report, if args.path().is_some() { paper } else { on_screen() }).into_bytes()
        }
        ReportFormat::Markdown => markdown(report, language).into_bytes(),
        ReportFormat::Json => report_json(report, &reported.diagnostics, language)?.into_bytes(),
        ReportFormat::Html => html(report, language).into_bytes(),
        ReportFormat::Xlsx => workbook(account, report, language)?,
        ReportFormat::Csv => Vec::new(),
    };
    let Some(path) = args.path() else { return print(&content) };
    let destination = Destination { study: &args.study.folder, path, force: args.force };
    let shown = path.display().to_string();
    if form == ReportFormat::Csv {
        let files = csv_files(report, language)?;
        let tables = files.len();
        destination.write_folder(files)?;
        return print(wrote_text(&shown, Some(tables), language));
    }
    let mark = match form {
        ReportFormat::Text => Mark::Line,
        ReportFormat::Markdown | ReportFormat::Html => Mark::Comment,
        ReportFormat::Csv | ReportFormat::Json | ReportFormat::Xlsx => Mark::Within,
    };
    destination.write_file(content, mark)?;
    print(wrote_text(&shown, None, language))
}

fn check_figures(args: &ViewArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let checked = watched(language, || check(&args.study.folder, &options(&args.study)))?;
    show(&checked.diagnostics, language, colour);
    let Some(check) = &checked.check else { return Ok(ExitCode::from(DATA)) };
    let text = match args.format {
        Format::Text => check_text(check, screen(language, colour, true)),
        Format::Json => check_json(check, &checked.diagnostics, language)?,
    };
    let done = print(&text)?;
    Ok(if check.holds() { done } else { ExitCode::from(DATA) })
}

fn audit_study(args: &AuditArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let audited = watched(language, || audit(&args.study.folder, &options(&args.study)))?;
    let Some(audit) = &audited.audit else {
        show(&audited.diagnostics, language, colour);
        return Ok(ExitCode::from(DATA));
    };
    // What a run warns of is among the findings.
    let done = print(match args.format {
        AuditFormat::Text => audit_text(audit, screen(language, colour, true)),
        AuditFormat::Markdown => audit_markdown(audit, language),
        AuditFormat::Json => audit_json(audit, &audited.diagnostics, language)?,
    })?;
    Ok(if audit.passes() { done } else { ExitCode::from(DATA) })
}

fn targets(args: &ViewArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let planned = watched(language, || plan(&args.study.folder, &options(&args.study)))?;
    show(&planned.diagnostics, language, colour);
    let Some(plan) = &planned.plan else { return Ok(ExitCode::from(DATA)) };
    let text = match args.format {
        Format::Text => plan_text(plan, screen(language, colour, true)),
        Format::Json => plan_json(plan, &planned.diagnostics, language)?,
    };
    print(&text)
}

fn trace(args: &TraceArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let TraceArgs { product, stage, item, file, format, study } = args;
    let options = options(study);
    let mut diagnostics = Diagnostics::default();
    let trace = watched(language, || Trace::read(&study.folder, &options, &mut diagnostics))?;
    show(&diagnostics, language, colour);
    let Some(trace) = trace else { return Ok(ExitCode::from(DATA)) };
    let [product, stage, item, file] = [product, stage, item, file].map(Clone::clone);
    let selection = trace.select(&Filter { product, stage, item, file });
    let selection = selection.map_err(anyhow::Error::from)?;
    let footprint = trace.footprint();
    let mut out = BufWriter::with_capacity(BUFFER, io::stdout());
    let mut found = Diagnostics::default();
    let view: io::Result<Box<dyn TraceView + '_>> = match format {
        RowFormat::Text => Ok(Box::new(TraceText::new(&mut out, screen(language, colour, true)))),
        RowFormat::Csv => TraceCsv::new(&mut out).map(|view| Box::new(view) as _),
        RowFormat::Json => TraceJson::new(&mut out, footprint).map(|view| Box::new(view) as _),
    };
    let mut view = view.or_say(cannot_write)?;
    let traced = trace.rows(&selection, &options, view.as_mut(), &mut found)?;
    show(&found, language, colour);
    let Some(traced) = traced else { return Ok(ExitCode::from(DATA)) };
    view.end(&traced, &diagnostics, language).or_say(cannot_write)?;
    Ok(ExitCode::SUCCESS)
}

fn lock(args: &LockArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let mut diagnostics = Diagnostics::default();
    let pins = watched(language, || pins(&args.folder, &reading(args.factors.as_ref()), &mut diagnostics))?;
    show(&diagnostics, language, colour);
    let Some(lock) = pins else { return Ok(ExitCode::from(DATA)) };
    let written = lock.write(&args.folder, args.force)?;
    print(lock_text(&lock, &written, &args.folder.display().to_string(), language))
}

fn options(args: &StudyArgs) -> Options {
    Options { locked: args.locked, ..reading(args.factors.as_ref()) }
}

fn reading(factors: Option<&PathBuf>) -> Options {
    let reading = Reading { progress: Some(&PROGRESS), ..Reading::default() };
    Options { factors: factors.cloned(), reading, ..Options::default() }
}

/// Does some work, with its progress on standard error where that is a terminal and the work takes its time.
fn watched<T>(language: Language, work: impl FnOnce() -> T) -> T {
    let stderr = io::stderr();
    if !stderr.is_terminal() {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let (mut pause, mut shown) = (PATIENCE, false);
            while is_done.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = REDRAWN;
                if let Some(line) = progress_line(&PROGRESS, width(&io::stderr()), language) {
                    shown |= write!(io::stderr(), "\r{line}{CLEAR_REST}").is_ok();
                }
            }
            if shown {
                let _ = write!(io::stderr(), "\r{CLEAR_REST}");
            }
        });
        let result = work();
        drop(done);
        result
    })
}

/// Says why there is no result.
fn complain(error: &anyhow::Error, language: Language) {
    let text = said(error, language).lines().map(visible).collect::<Vec<_>>().join("\n");
    // Where standard error is closed, too, the exit status has to say it.
    let _ = writeln!(io::stderr(), "pertonne: {text}");
}

/// Shows what is wrong or worth knowing.
fn show(diagnostics: &Diagnostics, language: Language, colour: Colour) {
    show_as(render, diagnostics, language, colour);
}

/// Shows what is found, where how much it is is a result.
fn show_findings(diagnostics: &Diagnostics, language: Language, colour: Colour) {
    show_as(render_findings, diagnostics, language, colour);
}

fn show_as(text: fn(&Diagnostics, Style) -> String, diagnostics: &Diagnostics, language: Language, colour: Colour) {
    if !diagnostics.is_empty() {
        let style = Style { language, colour: coloured(colour, &io::stderr()), width: width(&io::stderr()) };
        // Nobody may be reading standard error; the result and the exit status do not depend on it.
        let _ = io::stderr().write_all(text(diagnostics, style).as_bytes());
    }
}

fn screen(language: Language, colour: Colour, all: bool) -> Screen {
    let stdout = io::stdout();
    Screen { language, colour: coloured(colour, &stdout), width: width(&stdout), all }
}

fn init(args: &InitArgs, language: Language) -> anyhow::Result<ExitCode> {
    if args.example.is_none() && holds_exports(&args.folder)? {
        return bind(args, language);
    }
    let files = write_study(&args.folder, args.example.as_deref(), language)?;
    let folder = visible(&args.folder.display().to_string());
    print(&match language {
        Language::En => format!("wrote {} into {folder}\nnext: pertonne run {folder}\n", files.join(", ")),
        Language::Zh => format!("已在 {folder} 写入 {}\n下一步：pertonne run {folder}\n", files.join("、")),
    })
}

/// Writes a study.toml for the exports in a folder.
fn bind(args: &InitArgs, language: Language) -> anyhow::Result<ExitCode> {
    let bindings = write_bindings(&args.folder, language)?;
    print(bindings_text(&bindings, &args.folder.display().to_string(), language))
}

fn explain(args: &ExplainArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let screen = screen(language, colour, true);
    let Some(name) = &args.code else { return print(codes_text(screen)) };
    let code = Code::parse(name)?;
    print(explanation_text(code, example(code)?.as_ref(), screen))
}

fn print(text: impl AsRef<[u8]>) -> anyhow::Result<ExitCode> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_ref()).and_then(|()| stdout.flush()).or_say(cannot_write)?;
    Ok(ExitCode::SUCCESS)
}

fn coloured(colour: Colour, stream: &impl IsTerminal) -> bool {
    match colour {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    }
}

/// The width of the terminal; else what `COLUMNS` says, or 100.
fn width(stream: &impl IsTerminal) -> usize {
    known_width(stream).unwrap_or(100)
}

/// The width of the terminal, or what `COLUMNS` says.
fn known_width(stream: &impl IsTerminal) -> Option<usize> {
    let terminal = stream.is_terminal().then(terminal_size::terminal_size).flatten();
    let stated = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.map(|(width, _)| usize::from(width.0)).or_else(stated)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
