"""Compare a ruleset with the annex as it was signed, cell by cell: each is the same, differs, or is said to be left.

Rows, numbers, names and maxima; of the scoring each level with its points; evidence, notes and footnotes against what the
description quotes; headings, totals, and what is written outside of the tables.
"""

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..formula.words import number as in_full
from ..model.findings import Finding, Place, finding
from ..model.ruleset import Constant, Formula, NamedValue, Node, Ruleset
from .agreement import agreement
from .alike import ALIKE, likeness, plain
from .annex import Annex, Beside, Line, Part, Total
from .beside import outside
from .comparison import Comparison
from .headings import meant
from .printing import Entry, Printed, printed
from .quoting import all_quoted, described, quoted
from .reading import NO_POINTS, points_in
from .rungs import folded
from .text import bare, number, one_line

_MOST_ALIKE = 10_000  # pairs of names that are compared so; more are another paper
_FIGURE = re.compile(r"(?<![\w/.,])(\d{1,15}(?:[.,]\d{1,12}){0,4})(?:\s*(%)|(?!\s*%|[\w/]|[.,]?\d))")
_HALF = re.compile(r"(?<![\w/])([1-9]\d?)/([1-9]\d?)(?![\w/])")
_BEGUN = re.compile(r"(?i)(?:\btừ |(?<![\w.,/-]))(\d{1,9})(?= *(?:-|–|đến|tới) *\d)|\btừ (\d{1,9})\b(?![.,]\d)")
_ENDED = re.compile(r"(?i)\d *(?:-|–|đến|tới) *(\d{1,9})\b(?![.,/]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")


_COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("số thứ tự", "number"),
    "label": ("tên", "name"),
    "max": ("điểm tối đa", "maximum"),
    "wording": ("cách chấm", "scoring"),
    "evidence": ("minh chứng", "evidence"),
    "notes": ("ghi chú", "notes"),
    "footnotes": ("chú thích", "footnote"),
    "head": ("tiêu đề cột", "heading"),
    "total": ("hàng tổng", "row of the total"),
}
_POINT_WORDS = frozenset({"điểm", "đ", "tối", "đa", "points", "×", "+", "−"})
_NO_POINT_WORDS = frozenset(
    [
        "không",
        "tính",
        "chấm",
        "có",
        "cho",
        "điểm",
        "chỉ",
        "thống",
        "kê",
        "thông",
        "tin",
        "tiêu",
        "chí",
        "là",
        "điều",
        "kiện",
        "bắt",
        "buộc",
        "cần",
    ]
)
_TOTAL_WORDS = frozenset(
    [
        "tổng",
        "cộng",
        "số",
        "điểm",
        "tối",
        "đa",
        "mục",
        "phần",
        "nhóm",
        "tiêu",
        "chí",
        "chỉ",
        "của",
        "bảng",
        "các",
        "toàn",
        "chung",
        "total",
        "thưởng",
        "gồm",
        "cả",
        "bao",
        "kể",
    ]
)


def against(ruleset: Ruleset, annex: Annex) -> Comparison:
    """Compare a ruleset with a signed annex: what differs, in the annex's order, and what was not compared."""
    made = Comparison(rows=sum(len(part.lines) for part in annex.parts))
    tables = [table for lang in dict.fromkeys(("vi", ruleset.locale)) for table in printed(ruleset, lang)]
    used: list[Printed] = []
    cards = [card.id for card in ruleset.scorecards]
    for part in annex.parts:
        if not tables:
            made.differs.append(finding("ITR750", part.place, title=_short(part.title) or "–"))
            continue
        best = max(range(len(tables)), key=lambda at: (_overlap(tables[at], part), -at))
        table = tables[best]
        tables = [each for each in tables if each.card.id != table.card.id]
        used.append(table)
        _Comparison(ruleset, table, folded(part), made).run()
    waiting = [card for card in cards if card not in {table.card.id for table in used}]
    for id_ in waiting:
        table = next(each for each in tables if each.card.id == id_)
        made.differs.append(finding("ITR748", table.card.root.place, title=table.title))
    beside = outside(used, [*annex.beside, *(line for part in annex.parts for line in part.below_it)])
    made.differs += beside.differs
    for place in beside.left:
        made.leave("outside", place)
    for table in beside.untold:
        root = table.card.root
        made.leave("tiers", Place(root.place.file, root.tiers[0].place.line))
    return made


def _overlap(table: Printed, part: Part) -> int:
    return len({plain(entry.label) for entry in table.entries} & {plain(line.label) for line in part.lines})


@dataclass(frozen=True, slots=True)
class _Comparison:
    ruleset: Ruleset
    table: Printed
    part: Part
    made: Comparison

    def run(self) -> None:
        self.made.differs += self.findings()

    def findings(self) -> Iterator[Finding]:
        entries, lines = self.table.entries, self.part.lines
        pairs = _paired(entries, lines)
        said = [(lines[at].wording, entries[other].wording) for at, other in pairs.items() if lines[at].wording]
        # A table whose wordings are mostly the ruleset's own print is one that itrank has printed.
        is_ours = 0 < len(said) <= 2 * sum(plain(theirs) == plain(ours) for theirs, ours in said)
        of_entry = {entry: line for line, entry in pairs.items()}
        for head in self.part.heads:
            yield from self._head(head)
        for at, line in enumerate(lines):
            if at not in pairs:
                if line.is_heading:
                    self.made.leave("heading", line.place("label"))
                else:
                    yield finding("ITR740", line.place("label"), label=_short(line.label), number=line.number or "–")
                continue
            yield from self._compared(entries[pairs[at]], line, is_ours=is_ours)
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
            yield from self._total(total, node)

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
        wrong = [word for word in plain(total.label).split() if not _is_total_word(word)]
        if wrong:
            yield self._text("total", total.place, self.table.card.root, total.label, "Tổng cộng", "–")
        if node is None or node.full is None:
            self.made.leave("total", total.place)
            return
        bonus = sum((each.full or Fraction(0) for each in node.walk() if each.role == "bonus"), Fraction(0))
        # A printed total may include the bonus.
        if total.value not in {node.full, node.full + bonus}:
            yield self._differs("ITR744", total.place, node, _shown(total.value), _shown(node.full), total.label)

    def _compared(self, entry: Entry, line: Line, *, is_ours: bool) -> Iterator[Finding]:
        node = entry.node
        said = line.number or line.printed.get("number", "")
        if "number" in line.shared:
            self.made.leave("shared", line.place("number"))
        elif plain(said) != plain(entry.number) and said not in {"", "-", "+"}:
            yield self._differs("ITR742", line.place("number"), node, said, entry.number or "–", entry.label)
        elif not said and entry.number and "number" in self.part.roles and "number" in line.places:
            yield self._differs("ITR742", line.place("number"), node, "–", entry.number, entry.label)
        if plain(line.label) != plain(entry.label):
            yield self._differs("ITR743", line.place("label"), node, line.label, entry.label, entry.number or "–")
        yield from self._max(entry, line)
        yield from self._texts(entry, line, is_ours=is_ours)

    def _max(self, entry: Entry, line: Line) -> Iterator[Finding]:
        node, said = entry.node, line.printed.get("max", "")
        most = "–" if node.full is None else _shown(node.full)
        if "max" in line.shared:
            self.made.leave("shared", line.place("max"))
        elif line.max is not None and line.max != node.full and (node.role == "scored" or node.full is not None):
            yield self._differs("ITR744", line.place("max"), node, _shown(line.max), most, entry.label)
        elif said and not _is_points(said, node):
            yield self._differs("ITR744", line.place("max"), node, said, most, entry.label)
        elif line.max is None and node.full is not None and not node.children and "max" in self.part.roles:
            yield self._differs("ITR744", line.place("max"), node, said or "–", most, entry.label)

    def _texts(self, entry: Entry, line: Line, *, is_ours: bool) -> Iterator[Finding]:
        """Compare what the annex says in words with the ruleset's own print, or with what the description quotes."""
        node = entry.node
        said = {role: getattr(line, role) for role in ("wording", "evidence", "notes", "footnotes")}
        # A cell may itself hold a line "Minh chứng:", so that the parts of a quote are not sure; the whole is.
        is_quoted = bool(quote := all_quoted(node.description)) and plain(described(line)) == plain(quote)
        for role, text in said.items():
            place = line.place(role if role != "footnotes" else "label")
            if role in line.shared:
                self.made.leave("shared", place)
                continue
            printed_text = {"wording": entry.wording, "evidence": entry.notes}.get(role, "")
            quote = quoted(node.description, role)
            if plain(text) == plain(printed_text):
                # Of a column that says nothing, or what itrank prints, a quote is no difference.
                if not text and quote and role in self.part.roles:
                    yield self._text(role, place, node, "–", quote, entry.label)
                continue
            if not text:
                if quote and role in self.part.roles:
                    yield self._text(role, place, node, "–", quote, entry.label)
                continue
            ours = text if is_quoted else printed_text if is_ours else quote
            if plain(ours) == plain(text):
                pass
            elif ours.endswith("…") and plain(text).startswith(plain(ours[:-1])):
                self.made.leave("cut", place)
            elif ours:
                yield self._text(role, place, node, text, ours, entry.label)
            elif role != "wording":
                self.made.leave(role, place)
            if role == "wording":
                is_print = is_ours and not is_quoted
                yield from self._scoring(entry, line, is_told=bool(ours), is_print=is_print)

    def _scoring(self, entry: Entry, line: Line, *, is_told: bool, is_print: bool) -> Iterator[Finding]:
        """Compare each level that the annex states with the rule; where that cannot be done, the figures alone."""
        node, place = entry.node, line.place("wording")
        found = agreement(self.ruleset, node, line.wording)
        for level in found.differs:
            yield finding(
                "ITR751", place, what=_short(entry.label), level=_short(level.said), paper=level.paper, rule=level.rule,
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
        node, place = entry.node, line.place("wording")
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

    def _text(self, role: str, place: Place, node: Node, theirs: str, ours: str, what: str) -> Finding:
        """Give the finding of a text that is not the ruleset's; of the scoring it has a code of its own."""
        if role == "wording":
            return self._differs("ITR746", place, node, one_line(theirs), one_line(ours), what)
        at = f"{node.place.file}:{node.place.line}"
        vi, en = _COLUMNS[role]
        paper, rule = (_short(one_line(each)) for each in (theirs, ours))
        return finding("ITR755", place, what=_short(what), role_vi=vi, role_en=en, paper=paper, rule=rule, at=at)

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

    match(lambda e: (plain(e.number), plain(e.label), e.max), lambda w: (plain(w.number), plain(w.label), w.max))
    match(lambda e: (plain(e.number), plain(e.label)), lambda w: (plain(w.number), plain(w.label)))
    match(lambda e: plain(e.label), lambda w: plain(w.label))
    match(lambda e: bare(plain(e.label)), lambda w: bare(plain(w.label)))
    rest = [at for at in range(len(entries)) if at not in taken]
    waiting = [at for at in range(len(lines)) if at not in pairs]
    if len(rest) * len(waiting) <= _MOST_ALIKE:
        for at in waiting:
            near = [(likeness(lines[at].label, entries[other].label), -other) for other in rest if other not in taken]
            if near and max(near)[0] >= ALIKE:
                pairs[at] = -max(near)[1]
                taken.add(pairs[at])
    match(lambda e: plain(e.number) if "." in e.number else "", lambda w: plain(w.number) if "." in w.number else "")
    return pairs


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
