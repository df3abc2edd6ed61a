"""Reports in a bundle: ours are made again byte for byte, of others the figures are compared, and the verdict says which."""

import json
import shutil
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.bundle.manifest import DEPENDENCIES, NAME, RESULT
from itrank.engine.report.figures_read import read_figures
from itrank.engine.report.remaking import Recipe, libraries, other_libraries, recipe_of
from itrank.engine.result.published import published
from itrank.engine.result.record import engine_version

BUNDLES = Path(__file__).parent / "bundles"
OURS = {
    "trang.html": [],
    "so.xlsx": [],
    "thong-bao.txt": [],
    "co-quan.txt": ["--agency", "UBND tỉnh Một"],
    "en.txt": ["--lang", "en", "--agency", "Province One"],
}
THEIRS = {
    "thu.txt": "Sở 01 đứng đầu với {total} điểm.\n",
    "cua-toi.html": "<table><tr><th>Đơn vị</th><th>Điểm</th></tr><tr><td>Sở 01</td><td>{total}</td></tr></table>\n",
    "cua-toi.csv": 'Đơn vị,Điểm\nSở 01,"{total}"\n',
}  # fmt: skip


def ran(capsys, *asked):
    capsys.readouterr()
    code = cli.run([*asked, "--lang", "en"])
    done = capsys.readouterr()
    return code, done.out, done.err


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        assert cli.run(["init", "p", "--year", "2026"]) == 0
        monkeypatch.chdir(folder / "p")
        for form in ("json", "csv"):
            assert cli.run(["evaluate", "--ruleset", "2026", "--format", form, "--output", f"kq.{form}"]) == 0
        for name, more in OURS.items():
            assert cli.run(["report", "kq.json", "--output", name, *more]) == 0
        assert cli.run(["report", "kq.json", "--format", "open-data", "--output", "mo"]) == 0
        record = json.loads(Path("kq.json").read_text("utf-8"))
        total = next(unit["total"] for unit in record["units"] if unit["name"] == "Sở 01").replace(".", ",")
        for name, text in THEIRS.items():
            Path(name).write_text(text.format(total=total), "utf-8")
        reports = [*OURS, *THEIRS, "kq.json", "kq.csv", *map(str, Path("mo").glob("*.csv")), "mo/datapackage.json"]
        asked = [f"--report={name}" for name in reports]
        assert cli.run(["freeze", "kq.json", "--output", "goi.zip", *asked]) == 0
        assert cli.run(["freeze", "kq.json", "--output", "cong-khai.zip", "--public", *asked]) == 0
    return folder / "p"


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def opened(name="goi.zip"):
    members = dict(unpacked(Path(name).read_bytes()))
    return members, json.loads(members[NAME])


def forged(members, manifest):
    for file in manifest["files"]:
        content = members[file["path"]]
        file |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    Path("la.zip").write_bytes(packed({**members, NAME: json.dumps(manifest, ensure_ascii=False).encode()}))
    return "la.zip"


def only(name):
    """Leave one report in the bundle: to make them all again for each test would take minutes."""
    members, manifest = opened()
    path = f"reports/{name}"
    kept = {each: content for each, content in members.items() if not each.startswith("reports/") or each == path}
    manifest["files"] = [file for file in manifest["files"] if file["path"] in kept]
    manifest["reports"] = [row for row in manifest["reports"] if row["path"] == path]
    needed = {*DEPENDENCIES, *libraries(map(recipe_of, manifest["reports"]))}
    manifest["dependencies"] = {key: each for key, each in manifest["dependencies"].items() if key in needed}
    return kept, manifest


def altered(path, content):
    members, manifest = only(path)
    members[f"reports/{path}"] = content
    return forged(members, manifest)


# ── Ours ──


@pytest.mark.long
@pytest.mark.parametrize("bundle", ["goi.zip", "cong-khai.zip"])
def test_each_report_of_ours_is_made_again_byte_for_byte(here, capsys, bundle):
    code, out, err = ran(capsys, "verify", bundle)
    assert code == 0, err
    for name in (*OURS, "kq.json", "kq.csv", *(path.name for path in Path("mo").glob("*.csv")), "datapackage.json"):
        agency = {"co-quan.txt": "UBND tỉnh Một", "en.txt": "Province One"}.get(name)
        words = f", with words that the result does not have: agency “{agency}”" if agency else ""
        assert f"    reports/{name}: made again, byte for byte{words}" in out.splitlines()
    for name in THEIRS:
        agree = "2 figures that were read agree" if name == "thu.txt" else "1 figure that was read agrees"
        why = f"not made by itrank, or by a template of its own; {agree} with the result"
        assert f"    reports: by hash only: reports/{name}: {why}" in out.splitlines()


def test_the_manifest_says_how_each_is_made(here):
    _, manifest = opened()
    rows = {row["path"]: row for row in manifest["reports"]}
    assert {f"reports/{name}" for name in (*OURS, "kq.json", "kq.csv")} < set(rows)
    assert rows["reports/co-quan.txt"] | {"path": ""} == Recipe("text", "vi", "UBND tỉnh Một").record("")
    assert rows["reports/en.txt"] | {"path": ""} == Recipe("text", "en", "Province One").record("")
    assert {"Jinja2", "XlsxWriter", "zlib"} <= set(manifest["dependencies"])


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("trang.html", lambda c: c.replace(b"96,67", b"99,99"), "it differs from line "),
        ("trang.html", lambda c: c + b"\n", "it differs from line "),
        ("trang.html", lambda _: b"", "it differs from line 1 on"),
        ("thong-bao.txt", lambda c: c.replace("Sở 01".encode(), "Sở 02".encode()), "it differs from line "),
        ("co-quan.txt", lambda c: c.replace("Một".encode(), b"Hai"), "it differs from line "),
        ("so.xlsx", lambda c: c[:300] + bytes([c[300] ^ 1]) + c[301:], "it differs from byte 301 on"),
        ("so.xlsx", lambda c: c + b"x", "it differs from byte "),
        ("kq.csv", lambda c: c.replace(b"\n", b"\r\n"), "it differs from line 1 on"),
        ("kq.json", lambda c: c + b" ", "it differs from line "),
    ],
)
def test_any_byte_of_ours_that_is_altered_is_found_and_the_report_named(here, capsys, name, change, why):
    content = Path(name).read_bytes()
    assert change(content) != content
    code, _, err = ran(capsys, "verify", altered(name, change(content)))
    assert code == 1
    assert f"ITR880: reports/{name} of the bundle is not the report that itrank makes of its result: {why}" in err


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda m: m["reports"][-1].update(lang="en"), "ITR880: reports/"),
        (lambda m: m["reports"][0].update(format="khac"), "ITR861: the manifest of the bundle is wrong: reports: reports/"),
        (lambda m: m["reports"][0].update(path="reports/x"), "reports: reports/x (reports)"),
        (lambda m: m["reports"].append(m["reports"][0]), "ITR861"),
        (lambda m: m["reports"][0].update(date="2026-01-05"), "ITR861"),
        (lambda m: m["reports"][-1].update(agency="UBND"), "ITR861"),
        (lambda m: m["dependencies"].update(them="1"), "dependencies: them (reports)"),
        (lambda m: m["dependencies"].pop("zlib"), "dependencies: zlib (reports)"),
    ],
)  # fmt: skip
def test_a_manifest_that_says_otherwise_how_reports_are_made_is_found(here, capsys, change, where):
    members, manifest = only("so.xlsx")
    change(manifest)
    code, _, err = ran(capsys, "verify", forged(members, manifest))
    assert code == 1
    assert where in err


@pytest.mark.long
def test_where_a_library_is_of_another_version_and_the_bytes_differ_that_is_said(here, capsys):
    members, manifest = only("trang.html")
    members["reports/trang.html"] = members["reports/trang.html"].replace(b"</body>", b" </body>")
    manifest["dependencies"]["Jinja2"] = "2.0"
    code, out, err = ran(capsys, "verify", forged(members, manifest))
    assert code == 0, err
    [line] = [line for line in out.splitlines() if "reports/trang.html" in line]
    assert line.startswith("    reports: by hash only: reports/trang.html: other versions of libraries (Jinja2 2.0 ≠ ")
    members["reports/trang.html"] = members["reports/trang.html"].replace(b"96,67", b"99,99")
    code, _, err = ran(capsys, "verify", forged(members, manifest))
    assert code == 1
    assert "ITR857: reports/trang.html" in err


def test_the_libraries_of_a_report_are_named_with_both_versions():
    recipe = Recipe("xlsx", "vi")
    assert other_libraries(recipe, libraries([recipe])) == []
    assert other_libraries(recipe, {**libraries([recipe]), "zlib": "0"})[0].startswith("zlib 0 ≠ ")
    assert libraries([Recipe("csv", "vi"), Recipe("json", "vi")]) == {}


# ── Others ──


@pytest.mark.parametrize("name", THEIRS)
def test_a_wrong_figure_in_a_report_of_another_hand_is_found(here, capsys, name):
    code, _, err = ran(capsys, "verify", altered(name, THEIRS[name].format(total="1,25").encode()))
    assert code == 1
    assert f"ITR857: reports/{name}, " in err
    assert "1,25" in err


def test_a_wrong_figure_is_found_though_an_agency_could_say_it(here, capsys):
    """The line of the agency is free: what is read there is no statement of ours."""
    text = "Sở 01 đứng đầu với 1,25 điểm.\n" + Path("thong-bao.txt").read_text("utf-8") + "Thêm.\n"
    code, _, err = ran(capsys, "verify", altered("thu.txt", text.encode()))
    assert code == 1
    assert "ITR857: reports/thu.txt, line 1" in err


@pytest.mark.parametrize("name", THEIRS)
def test_a_report_with_a_wrong_figure_is_not_frozen(here, capsys, name):
    Path(name).write_text(THEIRS[name].format(total="1,25"), "utf-8")
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "moi.zip", "--report", name)
    assert (code, Path("moi.zip").exists()) == (1, False)
    assert f"ITR857: reports/{name}" in err


def test_freezing_says_which_reports_will_be_held_by_their_hash_only(here, capsys):
    asked = ["--report=trang.html", "--report=thu.txt"]
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "moi.zip", *asked)
    assert code == 0
    assert "ITR858: reports/thu.txt is not, byte for byte, a report that itrank makes" in err
    assert "trang.html" not in err


def test_what_nobody_can_read_is_said_to_be_held_by_its_hash(here, capsys):
    members, manifest = only("thu.txt")
    members["reports/anh.png"] = b"\x89PNG"
    manifest["files"].append({"path": "reports/anh.png", "role": "report", "name": "anh.png"})
    code, out, _ = ran(capsys, "verify", forged(members, manifest))
    assert code == 0
    assert any("by hash only: reports/anh.png" in line and "none of its figures can be read" in line
               for line in out.splitlines())  # fmt: skip


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[" * 20_000, b"<table>" * 5_000, b"<tr><td>" * 5_000, b"PK\x03\x04", b'{"a":' * 20_000]
)
@pytest.mark.parametrize("name", ["a.html", "a.csv", "a.xlsx", "a.docx", "a.json", "a.txt", "a.pdf"])
def test_a_broken_report_is_no_fault_of_ours(made, name, content):
    result = published((made / "kq.json").read_bytes(), RESULT)
    read = read_figures(content, name, result)
    assert read is None or read.wrong == ()


# ── Of earlier versions ──


@pytest.mark.long
@pytest.mark.parametrize("path", sorted(BUNDLES.glob("c4be05f-corrections.zip")), ids=lambda path: path.stem)
def test_a_figure_of_a_page_of_an_earlier_version_is_compared(path, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(path, "goi.zip")
    members, manifest = opened()
    page = members["reports/bc.html"].decode()
    for before, after in (("81,67", "91,67"), ("từ 80 điểm", "từ 90 điểm")):
        assert before in page, before
        members["reports/bc.html"] = page.replace(before, after).encode()
        code, _, err = ran(capsys, "verify", forged(members, manifest))
        assert code == 1, before
        assert "ITR857: reports/bc.html" in err


def test_a_result_of_another_version_is_not_frozen(here, capsys):
    record = json.loads(Path("kq.json").read_text("utf-8"))
    record["engine"] = "0.1.0"
    Path("kq.json").write_text(json.dumps(record, ensure_ascii=False), "utf-8")
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "moi.zip")
    assert (code, Path("moi.zip").exists()) == (1, False)
    assert (
        f"ITR859: itrank 0.1.0 made the result, and a bundle brings the evaluator of this itrank {engine_version()}"
        in err
    )


@pytest.mark.long
def test_a_word_report_is_made_again_with_its_agency_place_and_day(here, capsys, made, monkeypatch):
    monkeypatch.chdir(made)
    options = ["--agency", "UBND tỉnh Một", "--place", "Huế", "--date", "2026-03-05"]
    assert cli.run(["report", "kq.json", "--output", "bc.docx", *options]) == 0
    assert cli.run(["freeze", "kq.json", "--output", "word.zip", "--report", "bc.docx"]) == 0
    members, manifest = opened("word.zip")
    [row] = manifest["reports"]
    assert (row["format"], row["place"], row["date"], row["agency"]) == ("docx", "Huế", "2026-03-05", "UBND TỈNH MỘT")
    code, out, _ = ran(capsys, "verify", "word.zip")
    assert code == 0
    assert (
        "    reports/bc.docx: made again, byte for byte, with words that the result does not have: agency “UBND" in out
    )
    with zipfile.ZipFile(BytesIO(members["reports/bc.docx"])) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part.replace(b"96,67", b"99,99"))
    members["reports/bc.docx"] = stream.getvalue()
    code, _, err = ran(capsys, "verify", forged(members, manifest))
    assert code == 1
    assert "ITR880: reports/bc.docx" in err
