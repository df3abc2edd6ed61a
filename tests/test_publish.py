"""A result says the same in every face: record, table, CSV; nothing in a name can hide or command anything."""

import csv
import io
import json
import os
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import pytest
from itrank.engine import Loaded, evaluate, load_text, observe
from itrank.engine.files.visible import visible
from itrank.engine.model.findings import Place, finding
from itrank.engine.model.observed import Previous
from itrank.engine.model.outcome import NoScore, Reason, State
from itrank.engine.model.result import Result
from itrank.engine.model.ruleset import Decimals, Source
from itrank.engine.model.sentences import sentence
from itrank.engine.observe import table_of
from itrank.engine.observe.own_tables import CONDITIONS, PLACED, RANKED, SOURCES, VALUE
from itrank.engine.observe.previous import parse_result
from itrank.engine.publish import texts
from itrank.engine.publish.csv_out import write_csv
from itrank.engine.publish.detail_columns import Detail, place_tables
from itrank.engine.publish.diagnostics import as_text
from itrank.engine.publish.grid import Column, Look
from itrank.engine.publish.notes import next_tier, notes
from itrank.engine.publish.table import as_table
from itrank.engine.publish.text import cut, fit, flowed, paint, width, wrapped
from itrank.engine.result import shapes, words
from itrank.engine.result.contract import ResultRecord
from itrank.engine.result.numbers import decimal, show
from itrank.engine.result.record import finding_record, write_json
from pillars import pillar_result
from reports import record

TESTS = Path(__file__).resolve().parent
SCHEMA = json.loads((TESTS.parent / "schemas" / "result.schema.json").read_text(encoding="utf-8"))

RULESET = """
format: itrank-ruleset/1
id: tinh-mau
version: "1"
title: {vi: Bộ tiêu chí mẫu, en: Sample criteria}
period: 2022
decision: {number: 12/QĐ-UBND, date: "2022-03-28"}
show: 1
groups: {so: {title: {vi: "Sở, ban, ngành", en: Departments}}, huyen: {title: Huyện}}
inputs:
  ho_so: {label: {vi: Số hồ sơ, en: Dossiers}, type: count, publish: true}
  dung_han: {label: {vi: Hồ sơ đúng hạn, en: Dossiers on time}, type: count}
  may: {label: Máy tính, type: count}
  ke_hoach: {label: {vi: Có kế hoạch, en: Has a plan}, type: yes_no}
values:
  ty_le: {formula: dung_han / ho_so, publish: true}
scorecards:
  diem:
    max: 100
    criteria:
      - {id: tc_ho_so, code: "1", title: {vi: Giải quyết hồ sơ, en: Handling of dossiers}, max: 60, score: {ratio: [dung_han, ho_so]}}
      - {id: tc_may, code: "2", title: {vi: Máy tính cho cán bộ, en: Computers}, max: 40, score: {count: may, each: 4}}
      - {id: co_ke_hoach, title: {vi: Đã ban hành kế hoạch, en: Plan issued}, role: condition, on_fail: flag, score: {yes_no: ke_hoach}}
    tiers:
      - {id: tot, title: {vi: Tốt, en: Good}, from: 80}
      - {id: kha, title: {vi: Khá, en: Fair}, from: 50%}
      - {id: yeu, title: {vi: Yếu, en: Weak}}
    ranking: {lists: group, tied_as: "={}"}
"""
ROWS = [
    # id, name, group, role, ho_so, dung_han, may, ke_hoach
    ("noi_vu", "Sở Nội vụ", "so", "ranked", 3, 2, 10, True),  # 40 + 40 = 80
    ("tai_chinh", "Sở Tài chính", "so", "ranked", 300, 299, 10, True),  # 59,8 + 40
    ("y_te", "Sở Y tế", "so", "ranked", 6, 4, 10, False),  # 80, the plan is lacking
    ("cong_thuong", "Sở Công Thương", "so", "ranked", 60, 39, 10, True),  # 79: near
    ("gtvt", "Sở Giao thông vận tải", "so", "ranked", "", 1, 5, True),
    ("ban_dt", "Ban Dân tộc", "so", "unranked", 7, 1, 0, True),
    ("tinh", "Toàn tỉnh", "so", "reference", 7, 7, 9, True),
    ("chau_thanh", "Huyện Châu Thành A", "huyen", "ranked", 7, 1, 0, True),
]
KEYS = ("id", "name", "group", "role", "ho_so", "dung_han", "may", "ke_hoach")
BEFORE = {
    "noi_vu": Previous("noi_vu", rank=4, total=Fraction(70), max=Fraction(100), tier="kha"),
    "tai_chinh": Previous("tai_chinh", rank=1, total=Fraction(1, 3), max=Fraction(99)),
    "y_te": Previous("y_te", rank=1),
}


def sample(*, provisional: bool = False, text: str = RULESET, rows=ROWS) -> Result:
    loaded: Loaded = load_text(text)
    assert loaded.ruleset is not None, as_text(loaded.findings, loaded.texts, "en")
    units = table_of("don-vi.csv", [dict(zip(KEYS[:4], row[:4], strict=True)) for row in rows])
    table = table_of("so-lieu.csv", [dict(zip(("id", *KEYS[4:]), (row[0], *row[4:]), strict=True)) for row in rows])
    observed = observe(loaded.ruleset, [table], units, BEFORE)
    observed = replace(observed, sources=(Source("so-lieu.csv", "ab" * 32),))
    result = evaluate(loaded.ruleset, observed, provisional=provisional)
    # The hash would change with every word of the sample.
    return replace(result, ruleset=replace(result.ruleset, sha256="cd" * 32))


def same_as_snapshot(name: str, text: str) -> None:
    """Compare with a file; UPDATE_SNAPSHOTS=1 writes it, to be read in review."""
    path = TESTS / "snapshots" / name
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def written(result: Result) -> str:
    stream = io.StringIO()
    write_json(result, stream)
    return stream.getvalue()


# Text and numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sở Nội vụ", "Sở Nội vụ"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x9b2J", "\\x9b2J"),
        ("a\u202eb\u2066c", "a\\u202eb\\u2066c"),
        ("a\u200bb\ufeffc\u00add", "a\\u200bb\\ufeffc\\xadd"),
        ("\udc80", "\\udc80"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_what_cannot_be_seen_is_escaped(text, shown):
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "cells"),
    [("", 0), ("Thành phố Vị Thanh", 18), ("Tha\u0300nh", 5), ("漢字", 4), ("Ａ", 2), ("▲3", 2), ("e\u200d", 1)],
)
def test_width_counts_cells(text, cells):
    assert width(text) == cells


def test_cutting_and_padding_give_exact_widths():
    assert [fit("Kho bạc", n) for n in (7, 8, 6, 1)] == ["Kho bạc", "Kho bạc ", "Kho b…", "…"]
    assert fit("漢字漢", 4) == "漢… "
    assert cut("a b", 3) == "a b"
    assert wrapped("một haibabốn năm", 6, " ") == ["một", " haibabốn", " năm"]
    assert wrapped("漢字 漢 a\u0301b cd", 6, " ") == ["漢字", " 漢 a\u0301b", " cd"]
    assert wrapped("abcdef gh ij", 4, "  ") == ["abcdef", "  gh", "  ij"]
    assert flowed(["a b", "c d", "e"], None) == ["a b · c d · e"]
    assert flowed(["a b", "c d", "e"], 8, " ") == ["a b", " c d · e"]
    assert paint("x", "bold red", colour=True) == "\x1b[1;31mx\x1b[0m"


@pytest.mark.parametrize(
    ("amount", "digits", "vi", "en"),
    [
        ("959.9", 1, "959,9", "959.9"),
        ("989", 1, "989", "989"),
        ("0.05", 1, "0,1", "0.1"),
        ("-0.05", 1, "-0,1", "-0.1"),
        ("-0.04", 1, "0", "0"),
        ("2.675", 2, "2,68", "2.68"),
        ("1234567.5", 0, "1234568", "1234568"),
        ("22/7", None, "3,142857", "3.142857"),
        ("0.1234565", None, "0,123457", "0.123457"),
        ("100", None, "100", "100"),
        ("70", Decimals(2, 2), "70,00", "70.00"),
        ("-0.004", Decimals(2, 2), "0,00", "0.00"),
        ("2.675", Decimals(2, 2), "2,68", "2.68"),
        ("69.5", Decimals(0, 0), "70", "70"),
        ("22/7", Decimals(12, 12), "3,142857142857", "3.142857142857"),
        ("0.5", Decimals(13, 2), "0,50", "0.50"),
    ],
)
def test_numbers_for_the_eye(amount, digits, vi, en):
    assert (show(Fraction(amount), digits, "vi"), show(Fraction(amount), digits, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("amount", "text", "fraction"),
    [
        ("0", "0", ""),
        ("0.123456789012", "0.123456789012", ""),
        ("0.1234567890123", "0.123456789012", "1234567890123/10000000000000"),
        ("2/3", "0.666666666666", "2/3"),
        ("-2/3", "-0.666666666666", "-2/3"),
        ("-1/10000000000000", "0", "-1/10000000000000"),
        (str(10**30), str(10**30), ""),
    ],
)
def test_numbers_for_machines_are_cut_towards_zero_with_the_fraction_beside(amount, text, fraction):
    assert decimal(Fraction(amount)) == (text, fraction)


def test_a_fraction_of_thousands_of_digits_is_written_out():
    """*`exact` stands where the decimal is cut*, though Python's own str() stops at 4,300 digits."""
    text, fraction = decimal(1 + Fraction(1, 3**12_288))
    above, below = fraction.split("/")
    assert text == "1"
    assert Decimal(above) - Decimal(below) == 1
    assert Decimal(below) == Decimal(3**12_288)


# Words


def test_every_reason_state_and_status_has_words_in_both_languages():
    ruleset = sample().ruleset
    for reason in Reason:
        why = words.why_no_score(ruleset, NoScore(State.MISSING, reason, "ho_so"))
        assert '"Số hồ sơ" (ho_so)' in why.vi
        assert '"Dossiers" (ho_so)' in why.en
    for state in State:
        assert words.state_words(state, "vi") != words.state_words(state, "en")
    for status in ("ranked", "provisional", "unranked", "reference"):
        assert words.status_words(status, "vi") != words.status_words(status, "en")


def test_a_name_is_a_title_and_an_id():
    ruleset = sample().ruleset
    told = [words.name_of(ruleset, key, "vi") for key in ("tc_may", "self:tc_may", "ty_le", "nobody", "")]
    assert told == [
        '"Máy tính cho cán bộ" (tc_may)',
        '"Máy tính cho cán bộ" (tc_may)',
        '"ty_le"',
        '"nobody"',
        "tổng điểm",
    ]


# The record


@pytest.mark.parametrize("provisional", [False, True])
def test_every_record_fits_the_schema_and_the_stream_says_the_same(provisional):
    result = sample(provisional=provisional)
    made = record(result)
    jsonschema.Draft202012Validator(SCHEMA).validate(made)
    assert made == shapes.written(shapes.read(ResultRecord, made))
    assert list(made) == [key.key for key in shapes.keys_of(ResultRecord) if key.key in made]
    assert written(result) == written(sample(provisional=provisional))


def test_the_schema_refuses_what_the_record_never_says():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for change in ({"format": "itrank-result/2"}, {"extra": 1}, {"illustrative": None}):
        assert not validator.is_valid(record(sample()) | change)
    made = record(sample())
    made["units"][0]["total"] = 80  # a number would be a float to its reader
    assert not validator.is_valid(made)


def test_an_empty_result_is_a_record_too():
    result = replace(sample(), units=(), lists=(), data=(), findings=())
    jsonschema.validate(json.loads(written(result)), SCHEMA)


def test_a_record_keeps_exact_values():
    units = {unit["id"]: unit for unit in record(sample())["units"]}
    assert units["noi_vu"]["values"] == {"ho_so": "3", "ty_le": "0.666666666666", "exact": {"ty_le": "2/3"}}
    assert units["chau_thanh"]["total"] == "8.571428571428"
    assert units["chau_thanh"]["exact"] == {"total": "60/7"}
    assert units["tai_chinh"]["previous"]["exact"] == {"total": "1/3"}
    assert units["noi_vu"]["total_change"] == "10"
    assert units["tai_chinh"]["total_change"] is None


def test_a_record_says_why_in_both_languages():
    units = {unit["id"]: unit for unit in record(sample())["units"]}
    assert units["gtvt"]["reason"] == {
        "code": "no_value",
        "about": "ho_so",
        "vi": 'thiếu số liệu "Số hồ sơ" (ho_so)',
        "en": '"Dossiers" (ho_so) is missing from the data',
    }
    assert units["gtvt"]["unresolved"] == ["ho_so"]
    assert units["gtvt"]["total"] is None
    assert units["ban_dt"]["reason"]["en"] == "not among the units to be ranked"
    assert units["tinh"]["status"] == "reference"
    assert units["y_te"]["failed"] == ["co_ke_hoach"]
    assert (units["y_te"]["rank"], units["y_te"]["rank_printed"], units["y_te"]["tied"]) == (2, "=2", True)
    criterion = next(made for made in units["gtvt"]["criteria"] if made["id"] == "tc_ho_so")
    assert (criterion["score"], criterion["state"], criterion["reason"]["code"]) == (None, "missing", "no_value")


def test_next_year_reads_the_record():
    result = sample()
    known, findings = parse_result(written(result).encode(), "last.json")
    assert findings == ()
    assert {id_: (unit.total, unit.rank, unit.tier) for id_, unit in known.items()} == {
        unit.unit.id: (None if isinstance(unit.outcome, NoScore) else unit.outcome, unit.rank, unit.tier)
        for unit in result.units
    }
    assert known["noi_vu"].values["ty_le"] == Fraction(2, 3)


def test_the_record_asks_for_the_criteria_of_one_unit_at_a_time():
    """Ten thousand units of a hundred criteria are never in memory together."""
    result = sample()
    order: list[str] = []

    class Asked(tuple):
        __slots__ = ()

        def __iter__(self):
            order.append("asked")
            return super().__iter__()

    class Stream(io.StringIO):
        def write(self, text):
            if '"scorecard": "diem"' in text:
                order.append("unit")
            return super().write(text)

    units = tuple(replace(unit, criteria=Asked(unit.criteria)) for unit in result.units)
    write_json(replace(result, units=units), Stream())
    assert order == ["unit", "asked"] * len(units)


# The table


@pytest.mark.parametrize(
    ("name", "look"),
    [
        ("table-plain-vi.txt", Look("vi")),
        ("table-plain-en.txt", Look("en")),
        ("table-80.txt", Look("vi", 80)),
        ("table-120.txt", Look("vi", 120)),
        ("table-60.txt", Look("vi", 60)),
    ],
)
def test_the_table_reads_as_in_its_snapshot(name, look):
    text = as_table(sample(), look)
    same_as_snapshot(name, text)
    assert "\x1b" not in text
    if look.columns is None:
        assert not set(text) & set("─│┌┐└┘")
    else:
        assert max(map(width, text.split("\n"))) <= look.columns


def test_a_provisional_table_says_so_and_marks_the_units():
    text = as_table(sample(provisional=True), Look("vi"))
    same_as_snapshot("table-provisional.txt", text)
    assert "XẾP HẠNG TẠM THỜI" in text
    assert "Sở Giao thông vận tải *" in text


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("columns", [None, 80])
def test_illustrative_figures_are_called_so_in_every_table(lang, columns):
    result = sample()
    assert sentence(texts.ILLUSTRATIVE, lang) not in as_table(result, Look(lang, columns))
    text = as_table(replace(result, illustrative=True), Look(lang, columns))
    assert text.count(sentence(texts.ILLUSTRATIVE, lang)) == 1 + len(result.lists)


def test_colours_only_add_escapes():
    import re

    plain, coloured = (as_table(sample(), Look("vi", 100, colour)) for colour in (False, True))
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in stripped.split("\n")] == plain.split("\n")
    assert "\x1b[1;32mTốt" in coloured  # the leader, in bold
    assert "\x1b[1;31mYếu" in coloured
    assert "\x1b[32mTốt" in coloured


def test_a_name_cannot_command_the_terminal_or_forge_a_line():
    rows = [("x", "Sở\x1b[2J\nHạng 1 \u202eABC", *ROWS[0][2:])]
    text = as_table(sample(rows=rows), Look("vi", 100, colour=False))
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "Sở\\x1b[2J Hạng 1 \\u202eABC" in text


def test_who_is_absent_from_a_handful_of_known_ranks_is_not_called_new():
    """Last year's ranks are often published for a few units only."""
    rows = [(f"dv{n}", f"Đơn vị {n}", *ROWS[0][2:]) for n in range(3)]
    assert "mới" in as_table(sample(rows=[*ROWS[:3], *rows]), Look("vi"))
    assert "mới" not in as_table(sample(rows=[*ROWS[:3], *rows, ("dv3", "Đơn vị 3", *ROWS[0][2:])]), Look("vi"))


@pytest.mark.parametrize(
    ("ho_so", "dung_han", "is_near"), [(600, 379, False), (60, 38, True), (60, 39, True), (60, 40, False)]
)
def test_near_means_at_most_two_percent_of_the_maximum_below(ho_so, dung_han, is_near):
    """The bound is 80 of 100: 77.9 is too far, 78 is 2 below, 79 is 1 below, and 80 has the tier."""
    result = sample(rows=[("x", "X", "so", "ranked", ho_so, dung_han, 10, True)])
    assert (next_tier(result, result.units[0]) is not None) == is_near


LEAST_FIRST = """format: itrank-ruleset/1
id: vi-pham
title: Vi phạm
version: "1"
inputs: {n: {label: Số lần, type: count}}
scorecards:
  s:
    max: 100
    criteria: [{id: a, title: Số lần, max: 100, score: {formula: n}}]
    tiers: [{id: tot, title: Tốt, up_to: 5}, {id: kha, title: Khá, below: 20}, {id: kem, title: Kém}]
    ranking: {best: lowest}
"""


def test_where_the_lowest_is_first_who_has_little_too_many_is_near():
    """A bound that is included is passed by more than it; one that is not, by itself too."""
    ruleset = load_text(LEAST_FIRST).ruleset
    counts = {"a": 5, "b": 6, "c": 7, "d": 8, "e": 19, "f": 20, "g": 22, "h": 23}
    table = table_of("so-lieu.csv", [{"id": id_, "n": count} for id_, count in counts.items()])
    result = evaluate(ruleset, observe(ruleset, [table], None))
    ((heading, lines),) = notes(result, result.units, "vi")
    assert heading == "Sát ngưỡng: còn cách mức xếp loại cao hơn không quá 2% điểm tối đa"
    assert lines == [
        "b: 6, thừa 1 điểm so với Tốt (không quá 5)",
        "c: 7, thừa 2 điểm so với Tốt (không quá 5)",
        "f: 20, phải dưới ngưỡng để đạt Khá (dưới 20)",
        "g: 22, thừa 2 điểm so với Khá (dưới 20)",
    ]


# CSV


def as_csv(result: Result, lang: str = "vi") -> list[dict[str, str]]:
    stream = io.StringIO()
    write_csv(result, stream, lang)
    assert stream.getvalue().startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(stream.getvalue()[1:])))


def test_csv_has_each_unit_once_in_order_of_rank():
    rows = as_csv(sample())
    assert [(row["id"], row["rank"]) for row in rows] == [
        ("tai_chinh", "1"),
        ("noi_vu", "2"),
        ("y_te", "2"),
        ("cong_thuong", "4"),
        ("gtvt", ""),
        ("ban_dt", ""),
        ("tinh", ""),
        ("chau_thanh", "1"),
    ]
    assert list(rows[0])[: len(RANKED)] == list(RANKED)
    assert rows[0]["total"] == "99.8"
    assert rows[0]["rank_change"] == "0"
    assert rows[2]["rank_change"] == "-1"  # a number, which no apostrophe may spoil
    assert rows[4]["reason"] == 'thiếu số liệu "Số hồ sơ" (ho_so)'
    assert rows[0]["ruleset"] == "tinh-mau@1"
    assert rows[0]["note"] == ""
    assert as_csv(replace(sample(), illustrative=True), "en")[0]["note"] == "ILLUSTRATIVE DATA"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_spreadsheet_runs_no_text_of_the_csv(start):
    rows = [("x", f"{start}HYPERLINK(1)", *ROWS[0][2:])]
    assert as_csv(sample(rows=rows))[0]["name"] == f"'{start}HYPERLINK(1)"


# Diagnostics


def test_diagnostics_show_the_line_and_a_caret():
    texts = {"r.yaml": "a: 1\nscore: so_hop / xx\n"}
    told = finding("ITR204.function", Place("r.yaml", 2, 17, length=2), name="xx")
    assert as_text([told], texts, "vi") == (
        'r.yaml:2:17: lỗi ITR204: không có hàm "xx"\n   |\n 2 | score: so_hop / xx\n   |                 ^^\n\n1 lỗi\n'
    )


def test_diagnostics_name_cells_in_the_readers_language():
    told = finding("ITR466", Place("d.csv", 7, 2, 'dòng 7, cột "Tổng số"'), what="đơn vị", what_en="unit")
    assert "d.csv:7:2: lỗi ITR466" in as_text([told], {}, "vi")
    assert '   = tại: dòng 7, cột "Tổng số"\n   = gợi ý: Hãy ghi' in as_text([told], {}, "vi")
    assert '   = at: line 7, column "Tổng số"\n   = help: Write' in as_text([told], {}, "en")


def test_carets_stand_below_wide_and_escaped_characters():
    texts = {"r.yaml": "漢\u202e x"}
    text = as_text([finding("ITR204.function", Place("r.yaml", 1, 4), name="x")], texts, "en")
    assert " 1 | 漢\\u202e x\n   |          ^\n" in text


def test_a_long_line_is_cut_around_the_caret():
    texts = {"r.yaml": "a" * 5000 + "X" + "b" * 5000}
    text = as_text([finding("ITR204.function", Place("r.yaml", 1, 5001, length=9000), name="x")], texts, "en")
    excerpt, carets = text.split("\n")[2:4]
    assert excerpt == f" 1 | …{'a' * 50}X{'b' * 57}…"
    assert width(carets) <= width(excerpt)
    assert carets.index("^") == excerpt.index("X")


@pytest.mark.parametrize("place", [Place("gone.yaml", 3, 1), Place("r.yaml", 99, 1), Place("r.yaml"), Place()])
def test_a_place_without_a_line_has_no_excerpt(place):
    assert "|" not in as_text([finding("ITR204.function", place, name="x")], {"r.yaml": "a"}, "vi")


def test_diagnostics_escape_what_users_wrote():
    text = as_text([finding("ITR461", Place("a\x1b.csv", 1), found="\x1b]0;x\x07\u202e")], {}, "vi")
    assert 'a\\x1b.csv:1: lỗi ITR461: không có đơn vị "\\x1b]0;x\\x07\\u202e"' in text


def test_counts_of_each_severity_and_nothing_for_nothing():
    told = [
        finding("ITR479"),
        finding("ITR466", what="đơn vị", what_en="unit"),
        finding("ITR465", unit="x"),
        finding("ITR480", about="", first="", second=""),
    ]
    assert as_text(told, {}, "en").endswith("\n\n2 errors, 1 warning, 1 info\n")
    assert as_text(told, {}, "vi").endswith("\n\n2 lỗi, 1 cảnh báo, 1 thông tin\n")
    assert as_text([], {}, "vi") == ""


def test_diagnostics_are_those_of_the_record():
    result = sample()
    assert list(map(finding_record, result.findings)) == record(result)["diagnostics"]
    assert "\x1b[1;31mlỗi" in as_text(result.findings, {}, "vi", colour=True)


# Rarer results


def test_units_that_no_scorecard_is_for_are_listed_last_with_the_reason():
    result = sample(text=RULESET.replace("  diem:\n", "  diem:\n    for: [so]\n"))
    text = as_table(result, Look("vi"))
    assert "\n\nKhông thuộc danh sách nào · 1 đơn vị\nĐơn vị              Lý do\n" in text
    assert text.endswith('Huyện Châu Thành A  không có bảng điểm cho nhóm "huyen"\n')
    assert [row["id"] for row in as_csv(result)][-1] == "chau_thanh"
    jsonschema.validate(record(result), SCHEMA)


def test_a_condition_that_bars_from_the_ranking_is_the_reason():
    text = as_table(sample(text=RULESET.replace("on_fail: flag", "on_fail: unranked")), Look("en"))
    assert 'Sở Y tế !               80    Good  the condition "Plan issued" (co_ke_hoach) does not hold\n' in text


def test_a_threshold_that_must_be_passed_is_near_even_when_met():
    result = sample(text=RULESET.replace("from: 80}", "above: 80}"))
    vi, en = (as_table(result, Look(lang)) for lang in ("vi", "en"))
    assert "  Sở Nội vụ: 80, phải trên ngưỡng để đạt Tốt (trên 80)\n" in vi
    assert "  Sở Công Thương: 79, thiếu 1 điểm để đạt Tốt (trên 80)\n" in vi
    assert "  Sở Nội vụ: 80, must be above the threshold of Good (above 80)\n" in en


def test_near_a_tier_that_asks_for_more_than_points_says_so():
    asked = "from: 80, requires: dung_han >= 10}"
    vi, en = (as_table(sample(text=RULESET.replace("from: 80}", asked)), Look(lang)) for lang in ("vi", "en"))
    assert '  Sở Công Thương: 79, thiếu 1 điểm để đạt Tốt (từ 80); mức này còn đòi hỏi "Hồ sơ đúng hạn" ≥ 10\n' in vi
    assert '  Sở Công Thương: 79, 1 short of Good (from 80); that tier also asks for "Dossiers on time" ≥ 10\n' in en


def test_one_list_of_all_has_a_name_and_no_sum_of_lists():
    text = as_table(sample(text=RULESET.replace("lists: group", "lists: all")), Look("en"))
    assert "\n\nAll units\n5 units: Good 3, Fair 1, Weak 1 · mean total 69.5\n" in text
    assert "Altogether" not in text


def test_published_values_of_every_type_are_json():
    text = RULESET.replace("yes_no}", "yes_no, publish: true}").replace(
        "inputs:\n", "inputs:\n  ngay: {label: Ngày, type: date, missing: unranked, publish: true}\n"
    )
    result = sample(text=text)
    values = replace(result.units[0], values={**result.units[0].values, "ngay": date(2022, 3, 28)})
    made = record(replace(result, units=(values, *result.units[1:])))
    jsonschema.validate(made, SCHEMA)
    assert made["units"][0]["values"]["ngay"] == "2022-03-28"
    assert made["units"][0]["values"]["ke_hoach"] is True
    assert made["units"][1]["values"]["ngay"] is None


# Rankings of nodes under a root that makes no total

INDICES = """format: itrank-ruleset/1
id: hai-chi-so
version: "1"
title: {vi: Hai chỉ số, en: Two indices}
groups: {so: {title: {vi: Sở, en: Departments}}, huyen: {title: {vi: Huyện, en: Districts}}}
inputs:
  ho_so: {type: count, missing: unranked}
  dung_han: {type: count}
  may: {type: count}
  ke_hoach: {type: yes_no}
scorecards:
  diem:
    aggregate: none
    criteria:
      - {id: a, title: {vi: Hồ sơ, en: Dossiers}, max: 300, score: {formula: ho_so}, ranking: {lists: group, tied_as: "={}"}}
      - {id: b, title: {vi: Máy, en: Computers}, max: 40, score: {count: may, each: 4}, ranking: {lists: all, ties: dense}}
      - {id: dk, title: {vi: Kế hoạch, en: Plan}, role: condition, on_fail: ON_FAIL, score: {yes_no: ke_hoach}}
"""


def test_the_table_gives_each_ranked_node_its_lists():
    text = as_table(sample(text=INDICES.replace("ON_FAIL", "unranked")), Look("en"))
    assert "0 units" not in text
    dossiers = text[text.index("Dossiers · Departments") : text.index("Dossiers · Districts")]
    assert dossiers.splitlines()[1:6] == [
        "3 units",
        "Rank  Unit            Points",
        "   1  Sở Tài chính       300",
        "   2  Sở Công Thương      60",
        "   3  Sở Nội vụ            3",
    ]
    assert 'Sở Giao thông vận tải  there are no data for "ho_so", as the ruleset allows' in dossiers
    assert 'Sở Y tế !              the condition "Plan" (dk) does not hold' in dossiers
    assert "Toàn tỉnh              for reference only, not ranked" in dossiers
    assert "Computers · All units\n5 units" in text


def test_the_table_prints_a_shared_rank_of_a_node_as_the_node_says():
    text = as_table(sample(text=INDICES.replace("ON_FAIL", "flag")), Look("vi"))
    assert "Bộ tiêu chí không tính tổng điểm" in text
    computers = text[text.index("Máy · Tất cả đơn vị") :]
    assert computers.count("\n   1  ") == 4  # no tied_as there
    assert "   2  Sở Giao thông vận tải" in computers


def test_every_column_of_the_csv_is_described():
    page = (TESTS.parent / "docs" / "data.md").read_text("utf-8")
    table = page[page.index("## Bảng xếp hạng dạng CSV") : page.index("## Kết quả năm trước")]
    named = [name for row in table.splitlines() if row.startswith("| ") for name in row.split("|")[1].split("`")[1::2]]
    placed = [f"{prefix}<mã>" for prefix in (*PLACED, VALUE)]
    assert named == [*RANKED, CONDITIONS, *placed, *SOURCES]


def test_the_csv_has_the_ranks_of_nodes_where_there_is_no_total():
    stream = io.StringIO()
    write_csv(sample(text=INDICES.replace("ON_FAIL", "flag")), stream, "en")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(stream.getvalue().lstrip("\ufeff")))}
    assert [(rows[id_]["rank"], rows[id_]["rank:a"], rows[id_]["rank:b"]) for id_ in ("tai_chinh", "gtvt", "tinh")] == [
        ("", "1", "1"), ("", "", "2"), ("", "", ""),
    ]  # fmt: skip
    stream = io.StringIO()
    write_csv(sample(), stream, "en")
    assert "rank:" not in stream.getvalue()


# Ranks and tiers of nodes beside a total, and published values


def pillars(look: Look) -> list[str]:
    lines = as_table(pillar_result(), look).splitlines()
    assert look.columns is None or max(map(width, lines)) <= look.columns
    return lines[lines.index("All units" if look.lang == "en" else "Tất cả đơn vị") + 2 :]


def test_the_table_shows_ranks_and_tiers_of_nodes_and_published_values():
    assert pillars(Look("en")) == [
        "Rank  Unit  Total             1     2    1.1    3   phan  loai     ngay",
        "   1  a     17.55  9 (=1, High)  8.55  9 (1)  1.5  85.5%  Town     2023-12-15",
        "   2  b     17     9 (=1, High)  8     9 (1)  2    80%    Village  2023-02-01",
        "   3  c     10     3 (4, Low)    7     3 (4)  2    70%    Village  2023-02-01",
        "1 Infrastructure (10) · 2 Opinion (10) · 1.1 Computers (10) · 3 Points before (not scored) · phan Share · loai Kind · ngay Day",
        "In brackets: the rank and tier by that criterion alone",
        "",
        "Without a rank",
        "Unit           1    1.1  Reason",
        'd     4 (3, Low)  4 (3)  there are no data for "Share" (phan), as the ruleset allows',
        "1 Infrastructure (10) · 1.1 Computers (10)",
        "In brackets: the rank and tier by that criterion alone",
    ]


def test_a_wide_terminal_has_titles_and_says_what_is_not_scored():
    head, _, first, *_ = lines = pillars(Look("vi", 120))
    assert head.split("  ")[-4:] == ["3 Điểm cũ", "Tỷ lệ", "Loại", "Ngày"]
    assert first == "   1  a       17,55  9 (=1, Cao)      8,55    9 (1)        1,5  85,5%  Phố   15/12/2023"
    assert lines[5:7] == ["3 Điểm cũ (không tính điểm)", "Trong ngoặc: hạng và mức xếp loại riêng của tiêu chí"]
    assert not [line for line in lines if "Không in" in line]


def test_a_narrow_terminal_names_what_it_left_out():
    lines = pillars(Look("vi", 50))
    assert lines[2] == "   1  a       17,55  9 (=1, Cao)      8,55  85,5%"
    at = lines.index("Không in vì hẹp: 1.1 Máy · 3 Điểm cũ · Loại · Ngày")
    assert lines[at + 1] == "  xem CSV hoặc JSON"


def test_ranks_and_tiers_that_have_no_room_beside_the_points_have_a_table():
    lines = pillars(Look("vi", 34))
    assert lines[2].split() == ["1", "a", "17,55", "9", "8,55", "1,5"]
    at = next(place for place, line in enumerate(lines) if line.startswith("Không in"))
    assert lines[at : at + 11] == [
        "Không in vì hẹp: 1.1 Máy · Tỷ lệ",
        "  Loại · Ngày · xem CSV hoặc JSON",
        "",
        "Hạng và mức xếp loại theo từng",
        "tiêu chí",
        "Đơn vị        1  1.1",
        "────────────────────",
        "a       =1, Cao    1",
        "b       =1, Cao    1",
        "c       4, Thấp    4",
        "1 Hạ tầng (10) · 1.1 Máy (10)",
    ]


@pytest.mark.parametrize(("columns", "tables"), [(19, [["1"], ["1.1"]]), (20, [["1", "1.1"]]), (None, [["1", "1.1"]])])
def test_a_table_of_ranks_has_as_many_criteria_as_fit(columns, tables):
    names = Column("Đơn vị", ["a", "b"])
    details = [
        Detail("1", "", "1", "", [], ["=1, Cao", "4"], has_ranks=True),
        Detail("1.1", "", "", "", [], ["1", "2"], has_ranks=True),
    ]
    made = list(place_tables(names, details, Look("vi", columns)))
    assert [[column.header for column in shown[1:]] for shown, _ in made] == tables
    assert all(shown[0] == names for shown, _ in made)


def test_a_maximum_is_printed_without_decimals_that_say_nothing():
    fixed = RULESET.replace("show: 1\n", "show: {digits: 2, fixed: true}\n")
    text = as_table(sample(text=fixed), Look("vi"))
    assert "1 Giải quyết hồ sơ (60) · 2 Máy tính cho cán bộ (40)" in text
    assert "80,00" in text


def test_what_is_published_beside_ranked_nodes_is_shown_where_there_is_no_total():
    shown = INDICES.replace("ON_FAIL", "flag").replace("may: {type: count}", "may: {type: count, publish: true}")
    lines = as_table(sample(text=shown), Look("vi", 80)).splitlines()
    at = lines.index("7 đơn vị. Bộ tiêu chí không tính tổng điểm, nên không có hạng theo tổng điểm.")
    assert lines[at + 1 : at + 4] == ["Đơn vị                 may", "─" * 26, "Sở Nội vụ               10"]
    without = as_table(sample(text=INDICES.replace("ON_FAIL", "flag")), Look("vi", 80)).splitlines()
    assert without[without.index(lines[at]) + 1] == ""


def test_criteria_that_have_no_room_are_named():
    text = as_table(sample(), Look("vi", 46))
    assert "\nKhông in vì hẹp: 1 Giải quyết hồ sơ\n  2 Máy tính cho cán bộ" in text
