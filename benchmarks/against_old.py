"""How long evaluation takes beside an earlier commit: both in one run, in turn, so that a busy machine slows both.

Run `python benchmarks/against_old.py [commit] [units ...]`; by default c4be05f and 1, 2, 30, 500 and 1000 units.
Each round measures one and then the other; the ratio is of the least times, with that of each round beside it.
"""

import gc
import io
import os
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

from growth import LEAVES, ruleset
from itrank.engine import evaluate, load_text, observe
from itrank.engine.observe import table_of

HERE = Path(__file__).resolve()
ROOT = HERE.parent.parent
COMMIT = "c4be05f"
START = ["-m", "itrank", "evaluate", "--ruleset", "2021.yaml"]


class Side:
    """One of the two versions: a process that evaluates when it is asked, on its own copy of the package.

    Attributes:
        environment: finds the copy first.
    """

    def __init__(self, folder: Path) -> None:
        self.environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE), "--work"],
            env=self.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=folder,
        )  # fmt: skip

    def measure(self, kind: str, count: int) -> float:
        """Give the CPU seconds of one evaluation."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(kind, count, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def start(self) -> float:
        """Give the CPU seconds of `itrank evaluate` in a process of its own."""
        before = os.times()
        subprocess.run([sys.executable, *START], env=self.environment, check=True, capture_output=True)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system


def work() -> None:
    """Answer with CPU seconds, for each line of standard input that asks for them."""
    text = ruleset()
    loaded = load_text(text).ruleset
    seen = {}
    for line in sys.stdin:
        kind, word = line.split()
        count = int(word)
        # A ruleset that was just loaded has nothing staged; it is also what a command evaluates.
        used = load_text(text).ruleset if kind == "first" else loaded
        if count not in seen:
            rows = [
                {"id": f"u{unit}"}
                | {f"a{n}": (unit * 7 + n * 13) % 47 for n in range(LEAVES)}
                | {f"b{n}": (unit * 3 + n) % 40 + 10 for n in range(LEAVES)}
                for unit in range(count)
            ]
            seen[count] = table_of("rows", rows)
        observed = observe(used, [seen[count]])
        gc.collect()  # what loading left behind
        start = time.process_time()
        evaluate(used, observed)
        print(time.process_time() - start, flush=True)


def exported(commit: str, folder: Path) -> Path:
    """Write a commit's files into a folder, as a package that can be imported from there."""
    packed = subprocess.run(["git", "-C", str(ROOT), "archive", commit], check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder / "itrank", filter="data")
    return folder


def row(name: str, old: list[float], new: list[float], per: int) -> str:
    """Write the least times of both, in ms for each of `per`, and how they compare."""
    ratios = [b / a for a, b in zip(old, new, strict=True)]
    return (
        f"{name:<28} {min(old) / per * 1e3:>9.3f} {min(new) / per * 1e3:>9.3f} {min(new) / min(old):>7.2f}"
        f" {statistics.median(ratios):>9.2f} {min(ratios):>7.2f} to {max(ratios):.2f}"
    )


def main() -> None:
    """Measure both versions in turn and print the ratios."""
    words = sys.argv[1:]
    commit = words.pop(0) if words and not words[0].isdigit() else COMMIT
    counts = [int(word) for word in words] or [1, 2, 30, 500, 1_000]
    with tempfile.TemporaryDirectory() as before, tempfile.TemporaryDirectory() as after:
        (Path(after) / "itrank").symlink_to(ROOT)
        old, new = Side(exported(commit, Path(before))), Side(Path(after))
        print(f"{'ms a unit':<28} {commit:>9} {'now':>9} {'ratio':>7} {'of rounds: median, least to most'}")
        for kind in ("first", "again"):
            for count in counts:
                rounds = 15 if count < 10 else 7 if count < 100 else 4
                times = [(old.measure(kind, count), new.measure(kind, count)) for _ in range(rounds)]
                print(row(f"{kind}, {count} units", *map(list, zip(*times, strict=True)), count), flush=True)
        starts = [(old.start(), new.start()) for _ in range(7)]
        print(row("`evaluate`, 30 units, ms", *map(list, zip(*starts, strict=True)), 1))
        for side in (old, new):
            side.process.kill()


if __name__ == "__main__":
    work() if sys.argv[1:] == ["--work"] else main()
