"""`itrank status`: the steps of a year as they are found, what comes next, and the page for the wall."""

import json
import os
import re
import shutil
from datetime import date, datetime
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.model.observed import Unit
from itrank.engine.project.project import Approval, Minutes, Project, Release
from itrank.engine.project.standing import Found, standing
from itrank.engine.project.status_contract import schema_text
from itrank.engine.project.status_out import status_page
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
DAY = ("--date", "2028-02-03")  # three days after the deadline of the practice


@pytest.fixture
def ran(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(line, *more):
        code = cli.run([*line.split(), *more])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert run("init xep-hang --year 2027 --practice")[0] == 0
    monkeypatch.chdir("xep-hang")
    return run


def steps(out):
    """Each step of the table: its mark and what is said of it."""
    found = re.findall(r"^([✓→·!]) (\S+(?: \S+)*?) {2,}(.+)$", out, re.MULTILINE)
    return {name: f"{mark} {said}" for mark, name, said in found}


def following(out):
    """What comes next: the sentence and the commands."""
    lines = out.split("\n\n")[-1].splitlines()
    return lines[0].removeprefix("Việc tiếp theo: "), [line.strip() for line in lines[1:]]


@pytest.mark.long
def test_the_year_step_by_step(ran):
    code, out, err = ran("status", *DAY)
    assert (code, err) == (0, "")
    assert out.splitlines()[1] == "tinh-x-cntt@2027.1 · tính đến 3/2/2028 · hạn nộp 31/1/2028 (đã qua 3 ngày)"
    assert steps(out)["Bộ tiêu chí"] == "→ chưa ban hành"
    assert following(out)[1] == ["itrank check rulesets/cntt.yaml", "itrank release"]
    assert ran("release --date 2027-01-06")[0] == 0
    out = ran("status", *DAY)[1]
    assert steps(out)["Bộ tiêu chí"] == "✓ đã ban hành 6/1/2027 (12/QĐ-UBND)"
    assert following(out) == ("Lập biểu và gửi cho từng đơn vị.", ["itrank forms -o bieu"])
    assert ran("forms -o bieu")[0] == 0
    out = ran("status", *DAY)[1]
    assert steps(out)["Biểu gửi đi"] == "✓ 6/6 đơn vị có biểu"
    assert following(out)[0] == "Để biểu nhận lại vào thư mục da-nop, tên tệp tùy ý."
    assert ran("forms --units mau/nop-dot-1.csv --data mau/tra-loi-1.csv -o da-nop")[0] == 0
    stamp(Path("da-nop/dv1.xlsx"), "2028-02-02")
    for other in range(2, 6):
        stamp(Path(f"da-nop/dv{other}.xlsx"), "2028-01-30")
    out = ran("status", *DAY)[1]
    assert steps(out)["Biểu nộp về"] == "→ 5/6 đã nộp: 4 đủ, 1 còn thiếu, 0 có lỗi"
    rows = {line.split("  ")[0]: " ".join(line.split()) for line in out.splitlines() if line.startswith("Sở")}
    assert rows["Sở Nội vụ"] == "Sở Nội vụ có đủ tệp ghi ngày 2/2/2028"
    assert rows["Sở Tài chính"] == "Sở Tài chính có đủ"
    assert rows["Sở Công Thương"] == "Sở Công Thương có còn thiếu"
    assert rows["Sở Xây dựng"] == "Sở Xây dựng có chưa nộp quá hạn"
    assert "không phải bằng chứng nộp muộn" in out
    assert "quá hạn" not in ran("status --date 2028-01-31")[1]
    assert following(out) == (
        "Đôn đốc 1 đơn vị chưa nộp; gửi phiếu phản hồi cho 1 đơn vị phải sửa.",
        ["itrank collect -o so-lieu.csv --replies phan-hoi"],
    )
    Path("phan-hoi").mkdir()
    Path("da-nop/dv5.xlsx").unlink()
    out = ran("status", *DAY)[1]
    assert following(out) == (
        "Đôn đốc 2 đơn vị chưa nộp.", ["itrank collect -o so-lieu.csv --replies phan-hoi-2"],
    )  # fmt: skip
    assert ran("forms --units mau/nop-dot-2.csv --data mau/tra-loi-2.csv -o bo-sung")[0] == 0
    for name in ("dv5.xlsx", "dv6.xlsx"):
        shutil.copy(f"bo-sung/{name}", f"da-nop/{name}")
    assert following(ran("status")[1]) == ("Tổng hợp các biểu thành số liệu.", ["itrank collect -o so-lieu.csv"])
    assert ran("collect -o so-lieu.csv")[0] == 0
    assert following(ran("status")[1])[1] == ["itrank appraise export -o tham-dinh-1"]
    assert ran("appraise export -o tham-dinh-1")[0] == 0
    assert following(ran("status")[1])[1] == ["itrank appraise apply tham-dinh-1"]
    assert ran("evaluate -o ket-qua.json")[0] == 0
    out = ran("status")[1]
    assert (steps(out)["Xếp hạng"], steps(out)["Số liệu"]) == ("✓ 6/6 đơn vị có hạng", "✓ so-lieu.csv")
    assert re.search(r"^Sở Nội vụ .* 1$", out, re.MULTILINE)
    Path("so-lieu.corrections.csv").write_text(
        "unit,target,stage,from,to,reason,basis,by,at\ndv1,tc_iii_2,first,9,8,Chậm,Biên bản,Tổ,2028-02-05\n", "utf-8"
    )
    out = ran("status")[1]
    assert steps(out)["Thẩm định"] == "→ điều chỉnh 1 đơn vị, qua 1 lần"
    assert steps(out)["Xếp hạng"] == "! ket-qua.json không phải của bộ tiêu chí và số liệu hiện nay"
    assert following(out) == (
        "Lập bảng để đơn vị giải trình.", ["itrank appraise export --stage explanation -o giai-trinh"],
    )  # fmt: skip
    Path("so-lieu.csv").write_text(Path("so-lieu.csv").read_text("utf-8").replace("dv1", "dv2"), "utf-8")
    assert steps(ran("status")[1])["Số liệu"] == "! so-lieu.csv chưa có hết các biểu đã nộp"
    path = Path("rulesets/cntt.yaml")
    path.write_text(path.read_text("utf-8") + "# thêm\n", "utf-8")
    assert steps(ran("status")[1])["Bộ tiêu chí"] == "! đã đổi sau khi ban hành (6/1/2027)"
    path.write_text("format: x\n", "utf-8")
    code, out, err = ran("status")
    assert (code, steps(out)["Bộ tiêu chí"][0], following(out)[0]) == (0, "!", "Sửa bộ tiêu chí.")
    assert steps(out)["Biểu gửi đi"] == steps(out)["Phê duyệt"] == "· chưa xem được khi bộ tiêu chí có lỗi"


def stamp(path, day):
    at = datetime.fromisoformat(f"{day}T12:00:00+07:00").timestamp()
    os.utime(path, (at, at))


def test_the_same_folder_and_day_give_the_same_bytes_and_nothing_is_written(ran):
    before = sorted(Path().rglob("*"))
    for form in ("table", "json", "html"):
        one, two = (ran(f"status --format {form}", *DAY) for _ in range(2))
        assert one == two
    assert sorted(Path().rglob("*")) == before


def test_the_json_fits_its_schema_which_is_the_committed_one(ran):
    committed = (ROOT / "schemas" / "status.schema.json").read_text("utf-8")
    assert committed == schema_text(), "python -m itrank.engine.project.status_contract > schemas/status.schema.json"
    made = json.loads(ran("status --format json", *DAY)[1])
    Draft202012Validator(json.loads(committed)).validate(made)
    assert (made["format"], made["day"], made["days_left"]) == ("itrank-status/1", "2028-02-03", -3)
    assert made["commands"] == ["itrank check rulesets/cntt.yaml", "itrank release"]


def test_english_is_spoken_too(ran):
    out = ran("status --lang en", *DAY)[1]
    assert "deadline 2028-01-31 (3 days ago)" in out
    assert "Next: Check the ruleset once more" in out


def test_there_must_be_a_project(ran):
    code, _, err = ran("status --date 30/2/2027")
    assert (code, 'ITR912: --date không đọc được: "30/2/2027"' in err) == (2, True)
    Path("itrank.yaml").unlink()
    code, out, err = ran("status")
    assert (code, out) == (2, "")
    assert "ITR957: thư mục này không có itrank.yaml" in err
    Path("itrank.yaml").write_text("format: itrank-project/1\n", "utf-8")
    assert ran("status")[0] == 1


# ── Pure ──

PROJECT = Project("", "bo.yaml", deadline=date(2027, 1, 31), data=("so.csv",), result="kq.json")
NASTY = 'Sở <script>alert("x")</script>\u202e & Đồng'


def said(project, found, day=date(2027, 2, 1)):
    return {step.name: (step.state, step.said.vi) for step in standing(project, found, day).steps}


@pytest.mark.parametrize(
    ("fit", "expected"),
    [
        ("fits", ("done", "đã phê duyệt 2/3/2027 (3/BB)")),
        ("behind", ("wrong", "tệp đã đổi sau khi phê duyệt 2/3/2027")),
    ],
)
def test_an_approval_is_kept_or_not(fit, expected):
    approval = Approval("kq.json", "0" * 64, Minutes("bb.pdf", "0" * 64, "3/BB", "2027-03-01"), "2027-03-02")
    project = Project("", "bo.yaml", approved=approval)
    assert said(project, Found(approval_fit=fit))["approval"] == expected


def test_files_changed_behind_an_approval_come_before_every_other_task():
    """Each command that would do the work again is refused, so it is not what comes next."""
    approval = Approval("kq.json", "0" * 64, Minutes("bb.pdf", "0" * 64, "3/BB", "2027-03-01"), "2027-03-02")
    project = Project("", "bo.yaml", data=("so.csv",), appraisal={"first": "td"}, approved=approval)
    behind = Found(approval_fit="behind", data="behind", result_fit="behind", sheets=frozenset({"first"}))
    made = standing(project, behind, date(2027, 3, 3))
    assert made.next.vi == "Khôi phục tệp như khi phê duyệt, hoặc mở lại rồi phê duyệt lại."
    assert made.commands == ("itrank verify kq.approved.json",)


def test_a_recorded_day_that_no_calendar_has_is_told_as_it_is_written():
    approval = Approval("kq.json", "0" * 64, Minutes("bb.pdf", "0" * 64, "3/BB", "2027-03-01"), "2027-13-99")
    assert (
        said(Project("", "bo.yaml", approved=approval), Found(approval_fit="fits"))["approval"][1]
        == "đã phê duyệt 2027-13-99 (3/BB)"
    )


def test_a_release_of_another_version_is_no_release():
    release = Release("khac", "1", "bo.yaml", "0" * 64, "2027-01-01")
    assert said(Project("", "bo.yaml", released=(release,)), Found(errors=2))["ruleset"] == ("wrong", "bo.yaml: 2 lỗi")


def test_a_page_holds_no_markup_of_strangers_and_asks_for_nothing():
    units = (Unit("dv1", NASTY, ""),)
    made = standing(
        Project("", "bo.yaml", contact=NASTY, deadline=date(2027, 1, 31)), Found(units=units), date(2027, 1, 31)
    )
    page = status_page(made, "vi")
    assert "<script" not in page
    assert "\u202e" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;\\u202e &amp; Đồng" in page
    assert re.findall(r"(?:src|href|url)\s*[=(]", page) == []
    assert "default-src 'none'; style-src 'sha256-" in page
    assert "hạn nộp 31/1/2027 (hôm nay)" in page
