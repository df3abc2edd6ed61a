"""What cases touch, for the terminal: the share, by criterion, and what is not touched; and the ruleset's text marked."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..explain.naming import InWords
from ..files.visible import visible
from ..formula.rounding import rounded
from ..formula.words import number
from ..model.findings import Place
from ..model.ruleset import Value
from ..model.sentences import Pair
from ..testing.covering import Coverage, Covered, share_of
from ..testing.drafts import answers_text
from ..testing.grouping import Group, grouped
from ..testing.looking import OF_COLUMNS
from ..testing.points import Point
from . import coverage_texts as texts
from .explanation_words import cards_of
from .grid import Look
from .text import wrapped

_MOST_GAPS = 60
_WIDTH, _WIDEST = 100, 120
MARKS = {"all": "✓", "some": "◐", "none": "✗", "out": "·"}


@dataclass(frozen=True, slots=True)
class CoverageRun:
    """What the cases of a ruleset touch, with what it takes to show it.

    Attributes:
        texts: file name -> text.
        shown: file name -> what the user calls the file.
        illustrative: whether any figure is made up.
    """

    coverage: Coverage
    texts: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    illustrative: bool = False

    def place(self, place: Place) -> str:
        """Write a place as the terminal makes a link of it."""
        parts = (self.shown.get(place.file, place.file), *(str(part) for part in place[1:3] if part))
        return visible(":".join(parts))


def percent(share: Fraction, lang: str) -> str:
    """Write a share in per cent to one decimal, never rounded up: what is not whole is not 100.

    >>> percent(Fraction(9999, 10000), "vi"), percent(Fraction(1), "en")
    ('99,9', '100')
    """
    return number(rounded(share * 100, 1, "floor"), lang)


def coverage_text(made: CoverageRun, look: Look) -> str:
    """Write the share, what is not counted, the parts of the ruleset and the gaps."""
    wide = min(look.columns or _WIDTH, _WIDEST)
    blocks = [
        list(_head(made, look)),
        list(_parts(made, look)),
        list(_gaps(made, look, wide)),
        list(_out(made, look, wide)),
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _head(made: CoverageRun, look: Look) -> Iterator[str]:
    found, ruleset = made.coverage, made.coverage.ruleset
    touched, gaps = len(found.of("touched")), len(found.of("gap"))
    name = visible(f"{ruleset.id}@{ruleset.version}")
    share = percent(found.share, look.lang)
    yield look.paint(look.say(texts.HEAD, ruleset=name, touched=touched, whole=touched + gaps, share=share), "bold")
    out = len(found.of("unreachable"))
    if out:
        yield look.say(texts.UNREACHABLE, count=out)
    yield look.say(texts.COUNTED, counted=found.counted)
    if found.generated or found.failed or found.unread:
        yield look.say(texts.NOT_COUNTED, generated=found.generated, failed=found.failed, unread=found.unread)
    if made.illustrative:
        yield look.paint(look.say(texts.ILLUSTRATIVE), "yellow")


def _parts(made: CoverageRun, look: Look) -> Iterator[str]:
    yield look.paint(look.say(texts.BY_CLAUSE), "bold")
    cards = cards_of(made.coverage.ruleset, look.lang)
    for group in grouped(made.coverage.ruleset, made.coverage.points):
        touched = sum(each.standing == "touched" for each in group.points)
        whole = touched + sum(each.standing == "gap" for each in group.points)
        if not whole:
            continue
        share = percent(share_of(group.points), look.lang)
        name = visible(group_name(group, cards, look.lang))
        clause = f"  [{visible(group.clause)}]" if group.clause else ""
        style = "green" if touched == whole else "red" if not touched else ""
        yield look.clip(look.paint(f"  {touched:>4}/{whole:<4} {share:>5}%", style) + f"  {name}{clause}")


def group_name(group: Group, cards: Mapping[str, str], lang: str) -> str:
    """Name a part by its number and title, and by its scorecard where there are several."""
    name = f"{group.code} {group.title.say(lang) or group.id}".strip()
    card = cards.get(group.id, "")
    return name if not card or card in name else f"{name} ({card})"


def _gaps(made: CoverageRun, look: Look, wide: int) -> Iterator[str]:
    def lines(each: Covered) -> Iterator[str]:
        yield from _where(made, each, look, wide)
        needs = wrapped(needed(made.coverage, each, look.lang), wide, "        ", "      ")
        yield from (look.paint(line, "dim") for line in needs)

    yield from _listed(made.coverage.of("gap"), texts.GAPS, look, lines)


def _out(made: CoverageRun, look: Look, wide: int) -> Iterator[str]:
    yield from _listed(made.coverage.of("unreachable"), texts.OUT, look, lambda each: _where(made, each, look, wide))


def _listed(
    points: Sequence[Covered], title: Pair, look: Look, lines: Callable[[Covered], Iterator[str]]
) -> Iterator[str]:
    """Write the lines of some points below a title; of many only the first."""
    if not points:
        return
    yield look.paint(look.say(title, count=len(points)), "bold")
    for each in points[:_MOST_GAPS]:
        yield from lines(each)
    if len(points) > _MOST_GAPS:
        yield look.say(texts.MORE, count=len(points) - _MOST_GAPS)


def _where(made: CoverageRun, each: Covered, look: Look, wide: int) -> Iterator[str]:
    """Write where a point is, and what it is."""
    says = each.point.says[0 if look.lang == "vi" else 1]
    head = f"{made.place(each.point.place)}  {visible(each.point.owner.removeprefix('self:'))}: {visible(says)}"
    yield from wrapped(head, wide, "      ", "  ")


def needed(coverage: Coverage, each: Covered, lang: str) -> str:
    """Say what a case would have to do to touch a point."""
    look, point = Look(lang), each.point
    key = point.depends.removeprefix("self:")
    found = each.found.answers if each.found is not None else None
    if found is not None and point.fact in OF_COLUMNS:
        given = answers_text(coverage.ruleset, _of_inputs(coverage, found))
        return look.say(texts.NEEDS, what=look.say(texts.EXAMPLE, given=visible(given), key=key))
    says = point.says[0 if lang == "vi" else 1]
    when = "" if point.when is None else visible(InWords(coverage.ruleset).said(point.when, lang))
    row = texts.NEEDED.get(_row_of(point))
    what = look.say(row or texts.OPEN, owner=point.owner, key=key, fact=point.fact, says=visible(says), when=when)
    return look.say(texts.NEEDS, what=what)


def _row_of(point: Point) -> str:
    """Name the sentence that says what a case for a point would do; empty where it is open."""
    if point.fact == "tier" and point.when is not None:
        return "asked_of_tier"
    return point.kind if point.kind != "edge" or point.fact == "tier" else ""


def _of_inputs(coverage: Coverage, answers: Mapping[str, Value]) -> Mapping[str, Value]:
    keys = {asked.key for asked in coverage.ruleset.inputs}
    return {key: value for key, value in answers.items() if key in keys}


def marked_text(made: CoverageRun, look: Look) -> str:
    """Write each file of the ruleset with a mark before every line that has points."""
    lines = [look.say(texts.GUTTER)]
    for file, text in made.texts.items():
        marks = marks_of(file, made.coverage.points)
        if marks:
            lines += ["", look.paint(visible(made.shown.get(file, file)), "bold")]
            rows = text.splitlines()
            wide = len(str(len(rows)))
            lines += [
                look.paint(
                    f"{MARKS[marks[n]] if n in marks else ' '} {n:>{wide}} {visible(row)}",
                    _STYLES.get(marks.get(n, ""), ""),
                )
                for n, row in enumerate(rows, 1)
            ]
    return "\n".join(lines) + "\n"


_STYLES = {"all": "green", "some": "yellow", "none": "red", "out": "dim"}


def marks_of(file: str, points: Sequence[Covered]) -> Mapping[int, str]:
    """Say of each line of a file whether its points are touched: `all`, `some`, `none`, or `out` of reach."""
    lines: dict[int, list[Covered]] = {}
    for each in points:
        if each.point.place.file == file and each.point.place.line:
            lines.setdefault(each.point.place.line, []).append(each)
    return {line: _mark(here) for line, here in lines.items()}


def _mark(here: Sequence[Covered]) -> str:
    touched = sum(each.standing == "touched" for each in here)
    gaps = sum(each.standing == "gap" for each in here)
    if not gaps:
        return "all" if touched else "out"
    return "some" if touched else "none"
