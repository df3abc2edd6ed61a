"""The scorecard of 100 indicators that `scale.py` measures, its data, and its results in integers written by hand.

40 ratios, 25 step tables, 15 checklists of four items and 20 figures relative to the best of all units, each rounded half
up to two digits; seven criteria that share out what does not apply among their own indicators, and are capped; a total,
four tiers, a rank among all units and one in each of 63 groups. An indicator applies to 99 % of units, and a figure of
0.02 % of its cells is missing: 2 % of units have no total.

Run `python benchmarks/scorecard.py UNITS FILE` to write data (.parquet or .csv), or `... ruleset FILE` for the ruleset.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeAlias

import numpy as np
import pyarrow as pa

Cells: TypeAlias = dict[str, Any]
"""Name -> values (numpy). Where a figure is missing or does not apply, `NAME_s` is not 0 and the value is its `BLANK`."""

CRITERIA = 7
GROUPS = 63
GROUP_IDS = tuple(f"province_{chr(97 + n // 8)}{chr(97 + n % 8)}" for n in range(GROUPS))
TIERS = (("very_good", 85), ("good", 70), ("fair", 55), ("rest", 0))
BLOCK = 25_000  # units that are drawn together
ROW_GROUP = 10  # blocks of a row group of the file
MOST = 2_000  # the greatest count
MOST_FIGURE = 100_000  # the greatest figure that is compared with the best
ITEMS = 4
NA, MISSING = 2, 1
# Denominators that often give exact halves of a hundredth.
NICE = np.array([8, 16, 32, 40, 64, 80, 125, 160, 200, 320, 400, 500, 800, 1000], dtype=np.int16)


@dataclass(frozen=True)
class Indicator:
    """One of the hundred.

    Attributes:
        max: in hundredths of a point.
        reads: its inputs; the first is the one that may be missing.
        steps: of a step table: bounds and points (hundredths), the highest first.
    """

    id: str
    kind: Literal["ratio", "steps", "checklist", "best"]
    criterion: int
    max: int
    reads: tuple[str, ...]
    steps: tuple[tuple[int, int], ...] = ()

    @property
    def applies(self) -> str:
        """Name the input that says whether it applies."""
        return f"k_{self.id}"


@cache
def indicators() -> tuple[Indicator, ...]:
    """Lay out the hundred, dealt in turn to the seven criteria."""
    kinds = ["ratio"] * 40 + ["steps"] * 25 + ["checklist"] * 15 + ["best"] * 20
    made = []
    for n, kind in enumerate(kinds):
        most = (1000, 750, 1250, 500)[n % 4]
        reads = {
            "ratio": (f"a{n}", f"b{n}"),
            "steps": (f"s{n}",),
            "checklist": tuple(f"q{n}_{item}" for item in range(ITEMS)),
            "best": (f"x{n}",),
        }[kind]
        bounds = [20 + n % 5 + 15 * step for step in range(5)]
        steps = tuple((bound, most * (step + 1) // 5) for step, bound in enumerate(bounds))[::-1]
        made.append(Indicator(f"i{n}", kind, n % CRITERIA, most, reads, steps if kind == "steps" else ()))  # type: ignore[arg-type]
    return tuple(made)


@cache
def of_criterion(number: int) -> tuple[Indicator, ...]:
    """Give the indicators of a criterion."""
    return tuple(each for each in indicators() if each.criterion == number)


def most_of(number: int) -> int:
    """Add up the maxima of a criterion's indicators, in hundredths."""
    return sum(each.max for each in of_criterion(number))


def cap_of(number: int) -> int:
    """Give the cap of a criterion, in hundredths: nine tenths of its indicators, in whole points."""
    return most_of(number) * 9 // 1000 * 100


def tier_bounds() -> tuple[int, ...]:
    """Give the least total of each tier in ten-thousandths of a point, so that it is whole; the last tier has 0."""
    return tuple(share * sum(cap_of(number) for number in range(CRITERIA)) for _, share in TIERS)


def points(hundredths: int) -> str:
    """Write points as a ruleset does."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02}" if rest else str(whole)


def ruleset() -> str:
    """Write the scorecard in the ruleset language."""
    lines = [
        "format: itrank-ruleset/1",
        "id: scorecard",
        "version: '1'",
        "title: Scorecard",
        "rounding: {leaf: 2, branch: 2, total: 2}",
    ]
    lines += ["defaults: {inputs: {missing: unranked}, criteria: {not_applicable: rescale}}", "groups:"]
    lines += [f"  {name}: {{title: Province {name[-2:].upper()}}}" for name in GROUP_IDS]
    lines += ["inputs:"]
    for each in indicators():
        lines.append(f"  {each.applies}: {{type: yes_no}}")
        limits = {
            "ratio": (f"type: count, max: {MOST}", f"type: count, min: 1, max: {MOST}"),
            "steps": ("type: count, max: 100",),
            "checklist": ("type: yes_no",) * ITEMS,
            "best": (f"type: count, min: 1, max: {MOST_FIGURE}",),
        }[each.kind]
        lines += [f"  {name}: {{{limit}}}" for name, limit in zip(each.reads, limits, strict=True)]
    lines += [
        "scorecards:",
        "  all:",
        "    criteria:",
        "      - id: points",
        "        ranking: {lists: group}",
        "        criteria:",
    ]
    for number in range(CRITERIA):
        lines += [f"          - id: c{number}", f"            cap: {points(cap_of(number))}", "            criteria:"]
        lines += [
            f"              - {{id: {each.id}, max: {points(each.max)}, applies: {each.applies}, {scored(each)}}}"
            for each in of_criterion(number)
        ]
    tiers = ", ".join(f"{{id: {tier}, from: {share}%}}" if share else f"{{id: {tier}}}" for tier, share in TIERS)
    return "\n".join([*lines, f"    tiers: [{tiers}]", "    ranking: {lists: all}"]) + "\n"


def scored(each: Indicator) -> str:
    """Write how an indicator is scored."""
    match each.kind:
        case "ratio":
            return f"score: {{ratio: [{', '.join(each.reads)}]}}"
        case "steps":
            steps = ", ".join(f"{bound}: {points(worth)}" for bound, worth in each.steps)
            return f"score: {{steps: {each.reads[0]}, from: {{{steps}}}, otherwise: 0}}"
        case "checklist":
            return f"score: {{checklist: [{', '.join(each.reads)}]}}"
        case "best":
            return f"score: {{relative: {each.reads[0]}, to: best}}, cohort: all"


def blocks(count: int, seed: int = 7) -> Iterator[Cells]:
    """Draw units, some at a time; the same ones for a seed, however many there are.

    Yields:
        `n`, `group` (1 to 63), and of each input its values; `NAME_s` of those that may have none: 0, `MISSING`, `NA`.
    """
    for block, start in enumerate(range(0, count, BLOCK)):
        yield drawn(np.random.default_rng([seed, block]), start, min(BLOCK, count - start))


def drawn(rng: Any, start: int, many: int) -> Cells:
    """Draw the units of one block: as many as a whole one has, so that fewer are its first."""
    cells: Cells = {"n": np.arange(start, start + BLOCK), "group": rng.integers(1, GROUPS + 1, BLOCK).astype(np.int8)}
    quality = rng.beta(5, 2, BLOCK).astype(np.float32)
    for each in indicators():
        fits = quality + rng.normal(0, 0.15, BLOCK).astype(np.float32)
        lot = rng.random(BLOCK, dtype=np.float32)
        state = np.where(lot < 0.01, NA, np.where(lot < 0.0102, MISSING, 0)).astype(np.int8)
        values = inputs_of(each, rng, fits)
        for place, (name, value) in enumerate(zip(each.reads, values, strict=True)):
            cells[name] = value
            cells[f"{name}_s"] = state if place == 0 else np.where(state == NA, NA, 0).astype(np.int8)
        cells[each.applies] = state != NA
    return {name: value[:many] for name, value in cells.items()}


def inputs_of(each: Indicator, rng: Any, fits: Any) -> list[Any]:
    """Draw the inputs of an indicator for units that fit it so well."""
    match each.kind:
        case "ratio":
            nice = rng.choice(NICE, BLOCK)
            bottom = np.where(rng.random(BLOCK, dtype=np.float32) < 0.6, nice, rng.integers(1, MOST + 1, BLOCK)).astype(
                np.int16
            )
            return [np.clip(np.rint(bottom * fits), 0, MOST).astype(np.int16), bottom]
        case "steps":
            return [np.clip(np.rint(fits * 100), 0, 100).astype(np.int16)]
        case "checklist":
            return [rng.random(BLOCK, dtype=np.float32) < fits for _ in range(ITEMS)]
        case "best":
            return [np.clip(np.rint(fits * 80_000 / 125) * 125, 1, MOST_FIGURE).astype(np.int32)]


def as_arrow(cells: Cells) -> pa.Table:
    """Make the table of a file: a figure that is missing or does not apply is null, `k_...` says which."""
    columns: dict[str, pa.Array] = {
        "id": pa.array([f"u{n:08}" for n in cells["n"].tolist()]),
        "group": pa.array([GROUP_IDS[group - 1] for group in cells["group"].tolist()]),
    }
    for each in indicators():
        columns[each.applies] = pa.array(cells[each.applies])
        for name in each.reads:
            columns[name] = pa.array(cells[name], mask=cells[f"{name}_s"] != 0)
    return pa.table(columns)


def write(count: int, path: Path) -> None:
    """Write so many units as Parquet, or as CSV with `yes` and `no`."""
    if path.suffix == ".parquet":
        write_parquet(count, path)
    else:
        write_csv(count, path)


def write_parquet(count: int, path: Path) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415  # a reader of CSV needs none

    with pq.ParquetWriter(path, as_arrow(next(blocks(1))).schema, compression="zstd") as writer:
        waiting = (as_arrow(cells) for cells in blocks(count))
        while group := list(islice(waiting, ROW_GROUP)):
            writer.write_table(pa.concat_tables(group), row_group_size=BLOCK * ROW_GROUP)


def write_csv(count: int, path: Path) -> None:
    import polars as pl  # noqa: PLC0415  # a reader of Parquet needs none

    with path.open("wb") as file:
        for number, cells in enumerate(blocks(count)):
            frame = pl.from_arrow(as_arrow(cells))
            assert isinstance(frame, pl.DataFrame)
            yes = pl.when(pl.col(pl.Boolean)).then(pl.lit("yes")).when(~pl.col(pl.Boolean)).then(pl.lit("no"))
            frame.with_columns(yes.name.keep()).write_csv(file, include_header=number == 0)


@dataclass(frozen=True)
class Results:
    """What each unit gets; -1 where it has none.

    Attributes:
        totals: hundredths of points.
        tiers: the number of the tier, from 0.
        ranks, group_ranks: among all units, and in the group; equals share the first rank.
        cells: hundredths of points of each indicator; None where they are not kept.
    """

    totals: Any
    tiers: Any
    ranks: Any
    group_ranks: Any
    cells: Any = None


def exact(count: int, *, keep: bool = False) -> Results:
    """Score in integers, written by hand and apart from the engines: what all of them are compared with.

    Args:
        count: so many units.
        keep: the points of each indicator too.
    """
    best = dict.fromkeys((each.reads[0] for each in indicators() if each.kind == "best"), 1)
    for cells in blocks(count):
        for name, most in best.items():
            best[name] = max(most, int(cells[name][cells[f"{name}_s"] == 0].max(initial=1)))
    totals, groups, kept = [], [], []
    for cells in blocks(count):
        total, each_cell = totals_of(cells, best)
        totals.append(total)
        groups.append(cells["group"])
        kept += [each_cell] if keep else []
    total, group = np.concatenate(totals), np.concatenate(groups)
    tiers = np.where(total < 0, -1, np.select([total * 100 >= bound for bound in tier_bounds()], range(len(TIERS))))
    ranked_by_group = np.full(count, -1, dtype=np.int64)
    for number in range(1, GROUPS + 1):
        members = np.flatnonzero(group == number)
        ranked_by_group[members] = placed(total[members])
    return Results(total, tiers, placed(total), ranked_by_group, np.concatenate(kept) if kept else None)


def totals_of(cells: Cells, best: dict[str, int]) -> tuple[Any, Any]:
    """Give the total of each unit of a block and its cells, in hundredths; -1 where there is none."""
    scored_cells = np.stack([cell_of(each, cells, best) for each in indicators()], axis=1)
    total = np.zeros(len(cells["n"]), dtype=np.int64)
    for number in range(CRITERIA):
        reached, possible = np.zeros_like(total), np.zeros_like(total)
        for each in of_criterion(number):
            applies = cells[each.applies]
            reached += np.where(applies, scored_cells[:, int(each.id[1:])], 0)
            possible += np.where(applies, each.max, 0)
        assert (possible > 0).all()
        # Half up of reached × most / possible; a cap of whole hundredths may follow the rounding.
        total += np.minimum((2 * reached * most_of(number) + possible) // (2 * possible), cap_of(number))
    missing = np.any([cells[f"{each.reads[0]}_s"] == MISSING for each in indicators()], axis=0)
    return np.where(missing, -1, total), scored_cells


def cell_of(each: Indicator, cells: Cells, best: dict[str, int]) -> Any:
    """Score an indicator, in hundredths; -1 where there is none."""
    first = cells[each.reads[0]].astype(np.int64)
    match each.kind:
        case "ratio":
            top, bottom = np.minimum(first, cells[each.reads[1]]), cells[each.reads[1]].astype(np.int64)
        case "steps":
            top = np.select([first >= bound for bound, _ in each.steps], [worth for _, worth in each.steps], 0)
            bottom = np.int64(each.max)
        case "checklist":
            top = sum(cells[name].astype(np.int64) for name in each.reads)
            bottom = np.int64(ITEMS)
        case "best":
            top, bottom = first, np.int64(best[each.reads[0]])
    return np.where(cells[f"{each.reads[0]}_s"] == 0, (2 * top * each.max + bottom) // (2 * bottom), -1)


def placed(totals: Any) -> Any:
    """Rank totals, the highest first: 1 + how many are higher; -1 for -1."""
    counted = np.sort(totals[totals >= 0])
    return np.where(totals < 0, -1, 1 + len(counted) - np.searchsorted(counted, totals, side="right"))


if __name__ == "__main__":
    if sys.argv[1] == "ruleset":
        Path(sys.argv[2]).write_text(ruleset(), "utf-8")
    else:
        write(int(sys.argv[1]), Path(sys.argv[2]))
