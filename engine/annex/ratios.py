"""A ratio times the maximum, in the ways that annexes say it: by letters, by two counts, by a rate, with full points from a share on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ..files.numbers import plain
from .points import clause_of, range_of
from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import bare, capital, is_announcement, number

NUMBER = r"\d+(?:[.,]\d+)?"
TIMES = r"\s*(?:x|\*|[.·]|nhan(?: voi)?)\s*"
MOST = rf"(?:(?:so )?diem (?:toi da|chuan)(?: cua (?:tieu chi|chi so)(?: thanh phan)?)?|(?P<most>{NUMBER})(?:\s*diem)?)"
IS = (
    r"(?:lay )?(?:(?:(?:so )?diem(?: so| dat(?: duoc)?| danh gia| thanh phan| cua (?:tieu chi|chi so))?|cach tinh"
    r"|cong thuc(?: tinh)?(?: diem)?|tinh theo(?: cong thuc)?)\s*[=:]?\s*|(?:ty|ti) le\s*[=:]\s*){0,2}"
)
_HUNDRED = r"(?:\s*[x*]\s*100\s*%?)?"
_LETTERS = rf"\(?\s*\(?\s*(?P<a>[a-z])\s*\)?\s*[/:]\s*\(?\s*(?P<b>[a-z])\s*\)?{_HUNDRED}\s*\)?"
_SUM = r"(?:[a-z]|\(\s*[a-z](?:\s*[+-]\s*[a-z])+\s*\))"
_SUMS = rf"\(?\s*(?P<share>{_SUM}\s*/\s*{_SUM}){_HUNDRED}\s*\)?"
_COUNTS = rf"\(?\s*(?P<upper>(?:so|tong)\b[^/:()=]*?)\s*/\s*(?P<lower>(?:so|tong)\b[^/:()=]*?)\s*\)?{_HUNDRED}"
_COUNT = r"(?:so|tong)\b[^/:()=*]*?"
_BETWEEN = (
    rf"(?P<a>[a-z]){TIMES}{MOST}\s*/\s*(?P<b>[a-z])",
    rf"(?P<upper>{_COUNT}){TIMES}{MOST}\s*/\s*(?P<lower>{_COUNT})",
)
_RATE = r"(?:ty le|ti le)(?:\s*%)?(?P<rate>(?: [a-z]+){0,12}?)(?:\s*\(?%\)?)?"
_MAIN = tuple(
    re.compile(IS + shape)
    for ratio in (_LETTERS, _COUNTS, _RATE, _SUMS)
    for shape in (rf"{ratio}{TIMES}{MOST}", rf"{MOST}{TIMES}{ratio}")
) + tuple(re.compile(IS + shape) for shape in _BETWEEN)
_COMPLEMENT = re.compile(
    rf"{IS}\(?\s*(?:100\s*%|1)\s*-\s*(?:ty le|ti le)(?P<rate>(?: [a-z]+){{0,12}}?)\s*\)?{TIMES}{MOST}"
)
_RATE_IS = tuple(
    re.compile(rf"(?:ty le|ti le)(?: [a-z]+){{0,12}}\s*(?:\(%\))?\s*[=:]\s*{ratio}")
    for ratio in (_LETTERS, _SUMS, _COUNTS)
)
_DEFINED = re.compile(
    r"(?:(?:trong do|voi|o day|goi)\s*[,:]?\s*)*(?P<letter>[a-z])\s*(?:=|:|la\b|-(?=\s*(?:so|tong|ty le|gia tri)\b))\s*(?P<what>.+)"
)
_RATE_HERE = rf"(?:ty le|ti le|r|\(?\s*(?P<a>[a-z])\s*/\s*(?P<b>[a-z])\s*\)?)(?: [a-z]+){{0,6}}{_HUNDRED}"
_IF = r"(?:neu |dat |truong hop |khi )*(?:ty le|ti le|r)?(?: [a-z]+){0,8}?\s*(?:dat\s+)?"
_THEN = r"\s*[:,=]?\s*(?:(?:thi|duoc|dat|tinh|la|diem(?! toi da)|bang|=)\s*)*"
_FULL_FROM = re.compile(
    rf"{_IF}(?:tu|>=|≥)?\s*(?P<at>{NUMBER})\s*%(?: tro len)?{_THEN}(?P<worth>(?:diem )?toi da|{NUMBER}\s*diem(?: toi da)?)"
)
_BELOW = tuple(
    re.compile(rf"{_IF}(?:duoi|<)\s*(?P<under>{NUMBER})\s*%{_THEN}{shape}")
    for shape in (
        rf"{_RATE_HERE}{TIMES}{MOST}\s*[/:]\s*(?P<by>{NUMBER})\s*%",
        rf"\(?\s*{_RATE_HERE}\s*[/:]\s*(?P<by>{NUMBER})\s*%\s*\)?{TIMES}{MOST}",
        rf"{MOST}{TIMES}\(?\s*{_RATE_HERE}\s*[/:]\s*(?P<by>{NUMBER})\s*%\s*\)?",
    )
)
_ZERO = re.compile(
    r"(?:neu |truong hop )?(?:[b-z]\s*=\s*0|mau so (?:=|bang) 0|khong phat sinh(?: [a-z]+){0,4})\s*[:,]?\s*"
    r"(?:thi |duoc |tinh |cham |la )*(?P<worth>diem toi da|0 diem)"
)
_CAP = re.compile(
    rf"(?:nhung |va )?(?:tong (?:so )?)?(?:diem )?(?:toi da|khong (?:vuot )?qua|nhung khong qua|cao nhat)\s*"
    rf"(?:khong (?:vuot )?qua |la )?{MOST}"
)
# "Dưới 100%: tính theo tỷ lệ" says what is left; "từ 80%: tỷ lệ × điểm tối đa" with "dưới 80%: 0 điểm" gives it from there on only.
_IN_PROPORTION = re.compile(
    rf"(?:con lai|{_IF}(?:duoi|<|chua dat|khong dat)\s*(?P<under>{NUMBER})\s*%)\s*[:,=]?\s*(?:(?:thi|duoc|cham|tinh|diem)\s+)*"
    r"(?:theo|tuong ung(?: voi| theo)?)(?: dung)? (?:ty|ti) le(?: (?:dat(?: duoc)?|tuong ung|thuc te|hoan thanh|thuc hien))*"
)
_ONLY_FROM = re.compile(
    r"(?P<range>.*\d\s*%[^:=]*?)\s*(?:[:,]\s*|\bthi\s+)(?:(?:thi|duoc|tinh|cham)\s+)*(?P<main>(?:(?:so )?diem\s*=\s*)?(?:ty|ti) le\b.*)"
)
OPEN_LETTERS = Doubt("không nói a và b là gì", "it does not say what a and b are")


@dataclass(slots=True)
class _Said:
    """What the clauses of a wording say, as far as they have been read.

    Attributes:
        named: letter -> what it stands for.
        letters: of the fraction, upper and lower.
        main: the clause that multiplies by the maximum, and its text.
        from_: the share from which all points are given, in hundredths; `below` whether the ratio below it is told.
        on_zero: what a divisor of nothing gives.
        share: a fraction of more than two letters, as it is written.
        counts: the two counts of which the rate is the fraction, in a clause of its own.
        is_in_proportion: whether it says that what is left is "theo tỷ lệ", and no more.
        only_from: the share below which the ratio gives nothing, in hundredths; `nothing_below` as another clause says it.
    """

    named: dict[str, str] = field(default_factory=dict)
    letters: tuple[str, str] | None = None
    main: re.Match[str] | None = None
    source: str = ""
    from_: Fraction | None = None
    below: bool = False
    on_zero: str = ""
    share: str = ""
    counts: tuple[str, ...] = ()
    is_in_proportion: bool = False
    only_from: Fraction | None = None
    nothing_below: Fraction | None = None


def ratio(clauses: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read clauses that all belong to a ratio times the maximum; None where one of them does not."""
    said = _Said()
    for clause in clauses:
        if not any(read(said, clause, most) for read in (_read_share, _read_main, _read_only_from, _read_rest)):
            return None
    if said.only_from != said.nothing_below:
        return None
    if said.main is None and not said.is_in_proportion:
        return None
    if said.main is not None and (wrong := other_most(said.main, most)) is not None:
        return wrong
    # All points for 100% are what the ratio gives there; those from 80% on may be a jump.
    if said.from_ is not None and said.from_ != 100 and not said.below:
        return _may_jump(plain(said.from_, ","))
    more: dict[str, Value] = {"full_at": Percent(said.from_)} if said.from_ is not None and said.below else {}
    if said.share:
        return _of_sums(said, more)
    is_of_counts = said.letters or said.counts or (said.main is not None and said.main.groupdict().get("upper"))
    return _of_counts(said, more) if is_of_counts else _of_rate(said, more)


def _may_jump(at: str) -> Unsure:
    """Ask what is below a share from which all points are given, where a ratio is said and not divided by that share."""
    return Unsure(
        question=Doubt(
            f"dưới {at}% thì tỷ lệ nhân điểm tối đa, hay tỷ lệ chia {at}% rồi nhân điểm tối đa?",
            f"is it below {at}% the ratio times the maximum, or the ratio divided by {at}%, times the maximum?",
        )
    )


def _read_share(said: _Said, clause: str, most: Fraction) -> bool:
    """Read `từ 80% trở lên: điểm tối đa`, or `dưới 80%: tỷ lệ × điểm tối đa / 80%`."""
    words = bare(clause)
    below = next((match for pattern in _BELOW if (match := pattern.fullmatch(words)) is not None), None)
    if below is not None:
        return _read_below(said, below, clause)
    if (left := _IN_PROPORTION.fullmatch(words)) is not None and not said.is_in_proportion:
        said.is_in_proportion = True
        return said.from_ is not None and (left["under"] is None or number(left["under"]) == said.from_)
    match = _FULL_FROM.fullmatch(words)
    if match is None:
        return False
    at, worth = number(match["at"]), number(re.sub(r"[^\d.,]", "", match["worth"]))
    if said.from_ not in {None, at} or (worth is not None and worth != most):
        return False
    said.from_ = at
    return True


def _read_below(said: _Said, match: re.Match[str], clause: str) -> bool:
    """Read what holds below the share from which all points are given: the ratio in parts of that share."""
    at = number(match["under"])
    if said.below or number(match["by"]) != at or said.from_ not in {None, at} or not _letters(said, match):
        return False
    said.from_, said.below, said.main, said.source = at, True, said.main or match, said.source or clause
    return True


def _read_only_from(said: _Said, clause: str, most: Fraction) -> bool:
    """Read `từ 80% trở lên: tỷ lệ × điểm tối đa`, or `dưới 80%: 0 điểm`: nothing below a share, and the ratio from there on."""
    given = clause_of(clause, most)
    if given is not None:
        below = range_of(given.condition)
        is_read = below is not None and below.percent and below.low is None and not below.has_high
        if not is_read or said.nothing_below is not None or given.worth.points:
            return False
        assert below is not None
        said.nothing_below = below.high
        return True
    match = _ONLY_FROM.fullmatch(bare(clause))
    if match is None or said.only_from is not None:
        return False
    taken = range_of(clause[: match.end("range")])
    if taken is None or not taken.percent:
        return False
    if taken.low is None and taken.high == said.from_ and not taken.has_high:
        said.is_in_proportion = True
    elif taken.has_low and taken.is_highest and not taken.is_exact:
        said.only_from = taken.low
    else:
        return False
    return _read_main(said, clause[match.start("main") :], most)


def _read_main(said: _Said, clause: str, most: Fraction) -> bool:
    del most
    if said.main is not None or any(pattern.fullmatch(bare(clause)) for pattern in _RATE_IS):
        return False
    for pattern in (_COMPLEMENT, *_MAIN):
        match = pattern.fullmatch(bare(clause))
        if match is not None:
            said.main, said.source = match, clause
            return _letters(said, match)
    return False


def _read_rest(said: _Said, clause: str, most: Fraction) -> bool:
    """Read what a letter stands for, what the rate is, what a divisor of nothing gives, that the maximum is not passed."""
    words = bare(clause)
    if (match := _ZERO.fullmatch(words)) is not None and not said.on_zero:
        said.on_zero = "full" if match["worth"].startswith("diem") else "zero"
        return True
    if (match := next(filter(None, (pattern.fullmatch(words) for pattern in _RATE_IS)), None)) is not None:
        return _rate_is(said, match, clause)
    if (match := _DEFINED.fullmatch(words)) is not None and match["letter"] not in said.named:
        said.named[match["letter"]] = clause[match.start("what") : match.end("what")].strip(" :")
        return True
    return is_cap(words, most) or is_announcement(words)


def _rate_is(said: _Said, match: re.Match[str], clause: str) -> bool:
    """Keep what a clause says that the rate is: a fraction of letters or of two counts, and no other than before."""
    groups = match.groupdict()
    if not groups.get("upper"):
        return _letters(said, match)
    if said.counts:
        return False
    said.counts = tuple(clause[match.start(each) : match.end(each)].strip() for each in ("upper", "lower"))
    return True


def _letters(said: _Said, match: re.Match[str]) -> bool:
    """Keep the letters of a fraction; two fractions of different letters are not one ratio."""
    groups = match.groupdict()
    if groups.get("a"):
        found = groups["a"], groups["b"]
        if found[0] == found[1] or said.letters not in {None, found}:
            return False
        said.letters = found
    elif groups.get("share"):
        share = re.sub(r"\s+", "", groups["share"])
        if said.share not in {"", share}:
            return False
        said.share = share
    return True


def _of_counts(said: _Said, more: Mapping[str, Value]) -> Scoring | None:
    if said.main is None:  # letters without a formula
        return None
    if said.only_from is not None or bool(said.named) > bool(said.letters):
        return None
    if said.letters is not None:
        if not set(said.named) <= set(said.letters):
            return None
        upper, lower = (said.named.get(letter, "") for letter in said.letters)
    else:
        upper, lower = said.counts or (
            said.source[said.main.start(each) : said.main.end(each)].strip() for each in ("upper", "lower")
        )
    zero: dict[str, Value] = {"on_zero": said.on_zero} if said.on_zero else {}
    within = "b" if is_part(upper, lower) else ""
    asked = {"a": Asked(capital(upper), _type(upper), within), "b": Asked(capital(lower), _type(lower))}
    doubts = () if upper and lower else (OPEN_LETTERS,)
    return Scoring("ratio", {"ratio": ("{a}", "{b}"), **more, **zero}, inputs=asked, doubts=doubts)


def _of_sums(said: _Said, more: Mapping[str, Value]) -> Scoring | None:
    """Make a share of sums of letters, each of which must be named."""
    letters = dict.fromkeys(re.findall("[a-z]", said.share))
    if set(said.named) != set(letters) or said.letters or said.counts or said.only_from is not None:
        return None
    told = re.sub("[a-z]", lambda letter: f"{{{letter[0]}}}", re.sub(r"([+/-])", r" \1 ", said.share))
    zero: dict[str, Value] = {"on_zero": said.on_zero} if said.on_zero else {}
    asked = {each: Asked(capital(said.named[each]), _type(said.named[each])) for each in letters}
    return Scoring("share", {"share": told, **more, **zero}, inputs=asked)


def _of_rate(said: _Said, more: Mapping[str, Value]) -> Scoring | None:
    if said.named or said.on_zero:  # letters and a divisor, of a rate that has neither
        return None
    answer: dict[str, Value] = {"type": "percent", "min": Fraction(0), "max": Percent(Fraction(100))}
    rate = (said.main.groupdict().get("rate") or "").strip() if said.main is not None else ""
    if said.main is not None and rate not in {"", "dat duoc", "thuc hien", "dat", "hoan thanh"}:
        end = said.main.end("rate")
        begin = max(bare(said.source).rfind(words, 0, end) for words in ("ty le", "ti le"))
        answer["label"] = capital(said.source[begin:end].strip())
    share = "1 - self" if said.main is not None and said.main.re is _COMPLEMENT else "self"
    if said.only_from is not None:
        if more or share != "self":
            return None
        share = f"self if self >= {plain(said.only_from / 100)} else 0"
    return Scoring("share", {"share": share, **more}, answer)


def other_most(match: re.Match[str], most: Fraction) -> Unsure | None:
    """Tell of a multiplier or a cap that is not the printed maximum."""
    told = number(match["most"]) if match.groupdict().get("most") else most
    return None if told == most else Unsure(told)


def is_cap(plain: str, most: Fraction) -> bool:
    """Whether bare words only say that the maximum is not passed.

    >>> is_cap("khong qua 5 diem", Fraction(5)), is_cap("toi da 5 diem", Fraction(6))
    (True, False)
    """
    match = _CAP.fullmatch(plain)
    return match is not None and other_most(match, most) is None


def cap_of(plain: str) -> re.Match[str] | None:
    """Match bare words that only say what is not passed."""
    return _CAP.fullmatch(plain)


def _type(label: str) -> str:
    plain = bare(label)
    is_count = re.match(r"(?:tong )?so\b", plain) and not re.match(r"(?:tong )?so (?:tien|kinh phi|von)", plain)
    return "count" if is_count else "number"


def is_part(upper: str, lower: str) -> bool:
    """Whether one count is surely a part of another by their words, so that it cannot be above it.

    Both count the same thing, and neither is of another year or a plan, which may well be passed.

    >>> is_part("Số cán bộ có máy tính", "Tổng số cán bộ"), is_part("Số cuộc họp do Bí thư chủ trì", "Số cuộc họp")
    (True, True)
    >>> is_part("Số máy tính", "Tổng số cán bộ"), is_part("Số máy tính", "Tổng số máy in")
    (False, False)
    >>> is_part("Số hồ sơ năm nay", "Số hồ sơ năm trước"), is_part("Số lớp đã mở", "Số lớp theo kế hoạch")
    (False, False)
    """
    part, whole = (_COUNTED.fullmatch(" ".join(bare(each).split())) for each in (upper, lower))
    if part is None or whole is None or _OTHERWISE.search(bare(f"{upper} / {lower}")) or part["what"] == whole["what"]:
        return False
    if f"{part['what']} ".startswith(f"{whole['what']} "):
        return True
    # "Tổng số cuộc họp" is a whole though the part says "cuộc do Bí thư chủ trì"; of two syllables one is not enough.
    heads = [each["what"].split() for each in (part, whole)]
    alike = heads[0][:1] == heads[1][:1] if heads[0][0] in _CLASSIFIERS else heads[0][:2] == heads[1][:2]
    return bool(whole["total"]) and not part["total"] and alike


_COUNTED = re.compile(r"(?P<total>tong )?(?:so|so luong) (?P<what>\w.*)")
_OTHERWISE = re.compile(
    r"\b(?:nam|ky|quy|thang) (?:truoc|ngoai|lien ke)|\bcung ky\b|\bke hoach\b|\bchi tieu\b|\bduoc giao\b|\bdinh muc\b|\bnhu cau\b"
    r"|\bso tien\b|\bkinh phi\b|\bvon\b"
)
_CLASSIFIERS = frozenset({"cuoc", "luot", "buoi", "nguoi", "ho", "xa", "ap", "thon", "lan", "lop", "gio", "ngay"})
