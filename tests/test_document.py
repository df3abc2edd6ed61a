"""YAML as rulesets read it: nothing guessed, nothing clever, every value with its place."""

from fractions import Fraction

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.language import document as module
from itrank.engine.language.document import (
    DEEPEST,
    MOST_BYTES,
    MOST_EVENTS,
    Map,
    Num,
    Text,
    place_at,
    plain,
    read_document,
)
from itrank.engine.model.codes import advice, message


@pytest.fixture(params=["libyaml", "pure"])
def loader(request, monkeypatch):
    """Both of PyYAML's parsers; the pure one is what a machine without libyaml has."""
    if request.param == "libyaml":
        if not hasattr(yaml, "CLoader"):
            pytest.skip("this PyYAML comes without libyaml")
        monkeypatch.setattr(module, "Loader", yaml.CLoader)
    else:
        monkeypatch.setattr(module, "Loader", yaml.Loader)


# What YAML 1.1 would make of it stands in the comment.
SCALARS = {
    "1": Fraction(1),
    "-5": Fraction(-5),
    "0.1": Fraction(1, 10),
    "1.10": Fraction(11, 10),  # 1.1, and the zero is gone: `text` keeps it
    "2.675": Fraction(2675, 1000),
    "true": True,
    "false": False,
    "010": "010",  # 8
    "12:30": "12:30",  # 750
    "no": "no",  # False
    "yes": "yes",  # True
    "on": "on",  # True
    "True": "True",
    "1e3": "1e3",  # "1e3"
    "1_000": "1_000",  # 1000
    "0x10": "0x10",  # 16
    "2022-01-01": "2022-01-01",  # a date
    "80%": "80%",
    ".5": ".5",
    "+1": "+1",
    ".nan": ".nan",
    ".inf": ".inf",
    "1.0e+400": "1.0e+400",
    "'1'": "1",
    '"true"': "true",
    "829,9": "829,9",
    "=": "=",
    "a b": "a b",
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("written", "value"), SCALARS.items())
def test_a_scalar_is_an_exact_number_true_false_or_text(written, value):
    document, findings = read_document(f"key: {written}\n", "a.yaml")
    assert findings == ()
    assert document["key"] == value
    assert isinstance(document["key"], (Num, Text, bool))


def test_a_number_remembers_how_it_was_written():
    document, _ = read_document("code: 1.10", "a.yaml")
    assert document["code"].text == "1.10"


REFUSED = {
    "": ("ITR105", "is no ruleset"),
    "# only a comment": ("ITR105", "is no ruleset"),
    "- a\n- b": ("ITR105", "is no ruleset"),
    "text": ("ITR105", "is no ruleset"),
    "a: &x 1\nb: *x": ("ITR109", "&x"),
    "a: *x": ("ITR109", "*x"),
    "a: &m {b: 1}\nc: {<<: *m}": ("ITR109", "&m"),
    "<<: {a: 1}": ("ITR109", "<<"),
    "a: !!python/object/apply:os.system ['true']": ("ITR109", "python/object"),
    "a: !!str 1": ("ITR109", "str"),
    "a: !mine 1": ("ITR109", "!mine"),
    "%YAML 1.1\n---\na: 1": ("ITR109", "%"),
    "%TAG ! tag:x,2000:\n---\na: 1": ("ITR109", "%"),
    "a: 1\n---\nb: 2": ("ITR109", "more than one YAML document"),
    "a:": ("ITR110", '"a" has no value'),
    "a: ~": ("ITR110", '"a" has no value'),
    "a: null": ("ITR110", '"a" has no value'),
    "a: [1, ]\nb: [~]": ("ITR110", '"-" has no value'),
    "a: 1\na: 2": ("ITR112", 'the key "a" is there twice; first on line 1'),
    "é: 1\ne\u0301: 2": ("ITR112", "is there twice"),
    "? [a]\n: 1": ("ITR109", "a key must be plain text"),
    "a: 1\n\tb: 2": ("ITR104", "not YAML"),
    "a: b: c": ("ITR104", "not YAML"),
    "a: 'x": ("ITR104", "not YAML"),
    "a: [1, 2": ("ITR104", "not YAML"),
    "a: {b: 1": ("ITR104", "not YAML"),
    "a\nb: 1": ("ITR104", "not YAML"),
    "a: \u202etxt": ("ITR103", "U+202E"),
    "a: x\u200by": ("ITR103", "U+200B"),
    "a: x\x07": ("ITR103", "U+0007"),
    "a: x\x1b[31m": ("ITR103", "U+001B"),
    "a: x\x85y": ("ITR103", "U+0085"),
    "a: x\u2028y": ("ITR103", "U+2028"),
    "a: x\ufeffy": ("ITR103", "U+FEFF"),
    "[" * 100_000: ("ITR106", "nested more than"),
    "a: " + "{b: " * 100_000: ("ITR106", "nested more than"),
}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(("text", "told"), REFUSED.items(), ids=[ascii(text[:30]) for text in REFUSED])
def test_what_rulesets_do_not_have_is_told(text, told):
    code, says = told
    _, findings = read_document(text, "a.yaml")
    assert [found.code for found in findings] == [code]
    assert says in message(findings[0], "en")
    assert message(findings[0], "vi")
    assert findings[0].place.file == "a.yaml"


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [(b"a: 1\nb: \xff", 2, "0xFF"), ("a: sô".encode("cp1258"), 1, "0xF4"), ("a: 1".encode("utf-16"), 1, "0xFF")],
)
def test_bytes_that_are_not_utf8_are_told_with_their_line(content, line, byte):
    document, findings = read_document(content, "a.yaml")
    assert document is None
    assert findings[0].code == "ITR405"
    assert findings[0].place.line == line
    assert byte in message(findings[0], "en")


def test_a_byte_order_mark_at_the_start_is_no_matter():
    assert read_document(b"\xef\xbb\xbfa: 1", "a.yaml") == ({"a": 1}, ())


def test_equal_keys_and_empty_values_are_told_all_at_once():
    _, findings = read_document("a: 1\na: 2\nb:\nc: {d: 1, d: 2}", "a.yaml")
    assert sorted((found.code, found.place.line) for found in findings) == [("ITR110", 3), ("ITR112", 2), ("ITR112", 4)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: {f: max(x, y)}", "quotes"),
        ("a: {x, y: 1}", "Give it a value"),
        ("a: {vi: một, hai ba}", "the rest of a text"),
    ],
)
def test_a_comma_in_braces_is_explained(text, word):
    (found,) = read_document(text, "a.yaml")[1]
    assert found.code == "ITR110"
    assert word in advice(found, "en")


def test_a_tab_is_explained():
    _, findings = read_document("a:\n\tb: 1", "a.yaml")
    assert findings[0].place.line == 2
    assert advice(findings[0], "en") == "Indent with spaces, not with tabs."


def test_limits_are_allowed_and_one_more_is_not():
    within = "a: " + "x" * (MOST_BYTES - 3)
    assert read_document(within, "a.yaml")[1] == ()
    assert [found.code for found in read_document(within + "x", "a.yaml")[1]] == ["ITR101"]
    deep = "[" * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1)
    assert read_document(f"a: {deep}", "a.yaml")[1] == ()
    assert [found.code for found in read_document(f"a: [{deep}]", "a.yaml")[1]] == ["ITR106"]
    # stream, document and mapping begin and end, two events a key
    items = (MOST_EVENTS - 6) // 2
    assert read_document("".join(f"k{n}: 1\n" for n in range(items)), "a.yaml")[1] == ()
    more = read_document("".join(f"k{n}: 1\n" for n in range(items + 1)), "a.yaml")[1]
    assert [found.code for found in more] == ["ITR408"]


def test_every_key_and_value_knows_its_place():
    document, _ = read_document('a: 1\nb:\n  - "x y"\n  - {c: z}\n', "a.yaml")
    assert place_at(document, ("a",))[:3] == ("a.yaml", 1, 4)
    assert place_at(document, ("b",), key=True)[:3] == ("a.yaml", 2, 1)
    assert place_at(document, ("b", 0))[:3] == ("a.yaml", 3, 6)  # after the quote
    assert place_at(document, ("b", 1, "c"))[:3] == ("a.yaml", 4, 9)
    assert place_at(document, ("b", 7, "c"))[:3] == ("a.yaml", 3, 3)  # the nearest thing above
    assert place_at(document, ("b", 0)).length == 3


def test_plain_gives_whole_numbers_and_exact_fractions():
    document, _ = read_document("a: 20\nb: 0.1\nc: [x, true]", "a.yaml")
    made = plain(document)
    assert made == {"a": 20, "b": Fraction(1, 10), "c": ["x", True]}
    assert type(made["a"]) is int
    assert not isinstance(made, Map)


@given(st.text(max_size=80))
def test_any_text_is_a_document_or_findings(text):
    document, findings = read_document(text, "a.yaml")
    assert document is not None or findings


@given(st.binary(max_size=80))
def test_any_bytes_are_a_document_or_findings(content):
    document, findings = read_document(content, "a.yaml")
    assert document is not None or findings


@pytest.mark.skipif(not hasattr(yaml, "CLoader"), reason="this PyYAML comes without libyaml")
def test_a_text_of_too_many_keys_is_refused_before_anything_is_built_and_in_the_same_words(monkeypatch):
    text = "".join(f"k{n}: 1\n" for n in range(MOST_EVENTS // 2))
    with monkeypatch.context() as counted_only:
        counted_only.setattr(module, "_count_problem", lambda *_: None)
        read = read_document(text, "a.yaml")
    monkeypatch.setattr(module, "_Reader", None)
    assert read_document(text, "a.yaml") == read
    assert read[1][0].place.line > MOST_EVENTS // 2 - 5


def test_a_long_text_with_another_fault_is_told_of_that_fault():
    text = "".join(f"k{n}: 1\n" for n in range(MOST_EVENTS // 4)) + "k: 'x\n"
    assert [found.code for found in read_document(text, "a.yaml")[1]] == ["ITR104"]


def test_no_hidden_sign_is_printable():
    """A row that is printable is not looked through sign by sign."""
    assert not [sign for sign in map(chr, range(0x110000)) if sign.isprintable() and module._is_hidden(sign)]
