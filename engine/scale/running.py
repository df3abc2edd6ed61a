"""A table of many units by an engine of columns: looked at, compiled for, computed, and given back row by row.

file or server -> sheet -> Looked -> Program -> polars, DuckDB -> Made -> a file, a server, or a summary
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

from ..columns.integers import WIDE, Expr
from ..columns.lacks import codes_of
from ..files.tables import MOST_ROWS
from ..files.writing import set_aside
from ..formula.figures import amount
from ..model.ruleset import Node
from .frames import Sheet, is_columnar, sheet_of_lazy
from .preparing import prepared, prepared_pieces, program_for
from .reporting import Noted, kinds_of
from .results import BOTTOM, TOP, Made, beside_rows, result_table, write_parquet, write_parts

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from ..columns.program import Answers, Program
    from ..model.findings import Finding
    from ..model.ruleset import Ruleset
    from .preparing import Looked

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine that runs programs.

    Attributes:
        run: a program, its prepared table and the reference to its result, as `on_polars.run` gives it.
        most_quotient: the greatest quotient that it gives.
    """

    run: Callable[[Program, pl.LazyFrame, Answers], pl.LazyFrame]
    most_quotient: int = WIDE


def _on_polars(program: Program, table: pl.LazyFrame, answers: Answers) -> pl.LazyFrame:
    from .on_polars import run  # noqa: PLC0415  # an engine is imported when it runs

    return run(program, table, answers).lazy()


def _on_duckdb(program: Program, table: pl.LazyFrame, answers: Answers) -> pl.LazyFrame:
    from .handing import as_frame  # noqa: PLC0415  # an engine is imported when it runs
    from .on_duckdb import run  # noqa: PLC0415  # likewise

    return as_frame(run(program, table.collect(), answers)).lazy()


ENGINES: Mapping[str, Engine] = {"polars": Engine(_on_polars), "duckdb": Engine(_on_duckdb)}


def is_for_columns(path: Path) -> bool:
    """Say whether the reference would refuse a file that columns read: Parquet, Arrow, or a text of too many lines."""
    if is_columnar(path):
        return True
    if path.suffix.lower() != ".csv":
        return False
    try:
        if not path.is_file() or path.stat().st_size <= MOST_ROWS:
            return False
        with path.open("rb") as file:
            lines = 0
            for piece in iter(partial(file.read, _PIECE), b""):
                lines += piece.count(b"\n")
                if lines > MOST_ROWS + 1:
                    return True
    except OSError:
        pass
    return False


def of_server(table: Any, name: str) -> tuple[Sheet | None, tuple[Finding, ...]]:
    """Take what a server gave, as Arrow, as columns."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    return sheet_of_lazy(pl.DataFrame(table).lazy(), name)


def made_by(engine: str, looked: Looked, lang: str, note: str = "", only: Collection[str] | None = None) -> Made:
    """Compile a ruleset for data that were looked at, and compute it in memory.

    Args:
        engine: a name of `ENGINES`.
        looked: the data.
        lang: as of `Made`, as are `note` and `only`.
        note: of rows of CSV.
        only: ids of criteria.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
        ValueError: there is no unit.
    """
    used = ENGINES[engine]
    program, answers = program_for(looked, most_quotient=used.most_quotient, reported=True)
    program = wanted(program, looked.ruleset, only)
    noted = Noted(looked.ruleset, program, answers.kept)
    made = noted.beside(used.run(program, prepared(program, looked), answers))
    return Made(looked.ruleset, program, made, looked, answers.kept, lang, note, only, noted)


def wanted(program: Program, ruleset: Ruleset, only: Collection[str] | None) -> Program:
    """Leave out of a program what neither a table of some criteria nor findings are made of.

    Args:
        program: with what findings read.
        ruleset: that was compiled.
        only: ids of criteria; None for all.
    """
    told = {output.key for output in program.outputs if output.what in {"above", "node_tier"}}
    told |= {card.root.id for card in ruleset.scorecards}
    refused = {output.key for output in program.outputs if output.what == "refused"}
    reported = kinds_of(program).keys()
    kept = []
    for output in program.outputs:
        is_in = only is None or output.key.removeprefix("self:") in only or output.key in only
        if output.what == "criterion" and not is_in and output.key not in told:
            # Why there is none is reported all the same, where that is more than what a cell says.
            if output.key in refused or codes_of(output.lack) & reported:
                kept.append(replace(output, top=_NOTHING, bottom=_ONE))
        elif (output.what == "counted" and output.key not in told) or (
            output.what in {"node_rank", "failed"} and not is_in
        ):
            continue
        else:
            kept.append(output)
    return replace(program, outputs=tuple(kept))


_NOTHING, _ONE = Expr("number", (), 0, 0), Expr("number", (), 1, 1)


def made_of_others(ruleset: Ruleset) -> frozenset[str]:
    """Name the criteria that are made of others."""
    return frozenset(key for key, node in ruleset.columns.items() if isinstance(node, Node) and node.children)


def stream_to_parquet(looked: Looked, path: Path, lang: str, version: str, only: Collection[str] | None = None) -> Made:
    """Compute by polars from file to file, in bounded memory.

    Args:
        looked: the data.
        path: of the file.
        lang: as of `Made`, as is `only`.
        version: of itrank.
        only: ids of criteria.

    Raises:
        UnsupportedError: columns cannot rank by this ruleset.
        OSError: what the system says; nothing is under the file's name then.
    """
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    from .footers import is_understood  # noqa: PLC0415  # likewise
    from .on_polars import lazily, parted  # noqa: PLC0415  # likewise

    program, answers = program_for(looked, reported=True)
    program = wanted(program, looked.ruleset, only)
    noted = Noted(looked.ruleset, program, answers.kept)
    made = Made(looked.ruleset, program, pl.LazyFrame(), looked, answers.kept, lang, only=only, noted=noted)
    with set_aside(path.parent) as folder:
        beside = beside_rows(program, looked)
        given = prepared(program, looked, beside), answers, folder, [*beside], prepared_pieces(program, looked, beside)
        parts = parted(program, *given) if is_understood() else None
        if parts is None or parts.late & noted.reads:
            made = replace(made, frame=noted.beside(lazily(program, *given)))
            write_parquet(made, path, version)
        else:
            pieces = [noted.beside(piece) for piece in parts.pieces]
            write_parts(made, replace(parts, pieces=pieces), path, version)
    return made


BEST, REASONS = 10, 8


@dataclass(frozen=True, slots=True)
class Summary:
    """What is said of a result that is too long to print.

    Attributes:
        units, ranked: how many there are, and how many have a rank.
        tiers: how many units each tier has, in the ruleset's order; of a list that has no tiers none.
        best: of the units with the best ranks, the list, rank, id, name, total and tier, as CSV would have them.
        reasons: why units have no rank: how many for each reason, and the first of them in the data; the most frequent.
        reasons_left: how many reasons there are besides.
        illustrative: whether the data or the ruleset are made up.
    """

    units: int
    ranked: int
    tiers: tuple[tuple[str, int], ...]
    best: tuple[tuple[str, ...], ...]
    reasons: tuple[tuple[str, int, str], ...]
    reasons_left: int
    illustrative: bool


def summary_of(made: Made) -> Summary:
    """Count the units of a result, and take its first ones."""
    return _summary(made, result_table(replace(made, only=()), "frame"))


def summary_of_parquet(made: Made, path: Path) -> Summary:
    """Do the same with a result that was written to a file."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    return _summary(made, pl.scan_parquet(path, glob=False))


TOTAL = "total"
_SHOWN = ("list", "rank", "id", "name", TOTAL, "tier")


def _summary(made: Made, rows: pl.LazyFrame) -> Summary:
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    columns = rows.collect_schema().names()
    if "total" not in columns and TOTAL + TOP in columns:  # fractions, whose denominators differ
        rows = rows.with_columns(pl.concat_str(TOTAL + TOP, pl.lit("/"), TOTAL + BOTTOM).alias(TOTAL))
        columns.append(TOTAL)
    there = [name for name in (*_SHOWN, "reason") if name in columns]
    # Never held as a whole: ten million names and reasons as texts are some gigabytes.
    left = {name: pl.Int64 if name == "rank" else pl.String for name in (*_SHOWN, "reason") if name not in there}
    rows = rows.select(there).with_columns(pl.lit(None, dtype=type_).alias(name) for name, type_ in left.items())
    lazy = rows.with_row_index("row")
    is_ranked = pl.col("rank").is_not_null()
    counts, tiers, reasons, last = pl.collect_all(
        [
            lazy.select(pl.len(), is_ranked.sum().alias("ranked")),
            lazy.filter(is_ranked).group_by("tier").agg(pl.len()),
            lazy.filter(~is_ranked).group_by("reason").agg(pl.len(), pl.col("row").min()),
            lazy.select(pl.col("rank").bottom_k(BEST).max()),
        ],
        engine="streaming",
    )
    units, ranked = counts.row(0)
    many = {tier or "": count for tier, count in tiers.select(pl.col("tier").cast(pl.String), "len").iter_rows()}
    best = _first_ranked(lazy, last.item())
    frequent = reasons.sort(["len", "row"], descending=[True, False]).head(REASONS)
    shown = _rows_at(rows, sorted({*best, *frequent["row"]}))
    reasons_said = [
        (reason or "", count, shown[row]["id"])
        for reason, count, row in frequent.select(pl.col("reason").cast(pl.String), "len", "row").iter_rows()
    ]
    first = [_in_lowest_terms(tuple(shown[row][name] for name in _SHOWN)) for row in best]
    return summary_from(made, (units, ranked), many, first, reasons_said, reasons.height)


def summary_from(
    made: Made,
    counts: tuple[int, int],
    tiers: Mapping[str, int],
    best: Sequence[tuple[str, ...]],
    reasons: Sequence[tuple[str, int, str]],
    reasons_there: int,
) -> Summary:
    """Put a summary together.

    Args:
        made: the result.
        counts: how many units there are, and how many are ranked.
        tiers: how many have each tier; the empty word for none.
        best: as of `Summary`.
        reasons: as of `Summary`, at least the most frequent, these first.
        reasons_there: how many there are.
    """
    names = dict.fromkeys(tier.id for card in made.ruleset.scorecards for tier in card.root.tiers)
    return Summary(
        *counts,
        tuple((name, tiers.get(name, 0)) for name in names),
        tuple(best),
        tuple(reasons[:REASONS]),
        max(0, reasons_there - REASONS),
        made.illustrative,
    )


def _first_ranked(rows: pl.LazyFrame, last: int | None) -> list[int]:
    """Give the numbers of the rows with the best ranks, of equal ones the first; the last of these ranks is known."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    if last is None:
        return []
    rank = pl.col("rank")
    found = pl.collect_all(
        [rows.select("row", "rank").filter(each).head(BEST) for each in (rank < last, rank == last)], engine="streaming"
    )
    return pl.concat(found).sort("rank", "row").head(BEST)["row"].to_list()


def _rows_at(rows: pl.LazyFrame, numbers: Collection[int]) -> dict[int, dict[str, str]]:
    """Give what is shown of some rows, as texts; of a file only the pieces that hold them are read."""
    import polars as pl  # noqa: PLC0415  # an engine is imported when it runs

    texts = [pl.col(name).cast(pl.String).fill_null("") for name in _SHOWN]
    found = pl.collect_all([rows.slice(number, 1).select(texts) for number in numbers], engine="streaming")
    return {number: row.row(0, named=True) for number, row in zip(numbers, found, strict=True)}


def _in_lowest_terms(row: tuple[str, ...]) -> tuple[str, ...]:
    """Write a total that is a fraction as a result of the reference has it."""
    return tuple(
        amount(Fraction(cell)) if at == _SHOWN.index(TOTAL) and "/" in cell else cell for at, cell in enumerate(row)
    )


def as_arrow(made: Made) -> Any:
    """Give the table of a result as Arrow, as a server takes it.

    Raises:
        ChangedError: the data are no longer the file that was looked at.
    """
    table = result_table(made, "parquet").collect().to_arrow()
    made.looked.hold_still()
    return table


def held(made: Made) -> Made:
    """Compute once what is read several times.

    Raises:
        ChangedError: the data are no longer the file that was looked at.
    """
    frame = made.frame.collect().lazy()
    made.looked.hold_still()
    return replace(made, frame=frame)


def best_in(made: Made, rows: pl.LazyFrame) -> tuple[tuple[str, ...], ...]:
    """Give the first units of some rows of a result, as `Summary.best` has them."""
    return _summary(made, rows).best
