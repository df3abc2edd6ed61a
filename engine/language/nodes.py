"""Lower the tree of a scorecard: roots, branches and leaves, all alike."""

import ast
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from ..formula.aggregates import AGGREGATES
from ..formula.figures import amount
from ..formula.functions import NOT_APPLICABLE
from ..formula.rounding import MOST_DIGITS
from ..formula.trees import called, walk
from ..model.findings import Place
from ..model.input_types import INPUT_TYPES
from ..model.policies import LEAVING
from ..model.ruleset import AtLeast, Before, Formula, Input, Node, Policy, Rounding, RoundingMode
from .document import Map, Num, place_at
from .inputs import cohort, lower_input, with_defaults, words
from .kinds import KINDS
from .kinds.leaf import Leaf
from .tiers import lower_ranking, lower_tiers, read_amount
from .workshop import Scope, Workshop, kind_said

LONGEST_TITLE = 40  # of a child in a finding about maxima
MOST_TERMS = 25  # of a sum in a finding about maxima
ROOT_DEFAULTS = ("aggregate", "cohort", "not_applicable", "provenance", "clause")
"""What the root of a scorecard takes of `defaults: {criteria}`: how points are cut, rounded and ranked is its own."""

_OR_POINTS = ("Thêm max, hoặc viết ngưỡng bằng điểm.", "State max, or write the bounds in points.")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a node inherits: its scorecard, provenance, the keys of `defaults`, and digits by level.

    Attributes:
        defaults: of `defaults: {criteria}`.
        answers: of `defaults: {inputs}`, as far as a leaf's own answer takes them.
    """

    scorecard: str
    defaults: Mapping[str, Any]
    answers: Mapping[str, Any]
    rounding: Mapping[str, Rounding]
    provenance: str = ""
    groups: tuple[str, ...] = ()
    inside: tuple[Formula, ...] = ()


def declare_tree(given: Map, id_: str, place: Place, shop: Workshop) -> None:
    """Declare the ids of a node, of all below it, and of the totals beside it."""
    shop.declare(id_, "criterion", place)
    for child in given.get("criteria", []):
        declare_tree(child, str(child["id"]), place_at(child, ("id",)), shop)
    for total in given.get("totals", []):
        shop.declare(str(total["id"]), "criterion", place_at(total, ("id",)))


def lower_node(given: Map, id_: str, place: Place, around: Surroundings, shop: Workshop, *, root: bool = False) -> Node:
    """Lower a node and all below it; each becomes a column."""
    taken = {key: around.defaults[key] for key in ROOT_DEFAULTS if key in around.defaults} if root else around.defaults
    keys = with_defaults(given, taken)
    own = replace(around, provenance=str(keys.get("provenance", around.provenance)))
    applies = None
    if "applies" in keys:
        at = place_at(given, ("applies",)) if "applies" in given else place
        scope = Scope(leaf=id_, root=around.scorecard, cohort=cohort(keys, at, shop))
        tree = shop.expression(keys["applies"], at)
        applies = shop.formula(tree, source_of(keys["applies"]), at, scope, "yes_no")
    inner = own if applies is None else replace(own, inside=(*own.inside, applies))
    children = tuple(
        lower_node(child, str(child["id"]), place_at(child, ("id",)), inner, shop) for child in keys.get("criteria", [])
    )
    return finish_node(given, keys, id_, place, own, shop, children, applies, root=root)


def lower_total(given: Map, place: Place, around: Surroundings, shop: Workshop, nodes: Mapping[str, Node]) -> Node:
    """Lower a node of `totals:`; its children are nodes of the tree."""
    id_ = str(given["id"])
    keys = with_defaults(given, around.defaults)
    children = []
    for index, name in enumerate(given["of"]):
        if str(name) in nodes:
            children.append(nodes[str(name)])
        else:
            shop.unknown_name(str(name), place_at(given, ("of", index)), list(nodes), "ITR204")
    inner = replace(around, provenance=str(keys.get("provenance", around.provenance)))
    return finish_node(given, keys, id_, place, inner, shop, tuple(children), is_total=True)


def finish_node(
    given: Map,
    keys: Mapping[str, Any],
    id_: str,
    place: Place,
    around: Surroundings,
    shop: Workshop,
    children: tuple[Node, ...],
    applies: Formula | None = None,
    *,
    root: bool = False,
    is_total: bool = False,
) -> Node:
    """Lower a node's own keys over its finished children."""

    def where(*path: str | int, key: bool = False) -> Place:
        try:
            return place_at(given, path, key=key)
        except (KeyError, IndexError, TypeError):
            return place

    def constant(key: str) -> Fraction | None:
        return shop.constant(keys[key], where(key)) if key in keys else None

    scope = Scope(leaf=id_, root=around.scorecard, cohort=cohort(keys, where("cohort"), shop))
    role = keys.get("role", "scored")
    stated = constant("max")
    if stated is not None and stated < 0:
        shop.report("ITR372.max", where("max"), id=id_, found=amount(stated))
        stated = None
    if stated is None and "max" in keys:
        shop.unmeasured.add(id_)
    aggregate, own_formula = None, None
    if children or is_total:
        aggregate, own_formula = _aggregate(keys, where, scope, shop)
        if aggregate == "geometric_mean":
            shop.count_slow(len(children), place)
        _check_weights(id_, children, aggregate, place, shop)
        _check_shares(children, aggregate, shop)
    kind, score = "", None
    if "score" in keys:
        if children or is_total:
            shop.report("ITR321", where("score"), id=id_)
        else:
            # Of a maximum that cannot be read every share would be told once more; the score comes to nothing anyway.
            whole = Fraction(1) if stated is None and "max" in keys else stated
            kind, score = _score(keys, id_, whole, role, where, scope, shop, around.answers)
    elif not children and not is_total and role != "unscored":
        shop.report("ITR322", place, id=id_)
    cap = constant("cap")
    maximum = _maximum(id_, stated, aggregate, children, cap, where("max"), shop) if children else stated
    then = None
    if "then" in keys:
        scope_then = Scope(leaf=id_, then=id_, root=around.scorecard, cohort=scope.cohort)
        tree = shop.expression(keys["then"], where("then"))
        then = shop.formula(tree, source_of(keys["then"]), where("then"), scope_then, "number")
    out_of = constant("out_of")
    weight = constant("weight")
    if out_of is not None and not maximum:
        shop.report("ITR306.out_of", where("out_of"), id=id_)
    on_fail = keys.get("on_fail")
    if (role == "condition") != (on_fail is not None):
        shop.report("ITR324", where("on_fail" if on_fail else "role"), id=id_)
    node = Node(
        id=id_,
        code=str(keys.get("code", "")),
        title=words(keys.get("title")),
        place=place,
        scorecard=around.scorecard,
        role=role,
        on_fail=on_fail,
        max=maximum,
        weight=Fraction(1) if weight is None else weight,
        kind=kind,
        score=score,
        aggregate=aggregate,
        formula=own_formula,
        children=children,
        applies=applies,
        inside=around.inside,
        not_applicable=keys.get("not_applicable"),
        cap=cap,
        minimum=constant("min"),
        out_of=out_of,
        then=then,
        at_least=_at_least(id_, keys, children, where, shop),
        rounding=_rounding(keys, where, around, root=root, branch=bool(children), shop=shop),
        tiers=lower_tiers(keys.get("tiers", []), where, scope, shop, root=root),
        ranking=lower_ranking(keys.get("ranking"), where, scope, shop, around.groups),
        clause=str(keys.get("clause", "")),
        description=str(keys.get("description", "")),
        provenance=around.provenance,
        is_total=is_total,
    )
    node = replace(node, not_applicable=_policy(node, root=root, shop=shop))
    bounds = [bound for tier in node.tiers for bound in (tier.from_, tier.above, tier.up_to, tier.below)]
    if node.full is None and any(bound is not None and bound.share for bound in bounds):
        shop.report(
            "ITR306", where("tiers"), help=_OR_POINTS, id=id_, what="ngưỡng xếp loại theo phần trăm",
            what_en="a tier bound in per cent",
        )  # fmt: skip
    if "weight" in keys:
        shop.weighted.add(id_)
    shop.columns[id_] = node
    if then is not None:
        shop.columns[f"value:{id_}"] = Before(f"value:{id_}", node)
    return node


def source_of(value: Any) -> str:
    """Give the text that the author wrote."""
    return value.text if isinstance(value, Num) else str(value)


def _aggregate(keys: Mapping[str, Any], where: Any, scope: Scope, shop: Workshop) -> tuple[Any, Formula | None]:
    given = keys.get("aggregate", "sum")
    if not isinstance(given, Mapping):
        return str(given), None
    at = where("aggregate", "formula")
    tree = shop.expression(given["formula"], at)
    return "formula", shop.formula(tree, source_of(given["formula"]), at, scope, "number")


def _score(
    keys: Mapping[str, Any],
    id_: str,
    stated: Fraction | None,
    role: str,
    where: Any,
    scope: Scope,
    shop: Workshop,
    answers: Mapping[str, Any],
) -> tuple[str, Formula | None]:
    """Lower a leaf's `score:` by its kind; `answers` are the defaults of what is reported under its own id."""
    given = {"given": "self"} if keys["score"] == "given" else keys["score"]
    kind = next(kind for name, kind in KINDS.items() if name in given)
    answer = keys.get("answer") or {}

    def options(tree: ast.expr) -> tuple[str, ...] | None:
        if not isinstance(tree, ast.Name):
            return None
        if tree.id == "self":
            return tuple(answer.get("options") or given.get("points", {}))
        if tree.id not in shop.declared:
            shop.unknown_name(tree.id, where("score", kind.name), shop.declared, "ITR204")
            return ()
        type_ = shop.type_of_column(tree.id)
        if type_ is None:  # of a value that is wrong itself
            return ()
        return type_.options if type_.kind == "choice" else None

    def make_answer() -> Input:
        made = with_defaults(answer, answers)
        made.setdefault("type", kind.answer)
        if INPUT_TYPES[made["type"]].has_options:
            made.setdefault("options", dict.fromkeys(given.get("points", {})))
        if kind.name == "given":
            made.setdefault("min", Fraction(0))
            if stated is not None:
                made.setdefault("max", stated)
        made.setdefault("label", keys.get("title"))
        at = answer if isinstance(answer, Map) else Map()
        return lower_input(f"self:{id_}", id_, made, where("score"), shop, at)

    shop.answers[id_] = make_answer
    leaf = Leaf(
        id=id_,
        max=stated,
        at=where("score"),
        place=lambda *path, key=False: (
            where("score", *path, key=key) if path and isinstance(given, Mapping) else where("score")
        ),
        read=shop.expression,
        report=shop.findings.append,
        constant=shop.constant,
        known=shop.known,
        options=options,
    )
    tree = kind.lower(given, leaf)
    if tree is None:
        assert shop.findings, kind.name  # a leaf that nobody can read is never left out in silence
        return kind.name, None
    yes_no_allowed = role == "condition"
    source = source_of(given[kind.name]) if kind.name == "formula" else kind.name
    scope = replace(scope, kind="" if kind.name == "formula" else kind.name)
    formula = shop.formula(shop.within_limits(tree), source, where("score", kind.name), scope)
    if formula is not None and formula.type.kind != "number" and not (yes_no_allowed and formula.type.kind == "yes_no"):
        shop.report("ITR214.number", where("score"), **kind_said(formula.type.kind), source=source)
        return kind.name, None
    return kind.name, formula


def _at_least(
    id_: str, keys: Mapping[str, Any], children: tuple[Node, ...], where: Any, shop: Workshop
) -> AtLeast | None:
    """Read how much data a branch needs; what can never be there is a finding."""
    given = keys.get("at_least")
    if given is None:
        return None
    of, least = ("leaves", given["leaves"]) if isinstance(given, Mapping) else ("children", given)
    needed = read_amount(least, where("at_least"), shop)
    if needed is None:
        return None
    there = len(_counted_leaves(children) if of == "leaves" else _with_value(children))
    if children and needed.amount > (1 if needed.share else there):
        words = {"children": ("mục con", "child", "children"), "leaves": ("lá", "leaf", "leaves")}[of]
        stated = str(least) if needed.share else amount(needed.amount)
        shop.report(
            "ITR372.at_least", where("at_least"), id=id_, found=stated, there=there, of_vi=words[0],
            there_en="is" if there == 1 else "are", of_en=words[1] if there == 1 else words[2],
        )  # fmt: skip
    return AtLeast(needed.amount, share=needed.share, of=of)  # type: ignore[arg-type]


def _scored(children: Iterable[Node]) -> list[Node]:
    """Return the children that are put together."""
    return [child for child in children if child.role == "scored"]


def _with_value(children: tuple[Node, ...]) -> list[Node]:
    return [child for child in _scored(children) if child.aggregate != "none"]


def _counted_leaves(children: tuple[Node, ...]) -> list[Node]:
    """List the leaves that `at_least: {leaves: ...}` counts."""
    return [
        leaf for child in _scored(children) for leaf in (_counted_leaves(child.children) if child.children else [child])
    ]


def rounding_by_level(given: Mapping[str, Any], shop: Workshop) -> dict[str, Rounding]:
    """Read the ruleset's `rounding`: how leaves, branches and totals are rounded that say nothing themselves."""
    levels = [level for level in ("leaf", "branch", "total") if level in given]
    made = {
        level: _digits(given[level], given.get("mode", "half_up"), place_at(given, (level,)), shop) for level in levels
    }
    return {level: rounding for level, rounding in made.items() if rounding is not None}


def _rounding(
    keys: Mapping[str, Any], where: Any, around: Surroundings, *, root: bool, branch: bool, shop: Workshop
) -> Rounding | None:
    given = keys.get("round")
    if given is None:
        return around.rounding.get("total" if root else "branch" if branch else "leaf")
    mode = shop.rounding_mode
    if isinstance(given, Mapping):
        mode, given = given.get("mode", mode), given["digits"]
    return _digits(given, mode, where("round"), shop)


def _digits(given: Any, mode: RoundingMode, place: Place, shop: Workshop) -> Rounding | None:
    digits = shop.constant(given, place)
    if digits is None:
        return None
    if digits.denominator != 1 or abs(digits) > MOST_DIGITS:
        shop.report("ITR372", place, found=amount(digits))
        return None
    return Rounding(int(digits), mode)


def _check_weights(id_: str, children: tuple[Node, ...], aggregate: str | None, place: Place, shop: Workshop) -> None:
    """All children that count have weights or none has, where the aggregate takes weights at all."""
    weights = "none" if (record := AGGREGATES.get(aggregate or "")) is None else record.weights
    counting = _scored(children)
    weighted = [child for child in counting if child.id in shop.weighted]
    if weighted:
        without = next((child for child in counting if child.id not in shop.weighted), None)
        if without is not None:
            shop.report("ITR327", without.place, id=without.id, parent=id_)
        if weights == "none" and aggregate is not None:
            shop.report("ITR321.weights", weighted[0].place, parent=id_, aggregate=aggregate)
    if counting and weights == "divide" and sum(child.weight for child in counting) <= 0:
        shop.report("ITR329", place, id=id_)


def _check_shares(children: tuple[Node, ...], aggregate: str | None, shop: Workshop) -> None:
    """Points can be shared out only among children that have a maximum."""
    if aggregate != "sum":
        return
    counting = _scored(children)
    sharing = next((child for child in counting if child.not_applicable in {"rescale", "rescale_total"}), None)
    without = next((child for child in counting if child.full is None and child.id not in shop.unmeasured), None)
    if sharing is not None and without is not None:
        policy = sharing.not_applicable
        shop.report("ITR306.sibling", sharing.place, id=sharing.id, policy=policy, sibling=without.id)


def full_maximum(aggregate: str | None, children: tuple[Node, ...]) -> Fraction | None:
    """Derive what a branch can reach from full children; None where that cannot be derived."""
    fulls = [(child.weight, child.full) for child in _scored(children)]
    known = [(weight, full) for weight, full in fulls if full is not None]
    record = AGGREGATES.get(aggregate or "")
    if len(known) < len(fulls) or not known or record is None or record.maximum is None:
        return None
    return record.maximum(known)


def _maximum(
    id_: str,
    stated: Fraction | None,
    aggregate: str | None,
    children: tuple[Node, ...],
    cap: Fraction | None,
    place: Place,
    shop: Workshop,
) -> Fraction | None:
    derived = full_maximum(aggregate, children)
    if derived is not None and cap is not None:
        derived = min(derived, cap)
    if stated is not None and derived is not None and stated != derived:
        vi, en = (_arithmetic(aggregate, children, cap, lang) for lang in ("vi", "en"))
        shop.report("ITR301", place, id=id_, stated=amount(stated), derived=amount(derived), terms_vi=vi, terms_en=en)
    return stated if stated is not None else derived


def _arithmetic(aggregate: str | None, children: tuple[Node, ...], cap: Fraction | None, lang: str) -> str:
    """Write how the maximum of a branch is made of its children's, each with its name."""
    terms = [_term(child, child.full, lang) for child in _scored(children) if child.full is not None]
    if len(terms) > MOST_TERMS:
        terms = [*terms[: MOST_TERMS - 2], f"… (+{len(terms) - MOST_TERMS + 1})", terms[-1]]
    made = " + ".join(terms) if aggregate == "sum" else f"{aggregate}({'; '.join(terms)})"
    return made if cap is None else f"{made}, cap {amount(cap)}"


def _term(child: Node, full: Fraction, lang: str) -> str:
    name = child.title.say(lang) or child.code or child.id
    shown = name if len(name) <= LONGEST_TITLE else name[: LONGEST_TITLE - 1].rstrip() + "…"
    weight = "" if child.weight == 1 else f"{amount(child.weight)} × "
    return f"{shown}: {weight}{amount(full)}"


def may_leave(node: Node) -> bool:
    """Say whether a node can fail to apply, as far as the ruleset alone shows."""
    if node.applies is not None:
        return True
    if node.score is not None:
        return any(called(part) == NOT_APPLICABLE for part in walk(node.score.tree))
    counting = _scored(node.children)
    return bool(counting) and all(may_leave(child) and child.not_applicable in LEAVING for child in counting)


def _policy(node: Node, *, root: bool, shop: Workshop) -> Policy | None:
    """Settle what happens when the node does not apply; a branch may take it from its children."""
    if node.not_applicable is not None or root or node.is_total or node.role != "scored":
        return node.not_applicable
    policies = {child.not_applicable for child in _scored(node.children)}
    may_all_leave = bool(policies) and policies <= LEAVING
    if may_all_leave and len(policies) == 1 and node.applies is None:
        return policies.pop()
    if may_all_leave or may_leave(node):
        shop.report("ITR325", node.place, id=node.id)
    return None
