"""`itrank explain`: what is said of a unit, in text, JSON and Markdown, and how a unit and a criterion are named."""

import json
import os
import re
import shlex
import shutil
import warnings
from pathlib import Path

import pytest
from itrank.engine.explain import explaining
from itrank.engine.files.writing import write_folder
from itrank.engine.formula.words import say
from itrank.engine.publish.text import width
from jsonschema import Draft202012Validator

with warnings.catch_warnings():
    # typer below 0.25 reads names that click 8.4 deprecates.
    warnings.simplefilter("ignore", DeprecationWarning)
    from itrank import cli

SCHEMA = Path(__file__).parent.parent / "schemas" / "explanation.schema.json"
RULESET = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
locale: vi
decision: {number: 12/QĐ-UBND}
rounding: {leaf: 2}
groups: {so: {title: Các sở}, huyen: {title: Các huyện}}
defaults: {criteria: {cohort: list}}
parameters: {nguong: 80%}
inputs:
  so_hop: {label: {vi: Số cuộc họp, en: Meetings}, type: count}
  ty_le: {label: {vi: Tỷ lệ số hóa, en: Share digitised}, type: percent, missing: group_mean}
  khong_ap: {label: Có một cửa, type: yes_no}
  cach: {label: Cách làm, type: choice, options: {tot: Tốt, kem: Kém}, missing: skip}
  thuong: {type: number, missing: zero}
values:
  gap_doi: {formula: so_hop * 2, label: {vi: Hai lần số họp, en: Twice the meetings}}
scorecards:
  bang:
    criteria:
      - id: hop
        code: "1"
        title: {vi: Họp, en: Meetings}
        cap: 28
        criteria:
          - {id: hop_bac, code: "1.1", title: Bậc họp, max: 10, clause: Mục 1, score: {steps: so_hop, from: {4: 10, 2: 5}, otherwise: 0}}
          - {id: hop_nhieu, code: "1.2", title: Họp nhiều, max: 10, score: {relative: so_hop, to: best}}
          - {id: hop_doi, code: "1.10", title: Gấp đôi, max: 10, score: {formula: "min(gap_doi, 10)"}}
      - id: so
        code: "2"
        title: {vi: Số hóa, en: Digitised}
        provenance: illustrative
        criteria:
          - {id: so_hoa, code: "2.1", title: Tỷ lệ, max: 20, score: {share: ty_le, full_at: nguong}}
          - {id: mot_cua, code: "2.2", title: Một cửa, max: 10, applies: khong_ap, not_applicable: rescale, score: {formula: "10"}}
      - {id: cong, title: Thưởng, role: bonus, score: {formula: thuong}}
    tiers:
      - {id: tot, title: Tốt, from: 50, requires: so_hop >= 4}
      - {id: kha, title: Khá, from: 30}
      - {id: yeu, title: Yếu}
    ranking: {lists: group, tie_break: [so_hop, ty_le]}
"""
DATA = """id,name,group,so_hop,ty_le,khong_ap,cach,thuong
so-a,Sở A,so,4,70%,có,tot,
so-b,Sở Bê,so,3,77,không,kem,
so-c,Sở C,so,3,77,không,kem,2
so-d,Sở Dê,so,2,,có,,
huyen-a,Huyện A,huyen,2,80,có,tot,
huyen-b,Huyện B,huyen,,80,có,tot,
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "thu.yaml").write_text(RULESET, "utf-8")
    (tmp_path / "so-lieu.csv").write_text(DATA, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def explain(folder, capsys):
    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(["explain", "--ruleset", "thu.yaml", "--data", "so-lieu.csv", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def listed(folder):
    return sorted(path.name for path in folder.iterdir())


# ── Text ──


@pytest.mark.parametrize(("form", "langs"), [("text", {"vi"}), ("markdown", {"vi"}), ("json", {"vi", "en"})])
def test_formulas_are_said_in_the_languages_that_a_format_has(explain, monkeypatch, form, langs):
    said = []
    monkeypatch.setattr(explaining, "say", lambda tree, label, lang: said.append(lang) or say(tree, label, lang))
    assert explain("so-a", "--format", form)[0] == 0
    assert set(said) == langs


def test_the_whole_tree_of_a_unit(explain):
    code, out, err = explain("so-a")
    assert (code, err) == (0, "")
    assert out.splitlines()[:2] == ["Sở A (so-a, Các sở)", "hạng 1/4 · 55,5 / 58 điểm · Tốt"]
    assert "Quyết định 12/QĐ-UBND" in out
    for line in (
        'vì "Số cuộc họp" ≥ 4: 4 ≥ 4',
        "4 ÷ 4 × 10 = 10",
        "70% ÷ 80% × 20 = 17,5",
        "−2,5   2.1 Tỷ lệ",
        "Hơn ngưỡng Tốt (50) 5,5 điểm",
    ):
        assert line in out
    # The cap of its branch is reached without the 2 points that it has not.
    assert "Gấp đôi" not in out[out.index("Mất điểm") :]


def test_only_what_is_made_up_is_headed_so(explain):
    out = explain("so-a")[1]
    assert out.count("SỐ LIỆU MINH HỌA") == 1


def test_where_rules_come_from_is_said_in_words(explain, folder):
    text = RULESET.replace("clause: Mục 1", "clause: Mục 1, provenance: inferred")
    (folder / "thu.yaml").write_text(text, "utf-8")
    out = explain("so-b", "1.1")[1]
    assert "suy ra" in out
    assert "inferred" not in out


def test_what_is_left_out_is_shared_and_said(explain):
    out = explain("so-b", "so")[1]
    assert "chia lại 10 điểm của phần không áp dụng cho cùng nhóm: × (20 + 10) ÷ 20: 19,25 → 28,875" in out
    assert '"Có một cửa" (khong_ap)' not in out  # of what is below only the result is told here
    below = explain("so-b", "2.2")[1]
    assert "không áp dụng, điểm chia cho các tiêu chí cùng nhóm" in below
    assert "Có một cửa (khong_ap) = không" in below


def test_a_node_in_full(explain):
    code, out, err = explain("so-b", "1.10")
    assert (code, err) == (0, "")
    for line in (
        "1.10 Gấp đôi (hop_doi): 6 / 10",
        'số nhỏ nhất trong ("Hai lần số họp"; 10)',
        "số nhỏ nhất trong (6; 10) = 6",
        "Hai lần số họp (gap_doi) = 6",
        '"Số cuộc họp" × 2',
        "3 × 2 = 6",
        "thu.yaml:30",
    ):
        assert line in out


def test_the_clause_the_cell_and_the_cohort_are_named(explain):
    assert "Mục 1, 12/QĐ-UBND" in explain("so-b", "1.1")[1]
    out = explain("so-b", "1.2")[1]
    assert 'Số cuộc họp (so_hop) = 3 · so-lieu.csv, dòng 3, cột "so_hop"' in out
    assert (
        'giá trị cao nhất của "Số cuộc họp" = 4 · các đơn vị cùng danh sách xếp hạng, 4 đơn vị có giá trị'
        in out.replace("\n      ", " ")
    )


def test_a_value_that_stands_in_for_a_blank_is_said_to(explain):
    out = explain("so-d", "2.1")[1]
    assert "Tỷ lệ số hóa (ty_le) = ≈74,666667% · lấy trung bình nhóm vì để trống" in out
    assert "nguong = 0,8 · tham số, thu.yaml:11" in out


def test_who_stands_next_and_what_a_better_tier_wants(explain):
    out = explain("so-d")[1]
    assert "Ngay trên: Sở Bê (hạng 3)" in out
    assert "Thiếu " in out
    second = explain("so-c")[1]
    assert "Ngay trên: Sở A (hạng 1), 55,5, cách" in second
    assert "Ngay dưới: Sở Bê (hạng 3)" in second


def test_what_is_cut_is_said_to_be_and_nothing_else(explain, folder):
    text = "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: T\ninputs: {x: {type: number}}\nscorecards:\n  b:\n"
    text += "    criteria: [{id: c, max: 9, score: {formula: x / 93197 / 7 * 100000}}]\n    ranking: {lists: all}\n"
    (folder / "thu.yaml").write_text(text.replace("x / 93197 / 7 * 100000", "(x / 93197) / 0.7 * 9"), "utf-8")
    (folder / "so-lieu.csv").write_text("id,x\na,1\nb,2\nc,303500100500048011\n", "utf-8")
    out = explain("a", "--lang", "en")[1]
    assert "1 ÷ 93197 ÷ 0.7 × 9 ≈ 0.000137957" in out
    assert "Next above: b (rank 2), ≈0.000276, a gap of ≈0.000137957 points" in out
    assert "303500100500048011 ÷ 93197" in explain("c", "--lang", "en")[1]


def test_the_tie_break_that_decided_is_named_with_both_values(explain, folder):
    rows = ["id,name,group,so_hop,ty_le,khong_ap,cach,thuong", "a,Bên A,so,9,80,có,tot,", "b,Bên B,so,8,80,có,tot,"]
    (folder / "so-lieu.csv").write_text("\n".join([*rows, "c,Bên C,so,8,80,có,tot,"]) + "\n", "utf-8")
    text = RULESET.replace("{relative: so_hop, to: best}", "{formula: '10'}")
    (folder / "thu.yaml").write_text(text, "utf-8")
    out = explain("a")[1]
    assert 'Ngay dưới: Bên B (hạng 2), 58, bằng điểm; phân định bằng "Số cuộc họp": 9 so với 8' in out
    assert "Đồng hạng với Bên C" in explain("b")[1]
    record = json.loads(explain("b", "--format", "json")[1])
    assert record["standing"]["above"]["decided_by"] == {
        "number": 0, "words": {"vi": '"Số cuộc họp"', "en": '"Meetings"'}, "own": "8", "other": "9",
    }  # fmt: skip


def test_a_tier_that_wants_more_than_points_says_so(explain, folder):
    (folder / "so-lieu.csv").write_text(
        DATA.replace("so-c,Sở C,so,3,77,không,kem,2", "so-c,Sở C,so,3,80,có,kem,9"), "utf-8"
    )
    out = explain("so-c")[1]
    assert 'Đủ điểm cho Tốt (từ 50); cần thêm "Số cuộc họp" ≥ 4 (chưa đạt)' in out


def test_a_unit_without_a_total_is_explained_too(explain):
    code, out, err = explain("huyen-b")
    assert code == 1
    assert "ITR355" in err
    assert 'chưa xếp hạng: thiếu số liệu "Số cuộc họp" (so_hop)' in out
    assert "Bậc họp" in out
    assert explain("huyen-a")[0] == 0  # what others lack is nothing to it


def test_a_unit_that_no_scorecard_is_for_is_explained_too(explain, folder):
    (folder / "thu.yaml").write_text(RULESET.replace("  bang:\n", "  bang:\n    for: [so]\n"), "utf-8")
    for form in ("text", "markdown", "json"):
        code, out, _ = explain("huyen-a", "--format", form)
        assert code == 0
        assert "không có bảng điểm" in out


def test_provisional_leaves_out_what_is_missing(explain):
    code, out, _ = explain("huyen-b", "--provisional")
    assert code == 1
    assert "(xếp hạng tạm thời)" in out
    assert json.loads(explain("huyen-b", "--provisional", "--format", "json")[1])["lenient"] is True


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("arguments", [("so-b",), ("so-b", "1.10"), ("so-b", "2"), ("huyen-b",)])
def test_it_fits_a_terminal(explain, monkeypatch, columns, arguments):
    import itrank.commands.explain as command

    monkeypatch.setattr(command, "columns_of", lambda _: columns)
    out = explain(*arguments)[1]
    assert len(out.splitlines()) >= 8
    assert max(map(width, out.splitlines())) <= columns


def test_it_speaks_english(explain):
    out = explain("so-b", "1.2", "--lang", "en")[1]
    assert "rank 3 of 4" in out
    assert "3 ÷ 4 × 10 = 7.5" in out
    assert 'the highest "Meetings" = 4 · the units of the same list, 4 with a value' in out.replace("\n      ", " ")


STEPS = """
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
rounding: {mode: half_even, leaf: 1, branch: 0, total: -1}
inputs: {a: {type: number}, ngay: {type: date}, nam: {type: number, missing: last_year}}
scorecards:
  bang:
    out_of: 1000
    then: value + 1
    min: 5
    criteria:
      - id: tb
        title: Trung bình
        aggregate: mean
        at_least: 1
        cap: 7
        criteria:
          - {id: x, title: X, max: 10, weight: 2, score: {formula: a}}
          - {id: y, title: Y, max: 10, weight: 1, score: {formula: 9 - a}}
      - {id: ngay_tot, title: Ngày, max: 10, score: {yes_no: "days(ngay, ngay) == 0 and not a > 100"}}
      - {id: tru, title: Vi phạm, role: penalty, score: {formula: a / 8}}
      - {id: dk, title: Điều kiện, role: condition, on_fail: flag, score: {yes_no: a > 100}}
    ranking: {by: bang * 2}
"""


@pytest.mark.parametrize(
    ("node", "said"),
    [
        ("tb", "có 2 phần có số liệu, cần ít nhất 1: 2"),
        ("tb", "trung bình các tiêu chí con: (2 × 9 + 0) ÷ 3 = 6"),
        ("tb", "không quá 7: 6 → 6"),
        ("bang", 'điểm trừ "Vi phạm" −1,1: 16 → 14,9'),
        ("bang", "quy về thang 1000: × 1000 ÷ 17: 14,9 → ≈876,470588"),
        ("bang", "quy đổi: ≈876,470588 + 1 ≈ 877,470588"),
        ("bang", "làm tròn đến 10 (nửa về số chẵn): ≈877,470588 → 880"),
        ("tru", "làm tròn 1 chữ số thập phân (nửa về số chẵn): 1,125 → 1,1"),
        ("ngay_tot", "(số ngày từ 6/5/2022 đến 6/5/2022) = 0 và không 9 > 100"),
        ("dk", "Điều kiện (dk): KHÔNG ĐẠT"),
    ],
)
def test_each_step_is_said_with_what_acted(explain, folder, node, said):
    (folder / "thu.yaml").write_text(STEPS, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,ngay,nam\nu,U,9,6/5/2022,\nv,V,1,6/5/2022,\n", "utf-8")
    assert said in " ".join(explain("u", node)[1].split())
    assert "Xếp hạng theo bang × 2 = 1760" in " ".join(explain("u")[1].split())


def test_what_is_lost_is_told_in_points_of_the_total_whatever_lies_between(explain, folder):
    (folder / "thu.yaml").write_text(STEPS, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,ngay,nam\nu,U,9,6/5/2022,\n", "utf-8")
    # min((18 + 10) / 3, 7) + 10 − 1.1 = 15.9 of 17, × 1000 + 1 ≈ 936.3, rounded to tens 940: 60 more than 880.
    assert "−60   Y\n" in explain("u")[1]


def test_points_that_others_read_too_are_said_to_be_on_a_scale_of_their_own(explain, folder):
    text = STEPS.replace("- {id: tru,", "- {id: z, max: 1, score: {formula: y / 10}}\n      - {id: tru,")
    (folder / "thu.yaml").write_text(text, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,ngay,nam\nu,U,9,6/5/2022,\n", "utf-8")
    assert "−10   Y (theo thang riêng)" in explain("u")[1]


TIED = """
format: itrank-ruleset/1
id: thu
version: "1"
title: T
inputs:
  p: {label: P, type: number, min: 0, max: 10}
  q: {label: Q, type: number, min: 0, max: 10}
values:
  so_muc: {formula: (1 if a > 0 else 0) + (1 if b > 0 else 0)}
scorecards:
  bang:
    criteria:
      - {id: a, title: A, max: 10, score: {given: p}}
      - {id: b, title: B, max: 10, score: {given: q}}
    ranking: {lists: all, tie_break: [so_muc]}
"""


def test_points_that_only_a_tie_break_reads_are_of_the_sum(explain, folder):
    (folder / "thu.yaml").write_text(TIED, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,p,q\nu,U,4,7\nv,V,5,6\n", "utf-8")
    out = explain("u")[1]
    assert "−6   A\n  −3   B\n" in out
    assert "thang riêng" not in out


def test_conditions_that_were_passed_over_are_told(explain, folder):
    steps = " else ".join(f"{9 - bound} if q == {bound}" for bound in range(1, 6)) + " else 0"
    text = TIED.replace("{given: p}", "{formula: 3 if p > q else 1 if p == q else 0}").replace(
        "{given: q}", f"{{formula: {steps}}}"
    )
    (folder / "thu.yaml").write_text(text, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,p,q\nu,U,4,7\nv,V,5,4\n", "utf-8")
    said = " ".join(explain("u", "--lang", "en")[1].split())
    assert 'since "P" > "Q": 4 > 7 (does not hold); "P" = "Q": 4 = 7 (does not hold)' in said
    assert 'since 2 conditions before did not hold; "Q" = 3: 7 = 3 (does not hold); "Q" = 4' in said


def test_a_figure_of_subordinate_units_names_them(explain, folder):
    groups = "groups: {h: {title: H}, x: {title: X}}\n"
    cards = "  h: {for: [h], criteria: [{id: t, score: {formula: children_sum(p)}}]}\n  x: {for: [x], criteria: [{id: c, score: {given: p}}]}\n"
    text = f"format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: T\n{groups}inputs: {{p: {{type: number, missing: unranked}}}}\nscorecards:\n{cards}"
    (folder / "thu.yaml").write_text(text, "utf-8")
    rows = "".join(f"x{number},X{number},x,h,{number}\n" for number in range(1, 13))
    (folder / "so-lieu.csv").write_text(f"id,name,group,parent,p\nh,H,h,,0\n{rows}y,Y,x,h,\n", "utf-8")
    said = " ".join(explain("h", "t", "--lang", "en")[1].split())
    assert "subordinate units: X1 = 1; X2 = 2; " in said
    assert "X10 = 10; … and 2 more units" in said


def test_many_losses_are_added_up(explain, folder):
    leaves = "".join(
        f"      - {{id: c{n}, title: C{n}, max: {n}, score: {{formula: so_hop * 0}}}}\n" for n in range(1, 14)
    )
    head = "format: itrank-ruleset/1\nid: thu\nversion: '1'\ntitle: T\ninputs: {so_hop: {type: count}}\n"
    (folder / "thu.yaml").write_text(f"{head}scorecards:\n  bang:\n    criteria:\n{leaves}", "utf-8")
    (folder / "so-lieu.csv").write_text("id,so_hop\nu,1\n", "utf-8")
    out = explain("u")[1]
    assert "−13   C13" in out
    assert "−4   C4" in out
    assert "−6   3 tiêu chí khác" in out
    assert "3 others" in explain("u", "--lang", "en")[1]


# ── Down to the cells ──

CHAIN = """
format: itrank-ruleset/1
id: chuoi
version: "1"
title: Chuỗi
inputs: {a: {type: number, label: Số dân}, b: {type: number, min: 1}}
values:
  buoc1: {formula: a + 7, label: Bước một}
  buoc2: {formula: buoc1 * 2 if a > 3 else 0, label: Bước hai}
scorecards:
  bang:
    criteria:
      - {id: x, title: X, max: 1000, score: {formula: buoc2 / b + buoc1}}
      - {id: y, title: Y, max: 10, cohort: all, score: {formula: buoc2 / cohort_max(buoc2) * 10}}
"""


@pytest.fixture
def chain(folder):
    (folder / "thu.yaml").write_text(CHAIN, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,b\nu,U,9,2\nv,V,3,1\n", "utf-8")


@pytest.mark.usefixtures("chain")
def test_the_tree_tells_each_value_once_down_to_its_cell(explain):
    lines = explain("u")[1].splitlines()
    first = next(number for number, line in enumerate(lines) if "Bước một (buoc1)" in line)
    assert [line.rstrip() for line in lines[first - 1 : first + 6]] == [
        "      32 ÷ 2 + 16 = 32",
        "      Bước một (buoc1) = 9 + 7 = 16",
        '        Số dân (a) = 9 · so-lieu.csv, dòng 2, cột "a"',
        "      Bước hai (buoc2) = 16 × 2 = 32",
        '        vì "Số dân" > 3: 9 > 3',
        next(line for line in lines if line.startswith("  Y")).rstrip(),
        "      32 ÷ 32 × 10 = 10",
    ]
    assert "      đã nêu ở trên: Bước hai (buoc2) = 32" in lines
    assert '      giá trị cao nhất của "Bước hai" = 32 · mọi đơn vị, 2 đơn vị có giá trị' in lines


@pytest.mark.usefixtures("chain")
def test_a_criterion_is_explained_through_every_step(explain):
    said = explain("u", "y")[1]
    below = said[said.index("  Số liệu dùng\n") :].splitlines()[1:9]
    assert below == [
        "    Bước hai (buoc2) = 32",
        '      "Bước một" × 2 nếu "Số dân" > 3, còn lại 0',
        "      16 × 2 = 32",
        '      vì "Số dân" > 3: 9 > 3',
        '      Số dân (a) = 9 · so-lieu.csv, dòng 2, cột "a"',
        "      Bước một (buoc1) = 16",
        '        "Số dân" + 7',
        "        9 + 7 = 16",
    ]
    assert "    * Bước một (buoc1) = 16" in explain("u", "y", "--format", "markdown")[1].replace("\\", "")


def test_what_is_beyond_the_bound_is_counted(folder, explain):
    steps = "".join(f"  v{n}: {{formula: v{n - 1} + 1}}\n" for n in range(2, 100))
    text = CHAIN.replace("values:\n", f"values:\n  v1: {{formula: a}}\n{steps}").replace("buoc2 / b + buoc1", "v99")
    (folder / "thu.yaml").write_text(text, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,b\nu,U,9,2\n", "utf-8")
    said = explain("u", "x")[1]
    assert "v40 = 48" in said
    assert "v39 = " not in said
    assert "… và 40 giá trị khác" in said


def test_a_scorecard_that_is_a_leaf_is_explained_as_a_leaf(folder, explain):
    text = CHAIN[: CHAIN.index("    criteria:")] + "    title: X\n    max: 1000\n    score: {formula: buoc2 / b}\n"
    (folder / "thu.yaml").write_text(text, "utf-8")
    (folder / "so-lieu.csv").write_text("id,name,a,b\nu,U,9,2\nv,V,3,1\n", "utf-8")
    code, said, _ = explain("u")
    assert code == 0
    for line in (
        "X (bang): 16 / 1000",
        "32 ÷ 2 = 16",
        "Bước một (buoc1) = 16",
        "Số dân (a) = 9",
        "Thứ hạng và xếp loại",
    ):
        assert line in said


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize("name", ["buoc2", "Bước hai", "buoc hai"])
def test_a_value_is_explained_alone(explain, name):
    code, said, _ = explain("u", name)
    assert code == 0
    assert said.split("\n\n")[1].splitlines() == [
        "Bước hai (buoc2) = 32",
        "  Công thức",
        '    "Bước một" × 2 nếu "Số dân" > 3, còn lại 0',
        "    16 × 2 = 32",
        '    vì "Số dân" > 3: 9 > 3',
        "  Số liệu dùng",
        '    Số dân (a) = 9 · so-lieu.csv, dòng 2, cột "a"',
        "    Bước một (buoc1) = 16",
        '      "Số dân" + 7',
        "      9 + 7 = 16",
        "  Viết tại",
        "    thu.yaml:9",
    ]
    assert "### Bước hai (buoc2) = 32" in explain("u", name, "--format", "markdown")[1].replace("\\", "")
    record = json.loads(explain("u", name, "--format", "json")[1])
    assert (record["start"], record["nodes"], list(record["columns"])) == ("buoc2", [], ["a", "buoc1", "buoc2"])
    assert list(Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).iter_errors(record)) == []


@pytest.mark.usefixtures("chain")
def test_an_input_is_explained_alone(explain):
    assert 'Số dân (a) = 9 · so-lieu.csv, dòng 2, cột "a"\n  Viết tại\n    thu.yaml:6\n' in explain("u", "a")[1]


@pytest.mark.usefixtures("chain")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("buocc2", 'Có phải "buoc2"? Các tiêu chí: bang, x, y. Các giá trị và đầu vào: a, b, buoc1, buoc2.'),
        ("Bước", 'ITR930: "Bước" có thể là nhiều giá trị: buoc1 (Bước một), buoc2 (Bước hai)'),
    ],
)
def test_a_name_that_is_nothing_is_answered_with_what_there_is(explain, name, said):
    code, out, err = explain("u", name)
    assert (code, out) == (2, "")
    assert said in err


# ── Naming units and criteria ──


@pytest.mark.parametrize("name", ["so-b", "Sở Bê", "SO BE", "sở bê", " so be ", "bê"])
def test_a_unit_is_named_by_id_name_or_a_part_of_it(explain, name):
    assert explain(name)[1].startswith("Sở Bê (so-b")


@pytest.mark.parametrize("name", ["hop_doi", "1.10", "Gấp đôi", "gap doi", "GẤP", "đôi"])
def test_a_criterion_is_named_by_id_code_or_title(explain, name):
    assert "1.10 Gấp đôi (hop_doi)" in explain("so-b", name)[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["so-bb"], 'ITR461: không có đơn vị "so-bb" trong số liệu\n   = gợi ý: Có phải "so-b"?'),
        (["huyện"], 'ITR930: "huyện" có thể là nhiều đơn vị: huyen-a (Huyện A), huyen-b (Huyện B)'),
        (["so-a", "hop_dooi"], 'ITR923: bảng điểm của đơn vị "Sở A" không có tiêu chí "hop_dooi"\n   = gợi ý: Có phải "hop_doi"?'),
        (["so-a", "t\x1b[2Jx"], 'không có tiêu chí "t\\x1b[2Jx"'),
        (["so-a", "tỷ l"], "2.1 Tỷ lệ"),
        ([], "ITR933: cần đúng một trong hai"),
        (["so-a", "--all", "--output", "x"], "ITR933: cần đúng một trong hai"),
        (["--all"], "ITR933: cần đúng một trong hai"),
        (["so-a", "--format", "pdf"], "text, json, markdown"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_command_line_is_told(explain, folder, arguments, said):
    before = listed(folder)
    code, out, err = explain(*arguments)
    assert said in err + out
    assert code == (0 if said in out else 2)
    assert listed(folder) == before


# ── JSON ──


@pytest.mark.parametrize("arguments", [("so-a",), ("so-b",), ("so-b", "2"), ("huyen-b",), ("huyen-b", "--provisional")])
def test_the_json_is_as_its_schema_says(explain, arguments):
    schema = json.loads(SCHEMA.read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    record = json.loads(explain(*arguments, "--format", "json")[1])
    assert [error.message for error in Draft202012Validator(schema).iter_errors(record)] == []


def test_the_json_has_every_figure_exactly(explain):
    record = json.loads(explain("so-d", "--format", "json")[1])
    assert record["format"] == "itrank-explanation/1"
    assert record["columns"]["ty_le"] | {"place": None, "label": None} == {
        "kind": "input", "label": None, "type": "number", "value": "56/75", "lack": None, "percent": True,
        "measured_in": "", "imputed": "group_mean", "drawn_in": False, "missing": "group_mean", "provenance": "",
        "place": None,
    }  # fmt: skip
    leaf = next(node for node in record["nodes"] if node["id"] == "so_hoa")
    assert leaf["value"] == "1867/100"
    assert leaf["score"]["tree"] == {
        "op": "*",
        "args": [
            {"op": "clamp", "args": [
                {"op": "/", "args": [{"name": "ty_le"}, {"name": "nguong"}]}, {"number": "0"}, {"number": "1"},
            ]},
            {"number": "20"},
        ],
    }  # fmt: skip
    assert [(step["step"], step["before"], step["after"]) for step in leaf["steps"]] == [
        ("score", None, "56/3"), ("rounding", "56/3", "1867/100"),
    ]  # fmt: skip
    assert leaf["place"]["file"] == "thu.yaml"


# ── Markdown and folders ──


def test_names_cannot_be_markup(explain, folder):
    wild = "x|y<img src=a> [a](http://b) `c` *d* $e$ 1. f www.g.vn"
    (folder / "so-lieu.csv").write_text(DATA.replace("Sở A", f'"{wild}"').replace("so-lieu", "x"), "utf-8")
    out = explain("so-a", "--format", "markdown")[1]
    assert r"# Giải trình: x\|y\<img src=a\> \[a\](http\://b) \`c\` \*d\* \$e\$ 1. f www\.g.vn (so-a" in out


def test_a_title_cannot_break_a_table(explain, folder):
    (folder / "thu.yaml").write_text(RULESET.replace("title: Bậc họp", 'title: "a | b\\n| c |"'), "utf-8")
    out = explain("so-a", "--format", "markdown")[1]
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    bars = {line.replace(r"\|", "").count("|") for line in rows if "Tiêu chí" not in line}
    assert bars <= {3, 4}
    assert r"a \| b" in out


def test_a_number_that_is_counted_anew_is_named_with_its_heading(folder, explain):
    (folder / "thu.yaml").write_text(
        "format: itrank-ruleset/1\nid: dem\nversion: '1'\ntitle: Đếm\ninputs: {x: {type: count}}\n"
        "scorecards: {b: {criteria: [\n"
        "  {id: a, code: I., title: Một, criteria: [{id: a1, code: '1', title: Họp, max: 5, score: {formula: x}}]},\n"
        "  {id: b2, code: II, title: Hai, criteria: [{id: b1, code: '1', title: Máy, max: 5, score: {formula: x}}]}]}}\n",
        "utf-8",
    )
    (folder / "so-lieu.csv").write_text("id,name,x\nu,U,3\n", "utf-8")
    assert "ITR930" in explain("u", "1")[2]
    for number, title in (("I.1", "1. Họp (a1)"), ("ii.1", "1. Máy (b1)")):
        code, out, _ = explain("u", number)
        assert (code, title in out) == (0, True)


def test_the_markdown_says_what_the_text_says(explain):
    out = explain("so-b", "--format", "markdown")[1]
    assert "| 1.10 Gấp đôi | 6 / 10 | số nhỏ nhất trong (6; 10) = 6 |" in out
    assert "* Ngay trên: Sở C (hạng 2)" in out
    assert "### 1.2 Họp nhiều (hop\\_nhieu): 7,5 / 10" in out


@pytest.mark.parametrize(("form", "ending"), [("markdown", "md"), ("text", "txt"), ("json", "json")])
def test_all_units_have_a_file_each_and_an_index(explain, folder, form, ending):
    code, out, err = explain("--all", "--output", "ra", "--format", form)
    assert (code, out) == (1, "")
    assert "ITR355" in err
    ids = ["huyen-a", "huyen-b", "so-a", "so-b", "so-c", "so-d"]
    assert listed(folder / "ra") == sorted([*(f"{id_}.{ending}" for id_ in ids), f"index.{ending}"])
    index = (folder / "ra" / f"index.{ending}").read_text("utf-8")
    assert index.index("so-a.") < index.index("so-d.") < index.index("huyen-a.")
    alone = explain("so-b", "--format", form)[1]
    assert (folder / "ra" / f"so-b.{ending}").read_text("utf-8") == alone


def test_a_folder_that_exists_is_left_alone(explain, folder):
    (folder / "ra").mkdir()
    (folder / "ra" / "cũ.txt").write_text("cũ", "utf-8")
    code, _, err = explain("--all", "--output", "ra")
    assert code == 2
    assert 'ITR488: thư mục nhận "ra" đã có' in err
    assert listed(folder / "ra") == ["cũ.txt"]


def test_ids_that_are_paths_are_no_paths(explain, folder):
    rows = (
        DATA.replace("so-a,", "../../so-a,")
        .replace("so-b,", "CON,")
        .replace("so-c,", "index,")
        .replace("so-d,", "/etc/x,")
    )
    (folder / "so-lieu.csv").write_text(rows, "utf-8")
    before = listed(folder)
    assert explain("--all", "--output", "ra")[0] == 1
    made = listed(folder / "ra")
    assert listed(folder) == sorted([*before, "ra"])
    assert len(made) == 7
    assert all(name.removesuffix(".md").replace("-", "").isalnum() for name in made)


def test_a_folder_is_written_whole_or_not_at_all(tmp_path):
    def fails(stream):
        stream.write("x")
        raise OSError(28, "No space left on device")

    for number in range(3):
        files = [(f"{i}.txt", fails if i == number else (lambda stream: stream.write("y"))) for i in range(3)]
        with pytest.raises(OSError, match="No space left"):
            write_folder(tmp_path / "ra", files)
        assert listed(tmp_path) == []
    write_folder(tmp_path / "ra", [("a.txt", lambda stream: stream.write("y"))])
    assert (tmp_path / "ra" / "a.txt").read_text("utf-8") == "y"
    with pytest.raises(FileExistsError):
        write_folder(tmp_path / "ra", [])


def test_a_full_disk_leaves_no_folder(explain, folder, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    before = listed(folder)
    monkeypatch.setattr(os, "fsync", full)
    code, _, err = explain("--all", "--output", "ra")
    assert code == 2
    assert "ITR906" in err
    assert listed(folder) == before


def test_an_explanation_can_be_written_to_a_file(explain, folder):
    assert explain("so-a", "--output", "a.txt")[:2] == (0, "")
    assert (folder / "a.txt").read_text("utf-8") == explain("so-a")[1]


# ── The page ──

ROOT = SCHEMA.parent.parent
PAGE = (ROOT / "docs" / "explaining.md").read_text("utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, body in FENCE.findall(PAGE) if kind == "console" for line in body.splitlines()]


@pytest.fixture
def project(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "rulesets", tmp_path / "rulesets")
    shutil.copytree(ROOT / "examples" / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.long
@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_runs(project, capsys, line):
    assert line.startswith("$ itrank explain ")
    assert cli.run(shlex.split(line)[2:]) == 0, capsys.readouterr()


def test_the_page_prints_what_is_printed(project, capsys):
    (shown,) = [body for kind, body in FENCE.findall(PAGE) if kind == "text"]
    command = PAGE[: PAGE.index(shown)].rsplit("$ itrank ", 1)[1].splitlines()[0]
    assert cli.run(shlex.split(command)) == 0
    assert capsys.readouterr().out == shown


def test_the_page_names_every_operation(project):
    from itrank.engine.formula.interpreter import ARITHMETIC, COMPARISON

    table = PAGE[PAGE.index("| `op` |") :]
    named = set(re.findall(r"[\w*/%+<>=!-]+", " ".join(re.findall(r"`([^`]*)`", table))))
    assert {*ARITHMETIC.values(), *COMPARISON.values(), "negate", "not", "and", "or", "if", "not_applicable"} <= named
