"""What a column reads is said in one place: it agrees with the order of computation and with the formulas."""

import ast

import pytest
from itrank.engine import load_text
from itrank.engine.language.workshop import computed_after
from itrank.engine.model.reads import closure, formulas_of, names_in, reads_of, values_read_by
from itrank.engine.model.ruleset import Before, LastYear, Node
from test_conformance import cases, loaded, ruleset_text

RULESET = load_text("""
format: itrank-ruleset/1
id: thu
version: '1'
title: Thử
inputs: {a: {type: count}, b: {type: count}, c: {type: count}}
values: {v: a + last_year(b)}
scorecards:
  bang:
    criteria:
      - id: br
        applies: c > 0
        not_applicable: exclude
        criteria:
          - {id: l, max: 10, score: {formula: "min(v / cohort_max(b), 10)"}, cohort: list, then: "value + c"}
          - {id: m, max: 5, score: {formula: "min(a, 5)"}}
""").ruleset


def test_what_each_kind_of_column_reads():
    assert RULESET is not None
    columns = RULESET.columns
    assert reads_of(columns["a"]) == frozenset()
    (last_year,) = (key for key, column in columns.items() if isinstance(column, LastYear))
    assert reads_of(columns["v"]) == {"a", last_year}
    assert (reads_of(columns[last_year]), values_read_by(columns[last_year])) == (frozenset(), {"b"})
    assert reads_of(columns["br"]) == {"l", "m", "c"}
    assert reads_of(columns["l"]) == reads_of(columns["value:l"]) == names_in(formulas_of(columns["l"]))
    assert {"v", "c", "value:l"} < reads_of(columns["l"])  # its gate, which is of the branch above, reads c
    assert values_read_by(columns["l"]) == frozenset()
    assert names_in([None, columns["v"].formula, None]) == columns["v"].formula.reads


def test_a_closure_has_what_it_starts_from_and_all_below():
    columns = RULESET.columns
    assert {"br", "l", "m", "v", "a", "b", "c"} <= closure(columns, ["br"])
    assert closure(columns, ["m"]) == {"m", "a", "c"}
    assert closure(columns, ["br"], values_read_by) == {"br"}
    assert closure(columns, ["not there", "a"]) == {"not there", "a"}


@pytest.mark.bar(60)
@pytest.mark.parametrize(("case", "source"), [case for case in cases() if "expect" in case.values[0]])
def test_nothing_that_a_column_needs_is_forgotten(case, source):
    ruleset = loaded(ruleset_text(case, source)).ruleset
    for key, column in ruleset.columns.items():
        assert computed_after(column) - {f"value:{key}"} <= reads_of(column), key
        node = column.node if isinstance(column, Before) else column
        if isinstance(node, Node):
            names = {
                part.id for each in formulas_of(node) for part in ast.walk(each.tree) if isinstance(part, ast.Name)
            }
            assert names & ruleset.columns.keys() <= reads_of(column), key
        assert closure(ruleset.columns, closure(ruleset.columns, [key])) == closure(ruleset.columns, [key])
