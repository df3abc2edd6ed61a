"""Findings as text for people: all of them, in order, each with its place, its line and what to do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ..files.visible import visible
from ..formula.suggest import listed
from ..model.codes import advice, cell_in_words, message, of, severity_of
from ..model.findings import Finding, Place, Severity
from ..model.records import Trait
from ..model.sentences import plural, sentence
from .text import cut, paint, width
from .texts import EXAMPLE, SO_TOO, TRY
from .witnesses import as_command, told_witness

_WORDS = {
    "vi": {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.INFO: "thông tin"},
    "en": {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"},
}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.INFO: "bold cyan"}
_HELP = {"vi": "gợi ý", "en": "help"}
_AT = {"vi": "tại", "en": "at"}
_LONGEST_LINE = 110  # cells of an excerpt
_MOST_UNREAD = 3  # columns that nothing reads and that are told one by one
_MOST_LISTED = 8  # of more of them
_BEFORE = 50  # of them before the caret, where the line is cut


def as_text(
    findings: Sequence[Finding],
    texts: Mapping[str, str],
    lang: str,
    *,
    colour: bool = False,
    shown: Mapping[str, str] | None = None,
) -> str:
    """Write findings, an excerpt under each whose file is among `texts`, and their count at the end.

    `shown` says what who reads them calls a file, where findings call it something else.

    >>> print(as_text([Finding("ITR479")], {}, "en"), end="")
    itrank: error ITR479: there are no units in the data
    <BLANKLINE>
    1 error
    """
    if not findings:
        return ""
    blocks = blocks_of(findings, texts, lang, colour=colour, shown=shown)
    only_told = all(severity_of(finding) is Severity.INFO for finding in findings)
    return "\n\n".join(blocks) + ("\n" if only_told else f"\n\n{counts(findings, lang)}\n")


def blocks_of(
    findings: Sequence[Finding],
    texts: Mapping[str, str],
    lang: str,
    *,
    colour: bool = False,
    shown: Mapping[str, str] | None = None,
) -> list[str]:
    """Write each finding with its excerpt; as `as_text`, without their count."""
    lines = {name: text.split("\n") for name, text in texts.items()}
    unread = _unread(findings)
    told = {id(each) for ones in unread.values() for each in ones[1:]}
    return [
        "\n".join(
            [
                *_block(finding, lines, lang, shown or {}, colour=colour),
                *(_others(ones[1:], lang) for ones in [unread.get(finding.place.file, [])] if ones[:1] == [finding]),
            ]
        )
        for finding in findings
        if id(finding) not in told
    ]


def _unread(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """Give by file the columns that nothing reads and that resemble no name, where they are many."""
    found: dict[str, list[Finding]] = {}
    for each in findings:
        if Trait.UNREAD in of(each).traits and each.help is None:
            found.setdefault(each.place.file, []).append(each)
    return {file: ones for file, ones in found.items() if len(ones) > _MOST_UNREAD}


def _others(findings: Sequence[Finding], lang: str) -> str:
    """Name what a finding is told of besides.

    >>> _others([Finding("ITR450", params={"header": name}) for name in "ab"], "en")
    '   = so too: 2 others: "a", "b"'
    """
    headers = listed([f'"{each.params["header"]}"' for each in findings], _MOST_LISTED)
    return f"   = {visible(sentence(SO_TOO, lang, count=len(findings), headers=headers))}"


def counts(findings: Sequence[Finding], lang: str) -> str:
    """Say how many findings there are of each severity.

    >>> counts([Finding("ITR479"), Finding("ITR479")], "en"), counts([Finding("ITR479")], "vi")
    ('2 errors', '1 lỗi')
    """
    found = Counter(severity_of(finding) for finding in findings)
    parts = []
    for severity in Severity:
        if number := found[severity]:
            word = _WORDS[lang][severity]
            parts.append(plural(number, word if lang == "en" and severity is not Severity.INFO else f"{word}/{word}"))
    return ", ".join(parts)


def _block(
    finding: Finding, lines: Mapping[str, Sequence[str]], lang: str, shown: Mapping[str, str], *, colour: bool
) -> Iterator[str]:
    place, severity = finding.place, severity_of(finding)
    where = ":".join(
        [
            visible(shown.get(place.file, place.file)) or "itrank",
            *(str(part) for part in (place.line, place.column) if part),
        ]
    )
    label = paint(f"{_WORDS[lang][severity]} {finding.code}:", _STYLES[severity], colour=colour)
    yield f"{paint(where + ':', 'bold', colour=colour)} {label} {visible(message(finding, lang))}"
    gutter = " " * max(3, len(str(place.line)) + 1)
    text = lines.get(place.file, ())
    if 0 < place.line <= len(text):
        yield from _excerpt(text[place.line - 1], place, gutter, severity, colour=colour)
    if place.cell:
        yield f"{gutter}= {_AT[lang]}: {visible(cell_in_words(place.cell, lang))}"
    if told := advice(finding, lang):
        yield f"{gutter}= {_HELP[lang]}: {visible(told)}"
    if finding.witness is not None:
        yield f"{gutter}= {sentence(EXAMPLE, lang)}: {told_witness(finding.witness, lang)}"
        if command := as_command(finding):
            yield f"{gutter}= {sentence(TRY, lang)}: {command}"


def _excerpt(line: str, place: Place, gutter: str, severity: Severity, *, colour: bool) -> Iterator[str]:
    """Show a line of the file and a caret under what is meant; a long line is cut around it."""
    bare = line.rstrip("\r").replace("\t", " ")
    start = min(max(place.column - 1, 0), len(bare))
    # Only what can be on the screen is looked at: the line may be megabytes long.
    skipped = max(0, start - _BEFORE) if width(bare[: 2 * _LONGEST_LINE]) > _LONGEST_LINE else 0
    before = ("…" if skipped else "") + visible(bare[skipped:start])
    meant = visible(bare[start : start + min(max(place.length, 1), _LONGEST_LINE)])
    after = visible(bare[start : start + 2 * _LONGEST_LINE])
    shown = cut(before + after, _LONGEST_LINE)
    yield f"{gutter}|"
    yield f"{place.line:>{len(gutter) - 1}} | {shown}".rstrip()
    if place.column:
        carets = "^" * max(1, min(width(meant), _LONGEST_LINE - width(before)))
        yield f"{gutter}| {' ' * width(before)}{paint(carets, _STYLES[severity], colour=colour)}"
