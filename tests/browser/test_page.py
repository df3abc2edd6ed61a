"""The page in a real browser: what it shows, says to who hears it and does at a key, under its own policy and no network."""

import copy
import itertools
import json
import shutil
from contextlib import contextmanager
from urllib.parse import quote

import pytest
from itrank import cli
from itrank.engine.report.html import page as page_of
from reports import record_of
from test_report_html import HOSTILE, hostile, read

pytestmark = pytest.mark.browser

CORRECTIONS = """unit,target,stage,from,to,reason,basis,by,at
dv04,hop_chu_tri,first,5,2,Biên bản thứ ba không có chữ ký,Biên bản số 3,an,2026-02-01
"""
# The ratio of luminances that WCAG 2.1 asks of text, of every visible element with words of its own, over what is behind it.
CONTRAST = """() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parts(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const faint = [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest("script,style,.chart,option") || !element.checkVisibility()) continue;
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    const [a, b] = [light(parts(getComputedStyle(element).color)), light(behind(element))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(`${element.tagName}.${element.className}: ${element.textContent.slice(0, 40)}`);
  }
  return faint;
}"""


@pytest.fixture(scope="module")
def result():
    return record_of("2022")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright  # only here: a plain run has no need of it

    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Debian: apt install chromium"
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Open a page; at the end nothing has been asked of a network, and nothing has gone wrong in it."""

    @contextmanager
    def open_(text, address="", **context):
        path = tmp_path / "trang.html"
        path.write_text(text, "utf-8")
        asked, wrong = [], []
        made = browser.new_context(**context)
        try:
            shown = made.new_page()
            shown.on("request", lambda request: asked.append(request.url))
            shown.on("pageerror", lambda error: wrong.append(str(error)))
            shown.on("console", lambda message: wrong.append(message.text))
            shown.on("dialog", lambda dialog: wrong.append(dialog.message))
            shown.goto(path.as_uri() + address)
            yield shown
            assert asked == [path.as_uri()]
            assert wrong == []
        finally:
            made.close()

    return open_


@pytest.fixture(scope="module")
def text(result):
    return page_of(read(result))


def names(shown):
    return shown.locator(".ranking").first.locator("tbody tr:visible th").all_inner_texts()


def test_the_list_is_shown_and_the_tools_with_it(text, opened):
    with opened(text) as shown:
        assert shown.get_by_role("searchbox", name="Tìm đơn vị").is_visible()
        assert not shown.locator("#unit").is_visible()
        assert shown.title() == "Bộ chỉ số đánh giá, xếp hạng mức độ chuyển đổi số"


def test_who_hears_the_page_is_told_its_parts_and_what_is_sorted(text, opened):
    """The tree that a screen reader gets: landmarks, headings in order, named tables, pictures with words."""
    with opened(text) as shown:
        tree = shown.locator("body").aria_snapshot().replace("- '", "- ")
        for line in (
            "- banner:", "- main:", "- contentinfo:", "- note: SỐ LIỆU MINH HỌA", '- heading "Sở, ban, ngành tỉnh" [level=2]',
            '- searchbox "Tìm đơn vị"', '- combobox "Xếp loại"', '- table "Bảng xếp hạng: Sở, ban, ngành tỉnh"',
            '- columnheader "Hạng"', '- rowheader "Đơn vị 07"', '- button "Điểm"',
            '- img "Phân bố tổng điểm, mỗi chấm là một đơn vị"', '- button "Theo máy" [pressed]',
        ):  # fmt: skip
            assert line in tree, line
        assert '- img "1 Nhận thức số: 39,6; 2 Hạ tầng số: 31,1; ' in tree
        levels = [
            int(each[1]) for each in shown.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => h.tagName)")
        ]
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
        total = shown.get_by_role("columnheader", name="Điểm", exact=True).first
        assert total.get_attribute("aria-sort") is None
        total.get_by_role("button").click()
        assert total.get_attribute("aria-sort") == "descending"
        assert shown.locator("[aria-sort]").count() == 2  # one a table
        shown.get_by_role("searchbox").fill("don vi 0")
        assert shown.get_by_role("status").inner_text() == "12 đơn vị phù hợp"


def test_rows_sort_and_filter_without_accents(text, opened):
    with opened(text) as shown:
        first = names(shown)
        button = shown.get_by_role("button", name="Điểm", exact=True).first
        button.click()
        assert names(shown) == first
        button.click()
        assert names(shown) == first[::-1]
        shown.get_by_role("searchbox").fill("DON VI 07")
        assert names(shown) == ["Đơn vị 07"]
        shown.keyboard.press("Escape")
        assert len(names(shown)) == len(first)
        shown.get_by_role("combobox").select_option("Xuất sắc")
        assert sorted(names(shown)) == ["Đơn vị 04", "Đơn vị 07", "Đơn vị 10", "Đơn vị 13"]


def test_a_unit_is_opened_read_and_left_by_keys_alone(text, opened):
    with opened(text) as shown:
        shown.keyboard.press("Tab")
        assert shown.evaluate("document.activeElement.className") == "skip"
        shown.keyboard.press("Enter")
        for _ in range(60):
            shown.keyboard.press("Tab")
            if shown.evaluate("document.activeElement.textContent") == "Đơn vị 04":
                break
            assert shown.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        shown.keyboard.press("Enter")
        shown.locator("#unit").wait_for()
        assert shown.evaluate("document.activeElement.textContent") == "Đơn vị 04"
        assert not shown.locator("#lists").is_visible()
        shown.keyboard.press("Escape")
        shown.locator("#lists").wait_for()
        assert shown.evaluate("document.activeElement.textContent") == "Đơn vị 04"


def test_a_unit_has_a_page_of_its_own(text, opened):
    with opened(text, "#/dv04") as shown:
        article = shown.locator("#unit").inner_text()
        assert not shown.locator("#lists").is_visible()
        assert shown.title().startswith("Đơn vị 04 · ")
        for words in (
            "Hạng: 2", "235,3 / 245", "1.1 Ban chỉ đạo họp trong năm", "Cách tính: 10 nếu", 'dòng 5, cột "so_hop"', "minh họa",
        ):  # fmt: skip
            assert words in article
        tree = shown.locator("body").aria_snapshot()
        assert '- article "Đơn vị 04":' in tree
        assert '- table "Mất điểm nhiều nhất"' in tree


def test_what_appraisers_changed_stands_beside_what_was_declared(tmp_path, opened):
    folder = tmp_path / "kq"
    folder.mkdir()
    (folder / "c.csv").write_text(CORRECTIONS, "utf-8")
    options = ["--corrections", str(folder / "c.csv"), "--format", "json", "--output", str(folder / "kq.json")]
    assert cli.run(["evaluate", "--ruleset", "2022", *options]) == 0
    with opened(page_of(read(json.loads((folder / "kq.json").read_bytes())))) as shown:
        shown.get_by_text("Tự chấm và thẩm định", exact=True).first.click()
        table = shown.get_by_role("table", name="Tự chấm và thẩm định").first
        assert table.locator("tr", has_text="Đơn vị 04").locator("td").all_inner_texts()[:2] == ["235,3", "229,3"]
        shown.get_by_role("link", name="Đơn vị 04").first.click()
        row = shown.get_by_role("table", name="Các điều chỉnh và giải trình").locator("tbody tr")
        assert "Biên bản thứ ba không có chữ ký" in row.inner_text()


def test_who_is_near_the_next_tier_is_named(text, opened):
    with opened(text) as shown:
        shown.locator("summary", has_text="Gần mốc trên (2)").click()
        rows = shown.locator("details.near").first.locator("tbody tr").all_inner_texts()
        assert [row.split("\t") for row in rows] == [
            ["Đơn vị 23", "219,8", "Tốt", "Xuất sắc", "220", "0,2"],
            ["Đơn vị 16", "215,7", "Tốt", "Xuất sắc", "220", "4,3"],
        ]


@pytest.mark.parametrize("system", ["light", "dark"])
def test_light_and_dark_follow_the_machine_or_what_is_chosen_and_can_be_read(text, opened, system):
    with opened(text, color_scheme=system) as shown:
        paper = "getComputedStyle(document.body).backgroundColor"
        follows = shown.evaluate(paper)
        assert (follows == "rgb(255, 255, 255)") is (system == "light")
        shown.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert shown.evaluate(CONTRAST) == []
        other = "Tối" if system == "light" else "Sáng"
        shown.get_by_role("button", name=other).click()
        assert shown.evaluate(paper) != follows
        assert shown.evaluate(CONTRAST) == []
        assert shown.get_by_role("button", name=other).get_attribute("aria-pressed") == "true"
        shown.get_by_role("button", name="Theo máy").click()
        assert shown.evaluate(paper) == follows


@pytest.mark.parametrize("address", ["", "#/dv04"])
@pytest.mark.parametrize("width", [320, 390, 1920])
def test_no_screen_scrolls_sideways(text, opened, width, address):
    with opened(text, address, viewport={"width": width, "height": 700}) as shown:
        shown.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_shows_what_the_screen_folds_away_and_no_tools(text, opened, tmp_path):
    from pypdf import PdfReader

    with opened(text) as shown:
        shown.pdf(path=tmp_path / "in.pdf", format="A4")
        pages = [page.extract_text() for page in PdfReader(tmp_path / "in.pdf").pages]
        assert all("SỐ LIỆU MINH HỌA" in page for page in pages)
        whole = "\n".join(pages)
        assert "219,8" in whole
        assert "Thứ hạng năm trước và năm nay" in whole
        assert "Nămtrước" in "".join(whole.split())
        assert "Tìm đơn vị" not in whole


@pytest.mark.parametrize("address", ["#/khong-co", "#/%E0%A4%A", "#khac", "#/__proto__"])
def test_an_address_that_is_none_shows_the_list(text, opened, address):
    with opened(text, address) as shown:
        assert shown.locator("#lists").is_visible()
        assert not shown.locator("#unit").is_visible()


@pytest.mark.parametrize("address", ["", f"#/{quote(HOSTILE, safe='')}"])
def test_a_hostile_name_runs_nothing_and_is_read_as_it_is(result, opened, address):
    made = hostile(result)
    made["units"][0]["id"] = HOSTILE
    for each in made["lists"]:
        each["units"] = [HOSTILE if id_ == result["units"][0]["id"] else id_ for id_ in each["units"]]
    text = page_of(read(made))
    with opened(text, address) as shown:
        assert shown.title() != "hỏng"
        assert shown.locator("img").count() == 0
        assert shown.locator("script").count() == text.count("<script")
        read_ = shown.locator("body").aria_snapshot()
        assert "</script><script>document.title=" in read_
        assert "\u202e" not in read_
        if address:
            assert "onerror=alert(1)" in shown.locator("#unit h2").inner_text()


def test_the_policy_stops_a_script_that_is_put_in(text, browser, tmp_path):
    path = tmp_path / "trang.html"
    path.write_text(text.replace("</body>", '<script>document.title = "hỏng"</script></body>'), "utf-8")
    shown = browser.new_page()
    said = []
    shown.on("console", lambda message: said.append(message.text))
    shown.goto(path.as_uri())
    assert shown.title() != "hỏng"
    assert any("Content Security Policy" in each for each in said)
    shown.close()


def test_of_many_units_the_first_are_laid_out_and_all_are_found(result, opened):
    made = copy.deepcopy(result)
    first = made["lists"][0]
    pattern = next(unit for unit in made["units"] if unit["id"] == first["units"][0])
    more = [
        {**copy.deepcopy(pattern), "id": f"x{n}", "name": f"Xã {n}", "rank": n, "rank_printed": str(n)}
        for n in range(100, 600)
    ]
    made["units"] += more
    first["units"] += [unit["id"] for unit in more]
    with opened(page_of(read(made))) as shown:
        assert len(names(shown)) == 200
        shown.get_by_role("searchbox").fill("xa 599")
        assert names(shown) == ["Xã 599"]
        shown.get_by_role("searchbox").fill("")
        shown.get_by_role("button", name="Hiện tất cả 522 đơn vị").click()
        assert len(names(shown)) == 522
