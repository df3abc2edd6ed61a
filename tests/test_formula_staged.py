"""Formulas as closures give what the plain domain gives, are made once, and go with their ruleset."""

import ast
import copy
import gc
import pickle
import weakref
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction

import pytest
from expressions import NAMES, conditions, numbers
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine import load_text
from itrank.engine.formula import staged as module
from itrank.engine.formula.exact import Exact, evaluate_exact
from itrank.engine.formula.functions import FUNCTIONS
from itrank.engine.formula.parse import parse
from itrank.engine.formula.staged import closure_of, staged
from itrank.engine.formula.substitute import template
from itrank.engine.model.findings import Place
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.model.ruleset import NUMBER, Before, Formula
from itrank.engine.score import evaluate_columns
from test_conformance import cases, data_of, loaded, ruleset_text

BLANK = NoScore(State.MISSING, Reason.NO_VALUE, "blank")
BROKEN = NoScore(State.INVALID, Reason.BAD_VALUE, "broken")
CELLS = st.one_of(st.fractions(-30, 30, max_denominator=12), st.sampled_from([BLANK, BROKEN]))
MODES = st.sampled_from(["half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"])


def tree_of(text):
    tree, findings = parse(text, Place())
    assert findings == (), (text, findings)
    return tree


def formula_of(text):
    return Formula(text, tree_of(text), frozenset(), NUMBER, Place())


def same(first, second):
    """Say whether both are the same value of the same type, or the same reason about the same column."""
    return type(first) is type(second) and first == second


@given(st.one_of(numbers(), conditions()), st.fixed_dictionaries(dict.fromkeys(NAMES, CELLS)), MODES)
def test_a_closure_gives_the_plain_value_or_the_same_reason(text, cells, mode):
    tree = tree_of(text)
    plain = evaluate_exact(tree, Exact(cells.__getitem__, mode))
    assert same(closure_of(tree, mode)({name: [BLANK, cell] for name, cell in cells.items()}, 1), plain)


@pytest.mark.parametrize(
    "text",
    [
        "a < b < c", "a < b >= blank", "c < b < blank", "a == a == a", "blank < a < b", "(a if a < b < c else c) < b < c",
        "has(a) == (a < b < c) == (c > b)", "a // 0", "a % 0", "blank / 0", "1 / 0 + blank", "0 ** -1", "2 ** -3",
        "10 ** 30 + 1", "10 ** 30 * 1", "huge", "huge + 0", "-huge", "max(huge, 1)", "clamp(huge, 0, huge)",
        "has(1 / 0)", "first_nonzero(blank, 1 / 0)", "first_nonzero(1 / 0, 0)", "first_nonzero(blank, c)", "not a < b",
        "'bi_thu' == chair", "chair != 'pho'", "day < later", "day == later", "days(day, later)", "days(blank, later)",
        "yes", "not yes", "yes == (a < b)", "yes and blank > 0", "yes or blank > 0", "round(a, 13)", "round(7 / 3, 1)",
        "sqrt(-1)", "a if yes else blank", "blank if yes else a",
    ],
)  # fmt: skip
def test_every_kind_of_value_and_reason(text):
    cells = {
        "a": Fraction(1), "b": Fraction(2), "c": Fraction(3), "blank": BLANK, "huge": Fraction(10**31), "chair": "pho",
        "yes": True, "day": date(2024, 2, 28), "later": date(2024, 3, 1),
    }  # fmt: skip
    tree = tree_of(text)
    plain = evaluate_exact(tree, Exact(cells.__getitem__))
    assert same(closure_of(tree, "half_up")({key: [cell] for key, cell in cells.items()}, 0), plain)


@pytest.mark.parametrize(("name", "row"), FUNCTIONS.items())
def test_every_function_from_its_example_and_from_a_blank(name, row):
    texts = [row.example[0]] if row.example[0] else []
    texts += [f"{name}({', '.join(['x', 'y', 'z'][: max(row.least, 1)])})"] if row.takes != "date" else []
    for text in texts:
        for cell in (Fraction(7, 3), Fraction(0), Fraction(-2), BLANK):
            cells = {"x": cell, "y": Fraction(2), "z": Fraction(5)}
            plain = evaluate_exact(tree_of(text), Exact(cells.__getitem__))
            assert same(closure_of(tree_of(text), "half_up")({key: [value] for key, value in cells.items()}, 0), plain)


def test_what_does_not_apply_says_so():
    tree = template("1 if A > 1 else _not_applicable()", at=Place(), A=tree_of("a"))
    made = closure_of(tree, "half_up")
    assert made({"a": [Fraction(2)]}, 0) == 1
    assert made({"a": [Fraction(1)]}, 0) == NoScore(State.NOT_APPLICABLE, Reason.OPTION_NOT_APPLICABLE)


def formulas_of(ruleset):
    """Give every formula that a column has."""
    for column in ruleset.columns.values():
        owner = column.node if isinstance(column, Before) else column
        for each in fields(owner):
            value = getattr(owner, each.name)
            yield from (one for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Formula))


@pytest.mark.bar(120)
@pytest.mark.parametrize(("case", "source"), [case for case in cases() if "expect" in case.values[0]])
def test_every_formula_of_a_conformance_case(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    sheet, _ = evaluate_columns(ruleset, data_of(case, ruleset))
    for formula in formulas_of(ruleset):
        made = staged(formula, ruleset.rounding_mode)
        for unit in range(len(sheet.units)):
            plain = evaluate_exact(
                formula.tree, Exact(lambda key, at=unit: sheet.cells[key][at], ruleset.rounding_mode)
            )
            assert same(made(sheet.cells, unit), plain), formula.source


def test_a_chain_reads_each_operand_once_however_deep_it_is_nested():
    """Each level compares twice with what lies within; evaluated twice, twenty levels would take a million reads."""
    reads = []

    class Counted(dict):
        def __getitem__(self, key):
            reads.append(key)
            return super().__getitem__(key)

    tree = tree_of("a == a")
    for _ in range(20):
        tree = ast.Compare(left=ast.Name("t"), ops=[ast.Eq(), ast.Eq()], comparators=[tree, ast.Name("t")])
    for node in ast.walk(tree):
        node.place = Place()
    assert closure_of(tree, "half_up")(Counted(a=[Fraction(1)], t=[True]), 0) is True
    assert len(reads) == 2 + 2 * 20


def test_a_reason_that_begins_in_a_formula_is_about_its_column():
    formula, cells = formula_of("1 / a"), {"a": [Fraction(0), BLANK]}
    made = staged(formula, "half_up", "l1")
    assert made(cells, 0) == NoScore(State.INVALID, Reason.DIVISION_BY_ZERO, "l1")
    assert made(cells, 1) is BLANK
    assert staged(formula, "half_up", "l2")(cells, 0).about == "l2"
    assert staged(formula, "half_up")(cells, 0).about == ""


def test_columns_are_looked_up_when_called():
    made, cells = staged(formula_of("a + 1"), "half_up"), {"a": [Fraction(1)]}
    assert made(cells, 0) == 2
    cells["a"] = [Fraction(5)]
    assert made(cells, 0) == 6


def test_a_formula_is_walked_once_for_each_way_of_rounding(monkeypatch):
    walks = []
    monkeypatch.setattr(module, "closure_of", lambda *given: walks.append(given) or closure_of(*given))
    formula = formula_of("round(a)")
    up, even = staged(formula, "half_up"), staged(formula, "half_even")
    assert staged(replace(formula, source="round( a )"), "half_up") is up
    assert (up({"a": [Fraction(5, 2)]}, 0), even({"a": [Fraction(5, 2)]}, 0)) == (3, 2)
    assert len(walks) == 2


RULESET = """
format: itrank-ruleset/1
id: thu
version: '1'
title: Thử
inputs: {a: {type: count}}
scorecards: {bang: {criteria: [{id: l, max: 10, score: {formula: "min(a * 2, 10) if a > 1 else 0"}}]}}
"""


def test_a_staged_ruleset_still_pickles_copies_and_compares():
    ruleset = load_text(RULESET).ruleset
    formula = ruleset.columns["l"].score
    before = staged(formula, "half_up")({"a": [Fraction(3)]}, 0)
    again = pickle.loads(pickle.dumps(formula))
    for other in (again, copy.copy(formula), copy.deepcopy(formula), replace(formula)):
        assert same(staged(other, "half_up")({"a": [Fraction(3)]}, 0), before)
    assert replace(formula) == formula == copy.copy(formula)
    assert replace(ruleset, title=ruleset.title) == ruleset


@pytest.mark.long
def test_what_was_staged_goes_with_its_ruleset():
    """A process that runs for a year loads many rulesets; nothing of one may stay."""
    gc.collect()
    start = len(module._KEPT)
    trees = []
    for _ in range(5):
        ruleset = load_text(RULESET).ruleset
        formulas = list(formulas_of(ruleset))
        for formula in formulas:
            staged(formula, ruleset.rounding_mode)({"a": [Fraction(1)], "l": [Fraction(1)]}, 0)
        trees += [weakref.ref(formula.tree) for formula in formulas]
        assert len(module._KEPT) > start
        del ruleset, formula, formulas
        gc.collect()
    assert not [tree for tree in trees if tree() is not None]
    assert len(module._KEPT) == start
