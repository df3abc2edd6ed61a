"""Decide what of an annex's table goes into the draft: each line's kind, its maximum, and what is doubtful about it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..model.codes import has_errors
from ..model.findings import Finding, Place, finding
from .annex import Line, Part
from .ratios import is_cap
from .scoring import Scoring, Value
from .text import bare, one_line, plain_points
from .wording import scoring_of

_LISTED = 12  # terms of a sum that a finding writes out


@dataclass(frozen=True, slots=True)
class Planned:
    """A criterion of the draft.

    Attributes:
        at: which line of the table it is.
        max: what the draft states; None where it states nothing, since nothing is printed or the sum differs.
        scoring: of a leaf whose wording is surely one kind.
        children: what stands under it.
        keys: further keys of it: how a branch puts them together, where its wording says so (`aggregate`, `cap`).
        findings: what is doubtful about it.
    """

    at: int
    line: Line
    max: Fraction | None
    scoring: Scoring | None
    children: tuple["Planned", ...]
    findings: tuple[Finding, ...]
    keys: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedCard:
    """A scorecard of the draft; `findings` are those of its totals, and of rows that are left out."""

    part: Part
    max: Fraction | None
    criteria: tuple[Planned, ...]
    findings: tuple[Finding, ...]


def planned(part: Part) -> PlannedCard:
    """Plan a scorecard from a table, whose rungs are folded into their rows."""
    below = part.below
    left_out: list[Finding] = []
    criteria = tuple(_planned(part, below, below.get(-1, []), left_out))
    if not criteria:  # nothing but headings
        criteria, left_out = tuple(_leaf(at, line) for at, line in enumerate(part.lines) if line.parent < 0), []
    total = _sum(criteria)
    differing = list(_totals(part, criteria, total))
    is_made = total is not None and total == _added(list(map(_made, _counted(criteria))))
    stated = total if is_made and not has_errors(differing) and any(each.line < 0 for each in part.totals) else None
    return PlannedCard(part, stated, criteria, (*left_out, *differing))


def every(criteria: Sequence[Planned]) -> Iterator[Planned]:
    """Give all criteria, each before what is under it."""
    for each in criteria:
        yield each
        yield from every(each.children)


def _planned(
    part: Part, below: Mapping[int, Sequence[int]], lines: Sequence[int], left_out: list[Finding]
) -> Iterator[Planned]:
    for at in lines:
        line = part.lines[at]
        if at not in below and line.max is None and line.is_heading and not line.wording:
            left_out.append(finding("ITR723.draft", line.place("label"), found=line.label[:80]))
            continue
        children = tuple(_planned(part, below, below.get(at, ()), left_out))
        yield _branch(at, line, children) if children else _leaf(at, line)


def _branch(at: int, line: Line, children: tuple[Planned, ...]) -> Planned:
    """Plan a line with others below it: their sum, or what its wording surely says."""
    said = bare(one_line(line.wording)).rstrip(" .;")
    derived, keys = _put_together(line, said, children)
    findings = list[Finding]()
    if not keys and line.wording and not _ADDED.fullmatch(said):
        findings.append(finding("ITR733", line.place("wording"), left_vi=_BRANCH[0], left_en=_BRANCH[1]))
    if keys == _BEST and _is_each_whole(line, [_value(each) or Fraction(0) for each in _counted(children)]):
        findings.append(finding("ITR733", line.place("max"), left_vi=_SAME[0], left_en=_SAME[1]))
    if line.max is not None and derived is not None and line.max != derived:
        findings.append(_sum_differs(line.label, children, derived, line.max, line.place("max")))
    stated = line.max if line.max == derived and _is_made(line, children, is_sum=not keys) else None
    if line.role == "condition":
        findings.append(_says_no_consequence(line))
        keys = {**keys, **_FLAG}
    return Planned(at, line, stated, None, children, tuple(findings), keys)


def _is_made(line: Line, children: Sequence[Planned], *, is_sum: bool) -> bool:
    """Whether the draft's own lines make the maximum of a line, however the paper's numbers differ below."""
    counted = _counted(children)
    made = [_made(each) for each in counted]
    return None not in made and (not is_sum or _added(made) == line.max)


def _put_together(line: Line, said: str, children: Sequence[Planned]) -> tuple[Fraction | None, Mapping[str, Value]]:
    """Give the maximum that lines below make, and the keys of a branch that is not their plain sum."""
    added, values = _sum(children), [_value(each) or Fraction(0) for each in _counted(children)]
    if added is None:
        return None, {}
    if values and (_is_best_of(line, said, added) or _is_each_whole(line, values)):
        return max(values), _BEST
    if line.max is not None and added >= line.max and is_cap(said, line.max):
        return line.max, {"cap": line.max}
    return added, {}


def _is_best_of(line: Line, said: str, added: Fraction) -> bool:
    """Whether a line says, in its wording or its name, that one of those below it counts."""
    label = bare(line.label)
    in_brackets = re.search(r"\(([^()]+)\)$", label)
    if any(map(_BEST_OF.fullmatch, (said, in_brackets[1] if in_brackets else ""))):
        return True
    return line.max != added and any(map(_ONE_OF.search, (said, label)))


def _is_each_whole(line: Line, values: Sequence[Fraction]) -> bool:
    """Whether each line below has the whole maximum of the one above: they are alternatives, and no sum."""
    return len(values) > 1 and line.max is not None and line.max > 0 and set(values) == {line.max}


_CASE = "(?:truong hop|muc|noi dung|tieu chi|phuong an|loai|hinh thuc|dieu kien|cach|giai phap|nhom|van ban|tieu chuan|hang muc|quy chuan|yeu cau|y)"
_BEST_OF = re.compile(rf"(?:chi )?(?:tinh|lay|cham)(?: diem)?(?: theo)?(?: mot)? {_CASE}(?: co)?(?: so)? diem cao nhat")
_ONE_OF = re.compile(rf"\bmot trong (?:so )?(?:cac|nhung|hai|ba|bon|nam|\d+) (?:[a-z]+ ){{0,2}}?{_CASE}\b")
_BEST: Mapping[str, Value] = {"aggregate": "max"}
_SAME = (
    "mỗi mục con có điểm tối đa bằng mục trên; bản thảo lấy mục con có điểm cao nhất (aggregate: max)",
    "each row below has the maximum of the row above; the draft takes the best of them (aggregate: max)",
)
_ADDED = re.compile(
    r"(?:bang )?(?:tong|cong)(?: so)?(?: diem)?(?: cua)?(?: cac)? (?:muc|tieu chi|chi so|noi dung)(?: con| thanh phan)?"
)
_BRANCH = (
    "cách chấm ghi ở dòng có mục con; bản thảo cộng các mục con",
    "a wording stands at a row with rows below it; the draft adds those up",
)


def _leaf(at: int, line: Line) -> Planned:
    if line.role in {"unscored", "condition"}:
        return _without_points(at, line)
    findings = [
        finding("ITR738", line.place(role), role_vi=_ROLES[role][0], role_en=_ROLES[role][1])
        for role in sorted(line.shared & _ROLES.keys())
    ]
    if line.max is None and "max" not in line.shared and not line.printed.get("max"):
        findings.append(finding("ITR736.maximum", line.place("max")))
    scoring, doubts = _scored(line)
    return Planned(at, line, line.max, scoring, (), (*findings, *doubts))


def _scored(line: Line) -> tuple[Scoring | None, list[Finding]]:
    """Give how a leaf is scored, if its wording surely says, and what is doubtful about that."""
    place = line.place("wording")
    if not line.wording:
        return None, [finding("ITR736", place)] if line.max else []
    if "wording" in line.shared:
        return None, []
    found = scoring_of(line.wording, line.max)
    if isinstance(found, Scoring):
        return found, [finding("ITR733", place, left_vi=each.vi, left_en=each.en) for each in found.doubts]
    if line.max is None:
        return None, []
    if found.top is not None:
        return None, [finding("ITR729.wording", place, found=plain_points(found.top), max=plain_points(line.max))]
    if found.question is not None:
        vi, en = found.question.vi, found.question.en
        return None, [finding("ITR732.open", place, left_vi=vi, left_en=en, found=_short(line.wording))]
    return None, [finding("ITR732", place, found=_short(line.wording))]


def _without_points(at: int, line: Line) -> Planned:
    """Plan a line of which the paper says that it gives no points."""
    if line.role == "unscored":
        return Planned(at, line, None, None, (), ())
    scoring = Scoring("yes_no", {"yes_no": "self"})
    return Planned(at, line, None, scoring, (), (_says_no_consequence(line),), _FLAG)


def _says_no_consequence(line: Line) -> Finding:
    return finding("ITR733", line.place("max"), left_vi=_ON_FAIL[0], left_en=_ON_FAIL[1])


_FLAG: Mapping[str, Value] = {"on_fail": "flag"}
_ON_FAIL = (
    "không nói khi không đạt điều kiện thì sao; bản thảo chỉ nêu tên đơn vị (on_fail: flag)",
    "it does not say what follows where the condition fails; the draft only names the unit (on_fail: flag)",
)
_ROLES = {"max": ("điểm tối đa", "maximum"), "wording": ("cách chấm", "scoring"), "number": ("số thứ tự", "number")}


def _short(text: str) -> str:
    text = one_line(text)
    return text if len(text) <= 80 else f"{text[:79]}…"


def _value(each: Planned) -> Fraction | None:
    """Give what a criterion adds to the one above: its printed maximum without the bonus in it, else what is under it."""
    printed, below = each.line.max, _sum(each.children) if each.children else None
    is_with_bonus = printed is not None and below is not None and below < printed == below + _bonus(each.children)
    return below if printed is None or is_with_bonus else printed


def _counted(criteria: Sequence[Planned]) -> list[Planned]:
    return [each for each in criteria if not each.line.role]


def _sum(criteria: Sequence[Planned]) -> Fraction | None:
    """Add up maxima, bonus and penalty left out; None where one of them is not known."""
    return _added([_value(each) for each in _counted(criteria)])


def _added(values: Sequence[Fraction | None]) -> Fraction | None:
    return None if None in values else sum((value for value in values if value is not None), Fraction(0))


def _made(each: Planned) -> Fraction | None:
    """Give the maximum that the draft's own lines make of a criterion."""
    return each.max if each.max is not None or not each.children else _added(list(map(_made, _counted(each.children))))


def _differs(label: str, criteria: Sequence[Planned], derived: Fraction, printed: Fraction, place: Place) -> Finding:
    counted = _counted(criteria)
    terms = " + ".join(plain_points(_value(each)) for each in counted[:_LISTED])
    terms += " + …" if len(counted) > _LISTED else ""
    return finding(
        "ITR301.annex",
        place,
        label=_short(label),
        terms=terms or "0",
        derived=plain_points(derived),
        printed=plain_points(printed),
        difference=plain_points(abs(printed - derived)),
    )


def _totals(part: Part, criteria: Sequence[Planned], total: Fraction | None) -> Iterator[Finding]:
    """Hold the printed sums against what the rows add up to."""
    by_line = {each.at: each for each in every(criteria)}
    for printed in part.totals:
        of = by_line.get(printed.line)
        if of is None:
            rows, derived = criteria, total
        else:
            rows, derived = of.children or (of,), _sum(of.children) if of.children else _value(of)
        # Below the last of several sections a "Tổng cộng" may be of all.
        may_be = {derived} if of is None else {derived, total}
        if derived is not None and printed.value not in may_be:
            yield _sum_differs(printed.label, rows, derived, printed.value, printed.place)


def _sum_differs(label: str, rows: Sequence[Planned], derived: Fraction, printed: Fraction, place: Place) -> Finding:
    """Say that a printed sum is not what its rows add up to, or that it is with their bonus."""
    extra = _bonus(rows)
    if extra and derived + extra == printed:
        return finding("ITR733", place, left_vi=_WITH_BONUS[0], left_en=_WITH_BONUS[1])
    return _differs(label, rows, derived, printed, place)


_WITH_BONUS = (
    "số điểm in trên giấy gồm cả điểm thưởng; bản thảo để điểm thưởng ngoài điểm tối đa",
    "the printed points include the bonus; the draft leaves it outside of the maximum",
)


def _bonus(criteria: Sequence[Planned]) -> Fraction:
    """Add up the bonus of criteria, and of what is under them."""
    found = (_value(each) if each.line.role == "bonus" else _bonus(each.children) for each in criteria)
    return sum((value for value in found if value is not None), Fraction(0))
