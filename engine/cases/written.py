"""Read cases that are written in YAML: `tests:` of a ruleset, and of a file beside it."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from ..files.numbers import parse_number
from ..language.document import Map, Num, Seq, Text
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind
from .case import Case, CaseUnit, Entry, Expected, Given, Origin, unreadable


def cases_in(tests: Iterable[object], origin: Origin) -> tuple[Case, ...]:
    """Read cases of the right shape, as the schema of their file has it.

    >>> from itrank.engine.language.document import read_document
    >>> document, _ = read_document(b"tests: [{name: a, given: {so_hop: 3}, expect: {t_hop: 7.5}}]", "r.yaml")
    >>> (case,) = cases_in(document["tests"], "ruleset")
    >>> case.units[0].given["so_hop"].text, case.units[0].expected[0].value
    ('3', Fraction(15, 2))
    """
    return tuple(_case(written, origin) for written in tests if isinstance(written, Map))


def _case(written: Map, origin: Origin) -> Case:
    is_cohort = "cohort" in written
    rows = [row for row in written["cohort"] if isinstance(row, Map)] if is_cohort else [written.get("given", Map())]
    expect: Map = written["expect"]
    ids = [_text(row.get("id", "")) if is_cohort else "" for row in rows]
    entries = [entry for entry in written.get("previous", ()) if isinstance(entry, Map)]
    wanted = {id_: expect.get(id_) for id_ in ids} if is_cohort else {"": expect}
    return Case(
        name=str(written["name"]),
        units=tuple(_unit(id_, row, wanted[id_]) for id_, row in zip(ids, rows, strict=True)),
        is_cohort=is_cohort,
        scorecard=str(written.get("scorecard", "")),
        previous=tuple(Entry(_said(entry), entry.place) for entry in entries),
        why=str(written.get("why", "")),
        basis=str(written.get("basis", "")),
        is_generated=written.get("generated", False) is True,
        origin=origin,
        place=written.value_places.get("name", written.place),
        scorecard_at=written.value_places.get("scorecard", written.place),
        strangers=tuple((id_, expect.key_places[id_]) for id_ in expect if id_ not in wanted) if is_cohort else (),
        faults=tuple(_faults(written, [*rows, *entries])),
    )


def _faults(written: Map, rows: Iterable[Map]) -> Iterator[Finding]:
    """Find what no ruleset can make sense of: one unit and several at once, tables and lists of lists as values."""
    name = str(written["name"])
    if "given" in written and "cohort" in written:
        yield finding("ITR321.case", written.key_places["cohort"], case=name)
    for row in rows:
        for key, value in row.items():
            if isinstance(value, Map) or (
                isinstance(value, Seq) and any(isinstance(part, Map | Seq) for part in value)
            ):
                vi = f"{key} cần một giá trị, không phải các dòng tên: giá trị"
                en = f"{key} takes one value and not lines of name: value"
                yield unreadable(name, row.value_places[key], vi, en)


def _unit(id_: str, row: Map, expect: object) -> CaseUnit:
    return CaseUnit(id_, _said(row), tuple(_expected(expect)) if isinstance(expect, Map) else (), row.place)


def _said(row: Map) -> dict[str, Given]:
    return {key: _given(value, row.value_places[key], row.key_places[key]) for key, value in row.items()}


def _given(value: Any, place: Place, named_at: Place) -> Given:
    """Write a value as the cell of a data file; a list stands in one cell as it does there."""
    if isinstance(value, bool):
        return Given("có" if value else "không", place=place, named_at=named_at)
    text = ";".join(map(_text, value)) if isinstance(value, Seq) else _text(value)
    read = parse_number(text, percent=text.endswith("%"))
    kind: CellKind | None = "number" if isinstance(read, Fraction) else None
    return Given(text, kind, place=place, named_at=named_at)


def _expected(expect: Map) -> Iterator[Expected]:
    for key, wanted in expect.items():
        at = expect.key_places[key]
        parts = wanted if isinstance(wanted, Map) else None
        for fact, value in parts.items() if parts is not None else [("score", wanted)]:
            place, fact_at = (
                (expect.value_places[key], at) if parts is None else (parts.value_places[fact], parts.key_places[fact])
            )
            yield Expected(key, fact, _value(value), _text(value), place, at, fact_at)


def _value(value: Any) -> Fraction | bool | str:
    return value if isinstance(value, bool) else Fraction(value) if isinstance(value, Num) else _text(value)


def _text(value: Any) -> str:
    """Give what stands in the file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, Text) else str(getattr(value, "text", value))
