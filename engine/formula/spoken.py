"""What stays notation in a formula that was written for people, said in words: functions, and the ids of options.

A result keeps the notation, whose bytes are the same years later; pages, documents and explanations say it so.
"""

import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from .words import number

Forms: TypeAlias = Sequence[str]  # for one argument, for two, …; the last stands for any number more

_TITLE = re.compile(r'"[^"]*"')
_EQUALS = (" = ", " ≠ ")
_PIECE = re.compile(r'("[^"]*"|[a-z0-9_]*\(|\)|; |, )')
# A share is held against an amount only where each is a whole side: not a part of a product or a sum.
_SIDE = (
    r"(?:( [<>≤≥=≠] )(\d{1,30}(?:[.,]\d{1,30})?)(?![\d/%]|[.,]\d| [×÷+−*%])|( ÷ )(0[.,]\d{1,30}|1)(?![\d/%]|[.,]\d))"
)
_BESIDE_NAME = re.compile(f"^{_SIDE}")
_BESIDE_FIGURE = re.compile(rf"(?<![×÷+−*] )(?<![\d.,≈])(?P<figure>≈?\d[\d.,]{{0,30}}%){_SIDE}")
_PARTED = tuple(f"{sign} " for sign in "×÷+−*")
_LONGEST, _DEEPEST = 50_000, 200  # signs and brackets of what is said in words; formulas are 60 deep
_PART = re.compile(r"\{(\d)\}")
_FUNCTIONS: Mapping[str, tuple[Forms, Forms]] = {
    "min": (("số nhỏ nhất trong ({all})",), ("the smallest of ({all})",)),
    "max": (("số lớn nhất trong ({all})",), ("the largest of ({all})",)),
    "sum": (("tổng của ({all})",), ("the sum of ({all})",)),
    "mean": (("trung bình cộng của ({all})",), ("the mean of ({all})",)),
    "geometric_mean": (("trung bình nhân của ({all})",), ("the geometric mean of ({all})",)),
    "harmonic_mean": (("trung bình điều hòa của ({all})",), ("the harmonic mean of ({all})",)),
    "first_nonzero": (("số đầu tiên có và khác 0 trong ({all})",), ("the first of ({all}) that is there and not 0",)),
    "abs": (("giá trị tuyệt đối của ({0})",), ("the absolute value of ({0})",)),
    "clamp": (("({0}, không dưới {1}, không quá {2})",), ("({0}, at least {1}, at most {2})",)),
    "sqrt": (("căn bậc hai của ({0})",), ("the square root of ({0})",)),
    "power": (("({0}) lũy thừa ({1})",), ("({0}) to the power of ({1})",)),
    "ln": (("logarit tự nhiên của ({0})",), ("the natural logarithm of ({0})",)),
    "log10": (("logarit cơ số 10 của ({0})",), ("the logarithm to base 10 of ({0})",)),
    "exp": (("e mũ ({0})",), ("e to the power of ({0})",)),
    "normal_cdf": (("hàm phân phối chuẩn tắc của ({0})",), ("the standard normal distribution function of ({0})",)),
    "round": (
        ("({0}, làm tròn)", "({0}, làm tròn đến {1} chữ số lẻ)"),
        ("({0}, rounded)", "({0}, rounded to {1} digits)"),
    ),
    "floor": (
        ("({0}, làm tròn xuống)", "({0}, làm tròn xuống đến {1} chữ số lẻ)"),
        ("({0}, rounded down)", "({0}, rounded down to {1} digits)"),
    ),
    "ceil": (
        ("({0}, làm tròn lên)", "({0}, làm tròn lên đến {1} chữ số lẻ)"),
        ("({0}, rounded up)", "({0}, rounded up to {1} digits)"),
    ),
    "has": (("có giá trị của {0}",), ("there is a value of {0}",)),
    "days": (("(số ngày từ {0} đến {1})",), ("(days from {0} to {1})",)),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What the texts in quotation marks stand for.

    Attributes:
        options: titles by id, of the options whose id means one title only.
        of: what is compared with an option -> titles by id of its own options: two inputs may share an id. That is the name
            of an input, or where a formula has its figures the title of an option.
        percents: how what is read as per cent is called.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    percents: Collection[str] = ()
    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def option_names(
    asked: Iterable[tuple[str, Mapping[str, str]]], called: Container[str], percents: Collection[str]
) -> Names:
    """Give the names that a formula's texts in quotation marks stand for.

    Args:
        asked: how each input is called, and the titles of its options by id.
        called: how all columns are called; what is also such a name is no option.
        percents: how what is read as per cent is called.

    >>> names = option_names([("A", {"x": "Tốt", "y": "Khá"}), ("B", {"x": "Đạt"})], {"A", "B"}, ())
    >>> names.options, names.of["A"]["x"], names.of["Đạt"]
    ({'y': 'Khá'}, 'Tốt', {'x': 'Đạt'})
    """
    titles: dict[str, set[str]] = {}
    of: dict[str, dict[str, set[str]]] = {}
    for name, options in asked:
        for id_, title in ((id_, title) for id_, title in options.items() if id_ not in called):
            titles.setdefault(id_, set()).add(title)
            for beside in (name, *options.values()):
                of.setdefault(beside, {}).setdefault(id_, set()).add(title)
    return Names(_alone(titles), percents, {name: _alone(own) for name, own in of.items()})


def _alone(titles: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Keep what means one title only."""
    return {id_: next(iter(said)) for id_, said in titles.items() if len(said) == 1}


def quoted(name: str) -> str:
    """Put a title between quotation marks, of which none may stand inside.

    >>> print(quoted('Mức "A"'))
    "Mức 'A'"
    """
    return '"' + name.replace('"', "'") + '"'


def spoken(said: str, lang: str = "vi", names: Names | None = None) -> str:
    """Say the functions of a formula in words, options by their titles, and bounds of shares as per cent.

    Args:
        said: as `say` or `with_figures` writes it, in the same language.
        lang: `vi` or `en`.
        names: of what stands in quotation marks.

    >>> spoken('clamp("Số máy" ÷ max(a; 1); 0; 1) × 10')
    '("Số máy" ÷ số lớn nhất trong (a; 1), không dưới 0, không quá 1) × 10'
    >>> spoken('5 if "Share" ≥ 0.8 and "Level" = "full", else 0', "en", Names({"full": "In full"}, {"Share"}))
    '5 if "Share" ≥ 80% and "Level" = "In full", else 0'
    """
    if len(said) > _LONGEST:
        return said
    speaking = _Speaking(lang, names or Names())
    for piece in _with_titles(_PIECE.split(said), speaking.names):
        speaking.take(piece)
        if len(speaking.open) > _DEEPEST:
            return said
    if len(speaking.open) > 1:
        return said
    whole = speaking.open[0][1][0]
    return whole[1:-1] if whole == speaking.last and _is_one_bracket(whole) else whole


def _with_titles(pieces: Sequence[str], names: Names) -> Sequence[str]:
    """Put the title of an option in place of its id: of an option of what it is compared with, where that is told."""
    around = ["", "", *pieces, "", ""]
    made = []
    for at, piece in enumerate(pieces, start=2):
        if _TITLE.fullmatch(piece):
            sides = ((around[at - 1], around[at - 2]), (around[at + 1], around[at + 2]))
            beside = [names.of.get(other[1:-1], {}) for sign, other in sides if sign in _EQUALS]
            known = next((own[piece[1:-1]] for own in beside if piece[1:-1] in own), None)
            piece = f'"{known or names.options.get(piece[1:-1], piece[1:-1])}"'  # noqa: PLW2901
        made.append(piece)
    return made


@dataclass(slots=True)
class _Speaking:
    """A formula on its way into words.

    Attributes:
        open: the functions and brackets that are open, each with its arguments so far.
        last: the last function that was closed, in words.
        is_share: whether a share was the last that was named.
    """

    lang: str
    names: Names
    open: list[tuple[str, list[str]]] = field(default_factory=lambda: [("", [""])])
    last: str = ""
    is_share: bool = False

    def take(self, piece: str) -> None:
        """Say the next piece: a bracket, a sign between arguments, a title, or what stands between two of these."""
        name, parts = self.open[-1]
        is_whole = not parts[-1].endswith(_PARTED)
        if piece.endswith("("):
            self.open.append((piece[:-1], [""]))
        elif piece == ")" and len(self.open) > 1:
            self.open.pop()
            self.last = _called(name, parts, self.lang, self.between)
            self.open[-1][1][-1] += self.last
        elif piece == self.between and name in _FUNCTIONS:
            parts.append("")
        elif _TITLE.fullmatch(piece):
            parts[-1] += piece
        else:
            parts[-1] += self._with_per_cent(piece)
        if piece:
            self.is_share = piece[0] == '"' and piece[1:-1] in self.names.percents and is_whole

    @property
    def between(self) -> str:
        """What stands between two arguments."""
        return "; " if self.lang == "vi" else ", "

    def _with_per_cent(self, piece: str) -> str:
        """Write the amounts as per cent with which shares are compared."""
        told = _BESIDE_FIGURE.sub(lambda match: match["figure"] + _held(match, self.lang, 2), piece)
        return _BESIDE_NAME.sub(lambda match: _held(match, self.lang, 1), told) if self.is_share else told


def _is_one_bracket(text: str) -> bool:
    """Say whether the first bracket closes at the very end; brackets of titles stand in quotation marks."""
    depth, bare = 0, re.sub(r'"[^"]*"', "", text)
    for place, sign in enumerate(bare):
        depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return sign == ")" and place == len(bare) - 1
    return False


def _held(match: re.Match[str], lang: str, first: int) -> str:
    """Write the sign and the amount that a share is held against."""
    sign, amount = (match[first] or match[first + 2]), (match[first + 1] or match[first + 3])
    return f"{sign}{_percent(amount, lang)}"


def _percent(amount: str, lang: str) -> str:
    return f"{number(Fraction(amount.replace(',', '.')) * 100, lang)}%"


def _called(name: str, parts: Sequence[str], lang: str, between: str) -> str:
    joined = between.join(parts)
    if name not in _FUNCTIONS:
        return f"{name}({joined})"
    forms = _FUNCTIONS[name][lang != "vi"]
    form = forms[min(len(parts), len(forms)) - 1]
    if "{all}" in form:
        return form.replace("{all}", joined)
    if len(set(_PART.findall(form))) != len(parts):  # a title that reads like a formula
        return f"{name}({joined})"
    # Not str.format: what is put in may hold braces.
    return _PART.sub(lambda match: parts[int(match[1])], form)
