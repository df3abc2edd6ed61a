"""Read a rule as `itrank table` prints it, so that a table which was printed drafts the rules that it was printed of.

The words are those of `formula.words`, in Vietnamese; what a unit reports stands in quotation marks.
"""

import re
from collections.abc import Callable, Iterator
from fractions import Fraction

from ..files.naming import fold
from ..files.numbers import plain
from ..model.input_types import INPUT_TYPES
from .scoring import Asked, Doubt, Percent, Scoring, Unsure, Value
from .text import capital, free, slug

_LABEL, _NUMBER = r'"[^"\n]+"', r"[−-]?\d+(?:,\d+)?(?:/\d+|%)?"
_CUT = r", không dưới 0, không quá 1\)"
_TIMES = rf" × (?P<most>{_NUMBER})"
_LEVEL = rf"(?P<points>{_NUMBER}) nếu (?P<of>{_LABEL}) (?P<sign>[≥>≤<=]) (?P<bound>{_NUMBER}|{_LABEL}), còn lại "
_ITEM = rf"\((?P<points>{_NUMBER}) nếu (?P<of>{_LABEL}), còn lại 0\)"
_SUM = rf"(?:{_LABEL}|\({_LABEL}(?: [+−] {_LABEL})+\))"
_KEYS = {"≥": "from", ">": "above", "≤": "up_to", "<": "below"}
_SHARE_OR_NUMBER = Doubt(
    "không nói số liệu là tỷ lệ phần trăm hay số thường; bản thảo coi là số",
    "it does not say whether the figure is per cent or a plain number; the draft takes a number",
)


def printed_rule(wording: str, most: Fraction) -> Scoring | Unsure | None:
    """Read a rule that a table has printed; None for any other wording.

    >>> printed_rule('20 nếu "Số cuộc họp" ≥ 4, còn lại 15 nếu "Số cuộc họp" ≥ 3, còn lại 0', Fraction(20)).score["from"]
    {'4': Fraction(20, 1), '3': Fraction(15, 1)}
    >>> printed_rule('("Số máy" ÷ "Tổng số máy", không dưới 0, không quá 1) × 15', Fraction(20))
    Unsure(top=Fraction(15, 1), question=None)
    >>> printed_rule("4 cuộc: 20 điểm", Fraction(20)) is None
    True
    """
    if '"' not in wording:
        return None
    rule = wording.strip().removeprefix("Điểm thưởng\n").removeprefix("Điểm trừ\n")
    for pattern, read in _PRINTED:
        match = pattern.fullmatch(rule)
        if match is not None:
            said = match.groupdict()
            top = _number(said["most"]) if said.get("most") else most
            return read(match) if top == most else Unsure(top)
    return None


def _number(text: str) -> Fraction:
    value = (
        Fraction(text.rstrip("%").replace("−", "-").replace(",", "."))
        if "/" not in text
        else Fraction(text.replace("−", "-"))
    )
    return value / 100 if text.endswith("%") else value


def _unquoted(label: str) -> str:
    return label.strip('"')


def _levels(words: str) -> Iterator[re.Match[str]]:
    return re.finditer(_LEVEL, words)


def _ladder(match: re.Match[str]) -> Scoring | None:
    """Read `20 nếu "X" ≥ 4, còn lại 15 nếu "X" ≥ 3, còn lại 0`, or `= "Bí thư"` for options."""
    levels, rest = list(_levels(match["levels"])), _number(match["rest"])
    if len({each["of"] for each in levels}) > 1:
        return None
    if all(each["bound"].startswith('"') and each["sign"] == "=" for each in levels):
        return _options(levels, rest)
    if any(each["bound"].startswith('"') or each["sign"] == "=" for each in levels):
        return None
    answer, doubts = _answer(levels[0]["of"], [each["bound"] for each in levels])
    signs = {each["sign"] for each in levels}
    if len(signs) > 1:
        formula = _formula(match[0].replace(levels[0]["of"], "self"))
        return Scoring("steps", {"formula": formula}, answer, doubts=doubts) if formula else None
    is_share = INPUT_TYPES[str(answer["type"])].per_cent
    table: dict[str, Value] = {
        f"{plain(_number(each['bound']) * (100 if is_share else 1))}{'%' * is_share}": _number(each["points"])
        for each in levels
    }
    return Scoring("steps", {"steps": "self", _KEYS[signs.pop()]: table, "otherwise": rest}, answer, doubts=doubts)


def _answer(label: str, bounds: list[str]) -> tuple[dict[str, Value], tuple[Doubt, ...]]:
    """Say what is asked for: a share where its name or its bounds say so, in doubt where they may be shares."""
    answer: dict[str, Value] = {"label": _unquoted(label)}
    if any(each.endswith("%") for each in bounds) or re.match(r"t[ỷỉ] lệ\b", fold(_unquoted(label))):
        return {"type": "percent", **answer}, ()
    values = list(map(_number, bounds))
    is_whole = all(each.denominator == 1 for each in values)
    is_open = not is_whole and max(values) <= 1
    return {"type": "count" if is_whole else "number", **answer}, (_SHARE_OR_NUMBER,) if is_open else ()


def _options(levels: list[re.Match[str]], rest: Fraction) -> Scoring:
    taken: set[str] = set()
    told = [*((_unquoted(each["bound"]), _number(each["points"])) for each in levels), ("Còn lại", rest)]
    by_id = {free(slug(name), taken): (name, points) for name, points in told}
    answer: dict[str, Value] = {
        "type": "choice",
        "options": {id_: capital(name) for id_, (name, _) in by_id.items()},
        "label": _unquoted(levels[0]["of"]),
    }
    points: dict[str, Value] = {id_: points for id_, (_, points) in by_id.items()}
    return Scoring("choice", {"choice": "self", "points": points}, answer)


def _yes_no(match: re.Match[str]) -> Scoring:
    return Scoring("yes_no", {"yes_no": "self"}, {"label": _unquoted(match["of"])})


def _count(match: re.Match[str]) -> Scoring:
    counted = f"floor(self / {match['per']})" if match["per"] else "self"
    answer: dict[str, Value] = {"type": "count", "label": _unquoted(match["of"] or match["counted"])}
    return Scoring("count", {"count": counted, "each": _number(match["each"])}, answer)


def _ratio(match: re.Match[str]) -> Scoring:
    asked = {letter: Asked(_unquoted(match[letter]), "number") for letter in "ab"}
    return Scoring("ratio", {"ratio": ("{a}", "{b}"), **_full_at(match)}, inputs=asked)


def _full_at(match: re.Match[str]) -> dict[str, Value]:
    return {"full_at": Percent(_number(match["full_at"]) * 100)} if match["full_at"] else {}


def _share(match: re.Match[str]) -> Scoring | None:
    said = match.groupdict()
    answer: dict[str, Value] = {"type": "percent", "label": _unquoted(match["of"])}
    share = "1 - self" if said.get("rest") else "self"
    if said.get("from"):
        if match["of"] != match["again"]:
            return None
        share = f"self if self >= {plain(_number(match['from']))} else 0"
        return Scoring("share", {"share": share}, answer)
    return Scoring("share", {"share": share, **_full_at(match)}, answer)


def _relative(match: re.Match[str]) -> Scoring | None:
    if match["of"] != match["best"]:
        return None
    answer: dict[str, Value] = {"type": "number", "min": Fraction(0), "label": _unquoted(match["of"])}
    return Scoring("relative", {"relative": "self", "to": "best"}, answer, keys={"cohort": "list"})


def _items(match: re.Match[str]) -> Scoring | None:
    items = list(re.finditer(_ITEM, match[0]))
    if sum(_number(each["points"]) for each in items) != _number(match["sum"]):
        return None
    letters = [chr(ord("a") + at) for at in range(len(items))]
    points: dict[str, Value] = {
        f"{{{letter}}}": _number(each["points"]) for letter, each in zip(letters, items, strict=True)
    }
    asked = {letter: Asked(_unquoted(each["of"]), "yes_no") for letter, each in zip(letters, items, strict=True)}
    return Scoring("checklist", {"checklist": points}, inputs=asked)


def _figures(match: re.Match[str]) -> Scoring | None:
    """Read a formula of figures: sums, products, the least and the greatest of some, a share cut to 0..1."""
    asked: dict[str, Asked] = {}
    words = match["formula"]
    for at, label in enumerate(dict.fromkeys(re.findall(_LABEL, words))):
        letter = chr(ord("a") + at)
        asked[letter] = Asked(_unquoted(label), "number")
        words = words.replace(label, f"{{{letter}}}")
    formula = _formula(words)
    if formula is None or len(asked) > _MOST_FIGURES or not re.search(r"[*/+(-]", formula):
        return None
    if "most" in match.groupdict():
        return Scoring("share", {"share": formula}, inputs=asked)
    return Scoring("formula", {"formula": formula}, inputs=asked)


_MOST_FIGURES = 12
_WORDS = (
    ("số lớn nhất trong ", "max"), ("số nhỏ nhất trong ", "min"), (" nếu ", " if "), (", còn lại ", " else "), ("; ", "| "),
    ("×", "*"), ("÷", "/"), ("−", "-"), ("≥", ">="), ("≤", "<="), (",", "."), ("|", ","),
)  # fmt: skip


def _formula(words: str) -> str | None:
    """Write a formula in words as a formula; None where a word is left."""
    words = re.sub(r"(\d+(?:,\d+)?)%", lambda share: plain(_number(share[0]), ","), words)
    for said, written in _WORDS:
        words = words.replace(said, written)
    known = re.sub(r"\{[a-z]\}|\b(?:self|if|else|max|min)\b", "", words)
    return words if re.fullmatch(r"(?:[\d\s.,()*/+<>-]|(?<=[<>])=)*", known) else None


_Read = Callable[[re.Match[str]], Scoring | None]
_PRINTED: tuple[tuple[re.Pattern[str], _Read], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"(?P<levels>(?:{re.sub(r'[?]P<[a-z]+>', '?:', _LEVEL)})+)(?P<rest>{_NUMBER})", _ladder),
        (rf"(?P<most>{_NUMBER}) nếu (?P<of>{_LABEL}), còn lại 0", _yes_no),
        (rf"(?:(?P<of>{_LABEL})|\((?P<counted>{_LABEL}) ÷ (?P<per>\d+), làm tròn xuống\)) × (?P<each>{_NUMBER}), không dưới 0, không quá (?P<most>{_NUMBER})", _count),
        (rf"\((?P<a>{_LABEL}) ÷ (?P<b>{_LABEL})(?: ÷ (?P<full_at>{_NUMBER}))?{_CUT}{_TIMES}", _ratio),
        (rf"\((?P<rest>1 − )?(?P<of>{_LABEL})(?: ÷ (?P<full_at>{_NUMBER}))?{_CUT}{_TIMES}", _share),
        (rf"\(\((?P<rest>1 − )(?P<of>{_LABEL})\) ÷ (?P<full_at>{_NUMBER}){_CUT}{_TIMES}", _share),
        (rf"\((?P<of>{_LABEL}) nếu (?P<again>{_LABEL}) ≥ (?P<from>{_NUMBER}), còn lại 0{_CUT}{_TIMES}", _share),
        (rf"\((?P<of>{_LABEL}) ÷ giá trị cao nhất của (?P<best>{_LABEL}){_CUT}{_TIMES}", _relative),
        (rf"\(\({re.sub(r'[?]P<[a-z]+>', '?:', _ITEM)}(?: \+ {re.sub(r'[?]P<[a-z]+>', '?:', _ITEM)})*\) ÷ (?P<sum>{_NUMBER}){_CUT}{_TIMES}", _items),
        (rf"\((?P<formula>{_SUM} ÷ {_SUM}){_CUT}{_TIMES}", _figures),
        (r"(?P<formula>[^\n]*)", _figures),
    )
)  # fmt: skip
