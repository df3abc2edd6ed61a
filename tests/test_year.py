"""docs/year.md: a whole year, each command as printed, with what people do between them: a decision, answers, appraisals."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from annexes import docx_of
from itrank import cli
from typing_in import type_in

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "year.md").read_text("utf-8")
ANNEX = """STT | Nội dung tiêu chí | Điểm tối đa | Cách tính điểm | Tài liệu kiểm chứng
I | Hạ tầng kỹ thuật | 40 | |
1 | Tỷ lệ CBCC có máy tính | 15 | a = Số CBCC có máy tính; b = Tổng số CBCC. Điểm = a/b × điểm tối đa | Biểu thống kê
2 | Tỷ lệ máy tính có phần mềm diệt vi rút | 15 | Từ 90% trở lên: điểm tối đa; dưới 90%: tỷ lệ × điểm tối đa / 90% | Biểu thống kê
3 | Có mạng LAN | 10 | Có: 10 điểm; không: 0 điểm | Báo cáo
II | Ứng dụng | 40 | |
1 | Số dịch vụ công trực tuyến toàn trình | 20 | Mỗi dịch vụ 2 điểm, tối đa 20 điểm | Danh sách
2 | Hồ sơ xử lý trên môi trường mạng | 20 | - Từ 80% trở lên: 20 điểm;\\n- Từ 50% đến dưới 80%: 10 điểm;\\n- Dưới 50%: 0 điểm | Báo cáo
III | Nhân lực, chính sách | 20 | |
1 | Ban chỉ đạo họp | 10 | 4 cuộc trở lên: 10 điểm; 2-3 cuộc: 5 điểm; dưới 2 cuộc: 0 điểm | Thông báo kết luận
2 | Kế hoạch ứng dụng CNTT | 10 | Đánh giá theo chất lượng kế hoạch | Kế hoạch
 | Tổng cộng | 100 | |
"""
FILLED_IN = {
    r"^id: bo-tieu-chi .*$": "id: tinh-x-cntt",
    r"type: count}$": "type: count, min: 1}",
    r"^ +TODO: xem chú thích phía trên\n": "",
    r"score: given +# TODO$": "score: given",
    r"^    # TODO: mức xếp loại.*$": "    tiers: [{id: tot, title: Tốt, from: 80}, {id: kha, title: Khá, from: 65}, {id: yeu, title: Yếu}]",
    r"^    ranking: .*$": "    ranking: {lists: all}",
}
UNITS = ("Sở Nội vụ", "Sở Tài chính", "Sở Y tế", "Sở Tư pháp", "Sở Công Thương", "Sở Xây dựng")
ANSWERS = [
    (90, 100, 0.95, "Có", 10, 0.85, 4, 9), (80, 100, 0.8, "Có", 7, 0.6, 3, 8), (70, 100, 0.9, "Không", 12, 0.4, 1, 7.5),
    (60, 100, 0.5, "Có", 5, 0.9, 5, 6), (50, 100, 0.7, "Có", 3, 0.5, 2, 11), (45, 50, 1, "Có", 8, 0.7, 4, 8),
]  # fmt: skip
CELLS = [f"F{row}" for row in (11, 12, 14, 16, 19, 21, 24, 26)]


def answer(numbers):
    Path("da-nop").mkdir(exist_ok=True)
    for number in numbers:
        name = f"da-nop/Biểu của đơn vị {number + 1}.xlsx"
        shutil.copy(f"bieu/dv{number + 1}.xlsx", name)
        type_in(name, dict(zip(CELLS, ANSWERS[number], strict=True)))


def mend():
    text = Path("rulesets/cntt.yaml").read_text("utf-8")
    for pattern, by in FILLED_IN.items():
        assert re.search(pattern, text, re.MULTILINE), pattern
        text = re.sub(pattern, by, text, flags=re.MULTILINE)
    Path("rulesets/cntt.yaml").write_text(text, "utf-8")
    rows = "".join(f"dv{number},{name}\n" for number, name in enumerate(UNITS, start=1))
    Path("don-vi.csv").write_text(f"id,name\n{rows}", "utf-8")


def ask_again():
    shutil.copy("bieu/dv5.xlsx", "da-nop/Biểu của đơn vị 5.xlsx")
    type_in("da-nop/Biểu của đơn vị 5.xlsx", dict(zip(CELLS, (*ANSWERS[4][:-1], 8), strict=True)))
    answer([5])


def appraise(name, who, day, **cells):
    type_in(name, {"H4": who, "H5": day, **cells})


# What people do before the command that begins so, and the exit code that it has.
BETWEEN = {
    "new 2027": (lambda: Path("phu-luc.docx").write_bytes(docx_of(ANNEX, "PHỤ LỤC", "BỘ TIÊU CHÍ")), 0),
    "check": (mend, 0),
    "collect da-nop --ruleset rulesets/cntt.yaml --units don-vi.csv --output so-lieu.csv --replies": (lambda: answer(range(5)), 1),
    "collect": (ask_again, 0),
    "appraise apply tham-dinh-1": (
        lambda: appraise(
            "tham-dinh-1/dv1.xlsx", "Nguyễn Văn A", "05/02/2028",
            M16=3, N16="Một cuộc không có thông báo kết luận", O16="Biên bản 12", M17=8.5, N17="Kế hoạch ban hành chậm",
        ), 0,
    ),
    "appraise apply giai-trinh": (
        lambda: appraise("giai-trinh/dv1.xlsx", "Sở Nội vụ", "10/02/2028", M16=4, N16="Đã gửi bổ sung thông báo"), 0,
    ),
    "appraise apply tham-dinh-2": (
        lambda: appraise("tham-dinh-2/bang-III.xlsx", "Trần B", "20/02/2028", M9=4, N9="Công nhận bổ sung"), 0,
    ),
}  # fmt: skip


def test_a_year_as_the_page_tells_it(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    waiting = dict(BETWEEN)
    for body in re.findall(r"^```console\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        told = ""
        for line in body.splitlines():
            if not line.startswith("$ "):
                assert line in told, f"{line}\n--\n{told}"
                continue
            if line.startswith("$ cd "):
                monkeypatch.chdir(tmp_path / line.removeprefix("$ cd "))
                continue
            arguments = shlex.split(line.removeprefix("$ itrank "))
            begun = next((key for key in waiting if line.removeprefix("$ itrank ").startswith(key)), "")
            work, code = waiting.pop(begun, (lambda: None, 0))
            work()
            assert cli.run(arguments) == code, f"{line}\n--\n{capsys.readouterr()}"
            told = capsys.readouterr().out
    assert waiting == {}
    assert sorted(path.name for path in Path().iterdir() if path.suffix in {".docx", ".pdf", ".html", ".zip"}) == [
        "2027.zip", "bao-cao.docx", "bao-cao.pdf", "cong-bo.html", "ho-so.pdf", "phu-luc.docx",
        "so-sanh.docx",
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["annex", "forms", "collect", "appraise", "reports", "verification"])
def test_each_step_names_the_page_that_says_more(word):
    assert f"]({word}.md)" in PAGE
