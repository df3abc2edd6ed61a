"""Last year's result: the JSON that itrank writes, strictly, or a plain CSV."""

import json
from datetime import date
from fractions import Fraction
from hashlib import sha256

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from itrank.engine import load_text
from itrank.engine.model.codes import message
from itrank.engine.model.findings import Place
from itrank.engine.model.observed import Previous
from itrank.engine.model.ruleset import Source
from itrank.engine.observe import observe, read_previous, read_tables, table_of
from itrank.engine.observe.previous import parse_result

RESULT = {
    "format": "itrank-result/1",
    "ruleset": {"id": "r"},
    "units": [
        {
            "id": "kho_bac",
            "name": "Kho bạc Nhà nước",
            "scorecard": "tinh",
            "total": "3.142857142857",
            "max": "1000",
            "rank": 4,
            "tier": "tot",
            "exact": {"total": "22/7"},
            "values": {"may": "0.333333333333", "co": True, "ai": "pho", "ngay": "2022-01-02", "no": None, "exact": {"may": "1/3"}},
            "criteria": [{"id": "nt", "score": "20"}, {"id": "tb", "score": "0.3", "exact": {"score": "1/3"}}, {"id": "z", "score": None}],
        },
        {"id": "so_a", "rank": None, "total": None},
    ],
}  # fmt: skip


def units(*rows, **more):
    return json.dumps({"format": "itrank-result/1", "units": rows, **more})


def told(findings):
    return [message(found, "en") for found in findings]


def test_a_result_is_read_exactly(tmp_path):
    path = tmp_path / "2021.previous.json"
    path.write_text(json.dumps(RESULT), encoding="utf-8")
    known, sources, findings = read_previous(path, "2021.previous.json")
    assert (findings, sources) == ((), (Source("2021.previous.json", sha256(path.read_bytes()).hexdigest()),))
    assert known == {
        "kho_bac": Previous(
            id="kho_bac",
            name="Kho bạc Nhà nước",
            total=Fraction(22, 7),
            max=Fraction(1000),
            rank=4,
            tier="tot",
            values={
                "may": Fraction(1, 3), "co": True, "ai": "pho", "ngay": date(2022, 1, 2), "nt": Fraction(20),
                "tb": Fraction(1, 3), "tinh": Fraction(22, 7),
            },
            answers={},
        ),
        "so_a": Previous("so_a", answers={}),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            '{"format": "itrank-result/2", "units": []}',
            'the file has the format "itrank-result/2"; only "itrank-result/1"',
        ),
        ("{}", 'the file has the format "–"; only "itrank-result/1" can be read here'),
        ("[]", "$ must be a JSON object"),
        ('{"format": "itrank-result/1"}', "units must be a list"),
        ('{"format": "itrank-result/1", "units": {}}', "units must be a list"),
        (units(3), "units[0] must be a JSON object"),
        (units({}), "units[0].id must be text"),
        (units({"id": ""}), "units[0].id must be text"),
        (units({"id": "a", "name": []}), "units[0].name must be text"),
        (units({"id": "a", "total": True}), "units[0].total must be a number"),
        (units({"id": "a", "total": "1E5"}), 'units[0].total: "1E5" is in scientific notation'),
        ('{"format": "itrank-result/1", "units": [{"id": "a", "total": 1E401}]}', '"1E401" has an exponent beyond 400'),
        ('{"format": "itrank-result/1", "units": [{"id": "a", "total": ' + "9" * 5000 + "}]}", "has 5000 digits"),
        (units({"id": "a", "exact": {"total": "1/0"}}), 'units[0].total: "1/0" is not a number'),
        (units({"id": "a", "rank": 0}), 'units[0].rank: a rank is a whole number from 1, not "0"'),
        (units({"id": "a", "rank": "1.5"}), 'units[0].rank: a rank is a whole number from 1, not "1.5"'),
        (units({"id": "a", "values": []}), None),
        (units({"id": "a", "values": [1]}), "units[0].values must be a JSON object"),
        (units({"id": "a", "criteria": [{}]}), "units[0].criteria[0] must be a JSON object with an id"),
        (units({"id": "a", "criteria": {"x": 1}}), "units[0].criteria must be a list"),
        (units({"id": "a"}, {"id": "a"}), 'the unit "a" is there twice; first at units[0]'),
        ('{"format": "itrank-result/1", "units": [], "units": []}', 'not valid JSON: the key "units" is there twice'),
        ('{"format": "itrank-result/1", "units": [{"id": "a", "total": NaN}]}', "not valid JSON: NaN is no number"),
        ('{"format": "itrank-result/1", "units": [-Infinity]}', "not valid JSON: -Infinity is no number"),
        ('{"format": ', "not valid JSON: a value is missing"),
        ('{"format": "itrank-result/1"} x', "not valid JSON: there is more after the end"),
        ('{"units": ' + "[" * 200_000, "not valid JSON: nested too deeply"),
    ],
)
def test_what_is_no_result_is_refused_whole(text, words):
    known, findings = parse_result(text.encode(), "r.json")
    if words is None:
        assert (known, findings) == ({"a": Previous("a", answers={})}, ())
    else:
        assert known == {}
        assert len(findings) == 1
        assert words in told(findings)[0]


def test_a_syntax_error_has_its_line():
    (found,) = parse_result(b'{"format":\n  x}', "r.json")[1]
    assert found.place == Place("r.json", 2, 3)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "total", "rank", "values", "criteria", "exact", "score", "name"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_unit_is_read_or_told_of(unit):
    known, findings = parse_result(units(unit).encode(), "r.json")
    assert bool(known) != bool(findings)
    assert all(told(findings))


def test_a_csv_will_do(tmp_path):
    path = tmp_path / "2021.previous.csv"
    path.write_text(
        "ID,Name,total,max,rank,tier,x,ai,khi\na,Sở A,82.5,100,9.0,Khá,1/3,pho,1/2/2021\nb,,,,,,,,\n", encoding="utf-8"
    )
    known, sources, findings = read_previous(path)
    assert (findings, len(sources), sources[0].path) == ((), 1, path.as_posix())
    assert known == {
        "a": Previous(
            "a", "Sở A", Fraction(165, 2), Fraction(100), 9, "Khá",
            {"x": Fraction(1, 3), "ai": "pho", "khi": date(2021, 2, 1)},
        ),
        "b": Previous("b"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ký hiệu,rank\na,1\n", ['the table has no column of unit ids "id"; its columns: ký hiệu, rank']),
        ("id,rank\na,1\na,2\n", ['the unit "a" is there twice; first at line 2, column "id"']),
        ("id,rank\n,1\n", ["the row has data but names no unit"]),
        (
            "id,rank\na,một\nb,-1\n",
            ['rank (a): "một" is not a number', 'rank (b): a rank is a whole number from 1, not "-1"'],
        ),
        ("id;total;x\na;959,9;9.5\n", ['uses both decimal signs: x (a) says "9.5", but total (a) says "959,9"']),
        ("Đơn vị;Điểm\na;1.234\n", ['Điểm (a): is "1.234" 1234 or 1.234?']),
        ("id,id\na,b\n", ["two columns have the same name"]),
    ],
)
def test_a_wrong_csv_is_refused_whole(tmp_path, text, words):
    path = tmp_path / "p.csv"
    path.write_text(text, encoding="utf-8")
    known, _, findings = read_previous(path, "p.csv")
    assert known == {}
    assert len(findings) == len(words)
    for found, expected in zip(sorted(told(findings)), words, strict=True):
        assert expected in found


def ranked_workbook(path, *sheets):
    with xlsxwriter.Workbook(path) as made:
        for number, rows in enumerate(sheets):
            own = made.add_worksheet(f"Bảng {number}")
            for line, row in enumerate(rows):
                own.write_row(line, 0, row)


def test_last_years_table_will_do_as_it_was_published(tmp_path):
    """Titles above, usual headers, names for ids, rows that head a group, totals and a signature below."""
    path = tmp_path / "xep-hang.xlsx"
    ranked_workbook(
        path,
        [
            ["KẾT QUẢ XẾP HẠNG NĂM 2021", "", "", "", ""],
            [],
            ["STT", "Tên cơ quan, đơn vị", "Tổng điểm", "Xếp hạng", "Xếp loại"],
            ["I", "Sở, ban, ngành", "", "", ""],
            [1, "Sở  Nội vụ", 961.25, 1, "Tốt"],
            [2, "Sở Y tế", "829,9", "2", "Khá"],
            [],
            ["", "", "", "", "GIÁM ĐỐC"],
        ],
        [["STT", "Tên cơ quan, đơn vị", "Tổng điểm", "Xếp hạng", "Xếp loại"], [1, "Xã Một", 700, 1, "Khá"]],
    )
    known, sources, findings = read_previous(path, "xep-hang.xlsx")
    assert len(sources) == 1
    assert [(found.code, found.place.cell) for found in findings] == [
        ("ITR418", "Bảng 0!B4"),
        ("ITR418", "Bảng 0!8"),
        ("ITR449", "Bảng 0!C6"),
    ]
    assert known == {
        "Sở Nội vụ": Previous("Sở Nội vụ", "Sở  Nội vụ".replace("  ", " "), Fraction("961.25"), None, 1, "Tốt"),
        "Sở Y tế": Previous("Sở Y tế", "Sở Y tế", Fraction("829.9"), None, 2, "Khá"),
        "Xã Một": Previous("Xã Một", "Xã Một", Fraction(700), None, 1, "Khá"),
    }


@pytest.mark.parametrize("decimal", [",", "."])
def test_a_table_of_ours_is_read_by_its_own_decimal_sign(tmp_path, decimal):
    path = tmp_path / "p.csv"
    path.write_text(f"id;total;x\na;959{decimal}9;1{decimal}234\n", encoding="utf-8")
    known, _, _ = read_previous(path, "p.csv")
    assert known == {"a": Previous("a", total=Fraction("959.9"), values={"x": Fraction("1.234")})}


def test_a_number_of_our_own_table_that_could_be_two_has_a_point(tmp_path):
    path = tmp_path / "p.csv"
    path.write_text("id,total\na,829.125\n", encoding="utf-8")
    assert read_previous(path, "p.csv")[0] == {"a": Previous("a", total=Fraction("829.125"))}


def test_what_is_wrong_with_last_years_workbook_is_told_at_its_cell(tmp_path):
    path = tmp_path / "p.xlsx"
    ranked_workbook(path, [["Đơn vị", "Hạng"], ["a", "nhất"], ["b", 1.5], ["a", 2], ["", 3]])
    known, _, findings = read_previous(path, "p.xlsx")
    assert known == {}
    assert [(found.code, found.place.cell) for found in findings] == [
        ("ITR420", "Bảng 0!B2"),
        ("ITR430", "Bảng 0!B3"),
        ("ITR112", "Bảng 0!A4"),
        ("ITR466", "Bảng 0!A5"),
    ]


def test_a_file_that_is_not_there_is_told_of(tmp_path):
    known, sources, findings = read_previous(tmp_path / "none.json", "none.json")
    assert (known, sources, told(findings)) == ({}, (), ['there is no file "none.json"'])


def test_a_long_exact_fraction_is_read_and_a_csvs_provenance_is_no_value(tmp_path):
    longest = "1" + "0" * 3_999
    document = {"format": "itrank-result/1", "units": [{"id": "a", "total": "0.1", "exact": {"total": f"1/{longest}"}}]}
    (tmp_path / "truoc.json").write_text(json.dumps(document), "utf-8")
    known, _, findings = read_previous(tmp_path / "truoc.json")
    assert findings == ()
    assert known["a"].total == Fraction(1, 10**3_999)
    document["units"][0]["exact"]["total"] += "0"
    (tmp_path / "truoc.json").write_text(json.dumps(document), "utf-8")
    assert [found.code for found in read_previous(tmp_path / "truoc.json")[2]] == ["ITR428"]
    (tmp_path / "truoc.csv").write_text("id,total,provenance\na,9.5,published\n", "utf-8")
    known, _, findings = read_previous(tmp_path / "truoc.csv")
    assert findings == ()
    assert known["a"].values == {}


RULES = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
data: {marks: {KAD: not_applicable}}
inputs:
  x: {type: number, max: 5}
  pc: {type: percent, missing: last_year}
  ai: {type: choice, options: {"1": Một, "02": Hai}}
  co: {type: yes_no}
  khi: {type: date}
  ghi: {type: text, publish: true}
  thua: {type: count}
values:
  s: {formula: last_year(x) + (1 if last_year(co) else 0) + (1 if last_year(ai) == '02' else 0), missing: zero}
  ngay: {formula: "days(last_year(khi), khi)", missing: zero}
scorecards:
  b:
    criteria:
      - {id: a, max: 10, score: {formula: self + last_year(self)}, answer: {type: number}}
      - {id: c, max: 10, score: given}
"""


def ruleset_of(text=RULES):
    loaded = load_text(text)
    assert not loaded.findings, loaded.findings
    return loaded.ruleset


def read(tmp_path, text, name="p.csv", rules=RULES):
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_previous(tmp_path / name, name, ruleset_of(rules))


def test_a_table_is_read_as_the_types_that_this_year_asks_for(tmp_path):
    """85 of a percentage is 85 %, "02" of a choice an option; nobody's telephone is kept, and none stops the file."""
    known, _, findings = read(
        tmp_path,
        "id,total,x,pc,ai,co,khi,ghi,thua,a,c,điện thoại\n"
        "u,9,7,85,02,có,1/2/2021,12/BC,KAD,3,4,0912.345.678\n"
        "v,8,KAD,85%,Hai,no,,x,hai,,,+84 912\n",
    )
    assert told(findings) == []
    assert known["u"].values == {
        "x": 7, "pc": Fraction(17, 20), "ai": "02", "co": True, "khi": date(2021, 2, 1), "c": 4,
    }  # fmt: skip
    assert known["u"].answers == {"a": 3, "c": 4}
    assert known["v"].values == {"pc": Fraction(17, 20), "ai": "02", "co": False}


def test_what_is_asked_for_and_cannot_be_read_is_told(tmp_path):
    known, _, findings = read(tmp_path, "id,x,pc,thua\nu,abc,1E+3,abc\n")
    assert known == {}
    assert sorted(told(findings)) == [
        'pc (u): "1E+3" is in scientific notation with a capital E, as spreadsheets show long numbers, and may have lost digits',
        'x (u): "abc" is not a number',
    ]


def result_of(**unit):
    inputs = [
        {"id": id_, "type": kind}
        for id_, kind in (("x", "number"), ("pc", "percent"), ("ai", "choice"), ("a", "number"), ("ghi", "text"))
    ]
    criteria = [{"id": "a", "score": "7"}, {"id": "c", "score": None}]
    return units({"id": "u", "scorecard": "b", "total": "7", "criteria": criteria, **unit}, inputs=inputs)


def test_a_result_holds_inputs_and_the_answers_of_leaves(tmp_path):
    inputs = {
        "x": "0.333333333333",
        "pc": "0.85",
        "ai": "1",
        "a": "3",
        "c": None,
        "ghi": "12",
        "la": "5",
        "exact": {"x": "1/3"},
    }
    known, _, findings = read(tmp_path, result_of(inputs=inputs), "r.json")
    assert findings == ()
    assert known["u"].values == {"x": Fraction(1, 3), "pc": Fraction(17, 20), "ai": "1", "a": 7, "b": 7}
    assert known["u"].answers == {"a": 3}
    assert (known["u"].value("a"), known["u"].value("self:a"), known["u"].value("self:c")) == (7, 3, None)


def test_a_value_of_another_type_is_told_and_not_used(tmp_path):
    known, _, findings = read(tmp_path, result_of(inputs={"x": "pho", "co": "1", "thua": True}), "r.json")
    assert sorted(told(findings)) == [
        'last year\'s result has co as "1", but this year co is yes or no; the value is not used',
        'last year\'s result has x as "pho", but this year x is a number; the value is not used',
    ]
    assert known["u"].values == {"a": 7, "b": 7}


@pytest.mark.parametrize(
    ("text", "rank", "shown"),
    [
        ("3", 3, ""), ("=3", 3, ""), ("3=", 3, ""), ("đồng hạng 3", 3, ""), ("Hạng 3", 3, ""), ("3 (đồng hạng)", 3, ""),
        ("101-150", None, "101-150"), ("101–150", None, "101–150"), ("=101-150", None, "=101-150"), ("1501+", None, "1501+"),
        ("101 đến 150", None, "101 đến 150"), (">500", None, ">500"), ("", None, ""),
    ],
)  # fmt: skip
def test_a_rank_may_be_shared_or_a_band(tmp_path, text, rank, shown):
    known, _, findings = read(tmp_path, f"id;rank;total\nu;{text};9\n")
    assert findings == ()
    assert (known["u"].rank, known["u"].rank_text) == (rank, shown)


@pytest.mark.parametrize("text", ["nhất", "-1", "0", "1-2-3", "=B2", "3.5", "=", "hạng", "9" * 50 + "-1"])
def test_what_is_neither_is_told(tmp_path, text):
    known, _, findings = read(tmp_path, f"id;rank;total\nu;{text};9\n")
    assert known == {}
    assert findings[0].code in {"ITR420", "ITR428", "ITR430"}


def test_a_band_in_a_column_of_the_data_is_shown_and_is_no_change():
    loaded = load_text(RULES.replace("data: {", "data: {previous: {max: m, rank: last, total: t}, "))
    rows = [{"id": "u", "c": 1, "last": "101-150", "m": 20, "t": 5}, {"id": "v", "c": 2, "last": "=3"}]
    observed = observe(loaded.ruleset, [table_of("d", rows)])
    assert [(p.rank, p.rank_text, p.max, p.total) for p in observed.previous.values()] == [
        (None, "101-150", 20, 5), (3, "", None, None),
    ]  # fmt: skip


def test_the_point_of_a_number_cell_is_not_the_comma_of_the_file(tmp_path):
    """JSON numbers have a point, whatever the texts beside them have."""
    loaded = load_text(RULES.replace("data: {", "data: {previous: {total: t}, "))
    path = tmp_path / "d.json"
    path.write_text('[{"id": "u", "x": "2,5", "t": 91.25}]', encoding="utf-8")
    tables, _, _ = read_tables(path, "d.json")
    observed = observe(loaded.ruleset, tables)
    assert [found.code for found in observed.findings if found.code == "ITR422"] == []
    assert observed.previous["u"].total == Fraction("91.25")
