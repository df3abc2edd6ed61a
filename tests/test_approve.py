"""`itrank approve` and `reopen`: an approved year is changed by no command, and what changes it otherwise is found."""

import json
import os
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from itrank import cli
from itrank.engine.bundle import recompute
from itrank.engine.bundle import seal as seals
from itrank.engine.bundle.approving import standing_of
from itrank.engine.bundle.container import packed, unpacked
from itrank.engine.files import contents
from itrank.engine.project import Approval, Minutes, Reopening, read_project
from jsonschema import Draft202012Validator
from small_year import DATA, EVALUATE, RULESET, make_result
from typing_in import type_in

SCHEMA = Path(__file__).resolve().parent.parent / "schemas" / "seal.schema.json"
HEAD = "unit,target,stage,from,to,reason,basis,by,at\n"
FIRST = "so-b,so_hop,first,2,3,Bổ sung biên bản,CV 1,Nguyễn A,2027-02-01\n"
COUNCIL = "so-a,so_hop,council,4,3,Một cuộc ngoài kỳ,Biên bản số 12 ngày 20/3/2027,Thư ký C,2027-03-20\n"
MINUTES = b"%PDF-1.7 bien ban, da ky"
APPROVE = ["approve", "kq.json", "--minutes", "bien-ban.pdf", "--number", "12/BB-HĐ", "--date", "20/3/2027"]
SEAL, BUNDLE = Path("kq.approved.json"), Path("kq.approved.zip")
REOPEN = ["reopen", "kq.json", "--reason", "Sai số liệu của Sở B", "--at", "25/3/2027"]


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A year with its corrections, evaluated."""
    folder = tmp_path / "nam"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("so-lieu.corrections.csv").write_text(HEAD + FIRST, "utf-8")
    make_result()
    Path("bien-ban.pdf").write_bytes(MINUTES)
    return folder


@pytest.fixture
def approved(here):
    assert cli.run([*APPROVE, "--by", "Nguyễn Văn A"]) == 0
    return here


def ran(capsys, *arguments, lang="vi"):
    capsys.readouterr()
    code = cli.run([*arguments, "--lang", lang])
    done = capsys.readouterr()
    return code, done.out, done.err


def files():
    return {path.as_posix(): path.read_bytes() for path in Path().rglob("*") if path.is_file()}


def test_what_is_made_of_a_result_that_was_changed_says_so(approved, capsys):
    assert "ITR868" not in ran(capsys, "report", "kq.json", "--output", "tb.txt")[2]
    path = Path("kq.json")
    path.write_bytes(path.read_bytes() + b"\n")
    for command in (["report", "kq.json", "--output", "tb.txt"], ["claims", "tb.txt", "--result", "kq.json"]):
        code, _, err = ran(capsys, *command)
        assert code == 0
        assert "kq.json: cảnh báo ITR868: kq.json không còn như khi phê duyệt theo biên bản số 12/BB-HĐ" in err
        assert "itrank verify kq.approved.json" in err
    assert cli.run(REOPEN) == 0
    assert "ITR868" not in ran(capsys, "report", "kq.json", "--output", "tb.txt")[2], "it is not approved now"


# ── Approving ──


def test_an_approval_is_sealed_and_packed_with_the_hash_of_the_minutes(here, capsys):
    code, out, err = ran(capsys, *APPROVE, "--by", "Nguyễn Văn A")
    assert (code, err) == (0, "")
    digest = sha256(MINUTES).hexdigest()
    assert f"Đã phê duyệt kq.json theo biên bản số 12/BB-HĐ (tệp bien-ban.pdf, SHA-256 {digest})" in out
    assert "Người phê duyệt, như đã gõ: Nguyễn Văn A; chưa có chữ ký chứng tỏ (--key)" in out
    seal = json.loads(SEAL.read_text("utf-8"))
    assert SCHEMA.read_text("utf-8") == seals.schema_text()
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(seal)
    (approval,) = seal["approvals"]
    minutes = {
        "file": "bien-ban.pdf",
        "bytes": len(MINUTES),
        "sha256": digest,
        "number": "12/BB-HĐ",
        "date": "2027-03-20",
    }
    assert approval["decision"] == {"minutes": minutes, "by": "Nguyễn Văn A", "at": "2027-03-20", "clock": False}
    for key, path in (("result", Path("kq.json")), ("bundle", BUNDLE)):
        assert approval[key] == {"file": path.name, "sha256": sha256(path.read_bytes()).hexdigest()}
    assert [each["path"] for each in approval["sources"]] == ["bo.yaml", "so-lieu.csv", "so-lieu.corrections.csv"]
    assert approval["reopened"] is None
    manifest = json.loads(unpacked(BUNDLE.read_bytes())["manifest.json"])
    assert manifest["approval"] == {"decision": approval["decision"], "earlier": []}
    assert MINUTES not in BUNDLE.read_bytes(), "the minutes are hashed and not packed"
    second = subprocess.run([sys.executable, "-I", recompute.__file__, BUNDLE], capture_output=True, check=False)
    assert second.returncode == 0, second.stdout
    code, out, _ = ran(capsys, "verify", str(SEAL))
    assert code == 0
    assert "    việc phê duyệt, theo con dấu\n" in out
    assert f"phê duyệt       biên bản số 12/BB-HĐ ngày 2027-03-20, tệp bien-ban.pdf · {digest}" in out
    assert "Nguyễn Văn A, ngày 2027-03-20, như đã gõ: chỉ chữ ký mới chứng tỏ ai" in out


def test_an_approval_says_that_nobody_was_named(here, capsys):
    assert "Người phê duyệt, như đã gõ: không ghi (--by); chưa có chữ ký" in ran(capsys, *APPROVE)[1]
    assert "không ghi người phê duyệt, ngày 2027-03-20, như đã gõ" in ran(capsys, "verify", str(SEAL))[1]


def test_the_same_files_give_the_same_bytes(here, monkeypatch, tmp_path):
    assert cli.run(APPROVE) == 0
    made = files()
    again = tmp_path / "noi-khac"
    again.mkdir()
    for name in ("bo.yaml", "so-lieu.csv", "so-lieu.corrections.csv", "kq.json", "bien-ban.pdf"):
        shutil.copy(name, again)
    monkeypatch.chdir(again)
    assert cli.run(APPROVE) == 0
    assert files() == made


def test_the_day_is_that_of_the_minutes_unless_another_is_given(here):
    assert cli.run([*APPROVE, "--at", "2027-03-22"]) == 0
    decision = json.loads(SEAL.read_text("utf-8"))["approvals"][0]["decision"]
    assert (decision["at"], decision["clock"], decision["minutes"]["date"]) == ("2027-03-22", False, "2027-03-20")


def test_the_clock_is_asked_only_where_that_is_said_and_the_seal_says_so(here, monkeypatch, capsys):
    import datetime as dt

    class Day(dt.date):
        @classmethod
        def today(cls):
            return cls(2031, 2, 3)

    monkeypatch.setattr(dt, "date", Day)
    assert cli.run([*APPROVE, "--at", "today"]) == 0
    decision = json.loads(SEAL.read_text("utf-8"))["approvals"][0]["decision"]
    assert (decision["at"], decision["clock"]) == ("2031-02-03", True)
    code, out, _ = ran(capsys, "reopen", "kq.json", "--reason", "Sai")
    assert (code, "ngày 2031-02-03 (theo đồng hồ máy): Sai." in out) == (0, True)
    reopened = json.loads(SEAL.read_text("utf-8"))["approvals"][0]["reopened"]
    assert (reopened["at"], reopened["clock"]) == ("2031-02-03", True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--number", " "], "ITR910: thiếu --number"),
        (["--date", "hôm qua"], 'ITR912: --date không đọc được: "hôm qua"'),
        (["--at", "31/2/2027"], 'ITR912: --at không nhận "31/2/2027"'),
        (["--minutes", "khong-co.pdf"], 'ITR401: không có tệp "khong-co.pdf"'),
        (["--minutes", "rong.pdf"], "ITR910: thiếu --minutes"),
        (["--minutes", "."], "ITR402"),
    ],
)
def test_what_an_approval_needs_is_asked_for(here, capsys, words, said):
    Path("rong.pdf").touch()
    before = files()
    arguments = [*APPROVE, *words]
    if words[0] in APPROVE:
        arguments = list(APPROVE)
        arguments[APPROVE.index(words[0]) + 1] = words[1]
    code, _, err = ran(capsys, *arguments)
    assert code == 2
    assert said in err
    assert files() == before


def test_the_minutes_are_bounded(here, capsys, monkeypatch):
    monkeypatch.setattr(seals, "LARGEST_MINUTES", 10)
    code, _, err = ran(capsys, *APPROVE)
    assert (code, SEAL.exists(), BUNDLE.exists()) == (2, False, False)
    assert "bien-ban.pdf" in err


def test_a_result_that_its_files_do_not_give_is_not_approved(here, capsys):
    Path("so-lieu.csv").write_text(DATA.replace("4", "3"), "utf-8")
    code, _, err = ran(capsys, *APPROVE)
    assert (code, SEAL.exists(), BUNDLE.exists()) == (1, False, False)
    assert "ITR871" in err


def test_a_signature_proves_who_approved(here, capsys):
    pytest.importorskip("cryptography")
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
    Path("khoa.pem").write_bytes(pem)
    public = key.public_key().public_bytes(form.Encoding.PEM, form.PublicFormat.SubjectPublicKeyInfo)
    Path("cong-khai.pem").write_bytes(public)
    code, out, _ = ran(capsys, *APPROVE, "--by", "Nguyễn Văn A", "--key", "khoa.pem")
    assert code == 0
    assert "gói có chữ ký bằng khóa đã nêu" in out
    assert ran(capsys, "verify", str(SEAL), "--key", "cong-khai.pem")[0] == 0
    members = unpacked(BUNDLE.read_bytes())
    members["manifest.json"] = members["manifest.json"].replace("Nguyễn Văn A".encode(), "Nguyễn Văn B".encode())
    Path("khac.zip").write_bytes(packed(members))
    code, _, err = ran(capsys, "verify", "khac.zip", "--key", "cong-khai.pem")
    assert code == 1
    assert "ITR877" in err


def test_a_program_reads_the_approval_in_the_verdict(approved, capsys):
    made = json.loads(ran(capsys, "verify", str(SEAL), "--format", "json")[1])
    assert made["holds"] is True
    assert made["approval"]["decision"]["minutes"]["number"] == "12/BB-HĐ"


# ── What is refused ──


def _sheets():
    """Fill a sheet of the council; its first rows are a criterion and the answer that it reads."""
    assert cli.run(["appraise", "export", *YEAR, "--stage", "council", "--output", "hoi-dong"]) == 0
    cells = {"H4": "Thư ký C", "H5": "20/3/2027", "M10": 3, "N10": "Một cuộc ngoài kỳ", "O10": "Biên bản số 12"}
    type_in("hoi-dong/so-a.xlsx", cells)


YEAR = ["--ruleset", "bo.yaml", "--data", "so-lieu.csv"]
REFUSED = {
    "the result": (EVALUATE, "kq.json"),
    "the result, named otherwise": ([*EVALUATE[:-1], "./../nam/kq.json"], "./../nam/kq.json"),
    "the result's seal": ([*EVALUATE[:-1], "kq.approved.json"], "kq.approved.json"),
    "the bundle": (["freeze", "kq-2.json", "--output", "kq.approved.zip"], "kq.approved.zip"),
    "an approval once more": (APPROVE, "kq.json"),
    "corrections of the council": (["appraise", "apply", "hoi-dong", *YEAR], "so-lieu.corrections.csv"),
    "the data": (["collect", "bieu", "--ruleset", "bo.yaml", "--units", "dv.csv", "--output", "so-lieu.csv"], "so-lieu.csv"),
    "the ruleset laid out": (["fmt", "bo.yaml"], "bo.yaml"),
    "the ruleset mended": (["check", "--fix", "bo.yaml"], "bo.yaml"),
    "a copy of the data": ([*EVALUATE[:-1], "ban-sao.json"], "ban-sao.json"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_would_change_an_approved_year_is_refused(here, capsys, what):
    arguments, name = REFUSED[what]
    make_result(RULESET.replace("title: Ví dụ", "title:   Ví dụ"))
    _sheets()
    Path("dv.csv").write_text("id,name\nso-a,Sở A\nso-b,Sở B\n", "utf-8")
    assert cli.run(["forms", "bo.yaml", "--units", "dv.csv", "--output", "bieu"]) == 0
    assert cli.run(APPROVE) == 0
    shutil.copy("kq.json", "kq-2.json")
    shutil.copy("so-lieu.csv", "ban-sao.json")
    if what == "the ruleset mended":  # a file that was edited by hand is still the approved year's
        Path("bo.yaml").write_text(RULESET.replace("title: Ví dụ", "tilte: Ví dụ"), "utf-8")
    before = files()
    code, _, err = ran(capsys, *arguments)
    assert code == 2, err
    assert f'ITR866: "{name}" thuộc kết quả đã phê duyệt theo biên bản số 12/BB-HĐ: không ghi đè' in err
    assert "(kq.approved.json)" in err
    assert "itrank reopen kq.json --reason" in err
    assert files() == before


def test_a_link_to_what_is_approved_is_not_written_through(approved, capsys):
    Path("lien-ket.json").symlink_to("kq.json")
    before = Path("kq.json").read_bytes()
    assert ran(capsys, *EVALUATE[:-1], "lien-ket.json")[0] == 2
    assert Path("kq.json").read_bytes() == before


def test_a_result_in_a_folder_protects_the_files_of_its_project(here, capsys, monkeypatch):
    """The ruleset and the data lie above the result, where it names them from."""
    Path("rulesets").mkdir()
    Path("bo.yaml").rename("rulesets/bo.yaml")
    Path("ket-qua").mkdir()
    evaluate = ["evaluate", "rulesets/bo.yaml", "--data", "so-lieu.csv", "--output"]
    assert cli.run([*evaluate, "ket-qua/kq.json"]) == 0
    assert cli.run([APPROVE[0], "ket-qua/kq.json", *APPROVE[2:]]) == 0
    Path("rulesets/bo.yaml").write_text(RULESET.replace("title: Ví dụ", "title:   Ví dụ"), "utf-8")
    code, _, err = ran(capsys, "fmt", "rulesets/bo.yaml")
    assert (code, "ITR866" in err) == (2, True)
    assert "ket-qua/kq.approved.json" in err
    assert ran(capsys, *evaluate, "so-lieu.csv")[0] == 2
    monkeypatch.chdir("rulesets")
    assert ran(capsys, "fmt", "bo.yaml")[0] == 0, "from elsewhere, a seal in another folder is not found"


def test_other_files_are_written_as_ever(approved, capsys):
    assert ran(capsys, *EVALUATE[:-1], "kq-thu.json")[0] == 0
    assert ran(capsys, *EVALUATE[:-1], "kq-thu.json")[0] == 0, "though it has the bytes of what is approved"
    assert ran(capsys, "report", "kq.json", "--output", "thong-bao.txt")[0] == 0
    assert ran(capsys, "freeze", "kq.json", "--public", "--output", "cong-bo.zip")[0] == 0
    assert ran(capsys, "evaluate", *YEAR)[0] == 0


# ── Opening again ──


def test_what_was_opened_again_may_be_changed_and_its_history_stays(approved, capsys):
    first = json.loads(SEAL.read_text("utf-8"))["approvals"][0]
    code, out, _ = ran(capsys, *REOPEN, "--by", "Trần B")
    assert (code, out) == (
        0, "Đã mở lại kq.json ngày 2027-03-25: Sai số liệu của Sở B. Sửa xong thì chạy lại evaluate và approve.\n",
    )  # fmt: skip
    reopened = {"reason": "Sai số liệu của Sở B", "by": "Trần B", "at": "2027-03-25", "clock": False}
    assert json.loads(SEAL.read_text("utf-8"))["approvals"] == [first | {"reopened": reopened}]
    code, _, err = ran(capsys, "verify", str(SEAL))
    assert code == 1
    assert "ITR867: kq.json không ở trạng thái đã phê duyệt: đã mở lại ngày 2027-03-25: Sai số liệu của Sở B" in err

    code, _, err = ran(capsys, "verify", str(BUNDLE))
    assert code == 0
    assert (
        "cảnh báo ITR868: kết quả trong gói này đã mở lại ngày 2027-03-25: Sai số liệu của Sở B, nên không còn" in err
    )

    Path("so-lieu.corrections.csv").write_text(HEAD + FIRST + COUNCIL, "utf-8")
    assert cli.run(EVALUATE) == 0
    assert cli.run([*APPROVE[:-3], "13/BB-HĐ", "--date", "26/3/2027"]) == 0
    before, now = json.loads(SEAL.read_text("utf-8"))["approvals"]
    assert before == first | {"reopened": reopened}
    assert (now["decision"]["minutes"]["number"], now["reopened"]) == ("13/BB-HĐ", None)
    assert now["result"]["sha256"] != before["result"]["sha256"]
    manifest = json.loads(unpacked(BUNDLE.read_bytes())["manifest.json"])
    assert manifest["approval"]["earlier"] == [before]
    code, out, _ = ran(capsys, "verify", str(SEAL))
    assert code == 0
    assert "đã mở lại       ngày 2027-03-25, Trần B: Sai số liệu của Sở B" in out
    assert ran(capsys, *EVALUATE)[0] == 2


def test_only_what_is_approved_is_opened_again_and_with_a_reason(here, capsys):
    code, _, err = ran(capsys, *REOPEN)
    assert code == 2
    assert "ITR867: kq.json không ở trạng thái đã phê duyệt: không có con dấu kq.approved.json" in err
    assert cli.run(APPROVE) == 0
    before = files()
    code, _, err = ran(capsys, "reopen", "kq.json", "--reason", "  ")
    assert (code, "ITR910: thiếu --reason" in err, files() == before) == (2, True, True)
    assert ran(capsys, *REOPEN)[0] == 0
    assert ran(capsys, *REOPEN)[0] == 2


def test_a_result_that_was_spoiled_can_be_opened_again(approved, capsys):
    Path("kq.json").write_text("{", "utf-8")
    BUNDLE.unlink()
    assert ran(capsys, *REOPEN)[0] == 0
    assert cli.run(EVALUATE) == 0
    assert cli.run(APPROVE) == 0
    assert ran(capsys, "verify", str(SEAL))[0] == 0


# ── Changed behind its back ──


def _edit(name, old, new):
    text = Path(name).read_text("utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new, 1), "utf-8")


def _append(name, text):
    Path(name).write_text(Path(name).read_text("utf-8") + text, "utf-8")


CHANGES = {
    "the result": (
        lambda: _edit("kq.json", '"rank": 1', '"rank": 2'),
        "kq.json: lỗi ITR876: kq.json không còn như khi phê duyệt, units[0].rank (so-a): đã duyệt 1, nay 2",
    ),
    "the ruleset": (
        lambda: _edit("bo.yaml", "each: 5", "each: 6"),
        (
            'bo.yaml không còn như khi phê duyệt, dòng 8: đã duyệt "    criteria: [{id: diem, max: 20, score: {count: so_hop, '
            'each: 5}}]", nay "    criteria: [{id: diem, max: 20, score: {count: so_hop, each: 6}}]"'
        ),
    ),
    "the data": (
        lambda: _edit("so-lieu.csv", "so-b,2", "so-b,3"),
        'so-lieu.csv không còn như khi phê duyệt, dòng 3: đã duyệt "so-b,2", nay "so-b,3"',
    ),
    "a correction of the council that was added": (
        lambda: _append("so-lieu.corrections.csv", COUNCIL),
        'so-lieu.corrections.csv không còn như khi phê duyệt, dòng 3: đã duyệt "", nay "so-a,so_hop,council,4,3,',
    ),
    "the minutes": (
        lambda: Path("bien-ban.pdf").write_bytes(b"%PDF bien ban khac"),
        f"bien-ban.pdf không còn như khi phê duyệt, SHA-256: đã duyệt {sha256(MINUTES).hexdigest()}, nay "
        + sha256(b"%PDF bien ban khac").hexdigest(),
    ),
    "the bundle": (
        lambda: BUNDLE.write_bytes(BUNDLE.read_bytes()[:-1]),
        "kq.approved.zip không còn như khi phê duyệt, SHA-256: đã duyệt ",
    ),
    "the number of the minutes in the seal": (
        lambda: _edit(SEAL, "12/BB-HĐ", "14/BB-HĐ"),
        (
            "con dấu và gói kq.approved.zip ghi khác nhau về việc phê duyệt, approval.decision.minutes.number: "
            'con dấu ghi "14/BB-HĐ", gói ghi "12/BB-HĐ"'
        ),
    ),
    "who approved, in the seal": (
        lambda: _edit(SEAL, "Nguyễn Văn A", "Nguyễn Văn B"),
        'approval.decision.by: con dấu ghi "Nguyễn Văn B", gói ghi "Nguyễn Văn A"',
    ),
    "a source that the seal no longer names": (
        lambda: SEAL.write_text(json.dumps(_without_a_source(json.loads(SEAL.read_text("utf-8")))), "utf-8"),
        "con dấu và gói kq.approved.zip ghi khác nhau về việc phê duyệt, sources",
    ),
    "the result, deleted": (Path("kq.json").unlink, "kq.json đã phê duyệt mà không còn ở đây"),
    "the bundle, deleted": (BUNDLE.unlink, "kq.approved.zip đã phê duyệt mà không còn ở đây"),
}


def _without_a_source(seal):
    seal["approvals"][0]["sources"].pop()
    return seal


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_after_the_approval_is_named(approved, capsys, what):
    change, said = CHANGES[what]
    change()
    code, _, err = ran(capsys, "verify", str(SEAL))
    assert code == 1
    assert said in err
    assert "ITR876" in err
    if what != "the bundle, deleted":
        assert ran(capsys, "verify", str(BUNDLE))[0] == 1, "the bundle beside its seal says the same"
    assert standing_of(Path("kq.json"), Path()).findings, "what the state of the year is asked"


def test_a_seal_is_of_one_result(approved, capsys):
    """`kq` and `kq.json` would have one seal."""
    assert cli.run(REOPEN) == 0
    shutil.copy("kq.json", "kq")
    before = files()
    code, _, err = ran(capsys, "approve", "kq", *APPROVE[2:])
    assert code == 2
    assert 'ITR906: không ghi được tệp "kq.approved.json": nó là con dấu của kq.json' in err
    assert files() == before
    assert cli.run(APPROVE) == 0
    code, _, err = ran(capsys, "reopen", "kq", *REOPEN[2:])
    assert (code, "ITR867: kq không ở trạng thái đã phê duyệt: không có con dấu" in err) == (2, True)


def test_what_is_only_not_here_is_said_and_no_error(approved, capsys):
    Path("bien-ban.pdf").unlink()
    Path("so-lieu.csv").unlink()
    code, _, err = ran(capsys, "verify", str(SEAL))
    assert code == 0
    for name in ("bien-ban.pdf", "so-lieu.csv"):
        assert f"thông tin ITR869: {name} không có ở đây, nên không so được với lúc phê duyệt" in err


def test_a_bundle_with_another_approval_does_not_pass_for_the_sealed_one(approved, capsys):
    """Whoever packs the same result again cannot put other minutes under the seal."""
    members = unpacked(BUNDLE.read_bytes())
    members["manifest.json"] = members["manifest.json"].replace(b"12/BB", b"14/BB")
    BUNDLE.write_bytes(packed(members))
    code, _, err = ran(capsys, "verify", str(SEAL))
    assert code == 1
    assert "kq.approved.zip không còn như khi phê duyệt" in err
    assert "approval.decision.minutes.number" in err


def test_a_deleted_seal_is_missed_and_what_follows_is_said(approved, capsys):
    SEAL.unlink()
    code, out, err = ran(capsys, "verify", str(BUNDLE))
    assert code == 0
    assert "phê duyệt       biên bản số 12/BB-HĐ" in out
    assert (
        "cảnh báo ITR868: gói ghi là đã phê duyệt theo biên bản số 12/BB-HĐ, nhưng cạnh nó không có con dấu "
        "kq.approved.json: không lệnh nào còn từ chối sửa kết quả ở đây" in err
    )
    assert ran(capsys, *EVALUATE)[0] == 0
    assert cli.run(APPROVE) == 0
    assert "ITR868" not in ran(capsys, "verify", str(BUNDLE))[2]
    shutil.copy(BUNDLE, "../kq.approved.zip")
    os.chdir("..")
    _, out, err = ran(capsys, "verify", "kq.approved.zip")
    assert "ITR868" not in err, "a copy for the archive has no seal"
    assert "    việc phê duyệt ghi trong bản kê: không suy ra được từ gì trong gói, và không có con dấu" in out


def test_an_approval_in_a_manifest_is_read_strictly(approved, capsys):
    members = unpacked(BUNDLE.read_bytes())
    made = json.loads(members["manifest.json"])
    made["approval"]["decision"]["at"] = "hôm qua"
    members["manifest.json"] = json.dumps(made, ensure_ascii=False).encode()
    Path("khac.zip").write_bytes(packed(members))
    code, _, err = ran(capsys, "verify", "khac.zip")
    assert code == 1
    assert "ITR861" in err
    assert "approval" in err


# ── A seal that a stranger made ──


def _with(change):
    def write():
        seal = json.loads(SEAL.read_text("utf-8"))
        change(seal["approvals"][0])
        SEAL.write_text(json.dumps(seal), "utf-8")

    return write


HOSTILE = {
    "no JSON": lambda: SEAL.write_text("con dấu", "utf-8"),
    "not UTF-8": lambda: SEAL.write_bytes(b'{"format": "\xff"}'),
    "nothing": lambda: SEAL.write_bytes(b""),
    "another JSON": lambda: SEAL.write_text('{"format": "itrank-result/1"}', "utf-8"),
    "a list": lambda: SEAL.write_text("[]", "utf-8"),
    "a key twice": lambda: SEAL.write_text('{"format": "itrank-seal/1", "format": "itrank-seal/1"}', "utf-8"),
    "a deep nest": lambda: SEAL.write_text("[" * 5000 + "]" * 5000, "utf-8"),
    "no approval": lambda: SEAL.write_text('{"format": "itrank-seal/1", "approvals": []}', "utf-8"),
    "a result elsewhere": _with(lambda made: made["result"].update(file="../../kq.json")),
    "a bundle elsewhere": _with(lambda made: made["bundle"].update(file="/etc/passwd")),
    "a bundle that is the folder": _with(lambda made: made["bundle"].update(file="..")),
    "minutes elsewhere": _with(lambda made: made["decision"]["minutes"].update(file="../bien-ban.pdf")),
    "a key too many": _with(lambda made: made.update(them=1)),
    "a hash that is none": _with(lambda made: made["result"].update(sha256="x" * 64)),
    "two that hold": lambda: _twice(),  # noqa: PLW0108  # it stands below
}


def _twice():
    seal = json.loads(SEAL.read_text("utf-8"))
    seal["approvals"] *= 2
    SEAL.write_text(json.dumps(seal), "utf-8")


@pytest.mark.parametrize("what", HOSTILE)
def test_a_seal_that_cannot_be_trusted_opens_nothing(approved, capsys, what):
    HOSTILE[what]()
    before = files()
    for arguments, code in (
        (["verify", str(SEAL)], 1), (EVALUATE, 2), (APPROVE, 2), (REOPEN, 2), ([*EVALUATE[:-1], str(SEAL)], 2),
    ):  # fmt: skip
        done, _, err = ran(capsys, *arguments)
        assert (done, "ITR105" in err) == (code, True), (arguments, err)
        assert "đây không phải con dấu phê duyệt của itrank" in err
    assert files() == before
    assert ran(capsys, *EVALUATE[:-1], "kq-thu.json")[0] == 0, "it forbids nothing but the result beside it"


def test_a_report_of_that_name_is_written_beside_a_seal_that_cannot_be_read(approved, capsys):
    SEAL.write_text("{", "utf-8")
    assert ran(capsys, "report", "kq.json", "--output", "kq.txt")[0] == 0


def test_a_giant_seal_is_not_read(approved, capsys):
    SEAL.write_bytes(b" " * (seals.LARGEST + 1))
    assert ran(capsys, "verify", str(SEAL))[0] == 1
    assert ran(capsys, *EVALUATE)[0] == 2


def test_sources_that_lead_out_are_neither_read_nor_forbidden(approved, capsys, monkeypatch):
    Path("../ngoai.csv").write_text("id\n", "utf-8")
    opened = []
    _with(lambda made: made["sources"][1].update(path="../ngoai.csv"))()
    real = contents._on_disk
    monkeypatch.setattr(contents, "_on_disk", lambda path, limit: opened.append(str(path)) or real(path, limit))
    code, _, err = ran(capsys, "verify", str(SEAL))
    assert code == 1
    assert "ITR876" in err
    assert not [each for each in opened if "ngoai" in each]
    assert ran(capsys, *EVALUATE[:-1], "../ngoai.json")[0] == 0


def test_a_seal_cannot_command_a_terminal(approved, capsys):
    _with(lambda made: made["decision"]["minutes"].update(number="12\x1b[2J\u202e"))()
    for arguments in (EVALUATE, ["verify", str(SEAL)]):
        _, out, err = ran(capsys, *arguments)
        assert "\x1b" not in out + err
        assert "\u202e" not in out + err


def test_many_files_in_a_folder_cost_little(approved, capsys, monkeypatch):
    """The seal of the file itself is found though a folder has more names than are looked at."""
    from itrank.engine.files import seals as names

    monkeypatch.setattr(names, "_MOST_MET", 0)
    assert ran(capsys, *EVALUATE)[0] == 2


# ── In a project ──

PROJECT = """\
format: itrank-project/1
# Năm 2027
ruleset: bo.yaml
data: so-lieu.csv
result: kq.json
"""


@pytest.fixture
def project(here):
    Path("itrank.yaml").write_text(PROJECT, "utf-8")
    return here


def test_the_project_says_what_is_approved_and_what_was_opened_again(project, capsys):
    assert cli.run([*APPROVE, "--by", "Nguyễn Văn A"]) == 0
    made = read_project(Path())
    assert "# Năm 2027" in made.text
    digest = sha256(MINUTES).hexdigest()
    assert made.approved == Approval(
        "kq.json",
        sha256(Path("kq.json").read_bytes()).hexdigest(),
        Minutes("bien-ban.pdf", digest, "12/BB-HĐ", "2027-03-20"),
        "2027-03-20",
        "kq.approved.zip",
        "Nguyễn Văn A",
    )
    assert cli.run([*REOPEN, "--by", "Trần B"]) == 0
    again = read_project(Path())
    assert again.approved is None
    assert again.reopened == (Reopening("2027-03-25", "Sai số liệu của Sở B", made.approved.sha256, "Trần B"),)
    assert cli.run(APPROVE) == 0
    assert read_project(Path()).reopened == again.reopened
    assert read_project(Path()).approved is not None


def test_the_state_of_the_year_says_whether_the_approval_holds(project, capsys):
    def approval():
        return next(line for line in ran(capsys, "status")[1].splitlines() if "hê duyệt" in line)

    assert "chưa phê duyệt" in approval()
    assert cli.run(APPROVE) == 0
    holds = approval()
    assert "đã phê duyệt" in holds
    assert "12/BB-HĐ" in holds
    _append("so-lieu.corrections.csv", COUNCIL)
    assert approval().startswith("!")
    Path("so-lieu.corrections.csv").write_text(HEAD + FIRST, "utf-8")
    assert approval() == holds
    SEAL.unlink()
    assert approval().startswith("!")


def test_minutes_elsewhere_are_named_without_their_folder(project):
    shutil.move("bien-ban.pdf", "../bien-ban.pdf")
    arguments = ["../bien-ban.pdf" if each == "bien-ban.pdf" else each for each in APPROVE]
    assert cli.run(arguments) == 0
    assert read_project(Path()).approved.minutes.file == "bien-ban.pdf"
    assert json.loads(SEAL.read_text("utf-8"))["approvals"][0]["decision"]["minutes"]["file"] == "bien-ban.pdf"


def test_a_project_has_one_approved_result_at_a_time(project, capsys):
    assert cli.run([*EVALUATE[:-1], "kq-khac.json"]) == 0
    assert cli.run(APPROVE) == 0
    before = files()
    code, _, err = ran(capsys, "approve", "kq-khac.json", *APPROVE[2:])
    assert code == 2
    assert 'ITR866: "itrank.yaml" thuộc kết quả đã phê duyệt theo biên bản số 12/BB-HĐ' in err
    assert files() == before


def test_the_record_of_the_project_is_written_by_no_other_command(project, capsys):
    assert cli.run(APPROVE) == 0
    before = files()
    code, _, err = ran(capsys, *EVALUATE[:-1], "itrank.yaml", "--format", "csv")
    assert code == 2
    assert files() == before
    for arguments in (["release", "bo.yaml", "--date", "2027-01-02"],) if "release" in cli.COMMANDS else ():
        code, _, err = ran(capsys, *arguments)
        assert (code, "ITR866" in err) == (2, True)
        assert files() == before


@pytest.mark.parametrize("text", ["format: itrank-project/1\n", "- x\n", PROJECT.replace("kq.json", "../kq.json")])
def test_a_project_that_cannot_be_read_stops_an_approval_before_anything_is_written(here, capsys, text):
    Path("itrank.yaml").write_text(text, "utf-8")
    before = files()
    assert ran(capsys, *APPROVE)[0] == 1
    assert files() == before
