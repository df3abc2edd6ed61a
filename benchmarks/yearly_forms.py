"""Seconds of forms: made for 30 units and for 2,000, and collected again.

Run `python benchmarks/yearly_forms.py`; figures and machine are in docs/performance.md.
"""

import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "data"
UNITS = 2_000


def repeated(source: Path, target: Path) -> None:
    """Repeat the rows of a table, with ids and names of their own, until there are enough."""
    head, *rows = csv.reader(source.read_text("utf-8-sig").splitlines())
    id_, name = head.index("id"), head.index("name")
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head)
        for number in range(UNITS):
            row = list(rows[number % len(rows)])
            row[id_], row[name] = f"{row[id_]}-{number}", f"{row[name]} {number}"
            writer.writerow(row)


def timed(name: str, arguments: list[str], bar: float) -> None:
    """Print how long a command took, and how much memory any command has taken so far."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "itrank", *arguments], check=True, capture_output=True)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{name:26} {time.perf_counter() - begun:7.2f} s   bar {bar} s   {most} MB at the peak", flush=True)


def main() -> None:
    """Make and collect the forms of a year, small and large."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        repeated(EXAMPLES / "2021.units.csv", here / "units.csv")
        repeated(EXAMPLES / "2021.csv", here / "data.csv")
        for count, units, data, bars in (
            (30, EXAMPLES / "2021.units.csv", EXAMPLES / "2021.csv", (5.0, 3.0)),
            (UNITS, here / "units.csv", here / "data.csv", (240.0, 240.0)),
        ):
            forms, out = str(here / f"forms-{count}"), str(here / f"{count}.csv")
            timed(
                f"{count} forms",
                ["forms", "2021", "--units", str(units), "--data", str(data), "--output", forms],
                bars[0],
            )
            collect = ["collect", forms, "--ruleset", "2021", "--units", str(units), "--output", out]
            timed(f"{count} forms collected", [*collect, "--replies", str(here / f"replies-{count}")], bars[1])


if __name__ == "__main__":
    main()
