"""What came of cases, for programs: JSON, and JUnit's XML, which CI servers show."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from html import escape

from ..cases.comparing import difference
from ..cases.running import Check, Outcome
from ..files.numbers import plain
from ..files.visible import visible, visible_in_json
from ..model.codes import message
from ..model.findings import Finding, Place
from ..model.outcome import NoScore
from ..model.ruleset import Ruleset, Words
from ..model.sentences import sentence
from ..result.record import engine_version
from ..result.shapes import written
from ..result.words import why_no_score
from . import texts
from .cases_contract import (
    FORMAT,
    CaseFaultRecord,
    CasePlaceRecord,
    CaseRecord,
    CaseSourceRecord,
    CasesRecord,
    CasesSummaryRecord,
    CheckRecord,
)
from .cases_out import CasesRun

NO_WORDS = Words()


def cases_json(made: CasesRun) -> str:
    """Write the outcomes as JSON."""
    return visible_in_json(json.dumps(written(record_of(made)), ensure_ascii=False, indent=1)) + "\n"


def record_of(made: CasesRun) -> CasesRecord:
    """Make the record of cases that were run."""
    counts = Counter(each.status for each in made.outcomes)
    return CasesRecord(
        format=FORMAT,
        engine=engine_version(),
        ruleset=f"{made.ruleset.id}@{made.ruleset.version}",
        sha256=made.ruleset.sha256,
        illustrative=made.illustrative,
        summary=CasesSummaryRecord(
            held=counts["held"],
            failed=counts["failed"],
            ill_made=counts["ill_made"],
            idle=counts["idle"],
            left_out=counts["left_out"],
            proposed=sum(each.case.is_generated and each.status == "held" for each in made.outcomes),
            compared=sum(len(each.checks) for each in made.outcomes),
            not_asked=made.not_asked,
        ),
        sources=tuple(CaseSourceRecord(made.shown.get(file, file), cases) for file, cases in made.sources.items()),
        cases=tuple(_case(made, each) for each in made.outcomes),
    )


def _case(made: CasesRun, outcome: Outcome) -> CaseRecord:
    case = outcome.case
    faults = [*outcome.findings, *(check.fault for check in outcome.checks if check.fault is not None)]
    return CaseRecord(
        name=case.name,
        origin=case.origin,
        place=_place(made, case.place),
        status=outcome.status,
        generated=case.is_generated,
        basis=case.basis,
        checks=tuple(_check(made, outcome, check) for check in outcome.checks if check.fault is None),
        faults=tuple(_fault(made, each) for each in faults),
    )


def _check(made: CasesRun, outcome: Outcome, check: Check) -> CheckRecord:
    wanted = check.expected
    return CheckRecord(
        unit=outcome.case.units[check.unit].id,
        key=wanted.key,
        fact=wanted.fact,
        expected=wanted.text,
        found=_found(check.found),
        why=_why(made.ruleset, check.found),
        difference=difference(wanted, check.found),
        holds=check.holds,
        place=_place(made, wanted.place),
    )


def _found(found: object) -> str:
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, Fraction):
        return plain(found)
    return "" if found is None or isinstance(found, NoScore) else str(found)


def _why(ruleset: Ruleset, found: object) -> Words:
    if not isinstance(found, NoScore):
        return NO_WORDS
    why = why_no_score(ruleset, found)
    return Words(why.say("vi"), why.say("en"))


def _fault(made: CasesRun, found: Finding) -> CaseFaultRecord:
    return CaseFaultRecord(found.code, Words(message(found, "vi"), message(found, "en")), _place(made, found.place))


def _place(made: CasesRun, place: Place) -> CasePlaceRecord:
    return CasePlaceRecord(made.shown.get(place.file, place.file), place.line, place.column, place.cell)


# ── JUnit ──


def cases_junit(made: CasesRun, lang: str) -> str:
    """Write the outcomes as JUnit's XML: a suite for each file, a test for each case."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f"<testsuites{_counts(made.outcomes)}>"]
    for file in made.sources:
        own = [each for each in made.outcomes if each.case.place.file == file]
        name = made.shown.get(file, file)
        lines.append(f"  <testsuite name={_attribute(name)}{_counts(own)}>")
        for outcome in own:
            lines += _test(made, name, outcome, lang)
        lines.append("  </testsuite>")
    return "\n".join([*lines, "</testsuites>", ""])


def _counts(outcomes: Sequence[Outcome]) -> str:
    found = Counter(each.status for each in outcomes)
    skipped = found["idle"] + found["left_out"]
    return f' tests="{found.total()}" failures="{found["failed"]}" errors="{found["ill_made"]}" skipped="{skipped}"'


def _test(made: CasesRun, file: str, outcome: Outcome, lang: str) -> Iterator[str]:
    case = outcome.case
    about = f"name={_attribute(case.name)} classname={_attribute(file)} file={_attribute(file)}"
    line = f' line="{case.place.line}"' if case.place.line else ""
    if outcome.status == "held":
        yield f"    <testcase {about}{line}/>"
        return
    yield f"    <testcase {about}{line}>"
    told = [f"{made.place(each.place)}: {message(each, lang)}" for each in outcome.told()]
    status = sentence(texts.CASE_STATUS[outcome.status], lang)
    kind = {"failed": "failure", "ill_made": "error"}.get(outcome.status)
    if kind is None:
        yield f"      <skipped message={_attribute(status)}/>"
    else:
        first = _attribute(told[0] if told else status)
        yield f"      <{kind} message={first}>{escape(visible_lines(told), quote=False)}</{kind}>"
    yield "    </testcase>"


def visible_lines(lines: list[str]) -> str:
    """Join lines that hold nothing which cannot be seen, as XML has no way to write control characters."""
    return "\n".join(map(visible, lines))


def _attribute(text: str) -> str:
    return f'"{escape(visible(text))}"'
