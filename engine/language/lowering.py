"""From a validated document to the one checked form that everything reads."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from hashlib import sha256
from keyword import iskeyword
from typing import Any

from ..model.codes import has_errors
from ..model.findings import Finding, Place, in_order
from ..model.input_types import NUMERIC
from ..model.policies import LEAVING
from ..model.ruleset import (
    Column,
    Decimals,
    Digits,
    Formula,
    Headers,
    Input,
    NamedValue,
    Node,
    Rounding,
    Ruleset,
    Scorecard,
    Source,
)
from .document import Map, place_at
from .inputs import ANSWER_DEFAULTS, lower_functions, lower_inputs, lower_parameters, lower_values, words
from .kinds.leaf import percentage
from .nodes import (
    ROOT_DEFAULTS,
    declare_tree,
    lower_node,
    lower_total,
    may_leave,
    rounding_by_level,
)
from .ordering import ordered
from .workshop import Workshop, names_read_bare
from .written import Surroundings


def lower(document: Map, sources: tuple[Source, ...]) -> tuple[Ruleset | None, tuple[Finding, ...]]:
    """Lower a document that the schema has passed.

    Returns:
        The ruleset, or None if any finding is an error; and all findings, sorted.
    """
    rounding = document.get("rounding", {})
    groups = tuple(document.get("groups", {}))
    shop = Workshop(rounding_mode=rounding.get("mode", "half_up"), groups=groups)
    cards = document["scorecards"]
    shop.only_root = str(next(iter(cards))) if len(cards) == 1 else ""
    _lower_names(document, shop)
    levels = rounding_by_level(rounding, shop)
    scorecards = tuple(
        _scorecard(str(id_), card, cards.key_places[id_], document, levels, groups, shop) for id_, card in cards.items()
    )
    _check_groups(scorecards, document, groups, shop)
    _check_skips(scorecards, shop)
    _check_defaults_of_roots(document, scorecards, shop)
    _check_defaults_of_answers(document, scorecards, shop)
    columns, circles = ordered(shop.columns)
    _check_policies(scorecards, columns, shop)
    findings = in_order((*shop.findings, *circles))
    if has_errors(findings):
        return None, findings
    units = document.get("units", {})
    ruleset = Ruleset(
        id=str(document["id"]),
        version=str(document["version"]),
        title=words(document.get("title")),
        sources=sources,
        sha256=_digest(sources),
        columns=columns,
        scorecards=scorecards,
        groups={group: words(given.get("title")) for group, given in document.get("groups", {}).items()},
        roles={unit: str(given.get("role", "ranked")) for unit, given in units.items()},
        predecessors={
            unit: tuple(map(str, given["predecessors"])) for unit, given in units.items() if "predecessors" in given
        },
        rounding_mode=rounding.get("mode", "half_up"),
        show=_digits(document.get("show")),
        locale=str(document.get("locale", "vi")),
        period=_text(document.get("period", "")),
        decision=_texts(document.get("decision", {})),
        effective=_texts(document.get("effective", {})),
        headers=_headers(document.get("data", {})),
        provenance=str(document.get("provenance", "")),
        tests=tuple(document.get("tests", ())),
    )
    return ruleset, findings


def _lower_names(document: Map, shop: Workshop) -> None:
    """Lower all that formulas may name, and declare what comes later; a value may name a criterion."""
    defaults, cards = document.get("defaults", {}), document["scorecards"]
    tables = [document.get(section, {}) for section in ("parameters", "inputs", "values", "scorecards")]
    shop.refused = {name for table in tables for name in table if iskeyword(name)}
    lower_functions(document, shop)
    lower_parameters(document, shop, _text(document.get("period", "")))
    lower_inputs(document, shop, defaults.get("inputs", {}))
    for name in document.get("values", {}):
        shop.declare(name, "value", document["values"].key_places[name])
    for id_, card in cards.items():
        declare_tree(card, str(id_), cards.key_places[id_], shop)
    lower_values(document, shop, defaults.get("values", {}))


def _digits(given: Any) -> Digits:
    """Read how many decimals are printed: a number, or a block that may ask for its zeros too."""
    if not isinstance(given, Mapping):
        return None if given is None else int(given)
    digits = int(given["digits"])
    return Decimals(digits, digits) if given.get("fixed", False) else digits


def _digest(sources: tuple[Source, ...]) -> str:
    """Return the hash of a ruleset: that of its file, or of the hashes of all its files."""
    if len(sources) == 1:
        return sources[0].sha256
    return sha256("".join(source.sha256 for source in sources).encode()).hexdigest() if sources else ""


def _text(value: Any) -> str:
    return str(getattr(value, "text", value))


def _texts(table: Mapping[str, Any]) -> dict[str, str]:
    return {key: _text(value) for key, value in table.items()}


def _scorecard(
    id_: str,
    card: Map,
    place: Place,
    document: Map,
    rounding: Mapping[str, Rounding],
    groups: tuple[str, ...],
    shop: Workshop,
) -> Scorecard:
    defaults = document.get("defaults", {})
    answers = defaults.get("inputs", {})
    around = Surroundings(
        scorecard=id_,
        defaults=defaults.get("criteria", {}),
        answers={key: answers[key] for key in ANSWER_DEFAULTS if key in answers},
        rounding=rounding,
        provenance=str(document.get("provenance", "")),
        groups=groups,
    )
    root = lower_node(card, id_, place, around, shop, root=True)
    nodes = {node.id: node for node in root.walk()}
    for node in nodes.values():
        if node.on_fail == "lowest_tier" and not root.tiers:
            shop.report("ITR339", node.place, id=node.id, root=id_)
    totals = []
    for given in card.get("totals", []):
        total = lower_total(given, place_at(given, ("id",)), around, shop, nodes)
        nodes[total.id] = total
        totals.append(total)
    return Scorecard(id_, root, tuple(str(group) for group in card.get("for", [])), tuple(totals))


def _headers(data: Mapping[str, Any]) -> Headers:
    previous = data.get("previous", "")
    if isinstance(previous, Mapping):
        previous = ";".join(f"{key}={header}" for key, header in previous.items())
    plain = {key: str(data[key]) for key in ("id", "name", "group", "parent", "decimal") if key in data}
    layout = {key: str(header) for key, header in data.get("layout", {}).items()}
    marks = {str(mark): str(meaning) for mark, meaning in data.get("marks", {}).items()}
    return Headers(**plain, previous=str(previous), layout=layout, marks=marks)


def _check_groups(scorecards: tuple[Scorecard, ...], document: Map, groups: tuple[str, ...], shop: Workshop) -> None:
    """A group has one scorecard, and every scorecard's groups exist."""
    cards = document["scorecards"]
    seen: dict[str, str] = {}
    for card in scorecards:
        for index, group in enumerate(card.groups):
            place = place_at(cards[card.id], ("for", index))
            if group not in groups:
                shop.unknown_name(group, place, groups, "ITR204.group")
            if group in seen:
                shop.report("ITR332.scorecard", place, group=group, first=seen[group], second=card.id)
            seen[group] = card.id
    ungrouped = [card.id for card in scorecards if not card.groups]
    for id_ in ungrouped if len(scorecards) > 1 else ():
        shop.report("ITR334", cards.key_places[id_], id=id_)
    if not ungrouped and seen.keys() <= set(groups):
        for group in groups:
            if group not in seen:
                shop.report("ITR335", document["groups"].key_places[group], group=group)


def _check_skips(scorecards: tuple[Scorecard, ...], shop: Workshop) -> None:
    """`missing: skip` leaves a mean; under a sum it would silently be worth nothing."""
    for card in scorecards:
        for node in card.root.walk():
            if node.aggregate != "sum" or node.at_least is not None:
                continue
            for child in node.children:
                if child.role != "scored" or child.score is None:
                    continue
                skipped = next(iter(sorted(_skipping(names_read_bare(child.score.tree), shop))), None)
                if skipped is not None:
                    shop.report("ITR336", child.place, id=child.id, name=skipped.removeprefix("self:"), parent=node.id)


def _check_defaults_of_roots(document: Map, scorecards: tuple[Scorecard, ...], shop: Workshop) -> None:
    """Report the defaults that a reader may expect at roots, and that are not taken there."""
    defaults = document.get("defaults", {}).get("criteria", {})
    for key in defaults:
        stating = {str(id_) for id_, card in document["scorecards"].items() if key in card}
        roots = [card.id for card in scorecards if card.id not in stating]
        is_said = key == "round" and "total" in document.get("rounding", {})
        if key not in ROOT_DEFAULTS and roots and not is_said:
            taken = ", ".join(ROOT_DEFAULTS)
            shop.report("ITR271", defaults.key_places[key], key=key, card=_few(roots), taken=taken)


def _check_defaults_of_answers(document: Map, scorecards: tuple[Scorecard, ...], shop: Workshop) -> None:
    """Report the defaults that a reader may expect at leaves' own answers, and that are not taken there."""
    defaults = document.get("defaults", {}).get("inputs", {})
    answers = [column for name in sorted(shop.answers) if isinstance(column := shop.columns.get(f"self:{name}"), Input)]
    givens = {node.id: given for card in scorecards for node, given in _with_givens(card, document)}
    for key, value in defaults.items():
        lacking = [asked for asked in answers if key not in (givens[asked.id].get("answer") or {})]
        names = [asked.id for asked in lacking if _is_expected(key, value, asked, shop)]
        if key not in ANSWER_DEFAULTS and names:
            taken = ", ".join(ANSWER_DEFAULTS)
            shop.report("ITR271.answer", defaults.key_places[key], key=key, node=_few(names), taken=taken)


def _with_givens(card: Scorecard, document: Map) -> Iterator[tuple[Node, Map]]:
    """Give every node of a scorecard's tree with the map that it was made of."""
    todo = [(card.root, document["scorecards"][card.id])]
    while todo:
        node, given = todo.pop()
        yield node, given
        todo += zip(node.children, given.get("criteria", ()), strict=True)


def _is_expected(key: str, value: Any, asked: Input, shop: Workshop) -> bool:
    """Say whether a default would change an answer: of numbers the type, and bounds that are narrower than its own."""
    if key not in {"type", "min", "max"}:
        return value is not False
    if not asked.traits.is_number:
        return False
    if key == "type":
        return value in NUMERIC and value != asked.type
    amount = value if isinstance(value, Fraction) else percentage(str(value)) or shop.constants.get(str(value))
    lower, upper = (asked.minimum, amount) if key == "min" else (amount, asked.maximum)
    return not isinstance(lower, Fraction) or not isinstance(upper, Fraction) or lower < upper


def _few(names: Sequence[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def _check_policies(scorecards: tuple[Scorecard, ...], columns: Mapping[str, Column], shop: Workshop) -> None:
    """What reads a node that may not apply may not apply itself, and a criterion must say what happens then."""
    roots = {card.root.id for card in scorecards}
    leaving: set[str] = set()
    for key, column in columns.items():  # what a column reads stands before it
        match column:
            case NamedValue() if _reads_bare((column.formula,), leaving):
                leaving.add(key)
            case Node(not_applicable=policy):
                reads, leaves = _reads_bare((column.score, column.formula), leaving), may_leave(column)
                if (policy is None or policy in LEAVING) and (reads or leaves or _is_emptied(column, leaving)):
                    leaving.add(key)
                is_asked = column.role == "scored" and not column.is_total and key not in roots
                if policy is None and is_asked and reads and not leaves:  # what leaves by itself has been told
                    shop.report("ITR325", column.place, id=column.id)


def _reads_bare(formulas: Iterable[Formula | None], names: AbstractSet[str]) -> bool:
    return any(names_read_bare(formula.tree) & names for formula in formulas if formula is not None)


def _is_emptied(node: Node, leaving: AbstractSet[str]) -> bool:
    """Say whether all children of a node that count may leave."""
    counting = [child.id for child in node.children if child.role == "scored"]
    return bool(counting) and leaving >= set(counting)


def _skipping(names: frozenset[str], shop: Workshop) -> set[str]:
    """Find the inputs with `missing: skip` on which names rest, values between them looked through."""
    found: set[str] = set()
    todo, seen = list(names), set(names)
    while todo:
        column = shop.columns.get(todo.pop())
        if isinstance(column, (Input, NamedValue)) and column.missing == "skip":
            found.add(column.key)
        elif isinstance(column, NamedValue) and not isinstance(column.missing, (Fraction, bool)):
            fresh = names_read_bare(column.formula.tree) - seen
            seen |= fresh
            todo.extend(fresh)
    return found
