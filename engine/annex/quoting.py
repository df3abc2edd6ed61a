"""What a criterion's description quotes of an annex: a draft writes it so, and a comparison reads it so."""

import re
from collections.abc import Mapping

from ..files.word import FOOTNOTE
from .annex import Line
from .text import one_line

QUOTES: Mapping[str, str] = {
    "wording": "Cách chấm", "evidence": "Minh chứng", "notes": "Ghi chú", "footnotes": "Chú thích",
}  # fmt: skip
_FIRST = re.compile(rf"^(?:{'|'.join(QUOTES.values())}):", re.MULTILINE)
_QUOTED = {
    role: re.compile(rf"^{name}:\s*(.*?)(?=\n(?:{'|'.join(QUOTES.values())}):|\Z)", re.DOTALL | re.MULTILINE)
    for role, name in QUOTES.items()
}


_NOTE = re.compile(r"\[chú thích: ([^\[\]]*)\]")


def with_notes(text: str, notes: str) -> str:
    r"""Put what footnotes say where their marks stand; a text with other marks than notes stays as it is.

    >>> with_notes("Tỷ lệ[chú thích] × 20", "Không tính\nvăn bản mật")
    'Tỷ lệ[chú thích: Không tính; văn bản mật] × 20'
    """
    marks = text.count(FOOTNOTE)
    told = [one_line(notes)] if marks == 1 else notes.split("\n")
    if not notes or marks != len(told):
        return text
    parts = text.split(FOOTNOTE)
    said = (f"[chú thích: {note.replace('[', '(').replace(']', ')')}]" for note in told)
    return "".join(part + note for part, note in zip(parts, (*said, ""), strict=True))


def without_notes(text: str) -> str:
    """Leave the mark alone where a footnote is written in its place."""
    return _NOTE.sub(FOOTNOTE, text)


def notes_quoted(description: str) -> str:
    """Give the footnotes that a description quotes, in their places or apart, a line each."""
    return "\n".join(filter(None, (*_NOTE.findall(description), quoted(description, "footnotes"))))


def described(line: Line) -> str:
    """Write what the annex says of a line in its own words: how it is scored, the evidence, what other columns say."""
    placed = " ".join(note for role in QUOTES for note in _NOTE.findall(getattr(line, role)))
    apart = "\n".join(note for note in line.footnotes.split("\n") if note.strip(" ;") not in placed)
    told = ((name, apart if role == "footnotes" else getattr(line, role)) for role, name in QUOTES.items())
    return "\n".join(f"{name}:\n{said}" if "\n" in said else f"{name}: {said}" for name, said in told if said)


def quoted(description: str, role: str = "wording") -> str:
    r"""Give what a description quotes of a column of the annex; empty where it quotes nothing.

    Args:
        description: of a criterion.
        role: `wording`, `evidence`, `notes` or `footnotes`.

    >>> quoted("TODO\nCách chấm:\n4 cuộc: 20 điểm;\n3 cuộc: 15 điểm\nMinh chứng: Biên bản"), quoted("Họp trong năm")
    ('4 cuộc: 20 điểm;\n3 cuộc: 15 điểm', '')
    >>> quoted("Cách chấm: Theo thực tế\nMinh chứng: Biên bản", "evidence")
    'Biên bản'
    """
    found = _QUOTED[role].search(description)
    return found[1] if found is not None else ""


def with_wording(description: str, words: str) -> str:
    r"""Put other words in the place of the wording that a description quotes.

    >>> with_wording("Họp\nCách chấm: Có: 2 điểm\nMinh chứng: Biên bản", "đã sửa")
    'Họp\nCách chấm: đã sửa\nMinh chứng: Biên bản'
    """
    found = _QUOTED["wording"].search(description)
    return description if found is None else f"{description[: found.start(1)]}{words}{description[found.end(1) :]}"


def all_quoted(description: str) -> str:
    r"""Give all that a description quotes of the annex, as `described` wrote it; empty where it quotes nothing.

    >>> all_quoted("TODO: xem\nCách chấm: Theo thực tế\nMinh chứng: Biên bản")
    'Cách chấm: Theo thực tế\nMinh chứng: Biên bản'
    """
    found = _FIRST.search(description)
    return description[found.start() :] if found is not None else ""
