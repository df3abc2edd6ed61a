"""How data were read, before anything is computed: for people at a terminal, and as JSON (`itrank-reading/1`)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..files.visible import visible
from ..model.findings import Finding
from ..model.observed import Observed
from ..model.reading import ColumnRead, TableRead
from ..model.ruleset import Ruleset
from ..observe.describing import Counts, InputRead, inputs_read, units_not_found, units_without_rows
from ..result.record import finding_record
from .text import fit, width, wrapped

FORMAT = "itrank-reading/1"
WIDE = 80
_MOST_NAMED = 20
_LEAST = 14  # cells of a column of names

_SAID = {
    "vi": {
        "file": "Tệp", "sheet": "trang", "lines": "dòng", "rows": "dòng số liệu", "delimiter": "dấu tách cột",
        "tab": "phím Tab", "decimal": "Dấu thập phân", ".": "dấu chấm", ",": "dấu phẩy", "": "không biết", "mapping": "Tệp ghép cột",
        "declared": "đã khai", "inferred": "theo ô", "unneeded": "không ô nào cần", "contradicted": "trái nhau:", "ambiguous": "có hai cách đọc:",
        "group": "Nhóm theo tên trang", "marks": "Ký hiệu", "long": "bảng dọc: mỗi dòng một giá trị",
        "column": "Cột", "is": "là", "by": "theo", "values": "số", "blank": "trống", "marked": "KH", "invalid": "sai",
        "id": "mã", "label": "nhãn", "code": "số hiệu", "title": "tên tiêu chí",
        "by-column": "column", "by-mapping": "tệp ghép",
        "tone": "dấu thanh", "measure": "đơn vị đo", "headings": "phần cuối",
        "unread": "Không được đọc", "no units": "không có bảng số liệu, không được đọc", "meant": "có phải là", "ignored": "Bỏ qua theo tệp ghép cột", "none": "Đầu vào không có cột",
        "missing": "ô trống", "units": "Đơn vị", "found": "có dòng", "without": "Không có dòng", "unknown": "Không nhận ra",
        "about": "Cột về đơn vị", "previous": "Năm trước", "percent": "Phần trăm", "sign": "ghi 85%", "plain": "ghi 85", "both": "ghi cả 85 và 85%",
    },
    "en": {
        "file": "File", "sheet": "sheet", "lines": "lines", "rows": "rows of data", "delimiter": "delimiter",
        "tab": "tab", "decimal": "Decimal sign", ".": "the point", ",": "the comma", "": "unknown", "mapping": "Mapping",
        "declared": "declared", "inferred": "by the cell", "unneeded": "no cell needs it", "contradicted": "contradictory:", "ambiguous": "can be read in two ways:",
        "group": "Group by the sheet's name", "marks": "Marks", "long": "long: a row for a value",
        "column": "Column", "is": "is", "by": "by", "values": "values", "blank": "blank", "marked": "marks", "invalid": "wrong",
        "id": "id", "label": "label", "code": "code", "title": "title",
        "by-column": "column", "by-mapping": "mapping",
        "tone": "tone marks", "measure": "measure", "headings": "last part",
        "unread": "Not read", "no units": "no table of data, not read", "meant": "did you mean", "ignored": "Left out by the mapping", "none": "Inputs without a column",
        "missing": "missing", "units": "Units", "found": "have a row", "without": "Without a row", "unknown": "Not recognised",
        "about": "Columns about the unit", "previous": "Last year", "percent": "Percentages", "sign": "as 85%", "plain": "as 85", "both": "as 85 and as 85%",
    },
}  # fmt: skip


def reading_text(ruleset: Ruleset, observed: Observed, lang: str, columns: int | None = None) -> str:
    """Say how each table was read, what each input got, and which units were found; fit for a terminal."""
    wide = max(60, columns or WIDE)
    inputs = {made.asked.id: made for made in inputs_read(ruleset, observed)}
    blocks = [list(_table(read, inputs, lang, wide)) for read in observed.read]
    blocks.append(list(_without_column(inputs.values(), lang, wide)))
    blocks.append(list(_units(observed, lang, wide)))
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks if block) + "\n"


def reading_record(ruleset: Ruleset, observed: Observed, findings: Sequence[Finding]) -> dict[str, Any]:
    """Give the same as values of JSON."""
    return {
        "format": FORMAT,
        "ruleset": {"id": ruleset.id, "version": ruleset.version, "sha256": ruleset.sha256},
        "data": [{"path": source.path, "sha256": source.sha256} for source in observed.sources],
        "tables": [_table_record(read) for read in observed.read],
        "inputs": [_input_record(made) for made in inputs_read(ruleset, observed)],
        "units": {
            "found": [unit.id for unit in observed.units],
            "without_rows": list(units_without_rows(observed)),
            "not_found": list(units_not_found(observed)),
        },
        "diagnostics": [finding_record(found) for found in findings],
    }


def reading_json(ruleset: Ruleset, observed: Observed, findings: Sequence[Finding]) -> str:
    """Write the same as JSON."""
    return json.dumps(reading_record(ruleset, observed, findings), ensure_ascii=False, indent=1) + "\n"


def _table_record(read: TableRead) -> dict[str, Any]:
    return {
        "file": read.file,
        "sheet": read.sheet,
        "span": read.span,
        "rows": read.rows,
        "units": read.units,
        "delimiter": read.delimiter,
        "layout": "long" if read.is_long else "wide",
        "decimal": read.decimal,
        "decimal_how": read.decimal_how,
        "decimal_by": list(read.decimal_by),
        "marks": dict(read.marks),
        "group": read.group,
        "mapping": read.mapping,
        "columns": [
            {
                "number": column.number,
                "header": column.header,
                "use": column.use,
                "names": list(column.names),
                "by": column.by,
                "despite": list(column.despite),
                "near": column.near,
            }
            for column in read.columns
        ],
    }


def _input_record(made: InputRead) -> dict[str, Any]:
    return {
        "id": made.asked.id,
        "type": made.asked.type,
        "columns": [
            {"file": file, "sheet": sheet, "header": header, **made.tables.get((file, sheet), Counts())._asdict()}
            for file, sheet, header in made.headers
        ],
        "values": made.values,
        "blank": made.blank,
        "marked": dict(made.marked),
        "invalid": made.invalid,
        "percent": made.percent,
    }


def _table(read: TableRead, inputs: dict[str, InputRead], lang: str, wide: int) -> Iterator[str]:
    say = _SAID[lang]
    if not read.columns:
        yield f"{say['file']}: {_name(read)} · {say['no units']}"
        return
    yield from wrapped(" · ".join(_shape(read, say)), wide, "  ")
    yield from _conventions(read, say, wide)
    matched = [column for column in read.columns if column.use == "input"]
    if matched:
        yield ""
        yield from _matched(matched, (read.file, read.sheet), inputs, lang, wide)
    for use in ("unread", "ignored"):
        yield from _left([column for column in read.columns if column.use == use], say[use], say["meant"], wide)


def _name(read: TableRead) -> str:
    return visible(read.file) + (f" [{visible(read.sheet)}]" if read.sheet else "")


def _shape(read: TableRead, say: Mapping[str, str]) -> Iterator[str]:
    """Name a table and what was read of it: its lines, the delimiter, the layout."""
    yield f"{say['file']}: {_name(read)}"
    if read.span:
        yield f"{say['lines']} {read.span}" if read.span[:1].isdigit() else read.span
    yield f"{read.rows} {say['rows']}"
    if read.delimiter:
        yield f"{say['delimiter']}: {say['tab'] if read.delimiter == chr(9) else read.delimiter}"
    if read.is_long:
        yield say["long"]


def _conventions(read: TableRead, say: Mapping[str, str], wide: int) -> Iterator[str]:
    """Say how a table writes numbers, what names its columns and its group, its marks, and what it says of units."""
    if read.decimal_how:
        evidence = visible("; ".join(read.decimal_by))
        sign = f"{say['decimal']}: {say[read.decimal]}, {say[read.decimal_how]} {evidence}"
        yield from wrapped(sign.rstrip(), wide, "    ", "  ")
    for word, value in (("mapping", read.mapping), ("group", read.group)):
        if value:
            yield f"  {say[word]}: {visible(value)}"
    listed = {"marks": [f"{visible(mark)} {count}" for mark, count in read.marks.items()]}
    for word, use in (("about", "unit"), ("previous", "previous")):
        listed[word] = [f'{"/".join(c.names)} = "{visible(c.header)}"' for c in read.columns if c.use == use]
    for word, told in listed.items():
        if told:
            yield from wrapped(f"{say[word]}: {', '.join(told)}", wide, "    ", "  ")


def _left(columns: Sequence[ColumnRead], heading: str, meant: str, wide: int) -> Iterator[str]:
    """List columns that are not read, each with what was probably meant."""
    if columns:
        yield from ("", f"{heading}:")
    for column in columns:
        near = f" → {meant} {visible(column.near)}?" if column.near else ""
        yield from wrapped(f"{visible(column.header)}{near}", wide, "    ", "  ")


def _matched(
    columns: Sequence[ColumnRead], table: tuple[str, str], inputs: dict[str, InputRead], lang: str, wide: int
) -> Iterator[str]:
    """Print a line for each column that is read: header, input, how it was matched, and what is in it."""
    say = _SAID[lang]
    heads = tuple(say[word] for word in ("column", "is", "by", "values", "blank", "marked", "invalid"))
    rows = [heads, *(_matched_row(column, table, inputs, say) for column in columns)]
    spans = [max(map(width, cells)) for cells in zip(*rows, strict=True)]
    room = wide - sum(spans[3:]) - 2 * (len(heads) - 1)
    # The names share what is left: the widest gives first, and none less than it needs to be recognised.
    while sum(spans[:3]) > room and max(spans[:3]) > _LEAST:
        spans[spans.index(max(spans[:3]))] -= 1
    for row in rows:
        cells = zip(row, spans, strict=True)
        yield "  ".join(fit(text, span, right=place >= 3) for place, (text, span) in enumerate(cells))


def _matched_row(
    column: ColumnRead, table: tuple[str, str], inputs: dict[str, InputRead], say: Mapping[str, str]
) -> tuple[str, ...]:
    """Say of a column its header, what it is, by what it was matched, and how many values it has of each sort."""
    got = [inputs[id_] for id_ in column.names if id_ in inputs]
    by = say.get(f"by-{column.by}", say.get(column.by, column.by))
    tables = (made.tables.get(table, Counts()) for made in got)
    types = ", ".join(dict.fromkeys(made.asked.type for made in got))
    percent = next((f" {say[made.percent]}" for made in got if made.percent), "")
    return (
        visible(column.header),
        f"{', '.join(column.names)} ({types}{percent})",
        ", ".join((by, *(say[despite] for despite in column.despite))),
        *(str(sum(count)) for count in zip(Counts(), *tables, strict=True)),
    )


def _without_column(inputs: Sequence[InputRead] | Any, lang: str, wide: int) -> Iterator[str]:
    say = _SAID[lang]
    left = [made.asked for made in inputs if not made.headers]
    if left:
        yield f"{say['none']}:"
    for asked in left:
        label = visible(asked.label.say(lang))
        called = f"{asked.id} ({label})" if label and label != asked.id else asked.id
        yield from wrapped(f"{called} · {say['missing']}: {asked.missing}", wide, "    ", "  ")


def _units(observed: Observed, lang: str, wide: int) -> Iterator[str]:
    say = _SAID[lang]
    without, unknown = units_without_rows(observed), units_not_found(observed)
    yield f"{say['units']}: {len(observed.units)}, {say['found']}: {len(observed.units) - len(without)}"
    for word, names in (("without", without), ("unknown", unknown)):
        if names:
            more = f", … (+{len(names) - _MOST_NAMED})" if len(names) > _MOST_NAMED else ""
            told = ", ".join(visible(name) for name in names[:_MOST_NAMED])
            yield from wrapped(f"{say[word]}: {told}{more}", wide, "    ", "  ")
