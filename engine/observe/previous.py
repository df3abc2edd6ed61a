"""Read last year's result: the JSON that itrank writes, or a table as it was published."""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any, TypeAlias

from ..files.contents import MEBIBYTE, decode, read_bytes
from ..files.held import Location
from ..files.numbers import Problem, cut, parse_number
from ..files.strict_json import JsonNumber, parse_json
from ..files.table_files import tables_of
from ..files.tables import MOST_BYTES
from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.input_types import INPUT_TYPES
from ..model.input_types.input_type import ValueKind
from ..model.observed import Previous
from ..model.ruleset import Ruleset, Source, Value
from ..model.sentences import Pair
from .last_year import as_rank
from .previous_tables import ranking_of, value_of
from .remembering import ANSWER, Names, Remembered, names_of
from .report import Report
from .values import parse_day

FORMAT = "itrank-result/1"
MOST_BYTES_JSON = 256 * MEBIBYTE

Read: TypeAlias = tuple[Mapping[str, Previous], tuple[Source, ...], tuple[Finding, ...]]


def read_previous(path: Location, name: str | None = None, ruleset: Ruleset | None = None) -> Read:
    """Read last year's result from a JSON file (`itrank-result/1`), or from a table: CSV, XLSX, XLS, ODS.

    Args:
        path: the file; what begins with `{` is JSON.
        name: what findings call it; the path as given by default.
        ruleset: this year's; then only its names are read, each as the type that it has there.

    Returns:
        What is known of each unit, by its id of that year; the file and its hash; the findings.
    """
    shown = path.as_posix() if name is None else name
    content = read_bytes(path, shown, MOST_BYTES_JSON)
    if isinstance(content, Finding):
        return {}, (), (content,)
    names = None if ruleset is None else names_of(ruleset)
    sources = (Source(shown, sha256(content).hexdigest()),)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if path.suffix.lower() == ".json" or start in {b"{", b"["}:
        known, findings = parse_result(content, shown, names)
    elif len(content) > MOST_BYTES:
        known, findings = {}, (finding("ITR101.data", Place(shown), name=shown, limit=MOST_BYTES // MEBIBYTE),)
    else:
        tables, told = tables_of(content, shown)
        tables = tuple(table for table in tables if table.headers)
        known, findings = ({}, told) if has_errors(told) else ranking_of(tables, names)
        findings = findings if has_errors(told) else (*told, *findings)
    return known, sources, findings


def parse_result(
    content: bytes, name: str, names: Names | None = None
) -> tuple[Mapping[str, Previous], tuple[Finding, ...]]:
    """Read the bytes of a result file; strict JSON, and only the format that is known.

    >>> known, _ = parse_result(b'{"format": "itrank-result/1", "units": [{"id": "a", "total": "9.5"}]}', "r.json")
    >>> known["a"].total
    Fraction(19, 2)
    """
    text, findings = decode(content, name)
    if findings:
        return {}, findings
    document = parse_json(text, name)
    if isinstance(document, Finding):
        return {}, (document,)
    report = Report()
    known = _Result(name, report, names).units(document)
    return ({} if has_errors(report.findings()) else known), report.findings()


_OBJECT: Pair = ("một đối tượng JSON", "a JSON object")
_WITH_ID: Pair = ("một đối tượng JSON có id", "a JSON object with an id")
_LIST: Pair = ("một danh sách", "a list")
_TEXT: Pair = ("một chuỗi", "text")
_NUMBER: Pair = ("một số", "a number")
_KIND_WORDS: Mapping[ValueKind, tuple[str, str]] = {
    "number": ("số", "a number"),
    "yes_no": ("có hoặc không", "yes or no"),
    "choice": ("một lựa chọn", "a choice"),
    "date": ("ngày", "a day"),
}


def _types(inputs: object) -> dict[str, str]:
    """Read of which type each input was; nothing of what is not as itrank writes it."""
    rows = inputs if isinstance(inputs, list) else []
    return {
        row["id"]: row["type"]
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("id"), str) and isinstance(row.get("type"), str)
    }


class _Result:
    """Reads the parts of a result that next year needs; every wrong part is a finding that names its path."""

    def __init__(self, name: str, report: Report, names: Names | None) -> None:
        self.name = name
        self.report = report
        self.names = names
        self.types: dict[str, str] = {}

    def units(self, document: Any) -> dict[str, Previous]:
        """Read the whole document."""
        if not isinstance(document, dict):
            self.wrong("$", _OBJECT)
            return {}
        if document.get("format") != FORMAT:
            found = cut(str(document.get("format", "–")))
            self.report.add("ITR105.format", Place(self.name), found=found, expected=FORMAT)
            return {}
        units = document.get("units")
        if not isinstance(units, list):
            self.wrong("units", _LIST)
            return {}
        self.types = _types(document.get("inputs"))
        known: dict[str, Previous] = {}
        first: dict[str, int] = {}
        for number, given in enumerate(units):
            path = f"units[{number}]"
            unit = self.unit(given, path)
            if unit is None:
                continue
            if unit.id in known:
                self.report.add("ITR112.unit", self.at(path), unit=cut(unit.id), first=f"units[{first[unit.id]}]")
            first.setdefault(unit.id, number)
            known.setdefault(unit.id, unit)
        return known

    def unit(self, given: Any, path: str) -> Previous | None:
        """Read one unit."""
        if not isinstance(given, dict):
            self.wrong(path, _OBJECT)
            return None
        id_ = given.get("id")
        if not isinstance(id_, str) or not id_:
            self.wrong(f"{path}.id", _TEXT)
            return None
        rank = self.number(given, "rank", path)
        if rank is not None and as_rank(rank) is None:
            self.report.add("ITR430.rank", self.at(f"{path}.rank"), about=f"{path}.rank", found=cut(str(given["rank"])))
            rank = None
        total = self.number(given, "total", path)
        values, answers = self.values(given, path)
        card = self.text(given, "scorecard", path)
        if card and total is not None and (self.names is None or card in self.names.by_key):
            values.setdefault(card, total)
        return Previous(
            id=id_,
            name=" ".join(self.text(given, "name", path).split()),
            total=total,
            max=self.number(given, "max", path),
            rank=None if rank is None else as_rank(rank),
            tier=self.text(given, "tier", path),
            values=values,
            answers=answers,
        )

    def values(self, given: Mapping[str, Any], path: str) -> tuple[dict[str, Value], dict[str, Value]]:
        """Read published values, inputs and the scores of criteria by id; and apart from these leaves' own answers."""
        scores = self.scores(given, path)
        values: dict[str, Value] = {}
        answers: dict[str, Value] = {}
        for word in ("values", "inputs"):
            told = given.get(word) or {}
            if not isinstance(told, dict):
                self.wrong(f"{path}.{word}", _OBJECT)
                continue
            for key in told:
                if key == "exact" and isinstance(told[key], dict):
                    continue
                # What has the id of a criterion is the answer of that leaf.
                into, called = (answers, f"{ANSWER}{key}") if key in scores else (values, key)
                value = self.value(told, key, called, f"{path}.{word}")
                if value is not None:
                    into[key] = value
        return values | {key: score for key, score in scores.items() if score is not None}, answers

    def scores(self, given: Mapping[str, Any], path: str) -> dict[str, Fraction | None]:
        """Read the scores of all criteria; None where one has none, or this year does not know it."""
        criteria = given.get("criteria") or []
        if not isinstance(criteria, list):
            self.wrong(f"{path}.criteria", _LIST)
            criteria = []
        scores: dict[str, Fraction | None] = {}
        for number, criterion in enumerate(criteria):
            where = f"{path}.criteria[{number}]"
            if not isinstance(criterion, dict) or not isinstance(criterion.get("id"), str):
                self.wrong(where, _WITH_ID)
                continue
            id_ = criterion["id"]
            is_known = self.names is None or id_ in self.names.by_key
            score = self.number(criterion, "score", where) if is_known else None
            scores[id_] = score if score is not None else scores.get(id_)
        return scores

    def value(self, told: Mapping[str, Any], key: str, called: str, path: str) -> Value | None:
        """Read a value as the type that it has now, else as it had then; None for what this year does not know."""
        name = None if self.names is None else self.names.by_key.get(called)
        raw, type_ = told[key], INPUT_TYPES.get(self.types.get(key, ""))
        if raw is None or (self.names is not None and name is None) or (type_ is not None and type_.is_evidence):
            return None
        if name is not None:
            value = _of_kind(told, key, name.kind)
            if value is None and name.is_read:
                self.mismatched(name, raw, key, path)
            return value
        # What is evidence has no kind, and was left out above.
        return (
            self._by_looks(told, key, path) if type_ is None or type_.kind is None else _of_kind(told, key, type_.kind)
        )

    def _by_looks(self, told: Mapping[str, Any], key: str, path: str) -> Value | None:
        """Read a value of which neither year says the type."""
        raw = told[key]
        if isinstance(raw, bool):
            return raw
        return value_of(raw) if isinstance(raw, str) and not _has_exact(told, key) else self.number(told, key, path)

    def mismatched(self, name: Remembered, raw: object, key: str, path: str) -> None:
        """Tell that a value that is asked for is of another type than this year's."""
        found = ("yes" if raw else "no") if isinstance(raw, bool) else cut(str(raw))
        vi, en = _KIND_WORDS[name.kind]
        self.report.add("ITR587", self.at(f"{path}.{key}"), subject=key, name=key, found=found, kind=vi, kind_en=en)

    def number(self, given: Mapping[str, Any], key: str, path: str) -> Fraction | None:
        """Read a number; the exact fraction beside it wins."""
        text = _exact(given, key)
        if text is None:
            return None
        if not isinstance(text, str):
            self.wrong(f"{path}.{key}", _NUMBER)
            return None
        amount = parse_number(text, allow_fraction=True, is_number=isinstance(text, JsonNumber))
        if isinstance(amount, Problem):
            self.report.tell(amount, self.at(f"{path}.{key}"), f"{path}.{key}")
            return None
        return amount

    def text(self, given: Mapping[str, Any], key: str, path: str) -> str:
        """Read a text that may be absent."""
        text = given.get(key)
        if text is None or isinstance(text, str):
            return text or ""
        self.wrong(f"{path}.{key}", _TEXT)
        return ""

    def at(self, path: str) -> Place:
        """Name a part of the file."""
        return Place(self.name, cell=path)

    def wrong(self, path: str, expected: Pair) -> None:
        """Tell that a part has the wrong shape."""
        self.report.add("ITR861.last_year", self.at(path), path=path, expected_vi=expected[0], expected_en=expected[1])


def _exact(told: Mapping[str, Any], key: str) -> Any:
    """Give what stands under a key; the exact fraction beside it wins."""
    return told["exact"][key] if _has_exact(told, key) else told.get(key)


def _has_exact(told: Mapping[str, Any], key: str) -> bool:
    exact = told.get("exact")
    return isinstance(exact, dict) and key in exact


def _of_kind(told: Mapping[str, Any], key: str, kind: ValueKind) -> Value | None:
    """Read a value of a type; None where it is of another."""
    raw, text = told[key], _exact(told, key)
    match kind:
        case "yes_no":
            return raw if isinstance(raw, bool) else None
        case "choice":
            return str(raw) if isinstance(raw, str) else None
        case "date":
            found: Value | Problem | None = parse_day(raw) if isinstance(raw, str) else None
        case _:
            is_text = isinstance(raw, str) and isinstance(text, str)
            is_number = isinstance(text, JsonNumber)
            found = parse_number(text, allow_fraction=True, is_number=is_number) if is_text else None
    return None if isinstance(found, Problem) else found
