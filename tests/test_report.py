"""`itrank report`: reading a result, and the facts that reports draw from it."""

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.model.codes import message
from itrank.engine.report import facts, tiers
from itrank.engine.report.contents import contents
from itrank.engine.report.html import page
from itrank.engine.report.open_data import package
from itrank.engine.report.profiles import profiles
from itrank.engine.report.text import announcement
from itrank.engine.result import published as reading
from itrank.engine.result.published import Published, published, read_published
from itrank.engine.result.shapes import written


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "kq.json"
    assert cli.run(["evaluate", "--ruleset", "2021.yaml", "--format", "json", "--output", str(path)]) == 0
    return json.loads(path.read_bytes())


def bytes_of(made):
    return json.dumps(made, ensure_ascii=False).encode()


def told(content):
    found = published(content, "kq.json")
    assert not isinstance(found, Published)
    return [(each.code, message(each, "en")) for each in found]


def test_a_result_is_read_as_it_was_written(result):
    made = published(bytes_of(result), "kq.json")
    assert written(made.record) == json.loads(bytes_of(result))
    assert (made.lang, published(bytes_of(result), "kq.json", "en").lang) == ("vi", "en")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda made: made.pop("lists"), "(required: format, engine, "),
        (lambda made: made.update(more=1), "(additionalProperties: False)"),
        (lambda made: made["units"][3]["criteria"][2].update(score=12.5), "units[3].criteria[2]"),
        (lambda made: made["units"][3]["criteria"][2].update(score="012"), "units[3].criteria[2]"),
        (lambda made: made["units"][0].update(rank="1"), "units[0]"),
        (lambda made: made["units"][0].update(tied=1), "units[0]"),
    ],
)
def test_what_does_not_fit_the_schema_is_told_with_its_place(result, change, where):
    made = json.loads(bytes_of(result))
    change(made)
    ((code, words),) = told(bytes_of(made))
    assert code == "ITR861"
    assert where in words


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "ITR492", "a value is missing"),
        (b"\xff\xfe{", "ITR861", "UTF-8"),
        (b"[]", "ITR105", 'its format is "-"'),
        (b'{"format": "itrank-result/2"}', "ITR105", 'its format is "itrank-result/2", "itrank-result/1" is expected'),
        (b'{"format": "itrank-result/1", "format": "itrank-result/1"}', "ITR492", "there twice"),
        (b'{"format": "itrank-result/1", "show": NaN}', "ITR492", "NaN is no number"),
        (b"[" * 100_000, "ITR492", "nested too deeply"),
        (b"format: itrank-ruleset/1\n", "ITR105", 'no result: its format is "-"'),
        (b'{"format": "' + b"x" * 1000 + b'"}', "ITR105", "x…"),
    ],
)
def test_what_is_no_result_is_told(content, code, words):
    ((found, said),) = told(content)
    assert found == code
    assert words in said


def test_a_result_past_the_limit_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "kq.json"
    monkeypatch.setattr(reading, "LARGEST", 100)
    path.write_bytes(b"[" + b" " * 98 + b"]")
    assert read_published(path)[0].code == "ITR105"
    path.write_bytes(b"[" + b" " * 99 + b"]")
    assert read_published(path)[0].code == "ITR101"


def test_facts_are_those_of_the_result(result):
    made = published(bytes_of(result), "kq.json", "vi")
    first = made.record.lists[0]
    ranks = [unit.rank for unit in facts.listed(made, first)]
    assert ranks == sorted(ranks)
    top = facts.listed(made, first)[0]
    assert (facts.printed(top.total, made), facts.tier_title(made, top)) == ("989", "Tốt")
    assert first.mean == Fraction(40085, 44)
    assert facts.marks(made) == ("SỐ LIỆU MINH HỌA",)
    assert facts.scorecard(made, "khong") is None
    assert facts.nodes_of(made, "cntt")[0].id == "cntt"
    assert facts.unranked(made, first) == []


@pytest.mark.long
def test_a_tier_that_asks_for_more_than_points_says_so_wherever_units_are_near_it(result):
    changed = json.loads(bytes_of(result))
    for card in changed["scorecards"]:
        card["tiers"][0]["requires"] = {"vi": "cohort_rank(a) ≤ 3", "en": "cohort_rank(a) ≤ 3"}
    made = published(bytes_of(changed), "kq.json")
    stated = made.record.scorecards[0].tiers
    assert tiers.tier_asked(made, stated[0]) == "Tốt (và cohort_rank(a) ≤ 3)"
    assert tiers.tier_asked(made, stated[1]) == "Khá"
    unit = next(each for each in profiles(made)["profiles"] if each["name"] == "Ngân hàng Nhà nước")
    assert unit["around"][-1] == "Còn 20,1 điểm nữa tới mốc của mức Tốt (và cohort_rank(a) ≤ 3)."
    changed["units"][0] |= {"total": "849", "tier": "kha"}
    changed["units"][0].pop("exact", None)
    assert "Tốt (và cohort_rank(a) ≤ 3)" in page(published(bytes_of(changed), "kq.json"))


def test_the_rules_in_a_result_say_what_each_leaf_reads(result):
    nodes = {node["id"]: node for node in result["scorecards"][0]["criteria"]}
    assert nodes["ht_may"]["reads"] == ["can_bo", "can_bo_may"]
    assert nodes["ht_may"]["parent"] == "ha_tang"
    assert nodes["ht_may"]["formula"]["vi"].startswith('clamp("Số CBCCVC được trang bị máy tính" ÷ "Tổng số CBCCVC"')
    assert [tier["from"] and tier["from"]["points"] for tier in result["scorecards"][0]["tiers"]] == [
        "850",
        "700",
        "550",
        None,
    ]


def test_a_report_never_overwrites_its_result(tmp_path, result, capsys):
    path = tmp_path / "kq.json"
    path.write_bytes(bytes_of(result))
    assert cli.run(["report", str(path), "--output", str(path)]) == 2
    assert path.read_bytes() == bytes_of(result)
    assert "ITR907" in capsys.readouterr().err


# ── The announcement ──


def said(made, lang=None, **more):
    read = published(bytes_of(made), "kq.json", lang)
    return announcement(read, **more)


def test_the_announcement_of_2021_has_every_figure_that_was_published(result):
    """The article of 28-03-2022 on the portal of Vị Thanh: who leads, by how many places up, who is last, with points."""
    text = said(result)
    assert text.startswith("SỐ LIỆU MINH HỌA\nKẾT QUẢ ĐÁNH GIÁ, XẾP HẠNG\n")
    for sentence in (
        "Tổng cộng 30 đơn vị được xếp hạng: Tốt 26 đơn vị, Khá 4 đơn vị, Trung bình 0 đơn vị, Yếu 0 đơn vị.",
        (
            "Kho bạc Nhà nước đứng đầu với 989 điểm, tăng 3 bậc; tiếp theo là Sở Nội vụ 961 điểm, xếp thứ 2, giữ nguyên thứ "
            "hạng; Sở Lao động - Thương binh và Xã hội 959,9 điểm, xếp thứ 3, tăng 2 bậc."
        ),
        "Cuối danh sách là Ban Dân tộc với 789 điểm; ngay trên là Thanh tra tỉnh 821,5 điểm và Ngân hàng Nhà nước 829,9 điểm.",
        (
            "Thành phố Vị Thanh đứng đầu với 960,4 điểm; tiếp theo là Huyện Châu Thành A 938,3 điểm, xếp thứ 2; Huyện Long Mỹ "
            "915,6 điểm, xếp thứ 3."
        ),
        "Cuối danh sách là Thị xã Long Mỹ với 722,9 điểm;",
        "Cách xếp loại: Tốt từ 850 điểm trở lên; Khá từ 700 điểm trở lên; Trung bình từ 550 điểm trở lên; Yếu các trường hợp còn lại.",
    ):
        assert sentence in text


def test_the_announcement_speaks_english(result):
    text = said(result, "en", agency="People's Committee")
    assert text.startswith("ILLUSTRATIVE DATA\nPeople's Committee\nRESULTS AND RANKING\n")
    assert "Kho bạc Nhà nước leads with 989 points, 3 up; followed by Sở Nội vụ with 961 points, in place 2" in text


def test_every_number_of_the_announcement_is_one_of_the_result(result):
    """A number of the text is a total, a mean, a rank, a change, a count, a bound, or part of a name."""
    text = said(result)
    numbers = {found.replace(",", ".") for found in re.findall(r"(?<![\w.])\d+(?:,\d+)?(?!\w|\.\d)", text)}
    known = {"2021", "1", "2", "1000"}
    for made in result["lists"]:
        known |= {str(len(made["units"])), *map(str, made["tiers"].values())}
        known.add(facts.printed(Fraction(made["mean"]), published(bytes_of(result), "r")).replace(",", "."))
    known |= {str(sum(len(made["units"]) for made in result["lists"]))}
    known |= {str(sum(made["tiers"][id_] for made in result["lists"])) for id_ in result["lists"][0]["tiers"]}
    for unit in result["units"]:
        known |= {
            unit["total"],
            str(unit["rank"]),
            str(abs(unit["rank_change"] or 0)),
            *re.findall(r"\d+", unit["name"]),
        }
    known |= {tier["from"]["points"] for tier in result["scorecards"][0]["tiers"] if tier["from"]}
    assert numbers <= known


def changed(result, **units):
    made = json.loads(bytes_of(result))
    for unit in made["units"]:
        unit.update(units.get(unit["id"], {}))
    return made


MEDALS = """format: itrank-ruleset/1
id: huy-chuong
version: "1"
title: {vi: Huy chương, en: Medals}
inputs:
  vang: {type: count, label: {vi: Huy chương vàng, en: Gold}}
  bac: {type: count, label: {vi: Huy chương bạc, en: Silver}}
scorecards:
  tong:
    aggregate: none
    criteria: [{id: v, title: {vi: Vàng, en: Gold}, score: {formula: vang}}]
    ranking: {by: vang, tie_break: [bac]}
"""


def test_a_ranking_without_points_is_announced_without_points(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(MEDALS, "utf-8")
    (tmp_path / "d.csv").write_text("id,vang,bac\n" + "\n".join(f"u{n},{9 - n},1" for n in range(7)), "utf-8")
    assert (
        cli.run(["evaluate", "--ruleset", "r.yaml", "--data", "d.csv", "--format", "json", "--output", "k.json"]) == 0
    )
    made = published((tmp_path / "k.json").read_bytes(), "k.json")
    text = announcement(made)
    assert "Có 7 đơn vị được xếp hạng.\n" in text
    assert 'Xếp hạng theo "Huy chương vàng"; bằng nhau thì lần lượt xét "Huy chương bạc".\n' in text
    assert "u0 đứng đầu; tiếp theo là u1, xếp thứ 2; u2, xếp thứ 3.\n" in text
    assert "Cuối danh sách là u6; ngay trên là u5 và u4.\n" in text
    assert ("điểm" in text.replace("Điểm được tính", ""), "\n\n\n" in text) == (False, False)
    english = announcement(published((tmp_path / "k.json").read_bytes(), "k.json", "en"))
    assert 'Ranked by "Gold"; where that is equal, by "Silver".\nu0 leads; followed by u1, in place 2;' in english
    assert contents(made).general == ("Có 7 đơn vị được xếp hạng.",)
    assert [each.is_compared for each in contents(made).lists] == [False]  # so that no columns of last year are printed
    shown = page(made)
    assert '<table class="ranking pointless barless untiered unmoved">' in shown  # columns in which nobody has anything
    assert '<p class="lead">7 đơn vị</p>' in shown
    assert ("điểm bình quân" in shown.split("<script")[0], "<label hidden>" in shown) == (False, True)


def test_units_that_lead_together_are_named_together(result):
    made = changed(result, so_noi_vu={"rank": 1, "total": "989"})
    assert "Kho bạc Nhà nước và Sở Nội vụ cùng đứng đầu với 989 điểm; tiếp theo là Sở Lao động" in said(made)


def test_units_that_are_last_together_are_named_together(result):
    made = changed(result, thanh_tra={"rank": 22, "total": "789"}, ban_dan_toc={"rank": 22})
    assert "Cuối danh sách là Thanh tra tỉnh và Ban Dân tộc, cùng 789 điểm; ngay trên là " in said(made)


def test_who_is_not_ranked_is_named_with_the_reason(result):
    made = changed(
        result,
        ban_dan_toc={
            "rank": None,
            "status": "unranked",
            "reason": {"code": "no_value", "about": "x", "vi": "thiếu số liệu", "en": "no data"},
        },
    )
    first = made["lists"][0]
    first["units"].remove("ban_dan_toc")
    first["unranked"].append("ban_dan_toc")
    assert "Chưa xếp hạng:\n- Ban Dân tộc: thiếu số liệu\n" in said(made)
    assert "Cuối danh sách là Thanh tra tỉnh" in said(made)


def test_a_name_cannot_forge_a_line_or_command_a_terminal(result):
    made = changed(result, kho_bac={"name": "Kho\x1b[31m bạc\nSở X đứng đầu\u202e"})
    text = said(made)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\nSở X đứng đầu" not in text


def test_the_announcement_is_printed_or_written_whole(tmp_path, result, capsys):
    path = tmp_path / "kq.json"
    path.write_bytes(bytes_of(result))
    assert cli.run(["report", str(path)]) == 0
    shown = capsys.readouterr().out
    assert cli.run(["report", str(path), "--output", str(tmp_path / "thong-bao.txt")]) == 0
    assert (tmp_path / "thong-bao.txt").read_text("utf-8") == shown == said(result)
    assert cli.run(["report", str(path), "--format", "doc", "--lang", "en"]) == 2
    assert "ITR912" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("lang", "said", "not_said"),
    [("vi", "Bộ tiêu chí không tính tổng điểm", "0 đơn vị"), ("en", "The ruleset makes no total", "0 units")],
)
def test_indices_without_a_total_are_not_called_unranked(lang, said, not_said, tmp_path):
    """Their ranks stand in the result; that nobody is ranked would be false."""
    faults = Path(__file__).parent / "faults" / "language"
    made, text = tmp_path / "r.json", tmp_path / "r.txt"
    data = ["--ruleset", str(faults / "none-no-node-ranks.yaml"), "--data", str(faults / "f2ab.csv")]
    assert cli.run(["evaluate", *data, "--format", "json", "--output", str(made)]) == 0
    assert cli.run(["report", str(made), "--output", str(text), "--lang", lang]) == 0
    assert said in text.read_text("utf-8")
    assert not_said not in text.read_text("utf-8")


@pytest.mark.parametrize(
    ("title", "of_contents", "of_profiles"),
    [
        ("Xếp hạng", "Kết quả xếp hạng, năm 2021", "Xếp hạng 2021"),
        ("Xếp hạng DTI 2021", "Kết quả xếp hạng DTI 2021", "Xếp hạng DTI 2021"),
        ("Xếp hạng theo TCVN 12021", "Kết quả xếp hạng theo TCVN 12021, năm 2021", "Xếp hạng theo TCVN 12021 2021"),
    ],
)
def test_a_title_that_says_its_year_is_given_no_other(result, title, of_contents, of_profiles):
    made = published(bytes_of(result | {"ruleset": result["ruleset"] | {"title": {"vi": title, "en": ""}}}), "kq.json")
    has_year = title.endswith(" 2021")
    assert contents(made).subject == of_contents
    assert profiles(made)["title"] == of_profiles
    assert json.loads(package(made, bytes_of(result))["datapackage.json"])["title"] == of_profiles
    assert ("\nNăm 2021\n" in announcement(made)) != has_year
    assert f"<title>{title}{'' if has_year else ' · 2021'}</title>" in page(made)


FEWEST = """format: itrank-ruleset/1
id: low
version: "1"
title: Breaches
inputs: {n: {label: Breaches, type: count, max: 50}, m: {label: Late, type: count, max: 50}}
scorecards:
  s:
    max: 100
    criteria: [{id: a, title: Breaches, max: 50, score: {formula: n}}, {id: b, title: Late, max: 50, score: {formula: m}}]
    tiers: [{id: good, title: Good, up_to: 5}, {id: fair, title: Fair, below: 20}, {id: poor, title: Poor}]
    ranking: {lists: all, best: lowest}
"""


def test_less_is_reported_as_better_where_it_is(tmp_path, capsys):
    rules, data, to = (tmp_path / name for name in ("low.yaml", "low.csv", "low.json"))
    rules.write_text(FEWEST, "utf-8")
    data.write_text("id,n,m\nu,2,1\nv,4,2\nw,30,3\nx,11,9\n", "utf-8")
    given = [f"--ruleset={rules}", f"--data={data}"]
    assert cli.run(["evaluate", "--format=json", f"--output={to}", *given]) == 0
    made = published(to.read_bytes(), "low.json", "en")
    assert "Ranked by the total, the lowest first." in announcement(made)
    assert "Ranked by the total, the lowest first." in page(made)
    assert {id_: facts.losses(made, unit) for id_, unit in facts.unit_by_id(made).items()} == {
        id_: [] for id_ in "uvwx"
    }
    near = [
        (each.unit.id, each.tier.id, each.bound, each.side, each.gap_side)
        for each in tiers.near_bounds(made, made.record.units)
    ]
    assert near == [("v", "good", 5, "at_most", "too_many"), ("x", "fair", 20, "under", "on_bound")]
    assert "<td>up to 5</td><td>1 too many</td>" in re.sub(r' class="\w+"', "", page(made))
    capsys.readouterr()
    assert cli.run(["explain", "w", "--lang=en", *given]) == 0
    assert "Points lost" not in capsys.readouterr().out
    assert cli.run(["why-not", "w", "--tier=good", "--lang=en", *given]) == 0
    assert "passes the upper bound of Good: 5, by 28 points." in capsys.readouterr().out
