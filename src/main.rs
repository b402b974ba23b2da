//! The binary: arguments → library → exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use pertonne::calculation::{Options, calculate};
use pertonne::check::check;
use pertonne::cli::{Cli, Colour, Command, Format, InitArgs, RunArgs, ViewArgs};
use pertonne::diagnostic::{Diagnostics, Style, render};
use pertonne::init::write_study;
use pertonne::report::{Screen, check_json, check_text, json, plan_json, plan_text, terminal};
use pertonne::target::plan;
use pertonne::text::{Language, visible};

/// Exit statuses: the data is wrong; wrong usage, or the world is.
const DATA: u8 = 1;
const WORLD: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let language = cli.lang.unwrap_or_else(|| Language::from_locale(|name| std::env::var(name).ok()));
    let done = match cli.command {
        Command::Run(args) => run(&args, language, cli.color),
        Command::Check(args) => check_figures(&args, language, cli.color),
        Command::Targets(args) => targets(&args, language, cli.color),
        Command::Init(args) => init(&args, language),
    };
    match done {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, too, the exit status has to say it.
            let text = format!("{error:#}").lines().map(visible).collect::<Vec<_>>().join("\n");
            let _ = writeln!(io::stderr(), "pertonne: {text}");
            ExitCode::from(WORLD)
        }
    }
}

fn run(args: &RunArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let options = Options { hash: args.hash, ..options(&args.view) };
    let calculation = calculate(&args.view.folder, &options)?;
    report(&calculation.diagnostics, language, colour);
    let Some(footprint) = &calculation.footprint else { return Ok(ExitCode::from(DATA)) };
    let text = match args.view.format {
        Format::Text => terminal(footprint, screen(language, colour, args.all)),
        Format::Json => json(footprint, &calculation.diagnostics, language)?,
    };
    print(&text)
}

fn check_figures(args: &ViewArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let checked = check(&args.folder, &options(args))?;
    report(&checked.diagnostics, language, colour);
    let Some(check) = &checked.check else { return Ok(ExitCode::from(DATA)) };
    let text = match args.format {
        Format::Text => check_text(check, screen(language, colour, true)),
        Format::Json => check_json(check, &checked.diagnostics, language)?,
    };
    let done = print(&text)?;
    Ok(if check.holds() { done } else { ExitCode::from(DATA) })
}

fn targets(args: &ViewArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let planned = plan(&args.folder, &options(args))?;
    report(&planned.diagnostics, language, colour);
    let Some(plan) = &planned.plan else { return Ok(ExitCode::from(DATA)) };
    let text = match args.format {
        Format::Text => plan_text(plan, screen(language, colour, true)),
        Format::Json => plan_json(plan, &planned.diagnostics, language)?,
    };
    print(&text)
}

fn options(args: &ViewArgs) -> Options {
    Options { factors: args.factors.clone(), ..Options::default() }
}

/// Shows what is wrong or worth knowing.
fn report(diagnostics: &Diagnostics, language: Language, colour: Colour) {
    if !diagnostics.is_empty() {
        let style = Style { language, colour: coloured(colour, &io::stderr()), width: width(&io::stderr()) };
        // Nobody may be reading standard error; the result and the exit status do not depend on it.
        let _ = io::stderr().write_all(render(diagnostics, style).as_bytes());
    }
}

fn screen(language: Language, colour: Colour, all: bool) -> Screen {
    let stdout = io::stdout();
    Screen { language, colour: coloured(colour, &stdout), width: width(&stdout), all }
}

fn init(args: &InitArgs, language: Language) -> anyhow::Result<ExitCode> {
    let files = write_study(&args.folder, args.example.as_deref(), language)?;
    let folder = visible(&args.folder.display().to_string());
    print(&match language {
        Language::En => format!("wrote {} into {folder}\nnext: pertonne run {folder}\n", files.join(", ")),
        Language::Zh => format!("已在 {folder} 写入 {}\n下一步：pertonne run {folder}\n", files.join("、")),
    })
}

fn print(text: &str) -> anyhow::Result<ExitCode> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()).context("cannot write the result")?;
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
    let terminal = stream.is_terminal().then(terminal_size::terminal_size).flatten();
    let stated = || std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    terminal.map(|(width, _)| usize::from(width.0)).or_else(stated).unwrap_or(100)
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
