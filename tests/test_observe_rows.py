"""Which rows of a table are units: totals, numbers of columns, headings and signatures are none."""

import unicodedata
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from itrank.engine.files.tables import parse_table
from itrank.engine.language import load_text
from itrank.engine.model.codes import has_errors, message
from itrank.engine.observe import observe
from itrank.engine.observe.row_numbering import numbering
from itrank.engine.observe.row_words import count_of, is_signed, is_title_of_block, total_in
from sampling import size

RULES = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
units: {tinh: {role: reference}}
inputs:
  x: {label: Cán bộ, type: number, missing: zero}
  y: {label: Máy tính, type: number, missing: zero}
  kh: {label: Có kế hoạch, type: yes_no, missing: zero}
  mc: {label: Minh chứng, type: text}
scorecards: {t: {criteria: [{id: d, score: {given: x}}, {id: e, score: {given: y}}, {id: f, max: 1, score: {yes_no: kh}}]}}
""").ruleset
GROUPED = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
groups: {so: {title: "Sở, ban, ngành"}, xa: {title: "Xã, phường"}}
inputs: {x: {label: Cán bộ, type: number, missing: zero}, y: {label: Máy tính, type: number, missing: zero}}
scorecards: {t: {criteria: [{id: d, score: {given: x}}, {id: e, score: {given: y}}]}}
""").ruleset
assert RULES is not None
assert GROUPED is not None


def read(text, rules=RULES, units="", **more):
    table, findings = parse_table(text.encode(), "d.csv")
    assert findings == ()
    roll = parse_table(units.encode(), "u.csv")[0] if units else None
    return observe(rules, [table], roll, **more)


def ids(observed):
    return [unit.id for unit in observed.units]


def told(observed, *silent):
    return [
        found.code for found in observed.findings if found.code not in {"ITR453", "ITR454", "ITR465", "ITR469", *silent}
    ]


def said(observed, code):
    return next(message(found, "en") for found in observed.findings if found.code == code)


# A table, its units, and what is said of the other rows.
NUMBERED = "STT,Tên đơn vị,Cán bộ,Máy tính\n{0}1,Sở A,5,1\n2,Sở B,4,2\n{1}3,Sở C,3,3\n{2}"
PLAIN = "Tên đơn vị,Cán bộ,Máy tính\n{0}Sở A,5,1\nSở B,4,2\n{1}Sở C,3,3\n{2}"

TOTALS = [
    "TỔNG SỐ", "Tổng số", "Tổng cộng", "TỔNG CỘNG:", "Cộng", "Tổng", "Cộng khối sở", "Cộng nhóm I", "Toàn tỉnh", "TOÀN TỈNH",
    "Toàn thành phố", "Bình quân", "Bình quân chung", "Bình quân khối sở", "Trung bình", "Trung bình cộng", "Điểm trung bình",
    "Max", "MIN", "Median", "Total", "Average", "Mean", "Sum", "Grand total", "Sub-total", "Subtotal:", "Lớn nhất", "Nhỏ nhất",
    "Giá trị lớn nhất", "Cao nhất", "Trung vị", "Độ lệch chuẩn", "I. Tổng số", "* Tổng cộng", "- Cộng", "Tổng số (I+II)",
    "Cộng (A+B)", "  tổng   số ", "tổng cộng toàn tỉnh", "Tổng số xã, phường", "Khối sở: cộng", "Cả tỉnh", "Lũy kế", "Luỹ kế",
    "Cộng mục A", "Trung bình năm 2022", "Bình quân các sở", "TB", "BQ chung", "ĐTB", "TB toàn tỉnh", "Tỷ lệ %", "Tỉ trọng (%)",
    "Tăng/giảm", "So với cùng kỳ", "Kế hoạch năm 2025", "Chỉ tiêu", "ĐVT", "Thang điểm",
]  # fmt: skip


@pytest.mark.bar(80)
@pytest.mark.parametrize("figures", ["12,6", "4,2", "7,", ","])
@pytest.mark.parametrize("name", [*TOTALS, *(unicodedata.normalize("NFD", name) for name in TOTALS[:6])])
def test_a_row_of_totals_is_no_unit_wherever_it_stands(name, figures):
    for where in range(3):
        for table in (NUMBERED, PLAIN):
            assert_left_out(table, where, name, figures)


def assert_left_out(table, where, name, figures):
    rows = ["", "", ""]
    rows[where] = f'{"," if table is NUMBERED else ""}"{name}",{figures}\n'
    observed = read(table.format(*rows))
    assert ids(observed) == ["Sở A", "Sở B", "Sở C"]
    assert told(observed) == ["ITR418"]
    (found,) = [each for each in observed.findings if each.code == "ITR418"]
    assert found.place.line == [2, 4, 5][where]
    assert f'row {found.place.line} "' in message(found, "en")
    assert found.params["name"].split() == unicodedata.normalize("NFC", name).split()


NAMES = [
    "Xã Cộng Hòa", "Xã Cộng Hoà", "Cộng Hòa", "Trung tâm Tổng hợp", "Phòng Tổng hợp", "Tổng cục Thuế", "Tổng công ty Điện lực",
    "Xã Bình Quân", "Xã Trung Bình", "Phường Toàn Thắng", "Toàn Thắng", "Xã Cộng Trị", "Xã Ea Min", "Huyện Tổng Cọt", "Q. Ô Môn",
    "P. Tổng Cộng", "UBND tỉnh", "UBND xã Vĩnh Tường", "Ban Quản lý các khu công nghiệp", "Các Sơn", "Cấp Tiến", "X. An Bình",
    "TB&XH", "Kế hoạch - Đầu tư", "Tân Bình", "Hội đồng nhân dân", "Văn phòng Ủy ban nhân dân tỉnh", "Ban Dân tộc", "Trường Cao đẳng", "Thị xã Ngã Bảy",
]  # fmt: skip


@pytest.mark.parametrize("table", [NUMBERED, PLAIN])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("figures", ["7,1", "9,"])
def test_a_name_that_only_holds_a_sign_is_a_unit(table, name, figures):
    observed = read(table.format("", "", f"{'4,' if table is NUMBERED else ''}{name},{figures}\n"))
    assert ids(observed) == ["Sở A", "Sở B", "Sở C", name]
    assert told(observed) == []


@pytest.mark.parametrize(
    ("table", "row", "codes", "count"),
    [
        (PLAIN, "Cộng Trị,7,1\n", ["ITR548"], 3),  # a name, or a total of what is not here
        (NUMBERED, ",Cộng Trị,7,1\n", ["ITR548"], 3),
        (NUMBERED, "4,Cộng Trị,7,1\n", [], 4),  # it has the next number
        (NUMBERED, "4,Cộng Trị,12,6\n", ["ITR548"], 3),  # and is the sum of all
        (PLAIN, "Cộng Trị,12,6\n", ["ITR418"], 3),
        (PLAIN, "Cộng Trị,4,2\n", ["ITR418"], 3),  # the mean
        (PLAIN, "Cộng Trị,5,3\n", ["ITR418"], 3),  # the greatest
        (PLAIN, "Cộng Trị,12,7\n", ["ITR548"], 3),  # one figure is no sum
        (PLAIN, "Cộng Trị,,\n", ["ITR548"], 3),
        (PLAIN, "Vùng trũng tổng cộng 3 xã,7,1\n", ["ITR418"], 3),
        (PLAIN, "Đồng Tháp Mười tổng cộng,7,1\n", ["ITR548"], 3),
    ],
)
def test_the_rest_of_the_table_settles_what_begins_with_a_sign(table, row, codes, count):
    observed = read(table.format("", "", row))
    assert told(observed) == codes
    assert len(observed.units) == count


def test_what_may_be_a_unit_or_a_total_is_told_with_both_ways_out():
    (found,) = [found for found in read(PLAIN.format("", "Cộng Trị,7,1\n", "")).findings if found.code == "ITR548"]
    assert found.place.line == 4
    assert message(found, "en") == '"Cộng Trị" may be a unit, or a row of totals or means'
    assert message(found, "vi") == '"Cộng Trị" có thể là đơn vị, cũng có thể là một dòng tổng hợp (tổng, bình quân, …)'
    assert found.help is not None
    assert 'units: {"Cộng Trị": its id} in d.mapping.yaml' in found.help[1]
    assert "skip_rows: [4]" in found.help[1]
    assert "--units" in found.help[0]


def test_a_mean_is_known_by_the_decimals_that_it_shows():
    text = "Tên đơn vị;Cán bộ\nSở A;1\nSở B;2\nSở C;2\nBình quân Tân Mỹ;{}\n"
    assert told(read(text.format("1,67")), "ITR449") == ["ITR418"]
    assert told(read(text.format("1,68")), "ITR449") == ["ITR548"]
    assert told(read(text.format("1,6")), "ITR449") == ["ITR548"]
    assert told(read(text.format("1,7")), "ITR449") == ["ITR418"]


def test_an_own_id_speaks_for_a_unit():
    text = "id,Tên đơn vị,Cán bộ\na,Sở A,5\nb,Sở B,4\nc,Cộng Trị,7\n"
    assert ids(read(text)) == ["a", "b", "c"]
    text = "id,Tên đơn vị,Cán bộ\na,Sở A,5\nb,Sở B,4\ntb,Trung Bình,7\n"
    assert told(read(text)) == ["ITR548"]  # a commune of that name, or a mean
    text = "id,Tên đơn vị,Cán bộ\na,Sở A,5\nb,Sở B,4\n,Trung Bình,7\n"
    assert told(read(text)) == ["ITR418"]
    text = "id,Tên đơn vị,Cán bộ\na,Sở A,5\nb,Sở B,4\ntc,Tổng cộng,9\n"
    assert told(read(text)) == ["ITR418"]


# ── A list of units decides ─────────────────────────────────────────────────────────────────────────────────────────

LIST = "id,name\na,Sở A\nb,Sở B\nc,Sở C\n"


@pytest.mark.parametrize(
    "name",
    [
        "Q. Ô Môn",
        "Toàn tỉnh",
        "Tổng cộng",
        "Bình quân",
        "Người lập biểu",
        "Ghi chú",
        "KT. Giám đốc",
        "I. Sở",
        "Khối xã",
        "B",
    ],
)
@pytest.mark.parametrize(
    ("cells", "where"), [(",,có,", 1), ("4,2,,", 0), (",,,", 1), (",,,ngày 5 tháng 1 năm 2022", 1)]
)
def test_a_listed_unit_is_always_read(name, cells, where):
    rows = ["Sở A,5,1,có,", "Sở B,4,2,có,", "Sở C,3,3,có,"]
    rows.insert(where * 3, f"{name},{cells}")
    text = "name,x,y,kh,mc\n" + "\n".join(rows) + "\n"
    observed = read(text, units=f"{LIST}d,{name}\n")
    assert ids(observed) == ["a", "b", "c", "d"]
    assert told(observed) == []
    assert observed.read[0].units == 4
    assert observed.values["kh"][3].state == ("observed" if "có" in cells else "missing")


def test_a_unit_of_a_list_is_not_left_out_for_its_case():
    observed = read("name,x\nSở A,5\nTOÀN TỈNH,5\n", units="id,name\na,Sở A\nt,Toàn tỉnh\n")
    assert told(observed) == ["ITR461"]  # it is told as ever, with what was probably meant


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("Tổng cộng,12,6,", ["ITR418"]),
        ("Cộng Trị,12,6,", ["ITR461"]),  # no unit of the list, and no plain total
        ("Sở D,1,1,", ["ITR461"]),
        ("Khối xã,,,", ["ITR418"]),
        ("Đồng bằng,,,", ["ITR461"]),
        ("Người lập biểu,,,Giám đốc", ["ITR418"]),
        ("(1),(2),(3),(4)", ["ITR418"]),
    ],
)
def test_beside_a_list_only_what_is_plainly_no_unit_is_left_out(row, codes):
    observed = read(f"name,x,y,mc\nSở A,5,1,\n{row}\nSở B,4,2,\nSở C,3,3,\n", units=LIST)
    assert told(observed) == codes
    assert ids(observed) == ["a", "b", "c"]


def test_a_unit_that_the_ruleset_names_is_read():
    observed = read("id,name,x\ntinh,Toàn tỉnh,5\na,Sở A,4\n")
    assert ids(observed) == ["tinh", "a"]
    assert told(observed) == []
    assert told(read("id,name,x\nq,Toàn tỉnh,5\na,Sở A,4\n")) == ["ITR418"]


def test_the_list_itself_may_have_a_total_and_a_signature_below():
    observed = read(
        "name,x\nSở A,5\nSở B,4\n", units="id,name\na,Sở A\nb,Sở B\nt,Toàn tỉnh\n,Tổng số\n\n,Người lập biểu\n"
    )
    assert ids(observed) == ["a", "b", "t"]
    assert told(observed) == ["ITR418", "ITR418"]


# ── Numbers of columns ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "row",
    [
        "A,B,1,2", "(A),(B),(1),(2)", "a,b,c,d", "1,2,3,4", "[1],[2],[3],[4]", "(1),(2),(3)=(1)+(2),(4)", "A,B,1,2=1+3",
        "(a),(b),(1),(2)", "0,1,2,3", "A,B,(1),(2)", "A,B,3,4", "(1),(2),(3),(4)", ",A,1,2", "1,2,3,4=3/2*100%",
        "STT,Tên đơn vị,Cán bộ,Máy tính", "TT,tên đơn vị,CÁN BỘ,Máy tính", "(A),(B),1,2",
    ],
)  # fmt: skip
def test_a_row_that_numbers_the_columns_is_no_unit(row):
    head, rest = NUMBERED.format("|", "", "").split("|")
    head = head.replace("STT", "TT") if row.startswith("TT") else head
    observed = read(head + row + "\n" + rest)
    assert ids(observed) == ["Sở A", "Sở B", "Sở C"]
    assert told(observed) == ["ITR418"]
    (found,) = [found for found in observed.findings if found.code == "ITR418"]
    assert message(found, "en").startswith('row 2 only numbers the columns or names them again ("')


def test_columns_are_numbered_again_where_a_page_begins():
    observed = read(NUMBERED.format("A,B,1,2\n", "STT,Tên đơn vị,Cán bộ,Máy tính\nA,B,1,2\n", ""))
    assert ids(observed) == ["Sở A", "Sở B", "Sở C"]
    assert told(observed) == ["ITR418"] * 3


@pytest.mark.parametrize(
    "text",
    [
        "id,x,y\n1,2,3\n2,5,6\n3,7,7\n",  # ids that are numbers
        "id,x,y\na,1,2\nb,5,6\n",
        "name,x,y\nA,1,2\nB,5,6\n",
        "name,x,y\nA,1,2\n",
        "id,x\n1,2\n2,3\n",
        "STT,Tên đơn vị,x,y\n1,A,1,2\n2,B,2,3\n",
        "id,name,x\n1,Sở A,1\n2,Sở B,2\n",
    ],
)
def test_units_that_are_called_by_a_letter_or_a_number_are_units(text):
    observed = read(text)
    assert len(observed.units) == text.count("\n") - 1
    assert told(observed) == []


def test_what_may_be_a_unit_or_the_numbers_of_columns_is_told():
    observed = read("id,x,y\n1,2,3\n201,5,6\n202,7,7\n")
    assert told(observed) == ["ITR548"]
    assert "or the numbers of the columns" in said(observed, "ITR548")
    assert told(read("name,x\nA,1\nSở Hai,5\nSở Ba,6\n")) == ["ITR548"]


# ── Signatures and notes ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("below", "count"),
    [
        (',,,,"Cần Thơ, ngày 5 tháng 1 năm 2022"\n,Người lập biểu,,,GIÁM ĐỐC\n\n,Trần Thị B,,,Nguyễn Văn A\n', 3),
        (",Người lập biểu,,,\n", 3),
        (",KT. CHỦ TỊCH,,,\n,PHÓ CHỦ TỊCH,,,\n,Nguyễn Văn A,,,\n", 3),
        (",TM. ỦY BAN NHÂN DÂN,,,\n", 3),
        (",Ghi chú: số liệu đến 31/10,,,\n", 3),
        (",(*) Ghi chú: chưa có số liệu quý IV,,,\n", 3),
        (",Nguồn: Sở Nội vụ,,,\n", 3),
        (",Thủ trưởng đơn vị,,,\n,(Ký tên, đóng dấu),,\n", 3),
        (",Nơi nhận:,,,CHỦ TỊCH\n,- Như trên;,,,\n,- Lưu: VT.,,,Nguyễn Văn A\n", 3),
        (",Q. GIÁM ĐỐC,,,\n", 3),
        ("4,Q. Ô Môn,,,có\n", 4),
        ("4,KT. Xây lắp,8,,\n", 4),
    ],
)  # fmt: skip
@pytest.mark.parametrize("gap", ["", "\n"])
def test_signatures_are_no_units(below, count, gap):
    text = NUMBERED.format("", "", "").replace("Máy tính", "Máy tính,Có kế hoạch")
    observed = read(text + gap + below)
    assert len(observed.units) == count
    assert told(observed) == (["ITR418"] if count == 3 else [])


def test_evidence_with_a_day_is_no_signature():
    text = "name,x,kh,mc\nSở A,4,có,QĐ 12\nSở B,3,có,\nSở C,,{},Kế hoạch số 5 ngày 5 tháng 1 năm 2022\n"
    for answer in ("có", "không", ""):
        observed = read(text.format(answer))
        assert ids(observed) == ["Sở A", "Sở B", "Sở C"]
        assert told(observed) == []


def test_what_may_be_a_signature_or_a_unit_is_told():
    observed = read("name,x,kh\nSở A,4,có\nGiám đốc,,có\n")
    assert told(observed) == ["ITR548"]
    assert said(observed, "ITR548") == '"Giám đốc" may be a unit, or a signature or a note'
    observed = read("name,x,kh,mc\nSở A,4,có,\n\nCần Thơ,,,ngày 5 tháng 1 năm 2022\n")
    assert told(observed) == ["ITR548"]


def test_a_signature_is_told_with_its_words():
    (found,) = [f for f in read("name,x,y\nSở A,4,1\n\nNgười lập biểu,,\nTrần B,,\n").findings if f.code == "ITR418"]
    assert message(found, "en") == 'from row 4 on there are signatures or notes, not read as data: "Người lập biểu"'
    assert message(found, "vi") == 'từ dòng 4 trở xuống là chữ ký hoặc ghi chú, không đọc như số liệu: "Người lập biểu"'
    observed = read("name,x,y\nSở A,4,1\nNgười lập biểu,,\nSở B,2,1\n")
    assert ids(observed) == ["Sở A", "Sở B"]
    (found,) = [found for found in observed.findings if found.code == "ITR418"]
    assert message(found, "en").startswith("in row 3 there are signatures")


# ── Headings ────────────────────────────────────────────────────────────────────────────────────────────────────────

BLOCKS = "STT,Tên đơn vị,Cán bộ,Máy tính\n{}\n1,Sở A,5,1\n2,Sở B,4,2\n{}\n3,Xã C,3,3\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I,Khối sở,,", "II,Khối xã,,"),
        (",Khối sở,,", ",Khối xã,,"),
        ("A,Cấp tỉnh,,", "B,UBND cấp xã,,"),
        ("I.,Các sở,,", "II.,Các xã,,"),
        ("I. Các sở,,,", "II. Địa phương miền núi,,,"),
        (",I. Sở,,", ",II. UBND xã,,"),
        ("I,Miền Đông,,", "II,Miền Tây,,"),
        (',"Sở, ban, ngành",,', ',"Huyện, thị xã, thành phố",,'),
        (",Departments,,", ",Communes and wards,,"),
        ("I,Khối sở,9,3", "II,Khối xã,,"),  # with the sums below
        (",Trong đó:,,", ",Xã,,"),
    ],
)  # fmt: skip
def test_a_heading_is_no_unit(first, second):
    observed = read(BLOCKS.format(first, second))
    assert ids(observed) == ["Sở A", "Sở B", "Xã C"]
    assert told(observed) == ["ITR418", "ITR418"]
    assert said(observed, "ITR418").startswith('row 2 "')


@pytest.mark.parametrize(
    "second",
    [
        "II,UBND cấp xã,,",
        ",UBND cấp xã,,",
        "B,Địa phương,,",
        ",II. Cấp xã,,",
        "II,Miền núi,,",
        "II,Khu vực Hậu Giang,,",
    ],
)
def test_units_never_fall_into_the_group_before(second):
    observed = read(BLOCKS.format('I,"Sở, ban, ngành",,', second), GROUPED)
    assert told(observed) == ["ITR418", "ITR418", "ITR464"]
    (found,) = [found for found in observed.findings if found.code == "ITR464"]
    said = message(found, "en")
    assert found.place.line == 5
    assert '"Xã C" (line 6, column "Tên đơn vị")' in said
    assert second.split(",")[1].removeprefix("II. ") in said


def test_a_heading_may_be_unknown_where_units_state_their_group():
    text = "STT,Tên đơn vị,Nhóm,Cán bộ\nI,Khối A,,\n1,Sở A,so,5\nII,Khối B,,\n2,Xã C,xa,3\n"
    observed = read(text, GROUPED)
    assert [(unit.id, unit.group) for unit in observed.units] == [("Sở A", "so"), ("Xã C", "xa")]
    assert told(observed) == ["ITR418", "ITR418"]


def test_a_heading_may_be_unknown_beside_a_list():
    units = "id,name,group\na,Sở A,so\nb,Sở B,so\nc,Xã C,xa\n"
    observed = read(BLOCKS.format('I,"Sở, ban, ngành",,', "II,UBND cấp xã,,"), GROUPED, units)
    assert [unit.group for unit in observed.units] == ["so", "so", "xa"]
    assert told(observed) == ["ITR418", "ITR418"]


@pytest.mark.parametrize(
    ("second", "codes"),
    [
        ("3,Sở Q,,", []),  # it has the next number
        (",Sở Q,,", []),  # it is called as units are
        (",Vĩnh Tường,,", ["ITR548"]),
        ("x,Vĩnh Tường,,", ["ITR548"]),
        ("II,Khối xã,7,7", ["ITR548"]),  # subtotals of what?
    ],
)
def test_a_unit_without_figures_is_told_from_a_heading(second, codes):
    observed = read(BLOCKS.format("I,Khối sở,,", second))
    assert told(observed, "ITR418") == codes


def test_a_table_of_blocks_has_blocks_for_units():
    observed = read('Tên đơn vị,x\n"Sở, ban, ngành",5\n"Xã, phường",7\n"Khối Đảng",8\n')
    assert len(observed.units) == 3
    assert told(observed) == []


def test_units_without_any_figure_are_units():
    assert ids(read("name,x\nSở A,\nVĩnh Tường,\nBan B,\n")) == ["Sở A", "Vĩnh Tường", "Ban B"]
    assert ids(read("name,x\nSở A,5\nVĩnh Tường,\nBan B,2\n")) == ["Sở A", "Vĩnh Tường", "Ban B"]


# ── Long tables and words alone ─────────────────────────────────────────────────────────────────────────────────────


def test_a_long_table_has_no_unit_of_totals():
    rules = load_text("""
format: itrank-ruleset/1
id: r
version: "1"
title: R
data: {layout: {unit: Đơn vị, input: Chỉ tiêu, value: Giá trị}}
inputs: {x: {type: number}, y: {type: number}}
scorecards: {t: {criteria: [{id: d, score: {formula: x + y}}]}}
""").ruleset
    head = "Đơn vị,Chỉ tiêu,Giá trị\n"
    text = (
        head
        + "Toàn tỉnh,x,9\nToàn tỉnh,y,8\nXã Cộng Hòa,x,4\nXã Cộng Hòa,y,5\nXã B,x,5\nXã B,y,3\n\nNgười lập biểu,,\n"
    )
    observed = read(text, rules)
    assert ids(observed) == ["Xã Cộng Hòa", "Xã B"]
    assert told(observed) == ["ITR418", "ITR418"]
    assert told(read(head + "Cộng Trị,x,9\nXã B,x,1\n", rules)) == ["ITR548"]
    assert ids(read(head + "Toàn tỉnh,x,9\nXã B,x,1\n", rules, "id,name\nt,Toàn tỉnh\nb,Xã B\n")) == ["t", "b"]


def test_collected_answers_are_read_to_the_last_row():
    text = 'unit,input,value,state\na,x,4,observed\na,mc,"Quyết định ngày 5 tháng 1 năm 2022",observed\n'
    observed = read(text, units="id\na\n")
    assert observed.values["mc"][0].value == "Quyết định ngày 5 tháng 1 năm 2022"
    assert told(observed) == []


def test_json_rows_are_judged_alike(tmp_path):
    from itrank.engine.observe import read_tables

    path = tmp_path / "d.json"
    path.write_text('[{"name": "Tổng cộng", "x": 9}, {"name": "Sở A", "x": 5}, {"name": "Sở B", "x": 4}]', "utf-8")
    observed = observe(RULES, read_tables(path, "d.json")[0])
    assert ids(observed) == ["Sở A", "Sở B"]
    assert told(observed) == ["ITR418"]


@pytest.mark.parametrize(
    ("texts", "how"),
    [
        (["A", "B", "1", "2"], "plain"),
        (["A", "1"], "plain"),
        (["1"], ""),
        (["B", "C", "1"], ""),
        (["A", "B", "2", "3"], ""),
        (["A", "B", "3", "4"], "plain"),
        (["1", "A"], ""),
        (["(1", "(2)"], ""),
        (["1", "2", "2"], ""),
        (["1=2", "3=4"], ""),
        (["1", "2=3+4"], "sure"),
    ],
)
def test_labels_of_columns(texts, how):
    assert numbering(texts) == how


def test_words_are_looked_for_in_names_and_not_in_pages():
    assert total_in("Tổng số" + " xã" * 97) == "whole"
    assert total_in("Tổng số" + " xã" * 98) == ""
    assert is_signed("Ghi chú".ljust(300, "x"))
    assert not is_signed("Ghi chú".ljust(301, "x"))
    assert not is_title_of_block("Khối" + " xã" * 100)
    assert count_of("I" * 301).kind == ""


# ── Nothing new of clean tables ─────────────────────────────────────────────────────────────────────────────────────

PARTS = st.sampled_from(
    [
        "An",
        "Bình",
        "Cộng",
        "Hòa",
        "Tổng",
        "Trung",
        "Toàn",
        "Thắng",
        "Vĩnh",
        "Mỹ",
        "Phú",
        "Min",
        "Max",
        "Lộc",
        "Khối",
        "Nhóm",
        "Các",
    ]
)
KINDS = st.sampled_from(
    ["Sở", "Xã", "Phường", "Huyện", "Ban", "Trung tâm", "Phòng", "Chi cục", "Thị trấn", "Công an", "Hội"]
)
# "Các" comes before a noun (Các Sơn is a commune): no name ends with it.
PROPER = st.lists(PARTS, min_size=2, max_size=3).map(" ".join).filter(lambda name: not name.endswith("Các"))
UNIT = st.builds("{} {}".format, KINDS, PROPER)
FIGURE = st.one_of(st.integers(0, 50).map(str), st.just(""))


@settings(max_examples=size(50, 300), deadline=None)
@given(st.lists(UNIT, min_size=1, max_size=12, unique_by=str.casefold), st.data(), st.booleans())
def test_a_clean_table_gets_no_question(names, data, is_numbered):
    """Units with a kind and a name, whatever words their names are made of and whatever figures they have.

    "Sở An Cộng" in the same table as "Sở An" is how a subtotal is written.
    """
    assume(not any(name.startswith(f"{other} ") for name in names for other in names))
    rows = [(name, data.draw(FIGURE), data.draw(FIGURE)) for name in names]
    lines = [(f"{number},",)[0] * is_numbered + ",".join(row) for number, row in enumerate(rows, start=1)]
    observed = read("STT," * is_numbered + "Tên đơn vị,Cán bộ,Máy tính\n" + "\n".join(lines) + "\n")
    assert not has_errors(observed.findings)
    assert ids(observed) == names
    assert told(observed) == []
    for key, column in (("x", 1), ("y", 2)):
        assert [value.value for value in observed.values[key]] == [
            Fraction(row[column]) if row[column] else None for row in rows
        ]


@settings(max_examples=size(40, 150), deadline=None)
@given(
    st.lists(
        st.text("abcdefghijklmnopqrstuvwxyz_0123456789", min_size=2, max_size=8), min_size=1, max_size=8, unique=True
    ),
    st.data(),
)
def test_ids_are_never_taken_for_words(names, data):
    """A list by ids alone: every row is its unit's, whatever the id is."""
    text = "id,x,y\n" + "".join(f"{name},{data.draw(FIGURE)},{data.draw(FIGURE)}\n" for name in names)
    observed = read(text, units="id\n" + "\n".join(names) + "\n")
    assert ids(observed) == names
    assert told(observed) == []
