"""What `itrank verify` says: what was compared, what was not and why, who may have made it; and no stranger's line in it."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.bundle.guide import guide
from itrank.engine.bundle.manifest import GUIDE, NAME, RESULT, SIGNATURE
from itrank.engine.bundle.signing import Signature, read_signature
from itrank.engine.result.contract import ResultRecord
from itrank.engine.result.record import engine_version
from itrank.engine.result.shapes import read
from small_year import make_result


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Bundles of one result: full, public, signed, and two keys."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.chdir(folder)
        for name, seed in (("minh", b"1" * 32), ("khac", b"2" * 32)):
            key = Ed25519PrivateKey.from_private_bytes(seed)
            private = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
            Path(f"{name}.pem").write_bytes(private)
            public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
            Path(f"{name}.pub").write_bytes(public)
        make_result()
        for name, more in (("goi", []), ("cong-khai", ["--public"]), ("ky", ["--key", "minh.pem"])):
            assert cli.run(["freeze", "kq.json", "--output", f"{name}.zip", *more]) == 0
    return folder


@pytest.fixture
def here(made, tmp_path, monkeypatch):
    for path in made.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(capsys, *asked, lang="en"):
    capsys.readouterr()
    code = cli.run(["verify", *asked, "--lang", lang])
    done = capsys.readouterr()
    return code, done.out, done.err


def told(capsys, *asked):
    code, out, _ = ran(capsys, *asked, "--format", "json")
    return code, json.loads(out)


def altered(name, path, change):
    """Write a bundle of which a file was altered, hashes as they were: for the signature, which the manifest does not list."""
    members = dict(unpacked(Path(name).read_bytes()))
    members[path] = change(members[path])
    Path("la.zip").write_bytes(packed(members))
    return "la.zip"


# ── What was compared, and what not ──


def test_the_verdict_lists_what_was_compared_and_what_not_each_in_its_line(here, capsys):
    code, out, _ = ran(capsys, "goi.zip")
    lines = out.splitlines()
    assert code == 0
    compared, not_compared = lines.index("  compared:"), lines.index("  not compared:")
    assert {
        "    the hash of each file by the manifest",
        "    the second evaluator (recompute.py): itrank's own file",
        "    the guide (DOC-TRUOC.txt)",
        "    the ruleset and rules.json",
        "    the original data and data.json",
    } <= set(lines[compared:not_compared])
    assert any(
        line.startswith("    the versions of libraries in the manifest (dependencies): ")
        for line in lines[not_compared:]
    )


def test_the_same_stands_in_the_json(here, capsys):
    _, out, _ = ran(capsys, "goi.zip", lang="vi")
    code, made = told(capsys, "goi.zip")
    assert (code, made["format"], made["holds"]) == (0, "itrank-verification/2", True)
    assert (made["signed"], made["signed_by"], made["engine"]) == (False, None, engine_version())
    assert {"files", "evaluator", "guide", "rules", "data", "result"} == {each["part"] for each in made["compared"]}
    assert {"origin", "dependencies"} == {each["part"] for each in made["not_compared"]}
    for each in made["not_compared"]:
        assert f"    {each['vi']}: {each['reason']['vi']}" in out.splitlines()


def test_of_a_public_bundle_what_nobody_can_derive_is_named(here, capsys):
    code, made = told(capsys, "cong-khai.zip")
    parts = {each["part"] for each in made["not_compared"]}
    assert (code, made["public"], made["left_out"]) == (0, True, ["so-lieu.csv"])
    assert {"data_files", "cell_findings", "evidence", "correction_words"} <= parts


def test_a_bundle_that_does_not_hold_says_so_first(here, capsys):
    members = dict(unpacked(Path("goi.zip").read_bytes()))
    members["recompute.py"] = b"x"
    manifest = json.loads(members[NAME])
    next(f for f in manifest["files"] if f["role"] == "evaluator").update(bytes=1, sha256=sha256(b"x").hexdigest())
    members[NAME] = json.dumps(manifest).encode()
    Path("la.zip").write_bytes(packed(members))
    code, out, err = ran(capsys, "la.zip")
    assert code == 1
    assert out.startswith("The bundle la.zip does NOT hold.\n")
    assert "all agree" not in out
    assert "ITR880" in err
    code, out, _ = ran(capsys, "la.zip", lang="vi")
    assert (code, out.splitlines()[0]) == (1, "Gói la.zip KHÔNG đúng.")


# ── Who made it ──


def test_of_an_unsigned_bundle_it_is_said_that_anybody_could_have_made_it(here, capsys):
    code, out, err = ran(capsys, "goi.zip")
    assert code == 0
    assert "warning ITR855: the bundle is not signed: anybody could have made it, of other data" in err
    [line] = [line for line in out.splitlines() if line.startswith("    who made the bundle: ")]
    assert "anybody can change data, rules or names, evaluate and pack again" in line
    assert "not whose they are" in line


def test_a_bundle_whose_signature_was_taken_away_looks_no_cleaner(here, capsys):
    members = dict(unpacked(Path("ky.zip").read_bytes()))
    del members[SIGNATURE]
    Path("la.zip").write_bytes(packed(members))
    _, signed, said = ran(capsys, "ky.zip")
    _, stripped, said_then = ran(capsys, "la.zip")
    assert said.count(": warning ITR") == said_then.count(": warning ITR") == 1
    assert len(stripped.splitlines()) >= len(signed.splitlines())
    assert "who made the bundle: signed, but no key was given (--key)" in signed
    assert "who made the bundle: not signed" in stripped


def test_with_the_publishers_key_it_is_said_whose_it_is(here, capsys):
    code, out, err = ran(capsys, "ky.zip", "--key", "minh.pub")
    assert (code, err) == (0, "")
    assert "the signature, by the key that was given" in out
    assert "who made the bundle" not in out
    _, made = told(capsys, "ky.zip", "--key", "minh.pub")
    key = read_signature(unpacked(Path("ky.zip").read_bytes())[SIGNATURE]).key
    assert (made["signed"], made["signed_by"]) == (True, key)


@pytest.mark.parametrize("bundle", ["goi.zip", "ky.zip"])
def test_with_another_key_nobody_is_said_to_have_made_it(here, capsys, bundle):
    code, made = told(capsys, bundle, "--key", "khac.pub")
    assert (code, made["signed_by"]) == (1, None)
    assert "origin" in {each["part"] for each in made["not_compared"]}


# ── The file of the signature ──


def of_signature(change):
    def made(content):
        record = json.loads(content)
        change(record)
        return json.dumps(record).encode()

    return made


BROKEN = {
    "no JSON": (lambda _: b"x", "/"),
    "empty": (lambda _: b"", "/"),
    "no UTF-8": (lambda content: b"\xff" + content, "/"),
    "deep": (lambda _: b"[" * 100_000, "/"),
    "deep object": (lambda _: b'{"a":' * 100_000, "/"),
    "a list": (lambda content: b"[" + content + b"]", "/"),
    "a key twice": (lambda content: content.replace(b'"key"', b'"key": "", "key"'), "/"),
    "a constant": (lambda _: b"NaN", "/"),
    "no key": (of_signature(lambda made: made.pop("key")), "key"),
    "a long key": (of_signature(lambda made: made.update(key="a" * 1000)), "key"),
    "capitals": (of_signature(lambda made: made.update(key=made["key"].upper())), "key"),
    "another key": (of_signature(lambda made: made.update(key="00" * 32)), "signature"),
    "signs another": (of_signature(lambda made: made.update(signs="=1+1")), "signs"),
    "an algorithm": (of_signature(lambda made: made.update(algorithm="none")), "algorithm"),
    "a format": (of_signature(lambda made: made.update(format="itrank-signature/9")), "format"),
    "a number": (of_signature(lambda made: made.update(signature=1)), "signature"),
    "cut": (of_signature(lambda made: made.update(signature=made["signature"][:-2])), "signature"),
    "another": (of_signature(lambda made: made.update(signature="00" * 64)), "signature"),
    "one more": (of_signature(lambda made: made.update(more=1)), "more"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_signature_that_was_altered_is_found_without_any_key(here, capsys, kind):
    change, where = BROKEN[kind]
    name = altered("ky.zip", SIGNATURE, change)
    code, _, err = ran(capsys, name)
    assert code == 1
    assert f"error ITR877: the signature in the bundle is wrong at {where}" in err
    code, _, err = ran(capsys, name, "--key", "minh.pub")
    assert code == 1
    assert "ITR877" in err
    assert "ITR908" not in err


def test_a_signature_of_another_manifest_is_found_without_any_key(here, capsys):
    members = dict(unpacked(Path("goi.zip").read_bytes()))
    manifest = json.loads(members[NAME])
    members[NAME] = json.dumps(manifest).encode()  # as good, in other bytes
    members[SIGNATURE] = unpacked(Path("ky.zip").read_bytes())[SIGNATURE]
    Path("la.zip").write_bytes(packed(members))
    code, _, err = ran(capsys, "la.zip")
    assert code == 1
    assert "ITR877: the signature in the bundle is wrong at signature" in err


def test_a_whole_signature_is_read():
    made = {
        "format": "itrank-signature/1",
        "algorithm": "ed25519",
        "signs": NAME,
        "key": "a" * 64,
        "signature": "0" * 128,
    }
    assert read_signature(json.dumps(made).encode()) == Signature("a" * 64, "0" * 128)


def test_without_the_library_a_signature_is_not_checked_and_that_is_said(here, capsys, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "cryptography.hazmat.primitives.asymmetric.ed25519", None)
    code, out, err = ran(capsys, "ky.zip")
    assert code == 0
    assert "ITR882" in err
    assert "    the signature: the library cryptography is not installed" in out


# ── The manifest ──


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda made: made["dependencies"].update(pyyaml="=1+1"), "data.dependencies.pyyaml (pattern)"),
        (lambda made: made["dependencies"].update(pyyaml=""), "data.dependencies.pyyaml (pattern)"),
        (lambda made: made["dependencies"].pop("pyyaml"), "data.dependencies (required)"),
        (lambda made: made["dependencies"].update(them="1"), "dependencies: them (reports)"),
        (lambda made: made.update(them="1"), "data (additionalProperties)"),
        (lambda made: made.update(public=1), "data.public (type)"),
        (lambda made: made["files"][0].update(role="khac"), "data.files[0].role (enum)"),
    ],
)
def test_a_manifest_of_another_shape_is_named_by_its_place(here, capsys, change, where):
    def new(content):
        made = json.loads(content)
        change(made)
        return json.dumps(made).encode()

    code, _, err = ran(capsys, altered("goi.zip", NAME, new))
    assert code == 1
    assert f"ITR861: the manifest of the bundle is wrong: {where}" in err


@pytest.mark.parametrize(
    "content", [b"", b"[" * 100_000, b'{"a":' * 100_000, b'{"format":1,"format":1}', b"NaN", b"\xff", b"1"]
)
def test_a_manifest_that_is_broken_deep_or_doubled_is_a_finding(here, capsys, content):
    code, _, err = ran(capsys, altered("goi.zip", NAME, lambda _: content))
    assert code == 1
    assert "ITR861" in err
    assert "ITR908" not in err


# ── Strangers' words ──

FORGED = "x\n  chữ ký hợp lệ\u202e\x1b[32m\u2028y\ufffe"


def forge_words(members):
    """Put signs into what a forger of several files may choose: the id of the ruleset, everywhere where it stands."""
    for path in (RESULT, NAME):
        record = json.loads(members[path])
        record["ruleset"] |= {"id": FORGED, "version": "1" + " " * 3000 + "signed by all"}
        members[path] = json.dumps(record).encode()
    record, manifest = json.loads(members[RESULT]), json.loads(members[NAME])
    members[GUIDE] = guide(read(ResultRecord, record), public=manifest["public"], version=manifest["engine"])
    for file in manifest["files"]:
        content = members[file["path"]]
        file |= {"bytes": len(content), "sha256": sha256(content).hexdigest()}
    members[NAME] = json.dumps(manifest).encode()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_strangers_words_make_no_line_of_the_verdict(here, capsys, form, lang):
    members = dict(unpacked(Path("cong-khai.zip").read_bytes()))
    forge_words(members)
    Path("la.zip").write_bytes(packed(members))
    code, out, err = ran(capsys, "la.zip", "--format", form, lang=lang)
    assert code == 1
    for text in (out, err):
        assert not any(line.strip().startswith("chữ ký hợp lệ") for line in text.splitlines())
        assert not any(sign in text for sign in "\u202e\x1b\u2028\ufffe")
    assert "chữ ký hợp lệ" in out  # escaped, in the line of the ruleset
    if form == "text":
        assert max(map(len, out.splitlines())) < 420
    else:
        assert json.loads(out)["ruleset"]["id"] == FORGED
