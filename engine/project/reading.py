"""Read `itrank.yaml`: strict YAML held against its schema, and no path of it leads out of the folder."""

import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ..files.contents import leads_out, read_bytes
from ..files.resolve import given, mapping_of, with_companions
from ..language.document import MOST_BYTES, Map, place_at, read_document
from ..language.validate import mismatches
from ..model.appraisal import STAGES
from ..model.codes import has_errors, is_unopened
from ..model.findings import Finding, Place, finding, in_order
from ..year import Stopped
from .project import FILE, Approval, Minutes, Project, Release, Reopening
from .project_schema import FORMAT, project_schema

_PATHS: tuple[tuple[str, ...], ...] = (
    *((key,) for key in ("ruleset", "data", "units", "previous", "corrections", "forms", "returned", "result")),
    *(("appraisal", stage) for stage in STAGES),
    ("approved", "result"),
    ("approved", "bundle"),
    ("approved", "minutes", "file"),
)
"""Where paths stand that are read."""
_SOME_DAY = "2000-01-01"


def read_project(folder: Path) -> Project | Stopped | None:
    """Read the project of a folder; None where it has none.

    >>> read_project(Path("/nowhere")) is None
    True
    """
    path = folder / FILE
    if not os.path.lexists(path):
        return None
    if leads_out(path, folder):
        return Stopped((finding("ITR121.project", Place(FILE), name=FILE),), is_usage=False)
    content = read_bytes(path, FILE, MOST_BYTES)
    if isinstance(content, Finding):
        return Stopped((content,), is_usage=is_unopened((content,)))
    return project_of(content, folder)


def project_of(content: bytes, folder: Path) -> Project | Stopped:
    """Make a project of the bytes of its file."""
    texts = {FILE: content.decode("utf-8", "replace")}
    document, findings = read_document(content, FILE, form=FORMAT)
    if document is not None and not has_errors(findings):
        findings = (*findings, *mismatches(document, project_schema()))
        if not has_errors(findings):
            findings = (*findings, *_wrong_days(document), *_leading_out(document, folder))
    if document is None or has_errors(findings):
        return Stopped(in_order(findings), is_usage=False, texts=texts)
    return _project(document, texts[FILE].removeprefix("\ufeff"))


def _project(document: Map, text: str) -> Project:
    """Make a project of a document that the schema has passed."""
    one = {
        key: str(document[key])
        for key in ("units", "previous", "corrections", "agency", "signer", "place", "contact", "forms", "returned", "result")
        if key in document
    }  # fmt: skip
    approved = document.get("approved")
    return Project(
        text=text,
        ruleset=str(document["ruleset"]),
        data=_data(document),
        deadline=date.fromisoformat(document["deadline"]) if "deadline" in document else None,
        appraisal=_texts(document.get("appraisal", {})),
        released=tuple(Release(**_texts(each)) for each in document.get("released", ())),
        approved=None if approved is None else _approval(approved),
        reopened=tuple(Reopening(**_texts(each)) for each in document.get("reopened", ())),
        **one,
    )


def _approval(approved: Map) -> Approval:
    texts: dict[str, Any] = _texts({key: value for key, value in approved.items() if key != "minutes"})
    return Approval(minutes=Minutes(**_texts(approved["minutes"])), **texts)


def _texts(section: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in section.items()}


def _data(document: Map) -> tuple[str, ...]:
    data = document.get("data", ())
    return (str(data),) if isinstance(data, str) else tuple(map(str, data))


def _wrong_days(document: Map) -> Iterator[Finding]:
    """Say which deadline is no day of the calendar, as 2026-02-30."""
    written = str(document.get("deadline", _SOME_DAY))
    try:
        date.fromisoformat(written)
    except ValueError:
        at = place_at(document, ("deadline",))
        yield finding(
            "ITR142",
            at,
            found=f'"{written}"',
            expected="một ngày có thật",
            expected_en="a day of the calendar",
            form=None,
        )


def _leading_out(document: Map, folder: Path) -> Iterator[Finding]:
    """Say which paths lead out of the folder once links are followed, those of files beside the data too."""
    for path in _PATHS:
        for name in _at(document, path):
            if leads_out(folder / name, folder):
                yield finding("ITR121.project", place_at(document, path), name=name)
    for name in _data(document)[:1]:
        for beside in _beside(folder / name):
            if leads_out(beside, folder):
                yield finding("ITR121.project", place_at(document, ("data",)), name=beside.name)


def _at(document: Map, path: tuple[str, ...]) -> tuple[str, ...]:
    """Give the path or the list of paths that stands there; nothing where there is none."""
    value: Any = document
    for key in path:
        value = value.get(key, ())
        if not isinstance(value, Map):
            break
    return (str(value),) if isinstance(value, str) else tuple(map(str, value))


def _beside(table: Path) -> Iterator[Path]:
    """Give the files beside a table that would be read with it."""
    named = given(str(table))
    found = with_companions((named,), None, None)
    if isinstance(found, Finding):
        return
    for each in (found.units, found.previous, found.corrections, mapping_of(named)):
        if each is not None:
            yield each.path
