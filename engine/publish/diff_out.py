"""A comparison of two rulesets for the terminal and as JSON (format `itrank-diff/1`)."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from ..diff import words
from ..diff.change import Change, Difference
from ..diff.impact_contract import ImpactRecord
from ..diff.recording import record_of
from ..diff.saying import said, shown
from ..files.visible import visible, visible_in_json
from ..model.ruleset import Ruleset
from ..rank.ranking import is_illustrative
from ..result.contract import ABSENT, Absent
from ..result.shapes import written
from .grid import Look
from .text import wrapped

_INDENT, _BELOW = "  ", "      "
_TREE = ("scorecard", "criterion", "tier", "ranking")
_STYLES = {"tightened": "red", "loosened": "green", "new": "cyan", "gone": "red", "not_proved": "bold yellow"}


def diff_json(
    found: Difference,
    rulesets: tuple[Ruleset, Ruleset],
    files: tuple[str, str],
    impact: ImpactRecord | Absent = ABSENT,
) -> str:
    """Write a comparison for programs; the same rulesets, and data where there are any, give the same bytes."""
    record = written(record_of(found, rulesets, files, impact))
    return visible_in_json(json.dumps(record, ensure_ascii=False, indent=1)) + "\n"


def diff_text(found: Difference, rulesets: tuple[Ruleset, Ruleset], files: tuple[str, str], look: Look) -> str:
    """Write a comparison for people: which rulesets, a summary, then every change in the newer one's order."""
    blocks = [list(_head(rulesets, files, look)), list(_summary(found, look))]
    blocks += [list(block) for block in _sections(found, rulesets, look)]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _flow(text: str, look: Look, first: str = _INDENT, indent: str = _BELOW) -> list[str]:
    return wrapped(visible(text), look.columns, indent, first)


def _head(rulesets: Sequence[Ruleset], files: Sequence[str], look: Look) -> Iterator[str]:
    yield look.paint(look.say(words.TITLE), "bold")
    for pair, ruleset, file in zip((words.OLDER, words.NEWER), rulesets, files, strict=True):
        told = look.say(
            words.SOURCE, side=look.say(pair), id=ruleset.id, version=ruleset.version,
            title=ruleset.title.say(look.lang), file=file,
        )  # fmt: skip
        yield from _flow(told, look)
    names = [f"{each.id}@{each.version}" for each in rulesets if is_illustrative(each)]
    if names:
        yield look.paint(visible(look.say(words.ILLUSTRATIVE, names=", ".join(dict.fromkeys(names)))), "bold yellow")


def _summary(found: Difference, look: Look) -> Iterator[str]:
    own = [change for change in found.changes if not change.follows]
    counts = Counter(change.class_ for change in own)
    if found.changes:
        told = [
            look.say(words.COUNT, count=counts[class_], name=look.say(pair))
            for class_, pair in words.CLASSES.items()
            if counts[class_]
        ]
        yield from _flow(look.say(words.SUMMARY, count=len(own), classes="; ".join(told)), look, "", _INDENT)
    else:
        yield look.say(words.SAME)
    if found.changes and found.keeps_meaning:
        yield from _flow(look.say(words.SAME_MEANING), look, "", _INDENT)
    yield from _flow(
        look.say(
            words.COMPARED, nodes=found.compared["node"], inputs=found.compared["input"], tiers=found.compared["tier"],
            parameters=found.compared["parameter"], values=found.compared["value"],
        ),
        look, "", _INDENT,
    )  # fmt: skip
    yield from (line for told in _provisos(found, look) for line in _flow(told, look, "", _INDENT))
    if any(change.proof in {"proved", "not_proved"} for change in found.changes):
        yield from (look.paint(line, "dim") for line in _flow(look.say(words.ANSWERS), look, "", _INDENT))


def _provisos(found: Difference, look: Look) -> Iterator[str]:
    """Say what only follows, how much is not proved, and what was not compared."""
    following = sum(change.follows for change in found.changes)
    if following:
        yield look.say(words.FOLLOWING, count=following)
    unproved = sum(change.proof == "not_proved" for change in found.changes)
    if unproved:
        yield look.say(words.UNPROVED, count=unproved)
    if found.left:
        yield look.say(words.LEFT, keys="; ".join(look.say(words.UNCOMPARED[key]) for key in found.left))


def _sections(found: Difference, rulesets: Sequence[Ruleset], look: Look) -> Iterator[Iterator[str]]:
    for section, pair in words.SECTIONS.items():
        subjects = _TREE if section == "tree" else (section,)
        changes = [change for change in found.changes if change.subject in subjects]
        if section == "tree" and max(len(ruleset.scorecards) for ruleset in rulesets) > 1:
            yield from _by_scorecard(changes, rulesets, look)
        elif changes:
            yield _section(look.say(pair), changes, rulesets, look)


def _by_scorecard(changes: Sequence[Change], rulesets: Sequence[Ruleset], look: Look) -> Iterator[Iterator[str]]:
    """Write the changes of each scorecard under its title, as numbers begin anew in each."""
    cards = [
        {node.id: card.root.title.say(look.lang) or card.id for card in ruleset.scorecards for node in card.nodes()}
        for ruleset in rulesets
    ]
    found: dict[str, list[Change]] = {}
    for change in changes:
        first, second = change.of or (change.before, change.after)
        own = cards[1][second.id] if second is not None else cards[0][first.id] if first is not None else ""
        found.setdefault(own, []).append(change)
    for title, own_changes in found.items():
        yield _section(look.say(words.SUBJECTS["scorecard"], name=title), own_changes, rulesets, look)


def _section(title: str, changes: Sequence[Change], rulesets: Sequence[Ruleset], look: Look) -> Iterator[str]:
    yield look.paint(visible(title), "bold")
    for change in changes:
        lines = _flow(said(change, look.lang), look)
        yield from (look.paint(line, _STYLES.get(change.class_, "")) for line in lines)
        example = "" if change.follows else shown(change, rulesets, look.lang)
        if example:
            yield from _flow(f"{look.say(words.EXAMPLE)}: {example}", look, _BELOW, _BELOW + _INDENT)
