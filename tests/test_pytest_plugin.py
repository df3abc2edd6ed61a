"""pytest collects `NAME.test.yaml`, and other runs of it pay nothing for that."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from itrank import pytest_plugin
from itrank.engine.language.document import MOST_BYTES

pytest_plugins = ["pytester"]
RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs: {so_hop: {label: Số cuộc họp, type: count}}
scorecards:
  bang:
    criteria: [{id: hop, code: "1", title: Họp, max: 10, score: {formula: "min(so_hop, 4) * 2.5"}}]
"""
CASES = """format: itrank-tests/1
tests:
  - {name: đúng, given: {so_hop: 3}, expect: {hop: 7.5}}
  - {name: sai, given: {so_hop: 3}, expect: {hop: 7}}
  - {name: tên lạ, given: {so_hopp: 3}, expect: {hop: 7}}
  - {name: trống, given: {so_hop: 3}, expect: {}}
  - {name: máy đề xuất, given: {so_hop: 3}, expect: {hop: 7.5}, generated: true}
"""
# In a checkout that was installed before the entry point was there.
PLUGIN = (
    ()
    if any(each.value == "itrank.pytest_plugin" for each in entry_points(group="pytest11"))
    else ("-p", "itrank.pytest_plugin")
)


@pytest.fixture
def project(pytester, monkeypatch):
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    (pytester.path / "rulesets").mkdir()
    (pytester.path / "rulesets/2022.yaml").write_text(RULES, "utf-8")
    (pytester.path / "rulesets/khac.test.yaml").write_text("tests: {một: hai}\n", "utf-8")
    return pytester


@pytest.mark.long
def test_each_case_is_a_test_and_a_failure_says_what_differs(project):
    Path("rulesets/2022.test.yaml").write_text(CASES, "utf-8")
    made = project.runpytest_subprocess(*PLUGIN, "-rs", "-v", "-p", "no:xdist", "-p", "no:cacheprovider")
    made.assert_outcomes(passed=1, failed=2, skipped=2)
    made.stdout.fnmatch_lines(
        [
            "rulesets/2022.test.yaml::đúng PASSED*",
            "rulesets/2022.test.yaml::sai FAILED*",
            "*rulesets/2022.test.yaml:4:12*",
            "  hop · 1. Họp  rulesets/2022.test.yaml:4:*",
            "    mong đợi   7",
            "    tính ra    7,5",
            "    lệch       +0,5",
            "        số nhỏ nhất trong (3; 4) × 2,5 = 7,5",
            '*ITR204: ca "tên lạ": không có đầu vào "so_hopp"',
            "SKIPPED*the case expects nothing",
            "SKIPPED*nobody has confirmed it",
        ]
    )
    assert "Traceback" not in made.stdout.str()


@pytest.mark.long
def test_a_file_or_a_ruleset_that_cannot_be_read_is_an_error_of_collecting(project):
    Path("rulesets/2022.test.yaml").write_text(CASES.replace("given", "givn", 1), "utf-8")
    Path("rulesets/khong-co.test.yaml").write_text(CASES, "utf-8")
    made = project.runpytest_subprocess(*PLUGIN, "-p", "no:xdist", "-p", "no:cacheprovider")
    made.assert_outcomes(errors=2)
    made.stdout.fnmatch_lines_random(["*ITR140*givn*", "*khong-co.yaml*"])


NOTES = "# nguồn của các ca này, theo quyết định\n" * 200


@pytest.mark.long
def test_a_failing_case_is_collected_however_its_file_begins(project):
    """A byte order mark, quotation marks or 4 kB of comments before the format hid the whole file without a word."""
    texts = {
        "bom": "\ufeff" + CASES,
        "nhay": "\"format\": 'itrank-tests/1'\n" + CASES.partition("\n")[2],
        "ghi-chu": NOTES + CASES,
        "ngoac": "{tests: [{name: sai, given: {so_hop: 3}, expect: {hop: 7}}], format: itrank-tests/1}",
        "cuoi": CASES.partition("\n")[2] + "format: itrank-tests/1\n",
    }
    for name, text in texts.items():
        Path(f"rulesets/{name}.test.yaml").write_text(text, "utf-8")
        Path(f"rulesets/{name}.yaml").write_text(RULES, "utf-8")
    (project.path / "rulesets/cua-nguoi-khac.test.yaml").write_text("why: |\n  format: itrank-tests/1\n", "utf-8")
    made = project.runpytest_subprocess(*PLUGIN, "-v", "-k", "sai", "-p", "no:xdist", "-p", "no:cacheprovider")
    made.stdout.fnmatch_lines_random([f"rulesets/{name}.test.yaml::sai FAILED*" for name in texts])
    made.assert_outcomes(failed=5, deselected=16)


UNREAD = {
    "utf-16": (CASES.encode("utf-16"), "ITR405"),
    "ngoac-mo": (("a: [\n" + CASES).encode(), "ITR104"),
    "qua-lon": ((CASES + "#" * MOST_BYTES).encode(), "ITR101"),
    "trong": (b"", "ITR105: tệp trống*cần format: itrank-tests/1"),
    "khong-dinh-dang": (CASES.partition("\n")[2].encode(), 'ITR141: thiếu khóa "format"'),
    "go-nham": (CASES.replace("itrank-tests", "itrank-test").encode(), 'ITR143: "itrank-test/1"'),
    "la-bo-tieu-chi": (RULES.encode(), "ITR143"),
}


@pytest.mark.long
def test_what_cannot_be_read_is_collected_and_said(project):
    """Beside a ruleset a file is one of cases, whatever it declares: a slip in its first line hid failing cases."""
    for name, (content, _) in UNREAD.items():
        Path(f"rulesets/{name}.test.yaml").write_bytes(content)
        Path(f"rulesets/{name}.yaml").write_text(RULES, "utf-8")
    made = project.runpytest_subprocess(*PLUGIN, "-p", "no:xdist", "-p", "no:cacheprovider")
    made.assert_outcomes(errors=len(UNREAD))
    made.stdout.fnmatch_lines_random([f"rulesets/{name}.test.yaml:*{code}*" for name, (_, code) in UNREAD.items()])


def test_as_much_is_looked_at_as_a_file_of_cases_may_have():
    assert pytest_plugin.MOST_BYTES == MOST_BYTES


def test_it_loads_nothing_of_the_engine():
    script = (
        "import sys, itrank.pytest_plugin; "
        "print(sorted(name for name in sys.modules if name.startswith('itrank.')), 'typer' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "['itrank.pytest_plugin'] False\n"
