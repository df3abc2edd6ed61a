"""`itrank fmt` and what it stands on: the layout changes and nothing else, once and never again."""

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from itrank.cli import run
from itrank.engine import load_text
from itrank.engine.language.document import MOST_BYTES, read_document
from itrank.engine.language.editing import LONGEST_LINE, laid_out
from itrank.engine.prove.checks import checked

ROOT = Path(__file__).parent.parent
UNTIDY = "a:\n    b: [1.10,   80%]\n    # x\n    c: {d: no}\n"
TIDY = "a:\n  b: [1.10, 80%]\n    # x\n  c: {d: no}\n"
SHIPPED = sorted([*ROOT.glob("rulesets/*.yaml"), *ROOT.glob("examples/**/*.yaml"), *ROOT.glob("tests/c*/**/*.yaml")])


def documents() -> dict[str, str]:
    """Every document that can be read: what is shipped, and what the pages show."""
    found = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in SHIPPED}
    for path in sorted((ROOT / "docs").glob("*.md")):
        blocks = re.findall(r"^```yaml[^\n]*\n(.*?)^```$", path.read_text("utf-8"), re.MULTILINE | re.DOTALL)
        found |= {f"{path.name}#{number}": block for number, block in enumerate(blocks, 1)}
    return {name: text for name, text in found.items() if read_document(text, name)[0] is not None}


DOCUMENTS = documents()


@pytest.fixture
def itrank(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)

    def call(*arguments, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = run(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_there_is_much_to_lay_out():
    assert len(SHIPPED) >= 8
    assert len(DOCUMENTS) >= 40


# The two largest take a fifth of a minute; others say the same of every construct.
LARGEST = {
    f"rulesets/{stem}"
    for stem in ("2021.yaml", "2022.yaml", "2021.test.yaml", "2022.test.yaml", "mau-hai-cap.test.yaml")
}


@pytest.mark.bar(10)
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] * (name in LARGEST)) for name in DOCUMENTS]
)
def test_layout_is_done_once_and_changes_nothing_that_is_said(name):
    text = DOCUMENTS[name]
    made = laid_out(text)
    assert made is not None
    assert laid_out(made) == made
    assert re.findall("#.*", made) == re.findall("#.*", text)


@pytest.mark.long
@pytest.mark.bar(1)
@pytest.mark.parametrize(
    "path",
    [each for each in SHIPPED if each.parent.name == "rulesets" and each.suffixes == [".yaml"]],
    ids=lambda path: path.stem,
)
def test_a_shipped_ruleset_means_the_same_and_stays_as_silent(path):
    text = path.read_text("utf-8")
    one, two = load_text(text, "r.yaml"), load_text(laid_out(text), "r.yaml")
    bare = [
        re.sub(r"Place\([^)]*\)|at 0x[0-9a-f]+", "", repr(replace(each.ruleset, sources=(), sha256="")))
        for each in (one, two)
    ]
    assert bare[0] == bare[1]
    told = [[found.code for found in checked(each, "r.yaml", run_tests=False)[0]] for each in (one, two)]
    assert told[0] == told[1]


@pytest.mark.parametrize("path", sorted(ROOT.glob("examples/project/**/*.yaml")), ids=lambda path: path.stem)
def test_what_a_project_begins_with_is_laid_out(path):
    text = path.read_text("utf-8")
    assert laid_out(text) == text


AS_LONG_AS_CAN_BE = "a: {b: 1, c: " + "x" * (LONGEST_LINE - 14) + "}\n"
LONG = AS_LONG_AS_CAN_BE.replace("x}", "xx}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (UNTIDY, TIDY),
        ("\ufeffa: 1\r\nb: 2", "a: 1\nb: 2\n"),
        ("a: 010\nb: 12:30\nc: yes\nd: 1.10\ne: 0x1F\nf: 1_000\ng: 2022-01-01\n", None),
        ("a: '1.10'\nb: \"1.10\"\nc: >-\n  x\n  y\n", None),
        ("a:\n- b: 1\n  c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        ("a: 1  \n\n# cuối\n\n\n", "a: 1\n\n# cuối\n"),
        ("a: " + "x + " * 60 + "x\n", None),
        (AS_LONG_AS_CAN_BE, None),
        (LONG, LONG.replace("{", "\n  ").replace(", ", "\n  ").replace("}", "").replace("a: ", "a:")),
        (LONG.replace("\n", "  # nói về cả dòng\n"), None),
        ("# itrank: ignore[ITR360] lý do\n" + LONG, None),
        ("a: {b: 1,  # mất\n  c: 2}\n", "nothing"),
        ("a: [1,\n  # mất\n  2]\n", "nothing"),
    ],
)  # fmt: skip
def test_how_it_is_laid_out(text, expected):
    """None stands for the text itself; `nothing` for one that cannot be laid out."""
    assert laid_out(text) == (text if expected is None else None if expected == "nothing" else expected)


def test_the_limit_of_a_line_is_the_limit():
    assert [len(text) - 1 for text in (AS_LONG_AS_CAN_BE, LONG)] == [LONGEST_LINE, LONGEST_LINE + 1]


def test_files_are_laid_out_in_place(itrank, tmp_path):
    (tmp_path / "a.yaml").write_text(UNTIDY, "utf-8")
    (tmp_path / "b.yaml").write_text(TIDY, "utf-8")
    (tmp_path / "b.yaml").chmod(0o600)
    assert itrank("fmt", "a.yaml", "b.yaml") == (0, "", "")
    assert [(tmp_path / name).read_text("utf-8") for name in ("a.yaml", "b.yaml")] == [TIDY, TIDY]
    assert itrank("fmt", "--check", "a.yaml", "b.yaml") == (0, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_check_and_diff_write_nothing(itrank, tmp_path):
    (tmp_path / "a.yaml").write_text(UNTIDY, "utf-8")
    code, out, err = itrank("fmt", "--check", "a.yaml")
    assert (code, out) == (1, "")
    assert "a.yaml: lỗi ITR925: trình bày chưa theo mẫu\n   = gợi ý: Chạy: itrank fmt a.yaml\n" in err
    code, out, err = itrank("fmt", "--diff", "a.yaml")
    assert (code, err) == (0, "")
    assert out.splitlines()[:5] == ["--- a.yaml", "+++ a.yaml", "@@ -1,4 +1,4 @@", " a:", "-    b: [1.10,   80%]"]
    assert itrank("fmt", "--diff", "--check", "a.yaml")[0] == 1
    assert (tmp_path / "a.yaml").read_text("utf-8") == UNTIDY


def test_standard_input_goes_to_standard_output(itrank):
    assert itrank("fmt", "-", stdin=UNTIDY.encode()) == (0, TIDY, "")
    code, out, err = itrank("fmt", "-", "--check", stdin=UNTIDY.encode())
    assert (code, out) == (1, "")
    assert "<stdin>: lỗi ITR925" in err


@pytest.mark.parametrize(
    ("content", "told", "code"),
    [
        (b"a: &x 1\nb: *x\n", "ITR109", 1),
        (b"a: 1\na: 2\n", "ITR112", 1),
        (b"a: [\n", "ITR104", 1),
        (b"a: \xff\n", "ITR405", 1),
        (b"a: " + b"[" * 300, "ITR106", 1),
        (b"#" * (MOST_BYTES + 1), "ITR101", 1),
        (b"a: {b: 1,  # x\n  c: 2}\n", "ITR924", 1),
        (None, "ITR401", 2),
    ],
)
def test_what_cannot_be_read_is_left_and_the_others_are_done(itrank, tmp_path, content, told, code):
    if content is not None:
        (tmp_path / "a.yaml").write_bytes(content)
    (tmp_path / "b.yaml").write_text(UNTIDY, "utf-8")
    found, out, err = itrank("fmt", "a.yaml", "b.yaml")
    assert (found, out) == (code, "")
    assert f"lỗi {told}: " in err
    assert not (tmp_path / "a.yaml").exists() if content is None else (tmp_path / "a.yaml").read_bytes() == content
    assert (tmp_path / "b.yaml").read_text("utf-8") == TIDY


def test_a_file_outside_is_not_written_through_a_link(itrank, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out.yaml").write_text(UNTIDY, "utf-8")
    (tmp_path / "in" / "a.yaml").symlink_to(tmp_path / "out.yaml")
    code, _, err = itrank("fmt", "in/a.yaml")
    assert code != 0
    assert "ITR121" in err
    assert (tmp_path / "out.yaml").read_text("utf-8") == UNTIDY


def test_a_folder_that_cannot_be_written_is_told(itrank, tmp_path, monkeypatch):
    from itrank.engine.files import writing

    (tmp_path / "a.yaml").write_text(UNTIDY, "utf-8")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing.os, "fsync", full)
    code, out, err = itrank("fmt", "a.yaml")
    assert (code, out) == (2, "")
    assert 'lỗi ITR906: không ghi được tệp "a.yaml": ổ đĩa đã đầy' in err
    assert (tmp_path / "a.yaml").read_text("utf-8") == UNTIDY
