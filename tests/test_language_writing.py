"""A document that is written out whole is read back as it was: of every shipped ruleset and case, and of any text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.language import load
from itrank.engine.language.document import Map, Text, plain, read_document
from itrank.engine.language.editing import LONGEST_LINE
from itrank.engine.language.loading import load_bytes
from itrank.engine.language.writing import written

ROOT = Path(__file__).parent.parent
SHIPPED = sorted(path for path in ROOT.glob("rulesets/*.yaml") if not path.name.endswith(".test.yaml"))
RULESETS = [*SHIPPED, *sorted(ROOT.glob("tests/**/ruleset.yaml"))]


@pytest.mark.parametrize("path", RULESETS, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_ruleset_means_the_same_when_it_is_written_out(path):
    document = load(path).document
    assert document is not None
    again, findings = read_document(written(document), "r.yaml")
    assert (again, findings) == (document, ())
    assert plain(again) == plain(document)
    assert written(again) == written(document)
    assert load_bytes(written(document).encode(), "r.yaml", None).ruleset is not None


VALUES = st.recursive(
    st.one_of(st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Cf", "Zl", "Zp")), min_size=1, max_size=60), st.booleans()),
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(st.text("abc :,#-?!&*80%.", min_size=1, max_size=8), inner, min_size=1, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_any_text_comes_back_as_it_was(value):
    import yaml

    source = yaml.safe_dump({"a": value}, allow_unicode=True, default_style='"')
    document, findings = read_document(source.replace('!!bool "', '"'), "r.yaml")
    if document is None or findings:
        return  # "<<" and the like: no document of ours
    again, told = read_document(written(document), "r.yaml")
    assert (again, told) == (document, ())


def test_a_line_is_as_long_as_others_may_be():
    def document(length: int) -> Map:
        made = Map()
        inner = Map()
        for key, value in (("b", "x" * length), ("c", "z")):
            inner.put(key, Text(value), made.place, made.place)
        made.put("a", inner, made.place, made.place)
        return made

    room = LONGEST_LINE - len("a: {b: , c: z}")
    assert written(document(room)).count("\n") == 1
    assert written(document(room + 1)) == f"a:\n  b: {'x' * (room + 1)}\n  c: z\n"
