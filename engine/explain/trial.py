"""Try an expression: checked as a ruleset's own formulas are, computed exactly, with every step kept."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from ..files.numbers import Problem
from ..formula.exact import AbsentError
from ..formula.interpreter import Thunk
from ..formula.parse import place_of
from ..formula.trace import Step, Traced
from ..language.document import Map
from ..language.inputs import cohort, lower_functions
from ..language.loading import Loaded
from ..language.ordering import ordered
from ..language.workshop import TAKEN, Scope, Workshop
from ..model.findings import Finding, Place, finding
from ..model.observed import Observation, Observed, Unit
from ..model.outcome import NoScore, Reason
from ..model.ruleset import (
    Cohort,
    Column,
    Constant,
    Formula,
    Input,
    NamedValue,
    Node,
    RoundingMode,
    Ruleset,
    Type,
    Value,
    Words,
)
from ..observe.values import Style, reader_of
from ..prove.checks.unused import rests_on
from ..score import evaluate_columns

_COMMA = re.compile(r"(-?\d{1,3}(?:\.\d{3})*|-?\d+),(\d+)(%?)")
_LET = re.compile(r"\s*(?P<name>[^\W\d]\w*)\s*=(?P<value>.*)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?%?|-?[0-9]+/[0-9]*[1-9][0-9]*")
_ANSWERS = {"có": True, "yes": True, "true": True, "không": False, "no": False, "false": False}
_WITH_POINT = ("Ở đây viết dấu chấm thập phân: {}.", "A decimal point is written here: {}.")
_OPTION = re.compile(r"[^\W\d][\w-]*")
_LONGEST = 60
_WHAT: Mapping[type, tuple[str, str]] = {
    NamedValue: ("giá trị", "value"),
    Constant: ("tham số", "parameter"),
    Node: ("tiêu chí", "criterion"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """An expression that was checked, ready to be computed.

    Attributes:
        ruleset: that it is asked of, with the columns that the expression adds.
        lets: input key -> the value that was given.
        place: of the expression.
    """

    formula: Formula
    ruleset: Ruleset
    lets: Mapping[str, Value]
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an expression.

    Attributes:
        lack: why there is no value; `at` is where it arose.
        needed: ids of inputs that nobody gave a value.
    """

    value: Value | None
    steps: tuple[Step, ...] = ()
    lack: NoScore | None = None
    at: Place = field(default_factory=Place)
    needed: tuple[str, ...] = ()


def ask(
    text: str, place: Place, lets: Sequence[str], loaded: Loaded | None = None, rounding: RoundingMode | None = None
) -> tuple[Question | None, tuple[Finding, ...]]:
    """Check an expression with the names of a ruleset, or only with those that are given values.

    Args:
        text: the expression.
        place: of its first character.
        lets: as `a=3`.
        loaded: the ruleset whose names, parameters, functions, options and units of measurement are there.
        rounding: of `round`; by default the ruleset's, else `half_up`.

    Returns:
        The question, or None and every reason why there is none.

    >>> question, _ = ask("a / b * 20", Place("formula", 1, 1), ["a=3", "b=4"])
    >>> answer(question).value
    Fraction(15, 1)
    """
    shop = _shop(loaded, rounding)
    values: dict[str, Value] = {}
    options = tuple(dict.fromkeys(re.findall(r"[\"']([^\"']+)[\"']", text)))
    findings: list[Finding] = []
    unread: set[str] = set()
    for let in lets:
        wrong = _take(let, shop, values, options)
        unread |= {let.partition("=")[0].strip()} if wrong else set()
        findings += wrong
    document = loaded.document if loaded is not None and loaded.document is not None else Map()
    defaults = document.get("defaults", {})
    against = cohort(defaults.get("criteria", {}), place, shop) or Cohort("all")
    scope = Scope(root=shop.only_root, cohort=against)
    tree = shop.expression(text, place)
    formula = shop.formula(tree, text, place, scope)
    columns, circles = ordered(shop.columns)
    # A name whose value could not be read is known; that it is not there would be told twice.
    findings += [each for each in (*shop.findings, *circles) if each.params.get("name") not in unread]
    if formula is None or findings:
        return None, tuple(findings)
    ruleset = loaded.ruleset if loaded is not None and loaded.ruleset is not None else _NOBODY
    ruleset = replace(ruleset, columns=columns, rounding_mode=shop.rounding_mode)
    return Question(formula, ruleset, values, place), ()


_NOBODY = Ruleset("", "", Words(), (), "", {}, ())


def _shop(loaded: Loaded | None, rounding: RoundingMode | None) -> Workshop:
    """Make a workshop that knows what a ruleset declares."""
    ruleset = loaded.ruleset if loaded is not None else None
    if loaded is None or ruleset is None or loaded.document is None:
        return Workshop(rounding_mode=rounding or "half_up")
    shop = Workshop(rounding_mode=rounding or ruleset.rounding_mode, groups=tuple(ruleset.groups))
    lower_functions(loaded.document, shop)
    shop.findings.clear()  # told when the ruleset was loaded
    shop.columns = dict(ruleset.columns)
    for key, column in ruleset.columns.items():
        _declare(shop, key, column)
    shop.only_root = ruleset.scorecards[0].root.id if len(ruleset.scorecards) == 1 else ""
    return shop


def _declare(shop: Workshop, key: str, column: Column) -> None:
    """Make a column known by its name, if a formula can name it."""
    what = {Input: "input", NamedValue: "value", Node: "criterion", Constant: "parameter"}.get(type(column))
    if what is not None and re.fullmatch(r"\w+", key):
        shop.declared[key] = what
        shop.folded[key.casefold()] = key
        shop.places[key] = getattr(column, "place", Place())
    if isinstance(column, Constant):
        shop.constants[key] = column.value


def _take(let: str, shop: Workshop, values: dict[str, Value], options: tuple[str, ...]) -> tuple[Finding, ...]:
    """Read `a=3`: a value of an input of the ruleset, or a name of its own."""
    match = _LET.fullmatch(let)
    wrong = finding("ITR912.let", help=_with_point(match), found=let[:_LONGEST])
    if match is None or match["name"] in TAKEN or match["name"].startswith("_"):
        return (wrong,)
    name, text = match["name"], match["value"].strip()
    # A leaf's own answer is reported under the leaf's id, which as a name means the finished score.
    asked = shop.columns.get(f"self:{name}") or shop.columns.get(name)
    if asked is not None and not isinstance(asked, Input):
        what, what_en = _WHAT.get(type(asked), ("tên", "name"))
        return (finding("ITR949", name=name, what=what, what_en=what_en),)
    key = name if asked is None else asked.key
    if key in values:
        return (finding("ITR112.let", name=name),)
    read = _free(text) if asked is None else _answered(asked, name, let, text)
    if isinstance(read, Finding) or read is None:
        return (read or wrong,)
    values[key] = read
    if asked is None:
        type_ = _type_of(read, options)
        shop.declare(name, "input", Place())
        shop.columns[name] = Input(
            name, name, Words(), type_.kind, Place(), options=dict.fromkeys(type_.options, Words())
        )
    return ()


def _answered(asked: Input, name: str, let: str, text: str) -> Value | Finding:
    """Read a value of an input as a cell of a table is read."""
    if not text:
        read: Value | Problem = Problem("ITR912.let", {"found": let[:_LONGEST]})
    else:
        read = reader_of(asked, Style(".", allow_fraction=True))(text)
    if isinstance(read, Problem):
        return Finding(read.row, Place(cell=f"--let {let[:_LONGEST]}"), {"about": name, **read.params}, read.help)
    return read


def _with_point(match: re.Match[str] | None) -> tuple[str, str] | None:
    """Say how a number with a decimal comma is written here; a comma before three digits may be either sign."""
    number = None if match is None else _COMMA.fullmatch(match["value"].strip())
    if match is None or number is None:
        return None
    whole, rest, share = number[1].replace(".", ""), number[2], number[3]
    readings = [f"{match['name']}={whole}.{rest}{share}"]
    if len(rest) == 3 and "." not in number[1]:
        readings.append(f"{match['name']}={whole}{rest}{share}")
    return _WITH_POINT[0].format(" hoặc ".join(readings)), _WITH_POINT[1].format(" or ".join(readings))


def _free(text: str) -> Value | None:
    """Read a value by how it looks, where no input says what it should be."""
    if len(text) <= 2 * _LONGEST and _NUMBER.fullmatch(text):
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    if text.casefold() in _ANSWERS:
        return _ANSWERS[text.casefold()]
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text if _OPTION.fullmatch(text) else None


def _type_of(value: Value, options: tuple[str, ...]) -> Type:
    match value:
        case bool():
            return Type("yes_no")
        case Fraction():
            return Type("number")
        case date():
            return Type("date")
    return Type("choice", tuple(dict.fromkeys((*options, value))))


class _Located(Traced):
    """The traced domain, which also knows where a value ceased to be."""

    __slots__ = ("at",)

    def __init__(self, lookup: Mapping[str, Value | NoScore], mode: RoundingMode) -> None:
        super().__init__(lookup.__getitem__, mode)
        self.at: tuple[AbsentError, ast.expr] | None = None

    def _kept_place(self, lack: AbsentError, node: ast.expr) -> None:
        if self.at is None or self.at[0] is not lack:
            self.at = (lack, node)

    def name(self, node: ast.Name) -> Value:
        try:
            return super().name(node)
        except AbsentError as lack:
            self._kept_place(lack, node)
            raise

    def arithmetic(self, op: str, left: Value, right: Value, node: ast.BinOp) -> Value:
        try:
            return super().arithmetic(op, left, right, node)
        except AbsentError as lack:
            self._kept_place(lack, node)
            raise

    def call(self, name: str, arguments: Sequence[Thunk[Value]], node: ast.Call) -> Value:
        try:
            return super().call(name, arguments, node)
        except AbsentError as lack:
            self._kept_place(lack, node)
            raise


def answer(question: Question, observed: Observed | None = None, unit: int = 0) -> Answer:
    """Compute an expression.

    Args:
        question: as checked.
        observed: a year's data; without it there is one unit that has only what was given.
        unit: whose figures are taken where none were given.
    """
    ruleset = question.ruleset
    if observed is None:
        group = next((card.groups[0] for card in ruleset.scorecards if card.groups), "")
        observed = Observed((Unit("thu", "", group),), {})
    values = _with_lets(question, observed, unit)
    sheet, _ = evaluate_columns(ruleset, replace(observed, values=values))
    domain = _Located({key: sheet.cells[key][unit] for key in question.formula.reads}, ruleset.rounding_mode)
    try:
        value = domain.interpreter.evaluate(question.formula.tree)
    except AbsentError as absent:
        lack, at = absent.lack, question.place
        if domain.at is not None:
            at = place_of(domain.at[1])
        needed = _needed(question, values, unit) if lack.reason is Reason.NO_VALUE else ()
        return Answer(None, tuple(domain.steps), lack, at, needed)
    return Answer(value, tuple(domain.steps))


def _with_lets(question: Question, observed: Observed, unit: int) -> dict[str, list[Observation]]:
    """Give the values of every input, those of one unit as they were given with the question."""
    values = {}
    for asked in question.ruleset.inputs:
        given = observed.values.get(asked.key)
        column = list(given) if given is not None else [Observation(None, "missing")] * len(observed.units)
        if asked.key in question.lets:
            column[unit] = Observation(question.lets[asked.key], "observed")
        values[asked.key] = column
    return values


def _needed(question: Question, values: Mapping[str, Sequence[Observation]], unit: int) -> tuple[str, ...]:
    """Name the inputs that the expression rests on and that have no value."""
    rests = rests_on(question.ruleset, set(question.formula.reads))
    return tuple(
        asked.id
        for asked in question.ruleset.inputs
        if asked.key in rests and asked.missing == "error" and values[asked.key][unit].state == "missing"
    )
