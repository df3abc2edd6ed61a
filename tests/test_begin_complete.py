"""Shells ask as shells do: in the environment, each once in a process of its own; what they are offered is plain words."""

import os
import subprocess
import sys

import pytest
from itrank.cli import run

RULESET = """format: itrank-ruleset/1
id: thu
version: "1"
title: Thử
inputs:
  so: {type: count}
scorecards:
  bang:
    criteria:
      - {id: mot, score: {formula: so}}
      - {id: hai, score: {formula: so}}
    tiers: [{id: tot, from: 3}, {id: kha}]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rulesets").mkdir()
    (tmp_path / "data").mkdir()
    for name in ("2030.yaml", "$(touch x).yaml", "a`b.yaml", "a b.yaml", "a'b.yaml"):
        (tmp_path / "rulesets" / name).write_text(RULESET, "utf-8")
    (tmp_path / "rulesets" / "hong.yaml").write_text("format: itrank-ruleset/1\na: [\n", "utf-8")
    (tmp_path / "data" / "2030.csv").write_text("id,so\nso_a,1\nso_b,2\nxa_a,3\n$(touch x),4\n", "utf-8")
    return tmp_path


def told(shell, words):
    """Give what the script of a shell puts into the environment; the last word is the one that is being typed."""
    line = " ".join(["itrank", *words])
    if shell == "bash":
        how = {"COMP_WORDS": line, "COMP_CWORD": str(len(words))}
    else:
        how = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
        how["_TYPER_COMPLETE_WORD_TO_COMPLETE"] = words[-1]
    return how | {"_ITRANK_COMPLETE": f"complete_{shell}"}


def ours(key):
    return key.startswith(("_TYPER", "COMP_", "ITRANK"))


def asked(folder, environment):
    """Ask as a shell does."""
    known = {key: value for key, value in os.environ.items() if not ours(key)}
    done = subprocess.run(
        [sys.executable, "-m", "itrank"],
        cwd=folder,
        env=known | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.fixture
def asked_here(folder, monkeypatch, capsys):
    """Ask the same in this process, which has loaded itrank already."""
    monkeypatch.chdir(folder)
    for key in filter(ours, tuple(os.environ)):
        monkeypatch.delenv(key)

    def ask(environment):
        with monkeypatch.context() as patch:
            for key, value in environment.items():
                patch.setenv(key, value)
            with pytest.raises(SystemExit) as ended:
                run([])
            assert not ended.value.code
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return ask


@pytest.mark.long
def test_a_shell_is_offered_the_same_by_a_process_of_its_own(folder, asked_here):
    environment = told("bash", ["explain", "--ruleset", "2030", "so"])
    assert asked(folder, environment) == asked_here(environment) != ""


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["rul"], ["rulesets"]),
        (["evaluate", "--ruleset", ""], ["2030", "hong", "2021", "2022", "mau-hai-cap"]),
        (["evaluate", "--ruleset", "20"], ["2030", "2021", "2022"]),
        (["new", "2031", "--from", "20"], ["2030", "2021", "2022"]),
        (["why-not", "--ruleset", "2030", ""], ["so_a", "so_b", "xa_a"]),
        (["explain", "--ruleset", "2030", "so"], ["so_a", "so_b"]),
        (["explain", "--ruleset", "2030", "so_a", ""], ["bang", "mot", "hai", "so"]),
        (["explain", "--ruleset", "hong", ""], []),
        (["explain", "--ruleset", "khong-co", ""], []),
        (["explain", ""], []),
    ],
)
def test_bash_is_offered_what_fits(folder, asked_here, words, expected):
    assert asked_here(told("bash", words)).split() == expected
    assert sorted(path.name for path in folder.iterdir()) == ["data", "rulesets"]


@pytest.mark.long
@pytest.mark.bar(2)
@pytest.mark.parametrize("shell", ["zsh", "fish", "powershell", "pwsh"])
def test_other_shells_are_offered_the_same(folder, asked_here, shell):
    out = asked(folder, told(shell, ["explain", "--ruleset", "2030", "so"]))
    assert "so_a" in out
    assert "so_b" in out
    assert "xa_a" not in out
    assert "touch" not in asked_here(told(shell, ["evaluate", "--ruleset", "$"]))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell", "pwsh"])
def test_a_script_names_our_variable(capsys, shell):
    assert run(["--show-completion", shell]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert "_ITRANK_COMPLETE" in out


def test_the_shell_is_the_operators_own(capsys, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run(["--show-completion"]) == 0
    assert "complete --command itrank" in capsys.readouterr().out
    monkeypatch.delenv("SHELL")
    assert run(["--show-completion", "--lang", "en"]) == 2
    assert 'error ITR923: there is no completion for ""' in capsys.readouterr().err


def test_it_is_installed_where_the_shell_looks(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("ITRANK_LANG", raising=False)
    assert run(["--install-completion", "fish"]) == 0
    assert capsys.readouterr().out.startswith("Đã cài gợi ý lệnh; mở cửa sổ lệnh mới để dùng: ")
    (script,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert "_ITRANK_COMPLETE" in script.read_text("utf-8")


def test_help_is_not_longer_for_it(capsys):
    run(["--help"])
    assert "completion" not in capsys.readouterr().out


def test_a_ruleset_behind_the_cursor_counts_where_the_shell_tells_the_whole_line(asked_here):
    """`itrank explain so_a ▮ --ruleset 2030`, as the documents write it."""
    for words, at, expected in (
        ("itrank explain s --ruleset 2030", 2, ["so_a", "so_b"]),
        ("itrank explain so_a m --ruleset 2030", 3, ["mot"]),
        ("itrank why-not so_a --tier t --ruleset 2030", 4, ["tot"]),
    ):
        environment = {"_ITRANK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(at)}
        assert asked_here(environment).split() == expected
