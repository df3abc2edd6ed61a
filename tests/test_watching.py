"""`--watch` runs a command again when what it read has changed, and for nothing else; changes are made, not waited for."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from itrank import cli
from itrank.commands import watching

PARENT = """\
format: itrank-ruleset/1
id: goc
version: "1"
title: Gốc
inputs:
  a: {label: Số, type: number, min: 0, max: 10}
scorecards:
  bang: {criteria: [{id: p, title: Phần, max: 10, score: {formula: a}}], tiers: [{id: tot, title: Tốt, from: 8}]}
"""
CHILD = 'format: itrank-ruleset/1\nid: con\nversion: "2"\nextends: ./goc.yaml\namend: {p: {title: Một}}\n'
EVALUATE = ["evaluate", "con.yaml", "--data", "so.csv", "--watch", "--lang", "en"]
CHECK = ["check", "con.yaml", "--watch", "--lang", "en"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "goc.yaml").write_text(PARENT, "utf-8")
    (tmp_path / "con.yaml").write_text(CHILD, "utf-8")
    (tmp_path / "so.csv").write_text("id,name,a\ndv1,Một,5\n", "utf-8")
    return tmp_path


@pytest.fixture
def watch(folder, monkeypatch, capsys):
    """Run a command line while edits are made one after another, then Ctrl+C."""

    def run(arguments, *edits):
        left = iter(edits)

        def wake(folders):
            assert folders == {folder}
            for edit in left:
                edit()
                yield None

        monkeypatch.setattr(watching, "_notices", wake)
        code = cli.run(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def edited(name, old, new):
    return lambda: Path(name).write_text(Path(name).read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize("name", ["con.yaml", "goc.yaml", "so.csv"])
def test_a_change_of_what_was_read_runs_it_again(watch, name):
    old, new = {"con.yaml": ("Một", "Thứ nhất"), "goc.yaml": ("Gốc", "Gốc khác"), "so.csv": (",5", ",10")}[name]
    code, out, err = watch(EVALUATE, edited(name, old, new))
    assert code == 0
    assert out.count("con@2 · sha256") == 2
    assert err.count("Watching 3 files; runs again on a change, Ctrl+C ends it.") == 2
    assert err.count(f" · changed: {name}\n") == err.count("changed:") == 1


def test_the_second_run_says_what_is_so_then(watch):
    code, out, _ = watch(
        CHECK, edited("goc.yaml", "formula: a", "formula: b"), edited("goc.yaml", "formula: b", "formula: a")
    )
    assert code == 0
    first, second, third = out.split("Checked 1 ruleset")[:3]
    assert "ITR204" not in first
    assert "ITR204" in second
    assert "ITR204" not in third


PROJECT = "format: itrank-project/1\nruleset: con.yaml\ndata: so.csv\n"


def test_values_of_the_project_are_taken_again_when_it_changes(watch, folder):
    (folder / "itrank.yaml").write_text(PROJECT, "utf-8")
    (folder / "khac.csv").write_text("id,name,a\ndv1,Một,9\n", "utf-8")
    code, out, err = watch(
        ["evaluate", "--watch", "--lang", "en"],
        edited("itrank.yaml", "so.csv", "khac.csv"),
        edited("khac.csv", ",9", ",8"),
        edited("itrank.yaml", "data:", "dât:"),
        edited("itrank.yaml", "dât:", "data:"),
    )
    assert code == 0
    assert out.count("con@2 · sha256") == 4
    assert [line.rpartition("data ")[2] for line in err.splitlines() if "ITR958" in line] == [
        "so.csv",
        *["khac.csv"] * 3,
    ]
    assert err.count("changed: itrank.yaml") == 3
    assert err.count("Watching 4 files") == 4
    assert err.count('ITR140: there is no key "dât" here') == 1


def test_what_else_happens_in_the_folder_runs_nothing(watch, folder):
    code, _, err = watch(CHECK, lambda: (folder / "khac.yaml").write_text("x", "utf-8"), lambda: None)
    assert code == 0
    assert "changed:" not in err


def test_its_own_output_runs_nothing(watch, folder):
    code, _, err = watch([*EVALUATE, "-o", "kq.json"], lambda: (folder / "kq.json").write_text("{}", "utf-8"))
    assert (code, "changed:" in err) == (0, False)
    code, _, err = watch([*EVALUATE, "-o", "kq.json"], edited("so.csv", ",5", ",6"))
    assert (code, err.count("changed: so.csv")) == (0, 1)
    assert '"6"' in (folder / "kq.json").read_text("utf-8"), "the output of the first run was written anew"


def test_a_file_that_goes_and_comes_is_followed(watch, folder):
    text = (folder / "so.csv").read_text("utf-8")
    code, _, err = watch(EVALUATE, (folder / "so.csv").unlink, lambda: (folder / "so.csv").write_text(text, "utf-8"))
    assert code == 0
    assert err.count("changed: so.csv") == 2
    assert 'ITR401: there is no file "so.csv"' in err


def test_a_file_that_another_takes_the_place_of_is_followed(watch, folder):
    def replaced():
        (folder / "moi").write_text(CHILD.replace("Một", "Hai"), "utf-8")
        (folder / "moi").replace(folder / "con.yaml")

    assert "changed: con.yaml" in watch(CHECK, replaced)[2]


def test_what_changes_while_it_is_read_counts(folder):
    """The run may have seen the old text."""
    runs = []

    def once():
        runs.append(1)
        (folder / "con.yaml").read_text("utf-8")
        if len(runs) == 1:
            (folder / "con.yaml").write_text(CHILD + "# x\n", "utf-8")
        return 0

    cli.watch(["check", "con.yaml"])
    task = watching.Watched(once, "vi")
    assert watching.run_again(task, lambda: task, lambda _: iter(())) == 0
    assert len(runs) == 2


@pytest.mark.parametrize(
    ("arguments", "other"),
    [
        (["check", "con.yaml", "--watch", "--fix"], "--fix"),
        (["check", "con.yaml", "--watch", "--diff"], "--diff"),
        (["check", "--watch", "--explain", "ITR204"], "--explain"),
        (["check", "-", "--watch"], "-"),
    ],
)
def test_what_cannot_be_watched_is_refused(folder, capsys, arguments, other):
    assert cli.run([*arguments, "--lang", "en"]) == 2
    assert f"ITR542: --watch and {other} do not go together" in capsys.readouterr().err


def test_without_the_library_one_line_says_what_to_install(folder, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert cli.run(CHECK[:-2]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "lỗi ITR864: cần thêm thư viện để chạy lại khi tệp đổi: watchfiles" in printed.err
    assert 'Cài đặt (khoảng 4 MB): python -m pip install "itrank[watch]".' in printed.err


# What a shell starts in the background ignores Ctrl+C, and so does what is started from there.
HEARING = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from itrank import cli
sys.exit(cli.run(sys.argv[1:]))
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl+C is sent otherwise")
def test_the_systems_own_notices_and_ctrl_c(folder):
    command = [sys.executable, "-c", HEARING, *CHECK]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as process:
        try:
            lines = iter(process.stderr.readline, "")
            assert any(line.startswith("Watching") for line in lines)
            edited(folder / "goc.yaml", "Gốc", "Khác")()
            assert any(line.rstrip().endswith("changed: goc.yaml") for line in lines)
            assert any(line.startswith("Watching") for line in lines)
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert "Traceback" not in "".join(lines)
        finally:
            process.kill()
