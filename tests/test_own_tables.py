"""What itrank writes it reads back the same, whatever names there are: as last year's result, and as data."""

import csv
import io
import json
import unicodedata
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from itrank.engine import evaluate, load_text, observe
from itrank.engine.files.apostrophes import guarded, unguarded
from itrank.engine.observe import read_previous, read_tables, table_of
from itrank.engine.observe.own_tables import PUBLISHED, SCORES, SHEETS
from itrank.engine.publish.csv_out import write_csv
from itrank.engine.report import open_data
from itrank.engine.report.words import BOOK
from itrank.engine.report.xlsx import workbook
from itrank.engine.result.published import published
from itrank.engine.result.record import write_json
from pillars import pillar_result
from sampling import size

ANY = st.text(st.sampled_from("'=+-@\t\rSở a,\"\n"), max_size=8) | st.text(max_size=20)
HOSTILE = [
    "=1+1", "+84", "- Sở C", "@x", "'- Sở C", "''=x", "'Sở", 'Sở "Một", hai', "Sở;Hai", "Sở Nội vụ", "<b>", "1", "1e5",
    unicodedata.normalize("NFD", "Sở Y tế"), "Sở\nNội vụ", "\tSở", "sep=;", "Hạng", "Đơn vị A", "|x|", "Ủy ban   xã",
]  # fmt: skip
NAMES = st.lists(
    st.sampled_from(HOSTILE) | st.text("'=+-@Sởab \"", min_size=1, max_size=6).map(lambda t: f"{t}x"),
    min_size=1,
    max_size=6,
)
RULES = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs: {x: {type: number}, note: {type: number}}
scorecards:
  bang:
    criteria: [{id: status, score: {formula: x}}, {id: phu, score: {formula: note}}]
    tiers: [{id: tot, title: Tốt, from: 10}, {id: kha, title: Khá, from: -1000}]
    ranking: {lists: all, tied_as: "đồng {}!"}
"""
RULESET = load_text(RULES).ruleset


def evaluated(names, figures):
    rows = [
        {"id": f"u{number}", "name": f"{name} {number}", "x": Fraction(figure, 4), "note": 0}
        for number, (name, figure) in enumerate(zip(names, figures, strict=True))
    ]
    return evaluate(RULESET, observe(RULESET, [table_of("d", rows)]))


def written(result, folder):
    """Write a result in every way, and say where."""
    text = io.StringIO()
    write_json(result, text)
    content = text.getvalue().encode()
    (folder / "kq.json").write_bytes(content)
    ranking = io.StringIO()
    write_csv(result, ranking, "vi")
    (folder / "kq.csv").write_text(ranking.getvalue(), "utf-8", newline="")
    made = published(content, "kq.json")
    for name, table in open_data.package(made, content).items():
        (folder / name).write_text(table, "utf-8", newline="")
    for lang in ("vi", "en"):
        (folder / f"{lang}.xlsx").write_bytes(workbook(published(content, "kq.json", lang)))


@pytest.mark.long
@given(NAMES, st.data())
@settings(max_examples=size(15, 40), deadline=None)
@example(HOSTILE, None)
def test_a_result_is_last_years_in_every_form(tmp_path_factory, names, data):
    figures = [data.draw(st.integers(-40, 90)) if data else number // 2 * 9 - 20 for number in range(len(names))]
    result, folder = evaluated(names, figures), tmp_path_factory.mktemp("kq")
    written(result, folder)
    wanted = {u.unit.id: (u.unit.name, u.outcome, u.rank, u.tier) for u in result.units}
    by_name = {name: (name, *rest) for name, *rest in wanted.values()}
    for file in ("kq.json", "result.json", "kq.csv", "ranking.csv", "vi.xlsx", "en.xlsx"):
        known, _, findings = read_previous(folder / file, file, RULESET)
        assert [each.code for each in findings if each.code not in {"ITR435", "ITR449"}] == [], file
        seen = {id_: (each.name, each.total, each.rank, each.tier) for id_, each in known.items()}
        assert seen == (by_name if file.endswith("xlsx") else wanted), file
    for file in ("kq.json", "kq.csv", "scores.csv"):
        known, _, _ = read_previous(folder / file, file, RULESET)
        assert {id_: (each.value("status"), each.value("phu")) for id_, each in known.items()} == {
            id_: (total, 0) for id_, (_, total, *_) in wanted.items()
        }, file
        again = evaluate(
            RULESET,
            observe(
                RULESET,
                [table_of("d", [{"id": i, "name": n, "x": 1, "note": 0} for i, (n, *_) in wanted.items()])],
                previous=known,
            ),
        )
        assert again.gone == ()


@given(ANY)
def test_what_guards_a_text_is_taken_off_and_nothing_else(text):
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=5))
def test_a_guarded_table_is_read_as_data(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("d") / "d.csv"
    cells = ['"' + guarded(name.strip()).replace('"', '""') + '"' for name in names]
    path.write_text("id,name\n" + "".join(f"u{n},{cell}\n" for n, cell in enumerate(cells)), "utf-8", newline="")
    tables, _, findings = read_tables(path, "d.csv")
    assert [each.code for each in findings if each.code != "ITR418"] == []
    assert [row[1] for row in tables[0].rows] == [unicodedata.normalize("NFC", name.strip()) for name in names]


def test_the_headers_by_which_our_tables_are_known_are_those_that_are_written(tmp_path):
    assert [field[0] for field in open_data._RANKING[: len(PUBLISHED)]] == list(PUBLISHED)
    assert [field[0] for field in open_data._SCORES] == list(SCORES)
    words = ["rank", "unit", "points", "max", "tier", "before", "change"]
    for lang, heads in zip(("vi", "en"), SHEETS, strict=True):
        assert [BOOK[word][lang] for word in words] == list(heads.values())


def test_cut_figures_are_told(tmp_path):
    result = evaluate(RULESET, observe(RULESET, [table_of("d", [{"id": "a", "x": Fraction(1, 3), "note": 0}])]))
    written(result, tmp_path)
    for file in ("kq.csv", "ranking.csv", "vi.xlsx"):
        assert [each.code for each in read_previous(tmp_path / file, file, RULESET)[2]] == ["ITR586"]
    known, _, findings = read_previous(tmp_path / "kq.json", "kq.json", RULESET)
    assert (known["a"].total, findings, json.loads((tmp_path / "kq.json").read_text())["units"][0]["exact"]) == (
        Fraction(1, 3), (), {"total": "1/3"},
    )  # fmt: skip


PLACED = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
parameters: {moc: 2022-01-01}
inputs:
  note: {type: number, publish: true, missing: last_year}
  ty_le: {type: percent, publish: true, missing: last_year}
  ngay: {type: date, publish: true, missing: last_year}
  loai: {type: choice, options: {pho: Phố, lang: Làng}, publish: true, missing: last_year}
  co: {type: yes_no, publish: true, missing: last_year}
  ghi_chu: {type: text, publish: true}
values:
  phan_ba: {formula: note / 3, publish: true}
scorecards:
  bang:
    criteria:
      - {id: status, max: 20, score: given, answer: {type: number, publish: true, missing: last_year}, ranking: {lists: all, tied_as: "={}"}, tiers: [{id: cao, title: Cao, from: 5}, {id: thap, title: Thấp}]}
      - {id: phu, max: 20, score: given, ranking: {lists: all}}
      - {id: may, score: {yes_no: co}, max: 1}
      - {id: pho, score: {formula: '(ty_le if loai == "pho" else 0) + phan_ba'}, max: 10}
      - {id: han, score: {formula: "1 if ngay >= moc else 0"}, max: 1}
    ranking: {lists: all}
"""


def test_ranks_tiers_and_published_values_of_the_csv_are_read_as_what_they_are(tmp_path):
    loaded = load_text(PLACED)
    assert loaded.ruleset is not None, loaded.findings
    rows = [
        {"id": "a", "note": "1.5", "ty_le": "85.5%", "ngay": "2023-12-15", "loai": "pho", "co": "yes",
         "ghi_chu": "https://vi-du.vn/a.mot-duong-dan-dai", "status": "7", "phu": "9"},
        {"id": "b", "note": "-3", "ty_le": "12%", "ngay": "2021-01-02", "loai": "lang", "co": "no",
         "ghi_chu": "=1+1", "status": "7", "phu": "1"},
    ]  # fmt: skip
    result = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("d", rows)]))
    written = io.StringIO()
    write_csv(result, written, "vi")
    (tmp_path / "kq.csv").write_text(written.getvalue(), "utf-8", newline="")
    header, first, second = csv.reader(io.StringIO(written.getvalue().lstrip("\ufeff")))
    seen = {name: cells for name, *cells in zip(header, first, second, strict=True) if ":" in name}
    assert seen == {
        "criterion:status": ["7", "7"],
        "rank:status": ["1", "1"], "rank_printed:status": ["'=1", "'=1"], "tier:status": ["cao", "cao"],
        "rank:phu": ["1", "2"],
        "value:note": ["1.5", "-3"], "value:ty_le": ["85.5%", "12%"], "value:ngay": ["2023-12-15", "2021-01-02"],
        "value:loai": ["pho", "lang"], "value:co": ["yes", "no"],
        "value:ghi_chu": ["https://vi-du.vn/a.mot-duong-dan-dai", "'=1+1"],
        "value:phan_ba": ["0.5", "-1"], "value:status": ["7", "7"],
    }  # fmt: skip
    known, _, findings = read_previous(tmp_path / "kq.csv", "kq.csv", loaded.ruleset)
    assert [each.code for each in findings] == ["ITR449"]
    before = known["a"]
    assert (before.rank, before.tier, before.total) == (1, "", result.units[0].outcome)
    assert dict(before.answers) == {"status": 7}
    assert {key: before.values[key] for key in ("note", "ty_le", "ngay", "loai", "co", "phan_ba", "status", "phu")} == {
        "note": Fraction(3, 2), "ty_le": Fraction(171, 200), "ngay": date(2023, 12, 15), "loai": "pho", "co": True,
        "phan_ba": Fraction(1, 2), "status": 7, "phu": 9,
    }  # fmt: skip
    assert not [key for key in before.values if ":" in key]
    blank = [{"id": "a", "phu": "9", "ghi_chu": "x"}]
    again = evaluate(loaded.ruleset, observe(loaded.ruleset, [table_of("d", blank)], previous=known))
    assert again.units[0].outcome == result.units[0].outcome == Fraction("19.355")


def test_scores_with_ranks_and_tiers_of_criteria_are_read_as_scores(tmp_path):
    result = pillar_result()
    text = io.StringIO()
    write_json(result, text)
    made = open_data.package(published(text.getvalue().encode(), "kq.json"), text.getvalue().encode())
    (tmp_path / "scores.csv").write_text(made["scores.csv"], "utf-8", newline="")
    assert made["scores.csv"].startswith(f"{','.join(SCORES)},rank,")
    known, _, findings = read_previous(tmp_path / "scores.csv", "scores.csv", result.ruleset)
    assert [each.code for each in findings] == []
    before = known["a"]
    assert (before.rank, before.tier, before.total) == (None, "", None)
    assert {key: before.values[key] for key in ("ha_tang", "muc", "y_kien")} == {
        "ha_tang": 9, "muc": 9, "y_kien": Fraction("8.55"),
    }  # fmt: skip
