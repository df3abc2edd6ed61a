"""The machine fails while a command writes: kills, failing system calls, full disks, limits, closed and full streams.

    python tests/faults/machine.py [--each N] [--suite NAME] [--seed N]

Each run is a process of its own in a fresh copy of a project; `--each` says how many runs a suite makes at most (all by
default), drawn by the seed. Whatever fails and whenever:

- each file is what it was before or what a run without faults makes of it, whole; a folder is whole or not there;
- a run that ends with 0 or 1 has written all that it was asked for, byte for byte; else it ends with 2;
- nobody sees a traceback or *a fault of itrank's own*; who can hear is told (ITRnnn);
- a draft stays after `kill -9` alone, and goes with the next run; nothing ever lies in the temporary folder.

Suites that need what a machine does not have (`strace`, root for a small disk) are counted as left out.
"""

import argparse
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from itrank.cli import run

DRAFT = ".itrank-"
RULES = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  a: {label: Số, type: number, min: 0, max: 10}
scorecards:
  bang:
    criteria:
      - {id: p, title: Phần, max: 10, score: {formula: a}}
    tiers: [{id: tot, title: Tốt, from: 8}, {id: yeu, title: Yếu}]
"""
UNITS = [f"dv{number},Đơn vị {number}" for number in range(1, 6)]
FILES = {
    "r.yaml": RULES,
    "d.csv": "id,name,a\n" + "".join(f"{unit},{number}.5\n" for number, unit in enumerate(UNITS)),
    "u.csv": "id,name\n" + "".join(f"{unit}\n" for unit in UNITS),
    "xau.yaml": RULES.replace("title: Thử", 'title:   "Thử"').replace("label: Số", "lable: Số"),
    "out.json": "bản cũ\n",
    "out.csv": "bản cũ\n",
    "out.txt": "bản cũ\n",
    "out.zip": "bản cũ\n",
}
YEAR = ["--ruleset", "r.yaml", "--data", "d.csv"]
WRITERS = {
    "evaluate": ["evaluate", *YEAR, "--format", "json", "--output", "out.json"],
    "evaluate csv": ["evaluate", *YEAR, "--format", "csv", "--output", "out.csv"],
    "to the screen": ["evaluate", *YEAR],
    "explain all": ["explain", "--all", *YEAR, "--output", "giai-trinh"],
    "report": ["report", "kq.json", "--output", "trang.html"],
    "workbook": ["report", "kq.json", "--output", "bang.xlsx"],
    "open data": ["report", "kq.json", "--format", "open-data", "--output", "mo"],
    "check --fix": ["check", "xau.yaml", "--fix"],
    "fmt": ["fmt", "r.yaml", "xau.yaml"],
    "forms": ["forms", "r.yaml", "--units", "u.csv", "--out", "bieu-moi"],
    "collect": ["collect", "bieu", "--ruleset", "r.yaml", "--units", "u.csv", "--output", "out.csv", "--status", "tt.json"],
    "freeze": ["freeze", "kq.json", "--output", "out.zip"],
    "verify": ["verify", "goi.zip"],
    "new": ["new", "2030", "--from", "r.yaml"],
}  # fmt: skip
CALLS = {
    "write": "ENOSPC", "fsync": "EIO", "rename": "EACCES", "mkdir": "EDQUOT", "unlink": "EACCES", "chmod": "EPERM",
}  # fmt: skip
"""System calls that change a disk, each with the error that is put in its place."""
MOST_CALLS = 40


class Ran(NamedTuple):
    """How a run ended: its exit code (negative: by a signal), what it printed, what it left in its folder and temp folder."""

    code: int
    out: bytes
    err: bytes
    left: dict[str, bytes]
    temp: list[str]


class Fault(NamedTuple):
    """One run: its suite, a name, the writer, and how the process is started."""

    suite: str
    name: str
    writer: str
    prefix: tuple[str, ...] = ()
    redirect: str = ""
    limit: int | None = None
    temp: str = ""
    disk: int | None = None


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder by its path."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class Machine:
    """A project, what each command makes of it without faults, and a place for copies."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = root / "goc"
        self.project.mkdir()
        for name, text in FILES.items():
            (self.project / name).write_text(text, "utf-8")
        for arguments in (
            ["evaluate", *YEAR, "--format", "json", "--output", "kq.json"],
            ["freeze", "kq.json", "--output", "goi.zip"],
            ["forms", "r.yaml", "--units", "u.csv", "--out", "bieu"],
        ):
            with chdir(self.project), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
                assert run(arguments) == 0, arguments
        self.before = contents(self.project)
        self.good: dict[str, Ran] = {}

    @staticmethod
    def command() -> list[str]:
        """Give the program."""
        return [sys.executable, "-B", "-m", "itrank"]

    def whole(self, writer: str) -> Ran:
        """Run without faults, once."""
        if writer not in self.good:
            self.good[writer] = self.run(Fault("", "good", writer))
            assert self.good[writer].code in {0, 1}, self.good[writer]
        return self.good[writer]

    def run(self, fault: Fault, *, then: Callable[[Path], None] | None = None) -> Ran:
        """Run a command in a copy of the project."""
        with self.folder(fault.disk) as folder, tempfile.TemporaryDirectory(dir=self.root) as temp:
            place = folder / "p"
            shutil.copytree(self.project, place)
            if fault.disk is not None:
                _fill(place, fault.disk)
            environment = {**os.environ, "TMPDIR": fault.temp or temp, "ITRANK_LANG": "en", "PYTHONUTF8": "1"}
            words = [*fault.prefix, *self.command(), *WRITERS[fault.writer]]
            if fault.redirect:
                words = ["bash", "-c", f'exec "$@" {fault.redirect}', "bash", *words]
            done = subprocess.run(
                words, cwd=place, env=environment, capture_output=True, timeout=300, check=False,
                preexec_fn=None if fault.limit is None else lambda: _limit(fault.limit or 0),
            )  # fmt: skip
            if then is not None:
                then(place)
            left = {name: content for name, content in contents(place).items() if name != "đầy"}
            return Ran(done.returncode, done.stdout, done.stderr, left, [path.name for path in Path(temp).iterdir()])

    @contextmanager
    def folder(self, disk: int | None) -> Iterator[Path]:
        """Give an empty folder, on a small disk of its own where that is asked for."""
        with tempfile.TemporaryDirectory(dir=self.root) as name:
            if disk is None:
                yield Path(name)
                return
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", name], check=True, capture_output=True)
            try:
                yield Path(name)
            finally:
                subprocess.run(["umount", name], check=True)

    def wrong(self, fault: Fault) -> list[str]:
        """Run with a fault, and say what does not hold."""
        whole = self.whole(fault.writer)
        was_killed = fault.suite == "kill"
        drafts: list[str] = []

        def again(place: Path) -> None:
            """The next run of the same machine takes drafts away."""
            drafts.extend(path.name for path in place.iterdir() if path.name.startswith(DRAFT))
            if drafts:
                command = [*self.command(), *YEAR_AGAIN]
                subprocess.run(command, cwd=place, check=False, capture_output=True)
                (place / "sau.json").unlink(missing_ok=True)

        ran = self.run(fault, then=again if was_killed else None)
        told = []
        for name, content in ran.left.items():
            if content not in {self.before.get(name), whole.left.get(name)}:
                told.append(f"{name} is torn" if name in self.before or name in whole.left else f"{name} is left")
        told += [f"{name} is gone" for name in self.before if name in whole.left and name not in ran.left]
        for folder in ("giai-trinh", "mo", "bieu-moi"):
            made = {name for name in ran.left if name.startswith(f"{folder}/")}
            if made and made != {name for name in whole.left if name.startswith(f"{folder}/")}:
                told.append(f"{folder} is half there")
        told += [f"{name} lies in the temporary folder" for name in ran.temp]
        if b"Traceback" in ran.err or b"ITR908" in ran.err or b"Exception ignored" in ran.err:
            told.append(f"printed: {ran.err.decode('utf-8', 'replace')[-300:]}")
        if ran.code in {0, 1} and ran.left != whole.left:
            told.append(f"ended with {ran.code}, but not all is written")
        to_screen = ">" not in fault.redirect.replace("2>", "")
        if ran.code in {0, 1} and to_screen and ran.out != whole.out:
            told.append(f"ended with {ran.code}, but not all is printed")
        if ran.code in {0, 1} and not to_screen and whole.out:
            told.append(f"ended with {ran.code}, though what it prints went nowhere")
        if ran.code not in {0, 1, 2} and not (was_killed and abs(ran.code) in {signal.SIGKILL, 128 + signal.SIGKILL}):
            told.append(f"ended with {ran.code}")
        can_hear = "2>" not in fault.redirect and fault.suite != "errors"  # the error may be of the telling itself
        if ran.code == 2 and can_hear and b"ITR" not in ran.err:
            told.append("nothing is said of it")
        return told


YEAR_AGAIN = ["evaluate", *YEAR, "--format", "json", "--output", "sau.json"]


def _limit(size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _fill(folder: Path, free: int) -> None:
    """Fill the disk of a folder until so many bytes are left, in whole pages."""
    left = shutil.disk_usage(folder).free
    with suppress(OSError):
        (folder / "đầy").write_bytes(b"\0" * max(0, left - free))


def kills() -> Iterator[Fault]:
    """`kill -9` at the nth call that changes a disk."""
    for writer in WRITERS:
        for call in CALLS:
            for nth in range(1, 6):
                rule = f"inject={call}:signal=KILL:when={nth}"
                yield Fault("kill", f"{call} {nth}", writer, ("strace", "-f", "-qq", "-o", "/dev/null", "-e", rule))


def errors() -> Iterator[Fault]:
    """The nth call that changes a disk, or writes to a stream, fails."""
    for writer in WRITERS:
        for call, error in CALLS.items():
            for nth in (*range(1, 6), "1+"):
                rule = f"inject={call}:error={error}:when={nth}"
                yield Fault("errors", f"{call} {nth}", writer, ("strace", "-f", "-qq", "-o", "/dev/null", "-e", rule))


def limits() -> Iterator[Fault]:
    """A limit on the size of files."""
    for writer in WRITERS:
        for size in (0, 1, 500, 3000, 20_000):
            yield Fault("limit", f"{size} bytes", writer, limit=size)


def disks() -> Iterator[Fault]:
    """A disk on which so many bytes are free."""
    for writer in WRITERS:
        for free in (0, 4096, 16_384):
            yield Fault("disk", f"{free} bytes free", writer, disk=free)


def streams() -> Iterator[Fault]:
    """Streams that are closed, full, or for reading only."""
    for writer in WRITERS:
        for redirect in (
            "<&-", "2>&-", "2>/dev/full", "2</dev/null", "<&- 2>&-", ">&-", ">/dev/full", ">&- 2>&-", "<&- >&- 2>&-",
            ">/dev/full 2>/dev/full", "2>/dev/full <&-",
        ):  # fmt: skip
            yield Fault("streams", redirect, writer, redirect=redirect)


def temps() -> Iterator[Fault]:
    """A temporary folder that is not there, or takes nothing."""
    for writer in WRITERS:
        for temp in ("/khong-co", "/dev/full", "/proc"):
            yield Fault("temp", temp, writer, temp=temp)


SUITES = {"kill": kills, "errors": errors, "limit": limits, "disk": disks, "streams": streams, "temp": temps}


def missing(suite: str) -> str:
    """Say what a suite lacks on this machine; nothing where it can run."""
    if suite in {"kill", "errors"} and shutil.which("strace") is None:
        return "strace"
    if suite == "disk" and not _can_mount():
        return "a small disk (root)"
    return ""


def _can_mount() -> bool:
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    with tempfile.TemporaryDirectory() as name:
        tried = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", name], check=False, capture_output=True
        )
        if tried.returncode == 0:
            subprocess.run(["umount", name], check=True)
        return tried.returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Run the suites, print a line for each, and each run that did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=None)
    parser.add_argument("--suite", choices=SUITES, action="append")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    failed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(prefix="may-hong-") as root:
        machine = Machine(Path(root))
        for suite in asked.suite or SUITES:
            faults = list(SUITES[suite]())
            if lacks := missing(suite):
                print(f"{suite}: left out, {len(faults)} runs: this machine lacks {lacks}", flush=True)
                continue
            if asked.each is not None and asked.each < len(faults):
                faults = random.Random(asked.seed).sample(faults, asked.each)
            for fault in faults:
                for wrong in machine.wrong(fault):
                    failed[suite] += 1
                    print(f"FAILED {suite}: {fault.writer}, {fault.name}: {wrong}", flush=True)
            print(f"{suite}: {len(faults)} runs, {failed[suite]} wrong", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
