"""Lower parameters, inputs, answers, named values and functions to columns."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from keyword import iskeyword
from typing import Any

from ..formula.parse import parse
from ..formula.substitute import Function, chosen
from ..formula.suggest import MOST_ADVISED, closest
from ..formula.trees import called
from ..model.findings import Place
from ..model.input_types import INPUT_TYPES
from ..model.input_types.number import NUMBER as DEFAULT
from ..model.ruleset import Cohort, Constant, Formula, Input, Missing, NamedValue, Outliers, Words
from .document import Map, Num, place_at
from .kinds.leaf import number
from .workshop import NAME, Scope, Workshop

_DEEPEST_NEED = 40  # values that are lowered because another one, of its type unsure, waits for them

ANSWER_DEFAULTS = ("missing", "cohort", "outliers")
"""What a leaf's own answer takes of `defaults: {inputs}`: its type and bounds come of how the leaf is scored."""

OF_ONE_KIND = ("min", "max", "options")
"""Keys of `defaults: {inputs}` that reach only inputs of the kind that its `type` has."""

_POLICIES = ("error", "unranked", "last_year", "skip")
_FILLING = ("zero", "group_mean", "cohort_mean")


def words(value: Any) -> Words:
    """Read a title or label: plain text is Vietnamese.

    >>> words("Điểm"), words({"en": "Points"})
    (Words(vi='Điểm', en=''), Words(vi='', en='Points'))
    """
    if isinstance(value, Mapping):
        return Words(vi=str(value.get("vi", "")), en=str(value.get("en", "")))
    return Words(vi="" if value is None else str(value))


def with_defaults(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Add the keys of `defaults:` that something lacks."""
    return {**defaults, **given}


def input_with_defaults(given: Mapping[str, Any], defaults: Mapping[str, Any]) -> dict[str, Any]:
    """Add the keys that an input lacks; bounds and options say nothing about what is of another kind than they are.

    >>> input_with_defaults({"type": "yes_no"}, {"min": 0, "missing": "zero"})
    {'missing': 'zero', 'type': 'yes_no'}
    """
    made = with_defaults(given, defaults)
    kind, usual = (INPUT_TYPES[each.get("type", DEFAULT.name)].kind for each in (made, defaults))
    return made if kind == usual else {key: made[key] for key in made if key in given or key not in OF_ONE_KIND}


def cohort(given: Mapping[str, Any], place: Place, shop: Workshop) -> Cohort | None:
    """Read `cohort:`: a word, or groups that exist."""
    value = given.get("cohort")
    if value is None:
        return None
    if isinstance(value, str):
        return Cohort(value)  # type: ignore[arg-type]  # the schema holds the words
    groups = tuple(str(group) for group in value)
    for group in groups:
        if group not in shop.groups:
            shop.unknown_name(group, place, shop.groups, "ITR204.group")
    return Cohort("groups", groups)


def _help_with_periods(name: str, value: Mapping[Any, object], period: str) -> tuple[str, str] | None:
    """Say what to do where a parameter has no value for the period."""
    if not any(letter.isdigit() for key in value for letter in key):
        return (
            f"Tham số ghi thẳng giá trị ({name}: 10), không có khóa con; bảng là một giá trị cho mỗi kỳ ({{2022: 10, 2023: 12}}).",
            f"A parameter is its value alone ({name}: 10), without keys; a table is a value for each period ({{2022: 10, 2023: 12}}).",
        )
    if period:
        return None
    first = next(iter(value))
    return (
        f"Khai period của bộ tiêu chí, ví dụ period: {first}.",
        f"State the period of the ruleset, such as period: {first}.",
    )


def lower_parameters(document: Map, shop: Workshop, period: str) -> None:
    """Resolve parameters for the period; one may use those above it."""
    table = document.get("parameters", {})
    for name, value in table.items():
        place = table.value_places[name]
        shop.declare(name, "parameter", table.key_places[name])
        if isinstance(value, Mapping):
            if period not in value:
                help_ = _help_with_periods(name, value, period)
                shop.report("ITR316", place, help=help_, name=name, period=period or "–", years=", ".join(value))
                continue
            place, value = value.value_places[period], value[period]  # type: ignore[attr-defined]  # noqa: PLW2901
        known = shop.known(value, place)
        if shop.share(value) is not None:
            shop.shares.add(name)
        if known is not None:
            shop.constants[name] = known
            shop.columns[name] = Constant(name, known, place)


def lower_functions(document: Map, shop: Workshop) -> None:
    """Read `dat(a, b): min(a / b, 1)`."""
    table = document.get("functions", {})
    for heading, body in table.items():
        at = table.key_places[heading]
        words = list(filter(iskeyword, NAME.findall(heading)))
        for word in dict.fromkeys(words):
            shop.report("ITR267.word", at, name=word, proposal=f"{word}_1")
            shop.refused.add(word)
        tree, findings = parse(heading, at)
        shop.findings.extend(() if words else findings)
        shop.unreadable |= {match[0]} if (match := NAME.match(heading.strip())) is not None else set()
        signature = None if tree is None else _signature(tree)
        if signature is None:
            if tree is not None and not words:
                shop.report("ITR142.function", at, found=heading)
            continue
        name, parameters = signature
        shop.declare(name, "function", table.key_places[heading])
        tree, findings = shop.parsed(str(body), table.value_places[heading])
        shop.findings.extend(findings)
        if tree is not None:
            shop.unreadable.discard(name)
            shop.functions[name] = Function(name, parameters, tree, table.value_places[heading])
        shop.declared.pop(name, None)


def _signature(tree: ast.expr) -> tuple[str, tuple[str, ...]] | None:
    """Return the name and the parameters of `dat(a, b)`; None of anything else."""
    if not isinstance(tree, ast.Call) or not called(tree):
        return None
    parameters = [part.id for part in tree.args if isinstance(part, ast.Name)]
    return (called(tree), tuple(parameters)) if len(set(parameters)) == len(tree.args) else None


def bound(value: Any, place: Place, kind: str, shop: Workshop, name: str) -> Fraction | date | str | None:
    """Read `min` or `max` of an input: a number, a day, a parameter, or the id of another input of its kind."""
    if value is None:
        return None
    type_, text = INPUT_TYPES[kind], str(value)
    if isinstance(value, str) and shop.declared.get(value) == "input":
        return _input_bound(text, place, kind, shop, name)
    known = shop.constants.get(text)
    if not type_.is_ordered or (known is not None and isinstance(known, date) is type_.is_number):
        found = _source(value) if known is None else f'"{text}" ({"date" if isinstance(known, date) else "number"})'
        shop.report("ITR214.bound", place, name=name, kind=kind, found=found)
        return None
    if isinstance(value, str) and NAME.fullmatch(value) and known is None:
        _report_unknown(value, place, shop, name)
        return None
    if type_.is_number:
        return shop.constant(value, place)
    return known if isinstance(known, date) else shop.day_bound(text, place)


def _input_bound(other: str, place: Place, kind: str, shop: Workshop, name: str) -> str | None:
    """Read the id of the input that bounds another: both are numbers or both are days, and they are two."""
    type_, other_kind = INPUT_TYPES[kind], shop.kinds.get(other, DEFAULT.name)
    if not type_.is_ordered or INPUT_TYPES[other_kind].kind != type_.kind:
        shop.report("ITR214.bound", place, name=name, kind=kind, found=f'"{other}" ({other_kind})')
        return None
    if other == name:  # it would hold whatever the answer is
        shop.report("ITR262", place, chain=f"{name} → {name}")
    return other


def _report_unknown(value: str, place: Place, shop: Workshop, name: str) -> None:
    """Report a bound that names neither a parameter nor an input; many such are not compared with every input."""
    is_advised = len(shop.findings) < MOST_ADVISED
    inputs = [id_ for id_, what in shop.declared.items() if what == "input" and id_ != name] if is_advised else []
    shop.unknown_name(value, place, [*shop.constants, *inputs], "ITR204")


def missing(value: Any, place: Place, shop: Workshop, kind: str, name: str, *, is_own: bool) -> Missing:
    """Read `missing:` of an input or value of a kind.

    Numbers and means are of numbers, `zero` is no of a yes or no; a default that says nothing of a kind is none of it.
    """
    if value is None:
        return "error"
    type_ = INPUT_TYPES[kind]  # what a value is to formulas is the name of a type too
    if value == "zero" and type_.kind == "yes_no":
        return False
    if isinstance(value, str) and value in _POLICIES:
        return value  # type: ignore[return-value]
    if isinstance(value, str) and NAME.fullmatch(value) and value not in {*_FILLING, *shop.constants}:
        _report_policy(value, place, shop)
        return "error"
    if type_.is_number:
        return _filling(value, place, shop)
    if is_own:
        shop.report("ITR214.missing", place, found=_source(value), name=name, kind=kind)
    return "error"


def _filling(value: Any, place: Place, shop: Workshop) -> Missing:
    """Read what fills the blanks of a number."""
    if isinstance(value, str) and value in {"group_mean", "cohort_mean"}:
        return value  # type: ignore[return-value]
    return Fraction(0) if value == "zero" else shop.constant(value, place) or Fraction(0)


def _report_policy(value: str, place: Place, shop: Workshop) -> None:
    """Report what is no policy for blanks and no parameter."""
    words = (*_POLICIES, *_FILLING)
    near = closest(value, [*words, *shop.constants]) if len(shop.findings) < MOST_ADVISED else None
    listed = ", ".join(words)
    help_ = (
        f"{f'Có phải {near}? ' if near else ''}Dùng được: {listed}, một số hoặc một tham số.",
        f"{f'Did you mean {near}? ' if near else ''}Allowed here: {listed}, a number or a parameter.",
    )
    shop.report("ITR143", place, help=help_, found=value)


def outliers(given: Mapping[str, Any], place: Place, shop: Workshop) -> Outliers | None:
    """Read `outliers:`; it needs a cohort."""
    table = given.get("outliers")
    if table is None:
        return None
    against = cohort(given, place, shop)
    if against is None:
        shop.report("ITR258", place, name="outliers")
        return None
    if "percentiles" in table:
        return _percentiles(table["percentiles"], against, place, shop)
    limits = [shop.constant(table[key], place) for key in ("winsorise", "skew", "kurtosis")]
    if any(limit is None for limit in limits):
        return None
    points, skew, kurtosis = (limit or Fraction(0) for limit in limits)
    return Outliers(against, points=int(points), skew=skew, kurtosis=kurtosis)


def _percentiles(given: Any, against: Cohort, place: Place, shop: Workshop) -> Outliers | None:
    low, high = (shop.constant(share, place) for share in given)
    if low is None or high is None or not 0 <= low <= high <= 1:
        shop.report("ITR372.percentile", place)
        return None
    return Outliers(against, percentiles=(low, high))


def lower_input(key: str, id_: str, given: Mapping[str, Any], place: Place, shop: Workshop, at: Map) -> Input:
    """Lower one input, or the answer of a leaf; `at` is the map that states it, without defaults."""
    kind: str = given.get("type", DEFAULT.name)

    def where(name: str) -> Place:
        return place_at(at, (name,)) if name in at else place

    against = cohort(given, where("cohort"), shop)
    if given.get("missing") == "cohort_mean" and against is None:
        shop.report("ITR258", where("missing"), name="cohort_mean")
    if INPUT_TYPES[kind].has_options and not given.get("options"):
        shop.report("ITR318", place, id=id_)
    return Input(
        key=key,
        id=id_,
        label=words(given.get("label")),
        type=kind,
        place=place,
        minimum=bound(given.get("min"), where("min"), kind, shop, id_),
        maximum=bound(given.get("max"), where("max"), kind, shop, id_),
        options={option: words(label) for option, label in (given.get("options") or {}).items()},
        missing=missing(given.get("missing"), where("missing"), shop, kind, id_, is_own="missing" in at),
        outliers=outliers(given, where("outliers"), shop),
        cohort=against,
        measured_in=str(given["measured_in"]) if "measured_in" in given else None,
        header=str(given.get("column", "")),
        publish=bool(given.get("publish", False)),
        provenance=str(given.get("provenance", "")),
    )


def lower_inputs(document: Map, shop: Workshop, defaults: Mapping[str, Any]) -> None:
    """Lower what units report."""
    table = document.get("inputs", {})
    for name in table:
        shop.declare(name, "input", table.key_places[name])
        shop.kinds[name] = input_with_defaults(table[name], defaults).get("type", DEFAULT.name)
    for name, given in table.items():
        place = table.key_places[name]
        shop.columns[name] = lower_input(name, name, input_with_defaults(given, defaults), place, shop, given)


def lower_value(name: str, document: Map, shop: Workshop, defaults: Mapping[str, Any]) -> NamedValue | None:
    """Lower one named value: an expression, or a table looked up by choices."""
    given: Any = document["values"][name]
    place = document["values"].value_places[name]
    if not isinstance(given, Mapping):
        given = {"formula": given}
    elif "formula" in given:
        place = place_at(given, ("formula",))
    complete = with_defaults(given, defaults)
    against = cohort(complete, place, shop)
    if complete.get("missing") == "cohort_mean" and against is None:
        shop.report("ITR258", place, name="cohort_mean")
    scope = Scope(cohort=against, root=shop.only_root)
    if "lookup" in given:
        tree, source = lookup(given, place, shop), "lookup"
    else:
        source = _source(given["formula"])
        tree = shop.expression(given["formula"], place)
    formula: Formula | None = shop.formula(tree, source, place, scope)
    if formula is None:
        return None
    return NamedValue(
        key=name,
        label=words(complete.get("label")),
        formula=formula,
        place=document["values"].key_places[name],
        missing=missing(complete.get("missing"), place, shop, formula.type.kind, name, is_own="missing" in given),
        outliers=outliers(complete, place, shop),
        cohort=against,
        publish=bool(complete.get("publish", False)),
    )


def _source(value: Any) -> str:
    return value.text if isinstance(value, Num) else str(value)


def lookup(given: Mapping[str, Any], place: Place, shop: Workshop) -> ast.expr | None:
    """Turn a table over choices into nested conditions; every combination must be there."""
    names = [str(name) for name in given["lookup"]]

    def level(depth: int, table: Any, path: tuple[str, ...], at: Place) -> ast.expr | None:
        if depth == len(names):
            amount = None if isinstance(table, Mapping) else shop.constant(table, at)
            return None if amount is None else number(amount, at)
        type_ = shop.type_of_column(names[depth])
        if type_ is None:  # of a value that is wrong itself
            return None
        if not _has_options(table, names[depth], type_.options, path, at, shop):
            return None
        made = {
            option: level(depth + 1, table[option], (*path, option), table.value_places[option])
            for option in type_.options
        }
        branches = [(option, branch) for option, branch in made.items() if branch is not None]
        if len(branches) < len(made):
            return None
        return chosen(named(names[depth], place), branches, place)

    return level(0, given["table"], (), place_at(given, ("table",)))


def _has_options(
    table: Any, name: str, options: Sequence[str], path: tuple[str, ...], at: Place, shop: Workshop
) -> bool:
    """Say whether a level of a table has a row for every option of a choice and no other; report what is wrong."""
    if not options or not isinstance(table, Map):
        shop.report("ITR214.lookup", at, name=name)
        return False
    wrong = [*(key for key in table if key not in options), *(option for option in options if option not in table)]
    if wrong:
        where = table.key_places.get(wrong[0], at)
        shop.report("ITR312.lookup", where, name=name, option=wrong[0], path=" / ".join(("table", *path)))
    return not wrong


def named(name: str, place: Place) -> ast.expr:
    """Make a name."""
    node = ast.Name(id=name, ctx=ast.Load())
    node.place = place  # type: ignore[attr-defined]
    return node


def lower_values(document: Map, shop: Workshop, defaults: Mapping[str, Any]) -> None:
    """Lower the named steps; each when it is first needed, for its type."""
    table = document.get("values", {})
    busy: set[str] = set()
    made: dict[str, NamedValue | None] = {}

    def lower(name: str) -> NamedValue | None:
        # A circle is told when the columns are put in order; only a circle goes as deep as that.
        if name in busy or (name not in made and len(busy) >= _DEEPEST_NEED):
            return None
        if name not in made:
            busy.add(name)
            made[name] = lower_value(name, document, shop, defaults)
            if made[name] is None:
                shop.untyped.add(name)
            busy.discard(name)
        return made[name]

    shop.lower_value = lower
    for name in _needed_first(table):
        lower(name)
    for name in table:
        column = lower(name)
        if column is not None:
            shop.columns[name] = column


def _needed_first(table: Mapping[str, Any]) -> Iterator[str]:
    """Name values so that those whose names stand in another come before it, as far as there is no circle.

    >>> list(_needed_first({"a": "b + c", "b": "c * 2", "c": "1"}))
    ['c', 'b', 'a']
    """
    named = {name: [word for word in NAME.findall(str(given)) if word in table] for name, given in table.items()}
    seen: set[str] = set()
    for start in table:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, iter(named[start]))]
        while stack:
            name, rest = stack[-1]
            step = next((word for word in rest if word not in seen), None)
            if step is None:
                stack.pop()
                yield name
            else:
                seen.add(step)
                stack.append((step, iter(named[step])))
