"""Nothing that is written says where on the machine its files lay: the same files give the same bytes anywhere."""

import io
import json
import os
import re
import shutil
import zipfile
import zlib
from pathlib import Path

import pytest
from itrank import cli
from sampling import drawn

TELLTALE = "telltale-8f3a"
STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
BASE = """\
format: itrank-ruleset/1
id: goc
version: "1"
title: Gốc
period: 2025
inputs:
  so_hop: {type: count, label: Số cuộc họp}
  so_lop: {type: count, missing: unranked, label: Số lớp}
  co_qd: {type: yes_no, label: Có quyết định}
scorecards:
  bang:
    title: Tổng
    max: 100
    criteria:
      - {id: hop, code: "1", title: Họp, max: 40, score: {count: so_hop, each: 10}}
      - {id: lop, code: "2", title: Lớp, max: 40, score: {count: so_lop, each: 8}}
      - {id: qd, code: "3", title: Quyết định, max: 20, score: {yes_no: co_qd}}
    tiers: [{id: tot, title: Tốt, from: 80}, {id: kem, title: Kém}]
"""
RULESET = """\
format: itrank-ruleset/1
id: goc
version: "2"
period: 2026
extends: 2025.yaml
amend: {hop: {max: 40, score: {count: so_hop, each: 20}}}
"""
FILES = {
    "rulesets/2025.yaml": BASE,
    "rulesets/2026.yaml": RULESET,
    "data/2026.csv": "Mã,Họp,so_lop,co_qd,Ghi chú\nso-a,2,5,có,x\nso-b,1,3,không,y\nso-c,1,,có,\n",
    "data/2026.units.csv": "id,name\nso-a,Sở A\nso-b,Sở B\nso-c,Sở C\n",
    "data/2026.previous.csv": "id,name,rank,total\nso-a,Sở A,1,90\nso-b,Sở B,2,80.5\nso-d,Sở D,3,7\n",
    "data/2026.mapping.yaml": "format: itrank-mapping/1\ncolumns: {Mã: id, Họp: so_hop}\n",
    "data/2026.corrections.csv": (
        "unit,target,stage,from,to,reason,basis,by,at\n"
        "so-a,so_lop,first,5,4,một lớp không có minh chứng,biên bản 1,hội đồng,2026-12-01\n"
    ),
}


@pytest.fixture
def put(tmp_path):
    """Make the project in a folder below the test's own."""

    def put(*folder: str) -> Path:
        root = tmp_path.joinpath(*folder)
        for name, text in FILES.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text, "utf-8")
        return root

    return put


def inside(content: bytes) -> bytes:
    """Give all that a file says: with the members of a zip, and the streams of a PDF, unpacked."""
    made = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for entry in archive.infolist():
                made += [entry.filename.encode(), entry.comment, entry.extra, inside(archive.read(entry))]
    if content.startswith(b"%PDF"):
        for stream in STREAM.findall(content):
            try:
                made.append(zlib.decompress(stream))
            except zlib.error:  # an image, a font
                made.append(stream)
    return b"\n".join(made)


def says_where(content: bytes) -> bool:
    told = inside(content)
    ways = [TELLTALE.encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be")]
    return any(way in told for way in (*ways, TELLTALE.encode("utf-16-be").hex().upper().encode()))


def all_written(out: Path, project: str, capsys, *, reports: bool = True) -> dict[str, bytes]:
    """Run every command that writes, on a project whose folder is written so; give what was written, and printed.

    `reports` are made of the result alone: the same result gives the same ones, wherever it was made.
    """
    out.mkdir()
    rulesets, data = f"{project}rulesets", f"{project}data"
    printed = {}

    def ran(name: str, *arguments: object, code: int = 0) -> None:
        capsys.readouterr()
        assert cli.run([*map(str, arguments), "--lang", "en"]) == code, name + capsys.readouterr().err
        printed[name] = capsys.readouterr().out.replace(str(out), "OUT").encode()

    rules, units = f"{rulesets}/2026.yaml", f"{data}/2026.units.csv"
    year = ["--ruleset", rules, "--data", f"{data}/2026.csv"]
    ran("evaluate", "evaluate", *year)
    for form in ("json", "csv", "table"):
        ran(form, "evaluate", *year, "--format", form, "--output", out / f"result.{form}")
    for suffix in ("txt", "html", "xlsx", "docx", "pdf") if reports else ():
        ran(suffix, "report", out / "result.json", "--output", out / f"report.{suffix}")
    if reports:
        ran("profiles", "report", out / "result.json", "--format", "profiles", "--output", out / "profiles.pdf")
        ran("open-data", "report", out / "result.json", "--format", "open-data", "--output", out / "open")
    for form in ("table", "json", "csv"):
        ran(f"compare {form}", "compare", out / "result.json", out / "result.json", "--format", form)
    if reports:
        ran("compare docx", "compare", out / "result.json", out / "result.json", "--output", out / "compared.docx")
    for form in ("text", "json", "markdown"):
        ran(f"explain {form}", "explain", "so-a", *year, "--format", form, "--output", out / f"explain.{form}")
    ran("why-not", "why-not", "so-b", "--tier", "tot", *year, "--format", "json", "--output", out / "why-not.json")
    ran("formula", "formula", "so_hop / 2", "--ruleset", rules, "--data", f"{data}/2026.csv", "--unit", "so-a", "--format", "json")  # fmt: skip
    ran("describe", "data", "describe", f"{data}/2026.csv", "--ruleset", rules, "--format", "json")
    ran("mapping", "data", "describe", f"{data}/2026.csv", "--ruleset", rules, "--write-mapping", out / "m.yaml")
    ran("forms", "forms", rules, "--units", units, "--previous", f"{data}/2026.previous.csv", "--out", out / "forms")
    shutil.copytree(out / "forms", f"{project}forms")
    for form in ("csv", "json"):  # nothing is filled in: who has to be asked is named
        ran(f"collect {form}", "collect", f"{project}forms", "--ruleset", rules, "--units", units, "--output",
            out / f"collected-{form}.csv", "--status", out / f"status.{form}", "--replies", out / f"replies-{form}",
            code=1)  # fmt: skip
    ran("export", "appraise", "export", *year, "--stage", "second", "--out", out / "sheets")
    ran("table", "table", rules, "--output", out / "annex.docx")
    ran("table", "table", rules, "--output", out / "annex.xlsx")
    ran("new", "new", "2027", "--from", rules, "--full", "--output", out / "2027.yaml")
    for form in ("json", "sarif", "github"):
        ran(f"check {form}", "check", rules, "--format", form, "--output", out / f"check.{form}")
    ran("freeze", "freeze", out / "result.json", "--output", out / "bundle.zip", "--source", rulesets, "--source", data)
    ran("freeze", "freeze", out / "result.json", "--output", out / "public.zip", "--public", "--source", rulesets, "--source", data)  # fmt: skip
    written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    shutil.rmtree(f"{project}forms")
    return {**{f"printed by {name}": text for name, text in printed.items()}, **written}


WAYS = ("from another folder", "from the project", "from rulesets", "through links", "with dots")


def spelled(way: str, root: Path, monkeypatch) -> str:
    """Go where the project is used from, and give what is written before a path in it."""
    away = root.parent.parent / "elsewhere"
    away.mkdir(exist_ok=True)
    monkeypatch.chdir(away)
    if way == "from the project":
        monkeypatch.chdir(root)
        return ""
    if way == "from rulesets":
        monkeypatch.chdir(root / "rulesets")
        return "../"
    if way == "through links":
        (away / "link").symlink_to(root, target_is_directory=True)
        return "link/"
    return f"{root}/rulesets/../" if way == "with dots" else f"{root}/"


@pytest.mark.long
def test_nothing_that_is_written_says_where_the_files_lay(put, tmp_path, capsys, monkeypatch):
    root = put(TELLTALE, "x")
    made = all_written(tmp_path / "out", spelled("from another folder", root, monkeypatch), capsys)
    assert [name for name, content in made.items() if says_where(content)] == []
    assert len(made) > 60  # so many things were looked into
    names = [source["path"] for source in json.loads(made["result.json"])["ruleset"]["sources"]]
    assert names == ["rulesets/2026.yaml", "2025.yaml"]
    data = {source["role"]: source["path"] for source in json.loads(made["result.json"])["data"]}
    assert data == {
        "data": "data/2026.csv", "units": "data/2026.units.csv", "mapping": "data/2026.mapping.yaml",
        "previous": "data/2026.previous.csv", "corrections": "data/2026.corrections.csv",
    }  # fmt: skip


def test_that_the_search_finds_a_folder_where_it_is_named(tmp_path):
    from itrank.engine.bundle.container import packed

    told = f"/home/{TELLTALE}/x.csv"
    pdf = b"%PDF-1.7\nstream\n" + zlib.compress(told.encode("utf-16-be")) + b"\nendstream"
    zipped = packed({"a.xml": told.encode()})
    assert all(map(says_where, (told.encode(), zipped, packed({"b.docx": zipped}), pdf, told.encode("utf-16-le"))))
    assert not says_where(packed({"a": b"x"}))


@pytest.mark.long
@pytest.mark.sampled
def test_the_same_files_give_the_same_bytes_from_anywhere(put, tmp_path, capsys, monkeypatch):
    """Absolute or relative, through links and `..`, from any folder."""
    first, others = None, drawn(WAYS[1:], 1)
    for number, way in enumerate(way for way in WAYS if way == WAYS[0] or way in others):
        root = put(f"{TELLTALE}-{number}", "x" * number + "y")
        made = all_written(tmp_path / f"out{number}", spelled(way, root, monkeypatch), capsys, reports=False)
        assert [name for name, content in made.items() if says_where(content)] == [], way
        if way in {"from rulesets", "through links"}:  # a check names a file from the folder in which it was run
            made = {name: content for name, content in made.items() if "check" not in name}
        first = first or made
        assert [name for name in made if made[name] != first[name]] == [], way


RULES = """\
format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs: {a: {type: count}}
scorecards: {s: {criteria: [{id: x, max: 100, score: {count: a, each: 10}}]}}
"""


def named_in(capsys, *arguments) -> tuple[dict[str, str], bytes]:
    """Evaluate; give the name of each file by its role, and the result's bytes."""
    capsys.readouterr()
    code = cli.run(["evaluate", *map(str, arguments), "--format", "json", "--lang", "en"])
    told = capsys.readouterr()
    assert code == 0, told.err
    record = json.loads(told.out)
    names = {"ruleset": record["ruleset"]["sources"][0]["path"]}
    for source in record["data"]:
        names[source["role"]] = ", ".join(filter(None, (names.get(source["role"]), source["path"])))
    return names, told.out.encode()


@pytest.mark.parametrize(
    ("ruleset", "data", "names"),
    [
        ("p/r.yaml", "p/d.csv", ("r.yaml", "d.csv")),
        ("p/r.yaml", "p/in/d.csv", ("r.yaml", "in/d.csv")),
        ("p/r.yaml", "d.csv", ("r.yaml", "d.csv")),
        ("p/r.yaml", "q/d.csv", ("r.yaml", "d.csv")),
        ("p/rulesets/r.yaml", "p/data/d.csv", ("rulesets/r.yaml", "data/d.csv")),
        ("p/rulesets/r.yaml", "p/rulesets/d.csv", ("rulesets/r.yaml", "rulesets/d.csv")),
        ("p/rulesets/r.yaml", "p2/data/d.csv", ("rulesets/r.yaml", "d.csv")),
        ("p/rulesets/r.yaml", "p/rulesets/../data/../data/d.csv", ("rulesets/r.yaml", "data/d.csv")),
        ("p/quy tắc/r.yaml", "p/số liệu/d.csv", ("r.yaml", "d.csv")),
        ("p/r.yaml", "p/số liệu/d.csv", ("r.yaml", "số liệu/d.csv")),
    ],
)
def test_a_file_is_named_from_its_project_or_by_its_name(tmp_path, capsys, monkeypatch, ruleset, data, names):
    monkeypatch.chdir(tmp_path)
    for name, text in ((ruleset, RULES), (data, "id,a\nso-a,4\n")):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(os.path.normpath(name)).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    found, content = named_in(capsys, "--ruleset", ruleset, "--data", data)
    assert (found["ruleset"], found["data"]) == names
    monkeypatch.chdir("/")
    assert named_in(capsys, "--ruleset", tmp_path / ruleset, "--data", tmp_path / data)[1] == content


def test_files_of_one_name_are_told_apart(tmp_path, capsys, monkeypatch):
    """Two files that lie elsewhere, each with what lies beside it; the order of the command line numbers them."""
    monkeypatch.chdir(tmp_path)
    Path("r.yaml").write_text(
        RULES.replace("a: {type: count}", "a: {type: count}, b: {type: count, missing: zero}"), "utf-8"
    )
    for folder, told in (("x", "id,Một\nso-a,4\n"), ("y", "id,Hai\nso-a,5\n")):
        away = tmp_path.parent / f"{tmp_path.name}-{folder}"
        away.mkdir()
        (away / "2026.csv").write_text(told, "utf-8")
        (away / "2026.mapping.yaml").write_text("format: itrank-mapping/1\ncolumns: {Một: a, Hai: b}\n", "utf-8")
    two = [arg for folder in "xy" for arg in ("--data", tmp_path.parent / f"{tmp_path.name}-{folder}" / "2026.csv")]
    where = [arg for place in two[1::2] for arg in ("--source", place.parent)]
    names, content = named_in(capsys, "--ruleset", "r.yaml", *two)
    assert names["data"] == "2026.csv, 2026 (2).csv"
    assert names["mapping"] == "2026.mapping.yaml, 2026 (2).mapping.yaml"
    cells = json.loads(content)["units"][0]["cells"]
    assert cells == {"a": '2026.csv, dòng 2, cột "Một"', "b": '2026 (2).csv, dòng 2, cột "Hai"'}
    assert cli.run(["evaluate", "--ruleset", "r.yaml", *map(str, two), "--format", "json", "--output", "kq.json"]) == 0
    assert cli.run(["freeze", "kq.json", "--output", "g.zip", *map(str, where)]) == 0
    assert cli.run(["verify", "g.zip"]) == 0


def test_a_file_given_twice_keeps_one_name(tmp_path, capsys, monkeypatch):
    from itrank.engine.files.file_names import year_files
    from itrank.engine.files.resolve import DataSet, Named

    monkeypatch.chdir(tmp_path)
    for name in ("r.yaml", "d.csv"):
        Path(name).write_text("", "utf-8")
    twice = DataSet((Named(Path("d.csv"), "d.csv"), Named(tmp_path / "d.csv", "/typed/d.csv")))
    made = year_files(Named(Path("r.yaml"), "r.yaml"), twice, {})
    assert [table.name for table in made.files.tables] == ["d.csv", "d.csv"]
    assert made.shown == {"d.csv": "d.csv"}


def test_links_keep_their_name_within_a_project_and_are_followed_into_it(tmp_path, monkeypatch):
    from itrank.engine.files.file_names import file_name

    project, store = tmp_path / "p", tmp_path / "store"
    (project / "data").mkdir(parents=True)
    store.mkdir()
    (store / "8f3a.csv").write_text("", "utf-8")
    (project / "data" / "2026.csv").symlink_to(store / "8f3a.csv")  # as content-addressed stores do
    (project / "data" / "own.csv").write_text("", "utf-8")
    (tmp_path / "short").symlink_to(project / "data", target_is_directory=True)
    (tmp_path / "one.csv").symlink_to(project / "data" / "own.csv")
    (project / "far").symlink_to(store, target_is_directory=True)
    names = {
        project / "data" / "2026.csv": "data/2026.csv",
        tmp_path / "short" / "2026.csv": "data/2026.csv",
        tmp_path / "one.csv": "data/own.csv",
        project / "far" / "8f3a.csv": "far/8f3a.csv",
        store / "8f3a.csv": "8f3a.csv",
        project / "far" / ".." / "one.csv": "data/own.csv",  # behind the link, `..` is not the project
        project / "not-there.csv": "not-there.csv",
    }
    assert {path: file_name(path, project) for path in names} == names


def test_nothing_is_named_from_the_root_of_the_disk(tmp_path):
    from itrank.engine.files.file_names import file_name, project_of

    assert project_of(Path("/r.yaml")) is None
    assert project_of(Path("/rulesets/r.yaml")) == Path("/rulesets")
    assert file_name(tmp_path / "d.csv", project_of(Path("/r.yaml"))) == "d.csv"


def test_a_name_is_written_alike_by_every_system(tmp_path):
    """macOS writes accents as signs of their own; the result does not depend on where a folder was copied from."""
    from unicodedata import normalize

    from itrank.engine.files.file_names import file_name

    named = {file_name(tmp_path / normalize(form, "số liệu.csv"), tmp_path) for form in ("NFC", "NFD")}
    assert named == {"số liệu.csv"}
    assert file_name(tmp_path / os.fsdecode(b"s\xf4.csv"), tmp_path) == "s\\udcf4.csv"


def test_the_terminal_still_says_what_was_typed(put, tmp_path, capsys, monkeypatch):
    root = put(TELLTALE)
    monkeypatch.chdir(tmp_path)
    (root / "data" / "2026.corrections.csv").unlink()
    (root / "data" / "2026.csv").write_text("Mã,Họp,so_lop,co_qd\nso-a,hai,1,có\nso-b,1,1,có\nso-c,1,1,có\n", "utf-8")
    assert cli.run(["evaluate", "--ruleset", f"{TELLTALE}/rulesets/2026.yaml", "--data", f"{TELLTALE}/data/2026.csv", "--format", "json", "--output", "r.json"]) == 1  # fmt: skip
    assert f"{TELLTALE}/data/2026.csv:2:2: " in capsys.readouterr().err
    content = Path("r.json").read_bytes()
    assert not says_where(content)
    assert "data/2026.csv" in {each["place"]["file"] for each in json.loads(content)["diagnostics"]}


# ── What a result names is found again ──


@pytest.fixture
def result(put, tmp_path, monkeypatch):
    """A result in a folder of its own, made from elsewhere."""
    root = put(TELLTALE)
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    assert cli.run(["evaluate", "--ruleset", f"{root}/rulesets/2026.yaml", "--data", f"{root}/data/2026.csv", "--format", "json", "--output", "out/r.json"]) == 0  # fmt: skip
    return root


def frozen(*more) -> int:
    return cli.run(["freeze", "r.json", "--output", "g.zip", "--lang", "en", *map(str, more)])


def test_files_are_found_below_the_current_folder_or_where_they_are_said_to_be(result, tmp_path, capsys, monkeypatch):
    assert cli.run(["freeze", "out/r.json", "--output", "out/first.zip"]) == 0  # the project lies below
    first = Path("out/first.zip").read_bytes()
    monkeypatch.chdir("out")
    capsys.readouterr()
    assert frozen() == 1
    told = capsys.readouterr().err
    assert 'the file "rulesets/2026.yaml" that the result names is not found' in told
    assert "--source" in told
    assert not Path("g.zip").exists()
    files = [f"{result}/{name}" for name in FILES]
    for given in ([result], [result / "data", result / "rulesets"], files):
        assert frozen(*(arg for place in given for arg in ("--source", place))) == 0
        assert Path("g.zip").read_bytes() == first
    monkeypatch.chdir(result)
    shutil.copy(tmp_path / "out" / "r.json", "r.json")
    assert frozen() == 0
    Path("kq/2026").mkdir(parents=True)
    shutil.move("r.json", "kq/2026/r.json")
    monkeypatch.chdir("kq/2026")  # in the project, some folders down
    assert frozen() == 0
    assert Path("g.zip").read_bytes() == first


def test_a_file_of_the_same_name_is_not_taken_for_it(result, capsys, monkeypatch):
    """What lies where the result says but holds other bytes has changed; what lies elsewhere is another file."""
    monkeypatch.chdir("out")
    Path("2026.csv").write_text("id\nx\n", "utf-8")
    assert frozen("--source", result / "rulesets") == 1
    assert "ITR401" in capsys.readouterr().err
    Path("data").mkdir()
    Path("2026.csv").rename("data/2026.csv")
    assert frozen("--source", result / "rulesets") == 1
    assert "ITR871" in (told := capsys.readouterr().err)
    assert 'the file "data/2026.csv" has changed' in told
    assert frozen("--source", result) == 0  # the right one is found all the same


def test_a_source_that_is_not_there_is_said(result, capsys, monkeypatch):
    monkeypatch.chdir("out")
    for name in ("nowhere", "a\0b"):
        assert frozen("--source", name) == 2
        assert "ITR401" in capsys.readouterr().err


# ── Reports of a check ──


def test_a_check_names_files_from_here_or_from_their_project(put, tmp_path, capsys, monkeypatch):
    root = put(TELLTALE)

    def files(*names: object, form: str = "json") -> list[str]:
        capsys.readouterr()
        cli.run(["check", *map(str, names), "--format", form, "--lang", "en"])
        told = json.loads(capsys.readouterr().out)
        if form == "sarif":
            return [each["location"]["uri"] for each in told["runs"][0]["artifacts"]]
        return [each["file"] for each in told["rulesets"]]

    monkeypatch.chdir(root)
    for form in ("json", "sarif"):
        assert files("rulesets/2026.yaml", form=form) == ["rulesets/2026.yaml"]
        assert files(root / "rulesets" / "2026.yaml", form=form) == ["rulesets/2026.yaml"]
        assert files(root, form=form) == ["rulesets/2025.yaml", "rulesets/2026.yaml"]
    elsewhere = put("other")
    monkeypatch.chdir(elsewhere / "data")
    assert files(root / "rulesets/2026.yaml", elsewhere / "rulesets/2026.yaml") == [
        "rulesets/2026.yaml", "rulesets/2026 (2).yaml",
    ]  # fmt: skip
    (root / "rulesets" / "2026.yaml").write_text(RULESET + "so: 1\n", "utf-8")
    for form in ("json", "sarif", "github"):
        cli.run(["check", str(root / "rulesets" / "2026.yaml"), "--format", form])
        assert not says_where((told := capsys.readouterr().out).encode())
        assert "rulesets/2026.yaml" in told
    cli.run(["check", str(root / "rulesets" / "2026.yaml"), "--output", "told.txt"])
    assert not says_where(Path("told.txt").read_bytes())
    cli.run(["check", str(root / "rulesets" / "2026.yaml")])
    assert f"{root}/rulesets/2026.yaml:7:1:" in capsys.readouterr().out
