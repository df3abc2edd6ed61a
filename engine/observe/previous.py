"""Read last year's result: the JSON that itrank writes, or a table as it was published."""

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from ..model.observed import Previous
from ..model.ruleset import Source, Value
from .files import MEBIBYTE, decode, read_bytes
from .last_year import as_rank
from .numbers import Problem, cut, parse_number
from .previous_tables import ranking_of, value_of
from .reading_files import tables_of
from .report import Report
from .strict_json import JsonNumber, parse_json
from .tables import MOST_BYTES

FORMAT = "itrank-result/1"
MOST_BYTES_JSON = 256 * MEBIBYTE

Read: TypeAlias = tuple[Mapping[str, Previous], tuple[Source, ...], tuple[Finding, ...]]


def read_previous(path: Path, name: str | None = None) -> Read:
    """Read last year's result from a JSON file (`itrank-result/1`), or from a table: CSV, XLSX, XLS, ODS.

    Args:
        path: the file; what begins with `{` is JSON.
        name: what findings call it; the path as given by default.

    Returns:
        What is known of each unit, by its id of that year; the file and its hash; the findings.
    """
    shown = path.as_posix() if name is None else name
    content = read_bytes(path, shown, MOST_BYTES_JSON)
    if isinstance(content, Finding):
        return {}, (), (content,)
    sources = (Source(shown, sha256(content).hexdigest()),)
    start = content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if path.suffix.lower() == ".json" or start in {b"{", b"["}:
        known, findings = parse_result(content, shown)
    elif len(content) > MOST_BYTES:
        known, findings = {}, (finding("ITR404", Place(shown), name=shown, limit=MOST_BYTES // MEBIBYTE),)
    else:
        tables, told = tables_of(content, shown)
        tables = tuple(table for table in tables if table.headers)
        known, findings = ({}, told) if has_errors(told) else ranking_of(tables)
        findings = findings if has_errors(told) else (*told, *findings)
    return known, sources, findings


def parse_result(content: bytes, name: str) -> tuple[Mapping[str, Previous], tuple[Finding, ...]]:
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
    known = _Result(name, report).units(document)
    return ({} if report.findings() else known), report.findings()


class _Result:
    """Reads the parts of a result that next year needs; every wrong part is a finding that names its path."""

    def __init__(self, name: str, report: Report) -> None:
        self.name = name
        self.report = report

    def units(self, document: Any) -> dict[str, Previous]:
        """Read the whole document."""
        if not isinstance(document, dict):
            self.wrong("$", "một đối tượng JSON", "a JSON object")
            return {}
        if document.get("format") != FORMAT:
            found = cut(str(document.get("format", "–")))
            self.report.add("ITR493", Place(self.name), found=found, expected=FORMAT)
            return {}
        units = document.get("units")
        if not isinstance(units, list):
            self.wrong("units", "một danh sách", "a list")
            return {}
        known: dict[str, Previous] = {}
        first: dict[str, int] = {}
        for number, given in enumerate(units):
            path = f"units[{number}]"
            unit = self.unit(given, path)
            if unit is None:
                continue
            if unit.id in known:
                self.report.add("ITR462", self.at(path), unit=cut(unit.id), first=f"units[{first[unit.id]}]")
            first.setdefault(unit.id, number)
            known.setdefault(unit.id, unit)
        return known

    def unit(self, given: Any, path: str) -> Previous | None:
        """Read one unit."""
        if not isinstance(given, dict):
            self.wrong(path, "một đối tượng JSON", "a JSON object")
            return None
        id_ = given.get("id")
        if not isinstance(id_, str) or not id_:
            self.wrong(f"{path}.id", "một chuỗi", "text")
            return None
        rank = self.number(given, "rank", path)
        if rank is not None and as_rank(rank) is None:
            self.report.add("ITR491", self.at(f"{path}.rank"), about=f"{path}.rank", found=cut(str(given["rank"])))
            rank = None
        total = self.number(given, "total", path)
        values = self.values(given, path)
        card = self.text(given, "scorecard", path)
        if card and total is not None:
            values.setdefault(card, total)
        return Previous(
            id=id_,
            name=self.text(given, "name", path),
            total=total,
            max=self.number(given, "max", path),
            rank=None if rank is None else as_rank(rank),
            tier=self.text(given, "tier", path),
            values=values,
        )

    def values(self, given: Mapping[str, Any], path: str) -> dict[str, Value]:
        """Read published values, and the scores of criteria by id."""
        known: dict[str, Value] = {}
        values = given.get("values") or {}
        if not isinstance(values, dict):
            self.wrong(f"{path}.values", "một đối tượng JSON", "a JSON object")
            values = {}
        exact = values.get("exact")
        for key, value in values.items():
            if isinstance(value, bool):
                known[key] = value
            elif isinstance(value, str):
                if isinstance(exact, dict) and key in exact:
                    amount = self.number(values, key, f"{path}.values")
                    if amount is not None:
                        known[key] = amount
                else:
                    known[key] = value_of(value)
        criteria = given.get("criteria") or []
        if not isinstance(criteria, list):
            self.wrong(f"{path}.criteria", "một danh sách", "a list")
            criteria = []
        for number, criterion in enumerate(criteria):
            where = f"{path}.criteria[{number}]"
            if not isinstance(criterion, dict) or not isinstance(criterion.get("id"), str):
                self.wrong(where, "một đối tượng JSON có id", "a JSON object with an id")
                continue
            score = self.number(criterion, "score", where)
            if score is not None:
                known[criterion["id"]] = score
        return known

    def number(self, given: Mapping[str, Any], key: str, path: str) -> Fraction | None:
        """Read a number; the exact fraction beside it wins."""
        exact = given.get("exact")
        text = exact[key] if isinstance(exact, dict) and key in exact else given.get(key)
        if text is None:
            return None
        if not isinstance(text, str):
            self.wrong(f"{path}.{key}", "một số", "a number")
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
        self.wrong(f"{path}.{key}", "một chuỗi", "text")
        return ""

    def at(self, path: str) -> Place:
        """Name a part of the file."""
        return Place(self.name, cell=path)

    def wrong(self, path: str, vi: str, en: str) -> None:
        """Tell that a part has the wrong shape."""
        self.report.add("ITR494", self.at(path), path=path, expected_vi=vi, expected_en=en)
