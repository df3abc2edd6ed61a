"""What says without words that a document is of its shape agrees with jsonschema."""

from copy import deepcopy
from pathlib import Path
from random import Random

import pytest
from itrank.engine.cases import file_schema
from itrank.engine.language.conforming import conforming
from itrank.engine.language.document import Map, Num, Seq, Text, plain, read_document
from itrank.engine.language.validate import _fits, _validator
from itrank.engine.observe.mapping_schema import mapping_schema
from itrank.engine.project.project_schema import project_schema
from itrank.engine.scenario.scenario_schema import scenario_schema
from sampling import SEED, size
from test_conformance import cases, ruleset_text

ROOT = Path(__file__).parent.parent
SHIPPED = [path for path in sorted(ROOT.glob("rulesets/*.yaml")) if ".test." not in path.name]
KEYS = ["title", "score", "criteria", "max", "ratio", "share", "given", "extends", "vi", "type", "x", "x" * 300]
VALUES = [
    None, True, False, Num(0), Num(1), Num(13), Num("-0.5"), Num("2.0"), Text(""), Text("x"), Text("given"), Text("x" * 5_000),
    Text("80%"), Text("2022-12-31"), Text("half_up"), Text("error"), Map(), Seq(),
]  # fmt: skip


def opened(content, name):
    document, found = read_document(content, name)
    assert document is not None, found
    return document


def parts(value):
    """Every mapping and list of a document that is not empty."""
    if value:
        yield value
    for part in value.values() if isinstance(value, Map) else value:
        if isinstance(part, (Map, Seq)):
            yield from parts(part)


def change(document, draw):
    """Change a document in one place: a key more or less, another value, an item more or less."""
    places = list(parts(document))
    part = draw.choice(places)
    value = deepcopy(draw.choice([*VALUES, *places]))
    at = draw.choice(range(len(part)) if isinstance(part, Seq) else [*part, *KEYS])
    if draw.random() < 0.3:
        part.pop(at, *[None] * isinstance(part, Map))
    else:
        part[at] = value


def agreed(document):
    """Hold both against each other, and say what they say."""
    fits = _fits()(document)
    assert fits == _validator().is_valid(plain(document)), document
    return fits


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_a_shipped_ruleset_is_of_its_shape(path):
    assert agreed(opened(path.read_bytes(), path.name))


@pytest.mark.sampled
def test_a_document_that_was_changed_is_told_as_jsonschema_tells_it():
    draw = Random(SEED)
    texts = [ruleset_text(*case.values) for case in cases()]
    said = []
    for text in draw.choices(texts, k=size(100, 10_000)):
        document = opened(text, "case.yaml")
        change(document, draw)
        said.append(agreed(document))
    assert 0.1 < sum(said) / len(said) < 0.9


@pytest.mark.parametrize("schema", [mapping_schema, project_schema, scenario_schema, file_schema.tests_schema])
def test_every_kind_of_document_is_checked(schema):
    assert not conforming(schema())(Map())


@pytest.mark.parametrize(
    ("items", "are_sure"),
    [([], True), ([Num(1), Num(2), Text("1")], True), ([Num(1), Num("1.0")], False), ([Seq()], False)],
)
def test_items_that_surely_differ(items, are_sure):
    assert conforming({"uniqueItems": True})(items) == are_sure
    assert conforming({"uniqueItems": False})(items)


@pytest.mark.parametrize(
    "schema", [{"patternProperties": {"a": True}}, {"if": {"type": "object"}}, {"not": {"enum": [1]}}]
)
def test_a_keyword_that_is_not_known_is_not_passed_over(schema):
    with pytest.raises(KeyError):
        conforming(schema)
