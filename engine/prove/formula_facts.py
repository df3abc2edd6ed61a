"""What is proved of formulas: divisors that can be 0, arguments out of domain, conditions that never hold or always do."""

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..formula.figures import amount
from ..formula.parse import place_of
from ..formula.trees import called, walk
from ..formula.words import say
from ..language.kinds import KINDS
from ..model.findings import Finding, Place, Witness, finding, with_witness
from ..model.reads import name_in_formula
from ..model.ruleset import Constant, Formula, Input, NamedValue, Node, Ruleset, Statistic
from ..model.sentences import Pair
from .asking import Question
from .cases import DOMAINS, Event
from .nearest import nearest_sides
from .node_bounds import Bounds
from .prover import prover_of
from .searching import Verdict
from .trying import Answers, witness_of

_MOST_NAMED = 6
_CHOICES = (ast.IfExp,)
_DIVISIONS = (ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
_NO_SCORE = {
    "divisor": ("không có điểm, vì chia cho 0", "no score: it divides by 0"),
    "argument": ("không có điểm, vì hàm không nhận số ấy", "no score: the function takes no such number"),
}
_ALONE = ("cohort chỉ có một đơn vị: không có điểm, vì chia cho 0", "a cohort of one unit: no score: it divides by 0")
_ALIKE = (
    "mọi đơn vị của cohort bằng nhau, hoặc chỉ có một đơn vị: không có điểm, vì chia cho 0",
    "all units of a cohort are alike, or there is one only: no score: it divides by 0",
)
_OPEN = {"divisor": "ITR277", "argument": "ITR278"}


def is_within_max(kind: str) -> bool:
    """Say whether the points of a kind never pass their maximum, whatever its formula can give."""
    return kind in KINDS and KINDS[kind].within_max


def _is_of_cohort(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a divisor is a figure of the cohort, for which there is no `on_zero`."""
    return isinstance(tree, ast.Name) and isinstance(ruleset.columns.get(tree.id), Statistic)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A formula of a criterion or a named value."""

    id: str
    kind: str
    formula: Formula
    node: Node | None = None
    gates: tuple[Formula, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """Something that a part of a formula can come to, or that is not known of it."""

    asked: _Asked
    question: Question
    event: Event
    verdict: Verdict[Answers]

    @property
    def place(self) -> Place:
        """Give where the part is written."""
        place = place_of(self.event.node)
        return place if place.line else self.asked.formula.place

    def comes_to(self, *, answer: bool) -> bool:
        """Say of a condition whether it is not excluded that it has an answer, where it is asked."""
        return not self.question.excludes(self.event.holds if answer else self.event.fails)

    @property
    def shown(self) -> str:
        """Write the part for people."""
        return say(self.event.node, name_in_formula, "en")


def _formulas(ruleset: Ruleset) -> Iterator[_Asked]:
    """Give every formula with what it belongs to, its kind, and what must hold for it to be asked."""
    for column in ruleset.columns.values():
        if isinstance(column, NamedValue):
            yield _Asked(column.key, "value", column.formula)
    for node in ruleset.nodes():
        gates = (*node.inside, *(() if node.applies is None else (node.applies,)))
        if node.score is not None:
            yield _Asked(node.id, node.kind, node.score, node, gates)
        if node.applies is not None:
            yield _Asked(node.id, "formula", node.applies, node, node.inside)
        for formula in (node.formula, node.then):
            if formula is not None:
                yield _Asked(node.id, "formula", formula, node, gates)


def _is_worth_asking(tree: ast.expr) -> bool:
    """Say whether anything in a formula can go wrong, or be settled."""
    return any(
        isinstance(part, _CHOICES)
        or (isinstance(part, ast.BinOp) and isinstance(part.op, _DIVISIONS))
        or called(part) in DOMAINS
        for part in walk(tree)
    )


def _seen(ruleset: Ruleset, bounds: Bounds) -> Iterator[_Seen]:
    """Ask every formula what its parts can come to, each place once."""
    prover = prover_of(bounds)
    for asked in _formulas(ruleset):
        if not _is_worth_asking(asked.formula.tree):
            continue
        question = prover.question(bounds, asked.formula, asked.node, asked.gates)
        gates = getattr(question.tree, "test", None) if asked.gates else None
        for event in question.events:
            if event.kind == "condition" and event.node is not gates:
                yield _Seen(asked, question, event, Verdict("never"))
            elif event.kind != "condition" and (verdict := _verdict(ruleset, asked, question, event)) is not None:
                yield _Seen(asked, question, event, verdict)


def _verdict(ruleset: Ruleset, asked: _Asked, question: Question, event: Event) -> Verdict[Answers] | None:
    """Say what an event comes to; None where there is nothing to tell."""
    if event.kind == "divisor" and is_within_max(asked.kind) and _is_of_cohort(ruleset, event.node):
        return None
    verdict = question.goes_wrong(event)
    return None if verdict.kind == "never" else verdict


def _settled(ruleset: Ruleset, seen: Iterable[_Seen]) -> Iterator[tuple[list[_Seen], bool]]:
    """Give conditions that are proved to have one answer wherever they are asked, each with that answer.

    One in a function is asked by each formula that calls it.
    """
    for group in _by_place(each for each in seen if not _by_parameters_only(ruleset, each.event.node)):
        answers = {answer for each in group for answer in (True, False) if each.comes_to(answer=answer)}
        if len(answers) == 1 and not (answers == {True} and _joins(group[0].asked.kind)):
            yield group, answers.pop()


def _joins(kind: str) -> bool:
    return kind in KINDS and KINDS[kind].joins


def formulas_have_values(ruleset: Ruleset, bounds: Bounds) -> Iterator[Finding]:
    """No divisor can be 0, no argument can leave its function's domain, and every branch of an `if` can be taken."""
    seen = list(_seen(ruleset, bounds))
    for group in _by_place(each for each in seen if each.verdict.kind == "shown"):
        yield _TELLING[group[0].event.kind](ruleset, group)
    yield from _ranked_alone(ruleset)
    for group, answer in _settled(ruleset, (each for each in seen if each.event.kind == "condition")):
        yield _tell_condition(group, answer=answer)
    yield from _not_proved([each for each in seen if each.verdict.kind == "open"])


def _not_proved(seen: Sequence[_Seen]) -> Iterator[Finding]:
    for each in seen:
        yield finding(_OPEN[each.event.kind], each.place, parts=f"{each.shown} ({each.asked.id})")


def _by_place(seen: Iterable[_Seen]) -> list[list[_Seen]]:
    """Put together what is told of one place, and of one input that several formulas divide by."""
    groups: dict[tuple[str, object], list[_Seen]] = {}
    for each in seen:
        node = each.event.node
        is_input = each.event.kind == "divisor" and isinstance(node, ast.Name)
        groups.setdefault((each.event.kind, ast.dump(node) if is_input else each.place), []).append(each)
    return list(groups.values())


def _listed(names: Iterable[str]) -> str:
    every = list(dict.fromkeys(names))
    return ", ".join(every[:_MOST_NAMED]) + (f", … (+{len(every) - _MOST_NAMED})" if len(every) > _MOST_NAMED else "")


def _witness(seen: _Seen, gives: tuple[str, str]) -> Witness | None:
    answers = seen.verdict.witness
    if answers is None:
        return None
    return witness_of(seen.asked.id, answers, seen.question.trial.inputs, gives)


def _tell_divisor(ruleset: Ruleset, group: Sequence[_Seen]) -> Finding:
    first = group[0]
    ids = list(dict.fromkeys(each.asked.id for each in group))
    column = ruleset.columns.get(first.event.node.id) if isinstance(first.event.node, ast.Name) else None
    place = column.place if len(ids) > 1 and isinstance(column, Input) else first.place
    help_ = _divisor_advice(ruleset, first)
    of_cohort = _of_cohort(ruleset, first.event.node)
    witness = Witness("", {}, of_cohort) if of_cohort else _witness(first, _NO_SCORE["divisor"])
    return with_witness(finding("ITR383", place, help=help_, id=_listed(ids), divisor=first.shown), witness)


def _of_cohort(ruleset: Ruleset, divisor: ast.expr) -> Pair | None:
    """Say which cohort makes a divisor 0 that only figures of the cohort are in; None where answers of a unit do."""
    columns = [ruleset.columns.get(part.id) for part in walk(divisor) if isinstance(part, ast.Name)]
    stats = [column.stat for column in columns if isinstance(column, Statistic)]
    if not stats or len(stats) < len(columns):
        return None
    return _ALONE if stats == ["count"] else _ALIKE if sorted(stats) == ["max", "min"] else None


def _ranked_alone(ruleset: Ruleset) -> Iterator[Finding]:
    """A percentile rank divides by the number of others, too, where nothing says what one unit alone has."""
    for node in ruleset.nodes():
        keys = KINDS[node.kind].keys if node.kind in KINDS else {}
        if node.score is None or not {"better", "on_zero"} <= keys.keys():
            continue
        parts = list(walk(node.score.tree))
        read = [ruleset.columns.get(part.id) for part in parts if isinstance(part, ast.Name)]
        ranked = [each for each in read if isinstance(each, Statistic) and each.stat == "percentile_rank"]
        if ranked and not any(isinstance(part, _CHOICES) for part in parts):
            divisor = f"cohort_count({name_in_formula(ranked[0].of)}) − 1"
            help_ = ("Thêm on_zero.", "Add on_zero.")
            found = finding("ITR383", node.score.place, help=help_, id=node.id, divisor=divisor)
            yield with_witness(found, Witness("", {}, _ALONE))


def _tell_argument(_: Ruleset, group: Sequence[_Seen]) -> Finding:
    first = group[0]
    assert first.verdict.witness is not None  # it was shown
    found = first.question.part(first.event.node, first.question.trial.sheet(first.verdict.witness))
    assert isinstance(found, Fraction)
    return with_witness(
        finding(
            "ITR384",
            first.place,
            id=_listed(each.asked.id for each in group),
            function=first.event.function,
            wanted="≥ 0" if found < 0 and not DOMAINS[first.event.function] else "> 0",
            argument=first.shown,
            low=amount(found),
        ),
        _witness(first, _NO_SCORE["argument"]),
    )


_TELLING = {"divisor": _tell_divisor, "argument": _tell_argument}


def _tell_condition(group: Sequence[_Seen], *, answer: bool) -> Finding:
    first = group[0]
    words = ("sai", "fails") if answer else ("đúng", "holds")
    ids = _listed(each.asked.id for each in group)
    return with_witness(
        finding(
            "ITR385",
            first.place,
            id=ids,
            condition=first.shown,
            answer_vi=words[0],
            answer_en=words[1],
        ),
        nearest_sides(first.question, first.event.node, never_holds=not answer),
    )


def _divisor_advice(ruleset: Ruleset, seen: _Seen) -> tuple[str, str] | None:
    """Say what helps where a divisor can be 0: what the kind of the score has, and the input that it is."""
    shown, node, kind = seen.shown, seen.event.node, seen.asked.kind
    column = ruleset.columns.get(node.id) if isinstance(node, ast.Name) else None
    keys = KINDS[kind].keys if kind in KINDS else {}
    takes_formula = "prefixItems" not in keys.get(kind, {})
    ways = [("thêm on_zero", "add on_zero")] if "on_zero" in keys else []
    high = seen.question.domain.box[node.id].high if isinstance(column, Input) and isinstance(node, ast.Name) else None
    if isinstance(column, Input) and (high is None or high >= 1):
        ways.append((f"khai min: 1 cho {column.id}", f"declare min: 1 for {column.id}"))
    if takes_formula:
        ways.append((f"viết ... if {shown} > 0 else ...", f"write ... if {shown} > 0 else ..."))
    vi, en = (", hoặc ".join(way[0] for way in ways), ", or ".join(way[1] for way in ways))
    end = " ..." if takes_formula else "."
    return f"{vi[0].upper()}{vi[1:]}".rstrip(". ") + end, f"{en[0].upper()}{en[1:]}".rstrip(". ") + end


def _by_parameters_only(ruleset: Ruleset, tree: ast.expr) -> bool:
    """Say whether a condition only asks parameters, which another year may set otherwise."""
    names = [part.id for part in walk(tree) if isinstance(part, ast.Name) and part.id in ruleset.columns]
    return bool(names) and all(isinstance(ruleset.columns[name], Constant) for name in names)
