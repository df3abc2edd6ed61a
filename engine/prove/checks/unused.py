"""Checks of names: what is declared and read by nothing, and names that are easily taken for one another."""

import ast
from collections.abc import Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from ...formula.suggest import folded, listed
from ...formula.trees import walk
from ...language.document import Map, Seq
from ...language.workshop import NAME, computed_after
from ...model.findings import Finding, Place, finding
from ...model.reads import closure, names_in
from ...model.ruleset import Column, Constant, Formula, Input, NamedValue, Node, Ruleset
from .context import Context, leaves

# What is written for people: a word there is no use of a name.
_PROSE = frozenset({"title", "label", "description", "clause", "provenance", "why", "name", "measured_in", "tied_as"})
_DECLARING = ("parameters", "functions", "inputs", "values")


def inputs_are_read(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every input that units must report, and every answer that a leaf describes, is read by something."""
    read = _read_by_something(ruleset)
    for column in ruleset.inputs:
        if column.key not in read and not column.publish and not column.traits.is_evidence:
            yield finding("ITR340", column.place, name=column.id)
    for leaf in leaves(ruleset):
        if "answer" in context.given(leaf) and f"self:{leaf.id}" not in ruleset.columns:
            yield finding("ITR340", context.at(leaf, "answer"), name=leaf.id)


def inputs_count(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """Every input counts towards points, a tier or a rank; one that is only shown is told, in case that is not meant."""
    counting = rests_on(ruleset, _counting(ruleset))
    # An answer under the id of an unscored leaf is plainly meant to be shown and no more.
    asked = [column for column in ruleset.inputs if not column.publish and not column.key.startswith("self:")]
    idle = {column.key for column in asked if column.key not in counting}
    where = _first_readers(ruleset, idle, counting) if idle else {}
    for column in ruleset.inputs:
        if column.key in where:
            yield finding("ITR341", column.place, name=column.id, where=where[column.key])


def _first_readers(ruleset: Ruleset, idle: AbstractSet[str], counting: AbstractSet[str]) -> dict[str, str]:
    """Name, for each of some inputs, the first leaf that rests on it and does not count."""
    where: dict[str, str] = {}
    seen = set(counting)
    for node in ruleset.nodes():
        if node.score is not None and node.id not in counting:
            fresh = rests_on(ruleset, {node.id}, seen)  # each column is looked at once
            where |= dict.fromkeys(sorted(fresh & idle), node.id)
            seen |= fresh
    return where


_CALL = (
    "Xóa hàm, hoặc gọi nó ở công thức lẽ ra phải dùng.",
    "Delete it, or call it in the formula that should use it.",
)
_PUBLISH = (
    "Xóa giá trị, dùng nó trong một tiêu chí, hoặc thêm publish: true để in ra.",
    "Delete it, use it in a criterion, or add publish: true to print it.",
)


def parameters_are_used(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every parameter stands in some formula, maximum, bound or points."""
    used = _words_used(context.document)
    for name, column in ruleset.columns.items():
        if isinstance(column, Constant) and name not in used:
            yield finding(
                "ITR342", context.key_place("parameters", name), name=name, what="tham số", what_en="parameter"
            )


def functions_are_called(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Every function is called, and no argument of one looks like a name of the ruleset."""
    bodies = {str(h).partition("(")[0].strip(): str(body) for h, body in context.document.get("functions", {}).items()}
    used, todo = set[str](), set(_words_used(context.document, skip="functions"))
    while todo:  # what only functions call that nobody calls is called by nobody
        used |= todo
        todo = {word for name in todo if name in bodies for word in NAME.findall(bodies[name])} - used
    for heading in context.document.get("functions", ()):
        name, _, arguments = str(heading).partition("(")
        at = context.key_place("functions", heading)
        if name.strip() not in used:
            yield finding("ITR342", at, help=_CALL, name=name.strip(), what="hàm", what_en="function")
        for argument in NAME.findall(arguments):
            column = ruleset.columns.get(argument)
            if column is not None:
                what, what_en = _WHAT.get(type(column), ("tên", "name"))
                yield finding("ITR368", at, function=name.strip(), name=argument, what=what, what_en=what_en)


def values_are_read(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """Every named value is published, or read by something."""
    read = _read_by_something(ruleset)
    for column in ruleset.columns.values():
        is_own = isinstance(column, NamedValue) and not column.key.startswith("[") and not column.publish
        if isinstance(column, NamedValue) and is_own and column.key not in read:
            yield finding("ITR342", column.place, help=_PUBLISH, name=column.key, what="giá trị", what_en="value")


def options_make_a_difference(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """Of the options of a choice at most one is never named where the choice is scored: the rest, as `else`."""
    named: dict[str, set[str]] = {}
    plainly_read: set[str] = set()
    for names, texts in _comparisons(ruleset):
        for name in names:
            named.setdefault(name, set()).update(texts)
        plainly_read.update(() if texts else names)
    for column in ruleset.inputs:
        if not column.traits.has_options or column.key not in named or column.key in plainly_read:
            continue
        alike = [option for option in column.options if option not in named[column.key]]
        if len(alike) > 1:
            yield finding("ITR346", column.place, name=column.id, options=listed(alike, 8))


def _comparisons(ruleset: Ruleset) -> Iterator[tuple[list[str], list[str]]]:
    """Give the names and the constants of every comparison."""
    for formula in formulas(ruleset):
        for tree in walk(formula.tree):
            if isinstance(tree, ast.Compare):
                sides = [tree.left, *tree.comparators]
                names = [side.id for side in sides if isinstance(side, ast.Name)]
                yield names, [str(side.value) for side in sides if isinstance(side, ast.Constant)]


def names_differ_plainly(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """No two names differ only by accents or underscores."""
    seen: dict[str, tuple[str, Place]] = {}
    declared = [
        (key, column.place)
        for key, column in ruleset.columns.items()
        if isinstance(column, (Input, NamedValue, Constant, Node)) and NAME.fullmatch(key)
    ]
    for name, place in sorted(declared, key=lambda each: (each[1].file, each[1].line, each[1].column)):
        plain = folded(name).replace("_", "")
        twin = seen.setdefault(plain, (name, place))
        if twin[0] != name:
            yield finding("ITR367", place, name=name, twin=twin[0], line=twin[1].line)


def labels_differ(ruleset: Ruleset, _: Context) -> Iterator[Finding]:
    """No two inputs have one label, by which a column of a data file could mean either."""
    seen: dict[str, Input] = {}
    for column in ruleset.inputs:
        if column.key.startswith("self:") or column.header:
            continue
        for label in dict.fromkeys(text.casefold().strip() for text in (column.label.vi, column.label.en) if text):
            twin = seen.setdefault(label, column)
            if twin is not column:
                said = column.label.vi if column.label.vi.casefold().strip() == label else column.label.en
                yield finding("ITR364.label", column.place, label=said, first=twin.id, second=column.id)
                break


_WHAT: Mapping[type, tuple[str, str]] = {
    Input: ("đầu vào", "input"),
    NamedValue: ("giá trị", "value"),
    Constant: ("tham số", "parameter"),
    Node: ("tiêu chí", "criterion"),
}


def formulas(ruleset: Ruleset) -> Iterator[Formula]:
    """Give every formula of a ruleset, each once."""
    for column in ruleset.columns.values():
        if isinstance(column, NamedValue):
            yield column.formula
    for card in ruleset.scorecards:
        for node in card.nodes():
            own = (node.score, node.formula, node.applies, node.then)
            yield from (formula for formula in own if formula is not None)
            yield from _of_ranks(node)


def _of_ranks(node: Node) -> Iterator[Formula]:
    """Give the formulas of a node's tiers and ranking, which no column reads."""
    for tier in node.tiers:
        yield from (formula for formula in (tier.when, tier.requires) if formula is not None)
    if node.ranking is not None:
        yield from node.ranking.tie_break
        if node.ranking.by is not None:
            yield node.ranking.by


def _read_by_something(ruleset: Ruleset) -> set[str]:
    read = {name for column in ruleset.columns.values() for name in computed_after(column) | _source_of(column)}
    read |= names_in(formula for node in ruleset.nodes() for formula in _of_ranks(node))
    return read.union(*map(_bounding, ruleset.inputs))


def _source_of(column: Any) -> frozenset[str]:
    """Name the column of which last year's value is read: it need not be computed first, but it is used."""
    of = getattr(column, "of", None)
    return frozenset() if of is None else frozenset({of})


def _bounding(asked: Input) -> set[str]:
    """Name the inputs that bound another."""
    return {bound for bound in (asked.minimum, asked.maximum) if isinstance(bound, str)}


def _counting(ruleset: Ruleset) -> set[str]:
    """Name what points, tiers and ranks are made from: the nodes that count, and what tiers and rankings read."""
    found: set[str] = set()
    for card in ruleset.scorecards:
        todo = [card.root, *card.totals]
        while todo:
            node = todo.pop()
            found.add(node.id)
            todo += [child for child in node.children if child.role != "unscored"]
        for node in card.nodes():
            if node.tiers or node.ranking is not None:
                found.add(node.id)
            found |= {name for formula in _of_ranks(node) for name in formula.reads}
    return found


def rests_on(ruleset: Ruleset, keys: set[str], known: Collection[str] = ()) -> set[str]:
    """Follow what columns read to all that they rest on; an unscored child is not what its parent rests on.

    Args:
        ruleset: of the columns.
        keys: where it begins.
        known: columns that need not be looked at again.
    """
    passed = frozenset(known)

    def read(column: Column) -> frozenset[str]:
        found = computed_after(column) | _source_of(column)
        if isinstance(column, Node):
            found -= {child.id for child in column.children if child.role == "unscored"}
        if isinstance(column, Input):
            found |= _bounding(column)
        return found - passed

    return set(closure(ruleset.columns, keys, read))


def _words_used(document: Map, skip: str = "") -> frozenset[str]:
    """Collect every word of a document, but for a section of it, that could be a use of a name."""
    found: set[str] = set()
    sections = {key: value for key, value in document.items() if key not in {skip, "tests"}}
    todo: list[Any] = []
    for key, value in sections.items():  # what a section declares is no use of it
        todo += value.values() if key in _DECLARING and isinstance(value, Map) else [value]
    while todo:
        value = todo.pop()
        if isinstance(value, Map):
            for key, part in value.items():
                if key not in _PROSE:
                    found.update(NAME.findall(key))
                    todo.append(part)
        elif isinstance(value, Seq):
            todo += value
        elif isinstance(value, str):
            found.update(NAME.findall(value))
    return frozenset(found)
