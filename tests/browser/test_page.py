"""The page in a real browser: its script runs under its own policy, and a hostile name runs nothing."""

import html
import json
import re
import shutil
import subprocess
from urllib.parse import quote

import pytest
from itrank import cli
from itrank.engine.report.html import page
from test_report_html import HOSTILE, hostile, read

pytestmark = pytest.mark.browser
OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--virtual-time-budget=4000", "--dump-dom",
)  # fmt: skip


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    path = tmp_path_factory.mktemp("result") / "kq.json"
    assert cli.run(["evaluate", "--ruleset", "2022", "--format", "json", "--output", str(path)]) == 0
    return json.loads(path.read_bytes())


@pytest.fixture
def seen(tmp_path):
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert browser, "Debian: apt install chromium"

    def see(text, address=""):
        """What the page has become after its script has run."""
        path = tmp_path / "trang.html"
        path.write_text(text, "utf-8")
        done = subprocess.run(
            [browser, *OPTIONS, f"--user-data-dir={tmp_path / 'profile'}", f"{path.as_uri()}{address}"],
            check=True, capture_output=True, encoding="utf-8", timeout=60,
        )  # fmt: skip
        return done.stdout

    return see


def text_of(dom, element):
    found = re.search(rf"<{element}[^>]*>(.*?)</{element}>", dom, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "", found[1]))


def test_the_list_is_shown_and_the_tools_with_it(result, seen):
    dom = seen(page(read(result)))
    assert '<form class="tools">' in dom
    assert '<article id="unit" hidden=""' in dom
    assert text_of(dom, "title") == "Bộ chỉ số đánh giá, xếp hạng mức độ chuyển đổi số"


def test_a_unit_has_a_page_of_its_own(result, seen):
    dom = seen(page(read(result)), "#/dv04")
    article = text_of(dom, "article")
    assert '<div id="lists" hidden=""' in dom
    assert text_of(dom, "title").startswith("Đơn vị 04 · ")
    for words in (
        "Hạng: 2",
        "235,3 / 245",
        "1.1 Ban chỉ đạo họp trong năm",
        "Cách tính: 10 nếu",
        'dòng 5, cột "so_hop"',
        "minh họa",
    ):
        assert words in article


@pytest.mark.parametrize("address", ["#/khong-co", "#/%E0%A4%A", "#khac", "#/__proto__"])
def test_an_address_that_is_none_shows_the_list(result, seen, address):
    dom = seen(page(read(result)), address)
    assert '<article id="unit" hidden=""' in dom


def test_a_hostile_name_runs_nothing(result, seen):
    made = hostile(result)
    made["units"][0]["id"] = HOSTILE
    for each in made["lists"]:
        each["units"] = [HOSTILE if id_ == result["units"][0]["id"] else id_ for id_ in each["units"]]
    for address in ("", f"#/{quote(HOSTILE, safe='')}"):
        dom = seen(page(read(made)), address)
        assert text_of(dom, "title") != "hỏng"
        assert "<img" not in dom
        assert dom.count("<script") == 2
    assert HOSTILE.replace("\u202e", "") in text_of(dom, "article").replace("\u202e", "")


def test_the_policy_stops_a_script_that_is_put_in(result, seen):
    text = page(read(result)).replace("</body>", '<script>document.title = "hỏng"</script></body>')
    assert text_of(seen(text), "title") != "hỏng"
