"""`itrank doctor` says what is there and what to install for the rest."""

import json
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError
from importlib.util import find_spec
from pathlib import Path

import pytest
from itrank import cli
from itrank.commands import doctor, extras
from itrank.commands.words import LOOKED_AT, STATES

EXTRAS = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]
MODULES = {"Jinja2": "jinja2", "XlsxWriter": "xlsxwriter", "docxtpl": "docxtpl", "vl-convert-python": "vl_convert"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for name in ("ITRANK_LANG", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def ran(*arguments):
        code = cli.run(["doctor", *arguments])
        printed = capsys.readouterr()
        assert printed.err == ""
        return code, printed.out

    return ran


def parts(out):
    read = json.loads(out)
    assert read["format"] == "itrank-doctor/1"
    return {part["name"]: part for part in read["parts"]}


def test_all_is_there_in_both_languages(run, tmp_path):
    code, out = run()
    assert code == 0
    assert out.splitlines()[0].startswith(f"OK     Python     {sys.version.split()[0]} (cần 3.11 trở lên), ")
    assert f"OK     thư mục    ghi được: {tmp_path}\n" in out
    assert out.endswith("\nNhững gì cần đều có.\n")
    assert "OK       folder     writable: " in run("--lang", "en")[1]
    code, out = run("--format", "json")
    assert code == 0
    assert {*parts(out)} == {"itrank", *LOOKED_AT, *extras.EXTRAS}
    assert {part["state"] for part in parts(out).values()} <= {*STATES}
    assert list(tmp_path.iterdir()) == []


def test_an_extra_that_is_missing_comes_with_the_line_that_installs_it(run, monkeypatch):
    # Whatever is installed where the tests run: spark, for one, need not be.
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name == "typst" else find_spec("json"))
    code, out = run()
    assert code == 0
    assert "\nthiếu  print      báo cáo và hồ sơ đơn vị dạng PDF (khoảng 220 MB)\n" in out
    assert f'→ {sys.executable} -m pip install "itrank[print]"\n' in out
    assert [name for name, part in parts(run("--format", "json")[1]).items() if part["state"] == "missing"] == ["print"]


def test_what_is_needed_and_broken_is_an_error(run, monkeypatch):
    real = doctor.version

    def version(name):
        if name == "python-calamine":
            raise PackageNotFoundError
        return real(name)

    monkeypatch.setattr(doctor, "version", version)
    code, out = run("--lang", "en")
    assert code == 1
    assert "BROKEN   libraries  missing: python-calamine\n" in out
    assert f"→ {sys.executable} -m pip install python-calamine\n" in out
    assert out.endswith("A needed part is broken: do what the line with → says.\n")


def test_a_folder_and_a_screen_that_may_disappoint_are_noted(run, monkeypatch):
    def refuse(**_):
        raise PermissionError

    monkeypatch.setattr(doctor, "TemporaryFile", refuse)
    monkeypatch.setattr(doctor.locale, "getpreferredencoding", lambda **_: "cp1258")
    monkeypatch.setenv("NO_COLOR", "1")
    code, out = run()
    assert code == 0
    assert "lưu ý  thư mục    không ghi được: " in out
    assert "lưu ý  bảng mã    cp1258: itrank ghi UTF-8" in out
    assert "OK     màu        tắt, vì có NO_COLOR\n" in out


def test_the_table_of_extras_is_that_of_the_package():
    for_developers = {"test", "fuzz", "browser", "release", "mutation", "dev", "bench"}
    assert {*extras.EXTRAS} == {*EXTRAS} - for_developers
    for name, extra in extras.EXTRAS.items():
        needed = [re.match(r"[\w-]+", each)[0] for each in EXTRAS[name]]
        assert [MODULES.get(each, each) for each in needed if each != "itrank"] == [*extra.libraries]
