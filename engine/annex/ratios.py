"""A ratio times the maximum, in the ways that annexes say it: by letters, by two counts, by a rate, with full points from a share on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import bare, capital, number

NUMBER = r"\d+(?:[.,]\d+)?"
TIMES = r"\s*(?:x|\*|[.·]|nhan(?: voi)?)\s*"
MOST = rf"(?:(?:so )?diem (?:toi da|chuan)(?: cua (?:tieu chi|chi so)(?: thanh phan)?)?|(?P<most>{NUMBER})(?:\s*diem)?)"
IS = (
    r"(?:(?:(?:so )?diem(?: so| dat(?: duoc)?| danh gia| thanh phan| cua (?:tieu chi|chi so))?|cach tinh"
    r"|cong thuc(?: tinh)?(?: diem)?|tinh theo(?: cong thuc)?)\s*[=:]?\s*)?"
)
_HUNDRED = r"(?:\s*[x*]\s*100\s*%?)?"
_LETTERS = rf"\(?\s*\(?\s*(?P<a>[a-z])\s*\)?\s*[/:]\s*\(?\s*(?P<b>[a-z])\s*\)?{_HUNDRED}\s*\)?"
_COUNTS = rf"\(?\s*(?P<upper>(?:so|tong)\b[^/:()=]*?)\s*/\s*(?P<lower>(?:so|tong)\b[^/:()=]*?)\s*\)?{_HUNDRED}"
_RATE = r"(?:ty le|ti le)(?P<rate>(?: [a-z]+){0,12}?)(?:\s*\(?%\)?)?"
_MAIN = tuple(
    re.compile(IS + shape)
    for ratio in (_LETTERS, _COUNTS, _RATE)
    for shape in (rf"{ratio}{TIMES}{MOST}", rf"{MOST}{TIMES}{ratio}")
)
_COMPLEMENT = re.compile(
    rf"{IS}\(?\s*(?:100\s*%|1)\s*-\s*(?:ty le|ti le)(?P<rate>(?: [a-z]+){{0,12}}?)\s*\)?{TIMES}{MOST}"
)
_RATE_IS = re.compile(rf"(?:ty le|ti le)(?: [a-z]+){{0,12}}\s*(?:\(%\))?\s*[=:]\s*{_LETTERS}")
_DEFINED = re.compile(
    r"(?:(?:trong do|voi|o day)\s*[,:]?\s*)?(?P<letter>[a-z])\s*(?:=|:|la\b|-(?=\s*(?:so|tong|ty le|gia tri)\b))\s*(?P<what>.+)"
)
_RATE_HERE = rf"(?:ty le|ti le|r|\(?\s*(?P<a>[a-z])\s*/\s*(?P<b>[a-z])\s*\)?)(?: [a-z]+){{0,6}}{_HUNDRED}"
_IF = r"(?:neu )?(?:ty le|ti le|r)?(?: [a-z]+){0,8}?\s*(?:dat\s+)?"
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
    """

    named: dict[str, str] = field(default_factory=dict)
    letters: tuple[str, str] | None = None
    main: re.Match[str] | None = None
    source: str = ""
    from_: Fraction | None = None
    below: bool = False
    on_zero: str = ""

    @property
    def is_open(self) -> bool:
        """Whether all points are given from a share on, and nothing says what is below: that is no ratio."""
        return self.from_ is not None and not self.below


def ratio(clauses: Sequence[str], most: Fraction) -> Scoring | Unsure | None:
    """Read clauses that all belong to a ratio times the maximum; None where one of them does not."""
    said = _Said()
    for clause in clauses:
        if not (_read_share(said, clause, most) or _read_main(said, clause) or _read_rest(said, clause, most)):
            return None
    if said.main is None or said.is_open:
        return None
    if (wrong := other_most(said.main, most)) is not None:
        return wrong
    more: dict[str, Value] = {"full_at": Percent(said.from_)} if said.from_ is not None else {}
    is_of_counts = said.letters is not None or said.main.groupdict().get("upper")
    return _of_counts(said, more) if is_of_counts else _of_rate(said, more)


def _read_share(said: _Said, clause: str, most: Fraction) -> bool:
    """Read `từ 80% trở lên: điểm tối đa`, or `dưới 80%: tỷ lệ × điểm tối đa / 80%`."""
    plain = bare(clause)
    below = next((match for pattern in _BELOW if (match := pattern.fullmatch(plain)) is not None), None)
    if below is not None:
        return _read_below(said, below, clause)
    match = _FULL_FROM.fullmatch(plain)
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


def _read_main(said: _Said, clause: str) -> bool:
    if said.main is not None:
        return False
    for pattern in (_COMPLEMENT, *_MAIN):
        match = pattern.fullmatch(bare(clause))
        if match is not None:
            said.main, said.source = match, clause
            return _letters(said, match)
    return False


def _read_rest(said: _Said, clause: str, most: Fraction) -> bool:
    """Read what a letter stands for, what the rate is, what a divisor of nothing gives, that the maximum is not passed."""
    plain = bare(clause)
    if (match := _ZERO.fullmatch(plain)) is not None and not said.on_zero:
        said.on_zero = "full" if match["worth"].startswith("diem") else "zero"
        return True
    if (match := _RATE_IS.fullmatch(plain)) is not None:
        return _letters(said, match)
    if (match := _DEFINED.fullmatch(plain)) is not None and match["letter"] not in said.named:
        said.named[match["letter"]] = clause[match.start("what") : match.end("what")].strip(" :")
        return True
    return is_cap(plain, most)


def _letters(said: _Said, match: re.Match[str]) -> bool:
    """Keep the letters of a fraction; two fractions of different letters are not one ratio."""
    groups = match.groupdict()
    if groups.get("a"):
        found = groups["a"], groups["b"]
        if found[0] == found[1] or said.letters not in {None, found}:
            return False
        said.letters = found
    return True


def _of_counts(said: _Said, more: Mapping[str, Value]) -> Scoring | None:
    assert said.main is not None
    if said.letters is not None:
        if not set(said.named) <= set(said.letters):
            return None
        upper, lower = (said.named.get(letter, "") for letter in said.letters)
    elif said.named:
        return None
    else:
        upper, lower = (said.source[said.main.start(each) : said.main.end(each)].strip() for each in ("upper", "lower"))
    zero: dict[str, Value] = {"on_zero": said.on_zero} if said.on_zero else {}
    within = "b" if is_part(upper, lower) else ""
    asked = {"a": Asked(capital(upper), _type(upper), within), "b": Asked(capital(lower), _type(lower))}
    doubts = () if upper and lower else (OPEN_LETTERS,)
    return Scoring("ratio", {"ratio": ("{a}", "{b}"), **more, **zero}, inputs=asked, doubts=doubts)


def _of_rate(said: _Said, more: Mapping[str, Value]) -> Scoring | None:
    assert said.main is not None
    if said.named or said.on_zero:  # letters and a divisor, of a rate that has neither
        return None
    answer: dict[str, Value] = {"type": "percent", "min": Fraction(0), "max": Percent(Fraction(100))}
    rate = (said.main.groupdict().get("rate") or "").strip()
    if rate not in {"", "dat duoc", "thuc hien", "dat"}:
        end = said.main.end("rate")
        begin = max(bare(said.source).rfind(words, 0, end) for words in ("ty le", "ti le"))
        answer["label"] = capital(said.source[begin:end].strip())
    share = "1 - self" if said.main.re is _COMPLEMENT else "self"
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
