"""CPU seconds of the commands an official waits for, each in a fresh process; the least of several runs.

Run `python benchmarks/start.py`; figures and machine are in docs/performance.md.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from growth import ruleset

RUNS = 7


def cpu(arguments: list[str]) -> float:
    """Measure the least CPU time of a child process over some runs."""
    # As on any machine: compiled modules are kept, and the first run, which makes them, does not count.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(arguments, check=True, capture_output=True, env=environment)
    times = []
    for _ in range(RUNS):
        before = os.times()
        subprocess.run(arguments, check=True, capture_output=True, env=environment)
        after = os.times()
        times.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(times)


def long_ruleset(lines: int) -> str:
    """Repeat the benchmark's leaves, one key a line, until the text has so many lines."""
    head, _, _ = ruleset().partition("scorecards:")
    text = [head.rstrip(), "scorecards:", "  all:", "    criteria:"]
    leaf = 0
    while len(text) + head.count("\n") < lines:
        text += [
            f"      - id: n{leaf}",
            f'        code: "{leaf}"',
            "        title: {vi: Tiêu chí, en: Criterion}",
            "        max: 10",
            "        score:",
            f"          ratio: [a{leaf % 100}, b{leaf % 100}]",
            "          full_at: 80%",
        ]
        leaf += 1
    return "\n".join(text) + "\n"


def main() -> None:
    """Print each command with its CPU time and its bar."""
    itrank = [sys.executable, "-m", "itrank"]
    with tempfile.TemporaryDirectory() as folder:
        long = Path(folder, "long.yaml")
        long.write_text(long_ruleset(3_000), "utf-8")
        load = (
            "import time; from pathlib import Path; from itrank.engine import load; t = time.process_time(); "
            f"assert load(Path({str(long)!r})).ruleset; print(time.process_time() - t)"
        )
        rows = [
            ("python -c pass", [sys.executable, "-c", "pass"], ""),
            ("itrank --version", [*itrank, "--version"], "0.15"),
            ("itrank evaluate --ruleset 2021.yaml", [*itrank, "evaluate", "--ruleset", "2021.yaml"], "0.40"),
            ("load and check 3,000 lines", [sys.executable, "-c", load], "0.50"),
        ]
        for name, arguments, bar in rows:
            print(f"{name:<38} {cpu(arguments):.3f} s CPU{f', bar {bar} s' if bar else ''}")
        inside = subprocess.run([sys.executable, "-c", load], check=True, capture_output=True, text=True).stdout.strip()
        print(f"  of which loading itself: {float(inside):.3f} s ({long.read_text().count(chr(10))} lines)")


if __name__ == "__main__":
    main()
