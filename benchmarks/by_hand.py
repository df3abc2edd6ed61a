"""The scorecard of `scorecard.py` as people write it by hand in floats: pandas, polars, numba, OpenFisca-Core.

All round half up to two digits by `floor(x * 100 + 0.5) / 100`, the total too, before it is ranked; `pandas, round(2)` alone
uses what pandas offers, which rounds halves to even. Each is what somebody who knows the tool writes: whole columns, no row
by row Python, nothing computed that is not asked for. What `load` does (reading, types, layout) is not timed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scorecard import (
    CRITERIA,
    GROUP_IDS,
    ITEMS,
    TIERS,
    Indicator,
    Results,
    cap_of,
    indicators,
    most_of,
    of_criterion,
    tier_bounds,
)

BOUNDS = tuple(bound / 10_000 for bound in tier_bounds())  # least totals in points, the highest tier first


@dataclass(frozen=True)
class Peer:
    """One way to compute the scorecard.

    Attributes:
        load: file -> what it works on.
        run: computes everything from that; the cells too where they are kept.
        results: of what `run` gave.
        note: what a reader must know of it.
    """

    load: Callable[[Path], Any]
    run: Callable[[Any, bool], Any]
    results: Callable[[Any], Results]
    note: str = ""


def half_up(values: Any) -> Any:
    """Round floats half up to two digits."""
    return np.floor(values * 100 + 0.5) / 100


def to_even(values: Any) -> Any:
    """Round floats to two digits as numpy and pandas do."""
    return np.round(values, 2)


def hundredths(totals: Any) -> Any:
    """Take floats of points for the nearest hundredths; NaN is -1."""
    return np.where(np.isnan(totals), -1, np.rint(np.nan_to_num(totals) * 100)).astype(np.int64)


def whole(ranks: Any) -> Any:
    """Take ranks for integers; NaN is -1."""
    return np.where(np.isnan(ranks), -1, np.nan_to_num(ranks)).astype(np.int64)


# pandas


def load_pandas(path: Path) -> Any:
    """Read the file; whether an item holds becomes 1.0, 0.0 or NaN, as all other figures with gaps are floats too."""
    import pandas as pd  # noqa: PLC0415  # peers are independent

    frame = pd.read_parquet(path)
    items = [name for each in indicators() if each.kind == "checklist" for name in each.reads]
    frame[items] = frame[items].astype("float64")
    frame["group"] = frame["group"].astype("category")
    return frame


def run_pandas(frame: Any, keep: bool, rounded: Callable[[Any], Any] = half_up) -> Any:
    import pandas as pd  # noqa: PLC0415  # peers are independent

    cells, total = {}, np.zeros(len(frame))
    for number in range(CRITERIA):
        reached, possible = np.zeros(len(frame)), np.zeros(len(frame))
        for each in of_criterion(number):
            points = rounded(points_of(frame, each))
            applies = frame[each.applies].to_numpy()
            reached += np.where(applies, points, 0)
            possible += applies * (each.max / 100)
            if keep:
                cells[each.id] = points
        total += np.minimum(rounded(reached * (most_of(number) / 100) / possible), cap_of(number) / 100)
    total = pd.Series(rounded(total))
    tiers = np.where(total.isna(), -1, len(TIERS) - np.searchsorted(BOUNDS[::-1], total.to_numpy(), side="right"))
    ranks = total.rank(method="min", ascending=False)
    return total, tiers, ranks, total.groupby(frame["group"], observed=True).rank(method="min", ascending=False), cells


def points_of(frame: Any, each: Indicator) -> Any:
    """Score an indicator by whole columns; NaN where a figure is missing."""
    most = each.max / 100
    first = frame[each.reads[0]].to_numpy()
    match each.kind:
        case "ratio":
            return np.minimum(first / frame[each.reads[1]].to_numpy(), 1) * most
        case "steps":
            worth = np.array([0.0, *(points / 100 for _, points in each.steps[::-1])])
            reached = np.searchsorted([bound for bound, _ in each.steps[::-1]], first, side="right")
            return np.where(np.isnan(first), np.nan, worth[reached])
        case "checklist":
            return sum(frame[name].to_numpy() for name in each.reads) / ITEMS * most
        case "best":
            return first / np.nanmax(first) * most


def pandas_results(made: Any) -> Results:
    total, tiers, ranks, group_ranks, _ = made
    return Results(hundredths(total.to_numpy()), tiers, whole(ranks.to_numpy()), whole(group_ranks.to_numpy()))


# polars


def load_polars(path: Path) -> Any:
    import polars as pl  # noqa: PLC0415  # peers are independent

    return pl.read_parquet(path)


def run_polars(frame: Any, keep: bool, engine: str = "in-memory") -> Any:
    import polars as pl  # noqa: PLC0415  # peers are independent

    def rounded(value: Any) -> Any:
        return (value * 100 + 0.5).floor() / 100

    cells = [rounded(expression_of(each)).alias(each.id) for each in indicators()]
    criteria = []
    for number in range(CRITERIA):
        of = of_criterion(number)
        reached = pl.sum_horizontal(
            [pl.when(pl.col(each.applies)).then(pl.col(each.id)).otherwise(0.0) for each in of], ignore_nulls=False
        )
        possible = pl.sum_horizontal([pl.col(each.applies) * (each.max / 100) for each in of])
        value = rounded(reached * (most_of(number) / 100) / possible)
        criteria.append(
            pl.min_horizontal(value, pl.when(value.is_not_null()).then(cap_of(number) / 100)).alias(f"c{number}")
        )
    total = pl.sum_horizontal([pl.col(f"c{number}") for number in range(CRITERIA)], ignore_nulls=False)
    tier = pl.when(pl.col("total").is_null()).then(-1)
    for place, bound in enumerate(BOUNDS[:-1]):
        tier = tier.when(pl.col("total") >= bound).then(place)
    ranks = pl.col("total").rank("min", descending=True)
    kept = [each.id for each in indicators()] if keep else []
    return (
        frame.lazy()
        .with_columns(cells)
        .with_columns(criteria)
        .with_columns(total=rounded(total))
        .with_columns(tier=tier.otherwise(len(BOUNDS) - 1), rank=ranks, group_rank=ranks.over("group"))
        .select(*kept, "total", "tier", "rank", "group_rank")
        .collect(engine=engine)
    )


def expression_of(each: Indicator) -> Any:
    """Score an indicator in polars."""
    import polars as pl  # noqa: PLC0415  # peers are independent

    most = each.max / 100
    first = pl.col(each.reads[0])
    match each.kind:
        case "ratio":
            share = first / pl.col(each.reads[1])
            return pl.when(share > 1).then(1.0).otherwise(share) * most
        case "steps":
            value = pl.when(first.is_null()).then(None)
            for bound, worth in each.steps:
                value = value.when(first >= bound).then(worth / 100)
            return value.otherwise(0.0)
        case "checklist":
            items = [pl.col(name).cast(pl.Int8) for name in each.reads]
            return pl.sum_horizontal(items, ignore_nulls=False) / ITEMS * most
        case "best":
            return first / first.max() * most


def polars_results(made: Any) -> Results:
    total = made["total"].fill_null(float("nan")).to_numpy()
    ranks = [made[name].cast(int).fill_null(-1).to_numpy() for name in ("rank", "group_rank")]
    return Results(hundredths(total), made["tier"].to_numpy(), *ranks)


# numba


@dataclass(frozen=True)
class Arrays:
    """The data as a kernel reads them: columns that lie one after another.

    Attributes:
        counts, items, figures: the inputs by type, an array (inputs, units) each.
        states: (indicators, units): 0 a value, 1 missing, 2 does not apply.
        group: 1 to 63.
    """

    counts: Any
    items: Any
    figures: Any
    states: Any
    group: Any


def load_arrays(path: Path) -> Arrays:
    import pyarrow.parquet as pq  # noqa: PLC0415  # peers are independent

    columns = {"counts": [], "items": [], "figures": [], "states": []}
    for each in indicators():
        table = pq.read_table(path, columns=[each.applies, *each.reads])
        first = table[each.reads[0]]
        is_there = ~np.asarray(first.is_null())
        columns["states"].append(np.where(is_there, 0, np.where(np.asarray(table[each.applies]), 1, 2)).astype(np.int8))
        where = {"ratio": "counts", "steps": "counts", "checklist": "items", "best": "figures"}[each.kind]
        for name in each.reads:
            column = table[name]
            # 1 where there is nothing: no divisor is 0.
            columns[where].append(np.asarray(column.fill_null(True if where == "items" else 1)))
    group = pq.read_table(path, columns=["group"])["group"].combine_chunks().dictionary_encode()
    numbers = np.array([GROUP_IDS.index(name) + 1 for name in group.dictionary.to_pylist()], dtype=np.int64)
    return Arrays(*(np.stack(columns[name]) for name in columns), numbers[np.asarray(group.indices)])


@dataclass(frozen=True)
class Layout:
    """Where a kernel finds what it needs of each indicator, as arrays: kind, first input, maximum, criterion, steps."""

    kind: Any
    at: Any
    most: Any
    criterion: Any
    bounds: Any
    worths: Any
    criterion_most: Any
    caps: Any
    tiers: Any


@cache
def layout() -> Layout:
    kinds = {"ratio": 0, "steps": 1, "checklist": 2, "best": 3}
    at, next_at = [], {"counts": 0, "items": 0, "figures": 0}
    for each in indicators():
        where = {"ratio": "counts", "steps": "counts", "checklist": "items", "best": "figures"}[each.kind]
        at.append(next_at[where])
        next_at[where] += len(each.reads)
    steps = [each.steps or ((0, 0),) * 5 for each in indicators()]
    return Layout(
        np.array([kinds[each.kind] for each in indicators()]),
        np.array(at),
        np.array([each.max / 100 for each in indicators()]),
        np.array([each.criterion for each in indicators()]),
        np.array([[bound for bound, _ in each] for each in steps], dtype=np.int64),
        np.array([[worth / 100 for _, worth in each] for each in steps]),
        np.array([most_of(number) / 100 for number in range(CRITERIA)]),
        np.array([cap_of(number) / 100 for number in range(CRITERIA)]),
        np.array(BOUNDS),
    )


def run_numba(arrays: Arrays, keep: bool, kernel: str = "blocked") -> Any:
    import kernels  # noqa: PLC0415  # peers are independent

    plan = layout()
    best = kernels.maxima(arrays.figures, arrays.states, plan.at, plan.kind)
    cells = np.empty(arrays.states.shape if keep else (1, 1))
    total = getattr(kernels, kernel)(
        plan.kind, plan.at, plan.most, plan.criterion, plan.bounds, plan.worths, plan.criterion_most, plan.caps,
        arrays.counts, arrays.items, arrays.figures, arrays.states, best, cells, keep,
    )  # fmt: skip
    tiers = np.where(np.isnan(total), -1, len(TIERS) - np.searchsorted(plan.tiers[::-1], total, side="right"))
    return total, tiers, kernels.placed(total, arrays.group, plan.caps.sum()), cells


def numba_results(made: Any) -> Results:
    total, tiers, ranks, _ = made
    return Results(hundredths(total), tiers, ranks[0], ranks[1])


# OpenFisca-Core

PERIOD = "2026"


def load_openfisca(path: Path) -> Any:
    """Make the system, a variable for each input, indicator, criterion and total, and a simulation that holds the data."""
    from openfisca_core.entities import Entity  # noqa: PLC0415  # peers are independent
    from openfisca_core.simulations import SimulationBuilder  # noqa: PLC0415
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: PLC0415

    frame = load_pandas(path)
    unit = Entity("unit", "units", "A unit", "")
    system = TaxBenefitSystem([unit])
    for name, kind, formula in variables():
        system.add_variable(variable(name, kind, unit, formula))
    simulation = SimulationBuilder().build_default_simulation(system, len(frame))
    for each in indicators():
        for name in (each.applies, *each.reads):
            simulation.set_input(name, PERIOD, frame[name].to_numpy())
    return simulation, frame["group"]


def variable(name: str, kind: type, unit: Any, formula: Any) -> type:
    from openfisca_core.periods import DateUnit  # noqa: PLC0415  # peers are independent
    from openfisca_core.variables import Variable  # noqa: PLC0415

    said = {"value_type": kind, "entity": unit, "definition_period": DateUnit.YEAR, "label": name}
    return type(name, (Variable,), said | ({"formula": formula} if formula else {}))


def variables() -> list[tuple[str, type, Any]]:
    """Name each variable, with its type and its formula."""
    made: list[tuple[str, type, Any]] = []
    for each in indicators():
        made += [(each.applies, bool, None), *((name, float, None) for name in each.reads)]
        made.append((each.id, float, formula_of(each)))
    made += [(f"c{number}", float, formula_of_criterion(number)) for number in range(CRITERIA)]

    def total(unit: Any, period: Any) -> Any:
        return half_up(sum(unit(f"c{number}", period) for number in range(CRITERIA)))

    return [*made, ("total", float, total)]


def formula_of(each: Indicator) -> Any:
    def formula(unit: Any, period: Any) -> Any:
        return half_up(points_of(_Read(unit, period), each))

    return formula


def formula_of_criterion(number: int) -> Any:
    def formula(unit: Any, period: Any) -> Any:
        applies = [unit(each.applies, period) for each in of_criterion(number)]
        pairs = list(zip(of_criterion(number), applies, strict=True))
        reached = sum(np.where(does, unit(each.id, period), 0) for each, does in pairs)
        possible = sum(does * np.float32(each.max / 100) for each, does in pairs)
        value = reached * np.float32(most_of(number) / 100) / possible
        return np.minimum(half_up(value), np.float32(cap_of(number) / 100))

    return formula


@dataclass(frozen=True)
class _Read:
    """Reads variables of a unit as `points_of` reads columns."""

    unit: Any
    period: Any

    def __getitem__(self, name: str) -> Any:
        values = self.unit(name, self.period)
        return type("Column", (), {"to_numpy": staticmethod(lambda: values)})


def run_openfisca(loaded: Any, keep: bool) -> Any:  # noqa: ARG001  # it keeps all it computes
    import pandas as pd  # noqa: PLC0415  # it has no ranks

    simulation, group = loaded
    for name, _, formula in variables():
        if formula:
            simulation.delete_arrays(name)
    total = pd.Series(simulation.calculate("total", PERIOD))
    tiers = np.where(total.isna(), -1, len(TIERS) - np.searchsorted(BOUNDS[::-1], total.to_numpy(), side="right"))
    ranks = total.rank(method="min", ascending=False)
    return total, tiers, ranks, total.groupby(group, observed=True).rank(method="min", ascending=False), None


PEERS = {
    "pandas": Peer(load_pandas, run_pandas, pandas_results, "half up"),
    "pandas, round(2)": Peer(
        load_pandas, lambda data, keep: run_pandas(data, keep, to_even), pandas_results, "half to even"
    ),
    "polars floats": Peer(load_polars, run_polars, polars_results, "half up"),
    "polars floats, streaming": Peer(
        load_polars, lambda data, keep: run_polars(data, keep, "streaming"), polars_results, "half up"
    ),
    "OpenFisca-Core": Peer(load_openfisca, run_openfisca, pandas_results, "half up, float32; ranks by pandas"),
    "numba, fused loop": Peer(load_arrays, lambda data, keep: run_numba(data, keep, "fused"), numba_results, "half up"),
    "numba, blocked": Peer(load_arrays, run_numba, numba_results, "half up"),
}
