"""What a bundle may hold, and where: a file of another name or place, program or guide is a stranger's."""

import json
import shutil
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.bundle.evaluators import EVALUATORS
from itrank.engine.bundle.guide import guide
from itrank.engine.bundle.manifest import EVALUATOR, GUIDE, NAME
from itrank.engine.bundle.opening import open_bundle
from itrank.engine.bundle.paths import folded, unfit, wrong_names
from itrank.engine.result.contract import ResultRecord
from itrank.engine.result.record import engine_version
from itrank.engine.result.shapes import read
from small_year import make_result

BUNDLES = Path(__file__).parent / "bundles"
KEPT = sorted(BUNDLES.glob("*.zip"))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with a result and its two bundles: each test alters a copy."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        _make()
    return folder


def _make():
    make_result()
    Path("thu.txt").write_text("Gửi kèm.\n", "utf-8")
    for name, more in (("goi.zip", []), ("cong-khai.zip", ["--public"])):
        assert cli.run(["freeze", "kq.json", "--output", name, "--report", "thu.txt", *more]) == 0


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def frozen(name="goi.zip"):
    members = unpacked(Path(name).read_bytes())
    return dict(members), json.loads(members[NAME])


def forged(members, manifest):
    """Write a bundle whose every length and hash is right."""
    made = dict(members)
    for file in manifest["files"]:
        if file["path"] in made:
            content = made[file["path"]]
            file |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    return packed({**made, NAME: json.dumps(manifest, ensure_ascii=False).encode()})


def verified(capsys, content):
    Path("la.zip").write_bytes(content)
    capsys.readouterr()
    code = cli.run(["verify", "la.zip", "--lang", "en"])
    return code, capsys.readouterr().err


def row(path, role="report", name=None):
    return {
        "path": path,
        "role": role,
        "name": path.rpartition("/")[2] if name is None else name,
        "bytes": 0,
        "sha256": "",
    }


# ── Names ──

HARMLESS = [
    "data/2021.csv",
    "reports/Báo cáo năm 2026 (bản 2).docx",
    "ruleset/.a.yaml",
    "reports/comic.txt",
    "data/nul-1.csv",
]
REFUSED = {
    "reports/a.txt.": "a name ends in a dot, or has a space at one end",
    "reports/a.txt ": "a name ends in a dot, or has a space at one end",
    "reports/ a.txt": "a name ends in a dot, or has a space at one end",
    "reports/x./y": "a name ends in a dot, or has a space at one end",
    "reports/NUL": "NUL is a device of Windows",
    "reports/con.docx": "con is a device of Windows",
    "data/Lpt1.csv": "Lpt1 is a device of Windows",
    "data/com².csv": "com² is a device of Windows",
    "data/aux .csv": "aux is a device of Windows",
    "reports/a\u200b.txt": "it has a hidden sign, U+200B",
    "reports/a\u202etxt.exe": "it has a hidden sign, U+202E",
    "reports/a\u2028b": "it has a hidden sign, U+2028",
    "reports/a\x1b[31m": "it has a hidden sign, U+001B",
    "reports/a\ufffe": "it has a hidden sign, U+FFFE",
    "../a": "it leads out of the folder, or names no file",
    "/a": "it leads out of the folder, or names no file",
    "a//b": "it leads out of the folder, or names no file",
    "a/": "it leads out of the folder, or names no file",
    "a/./b": "it leads out of the folder, or names no file",
    "C:a": "it has the sign :",
    "a\\b": "it has the sign \\",
    "": "its name is empty",
    "a" * 201: "it is longer than 200 characters",
}  # fmt: skip


@pytest.mark.parametrize("path", [*HARMLESS, "a" * 200])
def test_a_harmless_name_is_let_in(path):
    assert unfit(path) is None


@pytest.mark.parametrize("path", REFUSED, ids=ascii)
def test_a_name_that_some_system_takes_otherwise_is_refused(path):
    assert unfit(path)[1] == REFUSED[path]


@pytest.mark.parametrize(
    ("one", "other"), [("a/B", "A/b"), ("cafe\u0301", "caf\u00e9"), ("\ufb01le", "file"), ("\uff21", "a"), ("STRASSE", "straße")]
)  # fmt: skip
def test_names_that_differ_by_case_or_composition_are_one(one, other):
    assert folded(one) == folded(other)
    [(path, _, why)] = wrong_names([one, other])
    assert (path, why) == (other, f"it differs from {one} only by case or by how letters are composed")
    assert wrong_names([one, one + "x"]) == []


@pytest.mark.parametrize("path", [path for path in REFUSED if path and len(path) < 200], ids=ascii)
def test_a_bundle_with_such_a_name_is_refused_by_name(here, capsys, path):
    members, manifest = frozen()
    manifest["files"].append(row(path))
    code, err = verified(capsys, forged({**members, path: b"x"}, manifest))
    assert code == 1
    assert "ITR850" in err
    assert REFUSED[path] in err
    assert not any(sign in err for sign in "\u200b\u202e\u2028\x1b\ufffe")


@pytest.mark.parametrize("path", ["RESULT.JSON", "Manifest.json", "reports/THU.txt", "Reports/thu.txt", "recompute.PY"])
def test_a_name_beside_another_of_other_case_is_refused(here, capsys, path):
    members, manifest = frozen()
    manifest["files"].append(row(path))
    code, err = verified(capsys, forged({**members, path: b"x"}, manifest))
    assert code == 1
    assert "only by case or by how letters are composed" in err
    assert "ITR850" in err


# ── Roles ──


@pytest.mark.parametrize(
    ("path", "role", "where"),
    [
        ("json.py", "report", "reports/"),
        ("fractions.py", "data", "data/"),
        ("json.py", "ruleset", "ruleset/"),
        ("reports/json.py", "data", "data/"),
        ("reports/x/a.html", "report", "reports/"),
        ("__pycache__/json.cpython-311.pyc", "units", "data/"),
        ("rulesets/a.yaml", "ruleset", "ruleset/"),
    ],
)
def test_a_listed_file_that_is_not_where_its_role_says_is_named(here, capsys, path, role, where):
    members, manifest = frozen()
    manifest["files"].append(row(path, role))
    code, err = verified(capsys, forged({**members, path: b"import os\n"}, manifest))
    assert code == 1
    assert f'ITR850: the file {path} may not be in a bundle: the role "{role}" belongs to {where}' in err


@pytest.mark.parametrize("role", ["guide", "evaluator", "rules", "plain_data", "result"])
def test_a_file_of_itrank_has_one_name(here, capsys, role):
    members, manifest = frozen()
    file = next(file for file in manifest["files"] if file["role"] == role)
    members[f"2-{file['path']}"] = members.pop(file["path"])
    was, file["path"] = file["path"], f"2-{file['path']}"
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert f'the file 2-{was} may not be in a bundle: the role "{role}" belongs to {was}' in err


@pytest.mark.parametrize("role", ["guide", "evaluator", "rules", "plain_data", "result"])
def test_a_file_of_itrank_is_called_nothing_else(here, capsys, role):
    members, manifest = frozen()
    file = next(file for file in manifest["files"] if file["role"] == role)
    file["name"] = "bo.yaml"
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert f"the file {file['path']} may not be in a bundle: itrank made it: it has no other name" in err


@pytest.mark.parametrize("spelled", ["{}.0", "{}e0"])
def test_a_number_of_a_manifest_is_written_whole(here, capsys, spelled):
    members, manifest = frozen()
    count = str(manifest["files"][0]["bytes"])
    content = json.dumps(manifest).replace(f'"bytes": {count},', f'"bytes": {spelled.format(count)},', 1)
    code, err = verified(capsys, packed({**members, NAME: content.encode()}))
    assert (code, "ITR861" in err) == (1, True), err


# ── The files that the result names, and no other ──


def renamed(members, manifest):
    file = next(file for file in manifest["files"] if file["role"] == "ruleset")
    members["ruleset/z/bo.yaml"] = members.pop(file["path"])
    file["path"] = "ruleset/z/bo.yaml"


def one_more(members, manifest):
    members["data/them.csv"] = b"id\n"
    manifest["files"].append(row("data/them.csv", "data"))


def not_there(members, manifest):
    manifest["files"] = [file for file in manifest["files"] if file["path"] != "data/so-lieu.csv"]
    del members["data/so-lieu.csv"]


def one_left_out(members, manifest):
    manifest["left_out"].append(row("data/khac.csv", "data") | {"sha256": "0" * 64})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (renamed, "ruleset/z/bo.yaml (files: the result does not name it)"),
        (one_more, "data/them.csv (files: the result does not name it)"),
        (not_there, "data/so-lieu.csv (files: it is not listed)"),
        (one_left_out, "data/khac.csv (left_out: the result does not name it)"),
    ],
)
def test_a_full_bundle_has_the_files_that_its_result_names(here, capsys, change, words):
    members, manifest = frozen()
    change(members, manifest)
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert words in err


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda left: left.clear(), "data/so-lieu.csv (left_out: it is not listed)"),
        (lambda left: left[0].update(name="x.csv"), "data/so-lieu.csv (left_out: name differs)"),
        (lambda left: left[0].update(role="units"), "data/so-lieu.csv (left_out: role differs)"),
        (lambda left: left[0].update(sha256="0" * 64), "data/so-lieu.csv (left_out: sha256 differs)"),
        (lambda left: left.append({**left[0], "path": "data/x.csv"}), "data/x.csv (left_out: the result does not name it)"),
    ],
)  # fmt: skip
def test_what_a_public_bundle_leaves_out_is_what_its_result_names(here, capsys, change, words):
    members, manifest = frozen("cong-khai.zip")
    assert verified(capsys, forged(members, manifest))[0] == 0
    change(manifest["left_out"])
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert words in err


# ── The evaluator and the guide ──


def test_the_evaluator_of_this_version_is_in_the_table():
    own = Path(cli.__file__).parent / "engine" / "bundle" / EVALUATOR
    digest = sha256(own.read_bytes()).hexdigest()
    version = engine_version()
    assert digest in EVALUATORS.get(version, ()), (
        f"recompute.py has changed: put {digest} into EVALUATORS[{version!r}] of engine/bundle/evaluators.py; in place of "
        f"the hash there while {version} is not published, beside it (with a new version) afterwards"
    )


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_every_evaluator_that_was_frozen_is_in_the_table(path):
    with zipfile.ZipFile(path) as archive:
        assert sha256(archive.read(EVALUATOR)).hexdigest() in EVALUATORS["0.1.0"]


def test_no_evaluator_belongs_to_two_versions():
    hashes = [each for own in EVALUATORS.values() for each in own]
    assert len(hashes) == len(set(hashes)) > 5


def stated(members, manifest, version):
    manifest["engine"] = version
    record = json.loads(members["result.json"])
    record["engine"] = version
    members["result.json"] = json.dumps(record, ensure_ascii=False).encode()


@pytest.mark.parametrize("version", ["0.0.9", "0.1.0", "", "x", "0.1.0\u202e", "０.2.0", "0.2.0.0", "-1"])
def test_a_bundle_of_another_version_brings_the_evaluator_of_that_version_or_none_of_ours(here, capsys, version):
    members, manifest = frozen()
    stated(members, manifest, version)
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert "recompute.py of the bundle is not the evaluator of itrank" in err or "is unknown here" in err
    assert "do not run it" in err


@pytest.mark.parametrize("version", ["0.3.1", "0.10.0", "1", "99.0.0"])
def test_the_evaluator_of_a_newer_version_is_unknown_here(here, capsys, version):
    members, manifest = frozen()
    stated(members, manifest, version)
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert f"ITR852: the bundle says that itrank {version} made it, newer than this {engine_version()}" in err
    assert "recompute.py of the bundle is unknown here, do not run it" in err


def test_an_evaluator_of_an_earlier_version_is_not_of_this_one(here, capsys):
    members, manifest = frozen()
    with zipfile.ZipFile(BUNDLES / "c4be05f-signed.zip") as archive:
        members[EVALUATOR] = archive.read(EVALUATOR)
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert f"not the evaluator of itrank {engine_version()}: not ours, do not run it" in err


@pytest.mark.parametrize("change", [lambda text: text + b"\n", lambda text: text.replace(b"-I ", b""), lambda _: b""])
def test_a_guide_of_another_hand_is_refused(here, capsys, change):
    members, manifest = frozen()
    members[GUIDE] = change(members[GUIDE])
    code, err = verified(capsys, forged(members, manifest))
    assert code == 1
    assert f"DOC-TRUOC.txt of the bundle is not the guide that itrank {engine_version()} writes" in err


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_the_guide_of_an_earlier_version_is_made_again_byte_for_byte(path):
    with zipfile.ZipFile(path) as archive:
        record, manifest = (json.loads(archive.read(name)) for name in ("result.json", NAME))
        assert archive.read(GUIDE) == guide(
            read(ResultRecord, record), public=manifest["public"], version=manifest["engine"]
        )


def test_the_command_that_the_guide_gives_imports_nothing_that_lies_beside_it(here):
    """A `json.py` that somebody put into the unpacked folder once ran in place of Python's own."""
    members, _ = frozen()
    for name, content in members.items():
        (Path("mo") / name).parent.mkdir(parents=True, exist_ok=True)
        (Path("mo") / name).write_bytes(content)
    command = next(line for line in members[GUIDE].decode().splitlines() if "python3" in line).partition("python3 ")[2]
    assert command == "-I recompute.py ."
    for name in ("json", "fractions", "sitecustomize"):
        Path("mo", f"{name}.py").write_text("raise SystemExit('imported')\n", "utf-8")
    done = subprocess.run(
        [sys.executable, *command.split()], cwd="mo", check=False, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "all agree" in done.stdout


# ── Freezing ──


def test_nothing_is_frozen_that_would_be_refused(here, capsys):
    shutil.copy("thu.txt", "AUX.txt")
    capsys.readouterr()
    assert cli.run(["freeze", "kq.json", "--output", "moi.zip", "--report", "AUX.txt", "--lang", "en"]) == 2
    assert (
        "ITR850: the file reports/AUX.txt may not be in a bundle: AUX is a device of Windows" in capsys.readouterr().err
    )
    assert not Path("moi.zip").exists()
    shutil.copy("thu.txt", "THU.txt")
    asked = ["freeze", "kq.json", "--output", "moi.zip", "--report", "thu.txt", "--report", "THU.txt", "--lang", "en"]
    assert cli.run(asked) == 2
    assert 'ITR112: a report named "THU.txt" is in the bundle already' in capsys.readouterr().err


def test_what_is_refused_is_refused_before_anything_is_read_of_it():
    content = packed({NAME: b"[" * 100_000, "a.txt.": b""})
    [told] = open_bundle(content, "goi.zip")
    assert (told.code, told.params["path"]) == ("ITR850", "a.txt.")


def test_the_evaluator_prints_no_sign_that_commands_a_terminal(here):
    members, _ = frozen()
    for name in ("rules.json", "data.json", EVALUATOR):
        Path(name).write_bytes(members[name])
    record = json.loads(members["result.json"])
    record["units"][0] |= {"id": "so\x1b[2J\u202e", "total": "19"}
    Path("result.json").write_text(json.dumps(record), "utf-8")
    command = [sys.executable, "-I", EVALUATOR, "."]
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (1, "")
    assert "\x1b" not in done.stdout
    assert "\u202e" not in done.stdout
    Path("data.json").write_text("[" * 100_000, "utf-8")
    done = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr.startswith("cannot be read: ")
    assert "Traceback" not in done.stderr
