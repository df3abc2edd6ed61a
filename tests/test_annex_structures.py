"""Structures of annexes: what is a row, whose it is, and what it adds up to, however a province lays it out."""

from annexes import docx, docx_of, paragraph, row, table, xlsx_of
from itrank.engine.annex.asked_columns import asked_columns
from itrank.engine.annex.paper import Grid, Paper, TableRow
from itrank.engine.annex.reading import read_annex
from itrank.engine.annex.telling import tables_told
from itrank.engine.language.loading import load_text
from itrank.engine.model.codes import message
from pace import within
from test_annex import HEAD, annex_of, document_of, drafted, told, tree


def test_a_branch_keeps_its_maximum_beside_a_condition():
    made = drafted(
        docx_of(HEAD + "I | Nhóm | 100 |\n1 | Có kế hoạch | Điều kiện bắt buộc |\n2 | a | 60 | có/không\n3 | b | 40 | có/không")
    )  # fmt: skip
    (branch,) = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert (branch["max"], [each.get("role") for each in branch["criteria"]]) == (100, ["condition", None, None])


def test_a_condition_with_rows_below_it_loads():
    made = drafted(docx_of(HEAD + "1 | Đủ hồ sơ | Điều kiện bắt buộc |\n1.1 | a | 5 | có/không\n2 | b | 5 | có/không"))
    assert load_text(made.text, "2026.yaml").findings == ()
    assert told(made.findings) == [("bảng 1, hàng 2, cột 3", "ITR733")]


def test_a_bonus_within_a_printed_maximum_is_told_and_the_paper_is_not_blamed():
    rows = "I | Nhóm | {most} |\n1 | a | 100 | có/không\n2 | Điểm cộng | 15 |\n2.1 | b | 15 | có/không\n | Tổng cộng | {total} |"
    for most, total, doubts in (
        (115, 115, [("bảng 1, hàng 2, cột 3", "ITR733"), ("bảng 1, hàng 6, cột 3", "ITR733")]),
        (115, 100, [("bảng 1, hàng 2, cột 3", "ITR733")]),
        (100, 100, []),
        (114, 114, [("bảng 1, hàng 2, cột 3", "ITR301")]),
    ):
        made = drafted(docx_of(HEAD + rows.format(most=most, total=total)))
        assert told(made.findings) == doubts, (most, total)
        (branch,) = document_of(made.text)["scorecards"]["bang"]["criteria"]
        assert branch["criteria"][1]["role"] == "bonus"


ALTERNATIVES = {
    "each is worth the whole": "1 | Quy mô | 25 |\na) | Thành phố | 25 | Theo dân số\nb) | Tỉnh | 25 | Theo dân số",
    "the row says one of those below": "1 | Đạt một trong các tiêu chí sau | 5 |\na) | A | 5 | có/không\nb) | B | 3 | có/không",
    "its wording says so": "1 | Chuẩn | 5 | Chấm theo một trong hai trường hợp sau\na) | A | 5 | có/không\nb) | B | 3 | có/không",
}


def test_alternatives_are_no_sum():
    for name, rows in ALTERNATIVES.items():
        made = drafted(docx_of(HEAD + rows))
        (branch,) = document_of(made.text)["scorecards"]["bang"]["criteria"]
        assert (branch["aggregate"], branch["max"], len(branch["criteria"])) == ("max", branch["max"], 2), name
        assert not [each for each in made.findings if each.code.startswith("ITR301")], name
    # Words of one of many do not make a sum one of its terms.
    made = drafted(
        docx_of(HEAD + "1 | Là một trong các tiêu chí chính | 10 |\na) | A | 5 | có/không\nb) | B | 5 | có/không")
    )
    (branch,) = document_of(made.text)["scorecards"]["bang"]["criteria"]
    assert "aggregate" not in branch


def test_a_heading_above_the_table_is_its_title_unless_another_follows_it():
    head = row("TT", "Tiêu chí", "Điểm tối đa")
    one = table(head, row("I", "Nhóm", "10"), row("1", "Một", "10"))
    (part,) = annex_of(docx(paragraph("PHỤ LỤC 01"), paragraph("A. KẾT QUẢ (10 điểm)"), one)).parts
    assert (tree(part), part.title) == ("I Nhóm = 10\n  1 Một = 10", "A. KẾT QUẢ")
    assert [(total.value, total.line) for total in part.totals] == [(10, -1)]
    both = docx(paragraph("A. Hạ tầng"), one, paragraph("B. Nhân lực"), one)
    (part,) = annex_of(both).parts
    assert [line.label for line in part.lines if line.parent < 0] == ["Hạ tầng", "Nhân lực"]
    units = docx(paragraph("A. Đối với các sở, ban, ngành"), one, paragraph("B. Đối với UBND cấp xã"), one)
    assert [part.title for part in annex_of(units).parts] == ["A. Đối với các sở, ban, ngành", "B. Đối với UBND cấp xã"]


IN_CELLS = {
    "in the cell of the scoring": "1 | Phần mềm | 12 | - Có A. Tối đa 6 điểm;\\n- Có B: Tối đa 6 điểm",
    "in the cell of the name": "1 | Phần mềm\\n- Có A (tối đa 6 điểm)\\n- Có B (tối đa 6 điểm) | 12 |",
    "line by line in two cells": "1 | Phần mềm\\n- Có A\\n- Có B | 12\\n6\\n6 |",
    "with letters": "1 | Phần mềm\\na) Có A\\nb) Có B | 6\\n6 |",
}


def test_rows_within_a_cell_are_rows():
    for name, text in IN_CELLS.items():
        content = docx_of(HEAD + text)
        (part,) = annex_of(content).parts
        assert [(line.label, line.max, line.parent) for line in part.lines[1:]] == [("Có A", 6, 0), ("Có B", 6, 0)], (
            name
        )
        assert not [code for _, code in told(drafted(content).findings) if code != "ITR736"], name
    scored = "1 | Tập huấn | 10 | - Lớp: mỗi lớp 0,5 điểm, tối đa 4 điểm\\n- Mô hình: mỗi mô hình 1 điểm, tối đa 6 điểm"
    (part,) = annex_of(docx_of(HEAD + scored)).parts
    assert [line.wording for line in part.lines[1:]] == [
        "mỗi lớp 0,5 điểm, tối đa 4 điểm",
        "mỗi mô hình 1 điểm, tối đa 6 điểm",
    ]
    # Where they add up to another sum they may be anything, and stay as they are worded.
    (part,) = annex_of(docx_of(HEAD + IN_CELLS["in the cell of the scoring"].replace("12", "10"))).parts
    assert len(part.lines) == 1


def test_points_in_a_second_column_are_those_of_rows_without_any_in_the_first():
    text = "TT | Tiêu chí | Điểm tối đa | Điểm thành phần\n1 | Phần mềm | 12 |\n | - Có A | | Tối đa 6 điểm\n | - Có B | | 6 đ\n2 | Mạng | 3 | 3"
    (part,) = annex_of(docx_of(text)).parts
    assert tree(part) == "1 Phần mềm = 12\n  - Có A = 6\n  - Có B = 6\n2 Mạng = 3"
    assert (part.lines[1].places["max"].cell, part.lines[3].notes) == ("bảng 1, hàng 3, cột 4", "Điểm thành phần: 3")


def test_numbers_without_a_space_behind_them_are_numbers():
    (part,) = annex_of(docx_of("Tiêu chí | Điểm tối đa\nI.Nhóm | 10\n1.Họp | 10\n1.1.Một | 5\n1.2)Hai | 5")).parts
    assert tree(part) == "I Nhóm = 10\n  1 Họp = 10\n    1.1 Một = 5\n    1.2 Hai = 5"


UNKNOWN = (
    "Số | Nhóm việc | Mức | Tự nhận | Quy định | Đã nộp\nI | Hạ tầng | 20 | 18 | |\n"
    "1 | Máy tính | 12 | 10 | Có: 12 điểm; không: 0 điểm | Báo cáo\n2 | Mạng | 8 | 8 | Tỷ lệ × điểm tối đa | Quyết định\n"
    "II | Nhân lực | 10 | 5 | |\n1 | Tập huấn | 10 | 5 | Mỗi lớp 1 điểm, không quá 10 điểm | Danh sách\n | Tổng cộng | 30 | 23 | |"
)


def roles_of(content, name="phu-luc.docx", columns=""):
    return {
        each.heading: (each.role, each.why) for part in annex_of(content, name, columns).parts for each in part.columns
    }


def test_columns_whose_headings_say_nothing_are_told_by_their_contents():
    found = {
        "Số": ("number", ""), "Nhóm việc": ("label", "names"), "Mức": ("max", "sums"), "Tự nhận": ("notes", ""),
        "Quy định": ("wording", "scoring"), "Đã nộp": ("evidence", "evidence"),
    }  # fmt: skip
    assert roles_of(docx_of(UNKNOWN, "PHỤ LỤC")) == found
    assert roles_of(xlsx_of(UNKNOWN), "phu-luc.xlsx") == found
    (part,) = annex_of(docx_of(UNKNOWN, "PHỤ LỤC")).parts
    assert tree(part) == "I Hạ tầng = 20\n  1 Máy tính = 12\n  2 Mạng = 8\nII Nhân lực = 10\n  1 Tập huấn = 10"
    assert told(drafted(docx_of(UNKNOWN)).findings) == [(f"bảng 1, hàng 1, cột {at}", "ITR723") for at in (2, 3, 5, 6)]
    # Where the figures of the second column add up, and not those of the first, it is the one.
    assert roles_of(docx_of(UNKNOWN.replace("| 20 | 18 |", "| 19 | 18 |").replace("| 30 |", "| 31 |")))["Tự nhận"] == (
        "max",
        "sums",
    )


def test_a_table_without_headings_is_read_and_so_are_its_pages():
    one = table(row("I", "Hạ tầng", "20"), row("1", "Máy tính", "12"), row("2", "Mạng", "8"))
    two = table(row("II", "Nhân lực", "5"), row("1", "Tập huấn", "5"), row("2", "Cán bộ", "0"))
    (part,) = annex_of(docx(paragraph("PHỤ LỤC"), one, two)).parts
    assert (len(part.lines), part.roles[:3], part.above) == (6, ("number", "label", "max"), "PHỤ LỤC")


def test_a_known_heading_is_never_overruled_and_a_table_beside_a_known_one_is_not_guessed():
    rows = "TT | Tiêu chí | Điểm tối đa | Điểm tự chấm | Đạt\n1 | Máy tính | 12 | 10 | Có: 12 điểm; không: 0 điểm\n2 | Mạng | 8 | 8 | Có: 8 điểm; không: 0 điểm"
    assert roles_of(docx_of(rows))["Đạt"] == ("wording", "scoring")
    assert roles_of(docx_of(rows))["Điểm tự chấm"] == ("notes", "")
    units = table(*(row(str(at), f"Đơn vị {at}", str(at)) for at in range(1, 6)))
    known = table(row("TT", "Tiêu chí", "Điểm"), row("1", "a", "5"), row("2", "b", "5"))
    annex = annex_of(docx(known, paragraph("DANH SÁCH"), table(*(row("Sở", "Tên gọi", "Ô", "x") for _ in range(4)))))  # fmt: skip
    assert (len(annex.parts), told(annex.findings)) == (1, [("bảng 2", "ITR723")])
    assert len(annex_of(docx(known, paragraph("a"), units)).parts) == 1  # it goes on, or it is nothing
    for text in ("a | b | c\nd | e | f\ng | h | i\nk | l | m", "Nơi nhận | Chủ tịch\nNhư trên | Đã ký\nLưu | Ký"):
        assert annex_of(docx_of(text)).parts == ()


def test_columns_are_those_that_are_asked_for():
    assert roles_of(docx_of(UNKNOWN), columns="mã, tên, -, điểm, cách chấm, minh chứng")["Tự nhận"] == ("max", "asked")
    by_name = "A = mã; Nhóm việc = tên; 3 = điểm"
    assert {heading: role for heading, (role, _) in roles_of(docx_of(UNKNOWN), columns=by_name).items()} == {
        "Số": "number", "Nhóm việc": "label", "Mức": "max", "Tự nhận": "notes", "Quy định": "notes", "Đã nộp": "notes",
    }  # fmt: skip
    annex = annex_of(docx_of(UNKNOWN), "phu-luc.docx", "tên, Bậc=điểm".replace("tên", "B=tên"))
    assert (annex.parts, told(annex.findings)) == ((), [("bảng 1", "ITR723"), ("", "ITR724")])


def test_columns_that_cannot_be_read_are_refused():
    for said in ("", "mã", "mã, tên", "tên, tên, điểm", "mã, việc, điểm", "=tên, B=điểm", "tên, điểm" + ", -" * 60):
        found = asked_columns(said)
        assert getattr(found, "code", "") == "ITR912", said
        assert "cách chấm" in message(found, "vi") or "--columns" in message(found, "vi")


def test_a_remark_below_the_table_is_put_where_its_mark_stands():
    rows = (
        HEAD
        + "1 | Họp (*) | 20(**) | Tỷ lệ × điểm tối đa (*) | Biên bản\n2 | Lớp [1] | 10 | có/không |\n | Tổng cộng | 30 | |\n"
        "(*) Không tính họp đột xuất\n(**) Từ năm 2026"
    )
    for content, name in ((docx_of(rows), "a.docx"), (xlsx_of(rows), "a.xlsx")):
        first, second = annex_of(content, name).parts[0].lines
        assert (first.label, first.max) == ("Họp", 20)
        assert first.wording == "Tỷ lệ × điểm tối đa[chú thích: Không tính họp đột xuất]"
        assert first.footnotes.split("\n") == ["Không tính họp đột xuất", "Từ năm 2026", "Không tính họp đột xuất"]
        assert (second.label, second.footnotes) == ("Lớp [1]", "")  # which nothing explains


def test_rows_of_dots_and_endless_words_are_read_in_no_time():
    dots, words = "- " + "." * 19_000, "mỗi " * 4_900
    heads = ("TT", "Tiêu chí", "Điểm", "Cách chấm"), ("Số", "Việc", "Mức", "Quy định")
    for texts in heads:
        rows = [texts, *((str(at), f"{at} {words}", "5", dots if at % 2 else words) for at in range(1, 12))]
        grid = Grid("a.docx", "", 1, tuple(TableRow(at, cells) for at, cells in enumerate(rows, start=1)))
        with within(10):
            (part,) = read_annex(Paper("a.docx", (grid,))).parts
        assert len(part.lines) == 11


def test_a_column_that_names_groups_is_known_by_its_gaps_and_a_sum_in_it_is_no_group():
    rows = "{a} | {b} | {c} | {d}\nHạ tầng | 1 | Máy chủ | 6\n | 2 | Mạng nội bộ | 4\nNhân lực | 3 | Tập huấn | 5\nTổng cộng | | | 15"
    drawn = "· Hạ tầng\n  1 Máy chủ = 6\n  2 Mạng nội bộ = 4\n· Nhân lực\n  3 Tập huấn = 5"
    for heads in (("Nhóm", "Số", "Việc", "Mức"), ("Lĩnh vực", "TT", "Tiêu chí", "Điểm tối đa")):
        content = docx_of(rows.format(**dict(zip("abcd", heads, strict=True))))
        (part,) = annex_of(content).parts
        assert (tree(part), [total.value for total in part.totals]) == (drawn, [15]), heads
        assert part.columns[0].role == "group"
        assert "cột 1" in list(tables_told(annex_of(content), "vi"))[1]
        assert [each for each in told(drafted(content).findings) if each[1] not in {"ITR736", "ITR723"}] == []


def test_a_column_of_shares_is_no_scoring_and_a_remark_below_the_total_no_criterion():
    rows = "Số | Hạng | Tỷ trọng | Mức\n1 | Việc một | 40% | 40\n2 | Việc hai | 60% | 60\n | Tổng cộng | 100% | 100\n* Điểm được làm tròn | | |"
    assert roles_of(docx_of(rows))["Tỷ trọng"] == ("notes", "")
    (part,) = annex_of(docx_of(rows)).parts
    assert ([line.wording for line in part.lines], [each.text for each in part.below_it]) == (
        ["", ""],
        ["* Điểm được làm tròn"],
    )


def test_english_headings_that_itrank_prints_are_known():
    content = docx_of(
        "No. | Criterion | Points | How it is scored | Evidence, notes\n1 | A | 5 | x | y\n | Total | 5 | |"
    )
    assert [each.role for part in annex_of(content).parts for each in part.columns] == [
        "number", "label", "max", "wording", "evidence",
    ]  # fmt: skip
