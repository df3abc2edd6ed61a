"""What a result must hold besides its schema: every id that it names is in it, once, and no part contradicts another.

Reports, claims and pages look things up by these ids; they are made of a result that passes here, and check nothing again.
Whether the figures follow from the rules is another question, which `verify` answers.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol, TypeAlias

from ..files.numbers import cut
from ..model.findings import Finding, Place, finding
from ..model.input_types import NUMERIC
from .contract import (
    ABSENT,
    InputRecord,
    ListRecord,
    ResultRecord,
    ScorecardRecord,
    TierRecord,
    UnitRecord,
    ValueRecord,
    Values,
)
from .numbers import cut_decimal, read_exact, read_whole

Json: TypeAlias = Mapping[str, Any]

LONGEST = 150_000
"""Characters of an exact fraction; no value of itrank has more."""
MOST_DIGITS = 5_000_000
"""Characters of all exact fractions of a result together, those of up to `_LONG` left aside."""

MOST_TIERS = 5_000_000
"""Tiers with which units and lists are compared, each with those of its scorecard."""

_LONG = 1_000
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,99})(\.[0-9]{1,12})?")


class _Contradicted(Exception):  # noqa: N818  # no error of a program: a finding that is on its way
    """Ends the search, since what follows looks up what is missing."""

    def __init__(self, row: str, where: str, **params: object) -> None:
        super().__init__(row)
        self.row = row
        self.params: dict[str, Any] = {"where": where, **params}


def false_fraction(given: Json, name: str) -> Finding | None:
    """Give the first fraction of a result that is not what stands beside it, or has too many digits; None if all agree.

    Args:
        given: values of JSON that fit the schema; nothing was read of their numbers yet.
        name: what findings call the file.
    """
    return _first(lambda: _check_fractions(given), name)


def contradiction(record: ResultRecord, name: str) -> Finding | None:
    """Give the first place where a result contradicts itself; None where it holds together.

    Args:
        record: whose fractions agree with their decimals.
        name: what findings call the file.
    """
    return _first(lambda: _check(record), name)


def _first(check: Callable[[], None], name: str) -> Finding | None:
    try:
        check()
    except _Contradicted as found:
        return finding(found.row, Place(name), **found.params)
    return None


def _check(record: ResultRecord) -> None:
    groups = _once(record.groups, "groups")
    inputs = {asked.id: asked for asked in record.inputs}
    _once(record.inputs, "inputs")
    _once(record.scorecards, "scorecards")
    values = _values(record)
    cards = {}
    for number, card in enumerate(record.scorecards):
        _check_card(card, f"scorecards[{number}]", groups, inputs)
        cards[card.id] = _Card(card)
    _check_tiers(record, cards)
    ids = _once(record.units, "units")
    lists = _once(record.lists, "lists")
    for number, unit in enumerate(record.units):
        at = f"units[{number}]"
        _check_unit(unit, at, cards, inputs)
        _check_numbers(unit.values, values, f"{at}.values")
        _known(unit.list, lists, f"{at}.list", "lists")
        _check_appraised(record, unit, at)
    units = dict(zip(ids, record.units, strict=True))
    whose: dict[str, str] = {}
    for number, made in enumerate(record.lists):
        _check_list(made, f"lists[{number}]", cards, units, whose)
    for number, certain in enumerate(record.certainty):
        at = f"certainty[{number}]"
        _known(certain.unit, units, f"{at}.unit", "units")
        for place, missing in enumerate(certain.hangs_on):
            _known(missing.input, inputs, f"{at}.hangs_on[{place}].input", "inputs")


def _check_fractions(given: Json) -> None:
    digits = _Digits()
    for number, unit in enumerate(given["units"]):
        digits.check_unit(unit, f"units[{number}]")
    for part in ("lists", "gone", "certainty"):
        for number, made in enumerate(given[part]):
            digits.check(made, f"{part}[{number}]")


def _check_tiers(record: ResultRecord, cards: Mapping[str, "_Card"]) -> None:
    """Refuse so many tiers for so many units that comparing each with each takes hours."""
    named = [unit.scorecard for unit in record.units]
    named += (id_ for made in record.lists for id_ in made.scorecards)
    count = sum(cards.get(id_, _NO_CARD).count for id_ in named)
    if count > MOST_TIERS:
        raise _Contradicted("ITR955", "scorecards", count=count, limit=MOST_TIERS)


class _Card:
    """What units are compared with of their scorecard."""

    def __init__(self, card: ScorecardRecord | None) -> None:
        self.nodes = [node.id for node in card.criteria] if card is not None else []
        self.known = frozenset(self.nodes)
        self.tiers = frozenset(tier.id for tier in card.tiers) if card is not None else frozenset()
        own = {node.id: node.tiers for node in card.criteria if node.tiers} if card is not None else {}
        self.tiers_of = {id_: frozenset(tier.id for tier in tiers) for id_, tiers in own.items()}
        self.count = len(self.tiers) + sum(map(len, self.tiers_of.values()))


_NO_CARD = _Card(None)


# ── Ids ──


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _once(rows: Sequence[_HasId], where: str) -> Sequence[str]:
    """Give the ids of rows, of which none may stand twice."""
    ids = [row.id for row in rows]
    _all_once(ids, where, ".id")
    return ids


def _all_once(ids: Sequence[str], where: str, key: str = "") -> None:
    if len(set(ids)) == len(ids):
        return
    first: dict[str, int] = {}
    for number, id_ in enumerate(ids):
        if id_ in first:
            raise _Contradicted(
                "ITR112.result", f"{where}[{number}]{key}", id=cut(id_), first=f"{where}[{first[id_]}]{key}"
            )  # fmt: skip
        first[id_] = number


def _known(id_: str, those: Collection[str], where: str, of: str) -> None:
    """Refuse an id that is not among those; the empty one is none."""
    if id_ and id_ not in those:
        raise _Contradicted("ITR951", where, id=cut(id_), of=of)


def _all_known(ids: Collection[str], those: Collection[str], where: str, of: str) -> None:
    for number, id_ in enumerate(ids):
        if id_ not in those:
            at = f"{where}[{number}]" if isinstance(ids, tuple) else where
            raise _Contradicted("ITR951", at, id=cut(id_), of=of)


def _expect(is_so: bool, where: str, vi: str, en: str) -> None:
    if not is_so:
        raise _Contradicted("ITR952", where, why=vi, why_en=en)


# ── Rules ──


def _check_card(card: ScorecardRecord, at: str, groups: Collection[str], inputs: Collection[str]) -> None:
    nodes, below = _once(card.criteria, f"{at}.criteria"), dict[str, list[str]]()
    _once(card.tiers, f"{at}.tiers")
    _all_known(card.groups, frozenset(groups), f"{at}.groups", "groups")
    _expect(bool(nodes), f"{at}.criteria", "bảng điểm không có tiêu chí nào", "the scorecard has no criterion")
    for number, node in enumerate(card.criteria):
        where = f"{at}.criteria[{number}]"
        if node.parent:
            _known(node.parent, below, f"{where}.parent", f"{at}.criteria")  # parents stand first
            below[node.parent].append(node.id)
        below[node.id] = []
        _all_known(node.reads, inputs, f"{where}.reads", "inputs")
    for number, node in enumerate(card.criteria):
        where = f"{at}.criteria[{number}].children"
        if node.is_total:  # of criteria that stand below others
            _all_known(node.children, below, where, f"{at}.criteria")
        else:
            _expect(
                list(node.children) == below[node.id], where,
                "không phải đúng những tiêu chí ghi mục này là cha", "these are not the criteria that name this one as their parent",
            )  # fmt: skip
    if card.ranking is not None and isinstance(ties := card.ranking.tie_nodes, tuple):
        for number, id_ in enumerate(ties):
            _known(id_, below, f"{at}.ranking.tie_nodes[{number}]", f"{at}.criteria")
        _expect(
            len(ties) == len(card.ranking.tie_break), f"{at}.ranking.tie_nodes",
            "không phải mỗi tiêu chí phụ một mục", "not one for each tie-break",
        )  # fmt: skip
    for number, tier in enumerate(card.tiers):
        for place, asked in enumerate(tier.points_asked or ()):
            _known(asked.node, below, f"{at}.tiers[{number}].points_asked[{place}].node", f"{at}.criteria")
    _check_bounds(card.tiers, f"{at}.tiers")
    for number, node in enumerate(card.criteria):
        if node.tiers:
            _once(node.tiers, f"{at}.criteria[{number}].tiers")
            _check_bounds(node.tiers, f"{at}.criteria[{number}].tiers")


def _check_bounds(tiers: Sequence[TierRecord], at: str) -> None:
    for number, tier in enumerate(tiers):
        for side, bound in tier.bounds.items():
            _expect(
                bound.is_share or bound.points == bound.amount,
                f"{at}[{number}].{side}.points",
                "mốc ghi bằng điểm thì points phải bằng amount", "of a bound in points the points are the amount",
            )  # fmt: skip


# ── Units and lists ──


def _check_unit(unit: UnitRecord, at: str, cards: Mapping[str, _Card], inputs: Mapping[str, InputRecord]) -> None:
    _known(unit.scorecard, cards, f"{at}.scorecard", "scorecards")
    card = cards.get(unit.scorecard, _NO_CARD)
    _expect(
        [made.id for made in unit.criteria] == card.nodes, f"{at}.criteria",
        "không phải đúng các tiêu chí của bảng điểm, theo thứ tự", "these are not the criteria of the scorecard in its order",
    )  # fmt: skip
    _known(unit.tier, card.tiers, f"{at}.tier", "tiers")
    _all_known(unit.failed, card.known, f"{at}.failed", "criteria")
    _all_known(unit.lacks, inputs, f"{at}.lacks", "inputs")
    _all_known(unit.cells, inputs, f"{at}.cells", "inputs")
    for number, made in enumerate(unit.criteria if card.tiers_of else ()):
        if made.id in card.tiers_of:
            _known(made.tier, card.tiers_of[made.id], f"{at}.criteria[{number}].tier", "tiers")
    _all_known(unit.inputs, inputs, f"{at}.inputs", "inputs")
    _check_numbers(unit.inputs, inputs, f"{at}.inputs")


def _check_numbers(values: Values, columns: Mapping[str, InputRecord | ValueRecord], at: str) -> None:
    """Refuse a text where a column has numbers."""
    for id_, value in values.items():
        _expect(
            value is None or id_ not in columns or columns[id_].type not in NUMERIC or is_decimal(value), f"{at}.{id_}",
            "không phải một số", "this is not a number",
        )  # fmt: skip


def _values(record: ResultRecord) -> dict[str, ValueRecord]:
    """Give the published values by id; older results do not name them."""
    stated = record.values or ()
    _once(stated, "values")
    return {each.id: each for each in stated}


def _check_appraised(record: ResultRecord, unit: UnitRecord, at: str) -> None:
    """Hold that all units say what they declared, with each of their criteria, or none does."""
    is_appraised = record.appraisal is not ABSENT
    for key, is_there in (("declared", unit.declared is not ABSENT), ("corrections", unit.corrections is not ABSENT)):
        _expect(
            is_there == is_appraised, f"{at}.{key}",
            "phải có khi và chỉ khi kết quả có thẩm định", "this is there if and only if the result has an appraisal",
        )  # fmt: skip
    _expect(
        all((made.declared is not ABSENT) == is_appraised for made in unit.criteria), f"{at}.criteria",
        "declared phải có khi và chỉ khi kết quả có thẩm định", "declared is there if and only if the result has an appraisal",
    )  # fmt: skip


def _check_list(
    made: ListRecord, at: str, cards: Mapping[str, _Card], units: Mapping[str, UnitRecord], whose: dict[str, str]
) -> None:
    _all_once(made.scorecards, f"{at}.scorecards")
    _all_known(made.scorecards, cards, f"{at}.scorecards", "scorecards")
    tiers = frozenset[str]().union(*(cards[id_].tiers for id_ in made.scorecards))
    _all_known(made.tiers, tiers, f"{at}.tiers", "tiers")
    last = 0
    for key, ids in (("units", made.units), ("unranked", made.unranked)):
        _all_known(ids, units, f"{at}.{key}", "units")
        for number, id_ in enumerate(ids):
            where, rank = f"{at}.{key}[{number}]", units[id_].rank
            if id_ in whose:
                raise _Contradicted("ITR112.result", where, id=cut(id_), first=whose[id_])
            whose[id_] = where
            _expect(
                units[id_].list == made.id, where,
                "đơn vị này ghi nó ở danh sách khác", "this unit says that it is in another list",
            )  # fmt: skip
            if key == "unranked":
                _expect(rank is None, where, "đơn vị này có hạng", "this unit has a rank")
                continue
            _expect(rank is not None, where, "đơn vị này không có hạng", "this unit has no rank")
            _expect(
                (rank or 0) >= last, where,
                "không theo thứ tự của hạng", "the units are not in order of rank",
            )  # fmt: skip
            last = rank or 0


# ── Numbers ──


def is_decimal(value: object) -> bool:
    """Say whether a value is a decimal as results have them; the schema has the pattern of those that it knows."""
    return isinstance(value, str) and _DECIMAL.fullmatch(value) is not None


class _Digits:
    """Holds decimals against the fractions beside them, within the digits that are read of all of them together."""

    def __init__(self) -> None:
        self.left = MOST_DIGITS

    def check_unit(self, unit: Json, at: str) -> None:
        self.check(unit, at)
        for key in ("previous", "declared", "values", "inputs"):
            if unit.get(key):
                self.check(unit[key], f"{at}.{key}")
        for number, made in enumerate(unit["criteria"]):
            if "exact" in made:
                self.check(made, f"{at}.criteria[{number}]")

    def check(self, shown: Json, at: str) -> None:
        """Hold the fractions of an object against its decimals."""
        exact = shown.get("exact")
        if not isinstance(exact, dict):  # a value may have this name
            return
        for key, text in exact.items():
            where = f"{at}.exact.{key}"
            if len(text) > _LONG:
                self.left -= len(text)
                if len(text) > LONGEST or self.left < 0:
                    raise _Contradicted("ITR428.result", where, limit=LONGEST, all=MOST_DIGITS)
            amount, below = read_exact(text), read_whole(text.partition("/")[2])
            _expect(
                amount.denominator == below, where,
                f"{cut(text)} chưa tối giản", f"{cut(text)} is not in lowest terms",
            )  # fmt: skip
            said, is_whole = cut_decimal(amount)
            stated = cut(str(shown[key])) if isinstance(shown.get(key), str) else "null"
            _expect(
                not is_whole and said == shown.get(key), where,
                f"bên cạnh là {stated}, nhưng {cut(text)} là {cut(said)}{'' if is_whole else '…'}",
                f"{stated} stands beside it, but {cut(text)} is {cut(said)}{'' if is_whole else '…'}",
            )  # fmt: skip
