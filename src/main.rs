//! The binary: arguments → library → exit status.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use pertonne::calculation::{Options, calculate};
use pertonne::cli::{Cli, Colour, Command, Format, InitArgs, RunArgs};
use pertonne::diagnostic::{Style, render};
use pertonne::init::write_study;
use pertonne::report::{Screen, json, terminal};
use pertonne::text::{Language, visible};

/// Exit statuses: the data is wrong; wrong usage, or the world is.
const DATA: u8 = 1;
const WORLD: u8 = 2;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let language = cli.lang.unwrap_or_else(|| Language::from_locale(|name| std::env::var(name).ok()));
    let done = match cli.command {
        Command::Run(args) => run(&args, language, cli.color),
        Command::Init(args) => init(&args, language),
    };
    match done {
        Ok(status) => status,
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed, too, the exit status has to say it.
            let _ = writeln!(io::stderr(), "pertonne: {}", visible(&format!("{error:#}")));
            ExitCode::from(WORLD)
        }
    }
}

fn run(args: &RunArgs, language: Language, colour: Colour) -> anyhow::Result<ExitCode> {
    let options = Options { factors: args.factors.clone(), hash: args.hash, ..Options::default() };
    let calculation = calculate(&args.folder, &options)?;
    let diagnostics = &calculation.diagnostics;
    if !diagnostics.is_empty() {
        let style = Style { language, colour: coloured(colour, &io::stderr()), width: width(&io::stderr()) };
        // Nobody may be reading standard error; the result and the exit status do not depend on it.
        let _ = io::stderr().write_all(render(diagnostics, style).as_bytes());
    }
    let Some(footprint) = &calculation.footprint else { return Ok(ExitCode::from(DATA)) };
    let stdout = io::stdout();
    let screen = Screen { language, colour: coloured(colour, &stdout), width: width(&stdout), all: args.all };
    let text = match args.format {
        Format::Text => terminal(footprint, screen),
        Format::Json => json(footprint, diagnostics, language)?,
    };
    print(&text)
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
