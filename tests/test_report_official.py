"""The province's report in Word and PDF, and a page for each unit: from the result alone, safe, the same bytes twice."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import make_docx_template
import pytest
from itrank import cli
from itrank.engine.files.packed import repacked
from itrank.engine.report.charts import charts
from itrank.engine.report.contents import contents
from itrank.engine.report.docx import document, shipped_template
from itrank.engine.report.joining import joined
from itrank.engine.report.pdf import profiles_pdf, report_pdf
from itrank.engine.report.profiles import profiles
from reports import read, result_bytes

HOSTILE = [
    "{{ 7*7*7 }}", "{% for x in lists %}", "</w:t><w:br/>", '#read("/etc/passwd")', "$x$ *đậm* _nghiêng_ @dv <a>", "=1+1",
    "<script>alert(1)</script>", "\u202eđảo", "Tên " + "rất dài " * 30,
]  # fmt: skip


@pytest.fixture(scope="module")
def result():
    return result_bytes("2022")


SMALL = (
    "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: Ví dụ\ninputs: {x: {type: count}}\n"
    "scorecards: {b: {criteria: [{id: d, max: 9, score: {formula: x}}]}}\n"
)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nho")
    (folder / "bo.yaml").write_text(SMALL, encoding="utf-8")
    (folder / "so.csv").write_text("id,x\nso-a,4\nso-b,5\n", encoding="utf-8")
    asked = ["--ruleset", str(folder / "bo.yaml"), "--data", str(folder / "so.csv")]
    assert cli.run(["evaluate", *asked, "--format", "json", "--output", str(folder / "kq.json")]) == 0
    return (folder / "kq.json").read_bytes()


@pytest.fixture(scope="module")
def hostile(result):
    record = json.loads(result)
    for unit, name in zip(record["units"], HOSTILE, strict=False):
        unit["name"] = name
    return json.dumps(record, ensure_ascii=False).encode()


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


def words_of(content):
    from docx import Document

    made = Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def pages_of(content):
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def spaced(text):
    return " ".join(text.split())


def test_every_figure_of_the_ranking_is_in_both(result):
    made = read(result)
    told = contents(made, agency="UBND tỉnh Hậu Giang")
    word, pdf = spaced(words_of(document(told))), spaced("\n".join(pages_of(report_pdf(told))))
    for each in told.lists:
        for row in each.rows:
            line = f"{row.rank} {row.name} {row.total} {row.tier} {row.before} {row.change}"
            assert line in word
            assert line in pdf
        assert all(line in word for line in map(spaced, each.lines))
    assert made.sha256 in word
    assert made.sha256 in pdf.replace(" ", "")


def test_the_layout_is_that_of_decree_30(result):
    from docx import Document
    from docx.shared import Mm

    content = document(contents(read(result), agency="UBND tỉnh X", place="X", manifest="ab" * 32))
    made = Document(io.BytesIO(content))
    (section,) = made.sections
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 30, 15]
    assert made.styles["Normal"].font.name == "Times New Roman"
    text = words_of(content)
    for line in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "UBND TỈNH X",
        "X, ngày …… tháng …… năm ……", "Nơi nhận:", "SHA-256: " + "ab" * 32,
    ):  # fmt: skip
        assert line in text
    first, later = section.first_page_header, section.header
    assert [p.text for p in first.paragraphs] == ["SỐ LIỆU MINH HỌA"]
    assert "PAGE" in later._element.xml
    assert "PAGE" not in first._element.xml
    assert "SỐ LIỆU MINH HỌA" in "".join(p.text for p in later.paragraphs)
    assert parts(content)["word/document.xml"].count("<w:tblHeader/>") == 6  # two lists, two annexes of each
    assert "{{" not in "".join(parts(content).values())


def test_the_pdf_is_an_archive_with_its_fonts_and_marks(result):
    content = report_pdf(contents(read(result)))
    assert re.search(rb"pdfaid:part>2<", content)
    assert re.search(rb"pdfaid:conformance>B<", content)
    assert b"/FontFile2" in content
    pages = pages_of(content)
    assert all("SỐ LIỆU MINH HỌA" in page for page in pages)
    assert not re.match(r"\s*1\s", pages[0])
    assert re.match(r"\s*2\s", pages[1])


@pytest.mark.long
def test_charts_stand_at_the_end_with_words_for_who_does_not_see_them(result):
    made = read(result)
    told, drawn = contents(made), charts(made)
    content = document(told, charts=drawn)
    assert sum(name.startswith("word/media/") for name in parts(content)) == len(drawn) == 6
    text = parts(content)["word/document.xml"]
    pdf = "\n".join(pages_of(report_pdf(told, charts=drawn)))
    for chart in drawn:
        assert f'descr="{chart.alt}"' in text
        assert chart.title in spaced(pdf)
    assert drawn[0].alt == "Phân bố tổng điểm, mỗi chấm là một đơn vị. Sở, ban, ngành tỉnh"
    assert [chart.heading for chart in drawn] == [
        "Sở, ban, ngành tỉnh",
        "",
        "",
        "UBND huyện, thị xã, thành phố",
        "",
        "",
    ]
    assert "Phụ lục: biểu đồ" not in words_of(document(told))


@pytest.mark.parametrize("tag", ["{{ charts[0].picture.tpl }}", "{{ charts[0].picture.image_descriptor }}"])
def test_a_picture_is_all_that_a_template_can_make_of_a_chart(result, tag):
    made = read(result)
    (told,) = document(contents(made), with_tag(tag), "mau.docx", charts(made)[:1])
    assert told.code == "ITR839"


def test_no_letter_is_set_in_a_cut_that_is_not_ours(result):
    """Of our serif there is no bold italic: typst would put another font's in its place."""
    from pypdf import PdfReader

    made = read(result)
    for content in (report_pdf(contents(made)), profiles_pdf(profiles(made))):
        pages = PdfReader(io.BytesIO(content)).pages
        used = {font.get_object()["/BaseFont"] for page in pages for font in page["/Resources"]["/Font"].values()}
        assert used
        assert [name for name in used if "Itrank" not in name or "BoldItalic" in name] == []


@pytest.mark.long
def test_names_are_text_and_nothing_else(hostile):
    made = read(hostile)
    told = contents(made)
    word, pdf = spaced(words_of(document(told))), spaced("\n".join(pages_of(report_pdf(told))))
    unit = spaced("\n".join(pages_of(profiles_pdf(profiles(made)))))
    for name in HOSTILE[:7]:
        assert name in word
        assert name.replace(" ", "") in pdf.replace(" ", "")
        assert name.replace(" ", "") in unit.replace(" ", "")
    assert "343" not in [cell.strip() for cell in word.split(" ")]
    assert "\u202e" not in word + pdf
    assert "root:" not in pdf


@pytest.mark.parametrize(
    "ruleset",
    ["2021", pytest.param("2022", marks=pytest.mark.slow), pytest.param("mau-hai-cap", marks=pytest.mark.slow)],
)
def test_a_unit_has_one_page(tmp_path, ruleset):
    name = tmp_path / "kq.json"
    assert cli.run(["evaluate", "--ruleset", ruleset, "--format", "json", "--output", str(name)]) == 0
    record = json.loads(name.read_bytes())
    made = read(name.read_bytes())
    pages = pages_of(profiles_pdf(profiles(made)))
    listed = [id_ for each in record["lists"] for id_ in (*each["units"], *each["unranked"])]
    assert len(pages) == len(listed)
    units = {unit["id"]: unit for unit in record["units"]}
    for page, id_ in zip(pages, listed, strict=True):
        assert units[id_]["name"] in spaced(page)


@pytest.mark.long
def test_a_page_stays_one_with_long_names_and_many_criteria(hostile):
    record = json.loads(hostile)
    for card in record["scorecards"]:
        for node in card["criteria"]:
            node["title"] = {"vi": "Một tiêu chí có tên rất dài " * 8, "en": ""}
    for unit in record["units"]:
        unit["name"] = "Ban Quản lý rất dài " * 20
    made = read(json.dumps(record).encode())
    assert len(pages_of(profiles_pdf(profiles(made)))) == len(record["units"])


@pytest.mark.long
def test_where_nobody_was_ranked_last_year_nothing_is_printed_of_it(result):
    record = json.loads(result)
    made = read(result)
    assert all(
        "Năm trước" in text
        for text in (words_of(document(contents(made))), "".join(pages_of(report_pdf(contents(made)))))
    )
    for unit in record["units"]:
        unit |= {"previous": None, "rank_change": None, "total_change": None}
    made = read(json.dumps(record).encode())
    word, pdf = words_of(document(contents(made))), "".join(pages_of(report_pdf(contents(made))))
    for text in (word, pdf):
        assert ("Xếp loại" in text, "Năm trước" in text, "Tăng, giảm" in text) == (True, False, False)


def tags_of(content):
    """Give the outline of what a reader for the blind is told: tag, page, and the pieces of text below it."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    pages = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages)}
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    of_number = {int(key): tags.get_object() for key, tags in zip(numbers[::2], numbers[1::2], strict=True)}
    seen = []

    def walk(tag, page):
        page = pages[tag.raw_get("/Pg").idnum] if "/Pg" in tag else page
        below = tag.get("/K", [])
        for each in below if isinstance(below, list) else [below]:
            one = each.get_object()
            if isinstance(one, int):
                number = reader.pages[page]["/StructParents"]
                assert of_number[number][one].get_object() == tag
                seen.append((tag["/S"], page, one))
            elif "/MCID" in one:
                seen.append((tag["/S"], pages[one.raw_get("/Pg").idnum], one["/MCID"]))
            else:
                assert one["/P"].get_object() == tag
                walk(one, page)

    (document,) = tree["/K"]
    assert document.get_object()["/P"].get_object() == tree
    walk(document.get_object(), None)
    marks = [(mark["/Title"], reader.get_destination_page_number(mark), mark["/Top"]) for mark in reader.outline]
    return seen, marks, sorted(of_number), [page["/StructParents"] for page in reader.pages]


@pytest.mark.slow
def test_what_is_set_in_parts_is_what_is_set_at_once(result, monkeypatch):
    """Pages, what they say, their tags and the bookmarks; the same bytes twice, and still PDF/A-2b."""
    told = profiles(read(result))
    monkeypatch.setattr("itrank.engine.report.pdf.PAGES_OF_A_PART", len(told["profiles"]))
    whole = profiles_pdf(told)
    monkeypatch.setattr("itrank.engine.report.pdf.PAGES_OF_A_PART", 11)
    watched = []
    made = profiles_pdf(told, lambda parts, total: watched.append(total) or parts)
    assert watched == [-(-len(told["profiles"]) // 11)]
    assert made != whole
    assert made == profiles_pdf(told)
    assert pages_of(made) == pages_of(whole)
    assert tags_of(made) == tags_of(whole)
    assert len(tags_of(made)[0]) > 20 * len(told["profiles"])
    assert b"<pdfaid:part>2</pdfaid:part>" in made


def test_one_part_is_given_on_as_it_is():
    assert joined([b"%PDF-1.7 as it is"]) == b"%PDF-1.7 as it is"
    with pytest.raises(ValueError, match="no document to join"):
        joined([])


def test_losses_are_those_of_the_result(result):
    made = read(result)
    (first, *_) = profiles(made)["profiles"]
    unit = next(each for each in made.record.units if each.name == first["name"])
    assert ("Hạng", f"{unit.rank}/22") in first["facts"]
    assert [lost for _, lost in first["losses"]] == ["−2,3", "−2", "−1,8", "−1,4", "−0,5", "−0,5"]
    assert first["around"][0].startswith("Ngay dưới: Đơn vị 04, 235,3 điểm (kém ")


@pytest.mark.long
def test_the_day_of_issue_is_given_or_left_open(result, tmp_path):
    (tmp_path / "kq.json").write_bytes(result)
    output = tmp_path / "o.docx"
    options = ["report", str(tmp_path / "kq.json"), "--output", str(output), "--place", "Hậu Giang"]
    assert cli.run([*options, "--date", "5/3/2026"]) == 0
    assert "Hậu Giang, ngày 05 tháng 3 năm 2026" in words_of(output.read_bytes())
    assert cli.run(options) == 0
    assert "Hậu Giang, ngày …… tháng …… năm ……" in words_of(output.read_bytes())


@pytest.mark.parametrize(
    ("signer", "printed", "open_"),
    [
        ("Giám đốc Sở", "GIÁM ĐỐC SỞ\n(Chữ ký, dấu)\nHọ và tên", "QUYỀN HẠN"),
        (
            "KT. Giám đốc, Phó giám đốc; Trần Văn A",
            "KT. GIÁM ĐỐC, PHÓ GIÁM ĐỐC\n(Chữ ký, dấu)\nTrần Văn A",
            "Họ và tên",
        ),
        ("; Trần Văn A", "(Chữ ký, dấu)\nTrần Văn A", "Họ và tên"),
        ("{{ 7*7 }} <b>; #read(1) \u202eA", "{{ 7*7 }} <B>\n(Chữ ký, dấu)\n#read(1) \\u202eA", "\u202e"),
    ],
)
def test_who_signs_is_printed_with_the_signature(small, signer, printed, open_):
    made = contents(read(small), signer=signer)
    for text in (words_of(document(made)), "\n".join(pages_of(report_pdf(made)))):
        assert spaced(printed) in spaced(text)
        assert open_ not in text


def test_who_signs_is_taken_of_the_command_line(small, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("kq.json").write_bytes(small)
    assert cli.run(["report", "kq.json", "-o", "kq.docx", "--signer", "Giám đốc; Trần Văn A"]) == 0
    assert "GIÁM ĐỐC\n(Chữ ký, dấu)\nTrần Văn A" in words_of(Path("kq.docx").read_bytes())
    assert cli.run(["compare", "kq.json", "kq.json", "-o", "so-sanh.docx", "--signer", "Giám đốc; Trần Văn A"]) == 0
    assert "GIÁM ĐỐC\n(Chữ ký, dấu)\nTrần Văn A" in words_of(Path("so-sanh.docx").read_bytes())
    for words in (["report", "kq.json"], ["compare", "kq.json", "kq.json"]):
        assert cli.run([*words, "--signer", "Giám đốc"]) == 2
        assert "--signer" in capsys.readouterr().err


@pytest.mark.parametrize("count", [13, 14])
def test_criteria_that_no_page_holds_are_said_to_be_elsewhere(tmp_path, monkeypatch, count):
    monkeypatch.chdir(tmp_path)
    criteria = "\n".join(f"    - {{id: c{n}, max: 9, score: {{formula: x}}}}" for n in range(count))
    rules = SMALL.replace(
        "{b: {criteria: [{id: d, max: 9, score: {formula: x}}]}}", f"\n  b:\n    criteria:\n{criteria}"
    )
    Path("bo.yaml").write_text(rules, "utf-8")
    Path("so.csv").write_text("id,x\nso-a,4\nso-b,5\n", "utf-8")
    assert cli.run(["evaluate", "bo.yaml", "--data", "so.csv", "-o", "kq.json"]) == 0
    made = contents(read(Path("kq.json").read_bytes()))
    left = profiles(read(Path("kq.json").read_bytes()))["profiles"][0]["more_criteria"]
    assert left == ""  # a page of a unit has room for 14
    said = "điểm theo tiêu chí có trong sổ Excel, trang web và bảng CSV."
    word, pdf = document(made), report_pdf(made)
    for text in (words_of(word), "\n".join(pages_of(pdf))):
        assert (said in spaced(text)) == (count == 14)
        assert spaced(text).count("Phụ lục: điểm theo tiêu chí") == 1
    assert parts(word)["word/document.xml"].count("<w:tblHeader/>") == (2 if count == 13 else 1)


def test_a_profile_names_the_criteria_that_it_has_no_room_for(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    criteria = "".join(f"    - {{id: c{n}, title: Tiêu chí {n}, max: 9, score: {{formula: x}}}}\n" for n in range(16))
    head, _, _ = SMALL.partition("scorecards:")
    Path("bo.yaml").write_text(f"{head}scorecards:\n  b:\n    criteria:\n{criteria}", "utf-8")
    Path("so.csv").write_text("id,x\nso-a,4\nso-b,5\n", "utf-8")
    assert cli.run(["evaluate", "bo.yaml", "--data", "so.csv", "-o", "kq.json"]) == 0
    told = profiles(read(Path("kq.json").read_bytes()))
    assert len(told["profiles"][0]["criteria"]) == 14
    for page in pages_of(profiles_pdf(told)):
        assert "Không in ở đây, xem trang web hoặc dữ liệu mở: Tiêu chí 14; Tiêu chí 15." in spaced(page)


def test_of_several_scorecards_it_is_said_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rules = (
        SMALL.split("scorecards:", maxsplit=1)[0]
        + "groups: {a1: {title: Sở}, a2: {title: Huyện}, a3: {title: Xã}}\nscorecards:\n"
    )
    for card, (title, count) in enumerate((("Sở", 14), ("Huyện", 2), ("Xã", 20)), 1):
        rules += f"  b{card}:\n    title: {title}\n    for: [a{card}]\n    criteria:\n"
        rules += "".join(f"    - {{id: c{card}_{n}, max: 9, score: {{formula: x}}}}\n" for n in range(count))
    Path("bo.yaml").write_text(rules, "utf-8")
    Path("so.csv").write_text("id,group,x\n" + "".join(f"u{n},a{n},4\n" for n in (1, 2, 3)), "utf-8")
    assert cli.run(["evaluate", "bo.yaml", "--data", "so.csv", "-o", "kq.json"]) == 0
    made = contents(read(Path("kq.json").read_bytes()))
    titles = [annex.title.removeprefix("Phụ lục: điểm theo tiêu chí, ") for annex in made.annexes]
    assert titles == ["Sở; Xã", "Huyện"]
    assert [bool(annex.rows) for annex in made.annexes] == [False, True]


def test_english(result):
    text = words_of(document(contents(read(result, "en"))))
    assert "SOCIALIST REPUBLIC OF VIET NAM" in text
    assert "ILLUSTRATIVE DATA" in parts(document(contents(read(result, "en"))))["word/header1.xml"]
    assert not re.search("Hạng|Đơn vị\b|Xếp loại", text)


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "pdf", "profiles"])
def test_the_same_bytes_in_another_place_zone_and_order(result, tmp_path, form):
    made = []
    for number, zone in enumerate(("UTC", "Asia/Ho_Chi_Minh")):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "kq.json").write_bytes(result)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": str(number + 1), "LC_ALL": ["C", "C.UTF-8"][number]}
        command = [sys.executable, "-m", "itrank", "report", "kq.json", "--format", form, "--output", "o"]
        subprocess.run(command, cwd=folder, env=environment, check=True)
        made.append((folder / "o").read_bytes())
    assert made[0] == made[1]


# ── The bundle ──


def test_the_first_page_bears_the_manifest_of_the_bundle_that_holds_the_result(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bo.yaml").write_text(SMALL, encoding="utf-8")
    for number in (4, 5):
        Path("so.csv").write_text(f"id,x\nso-a,{number}\n", encoding="utf-8")
        options = ["--ruleset", "bo.yaml", "--data", "so.csv", "--format", "json", "--output", f"kq{number}.json"]
        assert cli.run(["evaluate", *options]) == 0
    assert cli.run(["freeze", "kq5.json", "--output", "b.zip"]) == 0
    with zipfile.ZipFile("b.zip") as archive:
        from hashlib import sha256

        digest = sha256(archive.read("manifest.json")).hexdigest()
    for form in ("docx", "pdf"):
        assert cli.run(["report", "kq5.json", "--bundle", "b.zip", "--output", f"o.{form}"]) == 0
    assert digest in words_of(Path("o.docx").read_bytes())
    assert digest in pages_of(Path("o.pdf").read_bytes())[0].replace("\n", "").replace(" ", "")
    capsys.readouterr()
    assert cli.run(["report", "kq4.json", "--bundle", "b.zip", "--output", "p.pdf"]) == 1
    assert "ITR871: gói b.zip không chứa đúng kết quả này" in capsys.readouterr().err
    assert not Path("p.pdf").exists()
    damaged = bytearray(Path("b.zip").read_bytes())
    damaged[100] ^= 1
    Path("c.zip").write_bytes(damaged)
    assert cli.run(["report", "kq5.json", "--bundle", "c.zip", "--output", "p.pdf"]) == 1


# ── Templates of strangers ──


def with_tag(tag):
    """Give the shipped template with another tag in its first line of text."""
    with zipfile.ZipFile(io.BytesIO(shipped_template())) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    inside["word/document.xml"] = inside["word/document.xml"].replace(b"{{ intro }}", tag.encode())
    return packed(inside)


def packed(inside):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, content)
    return stream.getvalue()


TAGS = {
    "{{ ''.__class__ }}": "ITR839",
    "{{ lists.__class__.__mro__ }}": "ITR839",
    "{{ intro.format(kind) }}": "ITR839",
    "{{ range(10) }}": "ITR839",
    "{{ cycler('a').next() }}": "ITR839",
    "{{ lists|map(attribute='rows') }}": "ITR839",
    "{{ intro|attr('upper') }}": "ITR839",
    "{% include 'x' %}": "ITR839",
    "{% import 'x' as y %}": "ITR839",
    "{% macro a() %}{% endmacro %}": "ITR839",
    "{% set x = 1 %}": "ITR839",
    "{{ 10 ** 10 }}": "ITR839",
    "{{ 'a' * 1000000000 }}": "ITR839",
    "{% for a in lists %}{% for b in lists %}x{% endfor %}{% endfor %}": "ITR839",
    "{% for a in lists %}{% for b in a.rows %}{% for c in a.rows %}x{% endfor %}{% endfor %}{% endfor %}": "ITR839",
    "{{ head.items }}": "ITR839",
    "{{ kind.upper }}": "ITR839",
    "{% for a in lists recursive %}{{ loop(a.rows) }}{% endfor %}": "ITR839",
    "{{ khong_co }}": "ITR839",
    "{{ intro": "ITR839",
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_cannot_do_anything_but_take_words(small, tag):
    (told,) = document(contents(read(small)), with_tag(tag), "mau.docx")
    assert told.code == TAGS[tag]


@pytest.mark.parametrize(
    ("tag", "said"),
    [("{{ intro|upper }}", "KẾT QUẢ ĐÁNH GIÁ"), ("{% for a in lists %}{{ a.title }};{% endfor %}", "Sở, ban, ngành tỉnh;UBND"),
     ("{{ 'có' if compared else 'không' }}", "không")],
)  # fmt: skip
def test_officials_may_reword_and_loop(result, tag, said):
    made = document(contents(read(result)), with_tag(tag), "mau.docx")
    assert said in words_of(made)


def broken():
    with zipfile.ZipFile(io.BytesIO(shipped_template())) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    rels = "word/_rels/document.xml.rels"
    outside = inside[rels].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="x" Target="http://a.example/x" TargetMode="External"/></Relationships>',
    )
    entity = inside["word/document.xml"].replace(b"<w:document", b"<!DOCTYPE a [<!ENTITY b 'c'>]><w:document", 1)
    return {
        "không phải tài liệu Word .docx, hoặc bị hỏng": b"abc",
        "có mật khẩu": b"\xd0\xcf\x11\xe0" + b"0" * 600,
        "không phải tài liệu Word .docx": packed({"a.txt": b"a"}),
        "có macro": packed({**inside, "word/vbaProject.bin": b"x"}),
        "có liên kết ra ngoài tệp": packed({**inside, rels: outside}),
        "có khai báo DOCTYPE hoặc ENTITY": packed({**inside, "word/document.xml": entity}),
        "quá lớn sau khi giải nén": packed({**inside, **{f"a{n}": b"" for n in range(301)}}),
        "không đọc được (XML bên trong viết sai)": packed({**inside, "word/document.xml": b"<w:document"}),
        "lớn hơn 5 MB": shipped_template() + b"0" * 5 * 2**20,
    }


@pytest.mark.parametrize("why", broken())
def test_what_is_no_template_is_said(small, why):
    (told,) = document(contents(read(small)), broken()[why], "mau.docx")
    assert (told.code, why in told.params["why"]) == ("ITR839", True)


def test_the_template_can_be_had_and_used_again(small, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("kq.json").write_bytes(small)
    assert cli.run(["report", "--write-template", "mau.docx"]) == 0
    assert cli.run(["report", "kq.json", "--template", "mau.docx", "--output", "a.docx"]) == 0
    assert cli.run(["report", "kq.json", "--output", "b.docx"]) == 0
    assert Path("a.docx").read_bytes() == Path("b.docx").read_bytes()


@pytest.mark.parametrize("name", make_docx_template.MADE)
def test_the_shipped_template_is_the_one_that_is_made(name):
    made, kept = parts(make_docx_template.MADE[name]()), parts(shipped_template(name))
    assert made.keys() == kept.keys()
    assert made["word/document.xml"] == kept["word/document.xml"]
    assert repacked(shipped_template(name)) == shipped_template(name)


def test_report_without_a_result_says_so(capsys):
    assert cli.run(["report"]) == 2
    assert "KẾT_QUẢ" in capsys.readouterr().err


@pytest.mark.office
def test_word_opens_it_and_prints_the_same_words(result, tmp_path):
    told = contents(read(result), agency="UBND tỉnh Hậu Giang")
    (tmp_path / "o.docx").write_bytes(document(told))
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "o.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    # LibreOffice splits letters and their marks, which pypdf does not put together again.
    made = subprocess.run(["pdftotext", "o.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    pages = made.removesuffix("\f").split("\f")
    assert 4 <= len(pages) <= 8
    assert [number for number, page in enumerate(pages) if "SỐ LIỆU MINH HỌA" not in page] == []
    text = spaced(made)
    assert [row.name for each in told.lists for row in each.rows if row.name not in text or row.total not in text] == []
