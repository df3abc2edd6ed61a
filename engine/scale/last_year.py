"""Last year's figures that stand in columns of the data, and what a ruleset reads of them, for a table in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from ..columns.integers import WIDE
from ..columns.making import UnsupportedError
from ..columns.program import BLANK, INVALID, VALUE
from ..files.numbers import decimals_of
from ..model.findings import Finding, Place
from ..model.observed import Observed, Previous, Unit
from ..model.outcome import NoScore, Reason
from ..model.reads import last_year_keys
from ..model.ruleset import Input, NamedValue
from ..observe.last_year import known_of_last_year, last_years_columns
from ..observe.report import MOST_OF_A_KIND, Report
from ..observe.sheets import Laid
from ..observe.units import Roll
from ..score.evaluation import from_last_year
from ..score.sheet import Sheet as Computed
from ..score.succession import doubts, last_years
from .cells import Cell, Told, as_integer, rows_where, type_of
from .units import SHOWN

if TYPE_CHECKING:
    import polars as pl

    from ..model.input_types.input_type import ValueKind
    from ..model.ruleset import Ruleset, Source, Value
    from ..observe.decimal_sign import Sign
    from .frames import Sheet
    from .units import Units

Values: TypeAlias = "tuple[ValueKind, tuple[str, ...], list[Value | None], list[int]]"
"""Of an input or a column of last year: its kind, its options, and of each unit the value and the state."""

_ROW = "\0row"  # no file is called so


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of last year's figures: what each thing that stands in it says."""

    column: int
    said: Mapping[Any, Previous]


def values_of_last_year(ruleset: Ruleset, observed: Observed) -> dict[str, Values]:
    """Give the values of last year that the ruleset reads, by the keys that programs have for them."""
    keys = last_year_keys(ruleset)
    if not keys:
        return {}
    before, successions = last_years(observed.units, observed.previous)
    sheet = Computed(ruleset, observed.units, observed, [""] * len(observed.units), successions=successions)
    found: dict[str, Values] = {}
    for key in keys:
        cells = from_last_year(sheet, key, before)
        values: list[Value | None] = [None if isinstance(cell, NoScore) else cell for cell in cells]
        states = [_state_of(cell) if isinstance(cell, NoScore) else VALUE for cell in cells]
        column = ruleset.columns[key]
        kind: ValueKind = "number"
        options = dict.fromkeys(value for value in values if isinstance(value, str))
        if isinstance(column, Input):
            kind, options = column.traits.kind or kind, dict.fromkeys((*column.options, *options))
        elif isinstance(column, NamedValue):
            kind = column.formula.type.kind
        found[f"last:{key}"] = kind, tuple(options), values, states
    return found


def _state_of(lack: NoScore) -> int:
    return INVALID if lack.reason is Reason.NOT_COMPARABLE else BLANK


def columns_of(found: Mapping[str, Values], prefix: str) -> tuple[list[pl.Series], dict[str, Cell]]:
    """Make columns of values and states, named by a prefix and their numbers, and say what each holds.

    Raises:
        UnsupportedError: a value is a fraction without an end of decimals, or has more digits than columns hold.
    """
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    columns: list[pl.Series] = []
    cells: dict[str, Cell] = {}
    for key, (kind, options, values, states) in found.items():
        digits = _digits_of(key, values)
        numbers = [0 if value is None else as_integer(value, options, digits) for value in values]
        own = [number for number, state in zip(numbers, states, strict=True) if state == VALUE]
        low, high = min(own, default=None), max(own, default=None)
        if (most := max(abs(low or 0), abs(high or 0))) > WIDE:
            raise UnsupportedError("too_wide", f"{most:.0e}")
        pair = f"{prefix}{len(cells)}", f"{prefix}{len(cells)}_s"
        columns += [pl.Series(pair[0], numbers, dtype=type_of(low, high)), pl.Series(pair[1], states, dtype=pl.Int8)]
        seen = frozenset(states) or frozenset({VALUE})
        cells[key] = Cell(kind, options, pl.col(pair[0]), pl.col(pair[1]), digits, low, high, seen)
    return columns, cells


def _digits_of(key: str, values: Sequence[Value | None]) -> int:
    """Count the decimals of values.

    Raises:
        UnsupportedError: those of one do not end.
    """
    try:
        return max(map(decimals_of, values), default=0)
    except ValueError:
        raise UnsupportedError("endless", key.removeprefix("last:").removeprefix("self:")) from None


def figures_in(
    ruleset: Ruleset, sheet: Sheet, laid: Laid, frame: pl.LazyFrame, sign: Sign, told: Told
) -> list[Figures]:
    """Read the columns of last year's figures, each distinct text once, and keep what must be said of them."""
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    found = []
    for what, _, column in last_years_columns([laid], ruleset.headers):
        counts = frame.select(pl.col(str(column)).value_counts(name="count").implode()).collect().item()
        odd = {each[str(column)]: each["count"] for each in counts if each[str(column)] is not None}
        said: dict[Any, Previous] = {}
        wrong: dict[str, list[Any]] = {}
        raws = list(odd)
        for start in range(0, len(raws), MOST_OF_A_KIND):
            part = raws[start : start + MOST_OF_A_KIND]
            known, rows = _read(ruleset, sheet, laid, column, part, sign)
            said |= {part[int(place)]: before for place, before in known.items()}
            for row, place in rows:
                wrong.setdefault(row, []).append(part[place])
        for row, texts in wrong.items():
            told.say(row, what, sum(odd[raw] for raw in texts))
            told.shown.update(rows_where(pl.col(str(column)), texts, frame, SHOWN))
        found.append(Figures(column, said))
    return found


def _read(
    ruleset: Ruleset, sheet: Sheet, laid: Laid, column: int, raws: Sequence[Any], sign: Sign
) -> tuple[Mapping[str, Previous], list[tuple[str, int]]]:
    """Let the reference read some texts of a column, each as if it were the row of a unit.

    Returns:
        What each says, by its place; and what must be said of which.
    """
    texts = [sheet.text(raw, sheet.kinds[column]) for raw in raws]
    blank = [""] * len(sheet.headers)
    rows = [(*blank[:column], text, *blank[column + 1 :]) for text, _ in texts]
    kinds = {(row, column): kind for row, (_, kind) in enumerate(texts) if kind is not None}
    table = replace(sheet.bare(), rows=rows, lines=range(1, len(rows) + 1), kinds=kinds)
    units = tuple(Unit(str(place), str(place)) for place in range(len(rows)))
    report = Report()
    alone = Laid(table, laid.guide, None, (), range(len(rows)))
    known = known_of_last_year(ruleset, Roll(units, {}), [alone], {}, {table.name: sign}, report)
    return known, [(found.row, found.place.line - 1) for found in report.findings() if found.place.line]


def with_last_year(
    ruleset: Ruleset,
    laid: Laid,
    units: Units,
    frame: pl.LazyFrame,
    figures: Sequence[Figures],
    given: Mapping[str, Previous],
    source: Source | None = None,
) -> tuple[pl.LazyFrame, dict[str, Cell], tuple[Finding, ...]]:
    """Put the values of last year that a ruleset reads beside the rows of units.

    Args:
        ruleset: reads them.
        laid: the table.
        units: of the table.
        frame: their rows.
        figures: columns of the data that hold last year's figures.
        given: last year's result.
        source: the file that has it.

    Returns:
        The rows; what was put beside them, nothing where the ruleset reads nothing; and what is left open of who is who,
        at `row_of` the rows in question.
    """
    if not last_year_keys(ruleset):
        return frame, {}, ()
    import polars as pl  # noqa: PLC0415  # who reads small data needs none

    columns = [pl.col(str(each.column)) for each in figures]
    rows = frame.select("n", units.id.alias("id"), units.name.alias("name"), *columns).collect()
    known = dict(given)
    people = []
    for row, id_, name, *raws in rows.iter_rows():
        predecessors = next((said[id_] for said, _ in laid.guide.predecessors if said.get(id_)), ())
        people.append(Unit(id_, name, predecessors=predecessors, place=Place(_ROW, row + 1)))
        for each, raw in zip(figures, raws, strict=True):
            if (said := each.said.get(raw)) is not None:
                known[id_] = _filled(known.get(id_, Previous(id_, name)), said)
    observed = Observed(tuple(people), {}, previous=known)
    made, cells = columns_of(values_of_last_year(ruleset, observed), "last")
    beside = pl.concat([frame, pl.DataFrame(made).lazy()], how="horizontal")
    place = Place() if source is None else Place(source.path)
    return beside, cells, doubts(observed.units, observed.previous, place)


def row_of(found: Finding) -> int | None:
    """Give the row that a finding of `with_last_year` is about; None where it is about the file of last year's result."""
    return found.place.line - 1 if found.place.file == _ROW else None


def _filled(before: Previous, said: Previous) -> Previous:
    """Fill what is not known."""
    return replace(
        before,
        total=said.total if before.total is None else before.total,
        max=said.max if before.max is None else before.max,
        rank=said.rank if before.rank is None else before.rank,
        tier=before.tier or said.tier,
        rank_text=before.rank_text or said.rank_text,
    )
