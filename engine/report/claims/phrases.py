"""Find what a sentence states, whoever it is about: scores, ranks, changes, tiers, counts, bounds; each a mark in its place.

The patterns are held against the sentence without accents and case, in the order of `_PATTERNS`; what one has taken the
next do not see, and neither do they see the names of units.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...files.naming import fold
from .claim import Stated
from .figures import NUMBER, ORDINAL, WORD, plain, stated

_TAKEN = "\x00"
_N = rf"(?:{NUMBER})"
_NW = rf"(?:{_N}|(?:{WORD})\b)"
_NO = rf"(?:{_N}|(?:{ORDINAL})\b)"
_LIST = rf"{_NW}(?:(?:\s*[,;]\s+(?:va\s+)?|\s+va\s+)(?:thu\s+|hang\s+)?{_NW})*"
_UNITS = r"(?:don vi|co quan|dia phuong|units?)"
_PLACES = r"(?:bac|hang|vi tri|thu hang|thu bac|places?)"
_UP = r"(?:tang|vuon len|vuot len|nhay len|nhay|len|cai thien|thang|tien|up|risen)"
_DOWN = r"(?:giam|tut|roi|lui|ha|xuong|mat|down|fallen)"
_MORE = r"(?P<more>tren|hon|vuot|gan|khoang|xap xi|duoi|chua den|chua toi|khong duoi|it nhat|toi thieu|tu|khong qua|den|above|below|from|up to|about)"
_RELATIONS = {
    "tren": ">", "hon": ">", "vuot": ">", "above": ">", "gan": "~", "khoang": "~", "xap xi": "~", "about": "~",
    "duoi": "<", "chua den": "<", "chua toi": "<", "below": "<", "khong duoi": ">=", "it nhat": ">=", "toi thieu": ">=",
    "tu": ">=", "from": ">=", "khong qua": "<=", "den": "<=", "up to": "<=",
}  # fmt: skip
_LONGEST_TITLE = 300  # characters of a criterion's title that is looked for before a maximum
_MOST_BETWEEN = 70  # characters between a count and what is counted


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is stated: its kind, where it stands, its figures, and the words its kind needs."""

    kind: str
    start: int
    end: int
    values: tuple[Stated, ...] = ()
    relation: str = "="
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of a result that sentences use: folded title -> what it names.

    Attributes:
        tiers: to the title.
        cards: to the id.
        nodes: of criteria, whose maxima are stated.
        lists: a pattern, and the list that it names.
        ruleset: its id.
        conditions: how our own reports call each condition.
        required: how they say what a tier asks for beside points.
        decrees: what a document is called that the ruleset may be based on.
    """

    tiers: Mapping[str, str]
    cards: Mapping[str, str]
    nodes: Collection[str]
    lists: Sequence[tuple[re.Pattern[str], str]]
    ruleset: str
    conditions: Collection[str] = ()
    required: Collection[str] = ()
    decrees: Collection[str] = ()

    @property
    def tier(self) -> str:
        """A pattern of any tier."""
        titles = sorted(map(re.escape, self.tiers), key=len, reverse=True)
        return f"(?:{'|'.join(titles)})" if titles else "(?!)"


_Found = Iterator[Mark]
_Maker = Callable[[re.Match[str], str], _Found]


def _values(match: re.Match[str], text: str, group: str = "n") -> tuple[Stated, ...]:
    """Read the figures of a group as they are written, accents and all."""
    written = text[match.start(group) : match.end(group)]
    found = (stated(written[each.start() : each.end()]) for each in re.finditer(_NO, plain(written)))
    return tuple(each for each in found if each is not None)


def _simple(kind: str, **words: str) -> _Maker:
    def make(match: re.Match[str], text: str) -> _Found:
        groups = match.re.groupindex
        values: tuple[Stated, ...] = ()
        if "n" in groups and not (values := _values(match, text)):
            return
        more = (match["more"] or "") if "more" in groups else ""
        relation = _RELATIONS.get(" ".join(more.split()), "=")
        if "upward" in groups and match["upward"]:
            relation = ">="
        said = {key: match[key] for key in ("tier", "card", "word", "text") if key in groups and match[key]}
        yield Mark(kind, match.start(), match.end(), values, relation, {**words, **said})
        if "of" in groups and match["of"]:
            yield Mark(f"{kind}_of", match.start("of"), match.end("of"), _values(match, text, "of"), words=said)

    return make


def _patterns(titles: Titles) -> list[tuple[re.Pattern[str], _Maker]]:
    tier, most = titles.tier, _MOST_BETWEEN
    count = rf"\b(?P<n>{_NW})(?:\s*/\s*(?P<of>{_N}))?"
    card = "|".join(sorted(map(re.escape, titles.cards), key=len, reverse=True)) or "(?!)"

    condition, required = (
        "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"
        for words in (titles.conditions, titles.required)
    )
    failing = rf"(?:khong dat dieu kien|who fails the condition)\s+(?P<text>{condition})"

    def none(match: re.Match[str], _: str) -> _Found:
        yield Mark("none", match.start(), match.end("tier"), words={"tier": match["tier"]})
        for other in re.finditer(rf"\b{tier}\b", match["others"]):
            start = match.start("others") + other.start()
            yield Mark("none", start, start + len(other.group()), words={"tier": other.group()})

    rows: list[tuple[str, _Maker]] = [
        # ── What is no figure of the result ──
        (r"\b(?:ngay\s+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b", _simple("")),
        (r"\bngay\s+\d{1,2}(?:\s+thang\s+\d{1,2})?(?:\s+nam\s+\d{4})?", _simple("")),
        (r"\b(?:thang|quy)\s+\d{1,2}(?:\s*/\s*|\s+nam\s+)\d{4}", _simple("")),
        (r"\b(?:dieu|khoan|muc|phu luc|bieu|bang|chuong)\s+(?:so\s+)?\d+(?:\.\d+)*\b(?!\s*(?:diem|don vi))", _simple("")),
        (r"\bmoi (?:cham|o|cot|dong|hang|diem) (?:la|ung voi) (?:mot|1) don vi\b|\beach (?:dot|cell|bar|line|row) is (?:a|one) unit\b", _simple("")),
        (r"^(?:chua|khong)(?:\s+duoc)?\s+xep hang\s*:?\s*$|^thu hang nam truoc va nam nay$", _simple("")),
        # ── Conditions beside points ──
        (rf"{failing}\s*(?:thi\s+)?(?:(?P<lowest_tier>xep muc|is in the tier)\s+(?P<tier>{tier})[^.]*|(?P<unranked>khong duoc xep hang|is not ranked)|(?P<flag>chi duoc neu ten|is only named)[^.]*)", _effect),
        (rf"(?:khong dat dieu kien|the condition)\s+(?P<text>{condition})(?:\s+does not hold|\s+counts as not held)?(?:,\s*(?:(?:xep muc|tier)\s+(?P<tier>{tier})|khong xep hang|not ranked))?(?=\s*:)", _simple("failed")),
        (rf"\b(?:va|neu|and|if)\s+(?:{required})", _simple("")),
        (rf"(?:du diem cho muc|points enough for)\s+(?P<tier>{tier})\s*,?\s*(?:nhung chua dap ung|but not what it requires,)\s+(?P<text>{required})(?=\s*:)", _simple("unmet")),
        # ── Where the result comes from ──
        (rf"\b(?:{'|'.join(sorted(titles.decrees, key=len, reverse=True))})\s+(?:so\s*:?\s*)?(?P<text>\d+[\w/-]*)", _simple("decision")),
        (r"\b\d+(?:/\d{4})?/[a-z]+(?:-[a-z]+)*\d*\b", _simple("")),
        (rf"(?P<word>{re.escape(plain(titles.ruleset))}|[a-z\d]+(?:[-_][a-z\d]+)+)[ @](?P<text>\d[\w.-]*\w|\d)", _simple("version")),
        (r"(?:ma bam|hash|sha-?256)\s*:?\s*(?P<text>[0-9a-f]{8,64})\b", _hash),
        (r"^nam\s+(?P<text>\d{4})\s*$|^year\s+(?P<word>\d{4})\s*$", _simple("period", sure="yes")),
        (r"\bnam\s+(?P<text>\d{4})\b(?!\s*(?:diem|don vi))", _simple("period")),
        # ── Corrections, scales and means ──
        (rf"\b(?P<n>{_NW})\s+(?:dieu chinh|corrections?)(?:\s+(?:o|cua|of|at)\s+(?P<of>{_NW})\s+{_UNITS})?", _simple("corrections")),
        (rf"\b(?:diem toi da|toi da|out of|of)\s*(?:la|:)?\s*(?P<n>{_N})(?:\s*(?:diem|points))?", _of_node(titles.nodes)),
        (rf"(?P<card>{card})\s*:?\s+(?P<n>{_N})(?=\s*(?:[;.]|diem|points|$))", _simple("max")),
        (rf"(?:thang diem|diem toi da|toi da|out of|tong so diem)\s*(?:la|:)?\s*(?P<n>{_N})(?:\s*(?:diem|points))?", _simple("max")),
        (rf"(?:diem\s+)?(?:binh quan|diem trung binh)(?:\s+(?!la\b|dat\b)[^\W\d]+){{0,6}}?\s*(?:la|dat|:)?\s*(?P<n>{_N})(?:\s*diem)?", _simple("mean")),
        (rf"(?:trung binh)\s+(?:dat|la)\s+(?P<n>{_N})\s*diem", _simple("mean")),
        (rf"\bmean (?:of|total)?\s*(?P<n>{_N})(?:\s*points)?", _simple("mean")),
        # ── Bounds of tiers ──
        (
            (
                rf"\b(?P<tier>{tier})\b\s*[(:]?\s*(?:la\s+|khi\s+|neu\s+|dat\s+){{0,3}}(?P<more>tren|tu|duoi|den|above|from|below|up to)\s+(?P<n>{_N})\s*%"
                rf"(?:\s*,?\s*(?P<less>den duoi|duoi|den|up to|below)\s+(?P<of>{_N})\s*%)?(?:\s*(?:so )?diem toi da(?: cua don vi)?|\s*of the unit's maximum)?"
            ),
            _bound,
        ),
        (
            (
                rf"\b(?P<tier>{tier})\b\s*[(:]?\s*(?:la\s+|khi\s+|neu\s+|dat\s+|tong diem\s+|co\s+){{0,3}}(?:(?P<more>tren|tu|duoi|den|above|from|below|up to)\s+|(?P<sign>>=|<=|≥|≤|>|<)\s*)(?P<n>{_N})"
                rf"(?:\s*(?:diem|points))?(?:\s*(?:,\s*)?(?:den|va|-)?\s*(?P<less>den duoi|duoi|den|up to|below)\s+(?P<of>{_N}))?\s*(?:diem|points)?(?:\s+tro (?:len|xuong))?"
            ),
            _bound,
        ),
        # ── Counts ──
        (rf"(?:khong co|khong con)\s+(?:mot\s+)?{_UNITS}(?:\s+nao)?[^.;,\d]{{0,30}}?\b(?P<tier>{tier})\b(?P<others>(?:\s*(?:,|va|hoac|hay)\s+(?:loai\s+)?{tier}\b)*)", none),
        (rf"{count}\s+{_UNITS}\b[^.;,:\d]{{0,{most}}}?\b(?:loai|muc|hang|tot nhat|dat|xep)\s+(?P<tier>{tier})\b", _simple("tier_count")),
        (rf"{count}\s+{_UNITS}\s+(?:duoc\s+|con lai\s+|o\s+){{0,3}}(?:loai\s+|muc\s+)?(?P<tier>{tier})\b", _simple("tier_count")),
        (rf"\b(?P<tier>{tier})\b\s*(?:co|la|gom|:|-)?\s*{count}(?:\s+{_UNITS}\b)?(?!\s*(?:diem|points|bac|%))", _simple("tier_count")),
        (rf"\b(?P<n>{_N})(?:\s*/\s*(?P<of>{_N}))?\s+(?:loai\s+)?(?P<tier>{tier})\b(?!\s+\d)", _simple("tier_count")),
        (rf"{count}\s+{_UNITS}\b[^.;,\d]{{0,{most}}}?\b{_MORE}\s+(?P<of_points>{_N})\s*(?:diem|points)(?P<upward>\s+tro len)?", _counted),
        (rf"{count}\s+{_UNITS}\b(?:\s+(?:co|duoc|thu hang)){{0,3}}\s+(?P<word>tang|giam|giu nguyen|khong thay doi|giu vung)\s+(?:thu\s+)?(?:hang|bac|vi tri)", _simple("change_count")),
        (rf"{count}\s+{_UNITS}\s+(?:chua|khong)(?:\s+duoc)?\s+(?:xep hang|xep loai)", _simple("unranked_count")),
        (rf"(?:{count}\s+{_UNITS}\s+(?:dung dau|dan dau|co (?:so )?diem cao nhat))|\btop\s+(?P<top>{_N})", _end_of("top")),
        (rf"{count}\s+{_UNITS}\s+(?:dung|xep|o|co)?\s*(?:vi tri\s+)?(?:cuoi|co (?:so )?diem thap nhat|diem thap nhat)(?:\s+(?:cung|bang|danh sach))?", _end_of("bottom")),
        (rf"(?:cac|nhung|nhom)\s+{_UNITS}\s+(?:dung dau|dan dau)", _simple("top")),
        (rf"(?:cac|nhung|nhom)\s+{_UNITS}\s+(?:dung |xep |o )?(?:vi tri )?cuoi(?:\s+(?:cung|bang|danh sach))?", _simple("bottom")),
        (rf"{count}\s+{_UNITS}(?:\s+(?:duoc|tham gia|thuc hien|da|are))*\s+(?:xep hang|danh gia|ranked)", _simple("unit_count", sure="yes")),
        (rf"{count}\s+{_UNITS}\b(?!\s+khac)", _simple("unit_count")),
        # ── What is said of units ──
        (rf"(?P<word>{_UP}|{_DOWN})\s+(?:them\s+|duoc\s+)?(?P<n>{_LIST})\s*diem\b", _signed("total_change")),
        (rf"(?P<word>{_UP}|{_DOWN})\s+(?:them\s+|duoc\s+|hang\s+|toi\s+){{0,2}}(?P<n>{_LIST})\s*{_PLACES}\b", _signed("change")),
        (rf"\b(?P<n>{_N})\s+(?P<word>up|down)\b", _signed("change")),
        (rf"\b(?P<n>{_N})\s+{_PLACES}\b", _signed("change")),
        (r"(?:giu nguyen|khong thay doi|khong doi)(?:\s+ve)?\s+(?:thu hang|vi tri|hang|thu bac)|giu vung\s+(?:thu hang|hang|vi tri|thu bac|ngoi)|as last year", _signed("change")),
        (rf"(?P<word>{_UP}|{_DOWN})\s+(?:nhieu|manh)(?:\s+(?:bac|hang|thu hang|vi tri))?\s+nhat|(?P<text>risen|fallen) most", _simple("most_moved")),
        (rf"\bthu\s+(?P<n>{_NO})\s+tu\s+duoi\s+(?:dem\s+)?len", _simple("from_bottom")),
        (r"(?:ap chot|ke cuoi|gan cuoi)(?:\s+(?:bang|danh sach))?", _simple("second_last")),
        (r"(?:(?:dung|xep|o|nam|vi tri)\s+){0,2}(?:cuoi cung|cuoi bang(?:\s+xep hang)?|cuoi danh sach|chot bang|(?:dung|xep)\s+(?:cuoi|chot))|\blast (?=is|are)", _simple("last")),
        (r"(?:dung|xep)\s+(?:vi tri\s+)?(?:dau(?:\s+(?:bang|danh sach))?|nhat)\b|dan dau|ngoi dau|ngoi quan quan|vi tri quan quan|\bleads?\b", _simple("first")),
        (r"\bdau (?:bang|danh sach)\b|vi tri (?:dan )?dau", _simple("first")),
        (rf"(?:\b(?:o\s+)?(?:hang|vi tri|vi thu|thu bac|place)\s+(?:thu\s+)?|\bthu\s+)(?P<n>{_NO}(?:(?:\s*,\s+|\s+va\s+)(?:thu\s+|hang\s+|vi tri\s+(?:thu\s+)?)?{_NO})*)(?:\s*/\s*(?P<of>{_N}))?(?!\s*(?:diem|,?\s*ngay))", _simple("rank")),
        (rf"{_MORE}?\s*\b(?P<n>{_LIST})\s*(?:/\s*(?P<of>{_N})\s*)?(?:diem|points?)\b(?!\s+phan tram)(?P<upward>\s+tro len)?", _simple("score")),
        (rf"(?:tong diem|so diem|diem so|total)\s*(?:la|dat|:)?\s*(?P<n>{_N})", _simple("score")),
        (rf"(?:(?:xep|dat|thuoc|duoc xep|duoc)\s+){{0,2}}(?:loai|muc)\s+(?P<tier>{tier})\b", _simple("tier")),
        (rf"\((?P<tier>{tier})\)", _simple("tier")),
        (rf"\b(?P<n>{_N})\s*%", _simple("share")),
        (r"(?:chua|khong)(?:\s+duoc)?\s+xep hang|not ranked", _simple("unranked")),
    ]  # fmt: skip
    # What is taken ends every `anything but`: a pattern never reaches over it.
    return [(re.compile(pattern.replace("[^", f"[^{_TAKEN}")), make) for pattern, make in rows]


def _hash(match: re.Match[str], text: str) -> _Found:
    before = list(re.finditer(r"bo tieu chi|ruleset|ket qua|result", plain(text[: match.start()])))
    words = {"text": match["text"], "word": before[-1].group() if before else ""}
    yield Mark("hash", match.start(), match.end(), words=words)


def _of_node(nodes: Collection[str]) -> _Maker:
    """Take a maximum for that of a criterion where the words before it are, or end in, the title of one."""

    def make(match: re.Match[str], text: str) -> _Found:
        words = match.string[max(0, match.start() - _LONGEST_TITLE) : match.start()].rstrip(" (:,–-").split()
        named = (" ".join(words[place:]) for place in range(len(words)))
        node = next((title for title in named if title in nodes), None)
        if node is not None:
            yield Mark("node_max", match.start(), match.end(), _values(match, text), words={"node": node})

    return make


def _bound(match: re.Match[str], text: str) -> _Found:
    more = match["more"] or match["sign"]
    more = {">=": "tu", "≥": "tu", "<=": "den", "≤": "den", ">": "tren", "<": "duoi"}.get(more, more)
    side = {">=": "from", ">": "above", "<=": "up_to", "<": "below"}[_RELATIONS[more]]
    words = {"tier": match["tier"], **({"share": "yes"} if "%" in match.group() else {})}
    yield Mark("bound", match.start(), match.end("n"), _values(match, text), words={**words, "side": side})
    if match["of"]:
        side = "below" if match["less"] in {"den duoi", "duoi", "below"} else "up_to"
        yield Mark("bound", match.start("less"), match.end(), _values(match, text, "of"), words={**words, "side": side})


def _effect(match: re.Match[str], _: str) -> _Found:
    said = next(key for key in ("lowest_tier", "unranked", "flag") if match[key])
    yield Mark(
        "effect", match.start(), match.end(), words={"text": match["text"], "word": said, "tier": match["tier"] or ""}
    )


def _counted(match: re.Match[str], text: str) -> _Found:
    relation = ">=" if match["upward"] else _RELATIONS[" ".join(match["more"].split())]
    yield Mark(
        "points_count",
        match.start(),
        match.end(),
        _values(match, text),
        words={"points": match["of_points"], "relation": relation},
    )
    if match["of"]:
        yield Mark("points_count_of", match.start("of"), match.end("of"), _values(match, text, "of"))


def _end_of(kind: str) -> _Maker:
    def make(match: re.Match[str], text: str) -> _Found:
        group = "top" if "top" in match.re.groupindex and match["top"] else "n"
        yield Mark(kind, match.start(), match.end(), _values(match, text, group))

    return make


def _signed(kind: str) -> _Maker:
    def make(match: re.Match[str], text: str) -> _Found:
        groups = match.re.groupindex
        word = (match["word"] or "") if "word" in groups else ""
        sign = "+" if re.fullmatch(_UP, word) else "-" if re.fullmatch(_DOWN, word) else ""
        if "n" not in groups:
            nothing = stated("0")
            yield Mark(kind, match.start(), match.end(), (nothing,) if nothing else (), words={"sign": "="})
            return
        yield Mark(kind, match.start(), match.end(), _values(match, text), words={"sign": sign})

    return make


class Phrases:
    """The patterns, for the tiers and scorecards of one result."""

    def __init__(self, titles: Titles) -> None:
        self._titles = titles
        self._patterns = _patterns(titles)

    @property
    def tiers(self) -> Mapping[str, str]:
        """The tiers by their titles without accents."""
        return self._titles.tiers

    def marks(self, text: str, taken: Sequence[tuple[int, int]]) -> tuple[list[Mark], str]:
        """Give what a sentence states, in its order, and the sentence without it.

        Args:
            text: the sentence.
            taken: where units are named.
        """
        left = plain(text)
        for start, end in taken:
            left = left[:start] + _TAKEN * (end - start) + left[end:]
        found: list[Mark] = []
        for pattern, make in self._patterns:
            for match in list(pattern.finditer(left)):
                made = [] if _TAKEN in match.group() or self._is_other_word(match, text) else list(make(match, text))
                if made:
                    left = left[: match.start()] + _TAKEN * (match.end() - match.start()) + left[match.end() :]
                    found += (mark for mark in made if mark.kind)
        return sorted(found, key=lambda mark: (mark.start, mark.end)), left

    def _is_other_word(self, match: re.Match[str], text: str) -> bool:
        """Tell `Yếu` from `yêu`: where accents are written they count."""
        if "tier" not in match.re.groupindex or match["tier"] is None:
            return False
        written = text[match.start("tier") : match.end("tier")]
        return not written.isascii() and fold(written) != fold(self._titles.tiers[match["tier"]])
