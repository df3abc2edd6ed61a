"""Why a pipeline ended before its result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..model.findings import Finding

_UNOPENED = frozenset({"ITR120", "ITR122", "ITR401", "ITR402", "ITR403"})


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


def is_unopened(findings: Sequence[Finding]) -> bool:
    """Say whether a file could not be found or opened: the call was wrong, not what is in the files.

    >>> is_unopened([Finding("ITR401"), Finding("ITR110")]), is_unopened([Finding("ITR110")])
    (True, False)
    """
    return any(each.code in _UNOPENED for each in findings)
