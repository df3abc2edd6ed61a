"""Tell which scoring kind a wording surely is. One that is not surely one kind is none: precision goes before recall."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from .counts import count, deduction
from .ladders import items, ladder, options, yes_no
from .points import Clause, clause_of
from .printed_rules import printed_rule
from .questions import asked_of
from .ratios import IS, MOST, TIMES, other_most, ratio
from .scoring import Asked, Doubt, Scoring, Unsure, Value
from .sums import sum_of_parts
from .text import bare, capital, clauses, is_announcement

LONGEST, _LONGEST_CLAUSE, MOST_CLAUSES = 3_000, 400, 20
_VALUE = (
    r"\(?(?P<value>[a-z][a-z /]*?)\)?\s*/\s*\(?(?P<best>[a-z][a-z /]*?\b(?:lon nhat|cao nhat|tot nhat)\b[a-z ,]*?)\)?"
)
_BEST = re.compile(rf"{IS}\(?\s*{_VALUE}\s*\)?{TIMES}{MOST}")
_RATE_OF_BEST = re.compile(rf"(?:trong do\s*:?\s*)?(?P<rate>(?:ty le|ti le|he so)[a-z ]*)\s*=\s*{_VALUE}")
_NOT_JUDGED = re.compile(
    r"(?P<where>.+?)\s*[:,]?\s*(?:thi )?khong (?:thuc hien |tien hanh |phai )?(?:xem xet|xet|danh gia|ap dung)(?:,? (?:va )?(?:danh gia|cham diem))?"
    r"(?: (?:tieu chi|noi dung|chi tieu|chi so)(?: thanh phan)? nay)?"
)
_LEFT_OUT = Doubt(
    "không nói điểm của tiêu chí không đánh giá đi đâu; bản thảo bớt khỏi điểm tối đa của đơn vị (exclude)",
    "it does not say where the points go if it is not judged; the draft takes them off the unit's maximum (exclude)",
)
_SURVEY = re.compile(
    r"(?:diem |tinh |cham |lay )*(?:theo |tu )?(?:ket qua |diem )?(?:dieu tra|khao sat) xa hoi hoc(?: [a-z]+){0,8}"
)


def scoring_of(wording: str, most: Fraction | None) -> Scoring | Unsure:
    """Find the kind that a wording surely is.

    Args:
        wording: how the criterion is scored, lines kept.
        most: the printed maximum.

    >>> scoring_of("Tỷ lệ x điểm tối đa", Fraction(20)).kind, scoring_of("Có: 2 điểm; không: 0 điểm", Fraction(2)).kind
    ('share', 'yes_no')
    >>> scoring_of("4 cuộc: 20 điểm; 3 cuộc: 15 điểm", Fraction(30))
    Unsure(top=Fraction(20, 1), question=None)
    """
    said = clauses(wording) if len(wording) <= LONGEST else []
    if not said or len(said) > MOST_CLAUSES or max(map(len, said)) > _LONGEST_CLAUSE or most is None:
        return Unsure()
    found = printed_rule(wording, most) or _read(said, most)
    return replace(found, question=asked_of(wording)) if found == Unsure() else found


def _read(said: Sequence[str], most: Fraction) -> Scoring | Unsure:
    """Read clauses by each way in turn."""
    judged, where_not = without_what_is_not_judged(said)
    if where_not:
        found = _read(judged, most) if judged and len(where_not) == 1 else Unsure()
        return _unless(found, where_not[0]) if isinstance(found, Scoring) else found
    parts = sum_of_parts(said, most, _read)
    if parts is not None:
        return parts
    for read in (_given, _relative, ratio, count, deduction):
        found_ = read(said, most)
        if found_ is not None:
            return found_
    return _by_clauses(said, most)


def without_what_is_not_judged(said: Sequence[str]) -> tuple[list[str], list[str]]:
    """Part the clauses that say where a criterion is not judged from the others; of those, give the condition.

    >>> without_what_is_not_judged(["Có: 2 điểm", "Không được giao chỉ tiêu thì không đánh giá"])
    (['Có: 2 điểm'], ['Không được giao chỉ tiêu'])
    """
    found = [(each, _NOT_JUDGED.fullmatch(bare(each))) for each in said]
    where = [each[match.start("where") : match.end("where")].strip(" ,:") for each, match in found if match is not None]
    return [each for each, match in found if match is None], where


def _unless(scoring: Scoring, where: str) -> Scoring:
    """Let a criterion apply but where a condition holds; a condition that denies asks for what it denies."""
    denied = re.fullmatch(r"(?P<before>.*?)\b(?:không|chưa)\s+(?:được\s+)?(?P<what>.+)", where, re.IGNORECASE)
    letter = next(each for each in "nmkz" if each not in scoring.inputs)
    before = re.sub(r"(?i)^(?:nếu|trường hợp|đối với)\s*", "", denied["before"] if denied else where)
    label = f"{before}{denied['what']}" if denied else before
    inputs = {**scoring.inputs, letter: Asked(capital(label.strip()), "yes_no")}
    applies = f"{{{letter}}}" if denied else f"not {{{letter}}}"
    keys = {**scoring.keys, "applies": applies, "not_applicable": "exclude"}
    return replace(scoring, inputs=inputs, keys=keys, doubts=(*scoring.doubts, _LEFT_OUT))


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
        return ("" if is_announcement(bare(words)) else words), said[1:]
    if len(said) > 1 and is_announcement(bare(first)):
        return "", said[1:]
    # "Trưởng ban là Bí thư: 10 điểm" has no announcement; "Số cuộc họp: 4 cuộc: 20 điểm" has one.
    match = re.fullmatch(r"([^:;\d]{3,80}):\s*(\S[^:]*:\s*\S.*)", first)
    if match is not None and clause_of(match[2], Fraction(1)) is not None:
        words = match[1].strip()
        return ("" if is_announcement(bare(words)) else words), [match[2], *said[1:]]
    return "", said


def _given(said: Sequence[str], most: Fraction) -> Scoring | None:
    del most
    return Scoring("given", "given") if len(said) == 1 and _SURVEY.fullmatch(bare(said[0])) else None


def _relative(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read a value divided by the best one, times the maximum, in one clause or with the rate in a second one."""
    if len(said) == 3 and said[1].endswith(")") and said[2].startswith("("):  # a fraction on two lines
        said = [said[0], f"{said[1]} / {said[2]}"]
    if len(said) not in {1, 2}:
        return None
    of, times = (_BEST.fullmatch(bare(said[0])),) * 2
    if len(said) == 2:
        of = _RATE_OF_BEST.fullmatch(bare(said[1]))
        times = of and re.fullmatch(rf"{IS}{re.escape(of['rate'].strip())}{TIMES}{MOST}", bare(said[0]))
    if of is None or times is None or not _is_of_the_same(of["value"], of["best"]):
        return None
    if (wrong := other_most(times, most)) is not None:
        return wrong
    doubt = Doubt("không nói rõ so với những đơn vị nào; bản thảo so trong danh sách xếp hạng", "it does not say which units are compared; the draft takes those of the list")  # fmt: skip
    answer: dict[str, Value] = {"type": "number", "min": Fraction(0)}
    label = said[-1][of.start("value") : of.end("value")].strip()
    if "/" in label:
        answer["label"] = capital(label)
    doubts = () if "danh sach" in of["best"] else (doubt,)
    return Scoring("relative", {"relative": "self", "to": "best"}, answer, keys={"cohort": "list"}, doubts=doubts)


def _is_of_the_same(value: str, best: str) -> bool:
    """Whether the best one is of the same value, or of none that is named."""
    if re.search(r"\b(?:lon|cao|thap|nho|tot) nhat\b", value):
        return False
    said = [set(re.findall("[a-z]+", each)) - _OF_A_UNIT for each in (value, best)]
    return not said[1] - _BEST_WORDS or said[0] <= said[1]


_OF_A_UNIT = frozenset(["cua", "don", "vi", "co", "quan", "gia", "tri", "ket", "qua", "so", "lieu", "dia", "phuong"])
_BEST_WORDS = frozenset(
    [
        "lon",
        "cao",
        "tot",
        "nhat",
        "trong",
        "cac",
        "co",
        "so",
        "danh",
        "sach",
        "toan",
        "tinh",
        "nhom",
        "xa",
        "huyen",
        "so",
        "nganh",
    ]
)
