"""What only follows from another finding is not told beside it: that no unit reaches a tier, where a criterion gives nobody its points."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from ...model.codes import of
from ...model.findings import Finding
from ...model.ruleset import Ruleset
from .unused import rests_on

_SUBJECTS = ("input", "id")  # what a finding is of, by its parameter: an input, else a criterion


def without_consequences(ruleset: Ruleset, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out the findings that another one explains, told of something that they rest on.

    A code says of which others its findings can be the mere consequence. Where the fault is mended and the finding is
    still true, it is told then.
    """
    return tuple(each for each in found if not _is_explained(ruleset, each, found))


def _is_explained(ruleset: Ruleset, each: Finding, found: Iterable[Finding]) -> bool:
    follows = of(each).follows
    subjects = {_subject(other) for other in found if other.row in follows and other is not each} if follows else set()
    return bool(subjects) and not subjects.isdisjoint(_made_of(ruleset, _subject(each)))


def _subject(found: Finding) -> str:
    return next((found.params[name] for name in _SUBJECTS if name in found.params), "")


def _made_of(ruleset: Ruleset, subject: str) -> AbstractSet[str]:
    """Name what a criterion or an input comes from, and itself."""
    return {subject, *rests_on(ruleset, {subject})} if subject in ruleset.columns else {subject}
