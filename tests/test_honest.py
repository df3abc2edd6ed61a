"""Formulas of real decrees and indices, as their sources have them: `check` accuses none, and none goes wrong when evaluated.

`honest/` has a ruleset for each source, named in its first lines, and two of other ways of writing and building them;
`honest/open.md` says what sources leave open, and is therefore in none of them, and which figures were compared.
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
WAYS = {"ways-of-building", "ways-of-writing"}
SOURCES = sorted(path.stem for path in FOLDER.glob("*.yaml"))

# What `check` still says wrongly: by what it would have to see, the source, the code and what is accused. To be emptied, never filled.
ACCUSED: dict[str, list[tuple[str, str, str]]] = {
    "a guard keeps the divisor from zero, and a part is within its whole": [
        ("freedom-arwu-gii", "ITR381", "u_hici"),
        ("sport-rates", "ITR381", "fpct win"),
        ("text-software-water", "ITR381", "accuracy f_one f_one_counts jaccard"),
        ("text-software-water", "ITR383", "f_one_counts"),
        ("vn-766", "ITR381", "c12 c53"),
        ("vn-pci-papi", "ITR381", "chi_so p1 p2 p3 p4"),
        ("vn-pci-papi", "ITR383", "p2 p3"),
    ],
    "a part is within its whole, in a product or a sum": [
        ("clinical-scores", "ITR381", "map"),
        ("sport-points", "ITR381", "league rate"),
        ("text-software-water", "ITR381", "apdex"),
        ("vn-dau-thau-ngan-hang", "ITR381", "diem_gia tong_hop"),
        ("vn-phu-luc-1b", "ITR381", "may_tinh"),
        ("vn-phu-luc-that", "ITR381", "w8"),
    ],
    "pooled parts are within pooled wholes, and a weighted mean within its values": [
        ("sport-rates", "ITR381", "obp"),
        ("vn-giao-duc", "ITR380", "tich_luy"),
    ],
    "a name occurs twice: min(a, b) / b, b - min(a, b), or ln(1 + a) / ln(1 + max(a, b))": [
        ("openssf", "ITR380", "k1 k10 k2 k3 k5 k6 k7 k8 k9"),
        ("vn-dau-thau-ngan-hang", "ITR383", "lcr"),
        ("wef-gender-gap-2023", "ITR380", "d4 e3"),
    ],
    "a branch of an if is asked only where its condition lets it be": [
        ("lighthouse-10", "ITR384", "s_cls s_fcp s_lcp s_si s_tbt"),
        ("usda-hei-2015", "ITR381", "c4"),
        ("vn-766", "ITR380", "c35"),
        ("vn-giao-duc", "ITR380", "xet_tuyen"),
        ("vn-wqi-879", "ITR380", "q_ph"),
        ("wef-gender-gap-2023", "ITR380", "e5"),
    ],
    "power of a fraction has bounds, and is above zero above zero": [
        ("clinical-scores", "ITR383", "qtc_f"),
        ("un-hdr-2024", "ITR383", "gii"),
        ("un-hdr-2024", "ITR384", "harm"),
        ("vn-wqi-879", "ITR381", "wqi"),
        ("wb-doing-business-2020", "ITR381", "s_pt_rate"),
    ],
    "an irrational bound is reached exactly: exp(0) is 1, (ln a - ln b) / (ln a - ln b) is 1": [
        ("ghi-hci-inform", "ITR380", "hci health school"),
        ("un-hdr-2024", "ITR380", "hdi_income ihdi_income phdi"),
    ],
    "floor takes no more than its argument": [
        ("text-software-water", "ITR380", "ielts"),
    ],
    "counts from 1 make a product and a logarithm above zero": [
        ("text-software-water", "ITR384", "maintainability"),
    ],
    "the least and the greatest of five are two of them": [
        ("sport-points", "ITR380", "diving"),
    ],
    "a polynomial of one name is above zero": [
        ("vn-wqi-879", "ITR383", "do_phan_tram"),
    ],
    "the last point of an interpolation is the greatest answer": [
        ("vn-aqi-1459", "ITR385", "a_o3_8h"),
    ],
    "the same, in other ways of writing": [
        ("ways-of-writing", "ITR380", "w25 w55 w111 w112 w126 w127 w128 w129 w130 w131 w133 w134 w135 w136 w137 w140 w141 w148"),
        ("ways-of-writing", "ITR381",
         ("w1 w3 w4 w5 w7 w8 w9 w10 w13 w14 w15 w21 w22 w23 w26 w27 w28 w29 w30 w31 w32 w33 w34 w36 w37 w38 "
          "w40 w42 w43 w45 w46 w47 w50 w51 w53 w54 w56 w67 w68 w69 w70 w71 w72 w73 w76 w77 w82 w83 w84 w85 "
          "w86 w90 w91 w92 w93 w107 w120 w121 w122 w144")),
        ("ways-of-writing", "ITR383", "w28 w33 w38 w39 w51 w52 w53 w68"),
    ],
    "the same, by names, functions, gates and branches, and bounds of bounds": [
        ("ways-of-building", "ITR380", "v4"),
        ("ways-of-building", "ITR381", "v2 v7 v8 v9 v10 v13 g1 g3 g4 g5 g61 t7 n1 n11 n12 r1 r3 r5 r6 r7 r9"),
        ("ways-of-building", "ITR383", "ty_le_tt v1 v2 v8 g1 g2 g3 g4 g5 g61 g62"),
        ("ways-of-building", "ITR385", "f6 k5"),
    ],
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


def accusations(source: str) -> set[tuple[str, str]]:
    """Give the errors and warnings: what each is about, and its code."""
    return {
        (str(each.params.get("id", message(each, "en"))), each.code)
        for each in found_in(source)
        if severity_of(each) is not Severity.INFO
    }


@pytest.mark.parametrize("source", SOURCES)
def test_an_honest_ruleset_is_not_accused(source):
    known = {
        (name, code)
        for rows_ in ACCUSED.values()
        for of, code, names in rows_
        if of == source
        for name in names.split()
    }
    assert accusations(source) == known


@pytest.mark.parametrize("source", SOURCES)
def test_an_honest_ruleset_is_asked_little(source):
    asked = [message(each, "en") for each in found_in(source) if severity_of(each) is Severity.INFO]
    assert len(asked) <= 3, asked


def test_there_are_two_hundred_formulas():
    kinds = [node.kind for source in SOURCES if source not in WAYS for node in leaves(ruleset_of(source))]
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
