"""What commands take of `itrank.yaml`, and what they never take; a ruleset is released once."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from itrank import cli
from itrank.commands import project
from itrank.commands.project import _KEYS, _TAKES
from itrank.engine.project import FILE, Project, read_project
from test_asked import RULESET

OTHER = RULESET.replace("id: thu", "id: hai").split("tests:")[0]
FILES = {
    "bo.yaml": RULESET.split("tests:")[0],
    "khac.yaml": OTHER,
    "so.csv": "id,name,group,a\ndv1,Sở Một,so,5\ndv2,Sở Hai,so,6\n",
    "khac.csv": "id,name,group,a\ndv1,Sở Một,so,1\n",
    "dv.csv": "id,name,group\ndv1,Sở Một của bảng,so\ndv2,Sở Hai,so\n",
    "truoc.csv": "id,name,total,rank\ndv1,Sở Một,9,1\n",
    "dc.csv": "unit,target,stage,from,to,reason,basis,by,at\ndv1,a,first,5,4,Thiếu,CV 1,Tổ,2026-01-02\n",
    "itrank.yaml": (
        "format: itrank-project/1\nruleset: bo.yaml\ndata: so.csv\nunits: dv.csv\nprevious: truoc.csv\n"
        "corrections: dc.csv\nresult: kq.json\nreturned: nop\nagency: UBND tỉnh X\nplace: Xã Y\n"
        "signer: Giám đốc; Trần Văn A\n"
    ),
}
ISSUED = "agency UBND tỉnh X, place Xã Y, signer Giám đốc; Trần Văn A"
SENT = "agency UBND tỉnh X, signer Giám đốc; Trần Văn A, place Xã Y"
WHOLE = "ruleset bo.yaml, data so.csv, units dv.csv, previous truoc.csv, corrections dc.csv"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    for name, text in FILES.items():
        Path(name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
def ran(folder, capsys):
    def run(*arguments):
        code = cli.run(list(arguments))
        printed = capsys.readouterr()
        taken = re.search(r"ITR958: dùng từ itrank\.yaml: (.*)", printed.err)
        return code, printed.out, printed.err, taken[1] if taken else ""

    return run


def test_a_year_needs_no_arguments_and_says_what_it_took(ran):
    code, out, _, taken = ran("evaluate")
    assert (code, taken) == (0, WHOLE)
    assert "Sở Một của bảng" in out
    assert (
        out
        == ran(
            "evaluate",
            "bo.yaml",
            "--data",
            "so.csv",
            "--units",
            "dv.csv",
            "--previous",
            "truoc.csv",
            "--corrections",
            "dc.csv",
        )[1]
    )
    assert ran("evaluate", "-o", "kq.json")[3] == WHOLE
    assert ran("explain", "dv1")[::3] == (0, WHOLE)
    assert ran("why-not", "dv1", "--tier", "tot")[3] == WHOLE
    assert ran("report", "--format", "text")[::3] == (0, f"result kq.json, {ISSUED}")
    assert ran("freeze", "-o", "goi.zip")[::3] == (0, "result kq.json")
    forms = ran("forms", "-o", "nop")
    assert forms[::3] == (0, f"ruleset bo.yaml, units dv.csv, previous truoc.csv, {SENT}")
    assert ran("collect")[3].startswith("returned nop, ruleset bo.yaml, units dv.csv, previous truoc.csv")
    assert ran("appraise", "export", "-o", "bang")[::3] == (0, WHOLE)
    assert ran("appraise", "apply", "bang")[::3] == (0, WHOLE)
    assert ran("table", "-o", "phu-luc.docx")[::3] == (0, "ruleset bo.yaml")


def test_a_report_is_signed_as_the_project_says(ran):
    ran("evaluate", "-o", "kq.json")
    assert ran("report", "-o", "kq.docx")[::3] == (0, f"result kq.json, {ISSUED}")
    cells = [cell.text for table in Document("kq.docx").tables for row in table.rows for cell in row.cells]
    assert "GIÁM ĐỐC\n(Chữ ký, dấu)\nTrần Văn A" in cells


def test_a_ruleset_of_its_own_meets_no_figures_of_the_project(ran):
    code, _, err, taken = ran("evaluate", "khac.yaml")
    assert (code, taken) == (2, "")
    assert "ITR903" in err
    assert ran("evaluate", "khac.yaml", "--data", "khac.csv")[::3] == (0, "")
    assert ran("forms", "khac.yaml", "-o", "bieu")[0] == 2


@pytest.mark.parametrize("name", ["bo.yaml", "./bo.yaml", "bo", "thu@1"])
def test_the_projects_ruleset_is_it_under_any_name(ran, name):
    assert ran("evaluate", name)[::3] == (0, WHOLE.removeprefix("ruleset bo.yaml, "))


def test_data_of_its_own_meet_the_ruleset_alone(ran):
    code, out, _, taken = ran("evaluate", "--data", "khac.csv")
    assert (code, taken) == (0, "ruleset bo.yaml")
    assert "của bảng" not in out


def test_what_the_command_line_says_wins(ran):
    Path("dv2.csv").write_text(FILES["dv.csv"].replace("của bảng", "riêng"), "utf-8")
    _, out, _, taken = ran("evaluate", "--units", "dv2.csv")
    assert taken == WHOLE.replace("units dv.csv, ", "")
    assert "Sở Một riêng" in out
    assert ran("report", "khong-co.json")[3] == ISSUED


def test_nothing_is_taken_where_a_command_does_something_else(ran):
    assert ran("report", "--write-template", "mau.docx")[::3] == (0, "")
    assert ran("evaluate", "--help")[::3] == (0, "")
    assert ran("formula", "1 + 1")[::3] == (0, "")


def test_no_output_is_taken(ran, folder):
    before = set(folder.iterdir())
    ran("evaluate"), ran("collect"), ran("report")
    assert set(folder.iterdir()) == before


def test_nothing_is_looked_for_above(ran, folder, monkeypatch):
    below = folder / "duoi"
    below.mkdir()
    monkeypatch.chdir(below)
    code, _, err, taken = ran("evaluate")
    assert (code, taken) == (2, "")
    assert "ITR910: thiếu --ruleset" in err


def test_a_broken_project_stops_what_would_take_of_it(ran):
    Path("itrank.yaml").write_text(FILES["itrank.yaml"].replace("data:", "dta:"), "utf-8")
    code, out, err, _ = ran("evaluate")
    assert (code, out) == (1, "")
    assert 'itrank.yaml:3:1: lỗi ITR140: khóa "dta" không có ở đây' in err
    assert 'Có phải "data"?' in err
    assert ran("evaluate", "--help")[0] == 0
    assert ran("fmt", "bo.yaml")[0] == 0
    code, out, _, _ = ran("check", "bo.yaml")
    assert (code, "itrank.yaml:3:1: lỗi ITR140" in out) == (1, True)


def test_check_reads_the_projects_ruleset_whatever_it_says_it_is(ran):
    """A ruleset that lost its first lines was passed over without a word."""
    Path("rulesets").mkdir()
    Path("rulesets/khac.yaml").write_text(FILES["khac.yaml"], "utf-8")
    code, out, _, _ = ran("check")
    assert (code, "Đã kiểm tra 2 bộ tiêu chí" in out) == (0, True)
    Path("bo.yaml").write_text("format: [\n", "utf-8")
    code, out, _, _ = ran("check")
    assert (code, "bo.yaml:" in out, "lỗi ITR104" in out) == (1, True, True)
    Path("rulesets/khac.yaml").unlink()
    assert ran("check")[:2] == (code, ran("check", "bo.yaml")[1])
    Path("bo.yaml").unlink()
    code, _, err, _ = ran("check")
    assert (code, "ITR901" in err) == (2, True)


def test_every_command_that_takes_has_what_it_takes():
    parser = cli._parser("vi")
    has = {}
    for name, command in parser.commands.items():
        below = getattr(command, "commands", None)
        for full, one in {f"{name} {sub}": made for sub, made in below.items()}.items() if below else [(name, command)]:
            has[full] = {param.name for param in one.params}
    fields = Project.__dataclass_fields__
    for command, names in _TAKES.items():
        assert command in has
        assert {_KEYS.get(name, name) for name in names} <= fields.keys()
        assert has[command] & set(names), command


# ── Release ──


def test_a_release_is_recorded_once(ran, folder):
    text = FILES["itrank.yaml"] + "# hết\n"
    Path("itrank.yaml").write_text(text, "utf-8")
    code, out, _, _ = ran("release", "--date", "15/1/2026")
    assert (code, "thu@1 ban hành ngày 2026-01-15" in out) == (0, True)
    project = read_project(folder)
    assert isinstance(project, Project)
    assert project.text.startswith(text)
    assert [(each.version, each.file, each.on) for each in project.released] == [("1", "bo.yaml", "2026-01-15")]
    code, out, _, _ = ran("release")
    assert (code, "đã ban hành ngày 2026-01-15 và không đổi" in out) == (0, True)
    assert read_project(folder) == project
    assert "ITR705" not in ran("evaluate")[2]


def test_the_day_of_a_release_is_today_unless_it_is_given(ran, folder):
    assert ran("release")[0] == 0
    assert read_project(folder).released[0].on == date.today().isoformat()  # noqa: DTZ011  # the operator's own day
    code, _, err, _ = ran("release", "--date", "hôm nay")
    assert (code, 'ITR912: --date không đọc được: "hôm nay"' in err) == (2, True)


def test_the_decision_is_recorded_as_the_ruleset_states_it(ran, folder):
    Path("bo.yaml").write_text(FILES["bo.yaml"] + "decision: {number: 12/QĐ-UBND, date: '2026-01'}\n", "utf-8")
    assert ran("release")[0] == 0
    assert (read_project(folder).released[0].number, read_project(folder).released[0].date) == ("12/QĐ-UBND", "2026-01")


def test_afterwards_every_command_says_when_the_file_differs(ran, folder):
    assert ran("evaluate", "-o", "kq.json")[0] == 0
    assert ran("release", "--date", "2026-01-15")[0] == 0
    text = Path("bo.yaml").read_text("utf-8")
    Path("bo.yaml").write_text(text + "# thêm\n", "utf-8")
    for line in (
        ["evaluate"],
        ["explain", "dv1"],
        ["forms", "-o", "nop"],
        ["collect"],
        ["table", "-o", "p.docx"],
        ["new", "2030", "--from", "bo.yaml"],
    ):
        code, _, err, _ = ran(*line)
        assert (code in {0, 1}, "ITR705: thu@1 không còn như khi ban hành ngày 2026-01-15" in err) == (True, True), line
    out = ran("check", "bo.yaml")[1]
    assert "bo.yaml: cảnh báo ITR705" in out
    assert ran("evaluate", "-o", "kq.json")[0] == 0
    for line in (["report"], ["claims", "kq.json"], ["compare", "kq.json", "kq.json"]):
        assert "kq.json: cảnh báo ITR705: kết quả này tính bằng thu@1 khác" in ran(*line)[2], line
    code, _, err, _ = ran("release")
    assert (code, "ITR706: thu@1 đã ban hành ngày 2026-01-15 với nội dung khác" in err) == (1, True)
    assert len(read_project(folder).released) == 1
    Path("bo.yaml").write_text(text.replace('version: "1"', 'version: "2"'), "utf-8")
    assert ran("release")[0] == 0
    assert [each.version for each in read_project(folder).released] == ["1", "2"]
    assert "ITR705" not in ran("evaluate")[2]
    Path("bo.yaml").write_text(text, "utf-8")
    assert "ITR705" not in ran("evaluate")[2]


def test_what_a_ruleset_extends_counts(ran):
    Path("goc.yaml").write_text(OTHER, "utf-8")
    Path("bo.yaml").write_text(
        "format: itrank-ruleset/1\nid: con\nversion: '1'\nextends: ./goc.yaml\namend:\n  p: {title: Phần một}\n",
        "utf-8",
    )
    assert ran("release")[0] == 0
    Path("goc.yaml").write_text(OTHER + "# đổi\n", "utf-8")
    assert "ITR705: con@1" in ran("evaluate")[2]


@pytest.mark.parametrize(
    ("change", "code", "told"),
    [
        (("title: Thử", "title: TODO"), 1, "bo.yaml:4:8: lỗi ITR706: không ban hành: title còn ghi TODO"),
        (("max: 10", "max: x"), 1, "lỗi ITR"),
    ],
)
def test_what_is_not_finished_is_not_released(ran, folder, change, code, told):
    Path("bo.yaml").write_text(FILES["bo.yaml"].replace(*change), "utf-8")
    got, _, err, _ = ran("release")
    assert (got, told in err) == (code, True), err
    assert read_project(folder).released == ()


def test_a_ruleset_elsewhere_is_not_released_here(ran, folder):
    (folder.parent / "ngoai.yaml").write_text(OTHER, "utf-8")
    assert "ITR121" in ran("release", "../ngoai.yaml")[2]
    assert "ITR121" in ran("release", "2021")[2]
    Path("itrank.yaml").unlink()
    code, _, err, _ = ran("release", "bo.yaml")
    assert (code, "ITR957: thư mục này không có itrank.yaml" in err) == (2, True)


@pytest.mark.long
def test_a_folder_without_a_project_loads_nothing_of_projects(tmp_path):
    """Every command read the room of projects before it knew that there is none."""
    assert project.FILE == FILE
    asked = "import sys; from itrank import cli; cli.run(['evaluate', '2021']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1].split()
    assert "itrank.engine.year.evaluating" in loaded
    assert [name for name in loaded if name.startswith("itrank.engine.project")] == []
