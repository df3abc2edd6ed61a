"""Lower the tree of a scorecard: roots, branches and leaves, all alike."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from ..formula.aggregates import AGGREGATES
from ..formula.figures import amount
from ..formula.functions import NOT_APPLICABLE
from ..formula.rounding import MOST_DIGITS
from ..formula.trees import called, walk
from ..model.findings import Place
from ..model.policies import LEAVING
from ..model.ruleset import AtLeast, Before, Formula, Node, Policy, Rounding, RoundingMode
from .document import Map, place_at
from .inputs import cohort, with_defaults, words
from .leaf_scores import lower_score
from .tiers import lower_ranking, lower_tiers, read_amount
from .workshop import Scope, Workshop
from .written import Surroundings, Written

LONGEST_TITLE = 40  # of a child in a finding about maxima
MOST_TERMS = 25  # of a sum in a finding about maxima
ROOT_DEFAULTS = ("aggregate", "cohort", "not_applicable", "provenance", "clause")
"""What the root of a scorecard takes of `defaults: {criteria}`: how points are cut, rounded and ranked is its own."""

_IDLE = {True: (("aggregate", "ITR321.leaf"), ("at_least", "ITR321.leaf")), False: (("answer", "ITR321.answer"),)}
"""Keys that do nothing on a leaf, and on a node with children: a reader would think that they do."""

_OR_POINTS = ("Thêm max, hoặc viết ngưỡng bằng điểm.", "State max, or write the bounds in points.")
_TIERS_IN_PER_CENT = ("ngưỡng xếp loại theo phần trăm", "a tier bound in per cent")


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
    written = _written(given, id_, place, with_defaults(given, taken), around, shop, is_root=root)
    applies = None
    if "applies" in written.keys:
        scope = Scope(leaf=id_, root=around.scorecard, cohort=cohort(written.keys, written.where("applies"), shop))
        applies = written.formula(written.keys["applies"], ("applies",), scope, "yes_no")
    own = written.around
    inner = own if applies is None else replace(own, inside=(*own.inside, applies))
    children = tuple(
        lower_node(child, str(child["id"]), place_at(child, ("id",)), inner, shop)
        for child in written.keys.get("criteria", [])
    )
    return _finished(written, children, applies)


def lower_total(given: Map, place: Place, around: Surroundings, shop: Workshop, nodes: Mapping[str, Node]) -> Node:
    """Lower a node of `totals:`; its children are nodes of the tree."""
    children = []
    for index, name in enumerate(given["of"]):
        if str(name) in nodes:
            children.append(nodes[str(name)])
        else:
            shop.unknown_name(str(name), place_at(given, ("of", index)), list(nodes), "ITR204")
    keys = with_defaults(given, around.defaults)
    written = _written(given, str(given["id"]), place, keys, around, shop, is_total=True)
    return _finished(written, tuple(children), None)


def _written(
    given: Map, id_: str, place: Place, keys: Mapping[str, Any], around: Surroundings, shop: Workshop, **which: bool
) -> Written:
    own = replace(around, provenance=str(keys.get("provenance", around.provenance)))
    return Written(id_, given, keys, place, own, shop, **which)


def _finished(written: Written, children: tuple[Node, ...], applies: Formula | None) -> Node:
    """Lower a node's own keys over its finished children."""
    id_, keys, around, shop, given = written.id, written.keys, written.around, written.shop, written.given
    scope = Scope(leaf=id_, root=around.scorecard, cohort=cohort(keys, written.where("cohort"), shop))
    is_leaf = not children and not written.is_total
    for key, row in _IDLE[is_leaf]:
        if key in given:
            shop.report(row, written.where(key, key=True), id=id_, key=key)
    stated = _stated_maximum(written)
    aggregate, own_formula = _put_together(written, children, scope)
    kind, score = _scored_by(written, stated, scope, is_leaf=is_leaf)
    cap = written.constant("cap")
    maximum = _maximum(written, stated, aggregate, children, cap) if children else stated
    then = _then(written, scope)
    out_of, weight = written.constant("out_of"), written.constant("weight")
    if out_of is not None and not maximum:
        written.shop.report("ITR306.out_of", written.where("out_of"), id=id_)
    node = Node(
        id=id_,
        code=str(keys.get("code", "")),
        title=words(keys.get("title")),
        place=written.place,
        scorecard=around.scorecard,
        role=keys.get("role", "scored"),
        on_fail=_on_fail(written),
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
        minimum=written.constant("min"),
        out_of=out_of,
        then=then,
        at_least=_at_least(written, children),
        rounding=_rounding(written, is_branch=bool(children)),
        tiers=lower_tiers(written, scope),
        ranking=lower_ranking(written, scope),
        clause=str(keys.get("clause", "")),
        description=str(keys.get("description", "")),
        described_at=written.where("description") if "description" in given else None,
        provenance=around.provenance,
        is_total=written.is_total,
    )
    node = replace(node, not_applicable=_policy(node, root=written.is_root, shop=shop))
    _check_tiers(written, node)
    if "weight" in keys:
        shop.weighted.add(id_)
    shop.columns[id_] = node
    if then is not None:
        shop.columns[f"value:{id_}"] = Before(f"value:{id_}", node)
    return node


def _stated_maximum(written: Written) -> Fraction | None:
    """Read `max`; one that cannot be read is remembered, so that nothing more is said of its lack."""
    stated = written.constant("max")
    if stated is not None and stated < 0:
        written.shop.report("ITR372.max", written.where("max"), id=written.id, found=amount(stated))
        stated = None
    if stated is None and "max" in written.keys:
        written.shop.unmeasured.add(written.id)
    return stated


def _put_together(written: Written, children: tuple[Node, ...], scope: Scope) -> tuple[Any, Formula | None]:
    """Read how a branch puts its children together; of a leaf nothing."""
    if not children and not written.is_total:
        return None, None
    aggregate, own_formula = _aggregate(written, scope)
    if aggregate == "geometric_mean":
        written.shop.count_slow(len(children), written.place)
    _check_weights(written, children, aggregate)
    _check_shares(children, aggregate, written.shop)
    return aggregate, own_formula


def _scored_by(written: Written, stated: Fraction | None, scope: Scope, *, is_leaf: bool) -> tuple[str, Formula | None]:
    """Read how a leaf is scored, which a leaf must say and a branch must not."""
    if "score" not in written.keys:
        if is_leaf and written.keys.get("role", "scored") != "unscored":
            written.shop.report("ITR322", written.place, id=written.id)
        return "", None
    if not is_leaf:
        written.shop.report("ITR321", written.where("score"), id=written.id)
        return "", None
    # Of a maximum that cannot be read every share would be told once more; the score comes to nothing anyway.
    whole = Fraction(1) if stated is None and "max" in written.keys else stated
    return lower_score(written, whole, scope)


def _then(written: Written, scope: Scope) -> Formula | None:
    if "then" not in written.keys:
        return None
    own = Scope(leaf=written.id, then=written.id, root=written.around.scorecard, cohort=scope.cohort)
    return written.formula(written.keys["then"], ("then",), own, "number")


def _on_fail(written: Written) -> Any:
    """Read what follows where a condition does not hold, which all conditions say, and nothing else."""
    on_fail = written.keys.get("on_fail")
    if (written.keys.get("role", "scored") == "condition") != (on_fail is not None):
        written.shop.report("ITR324", written.where("on_fail" if on_fail else "role"), id=written.id)
    return on_fail


def _check_tiers(written: Written, node: Node) -> None:
    """Tiers in per cent are of a maximum."""
    bounds = [bound for tier in node.tiers for bound in (tier.from_, tier.above, tier.up_to, tier.below)]
    if node.full is None and any(bound is not None and bound.share for bound in bounds):
        what, what_en = _TIERS_IN_PER_CENT
        written.shop.report(
            "ITR306", written.where("tiers"), id=written.id, help=_OR_POINTS, what=what, what_en=what_en
        )


def _aggregate(written: Written, scope: Scope) -> tuple[Any, Formula | None]:
    given = written.keys.get("aggregate", "sum")
    if not isinstance(given, Mapping):
        return str(given), None
    return "formula", written.formula(given["formula"], ("aggregate", "formula"), scope, "number")


def _at_least(written: Written, children: tuple[Node, ...]) -> AtLeast | None:
    """Read how much data a branch needs; what can never be there is a finding."""
    given = written.keys.get("at_least")
    if given is None:
        return None
    of, least = ("leaves", given["leaves"]) if isinstance(given, Mapping) else ("children", given)
    needed = read_amount(least, written.where("at_least"), written.shop)
    if needed is None:
        return None
    there = len(_counted_leaves(children) if of == "leaves" else _with_value(children))
    if children and needed.amount > (1 if needed.share else there):
        words = {"children": ("mục con", "child", "children"), "leaves": ("lá", "leaf", "leaves")}[of]
        stated = str(least) if needed.share else amount(needed.amount)
        written.shop.report(
            "ITR372.at_least", written.where("at_least"), id=written.id, found=stated, there=there, of_vi=words[0],
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


def _rounding(written: Written, *, is_branch: bool) -> Rounding | None:
    given = written.keys.get("round")
    if given is None:
        return written.around.rounding.get("total" if written.is_root else "branch" if is_branch else "leaf")
    mode = written.shop.rounding_mode
    if isinstance(given, Mapping):
        mode, given = given.get("mode", mode), given["digits"]
    return _digits(given, mode, written.where("round"), written.shop)


def _digits(given: Any, mode: RoundingMode, place: Place, shop: Workshop) -> Rounding | None:
    digits = shop.constant(given, place)
    if digits is None:
        return None
    if digits.denominator != 1 or abs(digits) > MOST_DIGITS:
        shop.report("ITR372", place, found=amount(digits))
        return None
    return Rounding(int(digits), mode)


def _check_weights(written: Written, children: tuple[Node, ...], aggregate: str | None) -> None:
    """All children that count have weights or none has, where the aggregate takes weights at all."""
    weights = "none" if (record := AGGREGATES.get(aggregate or "")) is None else record.weights
    counting = _scored(children)
    id_, shop = written.id, written.shop
    weighted = [child for child in counting if child.id in shop.weighted]
    if weighted:
        without = next((child for child in counting if child.id not in shop.weighted), None)
        if without is not None:
            shop.report("ITR327", without.place, id=without.id, parent=id_)
        if weights == "none" and aggregate is not None:
            shop.report("ITR321.weights", weighted[0].place, parent=id_, aggregate=aggregate)
    if counting and weights == "divide" and sum(child.weight for child in counting) <= 0:
        shop.report("ITR329", written.place, id=id_)


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
    written: Written,
    stated: Fraction | None,
    aggregate: str | None,
    children: tuple[Node, ...],
    cap: Fraction | None,
) -> Fraction | None:
    """Derive the maximum of a branch; one that is stated must be the same."""
    derived = full_maximum(aggregate, children)
    if derived is not None and cap is not None:
        derived = min(derived, cap)
    if stated is not None and derived is not None and stated != derived:
        vi, en = (_arithmetic(aggregate, children, cap, lang) for lang in ("vi", "en"))
        written.shop.report(
            "ITR301",
            written.where("max"),
            id=written.id,
            stated=amount(stated),
            derived=amount(derived),
            terms_vi=vi,
            terms_en=en,
        )
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
