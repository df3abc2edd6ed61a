"""What DuckDB, PostgreSQL and Spark write differently: a table of primitives, and nothing else knows a dialect's name.

Why each form is this one, and what its neighbours do silently wrong, is in docs/scale.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

DialectName: TypeAlias = Literal["duckdb", "postgres", "spark"]

LONGEST_COMMENT = 160


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one dialect says what is not said alike in all.

    Attributes:
        name: `duckdb`, `postgres` or `spark`.
        text, wide: names of types: a text, and an integer of 38 digits. 64 bits are BIGINT everywhere.
        number: the type of numbers of a register that is made: what has too many decimals, or should be whole and is not, has
            to be there when the script looks. Narrower types round it when it is loaded, without a word.
        quotient: integer division of 64 bits, of two operands.
        wide_quotient: integer division of wide integers.
        is_wide_quotient_wide: whether that gives a wide integer, too; else a quotient of more than 64 bits wraps.
        quote: the mark around a name; doubled within it.
        binary: a text that is compared and sorted by code point.
        inlined: written before a subquery with a name, so that it is no table but a part of what reads it.
        fence: written after a layer, so that its columns are computed there once, not wherever they are read.
        unfenced: layers that may follow one another without a fence; None where there is none.
        has_global_windows: whether a window over all rows is cheap; else all rows would pass through one task.
        has_figures_apart: whether figures of parts, and places of keys, are tables of their own in a script.
        raised: an expression that stops the script with a message where a condition does not hold.
        type_of: the type of a column, as text.
        integers: what that may be, of an integer that no cast rounds.
        wide_integers: what it may be besides, of a wide one.
        decimals: how that begins, of a decimal; followed by its digits, but in PostgreSQL.
        truths, days, texts: what that may be, of truth values, of days, of texts.
        ordinal: the number of a day, from 1 on the first of January of the year 1.
        day: the day of such a number.
        settings: holds where the session's settings leave the meaning of the script alone.
        stage, unstage: before the query of a table that lives as long as the script, and how it is dropped.
        opening, closing: statements around a script.
        most_columns: that a table can have.
        narrower: types of integers of fewer bits than 64 that are computed in, where bounds allow, by bits.
        packed: one column of several, of names and columns by turns; empty where handing on each costs little.
        most_checked: how many conditions are looked at together; None for all.
        view, unview: before the query of a prepared table that is computed where it is read, from a copy of the
            register, and how it is dropped; empty where it is a table.
        knows_types: whether the type of a column is a constant, so that a test of it costs a row nothing.
        constants: the kind of a constant (`sql_exprs.Kind`): of 32 bits, or as small as what it stands beside.
    """

    name: DialectName
    text: str
    wide: str
    number: str
    quotient: str
    wide_quotient: str
    is_wide_quotient_wide: bool
    quote: str
    binary: str
    inlined: str
    fence: str
    unfenced: int | None
    has_global_windows: bool
    has_figures_apart: bool
    raised: str
    type_of: str
    integers: tuple[str, ...]
    wide_integers: tuple[str, ...]
    decimals: str
    truths: tuple[str, ...]
    days: tuple[str, ...]
    texts: tuple[str, ...]
    ordinal: str
    day: str
    settings: str
    stage: str
    unstage: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    most_columns: int | None
    narrower: Mapping[int, str] = field(default_factory=dict)
    constants: Literal["small", "bits32"] = "small"
    packed: str = ""
    most_checked: int | None = None
    view: str = ""
    unview: str = ""
    knows_types: bool = False


DUCKDB = Dialect(
    name="duckdb",
    text="VARCHAR",
    wide="HUGEINT",
    number="DECIMAL(38, 12)",
    quotient="({} // {})",
    wide_quotient="({} // {})",
    is_wide_quotient_wide=True,
    quote='"',
    binary="{} COLLATE C",
    inlined="AS NOT MATERIALIZED ",
    # While it plans, DuckDB may put the expressions of layers into one another: a column that each of twenty layers reads
    # twice takes more memory than there is. A fence holds rows in their order by one core, so not each layer has one.
    fence=" OFFSET 0",
    unfenced=7,
    has_global_windows=True,
    has_figures_apart=False,
    raised="CASE WHEN {} THEN 1 ELSE error({}) END",
    type_of="typeof({})",
    integers=("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"),
    wide_integers=("HUGEINT", "DECIMAL(38,0)"),
    decimals="DECIMAL(",
    truths=("BOOLEAN",),
    days=("DATE",),
    texts=("VARCHAR",),
    ordinal="(({} - DATE '0001-01-01') + 1)",
    day="(DATE '0001-01-01' + CAST({} - 1 AS INTEGER))",
    settings="current_setting('default_collation') = '' AND NOT current_setting('integer_division')",
    stage="CREATE TEMPORARY TABLE {} AS",
    unstage="DROP TABLE {}",
    opening=("BEGIN TRANSACTION",),
    closing=("COMMIT",),
    most_columns=None,
)

# Eight bits instead of 64 are an eighth of the memory that has to pass. The text has casts that nobody wants to read.
DUCKDB_NARROW = replace(DUCKDB, narrower={8: "TINYINT", 16: "SMALLINT", 32: "INTEGER"})

POSTGRES = Dialect(
    name="postgres",
    text="TEXT",
    wide="NUMERIC(38, 0)",
    number="NUMERIC",
    quotient="({} / {})",
    wide_quotient="div({}, {})",
    is_wide_quotient_wide=True,
    quote='"',
    binary='{} COLLATE "C"',
    inlined="AS NOT MATERIALIZED ",
    # Without it the planner puts the expression of a column in place of each of its uses, layer upon layer.
    fence=" OFFSET 0",
    unfenced=0,
    has_global_windows=True,
    has_figures_apart=False,
    # What cannot be read as an integer is in the message.
    raised="CAST(CASE WHEN {} THEN '1' ELSE {} END AS INTEGER)",
    type_of="CAST(pg_typeof({}) AS TEXT)",
    integers=("smallint", "integer", "bigint"),
    wide_integers=("numeric",),
    decimals="numeric",
    truths=("boolean",),
    days=("date",),
    texts=("text", "character varying", "character"),
    ordinal="(({} - DATE '0001-01-01') + 1)",
    day="(DATE '0001-01-01' + CAST({} - 1 AS INTEGER))",
    settings=(
        "current_setting('standard_conforming_strings') = 'on'"
        # In UTF-8 bytes are in the order of code points.
        " AND current_setting('server_encoding') = 'UTF8'"
        " AND position('pg_catalog' IN current_setting('search_path')) = 0"
    ),
    stage="CREATE TEMPORARY TABLE {} AS",
    unstage="DROP TABLE {}",
    # Compiling a thousand expressions takes three times as long as computing them; and tables are joined to the units in
    # the order in which they stand: to look for a better one took minutes for nine with several keys each.
    opening=("BEGIN", "SET LOCAL jit = off", "SET LOCAL join_collapse_limit = 1"),
    closing=("COMMIT",),
    most_columns=1_600,
    # A row of narrow columns is sorted for each rank, and written, in a quarter of the memory.
    narrower={16: "SMALLINT", 32: "INTEGER"},
    constants="bits32",
)

SPARK = Dialect(
    name="spark",
    text="STRING",
    wide="DECIMAL(38, 0)",
    number="DECIMAL(38, 12)",
    quotient="({} div {})",
    wide_quotient="({} div {})",
    is_wide_quotient_wide=False,
    quote="`",
    binary="{}",
    inlined="AS ",
    fence="",
    unfenced=None,
    has_global_windows=False,
    # Read twice in one query, all below them is planned twice; a table of its own is known to be small.
    has_figures_apart=True,
    raised="assert_true({}, {})",
    type_of="typeof({})",
    integers=("tinyint", "smallint", "int", "bigint"),
    wide_integers=("decimal(38,0)",),
    decimals="decimal(",
    truths=("boolean",),
    days=("date",),
    texts=("string",),
    ordinal="(datediff({}, DATE '0001-01-01') + 1)",
    day="date_add(DATE '0001-01-01', CAST({} - 1 AS INT))",
    # Only with ANSI on, where an overflow is an error, is a text beside a number read as a number.
    settings="typeof(coalesce(1, '2')) = 'bigint'",
    # A table on disk, not a cached view, which keeps its query: each stage would be planned again within the next.
    stage="CREATE TABLE {} USING parquet AS",
    unstage="DROP TABLE {}",
    # Java compiles no longer method, and would interpret it for each row; Spark then computes in several shorter ones.
    opening=("SET spark.sql.codegen.hugeMethodLimit = 8000",),
    closing=("SET spark.sql.codegen.hugeMethodLimit = 65535",),  # as Spark has it by itself
    most_columns=None,
    # Each layer writes each row anew, so that hundreds of columns which it does not read are handed on as one.
    packed="named_struct({})",
    # Java compiles no method of more than 8,000 bytes, and an expression is one.
    most_checked=12,
    # Two columns of an input are written and read in more time than they are computed in.
    view="CREATE TEMPORARY VIEW {} AS",
    unview="DROP VIEW {}",
    knows_types=True,
)

# For who computes layers elsewhere: SQL reads columns, and computes nothing but figures and places of them.
SPARK_NARROW = replace(SPARK, narrower={8: "TINYINT", 16: "SMALLINT", 32: "INT"})

DIALECTS: Mapping[DialectName, Dialect] = {each.name: each for each in (DUCKDB, POSTGRES, SPARK)}


def quoted_name(dialect: Dialect, *parts: str) -> str:
    """Quote a name that a person gave, with the schemas it is in.

    Raises:
        ValueError: for a name that is empty, has a control character or is longer than every dialect keeps whole.
    """
    for part in parts:
        if not part or not part.isprintable() or len(part.encode()) > 63:
            raise ValueError(part)
    quote = dialect.quote
    return ".".join(f"{quote}{part.replace(quote, quote * 2)}{quote}" for part in parts)


def quoted_text(text: str) -> str:
    """Quote a text of ours: with no backslash, which Spark reads as an escape, and no control character."""
    assert text.isprintable(), text
    assert "\\" not in text, text
    return "'" + text.replace("'", "''") + "'"


def harmless(text: str) -> str:
    r"""Write what a stranger wrote as a text of ours that SQL can hold: on one line, without a mark that means something.

    >>> harmless("a\\n'b'")
    'a∖n’b’'
    """
    shown = text.translate(HARMLESS).replace("--", "––")
    if not shown.isprintable():
        shown = "".join(sign if sign.isprintable() else " " for sign in shown)
    return " ".join(shown.split())


# What opens or ends a comment or a statement somewhere, and what a client puts something else in place of.
HARMLESS = str.maketrans({"*": "×", ";": ",", "'": "’", '"': "”", "`": "’", "\\": "∖", "$": "S", "{": "(", "}": ")"})


def comment(text: str) -> str:
    r"""Write what a stranger wrote as a comment on one line.

    >>> comment("a */ DROP TABLE b; --\n${x}")
    '/* a ×/ DROP TABLE b, –– S(x) */'
    """
    shown = harmless(text)
    return f"/* {shown if len(shown) <= LONGEST_COMMENT else shown[: LONGEST_COMMENT - 1] + '…'} */"
