"""Say of a table that was laid over the units how it was read."""

from collections import Counter
from collections.abc import Iterator

from ..files.naming import fold
from ..files.tables import letters
from ..model.observed import Table
from ..model.reading import TableRead
from .cells import marks_of
from .decimal_sign import Sign
from .sheets import Laid


def table_read(laid: Laid, sign: Sign) -> TableRead:
    """Gather what is told of a table."""
    table = laid.table
    return TableRead(
        file=table.name,
        sheet=table.sheet,
        span=_span(table),
        rows=len(table.rows),
        units=sum(row >= 0 for row in laid.rows),
        decimal=sign.sign,
        decimal_how=sign.how,
        decimal_by=tuple(f'{witness.about}: "{witness.text}"' for witness in sign.witnesses),
        marks=_marks(laid),
        columns=laid.columns,
        delimiter=table.delimiter,
        mapping=laid.guide.mapping.name if laid.guide.mapping is not None else "",
        group=laid.group,
        is_long=laid.layout is not None,
    )


def _span(table: Table) -> str:
    """Name the lines of a file, or the cells of a sheet, that a table takes."""
    lines = (table.header_line, *table.lines[-1:])
    if table.sheet and table.columns:
        return f"{letters(table.columns[0] - 1)}{lines[0]}:{letters(table.columns[-1] - 1)}{lines[-1]}"
    return f"{lines[0]}-{lines[-1]}" if table.lines else ""


def _marks(laid: Laid) -> dict[str, int]:
    """Count the cells that hold each mark."""
    marks = laid.guide.headers.marks
    if not marks:
        return {}
    known = marks_of(laid.guide.headers)
    firsts = {mark[:1] for mark in known}  # most cells are numbers, and need not be folded
    seen = Counter(text for text in _texts(laid) if text[:1].casefold()[:1] in firsts)
    found: Counter[str] = Counter()
    for text, count in seen.items():
        if fold(text) in known:
            found[fold(text)] += count
    return {mark: found[fold(mark)] for mark in marks if found[fold(mark)]}


def _texts(laid: Laid) -> Iterator[str]:
    """Give the cells that are read as inputs."""
    rows = laid.table.rows
    if laid.layout is not None:
        columns = {laid.layout.value, *((laid.layout.state,) if laid.layout.state >= 0 else ())}
    else:
        columns = {feed.column for feed in laid.feeds}
    for column in sorted(columns):
        yield from (row[column] for row in rows)
