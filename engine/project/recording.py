"""What is recorded in `itrank.yaml`: the text with a release, an approval or its end; comments stay."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..language.editing import with_key
from .project import Approval, Project, Release, Reopening


def with_releases(project: Project, released: Sequence[Release]) -> str | None:
    """Give the file's text with these releases; None where it cannot be edited."""
    return with_key(project.text, "released", [_filled(each) for each in released])


def with_approval(project: Project, approved: Approval | None, reopened: Sequence[Reopening]) -> str | None:
    """Give the file's text with an approval, or without one, and with what was reopened; None where it cannot be edited."""
    text = with_key(project.text, "approved", None if approved is None else _filled(approved))
    if text is None or not reopened:
        return text
    return with_key(text, "reopened", [_filled(each) for each in reopened])


def _filled(record: Release | Approval | Reopening) -> dict[str, Any]:
    """Give a record as the file holds it: what is empty is not written."""
    return {key: value for key, value in asdict(record).items() if value}
