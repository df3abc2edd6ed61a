"""Which rows of a table in columns are units, and what is known of each: as the reference decides, and mostly without it.

A row whose name can be that of nothing else, and that has a figure, is a unit whatever stands around it. Where all rows
are such, nothing more is asked; where one is not, the reference judges the whole table row by row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, overload

from ..files.naming import fold, toned
from ..files.tables import place_of
from ..files.visible import HIDDEN_IN_FILES, hidden_in
from ..model.findings import Place
from ..model.observed import CellKind, Heading
from ..observe.matching import SEPARATOR
from ..observe.report import MOST_OF_A_KIND, Report
from ..observe.row_facts import Rows
from ..observe.row_words import begins_total, count_of, is_signed, is_title_of_block, total_in
from ..observe.rows import rows_of_units
from ..observe.units import about_of, group_reader, known_to, list_attributes, tidy
from .frames import shapes_of

if TYPE_CHECKING:
    import polars as pl

    from ..model.ruleset import Ruleset
    from ..observe.mapping import Guide
    from ..observe.row_facts import About
    from .frames import Sheet

SHOWN = MOST_OF_A_KIND + 1
"""Rows of each kind of finding that the reference is given: those that it shows, and one that it counts."""
# What is said of the rows of units, by the reference, which is given the rows; here they are only counted.
NAMELESS = "ITR466"
TWICE = "ITR112.unit"
TWIN = "ITR471"
STRANGE_GROUP = "ITR440.group"
NO_GROUP = "ITR464"
STRANGE_PARENT = "ITR469"
OWN_PARENT = "ITR262.parent"
MOST_JUDGED = 50_000_000
"""Cells of a table that is judged row by row, because one of its rows may be no unit."""
_JUDGED = (
    "Có dòng có thể không phải đơn vị (tổng, tiêu đề): hãy xóa, hoặc thêm cột mã đơn vị có ít nhất bốn chữ số.",
    "A row may be no unit (a total, a heading): delete such rows, or add a column of ids with four digits or more.",
)
_LABEL = 3  # characters of what may number a column
_AT_ONCE = 2_000  # rows of a table that is judged row by row
_TEXTS_AT_ONCE = 1_000_000  # names that are looked at together: what is made of them meanwhile is some 100 bytes each
_FOLDED = r"^[\x21-\x40\x5b-\x7e]*$"  # a text of ASCII without spaces and capitals
_FIGURE = r"^[+-]?[0-9][0-9.,]*(?:[eE][+-]?[0-9]+)?%?$"  # as `files.surroundings.has_number`
_FIRST_LOOKED_AT = 12  # columns in which a figure is looked for in all rows


@dataclass(frozen=True, slots=True)
class Units:
    """The units of a table.

    Attributes:
        among: which rows are units; None where all are.
        count: how many units there are.
        id, name, group: of a row, as the reference has them; the group as the id of the ruleset's, or as it is written.
        role: 0 ranked, 1 unranked, 2 reference.
        parent: the id of the unit above, or what is written.
        attributes: by name.
        groups: the groups that units have, in the order of their first unit.
        shown: rows of which something must be said.
        headings: of rows that stand under one.
        gone: the lines of rows that are no units.
        totals: row of the table of codes -> how often it is to be said.
        report: of rows that are no units.
    """

    among: pl.Expr | None
    count: int
    id: pl.Expr
    name: pl.Expr
    group: pl.Expr
    role: pl.Expr
    parent: pl.Expr
    attributes: Mapping[str, pl.Expr]
    groups: tuple[str, ...]
    shown: frozenset[int]
    headings: Mapping[int, Heading]
    gone: frozenset[int] = frozenset()
    totals: Mapping[str, int] = field(default_factory=dict)
    report: Report = field(default_factory=Report)


def units_of(ruleset: Ruleset, sheet: Sheet, guide: Guide, standard: Mapping[str, int]) -> Units:
    """Find the units of a table.

    Args:
        ruleset: gives groups and roles.
        sheet: the table.
        guide: to it.
        standard: its columns of id, name, group and parent; -1 where absent.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    by = standard["id"] if standard["id"] >= 0 else standard["name"]
    columns = {**standard, "id": by}
    exprs = {word: sheet.texts(column) if column >= 0 else pl.lit("") for word, column in columns.items()}
    exprs["id"] = _known_by(exprs["id"], guide)
    looked = sheet.frame.select("n", *(expr.alias(word) for word, expr in exprs.items())).collect()
    report = Report()
    about = about_of(ruleset, standard)
    kept, headings = _judged(ruleset, sheet, guide, about, looked, report)
    gone: frozenset[int] = frozenset()
    if kept is not None:
        is_kept = pl.col("n").is_in(kept.implode())
        gone = frozenset(map(sheet.line, looked.filter(~is_kept)["n"])) if sheet.findings else gone
        looked = looked.filter(is_kept)
    asked = _Asked(ruleset, sheet, looked)
    looked = asked.without_nameless(looked)
    looked = asked.without_doubles(looked)
    if guide.units or not _holds_for_shapes(sheet, by, _is_folded):
        asked.twins(looked)
    group, groups = asked.groups(looked, exprs["group"], headings)
    parent = asked.parents(looked, exprs["parent"])
    _tell_hidden(sheet, looked, columns, report)
    wanted = {fold(name): name for name in list_attributes(ruleset)}
    attributes = {
        wanted[fold(header)]: sheet.texts(column)
        for column, header in enumerate(sheet.headers)
        if fold(header) in wanted and not guide.names.is_left_out(header)
    }
    asked.beside(kept)
    asked.first_rows(
        looked, {*ruleset.roles, *(id_ for said, _ in guide.predecessors for id_ in said), *guide.units.values()}
    )
    return Units(
        _among(sheet, looked["n"]),
        looked.height,
        exprs["id"],
        pl.when(exprs["name"] == "").then(sheet.texts(by)).otherwise(exprs["name"]),
        group,
        _role(exprs["id"], ruleset),
        parent,
        attributes,
        groups,
        frozenset(asked.shown),
        headings,
        gone,
        asked.totals,
        report,
    )


def _tell_hidden(sheet: Sheet, looked: pl.DataFrame, columns: Mapping[str, int], report: Report) -> None:
    """Report names with characters that nobody sees; in a file of text that was done before."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if sheet.header_line:
        return
    # A tidy text has none.
    for word in (
        word for word in ("id", "name", "group", "parent") if columns[word] >= 0 and columns[word] not in sheet.tidy
    ):
        found = looked.filter(pl.col(word).str.contains(HIDDEN_IN_FILES.pattern)).head(SHOWN)
        for number, text in found.select("n", word).iter_rows():
            place = place_of(replace(sheet.bare(), lines=_Lines(sheet, looked["n"])), 0, columns[word])
            place = place._replace(line=sheet.line(number), cell="")
            report.add("ITR103.cell", place, character=hidden_in(text))


def _among(sheet: Sheet, rows: pl.Series) -> pl.Expr | None:
    """Say which rows of a table are some; by the others, where these are fewer."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if len(rows) == sheet.height:
        return None
    if 2 * len(rows) < sheet.height:
        return pl.col("n").is_in(rows.implode())
    others = pl.int_range(sheet.height, dtype=pl.Int64, eager=True)
    others = others.filter(~others.is_in(rows.implode()))
    return ~pl.col("n").is_in(others.implode())


def _known_by(texts: pl.Expr, guide: Guide) -> pl.Expr:
    """Give the ids by which a mapping knows some texts."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if not guide.units:
        return texts
    return texts.map_elements(lambda text: guide.units.get(fold(text), text), return_dtype=pl.String, skip_nulls=False)


def _role(id_: pl.Expr, ruleset: Ruleset) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    role = pl.lit(0, dtype=pl.Int8)
    for number, word in enumerate(("unranked", "reference"), start=1):
        if named := [unit for unit, said in ruleset.roles.items() if said == word]:
            role = pl.when(id_.is_in(named)).then(pl.lit(number, dtype=pl.Int8)).otherwise(role)
    return role


class _Asked:
    """What must be said of the rows of units, gathered: which rows show it, and how often it is to be said."""

    def __init__(self, ruleset: Ruleset, sheet: Sheet, looked: pl.DataFrame) -> None:
        self.ruleset, self.sheet = ruleset, sheet
        self.shown: set[int] = set()
        self.totals: dict[str, int] = {}
        self.height = looked.height

    def say(self, row: str, numbers: pl.Series) -> None:
        """Keep the first of some rows, of which a row of the table of codes is to be said."""
        if len(numbers):
            self.totals[row] = self.totals.get(row, 0) + len(numbers)
            self.shown.update(numbers.head(SHOWN).to_list())

    def without_nameless(self, looked: pl.DataFrame) -> pl.DataFrame:
        """Leave the rows that name a unit."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        nameless = looked.filter(pl.col("id") == "")["n"]
        self.say(NAMELESS, nameless)
        return looked.filter(pl.col("id") != "") if len(nameless) else looked

    def without_doubles(self, looked: pl.DataFrame) -> pl.DataFrame:
        """Leave the first row of each unit."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        if _are_different(looked["id"]):
            return looked
        is_first = looked["id"].is_first_distinct()
        doubles = looked.filter(~is_first)
        self.say(TWICE, doubles["n"])
        of_shown = doubles.head(SHOWN)["id"].unique()
        self.shown.update(looked.filter(is_first & pl.col("id").is_in(of_shown.implode()))["n"].to_list())
        return looked.filter(is_first)

    def twins(self, looked: pl.DataFrame) -> None:
        """Find ids that differ only by case, white space or where their tone marks stand."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        ids = looked["id"]
        # The ids themselves are different: where folding changes none, nothing is a twin.
        if all(some.str.contains(_FOLDED).all() for some in _some(ids)):
            return
        is_plain = ids.str.contains(r"^[\x21-\x7e]*$").all()
        folded = ids.str.to_lowercase()
        if not is_plain:
            folded = pl.Series([toned(fold(text)) for text in ids.to_list()], dtype=pl.String)
        if (folded == ids).all() or _are_different(folded):
            return
        first = folded.is_first_distinct()
        twins = looked.filter(~first)
        self.say(TWIN, twins["n"])
        of_shown = folded.filter(~first).head(SHOWN).unique()
        self.shown.update(looked.filter(first & folded.is_in(of_shown.implode()))["n"].to_list())

    def groups(
        self, looked: pl.DataFrame, written: pl.Expr, headings: Mapping[int, Heading]
    ) -> tuple[pl.Expr, tuple[str, ...]]:
        """Find the group of each row, and the groups in the order of their first units."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        if headings:
            said = [heading.group for heading in headings.values()]
            above = pl.col("n").replace_strict(list(headings), said, default="", return_dtype=pl.String)
            written = pl.when(written == "").then(above).otherwise(written)
            looked = looked.with_columns(
                pl.when(pl.col("group") == "").then(above).otherwise(pl.col("group")).alias("group")
            )
        read = group_reader(self.ruleset) if self.ruleset.groups else str
        found = looked.group_by("group").agg(pl.col("n").min()).sort("n")["group"].to_list()
        meant = {text: read(text) if text else "" for text in found}
        if self.ruleset.groups:
            wrong = [text for text in found if text and meant[text] not in self.ruleset.groups]
            self.say(STRANGE_GROUP, looked.filter(pl.col("group").is_in(wrong))["n"])
            self._without_group(looked.filter(pl.col("group") == "")["n"], headings)
        differ = {text: group for text, group in meant.items() if text != group}
        expr = written.replace(list(differ), list(differ.values())) if differ else written
        return expr, tuple(dict.fromkeys(group for group in meant.values() if group))

    def _without_group(self, numbers: pl.Series, headings: Mapping[int, Heading]) -> None:
        """Tell of units without a group; of those under a heading that names none once."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        first: dict[Heading, int] = {}
        for number in numbers if headings else ():
            if number in headings:
                first.setdefault(headings[number], number)
        self.shown.update(first.values())
        alone = [number for number in numbers if number not in headings] if headings else numbers
        self.say(NO_GROUP, pl.Series(alone, dtype=pl.Int64))

    def parents(self, looked: pl.DataFrame, written: pl.Expr) -> pl.Expr:
        """Find the unit above each, where some of them are units; else they are names of lists."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        above = looked["parent"].unique().to_list()
        if above == [""] or not above:
            return written
        named = looked.select("n", "id", pl.when(pl.col("name") == "").then("id").otherwise("name").alias("name"))
        ids = {*named.filter(pl.col("id").is_in(above))["id"]}
        by_name: dict[str, list[str]] = {}
        for id_, name in named.filter(pl.col("name").is_in(above)).select("id", "name").iter_rows():
            by_name.setdefault(name, []).append(id_)
        meant = {text: [text] if text in ids else by_name.get(text, []) for text in above if text}
        if not any(meant.values()):
            return written
        found = {text: units[0] for text, units in meant.items() if len(units) == 1}
        unclear = [text for text, units in meant.items() if len(units) != 1]
        self.say(STRANGE_PARENT, looked.filter(pl.col("parent").is_in(unclear))["n"])
        of = pl.col("parent").replace(list(found), list(found.values()))
        self.say(OWN_PARENT, looked.filter((of == pl.col("id")) & (pl.col("parent") != ""))["n"])
        # To the reference a parent is one where a row that it is given has one among the units that it is given.
        there = [text for text, units in meant.items() if units]
        self.shown.update(looked.filter(pl.col("parent").is_in(there))["n"].head(1).to_list())
        shown = looked.filter(pl.col("n").is_in([*self.shown]))["parent"]
        wanted = [unit for text in shown.unique() for unit in meant.get(text, [])[:2]]
        self.shown.update(looked.filter(pl.col("id").is_in(wanted))["n"].to_list())
        return written.replace(list(found), list(found.values())) if found else written

    def beside(self, kept: pl.Series | None) -> None:
        """Add the first row that has something in each column without a header."""
        rows = None if kept is None else {*kept.to_list()}
        seen: set[int] = set()
        for row, texts in self.sheet.beside.items():
            if rows is None or row in rows:
                self.shown.update(row for number, _ in texts if number not in seen)
                seen.update(number for number, _ in texts)

    def first_rows(self, looked: pl.DataFrame, named: set[str]) -> None:
        """Add the first units, and those that the ruleset or a mapping names."""
        import polars as pl  # noqa: PLC0415  # who reads small data needs none

        self.shown.update(looked["n"].head(3).to_list())
        if named:
            self.shown.update(looked.filter(pl.col("id").is_in([*named]))["n"].to_list())


def _judged(
    ruleset: Ruleset, sheet: Sheet, guide: Guide, about: About, looked: pl.DataFrame, report: Report
) -> tuple[pl.Series | None, Mapping[int, Heading]]:
    """Find the rows that are units, None for all; and the headings of those that have one."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    blank = _blank_rows(sheet, looked)
    filled = looked if blank is None else looked.filter(~pl.col("n").is_in(blank.implode()))
    known = known_to(ruleset, guide)
    bare = Rows(sheet.bare(), about, guide, known)
    if _are_sure(ruleset, sheet, about, bare, filled, guide):
        return (None if blank is None else filled["n"]), {}
    if len(sheet.headers) * filled.height > MOST_JUDGED:
        report.add("ITR408", Place(sheet.name), help=_JUDGED, limit=MOST_JUDGED // len(sheet.headers))
        return pl.Series("n", [], dtype=pl.Int64), {}
    rows = _rows_of(sheet, filled["n"])
    lazy = replace(
        sheet.bare(),
        rows=rows,
        kinds=_LazyKinds(sheet, rows),
        lines=_Lines(sheet, filled["n"]),
        beside={number: sheet.beside[row] for number, row in enumerate(filled["n"]) if row in sheet.beside},
    )
    numbers = filled["n"].to_list()
    kept, headings = rows_of_units(Rows(lazy, about, guide, known), report)
    of = {numbers[row]: heading for row, heading in zip(kept, headings, strict=False) if heading is not None}
    return pl.Series("n", [numbers[row] for row in kept], dtype=pl.Int64), of


def _blank_rows(sheet: Sheet, looked: pl.DataFrame) -> pl.Series | None:
    """Find the rows in which nothing stands; they are no rows to the reference."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    empty = looked.filter((pl.col("id") == "") & (pl.col("name") == "") & (pl.col("group") == ""))["n"]
    if not len(empty):
        return None
    found = sheet.frame.filter(pl.col("n").is_in(empty.implode())).filter(_is_blank(sheet)).select("n").collect()["n"]
    return found if len(found) else None


def _is_blank(sheet: Sheet) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return pl.all_horizontal(sheet.texts(column) == "" for column in range(len(sheet.headers)))


def first_filled(sheet: Sheet, most: int) -> list[int]:
    """Find the first rows in which something stands."""
    return sheet.frame.filter(~_is_blank(sheet)).select("n").head(most).collect()["n"].to_list()


def _are_sure(ruleset: Ruleset, sheet: Sheet, about: About, bare: Rows, filled: pl.DataFrame, guide: Guide) -> bool:
    """Whether every row is a unit, whatever stands around it."""
    before = [column for column in bare.labels if column not in {about.id, about.name}]
    return (
        not (filled["id"] == "").any()
        and not sheet.beside
        and _are_named(ruleset, sheet, about, filled, guide)
        and all(_has_no_total(sheet, column) for column in before)
        and _are_figured(sheet, about, bare, filled, guide)
    )


def _are_named(ruleset: Ruleset, sheet: Sheet, about: About, filled: pl.DataFrame, guide: Guide) -> bool:
    """Whether every row has a name that nothing but a unit has."""
    columns = [column for column in (about.id, about.name) if column >= 0]
    headers = {fold(part) for column in columns for part in _parts(sheet.headers[column])}

    def is_sure(text: str) -> bool:
        return (
            len(text.strip("()[] ")) > _LABEL and "=" not in text and fold(text) not in headers and not total_in(text)
        )

    def is_sure_alone(text: str) -> bool:
        is_heading = about.group_of(text) or count_of(text).kind == "letter" or is_title_of_block(text)
        return not is_heading and is_sure(text)

    if len({*columns}) > 1:
        # Who has an id besides heads nothing; an id that is a letter may only count.
        called = filled.select(_first_of("name", "id"))["name"]
        return _all_shapes(filled["id"], lambda text: count_of(text, is_whole=True).kind != "letter") and _all_names(
            called, is_sure
        )
    word, column = ("name", about.name) if about.name >= 0 else ("id", about.id)
    names = (name for id_, title in ruleset.groups.items() for name in (id_, title.vi, title.en))
    has_digits = any(map(str.isdigit, "".join(names)))
    is_known = not guide.units and _holds_for_shapes(sheet, column, is_sure_alone)
    return (is_known and not has_digits) or _all_shapes(filled[word], is_sure_alone, exact=has_digits)


def _is_no_total(text: str) -> bool:
    return not text or bool(count_of(text, is_whole=True).kind) or text.isdecimal() or not total_in(text)


def _has_no_total(sheet: Sheet, column: int) -> bool:
    return _holds_for_shapes(sheet, column, _is_no_total) or _all_shapes(
        sheet.frame.select(sheet.texts(column).unique().alias("t")).collect()["t"], _is_no_total
    )


def _first_of(one: str, other: str) -> pl.Expr:
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    return pl.when(pl.col(one) == "").then(other).otherwise(one).alias(one)


def _parts(header: str) -> tuple[str, str]:
    return header, header.rpartition(SEPARATOR)[2]


def _all_shapes(texts: pl.Series, is_so: Callable[[str], bool], *, exact: bool = False) -> bool:
    """Whether something holds for all texts; it is asked once of those that differ only in their digits, unless `exact`.

    What digits a name has changes nothing of what it can be, unless a group is called by digits.
    """
    return all(map(is_so, (texts.unique() if exact else _shapes(texts)).to_list()))


def _shapes(texts: pl.Series) -> pl.Series:
    return shapes_of(texts.to_frame("text").lazy())


def _holds_for_shapes(sheet: Sheet, column: int, is_so: Callable[[str], bool]) -> bool:
    """Whether it is known at once that something holds for all texts that the reference would have in a column."""
    return column in sheet.tidy and column in sheet.shapes and all(map(is_so, sheet.shapes[column].to_list()))


def _is_folded(text: str) -> bool:
    return re.search(_FOLDED, text) is not None


def _some(texts: pl.Series) -> Iterator[pl.Series]:
    """Give texts, some at a time, so that what is made of them needs little memory."""
    for start in range(0, max(1, len(texts)), _TEXTS_AT_ONCE):
        yield texts.slice(start, _TEXTS_AT_ONCE)


def _are_different(texts: pl.Series) -> bool:
    """Whether all of some texts are; at once where they are in order, or where their hashes tell."""
    ends = [texts.slice(0, 0), *(some.slice(len(some) - 1) for some in _some(texts))]
    is_in_order = all(
        (some.shift() < some).all() and (before < some.slice(0, 1)).all()  # the first has none before it
        for before, some in zip(ends, _some(texts), strict=False)
    )
    return is_in_order or texts.hash().n_unique() == len(texts) or texts.n_unique() == len(texts)


def _all_names(names: pl.Series, is_so: Callable[[str], bool]) -> bool:
    """As `_all_shapes`, of names of many words: asked only of those with a word that rows of totals begin with.

    Others need only be longer than what numbers a column, and say something else than their header.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    shapes = _shapes(names)
    words = shapes.str.extract_all(r"[\p{L}\p{N}]+").explode().drop_nulls().unique().to_list()
    asked = [word for word in words if begins_total(word)]
    frame = pl.DataFrame({"t": shapes}).with_columns(pl.col("t").str.extract_all(r"[\p{L}\p{N}]+").alias("w"))
    is_odd = (
        pl.col("w").list.eval(pl.element().is_in(asked)).list.any()
        | pl.col("t").str.contains(r"\p{M}|=")
        | (pl.col("t").str.len_chars() < 12)  # may be a label in brackets, or a header
    )
    return all(map(is_so, frame.filter(is_odd)["t"].to_list()))


def _are_figured(sheet: Sheet, about: About, bare: Rows, filled: pl.DataFrame, guide: Guide) -> bool:
    """Whether every row has a figure, or at least something that no heading and no signature has."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    first, rest = bare.values[:_FIRST_LOOKED_AT], bare.values[_FIRST_LOOKED_AT:]
    left = filled["n"]
    others = [(rest[at : at + 50], _is_figure) for at in range(0, len(rest), 50)]
    for columns, is_figure in ((first, _is_whole), (first, _is_figure), *others):
        if not len(left) or not columns:
            break
        found = sheet.frame if len(left) == sheet.height else sheet.frame.filter(pl.col("n").is_in(left.implode()))
        figured = pl.any_horizontal([is_figure(sheet, column) for column in columns])
        left = found.filter(~figured).select("n").collect()["n"]
        left = left.filter(left.is_in(filled["n"].implode())) if filled.height < sheet.height else left
    for start in range(0, len(left), _AT_ONCE):
        table = sheet.table(left[start : start + _AT_ONCE].to_list())
        rows = Rows(table, about, guide, bare.known)
        if any(rows.is_bare(row) or any(map(is_signed, rows.texts(row))) for row in range(len(table.rows))):
            return False
    return True


def _is_whole(sheet: Sheet, column: int) -> pl.Expr:
    """Whether a cell holds a whole number, which is seen in a tenth of the time; of a typed one as `_is_figure`."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if sheet.kinds[column] != "text":
        return _is_figure(sheet, column)
    cells = sheet.raw(column) if column in sheet.wholes else pl.col(str(column)).cast(pl.Int64, strict=False)
    return cells.is_not_null()


def _is_figure(sheet: Sheet, column: int) -> pl.Expr:
    """Whether a cell holds a number, or is one by its type."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    if sheet.kinds[column] in {"text", "other"}:
        return sheet.texts(column).str.contains(_FIGURE)
    if sheet.kinds[column] == "yes_no":
        return pl.lit(value=False)
    return pl.col(str(column)).is_not_null()


def _rows_of(sheet: Sheet, numbers: pl.Series) -> list[tuple[str, ...]]:
    """Give some rows of a table as text; equal texts of a column are one object, or a hundred thousand rows fill the memory."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    found = sheet.frame.filter(pl.col("n").is_in(numbers.implode())).sort("n").collect()
    columns = []
    for column, kind in enumerate(sheet.kinds):
        cells = found[str(column)]
        texts = {raw: sheet.text(raw, kind)[0] for raw in cells.unique().to_list()}
        # A number that is none is not itself, so that no table finds it again.
        columns.append([texts[raw] if raw in texts else sheet.text(raw, kind)[0] for raw in cells.to_list()])
    return list(zip(*columns, strict=True))


class _LazyKinds(Mapping[tuple[int, int], CellKind]):
    """The kinds of the cells of such rows."""

    def __init__(self, sheet: Sheet, rows: Sequence[tuple[str, ...]]) -> None:
        self._kinds, self._rows = sheet.kinds, rows

    def __getitem__(self, cell: tuple[int, int]) -> CellKind:
        kind = _KINDS.get(self._kinds[cell[1]])
        if kind is None or not self._rows[cell[0]][cell[1]]:
            raise KeyError(cell)
        return kind

    def __iter__(self) -> Iterator[tuple[int, int]]:
        cells = ((row, column) for row in range(len(self._rows)) for column in range(len(self._kinds)))
        return (cell for cell in cells if cell in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return self._has_any  # asked of each row: to count them all each time takes a minute for some thousand rows

    @cached_property
    def _has_any(self) -> bool:
        columns = [column for column, kind in enumerate(self._kinds) if kind in _KINDS]
        return any(row[column] for row in self._rows for column in columns)


_KINDS: Mapping[str, CellKind] = {
    "whole": "number",
    "decimal": "number",
    "float": "number",
    "day": "date",
    "moment": "date",
}


class _Lines(Sequence[int]):
    """The line of each of some rows."""

    def __init__(self, sheet: Sheet, numbers: pl.Series) -> None:
        self._sheet, self._numbers = sheet, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self._sheet.line(self._numbers[range(len(self))[index]])


__all__ = ["SHOWN", "Units", "first_filled", "tidy", "units_of"]
