"""A formula in words, in both languages: each operation, and the way it took for one unit."""

import pytest
from itrank.engine.formula.figures import with_figures
from itrank.engine.formula.parse import parse
from itrank.engine.formula.substitute import template
from itrank.engine.formula.words import say
from itrank.engine.model.findings import Place


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("a and b", "a và b", "a and b"),
        ("a or b and c", "a hoặc b và c", "a or b and c"),
        ("(a or b) and c", "(a hoặc b) và c", "(a or b) and c"),
        ("not (a or b)", "không (a hoặc b)", "not (a or b)"),
        ("not a or b", "không a hoặc b", "not a or b"),
        ("x if a else y", "x nếu a, còn lại y", "x if a, else y"),
        ("min(x, 1.5)", "min(x; 1,5)", "min(x, 1.5)"),
        ("-(x + y) / 2", "−(x + y) ÷ 2", "−(x + y) ÷ 2"),
        ("x != 2", "x ≠ 2", "x ≠ 2"),
    ],
)
def test_each_operation_is_said_in_each_language(text, vi, en):
    tree, findings = parse(text, Place())
    assert tree is not None, findings
    assert (say(tree, str, "vi"), say(tree, str, "en")) == (vi, en)


def test_what_does_not_apply_is_said_in_each_language():
    tree = template("_not_applicable()", at=Place())
    assert (say(tree, str, "vi"), say(tree, str, "en")) == ("không áp dụng", "not applicable")


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("1 if a or b else 0", {"a": False, "b": True}, 1),
        ("1 if a or b else 0", {"a": False, "b": False}, 0),
        ("1 if a or b or c else 0", {"a": False, "b": True, "c": False}, 1),
        ("1 if a and b else 0", {"a": True, "b": False}, 0),
        ("1 if a and b else 0", {"a": True, "b": True}, 1),
    ],
)
def test_what_decided_is_what_was_read_last(text, values, expected):
    tree, findings = parse(text, Place())
    assert tree is not None, findings
    made = with_figures(tree, values.__getitem__, str, lambda _, value: "có" if value else "không", "vi")
    assert made.value == expected
