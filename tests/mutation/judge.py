"""Judge mutants: a server that has the libraries loaded and forks for each, so that only the engine is imported anew.

`judge.py serve` waits on a socket in the folder; `judge.py ask` runs the tests once and gives pytest's exit code.
"""

import os
import signal
import socket
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SOCKET = HERE / ".judge"
LONGEST = 300  # seconds; a mutant that loops is killed, and counts so

# Quick and sharp ones first: most mutants never reach the last.
TESTS = (
    "tests/test_simpleeval_suite.py",
    "tests/test_decimal_suite.py",
    "tests/test_ranking.py",
    "tests/test_ruleset_findings.py",
    "tests/test_cases.py",
    "tests/test_conformance.py",
    "tests/test_extends.py",
    "tests/test_schema.py",
    "tests/test_formula_parse.py",
    "tests/test_formula_domains.py",
    "tests/test_formula_irrational.py",
    "tests/test_prove_bounds.py",
    "tests/test_shipped_rulesets.py",
    "tests/properties/test_properties.py",
    "tests/test_docs.py",
    "tests/test_check_rules.py",
    "tests/test_formula_command.py",
    "tests/test_explain.py",
    "tests/test_recompute.py",
    "tests/test_code_pages.py",
)


def serve() -> None:
    import hypothesis  # noqa: F401
    import jsonschema  # noqa: F401
    import pytest
    import simpleeval  # noqa: F401, TID251
    import yaml  # noqa: F401

    assert not any(name.startswith("itrank.engine") for name in sys.modules)
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
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, 1)
                os.dup2(null, 2)
                tests = [test for test in TESTS if (ROOT / test).exists()]
                code = pytest.main(["-x", "-q", "-n", "0", "--assert=plain", *tests])
                os._exit(int(code))
            _, status = os.waitpid(child, 0)
            asked.send(b"0" if status == 0 else b"1")
            asked.close()


def ask() -> int:
    with socket.socket(socket.AF_UNIX) as judge:
        judge.connect(str(SOCKET))
        return 0 if judge.recv(1) == b"0" else 1


if __name__ == "__main__":
    serve() if sys.argv[1] == "serve" else sys.exit(ask())
