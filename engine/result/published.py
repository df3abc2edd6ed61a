"""Read a result (`itrank-result/1`) that reports are made from, and compare it with its schema and with itself."""

import gc
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..files.contents import read_bytes
from ..files.strict_json import parse_record, read_again
from ..model.codes import of
from ..model.findings import Finding, Place, finding
from ..model.records import Trait
from .coherent import contradiction, false_fraction
from .contract import FORMAT, ResultRecord
from .numbers import decimal
from .shapes import read

_SCENARIO = re.compile(r"itrank-(?:whatif|tried)/")
_BEGINNING = 4_000  # characters in which a scenario's page or file says what it is
LARGEST = 512 * 1024 * 1024  # bytes; 10,000 units of 100 criteria take about 300 MB


@dataclass(frozen=True)
class Published:
    """A result as it was read.

    Attributes:
        path: as it was named.
        sha256: of its bytes.
        record: what it holds; it fits its schema and does not contradict itself.
        lang: what its reports speak, `vi` or `en`.
    """

    path: str
    sha256: str
    record: ResultRecord
    lang: str

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What is worked out of the result once, by the name of the function that does so."""
        return {}

    @cached_property
    def own_maxima(self) -> frozenset[str]:
        """The scorecards whose tiers are shares of a maximum that not every unit has in full."""
        shares = {
            card.id: _shown(card.max)
            for card in self.record.scorecards
            if any(bound.is_share for tier in card.tiers for bound in tier.bounds.values())
        }
        return frozenset(
            unit.scorecard
            for unit in self.record.units
            if unit.scorecard in shares and unit.max is not None and _shown(unit.max) != shares[unit.scorecard]
        )


def _shown(amount: Fraction | None) -> str:
    """Write a maximum as scorecards have it: cut, so that an exact one is not taken for another."""
    return "" if amount is None else decimal(amount)[0]


def read_published(path: Path, lang: str | None = None) -> Published | tuple[Finding, ...]:
    """Read a result file.

    Args:
        path: of the JSON that `itrank evaluate --format json` wrote.
        lang: what reports are to speak; by default the language of the ruleset.
    """
    if is_table(path):
        return (finding("ITR105.table", Place(str(path))),)
    content = read_bytes(path, str(path), LARGEST)
    if isinstance(content, Finding):
        if Trait.TOO_LARGE in of(content).traits:
            return (finding("ITR101.result", content.place, limit=f"{LARGEST // 2**20} MB"),)
        return (finding("ITR403.result", content.place, name=path.name),)
    return published(content, str(path), lang)


def is_table(path: Path) -> bool:
    """Whether a file is a table in columns, or one that itrank writes of very many units, however large it is."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            begin = file.read(40)
    except (OSError, ValueError):
        return False  # told where it is read
    return begin.startswith((b"PAR1", b"ARROW1", b'{"format": "itrank-table/'))


def published(content: bytes, name: str, lang: str | None = None) -> Published | tuple[Finding, ...]:
    """Read a result from its bytes."""
    with _without_collector():
        return _published(content, name, lang)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave the search for unused cycles out: millions of values without any are made, and it goes through all of them often."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _published(content: bytes, name: str, lang: str | None = None) -> Published | tuple[Finding, ...]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (finding("ITR861", Place(name), where="/", rule="UTF-8"),)
    record = parse_record(text, name)
    if isinstance(record, Finding):
        # A ruleset, a table: what is no JSON at all is no result that was spoiled.
        is_json = text.lstrip()[:1] in {"{", "[", ""}
        if not is_json and _SCENARIO.search(text[:_BEGINNING]):
            return (finding("ITR105.scenario", Place(name)),)
        return (record if is_json else finding("ITR105.result", Place(name), found="-", expected=FORMAT),)
    found = record.get("format") if isinstance(record, dict) else None
    if isinstance(found, str) and _SCENARIO.match(found):
        return (finding("ITR105.scenario", Place(name)),)
    if found != FORMAT:
        return (finding("ITR105.result", Place(name), found=_short(found), expected=FORMAT),)
    if (wrong := _mismatch(record)) is not None:
        return (finding("ITR861", Place(name), where=wrong[0], rule=wrong[1]),)
    if (wrong_number := false_fraction(record, name)) is not None:
        return (wrong_number,)
    made = read(ResultRecord, record)
    if (contradicted := contradiction(made, name)) is not None:
        return (contradicted,)
    return Published(name, sha256(content).hexdigest(), made, lang or made.ruleset.locale)


def _mismatch(record: Mapping[str, Any]) -> tuple[str, str] | None:
    from fastjsonschema import JsonSchemaValueException  # noqa: PLC0415  # only where a result is read

    try:
        _checker()(record)
    except JsonSchemaValueException as error:
        where = str(error.name).removeprefix("data").removeprefix(".") or "/"
        return where[:200], f"{error.rule}: {_plain(error.rule_definition)}"
    return None


@cache
def _checker() -> Any:
    import fastjsonschema  # noqa: PLC0415  # jsonschema takes 14 s for 2,000 units, this 1 s

    schema = read_again(files("itrank").joinpath("schemas", "result.schema.json").read_bytes())
    return fastjsonschema.compile({key: value for key, value in schema.items() if key not in {"$schema", "$id"}})


def _plain(definition: object) -> str:
    """Give a rule of the schema as text that is not too long."""
    text = ", ".join(map(str, definition)) if isinstance(definition, (list, dict)) else str(definition)
    return text if len(text) <= 160 else f"{text[:159]}…"


def _short(found: object) -> str:
    text = str(found) if isinstance(found, str) else "-"
    return text if len(text) <= 60 else f"{text[:59]}…"
