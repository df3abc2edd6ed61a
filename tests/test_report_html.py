"""The web page of a result: everything is there, nothing comes from elsewhere, and no name is ever markup."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from itrank import cli
from itrank.engine.report import charts, facts
from itrank.engine.report.html import page
from reports import read, record_of

HOSTILE = '</script><script>document.title="hỏng"</script><img src=x onerror=alert(1)>"\'{{ 7*7 }}\u202e&amp;'


_DRAWN = {}


@pytest.fixture(autouse=True)
def drawn_once(monkeypatch):
    """Draw each chart once: these pages have the same figures again and again."""
    real = charts.as_svg

    def once(spec):
        key = json.dumps(spec)
        if key not in _DRAWN:
            _DRAWN[key] = real(spec)
        return _DRAWN[key]

    monkeypatch.setattr(charts, "as_svg", once)


@pytest.fixture(scope="module")
def results():
    return {stem: record_of(stem) for stem in ("2021", "2022")}


class Outline(HTMLParser):
    """The elements of a page, their attributes, and the text of each kind."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.open = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def all(self, tag):
        return [attrs for each, attrs in self.elements if each == tag]


def data_of(text, id_="data"):
    return json.loads(re.search(rf'<script type="application/json" id="{id_}">(.*?)</script>', text, re.DOTALL)[1])


def units_of(text):
    return data_of(text, "units")


def test_every_ranked_unit_has_a_row_with_its_figures(results):
    made = read(results["2021"])
    outline = Outline(page(made))
    names = [text for text in outline.texts["a"] if text in {unit["name"] for unit in results["2021"]["units"]}]
    ranked = [unit.name for each in made.record.lists for unit in facts.listed(made, each)]
    assert names == ranked
    assert "989" in outline.texts["td"]
    assert "959,9" in outline.texts["td"]
    assert "▲ 3" in outline.texts["td"]


def test_the_mark_of_illustrative_data_is_at_the_top(results):
    text = page(read(results["2021"]))
    assert text.index("SỐ LIỆU MINH HỌA") < text.index("<h1>")
    plain = json.loads(json.dumps(results["2021"]))
    plain["illustrative"] = False
    assert "SỐ LIỆU MINH HỌA" not in page(read(plain)).split('id="data"')[0]
    plain["provisional"] = True
    assert 'role="note">KẾT QUẢ TẠM THỜI</p>' in page(read(plain))


def test_it_asks_for_nothing_from_elsewhere(results):
    text = page(read(results["2022"]))
    outline = Outline(text)
    assert not [
        tag for tag, _ in outline.elements if tag in {"link", "img", "iframe", "object", "embed", "audio", "video"}
    ]
    assert all("src" not in attrs and "style" not in attrs for _, attrs in outline.elements)
    assert all(value.startswith("#") for attrs in outline.all("a") if (value := attrs["href"]))
    assert not any(name.startswith("on") for _, attrs in outline.elements for name in attrs)
    assert not re.search(r"https?://|url\(|@import", text)


def test_its_policy_allows_its_own_style_and_script_by_their_hashes(results):
    text = page(read(results["2022"]))
    policy = next(attrs["content"] for attrs in Outline(text).all("meta") if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'; ")
    for tag, word in (("style", "style-src"), ("script", "script-src")):
        own = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)[1]
        assert f"{word} 'sha256-{b64encode(sha256(own.encode()).digest()).decode()}'" in policy
    assert "unsafe" not in policy


def hostile(made):
    changed = json.loads(json.dumps(made))
    for unit in changed["units"]:
        unit["name"] = HOSTILE
        unit["cells"] = dict.fromkeys(unit["cells"], HOSTILE)
    changed["ruleset"]["title"]["vi"] = HOSTILE
    for each in changed["inputs"]:
        each["label"]["vi"] = HOSTILE
    for card in changed["scorecards"]:
        for node in card["criteria"]:
            node["title"]["vi"] = node["clause"] = HOSTILE
            if node["formula"]:
                node["formula"]["vi"] = HOSTILE
        for tier in card["tiers"]:
            tier["title"]["vi"] = HOSTILE
    return changed


@pytest.mark.long
def test_a_hostile_name_is_text_wherever_it_stands(results):
    text = page(read(hostile(results["2022"])))
    calm = Outline(page(read(results["2022"])))
    outline = Outline(text)
    assert [tag for tag, _ in outline.elements].count("script") == 3
    assert not outline.all("img")
    assert {tag for tag, _ in outline.elements} <= {tag for tag, _ in calm.elements}
    assert "{{ 7*7 }}" in "".join(outline.texts["a"])
    assert units_of(text)[0]["name"] == HOSTILE.replace("\u202e", "\\u202e")


def test_ids_are_escaped_where_they_are_addresses(results):
    changed = json.loads(json.dumps(results["2021"]))
    old, new = changed["units"][0]["id"], 'a"b #/?%<đ'
    changed["units"][0]["id"] = new
    for each in changed["lists"]:
        each["units"] = [new if id_ == old else id_ for id_ in each["units"]]
    links = [attrs["href"] for attrs in Outline(page(read(changed))).all("a")]
    assert "#/a%22b%20%23/%3F%25%3C%C4%91" in links


def test_a_unit_has_its_tree_its_answers_and_their_cells(results):
    text = page(read(results["2022"]))
    data = data_of(text)
    unit = next(each for each in units_of(text) if each["id"] == "dv04")
    assert unit["facts"] == ["Hạng: 2", "Điểm: 235,3 / 245", "Xếp loại: Xuất sắc", "Hạng năm trước: 17"]
    node = data["cards"][unit["card"]]["nodes"]["t_hop"]
    assert node["formula"].startswith('10 nếu "Số cuộc họp Ban chỉ đạo" ≥ 4')
    assert node["reads"] == ["so_hop"]
    assert unit["inputs"]["so_hop"] == ["5", 'dòng 5, cột "so_hop"']
    assert unit["criteria"]["t_hop"] == {"score": "10", "max": "10"}


def test_answers_are_written_as_people_read_them(results):
    changed = json.loads(json.dumps(results["2022"]))
    unit = changed["units"][0]
    asked = {each["id"]: each for each in changed["inputs"]}
    some = {
        kind: next(id_ for id_ in unit["inputs"] if id_ in asked and asked[id_]["type"] == kind)
        for kind in ("count", "percent", "choice", "yes_no")
    }
    unit["inputs"] |= {some["count"]: None, some["percent"]: "0.125", some["yes_no"]: False}
    unit["lacks"] = {some["count"]: "not_applicable"}
    inputs = units_of(page(read(changed)))[0]["inputs"]
    assert inputs[some["count"]][0] == "không áp dụng"
    assert inputs[some["percent"]][0] == "12,5%"
    assert inputs[some["yes_no"]][0] == "không"
    option = unit["inputs"][some["choice"]]
    assert inputs[some["choice"]][0] == asked[some["choice"]]["options"][option]["vi"]


@pytest.mark.long
def test_it_speaks_english_too(results):
    text = page(read(results["2022"], "en"))
    assert '<html lang="en">' in text
    assert "ILLUSTRATIVE DATA" in text
    assert "Find a unit" in text
    assert "235.3" in text


def test_bars_are_the_parts_of_the_total(results):
    """As wide together as the unit's share of the maximum."""
    made = read(results["2022"])
    text = page(made)
    rows = re.findall(r'<svg viewBox="0 0 1000 12".*?</svg>', text, re.DOTALL)
    first = facts.listed(made, made.record.lists[0])[0]
    widths = [float(width) for width in re.findall(r'width="([0-9.]+)"', rows[0])]
    whole = first.total / first.max * 1000
    assert len(widths) == 5
    assert abs(sum(widths) - float(whole)) < 1


def test_units_without_a_rank_are_listed_with_the_reason(results):
    changed = json.loads(json.dumps(results["2021"]))
    unit = changed["units"][0]
    unit |= {
        "rank": None,
        "rank_printed": "",
        "status": "unranked",
        "reason": {"code": "x", "about": "", "vi": "thiếu số liệu", "en": "no data"},
    }
    changed["lists"][0]["units"].remove(unit["id"])
    changed["lists"][0]["unranked"].append(unit["id"])
    text = page(read(changed))
    assert f"{unit['name']}</a>: thiếu số liệu</li>" in text


def test_an_empty_result_is_a_page(results):
    empty = json.loads(json.dumps(results["2021"])) | {"units": [], "lists": []}
    assert "<h1>" in page(read(empty))


def test_the_page_of_thirty_units_is_below_its_limit(results):
    assert len(page(read(results["2022"])).encode()) < 1_500_000


def test_cells_of_several_files_name_the_file(results):
    changed = json.loads(json.dumps(results["2022"]))
    changed["data"].append(changed["data"][0] | {"path": "khac.csv"})
    unit = next(each for each in units_of(page(read(changed))) if each["id"] == "dv04")
    assert unit["inputs"]["so_hop"][1] == 'itrank/examples/data/2022.csv, dòng 5, cột "so_hop"'


@pytest.mark.slow
def test_the_same_bytes_wherever_it_is_made(tmp_path, results):
    (tmp_path / "kq.json").write_text(json.dumps(results["2022"], ensure_ascii=False), "utf-8")
    made = set()
    for seed, zone in (("0", "UTC"), ("1", "Asia/Ho_Chi_Minh")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        target = tmp_path / f"{seed}.html"
        subprocess.run(
            [sys.executable, "-m", "itrank", "report", "kq.json", "--output", str(target)],
            cwd=tmp_path,
            env=environment,
            check=True,
        )
        made.add(target.read_bytes())
    assert len(made) == 1


def test_a_library_that_is_missing_is_told(tmp_path, results, monkeypatch, capsys):
    (tmp_path / "kq.json").write_text(json.dumps(results["2021"]), "utf-8")
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert cli.run(["report", str(tmp_path / "kq.json"), "--output", str(tmp_path / "kq.html")]) == 2
    assert "ITR864" in capsys.readouterr().err
    assert not (tmp_path / "kq.html").exists()
