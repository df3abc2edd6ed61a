"""`itrank freeze` and `itrank verify`: a bundle holds, and whatever is changed in one is found."""

import io
import json
import shutil
import subprocess
import sys
import tempfile
import warnings
import zipfile
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from itrank import cli
from itrank.engine.bundle import container, freezing, opening
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.bundle.guide import digests_of, guide, stated_digests
from itrank.engine.bundle.manifest import EVALUATOR, GUIDE, NAME, RESULT, RULES, SIGNATURE
from itrank.engine.bundle.opening import Opened, open_bundle
from itrank.engine.bundle.versions import ADDED_KEYS, MEANINGS, Made, changed_meanings, same_data, without_key
from itrank.engine.language import load_text
from itrank.engine.model.codes import ALIASES, CODES, ROWS
from itrank.engine.model.findings import Place
from itrank.engine.result.contract import DataFileRecord, ResultRecord, SourceRecord
from itrank.engine.result.shapes import read
from small_year import EVALUATE, make_result

RULESET = """\
format: itrank-ruleset/1
id: vi-du
version: "1"
title: Ví dụ
inputs:
  so_hop: {type: count}
  nguoi_lap: {type: text}
scorecards:
  bang:
    criteria:
      - {id: diem, max: 20, score: {count: so_hop, each: 5}}
    tiers: [{id: tot, from: 15}, {id: kem}]
"""
DATA = "id,so_hop,nguoi_lap\nso-a,4,Nguyễn Văn A\nso-b,2,Trần Thị B\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    make_result(RULESET, DATA)
    return tmp_path


def ran(capsys, *arguments):
    capsys.readouterr()
    code = cli.run([*arguments, "--lang", "en"])
    done = capsys.readouterr()
    return code, done.out, done.err


def frozen(capsys, *more):
    assert ran(capsys, "freeze", "kq.json", "--output", "goi.zip", *more)[0] == 0
    return Path("goi.zip").read_bytes()


def verified(capsys, content, *more):
    Path("khac.zip").write_bytes(content)
    return ran(capsys, "verify", "khac.zip", *more)


def codes(capsys, content, *more):
    code, out, _ = verified(capsys, content, "--format", "json", *more)
    if not out:  # it ended before anything could be computed
        return code, None
    told = [told["code"] for told in json.loads(out)["diagnostics"]]
    return code, [each for each in told if each != "ITR855"]  # that it is not signed; test_bundle_verdict.py


# ── What holds ──


def test_a_bundle_holds(here, capsys):
    code, out, err = verified(capsys, frozen(capsys))
    assert (code, err.count("ITR"), err.count("ITR855")) == (0, 1, 1)
    assert "2 units, 4 scores, by two independent evaluators: all agree" in out


def test_a_bundle_is_the_same_bytes_twice_and_in_any_folder(here, capsys, tmp_path, monkeypatch):
    first = frozen(capsys)
    assert frozen(capsys) == first
    there = tmp_path / "khác"
    there.mkdir()
    for name in ("bo.yaml", "so-lieu.csv", "kq.json"):
        shutil.copy(name, there)
    monkeypatch.chdir(there)
    assert frozen(capsys) == first


def test_the_files_are_found_beside_the_result_too(here, capsys, monkeypatch, tmp_path):
    first = frozen(capsys)
    away = tmp_path / "away"
    away.mkdir()
    monkeypatch.chdir(away)
    assert ran(capsys, "freeze", str(here / "kq.json"), "--output", "goi.zip")[0] == 0
    assert Path("goi.zip").read_bytes() == first


def test_an_auditor_unpacks_it_and_runs_the_evaluator(here, capsys):
    frozen(capsys)
    with zipfile.ZipFile("goi.zip") as archive:
        archive.extractall("mo")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "mo/recompute.py", "mo"], check=False, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 units, 4 scores: all agree" in done.stdout
    text = (Path("mo") / GUIDE).read_text("utf-8")
    assert text.startswith("GÓI KẾT QUẢ XẾP HẠNG")
    assert json.loads(Path("kq.json").read_text("utf-8"))["ruleset"]["sha256"] in text


@pytest.mark.long
@pytest.mark.parametrize("stem", ["2021", "2022"])
def test_a_bundle_of_a_shipped_ruleset_holds_and_is_called_illustrative(tmp_path, monkeypatch, capsys, stem):
    monkeypatch.chdir(tmp_path)
    assert cli.run(["evaluate", "--ruleset", stem, "--format", "json", "--output", "kq.json"]) == 0
    code, out, err = verified(capsys, frozen(capsys))
    assert (code, err.count("ITR"), err.count("ITR855")) == (0, 1, 1)
    assert "ILLUSTRATIVE DATA" in out


def test_an_amended_ruleset_a_mapping_units_and_last_year_are_all_in_it(here, capsys):
    Path("2.yaml").write_text(
        'format: itrank-ruleset/1\nid: vi-du\nversion: "2"\nextends: vi-du@1\n'
        "amend: {diem: {max: 30}}\nscorecards: {bang: {tiers: [{id: tot, from: 50%}, {id: kem}]}}\n",
        "utf-8",
    )
    Path("nam.csv").write_text("id,Họp\nso-a,4\nso-b,2\n", "utf-8")
    Path("nam.mapping.yaml").write_text("format: itrank-mapping/1\ncolumns: {Họp: so_hop}\n", "utf-8")
    Path("nam.units.csv").write_text("id,name\nso-a,Sở A\nso-b,Sở B\n", "utf-8")
    shutil.copy("kq.json", "nam.previous.json")
    asked = ["evaluate", "--ruleset", "2.yaml", "--data", "nam.csv", "--format", "json", "--output", "kq.json"]
    code, _, err = ran(capsys, *asked)
    assert code in {0, 1}, err
    content = frozen(capsys)
    manifest = json.loads(unpacked(content)[NAME])
    told = {file["name"]: file["role"] for file in manifest["files"] if file["name"]}
    assert told == {
        "2.yaml": "ruleset",
        "bo.yaml": "ruleset",
        "nam.csv": "data",
        "nam.units.csv": "units",
        "nam.mapping.yaml": "mapping",
        "nam.previous.json": "previous",
    }
    assert verified(capsys, content)[0] == 0


def test_what_is_extended_from_this_very_folder_is_in_it(here, capsys):
    """`./goc.yaml` once made a bundle that no version could open."""
    (here / "bo.yaml").rename(here / "goc.yaml")
    (here / "bo.yaml").write_text("format: itrank-ruleset/1\nid: con\nversion: '2'\nextends: ./goc.yaml\n", "utf-8")
    ran(capsys, *EVALUATE)
    code, out, err = verified(capsys, frozen(capsys))
    assert (code, err.count("ITR"), err.count("ITR855")) == (0, 1, 1)
    assert "holds" in out


def test_what_is_extended_by_way_of_another_folder_is_in_it(here, capsys):
    """`./a/../goc.yaml` once made a bundle that could not be frozen."""
    (here / "a").mkdir()
    (here / "bo.yaml").rename(here / "goc.yaml")
    (here / "bo.yaml").write_text(
        "format: itrank-ruleset/1\nid: con\nversion: '2'\nextends: ./a/../goc.yaml\n", "utf-8"
    )
    ran(capsys, *EVALUATE)
    content = frozen(capsys)
    assert "ruleset/goc.yaml" in unpacked(content)
    assert verified(capsys, content)[0] == 0


def test_original_data_are_read_again_in_memory(here, capsys, monkeypatch):
    """Nothing of them lies in a temporary folder, where a run that is killed would leave it."""

    def refuse(*_, **__):
        raise AssertionError("a temporary file is made")

    Path("so-lieu.mapping.yaml").write_text("format: itrank-mapping/1\ncolumns: {nguoi_lap: nguoi_lap}\n", "utf-8")
    Path("so-lieu.units.csv").write_text("id,name\nso-a,Sở A\nso-b,Sở B\n", "utf-8")
    shutil.copy("kq.json", "so-lieu.previous.json")
    ran(capsys, *EVALUATE)
    for name in ("mkdtemp", "mkstemp", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    before = set(here.iterdir())
    content = frozen(capsys)
    assert verified(capsys, content)[0] == 0
    assert ran(capsys, "freeze", "kq.json", "--output", "cong-khai.zip", "--public")[0] == 0
    assert verified(capsys, Path("cong-khai.zip").read_bytes())[0] == 0
    assert {path.name for path in set(here.iterdir()) - before} == {"goi.zip", "cong-khai.zip", "khac.zip"}


def test_data_of_a_name_that_not_every_system_can_unpack_are_not_frozen(here, capsys):
    """What `verify` would refuse is not packed."""
    (here / "so-lieu.csv").rename(here / "aux.csv")
    ran(capsys, *(word.replace("so-lieu", "aux") for word in EVALUATE))
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "x.zip")
    assert code == 1
    assert "the file data/aux.csv may not be in a bundle: aux is a device of Windows" in err
    assert "Rename that file, evaluate again and freeze." in err
    assert not (here / "x.zip").exists()


def test_reports_are_in_it(here, capsys):
    Path("bao cáo.txt").write_text("Sở A đứng đầu\n", "utf-8")
    content = frozen(capsys, "--report", "bao cáo.txt")
    assert unpacked(content)["reports/bao cáo.txt"] == "Sở A đứng đầu\n".encode()
    assert verified(capsys, content)[0] == 0


def test_a_public_bundle_names_what_it_leaves_out_and_no_person(here, capsys):
    code, out, _ = ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--public")
    assert code == 0
    assert "left out: so-lieu.csv" in out
    content = Path("goi.zip").read_bytes()
    assert "Nguyễn Văn A".encode() not in content
    manifest = json.loads(unpacked(content)[NAME])
    assert [file["name"] for file in manifest["left_out"]] == ["so-lieu.csv"]
    code, out, err = verified(capsys, content)
    assert code == 0
    assert "ITR883: 1 file of original data is not in this public bundle" in err
    assert "all agree" in out


# ── What is found ──


def test_any_byte_that_is_changed_is_found(here, capsys):
    """Every byte of the container outside of the files, and every hundredth of the files."""
    content = frozen(capsys)
    files = b"".join(unpacked(content).values())
    inside = bytearray(len(content))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30 + len(entry.filename.encode())
            inside[start : start + entry.file_size] = b"\1" * entry.file_size
    assert sum(inside) == len(files)
    places = [i for i in range(len(content)) if not inside[i] or i % 97 == 0]
    assert len(places) > 1400
    for place in places:
        changed = bytearray(content)
        changed[place] ^= 0x20
        assert isinstance(open_bundle(bytes(changed), "goi.zip"), tuple), place


@given(st.data())
def test_any_member_that_is_taken_out_put_in_renamed_or_swapped_is_found(data):
    members = {"a.txt": b"1", "b.txt": b"2", "c/d.txt": b"3"}
    listed = {
        "files": [
            {"path": path, "sha256": opening.sha256(content).hexdigest(), "bytes": len(content)}
            for path, content in members.items()
        ]
    }
    kind = data.draw(st.sampled_from(["out", "in", "renamed", "swapped", "changed"]))
    name = data.draw(st.sampled_from(sorted(members)))
    changed = dict(members)
    match kind:
        case "out":
            changed.pop(name)
        case "in":
            changed[data.draw(st.sampled_from(["e.txt", "c/e.txt", "A.txt"]))] = b"4"
        case "renamed":
            changed[f"{name}x"] = changed.pop(name)
        case "swapped":
            other = data.draw(st.sampled_from(sorted(set(members) - {name})))
            changed[name], changed[other] = changed[other], changed[name]
        case "changed":
            changed[name] += b" "
    from itrank.engine.bundle.manifest import wrong_files

    assert wrong_files(listed, members) == []
    assert wrong_files(listed, changed) != []


def repacked(content, change, *, listed=True):
    """As a forger would: change the members, and the manifest so that every hash fits."""
    members = dict(unpacked(content))
    change(members)
    if listed:
        members[GUIDE] = hashed_again(members)
        manifest = json.loads(members[NAME])
        for file in manifest["files"]:
            held = members.get(file["path"], b"")
            file["sha256"], file["bytes"] = opening.sha256(held).hexdigest(), len(held)
        manifest["full_result"] = opening.sha256(members[RESULT]).hexdigest()
        members[NAME] = json.dumps(manifest).encode()
    return packed(members)


def hashed_again(members):
    """The guide with the hashes of these members in place of those that it names."""
    text, own = members[GUIDE], digests_of(members)
    for path, digest in stated_digests(text).items():
        text = text.replace(digest.encode(), own[path].encode())
    return text


def put(path, made):
    return lambda members: members.update({path: made})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda members: members.pop("data/so-lieu.csv"),
            "ITR876: the file data/so-lieu.csv is missing from the bundle",
        ),
        (
            put("data/so-lieu.csv", b"id,so_hop\nso-a,3\n"),
            "ITR876: the file data/so-lieu.csv of the bundle was changed",
        ),
        (put("data/them.csv", b""), "ITR876: the file data/them.csv of the bundle is not in the manifest"),
        (put("DOC-TRUOC.txt", b""), "ITR876: the file DOC-TRUOC.txt of the bundle was changed"),
    ],
)
def test_a_file_that_is_not_as_the_manifest_lists_it_is_named(here, capsys, change, words):
    code, _, err = verified(capsys, repacked(frozen(capsys), change, listed=False))
    assert code == 1
    assert words in err


def of_json(path, change):
    def made(members):
        record = json.loads(members[path])
        change(record)
        members[path] = json.dumps(record, ensure_ascii=False).encode()

    return made


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (of_json(RESULT, lambda made: made["units"][0].update(total="19")), ["ITR872", "ITR879"]),
        (of_json(RESULT, lambda made: made["lists"][0]["units"].reverse()), ["ITR952"]),
        (of_json(RESULT, lambda made: made.update(engine="0.0.1")), ["ITR872"]),
        (of_json(NAME, lambda made: made.update(provisional=True)), ["ITR872"]),
        (of_json(NAME, lambda made: made["ruleset"].update(version="9")), ["ITR872"]),
        (put("data/so-lieu.csv", DATA.replace("so-a,4", "so-a,3").encode()), ["ITR872", "ITR880"]),
        (put("ruleset/bo.yaml", RULESET.replace("each: 5", "each: 4").encode()), ["ITR872", "ITR880"]),
        (of_json(RULES, lambda made: made.update(rounding_mode="up")), ["ITR880"]),
        (of_json("data.json", lambda made: made["units"].reverse()), ["ITR880"]),
        (put(EVALUATOR, b"import os\nos.system('true')\n"), ["ITR880"]),
        (put(GUIDE, b"python3 json.py\n"), ["ITR880"]),
    ],
    ids=[
        "a total",
        "a list",
        "the engine",
        "provisional",
        "the version",
        "data",
        "a rule",
        "plain rules",
        "plain data",
        "the evaluator",
        "the guide",
    ],
)
def test_a_forger_who_mends_the_hashes_is_found_by_computing(here, capsys, change, expected):
    code, told = codes(capsys, repacked(frozen(capsys), change))
    assert code == 1
    assert sorted(set(told)) == expected


def test_a_forged_public_bundle_is_found_too(here, capsys):
    content = frozen(capsys, "--public")
    code, told = codes(capsys, repacked(content, of_json(RESULT, lambda made: made["units"][0].update(total="19"))))
    assert (code, told) == (1, ["ITR883", "ITR872", "ITR879"])
    code, told = codes(capsys, repacked(content, of_json(RULES, lambda made: made.update(rounding_mode="up"))))
    assert (code, told) == (1, ["ITR883", "ITR880"])


def relisted(content, path, change):
    """Change one member alone, and list it as it is now."""
    members = dict(unpacked(content))
    change(members)
    manifest = json.loads(members[NAME])
    [file] = [file for file in manifest["files"] if file["path"] == path]
    file["sha256"], file["bytes"] = opening.sha256(members[path]).hexdigest(), len(members[path])
    members[NAME] = json.dumps(manifest).encode()
    return packed(members)


@pytest.mark.parametrize("more", [(), ("--public",)], ids=["full", "public"])
@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("data.json", of_json("data.json", lambda made: made["units"][0]["aliases"].append("Sở X"))),
        (RULES, of_json(RULES, lambda made: made.update(id="khac"))),
        (RESULT, of_json(RESULT, lambda made: made.update(show=9))),
    ],
)
def test_a_member_whose_hash_the_guide_names_otherwise_is_named(here, capsys, path, change, more):
    """An alias by which nothing is found changes no figure, and is altered all the same."""
    content = relisted(frozen(capsys, *more), path, change)
    assert (
        f"ITR876: {path} of the bundle is not the file of which DOC-TRUOC.txt names the hash"
        in verified(capsys, content)[2]
    )
    assert verified(capsys, content)[0] == 1


# ── What a public bundle keeps of corrections ──

CORRECTIONS = (
    "unit,target,stage,from,to,reason,basis,by,at\n"
    "so-a,so_hop,first,4,3,Thiếu biên bản,BB 7,Lê Thị Duyệt,2026-02-01\n"
    "so-b,diem,second,10,9,Nộp muộn,BB 8,Lê Thị Duyệt,2026-02-02\n"
)
SAID = ("Thiếu biên bản", "BB 7", "Lê Thị Duyệt", "2026-02-01")


@pytest.fixture
def corrected(here, capsys):
    Path("sua.csv").write_text(CORRECTIONS, "utf-8")
    assert ran(capsys, *EVALUATE, "--corrections", "sua.csv")[0] == 0
    return here


def test_a_public_bundle_has_no_words_of_corrections_unless_asked(corrected, capsys):
    content = frozen(capsys, "--public")
    assert [said for said in SAID if said.encode() in content] == []
    assert codes(capsys, content) == (0, ["ITR883"])
    result = json.loads(unpacked(content)[RESULT])
    assert [row["to"] for unit in result["units"] for row in unit["corrections"]] == ["3", "9"]
    full = opening.sha256(Path("kq.json").read_bytes()).hexdigest()
    assert json.loads(unpacked(content)[NAME])["full_result"] == full
    content = frozen(capsys, "--public", "--reasons")
    assert [said for said in SAID if said.encode() in content] == list(SAID)
    assert unpacked(content)[RESULT] == Path("kq.json").read_bytes()
    assert codes(capsys, content) == (0, ["ITR883"])


@pytest.mark.parametrize("name", ["bang.xlsx", "trang.html", "kq.json", "bao-cao.txt"])
def test_a_report_with_reasons_does_not_go_into_a_public_bundle(corrected, capsys, name):
    if name != "kq.json":
        assert ran(capsys, "report", "kq.json", "--output", name)[0] == 0
    has_reasons = name != "bao-cao.txt"
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--public", "--report", name)
    assert (code, Path("goi.zip").exists()) == ((1, False) if has_reasons else (0, True)), err
    told = f'ITR896: the report "{name}" has reasons or bases of corrections, which a public bundle leaves out'
    assert (told in err) is has_reasons
    assert ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--public", "--reasons", "--report", name)[0] == 0


def test_reasons_are_kept_of_public_bundles_alone(corrected, capsys):
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--reasons")
    assert (code, Path("goi.zip").exists()) == (2, False)
    assert "ITR947: --reasons goes with --public only" in err


@pytest.mark.parametrize("more", [(), ("--public", "--reasons")], ids=["full", "public"])
def test_the_hash_of_the_full_result_is_that_of_the_result_where_it_has_its_words(corrected, capsys, more):
    content = relisted(frozen(capsys, *more), RESULT, of_json(NAME, lambda made: made.update(full_result="0" * 64)))
    assert "differs at manifest.json: full_result" in verified(capsys, content)[2]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda made: made["declared"]["so_hop"].__setitem__(0, {"number": "5"}), "corrections (ITR605)"),
        (lambda made: made["declared"].update(khac=[]), "declared.khac (ruleset)"),
        (lambda made: made["declared"].pop("so_hop"), "corrections (ITR605)"),
        (lambda made: made["inputs"]["so_hop"][0].update(number="2"), "inputs.so_hop[0] (corrections)"),
        (lambda made: made["appraised"]["diem"].update({"1": "8"}), "appraised (corrections)"),
        (lambda made: made["appraised"]["diem"].update({"9": "8"}), "appraised.diem (ruleset)"),
        (lambda made: made["corrections"].pop(), "appraised (corrections)"),
        (lambda made: made["corrections"][0].update(to="x"), "corrections (ITR420)"),
        (lambda made: made["corrections"][0].update(unit="so-x"), "corrections[0].unit (so-x)"),
        (lambda made: made["corrections"][0].update(target="nguoi_lap"), "corrections (ITR602)"),
        (lambda made: made.update(stage="first"), "appraised (corrections)"),
        (lambda made: made.pop("stage"), "stage (required)"),
        (lambda made: made.pop("appraised"), "declared (appraised)"),
        (lambda made: made["inputs"].pop("so_hop"), "declared.so_hop (inputs)"),
    ],
)
def test_corrections_lead_from_what_was_declared_to_what_stands(corrected, capsys, change, where):
    code, _, err = verified(capsys, repacked(frozen(capsys, "--public"), of_json("data.json", change)))
    assert code == 1
    assert f"khac.zip/data.json: error ITR861: the plain data of the bundle are wrong at {where}" in err


def test_a_column_of_units_by_which_nothing_is_ranked_is_not_in_plain_data(here, capsys):
    Path("don-vi.csv").write_text("id,name,lien_he\nso-a,A,Nguyễn Văn A\nso-b,B,Trần Thị B\n", "utf-8")
    ran(capsys, *EVALUATE, "--units", "don-vi.csv")
    content = frozen(capsys, "--public")
    assert "Nguyễn Văn A".encode() not in unpacked(content)["data.json"]
    assert verified(capsys, content)[0] == 0


EXCHANGED = {
    "names": lambda made: made["units"][0].update(name=made["units"][1]["name"]),
    "a title": lambda made: made["ruleset"].update(title={"vi": "Khác", "en": "Other"}),
    "a criterion's title": lambda made: made["scorecards"][0]["criteria"][1].update(title={"vi": "Khác", "en": ""}),
    "an exact value beside a whole decimal": lambda made: made["units"][0].update(exact={"total": "40/3"}),
    "a maximum": lambda made: made["scorecards"][0].update(max="21"),
    "formula words": lambda made: made["scorecards"][0]["criteria"][1].update(formula={"vi": "x", "en": "x"}),
    "a tier's bound": lambda made: made["scorecards"][0]["tiers"][0]["from"].update(amount="16"),
    "a mean": lambda made: made["lists"][0].update(mean="16"),
    "the mark": lambda made: made.update(illustrative=False),
    "the period": lambda made: made["ruleset"].update(period="1999"),
    "the decision": lambda made: made["ruleset"].update(decision={"number": "1"}),
    "the ruleset's source": lambda made: made["ruleset"]["sources"][0].update(path="khac.yaml"),
    "a digit shown": lambda made: made.update(show=0),
    "an input's label": lambda made: made["inputs"][0].update(label={"vi": "Khác", "en": ""}),
    "a group": lambda made: made["groups"].append({"id": "x", "title": {"vi": "x", "en": "x"}}),
    "a cell": lambda made: made["units"][0]["cells"].update(so_hop="so-lieu.csv, dòng 9"),
    "a data file's hash": lambda made: made["data"][0].update(sha256="0" * 64),
    "a finding's place": lambda made: made["diagnostics"][0]["place"].update(line=99),
    "a finding's words": lambda made: made["diagnostics"][0]["message"].update(vi="khác"),
    "one finding less": lambda made: made["diagnostics"].pop(),
    "an answer": lambda made: made["units"][0]["inputs"].update(so_hop="5"),
    "gone": lambda made: made["gone"].append(
        {"name": "x", "id": "x", "total": None, "max": None, "rank": None, "tier": ""}
    ),
    "order of keys": lambda made: made.update(show=made.pop("show")),
}


@pytest.fixture(scope="module")
def public_bundle(tmp_path_factory):
    """A public bundle of data that are marked as made up, with a finding."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("public"))
        Path("bo.yaml").write_text(RULESET, "utf-8")
        rows = DATA.replace("nguoi_lap", "nguoi_lap,provenance").replace("A\n", "A,illustrative\n")
        Path("so-lieu.csv").write_text(rows.replace("B\n", "B,\n") + "so-c,,Lê C,\n", "utf-8")
        assert cli.run(EVALUATE) in {0, 1}
        assert cli.run(["freeze", "kq.json", "--output", "goi.zip", "--public"]) == 0
        return Path("goi.zip").read_bytes()


@pytest.mark.parametrize("change", EXCHANGED.values(), ids=EXCHANGED)
def test_whatever_a_public_result_shows_is_compared(public_bundle, change, capsys, tmp_path, monkeypatch):
    """Even where the forger also corrects the guide and the manifest."""
    monkeypatch.chdir(tmp_path)
    code, told = codes(capsys, public_bundle)
    assert (code, told) == (0, ["ITR883"])
    forged = repacked(public_bundle, of_json(RESULT, change))
    assert repacked(public_bundle, of_json(RESULT, lambda made: None)) != forged  # noqa: ARG005
    code, told = codes(capsys, forged)
    assert code == 1
    assert {"ITR872", "ITR876", "ITR952"} & set(told)  # or the files are not those of the manifest


def of_file(role, /, **changes):
    def made(record):
        next(file for file in record["files"] if file["role"] == role).update(changes)

    return of_json(NAME, made)


@pytest.mark.parametrize(
    "change",
    [
        of_file("ruleset", name="khac.yaml"),
        of_file("data", role="units"),
    ],
    ids=["a ruleset of another name", "data as units"],
)
def test_a_manifest_that_says_other_things_of_its_files_is_found(here, capsys, change):
    code, told = codes(capsys, repacked(frozen(capsys), change))
    assert code == 1
    assert told == ["ITR876"]


def test_plain_data_that_hang_or_crash_an_evaluator_are_told(here, capsys):
    content = frozen(capsys, "--public")
    huge = of_json("data.json", lambda made: made["inputs"]["so_hop"].__setitem__(0, {"number": "1e999999999"}))
    code, told = codes(capsys, repacked(content, huge))
    assert (code, told) == (1, ["ITR883", "ITR861"])
    without = repacked(content, of_json("data.json", lambda made: made.pop("units")))
    code, told = codes(capsys, without)
    assert (code, told) == (1, ["ITR883", "ITR861"])
    _, _, err = verified(capsys, without)
    assert "khac.zip/data.json: error ITR861: the plain data of the bundle are wrong at units (required)" in err
    assert "KeyError" not in err


def test_the_version_that_made_a_bundle_is_named(here, capsys):
    code, told = codes(capsys, of_earlier(frozen(capsys), lambda made: None))  # noqa: ARG005
    assert (code, told) == (0, ["ITR884"])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "ITR105"),
        (b"PK", "ITR105"),
        (packed({"a": b""}), "ITR105"),
        (packed({NAME: b"{}"}), "ITR861"),
        (packed({NAME: b"\xff"}), "ITR861"),
        (packed({NAME: b"[" * 100_000}), "ITR861"),
        (packed({NAME: b'{"format": 1, "format": 2}'}), "ITR861"),
    ],
)
def test_what_is_no_bundle_is_told(content, code):
    (found,) = open_bundle(content, "goi.zip")
    assert found.code == code


def test_what_a_manifest_leaves_out_has_one_order(here, capsys):
    Path("don-vi.csv").write_text("id,name\nso-a,A\nso-b,B\n", "utf-8")
    ran(capsys, *EVALUATE, "--units", "don-vi.csv")
    content = repacked(frozen(capsys, "--public"), of_json(NAME, lambda made: made["left_out"].reverse()))
    code, _, err = verified(capsys, content)
    assert code == 1
    assert "differs at manifest.json: left_out[0]" in err


def test_a_manifest_that_names_a_path_outside_is_refused(here, capsys):
    def outside(members):
        manifest = json.loads(members[NAME])
        manifest["files"][0]["path"] = "../ngoai.txt"
        members[NAME] = json.dumps(manifest).encode()

    (found,) = open_bundle(repacked(frozen(capsys), outside, listed=False), "goi.zip")
    assert (found.code, found.params["path"]) == ("ITR850", "../ngoai.txt")
    assert found.params["why_en"] == "it leads out of the folder, or names no file"


def zipped(*entries, method=zipfile.ZIP_STORED):
    made = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name) if method == zipfile.ZIP_STORED else name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        zipped(("../a", b"1")),
        zipped(("/a", b"1")),
        zipped(("C:a", b"1")),
        zipped(("a\\b", b"1")),
        zipped(("a", b"1"), ("a", b"2")),
        zipped(("b", b"1"), ("a", b"2")),
        zipped(("a", b"0" * 10_000_000), method=zipfile.ZIP_DEFLATED),
        packed({"a": b"1"}) + b" ",
        b" " + packed({"a": b"1"}),
    ],
    ids=["up", "root", "drive", "backslash", "twice", "order", "bomb", "after", "before"],
)
def test_a_container_of_another_hand_is_refused(content):
    assert unpacked(content) in {"changed", "too large"}
    assert open_bundle(content, "goi.zip")[0].code in {"ITR105", "ITR876"}


def test_the_limits_of_a_container(monkeypatch):
    content = packed({"a": b"1", "b": b"2"})
    monkeypatch.setattr(container, "MOST_MEMBERS", 2)
    assert unpacked(content) == {"a": b"1", "b": b"2"}
    monkeypatch.setattr(container, "MOST_MEMBERS", 1)
    assert unpacked(content) == "too large"
    monkeypatch.setattr(container, "LARGEST", len(content))
    monkeypatch.setattr(container, "MOST_MEMBERS", 2)
    assert isinstance(unpacked(content), dict)
    monkeypatch.setattr(container, "LARGEST", len(content) - 1)
    assert unpacked(content) == "too large"


@given(st.binary(max_size=300))
def test_any_bytes_are_told_and_never_an_exception(content):
    assert isinstance(open_bundle(content, "goi.zip"), tuple)


# ── Freezing what cannot be frozen ──


def test_a_result_that_was_edited_is_not_frozen(here, capsys):
    result = Path("kq.json").read_text("utf-8")
    Path("kq.json").write_text(result.replace('"total": "20"', '"total": "19"'), "utf-8")
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip")
    assert (code, Path("goi.zip").exists()) == (1, False)
    assert "ITR872: the ruleset and the data do not give this result again: it differs at units[0].total" in err


def test_a_file_that_changed_or_went_is_told(here, capsys):
    Path("so-lieu.csv").write_text(DATA + "so-c,1,C\n", "utf-8")
    Path("bo.yaml").unlink()
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip")
    assert (code, Path("goi.zip").exists()) == (1, False)
    assert 'ITR401: the file "bo.yaml" that the result names is not found' in err
    assert 'ITR871: the file "so-lieu.csv" has changed since the result was made' in err


def test_an_older_bundle_stays_when_a_new_one_cannot_be_written(here, capsys, monkeypatch):
    first = frozen(capsys)
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip")
    assert (code, Path("goi.zip").read_bytes()) == (2, first)
    assert "ITR906" in err
    assert sorted(path.name for path in here.iterdir() if path.name.startswith(".itrank")) == []


def test_two_files_of_one_name_have_places_of_their_own():
    sources = (SourceRecord("rulesets/a.yaml", "1"), SourceRecord("itrank/rulesets/a.yaml", "2"))
    data = (DataFileRecord("x/d.csv", "3", "data", ()), DataFileRecord("y/D.csv", "4", "data", ()))
    record = SimpleNamespace(ruleset=SimpleNamespace(sources=sources), data=data)
    assert [wanted.path for wanted in freezing.wanted_files(record)] == [
        "ruleset/a.yaml", "ruleset-itrank/rulesets/a.yaml", "data/d.csv", "data/2/D.csv",
    ]  # fmt: skip


# ── Signatures ──


@pytest.fixture
def keys(here):
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    for name in ("minh", "khac"):
        key = Ed25519PrivateKey.generate()
        Path(f"{name}.pem").write_bytes(
            key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
        )
        Path(f"{name}.pub").write_bytes(
            key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
        )


def test_a_signed_bundle_holds_for_its_key_alone(keys, capsys):
    content = frozen(capsys, "--key", "minh.pem")
    assert codes(capsys, content, "--key", "minh.pub") == (0, [])
    assert codes(capsys, content, "--key", "khac.pub") == (1, ["ITR877"])
    assert codes(capsys, content) == (0, ["ITR882"])


def test_where_a_key_is_given_a_bundle_without_signature_fails(keys, capsys):
    signed = frozen(capsys, "--key", "minh.pem")
    assert codes(capsys, frozen(capsys), "--key", "minh.pub") == (1, ["ITR877"])
    stripped = repacked(signed, lambda members: members.pop(SIGNATURE), listed=False)
    assert codes(capsys, stripped, "--key", "minh.pub") == (1, ["ITR877"])


@pytest.mark.parametrize(
    "change",
    [
        put(SIGNATURE, b"{}"),
        put(SIGNATURE, b"\xff"),
        put(SIGNATURE, b"[]"),
        of_json(SIGNATURE, lambda made: made.update(signature="00" * 64)),
        of_json(SIGNATURE, lambda made: made.update(signature="zz")),
        of_json(SIGNATURE, lambda made: made.update(algorithm="none")),
        of_json(NAME, lambda made: made.update(engine=made["engine"])),
    ],
)
def test_a_signature_that_is_tampered_with_is_none(keys, capsys, change):
    content = repacked(frozen(capsys, "--key", "minh.pem"), change, listed=False)
    code, told = codes(capsys, content, "--key", "minh.pub")
    assert (code, told) == (1, ["ITR877"])


@pytest.mark.parametrize("name", ["bo.yaml", "minh.pub"])
def test_a_file_that_is_no_private_key_is_told(keys, capsys, name):
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--key", name)
    assert (code, Path("goi.zip").exists()) == (2, False)
    assert f"ITR105: the file {name} holds no Ed25519 key in PEM" in err


def test_a_file_that_is_no_public_key_is_told(keys, capsys):
    content = frozen(capsys, "--key", "minh.pem")
    code, _, err = verified(capsys, content, "--key", "minh.pem")
    assert code == 2
    assert "ITR105" in err
    code, _, err = verified(capsys, content, "--key", "khong-co.pub")
    assert code == 2
    assert "ITR403" in err


def test_signing_without_the_library_is_told(keys, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    code, _, err = ran(capsys, "freeze", "kq.json", "--output", "goi.zip", "--key", "minh.pem")
    assert code == 2
    assert "ITR864: signing needs a library that is not installed" in err


def test_what_was_opened_is_what_was_packed(here, capsys):
    opened = open_bundle(frozen(capsys), "goi.zip")
    assert isinstance(opened, Opened)
    assert opened.signature is None
    assert [file["path"] for file in opened.of_role("data")] == ["data/so-lieu.csv"]


# ── Bundles of earlier versions ──

FIRST_CODES = Path(__file__).parent / "bundles" / "0.1.0-codes.txt"
KEPT = sorted((Path(__file__).parent / "bundles").glob("*.zip"))
with zipfile.ZipFile(Path(__file__).parent / "bundles" / "c4be05f-signed.zip") as _first:
    FIRST_EVALUATOR = _first.read(EVALUATOR)


def test_there_are_bundles_of_earlier_versions():
    assert {path.stem.partition("-")[2] for path in KEPT} >= {"appraised", "signed"}


OLD_MEANINGS = {"c4be05f-winsorise": "winsorise"}


@pytest.mark.bar(3)
@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_bundle_of_an_earlier_version_still_holds(path, capsys):
    """Years later an auditor recomputes it from a bundle and gets the same result."""
    key = path.with_suffix(".pub")
    signed = ["--key", str(key)] if key.exists() else []
    code = cli.run(["verify", str(path), "--format", "json", *signed])
    told = json.loads(capsys.readouterr().out)
    found = {each["code"] for each in told["diagnostics"]}
    # That the version differs, that a public bundle has no original data, and what the version could not say yet.
    assert "ITR884" in found
    if path.stem in OLD_MEANINGS:
        [why] = [each for each in told["diagnostics"] if each["code"] == "ITR889"]
        assert (code, told["holds"]) == (1, False)
        assert f"under the old meaning of {OLD_MEANINGS[path.stem]}" in why["message"]["en"]
    else:
        assert (code, told["holds"]) == (0, True)
        assert found <= {"ITR855", "ITR883", "ITR884", "ITR890", "ITR892"}


def of_earlier(content, change):
    """Put a bundle together again as the version before would have, its result changed."""

    def result(made):
        made["engine"] = "0.1.0"
        for _, way, key in ADDED_KEYS:
            made.update(without_key(made, way, key))
        change(made)

    def manifest(made):
        made["engine"] = "0.1.0"

    def own(members):
        record = json.loads(members[RESULT])
        public = json.loads(members[NAME])["public"]
        members[GUIDE] = guide(read(ResultRecord, record), public=public, version="0.1.0", digests=digests_of(members))
        members[EVALUATOR] = FIRST_EVALUATOR

    made = repacked(content, of_json(RESULT, result))
    return repacked(repacked(made, of_json(NAME, manifest)), own)


def warned(here, capsys, rows="so-c,,Lê C\n"):
    """A ruleset that an evaluation says something about: a unit without an answer."""
    (here / "so-lieu.csv").write_text(DATA + rows, "utf-8")
    ran(capsys, *EVALUATE)


def test_what_an_earlier_version_could_not_say_is_named_and_holds(here, capsys, monkeypatch):
    warned(here, capsys)
    content = frozen(capsys)
    said = json.loads(zipfile.ZipFile(io.BytesIO(content)).read(RESULT))["diagnostics"]
    assert said
    for row in {each["code"] for each in said}:
        monkeypatch.setitem(ROWS, row, ROWS[row]._replace(since="0.2.0"))
    older = of_earlier(content, lambda made: made.update(diagnostics=[]))
    code, told = codes(capsys, older)
    assert (code, told) == (0, ["ITR884", *["ITR890"] * len(said)])
    _, _, err = verified(capsys, older)
    assert f"this version also reports {said[0]['code']}: {said[0]['message']['en']}" in err


def test_no_more_than_twenty_of_them_are_printed_and_the_others_counted(here, capsys, monkeypatch):
    warned(here, capsys, "".join(f"so-{n},,\n" for n in range(10, 32)))
    content = frozen(capsys)
    said = json.loads(zipfile.ZipFile(io.BytesIO(content)).read(RESULT))["diagnostics"]
    for row in {each["code"] for each in said}:
        monkeypatch.setitem(ROWS, row, ROWS[row]._replace(since="0.2.0"))
    older = of_earlier(content, lambda made: made.update(diagnostics=[]))
    code, told = codes(capsys, older)
    assert (code, told) == (0, ["ITR884", *["ITR890"] * 20, "ITR890"])
    assert f"and {len(said) - 20} more that this version reports besides" in verified(capsys, older)[2]


def test_a_finding_that_an_earlier_version_knew_may_not_be_missing(here, capsys):
    warned(here, capsys)
    code, told = codes(capsys, of_earlier(frozen(capsys), lambda made: made.update(diagnostics=[])))
    assert (code, sorted(set(told))) == (1, ["ITR872", "ITR884"])


def test_words_of_an_earlier_version_are_not_compared_and_that_is_said(here, capsys):
    warned(here, capsys)

    def reworded(made):
        for row in made["diagnostics"]:
            row["message"]["en"] = "said otherwise"

    older = of_earlier(frozen(capsys), reworded)
    code, told = codes(capsys, older)
    assert (code, told) == (0, ["ITR884", "ITR892"])
    assert "the words of 1 finding of the result were not compared" in verified(capsys, older)[2]


def test_a_figure_of_an_earlier_version_is_still_compared(here, capsys):
    older = of_earlier(frozen(capsys), lambda made: made["units"][0].update(total="19"))
    code, told = codes(capsys, older)
    assert (code, sorted(set(told))) == (1, ["ITR872", "ITR879", "ITR884"])


USING = {
    "winsorise": "inputs: {x: {type: number, cohort: all, outliers: {winsorise: 3, skew: 2, kurtosis: 3.5}}}",
    "last_year": "inputs: {x: {type: number, missing: last_year}}",
    "defaults": "inputs: {x: {type: number}}\ndefaults: {criteria: {cohort: all}}",
}


LEAF = "criteria: [{id: c, max: 9, score: {formula: x}}]"
CARDS = {
    "ranking": "criteria: [{id: c, max: 9, score: {formula: x}, ranking: {lists: all}}]",
    "out_of": (
        "criteria: [{id: k, out_of: 10, criteria: ["
        "{id: c, max: 9, not_applicable: rescale_total, applies: x > 1, score: given},"
        "{id: d, max: 9, score: given}]}]"
    ),
}
CRITERIA = {
    "counted": [{"id": "c", "score": None, "state": "missing", "counted": "9"}],
    "out_of": [{"id": "c", "score": None, "state": "not_applicable", "counted": "0"}],
}


def stated(engine, criteria, *data):
    """What a result says that meanings are asked of: criteria of one unit, and the files of its data."""
    rows = [
        SimpleNamespace(**row | {key: row[key] and Fraction(row[key]) for key in ("score", "counted")})
        for row in criteria
    ]
    return SimpleNamespace(engine=engine, data=data, units=[SimpleNamespace(criteria=rows)])


@pytest.mark.parametrize("key", [meaning.key for meaning in MEANINGS])
def test_a_result_that_uses_what_changed_is_told_of_it_and_no_other(key):
    """An honest bundle of an earlier version must not be called forged where this version reads a key otherwise."""
    inputs = USING.get(key, "inputs: {x: {type: number}}")
    text = f"format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\n{inputs}\nscorecards: {{b: {{{CARDS.get(key, LEAF)}}}}}\n"
    loaded = load_text(text)
    assert loaded.ruleset is not None
    role = "previous" if key == "predecessors" else "data"
    rows = CRITERIA.get(key, [{"id": "c", "score": "1", "state": "scored", "counted": "9"}])
    record = stated("0.1.0", rows, DataFileRecord("d.csv", "", role, ()))
    at = Place("goi.zip")
    [told] = changed_meanings(Made(loaded.ruleset, {"a.yaml": text}, record), at)
    assert told.params["key"] == key
    newer = stated(told.params["since"], rows, DataFileRecord("d.csv", "", role, ()))
    assert changed_meanings(Made(loaded.ruleset, {"a.yaml": text}, newer), at) == ()


def test_what_counts_as_before_is_not_named():
    """A leaf without a value that counts with 0, a condition, and points that are shared out below no out_of."""
    text = (
        "format: itrank-ruleset/1\nid: a\nversion: '1'\ntitle: A\ninputs: {x: {type: number}}\n"
        "scorecards: {b: {criteria: ["
        "{id: c, max: 9, not_applicable: rescale_total, applies: x > 1, score: given},"
        "{id: d, max: 9, out_of: 10, score: given}, {id: e, role: condition, on_fail: flag, score: {yes_no: x > 1}}]}}\n"
    )
    rows = [
        {"id": "c", "score": None, "state": "not_applicable", "counted": "0"},
        {"id": "d", "score": None, "state": "missing", "counted": "0"},
        {"id": "e", "score": None, "state": "missing", "counted": None},
    ]
    record = stated("0.2.0", rows)
    assert changed_meanings(Made(load_text(text).ruleset, {"a.yaml": text}, record), Place("goi.zip")) == ()


def last_year(*rows):
    return {"units": [], "previous": [{"id": "a", "values": dict(values), **more} for values, more in rows]}


@pytest.mark.parametrize(
    ("there", "here", "engine", "same"),
    [
        (last_year(({"x": "1", "k": "2"}, {})), last_year(({"x": "1"}, {"answers": {}})), "0.1.0", True),
        (last_year(({"x": "1", "k": "2"}, {})), last_year(({"x": "1"}, {"answers": {}})), "0.2.0", False),
        (last_year(({"x": "3"}, {})), last_year(({"x": "1"}, {"answers": {}})), "0.1.0", False),
        (last_year(({"x": "1"}, {"rank": 2})), last_year(({"x": "1"}, {"rank": 1})), "0.1.0", False),
        (last_year(({"x": "1"}, {})), last_year(({"x": "1"}, {}), ({"x": "1"}, {})), "0.1.0", False),
        (last_year(({"x": "1"}, {}), ({"x": "1"}, {})), last_year(({"x": "1"}, {})), "0.1.0", False),
    ],
    ids=["a column less", "of this version", "a figure", "a rank", "a unit more", "a unit less"],
)
def test_of_an_older_bundle_the_columns_that_both_have_are_compared(there, here, engine, same):
    assert same_data(there, here, engine) is same


def test_a_column_of_last_year_that_is_no_longer_kept_is_said_not_to_be_compared(here, capsys):
    Path("truoc.csv").write_text("id,name,total,rank,so_hop,ghi_so\nso-a,A,10,1,2,7\n", "utf-8")
    ran(capsys, *EVALUATE, "--previous", "truoc.csv")

    def older_data(made):
        made["previous"][0]["values"]["ghi_so"] = {"number": "7"}

    older = repacked(of_earlier(frozen(capsys), lambda made: None), of_json("data.json", older_data))  # noqa: ARG005
    code, told = codes(capsys, older)
    assert (code, told) == (0, ["ITR884", "ITR892"])
    assert "columns that this version does not read were not compared" in verified(capsys, older)[2]


def with_retired_codes(members):
    """A bundle as it was before ITR413 became a row of ITR450."""
    for path, was in ((RESULT, b'"ITR450"'), ("data.json", b'"ITR450.unnamed"')):
        assert members[path].count(was) == 1
        members[path] = members[path].replace(was, b'"ITR413"')


@pytest.mark.parametrize("more", [[], ["--public"]], ids=["whole", "public"])
def test_a_bundle_with_retired_codes_holds(here, capsys, more):
    """Plain data and the result are compared under the codes of now, also where one version made them and verifies."""
    (here / "so-lieu.csv").write_text("id,,so_hop,nguoi_lap\nso-a,7,4,A\nso-b,,2,B\n", "utf-8")
    ran(capsys, *EVALUATE)
    content = frozen(capsys, *more)
    expected = ["ITR883"] if more else []
    assert codes(capsys, content) == (0, expected)
    assert codes(capsys, repacked(content, with_retired_codes)) == (0, expected)

    def of_another(members):
        with_retired_codes(members)
        members[RESULT] = members[RESULT].replace(b'"ITR413"', b'"ITR414"')

    assert codes(capsys, repacked(content, of_another))[0] == 1


@pytest.mark.parametrize("told", [None, 7, "ITR413", {"code": 1}, [None], [{"code": "ITR413"}], [{"code": []}]])
def test_plain_data_without_findings_are_no_others(told):
    there = {"previous": [], "findings": told}
    assert same_data(there, {"previous": [], "findings": []}, "0.3.0") is False


def test_a_forged_result_that_calls_itself_older_fails_and_the_place_is_named(here, capsys):
    (here / "bo.yaml").write_text(RULESET + "defaults: {inputs: {missing: error}}\n", "utf-8")
    ran(capsys, *EVALUATE)
    older = of_earlier(frozen(capsys), lambda made: made["units"][0].update(total="19"))
    code, told = codes(capsys, older)
    assert (code, told) == (1, ["ITR884", "ITR889", "ITR872"])
    assert "made under the old meaning of defaults by itrank 0.1.0, or altered" in verified(capsys, older)[2]


def test_every_code_that_is_newer_than_the_first_version_says_so():
    """A code without its version would be told of an older bundle as if it had been left out on purpose."""
    first = set(FIRST_CODES.read_text("utf-8").split())
    retired = {code for code in first if code in ALIASES}
    assert {code for code, row in CODES.items() if row.since == "0.1.0"} | retired == first


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_a_bundle_of_an_earlier_version_checks_itself(path, tmp_path):
    with zipfile.ZipFile(path) as archive:
        (tmp_path / EVALUATOR).write_bytes(archive.read(EVALUATOR))
    command = [sys.executable, "-I", str(tmp_path / EVALUATOR), str(path)]
    made = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (made.returncode, made.stderr) == (0, "")
