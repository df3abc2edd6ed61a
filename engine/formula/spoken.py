"""What stays notation in a formula that was written for people, said in words: functions, and the ids of options.

A result keeps the notation, whose bytes are the same years later; pages, documents and explanations say it so.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Forms: TypeAlias = Sequence[str]  # for one argument, for two, …; the last stands for any number more

_TOKEN = re.compile(r'("[^"]*"|[a-z0-9_]*\(|\)|; |, )')
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


def spoken(said: str, lang: str = "vi", options: Mapping[str, str] | None = None) -> str:
    """Say the functions of a formula in words, and options by their titles.

    Args:
        said: as `say` or `with_figures` writes it, in the same language.
        lang: `vi` or `en`.
        options: titles by id, of the options whose id means one title only.

    >>> spoken('clamp("Số máy" ÷ max(a; 1); 0; 1) × 10')
    '("Số máy" ÷ số lớn nhất trong (a; 1), không dưới 0, không quá 1) × 10'
    >>> spoken('5 if "Level" = "full", else round(x, 2)', "en", {"full": "In full"})
    '5 if "Level" = "In full", else (x, rounded to 2 digits)'
    """
    between, named = "; " if lang == "vi" else ", ", options or {}
    open_: list[tuple[str, list[str]]] = [("", [""])]  # the function or bracket that is open, and its arguments so far
    for piece in _TOKEN.split(said):
        name, parts = open_[-1]
        if piece.endswith("(") and _TOKEN.fullmatch(piece):
            open_.append((piece[:-1], [""]))
        elif piece == ")" and len(open_) > 1:
            open_.pop()
            open_[-1][1][-1] += _called(name, parts, lang, between)
        elif piece == between and name in _FUNCTIONS:
            parts.append("")
        elif len(piece) > 1 and piece[0] == piece[-1] == '"':
            parts[-1] += f'"{named.get(piece[1:-1], piece[1:-1])}"'
        else:
            parts[-1] += piece
    return open_[0][1][0] if len(open_) == 1 else said


def _called(name: str, parts: Sequence[str], lang: str, between: str) -> str:
    joined = between.join(parts)
    if name not in _FUNCTIONS:
        return f"{name}({joined})"
    forms = _FUNCTIONS[name][lang != "vi"]
    form = forms[min(len(parts), len(forms)) - 1]
    wanted = {int(each) for each in re.findall(r"\{(\d)\}", form)} or {0}
    if "{all}" not in form and len(wanted) != len(parts):  # a title that reads like a formula
        return f"{name}({joined})"
    # Not str.format: what is put in may hold braces.
    return re.sub(r"\{(all|\d)\}", lambda match: joined if match[1] == "all" else parts[int(match[1])], form)
