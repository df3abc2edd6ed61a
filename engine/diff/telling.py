"""What outputs say of a whole comparison: how much differs, and the changes under their headings. One count for all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Protocol

from ..model.ruleset import Ruleset
from ..model.sentences import Pair
from . import words
from .change import Change, Difference

_TREE = ("scorecard", "criterion", "tier", "ranking")


class Saying(Protocol):
    """An output: its language, and how it says a sentence."""

    @property
    def lang(self) -> str:
        """Give the language."""

    def __call__(self, pair: Pair, /, **values: object) -> str:
        """Fill a sentence in."""


def summary(found: Difference, say: Saying) -> Iterator[str]:
    """Count the changes by class, those apart that only follow, and say what was compared and what was not."""
    printed = _printed(found, say)
    own = Counter(change.class_ for change in printed if not change.follows)
    counts = [
        say(words.COUNT, count=own[class_], name=say(pair)) for class_, pair in words.CLASSES.items() if own[class_]
    ]
    if counts:
        yield say(words.SUMMARY, count=own.total(), classes="; ".join(counts))
    elif not found.changes:
        yield say(words.SAME)
    if following := len(printed) - own.total():
        yield say(words.FOLLOWING, count=following)
    if silent := len(found.changes) - len(printed):
        yield say(words.OTHER_LANGUAGE, count=silent)
    if found.changes and found.keeps_meaning:
        yield say(words.SAME_MEANING)
    yield say(
        words.COMPARED, nodes=found.compared["node"], inputs=found.compared["input"], tiers=found.compared["tier"],
        parameters=found.compared["parameter"], values=found.compared["value"],
    )  # fmt: skip
    if unproved := sum(change.proof == "not_proved" for change in found.changes):
        yield say(words.UNPROVED, count=unproved)
    if found.left:
        yield say(words.LEFT, keys="; ".join(say(words.UNCOMPARED[key]) for key in found.left))


def _printed(found: Difference, say: Saying) -> list[Change]:
    """Give the changes that can be read in the language that is printed."""
    return [change for change in found.changes if not change.is_silent_in(say.lang)]


def of_proofs(found: Difference, say: Saying) -> str:
    """Say for which answers proofs are; empty where nothing is proved."""
    is_asked = any(change.proof in {"proved", "not_proved"} for change in found.changes)
    return say(words.ANSWERS) if is_asked else ""


def sections(found: Difference, rulesets: Sequence[Ruleset], say: Saying) -> Iterator[tuple[str, Sequence[Change]]]:
    """Give the changes under their headings; those of a tree under the title of their scorecard where there are more."""
    for section, pair in words.SECTIONS.items():
        subjects = _TREE if section == "tree" else (section,)
        changes = [change for change in _printed(found, say) if change.subject in subjects]
        if section == "tree" and max(len(ruleset.scorecards) for ruleset in rulesets) > 1:
            yield from _by_scorecard(changes, rulesets, say)
        elif changes:
            yield say(pair), changes


def _by_scorecard(
    changes: Sequence[Change], rulesets: Sequence[Ruleset], say: Saying
) -> Iterator[tuple[str, Sequence[Change]]]:
    """Part the changes by scorecard, as numbers begin anew in each."""
    cards = [
        {node.id: card.root.title.say(say.lang) or card.id for card in ruleset.scorecards for node in card.nodes()}
        for ruleset in rulesets
    ]
    made: dict[str, list[Change]] = {}
    for change in changes:
        first, second = change.of or (change.before, change.after)
        own = cards[1][second.id] if second is not None else cards[0][first.id] if first is not None else ""
        made.setdefault(own, []).append(change)
    for title, own_changes in made.items():
        yield say(words.SUBJECTS["scorecard"], name=title), own_changes
