"""The best of fractions whose denominators differ, and ranks by them: on integers, and the same as the reference's."""

from random import Random

import polars as pl
import pytest
from columns_by_hand import values_of
from columns_reference import computed_by_hand, differences, rows_of
from itrank.engine import evaluate, load_text, observe
from itrank.engine.columns.integers import NARROW, Integers, TooWideError
from itrank.engine.columns.lacks import Lacks
from itrank.engine.columns.program import Reference, Sampled
from itrank.engine.columns.quantity import Arithmetic, Number
from itrank.engine.observe import table_of
from itrank.engine.scale import on_duckdb, on_polars
from itrank.engine.scale.dialects import DUCKDB
from prepared_tables import as_arrow, as_rows
from registers import asked_of, registered, script_of
from registers import differences as differences_of_table
from test_scale_scripts import ran

RULES = """\
format: itrank-ruleset/1
id: r
version: '1'
title: R
groups: {g: {title: G}, h: {title: H}}
inputs:
  a: {type: number}
  b: {type: count}
values:
  ty: {formula: a / b, publish: true}
  tot: {formula: cohort_max(ty), cohort: list, publish: true}
  kem: {formula: cohort_min(ty), cohort: all, publish: true}
  duoi: {formula: children_max(ty), publish: true}
  day: {formula: children_min(ty), publish: true}
scorecards:
  s:
    ranking: {lists: group, best: BEST, ties: TIES, tie_break: [b]}
    criteria:
      - {id: x, score: {formula: ty}}
      - {id: y, role: unscored, cohort: [g], score: {formula: cohort_max(ty)}, ranking: {lists: all}}
      - {id: z, role: unscored, score: {formula: a}, ranking: {lists: all, tie_break: [ty, tot]}}
"""


def near(draw, most):
    """Give two fractions that no fraction of smaller denominators lies between, one after the other."""
    low, high = (draw.randint(0, 3), 1), (1, 0)
    while (made := (low[0] + high[0], low[1] + high[1]))[1] <= most:
        low, high = (made, high) if draw.random() < 0.5 else (low, made)
        if made[1] > most // 3 and draw.random() < 0.2:
            break
    return (low, high) if high[1] else (low, low)


def units_of(seed, most):
    """Draw units whose fractions are equal or as near to one another as can be."""
    draw = Random(f"{seed} {most}")
    pairs = [pair for _ in range(5) for pair in near(draw, most)]
    pairs += [(top * times, bottom * times) for top, bottom in pairs for times in (2, 3) if bottom * times <= most]
    pairs += [(-top, bottom) for top, bottom in pairs if draw.random() < 0.4] * (seed % 2)
    pairs += [(1, most), (most, most), (most - 1, most), (0, most), (0, 1), (5, 0)]
    pairs = [pair if draw.random() < 0.93 else ("", pair[1]) for pair in draw.sample(pairs, min(len(pairs), 24))]
    ids = [f"u{number}" for number in range(len(pairs))]
    return [
        {"id": id_, "group": draw.choice("gh"), "parent": draw.choice(["", *ids[:number]]), "a": str(a), "b": str(b)}
        for number, (id_, (a, b)) in enumerate(zip(ids, pairs, strict=True))
    ]


def drawn(seed, most):
    """Give a ruleset and observations."""
    units = units_of(seed, most)
    text = RULES.replace("BEST", ("highest", "lowest")[seed % 3 == 0]).replace(
        "TIES", ("standard", "dense", "ordinal")[seed % 4 % 3]
    )
    loaded = load_text(text)
    assert loaded.ruleset is not None, loaded.findings
    about = [{key: unit[key] for key in ("id", "group", "parent")} for unit in units]
    data = [{key: unit[key] for key in ("id", "a", "b")} for unit in units]
    return loaded.ruleset, observe(loaded.ruleset, [table_of("data", data)], table_of("units", about), {})


MOST = (9, 400, 10**6, 10**9)


@pytest.mark.parametrize("most_quotient", [10**38 - 1, NARROW])
@pytest.mark.parametrize("most", MOST)
@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(3)) for seed in range(60)])
def test_near_fractions_are_told_apart_and_equal_ones_are_equal(seed, most, most_quotient):
    ruleset, observed = drawn(seed, most)
    program, rows, answers = computed_by_hand(ruleset, observed, most_quotient)
    assert not [each for each in program.operations if isinstance(each, (Reference, Sampled))]
    assert not differences(evaluate(ruleset, observed), program, rows, answers)
    if most_quotient == NARROW:
        return
    table = as_arrow(program, rows_of(program, ruleset, observed))
    assert as_rows(on_duckdb.run(program, table, answers, threads=1)) == rows
    assert as_rows(on_polars.run(program, pl.from_arrow(table), answers).to_arrow()) == rows


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.bar(3)) for seed in range(60)])
def test_a_script_finds_them_too(seed):
    ruleset, observed = drawn(seed, 5 * 10**7)
    asked = asked_of(observed, 0)
    made, rows = registered(ruleset, observed, DUCKDB, asked)
    found = ran(script_of(ruleset, DUCKDB, asked), made, rows)
    assert not differences_of_table(evaluate(ruleset, observed), found)


@pytest.mark.parametrize("most_quotient", [10**38 - 1, 8**3, 8**2])
def test_all_small_fractions_stand_in_order(most_quotient):
    i = Integers(most_quotient=most_quotient)
    number = Number(i.column("a", -12, 12), i.times(i.column("b", 1, 8), i.number(100)), i.zero)
    order = Arithmetic(i, Lacks(i)).order(number)
    known = {}
    for a in range(-12, 13):
        for b in range(1, 9):
            (key,) = values_of([order], {"a": a, "b": b})
            assert known.setdefault(a / b, key) == key
    assert [known[each] for each in sorted(known)] == sorted({*known.values()})
    assert len({*known.values()}) == len(known)


def test_where_there_is_no_room_the_reference_is_asked():
    i = Integers()
    number = Number(i.column("a", 0, 10**20), i.column("b", 1, 10**10), i.zero)
    with pytest.raises(TooWideError):
        Arithmetic(i, Lacks(i)).order(number)
    text = RULES.replace("a / b", "a / (b * b)").replace("BEST", "highest").replace("TIES", "standard")
    ruleset = load_text("".join(line for line in text.splitlines(keepends=True) if "children_" not in line)).ruleset
    units = [{"id": f"u{n}", "a": str(10**6 + n % 3), "b": str(10**9 - n)} for n in range(6)]
    about = [{"id": f"u{n}", "group": "g"} for n in range(6)]
    observed = observe(ruleset, [table_of("data", units)], table_of("units", about), {})
    program, rows, answers = computed_by_hand(ruleset, observed)
    assert {each.key for each in program.operations if isinstance(each, (Reference, Sampled))}
    assert program.notes["cohort_max(ty)@list"].why == "many_scales"
    assert not differences(evaluate(ruleset, observed), program, rows, answers)


def test_what_is_summed_up_twice_counts_each_unit_once():
    text = (
        "format: itrank-ruleset/1\nid: r\nversion: '1'\ntitle: R\ninputs: {a: {type: count, max: 100}}\nvalues:\n"
        "  mot: {formula: children_sum(a)}\n  hai: {formula: children_sum(mot), publish: true}\n"
        "scorecards: {s: {criteria: [{id: x, score: {formula: children_sum(hai)}}]}}\n"
    )
    ruleset = load_text(text).ruleset
    units = [{"id": f"u{n}", "a": "100"} for n in range(40)]
    about = [{"id": f"u{n}", "parent": f"u{(n - 1) // 3}" if n else ""} for n in range(40)]
    observed = observe(ruleset, [table_of("data", units)], table_of("units", about), {})
    program, rows, answers = computed_by_hand(ruleset, observed)
    assert not differences(evaluate(ruleset, observed), program, rows, answers)
    assert program.cells["x"][0].high == 40 * 100
