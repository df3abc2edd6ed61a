"""Find the signatures and notes of a table, and the rows below them that say nothing of a unit."""

from collections.abc import Sequence

from .row_facts import Rows, Verdict
from .row_words import is_signed

_MOST_SIGNS = 4  # cells in a row of signatures
_SIGNATURE = ("chữ ký hoặc ghi chú", "a signature or a note")


def judge_signatures(rows: Rows, unknown: Sequence[int], judged: dict[int, Verdict]) -> None:
    """Find signatures and notes, and below the first of them all rows without an answer, if none follows with one."""
    count = len(rows.table.rows)
    last = max((row for row in range(count) if rows.has_answer(row)), default=-1)
    verdicts = ((row, _verdict(rows, row, last)) for row in unknown)
    found = {row: verdict for row, verdict in verdicts if verdict is not None}
    first = min((row for row, verdict in found.items() if verdict.kind == "signature"), default=count)
    judged |= found
    judged |= {row: Verdict("signature") for row in unknown if row > max(first, last)}


def _verdict(rows: Rows, row: int, last: int) -> Verdict | None:
    """Say whether a row is a signature or a note; `last` is the last row with an answer."""
    texts = rows.texts(row)
    if len(texts) > _MOST_SIGNS or rows.figured[row] or not any(map(is_signed, texts)):
        return None
    if all(map(is_signed, rows.filled(row, (rows.about.name, rows.about.id)))):
        return Verdict("doubt", _SIGNATURE) if rows.has_answer(row) else Verdict("signature")
    # Beside a name words of a signature may be the answer to a question for words.
    if rows.has_answer(row) or not (_is_apart(rows, row, last) or _has_words_for_figures(rows, row)):
        return None
    return Verdict("doubt", _SIGNATURE)


def _is_apart(rows: Rows, row: int, last: int) -> bool:
    """Whether a row stands below all answers, with blank lines before it."""
    lines = rows.table.lines
    return row > last and (row == 0 or (bool(lines) and lines[row] > lines[row - 1] + 1))


def _has_words_for_figures(rows: Rows, row: int) -> bool:
    """Whether words of a signature stand where a figure, a day or a choice belongs."""
    cells = rows.table.rows[row]
    return any(
        cells[column] and is_signed(cells[column]) and all(not asked.traits.is_evidence for asked in inputs)
        for column, inputs in rows.of.items()
    )
