"""The columns of nodes: closures of the walk, made once for a ruleset and gone with it."""

import gc
import pickle
from dataclasses import replace

import pytest
from itrank.engine import load_text, observe
from itrank.engine.observe import table_of
from itrank.engine.score import evaluate_columns, nodes
from itrank.engine.score.nodes import staged_node

TEXT = """
format: itrank-ruleset/1
id: nodes
version: '1'
title: Nodes
inputs:
  n: {type: number}
scorecards:
  all:
    criteria:
      - {id: a, max: 10, score: {formula: n}, then: value / 2}
"""


def ruleset_of():
    loaded = load_text(TEXT)
    assert loaded.ruleset is not None
    return loaded.ruleset


def value_of(ruleset, n):
    sheet, _ = evaluate_columns(ruleset, observe(ruleset, [table_of("t", [{"id": "u", "n": n}])]))
    return sheet.cells["a"][0]


def test_a_node_is_staged_once_for_a_ruleset():
    ruleset = ruleset_of()
    node = ruleset.columns["a"]
    assert staged_node(ruleset, node) is staged_node(ruleset, node)
    assert staged_node(ruleset, node) is not staged_node(ruleset, ruleset.columns["value:a"])
    assert staged_node(ruleset, node) is not staged_node(ruleset, node, reported=True)


@pytest.mark.long
def test_what_was_staged_goes_with_its_ruleset():
    gc.collect()
    before = len(nodes._KEPT)
    ruleset = ruleset_of()
    assert value_of(ruleset, 8) == 4
    assert len(nodes._KEPT) == before + 1
    del ruleset
    gc.collect()
    assert len(nodes._KEPT) == before


def test_a_copy_of_a_ruleset_has_the_closures_of_its_own_nodes():
    """A what-if replaces nodes: the closures of the first ruleset are not taken for those of the second."""
    ruleset = ruleset_of()
    assert value_of(ruleset, 8) == 4
    node = replace(ruleset.columns["a"], then=None)
    columns = {key: column for key, column in ruleset.columns.items() if key != "value:a"} | {"a": node}
    assert value_of(replace(ruleset, columns=columns), 8) == 8
    assert value_of(pickle.loads(pickle.dumps(ruleset)), 8) == 4
