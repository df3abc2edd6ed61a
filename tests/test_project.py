"""`itrank.yaml`: strict, inside its folder, and edited with its comments kept."""

import os
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from itrank.engine.language.editing import with_key
from itrank.engine.model.findings import Finding
from itrank.engine.project import FILE, Approval, Minutes, Project, Release, Reopening, read_project
from itrank.engine.project.project_schema import project_schema, written
from itrank.engine.project.reading import project_of
from itrank.engine.project.recording import with_approval, with_releases
from itrank.engine.year import Stopped
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
TEXT = """\
# Dự án của Sở.
format: itrank-project/1

# Bộ tiêu chí đang dùng
ruleset: rulesets/2026.yaml  # theo Quyết định
data: data/2026.csv
deadline: 2027-01-31
# hết
"""
HASH = "ab" * 32
RELEASE = Release("cntt", "2026.1", "rulesets/2026.yaml", HASH, "2026-12-01", "12/QĐ-UBND", "2026-11-30")
APPROVAL = Approval(
    "ket-qua.json", HASH, Minutes("bien-ban.pdf", HASH, "3/BB", "2027-03-01"), "2027-03-02", "2026.zip", 'Bà "A": #1'
)


def read(folder: Path, text: str) -> Project | Stopped | None:
    (folder / FILE).write_text(text, "utf-8")
    return read_project(folder)


def told(made: Project | Stopped | None) -> list[tuple[str, int, int]]:
    assert isinstance(made, Stopped)
    return [(each.row, each.place.line, each.place.column) for each in made.findings]


def test_a_folder_without_the_file_has_no_project(tmp_path):
    (tmp_path / FILE).write_text(TEXT, "utf-8")
    below = tmp_path / "rulesets"
    below.mkdir()
    assert read_project(below) is None  # nothing is looked for upwards


def test_the_committed_schema_is_the_one_that_is_read_by():
    committed = (ROOT / "schemas" / "project.schema.json").read_text("utf-8")
    assert committed == written(), "run: python -m itrank.engine.project.project_schema > schemas/project.schema.json"
    Draft202012Validator.check_schema(project_schema())


def test_what_the_file_says(tmp_path):
    made = read(tmp_path, TEXT + "appraisal: {first: tham-dinh-1}\nsigner: Giám đốc\n")
    assert isinstance(made, Project)
    assert (made.ruleset, made.data, made.deadline) == ("rulesets/2026.yaml", ("data/2026.csv",), date(2027, 1, 31))
    assert (made.appraisal, made.signer, made.place) == ({"first": "tham-dinh-1"}, "Giám đốc", None)
    listed = read(tmp_path, TEXT.replace("data/2026.csv", "[a.csv, b.xlsx]"))
    assert isinstance(listed, Project)
    assert listed.data == ("a.csv", "b.xlsx")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("deadlin: 2027-01-31", ("ITR140", 9, 1)),
        ("deadline: 2027-01-30", ("ITR112", 9, 1)),
        ("units: ../don-vi.csv", ("ITR142", 9, 8)),
        ("units: a/../../don-vi.csv", ("ITR142", 9, 8)),
        ("units: ..", ("ITR142", 9, 8)),
        ("units: /etc/passwd", ("ITR142", 9, 8)),
        ("units: ~/don-vi.csv", ("ITR142", 9, 8)),
        (r"units: C:\don-vi.csv", ("ITR142", 9, 8)),
        (r"units: a\..\..\don-vi.csv", ("ITR142", 9, 8)),
        ("units: 12", ("ITR145", 9, 8)),
        ("appraisal: {thrid: x}", ("ITR140", 9, 13)),
        ("approved: {result: ../kq.json}", ("ITR142", 9, 20)),
        ("output: ket-qua.json", ("ITR140", 9, 1)),
        ("x: &a 1", ("ITR109", 9, 4)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_its_place(tmp_path, line, expected):
    assert expected in told(read(tmp_path, f"{TEXT}{line}\n"))


def test_a_key_that_is_almost_right_is_named(tmp_path):
    made = read(tmp_path, TEXT.replace("deadline", "deadlin"))
    assert isinstance(made, Stopped)
    assert made.findings[0].help[0].startswith('Có phải "deadline"?')


def test_a_day_is_one_of_the_calendar(tmp_path):
    assert told(read(tmp_path, TEXT.replace("2027-01-31", "2027-02-30"))) == [("ITR142", 7, 11)]


@pytest.mark.parametrize(
    "name", ["data/2026.csv", "data/2026.units.csv", "data/2026.mapping.yaml", "data/2026.corrections.csv"]
)
def test_no_link_leads_out(tmp_path, name):
    folder = tmp_path / "du-an"
    (folder / "data").mkdir(parents=True)
    (tmp_path / "ngoai.csv").write_text("id\n", "utf-8")
    assert isinstance(read(folder, TEXT), Project)
    (folder / name).symlink_to(tmp_path / "ngoai.csv")
    assert told(read(folder, TEXT)) == [("ITR121.project", 6, 7)]


def test_no_link_of_a_folder_leads_out_and_one_inside_may_be(tmp_path):
    folder = tmp_path / "du-an"
    (folder / "that").mkdir(parents=True)
    (folder / "data").symlink_to(folder / "that")
    assert isinstance(read(folder, TEXT), Project)
    (folder / "data").unlink()
    (folder / "data").symlink_to(tmp_path)
    assert told(read(folder, TEXT)) == [("ITR121.project", 6, 7)]


def test_the_file_itself_is_of_this_folder(tmp_path):
    folder = tmp_path / "du-an"
    folder.mkdir()
    (tmp_path / "khac.yaml").write_text(TEXT, "utf-8")
    (folder / FILE).symlink_to(tmp_path / "khac.yaml")
    assert told(read_project(folder)) == [("ITR121.project", 0, 0)]
    (folder / FILE).unlink()
    os.mkfifo(folder / FILE)
    assert isinstance(read_project(folder), Stopped)


def test_a_file_without_a_ruleset_is_no_project(tmp_path):
    assert told(read(tmp_path, "format: itrank-project/1\n")) == [("ITR141", 1, 1)]


def test_what_is_recorded_is_read_again_and_comments_stay(tmp_path):
    project = read(tmp_path, TEXT)
    assert isinstance(project, Project)
    released = read(tmp_path, with_releases(project, [RELEASE]))
    assert released == replace(project, released=(RELEASE,), text=released.text)
    assert released.text.startswith(TEXT)
    later = replace(RELEASE, version="2026.2", number="", date="")
    approved = read(tmp_path, with_approval(read(tmp_path, with_releases(released, [RELEASE, later])), APPROVAL, []))
    assert (approved.released, approved.approved) == ((RELEASE, later), APPROVAL)
    reopening = Reopening("2027-03-05", "Sai số liệu: sửa", HASH)
    reopened = read(tmp_path, with_approval(approved, None, [reopening]))
    assert (reopened.released, reopened.approved, reopened.reopened) == ((RELEASE, later), None, (reopening,))
    assert reopened.text.startswith(TEXT)


def test_a_comment_behind_what_is_replaced_stays(tmp_path):
    text = TEXT + "released:\n  - {id: a}\n# sau\ndata2: x\n"
    made = with_key(text, "released", [{"id": "b"}])
    assert made is not None
    assert "# sau" in made
    assert "# theo Quyết định" in made


def test_what_cannot_be_edited_is_left():
    assert with_key("a: [1\n", "b", "c") is None


@pytest.mark.parametrize(
    "value", ["1.10", "true", "", "~", "2026-01-01", "a: b #c", 'x "y"\n', "  ", "{a}", "é\\u202e"]
)
def test_text_is_text_whatever_it_looks_like(value):
    text = with_key(TEXT, "signer", value)
    assert text is not None
    project = project_of(text.encode(), Path())
    if value:
        assert isinstance(project, Project)
        assert project.signer == value


def test_findings_are_of_the_file(tmp_path):
    made = read(tmp_path, "ruleset: 1\n")
    assert isinstance(made, Stopped)
    assert {each.place.file for each in made.findings if isinstance(each, Finding)} == {FILE}


def test_the_file_of_the_page_is_one_and_the_page_names_every_key(tmp_path):
    page = (ROOT / "docs" / "project.md").read_text("utf-8")
    shown = re.search(r"^```yaml itrank\.yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert shown is not None
    assert isinstance(read(tmp_path, shown[1]), Project)
    assert {key for key in project_schema()["properties"] if f"`{key}`" not in page} == set()
