"""What only follows from another finding is not told beside it: that no unit reaches a tier, where a criterion gives nobody its points."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...language.workshop import NAME
from ...model.codes import of
from ...model.findings import Finding
from ...model.records import Trait
from ...model.ruleset import Ruleset
from .unused import rests_on

_MOST_PARTS = 6
_SUBJECTS = ("input", "id", "about")  # what a finding is of, by its parameter: an input, else a criterion, else several
_NAMED = "name"  # what has a name and no column, such as a parameter that nothing reads


def without_consequences(ruleset: Ruleset, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out the findings that another one explains, told of something that they rest on.

    A code says of which others its findings can be the mere consequence. Where the fault is mended and the finding is
    still true, it is told then.
    """
    subjects: dict[str, set[str]] = {}  # by row
    for each in found:
        subjects.setdefault(each.row, set()).update(_subjects(each))
    return tuple(each for each in found if not _is_explained(ruleset, each, subjects))


def _is_explained(ruleset: Ruleset, each: Finding, subjects: Mapping[str, set[str]]) -> bool:
    causes = [subjects[row] for row in of(each).follows if row in subjects]
    if not causes:
        return False
    rests = _rests_on(ruleset, each)
    return any(not rests.isdisjoint(cause) for cause in causes)


def _subjects(found: Finding) -> set[str]:
    text = next((found.params[name] for name in _SUBJECTS if name in found.params), "")
    return set(NAME.findall(text))


def _rests_on(ruleset: Ruleset, found: Finding) -> set[str]:
    """Name what a finding is of, and what that comes from: of a condition what it asks, else of the criterion."""
    subjects = _subjects(found) | _named_after(ruleset, found.params.get(_NAMED, ""))
    asked = set(NAME.findall(found.params["condition"])) if "condition" in found.params else subjects
    return subjects | asked | rests_on(ruleset, {name for name in asked if name in ruleset.columns})


def _named_after(ruleset: Ruleset, name: str) -> set[str]:
    """Name the criteria after which something is called: `nguong_ho_so` after `ho_so`."""
    return {node.id for node in ruleset.nodes() if f"_{node.id}_" in f"_{name}_"}


def put_together(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Tell once a file what is told of many parts, at the first of them."""
    listed: dict[tuple[str, str], list[Finding]] = {}
    for each in found:
        if Trait.LISTED in of(each).traits:
            listed.setdefault((each.row, each.place.file), []).append(each)
    together = {id(same[0]): _together(same) for same in listed.values() if len(same) > 1}
    rest = {id(each) for same in listed.values() for each in same[1:]}
    return tuple(together.get(id(each), each) for each in found if id(each) not in rest)


def _together(same: Sequence[Finding]) -> Finding:
    parts = list(dict.fromkeys(each.params["parts"] for each in same))
    more = f", … (+{len(parts) - _MOST_PARTS})" if len(parts) > _MOST_PARTS else ""
    return replace(same[0], params={"parts": ", ".join(parts[:_MOST_PARTS]) + more}, help=None)
