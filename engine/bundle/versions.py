"""What an earlier version of itrank did otherwise: it could not say some things yet, and meant others by some keys."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..model.codes import ROWS, SUCCESSORS
from ..model.findings import Finding, Place, code_in, finding
from ..model.ruleset import Input, LastYear, NamedValue, Node, Ruleset
from ..model.sentences import plural
from ..result.contract import CriterionRecord, ResultRecord

Record = Mapping[str, Any]
_MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Made:
    """What an earlier version made a result of.

    Attributes:
        texts: of the ruleset and what it extends.
        record: of the result.
    """

    ruleset: Ruleset
    texts: Mapping[str, str]
    record: ResultRecord


@dataclass(frozen=True, slots=True)
class Meaning:
    """A construct of the ruleset language whose meaning changed.

    Attributes:
        since: the first version with the new meaning.
        key: what the ruleset calls it.
        now: the new meaning, as (vi, en).
        is_used: whether a result was made with it.
    """

    since: str
    key: str
    now: tuple[str, str]
    is_used: Callable[[Made], bool]


def _winsorises(made: Made) -> bool:
    columns = (each for each in made.ruleset.columns.values() if isinstance(each, Input | NamedValue))
    return any(each.outliers is not None and each.outliers.points for each in columns)


def _ranks_nodes(made: Made) -> bool:
    cards = made.ruleset.scorecards
    return any(node.ranking is not None and node is not card.root for card in cards for node in card.nodes())


def _has_defaults(made: Made) -> bool:
    return any(re.search(r"^defaults\s*:", text, re.MULTILINE) for text in made.texts.values())


def _has_previous(made: Made) -> bool:
    return any(source.role == "previous" for source in made.record.data)


def _asks_for_last_year(made: Made) -> bool:
    columns = made.ruleset.columns.values()
    return any(
        isinstance(each, LastYear) or (isinstance(each, Input | NamedValue) and each.missing == "last_year")
        for each in columns
    )


def _criteria_of(made: Made) -> Iterator[tuple[CriterionRecord, Node]]:
    """Give each criterion that a result states of a unit, with its node."""
    nodes = {node.id: node for card in made.ruleset.scorecards for node in card.nodes()}
    for unit in made.record.units:
        for told in unit.criteria:
            if told.id in nodes:
                yield told, nodes[told.id]


def _counts_without_a_value(made: Made) -> bool:
    """Say whether a node that counts somewhere has no value and does not count with 0."""
    return any(
        node.role not in {"unscored", "condition"} and told.score is None and told.counted != 0
        for told, node in _criteria_of(made)
    )


def _scales_what_waits(made: Made) -> bool:
    """Say whether points that wait for the root met an `out_of` on the way there."""
    waiting = {
        node.id
        for told, node in _criteria_of(made)
        if told.state == "not_applicable" and node.not_applicable == "rescale_total"
    }
    between = (node for card in made.ruleset.scorecards for node in card.root.walk() if node is not card.root)
    return any(
        node.out_of is not None and any(below is not node and below.id in waiting for below in node.walk())
        for node in between
    )


MEANINGS = (
    Meaning(
        "0.3.0",
        "counted",
        ("mục không có giá trị được tính với điểm tối đa là 0", "a node without a value counts with 0"),
        _counts_without_a_value,
    ),
    Meaning(
        "0.3.0",
        "out_of",
        (
            "đổi thang cả điểm, điểm tối đa và điểm chờ chia lại ở gốc (rescale_total)",
            "changes points, the maximum, and what waits to be shared at the root (rescale_total) alike",
        ),
        _scales_what_waits,
    ),
    Meaning(
        "0.2.0",
        "winsorise",
        ("số giá trị được kéo vào, không phải số lần kéo", "how many values are drawn in, not how often"),
        _winsorises,
    ),
    Meaning(
        "0.2.0",
        "ranking",
        (
            "ở dưới gốc: mọi đơn vị có giá trị của mục đó, kể cả khi không có tổng điểm",
            "below the root: all units that have the node's value, with or without a total",
        ),
        _ranks_nodes,
    ),
    Meaning(
        "0.2.0",
        "last_year",
        (
            "cả đầu vào và câu trả lời của mục, theo kiểu của năm nay",
            "inputs and leaves' own answers too, each as this year's type",
        ),
        _asks_for_last_year,
    ),
    Meaning(
        "0.2.0",
        "defaults",
        (
            "tới cả gốc bảng điểm và câu trả lời riêng của tiêu chí",
            "they reach roots of scorecards and leaves' own answers too",
        ),
        _has_defaults,
    ),
    Meaning(
        "0.2.0",
        "predecessors",
        (
            "đơn vị khai trong đó thay cho đơn vị trùng mã của năm trước; chỗ không rõ thì không so",
            "what is declared replaces the unit of the same id; where it is unclear who is who, nothing is compared",
        ),
        _has_previous,
    ),
)


ADDED_KEYS = (
    ("0.2.0", ("scorecards", "criteria"), "on_fail"),
    ("0.2.0", ("units", "previous"), "rank_printed"),
    ("0.2.0", ("gone",), "rank_printed"),
    ("0.3.0", (), "show_fixed"),
    ("0.3.0", (), "values"),
    ("0.3.0", ("scorecards", "criteria"), "tiers"),
    ("0.3.0", ("units", "criteria"), "rank_printed"),
    ("0.3.0", ("scorecards", "criteria"), "weight"),
    ("0.3.0", ("scorecards", "criteria"), "branch"),
    ("0.3.0", ("scorecards", "ranking"), "tie_nodes"),
    ("0.3.0", ("scorecards", "tiers"), "points_asked"),
    ("0.3.0", ("scorecards", "criteria", "tiers"), "points_asked"),
    ("0.3.0", ("scorecards", "tiers"), "unreachable"),
    ("0.3.0", ("scorecards", "criteria", "tiers"), "unreachable"),
)
"""What a result says since a version: the version, the way to the record that has the key, the key."""


def is_newer(version: str, than: str) -> bool:
    """Say whether a version comes after another; one that is no version comes after none, and before none.

    >>> is_newer("0.10.0", "0.9.1"), is_newer("0.2.0", "0.2.0"), is_newer("0.2.0", "x")
    (True, False, False)
    """
    one, other = _parts(version), _parts(than)
    return one is not None and other is not None and one > other


def _parts(version: str) -> tuple[int, ...] | None:
    parts = version[:40].split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() and part.isascii() for part in parts) else None


def changed_meanings(made: Made, at: Place) -> tuple[Finding, ...]:
    """Name what a result was made with that the version which made it read otherwise."""
    engine = made.record.engine
    return tuple(
        finding("ITR889", at, found=engine, key=each.key, since=each.since, now=each.now[0], now_en=each.now[1])
        for each in MEANINGS
        if is_newer(each.since, engine) and each.is_used(made)
    )


def same_data(there: Record, here: Record, engine: str) -> bool:
    """Say whether plain data are the same, but for what an earlier version kept of last year's result otherwise.

    Args:
        there: as the version `engine` wrote them.
        here: as this version reads them from the same files.
        engine: the version.
    """
    there = data_as_now(there)
    if there == here or not is_newer("0.2.0", engine):
        return there == here
    old, new = there.get("previous", []), here["previous"]
    shared = [
        [name for name in before["values"] if name in now["values"]]
        for before, now in zip(old, new, strict=False)  # of different lengths they are not the same below
    ]
    return {**there, "previous": _with_values(old, shared)} == {**here, "previous": _with_values(new, shared)}


def _with_values(previous: list[Record], names: list[list[str]]) -> list[Record]:
    """Keep of each unit's last year the values of some names, and no answers apart."""
    return [
        {key: row[key] for key in row if key not in {"values", "answers"}}
        | {"values": {n: row["values"][n] for n in own}}
        for row, own in zip(previous, [*names, *[[]] * (len(previous) - len(names))], strict=True)
    ]


_PLACE = ("file", "line", "column", "cell")


def data_as_now(data: Record) -> Record:
    """Give plain data with their findings named by the rows of today's table of codes, in the order of findings."""
    told = data.get("findings", [])
    try:
        if not any(row["code"] in SUCCESSORS for row in told):
            return data
        named = [{**row, "code": SUCCESSORS.get(row["code"], row["code"])} for row in told]
        return {**data, "findings": sorted(named, key=lambda row: (*row["at"], row["code"]))}
    except (LookupError, TypeError):  # forged: these are no findings, and as they are they equal none
        return data


def result_as_now(result: Record) -> Record:
    """Give a result with its findings under the codes that are given now, where retired codes said the same.

    >>> place = {"file": "", "line": 0, "column": 0, "cell": ""}
    >>> rows = [{"code": code, "place": place} for code in ("ITR343", "ITR342")]
    >>> [row["code"] for row in result_as_now({"diagnostics": rows})["diagnostics"]]
    ['ITR342', 'ITR342']
    """
    told = result["diagnostics"]
    if not any(row["code"] in SUCCESSORS for row in told):
        return result

    def row_of(each: Record) -> str:
        code: str = each["code"]
        return SUCCESSORS.get(code, code)

    in_order = sorted(told, key=lambda each: (*[each["place"][key] for key in _PLACE], row_of(each)))
    return {**result, "diagnostics": [{**each, "code": code_in(row_of(each))} for each in in_order]}


def without_newer(
    there: Record, here: Record, at: Place, made: Sequence[Finding] = ()
) -> tuple[Record, Record, tuple[Finding, ...]]:
    """Leave out of a result computed again what the version that made the first one could not say yet.

    Args:
        there: the result as an earlier version made it.
        here: the same, computed by this version.
        at: where the first one is.
        made: the findings of `here`, in its order; without them each is taken for the first row of its code.

    Returns:
        both without it, and a finding for each thing that was left out. The words of findings are left out of both:
        versions say the same in better words.
    """
    engine = there["engine"]
    for since, way, key in ADDED_KEYS:
        if is_newer(since, engine):
            here = without_key(here, way, key)
    there, told = result_as_now(there), here["diagnostics"]
    rows = [each.row for each in made] or [each["code"] for each in told]
    is_known = [not is_newer(ROWS[row].in_results_since or ROWS[row].since, engine) for row in rows]
    known = [each for each, is_old in zip(told, is_known, strict=True) if is_old]
    added = [each for each, is_old in zip(told, is_known, strict=True) if not is_old]
    found = [
        finding("ITR890", at, code=row["code"], said=row["message"]["vi"], said_en=row["message"]["en"])
        for row in added[:_MOST_TOLD]
    ]
    if len(added) > _MOST_TOLD:
        found.append(finding("ITR890.rest", at, count=len(added) - _MOST_TOLD))
    if count := len(there["diagnostics"]):
        found.append(finding("ITR892", at, count=count, count_en=plural(count, "finding")))
    bare = {**here, "engine": engine, "diagnostics": _without_words(known)}
    return {**there, "diagnostics": _without_words(there["diagnostics"])}, bare, tuple(found)


def without_key(value: Any, way: tuple[str, ...], key: str) -> Any:
    """Take a key out of all records at the end of a way.

    >>> without_key({"a": [{"b": {"c": 1, "d": 2}}, {"b": None}]}, ("a", "b"), "c")
    {'a': [{'b': {'d': 2}}, {'b': None}]}
    """
    if isinstance(value, list):
        return [without_key(each, way, key) for each in value]
    if not isinstance(value, dict):
        return value
    if way:
        return {name: without_key(each, way[1:], key) if name == way[0] else each for name, each in value.items()}
    return {name: each for name, each in value.items() if name != key}


def _without_words(rows: list[Record]) -> list[Record]:
    return [{key: row[key] for key in ("code", "severity", "place")} for row in rows]
