"""Tell which scoring kind a wording surely is. One that is not surely one kind is none: precision goes before recall."""

import re
from collections.abc import Sequence
from fractions import Fraction

from ..files.naming import fold
from .ladders import items, ladder, options, yes_no
from .points import Clause, clause_of
from .ratios import IS, MOST, NUMBER, TIMES, cap_of, other_most, ratio
from .scoring import Doubt, Scoring, Unsure, Value
from .text import bare, clauses, number

LONGEST, _LONGEST_CLAUSE, MOST_CLAUSES = 3_000, 400, 20
_BEST = re.compile(
    rf"{IS}\(?\s*(?:gia tri|ket qua|so lieu)?(?P<value>[a-z ]*?)\s*/\s*(?:gia tri |so lieu )?(?:lon nhat|cao nhat)(?: [a-z]+){{0,8}}\s*\)?{TIMES}{MOST}"
)
_EACH = re.compile(
    rf"(?:moi|cu moi|cu)\s+(?:(?:01|1|mot)\s+)?(?P<what>[a-z][^\d:=%]*?)\s*[:,=]?\s*(?:thi |duoc |cong |tinh |cham |cho |la )*(?P<each>{NUMBER})\s*(?:diem|d)(?![a-z])"
)
_PER = re.compile(
    rf"(?:duoc |cong |cham )?(?P<each>{NUMBER})\s*(?:diem|d)\s*(?:/|cho moi)\s*(?:(?:01|1|mot)\s+)?(?P<what>[a-z][^\d:=%]*)"
)
_SURVEY = re.compile(
    r"(?:diem |tinh |cham |lay )*(?:theo |tu )?(?:ket qua |diem )?(?:dieu tra|khao sat) xa hoi hoc(?: [a-z]+){0,8}"
)
_INTRO = re.compile(
    r"(?:cach|phuong phap|cong thuc) (?:tinh|cham|danh gia)(?: diem)?|thang diem|muc diem|trong do|cu the|cham diem nhu sau|diem"
)


def scoring_of(wording: str, most: Fraction | None) -> Scoring | Unsure:
    """Find the kind that a wording surely is.

    Args:
        wording: how the criterion is scored, lines kept.
        most: the printed maximum.

    >>> scoring_of("Tỷ lệ x điểm tối đa", Fraction(20)).kind, scoring_of("Có: 2 điểm; không: 0 điểm", Fraction(2)).kind
    ('share', 'yes_no')
    >>> scoring_of("4 cuộc: 20 điểm; 3 cuộc: 15 điểm", Fraction(30))
    Unsure(top=Fraction(20, 1))
    """
    said = clauses(wording) if len(wording) <= LONGEST else []
    if not said or len(said) > MOST_CLAUSES or max(map(len, said)) > _LONGEST_CLAUSE:
        return Unsure()
    if most is None:
        return Unsure()
    for read in (_given, _relative, ratio, _count):
        found = read(said, most)
        if found is not None:
            return found
    return _by_clauses(said, most)


def _by_clauses(said: Sequence[str], most: Fraction) -> Scoring | Unsure:
    intro, said = without_intro(said)
    if bare(" ".join(said)).replace("/", " ").split() == ["co", "khong"]:  # the catalogue's own name of the kind
        return Scoring("yes_no", {"yes_no": "self"})
    given: list[Clause] = []
    for each in said:
        clause = clause_of(each, most)
        if clause is None:
            return Unsure()
        given.append(clause)
    if not given:
        return Unsure()
    unsure: Unsure | None = None
    for found in (ladder(given, intro, most), yes_no(given, most), options(given, intro, most), items(given, most)):
        if isinstance(found, Scoring):
            return found
        unsure = unsure or found
    return unsure or Unsure()


def without_intro(said: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Take off a first clause that only announces the others; what it names is measured."""
    first = said[0]
    if len(said) > 1 and first.endswith(":") and not re.search(r"\d", first):
        words = first.rstrip(": ")
        return ("" if _INTRO.fullmatch(bare(words)) else words), said[1:]
    if len(said) > 1 and _INTRO.fullmatch(bare(first)):
        return "", said[1:]
    # "Trưởng ban là Bí thư: 10 điểm" has no announcement; "Số cuộc họp: 4 cuộc: 20 điểm" has one.
    match = re.fullmatch(r"([^:;\d]{3,80}):\s*(\S[^:]*:\s*\S.*)", first)
    if match is not None and clause_of(match[2], Fraction(1)) is not None:
        words = match[1].strip()
        return ("" if _INTRO.fullmatch(bare(words)) else words), [match[2], *said[1:]]
    return "", said


def _given(said: Sequence[str], most: Fraction) -> Scoring | None:
    del most
    return Scoring("given", "given") if len(said) == 1 and _SURVEY.fullmatch(bare(said[0])) else None


def _relative(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    match = _BEST.fullmatch(bare(said[0])) if len(said) == 1 else None
    if match is None:
        return None
    if (wrong := other_most(match, most)) is not None:
        return wrong
    doubt = Doubt("không nói rõ so với những đơn vị nào; bản thảo so trong danh sách xếp hạng", "it does not say which units are compared; the draft takes those of the list")  # fmt: skip
    answer: dict[str, Value] = {"type": "number", "min": Fraction(0)}
    doubts = () if "danh sach" in match[0] else (doubt,)
    return Scoring("relative", {"relative": "self", "to": "best"}, answer, keys={"cohort": "list"}, doubts=doubts)


def _count(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read `mỗi ứng dụng 1 điểm, không quá 5 điểm`."""
    if len(said) > 2:
        return None
    match = _EACH.fullmatch(bare(said[0])) or _PER.fullmatch(bare(said[0]))
    if match is None:
        return None
    if len(said) == 2:
        cap = cap_of(bare(said[1]))
        if cap is None:
            return None
        if (wrong := other_most(cap, most)) is not None:
            return wrong
    # With their marks: "mới triển khai" is not "mỗi", nor "cũ" "cứ".
    if re.search(r"\b(?:tru|giam)\b", match[0]) or (match.re is _EACH and not re.match(r"mỗi|cứ", fold(said[0]))):
        return None
    each = number(match["each"])
    if each is None or not 0 < each <= most:
        return None
    label = said[0][match.start("what") : match.end("what")].strip()
    return Scoring("count", {"count": "self", "each": each}, {"type": "count", "label": f"Số {label}"})
