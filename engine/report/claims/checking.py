"""Go through a document: sentences, what each states and of whom, then each claim against the result."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ...result.published import Published
from .attaching import OF_UNITS, Attached, attach
from .claim import Checked, Claim
from .figures import NUMBER, plain, stated
from .judged import Facts
from .judging import judge
from .names import Mention, Names
from .phrases import Mark, Phrases
from .reading import Document, Passage
from .rows import Columns, claims_of_row
from .scopes import Scope, titles_of

_NUMBERING = re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[a-zđ]\)|[ivxIVX]{1,5}[.)]|[-–+•*])\s+")
_SENTENCE = re.compile(r"[.!?…](?:\s+(?=[A-ZÀ-ỸĐ\d\"“(])|\s*$)")
_ABBREVIATION = re.compile(r"(?:\b(?:TP|Tp|TX|Tx|TT|H|Q|P|X|TS|ThS|PGS|GS|[Ss]ố|No)|\b[A-ZĐ])$")
_ABOUT = re.compile(r"diem|points|bac\b|hang\b|xep|loai|vi tri|don vi|thu \d|units|tiers?\b|place")
_ANY_NUMBER = re.compile(rf"(?<![\w.,/-])(?:{NUMBER})(?![\w/]|[.,-]\d)")
_LEFT_OUT = re.compile(r"\s*(?:chua xep hang|khong xep hang|not ranked)[^.]*:\s*")
_LONGEST_HEADING = 160
_YEAR_NAMED = re.compile(r"(?<!so voi )\b(nam (?:truoc|ngoai|lien truoc|nay|\d{4}))\b")


def check_document(
    published: Published, document: Document, aliases: Mapping[str, Sequence[str]] | None = None
) -> tuple[Checked, ...]:
    """Hold what a document states against a result.

    Args:
        published: the result.
        document: what was read.
        aliases: other names of units, by id.
    """
    facts = Facts(published)
    return tuple(judge(facts, claim) for claim in claims_in(published, document, aliases or {}))


def claims_in(published: Published, document: Document, aliases: Mapping[str, Sequence[str]]) -> Iterator[Claim]:
    """Find what a document states, in its order."""
    titles = titles_of(published)
    names = Names({unit.id: unit.name for unit in published.record.units}, aliases)
    finder = _Finder(published, names, Phrases(titles), Scope(titles))
    for passage in document.passages:
        yield from finder.claims(passage)


class _Said(NamedTuple):
    """A sentence: its words, where they begin in the passage, and the marks in it."""

    text: str
    start: int
    marks: Sequence[Mark]


class _Finder:
    """Goes from passage to passage and remembers what the last was about."""

    def __init__(self, published: Published, names: Names, phrases: Phrases, scope: Scope) -> None:
        self._period = published.record.ruleset.period
        self._names, self._phrases, self._scope = names, phrases, scope
        self._cards = titles_of(published).cards
        self._subjects: Sequence[Mention] = ()
        self._are_left_out = False
        self._columns = Columns((), {})

    def claims(self, passage: Passage) -> Iterator[Claim]:
        """Give the claims of a passage."""
        if passage.cells:
            if passage.heads != self._columns.heads:
                self._columns = Columns(passage.heads, self._phrases.tiers)
            yield from claims_of_row(passage, self._columns, self._names)
            return
        text = passage.text
        numbering = _NUMBERING.match(text)
        start = numbering.end() if numbering else 0
        body = text[start:]
        self._scope.enter_line(body, is_heading=self._is_heading(body))
        if not body.strip():
            self._are_left_out = self._are_left_out and not text
        claims: list[Claim] = []
        for begin, end in _sentences(body, self._names.mentions(body)):
            claims += self._sentence(passage, body[begin:end], start + begin)
        if numbering and not claims and self._are_left_out:
            claims += self._left_out(passage, body, start)
        self._are_left_out = bool(_LEFT_OUT.fullmatch(plain(body))) or (self._are_left_out and bool(numbering))
        yield from sorted(claims, key=lambda claim: claim.start)

    def _left_out(self, passage: Passage, body: str, start: int) -> Iterator[Claim]:
        """Read a line below `Chưa xếp hạng:` as saying so of its unit."""
        for unit in self._names.mentions(body)[:1]:
            yield Claim("unranked", passage.line, passage.where, start + unit.start, unit.text, unit.text, unit.units)

    def _is_heading(self, body: str) -> bool:
        mentions = self._names.mentions(body)
        return self._scope.is_name(body) or (
            len(body) <= _LONGEST_HEADING
            and not any(mention.units for mention in mentions)
            and not body.rstrip().endswith((".", ";"))
            and not self._phrases.marks(body, [])[0]
        )

    def _sentence(self, passage: Passage, text: str, start: int) -> Iterator[Claim]:
        units = self._names.mentions(text)
        marks, left = self._phrases.marks(text, [(unit.start, unit.end) for unit in units])
        marks = _in_context(text, marks, self._period)
        said = _Said(text, start, marks)
        named = self._scope.named(text)
        of_units = [mark for mark in marks if mark.kind in OF_UNITS or mark.kind == "previous_rank"]
        extremes = [] if units else [mark for mark in of_units if mark.kind == "score" and _end_named(text, mark)]
        for each in attach(text, [mark for mark in of_units if mark not in extremes], units, self._subjects):
            yield self._of_unit(passage, said, each)
        tier = ""
        for mark in marks:
            scope = self._scope.at(named, mark.start, mark.end)
            if mark in extremes:
                yield self._claim(passage, said, mark, "extreme", {"end": _end_named(text, mark), "scope": scope})
            elif mark not in of_units:
                tier = mark.words["tier"] if mark.kind in {"tier_count", "none"} else tier
                kind, words = self._of_list(said, mark, tier)
                yield self._claim(passage, said, mark, kind, {**words, "scope": scope})
        yield from self._overlooked(passage, said, units, left)
        self._scope.leave_sentence(named)
        self._subjects = [unit for unit in units if unit.units][-1:] or ([] if units else self._subjects)

    def _of_list(self, said: _Said, mark: Mark, tier: str) -> tuple[str, dict[str, str]]:
        """Say what a mark states that is about no unit; `tier` is the last one that the sentence named."""
        kind, words = mark.kind, dict(mark.words)
        if kind == "none":
            kind = "tier_count"
        elif kind == "share" and tier:
            words["tier"] = tier
        elif kind == "unit_count" and tier and "sure" not in words and "trong do" in plain(said.text[: mark.start]):
            kind, words["tier"] = "tier_count", tier
        words |= self._card(kind, words, said.text)
        if "tier" in words:
            words["tier"] = self._phrases.tiers.get(words["tier"], words["tier"])
        return kind, words

    def _card(self, kind: str, words: Mapping[str, str], text: str) -> dict[str, str]:
        """Give the scorecard that is meant, by its id: the one that is named, of bounds and maxima anywhere in the sentence."""
        if "card" in words:
            return {"card": self._cards[words["card"]]}
        if kind not in {"bound", "max"}:
            return {}
        bare = plain(text)
        return next(({"card": id_} for title, id_ in self._cards.items() if title in bare), {})

    def _of_unit(self, passage: Passage, said: _Said, each: Attached) -> Claim:
        mark, unit = each.mark, each.unit
        words = dict(mark.words)
        if "tier" in words:
            words["tier"] = self._phrases.tiers.get(words["tier"], words["tier"])
        return Claim(
            mark.kind,
            passage.line,
            passage.where,
            said.start + mark.start,
            _excerpt(said.text, mark),
            unit.text if unit else "",
            unit.units if unit else (),
            mark.values[each.value] if mark.values else None,
            mark.relation,
            words,
        )

    def _claim(self, passage: Passage, said: _Said, mark: Mark, kind: str, words: dict[str, str]) -> Claim:
        value = mark.values[0] if mark.values else stated("0")
        if kind == "points_count":
            bound = stated(words["points"])
            words["bound"] = str(bound.value) if bound else "0"
        return Claim(
            kind, passage.line, passage.where, said.start + mark.start, _excerpt(said.text, mark),
            stated=value, relation=mark.relation, words=words,
        )  # fmt: skip

    def _overlooked(self, passage: Passage, said: _Said, units: Sequence[Mention], left: str) -> Iterator[Claim]:
        """Give the figures that nothing was made of, so that none is passed over in silence."""
        if not (any(unit.units for unit in units) or _ABOUT.search(plain(said.text))):
            return
        for match in _ANY_NUMBER.finditer(left):
            yield Claim("figure", passage.line, passage.where, said.start + match.start(), match.group())


def _excerpt(text: str, mark: Mark) -> str:
    return " ".join(text[mark.start : mark.end].split()).strip(" ,;:")


def _sentences(text: str, units: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Give where each sentence begins and ends; a point in a name or an abbreviation ends none."""
    begin = 0
    for match in _SENTENCE.finditer(text):
        if any(unit.start <= match.start() < unit.end for unit in units) or _ABBREVIATION.search(
            text[begin : match.start()]
        ):
            continue
        yield begin, match.end()
        begin = match.end()
    if text[begin:].strip():
        yield begin, len(text)


def _end_named(text: str, mark: Mark) -> str:
    """Say whether a score is called the highest or the lowest."""
    near = plain(text[max(0, mark.start - 40) : mark.start])
    return "highest" if "cao nhat" in near else "lowest" if "thap nhat" in near else ""


def _in_context(text: str, marks: Sequence[Mark], period: str) -> list[Mark]:
    """Tell last year's ranks from this year's, and a year that is looked back at from the year of the text."""
    bare = plain(text)
    made: list[Mark] = []
    for mark in marks:
        if mark.kind == "rank" and _is_last_years(bare, mark, period):
            made.append(Mark("previous_rank", mark.start, mark.end, mark.values, words=mark.words))
        elif mark.kind == "period" and re.search(r"(?:so voi|tu|den|cua|tai)\s*$", bare[: mark.start]):
            continue
        elif mark.kind == "period" and re.search(r"(?:ket qua|xep hang|danh gia|cong bo)\b[^.;]*$", bare[: mark.start]):
            made.append(Mark("period", mark.start, mark.end, words={**mark.words, "sure": "yes"}))
        else:
            made.append(mark)
    return made


def _is_last_years(bare: str, mark: Mark, period: str) -> bool:
    if re.search(r"\b(?:tu|so voi)\s*(?:xep|dung|o)?\s*$", bare[: mark.start]):
        return True
    after = re.match(r"\s*\(?(?:cua|o|trong)?\s*(nam (?:truoc|ngoai|\d{4}))", bare[mark.end :])
    before = list(_YEAR_NAMED.finditer(bare[: mark.start].rpartition(";")[2]))
    named = after[1] if after else before[-1][1] if before else ""
    return bool(named) and not named.endswith(period or "?") and named != "nam nay"
