"""Headers to inputs, names to units, sheets to groups; and what a mapping beside the data adds to them."""

import json
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine.files.naming import fold, toned
from itrank.engine.files.tables import Frame, parse_table
from itrank.engine.model.codes import advice, message
from itrank.engine.model.findings import Place
from itrank.engine.model.observed import Table
from itrank.engine.model.reading import ColumnRead
from itrank.engine.model.ruleset import Headers, Input, Ruleset, Words
from itrank.engine.observe import observe, read_mapping
from itrank.engine.observe.mapping import DataMapping
from itrank.engine.observe.mapping_schema import mapping_schema, written
from jsonschema import Draft202012Validator

ROOT = Path(__file__).parent.parent
GROUPS = {"tinh": Words("Cấp tỉnh", "Province"), "huyen": Words("Cấp huyện")}


def asked(key, kind="number", label="", **more):
    return Input(key=key, id=key.removeprefix("self:"), label=Words(label), type=kind, place=Place(), **more)


def rules(*columns, **more):
    by_key = {column.key if isinstance(column, Input) else column.id: column for column in columns}
    return Ruleset("r", "1", Words(), (), "", by_key, (), **more)


def table(text, name="a.csv", sheet=""):
    made, findings = parse_table(text.encode(), name)
    assert findings == ()
    return Table(name, made.headers, made.rows, made.lines, made.header_line, sheet) if sheet else made


def told(observed, lang="en"):
    return [(found.code, message(found, lang)) for found in observed.findings]


def values(observed, key="x"):
    return [cell.value for cell in observed.values[key]]


# ── Headers ─────────────────────────────────────────────────────────────────────────────────────────────────────────

MACHINES = asked("may", "count", "Máy tính")


@pytest.mark.parametrize(
    ("column", "header", "by", "despite"),
    [
        (asked("may", measured_in="người"), "may (Người)", "id", ("measure",)),
        (asked("may", "count", "Cán bộ", measured_in="người"), "Cán bộ [ người ]", "label", ("measure",)),
        (asked("may", "count", "Cán bộ"), "Cán bộ (người)", "label", ("measure",)),
        (asked("may", "count", "Cán bộ"), "Cán bộ (ĐVT: người)", "label", ("measure",)),
        (asked("may", "percent", "Tỷ lệ"), "Tỷ lệ (%)", "label", ("measure",)),
        (asked("may", "number", "Tỷ lệ"), "Tỷ lệ (%)", "label", ("measure",)),
        (asked("may", "number", "Tỷ lệ (%)"), "tỷ lệ (%)", "label", ()),
        (asked("may", header="Cột Hòa"), "cột hoà", "column", ("tone",)),
        (MACHINES, "Hạ tầng / Máy tính", "label", ("headings",)),
        (MACHINES, "Hạ tầng / CNTT / Máy tính (chiếc)", "label", ("headings", "measure")),
        (asked("may", "count", "Hòa giải"), "Tư pháp / Hoà giải (cuộc)", "label", ("headings", "measure", "tone")),
    ],
)
def test_what_is_looked_past_to_see_the_name_of_an_input(column, header, by, despite):
    observed = observe(rules(column), [table(f"id,{header}\na,4\n")])
    assert observed.values["may"][0].state == "observed"
    assert observed.read[0].columns[1] == ColumnRead(2, header, "input", ("may",), by, despite)
    assert [code for code, _ in told(observed)] == (["ITR456"] if "tone" in despite else [])


def test_a_tone_mark_set_elsewhere_is_told():
    observed = observe(rules(asked("x", label="Hoà giải")), [table("id,Hòa Giải\na,4\n")])
    assert told(observed) == [("ITR456", '"Hòa Giải" is read as "Hoà giải": only tone marks stand elsewhere')]
    assert observed.findings[0].place.column == 2


@pytest.mark.parametrize(
    "headers",
    [
        "id,Máy tính (kế hoạch)",  # no unit of measurement
        "id,Máy tính (2021)",
        "id,2021 / Máy tính,2022 / Máy tính",  # not the only one
        "id,Máy tính (chiếc),Máy tính (bộ)",
        "id,Máy tính / Ghi chú",
        "id,/ Máy tính",
        "id,máy tinh",  # another word
    ],
)
def test_a_header_that_might_mean_an_input_is_a_near_miss_and_never_read(headers):
    text = f"{headers}\na{',4' * headers.count(',')}\n"
    observed = observe(rules(MACHINES), [table(text)])
    assert values(observed, "may") == [None]
    near = [found for found in observed.findings if found.code == "ITR450"]
    assert len(near) == headers.count(",")


def test_an_exact_header_leaves_nothing_to_what_only_resembles_it():
    observed = observe(rules(MACHINES), [table("id,Máy tính (chiếc),Máy tính\na,4,5\n")])
    assert values(observed, "may") == [5]
    assert [code for code, _ in told(observed)] == ["ITR450"]


@pytest.mark.parametrize(
    ("column", "header", "found", "expected"),
    [
        (asked("x", "money", "Kinh phí", measured_in="đồng"), "Kinh phí (triệu đồng)", "triệu đồng", "đồng"),
        (asked("x", "count", "Cán bộ", measured_in="người"), "Cán bộ (%)", "%", "người"),
        (asked("x", "percent", "Tỷ lệ"), "Tỷ lệ (người)", "người", "%"),
    ],
)
def test_another_unit_of_measurement_is_an_error_and_the_column_is_not_read(column, header, found, expected):
    observed = observe(rules(column), [table(f"id,{header}\na,4\n")])
    assert values(observed) == [None]
    assert ("ITR218", f'the column "{header}" is in {found}, but the input x is measured in {expected}; the column is not read') in told(observed)  # fmt: skip
    assert "ITR450" not in [code for code, _ in told(observed)]


def test_every_column_is_accounted_for():
    text = "id,name,group,x,Ghi chú,provenance,hạng cũ,khối\na,A,tinh,4,?,published,3,kinh tế\n"
    headers = Headers(previous="hạng cũ")
    observed = observe(rules(asked("x"), headers=headers, groups=GROUPS), [table(text)])
    assert [(column.header, column.use, column.names) for column in observed.read[0].columns] == [
        ("id", "unit", ("id",)), ("name", "unit", ("name",)), ("group", "unit", ("group",)), ("x", "input", ("x",)),
        ("Ghi chú", "unread", ()), ("provenance", "provenance", ()), ("hạng cũ", "previous", ("rank",)),
        ("khối", "unread", ()),
    ]  # fmt: skip
    assert [column.near for column in observed.read[0].columns if column.near] == []


def test_a_long_table_is_accounted_for_by_the_names_of_its_inputs():
    headers = Headers(layout={"input": "i", "value": "v", "state": "s"}, marks={"KAD": "not_applicable"})
    text = "id,name,i,v,s,lạ\na,A,x,4,,?\na,,Hoà giải,,KAD,\na,,xx,1,,\nb,B,x,KAD,,\n"
    mapping = DataMapping("m", columns={"xx": None})
    rule = rules(asked("x"), asked("y", label="Hòa giải"), headers=headers)
    observed = observe(rule, [table(text)], mappings={"a.csv": mapping})
    read = observed.read[0]
    assert read.is_long
    assert [(column.header, column.use, column.names) for column in read.columns] == [
        ("id", "layout", ("unit",)), ("name", "unit", ("name",)), ("i", "layout", ("input",)),
        ("v", "layout", ("value",)), ("s", "layout", ("state",)), ("lạ", "unread", ()),
        ("x", "input", ("x",)), ("Hoà giải", "input", ("y",)), ("xx", "ignored", ()),
    ]  # fmt: skip
    assert (read.rows, read.units, read.span, dict(read.marks)) == (4, 2, "1-5", {"KAD": 2})
    assert [code for code, _ in told(observed)] == ["ITR456"]


SYLLABLES = st.sampled_from(["hoà", "hòa", "khoẻ", "khỏe", "thuý", "thúy", "oá", "óa", "xã", "Đắk", "ủy", "uỷ", "quý"])


@given(st.lists(SYLLABLES, min_size=1, max_size=4))
def test_only_the_place_of_a_tone_mark_is_looked_past(words):
    """Tone marks move within a word; no letter, no other mark and no tone is lost."""
    text = " ".join(words)
    assert sorted(unicodedata.normalize("NFD", text)) == sorted(unicodedata.normalize("NFD", toned(text)))
    assert toned(toned(text)) == toned(text)
    assert toned("hoà") == toned("hòa") != toned("hoá")
    assert fold("hoà") != fold("hòa")


# ── Units ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_unit_is_known_by_its_name_whatever_the_place_of_tone_marks():
    units = table("id,name\na,Huyện Hoà Bình\nb,Huyện Vị Thủy\n", "u.csv")
    observed = observe(rules(asked("x")), [table("id,x\nHuyện Hòa Bình,1\nHuyện Vị Thuỷ,2\n")], units=units)
    assert values(observed) == [1, 2]
    assert told(observed)[0] == (
        "ITR456",
        '"Huyện Hòa Bình" is read as "Huyện Hoà Bình": only tone marks stand elsewhere',
    )


def test_two_units_that_differ_by_a_tone_mark_are_not_mixed():
    units = table("id,name\na,Hoà\nb,Hòa\n", "u.csv")
    observed = observe(rules(asked("x")), [table("id,x\nHoà,1\nHòa,2\nHoá,3\n")], units=units)
    assert values(observed) == [1, 2]
    assert told(observed) == [("ITR461", 'there is no unit "Hoá"')]


def test_groups_and_options_too():
    groups = {"h": Words("Khối Hoà Bình")}
    column = asked("x", "choice", options={"a": Words("Hoà giải"), "b": Words("Khác")})
    observed = observe(rules(column, groups=groups), [table("id,group,x\nu,Khối Hòa Bình,Hòa giải\n")])
    assert (observed.units[0].group, values(observed), observed.findings) == ("h", ["a"], ())


def test_the_name_of_a_sheet_is_the_group_of_its_units():
    sheets = [table("id,x\na,1\n", "s.xlsx", "Cấp tỉnh"), table("id,x\nb,2\nc,3\n", "s.xlsx", "huyen")]
    observed = observe(rules(asked("x"), groups=GROUPS), sheets)
    assert [(unit.id, unit.group) for unit in observed.units] == [("a", "tinh"), ("b", "huyen"), ("c", "huyen")]
    assert (values(observed), observed.findings) == ([1, 2, 3], ())
    assert [(read.sheet, read.units, read.group) for read in observed.read] == [
        ("Cấp tỉnh", 1, "tinh"), ("huyen", 2, "huyen"),
    ]  # fmt: skip


def test_a_unit_on_the_sheet_of_another_group_is_told():
    units = table("id,group\na,tinh\nb,huyen\n", "u.csv")
    sheets = [table("id,x\na,1\nb,2\n", "s.xlsx", "Cấp tỉnh")]
    assert told(observe(rules(asked("x"), groups=GROUPS), sheets, units=units)) == [
        ("ITR481", 'group of the unit "b" is "tinh" here, but "huyen" in u.csv')
    ]


def test_sheets_of_one_file_may_split_inputs_or_units():
    sheets = [table("id,x\na,1\n", "s.xlsx", "1"), table("id,y\na,5\nb,6\n", "s.xlsx", "2")]
    observed = observe(rules(asked("x", missing="skip"), asked("y")), sheets)
    assert [unit.id for unit in observed.units] == ["a", "b"]
    assert (values(observed), values(observed, "y"), observed.findings) == ([1, None], [5, 6], ())
    other_file = [sheets[0], table("id,y\na,5\nb,6\n", "t.csv")]
    assert told(observe(rules(asked("x"), asked("y")), other_file)) == [("ITR461", 'there is no unit "b"')]


def test_a_sheet_of_instructions_is_left_out_and_accounted_for():
    sheets = [table("Hướng dẫn,\nGhi số,\n", "s.xlsx", "HD"), table("id,x\na,1\n", "s.xlsx", "SL")]
    observed = observe(rules(asked("x")), sheets)
    assert (values(observed), observed.findings) == ([1], ())
    assert [(read.sheet, read.rows, read.units) for read in observed.read] == [("SL", 1, 1), ("HD", 1, 0)]
    alone = observe(rules(asked("x")), sheets[:1])
    assert told(alone)[0][0] == "ITR460"


# ── The mapping beside the data ─────────────────────────────────────────────────────────────────────────────────────


def mapped(text, data, *columns, units=None, **more):
    mapping, _, _, findings = parse_mapping(text)
    assert [message(found, "en") for found in findings] == []
    return observe(rules(*columns, **more), [table(data)], units, mappings={"a.csv": mapping})


def parse_mapping(text):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.mapping.yaml"
        path.write_text("format: itrank-mapping/1\n" + text, "utf-8")
        return read_mapping(path, "a.mapping.yaml")


def test_a_mapping_names_columns_units_and_what_to_leave_out():
    text = """
columns: {"Mã": id, "Tên": name, "Họp (lần)": so_hop, "Ghi chú": ~, "Máy": "Số máy"}
units: {"Sở TT-TT": so_tttt}
marks: {"-": missing}
"""
    data = "Mã,Tên,Họp (lần),Ghi chú,Máy\nSở TT-TT,Sở Thông tin,4,?,7\nso_b,,-,,\n"
    observed = mapped(text, data, asked("so_hop"), asked("may", label="Số máy"))
    assert [(unit.id, unit.name) for unit in observed.units] == [("so_tttt", "Sở Thông tin"), ("so_b", "so_b")]
    assert (values(observed, "so_hop"), values(observed, "may")) == ([4, None], [7, None])
    assert observed.findings == ()
    read = observed.read[0]
    assert [(column.use, column.names, column.by) for column in read.columns] == [
        ("unit", ("id",), ""), ("unit", ("name",), ""), ("input", ("so_hop",), "mapping"), ("ignored", (), "mapping"),
        ("input", ("may",), "mapping"),
    ]  # fmt: skip
    assert (read.mapping, dict(read.marks)) == ("a.mapping.yaml", {"-": 1})


def test_a_mapping_goes_before_the_rulesets_names():
    observed = mapped('columns: {x: y, "cột khác": x}', "id,x,cột khác\na,1,2\n", asked("x"), asked("y"))
    assert (values(observed), values(observed, "y"), observed.findings) == ([2], [1], ())
    observed = mapped("columns: {x: ~}", "id,x\na,1\n", asked("x", missing="unranked"))
    assert (values(observed), [code for code, _ in told(observed)]) == ([None], ["ITR454"])


def test_names_of_units_in_a_mapping_stand_beside_the_table_of_units():
    units = table("id,name\nso_tttt,Sở Thông tin\n", "u.csv")
    observed = mapped('units: {"sở tt-tt": so_tttt}', "id,x\nSở  TT-TT,4\n", asked("x"), units=units)
    assert (values(observed), observed.findings) == ([4], ())
    observed = mapped('units: {"Sở TT-TT": so_ttt}', "id,x\nSở TT-TT,4\n", asked("x"), units=units)
    assert told(observed)[:1] == [
        ("ITR461", 'the mapping says that "Sở TT-TT" is the unit so_ttt, but there is no unit of that id')
    ]
    assert advice(observed.findings[0], "vi") == 'Có phải là "so_tttt"?'
    assert [code for code, _ in told(observed)] == ["ITR461", "ITR465"]


def test_what_a_mapping_says_of_nothing_is_told_at_its_line():
    text = 'columns:\n  "Họpp": x\n  "Cột": khong_co\nunits: {"Sở X": a}\n'
    observed = mapped(text, "id,Họp,Cột\na,4,5\n", asked("x"))
    assert [(found.code, found.place.file, found.place.line) for found in observed.findings] == [
        ("ITR453", "a.csv", 0), ("ITR450", "a.csv", 1), ("ITR450", "a.csv", 1),
        ("ITR457", "a.mapping.yaml", 3), ("ITR458", "a.mapping.yaml", 4), ("ITR457", "a.mapping.yaml", 5),
    ]  # fmt: skip
    by_code = {found.code: found for found in observed.findings if found.code != "ITR457"}
    assert message(by_code["ITR458"], "en") == (
        'the mapping says that "Cột" is khong_co, but the ruleset has no input of that name'
    )
    unused = [found for found in observed.findings if found.code == "ITR457"]
    assert [message(found, "en") for found in unused] == [
        'the mapping speaks of "Họpp", which is not in a.csv', 'the mapping speaks of "Sở X", which is not in a.csv',
    ]  # fmt: skip
    assert advice(unused[0], "en") == 'Did you mean "Họp"?'


def test_a_mapping_may_point_to_some_sheets():
    sheets = [table("id,x\na,1\n", "a.csv", "Cũ"), table("id,x\na,2\n", "a.csv", "Mới")]
    mapping = DataMapping("m", sheets=("mới",))
    observed = observe(rules(asked("x")), sheets, mappings={"a.csv": mapping})
    assert (values(observed), observed.findings) == ([2], ())
    wrong = observe(rules(asked("x")), sheets, mappings={"a.csv": DataMapping("m", sheets=("Mơi",))})
    assert told(wrong)[0] == ("ITR458", 'the file has no sheet "Mơi", to which the mapping points; its sheets: Cũ, Mới')
    assert advice(wrong.findings[0], "en") == 'Did you mean "Mới"?'


def test_a_mapping_may_say_where_the_table_stands():
    text = 'BÁO CÁO; "năm 2022"\n\nid,x\n(1),(2)\na,1\nTổng,1\n'
    made, findings = parse_table(text.encode(), "a.csv", Frame(3, (4, 6)))
    assert (made.headers, made.rows, tuple(made.lines), made.header_line, findings) == (
        ("id", "x"), (("a", "1"),), (5,), 3, (),
    )  # fmt: skip
    made, findings = parse_table(text.encode(), "a.csv", Frame(2))
    assert made is None
    assert [message(found, "en") for found in findings] == [
        "the mapping says that the headers are in line 2, which is blank or not there"
    ]
    assert parse_table(text.encode(), "a.csv", Frame(7))[1][0].code == "ITR458"


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("colums: {a: x}", "ITR140", 2, 'khóa "colums" không có ở đây'),
        ("columns: {a: [x]}", "ITR142", 2, ""),
        ("columns: {a: x, a: y}", "ITR112", 2, "a"),
        ('decimal: ";"', "ITR143", 2, ";"),
        ("header_row: 0", "ITR142", 2, "một số nguyên"),
        ("header_row: 1.5", "ITR142", 2, "một số nguyên"),
        ("skip_rows: 5", "ITR142", 2, "một danh sách"),
        ("marks: {KAD: observed}", "ITR143", 2, "observed"),
        ("units: {Sở A: ~}", "ITR142", 2, ""),
        ("predecessors: {a: b}", "ITR142", 2, "một danh sách"),
        ("columns: {a: &x y}", "ITR109", 2, "&x"),
        ("columns: {a: !!python/none x}", "ITR109", 2, ""),
    ],
)
def test_a_wrong_mapping_is_told_at_its_line_and_is_none(text, code, line, words):
    mapping, _, sources, findings = parse_mapping(text)
    assert mapping is None
    assert len(sources) == 1
    assert [(found.code, found.place.line) for found in findings] == [(code, line)]
    assert words in message(findings[0], "vi")
    assert message(findings[0], "en")


def test_a_mapping_needs_its_format(tmp_path):
    path = tmp_path / "a.mapping.yaml"
    path.write_text("columns: {}\n", "utf-8")
    assert [found.code for found in read_mapping(path, "m")[3]] == ["ITR141"]
    path.write_text("format: itrank-mapping/2\n", "utf-8")
    assert [found.code for found in read_mapping(path, "m")[3]] == ["ITR143"]
    assert [found.code for found in read_mapping(tmp_path / "none", "m")[3]] == ["ITR401"]
    path.write_text(
        'format: itrank-mapping/1\nsheet: [A, B]\nskip_rows: [4, 5]\nheader_row: 3\n"columns": {}\n', "utf-8"
    )
    mapping, text, sources, findings = read_mapping(path, "m")
    assert (mapping.sheets, mapping.frame, findings) == (("A", "B"), Frame(3, (4, 5), ("a", "b")), ())
    assert text.startswith("format")
    assert sources[0].path == "m"


def test_the_committed_schema_of_mappings_is_the_one_of_the_code():
    committed = (ROOT / "schemas" / "mapping.schema.json").read_text("utf-8")
    assert committed == written(), "run: python -m itrank.engine.observe.mapping_schema > schemas/mapping.schema.json"
    Draft202012Validator.check_schema(mapping_schema())
    for name, key in json.loads(committed)["properties"].items():
        vi, _, en = key["description"].partition("\n\n")
        assert vi, name
        assert en, name


def test_predecessors_in_a_mapping_are_of_the_units_wherever_these_stand():
    units = table("id,name\na,A\nb,B\n", "u.csv")
    text = "predecessors: {a: [cu_1, cu_2], c: [cu_3]}"
    observed = mapped(text, "id,x\na,1\nb,2\n", asked("x"), units=units)
    assert [unit.predecessors for unit in observed.units] == [("cu_1", "cu_2"), ()]
    assert told(observed) == [("ITR457", 'the mapping speaks of "c", which is not in a.csv')]
    observed = mapped(text, "id,x\na,1\nc,2\n", asked("x"))
    assert [unit.predecessors for unit in observed.units] == [("cu_1", "cu_2"), ("cu_3",)]


def test_a_mapping_is_not_called_unused_where_no_units_were_found():
    observed = mapped("columns: {x: ~, y: x}", "ký hiệu,x\na,1\n", asked("x"))
    assert [code for code, _ in told(observed)] == ["ITR460"]
