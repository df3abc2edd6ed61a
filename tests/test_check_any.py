"""Any ruleset that holds can be checked, and everything told of it can be printed in both languages and all formats."""

import json
import sys
from functools import cache
from pathlib import Path

from sampling import size

sys.path.insert(0, str(Path(__file__).parent / "oracle"))

import generate
import pytest
from itrank.engine import evaluate, load_text, observe
from itrank.engine.language.silence import apply
from itrank.engine.model.codes import CODES, severity_of
from itrank.engine.model.findings import Severity
from itrank.engine.observe import table_of
from itrank.engine.prove.checks import checked
from itrank.engine.prove.reaches import reaches
from itrank.engine.publish.checking import CheckedFile, Report, report_json, report_text
from itrank.engine.publish.github import report_github
from itrank.engine.publish.sarif import report_sarif
from plain_yaml import yaml_text

MANY = size(14, 80)


@cache
def drawn():
    """Give drawn rulesets: their text, loaded, and what is told of them."""
    made = []
    for seed in range(MANY):
        text = yaml_text(generate.generate(seed).ruleset)
        loaded = load_text(text)
        assert loaded.ruleset is not None
        made.append((text, loaded, *checked(loaded, "ruleset.yaml")))
    return made


@pytest.mark.long
@pytest.mark.sampled
def test_random_rulesets_are_checked_and_what_is_told_is_in_order_and_at_a_place():
    kinds = set()
    for _, loaded, findings, silenced in drawn():
        assert silenced == ()
        keys = [found.place[:3] for found in findings]
        assert keys == sorted(keys)
        assert all(found.place.line > 0 for found in findings)
        kinds |= {found.code for found in findings}
        report = Report((CheckedFile("ruleset.yaml"),), findings, (), loaded.texts)
        for lang in ("vi", "en"):
            assert report_text(report, lang).count("ruleset.yaml:") >= len(findings)
            assert len(report_github(report, lang).splitlines()) == len(findings)
            assert len(json.loads(report_sarif(report, lang))["runs"][0]["results"]) == len(findings)
        assert len(json.loads(report_json(report))["findings"]) == len(findings)
    assert len(kinds) >= 8


@pytest.mark.long
@pytest.mark.sampled
def test_every_warning_of_a_random_ruleset_can_be_silenced_at_its_line_and_no_error_can():
    """Whatever is told of a line is taken back by a comment above it, and the reason is kept."""
    tried = 0
    for text, _, left, silenced in drawn():
        count = 0
        # What only follows from a finding is told once that is silenced.
        while mild := [found for found in left if severity_of(found) is not Severity.ERROR and found.code != "ITR166"]:
            count += len(mild)
            lines = text.split("\n")
            for line in sorted({found.place.line for found in mild}, reverse=True):
                codes = ", ".join(sorted({found.code for found in mild if found.place.line == line}))
                lines.insert(line - 1, f"# itrank: ignore[{codes}] để thử")
            text = "\n".join(lines)  # noqa: PLW2901
            left, silenced = checked(load_text(text), "ruleset.yaml")  # noqa: PLW2901
        if not count:
            continue
        # "để thử" is no reason where points do pass their maximum, and that is said.
        allowed = {code for code in CODES if CODES[code].severity is Severity.ERROR} | {"ITR166"}
        assert {found.code for found in left} <= allowed
        assert len(silenced) >= count  # questions of one kind are told together, and each is silenced
        assert {each.reason for each in silenced} == {"để thử"}
        tried += 1
    assert tried >= MANY // 2


def test_silencing_leaves_findings_of_files_without_text_alone():
    loaded = load_text("id: 1")
    assert apply(loaded.findings, {}) == (loaded.findings, ())


NAMED = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  v0: {{label: A, type: count, max: 9}}
  v1: {{label: B, type: count, max: 9}}
values:
{values}
scorecards:
  bang:
    criteria:
      - id: n
        title: N
        max: 9
        not_applicable: exclude
        criteria:
          - {{id: u, title: U, role: unscored, score: {{formula: n + bang}}}}
          - {{id: x, title: X, max: 9, score: {{formula: "min(9, {last})"}}}}
    tiers: [{{id: cao, from: 50%, requires: {last} > 1}}, {{id: thap}}]
"""


def test_values_of_values_that_are_each_read_twice_are_looked_into_once():
    """Each reads the two before it: as many ways lead to the first as there are pairs of rabbits after 40 months."""
    values = "\n".join(f"  v{k}: v{k - 1} + v{k - 2}" for k in range(2, 41))
    loaded = load_text(NAMED.format(values=values, last="v40"), "r.yaml")
    assert checked(loaded, "r.yaml")[0] == ()


def test_what_counts_in_nothing_may_read_what_it_stands_below():
    loaded = load_text(NAMED.format(values="  v2: v0 + v1 - v1", last="v2"), "r.yaml")
    assert not any(severity_of(found) is Severity.ERROR for found in checked(loaded, "r.yaml")[0])


def test_values_of_values_overflow_no_stack():
    """Below so many of them a value is known by its bounds alone."""
    values = "\n".join(f"  v{k}: v{k - 1} + 1" for k in range(2, 400))
    loaded = load_text(NAMED.format(values=values, last="v399"), "r.yaml")
    assert [found.code for found in checked(loaded, "r.yaml")[0]] == ["ITR340", "ITR385"]
    assert loaded.ruleset is not None
    assert [each.node.id for each in reaches(loaded.ruleset).nodes] == ["bang", "n", "u", "x"]


SHRINKING = """
format: itrank-ruleset/1
id: r
version: "1"
title: R
scorecards:
  bang:
    ROOT
    criteria:
      - id: chinh
        title: Chính
        BRANCH
        criteria:
          - {id: x, title: X, max: 60, score: given, not_applicable: exclude}
          - {id: y, title: Y, max: 40, score: given, not_applicable: exclude}
      - {id: thuong, title: Thưởng, role: bonus, max: 5, score: given}
    tiers: [{id: dat, title: Đạt, from: 80}, {id: khong, title: Không đạt}]
    ranking: {lists: all}
"""


@pytest.mark.parametrize(
    ("root", "branch", "told"),
    [
        ("max: 100", "max: 100", {"ITR359"}),
        ("max: 100", "out_of: 100", set()),  # without its one scored criterion nothing is left to be compared
        ("out_of: 100", "not_applicable: exclude", set()),
    ],
)
def test_a_maximum_that_out_of_restores_does_not_shrink(root, branch, told):
    """Semantics §9: a node with `out_of` counts with that, whatever does not apply below it."""
    loaded = load_text(SHRINKING.replace("ROOT", root).replace("BRANCH", branch), "r.yaml")
    found = {each.code for each in checked(loaded, "r.yaml")[0]}
    assert found & {"ITR359", "ITR393"} == told


def test_without_its_one_scored_criterion_a_unit_has_no_points_to_be_compared():
    """So the maximum of who is ranked never shrinks by it."""
    text = SHRINKING.replace("ROOT", "max: 100").replace("BRANCH", "out_of: 100")
    ruleset = load_text(text + "data: {marks: {KAD: not_applicable}}\n", "r.yaml").ruleset
    rows = [{"id": "a", "x": "KAD", "y": "KAD", "thuong": 5}, {"id": "b", "x": 60, "y": "KAD", "thuong": 2}]
    found = {unit.unit.id: unit for unit in evaluate(ruleset, observe(ruleset, [table_of("d.csv", rows)])).units}
    assert (found["a"].rank, found["b"].rank, found["b"].max) == (None, 1, 100)
