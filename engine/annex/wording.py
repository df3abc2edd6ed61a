"""Tell which scoring kind a wording surely is. One that is not surely one kind is none: precision goes before recall."""

import re
from collections.abc import Sequence
from fractions import Fraction

from .ladders import items, ladder, options, yes_no
from .points import Clause, clause_of
from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import bare, clauses, number

_LONGEST, _LONGEST_CLAUSE, _MOST_CLAUSES = 3_000, 400, 20
_N = r"\d+(?:[.,]\d+)?"
_TIMES = r"\s*(?:x|\*|[.·]|nhan(?: voi)?)\s*"
_MOST = rf"(?:(?:so )?diem (?:toi da|chuan)(?: cua (?:tieu chi|chi so)(?: thanh phan)?)?|(?P<most>{_N})(?:\s*diem)?)"
_LETTERS = r"\(?\s*(?P<a>[a-z])\s*\)?\s*[/:]\s*\(?\s*(?P<b>[a-z])\s*\)?(?:\s*[x*]\s*100\s*%?)?\s*\)?"
_WORDS = (
    r"\(?\s*(?P<upper>(?:so|tong)\b[^/:()=]*?)\s*/\s*(?P<lower>(?:so|tong)\b[^/:()=]*?)\s*\)?(?:\s*[x*]\s*100\s*%?)?"
)
_RATE = r"(?:ty le|ti le)(?P<rate>(?: [a-z]+){0,12}?)(?:\s*\(?%\)?)?"
_SCORE = r"(?:(?:so )?diem(?: so| dat(?: duoc)?| danh gia| thanh phan| cua (?:tieu chi|chi so))?|cach tinh|cong thuc(?: tinh)?(?: diem)?|tinh theo(?: cong thuc)?)"
_IS = rf"(?:{_SCORE}\s*[=:]?\s*)?"
_RATIOS = tuple(
    re.compile(_IS + shape)
    for ratio in (_LETTERS, _WORDS, _RATE)
    for shape in (rf"{ratio}{_TIMES}{_MOST}", rf"{_MOST}{_TIMES}{ratio}")
)
_COMPLEMENT = re.compile(
    rf"{_IS}\(?\s*(?:100\s*%|1)\s*-\s*(?:ty le|ti le)(?P<rate>(?: [a-z]+){{0,12}}?)\s*\)?{_TIMES}{_MOST}"
)
_BEST = re.compile(
    rf"{_IS}\(?\s*(?:gia tri|ket qua|so lieu)?(?P<value>[a-z ]*?)\s*/\s*(?:gia tri |so lieu )?(?:lon nhat|cao nhat)(?: [a-z]+){{0,8}}\s*\)?{_TIMES}{_MOST}"
)
_DEFINED = re.compile(r"(?:trong do|voi|o day)?\s*[,:]?\s*(?P<letter>[a-z])\s*(?:=|:|la)\s*(?P<what>.+)")
_FULL_AT = re.compile(
    rf"(?:neu )?(?:ty le|ti le|r)?\s*(?:dat\s+)?(?:tu|>=|≥)?\s*(?P<at>{_N})\s*%(?: tro len)?\s*[:,=]?\s*(?:thi |duoc |dat |tinh |la )*(?P<worth>diem toi da|{_N}\s*diem(?: toi da)?)"
)
_BELOW = re.compile(
    rf"(?:neu )?(?:ty le|ti le|r)?\s*(?:dat\s+)?(?:duoi|<)\s*(?P<under>{_N})\s*%\s*[:,=]?\s*(?:thi |duoc |tinh |la |diem |bang |= )*"
    rf"(?:ty le|ti le|r|\(?a\s*/\s*b\)?)(?: [a-z]+){{0,6}}{_TIMES}{_MOST}\s*[/:]\s*(?P<by>{_N})\s*%"
)
_ZERO = re.compile(
    r"(?:neu |truong hop )?(?:[b-z]\s*=\s*0|mau so (?:=|bang) 0|khong phat sinh(?: [a-z]+){0,4})\s*[:,]?\s*"
    r"(?:thi |duoc |tinh |cham |la )*(?P<worth>diem toi da|0 diem|khong (?:tinh|ap dung|danh gia)(?: diem)?)"
)
_EACH = re.compile(
    rf"(?:moi|cu moi|cu)\s+(?:(?:01|1|mot)\s+)?(?P<what>[a-z][^\d:=%]*?)\s*[:,=]?\s*(?:thi |duoc |cong |tinh |cham |cho |la )*(?P<each>{_N})\s*(?:diem|d)(?![a-z])"
)
_PER = re.compile(
    rf"(?:duoc |cong |cham )?(?P<each>{_N})\s*(?:diem|d)\s*(?:/|cho moi)\s*(?:(?:01|1|mot)\s+)?(?P<what>[a-z][^\d:=%]*)"
)
_CAP = re.compile(
    rf"(?:nhung |va )?(?:(?:tong (?:so )?)?(?:diem )?(?:toi da|khong (?:vuot )?qua|nhung khong qua|cao nhat))\s*(?:khong qua |la )?(?:{_MOST})"
)
_SURVEY = re.compile(
    r"(?:diem |tinh |cham |lay )*(?:theo |tu )?(?:ket qua |diem )?(?:dieu tra|khao sat)(?: xa hoi hoc)?(?: [a-z]+){0,8}"
)
_INTRO = re.compile(
    r"(?:cach|phuong phap|cong thuc) (?:tinh|cham|danh gia)(?: diem)?|thang diem|muc diem|trong do|cu the|cham diem nhu sau|diem"
)
OPEN_LETTERS = Doubt("không nói a và b là gì", "it does not say what a and b are")


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
    said = clauses(wording) if len(wording) <= _LONGEST else []
    if not said or len(said) > _MOST_CLAUSES or max(map(len, said)) > _LONGEST_CLAUSE:
        return Unsure()
    if most is None:
        return Unsure()
    for read in (_given, _relative, _ratio, _count):
        found = read(said, most)
        if found is not None:
            return found
    return _by_clauses(said, most)


def _by_clauses(said: Sequence[str], most: Fraction) -> Scoring | Unsure:
    intro, said = _intro(said)
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


def _intro(said: Sequence[str]) -> tuple[str, Sequence[str]]:
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
    if (wrong := _other_most(match, most)) is not None:
        return wrong
    doubt = Doubt("không nói rõ so với những đơn vị nào; bản thảo so trong danh sách xếp hạng", "it does not say which units are compared; the draft takes those of the list")  # fmt: skip
    answer: dict[str, Value] = {"type": "number", "min": Fraction(0)}
    doubts = () if "danh sach" in match[0] else (doubt,)
    return Scoring("relative", {"relative": "self", "to": "best"}, answer, keys={"cohort": "list"}, doubts=doubts)


def _other_most(match: re.Match[str], most: Fraction) -> Unsure | None:
    """Tell of a multiplier that is not the printed maximum."""
    told = number(match["most"]) if match.groupdict().get("most") else most
    return None if told == most else Unsure(told)


def _ratio(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read a ratio times the maximum: by letters that are defined, by its two counts, or as a rate that is reported."""
    named: dict[str, str] = {}
    main: re.Match[str] | None = None
    source = ""
    full_at: Fraction | None = None
    on_zero = ""
    for each in said:
        plain = bare(each)
        if (match := _BELOW.fullmatch(plain)) is not None or (match := _FULL_AT.fullmatch(plain)) is not None:
            at = number(match["under"] if "under" in match.re.groupindex else match["at"])
            worth = match.groupdict().get("worth")
            if worth and worth != "diem toi da" and number(re.sub(r"[^\d.,]", "", worth)) != most:
                return None
            if "by" in match.re.groupindex and (number(match["by"]) != at or _other_most(match, most) is not None):
                return None
            if full_at not in {None, at}:
                return None
            full_at = at
            if "by" in match.re.groupindex:
                main = main or match
        elif (match := _ZERO.fullmatch(plain)) is not None and not on_zero:
            on_zero = {"d": "full", "0": "zero", "k": "not_applicable"}[match["worth"][0]]
        elif (match := _complement_or_ratio(plain)) is not None and main is None:
            main, source = match, each
        elif (match := _DEFINED.fullmatch(plain)) is not None and match["letter"] not in named:
            named[match["letter"]] = each[match.start("what") : match.end("what")].strip(" :")
        elif not is_cap(plain, most):
            return None
    if main is None or on_zero == "not_applicable":
        return None
    if (wrong := _other_most(main, most)) is not None:
        return wrong
    return _made_ratio(main, source, named, full_at, on_zero, said)


def is_cap(plain: str, most: Fraction) -> bool:
    """Whether bare words only say that the maximum is not passed.

    >>> is_cap("khong qua 5 diem", Fraction(5)), is_cap("toi da 5 diem", Fraction(6))
    (True, False)
    """
    match = _CAP.fullmatch(plain)
    return match is not None and _other_most(match, most) is None


def _complement_or_ratio(plain: str) -> re.Match[str] | None:
    for pattern in (_COMPLEMENT, *_RATIOS):
        match = pattern.fullmatch(plain)
        if match is not None:
            return match
    return None


def _made_ratio(
    main: re.Match[str], source: str, named: dict[str, str], full_at: Fraction | None, on_zero: str, said: Sequence[str]
) -> Scoring | None:
    groups = main.groupdict()
    more: dict[str, Value] = {"full_at": Percent(full_at)} if full_at is not None else {}
    # Full points from a share on, and nothing that says what is below, is no ratio.
    if full_at is not None and not any(_BELOW.fullmatch(bare(each)) for each in said):
        return None
    if groups.get("upper") or groups.get("a") or ({"a", "b"} <= named.keys() and "a" in bare(" ".join(said))):
        more |= {"on_zero": on_zero} if on_zero else {}
        if groups.get("upper"):
            upper, lower = (source[main.start(each) : main.end(each)].strip() for each in ("upper", "lower"))
        elif groups.get("a"):
            upper, lower = named.get(groups["a"], ""), named.get(groups["b"], "")
        else:
            upper, lower = named["a"], named["b"]
        doubts = () if upper and lower else (OPEN_LETTERS,)
        asked = {"a": Asked(_capital(upper), _type(upper)), "b": Asked(_capital(lower), _type(lower))}
        return Scoring("ratio", {"ratio": ("{a}", "{b}"), **more}, inputs=asked, doubts=doubts)
    if named or on_zero:
        return None
    is_rest = main.re is _COMPLEMENT
    answer: dict[str, Value] = {"type": "percent", "min": Fraction(0), "max": Percent(Fraction(100))}
    at = main.start("rate") if groups.get("rate") else -1
    if at >= 0 and main["rate"].strip() not in {"", "dat duoc", "thuc hien", "dat"}:
        begin = bare(source).rfind("ty le" if "ty le" in bare(source)[:at] else "ti le", 0, at)
        label = source[begin : main.end("rate")].strip()
        answer["label"] = _capital(label)
    return Scoring("share", {"share": "1 - self" if is_rest else "self", **more}, answer)


def _type(label: str) -> str:
    return (
        "count"
        if re.match(r"(?:tong )?so\b", bare(label)) and not re.match(r"so (?:tien|kinh phi)", bare(label))
        else "number"
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _count(said: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read `mỗi ứng dụng 1 điểm, không quá 5 điểm`."""
    if len(said) > 2:
        return None
    match = _EACH.fullmatch(bare(said[0])) or _PER.fullmatch(bare(said[0]))
    if match is None:
        return None
    if len(said) == 2:
        cap = _CAP.fullmatch(bare(said[1]))
        if cap is None:
            return None
        if (wrong := _other_most(cap, most)) is not None:
            return wrong
    each = number(match["each"])
    if each is None or not 0 < each <= most:
        return None
    label = said[0][match.start("what") : match.end("what")].strip()
    return Scoring("count", {"count": "self", "each": each}, {"type": "count", "label": f"Số {label}"})
