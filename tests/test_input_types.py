"""The records of the input types: each is whole, and nobody else tests a type by its name."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from itrank.engine.files.numbers import Problem
from itrank.engine.language.schema import INPUT_KEYS
from itrank.engine.model.findings import Place
from itrank.engine.model.input_types import INPUT_TYPES
from itrank.engine.model.ruleset import Input, Words
from itrank.engine.observe.values import reader_of

ROOT = Path(__file__).parents[1]
RECORDS = "engine/model/input_types/"

ALLOWED = {
    # file: (how many places, why)
    "engine/observe/matching.py": (1, "words that stand in brackets in a header, of which two are also names"),
}
"""Files that may name types of inputs in a test, and how often. It only shrinks."""


def asked(name):
    options = {"a": Words()} if INPUT_TYPES[name].has_options else {}
    return Input("a", "a", Words(), name, Place(), options=options)


@pytest.mark.parametrize("name", INPUT_TYPES)
def test_a_record_is_whole(name):
    record = INPUT_TYPES[name]
    assert record.name == name
    assert all(record.asks)
    assert all(record.hint) or not any(record.hint)
    assert not isinstance(reader_of(asked(name))(record.example), Problem)


def test_every_kind_of_value_is_the_name_of_its_plain_type():
    assert {each.kind for each in INPUT_TYPES.values()} == {"number", "yes_no", "choice", "date", None}
    for each in INPUT_TYPES.values():
        assert each.kind is None or INPUT_TYPES[each.kind].kind == each.kind


def test_the_schema_offers_the_types_of_the_table():
    offered = INPUT_KEYS["type"]
    assert offered["enum"] == list(INPUT_TYPES)
    assert "percent (85 and 85% are both 0.85)" in offered["description"]


def is_type(node):
    """Whether an expression reads the type of an input: `asked.type`, `asked["type"]`."""
    match node:
        case ast.Attribute(attr="type"):
            return True
        case ast.Subscript(slice=ast.Constant(value="type")):
            return True
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value="type"), *_]):
            return True
    return False


def names_in(node):
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and part.value in INPUT_TYPES]


def named_tests(tree):
    """Give the lines that compare a type with a name, or list names of types where there is a record for it.

    `percent` and `money` are names of nothing else that is listed.
    """
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=sides) if any(map(is_type, (left, *sides))):
                yield from ((node.lineno, name) for side in (left, *sides) for name in names_in(side))
            case ast.Match(subject=subject, cases=cases) if is_type(subject):
                yield from ((node.lineno, name) for case in cases for name in names_in(case.pattern))
            case ast.Subscript(value=ast.Name(id=table), slice=key) if is_type(key) and table != "INPUT_TYPES":
                yield node.lineno, ast.unparse(node)
            case ast.Set(elts=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Dict(keys=parts):
                found = {part.value for part in parts if isinstance(part, ast.Constant)} & set(INPUT_TYPES)
                if found & {"percent", "money"} and len(found) > 1:
                    yield node.lineno, sorted(found)
            case ast.MatchClass(kwd_attrs=[*attributes], kwd_patterns=patterns) if "type" in attributes:
                yield from ((node.lineno, name) for name in names_in(patterns[attributes.index("type")]))


@pytest.mark.parametrize(
    "source",
    [
        'asked.type == "percent"', 'asked["type"] in {"count", "number"}', "TABLE[asked.type]",
        'NUMBERS = frozenset({"count", "money"})', 'match asked.type:\n    case "date" | "text":\n        pass',
        'match column:\n    case Input(type="choice"):\n        pass', 'given.get("type") == "choice"',
    ],
)  # fmt: skip
def test_a_test_of_a_name_is_found(source):
    assert list(named_tests(ast.parse(source)))


@pytest.mark.long
def test_nobody_but_the_records_tests_a_type_by_its_name():
    found = Counter()
    where = []
    for folder in ("engine", "commands"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = str(file.relative_to(ROOT))
            if name.startswith(RECORDS):
                continue
            text = file.read_text(encoding="utf-8")
            if not re.search(r"""["'.]type\b|\btype=|percent|money""", text):
                continue
            for line, what in named_tests(ast.parse(text)):
                found[name] += 1
                where.append(f"{name}:{line}: {what}")
    assert dict(found) == {name: count for name, (count, _) in ALLOWED.items()}, "\n".join(where)
