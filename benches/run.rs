//! The main jobs, process start included: the Kunshan study, which is to take at most 10 ms and 16 MB; its report, in any
//! text format at most 20 ms, as a workbook 100 ms; the published figures of all three documents, which are to be
//! checked, with the causes of all differences, within a second; an audit, 50 ms, and of many rows twice the run; what the factor table takes of a start, which is to be
//! less than 1 ms; and a made-up year of weighbridge tickets, for the rows per second. `cargo bench` prints all.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark fails by panicking, and prints")]

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use pertonne::diagnostic::Diagnostics;
use pertonne::factor::{Loaded, Request, resolve};
use tempfile::TempDir;

const RUNS: usize = 51;
const TICKETS: u32 = 1_000_000;
/// The forms of a report and how long each may take, in ms.
const REPORTS: [(&str, u64); 6] =
    [("text", 20), ("markdown", 20), ("csv", 20), ("json", 20), ("html", 20), ("xlsx", 100)];
const PUBLISHED: [&str; 3] = ["kunshan-2024", "gongyi-2024", "dicastal-2023"];

fn main() -> ExitCode {
    let fixture = |name| Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let times = measure("run", &fixture("kunshan-2024"), &[], RUNS);
    let (median, slowest, memory) = (times[RUNS / 2], times[RUNS - 1], peak_memory());
    println!("kunshan-2024, {RUNS} runs: median {median:?}, slowest {slowest:?}, peak memory {memory} kB");
    let goal = median <= Duration::from_millis(10) && memory <= 16 * 1024;
    println!("goal of 10 ms and 16 MB: {}", if goal { "held" } else { "missed" });

    let folder = TempDir::new().unwrap();
    let mut goal = goal;
    for (form, most) in REPORTS {
        let output = folder.path().join(form).display().to_string();
        let times = measure("report", &fixture("kunshan-2024"), &["--format", form, "-o", &output, "--force"], RUNS);
        let held = times[RUNS / 2] <= Duration::from_millis(most);
        let verdict = if held { "held" } else { "missed" };
        println!("report as {form}, {RUNS} runs: median {:?}; goal of {most} ms: {verdict}", times[RUNS / 2]);
        goal &= held;
    }

    let medians = PUBLISHED.map(|name| measure("check", &fixture(name), &[], 11)[5]);
    let together: Duration = medians.iter().sum();
    println!("check of {PUBLISHED:?}, 11 runs each: median {medians:?}, together {together:?}");
    let goal = goal && together <= Duration::from_secs(1);
    println!("goal of 1 s: {}", if together <= Duration::from_secs(1) { "held" } else { "missed" });

    let audit = measure("audit", &fixture("kunshan-2024"), &[], RUNS)[RUNS / 2];
    let held = audit <= Duration::from_millis(50);
    println!("audit of kunshan-2024, {RUNS} runs: median {audit:?}; goal of 50 ms: {}", verdict(held));
    let goal = goal && held;

    let goal = look_up() && goal;

    let tickets = tickets();
    let times = measure("run", tickets.path(), &[], 5);
    let rate = u128::from(TICKETS) * 1000 / times[2].as_millis().max(1);
    println!("{TICKETS} tickets, 5 runs: median {:?}, {rate} rows/s, peak memory {} kB", times[2], peak_memory());
    let audit = measure("audit", tickets.path(), &[], 5)[2];
    let held = audit <= 2 * times[2];
    println!("their audit, 5 runs: median {audit:?}; goal of twice the run: {}", verdict(held));
    let goal = goal && held;
    if goal { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The names that the Kunshan study, and a study without factors of its own, look up in the table.
const NAMES: [&str; 12] = [
    "外购电力",
    "天然气",
    "柴油",
    "汽油",
    "LPG",
    "grid-electricity",
    "grid-electricity/CN-JS/2021",
    "freight-rail/GB",
    "water-supply/GB",
    "primary-aluminium",
    "无烟煤",
    "no such factor",
];

/// Opens each shipped release and looks up some names in it, within this process; whether the goal is held.
fn look_up() -> bool {
    let mut held = true;
    for release in Loaded::shipped_releases() {
        let once = || {
            let start = Instant::now();
            let loaded = Loaded::read(release, None, &mut Diagnostics::default()).unwrap().unwrap();
            let found = NAMES.iter().filter(|name| {
                let request = Request { name, region: "CN-JS", year: 2026, suggest: false };
                resolve(request, &[&loaded.factors], &loaded.regions).is_ok()
            });
            assert_eq!(found.count(), NAMES.len() - 1);
            start.elapsed()
        };
        let mut times: Vec<Duration> = (0..RUNS).map(|_| once()).collect();
        let first = times[0];
        times.sort();
        let median = times[RUNS / 2];
        held &= median < Duration::from_millis(1);
        println!("{} names in release {release}, {RUNS} runs: median {median:?}, the first {first:?}", NAMES.len());
    }
    println!("goal of 1 ms: {}", if held { "held" } else { "missed" });
    held
}

fn verdict(held: bool) -> &'static str {
    if held { "held" } else { "missed" }
}

/// The times of `runs` runs, the shortest first.
fn measure(command: &str, study: &Path, more: &[&str], runs: usize) -> Vec<Duration> {
    let run = || {
        let start = Instant::now();
        let mut program = Command::new(env!("CARGO_BIN_EXE_pertonne"));
        let status = program.arg(command).arg(study).args(more).stdout(Stdio::null()).status().unwrap();
        // An audit that finds an error is done, too.
        assert!(status.success() || (command == "audit" && status.code() == Some(1)));
        start.elapsed()
    };
    run();
    let mut times: Vec<Duration> = (0..runs).map(|_| run()).collect();
    times.sort();
    times
}

/// The most memory that any run so far has held, in kB.
#[cfg(unix)]
fn peak_memory() -> i64 {
    use nix::sys::resource::{UsageWho, getrusage};
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss()
}

/// Not measured here.
#[cfg(not(unix))]
fn peak_memory() -> i64 {
    0
}

/// A study with a year of weighbridge tickets.
fn tickets() -> TempDir {
    let folder = TempDir::new().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "study.toml",
        "[study]\ntitle = \"Tickets\"\nregion = \"CN-JS\"\nfrom = 2024-01-01\nto = 2024-12-31\n\
         [factors]\nrelease = \"2024.1\"\ngwp = \"AR5\"\n[files.transport]\nignore = [\"ticket\"]\n",
    );
    write("products.csv", "product,output,unit\nA,1000,t\nB,2000,t\n");
    write("factors.csv", "activity,value,unit\nRoad,0.08017,kgCO2e/t·km\nRail,0.00715,kgCO2e/t·km\n");
    // Written as a stream: a child's peak memory begins with that of its parent.
    let mut rows = BufWriter::new(File::create(folder.path().join("transport.csv")).unwrap());
    writeln!(rows, "date,leg,item,product,mass,mass_unit,distance,distance_unit,factor,ticket").unwrap();
    for ticket in 0..TICKETS {
        let (month, day, item) = (ticket % 12 + 1, ticket % 28 + 1, ticket % 30);
        let (product, factor) = (["A", "B"][(ticket % 2) as usize], ["Road", "Rail"][(ticket % 3 / 2) as usize]);
        let (mass, distance) = (20_000 + ticket % 9_973, 30 + ticket % 1_201);
        writeln!(
            rows,
            "2024-{month:02}-{day:02},inbound,item {item},{product},{mass}.{},kg,{distance},km,{factor},W{ticket:08}",
            ticket % 10
        )
        .unwrap();
    }
    rows.flush().unwrap();
    drop(rows);
    folder
}
