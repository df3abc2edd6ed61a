"""Formulas of real decrees and indices, as their sources have them: `check` accuses none, and none goes wrong when evaluated.

`honest/` has a ruleset for each source, named in its first lines; `honest/open.md` lists what sources leave open, and
what is therefore in none of them.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from itrank.engine import Loaded, evaluate, load, observe
from itrank.engine.model.codes import message, severity_of
from itrank.engine.model.findings import Finding, Severity
from itrank.engine.model.outcome import State
from itrank.engine.model.ruleset import Input, Node, Ruleset
from itrank.engine.observe import table_of
from itrank.engine.prove.checks import checked
from sampling import size

FOLDER = Path(__file__).parent / "honest"
SOURCES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

# What `check` still says wrongly, by what it would have to see: source, what it accuses, code. To be emptied, never filled.
ACCUSED: dict[str, set[tuple[str, str, str]]] = {
    "a guard keeps the divisor from zero, and a part is within its whole": {
        ("vn-766", "c12", "ITR381"), ("vn-766", "c53", "ITR381"), ("sport-rates", "fpct", "ITR381"),
        ("sport-rates", "win", "ITR381"), ("freedom-arwu-gii", "u_hici", "ITR381"),
        ("vn-pci-papi", "p1", "ITR381"), ("vn-pci-papi", "p2", "ITR381"), ("vn-pci-papi", "p2", "ITR383"),
        ("vn-pci-papi", "p3", "ITR381"), ("vn-pci-papi", "p3", "ITR383"), ("vn-pci-papi", "p4", "ITR381"),
        ("vn-pci-papi", "chi_so", "ITR381"),
        ("text-software-water", "accuracy", "ITR381"), ("text-software-water", "f_one", "ITR381"),
        ("text-software-water", "f_one_counts", "ITR381"), ("text-software-water", "f_one_counts", "ITR383"),
        ("text-software-water", "jaccard", "ITR381"),
    },
    "a part is within its whole, in a product or a sum": {
        ("vn-phu-luc-1b", "may_tinh", "ITR381"), ("vn-phu-luc-that", "w8", "ITR381"),
        ("vn-dau-thau-ngan-hang", "diem_gia", "ITR381"), ("vn-dau-thau-ngan-hang", "tong_hop", "ITR381"),
        ("clinical-scores", "map", "ITR381"), ("text-software-water", "apdex", "ITR381"),
        ("sport-points", "league", "ITR381"), ("sport-points", "rate", "ITR381"),
    },
    "pooled parts are within pooled wholes, and a weighted mean within its values": {
        ("sport-rates", "obp", "ITR381"), ("vn-giao-duc", "tich_luy", "ITR380"),
    },
    "a name occurs twice: min(a, b) / b, b - min(a, b), or ln(1 + a) / ln(1 + max(a, b))": {
        ("wef-gender-gap-2023", "e3", "ITR380"), ("wef-gender-gap-2023", "d4", "ITR380"),
        ("vn-dau-thau-ngan-hang", "lcr", "ITR383"),
        ("openssf", "k1", "ITR380"), ("openssf", "k2", "ITR380"), ("openssf", "k3", "ITR380"),
        ("openssf", "k5", "ITR380"), ("openssf", "k6", "ITR380"), ("openssf", "k7", "ITR380"),
        ("openssf", "k8", "ITR380"), ("openssf", "k9", "ITR380"), ("openssf", "k10", "ITR380"),
    },
    "a branch of an if is asked only where its condition lets it be": {
        ("wef-gender-gap-2023", "e5", "ITR380"), ("vn-766", "c35", "ITR380"), ("usda-hei-2015", "c4", "ITR381"),
        ("vn-wqi-879", "q_ph", "ITR380"), ("vn-giao-duc", "xet_tuyen", "ITR380"),
        ("lighthouse-10", "s_fcp", "ITR384"), ("lighthouse-10", "s_si", "ITR384"),
        ("lighthouse-10", "s_lcp", "ITR384"), ("lighthouse-10", "s_tbt", "ITR384"),
        ("lighthouse-10", "s_cls", "ITR384"),
    },
    "power of a fraction has bounds, and is above zero above zero": {
        ("wb-doing-business-2020", "s_pt_rate", "ITR381"), ("vn-wqi-879", "wqi", "ITR381"),
        ("clinical-scores", "qtc_f", "ITR383"), ("un-hdr-2024", "harm", "ITR384"), ("un-hdr-2024", "gii", "ITR383"),
    },
    "an irrational bound is reached exactly: exp(0) is 1, (ln a - ln b) / (ln a - ln b) is 1": {
        ("un-hdr-2024", "hdi_income", "ITR380"), ("un-hdr-2024", "ihdi_income", "ITR380"),
        ("un-hdr-2024", "phdi", "ITR380"), ("ghi-hci-inform", "school", "ITR380"),
        ("ghi-hci-inform", "health", "ITR380"), ("ghi-hci-inform", "hci", "ITR380"),
    },
    "floor takes no more than its argument": {("text-software-water", "ielts", "ITR380")},
    "counts from 1 make a product and a logarithm above zero": {("text-software-water", "maintainability", "ITR384")},
    "the least and the greatest of five are two of them": {("sport-points", "diving", "ITR380")},
    "a polynomial of one name is above zero": {("vn-wqi-879", "do_phan_tram", "ITR383")},
    "the last point of an interpolation is the greatest answer": {("vn-aqi-1459", "a_o3_8h", "ITR385")},
}  # fmt: skip

# Kinds that only choose among points, or take a number that is given: they are no formulas in the count.
CHOOSING = {"choice", "yes_no", "steps", "given", "checklist"}

LEFT_OUT = {State.UNSCORED, State.NOT_APPLICABLE}


@cache
def loaded(source: str) -> Loaded:
    return load(FOLDER / f"{source}.yaml")


def ruleset_of(source: str) -> Ruleset:
    found = loaded(source)
    assert found.ruleset is not None, [message(each, "en") for each in found.findings]
    return found.ruleset


def leaves(ruleset: Ruleset) -> Iterator[Node]:
    """Give every criterion that is scored by itself."""
    for card in ruleset.scorecards:
        yield from (node for node in card.root.walk() if not node.children)


@cache
def found_in(source: str) -> tuple[Finding, ...]:
    return checked(loaded(source), str(FOLDER / f"{source}.yaml"))[0]


def accusations(source: str) -> set[tuple[str, str, str]]:
    """Give the errors and warnings: the source, what each is about, and its code."""
    return {
        (source, str(each.params.get("id", message(each, "en"))), each.code)
        for each in found_in(source)
        if severity_of(each) is not Severity.INFO
    }


@pytest.mark.parametrize("source", SOURCES)
def test_an_honest_ruleset_is_not_accused(source):
    known = {row for rows_ in ACCUSED.values() for row in rows_ if row[0] == source}
    assert accusations(source) == known


@pytest.mark.parametrize("source", SOURCES)
def test_an_honest_ruleset_is_asked_little(source):
    asked = [message(each, "en") for each in found_in(source) if severity_of(each) is Severity.INFO]
    assert len(asked) <= 3, asked


def test_there_are_two_hundred_formulas():
    kinds = [node.kind for source in SOURCES for node in leaves(ruleset_of(source))]
    assert sum(kind not in CHOOSING for kind in kinds) >= 200, len(kinds)


# ── What it is worth ──


def ends(item: Input, row: dict[str, Any]) -> tuple[Any, Any]:
    """Give the least and the greatest answer, where bounds are other inputs their answers in this row."""
    least, most = (row[bound] if isinstance(bound, str) else bound for bound in (item.minimum, item.maximum))
    if item.traits.kind == "date":
        return least or date(2020, 1, 1), most or date(2026, 12, 31)
    low = Fraction(0) if least is None else least
    return low, low + 1000 if most is None else most


def answer(item: Input, row: dict[str, Any], rng: random.Random) -> Any:
    """Draw an answer within its bounds, at one of its ends in one case of four."""
    if item.type == "yes_no":
        return rng.random() < 0.5
    if item.type == "choice":
        return rng.choice(list(item.options))
    low, high = ends(item, row)
    if rng.random() < 0.25:
        return rng.choice((low, high))
    if item.traits.kind == "date":
        return low + timedelta(rng.randint(0, (high - low).days))
    if item.type == "count":
        return Fraction(rng.randint(int(low), int(high)))
    return max(low, min(high, low + (high - low) * Fraction(round(rng.random() ** 2 * 1000), 1000)))


def rows(ruleset: Ruleset, how_many: int) -> list[dict[str, object]]:
    """Draw units in turn of its groups, each answer after those that bound it; always the same."""
    rng = random.Random(23)
    groups = [group for card in ruleset.scorecards for group in card.groups]
    made = []
    for number in range(how_many):
        answers: dict[str, Any] = {}
        waiting = list(ruleset.inputs)
        while waiting:
            item = waiting.pop(0)
            if all(bound in answers for bound in (item.minimum, item.maximum) if isinstance(bound, str)):
                answers[item.key] = answer(item, answers, rng)
            else:
                waiting.append(item)
        row: dict[str, object] = {
            item.id: answers[item.key] * 100 if item.type == "percent" else answers[item.key] for item in ruleset.inputs
        }
        made.append({"id": f"u{number}", **({"group": groups[number % len(groups)]} if groups else {}), **row})
    return made


@pytest.mark.sampled
@pytest.mark.parametrize("source", SOURCES)
def test_an_honest_ruleset_never_goes_wrong(source):
    """In drawn answers within the bounds: no division by zero, nothing above its maximum, every criterion a value."""
    ruleset = ruleset_of(source)
    result = evaluate(ruleset, observe(ruleset, [table_of(source, rows(ruleset, size(40, 200)))]))
    assert [message(each, "en") for each in result.findings] == []
    for unit in result.units:
        for criterion in unit.criteria:
            assert isinstance(criterion.outcome, Fraction) or criterion.outcome.state in LEFT_OUT, criterion.node.id
