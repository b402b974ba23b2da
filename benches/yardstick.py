#!/usr/bin/env python3
"""How long `pertonne run` takes beside DuckDB and Polars reading and summing the same tickets.

    cargo build --release
    python3 benches/yardstick.py                                  # 10 million rows, 5 rounds
    python3 benches/yardstick.py --rows 1_000_000 --dir /tmp/y1m  # keep the study, and use it again
    python3 benches/yardstick.py --quoted                         # whatever is no number in quotes
    python3 benches/yardstick.py --errors 1000                    # pertonne alone: what errors cost

The script writes a study of transport tickets, about 64 bytes a row in 540 groups of leg, item, product, unit and
factor, and checks first that all three come to the same tonne-kilometres and rows, group by group, to the last digit.
Then it runs them in turn, round by round, each as a process of its own, on the same two CPUs, the file in the cache.

DuckDB and Polars are asked for less than pertonne gives: the count, the exact decimal sum of mass x distance and the
first and last date of each group, with all column types declared. Their ratios are those of the query's own time,
without the start of Python, to the time of pertonne's whole process.

Python 3.9 or later on a Unix. DuckDB and Polars are installed into a virtual environment of their own (see --venv).
"""

import argparse
import decimal
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("duckdb", "polars")
ENGINES = {"duckdb": "DuckDB", "polars": "Polars"}
THREADS = 2

COLUMNS = ("date", "leg", "item", "product", "mass", "mass_unit", "distance", "factor", "ticket")
STAGES = {"inbound": "raw-material-acquisition", "internal": "production", "outbound": "distribution"}
PRODUCTS = ("铝锭", "铝棒")
FACTORS = {"Road": "0.08017", "Rail": "0.00715", "Barge": "0.0128"}
ITEMS_IN_TONNES = (
    "alumina", "anode block", "bauxite", "pitch coke", "cryolite", "dross", "quicklime", "coal tar", "scrap sheet",
    "silicon", "steel frame", "firewood", "氧化铝", "石灰石", "回收废铝", "预焙阳极", "无烟煤", "工业硅",
)  # fmt: skip
ITEMS_IN_KG = (
    "argon", "flux", "hydraulic oil", "paint", "rock salt", "sand", "电解铜", "镁锭", "锌锭", "陶瓷滤料", "纸箱", "木托盘",
)  # fmt: skip

CHUNK = 10_000  # rows; four digits of the ticket's eight
NO_NUMBER = "12.3x"


# --- The study --------------------------------------------------------------------------------------------------------


def study_toml(rows, quoted, errors):
    """Its title says what the folder holds, so that one that is there already is known by it."""
    title = f"Yardstick: {rows} tickets, {'quoted' if quoted else 'plain'}, {errors} errors"
    return (
        f'[study]\ntitle = "{title}"\nregion = "CN-JS"\nfrom = 2024-01-01\nto = 2024-12-31\n\n'
        '[boundary]\nkind = "cradle-to-customer"\n\n'
        '[factors]\nrelease = "2024.1"\ngwp = "AR5"\n\n'
        '[files.transport]\nignore = ["ticket"]\n'
    )


def provide_study(folder, rows, quoted, errors):
    """Write the study into the folder, unless it is there already."""
    settings = folder / "study.toml"
    wanted = study_toml(rows, quoted, errors)
    if settings.is_file() and settings.read_text(encoding="utf-8") == wanted:
        print(f"{folder} is there already")
        return
    if folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} holds something else, or an unfinished study: remove it, or give another --dir")
    folder.mkdir(parents=True, exist_ok=True)
    products = "".join(f"{product},1000000,t\n" for product in PRODUCTS)
    factors = "".join(f"{activity},{value},kgCO2e/t·km\n" for activity, value in FACTORS.items())
    (folder / "products.csv").write_text("product,output,unit\n" + products, encoding="utf-8")
    (folder / "factors.csv").write_text("activity,value,unit\n" + factors, encoding="utf-8")
    started = time.perf_counter()
    # In a process of its own, because the peak memory of a child begins with that of its parent.
    writer = multiprocessing.Process(target=write_tickets, args=(folder / "transport.csv", rows, quoted, errors))
    writer.start()
    writer.join()
    if writer.exitcode != 0:
        sys.exit(f"{folder / 'transport.csv'} could not be written")
    settings.write_text(wanted, encoding="utf-8")  # last: a study is there once it is whole
    print(f"{folder} written in {time.perf_counter() - started:.1f} s")


def write_tickets(path, rows, quoted, errors):
    """The tickets, from rendered pieces that are drawn at random, the same at every run."""
    import random

    rng = random.Random(2024)
    mark = '"' if quoted else ""

    def text(value):
        return f"{mark}{value}{mark}"

    def number(low, high, decimals):
        return f"{rng.uniform(low, high):.{rng.choice(decimals)}f}"

    days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    dates = [text(f"2024-{m:02}-{d:02}") + "," for m, last in enumerate(days, 1) for d in range(1, last + 1)]
    loads = []
    for items, unit, low, high, decimals in (
        (ITEMS_IN_TONNES, "t", 1, 45, (0, 1, 2, 2, 3)),
        (ITEMS_IN_KG, "kg", 20, 2_000, (0, 1, 1, 2)),
    ):
        loads += [
            f"{text(leg)},{text(item)},{text(product)},{number(low, high, decimals)},{text(unit)},"
            for leg in STAGES
            for item in items
            for product in PRODUCTS
            for _ in range(500)
        ]
    ways = [f"{number(5, 1_800, (0, 1))},{text(factor)}," for factor in FACTORS for _ in range(3_000)]
    ends = [f"{n:04}{mark}\n" for n in range(CHUNK)]
    wrong = {(2 * n + 1) * rows // (2 * errors) for n in range(errors)}

    with open(path, "wb") as file:
        file.write((",".join(map(text, COLUMNS)) + "\n").encode())
        for first in range(0, rows, CHUNK):
            count = min(CHUNK, rows - first)
            chunk_loads = rng.choices(loads, k=count)
            for row in wrong.intersection(range(first, first + count)) if wrong else ():
                group, _, unit, _ = chunk_loads[row - first].rsplit(",", 3)
                chunk_loads[row - first] = f"{group},{NO_NUMBER},{unit},"
            ticket = [f"{mark}W{first // CHUNK:04}"] * count
            pieces = zip(rng.choices(dates, k=count), chunk_loads, rng.choices(ways, k=count), ticket, ends)
            file.write("".join(map("".join, pieces)).encode())


# --- What is measured -------------------------------------------------------------------------------------------------


def duckdb_query(path):
    import duckdb

    types = {
        "date": "DATE",
        "leg": "VARCHAR",
        "item": "VARCHAR",
        "product": "VARCHAR",
        "mass": "DECIMAL(18,4)",
        "mass_unit": "VARCHAR",
        "distance": "DECIMAL(18,3)",
        "factor": "VARCHAR",
        "ticket": "VARCHAR",
    }
    # The product of the two is a DECIMAL(18,7), which DuckDB neither rounds nor lets overflow in silence, and these
    # tickets fit it; the sum is a DECIMAL(38,7). A cast to wider decimals would only cost DuckDB time.
    query = f"""
        SELECT leg, item, product, mass_unit, factor, count(*), sum(mass * distance), min(date), max(date)
        FROM read_csv(?, columns = {types}, header = true, delim = ',', quote = '"', auto_detect = false)
        GROUP BY leg, item, product, mass_unit, factor
    """
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    connection.execute("SET preserve_insertion_order = false")
    started = time.perf_counter()
    groups = connection.execute(query, [str(path)]).fetchall()
    return time.perf_counter() - started, groups


def polars_query(path):
    import polars as pl

    # The product of two decimals has the larger scale of theirs. Masses have up to three decimals and distances up to
    # one, so that four hold it exactly.
    number = pl.Decimal(18, 4)
    types = {column: pl.String for column in COLUMNS} | {"date": pl.Date, "mass": number, "distance": number}
    started = time.perf_counter()
    groups = (
        pl.scan_csv(path, schema=types)
        .group_by("leg", "item", "product", "mass_unit", "factor")
        .agg(
            pl.len(),
            (pl.col("mass") * pl.col("distance")).sum().alias("sum"),
            pl.col("date").min().alias("first"),
            pl.col("date").max().alias("last"),
        )
        .collect(engine="streaming")
        .rows()
    )
    return time.perf_counter() - started, groups


def answer_as_engine(engine, path):
    """What the script does as a child, in the virtual environment: one query, its time and its result as JSON."""
    seconds, groups = {"duckdb": duckdb_query, "polars": polars_query}[engine](path)
    version = sys.modules[engine].__version__
    json.dump({"seconds": seconds, "version": version, "groups": groups}, sys.stdout, default=str)


# Starts a command and writes its exit status, wall time and peak memory into the given file descriptor. It is a process
# of its own and a small one, because the peak memory of a child begins with that of its parent.
LAUNCHER = """
import os, sys, time
report, command = int(sys.argv[1]), sys.argv[2:]
started = time.perf_counter()
child = os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_CLOSE, report)])
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - started
status = os.waitstatus_to_exitcode(status)
os.write(report, f"{status} {seconds} {usage.ru_maxrss}".encode())
"""


class Process:
    """One run of a command: its exit status, wall time, peak memory in MB and, if wanted, what it printed."""

    def __init__(self, command, keep_output=True, errors=None):
        reading, writing = os.pipe()
        launcher = [sys.executable, "-I", "-S", "-c", LAUNCHER, str(writing)]
        output = subprocess.PIPE if keep_output else subprocess.DEVNULL
        done = subprocess.run([*launcher, *map(str, command)], stdout=output, stderr=errors, pass_fds=[writing])
        os.close(writing)
        with open(reading) as report:
            status, seconds, peak = report.read().split() or sys.exit(f"{command[0]} could not be started")
        self.output, self.status, self.seconds = done.stdout, int(status), float(seconds)
        self.peak = int(peak) * (1 if sys.platform == "darwin" else 1024) / 1e6


def run_pertonne(program, folder, keep_output=False, wanted_status=0):
    errors = subprocess.DEVNULL if wanted_status else None
    process = Process([program, "run", folder, "--format", "json"], keep_output, errors)
    if process.status != wanted_status:
        sys.exit(f"pertonne ended with exit status {process.status}, not {wanted_status}")
    return process


def run_engine(python, engine, folder):
    process = Process([python, __file__, "--as-engine", engine, "--dir", folder])
    if process.status != 0:
        sys.exit(f"{ENGINES[engine]} ended with exit status {process.status}")
    process.answer = json.loads(process.output)
    process.query_seconds = process.answer["seconds"]
    return process


# --- Do they agree? ---------------------------------------------------------------------------------------------------


def sums_of_pertonne(output):
    """Tonne-kilometres and rows by product, stage, item and factor."""
    sums = {}
    for product in json.loads(output)["products"]:
        for part in product["contributions"]:
            if part["file"] != "transport.csv" or part["activity"]["unit"] != "t·km":
                sys.exit(f"an unexpected contribution: {part}")
            key = product["product"], part["stage"], part["item"], part["factor"]
            tonne_km, rows = sums.get(key, (0, 0))
            sums[key] = tonne_km + Decimal(part["activity"]["amount"]), rows + part["rows"]
    return sums


def sums_of_engine(groups):
    sums = {}
    for leg, item, product, unit, factor, count, total, _, _ in groups:
        key = product, STAGES[leg], item, factor
        tonne_km, rows = sums.get(key, (0, 0))
        sums[key] = tonne_km + Decimal(total).scaleb({"t": 0, "kg": -3}[unit]), rows + count
    return sums


def check_agreement(output, answers, rows):
    """End with an error unless every group of every engine has the sum and the rows of pertonne's."""
    decimal.setcontext(decimal.Context(prec=60, traps=[decimal.Inexact, decimal.InvalidOperation]))
    ours = sums_of_pertonne(output)
    failures = []
    if sum(count for _, count in ours.values()) != rows:
        failures.append(f"pertonne has not counted {rows} rows")
    for engine, answer in answers.items():
        theirs = sums_of_engine(answer["groups"])
        failures += [
            f"{ENGINES[engine]}: {', '.join(key)}: {theirs.get(key)}, pertonne: {ours.get(key)}"
            for key in sorted(ours.keys() | theirs.keys())
            if ours.get(key) != theirs.get(key)
        ]
    if failures:
        sys.exit("\n".join(["sums do not agree", *failures[:10], f"{len(failures)} differences"]))
    total = sum(tonne_km for tonne_km, _ in ours.values())
    print(f"sums agree: {total.normalize():f} t·km in {len(ours)} groups, all three exact")


# --- The table --------------------------------------------------------------------------------------------------------


def median(values):
    values, half = sorted(values), len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def print_table(lines):
    """`lines`: a name, the processes of every round, and which of their times is meant."""
    print(f"\n{'':24}{'median s':>10}{'min s':>10}{'peak MB':>10}")
    for name, processes, time_meant in lines:
        seconds = column(processes, time_meant)
        peak = f"{max(column(processes, 'peak')):>10.1f}" if time_meant == "seconds" else ""
        print(f"{name:24}{median(seconds):>10.3f}{min(seconds):>10.3f}{peak}")
    print(f"(a peak below {Process(['/usr/bin/env']).peak:.1f} MB, that of the launcher, cannot be seen)\n")


def print_ratio(name, above, below):
    of_rounds = [a / b for a, b in zip(above, below)]
    print(
        f"{name:24}{median(above) / median(below):>9.2f}x of medians{min(above) / min(below):>9.2f}x of minima"
        f"{min(of_rounds):>9.2f}x to {max(of_rounds):.2f}x in the rounds"
    )


def in_turn(rounds, runs):
    """Run each of the named runs once a round, beginning with another each round; all results by name."""
    results = {name: [] for name in runs}
    names = list(runs)
    for number in range(rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            results[name].append(runs[name]())
    return results


def column(processes, name):
    return [getattr(process, name) for process in processes]


def compare_engines(options, folder):
    python = environment(options.venv)
    program = options.pertonne
    checked = run_pertonne(program, folder, keep_output=True)
    answers = {engine: run_engine(python, engine, folder).answer for engine in ENGINES}
    check_agreement(checked.output, answers, options.rows)

    runs = {"pertonne": lambda: run_pertonne(program, folder)}
    runs |= {engine: lambda engine=engine: run_engine(python, engine, folder) for engine in ENGINES}
    results = in_turn(options.rounds, runs)

    ours = column(results["pertonne"], "seconds")
    lines = [("pertonne, process", results["pertonne"], "seconds")]
    for engine, name in ENGINES.items():
        versioned = f"{name} {answers[engine]['version']}"
        lines.append((f"{versioned}, query", results[engine], "query_seconds"))
        lines.append((f"{versioned}, process", results[engine], "seconds"))
    print_table(lines)
    for engine, name in ENGINES.items():
        print_ratio(f"{name} / pertonne", column(results[engine], "query_seconds"), ours)


def compare_errors(options, clean, wrong):
    results = in_turn(
        options.rounds,
        {
            "clean": lambda: run_pertonne(options.pertonne, clean),
            "wrong": lambda: run_pertonne(options.pertonne, wrong, wanted_status=1),
        },
    )
    clean, wrong = results["clean"], results["wrong"]
    print_table([("without errors", clean, "seconds"), (f"with {options.errors} errors", wrong, "seconds")])
    print_ratio("with / without errors", column(wrong, "seconds"), column(clean, "seconds"))


# --- The script -------------------------------------------------------------------------------------------------------


def environment(folder):
    """The Python of the virtual environment, which is made where it is missing."""
    python = folder / "bin" / "python"
    imports = [python, "-c", f"import {', '.join(PACKAGES)}"]
    if python.exists() and subprocess.run(imports, stderr=subprocess.DEVNULL).returncode == 0:
        return python
    print(f"installing {' and '.join(PACKAGES)} into {folder}")
    for command in ([sys.executable, "-m", "venv", folder], [python, "-m", "pip", "install", "--quiet", *PACKAGES]):
        if subprocess.run(command).returncode != 0:
            sys.exit(f"{' and '.join(PACKAGES)} could not be installed into {folder}")
    return python


def stay_on_two_cpus():
    """For this process and its children."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)


def warm(path):
    """Read the file once, so that it is in the cache; its size."""
    buffer = memoryview(bytearray(1 << 20))
    with open(path, "rb", buffering=0) as file:
        return sum(iter(lambda: file.readinto(buffer), 0))


def describe(folder, rows):
    size = warm(folder / "transport.csv")
    print(f"{folder.name}: {rows:,} rows, {size / 1e6:,.1f} MB, {size / rows:.1f} bytes a row")


def parse_options():
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    parser = argparse.ArgumentParser(
        description=__doc__,
        epilog="Several sizes, each kept for the next time:\n\n"
        "    for n in 100_000 1_000_000 10_000_000; do\n"
        "        python3 benches/yardstick.py --rows $n --dir /tmp/yardstick-$n\n"
        "    done",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--rows", type=int, default=10_000_000, metavar="N", help="tickets in the study [10_000_000]")
    add("--rounds", type=int, default=5, metavar="N", help="how often each is measured [5]")
    add("--pertonne", type=Path, default=ROOT / "target" / "release" / "pertonne", metavar="PATH",
        help="the program [target/release/pertonne of this repository]")  # fmt: skip
    add("--quoted", action="store_true", help="quote the header and every field that is no number")
    add("--errors", type=int, default=0, metavar="N",
        help="measure pertonne alone, without and with N masses that are no number [0]")  # fmt: skip
    add("--dir", type=Path, metavar="DIR",
        help="the study's folder, kept and used again; the one with errors is DIR-errors-N [temporary]")  # fmt: skip
    add("--venv", type=Path, default=cache / "pertonne-yardstick", metavar="DIR",
        help="the virtual environment of DuckDB and Polars, made where it is missing [in your cache]")  # fmt: skip
    add("--as-engine", choices=ENGINES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.as_engine:
        return options
    if not 1 <= options.rows <= 100_000_000:
        parser.error("--rows is from 1 to 100_000_000, as a ticket's number has eight digits")
    if options.rounds < 1:
        parser.error("--rounds is at least 1")
    if not 0 <= options.errors <= options.rows:
        parser.error("--errors is at most --rows")
    if not os.access(options.pertonne, os.X_OK):
        parser.error(f"{options.pertonne} is no program: run `cargo build --release`, or give --pertonne")
    options.pertonne = options.pertonne.resolve()
    return options


def measure(options, folder):
    provide_study(folder, options.rows, options.quoted, 0)
    describe(folder, options.rows)
    if not options.errors:
        compare_engines(options, folder)
        return
    wrong = folder.with_name(f"{folder.name}-errors-{options.errors}")
    provide_study(wrong, options.rows, options.quoted, options.errors)
    describe(wrong, options.rows)
    compare_errors(options, folder, wrong)


def main():
    options = parse_options()
    if options.as_engine:
        answer_as_engine(options.as_engine, options.dir / "transport.csv")
        return
    sys.stdout.reconfigure(encoding="utf-8", line_buffering=True)
    stay_on_two_cpus()
    if options.dir:
        measure(options, options.dir.resolve())
        return
    with tempfile.TemporaryDirectory(prefix="pertonne-yardstick-") as folder:
        measure(options, Path(folder) / "study")


if __name__ == "__main__":
    main()
