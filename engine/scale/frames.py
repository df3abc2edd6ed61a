"""Tables as columns: files and frames of any library, each column with what its cells are, and any of its rows as text.

A cell of text is what the reference reads; a typed cell has the text and the kind that the reference gives the same cell
of a workbook. Columns are named "0", "1", … and the number of the row is `n`.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

from ..files.apostrophes import GUARDED, unguarded
from ..files.contents import MEBIBYTE, decode, read_bytes
from ..files.numbers import plain
from ..files.tables import MOST_CHARACTERS, WHOLE, Frame, Opened, open_text, table_of_text
from ..files.visible import HIDDEN_IN_FILES
from ..model.findings import Finding, Place, finding
from ..model.observed import CellKind, Table
from ..model.ruleset import Source as SourceFile

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 100_000_000
"""Rows of a table in columns; the engines' own limits are lower where their memory is (docs/security.md)."""
MOST_COLUMNS = 1_500  # PostgreSQL holds 1,600 in a table
MOST_TEXT_BYTES = 4096 * MEBIBYTE
"""Bytes of a CSV file, which is held in memory; Parquet and Arrow are read as they are needed."""

Kind: TypeAlias = Literal["text", "whole", "decimal", "float", "yes_no", "day", "moment", "other"]
"""What the cells of a column are."""

MOST_SLOW_BYTES = 512 * MEBIBYTE
"""Bytes of a CSV file that can only be read row by row: one with cells of several lines, or with rows of more cells."""
_PIECE = 16 * MEBIBYTE

PARQUET, ARROW = b"PAR1", b"ARROW1"
_ASCII_SEEN = bytes(range(0x20, 0x7F)) + b"\t\n\r"
_TIDY = r"^(?:[!-&(-~][!-~]*(?: [!-~]+)*)?$"
"""A text of ASCII with single spaces between words and no apostrophe before them."""
_FIRST_ROWS, MOST_SHAPES = 10_000, 1_000  # rows that say whether a column has few shapes, and how many these may be
_HEAD = 40  # lines among which the headers are
_NAMES = {"parquet": ("tệp Parquet", "Parquet file"), "arrow": ("tệp Arrow", "Arrow file")}


class Ends(NamedTuple):
    """The least and the greatest of a column of whole numbers, and how many cells are blank."""

    low: int | None
    high: int | None
    blanks: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in columns.

    Attributes:
        name: what findings call it.
        headers: of its columns.
        kinds: of its columns.
        frame: the columns "0", "1", …; `n`, the number of each row from 0.
        height: how many rows there are, those without anything in them too.
        header_line: the line of the headers; of what has no lines 0, and the first row is 1.
        lines: of each row, where they do not follow one another.
        delimiter: of a text file.
        numbers: of the columns in the file, where some have no header.
        findings: what is wrong in it, each at its line and column.
        beside: what stands in columns without a header, by row.
        clean: makes of a text in the frame the text that the reference would have.
        source: gives the file with its hash, which may have to be waited for.
        cut: makes `frame` of a number of rows from one on, without reading the others; None where it is all in memory.
        tidy: columns of text in which every cell is what the reference would have.
        shapes: of columns whose texts are few but for the digits at their ends, these as `shapes_of` has them.
        ends: of columns of whole numbers, what the file says of them; `held` looks whether that is true.
        held: columns of text that `frame` makes of what `raw` gives: places in a list of words, or whole numbers.
        wholes: those of whole numbers: every cell is blank or a number as it is written, such as 12 and not 012.
        is_same: says whether the file is still the one that was opened; None where all of it is in memory.
    """

    name: str
    headers: tuple[str, ...]
    kinds: tuple[Kind, ...]
    frame: pl.LazyFrame
    height: int
    header_line: int = 0
    lines: Sequence[int] = ()
    delimiter: str = ""
    numbers: Sequence[int] = ()
    findings: tuple[Finding, ...] = ()
    beside: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    clean: Callable[[str], str] = str.strip
    source: Callable[[], SourceFile] | None = None
    cut: Callable[[int, int], pl.LazyFrame] | None = None
    tidy: frozenset[int] = frozenset()
    shapes: Mapping[int, pl.Series] = field(default_factory=dict)
    ends: Mapping[int, Ends] = field(default_factory=dict)
    held: frozenset[int] = frozenset()
    wholes: frozenset[int] = frozenset()
    is_same: Callable[[], bool] | None = None

    def raw(self, column: int) -> pl.Expr:
        """Give a column as it is held, which takes less to look at than its texts."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        return pl.col(_held(column) if column in self.held else str(column))

    def words(self, column: int) -> pl.Expr:
        """Give a column as what its texts can be compared with."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        return pl.col(str(column)) if column in self.wholes else self.raw(column)

    def line(self, row: int) -> int:
        """Give the line at which a row begins."""
        return self.lines[row] if self.lines else self.header_line + 1 + row

    def texts(self, column: int) -> pl.Expr:
        """Give a column as the texts that the reference would have, with one space between words; "" where it is blank."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        cells, kind = pl.col(str(column)), self.kinds[column]
        if kind == "whole":
            cells = cells.cast(pl.String)
        elif kind != "text":
            cells = cells.map_elements(lambda value: self.text(value, kind)[0], return_dtype=pl.String)
        elif column in self.tidy:
            return cells.fill_null("")
        elif self.clean is not str:
            return cells.map_batches(self._tidied, return_dtype=pl.String, is_elementwise=True)
        return _with_single_spaces(cells)

    def _tidied(self, cells: pl.Series) -> pl.Series:
        """Do the same with texts: most columns have only such as need nothing, which is seen in a tenth of the time."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        if cells.str.contains(_TIDY).all():  # nulls are left out
            return cells.fill_null("")
        guard = pl.col("text").str.strip_chars()
        if self.delimiter:
            guard = pl.when(guard.str.contains(GUARDED)).then(guard.str.slice(1).str.strip_chars()).otherwise(guard)
        else:
            guard = guard.str.normalize("NFC")
        return cells.to_frame("text").select(_with_single_spaces(guard)).to_series().alias(cells.name)

    def tidied(self, columns: Collection[int]) -> Sheet:
        """Find out of which of some columns `texts` need change nothing: these are read several times."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        asked = [column for column in dict.fromkeys(columns) if column >= 0 and self.kinds[column] == "text"]
        if not asked or self.clean is str:
            return self
        shapes = {column: found for column in asked if (found := self._few_shapes(column)) is not None}
        tidy = {column for column, found in shapes.items() if found.str.contains(_TIDY).all()}
        if left := [column for column in asked if column not in shapes]:
            are = self.frame.select(pl.col(str(column)).str.contains(_TIDY).all() for column in left)
            answers = are.collect(engine="streaming").row(0)
            tidy |= {column for column, is_so in zip(left, answers, strict=True) if is_so}
        return replace(self, tidy=frozenset(tidy), shapes=shapes)

    def _few_shapes(self, column: int) -> pl.Series | None:
        """Give the shapes of the texts of a column; None where the first rows have many."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        texts = self.frame.select(pl.col(str(column)).alias("text"))
        if len(shapes_of(texts.head(_FIRST_ROWS))) > MOST_SHAPES:
            return None
        found = shapes_of(texts)
        return found if len(found) <= MOST_SHAPES else None

    def bare(self) -> Table:
        """Give the table without its rows."""
        return Table(
            self.name,
            self.headers,
            (),
            header_line=self.header_line or 1,
            delimiter=self.delimiter,
            columns=self.numbers,
            findings=self.findings,
        )

    def table(self, rows: Sequence[int]) -> Table:
        """Give some rows as text, in their order."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        names = [str(column) for column in range(len(self.headers))]
        wanted = pl.Series("n", sorted(rows), dtype=pl.Int64)
        near = self.frame if self.cut is None or not len(wanted) else self.cut(wanted[0], wanted[-1] - wanted[0] + 1)
        found = near.filter(pl.col("n").is_in(wanted.implode())).select("n", *names).sort("n").collect()
        return self.table_of(found)

    def table_of(self, found: pl.DataFrame) -> Table:
        """Give rows that were collected as text."""
        texts: list[list[str]] = []
        kinds: dict[tuple[int, int], CellKind] = {}
        for column, kind in enumerate(self.kinds):
            made = []
            for row, value in enumerate(found[str(column)]):
                text, own = self.text(value, kind)
                if own is not None:
                    kinds[row, column] = own
                made.append(text)
            texts.append(made)
        numbers = found["n"].to_list()
        place = {number: row for row, number in enumerate(numbers)}
        return replace(
            self.bare(),
            rows=tuple(zip(*texts, strict=True)),
            lines=tuple(map(self.line, numbers)),
            kinds=kinds,
            beside={place[row]: texts for row, texts in self.beside.items() if row in place},
        )

    def text(self, value: Any, kind: Kind) -> tuple[str, CellKind | None]:
        """Write a cell as the reference would have it: its text, and its kind where that is no text."""
        if value is None:
            return "", None
        return (self.clean(value), None) if kind == "text" else _WRITTEN[kind](value)


def shapes_of(texts: pl.LazyFrame) -> pl.Series:
    """Give the different texts of a column `text` with 0 for each digit; a blank is an empty one.

    What digits a text has, no pattern of spoiled, tidy or plain texts asks. Most differ in their last ones, which are only
    counted.

    >>> import polars as pl
    >>> shapes_of(pl.LazyFrame({"text": ["u17", "u18", "u5", "4b5", None]})).sort().to_list()
    ['', '0b0', 'u0', 'u00']
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    text = pl.col("text").fill_null("")
    begin = text.str.strip_chars_end("0123456789")
    many = text.str.len_bytes() - begin.str.len_bytes()
    found = texts.select(begin.alias("begin"), many.alias("digits")).unique().collect(engine="streaming")
    ends = pl.Series(["0" * many for many in found["digits"]], dtype=pl.String)
    return (found["begin"].str.replace_all("[0-9]", "0") + ends).unique()


def _with_single_spaces(texts: pl.Expr) -> pl.Expr:
    return texts.fill_null("").str.replace_all(r"\s+", " ")


def _of_float(value: float) -> tuple[str, CellKind | None]:
    """Write a binary number as the decimal of 15 digits that it is nearest to, if that is nearest to it too."""
    if not isfinite(value):
        return str(value), None
    shown = Fraction(format(value, ".15g"))
    if float(shown) != value:
        return repr(value), "inexact"
    return plain(shown), "number"


def _of_moment(value: datetime) -> tuple[str, CellKind | None]:
    return (value.date() if value.time() == time() else value).isoformat(), "date"


def _of_decimal(value: Decimal) -> tuple[str, CellKind | None]:
    return plain(Fraction(value)), "number"


def _of_day(value: date) -> tuple[str, CellKind | None]:
    return value.isoformat(), "date"


_WRITTEN: Mapping[Kind, Callable[[Any], tuple[str, CellKind | None]]] = {
    "whole": lambda value: (str(value), "number"),
    "decimal": _of_decimal,
    "float": _of_float,
    "yes_no": lambda value: ("có" if value else "không", None),
    "day": _of_day,
    "moment": _of_moment,
    "other": lambda value: (str(value), None),
}


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def _of_csv(text: str) -> str:
    return unguarded(text.strip()).strip()


def sheet_of_file(path: Path, name: str, frame: Frame = WHOLE) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Open a file of text, Parquet or Arrow as columns.

    Args:
        path: the file; what it is its bytes say.
        name: what findings call it.
        frame: where a text file's table stands.

    Returns:
        The table, None where a finding says why not; the findings.
    """
    begin = _first_bytes(path)
    if begin.startswith(PARQUET):
        sheet, findings = _of_columns(path, name, "parquet")
    elif begin.startswith(ARROW):
        sheet, findings = _of_columns(path, name, "arrow")
    else:
        sheet, findings = _sheet_of_text(path, name, frame)
    if sheet is not None and _is_result(sheet):
        return None, (finding("ITR498.result", Place(name)),)
    return sheet, findings


_OF_A_RESULT = ("id", "name", "group", "scorecard", "list", "status", "reason")


def _is_result(sheet: Sheet) -> bool:
    """Whether a table begins as the results that `results.result_table` makes, of which each column would be told to be none."""
    return sheet.headers[: len(_OF_A_RESULT)] == _OF_A_RESULT and "rank" in sheet.headers


def _first_bytes(path: Path) -> bytes:
    """Give what a regular file begins with; nothing of what is none, or cannot be read: told where it is read."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(8)
    except (OSError, ValueError):
        return b""


def is_columnar(path: Path) -> bool:
    """Whether a file is one of Parquet or Arrow, which only columns read."""
    return _first_bytes(path).startswith((PARQUET, ARROW))


def _of_columns(path: Path, name: str, what: Literal["parquet", "arrow"]) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Open a file of columns; it is read as it is needed."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    try:
        opened = _stamp(path)
        made = (pl.scan_parquet if what == "parquet" else pl.scan_ipc)(path, glob=False)
        sheet, findings = sheet_of_lazy(made, name, _aside(name, lambda: _hash(path)))
        if sheet is None:
            return sheet, findings
        ends = _ends_of(path, sheet) if what == "parquet" else {}
        return replace(sheet, ends=ends, is_same=lambda: _stamp(path) == opened), findings
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        said = str(error).partition("\n")[0][:200]
        return None, (_damaged(what, name, {"reason": said, "reason_en": said}),)


def _stamp(path: Path) -> tuple[int, ...]:
    """Say which file has a name, and when it was last written; nothing of none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


_AGAIN = ("Ghi lại tệp từ chương trình đã tạo ra nó.", "Write it again with the program that made it.")


def _damaged(
    what: Literal["parquet", "arrow"], name: str, reason: Mapping[str, str], help_: tuple[str, str] = _AGAIN
) -> Finding:
    """Say that a file of columns cannot be read."""
    vi, en = _NAMES[what]
    told: dict[str, Any] = {"what": vi, "what_en": en, **reason, "program": "", "suffix": ""}
    return finding("ITR498", Place(name), help=help_, **told)


MOST_PIECES = 200_000  # whose ends are read one by one; of more it is faster to look at the cells


def _ends_of(path: Path, sheet: Sheet) -> dict[int, Ends]:
    """Give what the footer of a Parquet file says of its columns of whole numbers, where it says it of all their pieces."""
    import pyarrow as pa  # noqa: PLC0415  # who reads small data needs none
    import pyarrow.parquet as pq  # noqa: PLC0415  # likewise

    try:
        with pq.ParquetFile(path) as file:
            metadata = file.metadata
    except (pa.ArrowException, OSError):
        return {}
    width, pieces = len(sheet.kinds), metadata.num_row_groups
    if metadata.num_columns != width or metadata.num_rows != sheet.height or width * pieces > MOST_PIECES:
        return {}
    groups = [metadata.row_group(number) for number in range(pieces)]
    found = {
        column: _ends_together([group.column(column) for group in groups])
        for column, kind in enumerate(sheet.kinds)
        if kind == "whole"
    }
    return {column: ends for column, ends in found.items() if ends is not None}


def _ends_together(pieces: Sequence[Any]) -> Ends | None:
    low, high, blanks = None, None, 0
    for piece in pieces:
        told = piece.statistics
        if told is None or not told.has_null_count:
            return None
        blanks += told.null_count
        if told.null_count == piece.num_values:
            continue
        if not told.has_min_max or not isinstance(told.min, int) or not isinstance(told.max, int):
            return None
        low = told.min if low is None else min(low, told.min)
        high = told.max if high is None else max(high, told.max)
    return Ends(low, high, blanks)


class UntrueError(Exception):
    """A file says of a column what is not so; the first line of the text is its header.

    polars makes it again from its text when it passes through, with more lines.
    """

    def finding(self, name: str) -> Finding:
        """Say it of the file that findings call by a name, with what to do."""
        header = str(self).partition("\n")[0]
        reason = f"thống kê mà tệp ghi về cột {header} không đúng với các ô"
        reason_en = f"its statistics of the column {header} are not those of the cells"
        return _damaged("parquet", name, {"reason": reason, "reason_en": reason_en})


class ChangedError(UntrueError):
    """A file was written while it was read, which is several times: what was computed is of neither of both."""

    def finding(self, name: str) -> Finding:
        """Say it of the file that findings call by a name, with what to do."""
        said = {"reason": "tệp thay đổi trong khi được đọc", "reason_en": "it changed while it was read"}
        help_ = (
            "Chạy lại khi không có gì đang ghi tệp ấy, hoặc đọc một bản sao.",
            "Run it again when nothing writes it, or read a copy.",
        )
        return _damaged("parquet" if name.lower().endswith(".parquet") else "arrow", name, said, help_)


def held(sheet: Sheet, columns: Collection[int]) -> pl.Expr:
    """Give the numbers of rows, as `n`; the cells of columns are held against what the file said of them as they pass.

    Whole numbers are computed in as many bits as `Ends` need, so that others would be wrong without anybody seeing it.

    Args:
        sheet: the table.
        columns: of whole numbers, with ends.

    Raises (when rows pass):
        UntrueError: one of them is not as the file says.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    names = [str(column) for column in columns]
    asked = [
        expr.alias(f"{name} {word}")
        for name in names
        for word, expr in (
            ("low", pl.col(name).min()),
            ("high", pl.col(name).max()),
            ("null", pl.col(name).null_count()),
        )
    ]

    def look(rows: pl.Series) -> pl.Series:
        frame = rows.struct.unnest()
        row = frame.select(asked).row(0, named=True)
        for column, name in zip(columns, names, strict=True):
            if not _is_so(sheet.ends[column], *(row[f"{name} {word}"] for word in ("low", "high", "null"))):
                raise UntrueError(sheet.headers[column])
        return frame["n"]

    return pl.struct("n", *names).map_batches(look, return_dtype=pl.Int64, is_elementwise=True)


def _is_so(ends: Ends, low: int | None, high: int | None, blanks: int) -> bool:
    """Whether some rows of a column are as it is said to be.

    >>> _is_so(Ends(0, 9, 1), 3, 9, 1), _is_so(Ends(0, 9, 0), 3, 9, 1), _is_so(Ends(None, None, 5), None, None, 4)
    (True, False, True)
    >>> _is_so(Ends(0, 9, 0), -1, 9, 0), _is_so(Ends(0, 9, 0), 0, 10, 0), _is_so(Ends(None, None, 5), 0, 0, 4)
    (False, False, False)
    """
    if blanks > ends.blanks:
        return False
    if low is None or high is None:
        return True
    return ends.low is not None and ends.high is not None and ends.low <= low and high <= ends.high


def _aside(name: str, hashed: Callable[[], str]) -> Callable[[], SourceFile]:
    """Begin to hash a file, while others look at it."""
    pool = ThreadPoolExecutor(max_workers=1)
    made = pool.submit(hashed)
    pool.shutdown(wait=False)
    return lambda: SourceFile(name, made.result())


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        made = sha256()
        while part := file.read(MEBIBYTE):
            made.update(part)
    return made.hexdigest()


def sheet_of_lazy(
    made: pl.LazyFrame, name: str, source: Callable[[], SourceFile] | None = None
) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Make a table of a frame of polars."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    schema = made.collect_schema()
    height = int(made.select(pl.len()).collect().item())
    if (finding_ := _too_large(name, height, len(schema))) is not None:
        return None, (finding_,)
    kinds: tuple[Kind, ...] = tuple(map(_kind_of, schema.values()))
    columns = [
        _as_read(pl.col(old), kind, schema[old]).alias(str(number))
        for number, (old, kind) in enumerate(zip(schema, kinds, strict=True))
    ]

    def cut(first: int = 0, many: int | None = None) -> pl.LazyFrame:
        # Before anything else, or polars reads all rows to give them their numbers.
        rows = made if many is None else made.slice(first, many)
        return rows.select(columns).with_row_index("n", offset=first).with_columns(pl.col("n").cast(pl.Int64))

    headers = tuple(" ".join(unicodedata.normalize("NFC", header).split()) for header in schema)
    return Sheet(name, headers, kinds, cut(), height, clean=_composed, source=source, cut=cut), ()


def _as_read(column: pl.Expr, kind: Kind, type_: Any) -> pl.Expr:
    """Give a column in a type that each kind has."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if kind == "text" and type_ != pl.String:
        return column.cast(pl.String)
    if kind == "float" and type_ != pl.Float64:
        # A number of 32 bits is the decimal that it is printed as, and not the binary number behind it.
        return column.cast(pl.String).cast(pl.Float64, strict=False) if type_ == pl.Float32 else column.cast(pl.Float64)
    if kind == "moment" and type_.time_unit == "ns":
        # Python has no parts of a millionth of a second; what had some is still no midnight.
        parts = column.to_physical()
        whole = parts // 1000
        whole = pl.when(parts % 1000 == 0).then(whole).otherwise(whole - whole % 2 + 1)
        return whole.cast(pl.Datetime("us", type_.time_zone))
    if kind == "other":
        return column.map_elements(_plainly, return_dtype=pl.String)
    return column


def _plainly(value: Any) -> str:
    """Write what is no single value, for the finding that says so."""
    return str(value.to_list() if hasattr(value, "to_list") else value)


def _kind_of(type_: Any) -> Kind:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if type_.is_integer():
        return "whole"
    if type_.is_float():
        return "float"
    if type_.is_decimal():
        return "decimal"
    kinds: dict[Any, Kind] = {
        pl.String: "text", pl.Categorical: "text", pl.Enum: "text", pl.Null: "text", pl.Boolean: "yes_no", pl.Date: "day",
        pl.Datetime: "moment",
    }  # fmt: skip
    return kinds.get(type_.base_type(), "other")


def _too_large(name: str, rows: int, columns: int) -> Finding | None:
    """Say that a table has more rows or columns than are read, or no column."""
    if rows > MOST_ROWS:
        return finding("ITR408", Place(name), limit=MOST_ROWS)
    if columns > MOST_COLUMNS:
        return finding("ITR408.columns", Place(name), found=columns, limit=MOST_COLUMNS)
    return None if columns else finding("ITR407", Place(name))


def _sheet_of_text(path: Path, name: str, frame: Frame) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Read a file of text: natively where nothing in it can be read in two ways, else row by row as the reference."""
    content = read_bytes(path, name, MOST_TEXT_BYTES)
    if isinstance(content, Finding):
        return None, (content,)
    source = _aside(name, lambda: sha256(content).hexdigest())
    bare = content.removeprefix(b"\xef\xbb\xbf")
    is_plain = bare.isascii() and not bare.translate(None, _ASCII_SEEN)
    if not is_plain:
        text, findings = decode(content, name)
        if findings:
            return None, findings
        if not unicodedata.is_normalized("NFC", text):
            bare = unicodedata.normalize("NFC", text).encode()
        del text  # three gigabytes of text that are held besides their bytes are too many
    made = None if frame != WHOLE else _native(bare, name, source)
    if made is not None:
        return made
    if len(content) > MOST_SLOW_BYTES:
        return None, (finding("ITR101.data", Place(name), name=name, limit=MOST_SLOW_BYTES // MEBIBYTE),)
    opened = open_text(bare.decode(), name, frame)
    if isinstance(opened, Finding):
        return None, (opened,)
    table, findings = table_of_text(opened, name, frame, MOST_ROWS)
    return (sheet_of_table(table, source), findings) if table is not None else (None, findings)


def _native(
    content: bytes, name: str, source: Callable[[], SourceFile]
) -> tuple[Sheet | None, tuple[Finding, ...]] | None:
    """Read a text of which each line is a row; None where lines or cells are not so plain."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if b"\r" in content and content.count(b"\r") != content.count(b"\r\n"):
        return None
    opened = open_text(content[: _end_of_head(content)].decode(), name, WHOLE)
    if isinstance(opened, Finding):
        return None, (opened,)
    head, findings = table_of_text(Opened(opened.text, opened.first, opened.delimiter), name, WHOLE)
    if head is None or findings or head.columns or head.beside or len(head.headers) < 2:
        return None
    is_quoted = b'"' in content
    if is_quoted and not _is_quoted_plainly(content.decode(), opened.delimiter):
        return None
    try:
        made = _columns_of_text(content, head, opened.delimiter, is_quoted=is_quoted)
    except pl.exceptions.PolarsError:
        return None  # a row with more cells than headers, which is told where rows are read one by one
    if (too_large := _too_large(name, made.height, made.width)) is not None:
        return None, (too_large,)
    # Of no text at all polars (2.1) makes a row for each piece in which it has read the file.
    longest = made.select(pl.col(pl.String).str.len_bytes().max()).rows()
    if any((bytes_ or 0) > MOST_CHARACTERS for row in longest for bytes_ in row):
        return None  # told likewise
    frame, held = _as_texts(made)
    return Sheet(
        name, head.headers, _texts(made.width), frame, made.height, head.header_line, delimiter=opened.delimiter, clean=_of_csv,
        source=source, held=frozenset(held), wholes=frozenset(column for column in held if made[str(column)].dtype == pl.Int64),
    ), ()  # fmt: skip


def _columns_of_text(content: bytes, head: Table, delimiter: str, *, is_quoted: bool) -> pl.DataFrame:
    """Read the columns "0", "1", … of a text below its headers: texts, or what `_typed` gives.

    Raises:
        PolarsError: a row has more cells than there are headers.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    names = [str(column) for column in range(len(head.headers))]
    options: dict[str, Any] = {
        "has_header": False, "separator": delimiter, "quote_char": '"' if is_quoted else None,
        "skip_lines": head.header_line, "missing_columns": "insert", "truncate_ragged_lines": False,
    }  # fmt: skip
    begin = _end_of_lines(content, head.header_line)
    typed = None if is_quoted else _typed(content, begin, names, options)
    if typed is not None:
        return typed
    return pl.read_csv(io.BytesIO(content), schema=dict.fromkeys(names, pl.String), **options)


def _as_texts(made: pl.DataFrame) -> tuple[pl.LazyFrame, list[int]]:
    """Give columns as texts, with the numbers of those that are held as something else beside them."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    held = [int(column) for column, type_ in made.schema.items() if type_ != pl.String]
    frame = made.lazy().rename({str(column): _held(column) for column in held})
    frame = frame.with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))
    return frame.with_columns(pl.col(_held(column)).cast(pl.String).alias(str(column)) for column in held), held


_SAMPLE = 1_000  # rows that tell what a column may hold
_MOST_WORDS = 4  # different texts of a column that is held as numbers of them


def _held(column: int) -> str:
    return f"{column} held"


def _typed(content: bytes, begin: int, names: Sequence[str], options: Mapping[str, Any]) -> pl.DataFrame | None:
    """Read a text without quotes as whole numbers, and as places in lists of few words, where that loses nothing.

    It takes half the time and a quarter of the memory of texts. What the first rows look like is tried with all of them. That
    no cell was written in another way (012, +5) is seen by the bytes: no number can be written with fewer than it has here.

    Args:
        content: the text.
        begin: where its first row begins.
        names: of the columns.
        options: of reading.

    Returns:
        The columns; None where they are not so.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    texts = dict.fromkeys(names, pl.String)
    end = _end_of_lines(content, _SAMPLE, begin)
    head = pl.read_csv(io.BytesIO(content[:end]), schema=texts, **options)
    types = _types_of_texts(head)
    try:
        made = pl.read_csv(io.BytesIO(content), schema=texts | types, **options)
    except pl.exceptions.PolarsError:
        return None
    ends = made.select(pl.col(pl.Int64).min().name.suffix(" low"), pl.col(pl.Int64).max().name.suffix(" high"))
    between = {
        name: (ends[f"{name} low"].item(), ends[f"{name} high"].item()) for name in names if types[name] == pl.Int64
    }
    sums = made.select(_written(made[name], *between.get(name, ())).cast(pl.Int64).alias(name) for name in names).row(0)
    # A row that lacks cells lacks the last one. Counting signs takes as long as looking at a fifth of the cells.
    is_full = not made[names[-1]].null_count()
    delimiters = made.height * (len(names) - 1) if is_full else _count(content, options["separator"].encode(), begin)
    # Without quotes no row has two lines.
    lines = made.height - (not content.endswith(b"\n"))
    signs = delimiters + lines + (_count(content, b"\r", begin) if b"\r" in content else 0)
    return made if sum(sums) + signs == len(content) - begin else None


def _count(content: bytes, sign: bytes, begin: int) -> int:
    """Count a sign from a place on, in a third of the time in which Python does.

    >>> _count(b"a,b,c", b",", 2)
    1
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none
    import pyarrow as pa  # noqa: PLC0415  # likewise

    made = pl.Series(pa.Array.from_buffers(pa.uint8(), len(content), [None, pa.py_buffer(content)]))
    return int((made[begin:] == ord(sign)).sum())


def _types_of_texts(head: pl.DataFrame) -> dict[str, Any]:
    """Say as what each column could be read that begins with some texts."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    # Columns together: by themselves each takes as long as these thousand rows do.
    there, wholes, words = (
        head.select(each).row(0, named=True)
        for each in (pl.all().count(), pl.all().cast(pl.Int64, strict=False).count(), pl.all().drop_nulls().n_unique())
    )
    few = [name for name in head.columns if wholes[name] < there[name] and words[name] <= _MOST_WORDS]
    lists = head.select(pl.col(few).drop_nulls().unique().sort().implode()).row(0, named=True) if few else {}
    types: dict[str, Any] = dict.fromkeys(head.columns, pl.String())
    types |= {name: pl.Int64 for name in head.columns if there[name] and wholes[name] == there[name]}
    return types | {name: pl.Enum(lists[name]) for name in few}


def _written(cells: pl.Series, low: int | None = None, high: int | None = None) -> pl.Expr:
    """Count the bytes of a column as it is written; of whole numbers those between two."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    column = pl.col(cells.name)
    if isinstance(cells.dtype, pl.Enum):
        words = cells.dtype.categories.str.len_bytes()
        return pl.sum_horizontal((column.to_physical() == place).sum() * length for place, length in enumerate(words))
    if cells.dtype != pl.Int64:
        return column.str.len_bytes().sum()
    low, high = low or 0, high or 0
    parts = [column.count(), *((column < 0).sum() for _ in range(low < 0))]
    parts += [(column >= 10**digits).sum() for digits in range(1, len(str(max(high, 0))))]
    parts += [(column <= -(10**digits)).sum() for digits in range(1, len(str(min(low, 0))) - 1)]
    return pl.sum_horizontal(parts)


def _is_quoted_plainly(text: str, delimiter: str) -> bool:
    """Whether every quote of a text opens or closes a whole cell within one line, or is doubled inside of one."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    sign = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]|"")*"|[^"{sign}]*)'
    plain_line = rf"^{cell}(?:{sign}{cell})*\r?$"
    start = 0
    while start < len(text):
        end = text.find("\n", start + _PIECE)
        end = len(text) if end < 0 else end + 1
        lines = pl.Series(text[start:end].split("\n"))
        if not lines.filter(lines.str.contains('"', literal=True)).str.contains(plain_line).all():
            return False
        start = end
    return True


def _end_of_head(text: bytes) -> int:
    """Find the end of the first lines."""
    return _end_of_lines(text, _HEAD)


def _end_of_lines(text: bytes, count: int, end: int = 0) -> int:
    """Find the end of some lines from a place on."""
    for _ in range(count):
        following = text.find(b"\n", end)
        if following < 0:
            return len(text)
        end = following + 1
    return end


def sheet_of_table(table: Table, source: Callable[[], SourceFile] | None = None) -> Sheet:
    """Make columns of a table of text that was read row by row."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    width = len(table.headers)
    columns = zip(*table.rows, strict=True) if table.rows else ([] for _ in range(width))
    made = pl.DataFrame({str(number): pl.Series(list(cells), dtype=pl.String) for number, cells in enumerate(columns)})
    return Sheet(
        table.name,
        table.headers,
        _texts(width),
        made.lazy().with_row_index("n").with_columns(pl.col("n").cast(pl.Int64)),
        len(table.rows),
        table.header_line,
        tuple(table.lines),
        table.delimiter,
        tuple(table.columns),
        table.findings,
        table.beside,
        clean=str,
        source=source,
    )


def _texts(width: int) -> tuple[Kind, ...]:
    made: list[Kind] = ["text"] * width
    return tuple(made)


def hides(text: str) -> bool:
    """Whether a text has a character that nobody sees."""
    return HIDDEN_IN_FILES.search(text) is not None
