"""Two results compared: who moved, by which criteria, exactly; and nothing is subtracted that is not on one scale."""

import csv
import io
import json
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from itrank import cli
from itrank.engine.publish.grid import Look
from itrank.engine.publish.text import width
from itrank.engine.report.comparison.comparing import compare
from itrank.engine.report.comparison.contract import schema_text
from itrank.engine.report.comparison.document import as_document
from itrank.engine.report.comparison.saying import Saying
from itrank.engine.report.comparison.told import as_json, as_table, write_csv
from jsonschema import Draft202012Validator
from reports import read, record_of

ROOT = Path(__file__).parent.parent
RULESET = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
period: 2026
show: 1
groups: {so: {title: Sở}, huyen: {title: Huyện}}
inputs:
  a: {label: Họp, type: number, min: 0, max: 30, missing: unranked}
  b: {label: Lớp, type: number, min: 0, max: 60}
  c: {label: Sáng kiến, type: number, min: 0, max: 10}
  d: {label: Vi phạm, type: number, min: 0, max: 10}
scorecards:
  bang:
    max: 90
    criteria:
      - {id: hop, code: I, title: Họp, max: 30, score: {formula: a / 3 * 3}}
      - {id: lop, code: II, title: Lớp, max: 60, score: {formula: b / 7}}
      - {id: thuong, code: III, title: Điểm thưởng, max: 10, role: bonus, score: {formula: c}}
      - {id: phat, code: IV, title: Điểm trừ, max: 10, role: penalty, score: {formula: d}}
    tiers: [{id: tot, title: Tốt, from: 30}, {id: kha, title: Khá, from: 20}, {id: yeu, title: Yếu}]
    ranking: {lists: group, ties: standard, tied_as: "={}"}
"""
HEAD = "id,name,group,a,b,c,d\n"
OLDER = HEAD + (
    "s1,Sở Một,so,30,21,1,0\ns2,Sở Hai,so,20,21,0,1\ns3,Sở Ba,so,20,21,0,1\ns4,Sở Bốn,so,10,14,0,0\n"
    "s5,Sở Năm,so,9,7,0,0\ns6,Sở Sáu,so,,7,0,0\nh1,Huyện Một,huyen,5,7,0,0\nx1,Trung tâm,huyen,3,7,0,0\n"
)
NEWER = HEAD + (
    "s1,Sở Một,so,20,20,1,0\ns2,Sở Hai,so,29,20,0,1\ns3,Sở Ba đổi tên,so,20,21,0,1\n"
    "s9,Sở Hợp nhất,so,12,14,0,0\ns6,Sở Sáu,so,7,7,0,0\ns7,Sở Mới,so,1,7,0,0\nh1,Huyện Một,huyen,,7,0,0\n"
    "x1,Trung tâm,so,3,7,0,0\n"
)
UNITS = "id,name,group,predecessors\n" + "".join(
    f"{','.join(row.split(',')[:3])},{'s4;s5' if row.startswith('s9') else ''}\n" for row in NEWER.splitlines()[1:]
)


@pytest.fixture
def evaluated(tmp_path):
    """Make results: the ruleset's text, the data, and the result of last year where there is one."""
    count = iter(range(100))

    def evaluated(data: str, rules: str = RULESET, *arguments: str, units: str = "") -> Path:
        folder = tmp_path / str(next(count))
        folder.mkdir()
        (folder / "r.yaml").write_text(rules, "utf-8")
        (folder / "so.csv").write_text(data, "utf-8")
        output = folder / "kq.json"
        if units:
            (folder / "dv.csv").write_text(units, "utf-8")
            arguments = (*arguments, "--units", str(folder / "dv.csv"))
        names = ["--ruleset", str(folder / "r.yaml"), "--data", str(folder / "so.csv")]
        code = cli.run(["evaluate", *names, *arguments, "--format", "json", "--output", str(output)])
        assert code == 0
        return output

    return evaluated


@pytest.fixture
def years(evaluated):
    """Two years: one unit risen, a tie, a new name, a merger, another list, a new unit, one without a rank in each."""
    before = evaluated(OLDER, RULESET.replace("2026", "2025"))
    return before, evaluated(NEWER, RULESET, "--previous", str(before), units=UNITS)


def said(before, now, lang="vi") -> Saying:
    """Two results, as files or records, compared."""
    first, second = (read(each.read_bytes() if isinstance(each, Path) else each, lang) for each in (before, now))
    return Saying(compare(first, second), first, second, lang)


def loaded(path: Path) -> dict:
    return json.loads(path.read_bytes())


def unit_of(saying: Saying, id_: str):
    return next(unit for made in saying.made.lists for unit in made.units if unit.now.id == id_)


def lines_of(saying: Saying, columns: int | None = None) -> list[str]:
    return as_table(saying, Look(saying.lang, columns)).splitlines()


def rows_of(saying: Saying) -> list[dict[str, str]]:
    stream = io.StringIO()
    write_csv(saying, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff"))))


# ── Who moved, and by which criteria ──


def test_who_moved_from_where_to_where_by_how_much(years):
    saying = said(*years)
    first = saying.made.lists[0]
    assert [(unit.now.id, unit.kind, unit.rank_change) for unit in first.units] == [
        ("s2", "same", 1),
        ("s1", "same", -1),
        ("s3", "renamed", -1),
        ("s9", "merged", None),
        ("s6", "same", None),
        ("x1", "same", None),
        ("s7", "new", None),
    ]
    rose = unit_of(saying, "s2")
    assert (rose.before.rank_printed, rose.now.rank_printed, rose.total_change) == ("=2", "1", Fraction(62, 7))
    counted = first.summary
    assert (counted.up, counted.down, counted.stayed, counted.uncompared) == (1, 2, 0, 4)
    assert (counted.mean_before, counted.mean_change) == (20, Fraction(-247, 49))


def test_the_table_says_it_in_lines(years):
    lines = lines_of(said(*years))
    for expected in (
        "1 đơn vị lên hạng, 2 xuống hạng, 0 giữ nguyên, 3 không so được hạng, 1 mới.",
        "Đổi mức xếp loại: 3 đơn vị (Khá → Tốt: 1, Tốt → Khá: 1, chưa xếp loại → Yếu: 1).",
        "Điểm bình quân 20 → 15 (−5).",
        "=2→1  ▲1   Sở Hai                22       30,9   +8,9  Khá → Tốt",
        " 1→2  ▼1   Sở Một                34       23,9  −10,1  Tốt → Khá",
        "=2→3  ▼1   Sở Ba đổi tên         22       22      0    Khá",
        " –→7  mới  Sở Mới                 –        2      –    Yếu",
        "1→–   –  Huyện Một          6          –  Yếu → –",
        "Sở Hai          +8,9  I +9; II −0,1",
        "Sở Sáu           –    không so được I",
        "I Họp · II Lớp · III Điểm thưởng · IV Điểm trừ",
        "Sở Ba đổi tên  trước là Sở Ba",
        "Sở Hợp nhất    hợp nhất từ Sở Bốn, Sở Năm (Sở Bốn hạng 4, 12 điểm; Sở Năm hạng 5, 10 điểm)",
        "Trung tâm      trước ở danh sách Huyện",
        'Sở Sáu  2025: không có số liệu "Họp" (a); bộ tiêu chí cho phép để trống',
        'Huyện Một  2026: không có số liệu "Họp" (a); bộ tiêu chí cho phép để trống',
        "Hai kết quả theo hai bộ tiêu chí khác nhau: cùng mã tiêu chí chưa chắc cùng cách chấm.",
        "Chênh lệch được tính từ giá trị đúng, không phải từ số đã làm tròn để in.",
    ):
        assert expected in lines, expected


def test_changes_of_criteria_add_up_to_the_change_of_the_total_exactly(years):
    altered = loaded(years[1])
    saying = said(years[0], altered)
    for unit in (unit_of(saying, id_) for id_ in ("s1", "s2", "s3", "x1")):
        known = sum((each.change for each in unit.criteria), Fraction())
        assert (unit.adds_up, unit.other_change, known) == (True, 0, unit.total_change)


def test_a_penalty_is_what_it_takes_from_the_total(evaluated):
    before = evaluated(HEAD + "s1,Sở Một,so,3,7,0,1\n")
    unit = unit_of(said(before, evaluated(HEAD + "s1,Sở Một,so,3,7,0,4\n")), "s1")
    change = next(each for each in unit.criteria if each.id == "phat")
    assert (change.before, change.now, change.change, unit.total_change) == (-1, -4, -3, -3)
    assert (unit.adds_up, unit.other_change) == (True, 0)


def test_a_small_difference_never_reads_as_none(evaluated):
    before = evaluated(HEAD + "s1,Sở Một,so,3,7,0,0\n")
    lines = lines_of(said(before, evaluated(HEAD + "s1,Sở Một,so,3.0004,7,0,0\n")))
    assert "1→1   =  Sở Một           4         4  +0,0004  Yếu" in lines


def test_what_only_one_result_has_is_said_and_is_the_rest_of_the_change(evaluated):
    before = evaluated(HEAD + "s1,Sở Một,so,3,7,2,0\n")
    rules = RULESET.replace("{id: lop,", "{id: lop_moi,").replace("max: 30, score", "max: 31, score")
    saying = said(before, evaluated(HEAD + "s1,Sở Một,so,9,14,3,0\n", rules.replace("max: 90", "max: 91")))
    (unit,) = saying.made.lists[0].units
    assert [(each.id, each.standing, each.change) for each in unit.criteria] == [
        ("hop", "other_maximum", None),
        ("lop_moi", "only_now", None),
        ("thuong", "compared", 1),
        ("phat", "compared", 0),
        ("lop", "only_before", None),
    ]
    assert (unit.total_change, unit.other_change) == (None, None)
    lines = lines_of(saying)
    assert "Tiêu chí chỉ kết quả sau có: II Lớp." in lines
    assert "Tiêu chí chỉ kết quả trước có: II Lớp." in lines
    assert "Tiêu chí không so vì điểm tối đa khác, ở mọi đơn vị hay một số đơn vị: I Họp (30 → 31)." in lines
    # Of one maximum of the total the rest is what these criteria come to.
    same = said(before, evaluated(HEAD + "s1,Sở Một,so,9,14,3,0\n", RULESET.replace("{id: lop,", "{id: lop_moi,")))
    (unit,) = same.made.lists[0].units
    assert (unit.total_change, unit.other_change) == (8, 1)
    assert "Sở Một     +8  I +6; III +1; không so được II Lớp, II Lớp, cộng lại +1" in lines_of(same)


def test_totals_that_are_no_sums_are_said_to_be_none(evaluated):
    rules = (
        RULESET.replace("    max: 90\n", "    max: 5\n    cap: 5\n")
        .replace("from: 30", "from: 3")
        .replace("from: 20", "from: 2")
    )
    before = evaluated(HEAD + "s1,Sở Một,so,3,7,0,0\n", rules)
    saying = said(before, evaluated(HEAD + "s1,Sở Một,so,9,7,0,0\n", rules))
    (unit,) = saying.made.lists[0].units
    assert (unit.total_change, unit.adds_up, unit.other_change) == (1, False, None)
    assert (
        "Tổng điểm của 1 đơn vị không phải là tổng các tiêu chí cấp một: thay đổi của tiêu chí không cộng thành"
        " thay đổi của tổng điểm." in lines_of(saying)
    )


# ── What is not subtracted ──


@pytest.mark.long
def test_totals_of_other_maxima_are_not_subtracted_and_per_cent_stand_beside():
    saying = said(record_of("2021"), record_of("2022"))
    lines = lines_of(saying)
    assert all(unit.total_change is None for made in saying.made.lists for unit in made.units)
    assert (
        "20 đơn vị có điểm tối đa hoặc thang điểm khác trước: không trừ tổng điểm, nêu phần trăm của điểm tối đa bên cạnh."
        in lines
    )
    assert "Hạng        Đơn vị     Điểm 2021  Điểm 2022  % 2021  % 2022  Xếp loại" in lines
    assert "11→1   ▲10  Đơn vị 07      926,8      235,6    92,7    96,2  Tốt → Xuất sắc" in lines
    assert "Điểm bình quân 911 → 191,7 (khác điểm tối đa, không trừ)." in lines
    assert "Không có tiêu chí nào so được." in lines
    assert lines.count("SỐ LIỆU MINH HỌA") == 1


def test_without_a_maximum_only_one_ruleset_makes_one_scale(evaluated):
    rules = re.sub(r"    max: 90\n|max: \d+, (?=role|score)", "", RULESET)
    before, now = (evaluated(HEAD + f"s1,Sở Một,so,{a},7,0,0\n", rules) for a in (3, 9))
    assert said(before, now).made.lists[0].units[0].total_change == 6
    other = evaluated(HEAD + "s1,Sở Một,so,9,7,0,0\n", rules.replace("b / 7", "b / 8"))
    unit = said(before, other).made.lists[0].units[0]
    assert (unit.total_change, {each.standing for each in unit.criteria}) == (None, {"other_maximum"})


def test_a_list_that_the_older_result_does_not_have_compares_no_ranks(evaluated):
    data = HEAD + "s1,Sở Một,so,3,7,0,0\nh1,Huyện Một,huyen,3,7,0,0\n"
    before = evaluated(data, RULESET.replace("lists: group", "lists: all"))
    saying = said(before, evaluated(data))
    assert "Danh sách không có ở kết quả trước, nên không so hạng: Sở; Huyện." in lines_of(saying)
    assert [unit.rank_change for made in saying.made.lists for unit in made.units] == [None, None]


# ── Which results ──


def test_the_same_result_twice_differs_in_nothing(years):
    saying = said(years[1], years[1])
    assert not saying.made.differs
    assert lines_of(saying)[-4:] == [
        "Hai tệp là cùng một kết quả.",
        "",
        "Không có gì khác: đã so 8 đơn vị, 32 điểm tiêu chí.",
        "So tên, danh sách, hạng, tổng điểm, điểm tối đa, xếp loại, lý do chưa xếp hạng và điểm tiêu chí cấp một của từng đơn vị.",
    ]
    again = loaded(years[1]) | {"engine": "0.1"}
    assert "Không có gì khác: đã so 8 đơn vị, 32 điểm tiêu chí." in lines_of(said(years[1], again))
    again["units"][0]["name"] = "Sở Một A"
    assert said(years[1], again).made.differs


def test_what_is_other_of_the_results_is_named_with_hashes(years):
    before, now = (loaded(path) for path in years)
    stage = {"stage": "first", "corrections": 0, "units": 0}
    now["appraisal"] = stage
    for unit in now["units"]:
        unit["declared"] = {"total": unit["total"], "max": unit["max"], "tier": unit["tier"], "rank": unit["rank"]}
        if "exact" in unit:
            unit["declared"]["exact"] = {key: value for key, value in unit["exact"].items() if key in {"total", "max"}}
        unit["corrections"] = []
        for criterion in unit["criteria"]:
            criterion["declared"] = criterion["score"]
            if "exact" in criterion and "score" in criterion["exact"]:
                criterion["exact"] = criterion["exact"] | {"declared": criterion["exact"]["score"]}
    saying = said(before, now | {"illustrative": True})
    text = as_table(saying, Look("vi"))
    for side in (saying.made.before, saying.made.now):
        assert f"sha256 {side.sha256[:12]}" in text
        assert f"thu@1, sha256 {side.ruleset_sha256[:12]}" in text
    assert "Hai kết quả khác giai đoạn: chưa có điều chỉnh thẩm định; sau thẩm định lần một." in text
    assert "SỐ LIỆU MINH HỌA" in text
    assert "số liệu minh họa" in text


def test_a_reversed_order_is_said(years):
    assert "Thứ tự có thể ngược: kết quả nêu trước thuộc về sau (2026, 2025)." in lines_of(said(*reversed(years)))
    assert not any(line.startswith("Thứ tự") for line in lines_of(said(*years)))


def test_a_result_made_with_other_bytes_of_the_older_one_still_knows_its_mergers(years):
    """As it was written by another version: matched by the ids that the newer result knows, and that is said."""
    saying = said(loaded(years[0]) | {"engine": "0.1"}, years[1])
    assert [each.name for each in unit_of(saying, "s9").of] == ["Sở Bốn", "Sở Năm"]
    assert any(
        line.startswith("Kết quả sau không được chấm với kết quả trước làm --previous") for line in lines_of(saying)
    )
    assert not any("--previous" in line for line in lines_of(said(*years)))


def test_drafts_of_one_year_are_matched_by_their_own_ids(years):
    """What a unit was called last year is no name of this year's draft."""
    draft = loaded(years[1])
    saying = said(draft | {"engine": "0.1"}, draft)
    assert {unit.kind for made in saying.made.lists for unit in made.units} == {"same"}


def test_units_that_are_gone_are_named_with_what_they_were(evaluated):
    before = evaluated(HEAD + "s1,Sở Một,so,3,7,0,0\ns2,Sở Hai,so,2,7,0,0\nh1,Huyện,huyen,,7,0,0\n")
    saying = said(before, evaluated(HEAD + "s1,Sở Một,so,3,7,0,0\n"))
    lines = lines_of(saying)
    assert "0 đơn vị lên hạng, 0 xuống hạng, 1 giữ nguyên, 1 không còn." in lines
    assert "Sở Hai  hạng 2, 3 điểm" in lines
    assert "Huyện   không có hạng" in lines


@pytest.mark.parametrize("name", ["0.1.0-appraised", "c4be05f-public", "c4be05f-corrections"])
def test_results_of_earlier_versions_are_compared(name):
    with zipfile.ZipFile(ROOT / "tests" / "bundles" / f"{name}.zip") as archive:
        older = json.loads(archive.read("result.json"))
    saying = said(older, record_of("2022"))
    assert as_json(saying.made).startswith('{\n "format": "itrank-comparison/1"')
    same = said(older, older)
    assert (same.made.differs, any("Không có gì khác" in line for line in lines_of(same))) == (False, True)


# ── Outputs ──


def test_the_json_fits_its_schema_which_is_the_committed_one(years):
    committed = (ROOT / "schemas" / "comparison.schema.json").read_text("utf-8")
    assert committed == schema_text(), (
        "python -m itrank.engine.report.comparison.contract > schemas/comparison.schema.json"
    )
    for saying in (said(*years), said(record_of("2021"), record_of("2022"))):
        made = json.loads(as_json(saying.made))
        Draft202012Validator(json.loads(committed)).validate(made)
        assert made["format"] == "itrank-comparison/1"
        assert made["before"]["file"] == "kq.json"
    exact = next(
        unit for unit in json.loads(as_json(said(*years).made))["lists"][0]["units"] if unit["now"]["id"] == "s2"
    )
    assert (exact["total_change"], exact["exact"]) == ("8.857142857142", {"total_change": "62/7"})


def test_the_csv_has_a_row_for_each_unit(years):
    rows = rows_of(said(*years))
    assert [(row["list"], row["unit"], row["kind"]) for row in rows][:4] == [
        ("so", "s2", "same"),
        ("so", "s1", "same"),
        ("so", "s3", "renamed"),
        ("so", "s9", "merged"),
    ]
    assert (rows[1]["total_change"], rows[1]["change:hop"], rows[0]["rank_printed_before"]) == (
        "-10.142857142857",
        "-10",
        "'=2",
    )
    assert rows[3]["note"].startswith("hợp nhất từ Sở Bốn, Sở Năm")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_line_is_wider_than_the_terminal(years, lang):
    for saying in (said(*years, lang), said(record_of("2021"), record_of("2022"), lang)):
        for columns in (80, 100, 120):
            assert max(map(width, lines_of(saying, columns))) <= columns


def test_tiers_with_long_names_are_said_below_the_table(evaluated):
    rules = RULESET.replace("title: Tốt", "title: Hoàn thành xuất sắc nhiệm vụ").replace(
        "title: Khá", "title: Hoàn thành tốt nhiệm vụ"
    )
    before, now = (evaluated(HEAD + f"s1,Sở Một,so,{a},21,0,0\n", rules) for a in (18, 28))
    lines = lines_of(said(before, now), 80)
    assert "1→1   =  Sở Một          21        31    +10" in lines
    assert "Sở Một  Hoàn thành tốt nhiệm vụ → Hoàn thành xuất sắc nhiệm vụ" in lines
    assert max(map(width, lines)) <= 80


def test_the_document_is_a_landscape_table_with_all_of_it(years):
    saying = said(loaded(years[0]) | {"illustrative": True}, years[1])
    content = as_document(saying)
    assert content == as_document(saying)
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert (section.orientation, round(section.page_width.mm), round(section.page_height.mm)) == (
        WD_ORIENT.LANDSCAPE,
        297,
        210,
    )
    text = [paragraph.text for paragraph in document.paragraphs]
    assert "BẢNG SO SÁNH KẾT QUẢ" in text
    assert "Thử, năm 2025 và năm 2026" in text
    assert "SỐ LIỆU MINH HỌA" in [paragraph.text for paragraph in section.first_page_header.paragraphs]
    _, ranking, criteria, *_ = document.tables
    cells = [[cell.text for cell in row.cells] for row in ranking.rows]
    assert cells[0] == [
        "Hạng 2025", "Hạng 2026", "Tăng, giảm hạng", "Đơn vị", "Điểm 2025", "Điểm 2026", "Chênh lệch điểm",
        "Xếp loại 2025", "Xếp loại 2026", "Ghi chú",
    ]  # fmt: skip
    assert cells[1] == ["=2", "1", "▲1", "Sở Hai", "22", "30,9", "+8,9", "Khá", "Tốt", ""]
    assert [cell.text for cell in criteria.rows[1].cells] == ["Sở Hai", "+9", "−0,1", "0", "0", "+8,9"]
    assert f"Kết quả 2026, SHA-256: {saying.made.now.sha256}" in text


def test_the_document_says_what_differs_in_scale_or_that_nothing_does(years):
    cells = [
        cell.text
        for table in Document(io.BytesIO(as_document(said(record_of("2021"), record_of("2022"))))).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "926,8/1000 (92,7%)" in cells
    same = Document(io.BytesIO(as_document(said(years[0], years[0]))))
    assert "Không có gì khác: đã so 8 đơn vị, 32 điểm tiêu chí." in [each.text for each in same.paragraphs]


def test_many_criteria_are_said_in_words(evaluated):
    more = "".join(
        f"      - {{id: t{n}, code: 'T{n}', title: Mục {n}, max: 10, score: {{formula: c}}}}\n" for n in range(12)
    )
    rules = RULESET.replace("    tiers:", f"{more}    tiers:").replace("max: 90", "max: 210")
    before, now = (evaluated(HEAD + f"s1,Sở Một,so,3,7,{c},0\n", rules) for c in (1, 2))
    document = Document(io.BytesIO(as_document(said(before, now))))
    assert "Sở Một: III +1; T0 +1; T1 +1; tiêu chí khác +10." in [each.text for each in document.paragraphs]


# ── Strangers' files ──

HOSTILE = "=cmd|' /C calc'!A1 \x1b[2J\u202e<b>&{{ x }}\u200b"


def test_names_neither_run_nor_hide_anything_in_any_output(years):
    now = loaded(years[1])
    for unit in now["units"]:
        unit["name"] = f"{HOSTILE}{unit['id']}"
    for card in now["scorecards"]:
        for node in card["criteria"]:
            node["title"]["vi"] = HOSTILE
    now["ruleset"]["title"]["vi"] = now["ruleset"]["period"] = HOSTILE
    now["lists"][0]["title"]["vi"] = HOSTILE
    saying = said(years[0], now)
    stream = io.StringIO()
    write_csv(saying, stream)
    document = Document(io.BytesIO(as_document(saying)))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for text in (
        as_table(saying, Look("vi", 80)),
        as_json(saying.made),
        stream.getvalue().removeprefix("\ufeff"),
        words,
    ):
        assert not re.search("[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e]", text)
    assert "{{ x }}" in words  # as text, that no template runs
    assert all(row["name"].startswith("'=cmd") for row in rows_of(saying) if row["unit"])


def test_a_file_that_is_no_result_is_refused_as_report_refuses_it(years, tmp_path, capsys):
    (tmp_path / "x.json").write_text('{"format": "khác"}', "utf-8")
    for names in ([str(tmp_path / "x.json"), str(years[1])], [str(years[0]), str(tmp_path / "x.json")]):
        assert cli.run(["compare", *names]) == 1
        assert 'format là "khác", cần "itrank-result/1"' in capsys.readouterr().err
    assert cli.run(["compare", str(years[0]), str(tmp_path / "khong-co.json")]) == 2
    assert "không đọc được tệp kết quả khong-co.json" in capsys.readouterr().err


# ── The command ──


def test_the_command_writes_what_the_ending_says(years, tmp_path, capsys):
    names = ["compare", *map(str, years)]
    capsys.readouterr()
    assert cli.run(names) == 0
    assert capsys.readouterr().out.startswith("SO SÁNH KẾT QUẢ\nKết quả 2025: Thử · năm 2025 · thu@1, sha256 ")
    assert cli.run([*names, "--lang", "en"]) == 0
    assert "1 unit up, 2 down, 0 unchanged, 3 without ranks to compare, 1 new." in capsys.readouterr().out
    for name, begins in (
        ("a.json", b'{\n "format"'),
        ("a.csv", b"\xef\xbb\xbflist"),
        ("a.docx", b"PK"),
        ("a.txt", b"SO S"),
    ):
        assert cli.run([*names, "--output", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(begins)
    assert cli.run([*names, "--format", "docx"]) == 2
    assert "ITR865" in capsys.readouterr().err
    assert cli.run([*names, "--format", "pdf"]) == 2
    assert "table, json, csv, docx" in capsys.readouterr().err
    assert cli.run([*names, "--output", str(years[0])]) == 2
    assert "ITR907" in capsys.readouterr().err
