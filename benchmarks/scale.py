"""The scorecard of a hundred indicators by itrank's engines and by peers, on the same data, in one run.

    python benchmarks/scale.py [UNITS] [--rounds N] [--warm N] [--totals] [--only WORD ...]   compare: time, memory, wrong results
    python benchmarks/scale.py growth UNITS ...          polars and DuckDB from 1,000 units up, each in a fresh process
    python benchmarks/scale.py files UNITS FILE.parquet  from file to file by the command line (FILE is made)
    python benchmarks/scale.py plan                      what `plan` and the text of SQL take above `check`

Each measurement is a fresh process that loads (not timed), computes once (cold) and twice again (warm; `--warm`); rounds go through
all of them in turn, so that a busy machine slows all alike. Wrong results are counted against integers written by hand
(scorecard.py), which the tests hold to the reference. Whoever is not installed is named and left out.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import by_hand
import by_hand_sql
import numpy as np
import ours
import server
from scorecard import exact, ruleset, write

PEERS = {**ours.PEERS, **by_hand.PEERS, **by_hand_sql.PEERS}
BASE = "itrank, polars"
WARM = 2
MOST_BY_REFERENCE = 1_000  # units: its time grows with them alone
MOST_BY_DUCKDB = 1_000_000  # units whose cells it holds in memory
COMPARED = ("totals", "tiers", "ranks", "group_ranks")


def clocks() -> tuple[float, float]:
    """Read the wall clock and the processor time of this process."""
    return time.perf_counter(), time.process_time()


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Give what is computed, with the seconds on the wall and of the processor."""
    before = clocks()
    made = work()
    after = clocks()
    return made, after[0] - before[0], after[1] - before[1]


def work(name: str, path: Path, truth: Path, warmed: int, *, keep: bool) -> dict[str, Any]:
    """Measure one of them in this process."""
    peer = PEERS[name]
    data, loading, _ = timed(lambda: peer.load(path))
    loaded_peak = peak()
    made, *cold = timed(lambda: peer.run(data, keep))
    highest = peak()
    warm = []
    for _ in range(warmed):
        del made
        made, *again = timed(lambda: peer.run(data, keep))
        warm.append(again)
    found, right = peer.results(made), np.load(truth)
    count = len(found.totals)
    wrong = {what: int((getattr(found, what) != right[what][:count]).sum()) for what in COMPARED}
    return {
        "units": count, "load": loading, "cold": cold, "warm": warm, "loaded": loaded_peak, "peak": highest, "wrong": wrong
    }  # fmt: skip


def peak() -> float:
    """Give the most memory that this process had, in GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def child(arguments: list[str]) -> dict[str, Any] | str:
    """Run this script anew; gives what it prints, or why there is nothing."""
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    missing = next(
        (line for line in reversed(lines) if "ModuleNotFoundError" in line or "FileNotFoundError" in line), ""
    )
    return f"not measured: {missing or (lines or [''])[-1]}"


def truth_of(count: int, folder: Path) -> Path:
    """Compute what is right, once."""
    path = folder / "truth.npz"
    found = exact(count)
    np.savez(path, **{what: getattr(found, what) for what in COMPARED})
    return path


def compare(count: int, rounds: int, warmed: int, only: list[str], *, keep: bool) -> None:
    """Measure all in turn, and print the table."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="itrank-bench-")))
        whole, small = folder / "data.parquet", folder / "small.parquet"
        write(count, whole)
        write(min(count, MOST_BY_REFERENCE), small)
        truths = {whole: truth_of(count, folder), small: folder / "small.npz"}
        few = exact(min(count, MOST_BY_REFERENCE))
        np.savez(truths[small], **{what: getattr(few, what) for what in COMPARED})
        asked = [name for name in PEERS if not only or any(word in name for word in only)]
        if any("PostgreSQL" in name for name in asked) and server.programs() is not None:
            os.environ[by_hand_sql.DSN] = stack.enter_context(server.postgres())
        measured: dict[str, list[dict[str, Any]]] = {}
        for number in range(rounds):
            for name in asked:
                path = small if name == "itrank, reference" else whole
                found = child(
                    ["--work", name, str(path), str(truths[path]), str(warmed), *(["--totals"] if not keep else [])]
                )
                if isinstance(found, str):
                    print(f"{name}: {found}", file=sys.stderr)
                else:
                    measured.setdefault(name, []).append(found)
                    print(f"round {number + 1}, {name}: {json.dumps(found)}", file=sys.stderr)
        print_table(measured)


def print_table(measured: dict[str, list[dict[str, Any]]]) -> None:
    """Print medians over the rounds, a row each."""
    print(
        "| who | what | cold, s | warm, s | warm CPU, s | rows a second | x ours | peak, GB | totals wrong | tiers | ranks | ranks in groups |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    base = statistics.median(warm_of(BASE, measured)) if BASE in measured else float("nan")
    for name, rounds in measured.items():
        count, wrong = rounds[0]["units"], rounds[0]["wrong"]
        warm = statistics.median(warm_of(name, measured))
        busy = statistics.median(run[1] for each in rounds for run in each["warm"])
        cold = statistics.median(each["cold"][0] for each in rounds)
        memory = max(each["peak"] for each in rounds)
        ratio = "-" if name == "itrank, reference" else f"{warm / base:.2f}"
        counted = " | ".join(f"{wrong[what]:,}" for what in COMPARED)
        # A server and a Java machine work outside of the process that is measured.
        outside = "PostgreSQL" in name or "Spark" in name
        print(
            f"| {name} | {PEERS[name].note} | {cold:.2f} | {warm:.2f} | {'-' if outside else f'{busy:.2f}'} | {count / warm:,.0f} | "
            f"{ratio} | {'-' if outside else f'{memory:.2f}'} | {counted} |"
        )


def warm_of(name: str, measured: dict[str, list[dict[str, Any]]]) -> list[float]:
    """Give the seconds of each warm run."""
    return [run[0] for each in measured[name] for run in each["warm"]]


def growth(counts: list[int]) -> None:
    """Measure polars and DuckDB on more and more units."""
    print("| units | who | cold, s | warm, s | cold, CPU | warm, CPU | peak, GB (of which data) | wrong |")
    print("|---|---|---|---|---|---|---|---|")
    for count in counts:
        with tempfile.TemporaryDirectory(prefix="itrank-bench-") as made:
            path = Path(made) / "data.parquet"
            write(count, path)
            truth = truth_of(count, Path(made))
            for name in ("itrank, polars", "itrank, polars, from the frame", "itrank, DuckDB"):
                if count > MOST_BY_DUCKDB and "DuckDB" in name:
                    continue
                found = child(["--work", name, str(path), str(truth)])
                if isinstance(found, str):
                    print(f"{name}: {found}", file=sys.stderr)
                    continue
                warm, busy = (statistics.median(run[clock] for run in found["warm"]) for clock in (0, 1))
                wrong = sum(found["wrong"].values())
                print(
                    f"| {count:,} | {name} | {found['cold'][0]:.2f} | {warm:.2f} | {found['cold'][1]:.2f} | {busy:.2f} | "
                    f"{found['peak']:.2f} ({found['loaded']:.2f}) | {wrong} |",
                    flush=True,
                )


def commands(count: int, path: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the jobs from file to file: what it is, and the command."""
    rules, folder = path.parent / "scorecard.yaml", path.parent
    rules.write_text(ruleset(), "utf-8")
    base = [sys.executable, "-m", "itrank", "evaluate", "--ruleset", str(rules), "--data", str(path)]
    for engine in ("polars", "duckdb"):
        made = folder / f"made-{engine}{path.suffix}"
        yield f"{engine}, {count:,} rows, {path.suffix} to {path.suffix}", [*base, "--engine", engine, "-o", str(made)]


def files(count: int, path: Path) -> None:
    """Run whole commands, start included, each in a fresh process; the files that they make are removed."""
    write(count, path)
    print(f"{path.stat().st_size / 1e9:.2f} GB of data")
    for name, command in commands(count, path):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        # The peak of children is the highest of all so far: each is asked through a process of its own.
        done = subprocess.run(
            [sys.executable, __file__, "--measure", *command], capture_output=True, text=True, check=False
        )
        spent = time.perf_counter() - start
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = done.stdout.splitlines()[-1] if done.stdout.strip() else "?"
        print(f"{name}: {spent:.1f} s, {busy:.1f} s CPU, peak {said} GB, exit {done.returncode}", flush=True)
        if done.returncode:
            print(done.stderr[-2000:], file=sys.stderr)
    for made in path.parent.glob("made-*"):
        made.unlink()


def measure(command: list[str]) -> int:
    """Run a command and print the most memory that it had."""
    code = subprocess.run(command, check=False, stdout=sys.stderr).returncode
    print(f"{resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024**2:.2f}")
    return code


def plan() -> None:
    """Measure the processor time of `check`, `plan` and `compile` on the scorecard, the least of seven."""
    from start import cpu  # noqa: PLC0415  # it is a script too

    with tempfile.TemporaryDirectory(prefix="itrank-bench-") as made:
        path = Path(made) / "scorecard.yaml"
        path.write_text(ruleset(), "utf-8")
        words = [sys.executable, "-m", "itrank"]
        base = cpu([*words, "check", str(path)])
        print(f"check: {base:.3f} s CPU")
        jobs = {"plan": ["plan", str(path)]}
        for dialect in ("duckdb", "postgres", "spark"):
            jobs[f"compile to {dialect}"] = ["compile", str(path), "--to", "sql", "--dialect", dialect]
        for name, job in jobs.items():
            try:
                spent = cpu([*words, *job])
            except subprocess.CalledProcessError as error:
                print(f"{name}: not measured: {error.stderr.decode()[-200:].strip()}")
                continue
            print(f"{name}: {spent:.3f} s CPU, {(spent - base) * 1000:+.0f} ms")


def main() -> int:
    """Read the command line."""
    words = sys.argv[1:]
    if words[:1] == ["--work"]:
        print(json.dumps(work(words[1], Path(words[2]), Path(words[3]), int(words[4]), keep="--totals" not in words)))
        return 0
    if words[:1] == ["--measure"]:
        return measure(words[1:])
    if words[:1] == ["growth"]:
        growth([int(word.replace("_", "")) for word in words[1:]] or [1_000, 10_000, 100_000, 1_000_000])
    elif words[:1] == ["files"]:
        files(int(words[1].replace("_", "")), Path(words[2]))
    elif words[:1] == ["plan"]:
        plan()
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("units", nargs="?", type=int, default=100_000)
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--warm", type=int, default=WARM, help="runs of each process after its first")
        parser.add_argument("--totals", action="store_true", help="keep no cells")
        parser.add_argument("--only", nargs="*", default=[], help="only those whose name has one of these words")
        asked = parser.parse_args(words)
        if asked.warm < 1:
            parser.error("--warm: at least 1, since the table compares warm runs")
        compare(asked.units, asked.rounds, asked.warm, asked.only, keep=not asked.totals)
    return 0


if __name__ == "__main__":
    sys.exit(main())
