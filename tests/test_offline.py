"""The zips that install without a network: `.ci/release`, which CI runs for Linux; here what needs no index."""

import doctest
import importlib.util
import sys
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path
from types import ModuleType

import pytest
from itrank.commands.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / ".ci" / "offline"


def loaded(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


release, cai_dat = loaded("release"), loaded("cai_dat")


def test_the_zips_hold_what_an_operator_may_want():
    # Columns are for millions of units: 130 MB more in each zip, and docs/start.md says that they are not in it.
    assert set(release.EXTRAS) == set(EXTRAS) - {"scale", "postgres", "spark"}


def test_the_zips_are_for_every_python_that_we_name():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    prefix = "Programming Language :: Python :: 3."
    assert [f"Programming Language :: Python :: {python}" for python in release.PYTHONS] == [
        line for line in project["classifiers"] if line.startswith(prefix)
    ]


def test_the_examples_of_the_installer():
    done = doctest.testmod(cai_dat)
    assert (done.failed, done.attempted) == (0, 2)


@pytest.mark.parametrize(
    ("version", "machine", "here", "made_for", "says"),
    [
        ("3.10", "x86_64", False, False, "cần Python 3.11, 3.12 hoặc 3.13"),
        ("3.14", "AMD64", True, True, "Python 3.14 không dùng được"),
        ("3.12", "aarch64", False, False, "máy này là aarch64"),
        ("3.12", "x86_64", False, True, "dành cho Windows, máy này là Linux hoặc macOS"),
        ("3.12", "AMD64", True, False, "dành cho Linux, máy này là Windows"),
    ],
)
def test_a_computer_that_cannot_take_the_wheels_is_told_why(version, machine, here, made_for, says):
    assert says in cai_dat.refusal(version, list(release.PYTHONS), machine, here, made_for)


@pytest.mark.parametrize("version", release.PYTHONS)
def test_a_computer_that_can_take_them_is_told_nothing(version):
    assert cai_dat.refusal(version, list(release.PYTHONS), "x86_64", False, False) == ""


def test_the_pythons_of_a_folder_are_in_their_order(tmp_path):
    for name in ("requirements-3.9.txt", "requirements-3.11.txt", "wheels"):
        (tmp_path / name).touch()
    assert cai_dat.pythons(tmp_path) == ["3.9", "3.11"]


def test_the_same_folder_is_zipped_to_the_same_bytes(tmp_path):
    made = []
    for where, names in (("a", ("x.whl", "b.txt")), ("b", ("b.txt", "x.whl"))):
        folder = tmp_path / where / "itrank"
        folder.mkdir(parents=True)
        for name in names:
            (folder / name).write_bytes(name.encode())
        release.zipped(folder, tmp_path / f"{where}.zip", 1_700_000_000)
        made.append((tmp_path / f"{where}.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(BytesIO(made[0])) as archive:
        assert archive.namelist() == ["itrank/b.txt", "itrank/x.whl"]


@pytest.mark.parametrize(
    ("name", "command"), [("windows", r"itrank\Scripts\itrank evaluate"), ("linux", "itrank/bin/itrank evaluate")]
)
def test_the_sheet_is_one_page_whose_commands_can_be_copied(name, command):
    pypdf = pytest.importorskip("pypdf")
    (page,) = pypdf.PdfReader(BytesIO(release.sheet("0.3.0", release.PLATFORMS[name]))).pages
    text = page.extract_text()
    assert f"{command} --ruleset 2021.yaml" in text
    assert {"windows": r'$env:Path = "$PWD\itrank\Scripts;', "linux": 'export PATH="$PWD/itrank/bin:$PATH"'}[
        name
    ] in text


def test_the_documents_that_the_sheet_names_lie_in_the_zip_with_what_they_link_to(tmp_path):
    release.documents(tmp_path, 1_700_000_000)
    assert {"start.md", "year.md", "codes", "images"} <= {path.name for path in (tmp_path / "docs").iterdir()}
    assert (tmp_path / "README.md").is_file()
    assert "tai-lieu/docs" in (HERE / "huong-dan.typ").read_text("utf-8")


def test_what_the_sheet_says_the_installer_says():
    sheet, told = (HERE / "huong-dan.typ").read_text("utf-8"), (HERE / "cai_dat.py").read_text("utf-8")
    for words in ("không dùng được", "Python thiếu venv", "Bộ cài này dành cho"):
        assert words in sheet
        assert words in told
