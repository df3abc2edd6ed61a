"""What itrank writes it reads back the same, whatever names there are: as last year's result, and as data."""

import io
import json
import unicodedata
from fractions import Fraction

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
