"""Why a pipeline ended before its result."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..model.findings import Finding


@dataclass(frozen=True, slots=True)
class Stopped:
    """A pipeline that ended before its result, and why.

    Attributes:
        findings: what was found until then, in order.
        is_usage: whether the call was wrong, as where a file is not there, and not what is in the files.
        texts: file name -> text, for the excerpts of findings.
        shown: file name -> what the user called the file.
    """

    findings: tuple[Finding, ...]
    is_usage: bool
    texts: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
