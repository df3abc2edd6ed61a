"""Hold a ruleset against the annex as it was signed: rows, numbers, names, maxima, and the figures of the scoring."""

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction
from typing import Any

from ..formula.words import number as in_full
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Constant, Formula, NamedValue, Node, Ruleset
from .annex import Annex, Line, Part
from .printing import Entry, Printed, printed
from .quoting import quoted
from .rungs import folded
from .text import bare, number, one_line

_ALIKE = 0.75  # how much of two names must be the same for one to be the other, mistyped
_MOST_ALIKE = 10_000  # pairs of names that are compared so; more are another paper
_FIGURE = re.compile(r"(?<![\w/.,])(\d{1,15}(?:[.,]\d{1,12}){0,4})(?:\s*(%)|(?!\s*%|[\w/]|[.,]?\d))")
_HALF = re.compile(r"(?<![\w/])([1-9]\d?)/([1-9]\d?)(?![\w/])")
_BEGUN = re.compile(r"(?i)(?:\btừ |(?<![\w.,/-]))(\d{1,9})(?= *(?:-|–|đến|tới) *\d)|\btừ (\d{1,9})\b(?![.,]\d)")
_ENDED = re.compile(r"(?i)\d *(?:-|–|đến|tới) *(\d{1,9})\b(?![.,/]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SIGNS = re.compile(r"[^\w%]+")


def against(ruleset: Ruleset, annex: Annex) -> tuple[Finding, ...]:
    """Say what differs between a ruleset and a signed annex, in the annex's order; nothing where all agrees."""
    tables = list(printed(ruleset, "vi"))
    found: list[Finding] = []
    for part in annex.parts:
        if not tables:
            found.append(finding("ITR750", part.place, title=_short(part.title) or "–"))
            continue
        best = max(range(len(tables)), key=lambda at: (_overlap(tables[at], part), -at))
        found += _Comparison(ruleset, tables.pop(best), folded(part)).findings()
    found += [finding("ITR748", table.card.root.place, title=table.title) for table in tables]
    return tuple(found)


def _overlap(table: Printed, part: Part) -> int:
    return len({_plain(entry.label) for entry in table.entries} & {_plain(line.label) for line in part.lines})


def _plain(text: str) -> str:
    """Give what two writings of one text have in common: letters, digits and per cent signs.

    >>> _plain("Họp  Ban chỉ đạo;") == _plain("họp ban chỉ đạo")
    True
    """
    return " ".join(_SIGNS.sub(" ", unicodedata.normalize("NFC", text).casefold()).replace(" %", "%").split())


@dataclass(frozen=True, slots=True)
class _Comparison:
    ruleset: Ruleset
    table: Printed
    part: Part

    def findings(self) -> Iterator[Finding]:
        entries, lines = self.table.entries, self.part.lines
        pairs = _paired(entries, lines)
        of_entry = {entry: line for line, entry in pairs.items()}
        for at, line in enumerate(lines):
            if at not in pairs:
                if not line.is_heading:
                    yield finding("ITR740", line.place("label"), label=_short(line.label), number=line.number or "–")
                continue
            yield from self._compared(entries[pairs[at]], line)
            yield from self._parents(pairs, at)
        for at, entry in enumerate(entries):
            if at not in of_entry and entry.node.role in {"scored", "bonus", "penalty"}:
                yield finding(
                    "ITR741",
                    entry.node.place,
                    label=_short(entry.label),
                    number=entry.number or "–",
                    file=self.part.place.file,
                )
        for total in self.part.totals:
            node = (
                self.table.card.root
                if total.line < 0
                else entries[pairs[total.line]].node
                if total.line in pairs
                else None
            )
            if node is not None and node.full is not None and node.full != total.value:
                yield self._differs("ITR744", total.place, node, _shown(total.value), _shown(node.full), total.label)

    def _compared(self, entry: Entry, line: Line) -> Iterator[Finding]:
        node = entry.node
        if _plain(line.number) != _plain(entry.number) and line.number not in {"", "-", "+"}:
            yield self._differs("ITR742", line.place("number"), node, line.number, entry.number or "–", entry.label)
        if _plain(line.label) != _plain(entry.label):
            yield self._differs("ITR743", line.place("label"), node, line.label, entry.label, entry.number or "–")
        if line.max is not None and line.max != node.full and (node.role == "scored" or node.full is not None):
            most = "–" if node.full is None else _shown(node.full)
            yield self._differs("ITR744", line.place("max"), node, _shown(line.max), most, entry.label)
        elif (
            line.max is None
            and node.full is not None
            and not node.children
            and "max" in self.part.roles
            and "max" not in line.shared
        ):
            yield self._differs(
                "ITR744", line.place("max"), node, line.printed.get("max") or "–", _shown(node.full), entry.label
            )
        yield from self._scoring(entry, line)

    def _scoring(self, entry: Entry, line: Line) -> Iterator[Finding]:
        """Hold what the paper says of the scoring against the rule, or against the ruleset's own words of it."""
        if not line.wording or "wording" in line.shared:
            return
        node, place = entry.node, line.place("wording")
        if _plain(line.wording) == _plain(entry.wording):
            return
        words = quoted(node.description)
        if words and _plain(words) != _plain(line.wording):
            yield self._differs("ITR746", place, node, one_line(line.wording), one_line(words), entry.label)
        theirs, ours = _figures(line.wording), _constants(self.ruleset, node)
        full = node.full if node.full is not None else Fraction(0)
        plain = {Fraction(0), Fraction(1), full}
        told = set[Fraction]().union(*theirs.values())
        named = _figures(f"{entry.label} {entry.wording}")  # of names that say "mức độ 4"
        # Of whole numbers "2-3" ends before 4, and "từ 3" begins behind "không quá 2".
        begun = {Fraction(match[1] or match[2]) for match in _BEGUN.finditer(line.wording)}
        ended = {Fraction(match[1]) for match in _ENDED.finditer(line.wording)}
        stated = ours & told
        beside = {each for each in begun if each - 1 in stated} | {each for each in ended if each + 1 in stated}
        known = ours.union(plain, beside, *named.values())
        alien = [said for said, means in theirs.items() if not any({each, each * full} & known for each in means)]
        # A rule may have what a wording leaves to the reader: the sum of its points, a share of the most, "1/2".
        made = (
            {one / two for one in told for two in told | {full} if two}
            | {sum(told, Fraction(0))}
            | _halves(line.wording)
        )
        unsaid = {value for value in ours - plain - told - made if not full or value / full not in told | made}
        if alien or (theirs and unsaid):
            yield self._differs("ITR745", place, node, ", ".join(alien) or "–", _listed(unsaid), entry.label)

    def _parents(self, pairs: Mapping[int, int], at: int) -> Iterator[Finding]:
        line, entry = self.part.lines[at], self.table.entries[pairs[at]]
        if not line.number:  # only its number tells what a row belongs to
            return
        if line.parent >= 0 and line.parent not in pairs:
            return
        over = self.table.entries[pairs[line.parent]].node if line.parent >= 0 else self.table.card.root
        if over is not entry.node and over is not entry.parent:
            yield self._differs(
                "ITR747",
                line.place("label"),
                entry.node,
                over.title.say("vi") or over.id,
                entry.parent.title.say("vi") or entry.parent.id,
                entry.label,
            )

    def _differs(self, code: str, place: Place, node: Node, theirs: str, ours: str, what: str) -> Finding:
        at = f"{node.place.file}:{node.place.line}"
        return finding(code, place, what=_short(what), paper=_short(theirs), rule=_short(ours), at=at)


def _paired(entries: Sequence[Entry], lines: Sequence[Line]) -> dict[int, int]:
    """Find for each line the criterion that it is: by number and name, then by either, then by names that are nearly the same."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def match(key_of_entry: Any, key_of_line: Any) -> None:
        left: dict[Any, list[int]] = {}
        for at, entry in enumerate(entries):
            if at not in taken and (key := key_of_entry(entry)):
                left.setdefault(key, []).append(at)
        asked: dict[Any, list[int]] = {}
        for at, line in enumerate(lines):
            if at not in pairs and (key := key_of_line(line)):
                asked.setdefault(key, []).append(at)
        for key, ats in asked.items():
            if len(ats) == len(left.get(key, ())):
                for at, other in zip(ats, left[key], strict=True):
                    pairs[at] = other
                    taken.add(other)

    match(lambda e: (_plain(e.number), _plain(e.label), e.max), lambda w: (_plain(w.number), _plain(w.label), w.max))
    match(lambda e: (_plain(e.number), _plain(e.label)), lambda w: (_plain(w.number), _plain(w.label)))
    match(lambda e: _plain(e.label), lambda w: _plain(w.label))
    match(lambda e: bare(_plain(e.label)), lambda w: bare(_plain(w.label)))
    rest = [at for at in range(len(entries)) if at not in taken]
    waiting = [at for at in range(len(lines)) if at not in pairs]
    if len(rest) * len(waiting) <= _MOST_ALIKE:
        for at in waiting:
            near = [(_likeness(lines[at].label, entries[other].label), -other) for other in rest if other not in taken]
            if near and max(near)[0] >= _ALIKE:
                pairs[at] = -max(near)[1]
                taken.add(pairs[at])
    match(lambda e: _plain(e.number) if "." in e.number else "", lambda w: _plain(w.number) if "." in w.number else "")
    return pairs


def _likeness(one: str, other: str) -> float:
    """Give how alike two names are, from 0 to 1; no figure of a result hangs on it."""
    matcher = SequenceMatcher(None, _plain(one)[:300], _plain(other)[:300], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _figures(text: str) -> dict[str, set[Fraction]]:
    """Find the figures of a wording, each with what it may mean; years and numbers of papers are none.

    >>> {said: sorted(map(str, means)) for said, means in _figures("Từ 80% trở lên: 10 điểm (QĐ 12/QĐ-UBND, 2021)").items()}
    {'80%': ['4/5', '80'], '10': ['10']}
    >>> sorted(_figures("1.000 máy")["1.000"])
    [Fraction(1, 1), Fraction(1000, 1)]
    >>> list(_figures("tăng 10%/năm, trên 12.345.678,9 đồng, 24/7"))
    ['10%', '12.345.678,9']
    """
    found: dict[str, set[Fraction]] = {}
    for match in _FIGURE.finditer(text):
        if match[2] or not _YEAR.fullmatch(match[1]):
            means = _means(match[1])
            found[match[1] + (match[2] or "")] = means | {value / 100 for value in means} if match[2] else means
    return {said: means for said, means in found.items() if means}


def _halves(text: str) -> set[Fraction]:
    return {Fraction(int(match[1]), int(match[2])) for match in _HALF.finditer(text)}


def _means(text: str) -> set[Fraction]:
    """Read a figure in every way in which it may be meant: three digits behind a sign may be thousands or a decimal."""
    known = number(text)
    if known is not None:
        return {known}
    found = {Fraction(re.sub("[.,]", "", text))} if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})*", text) else set()
    if re.fullmatch(r"\d+[.,]\d+", text):
        found.add(Fraction(text.replace(",", ".")))
    # Both signs: the last one is the decimal sign, the others part thousands.
    both = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})(?:\2\d{3})*)(?!\2)[.,](\d+)", text)
    return found | {Fraction(f"{re.sub('[.,]', '', both[1])}.{both[3]}")} if both else found


def _constants(ruleset: Ruleset, node: Node) -> set[Fraction]:
    """Gather the figures of a criterion's rule, those of the values that it is made of included."""
    formulas: list[Formula] = [one for one in (node.score, node.formula, node.applies, node.then) if one is not None]
    found = {value for value in (node.cap, node.minimum) if value is not None}
    seen: set[str] = set()
    while formulas:
        formula = formulas.pop()
        constants: list[object] = [each.value for each in ast.walk(formula.tree) if isinstance(each, ast.Constant)]
        found |= {value for value in constants if isinstance(value, Fraction)}
        for key in formula.reads - seen:
            seen.add(key)
            match ruleset.columns.get(key):
                case NamedValue(formula=inner):
                    formulas.append(inner)
                case Constant(value=Fraction() as value):
                    found.add(value)
    return {abs(value) for value in found}


def _listed(values: set[Fraction]) -> str:
    return ", ".join(map(_shown, sorted(values)[:12])) or "–"


def _shown(value: Fraction) -> str:
    return in_full(value, "vi")


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"
