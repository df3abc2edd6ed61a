"""What to call a column in an explanation, in Vietnamese and English."""

import ast
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ..formula.figures import figure
from ..formula.spoken import Names, option_names, quoted, spoken
from ..formula.words import say
from ..model.reads import NOTHING, closure, names_in
from ..model.ruleset import (
    Before,
    Cohort,
    Column,
    Constant,
    Formula,
    Input,
    LastYear,
    NamedValue,
    Node,
    RollUp,
    Ruleset,
    Statistic,
    Value,
    Words,
)

LANGUAGES = ("vi", "en")
_LONGEST = 120  # of a title within a formula, which may name it hundreds of times

_STATS: Mapping[str, tuple[str, str]] = {
    "max": ("giá trị cao nhất của {of}", "the highest {of}"),
    "min": ("giá trị thấp nhất của {of}", "the lowest {of}"),
    "mean": ("trung bình của {of}", "the mean of {of}"),
    "median": ("trung vị của {of}", "the median of {of}"),
    "stdev": ("độ lệch chuẩn của {of}", "the standard deviation of {of}"),
    "sum": ("tổng của {of}", "the sum of {of}"),
    "count": ("số đơn vị có {of}", "the number of units with {of}"),
    "above": ("số đơn vị cao hơn về {of}", "the number of units above in {of}"),
    "below": ("số đơn vị thấp hơn về {of}", "the number of units below in {of}"),
    "rank": ("thứ hạng theo {of}", "the rank by {of}"),
    "percentile_rank": ("thứ hạng phần trăm theo {of}", "the percentile rank by {of}"),
    "percentile": ("bách phân vị {at} của {of}", "percentile {at} of {of}"),
}
_SUBORDINATE = ("{of} ở các đơn vị trực thuộc", "{of} over subordinate units")
_LAST_YEAR = ("{of} năm trước", "last year's {of}")
_BEFORE = ("giá trị trước khi quy đổi của {of}", "the value of {of} so far")
_GROUPS = ("các nhóm", "the groups")
COHORTS: Mapping[str, tuple[str, str]] = {
    "list": ("các đơn vị cùng danh sách xếp hạng", "the units of the same list"),
    "scorecard": ("các đơn vị cùng bảng điểm", "the units of the same scorecard"),
    "all": ("mọi đơn vị", "all units"),
}
"""Those against whom a unit is measured, by the word of `cohort`."""


def names(ruleset: Ruleset, key: str) -> Words:
    """Name a column by its label or title, else by what it is made of, else by its id."""
    return Words(*(_name(ruleset, key, lang) for lang in LANGUAGES))


def labels(ruleset: Ruleset, lang: str) -> Callable[[str], str]:
    """Give the function that names a column within a formula: titles stand in quotation marks."""

    def label(key: str) -> str:
        name = _name(ruleset, key, lang)
        name = name if len(name) <= _LONGEST or key.startswith("[") else f"{name[: _LONGEST - 1]}…"
        column = ruleset.columns.get(key)
        is_title = isinstance(column, (Input, NamedValue, Node)) and not key.startswith("[")
        return f'"{name}"' if is_title and name != plain_key(key) else name

    return label


def spoken_labels(ruleset: Ruleset, lang: str) -> Callable[[str], str]:
    """Give `labels` without the quotation marks that stand inside of titles, which `spoken` would take for their ends.

    The formulas of a result keep them: its bytes are the same years later.
    """
    label = labels(ruleset, lang)
    return lambda key: quoted(name[1:-1]) if (name := label(key))[:1] == '"' else name


def formula_in_words(ruleset: Ruleset, formula: Formula, lang: str) -> str:
    """Say a formula of a ruleset with the titles of what it reads."""
    return InWords(ruleset).said(formula.tree, lang)


@dataclass(frozen=True)
class InWords:
    """Says many trees of one ruleset, as `formula_in_words` says one."""

    ruleset: Ruleset

    @cached_property
    def _called(self) -> Mapping[str, tuple[Callable[[str], str], Names]]:
        return {lang: (spoken_labels(self.ruleset, lang), quoted_names(self.ruleset, lang)) for lang in LANGUAGES}

    def said(self, tree: ast.expr, lang: str) -> str:
        """Say a tree in `vi` or `en`."""
        label, called = self._called[lang]
        return spoken(say(tree, label, lang), lang, called)


def condition_in_words(ruleset: Ruleset, node: Node, lang: str) -> str:
    """Say what has to hold for a condition: of `1 if a else 0` it is `a`, and a number holds above 0."""
    if node.score is None:
        return node.title.say(lang) or node.id
    match node.score.tree:
        case ast.IfExp(test=test, body=ast.Constant(value=1), orelse=ast.Constant(value=0)):
            return formula_in_words(ruleset, replace(node.score, tree=test), lang)
    words = formula_in_words(ruleset, node.score, lang)
    return words if node.score.type.kind == "yes_no" else f"{words} > 0"


def quoted_names(ruleset: Ruleset, lang: str) -> Names:
    """Say what stands in quotation marks in the formulas of a ruleset, for `spoken`."""
    label = spoken_labels(ruleset, lang)
    columns = {label(key).strip('"'): key for key in ruleset.columns}
    shares = {name for name, key in columns.items() if is_percent(ruleset, key)}
    asked = ((label(each.key).strip('"'), option_titles(each.options, lang)) for each in ruleset.inputs)
    return option_names(asked, columns, shares)


def option_titles(options: Mapping[str, Words], lang: str) -> dict[str, str]:
    """Give the titles of options by id, as they stand between quotation marks."""
    return {id_: quoted(title.say(lang) or id_)[1:-1] for id_, title in options.items()}


def plain_key(key: str) -> str:
    """Give a column's id without what marks it as an answer or a value before `then`.

    >>> plain_key("self:nt_hop"), plain_key("value:nt_hop")
    ('nt_hop', 'nt_hop')
    """
    return key.removeprefix("self:").removeprefix("value:")


def _name(ruleset: Ruleset, key: str, lang: str) -> str:
    column, at = ruleset.columns.get(key), int(lang != "vi")
    match column:
        case Node():
            return column.title.say(lang) or column.id
        case NamedValue() if key.startswith("["):
            return f"({say(column.formula.tree, labels(ruleset, lang), lang)})"
        case Input() | NamedValue():
            return _label(ruleset, column, lang)
        case Statistic():
            share = "" if column.argument is None else figure(column.argument, lang, percent=True)
            return _STATS[column.stat][at].format(of=labels(ruleset, lang)(column.of), at=share)
        case RollUp():
            return _SUBORDINATE[at].format(of=_STATS[column.stat][at].format(of=labels(ruleset, lang)(column.of)))
        case LastYear():
            return _LAST_YEAR[at].format(of=labels(ruleset, lang)(column.of))
        case Before():
            return _BEFORE[at].format(of=labels(ruleset, lang)(column.node.id))
    return plain_key(key)


def _label(ruleset: Ruleset, column: Input | NamedValue, lang: str) -> str:
    """Name an input or a value by its label, else by the criterion that it is of, else by its id."""
    id_ = plain_key(column.key)
    own = ruleset.columns.get(id_)
    title = own.title.say(lang) if isinstance(own, Node) else ""
    return column.label.say(lang) or title or id_


def is_percent(ruleset: Ruleset, key: str) -> bool:
    """Say whether a column is read as per cent."""
    column = ruleset.columns.get(key)
    match column:
        case Input():
            return column.traits.per_cent
        case Statistic() | RollUp() | LastYear() if getattr(column, "stat", "") not in {
            "count", "above", "below", "rank",
        }:  # fmt: skip
            return is_percent(ruleset, column.of)
    return False


def shower(ruleset: Ruleset, lang: str) -> Callable[[str, Value], str]:
    """Give the function that writes the value of a column."""

    def show(key: str, value: Value) -> str:
        column = ruleset.columns.get(key)
        if isinstance(column, Input) and isinstance(value, str) and value in column.options:
            return quoted(column.options[value].say(lang) or value)
        return figure(value, lang, percent=is_percent(ruleset, key))

    return show


def cohort_words(ruleset: Ruleset, cohort: Cohort) -> Words:
    """Name those against whom a unit is measured."""
    if cohort.by != "groups":
        return Words(*COHORTS[cohort.by])
    made = []
    for lang, word in zip(LANGUAGES, _GROUPS, strict=True):
        listed = ", ".join(ruleset.groups.get(group, Words()).say(lang) or group for group in cohort.groups)
        made.append(f"{word} {listed}")
    return Words(*made)


def kind_of(column: object) -> str:
    """Name what a column is, as the JSON has it."""
    table: Mapping[type, str] = {
        Input: "input", NamedValue: "value", Constant: "parameter", Statistic: "cohort", RollUp: "subordinates",
        LastYear: "last_year", Before: "before", Node: "criterion",
    }  # fmt: skip
    return table[type(column)]


def asked_by(ruleset: Ruleset, formulas: Iterable[Formula | None]) -> tuple[Input, ...]:
    """Give the inputs that formulas read, through the values that they are made of, in the ruleset's order."""
    found = closure(ruleset.columns, names_in(formulas), read_by_value)
    return tuple(asked for asked in ruleset.inputs if asked.key in found)


def read_by_value(column: Column) -> frozenset[str]:
    """Give what the formula of a value reads; of any other column, nothing."""
    return column.formula.reads if isinstance(column, NamedValue) else NOTHING
