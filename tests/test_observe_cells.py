"""What a cell of a workbook shows is what is read, or it is said: formats, what is struck out, merged cells."""

import io
import re
from fractions import Fraction

import pytest
import xlsxwriter
from itrank.engine import evaluate, load_text, observe
from itrank.engine.files import sheet_notes, workbooks
from itrank.engine.files.number_formats import shown_of
from itrank.engine.files.tables import parse_table
from itrank.engine.files.workbooks import parse_workbook
from itrank.engine.model.codes import message
from itrank.engine.observe.previous_tables import ranking_of
from pace import within
from test_observe_workbooks import CELL, PLAIN, in_sheet, ods, ods_cell, ods_row, remade

RULES = load_text("""
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
groups: {so: {title: Sở}, xa: {title: Xã}}
data: {marks: {KAD: not_applicable}}
inputs:
  a: {type: number, missing: zero}
  b: {type: number, missing: zero}
  c: {type: percent, missing: skip}
  d: {type: yes_no, missing: skip}
  e: {type: number, missing: skip, measured_in: nghìn đồng}
  f: {type: percent, missing: skip, max: 2000%}
scorecards:
  bang:
    criteria:
      - {id: x, score: {formula: a + b}}
      - {id: y, role: unscored, score: {formula: 1 if has(c) and has(d) and has(e) and has(f) else 0}}
""").ruleset


def made(fill, *names) -> bytes:
    """Make a workbook of one sheet, S; `fill` gets the sheet, and a function that makes formats."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        for name in names or ("S",):
            fill(book.add_worksheet(name), lambda **look: book.add_format(look))
    return stream.getvalue()


def told(findings) -> dict[str, str]:
    """Give where each finding of our codes is, and what it says."""
    return {
        f"{one.code} {one.place.cell}": message(one, "en") for one in findings if re.fullmatch("ITR5[67].", one.code)
    }


def read(content: bytes, name: str = "a.xlsx"):
    """Read a workbook as data, with all that is told of it."""
    tables, findings = parse_workbook(content, name)
    observed = observe(RULES, tables)
    return observed, told((*findings, *observed.findings))


def cells(input_: str, *formatted):
    """Read numbers of one input, each with its format."""

    def fill(sheet, look):
        sheet.write_row(0, 0, ["id", input_])
        for row, (number, code) in enumerate(formatted, start=1):
            sheet.write(row, 0, f"u{row}")
            sheet.write(row, 1, number, look(num_format=code))

    observed, findings = read(made(fill))
    return [(one.state, one.value) for one in observed.values[input_]], findings


# ── Number formats ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "code", "value"),
    [
        (85, '0"%"', "85%"),
        (85, "0\\%", "85%"),
        (75.5, '0.0"%"', "75.5%"),
        (85, '0 "%"', "85%"),
        (85, '[Red]0"%"', "85%"),
        (-85, '0"%";-0"%"', "-85%"),
        (-85, '0"%";(0"%")', "-85%"),
        (85, 'General"%"', "85%"),
        (85, "#,##0.00_);[Red]\\(#,##0.00\\)", "85"),
        (85, '0" phần trăm"', "85"),
        (85, "[$%-409]0", "85%"),
        (85, '[>=1]0"%";0%', "85%"),
        (0.85, '[>=1]0"%";0%', "85%"),
        (0.85, "0%", "85%"),
        (0.85, "0.00%;[Red]-0.00%", "85%"),
        (0.85, "_(0%_)", "85%"),
        (85, "_%0", "85"),
    ],
)  # fmt: skip
def test_per_cent_is_read_as_the_cell_shows_it(number, code, value):
    ((state, found),), findings = cells("c", (number, code))
    assert (state, found, findings) == ("observed", Fraction(value.rstrip("%")) / 100, {})
    assert shown_of(code, Fraction(str(number))).reading == value


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        (1234567, "#,##0,", "1,235"),
        (1234567, "0.0,,", "1.2"),
        (1234567, '0.0,,"tr"', "1.2tr"),
        (1234567, '#,##0,"k"', "1,235k"),
        (5, '0"000"', "5000"),
        (5, '0",000"', "5,000"),
        (5, '"1"0', "15"),
        (1234, "0\\.00", "12.34"),
        (85, '#"."##0', ".85"),
        (-5, "0;0", "5"),
        (5, "\\-0", "-5"),
        (85, '0"‰"', "85‰"),
        (7, '"12"', "12"),
        (7, '"không có"', "không có"),
        (0, '0;0;"chưa có"', "chưa có"),
        (7, ";;;", ""),
        (7, '""', ""),
        (7, "[>5];0", ""),
        (7, "[<5]0", "####"),
        (7, "0%%", "70000%%"),
    ],
)
def test_a_format_that_shows_another_thing_is_an_error_with_both(number, code, shown):
    ((state, value),), findings = cells("a", (number, code))
    assert (state, value) == ("invalid", None)
    assert findings == {
        "ITR564 S!B2": f'a (u1): by its number format the cell shows "{shown}"; the file holds {number}'
    }


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (1234567, "General"),
        (1234567, "#,##0"),
        (1234567, "# ##0"),
        (1234567, '#"."##0'),
        (1.234, "0.00"),
        (0.4, "0"),
        (1234.5, "0.00E+00"),
        (0.5, "# ?/?"),
        (-5, "0;[Red]0"),
        (-5, "0_);(0)"),
        (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)'),
        (0, "#,##0,"),
        (12, '0" m2"'),
        (12, '#,##0 "đ"'),
        (12, "[$₫-42A]#,##0"),
        (12, "@"),
        (12, '+0" (x)"'),
    ],
)
def test_a_format_that_shows_the_figure_is_no_matter(number, code):
    """How many digits are shown is none either: 1.234 that is shown as 1.23 is 1.234."""
    ((state, value),), findings = cells("a", (number, code))
    assert (state, value, findings) == ("observed", Fraction(str(number)), {})


def test_a_format_that_shows_a_mark_is_that_mark():
    ((state, value),), findings = cells("a", (40, '"kad"'))
    assert (state, value) == ("not_applicable", None)
    assert findings == {"ITR565 S!B2": 'a (u1): read as "kad", as the cell shows it; the file holds 40'}


def test_a_format_that_shows_an_answer_is_that_answer():
    values, findings = cells("d", (1, '"Có";;"Không"'), (0, '"Có";;"Không"'), (7, '"Có";;"Không"'))
    assert values == [("observed", True), ("observed", False), ("observed", True)]
    assert list(findings) == ["ITR565 S!B4"]  # 1 and 0 say the same by themselves


def test_a_zero_that_is_hidden_and_a_word_that_multiplies_are_told():
    values, findings = cells("a", (0, "#,###"), (0, "0;-0;;@"), (120, '0" nghìn"'), (0, '0" tr"'))
    assert values == [("observed", Fraction(number)) for number in (0, 0, 120, 0)]
    assert list(findings) == ["ITR566 S!B2", "ITR566 S!B3", "ITR567 S!B4"]
    assert findings["ITR567 S!B4"] == 'a (u3): the cell shows "120 nghìn" and is read as 120'
    assert cells("e", (120, '0" nghìn"')) == ([("observed", Fraction(120))], {})  # measured so


def test_a_text_that_its_format_hides_is_told():
    (one, other), findings = cells("a", ("KAD", ";;;"), ("KAD", "0;-0;0;@"))
    assert (one[0], other[0]) == ("invalid", "not_applicable")
    assert list(findings) == ["ITR564 S!B2"]


def test_so_many_looks_and_no_more():
    def fill(count):
        def own(sheet, look):
            sheet.write_row(0, 0, ["id", "a"])
            for row in range(1, count):  # the look of all other cells is one more
                sheet.write(row, 1, 1, look(num_format=f'0" người {row}"'))

        return own

    assert parse_workbook(made(fill(sheet_notes.MOST_FORMATS)), "a.xlsx")[0]
    tables, (found,) = parse_workbook(made(fill(sheet_notes.MOST_FORMATS + 1)), "a.xlsx")
    assert (tables, found.code) == ((), "ITR416")
    assert "1001 number formats" in message(found, "en")


def test_the_longest_format_takes_no_time():
    with within(1):
        for code in ("0," * 120, '"' * 255, "[" * 255, "[>1]" * 60, "0;" * 120, "\\" * 255, "#" * 255, "0.0" * 80):
            shown_of(code, Fraction(5))


# ── Cells without a name, ranges that lie, sheets that share ────────────────────────────────────────────────────────


def with_rows(rows: bytes) -> bytes:
    return remade(
        made(lambda sheet, look: sheet.write(0, 0, 0.5, look(num_format="0%"))),
        lambda name, own: (
            re.sub(rb"<sheetData>.*</sheetData>", b"<sheetData>" + rows + b"</sheetData>", own)
            if "sheet1" in name
            else own
        ),
    )


HEAD = b'<c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>c</t></is></c>'
UNIT = b'<c t="inlineStr"><is><t>u</t></is></c>'


@pytest.mark.parametrize(
    "rows",
    [
        b"<row>" + HEAD + b"</row><row>" + UNIT + b'<c s="1"><v>0.85</v></c></row>',
        b'<row r="3">' + HEAD + b'</row><row r="5">' + UNIT + b'<c s="1"><v>0.85</v></c></row>',
        b"<row>" + HEAD + b'</row><row><c r="A2" t="inlineStr"><is><t>u</t></is></c><c s="1"><v>0.85</v></c></row>',
        b"<row><c/>" + HEAD + b"</row><row/><row><c/>" + UNIT + b'<c s="1"><v>0.85</v></c></row>',
        b"<row>" + HEAD + b"</row><row>" + UNIT + b'<c r="b2" s="1"><v>0.85</v></c></row>',
    ],
)
def test_a_cell_without_a_name_stands_beside_the_one_before(rows):
    observed, _ = read(with_rows(rows))
    assert observed.values["c"][0].value == Fraction(85, 100)


@pytest.mark.parametrize(
    "given",
    [b'ref="1:4"', b'ref="A:C"', b'ref=""', b"", b'ref="$A$1:$B$2"', b'ref="A0"', b'ref="ZZZ9999999"', b'ref="C3:A1"'],
)
def test_a_range_that_a_sheet_states_is_no_matter(given):
    content = remade(
        PLAIN,
        lambda name, own: own.replace(b'dimension ref="A1:B2"', b"dimension " + given) if "sheet1" in name else own,
    )
    assert content != PLAIN
    (table,), findings = parse_workbook(content, "a.xlsx")
    assert (table.rows, findings) == ((("so-a", "4"),), ())


@pytest.mark.parametrize(
    ("blank", "is_read"),
    [
        (b'<c r="WC1" s="1"/>', True),
        (b'</row><row r="1048576"><c r="A1048576" s="1"/>', True),
        (b'</row><row r="1048576"><c r="XFD1048576" s="1"><v></v></c>', True),
        (b'</row><row r="1048577"><c s="1"/>', False),
        (b'<c r="XFE2"/>', False),
        (b'<c r="WC1"><v>0</v></c>', False),
        (b'<c r="WC1" t="str"><v></v></c>', False),
        (b'<c r="WC1" t="inlineStr"><is><t></t></is></c>', False),
        (b'<c r="WC1"><f>A1</f></c>', False),
    ],
)
def test_blank_cells_far_out_are_no_matter(blank, is_read):
    tables, findings = parse_workbook(in_sheet(CELL, CELL + blank), "a.xlsx")
    assert (len(tables), [one.code for one in findings]) == ((1, []) if is_read else (0, ["ITR417"]))


def test_many_sheets_of_one_part_are_refused_at_once():
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(3, 3000)).encode()

    def change(name, own):
        if name == "xl/workbook.xml":
            sheets = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 1501)).encode()
            return re.sub(rb"<sheet [^>]*/>", sheets, own)
        return own.replace(b"</sheetData>", rows + b"</sheetData>") if "sheet1" in name else own

    content = remade(PLAIN, change)
    with within(2):
        tables, (found,) = parse_workbook(content, "a.xlsx")
    assert (tables, found.code) == ((), "ITR499")
    assert "xl/worksheets/sheet1.xml" in message(found, "en")


def test_what_a_sheet_shows_is_known_whatever_the_case_of_its_part():
    content = remade(
        made(lambda sheet, look: (sheet.write_row(0, 0, ["id", "c"]), sheet.write(1, 0, "u"), sheet.write(1, 1, 0.85, look(num_format="0%")))),
        lambda name, own: own.replace(b"worksheets/sheet1", b"worksheets/Sheet1") if name.endswith("workbook.xml.rels") else own,
    )  # fmt: skip
    assert read(content)[0].values["c"][0].value == Fraction(85, 100)


def test_a_sheet_that_nobody_looked_over_is_not_read(monkeypatch):
    monkeypatch.setattr(workbooks, "inspect", lambda *_: {})
    tables, (found,) = parse_workbook(PLAIN, "a.xlsx")
    assert (tables, found.code) == ((), "ITR498")


# ── What is struck out ──────────────────────────────────────────────────────────────────────────────────────────────


def struck_sheet(value):
    def fill(sheet, look):
        struck = look(font_strikeout=True)
        sheet.write_row(0, 0, ["id", "a", "b"])
        sheet.write_row(1, 0, ["u1", 1, 2])
        sheet.write_row(2, 0, ["u2", 3, 4])
        value(sheet, struck, look())

    return made(fill)


def test_a_part_that_is_struck_out_makes_the_cell_an_error():
    observed, findings = read(struck_sheet(lambda sheet, x, _: sheet.write_rich_string(1, 1, x, "1", "50")))
    assert findings == {
        "ITR560 S!B2": 'a (u1): part of the cell is struck out: it holds "150", of which "50" is not struck out'
    }
    assert [one.state for one in observed.values["a"]] == ["invalid", "observed"]
    assert evaluate(RULES, observed).units[1].outcome == 7


def test_a_part_that_is_struck_out_is_an_error_whatever_its_cell_looks_like():
    """A piece without a look of its own has that of the cell."""
    observed, findings = read(struck_sheet(lambda sheet, x, plain: sheet.write_rich_string(1, 1, "1", plain, "50", x)))
    assert list(findings) == ["ITR560 S!B2"]
    assert 'of which "50" is not' in findings["ITR560 S!B2"]
    observed, findings = read(
        struck_sheet(lambda sheet, x, plain: sheet.write_rich_string(1, 1, plain, "1", plain, "50", x))
    )
    assert (findings, observed.values["a"][0].value) == ({}, 150)


def test_a_cell_that_is_struck_out_is_a_blank_with_a_warning():
    observed, findings = read(struck_sheet(lambda sheet, x, _: sheet.write(1, 1, 1, x)))
    assert findings == {"ITR561 S!B2": 'a (u1): the cell "1" is struck out, and read as a blank'}
    assert observed.values["a"][0].state == "missing"
    for whole in (lambda sheet, x, _: sheet.write_rich_string(1, 1, x, "1", x, "50"), lambda sheet, x, _: sheet.write(1, 1, "KAD", x)):  # fmt: skip
        observed, findings = read(struck_sheet(whole))
        assert (list(findings), observed.values["a"][0].state) == (["ITR561 S!B2"], "missing")


def test_one_struck_piece_that_is_the_whole_text_makes_a_blank():
    part = b'<c r="B2" t="inlineStr"><is><r><rPr><strike/></rPr><t>4</t></r></is></c>'
    tables, _ = parse_workbook(in_sheet(CELL, part), "a.xlsx")
    assert (tables[0].rows, {remark.code for remark in tables[0].remarks.values()}) == ((("so-a", ""),), {"ITR561"})


def test_a_row_that_is_struck_out_is_no_unit():
    observed, findings = read(
        struck_sheet(lambda sheet, x, _: [sheet.write(2, n, v, x) for n, v in enumerate(("u2", 3, 4))])
    )
    assert [unit.id for unit in observed.units] == ["u1"]
    assert findings == {"ITR561 S!A3": "row 3 is struck out and not read: u2, 3, 4"}


def test_what_says_that_nothing_is_struck_out_is_believed():
    content = remade(
        struck_sheet(lambda sheet, x, _: (sheet.write(1, 1, 1, x), sheet.write_rich_string(1, 2, x, "1", "50"))),
        lambda _, own: own.replace(b"<strike/>", b'<strike val="0"/>'),
    )
    observed, findings = read(content)
    assert (findings, observed.values["a"][0].value, observed.values["b"][0].value) == ({}, 1, 150)


def test_a_struck_column_that_nothing_reads_is_no_matter():
    def value(sheet, struck, _):
        sheet.write(0, 3, "Ghi chú")
        sheet.write_rich_string(1, 3, struck, "cũ", " mới")
        sheet.write(2, 3, "cũ", struck)

    assert read(struck_sheet(value))[1] == {}


def test_a_name_of_which_a_part_is_struck_out_is_an_error():
    observed, findings = read(struck_sheet(lambda sheet, x, _: sheet.write_rich_string(1, 0, x, "u0", "u1")))
    assert list(findings) == ["ITR560 S!A2"]
    assert 'it holds "u0u1", of which "u1" is not struck out' in findings["ITR560 S!A2"]
    observed, findings = read(struck_sheet(lambda sheet, x, _: sheet.write(1, 0, "u1", x)))
    assert findings == {"ITR561 S!A2": '"id": the cell "u1" is struck out, and read as a blank'}
    assert "ITR466" in [one.code for one in observed.findings]


def test_what_is_struck_out_of_a_header_is_left_out_and_told():
    observed, findings = read(struck_sheet(lambda sheet, x, _: sheet.write_rich_string(0, 1, x, "b", "a")))
    assert findings == {"ITR561 S!B1": 'what is struck out of the cell is not read: it holds "ba" and is read as "a"'}
    assert observed.values["a"][0].value == 1


def test_what_is_struck_out_in_opendocument():
    style = (
        '<office:automatic-styles><style:style style:name="T1" style:family="text"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style><style:style style:name="ce1" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid" style:text-line-through-type="single"/></style:style>'
        '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
        '<style:style style:name="ce3" style:family="table-cell" style:parent-style-name="ce1"><style:text-properties '
        'style:text-line-through-style="none"/></style:style></office:automatic-styles>'
    )
    part = (
        '<table:table-cell office:value-type="string"><text:p><text:span text:style-name="T1">1</text:span>50</text:p>'
        "</table:table-cell>"
    )

    def styled(name, value):
        return f'<table:table-cell table:style-name="{name}" office:value-type="float" office:value="{value}"/>'

    rows = ods_row(*map(ods_cell, ("id", "a", "b")))
    rows += ods_row(ods_cell("u1"), part, styled("ce1", 2))
    rows += ods_row(ods_cell("u2"), styled("ce2", 3), styled("ce3", 4))
    observed, findings = read(ods(rows, style), "a.ods")
    assert list(findings) == ["ITR560 S!B2", "ITR561 S!C2", "ITR561 S!B3"]
    assert [one.state for one in observed.values["a"]] == ["invalid", "missing"]
    assert observed.values["b"][1].value == 4


def test_what_a_number_shows_in_opendocument():
    style = (
        '<office:automatic-styles><number:number-style style:name="N1"><number:number number:display-factor="1000"/>'
        '</number:number-style><style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
        "</office:automatic-styles>"
    )

    def cell(number, text, look=""):
        return f'<table:table-cell {look} office:value-type="float" office:value="{number}"><text:p>{text}</text:p></table:table-cell>'  # fmt: skip

    rows = ods_row(*map(ods_cell, ("id", "a", "b")))
    rows += ods_row(ods_cell("u1"), cell(40, "KAD"), cell(1234567, "1.235", 'table:style-name="ce1"'))
    rows += ods_row(ods_cell("u2"), cell(7, ""), cell(0, "-"))
    rows += ods_row(ods_cell("u3"), cell(1.234, "1,23"), cell(0, ""))
    observed, findings = read(ods(rows, style), "a.ods")
    assert list(findings) == ["ITR565 S!B2", "ITR564 S!C2", "ITR564 S!B3", "ITR566 S!C4"]
    assert [one.value for one in observed.values["a"]] == [None, None, Fraction("1.234")]
    assert [one.value for one in observed.values["b"]] == [None, 0, 0]


# ── Merged cells ────────────────────────────────────────────────────────────────────────────────────────────────────


def merged_sheet(*ranges):
    def fill(sheet, _):
        sheet.write_row(0, 0, ["id", "group", "a", "b"])
        for row in range(1, 5):
            sheet.write_row(row, 0, [f"u{row}", "so", row, row])
        for where, value in ranges:
            sheet.merge_range(where, value)

    return read(made(fill))


@pytest.mark.parametrize("value", [60, "60", "60,5", "85%"])
def test_a_figure_that_is_merged_over_units_is_an_error_of_each(value):
    observed, findings = merged_sheet(("C2:C3", value))
    assert list(findings) == ["ITR563 S!C2", "ITR563 S!C3"]
    assert f'a (u2): the merged cells C2:C3 hold one value, "{value}":' in findings["ITR563 S!C3"]
    assert [one.state for one in observed.values["a"]] == ["invalid", "invalid", "observed", "observed"]


def test_a_figure_that_is_merged_over_columns_is_an_error_where_the_second_is_read():
    observed, findings = merged_sheet(("C2:D2", 60))
    assert list(findings) == ["ITR563 S!D2"]
    assert [observed.values[name][0].state for name in "ab"] == ["observed", "invalid"]


def test_a_block_of_merged_cells_is_an_error_of_all_of_them():
    assert list(merged_sheet(("C4:D5", 9))[1]) == ["ITR563 S!C4", "ITR563 S!D4", "ITR563 S!C5", "ITR563 S!D5"]


def test_a_word_that_is_merged_down_is_of_each_unit():
    observed, findings = merged_sheet(("B2:B5", "xa"), ("C2:C3", "KAD"))
    assert (findings, {unit.group for unit in observed.units}) == ({}, {"xa"})
    assert [one.state for one in observed.values["a"]][:2] == ["not_applicable"] * 2


def test_a_figure_that_is_merged_below_the_table_is_of_the_last_unit():
    observed, findings = merged_sheet(("C5:C6", 9))
    assert (findings, observed.values["a"][3].value) == ({}, 9)


def test_merged_cells_of_opendocument():
    def merged(rows, columns, value):
        span = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
        return ods_cell(value, "string" if isinstance(value, str) else "float").replace("cell ", f"cell {span} ", 1)

    covered = "<table:covered-table-cell/>"
    rows = ods_row(*map(ods_cell, ("id", "group", "a", "b")))
    rows += ods_row(ods_cell("u1"), merged(2, 1, "xa"), merged(2, 1, 60), ods_cell(1, "float"))
    rows += ods_row(ods_cell("u2"), covered, covered, ods_cell(2, "float"))
    observed, findings = read(ods(rows), "a.ods")
    assert list(findings) == ["ITR563 S!C2", "ITR563 S!C3"]
    assert [unit.group for unit in observed.units] == ["xa", "xa"]


def test_merged_cells_without_end_are_one_finding(monkeypatch):
    monkeypatch.setattr(workbooks, "_MOST_MERGED", 5)
    content = made(
        lambda sheet, _: (
            [sheet.write_row(row, 0, [f"u{row}", 1]) for row in range(6)],
            sheet.merge_range("B2:C5", 3),
            sheet.merge_range("A6:B6", "x"),
        )
    )
    tables, findings = parse_workbook(content, "a.xlsx")
    (table,) = tables
    assert ([one.code for one in table.findings], findings) == (["ITR416"], ())
    monkeypatch.setattr(workbooks, "_MOST_MERGED", 6)
    assert parse_workbook(content, "a.xlsx")[0]


# ── A hundred times too much ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("text", "is_asked"), [("1000", True), ("999.9", False), ("120%", False), ("-8500%", True)])
def test_a_percentage_a_hundred_times_too_large_is_asked_about(text, is_asked):
    table, _ = parse_table(f"id,c,f\nu1,{text},1500%\n".encode(), "a.csv")
    observed = observe(RULES, [table])
    assert observed.values["c"][0].value == Fraction(text.rstrip("%")) / 100
    assert ("ITR569" in [one.code for one in observed.findings]) is is_asked


def test_85_that_was_pasted_into_a_cell_of_per_cent():
    values, findings = cells("c", (85, "0%"))
    assert values == [("observed", Fraction(85))]
    assert findings == {
        "ITR569 S!B2": "c (u1): 8500% may be 85%: 85 that is pasted into a cell of per cent becomes 8500%"
    }


# ── Last year ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("write", "code", "cell"),
    [
        (lambda sheet, look: sheet.write_rich_string("B2", look(font_strikeout=True), "1", "50"), "ITR560", "S!B2"),
        (lambda sheet, look: sheet.write("C3", 2, look(font_strikeout=True)), "ITR561", "S!C3"),
        (lambda sheet, look: sheet.write("B2", 50_000, look(num_format="0,")), "ITR564", "S!B2"),
        (lambda sheet, _: sheet.merge_range("C2:C3", 1), "ITR563", "S!C2"),
        (lambda sheet, look: sheet.write_rich_string("A2", look(font_strikeout=True), "Sở", " Sở A"), "ITR560", "S!A2"),
    ],
)
def test_last_years_ranking_is_read_as_it_shows_or_it_is_said(write, code, cell):
    def fill(sheet, look):
        sheet.write_row(0, 0, ["Tên đơn vị", "Tổng điểm", "Hạng"])
        sheet.write_row(1, 0, ["Sở A", 50, 1])
        sheet.write_row(2, 0, ["Sở B", 40, 2])
        write(sheet, look)

    _, findings = ranking_of(parse_workbook(made(fill), "a.xlsx")[0])
    assert (findings[0].code, findings[0].place.cell) == (code, cell)
