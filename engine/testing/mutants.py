"""Mutants of rules: a ruleset with one figure, word or sign changed, as somebody could have mistyped it.

Each is a change of the document, loaded as any other ruleset is.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from ..formula.aggregates import AGGREGATES
from ..language.document import Map, Num, Seq, Text, place_at
from ..language.edits import Edit, Steps, number, text, value_at, ways_to_nodes
from ..language.kinds import KINDS
from ..model.findings import Place
from ..model.numerals import pointed
from ..model.policies import POLICIES
from ..model.ties import TIES
from .digits import step_of

MutantClass: TypeAlias = Literal[
    "bound", "side", "points", "number", "swap", "limit", "max", "weight", "policy", "missing", "rounding", "tier",
    "condition", "aggregate", "operator", "ties", "order", "on_fail",
]  # fmt: skip

_OTHER_SIDE: Mapping[str, str] = {"from": "above", "above": "from", "up_to": "below", "below": "up_to"}
_QUANTITY = re.compile(r"-?[0-9]+(\.[0-9]+)?%?")
_MODES = ("half_up", "half_even", "half_down", "down")
_FAILS = ("flag", "unranked", "lowest_tier")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a ruleset.

    Attributes:
        id: the same each time: its class, where it is and what it became.
        owner: the criterion, input, value or section that it is of.
        before, after: what is written, and what the mutant has in its place; empty where something goes.
    """

    id: str
    kind: MutantClass
    owner: str
    edits: tuple[Edit, ...]
    place: Place
    before: str
    after: str


def mutants_of(document: Map) -> tuple[Mutant, ...]:
    """Give every mutant of a document, in the order in which its nodes stand."""
    found: dict[str, Mutant] = {}
    for mutant in _all(document):
        found.setdefault(mutant.id, mutant)
    return tuple(found.values())


def sampled(mutants: Sequence[Mutant], most: int, seed: int = 0) -> tuple[Mutant, ...]:
    """Take some of many mutants, the same for a seed, and leave them in their order.

    >>> sampled((), 5)
    ()
    """
    if len(mutants) <= most:
        return tuple(mutants)
    drawn = sorted(mutants, key=lambda each: sha256(f"{seed}/{each.id}".encode()).digest())[:most]
    taken = {each.id for each in drawn}
    return tuple(each for each in mutants if each.id in taken)


def _all(document: Map) -> Iterator[Mutant]:
    yield from _Part(document, (), "rounding").of_rounding()
    for section in ("parameters", "inputs", "values", "functions"):
        table = document.get(section)
        for key in table if isinstance(table, Map) else ():
            yield from _SECTIONS[section](_Part(document, (section, key), key))
    for id_, path in ways_to_nodes(document).items():
        part = _Part(document, path, id_)
        for key in part.keys:
            yield from _OF_KEYS.get(key, _nothing)(part, key)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of the document that is changed: a node, an input, a value or a section.

    Attributes:
        path: the way to it.
        owner: what messages call it.
    """

    document: Map
    path: Steps
    owner: str

    @property
    def keys(self) -> Sequence[str]:
        """The keys that it states."""
        here = value_at(self.document, self.path)
        return list(here) if isinstance(here, Map) else []

    def at(self, *steps: str | int) -> Any:
        """Give what stands at a path within it."""
        return value_at(self.document, (*self.path, *steps))

    def place(self, *steps: str | int, key: bool = False) -> Place:
        """Find where that is written."""
        return place_at(self.document, (*self.path, *steps), key=key)

    def made(self, kind: MutantClass, steps: Steps, value: Any, before: str, after: str, *more: Edit) -> Mutant:
        """Change what stands at a path within it; None takes it away."""
        edits = (Edit((*self.path, *steps), value), *more)
        where = ".".join(map(str, (*self.path, *steps)))
        return Mutant(f"{kind}:{where}:{before}→{after}", kind, self.owner, edits, self.place(*steps), before, after)

    # What is changed in a number, a word, a formula, a table

    def numbers(self, kind: MutantClass, *steps: str | int) -> Iterator[Mutant]:
        """Change a number, or a share in per cent, by one step of its last digit to either side."""
        value = self.at(*steps)
        for changed in _near(value):
            yield self.made(kind, steps, changed, _shown(value), _shown(changed))

    def words(self, kind: MutantClass, steps: Steps, others: Sequence[str]) -> Iterator[Mutant]:
        """Put other words in the place of one."""
        value = _shown(self.at(*steps))
        for other in others:
            if other != value:
                yield self.made(kind, steps, text(other), value, other)

    def gone(self, kind: MutantClass, *steps: str | int) -> Iterator[Mutant]:
        """Take something away."""
        yield self.made(kind, steps, None, f"{steps[-1]}: {_shown(self.at(*steps))}", "")

    def formula(self, *steps: str | int, is_condition: bool = False) -> Iterator[Mutant]:
        """Change one sign or number of a formula."""
        value = self.at(*steps)
        if not isinstance(value, str) or _QUANTITY.fullmatch(value):
            yield from self.numbers("number", *steps)
            return
        for kind, changed in _changed_formulas(str(value)):
            yield self.made(kind, steps, text(changed), str(value), changed)
        if is_condition:
            changed = f"not ({value})"
            yield self.made("condition", steps, text(changed), str(value), changed)

    def table(self, kind: MutantClass, *steps: str | int) -> Iterator[Mutant]:
        """Change the bounds of a table, which are its keys."""
        here = self.at(*steps)
        for bound in here:
            for changed in _near(bound):
                name = _shown(changed)
                if name not in here:
                    renamed = _renamed(here, bound, name)
                    yield self.made(kind, steps, renamed, bound, name)

    def of_rounding(self) -> Iterator[Mutant]:
        """Change how points are rounded throughout."""
        here: Any = self.document.get("rounding")
        for key in here if isinstance(here, Map) else ():
            steps: Steps = ("rounding", key)
            if isinstance(here[key], Num):
                yield from self.numbers("rounding", *steps)
            elif isinstance(here[key], str):
                yield from self.words("rounding", steps, _MODES)


# ── Numbers, words, tables ──


def _near(value: Any) -> Iterator[Any]:
    """Give a number one step of its last digit up and down, written as it was."""
    shown = _shown(value)
    step = step_of(shown) if _QUANTITY.fullmatch(shown) else None
    if step is None:
        return
    mark = "%" if shown.endswith("%") else ""
    units = Fraction(shown.removesuffix("%"))
    step = step * 100 if mark else step
    for changed in (units + step, units - step):
        written = _as_written(changed, shown)
        yield text(f"{written}{mark}") if mark else number(written)


def _as_written(value: Fraction, like: str) -> str:
    """Write a number with as many decimals as another.

    >>> _as_written(Fraction(81, 100), "0.80"), _as_written(Fraction(5), "4")
    ('0.81', '5')
    """
    places = len(like.removesuffix("%").partition(".")[2])
    digits = pointed(int(value * 10**places), places)
    whole, _, part = digits.partition(".")
    return f"{whole}.{part.ljust(places, '0')}" if places else digits


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(getattr(value, "text", value))


def _renamed(table: Map, key: str, to: str) -> Map:
    """Copy a table with another key in the place of one."""
    made = Map(table.place)
    for each, value in table.items():
        made.put(to if each == key else each, value, table.key_places[each], table.value_places[each])
    return made


def _swapped(table: Map, first: str, second: str) -> Map:
    """Copy a table with two values changed for one another."""
    made = table.copied()
    made[first], made[second] = table[second], table[first]
    return made


# ── Formulas ──

_SIGNS: Mapping[str, tuple[MutantClass, tuple[str, ...]]] = {
    "<": ("side", ("<=", ">")), "<=": ("side", ("<", ">=")), ">": ("side", (">=", "<")), ">=": ("side", (">", "<=")),
    "==": ("operator", ("!=",)), "!=": ("operator", ("==",)), "+": ("operator", ("-",)), "-": ("operator", ("+",)),
    "*": ("operator", ("/",)), "/": ("operator", ("*",)), "and": ("condition", ("or",)), "or": ("condition", ("and",)),
}  # fmt: skip
_OTHER_FUNCTION: Mapping[str, str] = {"min": "max", "max": "min", "floor": "ceil", "ceil": "floor"}


def _changed_formulas(source: str) -> Iterator[tuple[MutantClass, str]]:
    """Give a formula with one sign, number or function changed at a time; nothing of what is no formula.

    >>> [changed for _, changed in _changed_formulas("a >= 4")]
    ['a > 4', 'a <= 4', 'a >= 5', 'a >= 3']
    """
    line = source.replace("\n", " ")
    try:
        tree = ast.parse(line.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    spliced = _Spliced(line.strip().encode())
    for node in _in_order(tree):
        match node:
            case ast.BinOp(left=left, right=right):
                yield from spliced.between(left, right)
            case ast.Compare(left=left, comparators=[first, *_]):
                yield from spliced.between(left, first)
            case ast.BoolOp(values=values):
                for one, other in pairwise(values):
                    yield from spliced.between(one, other)
            case ast.Constant(value=int() | float()):
                yield from spliced.number(node)
            case ast.Call(func=ast.Name(id=name) as called) if name in _OTHER_FUNCTION:
                yield "operator", spliced.put(called, _OTHER_FUNCTION[name])
            case ast.IfExp(test=test):
                yield "condition", spliced.put(test, f"not ({spliced.of(test)})")


def _in_order(tree: ast.expr) -> Iterator[ast.expr]:
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.expr)]
    return iter(sorted(nodes, key=lambda node: (node.col_offset, node.end_col_offset or 0)))


@dataclass(frozen=True, slots=True)
class _Spliced:
    """The bytes of a formula, in which Python's parser counts."""

    line: bytes

    def of(self, node: ast.expr) -> str:
        """Give what is written of a part."""
        return self.line[node.col_offset : node.end_col_offset].decode()

    def put(self, node: ast.expr, changed: str) -> str:
        """Write something else in the place of a part."""
        return self._put(node.col_offset, node.end_col_offset or 0, changed)

    def _put(self, start: int, end: int, changed: str) -> str:
        return (self.line[:start] + changed.encode() + self.line[end:]).decode()

    def between(self, left: ast.expr, right: ast.expr) -> Iterator[tuple[MutantClass, str]]:
        """Change the sign between two parts."""
        start, end = left.end_col_offset or 0, right.col_offset
        found = re.search(rb"[<>=!]=|//|\*\*|[-+*/<>]|\band\b|\bor\b", self.line[start:end])
        if found is None or found[0].decode() not in _SIGNS:
            return
        kind, others = _SIGNS[found[0].decode()]
        for other in others:
            yield kind, self._put(start + found.start(), start + found.end(), other)

    def number(self, node: ast.expr) -> Iterator[tuple[MutantClass, str]]:
        """Change a number by one step of its last digit."""
        for changed in _near(Text(self.of(node))):
            yield "number", self.put(node, _shown(changed))


# ── What is changed by key ──


def _nothing(_: _Part, __: str) -> Iterator[Mutant]:
    return iter(())


def _score(part: _Part, key: str) -> Iterator[Mutant]:
    """Change how a leaf is scored: tables, goalposts, what a zero divisor is worth, and the formulas in it."""
    score = part.at(key)
    if not isinstance(score, Map):
        return
    name = next((word for word in score if word in KINDS), "")
    ladder = KINDS[name].ladder if name else {}
    for word, value in score.items():
        steps: Steps = (key, word)
        if word in ladder or isinstance(value, Map):
            yield from _of_table(part, steps, has_bounds=word in ladder)
        elif isinstance(value, Seq):
            for index in range(len(value)):
                yield from part.formula(*steps, index)
            if len(value) > 1 and KINDS[name].answer == "yes_no":
                for index in range(len(value)):
                    yield from part.gone("condition", *steps, index)
        elif _shown(value) in _WORDS_OF_SCORES.get(word, ()):
            yield from _of_word(part, steps, word)
        else:
            yield from part.formula(*steps, is_condition=KINDS[name].answer == "yes_no" and word == name)
        if word in ladder and word in _OTHER_SIDE:
            other = _OTHER_SIDE[word]
            more = Edit((*part.path, key, other), value)
            yield part.made("side", steps, None, word, other, more)


def _of_word(part: _Part, steps: Steps, word: str) -> Iterator[Mutant]:
    """Change a word of a score; what may then not apply says what becomes of it."""
    policy = Edit((*part.path, _POLICY), text("rescale"))
    for mutant in part.words("policy", steps, _WORDS_OF_SCORES[word]):
        is_open = mutant.after == _POLICY and _POLICY not in part.keys
        yield replace(mutant, edits=(*mutant.edits, policy)) if is_open else mutant


_POLICY = "not_applicable"
_WORDS_OF_SCORES: Mapping[str, tuple[str, ...]] = {
    "on_zero": ("zero", "full", "not_applicable"),
    "better": ("higher", "lower"),
    "to": ("best", "min_max", "percentile_rank"),
}


def _of_table(part: _Part, steps: Steps, *, has_bounds: bool) -> Iterator[Mutant]:
    """Change a table of bounds or options: its bounds, what each is worth, and two of them for one another."""
    table = part.at(*steps)
    if not isinstance(table, Map):
        return
    if has_bounds:
        yield from part.table("bound", *steps)
    for row in table:
        yield from part.numbers("points", *steps, row)
    for first, second in pairwise(table):
        if _shown(table[first]) != _shown(table[second]):
            yield part.made("swap", steps, _swapped(table, first, second), f"{first}, {second}", f"{second}, {first}")


def _max(part: _Part, key: str) -> Iterator[Mutant]:
    """Change what a leaf can reach, and with it all stated maxima above; or change it for that of the next leaf."""
    if "score" not in part.keys or not isinstance(part.at(key), Num):
        return
    for changed in _near(part.at(key)):
        delta = Fraction(changed) - Fraction(part.at(key))
        more = tuple(_maxima_above(part.document, part.path, delta))
        yield part.made("max", (key,), changed, _shown(part.at(key)), _shown(changed), *more)
    *above, last = part.path
    beside = (*above, last + 1) if isinstance(last, int) else ()
    other = value_at(part.document, (*beside, key)) if beside else None
    is_leaf = value_at(part.document, (*beside, "score")) is not None if beside else False
    if isinstance(other, Num) and is_leaf and other != part.at(key):
        swap = Edit((*beside, key), part.at(key))
        yield part.made("weight", (key,), other, f"max: {_shown(part.at(key))}", f"max: {_shown(other)}", swap)


def _maxima_above(document: Map, path: Steps, delta: Fraction) -> Iterator[Edit]:
    """Change the stated maxima of the branches above by as much, so that sums still agree."""
    if value_at(document, (*path, "role")) in {"bonus", "penalty", "unscored", "condition"}:
        return
    for length in range(len(path) - 2, 1, -2):
        stated = value_at(document, (*path[:length], "max"))
        if isinstance(stated, Num):
            yield Edit((*path[:length], "max"), number(Fraction(stated) + delta))


def _limit(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.gone("limit", key)
    yield from part.numbers("limit", key)


def _weight(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.numbers("weight", key)
    yield from part.gone("weight", key)


def _not_applicable(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.words("policy", (key,), tuple(POLICIES))


def _applies(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.formula(key, is_condition=True)
    yield from part.gone("condition", key)


def _aggregate(part: _Part, key: str) -> Iterator[Mutant]:
    if isinstance(part.at(key), Map):
        for word in part.at(key):
            yield from part.formula(key, word)
    else:
        yield from part.words("aggregate", (key,), tuple(AGGREGATES))


def _then(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.formula(key)
    yield from part.gone("limit", key)


def _round(part: _Part, key: str) -> Iterator[Mutant]:
    steps: Steps = (key, "digits") if isinstance(part.at(key), Map) else (key,)
    yield from part.numbers("rounding", *steps)


def _tiers(part: _Part, key: str) -> Iterator[Mutant]:
    """Change the bounds and conditions of tiers, and two of them for one another."""
    tiers: Any = part.at(key)
    for index, tier in enumerate(tiers if isinstance(tiers, Seq) else ()):
        for word, value in tier.items():
            steps: Steps = (key, index, word)
            if word in _OTHER_SIDE:
                yield from (
                    part.formula(*steps) if not _QUANTITY.fullmatch(_shown(value)) else part.numbers("tier", *steps)
                )
                other = Edit((*part.path, key, index, _OTHER_SIDE[word]), value)
                yield part.made("side", steps, None, word, _OTHER_SIDE[word], other)
            elif word in {"when", "requires"}:
                yield from part.formula(*steps, is_condition=True)
                yield from part.gone("condition", *steps)
            elif word == "quota":
                yield from part.numbers("tier", *steps)
            elif word == "at_ties":
                yield from part.words("ties", steps, ("above", "below"))
    for index in range(len(tiers) - 1 if isinstance(tiers, Seq) else 0):
        swap = Edit((*part.path, key, index + 1), tiers[index])
        names = f"{tiers[index].get('id')}, {tiers[index + 1].get('id')}"
        yield part.made("order", (key, index), tiers[index + 1], names, "⇄", swap)


def _ranking(part: _Part, key: str) -> Iterator[Mutant]:
    """Change how units are ranked: which end is first, ties, and what tells equals apart."""
    ranking = part.at(key)
    if not isinstance(ranking, Map):
        return
    if "ties" in ranking:
        yield from part.words("ties", (key, "ties"), tuple(TIES))
    best = _shown(ranking.get("best", "highest"))
    other = "lowest" if best == "highest" else "highest"
    yield part.made("order", (key, "best"), text(other), best, other)
    breaks = ranking.get("tie_break")
    if isinstance(breaks, Seq):
        for index in range(len(breaks)):
            yield from (
                part.gone("ties", key, "tie_break", index) if len(breaks) > 1 else part.gone("ties", key, "tie_break")
            )
            yield from part.formula(key, "tie_break", index)
        for index in range(len(breaks) - 1):
            swap = Edit((*part.path, key, "tie_break", index + 1), breaks[index])
            yield part.made(
                "order", (key, "tie_break", index), breaks[index + 1], _shown(breaks[index]),
                _shown(breaks[index + 1]), swap,
            )  # fmt: skip
    if "by" in ranking:
        yield from part.formula(key, "by")


def _on_fail(part: _Part, key: str) -> Iterator[Mutant]:
    yield from part.words("on_fail", (key,), _FAILS)


def _role(part: _Part, key: str) -> Iterator[Mutant]:
    other = {"bonus": "penalty", "penalty": "bonus"}.get(_shown(part.at(key)))
    if other is not None:
        yield from part.words("aggregate", (key,), (other,))


_OF_KEYS: Mapping[str, Callable[[_Part, str], Iterator[Mutant]]] = {
    "score": _score, "max": _max, "cap": _limit, "min": _limit, "out_of": _limit, "at_least": _limit,
    "weight": _weight, "not_applicable": _not_applicable, "applies": _applies, "aggregate": _aggregate, "then": _then,
    "round": _round, "tiers": _tiers, "ranking": _ranking, "on_fail": _on_fail, "role": _role,
}  # fmt: skip


def _parameter(part: _Part) -> Iterator[Mutant]:
    value = part.at()
    for key in value if isinstance(value, Map) else ():
        yield from part.numbers("number", key)
    if not isinstance(value, Map):
        yield from part.formula()


def _input(part: _Part) -> Iterator[Mutant]:
    """Change what a blank becomes."""
    if "missing" in part.keys:
        yield from part.gone("missing", "missing")
        yield from part.words("missing", ("missing",), ("unranked", "skip"))
        if _shown(part.at("missing")) == "zero":
            yield part.made("missing", ("missing",), number(1), "zero", "1")
        yield from part.numbers("missing", "missing")


def _value(part: _Part) -> Iterator[Mutant]:
    """Change the formula of a named value, or its table."""
    value = part.at()
    if not isinstance(value, Map):
        yield from part.formula()
        return
    if "formula" in value:
        yield from part.formula("formula")
    if "table" in value:
        yield from _of_lookup(part, ("table",))
    yield from _input(part)


def _of_lookup(part: _Part, steps: Steps) -> Iterator[Mutant]:
    table = part.at(*steps)
    for key in table if isinstance(table, Map) else ():
        if isinstance(table[key], Map):
            yield from _of_lookup(part, (*steps, key))
    if isinstance(table, Map) and not any(isinstance(each, Map) for each in table.values()):
        yield from _of_table(part, steps, has_bounds=False)


def _function(part: _Part) -> Iterator[Mutant]:
    yield from part.formula()


_SECTIONS: Mapping[str, Callable[[_Part], Iterator[Mutant]]] = {
    "parameters": _parameter, "inputs": _input, "values": _value, "functions": _function,
}  # fmt: skip
