"""A ruleset's version is released once: what it was then is held against what it is now."""

from datetime import date
from typing import TYPE_CHECKING, Any

from ..language.document import Map
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Ruleset
from ..prove.left_over import todos
from ..year import Rules
from .project import Project, Release

if TYPE_CHECKING:
    from ..result.published import Published


def released_as(project: Project, id_: str, version: str) -> Release | None:
    """Find the release of a version; None where it was not released."""
    return next((each for each in project.released if (each.id, each.version) == (id_, version)), None)


def release_of(ruleset: Ruleset, file: str, day: date) -> Release:
    """Make the record of a release."""
    decision = ruleset.decision
    return Release(
        ruleset.id,
        ruleset.version,
        file,
        ruleset.sha256,
        day.isoformat(),
        decision.get("number", ""),
        decision.get("date", ""),
    )


def changed_since(project: Project, id_: str, version: str, sha256: str, file: str) -> tuple[Finding, ...]:
    """Say that a version of a ruleset was released with another content; `file` is what findings call it."""
    then = _unlike(project, id_, version, sha256)
    return () if then is None else (finding("ITR705", Place(file), **_facts(then, sha256)),)


def made_by_other(project: Project, published: "Published") -> tuple[Finding, ...]:
    """Say that a result was computed by another content than was released as that version."""
    made = published.record.ruleset
    then = _unlike(project, made.id, made.version, made.sha256)
    return () if then is None else (finding("ITR705.result", Place(published.path), **_facts(then, made.sha256)),)


def refused_release(project: Project, rules: Rules) -> tuple[Finding, ...]:
    """Say why a ruleset cannot be released: it says TODO, or its version was released with another content."""
    ruleset = rules.ruleset
    left = [finding("ITR706.unfinished", place, where=where) for where, place in todos(rules.loaded.own or Map())]
    then = _unlike(project, ruleset.id, ruleset.version, ruleset.sha256)
    if then is not None:
        left.append(finding("ITR706", Place(ruleset.sources[0].path), **_facts(then, ruleset.sha256)))
    return tuple(left)


def _unlike(project: Project, id_: str, version: str, sha256: str) -> Release | None:
    """Give the release of a version if it had another content."""
    then = released_as(project, id_, version)
    return None if then is None or then.sha256 == sha256 else then


def _facts(then: Release, now: str) -> dict[str, Any]:
    return {"identity": f"{then.id}@{then.version}", "period": then.on, "old": then.sha256[:12], "new": now[:12]}
