"""Questions of two criteria: scored by one formula though they are different, or otherwise though they are the same."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from ...language.document import Map, Seq
from ...language.kinds import KINDS
from ...model.findings import Finding, Place, finding
from ...model.ruleset import Node, Ruleset
from .asking import together
from .context import Context, leaves
from .saying import title_of

_DECLARED = {"better": "higher", "to": "", "on_zero": ""}  # what the two have alike, and what goes without saying
_SIDES = {("from", "above"), ("above", "from"), ("up_to", "below"), ("below", "up_to")}  # bounds taken in, and left out
_DIFFERENT_DUTIES = "not_applicable"  # what some units have no duty to do


def criteria_are_scored_by_what_they_are(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """No two criteria of a scorecard are scored by one formula of the same inputs."""
    found: list[tuple[Place, str]] = []
    for card in ruleset.scorecards:
        seen: dict[str, Node] = {}
        for leaf in card.root.walk():
            score = context.given(leaf).get("score") if leaf.role == "scored" and leaf.score is not None else None
            if not isinstance(score, Map) or not _asks_an_input(ruleset, leaf):
                continue
            first = seen.setdefault(_written(score) + _written(context.given(leaf).get("cohort")), leaf)
            if first is not leaf and (title_of(first) or first.id) != (title_of(leaf) or leaf.id):
                found.append((context.at(leaf, "score"), f"{first.id} = {leaf.id}"))
    for place, about in together(found):
        yield finding("ITR292", place, about=about)


def _asks_an_input(ruleset: Ruleset, leaf: Node) -> bool:
    """Say whether a leaf is of something that units report or that is computed of it, and not of itself alone."""
    reads = leaf.score.reads if leaf.score is not None else ()
    return any(not key.startswith("self:") for key in reads) and any(key in ruleset.columns for key in reads)


def _written(value: Any) -> str:
    """Write out a part of the document so that equal parts are written alike."""
    if isinstance(value, Map):
        return "{" + ", ".join(f"{key}: {_written(part)}" for key, part in sorted(value.items())) + "}"
    if isinstance(value, Seq):
        return "[" + ", ".join(map(_written, value)) + "]"
    return str(value)


def the_same_is_scored_alike(ruleset: Ruleset, context: Context) -> Iterator[Finding]:
    """Two scorecards that score one figure under one title do it in one direction, with bounds of one sort."""
    titled: dict[tuple[str, frozenset[str]], list[Node]] = {}
    for leaf in leaves(ruleset):
        if title_of(leaf) and leaf.score is not None and leaf.role == "scored":
            titled.setdefault((title_of(leaf), leaf.score.reads), []).append(leaf)
    for those in titled.values():
        for one, other in combinations(those[:5], 2):
            said = _unlike(one, other, context) if one.scorecard != other.scorecard else None
            if said is not None:
                at = context.at(other, "score")
                yield finding("ITR293", at, first=one.id, second=other.id, one=said[0], other=said[1])
                return


def _unlike(one: Node, other: Node, context: Context) -> tuple[str, str] | None:
    """Say in what two leaves of one title differ that both should have alike."""
    first, second = (context.given(leaf).get("score") for leaf in (one, other))
    if one.kind != other.kind or not isinstance(first, Map) or not isinstance(second, Map):
        return None
    words = (_word(one, first), _word(other, second))
    if words in _SIDES:
        return words
    for key, usual in _DECLARED.items():
        stated = [_written(score.get(key, usual)) for score in (first, second)]
        if stated[0] != stated[1] and _DIFFERENT_DUTIES not in stated and all(stated):
            return f"{key}: {stated[0]}", f"{key}: {stated[1]}"
    return None


def _word(leaf: Node, score: Map) -> str:
    return next((word for word in KINDS[leaf.kind].ladder if word in score), "")
