"""Mends: what is wrong in the text of a ruleset and can be right in one way only, as edits of the text.

A mend never changes what a valid ruleset means and never chooses between two readings: then it is for a person.
Each is a small function from the text and a finding to edits; where it is not certain it gives none.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ..model.codes import ALIASES, CODES, of
from ..model.findings import Finding, Place
from ..model.records import Fix, Subject
from .document import Map
from .page import Edit, Page
from .schema import ruleset_schema
from .slips import keys_at, kind_meant, meant, words_at

FORMAT_LINE = "format: itrank-ruleset/1"


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spot(page: Page, place: Place, word: str) -> int | None:
    """Find a whole word at a place, or behind the quotation mark that stands there."""
    at = page.offset(place.line, place.column)
    for start in (at, at + 1) if at >= 0 and page.text[at : at + 1] in {'"', "'"} else (at,):
        end = start + len(word)
        if start >= 0 and word and page.text[start:end] == word:
            around = page.text[max(start - 1, 0) : start] + page.text[end : end + 1]
            return None if re.search(r"\w", around) else start
    return None


def _instead(page: Page, place: Place, word: str, new: str | None) -> tuple[Edit, ...]:
    at = _spot(page, place, word) if new is not None else None
    return () if at is None or new is None else (Edit(at, word, new),)


def _key(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A key that the language does not have here, and one slip from one that it has."""
    path = page.places.at(found.place.line, found.place.column, key=True)
    if path is None:
        return ()
    word = found.params["key"]
    return _instead(page, found.place, word, meant(word, keys_at(path[:-1])))


def _fixed_word(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A word in the place of one of a few."""
    path = page.places.at(found.place.line, found.place.column, key=False)
    if path is None:
        return ()
    word = found.params["found"]
    return _instead(page, found.place, word, meant(word, words_at(path)))


def _kind(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A score none of whose keys is a scoring kind, and just one of which nearly is."""
    path = page.places.at(found.place.line, found.place.column, key=False)
    score: Any = page.document
    for step in path or ():
        score = score[step]
    near = kind_meant(score, path) if path is not None and isinstance(score, Map) else None
    return () if near is None else _instead(page, score.key_places[near[0]], *near)


def _unknown_in(found: Finding) -> str:
    """Give the name of which a finding says that there is none."""
    return next(found.params[key] for key in ("option", "name", "id") if key in found.params)


def _name(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A name that is not known."""
    word, place = _unknown_in(found), found.place
    new = page.names.meant(word)
    if new is None:
        return ()
    if _spot(page, place, word) is None:  # what stands under a strange key has the place of its value
        path = page.places.at(place.line, place.column, key=False)
        if path is None or path[-1] != word:
            return ()
        above: Any = page.document
        for step in path[:-1]:
            above = above[step]
        place = above.key_places[word]
    return _instead(page, place, word, new)


# ── Values ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_SWITCHES = {
    **dict.fromkeys(("true", "yes", "on", "có", "đúng"), "true"),
    **dict.fromkeys(("false", "no", "off", "không", "sai"), "false"),
}


def _value(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A switch in other words than true and false; a day in another form than 2022-12-31."""
    scalar, form = page.scalar_at(found), found.params["form"]
    if scalar is None or scalar.said is None:
        return ()
    if form == "switch":
        new = _SWITCHES.get(scalar.said.casefold())
        return () if new is None else (Edit(scalar.start, page.text[scalar.start : scalar.end], new),)
    return _day(page, found) if form == "day" else ()


def _day(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A day whose year, month and day can be told apart."""
    scalar = page.scalar_at(found)
    new = None if scalar is None or scalar.said is None else certain_day(scalar.said)
    if scalar is None or scalar.said is None or new in {None, scalar.said}:
        return ()
    return (Edit(scalar.inner, scalar.said, str(new)),)


def certain_day(text: str) -> str | None:
    """Write a day as 2022-12-31, where nobody can take its month for its day.

    >>> certain_day("2022/1/5"), certain_day("31.12.2022"), certain_day("5/1/2022")
    ('2022-01-05', '2022-12-31', None)
    """
    match = re.fullmatch(r"([0-9]{1,4})([-/.])([0-9]{1,2})\2([0-9]{1,4})", text.strip())
    if match is None:
        return None
    first, middle, last = match[1], int(match[3]), match[4]
    if len(first) == 4 and len(last) < 3:
        year, month, day = int(first), middle, int(last)
    elif len(last) == 4 and len(first) < 3 and (int(first) > 12 or int(first) == middle):
        year, month, day = int(last), middle, int(first)
    else:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _quotes(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A number where text is wanted: the quotation marks that keep 1.10 from being 1.1."""
    written = found.params["found"]
    at = _spot(page, found.place, written)
    return () if at is None else (Edit(at, written, f'"{written}"'),)


def _format_line(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A ruleset in all but its first line."""
    document = page.document
    if found.params["key"] != "format" or document is None or found.place[1:3] != document.place[1:3]:
        return ()
    keys = document.keys()
    is_ruleset = {"id", "version"} <= keys and ({"scorecards", "extends"} & keys)
    first = min(document.key_places.values(), key=lambda place: place.line)
    at = page.offset(first.line, first.column)
    if not is_ruleset or not keys <= ruleset_schema()["properties"].keys() or first.column != 1 or page.text[at] == "{":
        return ()
    return (Edit(at, "", FORMAT_LINE + ("\r\n" if "\r\n" in page.text else "\n")),)


# ── Formulas ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SIGNS = {"×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "!=", "–": "-", "−": "-", "^": "**"}
_CONNECTIVES = {"và": "and", "hoặc": "or", "không": "not"}
_CONNECTIVE = re.compile(r"(?<!\w)(?:và|hoặc|không)(?!\w)")
_PERCENT = re.compile(r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)%")
_COMMA = re.compile(r"([0-9]+),([0-9]+)(%?)")


def _sign(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A sign of print or of a spreadsheet, full-width letters, a space that is not the common one."""
    at = page.offset(found.place.line, found.place.column)
    sign = page.text[at] if 0 <= at < len(page.text) else ""
    scalar = page.scalar_at(found)
    if scalar is None or scalar.said is None:
        return ()
    plain = {each: meant for each in set(scalar.said) if (meant := _plain_sign(each)) is not None}
    marks = enumerate(scalar.said) if sign in plain else ()
    return tuple(Edit(scalar.inner + n, each, plain[each]) for n, each in marks if each in plain)


def _plain_sign(sign: str) -> str | None:
    if sign in _SIGNS:
        return _SIGNS[sign]
    if unicodedata.category(sign) == "Zs" and sign != " ":
        return " "
    wide = unicodedata.decomposition(sign).startswith("<wide>")
    plain = unicodedata.normalize("NFKC", sign) if wide else ""
    # What begins a comment, a key or a quotation in YAML may not come into a formula by itself.
    return plain if len(plain) == 1 and plain.isascii() and (plain.isalnum() or plain in "+-*/(),.<>=_") else None


def _syntax(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A decimal comma, a percentage, `và` for `and`: what formulas write in one other way."""
    scalar = page.scalar_at(found)
    if scalar is None or scalar.said is None or re.search(r"['\"]", scalar.said):
        return ()
    if _COMMA.fullmatch(scalar.said.strip()):
        return _comma(page, found)
    known = page.names.declared | page.names.fixed
    edits = [
        Edit(scalar.inner + match.start(), match[0], _CONNECTIVES[match[0]])
        for match in _CONNECTIVE.finditer(scalar.said)
        if match[0] not in known
    ]
    shares = list(_PERCENT.finditer(scalar.said))
    if len(shares) == scalar.said.count("%"):
        edits += [Edit(scalar.inner + match.start(), match[0], _share(match[1])) for match in shares]
    return tuple(edits)


def _share(digits: str) -> str:
    """Write a percentage as a decimal.

    >>> _share("80"), _share("7.5"), _share("100"), _share("0")
    ('0.8', '0.075', '1', '0')
    """
    whole, _, rest = digits.partition(".")
    shifted = whole.rjust(3, "0")
    number = f"{shifted[:-2].lstrip('0') or '0'}.{shifted[-2:]}{rest}"
    return number.rstrip("0").rstrip(".")


def _comma(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A number with a decimal comma, where the comma cannot be one between thousands."""
    scalar = page.scalar_at(found)
    match = None if scalar is None or scalar.said is None else _COMMA.fullmatch(scalar.said)
    if scalar is None or match is None or (len(match[2]) == 3 and match[1] != "0" and len(match[1]) < 4):
        return ()
    return (Edit(scalar.inner + len(match[1]), ",", "."),)


def _number(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A number as Python writes it: 1_000, .5, 5."""
    written = found.params["found"]
    at = _spot(page, found.place, written)
    if at is None or not re.fullmatch(r"[0-9_]*\.?[0-9_]*", written):
        return ()
    plain = re.sub(r"\.$", "", re.sub(r"^\.", "0.", written.replace("_", "")))
    return (Edit(at, written, plain),)


# ── Signs that nobody sees ──────────────────────────────────────────────────────────────────────────────────────────

# Those that turn the direction of text are left: what a person saw is then not what stands there.
_NOTHING = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def _unseen(page: Page, found: Finding) -> tuple[Edit, ...]:
    """Letters without width, as text from Word and the web has them."""
    at = page.offset(found.place.line, found.place.column)
    if at < 0 or not _NOTHING.match(page.text, at):
        return ()
    return tuple(Edit(match.start(), match[0], "") for match in _NOTHING.finditer(page.text))


def _composed(page: Page, found: Finding) -> tuple[Edit, ...]:
    """Decomposed letters: they are read as if composed, but no search and no other program finds them."""
    at = page.offset(found.place.line, found.place.column)
    scalar = next((scalar for scalar in page.scalars if scalar.start == at), None)
    if scalar is None:
        return ()
    old = page.text[scalar.start : scalar.end]
    return (Edit(scalar.start, old, unicodedata.normalize("NFC", old)),)


# ── Comments ────────────────────────────────────────────────────────────────────────────────────────────────────────

_SILENT = frozenset({Fix.COMMENT, Fix.COMPOSED})  # what no comment was meant to silence
_SILENCE = re.compile(r"#[ \t]*itrank:[ \t]*ignore\[([^\]\n]*)\][^\r\n]*")


def _silence(page: Page, found: Finding) -> tuple[Edit, ...]:
    """A comment that silences nothing, unless something near may be what it meant to silence."""
    code, line = found.params["code"], int(found.params["line"])
    others = [each for each in page.told if each.place.file == page.name and of(each).fix not in _SILENT]
    if any(each.code == code or each.place.line in {line, found.place.line} for each in others):
        return ()
    at = page.offset(found.place.line, found.place.column)
    match = _SILENCE.match(page.text, max(at, 0))
    if match is None or (CODES[code].subject is Subject.CASE and not page.ran):
        return ()
    codes = [each.strip() for each in match[1].split(",")]
    others_too = [each for each in codes if ALIASES.get(each, each) != code]
    if others_too:
        return (Edit(match.start(1), match[1], ", ".join(others_too)),)
    return (_without_comment(page, page.rows[found.place.line - 1], at, match.end()),)


def _without_comment(page: Page, start: int, at: int, end: int) -> Edit:
    """Take a comment away with the space before it, and its line where it stands alone."""
    before = page.text[start:at]
    if before.strip():
        start += len(before.rstrip())
    elif (newline := re.compile(r"\r?\n").match(page.text, end)) is not None:
        end = newline.end()
    return Edit(start, page.text[start:end], "")


FIXES: Mapping[Fix, Callable[[Page, Finding], tuple[Edit, ...]]] = {
    Fix.COMMA: _comma,
    Fix.COMMENT: _silence,
    Fix.COMPOSED: _composed,
    Fix.DAY: _day,
    Fix.FORMAT_LINE: _format_line,
    Fix.KEY: _key,
    Fix.KIND: _kind,
    Fix.NAME: _name,
    Fix.NUMBER: _number,
    Fix.QUOTES: _quotes,
    Fix.SIGN: _sign,
    Fix.SYNTAX: _syntax,
    Fix.UNSEEN: _unseen,
    Fix.VALUE: _value,
    Fix.WORD: _fixed_word,
}


def edits_for(page: Page, found: Finding) -> tuple[Edit, ...]:
    """Give the edits that put right what is wrong; none where that is not certain."""
    fix = of(found).fix
    return () if fix is None else FIXES[fix](page, found)
