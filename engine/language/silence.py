"""Silences: a comment `# itrank: ignore[ITR340] reason` takes back what is told of a line, and its reason stays on record.

A comment at the end of a line speaks of that line, one that stands alone of the next line that is not a comment.
What is a comment and what is text is asked of the YAML scanner: a `#` in quotes or in a block of text is none.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ..model.codes import ALIASES, CODES, has_errors
from ..model.findings import Finding, Place, Severity, finding, in_order
from .document import Loader

_MENTION = re.compile(r"#\s*itrank:")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[ \t]*itrank:[ \t]*(?P<said>.*?)[ \t\r]*$")
_ANY_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_IGNORE = re.compile(r"ignore\[(?P<codes>[^\]]*)\][ \t]*[:,-]?[ \t]*(?P<reason>.*)")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Silence:
    """One code that a comment silences.

    Attributes:
        line: of which it speaks.
        place: of the comment.
    """

    code: str
    reason: str
    line: int
    place: Place


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that is taken back, and why."""

    finding: Finding
    reason: str


def silences(text: str, name: str) -> tuple[tuple[Silence, ...], tuple[Finding, ...]]:
    """Read the silences of a file that is a well-formed document, and what is wrong with them.

    >>> found, _ = silences("a: 1  # itrank: ignore[ITR340] kept for next year", "r.yaml")
    >>> found[0].code, found[0].line, found[0].reason
    ('ITR340', 1, 'kept for next year')
    """
    if not _MENTION.search(text):
        return (), ()
    found: list[Silence] = []
    findings: list[Finding] = []
    rows = text.removeprefix("\ufeff").split("\n")
    masked = _without_text(text.removeprefix("\ufeff"), rows)
    following = _following(masked)
    for number, row in enumerate(masked):
        match = _COMMENT.search(row)
        if match is None:
            continue
        at = Place(name, number + 1, match.start() + 1, "", max(len(row.rstrip()) - match.start(), 1))
        line = number + 1 if row[: match.start()].strip() else following[number]
        found += _silences_in(match["said"], line, at, findings)
    return tuple(found), tuple(findings)


def _silences_in(said: str, line: int, at: Place, findings: list[Finding]) -> list[Silence]:
    """Read the codes and the reason of one comment, which is about a line; what cannot be read is reported."""
    parts = _IGNORE.fullmatch(said)
    if parts is None:
        findings.append(finding("ITR147", at, found=said[:_LONGEST]))
        return []
    named = [code.strip() for code in parts["codes"].split(",")]
    codes = [ALIASES.get(code, code) for code in named]
    strange = [code for code in codes if code not in CODES]
    if strange:
        findings.append(finding("ITR147", at, found=(strange[0] or said)[:_LONGEST]))
    known = [code for code in codes if code in CODES]
    if known and not parts["reason"]:
        findings.append(finding("ITR146", at, codes=", ".join(known)))
        return []
    return [Silence(code, parts["reason"], line, at) for code in known]


def comments(text: str) -> Iterator[tuple[int, str]]:
    r"""Give the comments of a file that is a well-formed document, each with the number of its line.

    >>> list(comments("a: '# x'  # one\n# two"))
    [(1, '# one'), (2, '# two')]
    """
    bare = text.removeprefix("\ufeff")
    rows = bare.split("\n")
    for number, row in enumerate(_without_text(bare, rows), 1):
        if (match := _ANY_COMMENT.search(row)) is not None:
            yield number, match.group().rstrip()


def _without_text(text: str, rows: list[str]) -> list[str]:
    """Give the lines with every scalar blotted out, so that each `#` that is left begins a comment."""
    try:
        tokens: list[Any] = [token for token in yaml.scan(text, Loader=Loader) if isinstance(token, yaml.ScalarToken)]
    except yaml.YAMLError:  # told where the document was read
        return [""] * len(rows)
    spans: dict[int, list[tuple[int, int]]] = {}
    for token in tokens:
        first, last = token.start_mark, token.end_mark
        # The line on which a block of text is opened may end in a comment; the text begins below it.
        opening = first.line + 1 if token.style in {"|", ">"} else first.line
        for line in range(opening, min(last.line + 1, len(rows))):
            start = first.column if line == first.line else 0
            end = last.column if line == last.line else len(rows[line])
            spans.setdefault(line, []).append((start, end))
    return [_blotted(row, spans.get(line, ())) for line, row in enumerate(rows)]


def _blotted(row: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blot out pieces of a line that follow each other; in one go, as a line may hold a whole document.

    >>> _blotted("a: b # c", [(0, 1), (3, 4)])
    'x: x # c'
    """
    made, at = [], 0
    for start, end in spans:
        made += [row[at:start], "x" * (end - start)]
        at = end
    return "".join([*made, row[at:]])


def _following(masked: list[str]) -> list[int]:
    """Number the line of which a comment that stands alone speaks: the next that is none; its own where there is none.

    >>> _following(["# one", "", "# two", "a: 1", "# end"])
    [4, 4, 4, 4, 5]
    """
    made = []
    line = 0
    for number, row in zip(range(len(masked), 0, -1), reversed(masked), strict=True):
        made.append(line or number)
        if (bare := row.strip()) and bare[0] != "#":
            line = number
    return made[::-1]


def apply(
    findings: Iterable[Finding], texts: Mapping[str, str], own: str = "", *, is_all: bool = True
) -> tuple[tuple[Finding, ...], tuple[Silenced, ...]]:
    """Take back the findings that comments silence.

    Args:
        findings: of a ruleset.
        texts: file name -> text, of all the files that it is made of.
        own: the file whose comments are looked at themselves; empty: none is.
        is_all: whether everything was looked for, so that a comment that silences nothing is one too many.

    Returns:
        What is still told, in order, with what is wrong with the comments of `own`; and what is silenced.
    """
    found = in_order(findings)
    read = {name: silences(text, name) for name, text in texts.items() if _MENTION.search(text)}
    if not read:
        return found, ()
    wanted: dict[tuple[str, int, str], Silence] = {
        (name, silence.line, silence.code): silence for name, (given, _) in read.items() for silence in given
    }
    told: list[Finding] = []
    silenced: list[Silenced] = []
    used: set[tuple[str, int, str]] = set()
    for each in found:
        codes = (each.code, *CODES[each.code].surer)
        keys = [(each.place.file, each.place.line, code) for code in codes]
        key = next((key for key in keys if key in wanted), keys[0])
        silence = wanted.get(key)
        if silence is None or has_errors([each]):
            told.append(each)
        else:
            silenced.append(Silenced(each, silence.reason))
        if silence is not None:
            used.add(key)
    given, wrong = read.get(own, ((), ()))
    told += wrong
    unused = [each for each in given if is_all and (own, each.line, each.code) not in used]
    told += _vain(given, unused)
    return in_order(told), tuple(silenced)


def _vain(given: Sequence[Silence], unused: Sequence[Silence]) -> Iterator[Finding]:
    """Point out the comments that would silence an error, and those that silence nothing."""
    for silence in given:
        if CODES[silence.code].severity is Severity.ERROR:
            yield finding("ITR149", silence.place, code=silence.code, line=silence.line)
        elif silence in unused:
            yield finding("ITR148", silence.place, code=silence.code, line=silence.line)
