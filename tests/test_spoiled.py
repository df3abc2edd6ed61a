"""Texts that an encoding spoiled are recognised; no clean text is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.files.spoiled import _TCVN3, spoiled
from itrank.engine.files.table_files import tables_of

ROOT = Path(__file__).parent.parent
NAMES = ["Sở Nội vụ", "Sở Kế hoạch và Đầu tư", "Ủy ban nhân dân tỉnh", "Huyện Châu Thành", "Thị xã Gò Công", "Đà Nẵng"]
LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"


@pytest.mark.parametrize("name", NAMES)
def test_a_spoiled_name_is_read(name):
    assert spoiled(name) is None
    wrong = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in name.encode())
    assert spoiled(wrong)[:2] == ("utf8", name)
    lost = spoiled(name.encode("latin-1", "replace").decode("latin-1"))
    assert lost is None if name == "Thị xã Gò Công" else lost.how == "lost"  # one letter may end a question
    old = {new: byte for byte, new in _TCVN3.items()}
    made = spoiled("".join(old.get(one, old.get(one.lower(), one)) for one in name))
    assert made[0].startswith("TCVN3")
    assert made[1].lower() == name.lower()


def test_nothing_shipped_and_no_page_of_the_documentation_is_spoiled():
    """Every line of data and every word of prose: they are clean, but for the pages that show what is not."""
    shown = {"ITR577.md"}
    paths = [
        p
        for folder in ("docs", "rulesets", "examples")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in {".md", ".csv", ".yaml"}
    ]
    found = {}
    for path in paths:
        for line in path.read_text("utf-8", "ignore").splitlines() if path.name not in shown else ():
            for cell in line.replace("|", ",").split(","):
                made = spoiled(cell.strip().strip("`\"'"))
                if made is not None and (made.how != "lost" or path.suffix != ".md"):
                    found[cell] = (path.name, made)
    assert found == {}


@given(st.lists(st.text(LETTERS + LETTERS.upper() + "abcdeghiklmnopqrstuvxy", min_size=1, max_size=6), max_size=5))
def test_words_of_vietnamese_letters_are_clean(words):
    made = spoiled(" ".join(words))
    assert made is None or made.how not in {"utf8", "lost"}


@given(st.text(max_size=60))
def test_any_text_is_looked_at(text):
    spoiled(text)


@pytest.mark.parametrize(
    "name",
    [
        "Malmö",
        "Citroën",
        "Zoë Köln",
        "«Khá»",
        "THỊ XÃ’",
        "Có không?",
        "Vì sao? Thế nào?",
        "m² ½",
        "Sở Y tế?",
        "http://a.vn/b?c=1",
    ],
)
def test_what_only_looks_so_is_clean(name):
    assert spoiled(name) is None


def test_one_foreign_name_is_no_old_encoding():
    assert tables_of("id,name\na,Ö\nb,Sở B\n".encode(), "a.csv")[1] == ()
