"""Lower the score of a leaf by its kind."""

import ast
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..model.input_types import INPUT_TYPES
from ..model.ruleset import Formula, Input
from .document import Map
from .inputs import lower_input, with_defaults
from .kinds import KINDS
from .kinds.kind import Kind
from .kinds.leaf import Leaf
from .workshop import Scope, kind_said
from .written import Written, source_of


def lower_score(written: Written, stated: Fraction | None, scope: Scope) -> tuple[str, Formula | None]:
    """Lower `score:` to a formula; what is reported under the leaf's own id becomes an input.

    Args:
        written: a leaf with the key.
        stated: its maximum; None where it has none.
        scope: of names.

    Returns:
        The name of the scoring kind, and the formula; None where something is wrong with it.
    """
    keys, shop = written.keys, written.shop
    given = {"given": "self"} if keys["score"] == "given" else keys["score"]
    kind = next(kind for name, kind in KINDS.items() if name in given)
    shop.answers[written.id] = lambda: _answer(written, kind, given, stated)
    tree = kind.lower(given, _leaf(written, kind, given, stated))
    if tree is None:
        assert shop.findings, kind.name  # a leaf that nobody can read is never left out in silence
        return kind.name, None
    source = source_of(given[kind.name]) if kind.name == "formula" else kind.name
    scope = replace(scope, kind="" if kind.name == "formula" else kind.name)
    formula = shop.formula(shop.within_limits(tree), source, written.where("score", kind.name), scope)
    allowed = {"number", "yes_no"} if keys.get("role") == "condition" else {"number"}
    if formula is not None and formula.type.kind not in allowed:
        shop.report("ITR214.number", written.where("score"), **kind_said(formula.type.kind), source=source)
        return kind.name, None
    return kind.name, formula


def _answer(written: Written, kind: Kind, given: Mapping[str, Any], stated: Fraction | None) -> Input:
    """Make the input that is called `self` in the formula."""
    answer = written.keys.get("answer") or {}
    made = with_defaults(answer, written.around.answers)
    made.setdefault("type", kind.answer)
    if INPUT_TYPES[made["type"]].has_options:
        made.setdefault("options", dict.fromkeys(given.get("points", {})))
    if kind.name == "given":
        made.setdefault("min", Fraction(0))
        if stated is not None:
            made.setdefault("max", stated)
    made.setdefault("label", written.keys.get("title"))
    at = answer if isinstance(answer, Map) else Map()
    return lower_input(f"self:{written.id}", written.id, made, written.where("score"), written.shop, at)


def _leaf(written: Written, kind: Kind, given: Mapping[str, Any], stated: Fraction | None) -> Leaf:
    shop = written.shop
    return Leaf(
        id=written.id,
        max=stated,
        at=written.where("score"),
        place=lambda *path, key=False: written.where("score", *path, key=key and bool(path)),
        read=shop.expression,
        report=shop.findings.append,
        constant=shop.constant,
        known=shop.known,
        share=shop.share,
        options=lambda tree: _options(written, kind, given, tree),
    )


def _options(written: Written, kind: Kind, given: Mapping[str, Any], tree: ast.expr) -> tuple[str, ...] | None:
    """List the options of a choice; none of a name that is wrong itself, and None where it is no choice."""
    shop = written.shop
    if not isinstance(tree, ast.Name):
        return None
    if tree.id == "self":
        return tuple((written.keys.get("answer") or {}).get("options") or given.get("points", {}))
    if tree.id not in shop.declared:
        shop.unknown_name(tree.id, written.where("score", kind.name), shop.declared, "ITR204")
        return ()
    type_ = shop.type_of_column(tree.id)
    if type_ is None:  # of a value that is wrong itself
        return ()
    return type_.options if type_.kind == "choice" else None
