"""The command line: what it prints where, its exit codes, and that no console, pipe or fault of ours breaks it."""

import csv
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import jsonschema
import pytest

with warnings.catch_warnings():
    # typer below 0.25 reads names that click 8.4 deprecates.
    warnings.simplefilter("ignore", DeprecationWarning)
    from itrank import cli
    from itrank.commands.tried import TRIED

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "result.schema.json").read_text(encoding="utf-8"))
BANNER = "SỐ LIỆU MINH HỌA"

RULESET = """
format: itrank-ruleset/1
id: tinh-khac
version: "1"
title: Bộ tiêu chí khác
period: 2022
groups: {so: {title: Sở}}
inputs:
  ho_so: {label: Số hồ sơ, type: count}
scorecards:
  diem: {max: 40, criteria: [{id: tc, max: 40, score: {count: ho_so, each: 4}}], ranking: {lists: group}}
"""
DATA = "id,name,group,ho_so\na,Sở Nội vụ,so,5\nb,Sở Y tế,so,9\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A province's own folder, with a ruleset and data."""
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "ITRANK_DEBUG", "FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "khac.yaml").write_text(RULESET, encoding="utf-8")
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "khac.csv").write_text(DATA, encoding="utf-8")
    return tmp_path


@pytest.fixture
def itrank(folder, capsys):
    """Run the command line here: its exit code, stdout and stderr."""

    def run(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(arguments)
        return (code, *capsys.readouterr())

    return run


def outside(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    known = {key: value for key, value in os.environ.items() if key not in {"ITRANK_LANG", "PYTHONIOENCODING"}}
    return subprocess.run(
        [sys.executable, "-m", "itrank", *arguments], cwd=cwd, env=known | environment, capture_output=True, check=False
    )


# What is found without being named


@pytest.mark.parametrize("name", ["2021.yaml", "2021", "haugiang-cntt@2021.1"])
def test_a_packaged_ruleset_alone_ranks_its_example_and_says_it_is_one(itrank, name):
    code, out, err = itrank("evaluate", "--ruleset", name)
    assert code == 0
    assert out.startswith("Bộ tiêu chí đánh giá, xếp hạng mức độ ứng dụng CNTT\nhaugiang-cntt@2021.1 · sha256 ")
    assert "Số liệu: itrank/examples/data/2021.csv (" in out
    assert out.count(BANNER) == 3  # once for all and once for each list
    assert "   1  ▲3  Kho bạc Nhà nước                     989    Tốt" in out
    assert "ITR916: không có số liệu của bạn cho itrank/rulesets/2021.yaml" in err


def test_a_copy_of_a_packaged_ruleset_has_its_example_too(itrank, folder):
    (folder / "2021.yaml").write_bytes((ROOT / "rulesets" / "2021.yaml").read_bytes())
    code, out, _ = itrank("evaluate", "--ruleset", "2021")
    assert (code, out.count(BANNER)) == (0, 3)


def test_anothers_ruleset_never_gets_the_example(itrank, folder):
    (folder / "2021.yaml").write_text(RULESET, encoding="utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "2021.yaml", "--lang", "en")
    assert (code, out) == (2, "")
    assert (
        "itrank: error ITR903: there are no data for 2021.yaml; looked for: data/2021.csv (.xlsx .ods .xls .json); "
        in err
    )
    assert "of haugiang-cntt and not for tinh-khac" in err
    assert "= help: Run: itrank evaluate --ruleset 2021.yaml --data figures.csv" in err


def test_own_data_are_nobodys_illustration(itrank):
    code, out, err = itrank("evaluate", "--ruleset", "khac")
    assert (code, err) == (0, "")
    assert BANNER not in out
    assert "   1  Sở Y tế      36  36\n   2  Sở Nội vụ    20  20\n" in out


def test_named_data_come_first(itrank, folder):
    (folder / "x.csv").write_text("id,name,group,ho_so\na,Sở Nội vụ,so,\n", encoding="utf-8")
    code, out, err = itrank("evaluate", "--ruleset", "khac", "--data", "x.csv", "--data", "data/khac.csv")
    assert code == 1  # the unit b is in no row of the first table, which lists the units
    assert "ITR461" in err
    assert out == ""
    (folder / "x.csv").write_text("id,name,group,ho_so\na,Sở Nội vụ,so,\nb,Sở Y tế,so,1\n", encoding="utf-8")
    assert itrank("evaluate", "--ruleset", "khac", "--data", "x.csv")[0] == 1


def test_an_unknown_ruleset(itrank):
    code, out, err = itrank("evaluate", "--ruleset", "2030")
    assert (code, out) == (2, "")
    assert err.startswith('itrank: lỗi ITR901: không tìm thấy bộ tiêu chí "2030"; đã tìm: 2030, ')
    assert "một bộ có sẵn: 2021, 2022, mau-hai-cap." in err


# What is wrong in files


def test_a_wrong_ruleset_tells_every_finding_and_prints_nothing(itrank, folder):
    (folder / "khac.yaml").write_text(
        RULESET.replace("ho_so, each", "ho_sơ, each").replace("max: 40, crit", "max: 41, crit"), encoding="utf-8"
    )
    code, out, err = itrank("evaluate", "--ruleset", "khac")
    assert (code, out) == (1, "")
    assert "khac.yaml:11:" in err
    assert "\n11 |   diem: {max: 4" in err
    assert "^" in err
    assert err.rstrip().endswith(" lỗi")


def test_wrong_data_tell_every_finding_and_print_nothing(itrank, folder):
    (folder / "data" / "khac.csv").write_text(
        "id,name,group,ho_so\na,A,so,5\na,A,so,6\nb,B,khong_co,x\n", encoding="utf-8"
    )
    code, out, err = itrank("evaluate", "--ruleset", "khac", "--format", "json")
    assert (code, out) == (1, "")
    assert "data/khac.csv:3:1: lỗi ITR112" in err
    assert "data/khac.csv:4:3: lỗi ITR440" in err
    assert "data/khac.csv:4:4: lỗi ITR420" in err
    assert err.endswith("\n\n3 lỗi\n")


@pytest.mark.parametrize(("cell", "code"), [("", "ITR355"), ("x", "ITR420"), ("-1", "ITR446"), ("1.5", "ITR430")])
def test_one_bad_cell_leaves_one_unit_out(itrank, folder, cell, code):
    (folder / "data" / "khac.csv").write_text(DATA.replace(",5\n", f",{cell}\n"), encoding="utf-8")
    exit_code, out, err = itrank("evaluate", "--ruleset", "khac")
    assert exit_code == 1
    assert f"data/khac.csv:2:4: lỗi {code}" in err
    assert "   1  Sở Y tế    36  36\n" in out
    assert "Không có hạng\n" in out
    assert "Sở Nội vụ  " in out
    assert 'số liệu "Số hồ sơ" (ho_so)' in out


def test_a_provisional_ranking_is_asked_for_and_says_so(itrank, folder):
    ruleset = (
        RULESET.replace("criteria: [", "criteria: [{id: t2, max: 10, score: {count: may, each: 1}}, ")
        .replace("max: 40, crit", "max: 50, crit")
        .replace("inputs:\n", "inputs:\n  may: {label: Máy, type: count}\n")
    )
    (folder / "khac.yaml").write_text(ruleset, encoding="utf-8")
    (folder / "data" / "khac.csv").write_text("id,name,group,ho_so,may\na,A,so,5,\nb,B,so,9,9\n", encoding="utf-8")
    assert "XẾP HẠNG TẠM THỜI" not in itrank("evaluate", "--ruleset", "khac")[1]
    code, out, _ = itrank("evaluate", "--ruleset", "khac", "--provisional")
    assert code == 1
    assert "XẾP HẠNG TẠM THỜI\n" in out
    assert "   2  A *" in out
    assert '  A: "Máy" (may)\n' in out


@pytest.mark.parametrize("option", ["--data", "--units", "--previous"])
def test_a_file_that_is_not_there_is_a_matter_of_usage(itrank, option):
    code, out, err = itrank("evaluate", "--ruleset", "khac", option, "không có.csv")
    assert (code, out) == (2, "")
    assert 'không có.csv: lỗi ITR401: không có tệp "không có.csv"' in err


# Formats and files


@pytest.mark.long
def test_json_on_stdout_fits_the_schema_and_is_the_same_twice(itrank):
    first, second = (itrank("evaluate", "--ruleset", "2022", "--format", "json")[1] for _ in range(2))
    assert first == second
    result = json.loads(first)
    jsonschema.validate(result, SCHEMA)
    assert result["illustrative"] is True
    assert result["data"][0]["path"] == "itrank/examples/data/2022.csv"


def test_last_years_json_is_this_years_previous(itrank, folder):
    assert itrank("evaluate", "--ruleset", "khac", "--format", "json", "--output", "data/khac.previous.json")[0] == 0
    (folder / "data" / "khac.csv").write_text(DATA.replace(",5\n", ",10\n"), encoding="utf-8")
    code, out, _ = itrank("evaluate", "--ruleset", "khac")
    assert code == 0
    assert "   1  ▲1  Sở Nội vụ    40  40\n   2  ▼1  Sở Y tế      36  36\n" in out


def test_output_is_the_whole_file_and_stdout_stays_empty(itrank, folder):
    code, out, err = itrank("evaluate", "--ruleset", "khac", "--format", "csv", "--output", "out.csv")
    assert (code, out, err) == (0, "", "")
    assert (folder / "out.csv").read_bytes().startswith("\ufefflist,rank,".encode())
    with (folder / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["name"] for row in csv.DictReader(file)] == ["Sở Y tế", "Sở Nội vụ"]
    assert {path.name for path in folder.iterdir()} == {"data", "khac.yaml", "out.csv"}


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("no/out.txt", "ITR906"),
        ("data", "ITR906"),
        ("khac.yaml", "ITR907"),
        ("khac", "ITR907"),
        ("\0", "ITR906"),
    ],
)
def test_output_that_cannot_be_written_harms_nothing(itrank, folder, output, code):
    (folder / "khac").hardlink_to(folder / "khac.yaml")
    exit_code, out, err = itrank("evaluate", "--ruleset", "khac.yaml", "--output", output)
    assert (exit_code, out) == (2, "")
    assert f"itrank: lỗi {code}" in err
    assert (folder / "khac.yaml").read_text(encoding="utf-8") == RULESET
    assert (folder / "data" / "khac.csv").read_text(encoding="utf-8") == DATA


# Usage


@pytest.mark.parametrize(
    ("arguments", "vi", "en"),
    [
        (["evaluate"], "lỗi ITR910: thiếu --ruleset", "error ITR910: --ruleset is missing"),
        (
            ["evaluate", "--rule", "x"],
            'lỗi ITR923: không có tùy chọn "--rule"',
            'error ITR923: there is no option "--rule"',
        ),
        (
            ["evaluate", "--ruleset"],
            'lỗi ITR110: tùy chọn "--ruleset" cần một giá trị',
            'error ITR110: the option "--ruleset" needs',
        ),
        (["evaluate", "--ruleset", "x", "y.csv"], 'lỗi ITR914: thừa "y.csv"', 'error ITR914: "y.csv" does not belong'),
        (
            ["evaluate", "--ruleset", "x", "--format", "xml"],
            'ITR912: --format không nhận "xml"',
            'ITR912: --format cannot be "xml"',
        ),
        (["evalute"], 'lỗi ITR923: không có lệnh "evalute"', 'error ITR923: there is no command "evalute"'),
        (["--nope"], 'không có tùy chọn "--nope"', 'there is no option "--nope"'),
    ],
)
def test_usage_errors_speak_the_users_language(itrank, monkeypatch, arguments, vi, en):
    code, out, err = itrank(*arguments)
    assert (code, out) == (2, "")
    assert vi in err
    monkeypatch.setenv("ITRANK_LANG", "en")
    code, out, err = itrank(*arguments)
    assert (code, out) == (2, "")
    assert en in err


def test_a_misspelt_command_is_proposed(itrank):
    assert 'gợi ý: Có phải "evaluate"? Các lệnh: init, new, ' in itrank("evalute")[2]
    assert 'help: Did you mean "why-not"? The commands are: ' in itrank("whynot", "--lang", "en")[2]
    assert "gợi ý: Các lệnh: init" in itrank("xyz")[2]
    assert 'gợi ý: Có phải "--ruleset"? Chạy: itrank evaluate --help' in itrank("evaluate", "--rulset", "x")[2]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["import", "annex 1.docx"], "itrank new NĂM --from-table 'annex 1.docx'"),
        (["validate", "x.yaml"], "itrank check x.yaml"),
        (["lint"], "itrank check bo-tieu-chi.yaml"),
        (["valdate", "x.yaml"], "itrank check x.yaml"),
        (["why", "Sở Y tế", "--ruleset", "2022"], "itrank explain 'Sở Y tế' --ruleset 2022"),
        (["score", "2022"], "itrank evaluate 2022"),
        (["xếp-hạng", "2022"], "itrank evaluate 2022"),
        (["help", "check"], "itrank check --help"),
        (["help"], "itrank --help"),
        (["version"], "itrank --version"),
    ],
    ids=" ".join,
)
def test_a_word_that_people_try_leads_to_the_command(itrank, arguments, line):
    code, out, err = itrank(*arguments)
    assert (code, out) == (2, "")
    assert f'lỗi ITR923: không có lệnh "{arguments[0]}"\n   = gợi ý: Chạy: {line}\n' in err


def test_words_that_people_try_are_no_commands_and_lead_to_some():
    assert not TRIED.keys() & cli.COMMANDS.keys()
    for line, _ in TRIED.values():
        assert line.split()[0] in {*cli.COMMANDS, "{rest}", "--version"}


def test_a_language_that_is_not_there(itrank):
    code, out, err = itrank("evaluate", "--ruleset", "khac", "--lang", "fr")
    assert (code, out) == (2, "")
    assert 'ITR912: --lang không nhận "fr"' in err
    assert "Chọn một trong: vi, en." in err


def test_help_and_version(itrank):
    from importlib.metadata import version

    assert itrank("--version") == (0, f"itrank {version('itrank')}\n", "")
    code, out, err = itrank("evaluate", "--help")
    assert (code, err) == (0, "")
    assert "Kết quả năm trước: JSON của itrank, hoặc bảng xếp hạng." in " ".join(out.split())
    assert (
        "Last year's result: JSON of itrank, or a table."
        in itrank("--lang=en", "evaluate", "--help")[2] + itrank("evaluate", "--help", "--lang", "en")[1]
    )
    code, out, err = itrank()
    assert (code, out) == (2, "")
    assert "evaluate" in err


# Consoles, pipes and faults of ours


@pytest.mark.long
@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "ascii", "utf-16"])
def test_any_console_gets_utf8(folder, encoding):
    done = outside("evaluate", "--ruleset", "khac", cwd=folder, PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C")
    assert done.stderr == b""
    assert done.returncode == 0
    assert "   1  Sở Y tế      36  36\n" in done.stdout.decode("utf-8")
    done = outside("evaluate", "--ruleset", "không", cwd=folder, PYTHONIOENCODING=encoding, LC_ALL="C")
    assert 'không tìm thấy bộ tiêu chí "không"' in done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("evaluate", "--ruleset", "khac", "--data", "{}", "--format", "json"),
        ("evaluate", "--ruleset", "khac", "--format", "json", "--output={}"),
        ("check", "{}"),
        ("freeze", "kq.json", "--source", "{}", "--output", "goi.zip"),
        ("{}",),
    ],
    ids=" ".join,
)
def test_a_file_name_of_another_encoding_is_refused(folder, arguments):
    """It would stand mangled in what is written: a result must name its data so that they are found again."""
    name = os.fsdecode(b"s\xff.csv")
    try:
        (folder / name).write_text(DATA, encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds no such name")
    before = {path.name for path in folder.iterdir()}
    done = outside(*(argument.format(name) for argument in arguments), "--lang", "en", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "itrank: error ITR405: the command line has" in done.stderr.decode("utf-8")
    assert 's\\udcff.csv", which is not UTF-8' in done.stderr.decode("utf-8")
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.long
def test_a_closed_pipe_is_quiet(folder):
    process = subprocess.Popen(
        [sys.executable, "-m", "itrank", "evaluate", "--ruleset", "2022", "--format", "json"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait() == 141
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_a_full_disk_behind_stdout_is_told(folder):
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "itrank", "evaluate", "--ruleset", "khac"],
            cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert "lỗi ITR906: không ghi được ra màn hình hoặc tệp nhận: ổ đĩa đã đầy" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_fault(folder, closed):
    command = f"{sys.executable} -m itrank evaluate --ruleset khac --output out.txt {closed}"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "Sở Y tế" in (folder / "out.txt").read_text(encoding="utf-8")


def test_a_result_that_goes_nowhere_is_no_success(folder):
    command = f"{sys.executable} -m itrank evaluate --ruleset khac --lang en >&-"
    done = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert (
        "error ITR906: standard output cannot be written: the output was closed from the start" in done.stderr.decode()
    )


def test_a_fault_of_ours_has_no_traceback_unless_asked_for(itrank, monkeypatch):
    from itrank.engine.year import evaluating

    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret")

    monkeypatch.setattr(evaluating, "evaluation", broken)
    code, out, err = itrank("evaluate", "--ruleset", "khac")
    assert (code, out) == (3, "")
    assert "lỗi ITR908: itrank gặp lỗi của chính nó (ZeroDivisionError)" in err
    assert "Traceback" not in err
    monkeypatch.setenv("ITRANK_DEBUG", "1")
    code, out, err = itrank("evaluate", "--ruleset", "khac")
    assert (code, out) == (3, "")
    assert "Traceback (most recent call last)" in err
    assert "secret" in err


@pytest.mark.parametrize(("fault", "code"), [(KeyboardInterrupt, 130), (MemoryError, 3), (RecursionError, 3)])
def test_interrupts_and_exhaustion_end_quietly(itrank, monkeypatch, fault, code):
    from itrank.engine.year import evaluating

    def stop(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(evaluating, "evaluation", stop)
    found, out, err = itrank("evaluate", "--ruleset", "khac")
    assert (found, out) == (code, "")
    assert "Traceback" not in err
    assert ("lỗi ITR918: hết bộ nhớ" in err) == (fault is MemoryError)


def test_an_interrupt_while_the_commands_are_loaded_ends_quietly(monkeypatch):
    from itrank.__main__ import main

    class Interrupts:
        def find_spec(self, name, *_):
            if name == "itrank.cli":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "itrank.cli")
    monkeypatch.setattr(sys, "meta_path", [Interrupts(), *sys.meta_path])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


@pytest.mark.parametrize(
    ("environment", "is_coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, False),
    ],
)
def test_a_pipe_is_plain_unless_colour_is_forced(itrank, monkeypatch, environment, is_coloured):
    for key, value in environment.items():
        monkeypatch.setenv(key, value)
    out = itrank("evaluate", "--ruleset", "khac")[1]
    assert ("\x1b[" in out) is is_coloured
    assert "─" not in out


def test_the_version_is_told_without_the_engine():
    """`itrank --version` may take 0.15 s of CPU."""
    script = "import sys; from itrank import cli; cli.run(['--version']); print([m for m in sys.modules if m.startswith(('itrank.engine', 'yaml', 'jsonschema', 'rich', 'pydantic'))])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[1] == "[]"
