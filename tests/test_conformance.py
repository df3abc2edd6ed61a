"""Every case of `tests/conformance/` holds; its README.md describes the format, for any implementation."""

import json
import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from itrank.engine import evaluate, load_text
from itrank.engine.model.codes import has_errors, message
from itrank.engine.model.observed import Previous
from itrank.engine.model.outcome import NoScore, State
from itrank.engine.observe import observe, table_of
from itrank.engine.observe.corrections import COLUMNS, corrections_of
from itrank.engine.rank import appraise, last_stage

FOLDER = Path(__file__).parent / "conformance"
FILES = sorted(FOLDER.glob("*.yaml"))
CASE_KEYS = {
    "name",
    "why",
    "ruleset",
    "formula",
    "given",
    "units",
    "previous",
    "appraised",
    "provisional",
    "expect",
    "error",
    "finding",
}
UNIT_KEYS = {"id", "name", "group", "parent", "role", "aliases", "predecessors"}
# Every worker reads all cases, for five files of tests: in C it takes a tenth of the time.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
HEADER = {"format": "itrank-ruleset/1", "id": "thu", "version": '"1"', "title": "Thử"}


def plain(node: yaml.Node) -> Any:
    """Give a node as mappings, lists and texts; no scalar is read as anything but text."""
    if isinstance(node, yaml.MappingNode):
        keys = [key.value for key, _ in node.value]
        assert len(keys) == len(set(keys)), f"a key is there twice, line {node.start_mark.line + 1}"
        return {key.value: plain(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain(item) for item in node.value]
    return node.value


@cache
def cases():
    """Give every case, read once for all files of tests that ask."""
    found = []
    for path in FILES:
        document = yaml.compose(path.read_text("utf-8"), Loader=LOADER)
        for node in document.value:
            case = plain(node)
            source = next((value for key, value in node.value if key.value == "ruleset"), None)
            found.append(pytest.param(case, source, id=f"{path.stem}::{case.get('name')}"))
    return tuple(found)


def ruleset_text(case: dict[str, Any], source: yaml.MappingNode | None) -> str:
    """Write out the case's ruleset with every scalar quoted or not as in the case, and what may be left out."""
    given = case.get("ruleset", {})
    lines = [f"{key}: {value}" for key, value in HEADER.items() if key not in given]
    if "formula" in case:
        formula = json.dumps(case["formula"], ensure_ascii=False)
        lines += ["scorecards:", "  bang:", "    criteria:", "      - id: ket_qua", "        score:"]
        lines.append(f"          formula: {formula}")
        names = sorted({key for row in rows_of(case) for key in row} - UNIT_KEYS)
        if names and "inputs" not in given:
            lines += ["inputs:", *(f"  {name}: {{type: number}}" for name in names)]
    text = "\n".join(lines) + "\n"
    if source is not None:
        text += yaml.serialize(in_blocks(source), Dumper=yaml.BaseDumper, allow_unicode=True, width=10**6)
    return text


def in_blocks(node: Any) -> Any:
    """Put every key on a line of its own, so that the line of a finding says something."""
    if isinstance(node, yaml.ScalarNode):
        return node
    if isinstance(node, yaml.SequenceNode):
        return yaml.SequenceNode(node.tag, [in_blocks(item) for item in node.value], flow_style=False)
    pairs = [(key, in_blocks(value)) for key, value in node.value]
    return yaml.MappingNode(node.tag, pairs, flow_style=False)


def rows_of(case: dict[str, Any]) -> list[dict[str, str]]:
    return case["units"] if "units" in case else [{"id": "don_vi", **case.get("given", {})}]


@cache
def loaded(text: str):
    return load_text(text)


def evaluated(case: dict[str, Any], ruleset: Any):
    return evaluate(ruleset, data_of(case, ruleset), provisional=case.get("provisional") == "true")


def data_of(case: dict[str, Any], ruleset: Any):
    """Read the units, answers, last year and corrections of a case."""
    rows = rows_of(case)
    inputs = {asked.id: "" for asked in ruleset.inputs}
    data = [{"id": row["id"]} | inputs | {key: row[key] for key in row if key in inputs} for row in rows]
    units = [{key: value for key, value in row.items() if key not in inputs} for row in rows]
    previous = {row["id"]: previous_of(row) for row in case.get("previous", [])}
    read = observe(ruleset, [table_of("data", data)], table_of("units", units), previous)
    return with_corrections(case, ruleset, read) if "appraised" in case else read


def with_corrections(case: dict[str, Any], ruleset: Any, read: Any):
    said = dict.fromkeys(COLUMNS, "x") | {"unit": "don_vi", "stage": "first", "basis": "1", "at": "2026-02-01"}
    assert all(row.keys() <= {"unit", "target", "stage", "from", "to"} for row in case["appraised"])
    corrections, found = corrections_of(
        table_of("corrections", [said | row for row in case["appraised"]]), ruleset, read.units
    )
    assert not found, [message(f, "en") for f in found]
    corrected, found = appraise(ruleset, read, corrections, last_stage(corrections))
    assert not found, [message(f, "en") for f in found]
    return corrected


def previous_of(row: dict[str, str]) -> Previous:
    values = {
        key: Fraction(value) for key, value in row.items() if key not in {"id", "name", "total", "max", "rank", "tier"}
    }
    numbers = {key: Fraction(row[key]) for key in ("total", "max") if key in row}
    return Previous(
        row["id"],
        row.get("name", ""),
        rank=int(row["rank"]) if "rank" in row else None,
        tier=row.get("tier", ""),
        **numbers,
        values=values,
    )


def shown(value: Any) -> str:
    """Write what the engine says as a case would expect it."""
    match value:
        case None:
            return ""
        case NoScore():
            return f"{value.state} ({value.reason})"
        case tuple():
            return ", ".join(value)
        case bool():
            return "true" if value else "false"
        case _:
            return str(value)


def same(expected: str, actual: Any) -> bool:
    if isinstance(actual, Fraction):
        try:
            return Fraction(expected) == actual
        except ValueError:
            return False
    return expected == shown(actual)


def differences(expected: dict[str, Any], result: Any) -> list[str]:
    """Compare one unit's expectations with its result."""
    unit = result
    about_unit = {
        "total": unit.outcome, "max": unit.max, "tier": unit.tier, "list": unit.list, "rank": unit.rank,
        "rank_printed": unit.rank_printed, "tied": unit.tied, "status": unit.status, "why": unit.why,
        "failed": unit.failed, "rank_change": unit.rank_change, "total_change": unit.total_change,
    }  # fmt: skip
    criteria = {criterion.node.id: criterion for criterion in unit.criteria}
    found = []
    for key, wanted in expected.items():
        if key in about_unit:
            found += compared(key, wanted, {"score": about_unit[key]} | no_score(about_unit[key]))
        elif key in criteria:
            one = criteria[key]
            facts = {"score": one.outcome, "counted": one.counted, "tier": one.tier, "rank": one.rank}
            found += compared(key, wanted, facts | no_score(one.outcome, one.state))
        elif key in unit.values:
            found += compared(key, wanted, {"score": unit.values[key]} | no_score(unit.values[key]))
        else:
            found.append(f"{key}: there is no such node, published value or word")
    return found


def no_score(outcome: Any, state: State = State.SCORED) -> dict[str, str]:
    if isinstance(outcome, NoScore):
        return {"state": str(outcome.state), "reason": str(outcome.reason)}
    return {"state": str(state), "reason": ""}


def compared(key: str, wanted: Any, facts: dict[str, Any]) -> list[str]:
    wanted = wanted if isinstance(wanted, dict) else {"score": wanted}
    assert wanted.keys() <= facts.keys(), f"{key}: unknown expectation {wanted.keys() - facts.keys()}"
    return [
        f"{key}, {word}: expected {text}, found {shown(facts[word])}"
        for word, text in wanted.items()
        if not same(text, facts[word])
    ]


def told(findings: Any, word: str, text: str = "") -> bool:
    """Say whether an error has the word in its message, or in the line that it points at."""
    errors = [f for f in findings if has_errors([f])]
    if word == "true":
        return bool(errors)
    lines = ["", *text.splitlines(), ""]
    places = [f"{message(f, 'vi')} | {lines[f.place.line] if f.place.line < len(lines) else ''}" for f in errors]
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    return any(whole.search(place) for place in places)


def failures(case: dict[str, Any], ruleset: Any) -> list[str]:
    """Say in what a result is not what the case expects."""
    result = evaluated(case, ruleset)
    problems = [message(f, "en") for f in result.findings if has_errors([f])]
    if "finding" in case:
        found = [] if told(result.findings, case["finding"]) else [f"no finding says {case['finding']}: {problems}"]
    else:
        found = problems
    units = {unit.unit.id: unit for unit in result.units}
    expected = case["expect"] if "units" in case else {"don_vi": case["expect"]}
    assert expected
    assert expected.keys() <= units.keys()
    return found + [f"{id_}: {text}" for id_, wanted in expected.items() for text in differences(wanted, units[id_])]


@pytest.mark.parametrize(("case", "source"), cases())
def test_case_holds(case, source):
    assert case.keys() <= CASE_KEYS, f"unknown keys: {case.keys() - CASE_KEYS}"
    assert case["why"].startswith("§")
    assert ("expect" in case) != ("error" in case), "a case has either expect or error"
    text = ruleset_text(case, source)
    ruleset, findings = loaded(text).ruleset, loaded(text).findings
    if "error" in case:
        assert ruleset is None, "the ruleset was not refused"
        assert told(findings, case["error"], text), [message(f, "en") for f in findings]
        return
    assert ruleset is not None, [message(f, "en") for f in findings] + [text]
    assert failures(case, ruleset) == []


def test_names_are_unique_and_no_case_is_lost():
    names = [str(case.id) for case in cases()]
    assert len(names) == len(set(names))
    assert len(names) >= 790
