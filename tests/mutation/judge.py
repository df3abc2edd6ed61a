"""Judge mutants by the tests that run the changed line, in a process forked from one that has the libraries loaded.

`judge.py map [FILE...]` runs the plain suite, or some files of it, and notes which tests run which lines, how long;
`judge.py serve` waits on a socket; `judge.py ask` judges what `git diff` shows, by an exit code; `judge.py alone` does so
without a server; `judge.py check` runs the tests that killed something on sources without a mutant: they must pass.
"""

import ast
import gc
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOCKET = ROOT / ".itrank-judge"
LOG = ROOT / ".itrank-judge.log"
KILLERS = ROOT / ".itrank-killers"
MAP = ROOT / ".itrank-reached.json"
ALONE = "not slow and not node and not fuzz and not browser and not office and not engines"  # long tests too
LONGEST = 60  # seconds for one test, and for the imports; a mutant that loops is killed, and counts so
# Seconds of tests of one file, as the map was made: more of the same seldom notices more.
LONGEST_OF_FILE = float(os.environ.get("ITRANK_MUTANT_SECONDS", "4"))
FIRST = 6  # seconds of tests that are asked first

# What a line that runs on import (tables, names, limits) is judged by, beside the tests that import its module.
TESTS = (
    "tests/test_simpleeval_suite.py",
    "tests/test_decimal_suite.py",
    "tests/test_ranking.py",
    "tests/test_ruleset_findings.py",
    "tests/test_cases.py",
    "tests/test_check_silence.py",
    "tests/test_succession.py",
    "tests/test_check_formats.py",
    "tests/test_extends.py",
    "tests/test_schema.py",
    "tests/test_document.py",
    "tests/test_formula_parse.py",
    "tests/test_check_rules.py",
    "tests/test_formula_command.py",
    "tests/test_shipped_rulesets.py",
    "tests/test_formula_irrational.py",
    "tests/test_conformance.py",
    "tests/test_formula_domains.py",
    "tests/test_prove_bounds.py",
    "tests/test_docs.py",
    "tests/test_explain.py",
    "tests/test_fmt.py",
    "tests/test_begin.py",
    "tests/test_check.py",
    "tests/test_forms.py",
    "tests/test_check_fix.py",
    "tests/properties/test_properties.py",
    "tests/test_code_pages.py",
    "tests/test_recompute.py",
)


class Watch:
    """Notes, for each test, the lines it runs: those of a set-up belong to every test of the file."""

    def __init__(self, coverage):
        self.coverage = coverage
        self.seconds = {}

    def pytest_collectstart(self, collector):
        if collector.nodeid.endswith(".py"):
            self.coverage.switch_context(collector.nodeid)

    def pytest_runtest_setup(self, item):
        self.coverage.switch_context(item.nodeid.partition("::")[0])

    def pytest_runtest_call(self, item):
        self.coverage.switch_context(item.nodeid)

    def pytest_runtest_teardown(self, item):
        self.coverage.switch_context(item.nodeid.partition("::")[0])

    def pytest_runtest_logreport(self, report):
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0) + report.duration


def write_map(*files: str) -> int:
    """Run the plain suite, or files of it, and write, for each file and line of the engine, the tests that run it."""
    import coverage
    import pytest

    os.chdir(ROOT)
    measured = coverage.Coverage(data_file=None, branch=False, config_file=False, include=[f"{ROOT}/engine/*"])
    measured.start()
    watch = Watch(measured)
    code = pytest.main(["-q", "-n", "0", "-m", ALONE, *files], plugins=[watch])
    measured.stop()
    noted = json.loads(MAP.read_text("utf-8")) if files else {"names": [], "seconds": {}, "lines": {}}
    noted["seconds"].update(watch.seconds)
    numbers = {name: number for number, name in enumerate(noted["names"])}
    data = measured.get_data()
    for path in data.measured_files():
        of_file = noted["lines"].setdefault(str(Path(path).relative_to(ROOT)), {})
        for line, contexts in data.contexts_by_lineno(path).items():
            found = {numbers.setdefault(name, len(numbers)) for name in contexts if name}
            of_file[str(line)] = sorted(found | set(of_file.get(str(line), ())))
    noted["names"] = list(numbers)
    MAP.write_text(json.dumps(noted), "utf-8")
    return int(code)


def changed() -> tuple[str, set[int]]:
    """Find the file and the lines, as they were, that the mutant changes."""
    diff = subprocess.run(["git", "diff", "-U0", "--", "engine"], capture_output=True, text=True, check=True).stdout
    files = re.findall(r"^--- a/(.*)$", diff, re.MULTILINE)
    lines = set()
    for first, number in re.findall(r"^@@ -(\d+)(?:,(\d+))? ", diff, re.MULTILINE):
        lines.update(range(int(first), int(first) + int(number or 1)))
    return files[0] if files else "", lines


def chosen(noted: dict) -> set[str]:
    """Choose the tests, or the files of tests, that run the changed statement, or import what changes on import."""
    path, lines = changed()
    if not path:
        return set(TESTS)
    before = subprocess.run(["git", "show", f"HEAD:{path}"], capture_output=True, text=True, check=True).stdout
    functions = [
        node
        for node in ast.walk(ast.parse(before))
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.AsyncFunctionDef)
    ]
    inside = any(node.body and first_line(node) <= min(lines) and max(lines) <= node.end_lineno for node in functions)
    if not inside:
        module = "itrank." + path.removesuffix(".py").replace("/", ".")
        sources = (file for file in (ROOT / "tests").rglob("test_*.py") if module in file.read_text("utf-8"))
        return {*TESTS, *(str(file.relative_to(ROOT)) for file in sources)}
    # A change inside a statement of several lines is run by whoever runs any of these.
    for node in ast.walk(ast.parse(before)):
        if (
            isinstance(node, ast.stmt)
            and not hasattr(node, "body")
            and lines & set(range(node.lineno, node.end_lineno + 1))
        ):
            lines |= set(range(node.lineno, node.end_lineno + 1))
    runs = noted["lines"].get(path, {})
    return {noted["names"][number] for line in lines for number in runs.get(str(line), ())}


def first_line(node: ast.AST) -> int:
    """Tell where the body of a function begins: its defaults and decorators run on import."""
    return node.lineno if isinstance(node, ast.Lambda) else node.body[0].lineno


class Choice:
    """Keeps the tests that were chosen, ends a test that takes too long, and notes what failed."""

    def __init__(self, order):
        self.order = order

    def pytest_collection_modifyitems(self, items):
        items[:] = sorted(
            (item for item in items if item.nodeid in self.order), key=lambda item: self.order[item.nodeid]
        )

    def pytest_runtest_setup(self):
        signal.alarm(LONGEST)

    def pytest_runtest_logreport(self, report):
        if report.failed:
            with KILLERS.open("a", encoding="utf-8") as killers:
                killers.write(report.nodeid + "\n")


def stages(noted: dict, names: set[str]) -> list[dict[str, int]]:
    """Order the tests of a mutant, file by file, quick ones first: a few seconds of them, then the others."""
    seconds = noted["seconds"]
    of_file = defaultdict(list)
    for test in seconds:
        file = test.partition("::")[0]
        if file in names or test in names:
            of_file[file].append(test)
    cheap = {}
    for file, tests in of_file.items():
        taken, spent = [], 0.0
        for test in sorted(tests, key=seconds.get):
            if taken and spent + seconds[test] > LONGEST_OF_FILE:
                break
            taken.append(test)
            spent += seconds[test]
        cheap[file] = (spent, taken)
    first, rest, spent = [], [], 0.0
    for cost, tests in sorted(cheap.values()):
        spent += cost
        (first if spent <= FIRST else rest).extend(tests)
    return [{test: number for number, test in enumerate(tests)} for tests in (first, rest) if tests]


def judged(noted: dict) -> int:
    """Run what was chosen, and give pytest's exit code."""
    import pytest

    for order in stages(noted, chosen(noted)):
        files = dict.fromkeys(test.partition("::")[0] for test in order)
        code = int(pytest.main(["-x", "-q", "-n", "0", "-m", ALONE, "--assert=plain", *files], plugins=[Choice(order)]))
        if code != pytest.ExitCode.OK:
            return code
    return 0


def alone() -> int:
    """Judge in this process: to ask more tests of one mutant (ITRANK_MUTANT_SECONDS)."""
    os.chdir(ROOT)
    return judged(json.loads(MAP.read_text("utf-8")))


def check() -> int:
    """Run every test that killed a mutant on the sources as they are."""
    import pytest

    os.chdir(ROOT)
    tests = dict.fromkeys(KILLERS.read_text("utf-8").splitlines())
    return int(pytest.main(["-q", "-n", "0", "--assert=plain", *tests]))


def serve() -> None:
    import hypothesis  # noqa: F401
    import jsonschema  # noqa: F401
    import pytest  # noqa: F401
    import simpleeval  # noqa: F401, TID251
    import yaml  # noqa: F401

    assert not any(name.startswith("itrank.engine") for name in sys.modules)
    noted = json.loads(MAP.read_text("utf-8"))
    gc.freeze()  # the map is shared with every fork
    SOCKET.unlink(missing_ok=True)
    os.chdir(ROOT)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(SOCKET))
        listener.listen()
        while True:
            asked, _ = listener.accept()
            child = os.fork()
            if child == 0:
                signal.alarm(LONGEST)
                log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(log, 1)
                os.dup2(log, 2)
                code = 3
                try:
                    code = judged(noted)
                finally:
                    os._exit(code)
            _, status = os.waitpid(child, 0)
            asked.send(b"0" if status == 0 else b"1")
            asked.close()


def ask() -> int:
    with socket.socket(socket.AF_UNIX) as judge:
        judge.connect(str(SOCKET))
        return 0 if judge.recv(1) == b"0" else 1


if __name__ == "__main__":
    sys.exit({"map": write_map, "serve": serve, "ask": ask, "alone": alone, "check": check}[sys.argv[1]](*sys.argv[2:]))
