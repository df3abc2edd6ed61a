"""A comparison of two rulesets for the terminal and as JSON (format `itrank-diff/1`)."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..diff import words
from ..diff.change import Change, Difference
from ..diff.impact_contract import ImpactRecord
from ..diff.recording import record_of
from ..diff.saying import said, shown
from ..diff.telling import of_proofs, sections, summary
from ..files.visible import visible, visible_in_json
from ..model.ruleset import Ruleset
from ..model.sentences import Pair
from ..rank.ranking import is_illustrative
from ..result.contract import ABSENT, Absent
from ..result.shapes import written
from .grid import Look
from .text import wrapped

_INDENT, _BELOW = "  ", "      "
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
    blocks += [
        list(_section(title, changes, rulesets, look)) for title, changes in sections(found, rulesets, _Saying(look))
    ]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


@dataclass(frozen=True, slots=True)
class _Saying:
    look: Look

    @property
    def lang(self) -> str:
        return self.look.lang

    def __call__(self, pair: Pair, /, **values: object) -> str:
        return self.look.say(pair, **values)


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
    say = _Saying(look)
    yield from (line for told in summary(found, say) for line in _flow(told, look, "", _INDENT))
    if told := of_proofs(found, say):
        yield from (look.paint(line, "dim") for line in _flow(told, look, "", _INDENT))


def _section(title: str, changes: Sequence[Change], rulesets: Sequence[Ruleset], look: Look) -> Iterator[str]:
    yield look.paint(visible(title), "bold")
    for change in changes:
        lines = _flow(said(change, look.lang), look)
        yield from (look.paint(line, _STYLES.get(change.class_, "")) for line in lines)
        example = "" if change.follows else shown(change, rulesets, look.lang)
        if example:
            yield from _flow(f"{look.say(words.EXAMPLE)}: {example}", look, _BELOW, _BELOW + _INDENT)
