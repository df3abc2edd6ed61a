"""Hold a result against what its ruleset and data give: to the byte, or where that cannot be, part by part."""

import io
import json
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any, NamedTuple

from ..files.strict_json import read_again
from ..model.findings import Finding, Place, finding
from ..model.result import Result
from ..result.contract import ResultRecord
from ..result.record import engine_version, write_json
from . import compared as parts
from .compared import Compared
from .first_format import NOT_COMPARED, without_unknown
from .opening import Opened
from .versions import result_as_now, without_newer

_LONGEST = 80  # characters of a value that is shown


class Difference(NamedTuple):
    """The first place at which two records differ: its path and the ids on the way, and both values as JSON."""

    where: str
    there: str
    here: str

    def told(self, at: Place) -> Finding:
        """Say it as a finding about a result."""
        return finding("ITR872", at, where=self.where, there=self.there, here=self.here)


def differs(
    result: Result, content: bytes, name: str, *, is_first: bool = False
) -> tuple[Difference | None, tuple[Finding, ...]]:
    """Compare a published result with one that was computed again.

    Args:
        result: computed again.
        content: the bytes of the published one, whose schema holds.
        name: what findings call it.
        is_first: it was computed from plain data of the first format, which know no cells.

    Returns:
        The first place that differs (None: there is none), and of a result that another version made what that version
        could not say, as findings.
    """
    stream = io.StringIO()
    write_json(result, stream)
    if stream.getvalue().encode() == content:
        return None, ()
    made, there = read_again(stream.getvalue().encode()), read_again(content)
    newer: tuple[Finding, ...] = ()
    is_same_version, now = made["engine"] == there["engine"], result_as_now(there)
    is_renamed, there = now is not there, now
    if not is_same_version:
        there, made, newer = without_newer(there, made, Place(name), result.findings)
    if is_first:
        there, made = without_unknown(there, made)
    found = first_difference(there, made)
    if found is None and is_same_version and not is_first and not is_renamed:
        return Difference("/", "–", "–"), ()  # spaces, or the order of keys
    return found, newer


def first_difference(there: Any, here: Any) -> Difference | None:
    """Name the first place at which two values of JSON differ.

    >>> first_difference({"a": [1, {"id": "x", "b": 2}]}, {"a": [1, {"id": "x", "b": 3}]})
    Difference(where='a[1].b (x)', there='2', here='3')
    >>> first_difference([1], [1])
    """
    return next(_differences(there, here, "", ()), None)


def _differences(there: Any, here: Any, path: str, ids: tuple[str, ...]) -> Iterator[Difference]:
    if isinstance(there, dict) and isinstance(here, dict):
        inside = (*ids, there["id"]) if isinstance(there.get("id"), str) and path.endswith("]") else ids
        for key in dict.fromkeys([*there, *here]):
            inner = f"{path}.{key}" if path else str(key)
            yield from _differences(there.get(key, _ABSENT), here.get(key, _ABSENT), inner, inside)
    elif isinstance(there, list) and isinstance(here, list):
        for index, (one, other) in enumerate(zip_longest(there, here, fillvalue=_ABSENT)):
            yield from _differences(one, other, f"{path}[{index}]", ids)
    elif type(there) is not type(here) or there != here:
        yield _difference(there, here, path, ids)


def _difference(there: Any, here: Any, path: str, ids: tuple[str, ...]) -> Difference:
    about = f" ({', '.join(ids)})" if ids else ""
    return Difference(f"{path or '/'}{about}"[:200], _short(there), _short(here))


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "–"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


_ABSENT = object()


def misnamed(manifest: Mapping[str, Any], record: ResultRecord, digest: str) -> Difference | None:
    """Name what a manifest says of its result that the result does not say of itself.

    Args:
        manifest: of the bundle.
        record: of the result.
        digest: the SHA-256 of the result's bytes.
    """
    told = {key: manifest[key] for key in ("engine", "provisional", "illustrative", "ruleset")}
    rules = {key: getattr(record.ruleset, key) for key in told["ruleset"]}
    own = {**{key: getattr(record, key) for key in told}, "ruleset": rules}
    if "full_result" in manifest and not (manifest["public"] and _is_without_words(record)):
        told, own = {**told, "full_result": manifest["full_result"]}, {**own, "full_result": digest}
    order = [file["path"] for file in manifest["left_out"]]  # itrank writes one order; another is of another hand
    found = first_difference({**own, "left_out": sorted(order)}, {**told, "left_out": order})
    return None if found is None else found._replace(where=f"manifest.json: {found.where}")


def _is_without_words(record: ResultRecord) -> bool:
    """Say whether a result has corrections, and of none the reason: the file of corrections always has one."""
    rows = [row for unit in record.units for row in unit.corrections or ()]
    return bool(rows) and not any(row.reason for row in rows)


def what_is_compared(opened: Opened) -> Compared:
    """Say what of a bundle is computed again and compared, and what rests on its word."""
    is_other = opened.manifest["engine"] != engine_version()
    is_bare = opened.is_public and opened.is_first
    unfounded = parts.FROM_FILES if opened.is_public else ()
    not_compared = (
        *((part, parts.ONLY_RESULT if is_bare else reason) for part, reason in unfounded),
        *(NOT_COMPARED if is_bare else ()),
        *(((parts.WORDS, parts.OTHER_VERSION),) if is_other else ()),
    )
    data, result = (
        parts.PLAIN_DATA if opened.is_public else parts.DATA,
        parts.FIGURES if is_other else parts.RESULT,
    )
    names = (parts.FIRST_NAMES,) if opened.is_first and not opened.is_public else ()
    return Compared((parts.RULES, data, result, *names), not_compared)
