"""What `itrank.yaml` says of a year, as it was read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

FILE = "itrank.yaml"
"""The one name of the file; it is looked for in the current folder and nowhere else."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version of a ruleset as it was when it came into force.

    Attributes:
        file: of the ruleset, from the project's folder.
        sha256: of the ruleset with all that it extends, as results record it.
        on: the day of the release.
        number: of the decision, as the ruleset states it; empty where it states none.
        date: of the decision, as the ruleset states it.
    """

    id: str
    version: str
    file: str
    sha256: str
    on: str
    number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The document by which a council approved a result."""

    file: str
    sha256: str
    number: str
    date: str


@dataclass(frozen=True, slots=True)
class Approval:
    """A result that was approved.

    Attributes:
        result: the file of the result.
        sha256: of that file's bytes.
        at: the day of the approval.
        bundle: the file of the bundle; empty where there is none.
        by: who approved it, as typed.
    """

    result: str
    sha256: str
    minutes: Minutes
    at: str
    bundle: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reopening:
    """An approval that was taken back.

    Attributes:
        sha256: of the result that was approved.
    """

    at: str
    reason: str
    sha256: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """The parts of a year; paths are relative to the project's folder and never lead out of it.

    Attributes:
        text: of `itrank.yaml`, for excerpts and for edits.
        data: tables; later ones fill blanks.
        deadline: the last day on which forms are returned.
        forms: the folder of the forms that are sent out.
        returned: the folder of the forms that came back.
        appraisal: stage -> the folder of its sheets.
        result: the file of the result.
        released: in the order of their release.
        approved: None where nothing is approved.
    """

    text: str
    ruleset: str
    data: tuple[str, ...] = ()
    units: str | None = None
    previous: str | None = None
    corrections: str | None = None
    deadline: date | None = None
    agency: str | None = None
    signer: str | None = None
    place: str | None = None
    contact: str | None = None
    forms: str | None = None
    returned: str | None = None
    appraisal: Mapping[str, str] = field(default_factory=dict)
    result: str | None = None
    released: tuple[Release, ...] = ()
    approved: Approval | None = None
    reopened: tuple[Reopening, ...] = ()
