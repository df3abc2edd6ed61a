"""Charts: every figure the result's, no name an expression or markup, legible however many units there are."""

import copy
import itertools
import json
import os
import re
import struct
import subprocess
import sys
from fractions import Fraction
from hashlib import sha256
from importlib.resources import files
from xml.etree import ElementTree as ET

import pytest
from itrank.engine.report import charts as drawing
from itrank.engine.report import facts, letters
from itrank.engine.result.numbers import decimal
from itrank.engine.result.published import read_published
from reports import read, record_of

HOSTILE = [
    '</text><script>alert("x")</script>&amp;',
    'datum.points; {"expr": "1+1"} ${x} {{7*7}}',
    '#read("/etc/passwd") $x$ *a*',
    "Đơn\u202evị\x1b[2J 漢 \U0001f600",
]


@pytest.fixture(scope="module")
def result():
    return record_of("2022")


def values(chart, layer):
    return chart.spec["layer"][layer]["data"]["values"]


def many(result, count):
    """Give the result with its first list made as long as that, last year's ranks turned round."""
    made = copy.deepcopy(result)
    first = made["lists"][0]
    by_id = {unit["id"]: unit for unit in made["units"]}
    ranked = [by_id[id_] for id_ in first["units"]]
    units = []
    for place in range(count):
        unit = copy.deepcopy(ranked[place * len(ranked) // count])
        unit |= {"id": f"u{place}", "name": f"Ủy ban nhân dân xã số {place + 1}", "rank": place + 1}
        unit |= {"rank_printed": str(place + 1), "rank_change": count - 2 * place - 1}
        unit["previous"] = {"id": f"u{place}", "total": "1", "max": "245", "rank": count - place, "tier": "tot"}
        units.append(unit)
    first["units"] = [unit["id"] for unit in units]
    made["units"] = [*units, *(unit for unit in made["units"] if unit["list"] != first["id"])]
    return made


def test_bars_hold_every_point_exactly_and_print_every_total(result):
    made = read(result)
    shown = made.record.lists[0]
    chart = drawing.bars(made, shown)
    rows, totals = values(chart, 0), values(chart, 1)
    for place, unit in enumerate(facts.listed(made, shown)):
        name = f"{unit.rank_printed}. {unit.name}"
        points = [Fraction(row["points"]) for row in rows if row["unit"] == name]
        assert sum(points) == unit.total
        assert totals[place] == {
            "unit": name,
            "points": decimal(unit.total)[0],
            "label": facts.printed(unit.total, made),
        }


@pytest.mark.parametrize(
    ("codes", "named"),
    [(["I", "II."], ["I.", "II."]), (["A", "A"], ["1.", "2."]), (["", "2"], ["1.", "2."]), (["1234567890", "2"], ["1234567….", "2."])],
)  # fmt: skip
def test_criteria_are_named_with_their_numbers_where_these_tell_them_apart(result, codes, named):
    made = copy.deepcopy(result)
    card = made["scorecards"][0]
    tops = drawing.top_criteria(read(made), card["id"])
    by_id = {node["id"]: node for node in card["criteria"]}
    tops = [by_id[node.id] for node in tops]
    for number, node in enumerate(tops):
        node["code"] = codes[number] if number < 2 else (str(number + 1) if "A" not in codes else "A")
    shown = read(made)
    titles = drawing.bars(shown, shown.record.lists[0]).spec["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert [title.partition(" ")[0] for title in titles[:2]] == named


def test_no_bars_where_the_points_do_not_make_the_total(result):
    made = copy.deepcopy(result)
    unit = next(unit for unit in made["units"] if unit["list"] == "cap_tinh")
    unit["total"] = "1"
    shown = read(made)
    assert drawing.bars(shown, shown.record.lists[0]) is None
    assert drawing.bars(shown, shown.record.lists[1]) is not None


def test_slopes_stand_at_true_ranks_while_each_has_its_own(result):
    made = read(result)
    chart = drawing.slope(made, made.record.lists[1])
    rows = chart.spec["data"]["values"]
    assert [(row["height"], row["rank"]) for row in rows] == [(row["rank"], row["rank"]) for row in rows]
    assert {row["way"] for row in rows} == {"up", "down"}
    assert rows[-1] == {"line": rows[-1]["line"], "side": "now", "x": "59", "height": "8", "rank": "8", "label": "▼3  Đơn vị 17", "way": "down"}  # fmt: skip


def test_dots_stand_for_units_and_lines_for_the_bounds_of_tiers(result):
    made = read(result)
    chart = drawing.spread(made, made.record.lists[0])
    assert len(values(chart, 0)) == 22
    assert [row["label"] for row in values(chart, 2)] == ["Xuất sắc 220", "Tốt 196", "Khá 171", "Trung bình 122"]


@pytest.mark.parametrize(("count", "rows", "note"), [(40, 40, ""), (41, 30, " (15 đơn vị đầu và 15 đơn vị cuối trong 41 đơn vị)")])  # fmt: skip
def test_bars_of_more_than_forty_units_show_both_ends_and_say_so(result, count, rows, note):
    made = read(many(result, count))
    chart = drawing.bars(made, made.record.lists[0])
    assert (len(values(chart, 1)), chart.title) == (rows, f"Điểm theo tiêu chí{note}")


@pytest.mark.parametrize(("count", "rows", "note"), [(40, 40, ""), (41, 30, " (30 đơn vị đổi hạng nhiều nhất trong 41 đơn vị)")])  # fmt: skip
def test_slopes_of_more_than_forty_units_show_those_that_moved_most(result, count, rows, note):
    made = read(many(result, count))
    chart = drawing.slope(made, made.record.lists[0])
    lines = {row["line"] for row in chart.spec["data"]["values"]}
    assert (len(lines), chart.title) == (rows, f"Thứ hạng năm trước và năm nay{note}")
    assert ("20" in lines) is (count == 40)  # who did not move


@pytest.mark.parametrize(("count", "drawn"), [(100, "circle"), (101, "bar")])
def test_the_spread_of_more_than_a_hundred_units_is_counted_in_columns(result, count, drawn):
    made = read(many(result, count))
    chart = drawing.spread(made, made.record.lists[0])
    assert chart.spec["layer"][0]["mark"]["type"] == drawn
    counted = sum(int(row["y"]) for row in values(chart, 0)) if drawn == "bar" else len(values(chart, 0))
    assert counted == count


def test_a_specification_holds_no_float_no_address_and_no_expression(result):
    made = read(result)

    def walk(value):
        assert not isinstance(value, float) or value in {0.8, 0.6}, value  # widths of strokes
        if isinstance(value, dict):
            assert not {"expr", "signal", "url", "href", "calculate", "test"} & set(value)
            list(map(walk, value.values()))
        elif isinstance(value, list):
            list(map(walk, value))

    for shown in made.record.lists:
        for chart in drawing.charts_of(made, shown):
            walk(chart.spec)


def test_a_hostile_name_is_drawn_as_text(result):
    made = copy.deepcopy(result)
    ranked = [unit for unit in made["units"] if unit["list"] == "cap_tinh"]
    for unit, name in zip(ranked, HOSTILE, strict=False):
        unit["name"] = name
    for node, title in zip(made["scorecards"][0]["criteria"][2:], HOSTILE, strict=False):
        node["title"] = {"vi": title, "en": title}
    made["scorecards"][0]["tiers"][0]["title"] = {"vi": HOSTILE[0], "en": HOSTILE[0]}
    shown = read(made)
    for chart in drawing.charts_of(shown, shown.record.lists[0]):
        tree = ET.fromstring(drawing.as_svg(chart.spec))
        tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in tree.iter()}
        assert tags <= {"svg", "g", "path", "rect", "line", "text", "tspan", "defs", "clipPath", "style", "title"}
        assert not [name for element in tree.iter() for name in element.attrib if name.lower().startswith("on")]
    texts = "\n".join(drawing.as_svg(drawing.bars(shown, shown.record.lists[0]).spec).splitlines())
    assert "&lt;/text&gt;&lt;script&gt;" in texts
    assert "Đơn\\u202evị\\x1b[2J □ □" in texts
    assert "datum.points; {" in texts


def test_nothing_is_fetched_or_read_for_a_chart(tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('[{"a": 1}]')
    for url in (secret.as_uri(), str(secret), "http://127.0.0.1:9/x.json"):
        spec = {"data": {"url": url}, "mark": "point", "encoding": {"x": {"field": "a", "type": "quantitative"}}}
        try:
            drawn = drawing.as_svg(spec)
        except ValueError:
            continue
        assert drawn.count('aria-roledescription="point"') == 0


@pytest.mark.long
def test_the_same_picture_wherever_it_is_drawn(result, tmp_path):
    path = tmp_path / "kq.json"
    path.write_text(json.dumps(result, ensure_ascii=False), "utf-8")
    code = (
        "import hashlib, sys; from pathlib import Path\n"
        "from itrank.engine.report import charts; from itrank.engine.result.published import read_published\n"
        "made = read_published(Path(sys.argv[1]))\n"
        "for each in charts.charts_of(made, made.record.lists[1]):\n"
        "    drawn = charts.as_svg(each.spec).encode() + charts.as_png(each.spec, 1)\n"
        "    print(each.title, hashlib.sha256(drawn).hexdigest())\n"
    )
    made = read_published(path)
    here = [
        f"{each.title} {sha256(drawing.as_svg(each.spec).encode() + drawing.as_png(each.spec, 1)).hexdigest()}"
        for each in drawing.charts_of(made, made.record.lists[1])
    ]
    seed, zone = "2" if os.environ.get("PYTHONHASHSEED") != "2" else "1", "America/New_York"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        cwd=os.sep, env=environment, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout.splitlines() == here
    assert len(here) == 3


def test_neighbouring_colours_differ_in_print_without_colour():
    def lightness(colour):
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return (299 * red + 587 * green + 114 * blue) // 1000

    shades = [lightness(colour) for colour in drawing.COLOURS]
    assert all(abs(one - next_) >= 60 for one, next_ in zip(shades, [*shades[1:], shades[0]], strict=True))


def characters(font):
    """Read which characters a font has from its `cmap` of format 4."""
    count = struct.unpack_from(">H", font, 4)[0]
    tables = {font[at : at + 4]: struct.unpack_from(">I", font, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    cmap = tables[b"cmap"]
    for place in range(struct.unpack_from(">H", font, cmap + 2)[0]):
        platform, encoding, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * place)
        if (platform, encoding) == (3, 1):
            break
    at = cmap + offset
    assert struct.unpack_from(">H", font, at)[0] == 4
    segments = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{segments}H", font, at + 14)
    starts = struct.unpack_from(f">{segments}H", font, at + 16 + 2 * segments)
    return {code for start, end in zip(starts, ends, strict=True) for code in range(start, end + 1)} - {0xFFFF}


def test_every_font_has_every_character_that_is_taken_for_known():
    fonts = [path for path in files("itrank.engine.report").joinpath("fonts").iterdir() if path.name.endswith(".ttf")]
    known = {ord(each) for each in map(chr, range(0x10000)) if re.fullmatch(f"[{letters.SHOWN}]", each)}
    assert len(fonts) == 5
    for font in fonts:
        assert known <= characters(font.read_bytes()), font.name
    vietnamese = "ăâđêôơư ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ỳỷỹýỵ ờởỡớợ ừửữứự ĐƯƠ ▲▼–…□"
    assert letters.letters(vietnamese) == vietnamese


def test_dots_lie_at_their_values_and_never_on_each_other(result):
    made = read(result)
    for listed in made.record.lists:
        chart = drawing.spread(made, listed)
        ends = [Fraction(row["x"]) for row in values(chart, 1)]
        dots = [(Fraction(row["x"]), int(row["y"])) for row in values(chart, 0)]
        totals = [unit.total for unit in facts.listed(made, listed)]
        assert [x for x, _ in dots] == [Fraction(decimal(total)[0]) for total in totals]
        assert len(set(dots)) == len(dots)
        apart = (ends[1] - ends[0]) / drawing._DOTS_ACROSS
        for level in {level for _, level in dots}:
            row = sorted(x for x, at in dots if at == level)
            assert all(after - before >= apart for before, after in itertools.pairwise(row))


@pytest.mark.parametrize("count", [22, 101])
def test_no_axis_goes_beyond_the_maximum(result, count):
    made = many(result, count)
    best = next(unit for unit in made["units"] if unit["id"] == made["lists"][0]["units"][0])
    best["total"] = "245"
    shown = read(made)
    chart = drawing.spread(shown, shown.record.lists[0])
    ends = [Fraction(row["x"]) for row in values(chart, 1)]
    assert ends[1] == 245
    drawn = [Fraction(row.get("end", row["x"])) for row in values(chart, 0)]
    assert max(drawn) == 245
    assert all(ends[0] <= each for each in drawn)


def test_the_axis_of_bars_ends_at_the_maximum(result):
    made = read(result)
    chart = drawing.bars(made, made.record.lists[0])
    assert values(chart, 2) == [{"points": "245"}]
    assert all(not layer["encoding"]["x"]["scale"]["nice"] for layer in chart.spec["layer"][:1])
    drawn = ET.fromstring(drawing.as_svg(chart.spec))
    ticks = [each.text for each in drawn.iter("{http://www.w3.org/2000/svg}text") if (each.text or "").isdigit()]
    assert max(map(int, ticks)) <= 245


def test_a_page_in_the_dark_recolours_every_colour_of_a_chart(result):
    css = files("itrank.engine.report").joinpath("page", "page.css").read_text("utf-8")
    made = read(result)
    for chart in drawing.charts(made):
        inline = re.sub('<[^>]* opacity="0"[^>]*>', "", drawing.as_inline(chart.spec, "x"))
        for name, colour in re.findall(r' (fill|stroke)="(#[0-9a-f]{6})"', inline):
            assert f'.chart [{name}="{colour}"]{{{name}:var(--' in css, (name, colour)
        assert not re.search(r' (fill|stroke)="(?!#[0-9a-f]{6}"|none"|transparent")', inline)
