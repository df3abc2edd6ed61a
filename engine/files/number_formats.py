"""Number formats of workbooks (ECMA-376, 18.8.31): what a cell shows of the number that the file holds.

A format may show another thing than the number: per cent in quotes, thousands without their zeros, a word, nothing at
all.  How many digits it shows is no matter here: 1.234 that is shown as 1.23 is 1.234 (docs/semantics.md, section 4).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from .numbers import plain

Shows: TypeAlias = Literal["figure", "text", "other", "nothing", "multiple"]
"""What a cell shows of its number: the very figure, a text, another figure, nothing; or the figure with a word after
it that multiplies, such as nghìn."""

BUILT_IN = {9: "0%", 10: "0.00%"}
"""The formats that need not be declared and show more than digits, signs and days."""

_LONGEST = 255  # characters; Excel takes no more
_PIECE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[[^\]]*\]?|General|Standard|E[+-]|.', re.IGNORECASE | re.DOTALL)
_CONDITION = re.compile(r"\[\s*(<=|>=|<>|<|>|=)\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*\]")
_LOCALE = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_PERCENTS, _OTHER_SHARES = frozenset("%％﹪٪"), frozenset("‰‱")
_DIGIT_AT_END = re.compile(r"[0-9][.,]?$|(?:^|\s)[0-9]+\s$")
_DIGIT_AT_START = re.compile(r"[.,\s]?[0-9]")
_BEGINS_WITH_SIGN = re.compile(r"-?[.,][0-9]")  # `#"."##0` shows 85 as .85
_SCALES = re.compile(
    r"(?:^|[\s(])(?<!phần )(?:trăm|chục|nghìn|ngàn|vạn|triệu|tr|trđ|tỷ|tỉ|hundreds?|thousands?|millions?|billions?|mn|bn|k)(?:$|[\s.)])",
    re.IGNORECASE,
)
DASHES = frozenset({"-", "–", "—", "−"})
"""How accountants write a zero."""


class Shown(NamedTuple):
    """What a cell shows of a number.

    Attributes:
        text: as the cell shows it, with a decimal point.
        how: what that is.
        reading: the number exactly, with `%` where the cell shows per cent; what is read where `how` is `figure` or
            `multiple`, or the number is a zero that is hidden.
    """

    text: str
    how: Shows
    reading: str


@dataclass(slots=True)
class _Section:
    """A part of a format, between semicolons: `before` and `after` are the texts beside its digits."""

    before: str = ""
    after: str = ""
    within: list[tuple[str, int]] = field(default_factory=list)
    whole: str = ""
    decimals: str = ""
    commas: int = 0
    shares: int = 0
    condition: tuple[str, Fraction] | None = None
    has_point: bool = False
    is_grouped: bool = False
    is_coloured: bool = False
    is_general: bool = False
    is_special: bool = False
    has_text: bool = False

    @property
    def has_digits(self) -> bool:
        return bool(self.whole or self.decimals) or self.is_general or self.is_special or self.has_text


@lru_cache(maxsize=4096)
def shows_plainly(code: str) -> bool:
    """Whether a format can show nothing but the figure itself, or a text as it is.

    >>> [shows_plainly(code) for code in ("General", "#,##0.00", '0" km"', "0%", "#,##0,", ";;;")]
    [True, True, True, False, False, False]
    """
    return _always(code, plain)


@lru_cache(maxsize=4096)
def shows_per_cent(code: str) -> bool:
    """Whether a format can show nothing but the figure as a percentage, 0.85 as 85%.

    >>> [shows_per_cent(code) for code in ("0.0%", '0"%"', "0%%")]
    [True, False, False]
    """
    return _always(code, lambda value: f"{plain(value * 100)}%")


_PROBES = tuple(Fraction(number, 8) for number in (9_876_536, -9_876_536, 1, -1, 0, 8, -8, 680, 40_000))


def _always(code: str, reading: Callable[[Fraction], str]) -> bool:
    """Whether what is shown of any number is the figure that `reading` gives."""
    if any(one.condition is not None for one in _sections(code[:_LONGEST])[0]):
        return False
    shown = ((shown_of(code, value), value) for value in _PROBES)
    return all(one.how == "figure" and one.reading == reading(value) for one, value in shown)


@lru_cache(maxsize=4096)
def changes_texts(code: str) -> bool:
    """Whether a format shows another thing than a text that stands in the cell.

    >>> [changes_texts(code) for code in ("@", ";;;", "0;-0;0;@")]
    [False, True, False]
    """
    return text_shown(code, "\0") != "\0"


def says_scale(text: str) -> bool:
    """Whether a word beside a figure multiplies it.

    >>> says_scale("120 nghìn"), says_scale("120 người"), says_scale("85 phần trăm")
    (True, False, False)
    """
    return _SCALES.search(text) is not None


def text_shown(code: str, text: str) -> str:
    """Give what a cell shows of a text.

    >>> text_shown("0;-0;0;", "KAD"), text_shown('@" (1)"', "KAD"), text_shown("0.00", "KAD")
    ('', 'KAD', 'KAD')
    """
    section = _sections(code)[1] if len(code) <= _LONGEST else None
    return text if section is None or section.has_text else (section.before + section.after).strip()


def shown_of(code: str, value: Fraction) -> Shown:
    """Say what a format shows of a number.

    >>> shown_of('0"%"', Fraction(85)).reading, shown_of("0.0%", Fraction(17, 20)).reading
    ('85%', '85%')
    >>> shown_of("#,##0,", Fraction(1234567))
    Shown(text='1,235', how='other', reading='1234567')
    >>> shown_of(";;;", Fraction(7)).how, shown_of('"KAD"', Fraction(7)).text
    ('nothing', 'KAD')
    """
    held = plain(value)
    if len(code) > _LONGEST:
        return Shown(held, "figure", held)
    section, is_bare = _section_for(_sections(code)[0], value)
    if section is None:
        return Shown("####", "other", held)
    if not section.has_digits:
        text = (section.before + section.after).strip()
        if value == 0 and text in DASHES:  # how accountants write a zero
            return Shown(text, "figure", held)
        return Shown(text, "text" if text else "nothing", held)
    return _figure(section, value, is_bare=is_bare)


def _figure(section: _Section, value: Fraction, *, is_bare: bool) -> Shown:
    """Say what a section with digits shows; `is_bare`: it writes no minus of its own."""
    signs = sum(letter in _PERCENTS for letter in section.before + section.after)
    scaled = value * 100**section.shares / Fraction(1000) ** section.commas
    text = _rendered(section, scaled, is_bare=is_bare)
    reading = plain(scaled if not section.commas else value * 100**section.shares) + ("%" if signs else "")
    if value == 0 and not any(map(str.isdigit, text)):  # `#,###`, and the dash of accountants
        return Shown(text, "figure" if text in DASHES else "nothing", reading)
    changes = _is_scaled(section, value, signs) or _is_spelled(section, text) or _turns_sign(section, value, is_bare)
    if changes:
        return Shown(text, "other", plain(value))
    return Shown(text, "multiple" if value and says_scale(section.after) else "figure", reading)


def _is_scaled(section: _Section, value: Fraction, signs: int) -> bool:
    """Whether thousands are left out, or the signs of per cent do not say what was multiplied."""
    if value == 0:
        return signs > 1 or section.shares > signs
    has_other_share = bool(_OTHER_SHARES & set(section.before + section.after))
    return section.commas > 0 or signs > 1 or section.shares > signs or has_other_share


def _is_spelled(section: _Section, text: str) -> bool:
    """Whether texts beside or within the digits make another figure of them."""
    begins_with_sign = section.within and not section.has_point and _BEGINS_WITH_SIGN.match(text)
    return bool(begins_with_sign) or _touches(section)


def _turns_sign(section: _Section, value: Fraction, is_bare: bool) -> bool:
    """Whether a negative number is shown without its minus, or a positive one behind a dash."""
    if value < 0:
        return is_bare and not _is_negative(section)
    return value > 0 and section.before.strip() in DASHES


def _is_negative(section: _Section) -> bool:
    """Whether a section of negative numbers says so: by a sign, by brackets, or by its colour as Excel proposes."""
    texts = section.before + section.after
    return section.is_coloured or section.is_special or any(sign in texts for sign in (*DASHES, "("))


def _touches(section: _Section) -> bool:
    r"""Whether a text beside or within the digits makes another figure of them: `0"000"`, `0\.00`."""
    if _DIGIT_AT_END.search(section.before) or _DIGIT_AT_START.match(section.after):
        return True
    for sign, digits in section.within:
        groups = sign in {".", ",", "'", "’"} and digits % 3 == 0 and digits > 0 and not section.has_point
        if sign.strip() and not groups:
            return True
    return False


def _rendered(section: _Section, scaled: Fraction, *, is_bare: bool) -> str:
    is_whole = section.is_special or section.is_general or section.has_text
    figure = plain(abs(scaled)) if is_whole else _digits(section, abs(scaled))
    minus = "-" if scaled < 0 and not is_bare else ""
    return f"{minus}{section.before}{figure}{section.after}".strip()


def _digits(section: _Section, amount: Fraction) -> str:
    """Write an amount in the digits of a section."""
    places = len(section.decimals)
    scaled = amount * 10**places
    digits = str((2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator))  # halves away from zero
    digits = digits.zfill(places + 1)
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    whole = whole.lstrip("0").zfill(section.whole.count("0"))
    for sign, count in section.within if not places else ():
        whole = f"{whole[:-count]}{sign}{whole[-count:]}" if count else whole
    least = len(section.decimals.rstrip("#"))
    part = part[:least] + part[least:].rstrip("0")
    if section.is_grouped and whole.isdecimal():
        whole = f"{int(whole):,}"
    return f"{whole}.{part}" if part else whole


def _section_for(sections: list[_Section], value: Fraction) -> tuple[_Section | None, bool]:
    """Choose the section for a number, and say whether it writes the minus itself."""
    if not any(one.condition is not None for one in sections):
        return _section_by_sign(sections, value)
    last = len(sections) - 1
    for number, section in enumerate(sections):
        if section.condition is not None:
            sign, bound = section.condition
            if _holds(value, sign, bound):
                return section, sign in {"<", "<="} and bound <= 0
        elif number == last or (number == 0 and value > 0):
            return section, False
        elif number == 1 and value < 0:
            return section, True
    return None, False


def _section_by_sign(sections: list[_Section], value: Fraction) -> tuple[_Section, bool]:
    """Choose among sections without conditions: positive, negative, zero."""
    if len(sections) == 1 or value > 0 or (value == 0 and len(sections) == 2):
        return sections[0], False
    return (sections[1], True) if value < 0 else (sections[2], False)


def _holds(value: Fraction, sign: str, bound: Fraction) -> bool:
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound, "=": value == bound,
        "<>": value != bound,
    }[sign]  # fmt: skip


@lru_cache(maxsize=4096)
def _sections(code: str) -> tuple[list[_Section], _Section | None]:
    """Take a format apart: the sections of numbers, and the one of texts where it has one."""
    parts: list[list[str]] = [[]]
    for piece in _PIECE.findall(code):
        if piece == ";":
            parts.append([])
        else:
            parts[-1].append(piece)
    sections = [_section(pieces) for pieces in parts[:4]]
    text = sections.pop() if len(sections) == 4 or (len(sections) > 1 and sections[-1].has_text) else None
    if code == "":
        sections[0].is_general = True
    return sections, text


def _section(pieces: list[str]) -> _Section:
    made = _Section()
    run, between = _parted(pieces, made)
    if made.is_general or made.has_text or not _count(run):
        beside = (made.before + run, made.after) if run else ("", made.before + made.after)
        (made.before, made.after), run = beside, ""
    count = _count(run)
    made.within = [(sign, count - before) for sign, before in between]
    whole, point, part = run.rstrip(",").partition(".")
    kept = whole.rstrip(",") if point else whole
    made.commas = len(run) - len(run.rstrip(",")) + len(whole) - len(kept)
    made.is_grouped = "," in kept
    made.whole, made.decimals = kept.replace(",", ""), part.replace(",", "")
    if made.is_special:  # a fraction, an exponent or a day: no digit of it is looked at here
        made.commas, made.within = 0, []
    return made


def _parted(pieces: list[str], made: _Section) -> tuple[str, list[tuple[str, int]]]:
    """Put the texts beside the digits into a section; give the digits, the point and the commas, and the texts within them.

    Each of these has the number of digits before it.
    """
    run = texts = ""
    between: list[tuple[str, int]] = []
    for piece in pieces:
        if piece in {"0", "#", "?"} or (piece == "." and not made.has_point):
            if texts and run:
                between.append((texts, _count(run)))
            elif texts:
                made.before += texts
            texts = ""
            made.has_point = made.has_point or piece == "."
            run += piece
        elif piece == "," and run and not texts:
            run += piece
        else:
            texts += _text_of(piece, made)
    made.after = texts
    return run, between


def _count(run: str) -> int:
    return sum(sign in "0#?" for sign in run)


def _text_of(piece: str, made: _Section) -> str:
    """Give what a part of a format shows as it is, and note what else it asks for."""
    if piece.startswith('"'):
        return piece.strip('"')
    if len(piece) == 2 and piece[0] in "\\_*":
        return piece[1] if piece[0] == "\\" else " " if piece[0] == "_" else ""
    if piece.startswith("["):
        return _bracketed(piece, made)
    lowered = piece.lower()
    if lowered in {"general", "standard"}:
        made.is_general = True
    elif lowered in {"e+", "e-", "/"} or lowered in "ymdhs":
        made.is_special = True
    elif piece == "@":
        made.has_text = True
    else:
        made.shares += piece == "%"
        return piece
    return ""


def _bracketed(piece: str, made: _Section) -> str:
    """Give the sign of a currency in brackets, and note a condition, a span of time or a colour."""
    if match := _CONDITION.fullmatch(piece):
        made.condition = match[1], Fraction(match[2])
    elif match := _LOCALE.fullmatch(piece):
        return match[1]
    elif piece[1:-1].lower() in {"h", "hh", "m", "mm", "s", "ss"} or piece.lower().startswith("[dbnum"):
        made.is_special = True
    else:
        made.is_coloured = True
    return ""
