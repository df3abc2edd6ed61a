"""Forms whose page, name or cells are not what they seem: what is shown is compared, what is not read is said."""

import io
import re
import struct
import zipfile
from fractions import Fraction
from hashlib import sha256

import pytest
from itrank.engine import load, read_table
from itrank.engine.files import compound
from itrank.engine.files.sheet_notes import LONGEST_FORMULA
from itrank.engine.forms.arithmetic import MOST_READ, Cell, Recomputing, is_elsewhere, shifted
from itrank.engine.forms.collecting import collect
from itrank.engine.forms.filling import as_typed
from itrank.engine.forms.page import last_day
from itrank.engine.forms.plan import plan_of
from itrank.engine.forms.returned import Asked
from itrank.engine.forms.returned_files import Workbook, kind_of, returned_files
from itrank.engine.forms.workbook import Form, workbook
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Finding
from itrank.engine.model.observed import Unit
from itrank.engine.observe import observe
from test_collect import (
    EVIDENCE,
    LAST_YEAR,
    ROOT,
    RULES,
    about,
    asked_of,
    changed,
    collected,
    form_of,
    numbered,
    ruleset_of,
    states,
    struck,
    told,
    typed,
)


@pytest.fixture(scope="module")
def ruleset():
    return ruleset_of()


def en(made, code):
    return [message(one, "en") for one in made.findings if one.code == code]


def quiet(made):
    """What is told besides who sent nothing, and of evidence as such."""
    return [row[:3] for row in told(made) if row[0] not in {"ITR624", "ITR623", "ITR625"}]


def formula(cell, text, value, *, kind=""):
    kind = f' t="{kind}"' if kind else ""
    held = "" if value is None else f"<v>{value}</v>"
    return rf'<c r="{cell}" s="(\d+)"(?:/>|[^>]*>.*?</c>)', rf'<c r="{cell}" s="\1"{kind}><f>{text}</f>{held}</c>'


def added_sheet(content, name, cells):
    """The same workbook with one more sheet: its cells as (address, number)."""
    made = io.BytesIO()
    rows = "".join(f'<row r="{re.sub(r"[^0-9]", "", at)}"><c r="{at}"><v>{v}</v></c></row>' for at, v in cells)
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>'
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            text = old.read(member).decode()
            if member == "xl/workbook.xml":
                text = text.replace("</sheets>", f'<sheet name="{name}" sheetId="99" r:id="rId99"/></sheets>')
            elif member == "xl/_rels/workbook.xml.rels":
                kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
                text = text.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId99" Type="{kind}" Target="worksheets/sheet99.xml"/></Relationships>',
                )
            elif member == "[Content_Types].xml":
                kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
                text = text.replace(
                    "</Types>", f'<Override PartName="/xl/worksheets/sheet99.xml" ContentType="{kind}"/></Types>'
                )
            new.writestr(member, text)
        new.writestr("xl/worksheets/sheet99.xml", sheet)
    return made.getvalue()


# ── Whose form it is ──


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda form: changed(form, typed("A2", "Đơn vị: Sở B")), 'Kê khai!A2 says "Sở B", and this form counts for "Sở A"'),
        (lambda form: changed(form, typed("A2", "ĐƠN VỊ:  SỞ  B")), 'says "SỞ B"'),
        (lambda form: changed(form, typed("A2", "Sở B")), 'says "Sở B"'),
        (lambda form: changed(form, typed("A2", "Đơn vị: Sở Z")), 'says "Sở Z"'),
        (lambda form: changed(form, numbered("A2", 5)), 'says "5"'),
        (lambda form: about(form, 7, "Sở B"), 'the name for which it was made says "Sở B"'),
    ],
)  # fmt: skip
def test_a_form_that_shows_one_unit_and_counts_as_another_is_refused(ruleset, edit, says):
    made = collected(ruleset, edit(form_of(ruleset)))
    (found,) = en(made, "ITR641")
    assert says in found
    assert found.endswith("none of its answers is taken")
    assert 'this form counts for "Sở A"' in found
    assert states(made)["a"] == "refused"
    assert made.statuses[0].taken is None


def test_the_dishonest_copy_is_refused(ruleset):
    """The hidden sheet says B, the page still A."""
    made = collected(ruleset, about(about(form_of(ruleset), 6, "b"), 10, sha256(b"b").hexdigest()))
    (found,) = en(made, "ITR641")
    assert found.startswith('Kê khai!A2 says "Sở A", and this form counts for "Sở B"')
    assert states(made) == {"a": "absent", "b": "refused", "c": "absent"}


@pytest.mark.parametrize(
    "name", ["b.xlsx", "thư mục/B.xlsx", "b (1).xlsx", "b - Copy.xlsx", "Sở B.xlsx", "sở b - Bản sao (2).xlsx"]
)
def test_a_file_called_as_the_form_of_another_unit_is_refused(ruleset, name):
    made = collect(asked_of(ruleset), [Workbook(name, form_of(ruleset))])
    assert en(made, "ITR641") == [
        'the file\'s name says "Sở B", and this form counts for "Sở A"; none of its answers is taken'
    ]


@pytest.mark.parametrize("name", ["a.xlsx", "a (1).xlsx", "bản cuối.xlsx", "Sở A.xlsx", "b2.xlsx", "kê khai b.xlsx"])
def test_any_other_name_of_a_file_is_no_question(ruleset, name):
    made = collect(asked_of(ruleset), [Workbook(name, changed(form_of(ruleset), *EVIDENCE))])
    assert quiet(made) == []


@pytest.mark.parametrize("text", ["Đơn vị: Sở A - bản cuối", "", "Đơn vị:"])
def test_a_name_that_only_grew_or_went_is_a_question(ruleset, text):
    made = collected(ruleset, changed(form_of(ruleset), typed("A2", text)))
    assert [row[0] for row in quiet(made)] == ["ITR642"]
    assert 'its name in the table of units: "Sở A"' in en(made, "ITR642")[0]
    assert states(made)["a"] == "complete"


def test_a_unit_that_was_renamed_is_asked_about_and_an_alias_is_not(ruleset):
    form = changed(form_of(ruleset), *EVIDENCE)
    renamed = collect(Asked(ruleset, (Unit("a", "Sở A và B"), Unit("b", "Sở C"))), [Workbook("1.xlsx", form)])
    assert [row[0] for row in quiet(renamed)] == ["ITR642"]
    known = collect(Asked(ruleset, (Unit("a", "Sở A và B", aliases=("Sở A",)),)), [Workbook("1.xlsx", form)])
    assert quiet(known) == []


SHA = sha256(b"b").hexdigest()


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (lambda form: named(form, "Sở B\u200b"), 'Kê khai!A2 says "Sở B'),
        (lambda form: named(form, "Sở B."), 'Kê khai!A2 says "Sở B."'),
        (lambda form: named(form, "Sở A\u200b"), "Kê khai!A2 says"),
        (lambda form: named(form, "Sở A và Sở B"), 'says "Sở A và Sở B"'),
        (lambda form: changed(form, typed("A2", "Đơn vị: Sở AB")), 'says "Sở AB"'),
        (lambda form: changed(form, struck("A2", ("Đơn vị: Sở ", False), ("A", True), ("B", False))), 'says "Sở B"'),
        (lambda form: about(form, 6, "b"), 'the id for which it was made says "b", and this form counts for "a"'),
    ],
)  # fmt: skip
def test_a_name_that_is_nearly_anothers_is_refused(ruleset, edit, says):
    made = collected(ruleset, edit(form_of(ruleset)))
    assert says in en(made, "ITR641")[0]
    assert states(made)["a"] == "refused"


def named(form, name):
    """The form with a name put on its page and on its hidden sheet."""
    return about(changed(form, typed("A2", f"Đơn vị: {name}")), 7, name)


def test_the_sheet_of_what_is_missing_names_the_unit_too(ruleset):
    forged = about(about(named(form_of(ruleset), "Sở B"), 6, "b"), 10, SHA)
    (found,) = en(collected(ruleset, forged), "ITR641")
    assert found.startswith('Thiếu!A1 says "Sở A", and this form counts for "Sở B"')


def test_what_a_format_shows_is_what_the_page_shows(ruleset):
    look = changed(
        form_of(ruleset),
        (r"<numFmts[^>]*>", r'\g<0><numFmt numFmtId="190" formatCode=";;;&quot;Đơn vị: Sở B&quot;"/><numFmt numFmtId="191" formatCode="&quot;100&quot;"/>'),
        (r"(<cellXfs[^>]*>.*?)(</cellXfs>)", r'\1<xf numFmtId="190" applyNumberFormat="1"/><xf numFmtId="191" applyNumberFormat="1"/>\2'),
        part="xl/styles.xml",
    )  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(look)) as archive:
        looks = archive.read("xl/styles.xml").decode().partition("<cellXfs")[2].partition("</cellXfs>")[0].count("<xf ")
    as_b = changed(look, (r'<c r="A2" s="\d+"', f'<c r="A2" s="{looks - 2}"'))
    assert 'says "Sở B"' in en(collected(ruleset, as_b), "ITR641")[0]
    as_100 = changed(look, (r'<c r="L9" s="\d+"', f'<c r="L9" s="{looks - 1}"'))
    assert en(collected(ruleset, as_100), "ITR643")[0].endswith("L9 says 100, should be 10")


def test_ids_that_are_numbers_do_not_claim_numbered_files(ruleset):
    forms = [form_of(ruleset, unit) for unit in "12"]
    made = collect(asked_of(ruleset, "1", "2"), [Workbook("2.xlsx", forms[0]), Workbook("1.xlsx", forms[1])])
    assert states(made) == {"1": "complete", "2": "complete"}


def test_a_sheet_of_entries_that_is_hidden_is_refused(ruleset):
    hidden = changed(form_of(ruleset), (r'(<sheet name="Kê khai")', r'\1 state="hidden"'), part="xl/workbook.xml")
    (found,) = en(collected(ruleset, hidden), "ITR616")
    assert found == 'the form was altered: the sheet "Kê khai" is hidden, so people see another one'
    assert states(collected(ruleset, hidden))["a"] == "refused"


# ── What the page says ──


def test_figures_pasted_as_text_are_no_others(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, typed("L9", "10"), typed("E6", "40")))
    assert quiet(made) == []


def test_maxima_are_compared_where_the_rules_changed_within_a_version(ruleset):
    later = ruleset_of(RULES.replace("min(tien, 10)", "min(tien, 9)"))
    made = collected(later, changed(form_of(ruleset), *EVIDENCE, numbered("L9", 15)))
    assert sorted(row[0] for row in quiet(made)) == ["ITR615", "ITR643"]


def test_last_year_of_the_page_is_that_of_its_calculation():
    rules = ruleset_of(LAST_YEAR)
    form = workbook(
        Form(plan_of(rules, rules.scorecards[0])), Unit("a", "Sở A"), {"hop": Fraction(3)}, {"hop": Fraction(7)}
    )
    row = plan_of(rules, rules.scorecards[0]).questions[0].row + 1
    assert quiet(collected(rules, form)) == []
    made = collected(rules, changed(form, numbered(f"E{row}", 5)))
    assert en(made, "ITR643")[0].endswith(f"in 1 cell: E{row} says 5, should be 3")


@pytest.mark.parametrize(
    ("edit", "cells"),
    [
        (typed("M10", "xem công văn 12"), "Kê khai!M10"),
        (typed("M10", "Chưa có"), None),
        (typed("L10", "5"), "Kê khai!L10"),
        (typed("K10", " "), None),
    ],
)
def test_notes_in_the_forms_own_places_are_said_to_be_unread(ruleset, edit, cells):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, edit))
    assert [(row[0], row[2]) for row in quiet(made)] == ([("ITR644", cells)] if cells else [])


def test_what_was_typed_beside_the_list_of_what_is_missing_is_unread(ruleset):
    note = r'(<row r="6".*?)(</row>)', r'\1<c r="E6"><v>7</v></c>\2'
    made = collected(ruleset, changed(changed(form_of(ruleset), *EVIDENCE), note, part="xl/worksheets/sheet2.xml"))
    assert quiet(made) == [("ITR644", "1.xlsx", "Thiếu!E6")]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (
            numbered("L9", 15),
            "the page differs from the ruleset, or from its own calculation, in 1 cell: L9 says 15, should be 10",
        ),
        (numbered("E6", 50), "in 1 cell: E6 says 50, should be 40"),
        (typed("L9", "mười"), "L9 says mười, should be 10"),
        (typed("C9", "Đơn vị nào cũng được 10 điểm"), 'C9 says "Đơn vị nào cũng được 10 điểm", should be "'),
        (typed("C10", "Số nào cũng được"), 'C10 says "Số nào cũng được", should be "Số nguyên từ 0 đến 20'),
        (typed("A1", "Bộ tiêu chí khác"), 'A1 says "Bộ tiêu chí khác", should be "Thử"'),
    ],
)
def test_maxima_totals_and_rules_of_the_page_are_the_rulesets_or_it_is_said(ruleset, edit, says):
    made = collected(ruleset, changed(form_of(ruleset), edit))
    assert [row[0] for row in quiet(made)] == ["ITR643"]
    assert says in en(made, "ITR643")[0]
    assert states(made)["a"] == "complete"


def test_several_cells_are_one_finding_at_the_first(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), numbered("L9", 15), numbered("L11", 5), numbered("E6", 45)))
    (found,) = en(made, "ITR643")
    assert "in 3 cells: " in found
    assert found.endswith("E6 says 45, should be 40; L9 says 15, should be 10; L11 says 5, should be 10")


def test_a_mark_of_illustrative_criteria_that_was_taken_away_is_said():
    illustrative = ruleset_of(RULES.replace("title: Thử\n", "title: Thử\nprovenance: illustrative\n", 1))
    made = collected(illustrative, changed(form_of(illustrative), typed("A4", "")))
    assert 'A4 says "", should be "MINH HỌA' in en(made, "ITR643")[0]


def test_what_was_typed_below_beside_or_on_other_sheets_is_said_to_be_unread(ruleset):
    below = (
        r"</sheetData>",
        '<row r="30"><c r="B30" t="inlineStr"><is><t>Sở A còn có</t></is></c><c r="F30"><v>7</v></c></row></sheetData>',
    )
    made = collected(ruleset, changed(form_of(ruleset), below))
    assert en(made, "ITR644") == [
        "2 cells were not read: Kê khai!B30, F30; they are not where the form asks for answers"
    ]
    locked = collected(ruleset, changed(form_of(ruleset), typed("F9", "10")))  # the row of a criterion
    assert en(locked, "ITR644") == ["1 cell was not read: Kê khai!F9; they are not where the form asks for answers"]
    sheet = collected(ruleset, added_sheet(form_of(ruleset), "Bổ sung", [("A1", 3), ("F9", 12)]))
    assert en(sheet, "ITR644") == [
        "2 cells were not read: Bổ sung!A1, F9; they are not where the form asks for answers"
    ]
    assert states(sheet)["a"] == "complete"
    assert quiet(collected(ruleset, added_sheet(form_of(ruleset), "Trống", []))) == []


# ── Answers that are formulas ──


@pytest.mark.parametrize(
    ("text", "value", "checked"),
    [
        ("4+6", 10, True),
        ("SUM(4,6)", 10, True),
        ("(F14*8+1)-0", 10, True),  # F14 is 1.125
        ("SUM(F14:F14)*8+1", 10, True),
        ("ROUND(10,0)", 10, False),
        ("F14^0*10", 10, False),
        ("N(_tinh!B1)+10", 10, False),
        ("'Kê khai'!$F$14*8+1", 10, True),
        ("SUM(K8:K8)+4+6", 10, True),
        ("10%*100", 10, False),
    ],
)
def test_an_answer_that_is_a_formula_is_taken_with_a_notice(ruleset, text, value, checked):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, formula("F10", text, value)))
    assert quiet(made) == [("ITR645", "1.xlsx", "Kê khai!F10")]
    (found,) = en(made, "ITR645")
    assert found.startswith("1 answer is a formula, of which the value that the file holds is taken: F10; ")
    assert found.endswith("computed again, they agree" if checked else "not computed again: F10")
    assert states(made)["a"] == "complete"
    assert made.statuses[0].taken.answers[0].seen.value == 10


@pytest.mark.parametrize(
    ("text", "value", "says"),
    [
        ("4+6", 20, "a formula that comes to 10, and the file says 20"),
        ("SUM(1,2,3)", 10, "that comes to 6, and the file says 10"),
        ("F14", 10, "that comes to 1.125, and the file says 10"),
        ("[1]Sheet1!A1", 10, "that takes its number from another file or place"),
        ("'C:\\[so lieu.xlsx]S1'!$B$2+1", 10, "from another file or place"),
        ('WEBSERVICE("http://x.vn")', 10, "from another file or place"),
    ],
)
def test_a_formula_that_reads_elsewhere_or_contradicts_its_value_is_refused(ruleset, text, value, says):
    text = text.replace("\\", "\\\\\\\\").replace('"', "&quot;")
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, formula("F10", text, value)))
    assert quiet(made) == [("ITR646", "1.xlsx", "Kê khai!F10")]
    assert en(made, "ITR646")[0].startswith("the answer in F10 is a formula ")
    assert says in en(made, "ITR646")[0]
    assert states(made)["a"] == "wrong"
    assert made.statuses[0].taken.answers[0].seen.state == "invalid"


def worked_out(text, value_at):
    """What a formula of A1 comes to; what is not computed again has no value."""
    made = Recomputing({Cell("", 0, 0): text}.get, lambda cell: value_at(cell.row, cell.column))
    return made.worked(Cell("", 0, 0)).value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("of:=SUM([.F9:.F10])", 5),
        ("of:=[.F9]+[.F10]", 5),
        ("of:=SUM([.F9];[.F10];1)", 6),
        ("SUM(F9:F12,F9)", 7),
        ("SUM(F10:F9)", 5),
        ("+F9-F10", -1),
        ("F9/F20", None),  # a blank is 0
        ("F30+1", None),  # a text
        ("SUM(F30,1)", 1),  # which a sum passes over
        ("1/3*3", 1),
        ("SUM(A1:XFD20000)", None),
        ("F9:F10", None),
        ("AVERAGE(F9:F10)", None),
        ("F9&F10", None),
        ("", None),
        ("(" * 5000, None),
        ("1" * 5000, None),
        ("__import__", None),
        ("9**9", None),
    ],
)
def test_plain_arithmetic_is_worked_out_exactly(text, expected):
    cells = {(8, 5): Fraction(2), (9, 5): Fraction(3), (29, 5): "chữ"}
    made = worked_out(text, lambda row, column: cells.get((row, column)))
    assert made == (None if expected is None else Fraction(expected))


def edited(cell, inside):
    return rf'<c r="{cell}" s="(\d+)"(?:/>|[^>]*>.*?</c>)', rf'<c r="{cell}" s="\1">{inside}</c>'


def beside(inside):
    """The edit that puts a cell P9 beside the table."""
    return r'(<row r="9".*?)(</row>)', rf'\1<c r="P9">{inside}</c>\2'


@pytest.mark.parametrize(
    ("edits", "says"),
    [
        ([edited("F10", '<f t="shared" ref="F10:F14" si="0">4+6</f><v>10</v>'), edited("F14", '<f t="shared" si="0"/><v>9</v>')],
         "F14 is a formula that comes to 10, and the file says 9"),
        ([edited("F10", "<f>P9</f><v>10</v>"), beside("<f>4+5</f><v>10</v>")], "F10 is a formula that comes to 9, and the file says 10"),
        ([edited("F10", "<f>P9</f><v>10</v>"), beside("<f>[1]A!B1</f><v>10</v>")], "F10 is a formula that takes its number from another file"),
        ([edited("F10", "<f>ROUND(P9,0)</f><v>10</v>"), beside("<f>[1]A!B1</f><v>10</v>")], "from another file or place"),
        ([edited("F10", "<f>SUM('Kê khai'!P8:P10)</f><v>10</v>"), beside("<f>[1]A!B1</f><v>10</v>")], "from another file or place"),
    ],
)  # fmt: skip
def test_what_a_formula_reads_is_computed_again_too(ruleset, edits, says):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, *edits))
    (found,) = en(made, "ITR646")
    assert says in found
    assert states(made)["a"] == "wrong"


def test_a_name_that_stands_for_another_file_is_elsewhere(ruleset):
    form = changed(form_of(ruleset), *EVIDENCE, formula("F10", "so_lieu+1", 10))
    assert en(collected(ruleset, form), "ITR645")[0].endswith("not computed again: F10")
    names = r"<definedNames>", '<definedNames><definedName name="So_Lieu">[1]A!$B$1</definedName>'
    named = changed(form, names, part="xl/workbook.xml")
    assert "from another file or place" in en(collected(ruleset, named), "ITR646")[0]


def test_an_answer_that_a_formula_of_another_cell_fills_is_one(ruleset):
    array = edited("F14", '<f t="array" ref="F14:F16">A1:A3</f><v>1.125</v>')
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, array))
    assert en(made, "ITR645")[0].endswith("F14, F16; not computed again: F14, F16")


def test_formulas_that_read_one_another_end(ruleset):
    circle = edited("F10", "<f>F14</f><v>1.125</v>"), edited("F14", "<f>F10</f><v>1.125</v>")
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, *circle))
    assert en(made, "ITR645")[0].endswith("not computed again: F10, F14")
    many = {Cell("", row, 0): f"A{row + 2}+A{row + 2}" for row in range(2_000)}
    assert Recomputing(many.get, lambda _: Fraction(1)).worked(Cell("", 0, 0)).is_whole is False
    heavy = "+".join(["SUM(A1:Z700)"] * 300)
    read = []
    Recomputing({Cell("", 800, 0): heavy}.get, read.append).worked(Cell("", 800, 0))
    assert len(read) <= MOST_READ


def test_computing_in_floating_point_is_no_contradiction():
    for text, held in (("0.1+0.2", 0.1 + 0.2), ("2/3", 2 / 3), ("0.3-0.2-0.1", 0.3 - 0.2 - 0.1), ("1/3*3", 1.0)):
        made = Recomputing({Cell("", 0, 0): text}.get, lambda _: None).worked(Cell("", 0, 0))
        assert abs(made.value - Fraction(held)) <= Fraction(1, 10**13) * made.largest


@pytest.mark.parametrize(
    ("text", "made"),
    [("A1", ""), ("B2*2", "C4*2"), ("$B2+B$2", "$B4+C$2"), ("'A1'!B2", "'A1'!C4"), ('"B2"', '"B2"'), ("LOG10(B2)", "LOG10(C4)")],
)  # fmt: skip
def test_a_shared_formula_moves_with_its_cell(text, made):
    assert shifted(text, 2, 1) == made if made else shifted(text, -1, 0) == made


def test_so_much_of_a_formula_and_no_more_is_worked_out(ruleset):
    assert MOST_READ == 100_000
    assert worked_out(f"SUM(B1:B{MOST_READ})", lambda *_: None) == 0
    assert worked_out(f"SUM(B1:B{MOST_READ + 1})", lambda *_: None) is None
    half = MOST_READ // 2
    assert worked_out(f"SUM(B1:B{half})+SUM(B1:B{half + 1})", lambda *_: None) is None
    for spaces, checked in ((LONGEST_FORMULA - 3, "they agree"), (LONGEST_FORMULA - 2, "not computed again: F10")):
        made = collected(ruleset, changed(form_of(ruleset), formula("F10", f"4+{' ' * spaces}6", 10)))
        assert en(made, "ITR645")[0].endswith(checked)


def test_what_is_elsewhere():
    assert is_elsewhere("of:='file:///C:/x.ods'#$Sheet1.A1")
    assert is_elsewhere("cmd|'/c calc'!A1")
    assert not is_elsewhere("SUM(Bang[Cot])")


def test_a_number_that_a_cell_cannot_hold_is_said(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, numbered("F14", "999999999999999")))
    assert quiet(made) == [("ITR618", "1.xlsx", "Kê khai!K13")] or not en(made, "ITR647")
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, numbered("F14", "1000000000000001")))
    assert en(made, "ITR647") == [
        "F14 has 1000000000000000: a spreadsheet keeps 15 digits, so those after them may be lost"
    ]


# ── Evidence ──


def test_a_hidden_sign_in_the_evidence_leaves_the_answer(ruleset):
    made = collected(ruleset, changed(form_of(ruleset), *EVIDENCE, typed("I10", "QĐ\u202e12")))
    assert quiet(made) == [("ITR648", "1.xlsx", "Kê khai!I10")]
    assert "U+202E" in en(made, "ITR648")[0]
    assert states(made)["a"] == "complete"
    assert made.statuses[0].taken.answers[0].seen.value == 10


PERIOD = RULES.replace("title: Thử\n", "title: Thử\nperiod: 2022\n", 1)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("30/02/2022", "30/02/2022, is no day of the calendar"),
        ("2022/02/30", "2022/02/30, is no day of the calendar"),
        ("31.11.2021", "is no day of the calendar"),
        ("2022-13-01", "is no day of the calendar"),
        ("01/01/2023", "01/01/2023, is after the period, which ends on 31/12/2022"),
        ("QĐ ngày 5 tháng 3 năm 2024", "ngày 5 tháng 3 năm 2024, is after the period"),
        ("1/2/23", "is after the period"),
    ],
)
def test_evidence_of_a_day_after_the_period_or_of_none_is_said(text, says):
    rules = ruleset_of(PERIOD)
    made = collected(rules, changed(form_of(rules), *EVIDENCE, typed("H10", text)))
    assert quiet(made) == [("ITR649", "1.xlsx", "Kê khai!H10")]
    assert says in en(made, "ITR649")[0]
    assert states(made)["a"] == "complete"


@pytest.mark.parametrize(
    "text", ["31/12/2022", "1/1/2022; 2/3/2022", "tháng 5/2022", "2022", "", "28/02/2022", "Số 15/2023/QĐ"]
)
def test_other_days_of_evidence_are_no_question(text):
    rules = ruleset_of(PERIOD)
    assert quiet(collected(rules, changed(form_of(rules), *EVIDENCE, typed("H10", text)))) == []


def test_the_last_day_of_a_period():
    assert str(last_day("2021-2022", "")) == "2022-12-31"
    assert str(last_day("Quý I", "2022-03-31")) == "2022-03-31"
    assert last_day("Quý I", "") is None


# ── Archives that are not opened here ──


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.rar", b"Rar!\x1a\x07\x01\x00" + b"x" * 50),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + b"x" * 50),
        ("a.zip", b"Rar!\x1a\x07\x00" + b"x" * 50),
        ("a.rar", b"damaged"),
    ],
)
def test_a_rar_or_7z_says_what_to_send(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (found,) = returned_files(tmp_path)
    assert isinstance(found, Finding)
    assert (found.code, found.place.file) == ("ITR613", name)
    assert message(found, "en") == (
        "an archive of the kind .rar, .7z cannot be opened here, so nobody knows whether forms are in it"
    )


def test_a_zip_called_rar_is_opened():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    assert kind_of(made.getvalue()) == "archive"


# ── No new question for forms with nothing wrong ──


def shipped():
    data = ROOT / "examples" / "data"
    return sorted(path.stem for path in (ROOT / "rulesets").glob("*[!t].yaml") if (data / f"{path.stem}.csv").exists())


@pytest.mark.parametrize("stem", shipped())
def test_a_form_that_was_only_filled_gets_no_question(stem):
    """Answers of every type, as the example's units gave them, typed into the forms of a unit of each scorecard."""
    rules = load(ROOT / "rulesets" / f"{stem}.yaml").ruleset
    folder = ROOT / "examples" / "data"
    roll = folder / f"{stem}.units.csv"
    table = read_table(folder / f"{stem}.csv", "data.csv")[0]
    seen = observe(rules, [table], read_table(roll, "units.csv")[0] if roll.exists() else table)
    asked = Asked(rules, seen.units)
    first = {card: number for number, card in reversed(list(enumerate(asked.cards))) if card}
    assert first
    inputs = {one.key: one for one in rules.inputs}
    files = []
    for card, number in first.items():
        unit = seen.units[number]
        answers = {
            key: as_typed(inputs[key], column[number], rules) for key, column in seen.values.items() if key in inputs
        }
        files.append(Workbook(f"{unit.id}.xlsx", workbook(asked.forms[card], unit, {}, answers)))
    new = {f"ITR{number}" for number in range(640, 660)}
    assert [row for row in told(collect(asked, files)) if row[0] in new] == []


# ── Old workbooks ──


def record(kind, data):
    return struct.pack("<2H", kind, len(data)) + data


@pytest.mark.parametrize(
    ("book", "signs", "formula"),
    [
        (b"\x01\x00\x05\x00a.xls", b"\x5a\x00\x00\x01\x00\x01\x00", "[1]"),
        (b"\x01\x00\x05\x00a.xls", b"\x44\x01\x00\x01\x00\x03", ""),  # a cell of its own sheet
        (b"\x01\x00\x01\x04", b"\x5a\x00\x00\x01\x00\x01\x00", ""),  # of another sheet of its own
    ],
)
def test_formulas_of_an_old_workbook_are_known_by_their_cells(monkeypatch, book, signs, formula):
    head = [record(0x1AE, book), record(0x17, struct.pack("<H3H", 1, 0, 0, 0)), record(0x0A, b"")]
    length = sum(map(len, head)) + 4 + 8
    sheet = record(0x06, struct.pack("<3H", 9, 5, 0) + bytes(16) + signs) + record(0x0A, b"")
    stream = record(0x85, struct.pack("<I", length) + bytes(4)) + b"".join(head) + sheet
    monkeypatch.setattr(compound, "_stream", lambda _: stream)
    assert compound.formulas_of(b"") == ({(9, 5): formula},)


def test_damaged_old_workbooks_have_no_formulas():
    assert compound.formulas_of(compound.MAGIC + bytes(600)) == ()
