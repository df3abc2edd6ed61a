"""A ruleset's table is read back as it was written; held against a signed annex, each thing that differs is told, and nothing else."""

import io
from pathlib import Path

import pytest
from annexes import xlsx_of
from itrank import cli
from itrank.engine import load, load_text
from itrank.engine.annex.against import against
from itrank.engine.annex.drafting import draft
from itrank.engine.annex.paper import parse_paper
from itrank.engine.annex.printed_files import WRITERS, as_docx, as_xlsx
from itrank.engine.annex.printing import printed
from itrank.engine.annex.reading import read_annex

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("2021", "2022", "mau-hai-cap")
RULES = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
parameters: {nguong: 0.8}
scorecards:
  bang:
    tiers: [{id: tot, title: Tốt, from: 80%}, {id: yeu, title: Yếu}]
    criteria:
      - id: muc_1
        code: I
        title: Nhận thức số
        max: 35
        criteria:
          - id: hop
            code: "1.1"
            title: Ban chỉ đạo họp trong năm
            max: 20
            score: {steps: self, from: {4: 20, 3: 15}, otherwise: 0}
            answer: {type: count}
          - id: may
            code: "1.2"
            title: Cán bộ có máy tính
            max: 15
            description: |-
              Cách chấm: Từ 80% trở lên: 15 điểm
              Minh chứng: Danh sách
            score: {formula: "15 if self >= nguong else 0"}
            answer: {type: percent}
      - {id: khac, code: II, title: "=Việc khác", max: 5, score: given}
      - {id: thuong, code: III, title: Sáng kiến, max: 2, role: bonus, score: given}
"""
PAPER = """
TT | Tiêu chí | Điểm tối đa | Cách chấm điểm | Minh chứng
I | NHẬN THỨC SỐ | 35 | |
1.1 | Ban chỉ đạo họp trong năm | 20 | 4 cuộc: 20 điểm; 3 cuộc: 15 điểm; dưới 3 cuộc: 0 điểm | Biên bản
1.2 | Cán bộ có máy tính | 15 | Từ 80% trở lên: 15 điểm | Danh sách
II | =Việc khác | 5 | Theo báo cáo năm 2026 |
III | Sáng kiến | 2 | |
 | Tổng cộng | 40 | |
"""


@pytest.fixture(scope="module")
def rules():
    loaded = load_text(RULES, "b.yaml")
    assert loaded.ruleset, loaded.findings
    return loaded.ruleset


def differences(rules, content, name="phu-luc.xlsx"):
    annex = read_annex(parse_paper(content, name))
    assert annex.parts, annex.findings
    return against(rules, annex).differs


def told(rules, paper):
    return [(found.code, found.place.cell) for found in differences(rules, xlsx_of(paper))]


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_table_of_a_shipped_ruleset_says_what_the_ruleset_says(name, suffix):
    ruleset = load(ROOT / "rulesets" / f"{name}.yaml", name).ruleset
    content = WRITERS[suffix](printed(ruleset, "vi"))
    assert differences(ruleset, content, f"a{suffix}") == []


@pytest.mark.parametrize("name", ["2021", "2022"])
def test_a_draft_of_a_table_has_the_ruleset_s_tree_and_maxima(name):
    ruleset = load(ROOT / "rulesets" / f"{name}.yaml", name).ruleset
    annex = read_annex(parse_paper(as_xlsx(printed(ruleset, "vi")), "a.xlsx"))
    drafted = load_text(draft(annex, 2026).text, "d.yaml").ruleset

    def shape(card):
        return [(node.code, node.title.vi, node.full) for node in card.nodes() if node is not card.root and node.code]

    assert [shape(card) for card in drafted.scorecards] == [shape(card) for card in ruleset.scorecards]


def test_a_signed_paper_that_agrees_differs_nowhere(rules):
    assert told(rules, PAPER) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "cell"),
    [
        ("1.2 | Cán bộ", "1.3 | Cán bộ", "ITR744", "A4"),
        ("Ban chỉ đạo họp trong năm", "Ban chỉ đạo họp trong quý", "ITR744", "B3"),
        ("Cán bộ có máy tính", "Cán bộ có máy tỉnh", "ITR744", "B4"),
        ("=Việc khác | 5", "=Việc khác | 5,5", "ITR744", "C5"),
        ("Ban chỉ đạo họp trong năm | 20", "Ban chỉ đạo họp trong năm | 21", "ITR744", "C3"),
        ("NHẬN THỨC SỐ | 35", "NHẬN THỨC SỐ | 36", "ITR744", "C2"),
        ("Tổng cộng | 40", "Tổng cộng | 45", "ITR744", "C7"),
        ("3 cuộc: 15", "2 cuộc: 15", "ITR744", "D3"),
        ("3 cuộc: 15", "3 cuộc: 14,5", "ITR744", "D3"),
        ("; 3 cuộc: 15 điểm; dưới 3 cuộc: 0 điểm", "", "ITR744", "D3"),
        ("Theo báo cáo năm 2026", "Mỗi việc 0,5 điểm", "ITR744", "D5"),
        ("3 cuộc: 15 điểm; dưới 3 cuộc", "2-4 cuộc: 15 điểm; dưới 2 cuộc", "ITR744", "D3"),
        ("Từ 80% trở lên: 15 điểm", "Từ 80% trở lên thì được 15 điểm", "ITR744", "D4"),
        ("1.2 | Cán bộ", "2.2 | Cán bộ", "ITR744", "A4"),
    ],
)  # fmt: skip
def test_whatever_is_altered_is_told_at_its_cell_and_nothing_else(rules, old, new, code, cell):
    assert old in PAPER
    assert told(rules, PAPER.replace(old, new)) == [(code, f"Bảng 1!{cell}")]


def test_a_threshold_that_is_altered_says_both_figures(rules):
    (found, _) = differences(rules, xlsx_of(PAPER.replace("Từ 80% trở lên", "Từ 70% trở lên")))
    assert (found.code, found.params["paper"]) == ("ITR744", "Từ 70% trở lên: 15 điểm")
    (_, found) = differences(rules, xlsx_of(PAPER.replace("Từ 80% trở lên", "Từ 70% trở lên")))
    assert (found.code, found.params["paper"], found.params["rule"]) == ("ITR744", "15", "0")
    assert found.params["level"] == "Từ 70% trở lên [70%]"


@pytest.mark.parametrize(
    "same",
    [
        lambda text: text.replace("Ban chỉ đạo họp", "BAN  CHỈ ĐẠO\\nhọp"),
        lambda text: text.replace("| 20 |", "| 20 điểm |"),
        lambda text: text.replace("Sáng kiến", "Sáng kiến."),
        lambda text: text.replace("Từ 80% trở lên: 15 điểm", "- Từ 80 % trở lên: 15 điểm;"),
        lambda text: text.replace("Theo báo cáo năm 2026", "Theo Quyết định 12/QĐ-UBND năm 2025"),
    ],
)
def test_another_way_of_writing_it_is_no_difference(rules, same):
    assert same(PAPER) != PAPER
    assert told(rules, same(PAPER)) == []


@pytest.mark.parametrize(("bound", "codes"), [("1000", []), ("1", []), ("1001", ["ITR744"])])
def test_a_figure_of_two_meanings_agrees_with_either(bound, codes):
    rules = RULES.replace("nguong: 0.8", f"nguong: {bound}").replace("percent", "count").replace("80% trở lên: 15", "")
    loaded = load_text(rules.replace("Cách chấm: Từ  điểm", "Báo cáo"), "b.yaml")
    paper = PAPER.replace("Từ 80% trở lên", "Từ 1.000 lượt trở lên")
    assert [code for code, _ in told(loaded.ruleset, paper)] == codes


def test_rows_that_only_one_side_has_are_told(rules):
    more = PAPER.replace("III | Sáng", "II.1 | Việc không có | 3 | |\nIII | Sáng")
    assert [each for each in told(rules, more) if each[0] != "ITR744"] == [("ITR740", "Bảng 1!B6")]
    less = PAPER.replace("II | =Việc khác | 5 | Theo báo cáo năm 2026 |\n", "")
    (found,) = differences(rules, xlsx_of(less))
    assert (found.code, found.params["label"], found.place.line) == ("ITR741", "=Việc khác", 30)


def test_a_scorecard_without_a_table_is_told():
    ruleset = load(ROOT / "rulesets" / "2022.yaml", "2022").ruleset
    first = printed(ruleset, "vi")[:1]
    (found,) = differences(ruleset, as_docx(first), "a.docx")
    assert (found.code, found.params["title"]) == ("ITR741", "Chuyển đổi số cấp huyện")


def test_a_table_without_a_scorecard_is_told(rules):
    more = "TT | Tiêu chí | Điểm tối đa\n1 | Họp giao ban | 5\n2 | Báo cáo quý | 5"
    (found,) = differences(rules, xlsx_of(PAPER, more))
    assert (found.code, found.place.cell) == ("ITR740", "Bảng 2!1")


@pytest.mark.parametrize(
    ("old", "new", "mark", "row"),
    [
        ('version: "1"', 'version: "1"\nprovenance: illustrative', ("SỐ LIỆU MINH HỌA",), ""),
        ("max: 5, score", "max: 5, provenance: illustrative, score", ("CÓ PHẦN SỐ LIỆU MINH HỌA",), "Số liệu minh họa"),
    ],
)
def test_what_is_illustrative_is_called_so_above_the_table_and_in_its_row(old, new, mark, row):
    loaded = load_text(RULES.replace(old, new), "b.yaml")
    (table,) = printed(loaded.ruleset, "vi")
    assert table.about[2:] == mark
    assert [(entry.label, entry.notes) for entry in table.entries if "minh họa" in entry.notes] == (
        [("=Việc khác", row)] if row else []
    )


def test_the_same_ruleset_gives_the_same_bytes_and_no_formula(rules):
    for write in WRITERS.values():
        assert write(printed(rules, "vi")) == write(printed(rules, "vi"))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(as_xlsx(printed(rules, "vi")))) as book:
        assert b"<f>" not in b"".join(book.read(name) for name in book.namelist())


def test_what_is_printed(rules):
    (table,) = printed(rules, "vi")
    assert [(e.number, e.depth, e.wording) for e in table.entries] == [
        ("I", 0, ""),
        ("1.1", 1, '20 nếu "Ban chỉ đạo họp trong năm" ≥ 4, còn lại 15 nếu "Ban chỉ đạo họp trong năm" ≥ 3, còn lại 0'),
        ("1.2", 1, '15 nếu "Cán bộ có máy tính" ≥ nguong, còn lại 0'),
        ("II", 0, '"=Việc khác"'),
        ("III", 0, 'Điểm thưởng\n"Sáng kiến"'),
    ]
    assert table.notes == ("Xếp loại: Tốt từ 80% (32); Yếu còn lại.", "Trong đó: nguong = 0,8")
    assert table.rows[-1] == (("", "Tổng cộng", "40", "", ""), True)
    (english,) = printed(rules, "en")
    assert english.heads[2] == "Points"
    assert english.notes == ("Tiers: Tốt from 80% (32); Yếu all others.", "Where: nguong = 0.8")


def test_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("b.yaml").write_text(RULES, "utf-8")
    assert cli.run(["table", "b.yaml", "--output", "b.docx"]) == 0
    assert cli.run(["table", "b.yaml", "--against", "b.docx"]) == 0
    out = capsys.readouterr().out
    assert out.startswith('bảng 1: 5 tiêu chí, 1 hàng tổng (Tổng cộng: 40).\n  cột 1 "TT" đọc là mã\n')
    assert out.endswith("\nĐã đối chiếu 5 hàng: 0 chỗ khác.\n")
    Path("p.xlsx").write_bytes(xlsx_of(PAPER.replace("| 20 |", "| 21 |")))
    assert cli.run(["table", "b.yaml", "--against", "p.xlsx"]) == 1
    out, err = capsys.readouterr()
    # Two pieces of evidence and two wordings of which the ruleset says nothing.
    assert (
        out.splitlines()[-1] == "Đã đối chiếu 5 hàng: 1 chỗ khác. Chưa đối chiếu 4 ô (nêu ở trên): cần người đọc soát."
    )
    assert (
        "ITR753: chưa đối chiếu minh chứng (bộ tiêu chí không ghi lại): 1 ô: Bảng 1!E3\n   = gợi ý: Đọc soát những ô này"
        in err
    )
    assert 'p.xlsx:3:3: cảnh báo ITR744: điểm tối đa của "Ban chỉ đạo họp trong năm": phụ lục ghi 21, bộ tiêu chí (b.yaml:15) có 20' in err  # fmt: skip
    assert cli.run(["table", "b.yaml", "--against", "p.xlsx", "--lang", "en"]) == 1
    out, err = capsys.readouterr()
    assert '  C "Điểm tối đa" read as points\n' in out
    assert (
        out.splitlines()[-1]
        == "5 rows compared: 1 difference. 4 cells not compared (listed above): a person has to read them."
    )
    assert "ITR753: not compared: evidence (the ruleset does not quote it): 1 cell: Bảng 1!E3" in err
    assert cli.run(["table", "b.yaml"]) == 2
    assert "ITR910" in capsys.readouterr().err
    assert cli.run(["table", "b.yaml", "--output", "b.pdf"]) == 2
    assert "ITR720" in capsys.readouterr().err
    assert cli.run(["table", "b.yaml", "--output", "p.xlsx", "--against", "p.xlsx"]) == 2
    assert "ITR907" in capsys.readouterr().err
    assert cli.run(["table", "b.yaml", "--against", "khong-co.docx"]) == 2


BEFORE = """
format: itrank-ruleset/1
id: s
version: "2026"
title: S
scorecards:
  b:
    title: B
    criteria:
      - id: x
        title: Mức độ quan tâm
        max: 10
        description: "Cách chấm: {words}\\nMinh chứng: Báo cáo"
        score: {score}
        {answer}
"""
OLD = {
    "that cannot be compared": ("Theo mức độ thực tế", "given", ""),
    "that says another thing by now": ("Từ 80% trở lên: 10 điểm; dưới 80%: 0 điểm", "{steps: self, from: {80%: 10}, otherwise: 0}", "answer: {type: percent}"),
}  # fmt: skip
AMENDED = 'format: itrank-ruleset/1\nid: s\nversion: "2027"\nextends: s@2026\namend:\n  x: {score: {steps: self, from: {90%: 10}, otherwise: 0}, answer: {type: percent}{more}}\n'


@pytest.mark.parametrize(("words", "score", "answer"), OLD.values(), ids=OLD)
def test_an_old_wording_is_not_printed_beside_a_new_rule(words, score, answer, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    old = BEFORE.replace("{words}", words).replace("{score}", score).replace("{answer}", answer)
    Path("2026.yaml").write_text(old, "utf-8")
    Path("2027.yaml").write_text(AMENDED.replace("{more}", ""), "utf-8")
    (table,) = printed(load(Path("2027.yaml")).ruleset, "vi")
    assert words not in table.entries[0].notes
    assert "phải viết lại theo cách chấm mới" in table.entries[0].notes
    assert "Minh chứng: Báo cáo" in table.entries[0].notes
    assert cli.run(["table", "2027.yaml", "--output", "b.docx"]) == 0
    assert "ITR752" in capsys.readouterr().err
    # An annex of before says what the rule no longer is; it is compared with the rule, and the old quote vouches for nothing.
    Path("p.xlsx").write_bytes(xlsx_of(f"Tiêu chí | Điểm tối đa | Cách chấm\nMức độ quan tâm | 10 | {words}"))
    cli.run(["table", "2027.yaml", "--against", "p.xlsx"])
    err = capsys.readouterr().err
    assert "ITR744: mức" in err or "chưa đối chiếu lời văn cách chấm (bộ tiêu chí không ghi lại" in err
    # A wording that was amended too stands, and so does one that says what the new rule gives.
    for more in (
        ', description: "Cách chấm: Từ 90% trở lên: 10 điểm; dưới 90%: 0 điểm"',
        ', description: "Cách chấm: Theo thang"',
    ):
        Path("2027.yaml").write_text(AMENDED.replace("{more}", more), "utf-8")
        (table,) = printed(load(Path("2027.yaml")).ruleset, "vi")
        assert table.entries[0].notes in more
        assert cli.run(["table", "2027.yaml", "--output", f"c{len(more)}.docx"]) == 0
        assert "ITR752" not in capsys.readouterr().err


def test_a_wording_that_its_rule_does_not_follow_is_told_once_with_all_its_levels(tmp_path, monkeypatch, capsys):
    """*At most two findings per single fault*: that points go up and down where bounds were turned round follows from it."""
    monkeypatch.chdir(tmp_path)
    words = "Từ 90% trở lên: 10 điểm; từ 70% đến dưới 90%: 6 điểm; dưới 70%: 0 điểm"
    score = "{steps: self, up_to: {90%: 10, 70%: 6}, otherwise: 0}"
    old = BEFORE.replace("{words}", words).replace("{score}", score).replace("{answer}", "answer: {type: percent}")
    Path("2026.yaml").write_text(old, "utf-8")
    cli.run(["check", "2026.yaml", "--lang", "en"])
    told = capsys.readouterr().out
    assert told.count("ITR752") == 1
    assert "(and 2 more levels)" in told or "(and 1 more level)" in told
    assert "ITR347" not in told
