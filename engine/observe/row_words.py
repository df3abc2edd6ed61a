"""Words that rows begin with which are no units: totals and means, titles of blocks, signatures and notes.

Nothing here knows of a table; `rows` decides with what stands around a row.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal, NamedTuple

from ..files.naming import fold, toned

LONGEST = 300
"""Characters of a text in which words are looked for; to look for them in a page takes long."""

_WORD = re.compile(r"[^\W_]+")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# H, P, Q and T before a point are a huyện, phường, quận or thị trấn, and number nothing.
_COUNT = re.compile(
    r"\s*(?:[*+•–-]+\s*)?(?:(?P<count>[ivxlc]{1,6}|[a-gi-orsu-zđ]|[0-9]{1,3}(?:\.[0-9]{1,3})*)\s*[.):/–-]\s*)?"
)
_TITLED = re.compile(r"(?P<count>[ivx]{1,6})\s+(?=\S)")
_FULL = re.compile(r"\(?(?P<count>[ivxlc]{1,6}|[a-zđ]|[0-9]{1,4}(?:\.[0-9]{1,3})*)\)?[.):]?")
_ROMAN = re.compile(r"(c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_OFFICE = (
    r"(?:phó )?(?:tổng )?(?:giám đốc|chủ tịch|trưởng phòng|bí thư|chánh văn phòng|hiệu trưởng|cục trưởng|trưởng ban)"
)
_SIGNED = re.compile(
    r"^[-*+•()\s]*(?:người (?:lập|tổng hợp|kê khai|báo cáo|duyệt|kiểm tra|thực hiện|ký)|thủ trưởng|lãnh đạo"
    rf"|{_OFFICE}|kế toán trưởng|(?:kt|k/t|tm|t/m|tl|tuq)\. ?\w|(?:q|quyền)\.? ?{_OFFICE}|xác nhận|nơi nhận"
    r"|(?:ghi chú|lưu ý|chú thích|nguồn(?: số liệu)? ?:)|đã ký|\(?ký,|prepared by|approved by|notes?:"
    r"|sources?:)|\bngày\b.*\btháng\b.*\bnăm\b"
)


def _words(folded: str) -> tuple[str, ...]:
    return tuple(map(toned, _WORD.findall(folded)))


def _phrases(*texts: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Give phrases as words, by their first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for text in ", ".join(texts).split(", "):
        words = _words(fold(text))
        found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(each, key=lambda words: (-len(words), words))) for first, each in found.items()}


_SIGNS = _phrases(
    "tổng cộng, tổng số, tổng, cộng, tong cong, tong so, toàn tỉnh, toàn thành phố, toàn quận, toàn huyện, toàn thị xã",
    "toàn xã, toàn phường, toàn ngành, toàn quốc, toàn khối, toàn vùng, toàn bộ, cả tỉnh, cả nước, cả thành phố, cả huyện",
    "cả khối, bình quân, trung bình, trung vị, lớn nhất, nhỏ nhất, cao nhất, thấp nhất, tối đa, tối thiểu, cực đại",
    "cực tiểu, độ lệch chuẩn, phương sai, lũy kế, cộng dồn, max, min, maximum, minimum, median, mean, average, avg, sum",
    "total, totals, subtotal, sub total, grand total, highest, lowest, std, stdev, standard deviation",
)
"""What makes a row one of totals, means or bounds."""
_ALONE = _phrases(
    "tb, tbc, đtb, bq, bqc, đvt, đơn vị tính, tỷ lệ, tỉ lệ, tỷ trọng, tỉ trọng, phần trăm, cơ cấu, so sánh, so với",
    "chênh lệch, tăng, giảm, tăng giảm, cùng kỳ, năm trước, năm ngoái, kế hoạch, chỉ tiêu, mục tiêu, thang điểm, điểm chuẩn",
    "trọng số, hệ số, ước thực hiện, unit of measurement, target, change, difference, percent, percentage, weight",
)
"""What says so only where nothing else stands in the name: a unit may be called TB&XH, or Kế hoạch - Đầu tư."""
_COMPOUNDS = _phrases(
    "tổng hợp, tổng cục, tổng công, tổng kho, tổng đài, tổng lãnh, tổng liên, tổng hội, tổng bí, tổng thanh, tổng kiểm",
    "tổng giám, tổng bộ, tổng thư, tổng biên, tổng đoàn, tổng duy, cộng hòa, cộng đồng, cộng tác, cộng sản, cộng hưởng",
    "cộng sinh, cộng lạc, cộng hiền, cộng bằng, toàn thắng",
)
"""Words that only begin like a sign."""
_MEASURES = _phrases(
    "điểm, số, số điểm, giá trị, mức, tỷ lệ, tỉ lệ, kết quả, chỉ số, hàng, dòng, điểm số, phần trăm, the, value, score"
)
_BLOCKS = _phrases("khối, nhóm, cụm, vùng, khu vực, danh sách, trong đó, bao gồm, gồm, group, of which")
"""How the title of a block of rows begins, whatever follows."""
_SEVERAL = _phrases("các, cấp, thuộc, trực thuộc, chuyên môn, sự nghiệp, khác, miền núi, other")
"""What makes one kind of units a block of them."""
_KINDS = _phrases(
    "sở, ban, ngành, xã, phường, thị trấn, đặc khu, huyện, thị xã, thành phố, quận, cơ quan, đơn vị, địa phương, hội, trường",
    "đoàn thể, doanh nghiệp, tổ chức, departments, communes, wards, districts, agencies, units, offices, provinces, cities",
)
"""Kinds of units; a unit has a name besides."""
_PLAIN = _phrases(
    "khối, nhóm, các, cấp, cụm, vùng, miền, khu vực, tp, tỉnh, chung, số, điểm, miền núi, đồng bằng, nông thôn, đô thị, ubnd",
    "ủy ban nhân dân, hđnd, hội đồng nhân dân, và, của, theo, cho, trực thuộc, thuộc, chuyên môn, hành chính, sự nghiệp",
    "công lập, loại, hạng, cơ sở, chính quyền, đảng, mặt trận, chính trị, xã hội, nhà nước, quản lý, trung ương, ngành dọc",
    "mục, phần, năm, tháng, quý, kỳ, nay, trên, dưới, địa bàn, toàn, cả, với, trong, khác, chung cho, all, of, for, the, and, in, group",
    "groups, department, commune, ward, province, city, level, other, provincial, local, central, public, units",
)
_NOUNS = _phrases(
    "sở, ban, bộ, xã, phường, thị trấn, đặc khu, huyện, quận, thị xã, thành phố, tỉnh, trung tâm, phòng, chi cục, cục, tổng cục",
    "trường, bệnh viện, văn phòng, hội, đài, báo, viện, công ty, công an, thanh tra, tòa án, kho bạc, bảo hiểm, ngân hàng",
    "chi nhánh, trạm, đội, tổ, thôn, ấp, khóm, bản, buôn, làng, khu, khu phố, đoàn, liên đoàn, liên minh, ủy ban, ubnd",
    "hđnd, đảng ủy, thành ủy, huyện ủy, tỉnh ủy, khoa, học viện, đại học, quỹ, vườn, tp, x, p, h, q, tt, tx, department",
    "office, ward, commune, district, center, centre, agency, ministry, hợp tác xã, nhà máy, nhà, ban quản lý",
)
"""What the names of units begin with."""


def words_of(text: str) -> tuple[str, ...]:
    """Give the words of a name, folded, tone marks at their ends, without its number and what stands in brackets.

    >>> words_of("II. Ban Nhân Dân (14 đơn vị)") == words_of("ban nhân dân")
    True
    """
    folded = _ASIDE.sub(" ", fold(text)) if len(text) <= LONGEST else ""
    return _words(folded[count.end() :] if (count := _COUNT.match(folded)) is not None else folded)


def key_of(text: str) -> str:
    """Give a name as it is compared where it matters that none is overlooked: its words, tone marks at their ends.

    >>> key_of("TOÀN  tỉnh:") == key_of("Toàn tỉnh")
    True
    """
    return " ".join(_words(fold(text)))


def begins_total(word: str) -> bool:
    """Whether a word is the first of those that rows of totals have; a name without any such word is of none.

    >>> begins_total("Tổng"), begins_total("Công"), begins_total("Cộng")
    (True, False, True)
    """
    first = toned(fold(word))
    return first in _SIGNS or first in _ALONE


def total_in(text: str, titles: Collection[tuple[str, ...]] = ()) -> Literal["", "whole", "start", "inside"]:
    """Say whether a name is that of a row of totals, means or bounds.

    Args:
        text: the name.
        titles: of groups and blocks, as words; what comes after a sign may be one.

    Returns:
        `whole` where nothing else is in it, `start` where it begins so, `inside` where the words are somewhere in it.

    >>> total_in("TỔNG SỐ:"), total_in("Cộng khối sở"), total_in("Cộng Trị"), total_in("Xã Cộng Trị")
    ('whole', 'whole', 'start', 'inside')
    >>> total_in("Trung tâm Tổng hợp"), total_in("Xã Cộng Hòa"), total_in("Sở Y tế")
    ('', '', '')
    >>> total_in("TB năm 2025"), total_in("Tỷ lệ %"), total_in("Kế hoạch - Đầu tư"), total_in("TB&XH")
    ('whole', 'whole', '', '')
    """
    words = words_of(text)
    if _length(words, 0, _ALONE) and _is_made_of(words, _ALONE, _SIGNS, _PLAIN):
        return "whole"
    found = next(_places_of(words), None)
    if found is None:
        return ""
    start, end = found
    before, after = words[:start], words[end:]
    if not before or _is_made_of(before, _MEASURES, with_counts=False):
        return "whole" if after in titles or _is_made_of(after, _SIGNS, _KINDS, _PLAIN) else "start"
    is_title = before in titles or _is_block(before, is_listed=bool({",", ":"} & {*text}), may_be_one=False)
    return "whole" if is_title and _is_made_of(after, _SIGNS, _KINDS, _PLAIN) else "inside"


def is_title_of_block(text: str) -> bool:
    """Whether a name is that of a block of units: kinds of units, and no name of one.

    >>> is_title_of_block("UBND cấp xã"), is_title_of_block("Sở, ban, ngành"), is_title_of_block("Khối II: miền núi")
    (True, True, True)
    >>> is_title_of_block("UBND tỉnh"), is_title_of_block("Ban Dân tộc")
    (False, False)
    """
    return _is_block(words_of(text), is_listed="," in text, may_be_one=True)


def _is_block(words: Sequence[str], *, is_listed: bool, may_be_one: bool) -> bool:
    """Whether words are the title of a block; one kind of units alone, as "Phường", may be one or begin a name."""
    if _length(words, 0, _BLOCKS):
        return True
    if not words or not _is_made_of(words, _KINDS, _PLAIN):
        return False
    kinds = [length for place in range(len(words)) if (length := _length(words, place, _KINDS))]
    if len(kinds) > 1 or words[0] == toned("cấp"):
        return True
    is_one = may_be_one and kinds == [len(words)]
    return is_one or (bool(kinds) and (is_listed or _is_of_several(words, anywhere=may_be_one)))


def _is_of_several(words: Sequence[str], *, anywhere: bool) -> bool:
    """Whether words say that there are several of a kind, at their beginning or anywhere."""
    return any(_length(words, place, _SEVERAL) for place in range(len(words) if anywhere else 1))


def has_noun(text: str) -> bool:
    """Whether a name begins with what names of units begin with.

    >>> has_noun("Xã Cộng Hòa"), has_noun("Cộng Hòa")
    (True, False)
    """
    return bool(_length(words_of(text), 0, _NOUNS))


def is_signed(text: str) -> bool:
    """Whether words stand in a text that signatures and notes below a table have.

    >>> is_signed("KT. GIÁM ĐỐC"), is_signed("Q. Ô Môn"), is_signed("Ghi chú: số liệu đến 31/10")
    (True, False, True)
    """
    return len(text) <= LONGEST and _SIGNED.search(fold(text)) is not None


class Count(NamedTuple):
    """What numbers a row: its kind, and what it may be as a number of that kind."""

    kind: Literal["", "number", "part", "letter"] = ""
    values: tuple[int, ...] = ()


def count_of(text: str, *, is_whole: bool = False) -> Count:
    """Read the number of a row, or the one that a name begins with.

    Args:
        text: of a column of numbers (`is_whole`), or a name.
        is_whole: whether nothing else may stand there.

    >>> count_of("IV", is_whole=True), count_of("2. Xã A"), count_of("B. Xã, phường"), count_of("Xã A")
    (Count(kind='letter', values=(4,)), Count(kind='number', values=(2,)), Count(kind='letter', values=(2, 4)), Count(kind='', values=()))
    """
    folded = fold(text) if len(text) <= LONGEST else ""
    match = _FULL.fullmatch(folded) if is_whole else _COUNT.match(folded)
    if match is not None and match["count"] is None and not is_whole:
        match = _TITLED.match(folded)
    return Count() if match is None or match["count"] is None else _count(match["count"])


def _count(count: str) -> Count:
    """Read a number, a part of one as 1.2, or letters, which may be a Roman number too."""
    if count.isdecimal():
        return Count("number", (int(count),))
    if count[0].isdecimal():
        return Count("part", (int(count.rpartition(".")[2]),))
    letter = ("aăâbcdđeêghiklmnoôơpqrstuưvxy".find(count) + 1, ord(count) - ord("a") + 1) if len(count) == 1 else ()
    values = {value for value in (*letter, _roman(count)) if value > 0}
    return Count("letter", tuple(sorted(values))) if values else Count()


def _roman(text: str) -> int:
    match = _ROMAN.fullmatch(text)
    if match is None or not text:
        return 0
    worth = {"c": 100, "l": 50, "x": 10, "v": 5, "i": 1}
    total = 0
    for sign, after in zip(text, [*text[1:], ""], strict=True):
        total += -worth[sign] if worth.get(after, 0) > worth[sign] else worth[sign]
    return total


def _length(words: Sequence[str], place: int, phrases: dict[str, tuple[tuple[str, ...], ...]]) -> int:
    """Count the words of the longest phrase at a place; 0 if there is none."""
    if place >= len(words):
        return 0
    for phrase in phrases.get(words[place], ()):
        if tuple(words[place : place + len(phrase)]) == phrase:
            return len(phrase)
    return 0


def _places_of(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Find the signs of totals."""
    place = 0
    while place < len(words):
        if skipped := _length(words, place, _COMPOUNDS):
            place += skipped
        elif length := _length(words, place, _SIGNS):
            yield place, place + length
            place += length
        else:
            place += 1


def _is_made_of(words: Sequence[str], *lists: dict[str, tuple[tuple[str, ...], ...]], with_counts: bool = True) -> bool:
    """Whether nothing else is among words than phrases of some lists, and numbers of blocks."""
    place = 0
    while place < len(words):
        length = max(_length(words, place, phrases) for phrases in lists)
        if not length and not (with_counts and count_of(words[place], is_whole=True).kind):
            return False
        place += length or 1
    return True
