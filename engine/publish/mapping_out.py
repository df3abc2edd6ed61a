"""Write a mapping file with what was matched, and with what was not as lines that somebody has to fill in."""

import json
from collections.abc import Iterator, Mapping

from ..model.observed import Observed
from ..model.reading import ColumnRead
from ..observe.describing import units_not_found
from ..observe.mapping_schema import FORMAT

_SAID = {
    "vi": {
        "head": "Cách đọc tệp số liệu này; cột: đầu vào, hoặc ~ để bỏ qua",
        "todo": "TODO: cột này chưa khớp với đầu vào nào; bỏ dấu # và ghi mã đầu vào, hoặc ~ để bỏ qua",
        "meant": "có phải là", "units": "TODO: tên này chưa nhận ra; bỏ dấu # và ghi mã đơn vị",
        "decimal": "TODO: dấu thập phân của tệp",
    },
    "en": {
        "head": "How this data file is read; column: input, or ~ to leave it out",
        "todo": "TODO: this column matches no input yet; remove the # and write the input's id, or ~ to leave it out",
        "meant": "did you mean", "units": "TODO: this name is not recognised; remove the # and write the unit's id",
        "decimal": "TODO: the decimal sign of the file",
    },
}  # fmt: skip


def mapping_text(observed: Observed, lang: str) -> str:
    """Write the mapping of the files that were read; it reads back as what was matched."""
    return "\n".join(_lines(observed, lang)) + "\n"


def _lines(observed: Observed, lang: str) -> Iterator[str]:
    say = _SAID[lang]
    yield f"# {say['head']}."
    yield f"format: {FORMAT}"
    yield from _decimal(observed, say["decimal"])
    yield from _columns(observed, say)
    if unknown := units_not_found(observed):
        yield f"# {say['units']}"
        yield "# units:"
        yield from (f"#   {_quoted(name)}:" for name in unknown)


def _decimal(observed: Observed, todo: str) -> Iterator[str]:
    """Write the one decimal sign of all tables, or that somebody has to."""
    signs = {read.decimal for read in observed.read if read.decimal_how in {"declared", "inferred"}}
    if len(signs) == 1:
        yield f"decimal: {_quoted(signs.pop())}"
    elif any(read.decimal_how in {"contradicted", "ambiguous"} for read in observed.read):
        yield f'# {todo}\n# decimal: ","'


def _columns(observed: Observed, say: Mapping[str, str]) -> Iterator[str]:
    """Write the columns that are known, then as comments those that matched nothing.

    A section of comments alone would be an empty value: its heading is then a comment too.
    """
    columns = {column.header: column for read in observed.read for column in read.columns if column.header}
    known = [line for column in columns.values() if (line := _known(column))]
    todo = [column for column in columns.values() if column.use == "unread"]
    if known:
        yield from ("columns:", *known)
    elif todo:
        yield "# columns:"
    if todo:
        yield f"{'  ' * bool(known)}# {say['todo']}"
    for column in todo:
        near = f"  # {say['meant']} {_quoted(column.near)}?" if column.near else ""
        yield f"{'  # ' if known else '#   '}{_quoted(column.header)}: ~{near}"


def _known(column: ColumnRead) -> str:
    if column.use == "ignored":
        return f"  {_quoted(column.header)}: ~"
    if column.use == "input" and len(column.names) == 1:
        return f"  {_quoted(column.header)}: {_quoted(column.names[0])}"
    if column.use == "unit" and column.header != column.names[0]:
        return f"  {_quoted(column.header)}: {column.names[0]}"
    return ""


def _quoted(text: str) -> str:
    """Quote a text for YAML, on one line."""
    return json.dumps(text, ensure_ascii=False)
