"""The kernels of `by_hand.py`: the scorecard in numba, in as many threads as there are cores.

Columns lie one after another: `counts`, `items` and `figures` are arrays (inputs, units), `states` is (indicators, units): 0 a
value, 1 missing, 2 does not apply. `kind` is 0 to 3: ratio, steps, checklist, best. Points are floats of points.
"""

import numba
import numpy as np
from scorecard import GROUPS

KERNEL_BLOCK = 2_048  # units: what a kernel works on at once stays in the processor's second cache


@numba.njit(inline="always")
def cell(unit, each, kind, at, most, bounds, worths, counts, items, figures, best):
    if kind == 0:
        value = min(counts[at, unit] / counts[at + 1, unit], 1.0) * most
    elif kind == 1:
        value = 0.0
        for step in range(5):
            if counts[at, unit] >= bounds[each, step]:
                value = worths[each, step]
                break
    elif kind == 2:
        held = items[at, unit] + items[at + 1, unit] + items[at + 2, unit] + items[at + 3, unit]
        value = held / 4 * most
    else:
        value = figures[at, unit] / best[at] * most
    return np.floor(value * 100 + 0.5) / 100


@numba.njit(parallel=True)
def maxima(figures, states, at, kind):
    best = np.zeros(figures.shape[0], dtype=np.int64)
    for each in numba.prange(len(kind)):
        if kind[each] == 3:
            most = 0
            for unit in range(figures.shape[1]):
                if states[each, unit] == 0 and figures[at[each], unit] > most:
                    most = figures[at[each], unit]
            best[at[each]] = most
    return best


@numba.njit(parallel=True, error_model="numpy")
def fused(
    kind,
    at,
    most,
    criterion,
    bounds,
    worths,
    criterion_most,
    caps,
    counts,
    items,
    figures,
    states,
    best,
    cells,
    keep,
):
    """Loop over units, and over indicators within: how one writes it first."""
    units = states.shape[1]
    totals = np.empty(units)
    for unit in numba.prange(units):
        reached, possible = np.zeros(7), np.zeros(7)
        for each in range(len(kind)):
            state = states[each, unit]
            if state == 0:
                value = cell(unit, each, kind[each], at[each], most[each], bounds, worths, counts, items, figures, best)
            else:
                value = np.nan
            if state != 2:
                reached[criterion[each]] += value
                possible[criterion[each]] += most[each]
            if keep:
                cells[each, unit] = value
        total = 0.0
        for number in range(7):
            value = np.floor(reached[number] * criterion_most[number] / possible[number] * 100 + 0.5) / 100
            total += min(value, caps[number]) if not np.isnan(value) else np.nan  # not NaN
        totals[unit] = np.floor(total * 100 + 0.5) / 100
    return totals


@numba.njit(parallel=True, error_model="numpy")
def blocked(
    kind,
    at,
    most,
    criterion,
    bounds,
    worths,
    criterion_most,
    caps,
    counts,
    items,
    figures,
    states,
    best,
    cells,
    keep,
):
    """Loop over blocks of units, then over indicators, then over the units of the block: each column is read in order."""
    units = states.shape[1]
    totals = np.empty(units)
    for block in numba.prange((units + KERNEL_BLOCK - 1) // KERNEL_BLOCK):
        start = block * KERNEL_BLOCK
        many = min(KERNEL_BLOCK, units - start)
        reached, possible = np.zeros((7, KERNEL_BLOCK)), np.zeros((7, KERNEL_BLOCK))
        values = np.empty(KERNEL_BLOCK)
        for each in range(len(kind)):
            to, full, first = criterion[each], most[each], at[each]
            if kind[each] == 0:
                for i in range(many):
                    values[i] = min(counts[first, start + i] / counts[first + 1, start + i], 1.0) * full
            elif kind[each] == 1:
                for i in range(many):
                    value = 0.0
                    for step in range(4, -1, -1):
                        value = worths[each, step] if counts[first, start + i] >= bounds[each, step] else value
                    values[i] = value
            elif kind[each] == 2:
                for i in range(many):
                    held = items[first, start + i] + items[first + 1, start + i]
                    held += items[first + 2, start + i] + items[first + 3, start + i]
                    values[i] = held / 4 * full
            else:
                for i in range(many):
                    values[i] = figures[first, start + i] / best[first] * full
            for i in range(many):
                value = np.floor(values[i] * 100 + 0.5) / 100
                state = states[each, start + i]
                value = value if state == 0 else np.nan
                reached[to, i] += 0.0 if state == 2 else value
                possible[to, i] += 0.0 if state == 2 else full
                values[i] = value
            if keep:
                cells[each, start : start + many] = values[:many]
        for i in range(many):
            total = 0.0
            for number in range(7):
                value = np.floor(reached[number, i] * criterion_most[number] / possible[number, i] * 100 + 0.5) / 100
                total += min(value, caps[number]) if not np.isnan(value) else np.nan  # not NaN
            totals[start + i] = np.floor(total * 100 + 0.5) / 100
    return totals


@numba.njit
def placed(totals, group, most):
    """Rank by how many units have each number of hundredths, all together (row 0) and by group."""
    size = int(most * 100) + 2
    higher = np.zeros((GROUPS + 1, size), dtype=np.int64)
    for unit in range(len(totals)):
        if not np.isnan(totals[unit]):  # not NaN
            place = int(totals[unit] * 100 + 0.5)
            higher[0, place] += 1
            higher[group[unit], place] += 1
    for row in range(GROUPS + 1):
        above = 0
        for place in range(size - 1, -1, -1):
            here = higher[row, place]
            higher[row, place] = above
            above += here
    ranks = np.full((2, len(totals)), -1, dtype=np.int64)
    for unit in range(len(totals)):
        if not np.isnan(totals[unit]):  # not NaN
            place = int(totals[unit] * 100 + 0.5)
            ranks[0, unit] = higher[0, place] + 1
            ranks[1, unit] = higher[group[unit], place] + 1
    return ranks
