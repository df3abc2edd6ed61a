"""Compare a ruleset with the annex as it was signed, cell by cell: each is the same, differs, or is said to be left.

Rows, numbers, names and maxima; of the scoring each level with its points; evidence, notes and footnotes against what the
description quotes; headings, totals, and what is written outside of the tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..model.findings import Finding, Place, finding
from ..model.ruleset import Node, Ruleset
from .agreement import agreement, shown, standing_wording
from .alike import plain
from .annex import Annex, Beside, Line, Part, Total
from .beside import outside
from .comparison import Comparison
from .figures import differing_figures, rule_figures
from .headings import meant
from .pairing import paired
from .printing import Entry, Printed, printed
from .quoting import QUOTES, all_quoted, described, notes_quoted, quoted, without_notes
from .reading import NO_POINTS
from .rungs import folded
from .text import bare, one_line, points_in

_MOST_FIGURES = 12  # that a finding lists
_ROLES: Mapping[str, tuple[str, str]] = {
    "evidence": ("minh chứng", "evidence"),
    "notes": ("ghi chú", "notes"),
    "footnotes": ("chú thích", "footnote"),
    "head": ("tiêu đề cột", "heading"),
    "total": ("hàng tổng", "row of the total"),
}
_POINT_WORDS = frozenset({"điểm", "đ", "tối", "đa", "points", "×", "+", "−"})
_NO_POINT_WORDS = frozenset(
    (
        "không", "tính", "chấm", "có", "cho", "điểm", "chỉ", "thống", "kê", "thông", "tin", "tiêu", "chí", "là",
        "điều", "kiện", "bắt", "buộc", "cần",
    )
)  # fmt: skip
_TOTAL_WORDS = frozenset(
    (
        "tổng", "cộng", "số", "điểm", "tối", "đa", "mục", "phần", "nhóm", "tiêu", "chí", "chỉ", "của", "bảng", "các",
        "toàn", "chung", "total", "thưởng", "gồm", "cả", "bao", "kể",
    )
)  # fmt: skip


def against(ruleset: Ruleset, annex: Annex) -> Comparison:
    """Compare a ruleset with a signed annex: what differs, in the annex's order, and what was not compared."""
    made = Comparison(rows=sum(len(part.lines) for part in annex.parts))
    tables = [table for lang in dict.fromkeys(("vi", ruleset.locale)) for table in printed(ruleset, lang)]
    free, used = tables, list[Printed]()
    for part in annex.parts:
        if not free:
            made.differs.append(finding("ITR740.table", part.place, title=_short(part.title) or "–"))
            continue
        table = max(free, key=lambda each: _overlap(each, part))
        free = [each for each in free if each.card.id != table.card.id]
        used.append(table)
        made.differs += _Comparison(ruleset, table, folded(part), made).findings()
    made.differs += _missing(ruleset, free)
    _compare_outside(made, used, annex)
    return made


def _missing(ruleset: Ruleset, free: Sequence[Printed]) -> Iterator[Finding]:
    """Tell of the scorecards that no table of the annex is; each is named as its first print is."""
    titles = {table.card.id: table.title for table in reversed(free)}
    for card in ruleset.scorecards:
        if card.id in titles:
            yield finding("ITR741.table", card.root.place, title=titles[card.id])


def _compare_outside(made: Comparison, used: Sequence[Printed], annex: Annex) -> None:
    """Compare what is written above, below and between the tables, and in their last rows."""
    beside = outside(used, [*annex.beside, *(line for part in annex.parts for line in part.below_it)])
    made.differs += beside.differs
    for place in beside.left:
        made.leave("outside", place)
    for table in beside.untold:
        root = table.card.root
        made.leave("tiers", Place(root.place.file, root.tiers[0].place.line))


def _overlap(table: Printed, part: Part) -> int:
    return len({plain(entry.label) for entry in table.entries} & {plain(line.label) for line in part.lines})


@dataclass(frozen=True, slots=True)
class _Comparison:
    ruleset: Ruleset
    table: Printed
    part: Part
    made: Comparison

    def findings(self) -> Iterator[Finding]:
        entries, lines = self.table.entries, self.part.lines
        pairs = paired(entries, lines)
        said = [(lines[at].wording, entries[other].wording) for at, other in pairs.items() if lines[at].wording]
        # A table whose wordings are mostly the ruleset's own print is one that itrank has printed.
        is_ours = 0 < len(said) <= 2 * sum(plain(theirs) == plain(ours) for theirs, ours in said)
        for head in self.part.heads:
            yield from self._head(head)
        for at, line in enumerate(lines):
            if at in pairs:
                yield from self._compared(entries[pairs[at]], line, is_ours=is_ours)
                yield from self._parents(pairs, at)
            elif line.is_heading:
                self.made.leave("heading", line.place("label"))
            else:
                yield finding("ITR740", line.place("label"), label=_short(line.label), number=line.number or "–")
        yield from self._missing(pairs)
        for total in self.part.totals:
            yield from self._total(total, self._node_above(pairs, total.line))

    def _missing(self, pairs: Mapping[int, int]) -> Iterator[Finding]:
        """Find the criteria that give or take points and are no line of the annex."""
        found = set(pairs.values())
        for at, entry in enumerate(self.table.entries):
            if at not in found and entry.node.role in {"scored", "bonus", "penalty"}:
                number, file = entry.number or "–", self.part.place.file
                yield finding("ITR741", entry.node.place, label=_short(entry.label), number=number, file=file)

    def _node_above(self, pairs: Mapping[int, int], line: int) -> Node | None:
        """Give the node of a line; the root for -1, which stands for the whole table."""
        if line < 0:
            return self.table.card.root
        return self.table.entries[pairs[line]].node if line in pairs else None

    def _head(self, head: Beside) -> Iterator[Finding]:
        """Compare the heading of a column with those that annexes have."""
        known = meant(head.text)
        if known is None:
            self.made.leave("head", head.place)
        elif plain(known) != plain(head.text):
            yield self._text("head", head.place, self.table.card.root, head.text, known, "–")

    def _total(self, total: Total, node: Node | None) -> Iterator[Finding]:
        for other in total.rest:
            self.made.leave("total", other.place)
        if not all(map(_is_total_word, plain(total.label).split())):
            yield self._text("total", total.place, self.table.card.root, total.label, "Tổng cộng", "–")
        if node is None or node.full is None:
            self.made.leave("total", total.place)
            return
        # A printed total may include the bonus.
        if total.value not in {node.full, node.full + _bonus(node)}:
            yield self._differs("ITR744", total.place, node, shown(total.value), shown(node.full), total.label)

    def _compared(self, entry: Entry, line: Line, *, is_ours: bool) -> Iterator[Finding]:
        """Compare a line with its criterion, cell by cell."""
        number = entry.number or "–"
        if "number" in line.shared:
            self.made.leave("shared", line.place("number"))
        elif (said := self._wrong_number(entry, line)) is not None:
            yield self._differs("ITR744.number", line.place("number"), entry.node, said, number, entry.label)
        if plain(line.label) != plain(entry.label):
            yield self._differs("ITR744.name", line.place("label"), entry.node, line.label, entry.label, number)
        if "max" in line.shared:
            self.made.leave("shared", line.place("max"))
        elif (said := self._wrong_max(entry.node, line)) is not None:
            most = shown(entry.node.full)
            yield self._differs("ITR744", line.place("max"), entry.node, said, most, entry.label)
        yield from self._texts(entry, line, is_ours=is_ours)

    def _wrong_number(self, entry: Entry, line: Line) -> str | None:
        """Give what the annex says of the number, where that is not the ruleset's; bullets are no numbers."""
        said = line.number or line.printed.get("number", "")
        if said:
            return said if plain(said) != plain(entry.number) and said not in {"-", "+"} else None
        return "–" if entry.number and "number" in self.part.roles and "number" in line.places else None

    def _wrong_max(self, node: Node, line: Line) -> str | None:
        """Give what the annex says of the maximum, where that is not the ruleset's."""
        said = line.printed.get("max", "")
        most = {node.full, (node.full or Fraction(0)) + _bonus(node)}  # the printed points may include the bonus
        if line.max is not None and line.max not in most and (node.role == "scored" or node.full is not None):
            return shown(line.max)
        if said and not _is_points(said, node):
            return said
        return said or "–" if self._has_no_max(node, line) else None

    def _has_no_max(self, node: Node, line: Line) -> bool:
        """Whether the annex prints no points for a leaf that has a maximum."""
        return line.max is None and node.full is not None and not node.children and "max" in self.part.roles

    def _texts(self, entry: Entry, line: Line, *, is_ours: bool) -> Iterator[Finding]:
        """Compare what the annex says in words with the ruleset's own print, or with what the description quotes."""
        node = entry.node
        # A cell may itself hold a line "Minh chứng:", so that the parts of a quote are not sure; the whole is.
        # One of before an amendment is no longer the ruleset's.
        is_old = bool(quoted(node.description)) and not standing_wording(self.ruleset, node)
        is_quoted = (
            bool(quote := all_quoted(node.description)) and plain(described(line)) == plain(quote) and not is_old
        )
        for role in QUOTES:
            if role in line.shared:
                self.made.leave("shared", line.place(role))
                continue
            text, quote = getattr(line, role), quoted(node.description, role)
            if role == "wording" and is_old:
                quote = ""
            if role == "footnotes":  # a description has them in their places, or apart
                text, quote = (_sorted(each) for each in (text, notes_quoted(node.description)))
            printed_text = {"wording": entry.wording, "evidence": entry.notes}.get(role, "")
            if not text:
                # Of a column that is not there a quote is no difference.
                if quote and role in self.part.roles:
                    yield self._text(role, line.place(role), node, "–", quote, entry.label)
            elif plain(text) != plain(printed_text):
                ours = text if is_quoted else printed_text if is_ours else quote
                yield from self._against_ours(role, entry, line, ours)
                if role == "wording":
                    yield from self._scoring(entry, line, is_told=bool(ours), is_print=is_ours and not is_quoted)

    def _against_ours(self, role: str, entry: Entry, line: Line, ours: str) -> Iterator[Finding]:
        """Compare a text with what the ruleset has of it; a print may cut it, and a ruleset need not quote it."""
        text, place = getattr(line, role), line.place(role)
        if role == "footnotes":
            text = _sorted(text)
        if plain(ours) in {plain(text), plain(without_notes(text))}:
            return
        if ours.endswith("…") and plain(text).startswith(plain(ours[:-1])):
            self.made.leave("cut", place)
        elif ours:
            yield self._text(role, place, entry.node, text, ours, entry.label)
        elif role != "wording":
            self.made.leave(role, place)

    def _scoring(self, entry: Entry, line: Line, *, is_told: bool, is_print: bool) -> Iterator[Finding]:
        """Compare each level that the annex states with the rule; where that cannot be done, the figures alone."""
        node, place = entry.node, line.place("wording")
        found = agreement(self.ruleset, node, line.wording)
        for level in found.differs:
            yield finding(
                "ITR744.level", place, what=_short(entry.label), level=_short(level.said), paper=level.paper, rule=level.rule,
                at=f"{node.place.file}:{node.place.line}",
            )  # fmt: skip
        if not is_told:
            self.made.leave("letters" if found.is_compared else "wording", place)
        elif not found.is_compared and node.score is not None and not is_print:
            self.made.leave("rule", place)
        # Points that are reported as they are have no figures: what the quote says of them is for those who report.
        if not found.differs and not (is_told and node.kind == "given"):
            yield from self._by_figures(entry, line)

    def _by_figures(self, entry: Entry, line: Line) -> Iterator[Finding]:
        node, names = (entry.node, f"{entry.label} {entry.wording}")  # of names that say "mức độ 4"
        rule, full = rule_figures(self.ruleset, node), node.full or Fraction(0)
        alien, unsaid = differing_figures(line.wording, names, rule, full)
        if alien or unsaid:
            ours = ", ".join(map(shown, sorted(unsaid)[:_MOST_FIGURES])) or "–"
            yield self._differs(
                "ITR744.figure", line.place("wording"), node, ", ".join(alien) or "–", ours, entry.label
            )

    def _parents(self, pairs: Mapping[int, int], at: int) -> Iterator[Finding]:
        """Compare what a line stands under; only a number tells that."""
        line, entry = self.part.lines[at], self.table.entries[pairs[at]]
        over = self._node_above(pairs, line.parent)
        if line.number and over is not None and over is not entry.node and over is not entry.parent:
            theirs, ours = (each.title.say("vi") or each.id for each in (over, entry.parent))
            yield self._differs("ITR744.parent", line.place("label"), entry.node, theirs, ours, entry.label)

    def _text(self, role: str, place: Place, node: Node, theirs: str, ours: str, what: str) -> Finding:
        """Give the finding of a text that is not the ruleset's; of the scoring it has a code of its own."""
        if role == "wording":
            return self._differs("ITR744.wording", place, node, one_line(theirs), one_line(ours), what)
        at = f"{node.place.file}:{node.place.line}"
        vi, en = _ROLES[role]
        paper, rule = (_short(one_line(each)) for each in (theirs, ours))
        return finding("ITR744.role", place, what=_short(what), role_vi=vi, role_en=en, paper=paper, rule=rule, at=at)

    def _differs(self, code: str, place: Place, node: Node, theirs: str, ours: str, what: str) -> Finding:
        at = f"{node.place.file}:{node.place.line}"
        return finding(code, place, what=_short(what), paper=_short(theirs), rule=_short(ours), at=at)


def _sorted(lines: str) -> str:
    return "\n".join(sorted(lines.split("\n")))


def _bonus(node: Node) -> Fraction:
    """Add up the maxima of the bonus below a node."""
    return sum((each.full or Fraction(0) for each in node.walk() if each.role == "bonus"), Fraction(0))


def _is_total_word(word: str) -> bool:
    return word in _TOTAL_WORDS or re.fullmatch(r"[ivxlc]+|[a-dđ]|[\dǀ]+", word) is not None


def _is_points(said: str, node: Node) -> bool:
    """Whether a cell for points says a number, or that there is none, in words that are spelled right."""
    words = [word for word in plain(said).split() if not re.fullmatch(r"[\dǀ]+", word)]
    if points_in(said) is not None:
        return set(words) <= _POINT_WORDS
    plain_role = " ".join(bare(said).split())
    role = next((role for role, pattern in NO_POINTS.items() if pattern.fullmatch(plain_role)), "")
    if role:
        return set(words) <= _NO_POINT_WORDS and role == node.role
    return not words or (words == ["x"] and node.full is None)


def _short(text: str) -> str:
    return text if len(text) <= 160 else f"{text[:159]}…"
